//! The two fonts and which of them has a sign. Knows no page.

use std::cell::RefCell;
use std::collections::HashMap;

use ttf_parser::Face;

use super::Unprintable;
use crate::model::Locale;

/// Latin, Cyrillic and their signs.
const LATIN: &[u8] = include_bytes!("font/NotoSans.ttf");
/// Hanzi and the signs between them.
const HANZI: &[u8] = include_bytes!("font/NotoSansSC.otf");

/// Stands for a sign that no font has.
const MISSING: char = '□';

/// One font.
pub(super) struct Font {
    pub face: Face<'static>,
    pub data: &'static [u8],
    pub name: &'static str,
}

impl Font {
    fn load(data: &'static [u8], name: &'static str) -> Result<Self, Unprintable> {
        let face = Face::parse(data, 0).map_err(|_| Unprintable::Font)?;
        Ok(Self { face, data, name })
    }

    fn width(&self, glyph: u16) -> f32 {
        let advance = self.face.glyph_hor_advance(ttf_parser::GlyphId(glyph));
        f32::from(advance.unwrap_or_default()) * 1000.0 / f32::from(self.face.units_per_em())
    }
}

/// How one sign is drawn.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    pub font: usize,
    pub glyph: u16,
    /// In thousandths of the font's size.
    pub width: f32,
}

/// The fonts, and for whom they draw.
pub(super) struct Faces {
    pub fonts: [Font; 2],
    locale: Locale,
    /// A long sheet has the same signs again and again.
    known: RefCell<HashMap<char, Drawn>>,
}

impl Faces {
    pub fn load(locale: Locale) -> Result<Self, Unprintable> {
        let latin = Font::load(LATIN, "NotoSans")?;
        let hanzi = Font::load(HANZI, "NotoSansSC")?;
        let fonts = [latin, hanzi];
        let known = RefCell::default();
        Ok(Self {
            fonts,
            locale,
            known,
        })
    }

    /// Which font and which of its glyphs draws `c`. Signs that both have, such as quotes, look as the
    /// language is used to.
    pub fn find(&self, c: char) -> Drawn {
        if let Some(drawn) = self.known.borrow().get(&c) {
            return *drawn;
        }
        let (font, glyph) = self.look(c);
        let width = self.fonts[font].width(glyph);
        let drawn = Drawn { font, glyph, width };
        self.known.borrow_mut().insert(c, drawn);
        drawn
    }

    fn look(&self, c: char) -> (usize, u16) {
        let own = |index: usize, c| {
            let glyph = self.fonts[index].face.glyph_index(c);
            glyph.map(|id| (index, id.0))
        };
        let found = match self.locale == Locale::ZhCn && c > '\u{2000}' {
            true => own(1, c).or_else(|| own(0, c)),
            false => own(0, c).or_else(|| own(1, c)),
        };
        found.or_else(|| own(1, MISSING)).unwrap_or((0, 0))
    }

    /// How wide `text` is at `size` points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let units: f32 = text.chars().map(|c| self.find(c).width).sum();
        units * size / 1000.0
    }
}
