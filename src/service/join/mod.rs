//! Linking: an invitation is opened, the contact shared, the link confirmed; a named person of the
//! school approves. Import and roster never get a person this far by themselves.
//!
//! Unknown, used, expired, locked, excluded: one same answer (`neutral`), after the same reads.

mod adoption;
mod approval;
mod asks;
mod standing;

use subtle::ConstantTimeEq;

use super::audit::saw;
use super::impostor::{self, Tried};
use super::{Served, Talk, home, invitation, rights, vouch};
use crate::base::{AdultId, ChildId, InvitationId, Phone, UnitId};
use crate::dialogue::join::{Code, State, Tap};
use crate::dialogue::{self};
use crate::model::audit::{Look, Why};
use crate::model::message::Keyboard;
use crate::model::record::Programme;
use crate::model::rights::{LinkRole, Place};
use crate::model::unit::Role;
use crate::store::invitations::{Invitation, State as InvitationState};
use crate::store::links::{Link, NumberCheck};
use crate::store::{self, audit};
use crate::{label, say};
use adoption::{Adoption, adopt, compare};
use approval::{ask_deciders, decide, waiting};
pub(super) use approval::{deciders, tell_school_of_misuse};
pub use asks::{ask_contact, spoken, unclear};
use asks::{share, yes_or_no};

/// Wrong digits one invitation may see before it locks.
pub const WRONG_TRIES: i64 = 5;
/// Compared with when no invitation is found: as long as a hash, and none.
const NO_HASH: &str = "................................................................";

/// Somebody opened an invitation link or typed a code. Whatever is wrong with it, the same statements
/// run and the same answer goes out; who has to hear of it is found later (`impostor::tick`).
pub async fn open(talk: &mut Talk<'_>, code: &Code) -> Served<()> {
    let is_link = matches!(code, Code::Token(_));
    let (found, is_right) = find(talk, code).await?;
    let unit = found.as_ref().map(|invitation| invitation.unit);
    let account = talk.account.id;
    let rested = impostor::rests(talk.tx, talk.env, account, unit, is_link).await?;
    let usable = is_usable(talk, found.as_ref()).await?;
    match found {
        Some(invitation) if is_right && usable && !rested => {
            let next = State::Contact {
                invitation: invitation.id,
            };
            talk.goto(&dialogue::State::Join(next)).await?;
            let locale = talk.locale();
            let school = unit_name(talk, invitation.unit).await?;
            talk.say_with(say!(locale, "join-welcome", school = school), share(locale))
                .await
        }
        Some(invitation) if is_right && invitation.used_by == Some(account) => {
            home::menu(talk).await
        }
        other => {
            let tried = Tried {
                account,
                invitation: other.as_ref(),
                is_right,
                is_link,
                rested,
            };
            impostor::tried(talk.tx, talk.env, tried).await?;
            neutral(talk).await
        }
    }
}

/// The invitation a code names, and whether its secret is the right one. One look and one hash, also
/// when there is none.
async fn find(talk: &mut Talk<'_>, code: &Code) -> Served<(Option<Invitation>, bool)> {
    match code {
        Code::Token(token) => {
            let hash = invitation::hash("token", token);
            let found = store::invitations::by_token(talk.tx, &hash).await?;
            let is_right = found.is_some();
            Ok((found, is_right))
        }
        Code::Short { locator, secret } => {
            let found = store::invitations::by_locator(talk.tx, locator).await?;
            let given = invitation::hash(locator, secret);
            let stored = found
                .as_ref()
                .map(|invitation| invitation.code_hash.as_str());
            let right = given.as_bytes().ct_eq(stored.unwrap_or(NO_HASH).as_bytes());
            let is_right = found.is_some() && bool::from(right);
            Ok((found, is_right))
        }
    }
}

/// Reads the same of an invitation that is not there as of one that is.
async fn is_usable(talk: &mut Talk<'_>, invitation: Option<&Invitation>) -> Served<bool> {
    let now = talk.env.now();
    let child = invitation.and_then(|invitation| invitation.child);
    let looked_at = child.unwrap_or(ChildId(0));
    let role = invitation.and_then(|invitation| LinkRole::parse(&invitation.role));
    let role = role.unwrap_or(LinkRole::Contact);
    let is_over = |place: Place| {
        let too_late = match role {
            LinkRole::Oneself => !place.is_adult(now),
            _ => place.is_grown_up(now),
        };
        place.programme == Programme::Closed || place.is_frozen(now) || too_late
    };
    let gone = rights::place(talk.tx, looked_at).await?.is_none_or(is_over) && child.is_some();
    let named = invitation.map(|invitation| invitation.adult);
    let both = (
        named.unwrap_or(AdultId(0)),
        talk.adult().unwrap_or(AdultId(0)),
    );
    let excluded = store::exclusions::bars(talk.tx, looked_at, both, now).await?;
    // A mother's chat does not become the young person's, nor theirs a mother's.
    let other =
        store::links::is_somebody_else(talk.tx, looked_at, both.1, role).await? && child.is_some();
    let open = invitation.is_some_and(|invitation| {
        invitation.state == InvitationState::Open && invitation.expires > now
    });
    Ok(open && !gone && !excluded && !other)
}

/// The one answer to every code that does not work.
async fn neutral(talk: &mut Talk<'_>) -> Served<()> {
    talk.denied().await?;
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    talk.say_with(say!(locale, "join-neutral"), Keyboard::Remove)
        .await
}

async fn unit_name(talk: &mut Talk<'_>, unit: UnitId) -> Served<String> {
    let up = store::units::up(talk.tx, unit).await?;
    let names: Vec<_> = up
        .into_iter()
        .filter(|u| {
            !matches!(
                u.kind,
                crate::model::unit::UnitKind::County | crate::model::unit::UnitKind::Township
            )
        })
        .map(|u| u.name)
        .collect();
    Ok(names.join(", "))
}

/// The person shared a contact while an invitation waits for it.
pub async fn contact(
    talk: &mut Talk<'_>,
    invitation: InvitationId,
    phone: Option<Phone>,
    own: bool,
) -> Served<()> {
    let locale = talk.locale();
    let Some(phone) = phone.filter(|_| own) else {
        return ask_contact(talk).await;
    };
    let Some(found) = store::invitations::get(talk.tx, invitation).await? else {
        return neutral(talk).await;
    };
    // Between the link and the contact it may have ended, and the person been excluded.
    if !is_usable(talk, Some(&found)).await? {
        return neutral(talk).await;
    }
    let question = match found.child {
        Some(child) => {
            let Some(child) = store::children::get(talk.tx, child).await? else {
                return neutral(talk).await;
            };
            let (by, look) = (Some(found.adult), Look::Invitation);
            saw(talk.tx, talk.env, by, look, child.id, None).await?;
            let school = unit_name(talk, child.school).await?;
            let relation = found.relation.as_deref().unwrap_or("other");
            let relation = label!(locale, &format!("relation-{relation}"));
            let key = match LinkRole::parse(&found.role) {
                Some(LinkRole::Oneself) => "join-confirm-oneself",
                _ => "join-confirm-child",
            };
            say!(
                locale,
                key,
                relation = relation,
                child = child.called(),
                school = school
            )
        }
        None => {
            let unit = unit_name(talk, found.unit).await?;
            let role = label!(locale, &format!("role-{}", found.role));
            say!(locale, "join-confirm-post", role = role, unit = unit)
        }
    };
    let next = State::Confirm { invitation, phone };
    talk.goto(&dialogue::State::Join(next)).await?;
    talk.say_with(say!(locale, "join-thanks-contact"), Keyboard::Remove)
        .await?;
    let rows = yes_or_no(talk, &found);
    talk.say(question, rows).await
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, state: &dialogue::State, tap: &Tap) -> Served<()> {
    match (tap, state) {
        (Tap::Confirm(id), dialogue::State::Join(State::Confirm { invitation, phone }))
            if id == invitation =>
        {
            confirm(talk, *id, phone).await
        }
        (Tap::Decline(_), dialogue::State::Join(_)) => {
            talk.goto(&dialogue::State::Idle).await?;
            let locale = talk.locale();
            talk.show(say!(locale, "join-declined"), vec![]).await
        }
        (Tap::Confirm(_) | Tap::Decline(_), _) => home::menu(talk).await,
        (Tap::Approve(link), _) => decide(talk, *link, true).await,
        (Tap::Refuse(link), _) => decide(talk, *link, false).await,
        (Tap::Waiting, _) => waiting(talk).await,
    }
}

async fn confirm(talk: &mut Talk<'_>, id: InvitationId, phone: &Phone) -> Served<()> {
    let Some(invitation) = store::invitations::get(talk.tx, id).await? else {
        return neutral(talk).await;
    };
    let usable = is_usable(talk, Some(&invitation)).await?;
    let (account, now) = (talk.account.id, talk.env.now());
    if !usable || !store::invitations::consume(talk.tx, id, account, now).await? {
        // Read again: of two who confirm at the same moment the other one may have used it by now.
        let seen = store::invitations::get(talk.tx, id).await?;
        if let Some(seen) = seen.filter(|seen| seen.used_by.is_some_and(|by| by != account)) {
            tell_school_of_misuse(talk.tx, talk.env, &seen).await?;
        }
        return neutral(talk).await;
    }
    talk.goto(&dialogue::State::Idle).await?;
    let rostered = store::adults::get(talk.tx, invitation.adult).await?;
    let mut rostered = rostered.and_then(|adult| adult.phone);
    match invitation.child {
        Some(child) => {
            let Some(link) = store::links::pair(talk.tx, child, invitation.adult).await? else {
                return neutral(talk).await;
            };
            if link.role == LinkRole::Oneself {
                // Here the child's own number is the one that is expected.
                let record = store::children::get(talk.tx, child).await?;
                rostered = record.and_then(|record| record.phone);
            }
            let check = compare(rostered.as_ref(), phone);
            let now = talk.env.now();
            if !store::links::await_approval(talk.tx, link.id, check, phone, now).await? {
                // Ended or opened by somebody since: there is nothing to approve.
                return neutral(talk).await;
            }
            let adult = invitation.adult;
            if !link.goes_on() {
                standing::agreed_by(talk, &link, talk.locale()).await?;
            }
            let act = audit::Act {
                by: Some(adult),
                action: "confirm_link",
                child: Some(child),
                detail: Some(check.as_str()),
                why: Some(Why::Link),
                ..Default::default()
            };
            audit::note(talk.tx, talk.env, act).await?;
            let asking = Link {
                number_check: Some(check),
                shared_phone: Some(phone.clone()),
                ..link
            };
            ask_deciders(talk, &asking).await?;
            vouch::ask(talk.tx, talk.env, &asking).await?;
            talk.show(say!(talk.locale(), "join-awaiting"), vec![])
                .await
        }
        None => {
            let check = compare(rostered.as_ref(), phone);
            take_post(talk, &invitation, check, phone).await
        }
    }
}

/// A post begins at once when the number is the one on the staff list: it was named by a person.
async fn take_post(
    talk: &mut Talk<'_>,
    invitation: &Invitation,
    check: NumberCheck,
    phone: &Phone,
) -> Served<()> {
    let locale = talk.locale();
    let role = Role::parse(&invitation.role);
    // Without a number on the staff list only the operator's own invitation is enough.
    let proved = match check {
        NumberCheck::Same => true,
        NumberCheck::NoneRostered => invitation.created_by.is_none(),
        NumberCheck::Other => false,
    };
    let (Some(role), true) = (role, proved) else {
        tell_school_of_misuse(talk.tx, talk.env, invitation).await?;
        return talk.show(say!(locale, "join-number-differs"), vec![]).await;
    };
    let adult = talk.adult().unwrap_or(invitation.adult);
    let zone = school_zone(talk, invitation.unit).await?;
    let account = talk.account.clone();
    let by = Adoption {
        school: invitation.unit,
        by_post: true,
        phone: Some(phone),
    };
    adopt(talk, &account, adult, zone, &by).await?;
    talk.account.adult = Some(adult);
    let (post, now) = (talk.env.id(), talk.env.now());
    store::posts::activate(
        talk.tx,
        post,
        adult,
        invitation.unit,
        role,
        invitation.created_by,
        now,
    )
    .await?;
    let act = audit::Act {
        by: Some(adult),
        action: "begin_post",
        unit: Some(invitation.unit),
        detail: Some(role.as_str()),
        why: Some(Why::Post),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    let unit = unit_name(talk, invitation.unit).await?;
    let begins = store::posts::find(talk.tx, adult, invitation.unit, role).await?;
    let role = label!(locale, &format!("role-{}", role.as_str()));
    if let Some(post) = begins.filter(|post| now < post.from) {
        let zone = zone.unwrap_or_else(|| talk.zone());
        let day = post.from.with_timezone(&zone).date_naive();
        let day = crate::text::dates::dated(locale, day);
        let html = say!(
            locale,
            "staff-post-later",
            role = role,
            unit = unit,
            day = day
        );
        return talk.show(html, home::open_menu(locale)).await;
    }
    talk.show(
        say!(locale, "join-post-begun", role = role, unit = unit),
        vec![],
    )
    .await?;
    talk.leave_tapped();
    home::menu(talk).await
}

async fn school_zone(talk: &mut Talk<'_>, unit: UnitId) -> Served<Option<chrono_tz::Tz>> {
    let up = store::units::up(talk.tx, unit).await?;
    Ok(up.into_iter().find_map(|unit| unit.zone))
}
