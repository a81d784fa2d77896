//! Whoever reads little answers with a number or with their voice. A number is the button with that place on the
//! newest thing that was asked; a voice message goes to whoever asked. Offered to whoever is at home with a child
//! or is asked when nobody is there, and holds no post.

use chrono::TimeDelta;

use super::{Served, Talk, check_in, note};
use crate::base::{AdultId, Html, Instant, OutboxId, to_ms, utf16_len};
use crate::dialogue::check_in::Tap as CheckIn;
use crate::dialogue::{self, State, join};
use crate::model::Locale;
use crate::model::event::Did;
use crate::model::message::{Act, Button, Content, Keyboard, Kind, MediaKind, Parcel};
use crate::model::note::{MAX_CAPTION, MAX_TEXT};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::say;
use crate::store::offers::{Came, Screen};
use crate::store::{self, Tx};

/// A number or a voice answers a question at most this old.
const LIFE: TimeDelta = TimeDelta::hours(12);

/// Whether somebody is offered this.
async fn is_for(tx: &mut Tx, adult: AdultId, now: Instant) -> Served<bool> {
    let links = store::links::of_adult(tx, adult).await?;
    let near = links.iter().any(|link| {
        let home = matches!(link.role, LinkRole::Guardian | LinkRole::Contact);
        let over = [LinkState::Ended, LinkState::Excluded, LinkState::Paused];
        home && !over.contains(&link.state)
    });
    Ok(near && store::posts::of_adult(tx, adult, now).await?.is_empty())
}

/// The buttons of a message that do something here, in order; `None`: it says nothing of buttons.
fn buttons(parcel: &Parcel) -> Option<Vec<&Button>> {
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

fn taps(parcel: &Parcel) -> Vec<String> {
    let buttons = buttons(parcel).unwrap_or_default().into_iter();
    let data = buttons.filter_map(|button| match &button.act {
        Act::Tap(data) => Some(data.clone()),
        Act::Open(_) => None,
    });
    data.collect()
}

/// Buttons one counts at a glance. The numbers of a longer screen work, too; counting it helps nobody.
const COUNTED: usize = 5;

/// That a number is enough, in few words.
fn hint(locale: Locale, count: usize) -> Html {
    match count {
        0 => Html::default(),
        1 => say!(locale, "easy-one"),
        2 => say!(locale, "easy-two"),
        last if last <= COUNTED => say!(locale, "easy-many", last = last),
        _ => Html::default(),
    }
}

/// The message with that said below its words, where there is room.
fn with_hint(locale: Locale, parcel: Parcel) -> Parcel {
    let hint = hint(locale, taps(&parcel).len());
    if hint.is_empty() {
        return parcel;
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

/// A letter to somebody, with the hint where they are offered this.
pub(super) async fn letter(
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

/// Whether a number would tell somebody's name to those who answer for safety. Nobody does that by mistake, and that
/// a screen for it was open is kept nowhere.
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
pub(super) async fn opened(talk: &mut Talk<'_>, id: OutboxId, parcel: &Parcel) -> Served<()> {
    let Some(adult) = talk.adult() else {
        return Ok(());
    };
    let (now, taps) = (talk.env.now(), taps(parcel));
    if taps.is_empty() || tells_of_harm(&taps) || !is_for(talk.tx, adult, now).await? {
        return store::offers::hide(talk.tx, talk.account.id).await;
    }
    let message = match parcel {
        Parcel::Edit { message, .. } => Some(*message),
        _ => None,
    };
    let screen = Screen {
        id,
        at_ms: to_ms(now),
        message,
        taps,
    };
    store::offers::show(talk.tx, talk.account.id, &screen).await
}

/// A screen to the speaker: with the hint, and kept as the newest. What is `discreet` leaves nothing behind, not even
/// when it was; numbers are not for it.
pub(super) async fn screen(
    talk: &mut Talk<'_>,
    id: OutboxId,
    parcel: Parcel,
    discreet: bool,
) -> Served<Parcel> {
    let (Some(adult), Some(_)) = (talk.adult(), buttons(&parcel)) else {
        return Ok(parcel);
    };
    let now = talk.env.now();
    if !is_for(talk.tx, adult, now).await? {
        return Ok(parcel);
    }
    let state = State::decode(talk.account.dialogue.as_deref());
    let waits = state.is_none_or(|state| !may_pick(&state));
    // Where words are waited for, a number is one of them.
    if discreet || waits || tells_of_harm(&taps(&parcel)) {
        store::offers::hide(talk.tx, talk.account.id).await?;
        return Ok(parcel);
    }
    let message = match &parcel {
        Parcel::Edit { message, .. } => Some(*message),
        _ => None,
    };
    let taps = taps(&parcel);
    // A thank-you below a question asks nothing: the question stands.
    if taps.is_empty() && message.is_none() {
        return Ok(parcel);
    }
    let screen = Screen {
        id,
        at_ms: to_ms(now),
        message,
        taps,
    };
    store::offers::show(talk.tx, talk.account.id, &screen).await?;
    Ok(with_hint(talk.locale(), parcel))
}

/// The number somebody sent and nothing else: as a figure, a full-width one or a key with a figure on it.
fn number(text: &str) -> Option<usize> {
    let figure = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        '\u{fe0f}' | '\u{20e3}' => None,
        other => Some(other),
    };
    let text: String = text.trim().chars().filter_map(figure).collect();
    let text = text.trim_end_matches(['.', ')', '。']);
    let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number > 0)
}

/// Whether what is typed now may be a number of a button: elsewhere it is a day, a telephone number, a code.
fn may_pick(state: &State) -> bool {
    matches!(
        state,
        State::Idle
            | State::Note(_)
            | State::Letter(_)
            | State::Lifecycle(_)
            | State::Join(join::State::Confirm { .. })
    )
}

/// The button a sent number stands for, on the newest thing that was asked.
async fn picked(talk: &mut Talk<'_>, number: usize) -> Served<Option<String>> {
    let Some(adult) = talk.adult() else {
        return Ok(None);
    };
    let now = talk.env.now();
    if !is_for(talk.tx, adult, now).await? {
        return Ok(None);
    }
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
    Ok(newest.into_iter().nth(number - 1))
}

async fn letters(talk: &mut Talk<'_>) -> Served<Vec<Came>> {
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let since = talk.env.now() - LIFE;
    store::offers::letters(talk.tx, &bot, chat, since).await
}

/// What a number or a voice message means; anything else as it is. `None`: it was answered.
pub(super) async fn meant(talk: &mut Talk<'_>, state: &State, did: Did) -> Served<Option<Did>> {
    match did {
        Did::Says {
            ref text,
            reply_to: None,
            ..
        } if may_pick(state) => {
            let Some(number) = number(text.expose()) else {
                return Ok(Some(did));
            };
            let Some(data) = picked(talk, number).await? else {
                return Ok(Some(did));
            };
            // Asked about several children: which of them is meant is asked back.
            let asks = matches!(
                dialogue::Tap::decode(&data),
                Some(dialogue::Tap::CheckIn(
                    CheckIn::Well(_) | CheckIn::Problem(_) | CheckIn::Ring(_)
                ))
            );
            if asks && check_in::says(talk, text).await? {
                return Ok(None);
            }
            talk.aloud();
            Ok(Some(Did::Taps {
                data,
                query: String::new(),
                message: None,
            }))
        }
        Did::Sends {
            media: MediaKind::Voice | MediaKind::VideoNote,
            reply_to: None,
            ..
        } if *state == State::Idle => voice(talk, did).await,
        other => Ok(Some(other)),
    }
}

/// A voice message where a question waits is the answer to it: to a note, to an evening's question, to the week.
/// Nobody here can hear it, so what needs a yes or a no is asked again, and a question about the child is the
/// school's from then on: a person listens, and rings.
async fn voice(talk: &mut Talk<'_>, did: Did) -> Served<Option<Did>> {
    let Some(adult) = talk.adult() else {
        return Ok(Some(did));
    };
    let now = talk.env.now();
    if !is_for(talk.tx, adult, now).await? {
        return Ok(Some(did));
    }
    let letters = letters(talk).await?;
    let asks = |letter: &&Came| !taps(&letter.parcel).is_empty();
    let asked = letters.iter().find(asks);
    // A child may speak at once below a letter: whether it is for the mother or for the school is a person's word.
    let below = asked.map_or(0, |letter| letter.message);
    if let Some(rows) = note::letter::answers(talk, below, now - LIFE).await? {
        let html = say!(talk.locale(), "easy-voice");
        talk.say(html, rows).await?;
        return Ok(None);
    }
    let Some(letter) = asked else {
        return Ok(Some(did));
    };
    let passes = matches!(letter.kind, Kind::Note | Kind::CheckIn | Kind::WeeklyUpdate);
    let child = match letter.children.as_slice() {
        [child] if passes => Some(*child),
        _ => None,
    };
    let may = match child {
        Some(child) => talk.may(Action::FamilyNote, child).await?,
        None => false,
    };
    let Some(child) = child.filter(|_| may) else {
        // Nobody it could go to: the buttons again.
        let html = say!(talk.locale(), "easy-voice");
        let buttons = buttons(&letter.parcel).unwrap_or_default();
        let rows = buttons.into_iter().map(|button| vec![button.clone()]);
        let rows: Vec<_> = rows.collect();
        for child in &letter.children {
            talk.may(Action::Know, *child).await?;
        }
        talk.say(html, rows).await?;
        return Ok(None);
    };
    if letter.kind == Kind::CheckIn && check_in::waits(talk, child).await? {
        if !note::spoken(talk, &did, child).await? {
            return Ok(Some(did));
        }
        check_in::spoken(talk, child).await?;
        return Ok(None);
    }
    let mut did = did;
    if let Did::Sends { reply_to, .. } = &mut did {
        *reply_to = Some(letter.message);
    }
    Ok(Some(did))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_is_a_number_however_it_is_typed() {
        for one in ["1", " 1 ", "1.", "1)", "１", "1\u{fe0f}\u{20e3}", "1。"] {
            assert_eq!(number(one), Some(1), "{one}");
        }
        assert_eq!(number("12"), Some(12));
        for other in ["", "0", "one", "1 2", "1a", "123", "-1", "12.5"] {
            assert_eq!(number(other), None, "{other}");
        }
    }
}
