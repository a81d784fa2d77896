//! Marks become a PDF: text that can be searched and copied, only the glyphs that are used.

use std::collections::BTreeMap;

use chrono::{Datelike, Timelike};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, TextRenderingMode, UnicodeCmap};
use pdf_writer::{Content, Date, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use subsetter::GlyphRemapper;

use super::face::{Drawn, Faces, Font};
use super::layout::{HEIGHT, Mark, WIDTH};
use super::{Paper, Unprintable};

const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};
/// How the fonts are called within a page.
const NAMES: [Name<'static>; 2] = [Name(b"F0"), Name(b"F1")];
/// How much wider the strokes of bold letters are, for each point of size.
const BOLD: f32 = 0.035;

/// The glyphs of one font that were drawn, numbered anew.
#[derive(Default)]
struct Used {
    glyphs: GlyphRemapper,
    /// New number to the sign it stands for and its width.
    signs: BTreeMap<u16, (char, f32)>,
}

/// Numbers of the PDF's objects, in order.
struct Refs(i32);

impl Refs {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

pub(super) fn write(
    paper: &Paper,
    faces: &Faces,
    pages: &[Vec<Mark>],
) -> Result<Vec<u8>, Unprintable> {
    let mut refs = Refs(0);
    let (catalog, tree, info) = (refs.next(), refs.next(), refs.next());
    let fonts = [refs.next(), refs.next()];
    let mut used = [Used::default(), Used::default()];
    let mut pdf = Pdf::new();
    let mut kids = Vec::new();
    for marks in pages {
        let (page, content) = (refs.next(), refs.next());
        kids.push(page);
        pdf.stream(content, &drawn(faces, marks, &mut used));
        let mut page = pdf.page(page);
        page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT));
        page.parent(tree).contents(content);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (name, id) in NAMES.iter().zip(fonts) {
            named.pair(*name, id);
        }
    }
    let count = i32::try_from(kids.len()).map_err(|_| Unprintable::TooLong)?;
    pdf.pages(tree).kids(kids).count(count);
    pdf.catalog(catalog)
        .pages(tree)
        .lang(TextStr(paper.locale.as_str()));
    let mut about = pdf.document_info(info);
    about.title(TextStr(&paper.title));
    about.creator(TextStr("hongyan"));
    about.creation_date(date(paper));
    about.finish();
    for ((font, used), id) in faces.fonts.iter().zip(&used).zip(fonts) {
        embed(&mut pdf, &mut refs, id, font, used)?;
    }
    Ok(pdf.finish())
}

fn date(paper: &Paper) -> Date {
    let made = paper.made;
    let small = |n: u32| u8::try_from(n).unwrap_or_default();
    Date::new(u16::try_from(made.year()).unwrap_or_default())
        .month(small(made.month()))
        .day(small(made.day()))
        .hour(small(made.hour()))
        .minute(small(made.minute()))
        .second(small(made.second()))
        .utc_offset_hour(0)
}

fn drawn(faces: &Faces, marks: &[Mark], used: &mut [Used; 2]) -> Vec<u8> {
    let mut content = Content::new();
    content.set_line_width(0.5);
    for mark in marks {
        match mark {
            Mark::Rule { from, to, y } => {
                content.set_stroke_gray(0.6);
                content.move_to(*from, *y).line_to(*to, *y).stroke();
            }
            Mark::Words {
                x,
                y,
                size,
                bold,
                words,
            } => {
                content.begin_text();
                content.set_stroke_gray(0.0);
                if *bold {
                    content.set_line_width(size * BOLD);
                    content.set_text_rendering_mode(TextRenderingMode::FillStroke);
                }
                content.next_line(*x, *y);
                for (font, bytes) in runs(faces, words, used) {
                    content.set_font(NAMES[font], *size).show(Str(&bytes));
                }
                if *bold {
                    content.set_text_rendering_mode(TextRenderingMode::Fill);
                    content.set_line_width(0.5);
                }
                content.end_text();
            }
        }
    }
    content.finish().into_vec()
}

/// The words as glyph numbers, two bytes each, split where the font changes.
fn runs(faces: &Faces, words: &str, used: &mut [Used; 2]) -> Vec<(usize, Vec<u8>)> {
    let mut out: Vec<(usize, Vec<u8>)> = Vec::new();
    for c in words.chars() {
        let Drawn { font, glyph, width } = faces.find(c);
        let fresh = used[font].glyphs.remap(glyph);
        used[font].signs.entry(fresh).or_insert((c, width));
        match out.last_mut() {
            Some((last, bytes)) if *last == font => bytes.extend(fresh.to_be_bytes()),
            _ => out.push((font, fresh.to_be_bytes().to_vec())),
        }
    }
    out
}

/// The font with the glyphs that are used, and what each of them says.
fn embed(
    pdf: &mut Pdf,
    refs: &mut Refs,
    id: Ref,
    font: &Font,
    used: &Used,
) -> Result<(), Unprintable> {
    let (cid, descriptor, signs, file) = (refs.next(), refs.next(), refs.next(), refs.next());
    // The six letters say that it is a part of the font.
    let name = format!("HONGYA+{}", font.name);
    let name = Name(name.as_bytes());
    let subset = subsetter::subset(font.data, 0, &used.glyphs).map_err(|_| Unprintable::Font)?;
    let raw = ttf_parser::RawFace::parse(&subset, 0).map_err(|_| Unprintable::Font)?;
    let outlines = raw.table(ttf_parser::Tag::from_bytes(b"CFF "));

    pdf.type0_font(id)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(signs);
    let mut program = pdf.cid_font(cid);
    program.base_font(name).system_info(IDENTITY);
    program.font_descriptor(descriptor).default_width(0.0);
    match outlines {
        Some(_) => program.subtype(CidFontType::Type0),
        None => program
            .subtype(CidFontType::Type2)
            .cid_to_gid_map_predefined(Name(b"Identity")),
    };
    let mut widths = program.widths();
    for (glyph, (_, width)) in &used.signs {
        widths.consecutive(*glyph, [*width]);
    }
    widths.finish();
    program.finish();

    let mut cmap = UnicodeCmap::new(Name(b"Custom"), IDENTITY);
    for (glyph, (sign, _)) in &used.signs {
        cmap.pair(*glyph, *sign);
    }
    pdf.cmap(signs, &cmap.finish());

    let scale = 1000.0 / f32::from(font.face.units_per_em());
    let sized = |n: i16| f32::from(n) * scale;
    let bounds = font.face.global_bounding_box();
    let mut described = pdf.font_descriptor(descriptor);
    described
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(
            sized(bounds.x_min),
            sized(bounds.y_min),
            sized(bounds.x_max),
            sized(bounds.y_max),
        ))
        .italic_angle(0.0)
        .ascent(sized(font.face.ascender()))
        .descent(sized(font.face.descender()))
        .cap_height(sized(font.face.capital_height().unwrap_or(700)))
        .stem_v(80.0);
    match outlines {
        Some(_) => described.font_file3(file),
        None => described.font_file2(file),
    };
    described.finish();
    match outlines {
        Some(table) => {
            pdf.stream(file, table)
                .pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        }
        None => {
            pdf.stream(file, &subset);
        }
    }
    Ok(())
}
