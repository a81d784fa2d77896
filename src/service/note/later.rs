//! A note to families that goes later, by the school's clock. It can be called back until it goes; who may write
//! and which words are listed is asked when it is put aside and again when it goes.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use metrics::counter;
use serde::{Deserialize, Serialize};

use super::class::{self, deliver, preview, stopped, title};
use super::{button, cancel, neutral};
use crate::base::{Env, Instant, LaterId};
use crate::dialogue;
use crate::dialogue::note::{Draft, State, Tap, Whom};
use crate::model::audit::Look;
use crate::model::hours::{day_at, resolve};
use crate::model::rights::Action;
use crate::service::due::{self, Due};
use crate::service::receipt::STUCK;
use crate::service::{Served, Talk, home, receipt};
use crate::store::later_notes::Later;
use crate::store::{self, Store, StoreError, Stored, Tx};
use crate::text::dates;
use crate::{label, say};

/// The hours offered at once: after work, and before school.
const EVENING: i64 = 18;
const MORNING: i64 = 8;
/// The hours of another day; what is written for the night would wait for the morning anyway.
const HOURS: std::ops::RangeInclusive<i64> = 7..=20;
/// Days offered, today included.
const AHEAD: u64 = 14;
/// Later than this after its hour it is not sent: we were down, and its words may not be true any more.
const LATE: TimeDelta = TimeDelta::hours(3);
/// How many of one writer's may wait.
const MOST: i64 = 20;

/// What waits, as it is kept.
#[derive(Serialize, Deserialize)]
struct Body {
    whom: Whom,
    draft: Draft,
}

/// What was written and shown as so many pieces, if that is still so and may still be sent.
async fn shown(talk: &mut Talk<'_>, pieces: i64) -> Served<Option<(Whom, Draft)>> {
    let state = dialogue::State::decode(talk.account.dialogue.as_deref());
    let Some(dialogue::State::Note(State::Class { whom, draft, until })) = state else {
        talk.refuse().await?;
        return Ok(None);
    };
    let count = usize::try_from(pieces).unwrap_or_default();
    if count == 0 || count != draft.shown() || talk.env.now() >= until {
        preview(talk, whom, draft).await?;
        return Ok(None);
    }
    let (look, right) = (Look::List, Action::SchoolNote);
    if !talk.sees_at(look, right, whom.class).await? {
        neutral(talk).await?;
        return Ok(None);
    }
    Ok(Some((whom, draft)))
}

/// That hour of that day on the school's clock, if it is to come and not too far away.
fn moment(now: Instant, zone: Tz, day: NaiveDate, hour: i64) -> Option<Instant> {
    let time = NaiveTime::from_hms_opt(u32::try_from(hour).ok()?, 0, 0)?;
    let last = day_at(now, zone).checked_add_days(Days::new(AHEAD))?;
    let at = resolve(day.and_time(time), zone);
    (at > now && day < last).then_some(at)
}

/// When shall it go?
pub(super) async fn when(talk: &mut Talk<'_>, pieces: i64) -> Served<()> {
    let Some((whom, _)) = shown(talk, pieces).await? else {
        return Ok(());
    };
    let locale = talk.locale();
    let zone = receipt::clock(talk.tx, whom.class).await?;
    let now = talk.env.now();
    let today = day_at(now, zone);
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let mut rows = Vec::new();
    for (key, day, hour) in [
        ("note-later-evening", today, EVENING),
        ("note-later-morning", tomorrow, MORNING),
    ] {
        if moment(now, zone, day, hour).is_some() {
            let tap = Tap::LaterAt(day, hour, pieces);
            rows.push(vec![button(label!(locale, key), tap)]);
        }
    }
    let mut days = Vec::new();
    for ahead in 0..AHEAD {
        let day = today.checked_add_days(Days::new(ahead));
        let Some(day) = day.filter(|day| last_hour(now, zone, *day)) else {
            continue;
        };
        days.push(button(dates::day(locale, day), Tap::LaterOn(day, pieces)));
    }
    rows.extend(days.chunks(2).map(<[_]>::to_vec));
    rows.extend(cancel(locale));
    talk.show(say!(locale, "note-later-when"), rows).await
}

/// Whether any hour of that day is to come.
fn last_hour(now: Instant, zone: Tz, day: NaiveDate) -> bool {
    moment(now, zone, day, *HOURS.end()).is_some()
}

/// At which hour of that day?
pub(super) async fn on(talk: &mut Talk<'_>, day: NaiveDate, pieces: i64) -> Served<()> {
    let Some((whom, _)) = shown(talk, pieces).await? else {
        return Ok(());
    };
    let locale = talk.locale();
    let zone = receipt::clock(talk.tx, whom.class).await?;
    let now = talk.env.now();
    let hours = HOURS.filter(|hour| moment(now, zone, day, *hour).is_some());
    let hours = hours.map(|hour| button(format!("{hour}:00"), Tap::LaterAt(day, hour, pieces)));
    let hours: Vec<_> = hours.collect();
    if hours.is_empty() {
        return when(talk, pieces).await;
    }
    let mut rows: Vec<Vec<_>> = hours.chunks(4).map(<[_]>::to_vec).collect();
    rows.extend(cancel(locale));
    let html = say!(locale, "note-later-hour", day = dates::day(locale, day));
    talk.show(html, rows).await
}

/// It waits for that hour. What was listed is stopped now.
pub(super) async fn at(
    talk: &mut Talk<'_>,
    (day, hour): (NaiveDate, i64),
    pieces: i64,
) -> Served<()> {
    let Some((whom, draft)) = shown(talk, pieces).await? else {
        return Ok(());
    };
    let Some(by) = talk.adult() else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let zone = receipt::clock(talk.tx, whom.class).await?;
    let Some(due) = moment(talk.env.now(), zone, day, hour) else {
        return when(talk, pieces).await;
    };
    if class::count(&class::families(talk, &whom).await?) == 0 {
        talk.goto(&dialogue::State::Idle).await?;
        let html = say!(locale, "note-nobody-class");
        return talk.show(html, home::open_menu(locale)).await;
    }
    if store::later_notes::count(talk.tx, by).await? >= MOST {
        return talk.toast(label!(locale, "note-later-many")).await;
    }
    talk.goto(&dialogue::State::Idle).await?;
    if stopped(talk, &whom, &draft, None).await? {
        return Ok(());
    }
    let about = title(talk, &whom).await?;
    let id: LaterId = talk.env.id();
    let body = serde_json::to_string(&Body { whom, draft }).unwrap_or_default();
    let account = talk.account.id;
    let later = Later {
        id,
        account,
        by,
        body,
        due,
    };
    store::later_notes::put(talk.tx, &later).await?;
    let when = dates::moment(locale, due, zone);
    let html = say!(locale, "note-later-waits", about = about, when = when);
    let label = label!(locale, "note-later-call-back");
    let mut rows = vec![vec![button(label, Tap::CallBack(id))]];
    rows.extend(home::menu_below(locale));
    talk.show(html, rows).await
}

/// It does not go. One that has gone is not called back: the writer is told so.
pub(super) async fn call_back(talk: &mut Talk<'_>, id: LaterId) -> Served<()> {
    let taken = match talk.adult() {
        Some(by) => store::later_notes::take(talk.tx, id, by).await?,
        None => false,
    };
    let locale = talk.locale();
    if !taken {
        return talk.toast(label!(locale, "note-later-gone")).await;
    }
    let html = say!(locale, "note-later-back");
    talk.show(html, home::open_menu(locale)).await
}

/// Sends what is due if its writer still may, `limit` notes at most, as `service::due` does everything that has its hour.
pub async fn tick(store: &Store, env: &Env, limit: i64) -> Served<Option<Instant>> {
    due::round::<Waiting>(store, env, limit).await
}

struct Waiting;

impl Due for Waiting {
    type Id = LaterId;
    const AGAIN: TimeDelta = STUCK;

    async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<LaterId>> {
        store::later_notes::due(tx, now, limit).await
    }

    async fn step(tx: &mut Tx, env: &Env, id: LaterId) -> Served<()> {
        match store::later_notes::take_due(tx, id, env.now()).await? {
            Some(later) => go(tx, env, &later).await,
            None => Ok(()),
        }
    }

    fn failed(id: LaterId, error: &StoreError) {
        tracing::error!(later = %id, %error, "a note written for later could not go");
        counter!("hongyan_notes_stuck_total").increment(1);
    }

    async fn put_off(tx: &mut Tx, id: LaterId, at: Instant) -> Stored<()> {
        store::later_notes::put_off(tx, id, at).await
    }

    async fn next(tx: &mut Tx) -> Stored<Option<Instant>> {
        store::later_notes::next_due(tx).await
    }
}

async fn go(tx: &mut Tx, env: &Env, later: &Later) -> Served<()> {
    let account = store::accounts::get(tx, later.account).await?;
    // The chat may speak for somebody else by now: then the writer hears of it where they are.
    let own = account.filter(|account| account.adult == Some(later.by));
    let is_own = own.is_some();
    let account = match own {
        Some(account) => Some(account),
        None => store::accounts::of_adult(tx, later.by).await?,
    };
    let Some(account) = account else {
        return Ok(());
    };
    let talk = &mut Talk::new(tx, env, account, None, None).by_itself();
    let locale = talk.locale();
    let body: Option<Body> = serde_json::from_str(&later.body).ok();
    let fresh = is_own && env.now() - later.due <= LATE;
    let Some(Body { whom, draft }) = body.filter(|_| fresh) else {
        let html = say!(locale, "note-later-late");
        return talk.say(html, home::open_menu(locale)).await;
    };
    let (look, right) = (Look::List, Action::SchoolNote);
    if !talk.sees_at(look, right, whom.class).await? {
        talk.denied().await?;
        let html = say!(locale, "note-later-not");
        return talk.say(html, home::open_menu(locale)).await;
    }
    deliver(talk, whom, draft, None).await
}
