//! On which of a person's rows an approved link stands, and whether it can stand at all.

use super::approval;
use crate::base::AdultId;
use crate::model::Locale;
use crate::model::rights::LinkRole;
use crate::say;
use crate::service::{Served, Talk, consent, guardian, rights};
use crate::store;
use crate::store::links::Link;

/// Rung after everybody the school's own roster names.
const LAST: i64 = 99;

/// Whether a yes comes to anything. Not where a paper keeps who asks from the child, on whichever of their rows,
/// nor where their account speaks for somebody else to the child than the link would make of them.
pub(super) async fn can_stand(talk: &mut Talk<'_>, link: &Link) -> Served<bool> {
    if rights::excluded(talk.tx, talk.env, link.adult, link.child).await? {
        return Ok(false);
    }
    let Some(account) = approval::applicant(talk.tx, link).await? else {
        return Ok(true);
    };
    let account = store::accounts::get(talk.tx, account).await?;
    let other = account.and_then(|account| account.adult);
    let Some(other) = other.filter(|adult| *adult != link.adult) else {
        return Ok(true);
    };
    let (child, role) = (link.child, link.role);
    Ok(!rights::excluded(talk.tx, talk.env, other, child).await?
        && !store::links::is_somebody_else(talk.tx, child, other, role).await?)
}

/// Whoever confirmed has read one text about all that goes with the link.
pub(super) async fn agreed_by(talk: &mut Talk<'_>, link: &Link, locale: Locale) -> Served<()> {
    // The sentence that was read, whoever it was filled in for.
    let text = say!(
        locale,
        "join-confirm-child",
        relation = "",
        child = "",
        school = ""
    );
    let who = (link.adult, link.role);
    consent::at_joining(talk.tx, talk.env, who, link.child, locale, &text).await
}

/// The same once it is known who confirmed a link that went on meanwhile: a stranger's yes would have counted as
/// the guardian's own until then.
pub(super) async fn agrees(talk: &mut Talk<'_>, link: &Link) -> Served<()> {
    let Some(account) = approval::applicant(talk.tx, link).await? else {
        return Ok(());
    };
    let account = store::accounts::get(talk.tx, account).await?;
    let locale = account.map_or_else(|| talk.locale(), |account| account.locale);
    agreed_by(talk, link, locale).await
}

/// The account speaks for another roster row of the same person already (a teacher who is also a mother):
/// what was approved stands on that row, so that one account is one adult.
pub(super) async fn stands_on_own_row(
    talk: &mut Talk<'_>,
    link: &Link,
    other: AdultId,
) -> Served<()> {
    let (child, by, now) = (link.child, talk.adult(), talk.env.now());
    if !store::links::move_to(talk.tx, link.id, other).await? {
        store::links::take(talk.tx, link, other, by, now).await?;
        store::links::close(talk.tx, child, link.adult, by, now).await?;
    }
    store::consents::move_to(talk.tx, child, link.adult, other).await?;
    store::appointments::move_to(talk.tx, child, link.adult, other).await?;
    if let Some(own) = store::links::pair(talk.tx, child, other).await? {
        guardian::date_link(talk.tx, talk.env, &own, by).await?;
    }
    // The child's card lists who is on its roster: that row belongs there now, or nobody could end or
    // exclude it.
    let roster = store::adults::rostered(talk.tx, child).await?;
    let listed = roster.iter().any(|person| person.adult.id == other);
    if !listed && link.role != LinkRole::Oneself {
        let relation = link.relation;
        store::adults::put_relation(talk.tx, child, other, relation, false, LAST).await?;
    }
    Ok(())
}
