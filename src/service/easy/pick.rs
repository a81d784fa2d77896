//! The button a number stands for: on the newest thing that was asked, and on nothing else.

use super::LIFE;
use super::screen::taps;
use crate::base::{Glimpse, Instant};
use crate::dialogue;
use crate::service::{Served, Talk, concern};
use crate::store;
use crate::store::offers::Came;

/// What a number stands for.
pub(super) enum Pick {
    Button(String),
    /// No button has that place.
    Nothing,
    /// Whether it was meant was asked back.
    Answered,
}

/// What the speaker saw last, where that is kept nowhere: as long as it came, and nothing came after it. It is known
/// for this one turn.
pub(in crate::service) async fn last_seen(talk: &mut Talk<'_>) -> Served<()> {
    let (account, now) = (&talk.account, talk.env.now());
    let Some(glimpse) = talk.env.lately.take(account.id, now) else {
        return Ok(());
    };
    let (bot, chat) = (account.bot.clone(), account.chat);
    if store::offers::is_last(talk.tx, &bot, chat, glimpse.row).await? {
        talk.before = Some(glimpse);
    }
    Ok(())
}

/// Whether a letter that asks something came after everything else, and after this moment: what took the place of an
/// older message meanwhile stands above it.
pub(super) async fn letter_is_last(talk: &mut Talk<'_>, after: Instant) -> Served<bool> {
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let letters = letters(talk).await?.into_iter();
    let newest = letters.max_by_key(|letter| (letter.at, letter.message));
    match newest.filter(|letter| letter.at > after && !taps(&letter.parcel).is_empty()) {
        Some(letter) => Ok(store::offers::is_last(talk.tx, &bot, chat, letter.id).await?),
        None => Ok(false),
    }
}

/// The button a sent number stands for, on the newest thing that was asked.
pub(super) async fn picked(talk: &mut Talk<'_>, number: usize) -> Served<Pick> {
    if let Some(glimpse) = talk.before.take() {
        return seen(talk, glimpse, number).await;
    }
    let now = talk.env.now();
    let screen = store::offers::screen(talk.tx, talk.account.id).await?;
    let screen = screen.filter(|screen| screen.order().0 > now - LIFE);
    let letter = letters(talk).await?.into_iter().find(|letter| {
        // A letter that became a screen has other buttons by now, or none.
        let over = screen.as_ref().is_some_and(|screen| {
            screen.message == Some(letter.message) && screen.order() > (letter.at, letter.id)
        });
        !over && !taps(&letter.parcel).is_empty()
    });
    let newest = match (screen, letter) {
        (Some(screen), Some(letter)) if screen.order() < (letter.at, letter.id) => {
            taps(&letter.parcel)
        }
        // What took the buttons from a message leaves the question before it.
        (Some(screen), Some(letter)) if screen.taps.is_empty() => taps(&letter.parcel),
        (Some(screen), _) => screen.taps,
        (None, Some(letter)) => taps(&letter.parcel),
        (None, None) => Vec::new(),
    };
    let data = newest.into_iter().nth(number - 1);
    Ok(data.map_or(Pick::Nothing, Pick::Button))
}

/// The same where what was seen is kept nowhere. What tells of somebody to those who answer for safety is asked back:
/// a number may have been meant for what stood there before, or counted wrongly.
async fn seen(talk: &mut Talk<'_>, glimpse: Glimpse, number: usize) -> Served<Pick> {
    let Some((words, data)) = glimpse.choices.into_iter().nth(number - 1) else {
        return Ok(Pick::Nothing);
    };
    if glimpse.asks_back.is_none()
        && let Some(dialogue::Tap::Concern(tap)) = dialogue::Tap::decode(&data)
        && Box::pin(concern::asks_back(talk, &tap, &words)).await?
    {
        return Ok(Pick::Answered);
    }
    Ok(Pick::Button(data))
}

/// The last letters in this chat, those further down first.
pub(super) async fn letters(talk: &mut Talk<'_>) -> Served<Vec<Came>> {
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let since = talk.env.now() - LIFE;
    store::offers::letters(talk.tx, &bot, chat, since).await
}
