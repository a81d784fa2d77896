//! Check-ins and the ladder, as evenings of one family.

use chrono::TimeDelta;
use hongyan::base::{CheckInId, ChildId, Instant};
use hongyan::dialogue::{self, check_in::Tap};
use hongyan::model::Locale;
use hongyan::model::check_in::State;
use hongyan::model::record::{Programme, Relation};
use hongyan::model::rights::LinkRole;
use hongyan::model::settings::Awake;
use hongyan::service::{check_in, parting};
use hongyan::store;
use hongyan::store::check_ins::CheckIn;
use hongyan::store::tasks::TaskKind;
use proptest::prelude::*;

use crate::world::{AUNT, BOT, GRANNY, LEAD, MUM, TEACHER, World};

/// 20:00 at the school.
const EVENING: &str = "2026-03-02T12:00:00Z";

/// An evening is about to begin; the school has a number to ring.
async fn evening() -> World {
    evening_in(World::linked().await).await
}

async fn evening_in(world: World) -> World {
    world.has_number("Red Star School", "0871 555 0100").await;
    world.set_clock(EVENING);
    world
}

/// The run of the evening: everybody is asked.
async fn ask(world: &mut World) {
    let mut cursor = 0;
    loop {
        let mut tx = world.store.write().await.unwrap();
        let due = EVENING.parse().unwrap();
        let school = world.school.school;
        let next = check_in::page(&mut tx, &world.env, school, due, cursor, 1)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let Some(next) = next else { break };
        cursor = next;
    }
    world.deliver().await;
}

pub async fn asked() -> (World, CheckInId) {
    asked_in(World::linked().await).await
}

/// The same in a world whose family is linked.
pub async fn asked_in(world: World) -> (World, CheckInId) {
    let mut world = evening_in(world).await;
    ask(&mut world).await;
    let id = on_screen(&world, GRANNY);
    (world, id)
}

/// One round of the ladder; gives when it wants to be called again.
async fn tick(world: &mut World) -> Option<Instant> {
    let mut tx = world.store.write().await.unwrap();
    let next = check_in::tick(&mut tx, &world.env, 100).await.unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
    next
}

/// Minutes after the question, then one round.
async fn minute(world: &mut World, minute: i64) -> Option<Instant> {
    let start: Instant = EVENING.parse().unwrap();
    world.env.clock.set(start + TimeDelta::minutes(minute));
    tick(world).await
}

/// The check-in somebody was asked about.
fn on_screen(world: &World, who: &str) -> CheckInId {
    let (_, data) = world.chat(who).button("A problem");
    match dialogue::Tap::decode(&data) {
        Some(dialogue::Tap::CheckIn(Tap::Problem(id))) => id,
        other => panic!("no question on the screen of {who}: {other:?}"),
    }
}

async fn row(world: &World, id: CheckInId) -> CheckIn {
    let mut tx = world.store.read().await.unwrap();
    store::check_ins::get(&mut tx, id).await.unwrap().unwrap()
}

/// The kinds of the school's open tasks.
async fn tasks(world: &World) -> Vec<TaskKind> {
    let mut tx = world.store.read().await.unwrap();
    let open = store::tasks::list(&mut tx, world.school.school, 20).await;
    open.unwrap().iter().map(|task| task.kind).collect()
}

async fn audits(world: &World, action: &'static str) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, action).await.unwrap()
}

async fn blocks(world: &World, who: &str) {
    let mut tx = world.store.write().await.unwrap();
    store::reach::mark_unreachable(&mut tx, BOT, world.chat_of(who), "blocked")
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

const ALL: [&str; 5] = [GRANNY, AUNT, TEACHER, LEAD, MUM];

/// What everybody of Ming's people has on the screen.
fn screens(world: &World) -> String {
    ALL.map(|who| format!("=== {who}\n{}", world.screen(who, 9)))
        .concat()
}

fn messages(world: &World) -> [usize; 5] {
    ALL.map(|who| world.count(who, "Ming"))
}

/// The lead is not asked at night: the step waits for the morning, and is taken then.
#[tokio::test]
async fn a_step_waits_for_the_hours_of_its_people() {
    let mut world = evening().await;
    let mut tx = world.store.write().await.unwrap();
    let school = world.school.school;
    let mut settings = store::units::settings(&mut tx, school).await.unwrap();
    settings.ladder[4].hours = Awake::new(7, 22);
    store::units::set_settings(&mut tx, school, &settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    ask(&mut world).await;
    let id = on_screen(&world, GRANNY);
    for at in [30, 60, 90] {
        minute(&mut world, at).await;
    }
    // 22:00: the lead's evening is over.
    let next = minute(&mut world, 120).await;
    assert_eq!(messages(&world), [2, 1, 1, 0, 0]);
    let seven: Instant = "2026-03-02T23:00:00Z".parse().unwrap();
    assert_eq!(next, Some(seven));
    world.restart().await;
    minute(&mut world, 11 * 60 - 1).await;
    assert_eq!(messages(&world), [2, 1, 1, 0, 0]);
    minute(&mut world, 11 * 60).await;
    assert_eq!(messages(&world), [2, 1, 1, 1, 0]);
    assert_eq!(row(&world, id).await.state, State::Asked);
    minute(&mut world, 11 * 60 + 30).await;
    assert_eq!(row(&world, id).await.state, State::Missed);
    assert_eq!(messages(&world), [2, 1, 1, 1, 0]);
}

#[tokio::test]
async fn silence_climbs_one_step_at_a_time_at_the_stated_minutes() {
    let (mut world, id) = asked().await;
    let start: Instant = EVENING.parse().unwrap();
    for (at, then) in [
        (0, [1, 0, 0, 0, 0]),
        (30, [2, 0, 0, 0, 0]),
        (60, [2, 1, 0, 0, 0]),
        (90, [2, 1, 1, 0, 0]),
        (120, [2, 1, 1, 1, 0]),
        (150, [2, 1, 1, 1, 0]),
    ] {
        if at > 0 {
            world
                .env
                .clock
                .set(start + TimeDelta::minutes(at) - TimeDelta::seconds(1));
            let before = messages(&world);
            let next = tick(&mut world).await;
            assert_eq!(next, Some(start + TimeDelta::minutes(at)));
            assert_eq!(messages(&world), before, "a second before minute {at}");
        }
        minute(&mut world, at).await;
        assert_eq!(messages(&world), then, "minute {at}");
    }
    insta::assert_snapshot!("ladder", screens(&world));
    assert_eq!(row(&world, id).await.state, State::Missed);
    assert_eq!(tasks(&world).await, [TaskKind::MissedCheckIn]);
    assert_eq!(minute(&mut world, 600).await, None);
    assert_eq!(messages(&world), [2, 1, 1, 1, 0]);
}

#[tokio::test]
async fn all_well_is_thanked_in_one_line_and_ends_the_ladder() {
    let (mut world, id) = asked().await;
    world.taps(GRANNY, "All well").await;
    insta::assert_snapshot!("well", world.screen(GRANNY, 9));
    assert_eq!(row(&world, id).await.state, State::Well);
    assert_eq!(minute(&mut world, 300).await, None);
    assert_eq!(messages(&world), [1, 0, 0, 0, 0]);
    assert_eq!(audits(&world, "check_in_answer").await, 1);
    assert_eq!(tasks(&world).await, []);
}

#[tokio::test]
async fn a_finger_that_taps_twice_reports_no_problem() {
    let (mut world, id) = asked().await;
    let (message, data) = {
        let shown = world.chat(GRANNY).shown.last().unwrap();
        (shown.id, shown.rows[0][0].act.clone())
    };
    world.taps(GRANNY, "All well").await;
    // The same place on the screen is the same answer.
    assert_eq!(world.chat(GRANNY).shown[0].rows[0][0].act, data);
    let hongyan::model::message::Act::Tap(data) = data else {
        panic!("a button")
    };
    let chat = world.chat_of(GRANNY);
    world.tap_data(chat, Some(message), &data).await;
    assert_eq!(row(&world, id).await.state, State::Well);
    assert_eq!(
        world.chat(GRANNY).toasts,
        ["This is answered already, thank you."]
    );
}

#[tokio::test]
async fn whoever_was_asked_can_answer_and_the_others_are_told_it_is_resolved() {
    for (at, who, label) in [
        (60, AUNT, "All well"),
        (90, GRANNY, "All well"),
        (90, TEACHER, "I reached them: all well"),
        (120, LEAD, "I reached them: all well"),
    ] {
        let (mut world, id) = asked().await;
        for step in (30..=at).step_by(30) {
            minute(&mut world, step).await;
        }
        world.taps(who, label).await;
        assert_eq!(row(&world, id).await.state, State::Well);
        assert_eq!(minute(&mut world, 300).await, None);
        let told: Vec<usize> = ALL
            .iter()
            .map(|who| world.count(who, "it is resolved, all well"))
            .collect();
        let expected = ALL.map(|other| {
            let reached = match other {
                AUNT => at >= 60,
                TEACHER => at >= 90,
                LEAD => at >= 120,
                _ => false,
            };
            usize::from(reached && other != who)
        });
        assert_eq!(told, expected, "{who} at {at}");
        if who == TEACHER {
            insta::assert_snapshot!("teacher_reached_them", screens(&world));
        }
    }
}

#[tokio::test]
async fn a_problem_is_with_school_and_parent_at_once() {
    let (mut world, id) = asked().await;
    world.advance(TimeDelta::minutes(5));
    world.taps(GRANNY, "A problem").await;
    insta::assert_snapshot!("problem", screens(&world));
    assert_eq!(tasks(&world).await, [TaskKind::Problem]);
    assert_eq!(minute(&mut world, 300).await, None);

    let again = dialogue::Tap::CheckIn(Tap::Well(id)).encode();
    world.tap_data(world.chat_of(GRANNY), None, &again).await;
    assert_eq!(row(&world, id).await.state, State::Problem);
    assert_eq!(
        world.chat(GRANNY).toasts,
        ["The school knows and will ring you. Tell them how it is."]
    );
    world.taps(LEAD, "I reached them: all well").await;
    assert_eq!(row(&world, id).await.state, State::Well);
    assert_eq!(tasks(&world).await, []);
    assert_eq!(world.count(MUM, "the school has looked into it"), 1);
    assert_eq!(world.count(TEACHER, "it is resolved"), 1);
}

#[tokio::test]
async fn all_well_can_be_corrected_to_a_problem() {
    let (mut world, id) = asked().await;
    world.taps(GRANNY, "All well").await;
    world.taps(GRANNY, "A problem").await;
    assert_eq!(row(&world, id).await.state, State::Problem);
    assert_eq!(world.count(MUM, "a problem was reported"), 1);
    assert_eq!(world.count(LEAD, "a problem"), 1);
    assert_eq!(world.count(TEACHER, "a problem"), 1);
}

#[tokio::test]
async fn a_problem_the_teacher_found_reaches_lead_and_parent() {
    let (mut world, id) = asked().await;
    for step in [30, 60, 90] {
        minute(&mut world, step).await;
    }
    world.taps(TEACHER, "I reached them: a problem").await;
    assert_eq!(row(&world, id).await.state, State::Problem);
    insta::assert_snapshot!("teacher_found_a_problem", screens(&world));
}

#[tokio::test]
async fn where_nobody_of_the_school_is_in_the_chat_no_promise_is_made() {
    let (mut world, _) = asked().await;
    blocks(&world, TEACHER).await;
    blocks(&world, LEAD).await;
    world.taps(GRANNY, "A problem").await;
    insta::assert_snapshot!("problem_alone", screens(&world));
    assert_eq!(tasks(&world).await, [TaskKind::Problem]);
}

#[tokio::test]
async fn ring_me_is_a_task_and_reaches_the_teacher_only() {
    let (mut world, id) = asked().await;
    world.taps(GRANNY, "Ring me").await;
    insta::assert_snapshot!("ring", screens(&world));
    assert_eq!(row(&world, id).await.state, State::Ring);
    assert_eq!(tasks(&world).await, [TaskKind::RingGuardian]);
    assert_eq!(minute(&mut world, 300).await, None);
}

#[tokio::test]
async fn the_menu_asks_the_school_to_ring_in_two_taps() {
    let mut world = evening().await;
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "please ring me").await;
    insta::assert_snapshot!("menu_ring", world.screen(GRANNY, 1));
    assert_eq!(tasks(&world).await, [TaskKind::RingGuardian]);
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "please ring me").await;
    assert_eq!(world.count(TEACHER, "asks to be rung"), 1);
    // A parent writes notes; this button is for who cares at home.
    world.says(MUM, "/menu").await;
    assert!(!world.screen(MUM, 1).contains("please ring me"));
    let forged = dialogue::Tap::CheckIn(Tap::AskRing(world.school.ming)).encode();
    world.tap_data(world.chat_of(MUM), None, &forged).await;
    assert_eq!(world.chat(MUM).toasts, ["This is not possible right now."]);
}

#[tokio::test]
async fn a_digit_is_an_answer_too() {
    let (mut world, id) = asked().await;
    world.says(GRANNY, "1").await;
    assert_eq!(row(&world, id).await.state, State::Well);
    // Nothing is open any more: it says what is known already, as the button would.
    world.says(GRANNY, "1").await;
    assert_eq!(row(&world, id).await.state, State::Well);
    assert_eq!(world.count(GRANNY, "did not understand"), 0);
    assert_eq!(audits(&world, "check_in_answer").await, 1);
    // There is no third button below the thanks.
    world.says(GRANNY, "3").await;
    assert_eq!(world.count(GRANNY, "did not understand"), 1);
    world.says(MUM, "1").await;
    assert_eq!(world.count(MUM, "did not understand"), 1);
}

#[tokio::test]
async fn with_two_children_a_digit_shows_the_buttons_again() {
    let mut world = evening().await;
    world
        .links(
            world.school.lan,
            GRANNY,
            LinkRole::Guardian,
            Relation::Relative,
        )
        .await;
    ask(&mut world).await;
    world.says(GRANNY, "1").await;
    assert_eq!(world.count(GRANNY, "Ming: at home and well?"), 2);
    assert_eq!(world.count(GRANNY, "Lan: at home and well?"), 2);
    assert_eq!(audits(&world, "check_in_answer").await, 0);
}

#[tokio::test]
async fn a_restart_between_steps_loses_and_doubles_nothing() {
    let mut world = evening().await;
    ask(&mut world).await;
    world.restart().await;
    ask(&mut world).await;
    minute(&mut world, 30).await;
    world.restart().await;
    minute(&mut world, 30).await;
    tick(&mut world).await;
    assert_eq!(messages(&world), [2, 0, 0, 0, 0]);
    minute(&mut world, 60).await;
    tick(&mut world).await;
    assert_eq!(messages(&world), [2, 1, 0, 0, 0]);
}

#[tokio::test]
async fn after_a_long_stop_the_ladder_goes_on_one_step_at_a_time() {
    let (mut world, _) = asked().await;
    let next = minute(&mut world, 200).await;
    assert_eq!(messages(&world), [2, 0, 0, 0, 0]);
    let start: Instant = EVENING.parse().unwrap();
    assert_eq!(next, Some(start + TimeDelta::minutes(230)));
    minute(&mut world, 230).await;
    assert_eq!(messages(&world), [2, 1, 0, 0, 0]);
}

#[tokio::test]
async fn a_stop_over_night_asks_nobody_in_the_morning_and_tells_the_lead() {
    let (mut world, id) = asked().await;
    // 06:00 at the school.
    assert_eq!(minute(&mut world, 600).await, None);
    assert_eq!(messages(&world), [1, 0, 0, 1, 0]);
    insta::assert_snapshot!("missed_over_night", world.screen(LEAD, 1));
    assert_eq!(row(&world, id).await.state, State::Missed);
    assert_eq!(tasks(&world).await, [TaskKind::MissedCheckIn]);
}

#[tokio::test]
async fn who_cannot_be_reached_is_passed_at_once() {
    let mut world = evening().await;
    blocks(&world, GRANNY).await;
    ask(&mut world).await;
    assert_eq!(messages(&world), [0, 1, 0, 0, 0]);
    assert_eq!(audits(&world, "check_in_passed").await, 2);
    minute(&mut world, 29).await;
    assert_eq!(messages(&world), [0, 1, 0, 0, 0]);
    // The aunt has her whole half hour, then the teacher is asked.
    minute(&mut world, 30).await;
    assert_eq!(messages(&world), [0, 1, 1, 0, 0]);
}

#[tokio::test]
async fn with_nobody_to_reach_the_school_has_a_task_at_once() {
    let mut world = evening().await;
    for who in [GRANNY, AUNT, TEACHER, LEAD] {
        blocks(&world, who).await;
    }
    ask(&mut world).await;
    assert_eq!(messages(&world), [0; 5]);
    assert_eq!(tasks(&world).await, [TaskKind::MissedCheckIn]);
    assert_eq!(tick(&mut world).await, None);
}

#[tokio::test]
async fn an_ended_link_hears_nothing_more_and_the_next_person_is_asked() {
    let (mut world, id) = asked().await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, granny) = (world.school.ming, world.adult(GRANNY));
    parting::end(&mut tx, &world.env, None, ming, granny)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.taps(GRANNY, "All well").await;
    assert_eq!(
        world.chat(GRANNY).toasts,
        ["This is not possible right now."]
    );
    assert_eq!(row(&world, id).await.state, State::Asked);
    minute(&mut world, 30).await;
    assert_eq!(messages(&world), [1, 1, 0, 0, 0]);
}

#[tokio::test]
async fn a_late_answer_counts_and_ends_the_task() {
    let (mut world, id) = asked().await;
    for step in [30, 60, 90, 120, 150] {
        minute(&mut world, step).await;
    }
    assert_eq!(tasks(&world).await, [TaskKind::MissedCheckIn]);
    minute(&mut world, 170).await;
    world.taps(GRANNY, "All well").await;
    assert_eq!(row(&world, id).await.state, State::Well);
    assert_eq!(tasks(&world).await, []);
    assert_eq!(world.count(LEAD, "it is resolved, all well"), 1);
}

#[tokio::test]
async fn staff_who_reach_nobody_pass_it_on_at_once() {
    let (mut world, id) = asked().await;
    for step in [30, 60, 90] {
        minute(&mut world, step).await;
    }
    world.taps(TEACHER, "I reached nobody").await;
    assert_eq!(messages(&world), [2, 1, 1, 1, 0]);
    // The teacher's turn is over: a second tap does not hurry the lead.
    let pass = dialogue::Tap::CheckIn(Tap::Pass(id)).encode();
    world.tap_data(world.chat_of(TEACHER), None, &pass).await;
    assert_eq!(row(&world, id).await.state, State::Asked);
    world.taps(LEAD, "I reached nobody").await;
    insta::assert_snapshot!("lead_reached_nobody", world.screen(LEAD, 1));
    assert_eq!(row(&world, id).await.state, State::Missed);
    assert_eq!(tasks(&world).await, [TaskKind::MissedCheckIn]);
}

#[tokio::test]
async fn forged_and_foreign_taps_get_one_same_answer() {
    let (mut world, id) = asked().await;
    for (who, id) in [
        (MUM, id),
        ("dad", id),
        ("stranger", id),
        (GRANNY, CheckInId(7)),
    ] {
        for tap in [
            Tap::Well(id),
            Tap::Problem(id),
            Tap::Ring(id),
            Tap::Pass(id),
        ] {
            let before = world.screen(who, 9);
            let toasts = match before.as_str() {
                "(nothing)" => 0,
                _ => world.chat(who).toasts.len(),
            };
            let data = dialogue::Tap::CheckIn(tap).encode();
            world.tap_data(world.chat_of(who), None, &data).await;
            let toasts = &world.chat(who).toasts[toasts..];
            assert_eq!(toasts, ["This is not possible right now."]);
            assert_eq!(world.chat(who).screen(9), before.replace("(nothing)", ""));
        }
    }
    assert_eq!(row(&world, id).await.state, State::Asked);
}

#[tokio::test]
async fn a_frozen_child_is_not_asked_about_any_more() {
    let (mut world, id) = asked().await;
    let mut tx = world.store.write().await.unwrap();
    let now = world.env.now();
    store::children::set_programme(&mut tx, world.school.ming, Programme::Frozen, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(minute(&mut world, 30).await, None);
    assert_eq!(messages(&world), [1, 0, 0, 0, 0]);
    assert_eq!(tasks(&world).await, []);
    world.taps(GRANNY, "A problem").await;
    assert_eq!(
        world.chat(GRANNY).toasts,
        ["Please speak with Lead Chen at the school."]
    );
    assert_eq!(row(&world, id).await.state, State::Missed);
}

#[tokio::test]
async fn the_question_in_four_languages() {
    for locale in Locale::ALL {
        let mut world = evening().await;
        let mut tx = world.store.write().await.unwrap();
        for who in ALL {
            let chat = world.chat_of(who);
            let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
            store::accounts::set_locale(&mut tx, account.unwrap().id, *locale)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        ask(&mut world).await;
        for step in [30, 60, 90, 120] {
            minute(&mut world, step).await;
        }
        let (message, data) = {
            let shown = world.chat(GRANNY).shown.last().unwrap();
            let hongyan::model::message::Act::Tap(data) = &shown.rows[1][0].act else {
                panic!("a button")
            };
            (shown.id, data.clone())
        };
        let name = format!("evening_{}", locale.as_str());
        let silence = screens(&world);
        let chat = world.chat_of(GRANNY);
        world.tap_data(chat, Some(message), &data).await;
        let both = format!(
            "{silence}
##### a problem
{}",
            screens(&world)
        );
        insta::assert_snapshot!(name, both);
    }
}

proptest! {
    #[test]
    fn buttons_mean_what_they_meant_and_fit(id in 0..i64::MAX, which in 0..5) {
        let tap = match which {
            0 => Tap::Well(CheckInId(id)),
            1 => Tap::Problem(CheckInId(id)),
            2 => Tap::Ring(CheckInId(id)),
            3 => Tap::Pass(CheckInId(id)),
            _ => Tap::AskRing(ChildId(id)),
        };
        let tap = dialogue::Tap::CheckIn(tap);
        let data = tap.encode();
        prop_assert!(data.len() <= 64);
        prop_assert_eq!(dialogue::Tap::decode(&data), Some(tap));
    }

    #[test]
    fn any_rubbish_is_decoded_to_nothing_or_to_itself(data in "1c[a-z]?\\.?[0-9a-z.]{0,20}") {
        if let Some(tap) = dialogue::Tap::decode(&data) {
            prop_assert_eq!(dialogue::Tap::decode(&tap.encode()), Some(tap));
        }
    }
}

#[tokio::test]
async fn a_digit_answers_the_question_also_while_a_note_is_being_written() {
    let mut world = evening().await;
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "Write to the school").await;
    world.says(GRANNY, "He has a new coat.").await;
    ask(&mut world).await;
    let id = on_screen(&world, GRANNY);
    world.says(GRANNY, "2").await;
    let mut tx = world.store.write().await.unwrap();
    let row = store::check_ins::get(&mut tx, id).await.unwrap();
    assert_eq!(row.unwrap().state, State::Problem);
    drop(tx);
    assert_eq!(world.count(TEACHER, "He has a new coat."), 1);
    world.says(GRANNY, "And new shoes.").await;
    assert_eq!(world.count(TEACHER, "And new shoes."), 1);
}

/// The run of another evening.
async fn evening_of(world: &mut World, day: &str) {
    let due = format!("{day}T12:00:00Z");
    world.set_clock(&due);
    let mut tx = world.store.write().await.unwrap();
    let school = world.school.school;
    check_in::page(&mut tx, &world.env, school, due.parse().unwrap(), 0, 50)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
}

#[tokio::test]
async fn who_cannot_this_week_hands_over_at_once_and_the_school_knows() {
    for db in crate::support::databases::databases().await {
        let mut world = World::linked_on(&db.url).await;
        evening_of(&mut world, "2026-03-02").await;
        assert_eq!(world.count(GRANNY, "at home and well"), 1);
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "Ming: I cannot this week").await;
        insta::assert_snapshot!("granny_cannot", world.screen(GRANNY, 1));
        insta::assert_snapshot!("teacher_hears_she_cannot", world.screen(TEACHER, 1));
        // The aunt is asked now, not in an hour; granny is not reminded.
        let is_asked = |world: &World, who: &str| {
            let newest = world.screen(who, 1);
            newest.contains("at home and well")
        };
        assert!(is_asked(&world, AUNT));
        minute(&mut world, 30).await;
        assert!(!is_asked(&world, GRANNY));
        world.taps(AUNT, "All well").await;
        // Every evening of the week she is first.
        evening_of(&mut world, "2026-03-05").await;
        assert!(is_asked(&world, AUNT) && !is_asked(&world, GRANNY));
        world.taps(AUNT, "All well").await;
        // Nobody skipped without a line.
        assert!(audits(&world, "check_in_passed").await > 0);
        // With the new week granny is asked again.
        evening_of(&mut world, "2026-03-09").await;
        assert!(is_asked(&world, GRANNY) && !is_asked(&world, AUNT));
        world.taps(GRANNY, "All well").await;

        // She can again before the week is over.
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "Ming: I cannot this week").await;
        world.taps(GRANNY, "Ming: I can again").await;
        insta::assert_snapshot!("granny_can_again", world.screen(GRANNY, 1));
        evening_of(&mut world, "2026-03-10").await;
        assert!(is_asked(&world, GRANNY));
    }
}

#[tokio::test]
async fn with_nobody_else_at_home_the_teacher_is_asked() {
    let mut world = World::linked().await;
    blocks(&world, AUNT).await;
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "Ming: I cannot this week").await;
    insta::assert_snapshot!("teacher_hears_nobody_else", world.screen(TEACHER, 1));
    // A second tap tells nobody again, and whoever does not care for the child has no such button.
    let data = dialogue::Tap::CheckIn(Tap::Cannot(world.school.ming)).encode();
    let told = world.count(TEACHER, "cannot answer");
    world.tap_data(world.chat_of(GRANNY), None, &data).await;
    assert_eq!(world.count(TEACHER, "cannot answer"), told);
    world.refuses(&[MUM, TEACHER, "stranger"], &data).await;
    evening_of(&mut world, "2026-03-02").await;
    assert!(world.screen(TEACHER, 1).contains("I reached nobody"));
    assert_eq!(world.count(GRANNY, "at home and well"), 0);
}
