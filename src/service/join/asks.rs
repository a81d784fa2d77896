//! What is asked on the way to a link, and asked again where something else came: the own number, then yes or no.

use super::neutral;
use crate::base::InvitationId;
use crate::dialogue;
use crate::dialogue::join::{State, Tap};
use crate::model::Locale;
use crate::model::message::{Button, Keyboard};
use crate::service::{Served, Talk, easy};
use crate::store::invitations::{self, Invitation};
use crate::{label, say};

/// Anything but the own number was sent while it is waited for.
pub async fn ask_contact(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    talk.say_with(say!(locale, "join-own-contact"), share(locale))
        .await
}

/// The messenger's own button: it proves whose number it is.
pub(super) fn share(locale: Locale) -> Keyboard {
    Keyboard::AskContact {
        label: label!(locale, "join-share-contact"),
    }
}

pub(super) fn yes_or_no(talk: &Talk<'_>, invitation: &Invitation) -> Vec<Vec<Button>> {
    let (locale, id) = (talk.locale(), invitation.id);
    let yes = match invitation.child {
        Some(_) => "join-yes-child",
        None => "join-yes-post",
    };
    let button = |key, tap| Button::tap(label!(locale, key), dialogue::Tap::Join(tap).encode());
    vec![vec![
        button(yes, Tap::Confirm(id)),
        button("join-no", Tap::Decline(id)),
    ]]
}

/// Something else came while yes or no is waited for: the buttons again.
pub async fn unclear(talk: &mut Talk<'_>, invitation: InvitationId) -> Served<()> {
    match invitations::get(talk.tx, invitation).await? {
        Some(found) => {
            let rows = yes_or_no(talk, &found);
            talk.say(say!(talk.locale(), "common-not-understood"), rows)
                .await
        }
        None => neutral(talk).await,
    }
}

/// A voice where a number or a yes is waited for: nobody hears it, and it is neither.
pub async fn spoken(talk: &mut Talk<'_>, state: &State) -> Served<()> {
    let locale = talk.locale();
    let State::Confirm { invitation, .. } = state else {
        let mut html = say!(locale, "easy-unheard");
        html.join("\n\n", &say!(locale, "join-own-contact"));
        return talk.say_with(html, share(locale)).await;
    };
    match invitations::get(talk.tx, *invitation).await? {
        Some(found) => {
            let rows = yes_or_no(talk, &found);
            easy::unheard(talk, rows).await
        }
        None => neutral(talk).await,
    }
}
