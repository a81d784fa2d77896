//! The test world: a real database, a manual clock, seeded chance, the real services, and chats that
//! remember what they were shown. No mocks of our own rooms.

mod acts;
mod chat;
mod sandbox;
pub mod seed;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use hongyan::base::{AdultId, Chance, ChildId, Clock, Env, Instant, Phone};
use hongyan::model::event::{Did, Event};
use hongyan::model::lifecycle::PaperKind;
use hongyan::model::message::MediaKind;
use hongyan::model::quiet::Hours;
use hongyan::model::rights::Action;
use hongyan::model::work_hours::WorkHours;
use hongyan::service::{converse, impostor, note, rights, staff};
use hongyan::store::exclusions::Exclusion;
use hongyan::store::outbox::{Outcome, Settlement};
use hongyan::store::{self, Store};

use sqlx::Connection;

use crate::support::keys::keys;

pub use chat::{Chat, Shown};
pub use sandbox::Effort;
pub use seed::{School, account, agree_all, unit};

/// The bot every test speaks with.
pub const BOT: &str = "1";

/// The people of the seeded school, by the name a test calls them.
pub const MUM: &str = "mum";
pub const DAD: &str = "dad";
pub const GRANNY: &str = "granny";
pub const AUNT: &str = "aunt";
pub const TEACHER: &str = "teacher";
pub const LEAD: &str = "lead";

/// A whole hongyan in memory and one temporary folder.
pub struct World {
    pub store: Store,
    pub env: Env,
    pub school: School,
    /// Whether nights are kept. Most tests watch what people say to each other, at whatever hour it is where
    /// they are; quiet hours have tests of their own.
    pub nights: bool,
    chats: BTreeMap<i64, Chat>,
    /// Between the people and the services, when they have phones of the sandbox.
    line: Option<sandbox::Line>,
    next_message: i64,
    url: String,
    _folder: Option<tempfile::TempDir>,
}

impl World {
    /// A paper that keeps an adult from a child from now on.
    pub fn paper(&self, child: ChildId, adult: AdultId) -> Exclusion {
        Exclusion {
            id: self.env.id(),
            child,
            adult,
            kind: PaperKind::Other,
            paper: None,
            from: self.env.now(),
            to: None,
        }
    }

    /// SQLite in a temporary folder; Monday 2 March 2026, 08:00 at the school (Asia/Shanghai).
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/world.sqlite", folder.path().display());
        let mut world = Self::on(&url).await;
        world._folder = Some(folder);
        world
    }

    /// On any empty database.
    pub async fn on(url: &str) -> Self {
        Self::on_at(url, "2026-03-02T00:00:00Z").await
    }

    /// On any empty database, at any moment.
    pub async fn on_at(url: &str, start: &str) -> Self {
        let start: Instant = start.parse().unwrap();
        let env = Env::with(Clock::manual(start), Chance::seeded(7));
        let store = Store::open(url).await.unwrap().with_keys(keys());
        let school = seed::seed(&store, &env).await;
        Self {
            store,
            env,
            school,
            nights: false,
            chats: BTreeMap::new(),
            line: None,
            next_message: 1,
            url: url.to_owned(),
            _folder: None,
        }
    }

    /// All family links of the seeded school in force: mum and granny (and aunt, second) for Ming,
    /// dad for Lan; everybody has an account.
    pub async fn linked() -> Self {
        let mut world = Self::new().await;
        seed::link_all(&mut world).await;
        world
    }

    /// The same on any empty database.
    pub async fn linked_on(url: &str) -> Self {
        let mut world = Self::on(url).await;
        seed::link_all(&mut world).await;
        world
    }

    /// The process ends here and starts again over the same database.
    pub async fn restart(&mut self) {
        self.store.close().await;
        self.env.lately.forget(BOT);
        self.store = Store::open(&self.url).await.unwrap().with_keys(keys());
    }

    /// The database's address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The chat number of a person.
    pub fn chat_of(&self, who: &str) -> i64 {
        self.school.chat(who)
    }

    pub fn adult(&self, who: &str) -> AdultId {
        self.school.adult(who)
    }

    /// Whether a person may do something about Ming now.
    pub async fn may(&self, who: &str, action: Action) -> bool {
        let mut tx = self.store.read().await.unwrap();
        let (adult, child) = (self.adult(who), self.school.ming);
        rights::allowed(&mut tx, &self.env, adult, action, child)
            .await
            .unwrap()
    }

    /// Opens Ming's card on the phone of a person of the school.
    pub async fn opens_card(&mut self, who: &str) {
        self.says(who, "/menu").await;
        self.taps(who, "Class 3-2: pupils").await;
        self.taps(who, "Wang Ming").await;
    }

    pub fn advance(&self, by: TimeDelta) {
        self.env.clock.advance(by);
    }

    /// Moves the clock to an instant written like `2026-03-08T11:00:00Z`.
    pub fn set_clock(&self, at: &str) {
        self.env.clock.set(at.parse().unwrap());
    }

    /// Everybody has used the chat just now: long silence asks for a proof, which is another test's matter.
    pub async fn everybody_was_seen(&self) {
        self.now_is_written("UPDATE accounts SET last_seen_ms =")
            .await;
    }

    /// The records of all staff were looked at just now: a post rests where that was a year ago, which is
    /// another test's matter.
    pub async fn the_staff_were_looked_at(&self) {
        self.now_is_written("UPDATE posts SET checked_ms =").await;
    }

    async fn now_is_written(&self, update: &str) {
        self.execute(&format!("{update} {}", self.env.now().timestamp_millis()))
            .await;
    }

    /// Behind everybody's back.
    pub async fn execute(&self, sql: &str) {
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.unwrap();
        let text = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::query(text).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// One number out of the database, by a query that gives one.
    pub async fn number(&self, sql: &str) -> i64 {
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.unwrap();
        let text = sqlx::AssertSqlSafe(format!("SELECT CAST(({sql}) AS BIGINT)"));
        let found = sqlx::query_scalar(text).fetch_one(&mut connection).await;
        connection.close().await.unwrap();
        found.unwrap()
    }

    /// One event from a chat, through the real service (in the sandbox: by way of its phone and the bot), and
    /// everything it causes delivered.
    pub async fn hear(&mut self, chat: i64, did: Did) {
        match &mut self.line {
            Some(line) => line.carries(chat, &did, self.chats.get(&chat)).await,
            None => {
                let mut tx = self.store.write().await.unwrap();
                let event = Event {
                    bot: BOT.into(),
                    chat,
                    language: Some("en".into()),
                    did,
                };
                converse::hear(&mut tx, &self.env, event).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
        if !self.nights {
            self.keeps(chat, Hours::NONE).await;
        }
        // Who must hear of a code that did not work is found apart from the answer.
        let mut tx = self.store.write().await.unwrap();
        while impostor::tick(&mut tx, &self.env).await.unwrap() {}
        tx.commit().await.unwrap();
        self.deliver().await;
    }

    /// From now on everybody keeps the usual night.
    pub async fn keeps_nights(&mut self) {
        self.nights = true;
        for who in [MUM, DAD, GRANNY, AUNT, TEACHER, LEAD] {
            self.keeps(self.chat_of(who), Hours::USUAL).await;
        }
    }

    /// From now on the school reads at the usual hours only.
    pub async fn keeps_work_hours(&self) {
        let mut tx = self.store.write().await.unwrap();
        for who in [TEACHER, LEAD] {
            let chat = self.chat_of(who);
            let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
            store::accounts::set_work(&mut tx, account.unwrap().id, WorkHours::USUAL)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// The quiet hours of a chat, as its settings would set them.
    pub async fn keeps(&self, chat: i64, hours: Hours) {
        let mut tx = self.store.write().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
        if let Some(account) = account.filter(|account| account.quiet != hours) {
            // Whoever has come into the chat in a world without nights is at work at any hour, too.
            let always = WorkHours::ALWAYS;
            store::accounts::set_work(&mut tx, account.id, always)
                .await
                .unwrap();
            store::accounts::set_quiet(&mut tx, account.id, hours)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    fn message_id(&mut self) -> i64 {
        self.next_message += 1;
        self.next_message
    }

    pub async fn says(&mut self, who: &str, text: &str) {
        let message = self.message_id();
        let chat = self.chat_of(who);
        self.chats.entry(chat).or_default().wrote_as(message, text);
        let text = hongyan::base::Words::new(text);
        self.hear(
            chat,
            Did::Says {
                text,
                message,
                reply_to: None,
            },
        )
        .await;
    }

    /// Answers a message of the bot whose text contains `about`.
    pub async fn replies(&mut self, who: &str, about: &str, text: &str) {
        let message = self.message_id();
        let chat = self.chat_of(who);
        let reply_to = Some(self.chat(who).find(about).id);
        self.chats.entry(chat).or_default().wrote(text);
        let text = hongyan::base::Words::new(text);
        self.hear(
            chat,
            Did::Says {
                text,
                message,
                reply_to,
            },
        )
        .await;
    }

    pub async fn sends(&mut self, who: &str, media: MediaKind, file: &str, caption: &str) {
        self.sends_in(who, None, media, file, caption).await;
    }

    /// One item of an album: what the messenger tells of it, one update for each.
    pub async fn sends_in(
        &mut self,
        who: &str,
        album: Option<&str>,
        media: MediaKind,
        file: &str,
        caption: &str,
    ) {
        let album = album.map(str::to_owned);
        let message = self.message_id();
        let chat = self.chat_of(who);
        self.chats
            .entry(chat)
            .or_default()
            .wrote(&format!("[{} {file}] {caption}", media.as_str()));
        let caption = hongyan::base::Html::escape(caption);
        let (file, reply_to) = (file.to_owned(), None);
        let sheet = media == MediaKind::Document && file.ends_with(".xlsx");
        self.hear(
            chat,
            Did::Sends {
                media,
                file,
                caption,
                album,
                sheet,
                message,
                reply_to,
            },
        )
        .await;
    }

    /// Taps the newest button whose label contains `label`.
    pub async fn taps(&mut self, who: &str, label: &str) {
        let chat = self.chat_of(who);
        let (message, data) = self.chat(who).button(label);
        self.tap_data(chat, Some(message), &data).await;
    }

    /// Callback data as somebody could forge it.
    pub async fn tap_data(&mut self, chat: i64, message: Option<i64>, data: &str) {
        let query = format!("q{}", self.message_id());
        self.hear(
            chat,
            Did::Taps {
                data: data.into(),
                query,
                message,
            },
        )
        .await;
    }

    /// Each of these people taps a button they forged, and gets the one neutral answer.
    pub async fn refuses(&mut self, people: &[&str], data: &str) {
        for who in people {
            self.tap_data(self.chat_of(who), None, data).await;
            let toast = self.chat(who).toasts.last();
            let neutral = Some("This is not possible right now.");
            assert_eq!(toast.map(String::as_str), neutral, "{who}: {data}");
        }
    }

    pub async fn shares_contact(&mut self, who: &str, number: &str, own: bool) {
        let chat = self.chat_of(who);
        self.chats.entry(chat).or_default().wrote("[contact]");
        let phone = Phone::parse(number);
        self.hear(chat, Did::SharesContact { phone, own }).await;
    }

    /// What happens to staff by the clock, and everything it causes delivered.
    pub async fn staff_round(&mut self) {
        let mut tx = self.store.write().await.unwrap();
        staff::round(&mut tx, &self.env).await.unwrap();
        tx.commit().await.unwrap();
        self.deliver().await;
    }

    pub fn chat(&self, who: &str) -> &Chat {
        self.chats
            .get(&self.chat_of(who))
            .unwrap_or_else(|| panic!("{who} has seen nothing yet"))
    }

    /// What a person has on the screen: the last `count` things of the chat.
    pub fn screen(&self, who: &str, count: usize) -> String {
        self.chats
            .get(&self.chat_of(who))
            .map_or_else(|| "(nothing)".to_owned(), |chat| chat.screen(count))
    }

    /// How many messages a person got that contain `part`.
    pub fn count(&self, who: &str, part: &str) -> usize {
        self.chats.get(&self.chat_of(who)).map_or(0, |chat| {
            chat.shown
                .iter()
                .filter(|m| !m.own && m.text.contains(part))
                .count()
        })
    }

    /// Empties the outbox of what is due now into the chats.
    pub async fn deliver(&mut self) {
        if let Some(line) = &mut self.line {
            self.chats = line.speaks().await;
            return;
        }
        loop {
            let now = self.env.now();
            let mut tx = self.store.write().await.unwrap();
            let lease = now + TimeDelta::minutes(1);
            let slowest = hongyan::model::message::Lane::Bulk;
            store::outbox::expire(&mut tx, BOT, now).await.unwrap();
            let mut batch = store::outbox::claim(&mut tx, BOT, now, lease, slowest, 100)
                .await
                .unwrap();
            assert!(batch.unreadable.is_empty());
            let mut settled = Vec::new();
            // What the dispatcher asks.
            let denied = hongyan::outbox::denied(&mut tx, &batch.rows, now);
            let mut denied = denied.await.unwrap();
            let withdrawn: Vec<_> = denied.iter().copied().collect();
            let notes = store::notes::carried(&mut tx, &withdrawn).await.unwrap();
            let covered = hongyan::outbox::cover(&mut tx, BOT, &mut batch.rows, now);
            let covered = covered.await.unwrap();
            denied.extend(covered.gone);
            for row in &batch.rows {
                if denied.contains(&row.id) {
                    settled.push(Settlement {
                        id: row.id,
                        lease: row.lease,
                        outcome: Outcome::Withdrawn,
                    });
                    continue;
                }
                if let Some(at) = covered.later.get(&row.id) {
                    settled.push(Settlement {
                        id: row.id,
                        lease: row.lease,
                        outcome: Outcome::Released { at: Some(*at) },
                    });
                    continue;
                }
                let id = self.next_message + 1;
                self.next_message += row.parcel.messages().max(1) as i64;
                let remote = self
                    .chats
                    .entry(row.chat)
                    .or_default()
                    .take(id, &row.parcel);
                settled.push(Settlement {
                    id: row.id,
                    lease: row.lease,
                    outcome: Outcome::Sent { remote, note: None },
                });
            }
            store::outbox::settle(&mut tx, &self.env, BOT, &settled)
                .await
                .unwrap();
            note::pass_on(&mut tx, &self.env, notes).await.unwrap();
            let later: Vec<_> = covered.later.into_iter().collect();
            store::outbox_waiting::postpone(&mut tx, &later)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            if settled.is_empty() {
                return;
            }
        }
    }
}
