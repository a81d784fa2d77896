//! The weekly update, pure: what the school recorded about one child in one week becomes at most nine
//! typed lines (domain 4.2). Knows no language, no table and no reader.

mod attendance;
mod latest;
mod question;
pub mod talked;
mod timing;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

pub use attendance::{Attendance, Seen};
pub use latest::{Last, Latest, latest, may_be_read, readable};
pub use question::{GENERAL, Topic};
pub use timing::{RULES, Rule, departure, told};

use crate::base::{ChildId, Instant, Name, Words};
use crate::model::entry::{Conduct, Entry, Fact, Life, Mood, Study};
use crate::model::week::SchoolWeek;

/// Most lines of one block, heading and question included (domain 4.2, "Length").
pub const MOST_LINES: usize = 9;

/// Most coming dates told (domain 4.2, line 8).
pub const MOST_COMING: usize = 3;

/// Check-ins of one week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckIns {
    /// Answered "all well".
    pub well: i64,
    /// Of these so many through the school or a helper: nobody at home pressed.
    pub through: i64,
    pub asked: i64,
}

/// A coming date of the class, or of one child of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// `None`: for the whole class.
    pub child: Option<ChildId>,
    pub day: NaiveDate,
    pub words: Words,
}

/// Everything known about one child for one week. What belongs to another child is left aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    pub child: ChildId,
    pub name: Name,
    pub class: String,
    pub week: SchoolWeek,
    /// The last day that can have been recorded: a day that has not come is not "not recorded".
    pub until: NaiveDate,
    /// What was entered from here on about the week before is told now; what is older was told.
    pub since: Instant,
    /// ISO weekdays on which there is school.
    pub school_days: Vec<u32>,
    /// Days of the week on which the school's calendar says that there is none.
    pub free: Vec<NaiveDate>,
    /// A child away in so many lessons was away that day; 0: not known.
    pub lessons_per_day: u8,
    /// Days on which the roll of the child's class was taken.
    pub rolls: Vec<NaiveDate>,
    pub entries: Vec<Entry>,
    pub check_ins: CheckIns,
    pub coming: Vec<Date>,
}

impl Input {
    /// Whether holidays took every school day of the week.
    pub fn is_holiday(&self) -> bool {
        let weekday = |day: &NaiveDate| day.weekday().number_from_monday();
        let is_school_day = |day: &NaiveDate| self.school_days.contains(&weekday(day));
        let days: Vec<NaiveDate> = self.week.days().filter(is_school_day).collect();
        !days.is_empty() && days.iter().all(|day| self.free.contains(day))
    }

    /// The same without what is no duty of the school: for a reader who does not get that.
    #[must_use]
    pub fn plain(&self) -> Self {
        let mut plain = self.clone();
        plain.entries.retain(|entry| !entry.fact.is_optional());
        plain
    }
}

/// A mark on the school's own scale, as written. No rank: there is no place for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub day: NaiveDate,
    pub subject: Words,
    pub title: Words,
    pub value: String,
}

/// Study of the week. An empty subject is study as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Studied {
    pub well: Vec<Words>,
    pub work_on: Vec<Words>,
    /// How often work was not handed in, by subject.
    pub missing: Vec<(Words, usize)>,
}

/// Life outside lessons, as counts of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lived {
    pub check_ins: CheckIns,
    pub ate_well: usize,
    pub slept_well: usize,
    pub suppers: usize,
    pub activities: Vec<Words>,
}

/// One line of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Heading {
        name: Name,
        class: String,
        week: SchoolWeek,
    },
    /// "The teacher would like to speak with you", and nothing else about it (bad-news rule).
    ByPhone,
    Attendance(Attendance),
    /// No record is not presence: it is said.
    NotRecorded,
    /// The teacher's own sentence.
    Sentence(Words),
    /// The same, spoken: it follows the update.
    Voice {
        bot: String,
        file: String,
    },
    Study(Studied),
    Marks(Vec<Mark>),
    ConductMood {
        conduct: Vec<Conduct>,
        mood: Option<Mood>,
    },
    Life(Lived),
    Health(Vec<Words>),
    Coming(Vec<(NaiveDate, Words)>),
    /// One question to ask the child.
    Ask(Topic),
}

impl Line {
    /// What goes first when there is no room; `None` stays whatever happens. Health goes before
    /// marks, for it is neutral only, while low marks are among what helped most (domain 4.1, R54);
    /// the teacher's sentence goes last (R57). All of it stays one tap away under "More".
    const fn goes(&self) -> Option<u8> {
        match self {
            Self::Heading { .. }
            | Self::ByPhone
            | Self::Attendance(_)
            | Self::NotRecorded
            | Self::Ask(_) => None,
            Self::Health(_) => Some(0),
            Self::Marks(_) => Some(1),
            Self::Coming(_) => Some(2),
            Self::Life(_) => Some(3),
            Self::ConductMood { .. } => Some(4),
            Self::Study(_) => Some(5),
            Self::Sentence(_) | Self::Voice { .. } => Some(6),
        }
    }
}

/// What one adult reads about one child: heading first, question last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub child: ChildId,
    pub lines: Vec<Line>,
    /// Another way to begin a call, for later in the week.
    pub opening: Topic,
}

impl Block {
    /// For a sheet that goes home in a school bag: what is said by telephone is not written on it, only that
    /// somebody would like to speak.
    #[must_use]
    pub fn on_paper(mut self) -> Self {
        let before = self.lines.len();
        self.lines.retain(|line| !matches!(line, Line::Health(_)));
        let has_phone = self.lines.contains(&Line::ByPhone);
        if self.lines.len() < before && !has_phone {
            self.lines.insert(1.min(self.lines.len()), Line::ByPhone);
        }
        self
    }

    /// Gives up the line that can be missed most; false when only what must stay is left.
    pub fn drop_one(&mut self) -> bool {
        let least = self
            .lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| Some((line.goes()?, index)))
            .min();
        if let Some((_, index)) = least {
            self.lines.remove(index);
        }
        least.is_some()
    }
}

/// The block of one child. Never empty: without any data it still has heading, attendance line (but in
/// a week of holidays) and question (domain 4.1: a message without data worked at least as well, R59).
pub fn compose(input: &Input) -> Block {
    let mut block = all_lines(input);
    while block.lines.len() > MOST_LINES && block.drop_one() {}
    block
}

/// The same without a limit, for a screen that was asked for.
pub fn all_lines(input: &Input) -> Block {
    let entries = told_now(input);
    let by_phone = entries.iter().any(|entry| entry.fact == Fact::ByPhone);
    let mut lines = vec![Line::Heading {
        name: input.name.clone(),
        class: input.class.clone(),
        week: input.week,
    }];
    if by_phone {
        lines.push(Line::ByPhone);
    }
    let mut attendance = attendance::of(input, &entries);
    let mut kept = Kept::of(&entries, by_phone);
    let holiday = input.is_holiday();
    if holiday {
        // No days of school in the holidays; the question comes all the same, and so do the marks of an
        // examination that were written down only now: no other update would tell them.
        attendance = Attendance::default();
        kept.study = Studied::default();
    }
    let coming = coming(input);
    let topic = question::choose(input, by_phone, &kept, &attendance, &coming);
    let opening = question::opening(input, by_phone, &kept);
    if attendance.is_known() {
        lines.push(Line::Attendance(attendance));
    } else if !holiday {
        lines.push(Line::NotRecorded);
    }
    lines.extend(kept.lines(input.check_ins));
    if !coming.is_empty() {
        lines.push(Line::Coming(coming));
    }
    lines.push(Line::Ask(topic));
    Block {
        child: input.child,
        lines,
        opening,
    }
}

/// The child's own facts of the week, and those of the week before that came in since it was told.
fn told_now(input: &Input) -> Vec<&Entry> {
    let before = input.week.previous();
    let mut own: Vec<&Entry> = input
        .entries
        .iter()
        .filter(|entry| entry.child == input.child)
        .filter(|entry| {
            input.week.contains(entry.day)
                || (before.contains(entry.day) && entry.entered >= input.since)
        })
        .collect();
    own.sort_by_key(|entry| (entry.day, entry.entered));
    own
}

fn coming(input: &Input) -> Vec<(NaiveDate, Words)> {
    let mut dates: Vec<(NaiveDate, Words)> = input
        .coming
        .iter()
        .filter(|date| date.child.is_none_or(|child| child == input.child))
        .filter(|date| date.day > input.until)
        .map(|date| (date.day, date.words.clone()))
        .collect();
    dates.sort();
    dates.dedup();
    dates.truncate(MOST_COMING);
    dates
}

/// The facts of the week by line.
#[derive(Debug, Default)]
struct Kept {
    /// The teacher's word: a line of its own.
    sentence: Option<Line>,
    study: Studied,
    marks: Vec<Mark>,
    conduct: Vec<Conduct>,
    mood: Option<Mood>,
    life: Lived,
    health: Vec<Words>,
}

impl Kept {
    /// `entries` oldest first, so that the newest word holds where there is room for one.
    fn of(entries: &[&Entry], by_phone: bool) -> Self {
        let mut kept = Self::default();
        let mut missing: BTreeMap<Words, usize> = BTreeMap::new();
        for entry in entries {
            if !may_be_read(&entry.fact, by_phone) {
                continue;
            }
            match &entry.fact {
                Fact::Attendance { .. } | Fact::ByPhone => {}
                Fact::Sentence { words } => {
                    let said = !words.expose().trim().is_empty();
                    kept.sentence = said.then(|| Line::Sentence(words.clone()));
                }
                Fact::Voice { bot, file } => {
                    let (bot, file) = (bot.clone(), file.clone());
                    kept.sentence = Some(Line::Voice { bot, file });
                }
                Fact::Study { study, subject } => match study {
                    Study::WentWell => add(&mut kept.study.well, subject),
                    Study::WorkOn => add(&mut kept.study.work_on, subject),
                    Study::NotHandedIn => *missing.entry(subject.clone()).or_default() += 1,
                },
                Fact::Mark {
                    subject,
                    title,
                    value,
                } => kept.marks.push(Mark {
                    day: entry.day,
                    subject: subject.clone(),
                    title: title.clone(),
                    value: value.clone(),
                }),
                Fact::Conduct { conduct } => add(&mut kept.conduct, conduct),
                Fact::Mood { mood } => kept.mood = Some(*mood),
                Fact::Life { life, words } => match life {
                    Life::AteWell => kept.life.ate_well += 1,
                    Life::SleptWell => kept.life.slept_well += 1,
                    Life::SupperAtHome => kept.life.suppers += 1,
                    Life::Activity => add(&mut kept.life.activities, words),
                },
                Fact::Health { words } => add(&mut kept.health, words),
            }
        }
        kept.study.missing = missing.into_iter().collect();
        kept.life.activities.retain(|words| !words.is_empty());
        // Newest marks first: they are the ones that fit.
        kept.marks.reverse();
        kept
    }

    fn lines(self, check_ins: CheckIns) -> Vec<Line> {
        let life = Lived {
            check_ins,
            ..self.life
        };
        let mut lines = Vec::new();
        lines.extend(self.sentence);
        if self.study != Studied::default() {
            lines.push(Line::Study(self.study));
        }
        if !self.marks.is_empty() {
            lines.push(Line::Marks(self.marks));
        }
        if !self.conduct.is_empty() || self.mood.is_some() {
            lines.push(Line::ConductMood {
                conduct: self.conduct,
                mood: self.mood,
            });
        }
        if life != Lived::default() {
            lines.push(Line::Life(life));
        }
        if !self.health.is_empty() {
            lines.push(Line::Health(self.health));
        }
        lines
    }
}

fn add<T: Clone + PartialEq>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}
