//! When a message may ring: the one place where quiet hours and the week's budget are asked, as a row is written
//! (`service::mail::put`) and again as it is handed over (`outbox::late`).

use chrono_tz::Tz;

use super::Served;
use crate::base::{AdultId, Instant, OutboxId};
use crate::model::budget::{self, Share, Week, has_place};
use crate::model::message::{Kind, Lane};
use crate::model::quiet::{Chosen, Hours, Passage, can_wait, open_from, passage};
use crate::store::accounts::Account;
use crate::store::weekly::Reader;
use crate::store::{self, Tx};

/// Weeks looked through for a place; nothing waits longer than this for want of one.
const WEEKS: usize = 26;

/// How one person wants to be reached.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    pub adult: AdultId,
    /// `None`: nobody knows their clock, so nobody knows their night.
    pub zone: Option<Tz>,
    pub hours: Hours,
    pub chosen: Option<Chosen>,
}

impl Habits {
    pub fn of_reader(adult: AdultId, reader: &Reader) -> Self {
        Self {
            adult,
            zone: reader.zone,
            hours: reader.quiet,
            chosen: Chosen::of(reader.day, reader.hour),
        }
    }

    fn of_account(adult: AdultId, account: &Account) -> Self {
        Self {
            adult,
            zone: account.zone,
            hours: account.quiet,
            chosen: Chosen::of(account.weekly_day, account.weekly_hour),
        }
    }
}

/// What is to go.
#[derive(Clone, Copy, Debug)]
pub struct Going {
    /// The row, where it is written already.
    pub row: Option<OutboxId>,
    pub kind: Kind,
    pub lane: Lane,
    /// The hour it was meant for.
    pub due: Instant,
    /// When it could go.
    pub at: Instant,
    pub expires: Option<Instant>,
}

/// Until when a letter to this account is held; `None`: it goes when it could.
pub(super) async fn held(
    tx: &mut Tx,
    now: Instant,
    adult: AdultId,
    account: &Account,
    going: Going,
) -> Served<Option<Instant>> {
    if !can_wait(going.kind, going.lane) {
        return Ok(None);
    }
    let mut habits = Habits::of_account(adult, account);
    if habits.zone.is_none() {
        habits.zone = store::quiet::homes(tx, &[adult]).await?.remove(&adult);
    }
    opens(tx, now, &habits, going).await
}

/// The first moment after `going.at` at which it may go; `None`: then. A night never ends a message: what would
/// be worthless in the morning goes at once. A budget may: there its own end stands.
pub async fn opens(
    tx: &mut Tx,
    now: Instant,
    habits: &Habits,
    going: Going,
) -> Served<Option<Instant>> {
    let Some(zone) = habits.zone else {
        return Ok(None);
    };
    // Day or night: it was asked for.
    let is_its_hour = |chosen: Chosen| chosen.is_now(going.due, going.at, zone);
    if passage(going.kind) == Passage::WaitsUnlessChosen && habits.chosen.is_some_and(is_its_hour) {
        return Ok(None);
    }
    let open = |at| open_from(going.kind, going.lane, zone, habits.hours, at).unwrap_or(at);
    let morning = open(going.at);
    let first = match going.expires {
        Some(expires) if expires <= morning => going.at,
        _ => morning,
    };
    let mut leaves = first;
    if budget::share(going.kind) == Share::Counted && !going.lane.is_fast() {
        for _ in 0..WEEKS {
            let week = Week::of(leaves, zone);
            let counted = store::quiet::counted(tx, habits.adult, going.row, week, now).await?;
            if has_place(&counted, habits.chosen, leaves, zone) {
                break;
            }
            leaves = open(budget::next_week(leaves, zone));
        }
    }
    Ok(Some(leaves).filter(|leaves| *leaves > going.at))
}
