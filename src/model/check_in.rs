//! The rules of the check-in (S16, domain 6 "check-in silence"): who is asked after whom and when, until
//! when a question is worth asking, and which answer may follow which. Pure.

use chrono::{Days, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use crate::base::Instant;
use crate::model::hours::{day_at, resolve};
use crate::model::quiet::Hours;
use crate::model::settings::{Rung, Settings, Step};
use crate::words;

/// When a school asks unless it says otherwise: 20:00 on its own clock. Seconds come first.
pub const DEFAULT_CRON: &str = "0 0 20 * * *";
/// How late a run may still begin: a question in the night helps nobody.
pub const DEFAULT_GRACE_MINUTES: i64 = 60;
/// From this hour of the school's clock on, last night's question is worthless.
const MORNING: u32 = 6;
/// How long the last one asked has, where the ladder has a single step.
const LAST_WAIT: i64 = 30;
/// A step taken later than this was held up (we were down): the next one counts from now.
const SLACK: TimeDelta = TimeDelta::minutes(1);

words! {
    /// Where a check-in stands. Every state but `asked` has an owner who is not the ladder.
    pub enum State {
        Asked = "asked",
        Well = "well",
        Problem = "problem",
        Ring = "ring",
        /// Nobody answered up to the last step; a task of the school says so.
        Missed = "missed",
    }
}

words! {
    /// One of the three large buttons.
    pub enum Answer {
        Well = "well",
        Problem = "problem",
        Ring = "ring",
    }
}

impl Answer {
    /// The state it leads to.
    pub const fn state(self) -> State {
        match self {
            Self::Well => State::Well,
            Self::Problem => State::Problem,
            Self::Ring => State::Ring,
        }
    }

    /// The answer somebody types as a digit, in the order of the buttons.
    pub fn from_digit(text: &str) -> Option<Self> {
        match text.trim().trim_end_matches(['.', ')', '。']) {
            "1" | "１" => Some(Self::Well),
            "2" | "２" => Some(Self::Problem),
            "3" | "３" => Some(Self::Ring),
            _ => None,
        }
    }
}

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Taken,
    /// It says what is known already.
    Known,
    /// A problem is ended by a person of the school who has looked, not by a second tap at home.
    SchoolDecides,
}

/// Whether `answer` may follow `state`. Worse news is always taken, also late.
pub fn judge(state: State, answer: Answer, by_school: bool) -> Verdict {
    match (state, answer) {
        (known, answer) if known == answer.state() => Verdict::Known,
        (State::Problem, Answer::Well) if by_school => Verdict::Taken,
        (State::Problem, _) => Verdict::SchoolDecides,
        (State::Asked | State::Missed | State::Well | State::Ring, _) => Verdict::Taken,
    }
}

/// The school's ladder, in order of its minutes and counted from its first step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder(Vec<Step>);

impl Ladder {
    /// A school that wrote down no step at all gets the default: silence always has an owner.
    pub fn of(settings: &Settings) -> Self {
        let mut steps = if settings.ladder.is_empty() {
            Settings::default().ladder
        } else {
            settings.ladder.clone()
        };
        steps.sort_by_key(|step| step.after_minutes);
        Self(steps)
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Who is asked at a step, from 0; `None` beyond the last.
    pub fn rung(&self, step: usize) -> Option<Rung> {
        self.0.get(step).map(|step| step.who)
    }

    /// The minute of a step after the question. The one beyond the last is when silence is called
    /// missed: the last one asked gets as long as the one before.
    pub fn minute(&self, step: usize) -> i64 {
        let at = |index: usize| {
            self.0
                .get(index)
                .map_or(0, |step| i64::from(step.after_minutes))
        };
        let last = self.0.len().saturating_sub(1);
        if step <= last {
            return at(step) - at(0);
        }
        let wait = match last {
            0 => LAST_WAIT,
            _ => at(last) - at(last - 1),
        };
        at(last) - at(0) + wait
    }

    /// `at`, or when the step's people may next be asked.
    pub fn opens(&self, step: usize, at: Instant, zone: Tz) -> Instant {
        let hours = self.0.get(step).and_then(|step| step.hours);
        let quiet = hours.and_then(|hours| Hours::new(hours.to(), hours.from()));
        quiet.map_or(at, |quiet| quiet.open_from(at, zone))
    }

    /// When the step after `step` is due, `step` having been due at `due` and taken at `now`. On time
    /// this is the configured minute exactly. After a long stop the ladder goes on from `now`, so that
    /// not everybody is asked at once; and who is asked earlier because somebody could not be reached
    /// still has the whole time to answer.
    pub fn after(&self, step: usize, due: Instant, now: Instant) -> Instant {
        let from = if now - due > SLACK { now } else { due };
        from + TimeDelta::minutes(self.minute(step + 1) - self.minute(step))
    }

    /// When a question asked at `asked` is worthless: the first morning after the whole ladder.
    pub fn worthless(&self, asked: Instant, zone: Tz) -> Instant {
        let mut end = self.opens(0, asked, zone);
        for step in 0..self.len() {
            end = self.opens(step + 1, self.after(step, end, end), zone);
        }
        let time = NaiveTime::from_hms_opt(MORNING, 0, 0).unwrap_or_default();
        let today = day_at(end, zone);
        (0..=2)
            .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
            .map(|day| resolve(day.and_time(time), zone))
            .find(|morning| *morning > end)
            .unwrap_or(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::Awake;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn five_steps_at_their_minutes_and_then_missed() {
        let ladder = Ladder::of(&Settings::default());
        let minutes: Vec<i64> = (0..=ladder.len()).map(|step| ladder.minute(step)).collect();
        assert_eq!(minutes, [0, 30, 60, 90, 120, 150]);
        let due = at("2026-03-02T12:00:00Z");
        assert_eq!(
            ladder.after(0, due, due + TimeDelta::seconds(40)),
            at("2026-03-02T12:30:00Z")
        );
        assert_eq!(
            ladder.after(0, due, due + TimeDelta::hours(1)),
            at("2026-03-02T13:30:00Z")
        );
    }

    #[test]
    fn a_step_waits_for_its_hours_and_the_question_with_it() {
        let mut settings = Settings::default();
        // The lead is asked by day only.
        settings.ladder[4].hours = Awake::new(7, 21);
        let ladder = Ladder::of(&settings);
        let zone: Tz = "Asia/Shanghai".parse().unwrap();
        let ten = at("2026-03-02T14:00:00Z");
        assert_eq!(ladder.opens(3, ten, zone), ten);
        let seven = at("2026-03-02T23:00:00Z");
        assert_eq!(ladder.opens(4, ten, zone), seven);
        assert_eq!(ladder.opens(4, seven, zone), seven);
        // Not at six, before the last one was asked.
        let asked = at("2026-03-02T12:00:00Z");
        assert_eq!(ladder.worthless(asked, zone), at("2026-03-03T22:00:00Z"));
    }

    #[test]
    fn a_question_lives_until_the_morning_after() {
        let ladder = Ladder::of(&Settings::default());
        let zone: Tz = "Asia/Shanghai".parse().unwrap();
        let evening = at("2026-03-02T12:00:00Z");
        assert_eq!(ladder.worthless(evening, zone), at("2026-03-02T22:00:00Z"));
        let before_dawn = at("2026-03-01T21:00:00Z");
        assert_eq!(
            ladder.worthless(before_dawn, zone),
            at("2026-03-02T22:00:00Z")
        );
    }

    #[test]
    fn worse_news_is_taken_and_a_problem_is_ended_by_the_school() {
        for state in State::ALL {
            for by_school in [false, true] {
                let verdict = judge(*state, Answer::Problem, by_school);
                assert_eq!(verdict == Verdict::Taken, *state != State::Problem);
            }
        }
        assert_eq!(
            judge(State::Problem, Answer::Well, false),
            Verdict::SchoolDecides
        );
        assert_eq!(judge(State::Problem, Answer::Well, true), Verdict::Taken);
    }
}
