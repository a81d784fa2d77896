//! Keeps the leases of the bots: renews ours in time, takes what is free, gives what is more than our
//! share, and says so once. Knows nothing of what is done with a bot.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use metrics::{counter, gauge};
use tokio::sync::Mutex as Turn;
use tokio::time::sleep;

use super::loops::Worker;
use super::sharing::{Act, Memory, plan};
use super::wiring::House;
use crate::base::{Env, Instant, Wake};
use crate::outbox::{Dispatcher, Epoch, HOLD, Hold, LOOK, RENEW};
use crate::store::{Engine, Queue, Store, Stored, bots, processes};

/// How often it is looked, at a stop, whether everything under way is written down.
const WRITING: Duration = Duration::from_millis(500);

/// One bot that this process could have.
pub(super) struct Post {
    /// As logs name it.
    pub name: String,
    /// The messenger's id of it.
    pub bot: String,
    pub hold: Hold,
    /// Whoever has its turn sees nothing of the bot under way.
    pub speaker: Arc<Turn<Dispatcher>>,
}

/// One worker for all bots: a look costs one question, however many there are.
pub(super) struct Holding {
    owner: String,
    store: Store,
    env: Env,
    posts: Vec<Post>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    memory: Memory,
    said: HashMap<String, Standing>,
    /// The bell calls more often than is needed.
    next: Option<Instant>,
    /// When the others hear of us again.
    sign: Option<Instant>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Ours(Epoch),
    Elsewhere,
}

impl Holding {
    /// `posts` in the order of the bots' ids: all processes lock them in the same order.
    pub(super) fn new(house: &House, mut posts: Vec<Post>) -> Self {
        posts.sort_by(|one, two| one.bot.cmp(&two.bot));
        for post in &posts {
            gauge!("hongyan_lease_held", "bot" => post.bot.clone()).set(0.0);
            counter!("hongyan_lease_changes_total", "bot" => post.bot.clone()).increment(0);
        }
        Self {
            owner: house.owner.clone(),
            store: house.store.clone(),
            env: house.env.clone(),
            posts,
            state: Mutex::default(),
        }
    }

    fn say(&self, post: &Post, standing: Standing) {
        let bot = post.name.as_str();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = state.said.insert(post.bot.clone(), standing);
        drop(state);
        if before == Some(standing) {
            return;
        }
        let ours = matches!(standing, Standing::Ours(_));
        gauge!("hongyan_lease_held", "bot" => post.bot.clone()).set(if ours { 1.0 } else { 0.0 });
        counter!("hongyan_lease_changes_total", "bot" => post.bot.clone()).increment(1);
        match standing {
            Standing::Ours(_) if before.is_none() => {}
            Standing::Ours(_) => tracing::info!(bot, "this process speaks for the bot now"),
            Standing::Elsewhere => {
                tracing::info!(bot, "another process speaks for the bot; standing by");
            }
        }
        // Whoever waits for the bot looks again.
        self.env.bell.ring();
    }

    /// One look at all bots.
    async fn look(&self, now: Instant) -> Stored<()> {
        let mut tx = self.store.read().await?;
        let leases = bots::leases(&mut tx).await?;
        let alive = processes::alive(&mut tx, now - HOLD, now + HOLD).await?;
        drop(tx);
        let names: Vec<&str> = self.posts.iter().map(|post| post.bot.as_str()).collect();
        let (acts, sign) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let memory = &mut state.memory;
            let acts = plan(memory, &self.owner, now, &names, &leases, &alive);
            let sign = state.sign.is_none_or(|sign| sign <= now);
            (acts, sign)
        };
        for post in &self.posts {
            let other = |lease: &bots::Held| lease.owner != self.owner && lease.until > now;
            if leases.get(&post.bot).is_some_and(other) {
                self.say(post, Standing::Elsewhere);
            }
        }
        let parting = self.posts.iter().any(|post| post.hold.gives_way());
        if acts.is_empty() && !sign && !parting {
            return Ok(());
        }
        self.act(&acts, now).await?;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sign = Some(now + RENEW);
        Ok(())
    }

    async fn act(&self, acts: &[(usize, Act)], now: Instant) -> Stored<()> {
        let mut tx = self.store.write().await?;
        let mut news = Vec::new();
        let mut turns = Vec::new();
        for (index, post) in self.posts.iter().enumerate() {
            let act = acts
                .iter()
                .find(|(at, _)| *at == index)
                .map(|(_, act)| *act);
            if post.hold.gives_way() {
                // Not before what is under way is written down; until then the lease is kept.
                match post.speaker.clone().try_lock_owned() {
                    Ok(turn) if turn.is_idle() => {
                        post.hold.release(&mut tx).await?;
                        turns.push(turn);
                        news.push((post, Standing::Elsewhere));
                    }
                    _ => _ = post.hold.renew(&mut tx, now).await?,
                }
                continue;
            }
            match act {
                Some(Act::GiveWay) => post.hold.give_way(),
                Some(Act::Renew | Act::Take) => match post.hold.renew(&mut tx, now).await? {
                    Some(epoch) => news.push((post, Standing::Ours(epoch))),
                    None => news.push((post, Standing::Elsewhere)),
                },
                None => {}
            }
        }
        let held = self.posts.iter().filter(|post| post.hold.lasts(now));
        let dead = now - HOLD * 3;
        processes::seen(&mut tx, &self.owner, held.count(), now, dead).await?;
        tx.commit().await?;
        drop(turns);
        for (post, standing) in news {
            self.say(post, standing);
        }
        if self.store.engine() == Engine::Postgres {
            // Another process may have stored something for our bots, and its bells are not heard here. Nobody
            // else is called: what is due has its own looks, and all of them at once are felt by who waits.
            let ours = |post: &&Post| post.hold.lasts(now) || post.hold.gives_way();
            for post in self.posts.iter().filter(ours) {
                for queue in [Queue::Inbox, Queue::Outbox] {
                    self.store.bell(queue, &post.bot).ring();
                }
            }
        }
        Ok(())
    }
}

impl Worker for Holding {
    fn name(&self) -> String {
        "leases".to_owned()
    }

    /// At a graceful stop the bots stay ours until everything under way is written down.
    fn finish(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        async {
            let busy = |post: &&Post| !post.speaker.try_lock().is_ok_and(|turn| turn.is_idle());
            loop {
                sleep(WRITING).await;
                let busy: Vec<&Post> = self.posts.iter().filter(busy).collect();
                if busy.is_empty() {
                    return Ok(());
                }
                let now = self.env.now();
                let mut tx = self.store.write().await?;
                for post in busy.into_iter().filter(|post| post.hold.lasts(now)) {
                    post.hold.renew(&mut tx, now).await?;
                }
                tx.commit().await?;
            }
        }
        .boxed()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            let next = {
                let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                state.next
            };
            if let Some(next) = next.filter(|next| *next > now) {
                return Ok(Wake::At(next));
            }
            self.look(now).await?;
            // Alone on its file, it only has to renew.
            let pause = match self.store.engine() {
                Engine::Sqlite => RENEW,
                Engine::Postgres => LOOK,
            };
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.next = Some(now + pause);
            Ok(Wake::At(now + pause))
        }
        .boxed()
    }
}

/// Of one SQLite file there is one process: a lease that stands in it is of one that died, and nobody
/// has to wait for its end.
pub(super) async fn inherit(store: &Store) -> Stored<()> {
    if store.engine() == Engine::Sqlite {
        let mut tx = store.write().await?;
        crate::store::bots::release_all(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Gives all bots of the house back, so that the next process need not wait for the end of a lease.
pub(super) async fn release(house: &House) -> Stored<()> {
    let mut tx = house.store.write().await?;
    let mut bots: Vec<&str> = house.lines.iter().map(|line| line.telegram.id()).collect();
    bots.sort_unstable();
    for bot in bots {
        bots::release(&mut tx, bot, &house.owner).await?;
    }
    processes::gone(&mut tx, &house.owner).await?;
    tx.commit().await
}
