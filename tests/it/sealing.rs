//! A database from before there were keys: read as it is, sealed page by page over any number of starts,
//! and then nothing of it stands in the clear.

use hongyan::app::sealing::all;
use hongyan::base::{Name, Phone};
use hongyan::store::sealing::{Part, page};
use hongyan::store::{self, Store};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::support::databases::databases;
use crate::support::keys::{keys, unsealed};
use crate::world::{DAD, World};

/// Tables and columns as they were: plain.
const PLAIN: [(&str, &str, &str); 9] = [
    ("children", "id", "name"),
    ("children", "id", "short_name"),
    ("children", "id", "birth_date"),
    ("parents", "child_id", "place"),
    ("adults", "id", "name"),
    ("adults", "id", "phone"),
    ("entries", "id", "fact"),
    ("notes", "id", "content"),
    ("adults", "id", "place"),
];

async fn run(url: &str, sql: String) {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    sqlx::query(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn values(url: &str, table: &str, id: &str, column: &str) -> Vec<(i64, String)> {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let sql = format!("SELECT {id}, {column} FROM {table} WHERE {column} IS NOT NULL");
    sqlx::query_as(AssertSqlSafe(sql))
        .fetch_all(&mut connection)
        .await
        .unwrap()
}

/// Takes the seals off, as an older hongyan would have left it.
async fn undo(store: &Store, url: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (table, id, column) in PLAIN {
        for (row, sealed) in values(url, table, id, column).await {
            let plain = unsealed(store, url, &sealed).await;
            assert!(!plain.starts_with("v1."), "{table}.{column}");
            let quoted = plain.replace('\'', "''");
            run(
                url,
                format!("UPDATE {table} SET {column} = '{quoted}' WHERE {id} = {row}"),
            )
            .await;
            words.push(plain);
        }
    }
    for (row, phone) in values(url, "adults", "id", "phone").await {
        let line = Phone::parse(&phone).unwrap().line().to_owned();
        run(
            url,
            format!("UPDATE adults SET phone_line = '{line}' WHERE id = {row}"),
        )
        .await;
    }
    run(url, "DELETE FROM child_keys".to_owned()).await;
    run(url, "DELETE FROM sealing".to_owned()).await;
    words
}

#[tokio::test]
async fn what_was_plain_is_read_and_sealed_over_many_starts() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says("teacher", "/start").await;
        world.taps("teacher", "Class 3-2: pupils").await;
        world.taps("teacher", "Wang Ming").await;
        world.taps("teacher", "Write to the family").await;
        world.says("teacher", "canary-note").await;
        let ming = world.school.ming;
        let mut tx = world.store.write().await.unwrap();
        let fact = hongyan::model::entry::Fact::Sentence {
            words: hongyan::base::Words::new("canary-fact"),
        };
        let day = "2026-03-02".parse().unwrap();
        let source = hongyan::model::entry::Source::Staff;
        store::entries::put(&mut tx, &world.env, ming, day, &fact, source, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let words = undo(&world.store, &db.url).await;
        assert!(words.iter().any(|word| word == "Wang Ming") && words.len() > 20);
        world.store.close().await;

        let dads = Phone::parse("+7 903 000 00 02").unwrap();
        let mut starts = 0;
        'all: loop {
            // One process after the other, each a page of two rows and then gone.
            let store = Store::open(&db.url).await.unwrap().with_keys(keys());
            let mut tx = store.write().await.unwrap();
            let child = store::children::get(&mut tx, ming).await.unwrap().unwrap();
            assert_eq!(child.name, Name::new("Wang Ming"));
            assert_eq!(child.birth, "2016-05-04".parse().ok());
            let dad = store::adults::get(&mut tx, world.adult(DAD))
                .await
                .unwrap()
                .unwrap();
            assert_eq!(dad.phone, Some(dads.clone()));
            assert_eq!(
                store::entries::latest(&mut tx, ming, day, 9).await.unwrap()[0].fact,
                fact
            );
            let place = store::children::parents(&mut tx, ming)
                .await
                .unwrap()
                .remove(0)
                .place;
            assert_eq!(place.as_deref(), Some("Moscow"));
            for part in Part::ALL {
                if page(&mut tx, *part, 2).await.unwrap() {
                    tx.commit().await.unwrap();
                    store.close().await;
                    starts += 1;
                    continue 'all;
                }
            }
            tx.commit().await.unwrap();
            // Numbers are found by their marks again.
            let mut tx = store.write().await.unwrap();
            let nobody = hongyan::base::AdultId(1);
            let sharing = store::adults::others_with_line(&mut tx, &dads, nobody).await;
            assert_eq!(sharing.unwrap(), 1);
            drop(tx);
            // Nothing is left to do, and doing it again changes nothing.
            all(&store).await.unwrap();
            store.fold().await.unwrap();
            store.close().await;
            break;
        }
        assert!(starts > 3, "{starts}");
        let bytes = db.bytes().await;
        for word in [
            "Wang Ming",
            "2016-05-04",
            "79030000002",
            "canary-fact",
            "canary-note",
        ] {
            let found = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!found, "{word}");
        }
    }
}
