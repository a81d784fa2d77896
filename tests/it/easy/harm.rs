//! Something is wrong, told by somebody who reads little: with numbers and with her voice. What was on the screen is
//! kept nowhere, so a number counts only for what stands there last.

use chrono::TimeDelta;
use hongyan::base::{Html, Words};
use hongyan::model::event::{Did, Event};
use hongyan::model::message::{Kind, Parcel};
use hongyan::model::rights::Action;
use hongyan::service::converse;
use hongyan::service::mail::{self, Letter};

use super::{letters, opens_menu, place, presses, speaks_into, to_class};
use crate::concern::{count, later, protect};
use crate::cover::{covers, enters};
use crate::support::databases::databases;
use crate::world::{BOT, GRANNY, LEAD, MUM, TEACHER, World};

const SECOND: &str = "second";

async fn concerns(world: &World) -> i64 {
    count(world, "SELECT COUNT(*) FROM concerns").await
}

async fn named(world: &World) -> i64 {
    count(
        world,
        "SELECT COUNT(*) FROM concern_people WHERE part = 'named'",
    )
    .await
}

/// What was said of all concerns, a kind that was chosen not counted.
async fn well(world: &World) -> i64 {
    count(world, "SELECT COUNT(*) FROM check_ins WHERE state = 'well'").await
}

async fn words(world: &World) -> i64 {
    count(world, "SELECT COUNT(*) FROM concern_words").await
}

/// Nothing in the database tells that she has such a screen.
async fn no_trace(world: &World, who: &str) {
    let adult = world.adult(who).0;
    let kept =
        format!("SELECT COUNT(*) FROM accounts WHERE adult_id = {adult} AND offered IS NOT NULL");
    assert_eq!(count(world, &kept).await, 0);
}

/// She has come by numbers to what can be wrong.
async fn begins(world: &mut World, who: &str) {
    opens_menu(world, who).await;
    presses(world, who, "Something is wrong").await;
    no_trace(world, who).await;
}

#[tokio::test]
async fn it_is_told_by_numbers_and_what_tells_is_asked_back_once() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        begins(&mut world, GRANNY).await;
        insta::assert_snapshot!("what_is_wrong_by_numbers", world.screen(GRANNY, 1));
        presses(&mut world, GRANNY, "Violence at home").await;
        insta::assert_snapshot!("was_it_meant", world.screen(GRANNY, 1));
        assert_eq!(concerns(&world).await, 0);
        no_trace(&world, GRANNY).await;
        // No brings the question back; a number of no button too.
        presses(&mut world, GRANNY, "No").await;
        world.says(GRANNY, "77").await;
        assert!(world.screen(GRANNY, 1).contains("What is wrong?"));
        assert_eq!(concerns(&world).await, 0);
        presses(&mut world, GRANNY, "Violence at home").await;
        presses(&mut world, GRANNY, "Yes").await;
        assert_eq!((concerns(&world).await, words(&world).await), (1, 0));
        no_trace(&world, GRANNY).await;

        // Whom it is about: named by number only after a yes.
        presses(&mut world, GRANNY, "Lead Chen").await;
        assert_eq!(named(&world).await, 0);
        presses(&mut world, GRANNY, "No").await;
        assert_eq!(named(&world).await, 0);
        presses(&mut world, GRANNY, "Lead Chen").await;
        presses(&mut world, GRANNY, "Yes").await;
        assert_eq!(named(&world).await, 1);
        insta::assert_snapshot!("named_by_number", world.screen(GRANNY, 1));
        presses(&mut world, GRANNY, "That is all").await;
        assert_eq!(world.count(SECOND, "Violence at home"), 1);
        assert_eq!(world.count(LEAD, "Violence at home"), 0);
        // What she adds is spoken, and the menu is a number again.
        speaks_into(&mut world, GRANNY, "stick.oga").await;
        assert_eq!(world.count(SECOND, "stick.oga"), 1);
        presses(&mut world, GRANNY, "Menu").await;
        assert_eq!(world.count(GRANNY, "What would you like to do?"), 2);
        assert_eq!((concerns(&world).await, words(&world).await), (1, 1));
        assert_eq!(letters(&world, GRANNY), "");
    }
}

#[tokio::test]
async fn a_voice_is_the_report_or_gets_the_buttons_again() {
    let mut world = World::linked().await;
    protect(&world).await;
    // At the first screen it is the report; whom it is about is a number.
    begins(&mut world, GRANNY).await;
    speaks_into(&mut world, GRANNY, "first.oga").await;
    assert_eq!(concerns(&world).await, 1);
    presses(&mut world, GRANNY, "Lead Chen").await;
    // Where it is asked back it is more of the same, and the question stands.
    speaks_into(&mut world, GRANNY, "second.oga").await;
    assert_eq!((words(&world).await, named(&world).await), (2, 0));
    presses(&mut world, GRANNY, "That is all").await;
    assert_eq!(world.count(SECOND, "first.oga"), 1);
    assert_eq!(world.count(SECOND, "second.oga"), 1);
    presses(&mut world, GRANNY, "Menu").await;

    // Below a note it goes to nobody: its writer may be the one she speaks of.
    to_class(&mut world, "Bring boots.", None).await;
    world.taps(GRANNY, "⋯").await;
    speaks_into(&mut world, GRANNY, "third.oga").await;
    assert_eq!(world.count(TEACHER, "third.oga"), 0);
    insta::assert_snapshot!("below_a_note_it_is_asked_back", world.screen(GRANNY, 1));
    presses(&mut world, GRANNY, "Report this note").await;
    speaks_into(&mut world, GRANNY, "fourth.oga").await;
    insta::assert_snapshot!("the_question_comes_again", world.screen(GRANNY, 1));
    assert_eq!((concerns(&world).await, words(&world).await), (1, 2));
    assert_eq!(world.count(TEACHER, "fourth.oga"), 0);
    presses(&mut world, GRANNY, "Yes").await;
    assert_eq!(concerns(&world).await, 2);
}

/// Below "Report this note" a voice goes to nobody, also where a note was being written.
#[tokio::test]
async fn a_voice_below_a_note_is_no_part_of_what_was_being_written() {
    let mut world = World::linked().await;
    protect(&world).await;
    to_class(&mut world, "Bring boots.", None).await;
    opens_menu(&mut world, GRANNY).await;
    presses(&mut world, GRANNY, "Write to").await;
    world.taps(GRANNY, "⋯").await;
    for file in ["first.oga", "second.oga"] {
        speaks_into(&mut world, GRANNY, file).await;
        assert_eq!(world.count(TEACHER, file), 0);
        assert!(world.screen(GRANNY, 1).contains("Report this note"));
    }
    // The note goes on when that is over.
    opens_menu(&mut world, GRANNY).await;
    presses(&mut world, GRANNY, "Write to").await;
    speaks_into(&mut world, GRANNY, "third.oga").await;
    assert_eq!(world.count(TEACHER, "third.oga"), 1);
}

/// A number for a screen that is not the last thing, or that nobody remembers, tells nothing: the question comes
/// again, or what stands there now is meant.
#[tokio::test]
async fn a_number_for_another_screen_tells_nothing() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        let asked_again = |world: &World| world.screen(GRANNY, 1).contains("What is wrong?");

        // Five minutes later.
        begins(&mut world, GRANNY).await;
        presses(&mut world, GRANNY, "Lives alone").await;
        world.advance(TimeDelta::minutes(5));
        world.says(GRANNY, "1").await;
        assert!(asked_again(&world));
        // The process ended: she is asked again, and goes on from there.
        presses(&mut world, GRANNY, "Lives alone").await;
        world.restart().await;
        world.says(GRANNY, "1").await;
        assert!(asked_again(&world));
        // It was not there yet when she sent it: she knocked twice.
        let number = place(&world, GRANNY, "Lives alone");
        for _ in 0..3 {
            unsent(&world, GRANNY, &number).await;
        }
        world.deliver().await;
        assert!(asked_again(&world));
        // The first try of it failed: whatever it has shown is not there.
        let number = place(&world, GRANNY, "Lives alone");
        undone(&world, GRANNY, &number).await;
        world.says(GRANNY, &number).await;
        assert!(asked_again(&world));
        assert_eq!(concerns(&world).await, 0);

        // A letter came in between: it is that question.
        presses(&mut world, GRANNY, "Lives alone").await;
        world.evening("2026-03-02").await;
        world.says(GRANNY, "1").await;
        assert_eq!(well(&world).await, 1);
        // One that asks nothing, too.
        begins(&mut world, GRANNY).await;
        presses(&mut world, GRANNY, "Lives alone").await;
        world.advance(TimeDelta::seconds(1));
        tells(&mut world, GRANNY).await;
        world.says(GRANNY, "1").await;
        assert!(asked_again(&world));
        assert_eq!((concerns(&world).await, words(&world).await), (0, 0));

        // After the report it is no more of it either.
        presses(&mut world, GRANNY, "Lives alone").await;
        presses(&mut world, GRANNY, "Yes").await;
        world.restart().await;
        world.says(GRANNY, "1").await;
        assert!(
            world
                .screen(GRANNY, 1)
                .contains("Is it about one of these people?")
        );
        presses(&mut world, GRANNY, "None of these").await;
        world.restart().await;
        world.says(GRANNY, "1").await;
        insta::assert_snapshot!("add_or_go_on", world.screen(GRANNY, 1));
        assert_eq!((concerns(&world).await, words(&world).await), (1, 0));
        assert_eq!(named(&world).await, 0);
        // The evening's question is answered as ever, and no part of it.
        world.evening("2026-03-03").await;
        world.says(GRANNY, "1").await;
        assert_eq!(well(&world).await, 2);
        assert_eq!(words(&world).await, 0);
    }
}

/// The evening's letter was there already when the question took the place of an older message above it: a number is
/// no answer to that letter.
#[tokio::test]
async fn a_number_for_a_question_above_a_letter_is_not_the_letters() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        opens_menu(&mut world, GRANNY).await;
        world.evening("2026-03-02").await;
        world.advance(TimeDelta::seconds(1));
        world.taps(GRANNY, "Something is wrong").await;
        assert!(!world.screen(GRANNY, 1).contains("What is wrong?"));
        world.advance(TimeDelta::minutes(5));
        for _ in 0..2 {
            world.says(GRANNY, "1").await;
            assert!(world.screen(GRANNY, 1).contains("What is wrong?"));
            world.restart().await;
        }
        let answered = "SELECT COUNT(*) FROM check_ins WHERE state <> 'asked'";
        assert_eq!(count(&world, answered).await, 0);
        assert_eq!(concerns(&world).await, 0);
    }
}

/// A name waits for the yes longer than the minute, so that whoever is meant does not hear of it meanwhile; and not
/// without end.
#[tokio::test]
async fn a_name_that_is_asked_back_waits_for_the_yes() {
    for said in [true, false] {
        for db in databases().await {
            let mut world = World::linked_on(&db.url).await;
            protect(&world).await;
            begins(&mut world, GRANNY).await;
            presses(&mut world, GRANNY, "Violence at home").await;
            presses(&mut world, GRANNY, "Yes").await;
            let has = |world: &World| [LEAD, SECOND].map(|who| world.count(who, "Violence"));
            later(&mut world, 10).await;
            presses(&mut world, GRANNY, "Lead Chen").await;
            presses(&mut world, GRANNY, "No").await;
            later(&mut world, 40).await;
            presses(&mut world, GRANNY, "Lead Chen").await;
            later(&mut world, 20).await;
            assert_eq!(has(&world), [0, 0]);
            if said {
                presses(&mut world, GRANNY, "Yes").await;
                later(&mut world, 30).await;
                assert_eq!(has(&world), [0, 1]);
                continue;
            }
            // However often it is asked back: after two minutes it goes on by itself.
            later(&mut world, 20).await;
            presses(&mut world, GRANNY, "No").await;
            presses(&mut world, GRANNY, "Lead Chen").await;
            later(&mut world, 29).await;
            assert_eq!(has(&world), [0, 0]);
            later(&mut world, 1).await;
            assert_eq!(has(&world), [1, 1]);
        }
    }
}

/// What somebody sends, as `world.says` does, but nothing comes of it yet.
async fn unsent(world: &World, who: &str, text: &str) {
    let mut tx = world.store.write().await.unwrap();
    let event = typed(world, who, text);
    converse::hear(&mut tx, &world.env, event).await.unwrap();
    tx.commit().await.unwrap();
}

/// The same, and the database goes away before it is kept.
async fn undone(world: &World, who: &str, text: &str) {
    let mut tx = world.store.write().await.unwrap();
    let event = typed(world, who, text);
    converse::hear(&mut tx, &world.env, event).await.unwrap();
    drop(tx);
}

fn typed(world: &World, who: &str, text: &str) -> Event {
    let (text, message, reply_to) = (Words::new(text), 7_778, None);
    Event {
        bot: BOT.into(),
        chat: world.chat_of(who),
        language: Some("en".into()),
        did: Did::Says {
            text,
            message,
            reply_to,
        },
    }
}

/// Something comes that asks nothing.
async fn tells(world: &mut World, who: &str) {
    let mut tx = world.store.write().await.unwrap();
    let (to, ming) = (world.adult(who), world.school.ming);
    let letter = Letter::about(to, ming, Action::AnswerCheckIn, Kind::Notice);
    mail::post(&mut tx, &world.env, letter, |_| {
        Parcel::text(Html::escape("No school tomorrow."))
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
}

#[tokio::test]
async fn a_phone_that_others_use_remembers_nothing() {
    let mut world = World::linked().await;
    protect(&world).await;
    covers(&mut world, GRANNY, "4816").await;
    opens_menu(&mut world, GRANNY).await;
    enters(&mut world, GRANNY, "4816").await;
    world.taps(GRANNY, "Something is wrong").await;
    assert!(!world.screen(GRANNY, 1).contains('🔢'));
    let number = place(&world, GRANNY, "Lives alone");
    for _ in 0..2 {
        world.says(GRANNY, &number).await;
        assert!(world.screen(GRANNY, 1).contains("What is wrong?"));
    }
    assert_eq!(concerns(&world).await, 0);

    // Once it is shut, a number brings no question back: the code is asked for.
    let shut = async |world: &mut World| {
        world.advance(TimeDelta::minutes(6));
        world.deliver().await;
        world.says(GRANNY, "1").await;
        let screen = world.screen(GRANNY, 1);
        assert!(screen.contains("Your code first, please"), "{screen}");
    };
    shut(&mut world).await;
    assert_eq!(concerns(&world).await, 0);
    enters(&mut world, GRANNY, "4816").await;
    world.taps(GRANNY, "Menu").await;
    world.taps(GRANNY, "Something is wrong").await;
    world.taps(GRANNY, "Lives alone").await;
    assert!(world.screen(GRANNY, 1).contains("Lead Chen"));
    shut(&mut world).await;
    assert_eq!((concerns(&world).await, words(&world).await), (1, 0));
    assert_eq!(named(&world).await, 0);
}

/// Whoever types words goes on typing them.
#[tokio::test]
async fn a_parents_digit_is_a_word_as_before() {
    let mut world = World::linked().await;
    protect(&world).await;
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Something is wrong").await;
    world.says(MUM, "1").await;
    assert_eq!((concerns(&world).await, words(&world).await), (1, 1));
}
