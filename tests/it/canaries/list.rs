//! The canaries: one word for every field a person can fill, each found again wherever it turns up. And who
//! may read which, written down by hand from the table of rights (`rights::reference`) and from what the
//! screens promise, without a line of the program.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

/// Pupils on the roster, each with a mother and a grandmother; two classes.
pub const PUPILS: usize = 24;
/// The first of them have their families in the chat.
pub const FAMILIES: usize = 6;
/// Teacher of the class of even pupils, of the odd ones; two leads.
pub const STAFF: [&str; 4] = ["ta", "tb", "l1", "l2"];

/// What there is of every pupil.
const OF_PUPILS: [&str; 15] = [
    "child_name",
    "child_short",
    "child_with",
    "mother_place",
    "father_place",
    "mark_subject",
    "mark_title",
    "mark_value",
    "child_phone",
    "mum_name",
    "mum_place",
    "mum_phone",
    "granny_name",
    "granny_place",
    "granny_phone",
];
/// What is written in the chats of every family.
const OF_FAMILIES: [&str; 9] = [
    "sentence",
    "note_teacher",
    "note_mum",
    "reply",
    "edit",
    "document",
    "caption",
    "lost_words",
    "granny_lost",
];
const OF_STAFF: [&str; 2] = ["staff_name", "staff_phone"];
/// How people call themselves in the messenger: nobody asked for it, nobody sees it.
const OF_PROFILES: [&str; 3] = ["first_name", "last_name", "username"];
const ALONE: [&str; 31] = [
    "coming_a",
    "coming_b",
    "correction",
    "refusal",
    "concern",
    "concern_more",
    "receipt",
    "held",
    "paper",
    "reason",
    "proposed",
    "own_view",
    "entered_name",
    "entered_phone",
    "template",
    "later",
    "urgent",
    "garbage",
    "panic",
    "payload",
    "tap",
    "poll",
    "parked",
    "large",
    "path",
    "query",
    "hooked",
    "forged",
    "group",
    "group_words",
    "agent",
];

/// Everybody with a telephone, in the order of [`who`].
pub fn people() -> Vec<String> {
    let families = (0..FAMILIES).flat_map(|i| [format!("mum{i}"), format!("granny{i}")]);
    let others = STAFF.iter().map(|who| (*who).to_owned());
    let strangers = std::iter::once("stranger".to_owned());
    families.chain(others).chain(strangers).collect()
}

pub struct List {
    words: BTreeMap<(&'static str, usize), String>,
    planted: RefCell<BTreeSet<(&'static str, usize)>>,
}

fn word(kind: &str, index: usize) -> String {
    let hash = Sha256::digest(format!("canary of {kind} {index}"));
    if kind.ends_with("_phone") {
        let digits = hash.iter().take(9).map(|byte| char::from(b'0' + byte % 10));
        return format!("13{}", digits.collect::<String>());
    }
    let letters = hash
        .iter()
        .take(10)
        .map(|byte| char::from(b'a' + byte % 26));
    format!("Zq{}", letters.collect::<String>())
}

impl List {
    pub fn new() -> Self {
        let mut words = BTreeMap::new();
        let people = people().len();
        for (kinds, count) in [
            (&OF_PUPILS[..], PUPILS),
            (&OF_FAMILIES, FAMILIES),
            (&OF_STAFF, STAFF.len()),
            (&OF_PROFILES, people),
            (&ALONE, 1),
        ] {
            for kind in kinds {
                for index in 0..count {
                    words.insert((*kind, index), word(kind, index));
                }
            }
        }
        let list = Self {
            words,
            planted: RefCell::default(),
        };
        let distinct: BTreeSet<&String> = list.words.values().collect();
        assert_eq!(distinct.len(), list.words.len());
        list
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The word, which is planted with this.
    pub fn plant(&self, kind: &str, index: usize) -> &str {
        let (key, word) = self
            .words
            .iter()
            .find(|((k, i), _)| *k == kind && *i == index)
            .unwrap_or_else(|| panic!("no canary {kind} {index}"));
        self.planted.borrow_mut().insert(*key);
        word
    }

    /// What nobody planted.
    pub fn missing(&self) -> Vec<(&'static str, usize)> {
        let planted = self.planted.borrow();
        let all = self.words.keys();
        all.filter(|key| !planted.contains(*key)).copied().collect()
    }

    /// Which of them are in a text; numbers however they are written.
    pub fn found(&self, text: &str) -> Vec<(&'static str, usize)> {
        let spaces = |c: &char| !" -()\u{a0}".contains(*c);
        let joined: String = text.chars().filter(spaces).collect();
        let is_in = |(_, word): &(_, &String)| text.contains(*word) || joined.contains(*word);
        let all = self.words.iter();
        all.filter(is_in).map(|(key, _)| *key).collect()
    }
}

/// Times of the day at which rights change.
pub mod phase {
    /// The mother of family 5 is excluded, by a court's paper.
    pub const EXCLUDED: u32 = 1;
    /// Teacher B has opened the record of child 0 by exception.
    pub const OPENED: u32 = 2;
    /// The hour is over.
    pub const SHUT: u32 = 3;
}

/// Whether somebody may be sent this at that time.
pub fn may(who: &str, kind: &str, index: usize, phase: u32) -> bool {
    let family = |i: usize| who == format!("mum{i}") || who == format!("granny{i}");
    let gone = who == "mum5" && phase >= phase::EXCLUDED;
    let teacher = if index.is_multiple_of(2) { "ta" } else { "tb" };
    let lead = ["l1", "l2"].contains(&who);
    let staff = who == teacher || lead;
    let by_exception = who == "tb" && index == 0 && phase == phase::OPENED;
    let everybody = who != "stranger" && !gone;
    match kind {
        "child_name" | "child_short" | "child_with" | "mother_place" | "father_place"
        | "mark_subject" | "mark_title" | "mark_value" | "sentence" | "mum_name"
        | "granny_name" | "mum_place" | "granny_place" => {
            (family(index) && !gone) || staff || by_exception
        }
        "child_phone" | "mum_phone" | "granny_phone" => staff || by_exception,
        "note_teacher" => (family(index) && !gone) || who == teacher,
        // An answer to the teacher's own note; what she writes by herself is for who is at home too.
        "reply" => who == format!("mum{index}") || staff,
        "note_mum" | "edit" | "caption" => family(index) || staff,
        // The school's people are known to its families and to each other.
        "staff_name" => everybody,
        "staff_phone" => lead,
        "coming_a" | "coming_b" => {
            let even = kind == "coming_a";
            let of_class = |i: usize| i.is_multiple_of(2) == even && family(i) && !gone;
            let teacher = if even { "ta" } else { "tb" };
            (0..FAMILIES).any(of_class) || who == teacher || lead
        }
        "correction" => who == "mum0" || lead,
        "refusal" => who == "mum0" || lead,
        // Told by the grandmother of family 1; it names lead 1.
        "concern" | "concern_more" => who == "granny1" || who == "l2",
        "receipt" => who == "l2",
        "held" => who == "ta" || lead,
        "paper" => lead,
        "reason" => who == "tb" || lead || who == "mum0",
        // Whom mother 3 proposes, whom the lead enters for that, what the child says of it.
        "proposed" | "entered_name" => who == "mum3" || lead,
        "own_view" | "entered_phone" => lead,
        // To all families of class A, now and in the evening.
        "template" | "later" => {
            let of_class = |i: usize| i.is_multiple_of(2) && family(i) && !gone;
            (0..FAMILIES).any(of_class) || who == "ta"
        }
        "urgent" => family(0) || who == "ta" || lead,
        // Codes go to who hands them over.
        "code" => lead,
        "phrase" => who == "mum0",
        // How somebody is called in the messenger, what nobody asked for, what came from outside.
        _ => false,
    }
}

/// What somebody does get to see on that day: who hears nothing at all leaks nothing.
pub fn must_be_seen() -> BTreeSet<(String, usize)> {
    let of_families = [
        "child_name",
        "child_short",
        "mother_place",
        "father_place",
        "mum_name",
        "granny_name",
        "mark_subject",
        "mark_title",
        "mark_value",
        "sentence",
        "note_teacher",
        "note_mum",
        "reply",
        "edit",
        "caption",
    ];
    let alone = [
        "coming_a",
        "coming_b",
        "correction",
        "refusal",
        "concern",
        "concern_more",
        "held",
        "paper",
        "reason",
        "proposed",
        "own_view",
        "entered_name",
        "template",
        "later",
        "urgent",
        "code",
        "phrase",
    ];
    let families = (0..FAMILIES).flat_map(|i| of_families.map(|kind| (kind, i)));
    // Who did not answer the check-in is to be rung.
    let rung = (1..FAMILIES).map(|i| ("granny_phone", i));
    let staff = (0..STAFF.len()).map(|i| ("staff_name", i));
    let all = families.chain(rung).chain(staff);
    all.chain(alone.map(|kind| (kind, 0)))
        .map(|(kind, i)| (kind.to_owned(), i))
        .collect()
}

/// What a command may print to the operator who asks for just that.
pub fn may_print(command: &str, kind: &str) -> bool {
    match command {
        "staff list" => kind == "staff_name",
        _ => false,
    }
}
