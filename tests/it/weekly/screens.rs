//! The buttons under the update and "how is my child".

use hongyan::dialogue::weekly::Tap;
use hongyan::dialogue::{self, Tap as AnyTap};
use hongyan::model::Locale;
use hongyan::model::week::SchoolWeek;
use proptest::prelude::*;

use super::{SUNDAY_RUN, full_week, speaks, write};
use crate::world::{DAD, GRANNY, MUM, World};

async fn mum_reads(locale: Locale) -> World {
    let mut world = World::linked().await;
    full_week(&world).await;
    speaks(&world, MUM, locale).await;
    world.set_clock(SUNDAY_RUN);
    write(&world, SUNDAY_RUN).await;
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
    world
}

#[tokio::test]
async fn the_full_week_and_the_latest_in_four_languages() {
    for locale in Locale::ALL {
        let mut world = mum_reads(*locale).await;
        let more = hongyan::label!(*locale, "weekly-button-more");
        world.taps(MUM, &more).await;
        insta::assert_snapshot!(
            format!("weekly_more_{}", locale.as_str()),
            world.screen(MUM, 1)
        );
        world.says(MUM, "/menu").await;
        world.taps(MUM, "📖").await;
        insta::assert_snapshot!(
            format!("weekly_how_is_{}", locale.as_str()),
            world.screen(MUM, 1)
        );
    }
}

#[tokio::test]
async fn more_leaves_the_update_where_it_is_and_pages_rewrite_their_own_message() {
    let mut world = mum_reads(Locale::En).await;
    let before = world.chat(MUM).shown.len();
    world.taps(MUM, "More").await;
    assert_eq!(world.chat(MUM).shown.len(), before + 1);
    world.taps(MUM, "‹ 23–27 February").await;
    assert_eq!(world.chat(MUM).shown.len(), before + 1);
    assert!(world.screen(MUM, 1).contains("attendance was not recorded"));
    world.taps(MUM, "2–6 March ›").await;
    assert!(world.screen(MUM, 1).contains("Kite club"));
    assert_eq!(world.count(MUM, "Kite club"), 2);
}

#[tokio::test]
async fn asking_the_teacher_leaves_the_update_where_it_is() {
    let mut world = mum_reads(Locale::En).await;
    let before = world.chat(MUM).shown.len();
    world.taps(MUM, "Ask the teacher").await;
    assert_eq!(world.chat(MUM).shown.len(), before + 1);
    assert_eq!(world.count(MUM, "Kite club"), 1);
}

#[tokio::test]
async fn we_talked_is_kept_once_and_thanked_each_time() {
    let mut world = mum_reads(Locale::En).await;
    world.taps(MUM, "We talked").await;
    world.taps(MUM, "We talked").await;
    let thanks = "Good to hear. Thank you!";
    assert_eq!(world.chat(MUM).toasts, [thanks, thanks]);
    // Nobody else's week, and no week that was never sent.
    let data = data(Tap::Talked("2026-01-05".parse().unwrap()));
    world.tap_data(world.chat_of(MUM), None, &data).await;
    assert_eq!(world.chat(MUM).toasts[2], "This is not possible right now.");
}

fn data(tap: Tap) -> String {
    dialogue::Tap::Weekly(tap).encode()
}

#[tokio::test]
async fn another_family_and_an_unknown_child_get_one_same_answer() {
    let mut world = mum_reads(Locale::En).await;
    world.says(DAD, "/menu").await;
    let screen = world.screen(DAD, 9);
    let week: SchoolWeek = "2026-03-02".parse().unwrap();
    let chat = world.chat_of(DAD);
    for child in [world.school.ming, hongyan::base::ChildId(4)] {
        for tap in [
            Tap::HowIs(child),
            Tap::More(child, week),
            Tap::Week(child, week),
        ] {
            world.tap_data(chat, None, &data(tap)).await;
        }
    }
    assert_eq!(world.screen(DAD, 9), screen);
    let toasts = &world.chat(DAD).toasts;
    assert_eq!(toasts.len(), 6);
    assert!(
        toasts
            .iter()
            .all(|toast| toast == "This is not possible right now.")
    );
    // The guardian may read the record, and asking twice gives the same.
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "How is Ming").await;
    let once = world.screen(GRANNY, 1);
    world.taps(GRANNY, "Menu").await;
    world.taps(GRANNY, "How is Ming").await;
    assert_eq!(world.screen(GRANNY, 1), once);
    assert!(once.contains("Mood: brighter than usual"));
}

#[tokio::test]
async fn a_forged_week_stays_within_the_pages() {
    let mut world = mum_reads(Locale::En).await;
    let far: SchoolWeek = "9999-12-27".parse().unwrap();
    let chat = world.chat_of(MUM);
    world
        .tap_data(chat, None, &data(Tap::More(world.school.ming, far)))
        .await;
    assert!(world.screen(MUM, 1).contains("2–6 March"));
    let old: SchoolWeek = "0001-01-08".parse().unwrap();
    world
        .tap_data(chat, None, &data(Tap::More(world.school.ming, old)))
        .await;
    assert!(!world.screen(MUM, 1).contains("‹"));
}

proptest! {
    #[test]
    fn taps_survive_the_trip_and_fit(child in 0..=i64::MAX, days in 8..3_000_000_i32, which in 0..4) {
        let day = chrono::NaiveDate::from_num_days_from_ce_opt(days).unwrap();
        let (child, week) = (hongyan::base::ChildId(child), SchoolWeek::of(day));
        let tap = match which {
            0 => Tap::HowIs(child),
            1 => Tap::More(child, week),
            2 => Tap::Week(child, week),
            _ => Tap::Talked(week),
        };
        let data = data(tap.clone());
        prop_assert!(data.len() <= 64);
        prop_assert_eq!(AnyTap::decode(&data), Some(AnyTap::Weekly(tap)));
    }

    #[test]
    fn any_text_is_read_without_harm(text in "1u[a-z]?[.0-9a-z]{0,40}") {
        let _ = AnyTap::decode(&text);
    }
}
