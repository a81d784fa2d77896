//! Notes between school and family: relayed, threaded, numbers hidden.

use super::{Served, Talk};
use crate::base::ChildId;
use crate::dialogue::note::{State, Tap};
use crate::model::Locale;
use crate::model::event::Did;
use crate::model::message::Button;
use crate::model::unit::Unit;

/// A button of this feature was tapped.
pub async fn tapped(_talk: &mut Talk<'_>, _tap: &Tap) -> Served<()> {
    Ok(())
}

/// Text or media came in. True when it was this feature's: it waits for a note, or the message is a
/// reply to a relayed one.
pub async fn hears(_talk: &mut Talk<'_>, _state: Option<&State>, _did: &Did) -> Served<bool> {
    Ok(false)
}

/// What the menu offers a family about one child.
pub async fn family_rows(_talk: &mut Talk<'_>, _child: ChildId) -> Served<Vec<Vec<Button>>> {
    Ok(Vec::new())
}

/// What the menu offers about one class.
pub fn class_rows(_locale: Locale, _class: &Unit) -> Vec<Vec<Button>> {
    Vec::new()
}

/// What a child's card offers staff.
pub async fn child_rows(
    _talk: &mut Talk<'_>,
    _child: &crate::model::record::Child,
) -> Served<Vec<Vec<Button>>> {
    Ok(Vec::new())
}
