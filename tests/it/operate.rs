//! The command line as an operator meets it: words, alignment, exit codes.

use std::process::Command;

use hongyan::base::Env;
use hongyan::model::message::Lane;
use hongyan::store::arrivals::{self, Arrival};
use hongyan::store::outbox;

use crate::delivery::to;
use crate::support::databases::{TestDb, databases};
use crate::support::program::{asked, hongyan};

#[tokio::test]
async fn an_operator_sees_what_is_wrong_and_puts_it_right() {
    for db in databases().await {
        let env = Env::system();
        let mut tx = db.store.write().await.unwrap();
        let message = hongyan::model::message::Outgoing {
            lane: Lane::Urgent,
            ..to(7, "the words nobody should read")
        };
        let id = env.id();
        outbox::put(&mut tx, id, env.now(), &message).await.unwrap();
        let until = env.now() + chrono::TimeDelta::minutes(3);
        let batch = outbox::claim(&mut tx, &message.bot, env.now(), until, Lane::Bulk, 9);
        assert_eq!(batch.await.unwrap().rows.len(), 1);
        let why = "malformed";
        let outcome = outbox::Outcome::Refused { why };
        let settled = [outbox::Settlement {
            id,
            lease: until,
            outcome,
        }];
        outbox::settle(&mut tx, &env, &message.bot, &settled)
            .await
            .unwrap();
        let arrival = Arrival {
            id: env.id(),
            update: 5,
            chat: Some(7),
            body: "{}".into(),
            problem: Some("a field is missing"),
        };
        let update = arrival.id.to_string();
        arrivals::put(&mut tx, "1", env.now(), (&[arrival], None), None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let id = id.to_string();

        let (code, said) = asked(&db, &["outbox"]);
        assert_eq!(code, 0, "{said}");
        for line in [
            "lane    waiting  claimed  sent  refused  withdrawn  expired  oldest due\n",
            "urgent        0        0     0        1          0        0           -\n",
            "problem    kind    rows  what to do\n",
            "malformed  notice     1  our mistake: report it, then retry or withdraw\n",
        ] {
            assert!(said.contains(line), "{said}");
        }
        let (code, said) = asked(&db, &["outbox", "list", "--problem", "malformed"]);
        assert!(
            code == 0 && said.contains(&id) && said.contains("urgent"),
            "{said}"
        );
        let (code, said) = asked(&db, &["outbox", "show", &id]);
        assert!(
            code == 0 && said.contains("problem           malformed"),
            "{said}"
        );
        assert!(!said.contains("nobody should read"), "{said}");
        let (_, said) = asked(&db, &["outbox", "show", &id, "--content"]);
        assert!(
            said.contains("nobody should read") && said.contains("personal data"),
            "{said}"
        );

        let (code, said) = asked(&db, &["outbox", "retry", &id, "12"]);
        assert_eq!(
            (code, said.as_str()),
            (1, "Nothing has the id 12. Nothing was changed.\n")
        );
        let output = hongyan(&db, &["outbox", "retry", &id, "--json"]);
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["messages"][0]["answer"], "waits_again");
        let (code, said) = asked(&db, &["outbox", "withdraw", &id]);
        assert_eq!(
            (code, said),
            (0, format!("{id}  withdrawn: it will not be sent\n"))
        );
        let (code, said) = asked(&db, &["outbox", "withdraw", &id]);
        assert_eq!(
            (code, said),
            (1, format!("{id}  left: it was withdrawn before\n"))
        );
        assert_eq!(asked(&db, &["outbox", "retry"]).0, 2);

        let (code, said) = asked(&db, &["inbox"]);
        assert!(
            code == 0 && said.contains("rows  problem\n   1  a field is missing"),
            "{said}"
        );
        let (code, said) = asked(&db, &["inbox", "retry", &update]);
        assert!(code == 0 && said.contains("waits again"), "{said}");
        let (code, said) = asked(&db, &["inbox", "withdraw", &update]);
        assert!(
            code == 1 && said.contains("nothing needs to be done"),
            "{said}"
        );
        assert!(
            asked(&db, &["outbox"])
                .1
                .contains("Nothing here needs a person.")
        );

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("one.backup").display().to_string();
        let (code, said) = asked(&db, &["backup", &file]);
        assert!(code == 0 && said.contains("rows of"), "{said}");
        let (code, said) = asked(&db, &["backup", &file]);
        assert!(code == 1 && said.contains("is there already"), "{said}");
        let (code, said) = asked(&db, &["restore", &file]);
        assert!(
            code == 1 && said.contains("the database is not empty"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("none.sqlite");
    let address = format!("sqlite://{}", file.display());
    for words in [
        ["outbox", "list"],
        ["inbox", "list"],
        ["backup", "/nowhere/b"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
        command
            .args(words)
            .args(["--database", &address])
            .env_clear();
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(!output.stderr.is_empty());
    }
    assert!(!file.exists());
}

/// A school with the key `s`.
async fn one_school(db: &TestDb) {
    use hongyan::model::unit::{Unit, UnitKind};
    let unit = Unit {
        id: hongyan::base::UnitId(1),
        kind: UnitKind::School,
        parent: None,
        key: "s".into(),
        name: "School 7".into(),
        zone: Some(chrono_tz::Asia::Shanghai),
    };
    let mut tx = db.store.write().await.unwrap();
    hongyan::store::units::put(&mut tx, &unit).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn terms_and_ladders_are_set_for_a_school() {
    for db in databases().await {
        one_school(&db).await;
        let days = |what, from, to| {
            let words = ["calendar", what, "--unit", "s", "--from", from, "--to", to];
            asked(&db, &[&words[..], &["--name", "National Day"]].concat())
        };
        assert_eq!(
            days("holiday", "2026-10-01", "2026-10-07"),
            (0, String::new())
        );
        assert_eq!(days("term", "2026-09-01", "2027-01-20"), (0, String::new()));
        assert_eq!(days("term", "2026-09-02", "2026-09-01").0, 1);
        assert_eq!(days("term", "2026-13-01", "2026-13-02").0, 2);
        let list = ["calendar", "list", "--unit", "s"];
        let shown = "School 7\n  term 2026-09-01 2027-01-20 National Day\n  holiday 2026-10-01 2026-10-07 National Day\n";
        assert_eq!(asked(&db, &list), (0, shown.into()));
        let gone = ["calendar", "remove", "--unit", "s", "--from", "2026-10-01"];
        assert_eq!(asked(&db, &gone), (0, String::new()));
        assert_eq!(asked(&db, &gone).0, 1);
        assert!(!asked(&db, &list).1.contains("holiday"));

        let list = ["ladder", "list", "--unit", "s"];
        let usual =
            "School 7: guardian@0 guardian@30 second_contact@60 teacher@90 school_lead@120\n";
        assert_eq!(asked(&db, &list), (0, usual.into()));
        let set = |steps: &[&str]| asked(&db, &[&["ladder", "set", "--unit", "s"], steps].concat());
        assert_eq!(
            set(&["school_lead@60/6-22", "guardian@0"]),
            (0, String::new())
        );
        let own = "School 7: guardian@0 school_lead@60/6-22\n";
        assert_eq!(asked(&db, &list), (0, own.into()));
        // Nobody of the school, nobody at home, no such person.
        assert_eq!(set(&["guardian@0"]).0, 1);
        assert_eq!(set(&["teacher@0"]).0, 1);
        assert_eq!(set(&["guardian@0", "police@5"]).0, 2);
        assert_eq!(asked(&db, &list), (0, own.into()));
    }
}

#[tokio::test]
async fn numbers_and_words_are_set_for_a_unit_or_for_everywhere() {
    for db in databases().await {
        one_school(&db).await;
        let everywhere = ["numbers", "add", "--everywhere", "--name", "Police"];
        let everywhere = [&everywhere[..], &["--number", "110"]].concat();
        assert_eq!(asked(&db, &everywhere), (0, String::new()));
        let at = |command| ["numbers", command, "--unit", "s"];
        assert_eq!(asked(&db, &at("list")), (0, String::new()));
        let own = [&at("add")[..], &["--name", "School", "--number", "555"]].concat();
        assert_eq!(asked(&db, &own), (0, String::new()));
        assert_eq!(asked(&db, &at("list")), (0, "School: 555\n".into()));
        let gone = [&at("remove")[..], &["--number", "555"]].concat();
        assert_eq!(asked(&db, &gone), (0, String::new()));
        assert_eq!(asked(&db, &gone).0, 1);
        let shown = asked(&db, &["numbers", "list", "--everywhere"]);
        assert_eq!(shown, (0, "Police: 110\n".into()));

        let words = |kind| ["words", "add", "--unit", "s", "--kind", kind, "quarry"];
        assert_eq!(asked(&db, &words("runaway")), (0, String::new()));
        assert_eq!(asked(&db, &words("gossip")).0, 2);
        let (code, said) = asked(&db, &["words", "list", "--unit", "s"]);
        assert!(code == 0 && said.contains("runaway: quarry"), "{said}");
        let gone = ["words", "remove", "--unit", "s", "quarry"];
        assert_eq!(asked(&db, &gone), (0, String::new()));
        assert_eq!(asked(&db, &["words", "list", "--unit", "x"]).0, 1);
    }
}
