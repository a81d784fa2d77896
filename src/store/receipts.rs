//! Mailings, their copies on the way, and who said that a family knows. Decides nothing.

use super::notes::part_key;
use super::{StoreError, Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, MailingId, NoteId, UnitId, to_ms};
use crate::model::receipt::{Carriage, Said};
use crate::model::urgent::Reason;
use sqlx::any::AnyRow;

// A mailing is taken back as a whole: every note of it is.
macro_rules! mailings {
    ($($end:expr),+) => {
        concat!(
            "SELECT m.id, m.by_adult, m.class_id, m.children, m.sent_ms, m.changed_ms, m.reminded_ms, m.urgent, m.step,
             (SELECT CASE WHEN COUNT(*) = COUNT(n.taken_back_ms) THEN MAX(n.taken_back_ms) END FROM notes n WHERE n.mailing_id = m.id) AS taken_back_ms
             FROM mailings m ",
            $($end),+
        )
    };
}

statements! {
    BEGIN = "INSERT INTO mailings (id, by_adult, class_id, children, sent_ms, urgent, follow_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    GET = mailings!("WHERE m.id = $1"), mailings!("WHERE m.id = $1 FOR UPDATE");
    URGENT = "SELECT urgent FROM mailings WHERE id = $1";
    OF_CLASS = mailings!("WHERE m.class_id = $1 AND m.sent_ms > $2 ORDER BY m.id DESC LIMIT $3");
    OF_CHILD = mailings!("WHERE m.sent_ms > $2 AND ", among!("$1", "m.children"), "
           AND (m.class_id = $4 OR m.by_adult = $5)
         ORDER BY m.id DESC LIMIT $3");
    // Words of the mailing that came into this thread after this note took the place of others before: who knows
    // only the old ones has not seen it.
    ASKED = "SELECT n.mailing_id, t.child_id, t.adult_id, CASE WHEN EXISTS (
             SELECT 1 FROM notes later JOIN notes before ON before.thread_id = later.thread_id
                 AND before.account_id = later.account_id AND before.message = later.message AND before.id < later.id
             WHERE later.thread_id = n.thread_id AND later.mailing_id = n.mailing_id AND later.id > n.id
               AND later.taken_back_ms IS NULL) THEN 1 ELSE 0 END AS changed
         FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.id = $1 AND n.mailing_id IS NOT NULL AND n.taken_back_ms IS NULL";
    // The first part of a copy stands for all: its key is the note's and the reader's (`notes::part_key`).
    COPIES = "SELECT n.id AS note_id, t.child_id, t.adult_id, o.state FROM notes n JOIN threads t ON t.id = n.thread_id
         LEFT JOIN outbox o ON o.dedup_key = 'note:' || CAST(n.id AS TEXT) || ':' || CAST(t.adult_id AS TEXT) || ':0'
         WHERE n.mailing_id = $1 AND n.taken_back_ms IS NULL
           AND NOT EXISTS (SELECT 1 FROM notes later WHERE later.thread_id = n.thread_id AND later.mailing_id = n.mailing_id
               AND later.account_id = n.account_id AND later.message = n.message AND later.id > n.id)
         ORDER BY t.child_id, t.adult_id, n.id";
    // As it reads now: words that were changed stand for those before.
    PIECES = "SELECT n.id FROM notes n JOIN threads t ON t.id = n.thread_id
         WHERE n.mailing_id = $1 AND t.child_id = $2 AND t.adult_id = $3 AND n.taken_back_ms IS NULL
           AND NOT EXISTS (SELECT 1 FROM notes later WHERE later.thread_id = n.thread_id AND later.mailing_id = n.mailing_id
               AND later.account_id = n.account_id AND later.message = n.message AND later.id > n.id)
         ORDER BY n.id";
    SOURCE = "SELECT message FROM notes WHERE id = $1";
    // Whoever has come home since says it once more.
    PUT = "INSERT INTO receipts (mailing_id, child_id, by_adult, way, seen_ms, at_home) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (mailing_id, child_id, by_adult)
         DO UPDATE SET at_home = excluded.at_home WHERE receipts.at_home = 0 AND excluded.at_home = 1
           AND EXISTS (SELECT 1 FROM mailings m WHERE m.id = excluded.mailing_id AND m.urgent IS NOT NULL)";
    GIVEN = "SELECT child_id, by_adult, way, COALESCE(at_home, 1) AS at_home FROM receipts WHERE mailing_id = $1 ORDER BY child_id, seen_ms, by_adult";
    FORGET = "DELETE FROM receipts WHERE mailing_id = $1 AND child_id = $2";
    REMIND = "UPDATE mailings SET reminded_ms = $2, follow_ms = $3 WHERE id = $1 AND reminded_ms IS NULL";
    DUE = "SELECT id FROM mailings WHERE follow_ms <= $1 ORDER BY CASE WHEN urgent IS NULL THEN 1 ELSE 0 END, follow_ms, id LIMIT $2";
    TAKE_DUE = mailings!("WHERE m.id = $1 AND m.follow_ms <= $2"), mailings!("WHERE m.id = $1 AND m.follow_ms <= $2 FOR UPDATE SKIP LOCKED");
    PUT_OFF = "UPDATE mailings SET follow_ms = $2 WHERE id = $1 AND follow_ms IS NOT NULL";
    NEXT_DUE = "SELECT MIN(follow_ms) AS at_ms FROM mailings WHERE follow_ms IS NOT NULL";
    STEP = "UPDATE mailings SET step = $2, follow_ms = $3 WHERE id = $1";
    ANEW = "UPDATE mailings SET changed_ms = $2, step = 0, follow_ms = $3 WHERE id = $1";
    WROTE = "SELECT COUNT(*) AS n FROM outbox WHERE dedup_key = $1";
    FOLLOWED = "UPDATE mailings SET follow_ms = NULL WHERE id = $1";
}

/// What the school said to families at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    pub id: MailingId,
    pub by: AdultId,
    /// Set when it went to families of this class.
    pub class: Option<UnitId>,
    /// Whose families it was meant for.
    pub children: Vec<ChildId>,
    pub sent: Instant,
    /// When its words were changed last.
    pub changed: Option<Instant>,
    pub reminded: Option<Instant>,
    /// Why it is urgent, where it is.
    pub urgent: Option<Reason>,
    /// How many steps were taken about those who said nothing.
    pub step: usize,
    /// When its writer took it back: nobody is asked about it any more.
    pub taken_back: Option<Instant>,
}

fn mailing(row: &AnyRow) -> Stored<Mailing> {
    Ok(Mailing {
        id: row.id("id")?,
        by: row.id("by_adult")?,
        class: row.maybe_id("class_id")?,
        children: row.json("children")?,
        sent: row.moment("sent_ms")?,
        changed: row.maybe_moment("changed_ms")?,
        reminded: row.maybe_moment("reminded_ms")?,
        urgent: row
            .maybe_text("urgent")?
            .and_then(|why| Reason::parse(&why)),
        step: usize::try_from(row.int("step")?).unwrap_or_default(),
        taken_back: row.maybe_moment("taken_back_ms")?,
    })
}

impl Mailing {
    /// Since when it says what it says.
    pub fn since(&self) -> Instant {
        self.changed.unwrap_or(self.sent)
    }
}

/// One note of a mailing, on its way to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy {
    pub note: NoteId,
    pub child: ChildId,
    pub to: AdultId,
    pub carriage: Carriage,
}

/// Begins a mailing; its notes follow in the same transaction. `next`: when something follows by itself.
pub async fn begin(tx: &mut Tx, mailing: &Mailing, next: Option<Instant>) -> Stored<()> {
    let unwritable = |_| StoreError::Unreadable { column: "children" };
    let children = serde_json::to_string(&mailing.children).map_err(unwritable)?;
    run!(tx, BEGIN; mailing.id.0, mailing.by.0, mailing.class.map(|c| c.0), children, to_ms(mailing.sent),
        mailing.urgent.map(Reason::as_str), next.map(to_ms));
    Ok(())
}

/// The mailing, held against a second reminder until the transaction ends.
pub async fn get(tx: &mut Tx, id: MailingId) -> Stored<Option<Mailing>> {
    one!(tx, GET; id.0).as_ref().map(mailing).transpose()
}

/// Why a mailing is urgent; `None`: it is not.
pub async fn urgent(tx: &mut Tx, id: MailingId) -> Stored<Option<Reason>> {
    let row = one!(tx, URGENT; id.0);
    let why = row.map_or(Ok(None), |row| row.maybe_text("urgent"))?;
    Ok(why.and_then(|why| Reason::parse(&why)))
}

/// The last mailings to a class since then, newest first.
pub async fn of_class(
    tx: &mut Tx,
    class: UnitId,
    since: Instant,
    limit: i64,
) -> Stored<Vec<Mailing>> {
    let rows = all!(tx, OF_CLASS; class.0, to_ms(since), limit);
    rows.iter().map(mailing).collect()
}

/// The same to one child's family: those to the child's class, and those `by` wrote.
pub async fn of_child(
    tx: &mut Tx,
    (child, class): (ChildId, UnitId),
    by: AdultId,
    since: Instant,
    limit: i64,
) -> Stored<Vec<Mailing>> {
    let rows = all!(tx, OF_CHILD; child.0, to_ms(since), limit, class.0, by.0);
    rows.iter().map(mailing).collect()
}

/// A note as one copy of a mailing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub mailing: MailingId,
    pub child: ChildId,
    pub reader: AdultId,
    /// The mailing says something else by now.
    pub changed: bool,
}

/// Of which mailing a note is a copy, about whom and for whom; `None`: of none.
pub async fn asked(tx: &mut Tx, note: NoteId) -> Stored<Option<Asked>> {
    one!(tx, ASKED; note.0)
        .map(|row| {
            Ok(Asked {
                mailing: row.id("mailing_id")?,
                child: row.id("child_id")?,
                reader: row.id("adult_id")?,
                changed: row.flag("changed")?,
            })
        })
        .transpose()
}

/// Every copy of a mailing as it reads now, by child and reader.
pub async fn copies(tx: &mut Tx, id: MailingId) -> Stored<Vec<Copy>> {
    all!(tx, COPIES; id.0)
        .iter()
        .map(|row| {
            let carriage = match row.maybe_text("state")?.as_deref() {
                Some("waiting" | "claimed") => Carriage::Waits,
                Some("sent") => Carriage::Arrived,
                _ => Carriage::Lost,
            };
            Ok(Copy {
                note: row.id("note_id")?,
                child: row.id("child_id")?,
                to: row.id("adult_id")?,
                carriage,
            })
        })
        .collect()
}

/// The notes one reader got of a mailing about a child, as they read now, in order.
pub async fn pieces(
    tx: &mut Tx,
    id: MailingId,
    child: ChildId,
    to: AdultId,
) -> Stored<Vec<NoteId>> {
    let rows = all!(tx, PIECES; id.0, child.0, to.0);
    rows.iter().map(|row| row.id("id")).collect()
}

/// The messenger's id of what the writer wrote.
pub async fn source(tx: &mut Tx, note: NoteId) -> Stored<Option<i64>> {
    one!(tx, SOURCE; note.0)
        .map(|row| row.int("message"))
        .transpose()
}

/// A family knows. False: this person has said so before, and not from farther away.
pub async fn put(
    tx: &mut Tx,
    (id, child): (MailingId, ChildId),
    by: AdultId,
    said: Said,
    now: Instant,
) -> Stored<bool> {
    let at_home = i64::from(said.at_home);
    Ok(run!(tx, PUT; id.0, child.0, by.0, said.way.as_str(), to_ms(now), at_home) == 1)
}

/// One word about one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    pub child: ChildId,
    pub by: AdultId,
    pub said: Said,
}

/// What was said of each family, in order.
pub async fn given(tx: &mut Tx, id: MailingId) -> Stored<Vec<Given>> {
    let rows = all!(tx, GIVEN; id.0);
    let given = |row: &AnyRow| {
        Ok(Given {
            child: row.id("child_id")?,
            by: row.id("by_adult")?,
            said: Said {
                way: row.word("way")?,
                at_home: row.flag("at_home")?,
            },
        })
    };
    rows.iter().map(given).collect()
}

/// The words changed: what was said of the old ones does not count.
pub async fn forget(tx: &mut Tx, id: MailingId, child: ChildId) -> Stored<()> {
    run!(tx, FORGET; id.0, child.0);
    Ok(())
}

/// The one reminder is due now, and what follows it at `follow`. False: it was sent before.
pub async fn remind(tx: &mut Tx, id: MailingId, now: Instant, follow: Instant) -> Stored<bool> {
    Ok(run!(tx, REMIND; id.0, to_ms(now), to_ms(follow)) == 1)
}

/// Mailings of which something is due to follow, the urgent ones first.
pub async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<MailingId>> {
    let rows = all!(tx, DUE; to_ms(now), limit);
    rows.iter().map(|row| row.id("id")).collect()
}

/// One of them, in one worker's hands at a time; `None`: another has it, or had it.
pub async fn take_due(tx: &mut Tx, id: MailingId, now: Instant) -> Stored<Option<Mailing>> {
    one!(tx, TAKE_DUE; id.0, to_ms(now))
        .as_ref()
        .map(mailing)
        .transpose()
}

/// What follows could not be done: it is tried again then, and others go on.
pub async fn put_off(tx: &mut Tx, id: MailingId, until: Instant) -> Stored<()> {
    run!(tx, PUT_OFF; id.0, to_ms(until));
    Ok(())
}

/// When something follows next.
pub async fn next_due(tx: &mut Tx) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

/// So many steps are taken; the next is due at `next`.
pub async fn climb(tx: &mut Tx, id: MailingId, step: usize, next: Option<Instant>) -> Stored<()> {
    run!(tx, STEP; id.0, i64::try_from(step).unwrap_or(i64::MAX), next.map(to_ms));
    Ok(())
}

/// The words changed: what is done about silence begins anew, with its first step at `next`.
pub async fn anew(tx: &mut Tx, id: MailingId, now: Instant, next: Instant) -> Stored<()> {
    run!(tx, ANEW; id.0, to_ms(now), to_ms(next));
    Ok(())
}

/// Whether a letter with this key was written and not taken back.
pub async fn wrote(tx: &mut Tx, key: &str) -> Stored<bool> {
    Ok(one!(tx, WROTE; key).map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// Nothing follows any more.
pub async fn followed(tx: &mut Tx, id: MailingId) -> Stored<()> {
    run!(tx, FOLLOWED; id.0);
    Ok(())
}

/// The part of a note its one reminder counts as: after all parts a note can have.
const REMINDER: usize = 1_000;

/// The outbox key of a reminder: an answer to it is one to its note.
pub fn reminder_key(note: NoteId, to: AdultId) -> String {
    part_key(note, to, REMINDER)
}
