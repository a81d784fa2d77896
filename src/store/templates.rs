//! What somebody keeps of their own words for notes. Decides nothing.

use super::{Stored, Tx, tx::Cells, vault};
use crate::base::{AdultId, Instant, TemplateId, Words, to_ms};
use crate::model::record::Child;
use crate::model::template::names;
use crate::store::sql::json_ids;
use sqlx::any::AnyRow;

/// What the values are sealed for, each for its own row.
const BODY: &str = "note_templates.body";

statements! {
    PUT = "INSERT INTO note_templates (id, adult_id, body, used_ms) VALUES ($1, $2, $3, $4)";
    OF_ADULT = "SELECT id, body FROM note_templates WHERE adult_id = $1 ORDER BY id";
    USED = "UPDATE note_templates SET used_ms = $3 WHERE id = $1 AND adult_id = $2";
    REMOVE = "DELETE FROM note_templates WHERE id = $1 AND adult_id = $2";
    OF_ADULTS = "SELECT id, adult_id, body FROM note_templates WHERE adult_id IN (SELECT value FROM json_each($1)) ORDER BY id",
        "SELECT id, adult_id, body FROM note_templates WHERE adult_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY id";
}

/// One template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub id: TemplateId,
    pub words: Words,
}

async fn template(tx: &mut Tx, row: &AnyRow) -> Stored<Option<Template>> {
    let id: TemplateId = row.id("id")?;
    let words = vault::open_own_at(tx, BODY, id, &row.text("body")?).await?;
    Ok(words.map(|words| Template {
        id,
        words: Words::new(words),
    }))
}

/// All of one writer's, oldest first. One whose key is lost is none.
pub async fn of_adult(tx: &mut Tx, adult: AdultId) -> Stored<Vec<Template>> {
    let mut out = Vec::new();
    for row in &all!(tx, OF_ADULT; adult.0) {
        out.extend(template(tx, row).await?);
    }
    Ok(out)
}

pub async fn put(tx: &mut Tx, of: AdultId, template: &Template, now: Instant) -> Stored<()> {
    let body = vault::seal_own_at(tx, BODY, template.id, template.words.expose()).await?;
    run!(tx, PUT; template.id.0, of.0, body, to_ms(now));
    Ok(())
}

/// It was put into a note.
pub async fn used(tx: &mut Tx, id: TemplateId, of: AdultId, now: Instant) -> Stored<()> {
    run!(tx, USED; id.0, of.0, to_ms(now));
    Ok(())
}

/// False: there is none such of theirs.
pub async fn remove(tx: &mut Tx, id: TemplateId, of: AdultId) -> Stored<bool> {
    Ok(run!(tx, REMOVE; id.0, of.0) == 1)
}

/// Of these people's those that name the child are gone: one who came to the class later was not there to be
/// asked about when the words were kept. Needs the name, so before the record is closed.
pub async fn forget(tx: &mut Tx, child: &Child, of: &[AdultId]) -> Stored<()> {
    let ids = json_ids(of.iter().map(|adult| adult.0));
    for row in &all!(tx, OF_ADULTS; ids.as_str()) {
        let Some(found) = template(tx, row).await? else {
            continue;
        };
        if names(found.words.expose(), child) {
            remove(tx, found.id, row.id("adult_id")?).await?;
        }
    }
    Ok(())
}
