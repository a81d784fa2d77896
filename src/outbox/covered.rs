//! On phones that others use a message says only that there is something. Asked at hand-over, so that what was
//! set meanwhile counts; what it says stays in its row until it is asked for with the code (`service::cover`).

use std::collections::{HashMap, HashSet};

use crate::base::{Instant, OutboxId};
use crate::model::Locale;
use crate::model::cover::comes_by_itself;
use crate::model::message::{Content, Lane, Parcel, Shown};
use crate::service::cover;
use crate::store::covers::{self, Mark, Phone};
use crate::store::outbox::Claimed;
use crate::store::{Stored, Tx, second_factors};

/// What became of claimed rows.
#[derive(Debug, Default)]
pub struct Covered {
    /// They go later: the phone is still open.
    pub later: HashMap<OutboxId, Instant>,
    /// There is nothing to hide.
    pub gone: HashSet<OutboxId>,
}

/// Gives claimed rows neutral words where others use the phone, and writes down which got them.
pub async fn cover(tx: &mut Tx, bot: &str, rows: &mut [Claimed], now: Instant) -> Stored<Covered> {
    let mut covered = Covered::default();
    let chats = rows.iter().filter(|row| concerns(row)).map(|row| row.chat);
    let chats: HashSet<i64> = chats.collect();
    if chats.is_empty() {
        return Ok(covered);
    }
    let hides = |row: &Claimed| matches!(row.parcel, Parcel::Cover { .. });
    let all = rows.iter().any(hides);
    let phones = covers::phones(tx, bot, chats, all).await?;
    let mut marks = Vec::new();
    for row in rows.iter_mut().filter(|row| concerns(row)) {
        let phone = phones.get(&row.chat);
        if let Parcel::Cover { what } = &row.parcel {
            let what = what.clone();
            match phone
                .and_then(|phone| phone.until)
                .filter(|until| *until > now)
            {
                Some(until) => drop(covered.later.insert(row.id, until)),
                None => match hidden(tx, bot, row.chat, &what, phone).await? {
                    Some(parcel) => row.parcel = parcel,
                    None => drop(covered.gone.insert(row.id)),
                },
            }
            continue;
        }
        let phone = phone.filter(|phone| phone.is_on);
        if phone.is_none() && !row.covered {
            continue;
        }
        let shown_in = match &row.parcel {
            Parcel::Edit { message, .. } => Some(*message),
            _ => None,
        };
        if let Some(phone) = phone {
            row.parcel = neutral(row, phone);
        }
        row.covered = phone.is_some();
        marks.push(Mark {
            row: row.id,
            covered: row.covered,
            parts: row.parcel.messages(),
            shown_in: shown_in.filter(|_| row.covered),
        });
    }
    covers::mark(tx, &marks).await?;
    Ok(covered)
}

/// Whether anything is asked about a row.
fn concerns(row: &Claimed) -> bool {
    match row.parcel {
        Parcel::Send { .. } | Parcel::Edit { .. } => comes_by_itself(row.kind, row.lane),
        Parcel::Cover { .. } => true,
        Parcel::Delete { .. } | Parcel::Answer { .. } => false,
    }
}

fn neutral(row: &Claimed, phone: &Phone) -> Parcel {
    let (html, keyboard) = cover::neutral(phone.locale, row.id, row.kind, row.lane);
    match &row.parcel {
        Parcel::Send {
            protect, silent, ..
        } => Parcel::Send {
            content: Content::Text { html },
            keyboard,
            protect: *protect,
            silent: *silent,
        },
        Parcel::Edit { message, .. } => Parcel::Edit {
            message: *message,
            html,
            keyboard,
        },
        other => other.clone(),
    }
}

/// What takes away what was shown; `None`: it was not.
async fn hidden(
    tx: &mut Tx,
    bot: &str,
    chat: i64,
    what: &Shown,
    phone: Option<&Phone>,
) -> Stored<Option<Parcel>> {
    let locale = phone.map_or(Locale::En, |phone| phone.locale);
    Ok(match *what {
        Shown::Message(message) => {
            let stands = covers::stands_in(tx, bot, chat, message).await?;
            let (html, keyboard) = match stands {
                Some((row, kind, lane)) => cover::neutral(locale, row, kind, Lane::from_rank(lane)),
                None => cover::hidden(locale),
            };
            Some(Parcel::Edit {
                message,
                html,
                keyboard,
            })
        }
        Shown::Sent { row, part } => {
            let first = second_factors::shown_as(tx, row).await?;
            first.map(|first| Parcel::Delete {
                message: first + part,
            })
        }
    })
}
