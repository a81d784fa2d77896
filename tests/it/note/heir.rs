//! What was held for one of the family and does not go any more was never the school's.

use hongyan::model::rights::LinkState;
use hongyan::model::unit::Role;
use hongyan::service::mail;
use hongyan::store;

use crate::support::databases::databases;
use crate::world::{GRANNY, LEAD, MUM, TEACHER, World};

const DAY: &str = "2026-03-02T05:00:00Z";
/// Deep in the night at home, and where the mother is.
const NIGHT: &str = "2026-03-02T20:00:00Z";
const MORNING: &str = "2026-03-03T05:00:00Z";

async fn night(url: &str) -> World {
    let mut world = World::linked_on(url).await;
    world.keeps_nights().await;
    world
}

async fn writes(world: &mut World, text: &str) {
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "Write to the school and parents").await;
    world.says(GRANNY, text).await;
}

/// The link to Ming is over, by an act or by its last day.
async fn loses(world: &mut World, who: &str, by_date: bool) {
    let (child, adult, now) = (world.school.ming, world.adult(who), world.env.now());
    let mut tx = world.store.write().await.unwrap();
    let link = store::links::pair(&mut tx, child, adult).await.unwrap();
    let (link, ended) = (link.unwrap().id, LinkState::Ended);
    store::links::decide(&mut tx, link, LinkState::Active, ended, None, now)
        .await
        .unwrap();
    if !by_date {
        mail::uphold(&mut tx, &world.env, adult).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.deliver().await;
    world.set_clock(MORNING);
    world.deliver().await;
}

#[tokio::test]
async fn what_was_for_the_guardian_alone_goes_to_no_teacher_when_the_term_ends() {
    for by_date in [false, true] {
        for db in databases().await {
            let mut world = night(&db.url).await;
            world.set_clock(DAY);
            writes(&mut world, "He sleeps badly.").await;
            assert_eq!(world.count(MUM, "He sleeps badly."), 1);
            world.set_clock(NIGHT);
            let answer = "Let him sleep beside you.";
            world.replies(MUM, "He sleeps badly.", answer).await;
            assert_eq!(world.count(GRANNY, answer), 0);
            loses(&mut world, GRANNY, by_date).await;
            for who in [GRANNY, TEACHER, LEAD] {
                assert_eq!(world.count(who, answer), 0, "{who} {by_date}");
            }
            assert_eq!(world.count(MUM, "could not be handed over"), 0);
        }
    }
}

#[tokio::test]
async fn a_note_that_one_parent_does_not_get_comes_to_the_school_once() {
    for by_date in [false, true] {
        for db in databases().await {
            let mut world = night(&db.url).await;
            world.set_clock(NIGHT);
            writes(&mut world, "He sleeps badly.").await;
            assert_eq!(world.count(MUM, "He sleeps badly."), 0);
            loses(&mut world, MUM, by_date).await;
            assert_eq!(world.count(TEACHER, "He sleeps badly."), 1, "{by_date}");
            assert_eq!(world.count(MUM, "He sleeps badly."), 0);
            assert_eq!(world.count(GRANNY, "could not be handed over"), 0);
        }
    }
}

/// Nobody of the school was to read it, so nobody is missed.
#[tokio::test]
async fn what_only_a_parent_was_to_read_is_not_said_to_be_lost_to_the_school() {
    for by_date in [false, true] {
        for db in databases().await {
            let mut world = night(&db.url).await;
            let (class, school) = (world.school.class, world.school.school);
            let now = world.env.now();
            let mut tx = world.store.write().await.unwrap();
            for (who, unit, role) in [
                (TEACHER, class, Role::Teacher),
                (LEAD, school, Role::SchoolLead),
            ] {
                let adult = world.adult(who);
                let ended = store::posts::end(&mut tx, adult, unit, role, now).await;
                assert!(ended.unwrap(), "{who}");
            }
            tx.commit().await.unwrap();
            world.set_clock(NIGHT);
            writes(&mut world, "He sleeps badly.").await;
            loses(&mut world, MUM, by_date).await;
            assert_eq!(world.count(MUM, "He sleeps badly."), 0);
            assert_eq!(world.count(GRANNY, "could not be handed over"), 0);
        }
    }
}
