//! What every school does by the clock: its two weekly runs and the evening's question. Made when the
//! house starts and when an import brings a new school; what a school changed stays as it is.

use chrono::TimeDelta;

use super::{Served, check_in};
use crate::base::Env;
use crate::model::schedule::ScheduleKind;
use crate::model::unit::UnitKind;
use crate::model::weekly::RULES;
use crate::store::{self, Tx};

/// Makes the usual schedules of every school that has none of the kind yet. Gives how many.
pub async fn ensure(tx: &mut Tx, env: &Env) -> Served<usize> {
    let known = store::schedules::list(tx).await?;
    let mut made = 0;
    for school in store::units::of_kind(tx, UnitKind::School).await? {
        let Some(zone) = school.zone else {
            continue;
        };
        let has = |kind| known.iter().any(|s| s.unit == school.id && s.kind == kind);
        if !has(ScheduleKind::WeeklyUpdate) {
            for rule in RULES {
                let grace = TimeDelta::minutes(rule.grace_minutes);
                let kind = ScheduleKind::WeeklyUpdate;
                store::schedules::ensure(tx, env, school.id, kind, rule.cron, zone, grace).await?;
                made += 1;
            }
        }
        if !has(ScheduleKind::CheckIn) {
            let grace = TimeDelta::minutes(check_in::DEFAULT_GRACE_MINUTES);
            let (kind, cron) = (ScheduleKind::CheckIn, check_in::DEFAULT_CRON);
            store::schedules::ensure(tx, env, school.id, kind, cron, zone, grace).await?;
            made += 1;
        }
    }
    Ok(made)
}
