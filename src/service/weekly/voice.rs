//! The teacher's spoken word follows the update it is announced in: the same readers, the same hour, once.

use super::page::About;
use crate::base::Html;
use crate::model::message::{Content, Kind, Lane, MediaKind, Outgoing, Parcel};
use crate::model::rights::Action;
use crate::model::weekly::{Block, Line};
use crate::say;
use crate::store::weekly::Reader;
use crate::text::dates;

/// The voice notes of an update, each about its own child. One that came to another bot cannot be passed on: the
/// update says that there is a word by voice, and the school has it.
pub(super) fn outgoing(about: &About, reader: &Reader, blocks: &[Block]) -> Vec<Outgoing> {
    let mut out = Vec::new();
    for block in blocks {
        for line in &block.lines {
            let Line::Voice { bot, file } = line else {
                continue;
            };
            if *bot != reader.bot {
                continue;
            }
            let content = Content::Media {
                media: MediaKind::Voice,
                file: file.clone(),
                caption: caption(about, reader, block),
            };
            out.push(Outgoing {
                account: reader.account,
                bot: reader.bot.clone(),
                chat: reader.chat,
                adult: Some(about.adult),
                children: vec![block.child],
                right: Some(Action::WeeklyUpdate),
                concerns: Vec::new(),
                kind: Kind::WeeklyUpdate,
                lane: Lane::Bulk,
                // The update has rung just now.
                parcel: Parcel::Send {
                    content,
                    keyboard: None,
                    protect: true,
                    silent: true,
                },
                not_before: Some(about.leaves),
                expires: Some(about.expires),
                dedup: Some(format!(
                    "weekly_voice:{}:{}:{}",
                    about.adult, about.week, block.child
                )),
                thread: None,
            });
        }
    }
    out
}

fn caption(about: &About, reader: &Reader, block: &Block) -> Html {
    let name = block.lines.iter().find_map(|line| match line {
        Line::Heading { name, .. } => Some(name.clone()),
        _ => None,
    });
    let week = dates::week(reader.locale, about.week);
    say!(
        reader.locale,
        "weekly-voice-caption",
        child = &name.unwrap_or_default(),
        week = week
    )
}
