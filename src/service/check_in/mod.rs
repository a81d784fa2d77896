//! Check-ins: asked at the school's times, answered by one tap, climbed by silence.
//!
//! Every step has an owner and ends by a person's act; nobody is skipped, nobody but the guardian is
//! asked twice, never the whole list at once. A parent far away, who could do nothing but fear, hears
//! of silence nothing, and of a problem only together with what was done about it (domain 6).

mod answer;
mod case;
mod ladder;
mod people;
mod screens;

pub use crate::model::check_in::{DEFAULT_CRON, DEFAULT_GRACE_MINUTES};
pub use ladder::{page, tick};

use chrono::TimeDelta;

use super::{Served, Talk, home};
use crate::base::{ChildId, Words};
use crate::dialogue::{self, check_in::Tap};
use crate::model::check_in::Answer;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::store::tasks::TaskKind;
use crate::store::{self, audit};
use crate::{label, say};

/// A typed digit answers a question at most this old.
const DIGIT_LIFE: TimeDelta = TimeDelta::hours(12);

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Well(id) => answer::take(talk, *id, Answer::Well).await,
        Tap::Problem(id) => answer::take(talk, *id, Answer::Problem).await,
        Tap::Ring(id) => answer::take(talk, *id, Answer::Ring).await,
        Tap::Pass(id) => answer::pass(talk, *id).await,
        Tap::AskRing(child) => ask_ring(talk, *child).await,
    }
}

/// Text was typed. True when it was a digit that answers an open question: who reads little may press
/// a key instead of a button. With more than one child asked about, the buttons are shown again.
pub async fn says(talk: &mut Talk<'_>, text: &Words) -> Served<bool> {
    let (Some(given), Some(adult)) = (Answer::from_digit(text.expose()), talk.adult()) else {
        return Ok(false);
    };
    let since = talk.env.now() - DIGIT_LIFE;
    let mut open = Vec::new();
    for row in store::check_ins::open_at_home(talk.tx, adult, since).await? {
        if !talk.may(Action::AnswerCheckIn, row.child).await? {
            continue;
        }
        let Some(case) = case::load(talk.tx, row).await? else {
            continue;
        };
        let was_asked = store::check_ins::questions(talk.tx, case.row.id, case.ladder.len())
            .await?
            .iter()
            .any(|question| question.adult == adult);
        if was_asked {
            open.push(case);
        }
    }
    if let [case] = open.as_slice() {
        let id = case.row.id;
        answer::take(talk, id, given).await?;
    } else {
        let locale = talk.locale();
        for case in &open {
            let html = screens::question_at_home(locale, case);
            talk.say(html, screens::home_buttons(locale, case.row.id))
                .await?;
        }
    }
    Ok(!open.is_empty())
}

/// What the menu offers a family about one child: whoever cares for it may ask to be rung.
pub async fn family_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    let Some(record) = cared_for(talk, child).await? else {
        return Ok(Vec::new());
    };
    let words = label!(talk.locale(), "check-in-ask-ring", child = record.called());
    let data = dialogue::Tap::CheckIn(Tap::AskRing(child)).encode();
    Ok(vec![vec![Button::tap(words, data)]])
}

/// The child, if the speaker answers for it as family.
async fn cared_for(
    talk: &mut Talk<'_>,
    child: ChildId,
) -> Served<Option<crate::model::record::Child>> {
    let Some(adult) = talk.adult() else {
        return Ok(None);
    };
    let cares = talk.may(Action::AnswerCheckIn, child).await?
        && people::is_family(talk.tx, child, adult).await?;
    match cares {
        true => store::children::get(talk.tx, child).await,
        false => Ok(None),
    }
}

async fn ask_ring(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let locale = talk.locale();
    let (Some(adult), Some(record)) = (talk.adult(), cared_for(talk, child).await?) else {
        return talk.toast(label!(locale, "common-not-now")).await;
    };
    let act = audit::Act {
        by: Some(adult),
        action: "ask_ring",
        child: Some(child),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    let numbers = store::units::settings(talk.tx, record.school)
        .await?
        .numbers;
    let told = answer::open_ring(talk.tx, talk.env, &record, adult).await?;
    let mut html = match told {
        true => say!(locale, "check-in-will-ring"),
        false => say!(locale, "check-in-please-ring"),
    };
    html.join("\n\n", &screens::emergency(locale, &numbers));
    talk.show(html, home::open_menu(locale)).await
}

/// The tasks a check-in can leave at the school, with what makes each the same.
const fn task_of(answer: Answer) -> TaskKind {
    match answer {
        Answer::Well => TaskKind::MissedCheckIn,
        Answer::Problem => TaskKind::Problem,
        Answer::Ring => TaskKind::RingGuardian,
    }
}
