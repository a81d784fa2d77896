//! A worry about a child's safety (S22, S31; domain 2 and 6): what can be said, by which clock it is
//! answered for, and who never hears of it. Pure: knows no table and no language.

pub mod signs;
pub mod words;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::base::{AdultId, Instant};
use crate::words;

words! {
    /// What is wrong. The first nine are those of the mandatory-report opinion of 2020, the next four
    /// those of State Council 2016 no. 13, in words a grandmother uses; each has a sentence
    /// `concern-kind-…`. The others are not chosen: somebody spoke instead, or a listed word was found.
    pub enum Kind {
        PrivateInjury = "private_injury",
        GirlUnder14 = "girl_under_14",
        Assault = "assault",
        Injuries = "injuries",
        SelfHarm = "self_harm",
        Abandoned = "abandoned",
        Missing = "missing",
        Begging = "begging",
        OtherDanger = "other_danger",
        LivesAlone = "lives_alone",
        GuardianUnable = "guardian_unable",
        ViolenceAtHome = "violence_at_home",
        HurtOrCrime = "hurt_or_crime",
        /// Told in the person's own words or voice.
        Told = "told",
        WordSelfHarm = "word_self_harm",
        WordSexual = "word_sexual",
        WordViolence = "word_violence",
        WordThreat = "word_threat",
        WordRunaway = "word_runaway",
        /// Somebody asks for money or a bank card: a trick, more often than not.
        WordMoney = "word_money",
    }
}

impl Kind {
    /// What can be chosen, in the order of the buttons: what is looked for most comes first.
    pub const PICKER: [Self; 13] = [
        Self::Injuries,
        Self::ViolenceAtHome,
        Self::PrivateInjury,
        Self::GirlUnder14,
        Self::Assault,
        Self::SelfHarm,
        Self::Missing,
        Self::LivesAlone,
        Self::Abandoned,
        Self::GuardianUnable,
        Self::HurtOrCrime,
        Self::Begging,
        Self::OtherDanger,
    ];

    /// Whether only a receipt of the authority ends it (minors law, art. 11: at once). A trick with
    /// money is ended by the lead who keeps it back.
    pub const fn needs_receipt(self) -> bool {
        !matches!(self, Self::WordMoney)
    }
}

words! {
    /// Where a concern stands. Every state but the last two has an owner and a clock.
    pub enum State {
        /// The person who told may still say who must not see it.
        Filed = "filed",
        /// With somebody, who has not taken it yet.
        Open = "open",
        Taken = "taken",
        /// A receipt number stands there; a second person has to confirm it.
        Receipt = "receipt",
        Done = "done",
        /// A held note that was kept back and needs no authority.
        Kept = "kept",
    }
}

words! {
    /// How a person stands to a concern. Whoever is neither does not know that it exists.
    pub enum Part {
        /// It may be about this person.
        Named = "named",
        /// Stands to one of those so that it must not be seen.
        Shut = "shut",
        Reader = "reader",
    }
}

words! {
    /// Who answers for a concern at a step of its clock.
    pub enum Owner {
        Lead = "lead",
        SecondLead = "second_lead",
        CountyOfficer = "county_officer",
    }
}

/// One step of the clock: who, how many minutes after it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub who: Owner,
    pub after_minutes: u32,
}

/// The clock of a school's concerns, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clock {
    /// Who answers for it until somebody takes it.
    pub steps: Vec<Step>,
    /// Until then the authority's receipt is there; then everybody who reads it is told, every time
    /// as long again.
    pub receipt_minutes: u32,
    /// Until then a second person has confirmed the receipt; the same.
    pub confirm_minutes: u32,
}

impl Default for Clock {
    fn default() -> Self {
        let step = |who, after_minutes| Step { who, after_minutes };
        Self {
            steps: vec![
                step(Owner::Lead, 0),
                step(Owner::SecondLead, 60),
                step(Owner::CountyOfficer, 120),
            ],
            receipt_minutes: 24 * 60,
            confirm_minutes: 24 * 60,
        }
    }
}

/// How long who told has to say whom it is about, before anybody is told. Those who hear of it hear
/// of it within a minute all the same.
pub const HOLD_BACK: TimeDelta = TimeDelta::seconds(45);

/// Every answer to that question gives as long again, but whoever hears of it hears of it before a minute
/// is over.
pub const HOLD_BACK_AT_MOST: TimeDelta = TimeDelta::seconds(55);

/// A name that was picked by its number is asked back ("was it meant?"). Only here more than the minute can pass: as
/// long as that question stands, whoever would get it may be the very one it is about.
pub const ASKED_BACK_AT_MOST: TimeDelta = TimeDelta::minutes(2);

/// How many a person can begin in one day; after that only the numbers help. Enough for a bad day.
pub const MOST_A_DAY: i64 = 8;

/// Held notes of one writer within [`FLOOD`] that are concerns of their own: further ones about the same
/// child join the newest, so that nobody drowns what another tells.
pub const MOST_HELD: usize = 6;

/// How much is added to one concern within [`FLOOD`] and reaches its readers as it is; then they hear once
/// that there is more, and open it.
pub const MOST_ADDED: i64 = 10;

/// In which time a flood is counted.
pub const FLOOD: TimeDelta = TimeDelta::hours(1);

/// How long words can be added, and people named, after it was told.
pub const PATIENCE: TimeDelta = TimeDelta::hours(12);

/// A step taken later than this was held up (we were down): the next one counts from now.
const SLACK: TimeDelta = TimeDelta::minutes(2);

impl Clock {
    /// The steps in order; a school that wrote down none has the usual ones.
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = match self.steps.is_empty() {
            true => Self::default().steps,
            false => self.steps.clone(),
        };
        steps.sort_by_key(|step| step.after_minutes);
        steps
    }

    /// When the step after `step` is due, `step` having been due at `due` and taken at `now`. After
    /// the last one the receipt is what is waited for.
    pub fn after(&self, step: usize, due: Instant, now: Instant) -> Instant {
        let steps = self.steps();
        let at = |index: usize| {
            let last = i64::from(self.receipt_minutes);
            steps
                .get(index)
                .map_or(last, |step| i64::from(step.after_minutes))
        };
        let from = if now - due > SLACK { now } else { due };
        from + TimeDelta::minutes((at(step + 1) - at(step)).max(1))
    }

    /// When the receipt is asked for, of a concern told at `told`; never in the past.
    pub fn receipt(&self, told: Instant, now: Instant) -> Instant {
        let wait = TimeDelta::minutes(i64::from(self.receipt_minutes).max(1));
        match told + wait {
            due if due > now => due,
            _ => now + wait,
        }
    }

    pub fn confirm(&self, now: Instant) -> Instant {
        now + TimeDelta::minutes(i64::from(self.confirm_minutes).max(1))
    }
}

/// Two people who stand together: one named the other for a post, or both belong to one child's
/// family. Whoever is bound to a person a concern names must not see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bond {
    /// The one through whom the other came.
    pub through: AdultId,
    pub other: AdultId,
}

/// All who must not see a concern that names `named`: they, and whoever came through one of them.
pub fn shut_out(named: &[AdultId], bonds: &[Bond]) -> Vec<AdultId> {
    let mut out: Vec<AdultId> = named.to_vec();
    for bond in bonds {
        if named.contains(&bond.through) && !out.contains(&bond.other) {
            out.push(bond.other);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn an_hour_for_each_and_a_day_for_the_receipt() {
        let (clock, told) = (Clock::default(), at("2026-03-02T12:00:00Z"));
        assert_eq!(clock.after(0, told, told), at("2026-03-02T13:00:00Z"));
        let second = at("2026-03-02T13:00:00Z");
        assert_eq!(clock.after(1, second, second), at("2026-03-02T14:00:00Z"));
        let third = at("2026-03-02T14:00:00Z");
        assert_eq!(clock.after(2, third, third), at("2026-03-03T12:00:00Z"));
        let late = at("2026-03-02T18:00:00Z");
        assert_eq!(clock.after(1, second, late), at("2026-03-02T19:00:00Z"));
        assert_eq!(clock.receipt(told, late), at("2026-03-03T12:00:00Z"));
    }

    #[test]
    fn whoever_came_through_one_of_them_is_shut_out() {
        let id = AdultId;
        let bonds = [
            Bond {
                through: id(1),
                other: id(2),
            },
            Bond {
                through: id(3),
                other: id(4),
            },
        ];
        assert_eq!(shut_out(&[id(1)], &bonds), [id(1), id(2)]);
        assert!(Kind::PICKER.iter().all(|kind| kind.needs_receipt()));
    }
}
