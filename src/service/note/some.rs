//! A note to some families of a class: chosen child by child on one message that edits itself, then written,
//! shown and sent like one to all.

use super::class::{count, families, wait_for};
use super::{button, cancel};
use crate::base::{ChildId, UnitId};
use crate::dialogue;
use crate::dialogue::note::{Draft, State, Tap, Whom};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::service::{Served, Talk};
use crate::{label, say};

/// Children on one page.
const PAGE: usize = 20;

/// What the question for a note to all offers.
pub(super) fn row(locale: Locale, class: UnitId) -> Vec<Button> {
    vec![button(label!(locale, "note-some"), Tap::Some(class, 0))]
}

/// What is being written for families of a class, if anything.
fn writing(talk: &Talk<'_>) -> Option<(Whom, Draft)> {
    match dialogue::State::decode(talk.account.dialogue.as_deref()) {
        Some(dialogue::State::Note(State::Class { whom, draft, until })) => {
            (talk.env.now() < until).then_some((whom, draft))
        }
        _ => None,
    }
}

/// The children of a class, each a button that says whether its family gets the note.
pub(super) async fn open(talk: &mut Talk<'_>, class: UnitId, from: i64) -> Served<()> {
    // What was begun for another class, or for one family, is not this.
    let begun = writing(talk).filter(|(whom, _)| whom.class == class);
    let (mut whom, draft) = begun.unwrap_or_else(|| (Whom::all(class), Draft::default()));
    whom.only.get_or_insert_default();
    show(talk, whom, draft, from).await
}

/// One family more, or less. A child of another class, or one that is none of the speaker's, changes nothing.
pub(super) async fn pick(talk: &mut Talk<'_>, child: ChildId, from: i64) -> Served<()> {
    let Some((mut whom, draft)) = writing(talk).filter(|(whom, _)| whom.only.is_some()) else {
        return talk.refuse().await;
    };
    let there = families(talk, &Whom::all(whom.class)).await?;
    if !there.iter().any(|family| family.child.id == child) {
        return talk.refuse().await;
    }
    whom.toggle(child);
    show(talk, whom, draft, from).await
}

async fn show(talk: &mut Talk<'_>, whom: Whom, draft: Draft, from: i64) -> Served<()> {
    let (look, right) = (Look::List, Action::SchoolNote);
    if !talk.sees_at(look, right, whom.class).await? {
        return talk.refuse().await;
    }
    let locale = talk.locale();
    let there = families(talk, &Whom::all(whom.class)).await?;
    let from = usize::try_from(from).unwrap_or_default();
    let from = from.min(there.len().saturating_sub(1)) / PAGE * PAGE;
    let at = |index: usize| i64::try_from(index).unwrap_or_default();
    let mut names = Vec::new();
    for family in there.iter().skip(from).take(PAGE) {
        talk.tells_of(family.child.id, right);
        let key = match whom.includes(family.child.id) {
            true => "note-some-in",
            false => "note-some-out",
        };
        let label = label!(locale, key, child = &family.child.name);
        names.push(button(label, Tap::Pick(family.child.id, at(from))));
    }
    let mut rows: Vec<Vec<Button>> = names.chunks(2).map(<[Button]>::to_vec).collect();
    let turn = |label: String, to: usize| button(label, Tap::Some(whom.class, at(to)));
    let mut turns = Vec::new();
    if from > 0 {
        turns.push(turn(label!(locale, "button-back"), from - PAGE));
    }
    if from + PAGE < there.len() {
        turns.push(turn(label!(locale, "button-more"), from + PAGE));
    }
    rows.push(turns);
    let chosen = there.iter().filter(|family| whom.includes(family.child.id));
    let chosen = chosen.count();
    if chosen > 0 {
        let label = label!(locale, "note-some-done", count = chosen);
        rows.push(vec![button(label, Tap::Picked)]);
    }
    rows.retain(|row| !row.is_empty());
    rows.extend(cancel(locale));
    wait_for(talk, whom, draft).await?;
    let html = say!(locale, "note-some-which", count = chosen);
    talk.show(html, rows).await
}

/// Those are all: what shall they be told? What was written before is shown again.
pub(super) async fn done(talk: &mut Talk<'_>) -> Served<()> {
    let Some((whom, draft)) = writing(talk).filter(|(whom, _)| whom.only.is_some()) else {
        return talk.refuse().await;
    };
    if !talk.may_at(Action::SchoolNote, whom.class).await? {
        return talk.refuse().await;
    }
    let count = count(&families(talk, &whom).await?);
    if count == 0 {
        let words = label!(talk.locale(), "note-some-nobody");
        return talk.toast(words).await;
    }
    if draft.shown() > 0 {
        return super::class::preview(talk, whom, draft).await;
    }
    wait_for(talk, whom, draft).await?;
    let locale = talk.locale();
    let html = say!(locale, "note-some-prompt", count = count);
    talk.show(html, cancel(locale)).await
}
