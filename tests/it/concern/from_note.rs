//! A note that worries its reader: two taps, and whoever wrote it never hears of it.

use chrono::TimeDelta;
use hongyan::base::NoteId;
use hongyan::dialogue::concern::Tap;
use hongyan::dialogue::note::Tap as NoteTap;
use hongyan::dialogue::{self, Tap as Any};
use hongyan::model::message::{Act, MediaKind};

use super::{SECOND, audits, count, data, later, protect};
use crate::support::databases::databases;
use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// The note whose small button somebody saw last.
fn note_of(world: &World, who: &str) -> NoteId {
    let shown = world.chat(who).shown.iter().rev();
    let mut taps = shown.flat_map(|shown| shown.rows.iter().flatten());
    taps.find_map(|button| match &button.act {
        Act::Tap(data) => match Any::decode(data) {
            Some(Any::Note(NoteTap::More(note))) => Some(note),
            _ => None,
        },
        Act::Open(_) => None,
    })
    .unwrap()
}

#[tokio::test]
async fn two_taps_tell_a_note_as_it_is_and_never_its_writer() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Write to the family").await;
        world.says(LEAD, "Send Ming to my flat on Sunday.").await;
        let before = world.chat(LEAD).shown.len();

        world.taps(GRANNY, "⋯").await;
        insta::assert_snapshot!("below_the_note", world.screen(GRANNY, 2));
        // What she got stays what it was, also where its writer wants it gone.
        world.taps(LEAD, "Take back").await;
        let told = world.chat(LEAD).shown.len();
        assert!(told <= before + 1);
        world.taps(GRANNY, "Report this note").await;
        insta::assert_snapshot!("it_is_told", world.screen(GRANNY, 1));
        assert_eq!(audits(&world, "concern_report").await, 1);
        assert_eq!(audits(&world, "concern_names").await, 1);
        world.taps(GRANNY, "That is all").await;
        assert_eq!(world.count(SECOND, "Send Ming to my flat on Sunday."), 1);
        assert_eq!(world.count(SECOND, "It may be about: Lead Chen"), 1);
        later(&mut world, 3 * 3600).await;
        assert_eq!(world.chat(LEAD).shown.len(), told);
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Concerns").await;
        assert_eq!(world.count(LEAD, "Nothing is open with you"), 1);
    }
}

/// A note's writer is named to those who answer for safety by a tap, or by a number and a yes: a number alone may have
/// been meant for something else, and one that is not for what stands there last is.
#[tokio::test]
async fn a_number_alone_reports_nobody() {
    let mut world = World::linked().await;
    protect(&world).await;
    let written = async |world: &mut World, words: &str| {
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world.says(TEACHER, words).await;
        world.taps(GRANNY, "⋯").await;
    };
    written(&mut world, "Ming read aloud today.").await;
    world.says(GRANNY, "1").await;
    insta::assert_snapshot!("a_number_is_asked_back", world.screen(GRANNY, 1));
    // No: the note's buttons again; and no more of it, whatever comes.
    world.says(GRANNY, "2").await;
    assert!(world.screen(GRANNY, 1).contains("Report this note"));
    world.says(GRANNY, "1").await;
    world.restart().await;
    world.says(GRANNY, "1").await;
    world.taps(GRANNY, "⋯").await;
    world.advance(TimeDelta::minutes(5));
    world.says(GRANNY, "1").await;
    // Another note came below it: its own button is meant.
    world.taps(GRANNY, "⋯").await;
    world.advance(TimeDelta::seconds(1));
    world.says(TEACHER, "Ming sang, too.").await;
    world.says(GRANNY, "1").await;
    assert!(!world.screen(GRANNY, 1).contains("Is that right?"));
    assert_eq!(audits(&world, "concern_report").await, 0);
    assert_eq!(count(&world, "SELECT COUNT(*) FROM concerns").await, 0);
    // Yes, where it is asked, and only there.
    written(&mut world, "Come to my flat on Sunday.").await;
    for number in ["1", "1"] {
        assert_eq!(audits(&world, "concern_report").await, 0);
        world.says(GRANNY, number).await;
    }
    assert_eq!(audits(&world, "concern_report").await, 1);
    world.taps(GRANNY, "That is all").await;
    assert_eq!(world.count(SECOND, "Come to my flat on Sunday."), 1);
}

#[tokio::test]
async fn a_voice_is_told_by_reference_and_a_family_note_by_its_teacher() {
    let mut world = World::linked().await;
    protect(&world).await;
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Write to the school").await;
    let voice = MediaKind::Voice;
    world.sends(MUM, voice, "voice-9", "").await;
    world.taps(TEACHER, "⋯").await;
    world.taps(TEACHER, "Report this note").await;
    world.taps(TEACHER, "That is all").await;
    assert_eq!(
        world.count(LEAD, "voice-9") + world.count(SECOND, "voice-9"),
        2
    );
    let mum = world.adult(MUM);
    let named = format!(
        "SELECT COUNT(*) FROM concern_people WHERE part = 'named' AND adult_id = {}",
        mum.0
    );
    assert_eq!(count(&world, &named).await, 1);
}

#[tokio::test]
async fn only_who_got_a_note_can_tell_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world.says(TEACHER, "Ming lost a tooth.").await;
        let note = note_of(&world, GRANNY);
        let more = dialogue::Tap::Note(NoteTap::More(note)).encode();
        // Not one's own, nor another child's, nor one there is none of.
        world.refuses(&[TEACHER, DAD], &more).await;
        world.refuses(&[TEACHER, DAD], &data(Tap::Note(note))).await;
        world.refuses(&[GRANNY], &data(Tap::Note(NoteId(7)))).await;
        assert_eq!(count(&world, "SELECT COUNT(*) FROM concerns").await, 0);
    }
}
