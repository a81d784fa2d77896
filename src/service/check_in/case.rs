//! One check-in with all that deciding on it needs: the child, the school's ladder, clock and numbers.

use chrono_tz::Tz;

use super::super::{Served, numbers};
use crate::base::Instant;
use crate::model::check_in::Ladder;
use crate::model::record::Child;
use crate::model::settings::Number;
use crate::store::check_ins::CheckIn;
use crate::store::{self, Tx};

pub(super) struct Case {
    pub row: CheckIn,
    pub child: Child,
    pub class: String,
    pub ladder: Ladder,
    pub numbers: Vec<Number>,
    /// The school's clock.
    pub zone: Tz,
}

impl Case {
    /// When the question is no longer worth asking.
    pub fn worthless(&self) -> Instant {
        self.ladder.worthless(self.row.asked, self.zone)
    }
}

/// `None` only for a child that is not there any more.
pub(super) async fn load(tx: &mut Tx, row: CheckIn) -> Served<Option<Case>> {
    let Some(child) = store::children::get(tx, row.child).await? else {
        return Ok(None);
    };
    let settings = store::units::settings(tx, child.school).await?;
    let zone = store::units::clock(tx, child.school).await?;
    let class = store::units::get(tx, child.class).await?;
    Ok(Some(Case {
        row,
        class: class.map(|class| class.name).unwrap_or_default(),
        ladder: Ladder::of(&settings),
        numbers: numbers::at(tx, child.school).await?,
        zone,
        child,
    }))
}
