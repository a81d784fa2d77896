//! What a family asks about its data, as conversations: copy, correction, erasure, end; the school's
//! answer within its days; and who gets nothing of it.

mod answer;
mod copy;
mod erase;
mod strangers;

use chrono::TimeDelta;
use hongyan::base::{ChildId, RequestId, Words};
use hongyan::dialogue;
use hongyan::dialogue::request::Tap;
use hongyan::model::Locale;
use hongyan::model::consent::Purpose;
use hongyan::model::entry::{Fact, Mood, Presence, Source};
use hongyan::model::record::Relation;
use hongyan::model::request::{State, Way};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::settings::Settings;
use hongyan::model::unit::Role;
use hongyan::service::{exclusion, request};
use hongyan::store::requests::Request;
use hongyan::store::{self};

use crate::support::databases::databases;
use crate::world::{BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};
pub use copy::unlock;

const NUMBER: &str = "+7 903 000 00 01";

/// The seeded school with a father linked to Ming too, entries of every sort and a note of each parent.
async fn family(url: &str) -> World {
    let mut world = World::linked_on(url).await;
    let (ming, lan, now) = (world.school.ming, world.school.lan, world.env.now());
    let mut tx = world.store.write().await.unwrap();
    let (id, dad) = (world.env.id(), world.adult(DAD));
    let (role, relation) = (LinkRole::Parent, Relation::Father);
    store::links::invite(&mut tx, id, ming, dad, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Active);
    store::links::decide(&mut tx, id, from, to, None, now)
        .await
        .unwrap();
    store::adults::put_relation(&mut tx, ming, dad, relation, false, 4)
        .await
        .unwrap();
    let words = |text: &str| Words::new(text);
    for (child, fact) in [
        (
            ming,
            Fact::Attendance {
                presence: Presence::Late,
                lesson: None,
            },
        ),
        (
            ming,
            Fact::Mood {
                mood: Mood::Brighter,
            },
        ),
        (
            ming,
            Fact::Sentence {
                words: words("sentence about Ming"),
            },
        ),
        (
            lan,
            Fact::Sentence {
                words: words("sentence about Lan"),
            },
        ),
    ] {
        let day = "2026-03-02".parse().unwrap();
        store::entries::put(&mut tx, &world.env, child, day, &fact, Source::Staff, None)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    for (who, button, text) in [
        (MUM, "Write to the school", "mum asks about supper"),
        (
            DAD,
            "Write to the school and home: Ming",
            "dad asks about Ming",
        ),
    ] {
        world.says(who, "/menu").await;
        world.taps(who, button).await;
        world.says(who, text).await;
        world.taps(who, "Done").await;
    }
    world
}

async fn on_both() -> Vec<(World, crate::support::databases::TestDb)> {
    let mut out = Vec::new();
    for db in databases().await {
        out.push((family(&db.url).await, db));
    }
    out
}

async fn asks(world: &mut World, who: &str, button: &str) {
    world.says(who, "/menu").await;
    world.taps(who, "What we keep: Ming").await;
    world.taps(who, button).await;
}

async fn asks_for_a_copy(world: &mut World) {
    asks(world, MUM, "A copy").await;
    world.taps(MUM, "Send it here, locked").await;
    world.shares_contact(MUM, NUMBER, true).await;
}

async fn open_first(world: &mut World) {
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Requests about data").await;
    world.taps(LEAD, "Open 1").await;
}

async fn all(world: &World) -> Vec<Request> {
    let mut tx = world.store.read().await.unwrap();
    store::requests::list(&mut tx, 50).await.unwrap()
}

async fn linked(world: &World, child: ChildId, who: &str) -> LinkState {
    let mut tx = world.store.read().await.unwrap();
    let link = store::links::pair(&mut tx, child, world.adult(who)).await;
    link.unwrap().unwrap().state
}

async fn tick(world: &mut World) {
    let mut tx = world.store.write().await.unwrap();
    request::tick(&mut tx, &world.env, 100).await.unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
}
