//! Those who have not said that they know: asked once more by one tap, and on the next day the others of a
//! silent family get the note too.

use chrono::TimeDelta;
use metrics::counter;

use super::chase;
use super::page::{open, sheet, standings};
use crate::base::{ChildId, Env, Instant, MailingId};
use crate::label;
use crate::model::audit::Why;
use crate::model::receipt::{Carriage, FOLLOW, Standing};
use crate::service::due::{self, Due};
use crate::service::{Served, Talk, note};
use crate::store::receipts::Mailing;
use crate::store::{self, Store, StoreError, Stored, Tx, audit};

/// After so long something that could not be done is tried again.
pub const STUCK: TimeDelta = TimeDelta::minutes(1);

/// The one reminder of a mailing. A second tap says that it was sent.
pub(super) async fn once(talk: &mut Talk<'_>, id: MailingId) -> Served<()> {
    let Some(sheet) = sheet(talk, id).await? else {
        return talk.refuse().await;
    };
    if sheet.mailing.taken_back.is_some() {
        return open(talk, id, 0).await;
    }
    let locale = talk.locale();
    if sheet.mailing.reminded.is_some() || sheet.mailing.urgent.is_some() {
        talk.toast(label!(locale, "receipt-remind-done")).await?;
        return open(talk, id, 0).await;
    }
    let mut families = 0;
    for (child, standing) in &sheet.families {
        if *standing != Standing::Arrived {
            continue;
        }
        let mut reached = false;
        let own: Vec<_> = sheet
            .copies
            .iter()
            .filter(|c| c.child == child.id)
            .collect();
        for (nth, copy) in own.iter().enumerate() {
            // The last of the copies one person has.
            let later = own.iter().skip(nth + 1).any(|next| next.to == copy.to);
            if copy.carriage == Carriage::Arrived && !later {
                reached |= note::remind(talk, copy.note, copy.to).await?;
            }
        }
        families += usize::from(reached);
    }
    if families == 0 {
        talk.toast(label!(locale, "receipt-remind-nobody")).await?;
        return open(talk, id, 0).await;
    }
    let now = talk.env.now();
    store::receipts::remind(talk.tx, id, now, now + FOLLOW).await?;
    let (by, unit) = (talk.adult(), sheet.mailing.class);
    let act = audit::Act {
        by,
        action: "note_reminded",
        child: unit
            .is_none()
            .then(|| sheet.mailing.children.first().copied())
            .flatten(),
        unit,
        why: Some(Why::Post),
        ..audit::Act::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    talk.toast(label!(locale, "receipt-remind-sent", count = families))
        .await?;
    open(talk, id, 0).await
}

/// What is due, `limit` mailings at most, as `service::due` does everything that has its hour.
pub async fn tick(store: &Store, env: &Env, limit: i64) -> Served<Option<Instant>> {
    due::round::<Following>(store, env, limit).await
}

struct Following;

impl Due for Following {
    type Id = MailingId;
    const AGAIN: TimeDelta = STUCK;

    async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<MailingId>> {
        store::receipts::due(tx, now, limit).await
    }

    async fn step(tx: &mut Tx, env: &Env, id: MailingId) -> Served<()> {
        step(tx, env, id).await
    }

    fn failed(id: MailingId, error: &StoreError) {
        tracing::error!(mailing = %id, %error, "what follows a note could not be done");
        counter!("hongyan_notes_stuck_total").increment(1);
    }

    async fn put_off(tx: &mut Tx, id: MailingId, at: Instant) -> Stored<()> {
        store::receipts::put_off(tx, id, at).await
    }

    async fn next(tx: &mut Tx) -> Stored<Option<Instant>> {
        store::receipts::next_due(tx).await
    }
}

/// What follows one mailing, unless another process took it meanwhile.
async fn step(tx: &mut Tx, env: &Env, id: MailingId) -> Served<()> {
    match store::receipts::take_due(tx, id, env.now()).await? {
        Some(mailing) if mailing.urgent.is_some() => chase::climb(tx, env, &mailing).await,
        Some(mailing) => follow(tx, env, &mailing).await,
        None => Ok(()),
    }
}

async fn follow(tx: &mut Tx, env: &Env, mailing: &Mailing) -> Served<()> {
    store::receipts::followed(tx, mailing.id).await?;
    let copies = store::receipts::copies(tx, mailing.id).await?;
    let standing = standings(tx, mailing, &copies).await?;
    let silent = |child: &ChildId| standing.get(child) == Some(&Standing::Arrived);
    let silent: Vec<ChildId> = mailing.children.iter().copied().filter(silent).collect();
    note::follow(tx, env, mailing, &silent, &copies).await?;
    Ok(())
}
