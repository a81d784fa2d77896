//! Today's list: what waits for a teacher and a lead, what waits longest first, and nothing that is not theirs.

use chrono::TimeDelta;
use hongyan::base::{AdultId, ChildId, Env, Instant, Name};
use hongyan::dialogue::{self, today::Tap};
use hongyan::model::Locale;
use hongyan::model::message::Content;
use hongyan::model::record::{Child, LivesWith, Programme, Relation};
use hongyan::model::rights::LinkRole;
use hongyan::model::unit::{Role, UnitKind};
use hongyan::model::visibility::{Audience, Party};
use hongyan::service::{check_in, exclusion};
use hongyan::store;
use hongyan::store::notes::{Note, Source};
use hongyan::store::tasks::TaskKind;

use crate::support::databases::databases;
use crate::world::{AUNT, BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World, unit};

const OTHER: &str = "other teacher";

async fn opens(world: &mut World, who: &str) {
    world.says(who, "/menu").await;
    world.taps(who, "Today’s list").await;
}

async fn writes(world: &mut World, who: &str, text: &str) {
    world.says(who, "/start").await;
    world.taps(who, "Write to the school").await;
    world.says(who, text).await;
    world.taps(who, "Done").await;
}

/// An evening in which nobody answers, up to the last step.
async fn silent_evening(world: &mut World, day: &str) {
    let due: Instant = format!("{day}T12:00:00Z").parse().unwrap();
    world.env.clock.set(due);
    let mut tx = world.store.write().await.unwrap();
    let school = world.school.school;
    check_in::page(&mut tx, &world.env, school, due, 0, 50)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for _ in 0..6 {
        world.env.clock.advance(TimeDelta::minutes(30));
        let mut tx = world.store.write().await.unwrap();
        check_in::tick(&mut tx, &world.env, 100).await.unwrap();
        tx.commit().await.unwrap();
    }
    world.deliver().await;
}

/// One of each sort, the oldest an hour after the start: a note, a lost chat, somebody who asks, a silent home.
async fn busy(world: &mut World) {
    world.advance(TimeDelta::hours(1));
    writes(world, MUM, "Does she sleep well?").await;
    world.advance(TimeDelta::hours(1));
    let mut tx = world.store.write().await.unwrap();
    let (ming, dad, lan) = (world.school.ming, world.adult(DAD), world.school.lan);
    store::reach::mark_unreachable(&mut tx, BOT, world.chat_of(DAD), "blocked")
        .await
        .unwrap();
    let (id, now) = (world.env.id(), world.env.now());
    store::reach::open_unreachable_task(&mut tx, id, now, dad, Some(lan))
        .await
        .unwrap();
    let (link, role) = (world.env.id(), LinkRole::Contact);
    store::links::invite(&mut tx, link, ming, dad, role, Relation::Neighbour, now)
        .await
        .unwrap();
    let phone = hongyan::base::Phone::parse("+86 139 0000 0302").unwrap();
    let check = store::links::NumberCheck::Same;
    let later = now + TimeDelta::minutes(10);
    store::links::await_approval(&mut tx, link, check, &phone, later)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    silent_evening(world, "2026-03-02").await;
    world.env.clock.advance(TimeDelta::hours(10));
}

#[tokio::test]
async fn what_waits_longest_is_first_and_each_has_its_button() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        busy(&mut world).await;
        // Two taps from the menu: the list, and what acts on it.
        opens(&mut world, TEACHER).await;
        insta::assert_snapshot!("teachers_list", world.screen(TEACHER, 1));
        opens(&mut world, LEAD).await;
        insta::assert_snapshot!("leads_list", world.screen(LEAD, 1));
        world.restart().await;

        // The answer ends the question.
        world.taps(TEACHER, "1 Answer").await;
        world.says(TEACHER, "Very well, thank you.").await;
        world.taps(TEACHER, "Done").await;
        assert_eq!(world.count(MUM, "Very well, thank you."), 1);
        opens(&mut world, TEACHER).await;
        assert!(!world.screen(TEACHER, 1).contains("A family wrote"));
        // A tick ends what has no screen of its own.
        world.taps(TEACHER, "1 Done").await;
        assert!(!world.screen(TEACHER, 1).contains("Cannot be reached"));
        // Home is reached: the record says by whom, and the list is empty.
        world.taps(TEACHER, "1 I reached them: all well").await;
        opens(&mut world, TEACHER).await;
        insta::assert_snapshot!("teacher_has_nothing_to_do", world.screen(TEACHER, 1));
        let mut tx = world.store.read().await.unwrap();
        let open = store::tasks::list(&mut tx, world.school.school, 20).await;
        assert_eq!(open.unwrap(), []);
    }
}

#[tokio::test]
async fn a_note_that_needs_no_answer_is_taken_off_and_a_newer_one_is_not() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        writes(&mut world, MUM, "Thank you!").await;
        world.advance(TimeDelta::minutes(5));
        opens(&mut world, TEACHER).await;
        let (message, settle) = world.chat(TEACHER).button("No answer needed");
        // Meanwhile she asks something.
        writes(&mut world, MUM, "When is the meeting?").await;
        let chat = world.chat_of(TEACHER);
        let list = |world: &World| {
            let mut shown = world.chat(TEACHER).shown.iter();
            shown
                .find(|shown| shown.id == message)
                .unwrap()
                .text
                .clone()
        };
        world.tap_data(chat, Some(message), &settle).await;
        assert!(list(&world).contains("A family wrote"));
        world.taps(TEACHER, "No answer needed").await;
        assert!(list(&world).contains("Nothing is waiting"));
        // A second tap on the old button changes nothing.
        world.tap_data(chat, Some(message), &settle).await;
        assert!(list(&world).contains("Nothing is waiting"));
        world
            .refuses(&[MUM, DAD, GRANNY, AUNT, "stranger"], &settle)
            .await;
    }
}

#[tokio::test]
async fn a_word_to_all_families_answers_nobody() {
    let mut world = World::linked().await;
    writes(&mut world, MUM, "When is the meeting?").await;
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, "Tomorrow is a walk.").await;
    world.taps(TEACHER, "Send").await;
    opens(&mut world, TEACHER).await;
    assert!(world.screen(TEACHER, 1).contains("A family wrote"));
}

#[tokio::test]
async fn nobody_sees_or_ends_what_is_not_theirs() {
    let mut world = World::linked().await;
    busy(&mut world).await;
    let list = dialogue::Tap::Today(Tap::List(0)).encode();
    world
        .refuses(&[MUM, DAD, GRANNY, AUNT, "stranger"], &list)
        .await;
    // Another class's teacher has a list of their own, which is empty.
    let env = world.env.clone();
    let mut tx = world.store.write().await.unwrap();
    let school = world.school.school;
    let class = unit(
        &mut tx,
        env.aside(),
        UnitKind::Class,
        Some(school),
        "Class 4-1",
    )
    .await;
    tx.commit().await.unwrap();
    world
        .hires(OTHER, "Teacher Qian", class, Role::Teacher)
        .await;
    opens(&mut world, OTHER).await;
    assert!(world.screen(OTHER, 1).contains("Nothing is waiting"));
    let mut tx = world.store.read().await.unwrap();
    let tasks = store::tasks::list(&mut tx, school, 20).await.unwrap();
    drop(tx);
    let of = |kind| tasks.iter().find(|task| task.kind == kind).unwrap().id;
    let done = |id| dialogue::Tap::Today(Tap::Done(id)).encode();
    let lost = done(of(TaskKind::Unreachable));
    world
        .refuses(&[OTHER, MUM, GRANNY, "stranger"], &lost)
        .await;
    // What ends by what is known of home is not ended by a tick.
    let missed = done(of(TaskKind::MissedCheckIn));
    world.refuses(&[TEACHER, LEAD], &missed).await;
}

#[tokio::test]
async fn where_nobody_at_home_is_linked_the_rosters_numbers_are_shown_but_of_nobody_kept_away() {
    let mut world = World::linked().await;
    let (lan, dad, school) = (world.school.lan, world.adult(DAD), world.school.school);
    let env = world.env.clone();
    let mut tx = world.store.write().await.unwrap();
    let (kind, key) = (TaskKind::RingAbsent, lan.to_string());
    store::tasks::open(&mut tx, &env, school, Some(lan), None, kind, &key)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    opens(&mut world, TEACHER).await;
    assert!(
        world
            .screen(TEACHER, 1)
            .contains("Gang, father: 79030000002")
    );
    let paper = world.paper(lan, dad);
    let mut tx = world.store.write().await.unwrap();
    exclusion::exclude(&mut tx, &env, None, &paper)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    opens(&mut world, TEACHER).await;
    assert!(world.screen(TEACHER, 1).contains("Li Lan"));
    assert!(!world.screen(TEACHER, 1).contains("79030000002"));
}

/// A school of 1,500 in classes of 60, each with a note of its family and an open task.
async fn large(world: &World) -> usize {
    let env: &Env = world.env.aside();
    let mut tx = world.store.write().await.unwrap();
    let (school, now) = (world.school.school, env.now());
    let mum: AdultId = world.adult(MUM);
    let teacher = world.adult(TEACHER);
    let chat = world.chat_of(MUM);
    let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
    let account = account.unwrap().id;
    let mut count = 0;
    for class in 0..25 {
        let name = format!("Class {class}");
        let class = unit(&mut tx, env, UnitKind::Class, Some(school), &name).await;
        for seat in 0..60 {
            count += 1;
            let id: ChildId = env.id();
            let child = Child {
                id,
                key: format!("k{count}"),
                name: Name::new(format!("Child {count}")),
                short_name: None,
                birth: None,
                phone: None,
                school,
                class,
                home: None,
                lives_with: LivesWith::Grandparents,
                programme: Programme::Active,
            };
            store::children::put(&mut tx, &child, now).await.unwrap();
            if seat % 6 == 0 {
                let thread = store::notes::open(&mut tx, env, id, mum).await.unwrap();
                let html = hongyan::base::Html::escape("When?");
                let note = Note {
                    id: env.id(),
                    thread,
                    by: mum,
                    written_as: Party::Parent,
                    audience: Audience::All,
                    class: None,
                    mailing: None,
                    content: Content::Text { html },
                    sent_to: vec![teacher],
                    taken_back: false,
                };
                let source = Source {
                    account,
                    message: count,
                    album: None,
                };
                store::notes::put(&mut tx, &note, &source, now)
                    .await
                    .unwrap();
            }
            let key = format!("{id}:{mum}");
            let kind = TaskKind::RingGuardian;
            store::tasks::open(&mut tx, env, school, Some(id), Some(mum), kind, &key)
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
    usize::try_from(count).unwrap()
}

#[tokio::test]
async fn a_school_of_fifteen_hundred_is_paged_and_counted_up_to_a_hundred() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        assert_eq!(large(&world).await, 1500);
        let begun = std::time::Instant::now();
        opens(&mut world, LEAD).await;
        let taken = begun.elapsed();
        let first = world.screen(LEAD, 1);
        assert!(first.contains("Homes to ring or visit: 100+"), "{first}");
        assert!(
            first.contains("Families without an answer: 100+"),
            "{first}"
        );
        world.taps(LEAD, "More").await;
        assert!(world.screen(LEAD, 1).contains("7. "));
        // Far above what it takes, far below what a hand notices: a list that reads the whole school has seconds.
        println!("opened in {taken:?}");
    }
}

#[tokio::test]
async fn every_sentence_in_every_language() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        let mut tx = world.store.write().await.unwrap();
        let chat = world.chat_of(LEAD);
        let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
        store::accounts::set_locale(&mut tx, account.unwrap().id, *locale)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let list = dialogue::Tap::Today(Tap::List(0)).encode();
        world.tap_data(chat, None, &list).await;
        busy(&mut world).await;
        world.tap_data(chat, None, &list).await;
        let name = format!("today_{}", locale.as_str());
        insta::assert_snapshot!(name, world.screen(LEAD, 9));
    }
}
