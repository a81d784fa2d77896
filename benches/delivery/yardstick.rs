//! The yardsticks: what one writes in an afternoon.
//!
//! The sender: a queue in SQLite (WAL, `synchronous=NORMAL`),
//! teloxide's own requests, so many at once, each marked after it was sent. No lanes, no leases, no
//! rights, and what was under way at a crash is sent twice without anybody knowing.
//!
//! The listener: teloxide's own long polling, one read, one write and one reply for each update. What comes is
//! stored nowhere before it is handled, a crash loses it, and two messages of a chat may change places.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use futures_util::{StreamExt, stream};
use hongyan::model::message::{Act, Content, Keyboard, Parcel};
use hongyan::store::Store;
use hongyan::store::outbox_desk::{self, Marks};
use sqlx::Row;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use teloxide::Bot;
use teloxide::payloads::{GetUpdatesSetters, SendMessageSetters};
use teloxide::requests::Requester;
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, Message, ParseMode, UpdateKind,
};
use tokio::sync::Semaphore;

use super::county::TOKEN;

const AT_ONCE: usize = 32;

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
}

/// The same messages that hongyan sends, opened: the yardstick protects nothing at rest.
pub async fn fill(file: &Path, from: &Store, messages: i64) -> Result<()> {
    let _ = std::fs::remove_file(file);
    let rows = opened(from, messages).await?;
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
    for (chat, body) in rows {
        sqlx::query("INSERT INTO queue (chat, body, sent) VALUES (?, ?, 0)")
            .bind(chat)
            .bind(body)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    pool.close().await;
    Ok(())
}

async fn opened(store: &Store, messages: i64) -> Result<Vec<(i64, String)>> {
    let mut tx = store.read().await?;
    let marks = Marks {
        kind: Some("weekly_update".to_owned()),
        oldest_first: true,
        ..Marks::default()
    };
    let mut rows = Vec::new();
    for row in outbox_desk::list(&mut tx, &marks, messages).await? {
        let words = outbox_desk::content(&mut tx, row.id).await?;
        let words = words.context("a message without words")?;
        rows.push((row.chat, words.expose().to_owned()));
    }
    anyhow::ensure!(
        i64::try_from(rows.len())? == messages,
        "not as many updates"
    );
    Ok(rows)
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

/// Answers everything it hears, until it is ended.
pub async fn listen(file: &str, api: &str) -> Result<()> {
    let _ = std::fs::remove_file(file);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options(Path::new(file)))
        .await?;
    sqlx::query("CREATE TABLE heard (chat INTEGER, words TEXT)")
        .execute(&pool)
        .await?;
    sqlx::query("CREATE INDEX heard_chat ON heard (chat)")
        .execute(&pool)
        .await?;
    let bot = Bot::new(TOKEN).set_api_url(api.parse()?);
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut offset = 0;
    loop {
        for update in bot.get_updates().offset(offset).timeout(10).await? {
            offset = i32::try_from(update.id.0)?.saturating_add(1);
            let UpdateKind::Message(message) = update.kind else {
                continue;
            };
            let place = places.clone().acquire_owned().await?;
            let (bot, pool) = (bot.clone(), pool.clone());
            tokio::spawn(async move {
                let _place = place;
                if let Err(error) = answer(&bot, &pool, &message).await {
                    eprintln!("the yardstick stumbles: {error:#}");
                }
            });
        }
    }
}

async fn answer(bot: &Bot, pool: &SqlitePool, message: &Message) -> Result<()> {
    let (chat, words) = (message.chat.id, message.text().unwrap_or_default());
    let before: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM heard WHERE chat = ?")
        .bind(chat.0)
        .fetch_one(pool)
        .await?;
    sqlx::query("INSERT INTO heard (chat, words) VALUES (?, ?)")
        .bind(chat.0)
        .bind(words)
        .execute(pool)
        .await?;
    bot.send_message(chat, format!("{words}: heard {before} before"))
        .await?;
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
