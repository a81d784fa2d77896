//! With a child go the adults whom nothing else keeps here; whoever has another child, or a post, stays.

use hongyan::base::{AdultId, Name};
use hongyan::model::record::Relation;
use hongyan::store::{self, Tx};
use sqlx::Connection;

use super::*;
use crate::world::AUNT;

/// What stands in an adult's row and says who it is, as it lies in the database.
async fn cells(db: &TestDb, adult: AdultId) -> Vec<String> {
    let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
    let mut out = Vec::new();
    for column in [
        "name",
        "phone",
        "phone_line",
        "place",
        "birth_date",
        "imported",
    ] {
        let sql =
            format!("SELECT {column} FROM adults WHERE id = {adult} AND {column} IS NOT NULL");
        let sql = sqlx::AssertSqlSafe(sql);
        let found: Option<String> = sqlx::query_scalar(sql)
            .fetch_optional(&mut connection)
            .await
            .unwrap();
        out.extend(found);
    }
    connection.close().await.unwrap();
    out
}

async fn name(tx: &mut Tx, adult: AdultId) -> Name {
    store::adults::get(tx, adult).await.unwrap().unwrap().name
}

async fn number(db: &TestDb, sql: &str) -> i64 {
    let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    let found = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
    connection.close().await.unwrap();
    found.unwrap()
}

/// Mum as an import with everything about her leaves her.
async fn whole(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let mum = hongyan::store::roster::AdultRecord {
        id: world.adult(MUM),
        key: MUM.into(),
        name: "Mei".into(),
        phone: Some("79030000001".into()),
        line: Some("030000001".into()),
        unit: Some(world.school.school),
        place: Some("Moscow".into()),
        zone: Some("Europe/Moscow".into()),
        locale: Some("ru".into()),
        imported: "print of mum".into(),
    };
    store::roster::put_adults(&mut tx, &[mum], 0).await.unwrap();
    let birth = "1990-01-02".parse().unwrap();
    store::appointments::set_birth(&mut tx, world.adult(MUM), birth)
        .await
        .unwrap();
    // The father of Lan, and the teacher, are of Ming's family too.
    for who in [DAD, TEACHER] {
        let (ming, adult) = (world.school.ming, world.adult(who));
        store::adults::put_relation(&mut tx, ming, adult, Relation::Uncle, false, 7)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn whom_nothing_else_keeps_here_goes_with_the_child() {
    for db in databases().await {
        let mut world = with_records(&db).await;
        whole(&world).await;
        let (mum, granny, aunt) = (world.adult(MUM), world.adult(GRANNY), world.adult(AUNT));
        let before = cells(&db, mum).await;
        assert_eq!(before.len(), 6);
        let mut all = before.clone();
        for adult in [granny, aunt] {
            all.extend(cells(&db, adult).await);
        }
        let bytes = db.bytes().await;
        assert!(all.iter().all(|cell| holds(&bytes, cell)));

        assert!(erased(&world).await);
        let bytes = db.bytes().await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("after.backup");
        backup(&db, &file).await;
        let backed = std::fs::read(&file).unwrap();
        for cell in &all {
            assert!(!holds(&bytes, cell), "{cell}");
            assert!(!holds(&backed, cell), "{cell}");
        }
        let mut tx = world.store.write().await.unwrap();
        for adult in [mum, granny, aunt] {
            let left = store::adults::get(&mut tx, adult).await.unwrap().unwrap();
            assert_eq!(left.name, Name::new(vault::GONE_NAME));
            assert_eq!(left.key, format!("erased-{adult}"));
            assert_eq!((left.phone, left.unit, left.place), (None, None, None));
            assert_eq!((left.zone, left.locale), (None, None));
            let account = store::accounts::of_adult(&mut tx, adult).await.unwrap();
            assert!(account.is_none());
        }
        // Lan's father and the teacher stay who they are.
        assert_eq!(name(&mut tx, world.adult(DAD)).await, Name::new("Gang"));
        assert_eq!(
            name(&mut tx, world.adult(TEACHER)).await,
            Name::new("Teacher Zhao")
        );
        drop(tx);
        let said = format!(
            "SELECT COUNT(*) FROM outbox WHERE adult_id IN ({mum}, {granny}, {aunt}) AND body <> ''"
        );
        assert_eq!(number(&db, &said).await, 0);
        // What she did is in the audit, as a number.
        let acts = format!("SELECT COUNT(*) FROM audit WHERE adult_id = {mum}");
        assert!(number(&db, &acts).await > 0);
        // Her chat is a stranger's.
        world.says(MUM, "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen(MUM, 1), world.screen("stranger", 1));

        // With the last child goes the last reason.
        let mut tx = world.store.write().await.unwrap();
        erase(&mut tx, &world.env, None, world.school.lan)
            .await
            .unwrap();
        assert_eq!(
            name(&mut tx, world.adult(DAD)).await,
            Name::new(vault::GONE_NAME)
        );
        assert_eq!(
            name(&mut tx, world.adult(TEACHER)).await,
            Name::new("Teacher Zhao")
        );
        tx.commit().await.unwrap();
    }
}

/// Somebody named in a concern about another child is still needed for it.
#[tokio::test]
async fn whom_a_concern_names_stays_for_it() {
    for db in databases().await {
        let world = with_records(&db).await;
        let mut tx = world.store.write().await.unwrap();
        let concern = store::concerns::Concern {
            id: world.env.id(),
            child: Some(world.school.lan),
            unit: world.school.school,
            source: store::concerns::Source::Report,
            kind: hongyan::model::concern::Kind::Assault,
            state: hongyan::model::concern::State::Done,
            teller: None,
            nameless: false,
            held: None,
            told: world.env.now(),
            step: 0,
            next: None,
            owner: None,
            receipt: None,
            receipt_by: None,
            outside: false,
        };
        store::concerns::put(&mut tx, &concern, "").await.unwrap();
        let (granny, named) = (world.adult(GRANNY), hongyan::model::concern::Part::Named);
        store::concerns::stand(&mut tx, concern.id, granny, named, world.env.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(erased(&world).await);
        let mut tx = world.store.write().await.unwrap();
        assert_eq!(name(&mut tx, granny).await, Name::new("Granny Wang"));
        assert_eq!(
            name(&mut tx, world.adult(MUM)).await,
            Name::new(vault::GONE_NAME)
        );
        erase(&mut tx, &world.env, None, world.school.lan)
            .await
            .unwrap();
        assert_eq!(name(&mut tx, granny).await, Name::new(vault::GONE_NAME));
    }
}
