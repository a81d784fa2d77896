//! A grandmother who reads little: whatever she is asked she can answer with a number or with her voice, and no
//! letter is typed on the way.

mod harm;
mod joining;

use chrono::TimeDelta;
use hongyan::base::{CheckInId, Words};
use hongyan::dialogue::{self, check_in};
use hongyan::model::Locale;
use hongyan::model::check_in::State;
use hongyan::model::event::Did;
use hongyan::model::message::{Act, MediaKind};
use hongyan::service::receipt;
use hongyan::store;

use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// The check-in whose question is the newest on somebody's screen.
fn asked(world: &World, who: &str) -> CheckInId {
    let (_, data) = world.chat(who).button("All well");
    match dialogue::Tap::decode(&data) {
        Some(dialogue::Tap::CheckIn(check_in::Tap::Well(id))) => id,
        other => panic!("no question: {other:?}"),
    }
}

async fn state(world: &World, id: CheckInId) -> State {
    let mut tx = world.store.read().await.unwrap();
    let row = store::check_ins::get(&mut tx, id).await.unwrap();
    row.unwrap().state
}

/// The teacher writes to all families, urgently where a reason is given.
async fn to_class(world: &mut World, words: &str, why: Option<&str>) {
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, words).await;
    match why {
        Some(why) => {
            world.taps(TEACHER, "It is urgent").await;
            world.taps(TEACHER, why).await;
        }
        None => world.taps(TEACHER, "Send").await,
    }
}

async fn ten_minutes(world: &mut World) {
    world.advance(TimeDelta::minutes(10));
    receipt::tick(&world.store, &world.env, 100).await.unwrap();
    world.deliver().await;
}

async fn speaks_into(world: &mut World, who: &str, file: &str) {
    world.sends(who, MediaKind::Voice, file, "").await;
}

async fn seen(world: &World) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, "note_seen").await.unwrap()
}

/// The place of the newest message's button with this label.
pub fn place(world: &World, who: &str, label: &str) -> String {
    let shown = &world.chat(who).shown;
    let newest = shown.iter().rev().find(|shown| !shown.rows.is_empty());
    let buttons = newest.unwrap().rows.iter().flatten();
    let mut taps = buttons.filter(|button| matches!(button.act, Act::Tap(_)));
    let at = taps.position(|button| button.label.contains(label));
    (at.unwrap_or_else(|| panic!("no {label:?}: {}", world.screen(who, 2))) + 1).to_string()
}

/// Sends the number of that button.
pub async fn presses(world: &mut World, who: &str, label: &str) {
    let number = place(world, who, label);
    world.says(who, &number).await;
}

/// All letters somebody typed.
fn letters(world: &World, who: &str) -> String {
    let own = world.chat(who).shown.iter().filter(|shown| shown.own);
    let typed = own.filter(|shown| !shown.text.starts_with('['));
    let typed = typed.flat_map(|shown| shown.text.chars());
    typed.filter(|c| c.is_alphabetic()).collect()
}

/// How much somebody sent, and how much of it was spoken.
fn sent(world: &World, who: &str) -> (usize, usize) {
    let own = world.chat(who).shown.iter().filter(|shown| shown.own);
    let own: Vec<&str> = own.map(|shown| shown.text.as_str()).collect();
    let spoken = own.iter().filter(|text| text.starts_with("[voice")).count();
    (own.len(), spoken)
}

/// The messenger's own key for the menu sends the command; nobody types it.
async fn opens_menu(world: &mut World, who: &str) {
    let (chat, text) = (world.chat_of(who), Words::new("/menu"));
    let (message, reply_to) = (7_777, None);
    let did = Did::Says {
        text,
        message,
        reply_to,
    };
    world.hear(chat, did).await;
}

#[tokio::test]
async fn a_guardian_goes_through_everything_without_a_letter() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.has_number("Red Star School", "0871 555 0100").await;
        // A note of the class: a number says that it was seen, a voice answers it.
        to_class(&mut world, "Bring boots.", None).await;
        insta::assert_snapshot!("a_note_and_its_numbers", world.screen(GRANNY, 1));
        presses(&mut world, GRANNY, "I have seen it").await;
        assert_eq!(seen(&world).await, 1);
        assert_eq!(world.count(GRANNY, "Thank you."), 1);
        // The second time it is said as a message: there is no button to say it over.
        presses(&mut world, GRANNY, "I have seen it").await;
        assert_eq!(seen(&world).await, 1);
        assert_eq!(world.count(GRANNY, "the school knows already"), 1);
        speaks_into(&mut world, GRANNY, "boots.oga").await;
        assert_eq!(world.count(TEACHER, "boots.oga"), 1);

        // The menu: a note by voice, then done, each by a number.
        opens_menu(&mut world, GRANNY).await;
        insta::assert_snapshot!("the_menu_by_numbers", world.screen(GRANNY, 1));
        presses(&mut world, GRANNY, "Write to").await;
        speaks_into(&mut world, GRANNY, "school.oga").await;
        assert_eq!(world.count(TEACHER, "school.oga"), 1);
        presses(&mut world, GRANNY, "Done").await;
        assert_eq!(world.count(TEACHER, "1"), 0, "a number is no note");

        // The evening's question: a number, however it is typed.
        world.evening("2026-03-02").await;
        let id = asked(&world, GRANNY);
        world.says(GRANNY, "１").await;
        assert_eq!(state(&world, id).await, State::Well);
        // What she adds by voice is a note like any other: nothing waits for it.
        world.keeps_work_hours().await;
        speaks_into(&mut world, GRANNY, "more.oga").await;
        assert_eq!(world.count(TEACHER, "more.oga"), 0, "in the evening");
        assert_eq!(state(&world, id).await, State::Well);
        // The next one by voice: the school hears it at once, and rings.
        world.evening("2026-03-03").await;
        let id = asked(&world, GRANNY);
        speaks_into(&mut world, GRANNY, "evening.oga").await;
        assert_eq!(world.count(TEACHER, "evening.oga"), 1, "not in the morning");
        assert_eq!(world.count(TEACHER, "asks to be rung"), 1);
        assert_eq!(state(&world, id).await, State::Ring);
        insta::assert_snapshot!("the_school_rings", world.screen(GRANNY, 2));
        let waits = world.count(GRANNY, "waits until the school");
        assert_eq!(waits, 1, "what she added, not the answer");

        // Urgent, and nobody answers but her.
        to_class(&mut world, "Fetch him at noon.", Some("Please fetch")).await;
        presses(&mut world, GRANNY, "I have seen it").await;
        assert_eq!(seen(&world).await, 2);
        for _ in 0..3 {
            ten_minutes(&mut world).await;
        }
        assert_eq!(world.count(AUNT, "Fetch him"), 0);

        // Who answers in her place is hers to say, too.
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Who answers for Granny Wang").await;
        world.taps(LEAD, "Choose: Aunt Li").await;
        world.taps(LEAD, "Ask the family in the chat").await;
        presses(&mut world, GRANNY, "Yes").await;
        assert_eq!(world.count(LEAD, "the family said yes"), 1);
        world.evening("2026-03-04").await;
        insta::assert_snapshot!("a_helper_is_asked", world.screen(AUNT, 1));
        let id = asked(&world, AUNT);
        presses(&mut world, AUNT, "Please ring them").await;
        assert_eq!(state(&world, id).await, State::Ring);
        assert_eq!(letters(&world, AUNT), "");

        // Not one letter of hers.
        assert_eq!(letters(&world, GRANNY), "");
        assert_eq!(sent(&world, GRANNY), (11, 4));
    }
}

#[tokio::test]
async fn a_contact_sees_to_it_by_a_number_and_a_voice_is_asked_back() {
    let mut world = World::linked().await;
    to_class(&mut world, "Fetch him at noon.", Some("Please fetch")).await;
    for _ in 0..2 {
        ten_minutes(&mut world).await;
    }
    speaks_into(&mut world, AUNT, "coming.oga").await;
    insta::assert_snapshot!("a_voice_is_no_yes", world.screen(AUNT, 1));
    assert_eq!(seen(&world).await, 0);
    world.says(AUNT, "1").await;
    assert_eq!(seen(&world).await, 1);
    ten_minutes(&mut world).await;
    let left = &world.chat(TEACHER).find("Please ring now").text;
    assert!(
        left.contains("Li Lan") && !left.contains("Wang Ming"),
        "{left}"
    );
}

#[tokio::test]
async fn a_number_counts_the_buttons_of_the_newest_question_only() {
    let mut world = World::linked().await;
    to_class(&mut world, "First.", None).await;
    world.says(GRANNY, "3").await;
    assert_eq!(seen(&world).await, 0, "there is no third button");
    // After half a day nobody remembers what it was about.
    world.advance(TimeDelta::hours(12));
    world.says(GRANNY, "1").await;
    assert_eq!(seen(&world).await, 0);
    // Parents, and whoever works at the school, type what they like.
    to_class(&mut world, "Second.", None).await;
    for who in [MUM, DAD, TEACHER, LEAD] {
        world.says(who, "1").await;
        assert!(!world.screen(who, 9).contains("Or send"), "{who}");
    }
    assert_eq!(seen(&world).await, 0);
    // What she was asked last is meant, not what is still open from before.
    world.evening("2026-03-03").await;
    let id = asked(&world, GRANNY);
    to_class(&mut world, "Third.", None).await;
    world.says(GRANNY, "1").await;
    assert_eq!(seen(&world).await, 1);
    assert_eq!(state(&world, id).await, State::Asked);
    // What was answered on an older message stands there now, with its own buttons.
    world.taps(GRANNY, "All well").await;
    world.says(GRANNY, "2").await;
    assert_eq!(state(&world, id).await, State::Problem);
}

#[tokio::test]
async fn every_language_says_that_a_number_is_enough() {
    let mut out = String::new();
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        for who in [GRANNY, AUNT] {
            world.speaks(who, *locale).await;
        }
        to_class(&mut world, "First.", Some("Please fetch")).await;
        out.push_str(&format!("=== {}\n", locale.as_str()));
        out.push_str(&world.screen(GRANNY, 1));
        for _ in 0..2 {
            ten_minutes(&mut world).await;
        }
        speaks_into(&mut world, AUNT, "a.oga").await;
        out.push_str(&world.screen(AUNT, 1));
        world.says(GRANNY, "/menu").await;
        out.push_str(&world.screen(GRANNY, 1));
    }
    insta::assert_snapshot!("easy_in_every_language", out);
}
