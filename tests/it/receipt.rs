//! Who has seen a note: one tap of a family, the school's list, one reminder, and on the next day the others of
//! a silent family.

use std::fmt::Write;

use chrono::TimeDelta;
use hongyan::base::{ChildId, NoteId, Words};
use hongyan::dialogue;
use hongyan::dialogue::receipt::Tap;
use hongyan::model::Locale;
use hongyan::model::event::Did;
use hongyan::model::receipt::Way;
use hongyan::model::record::Relation;
use hongyan::service::receipt;
use hongyan::store;

use crate::support::databases::{TestDb, databases};
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const SEEN: &str = "I have seen it";
const WORDS: &str = "Bring boots on Friday.";

async fn on_both() -> Vec<(World, TestDb)> {
    let mut out = Vec::new();
    for db in databases().await {
        out.push((World::linked_on(&db.url).await, db));
    }
    out
}

/// The teacher writes to all families: two taps. Gives on whose screen the list is one tap away.
async fn to_class(world: &mut World) {
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, WORDS).await;
    world.taps(TEACHER, "Send").await;
}

async fn unlink(world: &World, child: ChildId, who: &str) {
    let mut tx = world.store.write().await.unwrap();
    let adult = world.adult(who);
    let closed = store::links::close(&mut tx, child, adult, None, world.env.now()).await;
    assert!(closed.unwrap());
    tx.commit().await.unwrap();
}

async fn tick(world: &mut World) {
    receipt::tick(&world.store, &world.env, 100).await.unwrap();
    world.deliver().await;
}

fn data(tap: Tap) -> String {
    dialogue::Tap::Receipt(tap).encode()
}

/// The tap behind a button on somebody's screen.
fn behind(world: &World, who: &str, label: &str) -> Tap {
    let (_, data) = world.chat(who).button(label);
    match dialogue::Tap::decode(&data) {
        Some(dialogue::Tap::Receipt(tap)) => tap,
        other => panic!("{label}: {other:?}"),
    }
}

fn toast(world: &World, who: &str) -> String {
    world.chat(who).toasts.last().cloned().unwrap_or_default()
}

#[tokio::test]
async fn one_tap_says_so_and_the_list_counts_it() {
    for (mut world, _db) in on_both().await {
        to_class(&mut world).await;
        world.taps(TEACHER, "Who has seen it").await;
        insta::assert_snapshot!("nobody_has_said_so", world.screen(TEACHER, 1));
        let before = world.screen(GRANNY, 9);

        world.taps(MUM, SEEN).await;
        insta::assert_snapshot!("mum_has_seen", world.screen(MUM, 2));
        assert_eq!(world.screen(GRANNY, 9), before, "nobody else learns of it");
        world.taps(MUM, SEEN).await;
        assert_eq!(toast(&world, MUM), "Thank you, the school knows already.");
        assert_eq!(world.count(MUM, "Thank you."), 1);

        let tap = behind(&world, TEACHER, "Li Lan");
        let Tap::Family(mailing, _) = tap else {
            panic!("{tap:?}")
        };
        let chat = world.chat_of(TEACHER);
        world
            .tap_data(chat, None, &data(Tap::Open(mailing, 0)))
            .await;
        insta::assert_snapshot!("mum_said_so", world.screen(TEACHER, 1));
        let mut tx = world.store.write().await.unwrap();
        assert_eq!(store::audit::count(&mut tx, "note_seen").await.unwrap(), 1);
    }
}

#[tokio::test]
async fn an_answer_says_so_too_and_the_words_never_say_read() {
    let mut world = World::linked().await;
    to_class(&mut world).await;
    world.replies(DAD, WORDS, "He has boots.").await;
    world.taps(TEACHER, "Who has seen it").await;
    let screen = world.chat(TEACHER).find("note of").clone();
    assert!(screen.text.contains("seen it: 1"), "{}", screen.text);
    assert!(!screen.text.to_lowercase().contains("read"));
    let labels: Vec<&str> = screen
        .rows
        .iter()
        .flatten()
        .map(|b| b.label.as_str())
        .collect();
    assert!(
        !labels.iter().any(|label| label.contains("Li Lan")),
        "{labels:?}"
    );
}

#[tokio::test]
async fn what_waits_and_who_cannot_be_reached_are_told_apart() {
    let mut world = World::linked().await;
    // Nobody is linked but dad, who sleeps: the family of Ming cannot be reached.
    for who in [MUM, GRANNY] {
        unlink(&world, world.school.ming, who).await;
    }
    world.keeps_nights().await;
    world.set_clock("2026-03-02T13:00:00Z");
    to_class(&mut world).await;
    world.taps(TEACHER, "Who has seen it").await;
    insta::assert_snapshot!("on_the_way_and_unreached", world.screen(TEACHER, 1));
    assert_eq!(world.count(DAD, WORDS), 0);
}

#[tokio::test]
async fn the_school_says_so_on_behalf_of_a_family() {
    for (mut world, _db) in on_both().await {
        to_class(&mut world).await;
        world.taps(TEACHER, "Who has seen it").await;
        world.taps(TEACHER, "Li Lan").await;
        insta::assert_snapshot!("how_was_it_told", world.screen(TEACHER, 1));
        world.taps(TEACHER, "Yes, by phone").await;
        assert_eq!(toast(&world, TEACHER), "Noted, thank you.");
        insta::assert_snapshot!("told_by_phone", world.screen(TEACHER, 1));
        world.taps(TEACHER, "Back").await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("Told by phone or in person: 1"), "{screen}");
        // From the lists: of the class for the lead, of the child for who comes from its card.
        world.says(LEAD, "/start").await;
        world.taps(LEAD, "Class 3-2: pupils").await;
        world.taps(LEAD, "Notes: who has seen them").await;
        insta::assert_snapshot!("notes_of_the_class", world.screen(LEAD, 1));
        world.taps(LEAD, "2 March").await;
        assert!(world.screen(LEAD, 1).contains("Wang Ming"));
        world.says(LEAD, "/start").await;
        world.taps(LEAD, "Class 3-2: pupils").await;
        world.taps(LEAD, "Wang Ming").await;
        world.taps(LEAD, "Notes: who has seen them").await;
        world.taps(LEAD, "2 March").await;
        world.taps(LEAD, "Yes, in person").await;
        world.taps(LEAD, "Back").await;
        assert!(world.screen(LEAD, 1).contains("Every family knows."));
    }
}

#[tokio::test]
async fn the_care_home_says_so_for_its_child_and_opens_no_class() {
    let mut world = World::linked().await;
    let (home, ming) = (world.school.home, world.school.ming);
    let role = hongyan::model::unit::Role::HomeStaff;
    world.hires("staff", "Nurse Sun", home, role).await;
    to_class(&mut world).await;
    world.taps(TEACHER, "Who has seen it").await;
    let Tap::Family(mailing, _) = behind(&world, TEACHER, "Wang Ming") else {
        panic!("no family");
    };
    let chat = world.chat_of("staff");
    world
        .refuses(&["staff"], &data(Tap::Open(mailing, 0)))
        .await;
    world.tap_data(chat, None, &data(Tap::OfChild(ming))).await;
    world.taps("staff", "2 March").await;
    world.taps("staff", "Yes, in person").await;
    assert!(world.screen("staff", 1).contains("was told"));
    world.taps("staff", "Back").await;
    assert!(world.screen("staff", 1).contains("The last notes"));
}

#[tokio::test]
async fn one_reminder_and_on_the_next_day_the_other_parent() {
    for (mut world, _db) in on_both().await {
        to_class(&mut world).await;
        world.taps(MUM, SEEN).await;
        // Lan's mother comes into the chat after the note.
        world.joins(world.school.lan, AUNT, Relation::Mother).await;
        world.advance(TimeDelta::hours(5));
        world.taps(TEACHER, "Who has seen it").await;
        world.taps(TEACHER, "Remind").await;
        assert_eq!(toast(&world, TEACHER), "Reminded families: 1");
        insta::assert_snapshot!("dad_is_reminded", world.screen(DAD, 1));
        insta::assert_snapshot!("they_are_reminded", world.screen(TEACHER, 1));
        assert_eq!(world.count(MUM, "Once more"), 0);
        assert_eq!(world.count(GRANNY, "Once more"), 0);

        let Tap::Family(mailing, _) = behind(&world, TEACHER, "Li Lan") else {
            panic!("no family");
        };
        let chat = world.chat_of(TEACHER);
        world
            .tap_data(chat, None, &data(Tap::Remind(mailing)))
            .await;
        assert_eq!(toast(&world, TEACHER), "They were reminded already.");
        assert_eq!(world.count(DAD, "Once more"), 1);

        world.advance(TimeDelta::hours(23));
        tick(&mut world).await;
        assert_eq!(world.count(AUNT, WORDS), 0);
        world.advance(TimeDelta::hours(1));
        tick(&mut world).await;
        world.restart().await;
        tick(&mut world).await;
        assert_eq!(world.count(AUNT, WORDS), 1);
        insta::assert_snapshot!("the_other_parent_reads", world.screen(AUNT, 1));
        assert_eq!(world.count(DAD, WORDS), 2, "the note and its reminder");
        // Her own tap counts as the family's.
        world.taps(AUNT, SEEN).await;
        world
            .tap_data(chat, None, &data(Tap::Open(mailing, 0)))
            .await;
        assert!(world.screen(TEACHER, 1).contains("Every family knows."));
    }
}

#[tokio::test]
async fn whoever_has_said_so_meanwhile_hears_nothing_more() {
    let mut world = World::linked().await;
    to_class(&mut world).await;
    world.joins(world.school.lan, AUNT, Relation::Mother).await;
    world.taps(TEACHER, "Who has seen it").await;
    world.taps(TEACHER, "Remind").await;
    world.taps(DAD, SEEN).await;
    world.advance(TimeDelta::days(2));
    tick(&mut world).await;
    assert_eq!(world.count(AUNT, WORDS), 0);
}

#[tokio::test]
async fn a_writer_who_has_left_and_a_parent_whose_link_ended_send_and_get_nothing() {
    for leaves in [true, false] {
        let mut world = World::linked().await;
        to_class(&mut world).await;
        world.joins(world.school.lan, AUNT, Relation::Mother).await;
        world.taps(TEACHER, "Who has seen it").await;
        world.taps(TEACHER, "Remind").await;
        if leaves {
            let mut tx = world.store.write().await.unwrap();
            let (adult, now) = (world.adult(TEACHER), world.env.now());
            for post in store::posts::of_adult(&mut tx, adult, now).await.unwrap() {
                let ended = store::posts::end(&mut tx, adult, post.unit, post.role, now).await;
                assert!(ended.unwrap());
            }
            tx.commit().await.unwrap();
        } else {
            unlink(&world, world.school.lan, AUNT).await;
        }
        world.advance(TimeDelta::days(2));
        tick(&mut world).await;
        assert_eq!(world.count(AUNT, WORDS), 0);
    }
}

#[tokio::test]
async fn a_reminder_waits_for_the_morning() {
    let mut world = World::linked().await;
    to_class(&mut world).await;
    world.keeps_nights().await;
    world.set_clock("2026-03-02T14:00:00Z");
    world.taps(TEACHER, "Who has seen it").await;
    world.taps(TEACHER, "Remind").await;
    assert_eq!(world.count(DAD, "Once more"), 0);
    world.set_clock("2026-03-03T04:00:00Z");
    world.deliver().await;
    assert_eq!(world.count(DAD, "Once more"), 1);
}

#[tokio::test]
async fn new_words_are_to_be_seen_anew() {
    let mut world = World::linked().await;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.taps(TEACHER, "Wang Ming").await;
    world.taps(TEACHER, "Write to the family").await;
    let chat = world.chat_of(TEACHER);
    let (text, reply_to) = (Words::new(WORDS), None);
    let message = 9_000;
    world
        .hear(
            chat,
            Did::Says {
                text,
                message,
                reply_to,
            },
        )
        .await;
    world.taps(MUM, SEEN).await;
    let text = Words::new("Bring boots on Monday.");
    world.hear(chat, Did::Edits { message, text }).await;
    world.taps(TEACHER, "Who has seen it").await;
    let screen = &world.chat(TEACHER).find("note of").text;
    assert!(screen.contains("nothing said yet: 1"), "{screen}");
    world.taps(MUM, SEEN).await;
    let Tap::Family(mailing, _) = behind(&world, TEACHER, "Wang Ming") else {
        panic!("no family");
    };
    world
        .tap_data(chat, None, &data(Tap::Open(mailing, 0)))
        .await;
    assert!(world.screen(TEACHER, 1).contains("Every family knows."));
    // What one wrote to one family is no other's list, the lead's neither.
    world
        .refuses(&[LEAD, DAD, MUM], &data(Tap::Open(mailing, 0)))
        .await;
}

/// How the newest mailing to the class stands in the database: whether it was reminded, whether something
/// follows, how many words about a family there are.
async fn kept(world: &World) -> (bool, bool, usize) {
    let mut tx = world.store.read().await.unwrap();
    let (class, since) = (world.school.class, world.env.now() - TimeDelta::days(1));
    let mailings = store::receipts::of_class(&mut tx, class, since, 1).await;
    let mailing = &mailings.unwrap()[0];
    let given = store::receipts::given(&mut tx, mailing.id).await.unwrap();
    let next = store::receipts::next_due(&mut tx).await.unwrap();
    (mailing.reminded.is_some(), next.is_some(), given.len())
}

#[tokio::test]
async fn what_was_taken_back_asks_for_nothing_any_more() {
    for (mut world, _db) in on_both().await {
        let (lan, class) = (world.school.lan, world.school.class);
        to_class(&mut world).await;
        world.taps(MUM, SEEN).await;
        world.taps(TEACHER, "Who has seen it").await;
        let Tap::Family(mailing, silent) = behind(&world, TEACHER, "Li Lan") else {
            panic!("no family");
        };
        assert_eq!(silent, lan);
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Today’s list").await;
        let today = world.screen(TEACHER, 1);
        let chat = world.chat_of(TEACHER);
        let note = world.chat(MUM).find(WORDS).id;
        let mut tx = world.store.read().await.unwrap();
        let first = store::notes::first_of(&mut tx, mailing).await.unwrap();
        drop(tx);
        let take = dialogue::Tap::Note(dialogue::note::Tap::TakeBack(first.unwrap()));
        world.tap_data(chat, None, &take.encode()).await;
        assert!(world.chat(MUM).shown.iter().all(|shown| shown.id != note));

        // Every button of before, and every list.
        for (tap, words) in [
            (
                Tap::Open(mailing, 0),
                "Families who say they have seen it: 1",
            ),
            (Tap::Remind(mailing), "Taken back: "),
            (Tap::Family(mailing, lan), "Taken back: "),
            (Tap::Told(mailing, lan, Way::Phone), "Taken back: "),
            (Tap::OfClass(class), "↩️"),
            (Tap::OfChild(lan), "↩️"),
        ] {
            world.tap_data(chat, None, &data(tap.clone())).await;
            let screen = world.screen(TEACHER, 1);
            assert!(screen.contains(words), "{tap:?}: {screen}");
            let asks = [
                "Not reached",
                "nothing said",
                "Remind",
                "told",
                "📨",
                "⚪",
                "[Li Lan",
            ];
            for asks in asks {
                assert!(!screen.contains(asks), "{tap:?}: {asks}: {screen}");
            }
        }
        assert_eq!(kept(&world).await, (false, false, 1));
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Today’s list").await;
        assert_eq!(world.screen(TEACHER, 1), today);
        world.advance(TimeDelta::days(2));
        tick(&mut world).await;
        for who in [MUM, DAD, GRANNY] {
            assert_eq!(world.count(who, WORDS), 0, "{who}");
        }
        // What stands is counted as before.
        to_class(&mut world).await;
        world.taps(TEACHER, "Who has seen it").await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("nothing said yet: 2"), "{screen}");
        assert!(screen.contains("Remind"), "{screen}");
    }
}

#[tokio::test]
async fn forged_and_old_buttons_tell_nothing() {
    let mut world = World::linked().await;
    to_class(&mut world).await;
    let Tap::Seen(of_mum) = behind(&world, MUM, SEEN) else {
        panic!("no note");
    };
    world.taps(TEACHER, "Who has seen it").await;
    let Tap::Family(mailing, lan) = behind(&world, TEACHER, "Li Lan") else {
        panic!("no family");
    };
    let (ming, class) = (world.school.ming, world.school.class);
    // Another's note; none at all.
    world
        .refuses(&[DAD, GRANNY, TEACHER], &data(Tap::Seen(of_mum)))
        .await;
    world.refuses(&[MUM], &data(Tap::Seen(NoteId(7)))).await;
    for tap in [
        Tap::Open(mailing, 0),
        Tap::OfClass(class),
        Tap::OfChild(ming),
        Tap::Family(mailing, ming),
        Tap::Told(mailing, ming, Way::Phone),
        Tap::Remind(mailing),
    ] {
        world.refuses(&[MUM, DAD, GRANNY, AUNT], &data(tap)).await;
    }
    // The family's own words are not the school's to say.
    let own = data(Tap::Told(mailing, lan, Way::Tap));
    assert_eq!(dialogue::Tap::decode(&own), None);
    // A link that has ended.
    unlink(&world, ming, MUM).await;
    world.refuses(&[MUM], &data(Tap::Seen(of_mum))).await;
    // After its time nothing is told of it.
    world.advance(TimeDelta::days(89));
    let chat = world.chat_of(TEACHER);
    world.everybody_was_seen().await;
    world
        .tap_data(chat, None, &data(Tap::Open(mailing, 0)))
        .await;
    assert!(world.screen(TEACHER, 1).contains("Li Lan"));
    world.advance(TimeDelta::days(2));
    world.everybody_was_seen().await;
    world
        .refuses(&[TEACHER], &data(Tap::Open(mailing, 0)))
        .await;
}

#[tokio::test]
async fn a_father_who_teaches_the_class_does_not_see_what_the_mother_did() {
    let mut world = World::linked().await;
    world
        .joins(world.school.ming, TEACHER, Relation::Father)
        .await;
    to_class(&mut world).await;
    world.taps(MUM, SEEN).await;
    world.taps(TEACHER, "Who has seen it").await;
    let screen = world.screen(TEACHER, 1);
    assert!(
        !screen.contains("Ming") && !screen.contains("seen it: 1"),
        "{screen}"
    );
    let Tap::Family(mailing, _) = behind(&world, TEACHER, "Li Lan") else {
        panic!("no family");
    };
    let ming = world.school.ming;
    world
        .refuses(&[TEACHER], &data(Tap::Family(mailing, ming)))
        .await;
}

#[tokio::test]
async fn an_erased_record_takes_its_receipts_along() {
    for (mut world, _db) in on_both().await {
        to_class(&mut world).await;
        world.taps(DAD, SEEN).await;
        let mut tx = world.store.write().await.unwrap();
        let lan = world.school.lan;
        let erased = hongyan::service::erasure::erase(&mut tx, &world.env, None, lan).await;
        erased.unwrap();
        tx.commit().await.unwrap();
        world.taps(TEACHER, "Who has seen it").await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("nothing said yet: 1"), "{screen}");
        assert!(!screen.contains("seen it: 1"), "{screen}");
    }
}

#[tokio::test]
async fn the_words_in_four_languages() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        to_class(&mut world).await;
        for who in [MUM, DAD, TEACHER] {
            world.speaks(who, *locale).await;
        }
        let (ming, lan, class) = (world.school.ming, world.school.lan, world.school.class);
        let Tap::Seen(note) = behind(&world, MUM, SEEN) else {
            panic!("no note");
        };
        let Tap::Open(mailing, _) = behind(&world, TEACHER, "Who has seen it") else {
            panic!("no list");
        };
        let mut out = String::new();
        for (who, tap) in [
            (TEACHER, Tap::Open(mailing, 0)),
            (MUM, Tap::Seen(note)),
            (MUM, Tap::Seen(note)),
            (TEACHER, Tap::Family(mailing, lan)),
            (TEACHER, Tap::Remind(mailing)),
            (TEACHER, Tap::Remind(mailing)),
            (TEACHER, Tap::OfClass(class)),
            (TEACHER, Tap::OfChild(ming)),
            (TEACHER, Tap::Family(mailing, ming)),
            (TEACHER, Tap::Told(mailing, lan, Way::InPerson)),
            (TEACHER, Tap::Open(mailing, 0)),
        ] {
            let chat = world.chat_of(who);
            let _ = writeln!(out, "##### {who}: {tap:?}");
            world.tap_data(chat, None, &data(tap)).await;
            let _ = writeln!(out, "({})", toast(&world, who));
            out.push_str(&world.screen(who, 1));
        }
        out.push_str("##### dad\n");
        out.push_str(&world.screen(DAD, 1));
        let take = dialogue::Tap::Note(dialogue::note::Tap::TakeBack(note));
        let chat = world.chat_of(TEACHER);
        world.tap_data(chat, None, &take.encode()).await;
        for tap in [Tap::Open(mailing, 0), Tap::OfClass(class)] {
            let _ = writeln!(out, "##### taken back: {tap:?}");
            world.tap_data(chat, None, &data(tap)).await;
            out.push_str(&world.screen(TEACHER, 1));
        }
        // Numbers of rows are no words.
        let out = out.replace(&format!("{mailing:?}"), "mailing");
        insta::assert_snapshot!(format!("receipt_{}", locale.as_str()), out);
    }
}
