//! What is not said about an acting guardian: to whom a paper keeps away, while the file rests, and to the
//! other parent.

use chrono::TimeDelta;
use hongyan::base::Instant;
use hongyan::dialogue::{self, guardian::Tap};
use hongyan::model::guardian::State;
use hongyan::model::lifecycle::FreezeKind;
use hongyan::model::quiet::Hours;
use hongyan::model::record::Relation;
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::service::{exclusion, freeze};
use hongyan::store;
use hongyan::store::outbox::{Outcome, Settlement};

use super::{appointed, newest, propose, tick};
use crate::support::databases::databases;
use crate::world::{AUNT, DAD, LEAD, MUM, World};

/// What the carer reads of the beginning and of the end.
const CARER: [&str; 2] = ["You are acting guardian", "as acting guardian"];

async fn excluded(world: &mut World) {
    let mut tx = world.store.write().await.unwrap();
    let paper = world.paper(world.school.ming, world.adult(AUNT));
    exclusion::exclude(&mut tx, &world.env, None, &paper)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn frozen(world: &mut World) {
    let (ming, kind) = (world.school.ming, FreezeKind::Death);
    let mut tx = world.store.write().await.unwrap();
    freeze::freeze(&mut tx, &world.env, None, ming, kind)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// The aunt keeps the usual night.
async fn sleeps(world: &mut World) {
    world.nights = true;
    world.keeps(world.chat_of(AUNT), Hours::USUAL).await;
}

fn heard(world: &World) -> usize {
    CARER.iter().map(|part| world.count(AUNT, part)).sum()
}

#[tokio::test]
async fn a_word_for_the_morning_is_taken_back_in_the_night() {
    for db in databases().await {
        for death in [false, true] {
            let mut world = match death {
                false => World::linked_on(&db.url).await,
                true => World::linked().await,
            };
            sleeps(&mut world).await;
            // Nine in the evening at the school, and at the aunt's.
            world.set_clock("2026-03-02T13:00:00Z");
            appointed(&mut world, "Aunt Li").await;
            assert_eq!(heard(&world), 0, "until the morning");
            world.set_clock("2026-03-02T14:00:00Z");
            match death {
                false => excluded(&mut world).await,
                true => frozen(&mut world).await,
            }
            world.set_clock("2026-03-03T04:00:00Z");
            world.deliver().await;
            assert_eq!(heard(&world), 0, "death: {death}");
        }
    }
}

#[tokio::test]
async fn a_word_on_its_way_does_not_go_again() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        sleeps(&mut world).await;
        world.set_clock("2026-03-02T13:00:00Z");
        appointed(&mut world, "Aunt Li").await;
        world.set_clock("2026-03-03T00:00:00Z");
        // It is in a dispatcher's hands when the paper comes, and did not arrive.
        let now = world.env.now();
        let mut tx = world.store.write().await.unwrap();
        let lease = now + TimeDelta::minutes(1);
        let lane = hongyan::model::message::Lane::Bulk;
        let batch = store::outbox::claim(&mut tx, crate::world::BOT, now, lease, lane, 10)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(!batch.rows.is_empty());
        excluded(&mut world).await;
        let back: Vec<_> = batch
            .rows
            .iter()
            .map(|row| Settlement {
                id: row.id,
                lease: row.lease,
                outcome: Outcome::Later {
                    at: now + TimeDelta::seconds(9),
                    doubt: true,
                    why: "in_doubt",
                },
            })
            .collect();
        let mut tx = world.store.write().await.unwrap();
        store::outbox::settle(&mut tx, &world.env, crate::world::BOT, &back)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.advance(TimeDelta::minutes(1));
        world.deliver().await;
        assert_eq!(heard(&world), 0);
    }
}

#[tokio::test]
async fn a_term_that_runs_out_while_the_file_rests_ends_in_silence() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        appointed(&mut world, "Aunt Li").await;
        frozen(&mut world).await;
        world.deliver().await;
        let all = [MUM, AUNT, LEAD];
        let before = all.map(|who| world.screen(who, 999));
        let end: Instant = "2026-09-01T16:00:00Z".parse().unwrap();
        for days in [30, 7, 0, -1] {
            world.env.clock.set(end - TimeDelta::days(days));
            world.everybody_was_seen().await;
            tick(&mut world).await;
            world.advance(TimeDelta::hours(14));
            world.deliver().await;
        }
        assert_eq!(newest(&world).await.state, State::Ended);
        assert_eq!(all.map(|who| world.screen(who, 999)), before);
        let mut tx = world.store.read().await.unwrap();
        let tasks = store::tasks::list(&mut tx, world.school.school, 9)
            .await
            .unwrap();
        assert!(tasks.is_empty(), "{tasks:?}");
    }
}

#[tokio::test]
async fn one_parent_cannot_tell_what_the_other_proposed() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let (ming, dad) = (world.school.ming, world.adult(DAD));
        let mut tx = world.store.write().await.unwrap();
        let id = world.env.id();
        store::links::invite(
            &mut tx,
            id,
            ming,
            dad,
            LinkRole::Parent,
            Relation::Father,
            world.env.now(),
        )
        .await
        .unwrap();
        let (from, to) = (LinkState::Invited, LinkState::Active);
        store::links::decide(&mut tx, id, from, to, None, world.env.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let screen = dialogue::Tap::Guardian(Tap::Child(ming)).encode();
        world.tap_data(world.chat_of(DAD), None, &screen).await;
        let before = world.screen(DAD, 1);
        propose(&mut world, "Aunt Li").await;
        world.tap_data(world.chat_of(DAD), None, &screen).await;
        assert_eq!(world.screen(DAD, 1), before);
        assert!(!before.contains("Aunt Li"), "{before}");
        // His own proposal stands beside hers.
        world.taps(DAD, "Propose somebody").await;
        world.taps(DAD, "At this person’s home").await;
        world.taps(DAD, "6 months").await;
        world.taps(DAD, "Granny Wang").await;
        assert_eq!(world.count(LEAD, "proposes"), 2);
        world.tap_data(world.chat_of(MUM), None, &screen).await;
        let hers = world.screen(MUM, 1);
        assert!(
            hers.contains("Aunt Li") && !hers.contains("Granny Wang"),
            "{hers}"
        );
        // Appointed: both read who it is; the sheet with her name is hers and the school's.
        let mut tx = world.store.read().await.unwrap();
        let all = store::appointments::of_child(&mut tx, ming).await.unwrap();
        let own = all
            .iter()
            .find(|found| found.proposed_by == world.adult(MUM));
        let id = own.unwrap().id;
        drop(tx);
        let form = dialogue::Tap::Guardian(Tap::Form(id)).encode();
        world.tap_data(world.chat_of(LEAD), None, &form).await;
        world.taps(LEAD, "agrees").await;
        world.taps(LEAD, "Go on").await;
        for _ in hongyan::model::guardian::Statement::ALL {
            world.taps(LEAD, "Yes, it is so").await;
        }
        world.taps(LEAD, "✅ Appoint").await;
        world.advance(TimeDelta::hours(12));
        world.deliver().await;
        let sheet = dialogue::Tap::Guardian(Tap::Notice(id)).encode();
        for (who, gets) in [(DAD, false), (MUM, true), (LEAD, true)] {
            world.tap_data(world.chat_of(who), None, &screen).await;
            assert!(world.screen(who, 1).contains("Aunt Li"), "{who}");
            let before = world.screen(who, 999);
            world.tap_data(world.chat_of(who), None, &sheet).await;
            assert_eq!(world.screen(who, 999) != before, gets, "{who}");
        }
        let all = world.screen(DAD, 999);
        assert!(!all.contains("Mei") && !all.contains("mother"), "{all}");
    }
}
