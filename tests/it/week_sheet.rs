//! The week as a spreadsheet: handed out with what stands, filled in, sent back, proposed, entered with one yes.

mod own;

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{ChildId, Words};
use hongyan::dialogue;
use hongyan::dialogue::week_entry::Tap;
use hongyan::inbox::{Files, Sheets};
use hongyan::model::Locale;
use hongyan::model::entry::{Conduct, Fact, Life, Mood, Presence, Source, Study};
use hongyan::model::file::NoFile;
use hongyan::model::message::MediaKind;
use hongyan::model::retention::{Keep, What};
use hongyan::model::settings::Settings;
use hongyan::model::week::SchoolWeek;
use hongyan::service::retention;
use hongyan::service::week_entry::sheet::read;
use hongyan::store;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::support::book::Book;
use crate::support::databases::databases;
use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

const YES: &str = "Yes, take them over";
const CLASS: &str = "The whole class: all as usual (✓)";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn week() -> SchoolWeek {
    SchoolWeek::of(day("2026-03-02"))
}

/// Wednesday noon at the school, which has three subjects.
async fn wednesday(url: &str) -> World {
    let world = World::linked_on(url).await;
    world.set_clock("2026-03-04T04:00:00Z");
    let mut tx = world.store.write().await.unwrap();
    let settings = Settings {
        subjects: vec!["Maths".into(), "English".into(), "Music".into()],
        ..Settings::default()
    };
    store::units::set_settings(&mut tx, world.school.school, &settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world
}

/// What the messenger gives for a file, whatever its name.
struct Messenger(Result<Vec<u8>, NoFile>);

impl Files for Messenger {
    fn fetch<'a>(&'a self, _: &'a str, _: usize) -> BoxFuture<'a, Result<Vec<u8>, NoFile>> {
        async { self.0.clone() }.boxed()
    }
}

/// The worker has its turn as often as there is something to do now.
async fn fetches(world: &mut World, got: Result<Vec<u8>, NoFile>) {
    let files = Arc::new(Messenger(got));
    let sheets = Sheets::new(world.store.clone(), world.env.clone(), "1", files);
    while sheets.tick().await.unwrap() == hongyan::base::Wake::Now {}
    world.deliver().await;
}

async fn sends(world: &mut World, who: &str, bytes: Vec<u8>) {
    world.sends(who, MediaKind::Document, "f1", "").await;
    fetches(world, Ok(bytes)).await;
}

/// The sheet of this week, as it lies in the chat.
async fn sheet(world: &mut World, who: &str) -> Book {
    Book::open(&handed(world, who).await)
}

async fn handed(world: &mut World, who: &str) -> Vec<u8> {
    world.says(who, "/menu").await;
    world.taps(who, "Class 3-2: the week").await;
    world.taps(who, "As a spreadsheet").await;
    let (name, bytes) = world.chat(who).files.last().unwrap().clone();
    assert_eq!(name, "2026-03-02.xlsx");
    bytes
}

async fn facts(world: &World, child: ChildId) -> Vec<(String, Fact)> {
    let mut tx = world.store.read().await.unwrap();
    let (from, to) = (day("2026-02-16"), day("2026-03-31"));
    let entries = store::entries::of_children(&mut tx, &[child], from, to).await;
    let entries = entries.unwrap().into_iter();
    entries
        .map(|entry| (entry.day.to_string(), entry.fact))
        .collect()
}

async fn waiting(world: &World) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    let (keep, later) = (Keep::default(), world.env.now() + TimeDelta::days(400));
    let older = store::retention::older(&mut tx, &keep, What::WeekSheets, later, None).await;
    older.unwrap().unwrap().rows
}

async fn put(world: &World, child: ChildId, on: &str, fact: Fact) {
    let mut tx = world.store.write().await.unwrap();
    let (env, by) = (&world.env, Some(world.adult(TEACHER)));
    store::entries::put(&mut tx, env, child, day(on), &fact, Source::Staff, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn late(lesson: Option<u8>) -> Fact {
    Fact::Attendance {
        presence: Presence::Late,
        lesson,
    }
}

#[tokio::test]
async fn a_sheet_goes_out_with_what_stands_and_comes_back_as_one_question() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        put(&world, ming, "2026-03-02", late(Some(3))).await;
        let sentence = Words::new("=HYPERLINK(\"x\") reads; sings");
        put(
            &world,
            lan,
            "2026-03-03",
            Fact::Sentence { words: sentence },
        )
        .await;

        let mut book = sheet(&mut world, TEACHER).await;
        assert_eq!(book.get("Wang Ming", "2 March"), "3: late");
        assert_eq!(
            book.get("Li Lan", "One sentence"),
            "'=HYPERLINK(\"x\") reads; sings"
        );
        book.set(CLASS, "2 March", "x");
        book.set(CLASS, "3 March", "✓");
        book.set("Wang Ming", "2 March", "3: late; 4: LATE");
        book.set("Wang Ming", "went well", "Maths; in general");
        book.set("Wang Ming", "Marks", "Maths dictation 87/100; English A");
        book.set("Wang Ming", "Mood", "ruhiger");
        book.set("Wang Ming", "By phone", "yes");
        book.set("Li Lan", "3 March", "迟到");
        book.set("Li Lan", "6 March", "late");
        book.set("Li Lan", "One sentence", "Helped the little ones.");
        book.set("Li Lan", "Conduct", "=1+6");
        book.set("Li Lan", "activity", "drew; sang");
        sends(&mut world, TEACHER, book.bytes()).await;
        insta::assert_snapshot!("sheet_proposed", world.screen(TEACHER, 2));
        // Nothing is entered before the yes.
        assert_eq!(facts(&world, ming).await.len(), 1);

        world.taps(TEACHER, YES).await;
        insta::assert_snapshot!("sheet_taken", world.screen(TEACHER, 1));
        let subject = |word: &str| Words::new(word);
        let study = Study::WentWell;
        let mut expected = vec![
            ("2026-03-02", late(Some(3))),
            ("2026-03-02", late(Some(4))),
            ("2026-03-04", Fact::ByPhone),
        ];
        for (of, title, value) in [("English", "", "A"), ("Maths", "dictation", "87/100")] {
            let (subject, title) = (subject(of), subject(title));
            let value = value.to_owned();
            expected.push((
                "2026-03-04",
                Fact::Mark {
                    subject,
                    title,
                    value,
                },
            ));
        }
        for of in ["", "Maths"] {
            let subject = subject(of);
            expected.push(("2026-03-04", Fact::Study { study, subject }));
        }
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(on, f)| (on.to_owned(), f))
            .collect();
        assert_eq!(facts(&world, ming).await, expected);
        let of_lan = facts(&world, lan).await;
        let words = subject("Helped the little ones.");
        assert!(of_lan.contains(&("2026-03-03".into(), late(None))));
        assert!(of_lan.contains(&("2026-03-04".into(), Fact::Sentence { words })));
        // The old sentence gave way, and there are two activities.
        assert_eq!(of_lan.len(), 4, "{of_lan:?}");
        let mut tx = world.store.read().await.unwrap();
        let class = [world.school.class];
        let rolls = store::entries::rolls(&mut tx, &class, week().monday(), week().sunday());
        assert_eq!(rolls.await.unwrap().len(), 2);
        drop(tx);
        assert_eq!(waiting(&world).await, 0);

        // The same sheet again has nothing new in it, only what was wrong; and a second yes is none.
        let before = (facts(&world, ming).await, facts(&world, lan).await);
        sends(&mut world, TEACHER, book.bytes()).await;
        assert_eq!(
            before,
            (facts(&world, ming).await, facts(&world, lan).await)
        );
        assert_eq!(world.count(TEACHER, "There is nothing to take over."), 1);
    }
}

#[tokio::test]
async fn an_untouched_sheet_proposes_nothing_whatever_stands_in_it() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let ming = world.school.ming;
        let words = |text: &str| Words::new(text);
        for fact in [
            late(None),
            Fact::Mark {
                subject: words("+Ma;ths"),
                title: words(""),
                value: "@-1".into(),
            },
            Fact::Mood { mood: Mood::Steady },
            Fact::Conduct {
                conduct: Conduct::Friendly,
            },
            Fact::Life {
                life: Life::Activity,
                words: words("'a; b\tc"),
            },
            Fact::Life {
                life: Life::AteWell,
                words: words(""),
            },
            Fact::Sentence {
                words: words("  'Ünïc😀dé  "),
            },
            Fact::ByPhone,
        ] {
            put(&world, ming, "2026-03-03", fact).await;
        }
        let before = facts(&world, ming).await;
        let bytes = handed(&mut world, TEACHER).await;
        sends(&mut world, TEACHER, bytes).await;
        assert!(
            world
                .screen(TEACHER, 1)
                .contains("There is nothing to take over.")
        );
        assert!(!world.screen(TEACHER, 1).contains("Not taken"));
        // A cell with two things keeps the one that was left in it.
        let mut book = sheet(&mut world, TEACHER).await;
        book.set("Wang Ming", "Marks", "English 5");
        book.set("Wang Ming", "Mood", "");
        sends(&mut world, TEACHER, book.bytes()).await;
        world.taps(TEACHER, YES).await;
        let after = facts(&world, ming).await;
        assert_eq!(after.len(), before.len() - 1, "{after:?}");
        assert!(
            !after
                .iter()
                .any(|(_, fact)| matches!(fact, Fact::Mood { .. }))
        );
    }
}

#[tokio::test]
async fn a_class_of_sixty_takes_four_taps_and_no_letter() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let (school, class) = (world.school.school, world.school.class);
        let mut tx = world.store.write().await.unwrap();
        let like = store::children::get(&mut tx, world.school.ming).await;
        let like = like.unwrap().unwrap();
        for number in 1..=58 {
            let mut child = like.clone();
            child.id = world.env.id();
            child.key = format!("p{number}");
            child.name = hongyan::base::Name::new(format!("Pupil {number:02}"));
            (child.school, child.class, child.home) = (school, class, None);
            store::children::put(&mut tx, &child, world.env.now())
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        // Menu, week, spreadsheet: then the pupils are filled in on a real keyboard.
        let mut book = sheet(&mut world, TEACHER).await;
        for number in 1..=58 {
            let name = format!("Pupil {number:02}");
            book.set(&name, "One sentence", "Reads aloud with joy.");
        }
        sends(&mut world, TEACHER, book.bytes()).await;
        let screen = world.screen(TEACHER, 1);
        assert!(
            screen.contains("Pupils with a change: 58 of 60"),
            "{screen}"
        );
        world.taps(TEACHER, YES).await;
        assert!(world.screen(TEACHER, 1).contains("Changes: 58, pupils: 58"));
    }
}

#[tokio::test]
async fn what_changed_in_the_chat_meanwhile_is_not_written_over() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        let mut book = sheet(&mut world, TEACHER).await;
        for pupil in ["Wang Ming", "Li Lan"] {
            book.set(pupil, "Mood", "steady");
            book.set(pupil, "Conduct", "friendly");
        }
        // Before the sheet is read, and between its reading and the yes.
        let mood = Mood::LetUsTalk;
        put(&world, ming, "2026-03-04", Fact::Mood { mood }).await;
        sends(&mut world, TEACHER, book.bytes()).await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("left as they are there: 1"), "{screen}");
        put(&world, lan, "2026-03-04", Fact::Mood { mood }).await;
        world.taps(TEACHER, YES).await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("left as they are there: 1"), "{screen}");
        for child in [ming, lan] {
            let conduct = Conduct::Friendly;
            let on = || "2026-03-04".to_owned();
            let expected = [
                (on(), Fact::Conduct { conduct }),
                (on(), Fact::Mood { mood }),
            ];
            assert_eq!(facts(&world, child).await, expected);
        }
    }
}

#[tokio::test]
async fn every_right_is_asked_again_at_the_yes() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        let mut book = sheet(&mut world, TEACHER).await;
        book.set("Wang Ming", "Conduct", "friendly");
        book.set("Li Lan", "Conduct", "friendly");
        sends(&mut world, TEACHER, book.bytes()).await;
        let (message, data) = {
            let (message, data) = world.chat(TEACHER).button(YES);
            (message, data.clone())
        };
        // Somebody else's yes takes nothing over.
        world.tap_data(world.chat_of(LEAD), None, &data).await;
        assert!(
            world
                .screen(LEAD, 1)
                .contains("does not wait here any more")
        );
        let mut tx = world.store.write().await.unwrap();
        let paper = world.paper(ming, world.adult(TEACHER));
        let now = world.env.now();
        store::exclusions::put(&mut tx, &paper, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world
            .tap_data(world.chat_of(TEACHER), Some(message), &data)
            .await;
        let screen = world.screen(TEACHER, 1);
        assert!(
            screen.contains("Not yours to enter any more: 1"),
            "{screen}"
        );
        assert!(facts(&world, ming).await.is_empty());
        assert_eq!(facts(&world, lan).await.len(), 1);
        // A pupil somebody is kept from is in no sheet of theirs, and a row that was is no pupil.
        let mut again = sheet(&mut world, TEACHER).await;
        assert!(!again.seen().values().any(|text| text == "Wang Ming"));
        book.set("Wang Ming", "Conduct", "kept the rules");
        sends(&mut world, TEACHER, book.bytes()).await;
        let screen = world.screen(TEACHER, 1);
        assert!(
            screen.contains("this row is of no pupil of your list"),
            "{screen}"
        );
        assert!(facts(&world, ming).await.is_empty());
    }
}

#[tokio::test]
async fn a_no_a_day_and_a_new_sheet_end_what_waits() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let lan = world.school.lan;
        let mut book = sheet(&mut world, TEACHER).await;
        book.set("Li Lan", "Conduct", "friendly");
        sends(&mut world, TEACHER, book.bytes()).await;
        assert_eq!(waiting(&world).await, 1);
        let first = world.chat(TEACHER).button(YES).1;
        sends(&mut world, TEACHER, book.bytes()).await;
        assert_eq!(waiting(&world).await, 1);
        world.tap_data(world.chat_of(TEACHER), None, &first).await;
        assert!(
            world
                .screen(TEACHER, 1)
                .contains("does not wait here any more")
        );
        world.taps(TEACHER, "✖ No").await;
        assert_eq!(waiting(&world).await, 0);
        sends(&mut world, TEACHER, book.bytes()).await;
        world.advance(TimeDelta::days(1));
        world.taps(TEACHER, YES).await;
        assert!(
            world
                .screen(TEACHER, 1)
                .contains("does not wait here any more")
        );
        // Untapped, it is forgotten.
        sends(&mut world, TEACHER, book.bytes()).await;
        assert_eq!(waiting(&world).await, 1);
        world.advance(TimeDelta::days(1));
        let mut round = retention::Round::default();
        let mut tx = world.store.write().await.unwrap();
        while retention::page(&mut tx, &world.env, &Keep::default(), &mut round)
            .await
            .unwrap()
            .more
        {}
        tx.commit().await.unwrap();
        assert_eq!(waiting(&world).await, 0);
        assert!(facts(&world, lan).await.is_empty());
    }
}

#[tokio::test]
async fn whatever_else_comes_back_has_its_kind_answer() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/w.sqlite", folder.path().display());
    let mut world = wednesday(&url).await;
    let good = handed(&mut world, TEACHER).await;
    let of_lead = handed(&mut world, LEAD).await;
    let mut bomb = rust_xlsxwriter::Workbook::new();
    let sheet = bomb.add_worksheet();
    for row in 0..1_000 {
        sheet
            .write_string(row, 0, "0".repeat(32_000 - row as usize))
            .unwrap();
    }
    let bomb = bomb.save_to_buffer().unwrap();
    assert!(bomb.len() < hongyan::service::week_entry::sheet::MOST_BYTES);
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let mut locked = ole.clone();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let mut strange = rust_xlsxwriter::Workbook::new();
    strange.add_worksheet().write_string(0, 0, "x").unwrap();
    let mut other = Book::open(&good);
    other.sheets[1]
        .1
        .insert((0, 2), world.school.home.0.to_string());
    let mut version = Book::open(&good);
    version.sheets[1].1.insert((0, 1), "2".into());
    let mut mixed = Book::open(&good);
    mixed.sheets[1].1.insert((0, 3), "2026-02-23".into());
    let files: Vec<(&str, Result<Vec<u8>, NoFile>)> = vec![
        ("mixed weeks", Ok(mixed.bytes())),
        ("csv", Ok(b"Pupil,Mood\nLan,steady\n".to_vec())),
        ("locked", Ok(locked)),
        ("xls", Ok(ole)),
        ("cut", Ok(good[..good.len() / 2].to_vec())),
        ("bomb", Ok(bomb)),
        ("big", Err(NoFile::TooBig)),
        ("gone", Err(NoFile::Gone)),
        ("strange", Ok(strange.save_to_buffer().unwrap())),
        ("version", Ok(version.bytes())),
        ("somebody else's", Ok(of_lead)),
        ("another class", Ok(other.bytes())),
    ];
    let mut said = String::new();
    for (what, got) in files {
        world.sends(TEACHER, MediaKind::Document, "f", "").await;
        fetches(&mut world, got).await;
        said += &format!("{what}:\n{}\n", world.screen(TEACHER, 1));
        assert_eq!(waiting(&world).await, 0, "{what}");
    }
    world.advance(TimeDelta::days(14));
    sends(&mut world, TEACHER, good).await;
    said += &format!("an old week:\n{}\n", world.screen(TEACHER, 1));
    insta::assert_snapshot!("sheet_kind_answers", said);
    // Whoever enters no weeks is answered as before, and nothing is fetched.
    world.sends(MUM, MediaKind::Document, "f", "").await;
    assert_eq!(waiting(&world).await, 0);
}

#[tokio::test]
async fn every_wrong_cell_is_named_and_the_list_ends() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/w.sqlite", folder.path().display());
    let mut world = wednesday(&url).await;
    let mut book = sheet(&mut world, TEACHER).await;
    book.set(CLASS, "5 March", "✓");
    book.set(CLASS, "Mood", "steady");
    for (heading, text) in [
        ("2 March", "ill"),
        ("3 March", "99: late"),
        ("6 March", "late"),
        ("went well", "Alchemy"),
        ("Marks", "first place in Maths, rank 1"),
        ("Mood", "depressed"),
        ("activity", &"long ".repeat(40)),
        ("ate well", "perhaps"),
        ("One sentence", &"very long ".repeat(60)),
        ("Conduct", "=A1"),
    ] {
        book.set("Wang Ming", heading, text);
    }
    let row = book.row("Li Lan");
    let mut more = book.clone();
    more.seen().insert((row, 1), "Somebody Else".into());
    let copy: Vec<_> = book
        .seen()
        .range((row, 0)..(row + 1, 0))
        .map(|(at, text)| (*at, text.clone()))
        .collect();
    for ((_, column), text) in copy {
        more.seen().insert((row + 5, column), text.clone());
        more.seen().insert((row + 6, column), text);
    }
    more.seen().insert((row + 7, 1), "New Pupil".into());
    sends(&mut world, TEACHER, more.bytes()).await;
    insta::assert_snapshot!("sheet_wrong_cells", world.screen(TEACHER, 1));
}

#[tokio::test]
async fn a_passing_fault_is_tried_again_and_a_lasting_one_is_said() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let mut book = sheet(&mut world, TEACHER).await;
        book.set("Li Lan", "Conduct", "friendly");
        world.sends(TEACHER, MediaKind::Document, "f", "").await;
        fetches(&mut world, Err(NoFile::Passing)).await;
        fetches(&mut world, Ok(book.bytes())).await;
        assert_eq!(world.count(TEACHER, "Take them over?"), 0);
        world.advance(TimeDelta::seconds(1));
        fetches(&mut world, Ok(book.bytes())).await;
        assert_eq!(world.count(TEACHER, "Take them over?"), 1);
        world.sends(TEACHER, MediaKind::Document, "f", "").await;
        for pause in hongyan::inbox::RETRY_SCHEDULE.iter().chain([&0]) {
            fetches(&mut world, Err(NoFile::Passing)).await;
            world.advance(TimeDelta::seconds(*pause));
        }
        assert_eq!(world.count(TEACHER, "I could not get the file"), 1);
    }
}

#[tokio::test]
async fn a_listed_word_on_the_sheet_is_stopped_as_in_the_chat() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        let mut book = sheet(&mut world, TEACHER).await;
        book.set("Wang Ming", "One sentence", "He says he wants to die");
        book.set("Wang Ming", "Conduct", "friendly");
        book.set("Li Lan", "One sentence", "Sings.");
        sends(&mut world, TEACHER, book.bytes()).await;
        world.taps(TEACHER, YES).await;
        let of_ming = facts(&world, ming).await;
        assert_eq!(of_ming.len(), 1, "{of_ming:?}");
        assert!(matches!(of_ming[0].1, Fact::Conduct { .. }));
        assert_eq!(facts(&world, lan).await.len(), 1);
        insta::assert_snapshot!("sheet_listed_word", world.screen(TEACHER, 2));
    }
}

#[tokio::test]
async fn a_sheet_speaks_the_language_of_its_reader_and_is_read_in_any() {
    let mut said = String::new();
    for locale in Locale::ALL {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/w.sqlite", folder.path().display());
        let mut world = wednesday(&url).await;
        let ming = world.school.ming;
        put(&world, ming, "2026-03-02", late(Some(3))).await;
        speaks(&world, *locale).await;
        let tap = dialogue::Tap::WeekEntry(Tap::Sheet(world.school.class, week())).encode();
        world.tap_data(world.chat_of(TEACHER), None, &tap).await;
        let bytes = world.chat(TEACHER).files.last().unwrap().1.clone();
        let mut book = Book::open(&bytes);
        let row = |at: u32| {
            let cells = book.sheets[0].1.range((at, 1)..(at + 1, 0));
            cells
                .map(|(_, text)| text.as_str())
                .collect::<Vec<_>>()
                .join(" | ")
        };
        said += &format!("{}\n", locale.as_str());
        for at in [0, 1, 2, 3, book.row("Wang Ming")] {
            said += &format!("{}\n", row(at));
        }
        for (_, cells) in book.sheets.iter().skip(2) {
            said += &cells.values().cloned().collect::<Vec<_>>().join(" | ");
        }
        // Mood and conduct stand after the five days, three words of study and the marks.
        let at = book.row("Wang Ming");
        book.seen().insert((at, 11), "steady".into());
        book.seen().insert((at, 12), "友善待人".into());
        book.seen().insert((at, 2), "?".into());
        sends(&mut world, TEACHER, book.bytes()).await;
        said += &format!("\n{}\n", world.screen(TEACHER, 1));
        let (message, take) = {
            let shown = world.chat(TEACHER).shown.last().unwrap();
            let button = &shown.rows[0][0];
            let hongyan::model::message::Act::Tap(data) = &button.act else {
                panic!("a button that is no tap");
            };
            (shown.id, data.clone())
        };
        world
            .tap_data(world.chat_of(TEACHER), Some(message), &take)
            .await;
        said += &format!("{}\n", world.screen(TEACHER, 1));
        assert_eq!(facts(&world, ming).await.len(), 3);
    }
    insta::assert_snapshot!("sheet_in_every_language", said);
}

async fn speaks(world: &World, locale: Locale) {
    let mut tx = world.store.write().await.unwrap();
    let chat = world.chat_of(TEACHER);
    let account = store::accounts::by_chat(&mut tx, "1", chat).await.unwrap();
    store::accounts::set_locale(&mut tx, account.unwrap().id, locale)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A note or a letter that is being written is to one family; the sheet is of the whole class.
#[tokio::test]
async fn a_sheet_goes_to_no_family_whatever_was_being_written() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let mut book = sheet(&mut world, TEACHER).await;
        book.set("Li Lan", "Conduct", "friendly");
        for letter in [false, true] {
            world.opens_card(TEACHER).await;
            world.taps(TEACHER, "Write to the family").await;
            if letter {
                world.taps(TEACHER, "A letter from").await;
            }
            let document = MediaKind::Document;
            world.sends(TEACHER, document, "week.xlsx", "").await;
            fetches(&mut world, Ok(book.bytes())).await;
            let screen = world.screen(TEACHER, 1);
            assert!(screen.contains(YES), "{letter}: {screen}");
            // Nor does what is typed next.
            world.says(TEACHER, "Good night.").await;
            for who in [MUM, GRANNY, DAD] {
                assert_eq!(world.count(who, "week.xlsx"), 0, "{who} {letter}");
                assert_eq!(world.count(who, "Good night."), 0, "{who} {letter}");
            }
            world.taps(TEACHER, "✖ No").await;
        }
        // An answer to a note is no way round.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "How was her week?").await;
        let did = hongyan::model::event::Did::Sends {
            media: MediaKind::Document,
            file: "week.xlsx".into(),
            caption: hongyan::base::Html::escape(""),
            album: None,
            sheet: true,
            message: 300_000,
            reply_to: Some(world.chat(TEACHER).find("How was her week?").id),
        };
        world.hear(world.chat_of(TEACHER), did).await;
        assert_eq!(world.count(MUM, "week.xlsx"), 0);
        // Any other paper passes.
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world
            .sends(TEACHER, MediaKind::Document, "plan.pdf", "")
            .await;
        assert_eq!(world.count(MUM, "plan.pdf"), 1);
    }
}

#[tokio::test]
async fn a_spreadsheet_of_a_family_is_a_document_like_any_other() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world
            .sends(MUM, MediaKind::Document, "doses.xlsx", "")
            .await;
        assert_eq!(world.count(TEACHER, "doses.xlsx"), 1);
    }
}

/// The answer comes by itself, long after the file: it has names in it.
#[tokio::test]
async fn on_a_phone_others_use_the_answer_waits_for_the_code() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let mut book = sheet(&mut world, TEACHER).await;
        book.set("Wang Ming", "Conduct", "=1+6");
        book.set("Li Lan", "Conduct", "friendly");
        world.sends(TEACHER, MediaKind::Document, "f1", "").await;
        crate::cover::covers(&mut world, TEACHER, "4711").await;
        fetches(&mut world, Ok(book.bytes())).await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("something new"), "{screen}");
        assert_eq!(world.count(TEACHER, "Wang Ming"), 0);
        world.taps(TEACHER, "Read").await;
        crate::cover::enters(&mut world, TEACHER, "4711").await;
        assert_eq!(world.count(TEACHER, "Wang Ming"), 1);
        world.advance(TimeDelta::minutes(6));
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "Wang Ming"), 0);
        world.taps(TEACHER, "Read").await;
        crate::cover::enters(&mut world, TEACHER, "4711").await;
        world.taps(TEACHER, YES).await;
        assert_eq!(facts(&world, world.school.lan).await.len(), 1);
    }
}

#[tokio::test]
async fn an_erased_child_takes_what_waits_along() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let mut book = sheet(&mut world, TEACHER).await;
        book.set("Wang Ming", "Conduct", "friendly");
        book.set("Li Lan", "Conduct", "friendly");
        sends(&mut world, TEACHER, book.bytes()).await;
        assert_eq!(waiting(&world).await, 1);
        let mut tx = world.store.write().await.unwrap();
        hongyan::service::erasure::erase(&mut tx, &world.env, None, world.school.lan)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(waiting(&world).await, 0);
    }
}

/// One change of a cell of the file, anywhere, the hidden part too.
fn edit() -> impl Strategy<Value = (usize, (u32, u16), String)> {
    let text = prop_oneof![
        any::<String>(),
        "[;:：；✓x0-9 =+@'-]{0,12}",
        proptest::sample::select(vec![
            "late", "3: late", "Maths 5", "steady", "class", "", "=1"
        ])
        .prop_map(str::to_owned),
        any::<i64>().prop_map(|number| number.to_string()),
    ];
    // What a spreadsheet program cannot hold is not typed into it.
    let text = text.prop_map(|text| text.chars().filter(|c| !c.is_control()).collect());
    (0..3_usize, (0..9_u32, 0..22_u16), text)
}

fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("HONGYAN_FUZZ_CASES");
    let asked = asked.ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A sheet as it went out, for those who spoil it.
async fn model() -> (World, tempfile::TempDir, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/w.sqlite", folder.path().display());
    let mut world = wednesday(&url).await;
    let bytes = handed(&mut world, TEACHER).await;
    (world, folder, bytes)
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

#[test]
fn no_bytes_make_the_reader_fail() {
    let (_, _, bytes) = runtime().block_on(model());
    let mut runner = TestRunner::new(cases(200));
    let flips = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    let end = any::<prop::sample::Index>();
    runner
        .run(&(flips, end, any::<bool>()), |(flips, end, cut)| {
            let mut spoilt = bytes.clone();
            for (at, byte) in flips {
                let at = at.index(spoilt.len());
                spoilt[at] ^= byte;
            }
            if cut {
                spoilt.truncate(end.index(spoilt.len()));
            }
            let _ = read(&spoilt);
            Ok(())
        })
        .unwrap();
}

#[test]
fn whatever_is_typed_there_is_an_answer_and_nothing_without_a_yes() {
    let runtime = runtime();
    let (mut world, _folder, bytes) = runtime.block_on(model());
    let (ming, lan) = (world.school.ming, world.school.lan);
    let mut runner = TestRunner::new(cases(24));
    let world = std::cell::RefCell::new(&mut world);
    let edits = proptest::collection::vec(edit(), 1..12);
    runner
        .run(&edits, |edits| {
            let mut book = Book::open(&bytes);
            for (sheet, at, text) in edits {
                book.sheets[sheet].1.insert(at, text);
            }
            let world: &mut World = &mut world.borrow_mut();
            runtime.block_on(async {
                let before = world.chat(TEACHER).shown.len();
                sends(world, TEACHER, book.bytes()).await;
                // What was sent, that it came, and the answer.
                prop_assert_eq!(world.chat(TEACHER).shown.len(), before + 3);
                prop_assert!(facts(world, ming).await.is_empty());
                prop_assert!(facts(world, lan).await.is_empty());
                if waiting(world).await > 0 {
                    world.taps(TEACHER, "✖ No").await;
                }
                prop_assert_eq!(waiting(world).await, 0);
                Ok(())
            })
        })
        .unwrap();
}
