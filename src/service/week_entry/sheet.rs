//! The week of a class as a spreadsheet: handed out with what stands already, and taken back. What came back is
//! only proposed: every wrong cell is named, the rest waits for one yes.

mod back;
mod own;
mod rows;
mod take;
mod words;

use super::{Desk, act, button, children, class_desk, seat};
use crate::base::{Html, UnitId};
use crate::dialogue::State;
use crate::dialogue::week_entry::Tap;
use crate::model::audit::Why;
use crate::model::event::Did;
use crate::model::file::Data;
use crate::model::message::{Kind, MediaKind, Parcel};
use crate::model::rights::Action;
use crate::model::unit::UnitKind;
use crate::model::week::SchoolWeek;
use crate::model::week_sheet::Column;
use crate::service::{Served, Talk};
use crate::sheet::{Filled, Form, FormColumn, FormMark, FormRow, NoForm};
use crate::store::{self, audit, entries, week_sheets};
use crate::text::dates;
use crate::{label, say};

pub use back::{came, lost};
pub use take::{refuse, take};

/// The key of the row that speaks of the whole class.
const CLASS: &str = "class";
/// Files of one person that may wait to be read.
const MOST_WAITING: i64 = 3;
/// Bytes of a file that are fetched at all; a sheet of sixty pupils has some thirty thousand.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Bytes it may become when it is unpacked.
const MOST_UNPACKED: u64 = 24 * 1024 * 1024;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The file, with everybody the speaker may open the week of.
pub async fn hand_out(talk: &mut Talk<'_>, unit: UnitId, week: SchoolWeek) -> Served<bool> {
    let Some(desk) = class_desk(talk, unit, Some(week)).await? else {
        return Ok(false);
    };
    let locale = talk.locale();
    let Some(adult) = talk.adult() else {
        return Ok(false);
    };
    let Some(form) = form(talk, &desk, week, adult.0).await? else {
        // Nobody in it: whoever has opened too many records has just been told so.
        return Ok(true);
    };
    let Some(data) = form.xlsx().and_then(Data::new) else {
        return Ok(false);
    };
    let caption = say!(
        locale,
        "entry-sheet-caption",
        class = &desk.unit.name,
        week = dates::week(locale, week)
    );
    let parcel = Parcel::file(format!("{}.xlsx", week.monday()), XLSX, data, caption);
    talk.put(Kind::Reply, parcel, None).await?;
    let act = audit::Act {
        by: talk.adult(),
        action: "week_as_sheet",
        unit: Some(unit),
        why: Some(Why::Post),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    Ok(true)
}

/// The whole class first, then a row for each pupil. `None`: there is nobody.
async fn form(
    talk: &mut Talk<'_>,
    desk: &Desk,
    week: SchoolWeek,
    whose: i64,
) -> Served<Option<Form>> {
    let locale = talk.locale();
    let days = desk.calendar.school_days(week);
    let columns = Column::all(&days);
    let mut rows = Vec::new();
    let mut subjects = Vec::new();
    for pupil in children(talk, &desk.unit).await? {
        let Some(seat) = seat(talk, pupil.id, week).await?.filter(|seat| seat.whole) else {
            continue;
        };
        let lines = act::lines(talk, &seat).await?;
        let cell = |column: &Column| words::cell(locale, *column, &lines);
        rows.push(FormRow {
            key: seat.child.id.0.to_string(),
            name: seat.child.name.expose().to_owned(),
            cells: columns.iter().map(cell).collect(),
        });
        subjects = seat.settings.subjects;
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let (from, to) = (week.monday(), week.sunday());
    let taken = entries::rolls(talk.tx, &[desk.unit.id], from, to).await?;
    let roll = |column: &Column| match column {
        Column::Day(day) if taken.iter().any(|(_, taken)| taken == day) => words::YES.to_owned(),
        _ => String::new(),
    };
    rows.insert(
        0,
        FormRow {
            key: CLASS.into(),
            name: label!(locale, "entry-sheet-class"),
            cells: columns.iter().map(roll).collect(),
        },
    );
    let column = |column: &Column| FormColumn {
        code: column.code(),
        label: words::heading(locale, *column),
        choices: words::choices(locale, *column, &subjects),
        width: words::width(*column),
    };
    Ok(Some(Form {
        mark: FormMark {
            about: desk.unit.id.0,
            week: week.monday(),
            whose,
            locale: locale.as_str().to_owned(),
        },
        title: label!(
            locale,
            "entry-paper-title",
            class = &desk.unit.name,
            week = dates::week(locale, week)
        ),
        hint: say!(locale, "entry-sheet-hint").plain(),
        who: label!(locale, "entry-paper-pupil"),
        columns: columns.iter().map(column).collect(),
        rows,
        lead: 1,
        made: desk.calendar.today,
    }))
}

/// What becomes of a document that may be a sheet of the week.
pub enum Came {
    /// It was sent as nothing else: this tap reads it, and whatever it is, it will be said.
    Alone(Tap),
    /// It was sent while a note was being written, or as an answer: it is looked into first.
    WithNote,
}

/// A document came in the chat of somebody who enters weeks. `None`: it is nothing for this feature.
pub async fn sent(talk: &mut Talk<'_>, state: &State, did: &Did) -> Served<Option<Came>> {
    let Did::Sends {
        media: MediaKind::Document,
        file,
        ..
    } = did
    else {
        return Ok(None);
    };
    let Some(adult) = talk.adult() else {
        return Ok(None);
    };
    let now = talk.env.now();
    let mut enters = false;
    for post in store::posts::of_adult(talk.tx, adult, now).await? {
        let unit = store::units::get(talk.tx, post.unit).await?;
        let homes = unit.is_none_or(|unit| unit.kind == UnitKind::Home);
        enters |= !homes && talk.may_at(Action::EnterWeek, post.unit).await?;
    }
    if !enters {
        return Ok(None);
    }
    let meant = own::meant(talk, state, did).await?;
    let with_note = meant.is_some();
    let file = file.clone();
    let came = week_sheets::Came { file, meant };
    let id: i64 = talk.env.id();
    // One that waits behind digits nobody gave makes room for the newest; one that is being read does not.
    let room = week_sheets::count(talk.tx, adult).await? < MOST_WAITING
        || week_sheets::forget_oldest(talk.tx, adult, now).await?;
    if room {
        let from = (talk.account.id, adult);
        week_sheets::put(talk.tx, id, from, &came, now).await?;
    }
    if !with_note {
        return Ok(Some(Came::Alone(Tap::SheetRead(id))));
    }
    let key = match room {
        true => "entry-sheet-looking",
        false => "entry-sheet-again",
    };
    let locale = talk.locale();
    talk.say(say!(locale, key), Vec::new()).await?;
    Ok(Some(Came::WithNote))
}

/// The file is read from now on. One that was read before, or that nobody has, is asked for again.
pub async fn begin(talk: &mut Talk<'_>, id: i64) -> Served<bool> {
    let (locale, now) = (talk.locale(), talk.env.now());
    let Some(adult) = talk.adult() else {
        return Ok(false);
    };
    let key = match week_sheets::wake(talk.tx, id, adult, now).await? {
        true => "entry-sheet-reading",
        false => "entry-sheet-again",
    };
    talk.leave_tapped();
    talk.say(say!(locale, key), Vec::new()).await?;
    Ok(true)
}

/// Reads the bytes of a file. Pure: what is unpacked is measured first.
pub fn read(bytes: &[u8]) -> Result<Filled, NoForm> {
    if bytes.len() > MOST_BYTES {
        return Err(NoForm::TooBig);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        match crate::archive::unpacks_within(bytes, MOST_UNPACKED) {
            Some(true) => {}
            Some(false) => return Err(NoForm::TooBig),
            None => return Err(NoForm::Broken),
        }
    }
    match crate::sheet::filled(bytes, words::is_heading) {
        Err(NoForm::Own) if !is_whole(bytes) => Err(NoForm::Broken),
        read => read,
    }
}

/// Whether a workbook that was unpacked to its end has every part that it lists: what is not known to be whole is not
/// known to be somebody's own.
fn is_whole(bytes: &[u8]) -> bool {
    use crate::sheet::{LISTS_PARTS, has_its_parts};
    let found = crate::archive::listed(bytes, LISTS_PARTS, MOST_UNPACKED);
    found.is_some_and(|(names, listed)| has_its_parts(&listed, &names))
}

/// Several sentences, one below the other.
fn below(html: &mut Html, more: &Html) {
    html.join("\n", more);
}
