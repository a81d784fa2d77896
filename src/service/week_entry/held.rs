//! What is typed into the week reaches families with the weekly update: a listed word in it stops the line
//! before anybody has it, as it stops a note; released, it is entered as it was typed.

use super::typed::{SENTENCE_MAX, WORDS_MAX, day_of};
use super::{Talk, act, class_desk, coming, seat};
use crate::base::{ChildId, Env, Html, UnitId, Words, utf16_len};
use crate::dialogue::concern::{Held, Way};
use crate::dialogue::note::Piece;
use crate::dialogue::week_entry::{Mark, Typing, mark};
use crate::model::entry::{Fact, Life};
use crate::model::message::Content;
use crate::model::week::SchoolWeek;
use crate::model::week_entry as rules;
use crate::service::Served;
use crate::service::concern::{self, Stop};
use crate::store::Tx;

/// Whether a listed word is in what somebody wrote into the week of this class.
pub async fn is_listed(talk: &mut Talk<'_>, unit: UnitId, text: &str) -> Served<bool> {
    Ok(concern::listed(talk.tx, unit, &[piece(text)])
        .await?
        .is_some())
}

fn piece(text: &str) -> Piece {
    Piece {
        content: said(text),
        message: 0,
        album: None,
    }
}

fn said(text: &str) -> Content {
    Content::Text {
        html: Html::escape(text),
    }
}

/// Whether a listed word stopped the line. `unit` is the class; the line may be about one child.
pub async fn stopped(
    talk: &mut Talk<'_>,
    line: &Typing,
    (child, unit): (Option<ChildId>, UnitId),
    text: &str,
) -> Served<bool> {
    let Some(kind) = concern::listed(talk.tx, unit, &[piece(text)]).await? else {
        return Ok(false);
    };
    let way = Way::Entry { line: line.clone() };
    let stop = Stop {
        kind,
        child,
        unit,
        way,
        contents: vec![said(text)],
        readers: Vec::new(),
        album: None,
    };
    concern::hold(talk, stop).await?;
    Ok(true)
}

/// Enters what was held, by the writer's right of now. False: it cannot be entered any more.
pub async fn resume(
    tx: &mut Tx,
    env: &Env,
    held: &Held,
    line: &Typing,
    contents: &[Content],
) -> Served<bool> {
    let ([Content::Text { html }], Some(mut talk)) =
        (contents, concern::writer(tx, env, held).await?)
    else {
        return Ok(false);
    };
    let talk = &mut talk;
    let text = html.plain();
    match line {
        Typing::Coming { class, day } => {
            let Some(desk) = class_desk(talk, *class, None).await? else {
                return Ok(false);
            };
            let Some((day, words)) = day_of(*day, &text, desk.calendar.today) else {
                return Ok(false);
            };
            if utf16_len(words.expose()) > WORDS_MAX {
                return Ok(false);
            }
            let entered = coming::enter(talk, &desk, day, &words).await?;
            Ok(entered.is_some())
        }
        Typing::Sentence { child, week }
        | Typing::Mark { child, week }
        | Typing::Activity { child, week } => of_child(talk, line, (*child, *week), &text).await,
    }
}

async fn of_child(
    talk: &mut Talk<'_>,
    line: &Typing,
    (child, week): (ChildId, SchoolWeek),
    text: &str,
) -> Served<bool> {
    let Some(seat) = seat(talk, child, week).await? else {
        return Ok(false);
    };
    let most = match line {
        Typing::Sentence { .. } => SENTENCE_MAX,
        _ => WORDS_MAX,
    };
    let words = Words::new(text);
    let fact = match line {
        Typing::Mark { .. } => match mark(text, &seat.settings.subjects) {
            Ok(Mark {
                subject,
                title,
                value,
            }) => Fact::Mark {
                subject,
                title,
                value,
            },
            Err(_) => return Ok(false),
        },
        _ if utf16_len(text) > most => return Ok(false),
        Typing::Activity { .. } => Fact::Life {
            life: Life::Activity,
            words,
        },
        _ => Fact::Sentence { words },
    };
    if !super::pupil::may_change(&seat, &fact) {
        return Ok(false);
    }
    let (kind, day) = (fact.kind(), seat.calendar.entry_day(week));
    let change = rules::set(&act::lines(talk, &seat).await?, day, fact);
    act::write(talk, child, &change).await?;
    act::note(talk, Some(child), None, kind).await?;
    Ok(true)
}
