//! Defaults < file < environment, and every rule a value must keep. One place per setting.

use std::net::SocketAddr;
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use super::file::Section;
use super::{Address, Complaints, Config, DEFAULT_DATABASE, DatabaseUrl, Health, Log, LogFormat};
use crate::base::Keyring;

use crate::model::retention::Keep;

mod bots;
mod keys;
mod retention;
mod secrets;

pub(super) const TOP: &[&str] = &[
    "database_url",
    "database_url_file",
    "key_file",
    "listen",
    "webhook_url",
    "log",
    "health",
    "retention",
    "bots",
];
pub(super) const LOG: &[&str] = &["format", "filter"];
pub(super) const HEALTH: &[&str] = &["unsent_limit_seconds", "unhandled_limit_seconds"];
pub(super) const RETENTION: &[&str] = &[
    "words_days",
    "messages_days",
    "updates_days",
    "parked_days",
    "optional_entries_days",
    "duty_entries_days",
    "coming_days",
    "rolls_days",
    "week_sheets_days",
    "weeks_days",
    "notes_days",
    "threads_days",
    "mailings_days",
    "note_rows_days",
    "receipts_days",
    "templates_days",
    "check_ins_days",
    "tasks_days",
    "invitations_days",
    "link_numbers_days",
    "consents_days",
    "own_consents_days",
    "view_words_days",
    "appointments_days",
    "exclusions_days",
    "freezes_days",
    "transfers_days",
    "break_glass_days",
    "requests_days",
    "accounts_days",
    "grown_up_days",
];
pub(super) const BOT: &[&str] = &[
    "name",
    "token",
    "token_file",
    "api_url",
    "proxy",
    "webhook_secret",
    "webhook_secret_file",
    "messages_per_second",
    "paid_broadcasts",
];

/// A value and where it came from.
struct Found {
    text: String,
    place: String,
}

/// What one merge reads from and complains to.
struct Merge<'a> {
    env: &'a dyn Fn(&str) -> Option<String>,
    complaints: &'a mut Complaints,
}

/// The whole configuration; `None` when a part is missing (then a complaint says which).
pub(super) fn merge(
    top: &mut Section,
    env: &dyn Fn(&str) -> Option<String>,
    complaints: &mut Complaints,
) -> Option<Config> {
    let mut merge = Merge { env, complaints };
    let database = merge.database(top);
    let keys = merge.keys(top);
    let listen = merge.setting(top, "listen", "HONGYAN_LISTEN");
    // One that is set wrongly is complained about once.
    let webhook = merge.webhook(top, listen.is_some());
    let listen = merge.listen(listen);
    let log = merge.log(top);
    let health = merge.health(top);
    let retention = merge.retention(top);
    let bots = merge.bots(top, webhook.as_ref());
    std::mem::replace(top, Section::empty()).finish(TOP, merge.complaints);
    Some(Config {
        bots,
        database: database?,
        keys: keys?,
        listen,
        log,
        health,
        retention,
    })
}

/// How long is kept what, alone.
pub(super) fn keep(
    top: &mut Section,
    env: &dyn Fn(&str) -> Option<String>,
    complaints: &mut Complaints,
) -> Keep {
    Merge { env, complaints }.retention(top)
}

/// The database's address alone.
pub(super) fn database(
    top: &mut Section,
    env: &dyn Fn(&str) -> Option<String>,
    complaints: &mut Complaints,
) -> Option<DatabaseUrl> {
    Merge { env, complaints }.database(top)
}

/// The operator's keys alone.
pub(super) fn keys(
    top: &mut Section,
    env: &dyn Fn(&str) -> Option<String>,
    complaints: &mut Complaints,
) -> Option<Keyring> {
    Merge { env, complaints }.keys(top)
}

impl Merge<'_> {
    fn variable(&self, name: &str) -> Option<Found> {
        let text = (self.env)(name).filter(|text| !text.trim().is_empty())?;
        Some(Found {
            text,
            place: name.to_owned(),
        })
    }

    /// The variable, else the key of the file.
    fn setting(&mut self, section: &mut Section, key: &str, variable: &str) -> Option<Found> {
        let in_file = self.key(section, key);
        self.variable(variable).or(in_file)
    }

    fn key(&mut self, section: &mut Section, key: &str) -> Option<Found> {
        let text = section.text(key, self.complaints)?;
        Some(Found {
            text,
            place: section.place(key),
        })
    }

    /// The content of the file that a setting names, without the line end editors leave.
    fn content(&mut self, found: Found) -> Option<Found> {
        match std::fs::read_to_string(&found.text) {
            Ok(text) => Some(Found {
                text: text.trim().to_owned(),
                place: format!("{} ({})", found.place, found.text),
            }),
            Err(error) => {
                let what = format!("{} cannot be read ({error})", found.text);
                let fix = "Name a file this user can read.";
                self.complaints.add(found.place, what, fix);
                None
            }
        }
    }

    /// A secret, given itself or in a file; both in one source is a contradiction.
    fn secret(&mut self, plain: Option<Found>, file: Option<Found>) -> Option<Found> {
        match (plain, file) {
            (Some(plain), Some(file)) => {
                let what = format!("{} is set as well", plain.place);
                self.complaints
                    .add(file.place, what, "Keep one of the two.");
                Some(plain)
            }
            (Some(plain), None) => Some(plain),
            (None, Some(file)) => self.content(file),
            (None, None) => None,
        }
    }

    /// A secret from the environment, else from the file's section.
    fn layered_secret(
        &mut self,
        section: &mut Section,
        keys: (&str, &str),
        variables: Option<(&str, &str)>,
    ) -> Option<Found> {
        let plain = self.key(section, keys.0);
        let file = self.key(section, keys.1);
        let (plain_env, file_env) = variables.map_or((None, None), |(plain, file)| {
            (self.variable(plain), self.variable(file))
        });
        if plain_env.is_some() || file_env.is_some() {
            return self.secret(plain_env, file_env);
        }
        self.secret(plain, file)
    }

    fn database(&mut self, top: &mut Section) -> Option<DatabaseUrl> {
        let found = self
            .layered_secret(
                top,
                ("database_url", "database_url_file"),
                Some(("HONGYAN_DATABASE_URL", "HONGYAN_DATABASE_URL_FILE")),
            )
            .unwrap_or_else(|| Found {
                text: DEFAULT_DATABASE.to_owned(),
                place: "database_url".to_owned(),
            });
        DatabaseUrl::parse(&found.text)
            .map_err(|what| {
                let fix = "Write sqlite://hongyan.sqlite or postgres://user:password@host/name.";
                self.complaints.add(found.place, what, fix);
            })
            .ok()
    }

    fn listen(&mut self, found: Option<Found>) -> Option<SocketAddr> {
        let found = found?;
        let text = match found.text.trim().strip_prefix(':') {
            Some(port) => format!("0.0.0.0:{port}"),
            None => found.text.trim().replace("localhost:", "127.0.0.1:"),
        };
        text.parse()
            .map_err(|_| {
                let what = "this is not an address and a port";
                self.complaints
                    .add(found.place, what, "Write for example 127.0.0.1:8080.");
            })
            .ok()
    }

    /// The public base address and where it was set.
    fn webhook(&mut self, top: &mut Section, listens: bool) -> Option<(Address, String)> {
        let found = self.setting(top, "webhook_url", "HONGYAN_WEBHOOK_URL")?;
        let address = match Address::parse(&found.text, &["https", "http"]) {
            Ok(address) => address,
            Err(what) => {
                let fix = "Write for example https://bot.example.org.";
                self.complaints.add(found.place, what, fix);
                return None;
            }
        };
        let url = address.url()?;
        if url.scheme() != "https" && !address.is_loopback() {
            let what = "updates would cross the network unencrypted";
            let fix = "Use https:// (plain http:// only for an address of this machine).";
            self.complaints.add(&found.place, what, fix);
        }
        if url.query().is_some() || url.fragment().is_some() {
            let fix = "Leave out what stands after `?` or `#`; the bot's path is added at the end.";
            self.complaints
                .add(&found.place, "the address must be a plain base", fix);
        }
        if !listens {
            let what = "a webhook needs the web server, and no address to listen on is set";
            let fix = "Set HONGYAN_LISTEN (or `listen`), for example 127.0.0.1:8080.";
            self.complaints.add(&found.place, what, fix);
        }
        Some((address, found.place))
    }

    fn log(&mut self, top: &mut Section) -> Log {
        let mut section = top.section("log", self.complaints);
        let format = self.setting(&mut section, "format", "HONGYAN_LOG_FORMAT");
        let filter = self.setting(&mut section, "filter", "HONGYAN_LOG");
        section.finish(LOG, self.complaints);
        let format = format.map_or(LogFormat::Auto, |found| {
            LogFormat::parse(&found.text).unwrap_or_else(|| {
                let fix = "Write auto, pretty or json.";
                self.complaints.add(found.place, "unknown log format", fix);
                LogFormat::Auto
            })
        });
        let filter = filter.map_or("info".to_owned(), |found| {
            if EnvFilter::try_new(&found.text).is_err() {
                let fix = "Write a level (error, warn, info, debug, trace) or `info,module=debug`.";
                self.complaints
                    .add(found.place, "this filter is not understood", fix);
            }
            found.text
        });
        Log { format, filter }
    }

    fn health(&mut self, top: &mut Section) -> Health {
        let mut section = top.section("health", self.complaints);
        let mut seconds = |key: &str, default: u64| {
            let found = section.number(key, self.complaints);
            Duration::from_secs(found.unwrap_or(default))
        };
        let health = Health {
            unsent_limit: seconds("unsent_limit_seconds", 900),
            unhandled_limit: seconds("unhandled_limit_seconds", 300),
        };
        section.finish(HEALTH, self.complaints);
        health
    }
}
