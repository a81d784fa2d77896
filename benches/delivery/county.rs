//! A county's records, written straight into the tables: only what reads them is measured. Invented
//! people only.

use anyhow::Result;
use hongyan::base::Words;
use hongyan::model::entry::{Conduct, Fact, Presence, Study};
use hongyan::store::Engine;
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection};

/// Children of one school, and of one class.
const SCHOOL: i64 = 500;
const CLASS: i64 = 50;

/// The messenger's number of the bot, and its token.
pub const BOT: &str = "77";
pub const TOKEN: &str = "77:AAtestTestTestTestTestTestTestTest0";

/// Where the parents are.
const ZONES: [&str; 5] = [
    "Asia/Shanghai",
    "Asia/Seoul",
    "Europe/Moscow",
    "Asia/Tashkent",
    "Europe/Warsaw",
];

const LOCALES: [&str; 4] = ["zh-CN", "en", "ru", "uz"];

/// The moment after which all runs of the week of 2 March are due.
pub const DUE: &str = "2026-03-07T19:00:00Z";

/// When the records were made.
const CREATED: i64 = 1_770_000_000_000;

pub fn child(n: i64) -> i64 {
    1_000_000_000 + n
}

pub fn adult(n: i64) -> i64 {
    2_000_000_000 + n
}

/// The chat of an adult.
pub fn chat(n: i64) -> i64 {
    700_000_000 + n
}

fn insert(table: &str, columns: &[(&str, &str)], postgres: bool) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let (names, typed) = (names.join(", "), columns);
    if postgres {
        let typed: Vec<String> = typed.iter().map(|(n, t)| format!("{n} {t}")).collect();
        let typed = typed.join(", ");
        return format!(
            "INSERT INTO {table} ({names}) SELECT {names} FROM \
             json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r ({typed})"
        );
    }
    let read: Vec<String> = typed
        .iter()
        .map(|(n, _)| format!("value->>'{n}'"))
        .collect();
    let read = read.join(", ");
    format!("INSERT INTO {table} ({names}) SELECT {read} FROM json_each($1)")
}

struct Pen {
    connection: AnyConnection,
    postgres: bool,
}

impl Pen {
    async fn write(
        &mut self,
        table: &str,
        columns: &[(&str, &str)],
        rows: impl Iterator<Item = Value>,
    ) -> Result<()> {
        let sql = insert(table, columns, self.postgres);
        let mut page = Vec::new();
        let mut rows = rows.peekable();
        while let Some(row) = rows.next() {
            page.push(row);
            if page.len() == 5_000 || rows.peek().is_none() {
                let text = Value::Array(std::mem::take(&mut page)).to_string();
                let query = sqlx::query(sqlx::AssertSqlSafe(sql.clone()));
                query.bind(text).execute(&mut self.connection).await?;
            }
        }
        Ok(())
    }
}

/// Writes `adults` parents of two thirds as many children, each with an account, a link and a week.
pub async fn write(url: &str, adults: i64) -> Result<()> {
    let store = super::house::open(url).await?;
    store.close().await;
    let mut pen = Pen {
        connection: AnyConnection::connect(url).await?,
        postgres: Engine::of(url)? == Engine::Postgres,
    };
    let children = (adults * 2 / 3).max(1);
    let (schools, classes) = ((children - 1) / SCHOOL + 1, (children - 1) / CLASS + 1);
    let (text, number) = ("TEXT", "BIGINT");
    sqlx::query("BEGIN").execute(&mut pen.connection).await?;

    let unit = [
        ("id", number),
        ("kind", text),
        ("parent_id", number),
        ("key", text),
        ("name", text),
        ("time_zone", text),
    ];
    let county = json!({"id": 1, "kind": "county", "key": "c", "name": "County"});
    pen.write("units", &unit, [county].into_iter()).await?;
    let school = |n: i64| {
        json!({"id": 1_000 + n, "kind": "school", "parent_id": 1, "key": format!("s{n}"),
        "name": format!("School {n}"), "time_zone": "Asia/Shanghai"})
    };
    pen.write("units", &unit, (0..schools).map(school)).await?;
    let class = |n: i64| {
        json!({"id": 100_000 + n, "kind": "class", "parent_id": 1_000 + n * CLASS / SCHOOL,
        "key": format!("k{n}"), "name": format!("Class {n}")})
    };
    pen.write("units", &unit, (0..classes).map(class)).await?;

    let columns = [
        ("id", number),
        ("key", text),
        ("name", text),
        ("school_id", number),
        ("class_id", number),
        ("lives_with", text),
        ("programme", text),
        ("created_ms", number),
        ("updated_ms", number),
    ];
    let pupil = |n: i64| {
        json!({"id": child(n), "key": format!("p{n}"), "name": format!("Ming {n}"),
        "school_id": 1_000 + n / SCHOOL, "class_id": 100_000 + n / CLASS, "lives_with": "unknown",
        "programme": "active", "created_ms": CREATED, "updated_ms": CREATED})
    };
    pen.write("children", &columns, (0..children).map(pupil))
        .await?;

    let columns = [
        ("id", number),
        ("key", text),
        ("name", text),
        ("time_zone", text),
        ("created_ms", number),
    ];
    let person = |n: i64| {
        json!({"id": adult(n), "key": format!("a{n}"), "name": format!("Mei {n}"),
        "time_zone": ZONES[usize::try_from(n).unwrap_or(0) % ZONES.len()], "created_ms": CREATED})
    };
    pen.write("adults", &columns, (0..adults).map(person))
        .await?;

    let columns = [
        ("id", number),
        ("bot_id", text),
        ("chat_id", number),
        ("adult_id", number),
        ("locale", text),
        ("time_zone", text),
        ("state", text),
        ("wrong_codes", number),
        ("first_seen_ms", number),
        ("last_seen_ms", number),
    ];
    let account = |n: i64| {
        json!({"id": 3_000_000_000 + n, "bot_id": BOT, "chat_id": chat(n), "adult_id": adult(n),
        "locale": LOCALES[usize::try_from(n).unwrap_or(0) % LOCALES.len()],
        "time_zone": ZONES[usize::try_from(n).unwrap_or(0) % ZONES.len()], "state": "open",
        "wrong_codes": 0, "first_seen_ms": CREATED, "last_seen_ms": CREATED})
    };
    pen.write("accounts", &columns, (0..adults).map(account))
        .await?;

    let columns = [
        ("id", number),
        ("child_id", number),
        ("adult_id", number),
        ("role", text),
        ("relation", text),
        ("state", text),
        ("from_ms", number),
        ("created_ms", number),
    ];
    let link = |n: i64| {
        json!({"id": 4_000_000_000_i64 + n, "child_id": child(n % children), "adult_id": adult(n),
        "role": "parent", "relation": "mother", "state": "active", "from_ms": CREATED, "created_ms": CREATED})
    };
    pen.write("links", &columns, (0..adults).map(link)).await?;

    week(&mut pen, children, classes).await?;
    sqlx::query("COMMIT").execute(&mut pen.connection).await?;
    if pen.postgres {
        sqlx::query("ANALYZE").execute(&mut pen.connection).await?;
    }
    pen.connection.close().await?;
    // As the product would have written it.
    let store = super::house::open(url).await?;
    hongyan::app::sealing::all(&store).await?;
    store.fold().await?;
    store.close().await;
    Ok(())
}

/// A usual week: the roll of every day, one absence in ten, a mark, conduct, mood, and words for
/// every third.
async fn week(pen: &mut Pen, children: i64, classes: i64) -> Result<()> {
    let (text, number) = ("TEXT", "BIGINT");
    let day = |d: i64| format!("2026-03-{:02}", 2 + d);
    let columns = [("class_id", number), ("day", text), ("taken_ms", number)];
    let roll =
        |n: i64| json!({"class_id": 100_000 + n / 5, "day": day(n % 5), "taken_ms": CREATED});
    pen.write("rolls", &columns, (0..classes * 5).map(roll))
        .await?;

    let columns = [
        ("id", number),
        ("child_id", number),
        ("day", text),
        ("kind", text),
        ("slot", text),
        ("fact", text),
        ("source", text),
        ("entered_ms", number),
    ];
    let facts = facts();
    let entry = |n: i64| {
        let (who, which) = (n / 4, usize::try_from(n % 4).unwrap_or(0));
        let (kind, fact) = &facts[which];
        let told = which != 0 || who % 10 == 0;
        told.then(|| json!({"id": 10_000_000_000_i64 + n, "child_id": child(who), "day": day(who % 5),
            "kind": kind, "slot": "-", "fact": fact, "source": "staff", "entered_ms": 1_772_700_000_000_i64}))
    };
    pen.write("entries", &columns, (0..children * 4).filter_map(entry))
        .await
}

/// The facts as `model::entry` writes them.
fn facts() -> [(&'static str, String); 4] {
    let facts = [
        Fact::Attendance {
            presence: Presence::Excused,
            lesson: None,
        },
        Fact::Study {
            study: Study::WentWell,
            subject: Words::new("Maths"),
        },
        Fact::Conduct {
            conduct: Conduct::HelpedOthers,
        },
        Fact::Sentence {
            words: Words::new("He asked good questions and looks forward to hearing from you."),
        },
    ];
    facts.map(|fact| {
        let written = serde_json::to_string(&fact).unwrap_or_default();
        (fact.kind(), written)
    })
}
