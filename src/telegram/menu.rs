//! The lists of commands Telegram shows: one per language, and those of single chats.

use teloxide::payloads::{
    DeleteMyCommands, DeleteMyCommandsSetters, SetMyCommands, SetMyCommandsSetters,
};
use teloxide::types::{BotCommand, BotCommandScope, ChatId};

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
            self.order(&payload).await?;
        }
        Ok(())
    }

    /// Sets the list of one private chat; without one it shows the bot's. Telegram prefers it to those of languages.
    pub async fn set_commands(
        &self,
        chat: i64,
        commands: Option<&[(String, String)]>,
    ) -> Result<(), CallError> {
        let scope = BotCommandScope::Chat {
            chat_id: ChatId(chat).into(),
        };
        match commands {
            Some(commands) => {
                let commands = commands
                    .iter()
                    .map(|(command, does)| BotCommand::new(command.as_str(), does.as_str()));
                let payload = SetMyCommands::new(commands).scope(scope);
                self.order(&payload).await?;
            }
            None => {
                self.order(&DeleteMyCommands::new().scope(scope)).await?;
            }
        }
        Ok(())
    }
}
