//! The school's own word about pictures of children: off until a lead allows them for the whole school; then they go
//! to those who agreed (domain section 6, "Pictures of children").

use super::{button, not_now, paper};
use crate::base::{ChildId, Html};
use crate::dialogue::consent::Tap;
use crate::model::audit::{Look, Why};
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::service::{Served, Talk, rights};
use crate::store::{self, audit};
use crate::{label, say};

/// Whether the school sends no pictures, whoever agreed.
pub(in crate::service) async fn rests(talk: &mut Talk<'_>, child: ChildId) -> Served<bool> {
    let place = rights::place(talk.tx, child).await?;
    Ok(place.is_some_and(|place| !place.pictures))
}

/// What holds, and for a lead the other word.
pub(super) async fn said(talk: &mut Talk<'_>, child: ChildId) -> Served<(Html, Vec<Vec<Button>>)> {
    let (locale, rests) = (talk.locale(), rests(talk, child).await?);
    let (html, words) = match rests {
        true => (
            say!(locale, "consent-school-pictures-off"),
            label!(locale, "consent-pictures-allow"),
        ),
        false => (
            say!(locale, "consent-school-pictures-on"),
            label!(locale, "consent-pictures-end"),
        ),
    };
    let mut rows = Vec::new();
    if talk.may(Action::Decide, child).await? {
        rows.push(vec![button(words, Tap::Pictures(child, rests))]);
    }
    Ok((html, rows))
}

/// A lead says it, for all children of the school. What waits is asked about again when it is handed over.
pub(super) async fn allow(talk: &mut Talk<'_>, id: ChildId, allowed: bool) -> Served<()> {
    if !talk.sees(Look::Card, Action::Decide, id).await? {
        return not_now(talk).await;
    }
    let Some(child) = store::children::get(talk.tx, id).await? else {
        return not_now(talk).await;
    };
    store::units::allow_pictures(talk.tx, child.school, allowed).await?;
    let act = audit::Act {
        by: talk.adult(),
        action: match allowed {
            true => "pictures_allowed",
            false => "pictures_ended",
        },
        unit: Some(child.school),
        why: Some(Why::Post),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    paper::school(talk, id).await
}
