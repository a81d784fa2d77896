//! How processes share the bots: what one of them should do with each bot now. Pure: decides, writes
//! nothing.

use std::collections::HashMap;

use chrono::TimeDelta;

use crate::base::Instant;
use crate::outbox::{HOLD, RENEW};
use crate::store::bots::Held;
use crate::store::processes::Process;

/// A bot that nobody takes for so long belongs to nobody's share (another process may be set up with
/// fewer bots): whoever sees it takes it.
const LEFT_OVER: TimeDelta = TimeDelta::seconds(10);

/// So long nothing is given away after a left-over bot had to be taken: it would come back again.
const SETTLED: TimeDelta = TimeDelta::minutes(10);

/// What to do with one bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Renew,
    Take,
    /// Finish what is under way and give the bot to who has fewer.
    GiveWay,
}

/// What one process remembers between two looks.
#[derive(Debug, Default)]
pub(super) struct Memory {
    free_since: HashMap<String, Instant>,
    settled_until: Option<Instant>,
}

/// The bots of this process with what to do about each, at most one of them to give away.
pub(super) fn plan(
    memory: &mut Memory,
    me: &str,
    now: Instant,
    bots: &[&str],
    leases: &HashMap<String, Held>,
    alive: &[Process],
) -> Vec<(usize, Act)> {
    let ours = |bot: &str| leases.get(bot).is_some_and(|lease| lease.owner == me);
    let mut held = bots.iter().filter(|bot| ours(bot)).count();
    // The fullest share: nobody has to stand by with less than one bot fewer than another.
    let processes = alive.iter().filter(|p| p.id != me).count() + 1;
    let share = bots.len().div_ceil(processes);
    let hungry = alive
        .iter()
        .any(|p| p.id != me && usize::try_from(p.bots + 1).is_ok_and(|more| more < held));
    let mut acts = Vec::new();
    let mut gives = held > share && hungry && memory.settled_until.is_none_or(|until| until <= now);
    for (index, bot) in bots.iter().enumerate() {
        let lease = leases.get(*bot);
        if let Some(lease) = lease.filter(|lease| lease.owner == me) {
            memory.free_since.remove(*bot);
            if gives {
                gives = false;
                acts.push((index, Act::GiveWay));
            } else if lease.until - HOLD + RENEW <= now {
                acts.push((index, Act::Renew));
            }
            continue;
        }
        // A lease that reaches further than any we write was written by a clock that was ahead.
        let free = lease.is_none_or(|lease| lease.until <= now || lease.until > now + HOLD + HOLD);
        if !free {
            memory.free_since.remove(*bot);
            continue;
        }
        let since = *memory.free_since.entry((*bot).to_owned()).or_insert(now);
        let left_over = since + LEFT_OVER <= now;
        if held < share || left_over {
            if held >= share {
                memory.settled_until = Some(now + SETTLED);
            }
            held += 1;
            acts.push((index, Act::Take));
        }
    }
    acts
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTS: [&str; 3] = ["1", "2", "3"];

    fn at(seconds: i64) -> Instant {
        crate::base::from_ms(1_800_000_000_000 + seconds * 1000)
    }

    fn alive(counts: &[(&str, i64)]) -> Vec<Process> {
        let process = |(id, bots): &(&str, i64)| Process {
            id: (*id).to_owned(),
            bots: *bots,
        };
        counts.iter().map(process).collect()
    }

    fn leases(held: &[(&str, &str, i64)]) -> HashMap<String, Held> {
        let lease = |(bot, owner, until): &(&str, &str, i64)| {
            let (owner, until) = ((*owner).to_owned(), at(*until));
            ((*bot).to_owned(), Held { owner, until })
        };
        held.iter().map(lease).collect()
    }

    #[test]
    fn one_process_takes_all_and_gives_when_a_second_comes() {
        let mut memory = Memory::default();
        let none = leases(&[]);
        let all = plan(&mut memory, "a", at(0), &BOTS, &none, &alive(&[]));
        assert_eq!(all, [(0, Act::Take), (1, Act::Take), (2, Act::Take)]);
        let ours = leases(&[("1", "a", 8), ("2", "a", 8), ("3", "a", 8)]);
        let two = alive(&[("a", 3), ("b", 0)]);
        let given = plan(&mut memory, "a", at(1), &BOTS, &ours, &two);
        assert_eq!(given, [(0, Act::GiveWay)]);
        // Two and one is as even as it gets.
        let even = leases(&[("1", "b", 8), ("2", "a", 8), ("3", "a", 8)]);
        let two = alive(&[("a", 2), ("b", 1)]);
        assert_eq!(plan(&mut memory, "a", at(1), &BOTS, &even, &two), []);
        let renewed = plan(&mut memory, "a", at(2), &BOTS, &even, &two);
        assert_eq!(renewed, [(1, Act::Renew), (2, Act::Renew)]);
    }

    #[test]
    fn more_than_a_share_is_taken_only_when_nobody_else_does() {
        let mut memory = Memory::default();
        let free = leases(&[("2", "a", 96), ("3", "a", 96)]);
        let two = alive(&[("a", 2), ("b", 0)]);
        let mut look = |second| plan(&mut memory, "a", at(second), &BOTS, &free, &two);
        assert_eq!(look(80), []);
        assert_eq!(look(89), []);
        assert_eq!(look(90), [(0, Act::Take), (1, Act::Renew), (2, Act::Renew)]);
        // It is not given away again at once.
        let all = leases(&[("1", "a", 98), ("2", "a", 98), ("3", "a", 98)]);
        let two = alive(&[("a", 3), ("b", 0)]);
        assert_eq!(plan(&mut memory, "a", at(91), &BOTS, &all, &two), []);
        let later = plan(&mut memory, "a", at(700), &BOTS, &all, &two);
        assert_eq!(later[0], (0, Act::GiveWay));
    }
}
