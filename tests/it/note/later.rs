//! A note that goes later, by the school's clock.

use hongyan::base::LaterId;
use hongyan::dialogue::note::Tap;
use hongyan::model::Locale;
use hongyan::model::unit::Role;
use hongyan::service::{note, receipt};
use hongyan::store;
use sqlx::Connection;

use super::data;
use crate::support::databases::databases;
use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

const WORDS: &str = "The bus leaves at seven.";

async fn tick(world: &mut World) {
    note::tick(&world.store, &world.env, 100).await.unwrap();
    world.deliver().await;
}

/// The teacher has written to all; it is Monday 8:00 at the school.
async fn written(mut world: World) -> World {
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, WORDS).await;
    world
}

async fn waiting(world: &World) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    let by = world.adult(TEACHER);
    store::later_notes::count(&mut tx, by).await.unwrap()
}

#[tokio::test]
async fn one_that_cannot_go_holds_up_no_other() {
    for db in databases().await {
        let mut world = written(World::linked_on(&db.url).await).await;
        world.taps(TEACHER, "Send later").await;
        world.taps(TEACHER, "This evening").await;
        let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
        let writes = |text: &'static str| sqlx::query(text);
        writes("UPDATE later_notes SET body = 'rubbish'")
            .execute(&mut connection)
            .await
            .unwrap();
        world.says(TEACHER, "/start").await;
        world.taps(TEACHER, "write to all families").await;
        world.says(TEACHER, "Bring a hat.").await;
        world.taps(TEACHER, "Send later").await;
        world.taps(TEACHER, "This evening").await;
        world.set_clock("2026-03-02T10:00:00Z");
        for _ in 0..2 {
            note::tick(&world.store, &world.env, 1).await.unwrap();
        }
        world.deliver().await;
        assert_eq!(world.count(MUM, "Bring a hat."), 1);
        assert_eq!(waiting(&world).await, 1, "it is tried again");
        let mut tx = world.store.read().await.unwrap();
        let next = store::later_notes::next_due(&mut tx).await.unwrap();
        assert_eq!(next, Some(world.env.now() + receipt::STUCK));
        drop(tx);
        // Words that were taken away meanwhile end it: its writer hears that it did not go.
        writes("UPDATE later_notes SET body = ''")
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        world.advance(receipt::STUCK);
        tick(&mut world).await;
        assert_eq!(waiting(&world).await, 0);
        assert_eq!(world.count(MUM, WORDS), 0);
    }
}

#[tokio::test]
async fn it_goes_at_its_hour_and_once() {
    for db in databases().await {
        let mut world = written(World::linked_on(&db.url).await).await;
        world.taps(TEACHER, "Send later").await;
        insta::assert_snapshot!("later_when", world.screen(TEACHER, 1));
        world.taps(TEACHER, "This evening").await;
        insta::assert_snapshot!("later_waits", world.screen(TEACHER, 1));
        // 18:00 at the school is 10:00 in Greenwich.
        world.set_clock("2026-03-02T09:59:00Z");
        tick(&mut world).await;
        assert_eq!(world.count(MUM, WORDS), 0);
        // The writer is busy with something else meanwhile.
        world.says(TEACHER, "/start").await;
        world.taps(TEACHER, "write to all families").await;
        world.set_clock("2026-03-02T10:00:00Z");
        world.restart().await;
        tick(&mut world).await;
        tick(&mut world).await;
        for who in [MUM, GRANNY, DAD] {
            assert_eq!(world.count(who, WORDS), 1, "{who}");
        }
        insta::assert_snapshot!("later_went", world.screen(TEACHER, 1));
        assert_eq!(waiting(&world).await, 0);
        // What was begun goes on.
        world.says(TEACHER, "Another thing.").await;
        assert_eq!(world.count(TEACHER, "Another thing."), 1);
        // Its words are nowhere in the clear.
        world.taps(TEACHER, "Send later").await;
        world.taps(TEACHER, "Tomorrow").await;
        assert_eq!(waiting(&world).await, 1);
        world.store.close().await;
        let bytes = db.bytes().await;
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Another thing."));
    }
}

/// That it went is told hours after the writer's last tap, to whoever holds the phone then.
#[tokio::test]
async fn on_a_phone_others_use_that_it_went_waits_for_the_code() {
    for db in databases().await {
        let mut world = written(World::linked_on(&db.url).await).await;
        world.taps(TEACHER, "Send later").await;
        world.taps(TEACHER, "This evening").await;
        crate::cover::covers(&mut world, TEACHER, "4711").await;
        world.set_clock("2026-03-02T10:00:00Z");
        tick(&mut world).await;
        assert_eq!(world.count(MUM, WORDS), 1);
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("something new"), "{screen}");
        assert_eq!(world.count(TEACHER, "Sent. Class 3-2"), 0);
        world.taps(TEACHER, "Read").await;
        crate::cover::enters(&mut world, TEACHER, "4711").await;
        assert_eq!(world.count(TEACHER, "Sent. Class 3-2"), 1);
    }
}

#[tokio::test]
async fn it_is_called_back_until_it_goes() {
    let mut world = written(World::linked().await).await;
    world.taps(TEACHER, "Send later").await;
    world.taps(TEACHER, "Tue 3 March").await;
    insta::assert_snapshot!("later_hours", world.screen(TEACHER, 1));
    world.taps(TEACHER, "7:00").await;
    let (message, tap) = world.chat(TEACHER).button("Do not send it");
    // Nobody else's to call back.
    let others = [MUM, LEAD];
    for who in others {
        world.tap_data(world.chat_of(who), None, &tap).await;
    }
    assert_eq!(waiting(&world).await, 1);
    world.taps(TEACHER, "Do not send it").await;
    assert!(world.screen(TEACHER, 1).contains("Nothing was sent"));
    let chat = world.chat_of(TEACHER);
    world.tap_data(chat, Some(message), &tap).await;
    let toast = world.chat(TEACHER).toasts.last().cloned();
    assert_eq!(
        toast.as_deref(),
        Some("It has gone already, or was called back.")
    );
    world.set_clock("2026-03-03T00:00:00Z");
    tick(&mut world).await;
    assert_eq!(world.count(MUM, WORDS), 0);
}

#[tokio::test]
async fn whoever_may_not_write_any_more_sends_nothing_and_hears_of_it() {
    let mut world = written(World::linked().await).await;
    world.taps(TEACHER, "Send later").await;
    world.taps(TEACHER, "Tomorrow").await;
    let mut tx = world.store.write().await.unwrap();
    let (adult, class, now) = (world.adult(TEACHER), world.school.class, world.env.now());
    let ended = store::posts::end(&mut tx, adult, class, Role::Teacher, now).await;
    assert!(ended.unwrap());
    tx.commit().await.unwrap();
    world.set_clock("2026-03-03T00:00:00Z");
    tick(&mut world).await;
    assert_eq!(world.count(MUM, WORDS), 0);
    assert_eq!(world.count(TEACHER, "was not sent"), 1);
}

#[tokio::test]
async fn long_after_its_hour_it_is_not_sent_but_told() {
    let mut world = written(World::linked().await).await;
    world.taps(TEACHER, "Send later").await;
    world.taps(TEACHER, "This evening").await;
    world.set_clock("2026-03-02T13:30:00Z");
    tick(&mut world).await;
    assert_eq!(world.count(MUM, WORDS), 0);
    assert_eq!(world.count(TEACHER, "was not sent"), 1);
    assert_eq!(waiting(&world).await, 0);
}

#[tokio::test]
async fn times_that_are_none_and_old_previews_are_asked_anew() {
    use chrono::NaiveDate;
    let mut world = written(World::linked().await).await;
    let chat = world.chat_of(TEACHER);
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    for (on, hour, pieces) in [
        ("2026-03-01", 18, 1),
        ("2026-03-02", 7, 1),
        ("2026-03-02", 99, 1),
        ("2026-09-02", 8, 1),
        ("2026-03-03", 8, 2),
    ] {
        let tap = data(Tap::LaterAt(day(on), hour, pieces));
        world.tap_data(chat, None, &tap).await;
        assert_eq!(waiting(&world).await, 0, "{on} {hour} {pieces}");
    }
    let tomorrow = data(Tap::LaterAt(day("2026-03-03"), 8, 1));
    for tap in [data(Tap::Later(1)), tomorrow.clone()] {
        world.refuses(&[MUM, DAD, LEAD], &tap).await;
    }
    let none = data(Tap::CallBack(LaterId(7)));
    world.tap_data(world.chat_of(MUM), None, &none).await;
    // Twenty may wait, and no more.
    for _ in 0..21 {
        world.says(TEACHER, "/start").await;
        world.taps(TEACHER, "write to all families").await;
        world.says(TEACHER, WORDS).await;
        world.tap_data(chat, None, &tomorrow).await;
    }
    assert_eq!(waiting(&world).await, 20);
}

#[tokio::test]
async fn a_listed_word_does_not_even_wait() {
    let mut world = World::linked().await;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, "He wants to kill himself").await;
    world.taps(TEACHER, "Send later").await;
    world.taps(TEACHER, "Tomorrow").await;
    assert_eq!(waiting(&world).await, 0);
    world.set_clock("2026-03-03T00:00:00Z");
    tick(&mut world).await;
    assert_eq!(world.count(MUM, "himself"), 0);
}

#[tokio::test]
async fn what_waits_goes_with_an_erased_record() {
    for db in databases().await {
        let mut world = written(World::linked_on(&db.url).await).await;
        world.taps(TEACHER, "Send later").await;
        world.taps(TEACHER, "Tomorrow").await;
        let mut tx = world.store.write().await.unwrap();
        let lan = world.school.lan;
        hongyan::service::erasure::erase(&mut tx, &world.env, None, lan)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.set_clock("2026-03-03T00:00:00Z");
        tick(&mut world).await;
        assert_eq!(waiting(&world).await, 0);
        assert_eq!(world.count(MUM, WORDS), 0);
        assert_eq!(world.count(TEACHER, "was not sent"), 1);
    }
}

#[tokio::test]
async fn the_words_of_later_in_four_languages() {
    let mut out = String::new();
    for locale in Locale::ALL {
        let mut world = written(World::linked().await).await;
        world.speaks(TEACHER, *locale).await;
        let chat = world.chat_of(TEACHER);
        let day = "2026-03-03".parse().unwrap();
        for tap in [Tap::Later(1), Tap::LaterOn(day, 1), Tap::LaterAt(day, 8, 1)] {
            world.tap_data(chat, None, &data(tap)).await;
            out.push_str(&world.screen(TEACHER, 1));
        }
        let (_, back) = world.chat(TEACHER).button("✋");
        for _ in 0..2 {
            world.tap_data(chat, None, &back).await;
        }
        out.push_str(&world.screen(TEACHER, 1));
        let toast = world.chat(TEACHER).toasts.last().cloned();
        out.push_str(&toast.unwrap_or_default());
        out.push('\n');
    }
    insta::assert_snapshot!("later", out);
}
