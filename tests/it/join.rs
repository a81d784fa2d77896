//! Linking, as conversations.

use hongyan::base::Name;
use hongyan::service::invitation;

use crate::world::{GRANNY, LEAD, MUM, TEACHER, World};

/// The payload of the invitation link on somebody's screen.
fn link_on(world: &World, who: &str) -> String {
    let text = &world.chat(who).find("t.me/").text;
    let (_, after) = text.split_once("?start=").unwrap();
    after.split_whitespace().next().unwrap().to_owned()
}

async fn invited() -> (World, String) {
    let mut world = World::new().await;
    world.says(LEAD, "/start").await;
    world.taps(LEAD, "Class 3-2: pupils").await;
    world.taps(LEAD, "Wang Ming").await;
    world.taps(LEAD, "Invite mother").await;
    let link = link_on(&world, LEAD);
    (world, link)
}

#[tokio::test]
async fn a_mother_links_in_three_taps_and_the_school_approves_in_one() {
    let (mut world, link) = invited().await;
    world.says(MUM, &format!("/start {link}")).await;
    world.shares_contact(MUM, "79030000001", true).await;
    world.taps(MUM, "Yes, that is right").await;
    insta::assert_snapshot!("mum_waits", world.screen(MUM, 9));
    insta::assert_snapshot!("lead_is_asked", world.screen(LEAD, 1));
    world.taps(LEAD, "Approve").await;
    insta::assert_snapshot!("mum_is_linked", world.screen(MUM, 1));
    world.taps(MUM, "Menu").await;
    insta::assert_snapshot!("mum_menu", world.screen(MUM, 1));
    let _ = Name::default();
}

#[tokio::test]
async fn words_instead_of_the_number_bring_the_button_again() {
    let (mut world, link) = invited().await;
    world.says(MUM, &format!("/start {link}")).await;
    world.says(MUM, "hello?").await;
    assert!(world.screen(MUM, 1).contains("(📱 Share my number)"));
    world.shares_contact(MUM, "79030000001", true).await;
    world.taps(MUM, "Yes, that is right").await;
    assert!(world.screen(LEAD, 1).contains("asks to be linked"));
}

#[tokio::test]
async fn unknown_used_expired_and_excluded_get_the_same_answer() {
    let (mut world, link) = invited().await;
    world
        .says("stranger", "/start jdeadbeefdeadbeefdeadbeefdeadbeef")
        .await;
    let unknown = world.screen("stranger", 1);
    world.says(MUM, &format!("/start {link}")).await;
    world.shares_contact(MUM, "79030000001", true).await;
    world.taps(MUM, "Yes, that is right").await;
    world.says("thief", &format!("/start {link}")).await;
    assert_eq!(world.screen("thief", 1), unknown);
    assert_eq!(world.count(LEAD, "was tried again after use"), 1);
    let _ = (GRANNY, TEACHER);
    let mut tx = world.store.write().await.unwrap();
    let issued = invitation::for_child(
        &mut tx,
        &world.env,
        None,
        world.school.ming,
        world.adult(GRANNY),
        None,
    )
    .await
    .unwrap()
    .unwrap();
    tx.commit().await.unwrap();
    world.advance(chrono::TimeDelta::days(15));
    world.says("late", &issued.code()).await;
    assert_eq!(world.screen("late", 1), unknown);
}
