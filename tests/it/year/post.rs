//! The messenger of a simulated year: takes everything, remembers what it was handed, lets guardians
//! answer after a while, and can be cut off in the middle of a batch.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use hongyan::base::{CheckInId, Env, Instant};
use hongyan::dialogue::{self, check_in, weekly};
use hongyan::model::message::{Act, Keyboard, Parcel};
use hongyan::model::week::SchoolWeek;
use hongyan::outbox::{Channel, Manner, Receipt, Refusal};
use tokio::sync::Notify;

use super::families::is_guardian;
use crate::world::BOT;

/// How long a guardian takes to answer.
const THINKS: TimeDelta = TimeDelta::minutes(5);

/// One weekly update in somebody's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handed {
    pub at: Instant,
    pub silent: bool,
}

/// What a guardian does about a question; by the check-in's number, so that a second copy of the same
/// question changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Well,
    Problem,
    Silent,
}

impl Mood {
    pub fn of(id: i64) -> Self {
        match id.unsigned_abs() % 20 {
            0 => Self::Problem,
            1 | 2 => Self::Silent,
            _ => Self::Well,
        }
    }
}

/// One tap that will come in.
#[derive(Debug)]
pub struct Tapped {
    pub chat: i64,
    pub message: i64,
    pub data: String,
}

#[derive(Default)]
struct Book {
    updates: HashMap<(i64, SchoolWeek), Vec<Handed>>,
    answered: HashSet<CheckInId>,
    answers: BTreeMap<Instant, Vec<Tapped>>,
    last: i64,
}

pub struct Post {
    env: Env,
    book: Mutex<Book>,
    /// How many more parcels are taken before the line goes dead; negative: it does not.
    left: AtomicI64,
    pub hung: Notify,
}

impl Post {
    pub fn new(env: Env) -> Self {
        Self {
            env,
            book: Mutex::default(),
            left: AtomicI64::new(-1),
            hung: Notify::new(),
        }
    }

    /// The parcel after `parcels` more is taken, and the answer never arrives.
    pub fn die_after(&self, parcels: i64) {
        self.left.store(parcels, Ordering::SeqCst);
    }

    pub fn is_dying(&self) -> bool {
        self.left.load(Ordering::SeqCst) >= 0
    }

    pub fn updates(&self) -> HashMap<(i64, SchoolWeek), Vec<Handed>> {
        self.book.lock().unwrap().updates.clone()
    }

    pub fn next_answer(&self) -> Option<Instant> {
        self.book.lock().unwrap().answers.keys().next().copied()
    }

    /// The taps that have come by now.
    pub fn taps(&self) -> Vec<Tapped> {
        let now = self.env.now();
        let mut book = self.book.lock().unwrap();
        let later = book.answers.split_off(&(now + TimeDelta::milliseconds(1)));
        let due = std::mem::replace(&mut book.answers, later);
        due.into_values().flatten().collect()
    }

    fn take(&self, chat: i64, parcel: &Parcel, silent: bool) -> i64 {
        let mut book = self.book.lock().unwrap();
        book.last += 1;
        let message = book.last;
        let Parcel::Send {
            keyboard: Some(Keyboard::Buttons(rows)),
            ..
        } = parcel
        else {
            return message;
        };
        let at = self.env.now();
        for button in rows.iter().flatten() {
            let Act::Tap(data) = &button.act else {
                continue;
            };
            match dialogue::Tap::decode(data) {
                Some(dialogue::Tap::Weekly(weekly::Tap::Talked(week))) => {
                    let copies = book.updates.entry((chat, week)).or_default();
                    copies.push(Handed { at, silent });
                }
                Some(dialogue::Tap::CheckIn(check_in::Tap::Well(id))) if is_guardian(chat) => {
                    let tap = match Mood::of(id.0) {
                        Mood::Well => check_in::Tap::Well(id),
                        Mood::Problem => check_in::Tap::Problem(id),
                        Mood::Silent => continue,
                    };
                    if book.answered.insert(id) {
                        let data = dialogue::Tap::CheckIn(tap).encode();
                        book.answers.entry(at + THINKS).or_default().push(Tapped {
                            chat,
                            message,
                            data,
                        });
                    }
                }
                _ => {}
            }
        }
        message
    }
}

impl Channel for Post {
    fn bot(&self) -> &str {
        BOT
    }

    fn deliver<'a>(
        &'a self,
        chat: i64,
        parcel: &'a Parcel,
        manner: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>> {
        let message = self.take(chat, parcel, manner.silent);
        let dies =
            self.left.load(Ordering::SeqCst) >= 0 && self.left.fetch_sub(1, Ordering::SeqCst) == 0;
        Box::pin(async move {
            if dies {
                self.hung.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(Receipt {
                remote_id: Some(message),
            })
        })
    }
}
