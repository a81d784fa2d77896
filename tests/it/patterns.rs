//! Weeks of evenings: answers in a blink, all at midnight, silence, lateness. A quiet "please visit", once a
//! month, and nothing for who takes a moment.

use chrono::{Days, NaiveDate, TimeDelta};
use hongyan::base::Instant;
use hongyan::model::patterns::span;
use hongyan::service::{calendar, check_in};
use hongyan::store;
use hongyan::store::tasks::{Task, TaskKind};

use crate::support::databases::databases;
use crate::world::{AUNT, GRANNY, LEAD, MUM, TEACHER, World};

const FIRST: &str = "2026-03-02";

fn day(after: u64) -> NaiveDate {
    let first: NaiveDate = FIRST.parse().unwrap();
    first.checked_add_days(Days::new(after)).unwrap()
}

/// The question of one evening at `hour` UTC, and granny's "all well" after some seconds; `None`: silence.
async fn evening(world: &mut World, after: u64, hour: u32, answer: Option<i64>) {
    let due: Instant = format!("{}T{hour:02}:00:00Z", day(after)).parse().unwrap();
    world.env.clock.set(due);
    world.asks_at_home().await;
    if let Some(seconds) = answer {
        world.advance(TimeDelta::seconds(seconds));
        world.taps(GRANNY, "All well").await;
        return;
    }
    for _ in 0..6 {
        world.advance(TimeDelta::minutes(30));
        let mut tx = world.store.write().await.unwrap();
        check_in::tick(&mut tx, &world.env, 100).await.unwrap();
        tx.commit().await.unwrap();
    }
    world.deliver().await;
}

/// The morning of a day, as the school's calendar goes through it.
async fn morning(world: &mut World, after: u64) {
    let at: Instant = format!("{}T00:30:00Z", day(after)).parse().unwrap();
    world.env.clock.set(at);
    let mut tx = world.store.write().await.unwrap();
    for school in calendar::due(&mut tx, &world.env).await.unwrap() {
        calendar::day(&mut tx, &world.env, &school).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.deliver().await;
}

async fn visits(world: &World) -> Vec<Task> {
    let mut tx = world.store.read().await.unwrap();
    let open = store::tasks::list(&mut tx, world.school.school, 90).await;
    let mut open = open.unwrap();
    open.retain(|task| task.kind == TaskKind::PleaseVisit);
    open
}

#[tokio::test]
async fn all_well_in_a_blink_for_three_weeks_asks_for_one_visit_a_month() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        for after in 0..21 {
            assert_eq!(visits(&world).await, []);
            evening(&mut world, after, 12, Some(1)).await;
            morning(&mut world, after + 1).await;
        }
        let open = visits(&world).await;
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].child, Some(world.school.ming));
        assert_eq!(open[0].adult, None, "about a home, not about a person");
        // A quiet task: nobody is written to, at home least of all.
        for who in [MUM, GRANNY, AUNT, TEACHER, LEAD] {
            assert_eq!(world.count(who, "visit"), 0, "{who}");
        }
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Today’s list").await;
        insta::assert_snapshot!("teacher_is_asked_to_visit", world.screen(TEACHER, 1));
        world.taps(TEACHER, "1 Done").await;
        assert_eq!(visits(&world).await, []);
        // Seven days later it is as before, and a month has not passed.
        world.restart().await;
        for after in 21..28 {
            evening(&mut world, after, 12, Some(0)).await;
            morning(&mut world, after + 1).await;
        }
        assert_eq!(visits(&world).await, []);
        for after in 28..56 {
            evening(&mut world, after, 12, Some(2)).await;
            morning(&mut world, after + 1).await;
        }
        assert_eq!(visits(&world).await.len(), 1);
    }
}

#[tokio::test]
async fn who_takes_a_moment_once_is_left_in_peace() {
    let mut world = World::linked().await;
    for after in 0..21 {
        let seconds = if after == 9 { 40 } else { 1 };
        evening(&mut world, after, 12, Some(seconds)).await;
        morning(&mut world, after + 1).await;
    }
    assert_eq!(visits(&world).await, []);
}

#[tokio::test]
async fn midnight_lateness_and_silence_ask_for_a_visit_too() {
    // 23:40 at the school; an hour and a half late; every third evening silent.
    for (hour, answers) in [
        (15, [Some(2400), Some(2400), Some(2400)]),
        (12, [Some(5400), Some(5400), Some(30)]),
        (12, [Some(30), Some(45), None]),
    ] {
        for db in databases().await {
            let mut world = World::linked_on(&db.url).await;
            for after in 0..21 {
                let answer = answers[usize::try_from(after % 3).unwrap()];
                evening(&mut world, after, hour, answer).await;
                morning(&mut world, after + 1).await;
            }
            assert_eq!(visits(&world).await.len(), 1, "{hour} {answers:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_through_the_school_says_nothing_about_home() {
    let mut world = World::linked().await;
    let ming = world.school.ming;
    for after in 0..21 {
        evening(&mut world, after, 12, None).await;
        let (_, data) = world.chat(TEACHER).button("all well");
        world.tap_data(world.chat_of(TEACHER), None, &data).await;
    }
    let mut tx = world.store.read().await.unwrap();
    let (school, seen) = (world.school.school, span(day(21)));
    let found = store::check_ins::evenings(&mut tx, school, seen, 28_800_000)
        .await
        .unwrap();
    let (child, evenings) = found[0];
    assert_eq!((child, evenings.asked), (ming, 21));
    assert_eq!((evenings.well, evenings.quick, evenings.missed), (0, 0, 0));
}
