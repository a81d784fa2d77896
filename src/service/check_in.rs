//! Check-ins: asked at the school's times, answered by one tap, climbed by silence.

use super::{Served, Talk};
use crate::base::ChildId;
use crate::dialogue::check_in::Tap;
use crate::model::message::Button;

/// A button of this feature was tapped.
pub async fn tapped(_talk: &mut Talk<'_>, _tap: &Tap) -> Served<()> {
    Ok(())
}

/// What the menu offers a family about one child.
pub async fn family_rows(_talk: &mut Talk<'_>, _child: ChildId) -> Served<Vec<Vec<Button>>> {
    Ok(Vec::new())
}
