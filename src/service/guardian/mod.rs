//! The acting guardian: a parent proposes, the child is heard, the school checks and appoints for a
//! term that ends by itself (law on minors, art. 22 and 23). The parent stays the guardian.

mod appoint;
mod enter;
mod form;
mod notice;
mod parent;
mod people;
mod term;

pub(super) use appoint::date_link;
pub use term::tick;

use super::roster::not_now;
use super::{Served, Talk};
use crate::base::{ChildId, Words};
use crate::dialogue::guardian::{State, Tap};
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
        Tap::Live(child) => parent::ask_lives(talk, child).await,
        Tap::Term(child, lives) => parent::ask_term(talk, child, lives).await,
        Tap::Who(child, lives, months) => parent::ask_who(talk, child, lives, months).await,
        Tap::Propose(child, lives, months, adult) => {
            parent::propose(talk, child, lives, months, adult).await
        }
        Tap::Somebody(child, lives, months) => {
            parent::ask_somebody(talk, child, lives, months).await
        }
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

/// The line that was waited for.
pub async fn says(talk: &mut Talk<'_>, state: &State, words: &Words) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    match *state {
        State::Somebody {
            child,
            lives,
            months,
        } => parent::propose_somebody(talk, child, lives, months, words).await,
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

/// On the child's card, for those who decide.
pub async fn child_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::Decide, child).await? {
        return Ok(Vec::new());
    }
    let words = label!(talk.locale(), "guardian-menu");
    Ok(vec![vec![button(words, Tap::Child(child))]])
}
