//! Guessed and stolen codes: counted per account, per school and overall, and told to people later, by
//! the clock: whoever guesses sees one answer after the same work, whatever was wrong.

use metrics::counter;

use super::audit::{same_try, slot};
use super::mail::{self, Letter};
use super::{Served, join};
use crate::base::{AccountId, AdultId, Env, UnitId};
use crate::model::audit::CODE_REFUSED;
use crate::model::limit::{Counted, Level, limit};
use crate::model::message::{Kind, Parcel};
use crate::model::unit::UnitKind;
use crate::say;
use crate::store::impostors::{self, Alarm};
use crate::store::invitations::{Invitation, State};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit, tallies};

fn key(counted: Counted, level: Level, whose: i64) -> String {
    format!("{}:{}:{whose}", counted.as_str(), level.as_str())
}

/// The school of a unit; nobody's for no unit. One statement either way.
async fn school_of(tx: &mut Tx, unit: Option<UnitId>) -> Served<UnitId> {
    let none = UnitId(0);
    let up = store::units::up(tx, unit.unwrap_or(none)).await?;
    let school = up.iter().find(|unit| unit.kind == UnitKind::School);
    Ok(school.or(up.first()).map_or(none, |unit| unit.id))
}

/// Which levels are counted for whom, the shared ones first: two who guess at once never wait for
/// each other in a circle.
const fn levels(account: AccountId, school: UnitId) -> [(Level, i64); 3] {
    [
        (Level::Overall, 0),
        (Level::School, school.0),
        (Level::Account, account.0),
    ]
}

/// Whether codes rest for this account, or everybody's do. A link cannot be guessed: it rests with
/// its account only, so that guessing at digits shuts nobody's invitation.
pub(super) async fn rests(
    tx: &mut Tx,
    env: &Env,
    account: AccountId,
    unit: Option<UnitId>,
    is_link: bool,
) -> Served<bool> {
    let school = school_of(tx, unit).await?;
    let mut rests = false;
    for (level, whose) in levels(account, school) {
        let key = key(Counted::Codes, level, whose);
        let until = tallies::rests_until(tx, &key, env.now()).await?;
        rests |= until.is_some() && (level == Level::Account || !is_link);
    }
    Ok(rests)
}

/// What was tried and did not work.
pub(super) struct Tried<'a> {
    pub account: AccountId,
    /// The invitation the code named, if there is one.
    pub invitation: Option<&'a Invitation>,
    /// The secret half was right too.
    pub is_right: bool,
    pub is_link: bool,
    /// Codes rested already.
    pub rested: bool,
}

/// Counts a code that did not work. The same statements whatever was wrong with it.
pub(super) async fn tried(tx: &mut Tx, env: &Env, tried: Tried<'_>) -> Served<()> {
    let now = env.now();
    // Whoever guesses on while codes rest must not use up other people's tries.
    let guessed = tried
        .invitation
        .filter(|_| !tried.is_right && !tried.rested);
    let counted = guessed.map_or(crate::base::InvitationId(0), |invitation| invitation.id);
    store::invitations::wrong_try(tx, counted, join::WRONG_TRIES).await?;
    let school = school_of(tx, tried.invitation.map(|invitation| invitation.unit)).await?;
    let mut locked = Vec::new();
    for (level, whose) in levels(tried.account, school) {
        // Links are counted apart: an old one posted in a group is opened by hundreds.
        let mut key = key(Counted::Codes, level, whose);
        if tried.is_link && level != Level::Account {
            key.push_str(":link");
        }
        let tally = tallies::hit(tx, &key, limit(Counted::Codes, level), now).await?;
        // Digits that name no invitation belong to no school.
        let counts = level != Level::School || school.0 != 0;
        if tally.just_reached && counts && (level == Level::Account || !tried.is_link) {
            locked.push(level.as_str());
        }
    }
    let invitation = tried.invitation.map(|invitation| invitation.id);
    impostors::put(
        tx,
        env,
        tried.account,
        invitation,
        tried.is_right,
        locked.join(","),
    )
    .await
}

/// Tells whoever has to hear of codes that did not work. True when there may be more.
pub async fn tick(tx: &mut Tx, env: &Env) -> Served<bool> {
    let alarms = impostors::next(tx).await?;
    for alarm in &alarms {
        // Of two processes one tells it.
        if impostors::done(tx, alarm).await? {
            raise(tx, env, alarm).await?;
        }
    }
    Ok(!alarms.is_empty())
}

async fn raise(tx: &mut Tx, env: &Env, alarm: &Alarm) -> Served<()> {
    let invitation = match alarm.invitation {
        Some(id) => store::invitations::get(tx, id).await?,
        None => None,
    };
    refused(tx, env, alarm, invitation.as_ref()).await?;
    if let Some(invitation) = &invitation {
        let used = alarm.is_right && invitation.state == State::Used;
        let guessed = !alarm.is_right && invitation.state == State::Locked;
        if used || guessed {
            join::tell_school_of_misuse(tx, env, invitation).await?;
        }
    }
    let account = store::accounts::get(tx, alarm.account).await?;
    let adult = account.and_then(|account| account.adult);
    for level in Level::ALL {
        if alarm.locked.split(',').any(|word| word == level.as_str()) {
            let unit = invitation.as_ref().map(|invitation| invitation.unit);
            let whose = match level {
                Level::Account => (alarm.account.0, adult),
                Level::School | Level::Overall => (0, None),
            };
            locked(tx, env, Counted::Codes, *level, unit, whose).await?;
        }
    }
    Ok(())
}

/// The line of one code that did not work; an account that guesses on writes no more of them.
async fn refused(
    tx: &mut Tx,
    env: &Env,
    alarm: &Alarm,
    invitation: Option<&Invitation>,
) -> Served<()> {
    let detail = if alarm.is_right { "known" } else { "guessed" };
    let act = audit::Act {
        action: CODE_REFUSED,
        child: invitation.and_then(|invitation| invitation.child),
        unit: invitation.map(|invitation| invitation.unit),
        detail: Some(detail),
        ..audit::Act::default()
    };
    let about = slot(alarm.invitation.map(|id| id.0));
    let whose = format!("{} {detail} {about}", alarm.account);
    let key = same_try(env.now(), CODE_REFUSED, &whose);
    audit::note_once(tx, env, act, key).await
}

/// A level reached its limit: a task and a word to the school it belongs to, a figure and a line for
/// the operator. Neither holds who it was.
async fn locked(
    tx: &mut Tx,
    env: &Env,
    counted: Counted,
    level: Level,
    unit: Option<UnitId>,
    (whose, adult): (i64, Option<AdultId>),
) -> Served<()> {
    let (what, at) = (counted.as_str(), level.as_str());
    counter!("hongyan_lockouts_total", "what" => what, "level" => at).increment(1);
    if level == Level::Overall {
        tracing::warn!(
            what,
            "too many within an hour on all accounts together: they rest"
        );
        return Ok(());
    }
    // Somebody the roster names belongs to that school, whatever code they tried.
    let unit = match (unit, adult) {
        (None, Some(adult)) => store::adults::get(tx, adult).await?.and_then(|a| a.unit),
        (unit, _) => unit,
    };
    let Some(unit) = unit else {
        return Ok(());
    };
    let school = school_of(tx, Some(unit)).await?;
    let kind = match counted {
        Counted::Codes => TaskKind::CodesLocked,
        Counted::Approvals => TaskKind::ApprovalsLocked,
    };
    let task_key = format!("{at}:{whose}:{school}");
    if !store::tasks::open(tx, env, school, None, adult, kind, &task_key).await? {
        return Ok(());
    }
    for lead in join::deciders(tx, env, school).await? {
        if Some(lead) == adult {
            continue;
        }
        let sentence = match counted {
            Counted::Codes => "impostor-codes-locked",
            Counted::Approvals => "impostor-approvals-locked",
        };
        let letter = Letter::plain(lead, Kind::Task);
        mail::post(tx, env, letter, |account| {
            let rows = super::home::menu_below(account.locale);
            Parcel::with_buttons(say!(account.locale, sentence), rows)
        })
        .await?;
    }
    Ok(())
}

/// Counts one more approval of a lead. False when the lead's, the school's or all approvals rest.
pub(super) async fn may_approve(
    tx: &mut Tx,
    env: &Env,
    lead: AdultId,
    school: UnitId,
) -> Served<bool> {
    let now = env.now();
    let levels = [
        (Level::Overall, 0),
        (Level::School, school.0),
        (Level::Account, lead.0),
    ];
    for (level, whose) in levels {
        let key = key(Counted::Approvals, level, whose);
        if tallies::rests_until(tx, &key, now).await?.is_some() {
            return Ok(false);
        }
    }
    for (level, whose) in levels {
        let key = key(Counted::Approvals, level, whose);
        let tally = tallies::hit(tx, &key, limit(Counted::Approvals, level), now).await?;
        if tally.just_reached {
            let whose = match level {
                Level::Account => (lead.0, Some(lead)),
                Level::School | Level::Overall => (0, None),
            };
            locked(tx, env, Counted::Approvals, level, Some(school), whose).await?;
        }
    }
    Ok(true)
}
