//! Several pictures sent at once: one part, from the hand that sends them to the one that answers.

use std::sync::Arc;

use chrono::TimeDelta;
use hongyan::base::Words;
use hongyan::model::event::Did;
use hongyan::model::message::MediaKind::{self, Document, Photo, Video};
use hongyan::outbox::Refusal;
use hongyan::service::outbox::{self as desk, Answer as Told, Which};
use hongyan::store::outbox_view::{self, OutboxState};
use tokio::sync::Notify;

use super::rig::{Answer, Rig, on_both};
use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

on_both!(
    an_album_arrives_as_one_and_is_confirmed_once,
    a_restart_between_its_items_changes_nothing,
    what_comes_late_follows_in_the_thread,
    nothing_overtakes_it,
    a_class_gets_it_as_one,
    a_refused_album_is_one_rows_state,
    what_may_have_arrived_does_not_grow,
    who_is_excluded_before_it_left_gets_nothing,
    a_changed_caption_follows,
);

/// What an album waits for its items.
const GATHER: TimeDelta = TimeDelta::seconds(2);

async fn writes_to_school(world: &mut World) {
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school").await;
    // To one reader: it is about what becomes of an album on its way.
    world.taps(MUM, "Only to the school").await;
}

async fn writes_to_family(world: &mut World) {
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.taps(TEACHER, "Wang Ming").await;
    world.taps(TEACHER, "Write to the family").await;
}

async fn sends(world: &mut World, who: &str, media: MediaKind, file: &str, caption: &str) {
    world.sends_in(who, Some("a1"), media, file, caption).await;
}

async fn waits(world: &mut World) {
    world.advance(GATHER);
    world.deliver().await;
}

/// Answers the message with this number.
async fn answers(world: &mut World, who: &str, remote: i64, text: &str) {
    let chat = world.chat_of(who);
    let (text, reply_to) = (Words::new(text), Some(remote));
    let did = Did::Says {
        text,
        message: 9_000,
        reply_to,
    };
    world.hear(chat, did).await;
}

async fn an_album_arrives_as_one_and_is_confirmed_once(rig: Rig) {
    let mut world = rig.world;
    writes_to_school(&mut world).await;
    sends(&mut world, MUM, Photo, "p1", "At the <river>").await;
    sends(&mut world, MUM, Video, "v2", "").await;
    assert_eq!(world.screen(TEACHER, 9), "(nothing)");
    sends(&mut world, MUM, Photo, "p3", "Ming found this").await;
    waits(&mut world).await;
    insta::assert_snapshot!("album_teacher_reads", world.screen(TEACHER, 9));
    insta::assert_snapshot!("album_mum_sent", world.screen(MUM, 5));

    let first = world.chat(TEACHER).find("[photo p1]").id;
    answers(&mut world, TEACHER, first + 1, "What a river!").await;
    assert_eq!(world.count(MUM, "What a river!"), 1);
    answers(&mut world, TEACHER, first + 2, "And a stone!").await;
    assert_eq!(world.count(MUM, "And a stone!"), 1);
    // What stands below the album is not of it.
    answers(&mut world, TEACHER, first + 3, "To nobody.").await;
    assert_eq!(world.count(MUM, "To nobody."), 0);
}

async fn a_restart_between_its_items_changes_nothing(rig: Rig) {
    let mut world = rig.world;
    writes_to_school(&mut world).await;
    sends(&mut world, MUM, Document, "d1", "").await;
    world.restart().await;
    sends(&mut world, MUM, Document, "d2", "").await;
    world.restart().await;
    sends(&mut world, MUM, Document, "d3", "").await;
    waits(&mut world).await;
    let all = "album:\n[document d1]\n[document d2]\n[document d3]";
    assert_eq!(world.count(TEACHER, all), 1);
    assert_eq!(world.count(TEACHER, "document"), 1);
    assert_eq!(world.count(MUM, "Sent to"), 1);
}

async fn what_comes_late_follows_in_the_thread(rig: Rig) {
    let mut world = rig.world;
    writes_to_school(&mut world).await;
    sends(&mut world, MUM, Photo, "p1", "").await;
    sends(&mut world, MUM, Photo, "p2", "").await;
    waits(&mut world).await;
    world.taps(MUM, "Done").await;
    world.restart().await;
    world.advance(TimeDelta::minutes(5));
    sends(&mut world, MUM, Photo, "p3", "").await;
    sends(&mut world, MUM, Photo, "p4", "").await;
    waits(&mut world).await;
    insta::assert_snapshot!("album_late", world.screen(TEACHER, 9));
    assert_eq!(world.count(MUM, "Sent to"), 1);
    assert_eq!(world.count(MUM, "did not understand"), 0);
    let late = world.chat(TEACHER).find("[photo p4]").id;
    answers(&mut world, TEACHER, late + 1, "All four are here.").await;
    assert_eq!(world.count(MUM, "All four are here."), 1);
}

async fn nothing_overtakes_it(rig: Rig) {
    let mut world = rig.world;
    writes_to_school(&mut world).await;
    sends(&mut world, MUM, Photo, "p1", "").await;
    sends(&mut world, MUM, Photo, "p2", "").await;
    world.says(MUM, "These are of today.").await;
    world.sends_in(MUM, Some("a2"), Photo, "q1", "").await;
    world.sends_in(MUM, Some("a2"), Photo, "q2", "").await;
    waits(&mut world).await;
    let shown = &world.chat(TEACHER).shown;
    let head = "Mother Mei · Wang Ming (Class 3-2)\n🔒 Only for the school";
    let texts: Vec<&str> = shown
        .iter()
        .map(|shown| shown.text.as_str())
        .filter(|text| *text != head)
        .collect();
    assert_eq!(texts[0], "album:\n[photo p1]\n[photo p2]");
    assert!(texts[1].ends_with("These are of today."));
    assert_eq!(texts[2], "album:\n[photo q1]\n[photo q2]");
    assert_eq!(texts.len(), 3);
}

async fn a_class_gets_it_as_one(rig: Rig) {
    let mut world = rig.world;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    sends(&mut world, TEACHER, Photo, "p1", "Sports day").await;
    sends(&mut world, TEACHER, Photo, "p2", "").await;
    sends(&mut world, TEACHER, Photo, "p3", "").await;
    assert_eq!(world.count(TEACHER, "Sports day"), 1);
    world.taps(TEACHER, "Send").await;
    // One more comes after the yes.
    sends(&mut world, TEACHER, Photo, "p4", "").await;
    waits(&mut world).await;
    for who in [MUM, DAD, GRANNY] {
        let all = "album:\n[photo p1] Sports day\n[photo p2]\n[photo p3]\n[photo p4]";
        assert_eq!(world.count(who, all), 1, "{}", world.screen(who, 9));
        assert_eq!(world.count(who, "[photo"), 1);
    }
}

async fn a_refused_album_is_one_rows_state(mut rig: Rig) {
    writes_to_school(&mut rig.world).await;
    let teacher = rig.world.chat_of(TEACHER);
    for file in ["p1", "p2", "p3"] {
        sends(&mut rig.world, MUM, Photo, file, "").await;
    }
    // The line above it is taken, the album is not.
    let taken = Arc::new(Notify::new());
    taken.notify_one();
    let no = Refusal::Malformed("wrong file identifier".into());
    rig.script
        .answers(teacher, [Answer::Slow(taken), Answer::No(no)]);
    rig.run(TimeDelta::minutes(1)).await;
    let mut tx = rig.store().read().await.unwrap();
    let refused = outbox_view::list(&mut tx, OutboxState::Refused, 9)
        .await
        .unwrap();
    drop(tx);
    let [row] = refused.as_slice() else {
        panic!("one row, not {}", refused.len());
    };
    let mut tx = rig.store().write().await.unwrap();
    let env = &rig.world.env;
    let told = desk::retry(&mut tx, env, Which::These(&[row.id]), None).await;
    tx.commit().await.unwrap();
    assert_eq!(told.unwrap().unwrap()[0].answer, Told::WaitsAgain);
    rig.run(TimeDelta::minutes(1)).await;
    assert_eq!(rig.state(row.id).await.0, OutboxState::Sent);
    let seen = rig.seen();
    let albums: Vec<_> = seen
        .iter()
        .filter(|words| words.contains("Album"))
        .collect();
    assert_eq!(albums.len(), 2, "refused once, taken once");
    for file in ["p1", "p2", "p3"] {
        assert!(albums.iter().all(|words| words.contains(file)));
    }
    let heads = seen.iter().filter(|words| words.contains("Mother Mei"));
    assert_eq!(heads.count(), 1);
}

async fn what_may_have_arrived_does_not_grow(mut rig: Rig) {
    writes_to_school(&mut rig.world).await;
    let teacher = rig.world.chat_of(TEACHER);
    for file in ["p1", "p2"] {
        sends(&mut rig.world, MUM, Photo, file, "").await;
    }
    let taken = Arc::new(Notify::new());
    taken.notify_one();
    let lost = Answer::No(Refusal::InDoubt);
    rig.script.answers(teacher, [Answer::Slow(taken), lost]);
    rig.run(TimeDelta::seconds(4)).await;
    sends(&mut rig.world, MUM, Photo, "p3", "").await;
    rig.run(TimeDelta::minutes(1)).await;
    let files = |words: &String| {
        let there = ["p1", "p2", "p3"].into_iter();
        there
            .filter(|file| words.contains(*file))
            .collect::<Vec<_>>()
    };
    let albums: Vec<_> = rig.seen().iter().map(files).collect();
    let albums: Vec<_> = albums
        .into_iter()
        .filter(|files| !files.is_empty())
        .collect();
    assert_eq!(albums, [vec!["p1", "p2"], vec!["p1", "p2"], vec!["p3"]]);
}

async fn who_is_excluded_before_it_left_gets_nothing(rig: Rig) {
    let mut world = rig.world;
    writes_to_family(&mut world).await;
    sends(&mut world, TEACHER, Photo, "p1", "").await;
    sends(&mut world, TEACHER, Photo, "p2", "").await;
    world.says(LEAD, "/start").await;
    world.taps(LEAD, "Class 3-2: pupils").await;
    world.taps(LEAD, "Wang Ming").await;
    world.taps(LEAD, "End link: Mei").await;
    world.taps(LEAD, "Yes, end it").await;
    sends(&mut world, TEACHER, Photo, "p3", "").await;
    waits(&mut world).await;
    assert_eq!(world.count(MUM, "[photo"), 0);
    assert_eq!(world.count(MUM, "Class teacher"), 0);
    let all = "album:\n[photo p1]\n[photo p2]\n[photo p3]";
    assert_eq!(world.count(GRANNY, all), 1);
    let mut tx = world.store.read().await.unwrap();
    let withdrawn = outbox_view::list(&mut tx, OutboxState::Withdrawn, 9)
        .await
        .unwrap();
    // The album and the line above it.
    assert_eq!(withdrawn.iter().filter(|row| row.kind == "note").count(), 2);
}

async fn a_changed_caption_follows(rig: Rig) {
    let mut world = rig.world;
    writes_to_school(&mut world).await;
    let (chat, text) = (world.chat_of(MUM), Words::new("By the river"));
    let item = |message, file: &str, caption: &str| Did::Sends {
        media: Photo,
        file: file.into(),
        caption: hongyan::base::Html::escape(caption),
        album: Some("a1".into()),
        sheet: false,
        message,
        reply_to: None,
    };
    world.hear(chat, item(8_001, "p1", "At the river")).await;
    world.hear(chat, item(8_002, "p2", "")).await;
    waits(&mut world).await;
    let message = 8_001;
    world.hear(chat, Did::Edits { message, text }).await;
    assert_eq!(world.count(TEACHER, "By the river"), 1);
    assert_eq!(world.count(MUM, "The change is passed on"), 1);
}
