//! The clock of a concern: who hears of it at once, who after an hour in which nobody took it, and
//! that a receipt is still missing. One step at its time, once, over restarts too.

use super::super::Served;
use super::super::due::{self, Due};
use super::letters::{self, answer, remind};
use super::screens::facts;
use super::{hold, people};
use crate::base::{AdultId, ChildId, ConcernId, Env, Instant};
use crate::model::concern::{Clock, Owner, Part, State};
use crate::say;
use crate::store::concerns::{Concern, Source};
use crate::store::{self, Store, StoreError, Stored, Tx, audit};
use chrono::TimeDelta;
use metrics::counter;

/// How soon it is tried again where nobody at all could be reached.
const AGAIN: TimeDelta = TimeDelta::minutes(30);
/// When one that could not take its step is tried again.
const STUCK: TimeDelta = TimeDelta::minutes(5);
/// The lead and a second one.
const AT_ONCE: usize = 2;

/// One step of every concern that is due, `limit` of them at most, as `service::due` does everything that has its hour.
pub async fn tick(store: &Store, env: &Env, limit: i64) -> Served<Option<Instant>> {
    due::round::<Clocks>(store, env, limit).await
}

struct Clocks;

impl Due for Clocks {
    type Id = ConcernId;
    const AGAIN: TimeDelta = STUCK;

    async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<ConcernId>> {
        store::concerns::due(tx, now, limit).await
    }

    async fn step(tx: &mut Tx, env: &Env, id: ConcernId) -> Served<()> {
        step(tx, env, id).await
    }

    fn failed(id: ConcernId, error: &StoreError) {
        tracing::error!(concern = %id, %error, "a concern could not take its step");
        counter!("hongyan_concerns_stuck_total").increment(1);
    }

    async fn put_off(tx: &mut Tx, id: ConcernId, at: Instant) -> Stored<()> {
        store::concerns::put_off(tx, id, at).await
    }

    async fn next(tx: &mut Tx) -> Stored<Option<Instant>> {
        store::concerns::next_due(tx).await
    }
}

/// The step of one concern, unless another process took it meanwhile.
async fn step(tx: &mut Tx, env: &Env, id: ConcernId) -> Served<()> {
    let env = env.aside();
    let found = store::concerns::get(tx, id).await?;
    let is_due = |concern: &Concern| concern.next.is_some_and(|next| next <= env.now());
    let Some(concern) = found.filter(is_due) else {
        return Ok(());
    };
    let reached = climb(tx, env, &concern).await?;
    if reached && concern.state == State::Filed && concern.source == Source::Word {
        told_writer(tx, env, &concern).await?;
    }
    Ok(())
}

/// Whose note is held hears who acts also when they say no more about it.
async fn told_writer(tx: &mut Tx, env: &Env, concern: &Concern) -> Served<()> {
    let Some(teller) = concern.teller else {
        return Ok(());
    };
    let Some(account) = store::accounts::of_adult(tx, teller).await? else {
        return Ok(());
    };
    let owner = store::concerns::get(tx, concern.id).await?;
    let owner = owner.and_then(|concern| concern.owner);
    let html = hold::words(tx, env, concern, owner, account.locale).await?;
    answer(tx, env, concern, |_| html.clone()).await
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
                state: State::Open,
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

/// Whom it would reach now, if it were given on.
pub(super) async fn next_readers(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
) -> Served<Vec<AdultId>> {
    let clock = store::units::settings(tx, concern.unit).await?.concerns;
    for rung in clock.steps() {
        let mut found = people::candidates(tx, env, concern, rung.who).await?;
        if !found.is_empty() {
            found.truncate(AT_ONCE);
            return Ok(found);
        }
    }
    Ok(Vec::new())
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
        let key = match concern.outside {
            true => "concern-nobody-outside",
            false => "concern-nobody",
        };
        // Said once for each time that it comes to nobody: it is tried again often.
        if concern.state == State::Filed || concern.owner.is_some() {
            answer(tx, env, concern, |locale| {
                let mut html = say!(locale, key);
                html.join("\n\n", &super::super::numbers::ring(locale, &numbers));
                html
            })
            .await?;
        }
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
