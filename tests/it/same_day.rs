//! An absence nobody has explained: told within minutes, to each reader alone, taken back in time, and
//! corrected for whoever was told.

use chrono::TimeDelta;
use hongyan::dialogue;
use hongyan::dialogue::week_entry::Tap;
use hongyan::model::Locale;
use hongyan::model::entry::Presence;
use hongyan::model::lifecycle::FreezeKind;
use hongyan::model::message::{Lane, Parcel};
use hongyan::model::record::Relation;
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::same_day::REST;
use hongyan::model::week::SchoolWeek;
use hongyan::service::import::{Options, import};
use hongyan::service::{exclusion, freeze};
use hongyan::sheet::{Kind, Table};
use hongyan::store;
use hongyan::store::tasks::{Task, TaskKind};

use crate::support::databases::{TestDb, databases};
use crate::world::{AUNT, BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World, agree_all};

const TODAY: &str = "2026-03-04";
const AWAY: &str = "Ming was not in school on Wed 4 March. The school does not know why yet.";
const AGAIN: &str = "The school has corrected this once more:";
const CORRECTED: &str = "The school has corrected what it wrote about Ming, Wed 4 March.";

/// Wednesday, half past eight at the school, half past three in the night where mum is.
async fn on_both() -> Vec<(World, TestDb)> {
    let mut out = Vec::new();
    for db in databases().await {
        let world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-04T00:30:00Z");
        out.push((world, db));
    }
    out
}

/// Dad is Ming's father too, and speaks with nobody of the family.
async fn dad_is_linked(world: &mut World) {
    let env = world.env.clone();
    let (ming, dad, now) = (world.school.ming, world.adult(DAD), env.now());
    let mut tx = world.store.write().await.unwrap();
    let (role, relation) = (LinkRole::Parent, Relation::Father);
    let id = env.id();
    store::links::invite(&mut tx, id, ming, dad, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Active);
    store::links::decide(&mut tx, id, from, to, None, now)
        .await
        .unwrap();
    agree_all(&mut tx, &env, ming, dad, role).await;
    tx.commit().await.unwrap();
}

async fn enters_on(world: &mut World, day: &str, lesson: i64, presence: Presence) {
    let tap = Tap::Attend(world.school.ming, day.parse().unwrap(), lesson, presence);
    let data = dialogue::Tap::WeekEntry(tap).encode();
    world.tap_data(world.chat_of(TEACHER), None, &data).await;
}

async fn enters(world: &mut World, presence: Presence) {
    enters_on(world, TODAY, 0, presence).await;
}

async fn takes_back(world: &mut World) {
    let week = SchoolWeek::of(TODAY.parse().unwrap());
    let tap = Tap::UndoCard(world.school.ming, week);
    let data = dialogue::Tap::WeekEntry(tap).encode();
    world.tap_data(world.chat_of(TEACHER), None, &data).await;
    assert_eq!(toast(world), "↩ Taken back.");
}

fn toast(world: &World) -> String {
    world.chat(TEACHER).toasts.last().cloned().unwrap()
}

async fn later(world: &mut World, by: TimeDelta) {
    world.advance(by);
    world.deliver().await;
}

/// How many messages of ours each of mum, granny, dad and aunt has.
fn heard(world: &World) -> [usize; 4] {
    [MUM, GRANNY, DAD, AUNT].map(|who| world.count(who, "🏫"))
}

async fn to_ring(world: &World) -> Vec<Task> {
    let mut tx = world.store.write().await.unwrap();
    let tasks = store::tasks::list(&mut tx, world.school.school, 20).await;
    let mut tasks = tasks.unwrap();
    tasks.retain(|task| task.kind == TaskKind::RingAbsent);
    tasks
}

#[tokio::test]
async fn parents_and_the_guardian_know_within_ten_minutes_each_alone() {
    for (mut world, _db) in on_both().await {
        dad_is_linked(&mut world).await;
        enters(&mut world, Presence::Unexplained).await;
        assert!(toast(&world).contains("In 3 minutes"), "{}", toast(&world));
        later(&mut world, REST - TimeDelta::seconds(1)).await;
        assert_eq!(heard(&world), [0; 4], "a slip can still be taken back");
        later(&mut world, TimeDelta::seconds(1)).await;
        assert!(REST < TimeDelta::minutes(10));
        assert_eq!(heard(&world), [1, 1, 1, 0], "not the second contact");
        for who in [MUM, GRANNY, DAD] {
            let screen = world.screen(who, 1);
            assert!(screen.contains(AWAY), "{screen}");
            assert!(screen.contains("112"), "a number to ring: {screen}");
            for other in ["Mei", "Gang", "Granny", "Aunt", "mother", "father", "Zhao"] {
                assert!(!screen.contains(other), "{who} reads of {other}: {screen}");
            }
        }
        assert_eq!(world.count(LEAD, "Ming"), 0);
        assert!(to_ring(&world).await.is_empty());
        // The answer goes to the school, not to the other parent.
        world.taps(MUM, "I know why").await;
        assert_eq!(world.count(MUM, AWAY), 1, "it stays to be read again");
        world.says(MUM, "He has a cold.").await;
        assert_eq!(world.count(TEACHER, "He has a cold."), 1);
        assert_eq!(world.count(DAD, "cold"), 0);
        // A day later nothing more has come of it.
        later(&mut world, TimeDelta::days(1)).await;
        assert_eq!(world.count(DAD, "🏫"), 1);
    }
}

#[tokio::test]
async fn lesson_after_lesson_is_one_message() {
    for (mut world, _db) in on_both().await {
        for lesson in 1..=3 {
            enters_on(&mut world, TODAY, lesson, Presence::Unexplained).await;
            world.advance(TimeDelta::seconds(30));
        }
        // The rest counts from the first.
        later(&mut world, REST - TimeDelta::seconds(90)).await;
        assert_eq!(heard(&world), [1, 1, 0, 0]);
        assert_eq!(world.count(MUM, "not in every lesson on Wed 4 March"), 1);
        enters_on(&mut world, TODAY, 4, Presence::Unexplained).await;
        enters(&mut world, Presence::Unexplained).await;
        later(&mut world, TimeDelta::hours(1)).await;
        assert_eq!(heard(&world), [1, 1, 0, 0]);
    }
}

#[tokio::test]
async fn while_it_rests_the_newest_words_go_and_no_later() {
    for (mut world, _db) in on_both().await {
        enters_on(&mut world, TODAY, 1, Presence::Unexplained).await;
        later(&mut world, TimeDelta::minutes(2)).await;
        enters(&mut world, Presence::Unexplained).await;
        later(&mut world, TimeDelta::minutes(1)).await;
        assert_eq!(heard(&world), [1, 1, 0, 0]);
        assert_eq!(world.count(MUM, AWAY), 1);
    }
}

#[tokio::test]
async fn what_is_taken_back_or_put_right_in_time_tells_nobody() {
    for (mut world, _db) in on_both().await {
        enters(&mut world, Presence::Unexplained).await;
        later(&mut world, TimeDelta::minutes(2)).await;
        takes_back(&mut world).await;
        later(&mut world, TimeDelta::hours(1)).await;
        enters(&mut world, Presence::Unexplained).await;
        later(&mut world, TimeDelta::minutes(2)).await;
        enters(&mut world, Presence::Excused).await;
        assert_eq!(toast(&world), "Noted.");
        later(&mut world, TimeDelta::hours(1)).await;
        assert_eq!(heard(&world), [0; 4]);
        // What was taken back can be entered again, and is new then.
        enters(&mut world, Presence::Unexplained).await;
        later(&mut world, REST).await;
        assert_eq!(heard(&world), [1, 1, 0, 0]);
        assert_eq!(world.count(MUM, AGAIN), 0);
    }
}

#[tokio::test]
async fn a_correction_reaches_those_who_were_told_and_once_for_each_state() {
    for (mut world, _db) in on_both().await {
        enters(&mut world, Presence::Unexplained).await;
        later(&mut world, REST).await;
        // Whoever came into the chat since has nothing to be corrected.
        dad_is_linked(&mut world).await;
        enters(&mut world, Presence::Late).await;
        assert!(toast(&world).contains("correction"), "{}", toast(&world));
        assert_eq!(heard(&world), [2, 2, 0, 0]);
        let screen = world.screen(MUM, 1);
        assert!(
            screen.contains(CORRECTED) && screen.contains("Ming did come to school"),
            "{screen}"
        );
        // The same state by another entry.
        enters_on(&mut world, TODAY, 2, Presence::Late).await;
        later(&mut world, TimeDelta::hours(1)).await;
        assert_eq!(heard(&world), [2, 2, 0, 0]);
        // Another state is another truth.
        enters(&mut world, Presence::Excused).await;
        assert_eq!(world.count(MUM, "knows now why Ming was away"), 1);
        // Away again after all: told again, after its rest, as a correction; new to dad.
        enters(&mut world, Presence::Unexplained).await;
        assert_eq!(heard(&world), [3, 3, 0, 0]);
        later(&mut world, REST).await;
        assert_eq!(heard(&world), [4, 4, 1, 0]);
        let screen = world.screen(MUM, 1);
        assert!(screen.contains(AGAIN) && screen.contains(AWAY));
        assert_eq!(world.count(DAD, AGAIN), 0);
        // Two days later it is put right: all three hear it.
        later(&mut world, TimeDelta::days(2)).await;
        enters(&mut world, Presence::Present).await;
        assert_eq!(heard(&world), [5, 5, 2, 0]);
        assert_eq!(world.count(DAD, "Ming is not noted as away"), 1);
    }
}

#[tokio::test]
async fn an_absence_of_another_day_is_told_with_the_week_alone() {
    for (mut world, _db) in on_both().await {
        enters_on(&mut world, "2026-03-03", 0, Presence::Unexplained).await;
        assert_eq!(toast(&world), "Noted.");
        later(&mut world, TimeDelta::hours(1)).await;
        enters_on(&mut world, "2026-03-03", 0, Presence::Late).await;
        assert_eq!(heard(&world), [0; 4]);
        assert!(to_ring(&world).await.is_empty());
        // Of today's message nobody believes that it was about yesterday.
        enters(&mut world, Presence::Unexplained).await;
        later(&mut world, REST).await;
        enters_on(&mut world, "2026-03-03", 0, Presence::Excused).await;
        assert_eq!(heard(&world), [1, 1, 0, 0]);
    }
}

#[tokio::test]
async fn between_entry_and_hand_over_the_right_may_end() {
    for (mut world, _db) in on_both().await {
        dad_is_linked(&mut world).await;
        enters(&mut world, Presence::Unexplained).await;
        let (ming, now) = (world.school.ming, world.env.now());
        let mut tx = world.store.write().await.unwrap();
        // A paper against mum; dad's link ends without a word to the outbox.
        let paper = world.paper(ming, world.adult(MUM));
        exclusion::exclude(&mut tx, &world.env, None, &paper)
            .await
            .unwrap();
        store::links::close(&mut tx, ming, world.adult(DAD), None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        later(&mut world, REST).await;
        assert_eq!(heard(&world), [0, 1, 0, 0]);
        enters(&mut world, Presence::Late).await;
        later(&mut world, TimeDelta::hours(1)).await;
        assert_eq!(heard(&world), [0, 2, 0, 0], "nor a correction");
    }
}

#[tokio::test]
async fn nothing_about_a_child_whose_file_rests_and_nobody_is_asked_to_ring() {
    for (mut world, _db) in on_both().await {
        brings(&mut world, "c1,2026-03-04,unexplained").await;
        let (ming, kind) = (world.school.ming, FreezeKind::Death);
        let mut tx = world.store.write().await.unwrap();
        freeze::freeze(&mut tx, &world.env, None, ming, kind)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // A list of the same day, after that.
        brings(&mut world, "c1,2026-03-04,excused").await;
        brings(&mut world, "c1,2026-03-04,unexplained").await;
        later(&mut world, TimeDelta::hours(1)).await;
        assert_eq!(heard(&world), [0; 4]);
        assert!(to_ring(&world).await.is_empty());
    }
}

#[tokio::test]
async fn at_night_it_comes_without_a_sound() {
    for (mut world, _db) in on_both().await {
        world.keeps_nights().await;
        enters(&mut world, Presence::Unexplained).await;
        world.advance(REST);
        let now = world.env.now();
        let mut tx = world.store.write().await.unwrap();
        let lease = now + TimeDelta::minutes(1);
        let batch = store::outbox::claim(&mut tx, BOT, now, lease, Lane::Bulk, 100)
            .await
            .unwrap();
        let silent: Vec<(i64, bool, Lane)> = batch
            .rows
            .iter()
            .map(|row| match &row.parcel {
                Parcel::Send { silent, .. } => (row.chat, *silent, row.lane),
                other => panic!("{other:?}"),
            })
            .collect();
        tx.undo().await.unwrap();
        // At once for both; mum sleeps in Moscow, granny is up.
        let expected = [
            (world.chat_of(MUM), true, Lane::Normal),
            (world.chat_of(GRANNY), false, Lane::Normal),
        ];
        assert_eq!(silent.len(), 2);
        assert!(
            expected.iter().all(|row| silent.contains(row)),
            "{silent:?}"
        );
    }
}

#[tokio::test]
async fn with_nobody_to_tell_the_school_is_asked_to_ring_once() {
    for db in databases().await {
        let mut world = World::on(&db.url).await;
        world.set_clock("2026-03-04T00:30:00Z");
        enters(&mut world, Presence::Unexplained).await;
        assert!(
            toast(&world).contains("please ring them"),
            "{}",
            toast(&world)
        );
        enters_on(&mut world, TODAY, 2, Presence::Unexplained).await;
        let tasks = to_ring(&world).await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0].child, Some(world.school.ming));
        // Put right: nobody is to ring. Away again: somebody is.
        enters(&mut world, Presence::Late).await;
        takes_back(&mut world).await;
        assert_eq!(to_ring(&world).await.len(), 1);
        enters(&mut world, Presence::Excused).await;
        assert!(to_ring(&world).await.is_empty());
        enters(&mut world, Presence::Unexplained).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        let screen = world.screen(LEAD, 1);
        assert!(
            screen.contains("family not in the chat") && screen.contains("Wang Ming"),
            "{screen}"
        );
        // Once a person has rung, it is done for this day.
        world.taps(LEAD, "1 done").await;
        assert!(to_ring(&world).await.is_empty());
        enters_on(&mut world, TODAY, 3, Presence::Unexplained).await;
        assert!(to_ring(&world).await.is_empty());
        later(&mut world, TimeDelta::days(1)).await;
        enters_on(&mut world, "2026-03-05", 0, Presence::Unexplained).await;
        assert_eq!(to_ring(&world).await.len(), 1, "another day");
    }
}

/// A list of attendance is imported.
async fn brings(world: &mut World, rows: &str) {
    brings_as(world, rows, Options { dry_run: false }).await;
}

async fn brings_as(world: &mut World, rows: &str, options: Options) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("days.csv");
    std::fs::write(&file, format!("child_key,day,presence\n{rows}\n")).unwrap();
    let table = Table::open(&file, None).unwrap();
    let kind = Kind::Attendance;
    let (store, env) = (&world.store, &world.env);
    let report = import(store, env, kind, table, None, options, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(report.rejected, 0, "{:?}", report.problems);
    world.deliver().await;
}

#[tokio::test]
async fn a_list_brought_twice_tells_once_and_old_days_tell_nothing() {
    for (mut world, _db) in on_both().await {
        let list =
            "c1,2026-03-04,unexplained\nc2,2026-03-02,unexplained\nc2,2025-03-04,unexplained";
        brings_as(&mut world, list, Options { dry_run: true }).await;
        later(&mut world, REST).await;
        assert_eq!(heard(&world), [0; 4], "only tried");
        brings(&mut world, list).await;
        brings(&mut world, list).await;
        later(&mut world, REST).await;
        assert_eq!(heard(&world), [1, 1, 0, 0]);
        brings(&mut world, list).await;
        later(&mut world, TimeDelta::hours(1)).await;
        assert_eq!(heard(&world), [1, 1, 0, 0]);
        brings(&mut world, "c1,2026-03-04,excused").await;
        brings(&mut world, "c1,2026-03-04,excused").await;
        assert_eq!(heard(&world), [2, 2, 0, 0]);
        assert_eq!(world.count(MUM, "knows now why Ming was away"), 1);
    }
}

#[tokio::test]
async fn a_list_put_right_before_it_left_tells_nobody() {
    for (mut world, _db) in on_both().await {
        brings(&mut world, "c1,2026-03-04,unexplained").await;
        later(&mut world, TimeDelta::minutes(1)).await;
        brings(&mut world, "c1,2026-03-04,excused").await;
        later(&mut world, TimeDelta::hours(1)).await;
        assert_eq!(heard(&world), [0; 4]);
    }
}

#[tokio::test]
async fn the_key_of_what_was_told_says_nothing() {
    for (mut world, db) in on_both().await {
        enters(&mut world, Presence::Unexplained).await;
        later(&mut world, REST).await;
        let mut tx = world.store.read().await.unwrap();
        let letters = store::same_day::letters(&mut tx, &[world.school.ming]).await;
        assert_eq!(letters.unwrap().len(), 2);
        drop(tx);
        world.store.close().await;
        let bytes = db.bytes().await;
        let text = String::from_utf8_lossy(&bytes);
        let told: Vec<&str> = text.split("same_day:").skip(1).collect();
        assert!(told.len() >= 2, "the keys are found");
        for key in told {
            let key: String = key.chars().take(16).collect();
            assert!(!key.starts_with("2026") && !key.contains("away"), "{key}");
        }
    }
}

/// The child's other languages: what a reader gets, word for word.
#[tokio::test]
async fn the_words_in_four_languages() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        world.has_number("Red Star", "+86 571 0000 0000").await;
        for who in [MUM, TEACHER] {
            world.speaks(who, *locale).await;
        }
        let mut seen = String::new();
        let steps = [
            ("2026-03-04", 0, Presence::Unexplained),
            ("2026-03-04", 0, Presence::Late),
            ("2026-03-04", 0, Presence::Partly),
            ("2026-03-04", 0, Presence::Excused),
            ("2026-03-04", 0, Presence::Unexplained),
            ("2026-03-04", 0, Presence::Present),
            ("2026-03-05", 2, Presence::Unexplained),
        ];
        for (day, lesson, presence) in steps {
            world.set_clock(&format!("{day}T08:00:00Z"));
            enters_on(&mut world, day, lesson, presence).await;
            seen.push_str(&format!("##### {}: {}\n", presence.as_str(), toast(&world)));
            later(&mut world, REST).await;
            seen.push_str(&world.screen(MUM, 1));
        }
        let mut alone = World::new().await;
        alone.set_clock("2026-03-04T08:00:00Z");
        let mut tx = alone.store.write().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, alone.chat_of(TEACHER)).await;
        let id = account.unwrap().unwrap().id;
        store::accounts::set_locale(&mut tx, id, *locale)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        enters(&mut alone, Presence::Unexplained).await;
        seen.push_str(&format!("##### nobody: {}\n", toast(&alone)));
        insta::assert_snapshot!(format!("same_day_{}", locale.as_str()), seen);
    }
}
