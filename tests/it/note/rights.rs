//! Who is on which side of a thread, and what a forged button gets.

use hongyan::base::{ChildId, Html};
use hongyan::dialogue::note::Tap as NoteTap;
use hongyan::model::message::{Kind, Parcel};
use hongyan::model::record::Relation;
use hongyan::model::rights::Action;
use hongyan::model::unit::Role;
use hongyan::service::mail::{self, Letter};
use hongyan::store;

use super::{ANSWER, data, opens_ming, written};
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

#[tokio::test]
async fn a_father_who_teaches_the_class_does_not_read_the_mothers_notes() {
    let mut world = World::linked().await;
    world
        .joins(world.school.ming, TEACHER, Relation::Father)
        .await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school").await;
    world.says(MUM, "Only for the school.").await;
    assert_eq!(world.count(TEACHER, "Only for the school."), 0);
    assert_eq!(world.count(LEAD, "Only for the school."), 1);
}

#[tokio::test]
async fn an_answer_to_the_lead_stays_with_the_lead() {
    let mut world = World::linked().await;
    opens_ming(&mut world, LEAD).await;
    world.taps(LEAD, "Write to the family").await;
    world.says(LEAD, "A quiet question.").await;
    world.taps(LEAD, "Done").await;
    opens_ming(&mut world, TEACHER).await;
    world.taps(TEACHER, "Write to the family").await;
    world.says(TEACHER, "All well in class.").await;
    world.replies(MUM, "A quiet question.", "For you.").await;
    assert_eq!(world.count(LEAD, "For you."), 1);
    assert_eq!(world.count(TEACHER, "For you."), 0);
}

#[tokio::test]
async fn the_care_home_writes_for_its_children_and_an_office_for_none() {
    let mut world = World::linked().await;
    let (home, county) = (world.school.home, world.school.county);
    let (ming, dad) = (world.school.ming, world.chat_of(DAD));
    let family = data(NoteTap::ToFamily(ming));
    for (unit, role) in [(county, Role::CountyOfficer), (home, Role::HomeStaff)] {
        world.tap_data(dad, None, &family).await;
        assert_eq!(world.count(DAD, "What would you like to say"), 0);
        let mut tx = world.store.write().await.unwrap();
        let (id, now, adult) = (world.env.id(), world.env.now(), world.adult(DAD));
        store::posts::activate(&mut tx, id, adult, unit, role, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    world.tap_data(dad, None, &family).await;
    world.says(DAD, "She slept well.").await;
    let head = "Care home staff Gang · Ming";
    assert_eq!(world.count(MUM, head), 1);
    world.replies(MUM, head, "I am glad.").await;
    assert_eq!(world.count(DAD, "I am glad."), 1);
    assert_eq!(world.count(TEACHER, "I am glad."), 0);
}

#[tokio::test]
async fn an_answer_to_the_weekly_update_goes_to_the_school() {
    let mut world = World::linked().await;
    let mut tx = world.store.write().await.unwrap();
    let (mum, ming) = (world.adult(MUM), world.school.ming);
    let right = Action::WeeklyUpdate;
    let letter = Letter::about(mum, ming, right, Kind::WeeklyUpdate);
    mail::post(&mut tx, &world.env, letter, |_| {
        Parcel::text(Html::escape("The week of Ming"))
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
    world.replies(MUM, "The week of Ming", "Good news!").await;
    assert_eq!(world.count(TEACHER, "Good news!"), 1);
}

#[tokio::test]
async fn forged_buttons_get_the_neutral_word() {
    let mut world = written("Secret.").await;
    let (_, hers) = world.chat(MUM).button(ANSWER);
    let (ming, class) = (world.school.ming, world.school.class);
    let nobody = ChildId(1);
    for who in [DAD, AUNT, "stranger"] {
        let chat = world.chat_of(who);
        world.says(who, "/start").await;
        for forged in [
            hers.clone(),
            data(NoteTap::ToSchool(ming)),
            data(NoteTap::ToSchool(nobody)),
            data(NoteTap::ToFamily(ming)),
            data(NoteTap::ToClass(class)),
            data(NoteTap::Send(1)),
        ] {
            world.tap_data(chat, None, &forged).await;
            world.says(who, "let me in").await;
        }
        let toasts = &world.chat(who).toasts;
        assert_eq!(toasts.len(), 6);
        assert!(
            toasts
                .iter()
                .all(|t| t == "This is not possible right now.")
        );
    }
    for who in [MUM, GRANNY, TEACHER, LEAD] {
        assert_eq!(world.count(who, "let me in"), 0);
    }
}
