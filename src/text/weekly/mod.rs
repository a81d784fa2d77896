//! The weekly update in words: each child's block under the letters a person reads, the whole under
//! what the messenger carries, whatever was typed into the record.

mod full;
mod lines;

pub use full::{latest, week};

use crate::base::{Html, utf16_len};
use crate::model::Locale;
use crate::model::weekly::talked::Asked;
use crate::model::weekly::{Block, Line, Topic};
use crate::say;
use lines::NAME;

/// A block has fewer letters than this (domain 4.2, "Length").
pub const fn letters(locale: Locale) -> usize {
    match locale {
        Locale::ZhCn => 300,
        Locale::En | Locale::Ru | Locale::Uz => 700,
    }
}

/// Longest message in UTF-16 units (Bot API, sendMessage: 4096 characters after entities parsing).
pub const UNITS: usize = 4096;

/// How much one line may say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Letters of one piece of free text.
    pub words: usize,
    /// Things in one list.
    pub items: usize,
}

/// From generous to hardly any: the first room in which a block fits is taken.
const ROOMS: [Room; 5] = [
    Room {
        words: 200,
        items: 6,
    },
    Room {
        words: 90,
        items: 4,
    },
    Room {
        words: 45,
        items: 3,
    },
    Room {
        words: 20,
        items: 2,
    },
    Room {
        words: 15,
        items: 1,
    },
];

/// Units kept for "not shown here".
const RESERVE: usize = 160;

/// Units kept for the short form of each of the next children.
const SHORT: usize = 120;

/// Everything about all children of one reader as one message.
pub fn digest(locale: Locale, blocks: &[Block]) -> Html {
    ending(locale, blocks, &Html::default())
}

/// The same before a break, when tricksters write to parents who travel: who asks for money is not us.
pub fn before_break(locale: Locale, blocks: &[Block]) -> Html {
    ending(locale, blocks, &say!(locale, "weekly-before-break"))
}

/// All blocks, and below them a last word that is always there.
fn ending(locale: Locale, blocks: &[Block], last: &Html) -> Html {
    let mut out = Html::default();
    let mut left = UNITS - RESERVE - units(last) - 2;
    let mut crowded = false;
    for (index, block) in blocks.iter().enumerate() {
        let after = blocks.len() - index - 1;
        let room = left.saturating_sub(after.min(12) * SHORT);
        let full = if crowded {
            None
        } else {
            fit(locale, block, room)
        };
        // Once one child had to be short, those after it are: nobody looks preferred at random.
        crowded = full.is_none();
        let Some(html) = full.or_else(|| short(locale, block, left)) else {
            out.join(
                "\n\n",
                &say!(locale, "weekly-more-children", count = after + 1),
            );
            break;
        };
        left = left.saturating_sub(units(&html) + 2);
        out.join("\n\n", &html);
    }
    out.join("\n\n", last);
    out
}

/// The fullest form of a block that a person reads and `units_left` carries.
fn fit(locale: Locale, block: &Block, units_left: usize) -> Option<Html> {
    let mut smallest = ROOMS[0];
    for room in ROOMS {
        let html = render(locale, &block.lines, room);
        if is_short(locale, &html, units_left) {
            return Some(html);
        }
        smallest = room;
    }
    let mut block = block.clone();
    while block.drop_one() {
        let html = render(locale, &block.lines, smallest);
        if is_short(locale, &html, units_left) {
            return Some(html);
        }
    }
    None
}

/// Heading, "speak with you" and attendance only.
fn short(locale: Locale, block: &Block, units_left: usize) -> Option<Html> {
    let kept: Vec<Line> = block
        .lines
        .iter()
        .filter(|line| {
            matches!(
                line,
                Line::Heading { .. } | Line::ByPhone | Line::Attendance(_) | Line::NotRecorded
            )
        })
        .cloned()
        .collect();
    let room = Room {
        words: 20,
        items: 1,
    };
    let html = render(locale, &kept, room);
    is_short(locale, &html, units_left).then_some(html)
}

/// The question in the week, or the kind word in its place, with a way to begin the call.
pub fn talked(locale: Locale, asked: Asked, child: &str, opening: &Topic) -> Html {
    let child = tidy(child, NAME);
    let mut html = match asked {
        Asked::Question => say!(locale, "weekly-talked-question", child = child),
        Asked::Reminder => say!(locale, "weekly-talked-reminder", child = child),
    };
    let question = lines::question(locale, opening, ROOMS[1]);
    html.join(
        "\n\n",
        &say!(locale, "weekly-talked-opening", question = question),
    );
    html
}

fn render(locale: Locale, lines: &[Line], room: Room) -> Html {
    let mut out = Html::default();
    for line in lines {
        out.join("\n", &lines::line(locale, line, room));
    }
    out
}

fn is_short(locale: Locale, html: &Html, units_left: usize) -> bool {
    let plain = html.plain();
    plain.chars().count() < letters(locale) && utf16_len(&plain) <= units_left
}

fn units(html: &Html) -> usize {
    utf16_len(&html.plain())
}

/// Free text on one line, without marks that turn the rest of the message around, and cut with "…"
/// to at most `most` letters.
pub(super) fn tidy(text: &str, most: usize) -> String {
    let mut out = String::new();
    let (mut count, mut gap) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            gap = count > 0;
            continue;
        }
        if c.is_control() || is_direction_mark(c) {
            continue;
        }
        if count + usize::from(gap) >= most {
            if count >= most {
                out.pop();
            }
            // A cut must not leave half of a joined sign behind.
            while out.ends_with(['\u{200d}', '\u{fe0f}', ' ']) {
                out.pop();
            }
            out.push('…');
            return out;
        }
        if gap {
            out.push(' ');
            count += 1;
            gap = false;
        }
        out.push(c);
        count += 1;
    }
    out
}

/// Invisible marks that change the direction of what follows.
const fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
