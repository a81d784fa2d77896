//! The teacher enters the week of a class, by exception.

use super::{Served, Talk};
use crate::base::Words;
use crate::dialogue::week_entry::{State, Tap};
use crate::model::Locale;
use crate::model::message::Button;
use crate::model::unit::Unit;

/// A button of this feature was tapped.
pub async fn tapped(_talk: &mut Talk<'_>, _tap: &Tap) -> Served<()> {
    Ok(())
}

/// Text was typed while this feature waits for it.
pub async fn says(_talk: &mut Talk<'_>, state: State, _text: &Words) -> Served<()> {
    match state {}
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
