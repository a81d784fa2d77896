//! The weekly update: who gets it, when, how often, and what is in it.

mod crowd;
mod limits;
mod screens;
mod sending;
mod talked;
mod words;

use hongyan::base::{AdultId, ChildId, Instant, RunId, Words};
use hongyan::model::Locale;
use hongyan::model::entry::{Conduct, Fact, Life, Mood, Presence, Source, Study};
use hongyan::model::record::Relation;
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::service::weekly::{Page, Run, page};
use hongyan::store;

use crate::world::World;

/// Sunday 03:00 at the school.
pub const SUNDAY_RUN: &str = "2026-03-07T19:00:00Z";

/// A whole week of Ming's was entered and has gone out.
pub async fn was_sent(world: &mut World) {
    full_week(world).await;
    world.set_clock(SUNDAY_RUN);
    write(world, SUNDAY_RUN).await;
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
}

fn words(text: &str) -> Words {
    Words::new(text)
}

fn run_at(world: &World, due: &str) -> Run {
    let due: Instant = due.parse().unwrap();
    Run {
        id: RunId(due.timestamp()),
        unit: world.school.school,
        due,
        zone: chrono_tz::Asia::Shanghai,
    }
}

/// All pages of a run, each in its own transaction, one adult each.
pub async fn write(world: &World, due: &str) {
    let run = run_at(world, due);
    let mut cursor = 0;
    loop {
        let mut tx = world.store.write().await.unwrap();
        let left = page(&mut tx, &world.env, &run, cursor, 1).await.unwrap();
        tx.commit().await.unwrap();
        match left {
            Page::More(next) => cursor = next,
            Page::Done => return,
        }
    }
}

async fn enter(world: &World, child: ChildId, day: &str, fact: Fact) {
    let mut tx = world.store.write().await.unwrap();
    let day = day.parse().unwrap();
    store::entries::put(&mut tx, &world.env, child, day, &fact, Source::Staff, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn roll(world: &World, days: &[&str]) {
    let mut tx = world.store.write().await.unwrap();
    for day in days {
        let day = day.parse().unwrap();
        store::entries::take_roll(&mut tx, &world.env, world.school.class, day, None)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

pub async fn speaks(world: &World, who: &str, locale: Locale) {
    let mut tx = world.store.write().await.unwrap();
    let account = store::accounts::of_adult(&mut tx, world.adult(who))
        .await
        .unwrap()
        .unwrap();
    store::accounts::set_locale(&mut tx, account.id, locale)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// An active parent link.
async fn link(world: &World, child: ChildId, adult: AdultId) {
    let mut tx = world.store.write().await.unwrap();
    let (id, now) = (world.env.id(), world.env.now());
    let (role, relation) = (LinkRole::Parent, Relation::Mother);
    store::links::invite(&mut tx, id, child, adult, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Active);
    store::links::decide(&mut tx, id, from, to, None, now)
        .await
        .unwrap();
    crate::world::agree_all(&mut tx, &world.env, child, adult, role).await;
    tx.commit().await.unwrap();
}

/// A row that another feature writes.
async fn raw(world: &World, sql: &str) {
    use sqlx::Connection;
    let mut connection = sqlx::AnyConnection::connect(world.url()).await.unwrap();
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    sqlx::query(sql).execute(&mut connection).await.unwrap();
}

/// A full week of Ming: the roll on four days of five, and something for every line.
async fn full_week(world: &World) {
    let ming = world.school.ming;
    roll(
        world,
        &["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"],
    )
    .await;
    let facts = [
        (
            "2026-03-03",
            Fact::Attendance {
                presence: Presence::Late,
                lesson: Some(1),
            },
        ),
        (
            "2026-03-04",
            Fact::Attendance {
                presence: Presence::Excused,
                lesson: None,
            },
        ),
        (
            "2026-03-05",
            Fact::Study {
                study: Study::WentWell,
                subject: words("Maths"),
            },
        ),
        (
            "2026-03-05",
            Fact::Study {
                study: Study::WorkOn,
                subject: words("Dictation"),
            },
        ),
        (
            "2026-03-05",
            Fact::Study {
                study: Study::NotHandedIn,
                subject: words("Chinese"),
            },
        ),
        (
            "2026-03-05",
            Fact::Mark {
                subject: words("Maths"),
                title: words("Test 4"),
                value: "92".into(),
            },
        ),
        (
            "2026-03-05",
            Fact::Conduct {
                conduct: Conduct::HelpedOthers,
            },
        ),
        (
            "2026-03-05",
            Fact::Mood {
                mood: Mood::Brighter,
            },
        ),
        (
            "2026-03-03",
            Fact::Life {
                life: Life::SupperAtHome,
                words: words(""),
            },
        ),
        (
            "2026-03-05",
            Fact::Life {
                life: Life::Activity,
                words: words("Kite club"),
            },
        ),
        (
            "2026-03-05",
            Fact::Sentence {
                words: words("Ming explained fractions to the class."),
            },
        ),
    ];
    for (day, fact) in facts {
        enter(world, ming, day, fact).await;
    }
    let mut tx = world.store.write().await.unwrap();
    let day = "2026-03-11".parse().unwrap();
    let what = words("check-up at school");
    store::entries::put_coming(
        &mut tx,
        &world.env,
        world.school.class,
        None,
        day,
        &what,
        None,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    for (day, state) in [
        (2, "well"),
        (3, "well"),
        (4, "missed"),
        (5, "well"),
        (6, "well"),
    ] {
        raw(world, &format!("INSERT INTO check_ins (id, child_id, day, at_time, state, asked_ms, step) VALUES ({day}, {ming}, '2026-03-0{day}', '19:00', '{state}', 0, 1)")).await;
    }
}
