//! Who had a right once: a guardian whose time is over, a parent whom a court keeps away, whoever found a
//! telephone.

use hongyan::base::Html;
use hongyan::dialogue::{self, check_in, weekly};
use hongyan::model::message::{Kind, Parcel};
use hongyan::model::rights::Action;
use hongyan::service::mail::{self, Letter};
use hongyan::service::{exclusion, parting};

use super::{Row, Scene};
use crate::linking::{invites, token};
use crate::world::{GRANNY, LEAD, MUM};

const NOT_NOW: &str = "This is not possible right now.";

/// Something about Ming waits for an hour.
async fn waits(scene: &Scene, who: &str) {
    let world = &scene.world;
    let mut tx = world.store.write().await.unwrap();
    let (ming, adult) = (world.school.ming, world.adult(who));
    let letter = Letter::about(adult, ming, Action::ReadRecord, Kind::Notice)
        .not_before(world.env.now() + chrono::TimeDelta::hours(1));
    mail::post(&mut tx, &world.env, letter, |_| {
        Parcel::text(Html::escape("Held for an hour."))
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// What is still on the screen of whoever lost the right, and what a program would send.
async fn tries_everything(scene: &mut Scene, who: &str) {
    let world = &mut scene.world;
    let (ming, chat) = (world.school.ming, world.chat_of(who));
    for tap in [
        dialogue::Tap::Weekly(weekly::Tap::HowIs(ming)),
        dialogue::Tap::CheckIn(check_in::Tap::AskRing(ming)),
        dialogue::Tap::Note(dialogue::note::Tap::ToSchool(ming)),
    ] {
        let before = world.screen(who, 9);
        world.tap_data(chat, None, &tap.encode()).await;
        assert_eq!(world.screen(who, 9), before);
        assert_eq!(world.chat(who).toasts.last().unwrap(), NOT_NOW);
    }
    // What waited for them does not come any more.
    world.advance(chrono::TimeDelta::hours(2));
    world.deliver().await;
    assert_eq!(world.count(who, "Held for an hour."), 0);
    scene.is_a_stranger(who).await;
}

pub async fn ex_guardian(scene: &mut Scene) -> Row {
    scene.world.says(GRANNY, "/menu").await;
    waits(scene, GRANNY).await;
    let world = &scene.world;
    let mut tx = world.store.write().await.unwrap();
    let (ming, granny, lead) = (world.school.ming, world.adult(GRANNY), world.adult(LEAD));
    let ended = parting::end(&mut tx, &world.env, Some(lead), ming, granny).await;
    assert!(ended.unwrap());
    tx.commit().await.unwrap();
    scene.begins().await;
    tries_everything(scene, GRANNY).await;
    Row {
        attack: "ex-guardian",
        tried: "the buttons still on the screen, a note, a call, the letter that waited",
        answer: format!("{NOT_NOW} The letter is withdrawn; the menu is a stranger's"),
        trace: scene.trace(&["denied"]).await,
    }
}

pub async fn excluded_parent(scene: &mut Scene) -> Row {
    scene.world.says(MUM, "/menu").await;
    waits(scene, MUM).await;
    let world = &scene.world;
    let mut tx = world.store.write().await.unwrap();
    let (ming, mum, lead) = (world.school.ming, world.adult(MUM), world.adult(LEAD));
    let paper = world.paper(ming, mum);
    exclusion::exclude(&mut tx, &world.env, Some(lead), &paper)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    scene.begins().await;
    tries_everything(scene, MUM).await;
    // A code somebody had made for her before the paper is worth nothing, and there is no new one.
    let world = &scene.world;
    let mut tx = world.store.write().await.unwrap();
    let again =
        hongyan::service::invitation::for_child(&mut tx, &world.env, None, ming, mum, None).await;
    assert!(again.unwrap().is_err());
    tx.commit().await.unwrap();
    let of_granny = invites_anew(scene).await;
    scene.world.says(MUM, &of_granny).await;
    assert_eq!(scene.world.count(MUM, "This code cannot be used"), 1);
    Row {
        attack: "excluded parent",
        tried: "old buttons, a note, the letter that waited, a new code, the grandmother's code",
        answer: format!("{NOT_NOW} No code for her, nor does another's work with her account"),
        trace: scene.trace(&["denied", "code_refused"]).await,
    }
}

/// The grandmother's link, after her own ended.
async fn invites_anew(scene: &Scene) -> String {
    let world = &scene.world;
    let mut tx = world.store.write().await.unwrap();
    let (ming, granny) = (world.school.ming, world.adult(GRANNY));
    parting::end(&mut tx, &world.env, None, ming, granny)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    token(&invites(world, GRANNY).await)
}

pub async fn lost_phone(scene: &mut Scene) -> Row {
    scene.world.says(MUM, "/menu").await;
    scene.world.taps(MUM, "How is Ming").await;
    scene.world.says(MUM, "/menu").await;
    waits(scene, MUM).await;
    scene.begins().await;
    let world = &mut scene.world;
    world.opens_card(LEAD).await;
    world.taps(LEAD, "Phone lost: Mei").await;
    world.taps(LEAD, "Yes, sign out everywhere").await;
    tries_everything(scene, MUM).await;
    Row {
        attack: "lost phone",
        tried: "a mother rings the school, a lead signs her out; whoever has her telephone goes on tapping",
        answer: format!("{NOT_NOW} Nothing that waited comes; the menu is a stranger's"),
        trace: scene.trace(&["lost_phone", "denied"]).await,
    }
}
