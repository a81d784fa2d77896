//! What is sealed: values under the key of one child, or of the house, and where those keys are. Knows
//! which rows hold keys; what a value means, and who may read it, is decided above.
//!
//! A value without our prefix is from before sealing: it is given back as it is until all of its table is
//! sealed (`bound`). A value whose key was destroyed is `None`, for ever: readers say calmly that it is
//! no longer kept.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::sql::json_ids;
use super::tx::Cells;
use super::{StoreError, Stored, Tx};
use crate::base::{ChildId, Instant, Key, Keyring, Since, to_ms};

mod bound;
mod own;
mod rotation;
mod together;
mod wrapped;

pub(super) use bound::is_bound;
use bound::{Old, Over};
pub use bound::{open_at, open_own_at, seal_at, seal_own_at};
pub use own::{Own, open_own, own, own_to_write, seal_own};
pub use rotation::{Standing, rewrap, standing, unknown};
use wrapped::{unwrap, wrap};

macro_rules! keys {
    ($engine:tt, $these:expr) => {
        gather!($engine, "child_id, wrapped", "child_id", $these)
    };
}

statements! {
    // With a plain IN and a plan made while there were few PostgreSQL read all of them.
    READ = keys!(sqlite, "SELECT * FROM child_keys WHERE child_id IN (SELECT value FROM json_each($1))"),
           keys!(postgres, one_by_one!("child_id, wrapped", "child_keys WHERE child_id = w.asked"));

    // Who made it first made it: the others read it.
    MAKE = "INSERT INTO child_keys (child_id, wrapped, key_id, destroyed_ms)
         SELECT value ->> 'id', value ->> 'wrapped', value ->> 'by', NULL FROM jsonb_each($1) WHERE true
         ON CONFLICT (child_id) DO NOTHING RETURNING child_id",
        "INSERT INTO child_keys (child_id, wrapped, key_id, destroyed_ms)
         SELECT r.id, r.wrapped, r.by, NULL
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, wrapped TEXT, by TEXT)
         ON CONFLICT (child_id) DO NOTHING RETURNING child_id";

    DESTROY = "INSERT INTO child_keys (child_id, wrapped, key_id, destroyed_ms) VALUES ($1, NULL, NULL, $2)
         ON CONFLICT (child_id) DO UPDATE SET wrapped = NULL, key_id = NULL,
             destroyed_ms = COALESCE(child_keys.destroyed_ms, excluded.destroyed_ms)";

    DESTROYED = "SELECT destroyed_ms FROM child_keys WHERE child_id = $1 AND destroyed_ms IS NOT NULL";

    // A destroyed key has neither; asked by what the index holds, or every start would read all keys.
    HELD_BY = "SELECT key_id, COUNT(*) AS n FROM child_keys WHERE key_id IS NOT NULL GROUP BY key_id ORDER BY key_id";
    DESTROYED_ONES = "SELECT COUNT(*) AS n FROM child_keys WHERE destroyed_ms IS NOT NULL";

    UNDER_OLD = "SELECT child_id, wrapped FROM child_keys WHERE key_id <> $1 AND child_id > $2 ORDER BY child_id LIMIT $3";

    // A key that was destroyed meanwhile stays destroyed.
    REWRAP = "UPDATE child_keys SET wrapped = r.value ->> 'wrapped', key_id = r.value ->> 'by' FROM jsonb_each($1) AS r
         WHERE child_keys.child_id = r.value ->> 'id' AND child_keys.wrapped IS NOT NULL",
        "UPDATE child_keys SET wrapped = r.wrapped, key_id = r.by
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, wrapped TEXT, by TEXT)
         WHERE child_keys.child_id = r.id AND child_keys.wrapped IS NOT NULL";
}

/// How a value sealed with a child's key begins.
const OF_CHILD: &str = "v1.child.";
/// The house's own key has this number; no child has.
const HOUSE: i64 = 0;
/// So many keys are kept unwrapped, about half a megabyte; then all are forgotten.
const KNOWN: usize = 4096;
/// So long: another process forgets within it what was destroyed here.
const FRESH: Duration = Duration::from_secs(60);

/// The operator's keys, and the children's keys read lately. One per [`super::Store`].
#[derive(Debug, Default)]
pub(super) struct Vault {
    ring: Option<Keyring>,
    known: Mutex<HashMap<i64, (Key, Since)>>,
    over: Over,
}

impl Vault {
    pub fn new(ring: Keyring) -> Self {
        Self {
            ring: Some(ring),
            known: Mutex::default(),
            over: Over::default(),
        }
    }

    /// All of a part is sealed as it is sealed now: nothing else is read in it.
    pub fn shut(&self, part: super::sealing::Part) {
        self.over.add(part);
    }

    fn ring(&self) -> Stored<&Keyring> {
        self.ring.as_ref().ok_or(StoreError::NoKey)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<i64, (Key, Since)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, id: i64) -> Option<Key> {
        let known = self.known();
        let (key, read) = known.get(&id)?;
        (read.ago() < FRESH).then(|| key.clone())
    }

    /// Keys that stand in the database for certain: read from it, or committed.
    pub fn keep(&self, keys: impl IntoIterator<Item = (i64, Key)>) {
        let mut known = self.known();
        for (id, key) in keys {
            if known.len() >= KNOWN {
                known.clear();
            }
            known.insert(id, (key, Since::now()));
        }
    }

    pub fn forget(&self, ids: &[i64]) {
        let mut known = self.known();
        for id in ids {
            known.remove(id);
        }
    }
}

/// What one transaction did to keys; the vault learns of it at the commit.
#[derive(Debug, Default)]
pub(super) struct Touched {
    made: HashMap<i64, Key>,
    destroyed: Vec<i64>,
}

impl Touched {
    /// A key was made: what others seal with it must not be on the disk before it.
    pub fn has_made(&self) -> bool {
        !self.made.is_empty()
    }

    pub fn settle(self, vault: &Vault) {
        vault.forget(&self.destroyed);
        vault.keep(self.made);
    }
}

/// The keys of some children, read with one statement at most: a page is opened without another.
#[derive(Debug)]
pub struct Keys {
    keys: HashMap<i64, Key>,
    ring: Option<Keyring>,
    old: Old,
}

fn about(child: ChildId, column: &str) -> String {
    format!("{column} {child}")
}

impl Keys {
    /// What was written; `None` when its key is destroyed. `column` is the one it was sealed for.
    pub fn open(
        &self,
        child: ChildId,
        column: &'static str,
        stored: &str,
    ) -> Stored<Option<String>> {
        let Some(sealed) = stored.strip_prefix(OF_CHILD) else {
            return self.old.plain(column, stored);
        };
        self.open_about(child, column, &about(child, column), sealed)
    }

    fn open_about(
        &self,
        child: ChildId,
        column: &'static str,
        about: &str,
        sealed: &str,
    ) -> Stored<Option<String>> {
        if self.ring.is_none() {
            return Err(StoreError::NoKey);
        }
        let Some(key) = self.keys.get(&child.0) else {
            return Ok(None);
        };
        if sealed.is_empty() {
            return Ok(None);
        }
        opened(key, about, sealed)
            .ok_or(StoreError::Unreadable { column })
            .map(Some)
    }

    /// [`Keys::open`] of a cell that may be empty.
    pub fn open_some(
        &self,
        child: ChildId,
        column: &'static str,
        stored: Option<String>,
    ) -> Stored<Option<String>> {
        stored.map_or(Ok(None), |stored| self.open(child, column, &stored))
    }

    /// For storing in `column` of a row about this child. With its key destroyed nobody will read it.
    pub fn seal(&self, child: ChildId, column: &'static str, text: &str) -> Stored<String> {
        let sealed = self.seal_about(child, column, &about(child, column), text)?;
        Ok(format!("{OF_CHILD}{sealed}"))
    }

    fn seal_about(
        &self,
        child: ChildId,
        column: &'static str,
        about: &str,
        text: &str,
    ) -> Stored<String> {
        let ring = self.ring.as_ref().ok_or(StoreError::NoKey)?;
        let (chance, text) = (ring.chance(), text.as_bytes());
        let sealed = match self.keys.get(&child.0) {
            Some(key) => key.seal(chance, about, text),
            None => Key::random(chance).seal(chance, about, text),
        };
        sealed.ok_or(StoreError::Unreadable { column })
    }

    /// The same text about the same child has the same mark; without the child's key nobody can tell what
    /// it was. With that key destroyed no two marks are the same.
    pub fn mark(&self, child: ChildId, column: &'static str, text: &str) -> Stored<String> {
        let ring = self.ring.as_ref().ok_or(StoreError::NoKey)?;
        Ok(match self.keys.get(&child.0) {
            Some(key) => key.mark(column, text),
            None => Key::random(ring.chance()).mark(column, text),
        })
    }

    /// Whether all values of this column are sealed as they are sealed now, as far as this process knows.
    pub fn all_is_new(&self, column: &'static str) -> bool {
        self.old.is_over(column)
    }

    /// [`Keys::seal`] of a cell that may be empty.
    pub fn seal_some(
        &self,
        child: ChildId,
        column: &'static str,
        text: Option<&str>,
    ) -> Stored<Option<String>> {
        text.map(|text| self.seal(child, column, text)).transpose()
    }
}

fn opened(key: &Key, about: &str, sealed: &str) -> Option<String> {
    let bytes = key.open(about, sealed)?;
    std::str::from_utf8(&bytes).ok().map(str::to_owned)
}

/// A value that nobody can open.
pub(super) const GONE: &str = OF_CHILD;
/// What stands for a name that is no longer kept, in every language.
pub const GONE_NAME: &str = "—";

/// The keys there are, for opening.
pub async fn keys(tx: &mut Tx, children: impl IntoIterator<Item = ChildId>) -> Stored<Keys> {
    let ids: BTreeSet<i64> = children.into_iter().map(|child| child.0).collect();
    let keys = read(tx, &ids).await?.0;
    Ok(with(tx, keys))
}

/// The keys for a page of rows that name their child in `column`, for opening.
pub(super) async fn keys_in(
    tx: &mut Tx,
    rows: &[impl Cells],
    column: &'static str,
) -> Stored<Keys> {
    let mut children = Vec::with_capacity(rows.len());
    for row in rows {
        children.extend(row.maybe_id::<ChildId>(column)?);
    }
    keys(tx, children).await
}

/// The keys of these children, for sealing; one that has none yet gets one.
pub async fn keys_to_write(
    tx: &mut Tx,
    children: impl IntoIterator<Item = ChildId>,
) -> Stored<Keys> {
    let ids: BTreeSet<i64> = children.into_iter().map(|child| child.0).collect();
    let keys = read_or_make(tx, &ids).await?;
    Ok(with(tx, keys))
}

fn with(tx: &Tx, keys: HashMap<i64, Key>) -> Keys {
    let vault = tx.vault();
    let (ring, old) = (vault.ring.clone(), vault.over.now());
    Keys { keys, ring, old }
}

/// [`Keys::seal`] of one value.
pub async fn seal(tx: &mut Tx, child: ChildId, column: &'static str, text: &str) -> Stored<String> {
    keys_to_write(tx, [child]).await?.seal(child, column, text)
}

/// [`Keys::open`] of one value.
pub async fn open(
    tx: &mut Tx,
    child: ChildId,
    column: &'static str,
    stored: &str,
) -> Stored<Option<String>> {
    keys(tx, [child]).await?.open(child, column, stored)
}

/// Makes everything sealed for this child unreadable, here and in every copy. Cannot be undone.
pub async fn destroy(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<()> {
    run!(tx, DESTROY; child.0, to_ms(now));
    tx.keys_touched().made.remove(&child.0);
    tx.keys_touched().destroyed.push(child.0);
    tx.vault().forget(&[child.0]);
    Ok(())
}

/// When this child's key was destroyed.
pub async fn destroyed(tx: &mut Tx, child: ChildId) -> Stored<Option<Instant>> {
    let row = one!(tx, DESTROYED; child.0);
    row.map(|row| row.moment("destroyed_ms")).transpose()
}

/// Those of `ids` that have a key, and those that never had a row.
async fn read(tx: &mut Tx, ids: &BTreeSet<i64>) -> Stored<(HashMap<i64, Key>, BTreeSet<i64>)> {
    let mut keys = HashMap::with_capacity(ids.len());
    let mut left = BTreeSet::new();
    let vault = tx.vault();
    for &id in ids {
        let made = tx.keys_touched().made.get(&id).cloned();
        match made.or_else(|| vault.look(id)) {
            Some(key) => _ = keys.insert(id, key),
            None => _ = left.insert(id),
        }
    }
    let Some(ring) = vault.ring.as_ref().filter(|_| !left.is_empty()) else {
        return Ok((keys, left));
    };
    let mut fresh = Vec::new();
    for row in &gathered!(tx, READ; json_ids(left.iter().copied())) {
        let id = row.int("child_id")?;
        left.remove(&id);
        if let Some(wrapped) = row.maybe_text("wrapped")? {
            fresh.push((id, unwrap(ring, id, &wrapped)?));
        }
    }
    keys.extend(fresh.iter().cloned());
    vault.keep(fresh);
    Ok((keys, left))
}

async fn read_or_make(tx: &mut Tx, ids: &BTreeSet<i64>) -> Stored<HashMap<i64, Key>> {
    let (mut keys, missing) = read(tx, ids).await?;
    if missing.is_empty() {
        return Ok(keys);
    }
    let vault = tx.vault();
    let ring = vault.ring()?;
    // Rows made now are not to wait for the next rotation.
    ring.look_again();
    let mut made = HashMap::with_capacity(missing.len());
    let mut rows = Vec::with_capacity(missing.len());
    for &id in &missing {
        let key = Key::random(ring.chance());
        rows.push(wrap(ring, id, &key)?);
        made.insert(id, key);
    }
    let page = serde_json::Value::Array(rows).to_string();
    let mut others = missing;
    for row in &all!(tx, MAKE; page) {
        let id = row.int("child_id")?;
        others.remove(&id);
        if let Some(key) = made.remove(&id) {
            keys.insert(id, key.clone());
            tx.keys_touched().made.insert(id, key);
        }
    }
    if !others.is_empty() {
        keys.extend(read(tx, &others).await?.0);
    }
    Ok(keys)
}
