//! The promises of the store's foundation: every statement is understood by both engines.

use hongyan::base::from_ms;
use hongyan::store::{Engine, Sql, statements};
use sqlx::{Connection, Executor, PgConnection, SqlStr, SqliteConnection};

use crate::support::databases::{TestDb, databases, postgres};

/// Prepared with the engine's own driver: `Any` refuses types that only parameters have.
async fn prepare(db: &TestDb, text: &'static str) -> Result<(), sqlx::Error> {
    let text = SqlStr::from_static(text);
    if db.engine() == Engine::Sqlite {
        let mut connection = SqliteConnection::connect(&db.url).await?;
        connection.prepare(text).await?;
        return connection.close().await;
    }
    let mut connection = PgConnection::connect(&db.url).await?;
    connection.prepare(text).await?;
    connection.close().await
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    let mut wrong = Vec::new();
    for db in databases().await {
        for (file, list) in statements() {
            for (name, sql) in list {
                if let Err(error) = prepare(&db, sql.of(db.engine())).await {
                    wrong.push(format!("{file}::{name} on {}: {error}", db.engine().name()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `.cargo/config.toml` has it so; a build that does not read that file is a fifth slower in a county's week.
#[tokio::test]
async fn sqlite_does_not_count_what_it_allocates() {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let asked = sqlx::query_scalar("PRAGMA compile_options");
    let options: Vec<String> = asked.fetch_all(&mut connection).await.unwrap();
    let built = options.iter().any(|option| option == "DEFAULT_MEMSTATUS=0");
    assert!(built, "{options:?}");
}

fn statement(file: &str, name: &str) -> Sql {
    let all = statements();
    let list = all.iter().find(|(known, _)| *known == file).unwrap().1;
    list.iter().find(|(known, _)| *known == name).unwrap().1
}

/// What PostgreSQL makes of a statement after it has seen it often, and before.
const PLANS: [&str; 2] = ["force_generic_plan", "force_custom_plan"];

async fn planned(connection: &mut PgConnection, plan: &str, text: &str, arguments: &str) -> String {
    let asked = format!("SET plan_cache_mode = {plan}; DEALLOCATE ALL; PREPARE asked AS {text}");
    connection
        .execute(sqlx::AssertSqlSafe(asked))
        .await
        .unwrap();
    let explain = format!("EXPLAIN EXECUTE asked({arguments})");
    let steps: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(explain))
        .persistent(false)
        .fetch_all(connection)
        .await
        .unwrap();
    steps.join("\n")
}

/// With a plan for any two days it must not read what was entered for all children between them, and with one
/// from the first minute not the keys of all.
#[tokio::test]
async fn postgres_reads_the_days_of_those_who_are_asked_for_only() {
    if let Some(db) = postgres().await {
        let mut connection = PgConnection::connect(&db.url).await.unwrap();
        let fill = "INSERT INTO units (id, kind, key, name)
             SELECT n, 'class', 'class-' || n, '-' FROM generate_series(0, 10000) AS n;
             INSERT INTO children (id, key, name, school_id, class_id, lives_with, programme,
                 created_ms, updated_ms)
             SELECT n, 'child-' || n, '-', n, n, 'unknown', 'active', 0, 0
             FROM generate_series(0, 10000) AS n;
             INSERT INTO entries (id, child_id, day, kind, slot, fact, source, entered_ms)
             SELECT n, n / 5, '2026-03-0' || 1 + n % 5, 'study', '-', repeat('x', 60), 'staff', 1
             FROM generate_series(1, 50000) AS n;
             INSERT INTO rolls (class_id, day, taken_ms)
             SELECT n / 5, '2026-03-0' || 1 + n % 5, 1 FROM generate_series(1, 50000) AS n;
             INSERT INTO coming (id, class_id, day, words, entered_ms)
             SELECT n, n / 5, '2026-03-0' || 1 + n % 5, '-', 1 FROM generate_series(1, 50000) AS n;
             ANALYZE; SET enable_seqscan = off";
        connection.execute(fill).await.unwrap();
        let days = "'[1,2,3]', '2026-03-01', '2026-03-05'";
        for (file, name, arguments, key) in [
            ("entries", "OF_CHILDREN", days, "(child_id = "),
            ("entries", "ROLLS", days, "(class_id = "),
            ("entries", "COMING", days, "(class_id = "),
            ("vault", "READ", "'[1,2,3]'", "child_keys_pkey"),
            ("weekly", "OF_SCHOOL", "1, 0, 200", "(child_id = "),
        ] {
            let text = statement(file, name).postgres;
            for plan in PLANS {
                let steps = planned(&mut connection, plan, text, arguments).await;
                assert!(steps.contains("Nested Loop"), "{name}, {plan}: {steps}");
                assert!(steps.contains(key), "{name}, {plan}: {steps}");
                for index in ["entries_day", "rolls_day", "coming_day"] {
                    assert!(!steps.contains(index), "{name}, {plan}: {steps}");
                }
            }
        }
        connection.close().await.unwrap();
    }
}

/// On PostgreSQL the planner is told nothing of how much waits (`store::care`): all the same it must
/// take the oldest in their order, and stop, instead of sorting everything.
#[tokio::test]
async fn postgres_takes_the_oldest_updates_without_sorting_all() {
    if let Some(db) = postgres().await {
        let mut connection = PgConnection::connect(&db.url).await.unwrap();
        let fill =
            "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, state, tries, retry_ms,
                 received_ms)
             SELECT n, '7', n, n % 500, repeat('x', 300), 'waiting', 0, 0, 1
             FROM generate_series(1, 5000) AS n";
        connection.execute(fill).await.unwrap();
        connection.execute("ANALYZE inbox").await.unwrap();
        for (name, arguments) in [("CLAIM", "'7', 10, 20, 16"), ("FRESH", "'7', 10, 1, 0, 16")] {
            let text = statement("inbox", name).postgres;
            for plan in PLANS {
                let steps = planned(&mut connection, plan, text, arguments).await;
                // What it has found it may sort; and each is settled by its key.
                let found = match name {
                    "FRESH" => {
                        assert!(
                            steps.contains("using inbox_pkey"),
                            "{name}, {plan}: {steps}"
                        );
                        let (_, from_there) = steps.split_once("CTE found").unwrap();
                        from_there.split_once("CTE free").unwrap().0
                    }
                    _ => steps.as_str(),
                };
                assert!(found.contains("inbox_order"), "{name}, {plan}: {steps}");
                assert!(!found.contains("Sort"), "{name}, {plan}: {steps}");
            }
        }
        connection.close().await.unwrap();
    }
}

/// The same for messages in a young database, in which all of them wait: as a claim is made (`Tx::lead`).
#[tokio::test]
async fn postgres_takes_the_next_messages_without_sorting_all() {
    if let Some(db) = postgres().await {
        let mut connection = PgConnection::connect(&db.url).await.unwrap();
        let fill =
            "INSERT INTO outbox (id, bot_id, chat_id, adult_id, children, kind, lane, body, state,
                 in_doubt, tries, not_before_ms, retry_ms, expires_ms, created_ms)
             SELECT n, '7', n / 2, n / 2, '[]', 'weekly_update', 3, repeat('x', 300), 'waiting',
                 0, 0, 1000 + n % 977, 1, 9000, 1 FROM generate_series(1, 20000) AS n;
             ANALYZE outbox; SET enable_sort = off; SET enable_bitmapscan = off";
        connection.execute(fill).await.unwrap();
        for (name, arguments, index) in [
            (
                "CLAIM",
                "'7', 5000, 3, 256, '[3, 4]'",
                "outbox_open on outbox c  (",
            ),
            ("EXPIRE", "'7', 5000, '[3, 4]'", "outbox_expires"),
        ] {
            let text = statement("outbox::claiming", name).postgres;
            for plan in PLANS {
                let steps = planned(&mut connection, plan, text, arguments).await;
                assert!(steps.contains(index), "{name}, {plan}: {steps}");
                assert!(!steps.contains("Sort"), "{name}, {plan}: {steps}");
            }
        }
        connection.close().await.unwrap();
    }
}

/// When what is held has its moment is asked every second: it reads the first entry of each lane, whatever the planner
/// knows of the others. It was 170 ms among 45,000 that wait for Sunday's noon and nobody had counted.
#[tokio::test]
async fn postgres_finds_the_next_moment_along_the_lanes() {
    if let Some(db) = postgres().await {
        let mut connection = PgConnection::connect(&db.url).await.unwrap();
        let held = |from: i64, to: i64| {
            format!(
                "INSERT INTO outbox (id, bot_id, chat_id, children, kind, lane, body, state, in_doubt, tries,
                     not_before_ms, retry_ms, created_ms)
                 SELECT n, '7', n, '[]', 'weekly_update', 3, 'x', 'waiting', 0, 0, 9000 + n, 1, 1
                 FROM generate_series({from}, {to}) AS n"
            )
        };
        let led = "SET enable_sort = off; SET enable_bitmapscan = off";
        connection.execute(led).await.unwrap();
        let counted = || "ANALYZE outbox".to_owned();
        let text = statement("outbox_view", "NEXT_DUE").postgres;
        // Never counted, counted when there were few, and many that nobody has counted since.
        for step in [held(1, 100), counted(), held(101, 20_000), counted()] {
            connection.execute(sqlx::AssertSqlSafe(step)).await.unwrap();
            for plan in PLANS {
                let steps = planned(&mut connection, plan, text, "'7', 5000").await;
                let times = |what: &str| steps.matches(what).count();
                assert_eq!(times(" on outbox"), 2, "{plan}: {steps}");
                assert_eq!(times("using outbox_open"), 1, "{plan}: {steps}");
                assert_eq!(times("using outbox_retry"), 1, "{plan}: {steps}");
                assert!(steps.contains("(lane = "), "{plan}: {steps}");
                assert!(!steps.contains("Sort"), "{plan}: {steps}");
            }
        }
        connection.close().await.unwrap();
    }
}

/// What somebody takes back in the moment in which its time is over stays taken back.
#[tokio::test]
async fn what_is_withdrawn_meanwhile_does_not_expire() {
    if let Some(db) = postgres().await {
        let mut connection = PgConnection::connect(&db.url).await.unwrap();
        let row = "INSERT INTO outbox (id, bot_id, chat_id, children, kind, lane, body, state,
                 in_doubt, tries, not_before_ms, retry_ms, expires_ms, created_ms)
             VALUES (1, '7', 1, '[]', 'reply', 1, '-', 'waiting', 0, 0, 1, 1, 2, 1)";
        connection.execute(row).await.unwrap();
        let withdraw = "BEGIN; UPDATE outbox SET state = 'withdrawn' WHERE id = 1";
        connection.execute(withdraw).await.unwrap();
        let store = db.store.clone();
        let expiring = tokio::spawn(async move {
            let mut tx = store.write().await.unwrap();
            let ended = hongyan::store::outbox::expire(&mut tx, "7", from_ms(9)).await;
            tx.commit().await.unwrap();
            ended.unwrap()
        });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        connection.execute("COMMIT").await.unwrap();
        assert_eq!(expiring.await.unwrap(), 0);
        let state: String = sqlx::query_scalar("SELECT state FROM outbox WHERE id = 1")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(state, "withdrawn");
        connection.close().await.unwrap();
    }
}

/// A claim reads what waits: with an index that holds what is settled it would walk years of it.
#[tokio::test]
async fn claims_walk_only_what_is_open() {
    let db = crate::support::databases::sqlite().await;
    let mut connection = SqliteConnection::connect(&db.url).await.unwrap();
    for (file, name, index) in [
        ("inbox", "CLAIM", "inbox_order"),
        ("inbox", "FRESH", "inbox_order"),
        ("outbox::claiming", "CLAIM", "outbox_open"),
    ] {
        let claim = statement(file, name);
        let explain = format!("EXPLAIN QUERY PLAN {}", claim.sqlite);
        let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(explain))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let outer: Vec<_> = rows
            .iter()
            .map(|row| row.3.as_str())
            .filter(|step| match name {
                "FRESH" => step.starts_with("SEARCH inbox "),
                _ => step.starts_with("SEARCH c "),
            })
            .collect();
        assert!(!outer.is_empty());
        for step in outer {
            assert!(step.contains(index), "{file}: {step}");
        }
    }
}
