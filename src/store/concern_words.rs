//! What was said about a concern, sealed, unchanged and in its order. Decides nothing.

use super::concern_seal::{At, open, seal};
use super::concerns::Concern;
use super::{StoreError, Stored, Tx, tx::Cells};
use crate::base::{ChildId, ConcernId, Instant, to_ms};
use crate::model::album::Item;
use crate::model::message::Content;

statements! {
    PUT_WORDS = "INSERT INTO concern_words (id, concern_id, content, written_ms) VALUES ($1, $2, $3, $4)";
    WORDS = "SELECT id, content, written_ms FROM concern_words WHERE concern_id = $1 ORDER BY id LIMIT $2 OFFSET $3";
    COUNT_WORDS = "SELECT COUNT(*) AS n FROM concern_words WHERE concern_id = $1";
    RESEAL = "SELECT id, content FROM concern_words WHERE concern_id = $1 ORDER BY id";
    SET_WORDS = "UPDATE concern_words SET content = $2 WHERE id = $1";
    FIRST_WORDS = "SELECT id, content FROM concern_words WHERE concern_id = $1 ORDER BY id LIMIT 1";
    ADDED = "SELECT COUNT(*) AS n FROM concern_words WHERE concern_id = $1 AND written_ms > $2";
}

/// It is about this child: what was said goes under that child's key.
pub(super) async fn reseal(tx: &mut Tx, of: &Concern, child: ChildId) -> Stored<()> {
    for row in all!(tx, RESEAL; of.id.0) {
        let id = row.int("id")?;
        let at = || At::Words(of.id, id);
        let Some(text) = open(tx, of.child, at(), &row.text("content")?).await? else {
            continue;
        };
        let text = seal(tx, Some(child), at(), &text).await?;
        run!(tx, SET_WORDS; id, text);
    }
    Ok(())
}

/// One more picture of a held album: beside the others, or by itself where the album is full.
pub async fn add_to_album(
    tx: &mut Tx,
    id: i64,
    of: &Concern,
    item: &Item,
    now: Instant,
) -> Stored<()> {
    if let Some(row) = one!(tx, FIRST_WORDS; of.id.0) {
        let first = row.int("id")?;
        let at = || At::Words(of.id, first);
        let text = open(tx, of.child, at(), &row.text("content")?).await?;
        let content = text.and_then(|text| serde_json::from_str(&text).ok());
        if let Some(Content::Album { mut album }) = content
            && album.add(item.clone())
        {
            let content = Content::Album { album };
            let text = serde_json::to_string(&content)
                .map_err(|_| StoreError::Unreadable { column: "content" })?;
            let text = seal(tx, of.child, at(), &text).await?;
            run!(tx, SET_WORDS; first, text);
            return Ok(());
        }
    }
    let content = Content::Media {
        media: item.media,
        file: item.file.clone(),
        caption: item.caption.clone(),
    };
    add_words(tx, id, of, &content, now).await
}

/// One more thing that was said, as it was said.
pub async fn add_words(
    tx: &mut Tx,
    id: i64,
    of: &Concern,
    content: &Content,
    now: Instant,
) -> Stored<()> {
    let text =
        serde_json::to_string(content).map_err(|_| StoreError::Unreadable { column: "content" })?;
    let text = seal(tx, of.child, At::Words(of.id, id), &text).await?;
    run!(tx, PUT_WORDS; id, of.id.0, text, to_ms(now));
    Ok(())
}

/// How many things were said.
pub async fn count_words(tx: &mut Tx, id: ConcernId) -> Stored<i64> {
    one!(tx, COUNT_WORDS; id.0).map_or(Ok(0), |row| row.int("n"))
}

/// How many things were said after a moment.
pub async fn added(tx: &mut Tx, id: ConcernId, since: Instant) -> Stored<i64> {
    one!(tx, ADDED; id.0, to_ms(since)).map_or(Ok(0), |row| row.int("n"))
}

/// What was said, oldest first, with its time: `limit` things from one on.
pub async fn words(
    tx: &mut Tx,
    of: &Concern,
    from: i64,
    limit: i64,
) -> Stored<Vec<(Instant, Content)>> {
    let mut out = Vec::new();
    for row in all!(tx, WORDS; of.id.0, limit, from) {
        let at = At::Words(of.id, row.int("id")?);
        let text = open(tx, of.child, at, &row.text("content")?).await?;
        if let Some(content) = text.and_then(|text| serde_json::from_str(&text).ok()) {
            out.push((row.moment("written_ms")?, content));
        }
    }
    Ok(out)
}
