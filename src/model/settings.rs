//! A school's own rules as data: hours, the ladder, subjects, numbers to ring.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::model::concern::Clock;
use crate::model::concern::words::Own;
use crate::model::school_year::SchoolYear;
use crate::model::second_factor::Demand;
use crate::words;

words! {
    /// Who is asked at a step of the ladder.
    pub enum Rung {
        Guardian = "guardian",
        SecondContact = "second_contact",
        Teacher = "teacher",
        SchoolLead = "school_lead",
    }
}

/// One step of the ladder: who, how many minutes after the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub who: Rung,
    pub after_minutes: u32,
    /// When they may be asked, on the school's clock; `None`: at any hour. A step that comes at another hour
    /// waits for these: nobody is passed over because it is night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Awake>,
}

/// From one full hour to another, over midnight or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awake {
    from: u32,
    to: u32,
}

impl Awake {
    /// `None`: there is no such hour, or none in between.
    pub fn new(from: u32, to: u32) -> Option<Self> {
        (from < 24 && to < 24 && from != to).then_some(Self { from, to })
    }

    pub const fn from(self) -> u32 {
        self.from
    }

    pub const fn to(self) -> u32 {
        self.to
    }
}

/// A number families are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    pub label: String,
    pub number: String,
}

/// Settings of one school. Everything has a default, so an old stored version stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub version: u32,
    /// The hour (0-23) and ISO weekday (1 = Monday) of the update for readers who chose none.
    pub weekly_hour: u32,
    pub weekly_day: u32,
    pub lessons_per_day: u8,
    /// ISO weekdays on which there is school.
    pub school_days: Vec<u32>,
    /// Terms and holidays.
    pub year: SchoolYear,
    pub subjects: Vec<String>,
    pub ladder: Vec<Step>,
    /// Shown on every urgent path: nobody watches the bot round the clock. Without any, those of the
    /// unit above it.
    pub numbers: Vec<Number>,
    /// Listed words of its own, for everything below it.
    pub words: Vec<Own>,
    /// By when somebody has to answer for a concern.
    pub concerns: Clock,
    /// How long an invitation can be used.
    pub invitation_days: u32,
    /// Whether leads and officers of this unit and what is below are asked for a second factor;
    /// `None`: as above, and required where nothing is said.
    pub second_factor: Option<Demand>,
    /// Within how many days a family's request about its data is answered, and how many days before
    /// that the leads are reminded.
    pub request_days: u32,
    pub request_reminder_days: u32,
}

impl Settings {
    /// Whether there is school on this day.
    pub fn is_school_day(&self, day: NaiveDate) -> bool {
        let weekday = day.weekday().number_from_monday();
        self.school_days.contains(&weekday) && !self.year.is_free(day)
    }
}

impl Default for Settings {
    fn default() -> Self {
        let step = |who, after_minutes| Step {
            who,
            after_minutes,
            hours: None,
        };
        Self {
            version: 1,
            weekly_hour: 19,
            weekly_day: 7,
            lessons_per_day: 6,
            school_days: vec![1, 2, 3, 4, 5],
            year: SchoolYear::default(),
            subjects: Vec::new(),
            ladder: vec![
                step(Rung::Guardian, 0),
                step(Rung::Guardian, 30),
                step(Rung::SecondContact, 60),
                step(Rung::Teacher, 90),
                step(Rung::SchoolLead, 120),
            ],
            numbers: Vec::new(),
            words: Vec::new(),
            concerns: Clock::default(),
            invitation_days: 14,
            second_factor: None,
            request_days: 15,
            request_reminder_days: 3,
        }
    }
}
