//! A closed concern does not exist for anybody else: the same fortnight is lived twice, with it and
//! without it, and everything every other person was sent or can open is equal, byte for byte: messages,
//! screens, the copy of the record, the sheet to print, the operator's lists. The numbers behind the
//! buttons too: a concern draws its own.
//!
//! The figures (`/metrics`) count urgent messages, so they cannot be equal. They are the operator's: nothing
//! in a chat shows one, no word of them names a concern (`canaries`), and who comes through the proxy finds
//! no such page, with or without a concern (`attacks::door`).

use std::collections::BTreeSet;

use chrono::TimeDelta;
use hongyan::base::{Instant, RunId, Words};
use hongyan::dialogue::Tap;
use hongyan::dialogue::concern::Tap as ConcernTap;
use hongyan::model::entry::{Fact, Mood, Presence, Source};
use hongyan::model::message::{Act, MediaKind};
use hongyan::service::weekly::{Page, Run};
use hongyan::service::{check_in, concern, weekly};
use hongyan::store;

use super::{OFFICER, SECOND, later, protect};
use crate::easy::presses;
use crate::support::databases::{TestDb, databases};
use crate::support::program::asked;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const ALL: [&str; 8] = [MUM, DAD, GRANNY, AUNT, TEACHER, LEAD, SECOND, OFFICER];

/// What happens on the second day, beside what happens anyway.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Secret {
    Nothing,
    /// The aunt tells about the grandmother; the leads act.
    Grandmother,
    /// The same, by numbers; one of them comes too late.
    Numbers,
    /// The aunt tells about a lead, by voice and without her name; the other lead and the county act.
    Lead,
    /// The teacher's note is stopped by a listed word, and kept back.
    Note,
}

async fn tick(world: &mut World) {
    let mut tx = world.store.write().await.unwrap();
    check_in::tick(&mut tx, &world.env, 100).await.unwrap();
    tx.commit().await.unwrap();
    later(world, 0).await;
}

async fn evening(world: &mut World, start: Instant, day: usize) {
    let mut tx = world.store.write().await.unwrap();
    let school = world.school.school;
    check_in::page(&mut tx, &world.env, school, start, 0, 100)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
    match day % 4 {
        0 => world.taps(GRANNY, "All well").await,
        1 => {
            for minutes in [30, 60, 90, 120, 150] {
                world.env.clock.set(start + TimeDelta::minutes(minutes));
                tick(world).await;
            }
        }
        2 => world.taps(GRANNY, "A problem").await,
        _ => world.taps(GRANNY, "Ring me").await,
    }
}

async fn enter(world: &World, at: Instant, fact: Fact) {
    let mut tx = world.store.write().await.unwrap();
    let (day, ming) = (at.date_naive(), world.school.ming);
    let by = Some(world.adult(TEACHER));
    store::entries::put(&mut tx, &world.env, ming, day, &fact, Source::Staff, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn week(world: &mut World, due: Instant) {
    let run = Run {
        id: RunId(due.timestamp()),
        unit: world.school.school,
        due,
        zone: chrono_tz::Asia::Shanghai,
    };
    let mut tx = world.store.write().await.unwrap();
    let page = weekly::page(&mut tx, &world.env, &run, 0, 100).await;
    assert!(matches!(page.unwrap(), Page::Done));
    tx.commit().await.unwrap();
}

/// The second morning.
async fn secret(world: &mut World, secret: Secret) {
    match secret {
        Secret::Nothing => {}
        Secret::Grandmother => {
            world.taps(AUNT, "Something is wrong").await;
            world.taps(AUNT, "Violence at home").await;
            world.taps(AUNT, "Granny Wang").await;
            world.taps(AUNT, "That is all").await;
            world.says(AUNT, "She beats him with a stick.").await;
            world.taps(LEAD, "I take it").await;
            world.taps(LEAD, "Enter receipt").await;
            world.says(LEAD, "Police 2026-318").await;
            world.taps(SECOND, "I asked: it is right").await;
        }
        Secret::Numbers => {
            world.taps(AUNT, "Something is wrong").await;
            presses(world, AUNT, "Violence at home").await;
            presses(world, AUNT, "Yes").await;
            presses(world, AUNT, "Granny Wang").await;
            presses(world, AUNT, "Yes").await;
            presses(world, AUNT, "That is all").await;
            world.restart().await;
            world.says(AUNT, "1").await;
            world.says(AUNT, "She beats him with a stick.").await;
            world.taps(LEAD, "I take it").await;
            world.taps(LEAD, "Enter receipt").await;
            world.says(LEAD, "Police 2026-318").await;
            world.taps(SECOND, "I asked: it is right").await;
        }
        Secret::Lead => {
            world.taps(AUNT, "Something is wrong").await;
            world.taps(AUNT, "Without my name").await;
            world.sends(AUNT, MediaKind::Voice, "v", "").await;
            world.taps(AUNT, "Lead Chen").await;
            world.taps(AUNT, "That is all").await;
            // Nobody takes it: it climbs to the county, and a day later it is still there.
            later(world, 3 * 3600).await;
            assert_eq!(world.count(OFFICER, "Lead Chen"), 1);
        }
        Secret::Note => {
            world
                .says(TEACHER, "He says his uncle hits him with a belt.")
                .await;
            world.taps(TEACHER, "None of these").await;
            world.taps(LEAD, "Keep it back").await;
        }
    }
}

/// Every screen a person can come to from the menu, a bounded number of taps.
pub(super) async fn opens_everything(world: &mut World, who: &str) {
    world.says(who, "/menu").await;
    let mut ahead = vec![];
    let mut seen = BTreeSet::new();
    for _ in 0..30 {
        let shown = world.chat(who).shown.last().unwrap();
        for button in shown.rows.iter().flatten() {
            if let Act::Tap(data) = &button.act {
                // What they would tell themselves is a concern of their own.
                let own = matches!(Tap::decode(data), Some(Tap::Concern(ConcernTap::Tell(..))));
                if !own && seen.insert(data.clone()) {
                    ahead.push((shown.id, data.clone()));
                }
            }
        }
        let Some((message, data)) = ahead.pop() else {
            break;
        };
        world
            .tap_data(world.chat_of(who), Some(message), &data)
            .await;
    }
    for command in ["/help", "/settings", "/language", "/start"] {
        world.says(who, command).await;
    }
    assert!(seen.len() >= 3, "{who} opened {} screens", seen.len());
}

/// All that a person was shown, buttons with what is behind them.
pub(super) fn shown(world: &World, who: &str) -> String {
    let chat = world.chat(who);
    let mut out = String::new();
    for shown in &chat.shown {
        out.push_str(&format!("{}\n", shown.text));
        for button in shown.rows.iter().flatten() {
            out.push_str(&format!("  [{}] {:?}\n", button.label, button.act));
        }
    }
    out.push_str(&chat.toasts.join("\n"));
    for (name, bytes) in &chat.files {
        // What is locked is compared unlocked: no two locks are the same.
        let files = match name.ends_with(".zip") {
            true => crate::request::unlock(bytes, &phrase(world, who)),
            false => vec![(name.clone(), bytes.clone())],
        };
        for (name, bytes) in files {
            out.push_str(&format!("\n{name}\n{}", String::from_utf8_lossy(&bytes)));
        }
    }
    out
}

fn phrase(world: &World, who: &str) -> String {
    let text = &world.chat(who).find("The password").text;
    let phrase = text.lines().find(|line| line.matches('-').count() == 4);
    phrase.unwrap().to_owned()
}

/// What leaves as a file: a mother's copy of all that is kept, the sheet for school and village.
async fn exports(world: &mut World) {
    world.says(MUM, "/menu").await;
    world.taps(MUM, "What we keep: Ming").await;
    world.taps(MUM, "A copy").await;
    world.taps(MUM, "Send it here, locked").await;
    world.shares_contact(MUM, "+7 903 000 00 01", true).await;
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Requests about data").await;
    world.taps(LEAD, "Open 1").await;
    world.taps(LEAD, "Approve the copy").await;
    crate::guardian::appointed(world, "Aunt Li").await;
    let names = |who: &str| -> Vec<String> {
        let files = &world.chat(who).files;
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(MUM), ["copy.zip", "notice.pdf"]);
    assert_eq!(names(LEAD), ["notice.pdf"]);
}

/// What the operator's commands print that are not about concerns, for whoever looks over a shoulder.
fn lists(db: &TestDb) -> String {
    let school = ["--unit", "red-star-school"];
    let mut out = String::new();
    for words in [
        &["staff", "list"][..],
        &["request", "list"],
        &["numbers", "list", school[0], school[1]],
        &["words", "list", school[0], school[1]],
        &["keys", "show"],
    ] {
        let (code, said) = asked(db, words);
        assert_eq!(code, 0, "{words:?}: {said}");
        out.push_str(&said);
    }
    out
}

/// Two weeks of the school, and then everybody looks at everything.
async fn fortnight(db: &TestDb, what: Secret) -> Vec<String> {
    let mut world = World::linked_on(&db.url).await;
    protect(&world).await;
    for who in ALL {
        world.says(who, "/menu").await;
    }
    let begin: Instant = "2026-03-02T00:00:00Z".parse().unwrap();
    for day in 0..14 {
        let morning = begin + TimeDelta::days(i64::try_from(day).unwrap());
        world.env.clock.set(morning);
        tick(&mut world).await;
        if day == 1 || day == 2 {
            world.says(TEACHER, "/menu").await;
            world.taps(TEACHER, "Class 3-2: pupils").await;
            world.taps(TEACHER, "Wang Ming").await;
            world.taps(TEACHER, "Write to the family").await;
        }
        if day == 1 {
            Box::pin(secret(&mut world, what)).await;
        }
        world.env.clock.set(morning + TimeDelta::hours(5));
        tick(&mut world).await;
        if day == 2 {
            world.says(TEACHER, "Ming read aloud today.").await;
            world.replies(MUM, "read aloud", "Thank you!").await;
        }
        let presence = Presence::Unexplained;
        let fact = match day {
            3 | 9 => Fact::Attendance {
                presence,
                lesson: None,
            },
            5 => Fact::Mood {
                mood: Mood::LetUsTalk,
            },
            _ => Fact::Sentence {
                words: Words::new(format!("Day {day} was a good day.")),
            },
        };
        enter(&world, morning, fact).await;
        let start = morning + TimeDelta::hours(12);
        world.env.clock.set(start);
        evening(&mut world, start, day).await;
        if day % 7 == 6 {
            week(&mut world, start).await;
        }
        let mut tx = world.store.write().await.unwrap();
        while concern::look(&mut tx, &world.env, 10).await.unwrap() {}
        tx.commit().await.unwrap();
        world.restart().await;
    }
    world.env.clock.set(begin + TimeDelta::days(15));
    tick(&mut world).await;
    // The morning is everybody's.
    let morning = begin + TimeDelta::days(15) + TimeDelta::hours(6);
    world.env.clock.set(morning);
    exports(&mut world).await;
    for who in ALL {
        opens_everything(&mut world, who).await;
    }
    let mut all: Vec<String> = ALL.iter().map(|who| shown(&world, who)).collect();
    all.push(lists(db));
    all
}

fn compare(with: &[String], without: &[String], others: &[&str]) {
    assert_eq!(with[ALL.len()], without[ALL.len()], "the operator's lists");
    for who in others {
        let at = ALL.iter().position(|name| name == who).unwrap();
        assert!(
            with[at] == without[at],
            "{who} can tell:\n{}",
            first_difference(&with[at], &without[at])
        );
    }
}

pub(super) fn first_difference(one: &str, two: &str) -> String {
    let mut lines = one.lines().zip(two.lines());
    let found = lines.find(|(one, two)| one != two);
    found.map_or_else(
        || "one is longer".to_owned(),
        |(one, two)| format!("{one}\n{two}"),
    )
}

#[tokio::test]
async fn the_same_fortnight_with_and_without_it() {
    let count = databases().await.len();
    for engine in 0..count {
        let mut lived = Vec::new();
        for what in [
            Secret::Nothing,
            Secret::Nothing,
            Secret::Grandmother,
            Secret::Lead,
            Secret::Note,
            Secret::Numbers,
        ] {
            let db = databases().await.remove(engine);
            lived.push(fortnight(&db, what).await);
        }
        // The comparison is worth something: two quiet fortnights are equal, and whoever reads a
        // concern sees it.
        compare(&lived[0], &lived[1], &ALL);
        let at = |who: &str| ALL.iter().position(|name| *name == who).unwrap();
        assert!(lived[2][at(LEAD)].contains("It may be about: Granny Wang"));
        assert!(lived[3][at(SECOND)].contains("It may be about: Lead Chen"));
        compare(&lived[2], &lived[0], &[MUM, DAD, GRANNY, TEACHER]);
        compare(&lived[3], &lived[0], &[MUM, DAD, GRANNY, TEACHER, LEAD]);
        compare(&lived[4], &lived[0], &[MUM, DAD, GRANNY, AUNT]);
        assert!(lived[5][at(LEAD)].contains("It may be about: Granny Wang"));
        compare(&lived[5], &lived[0], &[MUM, DAD, GRANNY, TEACHER]);
    }
}
