//! One event of one person becomes one act: who speaks, what do they mean, which feature answers.

use super::note::{letter, template};
use super::week_entry::sheet::Came;
use super::{
    Served, Talk, audit, break_glass, check_in, commands, concern, consent, cover, easy, exclusion,
    guardian, home, join, lifecycle, lost_phone, note, on_behalf, receipt, request, returning,
    roster, second_factor, staff, today, week_entry, weekly,
};
use crate::base::{Env, Words};
use crate::dialogue::join::Code;
use crate::dialogue::{State, Tap};
use crate::model::Locale;
use crate::model::commands::Command;
use crate::model::event::{Did, Event};
use crate::model::message::{Keyboard, MediaKind};
use crate::model::rights::LinkState;
use crate::say;
use crate::store::{self, Tx};

/// Understands and answers one event, inside the caller's transaction.
pub async fn hear(tx: &mut Tx, env: &Env, event: Event) -> Served<()> {
    let guess = event
        .language
        .as_deref()
        .and_then(Locale::near)
        .unwrap_or(Locale::En);
    if let Did::InGroup { added } = event.did {
        return in_group(tx, env, &event, guess, added).await;
    }
    if event.did == Did::Leaves {
        return leaves(tx, env, &event).await;
    }
    let account = store::accounts::meet(tx, env, &event.bot, event.chat, guess).await?;
    let (query, tapped) = match &event.did {
        Did::Taps { query, message, .. } => (Some(query.clone()), *message),
        _ => (None, None),
    };
    let state = State::decode(account.dialogue.as_deref());
    let talk = &mut Talk::new(tx, env, account, query, tapped);
    easy::last_seen(talk).await?;
    let (state, did) = match state {
        Some(state) if talk.account.recheck.is_none() => {
            match easy::counted(talk, state, event.did).await? {
                Some((state, did)) => (Some(state), did),
                None => return talk.finish().await,
            }
        }
        other => (other, event.did),
    };
    if concern::is_ours(state.as_ref(), &did) {
        talk.discreet();
    }
    match state {
        Some(state) if returning::stops(talk, &state, &did).await? => {}
        // On the heap: what an act may wait for is much, and a thread's stack is not.
        Some(state) => Box::pin(act(talk, state, did)).await?,
        // A state this release cannot read: say where we are instead of guessing (invariant 14).
        None => stale(talk).await?,
    }
    talk.finish().await
}

async fn act(talk: &mut Talk<'_>, state: State, did: Did) -> Served<()> {
    // Who tells that something is wrong is heard before anything else.
    if let State::Concern(waits) = &state
        && concern::hears(talk, waits, &did).await?
    {
        return Ok(());
    }
    // What is said here shows to whoever holds the phone.
    if cover::stops(talk, &state, &did).await? {
        return Ok(());
    }
    let Some(did) = easy::meant(talk, &state, did).await? else {
        return Ok(());
    };
    // The week of a whole class is never somebody's note to one family, whatever was being written: whoever has such
    // sheets sends no spreadsheet to anybody before it was looked into.
    if matches!(did, Did::Sends { sheet: true, .. })
        && let Some(came) = week_entry::sheet::sent(talk, &state, &did).await?
    {
        return sheet(talk, state, came).await;
    }
    // A digit that answers an open question is no note, even while one is being written.
    if let (State::Note(_) | State::Letter(_), Did::Says { text, reply_to, .. }) = (&state, &did)
        && reply_to.is_none()
        && check_in::says(talk, text).await?
    {
        return Ok(());
    }
    // Anything sent as an answer to a relayed message belongs to its thread, whatever we wait for;
    // commands are never notes.
    let waiting_note = match &state {
        State::Note(state) => Some(state),
        _ => None,
    };
    if !is_command(&did) && note::hears(talk, waiting_note, &did).await? {
        return Ok(());
    }
    let waiting_letter = match &state {
        State::Letter(state) => Some(state),
        _ => None,
    };
    if !is_command(&did) && letter::hears(talk, waiting_letter, &did).await? {
        return Ok(());
    }
    // Whoever opens another screen is no longer naming a paper, nor passing on a letter.
    if matches!(
        (&state, &did),
        (State::Lifecycle(_) | State::Letter(_), Did::Taps { .. })
    ) {
        talk.goto(&State::Idle).await?;
    }
    // Whoever opens another screen opens no record by exception any more.
    if let (State::BreakGlass(_), Did::Taps { data, .. }) = (&state, &did)
        && !matches!(
            Tap::decode(data),
            // What is told beside it ends nothing.
            Some(Tap::BreakGlass(_) | Tap::Concern(_))
        )
    {
        talk.goto(&State::Idle).await?;
    }
    match did {
        Did::Says { text, message, .. } => says(talk, state, &text, message).await,
        Did::Taps { data, .. } => match Tap::decode(&data) {
            Some(tap) => tapped(talk, state, tap).await,
            None => {
                talk.no_button().await?;
                stale(talk).await
            }
        },
        Did::SharesContact { phone, own } => match state {
            State::Join(
                crate::dialogue::join::State::Contact { invitation }
                | crate::dialogue::join::State::Confirm { invitation, .. },
            ) => join::contact(talk, invitation, phone, own).await,
            State::Request(crate::dialogue::request::State::Contact { child }) => {
                request::contact(talk, child, phone, own).await
            }
            _ => not_understood(talk).await,
        },
        Did::Sends {
            media: MediaKind::Voice,
            file,
            ..
        } if matches!(&state, State::WeekEntry(state) if week_entry::hears_voice(state)) => {
            match state {
                State::WeekEntry(state) => week_entry::speaks(talk, state, &file).await,
                _ => not_understood(talk).await,
            }
        }
        Did::Sends { .. } => match week_entry::sheet::sent(talk, &state, &did).await? {
            Some(came) => sheet(talk, state, came).await,
            None => not_understood(talk).await,
        },
        Did::Other { .. } => not_understood(talk).await,
        Did::Edits { .. } | Did::Leaves | Did::InGroup { .. } => Ok(()),
        Did::Returns => home::menu(talk).await,
    }
}

/// A document that may be a sheet of the week.
async fn sheet(talk: &mut Talk<'_>, state: State, came: Came) -> Served<()> {
    match came {
        Came::WithNote => Ok(()),
        Came::Alone(tap) => {
            // What was being written is over: what is typed next belongs to no note.
            if matches!(state, State::Note(_) | State::Letter(_)) {
                talk.goto(&State::Idle).await?;
            }
            tapped(talk, state, Tap::WeekEntry(tap)).await
        }
    }
}

/// A button, or the screen that waited behind the second factor: the one door to every screen.
async fn tapped(talk: &mut Talk<'_>, state: State, tap: Tap) -> Served<()> {
    if cover::stands_before(talk, &tap).await? {
        return Ok(());
    }
    let tap = match tap {
        Tap::Cover(own) => match cover::tapped(talk, &state, &own).await? {
            Some(wanted) => wanted,
            None => return Ok(()),
        },
        other => other,
    };
    if second_factor::stands_before(talk, &tap).await? {
        return Ok(());
    }
    let tap = match tap {
        Tap::SecondFactor(own) => match second_factor::tapped(talk, &state, &own).await? {
            Some(wanted) => wanted,
            None => return Ok(()),
        },
        other => other,
    };
    if matches!(tap, Tap::Concern(_)) {
        // Also when it waited behind digits.
        talk.discreet();
    }
    match tap {
        Tap::Home(tap) => home::tapped(talk, &tap).await,
        Tap::Join(tap) => join::tapped(talk, &state, &tap).await,
        Tap::Roster(tap) => roster::tapped(talk, &tap).await,
        Tap::WeekEntry(tap) => week_entry::tapped(talk, &tap).await,
        Tap::Weekly(tap) => weekly::tapped(talk, &tap).await,
        Tap::Note(tap) => note::tapped(talk, &tap).await,
        Tap::Letter(tap) => letter::tapped(talk, &tap).await,
        Tap::Template(tap) => template::tapped(talk, &tap).await,
        Tap::Receipt(tap) => receipt::tapped(talk, &tap).await,
        Tap::CheckIn(tap) => check_in::tapped(talk, &tap).await,
        Tap::Request(tap) => request::tapped(talk, &tap).await,
        Tap::OnBehalf(tap) => on_behalf::tapped(talk, &tap).await,
        Tap::Today(tap) => today::tapped(talk, &tap).await,
        Tap::Concern(tap) => concern::tapped(talk, &tap).await,
        Tap::Staff(tap) => staff::tapped(talk, &tap).await,
        Tap::LostPhone(tap) => lost_phone::tapped(talk, &tap).await,
        Tap::Audit(tap) => audit::tapped(talk, &tap).await,
        Tap::BreakGlass(tap) => break_glass::tapped(talk, &state, &tap).await,
        Tap::Lifecycle(tap) => lifecycle::tapped(talk, &tap).await,
        Tap::Guardian(tap) => guardian::tapped(talk, &tap).await,
        Tap::Consent(tap) => consent::tapped(talk, &tap).await,
        // No screen waits behind itself.
        Tap::SecondFactor(_) | Tap::Cover(_) => home::menu(talk).await,
    }
}

/// The screen that a typed code of a phone others use led to.
pub(super) async fn goes_on(talk: &mut Talk<'_>, wanted: Tap) -> Served<()> {
    Box::pin(tapped(talk, State::Idle, wanted)).await
}

fn is_command(did: &Did) -> bool {
    matches!(did, Did::Says { text, .. } if text.expose().trim_start().starts_with('/'))
}

async fn says(talk: &mut Talk<'_>, state: State, words: &Words, message: i64) -> Served<()> {
    let text = words.expose().trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    // `/start@botname` is how the app writes a command picked from a list.
    match first.split('@').next().unwrap_or_default() {
        "/start" => match Code::from_start(rest.trim()) {
            Some(code) => join::open(talk, &code).await,
            None if rest.trim().is_empty() => home::menu(talk).await,
            // A payload that is no code of ours gets the same answer as a wrong code.
            None => join::open(talk, &Code::Token(String::new())).await,
        },
        "/menu" => home::menu(talk).await,
        "/language" => home::languages(talk).await,
        "/settings" => home::settings(talk).await,
        "/help" => {
            let locale = talk.locale();
            let mut html = say!(locale, "home-help");
            html.join("\n", &home::lines(talk).await?);
            talk.say(html, home::open_menu(locale)).await
        }
        "/cancel" => {
            talk.goto(&State::Idle).await?;
            let locale = talk.locale();
            talk.say_with(say!(locale, "common-cancelled"), Keyboard::Remove)
                .await?;
            home::menu(talk).await
        }
        "/child" => opens(talk, Command::Child).await,
        "/write" => opens(talk, Command::Write).await,
        "/week" => opens(talk, Command::Week).await,
        "/today" => opens(talk, Command::Today).await,
        "/tasks" => opens(talk, Command::Tasks).await,
        _ => match (Code::from_text(text), state) {
            (_, State::WeekEntry(state)) if week_entry::hears(&state, text) => {
                week_entry::says(talk, state, words).await
            }
            (_, State::Guardian(state)) => guardian::says(talk, &state, words).await,
            (_, State::Consent(state)) => consent::says(talk, &state, words).await,
            // A key may look like a code.
            (_, State::BreakGlass(state)) => break_glass::says(talk, state, words).await,
            (_, State::SecondFactor(state)) => {
                match second_factor::says(talk, state, words, message).await? {
                    Some(wanted) => tapped(talk, State::Idle, wanted).await,
                    None => Ok(()),
                }
            }
            (_, State::Cover(state)) => match cover::says(talk, state, words, message).await? {
                Some(wanted) => tapped(talk, State::Idle, wanted).await,
                None => Ok(()),
            },
            (_, State::Request(state)) => request::says(talk, &state, text).await,
            // Here twelve digits are somebody's telephone number: it is proved by the button only.
            (_, State::Join(crate::dialogue::join::State::Contact { .. })) => {
                join::ask_contact(talk).await
            }
            (Some(code), _) => join::open(talk, &code).await,
            (None, State::Lifecycle(state)) if exclusion::says(talk, &state, words).await? => {
                Ok(())
            }
            (None, _) if check_in::says(talk, words).await? => Ok(()),
            (None, State::Join(state)) => join::unclear(talk, state.invitation()).await,
            (None, _) => not_understood(talk).await,
        },
    }
}

/// A command that stands for a button goes through the same door.
async fn opens(talk: &mut Talk<'_>, command: Command) -> Served<()> {
    match commands::says(talk, command).await? {
        Some(tap) => tapped(talk, State::Idle, tap).await,
        None => Ok(()),
    }
}

pub(super) async fn not_understood(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    talk.say(
        say!(locale, "common-not-understood"),
        home::open_menu(locale),
    )
    .await
}

async fn stale(talk: &mut Talk<'_>) -> Served<()> {
    talk.goto(&State::Idle).await?;
    talk.leave_tapped();
    let locale = talk.locale();
    talk.say(say!(locale, "common-stale"), vec![]).await?;
    home::menu(talk).await
}

/// The person stopped the bot: the school hears of it at once, not at the next letter.
async fn leaves(tx: &mut Tx, env: &Env, event: &Event) -> Served<()> {
    let lost = store::reach::mark_unreachable(tx, &event.bot, event.chat, "blocked").await?;
    let Some(adult) = lost.and_then(|lost| lost.adult) else {
        return Ok(());
    };
    let links = store::links::of_adult(tx, adult).await?;
    let child = links.iter().find(|link| link.state == LinkState::Active);
    let child = child.map(|link| link.child);
    store::reach::open_unreachable_task(tx, env.id(), env.now(), adult, child).await?;
    Ok(())
}

/// In a group: one sentence when added, silence afterwards, never a word about a child.
async fn in_group(
    tx: &mut Tx,
    env: &Env,
    event: &Event,
    locale: Locale,
    added: bool,
) -> Served<()> {
    if !added {
        return Ok(());
    }
    let account = store::accounts::meet(tx, env, &event.bot, event.chat, locale).await?;
    let talk = &mut Talk::new(tx, env, account, None, None);
    talk.say(say!(locale, "common-group"), vec![]).await
}
