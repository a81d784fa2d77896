//! Once a week: homes whose evenings ask for a visit. One quiet task without a reason, a month apart at least:
//! nobody is accused of anything, and the family hears nothing of it.

use chrono::{Datelike, NaiveDate, Offset};

use super::super::Served;
use crate::base::Env;
use crate::model::patterns::{DAY, REST, please_visit, span};
use crate::store::calendar::School;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};

/// Looks through the evenings of a school's children.
pub(super) async fn gone_through(
    tx: &mut Tx,
    env: &Env,
    school: &School,
    today: NaiveDate,
) -> Served<()> {
    if today.weekday() != DAY {
        return Ok(());
    }
    let now = env.now();
    // Today's distance from Greenwich, also for the weeks before: an hour more or less is midnight too.
    let east = now.with_timezone(&school.zone).offset().fix();
    let east = i64::from(east.local_minus_utc()) * 1000;
    for (child, evenings) in store::check_ins::evenings(tx, school.id, span(today), east).await? {
        let kind = TaskKind::PleaseVisit;
        if !please_visit(&evenings)
            || store::tasks::opened_since(tx, child, kind, now - REST).await?
        {
            continue;
        }
        let key = child.to_string();
        store::tasks::open(tx, env, school.id, Some(child), None, kind, &key).await?;
    }
    Ok(())
}
