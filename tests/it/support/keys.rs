//! The operator's key of the tests: the same everywhere, so that another process reads what one wrote.

use std::collections::HashMap;

use hongyan::base::{Chance, ChildId, Keyring};
use hongyan::store::{Store, vault};
use sqlx::{AnyConnection, Connection};

/// As it stands in a file or a variable.
pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

pub fn keys() -> Keyring {
    Keyring::parse(KEY, Chance::system()).unwrap()
}

type Person = (i64, String, Option<String>, Option<String>, Option<String>);

/// What a look into the tables with bare SQL finds, with every sealed value opened.
pub async fn unsealed(store: &Store, url: &str, text: &str) -> String {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let children: Vec<i64> = sqlx::query_scalar("SELECT id FROM children ORDER BY id")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let adults: Vec<Person> =
        sqlx::query_as("SELECT id, name, phone, place, imported FROM adults ORDER BY id")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    let facts: Vec<(i64, String, String)> = sqlx::query_as(
        "SELECT child_id, day || ' ' || kind || ' ' || slot, fact FROM entries ORDER BY id",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let own = vault::own(&mut tx).await.unwrap();
    let all = children.iter().map(|id| ChildId(*id));
    let keys = vault::keys(&mut tx, all).await.unwrap();
    // What is bound to its row is opened there.
    let mut bound: HashMap<String, String> = HashMap::new();
    for (id, name, phone, place, imported) in adults {
        for (column, value) in OWN.into_iter().zip([Some(name), phone, place, imported]) {
            let opened = value.clone().map(|value| own.open_at(column, id, &value));
            if let (Some(value), Some(Ok(Some(plain)))) = (value, opened) {
                bound.insert(value, plain);
            }
        }
    }
    for (child, place, fact) in facts {
        let opened = keys.open_at(ChildId(child), "entries.fact", place, &fact);
        if let Ok(Some(plain)) = opened {
            bound.insert(fact, plain);
        }
    }
    let open = |word: &str| {
        if let Some(plain) = bound.get(word) {
            return Some(plain.clone());
        }
        let of_house = OWN.iter().find_map(|column| own.open(column, word).ok()?);
        let of_child = || {
            let mut pairs = children
                .iter()
                .flat_map(|id| OF_CHILD.iter().map(move |c| (*id, *c)));
            pairs.find_map(|(id, column)| keys.open(ChildId(id), column, word).ok()?)
        };
        match word.split('.').nth(1) {
            Some("own") => of_house,
            Some("child") => of_child(),
            _ => None,
        }
    };
    let plain = |c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c));
    let words = text.split_inclusive(plain).map(|piece| {
        let word = piece.trim_end_matches(plain);
        let opened = word.starts_with('v').then(|| open(word)).flatten();
        opened.map_or_else(|| piece.to_owned(), |opened| piece.replace(word, &opened))
    });
    words.collect()
}

const OWN: [&str; 4] = [
    "adults.name",
    "adults.phone",
    "adults.place",
    "adults.imported",
];
const OF_CHILD: [&str; 9] = [
    "children.name",
    "children.short_name",
    "children.birth_date",
    "children.phone",
    "children.lives_with_note",
    "parents.place",
    "entries.fact",
    "notes.content",
    "break_glass.reason",
];
