//! Quiet signs: three in two weeks are one task for a person, and no word to the family.

use hongyan::base::{Words, to_ms};
use hongyan::model::entry::{Fact, Mood, Presence, Source};
use hongyan::service::concern;
use hongyan::store;
use hongyan::store::tasks::TaskKind;
use sqlx::{AnyConnection, Connection};

use super::{SECOND, protect};
use crate::support::databases::databases;
use crate::world::{AUNT, GRANNY, LEAD, MUM, TEACHER, World};

async fn enter(world: &World, day: &str, fact: Fact) {
    let mut tx = world.store.write().await.unwrap();
    let (day, ming) = (day.parse().unwrap(), world.school.ming);
    store::entries::put(&mut tx, &world.env, ming, day, &fact, Source::Staff, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn look(world: &mut World) {
    world.advance(chrono::TimeDelta::minutes(15));
    let mut tx = world.store.write().await.unwrap();
    while concern::look(&mut tx, &world.env, 1).await.unwrap() {}
    tx.commit().await.unwrap();
    world.deliver().await;
}

async fn tasks(world: &World) -> usize {
    let mut tx = world.store.read().await.unwrap();
    let all = store::tasks::list(&mut tx, world.school.school, 20).await;
    let all = all.unwrap();
    assert!(all.iter().all(|task| task.kind == TaskKind::LookIn));
    all.len()
}

fn mark(value: &str, title: &str) -> Fact {
    Fact::Mark {
        subject: Words::new("Maths"),
        title: Words::new(title),
        value: value.into(),
    }
}

#[tokio::test]
async fn three_signs_make_one_task_and_no_message_to_the_family() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        enter(&world, "2026-02-10", mark("92", "one")).await;
        enter(&world, "2026-02-17", mark("88", "two")).await;
        enter(&world, "2026-02-26", mark("51", "three")).await;
        let presence = Presence::Unexplained;
        for lesson in [1, 2, 3] {
            let lesson = Some(lesson);
            enter(&world, "2026-02-27", Fact::Attendance { presence, lesson }).await;
        }
        look(&mut world).await;
        assert_eq!(
            tasks(&world).await,
            0,
            "one day away and one mark are two signs"
        );
        let mood = Mood::LetUsTalk;
        enter(&world, "2026-03-02", Fact::Mood { mood }).await;
        look(&mut world).await;
        assert_eq!(tasks(&world).await, 1);
        insta::assert_snapshot!("lead_looks_in", world.screen(LEAD, 1));
        assert_eq!(world.count(SECOND, "please look in"), 1);
        for who in [MUM, GRANNY, AUNT, TEACHER] {
            assert_eq!(world.screen(who, 1), "(nothing)", "{who}");
        }
        // More of the same opens no second one, also after somebody looked.
        enter(&world, "2026-03-01", Fact::Mood { mood }).await;
        look(&mut world).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        world.taps(LEAD, "1 done").await;
        enter(&world, "2026-02-28", Fact::Mood { mood }).await;
        look(&mut world).await;
        assert_eq!(tasks(&world).await, 0);
        assert_eq!(world.count(LEAD, "please look in"), 1);
    }
}

/// What a county enters in a minute is looked through bit by bit, and nobody at its end is forgotten.
#[tokio::test]
async fn the_last_of_thousands_of_entries_is_weighed() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        let minute_ago = to_ms(world.env.now()) - 120_000;
        let mut connection = AnyConnection::connect(&db.url).await.unwrap();
        sqlx::query(
            "INSERT INTO entries (id, child_id, day, kind, slot, fact, source, entered_ms)
             WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 4500)
             SELECT x, $1, '2020-01-01', 'mark', CAST(x AS TEXT), '{}', 'import', $2 + x FROM n",
        )
        .bind(world.school.lan.0)
        .bind(minute_ago)
        .execute(&mut connection)
        .await
        .unwrap();
        connection.close().await.unwrap();
        let presence = Presence::Unexplained;
        for day in ["2026-02-24", "2026-02-25", "2026-02-26"] {
            let lesson = None;
            enter(&world, day, Fact::Attendance { presence, lesson }).await;
        }
        look(&mut world).await;
        assert_eq!(tasks(&world).await, 1);
    }
}
