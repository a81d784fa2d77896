//! The urgent notice: it rings at night, is asked about until a family says that it knows, and ends with the
//! school's people and the numbers to ring.

use std::fmt::Write;

use chrono::TimeDelta;
use hongyan::base::{ChildId, MailingId, Phone};
use hongyan::dialogue::{self, note::Tap as NoteTap, receipt::Tap};
use hongyan::model::Locale;
use hongyan::model::receipt::Way;
use hongyan::model::record::{Parent, ParentFact, Relation, Whereabouts};
use hongyan::model::unit::Role;
use hongyan::model::urgent::Reason;
use hongyan::service::receipt;
use hongyan::store;
use hongyan::store::tasks::TaskKind;
use sqlx::Connection;

use crate::support::databases::{TestDb, databases};
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, Shown, TEACHER, World};

const SEEN: &str = "I have seen it";
const WORDS: &str = "School closes at noon, the river is rising.";
const CLOSES: &str = "School closes early";

/// The school has a number to ring; it is the middle of the night.
async fn night(mut world: World) -> World {
    world.has_number("Red Star School", "0871 555 0100").await;
    world.keeps_nights().await;
    world.set_clock("2026-03-02T19:00:00Z");
    world
}

async fn on_both() -> Vec<(World, TestDb)> {
    let mut out = Vec::new();
    for db in databases().await {
        out.push((night(World::linked_on(&db.url).await).await, db));
    }
    out
}

async fn alarms(world: &mut World) {
    alarms_because(world, CLOSES).await;
}

async fn alarms_because(world: &mut World, why: &str) {
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.says_as(TEACHER, NOTICE, WORDS).await;
    world.taps(TEACHER, "It is urgent").await;
    world.taps(TEACHER, why).await;
}

/// The messenger's number of what the teacher wrote.
const NOTICE: i64 = 9_001;

/// The teacher gives the notice other words.
async fn rewrites(world: &mut World, text: &str) {
    world.rewrites(TEACHER, NOTICE, text).await;
}

/// The teacher has rung a family, and says so.
async fn told_by_phone(world: &mut World, child: ChildId) {
    let (chat, id) = (world.chat_of(TEACHER), mailing(world));
    let tap = data(Tap::Told(id, child, Way::Phone));
    world.tap_data(chat, None, &tap).await;
}

async fn tick(world: &mut World) {
    receipt::tick(&world.store, &world.env, 100).await.unwrap();
    world.deliver().await;
}

/// Ten minutes later, with a second round that finds nothing to do.
async fn ten_minutes(world: &mut World) {
    world.advance(TimeDelta::minutes(10));
    tick(world).await;
    tick(world).await;
}

async fn tasks(world: &World) -> usize {
    let mut tx = world.store.read().await.unwrap();
    let open = store::tasks::list(&mut tx, world.school.school, 50).await;
    let open = open.unwrap();
    open.iter()
        .filter(|task| task.kind == TaskKind::UrgentUnseen)
        .count()
}

fn data(tap: Tap) -> String {
    dialogue::Tap::Receipt(tap).encode()
}

fn note(tap: NoteTap) -> String {
    dialogue::Tap::Note(tap).encode()
}

fn mailing(world: &World) -> MailingId {
    let (_, data) = world.chat(TEACHER).button("Who has seen it");
    match dialogue::Tap::decode(&data) {
        Some(dialogue::Tap::Receipt(Tap::Open(id, _))) => id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn it_rings_at_night_and_says_whom_to_ring() {
    for (mut world, _db) in on_both().await {
        world.says(TEACHER, "/start").await;
        world.taps(TEACHER, "write to all families").await;
        world.says(TEACHER, WORDS).await;
        world.taps(TEACHER, "It is urgent").await;
        insta::assert_snapshot!("why_is_it_urgent", world.screen(TEACHER, 1));
        world.taps(TEACHER, "School closes early").await;
        insta::assert_snapshot!("it_is_sent", world.screen(TEACHER, 1));
        insta::assert_snapshot!("mum_is_woken", world.screen(MUM, 1));
        for who in [MUM, GRANNY, DAD] {
            assert_eq!(world.count(who, WORDS), 1, "{who}");
            assert_eq!(world.count(who, "0871 555 0100"), 1, "{who}");
        }
        let mut tx = world.store.write().await.unwrap();
        assert_eq!(store::audit::count(&mut tx, "urgent").await.unwrap(), 1);
        drop(tx);
        // An answer to it is one to the school, and says that it is known.
        world.replies(DAD, WORDS, "I come.").await;
        assert_eq!(
            world.count(TEACHER, "I come."),
            0,
            "a word to read when awake"
        );
        world.set_clock("2026-03-03T02:00:00Z");
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "I come."), 1);
        let (chat, id) = (world.chat_of(TEACHER), mailing(&world));
        world.tap_data(chat, None, &data(Tap::Open(id, 0))).await;
        insta::assert_snapshot!("how_it_stands", world.screen(TEACHER, 1));
    }
}

#[tokio::test]
async fn silence_climbs_step_by_step_and_nothing_is_doubled() {
    for (mut world, _db) in on_both().await {
        alarms(&mut world).await;
        // Lan's mother comes into the chat after it.
        world.joins(world.school.lan, AUNT, Relation::Mother).await;
        world.taps(GRANNY, SEEN).await;

        world.advance(TimeDelta::minutes(9));
        tick(&mut world).await;
        assert_eq!(world.count(DAD, "Once more"), 0);
        world.advance(TimeDelta::minutes(1));
        tick(&mut world).await;
        world.restart().await;
        tick(&mut world).await;
        assert_eq!(world.count(DAD, "Once more"), 1);
        insta::assert_snapshot!("dad_is_asked_again", world.screen(DAD, 1));
        assert_eq!(world.count(MUM, "Once more"), 0);
        assert_eq!(world.count(GRANNY, "Once more"), 0);
        assert_eq!(world.count(AUNT, WORDS), 0);

        ten_minutes(&mut world).await;
        assert_eq!(world.count(AUNT, WORDS), 1);
        insta::assert_snapshot!("the_other_parent_is_woken", world.screen(AUNT, 1));

        ten_minutes(&mut world).await;
        insta::assert_snapshot!("the_teacher_gets_the_numbers", world.screen(TEACHER, 1));
        assert_eq!(world.count(LEAD, "Please ring now"), 1);
        assert_eq!(world.count(TEACHER, "Please ring now"), 1);
        assert_eq!(tasks(&world).await, 1);

        world.restart().await;
        for _ in 0..3 {
            ten_minutes(&mut world).await;
        }
        assert_eq!(world.count(DAD, WORDS), 2, "the notice and once more");
        assert_eq!(world.count(AUNT, WORDS), 1);
        assert_eq!(world.count(TEACHER, "Please ring now"), 1);

        // A word from far away leaves the school its task: nobody at home has said anything.
        world.taps(DAD, SEEN).await;
        assert_eq!(tasks(&world).await, 1);
        let lan = world.school.lan;
        told_by_phone(&mut world, lan).await;
        assert_eq!(tasks(&world).await, 0);
    }
}

#[tokio::test]
async fn the_contact_is_asked_to_see_to_it_when_nobody_at_home_answers() {
    for (mut world, _db) in on_both().await {
        alarms(&mut world).await;
        let lan = world.school.lan;
        told_by_phone(&mut world, lan).await;
        let (ming, id) = (world.school.ming, mailing(&world));
        let care = data(Tap::Care(id, ming));
        // Before that step nobody has asked her.
        world.refuses(&[AUNT], &care).await;
        ten_minutes(&mut world).await;
        assert_eq!(world.count(AUNT, WORDS), 0);
        ten_minutes(&mut world).await;
        assert_eq!(world.count(AUNT, WORDS), 1);
        insta::assert_snapshot!("the_contact_is_asked", world.screen(AUNT, 1));
        world.refuses(&[MUM, DAD, GRANNY, TEACHER], &care).await;
        let of_lan = data(Tap::Care(id, world.school.lan));
        world.refuses(&[AUNT], &of_lan).await;
        world.taps(AUNT, "I see to it").await;
        ten_minutes(&mut world).await;
        assert_eq!(world.count(TEACHER, "Please ring now"), 0);
        assert_eq!(tasks(&world).await, 0);
    }
}

#[tokio::test]
async fn when_everybody_knows_nothing_follows() {
    let mut world = night(World::linked().await).await;
    // Whoever is hurt needs first somebody who decides: a parent, wherever they are.
    alarms_because(&mut world, "Somebody is hurt or ill").await;
    world.taps(MUM, SEEN).await;
    world.taps(DAD, SEEN).await;
    assert_eq!(world.count(DAD, "is asked too"), 0);
    for _ in 0..4 {
        ten_minutes(&mut world).await;
    }
    for who in [MUM, GRANNY, DAD] {
        assert_eq!(world.count(who, WORDS), 1, "{who}");
    }
    assert_eq!(world.count(LEAD, "Please ring now"), 0);
    let mut tx = world.store.read().await.unwrap();
    assert_eq!(store::receipts::next_due(&mut tx).await.unwrap(), None);
}

#[tokio::test]
async fn a_parent_far_away_is_thanked_and_whoever_is_at_home_is_still_asked() {
    for (mut world, _db) in on_both().await {
        alarms_because(&mut world, "Please fetch").await;
        world.taps(MUM, SEEN).await;
        insta::assert_snapshot!("mum_is_thanked", world.screen(MUM, 1));
        world.replies(DAD, WORDS, "I cannot come.").await;
        let (chat, id) = (world.chat_of(TEACHER), mailing(&world));
        world.tap_data(chat, None, &data(Tap::Open(id, 0))).await;
        insta::assert_snapshot!("nobody_at_home_yet", world.screen(TEACHER, 1));
        ten_minutes(&mut world).await;
        assert_eq!(world.count(GRANNY, "Once more"), 1);
        for who in [MUM, DAD] {
            assert_eq!(world.count(who, "Once more"), 0, "{who} has said so");
        }
        ten_minutes(&mut world).await;
        assert_eq!(world.count(AUNT, WORDS), 1);
        ten_minutes(&mut world).await;
        insta::assert_snapshot!("the_numbers_and_who_knows", world.screen(TEACHER, 1));
        assert_eq!(tasks(&world).await, 2);
        world.taps(GRANNY, SEEN).await;
        assert_eq!(tasks(&world).await, 1, "somebody at Ming's home knows");
        world.tap_data(chat, None, &data(Tap::Open(id, 0))).await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("Li Lan") && !screen.contains("Wang Ming"));
    }
}

#[tokio::test]
async fn a_parent_who_lives_with_the_child_is_at_home() {
    let mut world = night(World::linked().await).await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    store::adults::put_relation(&mut tx, ming, mum, Relation::Mother, true, 1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    alarms_because(&mut world, "Please fetch").await;
    world.taps(MUM, SEEN).await;
    ten_minutes(&mut world).await;
    assert_eq!(world.count(GRANNY, "Once more"), 0);
}

/// Where the mother is from now on.
async fn mum_is(world: &World, whereabouts: Whereabouts) {
    let mut tx = world.store.write().await.unwrap();
    let fact = ParentFact {
        parent: Parent::Mother,
        whereabouts,
        place: None,
        zone: None,
        since: None,
    };
    let ming = world.school.ming;
    store::children::put_parent(&mut tx, ming, &fact)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_parent_who_has_come_home_meanwhile_says_so_from_home() {
    for (mut world, _db) in on_both().await {
        let ming = world.school.ming;
        let lan = world.school.lan;
        alarms_because(&mut world, "Please fetch").await;
        told_by_phone(&mut world, lan).await;
        let seen = world.chat(MUM).button(SEEN).1;
        let (mum, id) = (world.chat_of(MUM), mailing(&world));
        world.taps(MUM, SEEN).await;
        ten_minutes(&mut world).await;
        assert_eq!(world.count(GRANNY, "Once more"), 1);
        // A second word from as far away is none.
        world.tap_data(mum, None, &seen).await;
        assert_eq!(
            world.chat(MUM).toasts.last().unwrap(),
            "Thank you, the school knows already."
        );

        // By the school's list she is home: that alone is nobody's word, and the asking goes on.
        mum_is(&world, Whereabouts::Home).await;
        let (teacher, open) = (world.chat_of(TEACHER), data(Tap::Open(id, 0)));
        world.tap_data(teacher, None, &open).await;
        let screen = world.screen(TEACHER, 1);
        assert!(!screen.contains("Every family knows"), "{screen}");
        for _ in 0..3 {
            ten_minutes(&mut world).await;
        }
        assert_eq!(tasks(&world).await, 1);
        // She says so from home, and the task is done.
        world.tap_data(mum, None, &seen).await;
        assert_eq!(tasks(&world).await, 0);
        let thanks = world.screen(MUM, 1);
        assert!(
            thanks.contains("The school knows that you have seen it"),
            "{thanks}"
        );
        // Said at home it stays said.
        mum_is(&world, Whereabouts::Away).await;
        world.tap_data(teacher, None, &open).await;
        let screen = world.screen(TEACHER, 1);
        assert!(screen.contains("Every family knows"), "{screen}");
        // It is one word, not two.
        let mut tx = world.store.read().await.unwrap();
        let given = store::receipts::given(&mut tx, id).await.unwrap();
        assert_eq!(given.iter().filter(|word| word.child == ming).count(), 1);
    }
}

#[tokio::test]
async fn other_words_are_asked_about_anew() {
    for (mut world, _db) in on_both().await {
        alarms(&mut world).await;
        let lan = world.school.lan;
        told_by_phone(&mut world, lan).await;
        let (_, old) = world.chat(GRANNY).button(SEEN);
        for _ in 0..2 {
            ten_minutes(&mut world).await;
        }
        world.taps(AUNT, "I see to it").await;
        assert_eq!(world.count(AUNT, WORDS), 1);
        world.advance(TimeDelta::hours(7));
        tick(&mut world).await;
        assert_eq!(world.count(LEAD, "Please ring now"), 0);

        // She may be on her way at the wrong hour: she hears at once, and everything begins again.
        rewrites(&mut world, "School closes at ten!").await;
        assert_eq!(world.count(AUNT, "closes at ten"), 1);
        // The button below the old words says nothing about the new ones.
        let granny = world.chat_of(GRANNY);
        world.tap_data(granny, None, &old).await;
        let toast = world.chat(GRANNY).toasts.last().cloned();
        assert!(toast.is_some_and(|words| words.contains("was changed")));
        world.replies(GRANNY, WORDS, "Good.").await;
        ten_minutes(&mut world).await;
        for who in [GRANNY, DAD] {
            let again = |shown: &&Shown| shown.text.contains("Once more");
            let shown = &world.chat(who).shown;
            let last = shown.iter().rev().find(again).unwrap();
            assert!(last.text.contains("closes at ten"), "{who}: {}", last.text);
        }
        for _ in 0..2 {
            ten_minutes(&mut world).await;
        }
        assert_eq!(world.count(AUNT, "closes at ten"), 1, "asked once");
        assert_eq!(world.count(LEAD, "Please ring now"), 1);
        assert_eq!(tasks(&world).await, 2);
        let below = world.chat(GRANNY).button(SEEN).1;
        world.tap_data(granny, None, &below).await;
        assert_eq!(tasks(&world).await, 1);
    }
}

#[tokio::test]
async fn the_numbers_of_many_families_all_arrive() {
    let mut world = night(World::linked().await).await;
    let mut tx = world.store.write().await.unwrap();
    let env = world.env.aside();
    for nth in 0..23 {
        let child = hongyan::model::record::Child {
            id: env.id(),
            key: format!("more{nth}"),
            name: hongyan::base::Name::new(format!("Pupil {nth:02}.")),
            ..store::children::get(&mut tx, world.school.ming)
                .await
                .unwrap()
                .unwrap()
        };
        store::children::put(&mut tx, &child, env.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    alarms(&mut world).await;
    let all = |world: &World, who: &str| {
        let named = |nth: &i32| world.count(who, &format!("Pupil {nth:02}.\n")) == 1;
        (0..23).filter(named).count()
    };
    assert_eq!(all(&world, TEACHER), 23, "nobody of them is in the chat");
    for _ in 0..3 {
        ten_minutes(&mut world).await;
    }
    assert_eq!(all(&world, LEAD), 23);
    assert_eq!(world.count(LEAD, "Please ring now"), 3);
}

#[tokio::test]
async fn one_that_cannot_be_followed_up_holds_up_no_other() {
    for (mut world, db) in on_both().await {
        alarms(&mut world).await;
        let broken = mailing(&world);
        let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
        let text = format!("UPDATE mailings SET children = 'no' WHERE id = {broken}");
        sqlx::query(sqlx::AssertSqlSafe(text))
            .execute(&mut connection)
            .await
            .unwrap();
        world.advance(TimeDelta::minutes(1));
        alarms(&mut world).await;
        world.advance(TimeDelta::minutes(10));
        // One at a time, as a worker with much to do would.
        for _ in 0..2 {
            receipt::tick(&world.store, &world.env, 1).await.unwrap();
        }
        world.deliver().await;
        assert_eq!(world.count(GRANNY, "Once more"), 1);
        // It is not given up either.
        let mut tx = world.store.read().await.unwrap();
        let next = store::receipts::next_due(&mut tx).await.unwrap();
        assert_eq!(next, Some(world.env.now() + receipt::STUCK));
        drop(tx);
        let mend = format!("UPDATE mailings SET children = '[]' WHERE id = {broken}");
        sqlx::query(sqlx::AssertSqlSafe(mend))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        world.advance(receipt::STUCK);
        tick(&mut world).await;
        let mut tx = world.store.read().await.unwrap();
        let due = store::receipts::due(&mut tx, world.env.now(), 9).await;
        assert_eq!(due.unwrap(), []);
    }
}

#[tokio::test]
async fn after_a_long_stop_only_the_school_hears() {
    let mut world = night(World::linked().await).await;
    alarms(&mut world).await;
    world.advance(TimeDelta::hours(7));
    for _ in 0..3 {
        ten_minutes(&mut world).await;
    }
    for who in [MUM, GRANNY, DAD] {
        assert_eq!(world.count(who, WORDS), 1, "{who}");
    }
    assert_eq!(world.count(AUNT, WORDS), 0);
    assert_eq!(world.count(TEACHER, "Please ring now"), 1);
    assert_eq!(tasks(&world).await, 2);
}

#[tokio::test]
async fn one_family_from_the_childs_card() {
    let mut world = night(World::linked().await).await;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.taps(TEACHER, "Wang Ming").await;
    world.taps(TEACHER, "Urgent: write to the family").await;
    insta::assert_snapshot!("what_to_say", world.screen(TEACHER, 1));
    world.says(TEACHER, "Ming has a fever.").await;
    insta::assert_snapshot!("one_family_is_shown", world.screen(TEACHER, 1));
    world.taps(TEACHER, "It is urgent").await;
    world.taps(TEACHER, "Somebody is hurt or ill").await;
    assert_eq!(world.count(DAD, "fever"), 0);
    let screen = world.screen(MUM, 1);
    assert!(
        screen.contains("Urgent · Class teacher Teacher Zhao · Ming"),
        "{screen}"
    );
    for _ in 0..3 {
        ten_minutes(&mut world).await;
    }
    let screen = world.screen(TEACHER, 1);
    assert!(
        screen.contains("Wang Ming") && !screen.contains("Li Lan"),
        "{screen}"
    );
}

#[tokio::test]
async fn who_may_not_wakes_nobody() {
    let mut world = night(World::linked().await).await;
    let (ming, home) = (world.school.ming, world.school.home);
    world
        .hires("staff", "Nurse Sun", home, Role::HomeStaff)
        .await;
    world
        .refuses(&[MUM, DAD, GRANNY, "staff"], &note(NoteTap::UrgentTo(ming)))
        .await;
    for tap in [NoteTap::Urgent(1), NoteTap::Alarm(Reason::Danger, 1)] {
        world.refuses(&[MUM, TEACHER, "staff"], &note(tap)).await;
    }
    // An older preview than what is written sends nothing.
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, "one").await;
    world.says(TEACHER, "two").await;
    let chat = world.chat_of(TEACHER);
    let old = note(NoteTap::Alarm(Reason::Danger, 1));
    world.tap_data(chat, None, &old).await;
    assert_eq!(world.count(MUM, "one"), 0);
    // A post that has ended.
    let mut tx = world.store.write().await.unwrap();
    let (adult, now) = (world.adult(TEACHER), world.env.now());
    let class = world.school.class;
    let ended = store::posts::end(&mut tx, adult, class, Role::Teacher, now).await;
    assert!(ended.unwrap());
    tx.commit().await.unwrap();
    let both = note(NoteTap::Alarm(Reason::Danger, 2));
    world.tap_data(chat, None, &both).await;
    for who in [MUM, DAD, GRANNY] {
        assert_eq!(world.count(who, "two"), 0, "{who}");
    }
}

#[tokio::test]
async fn a_listed_word_is_held_though_it_is_urgent() {
    let mut world = night(World::linked().await).await;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.taps(TEACHER, "Wang Ming").await;
    world.taps(TEACHER, "Urgent: write to the family").await;
    world.says(TEACHER, "He wants to kill himself").await;
    world.taps(TEACHER, "It is urgent").await;
    world.taps(TEACHER, "Danger").await;
    for who in [MUM, GRANNY, DAD] {
        assert_eq!(world.count(who, "kill"), 0, "{who}");
    }
    // A lead lets it go on: it wakes who sleeps, and is asked about, as if nothing had stopped it.
    concern(&mut world).await;
    world.taps(LEAD, "False alarm").await;
    for who in [MUM, GRANNY] {
        assert_eq!(world.count(who, "kill"), 1, "{who}");
    }
    ten_minutes(&mut world).await;
    assert_eq!(world.count(GRANNY, "Once more"), 1);
}

/// The clocks of concerns run.
async fn concern(world: &mut World) {
    world.advance(chrono::TimeDelta::seconds(50));
    let tick = hongyan::service::concern::tick(&world.store, &world.env, 50);
    tick.await.unwrap();
    world.deliver().await;
}

#[tokio::test]
async fn a_number_of_whoever_is_kept_from_the_child_is_not_shown() {
    let mut world = night(World::linked().await).await;
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    let paper = world.paper(ming, mum);
    let mut tx = world.store.write().await.unwrap();
    let put = store::exclusions::put(&mut tx, &paper, None, world.env.now()).await;
    put.unwrap();
    tx.commit().await.unwrap();
    alarms(&mut world).await;
    assert_eq!(world.count(MUM, WORDS), 0);
    for _ in 0..3 {
        ten_minutes(&mut world).await;
    }
    let screen = world.screen(TEACHER, 1);
    let phone = |number| Phone::parse(number).unwrap().digits().to_owned();
    assert!(screen.contains(&phone("+86 138 0000 0003")), "{screen}");
    assert!(!screen.contains(&phone("+7 903 000 00 01")), "{screen}");
}

#[tokio::test]
async fn the_words_in_four_languages() {
    for locale in Locale::ALL {
        let mut world = night(World::linked().await).await;
        let ming = world.school.ming;
        for who in [MUM, AUNT, TEACHER] {
            world.speaks(who, *locale).await;
        }
        let chat = world.chat_of(TEACHER);
        let mut out = String::new();
        world
            .tap_data(chat, None, &note(NoteTap::UrgentTo(ming)))
            .await;
        out.push_str(&world.screen(TEACHER, 1));
        world.says(TEACHER, WORDS).await;
        out.push_str(&world.screen(TEACHER, 1));
        for tap in [NoteTap::Urgent(1), NoteTap::Alarm(Reason::Fetch, 1)] {
            world.tap_data(chat, None, &note(tap)).await;
            out.push_str(&world.screen(TEACHER, 1));
        }
        for step in ["again", "others", "school"] {
            ten_minutes(&mut world).await;
            let _ = writeln!(out, "##### {step}");
            for who in [MUM, AUNT, TEACHER] {
                let _ = writeln!(out, "# {who}");
                out.push_str(&world.screen(who, 1));
            }
        }
        insta::assert_snapshot!(format!("urgent_{}", locale.as_str()), out);
    }
}
