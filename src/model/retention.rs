//! How long what is kept is kept, kind by kind, as data: the period, its reason, and what happens at
//! its end. Pure: knows no table.
//!
//! The law asks for the shortest time that serves the purpose (Personal Information Protection Law,
//! art. 19), and bids schools to keep pupils' files (minors law, art. 29 and 43).

use chrono::{NaiveDate, TimeDelta};

use super::school_year::school_year_of;
use crate::words;

words! {
    /// The kinds of things that are kept. One word each in settings (`<kind>_days`), reports and
    /// metrics.
    pub enum What {
        Words = "words",
        Messages = "messages",
        Updates = "updates",
        Parked = "parked",
        OptionalEntries = "optional_entries",
        DutyEntries = "duty_entries",
        Coming = "coming",
        Rolls = "rolls",
        WeekSheets = "week_sheets",
        Weeks = "weeks",
        Notes = "notes",
        Threads = "threads",
        Mailings = "mailings",
        NoteRows = "note_rows",
        Receipts = "receipts",
        Templates = "templates",
        CheckIns = "check_ins",
        Tasks = "tasks",
        Invitations = "invitations",
        LinkNumbers = "link_numbers",
        Consents = "consents",
        OwnConsents = "own_consents",
        ViewWords = "view_words",
        Appointments = "appointments",
        Exclusions = "exclusions",
        Freezes = "freezes",
        Transfers = "transfers",
        BreakGlass = "break_glass",
        Requests = "requests",
        Accounts = "accounts",
        GrownUp = "grown_up",
        Audit = "audit",
        Concerns = "concerns",
    }
}

words! {
    /// What happens at the end of the period.
    pub enum End {
        /// The words go, that there was something stays.
        Blank = "blank",
        Remove = "remove",
        /// Nothing by itself: a person decides.
        Stay = "stay",
    }
}

words! {
    /// From when on a period counts.
    pub enum From {
        /// From its own end, or from the day it is about.
        End = "end",
        /// From the end of the school year it belongs to.
        SchoolYear = "school_year",
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub what: What,
    pub days: i64,
    pub from: From,
    pub end: End,
    /// Stays while a concern about its child is open, however old: it may be evidence (minors law, art. 11).
    pub held: bool,
    /// In one sentence, for the report.
    pub reason: &'static str,
}

/// What is said or noted of one child.
const fn is_evidence(what: What) -> bool {
    matches!(
        what,
        What::OptionalEntries
            | What::DutyEntries
            | What::Coming
            | What::Notes
            | What::CheckIns
            | What::Tasks
            | What::LinkNumbers
            | What::NoteRows
            | What::Receipts
            | What::Consents
            | What::OwnConsents
            | What::ViewWords
            | What::Appointments
            | What::Exclusions
            | What::Freezes
            | What::Transfers
            | What::BreakGlass
            | What::Requests
    )
}

const fn rule(what: What, days: i64, end: End, reason: &'static str) -> Rule {
    let from = match what {
        What::OptionalEntries | What::GrownUp => From::SchoolYear,
        _ => From::End,
    };
    Rule {
        what,
        days,
        from,
        end,
        held: is_evidence(what),
        reason,
    }
}

/// One year, the three within which somebody may claim (Civil Code 188), and a school's usual six for what
/// proves that a duty was done.
const YEAR: i64 = 365;
const CLAIM: i64 = 3 * YEAR;
const PROOF: i64 = 6 * YEAR;

/// The usual table, in the order of the report; settings go over the days.
pub const RULES: [Rule; What::ALL.len()] = {
    use End::{Blank, Remove, Stay};
    [
        rule(
            What::Words,
            30,
            Blank,
            "so long a family can be told what was sent",
        ),
        rule(
            What::Messages,
            180,
            Remove,
            "a term: a reply finds its thread, and the school sees whom a week did not reach",
        ),
        rule(
            What::Updates,
            30,
            Remove,
            "the messenger repeats an update for a day; a month is enough to look into one",
        ),
        rule(
            What::Parked,
            30,
            Remove,
            "as updates: a person has looked by then",
        ),
        rule(
            What::OptionalEntries,
            30,
            Remove,
            "mood, conduct, life and sentences serve the school year (PIPL 19)",
        ),
        rule(
            What::DutyEntries,
            PROOF,
            Remove,
            "attendance, study, marks and health notes belong to the pupil's file (minors law 29)",
        ),
        rule(What::Coming, 60, Remove, "a date that is over helps nobody"),
        rule(
            What::Rolls,
            PROOF,
            Remove,
            "a taken roll is the other half of attendance",
        ),
        rule(
            What::WeekSheets,
            1,
            Remove,
            "a sheet that came back waits a day for its yes",
        ),
        rule(
            What::Weeks,
            YEAR,
            Remove,
            "that a week was sent and talked about: for a year",
        ),
        rule(
            What::Notes,
            YEAR,
            Blank,
            "what family and school wrote each other serves the school year and the next look back",
        ),
        rule(
            What::Threads,
            30,
            Remove,
            "a conversation without a note in it helps nobody",
        ),
        rule(
            What::Mailings,
            CLAIM,
            Remove,
            "to how many families a note went, as long as its notes",
        ),
        rule(
            What::NoteRows,
            CLAIM,
            Remove,
            "that somebody wrote, when and to whom, as long as a claim (Civil Code 188)",
        ),
        rule(
            What::Receipts,
            CLAIM,
            Remove,
            "that a family said it knows, or was told, as long as a claim (Civil Code 188)",
        ),
        rule(What::Templates, YEAR, Remove, "in no note for a year"),
        rule(
            What::CheckIns,
            YEAR,
            Remove,
            "that the guardian was asked and answered: for a year",
        ),
        rule(What::Tasks, YEAR, Remove, "what was done is in the audit"),
        rule(
            What::Invitations,
            90,
            Remove,
            "a used or expired code proves nothing after a term",
        ),
        rule(
            What::LinkNumbers,
            90,
            Blank,
            "a number shared for a link that has ended serves nobody",
        ),
        rule(
            What::Consents,
            CLAIM,
            Remove,
            "proof of consent outlives the link as long as a claim (Civil Code 188)",
        ),
        rule(
            What::OwnConsents,
            CLAIM,
            Remove,
            "that a grown child kept the family linked, as long as a claim (Civil Code 188)",
        ),
        rule(
            What::ViewWords,
            YEAR,
            Blank,
            "a child's own words served the choice of the guardian; that it was asked stays (minors law 22)",
        ),
        rule(
            What::Appointments,
            CLAIM,
            Remove,
            "who had the care for a term, as long as a claim (Civil Code 188)",
        ),
        rule(
            What::Exclusions,
            CLAIM,
            Remove,
            "that a paper was kept to, as long as a claim after it is over (Civil Code 188)",
        ),
        rule(
            What::Freezes,
            CLAIM,
            Remove,
            "that everything stood still, as long as a claim after it was lifted (Civil Code 188)",
        ),
        rule(
            What::Transfers,
            PROOF,
            Remove,
            "a school the child has left does not take it back with an old list",
        ),
        rule(
            What::BreakGlass,
            CLAIM,
            Remove,
            "why a record was opened by exception, as long as a claim; the trace says that it was",
        ),
        rule(
            What::Requests,
            CLAIM,
            Remove,
            "proof that a right was answered, as long as a claim (Civil Code 188)",
        ),
        rule(
            What::Accounts,
            YEAR,
            Remove,
            "an account that speaks for nobody and is silent for a year",
        ),
        rule(
            What::GrownUp,
            180,
            Remove,
            "from 18 on it is the young person's own: half a year after school to ask for it (PIPL 19)",
        ),
        rule(
            What::Audit,
            10 * YEAR,
            Stay,
            "kept longest; each line seals the one before, so none goes by itself",
        ),
        rule(
            What::Concerns,
            0,
            Stay,
            "kept as evidence by the rules of child protection, which are not in this table",
        ),
    ]
};

/// The periods in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep([i64; RULES.len()]);

impl Default for Keep {
    fn default() -> Self {
        Self(RULES.map(|rule| rule.days))
    }
}

impl Keep {
    /// The rule of a kind with its period in force.
    pub fn rule(&self, what: What) -> Rule {
        let at = what as usize;
        Rule {
            days: self.0[at],
            ..RULES[at]
        }
    }

    /// In days.
    pub fn days(&self, what: What) -> i64 {
        self.0[what as usize]
    }

    pub fn period(&self, what: What) -> TimeDelta {
        TimeDelta::days(self.days(what))
    }

    /// Sets a period.
    pub fn set(&mut self, what: What, days: i64) {
        self.0[what as usize] = days;
    }

    /// The first day that is still kept of what is counted by days, seen from `today`.
    pub fn first_day(&self, what: What, today: NaiveDate) -> NaiveDate {
        let back = today - self.period(what);
        match self.rule(what).from {
            From::End => back,
            From::SchoolYear => school_year_of(back),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn every_kind_has_its_line() {
        for (what, rule) in What::ALL.iter().zip(RULES) {
            assert_eq!(*what, rule.what);
            assert!(!rule.reason.is_empty());
            assert!(rule.days > 0 || rule.end == End::Stay, "{}", what.as_str());
        }
        let longest = RULES.iter().map(|rule| rule.days).max();
        assert_eq!(longest, Some(Keep::default().days(What::Audit)));
    }

    #[test]
    fn what_is_optional_goes_a_month_into_the_next_school_year() {
        let keep = Keep::default();
        let first = |today| keep.first_day(What::OptionalEntries, day(today));
        assert_eq!(first("2026-08-31"), day("2025-09-01"));
        assert_eq!(first("2026-09-30"), day("2025-09-01"));
        assert_eq!(first("2026-10-01"), day("2026-09-01"));
        let first = |today| keep.first_day(What::Coming, day(today));
        assert_eq!(first("2026-03-02"), day("2026-01-01"));
    }
}
