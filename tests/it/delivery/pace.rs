//! The pace of one bot, from the moments it is given.

use proptest::prelude::*;

use chrono::TimeDelta;
use hongyan::base::{Chance, Instant, from_ms};
use hongyan::model::message::Lane;
use hongyan::outbox::{Allowance, Pace, Scope, Ticket};

fn usual() -> Pace {
    Pace::new(Allowance::default())
}

proptest! {
    /// However the attempts fall, and however long commits and answers take: what the messenger
    /// sees is in no second over the allowance, and in no chat over its own.
    #[test]
    fn never_above_the_allowance(
        attempts in prop::collection::vec((0i64..60, 0i64..6, 0i64..90, 0i64..4), 1..400),
    ) {
        let mut pace = usual();
        let mut sent: Vec<(i64, i64)> = Vec::new();
        let mut open: Vec<(i64, Ticket)> = Vec::new();
        let mut ms = 0;
        for (wait, chat, way, lane) in attempts {
            ms += wait / 6;
            open.sort_unstable_by_key(|(answer, _)| *answer);
            while let Some((answer, ticket)) = open.first().copied().filter(|o| o.0 <= ms) {
                pace.landed(ticket, from_ms(answer));
                open.remove(0);
            }
            let (now, lane) = (from_ms(ms), Lane::from_rank(lane));
            if pace.room(lane, now) > 0
                && let Ok(ticket) = pace.take(chat * 7, lane, 1, now)
            {
                // A journey takes at least 20 ms, and arrives at its very end.
                let arrives = ms + 20 + way;
                sent.push((arrives, chat));
                open.push((arrives, ticket));
            }
        }
        for (at, chat) in &sent {
            let all = sent.iter().filter(|(t, _)| (*at..at + 1_000).contains(t)).count();
            prop_assert!(all <= 30, "{all}");
            for seconds in 1..8 {
                // What was let through in order may arrive closer together by its way.
                let window = *at..at + seconds * 1_000 - 90;
                let own = sent.iter().filter(|(t, c)| c == chat && window.contains(t)).count();
                prop_assert!(own as i64 <= 4 + seconds, "{own} in {seconds} s");
            }
        }
    }
}

#[test]
fn slow_lanes_go_evenly_and_use_the_whole_allowance() {
    let mut pace = usual();
    let (mut now, mut sent) = (from_ms(0), Vec::new());
    while now < from_ms(60_000) {
        let room = pace.room(Lane::Bulk, now);
        assert!(room <= 3, "{room} at once");
        for _ in 0..room {
            let chat = i64::try_from(sent.len()).unwrap();
            let ticket = pace.take(chat, Lane::Bulk, 1, now).unwrap();
            pace.landed(ticket, now + TimeDelta::milliseconds(1));
            sent.push(now);
        }
        now = pace.next_room(Lane::Bulk, now).unwrap_or(now);
    }
    assert!(sent.len() >= 60 * 30 - 10, "{}", sent.len());
}

#[test]
fn a_reply_finds_a_place_and_then_more_are_kept() {
    let mut pace = usual();
    let mut now = from_ms(0);
    for second in 0..3 {
        for _ in 0..10 {
            while pace.room(Lane::Bulk, now) > 0 {
                let ticket = pace.take(1_000_000, Lane::Bulk, 0, now).unwrap();
                pace.landed(ticket, now);
            }
            now += TimeDelta::milliseconds(100);
        }
        // Three at once come through: one each of the next places, then what is kept for them.
        for reply in 0..3 {
            let asked = now;
            while pace.room(Lane::Reply, now) == 0 {
                now = pace.next_room(Lane::Reply, now).unwrap();
            }
            assert!(
                now - asked <= TimeDelta::milliseconds(40),
                "{second} {reply}: {}",
                now - asked
            );
            let ticket = pace.take(reply, Lane::Reply, 1, now).unwrap();
            pace.landed(ticket, now);
        }
    }
}

#[test]
fn three_flooded_chats_are_a_flooded_bot_which_slows_down_and_recovers() {
    let now = from_ms(0);
    let mut pace = usual();
    let until = from_ms(4_000);
    assert_eq!(pace.obey(Scope::Chat, 1, until, now), Scope::Chat);
    assert_eq!(pace.take(1, Lane::Bulk, 0, from_ms(3_999)), Err(until));
    assert!(pace.take(2, Lane::Bulk, 1, now).is_ok());
    assert_eq!(pace.obey(Scope::Chat, 2, until, now), Scope::Chat);
    assert_eq!(pace.rate(), Some(30.0));
    for chat in 3..9 {
        assert_eq!(pace.obey(Scope::Chat, chat, until, now), Scope::Bot);
    }
    assert_eq!(pace.rate(), Some(21.0));
    assert_eq!(pace.room(Lane::Urgent, from_ms(3_999)), 0);
    assert_eq!(pace.room(Lane::Urgent, until), 21);
    assert_eq!(pace.room(Lane::Urgent, from_ms(10_000)), 24);
    assert_eq!(pace.room(Lane::Urgent, from_ms(120_000)), 30);
    for at in 0..40 {
        let now = from_ms(200_000 + at * 1_000);
        pace.room(Lane::Bulk, now);
        pace.obey(Scope::Bot, 1, now + TimeDelta::seconds(1), now);
    }
    assert_eq!(pace.rate(), Some(3.0));
}

#[test]
fn a_group_hears_twenty_a_minute() {
    let mut pace = Pace::new(Allowance {
        per_second: None,
        ..Allowance::default()
    });
    let mut sent = Vec::new();
    for ms in (0..300_000).step_by(500) {
        if pace.take(-1_005, Lane::Normal, 1, from_ms(ms)).is_ok() {
            sent.push(ms);
        }
    }
    for at in &sent {
        let within = sent
            .iter()
            .filter(|t| (*at..at + 60_000).contains(*t))
            .count();
        assert!(within <= 20, "{within}");
    }
    assert!(sent.len() >= 75, "{}", sent.len());
}

#[test]
fn many_chats_in_bad_weather_are_not_yet_a_flooded_bot() {
    let mut pace = Pace::new(Allowance::unlimited());
    let now = from_ms(0);
    for chat in 0..1_000 {
        pace.take(chat, Lane::Bulk, 1, now).unwrap();
    }
    let until = from_ms(3_000);
    for chat in 0..199 {
        assert_eq!(pace.obey(Scope::Chat, chat, until, now), Scope::Chat);
    }
    assert_eq!(pace.obey(Scope::Chat, 199, until, now), Scope::Bot);
}

#[test]
fn an_album_takes_as_much_room_as_it_has_items() {
    let start = from_ms(0);
    let mut pace = Pace::new(Allowance::default());
    for chat in 1..=3 {
        assert!(pace.take(chat, Lane::Reply, 10, start).is_ok());
    }
    // Thirty a second are let through, whatever the room was before.
    assert_eq!(pace.room(Lane::Reply, start), 0);
    assert!(pace.take(4, Lane::Reply, 1, start).is_err());
    assert!(pace.take(4, Lane::Reply, 10, start).is_err());
    let next = pace.next_room(Lane::Reply, start).unwrap();
    assert!(pace.take(4, Lane::Reply, 10, next).is_ok());
    // Its chat rests as after ten messages, three of which may go at once.
    let soon = from_ms(8_000);
    assert_eq!(pace.take(1, Lane::Reply, 1, soon), Err(from_ms(8_400)));
    assert!(pace.take(1, Lane::Reply, 1, from_ms(8_400)).is_ok());
    // An answer gives back all its places.
    let mut pace = Pace::new(Allowance::default());
    let ticket = pace.take(1, Lane::Reply, 10, start).unwrap();
    pace.stayed(ticket);
    assert_eq!(pace.room(Lane::Reply, start), 30);
}

#[test]
fn an_album_finds_room_in_a_busy_hour() {
    let mut pace = Pace::new(Allowance::default());
    let (mut sent, mut chat, mut tries) = (Vec::new(), 1_000, 0);
    let (mut due, mut albums) = (2_000, Vec::new());
    for ms in 0..12_000_i64 {
        let now = from_ms(ms);
        if ms >= due {
            tries += 1;
            match pace.take(albums.len() as i64, Lane::Normal, 10, now) {
                Ok(ticket) => {
                    pace.landed(ticket, now);
                    sent.extend([ms; 10]);
                    albums.push(ms);
                    due = ms + 1_000;
                }
                Err(at) => due = hongyan::base::to_ms(at),
            }
        }
        while pace.room(Lane::Bulk, now) > 0 {
            chat += 1;
            let Ok(ticket) = pace.take(chat, Lane::Bulk, 1, now) else {
                break;
            };
            pace.landed(ticket, now);
            sent.push(ms);
        }
    }
    assert!(albums.len() >= 6, "{albums:?}");
    assert!(tries <= 3 * albums.len(), "{tries} tries for {albums:?}");
    for from in &sent {
        let second = sent.iter().filter(|at| (*from..from + 1_000).contains(*at));
        assert!(second.count() <= 30, "from {from}");
    }
}

#[test]
fn many_bots_take_fewer_turns_and_lose_nothing() {
    let mut pace = Pace::new(Allowance {
        // A divisor of the allowance: what does not fill a turn would be lost.
        together: 3,
        ..Allowance::default()
    });
    let (mut now, mut sent, mut turns) = (from_ms(0), 0, 0);
    while now < from_ms(60_000) {
        let room = pace.room(Lane::Bulk, now);
        turns += 1;
        for _ in 0..room {
            let ticket = pace.take(sent, Lane::Bulk, 1, now).unwrap();
            pace.landed(ticket, now + TimeDelta::milliseconds(1));
            sent += 1;
        }
        now = pace.next_room(Lane::Bulk, now).unwrap_or(now);
    }
    assert!(sent >= 60 * 30 - 10, "{sent}");
    assert!(turns <= sent / 2, "{turns} turns for {sent}");
}

#[test]
fn what_is_not_paid_for_keeps_to_the_usual_pace() {
    let mut pace = Pace::new(Allowance::paid());
    let (mut paid, mut free) = (0, 0);
    for ms in 0..1_000 {
        let now = from_ms(ms);
        while pace.room(Lane::Bulk, now) > 0 {
            let ticket = pace.take(paid, Lane::Bulk, 1, now).unwrap();
            pace.landed(ticket, now);
            paid += 1;
        }
        for lane in [Lane::Reply, Lane::Normal] {
            if pace.take(5_000 + ms, lane, 1, now).is_ok() {
                free += 1;
            }
        }
    }
    assert!(free <= 30, "{free}");
    assert!(paid > 900, "{paid}");
}

/// Many go in the second in which the ways are long: how short one can be is not forgotten over them.
#[test]
fn a_fast_bot_remembers_its_shortest_way_for_two_seconds() {
    let mut pace = Pace::new(Allowance {
        per_second: Some(200),
        ..Allowance::default()
    });
    let start = from_ms(0);
    let mut open: Vec<Ticket> = (0..200)
        .map(|chat| pace.take(chat, Lane::Reply, 1, start).unwrap())
        .collect();
    for ticket in open.drain(..60) {
        pace.landed(ticket, from_ms(2));
    }
    for ticket in open {
        pace.landed(ticket, from_ms(32));
    }
    // The quick ones' second is over, that of the slow ones 30 ms later.
    assert_eq!(pace.room(Lane::Reply, from_ms(1_010)), 60);
    assert_eq!(pace.room(Lane::Reply, from_ms(1_032)), 200);
}

/// A clock wakes late by a millisecond or two, no answer takes as long as the last, and somebody asks
/// something every second: the messenger sees 30 in every second and never one more.
#[test]
fn late_turns_and_replies_lose_nothing_of_the_allowance() {
    let chance = Chance::seeded(7);
    let mut pace = usual();
    let us = TimeDelta::microseconds;
    let start = from_ms(0);
    let (mut now, mut next_reply) = (start, start + us(5_000_000));
    let mut open: Vec<(Instant, Ticket)> = Vec::new();
    let mut arrived = Vec::new();
    let mut waits = Vec::new();
    while arrived.len() < 6_000 {
        open.sort_unstable_by_key(|(answer, _)| *answer);
        while let Some((answer, ticket)) = open.first().copied().filter(|o| o.0 <= now) {
            pace.landed(ticket, answer);
            open.remove(0);
        }
        let asks = next_reply <= now;
        let lane = if asks { Lane::Reply } else { Lane::Bulk };
        while pace.room(lane, now) > 0 {
            let chat = i64::try_from(arrived.len()).unwrap();
            let ticket = pace.take(chat, lane, 1, now).unwrap();
            // The first ones open their connections.
            let opening = if arrived.len() < 5 { 25_000 } else { 0 };
            let way = us(opening + 1_400 + below(&chance, 1_200));
            arrived.push(now + way);
            open.push((now + way, ticket));
            if asks {
                waits.push(now - next_reply);
                next_reply += us(1_050_000 + below(&chance, 200_000));
                break;
            }
        }
        let next = if next_reply <= now {
            pace.next_room(Lane::Reply, now).unwrap_or(now)
        } else {
            let bulk = pace.next_room(Lane::Bulk, now).unwrap_or(now);
            bulk.min(next_reply)
        };
        now = next.max(now) + us(300 + below(&chance, 1_700));
    }
    arrived.sort_unstable();
    for pair in arrived.windows(31) {
        let second = pair[30] - pair[0];
        assert!(second >= TimeDelta::seconds(1), "31 within {second}");
    }
    let took = (arrived[5_999] - arrived[0]).as_seconds_f64();
    let used = 5_999.0 / 30.0 / took;
    assert!(used > 0.995, "{used}");
    waits.sort_unstable();
    let slow = waits[waits.len() * 99 / 100];
    assert!(
        slow < TimeDelta::milliseconds(70),
        "a reply waits for {slow}"
    );
}

fn below(chance: &Chance, most: i64) -> i64 {
    i64::try_from(chance.below(u64::try_from(most).unwrap())).unwrap()
}
