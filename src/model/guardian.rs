//! The acting guardian: what the law asks before an appointment, and what the clock does with a term.
//! The guardianship itself stays with the parent (S13); nothing here takes a right from anybody else.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use crate::base::Instant;
use crate::model::hours::{day_at, resolve};
use crate::words;

words! {
    /// Where the child lives during the term.
    pub enum Lives {
        WithCarer = "with_carer",
        AtHome = "at_home",
        Boarding = "boarding",
        CareHome = "care_home",
    }
}

words! {
    /// The child's own view: it is heard before the choice (law on minors, art. 22).
    pub enum View {
        Agrees = "agrees",
        /// Noted and seen by whoever decides; it is no veto.
        DoesNotWant = "does_not_want",
        /// Under 8 only.
        TooYoung = "too_young",
    }
}

words! {
    /// What the school states before it appoints, in the order it is asked. The first four are the
    /// exclusions of art. 22: `true` says that there is none.
    pub enum Statement {
        /// No violent or sexual offence, abuse, abandonment, trafficking.
        NoHarm = "no_harm",
        /// No drugs, no habit of drinking or gambling.
        NoAddiction = "no_addiction",
        /// Never refused or neglected such a duty, never kept from it.
        NoNeglect = "no_neglect",
        /// Nothing else that makes the person unfit.
        NoOtherBar = "no_other_bar",
        Adult = "adult",
        Capable = "capable",
        Near = "near",
    }
}

impl Statement {
    /// Whether a "no" forbids the appointment by law.
    pub const fn is_exclusion(self) -> bool {
        matches!(
            self,
            Self::NoHarm | Self::NoAddiction | Self::NoNeglect | Self::NoOtherBar
        )
    }
}

words! {
    pub enum State {
        Proposed = "proposed",
        /// Decided; the term has not begun.
        Appointed = "appointed",
        InForce = "in_force",
        Ended = "ended",
        BrokenOff = "broken_off",
        Refused = "refused",
    }
}

words! {
    /// Why there is no appointment.
    pub enum Missing {
        /// No proposal of a parent who may still make one.
        Proposal = "proposal",
        Person = "person",
        /// A paper or the person's own part for this child stands against it.
        Barred = "barred",
        View = "view",
        Statements = "statements",
        /// One of the legal exclusions is there.
        Excluded = "excluded",
        Unfit = "unfit",
        Underage = "underage",
        /// The person's own answers to what goes with a guardian's part, where the proposal is a paper.
        Answers = "answers",
        Term = "term",
    }
}

/// The terms one can choose, in months: at most a year, then everybody is asked anew.
pub const TERMS: [i64; 4] = [1, 3, 6, 12];
/// The days one can choose from today to the beginning.
pub const BEGINNINGS: [i64; 3] = [0, 7, 30];
/// How many days before the end everybody is told.
pub const WARNINGS: [i64; 2] = [30, 7];
/// From this age the child's wish counts and is asked (Civil Code, art. 1084).
pub const HEARD_FROM: i32 = 8;
/// An acting guardian is an adult.
pub const OF_AGE: i32 = 18;

/// What is known when the school decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The parent who proposed may still propose.
    pub proposed: bool,
    pub person: bool,
    pub barred: bool,
    pub view: Option<View>,
    pub stated: BTreeMap<Statement, bool>,
    pub months: Option<i64>,
    /// The person has said yes or no to what goes with a guardian's part, or is asked in the chat.
    pub answered: bool,
    pub child_birth: Option<NaiveDate>,
    pub adult_birth: Option<NaiveDate>,
    pub today: NaiveDate,
}

/// Whether somebody born on `birth` is at least `years` old.
pub fn is_aged(birth: NaiveDate, years: i32, today: NaiveDate) -> bool {
    let years = u32::try_from(years).unwrap_or_default();
    birth
        .checked_add_months(Months::new(years * 12))
        .is_some_and(|day| day <= today)
}

/// Whether the child is old enough to be asked; an unknown age is.
pub fn is_heard(birth: Option<NaiveDate>, today: NaiveDate) -> bool {
    birth.is_none_or(|birth| is_aged(birth, HEARD_FROM, today))
}

/// The child's view as it counts: under 8 it is noted as too young where nobody asked; from 8 on
/// nobody is too young.
pub fn view(case: &Case) -> Option<View> {
    match (case.view, is_heard(case.child_birth, case.today)) {
        (None, false) => Some(View::TooYoung),
        (Some(View::TooYoung), true) if case.child_birth.is_some() => None,
        (view, _) => view,
    }
}

/// Everything that stands against the appointment; empty means that the school may appoint.
pub fn missing(case: &Case) -> Vec<Missing> {
    let mut out = Vec::new();
    let mut unless = |fine: bool, what: Missing| {
        if !fine {
            out.push(what);
        }
    };
    let said = |statement: Statement| case.stated.get(&statement).copied();
    unless(case.proposed, Missing::Proposal);
    unless(case.person, Missing::Person);
    unless(!case.barred, Missing::Barred);
    unless(view(case).is_some(), Missing::View);
    let all = Statement::ALL.iter().all(|s| said(*s).is_some());
    unless(all, Missing::Statements);
    let no = |exclusion: bool| {
        let mut these = Statement::ALL
            .iter()
            .filter(|s| s.is_exclusion() == exclusion);
        these.any(|s| said(*s) == Some(false))
    };
    unless(!no(true), Missing::Excluded);
    unless(!no(false), Missing::Unfit);
    let grown = case
        .adult_birth
        .is_none_or(|birth| is_aged(birth, OF_AGE, case.today));
    unless(grown, Missing::Underage);
    unless(case.answered, Missing::Answers);
    let term = case.months.is_some_and(|months| TERMS.contains(&months));
    unless(term, Missing::Term);
    out
}

/// A term on the school's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub from: Instant,
    /// The first minute after it: midnight at the school.
    pub to: Instant,
}

/// From now, or from the midnight some days ahead, for so many months.
pub fn term(now: Instant, begins_in: i64, months: i64, zone: Tz) -> Term {
    let ahead = u64::try_from(begins_in).unwrap_or_default();
    let months = u32::try_from(months).unwrap_or_default();
    let today = day_at(now, zone);
    let first = today.checked_add_days(Days::new(ahead)).unwrap_or(today);
    let last = first
        .checked_add_months(Months::new(months))
        .unwrap_or(first);
    let from = match ahead {
        0 => now,
        _ => resolve(first.and_time(NaiveTime::MIN), zone),
    };
    Term {
        from,
        to: resolve(last.and_time(NaiveTime::MIN), zone),
    }
}

/// The last whole day of a term, as it is told to people.
pub fn last_day(to: Instant, zone: Tz) -> NaiveDate {
    day_at(to - TimeDelta::minutes(1), zone)
}

/// What the clock does next, after `now`: a warning, or the end. Warnings of a term shorter than they
/// are early are left out.
pub fn next(term: Term, now: Instant) -> Instant {
    WARNINGS
        .iter()
        .map(|days| term.to - TimeDelta::days(*days))
        .find(|at| *at > now && *at > term.from)
        .unwrap_or(term.to)
}

/// Which warning is due at `now`: the days that are left.
pub fn warning(term: Term, now: Instant) -> Option<i64> {
    WARNINGS
        .iter()
        .copied()
        .filter(|days| term.to - TimeDelta::days(*days) > term.from)
        .filter(|days| now >= term.to - TimeDelta::days(*days) && now < term.to)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn whole() -> Case {
        Case {
            proposed: true,
            person: true,
            barred: false,
            view: Some(View::Agrees),
            stated: Statement::ALL.iter().map(|s| (*s, true)).collect(),
            months: Some(6),
            answered: true,
            child_birth: Some(day("2016-05-04")),
            adult_birth: Some(day("1960-01-01")),
            today: day("2026-03-02"),
        }
    }

    proptest! {
        /// Whatever else is so: one thing missing, and it is named and nobody is appointed.
        #[test]
        fn nothing_is_appointed_without_all_of_it(
            proposed: bool, person: bool, barred: bool, viewed: bool, answered: bool,
            term in 0_i64..14,
            said in proptest::collection::vec(proptest::option::of(any::<bool>()), 7),
        ) {
            let stated: BTreeMap<_, _> = Statement::ALL.iter().zip(&said)
                .filter_map(|(s, said)| said.map(|said| (*s, said))).collect();
            let case = Case {
                proposed, person, barred, stated, answered,
                view: viewed.then_some(View::DoesNotWant),
                months: (term > 0).then_some(term),
                ..whole()
            };
            let all = proposed && person && !barred && viewed && answered && TERMS.contains(&term)
                && said.iter().all(|said| *said == Some(true));
            prop_assert_eq!(missing(&case).is_empty(), all);
        }
    }

    #[test]
    fn from_eight_on_nobody_is_too_young() {
        let small = Case {
            view: None,
            child_birth: Some(day("2018-03-03")),
            ..whole()
        };
        assert_eq!(view(&small), Some(View::TooYoung));
        let eight = Case {
            view: Some(View::TooYoung),
            child_birth: Some(day("2018-03-02")),
            ..whole()
        };
        assert_eq!(missing(&eight), [Missing::View]);
    }

    #[test]
    fn a_term_ends_at_midnight_of_the_school_and_is_warned_of_twice() {
        let zone: Tz = "Asia/Shanghai".parse().unwrap();
        let now: Instant = "2026-03-02T01:00:00Z".parse().unwrap();
        let term = term(now, 0, 6, zone);
        assert_eq!(term.to.to_rfc3339(), "2026-09-01T16:00:00+00:00");
        assert_eq!(last_day(term.to, zone), day("2026-09-01"));
        let first = next(term, now);
        assert_eq!(term.to - first, TimeDelta::days(30));
        assert_eq!(warning(term, first), Some(30));
        let second = next(term, first);
        assert_eq!(warning(term, second), Some(7));
        assert_eq!(next(term, second), term.to);
        assert_eq!(warning(term, term.to), None);
    }
}
