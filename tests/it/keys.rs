//! What is sealed stays readable through every change of the operator's keys, and is gone for ever when
//! a child's key is.

use hongyan::base::{Chance, ChildId, Keyring};
use hongyan::store::{Store, StoreError, vault};

use crate::support::databases::{TestDb, databases};

const COLUMN: &str = "entries.fact";

fn child(id: i64) -> ChildId {
    ChildId(id)
}

async fn seal(store: &Store, id: i64, text: &str) -> String {
    let mut tx = store.write().await.unwrap();
    let sealed = vault::seal(&mut tx, child(id), COLUMN, text).await.unwrap();
    tx.commit().await.unwrap();
    sealed
}

async fn open(store: &Store, id: i64, stored: &str) -> Result<Option<String>, StoreError> {
    vault::open(&mut store.read().await.unwrap(), child(id), COLUMN, stored).await
}

/// Another process, with these keys.
async fn process(db: &TestDb, keys: Keyring) -> Store {
    Store::connect(&db.url).await.unwrap().with_keys(keys)
}

fn ring(keys: &[&str]) -> Keyring {
    Keyring::parse(&keys.join("\n"), Chance::system()).unwrap()
}

#[tokio::test]
async fn a_value_opens_for_its_child_and_its_column_in_any_process() {
    for db in databases().await {
        let sealed = seal(&db.store, 7, "Ming had a fever").await;
        assert!(sealed.starts_with("v1.child.") && !sealed.contains("fever"));
        let other = db.again().await;
        for store in [&db.store, &other] {
            let opened = open(store, 7, &sealed).await.unwrap();
            assert_eq!(opened.as_deref(), Some("Ming had a fever"));
        }
        // Put into another row, another column, or changed, it opens nothing.
        seal(&db.store, 8, "x").await;
        assert!(open(&db.store, 8, &sealed).await.is_err());
        let mut tx = db.store.read().await.unwrap();
        assert!(
            vault::open(&mut tx, child(7), "notes.content", &sealed)
                .await
                .is_err()
        );
        assert!(
            open(&db.store, 7, &sealed[..sealed.len() - 1])
                .await
                .is_err()
        );
        // A value from before is read as it is, also without a key; a sealed one is not.
        let keyless = Store::connect(&db.url).await.unwrap();
        let plain = open(&keyless, 7, "{\"plain\":1}").await.unwrap();
        assert_eq!(plain.as_deref(), Some("{\"plain\":1}"));
        assert!(matches!(
            open(&keyless, 7, &sealed).await,
            Err(StoreError::NoKey)
        ));
        let mut tx = keyless.write().await.unwrap();
        let refused = vault::seal(&mut tx, child(7), COLUMN, "x").await;
        assert!(matches!(refused, Err(StoreError::NoKey)));
        drop(tx);
        // The house's own.
        let mut tx = db.store.write().await.unwrap();
        let own = vault::seal_own(&mut tx, "totp", "secret").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = other.read().await.unwrap();
        let opened = vault::open_own(&mut tx, "totp", &own).await.unwrap();
        assert_eq!(opened.as_deref(), Some("secret"));
        assert!(vault::open_own(&mut tx, "other", &own).await.is_err());
    }
}

#[tokio::test]
async fn a_key_that_was_never_committed_seals_nothing() {
    for db in databases().await {
        let mut tx = db.store.write().await.unwrap();
        let lost = vault::seal(&mut tx, child(7), COLUMN, "lost")
            .await
            .unwrap();
        let again = vault::open(&mut tx, child(7), COLUMN, &lost).await.unwrap();
        assert_eq!(again.as_deref(), Some("lost"));
        drop(tx);
        let kept = seal(&db.store, 7, "kept").await;
        let other = db.again().await;
        assert_eq!(
            open(&other, 7, &kept).await.unwrap().as_deref(),
            Some("kept")
        );
        assert!(open(&other, 7, &lost).await.is_err());
    }
}

#[tokio::test]
async fn what_was_destroyed_is_calmly_gone() {
    for db in databases().await {
        let (gone, stays) = (
            seal(&db.store, 7, "gone").await,
            seal(&db.store, 8, "stays").await,
        );
        let now = "2026-03-02T00:00:00Z".parse().unwrap();
        let mut tx = db.store.write().await.unwrap();
        vault::destroy(&mut tx, child(7), now).await.unwrap();
        tx.commit().await.unwrap();
        for store in [&db.store, &db.again().await] {
            assert_eq!(open(store, 7, &gone).await.unwrap(), None);
            assert_eq!(
                open(store, 8, &stays).await.unwrap().as_deref(),
                Some("stays")
            );
            // Whoever writes late fails with nothing, and leaves nothing.
            let late = seal(store, 7, "late").await;
            assert_eq!(open(store, 7, &late).await.unwrap(), None);
            let mut tx = store.read().await.unwrap();
            assert_eq!(
                vault::destroyed(&mut tx, child(7)).await.unwrap(),
                Some(now)
            );
            assert_eq!(vault::destroyed(&mut tx, child(8)).await.unwrap(), None);
        }
    }
}

#[tokio::test]
async fn keys_change_while_the_house_is_open() {
    for db in databases().await {
        let chance = Chance::system();
        let (old, old_id) = Keyring::fresh(&chance);
        let (new, new_id) = Keyring::fresh(&chance);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        std::fs::write(&file, old.expose()).unwrap();
        let house = process(&db, Keyring::read(&file, chance.clone()).unwrap()).await;
        let mut sealed = Vec::new();
        for id in 1..=30 {
            sealed.push((id, seal(&house, id, &format!("fact {id}")).await));
        }
        let mut tx = house.write().await.unwrap();
        let now = "2026-03-02T00:00:00Z".parse().unwrap();
        vault::destroy(&mut tx, child(30), now).await.unwrap();
        tx.commit().await.unwrap();

        // The operator puts a new key on top of the file, and rotates from another process.
        std::fs::write(&file, format!("{}\n{}\n", new.expose(), old.expose())).unwrap();
        let rotating = process(&db, Keyring::read(&file, chance.clone()).unwrap()).await;
        let (mut after, mut pages) = (-1, 0);
        loop {
            let mut tx = rotating.write().await.unwrap();
            let Some((_, last)) = vault::rewrap(&mut tx, after, 10).await.unwrap() else {
                break;
            };
            tx.commit().await.unwrap();
            (after, pages) = (last, pages + 1);
            // Half way everything is readable, by who has seen the new key and by who has not.
            for (id, value) in &sealed[..29] {
                for store in [&house, &rotating] {
                    let opened = open(store, *id, value).await.unwrap();
                    assert_eq!(opened, Some(format!("fact {id}")));
                }
            }
        }
        assert_eq!(pages, 3);
        // One more child comes while the house has not been told anything.
        sealed.push((31, seal(&house, 31, "fact 31").await));
        let standing = vault::standing(&mut rotating.read().await.unwrap())
            .await
            .unwrap();
        assert_eq!(standing.wrapped, [(new_id.clone(), 30)]);
        assert_eq!(standing.destroyed, 1);

        // The old key is of no use any more, and says so.
        let behind = process(&db, ring(&[old.expose()])).await;
        match open(&behind, 1, &sealed[0].1).await {
            Err(StoreError::Key { id }) => assert_eq!(id, new_id),
            other => panic!("{other:?}"),
        }
        let missing = vault::unknown(&mut behind.read().await.unwrap())
            .await
            .unwrap();
        assert_eq!(missing, [new_id]);
        let ahead = process(&db, ring(&[new.expose()])).await;
        assert!(
            vault::unknown(&mut ahead.read().await.unwrap())
                .await
                .unwrap()
                .is_empty()
        );
        for (id, value) in &sealed {
            let opened = open(&ahead, *id, value).await.unwrap();
            assert_eq!(opened, (*id != 30).then(|| format!("fact {id}")));
        }
        assert!(!format!("{ahead:?}").contains(new.expose()) && !old_id.is_empty());
    }
}

/// The program as an operator calls it.
fn hongyan(words: &[&str], settings: &[(&str, &str)]) -> (i32, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hongyan"));
    command.args(words).env_clear();
    command.envs(settings.iter().copied());
    let output = command.output().unwrap();
    let mut said = String::from_utf8(output.stdout).unwrap();
    said.push_str(&String::from_utf8(output.stderr).unwrap());
    (output.status.code().unwrap(), said)
}

#[tokio::test]
async fn an_operator_makes_changes_and_ends_keys() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name).display().to_string();
        let (first, second, both) = (place("first"), place("second"), place("both"));

        // Without a key nothing begins, and it is said what helps.
        let token = (
            "TELOXIDE_TOKEN",
            "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        );
        let (code, said) = hongyan(&["serve", "--database", &db.url], &[token]);
        assert!(code == 2 && said.contains("hongyan keys new"), "{said}");
        assert!(said.contains("HONGYAN_KEY_FILE"), "{said}");

        let (code, said) = hongyan(&["keys", "new", &first], &[]);
        assert_eq!(code, 0, "{said}");
        let text = std::fs::read_to_string(&first).unwrap();
        assert!(!said.contains(text.trim()), "{said}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&first).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        // One that is there stays.
        let (code, said) = hongyan(&["keys", "new", &first], &[]);
        assert!(code == 1 && said.contains("must not be lost"), "{said}");
        assert_eq!(std::fs::read_to_string(&first).unwrap(), text);
        let table = place("pupils.csv");
        std::fs::write(
            &table,
            "key,name,school_key,school_zone,class_key\nc-1,Wang Ming,s,Asia/Shanghai,k\nc-2,Li Lan,s,Asia/Shanghai,k\n",
        )
        .unwrap();
        let with = |file: &str| vec![("HONGYAN_KEY_FILE", file.to_owned())];
        let ask = |words: &[&str], keys: Vec<(&str, String)>| {
            let keys: Vec<(&str, &str)> = keys.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let mut words = words.to_vec();
            words.extend(["--database", &db.url]);
            hongyan(&words, &keys)
        };
        let (code, said) = ask(&["import", "students", &table], with(&first));
        assert_eq!(code, 0, "{said}");
        let (code, said) = ask(&["keys", "show"], with(&first));
        assert!(
            code == 0 && said.contains("newest") && said.contains("Destroyed: 0"),
            "{said}"
        );

        // To another key.
        assert_eq!(hongyan(&["keys", "new", &second], &[]).0, 0);
        let new = std::fs::read_to_string(&second).unwrap();
        std::fs::write(&both, format!("{new}{text}")).unwrap();
        let (code, said) = ask(&["keys", "rotate"], with(&second));
        assert!(
            code == 1 && said.contains("not among those given"),
            "{said}"
        );
        let (code, said) = ask(&["keys", "rotate"], with(&both));
        assert!(code == 0 && said.starts_with("3 keys"), "{said}");
        let (code, said) = ask(&["keys", "rotate"], with(&both));
        assert!(code == 0 && said.starts_with("0 keys"), "{said}");
        let (_, said) = ask(&["keys", "show"], with(&first));
        assert!(said.contains("MISSING"), "{said}");
        let (code, said) = ask(&["import", "students", &table], with(&second));
        assert!(code == 0 && said.contains("2 unchanged"), "{said}");
        let (code, said) = ask(
            &["check"],
            [with(&first), vec![(token.0, token.1.to_owned())]].concat(),
        );
        assert!(
            code == 1 && said.contains("not among those given"),
            "{said}"
        );

        // A record ends; it takes two words.
        let (code, said) = ask(&["erase", "--child", "c-1"], with(&second));
        assert!(code == 1 && said.contains("--for-ever"), "{said}");
        let (code, said) = ask(&["erase", "--child", "c-1", "--for-ever"], with(&second));
        assert_eq!(code, 0, "{said}");
        let (code, said) = ask(&["erase", "--child", "c-1", "--for-ever"], with(&second));
        assert!(code == 1 && said.contains("erased already"), "{said}");
        let (_, said) = ask(&["keys", "show"], with(&second));
        assert!(said.contains("Destroyed: 1"), "{said}");
        let saved = place("newest.keys");
        let (code, said) = ask(&["keys", "save", &saved], vec![]);
        assert!(code == 0 && said.contains("3 keys"), "{said}");
    }
}
