//! Each bot of the configuration: name, token, addresses, webhook, and that no two are the same.

use super::super::file::Section;
use super::super::{Address, BotConfig, OFFICIAL_API, WEBHOOK_PATH, Webhook};
use super::secrets::{derived_secret, looks_like_secret, looks_like_token};
use super::{BOT, Found, Merge};
use crate::base::Secret;
use crate::outbox::{Allowance, PAID, USUAL};

/// A Bot API server of one's own (0: no limit at all); the messenger behind it has its limits.
const OWN_SERVER: u32 = 10_000;

/// What the only bot is called when nobody named it.
const DEFAULT_NAME: &str = "hongyan";

impl Merge<'_> {
    pub(super) fn bots(
        &mut self,
        top: &mut Section,
        webhook: Option<&(Address, String)>,
    ) -> Vec<BotConfig> {
        let mut sections = top.sections("bots", self.complaints);
        if sections.is_empty() {
            sections.push(Section::empty());
        }
        let alone = sections.len() == 1;
        if !alone {
            for name in [
                "TELOXIDE_TOKEN",
                "TELOXIDE_TOKEN_FILE",
                "HONGYAN_WEBHOOK_SECRET",
            ] {
                if self.variable(name).is_some() {
                    let what = "the file names several bots: which one is meant?";
                    let fix = "Unset it and set the value in each [[bots]] section.";
                    self.complaints.add(name, what, fix);
                }
            }
        }
        let mut bots: Vec<(BotConfig, String)> = Vec::new();
        for section in sections {
            let Some((bot, place)) = self.bot(section, alone, webhook) else {
                continue;
            };
            if bots.iter().any(|(other, _)| other.name == bot.name) {
                let what = format!("a second bot is called `{}`", bot.name);
                self.complaints
                    .add(&place, what, "Give each bot its own `name`.");
            }
            // Two different tokens of one bot would be two hands on one queue as well.
            if let Some((other, _)) = bots.iter().find(|(other, _)| other.id() == bot.id()) {
                let what = format!("this is the same bot as `{}`", other.name);
                let fix = "One bot has one token and one section.";
                self.complaints.add(&place, what, fix);
            }
            bots.push((bot, place));
        }
        bots.into_iter().map(|(bot, _)| bot).collect()
    }

    fn bot(
        &mut self,
        mut section: Section,
        alone: bool,
        webhook: Option<&(Address, String)>,
    ) -> Option<(BotConfig, String)> {
        let name = self.name(&mut section, alone);
        let token = self.layered_secret(
            &mut section,
            ("token", "token_file"),
            alone.then_some(("TELOXIDE_TOKEN", "TELOXIDE_TOKEN_FILE")),
        );
        let api = self.setting(&mut section, "api_url", "TELOXIDE_API_URL");
        let proxy = self.setting(&mut section, "proxy", "TELOXIDE_PROXY");
        let secret = self.layered_secret(
            &mut section,
            ("webhook_secret", "webhook_secret_file"),
            alone.then_some(("HONGYAN_WEBHOOK_SECRET", "HONGYAN_WEBHOOK_SECRET_FILE")),
        );
        // Without a section in a file, the variable is the place.
        let token_place = match section.place("") {
            place if place.is_empty() => "TELOXIDE_TOKEN".to_owned(),
            _ => section.place("token"),
        };
        let api_url = self.web_address(api, OFFICIAL_API);
        let own_server = api_url
            .as_ref()
            .is_some_and(|url| url.expose() != OFFICIAL_API);
        let allowance = self.allowance(&mut section, own_server);
        section.finish(BOT, self.complaints);
        let proxy = proxy.and_then(|found| self.web_address(Some(found), ""));
        let token = self.token(token, token_place)?;
        let secret = secret.map_or_else(
            || derived_secret(&token.0),
            |found| {
                if !looks_like_secret(&found.text) {
                    let what = "the messenger would not accept this secret";
                    let fix =
                        "16 to 256 characters out of A-Z, a-z, 0-9, _ and -; or leave it out.";
                    self.complaints.add(found.place, what, fix);
                }
                Secret::new(found.text)
            },
        );
        let (api_url, name) = (api_url?, name?);
        if let Some((base, place)) = webhook {
            self.port(base, &api_url, place);
        }
        let webhook = webhook.map(|(base, _)| Webhook {
            url: base.join(&format!("{WEBHOOK_PATH}{name}")),
            secret,
        });
        let bot = BotConfig {
            name,
            token: token.0,
            api_url,
            proxy,
            webhook,
            allowance,
        };
        Some((bot, token.1))
    }

    /// The messenger's own allowance, less if so wished, or what the operator pays for.
    fn allowance(&mut self, section: &mut Section, own_server: bool) -> Allowance {
        let paid = section.flag("paid_broadcasts", self.complaints) == Some(true);
        let place = section.place("messages_per_second");
        let wished = section.number("messages_per_second", self.complaints);
        let usual = if paid { PAID } else { USUAL };
        let most = if own_server { OWN_SERVER } else { usual };
        let per_second = match wished.map(u32::try_from) {
            None => usual,
            Some(Ok(0)) if own_server => return Allowance::unlimited(),
            Some(Ok(number)) if (1..=most).contains(&number) => number,
            Some(_) => {
                let what = "the messenger does not let so many through";
                let mut fix = format!("Write 1 to {most}, or leave it out.");
                if !own_server && !paid {
                    fix.push_str(" With `paid_broadcasts = true` it is up to 1000, and costs.");
                }
                self.complaints.add(place, what, fix);
                usual
            }
        };
        Allowance {
            paid,
            ..Allowance::per_second(per_second)
        }
    }

    fn name(&mut self, section: &mut Section, alone: bool) -> Option<String> {
        let Some(found) = self.key(section, "name") else {
            if !alone {
                let fix = "Give each bot a short `name`, for example \"county\".";
                self.complaints.add(section.place("name"), "missing", fix);
                return None;
            }
            return Some(DEFAULT_NAME.to_owned());
        };
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if found.text.is_empty() || found.text.len() > 32 || !found.text.chars().all(fits) {
            let what = "this name cannot stand in an address";
            let fix = "1 to 32 characters out of a-z, 0-9, - and _.";
            self.complaints.add(found.place, what, fix);
            return None;
        }
        Some(found.text)
    }

    fn token(&mut self, found: Option<Found>, place: String) -> Option<(Secret, String)> {
        let Some(found) = found else {
            let fix = "Set TELOXIDE_TOKEN, or `token_file` in the file. @BotFather gives tokens.";
            self.complaints.add(place, "the bot has no token", fix);
            return None;
        };
        if !looks_like_token(&found.text) {
            let what = "this is not a bot token";
            let fix = "It is digits, a colon and 35 letters: copy it again from @BotFather.";
            self.complaints.add(found.place, what, fix);
            return None;
        }
        Some((Secret::new(found.text), found.place))
    }

    fn web_address(&mut self, found: Option<Found>, default: &str) -> Option<Address> {
        let found = found.unwrap_or_else(|| Found {
            text: default.to_owned(),
            place: String::new(),
        });
        Address::parse(&found.text, &["https", "http"])
            .map_err(|what| {
                let fix = "Write for example http://127.0.0.1:8081.";
                self.complaints.add(found.place, what, fix);
            })
            .ok()
    }

    /// The public Bot API delivers to four ports only (Bot API, setWebhook).
    fn port(&mut self, base: &Address, api_url: &Address, place: &str) {
        let port = base.url().and_then(|url| url.port_or_known_default());
        let open = port.is_some_and(|port| [443, 80, 88, 8443].contains(&port));
        if api_url.expose() == OFFICIAL_API && !open && !base.is_loopback() {
            let what = "Telegram does not deliver to this port";
            let fix = "Use port 443, 80, 88 or 8443, or a Bot API server of your own.";
            self.complaints.add(place, what, fix);
        }
    }
}
