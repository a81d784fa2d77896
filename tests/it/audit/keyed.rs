//! The chain is made with the house's key: what whoever writes the database can do without it, and what
//! is said without it.

use chrono::TimeDelta;
use hongyan::app::chaining::Chaining;
use hongyan::app::loops::Worker;
use hongyan::base::{Chance, Env, Keyring};
use hongyan::service::audit::verify::{Fault, Verdict};
use hongyan::store::{Store, audit, vault};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use super::{look_through, seal};
use crate::backup::execute;
use crate::support::databases::{TestDb, databases};
use crate::support::program::asked;

async fn acts(store: &Store, env: &Env, count: u32) {
    let mut tx = store.write().await.unwrap();
    for _ in 0..count {
        let act = audit::Act {
            action: "test",
            ..audit::Act::default()
        };
        audit::note(&mut tx, env, act).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Makes all hashes from `from` on anew, as whoever has the database and this source but no key can.
async fn forge(db: &TestDb, from: i64) {
    let mut connection = AnyConnection::connect(&db.url).await.unwrap();
    let cells = "id, at_ms, adult_id, action, child_id, unit_id, detail, why, once, seq, hash";
    let text = format!("SELECT {cells} FROM audit WHERE seq IS NOT NULL ORDER BY seq");
    let rows = sqlx::query(AssertSqlSafe(text));
    let rows = rows.fetch_all(&mut connection).await.unwrap();
    let (mut previous, mut end) = (String::new(), 0);
    for row in rows {
        let seq: i64 = row.get("seq");
        if seq < from {
            previous = row.get("hash");
            continue;
        }
        let (id, at_ms): (i64, i64) = (row.get("id"), row.get("at_ms"));
        let number = |column: &str| row.get::<Option<i64>, _>(column);
        let word = |column: &str| row.get::<Option<String>, _>(column);
        let told = serde_json::json!([
            id,
            at_ms,
            number("adult_id"),
            word("action"),
            number("child_id"),
            number("unit_id"),
            word("detail"),
            word("why"),
            word("once"),
        ]);
        let bytes = Sha256::digest(format!("{previous} {seq} {told}"));
        let hash: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let change = format!(
            "UPDATE audit SET previous = '{previous}', hash = '{hash}', v = 1 WHERE id = {id}"
        );
        sqlx::raw_sql(AssertSqlSafe(change))
            .execute(&mut connection)
            .await
            .unwrap();
        (previous, end) = (hash, seq);
    }
    let head = format!("UPDATE audit_head SET seq = {end}, hash = '{previous}', signed = NULL");
    sqlx::raw_sql(AssertSqlSafe(head))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

fn cut(verdict: &Verdict) -> Option<(i64, Fault)> {
    verdict.cut.map(|cut| (cut.seq, cut.fault))
}

#[tokio::test]
async fn who_writes_the_database_cannot_make_the_chain_anew() {
    for db in databases().await {
        let env = Env::system();
        acts(&db.store, &env, 5).await;
        let sealing = Chaining::new(db.store.clone(), env.clone());
        sealing.tick().await.unwrap();
        let whole = look_through(&db.store, None).await;
        assert_eq!((whole.sound, whole.plain, whole.cut), (5, 0, None));
        let kept = whole.head;

        // A row is changed, and everything behind it is made to fit.
        execute(&db.url, "UPDATE audit SET action = 'other' WHERE seq = 3").await;
        forge(&db, 3).await;
        let verdict = look_through(&db.store, None).await;
        assert_eq!(cut(&verdict), Some((3, Fault::Unkeyed)));

        // All of it is made to look as if no key had ever been: nothing is proved, and that is said. The
        // house that knows better does not go on from there.
        forge(&db, 1).await;
        let verdict = look_through(&db.store, None).await;
        assert_eq!((verdict.plain, cut(&verdict)), (5, None));
        let (code, said) = asked(&db, &["audit", "verify"]);
        assert!(
            said.contains("without a key") && said.contains("row 1 to 5"),
            "{code} {said}"
        );
        let verdict = look_through(&db.store, Some(&kept)).await;
        assert_eq!(cut(&verdict), Some((5, Fault::NotAsExpected)));
        acts(&db.store, &env, 1).await;
        env.clock.advance(TimeDelta::minutes(1));
        assert!(sealing.tick().await.is_err(), "it went on from a forgery");
        db.store.close().await;
    }
}

#[tokio::test]
async fn an_end_without_its_signature_is_not_gone_on_from() {
    for db in databases().await {
        let env = Env::system();
        acts(&db.store, &env, 3).await;
        seal(&db.store, &env).await;
        acts(&db.store, &env, 1).await;
        for forged in [
            "UPDATE audit_head SET signed = NULL",
            "UPDATE audit_head SET signed = hash",
            "UPDATE audit_head SET seq = 2, signed = NULL",
            "UPDATE audit_head SET seq = 9, signed = NULL",
        ] {
            execute(&db.url, "CREATE TABLE kept AS SELECT * FROM audit_head").await;
            execute(&db.url, forged).await;
            let sealing = Chaining::new(db.store.clone(), env.clone());
            assert!(sealing.tick().await.is_err(), "{forged}");
            let back = "DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept; DROP TABLE kept";
            execute(&db.url, back).await;
        }
        seal(&db.store, &env).await;
        let whole = look_through(&db.store, None).await;
        assert_eq!((whole.sound, whole.unsealed, whole.cut), (4, 0, None));
        db.store.close().await;
    }
}

#[tokio::test]
async fn rows_from_before_the_key_still_verify_and_are_held_by_what_follows() {
    for db in databases().await {
        let env = Env::system();
        acts(&db.store, &env, 4).await;
        seal(&db.store, &env).await;
        // As a release without the key left it.
        forge(&db, 1).await;
        acts(&db.store, &env, 2).await;
        seal(&db.store, &env).await;
        let whole = look_through(&db.store, None).await;
        assert_eq!((whole.sound, whole.plain, whole.cut), (6, 4, None));
        let (code, said) = asked(&db, &["audit", "verify"]);
        assert!(code == 0 && said.contains("row 1 to 4"), "{said}");

        // What came before can no longer be made anew: the first row with the key says what it followed.
        execute(&db.url, "UPDATE audit SET action = 'other' WHERE seq = 2").await;
        let bent = "CREATE TABLE kept AS SELECT * FROM audit WHERE seq > 4;
             CREATE TABLE end_kept AS SELECT * FROM audit_head; DELETE FROM audit WHERE seq > 4";
        execute(&db.url, bent).await;
        forge(&db, 1).await;
        let back = "INSERT INTO audit SELECT * FROM kept;
             UPDATE audit SET previous = (SELECT hash FROM audit_head) WHERE seq = 5;
             DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM end_kept";
        execute(&db.url, back).await;
        let verdict = look_through(&db.store, None).await;
        assert_eq!(cut(&verdict), Some((5, Fault::Changed)));
        db.store.close().await;
    }
}

#[tokio::test]
async fn the_chain_outlives_every_change_of_the_operators_key() {
    for db in databases().await {
        let env = Env::system();
        acts(&db.store, &env, 3).await;
        seal(&db.store, &env).await;
        let chance = Chance::system();
        let (new, _) = Keyring::fresh(&chance);
        let both = format!("{}\n{}", new.expose(), crate::support::keys::KEY);
        let with = async |keys: &str| {
            let ring = Keyring::parse(keys, Chance::system()).unwrap();
            Store::connect(&db.url).await.unwrap().with_keys(ring)
        };
        let rotating = with(&both).await;
        let mut tx = rotating.write().await.unwrap();
        assert!(vault::rewrap(&mut tx, -1, 100).await.unwrap().is_some());
        tx.commit().await.unwrap();
        let after = with(new.expose()).await;
        acts(&after, &env, 2).await;
        seal(&after, &env).await;
        let whole = look_through(&after, None).await;
        assert_eq!((whole.sound, whole.plain, whole.unread), (5, 0, 0));
        assert_eq!(whole.cut, None);
        for store in [&rotating, &after] {
            store.close().await;
        }
        db.store.close().await;
    }
}

#[tokio::test]
async fn without_a_key_it_is_said_what_was_not_checked() {
    for db in databases().await {
        let env = Env::system();
        acts(&db.store, &env, 3).await;
        seal(&db.store, &env).await;
        let keyless = Store::connect(&db.url).await.unwrap();
        let verdict = look_through(&keyless, None).await;
        assert_eq!((verdict.sound, verdict.unread, verdict.cut), (3, 3, None));
        let bare = |words: &[&str]| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hongyan"));
            command
                .args(words)
                .args(["--database", &db.url])
                .env_clear();
            let output = command.output().unwrap();
            let said = String::from_utf8(output.stdout).unwrap();
            (output.status.code().unwrap(), said)
        };
        let (code, said) = bare(&["audit", "verify"]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("what 3 rows say"), "{said}");
        assert!(said.contains("HONGYAN_KEY_FILE"), "{said}");
        assert!(!said.contains("whole"), "{said}");
        let (_, json) = bare(&["audit", "verify", "--json"]);
        assert!(json.contains("\"unread\": 3"), "{json}");

        // Order and links are seen all the same.
        execute(&db.url, "UPDATE audit SET seq = 9 WHERE seq = 2").await;
        let verdict = look_through(&keyless, None).await;
        assert_eq!(cut(&verdict), Some((2, Fault::Missing)));
        execute(&db.url, "UPDATE audit SET seq = 2 WHERE seq = 9").await;

        // The house's key is taken away, so that nobody can check: that is a cut.
        execute(&db.url, "DELETE FROM child_keys WHERE child_id = 0").await;
        let verdict = look_through(&db.again().await, None).await;
        assert_eq!(cut(&verdict), Some((1, Fault::KeyGone)));
        keyless.close().await;
        db.store.close().await;
    }
}
