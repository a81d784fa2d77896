//! Respectful times: what nobody asked for just now wakes nobody, is never dropped for it, and is not too much
//! in a week.

mod nights;

use chrono::TimeDelta;
use hongyan::base::{Html, Instant};
use hongyan::model::Locale;
use hongyan::model::message::{Kind, Lane, Parcel};
use hongyan::model::quiet::Hours;
use hongyan::model::rights::Action;
use hongyan::model::unit::Role;
use hongyan::outbox::Refusal;
use hongyan::service::mail::{self, Letter, Posted};
use hongyan::store;

use crate::delivery::rig::Rig;
use crate::support::databases::databases;
use crate::world::{BOT, LEAD, MUM, TEACHER, World};

/// 08:00 in Moscow, where mum is.
const MORNING: &str = "2026-03-02T05:00:00Z";

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Mum in Moscow sleeps from nine to eight; it is 03:00 there.
async fn night(url: &str) -> Rig {
    let mut rig = Rig::on(url).await;
    rig.world.nights = true;
    let mum = rig.world.chat_of(MUM);
    rig.world.keeps(mum, Hours::USUAL).await;
    rig
}

fn to_mum(world: &World, kind: Kind) -> Letter {
    let (mum, ming) = (world.adult(MUM), world.school.ming);
    Letter::about(mum, ming, Action::ReadRecord, kind)
}

async fn post(world: &World, letter: Letter, words: &str) {
    let mut tx = world.store.write().await.unwrap();
    let parcel = Parcel::text(Html::escape(words));
    let posted = mail::post(&mut tx, &world.env, letter, |_| parcel).await;
    assert!(matches!(posted.unwrap(), Posted::Queued(_)));
    tx.commit().await.unwrap();
}

/// Words and moments of what the channel was handed.
fn seen(rig: &Rig) -> Vec<(String, String)> {
    let line = |sent: crate::delivery::rig::Sent| (sent.words, sent.at.format("%d %T").to_string());
    rig.script.log().into_iter().map(line).collect()
}

fn line(words: &str, at: &str) -> (String, String) {
    (words.into(), at.into())
}

#[tokio::test]
async fn what_can_wait_comes_at_eight_and_what_cannot_at_once() {
    for db in databases().await {
        let mut rig = night(&db.url).await;
        let world = &rig.world;
        for kind in [Kind::Notice, Kind::Note, Kind::Task, Kind::Invitation] {
            post(world, to_mum(world, kind), kind.as_str()).await;
        }
        post(world, to_mum(world, Kind::Alert), "alert").await;
        post(world, to_mum(world, Kind::CheckIn), "check-in").await;
        let urgent = to_mum(world, Kind::Notice).lane(Lane::Urgent);
        post(world, urgent, "urgent").await;
        // In the morning it would be worth nothing: the night does not end it.
        let short = to_mum(world, Kind::Notice).expires(at("2026-03-02T04:59:00Z"));
        post(world, short, "short").await;
        rig.run(TimeDelta::minutes(1)).await;
        let mut now: Vec<String> = seen(&rig).into_iter().map(|(words, _)| words).collect();
        now.sort();
        assert_eq!(now, ["alert", "check-in", "short", "urgent"]);
        rig.run(at(MORNING) - TimeDelta::seconds(1) - rig.now())
            .await;
        assert_eq!(seen(&rig).len(), 4);
        rig.run(TimeDelta::minutes(1)).await;
        let came: Vec<_> = seen(&rig).split_off(4);
        let words: Vec<&str> = came.iter().map(|(words, _)| words.as_str()).collect();
        assert_eq!(words, ["notice", "note", "task", "invitation"]);
        assert_eq!(came[0].1, "02 05:00:00");
        rig.world.store.close().await;
    }
}

#[tokio::test]
async fn a_retry_and_an_outage_that_end_at_night_end_in_the_morning() {
    for db in databases().await {
        let mut rig = night(&db.url).await;
        // 20:59:59 in Moscow: the messenger is away for a moment.
        rig.world.set_clock("2026-03-02T17:59:59Z");
        rig.script
            .refuses(rig.world.chat_of(MUM), Refusal::ServerTrouble);
        post(&rig.world, to_mum(&rig.world, Kind::Notice), "tried").await;
        rig.run(TimeDelta::hours(14)).await;
        let tried = [line("tried", "02 17:59:59"), line("tried", "03 05:00:00")];
        assert_eq!(seen(&rig), tried);
        // 20:00 in Moscow, and nothing runs until 01:00.
        rig.world.set_clock("2026-03-03T17:00:00Z");
        post(&rig.world, to_mum(&rig.world, Kind::Notice), "late").await;
        rig.world.set_clock("2026-03-03T22:00:00Z");
        rig.restart();
        rig.run(TimeDelta::hours(10)).await;
        assert_eq!(seen(&rig).split_off(2), [line("late", "04 05:00:00")]);
        // She moves while it waits: her night is another one now.
        rig.world.set_clock("2026-03-04T22:00:00Z");
        post(&rig.world, to_mum(&rig.world, Kind::Notice), "moved").await;
        let mut tx = rig.store().write().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, rig.world.chat_of(MUM)).await;
        let account = account.unwrap().unwrap().id;
        let rome = chrono_tz::Europe::Rome;
        store::accounts::set_zone(&mut tx, account, rome)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        rig.run(TimeDelta::hours(12)).await;
        assert_eq!(seen(&rig).split_off(3), [line("moved", "05 07:00:00")]);
        rig.world.store.close().await;
    }
}

#[tokio::test]
async fn a_fourth_message_of_the_week_comes_in_the_next_and_a_notice_does_not_count() {
    for db in databases().await {
        let mut rig = night(&db.url).await;
        rig.world.set_clock("2026-03-04T09:00:00Z");
        for words in ["one", "two", "three", "four", "five"] {
            post(&rig.world, to_mum(&rig.world, Kind::Reminder), words).await;
        }
        for _ in 0..4 {
            post(&rig.world, to_mum(&rig.world, Kind::Notice), "notice").await;
        }
        let sunday = to_mum(&rig.world, Kind::WeeklyUpdate).not_before(at("2026-03-08T16:00:00Z"));
        post(&rig.world, sunday, "update").await;
        rig.run(TimeDelta::days(21)).await;
        let mut counted = seen(&rig);
        assert_eq!(
            counted
                .iter()
                .filter(|(words, _)| words == "notice")
                .count(),
            4
        );
        counted.retain(|(words, _)| words != "notice");
        let at: Vec<_> = counted
            .iter()
            .map(|(words, at)| format!("{words} {}", &at[..5]))
            .collect();
        assert_eq!(
            at,
            [
                "one 04 09",
                "two 04 09",
                "update 08 16",
                "three 09 05",
                "four 09 05",
                "five 16 05"
            ]
        );
        rig.world.store.close().await;
    }
}

#[tokio::test]
async fn a_late_update_keeps_the_place_of_the_next() {
    for db in databases().await {
        let mut rig = night(&db.url).await;
        rig.world.set_clock("2026-03-06T09:00:00Z");
        let sunday = to_mum(&rig.world, Kind::WeeklyUpdate).not_before(at("2026-03-08T16:00:00Z"));
        post(&rig.world, sunday, "late").await;
        // Nothing runs over Sunday night: it comes on Monday, and so would two reminders.
        rig.world.set_clock("2026-03-08T20:00:00Z");
        for words in ["one", "two"] {
            post(&rig.world, to_mum(&rig.world, Kind::Reminder), words).await;
        }
        let next = to_mum(&rig.world, Kind::WeeklyUpdate).not_before(at("2026-03-15T16:00:00Z"));
        post(&rig.world, next, "update").await;
        rig.run(TimeDelta::days(14)).await;
        let at: Vec<_> = seen(&rig)
            .iter()
            .map(|(words, at)| format!("{words} {}", &at[..5]))
            .collect();
        assert_eq!(
            at.iter().filter(|at| at.contains(" 09 ")).count(),
            2,
            "{at:?}"
        );
        assert!(at.contains(&"late 09 05".to_owned()), "{at:?}");
        assert!(at.contains(&"update 15 16".to_owned()), "{at:?}");
        assert!(at.contains(&"two 16 05".to_owned()), "{at:?}");
        rig.world.store.close().await;
    }
}

#[tokio::test]
async fn a_morning_is_spread_by_the_pace() {
    let db = crate::support::databases::sqlite().await;
    let mut rig = Rig::on(&db.url).await;
    rig.world.set_clock("2026-03-02T15:00:00Z");
    let class = rig.world.school.class;
    for number in 0..90 {
        let who = format!("teacher {number}");
        let adult = rig.world.hires(&who, &who, class, Role::Teacher).await;
        let chat = rig.world.chat_of(&who);
        rig.world.keeps(chat, Hours::USUAL).await;
        post(&rig.world, Letter::plain(adult, Kind::Notice), &who).await;
    }
    rig.run(TimeDelta::hours(10)).await;
    let log = rig.script.log();
    assert_eq!(log.len(), 90);
    // 08:00 at the school.
    let open = at("2026-03-03T00:00:00Z");
    let seconds: Vec<i64> = log
        .iter()
        .map(|sent| (sent.at - open).num_seconds())
        .collect();
    assert!(
        seconds.iter().all(|second| (0..10).contains(second)),
        "{seconds:?}"
    );
    for second in 0..10 {
        let count = seconds.iter().filter(|at| **at == second).count();
        assert!(count <= 31, "{count} in second {second}");
    }
    rig.world.store.close().await;
}

#[tokio::test]
async fn quiet_hours_and_the_language_are_two_taps_away() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        world.nights = true;
        let chat = world.chat_of(MUM);
        world.keeps(chat, Hours::USUAL).await;
        crate::weekly::speaks(&world, MUM, *locale).await;
        world.says(MUM, "/settings").await;
        let name = format!("settings_{}", locale.as_str());
        insta::assert_snapshot!(name, world.screen(MUM, 1));
        world.taps(MUM, "🌙").await;
        let name = format!("hours_{}", locale.as_str());
        insta::assert_snapshot!(name, world.screen(MUM, 1));
        world.taps(MUM, "☀ 06:00").await;
        assert!(world.screen(MUM, 1).contains("21:00–06:00"));
        world.taps(MUM, "🌙").await;
        world.taps(MUM, "🌙 23:00").await;
        assert!(world.screen(MUM, 1).contains("23:00–06:00"));
        let mut tx = world.store.read().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
        assert_eq!(account.unwrap().quiet, Hours::new(23, 6).unwrap());
        drop(tx);
        // Never: the last button before the way back.
        world.taps(MUM, "🌙").await;
        world.tap_data(chat, None, "1hQ.0.0").await;
        assert!(!world.screen(MUM, 1).contains("23:00"));
        // A forged hour changes nothing.
        world.tap_data(chat, None, "1hQ.7.99").await;
        let mut tx = world.store.read().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
        assert!(account.unwrap().quiet.is_none());
        drop(tx);
        // Settings, and the language by its own name.
        let other = if *locale == Locale::Ru {
            Locale::En
        } else {
            Locale::Ru
        };
        world.says(MUM, "/settings").await;
        world.taps(MUM, other.own_name()).await;
        let mut tx = world.store.read().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
        assert_eq!(account.unwrap().locale, other);
        drop(tx);
    }
}

#[tokio::test]
async fn a_note_written_by_day_comes_after_the_night_of_its_reader() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.nights = true;
        let (mum, lead) = (world.chat_of(MUM), world.chat_of(LEAD));
        world.keeps(mum, Hours::USUAL).await;
        world.keeps(lead, Hours::USUAL).await;
        // 12:00 at the school, 07:00 in Moscow.
        world.set_clock("2026-03-02T04:00:00Z");
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Write to").await;
        world.says(TEACHER, "Ming read aloud today.").await;
        assert_eq!(world.count(MUM, "Ming read aloud today."), 0);
        world.set_clock("2026-03-02T04:59:59Z");
        world.deliver().await;
        assert_eq!(world.count(MUM, "Ming read aloud today."), 0);
        world.set_clock(MORNING);
        world.deliver().await;
        assert_eq!(world.count(MUM, "Ming read aloud today."), 1);
        world.store.close().await;
    }
}
