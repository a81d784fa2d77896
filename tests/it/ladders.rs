//! A thousand ladders, and a process that is killed again and again while it climbs them, hears the answers and
//! sends: no step is skipped, none is done twice, each is taken at its minute.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use hongyan::base::{AdultId, Chance, CheckInId, ChildId, Env, Instant, Name, UnitId, Wake};
use hongyan::dialogue::{self, check_in::Tap};
use hongyan::model::event::{Did, Event};
use hongyan::model::message::Parcel;
use hongyan::model::record::{Adult, Child, LivesWith, Programme, Relation};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::unit::{Role, Unit, UnitKind};
use hongyan::outbox::{Allowance, Channel, Dispatcher, Hold, Manner, Receipt, Refusal};
use hongyan::service::{check_in, converse};
use hongyan::store::{self, Engine, Tx};
use sqlx::Connection;

use crate::support::databases;
use crate::world::seed::{account, agree_all};
use crate::world::{BOT, World};

/// 20:00 at the school.
const EVENING: &str = "2026-03-02T12:00:00Z";
const PER_CLASS: usize = 25;
const GUARDIANS: i64 = 1_000_000;
const CONTACTS: i64 = 2_000_000;

/// The button somebody taps.
type Says = fn(CheckInId) -> Tap;

/// What is so about the `n`th child.
#[derive(Clone, Copy)]
struct Home(usize);

impl Home {
    const fn has_guardian_in_chat(self) -> bool {
        !self.0.is_multiple_of(7)
    }

    const fn has_contact(self) -> bool {
        !self.0.is_multiple_of(3)
    }

    /// Who answers what, at which minute. Between the minutes of the steps.
    fn answer(self) -> Option<(i64, i64, Says)> {
        let nth = i64::try_from(self.0).unwrap();
        match self.0 % 5 {
            0 if self.has_guardian_in_chat() => Some((40, GUARDIANS + nth, Tap::Well)),
            1 if self.has_contact() => Some((70, CONTACTS + nth, Tap::Problem)),
            _ => None,
        }
    }

    /// Which steps of the usual ladder are taken, each at which minute; then the minute at which silence is
    /// called missed. Reckoned here by hand: whoever is not there is passed over at once, and the next one
    /// after them has the time that lies between the two in the ladder.
    fn climbs(self) -> (Vec<(usize, i64)>, i64) {
        let (steps, missed): (&[(usize, i64)], i64) =
            match (self.has_guardian_in_chat(), self.has_contact()) {
                (true, true) => (&[(0, 0), (1, 30), (2, 60), (3, 90), (4, 120)], 150),
                (true, false) => (&[(0, 0), (1, 30), (3, 60), (4, 90)], 120),
                (false, true) => (&[(2, 0), (3, 30), (4, 60)], 90),
                (false, false) => (&[(3, 0), (4, 30)], 60),
            };
        let until = self.answer().map_or(i64::MAX, |(minute, _, _)| minute);
        let taken = steps.iter().copied().filter(|(_, minute)| *minute <= until);
        (taken.collect(), missed)
    }

    fn state(self) -> &'static str {
        let (_, missed) = self.climbs();
        match self.answer() {
            Some((minute, chat, _)) if chat < CONTACTS => {
                assert!(minute < missed);
                "well"
            }
            // Worse news is taken late too.
            Some(_) => "problem",
            None => "missed",
        }
    }
}

/// What was handed over, by check-in and chat; how often.
struct Log(Mutex<BTreeMap<(CheckInId, i64), usize>>);

impl Channel for Log {
    fn bot(&self) -> &str {
        BOT
    }

    fn deliver<'a>(
        &'a self,
        chat: i64,
        parcel: &'a Parcel,
        _: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>> {
        let text = serde_json::to_string(parcel).unwrap();
        let taps = text.split('"').filter_map(dialogue::Tap::decode);
        let mut problems = taps.filter_map(|tap| match tap {
            dialogue::Tap::CheckIn(Tap::Problem(id)) => Some(id),
            _ => None,
        });
        // What is rewritten after an answer is no question.
        let asked = problems
            .next()
            .filter(|_| matches!(parcel, Parcel::Send { .. }));
        let mut log = self.0.lock().unwrap();
        if let Some(id) = asked {
            *log.entry((id, chat)).or_default() += 1;
        }
        let remote_id = Some(i64::try_from(log.len()).unwrap());
        drop(log);
        Box::pin(async move {
            // A place to die in, between the sending and its being known.
            tokio::task::yield_now().await;
            Ok(Receipt { remote_id })
        })
    }
}

/// Ends a piece of work in its middle: after so many polls it is dropped where it stands.
struct Cut<F> {
    work: Pin<Box<F>>,
    left: u64,
}

impl<F: Future> Future for Cut<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        self.work.as_mut().poll(cx).map(Some)
    }
}

struct Evening {
    world: World,
    log: Arc<Log>,
    dispatcher: Dispatcher,
    children: Vec<ChildId>,
    chance: Chance,
    kills: usize,
    wanted: usize,
}

fn dispatcher(world: &World, log: &Arc<Log>) -> Dispatcher {
    // The pace has tests of its own.
    let allowance = Allowance::unlimited();
    let (store, env) = (world.store.clone(), world.env.clone());
    Dispatcher::with_allowance(store, env, log.clone(), Hold::alone(), allowance)
}

impl Evening {
    /// Whether the work that begins now is to be cut, and after how many polls: soon after its beginning,
    /// in its middle, about its end.
    fn fate(&self) -> u64 {
        let longest = [8, 40, 200][usize::try_from(self.chance.below(3)).unwrap()];
        match self.kills < self.wanted && self.chance.below(2) == 0 {
            true => 1 + self.chance.below(longest),
            false => u64::MAX,
        }
    }

    /// The process is gone and another one starts.
    async fn killed(&mut self) {
        self.kills += 1;
        self.world.restart().await;
        self.dispatcher = dispatcher(&self.world, &self.log);
    }

    async fn ask(&mut self) {
        let (school, due) = (self.world.school.school, EVENING.parse().unwrap());
        let mut cursor = 0;
        loop {
            let left = self.fate();
            let (store, env) = (&self.world.store, &self.world.env);
            let work = Box::pin(async move {
                let mut tx = store.write().await.unwrap();
                let page = check_in::page(&mut tx, env, school, due, cursor, 20);
                let next = page.await.unwrap();
                tx.commit().await.unwrap();
                next
            });
            // Where the process died, the page is written again from where the last one ended.
            match (Cut { work, left }).await {
                None => self.killed().await,
                Some(None) => return,
                Some(Some(next)) => cursor = next,
            }
        }
    }

    /// Everything that is due at this moment; gives when the next is.
    async fn climb(&mut self) -> Option<Instant> {
        loop {
            let left = self.fate();
            let (store, env) = (&self.world.store, &self.world.env);
            let work = Box::pin(async move {
                let mut tx = store.write().await.unwrap();
                let next = check_in::tick(&mut tx, env, 40).await.unwrap();
                tx.commit().await.unwrap();
                next
            });
            match (Cut { work, left }).await {
                None => self.killed().await,
                Some(Some(next)) if next <= self.world.env.now() => {}
                Some(next) => return next,
            }
        }
    }

    /// Everything that can leave at this moment; gives when to come again.
    async fn send(&mut self) -> Option<Instant> {
        loop {
            let left = self.fate();
            let work = Box::pin(self.dispatcher.tick());
            let done = (Cut { work, left }).await;
            match done.map(Result::unwrap) {
                None => self.killed().await,
                Some(Wake::Now) => {}
                Some(Wake::At(at)) if at <= self.world.env.now() => {}
                Some(Wake::At(at)) => return Some(at),
                Some(Wake::Idle) => return None,
            }
        }
    }

    async fn hear(&mut self, chat: i64, tap: Tap) {
        let data = dialogue::Tap::CheckIn(tap).encode();
        loop {
            let left = self.fate();
            let (store, env) = (&self.world.store, &self.world.env);
            let event = Event {
                bot: BOT.into(),
                chat,
                language: Some("en".into()),
                did: Did::Taps {
                    data: data.clone(),
                    query: "q".into(),
                    message: Some(1),
                },
            };
            let work = Box::pin(async move {
                let mut tx = store.write().await.unwrap();
                converse::hear(&mut tx, env, event).await.unwrap();
                tx.commit().await.unwrap();
            });
            // The inbox still has it: it is handled again.
            match (Cut { work, left }).await {
                None => self.killed().await,
                Some(()) => return,
            }
        }
    }
}

async fn person(tx: &mut Tx, env: &Env, key: String, chat: Option<i64>) -> AdultId {
    let adult = Adult {
        id: env.id(),
        name: Name::new(&key),
        key,
        phone: None,
        unit: None,
        place: None,
        zone: None,
        locale: None,
    };
    store::adults::put(tx, &adult, env.now()).await.unwrap();
    if let Some(chat) = chat {
        account(tx, env, adult.id, chat, chrono_tz::Asia::Shanghai).await;
    }
    adult.id
}

async fn kin(tx: &mut Tx, env: &Env, child: ChildId, adult: AdultId, role: LinkRole) {
    let (id, now) = (env.id(), env.now());
    let relation = Relation::Grandmother;
    store::links::invite(tx, id, child, adult, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Active);
    store::links::decide(tx, id, from, to, None, now)
        .await
        .unwrap();
    agree_all(tx, env, child, adult, role).await;
}

/// A class and its teacher, whom nobody else shares.
async fn class(tx: &mut Tx, env: &Env, school: UnitId, nth: usize) -> UnitId {
    let class = Unit {
        id: env.id(),
        kind: UnitKind::Class,
        parent: Some(school),
        key: format!("class-{nth}"),
        name: format!("Class {nth}"),
        zone: None,
    };
    store::units::put(tx, &class).await.unwrap();
    let chat = 3_000_000 + i64::try_from(nth).unwrap();
    let teacher = person(tx, env, format!("teacher-{nth}"), Some(chat)).await;
    store::posts::activate(
        tx,
        env.id(),
        teacher,
        class.id,
        Role::Teacher,
        None,
        env.now(),
    )
    .await
    .unwrap();
    class.id
}

async fn move_in(world: &World, count: usize) -> Vec<ChildId> {
    let (env, school) = (&world.env, world.school.school);
    let mut children = Vec::new();
    let mut tx = world.store.write().await.unwrap();
    let mut class_id = world.school.class;
    for nth in 0..count {
        if nth % PER_CLASS == 0 {
            class_id = class(&mut tx, env, school, nth / PER_CLASS).await;
        }
        let child = Child {
            id: env.id(),
            key: format!("child-{nth}"),
            name: Name::new(format!("Child {nth}")),
            short_name: None,
            birth: "2016-05-04".parse().ok(),
            phone: None,
            school,
            class: class_id,
            home: None,
            lives_with: LivesWith::Grandparents,
            programme: Programme::Active,
        };
        store::children::put(&mut tx, &child, env.now())
            .await
            .unwrap();
        let (home, nth) = (Home(nth), i64::try_from(nth).unwrap());
        let chat = home.has_guardian_in_chat().then_some(GUARDIANS + nth);
        let guardian = person(&mut tx, env, format!("guardian-{nth}"), chat).await;
        kin(&mut tx, env, child.id, guardian, LinkRole::Guardian).await;
        if home.has_contact() {
            let chat = Some(CONTACTS + nth);
            let contact = person(&mut tx, env, format!("contact-{nth}"), chat).await;
            kin(&mut tx, env, child.id, contact, LinkRole::Contact).await;
        }
        children.push(child.id);
    }
    tx.commit().await.unwrap();
    children
}

/// One row of the outbox that is a question of a ladder.
struct Row {
    step: usize,
    minute: i64,
    state: String,
    tries: i64,
    doubts: i64,
    chat: i64,
}

/// The questions about this child. One that still waited behind others of its chat when somebody answered was
/// taken back and has no key any more: its step is that of its minute.
async fn rows(
    url: &str,
    (id, child): (CheckInId, ChildId),
    steps: &[(usize, i64)],
    start: Instant,
) -> Vec<Row> {
    let mut connection = sqlx::AnyConnection::connect(url).await.unwrap();
    let found: Vec<(Option<String>, i64, String, i64, i64, i64)> = sqlx::query_as(
        "SELECT dedup_key, created_ms, state, tries, doubts, chat_id FROM outbox
         WHERE dedup_key LIKE $1 OR (kind = 'check_in' AND state = 'withdrawn' AND children = $2) ORDER BY id",
    )
    .bind(format!("check_in:{id}:%"))
    .bind(format!("[{child}]"))
    .fetch_all(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    let row = |(key, created, state, tries, doubts, chat): (Option<String>, _, _, _, _, _)| {
        let since: i64 = created - start.timestamp_millis();
        assert_eq!(since % 60_000, 0, "{key:?}");
        let minute = since / 60_000;
        let step = match key {
            Some(key) => key.split(':').nth(2).unwrap().parse().unwrap(),
            None => steps.iter().find(|(_, at)| *at == minute).unwrap().0,
        };
        Row {
            step,
            minute,
            state,
            tries,
            doubts,
            chat,
        }
    };
    found.into_iter().map(row).collect()
}

async fn all_climb(db: &databases::TestDb, count: usize, kills: usize) {
    let world = World::on(&db.url).await;
    world.set_clock(EVENING);
    let children = move_in(&world, count).await;
    let log = Arc::new(Log(Mutex::default()));
    let start: Instant = EVENING.parse().unwrap();
    let mut evening = Evening {
        dispatcher: dispatcher(&world, &log),
        world,
        log,
        children,
        chance: Chance::seeded(99),
        kills: 0,
        wanted: kills,
    };
    evening.ask().await;
    let ids: BTreeMap<i64, CheckInId> = ids(&db.url).await;
    for minute in (0..=160).step_by(10) {
        evening
            .world
            .env
            .clock
            .set(start + TimeDelta::minutes(minute));
        evening.climb().await;
        while let Some(at) = evening.send().await {
            // What a dead process had in its hands comes back when its lease is over.
            let end = start + TimeDelta::minutes(minute + 9);
            if at > end {
                break;
            }
            evening.world.env.clock.set(at);
        }
        for (nth, child) in evening.children.clone().into_iter().enumerate() {
            if let Some((at, chat, tap)) = Home(nth).answer()
                && at == minute
            {
                evening.hear(chat, tap(ids[&child.0])).await;
            }
        }
    }
    assert_eq!(evening.kills, kills, "the evening was over before");
    judge(db, &evening, &ids, start).await;
    evening.world.store.close().await;
}

/// The check-ins by their child.
async fn ids(url: &str) -> BTreeMap<i64, CheckInId> {
    let mut connection = sqlx::AnyConnection::connect(url).await.unwrap();
    let found: Vec<(i64, i64)> = sqlx::query_as("SELECT child_id, id FROM check_ins ORDER BY id")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let count = found.len();
    let ids: BTreeMap<_, _> = found
        .into_iter()
        .map(|(c, id)| (c, CheckInId(id)))
        .collect();
    assert_eq!(ids.len(), count, "a child was asked about twice");
    ids
}

async fn judge(
    db: &databases::TestDb,
    evening: &Evening,
    ids: &BTreeMap<i64, CheckInId>,
    start: Instant,
) {
    let log = evening.log.0.lock().unwrap().clone();
    let (mut seen, mut doubled, mut withdrawn) = (BTreeMap::<&str, usize>::new(), 0, 0);
    for (nth, child) in evening.children.iter().enumerate() {
        let (home, id) = (Home(nth), ids[&child.0]);
        let (steps, missed) = home.climbs();
        let rows = rows(&db.url, (id, *child), &steps, start).await;
        let taken: Vec<_> = rows.iter().map(|row| (row.step, row.minute)).collect();
        assert_eq!(taken, steps, "child {nth}");
        let mut chats = BTreeMap::<i64, (usize, i64)>::new();
        for row in &rows {
            if row.state == "withdrawn" {
                // It never left, or each time the process died with it, and nobody asks any more.
                assert_eq!(row.tries, row.doubts, "child {nth}");
                assert!(home.answer().is_some(), "child {nth}, step {}", row.step);
                chats.entry(row.chat).or_default().1 += row.doubts;
                withdrawn += 1;
                continue;
            }
            assert_eq!(row.state, "sent", "child {nth}, step {}", row.step);
            let (count, doubts) = chats.entry(row.chat).or_default();
            (*count, *doubts) = (*count + 1, *doubts + row.doubts);
        }
        for (chat, (count, doubts)) in chats {
            let came = log.get(&(id, chat)).copied().unwrap_or_default();
            let most = count + usize::try_from(doubts).unwrap();
            assert!(
                (count..=most).contains(&came),
                "child {nth}: {came} of {count}"
            );
            doubled += came - count;
        }
        let mut tx = evening.world.store.read().await.unwrap();
        let row = store::check_ins::get(&mut tx, id).await.unwrap().unwrap();
        assert_eq!(row.state.as_str(), home.state(), "child {nth}");
        drop(tx);
        let wants = usize::from(
            home.state() == "missed" || (home.answer().is_some_and(|(at, ..)| at > missed)),
        );
        assert_eq!(tasks(&db.url, *child).await, wants, "tasks of child {nth}");
        *seen.entry(home.state()).or_default() += 1;
    }
    println!(
        "{} kills, {seen:?}, {doubled} came twice in doubt, {withdrawn} were taken back",
        evening.kills
    );
    assert_eq!(seen.len(), 3, "{seen:?}");
}

/// The tasks of a missed check-in of a child, also those that are done.
async fn tasks(url: &str, child: ChildId) -> usize {
    let mut connection = sqlx::AnyConnection::connect(url).await.unwrap();
    let found: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM tasks WHERE child_id = $1 AND kind = 'missed_check_in'",
    )
    .bind(child.0)
    .fetch_one(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    usize::try_from(found).unwrap()
}

#[tokio::test]
async fn a_thousand_ladders_are_climbed_through_two_hundred_kills() {
    for db in databases::databases().await {
        match db.engine() {
            Engine::Sqlite => all_climb(&db, 1_000, 200).await,
            Engine::Postgres => all_climb(&db, 150, 60).await,
        }
    }
}
