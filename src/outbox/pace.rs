//! How fast one bot may speak, reckoned from the moments it is given. Pure: knows no clock, no row.
//!
//! Source: Bot API FAQ, "My bot is hitting limits": about 30 messages a second over all chats (1,000
//! with paid broadcasts), one a second in one chat with short bursts, 20 a minute in a group. The real
//! limits are unpublished and move: a 429 names a pause, which is obeyed exactly, and lowers the pace;
//! quiet raises it again.

mod clock;

use std::collections::{HashMap, VecDeque};

use chrono::TimeDelta;

use super::recent::Recent;
use super::{Allowance, Scope, USUAL};
use crate::base::Instant;
use crate::model::message::Lane;

/// One 429 speaks of one chat. The whole bot is meant when within a second so many chats get one, and
/// they are at least this part (1/5) of what was sent.
const FLOODED_CHATS: usize = 3;
const FLOODED_PART: usize = 5;

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// How many of the last journeys, from being let through to the answer, tell what one takes at least: two
/// seconds of the allowance, and no fewer than these. Half as many tell nothing yet: the first ones wait for their
/// connections, and who comes after them is quicker.
const RECENT: usize = 64;

/// Added to every second: the ways of two messages are never quite the same.
const SPARE: TimeDelta = TimeDelta::milliseconds(1);

/// What has no answer after this is taken to have reached the messenger.
const LONGEST: TimeDelta = TimeDelta::milliseconds(250);

/// Slow lanes go evenly: no more at once than fit into this part of a second (1/8), or twice what a
/// turn waits for, so that a reply finds a free place soon.
const BURSTS_PER_SECOND: f64 = 8.0;

/// After a flood the pace falls to this part of itself, but not below that part of the allowance ...
const FALL: f64 = 0.7;
const FLOOR: f64 = 0.1;

/// ... and rises by this part of the allowance for every such time without another flood.
const RISE: f64 = 0.05;
const RISE_EVERY: TimeDelta = TimeDelta::seconds(5);

/// What was let through at once, with so many places; to be named when its answer is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    first: u64,
    places: usize,
}

#[derive(Debug)]
struct Slot {
    at: Instant,
    fast: bool,
    /// Paid for where the bot pays: it does not stand in the way of what is not.
    bulk: bool,
    /// When its place is free again.
    free: Instant,
}

/// The moments of what was sent, and the pauses that were ordered.
#[derive(Debug)]
pub struct Pace {
    allowance: Allowance,
    /// Messages a second now; `None`: as fast as it goes.
    rate: Option<f64>,
    risen: Option<Instant>,
    /// What occupies a place, oldest first; the first one has the ticket `first`.
    slots: VecDeque<Slot>,
    first: u64,
    /// How long the last journeys took.
    journeys: VecDeque<TimeDelta>,
    /// When the slow lanes would be rested had everything gone evenly.
    slow: Option<Instant>,
    /// Per chat the same.
    rested: HashMap<i64, Instant>,
    paused: HashMap<i64, Instant>,
    bot_paused: Option<Instant>,
    floods: VecDeque<(Instant, i64)>,
    /// Messages let through in this second and in the one before.
    recent: Recent,
    /// When it was asked last.
    latest: Option<Instant>,
}

impl Pace {
    pub fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            rate: allowance.per_second.map(f64::from),
            risen: None,
            slots: VecDeque::new(),
            first: 0,
            journeys: VecDeque::new(),
            slow: None,
            rested: HashMap::new(),
            paused: HashMap::new(),
            bot_paused: None,
            floods: VecDeque::new(),
            recent: Recent::default(),
            latest: None,
        }
    }

    /// Messages a second that are let through now; `None`: as many as there are.
    pub fn rate(&self) -> Option<f64> {
        self.rate
    }

    /// How many messages of `lane` may go now over all chats.
    pub fn room(&mut self, lane: Lane, now: Instant) -> usize {
        self.forget(now);
        if self.bot_paused.is_some() {
            return 0;
        }
        let Some(rate) = self.rate else {
            return usize::MAX;
        };
        let taken = self.taken(lane, now).count();
        let free = self.places(rate, lane).saturating_sub(taken);
        if lane.is_fast() {
            free
        } else {
            free.min(self.even(rate, now))
        }
    }

    /// When a message of `lane` may go, as far as it is known; `None` when nothing is in the way.
    pub fn next_room(&self, lane: Lane, now: Instant) -> Option<Instant> {
        let mut next = self.bot_paused;
        if let Some(rate) = self.rate {
            let mut taken: Vec<Instant> = self.taken(lane, now).collect();
            taken.sort_unstable();
            let wanted = if lane.is_fast() { 1 } else { self.waits_for() };
            let places = self.places(rate, lane).max(1);
            let too_many = (taken.len() + (wanted as usize).min(places)).saturating_sub(places);
            next = next.max(
                too_many
                    .checked_sub(1)
                    .and_then(|last| taken.get(last).copied()),
            );
            if !lane.is_fast() {
                let (gap, ahead) = self.flow(rate);
                next = next.max(self.slow.map(|due| due - ahead + gap * (wanted - 1)));
            }
        }
        next.filter(|next| *next > now)
    }

    /// Takes the room for so many messages that go with one call, or says when there is some. An edit
    /// or the end of a button's waiting sign makes none and does not count against the chat, but a
    /// pause of the chat holds it too. More than a burst go when their chat is rested.
    pub fn take(
        &mut self,
        chat: i64,
        lane: Lane,
        messages: usize,
        now: Instant,
    ) -> Result<Ticket, Instant> {
        if let Some(until) = self.bot_paused.filter(|until| *until > now) {
            return Err(until);
        }
        if let Some(until) = self.paused.get(&chat).filter(|until| **until > now) {
            return Err(*until);
        }
        let places = messages.max(1);
        // A paid run claims all lanes together: what is not paid for has room of its own.
        if self.allowance.paid && lane != Lane::Bulk && self.room(lane, now) == 0 {
            return Err(self.next_room(lane, now).unwrap_or(now + SECOND));
        }
        if let Some(at) = self.crowded(lane, places, now) {
            return Err(at);
        }
        let rule = self.allowance.chat(chat).filter(|_| messages > 0);
        if let Some((every, burst)) = rule {
            let number = i32::try_from(messages).unwrap_or(i32::MAX);
            let rested = self.rested.get(&chat).copied().unwrap_or(now).max(now);
            let earliest = rested - every * (burst - number).max(0);
            if earliest > now {
                return Err(earliest);
            }
            self.rested.insert(chat, rested + every * number);
        }
        self.recent.at(now).now += places;
        let fast = lane.is_fast();
        let Some(rate) = self.rate else {
            let first = u64::MAX;
            return Ok(Ticket { first, places: 0 });
        };
        if !fast {
            let (gap, ahead) = self.flow(rate);
            let gaps = gap * i32::try_from(places).unwrap_or(i32::MAX);
            let rested = now + ahead - gap * (self.waits_for() - 1);
            self.slow = Some(self.slow.filter(|due| *due > now).unwrap_or(rested) + gaps);
        }
        let first = self.first + self.slots.len() as u64;
        self.slots.extend((0..places).map(|_| Slot {
            at: now,
            fast,
            bulk: lane == Lane::Bulk,
            // Until more is known; an answer that never comes must not hold its place for ever.
            free: now + LONGEST + SECOND,
        }));
        Ok(Ticket { first, places })
    }

    /// When there may be so many places, if there are not now: the room was counted in calls, and
    /// an album takes more of it. Slow lanes leave it the room it needs, or it would find none in a
    /// busy hour; an idle bot lets through what is larger than its whole room.
    fn crowded(&mut self, lane: Lane, places: usize, now: Instant) -> Option<Instant> {
        let rate = self.rate?;
        let all = (rate as usize).max(1);
        if self.slots.len() + places <= all {
            return None;
        }
        let taken = self.slots.iter().filter(|slot| slot.free > now).count();
        if taken == 0 || taken + places <= all {
            return None;
        }
        if places > 1 {
            let (gap, ahead) = self.flow(rate);
            let gaps = gap * i32::try_from(places).unwrap_or(i32::MAX);
            self.slow = Some(self.slow.unwrap_or(now).max(now) + gaps + ahead);
        }
        let room = self.next_room(lane, now);
        Some(room.unwrap_or(now + SECOND / BURSTS_PER_SECOND as i32))
    }

    /// The answer to what was let through is here: it reached the messenger somewhere on its journey.
    /// The next message in its place has a journey, too, at least as long as the shortest of late; so
    /// only what this one took longer than that is waited for, and the two arrive a second apart.
    pub fn landed(&mut self, ticket: Ticket, now: Instant) {
        let Some(at) = self.slots_of(ticket).next().map(|slot| slot.at) else {
            return;
        };
        let journey = (now - at).max(TimeDelta::zero());
        self.journeys.push_back(journey);
        let kept = RECENT.max(2 * self.allowance.per_second.unwrap_or_default() as usize);
        let old = self.journeys.len().saturating_sub(kept);
        self.journeys.drain(..old);
        let known = self.journeys.len() >= RECENT / 2;
        let shortest = self.journeys.iter().min().filter(|_| known);
        let shortest = shortest.copied().unwrap_or_default();
        for slot in self.slots_of(ticket) {
            slot.free = at + (journey - shortest) + SECOND + SPARE;
        }
    }

    /// What was let through did not leave.
    pub fn stayed(&mut self, ticket: Ticket) {
        for slot in self.slots_of(ticket) {
            slot.free = slot.at;
        }
    }

    /// Obeys "too many requests" until `until` and says what has to be silent.
    pub fn obey(&mut self, scope: Scope, chat: i64, until: Instant, now: Instant) -> Scope {
        self.floods.retain(|(at, _)| *at + SECOND > now);
        if scope == Scope::Chat {
            if !self.floods.iter().any(|(_, flooded)| *flooded == chat) {
                self.floods.push_back((now, chat));
            }
            let longest = self.paused.get(&chat).copied().max(Some(until));
            self.paused.insert(chat, longest.unwrap_or(until));
            let recent = self.recent.at(now);
            let part = recent.now.max(recent.before) / FLOODED_PART;
            if self.floods.len() < FLOODED_CHATS.max(part) {
                return Scope::Chat;
            }
        }
        self.slow_down(now);
        self.pause_bot(until);
        Scope::Bot
    }

    /// Nothing goes before `until`; a longer pause is not shortened.
    pub fn pause_bot(&mut self, until: Instant) {
        self.bot_paused = self.bot_paused.max(Some(until));
    }

    pub fn bot_paused(&self) -> Option<Instant> {
        self.bot_paused
    }

    /// Once per pause: several answers of one flood are one flood.
    fn slow_down(&mut self, now: Instant) {
        let already = self.bot_paused.is_some_and(|until| until > now);
        if let (Some(rate), Some(most), false) = (self.rate, self.allowance.per_second, already) {
            self.rate = Some((rate * FALL).max(f64::from(most) * FLOOR).max(1.0));
            self.risen = Some(now);
        }
    }

    fn rise(&mut self, now: Instant) {
        let (Some(rate), Some(most), Some(since)) = (
            self.rate,
            self.allowance.per_second.map(f64::from),
            self.risen,
        ) else {
            return;
        };
        if since + RISE_EVERY > now {
            return;
        }
        let times = (now - since).as_seconds_f64() / RISE_EVERY.as_seconds_f64();
        let rate = (rate + most * RISE * times.floor()).min(most);
        self.rate = Some(rate);
        self.risen = (rate < most).then_some(now);
    }

    /// When the places are free again that stand in the way of `lane`.
    fn taken(&self, lane: Lane, now: Instant) -> impl Iterator<Item = Instant> {
        let unpaid = self.allowance.paid && lane != Lane::Bulk;
        let slots = self.slots.iter().filter(move |slot| !(unpaid && slot.bulk));
        slots.map(|slot| slot.free).filter(move |free| *free > now)
    }

    /// How many places there are for `lane`. One reply finds a place soon in an even flow; where more come,
    /// slow lanes leave free half as many as those used within the last second.
    fn places(&self, rate: f64, lane: Lane) -> usize {
        let all = (rate as usize).max(1);
        if self.allowance.paid && lane != Lane::Bulk {
            return all.min(USUAL as usize);
        }
        if lane.is_fast() {
            return all;
        }
        let used = self.slots.iter().filter(|slot| slot.fast).count();
        all.saturating_sub((used / 2).min(self.allowance.kept_free))
    }

    /// The gap of an even flow, and how far ahead of it slow lanes may run.
    fn flow(&self, rate: f64) -> (TimeDelta, TimeDelta) {
        let gap = TimeDelta::nanoseconds((1e9 / rate) as i64);
        let burst = (rate / BURSTS_PER_SECOND) as i32;
        (gap, gap * (burst.max(2 * self.waits_for() - 1).max(1) - 1))
    }

    fn waits_for(&self) -> i32 {
        i32::try_from(self.allowance.together).unwrap_or(1).max(1)
    }

    /// How many slow messages an even flow lets through now. After a rest it begins with one turn: what
    /// may run ahead is there to make up for turns that came late.
    fn even(&self, rate: f64, now: Instant) -> usize {
        let Some(due) = self.slow.filter(|due| *due > now) else {
            return self.waits_for() as usize;
        };
        let (gap, ahead) = self.flow(rate);
        let spare = ahead - (due - now);
        if spare < TimeDelta::zero() {
            return 0;
        }
        // Whole nanoseconds: a rounded fraction would lose a message now and then.
        let nanos = |span: TimeDelta| span.num_nanoseconds().unwrap_or(i64::MAX);
        1 + usize::try_from(nanos(spare) / nanos(gap).max(1)).unwrap_or_default()
    }

    fn slots_of(&mut self, ticket: Ticket) -> impl Iterator<Item = &mut Slot> {
        // What left together is forgotten together.
        let index = ticket.first.checked_sub(self.first);
        let from = index.and_then(|index| usize::try_from(index).ok());
        let from = from.unwrap_or(usize::MAX);
        self.slots.iter_mut().skip(from).take(ticket.places)
    }

    fn forget(&mut self, now: Instant) {
        self.follow(now);
        self.rise(now);
        while self.slots.front().is_some_and(|slot| slot.free <= now) {
            self.slots.pop_front();
            self.first += 1;
        }
        self.rested.retain(|_, at| *at > now);
        self.paused.retain(|_, at| *at > now);
        self.bot_paused = self.bot_paused.filter(|until| *until > now);
    }
}
