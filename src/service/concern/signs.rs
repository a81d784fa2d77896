//! Quiet signs: three in two weeks make one task for the school's leads, and no word to the family.

use chrono::{Days, TimeDelta};

use super::super::mail::{self, Letter};
use super::super::{Served, home};
use crate::base::{ChildId, Env, to_ms};
use crate::model::concern::signs::{ENOUGH, USUAL_DAYS, WINDOW_DAYS, count};
use crate::model::hours::day_at;
use crate::model::message::{Kind, Parcel};
use crate::model::record::Programme;
use crate::model::rights::Action;
use crate::model::unit::Role;
use crate::say;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, house};

/// How long what was said to whoever told stays after it went: a lost answer of the messenger has come
/// by then.
const SAID: TimeDelta = TimeDelta::minutes(10);

/// Longer than a transaction takes.
const OVERLAP_MS: i64 = 60_000;

/// Entries looked through at a time: what a county enters at once must not be walked anew for each page
/// of its children.
const MOST: i64 = 2_000;

/// Where a look has come: entries between two moments, children after an id.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
struct Look {
    since: i64,
    until: i64,
    after: i64,
}

/// One page of the children about whom something was recorded since the last look. True when there
/// is a next page.
pub async fn look(tx: &mut Tx, env: &Env, limit: i64) -> Served<bool> {
    let env = env.aside();
    // The promise of one day, kept by the worker that comes by often enough.
    store::concerns::forget_marks(tx, env.now() - TimeDelta::days(1)).await?;
    store::concern_letters::forget_told(tx, env.now() - SAID).await?;
    let stored = house::get(tx, house::SIGNS).await?;
    let mut look: Look = stored
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let now = to_ms(env.now());
    if look.after == 0 {
        // What was entered before the window is in nobody's count.
        let window = TimeDelta::days(i64::try_from(WINDOW_DAYS).unwrap_or_default());
        look.since = look.since.max(to_ms(env.now() - window));
        look.until = store::entries::end_of_next(tx, look.since, MOST)
            .await?
            .map_or(now, |end| end.min(now));
    }
    let between = (look.since, look.until);
    let children = store::entries::touched(tx, between, look.after, limit).await?;
    let more = i64::try_from(children.len()).is_ok_and(|count| count >= limit);
    for child in &children {
        weigh(tx, env, *child).await?;
    }
    let next = match children.last().filter(|_| more) {
        Some(last) => Look {
            after: last.0,
            ..look
        },
        None => Look {
            // What was being written while we looked comes a moment later: it is looked at again.
            since: look.until.min(now - OVERLAP_MS),
            until: look.until,
            after: 0,
        },
    };
    let text = serde_json::to_string(&next).unwrap_or_default();
    house::put(tx, house::SIGNS, &text).await?;
    Ok(more || (look.until < now && next.since > look.since))
}

/// Whether this child has enough of them, and nobody was asked to look in lately.
async fn weigh(tx: &mut Tx, env: &Env, id: ChildId) -> Served<()> {
    let Some(child) = store::children::get(tx, id).await? else {
        return Ok(());
    };
    if child.programme != Programme::Active {
        return Ok(());
    }
    let zone = store::units::clock(tx, child.school).await?;
    let today = day_at(env.now(), zone);
    let from = today
        .checked_sub_days(Days::new(USUAL_DAYS))
        .unwrap_or(today);
    let entries = store::entries::of_children(tx, &[id], from, today).await?;
    if count(&entries, today) < ENOUGH {
        return Ok(());
    }
    let days = i64::try_from(WINDOW_DAYS).unwrap_or_default();
    let since = env.now() - TimeDelta::days(days);
    let kind = TaskKind::LookIn;
    if store::tasks::opened_since(tx, id, kind, since).await? {
        return Ok(());
    }
    let key = id.to_string();
    if !store::tasks::open(tx, env, child.school, Some(id), None, kind, &key).await? {
        return Ok(());
    }
    let family = store::concerns::family(tx, id).await?;
    let class = store::units::get(tx, child.class).await?;
    let class = class.map(|class| class.name).unwrap_or_default();
    for lead in store::posts::holders(tx, child.school, Role::SchoolLead, env.now()).await? {
        if family.contains(&lead) {
            continue;
        }
        let letter = Letter::about(lead, id, Action::Decide, Kind::Task);
        mail::post(tx, env, letter, |account| {
            let html = say!(
                account.locale,
                "concern-look-in",
                child = &child.name,
                class = &class
            );
            Parcel::with_buttons(html, home::menu_below(account.locale))
        })
        .await?;
    }
    Ok(())
}
