//! Many people in twelve time zones over both changes of the clock, with outages and a messenger that is away
//! now and then: nobody is woken, nothing is dropped, nobody gets too much in a week. What is night is reckoned
//! here apart from the product.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};
use chrono_tz::Tz;
use futures_util::future::BoxFuture;
use hongyan::base::{AdultId, Chance, Clock, Env, Html, Instant, Name, Wake};
use hongyan::model::Locale;
use hongyan::model::hours::next_weekly;
use hongyan::model::message::{Content, Kind, Parcel};
use hongyan::model::quiet::Hours;
use hongyan::model::record::Adult;
use hongyan::outbox::{Allowance, Channel, Dispatcher, Hold, Manner, Receipt, Refusal};
use hongyan::service::mail::{self, Letter, Posted};
use hongyan::store::{self, Store};

use crate::support::databases;
use crate::world::BOT;

const ZONES: [Tz; 12] = [
    chrono_tz::Europe::Rome,
    chrono_tz::Europe::Chisinau,
    chrono_tz::Europe::London,
    chrono_tz::Europe::Moscow,
    chrono_tz::America::New_York,
    chrono_tz::America::St_Johns,
    chrono_tz::Asia::Kathmandu,
    chrono_tz::Asia::Tashkent,
    chrono_tz::Asia::Shanghai,
    chrono_tz::Asia::Vladivostok,
    chrono_tz::Asia::Seoul,
    chrono_tz::Australia::Lord_Howe,
];

/// What is posted in turn beside updates and reminders.
const KINDS: [Kind; 4] = [Kind::Notice, Kind::Note, Kind::Task, Kind::Invitation];

struct Person {
    adult: AdultId,
    zone: Tz,
    /// From, to; `None`: at any hour.
    night: Option<(u32, u32)>,
    /// Weekday and hour of the update.
    chosen: Option<(u32, u32)>,
}

impl Person {
    /// Reckoned by the hour on the wall, hour by hour.
    fn sleeps(&self, at: Instant) -> bool {
        let Some((from, to)) = self.night else {
            return false;
        };
        let mut hour = from;
        while hour != to {
            if at.with_timezone(&self.zone).hour() == hour {
                return true;
            }
            hour = (hour + 1) % 24;
        }
        false
    }

    /// Whether it is the hour they chose, or soon after.
    fn chose(&self, at: Instant) -> bool {
        let local = at.with_timezone(&self.zone);
        self.chosen.is_some_and(|(day, hour)| {
            local.weekday().number_from_monday() == day
                && local.hour() == hour
                && local.minute() <= 30
        })
    }
}

/// Takes everything but what comes at a bad moment, and writes down when.
struct Log {
    env: Env,
    taken: Mutex<Vec<(usize, Instant)>>,
    asked: Mutex<u64>,
}

impl Channel for Log {
    fn bot(&self) -> &str {
        BOT
    }

    fn deliver<'a>(
        &'a self,
        _: i64,
        parcel: &'a Parcel,
        _: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>> {
        let Parcel::Send {
            content: Content::Text { html },
            ..
        } = parcel
        else {
            panic!("only texts are posted here");
        };
        let number = html.plain().parse().unwrap();
        let asked = {
            let mut asked = self.asked.lock().unwrap();
            *asked += 1;
            *asked
        };
        let answer = if asked % 37 == 0 {
            Err(Refusal::ServerTrouble)
        } else {
            let mut taken = self.taken.lock().unwrap();
            taken.push((number, self.env.now()));
            Ok(Receipt {
                remote_id: Some(i64::try_from(taken.len()).unwrap()),
            })
        };
        Box::pin(async move { answer })
    }
}

struct Plan {
    people: usize,
    first: &'static str,
    weeks: u64,
}

struct House {
    store: Store,
    env: Env,
    log: Arc<Log>,
    dispatcher: Dispatcher,
    people: Vec<Person>,
    /// To whom and what, by number.
    posted: Vec<(usize, Kind)>,
    held: usize,
}

fn dispatcher(store: &Store, env: &Env, log: &Arc<Log>) -> Dispatcher {
    // The pace has tests of its own.
    let allowance = Allowance::unlimited();
    let (store, env) = (store.clone(), env.clone());
    Dispatcher::with_allowance(store, env, log.clone(), Hold::alone(), allowance)
}

impl House {
    async fn open(store: Store, plan: &Plan) -> Self {
        let first: NaiveDate = plan.first.parse().unwrap();
        let start = first.and_hms_opt(0, 0, 0).unwrap().and_utc();
        let env = Env::with(Clock::manual(start), Chance::seeded(27));
        let log = Arc::new(Log {
            env: env.clone(),
            taken: Mutex::default(),
            asked: Mutex::default(),
        });
        let people = move_in(&store, &env, plan.people).await;
        Self {
            dispatcher: dispatcher(&store, &env, &log),
            store,
            env,
            log,
            people,
            posted: Vec::new(),
            held: 0,
        }
    }

    /// Lets the dispatcher work until `end`, or sleep through it.
    async fn until(&mut self, end: Instant, down: bool) {
        if down {
            self.env.clock.set(end);
            self.dispatcher = dispatcher(&self.store, &self.env, &self.log);
            return;
        }
        loop {
            match self.dispatcher.tick().await.unwrap() {
                Wake::Now => {}
                Wake::At(at) if at < end => self.env.clock.set(at.max(self.env.now())),
                Wake::At(_) | Wake::Idle => break,
            }
        }
        self.env.clock.set(end);
    }

    /// What is to be posted now, to whom: one transaction.
    async fn post(&mut self, letters: Vec<(usize, Kind)>) {
        let now = self.env.now();
        let mut tx = self.store.write().await.unwrap();
        for (nth, kind) in letters {
            let person = &self.people[nth];
            let mut letter = Letter::plain(person.adult, kind);
            if kind == Kind::WeeklyUpdate {
                let (day, hour) = person.chosen.unwrap_or((7, 19));
                let day = chrono::Weekday::try_from(u8::try_from(day - 1).unwrap()).unwrap();
                letter = letter.not_before(next_weekly(now, day, hour, person.zone));
            }
            let number = self.posted.len().to_string();
            let parcel = Parcel::text(Html::escape(&number));
            let posted = mail::post(&mut tx, &self.env, letter, |_| parcel).await;
            let posted = posted.unwrap();
            assert!(matches!(posted, Posted::Queued(_)), "{posted:?} {nth}");
            self.held += usize::from(kind != Kind::WeeklyUpdate && person.sleeps(now));
            self.posted.push((nth, kind));
        }
        tx.commit().await.unwrap();
    }
}

async fn move_in(store: &Store, env: &Env, count: usize) -> Vec<Person> {
    let mut people = Vec::new();
    let mut writing = store.write().await.unwrap();
    let tx = &mut writing;
    store::bots::upsert(tx, BOT, None).await.unwrap();
    for nth in 0..count {
        let zone = ZONES[nth % ZONES.len()];
        let round = nth / ZONES.len();
        let night = [
            Some((21, 8)),
            Some((22, 7)),
            None,
            Some((20, 6)),
            Some((13, 15)),
        ][round % 5];
        let chosen = [None, Some((7, 21)), None, Some((1, 7))][round % 4];
        let adult = Adult {
            id: env.id(),
            key: format!("adult-{nth}"),
            name: Name::new(format!("Adult {nth}")),
            phone: None,
            unit: None,
            place: None,
            zone: None,
            locale: None,
        };
        store::adults::put(tx, &adult, env.now()).await.unwrap();
        let chat = 1_000_000 + i64::try_from(nth).unwrap();
        let account = store::accounts::meet(tx, env, BOT, chat, Locale::En)
            .await
            .unwrap();
        store::accounts::set_adult(tx, account.id, adult.id, Some(zone))
            .await
            .unwrap();
        // The first of the five nights is nobody's choice: it is the usual one.
        if night != Some((21, 8)) {
            let (from, to) = night.unwrap_or((0, 0));
            let hours = Hours::new(from, to).unwrap();
            store::accounts::set_quiet(tx, account.id, hours)
                .await
                .unwrap();
        }
        if let Some((day, hour)) = chosen {
            store::accounts::set_weekly(tx, account.id, day, hour)
                .await
                .unwrap();
        }
        people.push(Person {
            adult: adult.id,
            zone,
            night,
            chosen,
        });
    }
    writing.commit().await.unwrap();
    people
}

/// Fourteen hours apart, so that twelve moments of a week strike every second hour of the day.
async fn live(house: &mut House, weeks: u64) {
    let start = house.env.now();
    for step in 0..weeks * 12 {
        let (week, slot) = (usize::try_from(step / 12).unwrap(), step % 12);
        let mut letters = Vec::new();
        for nth in 0..house.people.len() {
            if slot == 10 {
                letters.push((nth, Kind::WeeklyUpdate));
            }
            // Everybody every fourth week; three reminders at once in every sixth.
            let turn = u64::try_from(nth / ZONES.len() * 7 + nth).unwrap() % 12;
            if turn == slot && (nth + week).is_multiple_of(4) {
                letters.push((nth, KINDS[(nth / 3 + week) % KINDS.len()]));
            }
            if turn == slot && (nth + week) % 6 == 1 {
                letters.extend([(nth, Kind::Reminder); 3]);
            }
        }
        house.post(letters).await;
        let next = start + TimeDelta::hours(14) * i32::try_from(step + 1).unwrap();
        // An outage of fourteen hours now and then, at whatever hour.
        house.until(next, step % 17 == 5).await;
    }
    // What a week had no place for has found one long before.
    let over = house.env.now() + TimeDelta::weeks(6);
    house.until(over, false).await;
}

fn judge(house: &House) {
    let mut taken = house.log.taken.lock().unwrap().clone();
    taken.sort();
    let numbers: Vec<usize> = taken.iter().map(|(number, _)| *number).collect();
    let all: Vec<usize> = (0..house.posted.len()).collect();
    assert_eq!(numbers.len(), all.len(), "something was dropped or doubled");
    assert!(numbers == all, "something was dropped, something doubled");
    let (mut by_choice, mut weeks) = (0, HashMap::new());
    for (number, at) in &taken {
        let (nth, kind) = house.posted[*number];
        let person = &house.people[nth];
        let local = at.with_timezone(&person.zone);
        if person.sleeps(*at) {
            let chose = kind == Kind::WeeklyUpdate && person.chose(*at);
            assert!(chose, "{kind:?} at {local}, night {:?}", person.night);
            by_choice += 1;
        }
        if matches!(kind, Kind::WeeklyUpdate | Kind::Reminder) {
            let day = local.date_naive();
            let ahead = u64::from(local.weekday().num_days_from_monday());
            let monday = day.checked_sub_days(Days::new(ahead)).unwrap();
            *weeks.entry((nth, monday)).or_insert(0) += 1;
        }
    }
    let full = weeks.values().filter(|count| **count == 3).count();
    let most = weeks.values().max().copied().unwrap_or_default();
    assert!(most <= 3, "{most} in one week");
    // None of this is true of nothing.
    assert!(house.held * 20 > house.posted.len(), "{} held", house.held);
    assert!(by_choice > 0 && full > 0, "{by_choice} chosen, {full} full");
    println!(
        "{} messages, {} met a night, {by_choice} at night by choice, {full} full weeks",
        taken.len(),
        house.held
    );
}

async fn holds(store: Store, plan: &Plan) {
    let mut house = House::open(store, plan).await;
    live(&mut house, plan.weeks).await;
    judge(&house);
    house.store.close().await;
}

/// Both changes of the clock on both sides of the ocean.
#[tokio::test]
async fn weeks_of_quiet_nights_on_every_engine() {
    for first in ["2026-03-02", "2026-10-12"] {
        for db in databases::databases().await {
            let plan = Plan {
                people: 120,
                first,
                weeks: 5,
            };
            holds(db.store.clone(), &plan).await;
        }
    }
}

/// Run by hand: `cargo test --test it quiet::nights -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "takes half an hour"]
async fn ten_thousand_people_and_their_year() {
    let db = databases::sqlite().await;
    let plan = Plan {
        people: 10_000,
        first: "2026-01-05",
        weeks: 52,
    };
    holds(db.store.clone(), &plan).await;
}
