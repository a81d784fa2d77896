//! Who gets the update and when: own hour, own zone, own language, once.

use hongyan::model::Locale;
use hongyan::model::entry::{Conduct, Fact, Mood};
use hongyan::model::quiet::Hours;
use hongyan::model::record::Programme;
use hongyan::model::rights::LinkState;
use hongyan::model::school_year::{SchoolYear, Span};
use hongyan::service::parting;
use hongyan::service::weekly::{Page, page, undelivered};
use hongyan::store;
use hongyan::store::weekly::Missed;

use super::{SUNDAY_RUN, enter, full_week, link, raw, run_at, speaks, write};
use crate::world::{BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// The start of every update in English.
const HEADING: &str = "· Class 3-2 · 2–6 March";

async fn sunday(world: &mut World) {
    world.set_clock(SUNDAY_RUN);
    write(world, SUNDAY_RUN).await;
    world.deliver().await;
}

#[tokio::test]
async fn the_week_in_four_languages() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        full_week(&world).await;
        speaks(&world, MUM, *locale).await;
        sunday(&mut world).await;
        world.set_clock("2026-03-08T16:00:00Z");
        world.deliver().await;
        let name = format!("weekly_full_{}", locale.as_str());
        insta::assert_snapshot!(name, world.screen(MUM, 1));
    }
}

/// What every update ends with before a break, in English.
const MONEY: &str = "I never ask for money or card numbers";

/// The school's calendar names this span as free.
async fn holiday(world: &World, from: &str, to: &str) {
    let mut tx = world.store.write().await.unwrap();
    let school = world.school.school;
    let mut settings = store::units::settings(&mut tx, school).await.unwrap();
    let holidays = vec![Span {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        name: "Spring".into(),
    }];
    settings.year = SchoolYear {
        holidays,
        ..SchoolYear::default()
    };
    store::units::set_settings(&mut tx, school, &settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn before_a_break_money_is_spoken_of_in_four_languages() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        full_week(&world).await;
        holiday(&world, "2026-03-12", "2026-03-22").await;
        speaks(&world, MUM, *locale).await;
        sunday(&mut world).await;
        world.set_clock("2026-03-08T16:00:00Z");
        world.deliver().await;
        let name = format!("weekly_before_break_{}", locale.as_str());
        insta::assert_snapshot!(name, world.screen(MUM, 1));
    }
}

#[tokio::test]
async fn money_is_spoken_of_once_and_in_that_week_only() {
    let mut world = World::linked().await;
    full_week(&world).await;
    link(&world, world.school.lan, world.adult(MUM)).await;
    holiday(&world, "2026-03-16", "2026-03-20").await;
    sunday(&mut world).await;
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
    assert_eq!((world.count(MUM, HEADING), world.count(MUM, MONEY)), (1, 0));
    // The last one before it, about both children: once, and so it is written anew when one is not hers any more.
    world.set_clock("2026-03-14T19:00:00Z");
    write(&world, "2026-03-14T19:00:00Z").await;
    let (lan, mum) = (world.school.lan, world.adult(MUM));
    let mut tx = world.store.write().await.unwrap();
    parting::end(&mut tx, &world.env, None, lan, mum)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.set_clock("2026-03-15T16:00:00Z");
    world.deliver().await;
    assert_eq!(world.count(MUM, MONEY), 1);
    assert_eq!(world.screen(MUM, 1).matches(MONEY).count(), 1);
    // In the break itself it is not said again.
    write(&world, "2026-03-21T19:00:00Z").await;
    world.set_clock("2026-03-22T16:00:00Z");
    world.deliver().await;
    assert_eq!(world.count(MUM, MONEY), 1);
}

#[tokio::test]
async fn without_any_data_it_still_goes_out() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        speaks(&world, MUM, *locale).await;
        sunday(&mut world).await;
        world.set_clock("2026-03-08T16:00:00Z");
        world.deliver().await;
        let name = format!("weekly_empty_{}", locale.as_str());
        insta::assert_snapshot!(name, world.screen(MUM, 1));
    }
}

#[tokio::test]
async fn three_zones_read_at_their_own_hour_and_once() {
    let mut world = World::linked().await;
    // Granny has become a parent's equal for Lan: a third clock, the school's own.
    link(&world, world.school.lan, world.adult(GRANNY)).await;
    world.set_clock(SUNDAY_RUN);
    // A county's run and a school's run meet the same adults.
    let mut run = run_at(&world, SUNDAY_RUN);
    run.unit = world.school.county;
    // A crash in the middle of a page leaves nothing of it ...
    let mut tx = world.store.write().await.unwrap();
    page(&mut tx, &world.env, &run, 0, 2).await.unwrap();
    drop(tx);
    // ... one after the first page leaves that page, and the cursor may be lost with it.
    let mut tx = world.store.write().await.unwrap();
    let left = page(&mut tx, &world.env, &run, 0, 2).await.unwrap();
    assert!(matches!(left, Page::More(_)));
    tx.commit().await.unwrap();
    world.restart().await;
    write(&world, SUNDAY_RUN).await;
    write(&world, SUNDAY_RUN).await;
    // 19:00 in Vladivostok, in Shanghai, in Moscow.
    for (at, got) in [
        ("2026-03-08T08:59:59Z", [0, 0, 0]),
        ("2026-03-08T09:00:00Z", [1, 0, 0]),
        ("2026-03-08T10:59:59Z", [1, 0, 0]),
        ("2026-03-08T11:00:00Z", [1, 1, 0]),
        ("2026-03-08T15:59:59Z", [1, 1, 0]),
        ("2026-03-08T16:00:00Z", [1, 1, 1]),
        ("2026-03-14T16:00:00Z", [1, 1, 1]),
    ] {
        world.set_clock(at);
        world.deliver().await;
        let count = [DAD, GRANNY, MUM].map(|who| world.count(who, HEADING));
        assert_eq!(count, got, "at {at}");
    }
    assert_eq!(
        world.count(TEACHER, HEADING) + world.count(LEAD, HEADING),
        0
    );
    // The next week comes once, too, and it is another week.
    write(&world, "2026-03-14T19:00:00Z").await;
    world.set_clock("2026-03-15T16:00:00Z");
    world.deliver().await;
    for who in [DAD, GRANNY, MUM] {
        assert_eq!(world.count(who, HEADING), 1);
        assert_eq!(world.count(who, "9–13 March"), 1);
    }
}

#[tokio::test]
async fn siblings_share_a_message_and_an_ended_link_takes_its_block_away() {
    let mut world = World::linked().await;
    full_week(&world).await;
    link(&world, world.school.lan, world.adult(MUM)).await;
    world.set_clock(SUNDAY_RUN);
    write(&world, SUNDAY_RUN).await;
    let waiting = world.store.clone();
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
    insta::assert_snapshot!("weekly_siblings", world.screen(MUM, 1));
    // The week after, the link with Ming ends while the message waits.
    world.set_clock("2026-03-14T19:00:00Z");
    write(&world, "2026-03-14T19:00:00Z").await;
    let mut tx = waiting.write().await.unwrap();
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    assert!(
        parting::end(&mut tx, &world.env, None, ming, mum)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    world.set_clock("2026-03-15T15:59:59Z");
    world.deliver().await;
    assert_eq!(world.count(MUM, "9–13 March"), 0);
    world.set_clock("2026-03-15T16:00:00Z");
    world.deliver().await;
    insta::assert_snapshot!("weekly_one_left", world.screen(MUM, 1));
    // A run that comes by again writes no second one.
    write(&world, "2026-03-14T19:00:00Z").await;
    world.deliver().await;
    assert_eq!(world.count(MUM, "9–13 March"), 1);
}

#[tokio::test]
async fn the_only_link_ended_and_nothing_goes() {
    let mut world = World::linked().await;
    world.set_clock(SUNDAY_RUN);
    write(&world, SUNDAY_RUN).await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    parting::end(&mut tx, &world.env, None, ming, mum)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.set_clock("2026-03-09T16:00:00Z");
    world.deliver().await;
    assert_eq!(world.screen(MUM, 1), "(nothing)");
}

#[tokio::test]
async fn excluded_and_frozen_get_nothing() {
    let mut world = World::linked().await;
    let mut tx = world.store.write().await.unwrap();
    let now = world.env.now();
    let link = store::links::pair(&mut tx, world.school.ming, world.adult(MUM))
        .await
        .unwrap();
    let (from, to) = (LinkState::Active, LinkState::Excluded);
    store::links::decide(&mut tx, link.unwrap().id, from, to, None, now)
        .await
        .unwrap();
    store::children::set_programme(&mut tx, world.school.lan, Programme::Frozen, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.set_clock(SUNDAY_RUN);
    write(&world, SUNDAY_RUN).await;
    world.set_clock("2026-03-09T16:00:00Z");
    world.deliver().await;
    assert_eq!(world.screen(MUM, 1), "(nothing)");
    assert_eq!(world.screen(DAD, 1), "(nothing)");
}

#[tokio::test]
async fn what_is_told_by_telephone_is_not_told_in_writing() {
    let mut world = World::linked().await;
    let ming = world.school.ming;
    enter(&world, ming, "2026-03-05", Fact::ByPhone).await;
    let conduct = Conduct::NeedsReminders;
    enter(&world, ming, "2026-03-05", Fact::Conduct { conduct }).await;
    let mood = Mood::LetUsTalk;
    enter(&world, ming, "2026-03-05", Fact::Mood { mood }).await;
    sunday(&mut world).await;
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
    insta::assert_snapshot!("weekly_by_phone", world.screen(MUM, 1));
    world.taps(MUM, "More").await;
    assert!(!world.screen(MUM, 1).contains("reminder"));
    assert!(!world.screen(MUM, 1).contains("let us talk"));
}

#[tokio::test]
async fn a_late_run_goes_out_at_once_by_day_and_at_eight_after_a_night() {
    let mut world = World::linked().await;
    for who in [MUM, DAD] {
        world.keeps(world.chat_of(who), Hours::USUAL).await;
    }
    // The server was down until Monday 07:30 at the school: 02:30 in Moscow, 09:30 in Vladivostok.
    world.set_clock("2026-03-08T23:30:00Z");
    write(&world, SUNDAY_RUN).await;
    world.deliver().await;
    assert_eq!(
        (world.count(DAD, HEADING), world.count(MUM, HEADING)),
        (1, 0)
    );
    world.set_clock("2026-03-09T04:59:59Z");
    world.deliver().await;
    assert_eq!(world.count(MUM, HEADING), 0);
    world.set_clock("2026-03-09T05:00:00Z");
    world.deliver().await;
    assert_eq!(world.count(MUM, HEADING), 1);
}

#[tokio::test]
async fn a_changed_clock_in_the_readers_country_moves_nothing() {
    let mut world = World::linked().await;
    let mut tx = world.store.write().await.unwrap();
    let account = store::accounts::of_adult(&mut tx, world.adult(MUM))
        .await
        .unwrap()
        .unwrap();
    store::accounts::set_zone(&mut tx, account.id, chrono_tz::Europe::Rome)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // On Sunday 29 March 2026 Italy's clocks go forward: 19:00 is 17:00 UTC, not 18:00.
    world.set_clock("2026-03-28T19:00:00Z");
    write(&world, "2026-03-28T19:00:00Z").await;
    world.set_clock("2026-03-29T16:59:59Z");
    world.deliver().await;
    assert_eq!(world.count(MUM, "23–27 March"), 0);
    world.set_clock("2026-03-29T17:00:00Z");
    world.deliver().await;
    assert_eq!(world.count(MUM, "23–27 March"), 1);
}

#[tokio::test]
async fn a_friday_reader_is_served_by_the_friday_run() {
    let mut world = World::linked().await;
    let friday = "2026-03-06T08:00:00Z";
    let mut tx = world.store.write().await.unwrap();
    let account = store::accounts::of_adult(&mut tx, world.adult(MUM))
        .await
        .unwrap()
        .unwrap();
    store::accounts::set_weekly(&mut tx, account.id, 5, 19)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    next_run(&world, SUNDAY_RUN).await;
    world.set_clock(friday);
    write(&world, friday).await;
    world.set_clock("2026-03-06T16:00:00Z");
    world.deliver().await;
    assert_eq!(
        (world.count(MUM, HEADING), world.count(DAD, HEADING)),
        (1, 0)
    );
    world.set_clock(SUNDAY_RUN);
    write(&world, SUNDAY_RUN).await;
    world.set_clock("2026-03-13T16:00:00Z");
    world.deliver().await;
    assert_eq!(
        (world.count(MUM, HEADING), world.count(DAD, HEADING)),
        (1, 1)
    );
}

/// The row of the next run, as the scheduler writes it.
async fn next_run(world: &World, due: &str) {
    let due: hongyan::base::Instant = due.parse().unwrap();
    let school = world.school.school;
    raw(world, &format!("INSERT INTO schedules VALUES (1, {school}, 'weekly_update', '0 0 3 * * Sun', 'Asia/Shanghai', 2160, 'on')")).await;
    let due = due.timestamp_millis();
    raw(world, &format!("INSERT INTO runs (id, schedule_id, due_ms, state, cursor_id) VALUES (1, 1, {due}, 'waiting', 0)")).await;
}

#[tokio::test]
async fn who_cannot_be_reached_is_on_the_schools_list() {
    let mut world = World::linked().await;
    let mut tx = world.store.write().await.unwrap();
    let chat = world.chat_of(MUM);
    store::reach::mark_unreachable(&mut tx, BOT, chat, "blocked")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    sunday(&mut world).await;
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
    let mut tx = world.store.write().await.unwrap();
    let week = "2026-03-02".parse().unwrap();
    let list = undelivered(&mut tx, world.school.school, week)
        .await
        .unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].adult, world.adult(MUM));
    assert_eq!(list[0].why, Missed::NoAccount);
}

fn span(from: &str, to: &str) -> Span {
    Span {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        name: "Spring".into(),
    }
}

/// What mum reads of the week in a school with this calendar.
async fn week_of(world: &mut World, calendar: impl FnOnce(&mut SchoolYear)) -> String {
    let mut tx = world.store.write().await.unwrap();
    let school = world.school.school;
    let mut settings = store::units::settings(&mut tx, school).await.unwrap();
    calendar(&mut settings.year);
    store::units::set_settings(&mut tx, school, &settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    sunday(world).await;
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
    world.screen(MUM, 1)
}

#[tokio::test]
async fn holidays_bring_no_news_of_school_and_still_a_question() {
    for (to, is_holiday) in [("2026-03-05", false), ("2026-03-06", true)] {
        let mut world = World::linked().await;
        full_week(&world).await;
        let screen = week_of(&mut world, |year| {
            year.holidays.push(span("2026-03-01", to));
        })
        .await;
        assert!(screen.contains("Ask:"), "{screen}");
        for line in ["School:", "Study:"] {
            assert_eq!(!screen.contains(line), is_holiday, "{line} in {screen}");
        }
        // What was written down in that week is told in no other.
        assert!(screen.contains("Marks:"), "{screen}");
    }
}

#[tokio::test]
async fn an_empty_week_of_holidays_does_not_say_that_nothing_was_recorded() {
    let mut world = World::linked().await;
    // Outside of every term.
    let screen = week_of(&mut world, |year| {
        year.terms.push(span("2026-03-09", "2026-07-10"));
    })
    .await;
    assert!(
        screen.contains("Ask:") && !screen.contains("not recorded"),
        "{screen}"
    );
    // The week after is one of school.
    write(&world, "2026-03-14T19:00:00Z").await;
    world.set_clock("2026-03-15T16:00:00Z");
    world.deliver().await;
    let screen = world.screen(MUM, 1);
    assert!(screen.contains("not recorded"), "{screen}");
}
