//! A listed word stops a note: nobody of the family gets anything, one lead decides with one tap.

use hongyan::base::Words;
use hongyan::model::concern::Kind;
use hongyan::model::concern::words::Own;
use hongyan::model::event::Did;
use hongyan::model::message::MediaKind;
use hongyan::store;

use super::{SECOND, audits, count, later, protect};
use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const TOLD: &str = "Ming says: “my uncle comes into my bed”. What shall I do?";

async fn teacher_writes(world: &mut World) {
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.taps(TEACHER, "Wang Ming").await;
    world.taps(TEACHER, "Write to the family").await;
}

#[tokio::test]
async fn a_disclosure_reaches_the_lead_alone_and_unchanged() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        teacher_writes(&mut world).await;
        world.says(TEACHER, TOLD).await;
        for who in [MUM, GRANNY, AUNT, DAD] {
            assert_eq!(world.screen(who, 1), "(nothing)", "{who}");
        }
        insta::assert_snapshot!("teacher_is_told_what_to_do", world.screen(TEACHER, 1));
        insta::assert_snapshot!("lead_gets_the_held_note", world.screen(LEAD, 1));
        assert_eq!(world.count(LEAD, TOLD), 1);
        assert_eq!(count(&world, "SELECT COUNT(*) FROM notes").await, 0);
        world.taps(LEAD, "Keep it back").await;
        insta::assert_snapshot!("lead_kept_it", world.screen(LEAD, 1));
        assert_eq!(audits(&world, "concern_keep").await, 1);
        assert_eq!(world.count(SECOND, "taken by Lead Chen"), 1);
        assert_eq!(world.screen(MUM, 1), "(nothing)");
        // What follows belongs to it, and reaches nobody it was not meant for.
        let more = "It was on Saturday, when they were alone.";
        world.says(TEACHER, more).await;
        assert_eq!(world.count(MUM, more), 0);
        assert_eq!(world.count(LEAD, more), 1);
        assert_eq!(world.count(SECOND, more), 1);
        // Another note goes on as before.
        teacher_writes(&mut world).await;
        world.says(TEACHER, "He was well in class today.").await;
        assert_eq!(world.count(MUM, "He was well in class today."), 1);
    }
}

#[tokio::test]
async fn a_false_alarm_costs_one_tap_and_leaves_no_mark() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        teacher_writes(&mut world).await;
        world
            .says(TEACHER, "He fell at play: a bruise on the knee.")
            .await;
        assert_eq!(world.screen(MUM, 1), "(nothing)");
        world.says(TEACHER, "For you: it is nothing.").await;
        assert_eq!(world.count(LEAD, "For you: it is nothing."), 1);
        world.taps(LEAD, "False alarm").await;
        assert_eq!(world.count(MUM, "For you"), 0);
        assert_eq!(
            world.count(MUM, "He fell at play: a bruise on the knee."),
            1
        );
        assert_eq!(
            world.count(GRANNY, "He fell at play: a bruise on the knee."),
            1
        );
        assert_eq!(world.count(TEACHER, "has been passed on now"), 1);
        assert_eq!(audits(&world, "concern_release").await, 1);
        for table in ["concerns", "concern_words", "concern_people"] {
            let rows = format!("SELECT COUNT(*) FROM {table}");
            assert_eq!(count(&world, &rows).await, 0, "{table}");
        }
        let (ming, teacher) = (world.school.ming, world.adult(TEACHER));
        let marks = format!(
            "SELECT COUNT(*) FROM audit WHERE action IN ('concern_release', 'concern_hold') AND (child_id = {ming} OR adult_id = {teacher})"
        );
        assert_eq!(count(&world, &marks).await, 0);
        // The answer finds its thread as after any note.
        world
            .replies(MUM, "a bruise on the knee", "Thank you!")
            .await;
        assert_eq!(world.count(TEACHER, "Thank you!"), 1);
        later(&mut world, 26 * 3600).await;
        assert_eq!(world.count(LEAD, "a whole day"), 0);
    }
}

#[tokio::test]
async fn captions_changes_class_notes_and_a_schools_own_words_are_stopped_too() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        teacher_writes(&mut world).await;
        let chat = world.chat_of(TEACHER);
        let text = Words::new("He read aloud today.");
        let (message, reply_to) = (100_071, None);
        let says = Did::Says {
            text,
            message,
            reply_to,
        };
        world.hear(chat, says).await;
        assert_eq!(world.count(MUM, "He read aloud today."), 1);
        let text = Words::new("He said he wants to die.");
        world.hear(chat, Did::Edits { message, text }).await;
        assert_eq!(world.count(MUM, "wants to die"), 0);
        assert_eq!(world.count(LEAD, "He said he wants to die."), 1);
        world.taps(LEAD, "False alarm").await;
        assert_eq!(world.count(MUM, "He said he wants to die."), 1);

        teacher_writes(&mut world).await;
        let (photo, caption) = (MediaKind::Photo, "look at this black eye");
        world.sends(TEACHER, photo, "p1", caption).await;
        assert_eq!(world.count(MUM, "p1"), 0);
        assert_eq!(world.count(LEAD, caption), 1);
        teacher_writes(&mut world).await;
        // Of an album, the picture with the word stays; those before it have gone.
        world
            .sends_in(TEACHER, Some("a"), photo, "a1", "sports day")
            .await;
        world
            .sends_in(TEACHER, Some("a"), photo, "a2", "she was beaten")
            .await;
        world.advance(chrono::TimeDelta::seconds(3));
        world.deliver().await;
        assert_eq!(world.count(MUM, "a1"), 1);
        assert_eq!(world.count(MUM, "a2"), 0);
        assert_eq!(world.count(LEAD, "she was beaten"), 1);
        // A voice is nobody's to listen to.
        teacher_writes(&mut world).await;
        world.sends(TEACHER, MediaKind::Voice, "v1", "").await;
        assert_eq!(world.count(MUM, "v1"), 1);

        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "write to all families").await;
        world.says(TEACHER, "Please send money by bank card.").await;
        world.taps(TEACHER, "Send").await;
        assert_eq!(world.count(DAD, "bank card"), 0);
        insta::assert_snapshot!("teacher_asked_for_money", world.screen(TEACHER, 1));
        insta::assert_snapshot!("lead_sees_money", world.screen(LEAD, 1));
        world.taps(LEAD, "False alarm").await;
        assert_eq!(world.count(DAD, "Please send money by bank card."), 1);
        assert_eq!(world.count(MUM, "Please send money by bank card."), 1);

        let mut tx = world.store.write().await.unwrap();
        let school = world.school.school;
        let mut settings = store::units::settings(&mut tx, school).await.unwrap();
        let (kind, word) = (Kind::WordRunaway, "quarry".to_owned());
        settings.words.push(Own { kind, word });
        store::units::set_settings(&mut tx, school, &settings)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "He sleeps at the Quarry again.").await;
        assert_eq!(world.count(TEACHER, "Quarry"), 0);
        assert_eq!(world.count(LEAD, "He sleeps at the Quarry again."), 1);
        insta::assert_snapshot!("mum_is_told", world.screen(MUM, 1));
    }
}

#[tokio::test]
async fn nobody_decides_about_their_own_note_and_a_kept_trick_is_ended() {
    let mut world = World::linked().await;
    protect(&world).await;
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Class 3-2: pupils").await;
    world.taps(LEAD, "Wang Ming").await;
    world.taps(LEAD, "Write to the family").await;
    world.says(LEAD, "Send me money for books").await;
    assert_eq!(world.count(MUM, "money"), 0);
    assert_eq!(world.count(LEAD, "False alarm"), 0);
    assert!(!world.screen(LEAD, 2).contains("Keep it back"));
    world.taps(SECOND, "Keep it back").await;
    assert_eq!(world.count(SECOND, "Nobody gets the note"), 1);
    assert_eq!(later(&mut world, 48 * 3600).await, None);
    assert_eq!(world.count(MUM, "money"), 0);
    let kept = "SELECT COUNT(*) FROM concerns WHERE state = 'kept'";
    assert_eq!(count(&world, kept).await, 1);
}
