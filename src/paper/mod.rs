//! Layer 2: sheets to print, as PDF, in every language we speak. The only room that knows the PDF
//! crates and the fonts. Knows no sentence: whoever writes a sheet brings its words.

mod face;
mod layout;
mod pdf;
mod wrap;

use crate::base::Instant;
use crate::model::Locale;

/// Why there is no sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unprintable {
    #[error("the font of the sheet cannot be read")]
    Font,
    #[error("the sheet is longer than can be printed")]
    TooLong,
}

/// Pages one paper may have.
pub const MOST_PAGES: usize = 200;
/// Pages of a whole record: more than a school life fills.
const LONG: usize = 20_000;

/// One thing on a paper, from top to bottom.
enum Block {
    Heading(String),
    Text(String),
    /// A label and what belongs to it.
    Line(String, String),
    /// The first row is the head, repeated on every page.
    Table(Vec<Vec<String>>),
    /// To be cut off: a dashed line, and words that stay on one page.
    Slip(String),
    /// An empty line to sign on, with whose it is.
    Signature(String),
}

/// A document in the making: A4, as many pages as it needs, each with its number.
pub struct Paper {
    locale: Locale,
    title: String,
    made: Instant,
    most: usize,
    blocks: Vec<Block>,
}

impl Paper {
    /// `made` stands in the file's own data: the same paper at the same moment is the same bytes.
    pub fn new(locale: Locale, title: impl Into<String>, made: Instant) -> Self {
        Self {
            locale,
            title: title.into(),
            made,
            most: MOST_PAGES,
            blocks: Vec::new(),
        }
    }

    /// To be kept and searched, not to be signed: as many pages as a whole record takes.
    #[must_use]
    pub fn long(mut self) -> Self {
        self.most = LONG;
        self
    }

    #[must_use]
    pub fn heading(mut self, words: impl Into<String>) -> Self {
        self.blocks.push(Block::Heading(words.into()));
        self
    }

    /// One paragraph; line breaks in it stay.
    #[must_use]
    pub fn text(mut self, words: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(words.into()));
        self
    }

    #[must_use]
    pub fn line(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.blocks.push(Block::Line(label.into(), value.into()));
        self
    }

    #[must_use]
    pub fn table(mut self, head: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        let all = std::iter::once(head).chain(rows).collect();
        self.blocks.push(Block::Table(all));
        self
    }

    /// A part to cut off and hand to somebody; line breaks in it stay.
    #[must_use]
    pub fn slip(mut self, words: impl Into<String>) -> Self {
        self.blocks.push(Block::Slip(words.into()));
        self
    }

    #[must_use]
    pub fn signature(mut self, whose: impl Into<String>) -> Self {
        self.blocks.push(Block::Signature(whose.into()));
        self
    }

    /// The file.
    pub fn pdf(&self) -> Result<Vec<u8>, Unprintable> {
        let faces = face::Faces::load(self.locale)?;
        let pages = layout::pages(self, &faces)?;
        pdf::write(self, &faces, &pages)
    }
}
