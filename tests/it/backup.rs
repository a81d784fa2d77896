//! Backups: every row, from either engine into either, at one moment, or no file and no row at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hongyan::app::backup::{keys_beside, look, make, restore};
use hongyan::app::config::DatabaseUrl;
use hongyan::app::serve::Failure;
use hongyan::base::Env;
use hongyan::store::backup::{Restored, Since};
use hongyan::store::{Engine, Store, audit};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use tempfile::TempDir;

use crate::audit::{look_through, seal};
use crate::support::databases::{TestDb, databases};
use crate::world::{MUM, World};

type Dump = BTreeMap<String, Vec<Vec<Option<String>>>>;

/// Every row of every table, as text, in one order.
async fn dump(url: &str) -> Dump {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let tables = if url.starts_with("sqlite") {
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
    } else {
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()"
    };
    let names = sqlx::query_scalar::<_, String>(tables);
    let names = names.fetch_all(&mut connection).await.unwrap();
    let mut all = BTreeMap::new();
    for name in names.into_iter().filter(|name| name != "_sqlx_migrations") {
        let text = format!("SELECT * FROM {name}");
        let rows = sqlx::query(AssertSqlSafe(text))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let cell = |row: &sqlx::any::AnyRow, at| match row.try_get::<Option<i64>, _>(at) {
            Ok(number) => number.map(|number| format!("number {number}")),
            Err(_) => row.try_get::<Option<String>, _>(at).unwrap(),
        };
        let mut rows: Vec<Vec<Option<String>>> = rows
            .iter()
            .map(|row| (0..row.len()).map(|at| cell(row, at)).collect())
            .collect();
        rows.sort();
        all.insert(name, rows);
    }
    connection.close().await.unwrap();
    all
}

pub async fn execute(url: &str, sql: &str) {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// Every tenth of them is under way.
const CLAIMED: &str = "INSERT INTO under_way (bot_id, claims)
    SELECT '1', '{' || string_agg('\"' || CAST(id AS TEXT) || '\":9', ',' ORDER BY id) || '}'
    FROM outbox WHERE chat_id < 0 AND chat_id % 10 = 0
    ON CONFLICT (bot_id) DO UPDATE SET claims = excluded.claims";

/// `count` messages that are due, some of them claimed, with words that are hard to carry.
async fn fill_outbox(url: &str, count: u32) {
    let body = "{\"do\":\"send\",\"content\":{\"html\":\"鸿雁 \u{1F9A2} \\\"don''t\\\" <b>\\n\"}}";
    let sql = format!(
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {count})
         INSERT INTO outbox (id, bot_id, chat_id, children, kind, lane, body, state, in_doubt, tries,
             not_before_ms, retry_ms, created_ms)
         SELECT 9223372036854775807 - x, '1', -x, '[]', 'notice', x % 4, '{body}',
             CASE WHEN x % 10 < 2 THEN 'waiting' ELSE 'sent' END, 0, 1, x, x, x FROM n"
    );
    execute(url, &sql).await;
    execute(url, CLAIMED).await;
}

async fn source(db: &TestDb) {
    let mut world = World::linked_on(&db.url).await;
    world.says(MUM, "/menu").await;
    world.taps(MUM, "How is Ming").await;
    seal(&world.store, &world.env).await;
    world.store.close().await;
    drop(world);
    fill_outbox(&db.url, 3_000).await;
    execute(
        &db.url,
        "INSERT INTO bots (id, lease_owner, lease_until_ms, epoch) VALUES ('77', 'them', 5, 3)",
    )
    .await;
    execute(
        &db.url,
        "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, state, tries, retry_ms,
             lease_until_ms, received_ms) VALUES (1, '77', 1, 1, '{}', 'claimed', 1, 0, 9, 0)",
    )
    .await;
}

fn url(db: &TestDb) -> DatabaseUrl {
    DatabaseUrl::parse(&db.url).unwrap()
}

async fn backup(db: &TestDb, file: &Path) -> Result<(), Failure> {
    let made = make(
        &url(db),
        (file, None),
        false,
        &Env::system(),
        &mut |_, _| {},
    )
    .await;
    made.map(drop)
}

async fn bring(file: &Path, target: &TestDb, since: Since) -> Result<Restored, Failure> {
    let (env, url) = (Env::system(), url(target));
    let backup = look(file, None, &url).await?;
    restore(&backup, file, &url, &env, since, &mut |_, _| {}).await
}

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hong yan?.backup");
    (folder, file)
}

/// What a restored database does otherwise than the one it came from.
fn as_restored(mut dump: Dump) -> Dump {
    dump.remove("audit");
    for table in ["bots", "inbox", "outbox", "under_way"] {
        dump.remove(table);
    }
    dump
}

#[tokio::test]
async fn every_row_comes_back_on_either_engine() {
    for from in databases().await {
        source(&from).await;
        let (_folder, file) = place();
        backup(&from, &file).await.unwrap();
        let before = dump(&from.url).await;
        for to in databases().await {
            let restored = bring(&file, &to, Since::NothingSent).await.unwrap();
            assert!(
                restored
                    .counts
                    .iter()
                    .all(|count| count.written == count.found)
            );
            let found: i64 = restored.counts.iter().map(|count| count.found).sum();
            // The keys came in the file beside.
            let beside = before["child_keys"].len();
            assert!(beside > 2 && restored.unreadable == 0);
            assert_eq!(
                found as usize + beside,
                before.values().map(Vec::len).sum::<usize>()
            );
            let after = dump(&to.url).await;
            assert_eq!(as_restored(after.clone()), as_restored(before.clone()));
            assert_eq!(after["audit"].len(), before["audit"].len() + 1);
            // The chain came along; what the restore itself wrote is not part of it yet.
            let verdict = look_through(&to.store, None).await;
            assert_eq!(verdict.cut, None);
            let sound = usize::try_from(verdict.sound).unwrap();
            // Nor is what the backup wrote of itself.
            assert_eq!((sound, verdict.unsealed), (before["audit"].len() - 1, 2));
            // Taken back by hand, the rest is the same to the byte.
            let undo = "DELETE FROM under_way; UPDATE bots SET lease_owner = 'them', lease_until_ms = 5 WHERE id = '77';
                UPDATE inbox SET state = 'claimed', lease_until_ms = 9 WHERE id = 1;
                UPDATE outbox SET in_doubt = 0, doubts = doubts - 1, tries = tries - 1
                    WHERE in_doubt = 1 AND chat_id < 0;
                DELETE FROM audit WHERE action = 'database_restored'";
            assert_eq!((restored.in_doubt, restored.unclaimed), (300, 1));
            execute(&to.url, undo).await;
            execute(&to.url, CLAIMED).await;
            assert!(
                dump(&to.url).await == before,
                "{:?} to {:?}",
                from.engine(),
                to.engine()
            );
        }
    }
}

#[tokio::test]
async fn what_was_due_may_have_been_sent_since() {
    for from in databases().await {
        fill_outbox(&from.url, 100).await;
        let later = "UPDATE outbox SET not_before_ms = 9000000000000 WHERE chat_id = -1";
        execute(&from.url, later).await;
        let (_folder, file) = place();
        backup(&from, &file).await.unwrap();
        let to = databases().await.remove(0);
        let restored = bring(&file, &to, Since::Unknown).await.unwrap();
        // Ten were claimed, and of ten that waited one was not due yet.
        assert_eq!(restored.in_doubt, 19);
        let left = dump(&to.url).await;
        assert_eq!(left["under_way"], [[Some("1".into()), Some("{}".into())]]);
    }
}

#[tokio::test]
async fn a_backup_holds_one_moment_while_others_write() {
    for from in databases().await {
        source(&from).await;
        let (_folder, file) = place();
        // Two rows that belong together are written all the time.
        let store = from.again().await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let started = std::sync::Arc::new(tokio::sync::Notify::new());
        let writer = tokio::spawn({
            let started = started.clone();
            async move {
                let env = Env::system();
                let mut pairs = 0;
                while !*stopped.borrow() {
                    let mut tx = store.write().await.unwrap();
                    for action in ["left", "right"] {
                        let act = audit::Act {
                            action,
                            ..audit::Act::default()
                        };
                        audit::note(&mut tx, &env, act).await.unwrap();
                    }
                    tx.commit().await.unwrap();
                    pairs += 1;
                    started.notify_one();
                }
                pairs
            }
        });
        started.notified().await;
        backup(&from, &file).await.unwrap();
        stop.send(true).unwrap();
        let written: i64 = writer.await.unwrap();
        let to = databases().await.remove(0);
        bring(&file, &to, Since::NobodyErased).await.unwrap();
        let mut tx = to.store.read().await.unwrap();
        let left = audit::count(&mut tx, "left").await.unwrap();
        let right = audit::count(&mut tx, "right").await.unwrap();
        assert!(
            left == right && left >= 1 && left <= written,
            "{left} {right} {written}"
        );
    }
}

#[tokio::test]
async fn killed_in_the_middle_it_leaves_no_file() {
    for from in databases().await {
        fill_outbox(&from.url, 20_000).await;
        let (folder, file) = place();
        let mut program = Command::new(env!("CARGO_BIN_EXE_hongyan"))
            .args(["backup", "--database", &from.url])
            .arg(&file)
            .env_clear()
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let begun = || std::fs::read_dir(folder.path()).unwrap().next().is_some();
        while !begun() {
            assert!(
                program.try_wait().unwrap().is_none(),
                "it ended before it began"
            );
            std::thread::yield_now();
        }
        program.kill().unwrap();
        program.wait().unwrap();
        assert!(!file.exists());
        // The next one is not disturbed by what the first one left, and is for its owner's eyes only.
        backup(&from, &file).await.unwrap();
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[track_caller]
fn says(result: Result<impl Sized, Failure>, part: &str) {
    let Err(failure) = result else {
        panic!("this must not work: {part}");
    };
    assert!(failure.to_string().contains(part), "{failure}");
}

#[tokio::test]
async fn what_is_no_whole_backup_is_refused() {
    for db in databases().await {
        fill_outbox(&db.url, 500).await;
        let (folder, file) = place();
        backup(&db, &file).await.unwrap();
        says(backup(&db, &file).await, "is there already");
        let to = databases().await.remove(0);
        let whole = std::fs::read(&file).unwrap();
        let other = folder.path().join("other");
        let refuse = async |bytes: &[u8], part: &str| {
            std::fs::write(&other, bytes).unwrap();
            says(bring(&other, &to, Since::Unknown).await, part);
        };
        refuse(b"", "not a backup").await;
        refuse(b"dear all, here are the words of a letter", "not a backup").await;
        refuse(&whole[..whole.len() / 2], "damaged").await;
        refuse(&whole[..whole.len() - 4096], "damaged").await;
        let other_url = format!("sqlite://{}", other.display());
        let change = async |sql: &str, part: &str| {
            std::fs::write(&other, &whole).unwrap();
            execute(&other_url, sql).await;
            says(bring(&other, &to, Since::Unknown).await, part);
        };
        change("DROP TABLE backup_manifest", "not a backup").await;
        change(
            "DELETE FROM outbox WHERE chat_id = -3",
            "outbox has 499 rows instead of 500",
        )
        .await;
        change(
            "CREATE TABLE \"x; DROP TABLE units\" (id BIGINT)",
            "not those",
        )
        .await;
        let newer = "UPDATE backup_manifest SET manifest = replace(manifest, '\"schema\":', '\"schema\":9')";
        change(newer, "newer hongyan").await;
        change(
            "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2",
            "not those",
        )
        .await;
        // None of it left anything, so the whole one goes in; a second time it does not.
        assert!(dump(&to.url).await.values().all(Vec::is_empty));
        bring(&file, &to, Since::Unknown).await.unwrap();
        says(bring(&file, &to, Since::Unknown).await, "not empty");
        if db.engine() == Engine::Sqlite {
            let own = PathBuf::from(db.url.trim_start_matches("sqlite://"));
            let made = make(
                &url(&db),
                (&own, None),
                true,
                &Env::system(),
                &mut |_, _| {},
            )
            .await;
            says(made, "is the database itself");
        }
    }
}

/// The same backup, as a hongyan that knew no more than the first `steps` of the schema made it.
async fn older(backup: &Path, steps: usize) -> PathBuf {
    let file = backup.with_extension("older");
    let known = sqlx::migrate!("./migrations").migrations[..steps].to_vec();
    let newest = known.last().unwrap().version;
    let address = |file: &Path| {
        let file = file.display().to_string();
        let file = file.replace('?', "%3F").replace(' ', "%20");
        format!("sqlite://{file}?mode=rwc")
    };
    let mut connection = AnyConnection::connect(&address(&file)).await.unwrap();
    let steps = sqlx::migrate::Migrator::with_migrations(known);
    steps.run(&mut connection).await.unwrap();
    sqlx::raw_sql("PRAGMA foreign_keys = OFF")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("ATTACH $1 AS made")
        .bind(backup.display().to_string())
        .execute(&mut connection)
        .await
        .unwrap();
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, group_concat(c.name) FROM main.sqlite_schema AS t
             JOIN pragma_table_info(t.name, 'main') AS c JOIN pragma_table_info(t.name, 'made') AS m
             ON m.name = c.name
         WHERE t.type = 'table' AND t.name NOT LIKE '~_%' ESCAPE '~' AND t.name NOT LIKE 'sqlite%'
         GROUP BY t.name ORDER BY t.name",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut rows = serde_json::Map::new();
    for (table, columns) in tables {
        let copy =
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM made.{table}");
        let copied = sqlx::query(AssertSqlSafe(copy))
            .execute(&mut connection)
            .await
            .unwrap();
        rows.insert(table, copied.rows_affected().into());
    }
    sqlx::raw_sql("CREATE TABLE main.backup_manifest AS SELECT * FROM made.backup_manifest")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query(
        "UPDATE main.backup_manifest
         SET manifest = json_set(manifest, '$.schema', $1, '$.rows', json($2))",
    )
    .bind(newest)
    .bind(serde_json::Value::Object(rows).to_string())
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    // What was sealed by this version is sealed there too.
    std::fs::copy(keys_beside(backup), keys_beside(&file)).unwrap();
    file
}

#[tokio::test]
async fn a_backup_of_an_older_schema_is_brought_up_to_date() {
    let mut all = databases().await;
    let (from, to) = (all.remove(0), all.pop());
    let world = World::linked_on(&from.url).await;
    drop(world);
    let (_folder, file) = place();
    backup(&from, &file).await.unwrap();
    let file = older(&file, 3).await;
    let before = std::fs::read(&file).unwrap();
    let to = match to {
        Some(to) => to,
        None => databases().await.remove(0),
    };
    let restored = bring(&file, &to, Since::NobodyErased).await.unwrap();
    let children = restored
        .counts
        .iter()
        .find(|count| count.table == "children")
        .unwrap();
    assert!(children.found > 0);
    assert!(
        restored
            .counts
            .iter()
            .any(|count| count.table == "requests" && count.found == 0)
    );
    // The file itself stays as it was.
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert!(Store::existing(&to.url).await.is_ok());
}
