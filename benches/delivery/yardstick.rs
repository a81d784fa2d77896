//! The yardstick: the sender one writes in an afternoon. A queue in SQLite (WAL, `synchronous=NORMAL`),
//! teloxide's own requests, so many at once, each marked after it was sent. No lanes, no leases, no
//! rights, and what was under way at a crash is sent twice without anybody knowing.

use std::path::Path;

use anyhow::{Context, Result};
use futures_util::{StreamExt, stream};
use hongyan::model::message::{Act, Content, Keyboard, Parcel};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AnyConnection, Connection, Row};
use teloxide::Bot;
use teloxide::payloads::SendMessageSetters;
use teloxide::requests::Requester;
use teloxide::types::{ChatId, InlineKeyboardButton, InlineKeyboardMarkup, ParseMode};

use super::county::TOKEN;

const AT_ONCE: usize = 32;

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
}

/// The same messages that hongyan sends.
pub async fn fill(file: &Path, from: &str, messages: i64) -> Result<()> {
    let _ = std::fs::remove_file(file);
    let mut source = AnyConnection::connect(from).await?;
    let rows = sqlx::query("SELECT chat_id, body FROM outbox ORDER BY id LIMIT $1")
        .bind(messages)
        .fetch_all(&mut source)
        .await?;
    source.close().await?;
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options(file))
        .await?;
    sqlx::query(
        "CREATE TABLE queue (id INTEGER PRIMARY KEY, chat INTEGER, body TEXT, sent INTEGER)",
    )
    .execute(&pool)
    .await?;
    let mut tx = pool.begin().await?;
    for row in rows {
        sqlx::query("INSERT INTO queue (chat, body, sent) VALUES (?, ?, 0)")
            .bind(row.try_get::<i64, _>(0)?)
            .bind(row.try_get::<String, _>(1)?)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    pool.close().await;
    Ok(())
}

/// Sends all of it.
pub async fn send(file: &str, api: &str) -> Result<()> {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options(Path::new(file)))
        .await?;
    let bot = Bot::new(TOKEN).set_api_url(api.parse()?);
    let rows = sqlx::query("SELECT id, chat, body FROM queue WHERE sent = 0 ORDER BY id")
        .fetch_all(&pool)
        .await?;
    let sends = rows.into_iter().map(|row| {
        let (bot, pool) = (bot.clone(), pool.clone());
        async move {
            let (id, chat): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            let body: Parcel = serde_json::from_str(row.try_get(2)?)?;
            let (text, markup) = read(body).context("not a text")?;
            bot.send_message(ChatId(chat), text)
                .parse_mode(ParseMode::Html)
                .reply_markup(markup)
                .await?;
            sqlx::query("UPDATE queue SET sent = 1 WHERE id = ?")
                .bind(id)
                .execute(&pool)
                .await?;
            anyhow::Ok(())
        }
    });
    let mut results = stream::iter(sends).buffer_unordered(AT_ONCE);
    while let Some(result) = results.next().await {
        result?;
    }
    Ok(())
}

fn read(parcel: Parcel) -> Option<(String, InlineKeyboardMarkup)> {
    let Parcel::Send {
        content: Content::Text { html },
        keyboard,
        ..
    } = parcel
    else {
        return None;
    };
    let rows = match keyboard {
        Some(Keyboard::Buttons(rows)) => rows,
        _ => Vec::new(),
    };
    let rows = rows.into_iter().map(|row| {
        row.into_iter().filter_map(|button| match button.act {
            Act::Tap(data) => Some(InlineKeyboardButton::callback(button.label, data)),
            Act::Open(_) => None,
        })
    });
    Some((html.as_str().to_owned(), InlineKeyboardMarkup::new(rows)))
}
