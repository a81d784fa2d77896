//! Whoever reads little answers with a number or with their voice. A number is the button with that place on the
//! newest thing that was asked; a voice message goes to whoever asked. Offered to whoever is at home with a child
//! or is asked when nobody is there, and holds no post; and to whom nobody knows.

mod pick;
mod screen;
mod voice;

use chrono::TimeDelta;

use super::{Served, Talk, check_in, concern, cover};
use crate::base::{AdultId, Instant, Words};
use crate::dialogue::check_in::Tap as CheckIn;
use crate::dialogue::{self, State, join};
use crate::model::concern::PATIENCE;
use crate::model::event::Did;
use crate::model::rights::{LinkRole, LinkState};
use crate::store::{self, Tx};

pub(super) use pick::last_seen;
use pick::{Pick, letter_is_last, picked};
pub(super) use screen::{asks_back, letter, opened, screen};
pub(super) use voice::unheard;

/// A number or a voice answers a question at most this old.
const LIFE: TimeDelta = TimeDelta::hours(12);

/// Who sends a number or a voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaker {
    /// At home with a child, or asked when nobody is there: a number is a button, and what is shown says so.
    Home,
    /// Nobody knows who they are, or they have no child and no post here any more: a number is a button for them too,
    /// and nothing tells the one from the other. Whose invitation says that they are a parent, or hold a post, reads
    /// nothing of numbers.
    Unknown { told: bool },
    /// Parents, and whoever works here, type what they like.
    Other,
}

async fn speaker(talk: &mut Talk<'_>) -> Served<Speaker> {
    let now = talk.env.now();
    if let Some(adult) = talk.adult()
        && let known @ (Speaker::Home | Speaker::Other) = known(talk.tx, adult, now).await?
    {
        return Ok(known);
    }
    let Some(State::Join(joins)) = State::decode(talk.account.dialogue.as_deref()) else {
        return Ok(Speaker::Unknown { told: true });
    };
    let found = store::invitations::get(talk.tx, joins.invitation()).await?;
    let role = found.and_then(|found| LinkRole::parse(&found.role));
    let told = role.is_some_and(is_home);
    Ok(Speaker::Unknown { told })
}

async fn known(tx: &mut Tx, adult: AdultId, now: Instant) -> Served<Speaker> {
    let found = store::posts::standing(tx, adult, now).await?;
    if found.has_post {
        return Ok(Speaker::Other);
    }
    let over = [LinkState::Ended, LinkState::Excluded, LinkState::Paused];
    let standing = || {
        found
            .links
            .iter()
            .filter(|(_, state)| !over.contains(state))
    };
    if standing().any(|(role, _)| is_home(*role)) {
        return Ok(Speaker::Home);
    }
    // Whoever is only invited is nobody yet.
    Ok(
        match standing().any(|(_, state)| *state != LinkState::Invited) {
            true => Speaker::Other,
            false => Speaker::Unknown { told: true },
        },
    )
}

/// Whether somebody is offered this, whatever they are doing.
async fn is_for(tx: &mut Tx, adult: AdultId, now: Instant) -> Served<bool> {
    Ok(known(tx, adult, now).await? == Speaker::Home)
}

const fn is_home(role: LinkRole) -> bool {
    matches!(role, LinkRole::Guardian | LinkRole::Contact)
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

/// The number that was sent as an answer to what stands there; `None`: it is something else.
fn sent(did: &Did) -> Option<(usize, &Words)> {
    match did {
        Did::Says {
            text,
            reply_to: None,
            ..
        } => Some((number(text.expose())?, text)),
        _ => None,
    }
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

/// What a number means where something is told that is wrong: a button there too, never the words of a report. It is
/// asked before anything else, because only what belongs to a concern is kept apart. `None`: it was answered.
pub(super) async fn counted(
    talk: &mut Talk<'_>,
    state: State,
    did: Did,
) -> Served<Option<(State, Did)>> {
    let (State::Concern(waits), Some((number, _))) = (&state, sent(&did)) else {
        return Ok(Some((state, did)));
    };
    // Whoever writes a receipt number down types it.
    let typed = matches!(waits, dialogue::concern::State::Receipt { .. });
    if typed || speaker(talk).await? != Speaker::Home {
        return Ok(Some((state, did)));
    }
    // Before the code no question is shown here: it names people.
    let over = talk.env.now() >= waits.until() || cover::is_shut(talk);
    // The question may stand in an older message, above a letter that was there already: that one is not meant.
    let began = waits.until() - PATIENCE;
    if over || (talk.before.is_none() && letter_is_last(talk, began).await?) {
        talk.goto(&State::Idle).await?;
        return Ok(Some((State::Idle, did)));
    }
    let pick = match talk.before.is_some() {
        true => picked(talk, number).await?,
        false => Pick::Nothing,
    };
    match pick {
        Pick::Button(data) => Ok(Some((state, tap(talk, data)))),
        Pick::Answered => Ok(None),
        // It is not known what it was meant for: the question again.
        Pick::Nothing => Box::pin(concern::again(talk, waits)).await.map(|()| None),
    }
}

/// What a number or a voice message means; anything else as it is. `None`: it was answered.
pub(super) async fn meant(talk: &mut Talk<'_>, state: &State, did: Did) -> Served<Option<Did>> {
    let Some((number, text)) = sent(&did) else {
        return voice::meant(talk, state, did).await;
    };
    if !may_pick(state) || speaker(talk).await? == Speaker::Other {
        return Ok(Some(did));
    }
    let data = match picked(talk, number).await? {
        Pick::Button(data) => data,
        Pick::Answered => return Ok(None),
        Pick::Nothing => return Ok(Some(did)),
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
    Ok(Some(tap(talk, data)))
}

/// The button was tapped, but for the word over it, which becomes a message.
fn tap(talk: &mut Talk<'_>, data: String) -> Did {
    talk.aloud();
    Did::Taps {
        data,
        query: String::new(),
        message: None,
    }
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
