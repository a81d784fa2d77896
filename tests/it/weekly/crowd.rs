//! How long a big school's run takes: run by hand, `cargo test --release -- --ignored crowd --nocapture`.

use hongyan::base::{AdultId, ChildId, Name};
use hongyan::model::record::{Adult, Child, LivesWith, Programme, Relation};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::service::weekly::{Page, page};
use hongyan::store;

use super::{SUNDAY_RUN, full_week, run_at};
use crate::world::{BOT, World};

/// Parents of one child each.
const PARENTS: i64 = 2_000;

async fn crowd(world: &World) {
    let (env, now) = (&world.env, world.env.now());
    let mut tx = world.store.write().await.unwrap();
    for n in 0..PARENTS {
        let (child, adult): (ChildId, AdultId) = (env.id(), env.id());
        let record = Child {
            id: child,
            key: format!("crowd-{n}"),
            name: Name::new("Ming"),
            short_name: None,
            birth: None,
            phone: None,
            school: world.school.school,
            class: world.school.class,
            home: None,
            lives_with: LivesWith::Unknown,
            programme: Programme::Active,
        };
        store::children::put(&mut tx, &record, now).await.unwrap();
        let person = Adult {
            id: adult,
            key: format!("parent-{n}"),
            name: Name::new("Mei"),
            phone: None,
            unit: None,
            place: None,
            zone: Some(chrono_tz::Europe::Moscow),
            locale: None,
        };
        store::adults::put(&mut tx, &person, now).await.unwrap();
        let (id, role, relation) = (env.id(), LinkRole::Parent, Relation::Mother);
        store::links::invite(&mut tx, id, child, adult, role, relation, now)
            .await
            .unwrap();
        let (from, to) = (LinkState::Invited, LinkState::Active);
        store::links::decide(&mut tx, id, from, to, None, now)
            .await
            .unwrap();
        let locale = hongyan::model::Locale::En;
        let account = store::accounts::meet(&mut tx, env, BOT, 10_000 + n, locale)
            .await
            .unwrap();
        store::accounts::set_adult(&mut tx, account.id, adult, None)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
#[ignore = "a measurement"]
async fn crowd_is_written_quickly() {
    let world = World::linked().await;
    full_week(&world).await;
    crowd(&world).await;
    world.set_clock(SUNDAY_RUN);
    let run = run_at(&world, SUNDAY_RUN);
    let (mut cursor, mut pages) = (0, 0);
    let begun = std::time::Instant::now();
    loop {
        let mut tx = world.store.write().await.unwrap();
        let left = page(&mut tx, &world.env, &run, cursor, 200).await.unwrap();
        tx.commit().await.unwrap();
        pages += 1;
        match left {
            Page::More(next) => cursor = next,
            Page::Done => break,
        }
    }
    println!("{PARENTS} adults, {pages} pages: {:?}", begun.elapsed());
}
