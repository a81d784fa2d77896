//! A listed word in a line that is no note, but is read by people of the school, or by the family.

use hongyan::model::request::State;
use hongyan::store;

use super::{SECOND, count, data, later, meant, protect};
use crate::support::databases::databases;
use crate::world::{GRANNY, LEAD, MUM, World};

const HURT: &str = "He was not late: Mr Chen had beaten him.";

async fn corrects(world: &mut World, words: &str) {
    world.says(MUM, "/menu").await;
    world.taps(MUM, "What we keep").await;
    world.taps(MUM, "Correct").await;
    world.taps(MUM, "Attendance of a day").await;
    world.says(MUM, words).await;
}

async fn requests(world: &World) -> usize {
    let mut tx = world.store.read().await.unwrap();
    store::requests::list(&mut tx, 9).await.unwrap().len()
}

#[tokio::test]
async fn a_correction_that_tells_of_harm_is_a_concern_first() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        corrects(&mut world, HURT).await;
        world.taps(MUM, "Lead Chen").await;
        world.taps(MUM, "That is all").await;
        assert_eq!(requests(&world).await, 0);
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        assert_eq!(world.count(SECOND, HURT), 1);
        // A false alarm: it goes on as what it was.
        world.taps(SECOND, "False alarm").await;
        assert_eq!(requests(&world).await, 1);
        assert_eq!(world.count(MUM, "has been passed on now"), 1);
        assert_eq!(count(&world, "SELECT COUNT(*) FROM concerns").await, 0);
    }
}

async fn proposes(world: &mut World, words: &str) {
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Acting guardian").await;
    world.taps(MUM, "Propose somebody").await;
    world.taps(MUM, "At our own home").await;
    world.taps(MUM, "1 month").await;
    world.taps(MUM, "Somebody else").await;
    world.says(MUM, words).await;
}

#[tokio::test]
async fn who_is_proposed_is_said_without_what_happened_at_home() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        let line = "Neighbour Sun; at home he was beaten black and blue.";
        proposes(&mut world, line).await;
        let rows = "SELECT COUNT(*) FROM appointments";
        assert_eq!(count(&world, rows).await, 0);
        later(&mut world, 50).await;
        assert_eq!(world.count(LEAD, line), 1);
        assert_eq!(world.count(GRANNY, "Sun"), 0);
        world.taps(LEAD, "False alarm").await;
        assert_eq!(count(&world, rows).await, 1);
    }
}

#[tokio::test]
async fn what_a_child_says_at_the_form_is_heard() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        proposes(&mut world, "Neighbour Sun, +86 138 0000 0077").await;
        world.taps(LEAD, "Open the form").await;
        world.taps(LEAD, "Enter the person").await;
        world
            .says(LEAD, "Sun Hao, +86 138 0000 0077, 1969-05-01")
            .await;
        world.taps(LEAD, "does not want").await;
        let told = "He comes into my bed at night.";
        world.says(LEAD, told).await;
        // The form goes on, and below it the lead is asked whom it is about.
        assert!(world.count(LEAD, "Is it about one of these people?") == 1);
        assert!(world.screen(LEAD, 2).contains("Yes, it is so"));
        let sure = meant(&world, LEAD, "None of these");
        assert!(matches!(sure, hongyan::dialogue::concern::Tap::Sure(_)));
        later(&mut world, 50).await;
        assert_eq!(world.count(SECOND, told), 1);
        assert_eq!(world.count(MUM, told), 0);
        let held = "SELECT COUNT(*) FROM concerns WHERE source = 'report' AND child_id IS NOT NULL";
        assert_eq!(count(&world, held).await, 1);
    }
}

async fn state(world: &World) -> State {
    let mut tx = world.store.read().await.unwrap();
    store::requests::list(&mut tx, 9).await.unwrap()[0].state
}

#[tokio::test]
async fn a_reason_with_harm_in_it_reaches_no_family() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        corrects(&mut world, "It was Tuesday.").await;
        let before = world.chat(MUM).shown.len();
        world.taps(LEAD, "Open").await;
        world.taps(LEAD, "Refuse").await;
        world.says(LEAD, HURT).await;
        // The lead reads what every writer reads, and the family nothing at all.
        assert_eq!(world.count(LEAD, "Is it about one of these people?"), 1);
        later(&mut world, 50).await;
        assert_eq!(world.chat(MUM).shown.len(), before);
        assert_eq!(state(&world).await, State::Open);
        assert_eq!(world.count(SECOND, HURT), 1);
        // A false alarm: the answer goes as it was written.
        world.taps(SECOND, "False alarm").await;
        assert_eq!(world.count(MUM, HURT), 1);
        assert_eq!(state(&world).await, State::Refused);
        assert_eq!(count(&world, "SELECT COUNT(*) FROM concerns").await, 0);
    }
}

#[tokio::test]
async fn a_held_reason_is_none_once_somebody_has_answered() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        corrects(&mut world, "It was Tuesday.").await;
        world.taps(LEAD, "Open").await;
        world.taps(LEAD, "Refuse").await;
        world.says(LEAD, HURT).await;
        later(&mut world, 50).await;
        world.says(SECOND, "/menu").await;
        world.taps(SECOND, "Requests about data").await;
        world.taps(SECOND, "Open 1").await;
        world.taps(SECOND, "It is corrected").await;
        assert_eq!(state(&world).await, State::Answered);
        let id = released(&world);
        let chat = world.chat_of(SECOND);
        world.tap_data(chat, None, &id).await;
        assert_eq!(state(&world).await, State::Answered);
        assert_eq!(world.count(MUM, HURT), 0);
    }
}

/// The newest button of the second lead that lets a note go on.
fn released(world: &World) -> String {
    data(meant(world, SECOND, "False alarm"))
}

#[tokio::test]
async fn a_name_with_harm_in_it_is_not_entered() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        proposes(&mut world, "Neighbour Sun, +86 138 0000 0077").await;
        world.taps(LEAD, "Open the form").await;
        world.taps(LEAD, "Enter the person").await;
        let told = "Sun Hao who has beaten him, +86 138 0000 0077";
        world.says(LEAD, told).await;
        let entered = "SELECT COUNT(*) FROM adults WHERE key LIKE 'entered-%'";
        assert_eq!(count(&world, entered).await, 0);
        later(&mut world, 50).await;
        assert_eq!(world.count(SECOND, told), 1);
        assert_eq!(world.count(MUM, "beaten"), 0);
    }
}
