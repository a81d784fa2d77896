//! Asking, and what silence does: one step at its minute, then the next person, at the end the school.

use super::super::mail::{self, Letter, Posted};
use super::super::{Served, numbers, rights};
use super::asked;
use super::case::{self, Case};
use super::people::{self, Kin};
use super::screens;
use crate::base::{AdultId, CheckInId, ChildId, Env, Instant, UnitId};
use crate::model::audit::Why;
use crate::model::check_in::State;
use crate::model::hours::day_at;
use crate::model::message::{Kind, Parcel};
use crate::model::record::{Child, Programme};
use crate::model::rights::{Action, LinkRole};
use crate::model::settings::Rung;
use crate::store::check_ins::{MOST_AT_ONCE, question_key};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};
use crate::text::dates::clock;

/// Asks about the children of a school after `cursor`, `limit` of them at most, for the run that was
/// due at `due`. Gives the cursor of the next page, `None` after the last. Asking again for the same
/// run asks nobody twice.
pub async fn page(
    tx: &mut Tx,
    env: &Env,
    school: UnitId,
    due: Instant,
    cursor: i64,
    limit: i64,
) -> Served<Option<i64>> {
    let zone = store::units::clock(tx, school).await?;
    let (day, at_time) = (day_at(due, zone), clock(due, zone));
    let children = store::children::in_school(tx, school, cursor, limit).await?;
    let more = i64::try_from(children.len()).is_ok_and(|count| count >= limit);
    let last = children.last().map(|child| child.id.0);
    for child in children {
        if !has_guardian(tx, env, &child).await? {
            continue;
        }
        let id: CheckInId = env.id();
        if !store::check_ins::open(tx, id, child.id, day, &at_time, env.now()).await? {
            continue;
        }
        if let Some(row) = store::check_ins::get(tx, id).await?
            && let Some(case) = case::load(tx, row).await?
        {
            climb(tx, env, &case).await?;
        }
    }
    Ok(last.filter(|_| more))
}

/// Whether anybody at home may be asked at all. One who cannot be reached counts: then the ladder
/// goes on to the next person.
async fn has_guardian(tx: &mut Tx, env: &Env, child: &Child) -> Served<bool> {
    for kin in people::family(tx, child.id).await? {
        if kin.role == LinkRole::Guardian
            && rights::allowed_meanwhile(tx, env, kin.adult, Action::AnswerCheckIn, child.id)
                .await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One step of every check-in that is due, `limit` of them at most. Gives the moment of the next step
/// of any, which is not later than now when there are more.
pub async fn tick(tx: &mut Tx, env: &Env, limit: i64) -> Served<Option<Instant>> {
    for row in store::check_ins::due(tx, env.now(), limit).await? {
        let id = row.id;
        match case::load(tx, row).await? {
            Some(case) => climb(tx, env, &case).await?,
            None => store::check_ins::miss(tx, id).await.map(drop)?,
        }
    }
    store::check_ins::next_due(tx).await
}

/// The check-ins of a child that this adult was asked last and has not answered.
pub async fn pending(tx: &mut Tx, child: ChildId, adult: AdultId) -> Served<Vec<CheckInId>> {
    let mut out = Vec::new();
    for row in store::check_ins::asked_of(tx, child).await? {
        let id = row.id;
        if let Some(case) = case::load(tx, row).await?
            && is_turn_of(tx, &case, adult).await?
        {
            out.push(id);
        }
    }
    Ok(out)
}

/// Whether the step that waits now is this adult's.
pub(super) async fn is_turn_of(tx: &mut Tx, case: &Case, adult: AdultId) -> Served<bool> {
    let asked = store::check_ins::questions(tx, case.row.id, case.ladder.len()).await?;
    let latest = asked.iter().filter(|question| question.adult == adult);
    Ok(latest.map(|question| question.step + 1).max() == Some(case.row.step))
}

/// Whoever was asked may not answer any more: the next person is asked now.
pub async fn pass_on(tx: &mut Tx, env: &Env, pending: &[CheckInId]) -> Served<()> {
    for id in pending {
        let row = store::check_ins::get(tx, *id).await?;
        let Some(row) = row.filter(|row| row.state == State::Asked) else {
            continue;
        };
        if let Some(mut case) = case::load(tx, row).await? {
            case.row.next = Some(env.now());
            climb(tx, env, &case).await?;
        }
    }
    Ok(())
}

/// Asks the people of the next step; a step with nobody to reach is passed at once, and noted.
pub(super) async fn climb(tx: &mut Tx, env: &Env, case: &Case) -> Served<()> {
    let now = env.now();
    if case.child.programme != Programme::Active {
        // Moved, grown up, frozen: nothing is asked and nothing is said any more.
        return store::check_ins::miss(tx, case.row.id).await.map(drop);
    }
    if now >= case.worthless() {
        return close(tx, env, case).await;
    }
    let due = case.row.next.unwrap_or(now);
    let family = people::family(tx, case.child.id).await?;
    let mut step = case.row.step;
    while let Some(rung) = case.ladder.rung(step) {
        let opens = case.ladder.opens(step, now, case.zone);
        if opens > now {
            return store::check_ins::climb(tx, case.row.id, step, opens).await;
        }
        if ask(tx, env, case, step, rung, &family).await? {
            let next = case.ladder.after(step, due, now);
            return store::check_ins::climb(tx, case.row.id, step + 1, next).await;
        }
        note(tx, env, case, "check_in_passed", Some(rung.as_str())).await?;
        step += 1;
    }
    close(tx, env, case).await
}

/// Whether anybody of the step could be asked.
async fn ask(
    tx: &mut Tx,
    env: &Env,
    case: &Case,
    step: usize,
    rung: Rung,
    family: &[Kin],
) -> Served<bool> {
    let before: Vec<AdultId> = store::check_ins::questions(tx, case.row.id, case.ladder.len())
        .await?
        .into_iter()
        .map(|question| question.adult)
        .collect();
    let mut count = 0;
    for group in asked::groups(tx, env, &case.child, rung, family).await? {
        for one in group {
            let again = before.contains(&one.adult);
            // Only the guardian is asked a second time; an aunt who is also the teacher was asked.
            if count == MOST_AT_ONCE || again && rung != Rung::Guardian {
                continue;
            }
            let letter = Letter::about(one.adult, case.child.id, one.right, Kind::CheckIn)
                .expires(case.worthless())
                .dedup(question_key(case.row.id, step, count));
            let posted = mail::post(tx, env, letter, |account| {
                let locale = account.locale;
                let html = screens::question(locale, case, &one, rung, again, family);
                Parcel::with_buttons(html, screens::buttons(locale, case.row.id, one.side))
            })
            .await?;
            if matches!(posted, Posted::Queued(_) | Posted::Duplicate) {
                count += 1;
            }
        }
        if count > 0 {
            break;
        }
    }
    Ok(count > 0)
}

/// Nobody answered: from here a person of the school owns the silence. Leads who were not asked on
/// the way hear of it now; parents hear nothing, the school tells them what was done.
async fn close(tx: &mut Tx, env: &Env, case: &Case) -> Served<()> {
    if !store::check_ins::miss(tx, case.row.id).await? {
        return Ok(());
    }
    note(tx, env, case, "check_in_missed", None).await?;
    let (unit, child) = (case.child.school, case.child.id);
    let key = case.row.id.to_string();
    store::tasks::open(
        tx,
        env,
        unit,
        Some(child),
        None,
        TaskKind::MissedCheckIn,
        &key,
    )
    .await?;
    let asked = store::check_ins::questions(tx, case.row.id, case.ladder.len()).await?;
    let family = people::family(tx, child).await?;
    let leads = people::leads(tx, env, &case.child).await?;
    for (nth, lead) in leads.into_iter().take(MOST_AT_ONCE).enumerate() {
        if asked.iter().any(|question| question.adult == lead) {
            continue;
        }
        let letter = Letter::about(lead, child, Action::HearCheckIn, Kind::Alert)
            .dedup(question_key(case.row.id, case.ladder.len(), nth));
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let mut html = screens::missed(locale, case);
            html.join("\n\n", &screens::numbers_at_home(locale, &family));
            html.join("\n\n", &numbers::ring(locale, &case.numbers));
            Parcel::with_buttons(html, screens::solved_button(locale, case.row.id))
        })
        .await?;
    }
    Ok(())
}

async fn note(
    tx: &mut Tx,
    env: &Env,
    case: &Case,
    action: &'static str,
    detail: Option<&str>,
) -> Served<()> {
    let act = audit::Act {
        action,
        child: Some(case.child.id),
        unit: Some(case.child.school),
        detail,
        why: Some(Why::Run),
        ..Default::default()
    };
    audit::note(tx, env, act).await
}
