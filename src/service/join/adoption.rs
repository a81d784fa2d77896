//! An account begins to speak for an adult: a new phone takes over. What was decided for the old one by
//! others than those who decide now waits for their own word.

use super::approval::ask_deciders;
use crate::base::{AdultId, Phone, UnitId};
use crate::model::rights::LinkState;
use crate::model::unit::Role;
use crate::service::{Served, Talk, mail, staff};
use crate::store;
use crate::store::accounts::Account;
use crate::store::links::{Link, NumberCheck};

/// Who lets the account in, and by what.
pub(super) struct Adoption<'a> {
    /// The school that decides, or a unit of it.
    pub school: UnitId,
    /// By an invitation to a post there; else by the approval of a link.
    pub by_post: bool,
    /// The number the account has proved.
    pub phone: Option<&'a Phone>,
}

/// How a shared number compares with the rostered one.
pub(super) fn compare(rostered: Option<&Phone>, shared: &Phone) -> NumberCheck {
    match rostered {
        None => NumberCheck::NoneRostered,
        Some(number) if number.same_line(shared) => NumberCheck::Same,
        Some(_) => NumberCheck::Other,
    }
}

/// The account now speaks for this adult, and no other account does: what waits for the person goes
/// there too. Links of other schools wait for their approval, posts need their own invitation.
pub(super) async fn adopt(
    talk: &mut Talk<'_>,
    account: &Account,
    adult: AdultId,
    zone: Option<chrono_tz::Tz>,
    by: &Adoption<'_>,
) -> Served<()> {
    let is_new = account.adult != Some(adult);
    store::accounts::release_adult(talk.tx, adult).await?;
    store::accounts::set_adult(talk.tx, account.id, adult, zone).await?;
    if is_new {
        let up = store::units::up(talk.tx, by.school).await?;
        let school = up.into_iter().find(|unit| unit.zone.is_some());
        let school = school.map_or(by.school, |unit| unit.id);
        unseat(talk, adult, school, by.by_post).await?;
        wait_elsewhere(talk, account, adult, school, by.phone).await?;
    }
    let now = talk.env.now();
    store::outbox_waiting::follow(talk.tx, now, adult, &account.bot, account.chat).await
}

/// The posts that this account was not invited to: by a post's invitation those of other schools, by a
/// child's link all of them.
async fn unseat(talk: &mut Talk<'_>, adult: AdultId, school: UnitId, by_post: bool) -> Served<()> {
    let mut any = false;
    for post in store::posts::of_adult(talk.tx, adult, talk.env.now()).await? {
        let up = store::units::up(talk.tx, post.unit).await?;
        if by_post && up.iter().any(|unit| unit.id == school) {
            continue;
        }
        if post.role == Role::SchoolLead {
            store::posts::hold(talk.tx, post.unit).await?;
        }
        if !store::posts::unseat(talk.tx, adult, post.unit, post.role).await? {
            continue;
        }
        any = true;
        if post.role == Role::SchoolLead {
            staff::unseated(talk.tx, talk.env, post.unit, adult).await?;
        }
    }
    if any {
        mail::uphold(talk.tx, talk.env, adult).await?;
    }
    Ok(())
}

async fn wait_elsewhere(
    talk: &mut Talk<'_>,
    account: &Account,
    adult: AdultId,
    school: UnitId,
    phone: Option<&Phone>,
) -> Served<()> {
    let rostered = store::adults::get(talk.tx, adult).await?;
    let rostered = rostered.and_then(|adult| adult.phone);
    for link in store::links::of_adult(talk.tx, adult).await? {
        if link.state != LinkState::Active {
            continue;
        }
        let child = store::children::get(talk.tx, link.child).await?;
        if child.is_some_and(|child| child.school == school) {
            continue;
        }
        let check = phone.map_or(NumberCheck::Other, |phone| {
            compare(rostered.as_ref(), phone)
        });
        let now = talk.env.now();
        if !store::links::wait_again(talk.tx, &link, account.id, check, phone, now).await? {
            continue;
        }
        mail::silence(talk.tx, talk.env, adult, link.child).await?;
        let asking = Link {
            number_check: Some(check),
            shared_phone: phone.cloned(),
            account: Some(account.id),
            ..link
        };
        ask_deciders(talk, &asking).await?;
    }
    Ok(())
}
