//! Outside working hours a note waits; its writer knows until when, and what to do when it cannot.

use hongyan::dialogue::home::Tap as HomeTap;
use hongyan::dialogue::{Tap, note::Tap as NoteTap};
use hongyan::model::Locale;
use hongyan::model::message::Act;
use hongyan::model::unit::Role;
use hongyan::service::staff;
use hongyan::store;

use super::data;
use crate::support::databases::databases;
use crate::world::{BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// Monday, 20:00 at the school.
const EVENING: &str = "2026-03-02T12:00:00Z";
/// Tuesday, 7:30 there.
const OPENS: &str = "2026-03-02T23:30:00Z";

async fn begins(url: &str) -> World {
    let world = match url {
        "" => World::linked().await,
        url => World::linked_on(url).await,
    };
    world.keeps_work_hours().await;
    world.has_number("School", "+86 10 1234").await;
    world.set_clock(EVENING);
    world
}

async fn writes(world: &mut World, message: i64, text: &str) {
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Write to the school").await;
    world.says_as(MUM, message, text).await;
}

#[tokio::test]
async fn a_note_in_the_evening_waits_for_the_school_and_not_for_the_home() {
    for db in databases().await {
        let mut world = begins(&db.url).await;
        let home = world.school.home;
        world
            .hires("nurse", "Nurse Sun", home, Role::HomeStaff)
            .await;
        writes(&mut world, 8_001, "Does she sleep?").await;
        insta::assert_snapshot!("mum_is_told_when", world.screen(MUM, 1));
        assert_eq!(world.count(TEACHER, "Does she sleep?"), 0);
        assert_eq!(world.count(GRANNY, "Does she sleep?"), 1);
        assert_eq!(world.count("nurse", "Does she sleep?"), 1);
        world.restart().await;
        world.set_clock("2026-03-02T23:29:59Z");
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "Does she sleep?"), 0);
        world.set_clock(OPENS);
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "Does she sleep?"), 1);
        // By day nothing waits, and nothing is said of it.
        writes(&mut world, 8_002, "And eat?").await;
        assert_eq!(world.count(TEACHER, "And eat?"), 1);
        assert!(!world.screen(MUM, 1).contains("urgent"));
    }
}

#[tokio::test]
async fn what_is_urgent_passes_twice_a_day_and_the_number_is_always_there() {
    for db in databases().await {
        let mut world = begins(&db.url).await;
        let mut taps = Vec::new();
        for (message, text) in [(8_001, "First."), (8_002, "Second."), (8_003, "Third.")] {
            writes(&mut world, message, text).await;
            taps.push(world.chat(MUM).button("It is urgent").1);
            world.taps(MUM, "It is urgent").await;
            assert!(world.screen(MUM, 1).contains("+86 10 1234"));
        }
        insta::assert_snapshot!("mum_used_it_up", world.screen(MUM, 1));
        let came = |world: &World, text| world.count(TEACHER, text);
        assert_eq!(came(&world, "First.") + came(&world, "Second."), 2);
        assert_eq!(came(&world, "Third."), 0);
        // A second tap counts nothing, and nobody hastens what another wrote.
        let first = taps[0].clone();
        world.tap_data(world.chat_of(MUM), None, &first).await;
        insta::assert_snapshot!("it_is_there_already", world.screen(MUM, 1));
        let third = taps[2].clone();
        world.refuses(&[DAD, GRANNY, TEACHER, LEAD], &third).await;
        assert_eq!(came(&world, "Third."), 0);
        world.set_clock(OPENS);
        world.deliver().await;
        for text in ["First.", "Second.", "Third."] {
            assert_eq!(came(&world, text), 1, "{text}");
        }
    }
}

#[tokio::test]
async fn what_nobody_got_is_not_with_the_school() {
    for db in databases().await {
        let mut world = begins(&db.url).await;
        writes(&mut world, 8_001, "First.").await;
        // The teacher has stopped the bot.
        let (chat, now) = (world.chat_of(TEACHER), world.env.now());
        let mut tx = world.store.write().await.unwrap();
        let refused = store::outbox_waiting::refuse_chat(&mut tx, now, BOT, chat, "blocked").await;
        assert_eq!(refused.unwrap(), 1);
        tx.commit().await.unwrap();
        world.taps(MUM, "It is urgent").await;
        let screen = world.screen(MUM, 1);
        assert!(screen.contains("Nobody of the school"), "{screen}");
        assert!(screen.contains("+86 10 1234"), "{screen}");
    }
}

#[tokio::test]
async fn new_words_of_what_could_not_wait_do_not_wait_either() {
    for db in databases().await {
        let mut world = begins(&db.url).await;
        writes(&mut world, 8_001, "She runs at three.").await;
        writes(&mut world, 8_002, "She likes pears.").await;
        world.rewrites(MUM, 8_002, "She likes plums.").await;
        writes(&mut world, 8_003, "Fetch her at four.").await;
        world.taps(MUM, "It is urgent").await;
        assert_eq!(world.count(TEACHER, "at four"), 1);
        world.rewrites(MUM, 8_003, "Fetch her at five.").await;
        world.rewrites(MUM, 8_003, "Fetch her at six.").await;
        for (words, came) in [
            ("at five", 1),
            ("at six", 1),
            ("runs at three", 0),
            ("plums", 0),
        ] {
            assert_eq!(world.count(TEACHER, words), came, "{words}");
        }
        world.set_clock(OPENS);
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "plums"), 1);
    }
}

/// The post of the class teacher is over, by an act or by its last day.
async fn leaves(world: &mut World, who: &str, by_date: bool) {
    let mut tx = world.store.write().await.unwrap();
    let (adult, class, now) = (world.adult(who), world.school.class, world.env.now());
    let post = store::posts::find(&mut tx, adult, class, Role::Teacher).await;
    let post = post.unwrap().unwrap();
    if by_date {
        // Nobody has looked after posts yet.
        let ended = store::posts::end(&mut tx, adult, class, Role::Teacher, now).await;
        assert!(ended.unwrap());
    } else {
        staff::end(&mut tx, &world.env, None, &post).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.deliver().await;
}

#[tokio::test]
async fn what_was_held_for_a_teacher_who_leaves_goes_to_who_has_the_class_then() {
    for by_date in [false, true] {
        for db in databases().await {
            let mut world = begins(&db.url).await;
            writes(&mut world, 8_001, "He coughs.").await;
            world.rewrites(MUM, 8_001, "He coughs a lot.").await;
            let class = world.school.class;
            world.hires("new", "Teacher Wu", class, Role::Teacher).await;
            leaves(&mut world, TEACHER, by_date).await;
            world.set_clock(OPENS);
            world.deliver().await;
            assert_eq!(world.count(TEACHER, "coughs"), 0);
            assert_eq!(world.count("new", "coughs a lot"), 1, "{by_date}");
            assert_eq!(world.count(LEAD, "coughs"), 0);
            // Granny had both at once, and hears nothing twice.
            assert_eq!(world.count(GRANNY, "coughs"), 2);
            world.replies("new", "coughs a lot", "Keep him warm.").await;
            assert_eq!(world.count(MUM, "Keep him warm."), 1);
        }
    }
}

#[tokio::test]
async fn without_a_teacher_the_lead_has_it_and_without_anybody_its_writer_knows() {
    for db in databases().await {
        let mut world = begins(&db.url).await;
        writes(&mut world, 8_001, "He coughs.").await;
        leaves(&mut world, TEACHER, false).await;
        world.set_clock(OPENS);
        world.deliver().await;
        assert_eq!(world.count(LEAD, "He coughs."), 1);

        world.set_clock("2026-03-03T12:00:00Z");
        writes(&mut world, 8_002, "He sleeps.").await;
        let mut tx = world.store.write().await.unwrap();
        let (lead, school, now) = (world.adult(LEAD), world.school.school, world.env.now());
        let ended = store::posts::end(&mut tx, lead, school, Role::SchoolLead, now).await;
        assert!(ended.unwrap());
        tx.commit().await.unwrap();
        world.set_clock("2026-03-03T23:30:00Z");
        world.deliver().await;
        world.deliver().await;
        assert_eq!(world.count(LEAD, "He sleeps."), 0);
        insta::assert_snapshot!("mum_hears_that_nobody_has_it", world.screen(MUM, 1));
        assert_eq!(world.count(MUM, "could not be handed over"), 1);
    }
}

#[tokio::test]
async fn staff_choose_their_hours_and_families_have_none() {
    let mut world = begins("").await;
    world.says(TEACHER, "/menu").await;
    world
        .tap_data(
            world.chat_of(TEACHER),
            None,
            &Tap::Home(HomeTap::Settings).encode(),
        )
        .await;
    world.taps(TEACHER, "Working hours").await;
    insta::assert_snapshot!("teacher_chooses_hours", world.screen(TEACHER, 1));
    world.taps(TEACHER, "At any hour").await;
    writes(&mut world, 8_001, "Tonight.").await;
    assert_eq!(world.count(TEACHER, "Tonight."), 1);
    // Rubbish changes nothing.
    for (from, to) in [(600, 300), (60, 1_440), (i64::MAX, 1)] {
        let tap = Tap::Home(HomeTap::WorkHours(from, to)).encode();
        world.tap_data(world.chat_of(TEACHER), None, &tap).await;
    }
    writes(&mut world, 8_002, "Still.").await;
    assert_eq!(world.count(TEACHER, "Still."), 1);
    let settings = Tap::Home(HomeTap::Settings).encode();
    world.tap_data(world.chat_of(MUM), None, &settings).await;
    assert!(!world.screen(MUM, 1).contains("Working hours"));
    let work = Tap::Home(HomeTap::Work).encode();
    world.refuses(&[MUM], &work).await;
}

#[tokio::test]
async fn every_language_says_when_the_school_reads() {
    let mut out = String::new();
    for locale in Locale::ALL {
        let mut world = begins("").await;
        for who in [MUM, TEACHER] {
            world.speaks(who, *locale).await;
        }
        let (mum, teacher) = (world.chat_of(MUM), world.chat_of(TEACHER));
        out.push_str(&format!("=== {}\n", locale.as_str()));
        let mut first = None;
        for message in 8_001..8_004 {
            let ming = world.school.ming;
            world
                .tap_data(mum, None, &data(NoteTap::ToSchool(ming)))
                .await;
            world.says_as(MUM, message, "A").await;
            out.push_str(&world.screen(MUM, 1));
            // The newest confirmation's first button.
            let rows = &world.chat(MUM).shown.last().unwrap().rows;
            let Act::Tap(urgent) = rows[0][0].act.clone() else {
                panic!("a link");
            };
            world.tap_data(mum, None, &urgent).await;
            first.get_or_insert(urgent);
            out.push_str(&world.screen(MUM, 1));
        }
        world.tap_data(mum, None, &first.unwrap()).await;
        out.push_str(&world.screen(MUM, 1));
        let work = Tap::Home(HomeTap::Work).encode();
        world.tap_data(teacher, None, &work).await;
        out.push_str(&world.screen(TEACHER, 1));
    }
    insta::assert_snapshot!("work_hours_in_every_language", out);
}
