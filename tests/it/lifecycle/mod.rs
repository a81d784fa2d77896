//! The life of a link as section 6 of the domain notes has it, as conversations under a moved clock, on
//! both engines.

mod adoption;
mod ages;
mod came_home;
mod exclusion;
mod family;
mod freeze;
mod grown_up;
mod kin;
mod moves;
mod moves_open;
mod returning;

use chrono::TimeDelta;
use hongyan::base::{ChildId, Instant, UnitId};
use hongyan::model::message::Lane;
use hongyan::model::record::Relation;
use hongyan::model::rights::{Action, LinkRole, LinkState, may};
use hongyan::model::unit::Role;
use hongyan::service::calendar;
use hongyan::store;
use hongyan::store::outbox::{Batch, Claimed, Outcome, Settlement};

use crate::support::databases::databases;
use crate::world::{BOT, LEAD, World};

/// Each named test on every engine that can be had here.
macro_rules! on_each {
    ($($name:ident),* $(,)?) => {$(
        #[tokio::test]
        async fn $name() {
            for db in $crate::support::databases::databases().await {
                tests::$name($crate::world::World::linked_on(&db.url).await).await;
            }
        }
    )*};
}
pub(crate) use on_each;

/// The neutral word over a button.
pub const NOT_NOW: &str = "This is not possible right now.";

impl World {
    pub async fn may_at(&self, who: &str, action: Action, child: ChildId, at: Instant) -> bool {
        let mut tx = self.store.read().await.unwrap();
        let adult = self.adult(who);
        let ledgers = store::rights::ledgers(&mut tx, &[adult]).await.unwrap();
        let places = store::rights::places(&mut tx, &[child]).await.unwrap();
        may(&ledgers[&adult], action, &places[&child], at)
    }

    /// Goes through the calendar as its worker does.
    pub async fn calendar(&mut self) {
        let mut tx = self.store.write().await.unwrap();
        for school in calendar::due(&mut tx, &self.env).await.unwrap() {
            calendar::day(&mut tx, &self.env, &school).await.unwrap();
        }
        tx.commit().await.unwrap();
        self.deliver().await;
    }

    /// Lets days pass, each with its calendar in the morning.
    pub async fn days(&mut self, days: i64) {
        for _ in 0..days {
            self.advance(TimeDelta::days(1));
            self.calendar().await;
        }
    }

    /// What can go now is in a dispatcher's hands.
    pub async fn in_hand(&self) -> Batch {
        let now = self.env.now();
        let lease = now + TimeDelta::minutes(1);
        let mut tx = self.store.write().await.unwrap();
        let batch = store::outbox::claim(&mut tx, BOT, now, lease, Lane::Bulk, 10)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        batch
    }

    /// It did not arrive and waits for its next try, seconds later.
    pub async fn comes_back(&self, batch: &Batch) {
        let now = self.env.now();
        let at = now + TimeDelta::seconds(9);
        let outcome = Outcome::Later {
            at,
            doubt: true,
            why: "in_doubt",
        };
        let settle = |row: &Claimed| Settlement {
            id: row.id,
            lease: row.lease,
            outcome: outcome.clone(),
        };
        let back: Vec<_> = batch.rows.iter().map(settle).collect();
        let mut tx = self.store.write().await.unwrap();
        store::outbox::settle(&mut tx, &self.env, BOT, &back)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn link_state(&self, who: &str) -> Option<LinkState> {
        let mut tx = self.store.read().await.unwrap();
        let (child, adult) = (self.school.ming, self.adult(who));
        let link = store::links::pair(&mut tx, child, adult).await.unwrap();
        link.map(|link| link.state)
    }

    /// An active link, and a place on the child's roster.
    pub async fn linked_as(&self, child: ChildId, who: &str, role: LinkRole, relation: Relation) {
        let (adult, now) = (self.adult(who), self.env.now());
        let mut tx = self.store.write().await.unwrap();
        store::adults::put_relation(&mut tx, child, adult, relation, false, 5)
            .await
            .unwrap();
        let id = self.env.id();
        store::links::invite(&mut tx, id, child, adult, role, relation, now)
            .await
            .unwrap();
        let (from, to) = (LinkState::Invited, LinkState::Active);
        store::links::decide(&mut tx, id, from, to, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// A post from now on.
    pub async fn holds(&self, who: &str, unit: UnitId, role: Role) {
        let (id, now) = (self.env.id(), self.env.now());
        let mut tx = self.store.write().await.unwrap();
        let adult = self.adult(who);
        store::posts::activate(&mut tx, id, adult, unit, role, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Everything a person has been shown, words and buttons.
    pub fn everything(&self, who: &str) -> String {
        self.screen(who, usize::MAX)
    }
}

/// The lead has tapped through an exclusion of somebody from Ming.
async fn excludes(world: &mut World, name: &str, taps: &[&str]) {
    world.opens_card(LEAD).await;
    world.taps(LEAD, &format!("Exclude: {name}")).await;
    world.taps(LEAD, "Court order").await;
    for tap in taps {
        world.taps(LEAD, tap).await;
    }
    world.taps(LEAD, "Yes, I have seen the paper").await;
}

#[tokio::test]
async fn every_engine_is_there() {
    assert!(!databases().await.is_empty());
}
