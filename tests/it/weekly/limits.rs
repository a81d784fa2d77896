//! Whatever is typed into the record: nine lines, the letters a person reads, the units the messenger
//! carries, and nothing about another child.

use chrono::NaiveDate;
use hongyan::base::{ChildId, Instant, Name, Words, utf16_len};
use hongyan::model::Locale;
use hongyan::model::entry::{Conduct, Entry, Fact, Life, Mood, Presence, Source, Study};
use hongyan::model::week::SchoolWeek;
use hongyan::model::weekly::{
    Block, CheckIns, Date, Input, Line, MOST_LINES, compose, latest, readable,
};
use hongyan::text::weekly::{
    UNITS, before_break, digest, latest as latest_text, letters, week as week_text,
};
use proptest::prelude::*;

const OWN: ChildId = ChildId(7);
const OTHER: ChildId = ChildId(8);

fn monday() -> NaiveDate {
    "2026-03-02".parse().unwrap()
}

fn presence() -> impl Strategy<Value = Presence> {
    proptest::sample::select(Presence::ALL)
}

fn fact(text: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = Fact> {
    let words = || text.clone().prop_map(Words::new);
    prop_oneof![
        4 => (presence(), proptest::option::of(1..9_u8))
            .prop_map(|(presence, lesson)| Fact::Attendance { presence, lesson }),
        2 => (proptest::sample::select(Study::ALL), words())
            .prop_map(|(study, subject)| Fact::Study { study, subject }),
        2 => (words(), words(), text.clone())
            .prop_map(|(subject, title, value)| Fact::Mark { subject, title, value }),
        1 => proptest::sample::select(Conduct::ALL).prop_map(|conduct| Fact::Conduct { conduct }),
        1 => proptest::sample::select(Mood::ALL).prop_map(|mood| Fact::Mood { mood }),
        1 => (proptest::sample::select(Life::ALL), words())
            .prop_map(|(life, words)| Fact::Life { life, words }),
        1 => words().prop_map(|words| Fact::Health { words }),
        1 => words().prop_map(|words| Fact::Sentence { words }),
        1 => Just(Fact::ByPhone),
    ]
}

fn at(child: ChildId, offset: i64, fact: Fact) -> Entry {
    Entry {
        child,
        day: monday() + chrono::TimeDelta::days(offset),
        fact,
        source: Source::Staff,
        by: None,
        entered: "2026-03-05T10:00:00Z".parse().unwrap(),
    }
}

fn blank(name: &str) -> Input {
    Input {
        child: OWN,
        name: Name::new(name),
        class: "Class 3-2".into(),
        week: SchoolWeek::of(monday()),
        until: SchoolWeek::of(monday()).sunday(),
        since: "2026-02-28T19:00:00Z".parse::<Instant>().unwrap(),
        school_days: vec![1, 2, 3, 4, 5],
        free: Vec::new(),
        lessons_per_day: 6,
        rolls: Vec::new(),
        entries: Vec::new(),
        check_ins: CheckIns::default(),
        coming: Vec::new(),
    }
}

prop_compose! {
    fn input(text: &'static str)(
        name in text,
        own in proptest::collection::vec((-9..9_i64, fact(text)), 0..60),
        other in proptest::collection::vec((0..7_i64, fact("OTHER[a-z]{0,4}")), 0..8),
        rolls in proptest::collection::vec(0..9_i64, 0..9),
        asked in 0..9_i64,
        coming in proptest::collection::vec((0..20_i64, text, any::<bool>()), 0..6),
    ) -> Input {
        let day = |offset: i64| monday() + chrono::TimeDelta::days(offset);
        let mut entries: Vec<Entry> =
            own.into_iter().map(|(offset, fact)| at(OWN, offset, fact)).collect();
        entries.extend(other.into_iter().map(|(offset, fact)| at(OTHER, offset, fact)));
        let mut coming: Vec<Date> = coming
            .into_iter()
            .map(|(offset, words, all)| Date {
                child: (!all).then_some(OWN),
                day: day(offset),
                words: Words::new(words),
            })
            .collect();
        coming.push(Date { child: Some(OTHER), day: day(8), words: Words::new("OTHER date") });
        Input {
            rolls: rolls.into_iter().map(day).collect(),
            check_ins: CheckIns { well: asked / 2, through: asked / 3, asked },
            entries,
            coming,
            ..blank(&name)
        }
    }
}

fn holds(block: &Block) {
    assert!(block.lines.len() <= MOST_LINES);
    assert!(matches!(block.lines.first(), Some(Line::Heading { .. })));
    assert!(matches!(block.lines.last(), Some(Line::Ask(_))));
    let told = |line: &&Line| matches!(line, Line::Attendance(_) | Line::NotRecorded);
    assert_eq!(block.lines.iter().filter(told).count(), 1);
    for line in &block.lines {
        if let Line::Attendance(known) = line {
            assert!(known.present <= known.recorded && known.recorded <= 7);
        }
    }
}

/// What a person sees of one child.
fn reads_well(locale: Locale, block: &Block) {
    let text = digest(locale, std::slice::from_ref(block)).plain();
    assert!(
        text.chars().count() < letters(locale),
        "{}: {text}",
        locale.as_str()
    );
    assert!(text.lines().count() <= MOST_LINES, "{text}");
    assert!(!text.contains("OTHER"), "{text}");
    // Heading, attendance and question survive every cut.
    assert!(text.lines().count() >= 3, "{text}");
}

fn whole(locale: Locale, input: &Input) {
    let block = compose(input);
    let full = week_text(locale, &block, &readable(input)).plain();
    assert!(utf16_len(&full) <= UNITS);
    let last = latest(input);
    let name = input.name.expose();
    let text = latest_text(locale, name, &input.class, &last, &block).plain();
    assert!(utf16_len(&text) <= UNITS);
    assert!(!text.contains("OTHER") && !full.contains("OTHER"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nine_lines_whatever_happened(input in input("[a-z]{0,12}")) {
        let block = compose(&input);
        holds(&block);
        prop_assert_eq!(compose(&input), block.clone());
        for locale in Locale::ALL {
            reads_well(*locale, &block);
            whole(*locale, &input);
        }
    }

    #[test]
    fn by_phone_comes_first_and_hides_half_told_things(input in input("[a-z]{1,5}")) {
        let mut input = input;
        input.entries.push(at(OWN, 3, Fact::ByPhone));
        let block = compose(&input);
        holds(&block);
        prop_assert_eq!(&block.lines[1], &Line::ByPhone);
        for line in &block.lines {
            if let Line::ConductMood { conduct, mood } = line {
                prop_assert!(!conduct.contains(&Conduct::NeedsReminders));
                prop_assert!(*mood != Some(Mood::LetUsTalk));
            }
        }
        for locale in Locale::ALL {
            reads_well(*locale, &block);
        }
    }

    #[test]
    fn any_signs_at_all(input in input("\\PC{0,60}")) {
        for locale in Locale::ALL {
            let block = compose(&input);
            let text = digest(*locale, std::slice::from_ref(&block)).plain();
            prop_assert!(text.chars().count() < letters(*locale));
            prop_assert!(text.lines().count() <= MOST_LINES);
        }
    }
}

/// Texts nobody should write and somebody will.
fn extremes() -> Vec<String> {
    vec![
        "word ".repeat(800),
        "汉".repeat(4000),
        "👨‍👩‍👧‍👦".repeat(600),
        "<b>&lt;&amp;\"".repeat(400),
        "שלום \u{202e}مرحبا\u{2066} ".repeat(300),
        "a\n\n\tb\r\n".repeat(500),
        "e\u{301}\u{302}\u{303}".repeat(900),
        "\u{0}\u{7}\u{1b}[31m".repeat(700),
        String::new(),
        "   ".into(),
    ]
}

/// Sixty entries with one text everywhere.
fn stuffed(text: &str) -> Input {
    let words = || Words::new(text);
    let mut entries = Vec::new();
    for offset in -7..7 {
        for lesson in [None, Some(1), Some(2), Some(250)] {
            let presence = Presence::ALL[entries.len() % Presence::ALL.len()];
            entries.push(at(OWN, offset, Fact::Attendance { presence, lesson }));
        }
    }
    for study in Study::ALL {
        entries.push(at(
            OWN,
            2,
            Fact::Study {
                study: *study,
                subject: words(),
            },
        ));
    }
    for title in ["", text] {
        let (title, value) = (Words::new(title), text.to_owned());
        entries.push(at(
            OWN,
            2,
            Fact::Mark {
                subject: words(),
                title,
                value,
            },
        ));
    }
    for conduct in Conduct::ALL {
        entries.push(at(OWN, 3, Fact::Conduct { conduct: *conduct }));
    }
    entries.push(at(
        OWN,
        3,
        Fact::Mood {
            mood: Mood::LetUsTalk,
        },
    ));
    for life in Life::ALL {
        entries.push(at(
            OWN,
            3,
            Fact::Life {
                life: *life,
                words: words(),
            },
        ));
    }
    entries.push(at(OWN, 4, Fact::Health { words: words() }));
    entries.push(at(OWN, 4, Fact::Sentence { words: words() }));
    let coming = (8..14)
        .map(|offset| Date {
            child: None,
            day: monday() + chrono::TimeDelta::days(offset),
            words: words(),
        })
        .collect();
    Input {
        class: text.to_owned(),
        rolls: vec![monday()],
        check_ins: CheckIns {
            well: i64::MAX,
            through: i64::MAX,
            asked: i64::MAX,
        },
        entries,
        coming,
        ..blank(text)
    }
}

#[test]
fn extremes_stay_within_limits_in_every_language() {
    for text in extremes() {
        let mut input = stuffed(&text);
        for by_phone in [false, true] {
            if by_phone {
                input.entries.push(at(OWN, 4, Fact::ByPhone));
            }
            let block = compose(&input);
            holds(&block);
            for locale in Locale::ALL {
                reads_well(*locale, &block);
                whole(*locale, &input);
                for count in [2, 7, 60] {
                    let many = vec![block.clone(); count];
                    let units = utf16_len(&digest(*locale, &many).plain());
                    assert!(units <= UNITS, "{count} children: {units}");
                    let said = before_break(*locale, &many).plain();
                    assert!(utf16_len(&said) <= UNITS, "{count} children: {said}");
                    // The word about money is the last one, whatever had to be left out.
                    let money = hongyan::say!(*locale, "weekly-before-break").plain();
                    assert!(said.ends_with(&money), "{said}");
                }
            }
        }
    }
}

#[test]
fn direction_marks_and_line_breaks_do_not_get_through() {
    let text = digest(Locale::En, &[compose(&stuffed("x\u{202e}y\n\nz"))]).plain();
    assert!(!text.contains('\u{202e}') && text.contains("xy z"));
}

#[test]
fn an_absence_without_a_roll_is_told_as_that_day_only() {
    let mut input = blank("Ming");
    let presence = Presence::Excused;
    input.entries.push(at(
        OWN,
        1,
        Fact::Attendance {
            presence,
            lesson: None,
        },
    ));
    let line = |input: &Input| {
        let text = digest(Locale::En, &[compose(input)]).plain();
        text.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(
        line(&input),
        "School: Away, with a reason: Tue 3 March. Not recorded: Mon 2 March, Wed 4 March, Thu 5 March, Fri 6 March."
    );
    // Away in every lesson is away.
    let mut lessons = blank("Ming");
    lessons.rolls = (0..5)
        .map(|d| monday() + chrono::TimeDelta::days(d))
        .collect();
    for lesson in 1..=6 {
        let (presence, lesson) = (Presence::Unexplained, Some(lesson));
        lessons
            .entries
            .push(at(OWN, 1, Fact::Attendance { presence, lesson }));
    }
    assert_eq!(
        line(&lessons),
        "School: 4 of 5 days. Away, reason not known yet: Tue 3 March."
    );
}

#[test]
fn what_came_in_late_about_the_week_before_is_told_once() {
    let mut input = blank("Ming");
    let presence = Presence::Late;
    input.entries.push(at(
        OWN,
        -3,
        Fact::Attendance {
            presence,
            lesson: None,
        },
    ));
    let text = |input: &Input| digest(Locale::En, &[compose(input)]).plain();
    assert!(text(&input).contains("Added for the week before: Fri 27 February: came late"));
    // Told already: it was entered before the last update was written.
    input.entries[0].entered = "2026-02-27T10:00:00Z".parse().unwrap();
    assert!(text(&input).contains("attendance was not recorded"));
}
