//! What a teacher types into the week reaches families with the weekly update: the same words stop it.

use chrono::TimeDelta;
use hongyan::model::entry::Fact;
use hongyan::store;

use super::{audits, count, protect};
use crate::support::databases::databases;
use crate::world::{LEAD, MUM, TEACHER, World};

const TOLD: &str = "He says his uncle comes into his bed.";
const FELL: &str = "Fell at play: a bruise on the knee.";

/// The teacher is asked for a line about Ming.
async fn asked(world: &mut World, page: &[&str]) {
    world.says(TEACHER, "/menu").await;
    for label in ["the week", "Somebody differs", "Wang Ming"] {
        world.taps(TEACHER, label).await;
    }
    for label in page {
        world.taps(TEACHER, label).await;
    }
}

async fn facts(world: &World) -> Vec<Fact> {
    let mut tx = world.store.read().await.unwrap();
    let (from, to) = ("2026-03-02", "2026-03-31");
    let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
    let entries = store::entries::of_children(&mut tx, &[world.school.ming], from, to)
        .await
        .unwrap();
    entries.into_iter().map(|entry| entry.fact).collect()
}

const COMING: &str = "SELECT COUNT(*) FROM coming";

#[tokio::test]
async fn a_sentence_with_a_listed_word_reaches_the_lead_and_nobody_else() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        asked(&mut world, &["One sentence"]).await;
        world.says(TEACHER, TOLD).await;
        insta::assert_snapshot!("teacher_typed_it_into_the_week", world.screen(TEACHER, 1));
        world.taps(TEACHER, "None of these").await;
        assert!(facts(&world).await.is_empty());
        assert_eq!(world.count(LEAD, TOLD), 1);
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        assert_eq!(world.count(MUM, "uncle"), 0);
        world.taps(LEAD, "Keep it back").await;
        assert!(facts(&world).await.is_empty());
        // What follows belongs to it.
        world.says(TEACHER, "It was on Saturday.").await;
        assert_eq!(world.count(LEAD, "It was on Saturday."), 1);

        // A false alarm is entered as it was typed, by who typed it.
        asked(&mut world, &["One sentence"]).await;
        world.says(TEACHER, FELL).await;
        world.taps(TEACHER, "None of these").await;
        assert!(facts(&world).await.is_empty());
        world.advance(TimeDelta::hours(2));
        world.taps(LEAD, "False alarm").await;
        let words = hongyan::base::Words::new(FELL);
        assert_eq!(facts(&world).await, [Fact::Sentence { words }]);
        assert_eq!(world.count(TEACHER, "has been passed on now"), 1);
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        assert_eq!(world.count(MUM, FELL), 1);
        assert_eq!(audits(&world, "concern_hold").await, 2);
        // A line without such a word is entered at once.
        asked(&mut world, &["Life", "Activity"]).await;
        world.says(TEACHER, "built a kite").await;
        assert_eq!(facts(&world).await.len(), 2);
    }
}

#[tokio::test]
async fn marks_activities_and_coming_dates_are_stopped_too() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        asked(&mut world, &["Life", "Activity"]).await;
        world.says(TEACHER, "says he wants to die").await;
        world.taps(TEACHER, "None of these").await;
        assert!(facts(&world).await.is_empty());
        assert_eq!(world.count(LEAD, "says he wants to die"), 1);

        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "the week").await;
        world.taps(TEACHER, "Coming date").await;
        world
            .says(TEACHER, "18 March bring money for the bank card")
            .await;
        assert_eq!(count(&world, COMING).await, 0);
        world.taps(TEACHER, "No, it is not").await;
        assert!(world.screen(TEACHER, 1).contains("Lead Chen"));
        assert!(world.screen(TEACHER, 1).contains("0871 555 0100"));
        world.taps(LEAD, "False alarm").await;
        assert_eq!(count(&world, COMING).await, 1);
        // The writer's right is asked anew when it goes on.
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "the week").await;
        world.taps(TEACHER, "Coming date").await;
        world.says(TEACHER, "19 March send me money").await;
        world.taps(TEACHER, "No, it is not").await;
        let mut tx = world.store.write().await.unwrap();
        let (teacher, class) = (world.adult(TEACHER), world.school.class);
        let role = hongyan::model::unit::Role::Teacher;
        store::posts::end(&mut tx, teacher, class, role, world.env.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.taps(LEAD, "False alarm").await;
        assert_eq!(count(&world, COMING).await, 1);
        assert_eq!(world.count(LEAD, "may not any more"), 1);
    }
}
