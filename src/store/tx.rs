//! One transaction. Holding a `Tx` is the permission to read and write; dropping it undoes all, but what the first
//! statement of [`super::Store::write_one`] did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Executor, Row};
use tokio::sync::OwnedMutexGuard;

use super::begun::Begun;
use super::bells::{Bells, Place, Queue};
use super::memo::Memo;
use super::under_way::{self, UnderWay};
use super::vault::{Touched, Vault};
use super::{Engine, Sql, StoreError, Stored, accounts, outbox};
use crate::base::{AccountId, Instant, Vocabulary, from_ms};

/// Whatever the operator has set holds for this commit.
const NOT_RELAXED: &str = "SET LOCAL synchronous_commit TO DEFAULT";

macro_rules! along_indexes_from_here {
    () => {
        "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
    };
}

/// PostgreSQL thinks little of how much waits (`store::care`), so little that it took all of it and sorted it for
/// the next few: 364 ms for a claim among 60,000. Like this it goes along the index of the order, and stops.
const ALONG_INDEXES: &str = along_indexes_from_here!();
/// The same with the beginning.
pub(super) const BEGIN_LED: &str = concat!("BEGIN; ", along_indexes_from_here!());
const ANY_WAY: &str = "SET LOCAL enable_sort TO DEFAULT; SET LOCAL enable_bitmapscan TO DEFAULT";

/// A running transaction on either engine.
pub struct Tx {
    inner: Begun,
    engine: Engine,
    /// PostgreSQL is led along indexes. What else is asked would read a whole table in some order and takes it
    /// back first; a commit is the end of it too, so nobody is asked twice for a claim that nothing follows.
    led: bool,
    /// The next statement does not take the lead back.
    keeps: bool,
    /// The statement that comes is a transaction of its own.
    alone: bool,
    /// What this transaction has read of rights and not written since.
    pub(super) memo: Memo,
    /// Where something was put: whoever works there is called by the commit.
    put: BTreeSet<Place>,
    /// Of these places, those where something was put that only who works there takes.
    put_for_turn: BTreeSet<Place>,
    /// Rows of the outbox that are written together, before anything else asks for the outbox or this
    /// commits: on SQLite every statement is a walk to another thread.
    later: Vec<serde_json::Value>,
    /// What is under way for a bot, as this transaction knows it; what it has changed is written like that too.
    under_way: Option<UnderWay>,
    /// Who was seen just now, written like that too.
    seen: BTreeMap<AccountId, Instant>,
    bells: Bells,
    vault: Arc<Vault>,
    /// Keys made and destroyed here.
    keys: Touched,
    /// How many statements ran here, and a print of which in what order.
    trail: (u32, u64),
    /// Our place in SQLite's writers' queue, given up at commit or drop.
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Tx {
    pub(super) fn new(
        inner: Begun,
        engine: Engine,
        turn: Option<OwnedMutexGuard<()>>,
        (bells, vault): (Bells, Arc<Vault>),
    ) -> Self {
        Self {
            inner,
            engine,
            led: false,
            keeps: false,
            alone: false,
            memo: Memo::default(),
            put: BTreeSet::new(),
            put_for_turn: BTreeSet::new(),
            later: Vec::new(),
            under_way: None,
            seen: BTreeMap::new(),
            bells,
            vault,
            keys: Touched::default(),
            trail: (0, 0),
            _turn: turn,
        }
    }

    /// Makes everything done here durable, or as durable as [`super::Store::write_relaxed`] says.
    pub async fn commit(mut self) -> Stored<()> {
        self.flush().await?;
        if self.keys.has_made() && self.engine == Engine::Postgres {
            // The server may lose a relaxed commit while this process and its memory of the key live on.
            sqlx::query(NOT_RELAXED).execute(self.conn()).await?;
        }
        self.inner.commit().await?;
        self.keys.settle(&self.vault);
        self.bells.ring(&self.put);
        Ok(())
    }

    /// Writes what waits to be written, so that only the commit itself is left to fail.
    pub async fn flush(&mut self) -> Stored<()> {
        outbox::write_later(self).await?;
        self.write_under_way().await?;
        accounts::write_seen(self).await
    }

    /// Undoes everything done here before it returns. A transaction that is only dropped is undone a little
    /// later, and until then others find its rows locked.
    pub async fn undo(self) -> Stored<()> {
        self.inner.undo().await
    }

    /// On PostgreSQL it has begun with [`BEGIN_LED`].
    pub(super) fn already_led(mut self) -> Self {
        self.led = self.engine == Engine::Postgres;
        self
    }

    /// It has yet to begin, with its second statement.
    pub(super) fn first_alone(mut self) -> Self {
        self.alone = true;
        self
    }

    /// All that follows is one transaction, the first statement too.
    pub(super) async fn begin_whole(&mut self) -> Stored<()> {
        self.alone = false;
        self.inner.open().await
    }

    /// PostgreSQL neither sorts nor collects what `sql` finds, which runs next.
    pub(super) async fn lead(&mut self, sql: Sql) -> Stored<()> {
        self.begin_whole().await?;
        self.either_way(sql).await?;
        if self.engine == Engine::Postgres && !self.led {
            self.conn().execute(ALONG_INDEXES).await?;
            self.led = true;
        }
        Ok(())
    }

    /// `sql`, which runs next, goes by a key: led or not, it reads the same. Rows that wait are written before: they
    /// would take its place.
    pub(super) async fn either_way(&mut self, sql: Sql) -> Stored<()> {
        self.write_waiting(sql.of(self.engine)).await?;
        self.keeps = true;
        Ok(())
    }

    /// Something was put into this queue of `bot`.
    pub(super) fn put_into(&mut self, queue: Queue, bot: &str) {
        let place = (queue, bot.to_owned());
        if !self.put.contains(&place) {
            self.put.insert(place);
        }
    }

    /// Whether this transaction has put something into this queue of `bot`.
    pub fn has_put(&self, queue: Queue, bot: &str) -> bool {
        self.put.contains(&(queue, bot.to_owned()))
    }

    /// What this transaction has put there is in the caller's hands already, as far as it can be: nobody is called for
    /// that.
    pub fn is_taken(&mut self, queue: Queue, bot: &str) {
        let place = (queue, bot.to_owned());
        if !self.put_for_turn.contains(&place) {
            self.put.remove(&place);
        }
    }

    /// The same as [`Tx::put_into`] for what is not to be taken at once: its moment is still to come, or its lane is
    /// slow.
    pub(super) fn put_for_turn(&mut self, queue: Queue, bot: &str) {
        self.put_into(queue, bot);
        self.put_for_turn.insert((queue, bot.to_owned()));
    }

    /// This row of the outbox can wait for others.
    pub(super) fn later(&mut self, row: serde_json::Value) {
        self.later.push(row);
    }

    pub(super) fn take_later(&mut self) -> Vec<serde_json::Value> {
        std::mem::take(&mut self.later)
    }

    pub(super) fn take_under_way(&mut self, bot: &str) -> Option<UnderWay> {
        self.under_way.take_if(|known| known.is_of(bot))
    }

    pub(super) fn keep_under_way(&mut self, under_way: UnderWay) {
        self.under_way = Some(under_way);
    }

    async fn write_under_way(&mut self) -> Stored<()> {
        match self.under_way.take_if(|known| known.is_changed()) {
            Some(changed) => Box::pin(under_way::write(self, changed)).await,
            None => Ok(()),
        }
    }

    /// This account was seen; written before anything asks for accounts.
    pub(super) fn saw(&mut self, account: AccountId, now: Instant) {
        self.seen.insert(account, now);
    }

    pub(super) fn take_seen(&mut self) -> BTreeMap<AccountId, Instant> {
        std::mem::take(&mut self.seen)
    }

    /// `text` is about to run. Nothing leads it that was meant for another, and the rows that wait are written.
    pub(super) async fn before(&mut self, text: &str) -> Stored<()> {
        if !std::mem::take(&mut self.alone) {
            self.inner.open().await?;
        }
        if !std::mem::take(&mut self.keeps) && self.led {
            self.conn().execute(ANY_WAY).await?;
            self.led = false;
        }
        self.write_waiting(text).await
    }

    /// Calls whoever works on what was put, if it is stored already: whatever comes next may fail.
    pub(super) fn ring_stored(&mut self) {
        if !self.inner.is_open() {
            self.bells.ring(&std::mem::take(&mut self.put));
        }
    }

    /// Writes the rows that wait, if `text` could ask for them.
    async fn write_waiting(&mut self, text: &str) -> Stored<()> {
        if !self.later.is_empty() && text.contains("outbox") {
            Box::pin(outbox::write_later(self)).await?;
        }
        if !self.seen.is_empty() && text.contains("accounts") {
            Box::pin(accounts::write_seen(self)).await?;
        }
        if text.contains("under_way") {
            self.write_under_way().await?;
        }
        Ok(())
    }

    pub(super) fn vault(&self) -> Arc<Vault> {
        self.vault.clone()
    }

    pub(super) fn keys_touched(&mut self) -> &mut Touched {
        &mut self.keys
    }

    /// How many statements ran so far, and a print of which ones in what order: two answers that must
    /// take the same time run the same. Compared within one process only.
    pub const fn trail(&self) -> (u32, u64) {
        self.trail
    }

    pub(super) fn conn(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    pub(super) const fn engine(&self) -> Engine {
        self.engine
    }

    /// The text for this engine, which is about to run: whatever may write ends what is remembered.
    pub(super) fn pick(&mut self, sql: Sql) -> &'static str {
        let text = sql.of(self.engine);
        let (count, print) = self.trail;
        let step = (text.as_ptr() as u64) ^ (text.len() as u64).rotate_left(48);
        let print = (print.rotate_left(5) ^ step).wrapping_mul(0x0100_0000_01b3);
        self.trail = (count + 1, print);
        if !only_reads(text) {
            self.memo.forget(text);
        }
        text
    }
}

/// Whether a statement of ours changes nothing, and does not wait for somebody who does (`FOR UPDATE`).
fn only_reads(text: &str) -> bool {
    let writes = |word| text.contains(word);
    // The trace says nothing about rights.
    text.starts_with("INSERT INTO audit ")
        || (text.starts_with("SELECT") || text.starts_with("WITH"))
            && !["UPDATE", "INSERT ", "DELETE "].into_iter().any(writes)
}

/// Reading cells with our own types; an unreadable cell names its column.
pub(super) trait Cells {
    fn int(&self, column: &'static str) -> Stored<i64>;
    fn maybe_int(&self, column: &'static str) -> Stored<Option<i64>>;
    fn text(&self, column: &'static str) -> Stored<String>;
    fn maybe_text(&self, column: &'static str) -> Stored<Option<String>>;

    fn word<T: Vocabulary>(&self, column: &'static str) -> Stored<T> {
        T::of(&self.text(column)?).ok_or(StoreError::Unreadable { column })
    }

    fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Stored<T> {
        serde_json::from_str(&self.text(column)?).map_err(|_| StoreError::Unreadable { column })
    }

    fn id<T: From<i64>>(&self, column: &'static str) -> Stored<T> {
        self.int(column).map(T::from)
    }

    fn maybe_id<T: From<i64>>(&self, column: &'static str) -> Stored<Option<T>> {
        Ok(self.maybe_int(column)?.map(T::from))
    }

    fn flag(&self, column: &'static str) -> Stored<bool> {
        self.int(column).map(|n| n != 0)
    }

    fn moment(&self, column: &'static str) -> Stored<Instant> {
        self.int(column).map(from_ms)
    }

    fn maybe_moment(&self, column: &'static str) -> Stored<Option<Instant>> {
        Ok(self.maybe_int(column)?.map(from_ms))
    }

    fn day(&self, column: &'static str) -> Stored<chrono::NaiveDate> {
        self.text(column)?
            .parse()
            .map_err(|_| StoreError::Unreadable { column })
    }

    fn zone(&self, column: &'static str) -> Stored<Option<chrono_tz::Tz>> {
        Ok(self.maybe_text(column)?.and_then(|name| name.parse().ok()))
    }
}

impl Cells for AnyRow {
    fn int(&self, column: &'static str) -> Stored<i64> {
        self.try_get(column)
            .map_err(|_| StoreError::Unreadable { column })
    }

    fn maybe_int(&self, column: &'static str) -> Stored<Option<i64>> {
        self.try_get(column)
            .map_err(|_| StoreError::Unreadable { column })
    }

    fn text(&self, column: &'static str) -> Stored<String> {
        self.try_get(column)
            .map_err(|_| StoreError::Unreadable { column })
    }

    fn maybe_text(&self, column: &'static str) -> Stored<Option<String>> {
        self.try_get(column)
            .map_err(|_| StoreError::Unreadable { column })
    }
}
