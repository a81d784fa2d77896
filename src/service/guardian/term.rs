//! What the clock does with a term: it begins, is warned of, and ends by itself at its minute; and how
//! one ends before that. What waited for the one who goes moves to the next in the same transaction.

use super::button;
use super::people::{self, carer, tell};
use crate::base::{AdultId, Env, Instant};
use crate::dialogue::guardian::Tap;
use crate::model::audit::Why;
use crate::model::guardian::{self, State, last_day};
use crate::model::hours::day_at;
use crate::model::record::Child;
use crate::model::rights::{Action, LinkRole};
use crate::service::{Served, check_in, parting};
use crate::store::appointments::{self, Appointment};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};
use crate::text::dates::day;
use crate::{label, say};

/// How a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// By itself.
    Over,
    /// Another one begins.
    Changed,
    /// By a parent or the school, before its time.
    BrokenOff,
}

impl Ending {
    const fn state(self) -> State {
        match self {
            Self::Over | Self::Changed => State::Ended,
            Self::BrokenOff => State::BrokenOff,
        }
    }

    const fn action(self) -> &'static str {
        match self {
            Self::Over => "guardian_over",
            Self::Changed => "guardian_changed",
            Self::BrokenOff => "guardian_broken_off",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::Changed => "changed",
            Self::BrokenOff => "broken",
        }
    }
}

/// Everything that is due, `limit` of it at most. Gives when the next is. While a file rests its term
/// goes on, and ends, without a word.
pub async fn tick(tx: &mut Tx, env: &Env, limit: i64) -> Served<Option<Instant>> {
    let now = env.now();
    for found in appointments::due(tx, now, limit).await? {
        let child = store::children::get(tx, found.child).await?;
        let (Some(child), Some(term)) = (child, found.term) else {
            appointments::end(tx, found.id, State::Ended, None, now).await?;
            continue;
        };
        if now >= term.to {
            end(tx, env, &found, Ending::Over, None).await?;
            continue;
        }
        if found.state == State::Appointed {
            appointments::begin(tx, found.id).await?;
            if !found.overlap {
                hand_over(tx, env, &child, &found, found.decided_by).await?;
            }
        } else if let Some(days) = guardian::warning(term, now)
            && !people::is_frozen(tx, env, child.id).await?
        {
            warn(tx, env, &child, &found, days).await?;
        }
        appointments::clock(tx, found.id, guardian::next(term, now)).await?;
    }
    appointments::next_due(tx).await
}

/// Parent and school hear of the end in good time: enough to renew it or to find somebody else.
async fn warn(tx: &mut Tx, env: &Env, child: &Child, found: &Appointment, days: i64) -> Served<()> {
    let Some(term) = found.term else {
        return Ok(());
    };
    let zone = people::zone(tx, child).await?;
    let carer = carer(tx, found).await?;
    // After a long stop of the house fewer days are left than were meant.
    let today = day_at(env.now(), zone);
    let left = (last_day(term.to, zone) - today).num_days() + 1;
    let act = audit::Act {
        action: "guardian_warned",
        child: Some(child.id),
        unit: Some(child.school),
        detail: Some(if days > 7 { "first" } else { "second" }),
        ..Default::default()
    };
    audit::note(tx, env, act).await?;
    for parent in people::parents(tx, child.id).await? {
        let about = (child.id, Some(Action::ReadRecord));
        tell(tx, env, parent, about, |locale| {
            let html = say!(
                locale,
                "guardian-warn-parent",
                name = &carer.name,
                child = child.called(),
                day = day(locale, last_day(term.to, zone)),
                count = left
            );
            let words = label!(locale, "guardian-menu");
            (html, vec![vec![button(words, Tap::Child(child.id))]])
        })
        .await?;
    }
    open_task(tx, env, child, found).await?;
    for lead in people::leads(tx, env, child).await? {
        let about = (child.id, Some(Action::Decide));
        tell(tx, env, lead, about, |locale| {
            let html = say!(
                locale,
                "guardian-warn-school",
                name = &carer.name,
                child = &child.name,
                day = day(locale, last_day(term.to, zone)),
                count = left
            );
            (html, vec![])
        })
        .await?;
    }
    Ok(())
}

async fn open_task(tx: &mut Tx, env: &Env, child: &Child, found: &Appointment) -> Served<()> {
    let (unit, key) = (child.school, found.id.to_string());
    let (kind, about) = (TaskKind::GuardianEnds, Some(child.id));
    store::tasks::open(tx, env, unit, about, None, kind, &key).await?;
    Ok(())
}

/// Ends a term now: the link with its history, what is queued, what waits for an answer; and tells
/// parents, school and the one who leaves.
pub(super) async fn end(
    tx: &mut Tx,
    env: &Env,
    found: &Appointment,
    ending: Ending,
    by: Option<AdultId>,
) -> Served<()> {
    let now = env.now();
    if !appointments::end(tx, found.id, ending.state(), by, now).await? {
        return Ok(());
    }
    let Some(child) = store::children::get(tx, found.child).await? else {
        return Ok(());
    };
    let act = audit::Act {
        by,
        action: ending.action(),
        child: Some(child.id),
        unit: Some(child.school),
        why: by.is_none().then_some(Why::Run),
        ..Default::default()
    };
    audit::note(tx, env, act).await?;
    if let Some(adult) = found.adult {
        release(tx, env, &child, adult, by).await?;
    }
    let name = carer(tx, found).await?.name;
    let word = ending.word();
    for parent in people::parents(tx, child.id).await? {
        let about = (child.id, Some(Action::ReadRecord));
        tell(tx, env, parent, about, |locale| {
            let key = format!("guardian-ended-{word}-parent");
            let html = say!(locale, &key, name = &name, child = child.called());
            let words = label!(locale, "guardian-menu");
            (html, vec![vec![button(words, Tap::Child(child.id))]])
        })
        .await?;
    }
    if ending != Ending::Changed && !people::is_frozen(tx, env, child.id).await? {
        open_task(tx, env, &child, found).await?;
    }
    for lead in people::leads(tx, env, &child).await? {
        if Some(lead) == by {
            continue;
        }
        let about = (child.id, Some(Action::Decide));
        tell(tx, env, lead, about, |locale| {
            let key = format!("guardian-ended-{word}-school");
            let html = say!(locale, &key, name = &name, child = &child.name);
            (html, vec![])
        })
        .await?;
    }
    Ok(())
}

/// A guardian's link ends now; the child's open questions go to the next person.
async fn release(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    adult: AdultId,
    by: Option<AdultId>,
) -> Served<()> {
    let link = store::links::pair(tx, child.id, adult).await?;
    let stands = link.is_some_and(|link| link.role == LinkRole::Guardian && link.goes_on());
    if !stands {
        store::invitations::withdraw_pair(tx, child.id, adult).await?;
        return Ok(());
    }
    let pending = check_in::pending(tx, child.id, adult).await?;
    parting::end(tx, env, by, child.id, adult).await?;
    check_in::pass_on(tx, env, &pending).await?;
    // No right is left, so it says no more than that it is over.
    tell(tx, env, adult, (child.id, None), |locale| {
        let html = say!(locale, "guardian-ended-carer", child = child.called());
        (html, vec![])
    })
    .await
}

/// The term of `found` begins: whoever was acting guardian until now is so no more.
pub(super) async fn hand_over(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    found: &Appointment,
    by: Option<AdultId>,
) -> Served<()> {
    for link in store::links::of_child(tx, child.id).await? {
        let other =
            link.role == LinkRole::Guardian && link.goes_on() && Some(link.adult) != found.adult;
        if !other {
            continue;
        }
        match appointments::standing(tx, child.id, link.adult).await? {
            Some(old) => end(tx, env, &old, Ending::Changed, by).await?,
            None => release(tx, env, child, link.adult, by).await?,
        }
    }
    Ok(())
}
