//! The week of a class as a table: which columns there are, what stands in a cell, and what a sheet that came
//! back proposes. Pure: it knows no file and no words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::entry::{Fact, Life, Source, Study};
use super::week::SchoolWeek;
use super::week_entry::{Change, Line, set};
use crate::base::{ChildId, UnitId};

/// The pending proposal of one sheet holds for this long.
pub const HOLDS: chrono::TimeDelta = chrono::TimeDelta::days(1);

/// One column: what the week has to say of a pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Attendance on a school day.
    Day(NaiveDate),
    Study(Study),
    Marks,
    Mood,
    Conduct,
    Life(Life),
    Sentence,
    ByPhone,
}

impl Column {
    /// All columns of a week, in the order of a pupil's card.
    pub fn all(days: &[NaiveDate]) -> Vec<Self> {
        let days = days.iter().map(|day| Self::Day(*day));
        let mut all: Vec<Self> = days.collect();
        all.extend(Study::ALL.iter().map(|study| Self::Study(*study)));
        all.extend([Self::Marks, Self::Mood, Self::Conduct]);
        all.extend(Life::ALL.iter().map(|life| Self::Life(*life)));
        all.extend([Self::Sentence, Self::ByPhone]);
        all
    }

    /// The name it has in a file.
    pub fn code(self) -> String {
        match self {
            Self::Day(day) => format!("day.{day}"),
            Self::Study(study) => format!("study.{}", study.as_str()),
            Self::Marks => "marks".into(),
            Self::Mood => "mood".into(),
            Self::Conduct => "conduct".into(),
            Self::Life(life) => format!("life.{}", life.as_str()),
            Self::Sentence => "sentence".into(),
            Self::ByPhone => "by_phone".into(),
        }
    }

    /// The column of a name; `None` for any other text.
    pub fn of(code: &str) -> Option<Self> {
        let (kind, rest) = code.split_once('.').unwrap_or((code, ""));
        Some(match (kind, rest) {
            ("day", day) => Self::Day(day.parse().ok()?),
            ("study", word) => Self::Study(Study::parse(word)?),
            ("life", word) => Self::Life(Life::parse(word)?),
            ("marks", "") => Self::Marks,
            ("mood", "") => Self::Mood,
            ("conduct", "") => Self::Conduct,
            ("sentence", "") => Self::Sentence,
            ("by_phone", "") => Self::ByPhone,
            _ => return None,
        })
    }

    /// Whether a line stands in this column.
    pub fn holds(self, line: &Line) -> bool {
        match (&line.fact, self) {
            (Fact::Attendance { .. }, Self::Day(day)) => line.day == day,
            (Fact::Study { study, .. }, Self::Study(of)) => *study == of,
            (Fact::Life { life, .. }, Self::Life(of)) => *life == of,
            (Fact::Mark { .. }, Self::Marks)
            | (Fact::Mood { .. }, Self::Mood)
            | (Fact::Conduct { .. }, Self::Conduct)
            | (Fact::Sentence { .. } | Fact::Voice { .. }, Self::Sentence)
            | (Fact::ByPhone, Self::ByPhone) => true,
            _ => false,
        }
    }

    /// The lines of a week that stand in this column.
    pub fn lines(self, week: &[Line]) -> Vec<Line> {
        let here = week.iter().filter(|line| self.holds(line));
        here.cloned().collect()
    }
}

/// What one cell proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub column: Column,
    /// What stood in it when the sheet was read: if that is different later, nothing is written over it.
    pub from: Vec<Line>,
    pub drop: Vec<Line>,
    /// Facts by their days.
    pub put: Vec<(NaiveDate, Fact)>,
}

/// What one row proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pupil {
    pub child: ChildId,
    pub cells: Vec<Cell>,
}

/// What a sheet that came back proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub class: UnitId,
    pub week: SchoolWeek,
    /// Days whose roll is to be taken.
    pub rolls: Vec<NaiveDate>,
    pub pupils: Vec<Pupil>,
}

impl Proposal {
    /// How many cells change.
    pub fn changes(&self) -> usize {
        let cells = self.pupils.iter().map(|pupil| pupil.cells.len());
        cells.sum::<usize>() + self.rolls.len()
    }
}

/// Whether the same lines stand there, in whatever order.
pub fn same(one: &[Line], two: &[Line]) -> bool {
    one.len() == two.len() && one.iter().all(|line| two.contains(line))
}

/// What a cell changes in a week that stands as `have`.
pub fn change(have: &[Line], cell: &Cell) -> Change {
    let mut whole = Change {
        drop: cell.drop.clone(),
        put: Vec::new(),
    };
    let mut week: Vec<Line> = have.to_vec();
    week.retain(|line| !whole.drop.contains(line));
    for (day, fact) in &cell.put {
        let next = set(&week, *day, fact.clone());
        week.retain(|line| !next.drop.contains(line));
        for line in next.drop {
            // What this very cell has put is not on any table yet.
            match whole.put.iter().position(|put| *put == line) {
                Some(at) => drop(whole.put.remove(at)),
                None => whole.drop.push(line),
            }
        }
        week.extend(next.put.iter().cloned());
        whole.put.extend(next.put);
    }
    // The same fact by an import stays an import's.
    let again: Vec<Line> = whole.drop.clone();
    whole.put.retain(|put| {
        !again
            .iter()
            .any(|old| old.day == put.day && old.fact == put.fact && old.source == Source::Staff)
    });
    whole.drop.retain(|old| {
        !cell
            .put
            .iter()
            .any(|(day, fact)| old.source == Source::Staff && old.day == *day && old.fact == *fact)
    });
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Words;
    use crate::model::entry::{Mood, Presence};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn line(on: &str, fact: Fact) -> Line {
        Line {
            day: day(on),
            fact,
            source: Source::Staff,
        }
    }

    #[test]
    fn every_column_is_read_back_and_holds_its_own_lines_only() {
        let days = [day("2026-03-02"), day("2026-03-03")];
        let all = Column::all(&days);
        for column in &all {
            assert_eq!(Column::of(&column.code()), Some(*column));
        }
        for code in ["", "day", "day.2026", "marks.x", "life.fun", "roll"] {
            assert_eq!(Column::of(code), None);
        }
        let late = Fact::Attendance {
            presence: Presence::Late,
            lesson: Some(2),
        };
        let subject = Words::new("Maths");
        let study = Study::WentWell;
        let week = [
            line("2026-03-03", late),
            line("2026-03-02", Fact::Study { study, subject }),
            line("2026-03-02", Fact::ByPhone),
        ];
        for line in &week {
            let of = all.iter().filter(|column| column.holds(line));
            assert_eq!(of.count(), 1);
        }
    }

    #[test]
    fn a_cell_replaces_what_it_replaces_and_nothing_else() {
        let mood = |mood| Fact::Mood { mood };
        let have = [
            line("2026-03-02", mood(Mood::Quieter)),
            line("2026-03-02", Fact::ByPhone),
        ];
        let cell = |drop: &[Line], put: Vec<(NaiveDate, Fact)>| Cell {
            column: Column::Mood,
            from: Column::Mood.lines(&have),
            drop: drop.to_vec(),
            put,
        };
        let other = change(
            &have,
            &cell(&have[..1], vec![(day("2026-03-04"), mood(Mood::Steady))]),
        );
        assert_eq!(other.drop, have[..1]);
        assert_eq!(other.put, [line("2026-03-04", mood(Mood::Steady))]);
        let same_again = change(
            &have,
            &cell(&[], vec![(day("2026-03-02"), mood(Mood::Quieter))]),
        );
        assert!(same_again.is_empty());
        let gone = change(&have, &cell(&have[..1], Vec::new()));
        assert_eq!((gone.drop, gone.put), (have[..1].to_vec(), Vec::new()));
    }
}
