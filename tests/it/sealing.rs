//! A database from before there were keys: read as it is, sealed page by page over any number of starts,
//! and then nothing of it stands in the clear.

use hongyan::app::sealing::all;
use hongyan::base::{Name, Phone, Secret};
use hongyan::store::sealing::{Part, page};
use hongyan::store::{self, Store, vault};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::support::databases::databases;
use crate::support::keys::{keys, unsealed};
use crate::world::{DAD, MUM, World};

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
            assert!(!plain.starts_with("v1.") && !plain.starts_with("v2."));
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

/// Everything that is sealed for its row, as table, id and value.
const BOUND: [(&str, &str, &str); 7] = [
    ("adults", "id", "name"),
    ("adults", "id", "phone"),
    ("links", "id", "shared_phone"),
    ("entries", "id", "fact"),
    ("coming", "id", "words"),
    ("accounts", "id", "dialogue"),
    ("second_factors", "adult_id", "secret"),
];

/// A school with two of everything in [`BOUND`].
async fn with_pairs(url: &str) -> World {
    let mut world = World::linked_on(url).await;
    world.says(DAD, "/menu").await;
    world.taps(DAD, "Write to the school").await;
    let (mum, dad) = (world.adult(MUM), world.adult(DAD));
    let mut tx = world.store.write().await.unwrap();
    for (adult, key) in [(mum, "AAAA"), (dad, "BBBB")] {
        let key = Secret::new(key);
        let now = world.env.now();
        store::second_factors::begin(&mut tx, adult, &key, now)
            .await
            .unwrap();
    }
    for (day, words) in [("2026-03-02", "canary-one"), ("2026-03-03", "canary-two")] {
        let fact = hongyan::model::entry::Fact::Sentence {
            words: hongyan::base::Words::new(words),
        };
        let source = hongyan::model::entry::Source::Staff;
        let (ming, day) = (world.school.ming, day.parse().unwrap());
        store::entries::put(&mut tx, &world.env, ming, day, &fact, source, None)
            .await
            .unwrap();
    }
    for words in ["a day of the class", "another day of the class"] {
        let (class, day) = (world.school.class, "2026-03-20".parse().unwrap());
        let words = hongyan::base::Words::new(words);
        store::entries::put_coming(&mut tx, &world.env, class, None, day, &words, None)
            .await
            .unwrap();
    }
    // The numbers they proved when they came.
    let own = vault::own_to_write(&mut tx).await.unwrap();
    let links = store::links::of_child(&mut tx, world.school.ming).await;
    let mut numbers = Vec::new();
    for link in links.unwrap() {
        let digits = format!("7903000000{}", link.id.0 % 10);
        let sealed = own.seal_at("links.shared_phone", link.id, &digits).unwrap();
        numbers.push((link.id, sealed));
    }
    tx.commit().await.unwrap();
    for (link, sealed) in numbers {
        let set = format!("UPDATE links SET shared_phone = '{sealed}' WHERE id = {link}");
        run(url, set).await;
    }
    world
}

/// What a hand that has the database and no key could gain by putting one row's value into another.
#[tokio::test]
async fn a_value_put_into_another_row_opens_nothing() {
    for db in databases().await {
        let world = with_pairs(&db.url).await;
        let (mum, dad, ming) = (world.adult(MUM), world.adult(DAD), world.school.ming);
        for (table, id, column) in BOUND {
            let found = values(&db.url, table, id, column).await;
            assert!(found.len() > 1 || column == "dialogue", "{table}.{column}");
            let bound = found.iter().all(|(_, value)| value.starts_with("v2."));
            assert!(bound, "{table}.{column}");
        }
        let put = async |table: &str, id: &str, column: &str, to: i64, value: &str| {
            let set = format!("UPDATE {table} SET {column} = '{value}' WHERE {id} = {to}");
            run(&db.url, set).await;
        };
        let of = async |table: &str, id: &str, column: &str, row: i64| {
            let found = values(&db.url, table, id, column).await;
            let at = found.into_iter().find(|(id, _)| *id == row);
            at.map(|(_, value)| value).unwrap()
        };
        let reads = async || {
            let mut tx = world.store.read().await.unwrap();
            let link = store::links::of_child(&mut tx, ming).await.is_ok();
            let day = |day: &str| day.parse().unwrap();
            let week = (day("2026-03-01"), day("2026-03-08"));
            let facts = store::entries::of_children(&mut tx, &[ming], week.0, week.1).await;
            [
                store::adults::get(&mut tx, dad).await.is_ok(),
                link,
                facts.is_ok(),
                store::second_factors::get(&mut tx, dad).await.is_ok(),
            ]
        };
        assert_eq!(reads().await, [true; 4]);
        let links = values(&db.url, "links", "id", "shared_phone").await;
        let facts = values(&db.url, "entries", "id", "fact").await;
        let last = facts.len() - 1;
        let swaps = [
            ("adults", "id", "name", mum.0, dad.0, 0),
            ("adults", "id", "phone", mum.0, dad.0, 0),
            ("links", "id", "shared_phone", links[0].0, links[1].0, 1),
            ("entries", "id", "fact", facts[last].0, facts[last - 1].0, 2),
            ("second_factors", "adult_id", "secret", mum.0, dad.0, 3),
        ];
        for (table, id, column, from, to, at) in swaps {
            let (others, own) = (
                of(table, id, column, from).await,
                of(table, id, column, to).await,
            );
            put(table, id, column, to, &others).await;
            let mut expected = [true; 4];
            expected[at] = false;
            assert_eq!(reads().await, expected, "{table}.{column}");
            put(table, id, column, to, &own).await;
        }
        // A conversation of somebody else is none, and the house goes on.
        let begun = values(&db.url, "accounts", "id", "dialogue").await;
        let mut tx = world.store.read().await.unwrap();
        let mums = store::accounts::of_adult(&mut tx, mum).await.unwrap();
        drop(tx);
        let mums = mums.unwrap().id;
        put("accounts", "id", "dialogue", mums.0, &begun[0].1).await;
        let mut tx = world.store.read().await.unwrap();
        let mums = store::accounts::get(&mut tx, mums).await.unwrap().unwrap();
        assert!(begun[0].0 != mums.id.0 && mums.dialogue.is_none());
        drop(tx);
        // A key that nobody sealed was never there.
        put("second_factors", "adult_id", "secret", dad.0, "AAAA").await;
        assert!(!reads().await[3]);
    }
}

/// Takes what is bound to its row back to what a hongyan before that wrote.
async fn unbind(world: &World, url: &str) {
    let ming = world.school.ming;
    let mut tx = world.store.write().await.unwrap();
    let own = vault::own(&mut tx).await.unwrap();
    let keys = vault::keys(&mut tx, [ming]).await.unwrap();
    drop(tx);
    for (table, id, column) in BOUND {
        let purpose = format!("{table}.{column}");
        let purpose: &'static str = Box::leak(purpose.into_boxed_str());
        for (row, sealed) in values(url, table, id, column).await {
            let old = if table == "entries" {
                let place = places(url).await.remove(&row).unwrap();
                let plain = keys.open_at(ming, purpose, place, &sealed).unwrap();
                keys.seal(ming, purpose, &plain.unwrap()).unwrap()
            } else {
                let plain = own.open_at(purpose, row, &sealed).unwrap();
                own.seal(purpose, &plain.unwrap()).unwrap()
            };
            let set = format!("UPDATE {table} SET {column} = '{old}' WHERE {id} = {row}");
            run(url, set).await;
        }
    }
}

async fn places(url: &str) -> std::collections::HashMap<i64, String> {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let sql = "SELECT id, day || ' ' || kind || ' ' || slot FROM entries ORDER BY id";
    let found: Vec<(i64, String)> = sqlx::query_as(sql)
        .fetch_all(&mut connection)
        .await
        .unwrap();
    found.into_iter().collect()
}

#[tokio::test]
async fn what_was_bound_to_its_column_alone_is_read_until_it_is_bound_to_its_row() {
    for db in databases().await {
        let world = with_pairs(&db.url).await;
        unbind(&world, &db.url).await;
        let (dad, ming) = (world.adult(DAD), world.school.ming);
        let reads = async |store: &Store| {
            let mut tx = store.read().await.unwrap();
            let adult = store::adults::get(&mut tx, dad).await.unwrap().unwrap();
            assert_eq!(adult.phone, Phone::parse("+7 903 000 00 02"));
            let day = "2026-03-03".parse().unwrap();
            let facts = store::entries::latest(&mut tx, ming, day, 9).await.unwrap();
            assert_eq!(facts.len(), 2);
            let factor = store::second_factors::get(&mut tx, dad).await.unwrap();
            assert_eq!(factor.unwrap().key.expose(), "BBBB");
            store::accounts::of_adult(&mut tx, dad)
                .await
                .unwrap()
                .unwrap()
        };
        assert!(reads(&world.store).await.dialogue.is_some());
        let lans = world.school.lan;
        let store = db.again().await;
        all(&store).await.unwrap();
        assert!(reads(&store).await.dialogue.is_some());
        for (table, id, column) in BOUND {
            let found = values(&db.url, table, id, column).await;
            let bound = found.iter().all(|(_, value)| value.starts_with("v2."));
            assert!(bound && !found.is_empty(), "{table}.{column}");
        }
        // From now on this process reads nothing that was sealed otherwise, and nothing plain.
        let plain = [
            ("adults", "name", dad.0, "Somebody"),
            ("children", "name", lans.0, "Somebody"),
        ];
        for (table, column, row, value) in plain {
            let set = format!("UPDATE {table} SET {column} = '{value}' WHERE id = {row}");
            run(&db.url, set).await;
        }
        unbind_factor(&store, &db.url, dad.0).await;
        let mut tx = store.read().await.unwrap();
        assert!(store::adults::get(&mut tx, dad).await.is_err());
        assert!(store::children::get(&mut tx, lans).await.is_err());
        assert!(store::second_factors::get(&mut tx, dad).await.is_err());
        // An update that nobody sealed is heard by nobody, and stops nobody.
        let insert = "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, state, tries, retry_ms, received_ms)
             VALUES (7, '9', 7, 7, '{\"update_id\":7}', 'waiting', 0, 0, 0)";
        drop(tx);
        run(&db.url, insert.to_owned()).await;
        let mut tx = store.write().await.unwrap();
        let now = world.env.now();
        let claimed = store::inbox::claim(&mut tx, "9", now, now, 5)
            .await
            .unwrap();
        assert_eq!((claimed.len(), claimed[0].body.as_str()), (1, ""));
    }
}

/// A factor as it was sealed before, in the row of this adult.
async fn unbind_factor(store: &Store, url: &str, adult: i64) {
    let mut tx = store.read().await.unwrap();
    let own = vault::own(&mut tx).await.unwrap();
    drop(tx);
    let old = own.seal("second_factors.secret", "AAAA").unwrap();
    let set = format!("UPDATE second_factors SET secret = '{old}' WHERE adult_id = {adult}");
    run(url, set).await;
}

/// What tells two facts of a day apart is words about a child: they stood in a column once.
#[tokio::test]
async fn a_slot_in_words_becomes_a_mark_and_corrects_what_it_corrected() {
    use hongyan::model::entry::{Fact, Source};
    for db in databases().await {
        let world = World::linked_on(&db.url).await;
        let (ming, day) = (world.school.ming, "2026-03-02".parse().unwrap());
        let words = |words: &str| hongyan::base::Words::new(words);
        let health = |said: &str| Fact::Health { words: words(said) };
        let mark = |value: &str| Fact::Mark {
            subject: words("canary-subject"),
            title: words("canary-title"),
            value: value.to_owned(),
        };
        let put = async |fact: &Fact| {
            let mut tx = world.store.write().await.unwrap();
            store::entries::put(&mut tx, &world.env, ming, day, fact, Source::Staff, None)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        };
        let facts = async || -> Vec<Fact> {
            let mut tx = world.store.read().await.unwrap();
            let found = store::entries::of_children(&mut tx, &[ming], day, day).await;
            found.unwrap().into_iter().map(|entry| entry.fact).collect()
        };
        for fact in [health("canary-fever"), health("canary-cough"), mark("5")] {
            put(&fact).await;
        }
        let all_three = [health("canary-cough"), health("canary-fever"), mark("5")];
        assert_eq!(facts().await, all_three);
        // As it was before.
        let mut tx = world.store.write().await.unwrap();
        let keys = vault::keys(&mut tx, [ming]).await.unwrap();
        drop(tx);
        let places = places(&db.url).await;
        for (row, sealed) in values(&db.url, "entries", "id", "fact").await {
            let plain = keys.open_at(ming, "entries.fact", &places[&row], &sealed);
            let plain = plain.unwrap().unwrap();
            let fact: Fact = serde_json::from_str(&plain).unwrap();
            let (kind, slot) = (fact.kind(), fact.slot());
            let old = format!("{day} {kind} {slot}");
            let old = keys.seal_at(ming, "entries.fact", old, &plain).unwrap();
            let set =
                format!("UPDATE entries SET slot = '{slot}', fact = '{old}' WHERE id = {row}");
            run(&db.url, set).await;
        }
        assert_eq!(facts().await, all_three);
        // A correction takes the place of the old row, and what is taken back is gone.
        put(&mark("4")).await;
        let mut tx = world.store.write().await.unwrap();
        let dropped = store::entries::drop_one(&mut tx, ming, day, &health("canary-cough")).await;
        assert!(dropped.unwrap());
        tx.commit().await.unwrap();
        let left = [health("canary-fever"), mark("4")];
        assert_eq!(facts().await, left);
        let store = db.again().await;
        all(&store).await.unwrap();
        store.fold().await.unwrap();
        assert_eq!(facts().await, left);
        put(&mark("3")).await;
        put(&health("canary-fever")).await;
        assert_eq!(facts().await, [health("canary-fever"), mark("3")]);
        let bytes = db.bytes().await;
        for word in ["canary-subject", "canary-title", "canary-fever"] {
            let mut parts = bytes.windows(word.len());
            assert!(!parts.any(|part| part == word.as_bytes()), "{word}");
        }
    }
}

/// What an erasure took out of the record and an open concern holds back was copied as it stood: in words where
/// the record itself had them once. Nobody reads it there, so no reading shows that it was left behind.
#[tokio::test]
async fn what_a_concern_holds_back_is_sealed_as_the_record_is() {
    use hongyan::model::entry::{Fact, Life, Source};
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        let activity = |named: &str| Fact::Life {
            life: Life::Activity,
            words: hongyan::base::Words::new(named),
        };
        let day = "2026-03-02".parse().unwrap();
        let said = ["canary-plain", "canary-column", "canary-row"];
        for words in said {
            let mut tx = world.store.write().await.unwrap();
            let fact = activity(words);
            store::entries::put(&mut tx, &world.env, ming, day, &fact, Source::Staff, None)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "canary-note").await;
        world.taps(MUM, "Done").await;

        // As three older releases left it: plain, for its column, for its row with the slot in words.
        let mut tx = world.store.write().await.unwrap();
        let keys = vault::keys(&mut tx, [ming]).await.unwrap();
        drop(tx);
        let places = places(&db.url).await;
        let mut old_rows = Vec::new();
        for (row, sealed) in values(&db.url, "entries", "id", "fact").await {
            let plain = keys.open_at(ming, "entries.fact", &places[&row], &sealed);
            let plain = plain.unwrap().unwrap();
            let fact: Fact = serde_json::from_str(&plain).unwrap();
            let slot = fact.slot();
            let old = match slot.as_str() {
                "activity:canary-plain" => plain,
                "activity:canary-column" => keys.seal(ming, "entries.fact", &plain).unwrap(),
                _ => {
                    let place = format!("{day} life {slot}");
                    keys.seal_at(ming, "entries.fact", place, &plain).unwrap()
                }
            };
            let set =
                format!("UPDATE entries SET slot = '{slot}', fact = '{old}' WHERE id = {row}");
            run(&db.url, set).await;
            old_rows.push((row, fact));
        }
        assert_eq!(old_rows.len(), 3);
        let (_, content) = values(&db.url, "notes", "id", "content").await.remove(0);
        let plain = unsealed(&world.store, &db.url, &content).await;
        assert!(plain.contains("canary-note"), "{plain}");
        run(&db.url, format!("UPDATE notes SET content = '{plain}'")).await;
        let mut tx = world.store.write().await.unwrap();
        store::erasure::put_aside(&mut tx, ming, mum).await.unwrap();
        store::erasure::remove(&mut tx, ming).await.unwrap();
        store::erasure::empty_notes(&mut tx, ming, mum)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        run(&db.url, "DELETE FROM sealing".to_owned()).await;

        let store = db.again().await;
        all(&store).await.unwrap();
        store.fold().await.unwrap();
        let mut connection = AnyConnection::connect(&db.url).await.unwrap();
        let kept: Vec<(i64, String, String, String)> =
            sqlx::query_as("SELECT id, kind, slot, fact FROM kept_entries ORDER BY id")
                .fetch_all(&mut connection)
                .await
                .unwrap();
        connection.close().await.unwrap();
        assert_eq!(kept.len(), 3);
        for (id, kind, slot, fact) in kept {
            assert!(fact.starts_with("v2.child."), "{fact}");
            let place = format!("{day} {kind} {slot}");
            let opened = keys.open_at(ming, "entries.fact", place, &fact);
            let opened: Fact = serde_json::from_str(&opened.unwrap().unwrap()).unwrap();
            let was = old_rows.iter().find(|(row, _)| *row == id);
            assert_eq!(Some(&opened), was.map(|(_, fact)| fact));
        }
        let notes = values(&db.url, "kept_notes", "note_id", "content").await;
        assert_eq!(notes.len(), 1);
        let opened = keys.open(ming, "notes.content", &notes[0].1).unwrap();
        assert!(opened.unwrap().contains("canary-note"));
        let bytes = db.bytes().await;
        for word in said.into_iter().chain(["canary-note"]) {
            let mut parts = bytes.windows(word.len());
            assert!(!parts.any(|part| part == word.as_bytes()), "{word}");
        }
    }
}
