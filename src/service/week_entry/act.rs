//! Writing: a change of one child's week, its way back, and the trace of both.

use super::{Seat, class_desk, rest, seat};
use crate::base::{ChildId, UnitId};
use crate::dialogue::week_entry::Undo;
use crate::model::audit::Why;
use crate::model::entry::Fact;
use crate::model::week::SchoolWeek;
use crate::model::week_entry::{Change, Line};
use crate::service::same_day::{self, Heard};
use crate::service::{Served, Talk};
use crate::store::{self, audit};

/// The order lines are read in: that of the weekly update.
const ORDER: [&str; 9] = [
    "attendance",
    "study",
    "mark",
    "conduct",
    "mood",
    "life",
    "health",
    "sentence",
    "by_phone",
];

/// The child's week as it stands.
pub async fn lines(talk: &mut Talk<'_>, seat: &Seat) -> Served<Vec<Line>> {
    let week = (seat.week.monday(), seat.week.sunday());
    let entries = store::entries::of_children(talk.tx, &[seat.child.id], week.0, week.1).await?;
    let mut lines: Vec<Line> = entries.into_iter().map(Line::from).collect();
    lines.sort_by_key(|line| ORDER.iter().position(|kind| *kind == line.fact.kind()));
    Ok(lines)
}

/// Carries out a change and remembers the way back.
pub async fn change(
    talk: &mut Talk<'_>,
    seat: &Seat,
    change: Change,
    detail: &'static str,
) -> Served<Heard> {
    if change.is_empty() {
        return Ok(Heard::Nobody);
    }
    let heard = write(talk, seat.child.id, &change).await?;
    note(talk, Some(seat.child.id), None, detail).await?;
    let undo = Undo::Week {
        child: seat.child.id,
        change: change.reversed(),
    };
    rest(talk, Some(undo)).await?;
    Ok(heard)
}

/// Writes a change. What families hear of at once goes out, or is taken back, with it.
pub async fn write(talk: &mut Talk<'_>, child: ChildId, change: &Change) -> Served<Heard> {
    for line in &change.drop {
        store::entries::drop_one(talk.tx, child, line.day, &line.fact).await?;
    }
    let by = talk.adult();
    for line in &change.put {
        let (day, fact, source) = (line.day, &line.fact, line.source);
        store::entries::put(talk.tx, talk.env, child, day, fact, source, by).await?;
    }
    let lines = change.drop.iter().chain(&change.put);
    let days: Vec<_> = lines
        .filter(|line| matches!(line.fact, Fact::Attendance { .. }))
        .map(|line| (child, line.day))
        .collect();
    same_day::settle(talk.tx, talk.env, &days, by).await
}

/// Who entered something about whom; never what was written.
pub async fn note(
    talk: &mut Talk<'_>,
    child: Option<ChildId>,
    unit: Option<UnitId>,
    detail: &'static str,
) -> Served<()> {
    let act = audit::Act {
        by: talk.adult(),
        action: "enter_week",
        child,
        unit,
        detail: Some(detail),
        why: Some(Why::Post),
    };
    audit::note(talk.tx, talk.env, act).await
}

/// Takes back the last thing done. False when the right has ended meanwhile: then nothing changes.
pub async fn undo(talk: &mut Talk<'_>, undo: Undo) -> Served<bool> {
    let (child, unit) = match undo {
        Undo::Rolls { class, days } => {
            if class_desk(talk, class, None).await?.is_none() {
                return Ok(false);
            }
            for day in days {
                store::entries::drop_roll(talk.tx, class, day).await?;
            }
            (None, Some(class))
        }
        Undo::Week { child, change } => {
            let lines = change.drop.first().or(change.put.first());
            let Some(week) = lines.map(|line| SchoolWeek::of(line.day)) else {
                return Ok(false);
            };
            if seat(talk, child, week).await?.is_none() {
                return Ok(false);
            }
            write(talk, child, &change).await?;
            (Some(child), None)
        }
        Undo::Came { class, id } => {
            if class_desk(talk, class, None).await?.is_none() {
                return Ok(false);
            }
            store::entries::drop_coming(talk.tx, id, class).await?;
            (None, Some(class))
        }
        Undo::Went { class, day, words } => {
            if class_desk(talk, class, None).await?.is_none() {
                return Ok(false);
            }
            let by = talk.adult();
            store::entries::put_coming(talk.tx, talk.env, class, None, day, &words, by).await?;
            (None, Some(class))
        }
    };
    note(talk, child, unit, "undo").await?;
    rest(talk, None).await?;
    Ok(true)
}
