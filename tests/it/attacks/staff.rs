//! Who has a post and wants more than it gives.

use hongyan::base::ConcernId;
use hongyan::dialogue::concern::Tap;
use hongyan::dialogue::{self, roster};
use hongyan::model::unit::Role;

use super::{Row, Scene};
use crate::concern::{data, meant, opened, protect};
use crate::staff::{another_class, holds};
use crate::world::{GRANNY, LEAD, TEACHER};

const NOT_NOW: &str = "This is not possible right now.";

pub async fn curious_teacher(scene: &mut Scene) -> Row {
    let school = scene.world.school.school;
    let others = another_class(&scene.world).await;
    let open = |child| dialogue::Tap::Roster(roster::Tap::Child(child)).encode();
    scene.begins().await;
    // A child of another class.
    let chat = scene.world.chat_of(TEACHER);
    scene.world.says(TEACHER, "/menu").await;
    for child in &others[..3] {
        scene.world.tap_data(chat, None, &open(*child)).await;
        assert_eq!(scene.toast(TEACHER), NOT_NOW);
    }
    assert_eq!(scene.world.count(TEACHER, "Lives with"), 0);
    // The same with a post that may: one after the other is no work any more.
    holds(&scene.world, TEACHER, school, Role::SchoolLead).await;
    for child in &others {
        scene.world.tap_data(chat, None, &open(*child)).await;
    }
    assert_eq!(scene.world.count(TEACHER, "Lives with"), 20);
    let told = scene
        .world
        .count(LEAD, "more children outside their own class");
    assert_eq!(told, 1);
    let lines = scene.trace(&["denied", "read_refused"]).await;
    assert!(
        lines.contains("denied: see_card, by teacher, about"),
        "{lines}"
    );
    assert!(lines.contains("read_refused, by teacher, about"), "{lines}");
    Row {
        attack: "curious teacher",
        tried: "cards of another class, one by one; then, named a lead, of all children within an hour",
        answer: format!("{NOT_NOW} As a lead: twenty, then none, and the other lead hears of it"),
        trace: "denied: see_card, by teacher, about each; read_refused, by teacher, about each; every card that opened is a look (saw_card)".into(),
    }
}

pub async fn accused_lead(scene: &mut Scene) -> Row {
    let world = &mut scene.world;
    protect(world).await;
    world.says(LEAD, "/menu").await;
    opened(world).await;
    world.taps(GRANNY, "Hurt in private").await;
    let Tap::Sure(id) = meant(world, GRANNY, "None of these") else {
        panic!("the last button ends it")
    };
    world.taps(GRANNY, "Lead Chen").await;
    world.taps(GRANNY, "That is all").await;
    scene.begins().await;
    let world = &mut scene.world;
    let (before, chat) = (world.screen(LEAD, 9), world.chat_of(LEAD));
    for id in [id, ConcernId(7)] {
        for tap in [
            Tap::Read(id),
            Tap::Take(id),
            Tap::Receipt(id),
            Tap::Confirm(id),
            Tap::Wrong(id),
        ] {
            world.tap_data(chat, None, &data(tap)).await;
            assert_eq!(world.chat(LEAD).toasts.last().unwrap(), NOT_NOW);
        }
    }
    assert_eq!(world.screen(LEAD, 9), before);
    world.taps(LEAD, "Concerns").await;
    assert_eq!(world.count(LEAD, "Nothing is open with you"), 1);
    Row {
        attack: "accused lead",
        tried: "to read, take, answer and confirm a concern that names them, and one that does not exist; their list",
        answer: format!("{NOT_NOW} The same for both; the list is empty"),
        trace: scene.trace(&["concern_refused"]).await,
    }
}
