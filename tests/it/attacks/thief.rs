//! Who has copies of files and never speaks to the program: of these the audit cannot have a line, so the
//! table says what there is instead.

use hongyan::app::backup::{keys_beside, make};
use hongyan::app::config::DatabaseUrl;
use hongyan::base::{Chance, Env, Keyring, Name};
use hongyan::store::{self, Store};

use super::{Row, Scene};
use crate::audit::{look_through, seal};
use crate::backup::execute;
use crate::invariants::log::{PERSONAL, overheard};
use crate::world::{LEAD, MUM, TEACHER};

/// What stands in the records of the tests' school, and was said in its chats.
const SECRETS: [&str; 7] = [
    "Wang Ming",
    "Li Lan",
    "Granny Wang",
    "Teacher Zhao",
    "79030000001",
    "8613800000003",
    "a word for the school",
];

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|part| part == word.as_bytes())
}

/// A day that leaves words everywhere.
async fn lived(scene: &mut Scene) {
    let world = &mut scene.world;
    world.opens_card(TEACHER).await;
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Write to the school").await;
    world.says(MUM, "a word for the school").await;
    assert_eq!(world.count(TEACHER, "a word for the school"), 1);
    world.opens_card(LEAD).await;
}

/// Opens the copy with a key that is not the operator's.
async fn opens(url: &str, child: hongyan::base::ChildId) -> bool {
    let (other, _) = Keyring::fresh(&Chance::system());
    let ring = Keyring::parse(other.expose(), Chance::system()).unwrap();
    let thief = Store::connect(url).await.unwrap().with_keys(ring);
    let mut tx = thief.read().await.unwrap();
    let read = store::children::get(&mut tx, child).await;
    drop(tx);
    thief.close().await;
    let name = read.ok().flatten().map(|child| child.name);
    name == Some(Name::new("Wang Ming"))
}

pub async fn database(scene: &mut Scene) -> Row {
    lived(scene).await;
    seal(&scene.world.store, &scene.world.env).await;
    let bytes = scene.db.bytes().await;
    assert!(bytes.len() > 10_000);
    for word in SECRETS {
        assert!(!holds(&bytes, word), "{word}");
    }
    assert!(!opens(&scene.db.url, scene.world.school.ming).await);
    // Who can also write takes the line of a look away.
    let whole = look_through(&scene.db.store, None).await;
    assert_eq!(whole.cut, None);
    let line = "DELETE FROM audit WHERE action = 'saw_card' AND seq = (SELECT MIN(seq) FROM audit
        WHERE action = 'saw_card')";
    execute(&scene.db.url, line).await;
    let cut = look_through(&scene.db.store, Some(&whole.head)).await.cut;
    assert!(cut.is_some());
    Row {
        attack: "database thief",
        tried: "every byte of the database, read with another key; a line of the audit taken out",
        answer: "no name, number or word in it; nothing opens; `hongyan audit verify` names the place".into(),
        trace: "none of the copy: nothing of ours runs. Who saw whom until then: `hongyan audit leak`; what was changed: the chain is cut".into(),
    }
}

pub async fn backup(scene: &mut Scene) -> Row {
    lived(scene).await;
    scene.begins().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stolen.backup");
    let url = DatabaseUrl::parse(&scene.db.url).unwrap();
    let env: &Env = &scene.world.env;
    let made = make(&url, (&file, None), false, env, &mut |_, _| {})
        .await
        .unwrap();
    assert!(made.unnoted.is_none());
    for file in [&file, &keys_beside(&file)] {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.is_empty());
        for word in SECRETS {
            assert!(!holds(&bytes, word), "{word}");
        }
    }
    let copy = format!("sqlite://{}", file.display());
    assert!(!opens(&copy, scene.world.school.ming).await);
    // The copy says itself that it was made.
    let rows: Vec<String> = {
        use sqlx::Connection;
        let mut connection = sqlx::AnyConnection::connect(&copy).await.unwrap();
        let text = "SELECT action FROM audit WHERE action = 'database_copied'";
        let rows = sqlx::query_scalar(text).fetch_all(&mut connection).await;
        connection.close().await.unwrap();
        rows.unwrap()
    };
    assert_eq!(rows.len(), 1);
    Row {
        attack: "backup thief",
        tried: "every byte of a backup and of the keys beside it, read with another key",
        answer: "no name, number or word in either; nothing opens without the operator's key"
            .into(),
        trace: scene.trace(&["database_copied"]).await,
    }
}

pub async fn log(_: &mut Scene) -> Row {
    let (log, codes) = overheard();
    for secret in PERSONAL.into_iter().chain(codes.iter().map(String::as_str)) {
        assert!(!log.contains(secret), "{secret}");
    }
    Row {
        attack: "log reader",
        tried: "the log of a whole day, with everything in it that can be switched on",
        answer: "no name, number, word or code in it (500 canaries: `canaries`)".into(),
        trace: "none: reading a file runs nothing of ours. The log names rows by number; whose they are is said by `hongyan audit list`, which is a row itself".into(),
    }
}
