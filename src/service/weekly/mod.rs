//! The weekly update: composed for each adult, sent at their hour; and "how is my child".

mod digest;
mod gather;
mod page;
mod screens;

pub use page::{Page, Run, page, recompose, undelivered};

use super::{Served, Talk};
use crate::base::ChildId;
use crate::dialogue::{self, weekly::Tap};
use crate::label;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::model::week::SchoolWeek;
use crate::store;

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match *tap {
        Tap::HowIs(child) => screens::how_is(talk, child).await,
        Tap::More(child, week) => {
            talk.leave_tapped();
            screens::week(talk, child, week).await
        }
        Tap::Week(child, week) => screens::week(talk, child, week).await,
        Tap::Talked(week) => talked(talk, week).await,
    }
}

/// Kept once; a second tap is thanked like the first. Nobody but the parent sees or counts it (S17).
async fn talked(talk: &mut Talk<'_>, week: SchoolWeek) -> Served<()> {
    let now = talk.env.now();
    let Some(adult) = talk.adult() else {
        return screens::not_now(talk).await;
    };
    let mut reads = false;
    for link in store::links::of_adult(talk.tx, adult).await? {
        reads = reads || talk.may(Action::WeeklyUpdate, link.child).await?;
    }
    // Ended and excluded get the answer that everybody without an update gets.
    if !reads || !store::weekly::talked(talk.tx, adult, week, now).await? {
        return screens::not_now(talk).await;
    }
    let thanks = label!(talk.locale(), "weekly-thanks");
    talk.toast(thanks).await
}

/// What the menu offers a family about one child.
pub async fn family_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::ReadRecord, child).await? {
        return Ok(Vec::new());
    }
    let Some(record) = store::children::get(talk.tx, child).await? else {
        return Ok(Vec::new());
    };
    let words = label!(
        talk.locale(),
        "weekly-button-how-is",
        name = record.called()
    );
    let tap = dialogue::Tap::Weekly(Tap::HowIs(child));
    Ok(vec![vec![Button::tap(words, tap.encode())]])
}
