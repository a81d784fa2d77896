//! One pupil's week: the card, and what a tap on it changes.

use chrono::NaiveDate;

use super::class::PAGE;
use super::{Seat, act, button, children, last, page, seat, wording};
use crate::base::{ChildId, Html, UnitId, Words, utf16_len};
use crate::dialogue::week_entry::{Page, Pick, Tap, Undo};
use crate::model::entry::{Fact, Life, Presence};
use crate::model::message::Button;
use crate::model::same_day::REST;
use crate::model::week::SchoolWeek;
use crate::model::week_entry as rules;
use crate::model::week_entry::Change;
use crate::service::same_day::Heard;
use crate::service::{Served, Talk};
use crate::text::dates;
use crate::{label, say, store};

/// UTF-16 units of the card: an import can bring more lines than one message holds.
const CARD_MAX: usize = 4_000;

/// Shows a pupil's week.
pub async fn card(talk: &mut Talk<'_>, child: ChildId, week: SchoolWeek) -> Served<bool> {
    let Some(seat) = seat(talk, child, week).await? else {
        return Ok(false);
    };
    show(talk, &seat).await?;
    Ok(true)
}

/// Everything noted, in words, and everything that can be noted.
pub async fn show(talk: &mut Talk<'_>, seat: &Seat) -> Served<()> {
    let locale = talk.locale();
    let (child, week) = (seat.child.id, seat.week);
    let lines = act::lines(talk, seat).await?;
    let mut html = say!(
        locale,
        "entry-card",
        child = &seat.child.name,
        class = &seat.class.name,
        week = dates::week(locale, week)
    );
    let mut between = "\n\n";
    let mut units = utf16_len(&html.plain());
    for line in &lines {
        let line = wording::line(locale, line);
        units += utf16_len(&line.plain()) + between.len();
        if units > CARD_MAX {
            html.join(between, &Html::escape("…"));
            break;
        }
        html.join(between, &line);
        between = "\n";
    }
    if lines.is_empty() {
        html.join(between, &say!(locale, "entry-card-empty"));
    }
    let ask = |key: &str, page: Page| button(label!(locale, key), Tap::Page(child, week, page));
    let mut rows = Vec::new();
    if seat.whole {
        let by_phone = lines.iter().any(|line| line.fact == Fact::ByPhone);
        let phone = marked(label!(locale, "entry-by-phone"), by_phone);
        let phone = button(phone, Tap::Pick(child, week, Pick::ByPhone));
        rows.push(vec![
            ask("entry-attendance", Page::Attendance),
            ask("entry-study", Page::Study),
        ]);
        let mut row = vec![ask("entry-mark", Page::Mark)];
        row.extend(seat.optional.then(|| ask("entry-mood", Page::Mood)));
        rows.push(row);
        rows.push(vec![
            ask("entry-conduct", Page::Conduct),
            ask("entry-life", Page::Life),
        ]);
        rows.push(vec![ask("entry-sentence", Page::Sentence), phone]);
    } else {
        rows.push(vec![ask("entry-life", Page::Life)]);
    }
    let mut back = Vec::new();
    if matches!(last(talk), Some(Undo::Week { child: of, .. }) if of == child) {
        let tap = Tap::UndoCard(child, week);
        back.push(button(label!(locale, "entry-undo"), tap));
    }
    if lines.iter().any(|line| may_change(seat, &line.fact)) {
        back.push(ask("entry-remove", Page::Remove));
    }
    rows.push(back);
    rows.push(neighbours(talk, seat).await?);
    rows.retain(|row| !row.is_empty());
    talk.show(html, rows).await
}

/// Back to the page of the list this pupil is on, and on to the next pupil.
async fn neighbours(talk: &mut Talk<'_>, seat: &Seat) -> Served<Vec<Button>> {
    let locale = talk.locale();
    let list: UnitId = match seat.child.home {
        Some(home) if !seat.whole => home,
        _ => seat.class.id,
    };
    let Some(list) = store::units::get(talk.tx, list).await? else {
        return Ok(Vec::new());
    };
    let pupils = children(talk, &list).await?;
    let at = pupils.iter().position(|pupil| pupil.id == seat.child.id);
    let from = i64::try_from(at.unwrap_or_default() / PAGE * PAGE).unwrap_or_default();
    let tap = Tap::Pupils(list.id, seat.week, from);
    let mut row = vec![button(label!(locale, "entry-to-pupils"), tap)];
    if let Some(next) = at.and_then(|at| pupils.get(at + 1)) {
        let tap = Tap::Card(next.id, seat.week);
        row.push(button(label!(locale, "entry-next"), tap));
    }
    Ok(row)
}

/// A label with the sign that it is set.
pub fn marked(label: String, set: bool) -> String {
    if set { format!("✓ {label}") } else { label }
}

/// A care home enters life; the rest is the school's.
pub fn may_change(seat: &Seat, fact: &Fact) -> bool {
    seat.whole || matches!(fact, Fact::Life { .. })
}

/// Absent, late, there again.
pub async fn attend(
    talk: &mut Talk<'_>,
    child: ChildId,
    day: NaiveDate,
    lesson: i64,
    presence: Presence,
) -> Served<bool> {
    let Some(seat) = page::attendance_seat(talk, child, day, lesson).await? else {
        return Ok(false);
    };
    let lines = act::lines(talk, &seat).await?;
    let lesson = u8::try_from(lesson).ok().filter(|lesson| *lesson > 0);
    let change = match presence {
        Presence::Present => {
            let class = [seat.class.id];
            let rolls = store::entries::rolls(talk.tx, &class, day, day).await?;
            rules::present(&lines, day, lesson, !rolls.is_empty())
        }
        _ => rules::toggle(&lines, day, Fact::Attendance { presence, lesson }),
    };
    done(talk, &seat, change, "attendance").await?;
    // One lesson seldom comes alone; a whole day is all there is to say.
    match lesson {
        Some(lesson) => page::show_attendance(talk, &seat, day, lesson).await?,
        None => show(talk, &seat).await?,
    }
    Ok(true)
}

/// One tap, one fact; a second tap takes it away.
pub async fn pick(
    talk: &mut Talk<'_>,
    child: ChildId,
    week: SchoolWeek,
    pick: Pick,
) -> Served<bool> {
    let Some(seat) = seat(talk, child, week).await? else {
        return Ok(false);
    };
    let fact = match pick {
        Pick::Study(study, index) => {
            let Some(subject) = page::subject(&seat, index) else {
                return Ok(false);
            };
            let subject = Words::new(subject);
            Fact::Study { study, subject }
        }
        Pick::Mood(mood) => Fact::Mood { mood },
        Pick::Conduct(conduct) => Fact::Conduct { conduct },
        // An activity has a name, and names are typed.
        Pick::Life(Life::Activity) => return Ok(false),
        Pick::Life(life) => {
            let words = Words::default();
            Fact::Life { life, words }
        }
        Pick::ByPhone => Fact::ByPhone,
    };
    if !may_change(&seat, &fact) || fact.is_optional() && !seat.optional {
        return Ok(false);
    }
    let (kind, day) = (fact.kind(), seat.calendar.entry_day(week));
    let change = rules::toggle(&act::lines(talk, &seat).await?, day, fact);
    done(talk, &seat, change, kind).await?;
    show(talk, &seat).await?;
    Ok(true)
}

/// Removes one line.
pub async fn remove(
    talk: &mut Talk<'_>,
    child: ChildId,
    week: SchoolWeek,
    mark: i64,
) -> Served<bool> {
    let Some(seat) = seat(talk, child, week).await? else {
        return Ok(false);
    };
    let mut drop = act::lines(talk, &seat).await?;
    drop.retain(|line| line.mark() == mark && may_change(&seat, &line.fact));
    let put = Vec::new();
    done(talk, &seat, Change { drop, put }, "remove").await?;
    show(talk, &seat).await?;
    Ok(true)
}

/// Takes back the last thing done about this child.
pub async fn undo(talk: &mut Talk<'_>, child: ChildId, week: SchoolWeek) -> Served<bool> {
    let Some(seat) = seat(talk, child, week).await? else {
        return Ok(false);
    };
    let about = |undo: &Undo| matches!(undo, Undo::Week { child: of, .. } if *of == child);
    let Some(undo) = last(talk).filter(about) else {
        return Ok(false);
    };
    if !act::undo(talk, undo).await? {
        return Ok(false);
    }
    let words = label!(talk.locale(), "entry-undone");
    talk.toast(words).await?;
    show(talk, &seat).await?;
    Ok(true)
}

async fn done(
    talk: &mut Talk<'_>,
    seat: &Seat,
    change: Change,
    detail: &'static str,
) -> Served<()> {
    let locale = talk.locale();
    let minutes = REST.num_minutes();
    match act::change(talk, seat, change, detail).await? {
        Heard::Nobody => talk.toast(label!(locale, "entry-noted")).await,
        Heard::Corrected => talk.toast(label!(locale, "same-day-will-correct")).await,
        Heard::Ring => talk.toast(label!(locale, "same-day-please-ring")).await,
        Heard::Soon => {
            talk.toast(label!(locale, "same-day-will-tell", minutes = minutes))
                .await
        }
    }
}
