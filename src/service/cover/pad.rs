//! The pad: digits as buttons, dots for what was tapped, or digits typed and taken out of the chat. What a right
//! code opens, and how wrong ones rest.

use super::{button, is_shut, letter, neutral, own, turn_off};
use crate::base::{Secret, Words, fits, slow_hash};
use crate::dialogue::cover::{Pad, State, Tap};
use crate::dialogue::{self};
use crate::model::cover::{DIGITS, OPEN_FOR, WRONG, dots, typed as code_of};
use crate::model::message::{Button, Keyboard, Lane};
use crate::service::{Served, Talk, converse, home};
use crate::store::{audit, covers, tallies};
use crate::{label, say};

/// Asks for the code in the message whose button was tapped, or in a new one.
pub(super) async fn ask(talk: &mut Talk<'_>, wants: String) -> Served<()> {
    let message = talk.tapped();
    begin(talk, Some(wants), None, message, "cover-ask").await
}

/// The same below a message that must stay what it is: its own button waits.
pub(super) async fn ask_for(talk: &mut Talk<'_>, wants: String) -> Served<()> {
    let tapped = talk.tapped();
    talk.leave_tapped();
    begin(talk, Some(wants), tapped, None, "cover-ask").await
}

/// What was sent went nowhere: the code first, then once more.
pub(super) async fn ask_again(talk: &mut Talk<'_>) -> Served<()> {
    talk.leave_tapped();
    begin(talk, None, None, None, "cover-ask-again").await
}

async fn begin(
    talk: &mut Talk<'_>,
    wants: Option<String>,
    tapped: Option<i64>,
    message: Option<i64>,
    key: &'static str,
) -> Served<()> {
    let before = match dialogue::State::decode(talk.account.dialogue.as_deref()) {
        Some(dialogue::State::Cover(State::Ask { before, .. })) => before,
        Some(dialogue::State::Cover(_) | dialogue::State::Idle) | None => None,
        Some(other) => Some(Box::new(other)),
    };
    let pad = Pad {
        message,
        entered: Secret::default(),
    };
    let state = State::Ask {
        pad,
        wants,
        tapped,
        before,
    };
    talk.goto(&dialogue::State::Cover(state)).await?;
    if rests(talk).await? {
        return Ok(());
    }
    show(talk, key, 0, true).await
}

/// A new code, entered twice.
pub(super) async fn choose(talk: &mut Talk<'_>) -> Served<()> {
    let pad = Pad {
        message: talk.tapped(),
        entered: Secret::default(),
    };
    let state = State::Choose { pad, first: None };
    talk.goto(&dialogue::State::Cover(state)).await?;
    show(talk, "cover-choose", 0, false).await
}

/// The pad with so many dots.
async fn show(talk: &mut Talk<'_>, key: &str, entered: usize, asks: bool) -> Served<()> {
    let locale = talk.locale();
    let digit = |digit: i64| button(digit.to_string(), Tap::Digit(digit));
    let mut rows: Vec<Vec<Button>> = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
        .iter()
        .map(|row| row.iter().copied().map(digit).collect())
        .collect();
    rows.push(vec![
        button(label!(locale, "button-back"), Tap::Leave),
        digit(0),
        button("⌫".to_owned(), Tap::Back),
    ]);
    if asks {
        rows.push(vec![button(label!(locale, "cover-forgot"), Tap::Forgot)]);
    }
    talk.show(say!(locale, key, dots = dots(entered)), rows)
        .await
}

/// A digit was tapped.
pub(super) async fn digit(
    talk: &mut Talk<'_>,
    state: &dialogue::State,
    digit: i64,
) -> Served<Option<dialogue::Tap>> {
    let Some(mut state) = here(talk, state).await? else {
        home::menu(talk).await?;
        return Ok(None);
    };
    let (State::Ask { pad, .. } | State::Choose { pad, .. }) = &mut state;
    let entered = format!("{}{}", pad.entered.expose(), digit.rem_euclid(10));
    let length = entered.len();
    pad.entered = Secret::new(entered);
    if length < DIGITS {
        let (key, asks) = question(&state);
        talk.goto(&dialogue::State::Cover(state)).await?;
        show(talk, key, length, asks).await?;
        return Ok(None);
    }
    let code = std::mem::take(&mut pad.entered);
    entered_all(talk, state, &code).await
}

/// The last digit was a mistake.
pub(super) async fn back(talk: &mut Talk<'_>, state: &dialogue::State) -> Served<()> {
    let Some(mut state) = here(talk, state).await? else {
        return home::menu(talk).await;
    };
    let (State::Ask { pad, .. } | State::Choose { pad, .. }) = &mut state;
    let mut entered = pad.entered.expose().to_owned();
    entered.pop();
    let length = entered.len();
    pad.entered = Secret::new(entered);
    let (key, asks) = question(&state);
    talk.goto(&dialogue::State::Cover(state)).await?;
    show(talk, key, length, asks).await
}

/// The pad is left: what it stood in place of stands there again.
pub(super) async fn leave(talk: &mut Talk<'_>, state: &dialogue::State) -> Served<()> {
    let locale = talk.locale();
    match own(state) {
        Some(State::Choose { .. }) => {
            talk.goto(&dialogue::State::Idle).await?;
            return super::about(talk).await;
        }
        Some(State::Ask { before, .. }) => {
            let before = before.as_deref().cloned().unwrap_or_default();
            talk.goto(&before).await?;
        }
        None => {}
    }
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let stands = match talk.tapped() {
        Some(message) => covers::stands_in(talk.tx, &bot, chat, message).await?,
        None => None,
    };
    let (html, keyboard) = match stands {
        Some((row, kind, lane)) => neutral(locale, row, kind, Lane::from_rank(lane)),
        None => super::hidden(locale),
    };
    let rows = match keyboard {
        Some(Keyboard::Buttons(rows)) => rows,
        _ => Vec::new(),
    };
    talk.show(html, rows).await
}

/// The state as it is for the pad that was tapped: another pad than the one that waits begins anew. `None`: no
/// code is asked for.
async fn here(talk: &mut Talk<'_>, state: &dialogue::State) -> Served<Option<State>> {
    let message = talk.tapped();
    let mut before = None;
    match own(state) {
        Some(State::Ask { pad, .. } | State::Choose { pad, .. })
            if pad.message.is_none() || pad.message == message =>
        {
            let mut state = own(state).cloned();
            if let Some(State::Ask { pad, .. } | State::Choose { pad, .. }) = &mut state {
                pad.message = message;
            }
            return Ok(state);
        }
        Some(State::Ask { before: known, .. }) => before.clone_from(known),
        Some(State::Choose { .. }) | None => {}
    }
    if !is_shut(talk) {
        return Ok(None);
    }
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let stands = match message {
        Some(message) => covers::stands_in(talk.tx, &bot, chat, message).await?,
        None => None,
    };
    let wants = match stands {
        Some((row, ..)) => dialogue::Tap::Cover(Tap::Open(row)),
        None => dialogue::Tap::Home(dialogue::home::Tap::Menu),
    };
    Ok(Some(State::Ask {
        pad: Pad {
            message,
            entered: Secret::default(),
        },
        wants: Some(wants.encode()),
        tapped: None,
        before,
    }))
}

/// What the pad asks, and whether a code is known that can be forgotten.
const fn question(state: &State) -> (&'static str, bool) {
    match state {
        State::Ask { .. } => ("cover-ask", true),
        State::Choose { first: None, .. } => ("cover-choose", false),
        State::Choose { first: Some(_), .. } => ("cover-repeat", false),
    }
}

/// Something was typed while it is shut. Always true: it was no matter of anybody else.
pub(super) async fn typed(
    talk: &mut Talk<'_>,
    state: &dialogue::State,
    words: &Words,
    message: i64,
) -> Served<bool> {
    let Some(code) = code_of(words.expose()) else {
        ask_again(talk).await?;
        return Ok(true);
    };
    talk.erase(message).await?;
    let state = match own(state) {
        Some(state @ State::Ask { .. }) => state.clone(),
        _ => State::Ask {
            pad: Pad::default(),
            wants: None,
            tapped: None,
            before: Some(Box::new(state.clone())),
        },
    };
    if let State::Ask { pad, .. } = &state {
        talk.turn_to(pad.message);
    }
    // What a typed code leads to is the screen of a tap, in the same turn.
    if let Some(wanted) = entered_all(talk, state, &code).await? {
        converse::goes_on(talk, wanted).await?;
    }
    Ok(true)
}

/// Something was typed while a pad waits and nothing is shut. Gives the screen that was wanted.
pub async fn says(
    talk: &mut Talk<'_>,
    state: State,
    words: &Words,
    message: i64,
) -> Served<Option<dialogue::Tap>> {
    let Some(code) = code_of(words.expose()) else {
        let (key, asks) = question(&state);
        show(talk, key, 0, asks).await?;
        return Ok(None);
    };
    talk.erase(message).await?;
    let (State::Ask { pad, .. } | State::Choose { pad, .. }) = &state;
    talk.turn_to(pad.message);
    entered_all(talk, state, &code).await
}

/// All four digits are there.
async fn entered_all(
    talk: &mut Talk<'_>,
    state: State,
    code: &Secret,
) -> Served<Option<dialogue::Tap>> {
    match state {
        State::Choose { pad, first } => chosen(talk, pad, first, code).await.map(|()| None),
        State::Ask {
            pad,
            wants,
            tapped,
            before,
        } => {
            if rests(talk).await? {
                return Ok(None);
            }
            let Some(cover) = talk.account.cover.clone() else {
                home::menu(talk).await?;
                return Ok(None);
            };
            if !fits(cover.code.expose(), code) {
                let state = State::Ask {
                    pad,
                    wants,
                    tapped,
                    before,
                };
                talk.goto(&dialogue::State::Cover(state)).await?;
                return wrong(talk).await.map(|()| None);
            }
            right(talk, &pad, wants, tapped, before).await
        }
    }
}

/// The first time it is kept as a hash, the second time it must be the same.
async fn chosen(talk: &mut Talk<'_>, pad: Pad, first: Option<Secret>, code: &Secret) -> Served<()> {
    let Some(first) = first else {
        let first = Secret::new(slow_hash(&talk.env.chance, code));
        let state = State::Choose {
            pad,
            first: Some(first),
        };
        talk.goto(&dialogue::State::Cover(state)).await?;
        return show(talk, "cover-repeat", 0, false).await;
    };
    if !fits(first.expose(), code) {
        let state = State::Choose { pad, first: None };
        talk.goto(&dialogue::State::Cover(state)).await?;
        return show(talk, "cover-differs", 0, false).await;
    }
    talk.goto(&dialogue::State::Idle).await?;
    covers::set(talk.tx, talk.account.id, Some(&first)).await?;
    talk.account.cover = None;
    audit::brief(talk.tx, talk.env, talk.adult(), "cover_on", "own").await?;
    let locale = talk.locale();
    talk.show(say!(locale, "cover-set"), home::open_menu(locale))
        .await
}

/// The code was right: what was wanted comes, and the conversation goes on where it was.
async fn right(
    talk: &mut Talk<'_>,
    pad: &Pad,
    wants: Option<String>,
    tapped: Option<i64>,
    before: Option<Box<dialogue::State>>,
) -> Served<Option<dialogue::Tap>> {
    let (id, now) = (talk.account.id, talk.env.now());
    let until = now + OPEN_FOR;
    covers::open(talk.tx, id, now, until).await?;
    if let Some(cover) = &mut talk.account.cover {
        (cover.opened, cover.until) = (Some(now), Some(until));
    }
    for (name, _) in WRONG {
        tallies::clear(talk.tx, &key(talk, name)).await?;
    }
    let before = before.map(|before| *before).unwrap_or_default();
    talk.goto(&before).await?;
    let locale = talk.locale();
    match wants.as_deref().and_then(dialogue::Tap::decode) {
        Some(dialogue::Tap::Cover(Tap::Open(row))) => letter::show(talk, row).await?,
        Some(dialogue::Tap::Cover(Tap::Off)) => turn_off(talk).await?,
        Some(dialogue::Tap::Cover(Tap::Choose)) => choose(talk).await?,
        Some(wanted) => {
            // The screen stands where its button was; the pad has done.
            if tapped.is_some() {
                if let Some(message) = pad.message {
                    talk.erase(message).await?;
                }
                talk.turn_to(tapped);
            }
            return Ok(Some(wanted));
        }
        None => {
            let rows = home::open_menu(locale);
            talk.show(say!(locale, "cover-opened"), rows).await?;
        }
    }
    Ok(None)
}

fn key(talk: &Talk<'_>, name: &str) -> String {
    format!("cover:{name}:{}", talk.account.id)
}

/// Says that it rests after wrong codes. False: it does not.
async fn rests(talk: &mut Talk<'_>) -> Served<bool> {
    let (locale, now) = (talk.locale(), talk.env.now());
    let mut until = None;
    for (name, _) in WRONG {
        let rests = tallies::rests_until(talk.tx, &key(talk, name), now).await?;
        until = until.max(rests);
    }
    let Some(until) = until else {
        return Ok(false);
    };
    let clock = crate::text::dates::clock(until, talk.zone());
    let mut html = say!(locale, "cover-rests", clock = clock);
    html.join("\n", &home::lines(talk).await?);
    talk.tells_of_nobody();
    let forgot = button(label!(locale, "cover-forgot"), Tap::Forgot);
    let back = button(label!(locale, "button-back"), Tap::Leave);
    talk.show(html, vec![vec![forgot], vec![back]]).await?;
    Ok(true)
}

async fn wrong(talk: &mut Talk<'_>) -> Served<()> {
    let now = talk.env.now();
    for (name, limit) in WRONG {
        tallies::hit(talk.tx, &key(talk, name), limit, now).await?;
    }
    audit::brief(talk.tx, talk.env, talk.adult(), "cover_refused", "code").await?;
    if rests(talk).await? {
        return Ok(());
    }
    show(talk, "cover-wrong", 0, true).await
}
