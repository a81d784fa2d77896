//! Where everything stands: blocks become marks on pages. Knows points, not bytes.

use super::face::Faces;
use super::wrap::lines;
use super::{Block, Paper, Unprintable};

/// A4, in points.
pub(super) const WIDTH: f32 = 595.0;
pub(super) const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 60.0;
const ROOM: f32 = WIDTH - 2.0 * MARGIN;

const TITLE: f32 = 17.0;
const HEADING: f32 = 12.5;
const BODY: f32 = 10.5;
const SMALL: f32 = 8.5;
/// A line's height for each point of its letters.
const LEADING: f32 = 1.5;
/// One dash of a line to cut along, and the gap behind it.
const DASH: f32 = 5.0;
/// Between the columns of a table.
const GAP: f32 = 10.0;
/// The part of a line that its label takes at most.
const LABELS: f32 = 0.38;

/// One thing drawn; `y` counts from the bottom.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    Words {
        x: f32,
        y: f32,
        size: f32,
        bold: bool,
        words: String,
    },
    Rule {
        from: f32,
        to: f32,
        y: f32,
    },
}

/// Pages being filled from the top.
struct Sheet<'a> {
    faces: &'a Faces,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl Sheet<'_> {
    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = HEIGHT - MARGIN;
    }

    /// Makes room for so many points that stay together.
    fn keep(&mut self, points: f32) {
        if self.y - points < MARGIN {
            self.turn();
        }
    }

    fn skip(&mut self, points: f32) {
        self.y -= points;
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn words(&mut self, x: f32, y: f32, size: f32, bold: bool, words: &str) {
        let words = words.to_owned();
        let mark = Mark::Words {
            x,
            y,
            size,
            bold,
            words,
        };
        self.mark(mark);
    }

    /// Lines one below the other over the whole width.
    fn paragraph(&mut self, words: &str, size: f32, bold: bool) {
        for line in lines(self.faces, words, size, ROOM) {
            self.keep(size * LEADING);
            self.skip(size * LEADING);
            self.words(MARGIN, self.y, size, bold, &line);
        }
    }

    /// Cells beside each other, each in its own width, as high as the highest.
    fn row(&mut self, cells: &[(f32, f32, &str)], bold: bool) {
        let faces = self.faces;
        let wrapped: Vec<(f32, Vec<String>)> = cells
            .iter()
            .map(|(x, room, words)| (*x, lines(faces, words, BODY, *room)))
            .collect();
        let most = wrapped.iter().map(|(_, lines)| lines.len()).max();
        // A cell longer than a page goes on on the next one, line by line.
        for index in 0..most.unwrap_or_default() {
            self.keep(BODY * LEADING);
            self.skip(BODY * LEADING);
            for (x, lines) in &wrapped {
                if let Some(line) = lines.get(index) {
                    self.words(*x, self.y, BODY, bold, line);
                }
            }
        }
    }

    fn line(&mut self, label: &str, value: &str) {
        let room = ROOM * LABELS;
        let at = MARGIN + room + GAP;
        self.row(
            &[(MARGIN, room, label), (at, ROOM - room - GAP, value)],
            false,
        );
        self.skip(2.0);
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        let widths = self.columns(rows);
        let (Some(head), true) = (rows.first(), !widths.is_empty()) else {
            return;
        };
        self.cells(&widths, head, true);
        for row in rows.iter().skip(1) {
            let before = self.pages.len();
            self.keep(BODY * LEADING * 2.0);
            if self.pages.len() > before {
                self.cells(&widths, head, true);
            }
            self.cells(&widths, row, false);
        }
        self.skip(BODY);
    }

    fn cells(&mut self, widths: &[f32], row: &[String], bold: bool) {
        let mut x = MARGIN;
        let mut cells = Vec::new();
        for (width, words) in widths.iter().zip(row) {
            cells.push((x, *width, words.as_str()));
            x += width + GAP;
        }
        self.row(&cells, bold);
        self.skip(4.0);
        let (from, to, y) = (MARGIN, MARGIN + ROOM, self.y);
        self.mark(Mark::Rule { from, to, y });
    }

    /// Each column as wide as its widest cell, or its fair part of what there is.
    fn columns(&self, rows: &[Vec<String>]) -> Vec<f32> {
        let count = rows.iter().map(Vec::len).max().unwrap_or_default();
        let wanted: Vec<f32> = (0..count)
            .map(|column| {
                let cells = rows.iter().filter_map(|row| row.get(column));
                let width = |cell: &String| self.faces.width(cell, BODY) + 1.0;
                cells.map(width).fold(20.0, f32::max)
            })
            .collect();
        let room = ROOM - GAP * count.saturating_sub(1) as f32;
        let fair = room / count.max(1) as f32;
        let narrow: f32 = wanted.iter().filter(|w| **w <= fair).sum();
        let wide: f32 = wanted.iter().filter(|w| **w > fair).sum();
        let left = (room - narrow).max(20.0);
        wanted
            .into_iter()
            .map(|width| match width > fair && wide > left {
                true => width * left / wide,
                false => width,
            })
            .collect()
    }

    /// A dashed line to cut along, and the words below it on the same page, where one page holds them.
    fn slip(&mut self, words: &str) {
        let high = lines(self.faces, words, BODY, ROOM).len() as f32 * BODY * LEADING;
        self.keep((high + BODY * 3.0).min(HEIGHT - 2.0 * MARGIN));
        self.skip(BODY);
        let (mut from, y) = (MARGIN, self.y);
        while from < MARGIN + ROOM {
            let to = (from + DASH).min(MARGIN + ROOM);
            self.mark(Mark::Rule { from, to, y });
            from += DASH * 2.0;
        }
        self.skip(BODY * 0.5);
        self.paragraph(words, BODY, false);
        self.skip(BODY * 0.5);
    }

    fn signature(&mut self, whose: &str) {
        self.keep(BODY * LEADING * 3.0);
        self.skip(BODY * LEADING * 2.0);
        let (from, to, y) = (MARGIN, MARGIN + ROOM * 0.55, self.y);
        self.mark(Mark::Rule { from, to, y });
        self.skip(SMALL * LEADING);
        for line in lines(self.faces, whose, SMALL, ROOM) {
            self.words(MARGIN, self.y, SMALL, false, &line);
            self.skip(SMALL * LEADING);
        }
    }
}

/// Everything at its place, each page with its number.
pub(super) fn pages(paper: &Paper, faces: &Faces) -> Result<Vec<Vec<Mark>>, Unprintable> {
    let mut sheet = Sheet {
        faces,
        pages: Vec::new(),
        y: 0.0,
    };
    sheet.turn();
    sheet.paragraph(&paper.title, TITLE, true);
    sheet.skip(BODY);
    for block in &paper.blocks {
        match block {
            Block::Heading(words) => {
                // A heading does not stand alone at the foot of a page.
                sheet.keep(HEADING * LEADING * 3.0);
                sheet.skip(BODY * 0.8);
                sheet.paragraph(words, HEADING, true);
                sheet.skip(3.0);
            }
            Block::Text(words) => {
                sheet.paragraph(words, BODY, false);
                sheet.skip(BODY * 0.6);
            }
            Block::Line(label, value) => sheet.line(label, value),
            Block::Table(rows) => sheet.table(rows),
            Block::Slip(words) => sheet.slip(words),
            Block::Signature(whose) => sheet.signature(whose),
        }
        if sheet.pages.len() > paper.most {
            return Err(Unprintable::TooLong);
        }
    }
    let count = sheet.pages.len();
    for (index, page) in sheet.pages.iter_mut().enumerate() {
        let words = format!("{} / {count}", index + 1);
        let x = WIDTH - MARGIN - faces.width(&words, SMALL);
        page.push(Mark::Words {
            x,
            y: MARGIN / 2.0,
            size: SMALL,
            bold: false,
            words,
        });
    }
    Ok(sheet.pages)
}
