//! Who has a chat and no right: guesses, somebody else's code, buttons made by hand.

use hongyan::dialogue::field;

use super::{Row, Scene};
use crate::linking::{invites, token};
use crate::world::{AUNT, DAD, LEAD, MUM};

const NEUTRAL: &str = "This code cannot be used";

pub async fn impostor(scene: &mut Scene) -> Row {
    let world = &mut scene.world;
    // Somebody of the roster who is not linked yet: there is a code to be guessed.
    let issued = dads_code(world).await;
    scene.begins().await;
    let world = &mut scene.world;
    let wrong = format!("{} 000 001", &issued.code()[..7]);
    let mut answers = Vec::new();
    for code in [
        wrong.as_str(),
        "123 456 789 012",
        "/start jdeadbeefdeadbeefdeadbeefdeadbeef",
        "/start childc1",
    ] {
        world.says("impostor", code).await;
        answers.push(world.screen("impostor", 1));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert!(answers[0].contains(NEUTRAL));
    // And no search by what a neighbour knows.
    for known in ["Wang Ming", "2016-05-04", "c1", "+7 903 000 00 01"] {
        world.says("impostor", known).await;
        let answer = world.screen("impostor", 1);
        assert!(answer.contains("I did not understand"), "{answer}");
    }
    Row {
        attack: "impostor",
        tried: "guessed digits, digits of nobody, invented links; a child's name, birth date and key",
        answer: "one answer, byte for byte: this code cannot be used".into(),
        trace: scene.trace(&["code_refused", "denied"]).await,
    }
}

async fn dads_code(world: &crate::world::World) -> hongyan::service::invitation::Issued {
    use hongyan::model::record::Relation;
    let mut tx = world.store.write().await.unwrap();
    let (ming, dad) = (world.school.ming, world.adult(DAD));
    hongyan::store::adults::put_relation(&mut tx, ming, dad, Relation::Father, false, 5)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    invites(world, DAD).await
}

pub async fn stolen_code(scene: &mut Scene) -> Row {
    let issued = dads_code(&scene.world).await;
    let world = &mut scene.world;
    world.says(DAD, &token(&issued)).await;
    world.shares_contact(DAD, "79030000002", true).await;
    world.taps(DAD, "Yes, that is right").await;
    scene.begins().await;
    let world = &mut scene.world;
    world.says("thief", &token(&issued)).await;
    world.says("thief", &issued.code()).await;
    assert_eq!(world.count("thief", NEUTRAL), 2);
    assert_eq!(world.count("thief", "Ming"), 0);
    assert_eq!(world.count(LEAD, "was tried again after use"), 1);
    Row {
        attack: "stolen code",
        tried: "the father's link and digits again, from another telephone, after he used them",
        answer: "this code cannot be used; the leads of the school hear of it".into(),
        trace: scene.trace(&["code_refused", "denied"]).await,
    }
}

pub async fn forged_button(scene: &mut Scene) -> Row {
    let ming = field(scene.world.school.ming);
    for who in [DAD, MUM, AUNT] {
        scene.world.says(who, "/menu").await;
    }
    scene.begins().await;
    let world = &mut scene.world;
    let chat = world.chat_of(DAD);
    let shapes = crate::fuzz::shapes_of_buttons();
    assert!(shapes.len() > 100, "{}", shapes.len());
    for shape in shapes.iter().filter(|shape| shape.contains("ID")) {
        let data = shape.replace("ID", &ming);
        world.tap_data(chat, None, &data).await;
        // A minute later it is another try.
        world.advance(chrono::TimeDelta::seconds(20));
    }
    for rubbish in ["1zz.1", "1r", "\u{0}", "9j.a"] {
        world.tap_data(chat, None, rubbish).await;
    }
    let shown = &world.chat(DAD).shown;
    assert!(shown.iter().all(|shown| !shown.text.contains("Ming")));
    assert!(world.chat(DAD).files.is_empty());
    let lines = scene
        .trace(&["denied", "concern_refused", "button_unknown"])
        .await;
    // Which rights were missing is another test's matter (`rights::doors`).
    let kinds = ["read_record", "family_note", "decide", "see_looks"];
    assert!(kinds.iter().all(|kind| lines.contains(kind)), "{lines}");
    let rows = |what: &str| lines.matches(what).count();
    assert!(rows("by dad, about c1") >= 8, "{lines}");
    Row {
        attack: "forged callback data naming another child",
        tried: "every button there is, made by hand with another family's child in it; broken ones",
        answer: "this is not possible right now; broken ones: the menu. Not a word about the child"
            .into(),
        trace: "denied: the right that was missing, by dad, about c1; concern_refused (names nobody); button_unknown, by dad"
            .into(),
    }
}
