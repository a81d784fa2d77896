//! Random people do random things to a live instance: forged buttons about random children, buttons
//! of other people, broken data, texts, contacts, voices, replies to messages that are not theirs.
//! Every update is stored first, taken by the worker of the inbox, answered through the outbox and handed
//! over by its dispatcher, all of them the real ones.
//! Every child has a canary in its name, its entries and its notes; whatever leaves with a canary must
//! go to somebody whose right a checker of its own finds in the tables at that minute.
//!
//! The long form, so many on each engine:
//! `HONGYAN_ATTACK_STEPS=1000000 cargo test --test it attack_random -- --nocapture`. It lives through many
//! short worlds: in one that goes on for years everybody would have been excluded, or have grown up.

mod checker;
mod crowd;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{Chance, Env, Wake};
use hongyan::dialogue::{Tap, field};
use hongyan::inbox::{Handler, Inbox, Trouble};
use hongyan::model::event::Event;
use hongyan::model::message::{Act, Content, Keyboard, Parcel};
use hongyan::outbox::{Allowance, Channel, Dispatcher, Hold, Manner, Receipt, Refusal};
use hongyan::service::{
    calendar, check_in, concern, converse, guardian, impostor, request, weekly,
};
use hongyan::store::arrivals::{self, Arrival};
use hongyan::store::inbox::{self, InboxState};
use hongyan::store::{Tx, outbox_view};
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::support::databases::{TestDb, postgres, sqlite};
use crate::world::{BOT, World};
use checker::Checker;
use crowd::{CANARY, Crowd};

/// So many steps in the usual run, on each engine.
const USUAL: u64 = 1_500;
/// What was lost to random leads comes back after so many, or soon nobody would have a right.
const RENEWED: u64 = 240;
/// So many steps in one world.
const WORLD: u64 = 4_000;
/// Updates that come together, as a poller brings them, at most.
const TOGETHER: usize = 64;

/// One message that left.
struct Left {
    chat: i64,
    /// Everything in it, what stands in a spreadsheet or on a printed sheet too.
    words: String,
    paper: Option<Paper>,
}

/// A document, by what can be said of whose it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paper {
    /// A family's copy, locked.
    Copy,
    /// A printed list of a class, a notice, a sheet of consents: whom it is about stands in its words, too. One
    /// that names nobody is the school's.
    Printed,
    /// A spreadsheet: whom it is about stands in its words.
    Table,
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Paper {
    fn of(media_type: &str) -> Self {
        match media_type {
            "application/zip" => Self::Copy,
            "application/pdf" => Self::Printed,
            XLSX => Self::Table,
            other => panic!("nobody has thought of a file of {other}"),
        }
    }
}

/// Every word in a spreadsheet.
fn written(bytes: &[u8]) -> String {
    let mut book = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for part in 0..book.len() {
        let mut part = book.by_index(part).unwrap();
        part.read_to_string(&mut all).unwrap();
    }
    all
}

/// The messenger: takes everything, keeps buttons for forgers.
#[derive(Default)]
struct Ether {
    left: Mutex<Vec<Left>>,
    buttons: Mutex<Vec<String>>,
    count: Mutex<i64>,
}

impl Channel for Ether {
    fn bot(&self) -> &str {
        BOT
    }

    fn deliver<'a>(
        &'a self,
        chat: i64,
        parcel: &'a Parcel,
        _: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>> {
        // Everything in it, buttons' labels too, whatever kinds of content there are.
        let words = serde_json::to_string(parcel).unwrap();
        if let Parcel::Send {
            keyboard: Some(Keyboard::Buttons(rows)),
            ..
        }
        | Parcel::Edit {
            keyboard: Some(Keyboard::Buttons(rows)),
            ..
        } = parcel
        {
            let mut kept = self.buttons.lock().unwrap();
            for button in rows.iter().flatten() {
                if let Act::Tap(data) = &button.act {
                    kept.push(data.clone());
                }
            }
            let many = kept.len();
            if many > 4_000 {
                kept.drain(..many - 2_000);
            }
        }
        let (words, paper) = match parcel {
            Parcel::Send {
                content: Content::File {
                    media_type, data, ..
                },
                ..
            } => {
                let paper = Paper::of(media_type);
                let inside = match paper {
                    Paper::Table => written(data.bytes()),
                    Paper::Printed => crate::support::pdf::words(data.bytes()),
                    Paper::Copy => String::new(),
                };
                (words + &inside, Some(paper))
            }
            _ => (words, None),
        };
        self.left.lock().unwrap().push(Left { chat, words, paper });
        let mut count = self.count.lock().unwrap();
        *count += 1;
        let remote_id = Some(*count);
        async move { Ok(Receipt { remote_id }) }.boxed()
    }
}

/// The conversations, with an eye on whoever stumbles: the worker would carry on.
struct Ears {
    env: Env,
    stumbled: Mutex<Vec<String>>,
}

impl Handler for Ears {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>> {
        async move {
            let heard = AssertUnwindSafe(converse::hear(tx, &self.env, event)).catch_unwind();
            let why = match heard.await {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(error)) if error.is_passing() => return Err(error.into()),
                Ok(Err(error)) => format!("{error:?}"),
                Err(_) => "a panic".to_owned(),
            };
            self.stumbled.lock().unwrap().push(why);
            Err(Trouble::Other("stumbled"))
        }
        .boxed()
    }
}

struct Attack {
    world: World,
    crowd: Crowd,
    chance: Chance,
    ether: Arc<Ether>,
    ears: Arc<Ears>,
    inbox: Inbox,
    dispatcher: Dispatcher,
    checker: Checker,
    shapes: Vec<String>,
    update: i64,
    /// Messages with a canary that went to somebody with the right.
    rightly: u64,
}

impl Attack {
    async fn on(url: &str, seed: u64) -> Self {
        let mut world = World::linked_on(url).await;
        let crowd = Crowd::gather(&mut world).await;
        let ether = Arc::new(Ether::default());
        let (store, env) = (world.store.clone(), world.env.clone());
        let allowance = Allowance::unlimited();
        let ears = Arc::new(Ears {
            env: env.clone(),
            stumbled: Mutex::default(),
        });
        let reader = hongyan::telegram::event;
        let inbox = Inbox::new(store.clone(), env.clone(), BOT, reader, ears.clone());
        let dispatcher =
            Dispatcher::with_allowance(store, env, ether.clone(), Hold::alone(), allowance);
        let checker = Checker::on(url).await;
        Self {
            world,
            crowd,
            chance: Chance::seeded(seed),
            ether,
            ears,
            inbox,
            dispatcher,
            checker,
            shapes: crate::fuzz::shapes_of_buttons(),
            update: 0,
            rightly: 0,
        }
    }

    fn below(&self, count: usize) -> usize {
        usize::try_from(self.chance.below(count.max(1) as u64)).unwrap()
    }

    fn pick<T: Clone>(&self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// Button data: of our grammar with real ids, somebody's real button, or a broken one.
    fn data(&self) -> String {
        let kept = self.ether.buttons.lock().unwrap();
        let dice = self.below(100);
        if dice < 45 || kept.is_empty() {
            let shape = self.pick(&self.shapes);
            return shape
                .split('.')
                .map(|part| match part {
                    "ID" => field(self.pick(&self.crowd.ids)),
                    other => other.to_owned(),
                })
                .collect::<Vec<_>>()
                .join(".");
        }
        let mut data = kept[self.below(kept.len())].clone();
        if dice >= 85 {
            let mut bytes = data.into_bytes();
            let at = self.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(self.chance.below(128)).unwrap();
            }
            data = String::from_utf8_lossy(&bytes).into_owned();
        }
        data
    }

    fn text(&self) -> String {
        match self.below(12) {
            0 => "/start".into(),
            1 => format!("/start j{:032x}", self.chance.below(u64::MAX)),
            2 => "/menu".into(),
            3 => "/settings".into(),
            4 => "/cancel".into(),
            5 => self.chance.digits(12),
            6 => "1".into(),
            7 => "Maths 87/100".into(),
            8 => "18 March check-up".into(),
            9 => "鸿".repeat(self.below(900)),
            10 => "<b>&\u{202e}\u{0}".into(),
            _ => format!("all is well {}", self.chance.below(1_000)),
        }
    }

    /// One raw update of one random person.
    fn raw(&mut self) -> Value {
        self.update += 1;
        let chat = self.pick(&self.crowd.chats);
        let number = i64::try_from(self.below(1_500)).unwrap();
        let from = json!({"id": chat, "is_bot": false, "first_name": "A",
            "language_code": self.pick(&["en", "zh", "ru", "uz"])});
        let place = json!({"id": chat, "type": "private"});
        let update = self.update;
        let mut message =
            json!({"message_id": 100_000 + update, "date": 0, "chat": place, "from": from});
        if self.below(5) == 0 {
            message["reply_to_message"] = json!({"message_id": number, "date": 0, "chat": place});
        }
        match self.below(100) {
            0..62 => json!({"update_id": update, "callback_query": {"id": update.to_string(),
                "from": from, "message": {"message_id": number, "date": 0, "chat": place},
                "chat_instance": "1", "data": self.data()}}),
            62..84 => {
                message["text"] = self.text().into();
                json!({"update_id": update, "message": message})
            }
            84..90 => {
                let whose = if self.below(3) == 0 { chat } else { 1 };
                message["contact"] = json!({"phone_number": self.pick(&self.crowd.phones),
                    "first_name": "A", "user_id": whose});
                json!({"update_id": update, "message": message})
            }
            90..95 => {
                let kind = self.pick(&["voice", "document", "video_note", "photo"]);
                let file = json!({"file_id": "f", "file_unique_id": "f"});
                message[kind] = if kind == "photo" { json!([file]) } else { file };
                message["caption"] = self.text().into();
                json!({"update_id": update, "message": message})
            }
            95..97 => {
                message["message_id"] = (100_000 + number).into();
                message["text"] = self.text().into();
                json!({"update_id": update, "edited_message": message})
            }
            97 => json!({"update_id": update, "my_chat_member": {"chat": place, "from": from,
                "old_chat_member": {"status": "member"},
                "new_chat_member": {"status": self.pick(&["kicked", "member"])}}}),
            _ => json!({"update_id": update, "message": {"message_id": 1, "chat": {"id": -chat,
                "type": "group"}, "from": from, "text": self.text()}}),
        }
    }

    /// Some updates come and are handled.
    async fn come(&mut self, count: usize) {
        let mut arrivals = Vec::with_capacity(count);
        for _ in 0..count {
            let body = self.raw().to_string();
            let (update, chat) = hongyan::telegram::address(&body);
            arrivals.push(Arrival {
                id: self.world.env.id(),
                update: update.unwrap(),
                chat,
                body,
                problem: None,
            });
        }
        let now = self.world.env.now();
        let mut tx = self.world.store.write().await.unwrap();
        let page = (&arrivals[..], None);
        let stored = arrivals::put(&mut tx, BOT, now, page, None).await;
        let stored = stored.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stored, count as u64);
        for round in 0.. {
            assert!(round < 200, "the inbox does not come to rest");
            match self.inbox.tick().await.unwrap() {
                Wake::Now => {}
                Wake::At(at) if at <= self.world.env.now() => {}
                _ => break,
            }
        }
        let stumbled = std::mem::take(&mut *self.ears.stumbled.lock().unwrap());
        assert!(stumbled.is_empty(), "update {}: {stumbled:?}", self.update);
    }

    /// Time goes on: questions, weeks, reminders fall due.
    async fn pass(&mut self) {
        let minutes = i64::try_from(self.below(3_000)).unwrap();
        self.world.advance(TimeDelta::minutes(minutes));
        let env: &Env = &self.world.env;
        let mut tx = self.world.store.write().await.unwrap();
        for school in &self.crowd.schools {
            let now = env.now();
            check_in::page(&mut tx, env, *school, now, 0, 50)
                .await
                .unwrap();
            let run = weekly::Run {
                id: env.id(),
                unit: *school,
                due: now,
                zone: chrono_tz::Asia::Shanghai,
            };
            weekly::page(&mut tx, env, &run, 0, 50).await.unwrap();
        }
        check_in::tick(&mut tx, env, 50).await.unwrap();
        request::tick(&mut tx, env, 50).await.unwrap();
        guardian::tick(&mut tx, env, 50).await.unwrap();
        impostor::tick(&mut tx, env).await.unwrap();
        for school in calendar::due(&mut tx, env).await.unwrap() {
            calendar::day(&mut tx, env, &school).await.unwrap();
        }
        tx.commit().await.unwrap();
        concern::tick(&self.world.store, env, 50).await.unwrap();
    }

    /// Everything that is due leaves, and is judged at this minute.
    async fn judge(&mut self) {
        for _ in 0..500 {
            match self.dispatcher.tick().await.unwrap() {
                Wake::Now => {}
                Wake::At(at) if at <= self.world.env.now() => {}
                _ => break,
            }
        }
        let left = std::mem::take(&mut *self.ether.left.lock().unwrap());
        let now = self.world.env.now().timestamp_millis();
        // Nothing changes while it is judged.
        let mut judged = BTreeMap::new();
        for Left { chat, words, paper } in left {
            let mut names_somebody = false;
            for (number, child) in self.crowd.children.iter().enumerate() {
                if !words.contains(&format!("{CANARY}{number}")) {
                    continue;
                }
                names_somebody = true;
                let may = match judged.get(&(chat, number)) {
                    Some(may) => *may,
                    None => self.checker.may(chat, *child, now).await,
                };
                judged.insert((chat, number), may);
                assert!(
                    may,
                    "step {}: chat {chat} got child {number} without a right: {words}",
                    self.update
                );
                self.rightly += 1;
            }
            let whose = match paper {
                Some(Paper::Copy) => self.checker.is_parent(chat, now).await,
                Some(Paper::Printed) if !names_somebody => self.checker.is_staff(chat, now).await,
                Some(Paper::Printed | Paper::Table) | None => true,
            };
            assert!(whose, "step {}: a file to {chat}", self.update);
        }
    }

    async fn run(&mut self, steps: u64) {
        let (mut left, mut renewed) = (steps, 0);
        while left > 0 {
            // Mostly a busy hour, at times somebody alone.
            let most = if self.below(4) == 0 { 3 } else { TOGETHER };
            let count = (1 + self.below(most)).min(usize::try_from(left).unwrap_or(most));
            self.come(count).await;
            left -= count as u64;
            renewed += count as u64;
            // Some leave at once, some wait while others act.
            if self.below(2) == 0 {
                self.judge().await;
            }
            if self.below(4) == 0 {
                self.pass().await;
            }
            if renewed >= RENEWED {
                renewed = 0;
                self.judge().await;
                self.crowd.renew(&mut self.world).await;
            }
        }
        self.judge().await;
        self.nothing_is_left().await;
    }

    /// Every update was handled, and what was to leave has left or was withdrawn.
    async fn nothing_is_left(&self) {
        let mut tx = self.world.store.read().await.unwrap();
        for state in [InboxState::Waiting, InboxState::Claimed, InboxState::Parked] {
            let found = inbox::list(&mut tx, state, 3).await.unwrap();
            assert!(found.is_empty(), "{state:?}: {found:?}");
        }
        let claimed = outbox_view::list(&mut tx, outbox_view::OutboxState::Claimed, 3).await;
        assert!(claimed.unwrap().is_empty());
    }
}

/// World after world until the steps are done.
async fn attack(fresh: impl AsyncFn() -> Option<TestDb>) {
    let asked = std::env::var("HONGYAN_ATTACK_STEPS").ok();
    let steps = asked.and_then(|steps| steps.parse().ok()).unwrap_or(USUAL);
    let (began, mut done, mut seed) = (std::time::Instant::now(), 0, 41);
    while done < steps {
        let Some(db) = fresh().await else {
            return;
        };
        let mut attack = Attack::on(&db.url, seed).await;
        let here = (steps - done).min(WORLD);
        attack.run(here).await;
        // The test would see nothing if nothing rightly left either.
        let rightly = attack.rightly;
        assert!(
            rightly > here / 30,
            "seed {seed}: only {rightly} canaries left rightly"
        );
        attack.checker.close().await;
        attack.world.store.close().await;
        (done, seed) = (done + here, seed + 1);
        let rate = done as f64 / began.elapsed().as_secs_f64();
        println!("{}: {done} updates, {rate:.0} a second", db.engine().name());
    }
}

#[tokio::test]
async fn random_people_get_no_record_without_a_right() {
    attack(async || Some(sqlite().await)).await;
}

#[tokio::test]
async fn nor_do_they_on_postgresql() {
    attack(postgres).await;
}

/// The checker finds what it is there to find.
#[tokio::test]
async fn a_message_to_the_wrong_person_is_noticed() {
    let db = crate::support::databases::sqlite().await;
    let mut attack = Attack::on(&db.url, 7).await;
    let now = attack.world.env.now().timestamp_millis();
    let mut seen = Vec::new();
    for chat in attack.crowd.chats.clone() {
        let mut row = String::new();
        for child in attack.crowd.children.clone() {
            row.push(if attack.checker.may(chat, child, now).await {
                'x'
            } else {
                '.'
            });
        }
        seen.push(row);
    }
    insta::assert_snapshot!("who_may", attack.crowd.described(&seen));
    assert!(Tap::decode(&attack.shapes[0].replace("ID", "1")).is_some());
    attack.checker.close().await;
}
