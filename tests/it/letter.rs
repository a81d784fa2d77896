//! A child's own letter, and a parent's to the child: passed on unread, and kept nowhere.

use hongyan::base::{AdultId, ChildId};
use hongyan::dialogue;
use hongyan::dialogue::letter::Tap;
use hongyan::model::Locale;
use hongyan::model::message::MediaKind;
use hongyan::model::record::Relation;
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::unit::Role;
use hongyan::service::staff;
use hongyan::store;

use crate::concern::count;
use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const DRAWING: &str = "drawing-7f31";

async fn begins(world: &mut World) {
    world.opens_card(TEACHER).await;
    world.taps(TEACHER, "Write to the family").await;
    world.taps(TEACHER, "A letter from").await;
}

/// What is left of letters once they went.
const KEPT: &str = "SELECT (SELECT COUNT(*) FROM notes) + (SELECT COUNT(*) FROM threads)
     + (SELECT COUNT(*) FROM outbox WHERE kind = 'letter' AND body <> '')
     + (SELECT COUNT(*) FROM inbox WHERE body <> '')
     + (SELECT COUNT(*) FROM concerns)";
const PASSED: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'letter' AND state = 'sent'";

#[tokio::test]
async fn a_drawing_reaches_the_mother_and_nobody_keeps_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        begins(&mut world).await;
        insta::assert_snapshot!("teacher_is_asked", world.screen(TEACHER, 1));
        world.sends(TEACHER, MediaKind::Photo, DRAWING, "").await;
        insta::assert_snapshot!("mum_gets_the_drawing", world.screen(MUM, 1));
        insta::assert_snapshot!("teacher_passed_it", world.screen(TEACHER, 1));
        // A second page follows without another tap.
        world.sends(TEACHER, MediaKind::Voice, "voice-1", "").await;
        assert_eq!(world.count(MUM, "voice-1"), 1);
        for who in [GRANNY, DAD, AUNT, LEAD] {
            assert_eq!(world.screen(who, 1), "(nothing)", "{who}");
        }
        // The mother answers with words that would stop a note: nobody looks for them here.
        world.taps(MUM, "To Ming alone").await;
        insta::assert_snapshot!("mum_is_asked", world.screen(MUM, 1));
        let answer = "My dear, does anybody beat you? Tell me.";
        world.says(MUM, answer).await;
        insta::assert_snapshot!("teacher_gets_the_answer", world.screen(TEACHER, 1));
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        // And is answered in the messenger's own way.
        world.taps(TEACHER, "A letter from Ming").await;
        world.sends(TEACHER, MediaKind::Photo, "page-2", "").await;
        assert_eq!(world.count(MUM, "page-2"), 1);
        world.taps(MUM, "Done").await;
        world.replies(MUM, "page-2", "I have got it.").await;
        assert_eq!(world.count(TEACHER, "I have got it."), 1);
        assert_eq!(count(&world, PASSED).await, 5);
        assert_eq!(count(&world, KEPT).await, 0);
        let mut tx = world.store.write().await.unwrap();
        let passed = store::audit::count(&mut tx, "letter").await.unwrap();
        assert_eq!(passed, 5);
    }
}

#[tokio::test]
async fn words_are_not_typed_for_a_child() {
    let mut world = World::linked().await;
    begins(&mut world).await;
    world.says(TEACHER, "Mummy, I miss you").await;
    insta::assert_snapshot!("words_do_not_go", world.screen(TEACHER, 1));
    assert_eq!(world.screen(MUM, 1), "(nothing)");
    world
        .sends(TEACHER, MediaKind::Photo, DRAWING, "He is lazy.")
        .await;
    assert_eq!(world.count(MUM, DRAWING), 1);
    assert_eq!(world.count(MUM, "lazy"), 0);
    assert_eq!(world.count(TEACHER, "did not go along"), 1);
    // Whoever opens another screen passes on nothing more.
    world.taps(TEACHER, "Done").await;
    world.sends(TEACHER, MediaKind::Photo, "other", "").await;
    assert_eq!(world.count(MUM, "other"), 0);
}

#[tokio::test]
async fn with_two_parents_the_child_chooses_and_the_other_learns_nothing() {
    let mut world = World::linked().await;
    let ming = world.school.ming;
    world.joins(ming, DAD, Relation::Father).await;
    begins(&mut world).await;
    insta::assert_snapshot!("whom_is_it_for", world.screen(TEACHER, 1));
    world.taps(TEACHER, "mother").await;
    world.sends(TEACHER, MediaKind::Photo, DRAWING, "").await;
    assert_eq!(world.count(MUM, DRAWING), 1);
    assert_eq!(world.screen(DAD, 1), "(nothing)");
    // The father writes to the child through the grandmother; the mother learns nothing of that.
    world.says(DAD, "/menu").await;
    world.taps(DAD, "Write to the school and home: Ming").await;
    world.taps(DAD, "To Ming alone").await;
    insta::assert_snapshot!("through_whom", world.screen(DAD, 1));
    world.taps(DAD, "grandmother").await;
    world.sends(DAD, MediaKind::Voice, "sleep-well", "").await;
    assert_eq!(world.count(GRANNY, "sleep-well"), 1);
    assert_eq!(world.count(TEACHER, "sleep-well"), 0);
    assert_eq!(world.count(MUM, "sleep-well"), 0);
    insta::assert_snapshot!("granny_is_asked_to_give_it", world.screen(GRANNY, 1));
    // She lets the child speak: the answer goes to the father alone.
    world.taps(GRANNY, "A letter from Ming").await;
    world
        .sends(GRANNY, MediaKind::Voice, "good-night", "")
        .await;
    assert_eq!(world.count(DAD, "good-night"), 1);
    assert_eq!(world.count(MUM, "good-night"), 0);
}

#[tokio::test]
async fn who_may_not_passes_nothing() {
    let mut world = World::linked().await;
    let ming = world.school.ming;
    let data = |tap| dialogue::Tap::Letter(tap).encode();
    let (mum, teacher) = (world.adult(MUM), world.adult(TEACHER));
    for tap in [Tap::Begin(ming), Tap::With(ming, mum), Tap::Back(ming, mum)] {
        world.refuses(&[DAD, AUNT], &data(tap)).await;
    }
    // Somebody who is no parent, a child who is not there, and oneself.
    for (child, with) in [
        (ming, world.adult(GRANNY)),
        (ming, world.adult(DAD)),
        (ming, teacher),
        (ming, AdultId(1)),
    ] {
        let tap = Tap::With(child, with);
        world
            .tap_data(world.chat_of(TEACHER), None, &data(tap))
            .await;
        world.sends(TEACHER, MediaKind::Photo, DRAWING, "").await;
    }
    world
        .refuses(&[TEACHER], &data(Tap::With(ChildId(1), mum)))
        .await;
    for who in [MUM, GRANNY, DAD] {
        assert_eq!(world.count(who, DRAWING), 0, "{who}");
    }
    // What was begun before the link ended reaches nobody.
    begins(&mut world).await;
    let mut tx = world.store.write().await.unwrap();
    let link = store::links::pair(&mut tx, ming, mum)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(link.role, LinkRole::Parent);
    let (now, ended) = (world.env.now(), LinkState::Ended);
    store::links::decide(&mut tx, link.id, LinkState::Active, ended, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.sends(TEACHER, MediaKind::Photo, DRAWING, "").await;
    assert_eq!(world.count(MUM, DRAWING), 0);
    assert_eq!(count(&world, PASSED).await, 0);
}

#[tokio::test]
async fn a_teacher_at_rest_gets_it_in_the_morning() {
    let mut world = World::linked().await;
    world.keeps_work_hours().await;
    // Saturday.
    world.set_clock("2026-03-07T03:00:00Z");
    let teacher = Tap::With(world.school.ming, world.adult(TEACHER));
    let data = dialogue::Tap::Letter(teacher).encode();
    world.tap_data(world.chat_of(MUM), None, &data).await;
    world.says(MUM, "Sleep well.").await;
    insta::assert_snapshot!("it_waits_until_monday", world.screen(MUM, 1));
    assert_eq!(world.count(TEACHER, "Sleep well."), 0);
    world.set_clock("2026-03-09T01:00:00Z");
    world.deliver().await;
    assert_eq!(world.count(TEACHER, "Sleep well."), 1);
}

/// Nobody else is handed what was for one person: its writer hears that it did not go.
#[tokio::test]
async fn a_letter_whose_teacher_leaves_is_missed_by_its_writer_once() {
    let mut out = String::new();
    for (by_date, locale) in Locale::ALL.iter().enumerate().map(|(n, l)| (n % 2 == 1, l)) {
        for db in databases().await {
            let mut world = World::linked_on(&db.url).await;
            world.keeps_work_hours().await;
            world.speaks(MUM, *locale).await;
            let (class, teacher) = (world.school.class, world.adult(TEACHER));
            world.hires("new", "Teacher Wu", class, Role::Teacher).await;
            // Saturday. What it is and from whom, and the film itself: two messages, one letter.
            world.set_clock("2026-03-07T03:00:00Z");
            let data = dialogue::Tap::Letter(Tap::With(world.school.ming, teacher)).encode();
            world.tap_data(world.chat_of(MUM), None, &data).await;
            world.sends(MUM, MediaKind::VideoNote, "film-1", "").await;
            let waits = "SELECT COUNT(*) FROM outbox WHERE kind = 'letter' AND state = 'waiting'";
            assert_eq!(count(&world, waits).await, 2);
            let shown = world.chat(MUM).shown.len();

            let mut tx = world.store.write().await.unwrap();
            let (role, now) = (Role::Teacher, world.env.now());
            let post = store::posts::find(&mut tx, teacher, class, role).await;
            if by_date {
                let ended = store::posts::end(&mut tx, teacher, class, role, now).await;
                assert!(ended.unwrap());
            } else {
                let post = post.unwrap().unwrap();
                staff::end(&mut tx, &world.env, None, &post).await.unwrap();
            }
            tx.commit().await.unwrap();
            world.deliver().await;
            world.set_clock("2026-03-09T01:00:00Z");
            world.deliver().await;
            for who in [TEACHER, "new", LEAD, GRANNY] {
                assert_eq!(world.count(who, "film-1"), 0, "{who} {by_date}");
            }
            assert_eq!(world.chat(MUM).shown.len(), shown + 1, "{by_date}");
            assert_eq!(count(&world, KEPT).await, 0);
            if db.url.starts_with("sqlite") {
                out += &format!("=== {}\n{}\n", locale.as_str(), world.screen(MUM, 1));
            }
        }
    }
    insta::assert_snapshot!("letter_undelivered_in_every_language", out);
}

/// Neutral words first, the letter after the code; it can be opened again, and what was shown is kept nowhere.
#[tokio::test]
async fn on_a_phone_others_use_it_waits_for_the_code() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        crate::cover::covers(&mut world, MUM, "0000").await;
        begins(&mut world).await;
        world.sends(TEACHER, MediaKind::Photo, DRAWING, "").await;
        assert_eq!(world.count(MUM, DRAWING), 0);
        assert_eq!(world.count(MUM, "Ming"), 0);
        world.taps(MUM, "Read").await;
        crate::cover::enters(&mut world, MUM, "0000").await;
        assert_eq!(world.count(MUM, DRAWING), 1);
        let shown = "SELECT COUNT(*) FROM outbox WHERE body <> '' AND kind = 'reply' AND dedup_key LIKE 'letter:%'";
        assert_eq!(count(&world, shown).await, 0);
        world.replies(MUM, DRAWING, "How beautiful.").await;
        assert_eq!(world.count(TEACHER, "How beautiful."), 1);
        world.advance(chrono::TimeDelta::minutes(6));
        world.deliver().await;
        assert_eq!(world.count(MUM, DRAWING), 0);
        world.taps(MUM, "Read").await;
        crate::cover::enters(&mut world, MUM, "0000").await;
        assert_eq!(world.count(MUM, DRAWING), 1);
    }
}

/// Whatever else is being written: a reply to a letter is a letter, and what is said below one is asked about.
#[tokio::test]
async fn an_answer_to_a_letter_is_never_a_note() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        begins(&mut world).await;
        world.sends(TEACHER, MediaKind::Photo, DRAWING, "").await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "Did he eat?").await;
        world.replies(MUM, DRAWING, "My dear Ming.").await;
        assert_eq!(world.count(TEACHER, "My dear Ming."), 1);
        assert_eq!(world.count(GRANNY, "My dear Ming."), 0);
        let notes = "SELECT COUNT(*) FROM notes";
        assert_eq!(crate::concern::count(&world, notes).await, 1);
        // The grandmother lets the child answer at once, below the letter: nobody takes it for hers.
        let through = Tap::With(world.school.ming, world.adult(GRANNY));
        let data = dialogue::Tap::Letter(through).encode();
        world.tap_data(world.chat_of(MUM), None, &data).await;
        world.says(MUM, "Sleep well.").await;
        assert!(!world.screen(GRANNY, 1).contains("🔢"));
        world
            .sends(GRANNY, MediaKind::Voice, "good-night", "")
            .await;
        let asked = world.screen(GRANNY, 1);
        assert!(asked.contains("A letter from Ming"), "{asked}");
        assert_eq!(world.count(TEACHER, "good-night"), 0);
        assert_eq!(world.count(MUM, "good-night"), 0);
        world.taps(GRANNY, "A letter from Ming").await;
        world
            .sends(GRANNY, MediaKind::Voice, "good-night", "")
            .await;
        assert_eq!(world.count(MUM, "good-night"), 1);
        assert_eq!(crate::concern::count(&world, notes).await, 1);
    }
}

#[tokio::test]
async fn every_sentence_in_every_language() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        let ming = world.school.ming;
        world.joins(ming, DAD, Relation::Father).await;
        for who in [MUM, GRANNY, DAD, TEACHER] {
            world.speaks(who, *locale).await;
        }
        let (mum, granny, teacher) = (world.adult(MUM), world.adult(GRANNY), world.adult(TEACHER));
        let taps = [
            (TEACHER, Tap::Begin(ming)),
            (TEACHER, Tap::With(ming, granny)),
            (TEACHER, Tap::With(ming, mum)),
            (MUM, Tap::Begin(ming)),
            (MUM, Tap::With(ming, world.adult(DAD))),
            (MUM, Tap::With(ming, teacher)),
        ];
        for (who, tap) in taps {
            let data = dialogue::Tap::Letter(tap).encode();
            world.tap_data(world.chat_of(who), None, &data).await;
        }
        world.says(TEACHER, "Mum").await;
        world.sends(TEACHER, MediaKind::Photo, DRAWING, "x").await;
        world.says(MUM, "Ming").await;
        let screens = [TEACHER, MUM].map(|who| format!("=== {who}\n{}\n", world.screen(who, 9)));
        insta::assert_snapshot!(format!("letters_{}", locale.as_str()), screens.concat());
    }
}
