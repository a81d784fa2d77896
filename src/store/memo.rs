//! What one transaction has read: of rights, because a screen asks for the same person and child many
//! times; of accounts, because updates of many people are handled together. Rights end with the first
//! statement that may write anything, accounts with the first that may write to them.

use std::collections::HashMap;
use std::hash::Hash;

use super::accounts::Account;
use crate::base::{AdultId, ChildId};
use crate::model::rights::{Ledger, Place};

/// One screen is about few; whole pages are read in one statement and not kept.
const FEW: usize = 8;

#[derive(Debug, Default)]
pub(super) struct Memo {
    ledgers: HashMap<AdultId, Ledger>,
    places: HashMap<ChildId, Place>,
    /// By bot and chat; only what was asked for beforehand.
    accounts: HashMap<(String, i64), Account>,
}

impl Memo {
    /// `text` is about to run, and may write.
    pub fn forget(&mut self, text: &str) {
        self.ledgers.clear();
        self.places.clear();
        if text.contains("accounts") {
            self.accounts.clear();
        }
    }

    pub fn account(&self, bot: &str, chat: i64) -> Option<Account> {
        if self.accounts.is_empty() {
            return None;
        }
        self.accounts.get(&(bot.to_owned(), chat)).cloned()
    }

    pub fn keep_account(&mut self, account: Account) {
        let key = (account.bot.clone(), account.chat);
        self.accounts.insert(key, account);
    }

    /// All of these, or nothing.
    pub fn ledgers(&self, adults: &[AdultId]) -> Option<HashMap<AdultId, Ledger>> {
        known(&self.ledgers, adults)
    }

    pub fn places(&self, children: &[ChildId]) -> Option<HashMap<ChildId, Place>> {
        known(&self.places, children)
    }

    pub fn keep_ledgers(&mut self, ledgers: &HashMap<AdultId, Ledger>) {
        keep(&mut self.ledgers, ledgers);
    }

    pub fn keep_places(&mut self, places: &HashMap<ChildId, Place>) {
        keep(&mut self.places, places);
    }
}

fn known<K: Copy + Eq + Hash, V: Clone>(
    all: &HashMap<K, V>,
    wanted: &[K],
) -> Option<HashMap<K, V>> {
    if wanted.len() > FEW {
        return None;
    }
    let found = wanted.iter().map(|key| Some((*key, all.get(key)?.clone())));
    found.collect()
}

fn keep<K: Copy + Eq + Hash, V: Clone>(all: &mut HashMap<K, V>, fresh: &HashMap<K, V>) {
    if fresh.len() <= FEW {
        all.extend(fresh.iter().map(|(key, value)| (*key, value.clone())));
    }
}
