//! A letter to or from a child that was held and does not go any more: nobody has a copy of it, so it is passed to
//! nobody else. Whoever wrote it, or passed it on, hears that, and can find another way.

use std::collections::BTreeSet;

use super::letter;
use crate::base::{ChildId, Env};
use crate::model::message::{Kind, Parcel};
use crate::model::rights::Action;
use crate::say;
use crate::service::Served;
use crate::service::mail::{self, Letter};
use crate::store::{self, Tx};

/// These parts of letters were withdrawn, each about that child: their writers hear it, once for each letter.
pub(super) async fn tell(tx: &mut Tx, env: &Env, parts: BTreeSet<(String, ChildId)>) -> Served<()> {
    for (key, child) in parts {
        let Some((by, (whole, _))) = letter::writer(&key).zip(key.rsplit_once(':')) else {
            continue;
        };
        let Some(child) = store::children::get(tx, child).await? else {
            continue;
        };
        let right = match store::links::pair(tx, child.id, by).await? {
            Some(_) => Action::FamilyNote,
            None => Action::SchoolNote,
        };
        let letter = Letter::about(by, child.id, right, Kind::Notice)
            .dedup(format!("undelivered:{}", whole));
        mail::post(tx, env, letter, |account| {
            let child = child.called();
            Parcel::text(say!(account.locale, "letter-undelivered", child = child))
        })
        .await?;
    }
    Ok(())
}
