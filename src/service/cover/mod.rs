//! "Others use this phone": what comes by itself shows neutral words, and what it says only after the person's own
//! code, for a few minutes. Owns the settings, the gate before every screen, and what is hidden again.
//!
//! The evening's question is covered like everything else: whoever else holds the phone must not answer in the
//! guardian's place, and its buttons would say that a child is asked about. Its neutral words press, and where
//! nobody opens it the ladder goes on as with any silence. Nothing stands before telling that something is wrong.

mod letter;
mod pad;
mod school;

use super::{Served, Talk, concern, home};
use crate::base::{Env, Instant, OutboxId, to_ms};
use crate::dialogue::cover::{State, Tap};
use crate::dialogue::second_factor::{Guard, guards};
use crate::dialogue::{self, join};
use crate::model::Locale;
use crate::model::cover::{OPEN_FOR, presses};
use crate::model::event::Did;
use crate::model::message::{Button, Keyboard, Kind, Lane, Outgoing, Parcel, Shown};
use crate::store::accounts::Account;
use crate::store::{self, Tx, audit};
use crate::{label, say};

pub use pad::says;
pub use school::take_off;
pub(super) use school::{AUDIT_OFF, card_row};

use crate::base::Html;

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Cover(tap).encode())
}

/// What goes in place of a message: no name, no sender, one button.
pub fn neutral(locale: Locale, row: OutboxId, kind: Kind, lane: Lane) -> (Html, Option<Keyboard>) {
    let (html, words) = match presses(kind, lane) {
        true => (
            say!(locale, "cover-urgent"),
            label!(locale, "cover-open-now"),
        ),
        false => (say!(locale, "cover-news"), label!(locale, "cover-read")),
    };
    (
        html,
        Keyboard::rows(vec![vec![button(words, Tap::Open(row))]]),
    )
}

/// What is left of a screen that was shown.
pub fn hidden(locale: Locale) -> (Html, Option<Keyboard>) {
    let rows = home::open_menu(locale);
    (say!(locale, "cover-hidden"), Keyboard::rows(rows))
}

/// Until when what is answered may be seen; `None`: nobody else uses this phone, or it is not open.
pub(super) fn open_until(account: &Account, now: Instant) -> Option<Instant> {
    account
        .cover
        .as_ref()
        .and_then(|cover| cover.open_until(now))
}

/// What `row` shows now is hidden when the phone is no longer open. Whoever loses every right, or the phone
/// itself, keeps nothing on the screen: this belongs to the chat, not to a person.
pub(super) async fn again(
    tx: &mut Tx,
    env: &Env,
    account: &Account,
    row: OutboxId,
    parcel: &Parcel,
) -> Served<()> {
    let now = env.now();
    let Some(until) = open_until(account, now) else {
        return Ok(());
    };
    let opened = account.cover.as_ref().and_then(|cover| cover.opened);
    let opened = opened.map(to_ms).unwrap_or_default();
    let shown: Vec<(Shown, Option<String>)> = match parcel {
        Parcel::Edit { message, .. } => {
            let once = format!("cover:{}:{message}:{opened}", account.id);
            vec![(Shown::Message(*message), Some(once))]
        }
        Parcel::Send { .. } => {
            let parts = i64::try_from(parcel.messages()).unwrap_or(1);
            let sent = |part| (Shown::Sent { row, part }, None);
            (0..parts).map(sent).collect()
        }
        Parcel::Delete { .. } | Parcel::Answer { .. } | Parcel::Cover { .. } => Vec::new(),
    };
    for (what, dedup) in shown {
        let outgoing = Outgoing {
            account: account.id,
            bot: account.bot.clone(),
            chat: account.chat,
            adult: None,
            children: Vec::new(),
            right: None,
            concerns: Vec::new(),
            kind: Kind::Reply,
            lane: Lane::Reply,
            parcel: Parcel::Cover { what },
            not_before: Some(until),
            expires: None,
            dedup,
            thread: None,
        };
        store::outbox::put(tx, env.id(), now, &outgoing).await?;
    }
    Ok(())
}

/// Whether nothing may be shown here before the code.
pub(super) fn is_shut(talk: &Talk<'_>) -> bool {
    talk.account.cover.is_some() && open_until(&talk.account, talk.env.now()).is_none()
}

/// The gate before a screen: asks for the code and gives true. The screen comes afterwards.
pub async fn stands_before(talk: &mut Talk<'_>, tap: &dialogue::Tap) -> Served<bool> {
    use dialogue::home::Tap as Home;
    let passes = match tap {
        dialogue::Tap::Cover(_) => true,
        dialogue::Tap::Home(tap) => {
            matches!(tap, Home::Settings | Home::Languages | Home::Language(_))
        }
        // Nothing stands before telling that something is wrong.
        dialogue::Tap::Concern(_) => guards(tap) == Guard::Open,
        dialogue::Tap::Join(tap) => {
            matches!(tap, join::Tap::Confirm(_) | join::Tap::Decline(_))
        }
        _ => false,
    };
    if passes || !is_shut(talk) {
        return Ok(false);
    }
    pad::ask_for(talk, tap.encode()).await?;
    Ok(true)
}

/// Answers in place of every feature what was said, not tapped, while it is shut. Whoever uses it keeps it open.
pub async fn stops(talk: &mut Talk<'_>, state: &dialogue::State, did: &Did) -> Served<bool> {
    let now = talk.env.now();
    if let Some(cover) = &mut talk.account.cover
        && cover.open_until(now).is_some()
    {
        let until = now + OPEN_FOR;
        cover.until = Some(until);
        store::covers::stays(talk.tx, talk.account.id, until).await?;
        return Ok(false);
    }
    if !is_shut(talk) {
        return Ok(false);
    }
    match did {
        Did::Says { text, message, .. } => {
            // The commands come to their own gates.
            if text.expose().trim_start().starts_with('/') {
                return Ok(false);
            }
            pad::typed(talk, state, text, *message).await
        }
        Did::SharesContact { .. } => match state {
            dialogue::State::Join(_) => Ok(false),
            _ => pad::ask_again(talk).await.map(|()| true),
        },
        Did::Sends { .. } | Did::Edits { .. } | Did::Other { .. } => {
            pad::ask_again(talk).await.map(|()| true)
        }
        Did::Taps { .. } | Did::Leaves | Did::Returns | Did::InGroup { .. } => Ok(false),
    }
}

/// What the settings offer who is known here.
pub fn settings_row(talk: &Talk<'_>) -> Option<Vec<Button>> {
    let locale = talk.locale();
    let words = match talk.account.cover {
        Some(_) => label!(locale, "cover-row-on"),
        None => label!(locale, "cover-row"),
    };
    talk.adult().map(|_| vec![button(words, Tap::About)])
}

/// A button of this feature was tapped. Gives the screen that was wanted, once the code was right.
pub async fn tapped(
    talk: &mut Talk<'_>,
    state: &dialogue::State,
    tap: &Tap,
) -> Served<Option<dialogue::Tap>> {
    if talk.adult().is_none() {
        home::menu(talk).await?;
        return Ok(None);
    }
    match tap {
        Tap::About => about(talk).await?,
        Tap::Choose if talk.account.cover.is_none() => pad::choose(talk).await?,
        Tap::Open(row) if !is_shut(talk) => letter::show(talk, *row).await?,
        // Another code, and none any more: whoever finds the phone open does not do that.
        Tap::Choose | Tap::Off if talk.account.cover.is_some() => {
            pad::ask(talk, dialogue::Tap::Cover(tap.clone()).encode()).await?;
        }
        Tap::Open(_) => pad::ask(talk, dialogue::Tap::Cover(tap.clone()).encode()).await?,
        Tap::Choose | Tap::Off => about(talk).await?,
        Tap::Digit(digit) => return pad::digit(talk, state, *digit).await,
        Tap::Back => pad::back(talk, state).await?,
        Tap::Leave => pad::leave(talk, state).await?,
        Tap::Forgot => {
            // What can be opened later stays where it is.
            pad::leave(talk, state).await?;
            talk.leave_tapped();
            forgot(talk).await?;
        }
        Tap::AskOff(child, adult) => school::ask_off(talk, *child, *adult).await?,
        Tap::TakeOff(child, adult) => school::off_for(talk, *child, *adult).await?,
    }
    Ok(None)
}

async fn about(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let (html, mut rows) = match talk.account.cover {
        None => {
            let choose = button(label!(locale, "cover-choose-it"), Tap::Choose);
            (say!(locale, "cover-about"), vec![vec![choose]])
        }
        Some(_) => {
            let change = button(label!(locale, "cover-change"), Tap::Choose);
            let off = button(label!(locale, "cover-off"), Tap::Off);
            (say!(locale, "cover-is-on"), vec![vec![change], vec![off]])
        }
    };
    let settings = dialogue::Tap::Home(dialogue::home::Tap::Settings).encode();
    rows.push(vec![Button::tap(label!(locale, "button-back"), settings)]);
    talk.show(html, rows).await
}

/// The way out: the school, which looks at the person first. Whom to ring names no child.
async fn forgot(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let mut html = say!(locale, "cover-lost");
    html.join("\n", &home::lines(talk).await?);
    let mut rows = concern::menu_rows(talk).await?;
    rows.extend(home::open_menu(locale));
    talk.tells_of_nobody();
    talk.show(html, rows).await
}

/// Nobody asks for a code here any more: the person's own wish, after the code.
async fn turn_off(talk: &mut Talk<'_>) -> Served<()> {
    if let Some(adult) = talk.adult() {
        store::covers::off(talk.tx, adult).await?;
        audit::brief(talk.tx, talk.env, Some(adult), AUDIT_OFF, "own").await?;
    }
    talk.account.cover = None;
    let locale = talk.locale();
    talk.show(say!(locale, "cover-is-off"), home::open_menu(locale))
        .await
}

/// What a pad was opened for, of this conversation.
const fn own(state: &dialogue::State) -> Option<&State> {
    match state {
        dialogue::State::Cover(state) => Some(state),
        _ => None,
    }
}
