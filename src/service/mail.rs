//! Messages to a person other than the one who is writing: finds the account, asks the right, renders
//! in the reader's language, puts one outbox row.

use super::{Served, rights, weekly};
use crate::base::{AdultId, ChildId, Env, Instant, OutboxId, ThreadId};
use crate::model::message::{Kind, Lane, Outgoing, Parcel};
use crate::model::rights::Action;
use crate::store::accounts::Account;
use crate::store::{self, Tx};

/// To whom, about whom, how soon. Everything else is in the parcel.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: AdultId,
    /// `right` must hold for each of them, now and at hand-over.
    pub children: Vec<ChildId>,
    pub right: Option<Action>,
    pub kind: Kind,
    pub lane: Lane,
    pub not_before: Option<Instant>,
    pub expires: Option<Instant>,
    pub dedup: Option<String>,
    pub thread: Option<ThreadId>,
}

impl Letter {
    /// A letter about one child, in the normal lane.
    pub fn about(to: AdultId, child: ChildId, right: Action, kind: Kind) -> Self {
        Self {
            to,
            children: vec![child],
            right: Some(right),
            kind,
            lane: Lane::Normal,
            not_before: None,
            expires: None,
            dedup: None,
            thread: None,
        }
    }

    /// A letter about nobody's record.
    pub fn plain(to: AdultId, kind: Kind) -> Self {
        Self {
            to,
            children: Vec::new(),
            right: None,
            kind,
            lane: Lane::Normal,
            not_before: None,
            expires: None,
            dedup: None,
            thread: None,
        }
    }

    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    pub fn expires(mut self, at: Instant) -> Self {
        self.expires = Some(at);
        self
    }

    pub fn thread(mut self, thread: ThreadId) -> Self {
        self.thread = Some(thread);
        self
    }

    pub fn dedup(mut self, key: String) -> Self {
        self.dedup = Some(key);
        self
    }

    pub fn not_before(mut self, at: Instant) -> Self {
        self.not_before = Some(at);
        self
    }
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    Queued(OutboxId),
    /// Not in the chat, or unreachable there: the caller decides who else must know.
    NoAccount,
    NotAllowed,
    /// A letter with this key is written already.
    Duplicate,
}

/// Writes the letter if the right holds and the person can be reached.
pub async fn post(
    tx: &mut Tx,
    env: &Env,
    letter: Letter,
    render: impl FnOnce(&Account) -> Parcel,
) -> Served<Posted> {
    if let Some(action) = letter.right {
        for child in &letter.children {
            if !rights::allowed(tx, env, letter.to, action, *child).await? {
                return Ok(Posted::NotAllowed);
            }
        }
    }
    let Some(account) = store::accounts::of_adult(tx, letter.to).await? else {
        return Ok(Posted::NoAccount);
    };
    let parcel = render(&account);
    put(tx, env, &account, letter, parcel).await
}

/// Writes the row for a known account. The right was asked by the caller.
pub(super) async fn put(
    tx: &mut Tx,
    env: &Env,
    account: &Account,
    letter: Letter,
    parcel: Parcel,
) -> Served<Posted> {
    let id: OutboxId = env.id();
    let outgoing = Outgoing {
        account: account.id,
        bot: account.bot.clone(),
        chat: account.chat,
        adult: Some(letter.to),
        children: letter.children,
        right: letter.right,
        kind: letter.kind,
        lane: letter.lane,
        parcel,
        not_before: letter.not_before,
        expires: letter.expires,
        dedup: letter.dedup,
        thread: letter.thread,
    };
    let fresh = store::outbox::put(tx, id, env.now(), &outgoing).await?;
    Ok(if fresh {
        Posted::Queued(id)
    } else {
        Posted::Duplicate
    })
}

/// Takes back what waits for `adult` about `child`, in the transaction that ended, excluded or froze
/// something (invariant 5). An update about several children is written anew about the others.
pub async fn silence(tx: &mut Tx, env: &Env, adult: AdultId, child: ChildId) -> Served<()> {
    store::outbox_waiting::withdraw(tx, env.now(), adult, Some(child)).await?;
    weekly::recompose(tx, env, adult).await
}

/// Takes back whatever waits for `adult` and needs a right that does not hold any more: for acts that end
/// something else than one link (a post, a term, an agreement). Belongs into their transaction.
pub async fn uphold(tx: &mut Tx, env: &Env, adult: AdultId) -> Served<()> {
    let now = env.now();
    let mut gone = Vec::new();
    for (id, children, action) in store::outbox_waiting::guarded(tx, adult).await? {
        for child in children {
            if !rights::allowed(tx, env, adult, action, child).await? {
                gone.push(id);
                break;
            }
        }
    }
    if gone.is_empty() {
        return Ok(());
    }
    store::outbox_waiting::withdraw_rows(tx, now, &gone).await?;
    weekly::recompose(tx, env, adult).await
}
