//! Looks and refused tries: no screen shows a child without a row.

use std::collections::{BTreeSet, VecDeque};

use chrono::TimeDelta;
use hongyan::base::ChildId;
use hongyan::dialogue::{self, roster, week_entry, weekly};
use hongyan::model::message::Act;
use hongyan::model::rights::LinkState;
use hongyan::model::week::SchoolWeek;
use hongyan::store;

use super::{by, trace};
use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// Taps of one person in a walk.
const TAPS: usize = 220;

/// What would end what is walked through.
const NOT: &[&str] = &[
    "Yes",
    "⏹",
    "🚫",
    "🆘",
    "🌐",
    "City",
    "Day and hour",
    "Quiet",
];

fn names_a_child(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| matches!(word, "Ming" | "Lan"))
}

/// Everything on a phone, to see what a turn has changed.
fn shown(world: &World, who: &str) -> Vec<String> {
    let chat = world.chat(who);
    let bubble = |shown: &crate::world::Shown| {
        let labels = shown.rows.iter().flatten().map(|b| b.label.clone());
        let mut text = vec![shown.text.clone()];
        text.extend(labels);
        text.join("\n")
    };
    let bubbles = chat.shown.iter().filter(|shown| !shown.own);
    bubbles.map(bubble).collect()
}

/// Walks through every button of one person and gives the screens that showed a child.
async fn walk(world: &mut World, who: &str) -> usize {
    let (mut seen, mut ahead) = (BTreeSet::new(), VecDeque::new());
    let (mut taps, mut with_child) = (0, 0);
    let adult = world.adult(who).0;
    world.says(who, "/menu").await;
    loop {
        for shown in &world.chat(who).shown {
            for button in shown.rows.iter().flatten() {
                let Act::Tap(data) = &button.act else {
                    continue;
                };
                // Telling that something is wrong leaves no look: others read those.
                let tells = data.starts_with("1o");
                let walks = !tells && !NOT.iter().any(|word| button.label.contains(word));
                if walks && seen.insert(data.clone()) {
                    ahead.push_back((shown.id, data.clone(), button.label.clone()));
                }
            }
        }
        let Some((message, data, label)) = ahead.pop_front().filter(|_| taps < TAPS) else {
            return with_child;
        };
        taps += 1;
        // Far enough from the last look for one of its own.
        world.advance(TimeDelta::minutes(11));
        let (before, rows) = (shown(world, who), trace(world).await.len());
        let chat = world.chat_of(who);
        world.tap_data(chat, Some(message), &data).await;
        let after = shown(world, who);
        let fresh: Vec<&String> = after.iter().filter(|s| !before.contains(s)).collect();
        let child = fresh.iter().find(|screen| {
            // The menu's own buttons name one's own children: that is no record.
            names_a_child(screen) && !screen.starts_with("What would you like to do?")
        });
        if let Some(screen) = child {
            with_child += 1;
            let left = trace(world).await.split_off(rows);
            let own = left.iter().any(|row| row.0 == Some(adult));
            assert!(own, "{who} tapped {label:?} and left no row:\n{screen}");
        }
    }
}

#[tokio::test]
async fn no_screen_with_a_child_leaves_no_row() {
    let mut world = World::linked().await;
    for (who, least) in [(TEACHER, 30), (LEAD, 30), (MUM, 5), (GRANNY, 5), (DAD, 5)] {
        let screens = walk(&mut world, who).await;
        assert!(
            screens >= least,
            "{who}: only {screens} screens with a child"
        );
    }
    walk(&mut world, AUNT).await;
}

#[tokio::test]
async fn a_look_again_within_ten_minutes_is_the_same_look() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let ming = world.school.ming;
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: pupils").await;
        for _ in 0..3 {
            world.taps(TEACHER, "Wang Ming").await;
            world.taps(TEACHER, "Back").await;
        }
        let card = (Some(ming.0), Some("post".to_owned()), None);
        let cards = by(&world, TEACHER, "saw_card").await;
        assert_eq!(cards, std::slice::from_ref(&card));
        assert_eq!(by(&world, TEACHER, "saw_list").await.len(), 1);
        world.advance(TimeDelta::minutes(10));
        world.taps(TEACHER, "Wang Ming").await;
        assert_eq!(by(&world, TEACHER, "saw_card").await, [card.clone(), card]);
        // Somebody else's look is another one.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        let own = (Some(ming.0), Some("link".to_owned()), None);
        assert_eq!(by(&world, MUM, "saw_week").await, [own]);
        db.store.close().await;
    }
}

#[tokio::test]
async fn what_reached_a_person_is_a_row_once() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let run = "2026-03-07T19:00:00Z";
        for _ in 0..2 {
            world.set_clock(run);
            crate::weekly::write(&world, run).await;
            // Nobody has read what is still held.
            assert!(by(&world, MUM, "was_told").await.is_empty());
            world.deliver().await;
        }
        world.set_clock("2026-03-08T17:00:00Z");
        world.deliver().await;
        crate::weekly::write(&world, run).await;
        world.deliver().await;
        let week = |child: ChildId| {
            let (why, kind) = ("link".to_owned(), "weekly_update".to_owned());
            (Some(child.0), Some(why), Some(kind))
        };
        assert_eq!(by(&world, MUM, "was_told").await, [week(world.school.ming)]);
        assert_eq!(by(&world, DAD, "was_told").await, [week(world.school.lan)]);
        // A note: the teacher reads it as staff.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "He coughs today").await;
        let note = (
            Some(world.school.ming.0),
            Some("post".to_owned()),
            Some("note".to_owned()),
        );
        assert_eq!(by(&world, TEACHER, "was_told").await, [note]);
        db.store.close().await;
    }
}

/// What somebody could forge, or still has on an old phone.
fn forged(child: ChildId) -> Vec<String> {
    let week = SchoolWeek::of("2026-03-02".parse().unwrap());
    vec![
        dialogue::Tap::Roster(roster::Tap::Child(child)).encode(),
        dialogue::Tap::Weekly(weekly::Tap::HowIs(child)).encode(),
        dialogue::Tap::WeekEntry(week_entry::Tap::Card(child, week)).encode(),
        dialogue::Tap::Note(dialogue::note::Tap::ToSchool(child)).encode(),
        dialogue::Tap::Audit(dialogue::audit::Tap::Looked(child, 0)).encode(),
        dialogue::Tap::CheckIn(dialogue::check_in::Tap::AskRing(child)).encode(),
    ]
}

#[tokio::test]
async fn a_refused_try_leaves_a_row_and_a_flood_does_not_fill_the_disk() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        world.says(DAD, "/menu").await;
        let before = world.screen(DAD, 9);
        for data in forged(ming) {
            world.advance(TimeDelta::minutes(1));
            world.tap_data(world.chat_of(DAD), None, &data).await;
        }
        assert_eq!(world.screen(DAD, 9), before);
        let denied = by(&world, DAD, "denied").await;
        let rights: Vec<&str> = denied.iter().filter_map(|row| row.2.as_deref()).collect();
        assert_eq!(
            rights,
            [
                "see_card",
                "read_record",
                "enter_week",
                "family_note",
                "see_looks",
                "answer_check_in"
            ]
        );
        assert!(denied.iter().all(|row| row.0 == Some(ming.0)));

        // An ended link is as good as none.
        let mut tx = world.store.write().await.unwrap();
        let link = store::links::pair(&mut tx, lan, world.adult(DAD))
            .await
            .unwrap();
        let (id, from, to) = (link.unwrap().id, LinkState::Active, LinkState::Ended);
        let now = world.env.now();
        store::links::decide(&mut tx, id, from, to, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.advance(TimeDelta::minutes(1));
        world.taps(DAD, "How is Lan").await;
        let denied = by(&world, DAD, "denied").await;
        assert_eq!(denied.last().unwrap().0, Some(lan.0));

        // So does a code that nobody made.
        let before = trace(&world).await.len();
        world.says("guesser", "123 456 789 012").await;
        assert_eq!(trace(&world).await[before].1, "denied");

        // A stranger tries children of all numbers, as fast as fingers or programs are.
        let chat = world.chat_of("stranger");
        let count = trace(&world).await.len();
        for number in 0..60 {
            let data = dialogue::Tap::Weekly(weekly::Tap::HowIs(ChildId(number)));
            world.tap_data(chat, None, &data.encode()).await;
        }
        let left = trace(&world).await.len() - count;
        assert!((1..=32).contains(&left), "{left} rows");
        db.store.close().await;
    }
}
