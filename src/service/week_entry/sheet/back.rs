//! A sheet came back: whose it is, what it proposes, and one question about it.

use std::collections::HashSet;

use super::rows::{Found, Reading, list};
use super::{CLASS, act, button, children, class_desk, own, seat};
use crate::base::{ChildId, Env, Html, UnitId};
use crate::dialogue::week_entry::Tap;
use crate::dialogue::{self, State};
use crate::model::Locale;
use crate::model::message::Button;
use crate::model::week::SchoolWeek;
use crate::model::week_sheet::{Column, Proposal, Pupil};
use crate::service::week_entry::Desk;
use crate::service::{Served, Talk, home, second_factor};
use crate::sheet::{Filled, FilledRow, NoForm};
use crate::store::week_sheets::Sent;
use crate::store::{self, Tx, entries, week_sheets};
use crate::text::dates;
use crate::{label, say};

/// Lines about wrong cells in one message.
const MOST_LINES: usize = 12;

/// What a file is answered with: words, and buttons below them.
type Answer = (Html, Vec<Vec<Button>>);

/// The file was fetched and read, or is nothing that can be read: its sender hears what it proposes and what is
/// wrong with it. Nothing of their week is changed by it.
pub async fn came(tx: &mut Tx, env: &Env, sent: &Sent, read: Result<Filled, NoForm>) -> Served<()> {
    let Some(mut talk) = sender(tx, env, sent).await? else {
        return week_sheets::done(tx, sent).await.map(drop);
    };
    let talk = &mut talk;
    let own = read == Err(NoForm::Own);
    let doubtful = sent.meant.is_some() && read.is_err() && !own;
    let answer = match read {
        Ok(_) if waits_for_proof(talk, sent).await? => return Ok(()),
        Ok(filled) => filled_in(talk, sent, &filled).await?,
        // First it is ours alone: whoever took it over after us would send it a second time.
        Err(_) if own && !week_sheets::done(talk.tx, sent).await? => return Ok(()),
        Err(_) if own && own::goes_on(talk, sent).await? => return Ok(()),
        Err(why) => Err(nothing(why)),
    };
    let (mut html, rows) = match answer {
        Ok(answer) => answer,
        Err(key) => (say!(talk.locale(), key), home::open_menu(talk.locale())),
    };
    if doubtful {
        html.join("\n\n", &say!(talk.locale(), "entry-sheet-kept"));
    }
    // After a proposal was put there it is no file to fetch any more, and this changes nothing.
    week_sheets::done(talk.tx, sent).await?;
    talk.say(html, rows).await
}

/// What was sent with a note is a sheet of the week: from here on it is nothing else, and nothing that is typed next
/// belongs to that note. True: whoever leads proves first who they are, as before any list.
async fn waits_for_proof(talk: &mut Talk<'_>, sent: &Sent) -> Served<bool> {
    if sent.meant.is_none() {
        return Ok(false);
    }
    let state = State::decode(talk.account.dialogue.as_deref());
    if matches!(state, Some(State::Note(_) | State::Letter(_))) {
        talk.goto(&State::Idle).await?;
    }
    let read = dialogue::Tap::WeekEntry(Tap::SheetRead(sent.id));
    if !second_factor::stands_before(talk, &read).await? {
        return Ok(false);
    }
    week_sheets::rests(talk.tx, sent, talk.env.now()).await?;
    Ok(true)
}

/// The file could not be fetched, however often it was tried.
pub async fn lost(tx: &mut Tx, env: &Env, sent: &Sent) -> Served<()> {
    let talk = sender(tx, env, sent).await?;
    if let Some(mut talk) = talk {
        let html = say!(talk.locale(), "entry-sheet-lost");
        talk.say(html, Vec::new()).await?;
    }
    week_sheets::done(tx, sent).await.map(drop)
}

/// Whoever sent it, in the chat they sent it in; `None`: that chat is somebody else's by now.
async fn sender<'a>(tx: &'a mut Tx, env: &'a Env, sent: &Sent) -> Served<Option<Talk<'a>>> {
    let account = store::accounts::get(tx, sent.account).await?;
    let account = account.filter(|account| account.adult == Some(sent.by));
    Ok(account.map(|account| Talk::new(tx, env, account, None, None).by_itself()))
}

const fn nothing(why: NoForm) -> &'static str {
    match why {
        NoForm::Locked => "entry-sheet-locked",
        NoForm::Old => "entry-sheet-old",
        NoForm::Other => "entry-sheet-other",
        NoForm::Broken => "entry-sheet-broken",
        NoForm::TooBig => "entry-sheet-big",
        NoForm::Strange => "entry-sheet-strange",
        NoForm::Own => "entry-sheet-own",
    }
}

/// The answer to a sheet of ours, or the key of why there is none.
async fn filled_in(
    talk: &mut Talk<'_>,
    sent: &Sent,
    filled: &Filled,
) -> Served<Result<Answer, &'static str>> {
    let mark = &filled.mark;
    if mark.whose != sent.by.0 {
        return Ok(Err("entry-sheet-others"));
    }
    let week = SchoolWeek::of(mark.week);
    let columns: Option<Vec<Column>> = filled.codes.iter().map(|c| Column::of(c)).collect();
    let of_week = |column: &Column| match column {
        Column::Day(day) => week.contains(*day),
        _ => true,
    };
    let Some(columns) = columns.filter(|all| all.iter().all(of_week)) else {
        return Ok(Err("entry-sheet-strange"));
    };
    let Some(desk) = class_desk(talk, UnitId(mark.about), None).await? else {
        talk.denied().await?;
        return Ok(Err("common-not-now"));
    };
    if week.monday() != mark.week || !desk.calendar.is_open(week) {
        return Ok(Err("entry-sheet-over-week"));
    }
    let reading = Reading {
        locale: talk.locale(),
        written: Locale::parse(&mark.locale).unwrap_or_else(|| talk.locale()),
        columns: &columns,
    };
    let mut found = Found::default();
    let proposal = proposed(talk, &desk, week, (filled, &reading), &mut found).await?;
    Ok(Ok(ask(talk, sent, &desk, &proposal, &found).await?))
}

/// Row by row.
async fn proposed(
    talk: &mut Talk<'_>,
    desk: &Desk,
    week: SchoolWeek,
    (filled, reading): (&Filled, &Reading<'_>),
    found: &mut Found,
) -> Served<Proposal> {
    let pupils = children(talk, &desk.unit).await?;
    found.all = pupils.len();
    let pupils: HashSet<ChildId> = pupils.iter().map(|pupil| pupil.id).collect();
    let mut proposal = Proposal {
        class: desk.unit.id,
        week,
        rolls: Vec::new(),
        pupils: Vec::new(),
    };
    let mut seen: HashSet<&str> = HashSet::new();
    for row in &filled.rows {
        if is_empty(row) {
            continue;
        }
        if row.key == CLASS && row.before.is_some() {
            if seen.insert(CLASS) {
                let (from, to) = (week.monday(), week.sunday());
                let taken = entries::rolls(talk.tx, &[desk.unit.id], from, to).await?;
                let taken: Vec<_> = taken.into_iter().map(|(_, day)| day).collect();
                proposal.rolls = reading.rolls(row, &desk.calendar, &taken, found);
            }
            continue;
        }
        // A row of their own, of somebody who left the class or is kept from the speaker: it is all the same.
        let child = row.key.parse().ok().map(ChildId);
        let child = child.filter(|child| row.before.is_some() && pupils.contains(child));
        let seat = match child {
            Some(child) => seat(talk, child, week).await?.filter(|seat| seat.whole),
            None => None,
        };
        let Some(seat) = seat else {
            found.wrong.push(reading.row(row, "entry-sheet-no-pupil"));
            continue;
        };
        if !seen.insert(&row.key) {
            found.wrong.push(reading.row(row, "entry-sheet-twice"));
            continue;
        }
        // Sorted without what belongs to it, a row would be another child's.
        let name = row.before.as_ref().map(|(name, _)| name.as_str());
        if name != Some(row.name.as_str()) {
            found.wrong.push(reading.row(row, "entry-sheet-name"));
            continue;
        }
        let lines = act::lines(talk, &seat).await?;
        let cells = reading.pupil(row, &seat, &lines, found);
        if !cells.is_empty() {
            let child = seat.child.id;
            proposal.pupils.push(Pupil { child, cells });
        }
    }
    Ok(proposal)
}

fn is_empty(row: &FilledRow) -> bool {
    let blank = |cell: &crate::sheet::FilledCell| cell.text.is_empty() && !cell.formula;
    row.key.is_empty() && row.name.is_empty() && row.cells.iter().flatten().all(blank)
}

async fn ask(
    talk: &mut Talk<'_>,
    sent: &Sent,
    desk: &Desk,
    proposal: &Proposal,
    found: &Found,
) -> Served<Answer> {
    let locale = talk.locale();
    let week = dates::week(locale, proposal.week);
    let changes = proposal.changes();
    let mut html = match changes {
        0 => say!(
            locale,
            "entry-sheet-nothing",
            class = &desk.unit.name,
            week = week
        ),
        _ => say!(
            locale,
            "entry-sheet-ask",
            class = &desk.unit.name,
            week = week,
            pupils = proposal.pupils.len(),
            all = found.all,
            rolls = proposal.rolls.len(),
            changes = changes
        ),
    };
    if found.meanwhile > 0 {
        let line = say!(locale, "entry-sheet-meanwhile", count = found.meanwhile);
        html.join("\n\n", &line);
    }
    if !found.wrong.is_empty() {
        html.join("\n\n", &list(locale, &found.wrong, MOST_LINES));
    }
    let tap = Tap::Week(desk.unit.id, proposal.week);
    let class = vec![button(label!(locale, "entry-to-class"), tap)];
    if changes == 0 {
        return Ok((html, vec![class]));
    }
    week_sheets::ask(talk.tx, sent, proposal).await?;
    html.join("\n\n", &say!(locale, "entry-sheet-sure"));
    let rows = vec![
        vec![button(
            label!(locale, "entry-sheet-take"),
            Tap::SheetTake(sent.id),
        )],
        vec![button(
            label!(locale, "entry-sheet-drop"),
            Tap::SheetDrop(sent.id),
        )],
    ];
    Ok((html, rows))
}
