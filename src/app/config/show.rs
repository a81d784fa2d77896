//! The effective configuration for people: no secret leaves, every default is named.

use std::fmt;

use super::{BotConfig, Config};

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "database_url = {}", self.database)?;
        // What they are called; of the keys themselves nothing.
        writeln!(f, "keys = {}", self.keys.ids().join(", "))?;
        match self.listen {
            Some(address) => writeln!(f, "listen = {address}")?,
            None => writeln!(f, "listen = none (no web server)")?,
        }
        writeln!(f, "log.format = {}", self.log.format.as_str())?;
        writeln!(f, "log.filter = {}", self.log.filter)?;
        let unsent = self.health.unsent_limit.as_secs();
        writeln!(f, "health.unsent_limit_seconds = {unsent}")?;
        let unhandled = self.health.unhandled_limit.as_secs();
        writeln!(f, "health.unhandled_limit_seconds = {unhandled}")?;
        let keep = &self.retention;
        writeln!(f, "retention.words_days = {}", keep.words.num_days())?;
        writeln!(f, "retention.messages_days = {}", keep.messages.num_days())?;
        writeln!(f, "retention.updates_days = {}", keep.updates.num_days())?;
        for bot in &self.bots {
            write!(f, "{bot}")?;
        }
        Ok(())
    }
}

impl fmt::Display for BotConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        writeln!(f, "bots.{name}.token = {}:…", self.id())?;
        writeln!(f, "bots.{name}.api_url = {}", self.api_url)?;
        match &self.proxy {
            Some(proxy) => writeln!(f, "bots.{name}.proxy = {proxy}")?,
            None => writeln!(f, "bots.{name}.proxy = none")?,
        }
        let paid = match self.allowance.paid {
            true => " (paid broadcasts)",
            false => "",
        };
        match self.allowance.per_second {
            Some(number) => writeln!(f, "bots.{name}.messages_per_second = {number}{paid}")?,
            None => writeln!(f, "bots.{name}.messages_per_second = no limit")?,
        }
        match &self.webhook {
            Some(webhook) => writeln!(f, "bots.{name}.webhook = {} (secret …)", webhook.url),
            None => writeln!(f, "bots.{name}.webhook = none (long polling)"),
        }
    }
}
