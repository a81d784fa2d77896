//! What time does with a request nobody answered: the leads are reminded, then the county hears.

use super::{leads, letter, task_key};
use crate::base::{AdultId, Env, Instant};
use crate::model::request::Step;
use crate::model::unit::Role;
use crate::service::Served;
use crate::store::requests::Request;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};

/// One step of every request that is due, `limit` of them at most. Gives the moment of the next.
pub async fn tick(tx: &mut Tx, env: &Env, limit: i64) -> Served<Option<Instant>> {
    for request in store::requests::due(tx, env.now(), limit).await? {
        match request.step {
            Step::Remind => remind(tx, env, &request).await?,
            Step::Overdue => report(tx, env, &request).await?,
            Step::None => store::requests::step(tx, request.id, Step::None, None).await?,
        }
    }
    store::requests::next_due(tx).await
}

async fn remind(tx: &mut Tx, env: &Env, request: &Request) -> Served<()> {
    // After a long pause the reminder is worthless: the day is over.
    if env.now() < request.due {
        for lead in leads(tx, env, request).await? {
            letter::reminded(tx, env, lead, request, false).await?;
        }
    }
    store::requests::step(tx, request.id, Step::Overdue, Some(request.due)).await
}

async fn report(tx: &mut Tx, env: &Env, request: &Request) -> Served<()> {
    for lead in leads(tx, env, request).await? {
        letter::reminded(tx, env, lead, request, true).await?;
    }
    let units = store::units::up(tx, request.unit).await?;
    let school = units.first().map(|unit| unit.name.clone());
    let mut officers: Vec<(crate::base::UnitId, AdultId)> = Vec::new();
    // The county; where it has nobody, the township.
    for role in [Role::CountyOfficer, Role::TownshipOfficer] {
        for unit in &units {
            for adult in store::posts::holders(tx, unit.id, role, env.now()).await? {
                officers.push((unit.id, adult));
            }
        }
        if !officers.is_empty() {
            break;
        }
    }
    // The task names no child and no family: an office sees figures.
    let place = officers
        .first()
        .map(|(unit, _)| *unit)
        .or(units.last().map(|unit| unit.id));
    if let Some(place) = place {
        let key = task_key(request.id);
        let kind = TaskKind::RequestOverdue;
        store::tasks::open(tx, env, place, None, None, kind, &key).await?;
    }
    for (_, officer) in officers {
        if officer == request.adult {
            continue;
        }
        letter::overdue(
            tx,
            env,
            officer,
            request,
            school.as_deref().unwrap_or_default(),
        )
        .await?;
    }
    store::requests::step(tx, request.id, Step::None, None).await
}
