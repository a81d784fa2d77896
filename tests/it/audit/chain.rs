//! The chain: sealed in the order of commits, by one at a time, and every cut is found.

use chrono::TimeDelta;
use hongyan::app::chaining::Chaining;
use hongyan::app::loops::Worker;
use hongyan::base::{Env, Wake};
use hongyan::service::audit::verify::Fault;
use hongyan::store::audit::chain::Head;
use hongyan::store::{audit, statements};
use sqlx::{Connection, SqliteConnection};

use super::{look_through, seal};
use crate::backup::execute;
use crate::support::databases::{TestDb, databases, sqlite};
use crate::world::{LEAD, MUM, TEACHER, World};

/// Some turns of some people, a minute apart.
async fn lived_in(db: &TestDb) -> World {
    let mut world = World::linked_on(&db.url).await;
    for who in [TEACHER, LEAD] {
        world.says(who, "/menu").await;
        for label in ["Class 3-2: pupils", "Wang Ming"] {
            world.advance(TimeDelta::minutes(1));
            world.taps(who, label).await;
        }
    }
    world.says(MUM, "/menu").await;
    world.taps(MUM, "How is Ming").await;
    world
}

async fn found(db: &TestDb) -> Option<(i64, Fault)> {
    let cut = look_through(&db.store, None).await.cut;
    cut.map(|cut| (cut.seq, cut.fault))
}

#[tokio::test]
async fn every_cut_is_found() {
    for db in databases().await {
        let world = lived_in(&db).await;
        let before = look_through(&db.store, None).await;
        assert_eq!((before.sound, before.cut), (0, None));
        assert!(before.unsealed > 4);
        seal(&db.store, &world.env).await;
        let whole = look_through(&db.store, None).await;
        assert_eq!(whole.cut, None);
        assert_eq!((whole.sound, whole.unsealed), (before.unsealed, 0));
        let last = whole.sound;
        let kept = whole.head.clone();
        assert_eq!(look_through(&db.store, Some(&kept)).await.cut, None);
        execute(&db.url, "CREATE TABLE early AS SELECT * FROM audit_head").await;

        let gone = format!(
            "CREATE TABLE kept AS SELECT * FROM audit WHERE seq = {last}; DELETE FROM audit WHERE seq = {last}"
        );
        let back = "INSERT INTO audit SELECT * FROM kept; DROP TABLE kept";
        let swapped = "UPDATE audit SET seq = -2 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = -2";
        let beheaded = "CREATE TABLE kept AS SELECT * FROM audit_head; DELETE FROM audit_head";
        let head_back = "INSERT INTO audit_head SELECT * FROM kept; DROP TABLE kept";
        let rolled_back = "CREATE TABLE kept AS SELECT * FROM audit_head; UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE seq = 2)";
        let rolled_on =
            "DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept; DROP TABLE kept";
        let cases: Vec<(&str, &str, (i64, Fault))> = vec![
            // Changed cells.
            (
                "UPDATE audit SET at_ms = at_ms - 1 WHERE seq = 3",
                "UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 3",
                (3, Fault::Changed),
            ),
            (
                "UPDATE audit SET adult_id = adult_id + 1 WHERE seq = 1",
                "UPDATE audit SET adult_id = adult_id - 1 WHERE seq = 1",
                (1, Fault::Changed),
            ),
            (
                "UPDATE audit SET action = action || '!' WHERE seq = 2",
                "UPDATE audit SET action = REPLACE(action, '!', '') WHERE seq = 2",
                (2, Fault::Changed),
            ),
            (
                "UPDATE audit SET why = why || '!' WHERE seq = 4",
                "UPDATE audit SET why = REPLACE(why, '!', '') WHERE seq = 4",
                (4, Fault::Changed),
            ),
            (
                "UPDATE audit SET hash = 'f' || hash WHERE seq = 2",
                "UPDATE audit SET hash = SUBSTR(hash, 2) WHERE seq = 2",
                (2, Fault::Changed),
            ),
            (
                "UPDATE audit SET previous = 'f' || previous WHERE seq = 2",
                "UPDATE audit SET previous = SUBSTR(previous, 2) WHERE seq = 2",
                (2, Fault::Unlinked),
            ),
            (
                "UPDATE audit SET v = 9 WHERE seq = 2",
                "UPDATE audit SET v = 2 WHERE seq = 2",
                (2, Fault::Changed),
            ),
            // Removed rows, a removed tail, holes, another order.
            (
                "CREATE TABLE kept AS SELECT * FROM audit WHERE seq = 3; DELETE FROM audit WHERE seq = 3",
                back,
                (3, Fault::Missing),
            ),
            (&gone, back, (last, Fault::Missing)),
            (
                "UPDATE audit SET seq = seq + 1000 WHERE seq > 2",
                "UPDATE audit SET seq = seq - 1000 WHERE seq > 2",
                (3, Fault::Missing),
            ),
            (swapped, swapped, (2, Fault::Unlinked)),
            // The end of the chain.
            (beheaded, head_back, (1, Fault::HeadMissing)),
            (rolled_back, rolled_on, (3, Fault::BehindHead)),
            (
                "UPDATE audit_head SET hash = 'f' || hash",
                "UPDATE audit_head SET hash = SUBSTR(hash, 2)",
                (last, Fault::HeadDiffers),
            ),
        ];
        for (cut, mended, fault) in cases {
            execute(&db.url, cut).await;
            assert_eq!(found(&db).await, Some(fault), "{cut}");
            execute(&db.url, mended).await;
            assert_eq!(found(&db).await, None, "{mended}");
        }

        // A chain whose head was taken away does not begin anew.
        execute(&db.url, beheaded).await;
        execute(
            &db.url,
            "INSERT INTO audit (id, at_ms, action) VALUES (7, 9, 'forged')",
        )
        .await;
        let sealing = Chaining::new(db.store.clone(), world.env.clone());
        assert!(sealing.tick().await.is_err());
        execute(&db.url, head_back).await;
        // A row that says it is older than what was sealed before it.
        seal(&db.store, &world.env).await;
        assert_eq!(found(&db).await, Some((last + 1, Fault::Backdated)));

        // Who also moves the end cannot sign another one.
        let shorter = format!(
            "DELETE FROM audit WHERE seq >= {last};
             UPDATE audit_head SET seq = {last} - 1, hash = (SELECT hash FROM audit WHERE seq = {last} - 1)"
        );
        let newer = look_through(&db.store, None).await.head;
        let whole = "CREATE TABLE rows_kept AS SELECT * FROM audit; CREATE TABLE end_kept AS SELECT * FROM audit_head";
        let whole_again = "DELETE FROM audit; INSERT INTO audit SELECT * FROM rows_kept;
             DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM end_kept";
        execute(&db.url, whole).await;
        execute(&db.url, &shorter).await;
        assert_eq!(found(&db).await, Some((last - 1, Fault::HeadForged)));
        execute(&db.url, "UPDATE audit_head SET signed = NULL").await;
        assert_eq!(found(&db).await, Some((last - 1, Fault::HeadForged)));
        execute(&db.url, whole_again).await;
        // An end that once was the end is found by a later one that was kept elsewhere.
        let earlier = format!(
            "DELETE FROM audit WHERE seq > {last};
             DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM early"
        );
        execute(&db.url, &earlier).await;
        assert_eq!(found(&db).await, None);
        let cut = look_through(&db.store, Some(&newer)).await.cut.unwrap();
        assert_eq!((cut.seq, cut.fault), (last + 1, Fault::Missing));
        let other = Head {
            seq: 2,
            hash: "0".repeat(64),
        };
        let cut = look_through(&db.store, Some(&other)).await.cut.unwrap();
        assert_eq!((cut.seq, cut.fault), (2, Fault::NotAsExpected));
        db.store.close().await;
    }
}

#[tokio::test]
async fn what_was_written_before_there_was_a_chain_is_sealed_first() {
    for db in databases().await {
        let env = Env::system();
        let old = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1234)
            INSERT INTO audit (id, at_ms, action, detail) SELECT x, x * 1000, 'old', 'd' || x FROM n";
        execute(&db.url, old).await;
        let sealing = Chaining::new(db.store.clone(), env.clone());
        let mut wakes = Vec::new();
        for _ in 0..4 {
            wakes.push(sealing.tick().await.unwrap());
        }
        assert_eq!(wakes[..2], [Wake::Now, Wake::Now]);
        assert!(matches!(wakes[2], Wake::At(_)), "{wakes:?}");
        // A bell does not make it look before its moment.
        assert_eq!(wakes[2], wakes[3]);
        let whole = look_through(&db.store, None).await;
        assert_eq!((whole.sound, whole.unsealed, whole.cut), (1234, 0, None));
        db.store.close().await;
    }
}

#[tokio::test]
async fn many_write_and_two_seal_at_once() {
    for db in databases().await {
        let env = Env::system();
        let other = db.again().await;
        let write = async |store: &hongyan::store::Store, count: i64| {
            for _ in 0..count {
                let mut tx = store.write().await.unwrap();
                let act = audit::Act {
                    action: "test",
                    ..audit::Act::default()
                };
                audit::note(&mut tx, &env, act).await.unwrap();
                tx.commit().await.unwrap();
            }
        };
        let sealing = async |store: &hongyan::store::Store| {
            for _ in 0..20 {
                // One of two on SQLite may find the file busy: it is called again.
                let sealing = Chaining::new(store.clone(), env.clone());
                let _ = sealing.tick().await;
            }
        };
        tokio::join!(
            write(&db.store, 40),
            write(&other, 40),
            sealing(&db.store),
            sealing(&other)
        );
        seal(&db.store, &env).await;
        let whole = look_through(&db.store, None).await;
        assert_eq!((whole.sound, whole.unsealed, whole.cut), (80, 0, None));
        other.close().await;
        db.store.close().await;
    }
}

/// Where whoever changes the database does not reach: once at the start, then each hour.
#[tokio::test]
async fn the_head_is_written_down_every_hour() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let shown = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let db = sqlite().await;
    let mut world = lived_in(&db).await;
    let sealing = Chaining::new(world.store.clone(), world.env.clone());
    sealing.tick().await.unwrap();
    let head = look_through(&db.store, None).await.head;
    let mark = u64::from_str_radix(&head.hash[..12], 16).unwrap();
    let first = format!("hongyan_audit_head_seq {}\n", head.seq);
    let text = shown.render();
    assert!(text.contains(&first), "{text}");
    assert!(
        text.contains(&format!("hongyan_audit_head_mark {mark}\n")),
        "{text}"
    );
    world.advance(TimeDelta::minutes(59));
    world.taps(MUM, "Who looked").await;
    sealing.tick().await.unwrap();
    assert!(look_through(&db.store, None).await.sound > head.seq);
    assert!(shown.render().contains(&first));
    world.advance(TimeDelta::minutes(1));
    sealing.tick().await.unwrap();
    assert!(!shown.render().contains(&first));
}

/// Years of sealed rows are not walked for the few that wait, nor for the last one.
#[tokio::test]
async fn sealing_and_verifying_walk_only_what_they_need() {
    let db = sqlite().await;
    let mut connection = SqliteConnection::connect(&db.url).await.unwrap();
    let all = statements();
    let list = all.iter().find(|(name, _)| *name == "audit").unwrap().1;
    let read = list.iter().filter(|(name, _)| {
        [
            "ANY_UNSEALED",
            "UNSEALED",
            "STANDING",
            "PAGE",
            "LOOKED",
            "LIST_CHILD",
            "LIST_ADULT",
        ]
        .contains(name)
    });
    let mut count = 0;
    for (name, sql) in read {
        let explain = format!("EXPLAIN QUERY PLAN {}", sql.sqlite);
        let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(explain))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        for step in rows.iter().map(|row| row.3.as_str()) {
            let walks = step.starts_with("SCAN") && !step.contains("INDEX");
            // A page that was found is walked to gather it.
            let is_page = step == "SCAN these";
            let is_small = is_page || step.contains("CONSTANT ROW") || step.contains("one");
            assert!(!walks || is_small, "{name}: {step}");
        }
        count += 1;
    }
    assert_eq!(count, 7);
}

/// Append-only: nothing but the sealing ever changes a row, and nothing removes one.
#[test]
fn no_statement_changes_the_trace() {
    for (file, list) in statements() {
        for (name, sql) in list {
            for text in [sql.sqlite, sql.postgres] {
                let words: Vec<&str> = text.split_whitespace().collect();
                let does = |verb: &[&str]| words.windows(verb.len()).any(|pair| pair == verb);
                assert!(!does(&["DELETE", "FROM", "audit"]), "{file}::{name}");
                assert!(!does(&["DELETE", "FROM", "audit_head"]), "{file}::{name}");
                let seals = file == "audit" && *name == "SEAL";
                assert!(!does(&["UPDATE", "audit"]) || seals, "{file}::{name}");
            }
        }
    }
}
