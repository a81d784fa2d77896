//! Sentences that must be right in every language.

use hongyan::model::Locale;
use hongyan::{label, say};

#[test]
fn russian_days_follow_their_number() {
    let of = |n: i64| label!(Locale::Ru, "weekly-days", present = 1_i64, days = n);
    let well = |n: i64| label!(Locale::Ru, "weekly-slept-well", count = n);
    let times = |n: i64| label!(Locale::Ru, "weekly-suppers", count = n);
    for (n, of_days, days, word) in [
        (1, "1 дня", "1 день", "1 раз"),
        (2, "2 дней", "2 дня", "2 раза"),
        (5, "5 дней", "5 дней", "5 раз"),
        (11, "11 дней", "11 дней", "11 раз"),
        (12, "12 дней", "12 дней", "12 раз"),
        (21, "21 дня", "21 день", "21 раз"),
        (22, "22 дней", "22 дня", "22 раза"),
        (111, "111 дней", "111 дней", "111 раз"),
    ] {
        assert_eq!(of(n), format!("1 из {of_days}"));
        assert!(well(n).ends_with(days), "{}", well(n));
        assert!(times(n).ends_with(&format!(" {word}")), "{}", times(n));
    }
}

#[test]
fn a_name_is_never_markup() {
    let html = say!(
        Locale::En,
        "weekly-heading",
        name = "<a href='x'>&",
        class = "<b>",
        week = "1"
    );
    assert_eq!(html.plain(), "<a href='x'>& · <b> · 1");
}

#[test]
fn every_general_question_is_there_in_every_language() {
    for locale in Locale::ALL {
        for index in 0..hongyan::model::weekly::GENERAL {
            let key = format!("weekly-ask-general-{index}");
            assert!(hongyan::text::try_say(*locale, &key, &[], true).is_ok());
        }
        assert_eq!(
            hongyan::text::keys(*locale, "weekly"),
            hongyan::text::keys(Locale::En, "weekly")
        );
    }
}
