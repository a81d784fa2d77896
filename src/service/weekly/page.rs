//! One page of recipients in one transaction: decide who reads about whom, write the ledger, compose,
//! put the messages. A handful of statements whatever the number of adults.

use std::collections::{HashMap, HashSet};

use chrono::{TimeDelta, Weekday};
use chrono_tz::Tz;

use super::{digest, gather, talked, voice};
use crate::base::{AdultId, ChildId, Env, Instant, OutboxId, RunId, UnitId};
use crate::model::hours::{day_at, next_weekly};
use crate::model::message::{Kind, Lane, Outgoing};
use crate::model::rights::{Action, LinkState, may};
use crate::model::week::SchoolWeek;
use crate::model::weekly::{self, Block, compose, departure};
use crate::service::Served;
use crate::store::weekly::{Line, Pupil, Reader, Undelivered};
use crate::store::{self, Tx};

/// An update that could not leave for so long is of no worth: the next one is there.
const LIFE: TimeDelta = TimeDelta::days(7);

/// One occurrence of a schedule of kind "weekly update".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: RunId,
    /// Children below this unit have their parents written to.
    pub unit: UnitId,
    pub due: Instant,
    /// The unit's clock: its calendar decides which week is told.
    pub zone: Tz,
}

/// What a page leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Go on after this adult.
    More(i64),
    Done,
}

/// Writes the updates of the next `limit` adults after `cursor`. An adult who has one for this week
/// gets no second one, whichever run, page or restart comes by.
pub async fn page(tx: &mut Tx, env: &Env, run: &Run, cursor: i64, limit: i64) -> Served<Page> {
    let adults = store::weekly::recipients(tx, run.unit, cursor, limit).await?;
    let Some(last) = adults.last() else {
        return Ok(Page::Done);
    };
    write(tx, env, run, &adults).await?;
    Ok(if i64::try_from(adults.len()).unwrap_or(i64::MAX) < limit {
        Page::Done
    } else {
        Page::More(last.0)
    })
}

async fn write(tx: &mut Tx, env: &Env, run: &Run, adults: &[AdultId]) -> Served<()> {
    let (now, week) = (env.now(), weekly::told(run.due, run.zone));
    let readable = readable(tx, adults, now).await?;
    let readers = store::weekly::readers(tx, adults).await?;
    let pupils = pupils_of(tx, readable.values()).await?;
    // A run that tells the same week again serves the readers whose hour comes after it, with news
    // that is fresher then.
    let next = store::weekly::next_run(tx, run.unit, run.due).await?;
    let next = next.filter(|next| weekly::told(*next, run.zone) == week);
    let mut planned = Vec::new();
    for adult in adults {
        let Some(children) = readable.get(adult) else {
            continue;
        };
        let letter = readers.get(adult).map(|reader| {
            let zone = reader.zone.unwrap_or(run.zone);
            let hour = own_hour(reader, &children.children, &pupils, run.due, zone);
            let chosen = reader.hour.is_some();
            let leaves = departure(hour, now, zone, reader.quiet, chosen);
            (reader, zone, hour, leaves)
        });
        let later = letter.is_some_and(|(_, _, hour, _)| next.is_some_and(|next| hour >= next));
        // Who cannot be reached is written down by the last run of the week.
        if later || (letter.is_none() && next.is_some()) {
            continue;
        }
        planned.push((*adult, children, letter));
    }
    let willing = |(adult, _, letter): &(AdultId, _, Option<(&Reader, _, _, _)>)| {
        let reader = (*letter)?.0;
        reader.asks_talked.then_some(*adult)
    };
    let willing: Vec<AdultId> = planned.iter().filter_map(willing).collect();
    let questions = talked::plan(tx, env, &willing, week).await?;
    let lines: Vec<Line> = planned
        .iter()
        .map(|(adult, _, letter)| Line {
            adult: *adult,
            update: letter.map(|_| env.id()),
            question: questions.get(adult).copied(),
        })
        .collect();
    let fresh = store::weekly::claim(tx, run.id, week, now, &lines).await?;
    let fresh: HashSet<AdultId> = fresh.into_iter().collect();
    let wanted: HashSet<ChildId> = planned
        .iter()
        .filter(|(adult, _, letter)| letter.is_some() && fresh.contains(adult))
        .flat_map(|(_, children, _)| children.children.iter().copied())
        .collect();
    let pupils: HashMap<ChildId, Pupil> = pupils
        .into_iter()
        .filter(|(child, _)| wanted.contains(child))
        .collect();
    let breaking = breaking(&pupils, run.due);
    let told = blocks(tx, &pupils, week, run.due - LIFE, now).await?;
    let mut out = Vec::new();
    for ((adult, children, letter), line) in planned.into_iter().zip(lines) {
        let (Some((reader, zone, _, leaves)), Some(id)) = (letter, line.update) else {
            continue;
        };
        if !fresh.contains(&adult) {
            continue;
        }
        let about = About {
            adult,
            week,
            leaves,
            expires: leaves + LIFE,
            breaks: children.children.iter().any(|c| breaking.contains(c)),
        };
        let read = read_by(children, &told);
        out.push((id, outgoing(&about, reader, children, &read)));
        for voice in voice::outgoing(&about, reader, &read) {
            out.push((env.id(), voice));
        }
        let Some((asked, id)) = line.question else {
            continue;
        };
        // What only some may read opens no call: it would be on the screen days later.
        let plain = |child| told.get(child).map(|told| told.plain.clone());
        let blocks: Vec<Block> = children.children.iter().filter_map(plain).collect();
        let question = talked::outgoing(&about, reader, zone, asked, &blocks);
        out.extend(question.map(|question| (id, question)));
    }
    store::outbox::put_many(tx, now, &out).await?;
    Ok(())
}

/// About whom one adult reads.
#[derive(Clone, Debug, Default)]
struct Readable {
    /// In the order they were linked.
    children: Vec<ChildId>,
    /// Those of whom the optional lines are read too.
    whole: HashSet<ChildId>,
}

/// The children each adult may read about now, of whatever school; adults without any are left out.
async fn readable(
    tx: &mut Tx,
    adults: &[AdultId],
    now: Instant,
) -> Served<HashMap<AdultId, Readable>> {
    let ledgers = store::rights::ledgers(tx, adults).await?;
    let mut children: Vec<ChildId> = ledgers
        .values()
        .flat_map(|ledger| &ledger.links)
        .filter(|link| link.state == LinkState::Active)
        .map(|link| link.child)
        .collect();
    children.sort();
    children.dedup();
    let places = store::rights::places(tx, &children).await?;
    let mut readable = HashMap::new();
    for (adult, ledger) in &ledgers {
        let mut own = Readable::default();
        for link in &ledger.links {
            let place = places.get(&link.child);
            let reads = |action| place.is_some_and(|p| may(ledger, action, p, now));
            if reads(Action::WeeklyUpdate) && !own.children.contains(&link.child) {
                own.children.push(link.child);
                if reads(Action::ReadOptional) {
                    own.whole.insert(link.child);
                }
            }
        }
        if !own.children.is_empty() {
            readable.insert(*adult, own);
        }
    }
    Ok(readable)
}

async fn pupils_of<'a>(
    tx: &mut Tx,
    readers: impl Iterator<Item = &'a Readable>,
) -> Served<HashMap<ChildId, Pupil>> {
    let children: HashSet<ChildId> = readers.flat_map(|r| r.children.iter().copied()).collect();
    let children: Vec<ChildId> = children.into_iter().collect();
    store::weekly::pupils(tx, &children).await
}

/// The reader's own hour at or after `due`; the first child's school chooses for who chose none.
fn own_hour(
    reader: &Reader,
    children: &[ChildId],
    pupils: &HashMap<ChildId, Pupil>,
    due: Instant,
    zone: Tz,
) -> Instant {
    let school = children.first().and_then(|child| pupils.get(child));
    let settings = school
        .map(|pupil| pupil.settings.clone())
        .unwrap_or_default();
    let day = reader.day.unwrap_or(settings.weekly_day);
    let weekday = u8::try_from(day)
        .ok()
        .and_then(|day| Weekday::try_from(day.wrapping_sub(1)).ok())
        .unwrap_or(Weekday::Sun);
    next_weekly(
        due,
        weekday,
        reader.hour.unwrap_or(settings.weekly_hour),
        zone,
    )
}

/// What is told of one child: with the optional lines, and without.
struct Told {
    whole: Block,
    plain: Block,
}

async fn blocks(
    tx: &mut Tx,
    pupils: &HashMap<ChildId, Pupil>,
    week: SchoolWeek,
    since: Instant,
    now: Instant,
) -> Served<HashMap<ChildId, Told>> {
    let inputs = gather::inputs(tx, pupils, week, since, now).await?;
    Ok(inputs
        .into_iter()
        .map(|(child, input)| {
            let told = Told {
                whole: compose(&input),
                plain: compose(&input.plain()),
            };
            (child, told)
        })
        .collect())
}

pub(super) struct About {
    pub adult: AdultId,
    pub week: SchoolWeek,
    pub leaves: Instant,
    pub expires: Instant,
    /// A break of some child's school is near.
    pub breaks: bool,
}

/// The children whose school has a break soon, by the calendars that were read with them.
fn breaking(pupils: &HashMap<ChildId, Pupil>, at: Instant) -> HashSet<ChildId> {
    let is_near = |pupil: &&Pupil| {
        let (today, settings) = (day_at(at, pupil.zone), &pupil.settings);
        settings.year.is_break_near(today, &settings.school_days)
    };
    let near = pupils.values().filter(is_near);
    near.map(|pupil| pupil.id).collect()
}

/// What this reader reads of each of their children.
fn read_by(readable: &Readable, blocks: &HashMap<ChildId, Told>) -> Vec<Block> {
    let told = |child: &ChildId| {
        let told = blocks.get(child)?;
        let whole = readable.whole.contains(child);
        Some(if whole { &told.whole } else { &told.plain }.clone())
    };
    readable.children.iter().filter_map(told).collect()
}

fn outgoing(about: &About, reader: &Reader, readable: &Readable, blocks: &[Block]) -> Outgoing {
    Outgoing {
        account: reader.account,
        bot: reader.bot.clone(),
        chat: reader.chat,
        adult: Some(about.adult),
        children: readable.children.clone(),
        right: Some(Action::WeeklyUpdate),
        concerns: Vec::new(),
        kind: Kind::WeeklyUpdate,
        lane: Lane::Bulk,
        parcel: digest::parcel(reader.locale, about.week, blocks, about.breaks),
        not_before: Some(about.leaves),
        expires: Some(about.expires),
        dedup: Some(format!("weekly:{}:{}", about.adult, about.week)),
        thread: None,
    }
}

/// Writes what was withdrawn anew about the children who are left, for the same hour. To be called
/// in the transaction that ended, excluded or froze something, after the withdrawal.
pub async fn recompose(tx: &mut Tx, env: &Env, adult: AdultId) -> Served<()> {
    let now = env.now();
    let withdrawn = store::weekly::withdrawn(tx, adult, now).await?;
    if withdrawn.is_empty() {
        return Ok(());
    }
    let mut readable = readable(tx, &[adult], now).await?;
    let mut readers = store::weekly::readers(tx, &[adult]).await?;
    let (Some(children), Some(reader)) = (readable.remove(&adult), readers.remove(&adult)) else {
        return Ok(());
    };
    let pupils = pupils_of(tx, std::iter::once(&children)).await?;
    for old in withdrawn {
        let blocks = blocks(tx, &pupils, old.week, old.composed - LIFE, now).await?;
        let breaking = breaking(&pupils, old.composed);
        let about = About {
            adult,
            week: old.week,
            leaves: old.leaves,
            expires: old.expires,
            breaks: children.children.iter().any(|c| breaking.contains(c)),
        };
        let id: OutboxId = env.id();
        let read = read_by(&children, &blocks);
        let message = outgoing(&about, &reader, &children, &read);
        if store::outbox::put(tx, id, now, &message).await? {
            store::weekly::rewritten(tx, adult, old.week, id).await?;
        }
    }
    Ok(())
}

/// The parents of a school whom the update of `week` did not reach: to be printed or rung.
pub async fn undelivered(
    tx: &mut Tx,
    school: UnitId,
    week: SchoolWeek,
) -> Served<Vec<Undelivered>> {
    store::weekly::undelivered(tx, school, week).await
}
