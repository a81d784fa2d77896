//! Between writing and sending somebody may lose a concern: it does not reach them, wherever its letters
//! and screens are by then. And of those who told nothing stays.

use chrono::TimeDelta;
use hongyan::base::ConcernId;
use hongyan::dialogue::concern::Tap;
use hongyan::model::event::{Did, Event};
use hongyan::model::message::Lane;
use hongyan::model::unit::Role;
use hongyan::service::{concern, converse, staff};
use hongyan::store;
use sha2::{Digest, Sha256};

use super::{OFFICER, SECOND, audits, count, data, later, meant, opened, protect};
use crate::support::databases::databases;
use crate::world::{AUNT, BOT, GRANNY, LEAD, TEACHER, World};

const SAID: &str = "A girl of the lower class sleeps behind the market.";

/// The teacher tells of a child that cannot be picked; nobody has it yet.
async fn of_no_child(world: &mut World) -> ConcernId {
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "Something is wrong").await;
    world.taps(TEACHER, "Another child").await;
    world.says(TEACHER, SAID).await;
    told_by(world, TEACHER, "No, it is not")
}

fn told_by(world: &World, who: &str, last: &str) -> ConcernId {
    match meant(world, who, last) {
        Tap::Sure(id) => id,
        other => panic!("the last button is {other:?}"),
    }
}

/// A tap whose answers all still wait: the messenger is slow today.
async fn taps_unsent(world: &World, who: &str, tap: Tap) {
    let event = Event {
        bot: BOT.into(),
        chat: world.chat_of(who),
        language: Some("en".into()),
        did: Did::Taps {
            data: data(tap),
            query: "q".into(),
            message: None,
        },
    };
    let mut tx = world.store.write().await.unwrap();
    converse::hear(&mut tx, &world.env, event).await.unwrap();
    tx.commit().await.unwrap();
}

async fn waits_for(world: &World, who: &str) -> i64 {
    let adult = world.adult(who);
    let rows = format!(
        "SELECT COUNT(*) FROM outbox WHERE adult_id = {adult} AND action = 'hear_concern' AND state = 'waiting' AND kind <> 'toast'"
    );
    count(world, &rows).await
}

/// The lead's post ends; `hushed`: by a person, in the chat, else by itself.
async fn the_lead_leaves(world: &World, hushed: bool) {
    let (lead, school, role) = (world.adult(LEAD), world.school.school, Role::SchoolLead);
    let mut tx = world.store.write().await.unwrap();
    if hushed {
        let post = store::posts::find(&mut tx, lead, school, role).await;
        let post = post.unwrap().unwrap();
        let ended = staff::end(&mut tx, &world.env, None, &post).await.unwrap();
        assert_eq!(ended, staff::Ended::Done);
    } else {
        store::posts::end(&mut tx, lead, school, role, world.env.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn of_no_child_it_is_not_handed_to_a_lead_who_left() {
    for hushed in [true, false] {
        for db in databases().await {
            let mut world = World::linked_on(&db.url).await;
            protect(&world).await;
            let id = of_no_child(&mut world).await;
            taps_unsent(&world, TEACHER, Tap::Sure(id)).await;
            assert!(waits_for(&world, LEAD).await > 0);
            the_lead_leaves(&world, hushed).await;
            assert_eq!(waits_for(&world, LEAD).await == 0, hushed);
            world.deliver().await;
            assert_eq!(world.screen(LEAD, 1), "(nothing)");
            assert_eq!(world.count(SECOND, SAID), 1);
        }
    }
}

#[tokio::test]
async fn screens_of_those_who_answer_go_with_the_post() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        let id = of_no_child(&mut world).await;
        world.taps(TEACHER, "No, it is not").await;
        assert_eq!(world.count(LEAD, SAID), 1);
        let before = world.chat(LEAD).shown.len();
        for tap in [Tap::List, Tap::Read(id), Tap::Take(id)] {
            taps_unsent(&world, LEAD, tap).await;
        }
        assert!(waits_for(&world, LEAD).await >= 3);
        the_lead_leaves(&world, true).await;
        assert_eq!(waits_for(&world, LEAD).await, 0);
        world.deliver().await;
        assert_eq!(world.chat(LEAD).shown.len(), before);
    }
}

#[tokio::test]
async fn who_is_named_late_keeps_nothing_of_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        opened(&mut world).await;
        world.taps(GRANNY, "Bruises").await;
        let id = told_by(&world, GRANNY, "None of these");
        world.taps(GRANNY, "None of these").await;
        // The letter, the list on an old screen, and the whole of it once more on the way.
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Concerns").await;
        world.taps(LEAD, "Open 1").await;
        assert!(world.count(LEAD, "Bruises, hunger") >= 2);
        taps_unsent(&world, LEAD, Tap::Read(id)).await;
        world.says(GRANNY, "It was last night.").await;
        assert_eq!(world.count(LEAD, "last night"), 1);
        taps_unsent(&world, GRANNY, Tap::Named(id, world.adult(LEAD))).await;
        world.deliver().await;
        for part in ["Bruises, hunger", "last night", "Wang Ming", "Granny"] {
            assert_eq!(world.count(LEAD, part), 0, "{part}");
        }
        assert!(world.count(SECOND, "Bruises, hunger") >= 1);
    }
}

#[tokio::test]
async fn a_letter_in_doubt_does_not_come_again_to_whom_it_names() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        opened(&mut world).await;
        world.taps(GRANNY, "Bruises").await;
        let id = told_by(&world, GRANNY, "None of these");
        taps_unsent(&world, GRANNY, Tap::Sure(id)).await;
        // Under way to both leads when the messenger falls silent.
        let now = world.env.now();
        let mut tx = world.store.write().await.unwrap();
        let lease = now + TimeDelta::minutes(1);
        let claimed = store::outbox::claim(&mut tx, BOT, now, lease, Lane::Bulk, 100).await;
        let lead = Some(world.adult(LEAD));
        assert!(claimed.unwrap().rows.iter().any(|row| row.adult == lead));
        tx.commit().await.unwrap();
        taps_unsent(&world, GRANNY, Tap::Named(id, world.adult(LEAD))).await;
        let mut tx = world.store.write().await.unwrap();
        store::outbox::release_all(&mut tx, BOT).await.unwrap();
        tx.commit().await.unwrap();
        world.deliver().await;
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        assert_eq!(world.count(SECOND, "Bruises, hunger"), 1);
    }
}

#[tokio::test]
async fn nothing_stored_tells_who_told_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        world.says(AUNT, "/menu").await;
        world.taps(AUNT, "Something is wrong").await;
        world.taps(AUNT, "Without my name").await;
        world.taps(AUNT, "Long without anyone").await;
        world.taps(AUNT, "None of these").await;
        // By what her reports of the day are counted nobody finds her who has no key.
        let (aunt, day) = (world.adult(AUNT), world.env.now().date_naive());
        let plain = Sha256::digest(format!("hongyan concern {day} {aunt}"));
        let plain: String = plain.iter().take(12).map(|b| format!("{b:02x}")).collect();
        let marks = format!("SELECT COUNT(*) FROM concerns WHERE mark = '{plain}' OR mark = ''");
        assert_eq!(count(&world, &marks).await, 0);
        world.taps(LEAD, "I take it").await;
        world.taps(LEAD, "Enter receipt number").await;
        world.says(LEAD, "Police 2026-318").await;
        world.taps(SECOND, "I asked: it is right").await;
        assert_eq!(world.count(AUNT, "is with the authority now"), 1);
        let keys = "SELECT COUNT(*) FROM outbox WHERE action = 'report_concern' AND (dedup_key IS NOT NULL OR concerns IS NOT NULL)";
        assert_eq!(count(&world, keys).await, 0);
        // Soon there is not even a row that something was said to her.
        later(&mut world, 11 * 60).await;
        let mut tx = world.store.write().await.unwrap();
        while concern::look(&mut tx, &world.env, 10).await.unwrap() {}
        tx.commit().await.unwrap();
        let rows = "SELECT COUNT(*) FROM outbox WHERE action = 'report_concern'";
        assert_eq!(count(&world, rows).await, 0);
        assert_eq!(audits(&world, "concern_confirm").await, 1);
        assert_eq!(world.screen(OFFICER, 1), "(nothing)");
    }
}

#[tokio::test]
async fn that_nobody_is_there_is_said_once() {
    let mut world = World::linked().await;
    super::numbers(&world).await;
    opened(&mut world).await;
    world.taps(GRANNY, "Lives alone").await;
    world.taps(GRANNY, "Lead Chen").await;
    world.taps(GRANNY, "That is all").await;
    let said = "Nobody who takes care of it can be reached";
    let once = world.count(GRANNY, said);
    assert!(once > 0);
    for _ in 0..4 {
        later(&mut world, 31 * 60).await;
    }
    assert_eq!(world.count(GRANNY, said), once);
}
