//! Before there is a link: from the invitation to the first consent with numbers and the contact button only, and a
//! voice that nobody hears yet.

use chrono::TimeDelta;
use hongyan::base::Words;
use hongyan::model::Locale;
use hongyan::model::consent::{Answer, How, Purpose};
use hongyan::model::event::Did;
use hongyan::model::rights::LinkState;
use hongyan::store::{self, consents::Consent};

use super::{letters, opens_menu, place, presses, speaks_into};
use crate::linking::{invites, token};
use crate::support::databases::databases;
use crate::world::{AUNT, GRANNY, LEAD, MUM, World};

/// The link of an invitation: the messenger's own button sends it.
async fn opens(world: &mut World, who: &str, link: &str) {
    let (chat, text) = (world.chat_of(who), Words::new(link));
    let (message, reply_to) = (7_776, None);
    let did = Did::Says {
        text,
        message,
        reply_to,
    };
    world.hear(chat, did).await;
}

async fn state(world: &World, who: &str) -> LinkState {
    let mut tx = world.store.read().await.unwrap();
    let (ming, adult) = (world.school.ming, world.adult(who));
    let link = store::links::pair(&mut tx, ming, adult).await.unwrap();
    link.unwrap().state
}

async fn answered(world: &World, who: &str, purpose: Purpose) -> Option<Consent> {
    let mut tx = world.store.read().await.unwrap();
    let all = store::consents::of_child(&mut tx, world.school.ming).await;
    let adult = world.adult(who);
    let mine = |found: &Consent| found.adult == adult && found.purpose == purpose;
    all.unwrap().into_iter().find(mine)
}

#[tokio::test]
async fn a_guardian_is_linked_and_chooses_without_a_letter() {
    for db in databases().await {
        let mut world = World::on(&db.url).await;
        let issued = invites(&world, GRANNY).await;
        opens(&mut world, GRANNY, &token(&issued)).await;
        // Nothing stands for the contact: the messenger wants it tapped. A number and a voice bring its button again.
        world.says(GRANNY, "1").await;
        assert!(world.screen(GRANNY, 1).contains("(📱 Share my number)"));
        speaks_into(&mut world, GRANNY, "hello.oga").await;
        insta::assert_snapshot!("a_voice_for_the_contact", world.screen(GRANNY, 1));
        world.shares_contact(GRANNY, "13800000001", true).await;
        insta::assert_snapshot!("the_question_by_numbers", world.screen(GRANNY, 1));

        // Whatever she said, it was not yes.
        speaks_into(&mut world, GRANNY, "yes.oga").await;
        insta::assert_snapshot!("a_voice_is_no_yes_yet", world.screen(GRANNY, 1));
        assert_eq!(state(&world, GRANNY).await, LinkState::Invited);
        presses(&mut world, GRANNY, "Yes, that is right").await;
        assert_eq!(state(&world, GRANNY).await, LinkState::AwaitingApproval);
        speaks_into(&mut world, GRANNY, "when.oga").await;
        assert_eq!(world.count(LEAD, "oga"), 0);

        world.taps(LEAD, "Approve").await;
        insta::assert_snapshot!("linked_by_numbers", world.screen(GRANNY, 1));
        presses(&mut world, GRANNY, "What I agreed to").await;
        insta::assert_snapshot!("consents_by_numbers", world.screen(GRANNY, 1));
        // She reads the text, and chooses: both answers are right.
        presses(&mut world, GRANNY, "Stop: Notes").await;
        let of_notes = answered(&world, GRANNY, Purpose::Notes).await.unwrap();
        assert_eq!(of_notes.answer, Answer::Withdrawn);
        for (words, answer) in [("I refuse", Answer::Refused), ("I agree", Answer::Agreed)] {
            presses(
                &mut world,
                GRANNY,
                "Notes with the school and the family: read",
            )
            .await;
            assert!(world.screen(GRANNY, 1).contains("You may refuse"));
            presses(&mut world, GRANNY, words).await;
            let found = answered(&world, GRANNY, Purpose::Notes).await.unwrap();
            assert_eq!((found.answer, found.how), (answer, How::Tap));
        }
        assert_eq!(letters(&world, GRANNY), "");
    }
}

#[tokio::test]
async fn a_no_is_a_number_too_and_stores_nothing() {
    let mut world = World::new().await;
    let issued = invites(&world, AUNT).await;
    opens(&mut world, AUNT, &token(&issued)).await;
    world.shares_contact(AUNT, "13800000002", true).await;
    // What is neither yes nor no brings both again.
    for other in ["3", "hm"] {
        world.says(AUNT, other).await;
        assert_eq!(place(&world, AUNT, "Yes, that is right"), "1");
        assert_eq!(state(&world, AUNT).await, LinkState::Invited);
    }
    presses(&mut world, AUNT, "No").await;
    assert_eq!(world.count(AUNT, "nothing is stored"), 1);
    // The question is over: its numbers do nothing any more.
    world.says(AUNT, "1").await;
    assert_eq!(state(&world, AUNT).await, LinkState::Invited);
    assert_eq!(world.count(LEAD, "asks to be linked"), 0);
}

#[tokio::test]
async fn a_parent_reads_nothing_of_numbers_and_may_use_them() {
    let mut world = World::new().await;
    let issued = invites(&world, MUM).await;
    opens(&mut world, MUM, &token(&issued)).await;
    world.shares_contact(MUM, "79030000001", true).await;
    assert!(
        !world.screen(MUM, 9).contains('🔢'),
        "{}",
        world.screen(MUM, 9)
    );
    // Who speaks would rather not read.
    speaks_into(&mut world, MUM, "yes.oga").await;
    insta::assert_snapshot!("a_parent_speaks", world.screen(MUM, 1));
    world.says(MUM, "1").await;
    assert_eq!(state(&world, MUM).await, LinkState::AwaitingApproval);
}

#[tokio::test]
async fn whom_nobody_knows_walks_by_numbers_and_gets_the_same_buttons_for_a_voice() {
    for db in databases().await {
        let mut world = World::on(&db.url).await;
        let who = "stranger";
        world.says(who, "/start").await;
        insta::assert_snapshot!("a_strangers_first_screen", world.screen(who, 1));
        presses(&mut world, who, "Language, city, hour").await;
        let settings = world.screen(who, 1);
        speaks_into(&mut world, who, "hello.oga").await;
        let buttons = |screen: &str| -> Vec<String> {
            let labels = screen.split(['[', ']']).skip(1).step_by(2);
            labels.map(str::to_owned).collect()
        };
        insta::assert_snapshot!("a_stranger_speaks", world.screen(who, 1));
        assert_eq!(buttons(&world.screen(who, 1)), buttons(&settings));
        presses(&mut world, who, "Русский").await;
        world.says(who, "/language").await;
        presses(&mut world, who, "English").await;
        // Nothing was asked for half a day: a kind answer, and the way to the menu.
        world.advance(TimeDelta::hours(12));
        world.says(who, "1").await;
        assert_eq!(world.count(who, "I did not understand"), 1);
        presses(&mut world, who, "Menu").await;
        world.advance(TimeDelta::hours(12));
        speaks_into(&mut world, who, "late.oga").await;
        assert_eq!(place(&world, who, "Menu"), "1");
        // A code stays a code.
        let issued = invites(&world, GRANNY).await;
        world.says(who, &issued.code()).await;
        assert!(world.screen(who, 1).contains("(📱 Share my number)"));
    }
}

/// Excluded, ended, never known: the same screens, and the same behind their numbers and below a voice.
#[tokio::test]
async fn numbers_and_voices_tell_nobody_from_a_stranger() {
    let mut world = World::linked().await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, now) = (world.school.ming, world.env.now());
    for (who, to) in [
        (GRANNY, LinkState::Excluded),
        (AUNT, LinkState::Ended),
        (MUM, LinkState::Excluded),
    ] {
        let link = store::links::pair(&mut tx, ming, world.adult(who)).await;
        let id = link.unwrap().unwrap().id;
        store::links::decide(&mut tx, id, LinkState::Active, to, None, now)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let mut seen = Vec::new();
    for who in [GRANNY, AUNT, MUM, "stranger"] {
        world.says(who, "/start").await;
        let before = world.chat(who).shown.len();
        opens_menu(&mut world, who).await;
        speaks_into(&mut world, who, "a.oga").await;
        world.says(who, "9").await;
        world.says(who, "000 000 000 000").await;
        speaks_into(&mut world, who, "b.oga").await;
        let count = world.chat(who).shown.len() - before;
        seen.push((who, world.screen(who, count)));
        world.says(who, "1").await;
        let menu = world.screen(who, 1);
        assert!(menu.contains("a link or a code"), "{who}: {menu}");
    }
    for (who, screen) in &seen[..3] {
        assert_eq!(*screen, seen[3].1, "{who}");
    }
}

#[tokio::test]
async fn every_language_says_that_nobody_hears_it_yet() {
    let mut out = String::new();
    for locale in Locale::ALL {
        let mut world = World::new().await;
        let issued = invites(&world, GRANNY).await;
        world.says(GRANNY, "/start").await;
        world.speaks(GRANNY, *locale).await;
        out.push_str(&format!("=== {}\n", locale.as_str()));
        opens(&mut world, GRANNY, &token(&issued)).await;
        speaks_into(&mut world, GRANNY, "a.oga").await;
        out.push_str(&world.screen(GRANNY, 1));
        world.shares_contact(GRANNY, "13800000001", true).await;
        speaks_into(&mut world, GRANNY, "b.oga").await;
        out.push_str(&world.screen(GRANNY, 1));
    }
    insta::assert_snapshot!("unheard_in_every_language", out);
}
