//! A real district's files become a real family's week: imported with the mappings we ship, linked in
//! the conversation, told by the run of that week, and nothing said that no row says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hongyan::app::workers::Runs;
use hongyan::base::{AdultId, ChildId, Instant, Name, Wake};
use hongyan::model::Locale;
use hongyan::model::record::Adult;
use hongyan::model::second_factor::Demand;
use hongyan::model::unit::Role;
use hongyan::schedule::Scheduler;
use hongyan::service::import::{Options, import};
use hongyan::service::{invitation, staff};
use hongyan::sheet::{Kind, Table};
use hongyan::store;

use crate::import::base::shipped;
use crate::support::databases::databases;
use crate::world::{BOT, World};

const FILES: [(Kind, &str); 5] = [
    (Kind::Students, "students.csv"),
    (Kind::Contacts, "contacts.csv"),
    (Kind::Relations, "student_contacts.csv"),
    (Kind::Attendance, "school_attendance.csv"),
    (Kind::Marks, "gradebook.csv"),
];

/// Lisa Woods, with an absence and a mark in the first week of September 2021.
const LISA: (&str, &str) = ("604822", "778167");
/// Roger Benson, away on a Wednesday and a Friday of October; his father is in Seoul.
const ROGER: (&str, &str) = ("605222", "779266");
/// Becky Todd, of whom no row says anything.
const BECKY: (&str, &str) = ("605005", "778389");

async fn district(world: &World, folder: &Path) {
    for (kind, file) in FILES {
        let mapping = shipped(kind, "ed-fi");
        let table = Table::open(&folder.join(file), Some(&mapping)).unwrap();
        let options = Options { dry_run: false };
        let (store, env) = (&world.store, &world.env);
        let report = import(
            store,
            env,
            kind,
            table,
            Some(&mapping),
            options,
            &mut |_| {},
        )
        .await
        .unwrap();
        assert!(report.applied && report.rejected == 0, "{kind:?}");
    }
}

/// The lead of the imported school, in the chat.
async fn principal(world: &World) {
    let (env, chat) = (&world.env, world.chat_of("principal"));
    let mut tx = world.store.write().await.unwrap();
    let school = store::units::by_key(&mut tx, "grand-bend").await.unwrap();
    let adult = Adult {
        id: env.id(),
        key: "principal".into(),
        name: Name::new("Dr Ortiz"),
        phone: None,
        unit: None,
        place: None,
        zone: None,
        locale: None,
    };
    store::adults::put(&mut tx, &adult, env.now())
        .await
        .unwrap();
    let (post, role) = (env.id(), Role::SchoolLead);
    let unit = school.unwrap().id;
    store::posts::activate(&mut tx, post, adult.id, unit, role, None, env.now())
        .await
        .unwrap();
    // How an authenticator is set up is walked elsewhere.
    staff::set_demand(&mut tx, env, unit, Demand::Off)
        .await
        .unwrap();
    let account = store::accounts::meet(&mut tx, env, BOT, chat, Locale::En)
        .await
        .unwrap();
    store::accounts::set_adult(&mut tx, account.id, adult.id, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Invited, confirmed and approved, each by the person who does it.
async fn links(world: &mut World, who: &str, (pupil, contact): (&str, &str)) {
    let mut tx = world.store.write().await.unwrap();
    let child = store::children::by_key(&mut tx, pupil).await.unwrap();
    let adult = store::adults::by_key(&mut tx, contact).await.unwrap();
    let ids: (ChildId, AdultId) = (child.unwrap().id, adult.unwrap().id);
    let issued = invitation::for_child(&mut tx, &world.env, None, ids.0, ids.1, None)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    world.says(who, &issued.code()).await;
    world.shares_contact(who, "+1 950 000 00 01", true).await;
    world.taps(who, "Yes, that is right").await;
    world.taps("principal", "Approve").await;
}

/// The real schedules from `from` on, and everything delivered that comes until `until`.
async fn week(world: &mut World, from: &str, until: &str) {
    world.set_clock(from);
    let runs = Arc::new(Runs::new(world.env.clone()));
    let scheduler = Scheduler::new(world.store.clone(), world.env.clone(), runs);
    let until: Instant = until.parse().unwrap();
    loop {
        match scheduler.tick().await.unwrap() {
            Wake::Now => {}
            Wake::At(at) if at <= until => world.env.clock.set(at),
            _ => break,
        }
        world.deliver().await;
    }
    world.env.clock.set(until);
    world.deliver().await;
}

/// The last message without its question, which changes from child to child and week to week.
fn told(world: &World, who: &str) -> String {
    let screen = world.screen(who, 1);
    let lines: Vec<&str> = screen
        .lines()
        .filter(|line| !line.starts_with("Ask: "))
        .collect();
    lines.join("\n")
}

async fn real_weeks(url: &str, folder: &Path) {
    let mut world = World::on_at(url, "2021-08-20T15:00:00Z").await;
    district(&world, folder).await;
    principal(&world).await;
    for (who, family) in [
        ("lisa's mother", LISA),
        ("roger's father", ROGER),
        ("becky's mother", BECKY),
    ] {
        links(&mut world, who, family).await;
    }
    week(&mut world, "2021-09-02T15:00:00Z", "2021-09-06T15:00:00Z").await;
    insta::assert_snapshot!("lisa_away_and_marked", told(&world, "lisa's mother"));
    let becky = told(&world, "becky's mother");
    insta::assert_snapshot!("becky_not_recorded", becky);
    assert!(becky.contains("not recorded") && !becky.contains("of 5 days"));

    week(&mut world, "2021-10-21T15:00:00Z", "2021-10-25T15:00:00Z").await;
    let roger = told(&world, "roger's father");
    insta::assert_snapshot!("roger_away_twice", roger);
    for part in [
        "Away, with a reason: Wed 20 October, Fri 22 October.",
        "Not recorded: Mon 18 October, Tue 19 October, Thu 21 October.",
    ] {
        assert!(roger.contains(part), "{part} in {roger}");
    }
    // Each heard of each week once, and of nobody else's child.
    for who in ["lisa's mother", "roger's father", "becky's mother"] {
        assert_eq!(world.count(who, "18–22 October"), 1, "{who}");
        let others = ["Lisarae", "Roger", "Becky"];
        let heard = others.iter().filter(|name| world.count(who, name) > 0);
        assert_eq!(heard.count(), 1, "{who}");
    }
    world.store.close().await;
}

#[tokio::test]
async fn a_familys_real_absences_and_marks_are_told_and_nothing_else() {
    for db in databases().await {
        real_weeks(&db.url, Path::new("tests/fixtures/ed-fi")).await;
    }
}

/// The same three families within the whole district, where its files are at hand.
#[tokio::test]
async fn the_same_out_of_the_whole_district() {
    let Some(folder) = std::env::var_os("HONGYAN_ED_FI_FOLDER").map(PathBuf::from) else {
        return;
    };
    for db in databases().await {
        real_weeks(&db.url, &folder).await;
    }
}
