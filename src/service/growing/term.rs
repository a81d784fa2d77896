//! Nobody keeps the record of somebody who is of age for ever: its day is set when the family's links end, the
//! school and the young person hear of it, and on it the record is erased.

use crate::base::{AdultId, ChildId, Env, UnitId};
use crate::dialogue::{self, request};
use crate::model::lifecycle::BEFORE_IT_GOES;
use crate::model::message::{Button, Kind, Parcel};
use crate::model::retention::{Keep, What};
use crate::model::rights::{Action, LinkState};
use crate::service::mail::{self, Letter};
use crate::service::{Served, erasure, rights};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};
use crate::text::dates;
use crate::{label, say};

/// Sets the days of `limit` records at most; the school has something to do then.
pub async fn begin(tx: &mut Tx, env: &Env, keep: &Keep, limit: i64) -> Served<()> {
    store::grown::unset(tx).await?;
    let day = env.now() + keep.period(What::GrownUp);
    for (child, school) in store::grown::unsaid(tx, limit).await? {
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

/// Who has a link hears a month before, once, while there is time to ask for a copy.
pub async fn warn(tx: &mut Tx, env: &Env, school: UnitId) -> Served<()> {
    let now = env.now();
    for (child, day) in store::grown::soon(tx, school, now, now + BEFORE_IT_GOES).await? {
        let Some(adult) = themself(tx, env, child).await? else {
            continue;
        };
        let zone = store::units::clock(tx, school).await?;
        let day = day.with_timezone(&zone).date_naive();
        let letter = Letter::about(adult, child, Action::AskData, Kind::Notice)
            .dedup(format!("goes:{child}:{adult}:{day}"));
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let html = say!(locale, "growing-goes-soon", day = dates::day(locale, day));
            let open = dialogue::Tap::Request(request::Tap::Kept(child)).encode();
            let open = Button::tap(label!(locale, "request-kept-own"), open);
            Parcel::with_buttons(html, vec![vec![open]])
        })
        .await?;
    }
    Ok(())
}

/// Erases a record whose day has come. The young person is told first: where they can be reached
/// nobody may know any more afterwards.
pub async fn end(tx: &mut Tx, env: &Env, child: ChildId) -> Served<()> {
    if let Some(adult) = themself(tx, env, child).await? {
        // It names nobody, and must be readable without the key.
        mail::post(tx, env, Letter::plain(adult, Kind::Notice), |account| {
            Parcel::text(say!(account.locale, "growing-gone"))
        })
        .await?;
    }
    erasure::erase_in_time(tx, env, child).await?;
    Ok(())
}

/// The young person, if linked and surely still who has the chat.
async fn themself(tx: &mut Tx, env: &Env, child: ChildId) -> Served<Option<AdultId>> {
    let own = store::links::own(tx, child).await?;
    let Some(link) = own.filter(|link| link.state == LinkState::Active) else {
        return Ok(None);
    };
    let may = rights::allowed(tx, env, link.adult, Action::AskData, child).await?;
    Ok(may.then_some(link.adult))
}
