//! What is under way stands beside the messages, not in their rows (`store::under_way`): nobody takes back or changes
//! what is being sent, and what was under way when that began is in doubt.

use std::time::Duration;

use hongyan::base::{AdultId, ChildId, ConcernId, Env, Html, Instant, NoteId, OutboxId, from_ms};
use hongyan::model::album::Item;
use hongyan::model::message::{Lane, MediaKind};
use hongyan::service::outbox;
use hongyan::store::outbox::{self as outbox_store, Outcome, Settlement};
use hongyan::store::{
    Store, Tx, albums, concern_letters, outbox_desk, outbox_view, outbox_waiting,
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::support::databases::{TestDb, databases, postgres};

const NOW: i64 = 1_000;
const LEASE: i64 = 9_000;

/// Messages of adult 5 in chats 1, 2, …, of one bot.
async fn put(db: &TestDb, number: i64) {
    let sql = format!(
        "INSERT INTO outbox (id, bot_id, chat_id, adult_id, children, kind, lane, body, state, in_doubt, tries,
             not_before_ms, retry_ms, dedup_key, created_ms)
         WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {number})
         SELECT x, '7', x, 5, '[]', 'note', 2, '{{\"do\":\"delete\",\"message\":4}}', 'waiting', 0, 0, 1, 1,
             'note:3:5:' || CAST(x AS TEXT), 1 FROM n"
    );
    execute(db, &sql).await;
}

async fn execute(db: &TestDb, sql: &str) {
    let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
    let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    sql.execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn number(db: &TestDb, sql: &'static str) -> i64 {
    let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
    let found = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
    connection.close().await.unwrap();
    found.unwrap()
}

async fn take(tx: &mut Tx, limit: usize) -> Vec<OutboxId> {
    let batch = outbox_store::claim(tx, "7", from_ms(NOW), from_ms(LEASE), Lane::Bulk, limit).await;
    let batch = batch.unwrap();
    let unreadable = batch.unreadable.iter().map(|(id, _)| *id);
    let read = batch.rows.iter().map(|row| row.id);
    read.chain(unreadable).collect()
}

fn sent(id: i64, until: i64) -> Settlement {
    Settlement {
        id: OutboxId(id),
        lease: from_ms(until),
        outcome: Outcome::Sent {
            remote: Some(70 + id),
            note: None,
        },
    }
}

async fn stands(store: &Store, id: i64) -> (String, i64, Option<Instant>) {
    let mut tx = store.read().await.unwrap();
    let row = outbox_desk::get(&mut tx, OutboxId(id)).await.unwrap();
    let row = row.unwrap();
    (row.state.as_str().to_owned(), row.tries, row.lease_until)
}

fn as_it(state: &str, tries: i64) -> (String, i64, Option<Instant>) {
    (state.to_owned(), tries, None)
}

#[tokio::test]
async fn a_claim_is_over_with_its_settlement_and_counts_as_a_try() {
    for db in databases().await {
        put(&db, 3).await;
        let mut tx = db.store.write().await.unwrap();
        assert_eq!(take(&mut tx, 2).await, [OutboxId(1), OutboxId(2)]);
        assert_eq!(take(&mut tx, 9).await, [OutboxId(3)]);
        assert!(take(&mut tx, 9).await.is_empty());
        tx.commit().await.unwrap();
        let claimed = ("claimed".to_owned(), 0, Some(from_ms(LEASE)));
        assert_eq!(stands(&db.store, 1).await, claimed);
        let mut tx = db.store.write().await.unwrap();
        let later = Settlement {
            outcome: Outcome::Later {
                at: from_ms(2_000),
                doubt: false,
                why: "busy",
            },
            ..sent(2, LEASE)
        };
        let back = Settlement {
            outcome: Outcome::Released { at: None },
            ..sent(3, LEASE)
        };
        let ends = [sent(1, LEASE), later.clone(), back];
        outbox_store::settle(&mut tx, &Env::system(), "7", &ends)
            .await
            .unwrap();
        // The same word a second time, after a commit of which nobody knew whether it came through.
        outbox_store::settle(&mut tx, &Env::system(), "7", &[later])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stands(&db.store, 1).await, as_it("sent", 1));
        assert_eq!(stands(&db.store, 2).await, as_it("waiting", 1));
        assert_eq!(stands(&db.store, 3).await, as_it("waiting", 0));
        let empty = "SELECT COUNT(*) FROM under_way WHERE claims = '{}'";
        assert_eq!(number(&db, empty).await, 1);
    }
}

#[tokio::test]
async fn what_ran_out_is_in_doubt_and_only_the_news_that_it_was_sent_still_counts() {
    for db in databases().await {
        put(&db, 2).await;
        let mut tx = db.store.write().await.unwrap();
        take(&mut tx, 9).await;
        let early = outbox_store::release_expired(&mut tx, "7", from_ms(LEASE - 1)).await;
        assert_eq!(early.unwrap(), 0);
        let over = outbox_store::release_expired(&mut tx, "7", from_ms(LEASE)).await;
        assert_eq!(over.unwrap(), 2);
        let refused = Settlement {
            outcome: Outcome::Refused { why: "malformed" },
            ..sent(2, LEASE)
        };
        let late = [sent(1, LEASE), refused];
        outbox_store::settle(&mut tx, &Env::system(), "7", &late)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stands(&db.store, 1).await, as_it("sent", 1));
        assert_eq!(stands(&db.store, 2).await, as_it("waiting", 1));
        let doubts = "SELECT CAST(SUM(doubts) AS BIGINT) FROM outbox WHERE in_doubt = 1";
        assert_eq!(number(&db, doubts).await, 2);
        // Claimed anew it takes only what comes of that claim.
        let mut tx = db.store.write().await.unwrap();
        let (now, until) = (from_ms(LEASE), from_ms(2 * LEASE));
        let again = outbox_store::claim(&mut tx, "7", now, until, Lane::Bulk, 9).await;
        assert_eq!(again.unwrap().rows.len(), 1);
        outbox_store::settle(&mut tx, &Env::system(), "7", &[sent(2, LEASE)])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stands(&db.store, 2).await.0, "claimed");
    }
}

#[tokio::test]
async fn each_lane_says_what_waits_and_what_is_under_way() {
    for db in databases().await {
        put(&db, 5).await;
        let mut tx = db.store.write().await.unwrap();
        take(&mut tx, 2).await;
        let (waits, goes) = (
            outbox_view::OutboxState::Waiting,
            outbox_view::OutboxState::Claimed,
        );
        let wanted = [(waits, Lane::Normal, 3), (goes, Lane::Normal, 2)];
        assert_eq!(outbox_view::counts(&mut tx).await.unwrap(), wanted);
        assert_eq!(outbox_desk::counts(&mut tx).await.unwrap(), wanted);
        // The first claim ends before anything else comes due.
        let due = outbox_view::next_due(&mut tx, "7", from_ms(NOW)).await;
        assert_eq!(due.unwrap(), Some(from_ms(LEASE)));
    }
}

/// What comes of `change` while a message is being claimed and then is.
async fn meanwhile<T: Send + 'static>(db: &TestDb, change: impl AsyncFn(&mut Tx) -> T) -> T {
    let mut claiming = db.store.write().await.unwrap();
    assert_eq!(take(&mut claiming, 1).await.len(), 1);
    let changing = async {
        let mut tx = db.store.write().await.unwrap();
        let found = change(&mut tx).await;
        tx.commit().await.unwrap();
        found
    };
    let claimed = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        claiming.commit().await.unwrap();
    };
    tokio::join!(changing, claimed).0
}

/// PostgreSQL only: on SQLite one writes at a time.
#[tokio::test]
async fn what_is_being_taken_is_neither_taken_back_nor_changed() {
    let Some(db) = postgres().await else {
        return;
    };
    put(&db, 6).await;
    let about = "UPDATE outbox SET children = '[8]', concerns = '[9]'";
    execute(&db, about).await;
    let (now, adult, child) = (from_ms(NOW), AdultId(5), ChildId(8));
    let item = Item {
        media: MediaKind::Photo,
        file: "f".into(),
        caption: Html::default(),
    };
    // The album of the sixth, which is the note's newest row, is what `add` would change.
    execute(&db, "UPDATE outbox SET not_before_ms = 0 WHERE id = 6").await;
    let added = meanwhile(&db, async |tx: &mut Tx| {
        albums::add(tx, NoteId(3), adult, &item).await.unwrap()
    });
    assert!(!added.await);
    let gone = meanwhile(&db, async |tx: &mut Tx| {
        let gone = outbox_waiting::withdraw_rows(tx, now, &[OutboxId(1)]).await;
        gone.unwrap()
    });
    assert_eq!(gone.await, 0);
    let told = meanwhile(&db, async |tx: &mut Tx| {
        let told = outbox::withdraw(tx, &Env::system(), &[OutboxId(2)]).await;
        told.unwrap().unwrap()[0].answer
    });
    assert_eq!(told.await, outbox::Answer::UnderWay);
    // The rest that waits is taken back, and of these the third, fourth and fifth in turn are not.
    let gone = meanwhile(&db, async |tx: &mut Tx| {
        let gone = outbox_waiting::withdraw_child(tx, now, child).await;
        gone.unwrap().len()
    });
    assert_eq!(gone.await, 2);
    let again = "UPDATE outbox SET state = 'waiting', settled_ms = NULL WHERE id IN (4, 5)";
    execute(&db, again).await;
    let gone = meanwhile(&db, async |tx: &mut Tx| {
        let gone = concern_letters::withdraw(tx, ConcernId(9), adult, now).await;
        gone.unwrap()
    });
    assert_eq!(gone.await, 1);
    execute(&db, again).await;
    let gone = meanwhile(&db, async |tx: &mut Tx| {
        let gone = outbox_waiting::withdraw(tx, now, adult, None).await;
        gone.unwrap().len()
    });
    assert_eq!(gone.await, 0);
    for id in 1..=6 {
        assert_eq!(stands(&db.store, id).await.0, "claimed", "{id}");
    }
}

/// One message of a chat at a time, whatever waits behind it.
#[tokio::test]
async fn what_is_under_way_holds_back_the_rest_of_its_chat() {
    for db in databases().await {
        put(&db, 4).await;
        execute(&db, "UPDATE outbox SET chat_id = 1 WHERE id < 4").await;
        // The second is more urgent than the first, the third less.
        execute(&db, "UPDATE outbox SET lane = id WHERE id IN (1, 3)").await;
        execute(&db, "UPDATE outbox SET lane = 0 WHERE id = 2").await;
        let mut tx = db.store.write().await.unwrap();
        assert_eq!(take(&mut tx, 9).await, [OutboxId(2), OutboxId(4)]);
        assert!(take(&mut tx, 9).await.is_empty());
        outbox_store::settle(&mut tx, &Env::system(), "7", &[sent(2, LEASE)])
            .await
            .unwrap();
        assert_eq!(take(&mut tx, 9).await, [OutboxId(1)]);
        outbox_store::settle(&mut tx, &Env::system(), "7", &[sent(1, LEASE)])
            .await
            .unwrap();
        assert_eq!(take(&mut tx, 9).await, [OutboxId(3)]);
    }
}

/// Whoever ended a row that was under way all the same did not stop it: it has arrived, and says so.
#[tokio::test]
async fn what_has_arrived_is_sent_whatever_became_of_its_row() {
    for db in databases().await {
        put(&db, 2).await;
        let mut tx = db.store.write().await.unwrap();
        take(&mut tx, 9).await;
        tx.commit().await.unwrap();
        execute(
            &db,
            "UPDATE outbox SET state = 'withdrawn', settled_ms = 5, dedup_key = NULL",
        )
        .await;
        let mut tx = db.store.write().await.unwrap();
        let later = Settlement {
            outcome: Outcome::Later {
                at: from_ms(2_000),
                doubt: true,
                why: "busy",
            },
            ..sent(2, LEASE)
        };
        outbox_store::settle(&mut tx, &Env::system(), "7", &[sent(1, LEASE), later])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stands(&db.store, 1).await.0, "sent");
        assert_eq!(stands(&db.store, 2).await.0, "withdrawn");
    }
}

/// What the release before had under way, and what it can still do.
const BEFORE: &str =
    "INSERT INTO outbox (id, bot_id, chat_id, children, kind, lane, body, state, in_doubt, tries,
        not_before_ms, retry_ms, lease_until_ms, created_ms)
    VALUES (1, '7', 1, '[]', 'reply', 1, '-', 'claimed', 0, 1, 1, 1, 99, 1),
        (2, '7', 2, '[]', 'reply', 1, '-', 'waiting', 0, 0, 1, 1, NULL, 1)";
const DOUBTED: &str = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND in_doubt = doubts AND in_doubt = 2 - id";
const OLD_CLAIM: &str = "UPDATE outbox SET state = 'claimed', lease_until_ms = 5 WHERE id = 2";

/// The migrations in their order, with what stood there before this one.
fn steps() -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let mut steps = Vec::new();
    for file in files {
        if file.ends_with("0042_under_way.sql") {
            steps.push(BEFORE.to_owned());
        }
        steps.push(std::fs::read_to_string(file).unwrap());
    }
    assert!(steps.iter().any(|step| step == BEFORE));
    steps
}

#[tokio::test]
async fn what_was_under_way_when_this_came_is_in_doubt_and_the_release_before_sends_no_more() {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    for step in steps() {
        connection.execute(AssertSqlSafe(step)).await.unwrap();
    }
    let doubted: i64 = sqlx::query_scalar(DOUBTED)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(doubted, 2);
    assert!(connection.execute(OLD_CLAIM).await.is_err());
    let Some(db) = postgres().await else {
        return;
    };
    let mut connection = PgConnection::connect(&db.url).await.unwrap();
    let fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
    connection.execute(fresh).await.unwrap();
    let steps = steps();
    let before = steps.iter().position(|step| step == BEFORE).unwrap();
    for step in &steps[..=before] {
        connection
            .execute(AssertSqlSafe(step.clone()))
            .await
            .unwrap();
    }
    // One more is being claimed when it begins.
    let mut old = PgConnection::connect(&db.url).await.unwrap();
    old.execute("BEGIN").await.unwrap();
    old.execute(OLD_CLAIM).await.unwrap();
    let step = format!("BEGIN; {}; COMMIT", steps[before + 1]);
    let coming = connection.execute(AssertSqlSafe(step));
    let claimed = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        old.execute("COMMIT").await.unwrap();
    };
    tokio::join!(async { coming.await.unwrap() }, claimed);
    let open =
        "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND in_doubt = 1 AND doubts = 1";
    let doubted: i64 = sqlx::query_scalar(open)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(doubted, 2);
    assert!(connection.execute(OLD_CLAIM).await.is_err());
    connection.close().await.unwrap();
}
