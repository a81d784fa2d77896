//! The family's side of it: a yes or a no in the chat, and what a helper hears.

use super::{Desk, Said, answers, desk, key, note};
use crate::base::{AdultId, Html};
use crate::dialogue::on_behalf::Pair;
use crate::model::message::{Kind, Parcel};
use crate::model::on_behalf::{Who, Yes};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::service::mail::{self, Letter};
use crate::service::staff::leads_for;
use crate::service::{Served, Talk, home};
use crate::store;
use crate::store::links::Link;
use crate::store::on_behalf::Proposed;
use crate::{label, say};

/// By which right somebody says yes or no: the guardian about themselves, a parent for the child. Never who
/// is named.
pub(super) fn decides(link: &Link, pair: Pair, who: Who) -> Option<Action> {
    if link.state != LinkState::Active || who == Who::Helper(link.adult) {
        return None;
    }
    match link.role {
        LinkRole::Parent => Some(Action::Vouch),
        LinkRole::Guardian if link.adult == pair.guardian => Some(Action::AnswerCheckIn),
        LinkRole::Guardian | LinkRole::Contact | LinkRole::Oneself => None,
    }
}

/// A yes or no in the chat, to exactly what was asked: an older question answers nothing.
pub(super) async fn answer(talk: &mut Talk<'_>, pair: Pair, who: Who, yes: bool) -> Served<()> {
    let Some(adult) = talk.adult() else {
        return talk.refuse().await;
    };
    let link = store::links::pair(talk.tx, pair.child, adult).await?;
    let Some(right) = link.and_then(|link| decides(&link, pair, who)) else {
        return talk.refuse().await;
    };
    let Some(desk) = desk(talk, pair, right).await? else {
        return talk.refuse().await;
    };
    let (child, guardian, now) = (pair.child, pair.guardian, talk.env.now());
    let asked = desk.proposed.is_some_and(|proposed| proposed.who == who);
    let holds = asked
        && match yes {
            true => store::on_behalf::agree(talk.tx, child, guardian, Yes::Chat, now).await?,
            false => store::on_behalf::withdraw(talk.tx, child, guardian).await?,
        };
    if !holds {
        return talk.refuse().await;
    }
    let words = if yes {
        note(talk, pair, "behalf_agree", Some(who)).await?;
        tell_helpers(talk, pair, &desk, who).await?;
        "behalf-agreed"
    } else {
        note(talk, pair, "behalf_object", Some(who)).await?;
        "behalf-objected"
    };
    let said = Said::of(talk, who).await?;
    // Neither parent learns from it what the other said: it goes to the school alone.
    for lead in leads_for(talk.tx, talk.env, &desk.child).await? {
        let said_at = Proposed { who, at: now };
        let (key, right) = (key("said", pair, said_at, lead), Action::Decide);
        let letter = Letter::about(lead, pair.child, right, Kind::Notice).dedup(key);
        let Some(account) = store::accounts::of_adult(talk.tx, lead).await? else {
            continue;
        };
        // After a yes whose evening question it is, after a no who answers it as before.
        let name = match desk.named {
            Some(_) if !yes => answers(talk, &desk, account.locale).await?,
            _ => desk.name.expose().to_owned(),
        };
        mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            Parcel::text(say!(
                locale,
                words,
                who = said.words(locale),
                name = &name,
                child = &desk.child.name
            ))
        })
        .await?;
    }
    let locale = talk.locale();
    let thanks: Html = say!(locale, "behalf-thanks");
    talk.show(thanks, home::menu_below(locale)).await
}

/// Somebody else answers from now on: who helps hears what is asked of them, and who helped that nothing is.
pub(super) async fn tell_helpers(
    talk: &mut Talk<'_>,
    pair: Pair,
    desk: &Desk,
    who: Who,
) -> Served<()> {
    free_helper(talk, pair, desk).await?;
    match who {
        Who::Helper(helper) => tell(talk, pair, desk, helper, "behalf-helper-told").await,
        Who::Teacher | Who::Home => Ok(()),
    }
}

/// Who answers in place of whoever asks to be linked.
pub(in crate::service) async fn named(talk: &mut Talk<'_>, link: &Link) -> Served<Option<Who>> {
    let now = talk.env.now();
    let all = store::on_behalf::of_child(talk.tx, link.child, now).await?;
    let mut own = all.iter().filter(|named| named.guardian == link.adult);
    Ok(own.next().map(|named| named.who))
}

/// The guardian has the chat from now on, and is asked themself.
pub(in crate::service) async fn over(
    talk: &mut Talk<'_>,
    link: &Link,
    named: Option<Who>,
) -> Served<()> {
    let (child, guardian) = (link.child, link.adult);
    if !store::on_behalf::end(talk.tx, child, guardian).await? || named.is_none() {
        return Ok(());
    }
    let pair = Pair { child, guardian };
    note(talk, pair, "behalf_end", None).await?;
    let Some(desk) = desk(talk, pair, Action::Decide).await? else {
        return Ok(());
    };
    free_helper(talk, pair, &Desk { named, ..desk }).await
}

/// Whoever helped until now hears that they need not any more.
pub(super) async fn free_helper(talk: &mut Talk<'_>, pair: Pair, desk: &Desk) -> Served<()> {
    match desk.named {
        Some(Who::Helper(helper)) => tell(talk, pair, desk, helper, "behalf-helper-freed").await,
        Some(Who::Teacher | Who::Home) | None => Ok(()),
    }
}

async fn tell(
    talk: &mut Talk<'_>,
    pair: Pair,
    desk: &Desk,
    helper: AdultId,
    words: &str,
) -> Served<()> {
    let told = Proposed {
        who: Who::Helper(helper),
        at: talk.env.now(),
    };
    let (key, right) = (key(words, pair, told, helper), Action::AnswerOnBehalf);
    let letter = Letter::about(helper, desk.child.id, right, Kind::Notice).dedup(key);
    mail::post(talk.tx, talk.env, letter, |account| {
        let locale = account.locale;
        let relation = label!(locale, &format!("relation-{}", desk.relation.as_str()));
        Parcel::text(say!(
            locale,
            words,
            relation = relation,
            child = desk.child.called()
        ))
    })
    .await
    .map(drop)
}
