//! "I lost this phone": all accounts of a person are signed out at once. Links and posts stay with the
//! person; a new code and the school's yes bring them to another telephone.

use super::roster::{child as card, not_now};
use super::{Served, Talk, home};
use crate::base::{AdultId, ChildId, Env};
use crate::dialogue::lost_phone::Tap;
use crate::dialogue::{self, roster};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::Button;
use crate::model::rights::{Action, LinkState};
use crate::store::{self, Tx, audit};
use crate::{label, say};

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::LostPhone(tap).encode())
}

/// What the settings offer who is known here.
pub fn settings_row(talk: &Talk<'_>) -> Option<Vec<Button>> {
    let label = label!(talk.locale(), "lost-phone-mine");
    talk.adult().map(|_| vec![button(label, Tap::Ask)])
}

/// What a child's card offers about one of the family.
pub(super) fn card_row(locale: Locale, child: ChildId, adult: AdultId, name: &str) -> Vec<Button> {
    let label = label!(locale, "lost-phone-of", name = name);
    vec![button(label, Tap::AskFor(child, adult))]
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    let locale = talk.locale();
    match tap {
        Tap::Ask => {
            let mut rows = vec![vec![button(label!(locale, "lost-phone-yes"), Tap::SignOut)]];
            rows.extend(home::open_menu(locale));
            talk.show(say!(locale, "lost-phone-ask"), rows).await
        }
        Tap::SignOut => {
            let Some(adult) = talk.adult() else {
                return home::menu(talk).await;
            };
            sign_out(talk.tx, talk.env, Some(adult), adult).await?;
            talk.account.adult = None;
            talk.account.dialogue = None;
            let rows = home::open_menu(locale);
            talk.show(say!(locale, "lost-phone-done"), rows).await
        }
        Tap::AskFor(child, adult) => match of_family(talk, *child, *adult).await? {
            Some(name) => {
                let yes = button(
                    label!(locale, "lost-phone-yes"),
                    Tap::SignOutFor(*child, *adult),
                );
                let back = Button::tap(
                    label!(locale, "button-back"),
                    dialogue::Tap::Roster(roster::Tap::Child(*child)).encode(),
                );
                let html = say!(locale, "lost-phone-ask-for", name = &name);
                talk.show(html, vec![vec![yes], vec![back]]).await
            }
            None => not_now(talk).await,
        },
        Tap::SignOutFor(child, adult) => match of_family(talk, *child, *adult).await? {
            Some(_) => {
                let by = talk.adult();
                sign_out(talk.tx, talk.env, by, *adult).await?;
                card(talk, *child).await
            }
            None => not_now(talk).await,
        },
    }
}

/// The name of somebody linked with a child about whom the speaker decides; never one's own.
pub(super) async fn of_family(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: AdultId,
) -> Served<Option<crate::base::Name>> {
    if talk.adult() == Some(adult) || !talk.opens(Look::Card, Action::Decide, child).await? {
        return Ok(None);
    }
    let link = store::links::pair(talk.tx, child, adult).await?;
    if link.is_none_or(|link| link.state != LinkState::Active) {
        return Ok(None);
    }
    Ok(store::adults::get(talk.tx, adult).await?.map(|a| a.name))
}

/// Nobody speaks for this adult any more, and nothing that waits goes to the old telephone.
pub async fn sign_out(tx: &mut Tx, env: &Env, by: Option<AdultId>, adult: AdultId) -> Served<()> {
    store::outbox_waiting::withdraw(tx, env.now(), adult, None).await?;
    store::second_factors::forget_proofs(tx, adult).await?;
    store::accounts::release_adult(tx, adult).await?;
    let own = by == Some(adult);
    let act = audit::Act {
        by,
        action: "lost_phone",
        detail: Some(if own { "own" } else { "by_staff" }),
        ..Default::default()
    };
    audit::note(tx, env, act).await
}
