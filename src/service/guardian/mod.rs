//! The acting guardian: a parent proposes, the child is heard, the school checks and appoints for a
//! term that ends by itself (law on minors, art. 22 and 23). The parent stays the guardian.

mod appoint;
mod case;
mod enter;
mod form;
mod held;
mod notice;
mod paper;
mod parent;
mod people;
mod propose;
mod term;

pub(super) use appoint::date_link;
pub use held::resume;
pub use term::tick;

use super::roster::not_now;
use super::{Served, Talk};
use crate::base::{ChildId, Words};
use crate::dialogue::guardian::{Signed, State, Tap};
use crate::dialogue::{self};
use crate::label;
use crate::model::message::Button;
use crate::model::rights::Action;

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Guardian(tap).encode())
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    match *tap {
        Tap::Menu => parent::menu(talk).await,
        Tap::Child(child) => parent::child(talk, child).await,
        Tap::Live(_) | Tap::Term(..) | Tap::Who(..) | Tap::Propose(..) | Tap::Somebody(..) => {
            choose(talk, tap, None).await
        }
        Tap::On(signed, ref tap) => choose(talk, tap, Some(signed)).await,
        Tap::Paper(child) => paper::begin(talk, child).await,
        Tap::PaperOf(child, parent) => paper::ask_day(talk, child, parent).await,
        Tap::Form(id) => form::open(talk, id).await,
        Tap::View(id, view) => form::view(talk, id, view).await,
        Tap::State(id, statement, yes) => form::state(talk, id, statement, yes).await,
        Tap::Again(id) => form::again(talk, id).await,
        Tap::Months(id, months) => form::months(talk, id, months).await,
        Tap::Begin(id, days) => form::begin(talk, id, days).await,
        Tap::Overlap(id) => form::overlap(talk, id).await,
        Tap::Pick(id, adult) => enter::pick(talk, id, adult).await,
        Tap::Enter(id) => enter::ask_person(talk, id).await,
        Tap::Appoint(id) => appoint::appoint(talk, id).await,
        Tap::Refuse(id) => appoint::refuse(talk, id).await,
        Tap::AskEnd(id) => parent::ask_end(talk, id).await,
        Tap::End(id) => parent::end(talk, id).await,
        Tap::Notice(id) => notice::print(talk, id).await,
    }
}

/// One choice of a proposal.
async fn choose(talk: &mut Talk<'_>, tap: &Tap, on: Option<Signed>) -> Served<()> {
    match *tap {
        Tap::Live(child) => propose::ask_lives(talk, child, on).await,
        Tap::Term(child, lives) => propose::ask_term(talk, child, lives, on).await,
        Tap::Who(child, lives, months) => propose::ask_who(talk, child, lives, months, on).await,
        Tap::Propose(child, lives, months, adult) => {
            propose::propose(talk, child, (lives, months), on, adult).await
        }
        Tap::Somebody(child, lives, months) => {
            propose::ask_somebody(talk, child, lives, months, on).await
        }
        _ => not_now(talk).await,
    }
}

/// The line that was waited for.
pub async fn says(talk: &mut Talk<'_>, state: &State, words: &Words) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    match *state {
        State::Somebody {
            child,
            lives,
            months,
            signed,
        } => propose::propose_somebody(talk, child, (lives, months), signed, words).await,
        State::Signed { child, parent } => paper::typed(talk, child, parent, words).await,
        State::Enter { id } => enter::enter(talk, id, words).await,
        State::View { id } => form::view_words(talk, id, words).await,
    }
}

/// One row in a parent's menu, whatever the number of children.
pub async fn home_rows(talk: &mut Talk<'_>, children: &[ChildId]) -> Served<Vec<Vec<Button>>> {
    for child in children {
        if talk.may(Action::ProposeGuardian, *child).await? {
            let words = label!(talk.locale(), "guardian-menu");
            return Ok(vec![vec![button(words, Tap::Menu)]]);
        }
    }
    Ok(Vec::new())
}

/// On the child's card, for those who decide and those who record papers.
pub async fn child_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::RecordConsent, child).await? && !talk.may(Action::Decide, child).await? {
        return Ok(Vec::new());
    }
    let words = label!(talk.locale(), "guardian-menu");
    Ok(vec![vec![button(words, Tap::Child(child))]])
}
