//! Button data by its grammar: version, feature, tag, fields. What decodes is a button of ours.

use hongyan::dialogue::{Tap, field};

/// Words that stand in fields: of every vocabulary one or more.
pub const WORDS: &[&str] = &[
    "en",
    "zh-CN",
    "uz",
    "teacher",
    "school_lead",
    "township_officer",
    "parent",
    "guardian",
    "chat",
    "school",
    "name",
    "class",
    "other",
    "a",
    "t",
    "h",
    "a7",
    "s",
    "k",
    "m",
    "c",
    "l",
    "v",
    "w",
    "x",
    "p",
    "went_well",
    "not_handed_in",
    "steady",
    "let_us_talk",
    "friendly",
    "needs_reminders",
    "ate_well",
    "activity",
    "present",
    "unexplained",
    "late",
    "mother",
    "yes",
    "no",
    "on",
    "off",
    "0",
    "1",
    "check",
    "as_lead",
    "today",
    "injuries",
    "weekly",
    "with_carer",
    "agrees",
    "no_harm",
    "custody",
    "death",
    "phone",
    "fetch",
];

/// The data of buttons: every feature and tag with up to five of `fields`, as far as it is a button.
pub fn shapes(fields: &[String]) -> Vec<String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let mut tails: Vec<String> = vec![String::new()];
    let mut longer = tails.clone();
    for _ in 0..2 {
        longer = longer
            .iter()
            .flat_map(|tail| fields.iter().map(move |field| format!("{tail}.{field}")))
            .collect();
        tails.extend(longer.iter().cloned());
    }
    // Four fields: numbers but for one or two words.
    let number = &fields[0];
    for field in fields {
        tails.push(format!(".{number}.{number}.{field}"));
        tails.push(format!(".{number}.{number}.{field}.{number}"));
        tails.push(format!(".{number}.{number}.{number}.{field}"));
        tails.push(format!(".{number}.{field}.{number}"));
        for word in ["s", "m", "c", "l", "p"] {
            tails.push(format!(".{number}.{number}.{word}.{field}"));
            tails.push(format!(".{number}.{number}.{word}.{field}.{number}"));
        }
    }
    tails.push(format!(".m.{}.l.{number}", monday()));
    tails.push(format!(".{number}.today.open"));
    tails.push(format!(".{number}.{number}.custody.n.o"));
    tails.push(format!(".{number}.with_carer.{number}.{number}"));
    for flag in ["0", "1"] {
        tails.push(format!(".{number}.injuries.{flag}"));
        tails.push(format!(".{number}.no_harm.{flag}"));
        tails.push(format!(".{number}.{number}.weekly.{flag}"));
        tails.push(format!(".{number}.{number}.weekly.{flag}.{number}"));
        tails.push(format!(".-.injuries.{flag}"));
        tails.push(format!(".-.{flag}"));
    }
    let is_button = |data: &String| Tap::decode(data).is_some();
    let short = 1 + fields.len() * (1 + fields.len());
    let mut out = Vec::new();
    for feature in 'a'..='z' {
        let data = |count: usize| -> Vec<String> {
            letters()
                .flat_map(|tag| {
                    let tails = tails.iter().take(count);
                    tails.map(move |tail| format!("1{feature}{tag}{tail}"))
                })
                .filter(is_button)
                .collect()
        };
        // A letter that is no feature has no short button either.
        if !data(short).is_empty() {
            out.extend(data(tails.len()));
        }
    }
    out
}

/// A Monday as a field: weeks are named by one.
pub fn monday() -> String {
    use chrono::Datelike;
    let day: chrono::NaiveDate = "2026-03-02".parse().unwrap();
    field(i64::from(day.num_days_from_ce()))
}

/// Every button's data, once with a small number and once with the longest.
pub fn every_button() -> Vec<String> {
    let mut out = Vec::new();
    for number in [monday(), field(i64::MAX)] {
        let mut fields = vec![number, monday()];
        fields.extend(WORDS.iter().map(|word| (*word).to_owned()));
        out.extend(shapes(&fields));
    }
    // The longest child or unit with a day of ours beside it.
    let (long, day) = (field(i64::MAX), monday());
    let more: Vec<String> = out
        .iter()
        .filter(|data| data.contains(&day))
        .map(|data| data.replacen(&day, &long, 1))
        .filter(|data| Tap::decode(data).is_some())
        .collect();
    out.extend(more);
    out
}
