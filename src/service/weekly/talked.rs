//! "Did you two talk?": written with the update, held until the middle of the week, taken back by a yes. The
//! answers are the parent's own (S17): no screen, count or export of the school has them.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::digest::name;
use super::page::About;
use super::screens;
use crate::base::{AdultId, Env, OutboxId};
use crate::dialogue;
use crate::dialogue::weekly::Tap;
use crate::model::message::{Button, Kind, Lane, Outgoing, Parcel};
use crate::model::rights::Action;
use crate::model::week::SchoolWeek;
use crate::model::weekly::Block;
use crate::model::weekly::talked::{Asked, WEEKS_BACK, next, timing};
use crate::service::{Served, Talk, home};
use crate::store::weekly::Reader;
use crate::store::{self, Tx};
use crate::{label, say};

/// What each of these adults is to be asked in `week`, with the row it will be. Who is not asked is left out.
pub(super) async fn plan(
    tx: &mut Tx,
    env: &Env,
    adults: &[AdultId],
    week: SchoolWeek,
) -> Served<HashMap<AdultId, (Asked, OutboxId)>> {
    let from = (0..WEEKS_BACK).fold(week, |week, _| week.previous());
    let past = store::weekly::past(tx, adults, from, week).await?;
    let asked = |adult: &AdultId| {
        let before = past.get(adult).map(Vec::as_slice).unwrap_or_default();
        Some((*adult, (next(before)?, env.id())))
    };
    Ok(adults.iter().filter_map(asked).collect())
}

/// The question of one reader: about one of their children, each in turn.
pub(super) fn outgoing(
    about: &About,
    reader: &Reader,
    zone: Tz,
    asked: Asked,
    blocks: &[Block],
) -> Option<Outgoing> {
    let turn = usize::try_from(about.week.number()).unwrap_or_default();
    let block = blocks.get(turn % blocks.len().max(1))?;
    let locale = reader.locale;
    let html = crate::text::weekly::talked(locale, asked, &name(block), &block.opening);
    let button = |key: &str, tap: Tap| {
        let data = dialogue::Tap::Weekly(tap).encode();
        Button::tap(label!(locale, key), data)
    };
    let mut rows = vec![vec![
        button("weekly-button-talked", Tap::Yes(about.week)),
        button("weekly-talked-not-yet", Tap::NotYet(about.week)),
    ]];
    if asked == Asked::Reminder {
        rows.push(vec![button("weekly-talked-no-more", Tap::Asks(false))]);
    }
    let (leaves, expires) = timing(about.leaves, zone, reader.quiet);
    Some(Outgoing {
        account: reader.account,
        bot: reader.bot.clone(),
        chat: reader.chat,
        adult: Some(about.adult),
        children: vec![block.child],
        right: Some(Action::WeeklyUpdate),
        concerns: Vec::new(),
        kind: Kind::Reminder,
        lane: Lane::Bulk,
        parcel: Parcel::with_buttons(html, rows),
        not_before: Some(leaves),
        expires: Some(expires),
        dedup: Some(format!("talked:{}:{}", about.adult, about.week)),
        thread: None,
    })
}

/// Whether the speaker gets updates at all: ended and excluded get the answer of everybody without one.
async fn reader(talk: &mut Talk<'_>) -> Served<Option<AdultId>> {
    let Some(adult) = talk.adult() else {
        return Ok(None);
    };
    for link in store::links::of_adult(talk.tx, adult).await? {
        if talk.may(Action::WeeklyUpdate, link.child).await? {
            return Ok(Some(adult));
        }
    }
    Ok(None)
}

/// Kept once; a second tap is thanked like the first. What would have asked is taken back. `closes`: the tapped
/// message is the question itself, which the thanks replace.
pub(super) async fn yes(talk: &mut Talk<'_>, week: SchoolWeek, closes: bool) -> Served<()> {
    let now = talk.env.now();
    let Some(adult) = reader(talk).await? else {
        return screens::not_now(talk).await;
    };
    let Some(question) = store::weekly::talked(talk.tx, adult, week, now).await? else {
        return screens::not_now(talk).await;
    };
    store::outbox_waiting::withdraw_rows(talk.tx, now, question.as_slice()).await?;
    let locale = talk.locale();
    if closes {
        return talk
            .show(say!(locale, "weekly-thanks"), home::open_menu(locale))
            .await;
    }
    talk.toast(label!(locale, "weekly-thanks")).await
}

/// The question stays with its buttons: there is still time.
pub(super) async fn not_yet(talk: &mut Talk<'_>, week: SchoolWeek) -> Served<()> {
    let now = talk.env.now();
    let Some(adult) = reader(talk).await? else {
        return screens::not_now(talk).await;
    };
    if !store::weekly::not_yet(talk.tx, adult, week, now).await? {
        return screens::not_now(talk).await;
    }
    let words = label!(talk.locale(), "weekly-talked-later");
    talk.toast(words).await
}

/// From the kind word: no more. From the settings: either.
pub(super) async fn asks(talk: &mut Talk<'_>, on: bool) -> Served<()> {
    let now = talk.env.now();
    let Some(adult) = reader(talk).await? else {
        return screens::not_now(talk).await;
    };
    store::accounts::set_asks_talked(talk.tx, talk.account.id, on).await?;
    talk.account.asks_talked = on;
    if !on {
        let from = SchoolWeek::of(now.date_naive()).previous().previous();
        let waiting = store::weekly::questions(talk.tx, adult, from).await?;
        store::outbox_waiting::withdraw_rows(talk.tx, now, &waiting).await?;
    }
    let locale = talk.locale();
    let (key, label) = match on {
        true => ("weekly-talked-on", "weekly-talked-turn-off"),
        false => ("weekly-talked-off", "weekly-talked-turn-on"),
    };
    let data = dialogue::Tap::Weekly(Tap::Asks(!on)).encode();
    let mut rows = vec![vec![Button::tap(label!(locale, label), data)]];
    rows.extend(home::open_menu(locale));
    talk.show(say!(locale, key), rows).await
}

/// The settings' row, for whoever gets updates.
pub async fn settings_row(talk: &mut Talk<'_>) -> Served<Option<Vec<Button>>> {
    if reader(talk).await?.is_none() {
        return Ok(None);
    }
    let on = talk.account.asks_talked;
    let key = match on {
        true => "weekly-talked-turn-off",
        false => "weekly-talked-turn-on",
    };
    let data = dialogue::Tap::Weekly(Tap::Asks(!on)).encode();
    Ok(Some(vec![Button::tap(label!(talk.locale(), key), data)]))
}
