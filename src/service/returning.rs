//! Somebody comes back after a long silence: a number may have been sold on by then. Before a word about
//! any child the account proves itself with its own contact; with another number only by a new code.

use super::parting::trace;
use super::{Served, Talk, home};
use crate::base::{AdultId, Env, Phone, UnitId};
use crate::dialogue::{self, State, Tap, join};
use crate::model::event::Did;
use crate::model::message::Keyboard;
use crate::model::rights::LinkState;
use crate::model::unit::UnitKind;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};
use crate::{label, say};

/// Answers in place of every feature while the account has to prove itself. False: it need not, or what
/// was done names no child (a code, a language).
pub(super) async fn stops(talk: &mut Talk<'_>, state: &State, did: &Did) -> Served<bool> {
    let (Some(_), Some(adult)) = (talk.account.recheck, talk.adult()) else {
        return Ok(false);
    };
    let joining = matches!(state, State::Join(_));
    let passes = match did {
        Did::Says { text, .. } => {
            let text = text.expose().trim();
            joining
                || join::Code::from_text(text).is_some()
                || text.starts_with("/start ")
                || text.starts_with("/language")
        }
        Did::Taps { data, .. } => matches!(
            Tap::decode(data),
            Some(
                Tap::Home(dialogue::home::Tap::Languages | dialogue::home::Tap::Language(_))
                    | Tap::Join(join::Tap::Confirm(_) | join::Tap::Decline(_))
            )
        ),
        Did::SharesContact { .. } => joining,
        Did::Leaves | Did::InGroup { .. } => true,
        Did::Sends { .. } | Did::Edits { .. } | Did::Returns | Did::Other { .. } => false,
    };
    if passes {
        return Ok(false);
    }
    match did {
        Did::SharesContact { phone, own } => {
            let phone = phone.as_ref().filter(|_| *own);
            prove(talk, adult, phone).await?;
        }
        _ => ask(talk).await?,
    }
    Ok(true)
}

/// Asks for the own contact; nothing else is said.
pub(super) async fn ask(talk: &mut Talk<'_>) -> Served<()> {
    talk.goto(&State::Idle).await?;
    let locale = talk.locale();
    let keyboard = Keyboard::AskContact {
        label: label!(locale, "join-share-contact"),
    };
    talk.say_with(say!(locale, "lifecycle-welcome-back"), keyboard)
        .await
}

/// The number is the one the school knows the person by: the roster's, or the one shared when the link was
/// approved.
async fn is_known(talk: &mut Talk<'_>, adult: AdultId, phone: &Phone) -> Served<bool> {
    let rostered = store::adults::get(talk.tx, adult).await?;
    let rostered = rostered.and_then(|adult| adult.phone);
    if rostered.is_some_and(|known| known.same_line(phone)) {
        return Ok(true);
    }
    let links = store::links::of_adult(talk.tx, adult).await?;
    Ok(links.iter().any(|link| {
        link.state == LinkState::Active
            && link
                .shared_phone
                .as_ref()
                .is_some_and(|known| known.same_line(phone))
    }))
}

/// Where the tasks about a member of staff lie: the school, or the office. `None`: they hold no post.
pub(super) async fn keeper(tx: &mut Tx, env: &Env, adult: AdultId) -> Served<Option<UnitId>> {
    let posts = store::posts::of_adult(tx, adult, env.now()).await?;
    let Some(post) = posts.first() else {
        return Ok(None);
    };
    let up = store::units::up(tx, post.unit).await?;
    let keeps = up.iter().find(|unit| unit.kind != UnitKind::Class);
    Ok(keeps.map(|unit| unit.id))
}

async fn prove(talk: &mut Talk<'_>, adult: AdultId, phone: Option<&Phone>) -> Served<()> {
    let Some(phone) = phone else {
        return ask(talk).await;
    };
    let locale = talk.locale();
    let links = store::links::of_adult(talk.tx, adult).await?;
    let first = links.iter().find(|link| link.state == LinkState::Active);
    if is_known(talk, adult, phone).await? {
        store::accounts::trust(talk.tx, talk.account.id, talk.env.now()).await?;
        talk.account.recheck = None;
        if let Some(link) = first {
            trace(talk.tx, talk.env, Some(adult), "proved", link.child).await?;
        }
        talk.say_with(say!(locale, "lifecycle-proved"), Keyboard::Remove)
            .await?;
        return home::menu(talk).await;
    }
    let (kind, key) = (TaskKind::OtherNumber, adult.to_string());
    if let Some(link) = first {
        let school = store::children::get(talk.tx, link.child).await?;
        if let Some(school) = school.map(|child| child.school) {
            let child = Some(link.child);
            store::tasks::open(talk.tx, talk.env, school, child, Some(adult), kind, &key).await?;
        }
        trace(talk.tx, talk.env, Some(adult), "other_number", link.child).await?;
    } else if let Some(unit) = keeper(talk.tx, talk.env, adult).await? {
        store::tasks::open(talk.tx, talk.env, unit, None, Some(adult), kind, &key).await?;
    }
    // The same words as for a code that does not work: nobody learns whose account it was.
    talk.say_with(say!(locale, "join-neutral"), Keyboard::Remove)
        .await
}
