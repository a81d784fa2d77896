//! The clock of a concern: who hears of it at once, who after an hour in which nobody took it, and
//! that a receipt is still missing. One step at its time, once, over restarts too.

use super::super::Served;
use super::letters::{self, answer, remind};
use super::people;
use super::screens::facts;
use crate::base::{AdultId, ChildId, Env, Instant};
use crate::model::concern::{Clock, Owner, Part, State};
use crate::say;
use crate::store::concerns::{Concern, Source};
use crate::store::{self, Tx, audit};
use chrono::TimeDelta;

/// How soon it is tried again where nobody at all could be reached.
const AGAIN: TimeDelta = TimeDelta::minutes(30);
/// The lead and a second one.
const AT_ONCE: usize = 2;

/// One step of every concern that is due, `limit` of them at most. Gives the moment of the next step
/// of any, which is not later than now when there are more.
pub async fn tick(tx: &mut Tx, env: &Env, limit: i64) -> Served<Option<Instant>> {
    let env = env.aside();
    for concern in store::concerns::due(tx, env.now(), limit).await? {
        climb(tx, env, &concern).await?;
    }
    store::concerns::next_due(tx).await
}

/// The step that is due now. True when somebody answers for it.
pub(super) async fn climb(tx: &mut Tx, env: &Env, concern: &Concern) -> Served<bool> {
    let clock = store::units::settings(tx, concern.unit).await?.concerns;
    match concern.state {
        State::Filed | State::Open => ask(tx, env, concern, &clock).await,
        // Whose it was has left: it begins again with whoever is there now.
        State::Taken | State::Receipt if people::readers(tx, env, concern).await?.is_empty() => {
            let (step, next) = (0, Some(env.now()));
            let again = Concern {
                step,
                next,
                ..concern.clone()
            };
            ask(tx, env, &again, &clock).await
        }
        State::Taken | State::Receipt => {
            late(tx, env, concern, &clock).await?;
            Ok(true)
        }
        State::Done | State::Kept => {
            let (id, state, step) = (concern.id, concern.state, concern.step);
            store::concerns::climb(tx, id, state, step, None, concern.owner).await?;
            Ok(true)
        }
    }
}

/// Gives it to the people of the next step; a step with nobody is passed at once, and noted.
async fn ask(tx: &mut Tx, env: &Env, concern: &Concern, clock: &Clock) -> Served<bool> {
    let now = env.now();
    let due = concern.next.unwrap_or(now);
    let steps = clock.steps();
    let mut step = concern.step;
    while let Some(rung) = steps.get(step) {
        if let Some(owner) = give(tx, env, concern, rung.who, step).await? {
            let next = clock.after(step, due, now);
            let (id, state) = (concern.id, State::Open);
            store::concerns::climb(tx, id, state, step + 1, Some(next), Some(owner)).await?;
            note(tx, env, concern, "concern_step", rung.who.as_str()).await?;
            return Ok(true);
        }
        note(tx, env, concern, "concern_passed", rung.who.as_str()).await?;
        step += 1;
    }
    if people::readers(tx, env, concern).await?.is_empty() {
        let (id, state) = (concern.id, State::Open);
        store::concerns::climb(tx, id, state, 0, Some(now + AGAIN), None).await?;
        note(tx, env, concern, "concern_nobody", "nobody").await?;
        let numbers = super::numbers(tx, concern.unit).await?;
        answer(tx, env, concern, "nobody", |locale| {
            let mut html = say!(locale, "concern-nobody");
            html.join("\n\n", &super::super::numbers::ring(locale, &numbers));
            html
        })
        .await?;
        return Ok(false);
    }
    late(tx, env, concern, clock).await?;
    Ok(true)
}

/// Who answers for it from this step on; `None`: nobody of the step can be reached.
async fn give(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    who: Owner,
    step: usize,
) -> Served<Option<AdultId>> {
    let facts = facts(tx, env, concern).await?;
    let known: Vec<AdultId> = store::concerns::people(tx, concern.id)
        .await?
        .into_iter()
        .filter(|(_, part)| *part == Part::Reader)
        .map(|(adult, _)| adult)
        .collect();
    let mut owner = None;
    let mut count = 0;
    for adult in people::candidates(tx, env, concern, who).await? {
        if who == Owner::SecondLead && concern.owner == Some(adult) {
            continue;
        }
        let reached = match known.contains(&adult) {
            true => {
                let what = format!("step{step}");
                remind(tx, env, concern, &[adult], &what, |locale, about| {
                    say!(locale, "concern-yours", about = about)
                })
                .await?
            }
            false => letters::tell(tx, env, concern, &facts, adult).await?,
        };
        if reached {
            owner = owner.or(Some(adult));
            count += 1;
        }
        let enough = match who {
            Owner::SecondLead => 1,
            Owner::Lead | Owner::CountyOfficer => AT_ONCE,
        };
        if count == enough {
            break;
        }
    }
    Ok(owner)
}

/// The day is over and something is still missing: all who read it hear it, and the county's officer
/// with them. Every further day again.
async fn late(tx: &mut Tx, env: &Env, concern: &Concern, clock: &Clock) -> Served<()> {
    let now = env.now();
    let readers = people::readers(tx, env, concern).await?;
    let what = format!("late{}", concern.step);
    let key = match concern.state {
        State::Receipt => "concern-late-confirm",
        State::Taken => "concern-late-receipt",
        _ => "concern-late-taken",
    };
    remind(
        tx,
        env,
        concern,
        &readers,
        &what,
        |locale, about| match key {
            "concern-late-confirm" => say!(locale, "concern-late-confirm", about = about),
            "concern-late-receipt" => say!(locale, "concern-late-receipt", about = about),
            _ => say!(locale, "concern-late-taken", about = about),
        },
    )
    .await?;
    widen(tx, env, concern, &[Owner::CountyOfficer]).await?;
    let wait = match concern.state {
        State::Receipt => clock.confirm(now),
        _ => now + TimeDelta::minutes(i64::from(clock.receipt_minutes).max(1)),
    };
    let (id, state, owner) = (concern.id, concern.state, concern.owner);
    store::concerns::climb(tx, id, state, concern.step + 1, Some(wait), owner).await?;
    note(tx, env, concern, "concern_late", state.as_str()).await
}

/// Lets further people read it who do not yet. Whether anybody was found.
pub(super) async fn widen(tx: &mut Tx, env: &Env, concern: &Concern, to: &[Owner]) -> Served<bool> {
    let known = people::readers(tx, env, concern).await?;
    let facts = facts(tx, env, concern).await?;
    let mut found = false;
    for owner in to {
        for adult in people::candidates(tx, env, concern, *owner).await? {
            if !known.contains(&adult) {
                found |= letters::tell(tx, env, concern, &facts, adult).await?;
            }
        }
    }
    Ok(found)
}

/// The trace of the clock; `concern_*` acts are shown to nobody the record is shown to.
pub(super) async fn note(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    action: &'static str,
    detail: &str,
) -> Served<()> {
    let act = audit::Act {
        action,
        child: marked(concern),
        unit: Some(concern.unit),
        detail: Some(detail),
        ..Default::default()
    };
    audit::note(tx, env, act).await
}

/// The child whose trace shows it. A note that may be a false alarm marks nobody.
pub(super) fn marked(concern: &Concern) -> Option<ChildId> {
    let told = concern.source == Source::Report;
    let sure = matches!(concern.state, State::Taken | State::Receipt);
    concern.child.filter(|_| told || sure)
}
