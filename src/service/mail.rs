//! Messages to a person other than the one who is writing: finds the account, asks the right, renders
//! in the reader's language, puts one outbox row that wakes nobody.

use super::{Served, concern, easy, note, quiet, rights, weekly};
use crate::base::{AdultId, ChildId, ConcernId, Env, Instant, OutboxId, ThreadId};
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
    /// Of which concerns it tells whoever answers for them; asked at hand-over.
    pub concerns: Vec<ConcernId>,
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
            concerns: Vec::new(),
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
            concerns: Vec::new(),
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

/// Writes the row for a known account, held over its reader's quiet hours. The right was asked by the caller.
pub(super) async fn put(
    tx: &mut Tx,
    env: &Env,
    account: &Account,
    letter: Letter,
    parcel: Parcel,
) -> Served<Posted> {
    let id: OutboxId = env.id();
    let now = env.now();
    // What is said of a concern, a code and a child's letter are not kept once they are there, so no number can
    // mean anything in them.
    let closed = [Action::ReportConcern, Action::HearConcern];
    let is_gone = letter.right.is_some_and(|right| closed.contains(&right))
        || matches!(letter.kind, Kind::Invitation | Kind::Letter);
    let parcel = match is_gone {
        true => parcel,
        false => easy::letter(tx, now, (letter.to, account.locale), parcel).await?,
    };
    let at = letter.not_before.map_or(now, |at| at.max(now));
    let going = quiet::Going {
        row: None,
        kind: letter.kind,
        lane: letter.lane,
        due: at,
        at,
        expires: letter.expires,
    };
    let held = quiet::held(tx, now, letter.to, account, going).await?;
    let outgoing = Outgoing {
        account: account.id,
        bot: account.bot.clone(),
        chat: account.chat,
        adult: Some(letter.to),
        children: letter.children,
        right: letter.right,
        concerns: letter.concerns,
        kind: letter.kind,
        lane: letter.lane,
        parcel,
        not_before: held.or(letter.not_before),
        expires: letter.expires,
        dedup: letter.dedup,
        thread: letter.thread,
    };
    let fresh = store::outbox::put(tx, id, now, &outgoing).await?;
    Ok(if fresh {
        Posted::Queued(id)
    } else {
        Posted::Duplicate
    })
}

/// Takes back what waits for `adult` about `child`, in the transaction that ended, excluded or froze
/// something (invariant 5). An update about several children is written anew about the others.
pub async fn silence(tx: &mut Tx, env: &Env, adult: AdultId, child: ChildId) -> Served<()> {
    let waiting = store::outbox_waiting::of_adult(tx, adult).await?;
    let about = waiting.iter().filter(|row| row.children.contains(&child));
    let about: Vec<_> = about.map(|row| row.id).collect();
    let lost = store::notes::carried(tx, &about).await?;
    store::outbox_waiting::withdraw(tx, env.now(), adult, Some(child)).await?;
    Box::pin(note::pass_on(tx, env, lost)).await?;
    weekly::recompose(tx, env, adult).await
}

/// Takes back whatever waits for `adult` and needs a right that does not hold any more: for acts that end
/// something else than one link (a term, an agreement, a move). Belongs into their transaction.
pub async fn uphold(tx: &mut Tx, env: &Env, adult: AdultId) -> Served<()> {
    take_back(tx, env, adult, &[]).await
}

/// The same where a post ends: what names no child but only staff are told goes too, also a screen that
/// is under way and comes back.
pub async fn uphold_after_post(tx: &mut Tx, env: &Env, adult: AdultId) -> Served<()> {
    store::outbox_waiting::lapse(tx, env.now(), adult).await?;
    take_back(tx, env, adult, &[Kind::Reply, Kind::Task, Kind::Alert]).await
}

/// What waits by a right that is gone; and of what needs none, these kinds.
async fn take_back(tx: &mut Tx, env: &Env, adult: AdultId, kinds: &[Kind]) -> Served<()> {
    concern::uphold(tx, env, adult).await?;
    let mut gone = Vec::new();
    for row in store::outbox_waiting::of_adult(tx, adult).await? {
        let mut stays = row.right.is_some() || !kinds.contains(&row.kind);
        if let Some(action) = row.right {
            for child in &row.children {
                stays &= rights::allowed(tx, env, adult, action, *child).await?;
            }
        }
        if !stays {
            gone.push(row.id);
        }
    }
    if gone.is_empty() {
        return Ok(());
    }
    let lost = store::notes::carried(tx, &gone).await?;
    store::outbox_waiting::withdraw_rows(tx, env.now(), &gone).await?;
    // What families wrote is not lost with whoever was to read it. Boxed: passing on is mail, too.
    Box::pin(note::pass_on(tx, env, lost)).await?;
    weekly::recompose(tx, env, adult).await
}
