//! The list of commands Telegram shows, one per language.

use teloxide::payloads::{SetMyCommands, SetMyCommandsSetters};
use teloxide::types::{BotCommand, BotCommandScope};

use super::{CallError, Telegram};

/// The commands in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// Two letters (ISO 639-1); `None`: for everybody whose language has no menu of its own.
    pub language: Option<String>,
    /// Command without its slash, and what it does.
    pub commands: Vec<(String, String)>,
}

impl Telegram {
    /// Sets the menus, for private chats only: in a group there is nothing to command.
    pub async fn set_menus(&self, menus: &[Menu]) -> Result<(), CallError> {
        for menu in menus {
            let commands = menu
                .commands
                .iter()
                .map(|(command, does)| BotCommand::new(command.as_str(), does.as_str()));
            let mut payload = SetMyCommands::new(commands).scope(BotCommandScope::AllPrivateChats);
            payload.language_code.clone_from(&menu.language);
            self.call(&payload).await?;
        }
        Ok(())
    }
}
