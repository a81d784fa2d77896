//! A note is taken back: from everybody who got it, for as long as the messenger lets it.

use chrono::TimeDelta;
use hongyan::dialogue::Tap;
use hongyan::dialogue::note::Tap as NoteTap;
use hongyan::model::Locale;
use hongyan::model::message::{Act, Lane, MediaKind};
use hongyan::model::record::Relation;
use hongyan::model::visibility::Audience;
use hongyan::store;

use super::{data, opens_ming};
use crate::support::databases::databases;
use crate::world::{BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const NOT_NOW: &str = "This is not possible right now.";

async fn wrote(world: &mut World, who: &str, button: &str, message: i64, text: &str) {
    world.says(who, "/menu").await;
    world.taps(who, button).await;
    world.says_as(who, message, text).await;
}

/// The button below one's newest confirmation, whatever its language.
fn own_note(world: &World, who: &str) -> String {
    let taps = world
        .chat(who)
        .shown
        .iter()
        .flat_map(|shown| shown.rows.iter().flatten());
    let mut data = taps.filter_map(|button| match &button.act {
        Act::Tap(data) if matches!(Tap::decode(data), Some(Tap::Note(NoteTap::TakeBack(_)))) => {
            Some(data.clone())
        }
        _ => None,
    });
    data.next_back().unwrap()
}

/// What the newest button of this kind says.
fn back(world: &World, who: &str) -> String {
    world.chat(who).button("Take back").1
}

fn toast<'a>(world: &'a World, who: &str) -> Option<&'a str> {
    world.chat(who).toasts.last().map(String::as_str)
}

async fn taken_back(world: &World) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, "note_taken_back")
        .await
        .unwrap()
}

#[tokio::test]
async fn what_is_taken_back_leaves_every_chat_it_came_to() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.joins(world.school.ming, DAD, Relation::Father).await;
        wrote(
            &mut world,
            GRANNY,
            "Write to the school and parents",
            8_001,
            "She is ill.",
        )
        .await;
        world.rewrites(GRANNY, 8_001, "She is very ill.").await;
        world
            .replies(MUM, "She is very ill.", "What has she?")
            .await;
        let (_, answer) = world.chat(MUM).button("Answer");
        for who in [MUM, DAD, TEACHER] {
            assert_eq!(world.count(who, "ill."), 2, "{who}");
        }
        world.restart().await;
        let again = back(&world, GRANNY);
        world.taps(GRANNY, "Take back").await;
        insta::assert_snapshot!("granny_took_it_back", world.screen(GRANNY, 3));
        for who in [MUM, DAD, TEACHER] {
            assert_eq!(world.count(who, "ill."), 0, "{who}");
        }
        assert_eq!(world.count(GRANNY, "What has she?"), 1);
        assert_eq!(taken_back(&world).await, 6);

        // Once more changes nothing; nor does a change or an answer reach anybody.
        world.tap_data(world.chat_of(GRANNY), None, &again).await;
        world.rewrites(GRANNY, 8_001, "She is well.").await;
        world.tap_data(world.chat_of(MUM), None, &answer).await;
        assert_eq!(toast(&world, MUM), Some(NOT_NOW));
        for who in [MUM, DAD, TEACHER] {
            assert_eq!(world.count(who, "She is well."), 0, "{who}");
        }
        assert_eq!(taken_back(&world).await, 6);
    }
}

#[tokio::test]
async fn a_note_to_a_class_is_taken_back_as_a_whole() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "write to all families").await;
        world
            .says_as(TEACHER, 9_001, "The trip is on Friday.")
            .await;
        world.says_as(TEACHER, 9_002, "It costs ten.").await;
        world.taps(TEACHER, "Send").await;
        let take = back(&world, TEACHER);
        world.rewrites(TEACHER, 9_002, "It costs twelve.").await;
        for who in [MUM, GRANNY, DAD] {
            for words in ["on Friday", "costs ten", "costs twelve"] {
                assert_eq!(world.count(who, words), 1, "{who}: {words}");
            }
        }
        world.refuses(&[MUM, DAD, GRANNY, LEAD], &take).await;
        world.taps(TEACHER, "Take back").await;
        for who in [MUM, GRANNY, DAD] {
            for words in ["on Friday", "costs"] {
                assert_eq!(world.count(who, words), 0, "{who}: {words}");
            }
        }
        let done = taken_back(&world).await;
        world.tap_data(world.chat_of(TEACHER), None, &take).await;
        assert_eq!(taken_back(&world).await, done);
    }
}

#[tokio::test]
async fn of_a_note_to_a_class_what_waits_never_arrives_and_nothing_follows() {
    let mut world = World::linked().await;
    // Dad sleeps: his copy waits.
    world.keeps_nights().await;
    world.set_clock("2026-03-02T13:00:00Z");
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, "The trip is on Friday.").await;
    world.taps(TEACHER, "Send").await;
    assert_eq!(world.count(DAD, "on Friday"), 0);
    world.taps(TEACHER, "Who has seen it").await;
    world.taps(TEACHER, "Remind").await;
    world.says(TEACHER, "/menu").await;
    let mut tx = world.store.read().await.unwrap();
    let (class, since) = (world.school.class, world.env.now() - TimeDelta::days(1));
    let mailings = store::receipts::of_class(&mut tx, class, since, 1).await;
    let note = store::notes::first_of(&mut tx, mailings.unwrap()[0].id).await;
    assert!(store::receipts::next_due(&mut tx).await.unwrap().is_some());
    drop(tx);
    let take = data(NoteTap::TakeBack(note.unwrap().unwrap()));
    world.tap_data(world.chat_of(TEACHER), None, &take).await;
    world.set_clock("2026-03-03T04:00:00Z");
    world.deliver().await;
    for who in [MUM, GRANNY, DAD] {
        assert_eq!(world.count(who, "on Friday"), 0, "{who}");
    }
    let mut tx = world.store.read().await.unwrap();
    assert_eq!(store::receipts::next_due(&mut tx).await.unwrap(), None);
}

#[tokio::test]
async fn a_note_to_a_class_stays_after_two_days_and_an_urgent_one_always() {
    let mut world = World::linked().await;
    for (words, send) in [("First.", "Send"), ("Second.", "It is urgent")] {
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "write to all families").await;
        world.says(TEACHER, words).await;
        world.taps(TEACHER, send).await;
    }
    world.taps(TEACHER, "Danger").await;
    let button = world.screen(TEACHER, 1);
    assert!(!button.contains("Take back"), "{button}");
    let mut tx = world.store.read().await.unwrap();
    let mut mailings = Vec::new();
    let (class, since) = (world.school.class, world.env.now() - TimeDelta::days(1));
    for mailing in store::receipts::of_class(&mut tx, class, since, 9)
        .await
        .unwrap()
    {
        let note = store::notes::first_of(&mut tx, mailing.id).await.unwrap();
        mailings.push(data(NoteTap::TakeBack(note.unwrap())));
    }
    drop(tx);
    let [urgent, first] = mailings.as_slice() else {
        panic!("{mailings:?}");
    };
    let chat = world.chat_of(TEACHER);
    world.tap_data(chat, None, urgent).await;
    assert!(toast(&world, TEACHER).is_some_and(|words| words.contains("What was urgent stays")));
    world.advance(TimeDelta::hours(48));
    world.everybody_was_seen().await;
    world.tap_data(chat, None, first).await;
    for words in ["First.", "Second."] {
        assert_eq!(world.count(MUM, words), 1, "{words}");
    }
}

#[tokio::test]
async fn only_ones_own_note_and_only_for_two_days() {
    let mut world = World::linked().await;
    wrote(
        &mut world,
        MUM,
        "Write to the school",
        8_001,
        "Please ring me.",
    )
    .await;
    let tap = back(&world, MUM);
    world.refuses(&[DAD, GRANNY, TEACHER, LEAD], &tap).await;
    world.advance(TimeDelta::hours(48) - TimeDelta::seconds(1));
    assert_eq!(world.count(TEACHER, "Please ring me."), 1);
    let chat = world.chat_of(MUM);
    world.tap_data(chat, None, &tap).await;
    assert_eq!(world.count(TEACHER, "Please ring me."), 0);
    wrote(&mut world, MUM, "Write to the school", 8_002, "On Monday.").await;
    world.advance(TimeDelta::hours(48));
    let late = back(&world, MUM);
    world.tap_data(chat, None, &late).await;
    assert_eq!(
        toast(&world, MUM),
        Some("This can be taken back within 48 hours.")
    );
    assert_eq!(world.count(TEACHER, "On Monday."), 1);
    // Without the link the words are still one's own.
    wrote(
        &mut world,
        MUM,
        "Write to the school",
        8_003,
        "In the morning.",
    )
    .await;
    let third = back(&world, MUM);
    opens_ming(&mut world, LEAD).await;
    world.taps(LEAD, "End link: Mei").await;
    world.taps(LEAD, "Yes, end it").await;
    world.tap_data(chat, None, &third).await;
    assert_eq!(world.count(TEACHER, "In the morning."), 0);
    assert_eq!(world.count(GRANNY, "In the morning."), 0);
}

#[tokio::test]
async fn what_waits_never_arrives_and_what_is_on_its_way_is_asked_again() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.keeps_nights().await;
        world.set_clock("2026-03-02T15:00:00Z");
        wrote(&mut world, MUM, "Write to the school", 8_001, "Good night.").await;
        let chat = world.chat_of(MUM);
        world.taps(MUM, "Take back").await;
        wrote(&mut world, MUM, "Write to the school", 8_002, "Sleep well.").await;
        world.set_clock("2026-03-03T01:00:00Z");
        // The dispatcher has it in hand.
        let now = world.env.now();
        let mut tx = world.store.write().await.unwrap();
        let lease = now + TimeDelta::minutes(1);
        let batch = store::outbox::claim(&mut tx, BOT, now, lease, Lane::Bulk, 100).await;
        assert_eq!(batch.unwrap().rows.len(), 2);
        tx.commit().await.unwrap();
        let tap = back(&world, MUM);
        world.tap_data(chat, None, &tap).await;
        let moment = "It is just on its way. Please tap once more in a moment.";
        assert_eq!(toast(&world, MUM), Some(moment));
        assert_eq!(taken_back(&world).await, 1);
        world.advance(TimeDelta::minutes(2));
        let mut tx = world.store.write().await.unwrap();
        let now = world.env.now();
        store::outbox::release_expired(&mut tx, BOT, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.deliver().await;
        for who in [TEACHER, GRANNY] {
            assert_eq!(world.count(who, "Sleep well."), 1, "{who}");
        }
        world.tap_data(chat, None, &tap).await;
        for who in [TEACHER, GRANNY] {
            assert_eq!(world.count(who, "Sleep well."), 0, "{who}");
            assert_eq!(world.count(who, "Good night."), 0, "{who}");
        }
    }
}

#[tokio::test]
async fn an_album_goes_as_a_whole_and_what_comes_late_of_it_goes_nowhere() {
    let mut world = World::linked().await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school").await;
    let photo = MediaKind::Photo;
    for file in ["one", "two"] {
        world.sends_in(MUM, Some("trip"), photo, file, "").await;
    }
    world.advance(TimeDelta::seconds(5));
    world.deliver().await;
    world.sends_in(MUM, Some("trip"), photo, "three", "").await;
    world.advance(TimeDelta::seconds(5));
    world.deliver().await;
    for file in ["one", "three"] {
        assert_eq!(world.count(TEACHER, &format!("[photo {file}]")), 1);
    }
    world.taps(MUM, "Take back").await;
    world.sends_in(MUM, Some("trip"), photo, "four", "").await;
    world.advance(TimeDelta::seconds(5));
    world.deliver().await;
    for who in [TEACHER, GRANNY] {
        assert_eq!(world.screen(who, 9).matches("photo").count(), 0, "{who}");
    }
}

#[tokio::test]
async fn every_language_says_who_gets_it_and_that_it_is_taken_back() {
    let mut out = String::new();
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        for who in [MUM, GRANNY, TEACHER] {
            world.speaks(who, *locale).await;
        }
        let ming = world.school.ming;
        let (mum, granny, teacher) = (
            world.chat_of(MUM),
            world.chat_of(GRANNY),
            world.chat_of(TEACHER),
        );
        for chat in [mum, granny] {
            world
                .says(if chat == mum { MUM } else { GRANNY }, "/menu")
                .await;
            let begin = data(NoteTap::ToSchool(ming));
            world.tap_data(chat, None, &begin).await;
            let narrow = data(NoteTap::For(ming, Audience::School));
            world.tap_data(chat, None, &narrow).await;
        }
        world.says_as(GRANNY, 8_001, "A").await;
        world
            .tap_data(teacher, None, &data(NoteTap::ToFamily(ming)))
            .await;
        let narrow = data(NoteTap::For(ming, Audience::NotGuardian));
        world.tap_data(teacher, None, &narrow).await;
        world.says_as(TEACHER, 8_002, "B").await;
        let own = own_note(&world, GRANNY);
        let taught = own_note(&world, TEACHER);
        out.push_str(&format!("=== {}\n", locale.as_str()));
        for who in [MUM, GRANNY, TEACHER] {
            out.push_str(&format!("--- {who}\n{}", world.screen(who, 20)));
        }
        world.tap_data(granny, None, &own).await;
        out.push_str(&world.screen(GRANNY, 1));
        world.tap_data(granny, None, &data(NoteTap::Done)).await;
        world
            .hear(teacher, hongyan::model::event::Did::Leaves)
            .await;
        world
            .hear(world.chat_of(LEAD), hongyan::model::event::Did::Leaves)
            .await;
        world
            .tap_data(mum, None, &data(NoteTap::ToSchool(ming)))
            .await;
        out.push_str(&world.screen(MUM, 1));
        world.advance(TimeDelta::days(3));
        world.tap_data(teacher, None, &taught).await;
        out.push_str(&world.chat(TEACHER).toasts.join("\n"));
        out.push('\n');
    }
    insta::assert_snapshot!("for_whom_in_every_language", out);
}
