//! "Did you two talk?": asked once in the week, by day, and of nobody who has said so or does not want it.

use hongyan::base::Instant;
use hongyan::model::Locale;
use hongyan::service::parting;

use super::{full_week, link, speaks, write};
use crate::support::databases;
use crate::world::{DAD, GRANNY, MUM, TEACHER, World};

/// The start of the question in English.
const ASKS: &str = "Did you and Ming talk";
const KIND: &str = "likes to hear your voice";

fn week(nth: i64) -> Instant {
    let first: Instant = "2026-03-07T19:00:00Z".parse().unwrap();
    first + chrono::TimeDelta::weeks(nth)
}

/// The update of a week goes out to Mum, at 19:00 of her Sunday.
async fn update(world: &mut World, nth: i64) {
    world.set_clock(&week(nth).to_rfc3339());
    write(world, &week(nth).to_rfc3339()).await;
    until(world, nth, "2026-03-08T16:00:00Z").await;
}

/// Until a moment of the first week, so many weeks later.
async fn until(world: &mut World, nth: i64, at: &str) {
    let at: Instant = at.parse().unwrap();
    world.set_clock(&(at + chrono::TimeDelta::weeks(nth)).to_rfc3339());
    world.deliver().await;
}

/// Until Wednesday 19:00 on Mum's clock.
async fn wednesday(world: &mut World, nth: i64) {
    until(world, nth, "2026-03-11T16:00:00Z").await;
}

#[tokio::test]
async fn asked_in_four_languages_and_a_yes_ends_it() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        full_week(&world).await;
        speaks(&world, MUM, *locale).await;
        update(&mut world, 0).await;
        until(&mut world, 0, "2026-03-11T15:59:59Z").await;
        let before = world.screen(MUM, 1);
        wednesday(&mut world, 0).await;
        assert_ne!(world.screen(MUM, 1), before);
        let mut both = world.screen(MUM, 1);
        world
            .taps(MUM, &hongyan::label!(*locale, "weekly-button-talked"))
            .await;
        both.push_str("\n-- after a yes\n");
        both.push_str(&world.screen(MUM, 1));
        insta::assert_snapshot!(format!("talked_{}", locale.as_str()), both);
    }
}

#[tokio::test]
async fn only_parents_and_nobody_who_has_said_so() {
    for db in databases::databases().await {
        let mut world = World::linked_on(&db.url).await;
        update(&mut world, 0).await;
        world.taps(MUM, "We talked").await;
        world.restart().await;
        wednesday(&mut world, 0).await;
        until(&mut world, 0, "2026-03-14T00:00:00Z").await;
        assert_eq!(world.count(MUM, ASKS), 0);
        // Lan's father was not asked before and has not answered: the same Wednesday, on his own clock.
        assert_eq!(world.count(DAD, "Did you and Lan talk"), 1);
        assert_eq!(world.count(GRANNY, "talk this week"), 0);
        assert_eq!(world.count(TEACHER, "talk this week"), 0);
        // A second run of the week asks nobody again.
        write(&world, "2026-03-07T19:00:00Z").await;
        until(&mut world, 0, "2026-03-14T18:00:00Z").await;
        assert_eq!(world.count(DAD, "Did you and Lan talk"), 1);
    }
}

#[tokio::test]
async fn silence_brings_one_kind_word_and_then_rest_until_an_answer() {
    let mut world = World::linked().await;
    for (nth, asked, kind) in [(0, 1, 0), (1, 2, 0), (2, 2, 1), (3, 2, 1), (4, 2, 1)] {
        update(&mut world, nth).await;
        wednesday(&mut world, nth).await;
        let count = (world.count(MUM, ASKS), world.count(MUM, KIND));
        assert_eq!(count, (asked, kind), "week {nth}");
        if nth == 2 {
            insta::assert_snapshot!("talked_kind_word", world.screen(MUM, 1));
        }
    }
    // One tap, also under an older message, and the next week asks again.
    world.taps(MUM, "We talked").await;
    update(&mut world, 5).await;
    wednesday(&mut world, 5).await;
    assert_eq!(world.count(MUM, ASKS), 3);
    world.taps(MUM, "Not yet").await;
    // "Not yet" is an answer: no kind word after one more silent week.
    for nth in [6, 7] {
        update(&mut world, nth).await;
        wednesday(&mut world, nth).await;
    }
    assert_eq!((world.count(MUM, ASKS), world.count(MUM, KIND)), (5, 1));
}

#[tokio::test]
async fn turned_off_and_on_in_two_taps() {
    let mut world = World::linked().await;
    update(&mut world, 0).await;
    world.says(MUM, "/settings").await;
    world.taps(MUM, "Do not ask in the week").await;
    insta::assert_snapshot!("talked_off", world.screen(MUM, 1));
    wednesday(&mut world, 0).await;
    update(&mut world, 1).await;
    wednesday(&mut world, 1).await;
    assert_eq!(world.count(MUM, ASKS), 0);
    world.says(MUM, "/settings").await;
    world.taps(MUM, "Ask me in the week").await;
    update(&mut world, 2).await;
    wednesday(&mut world, 2).await;
    assert_eq!(world.count(MUM, ASKS), 1);
    // A teacher gets no updates and has nothing to turn off.
    world.says(TEACHER, "/settings").await;
    assert!(!world.screen(TEACHER, 1).contains("in the week"));
}

#[tokio::test]
async fn an_ended_link_is_asked_nothing_and_its_buttons_tell_nothing() {
    let mut world = World::linked().await;
    for nth in 0..2 {
        update(&mut world, nth).await;
        if nth == 0 {
            wednesday(&mut world, nth).await;
            assert_eq!(world.count(MUM, ASKS), 1);
        }
    }
    let mut tx = world.store.write().await.unwrap();
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    assert!(
        parting::end(&mut tx, &world.env, None, ming, mum)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    wednesday(&mut world, 1).await;
    assert_eq!(world.count(MUM, ASKS), 1);
    for answer in ["We talked", "Not yet"] {
        world.taps(MUM, answer).await;
        let screen = world.screen(MUM, 1);
        assert!(
            !screen.contains("Thank you") && !screen.contains("still time"),
            "{screen}"
        );
    }
}

#[tokio::test]
async fn with_several_children_each_in_turn() {
    let mut world = World::linked().await;
    link(&world, world.school.lan, world.adult(MUM)).await;
    for nth in 0..2 {
        update(&mut world, nth).await;
        wednesday(&mut world, nth).await;
        world.taps(MUM, "We talked").await;
    }
    for child in ["Ming", "Lan"] {
        assert_eq!(world.count(MUM, "Good to hear"), 2);
        assert!(
            !world.screen(MUM, 9).contains(&format!("and {child} talk")),
            "{child}"
        );
    }
}
