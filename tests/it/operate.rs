//! The command line as an operator meets it: words, alignment, exit codes.

use std::process::{Command, Output};

use hongyan::base::Env;
use hongyan::model::message::Lane;
use hongyan::store::inbox::{self, Arrival};
use hongyan::store::outbox;

use crate::delivery::to;
use crate::support::databases::{TestDb, databases};
use crate::support::keys::KEY;

pub fn hongyan(db: &TestDb, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
    command
        .args(words)
        .args(["--database", &db.url])
        .env_clear()
        .env("HONGYAN_KEY", KEY);
    command.output().unwrap()
}

/// Exit code and everything said.
pub fn asked(db: &TestDb, words: &[&str]) -> (i32, String) {
    let output = hongyan(db, words);
    let mut said = String::from_utf8(output.stdout).unwrap();
    said.push_str(&String::from_utf8(output.stderr).unwrap());
    (output.status.code().unwrap(), said)
}

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
        outbox::settle(&mut tx, &env, &settled).await.unwrap();
        let arrival = Arrival {
            id: env.id(),
            update: 5,
            chat: Some(7),
            body: "{}".into(),
            problem: Some("a field is missing"),
        };
        let update = arrival.id.to_string();
        inbox::put(&mut tx, "1", env.now(), &[arrival])
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
