//! One fact about one child on one day, and the small vocabularies teachers choose from.
//! No ranks, no diagnoses: there is no place to put one (domain rules 5 and 9).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::base::{AdultId, ChildId, Instant, Words};
use crate::words;

words! {
    /// What was seen of a child at school on a day or in a lesson.
    pub enum Presence {
        /// Said only where a day's roll was not taken but this child was seen.
        Present = "present",
        Excused = "excused",
        /// Away, and nobody has said why yet. Never called "truant".
        Unexplained = "unexplained",
        Late = "late",
        /// There for part of the day.
        Partly = "partly",
    }
}

words! {
    pub enum Study {
        WentWell = "went_well",
        WorkOn = "work_on",
        NotHandedIn = "not_handed_in",
    }
}

words! {
    /// Mood by word, never a label (domain 4.2, line 4).
    pub enum Mood {
        Steady = "steady",
        Brighter = "brighter",
        Quieter = "quieter",
        LetUsTalk = "let_us_talk",
    }
}

words! {
    pub enum Conduct {
        Friendly = "friendly",
        HelpedOthers = "helped_others",
        KeptRules = "kept_rules",
        NeedsReminders = "needs_reminders",
    }
}

words! {
    /// Life outside lessons, at home or at the care home.
    pub enum Life {
        AteWell = "ate_well",
        SleptWell = "slept_well",
        SupperAtHome = "supper_at_home",
        Activity = "activity",
    }
}

/// The fact itself. Stored as JSON with its kind inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// `lesson` counts from 1; `None` is the whole day.
    Attendance {
        presence: Presence,
        lesson: Option<u8>,
    },
    /// `subject` in the school's own word; empty for study as a whole.
    Study {
        study: Study,
        subject: Words,
    },
    /// `value` on the school's own scale, as written.
    Mark {
        subject: Words,
        title: Words,
        value: String,
    },
    Conduct {
        conduct: Conduct,
    },
    Mood {
        mood: Mood,
    },
    /// `words` names the activity.
    Life {
        life: Life,
        words: Words,
    },
    /// Neutral only: a check-up done, a reminder. Findings go by telephone.
    Health {
        words: Words,
    },
    /// The teacher's one sentence of the week.
    Sentence {
        words: Words,
    },
    /// The same, spoken: what the messenger calls the voice note, and the bot it came to. Nobody writes down what
    /// is said in it.
    Voice {
        bot: String,
        file: String,
    },
    /// Something that is told by telephone: the update says only that the teacher would like to
    /// speak with the parent (bad-news rule, domain 4.2).
    ByPhone,
}

impl Fact {
    /// What a school may note and need not: from 14 only with the young person's own yes.
    pub const fn is_optional(&self) -> bool {
        matches!(self, Self::Mood { .. })
    }

    /// The word in the `kind` column.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Attendance { .. } => "attendance",
            Self::Study { .. } => "study",
            Self::Mark { .. } => "mark",
            Self::Conduct { .. } => "conduct",
            Self::Mood { .. } => "mood",
            Self::Life { .. } => "life",
            Self::Health { .. } => "health",
            // One word of the teacher a week, written or spoken.
            Self::Sentence { .. } | Self::Voice { .. } => "sentence",
            Self::ByPhone => "by_phone",
        }
    }

    /// Whether the slot is words about the child, which nobody may read in a column.
    pub const fn slot_is_words(&self) -> bool {
        matches!(
            self,
            Self::Study { .. } | Self::Mark { .. } | Self::Life { .. } | Self::Health { .. }
        )
    }

    /// The fact as it may leave the house: without the messenger's own reference of a voice note.
    pub fn for_outside(self) -> Self {
        match self {
            Self::Voice { .. } => Self::Voice {
                bot: String::new(),
                file: String::new(),
            },
            other => other,
        }
    }

    /// What tells two facts of one kind and day apart; entering the same slot again corrects it.
    pub fn slot(&self) -> String {
        match self {
            Self::Attendance { lesson, .. } => {
                lesson.map_or_else(|| "day".to_owned(), |n| format!("lesson-{n}"))
            }
            Self::Study { study, subject } => format!("{}:{}", study.as_str(), subject.expose()),
            Self::Mark { subject, title, .. } => {
                format!("{}:{}", subject.expose(), title.expose())
            }
            Self::Life { life, words } => format!("{}:{}", life.as_str(), words.expose()),
            Self::Health { words } => words.expose().to_owned(),
            Self::Conduct { .. }
            | Self::Mood { .. }
            | Self::Sentence { .. }
            | Self::Voice { .. }
            | Self::ByPhone => String::new(),
        }
    }
}

words! {
    /// Where a fact came from.
    pub enum Source {
        Staff = "staff",
        Import = "import",
    }
}

/// A fact with its child, day, author and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub child: ChildId,
    pub day: NaiveDate,
    pub fact: Fact,
    pub source: Source,
    pub by: Option<AdultId>,
    pub entered: Instant,
}
