//! A parent asks who saw the record: staff with their roles, never another of the family.

use chrono::TimeDelta;
use hongyan::dialogue;
use hongyan::dialogue::audit::Tap;
use hongyan::model::Locale;
use hongyan::model::audit::Why;
use hongyan::model::record::Relation;
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::store::{self, audit};

use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

async fn looked_at() -> World {
    let mut world = World::linked().await;
    world.says(TEACHER, "/menu").await;
    for label in ["Class 3-2: pupils", "Wang Ming", "Week entry"] {
        world.advance(TimeDelta::minutes(3));
        world.taps(TEACHER, label).await;
    }
    world.advance(TimeDelta::hours(5));
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Class 3-2: pupils").await;
    world.taps(LEAD, "Wang Ming").await;
    for who in [GRANNY, MUM] {
        world.says(who, "/menu").await;
        world.taps(who, "How is Ming").await;
    }
    world
}

async fn note(world: &World, who: &str, action: &'static str, why: Why) {
    let mut tx = world.store.write().await.unwrap();
    let act = audit::Act {
        by: Some(world.adult(who)),
        action,
        child: Some(world.school.ming),
        why: Some(why),
        ..audit::Act::default()
    };
    audit::note(&mut tx, &world.env, act).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_parent_sees_which_staff_looked_in_four_languages() {
    let mut world = looked_at().await;
    world.taps(MUM, "Who looked").await;
    for locale in Locale::ALL {
        crate::weekly::speaks(&world, MUM, *locale).await;
        let tap = Tap::Looked(world.school.ming, 0);
        let data = dialogue::Tap::Audit(tap).encode();
        let chat = world.chat_of(MUM);
        world.tap_data(chat, None, &data).await;
        let name = format!("who_looked_{}", locale.as_str());
        insta::assert_snapshot!(name, world.screen(MUM, 1));
    }
    // After ninety days it is nobody's business any more.
    world.advance(TimeDelta::days(91));
    world.everybody_was_seen().await;
    crate::weekly::speaks(&world, MUM, Locale::En).await;
    let data = dialogue::Tap::Audit(Tap::Looked(world.school.ming, 0)).encode();
    world.tap_data(world.chat_of(MUM), None, &data).await;
    insta::assert_snapshot!("who_looked_nobody", world.screen(MUM, 1));
}

#[tokio::test]
async fn never_the_family_never_a_concern() {
    let mut world = looked_at().await;
    world.taps(MUM, "Who looked").await;
    let before = world.screen(MUM, 1);
    // Whatever the others of the family do, whatever is done about a concern.
    note(&world, GRANNY, "saw_card", Why::Link).await;
    note(&world, AUNT, "saw_week", Why::Post).await;
    note(&world, LEAD, "concern_opened", Why::Post).await;
    note(&world, LEAD, "concern_saw", Why::BreakGlass).await;
    note(&world, LEAD, "saw_request", Why::Post).await;
    note(&world, TEACHER, "was_told", Why::Post).await;
    world.taps(MUM, "How is Ming").await;
    world.taps(MUM, "Who looked").await;
    assert_eq!(world.screen(MUM, 1), before);
    // A teacher who is of the family now is left out, whatever was seen by the post.
    let mut tx = world.store.write().await.unwrap();
    let (ming, teacher) = (world.school.ming, world.adult(TEACHER));
    let (id, now) = (world.env.id(), world.env.now());
    let (role, relation) = (LinkRole::Contact, Relation::Aunt);
    store::links::invite(&mut tx, id, ming, teacher, role, relation, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.taps(MUM, "How is Ming").await;
    world.taps(MUM, "Who looked").await;
    let after = world.screen(MUM, 1);
    assert!(
        !after.contains("Teacher Zhao") && after.contains("Lead Chen"),
        "{after}"
    );
}

#[tokio::test]
async fn it_comes_in_pages_newest_first() {
    let mut world = looked_at().await;
    for _ in 0..13 {
        world.advance(TimeDelta::minutes(11));
        note(&world, TEACHER, "saw_week", Why::Post).await;
    }
    world.taps(MUM, "Who looked").await;
    let first = world.screen(MUM, 1);
    assert_eq!(first.matches("\n• ").count(), 10, "{first}");
    assert!(!first.contains("Back") && !first.contains("Lead Chen"));
    world.taps(MUM, "More").await;
    let second = world.screen(MUM, 1);
    assert!(
        second.contains("Lead Chen") && !second.contains("[More"),
        "{second}"
    );
    world.taps(MUM, "Back").await;
    assert_eq!(world.screen(MUM, 1), first);
}

/// Whoever leads the school sees it too, from the card and back.
#[tokio::test]
async fn a_lead_sees_who_looked() {
    let mut world = looked_at().await;
    world.taps(LEAD, "Who looked").await;
    insta::assert_snapshot!("lead_sees_who_looked", world.screen(LEAD, 1));
    world.taps(LEAD, "Back").await;
    assert!(world.screen(LEAD, 1).contains("Lives with"));
}

#[tokio::test]
async fn nobody_else_may_ask() {
    let mut world = looked_at().await;
    assert!(!world.screen(GRANNY, 1).contains("Who looked"));
    let data = dialogue::Tap::Audit(Tap::Looked(world.school.ming, 0)).encode();
    world.says(DAD, "/menu").await;
    world.says("stranger", "/menu").await;
    for who in [GRANNY, DAD, TEACHER, "stranger"] {
        let before = world.screen(who, 9);
        world.tap_data(world.chat_of(who), None, &data).await;
        assert_eq!(world.screen(who, 9), before, "{who}");
        let toast = world.chat(who).toasts.last().unwrap();
        assert_eq!(toast, "This is not possible right now.", "{who}");
    }
    // Ended is as good as unknown.
    let mut tx = world.store.write().await.unwrap();
    let link = store::links::pair(&mut tx, world.school.ming, world.adult(MUM)).await;
    let (id, now) = (link.unwrap().unwrap().id, world.env.now());
    let (from, to) = (LinkState::Active, LinkState::Ended);
    store::links::decide(&mut tx, id, from, to, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let before = world.screen(MUM, 9);
    world.taps(MUM, "Who looked").await;
    assert_eq!(world.screen(MUM, 9), before);
    let toast = world.chat(MUM).toasts.last().unwrap();
    assert_eq!(toast, "This is not possible right now.");
}
