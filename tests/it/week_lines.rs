//! Sentences of several pupils, typed on the screen of their class.

use hongyan::base::{ChildId, Name};
use hongyan::dialogue;
use hongyan::dialogue::week_entry::Tap;
use hongyan::model::entry::Fact;
use hongyan::store;

use crate::support::databases::databases;
use crate::world::{LEAD, TEACHER, World};

/// Wednesday noon at the school; the teacher has the class on the screen.
async fn class(url: &str) -> World {
    let mut world = World::linked_on(url).await;
    world.set_clock("2026-03-04T04:00:00Z");
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "Class 3-2: the week").await;
    world
}

async fn sentence(world: &World, child: ChildId) -> Option<String> {
    let mut tx = world.store.read().await.unwrap();
    let day = |text: &str| text.parse().unwrap();
    let (from, to) = (day("2026-03-02"), day("2026-03-08"));
    let entries = store::entries::of_children(&mut tx, &[child], from, to).await;
    let facts: Vec<Fact> = entries.unwrap().into_iter().map(|e| e.fact).collect();
    assert!(facts.len() <= 1);
    facts.into_iter().next().map(|fact| match fact {
        Fact::Sentence { words } => words.expose().to_owned(),
        other => panic!("{other:?}"),
    })
}

/// Another pupil of the class.
async fn joins(world: &World, name: &str) -> ChildId {
    let mut tx = world.store.write().await.unwrap();
    let child = store::children::get(&mut tx, world.school.ming).await;
    let mut child = child.unwrap().unwrap();
    child.id = world.env.id();
    child.key = name.to_owned();
    child.name = Name::new(name);
    child.short_name = None;
    child.home = None;
    store::children::put(&mut tx, &child, world.env.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    child.id
}

#[tokio::test]
async fn one_message_is_the_sentence_of_several_pupils() {
    for db in databases().await {
        let mut world = class(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        world
            .says(TEACHER, "lan: helped the little ones\nWang M：reads\naloud")
            .await;
        insta::assert_snapshot!("lines_noted", world.screen(TEACHER, 1));
        let of = "helped the little ones";
        assert_eq!(sentence(&world, lan).await.as_deref(), Some(of));
        assert_eq!(sentence(&world, ming).await.as_deref(), Some("reads aloud"));
        // More may be typed at once, and the last one can be taken back.
        world.says(TEACHER, "Ming: sings").await;
        assert_eq!(sentence(&world, ming).await.as_deref(), Some("sings"));
        world.taps(TEACHER, "Undo: Wang Ming").await;
        assert_eq!(sentence(&world, ming).await.as_deref(), Some("reads aloud"));
    }
}

#[tokio::test]
async fn a_name_of_nobody_or_of_two_is_asked_about() {
    for db in databases().await {
        let mut world = class(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        let wei = joins(&world, "Wang Wei").await;
        world
            .says(TEACHER, "Wang: reads well\nXiao: sings\nLan: draws")
            .await;
        insta::assert_snapshot!("lines_asked", world.screen(TEACHER, 1));
        assert_eq!(sentence(&world, lan).await.as_deref(), Some("draws"));
        assert_eq!(sentence(&world, ming).await, None);
        world.taps(TEACHER, "Wang Wei").await;
        assert_eq!(sentence(&world, wei).await.as_deref(), Some("reads well"));
        // Of nobody's name all are offered.
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("Whom do you mean by “Xiao”?"), "{screen}");
        for name in ["Li Lan", "Wang Ming", "Wang Wei"] {
            assert!(screen.contains(&format!("[{name}]")), "{screen}");
        }
        world.taps(TEACHER, "None of these").await;
        assert!(world.screen(TEACHER, 1).contains("Nothing was noted."));
        assert_eq!(sentence(&world, ming).await, None);
        assert_eq!(sentence(&world, lan).await.as_deref(), Some("draws"));
        // A button of a question that is over is none.
        let tap = dialogue::Tap::WeekEntry(Tap::LineOf(ming)).encode();
        world.refuses(&[TEACHER, LEAD], &tap).await;
    }
}

#[tokio::test]
async fn only_on_the_screen_of_a_class_and_only_of_its_own_pupils() {
    for db in databases().await {
        let mut world = class(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        let long = "long ".repeat(50);
        world.says(TEACHER, &format!("Lan: {long}")).await;
        assert!(world.screen(TEACHER, 1).contains("Li Lan: a little long"));
        world.says(TEACHER, "Lan: says he wants to die").await;
        assert!(
            world
                .screen(TEACHER, 1)
                .contains("If it is urgent, ring now")
        );
        assert_eq!(sentence(&world, lan).await, None);
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: the week").await;
        let mut tx = world.store.write().await.unwrap();
        let paper = world.paper(ming, world.adult(TEACHER));
        let now = world.env.now();
        store::exclusions::put(&mut tx, &paper, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.says(TEACHER, "Wang Ming: sings").await;
        let screen = world.screen(TEACHER, 1);
        assert!(
            screen.contains("Whom do you mean by “Wang Ming”?"),
            "{screen}"
        );
        assert!(!screen.contains("[Wang Ming]"), "{screen}");
        // Elsewhere it is no line.
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: pupils").await;
        world.says(TEACHER, "Lan: sings").await;
        assert_eq!(sentence(&world, lan).await, None);
    }
}
