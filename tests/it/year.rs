//! A school year in seconds: families in three time zones, summer time that comes and goes, a process
//! that ends in every way it can; each adult still gets exactly one update per week, at their own
//! hour, and no check-in is lost.

mod families;
mod house;
mod post;

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Days, NaiveDate, TimeDelta, TimeZone, Utc};
use hongyan::base::{Chance, Instant};
use hongyan::model::hours::day_at;
use hongyan::model::quiet::Hours;
use hongyan::model::week::SchoolWeek;
use hongyan::model::weekly::departure;
use hongyan::outbox::LEASE;
use sqlx::{Connection, Row};

use self::families::{AT_SCHOOL, Families, Reader, move_in, take_rolls};
use self::house::{End, House};
use self::post::{Handed, Mood};
use crate::support::databases;

/// One simulation.
struct Plan {
    first: NaiveDate,
    /// Included.
    last: NaiveDate,
    families: i64,
    asked: i64,
    restarts: usize,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at_school(day: NaiveDate, hour: u32) -> Instant {
    let local = day.and_hms_opt(hour, 0, 0).unwrap();
    let moment = AT_SCHOOL.from_local_datetime(&local).single().unwrap();
    moment.with_timezone(&Utc)
}

/// Seeded ends of the process, a tenth of them long nights that swallow the Sunday run.
fn ends(plan: &Plan) -> Vec<(Instant, End)> {
    let chance = Chance::seeded(50);
    let span = u64::try_from((plan.last - plan.first).num_minutes() - 3 * 24 * 60).unwrap();
    let mut ends = Vec::new();
    for number in 0..plan.restarts {
        let after = TimeDelta::minutes(i64::try_from(chance.below(span)).unwrap());
        let mut at = at_school(plan.first, 12) + after;
        let end = match number % 10 {
            0 | 1 => End::Idle,
            2 | 3 => End::BetweenPages,
            4 | 5 => End::InsidePage,
            6 | 7 => End::MidSend(i64::try_from(chance.below(90)).unwrap()),
            8 => End::Down(TimeDelta::minutes(40)),
            _ => {
                // From Sunday 00:00 at the school, three hours before its run, until noon.
                let sunday = SchoolWeek::of(day_at(at, AT_SCHOOL)).sunday();
                at = at_school(sunday, 0);
                // Two such nights in a row would swallow an evening, and its question by rule.
                while ends.iter().any(|(taken, _)| *taken == at) {
                    at += TimeDelta::days(7);
                }
                End::Down(TimeDelta::hours(11))
            }
        };
        ends.push((at, end));
    }
    ends.sort_by_key(|(at, _)| *at);
    ends
}

/// Lives through the plan; gives the house as it stands a week after the last day.
async fn live(url: &str, plan: &Plan) -> (House, Families) {
    let mut house = House::open(url, at_school(plan.first, 0)).await;
    let families = move_in(&house.store, &house.env, plan.families, plan.asked).await;
    let days = plan.first.iter_days().take_while(|day| *day <= plan.last);
    let school_days = days.filter(|day| day.weekday().number_from_monday() <= 5);
    take_rolls(&house.store, &house.env, school_days).await;
    let holidays = at_school(plan.last, 23) + TimeDelta::hours(1);
    let over = holidays + TimeDelta::days(8);
    let mut ends = ends(plan).into_iter().peekable();
    let mut open = true;
    loop {
        house.settle().await;
        let mut next = house.next().await.unwrap_or(over).min(over);
        if open {
            next = next.min(holidays);
        }
        if let Some((at, end)) = ends.next_if(|(at, _)| *at <= next && !house.is_ending()) {
            house.env.clock.set(at);
            everybody_tapped(url, at).await;
            house.end(end).await;
            continue;
        }
        if open && next == holidays {
            open = false;
            house.env.clock.set(next);
            house.close_for_summer().await;
        } else if next >= over {
            return (house, families);
        } else {
            house.env.clock.set(next);
        }
    }
}

/// Nobody of this year taps, and ninety silent days are another test's matter.
async fn everybody_tapped(url: &str, at: Instant) {
    let at = at.timestamp_millis();
    let tapped = format!("UPDATE accounts SET last_seen_ms = {at}");
    crate::backup::execute(url, &tapped).await;
}

/// When this reader's own hour comes for a week: the first one from Friday 16:00 at the school on.
/// Reckoned apart from the product: the hours people choose exist on every day.
fn own_hour(reader: &Reader, week: SchoolWeek) -> Instant {
    let friday = at_school(week.day(4), 16);
    (0..9)
        .filter_map(|ahead| day_at(friday, reader.zone).checked_add_days(Days::new(ahead)))
        .filter(|day| day.weekday() == reader.day)
        .map(|day| {
            let local = day.and_hms_opt(reader.hour, 0, 0).unwrap();
            let moment = reader.zone.from_local_datetime(&local).single().unwrap();
            moment.with_timezone(&Utc)
        })
        .find(|at| *at >= friday)
        .unwrap()
}

/// Who chose an hour of the evening gets it so much later too; after that it waits for the morning.
const STILL_ITS_HOUR: TimeDelta = TimeDelta::minutes(30);

/// Whether a first copy came when it should.
fn on_time(house: &House, reader: &Reader, hour: Instant, copy: &Handed) -> bool {
    if copy.at == hour {
        return true;
    }
    // The process died with it in its hands: again when the lease is over, without a sound.
    if copy.silent && copy.at > hour && copy.at <= hour + LEASE {
        return true;
    }
    // Nothing ran at that hour: as soon as something does, but never at night; and again, if
    // nothing ran then either.
    let mut leaves = hour;
    for (from, to) in &house.downs {
        // What may leave at the very moment between two such nights has left.
        let missed = *from < leaves || (*from == hour && leaves == hour);
        if missed && leaves < *to {
            leaves = match *to - hour <= STILL_ITS_HOUR {
                true => *to,
                false => departure(hour, *to, reader.zone, Hours::USUAL, true),
            };
        }
    }
    leaves == copy.at
}

async fn rows(url: &str, sql: &'static str) -> Vec<sqlx::any::AnyRow> {
    let mut connection = sqlx::AnyConnection::connect(url).await.unwrap();
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows
}

fn weeks(plan: &Plan) -> Vec<SchoolWeek> {
    std::iter::successors(Some(SchoolWeek::of(plan.first)), |week| Some(week.next()))
        .take_while(|week| week.sunday() <= plan.last)
        .collect()
}

/// Exactly one update per adult and week, at the adult's own hour.
async fn one_update_each(url: &str, house: &House, families: &Families, plan: &Plan) {
    let mut updates = house.post.updates();
    let (mut early_or_late, mut late, mut doubled) = (Vec::new(), 0, Vec::new());
    for week in weeks(plan) {
        for reader in &families.readers {
            let key = (reader.chat, week);
            let copies = updates.remove(&key).unwrap_or_default();
            let Some(first) = copies.first() else {
                panic!("no update of {week} for {reader:?}");
            };
            let hour = own_hour(reader, week);
            late += u32::from(first.at != hour);
            if !on_time(house, reader, hour, first) {
                let own = first.at.with_timezone(&reader.zone);
                early_or_late.push(format!("{reader:?} {week}: {own} instead of {hour}"));
            }
            if copies.len() > 1 {
                assert!(copies[1..].iter().all(|copy| copy.silent), "{copies:?}");
                doubled.push(key);
            }
        }
    }
    assert!(updates.is_empty(), "updates nobody waits for: {updates:?}");
    assert!(
        early_or_late.is_empty(),
        "{} not at their hour, such as {:#?}",
        early_or_late.len(),
        &early_or_late[..early_or_late.len().min(5)]
    );
    let doubt = "SELECT chat_id FROM outbox WHERE kind = 'weekly_update' AND in_doubt = 1";
    let mut in_doubt: HashMap<i64, usize> = HashMap::new();
    for row in rows(url, doubt).await {
        *in_doubt.entry(row.get(0)).or_default() += 1;
    }
    for (chat, week) in &doubled {
        let left = in_doubt.get_mut(chat).filter(|left| **left > 0);
        *left.unwrap_or_else(|| panic!("{chat} got {week} twice and no row says so")) -= 1;
    }
    println!("late: {late}, in doubt and twice: {}", doubled.len());
}

/// Every child was asked about on every day, and every question has an end.
async fn no_check_in_lost(url: &str, families: &Families, plan: &Plan) {
    let all = "SELECT id, child_id, day, state FROM check_ins ORDER BY child_id, day";
    let mut days: BTreeMap<i64, Vec<NaiveDate>> = BTreeMap::new();
    let mut ended: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows(url, all).await {
        let (id, child): (i64, i64) = (row.get(0), row.get(1));
        let (asked, state): (String, String) = (row.get(2), row.get(3));
        days.entry(child).or_default().push(day(&asked));
        let expected = match Mood::of(id) {
            Mood::Well => "well",
            Mood::Problem => "problem",
            Mood::Silent => "missed",
        };
        assert_eq!(state, expected, "check-in {id} of {asked}");
        *ended.entry(state).or_default() += 1;
    }
    let wanted: Vec<NaiveDate> = plan
        .first
        .iter_days()
        .take_while(|day| *day <= plan.last)
        .collect();
    assert_eq!(days.len(), families.asked.len());
    for child in &families.asked {
        assert_eq!(days[&child.0], wanted, "the days of {child}");
    }
    println!("check-ins: {ended:?}");
}

async fn holds(url: &str, plan: &Plan) {
    let began = std::time::Instant::now();
    let (house, families) = live(url, plan).await;
    println!(
        "{} families, {} weeks, {} restarts: {:?}",
        plan.families,
        weeks(plan).len(),
        house.ends.len(),
        began.elapsed()
    );
    assert_eq!(house.ends.len(), plan.restarts, "{:?}", house.ends);
    assert_eq!(house.left_over().await, 0);
    one_update_each(url, &house, &families, plan).await;
    no_check_in_lost(url, &families, plan).await;
    house.store.close().await;
}

/// Two and a half minutes of two cores, most of it between the driver's threads: run by hand,
/// `cargo test --test it year -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "takes minutes"]
async fn a_year_of_a_thousand_families_with_fifty_restarts() {
    let db = databases::sqlite().await;
    let plan = Plan {
        first: day("2026-09-01"),
        last: day("2027-05-31"),
        families: 1_000,
        asked: 4,
        restarts: 50,
    };
    // Warsaw and New York change their clocks on different days, twice each within the year.
    holds(&db.url, &plan).await;
}

#[tokio::test]
async fn six_weeks_around_a_change_on_every_engine() {
    for db in databases::databases().await {
        let plan = Plan {
            first: day("2026-10-05"),
            last: day("2026-11-16"),
            families: 60,
            asked: 6,
            restarts: 10,
        };
        holds(&db.url, &plan).await;
    }
}
