//! Linking, as conversations.

use hongyan::base::{Html, Name, Words};
use hongyan::dialogue::{self, join::Tap};
use hongyan::model::event::{Did, Event};
use hongyan::model::message::{Kind, Parcel};
use hongyan::model::record::Relation;
use hongyan::model::rights::{Action, LinkState};
use hongyan::model::unit::{Unit, UnitKind};
use hongyan::service::mail::{self, Letter};
use hongyan::service::{converse, invitation, parting};
use hongyan::store;
use hongyan::store::tasks::TaskKind;

use crate::world::{BOT, GRANNY, LEAD, MUM, TEACHER, World};

/// The payload of the invitation link on somebody's screen.
pub fn link_on(world: &World, who: &str) -> String {
    let text = &world.chat(who).find("t.me/").text;
    let (_, after) = text.split_once("?start=").unwrap();
    after.split_whitespace().next().unwrap().to_owned()
}

pub async fn invited() -> (World, String) {
    invited_in(World::new().await).await
}

/// The same in a world in which nobody has spoken yet.
pub async fn invited_in(mut world: World) -> (World, String) {
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

#[tokio::test]
async fn excluded_between_the_link_and_the_contact_nobody_learns_whose_code_it_was() {
    let (mut world, link) = invited().await;
    world.says("stranger", "/start jdeadbeef").await;
    let unknown = world.screen("stranger", 1);
    world.says(MUM, &format!("/start {link}")).await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    let pair = store::links::pair(&mut tx, ming, mum).await.unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Excluded);
    store::links::decide(&mut tx, pair.unwrap().id, from, to, None, world.env.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.shares_contact(MUM, "79030000001", true).await;
    assert_eq!(world.screen(MUM, 1), unknown);
    assert_eq!(world.count(MUM, "Ming"), 0);
}

#[tokio::test]
async fn a_lead_who_uses_a_code_for_another_row_does_not_approve_it() {
    let (mut world, link) = invited().await;
    world.says(LEAD, &format!("/start {link}")).await;
    world.shares_contact(LEAD, "79030000001", true).await;
    world.taps(LEAD, "Yes, that is right").await;
    assert_eq!(world.count(LEAD, "Mei"), 2, "the card and the invitation");
    world.says(LEAD, "/menu").await;
    let waiting = dialogue::Tap::Join(Tap::Waiting).encode();
    let chat = world.chat_of(LEAD);
    world.tap_data(chat, None, &waiting).await;
    assert_eq!(world.count(LEAD, "Mei"), 2);
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    let mut tx = world.store.write().await.unwrap();
    let pair = store::links::pair(&mut tx, ming, mum).await.unwrap();
    drop(tx);
    let approve = dialogue::Tap::Join(Tap::Approve(pair.unwrap().id)).encode();
    world.tap_data(chat, None, &approve).await;
    let mut tx = world.store.write().await.unwrap();
    let pair = store::links::pair(&mut tx, ming, mum).await.unwrap();
    assert_eq!(pair.unwrap().state, LinkState::AwaitingApproval);
}

#[tokio::test]
async fn whoever_guesses_on_uses_up_nobodys_tries() {
    let mut world = World::new().await;
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    let mut tx = world.store.write().await.unwrap();
    let issued = invitation::for_child(&mut tx, &world.env, None, ming, mum, None);
    let issued = issued.await.unwrap().unwrap();
    tx.commit().await.unwrap();
    for _ in 0..5 {
        world.says("guesser", "000 000 000 000").await;
    }
    let code = issued.code();
    let wrong = format!("{} 000 001", &code[..7]);
    for _ in 0..5 {
        world.says("guesser", &wrong).await;
    }
    world.says(MUM, &code).await;
    assert_eq!(world.count(MUM, "Red Star School"), 1);
}

#[tokio::test]
async fn what_waits_for_a_person_follows_to_the_new_phone() {
    let mut world = World::linked().await;
    let (ming, lan, mum) = (world.school.ming, world.school.lan, world.adult(MUM));
    let mut tx = world.store.write().await.unwrap();
    let letter = Letter::about(mum, ming, Action::ReadRecord, Kind::Notice)
        .not_before(world.env.now() + chrono::TimeDelta::hours(1));
    mail::post(&mut tx, &world.env, letter, |_| {
        Parcel::text(Html::escape("Held for the evening."))
    })
    .await
    .unwrap();
    store::adults::put_relation(&mut tx, lan, mum, Relation::Aunt, false, 4)
        .await
        .unwrap();
    let issued = invitation::for_child(&mut tx, &world.env, None, lan, mum, None);
    let issued = issued.await.unwrap().unwrap();
    tx.commit().await.unwrap();
    world.says("new phone", &issued.code()).await;
    world.shares_contact("new phone", "79030000001", true).await;
    world.taps("new phone", "Yes").await;
    world.taps(LEAD, "Approve").await;
    world.advance(chrono::TimeDelta::hours(2));
    world.deliver().await;
    assert_eq!(world.count(MUM, "Held for the evening."), 0);
    assert_eq!(world.count("new phone", "Held for the evening."), 1);
}

#[tokio::test]
async fn a_screen_that_has_not_left_is_withdrawn_with_the_link() {
    let mut world = World::linked().await;
    let (ming, mum, chat) = (world.school.ming, world.adult(MUM), world.chat_of(MUM));
    let mut tx = world.store.write().await.unwrap();
    let event = Event {
        bot: BOT.into(),
        chat,
        language: None,
        did: Did::Says {
            text: Words::new("/menu"),
            message: 1,
            reply_to: None,
        },
    };
    converse::hear(&mut tx, &world.env, event).await.unwrap();
    parting::end(&mut tx, &world.env, None, ming, mum)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
    assert_eq!(world.screen(MUM, 1), "(nothing)");
}

#[tokio::test]
async fn who_stops_the_bot_is_on_the_schools_list_once() {
    let mut world = World::linked().await;
    let chat = world.chat_of(MUM);
    world.hear(chat, Did::Leaves).await;
    world.hear(chat, Did::Leaves).await;
    let mut tx = world.store.write().await.unwrap();
    let tasks = store::tasks::list(&mut tx, world.school.school, 10)
        .await
        .unwrap();
    let kinds: Vec<TaskKind> = tasks.iter().map(|task| task.kind).collect();
    assert_eq!(kinds, [TaskKind::Unreachable]);
}

#[tokio::test]
async fn a_lead_of_many_classes_reaches_the_last_one() {
    let mut world = World::new().await;
    let mut tx = world.store.write().await.unwrap();
    for number in 10..30 {
        let unit = Unit {
            id: world.env.id(),
            kind: UnitKind::Class,
            parent: Some(world.school.school),
            key: format!("class-{number}"),
            name: format!("Class {number}"),
            zone: None,
        };
        store::units::put(&mut tx, &unit).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "More").await;
    world.taps(LEAD, "More").await;
    assert!(world.screen(LEAD, 1).contains("Class 3-2: pupils"));
    let forged = dialogue::Tap::Home(dialogue::home::Tap::Classes(3)).encode();
    world.tap_data(world.chat_of(LEAD), None, &forged).await;
    world.taps(LEAD, "Class 10: pupils").await;
    assert!(world.screen(LEAD, 1).contains("Class 10"));
}
