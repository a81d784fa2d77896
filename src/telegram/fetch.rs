//! A file somebody sent, as bytes: `getFile`, then the address it names. Bounded in size and time; what failed on
//! the way and what will never come are two things.

use std::time::Duration;

use serde_json::Value;
use teloxide::payloads;
use teloxide::types::FileId;

use super::Telegram;
use super::wire::{CallError, fault};
use crate::model::file::NoFile;

/// How long the whole of a file may take: two megabytes over a poor line.
const LONGEST: Duration = Duration::from_secs(40);

impl Telegram {
    /// The bytes of a file, by the messenger's reference; at most `most`.
    pub async fn download(&self, id: &str, most: usize) -> Result<Vec<u8>, NoFile> {
        let asked = payloads::GetFile::new(FileId(id.to_owned()));
        let found: Value = self.call(&asked).await.map_err(|error| why(&error))?;
        let size = found["file_size"].as_u64().unwrap_or_default();
        if size > most as u64 {
            return Err(NoFile::TooBig);
        }
        let path = found["file_path"].as_str().ok_or(NoFile::Gone)?;
        let request = self.bot.client().get(self.address(path)).timeout(LONGEST);
        let passing = |error: reqwest::Error| why(&fault(&error));
        let mut response = request.send().await.map_err(passing)?;
        let status = response.status();
        if !status.is_success() {
            let gone = matches!(status.as_u16(), 400 | 403 | 404 | 410);
            return Err(if gone { NoFile::Gone } else { NoFile::Passing });
        }
        let mut bytes = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(passing)? {
            // What was said about the size is not believed.
            if bytes.len() + piece.len() > most {
                return Err(NoFile::TooBig);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }

    /// `<api>/file/bot<token>/<path>` (Bot API, getFile). A path that leads elsewhere leads nowhere.
    fn address(&self, path: &str) -> reqwest::Url {
        let mut url = self.bot.api_url();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .push("file")
                .push(&format!("bot{}", self.bot.token()))
                .extend(path.split('/'));
        }
        url
    }
}

fn why(error: &CallError) -> NoFile {
    match error {
        CallError::Refused {
            code: 400,
            description,
            ..
        } => match description.contains("too big") {
            true => NoFile::TooBig,
            false => NoFile::Gone,
        },
        _ => NoFile::Passing,
    }
}
