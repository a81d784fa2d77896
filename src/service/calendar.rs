//! What a school's days bring by themselves: birthdays, ends of terms, papers that begin, chats that fell
//! silent. Gone through once a day and school, in the morning of its own clock.
//!
//! The right itself needs no sweep: dates deny at their minute (`model::rights`). Here people are told
//! beforehand, and rows that are over are closed behind it. Every further thing with a date has its place
//! in [`day`]; whatever it sends carries a dedup key, whatever it opens is opened once.

mod birthdays;
mod patterns;
mod silence;

use chrono::Timelike;

use super::mail::{self, Letter};
use super::parting::{hush, trace};
use super::{Served, exclusion, growing, roster};
use crate::base::{ChildId, Env, Instant, UnitId, to_ms};
use crate::dialogue;
use crate::model::hours::day_at;
use crate::model::lifecycle::BEFORE_CARRIED_END;
use crate::model::message::{Kind, Parcel};
use crate::model::rights::Action;
use crate::model::unit::Role;
use crate::store::calendar::School;
use crate::store::{self, Tx};
use crate::{label, say};

/// The hour of the school's clock from which a day is gone through: people read what it brings.
pub const HOUR: u32 = 8;

/// The schools whose day has come and is not gone through.
pub async fn due(tx: &mut Tx, env: &Env) -> Served<Vec<School>> {
    let mut schools = store::calendar::schools(tx).await?;
    schools.retain(|school| {
        let local = env.now().with_timezone(&school.zone);
        local.hour() >= HOUR && school.last.is_none_or(|last| last < local.date_naive())
    });
    Ok(schools)
}

/// Goes through the day of one school. False: somebody else has.
pub async fn day(tx: &mut Tx, env: &Env, school: &School) -> Served<bool> {
    let now = env.now();
    let today = day_at(now, school.zone);
    if !store::calendar::begin(tx, school.id, today, now).await? {
        return Ok(false);
    }
    papers_that_begin(tx, env, school.id).await?;
    links_that_end(tx, env, school.id).await?;
    birthdays::gone_through(tx, env, school, today).await?;
    silence::gone_through(tx, env, school.id).await?;
    // Behind it: whom nothing is sent to from today on the school rings.
    growing::warn(tx, env, school.id).await?;
    patterns::gone_through(tx, env, school, today).await?;
    Ok(true)
}

/// A paper dated ahead: from its minute on the right denies; now the link is closed and nothing waits.
async fn papers_that_begin(tx: &mut Tx, env: &Env, school: UnitId) -> Served<()> {
    for paper in store::exclusions::begun(tx, school, env.now()).await? {
        exclusion::begin(tx, env, None, &paper).await?;
    }
    Ok(())
}

/// Links with a date: the school is reminded a week before, once; what is over is closed.
async fn links_that_end(tx: &mut Tx, env: &Env, school: UnitId) -> Served<()> {
    let now = env.now();
    for link in store::links::over(tx, school, now).await? {
        store::links::close(tx, link.child, link.adult, None, now).await?;
        hush(tx, env, link.child, link.adult).await?;
        trace(tx, env, None, "link_over", link.child).await?;
    }
    let soon = now + BEFORE_CARRIED_END;
    for (child, end) in store::links::ending(tx, school, now, soon).await? {
        remind(tx, env, school, child, end).await?;
    }
    Ok(())
}

async fn remind(
    tx: &mut Tx,
    env: &Env,
    school: UnitId,
    child: ChildId,
    end: Instant,
) -> Served<()> {
    let Some(record) = store::children::get(tx, child).await? else {
        return Ok(());
    };
    for lead in store::posts::holders(tx, school, Role::SchoolLead, env.now()).await? {
        let letter = Letter::about(lead, child, Action::Decide, Kind::Task)
            .dedup(format!("ending:{child}:{lead}:{}", to_ms(end)));
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let html = say!(locale, "lifecycle-ending", child = &record.name);
            let open = dialogue::roster::Tap::Child(child);
            let words = label!(locale, "lifecycle-open-card");
            Parcel::with_buttons(html, vec![vec![roster::button(words, open)]])
        })
        .await?;
    }
    Ok(())
}
