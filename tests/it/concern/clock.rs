//! The clock of a concern: an hour for each, a day for the receipt, and a second person.

use chrono::TimeDelta;

use super::{OFFICER, SECOND, audits, count, data, later, meant, opened, protect};
use crate::support::databases::databases;
use crate::world::{GRANNY, LEAD, TEACHER, World};

async fn told(world: &mut World) {
    protect(world).await;
    opened(world).await;
    world.taps(GRANNY, "Bruises").await;
    world.taps(GRANNY, "None of these").await;
}

#[tokio::test]
async fn untaken_it_climbs_once_per_step_over_restarts() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        told(&mut world).await;
        let start = world.env.now();
        let yours = |world: &World| {
            let each = [LEAD, SECOND, OFFICER];
            each.map(|who| world.count(who, "Ming") + world.count(who, "Wang Ming"))
        };
        let first = yours(&world);
        assert!(first[0] > 0 && first[1] > 0 && first[2] == 0, "{first:?}");
        world
            .env
            .clock
            .set(start + TimeDelta::minutes(60) - TimeDelta::seconds(1));
        let next = later(&mut world, 0).await;
        assert_eq!(next, Some(start + TimeDelta::minutes(60)));
        assert_eq!(yours(&world), first);
        for minute in [60, 61] {
            world.env.clock.set(start + TimeDelta::minutes(minute));
            world.restart().await;
            later(&mut world, 0).await;
            assert_eq!(world.count(SECOND, "It is with you now"), 1);
            assert_eq!(world.count(LEAD, "It is with you now"), 0);
        }
        for minute in [120, 121] {
            world.env.clock.set(start + TimeDelta::minutes(minute));
            world.restart().await;
            later(&mut world, 0).await;
            assert_eq!(world.count(OFFICER, "Bruises, hunger"), 1);
        }
        let owner = "SELECT COUNT(*) FROM concerns WHERE owner_id = (SELECT id FROM adults WHERE key = 'officer')";
        assert_eq!(count(&world, owner).await, 1);
        world.env.clock.set(start + TimeDelta::hours(25));
        later(&mut world, 0).await;
        later(&mut world, 60).await;
        for who in [LEAD, SECOND, OFFICER] {
            assert_eq!(
                world.count(who, "nobody has taken it. Please take it now"),
                1,
                "{who}"
            );
        }
        assert_eq!(audits(&world, "concern_step").await, 3);
    }
}

#[tokio::test]
async fn only_a_receipt_and_a_second_person_end_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        told(&mut world).await;
        world.taps(LEAD, "I take it").await;
        insta::assert_snapshot!("lead_took_it", world.screen(LEAD, 1));
        assert_eq!(world.count(GRANNY, "somebody has taken it"), 1);
        later(&mut world, 3 * 3600).await;
        assert_eq!(world.screen(OFFICER, 1), "(nothing)");
        // A day without a receipt: told, the county with them.
        later(&mut world, 22 * 3600).await;
        assert_eq!(world.count(LEAD, "no receipt number of the authority"), 1);
        assert_eq!(world.count(OFFICER, "Bruises, hunger"), 1);
        world.taps(LEAD, "Enter receipt").await;
        world.says(LEAD, "done").await;
        assert_eq!(audits(&world, "concern_receipt").await, 0);
        world.says(LEAD, "Police Green County, 2026-318").await;
        insta::assert_snapshot!("second_is_asked", world.screen(SECOND, 1));
        // Not by the one who wrote it down.
        let confirm = data(meant(&world, SECOND, "I asked: it is right"));
        world.tap_data(world.chat_of(LEAD), None, &confirm).await;
        assert_eq!(world.chat(LEAD).toasts, ["This is not possible right now."]);
        world.taps(SECOND, "It is not right").await;
        assert_eq!(world.count(LEAD, "does not know the number"), 1);
        world.taps(LEAD, "Enter receipt").await;
        world.says(LEAD, "Police Green County, 2026-319").await;
        world.taps(SECOND, "I asked: it is right").await;
        assert_eq!(world.count(SECOND, "Confirmed. It is closed"), 1);
        assert_eq!(world.count(GRANNY, "is with the authority now"), 1);
        assert_eq!(later(&mut world, 72 * 3600).await, None);
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Concerns").await;
        assert_eq!(world.count(LEAD, "Nothing is open with you"), 1);
        assert_eq!(audits(&world, "concern_confirm").await, 1);
        assert_eq!(world.screen(TEACHER, 1), "(nothing)");
    }
}

#[tokio::test]
async fn when_whose_it_was_has_left_it_begins_with_whoever_is_there() {
    let mut world = World::linked().await;
    told(&mut world).await;
    world.taps(LEAD, "I take it").await;
    let mut tx = world.store.write().await.unwrap();
    let (school, now) = (world.school.school, world.env.now());
    let role = hongyan::model::unit::Role::SchoolLead;
    for key in ["lead", "second"] {
        let adult = hongyan::store::adults::by_key(&mut tx, key).await.unwrap();
        let id = adult.unwrap().id;
        hongyan::store::posts::end(&mut tx, id, school, role, now)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    later(&mut world, 24 * 3600 + 60).await;
    assert_eq!(world.count(OFFICER, "Bruises, hunger"), 1);
}
