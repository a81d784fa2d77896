//! Five hundred canaries through a whole day, one in every field a person can fill: none of them is in a
//! log line, a figure, an address, a crash message, a file's name, what the operator's commands print, or
//! in a message to somebody who has no right to it at that minute.

mod day;
mod list;
mod script;

use std::path::Path;
use std::process::Command;

use hongyan::app::telemetry;
use serde_json::Value;

use crate::support::databases::databases;
use day::Day;
use list::{List, may, may_print, must_be_seen};

/// Codes and pass phrases of the day are canaries too: made by the program, so not known before.
fn code(day: &Day, code: &str) {
    note(day, "code", code);
}

fn phrase(day: &Day, phrase: &str) {
    note(day, "phrase", phrase);
}

fn note(day: &Day, kind: &str, word: &str) {
    use std::io::Write;
    let file = day.folder.join("made");
    let mut options = std::fs::File::options();
    let mut file = options.create(true).append(true).open(file).unwrap();
    writeln!(file, "{kind} {word}").unwrap();
}

/// The day, in a process of its own: its log is that process's standard error. Run by
/// [`a_day_with_five_hundred_canaries`].
#[tokio::test]
#[ignore = "runs inside another test"]
async fn the_day() {
    let url = std::env::var("HONGYAN_DAY_DATABASE").unwrap();
    let folder = std::path::PathBuf::from(std::env::var("HONGYAN_DAY_FOLDER").unwrap());
    // More than can be asked for: all that any crate says, statements too, except what the program shuts
    // off whatever is asked for. A panic speaks as it does in the program.
    let shut = telemetry::directives("");
    let shut = shut.strip_prefix("warn,").unwrap();
    let shut = shut.replace("sqlx::query=off", "sqlx::query=trace");
    tracing_subscriber::fmt()
        .with_env_filter(format!("trace,{shut}"))
        .with_ansi(false)
        .with_writer(std::io::stderr)
        .init();
    telemetry::hush_panics();
    let metrics = telemetry::metrics().unwrap();
    // The commands of the operator have the real clock: the day is the Monday after now.
    let today = hongyan::base::Env::system().now().date_naive();
    let monday = hongyan::model::week::SchoolWeek::of(today).monday() + chrono::TimeDelta::days(7);
    let start = monday.and_hms_opt(1, 0, 0).unwrap().and_utc();
    let mut day = Day::begins(&url, folder.clone(), start, metrics.clone()).await;
    script::live(&mut day, &metrics).await;
    let missing = day.list.missing();
    assert!(missing.is_empty(), "never planted: {missing:?}");
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    let lines = |all: &[Value]| all.iter().map(|line| format!("{line}\n")).collect();
    write("left", lines(&day.book.left.lock().unwrap()));
    write("addresses", day.book.addresses.lock().unwrap().join("\n"));
    write("served", day.book.served.lock().unwrap().join("\n"));
    let printed = day.book.printed.lock().unwrap();
    write("printed", serde_json::to_string(&*printed).unwrap());
}

/// The names of all files there are below a folder.
fn names(folder: &Path) -> String {
    let mut out = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        out.push_str(&format!("{}\n", path.display()));
        if path.is_dir() {
            out.push_str(&names(&path));
        }
    }
    out
}

#[tokio::test]
async fn a_day_with_five_hundred_canaries() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let day = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "canaries::the_day"])
            .args(["--ignored", "--nocapture", "--test-threads=1"])
            .env("HONGYAN_DAY_DATABASE", &db.url)
            .env("HONGYAN_DAY_FOLDER", folder.path())
            .env("RUST_BACKTRACE", "full")
            .output()
            .unwrap();
        let log = String::from_utf8_lossy(&day.stderr).into_owned();
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        if !day.status.success() {
            let end: Vec<&str> = log.lines().rev().take(30).collect();
            let said = String::from_utf8_lossy(&day.stdout).into_owned();
            let why = std::fs::read_to_string(folder.path().join("trouble"));
            let why = why.unwrap_or_default();
            panic!("the day failed: {why}\n{said}\n{}", end.join("\n"));
        }
        let list = List::new();
        let made: Vec<(String, String)> = read("made")
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(kind, word)| (kind.to_owned(), word.to_owned()))
            .collect();
        assert!(list.len() + made.len() >= 500, "{}", list.len());
        let found = |text: &str| -> Vec<(String, usize)> {
            let own = list.found(text).into_iter();
            let own = own.map(|(kind, index)| (kind.to_owned(), index));
            let made = made.iter().filter(|(_, word)| text.contains(word));
            own.chain(made.map(|(kind, _)| (kind.clone(), 0))).collect()
        };
        let none = |what: &str, text: &str| {
            for line in text.lines() {
                let there = found(line);
                assert!(there.is_empty(), "{there:?} in {what}: {line}");
            }
        };
        let lines = log.lines().count();
        assert!(
            lines > 5_000 && log.contains("sqlx::query"),
            "{lines} lines: too quiet"
        );
        assert!(log.contains("a panic: please report this place"));
        none("the log and the crash messages", &log);
        let addresses = read("addresses");
        assert!(addresses.lines().count() > 300);
        none("an address", &addresses);
        let served = read("served");
        assert!(served.contains("hongyan_outbox_handovers_total{") && served.contains("404"));
        assert!(!served.contains("concern\"") && !served.contains("hear_concern"));
        none("what the web server says, figures included", &served);
        none("a file's name", &names(folder.path()));
        let printed: Vec<(String, String)> = serde_json::from_str(&read("printed")).unwrap();
        for (command, text) in &printed {
            // Its very purpose.
            let own = |kind: &str| may_print(command, kind) || command.starts_with("invite");
            let wrong: Vec<_> = found(text).into_iter().filter(|(k, _)| !own(k)).collect();
            assert!(wrong.is_empty(), "{wrong:?} printed by {command}: {text}");
        }
        let mut rightly = std::collections::BTreeSet::new();
        for line in read("left").lines() {
            let left: Value = serde_json::from_str(line).unwrap();
            let (who, phase) = (left["who"].as_str().unwrap(), left["phase"].as_u64());
            let phase = u32::try_from(phase.unwrap()).unwrap();
            for (kind, index) in found(line) {
                assert!(
                    may(who, &kind, index, phase),
                    "{kind} {index} to {who} in phase {phase}: {line}"
                );
                rightly.insert((kind, index));
            }
        }
        let (planted, seen) = (list.len() + made.len(), rightly.len());
        let unseen: Vec<_> = must_be_seen().difference(&rightly).cloned().collect();
        assert!(unseen.is_empty(), "{unseen:?} were seen by nobody");
        let engine = db.engine().name();
        println!(
            "{engine}: {planted} canaries, {seen} of them seen by who may, {lines} lines of log"
        );
        // And who carries the database away carries none of it.
        let bytes = db.bytes().await;
        let there = found(&String::from_utf8_lossy(&bytes));
        assert!(there.is_empty(), "{there:?} in the database");
    }
}
