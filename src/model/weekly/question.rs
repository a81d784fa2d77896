//! The one question to ask the child: about the day, not the score (domain 4.1, R70), made from
//! something the week told, else from a bank. The same child and week always give the same one.

use chrono::NaiveDate;

use super::{Attendance, Input, Kept};
use crate::base::Words;
use crate::model::entry::{Conduct, Mood};

/// How many general questions the bank has (`weekly-ask-general-0` and on).
pub const GENERAL: usize = 12;

/// What the question is about. Words are the school's own; empty for study as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    Activity(Words),
    Well(Words),
    WorkOn(Words),
    Coming(Words),
    Helped,
    Friends,
    Supper,
    Brighter,
    Quieter,
    /// Was away with a reason, perhaps ill.
    Away,
    /// Index below [`GENERAL`].
    General(usize),
}

/// Picks by child and week, so that it is steady when composed twice and varies over the weeks.
pub(super) fn choose(
    input: &Input,
    by_phone: bool,
    kept: &Kept,
    attendance: &Attendance,
    coming: &[(NaiveDate, Words)],
) -> Topic {
    let turn = turn(input);
    let topics = if by_phone {
        // Something waits to be said by telephone: the question must not lead up to it.
        Vec::new()
    } else {
        topics(kept, attendance, coming)
    };
    match topics.len() {
        0 => Topic::General(turn % GENERAL),
        count => topics
            .into_iter()
            .nth(turn % count)
            .unwrap_or(Topic::General(turn % GENERAL)),
    }
}

/// Another question than the one under the update, and none that is stale some days later.
pub(super) fn opening(input: &Input, by_phone: bool, kept: &Kept) -> Topic {
    let turn = turn(input) + 1;
    let topics = match by_phone {
        true => Vec::new(),
        false => topics(kept, &Attendance::default(), &[]),
    };
    // With a single one the update has asked it.
    match topics.len() {
        0 | 1 => Topic::General((turn + GENERAL / 2) % GENERAL),
        count => topics
            .into_iter()
            .nth(turn % count)
            .unwrap_or(Topic::General(turn % GENERAL)),
    }
}

/// Rises by one each week, so that the bank comes round only after all of it was asked.
fn turn(input: &Input) -> usize {
    let child = input.child.0.unsigned_abs() % 9973;
    usize::try_from(child + u64::from(input.week.number())).unwrap_or_default()
}

fn topics(kept: &Kept, attendance: &Attendance, coming: &[(NaiveDate, Words)]) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    topics.extend(kept.life.activities.iter().cloned().map(Topic::Activity));
    topics.extend(kept.study.well.iter().cloned().map(Topic::Well));
    topics.extend(kept.study.work_on.iter().cloned().map(Topic::WorkOn));
    topics.extend(
        coming
            .iter()
            .filter(|(_, words)| !words.is_empty())
            .map(|(_, words)| Topic::Coming(words.clone())),
    );
    for conduct in &kept.conduct {
        match conduct {
            Conduct::HelpedOthers => topics.push(Topic::Helped),
            Conduct::Friendly => topics.push(Topic::Friends),
            Conduct::KeptRules | Conduct::NeedsReminders => {}
        }
    }
    match kept.mood {
        Some(Mood::Brighter) => topics.push(Topic::Brighter),
        Some(Mood::Quieter | Mood::LetUsTalk) => topics.push(Topic::Quieter),
        Some(Mood::Steady) | None => {}
    }
    if kept.life.suppers > 0 {
        topics.push(Topic::Supper);
    }
    if !attendance.excused.is_empty() {
        topics.push(Topic::Away);
    }
    topics
}
