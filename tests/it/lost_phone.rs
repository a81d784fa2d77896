//! "I lost this phone", as conversations.

use hongyan::base::Html;
use hongyan::model::message::{Kind, Parcel};
use hongyan::model::rights::Action;
use hongyan::service::mail::{self, Letter};
use hongyan::store;

use crate::join::link_on;
use crate::support::databases::databases;
use crate::world::{LEAD, MUM, TEACHER, World};

async fn card_of_ming(world: &mut World, who: &str) {
    world.says(who, "/menu").await;
    world.taps(who, "Class 3-2: pupils").await;
    world.taps(who, "Wang Ming").await;
}

#[tokio::test]
async fn a_mother_signs_out_everywhere_and_comes_back_with_a_new_code() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        // Something waits for her evening.
        let mut tx = world.store.write().await.unwrap();
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        let letter = Letter::about(mum, ming, Action::ReadRecord, Kind::Notice)
            .not_before(world.env.now() + chrono::TimeDelta::hours(1));
        mail::post(&mut tx, &world.env, letter, |_| {
            Parcel::text(Html::escape("Held for the evening."))
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        world.says(MUM, "/settings").await;
        world.taps(MUM, "I lost a phone").await;
        insta::assert_snapshot!("mum_is_asked", world.screen(MUM, 1));
        world.taps(MUM, "Yes, sign out everywhere").await;
        insta::assert_snapshot!("mum_is_out", world.screen(MUM, 1));
        world.advance(chrono::TimeDelta::hours(2));
        world.deliver().await;
        assert_eq!(world.count(MUM, "Held for the evening."), 0);
        world.says(MUM, "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen(MUM, 1), world.screen("stranger", 1));

        card_of_ming(&mut world, LEAD).await;
        assert!(world.screen(LEAD, 1).contains("signed out of the chat"));
        world.taps(LEAD, "Invite mother").await;
        let link = link_on(&world, LEAD);
        world.says("new phone", &format!("/start {link}")).await;
        world.shares_contact("new phone", "79030000001", true).await;
        world.taps("new phone", "Yes, that is right").await;
        world.taps(LEAD, "Approve").await;
        world.says("new phone", "/menu").await;
        assert!(world.screen("new phone", 1).contains("How is Ming"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_lead_signs_somebody_out_and_nobody_else_does() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(MUM, "/menu").await;
        card_of_ming(&mut world, TEACHER).await;
        assert!(!world.screen(TEACHER, 1).contains("Phone lost"));
        card_of_ming(&mut world, LEAD).await;
        world.taps(LEAD, "Phone lost: Mei").await;
        insta::assert_snapshot!("lead_is_asked", world.screen(LEAD, 1));
        // The same button on the teacher's phone does nothing.
        let (_, data) = world.chat(LEAD).button("Yes, sign out everywhere");
        world.tap_data(world.chat_of(TEACHER), None, &data).await;
        let mut tx = world.store.read().await.unwrap();
        assert!(
            store::accounts::has_any(&mut tx, world.adult(MUM))
                .await
                .unwrap()
        );
        drop(tx);
        world.taps(LEAD, "Yes, sign out everywhere").await;
        assert!(world.screen(LEAD, 1).contains("signed out of the chat"));
        // What she still has on the screen answers nothing.
        let before = world.screen(MUM, 1);
        world.taps(MUM, "How is Ming").await;
        assert_eq!(world.screen(MUM, 1), before);
        let mut tx = world.store.read().await.unwrap();
        let lines = store::audit::count(&mut tx, "lost_phone").await.unwrap();
        assert_eq!(lines, 1);
        drop(tx);
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_teacher_who_lost_the_phone_takes_the_post_along() {
    let mut world = World::linked().await;
    world.says(TEACHER, "/menu").await;
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Staff").await;
    world.taps(LEAD, "Teacher Zhao").await;
    world.taps(LEAD, "Phone lost: sign out").await;
    world.taps(LEAD, "Yes, sign out").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    assert_eq!(world.count(TEACHER, "Wang Ming"), 0);
    world.taps(LEAD, "New code for a new phone").await;
    let link = link_on(&world, LEAD);
    world.says("new phone", &format!("/start {link}")).await;
    world
        .shares_contact("new phone", "8613800000005", true)
        .await;
    world.taps("new phone", "Yes, that is me").await;
    assert!(world.screen("new phone", 1).contains("Class 3-2: pupils"));
}
