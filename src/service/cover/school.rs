//! A code is forgotten: the school takes it off, after it has made sure of the person.

use super::button;
use crate::base::{AdultId, ChildId, Env};
use crate::dialogue::cover::Tap;
use crate::dialogue::{self, roster};
use crate::model::Locale;
use crate::model::message::{Button, Kind, Parcel};
use crate::service::lost_phone::of_family;
use crate::service::mail::{self, Letter};
use crate::service::roster::{child as card, not_now};
use crate::service::{Served, Talk, home};
use crate::store::{Tx, audit, covers};
use crate::{label, say};

/// The word of the trace.
pub(in crate::service) const AUDIT_OFF: &str = "cover_off";

/// What a child's card offers about one of the family.
pub(in crate::service) fn card_row(
    locale: Locale,
    child: ChildId,
    adult: AdultId,
    name: &str,
) -> Vec<Button> {
    let label = label!(locale, "cover-of", name = name);
    vec![button(label, Tap::AskOff(child, adult))]
}

pub(super) async fn ask_off(talk: &mut Talk<'_>, child: ChildId, adult: AdultId) -> Served<()> {
    let Some(name) = of_family(talk, child, adult).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let yes = button(label!(locale, "cover-off-yes"), Tap::TakeOff(child, adult));
    let back = dialogue::Tap::Roster(roster::Tap::Child(child)).encode();
    let back = Button::tap(label!(locale, "button-back"), back);
    let html = say!(locale, "cover-ask-off", name = &name);
    talk.show(html, vec![vec![yes], vec![back]]).await
}

pub(super) async fn off_for(talk: &mut Talk<'_>, child: ChildId, adult: AdultId) -> Served<()> {
    if of_family(talk, child, adult).await?.is_none() {
        return not_now(talk).await;
    }
    take_off(talk.tx, talk.env, talk.adult(), adult).await?;
    card(talk, child).await
}

/// From now on messages show what they say on every phone of this adult, who hears of it.
pub async fn take_off(tx: &mut Tx, env: &Env, by: Option<AdultId>, adult: AdultId) -> Served<()> {
    if !covers::off(tx, adult).await? {
        return Ok(());
    }
    audit::brief(tx, env, by, AUDIT_OFF, "by_staff").await?;
    let letter = Letter::plain(adult, Kind::Notice);
    mail::post(tx, env, letter, |account| {
        let rows = home::menu_below(account.locale);
        Parcel::with_buttons(say!(account.locale, "cover-was-off"), rows)
    })
    .await
    .map(drop)
}
