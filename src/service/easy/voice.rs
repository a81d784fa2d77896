//! What a voice message is an answer to. Nobody here hears it, so it is never a yes.

use super::pick::letters;
use super::screen::{buttons, hint, taps};
use super::{LIFE, Speaker, speaker};
use crate::base::{Glimpse, from_ms};
use crate::dialogue::{self, State};
use crate::model::event::Did;
use crate::model::message::{Button, Kind, MediaKind};
use crate::model::rights::Action;
use crate::say;
use crate::service::{Served, Talk, check_in, concern, home, join, note};
use crate::store;
use crate::store::offers::{Came, Screen};

/// What a voice message means; anything else as it is. `None`: it was answered.
pub(super) async fn meant(talk: &mut Talk<'_>, state: &State, did: Did) -> Served<Option<Did>> {
    let spoken = matches!(
        did,
        Did::Sends {
            media: MediaKind::Voice | MediaKind::VideoNote,
            reply_to: None,
            ..
        }
    );
    match state {
        State::Join(joins) if spoken => join::spoken(talk, joins).await.map(|()| None),
        // What tells of harm stands there, whatever was being written before: it is no part of that.
        State::Note(_) | State::Letter(_) if spoken && talk.before.is_some() => {
            match (speaker(talk).await?, talk.before.take()) {
                (Speaker::Home, Some(glimpse)) => seen(talk, glimpse).await.map(|()| None),
                _ => Ok(Some(did)),
            }
        }
        State::Idle if spoken => match (speaker(talk).await?, talk.before.take()) {
            (Speaker::Home, Some(glimpse)) => seen(talk, glimpse).await.map(|()| None),
            (Speaker::Home, None) => answers(talk, did).await,
            (Speaker::Unknown { .. }, _) => nobodys(talk).await.map(|()| None),
            (Speaker::Other, _) => Ok(Some(did)),
        },
        _ => Ok(Some(did)),
    }
}

/// Of whom nobody knows: the newest buttons again.
async fn nobodys(talk: &mut Talk<'_>) -> Served<()> {
    let screen = store::offers::screen(talk.tx, talk.account.id).await?;
    let oldest = talk.env.now() - LIFE;
    let screen = screen.filter(|screen| from_ms(screen.at_ms) > oldest && !screen.words.is_empty());
    let rows = match screen {
        Some(Screen { words, taps, .. }) => {
            let buttons = words.into_iter().zip(taps);
            let rows = buttons.map(|(words, data)| vec![Button::tap(words, data)]);
            rows.collect()
        }
        None => home::open_menu(talk.locale()),
    };
    unheard(talk, rows).await
}

/// Says that nobody hears it yet, with what can be tapped or sent in its place.
pub(in crate::service) async fn unheard(talk: &mut Talk<'_>, rows: Vec<Vec<Button>>) -> Served<()> {
    let locale = talk.locale();
    let mut html = say!(locale, "easy-unheard-tap");
    // Whose screens say nothing of numbers has just shown that they would rather not read.
    if speaker(talk).await? == (Speaker::Unknown { told: false }) {
        html.join("\n\n", &hint(locale, rows.iter().flatten().count()));
    }
    talk.say(html, rows).await
}

/// What was seen last is kept nowhere: that again. It is no answer to the note before it, whose writer may be the one
/// it is about.
async fn seen(talk: &mut Talk<'_>, glimpse: Glimpse) -> Served<()> {
    let again = glimpse
        .choices
        .first()
        .map(|(_, data)| dialogue::Tap::decode(data));
    if let (Some(words), Some(Some(dialogue::Tap::Concern(tap)))) = (&glimpse.asks_back, again) {
        return Box::pin(concern::asks_back(talk, &tap, words))
            .await
            .map(drop);
    }
    let choices = glimpse.choices.into_iter();
    let rows = choices.map(|(words, data)| vec![Button::tap(words, data)]);
    talk.say(say!(talk.locale(), "easy-voice"), rows.collect())
        .await
}

/// A voice message where a question waits is the answer to it: to a note, to an evening's question, to the week.
/// Nobody here can hear it, so what needs a yes or a no is asked again, and a question about the child is the
/// school's from then on: a person listens, and rings.
async fn answers(talk: &mut Talk<'_>, did: Did) -> Served<Option<Did>> {
    let now = talk.env.now();
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
