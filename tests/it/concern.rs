//! Something is wrong: told in three taps, by a listed word, and what nobody else ever notices.

mod clock;
mod closed;
mod erased;
mod flood;
mod from_note;
mod handed;
mod held;
mod languages;
mod report;
mod signs;
mod typed;
mod week;
mod words;

use chrono::TimeDelta;
use hongyan::base::{AdultId, ChildId, Instant};
use hongyan::dialogue::concern::Tap;
use hongyan::model::record::Relation;
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::settings::{Number, Settings};
use hongyan::model::unit::Role;
use hongyan::service::concern;
use hongyan::store;

use crate::world::{GRANNY, World};

/// A second lead and the county's officer, beside the people every test has.
const SECOND: &str = "second";
const OFFICER: &str = "officer";

pub struct Staff {
    second: AdultId,
    officer: AdultId,
}

/// The school has a number, a second lead and a county officer above it.
pub async fn protect(world: &World) -> Staff {
    numbers(world).await;
    // The first lead was named before the second.
    world.advance(TimeDelta::seconds(1));
    let (school, county) = (world.school.school, world.school.county);
    Staff {
        second: world
            .hires(SECOND, "Lead Sun", school, Role::SchoolLead)
            .await,
        officer: world
            .hires(OFFICER, "Officer Hu", county, Role::CountyOfficer)
            .await,
    }
}

async fn numbers(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let number = |label: &str, number: &str| Number {
        label: label.into(),
        number: number.into(),
    };
    let settings = Settings {
        numbers: vec![
            number("Police", "110"),
            number("Red Star School", "0871 555 0100"),
        ],
        ..Settings::default()
    };
    store::units::set_settings(&mut tx, world.school.school, &settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn link(world: &World, child: ChildId, who: &str, role: LinkRole, relation: Relation) {
    let mut tx = world.store.write().await.unwrap();
    let (id, now, adult) = (world.env.id(), world.env.now(), world.adult(who));
    store::links::invite(&mut tx, id, child, adult, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Active);
    store::links::decide(&mut tx, id, from, to, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// One look of the worker, after some seconds.
pub async fn later(world: &mut World, seconds: i64) -> Option<Instant> {
    world.advance(TimeDelta::seconds(seconds));
    let next = concern::tick(&world.store, &world.env, 100).await.unwrap();
    world.deliver().await;
    next
}

async fn audits(world: &World, action: &'static str) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, action).await.unwrap()
}

/// Changes the database behind everybody's back.
async fn sql(world: &World, text: String) {
    world.execute(&text).await;
}

/// One number out of the database.
pub async fn count(world: &World, sql: &str) -> i64 {
    world.number(sql).await
}

/// Granny has opened the picker.
pub async fn opened(world: &mut World) {
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "Something is wrong").await;
}

pub fn data(tap: Tap) -> String {
    hongyan::dialogue::Tap::Concern(tap).encode()
}

/// What the newest button of a person that contains `label` means.
pub fn meant(world: &World, who: &str, label: &str) -> Tap {
    let (_, data) = world.chat(who).button(label);
    match hongyan::dialogue::Tap::decode(&data) {
        Some(hongyan::dialogue::Tap::Concern(tap)) => tap,
        other => panic!("{label} of {who} is {other:?}"),
    }
}
