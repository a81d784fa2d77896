//! A conversation that stands still for one of its readers: two taps, nothing lost, nobody's words shown for it.

use hongyan::base::{HaltId, NoteId};
use hongyan::dialogue::note::Tap;
use hongyan::model::Locale;
use hongyan::model::message::Act;
use hongyan::model::record::Relation;
use hongyan::model::unit::Role;
use hongyan::service::erasure;
use hongyan::store;
use hongyan::text::{Arg, keys, try_say};

use super::{data, opens_ming};
use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const STOP: &str = "Stop notes here";
const SECOND: &str = "second";

/// The note, or the wish about one, whose button somebody saw last.
fn last<T>(world: &World, who: &str, found: impl Fn(Tap) -> Option<T>) -> T {
    let shown = world.chat(who).shown.iter().rev();
    let mut taps = shown.flat_map(|shown| shown.rows.iter().flatten());
    taps.find_map(|button| match &button.act {
        Act::Tap(data) => match hongyan::dialogue::Tap::decode(data) {
            Some(hongyan::dialogue::Tap::Note(tap)) => found(tap),
            _ => None,
        },
        Act::Open(_) => None,
    })
    .unwrap()
}

fn note_of(world: &World, who: &str) -> NoteId {
    last(world, who, |tap| match tap {
        Tap::More(note) => Some(note),
        _ => None,
    })
}

fn halt_of(world: &World, who: &str) -> HaltId {
    last(world, who, |tap| match tap {
        Tap::Resume(id) => Some(id),
        _ => None,
    })
}

async fn audits(world: &World, action: &'static str) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, action).await.unwrap()
}

const OPEN: &str = "SELECT COUNT(*) FROM tasks WHERE kind = 'notes_halted' AND state = 'open'";
const HALTS: &str = "SELECT COUNT(*) FROM note_halts";

/// Somebody of the school writes to the family of Ming.
async fn to_family(world: &mut World, who: &str, text: &str) {
    opens_ming(world, who).await;
    world.taps(who, "Write to the family").await;
    world.says(who, text).await;
}

async fn to_school(world: &mut World, who: &str, text: &str) {
    world.says(who, "/start").await;
    world.taps(who, "Write to the school").await;
    world.says(who, text).await;
}

async fn stops(world: &mut World, who: &str) {
    world.taps(who, "⋯").await;
    world.taps(who, STOP).await;
}

#[tokio::test]
async fn a_mother_stops_the_schools_notes_and_the_lead_lets_them_through() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.has_number("Red Star School", "0871 555 0100").await;
        to_family(&mut world, TEACHER, "The first of them.").await;
        world.taps(MUM, "⋯").await;
        insta::assert_snapshot!("mum_is_asked", world.screen(MUM, 1));
        world.taps(MUM, STOP).await;
        insta::assert_snapshot!("mum_has_stopped", world.screen(MUM, 1));
        // At once, and without a word of the note.
        insta::assert_snapshot!("lead_is_told", world.screen(LEAD, 1));
        assert_eq!(world.number(OPEN).await, 1);

        // The writer hears it at the next note; granny goes on reading.
        to_family(&mut world, TEACHER, "The second of them.").await;
        insta::assert_snapshot!("teacher_hears_it", world.screen(TEACHER, 2));
        assert_eq!(world.count(MUM, "The second of them."), 0);
        assert_eq!(world.count(GRANNY, "The second of them."), 1);
        assert_eq!(world.count(LEAD, "of them."), 0);
        world.restart().await;
        // An answer to what she wrote earlier waits too.
        to_school(&mut world, MUM, "I am reading elsewhere.").await;
        world
            .replies(TEACHER, "I am reading elsewhere.", "The third of them.")
            .await;
        assert_eq!(world.count(MUM, "The third of them."), 0);

        world.taps(LEAD, "Let them through again").await;
        insta::assert_snapshot!("lead_has_let_through", world.screen(LEAD, 1));
        assert_eq!(world.count(MUM, "the school lets notes here through"), 1);
        for text in ["first", "second", "third"] {
            assert_eq!(world.count(MUM, &format!("The {text} of them.")), 1);
        }
        assert_eq!(world.count(GRANNY, "The second of them."), 1);
        assert_eq!(world.number(OPEN).await, 0);
        assert_eq!(world.number(HALTS).await, 0);
        to_family(&mut world, TEACHER, "The fourth of them.").await;
        assert_eq!(world.count(MUM, "The fourth of them."), 1);
        assert_eq!(audits(&world, "notes_halted").await, 1);
        assert_eq!(audits(&world, "notes_halt_lifted").await, 1);
    }
}

#[tokio::test]
async fn a_teacher_stops_a_mothers_notes_and_takes_them_again() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.has_number("Red Star School", "0871 555 0100").await;
        to_school(&mut world, MUM, "Once more!").await;
        stops(&mut world, TEACHER).await;
        world.says_as(MUM, 9_001, "Why is nobody").await;
        world.rewrites(MUM, 9_001, "Who could help me?").await;
        insta::assert_snapshot!("mum_hears_it", world.screen(MUM, 2));
        world.says_as(MUM, 9_002, "Never mind.").await;
        world.taps(MUM, "Take back").await;
        for text in ["Why is nobody", "Who could help", "Never mind."] {
            assert_eq!(world.count(TEACHER, text), 0, "{text}");
        }
        assert_eq!(world.count(GRANNY, "Who could help me?"), 1);
        // What granny writes is in a conversation of her own.
        to_school(&mut world, GRANNY, "She slept well.").await;
        assert_eq!(world.count(TEACHER, "She slept well."), 1);

        // The lead's choice waits on the lists until it is made, and then stays as it is.
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Today’s list").await;
        insta::assert_snapshot!("lead_has_it_on_the_list", world.screen(LEAD, 1));
        world.taps(LEAD, "Look and decide").await;
        world.taps(LEAD, "Keep it stopped").await;
        insta::assert_snapshot!("lead_has_kept_it", world.screen(LEAD, 1));
        assert_eq!(world.number(OPEN).await, 0);
        assert_eq!(audits(&world, "notes_halt_kept").await, 1);
        assert_eq!(world.count(TEACHER, "Who could help me?"), 0);

        let id = halt_of(&world, TEACHER);
        world
            .tap_data(world.chat_of(TEACHER), None, &data(Tap::Resume(id)))
            .await;
        // As it was changed meanwhile, and nothing that was taken back.
        assert_eq!(world.count(TEACHER, "Who could help me?"), 1);
        assert_eq!(world.count(TEACHER, "Why is nobody"), 0);
        assert_eq!(world.count(TEACHER, "Never mind."), 0);
        assert_eq!(world.count(GRANNY, "Who could help me?"), 1);
        assert_eq!(world.number(HALTS).await, 0);
        assert_eq!(audits(&world, "notes_resumed").await, 1);
        world.refuses(&[TEACHER], &data(Tap::Resume(id))).await;
        world.refuses(&[LEAD], &data(Tap::LetThrough(id))).await;
    }
}

#[tokio::test]
async fn an_alarm_and_news_of_the_class_still_come_and_a_note_to_one_family_does_not() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        to_family(&mut world, TEACHER, "The first of them.").await;
        stops(&mut world, MUM).await;
        for (text, last) in [
            ("Sports day on Friday.", "✉️ Send"),
            ("The river rises.", "It is urgent"),
        ] {
            world.says(TEACHER, "/start").await;
            world.taps(TEACHER, "write to all families").await;
            world.says(TEACHER, text).await;
            world.taps(TEACHER, last).await;
            if last != "✉️ Send" {
                world.taps(TEACHER, "School closes early").await;
            }
            assert_eq!(world.count(MUM, text), 1, "{text}");
        }
        // An alarm to this family alone.
        opens_ming(&mut world, TEACHER).await;
        world.taps(TEACHER, "Urgent").await;
        world.says(TEACHER, "Ming has a fever.").await;
        world.taps(TEACHER, "It is urgent").await;
        world.taps(TEACHER, "School closes early").await;
        assert_eq!(world.count(MUM, "Ming has a fever."), 1);
        // Chosen out of the class it is a note to her all the same.
        world.says(TEACHER, "/start").await;
        world.taps(TEACHER, "write to all families").await;
        world.taps(TEACHER, "Only some families").await;
        world.taps(TEACHER, "Wang Ming").await;
        world.taps(TEACHER, "Write to these").await;
        world.says(TEACHER, "Another way round.").await;
        world.taps(TEACHER, "✉️ Send").await;
        assert_eq!(world.count(MUM, "Another way round."), 0);
        assert_eq!(world.count(GRANNY, "Another way round."), 1);
        let news = last(&world, MUM, |tap| match tap {
            Tap::More(note) => Some(note),
            _ => None,
        });
        world.refuses(&[MUM], &data(Tap::Halt(news))).await;
    }
}

#[tokio::test]
async fn a_parent_stops_who_is_at_home_and_the_other_parent_learns_nothing() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.joins(world.school.ming, DAD, Relation::Father).await;
        world.says(GRANNY, "/start").await;
        world.taps(GRANNY, "Write to the school").await;
        world.says(GRANNY, "Please ring more often.").await;
        let before = world.chat(DAD).shown.len();
        stops(&mut world, MUM).await;
        assert_eq!(world.chat(DAD).shown.len(), before);
        world.says(GRANNY, "She misses you.").await;
        assert_eq!(world.count(MUM, "She misses you."), 0);
        assert_eq!(world.count(DAD, "She misses you."), 1);
        assert_eq!(world.count(TEACHER, "She misses you."), 1);
        assert_eq!(world.count(GRANNY, "notes to: mother go through"), 1);
        // The school's own notes are another matter.
        to_family(&mut world, TEACHER, "She sings.").await;
        assert_eq!(world.count(MUM, "She sings."), 1);
        assert_eq!(world.count(DAD, "✋"), 0);
        world.taps(MUM, "⋯").await;
        world
            .tap_data(
                world.chat_of(MUM),
                None,
                &data(Tap::Resume(halt_of(&world, MUM))),
            )
            .await;
        assert_eq!(world.count(MUM, "She misses you."), 1);
        assert_eq!(world.count(DAD, "She misses you."), 1);
    }
}

#[tokio::test]
async fn who_is_one_of_them_decides_nothing_and_nobody_else_can_stop_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.has_number("Red Star School", "0871 555 0100").await;
        to_family(&mut world, LEAD, "From the lead.").await;
        let note = note_of(&world, MUM);
        let strangers = [AUNT, DAD, TEACHER, LEAD];
        world.refuses(&strangers, &data(Tap::Halt(note))).await;
        world.refuses(&[MUM], &data(Tap::Halt(NoteId(7)))).await;
        stops(&mut world, MUM).await;
        // The only lead is one of them: mum hears whom to ring, and it waits for another lead.
        assert_eq!(world.count(MUM, "0871 555 0100"), 1);
        assert_eq!(world.count(MUM, "is asked to help"), 0);
        assert_eq!(world.count(LEAD, "would like no notes"), 0);
        let id = halt_of(&world, MUM);
        let all = [AUNT, DAD, GRANNY, TEACHER, LEAD, MUM];
        for tap in [Tap::LookAt(id), Tap::LetThrough(id), Tap::KeepHalted(id)] {
            world.refuses(&all, &data(tap)).await;
        }
        world.refuses(&all[..5], &data(Tap::Resume(id))).await;
        assert_eq!(world.number(HALTS).await, 1);
        for list in ["Today’s list", "To do"] {
            world.says(LEAD, "/menu").await;
            world.taps(LEAD, list).await;
            assert!(
                !world.screen(LEAD, 1).contains("Notes are stopped"),
                "{list}"
            );
        }
        let school = world.school.school;
        world
            .hires(SECOND, "Lead Sun", school, Role::SchoolLead)
            .await;
        world.says(SECOND, "/menu").await;
        world.taps(SECOND, "To do").await;
        world.taps(SECOND, "Look and decide").await;
        world.taps(SECOND, "Let them through again").await;
        assert_eq!(world.number(HALTS).await, 0);
        assert_eq!(world.number(OPEN).await, 0);
    }
}

#[tokio::test]
async fn it_goes_with_the_record() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        to_family(&mut world, TEACHER, "The first of them.").await;
        stops(&mut world, MUM).await;
        assert_eq!(world.number(HALTS).await, 1);
        let mut tx = world.store.write().await.unwrap();
        let (lead, ming) = (world.adult(LEAD), world.school.ming);
        erasure::erase(&mut tx, &world.env, Some(lead), ming)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.number(HALTS).await, 0);
        assert_eq!(world.number(OPEN).await, 0);
    }
}

#[test]
fn phrasebook() {
    let args: Vec<(&'static str, Arg)> = vec![
        ("name", Arg::from("Wang Mei")),
        ("other", Arg::from("Zhao Li")),
        ("child", Arg::from("Wang Ming")),
        ("class", Arg::from("3-2")),
        ("who", Arg::from("…")),
    ];
    for locale in Locale::ALL {
        let mut book = String::new();
        for key in keys(*locale, "halt") {
            let said = try_say(*locale, &key, &args, true).unwrap();
            book.push_str(&format!("{key}\n{said}\n\n"));
        }
        insta::assert_snapshot!(format!("phrasebook_{}", locale.as_str()), book);
    }
}
