//! Several media shown as one message: never more of them, and never another mix, than a messenger
//! takes together.

use serde::{Deserialize, Serialize};

use crate::base::{Html, utf16_len};
use crate::model::message::MediaKind;
use crate::model::note::MAX_CAPTION;

/// Items of one album (Bot API, sendMediaGroup: 2–10; a single one is an ordinary message).
pub const MAX_ITEMS: usize = 10;

/// One picture, film, document or piece of music with its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub media: MediaKind,
    /// The channel's own reference.
    pub file: String,
    pub caption: Html,
}

/// One to [`MAX_ITEMS`] items that go together, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Item>", into = "Vec<Item>")]
pub struct Album(Vec<Item>);

/// What may stand in one album (Bot API, sendMediaGroup).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Photos and films together.
    Seen,
    Documents,
    Music,
}

const fn family(media: MediaKind) -> Option<Family> {
    match media {
        MediaKind::Photo | MediaKind::Video => Some(Family::Seen),
        MediaKind::Document => Some(Family::Documents),
        MediaKind::Audio => Some(Family::Music),
        MediaKind::Voice | MediaKind::VideoNote | MediaKind::Animation => None,
    }
}

impl Album {
    /// An album that begins with this item; `None`: no album can hold its kind.
    pub fn begin(item: Item) -> Option<Self> {
        family(item.media).map(|_| Self(vec![item]))
    }

    /// Adds an item at the end. False, and nothing is changed: there is no room, it does not go with
    /// the others, or its words are too long to stand below it.
    pub fn add(&mut self, item: Item) -> bool {
        let alike = |other: &Item| family(other.media) == family(item.media);
        let fits = self.0.len() < MAX_ITEMS
            && self.0.iter().all(alike)
            && utf16_len(&item.caption.plain()) <= MAX_CAPTION;
        if fits {
            self.0.push(item);
        }
        fits
    }

    pub fn items(&self) -> &[Item] {
        &self.0
    }

    /// The words of the first item: what most apps show below the whole album.
    pub fn caption(&self) -> Option<&Html> {
        self.0.first().map(|item| &item.caption)
    }

    /// The same album with other words at its first item.
    pub fn with_caption(&self, caption: Html) -> Self {
        let mut items = self.0.clone();
        if let Some(first) = items.first_mut() {
            first.caption = caption;
        }
        Self(items)
    }
}

impl TryFrom<Vec<Item>> for Album {
    type Error = &'static str;

    fn try_from(items: Vec<Item>) -> Result<Self, Self::Error> {
        let mut items = items.into_iter();
        let mut album = items
            .next()
            .and_then(Self::begin)
            .ok_or("an album of nothing, or of what no album holds")?;
        if items.all(|item| album.add(item)) {
            Ok(album)
        } else {
            Err("too many items, or items that do not go together")
        }
    }
}

impl From<Album> for Vec<Item> {
    fn from(album: Album) -> Self {
        album.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_added_it_stays_one_the_messenger_takes(
            kinds in proptest::collection::vec(proptest::sample::select(MediaKind::ALL), 1..30),
        ) {
            let items: Vec<Item> = kinds
                .iter()
                .map(|media| Item { media: *media, file: "f".into(), caption: Html::default() })
                .collect();
            let Some(mut album) = Album::begin(items[0].clone()) else {
                prop_assert!(family(kinds[0]).is_none());
                return Ok(());
            };
            for item in &items[1..] {
                album.add(item.clone());
            }
            prop_assert!(album.items().len() <= MAX_ITEMS);
            let first = family(kinds[0]);
            prop_assert!(album.items().iter().all(|item| family(item.media) == first));
            let json = serde_json::to_string(&album).unwrap();
            prop_assert_eq!(serde_json::from_str::<Album>(&json).unwrap(), album.clone());
            // What was not added cannot come in by the way of the database either.
            let all = serde_json::from_str::<Album>(&serde_json::to_string(&items).unwrap());
            prop_assert_eq!(all.is_ok(), album.items().len() == items.len());
        }
    }
}
