//! Nobody keeps the record of somebody who is of age for ever: its day is set when the family's links end, the
//! school and the young person hear of it, and on it the record is erased.

use chrono::NaiveTime;

use crate::base::{AdultId, ChildId, Env, Instant, UnitId};
use crate::dialogue::{self, request};
use crate::model::hours::{day_at, resolve};
use crate::model::lifecycle::{BEFORE_IT_GOES, OF_AGE, birthday};
use crate::model::message::{Button, Kind, Parcel};
use crate::model::retention::{Keep, What};
use crate::model::rights::{Action, LinkState, Place};
use crate::model::school_year::after_school_year;
use crate::service::mail::{self, Letter, Posted};
use crate::service::{Served, erasure, rights};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};
use crate::text::dates;
use crate::{label, say};

/// Sets the days of `limit` records at most; the school has something to do then.
pub async fn begin(tx: &mut Tx, env: &Env, keep: &Keep, limit: i64) -> Served<()> {
    store::grown::unset(tx).await?;
    for (child, school) in store::grown::unsaid(tx, limit).await? {
        let place = rights::place(tx, child).await?;
        let from = place.map_or(env.now(), |place| counts_from(&place, env.now()));
        let day = from + keep.period(What::GrownUp);
        if !store::grown::set(tx, child, day).await? {
            continue;
        }
        let key = child.to_string();
        // What was to be asked before the birthday is asked with this.
        let before = TaskKind::TurnsEighteen;
        store::tasks::done_by_key(tx, before, &key, None::<AdultId>, env.now()).await?;
        let kind = TaskKind::GrownUp;
        store::tasks::open(tx, env, school, Some(child), None, kind, &key).await?;
    }
    Ok(())
}

/// The half year begins when the family's links are over, and not before the end of the school year with the
/// birthday in it: a pupil's record is still needed at school.
fn counts_from(place: &Place, now: Instant) -> Instant {
    let today = day_at(now, place.zone);
    let ends = place.birth.map(|birth| {
        let day = after_school_year(birthday(birth, OF_AGE).min(today));
        resolve(day.and_time(NaiveTime::MIN), place.zone)
    });
    ends.map_or(now, |ends| ends.max(now))
}

/// Who has a link hears a month before, once, while there is time to ask for a copy. Whom nothing reaches the
/// school rings.
pub async fn warn(tx: &mut Tx, env: &Env, school: UnitId) -> Served<()> {
    let now = env.now();
    for (child, day) in store::grown::soon(tx, school, now, now + BEFORE_IT_GOES).await? {
        let Some(adult) = linked(tx, child).await? else {
            continue;
        };
        let right = Action::AskData;
        let zone = store::units::clock(tx, school).await?;
        let day = day.with_timezone(&zone).date_naive();
        let letter = Letter::about(adult, child, right, Kind::Notice)
            .dedup(format!("goes:{child}:{adult}:{day}"));
        let posted = mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let html = say!(locale, "growing-goes-soon", day = dates::day(locale, day));
            let open = dialogue::Tap::Request(request::Tap::Kept(child)).encode();
            let open = Button::tap(label!(locale, "request-kept-own"), open);
            Parcel::with_buttons(html, vec![vec![open]])
        })
        .await?;
        let unheard = matches!(posted, Posted::NoAccount | Posted::NotAllowed);
        if unheard && rights::allowed_in_person(tx, env, adult, right, child).await? {
            let (kind, key) = (TaskKind::GoesSoon, format!("{child}:{day}"));
            store::tasks::open_once(tx, env, school, (Some(child), None), kind, &key).await?;
        }
    }
    Ok(())
}

/// Erases a record whose day has come. The young person is told first: where they can be reached
/// nobody may know any more afterwards.
pub async fn end(tx: &mut Tx, env: &Env, child: ChildId) -> Served<()> {
    if let Some(adult) = linked(tx, child).await?
        // Surely still who has the chat.
        && rights::allowed(tx, env, adult, Action::AskData, child).await?
    {
        // It names nobody, and must be readable without the key.
        mail::post(tx, env, Letter::plain(adult, Kind::Notice), |account| {
            Parcel::text(say!(account.locale, "growing-gone"))
        })
        .await?;
    }
    erasure::erase_in_time(tx, env, child).await?;
    Ok(())
}

/// The young person, if linked.
async fn linked(tx: &mut Tx, child: ChildId) -> Served<Option<AdultId>> {
    let own = store::links::own(tx, child).await?;
    let active = own.filter(|link| link.state == LinkState::Active);
    Ok(active.map(|link| link.adult))
}
