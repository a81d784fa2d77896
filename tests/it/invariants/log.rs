//! Invariant 12: a scripted day with everything that is personal in it, under a log that keeps all;
//! nothing personal is in what it kept.

use std::process::Command;

use hongyan::service::{check_in, weekly};

use super::busy;
use crate::world::{GRANNY, LEAD, MUM, TEACHER, World};

/// What must never stand in a log: names, numbers, words people wrote.
pub const PERSONAL: [&str; 14] = [
    "Wang Ming",
    "Ming",
    "Granny",
    "Aunt Li",
    "Teacher Zhao",
    "Lead Chen",
    "79030000001",
    "9030000001",
    "13800000003",
    "SecretNote",
    "SecretAnswer",
    "SecretSentence",
    "dictation",
    "Red Star",
];

/// The scripted day, in a process of its own: prints the log, then the codes of the day to standard
/// error. Run by [`a_whole_day_leaves_nothing_personal_in_the_log`].
#[tokio::test]
#[ignore = "runs inside another test"]
async fn the_day_that_is_overheard() {
    tracing_subscriber::fmt()
        .with_env_filter("debug,hongyan=trace")
        .with_ansi(false)
        .with_writer(std::io::stdout)
        .init();
    let mut world = World::new().await;
    for (who, button, phone) in [
        (MUM, "Invite mother", "79030000001"),
        (GRANNY, "Invite grandmother", "8613800000003"),
    ] {
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Class 3-2: pupils").await;
        world.taps(LEAD, "Wang Ming").await;
        world.taps(LEAD, button).await;
        let text = world.chat(LEAD).find("t.me/").text.clone();
        let start = text.split_once("?start=").unwrap().1;
        let token = start.split_whitespace().next().unwrap().to_owned();
        eprintln!("CODE {}", &token[1..]);
        world
            .says("stranger", "/start jdeadbeefdeadbeefdeadbeefdeadbeef")
            .await;
        world.says(who, &format!("/start {token}")).await;
        world.shares_contact(who, phone, true).await;
        world.taps(who, "Yes, that is right").await;
        world.taps(LEAD, "Approve").await;
    }
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.taps(TEACHER, "Wang Ming").await;
    world.taps(TEACHER, "Write to the family").await;
    world.says(TEACHER, "SecretNote").await;
    world.replies(MUM, "SecretNote", "SecretAnswer").await;
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "Class 3-2: the week").await;
    world.taps(TEACHER, "Somebody differs").await;
    world.taps(TEACHER, "Wang Ming").await;
    world.taps(TEACHER, "Mark").await;
    world.says(TEACHER, "maths dictation: 87/100").await;
    world.taps(TEACHER, "One sentence").await;
    world.says(TEACHER, "SecretSentence").await;
    world.set_clock("2026-03-02T12:00:00Z");
    let mut tx = world.store.write().await.unwrap();
    let (school, now) = (world.school.school, world.env.now());
    check_in::page(&mut tx, &world.env, school, now, 0, 50)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // The real dispatcher speaks once, too.
    let (_, mut dispatcher) = busy(&world);
    dispatcher.tick().await.unwrap();
    world.says(GRANNY, "2").await;
    world.set_clock("2026-03-07T19:00:00Z");
    let run = weekly::Run {
        id: hongyan::base::RunId(1),
        unit: school,
        due: world.env.now(),
        zone: chrono_tz::Asia::Shanghai,
    };
    let mut tx = world.store.write().await.unwrap();
    weekly::page(&mut tx, &world.env, &run, 0, 50)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
    assert_eq!(world.count(MUM, "SecretSentence"), 1);
    assert!(world.count(LEAD, "a problem") >= 1);
}

/// The log of that day, and its codes.
pub fn overheard() -> (String, Vec<String>) {
    let day = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "invariants::log::the_day_that_is_overheard"])
        .args(["--ignored", "--nocapture", "--test-threads=1"])
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&day.stdout);
    let codes = String::from_utf8_lossy(&day.stderr);
    assert!(day.status.success(), "{codes}");
    assert!(
        log.contains("DEBUG") && log.lines().count() > 50,
        "too quiet: {log}"
    );
    let codes = codes.lines().filter_map(|line| line.strip_prefix("CODE "));
    let codes: Vec<String> = codes.map(str::to_owned).collect();
    assert_eq!(codes.len(), 2);
    (log.into_owned(), codes)
}

#[test]
fn a_whole_day_leaves_nothing_personal_in_the_log() {
    let (log, codes) = overheard();
    for secret in PERSONAL.into_iter().chain(codes.iter().map(String::as_str)) {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} in the log: {line:?}");
    }
}
