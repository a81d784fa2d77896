//! The one yes: what a sheet proposed is entered, by the speaker's right of now and only over what still stands as
//! it was read.

use super::{act, button, class_desk, seat};
use crate::base::Html;
use crate::dialogue::week_entry::{Tap, Typing};
use crate::model::entry::{Fact, Life};
use crate::model::same_day::REST;
use crate::model::week::SchoolWeek;
use crate::model::week_entry::Change;
use crate::model::week_sheet::{Cell, Column, HOLDS, Proposal, Pupil, change, same};
use crate::service::same_day::Heard;
use crate::service::week_entry::{Desk, Seat, held};
use crate::service::{Served, Talk};
use crate::store::{entries, week_sheets};
use crate::{label, say};

/// What became of a proposal.
struct Done {
    pupils: usize,
    changes: usize,
    /// Cells that were changed in the chat after the sheet was read.
    differ: usize,
    /// Cells the speaker may not change any more.
    shut: usize,
    heard: Heard,
    /// Typed lines with a listed word in them.
    stopped: Vec<(Seat, Typing, String)>,
}

/// Enters what waits. Tapped twice, it was entered once.
pub async fn take(talk: &mut Talk<'_>, id: i64) -> Served<bool> {
    let Some(proposal) = found(talk, id).await? else {
        return Ok(true);
    };
    let week = proposal.week;
    let Some(desk) = class_desk(talk, proposal.class, Some(week)).await? else {
        return Ok(false);
    };
    let mut done = Done {
        pupils: 0,
        changes: 0,
        differ: 0,
        shut: 0,
        heard: Heard::Nobody,
        stopped: Vec::new(),
    };
    rolls(talk, &desk, &proposal, &mut done).await?;
    for pupil in &proposal.pupils {
        enter(talk, week, pupil, &mut done).await?;
    }
    say_done(talk, &desk, week, &done).await?;
    // Each is answered by itself, and the turn is about a child's safety from there on.
    for (seat, typing, text) in &done.stopped {
        let about = (Some(seat.child.id), seat.class.id);
        talk.leave_tapped();
        held::stopped(talk, typing, about, text).await?;
    }
    Ok(true)
}

/// Enters nothing of it.
pub async fn refuse(talk: &mut Talk<'_>, id: i64) -> Served<bool> {
    let Some(proposal) = found(talk, id).await? else {
        return Ok(true);
    };
    let locale = talk.locale();
    let tap = Tap::Week(proposal.class, proposal.week);
    let rows = vec![vec![button(label!(locale, "entry-to-class"), tap)]];
    talk.show(say!(locale, "entry-sheet-dropped"), rows).await?;
    Ok(true)
}

/// Takes the proposal out, or says that there is none any more.
async fn found(talk: &mut Talk<'_>, id: i64) -> Served<Option<Proposal>> {
    let taken = match talk.adult() {
        Some(adult) => week_sheets::take(talk.tx, id, adult).await?,
        None => None,
    };
    let now = talk.env.now();
    let taken = taken.filter(|taken| now < taken.sent + HOLDS);
    let proposal = taken.and_then(|taken| taken.proposal);
    if proposal.is_none() {
        let html = say!(talk.locale(), "entry-sheet-again");
        talk.show(html, Vec::new()).await?;
    }
    Ok(proposal)
}

async fn rolls(
    talk: &mut Talk<'_>,
    desk: &Desk,
    proposal: &Proposal,
    done: &mut Done,
) -> Served<()> {
    let (class, by) = (desk.unit.id, talk.adult());
    let days = proposal.rolls.iter().copied();
    let days: Vec<_> = days.filter(|day| desk.calendar.has_begun(*day)).collect();
    for day in &days {
        entries::take_roll(talk.tx, talk.env, class, *day, by).await?;
    }
    if !days.is_empty() {
        act::note(talk, None, Some(class), "roll").await?;
    }
    done.changes += days.len();
    Ok(())
}

async fn enter(
    talk: &mut Talk<'_>,
    week: SchoolWeek,
    pupil: &Pupil,
    done: &mut Done,
) -> Served<()> {
    let seat = seat(talk, pupil.child, week).await?;
    let Some(seat) = seat.filter(|seat| seat.whole) else {
        done.shut += pupil.cells.len();
        return Ok(());
    };
    let have = act::lines(talk, &seat).await?;
    let mut whole = Change::default();
    let mut changes = 0;
    for cell in &pupil.cells {
        if !same(&cell.column.lines(&have), &cell.from) {
            done.differ += 1;
            continue;
        }
        if cell.column == Column::Mood && !seat.optional {
            done.shut += 1;
            continue;
        }
        let (cell, stopped) = unlisted(talk, &seat, cell).await?;
        let change = change(&have, &cell);
        // A stopped line is counted by whoever decides on it.
        changes += usize::from(!change.is_empty());
        whole.drop.extend(change.drop);
        whole.put.extend(change.put);
        for (typing, text) in stopped {
            let seat = Seat::clone(&seat);
            done.stopped.push((seat, typing, text));
        }
    }
    if whole.is_empty() {
        return Ok(());
    }
    done.heard = done
        .heard
        .max(act::write(talk, seat.child.id, &whole).await?);
    act::note(talk, Some(seat.child.id), None, "sheet").await?;
    done.changes += changes;
    done.pupils += 1;
    Ok(())
}

/// The cell without the lines a listed word is in, and those.
async fn unlisted(
    talk: &mut Talk<'_>,
    seat: &Seat,
    cell: &Cell,
) -> Served<(Cell, Vec<(Typing, String)>)> {
    let (child, week) = (seat.child.id, seat.week);
    let mut cell = cell.clone();
    let mut stopped = Vec::new();
    let mut put = Vec::new();
    for (day, fact) in std::mem::take(&mut cell.put) {
        let typed = match &fact {
            Fact::Sentence { words } => {
                let typing = Typing::Sentence { child, week };
                Some((typing, words.expose().to_owned()))
            }
            Fact::Life {
                life: Life::Activity,
                words,
            } => {
                let typing = Typing::Activity { child, week };
                Some((typing, words.expose().to_owned()))
            }
            Fact::Mark {
                subject,
                title,
                value,
            } => {
                let text = format!("{} {} {value}", subject.expose(), title.expose());
                Some((Typing::Mark { child, week }, text))
            }
            _ => None,
        };
        match typed {
            Some((typing, text)) if held::is_listed(talk, seat.class.id, &text).await? => {
                stopped.push((typing, text));
            }
            _ => put.push((day, fact)),
        }
    }
    if !stopped.is_empty() {
        // What it would have replaced stays until somebody has looked.
        cell.drop.clear();
    }
    cell.put = put;
    Ok((cell, stopped))
}

async fn say_done(talk: &mut Talk<'_>, desk: &Desk, week: SchoolWeek, done: &Done) -> Served<()> {
    let locale = talk.locale();
    let mut html = say!(
        locale,
        "entry-sheet-done",
        changes = done.changes,
        pupils = done.pupils
    );
    let mut more = |line: Html| html.join("\n", &line);
    if done.differ > 0 {
        more(say!(locale, "entry-sheet-meanwhile", count = done.differ));
    }
    if done.shut > 0 {
        more(say!(locale, "entry-sheet-shut", count = done.shut));
    }
    match done.heard {
        Heard::Nobody => {}
        Heard::Corrected => more(say!(locale, "same-day-will-correct")),
        Heard::Ring => more(say!(locale, "same-day-please-ring")),
        Heard::Soon => more(say!(
            locale,
            "same-day-will-tell",
            minutes = REST.num_minutes()
        )),
    }
    let tap = Tap::Week(desk.unit.id, week);
    let rows = vec![vec![button(label!(locale, "entry-to-class"), tap)]];
    talk.show(html, rows).await
}
