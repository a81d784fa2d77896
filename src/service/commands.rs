//! The commands a person is offered, in their language, and where each of them leads.

use super::{Served, Talk, converse, cover, home, note, rights, staff, today, week_entry, weekly};
use crate::dialogue::{self, State, Tap};
use crate::model::Locale;
use crate::model::commands::{Command, List, USUAL};
use crate::model::message::{Act, Button};
use crate::store;
use crate::{label, say};

/// Children or classes to choose from on one screen; where there are more, the menu turns pages.
const CHOICES: usize = 8;

/// A list as the messenger shows it: the commands without their slash, and what each does. `None`: the bot's own.
pub fn lines(locale: Locale, list: Option<List>) -> Vec<(String, String)> {
    let commands = list.map_or(USUAL, List::commands);
    let line = |command: &Command| {
        let does = label!(locale, &format!("command-{}", command.as_str()));
        (command.as_str().to_owned(), does)
    };
    commands.iter().map(line).collect()
}

/// Lets the chat show the list of what its person is by now; writes nothing where it does. On a phone that others use
/// it stays the bot's own, which says nothing of a child or a school.
pub(super) async fn renew(talk: &mut Talk<'_>) -> Served<()> {
    let list = match talk.adult() {
        Some(adult) if talk.account.cover.is_none() => {
            List::of(&rights::ledger(talk.tx, adult).await?, talk.env.now())
        }
        _ => None,
    };
    if list != talk.account.commands {
        store::commands::choose(talk.tx, talk.account.id, list).await?;
        talk.account.commands = list;
    }
    Ok(())
}

/// A command of somebody's list was typed. What it opens, where that is one screen; else it was answered: with a
/// choice, or, to whoever it leads nowhere, like a word that nobody knows.
pub(super) async fn says(talk: &mut Talk<'_>, command: Command) -> Served<Option<Tap>> {
    let menu = Tap::Home(dialogue::home::Tap::Menu);
    if cover::stands_before(talk, &menu).await? {
        return Ok(None);
    }
    renew(talk).await?;
    let rows = rows(talk, command).await?;
    if rows.is_empty() {
        converse::not_understood(talk).await?;
        return Ok(None);
    }
    talk.goto(&State::Idle).await?;
    if let [row] = rows.as_slice()
        && let Some(tap) = row.first().and_then(opens)
    {
        return Ok(Some(tap));
    }
    if rows.len() > CHOICES {
        return Ok(Some(menu));
    }
    let locale = talk.locale();
    let mut rows = rows;
    rows.extend(home::open_menu(locale));
    talk.show(say!(locale, "commands-choose"), rows).await?;
    Ok(None)
}

fn opens(button: &Button) -> Option<Tap> {
    match &button.act {
        Act::Tap(data) => Tap::decode(data),
        Act::Open(_) => None,
    }
}

/// The buttons of the menu that a command stands for.
async fn rows(talk: &mut Talk<'_>, command: Command) -> Served<Vec<Vec<Button>>> {
    let mut rows = Vec::new();
    match command {
        Command::Child => {
            for child in home::children(talk).await? {
                rows.extend(weekly::family_rows(talk, child).await?);
            }
        }
        Command::Write => {
            for child in home::children(talk).await? {
                rows.extend(note::family_rows(talk, child).await?);
            }
            for class in home::classes(talk).await? {
                rows.extend(note::class_rows(talk.locale(), &class));
            }
        }
        Command::Week => {
            for class in home::classes(talk).await? {
                rows.extend(week_entry::class_rows(talk.locale(), &class));
            }
            rows.extend(week_entry::home_rows(talk).await?);
        }
        Command::Today => rows.extend(today::menu_rows(talk).await?),
        Command::Tasks => {
            if !staff::kept(talk).await?.is_empty() {
                rows.push(home::tasks_row(talk.locale()));
            }
        }
        // Everybody's: `converse` answers them.
        Command::Start | Command::Menu | Command::Help | Command::Language => {}
    }
    Ok(rows)
}
