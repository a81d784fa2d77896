//! A listed word stops a note: nobody of the family gets anything, one lead decides with one tap.

use hongyan::base::Words;
use hongyan::model::concern::Kind;
use hongyan::model::concern::words::Own;
use hongyan::model::event::Did;
use hongyan::model::message::MediaKind;
use hongyan::model::unit::Role;
use hongyan::store;

use super::{OFFICER, SECOND, audits, count, data, later, meant, protect};
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
        insta::assert_snapshot!("teacher_is_asked_about_whom", world.screen(TEACHER, 1));
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        world.taps(TEACHER, "None of these").await;
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
        // Without another word from the teacher: the lead has it within a minute, and the teacher hears who.
        later(&mut world, 50).await;
        assert_eq!(
            world.count(TEACHER, "Lead Chen, school lead will act on it"),
            1
        );
        world.taps(LEAD, "False alarm").await;
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
        world.taps(TEACHER, "None of these").await;
        assert_eq!(world.count(LEAD, "He said he wants to die."), 1);
        world.taps(LEAD, "False alarm").await;
        assert_eq!(world.count(MUM, "He said he wants to die."), 1);

        teacher_writes(&mut world).await;
        let (photo, caption) = (MediaKind::Photo, "look at this black eye");
        world.sends(TEACHER, photo, "p1", caption).await;
        assert_eq!(world.count(MUM, "p1"), 0);
        world.taps(TEACHER, "None of these").await;
        assert_eq!(world.count(LEAD, caption), 1);
        teacher_writes(&mut world).await;
        // Of an album, the picture with the word stays; those before it have gone.
        world
            .sends_in(TEACHER, Some("a"), photo, "a1", "sports day")
            .await;
        world
            .sends_in(TEACHER, Some("a"), photo, "a2", "she was beaten")
            .await;
        world.taps(TEACHER, "None of these").await;
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
        world.taps(TEACHER, "No, it is not").await;
        insta::assert_snapshot!("teacher_waits_for_the_lead", world.screen(TEACHER, 1));
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
        insta::assert_snapshot!("mum_is_asked", world.screen(MUM, 1));
        world.taps(MUM, "None of these").await;
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
    later(&mut world, 50).await;
    assert_eq!(world.count(LEAD, "False alarm"), 0);
    assert!(!world.screen(LEAD, 3).contains("Keep it back"));
    world.taps(SECOND, "Keep it back").await;
    assert_eq!(world.count(SECOND, "Nobody gets the note"), 1);
    assert_eq!(later(&mut world, 48 * 3600).await, None);
    assert_eq!(world.count(MUM, "money"), 0);
    let kept = "SELECT COUNT(*) FROM concerns WHERE state = 'kept'";
    assert_eq!(count(&world, kept).await, 1);
}

/// The mother writes to the school.
async fn mum_writes(world: &mut World, words: &str) {
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Write to the school").await;
    world.says(MUM, words).await;
}

const ACCUSED: &str = "My son says: Mr Chen beats him.";

#[tokio::test]
async fn a_lead_it_was_written_to_never_gets_what_was_stopped() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        // The lead teaches the class, too: what is written to the school is written to this very person.
        let class = world.school.class;
        let (lead, now) = (world.adult(LEAD), world.env.now());
        let mut tx = world.store.write().await.unwrap();
        let id = world.env.id();
        store::posts::activate(&mut tx, id, lead, class, Role::Teacher, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        mum_writes(&mut world, ACCUSED).await;
        later(&mut world, 50).await;
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        assert_eq!(world.count(SECOND, ACCUSED), 1);
        assert_eq!(world.count(MUM, "Lead Sun, school lead will act on it"), 1);
        later(&mut world, 3 * 3600).await;
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        assert_eq!(world.count(OFFICER, ACCUSED), 1);
    }
}

#[tokio::test]
async fn where_the_leads_read_what_families_write_the_county_has_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        let mut tx = world.store.write().await.unwrap();
        let (class, teacher) = (world.school.class, world.adult(TEACHER));
        store::posts::end(&mut tx, teacher, class, Role::Teacher, world.env.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        mum_writes(&mut world, ACCUSED).await;
        later(&mut world, 50).await;
        for who in [LEAD, SECOND] {
            assert_eq!(world.screen(who, 1), "(nothing)", "{who}");
        }
        assert_eq!(world.count(OFFICER, ACCUSED), 1);
    }
}

#[tokio::test]
async fn who_wrote_a_stopped_note_names_whom_it_is_about() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        mum_writes(&mut world, ACCUSED).await;
        world.taps(MUM, "Lead Chen").await;
        world.taps(MUM, "That is all").await;
        later(&mut world, 3 * 3600).await;
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        assert_eq!(world.count(SECOND, "It may be about: Lead Chen"), 1);
        assert_eq!(world.count(MUM, "Lead Sun, school lead will act on it"), 1);
        // Named late: what the lead has is theirs no longer.
        mum_writes(&mut world, "He was beaten again.").await;
        later(&mut world, 50).await;
        let release = data(meant(&world, LEAD, "False alarm"));
        world.taps(MUM, "Lead Chen").await;
        world.tap_data(world.chat_of(LEAD), None, &release).await;
        assert_eq!(world.count(TEACHER, "beaten again"), 0);
        assert_eq!(
            world.chat(LEAD).toasts.last().unwrap(),
            "This is not possible right now."
        );
    }
}

#[tokio::test]
async fn no_second_lead_undoes_what_one_has_kept() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        teacher_writes(&mut world).await;
        world.says(TEACHER, TOLD).await;
        world.taps(TEACHER, "None of these").await;
        let release = data(meant(&world, SECOND, "False alarm"));
        world.taps(LEAD, "Keep it back").await;
        world.tap_data(world.chat_of(SECOND), None, &release).await;
        world.tap_data(world.chat_of(LEAD), None, &release).await;
        assert_eq!(world.count(MUM, TOLD), 0);
        assert_eq!(audits(&world, "concern_release").await, 0);
        assert!(!world.screen(SECOND, 1).contains("False alarm"));
        // The clock still runs: a day later the receipt is asked for.
        later(&mut world, 24 * 3600 + 60).await;
        assert_eq!(world.count(SECOND, "no receipt number of the authority"), 1);
        world.taps(LEAD, "Enter receipt number").await;
        world.says(LEAD, "Police 2026-318").await;
        world.taps(SECOND, "I asked: it is right").await;
        let done = "SELECT COUNT(*) FROM concerns WHERE state = 'done'";
        assert_eq!(count(&world, done).await, 1);
        assert_eq!(count(&world, "SELECT COUNT(*) FROM concern_words").await, 1);
    }
}

#[tokio::test]
async fn what_was_told_beside_a_stopped_note_is_a_report() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        teacher_writes(&mut world).await;
        world.says(TEACHER, "A bruise on the knee.").await;
        world.taps(TEACHER, "None of these").await;
        let old = [
            data(meant(&world, LEAD, "False alarm")),
            data(meant(&world, LEAD, "Keep it back")),
        ];
        let more = "He says his stepfather does it every night.";
        world.says(TEACHER, more).await;
        assert_eq!(world.count(LEAD, more), 1);
        for tap in old {
            world.tap_data(world.chat_of(LEAD), None, &tap).await;
        }
        assert_eq!(world.count(MUM, "bruise"), 0);
        let rows = "SELECT COUNT(*) FROM concern_words";
        assert_eq!(count(&world, rows).await, 2);
        insta::assert_snapshot!("lead_reads_it_as_a_report", world.screen(LEAD, 4));
        world.taps(LEAD, "I take it").await;
        let taken = "SELECT COUNT(*) FROM concerns WHERE state = 'taken'";
        assert_eq!(count(&world, taken).await, 1);
        assert_eq!(world.count(TEACHER, "somebody has taken it"), 1);
    }
}

#[tokio::test]
async fn what_was_kept_goes_nowhere_whoever_answers_for_it_later() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let staff = protect(&world).await;
        teacher_writes(&mut world).await;
        world.says(TEACHER, TOLD).await;
        world.taps(TEACHER, "None of these").await;
        world.taps(LEAD, "Keep it back").await;
        // Both leads leave: the county begins anew with it.
        let mut tx = world.store.write().await.unwrap();
        let (school, now) = (world.school.school, world.env.now());
        for lead in [world.adult(LEAD), staff.second] {
            store::posts::end(&mut tx, lead, school, Role::SchoolLead, now)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        later(&mut world, 24 * 3600 + 60).await;
        assert_eq!(world.count(OFFICER, TOLD), 1);
        let screen = world.screen(OFFICER, 1);
        assert!(screen.contains("I take it"), "{screen}");
        assert!(!screen.contains("False alarm"), "{screen}");
    }
}
