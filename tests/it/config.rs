//! What the configuration promises: layers, all complaints at once, no secret shown, and an example
//! that names every key.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use hongyan::app::config::{Complaints, Config, KEYS, LogFormat};
use hongyan::base::Secret;
use tempfile::TempDir;

use crate::support::keys::KEY;

const TOKEN: &str = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const OTHER: &str = "777:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

fn load(file: Option<&Path>, variables: &[(&str, &str)]) -> Result<Config, Complaints> {
    let variables: HashMap<String, String> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let key = |name: &str| (name == "HONGYAN_KEY").then(|| KEY.to_owned());
    Config::load(file, &|name| {
        variables.get(name).cloned().or_else(|| key(name))
    })
}

fn written(text: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("hongyan.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn complaints(file: &str, variables: &[(&str, &str)]) -> String {
    let (folder, path) = written(file);
    let wrong = load(Some(&path), variables).unwrap_err().to_string();
    wrong.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn a_token_is_enough() {
    let config = load(None, &[("TELOXIDE_TOKEN", TOKEN), ("HONGYAN_LISTEN", " ")]).unwrap();
    let shown = config.to_string();
    assert_eq!(
        shown,
        "database_url = sqlite://hongyan.sqlite\n\
         keys = 8e8f6e92\n\
         listen = none (no web server)\n\
         log.format = auto\n\
         log.filter = info\n\
         health.unsent_limit_seconds = 900\n\
         health.unhandled_limit_seconds = 300\n\
         retention.words_days = 30\n\
         retention.messages_days = 180\n\
         retention.updates_days = 30\n\
         retention.parked_days = 30\n\
         retention.optional_entries_days = 30\n\
         retention.duty_entries_days = 2190\n\
         retention.coming_days = 60\n\
         retention.rolls_days = 2190\n\
         retention.week_sheets_days = 1\n\
         retention.weeks_days = 365\n\
         retention.notes_days = 365\n\
         retention.threads_days = 30\n\
         retention.mailings_days = 1095\n\
         retention.note_rows_days = 1095\n\
         retention.receipts_days = 1095\n\
         retention.templates_days = 365\n\
         retention.check_ins_days = 365\n\
         retention.tasks_days = 365\n\
         retention.invitations_days = 90\n\
         retention.link_numbers_days = 90\n\
         retention.consents_days = 1095\n\
         retention.own_consents_days = 1095\n\
         retention.view_words_days = 365\n\
         retention.appointments_days = 1095\n\
         retention.exclusions_days = 1095\n\
         retention.freezes_days = 1095\n\
         retention.transfers_days = 2190\n\
         retention.break_glass_days = 1095\n\
         retention.requests_days = 1095\n\
         retention.accounts_days = 365\n\
         retention.grown_up_days = 180\n\
         bots.hongyan.token = 123456:…\n\
         bots.hongyan.api_url = https://api.telegram.org\n\
         bots.hongyan.proxy = none\n\
         bots.hongyan.messages_per_second = 30\n\
         bots.hongyan.webhook = none (long polling)\n"
    );
}

#[test]
fn the_environment_goes_over_the_file_and_the_file_over_defaults() {
    let (_folder, path) = written(&format!(
        "listen = \"127.0.0.1:1\"\ndatabase_url = \"postgres://u:secret@h/db\"\n\
         webhook_url = \"https://bot.example.org/\"\n[log]\nformat = \"json\"\n\
         [[bots]]\nname = \"county\"\ntoken = \"{OTHER}\"\nproxy = \"http://u:hush@p:1\"\n"
    ));
    let config = load(
        Some(&path),
        &[
            ("TELOXIDE_TOKEN", TOKEN),
            ("HONGYAN_LISTEN", "localhost:8081"),
        ],
    )
    .unwrap();
    let bot = &config.bots[0];
    assert_eq!(bot.token, Secret::new(TOKEN));
    assert_eq!(config.listen.unwrap().to_string(), "127.0.0.1:8081");
    assert_eq!(config.log.format, LogFormat::Json);
    let webhook = bot.webhook.as_ref().unwrap();
    assert_eq!(
        webhook.url.expose(),
        "https://bot.example.org/telegram/county"
    );
    assert!(webhook.secret.expose().len() >= 32);
    for shown in [config.to_string(), format!("{config:?}")] {
        assert!(shown.contains("postgres://u:…@h/db"), "{shown}");
        for secret in ["hush", "secret@", &TOKEN[7..], webhook.secret.expose()] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

#[test]
fn everything_wrong_is_said_at_once_and_no_secret_with_it() {
    let wrong = complaints(
        "databse_url = \"x\"\nlisten = 80\ncolour = 1\nwebhook_url = \"http://bot.example.org\"\n\
         [log]\nformat = \"xml\"\nfilter = \"hongyan=loud\"\n\
         [health]\nunsent_limit_seconds = -1\n\
         [[bots]]\nname = \"A b\"\ntoken = \"123:short-hush\"\n\
         [[bots]]\nname = \"b\"\ntoken_file = \"/no/such/file\"\n\
         [[bots]]\ntoken = \"x\"\ntoken_file = \"y\"\nwebhook_secret = \"hush\"\n",
        &[
            ("HONGYAN_DATABASE_URL", "mysql://u:hush@h"),
            ("TELOXIDE_PROXY", "socks5://p:1"),
        ],
    );
    assert!(!wrong.contains("hush"), "{wrong}");
    for part in [
        "HONGYAN_DATABASE_URL: the address must begin with sqlite:// or postgres://",
        "hongyan.toml: databse_url: unknown key\n      Did you mean `database_url`?",
        "hongyan.toml: colour: unknown key\n      Known keys here",
        "hongyan.toml: listen: found integer here\n      Write a text in quotes.",
        "hongyan.toml: webhook_url: updates would cross the network unencrypted",
        "hongyan.toml: webhook_url: a webhook needs the web server",
        "hongyan.toml: log.format: unknown log format",
        "hongyan.toml: log.filter: this filter is not understood",
        "hongyan.toml: health.unsent_limit_seconds: found integer here",
        "hongyan.toml: bots[1].name: this name cannot stand in an address",
        "hongyan.toml: bots[1].token: this is not a bot token",
        "hongyan.toml: bots[2].token_file: /no/such/file cannot be read",
        "hongyan.toml: bots[2].token: the bot has no token",
        "hongyan.toml: bots[3].name: missing",
        "hongyan.toml: bots[3].token_file: hongyan.toml: bots[3].token is set as well",
        "TELOXIDE_PROXY: the address must begin with https:// or http://",
    ] {
        assert!(wrong.contains(part), "missing: {part}\nin: {wrong}");
    }
    let count = wrong.matches("\n      ").count();
    assert!(
        wrong.starts_with(&format!("The configuration has {count} problems:")),
        "{wrong}"
    );
}

#[test]
fn nothing_at_all_needs_a_token_only() {
    let wrong = load(None, &[]).unwrap_err().to_string();
    assert!(
        wrong.contains("TELOXIDE_TOKEN: the bot has no token"),
        "{wrong}"
    );
    let webhook = [
        ("HONGYAN_WEBHOOK_URL", "https://b.example.org"),
        ("HONGYAN_LISTEN", "x"),
    ];
    let wrong = load(None, &webhook).unwrap_err();
    assert_eq!(wrong.iter().count(), 2, "{wrong}");
}

#[test]
fn one_bot_twice_is_refused() {
    let bots = format!(
        "[[bots]]\nname = \"a\"\ntoken = \"{TOKEN}\"\n[[bots]]\nname = \"a\"\ntoken = \"{TOKEN}\"\n"
    );
    let wrong = complaints(&bots, &[("TELOXIDE_TOKEN", OTHER)]);
    assert!(wrong.contains("the same bot as `a`"), "{wrong}");
    assert!(wrong.contains("a second bot is called `a`"), "{wrong}");
    assert!(
        wrong.contains("TELOXIDE_TOKEN: the file names several bots"),
        "{wrong}"
    );
}

#[test]
fn a_broken_file_names_the_line_but_does_not_quote_it() {
    let wrong = complaints("listen = \"127.0.0.1:1\"\ntoken = 123456:hush\n", &[]);
    assert!(
        wrong.contains("hongyan.toml: line 2 is not TOML"),
        "{wrong}"
    );
    assert!(!wrong.contains("hush"), "{wrong}");
    let missing = load(Some(Path::new("/no/such.toml")), &[])
        .unwrap_err()
        .to_string();
    assert!(
        missing.contains("/no/such.toml: the file cannot be read"),
        "{missing}"
    );
}

#[test]
fn secrets_come_from_files() {
    let folder = TempDir::new().unwrap();
    let token = folder.path().join("token");
    let database = folder.path().join("database");
    std::fs::write(&token, format!("{TOKEN}\n")).unwrap();
    std::fs::write(&database, "postgres://u:p@h/db\n").unwrap();
    let config = load(
        None,
        &[
            ("TELOXIDE_TOKEN_FILE", token.to_str().unwrap()),
            ("HONGYAN_DATABASE_URL_FILE", database.to_str().unwrap()),
        ],
    )
    .unwrap();
    assert_eq!(config.bots[0].token, Secret::new(TOKEN));
    assert_eq!(config.database.expose(), "postgres://u:p@h/db");
}

#[test]
fn webhooks_need_https_unless_they_stay_here() {
    let with = |url: &str, more: &[(&str, &str)]| {
        let mut variables = vec![
            ("TELOXIDE_TOKEN", TOKEN),
            ("HONGYAN_LISTEN", ":8080"),
            ("HONGYAN_WEBHOOK_URL", url),
        ];
        variables.extend_from_slice(more);
        load(None, &variables).map_err(|wrong| wrong.to_string())
    };
    assert!(with("https://bot.example.org", &[]).is_ok());
    assert!(with("http://127.0.0.1:9000", &[]).is_ok());
    assert!(with("http://[::1]:9000", &[]).is_ok());
    assert!(
        with("http://bot.example.org", &[])
            .unwrap_err()
            .contains("unencrypted")
    );
    assert!(
        with("https://bot.example.org:9000", &[])
            .unwrap_err()
            .contains("port")
    );
    let own = [("TELOXIDE_API_URL", "http://127.0.0.1:8081")];
    assert!(with("https://bot.example.org:9000", &own).is_ok());
}

/// Reads the example once with every commented setting switched on.
#[test]
fn the_example_is_right_and_names_every_key() {
    let example = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/hongyan.example.toml"),
    )
    .unwrap();
    let (_folder, path) = written(&example);
    load(Some(&path), &[("TELOXIDE_TOKEN", TOKEN)]).unwrap();

    let all_on: String = example
        .lines()
        .map(|line| line.strip_prefix("#: ").unwrap_or(line))
        .map(|line| format!("{line}\n"))
        .collect();
    let table: toml::Table = all_on.parse().unwrap();
    let mut named = BTreeSet::new();
    for (key, value) in &table {
        named.insert(("", key.as_str()));
        let section = value
            .as_table()
            .or_else(|| value.as_array()?.first()?.as_table());
        for inner in section.into_iter().flat_map(|table| table.keys()) {
            named.insert((key.as_str(), inner.as_str()));
        }
    }
    let known: BTreeSet<_> = KEYS
        .iter()
        .flat_map(|(section, keys)| keys.iter().map(move |key| (*section, *key)))
        .collect();
    assert_eq!(named, known);
}

#[test]
fn a_time_of_keeping_that_makes_no_sense_is_refused() {
    let bot = format!("[[bots]]\nname = \"a\"\ntoken = \"{TOKEN}\"\n");
    let wrong = complaints(&format!("[retention]\nupdates_days = 1\n{bot}"), &[]);
    assert!(wrong.contains("retention.updates_days"), "{wrong}");
    let turned = "[retention]\nwords_days = 90\nmessages_days = 60\n";
    let wrong = complaints(&format!("{turned}{bot}"), &[]);
    assert!(wrong.contains("words cannot be kept longer"), "{wrong}");
}
