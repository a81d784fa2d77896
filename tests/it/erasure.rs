//! A child's record ends for good: nobody reads it, no copy and no backup brings it back, and everybody
//! else is as before.

mod people;

use std::path::{Path, PathBuf};

use hongyan::app::backup::{keys_beside, look, make, restore, save_keys};
use hongyan::app::config::DatabaseUrl;
use hongyan::app::serve::Failure;
use hongyan::base::{Env, Name, Phone, Words};
use hongyan::model::entry::{Conduct, Fact, Source};
use hongyan::service::erasure::{Erased, erase};
use hongyan::store::backup::{Restored, Since};
use hongyan::store::{self, vault};

use crate::support::databases::{TestDb, databases};
use crate::support::keys::keys;
use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// What stands in Ming's record, in every place where words can stand, and in Lan's.
const OF_MING: [&str; 8] = [
    "Wang Mingzhu",
    "Zhuzhu",
    "2016-07-13",
    "13877700001",
    "Norilsk",
    "canary-fact",
    "canary-coming",
    "canary-note",
];
const OF_LAN: [&str; 2] = ["Li Lan", "lan-fact"];

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|part| part == word.as_bytes())
}

fn url(db: &TestDb) -> DatabaseUrl {
    DatabaseUrl::parse(&db.url).unwrap()
}

async fn fact(world: &World, child: hongyan::base::ChildId, what: &str) {
    let mut tx = world.store.write().await.unwrap();
    let fact = Fact::Sentence {
        words: Words::new(what),
    };
    let day = "2026-03-02".parse().unwrap();
    store::entries::put(&mut tx, &world.env, child, day, &fact, Source::Staff, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// The school of the tests with a word that is found again in every column of Ming's record.
async fn with_records(db: &TestDb) -> World {
    let mut world = World::linked_on(&db.url).await;
    let ming = world.school.ming;
    let mut tx = world.store.write().await.unwrap();
    let known = store::children::get(&mut tx, ming).await.unwrap().unwrap();
    let record = store::roster::ChildRecord {
        id: ming,
        key: known.key,
        name: OF_MING[0].into(),
        short_name: Some(OF_MING[1].into()),
        birth: OF_MING[2].parse().ok(),
        phone: Some(OF_MING[3].into()),
        school: known.school,
        class: known.class,
        home: known.home,
        lives_with: known.lives_with,
        note: Some("canary-with".into()),
        programme: known.programme,
        imported: "canary-print".into(),
    };
    store::roster::put_children(&mut tx, &[record], 0)
        .await
        .unwrap();
    let mut parent = store::children::parents(&mut tx, ming)
        .await
        .unwrap()
        .remove(0);
    parent.place = Some(OF_MING[4].into());
    store::children::put_parent(&mut tx, ming, &parent)
        .await
        .unwrap();
    let day = "2026-03-04".parse().unwrap();
    let words = Words::new(OF_MING[6]);
    let class = world.school.class;
    store::entries::put_coming(&mut tx, &world.env, class, Some(ming), day, &words, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    fact(&world, ming, OF_MING[5]).await;
    fact(&world, world.school.lan, OF_LAN[1]).await;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.taps(TEACHER, OF_MING[0]).await;
    world.taps(TEACHER, "Write to the family").await;
    world.says(TEACHER, OF_MING[7]).await;
    assert!(world.screen(MUM, 3).contains(OF_MING[7]));
    world.says(MUM, "/menu").await;
    world
}

async fn erased(world: &World) -> bool {
    let mut tx = world.store.write().await.unwrap();
    let done = erase(
        &mut tx,
        &world.env,
        Some(world.adult(LEAD)),
        world.school.ming,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    world.store.fold().await.unwrap();
    done == Erased::Now
}

#[tokio::test]
async fn an_erased_record_is_gone_for_everybody_and_nobody_stumbles() {
    for db in databases().await {
        let mut world = with_records(&db).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        // Half-way through a note, and with an update on its way.
        let (message, how_is) = world.chat(MUM).button("How is");
        world.taps(MUM, "Write to the school").await;
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: pupils").await;
        let (list, of_ming) = world.chat(TEACHER).button(OF_MING[0]);
        let before = wrapped(&db).await;
        assert!(erased(&world).await);
        assert!(!erased(&world).await);
        let after = wrapped(&db).await;
        let destroyed: Vec<_> = before.iter().filter(|key| !after.contains(key)).collect();
        assert_eq!((before.len() - after.len(), destroyed.len()), (1, 1));

        // Who still holds a button, or is in the middle of something, gets what anybody gets.
        world.says(MUM, "is this still heard?").await;
        assert!(!world.screen(TEACHER, 2).contains("still heard"));
        let chat = world.chat_of(MUM);
        world.tap_data(chat, Some(message), &how_is).await;
        assert_eq!(
            world.chat(MUM).toasts.last().map(String::as_str),
            Some("This is not possible right now.")
        );
        world.says(MUM, "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen(MUM, 1), world.screen("stranger", 1));
        let teachers = world.chat_of(TEACHER);
        world.tap_data(teachers, Some(list), &of_ming).await;
        assert_eq!(
            world.chat(TEACHER).toasts.last().map(String::as_str),
            Some("This is not possible right now.")
        );
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: pupils").await;
        let pupils = world.screen(TEACHER, 1);
        assert!(
            pupils.contains("Li Lan") && !pupils.contains("Ming"),
            "{pupils}"
        );
        world.says(DAD, "/menu").await;
        assert!(world.screen(DAD, 1).contains("Lan"));

        // What is read of the record is calmly nothing.
        let mut tx = world.store.write().await.unwrap();
        let child = store::children::get(&mut tx, ming).await.unwrap().unwrap();
        assert_eq!(child.name, Name::new(vault::GONE_NAME));
        assert_eq!(
            (child.short_name, child.birth, child.phone),
            (None, None, None)
        );
        let week = ("2026-03-02".parse().unwrap(), "2026-03-08".parse().unwrap());
        let entries = store::entries::of_children(&mut tx, &[ming, lan], week.0, week.1)
            .await
            .unwrap();
        assert!(entries.len() == 1 && entries[0].child == lan);
        let coming = store::entries::coming(&mut tx, &[world.school.class], week.0, week.1)
            .await
            .unwrap();
        assert!(coming.is_empty());
        assert!(
            store::children::parents(&mut tx, ming)
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            store::adults::rostered(&mut tx, ming)
                .await
                .unwrap()
                .is_empty()
        );
        let own = Phone::parse(OF_MING[3]).unwrap();
        assert!(!store::children::has_line(&mut tx, &own).await.unwrap());
        for link in store::links::of_child(&mut tx, ming).await.unwrap() {
            assert!(
                link.state == hongyan::model::rights::LinkState::Ended
                    && link.shared_phone.is_none()
            );
        }
        // Whoever writes late leaves nothing.
        let late = Fact::Conduct {
            conduct: Conduct::KeptRules,
        };
        let put = store::entries::put(
            &mut tx,
            &world.env,
            ming,
            week.0,
            &late,
            Source::Staff,
            None,
        );
        put.await.unwrap();
        let read = store::entries::latest(&mut tx, ming, week.1, 9)
            .await
            .unwrap();
        assert!(read.is_empty());
        // The trace says that it was done, once.
        assert_eq!(
            store::audit::count(&mut tx, "erase_child").await.unwrap(),
            1
        );
        drop(tx);
        let bytes = db.bytes().await;
        for word in OF_MING {
            assert!(!holds(&bytes, word), "{word}");
        }
        // The key is overwritten, in the file and in the log beside it.
        assert!(!holds(&bytes, destroyed[0]));
        assert!(after.iter().all(|key| holds(&bytes, key)));
    }
}

async fn backup(db: &TestDb, file: &Path) {
    make(
        &url(db),
        (file, None),
        false,
        &Env::system(),
        &mut |_, _| {},
    )
    .await
    .unwrap();
}

async fn bring(
    file: &Path,
    keys: Option<&Path>,
    target: &TestDb,
    since: Since,
) -> Result<Restored, Failure> {
    let (env, url) = (Env::system(), url(target));
    let backup = look(file, keys, &url).await?;
    restore(&backup, file, &url, &env, since, &mut |_, _| {}).await
}

/// The wrapped keys as they stand in the database.
async fn wrapped(db: &TestDb) -> Vec<String> {
    use sqlx::Connection;
    let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
    sqlx::query_scalar("SELECT wrapped FROM child_keys WHERE wrapped IS NOT NULL ORDER BY child_id")
        .fetch_all(&mut connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_old_backup_does_not_bring_back_what_was_erased() {
    for from in databases().await {
        let world = with_records(&from).await;
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| -> PathBuf { folder.path().join(name) };
        let (old, newest) = (place("old.backup"), place("newest.keys"));
        backup(&from, &old).await;
        let old_keys = keys_beside(&old);

        // Data without keys, keys without data, and neither with a word in it.
        let (data, beside) = (
            std::fs::read(&old).unwrap(),
            std::fs::read(&old_keys).unwrap(),
        );
        let kept = wrapped(&from).await;
        assert!(kept.len() >= 3);
        for key in &kept {
            assert!(!holds(&data, key) && holds(&beside, key));
        }
        for word in OF_MING.iter().chain(&OF_LAN) {
            assert!(!holds(&data, word) && !holds(&beside, word), "{word}");
        }

        assert!(erased(&world).await);
        save_keys(&url(&from), &newest, &Env::system())
            .await
            .unwrap();
        for to in databases().await {
            let restored = bring(&old, Some(&newest), &to, Since::Unknown)
                .await
                .unwrap();
            assert_eq!(restored.unreadable, 1);
            let store = to.again().await;
            let mut tx = store.write().await.unwrap();
            let (ming, lan) = (world.school.ming, world.school.lan);
            let child = store::children::get(&mut tx, ming).await.unwrap().unwrap();
            assert_eq!(child.name, Name::new(vault::GONE_NAME));
            assert!(vault::destroyed(&mut tx, ming).await.unwrap().is_some());
            let day = "2026-03-02".parse().unwrap();
            let entries = store::entries::of_children(&mut tx, &[ming, lan], day, day)
                .await
                .unwrap();
            assert!(entries.len() == 1 && entries[0].child == lan, "{entries:?}");
            let links = store::links::of_child(&mut tx, ming).await.unwrap();
            assert!(!links.is_empty());
            assert!(
                links
                    .iter()
                    .all(|l| l.state == hongyan::model::rights::LinkState::Ended)
            );
            // The others as before.
            let child = store::children::get(&mut tx, lan).await.unwrap().unwrap();
            assert_eq!(child.name, Name::new(OF_LAN[0]));
            let dad = store::adults::get(&mut tx, world.adult(DAD))
                .await
                .unwrap()
                .unwrap();
            assert_eq!(dad.phone, Phone::parse("+7 903 000 00 02"));
            let granny = store::adults::get(&mut tx, world.adult(GRANNY))
                .await
                .unwrap()
                .unwrap();
            // Whom nothing but Ming kept here is gone from the old backup's rows too.
            assert_eq!(granny.name, Name::new(vault::GONE_NAME));
            drop(tx);
            store.close().await;
            let bytes = to.bytes().await;
            for word in OF_MING.iter().chain(&OF_LAN) {
                assert!(!holds(&bytes, word), "{word}");
            }
        }
        // A keys file of another house, one that is cut, and none at all bring nothing.
        let other = databases().await.remove(0);
        // Ids rise with time: those of another house are others.
        World::on_at(&other.url, "2026-04-01T00:00:00Z").await;
        save_keys(&url(&other), &place("other.keys"), &Env::system())
            .await
            .unwrap();
        let text = std::fs::read_to_string(&newest).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        std::fs::write(place("cut.keys"), lines[..lines.len() - 1].join("\n")).unwrap();
        std::fs::remove_file(&old_keys).unwrap();
        for (file, why) in [
            (Some(place("other.keys")), "not the keys of this backup"),
            (Some(place("cut.keys")), "cut short"),
            (Some(old.clone()), "not a keys file"),
            (None, "none was named"),
        ] {
            let to = databases().await.remove(0);
            let refused = bring(&old, file.as_deref(), &to, Since::NothingSent).await;
            let refused = refused.unwrap_err();
            assert!(refused.to_string().contains(why), "{refused}");
            let mut tx = to.store.read().await.unwrap();
            assert!(
                store::children::get(&mut tx, world.school.lan)
                    .await
                    .unwrap()
                    .is_none()
            );
        }
    }
}

/// At noon of a day of March.
fn day(day: u32) -> Env {
    let noon = format!("2026-03-{day:02}T12:00:00Z").parse().unwrap();
    let clock = hongyan::base::Clock::manual(noon);
    Env::with(clock, hongyan::base::Chance::system())
}

#[tokio::test]
async fn keys_as_old_as_the_backup_bring_nobody_back_in_silence() {
    for from in databases().await {
        let world = with_records(&from).await;
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| -> PathBuf { folder.path().join(name) };
        let (monday, tuesday) = (place("monday.backup"), place("tuesday.backup"));
        let (before, newest) = (place("before.keys"), place("newest.keys"));
        let backup = async |file: &Path, keys: Option<&Path>, when: u32| {
            let files = (file, keys);
            let made = make(&url(&from), files, false, &day(when), &mut |_, _| {}).await;
            made.map(drop)
        };
        save_keys(&url(&from), &before, &day(1)).await.unwrap();
        backup(&monday, None, 2).await.unwrap();
        assert!(erased(&world).await);

        // On Wednesday only Monday's files are at hand.
        let beside = keys_beside(&monday);
        for keys in [None, Some(&*beside), Some(&*before)] {
            let to = databases().await.remove(0);
            let refused = bring(&monday, keys, &to, Since::Unknown).await;
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains("of 2026-03-02 12:00 UTC"), "{refused}");
            assert!(refused.contains("--nobody-erased-since"), "{refused}");
            let mut tx = to.store.read().await.unwrap();
            let child = store::children::get(&mut tx, world.school.ming).await;
            assert!(child.unwrap().is_none());
        }
        // A program asked by hand says the same.
        let to = databases().await.remove(0);
        let program = |words: &[&str]| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hongyan"));
            command
                .args(["restore", "--database", &to.url])
                .arg(&monday);
            let done = command.args(words).env_clear().output().unwrap();
            let said = String::from_utf8(done.stdout).unwrap();
            let said = said + &String::from_utf8(done.stderr).unwrap();
            (done.status.code(), said)
        };
        let (code, said) = program(&[]);
        assert!(code == Some(1) && said.contains("would be back"), "{said}");
        // Who says that nobody was erased is believed, and told from when the keys are.
        let (code, said) = program(&["--nobody-erased-since"]);
        assert!(code == Some(0), "{said}");
        assert!(said.contains("Keys of 2026-03-02 12:00:00 UTC: whoever was erased after"));

        // One keys file for all backups is always the newest, and never takes another file's place.
        std::fs::copy(&before, &newest).unwrap();
        backup(&tuesday, Some(&newest), 3).await.unwrap();
        assert!(!keys_beside(&tuesday).exists());
        let refused = backup(&place("third.backup"), Some(&tuesday), 3).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("is no keys file"), "{refused}");
        let refused = save_keys(&url(&from), &monday, &day(3)).await.unwrap_err();
        assert!(refused.to_string().contains("is no keys file"), "{refused}");
        let to = databases().await.remove(0);
        let restored = bring(&monday, Some(&newest), &to, Since::Unknown).await;
        assert_eq!(restored.unwrap().unreadable, 1);
    }
}

/// A database full of words that are found again; then somebody walks off with it.
#[tokio::test]
async fn a_stolen_database_says_nothing_of_a_child() {
    for db in databases().await {
        let mut world = with_records(&db).await;
        // Words begun and not sent, an update nobody could handle, a number shared in the chat.
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "canary-draft").await;
        let arrival = store::arrivals::Arrival {
            id: world.env.id(),
            update: 99,
            chat: Some(1),
            body: "{\"canary\":\"canary-update\"}".into(),
            problem: Some("x"),
        };
        let mut tx = world.store.write().await.unwrap();
        store::arrivals::put(&mut tx, "1", world.env.now(), (&[arrival], None), None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let bytes = db.bytes().await;
        let people = [
            "Granny Wang",
            "Teacher Zhao",
            "79030000001",
            "903000000",
            "8613800000003",
        ];
        let others = [
            "canary-with",
            "canary-print",
            "canary-draft",
            "canary-update",
        ];
        for word in OF_MING.iter().chain(&OF_LAN).chain(&people).chain(&others) {
            assert!(!holds(&bytes, word), "{word}");
        }
        // With the key, and only with it, all of it is there.
        world.restart().await;
        let mut tx = world.store.read().await.unwrap();
        let child = store::children::get(&mut tx, world.school.ming)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(child.birth, OF_MING[2].parse().ok());
        assert_eq!(child.phone, Phone::parse(OF_MING[3]));
        let own = Phone::parse(OF_MING[3]).unwrap();
        assert!(store::children::has_line(&mut tx, &own).await.unwrap());
        drop(tx);
        let chance = hongyan::base::Chance::system();
        let thief = store::Store::connect(&db.url).await.unwrap();
        let thief = thief.with_keys(hongyan::base::Keyring::passing(chance));
        let mut tx = thief.read().await.unwrap();
        assert!(
            store::children::get(&mut tx, world.school.ming)
                .await
                .is_err()
        );
        assert!(!keys().ids().is_empty());
    }
}
