//! The message of one reader: blocks in words, and what can be pressed under them.

use crate::dialogue::{self, note, weekly::Tap};
use crate::label;
use crate::model::Locale;
use crate::model::message::{Button, Parcel};
use crate::model::week::SchoolWeek;
use crate::model::weekly::{Block, Line};

/// Children with buttons of their own; more of them are found in the menu.
const MOST_WITH_BUTTONS: usize = 6;

/// Longest name on a button.
const NAME: usize = 24;

fn button(label: String, tap: dialogue::Tap) -> Button {
    Button::tap(label, tap.encode())
}

/// Ready to be put into the outbox. Before a break it ends with a word about money.
pub(super) fn parcel(locale: Locale, week: SchoolWeek, blocks: &[Block], breaks: bool) -> Parcel {
    let html = match breaks {
        true => crate::text::weekly::before_break(locale, blocks),
        false => crate::text::weekly::digest(locale, blocks),
    };
    Parcel::with_buttons(html, rows(locale, week, blocks))
}

fn rows(locale: Locale, week: SchoolWeek, blocks: &[Block]) -> Vec<Vec<Button>> {
    let talked = button(
        label!(locale, "weekly-button-talked"),
        dialogue::Tap::Weekly(Tap::Talked(week)),
    );
    let ask = |block: &Block| dialogue::Tap::Note(note::Tap::ToSchool(block.child));
    let more = |block: &Block| dialogue::Tap::Weekly(Tap::More(block.child, week));
    if let [only] = blocks {
        return vec![
            vec![talked],
            vec![
                button(label!(locale, "weekly-button-ask"), ask(only)),
                button(label!(locale, "weekly-button-more"), more(only)),
            ],
        ];
    }
    let mut rows = vec![vec![talked]];
    for block in blocks.iter().take(MOST_WITH_BUTTONS) {
        let name = &name(block);
        let words = label!(locale, "weekly-button-ask-about", name = name);
        rows.push(vec![
            button(words, ask(block)),
            button(
                label!(locale, "weekly-button-more-about", name = name),
                more(block),
            ),
        ]);
    }
    if blocks.len() > MOST_WITH_BUTTONS {
        let menu = dialogue::Tap::Home(dialogue::home::Tap::MenuBelow);
        rows.push(vec![button(label!(locale, "button-menu"), menu)]);
    }
    rows
}

pub(super) fn name(block: &Block) -> String {
    block
        .lines
        .iter()
        .find_map(|line| match line {
            Line::Heading { name, .. } => Some(name.expose().chars().take(NAME).collect()),
            _ => None,
        })
        .unwrap_or_default()
}
