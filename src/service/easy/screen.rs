//! What is shown to whoever may answer with a number: with the hint below its words, and kept as the newest. What
//! belongs to a concern is kept nowhere but in this process, for some minutes.

use super::{Speaker, is_for, may_pick, speaker};
use crate::base::{AdultId, Glimpse, Html, Instant, OutboxId, to_ms, utf16_len};
use crate::dialogue::{self, State};
use crate::model::Locale;
use crate::model::message::{Act, Button, Content, Keyboard, MediaKind, Parcel};
use crate::model::note::{MAX_CAPTION, MAX_TEXT};
use crate::say;
use crate::service::{Served, Talk};
use crate::store::offers::Screen;
use crate::store::{self, Tx};

/// The buttons of a message that do something here, in order; `None`: it says nothing of buttons.
pub(super) fn buttons(parcel: &Parcel) -> Option<Vec<&Button>> {
    let keyboard = match parcel {
        Parcel::Send { keyboard, .. } | Parcel::Edit { keyboard, .. } => keyboard.as_ref(),
        Parcel::Delete { .. } | Parcel::Answer { .. } | Parcel::Cover { .. } => return None,
    };
    Some(match keyboard {
        Some(Keyboard::Buttons(rows)) => {
            let all = rows.iter().flatten();
            all.filter(|button| matches!(button.act, Act::Tap(_)))
                .collect()
        }
        _ => Vec::new(),
    })
}

/// Of each of them the words, and what stands behind them.
fn choices(parcel: &Parcel) -> Vec<(String, String)> {
    let buttons = buttons(parcel).unwrap_or_default().into_iter();
    let choices = buttons.filter_map(|button| match &button.act {
        Act::Tap(data) => Some((button.label.clone(), data.clone())),
        Act::Open(_) => None,
    });
    choices.collect()
}

pub(super) fn taps(parcel: &Parcel) -> Vec<String> {
    choices(parcel).into_iter().map(|(_, data)| data).collect()
}

/// Buttons one counts at a glance; where there are more, each carries its number.
const COUNTED: usize = 5;

/// That a number is enough, in few words.
pub(super) fn hint(locale: Locale, count: usize) -> Html {
    match count {
        0 => Html::default(),
        1 => say!(locale, "easy-one"),
        2 => say!(locale, "easy-two"),
        last if last <= COUNTED => say!(locale, "easy-many", last = last),
        _ => say!(locale, "easy-before"),
    }
}

/// The message with that said below its words, where there is room.
fn with_hint(locale: Locale, mut parcel: Parcel) -> Parcel {
    let count = taps(&parcel).len();
    let hint = hint(locale, count);
    if hint.is_empty() {
        return parcel;
    }
    if count > COUNTED {
        number_buttons(&mut parcel);
    }
    let joined = |html: Html, room: usize| {
        let mut longer = html.clone();
        longer.join("\n\n", &hint);
        match utf16_len(&longer.plain()) <= room {
            true => longer,
            false => html,
        }
    };
    match parcel {
        Parcel::Edit {
            message,
            html,
            keyboard,
        } => Parcel::Edit {
            message,
            html: joined(html, MAX_TEXT),
            keyboard,
        },
        Parcel::Send {
            content,
            keyboard,
            protect,
            silent,
        } => Parcel::Send {
            content: match content {
                Content::Text { html } => Content::Text {
                    html: joined(html, MAX_TEXT),
                },
                Content::Media {
                    media,
                    file,
                    caption,
                } if media != MediaKind::VideoNote => Content::Media {
                    media,
                    file,
                    caption: joined(caption, MAX_CAPTION),
                },
                other => other,
            },
            keyboard,
            protect,
            silent,
        },
        other => other,
    }
}

/// Nobody should choose the wrong thing because they lost count.
fn number_buttons(parcel: &mut Parcel) {
    if let Parcel::Send { keyboard, .. } | Parcel::Edit { keyboard, .. } = parcel
        && let Some(Keyboard::Buttons(rows)) = keyboard
    {
        let buttons = rows.iter_mut().flatten();
        let taps = buttons.filter(|button| matches!(button.act, Act::Tap(_)));
        for (at, button) in taps.enumerate() {
            button.label = format!("{}. {}", at + 1, button.label);
        }
    }
}

/// A letter to somebody, with the hint where they are offered this.
pub(in crate::service) async fn letter(
    tx: &mut Tx,
    now: Instant,
    (adult, locale): (AdultId, Locale),
    parcel: Parcel,
) -> Served<Parcel> {
    match !taps(&parcel).is_empty() && is_for(tx, adult, now).await? {
        true => Ok(with_hint(locale, parcel)),
        false => Ok(parcel),
    }
}

/// Whether a button tells something to those who answer for safety: that it was shown is kept nowhere.
fn tells_of_harm(taps: &[String]) -> bool {
    use dialogue::concern::Tap as Concern;
    taps.iter().any(|data| {
        matches!(
            dialogue::Tap::decode(data),
            Some(dialogue::Tap::Concern(tap)) if tap != Concern::Begin
        )
    })
}

/// What a code has just shown is the newest that was asked.
pub(in crate::service) async fn opened(
    talk: &mut Talk<'_>,
    id: OutboxId,
    parcel: &Parcel,
) -> Served<()> {
    let Some(adult) = talk.adult() else {
        return Ok(());
    };
    let (now, taps) = (talk.env.now(), taps(parcel));
    if taps.is_empty() || tells_of_harm(&taps) || !is_for(talk.tx, adult, now).await? {
        return store::offers::hide(talk.tx, talk.account.id).await;
    }
    let screen = newest(now, id, parcel);
    store::offers::show(talk.tx, talk.account.id, &screen).await
}

/// What is kept of the newest screen.
fn newest(now: Instant, id: OutboxId, parcel: &Parcel) -> Screen {
    let message = match parcel {
        Parcel::Edit { message, .. } => Some(*message),
        _ => None,
    };
    Screen {
        id,
        at_ms: to_ms(now),
        message,
        taps: taps(parcel),
        words: Vec::new(),
    }
}

/// A screen to the speaker: with the hint, and kept as the newest. What is `discreet` leaves nothing behind, not even
/// when it was.
pub(in crate::service) async fn screen(
    talk: &mut Talk<'_>,
    id: OutboxId,
    parcel: Parcel,
    discreet: bool,
) -> Served<Parcel> {
    if buttons(&parcel).is_none() {
        return Ok(parcel);
    }
    let speaker = speaker(talk).await?;
    if speaker == Speaker::Other {
        return Ok(parcel);
    }
    let state = State::decode(talk.account.dialogue.as_deref());
    let may = state.as_ref().is_some_and(may_pick);
    let taps = taps(&parcel);
    if discreet || tells_of_harm(&taps) {
        store::offers::hide(talk.tx, talk.account.id).await?;
        let told = matches!(state, Some(State::Concern(_)));
        let own = speaker == Speaker::Home && talk.account.cover.is_none();
        return Ok(match own && (may || told) && !taps.is_empty() {
            true => glimpse(talk, id, parcel),
            false => parcel,
        });
    }
    // Where words are waited for, a number is one of them.
    if !may {
        store::offers::hide(talk.tx, talk.account.id).await?;
        return Ok(parcel);
    }
    let mut screen = newest(talk.env.now(), id, &parcel);
    // A thank-you below a question asks nothing: the question stands.
    if screen.taps.is_empty() && screen.message.is_none() {
        return Ok(parcel);
    }
    // Below a voice of somebody nobody knows they come again; they name nobody.
    if speaker != Speaker::Home {
        screen.words = choices(&parcel)
            .into_iter()
            .map(|(words, _)| words)
            .collect();
    }
    talk.after = None;
    store::offers::show(talk.tx, talk.account.id, &screen).await?;
    Ok(match speaker {
        Speaker::Unknown { told: false } | Speaker::Other => parcel,
        Speaker::Home | Speaker::Unknown { told: true } => with_hint(talk.locale(), parcel),
    })
}

/// What nothing stored may tell of: known in this process for some minutes.
fn glimpse(talk: &mut Talk<'_>, id: OutboxId, parcel: Parcel) -> Parcel {
    talk.after = Some(Glimpse {
        bot: talk.account.bot.clone(),
        row: id,
        at: talk.env.now(),
        choices: choices(&parcel),
        asks_back: None,
    });
    with_hint(talk.locale(), parcel)
}

/// The screen just shown asks whether this was meant: a number is not asked back a second time.
pub(in crate::service) fn asks_back(talk: &mut Talk<'_>, words: &str) {
    if let Some(glimpse) = &mut talk.after {
        glimpse.asks_back = Some(words.to_owned());
    }
}
