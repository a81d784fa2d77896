//! Check-ins: asked at the school's times, answered by one tap, climbed by silence.
//!
//! Every step has an owner and ends by a person's act; nobody is skipped, nobody but the guardian is
//! asked twice, never the whole list at once. A parent far away, who could do nothing but fear, hears
//! of silence nothing, and of a problem only together with what was done about it (domain 6).

mod answer;
mod asked;
mod away;
mod case;
mod ladder;
mod people;
mod ring;
mod screens;

pub use crate::model::check_in::{DEFAULT_CRON, DEFAULT_GRACE_MINUTES};
pub use ladder::{page, tick};
pub(super) use ladder::{pass_on, pending};
pub use ring::family_rows;

use chrono::TimeDelta;

use self::case::Case;
use super::{Served, Talk};
use crate::base::{AdultId, ChildId, Env, Html, Words};
use crate::dialogue::check_in::Tap;
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::check_in::Answer;
use crate::model::rights::Action;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};

/// A typed digit answers a question at most this old.
const DIGIT_LIFE: TimeDelta = TimeDelta::hours(12);

/// Whom the school's people ring about a child, with the numbers they may see; whoever calls has asked.
pub(super) async fn numbers_at_home(
    tx: &mut Tx,
    env: &Env,
    locale: Locale,
    child: ChildId,
) -> Served<Html> {
    let family = people::family(tx, child).await?;
    let html = screens::numbers_at_home(locale, &family);
    if !html.is_empty() {
        return Ok(html);
    }
    // Nobody at home is linked, or has a number here: whom the roster names is rung.
    let rostered = people::on_roster(tx, env, child).await?;
    Ok(screens::numbers_at_home(locale, &rostered))
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Well(id) => answer::take(talk, *id, Answer::Well).await,
        Tap::Problem(id) => answer::take(talk, *id, Answer::Problem).await,
        Tap::Ring(id) => answer::take(talk, *id, Answer::Ring).await,
        Tap::Pass(id) => answer::pass(talk, *id).await,
        Tap::AskRing(child) => ring::ask(talk, *child).await,
        Tap::Cannot(child) => away::begin(talk, *child).await,
        Tap::CanAgain(child) => away::end(talk, *child).await,
    }
}

/// Whether the speaker was asked about this child, and nobody has answered yet.
pub(super) async fn waits(talk: &mut Talk<'_>, child: ChildId) -> Served<bool> {
    let Some(adult) = talk.adult() else {
        return Ok(false);
    };
    let open = open(talk, adult).await?;
    Ok(open.iter().any(|case| case.child.id == child))
}

/// What was asked of the speaker about a child was answered by voice, and has gone to the school: a person listens
/// and rings. With nothing open, nothing changes.
pub(super) async fn spoken(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some(adult) = talk.adult() else {
        return Ok(());
    };
    for case in open(talk, adult).await? {
        if case.child.id == child {
            answer::take(talk, case.row.id, Answer::Ring).await?;
        }
    }
    Ok(())
}

/// Text was typed. True when it was a digit that answers an open question: who reads little may press
/// a key instead of a button. With more than one child asked about, the buttons are shown again.
pub async fn says(talk: &mut Talk<'_>, text: &Words) -> Served<bool> {
    let (Some(given), Some(adult)) = (Answer::from_digit(text.expose()), talk.adult()) else {
        return Ok(false);
    };
    // On a phone others use the question may not have been seen: there a number means what a screen showed.
    if talk.account.cover.is_some() {
        return Ok(false);
    }
    let open = open(talk, adult).await?;
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

/// What somebody at home was asked lately and nobody has answered yet.
async fn open(talk: &mut Talk<'_>, adult: AdultId) -> Served<Vec<Case>> {
    let since = talk.env.now() - DIGIT_LIFE;
    let mut open = Vec::new();
    for row in store::check_ins::open_at_home(talk.tx, adult, since).await? {
        let (look, right) = (Look::CheckIn, Action::AnswerCheckIn);
        if !talk.sees(look, right, row.child).await? {
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
    Ok(open)
}

/// The tasks a check-in can leave at the school, with what makes each the same.
const fn task_of(answer: Answer) -> TaskKind {
    match answer {
        Answer::Well => TaskKind::MissedCheckIn,
        Answer::Problem => TaskKind::Problem,
        Answer::Ring => TaskKind::RingGuardian,
    }
}
