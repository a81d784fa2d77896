//! Alerts and dashboard speak of figures that are there: every name in them is shown by the real
//! program, from its start, before anything has happened.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use hongyan::base::Env;
use hongyan::sandbox::{Sandbox, serve};

use crate::support::databases::sqlite;

const TOKEN: &str = "77:AAtestTestTestTestTestTestTestTest0";

/// Ended when dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn deployed(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy");
    std::fs::read_to_string(folder.join(file)).unwrap()
}

/// Every figure of ours that a text names, without the endings Prometheus gives to histograms.
fn named(text: &str) -> BTreeSet<String> {
    let part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices("hongyan_") {
        if text[..at].chars().next_back().is_some_and(part) {
            continue;
        }
        let name: String = text[at..].chars().take_while(|c| part(*c)).collect();
        let bare = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end));
        names.insert(bare.unwrap_or(&name).to_owned());
    }
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alerts_and_dashboard_name_figures_that_are_shown() {
    let db = sqlite().await;
    let sandbox = Sandbox::new(Env::system());
    sandbox.add_bot(TOKEN, "hongyan_bot", "hongyan");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, sandbox, None, std::future::pending()));
    let probe = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let listen = probe.local_addr().unwrap().to_string();
    drop(probe);
    let program = Command::new(env!("CARGO_BIN_EXE_hongyan"))
        .arg("serve")
        .env_clear()
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", &api)
        .env("HONGYAN_DATABASE_URL", &db.url)
        .env("HONGYAN_LISTEN", &listen)
        .env("HONGYAN_KEY", crate::support::keys::KEY)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut program = Program(program);
    let shown = async {
        loop {
            assert!(program.0.try_wait().unwrap().is_none(), "it has ended");
            if let Ok(answer) = reqwest::get(format!("http://{listen}/metrics")).await {
                let text = answer.text().await.unwrap();
                // The first look into the database is part of the start.
                if text.contains("\nhongyan_figures_timestamp_seconds ") {
                    return text;
                }
            }
            tokio::task::yield_now().await;
        }
    };
    let limit = std::time::Duration::from_secs(60);
    let shown = tokio::time::timeout(limit, shown).await.unwrap();
    let lines: Vec<&str> = shown
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let there: BTreeSet<String> = named(&lines.join("\n"));
    for file in ["alerts.yml", "dashboard.json"] {
        let names = named(&deployed(file));
        assert!(names.len() > 10, "{file} names {names:?}");
        let missing: Vec<_> = names.iter().filter(|name| !there.contains(*name)).collect();
        assert!(
            missing.is_empty(),
            "{file} names figures nobody shows: {missing:?}"
        );
    }
    // Each of ours says what it means.
    let meant = |name: &&String| shown.contains(&format!("# HELP {name} "));
    let dumb: Vec<_> = there.iter().filter(|name| !meant(name)).collect();
    assert!(dumb.is_empty(), "{dumb:?} without a meaning");
}

#[test]
fn every_alert_is_tried() {
    let (rules, cases) = (deployed("alerts.yml"), deployed("alerts_test.yml"));
    let names = |text: &str, key: &str| -> BTreeSet<String> {
        let lines = text.lines().map(|line| line.trim_start_matches([' ', '-']));
        lines
            .filter_map(|line| line.strip_prefix(key))
            .map(str::to_owned)
            .collect()
    };
    let alerts = names(&rules, "alert: ");
    let tried = names(&cases, "name: ");
    assert!(alerts.len() > 20);
    let untried: Vec<_> = alerts.difference(&tried).collect();
    assert!(
        untried.is_empty(),
        "no case in alerts_test.yml: {untried:?}"
    );
}

#[test]
fn the_dashboard_is_one_grafana_can_load() {
    let board: serde_json::Value = serde_json::from_str(&deployed("dashboard.json")).unwrap();
    assert!(board["id"].is_null() && board["uid"].is_string() && board["title"].is_string());
    assert!(board["schemaVersion"].as_i64().unwrap() >= 36);
    assert_eq!(board["templating"]["list"][0]["type"], "datasource");
    let panels = board["panels"].as_array().unwrap();
    let (mut ids, mut taken) = (BTreeSet::new(), BTreeSet::new());
    for panel in panels {
        assert!(ids.insert(panel["id"].as_i64().unwrap()), "{panel}");
        let at = |side: &str| panel["gridPos"][side].as_i64().unwrap();
        assert!(at("x") + at("w") <= 24, "{panel}");
        for x in at("x")..at("x") + at("w") {
            for y in at("y")..at("y") + at("h") {
                assert!(taken.insert((x, y)), "two panels at {x}, {y}");
            }
        }
        if panel["type"] == "row" {
            continue;
        }
        assert_eq!(panel["datasource"]["uid"], "${datasource}");
        let targets = panel["targets"].as_array().unwrap();
        assert!(!targets.is_empty() && !panel["title"].as_str().unwrap().is_empty());
        let refs: BTreeSet<_> = targets
            .iter()
            .map(|t| t["refId"].as_str().unwrap())
            .collect();
        assert_eq!(refs.len(), targets.len());
        assert!(
            targets
                .iter()
                .all(|t| t["expr"].as_str().is_some_and(|e| !e.is_empty()))
        );
        assert!(
            panel["description"]
                .as_str()
                .is_some_and(|words| words.len() > 20),
            "{panel}"
        );
    }
}
