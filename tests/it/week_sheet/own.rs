//! A teacher's own table: a document like any other where a note is being written. A sheet of ours is none, in
//! whatever state it comes.

use chrono::TimeDelta;
use hongyan::base::Html;
use hongyan::model::Locale;
use hongyan::model::event::Did;
use hongyan::model::file::NoFile;
use hongyan::model::message::MediaKind;
use hongyan::model::record::Relation;
use hongyan::service::week_entry::sheet::read;
use hongyan::sheet::NoForm;

use super::{YES, fetches, handed, runtime, sheet, speaks, wednesday};
use crate::second_factor::{app, demands, enrolled};
use crate::support::book::Book;
use crate::support::databases::databases;
use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

const TRIP: &str = "trip.xlsx";
const WHOM: &str = "Whom is it for?";

/// What the trip costs; one of its words is a heading of ours, too.
fn table() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in [["Pupil", "Bus"], ["All", "12"]].iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

async fn writes_to_ming(world: &mut World, who: &str) {
    world.opens_card(who).await;
    world.taps(who, "Write to the family").await;
}

async fn sends(world: &mut World, who: &str, caption: &str) {
    let document = MediaKind::Document;
    world.sends(who, document, TRIP, caption).await;
}

/// How many of these got it.
fn reached(world: &World, people: &[&str]) -> usize {
    people.iter().map(|who| world.count(who, TRIP)).sum()
}

#[tokio::test]
async fn it_goes_on_with_the_note_it_was_sent_with() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        writes_to_ming(&mut world, TEACHER).await;
        sends(&mut world, TEACHER, "The trip.").await;
        // Nobody has it before it was looked into.
        assert_eq!(reached(&world, &[MUM, GRANNY, DAD]), 0);
        fetches(&mut world, Ok(table())).await;
        assert_eq!(reached(&world, &[MUM, GRANNY]), 2);
        assert_eq!(reached(&world, &[DAD]), 0);
        assert_eq!(world.count(MUM, "The trip."), 1);
        let screen = world.screen(TEACHER, 2);
        assert!(screen.contains("I am checking"), "{screen}");
        assert!(screen.contains("Sent to: mother, grandmother"), "{screen}");
        // It is a note like any other: more follows, and all of it can be taken back.
        world.says(TEACHER, "Bring boots.").await;
        assert_eq!(world.count(MUM, "Bring boots."), 1);
        world.taps(MUM, "I have seen it").await;
        let fetched = super::waiting(&world).await;
        assert_eq!(fetched, 0);
        // An answer needs no open note.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "What does it cost?").await;
        world.says(TEACHER, "/menu").await;
        let did = Did::Sends {
            media: MediaKind::Document,
            file: "costs.xlsx".into(),
            caption: Html::default(),
            album: None,
            sheet: true,
            message: 300_000,
            reply_to: Some(world.chat(TEACHER).find("What does it cost?").id),
        };
        world.hear(world.chat_of(TEACHER), did).await;
        fetches(&mut world, Ok(table())).await;
        assert_eq!(world.count(MUM, "costs.xlsx"), 1);
    }
}

#[tokio::test]
async fn a_class_and_a_letter_take_it_too() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "write to all families").await;
        world.says(TEACHER, "The trip is on Friday.").await;
        sends(&mut world, TEACHER, "").await;
        world.says(TEACHER, "Bring boots.").await;
        fetches(&mut world, Ok(table())).await;
        assert_eq!(reached(&world, &[MUM, DAD, GRANNY]), 0);
        world.taps(TEACHER, "Send").await;
        for who in [MUM, DAD, GRANNY] {
            for words in ["on Friday", "boots", TRIP] {
                assert_eq!(world.count(who, words), 1, "{who}: {words}");
            }
        }
        writes_to_ming(&mut world, TEACHER).await;
        world.taps(TEACHER, "A letter from").await;
        sends(&mut world, TEACHER, "").await;
        fetches(&mut world, Ok(table())).await;
        assert_eq!(reached(&world, &[MUM]), 2);
    }
}

/// It is asked at the moment it goes what is asked of every note.
#[tokio::test]
async fn rights_and_listed_words_are_asked_when_it_goes() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let father = Relation::Father;
        world.joins(world.school.ming, DAD, father).await;
        writes_to_ming(&mut world, TEACHER).await;
        sends(&mut world, TEACHER, "He says he wants to die").await;
        fetches(&mut world, Ok(table())).await;
        assert_eq!(reached(&world, &[MUM, DAD, GRANNY]), 0);
        world.taps(TEACHER, "None of these").await;
        assert_eq!(world.count(LEAD, "wants to die"), 1);
        assert_eq!(reached(&world, &[MUM, DAD, GRANNY]), 0);
        writes_to_ming(&mut world, TEACHER).await;
        sends(&mut world, TEACHER, "").await;
        let mut tx = world.store.write().await.unwrap();
        let (ming, now) = (world.school.ming, world.env.now());
        let mum = world.adult(MUM);
        let closed = hongyan::store::links::close(&mut tx, ming, mum, None, now).await;
        assert!(closed.unwrap());
        tx.commit().await.unwrap();
        fetches(&mut world, Ok(table())).await;
        assert_eq!(reached(&world, &[MUM]), 0);
        assert_eq!(reached(&world, &[DAD, GRANNY]), 2);
    }
}

#[tokio::test]
async fn without_its_note_it_goes_to_nobody_and_it_is_asked_for_whom_it_is() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        world.says(TEACHER, "/menu").await;
        sends(&mut world, TEACHER, "").await;
        fetches(&mut world, Ok(table())).await;
        assert_eq!(world.count(TEACHER, WHOM), 1);
        let ways: [&[&str]; 3] = [
            &["Cancel"],
            // Another family, and the whole class.
            &["Menu", "Class 3-2: pupils", "Li Lan", "Write to the family"],
            &["Menu", "write to all families"],
        ];
        for (nth, way) in ways.into_iter().enumerate() {
            writes_to_ming(&mut world, TEACHER).await;
            sends(&mut world, TEACHER, "").await;
            if way[0] == "Menu" {
                world.says(TEACHER, "/menu").await;
            }
            for label in way.iter().filter(|label| **label != "Menu") {
                world.taps(TEACHER, label).await;
            }
            fetches(&mut world, Ok(table())).await;
            assert_eq!(world.count(TEACHER, WHOM), nth + 2);
        }
        // Nor after the hours a note is waited for.
        writes_to_ming(&mut world, TEACHER).await;
        sends(&mut world, TEACHER, "").await;
        world.advance(TimeDelta::hours(13));
        fetches(&mut world, Ok(table())).await;
        assert_eq!(world.count(TEACHER, WHOM), 5);
        assert_eq!(reached(&world, &[MUM, GRANNY, DAD]), 0);
    }
}

/// Ours, or what cannot be looked through: with a note to one family, to a class, or as a letter.
#[tokio::test]
async fn a_sheet_of_ours_goes_to_nobody_whatever_became_of_it() {
    let db = crate::support::databases::sqlite().await;
    let mut world = wednesday(&db.url).await;
    let good = handed(&mut world, TEACHER).await;
    let of_lead = handed(&mut world, LEAD).await;
    let mut seen_alone = Book::open(&good);
    seen_alone.sheets.truncate(1);
    let mut words_alone = Book::open(&good);
    words_alone.sheets.remove(0);
    words_alone.sheets.remove(0);
    let mut renamed = Book::open(&good);
    renamed.sheets[1].0 = "Sheet2".into();
    let mut copied = Book::open(&good);
    let rows = std::mem::take(copied.seen());
    // Somewhere below, without the names and the first days.
    let far = |((row, column), text): ((u32, u16), String)| ((row + 40, column), text);
    let rows = rows.into_iter().filter(|((_, column), _)| *column > 4);
    copied.seen().extend(rows.map(far));
    copied.sheets.truncate(1);
    let mut version = Book::open(&good);
    version.sheets[1].1.insert((0, 1), "2".into());
    let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let old = locked.clone();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let spoilt: Vec<(&str, Result<Vec<u8>, NoFile>)> = vec![
        ("seen alone", Ok(seen_alone.bytes())),
        ("words alone", Ok(words_alone.bytes())),
        ("renamed", Ok(renamed.bytes())),
        ("copied", Ok(copied.bytes())),
        ("version", Ok(version.bytes())),
        ("locked", Ok(locked)),
        ("xls", Ok(old)),
        ("csv", Ok(b"Pupil;Mood\nLan;steady\n".to_vec())),
        ("cut", Ok(good[..good.len() / 2].to_vec())),
        ("big", Err(NoFile::TooBig)),
    ];
    for (what, got) in spoilt {
        for way in ["family", "class", "letter"] {
            match way {
                "class" => {
                    world.says(TEACHER, "/menu").await;
                    world.taps(TEACHER, "write to all families").await;
                }
                _ => writes_to_ming(&mut world, TEACHER).await,
            }
            if way == "letter" {
                world.taps(TEACHER, "A letter from").await;
            }
            sends(&mut world, TEACHER, "").await;
            fetches(&mut world, got.clone()).await;
            let screen = world.screen(TEACHER, 1);
            assert!(screen.contains("it went to nobody"), "{what}: {screen}");
            assert!(!screen.contains("[✅ Send]"), "{what}: {screen}");
        }
    }
    for (got, says) in [
        (of_lead, "made for somebody else"),
        (good, "nothing to take over"),
    ] {
        writes_to_ming(&mut world, TEACHER).await;
        sends(&mut world, TEACHER, "").await;
        fetches(&mut world, Ok(got)).await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains(says), "{says}: {screen}");
        // It was a screen of the week: what is typed next belongs to no note.
        world.says(TEACHER, "Good night.").await;
    }
    writes_to_ming(&mut world, TEACHER).await;
    sends(&mut world, TEACHER, "").await;
    fetches(&mut world, Err(NoFile::Gone)).await;
    assert_eq!(world.count(TEACHER, "I could not get the file"), 1);
    assert_eq!(reached(&world, &[MUM, GRANNY, DAD, LEAD]), 0);
    for who in [MUM, GRANNY, DAD] {
        assert_eq!(world.count(who, "Good night."), 0, "{who}");
    }
}

/// Whoever leads proves who they are before the list is shown, and their own table needs no proof.
#[tokio::test]
async fn a_lead_gives_digits_for_a_sheet_of_ours_only() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        let mut book = sheet(&mut world, LEAD).await;
        book.set("Li Lan", "Conduct", "friendly");
        demands(&world).await;
        enrolled(&mut world, LEAD).await;
        writes_to_ming(&mut world, LEAD).await;
        world.advance(TimeDelta::hours(11));
        sends(&mut world, LEAD, "").await;
        fetches(&mut world, Ok(table())).await;
        assert_eq!(reached(&world, &[MUM, GRANNY]), 2);
        world.advance(TimeDelta::hours(2));
        sends(&mut world, LEAD, "").await;
        fetches(&mut world, Ok(book.bytes())).await;
        let screen = world.screen(LEAD, 1);
        assert!(screen.contains("digits"), "{screen}");
        let digits = app(&world, world.adult(LEAD)).await;
        world.says(LEAD, &digits).await;
        fetches(&mut world, Ok(book.bytes())).await;
        let screen = world.screen(LEAD, 1);
        assert!(screen.contains(YES), "{screen}");
        assert_eq!(reached(&world, &[MUM, GRANNY]), 2);
    }
}

#[tokio::test]
async fn an_erased_child_takes_along_what_was_not_looked_into() {
    for db in databases().await {
        let mut world = wednesday(&db.url).await;
        writes_to_ming(&mut world, TEACHER).await;
        sends(&mut world, TEACHER, "Ming was ill.").await;
        assert_eq!(super::waiting(&world).await, 1);
        let mut tx = world.store.write().await.unwrap();
        hongyan::service::erasure::erase(&mut tx, &world.env, None, world.school.ming)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // Which file it was, and as what it was sent, is gone; who was told to wait hears of it.
        fetches(&mut world, Ok(table())).await;
        assert_eq!(super::waiting(&world).await, 0);
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("could not get the file"), "{screen}");
        assert_eq!(reached(&world, &[MUM, GRANNY]), 0);
    }
}

/// No flip of bits makes somebody's own table of a sheet of ours.
#[test]
fn ours_stays_ours() {
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;
    let (_, _, bytes) = runtime().block_on(super::model());
    let mut runner = TestRunner::new(super::cases(100));
    let edits = proptest::collection::vec(super::edit(), 0..6);
    let flips = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3);
    let gone = proptest::collection::vec(any::<bool>(), 3);
    runner
        .run(&(edits, flips, gone), |(edits, flips, gone)| {
            let mut book = Book::open(&bytes);
            for (sheet, at, text) in edits {
                book.sheets[sheet].1.insert(at, text);
            }
            let mut gone = gone.into_iter();
            book.sheets.retain(|_| !gone.next().unwrap());
            if book.sheets.is_empty() {
                return Ok(());
            }
            let mut spoilt = book.bytes();
            for (at, byte) in flips {
                let at = at.index(spoilt.len());
                spoilt[at] ^= byte;
            }
            prop_assert_ne!(read(&spoilt), Err(NoForm::Own));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn the_words_in_four_languages() {
    let mut said = String::new();
    for locale in Locale::ALL {
        let db = crate::support::databases::sqlite().await;
        let mut world = wednesday(&db.url).await;
        writes_to_ming(&mut world, TEACHER).await;
        speaks(&world, *locale).await;
        sends(&mut world, TEACHER, "").await;
        fetches(&mut world, Ok(b"\xd0\xcf\x11\xe0".to_vec())).await;
        said += &format!("{}\n{}\n", locale.as_str(), world.screen(TEACHER, 2));
        world.says(TEACHER, "/menu").await;
        sends(&mut world, TEACHER, "").await;
        fetches(&mut world, Ok(table())).await;
        said += &format!("{}\n", world.screen(TEACHER, 1));
    }
    insta::assert_snapshot!("own_table_in_every_language", said);
}
