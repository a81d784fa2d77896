//! The 14th and the 18th birthday: the school is asked 60 days before; on the eve of the 18th the family
//! gets one closing word, and nothing after midnight.

use chrono::{Days, Months, NaiveDate, NaiveTime};

use super::super::mail::{self, Letter};
use super::super::parting::{hush, trace};
use super::super::{Served, home, rights};
use crate::base::{ChildId, Env};
use crate::model::hours::{day_at, resolve};
use crate::model::lifecycle::{AHEAD_OF_BIRTHDAY, OF_AGE, OWN_CONSENT, birthday};
use crate::model::message::{Kind, Parcel};
use crate::model::record::Programme;
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::say;
use crate::store::calendar::School;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};

/// Older pupils are looked at as well: a record may be imported late.
const OLDEST: u32 = 30;

pub(super) async fn gone_through(
    tx: &mut Tx,
    env: &Env,
    school: &School,
    today: NaiveDate,
) -> Served<()> {
    let ahead = day_at(env.now() + AHEAD_OF_BIRTHDAY, school.zone);
    let back = |day: NaiveDate, years: u32| day.checked_sub_months(Months::new(12 * years));
    let (Some(oldest), Some(youngest)) = (back(today, OLDEST), back(ahead, 14)) else {
        return Ok(());
    };
    for (child, birth) in store::calendar::born(tx, school.id, oldest, youngest).await? {
        let (fourteen, eighteen) = (birthday(birth, OWN_CONSENT), birthday(birth, OF_AGE));
        if (today..=ahead).contains(&fourteen) {
            ask_school(tx, env, school, child, TaskKind::TurnsFourteen).await?;
        }
        if eighteen > ahead {
            continue;
        }
        if eighteen > today {
            ask_school(tx, env, school, child, TaskKind::TurnsEighteen).await?;
        }
        if Some(eighteen) == today.checked_add_days(Days::new(1)) {
            close_in_words(tx, env, school, child, eighteen).await?;
        }
        if eighteen <= today {
            end_links(tx, env, child).await?;
        }
    }
    Ok(())
}

async fn ask_school(
    tx: &mut Tx,
    env: &Env,
    school: &School,
    child: ChildId,
    kind: TaskKind,
) -> Served<()> {
    let key = child.to_string();
    store::tasks::open_once(tx, env, school.id, (Some(child), None), kind, &key).await?;
    Ok(())
}

/// The last word to the family: it goes today or not at all.
async fn close_in_words(
    tx: &mut Tx,
    env: &Env,
    school: &School,
    child: ChildId,
    day: NaiveDate,
) -> Served<()> {
    let midnight = resolve(day.and_time(NaiveTime::MIN), school.zone);
    let place = rights::place(tx, child).await?;
    if place.is_none_or(|place| !place.is_grown_up(midnight)) {
        return Ok(());
    }
    let Some(record) = store::children::get(tx, child).await? else {
        return Ok(());
    };
    for link in store::links::of_child(tx, child).await? {
        if link.state != LinkState::Active || link.role == LinkRole::Contact {
            continue;
        }
        let letter = Letter::about(link.adult, child, Action::ReadRecord, Kind::Notice)
            .expires(midnight)
            .dedup(format!("grown:{child}:{}", link.adult));
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let html = say!(locale, "lifecycle-grown-up", child = record.called());
            Parcel::with_buttons(html, home::menu_below(locale))
        })
        .await?;
    }
    Ok(())
}

/// The right denies since midnight; now the rows say so too.
async fn end_links(tx: &mut Tx, env: &Env, child: ChildId) -> Served<()> {
    let now = env.now();
    let place = rights::place(tx, child).await?;
    if place.is_none_or(|place| !place.is_grown_up(now)) {
        return Ok(());
    }
    store::children::set_programme(tx, child, Programme::Adult, now).await?;
    for link in store::links::of_child(tx, child).await? {
        if link.role == LinkRole::Oneself {
            continue;
        }
        if store::links::close(tx, child, link.adult, None, now).await? {
            hush(tx, env, child, link.adult).await?;
        }
    }
    trace(tx, env, None, "grown_up", child).await
}
