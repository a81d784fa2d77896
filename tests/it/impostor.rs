//! Impostors: nothing is found by a name, every code that does not work costs the same work, guessing
//! rests on three levels, and numbers that stand twice are seen before anybody approves.

use std::time::Instant as Stopwatch;

use chrono::TimeDelta;
use hongyan::base::{Name, Phone};
use hongyan::model::event::{Did, Event};
use hongyan::model::limit::{Counted, Level, limit};
use hongyan::model::record::{Child, LivesWith, Programme, Relation};
use hongyan::model::rights::LinkState;
use hongyan::model::unit::Role;
use hongyan::service::converse;
use hongyan::service::invitation;
use hongyan::store::tasks::TaskKind;
use hongyan::store::{self, statements, tallies};

use crate::linking::{invites, token};
use crate::support::databases::databases;
use crate::world::{AUNT, BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// Columns that hold what somebody could know of a child and search by.
const PERSONAL: &[&str] = &[
    "name",
    "short_name",
    "birth_date",
    "adult_name",
    "lives_with_note",
];

/// The parts of a statement that choose rows: what stands after WHERE, ON, HAVING, AND or OR.
fn conditions(text: &str) -> Vec<String> {
    let spaced = text.replace(['(', ')', ','], " ");
    let (mut out, mut choosing) = (Vec::new(), false);
    for word in spaced.split_whitespace() {
        match word.to_uppercase().as_str() {
            "WHERE" | "ON" | "HAVING" => choosing = true,
            "SELECT" | "SET" | "FROM" | "ORDER" | "GROUP" | "LIMIT" | "RETURNING" | "VALUES"
            | "UNION" | "DO" | "CONFLICT" | "INSERT" | "UPDATE" | "JOIN" => choosing = false,
            _ if choosing => out.push(word.to_lowercase()),
            _ => {}
        }
    }
    out
}

#[test]
fn no_statement_finds_anybody_by_name_or_birth_date() {
    let mut wrong = Vec::new();
    for (file, list) in statements() {
        for (name, sql) in list {
            for text in [sql.sqlite, sql.postgres] {
                for word in conditions(text) {
                    let column = word.rsplit('.').next().unwrap_or_default();
                    // The schema's own tables have names too; they are no people. Whether a name is
                    // sealed is no search for it, nor is whether a birth date is known at all.
                    if PERSONAL.contains(&column)
                        && !["backup", "erasure", "sealing"].contains(&file)
                        && !(file == "calendar" && *name == "BORN")
                    {
                        wrong.push(format!("{file}::{name}: {word}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The reader of statements is not blind.
    let found = conditions("SELECT a.id FROM adults a WHERE a.name LIKE $1 ORDER BY a.id");
    assert!(found.contains(&"a.name".to_owned()));
}

/// Codes of every kind that do not work: as digits and as links.
async fn useless(world: &mut World) -> (Vec<(&'static str, String)>, Vec<(&'static str, String)>) {
    let expired = invites(world, GRANNY).await;
    world.advance(TimeDelta::days(15));
    let used = invites(world, MUM).await;
    world.says(MUM, &token(&used)).await;
    world.shares_contact(MUM, "79030000001", true).await;
    world.taps(MUM, "Yes, that is right").await;
    let excluded = invites(world, AUNT).await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, aunt, now) = (world.school.ming, world.adult(AUNT), world.env.now());
    let link = store::links::pair(&mut tx, ming, aunt).await.unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Excluded);
    store::links::decide(&mut tx, link.unwrap().id, from, to, None, now)
        .await
        .unwrap();
    // One of a post, tried until it locked.
    let (class, teacher) = (world.school.class, world.adult(TEACHER));
    let locked = invitation::for_post(&mut tx, &world.env, None, class, teacher, Role::Teacher)
        .await
        .unwrap()
        .unwrap();
    for _ in 0..5 {
        store::invitations::wrong_try(&mut tx, locked.id, 5)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let digits = vec![
        ("unknown", "000 000 000 000".to_owned()),
        ("expired", expired.code()),
        ("used", used.code()),
        ("excluded", excluded.code()),
        ("locked", locked.code()),
        ("guessed", format!("{} 000 001", &excluded.code()[..7])),
    ];
    let links = vec![
        (
            "unknown",
            "/start jdeadbeefdeadbeefdeadbeefdeadbeef".to_owned(),
        ),
        ("expired", token(&expired)),
        ("used", token(&used)),
        ("excluded", token(&excluded)),
        ("locked", token(&locked)),
    ];
    (digits, links)
}

fn typed(chat: i64, text: &str) -> Event {
    Event {
        bot: BOT.into(),
        chat,
        language: Some("en".into()),
        did: Did::Says {
            text: hongyan::base::Words::new(text),
            message: 1,
            reply_to: None,
        },
    }
}

/// How many statements run in what order, for one code typed by somebody nobody knows.
async fn work(world: &World, chat: i64, text: &str) -> (u32, u64) {
    let mut tx = world.store.write().await.unwrap();
    converse::hear(&mut tx, &world.env, typed(chat, "/help"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.store.write().await.unwrap();
    converse::hear(&mut tx, &world.env, typed(chat, text))
        .await
        .unwrap();
    let trail = tx.trail();
    tx.commit().await.unwrap();
    trail
}

#[tokio::test]
async fn every_code_that_does_not_work_runs_the_same_statements() {
    for db in databases().await {
        let mut world = World::on(&db.url).await;
        let (digits, links) = useless(&mut world).await;
        let mut chat = 5_000;
        for codes in [digits, links] {
            let mut seen = Vec::new();
            // The second round meets what the first one left (tallies, alarms, tasks).
            for round in 0..2 {
                for (what, code) in &codes {
                    chat += 1;
                    let trail = work(&world, chat, code).await;
                    assert!(trail.0 > 8, "the statements are counted");
                    seen.push((*what, round, trail));
                }
            }
            for (what, round, trail) in &seen {
                assert_eq!(*trail, seen[0].2, "{what}, round {round}, {}", db.url);
            }
        }
        world.store.close().await;
    }
}

/// Only a report: how long each answer took, the middle of many tries.
#[tokio::test]
async fn how_long_each_answer_takes() {
    let mut world = World::new().await;
    let (digits, _) = useless(&mut world).await;
    let mut chat = 9_000;
    let mut times = vec![Vec::new(); digits.len()];
    // In turn, so that a slow moment of the machine meets all of them.
    for _ in 0..15 {
        for (at, (_, code)) in digits.iter().enumerate() {
            chat += 1;
            work(&world, chat, "/help").await;
            let mut tx = world.store.write().await.unwrap();
            let watch = Stopwatch::now();
            converse::hear(&mut tx, &world.env, typed(chat, code))
                .await
                .unwrap();
            times[at].push(watch.elapsed());
            tx.commit().await.unwrap();
        }
    }
    for (at, (what, _)) in digits.iter().enumerate() {
        times[at].sort();
        println!("{what}: {:?}", times[at][times[at].len() / 2]);
    }
}

fn key(counted: Counted, level: Level, whose: i64) -> String {
    format!("{}:{}:{whose}", counted.as_str(), level.as_str())
}

/// Counts as if so many had happened in this hour already.
async fn counted(world: &World, counted: Counted, level: Level, whose: i64, times: i64) {
    let mut tx = world.store.write().await.unwrap();
    for _ in 0..times {
        let key = key(counted, level, whose);
        tallies::hit(&mut tx, &key, limit(counted, level), world.env.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn tasks(world: &World) -> Vec<TaskKind> {
    let mut tx = world.store.read().await.unwrap();
    let found = store::tasks::list(&mut tx, world.school.school, 20).await;
    found.unwrap().iter().map(|task| task.kind).collect()
}

#[tokio::test]
async fn an_account_that_guesses_rests_over_a_restart_and_its_school_hears() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        for number in 0..5 {
            world.says(MUM, &format!("99999{number} 000000")).await;
        }
        assert_eq!(world.count(LEAD, "Wrong invitation codes were typed"), 1);
        assert_eq!(tasks(&world).await, [TaskKind::CodesLocked]);
        world.restart().await;
        dad_on_mings_roster(&world).await;
        let issued = invites(&world, DAD).await;
        world.says(MUM, &token(&issued)).await;
        assert_eq!(world.count(MUM, "This code cannot be used"), 6);
        world.advance(TimeDelta::minutes(61));
        world.says(MUM, &token(&issued)).await;
        assert_eq!(world.count(MUM, "Red Star School"), 1);
        world.store.close().await;
    }
}

/// On Ming's roster too, and not linked there.
async fn dad_on_mings_roster(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let (ming, dad) = (world.school.ming, world.adult(DAD));
    store::adults::put_relation(&mut tx, ming, dad, Relation::Father, false, 5)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn thirty_wrong_codes_of_a_school_rest_its_digits_and_not_its_links() {
    let mut world = World::new().await;
    let issued = invites(&world, MUM).await;
    let other = invites(&world, GRANNY).await;
    let school = world.school.school.0;
    counted(&world, Counted::Codes, Level::School, school, 29).await;
    let wrong = format!("{} 000 001", &other.code()[..7]);
    world.says("guesser", &wrong).await;
    assert_eq!(world.count(LEAD, "Wrong invitation codes were typed"), 1);
    world.says(MUM, &issued.code()).await;
    assert_eq!(world.count(MUM, "This code cannot be used"), 1);
    // A link cannot be guessed, so nobody is shut out by those who guess.
    world.says(MUM, &token(&issued)).await;
    assert_eq!(world.count(MUM, "Red Star School"), 1);
    world.advance(TimeDelta::minutes(61));
    world.says(GRANNY, &other.code()).await;
    assert_eq!(world.count(GRANNY, "Red Star School"), 1);
}

#[tokio::test]
async fn three_hundred_wrong_codes_of_all_rest_everybodys_digits() {
    let mut world = World::new().await;
    let issued = invites(&world, MUM).await;
    counted(&world, Counted::Codes, Level::Overall, 0, 299).await;
    world.says("guesser", "000 000 000 000").await;
    world.says(MUM, &issued.code()).await;
    assert_eq!(world.count(MUM, "This code cannot be used"), 1);
    assert_eq!(world.count(LEAD, "Wrong invitation codes"), 0);
    world.says(MUM, &token(&issued)).await;
    assert_eq!(world.count(MUM, "Red Star School"), 1);
}

#[tokio::test]
async fn approving_rests_after_very_many_and_who_waits_stays() {
    for db in databases().await {
        let mut world = World::on(&db.url).await;
        let issued = invites(&world, MUM).await;
        world.says(MUM, &token(&issued)).await;
        world.shares_contact(MUM, "79030000001", true).await;
        world.taps(MUM, "Yes, that is right").await;
        let lead = world.adult(LEAD).0;
        counted(&world, Counted::Approvals, Level::Account, lead, 60).await;
        world.taps(LEAD, "Approve").await;
        let toast = world.chat(LEAD).toasts.last().unwrap();
        assert!(toast.starts_with("Many links were approved"), "{toast}");
        world.advance(TimeDelta::minutes(61));
        world.taps(LEAD, "Approve").await;
        assert_eq!(world.count(MUM, "You are linked with"), 1);
        // The school's own limit tells its leads.
        let school = world.school.school.0;
        counted(&world, Counted::Approvals, Level::School, school, 178).await;
        let issued = invites(&world, GRANNY).await;
        world.says(GRANNY, &token(&issued)).await;
        world.shares_contact(GRANNY, "8613800000003", true).await;
        world.taps(GRANNY, "Yes, that is right").await;
        world.taps(LEAD, "Approve").await;
        assert_eq!(world.count(LEAD, "Very many links were approved"), 1);
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_number_that_stands_twice_is_seen_before_anybody_approves() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let mut tx = world.store.write().await.unwrap();
        let record = Child {
            id: world.env.id(),
            key: "c9".into(),
            name: Name::new("Zhou Chen"),
            short_name: Some(Name::new("Chen")),
            birth: None,
            phone: Phone::parse("+86 139 0000 0077"),
            school: world.school.school,
            class: world.school.class,
            home: None,
            lives_with: LivesWith::Grandparents,
            programme: Programme::Active,
        };
        let now = world.env.now();
        store::children::put(&mut tx, &record, now).await.unwrap();
        let mum = world.adult(MUM);
        store::adults::put_relation(&mut tx, record.id, mum, Relation::Mother, false, 1)
            .await
            .unwrap();
        let dad = world.adult(DAD);
        store::adults::put_relation(&mut tx, record.id, dad, Relation::Father, false, 2)
            .await
            .unwrap();
        let mut issued = Vec::new();
        for adult in [mum, dad] {
            let one = invitation::for_child(&mut tx, &world.env, None, record.id, adult, None);
            issued.push(one.await.unwrap().unwrap());
        }
        tx.commit().await.unwrap();
        // Somebody holds the child's own telephone.
        world.says("first", &token(&issued[0])).await;
        world.shares_contact("first", "8613900000077", true).await;
        world.taps("first", "Yes, that is right").await;
        insta::assert_snapshot!("number_of_the_child", world.screen(LEAD, 1));
        // Somebody comes with the grandmother's number.
        world.says("second", &token(&issued[1])).await;
        world.shares_contact("second", "8613800000003", true).await;
        world.taps("second", "Yes, that is right").await;
        insta::assert_snapshot!("number_of_another", world.screen(LEAD, 1));
        world.store.close().await;
    }
}

#[tokio::test]
async fn every_refused_code_leaves_its_line() {
    let mut world = World::new().await;
    let (digits, links) = useless(&mut world).await;
    let mut tx = world.store.read().await.unwrap();
    let before = store::audit::count(&mut tx, "code_refused").await.unwrap();
    drop(tx);
    let tries = digits.len() + links.len();
    for (at, (_, code)) in digits.into_iter().chain(links).enumerate() {
        world.says(&format!("stranger {at}"), &code).await;
    }
    let mut tx = world.store.read().await.unwrap();
    let after = store::audit::count(&mut tx, "code_refused").await.unwrap();
    assert_eq!(usize::try_from(after - before).unwrap(), tries);
    // And none waits to be told.
    assert!(store::impostors::next(&mut tx).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_code_tried_in_a_loop_leaves_one_line_in_a_minute() {
    let mut world = World::new().await;
    let (digits, _) = useless(&mut world).await;
    let mut tx = world.store.read().await.unwrap();
    let before = store::audit::count(&mut tx, "code_refused").await.unwrap();
    drop(tx);
    for _ in 0..4 {
        world.says("stranger", &digits[1].1).await;
    }
    let mut tx = world.store.read().await.unwrap();
    let after = store::audit::count(&mut tx, "code_refused").await.unwrap();
    assert_eq!(after - before, 1);
}
