//! An absence that nobody has explained is told the same day, and corrected when the entry is. Pure: what
//! a day's entries make, and what follows for a reader who was told something else before.

use chrono::TimeDelta;

use super::entry::{Fact, Presence};
use crate::words;

/// So long an entry rests before it is told: a slip of the finger is seen on the next screen and taken back
/// there, and then nobody was frightened. What is left of the ten minutes within which a family is to know
/// is for the messenger.
pub const REST: TimeDelta = TimeDelta::minutes(3);

/// How many days back what was told is corrected: as long as a week can be entered.
pub const OPEN_DAYS: i64 = 14;

/// Most messages to one reader about one day. Whoever needs more has other means than a chat.
pub const TURNS: u8 = 12;

words! {
    /// What is said about a child's day. Only what is known, never why nobody knows more.
    pub enum Said {
        /// Away the whole day, the reason not known.
        Away = "away",
        /// Not in every lesson, the reason not known.
        Lessons = "lessons",
        /// Not away after all, or nothing is known any more.
        Mistake = "mistake",
        Late = "late",
        Partly = "partly",
        /// Away, and the reason is known. Whose word it is, is said to nobody.
        Excused = "excused",
    }
}

impl Said {
    /// Whether somebody may have to look for the child.
    pub const fn is_away(self) -> bool {
        matches!(self, Self::Away | Self::Lessons)
    }

    /// What the facts of one day make; facts of other kinds say nothing.
    pub fn of<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let seen: Vec<(Presence, bool)> = facts
            .into_iter()
            .filter_map(|fact| match fact {
                Fact::Attendance { presence, lesson } => Some((*presence, lesson.is_none())),
                _ => None,
            })
            .collect();
        let any = |presence| seen.iter().any(|(seen, _)| *seen == presence);
        let whole = |presence| seen.contains(&(presence, true));
        let lesson = |presence| seen.contains(&(presence, false));
        // A list can bring both on one day; somebody who came late is not to be looked for.
        let came = [Presence::Present, Presence::Late, Presence::Partly];
        let came = came.into_iter().any(whole);
        if whole(Presence::Unexplained) && !came {
            Self::Away
        } else if lesson(Presence::Unexplained) {
            Self::Lessons
        } else if any(Presence::Late) {
            Self::Late
        } else if any(Presence::Partly) {
            Self::Partly
        } else if any(Presence::Excused) {
            Self::Excused
        } else {
            Self::Mistake
        }
    }
}

/// What a reader is told next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    pub said: Said,
    /// They were told something else before.
    pub corrects: bool,
}

/// What follows for a reader who was last `told` something, when the day's entries say `now`. `None`:
/// nothing.
pub fn next(told: Option<Said>, now: Said, is_today: bool) -> Option<Next> {
    let corrects = told.is_some();
    let said = now;
    match told {
        // Older days are told with the week.
        None if !now.is_away() || !is_today => None,
        Some(told) if told == now => None,
        // One lesson after the other is one absence.
        Some(Said::Lessons) if now == Said::Away => None,
        _ => Some(Next { said, corrects }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(facts: &[(Presence, Option<u8>)]) -> Said {
        let facts: Vec<Fact> = facts
            .iter()
            .map(|(presence, lesson)| Fact::Attendance {
                presence: *presence,
                lesson: *lesson,
            })
            .collect();
        Said::of(&facts)
    }

    #[test]
    fn what_a_day_makes() {
        use Presence::{Excused, Late, Partly, Present, Unexplained};
        assert_eq!(of(&[]), Said::Mistake);
        assert_eq!(of(&[(Present, None)]), Said::Mistake);
        assert_eq!(of(&[(Unexplained, None)]), Said::Away);
        assert_eq!(of(&[(Unexplained, None), (Late, None)]), Said::Late);
        assert_eq!(of(&[(Late, None), (Unexplained, Some(1))]), Said::Lessons);
        assert_eq!(of(&[(Excused, Some(1)), (Partly, None)]), Said::Partly);
        assert_eq!(of(&[(Excused, None)]), Said::Excused);
        assert_eq!(Said::of([&Fact::ByPhone]), Said::Mistake);
    }

    #[test]
    fn nothing_is_said_twice_and_nobody_is_corrected_who_was_not_told() {
        for now in Said::ALL {
            assert_eq!(next(Some(*now), *now, true), None);
            let first = next(None, *now, true);
            assert_eq!(first.is_some(), now.is_away());
            assert!(first.is_none_or(|next| !next.corrects));
            assert_eq!(next(None, *now, false), None);
            for told in Said::ALL.iter().filter(|told| *told != now) {
                let lessons_more = (*told, *now) == (Said::Lessons, Said::Away);
                let said = next(Some(*told), *now, false);
                assert_eq!(said.is_none(), lessons_more);
                assert!(said.is_none_or(|next| next.corrects && next.said == *now));
            }
        }
    }
}
