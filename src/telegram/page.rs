//! One page of updates from the Bot API, in bounded memory, each as it was written: one that is huge
//! or that nobody can read must not hold up those behind it.

use serde_json::value::RawValue;
use teloxide::payloads::{GetUpdates, GetUpdatesSetters};

use super::intake::{Came, number};
use super::webhook::allowed;
use super::wire::{ANSWER_LIMIT, Answer, understood};
use super::{CallError, Telegram};
use std::time::Duration;

/// Updates per question; the next one is used when a page is more than we take or can read.
const SIZES: [u8; 3] = [100, 10, 1];

/// The Bot API's answer to a question, as far as any answer of its own begins.
const OPENING: &str = r#"{"ok":true,"result":[{"#;

impl Telegram {
    /// The updates from `from` on; waits for `wait` when there are none.
    pub(super) async fn updates(
        &self,
        from: Option<i64>,
        wait: Duration,
    ) -> Result<Vec<Came>, CallError> {
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
        let limit = wait + Duration::from_secs(15);
        let mut question = GetUpdates::new()
            .timeout(seconds)
            .allowed_updates(allowed());
        question.offset = from.and_then(|from| i32::try_from(from).ok());
        let (mut single, mut whole) = (String::new(), false);
        for size in SIZES {
            question = question.limit(size);
            let got = self.fetch(&question, Some(limit), ANSWER_LIMIT).await?;
            if got.whole {
                match serde_json::from_slice::<Answer<Vec<&RawValue>>>(&got.body) {
                    Ok(answer) => {
                        let updates = understood(answer)?;
                        let whole = |raw: &RawValue| Came::Whole(raw.get().to_owned());
                        return Ok(updates.into_iter().map(whole).collect());
                    }
                    Err(_) if got.status.is_client_error() => {
                        return Err(CallError::TurnedAway(got.status.as_u16()));
                    }
                    Err(_) => {}
                }
            }
            (single, whole) = (String::from_utf8_lossy(&got.body).into_owned(), got.whole);
            // Anything else is somebody else's page, in front of the Bot API.
            if !single.starts_with(OPENING) {
                return Err(CallError::Unintelligible);
            }
        }
        // Alone it is still too much, or not JSON: without its number it cannot be stepped over.
        let update = &single[OPENING.len() - 1..];
        match number(update) {
            Some(_) if whole => {
                let end = update.strip_suffix("]}").unwrap_or(update);
                Ok(vec![Came::Unreadable(end.to_owned())])
            }
            Some(_) => Ok(vec![Came::Beginning(update.to_owned())]),
            None => Err(CallError::Unintelligible),
        }
    }
}
