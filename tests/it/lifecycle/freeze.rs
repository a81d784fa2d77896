//! A freeze: zero sends afterwards, from retry queues too; buttons name a person; a lead ends it.

use super::on_each;

on_each!(
    nothing_is_sent_after_a_freeze,
    buttons_name_the_lead_and_only_to_those_who_had_a_right,
    a_lead_lets_it_go_on,
    only_a_lead_freezes,
);

mod tests {
    use chrono::TimeDelta;
    use hongyan::base::Html;
    use hongyan::dialogue::{self, lifecycle::Tap};
    use hongyan::model::lifecycle::FreezeKind;
    use hongyan::model::message::{Kind, Parcel};
    use hongyan::model::record::Programme;
    use hongyan::model::rights::Action;
    use hongyan::service::{check_in, mail};
    use hongyan::store;

    use super::super::NOT_NOW;
    use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

    async fn freezes(world: &mut World) {
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Stop everything").await;
        world.taps(LEAD, "The child has died").await;
        world.taps(LEAD, "Yes, stop it now").await;
    }

    pub async fn nothing_is_sent_after_a_freeze(mut world: World) {
        let (ming, now) = (world.school.ming, world.env.now());
        // One letter waits for its hour, one is in the dispatcher's hands, a check-in climbs.
        let mut tx = world.store.write().await.unwrap();
        for (index, held) in [TimeDelta::hours(2), TimeDelta::zero()].iter().enumerate() {
            let right = Action::WeeklyUpdate;
            let letter = mail::Letter::about(world.adult(MUM), ming, right, Kind::WeeklyUpdate)
                .not_before(now + *held)
                .dedup(format!("w{index}"));
            mail::post(&mut tx, &world.env, letter, |_| {
                Parcel::text(Html::escape("news of Ming"))
            })
            .await
            .unwrap();
        }
        check_in::page(&mut tx, &world.env, world.school.school, now, 0, 100)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let batch = world.in_hand().await;
        assert!(batch.rows.len() >= 2);
        freezes(&mut world).await;
        insta::assert_snapshot!("frozen_card", world.screen(LEAD, 1));
        let people = [MUM, GRANNY, AUNT, TEACHER, DAD];
        let before = people.map(|who| world.screen(who, 99));
        world.comes_back(&batch).await;
        for _ in 0..6 {
            world.advance(TimeDelta::minutes(31));
            let mut tx = world.store.write().await.unwrap();
            check_in::tick(&mut tx, &world.env, 100).await.unwrap();
            tx.commit().await.unwrap();
            world.deliver().await;
        }
        world.days(30).await;
        assert_eq!(people.map(|who| world.screen(who, 99)), before);
    }

    pub async fn buttons_name_the_lead_and_only_to_those_who_had_a_right(mut world: World) {
        world.says(MUM, "/menu").await;
        let (_, how_is) = world.chat(MUM).button("How is Ming");
        freezes(&mut world).await;
        for who in [MUM, TEACHER] {
            let chat = world.chat_of(who);
            if who == TEACHER {
                world.says(TEACHER, "/menu").await;
            }
            world.tap_data(chat, None, &how_is).await;
            let said = world.chat(who).toasts.last().unwrap();
            assert_eq!(said, "Please speak with Lead Chen at the school.");
        }
        // Another child's father, and a stranger, learn nothing.
        for who in [DAD, "stranger"] {
            world.says(who, "/menu").await;
            let chat = world.chat_of(who);
            world.tap_data(chat, None, &how_is).await;
            assert_eq!(world.chat(who).toasts.last().unwrap(), NOT_NOW, "{who}");
        }
    }

    pub async fn a_lead_lets_it_go_on(mut world: World) {
        freezes(&mut world).await;
        assert!(!world.may(MUM, Action::ReadRecord).await);
        assert!(world.may(LEAD, Action::Decide).await);
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Let it go on").await;
        world.taps(LEAD, "Yes, go on").await;
        assert!(world.may(MUM, Action::ReadRecord).await);
        let mut tx = world.store.read().await.unwrap();
        let ming = store::children::get(&mut tx, world.school.ming).await;
        assert_eq!(ming.unwrap().unwrap().programme, Programme::Active);
        assert_eq!(store::audit::count(&mut tx, "freeze").await.unwrap(), 1);
        assert_eq!(store::audit::count(&mut tx, "unfreeze").await.unwrap(), 1);
    }

    pub async fn only_a_lead_freezes(mut world: World) {
        world.opens_card(TEACHER).await;
        assert!(!world.screen(TEACHER, 1).contains("Stop everything"));
        let tap = Tap::DoFreeze(world.school.ming, FreezeKind::Order);
        let data = dialogue::Tap::Lifecycle(tap).encode();
        for who in [TEACHER, MUM] {
            world.says(who, "/menu").await;
            let chat = world.chat_of(who);
            world.tap_data(chat, None, &data).await;
            assert_eq!(world.chat(who).toasts.last().unwrap(), NOT_NOW);
        }
        assert!(world.may(MUM, Action::ReadRecord).await);
    }
}
