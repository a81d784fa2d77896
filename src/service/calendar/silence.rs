//! Chats that fell silent: one question after eleven weeks, which any tap answers; after ninety days
//! nothing about a child goes there until the account proves itself.

use super::super::Served;
use super::super::home;
use super::super::mail::{self, Letter};
use super::super::returning::keeper;
use crate::base::{Env, UnitId, to_ms};
use crate::model::lifecycle::{BEFORE_SILENT, SILENT};
use crate::model::message::{Content, Keyboard, Kind, Parcel};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};
use crate::{label, say};

/// Accounts of one school on one day.
const MOST: i64 = 2_000;

pub(super) async fn gone_through(tx: &mut Tx, env: &Env, school: UnitId) -> Served<()> {
    let now = env.now();
    let before = now - (SILENT - BEFORE_SILENT);
    for (id, seen) in store::accounts::silent(tx, school, before, MOST).await? {
        let Some(account) = store::accounts::get(tx, id).await? else {
            continue;
        };
        let Some(adult) = account.adult else {
            continue;
        };
        let since = to_ms(seen);
        if now - seen < SILENT {
            // After the silence is complete something else is said.
            let letter = Letter::plain(adult, Kind::Reminder)
                .dedup(format!("still:{adult}:{since}"))
                .expires(seen + SILENT);
            mail::post(tx, env, letter, |account| {
                let locale = account.locale;
                let html = say!(locale, "lifecycle-still-there");
                Parcel::with_buttons(html, home::menu_below(locale))
            })
            .await?;
            continue;
        }
        store::accounts::doubt(tx, id, now).await?;
        let letter = Letter::plain(adult, Kind::Notice).dedup(format!("silent:{adult}:{since}"));
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let html = say!(locale, "lifecycle-silent");
            let label = label!(locale, "join-share-contact");
            Parcel::Send {
                content: Content::Text { html },
                keyboard: Some(Keyboard::AskContact { label }),
                protect: false,
                silent: false,
            }
        })
        .await?;
        let (kind, key) = (TaskKind::Silent, format!("{adult}:{since}"));
        // Staff stand on the list of their own school or office.
        let unit = keeper(tx, env, adult).await?.unwrap_or(school);
        store::tasks::open_once(tx, env, unit, (None, Some(adult)), kind, &key).await?;
    }
    Ok(())
}
