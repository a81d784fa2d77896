//! What is open about a child goes with it to the new school: a concern, what the family asked, what was to
//! be done; on the day before, the day and the day after.

use super::on_each;

on_each!(
    a_concern_goes_from_lead_to_lead,
    what_was_just_told_still_waits_for_the_word_about_whom,
    a_request_and_the_tasks_are_the_new_schools,
);

mod tests {
    use chrono::TimeDelta;
    use hongyan::dialogue::{self, request};
    use hongyan::model::request::Way;
    use hongyan::model::unit::Role;
    use hongyan::service::{concern, request as service};
    use hongyan::store;
    use hongyan::store::tasks::TaskKind;

    use super::super::moves::tests::{OTHER, blue_sky, offered_and_accepted};
    use crate::world::{AUNT, GRANNY, LEAD, MUM, TEACHER, World};

    async fn later(world: &mut World, seconds: i64) {
        world.advance(TimeDelta::seconds(seconds));
        concern::tick(&world.store, &world.env, 100).await.unwrap();
        let mut tx = world.store.write().await.unwrap();
        service::tick(&mut tx, &world.env, 100).await.unwrap();
        tx.commit().await.unwrap();
        world.deliver().await;
    }

    async fn told(world: &mut World) {
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "Something is wrong").await;
        world.taps(GRANNY, "Violence at home").await;
    }

    /// The mother's yes, with or without something told of Ming before; gives what she reads.
    async fn moves(world: &mut World, concern: bool) -> String {
        blue_sky(world).await;
        offered_and_accepted(world).await;
        if concern {
            told(world).await;
            world.taps(GRANNY, "None of these").await;
            world.taps(LEAD, "I take it").await;
        }
        world.advance(TimeDelta::days(1));
        world.taps(MUM, "Yes, that is right").await;
        world.says(MUM, "/menu").await;
        world.everything(MUM)
    }

    pub async fn a_concern_goes_from_lead_to_lead(mut world: World) {
        let county = world.school.county;
        world.holds(TEACHER, county, Role::CountyOfficer).await;
        let her_view = moves(&mut world, true).await;
        assert_eq!(world.count(LEAD, "Violence at home"), 1);
        assert_eq!(world.count(OTHER, "Violence at home"), 0);
        later(&mut world, 1).await;
        assert_eq!(world.count(OTHER, "Violence at home"), 1);
        // The old lead finds it no more, and is not reminded of it.
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Concerns").await;
        assert!(!world.screen(LEAD, 1).contains("Wang Ming"));
        let before = world.everything(LEAD);
        world.taps(OTHER, "I take it").await;
        later(&mut world, 3 * 24 * 60 * 60).await;
        assert_eq!(world.everything(LEAD), before);
        // It is late at the new school now, not at the old one.
        assert!(world.count(OTHER, "receipt") > 0);
        // Who says yes to the move learns nothing of it.
        let mut other = World::linked().await;
        assert_eq!(moves(&mut other, false).await, her_view);
    }

    pub async fn what_was_just_told_still_waits_for_the_word_about_whom(mut world: World) {
        blue_sky(&world).await;
        offered_and_accepted(&mut world).await;
        told(&mut world).await;
        world.taps(MUM, "Yes, that is right").await;
        later(&mut world, 10).await;
        assert_eq!(world.count(OTHER, "Violence at home"), 0);
        later(&mut world, 40).await;
        assert_eq!(world.count(OTHER, "Violence at home"), 1);
        assert_eq!(world.count(LEAD, "Violence at home"), 0);
    }

    pub async fn a_request_and_the_tasks_are_the_new_schools(mut world: World) {
        let (ming, aunt) = (world.school.ming, world.adult(AUNT));
        let school = world.school.school;
        blue_sky(&world).await;
        offered_and_accepted(&mut world).await;
        world.says(MUM, "/menu").await;
        let copy = dialogue::Tap::Request(request::Tap::CopyBy(ming, Way::School)).encode();
        world.tap_data(world.chat_of(MUM), None, &copy).await;
        let mut tx = world.store.write().await.unwrap();
        for child in [ming, world.school.lan] {
            let (kind, key) = (TaskKind::Unreachable, child.to_string());
            let who = (Some(child), Some(aunt));
            store::tasks::open(&mut tx, &world.env, school, who.0, who.1, kind, &key)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        // The day before it is the old school's alone.
        let waiting = dialogue::Tap::Request(request::Tap::Waiting).encode();
        for (who, sees) in [(LEAD, true), (OTHER, false)] {
            world.tap_data(world.chat_of(who), None, &waiting).await;
            assert_eq!(world.screen(who, 1).contains("Wang Ming"), sees, "{who}");
        }
        world.advance(TimeDelta::days(1));
        world.taps(MUM, "Yes, that is right").await;
        assert_eq!(world.count(OTHER, "Please answer by"), 1);
        for (who, sees) in [(LEAD, false), (OTHER, true)] {
            world.tap_data(world.chat_of(who), None, &waiting).await;
            assert_eq!(world.screen(who, 1).contains("Wang Ming"), sees, "{who}");
            world.says(who, "/menu").await;
            let counted = world.screen(who, 1).contains("Requests");
            assert_eq!(counted, sees, "{who}: {}", world.screen(who, 1));
            world.taps(who, "To do").await;
            let list = world.screen(who, 1);
            assert_eq!(list.contains("Wang Ming, Aunt Li"), sees, "{list}");
            assert_eq!(list.contains("Li Lan, Aunt Li"), !sees, "{list}");
        }
        // Nobody answers: the new lead is reminded, the old one has nothing to do with it.
        let before = world.everything(LEAD);
        later(&mut world, 60 * 24 * 60 * 60).await;
        assert_eq!(world.everything(LEAD), before);
        let mut tx = world.store.read().await.unwrap();
        let county = world.school.county;
        let late = store::requests::overdue(&mut tx, county, world.env.now())
            .await
            .unwrap();
        assert_eq!(late[0].name, "Blue Sky School");
    }
}
