//! Something is wrong: told in three taps, by a listed word, and what nobody else ever notices.

mod clock;
mod closed;
mod held;
mod languages;
mod report;
mod signs;
mod words;

use chrono::TimeDelta;
use hongyan::base::{AdultId, ChildId, Instant, Name, UnitId};
use hongyan::dialogue::concern::Tap;
use hongyan::model::Locale;
use hongyan::model::record::{Adult, Relation};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::settings::{Number, Settings};
use hongyan::model::unit::Role;
use hongyan::service::concern;
use hongyan::store;

use crate::world::{BOT, GRANNY, World};

/// A second lead and the county's officer, beside the people every test has.
const SECOND: &str = "second";
const OFFICER: &str = "officer";

struct Staff {
    second: AdultId,
    officer: AdultId,
}

/// Somebody with a post and a chat.
async fn join(world: &World, who: &str, name: &str, unit: UnitId, role: Role) -> AdultId {
    let env = world.env.aside();
    let mut tx = world.store.write().await.unwrap();
    let adult = Adult {
        id: env.id(),
        key: who.into(),
        name: Name::new(name),
        phone: None,
        unit: None,
        place: None,
        zone: None,
        locale: None,
    };
    store::adults::put(&mut tx, &adult, env.now())
        .await
        .unwrap();
    store::posts::activate(&mut tx, env.id(), adult.id, unit, role, None, env.now())
        .await
        .unwrap();
    let chat = world.chat_of(who);
    let account = store::accounts::meet(&mut tx, env, BOT, chat, Locale::En)
        .await
        .unwrap();
    let zone = Some(chrono_tz::Asia::Shanghai);
    store::accounts::set_adult(&mut tx, account.id, adult.id, zone)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    adult.id
}

/// The school has a number, a second lead and a county officer above it.
async fn protect(world: &World) -> Staff {
    numbers(world).await;
    // The first lead was named before the second.
    world.advance(TimeDelta::seconds(1));
    let (school, county) = (world.school.school, world.school.county);
    Staff {
        second: join(world, SECOND, "Lead Sun", school, Role::SchoolLead).await,
        officer: join(world, OFFICER, "Officer Hu", county, Role::CountyOfficer).await,
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
async fn later(world: &mut World, seconds: i64) -> Option<Instant> {
    world.advance(TimeDelta::seconds(seconds));
    let mut tx = world.store.write().await.unwrap();
    let next = concern::tick(&mut tx, &world.env, 100).await.unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
    next
}

async fn audits(world: &World, action: &'static str) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, action).await.unwrap()
}

/// One number out of the database.
async fn count(world: &World, sql: &str) -> i64 {
    use sqlx::{Connection, Row};
    let mut connection = sqlx::AnyConnection::connect(world.url()).await.unwrap();
    let sql = sqlx::AssertSqlSafe(format!("SELECT CAST(({sql}) AS BIGINT) AS n"));
    let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
    row.get("n")
}

/// Granny has opened the picker.
async fn opened(world: &mut World) {
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "Something is wrong").await;
}

fn data(tap: Tap) -> String {
    hongyan::dialogue::Tap::Concern(tap).encode()
}

/// What the newest button of a person that contains `label` means.
fn meant(world: &World, who: &str, label: &str) -> Tap {
    let (_, data) = world.chat(who).button(label);
    match hongyan::dialogue::Tap::decode(&data) {
        Some(hongyan::dialogue::Tap::Concern(tap)) => tap,
        other => panic!("{label} of {who} is {other:?}"),
    }
}
