//! The last school day of a week: who still has pupils without a line hears it once, and nobody else.

use hongyan::model::entry::{Fact, Source};
use hongyan::model::school_year::{SchoolYear, Span};
use hongyan::model::settings::Settings;
use hongyan::service::week_entry::remind;
use hongyan::store;

use crate::support::databases::databases;
use crate::world::{LEAD, MUM, TEACHER, World};

/// 16:00 of Friday at the school.
const FRIDAY: &str = "2026-03-06T08:00:00Z";
const SAID: &str = "pupils without a line";

/// One look of the worker; gives of how many schools the week ended.
async fn look(world: &mut World) -> usize {
    let mut tx = world.store.write().await.unwrap();
    let due = remind::due(&mut tx, &world.env).await.unwrap();
    for school in &due {
        assert!(remind::remind(&mut tx, &world.env, school).await.unwrap());
        // Somebody else was a moment later.
        assert!(!remind::remind(&mut tx, &world.env, school).await.unwrap());
    }
    tx.commit().await.unwrap();
    world.deliver().await;
    due.len()
}

async fn has_a_line(world: &World, child: hongyan::base::ChildId) {
    let mut tx = world.store.write().await.unwrap();
    let fact = Fact::Sentence {
        words: hongyan::base::Words::new("Reads well."),
    };
    let day = "2026-03-04".parse().unwrap();
    store::entries::put(&mut tx, &world.env, child, day, &fact, Source::Staff, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn settings(world: &World, settings: &Settings) {
    let mut tx = world.store.write().await.unwrap();
    store::units::set_settings(&mut tx, world.school.school, settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_teacher_with_bare_pupils_hears_it_once_with_one_button() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-06T07:59:59Z");
        assert_eq!(look(&mut world).await, 0, "a second too early");
        world.set_clock(FRIDAY);
        has_a_line(&world, world.school.lan).await;
        assert_eq!(look(&mut world).await, 1);
        insta::assert_snapshot!("teacher_is_reminded", world.screen(TEACHER, 1));
        assert_eq!(world.count(LEAD, SAID) + world.count(MUM, SAID), 0);
        world.restart().await;
        world.advance(chrono::TimeDelta::hours(2));
        assert_eq!(look(&mut world).await, 0, "once a week");
        assert_eq!(world.count(TEACHER, SAID), 1);
        world.taps(TEACHER, "Class 3-2: the week").await;
        assert!(
            world
                .screen(TEACHER, 1)
                .contains("Pupils with a line of their own: 1 of 2")
        );
        // The next week is another one.
        world.set_clock("2026-03-13T08:00:00Z");
        assert_eq!(look(&mut world).await, 1);
        assert_eq!(
            world.count(TEACHER, SAID),
            1,
            "the first became the screen of the week"
        );
    }
}

#[tokio::test]
async fn nothing_is_said_when_all_have_a_line() {
    let mut world = World::linked().await;
    world.set_clock(FRIDAY);
    has_a_line(&world, world.school.lan).await;
    has_a_line(&world, world.school.ming).await;
    assert_eq!(look(&mut world).await, 1);
    assert_eq!(world.screen(TEACHER, 9), "(nothing)");
}

#[tokio::test]
async fn the_weeks_last_school_day_is_the_calendars_and_a_holiday_has_none() {
    let mut world = World::linked().await;
    // Friday is a holiday: Thursday is the last day.
    let free = |from: &str, to: &str| {
        let mut year = SchoolYear::default();
        year.holidays.push(Span {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            name: String::new(),
        });
        Settings {
            year,
            ..Settings::default()
        }
    };
    settings(&world, &free("2026-03-06", "2026-03-06")).await;
    world.set_clock("2026-03-04T08:00:00Z");
    assert_eq!(look(&mut world).await, 0);
    world.set_clock("2026-03-05T08:00:00Z");
    assert_eq!(look(&mut world).await, 1);
    world.set_clock(FRIDAY);
    assert_eq!(look(&mut world).await, 0);
    // A whole week of holidays: nobody.
    settings(&world, &free("2026-03-09", "2026-03-15")).await;
    for day in 9..16 {
        world.set_clock(&format!("2026-03-{day:02}T08:00:00Z"));
        assert_eq!(look(&mut world).await, 0, "{day}");
    }
    assert_eq!(world.count(TEACHER, SAID), 1);
}

#[tokio::test]
async fn a_night_is_kept_and_a_teacher_who_left_hears_nothing() {
    let mut world = World::linked().await;
    world.keeps_nights().await;
    world.set_clock("2026-03-06T14:30:00Z");
    assert_eq!(look(&mut world).await, 1);
    assert_eq!(world.screen(TEACHER, 9), "(nothing)", "22:30 at the school");
    world.set_clock("2026-03-07T00:00:00Z");
    world.deliver().await;
    assert_eq!(world.count(TEACHER, SAID), 1);
}
