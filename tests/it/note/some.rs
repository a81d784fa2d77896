//! A note to some families of a class: chosen on one message, written and sent like one to all.

use hongyan::dialogue;
use hongyan::dialogue::note::Tap;
use hongyan::dialogue::receipt;
use hongyan::model::Locale;

use super::data;
use crate::concern::{later, protect};
use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// The teacher is about to choose.
async fn choosing() -> World {
    let mut world = World::linked().await;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.taps(TEACHER, "Only some families").await;
    world
}

#[tokio::test]
async fn only_the_chosen_get_it_and_it_names_no_other() {
    let mut world = choosing().await;
    insta::assert_snapshot!("some_are_chosen", world.screen(TEACHER, 1));
    world.taps(TEACHER, "Wang Ming").await;
    world.taps(TEACHER, "Li Lan").await;
    world.taps(TEACHER, "Wang Ming").await;
    insta::assert_snapshot!("one_is_chosen", world.screen(TEACHER, 1));
    world.taps(TEACHER, "Write to these: 1").await;
    insta::assert_snapshot!("some_are_written_to", world.screen(TEACHER, 1));
    world.says(TEACHER, "The bus leaves at seven.").await;
    insta::assert_snapshot!("some_are_shown", world.screen(TEACHER, 1));
    world.taps(TEACHER, "Send").await;
    assert_eq!(world.count(DAD, "The bus leaves"), 1);
    assert_eq!(world.count(MUM, "The bus leaves"), 0);
    assert_eq!(world.count(GRANNY, "The bus leaves"), 0);
    let screen = world.screen(DAD, 1);
    assert!(
        !screen.contains("all families") && !screen.contains("Class 3-2"),
        "{screen}"
    );
    // The list knows of the chosen alone.
    world.taps(TEACHER, "Who has seen it").await;
    let screen = world.screen(TEACHER, 1);
    assert!(
        screen.contains("Li Lan") && !screen.contains("Wang Ming"),
        "{screen}"
    );
    // An answer comes back to its own thread.
    world.replies(DAD, "The bus leaves", "Good.").await;
    assert_eq!(world.count(TEACHER, "Good."), 1);
}

#[tokio::test]
async fn nobody_chosen_is_nobody_written_to() {
    let mut world = choosing().await;
    world.refuses(&[MUM, LEAD], &data(Tap::Picked)).await;
    // Words before anybody is chosen go to nobody.
    world.says(TEACHER, "For nobody.").await;
    world.taps(TEACHER, "Send").await;
    for who in [MUM, GRANNY, DAD] {
        assert_eq!(world.count(who, "For nobody."), 0, "{who}");
    }
    // An old button of the choice does not choose again.
    let ming = world.school.ming;
    world.refuses(&[TEACHER], &data(Tap::Pick(ming, 0))).await;
}

#[tokio::test]
async fn a_child_of_nobody_and_a_class_of_others_cannot_be_chosen() {
    let mut world = choosing().await;
    let (ming, class) = (world.school.ming, world.school.class);
    world
        .refuses(&[TEACHER], &data(Tap::Pick(hongyan::base::ChildId(7), 0)))
        .await;
    for tap in [Tap::Some(class, 0), Tap::Pick(ming, 0), Tap::Picked] {
        world.refuses(&[MUM, DAD, GRANNY], &data(tap)).await;
    }
    // What is written stays while the choice goes on.
    world.taps(TEACHER, "Li Lan").await;
    world.taps(TEACHER, "Write to these: 1").await;
    world.says(TEACHER, "Kept words.").await;
    let chat = world.chat_of(TEACHER);
    world.tap_data(chat, None, &data(Tap::Pick(ming, 0))).await;
    world.tap_data(chat, None, &data(Tap::Picked)).await;
    world.taps(TEACHER, "Send").await;
    assert_eq!(world.count(MUM, "Kept words."), 1);
    assert_eq!(world.count(DAD, "Kept words."), 1);
}

#[tokio::test]
async fn a_listed_word_to_some_is_held_and_goes_on_to_the_same() {
    let mut world = choosing().await;
    protect(&world).await;
    world.taps(TEACHER, "Li Lan").await;
    world.taps(TEACHER, "Write to these: 1").await;
    let words = "She fell at play: a bruise on the knee.";
    world.says(TEACHER, words).await;
    world.taps(TEACHER, "Send").await;
    assert_eq!(world.count(DAD, words), 0);
    later(&mut world, 50).await;
    world.taps(LEAD, "False alarm").await;
    assert_eq!(world.count(MUM, words), 0);
    assert_eq!(world.count(DAD, words), 1);
}

#[tokio::test]
async fn the_words_of_choosing_in_four_languages() {
    let mut out = String::new();
    for locale in Locale::ALL {
        let mut world = choosing().await;
        world.speaks(TEACHER, *locale).await;
        let (chat, ming, class) = (
            world.chat_of(TEACHER),
            world.school.ming,
            world.school.class,
        );
        for tap in [Tap::Some(class, 0), Tap::Pick(ming, 0), Tap::Picked] {
            world.tap_data(chat, None, &data(tap)).await;
            out.push_str(&world.screen(TEACHER, 1));
        }
    }
    insta::assert_snapshot!("choosing", out);
}

/// Counted as the person holding the phone counts.
#[tokio::test]
async fn five_taps_write_to_a_class_and_show_who_has_seen_it() {
    let mut world = World::linked().await;
    world.says(TEACHER, "/start").await;
    let mut taps = 0;
    for label in [
        "write to all families",
        "",
        "Send",
        "Who has seen it",
        "Remind",
    ] {
        if label.is_empty() {
            world.says(TEACHER, "School begins at eight.").await;
            continue;
        }
        world.taps(TEACHER, label).await;
        taps += 1;
    }
    assert_eq!(taps, 4);
    assert_eq!(world.count(DAD, "Once more"), 1);
    let (_, tap) = world.chat(MUM).button("I have seen it");
    let is_seen = matches!(
        dialogue::Tap::decode(&tap),
        Some(dialogue::Tap::Receipt(receipt::Tap::Seen(_)))
    );
    assert!(is_seen);
}
