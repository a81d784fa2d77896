//! The one door to a child's record: loads the ledger and asks `model::rights`.

use std::collections::HashSet;

use super::Served;
use crate::base::{AdultId, ChildId, Env, UnitId};
use crate::model::audit::{self, Why};
use crate::model::record::Child;
use crate::model::rights::{Action, Ledger, LinkFact, LinkState, Place, keeps_at, may, may_at};
use crate::model::unit::Role;
use crate::store::{self, Tx};

/// The dated rights of one adult.
pub async fn ledger(tx: &mut Tx, adult: AdultId) -> Served<Ledger> {
    let mut found = store::rights::ledgers(tx, &[adult]).await?;
    Ok(found.remove(&adult).unwrap_or_default())
}

/// Where a child belongs; `None` for a child that does not exist.
pub async fn place(tx: &mut Tx, child: ChildId) -> Served<Option<Place>> {
    let mut found = store::rights::places(tx, &[child]).await?;
    Ok(found.remove(&child))
}

/// Whether `adult` may do `action` about `child` now. Unknown, ended and excluded are one `false`.
pub async fn allowed(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    action: Action,
    child: ChildId,
) -> Served<bool> {
    let ledger = ledger(tx, adult).await?;
    decided(tx, env, &ledger, action, child).await
}

async fn decided(
    tx: &mut Tx,
    env: &Env,
    ledger: &Ledger,
    action: Action,
    child: ChildId,
) -> Served<bool> {
    let place = place(tx, child).await?;
    Ok(place.is_some_and(|place| may(ledger, action, &place, env.now())))
}

/// The same for somebody whom a person of the school has before them: it does not matter who may have their
/// chat by now.
pub async fn allowed_in_person(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    action: Action,
    child: ChildId,
) -> Served<bool> {
    let ledger = Ledger {
        doubted: None,
        ..ledger(tx, adult).await?
    };
    decided(tx, env, &ledger, action, child).await
}

/// The same for a guardian whose link goes on while they ask for the chat: what is theirs through others. Nothing
/// is for their own eyes by it.
pub async fn allowed_meanwhile(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    action: Action,
    child: ChildId,
) -> Served<bool> {
    let mut ledger = ledger(tx, adult).await?;
    let waits = |link: &&mut LinkFact| link.state == LinkState::AwaitingApproval;
    for link in ledger.links.iter_mut().filter(waits) {
        if link.from.is_some() {
            link.state = LinkState::Active;
        }
    }
    decided(tx, env, &ledger, action, child).await
}

/// Whether a paper keeps `adult` from `child` now.
pub async fn excluded(tx: &mut Tx, env: &Env, adult: AdultId, child: ChildId) -> Served<bool> {
    Ok(ledger(tx, adult).await?.is_excluded(child, env.now()))
}

/// Those of `adults` who are not the child's family.
pub async fn not_kin(
    tx: &mut Tx,
    env: &Env,
    child: ChildId,
    mut adults: Vec<AdultId>,
) -> Served<Vec<AdultId>> {
    let ledgers = store::rights::ledgers(tx, &adults).await?;
    let now = env.now();
    adults.retain(|adult| {
        let ledger = ledgers.get(adult);
        ledger.is_none_or(|ledger| !ledger.is_kin(child, now))
    });
    Ok(adults)
}

/// Why `adult` may do `action` about `child` now; `None`: they may not.
pub async fn why(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    action: Action,
    child: ChildId,
) -> Served<Option<Why>> {
    let ledger = ledger(tx, adult).await?;
    let place = place(tx, child).await?;
    Ok(place.and_then(|place| audit::why(&ledger, action, &place, env.now())))
}

/// Those of `children` about whom `adult` may do `action` now: a list shows nobody else's name.
pub async fn only(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    action: Action,
    mut children: Vec<Child>,
) -> Served<Vec<Child>> {
    let ledger = ledger(tx, adult).await?;
    let ids: Vec<ChildId> = children.iter().map(|child| child.id).collect();
    let places = store::rights::places(tx, &ids).await?;
    let now = env.now();
    children.retain(|child| {
        let place = places.get(&child.id);
        place.is_some_and(|place| may(&ledger, action, place, now))
    });
    Ok(children)
}

/// The same of children known by number only.
pub async fn only_ids(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    action: Action,
    children: &[ChildId],
) -> Served<HashSet<ChildId>> {
    let ledger = ledger(tx, adult).await?;
    let places = store::rights::places(tx, children).await?;
    let now = env.now();
    let allowed = children.iter().copied().filter(|child| {
        let place = places.get(child);
        place.is_some_and(|place| may(&ledger, action, place, now))
    });
    Ok(allowed.collect())
}

/// Whether a post of `adult` allows `action` for a whole unit (a class, a school).
pub async fn allowed_at(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    action: Action,
    unit: UnitId,
) -> Served<bool> {
    let ledger = ledger(tx, adult).await?;
    let up = with_above(tx, unit).await?;
    Ok(may_at(&ledger, action, &up, env.now()))
}

/// Whether a post of `adult` keeps posts of `whose` at a unit: names, checks and ends them.
pub async fn keeps(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    whose: Role,
    unit: UnitId,
) -> Served<bool> {
    let ledger = ledger(tx, adult).await?;
    let up = with_above(tx, unit).await?;
    Ok(keeps_at(&ledger, whose, &up, env.now()))
}

async fn with_above(tx: &mut Tx, unit: UnitId) -> Served<Vec<UnitId>> {
    let up = store::units::up(tx, unit).await?;
    Ok(up.into_iter().map(|unit| unit.id).collect())
}
