//! The demo as a visitor finds it: the real program, its page, and what was tapped before anybody came.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hongyan::model::Locale;
use hongyan::text::{FEATURES, keys, label};
use serde_json::Value;

/// Tries, a tenth of a second apart, until the opening taps have to be done.
const PATIENCE: usize = 900;

struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Starts it on a free port; the address it prints.
fn start(folder: &std::path::Path) -> (Demo, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
    command.args(["demo", "--listen", "127.0.0.1:0", "--data"]);
    command.arg(folder).stdout(Stdio::piped());
    let mut demo = Demo(command.spawn().unwrap());
    let mut line = String::new();
    let out = demo.0.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut line).unwrap();
    let address = line.split(' ').find(|word| word.starts_with("http://"));
    let address = address.unwrap_or_else(|| panic!("{line}"));
    (demo, address.trim_end_matches('/').to_owned())
}

/// Everything on one phone: texts and buttons.
fn screen(state: &Value, whose: &str) -> String {
    let phones = state["phones"].as_array().unwrap();
    let phone = phones.iter().find(|phone| {
        let label = phone["label"].as_str().unwrap_or_default();
        label.starts_with(whose)
    });
    phone.unwrap_or_else(|| panic!("no phone of {whose}"))["chats"].to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_finds_every_story_begun() {
    let folder = tempfile::tempdir().unwrap();
    let (_demo, root) = start(folder.path());
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let ready = [
        ("Rustam", "Invitation for"),
        ("Rustam", "proposes an acting guardian for"),
        ("Akmal", "Школа получила ваше предложение"),
        ("Salima", "Something is wrong"),
        ("Gulnora", "Concerns"),
        ("Nodira", "3-B: the week"),
    ];
    let mut state = Value::Null;
    let mut waits = ready.to_vec();
    for _ in 0..PATIENCE {
        let answer = http.get(format!("{root}/page/state")).send().await.unwrap();
        state = answer.json().await.unwrap();
        waits.retain(|(whose, words)| !screen(&state, whose).contains(words));
        if waits.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(waits, [("", ""); 0], "never came");
    let dilnoza = screen(&state, "Dilnoza");
    assert!(!dilnoza.contains("buttons"), "her story is not begun");
    steps_name_what_is_there(&state);
}

/// Every button the page tells a visitor to tap is called so, in English or in Akmal's Russian.
fn steps_name_what_is_there(state: &Value) {
    let page = include_str!("../../src/sandbox/page/index.html");
    let mut all = page.to_owned();
    for locale in [Locale::En, Locale::Ru] {
        for feature in FEATURES {
            for key in keys(locale, feature) {
                // What needs an argument comes out as its key: the buttons named there need none.
                all.push_str(&label(locale, &key, &[]).replace('’', "'"));
                all.push('\n');
            }
        }
    }
    let steps = state["steps"].as_array().unwrap();
    assert!(steps.len() > 8);
    let mut quoted = 0;
    for step in steps {
        for words in step.as_str().unwrap().split('"').skip(1).step_by(2) {
            assert!(all.contains(words), "no button is called {words}");
            quoted += 1;
        }
    }
    assert!(quoted > 8);
}

/// Who names a database would look there for what the demo wrote.
#[test]
fn it_makes_its_own_database_and_says_so() {
    // Where a demo that starts all the same would end at once.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
    command.args([
        "demo",
        "--database",
        "sqlite://elsewhere.sqlite",
        "--listen",
    ]);
    command.arg(taken.local_addr().unwrap().to_string());
    let told = command.output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    let why = String::from_utf8(told.stderr).unwrap();
    assert!(why.contains("--database"), "{why}");
}
