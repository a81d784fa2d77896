//! What answers a letter: a reply to its message, a button below it. The key of its row says whose it was.

use super::{Way, button};
use crate::base::{AdultId, ChildId, Instant};
use crate::dialogue::letter::Tap;
use crate::label;
use crate::model::message::Button;
use crate::service::{Served, Talk};
use crate::store;

/// With whom, about whom, the letter passed that our message `remote` in this chat carried.
pub(in crate::service::note) async fn answered(
    talk: &mut Talk<'_>,
    remote: i64,
) -> Served<Option<(ChildId, AdultId)>> {
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let found = store::outbox_view::by_remote(talk.tx, &bot, chat, remote).await?;
    Ok(found.and_then(|found| {
        let child = *found.children.first()?;
        Some((child, writer(found.dedup.as_deref()?)?))
    }))
}

/// Who had a letter in their chat since then, below that message, gets the button that answers it.
pub(in crate::service) async fn answers(
    talk: &mut Talk<'_>,
    below: i64,
    since: Instant,
) -> Served<Option<Vec<Vec<Button>>>> {
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let came = store::offers::childs_letter(talk.tx, &bot, chat, below, since).await?;
    let Some((child, with)) = came.and_then(|(child, key)| Some((child, writer(&key)?))) else {
        return Ok(None);
    };
    let Some(way) = Way::find(talk, child).await? else {
        return Ok(None);
    };
    let words = label!(
        talk.locale(),
        way.key("letter-from-child", "letter-to-child"),
        child = way.route.child.called()
    );
    Ok(Some(vec![vec![button(words, Tap::Back(child, with))]]))
}

/// What makes one part of a letter the same. [`writer`] reads back whose it was.
pub(super) fn key(by: AdultId, message: i64, part: usize) -> String {
    format!("letter:{by}:{message}:{part}")
}

pub(in crate::service::note) fn writer(key: &str) -> Option<AdultId> {
    let by = key.strip_prefix("letter:")?.split(':').next()?;
    by.parse().ok().map(AdultId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_letter_it_was_is_read_back() {
        assert_eq!(writer(&key(AdultId(42), 7, 0)), Some(AdultId(42)));
        for other in ["note:42:7:0", "letter:", "letter:x:1", ""] {
            assert_eq!(writer(other), None, "{other}");
        }
    }
}
