//! The teacher's week, as conversations: by exception, with a way back, and only for one's own.

use chrono::{NaiveDate, TimeDelta};
use hongyan::base::{ChildId, Env, Name, UnitId, Words};
use hongyan::dialogue::week_entry::{
    Lines, Mark, Open, Page, Pick, State, Tap, Typing, Undo, Unread, coming, mark,
};
use hongyan::dialogue::{self};
use hongyan::model::entry::{Conduct, Entry, Fact, Life, Mood, Presence, Study};
use hongyan::model::message::MediaKind;
use hongyan::model::record::{Child, LivesWith, Programme, Relation};
use hongyan::model::rights::{Action, LinkRole, LinkState, post_allows};
use hongyan::model::settings::Settings;
use hongyan::model::unit::{Role, Unit, UnitKind};
use hongyan::model::week::SchoolWeek;
use hongyan::service::rights;
use hongyan::store;
use proptest::prelude::*;

use crate::world::{LEAD, MUM, TEACHER, World};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn data(tap: Tap) -> String {
    dialogue::Tap::WeekEntry(tap).encode()
}

/// Wednesday 4 March 2026, 16:00 at the school; the school teaches Maths and Chinese.
async fn wednesday() -> World {
    wednesday_in(World::new().await).await
}

async fn wednesday_in(mut world: World) -> World {
    let settings = Settings {
        subjects: vec!["Maths".into(), "Chinese".into()],
        ..Settings::default()
    };
    let mut tx = world.store.write().await.unwrap();
    store::units::set_settings(&mut tx, world.school.school, &settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.set_clock("2026-03-04T08:00:00Z");
    world.says(TEACHER, "/menu").await;
    world
}

async fn entries(world: &World, child: ChildId) -> Vec<Entry> {
    let mut tx = world.store.write().await.unwrap();
    let (from, to) = (day("2026-02-16"), day("2026-03-31"));
    store::entries::of_children(&mut tx, &[child], from, to)
        .await
        .unwrap()
}

async fn facts(world: &World, child: ChildId) -> Vec<(String, Fact)> {
    let entries = entries(world, child).await;
    entries
        .into_iter()
        .map(|entry| (entry.day.to_string(), entry.fact))
        .collect()
}

async fn rolls(world: &World) -> Vec<String> {
    let mut tx = world.store.write().await.unwrap();
    let (from, to) = (day("2026-02-16"), day("2026-03-31"));
    let class = [world.school.class];
    let rolls = store::entries::rolls(&mut tx, &class, from, to);
    let rolls = rolls.await.unwrap();
    rolls.iter().map(|(_, day)| day.to_string()).collect()
}

async fn audited(world: &World) -> i64 {
    let mut tx = world.store.write().await.unwrap();
    store::audit::count(&mut tx, "enter_week").await.unwrap()
}

fn attendance(presence: Presence, lesson: Option<u8>) -> Fact {
    Fact::Attendance { presence, lesson }
}

#[tokio::test]
async fn all_as_usual_is_one_tap_and_has_a_way_back() {
    let mut world = wednesday().await;
    world.taps(TEACHER, "Class 3-2: the week").await;
    insta::assert_snapshot!("class_untouched", world.screen(TEACHER, 1));
    world.taps(TEACHER, "so far: all as usual").await;
    assert_eq!(
        rolls(&world).await,
        ["2026-03-02", "2026-03-03", "2026-03-04"]
    );
    insta::assert_snapshot!("class_as_usual", world.screen(TEACHER, 1));
    // The same old button once more neither doubles anything nor loses the way back.
    let stale = data(Tap::Usual(world.school.class, day("2026-03-04")));
    world.tap_data(world.chat_of(TEACHER), None, &stale).await;
    world.taps(TEACHER, "Undo").await;
    assert!(rolls(&world).await.is_empty());
    assert_eq!(audited(&world).await, 2);
    world.taps(TEACHER, "Today: all as usual").await;
    assert_eq!(rolls(&world).await, ["2026-03-04"]);
}

#[tokio::test]
async fn only_those_who_differ() {
    let mut world = wednesday().await;
    let ming = world.school.ming;
    for label in ["the week", "so far", "Somebody differs"] {
        world.taps(TEACHER, label).await;
    }
    insta::assert_snapshot!("pupils", world.screen(TEACHER, 1));
    world.taps(TEACHER, "Wang Ming").await;
    insta::assert_snapshot!("card_empty", world.screen(TEACHER, 1));
    world.taps(TEACHER, "Attendance").await;
    world.taps(TEACHER, "Tue").await;
    world.taps(TEACHER, "1").await;
    insta::assert_snapshot!("attendance", world.screen(TEACHER, 1));
    world.taps(TEACHER, "Late").await;
    world.taps(TEACHER, "Back").await;
    world.taps(TEACHER, "Study").await;
    world.taps(TEACHER, "to work on").await;
    insta::assert_snapshot!("subjects", world.screen(TEACHER, 1));
    world.taps(TEACHER, "Maths").await;
    world.taps(TEACHER, "Mark").await;
    world.says(TEACHER, "maths dictation: 87/100").await;
    world.taps(TEACHER, "Mood").await;
    world.taps(TEACHER, "brighter").await;
    world.taps(TEACHER, "Conduct").await;
    world.taps(TEACHER, "helped others").await;
    world.taps(TEACHER, "Life").await;
    world.taps(TEACHER, "ate well").await;
    world.taps(TEACHER, "Life").await;
    world.taps(TEACHER, "Activity").await;
    world.says(TEACHER, "built a kite <3").await;
    world.taps(TEACHER, "One sentence").await;
    world.says(TEACHER, "Reads aloud\nwith joy.").await;
    world.taps(TEACHER, "By phone").await;
    insta::assert_snapshot!("card_full", world.screen(TEACHER, 1));
    let found = facts(&world, ming).await;
    assert_eq!(found.len(), 9);
    let late = ("2026-03-03".to_owned(), attendance(Presence::Late, Some(1)));
    assert!(found.contains(&late));
    let words = Words::new("Reads aloud with joy.");
    let sentence = ("2026-03-04".to_owned(), Fact::Sentence { words });
    assert!(found.contains(&sentence));
    world.taps(TEACHER, "Remove a line").await;
    insta::assert_snapshot!("remove", world.screen(TEACHER, 1));
    world.taps(TEACHER, "✖ Conduct").await;
    assert_eq!(facts(&world, ming).await.len(), 8);
    world.taps(TEACHER, "Undo").await;
    assert_eq!(facts(&world, ming).await, found);
    // Nobody comes after Wang Ming; after Li Lan there is a next one.
    assert!(!world.screen(TEACHER, 1).contains("Next pupil"));
    for label in ["‹ Pupils", "Li Lan", "Next pupil"] {
        world.taps(TEACHER, label).await;
    }
    assert!(world.screen(TEACHER, 1).contains("Wang Ming"));
    // Questions that were answered are put away: one live screen remains.
    assert_eq!(world.count(TEACHER, "Noted, see below."), 3);
}

#[tokio::test]
async fn a_second_tap_takes_away_and_one_word_replaces_another() {
    let mut world = wednesday().await;
    let lan = world.school.lan;
    for label in ["the week", "Somebody differs", "Li Lan", "Mood", "steady"] {
        world.taps(TEACHER, label).await;
    }
    let entered = entries(&world, lan).await[0].entered;
    world.advance(TimeDelta::days(1));
    for label in ["Mood", "quieter"] {
        world.taps(TEACHER, label).await;
    }
    let mood = Fact::Mood {
        mood: Mood::Quieter,
    };
    assert_eq!(facts(&world, lan).await, [("2026-03-05".to_owned(), mood)]);
    assert!(entries(&world, lan).await[0].entered > entered);
    world.taps(TEACHER, "Undo").await;
    let mood = Fact::Mood { mood: Mood::Steady };
    assert_eq!(facts(&world, lan).await, [("2026-03-04".to_owned(), mood)]);
    for label in ["Mood", "✓ steady"] {
        world.taps(TEACHER, label).await;
    }
    assert!(facts(&world, lan).await.is_empty());
    // Away all day, then there again.
    for label in [
        "Attendance",
        "Away, no reason yet",
        "Attendance",
        "At school after all",
    ] {
        world.taps(TEACHER, label).await;
    }
    assert!(facts(&world, lan).await.is_empty());
}

#[tokio::test]
async fn last_week_is_still_open_and_the_one_before_is_not() {
    let mut world = wednesday().await;
    let (ming, class) = (world.school.ming, world.school.class);
    for label in ["the week", "Last week", "That week: all as usual"] {
        world.taps(TEACHER, label).await;
    }
    assert_eq!(rolls(&world).await.len(), 5);
    insta::assert_snapshot!("class_last_week", world.screen(TEACHER, 1));
    for label in [
        "Somebody differs",
        "Wang Ming",
        "Study",
        "went well",
        "In general",
    ] {
        world.taps(TEACHER, label).await;
    }
    assert_eq!(facts(&world, ming).await[0].0, "2026-02-27");
    let before = SchoolWeek::of(day("2026-02-16"));
    let chat = world.chat_of(TEACHER);
    let screen = world.screen(TEACHER, 3);
    for tap in [
        Tap::Week(class, before),
        Tap::UsualWeek(class, before),
        Tap::Usual(class, day("2026-03-05")),
        Tap::Usual(class, day("2026-03-01")),
        Tap::Card(ming, before),
        Tap::Card(ming, SchoolWeek::of(day("2026-03-09"))),
        Tap::Attend(ming, day("2026-03-05"), 0, Presence::Late),
        Tap::Attend(ming, day("2026-03-04"), 7, Presence::Late),
        Tap::ComingDay(class, day("2026-03-03")),
    ] {
        world.tap_data(chat, None, &data(tap.clone())).await;
        assert_eq!(world.screen(TEACHER, 3), screen, "{tap:?}");
    }
    assert_eq!(facts(&world, ming).await.len(), 1);
    assert_eq!(rolls(&world).await.len(), 5);
}

/// A class of another school, with one child.
async fn elsewhere(world: &World) -> (UnitId, ChildId) {
    let mut tx = world.store.write().await.unwrap();
    let env = &world.env;
    let unit = |kind, parent, key: &str| Unit {
        id: env.id(),
        kind,
        parent,
        key: key.into(),
        name: key.into(),
        zone: None,
    };
    let school = unit(UnitKind::School, Some(world.school.county), "other school");
    let class = unit(UnitKind::Class, Some(school.id), "other class");
    store::units::put(&mut tx, &school).await.unwrap();
    store::units::put(&mut tx, &class).await.unwrap();
    let child = pupil(env, "z1", "Zhou Yu", school.id, class.id, None);
    store::children::put(&mut tx, &child, env.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (class.id, child.id)
}

pub fn pupil(
    env: &Env,
    key: &str,
    name: &str,
    school: UnitId,
    class: UnitId,
    home: Option<UnitId>,
) -> Child {
    Child {
        id: env.id(),
        key: key.into(),
        name: Name::new(name),
        short_name: None,
        birth: None,
        phone: None,
        school,
        class,
        home,
        lives_with: LivesWith::Grandparents,
        programme: Programme::Active,
    }
}

fn every_tap(class: UnitId, child: ChildId) -> Vec<Tap> {
    let today = day("2026-03-04");
    let week = SchoolWeek::of(today);
    let mut taps = vec![
        Tap::Open(class),
        Tap::Week(class, week),
        Tap::Usual(class, today),
        Tap::UsualWeek(class, week),
        Tap::Undo(class, week),
        Tap::Pupils(class, week, 0),
        Tap::Coming(class),
        Tap::ComingDay(class, today),
        Tap::DropComing(class, 1),
        Tap::Card(child, week),
        Tap::UndoCard(child, week),
        Tap::Subjects(child, week, Study::WorkOn),
        Tap::Day(child, today, 0),
        Tap::Attend(child, today, 0, Presence::Late),
        Tap::Pick(child, week, Pick::ByPhone),
        Tap::Pick(child, week, Pick::Study(Study::WorkOn, 0)),
        Tap::Drop(child, week, 1),
    ];
    taps.extend(Page::ALL.iter().map(|page| Tap::Page(child, week, *page)));
    taps
}

#[tokio::test]
async fn another_class_and_another_child_get_the_neutral_word() {
    let mut world = wednesday().await;
    let (class, child) = elsewhere(&world).await;
    world.taps(TEACHER, "the week").await;
    let (screen, chat) = (world.screen(TEACHER, 3), world.chat_of(TEACHER));
    let taps = every_tap(class, child);
    for tap in &taps {
        world.tap_data(chat, None, &data(tap.clone())).await;
        assert_eq!(world.screen(TEACHER, 3), screen, "{tap:?}");
    }
    let toasts = &world.chat(TEACHER).toasts;
    assert_eq!(toasts.len(), taps.len());
    assert!(
        toasts
            .iter()
            .all(|toast| toast == "This is not possible right now.")
    );
    // A stranger and a mother have no more luck with the class itself.
    let (class, child) = (world.school.class, world.school.ming);
    for who in [MUM, "stranger"] {
        for tap in every_tap(class, child) {
            let chat = world.chat_of(who);
            world.tap_data(chat, None, &data(tap)).await;
        }
        assert!(world.chat(who).shown.is_empty());
    }
    assert!(facts(&world, child).await.is_empty());
    assert!(rolls(&world).await.is_empty());
    assert_eq!(audited(&world).await, 0);
    // A school is no class, even for its lead.
    world.says(LEAD, "/menu").await;
    let before = world.screen(LEAD, 3);
    let tap = data(Tap::Open(world.school.school));
    world.tap_data(world.chat_of(LEAD), None, &tap).await;
    assert_eq!(world.screen(LEAD, 3), before);
}

#[tokio::test]
async fn a_line_typed_after_the_right_ended_is_not_taken() {
    let mut world = wednesday().await;
    for label in ["the week", "Somebody differs", "Wang Ming", "One sentence"] {
        world.taps(TEACHER, label).await;
    }
    let (teacher, class) = (world.adult(TEACHER), world.school.class);
    let mut tx = world.store.write().await.unwrap();
    let now = world.env.now();
    store::posts::end(&mut tx, teacher, class, Role::Teacher, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.says(TEACHER, "Too late.").await;
    assert!(facts(&world, world.school.ming).await.is_empty());
    assert!(world.screen(TEACHER, 1).contains("not possible"));
}

#[tokio::test]
async fn a_long_sentence_is_counted_and_asked_again() {
    let mut world = wednesday().await;
    let ming = world.school.ming;
    for label in ["the week", "Somebody differs", "Wang Ming", "One sentence"] {
        world.taps(TEACHER, label).await;
    }
    world.says(TEACHER, &"😀".repeat(101)).await;
    insta::assert_snapshot!("sentence_too_long", world.screen(TEACHER, 1));
    assert!(facts(&world, ming).await.is_empty());
    world.says(TEACHER, &"😀".repeat(100)).await;
    assert_eq!(facts(&world, ming).await.len(), 1);
    // Nothing is waited for any more: the next line changes nothing.
    world.says(TEACHER, "And one more thing").await;
    assert!(world.screen(TEACHER, 1).contains("did not understand"));
    assert_eq!(facts(&world, ming).await.len(), 1);
    world.taps(TEACHER, "Mark").await;
    world.says(TEACHER, "Maths 3rd").await;
    assert!(world.screen(TEACHER, 1).contains("not passed on"));
    world.says(TEACHER, "Maths").await;
    assert!(world.screen(TEACHER, 1).contains("could not find"));
    world.restart().await;
    world.says(TEACHER, "Maths 90").await;
    assert_eq!(facts(&world, ming).await.len(), 2);
}

#[tokio::test]
async fn a_photo_is_no_sentence_and_an_answer_is_one() {
    let mut world = wednesday().await;
    let ming = world.school.ming;
    for label in ["the week", "Somebody differs", "Wang Ming", "One sentence"] {
        world.taps(TEACHER, label).await;
    }
    world
        .sends(TEACHER, MediaKind::Photo, "photo-1", "Look at this.")
        .await;
    assert!(facts(&world, ming).await.is_empty());
    world
        .replies(TEACHER, "Type one sentence", "Tells long stories.")
        .await;
    assert_eq!(facts(&world, ming).await.len(), 1);
}

#[tokio::test]
async fn coming_dates_are_typed_or_picked_and_five_are_enough() {
    let mut world = wednesday().await;
    for label in ["the week", "Coming date"] {
        world.taps(TEACHER, label).await;
    }
    insta::assert_snapshot!("coming_empty", world.screen(TEACHER, 1));
    world.says(TEACHER, "soon, perhaps").await;
    assert!(world.screen(TEACHER, 1).contains("could not read the day"));
    world.says(TEACHER, "18 March check-up").await;
    insta::assert_snapshot!("class_with_coming", world.screen(TEACHER, 1));
    world.taps(TEACHER, "Undo").await;
    assert!(!world.screen(TEACHER, 1).contains("check-up"));
    for (number, day) in (1..=5).zip(["Thu 5", "Fri 6", "Sat 7", "Sun 8", "Mon 9"]) {
        world.taps(TEACHER, "Coming date").await;
        world.taps(TEACHER, day).await;
        world.says(TEACHER, &format!("outing {number}")).await;
    }
    world.taps(TEACHER, "Coming date").await;
    insta::assert_snapshot!("coming_full", world.screen(TEACHER, 1));
    world.taps(TEACHER, "✖ Thu 5 March").await;
    world.taps(TEACHER, "Undo").await;
    assert_eq!(world.screen(TEACHER, 1).matches("outing").count(), 5);
}

#[tokio::test]
async fn a_care_home_enters_life_only() {
    let mut world = wednesday().await;
    let (home, ming) = (world.school.home, world.school.ming);
    let mum = world.adult(MUM);
    let chat = world.chat_of(MUM);
    let mut tx = world.store.write().await.unwrap();
    let env = world.env.clone();
    let account = store::accounts::meet(&mut tx, &env, "1", chat, hongyan::model::Locale::En);
    let account = account.await.unwrap();
    store::accounts::set_adult(&mut tx, account.id, mum, None)
        .await
        .unwrap();
    let (role, now) = (Role::HomeStaff, env.now());
    store::posts::activate(&mut tx, env.id(), mum, home, role, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Sunshine Home").await;
    world.taps(MUM, "Wang Ming").await;
    insta::assert_snapshot!("home_card", world.screen(MUM, 1));
    world.taps(MUM, "Life").await;
    world.taps(MUM, "supper").await;
    assert_eq!(facts(&world, ming).await.len(), 1);
    let screen = world.screen(MUM, 3);
    let week = SchoolWeek::of(day("2026-03-04"));
    for tap in [
        Tap::Pick(ming, week, Pick::Mood(Mood::Quieter)),
        Tap::Page(ming, week, Page::Mark),
        Tap::Attend(ming, day("2026-03-04"), 0, Presence::Late),
        Tap::UsualWeek(home, week),
        Tap::Coming(home),
    ] {
        world.tap_data(chat, None, &data(tap.clone())).await;
        assert_eq!(world.screen(MUM, 3), screen, "{tap:?}");
    }
    world.taps(MUM, "Undo").await;
    assert!(facts(&world, ming).await.is_empty());
    world.taps(MUM, "‹ Pupils").await;
    assert!(world.screen(MUM, 1).contains("Sunshine Home"));
}

#[tokio::test]
async fn the_roster_card_leads_to_the_week() {
    let mut world = wednesday().await;
    for label in ["Class 3-2: pupils", "Wang Ming", "Week entry"] {
        world.taps(TEACHER, label).await;
    }
    assert!(world.screen(TEACHER, 1).contains("all as usual"));
}

/// A teacher on Wednesday enters the week of sixty pupils, twelve of whom differ.
pub async fn sixty_in(world: World) -> World {
    let mut world = wednesday_in(world).await;
    let (school, class) = (world.school.school, world.school.class);
    let mut tx = world.store.write().await.unwrap();
    for number in 1..=58 {
        let (key, name) = (format!("p{number}"), format!("Pupil {number:02}"));
        let child = pupil(&world.env, &key, &name, school, class, None);
        store::children::put(&mut tx, &child, world.env.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    for label in ["the week", "so far", "Somebody differs"] {
        world.taps(TEACHER, label).await;
    }
    assert!(world.screen(TEACHER, 1).contains("0 of 60"));
    let mut page = 0;
    for (index, number) in (2..=57).step_by(5).enumerate() {
        // Li Lan comes first in the list.
        while number / 16 > page {
            world.taps(TEACHER, "More").await;
            page += 1;
        }
        world.taps(TEACHER, &format!("Pupil {number:02}")).await;
        let what: &[&str] = match index % 4 {
            0 => &["Attendance", "Tue", "Away, with"],
            1 => &["Study", "to work on", "Maths"],
            2 => &["Mood", "quieter"],
            _ => &["One sentence"],
        };
        for label in what {
            world.taps(TEACHER, label).await;
        }
        if index % 4 == 3 {
            world.says(TEACHER, "Reads aloud with joy.").await;
        }
        world.taps(TEACHER, "‹ Pupils").await;
    }
    assert!(world.screen(TEACHER, 1).contains("12 of 60"));
    world
}

#[tokio::test]
async fn a_class_of_sixty_is_entered_where_it_differs() {
    let world = sixty_in(World::new().await).await;
    insta::assert_snapshot!("pupils_last_page", world.screen(TEACHER, 1));
}

#[test]
fn marks_as_teachers_type_them() {
    let subjects: Vec<String> = ["Maths", "数学", "Русский язык", "Ona tili"]
        .iter()
        .map(|s| (*s).to_owned())
        .collect();
    for (typed, subject, title, value) in [
        ("Maths 87/100", "Maths", "", "87/100"),
        ("maths: dictation 2 - 87", "Maths", "dictation 2", "87"),
        ("Maths test 87 / 100", "Maths", "test", "87/100"),
        ("Maths test 87 out of 100", "Maths", "test", "87 out of 100"),
        ("Mathsy 9", "Mathsy", "", "9"),
        ("Art B+", "Art", "", "B+"),
        ("Maths A", "Maths", "", "A"),
        ("Maths 92%", "Maths", "", "92%"),
        ("History essay good", "History essay", "", "good"),
        ("数学87", "数学", "", "87"),
        ("数学：听写87分", "数学", "听写", "87分"),
        ("数学 听写 优", "数学", "听写", "优"),
        ("美术 优秀", "美术", "", "优秀"),
        ("русский язык диктант 4+", "Русский язык", "диктант", "4+"),
        ("Русский язык 5 баллов", "Русский язык", "", "5 баллов"),
        ("Физика 18 из 20", "Физика", "", "18 из 20"),
        ("Музыка зачёт", "Музыка", "", "зачёт"),
        ("Ona tili insho aʼlo", "Ona tili", "insho", "aʼlo"),
        ("Maths 4,5", "Maths", "", "4,5"),
        ("Maths ９０", "Maths", "", "９０"),
    ] {
        let expected = Mark {
            subject: Words::new(subject),
            title: Words::new(title),
            value: value.into(),
        };
        let read = mark(typed, &subjects);
        let shown = read
            .as_ref()
            .map(|m| format!("{}|{}|{}", m.subject.expose(), m.title.expose(), m.value));
        assert_eq!(read, Ok(expected), "{typed}: {shown:?}");
    }
    for (typed, unread) in [
        ("", Unread::NoValue),
        ("Maths", Unread::NoValue),
        ("went very well", Unread::NoValue),
        ("87", Unread::NoSubject),
        ("Maths 3rd", Unread::Rank),
        ("数学 第3名", Unread::Rank),
        ("Математика 2 место", Unread::Rank),
    ] {
        assert_eq!(mark(typed, &subjects), Err(unread), "{typed}");
    }
    assert_eq!(
        mark(&format!("Maths {}", "9".repeat(40)), &subjects),
        Err(Unread::TooLong)
    );
}

#[test]
fn coming_dates_as_teachers_type_them() {
    let today = day("2026-03-04");
    for (typed, expected, words) in [
        ("18 Mar check-up", "2026-03-18", "check-up"),
        ("18 March: check-up", "2026-03-18", "check-up"),
        ("Wed 18 March check-up", "2026-03-18", "check-up"),
        ("March 18th, check-up", "2026-03-18", "check-up"),
        ("18th of March check-up", "2026-03-18", "check-up"),
        ("18.03 сбор", "2026-03-18", "сбор"),
        ("18.03. сбор", "2026-03-18", "сбор"),
        ("18/3/26 сбор", "2026-03-18", "сбор"),
        ("ср, 18 марта осмотр", "2026-03-18", "осмотр"),
        ("18 марта 2026 осмотр", "2026-03-18", "осмотр"),
        ("3月18日 体检", "2026-03-18", "体检"),
        ("3月18号体检", "2026-03-18", "体检"),
        ("2026年3月18日，体检", "2026-03-18", "体检"),
        ("18-mart koʻrik", "2026-03-18", "koʻrik"),
        ("2026-03-18 check-up", "2026-03-18", "check-up"),
        ("4 March today still", "2026-03-04", "today still"),
        ("1 June party", "2026-06-01", "party"),
    ] {
        let found = coming(typed, today);
        assert_eq!(found, Some((day(expected), Words::new(words))), "{typed}");
    }
    let new_year = coming("3 January tree", day("2026-12-20"));
    assert_eq!(new_year.unwrap().0, day("2027-01-03"));
    for typed in [
        "",
        "18 March",
        "check-up",
        "31.02 x",
        "3 March x",
        "1.1.2025 x",
        "18.03abc",
        "99999 x",
        "3月40日 x",
        "月日",
        "年",
        "18",
        ".",
        "18.",
        "２０ March x",
    ] {
        assert_eq!(coming(typed, today), None, "{typed}");
    }
}

fn any_week() -> impl Strategy<Value = SchoolWeek> {
    (0_i32..3_000_000)
        .prop_map(|n| SchoolWeek::of(NaiveDate::from_num_days_from_ce_opt(n).unwrap_or_default()))
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_i32..3_000_000).prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap_or_default())
}

fn any_id() -> impl Strategy<Value = i64> {
    prop_oneof![Just(i64::MAX), 0..i64::MAX]
}

fn of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    (0..all.len()).prop_map(|index| all[index])
}

fn any_pick() -> impl Strategy<Value = Pick> {
    prop_oneof![
        (of(Study::ALL), 0_i64..256).prop_map(|(study, index)| Pick::Study(study, index)),
        of(Mood::ALL).prop_map(Pick::Mood),
        of(Conduct::ALL).prop_map(Pick::Conduct),
        of(Life::ALL).prop_map(Pick::Life),
        Just(Pick::ByPhone),
    ]
}

fn any_tap() -> impl Strategy<Value = Tap> {
    let class = || any_id().prop_map(UnitId);
    let child = || any_id().prop_map(ChildId);
    prop_oneof![
        class().prop_map(Tap::Open),
        (class(), any_week()).prop_map(|(a, b)| Tap::Week(a, b)),
        (class(), any_day()).prop_map(|(a, b)| Tap::Usual(a, b)),
        (class(), any_week()).prop_map(|(a, b)| Tap::UsualWeek(a, b)),
        (class(), any_week()).prop_map(|(a, b)| Tap::Undo(a, b)),
        (class(), any_week(), any_id()).prop_map(|(a, b, c)| Tap::Pupils(a, b, c)),
        (class(), any_week()).prop_map(|(a, b)| Tap::Paper(a, b)),
        (class(), any_week()).prop_map(|(a, b)| Tap::Sheet(a, b)),
        any_id().prop_map(Tap::SheetRead),
        any_id().prop_map(Tap::SheetTake),
        any_id().prop_map(Tap::SheetDrop),
        child().prop_map(Tap::LineOf),
        Just(Tap::LineOfNobody),
        class().prop_map(Tap::Coming),
        (class(), any_day()).prop_map(|(a, b)| Tap::ComingDay(a, b)),
        (class(), any_id()).prop_map(|(a, b)| Tap::DropComing(a, b)),
        (child(), any_week()).prop_map(|(a, b)| Tap::Card(a, b)),
        (child(), any_week()).prop_map(|(a, b)| Tap::UndoCard(a, b)),
        (child(), any_week(), of(Page::ALL)).prop_map(|(a, b, c)| Tap::Page(a, b, c)),
        (child(), any_week(), of(Study::ALL)).prop_map(|(a, b, c)| Tap::Subjects(a, b, c)),
        (child(), any_day(), any_id()).prop_map(|(a, b, c)| Tap::Day(a, b, c)),
        (child(), any_day(), any_id(), of(Presence::ALL))
            .prop_map(|(a, b, c, d)| Tap::Attend(a, b, c, d)),
        (child(), any_week(), any_pick()).prop_map(|(a, b, c)| Tap::Pick(a, b, c)),
        (child(), any_week(), any_id()).prop_map(|(a, b, c)| Tap::Drop(a, b, c)),
    ]
}

proptest! {
    #[test]
    fn every_button_is_read_back_and_fits(tap in any_tap()) {
        let text = data(tap.clone());
        prop_assert!(text.len() <= 64, "{} bytes: {}", text.len(), text);
        prop_assert_eq!(dialogue::Tap::decode(&text), Some(dialogue::Tap::WeekEntry(tap)));
    }

    #[test]
    fn rubbish_is_no_button(rest in "[a-zA-Z0-9.\\-_ é]{0,60}", typed in ".{0,60}") {
        let _ = dialogue::Tap::decode(&format!("1w{rest}"));
        let _ = dialogue::Tap::decode(&typed);
        let _ = mark(&typed, &["Maths".into(), "数学".into(), String::new()]);
        let _ = coming(&typed, NaiveDate::MAX);
        let _ = coming(&typed, day("2026-03-04"));
    }
}

#[test]
fn the_state_is_read_back() {
    let week = SchoolWeek::of(day("2026-03-04"));
    let (child, class) = (ChildId(7), UnitId(8));
    let waits = [
        None,
        Some(Typing::Mark { child, week }),
        Some(Typing::Coming { class, day: None }),
    ];
    let undo = Some(Undo::Rolls {
        class,
        days: vec![week.monday()],
    });
    for waits in waits {
        let undo = undo.clone();
        let screen = Some(i64::MAX);
        let open = Open {
            name: Words::new("Wang"),
            words: Words::new("sings: loud"),
        };
        let open = vec![open];
        let lines = Some(Lines { class, week, open });
        let state = dialogue::State::WeekEntry(State {
            waits,
            undo,
            screen,
            lines,
        });
        assert_eq!(
            dialogue::State::decode(state.encode().as_deref()),
            Some(state)
        );
    }
}

#[tokio::test]
async fn a_week_reads_well_in_every_language() {
    let mut world = wednesday().await;
    let (class, ming) = (world.school.class, world.school.ming);
    let (today, week) = (day("2026-03-04"), SchoolWeek::of(day("2026-03-04")));
    let chat = world.chat_of(TEACHER);
    let taps = [
        Tap::UsualWeek(class, week),
        Tap::Attend(ming, day("2026-03-03"), 0, Presence::Unexplained),
        Tap::Attend(ming, today, 2, Presence::Late),
        Tap::Pick(ming, week, Pick::Study(Study::WentWell, 1)),
        Tap::Pick(ming, week, Pick::Study(Study::NotHandedIn, 0)),
        Tap::Pick(ming, week, Pick::Mood(Mood::LetUsTalk)),
        Tap::Pick(ming, week, Pick::Conduct(Conduct::NeedsReminders)),
        Tap::Pick(ming, week, Pick::Life(Life::SupperAtHome)),
        Tap::Pick(ming, week, Pick::ByPhone),
    ];
    for tap in taps {
        world.tap_data(chat, None, &data(tap)).await;
    }
    for locale in hongyan::model::Locale::ALL {
        let mut tx = world.store.write().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, "1", chat).await.unwrap();
        let id = account.unwrap().id;
        store::accounts::set_locale(&mut tx, id, *locale)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let screens = [
            Tap::Week(class, week),
            Tap::Card(ming, week),
            Tap::Day(ming, today, 2),
            Tap::Page(ming, week, Page::Mood),
            Tap::Page(ming, week, Page::Mark),
            Tap::Coming(class),
        ];
        let count = screens.len();
        for tap in screens {
            world.tap_data(chat, None, &data(tap)).await;
        }
        let name = format!("week_in_{}", locale.as_str());
        insta::assert_snapshot!(name, world.screen(TEACHER, count));
    }
}

#[tokio::test]
async fn a_home_shared_by_two_schools_gives_neither_the_others_children() {
    let world = wednesday().await;
    let mut tx = world.store.write().await.unwrap();
    let env = world.env.clone();
    let now = env.now();
    let unit = |kind, key: &str, parent| Unit {
        id: env.id(),
        kind,
        parent: Some(parent),
        key: key.into(),
        name: key.into(),
        zone: None,
    };
    let other = unit(UnitKind::School, "other school", world.school.county);
    let home = unit(UnitKind::Home, "shared home", other.id);
    store::units::put(&mut tx, &other).await.unwrap();
    store::units::put(&mut tx, &home).await.unwrap();
    let (school, class) = (world.school.school, world.school.class);
    let child = pupil(&env, "s1", "Sun Hao", school, class, Some(home.id));
    store::children::put(&mut tx, &child, now).await.unwrap();
    let account = store::accounts::meet(&mut tx, &env, "1", 777, hongyan::model::Locale::En);
    let (account, mum) = (account.await.unwrap(), world.adult(MUM));
    store::accounts::set_adult(&mut tx, account.id, mum, None)
        .await
        .unwrap();
    store::posts::activate(
        &mut tx,
        env.id(),
        mum,
        other.id,
        Role::SchoolLead,
        None,
        now,
    )
    .await
    .unwrap();
    for action in Action::ALL {
        let may = rights::allowed(&mut tx, &env, mum, *action, child.id);
        assert!(!may.await.unwrap(), "{action:?}");
        let may = rights::allowed(&mut tx, &env, world.adult(LEAD), *action, child.id);
        // Nobody offers the child to this school: it is there.
        let is_schools = post_allows(Role::SchoolLead, *action) && *action != Action::TakeOver;
        assert_eq!(may.await.unwrap(), is_schools, "{action:?}");
    }
    let listed = vec![child];
    let seen = rights::only(&mut tx, &env, mum, Action::EnterWeek, listed).await;
    assert!(seen.unwrap().is_empty());
}

#[tokio::test]
async fn a_teacher_excluded_from_a_child_does_not_see_it_in_the_list() {
    let mut world = wednesday().await;
    let (ming, adult) = (world.school.ming, world.adult(TEACHER));
    let mut tx = world.store.write().await.unwrap();
    let (id, now) = (world.env.id(), world.env.now());
    let (role, relation) = (LinkRole::Parent, Relation::Father);
    store::links::invite(&mut tx, id, ming, adult, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Excluded);
    store::links::decide(&mut tx, id, from, to, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.taps(TEACHER, "the week").await;
    world.taps(TEACHER, "Somebody differs").await;
    let screen = world.screen(TEACHER, 1);
    assert!(
        screen.contains("Li Lan") && !screen.contains("Wang Ming"),
        "{screen}"
    );
}

#[tokio::test]
async fn a_card_with_more_lines_than_a_message_holds_is_shown_as_far_as_it_goes() {
    let mut world = wednesday().await;
    let ming = world.school.ming;
    let mut tx = world.store.write().await.unwrap();
    for number in 0..80 {
        let fact = Fact::Mark {
            subject: Words::new(format!("Subject {number} {}", "x".repeat(40))),
            title: Words::new("y".repeat(60)),
            value: "5".into(),
        };
        let source = hongyan::model::entry::Source::Import;
        store::entries::put(
            &mut tx,
            &world.env,
            ming,
            day("2026-03-03"),
            &fact,
            source,
            None,
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let week = SchoolWeek::of(day("2026-03-04"));
    let chat = world.chat_of(TEACHER);
    world
        .tap_data(chat, None, &data(Tap::Card(ming, week)))
        .await;
    let card = &world.chat(TEACHER).find("Subject 0 ").text;
    assert!(hongyan::base::utf16_len(card) <= 4_096);
    assert!(card.trim_end().ends_with('…'));
}
