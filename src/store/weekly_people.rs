//! Who reads weekly updates, and the pupils whom they are about. Whole pages in one statement each.

use std::collections::HashMap;
use std::sync::Arc;

use chrono_tz::Tz;

use super::children::{NAME, SHORT_NAME};
use super::sql::json_ids;
use super::vault::{self, GONE_NAME};
use super::{Stored, Tx, tx::Cells};
use crate::base::{AccountId, AdultId, ChildId, Name, UnitId};
use crate::model::Locale;
use crate::model::quiet::Hours;
use crate::model::settings::Settings;

// The account used last comes first.
macro_rules! readers {
    ($engine:tt, $these:literal) => {
        gather!(
            $engine,
            "id, bot_id, chat_id, adult_id, locale, time_zone, rostered_zone, weekly_hour, weekly_day, quiet_from,
             quiet_to, asks_talked",
            "adult_id, last_seen_ms DESC, id",
            concat!(
                "SELECT a.id, a.bot_id, a.chat_id, a.adult_id, a.locale, a.time_zone, p.time_zone AS rostered_zone,
                     a.weekly_hour, a.weekly_day, a.quiet_from, a.quiet_to, a.asks_talked, a.last_seen_ms
                 FROM accounts a JOIN adults p ON p.id = a.adult_id
                 WHERE a.state = 'open' AND a.adult_id IN (",
                $these,
                ")"
            )
        )
    };
}

macro_rules! pupils {
    ($engine:tt, $these:literal) => {
        gather!(
            $engine,
            "id, name, short_name, class_id, class_name, time_zone, settings",
            "id",
            concat!(
                "SELECT c.id, c.name, c.short_name, c.class_id, k.name AS class_name, s.time_zone, s.settings
                 FROM children c JOIN units k ON k.id = c.class_id JOIN units s ON s.id = c.school_id
                 WHERE c.id IN (",
                $these,
                ")"
            )
        )
    };
}

statements! {
    READERS = readers!(sqlite, "SELECT value FROM json_each($1)"),
        readers!(postgres, "SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))");

    PUPILS = pupils!(sqlite, "SELECT value FROM json_each($1)"),
        pupils!(postgres, "SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))");
}

/// Where, in which language and on which clock an adult reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub account: AccountId,
    pub bot: String,
    pub chat: i64,
    pub locale: Locale,
    /// The account's own zone, else the one the roster names.
    pub zone: Option<Tz>,
    /// The hour (0-23) and ISO weekday the person chose.
    pub hour: Option<u32>,
    pub day: Option<u32>,
    /// When nothing that can wait rings.
    pub quiet: Hours,
    /// Whether to ask in the week if they talked.
    pub asks_talked: bool,
}

/// How these adults can be reached: for each the open account used last.
pub async fn readers(tx: &mut Tx, adults: &[AdultId]) -> Stored<HashMap<AdultId, Reader>> {
    let mut readers = HashMap::new();
    let small = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    for row in &gathered!(tx, READERS; json_ids(adults.iter().map(|a| a.0))) {
        let reader = Reader {
            account: row.id("id")?,
            bot: row.text("bot_id")?,
            chat: row.int("chat_id")?,
            locale: row.word("locale")?,
            zone: row.zone("time_zone")?.or(row.zone("rostered_zone")?),
            hour: small(row.maybe_int("weekly_hour")?),
            day: small(row.maybe_int("weekly_day")?),
            quiet: super::accounts::quiet(row)?,
            asks_talked: row.int("asks_talked")? == 1,
        };
        readers.entry(row.id("adult_id")?).or_insert(reader);
    }
    Ok(readers)
}

/// What an update says of a child beside the week's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pupil {
    pub id: ChildId,
    /// As the family calls the child.
    pub name: Name,
    pub class: UnitId,
    pub class_name: String,
    /// The school's.
    pub zone: Tz,
    pub settings: Arc<Settings>,
}

/// These children with class and school; one that does not exist is left out.
pub async fn pupils(tx: &mut Tx, children: &[ChildId]) -> Stored<HashMap<ChildId, Pupil>> {
    let mut pupils = HashMap::new();
    let rows = gathered!(tx, PUPILS; json_ids(children.iter().map(|c| c.0)));
    let keys = vault::keys_in(tx, &rows, "id").await?;
    // A page is of few schools, and what a school has set is long.
    let mut set: HashMap<Option<String>, Arc<Settings>> = HashMap::new();
    for row in &rows {
        let id = row.id("id")?;
        let name = match row.maybe_text("short_name")? {
            Some(short) => keys.open(id, SHORT_NAME, &short)?,
            None => keys.open(id, NAME, &row.text("name")?)?,
        };
        let name = name.unwrap_or_else(|| GONE_NAME.to_owned());
        // As in `units::settings`: an unreadable text falls back to the defaults.
        let read = |text: &Option<String>| {
            let settings = text
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok());
            Arc::new(settings.unwrap_or_default())
        };
        let settings = set
            .entry(row.maybe_text("settings")?)
            .or_insert_with_key(read);
        let pupil = Pupil {
            id,
            name: Name::new(name),
            class: row.id("class_id")?,
            class_name: row.text("class_name")?,
            zone: row.zone("time_zone")?.unwrap_or(Tz::UTC),
            settings: settings.clone(),
        };
        pupils.insert(id, pupil);
    }
    Ok(pupils)
}
