//! The weekly update: composed for each adult, sent at their hour; and "how is my child".

mod digest;
mod gather;
mod page;
mod paper;
mod screens;
mod talked;
mod voice;

pub use page::{Page, Run, page, recompose, undelivered};
pub(super) use paper::on_paper;
pub use talked::settings_row;

use super::{Served, Talk};
use crate::base::ChildId;
use crate::dialogue::{self, weekly::Tap};
use crate::label;
use crate::model::message::Button;
use crate::model::rights::Action;
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
        Tap::Talked(week) => talked::yes(talk, week, false).await,
        Tap::Yes(week) => talked::yes(talk, week, true).await,
        Tap::NotYet(week) => talked::not_yet(talk, week).await,
        Tap::Asks(on) => talked::asks(talk, on).await,
    }
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
