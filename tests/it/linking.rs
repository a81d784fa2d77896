//! Linking under pressure: two who confirm at once, codes that are guessed, used, too old or not for
//! this number.

use hongyan::base::{AdultId, Phone};
use hongyan::model::event::{Did, Event};
use hongyan::model::rights::LinkState;
use hongyan::model::unit::Role;
use hongyan::service::converse;
use hongyan::service::invitation::{self, Issued};
use hongyan::store::{self, Store};

use crate::support::databases::databases;
use crate::world::{AUNT, BOT, GRANNY, LEAD, MUM, World};

const NEUTRAL: &str = "This code cannot be used";
const MISUSED: &str = "was tried again after use, or with wrong digits";

pub async fn invites(world: &World, who: &str) -> Issued {
    let mut tx = world.store.write().await.unwrap();
    let (child, adult) = (world.school.ming, world.adult(who));
    let issued = invitation::for_child(&mut tx, &world.env, None, child, adult, None)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    issued
}

pub fn token(issued: &Issued) -> String {
    let link = issued.link("bot");
    format!("/start {}", link.split_once("start=").unwrap().1)
}

async fn state(world: &World, who: &str) -> LinkState {
    let mut tx = world.store.read().await.unwrap();
    let adult: AdultId = world.adult(who);
    let link = store::links::pair(&mut tx, world.school.ming, adult).await;
    link.unwrap().unwrap().state
}

/// One tap in a transaction of its own; nothing is delivered.
async fn tap(store: &Store, world: &World, chat: i64, data: &str) {
    let event = Event {
        bot: BOT.into(),
        chat,
        language: Some("en".into()),
        did: Did::Taps {
            data: data.into(),
            query: format!("q{chat}"),
            message: None,
        },
    };
    let mut tx = store.write().await.unwrap();
    converse::hear(&mut tx, &world.env, event).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn of_two_who_confirm_at_once_one_wins_and_the_school_hears_of_the_other() {
    for db in databases().await {
        for round in 0..6 {
            let mut world = match round {
                0 => World::on(&db.url).await,
                // Seeded once per database; later rounds have one of their own.
                _ if db.url.starts_with("sqlite") => World::new().await,
                _ => break,
            };
            let issued = invites(&world, MUM).await;
            let mut data = Vec::new();
            for who in ["first", "second"] {
                world.says(who, &token(&issued)).await;
                world.shares_contact(who, "79030000001", true).await;
                data.push(world.chat(who).button("Yes, that is right").1);
            }
            let other = Store::connect(world.url())
                .await
                .unwrap()
                .with_keys(crate::support::keys::keys());
            let (first, second) = (world.chat_of("first"), world.chat_of("second"));
            tokio::join!(
                tap(&world.store, &world, first, &data[0]),
                tap(&other, &world, second, &data[1])
            );
            other.close().await;
            world.deliver().await;
            let won = ["first", "second"].map(|who| world.count(who, "Your school will check"));
            let lost = ["first", "second"].map(|who| world.count(who, NEUTRAL));
            assert_eq!(won.iter().sum::<usize>(), 1, "{}", db.url);
            assert_eq!(lost, [1 - won[0], 1 - won[1]]);
            assert_eq!(
                world.count(LEAD, "Approve") + world.count(LEAD, "Wang Ming"),
                1
            );
            assert_eq!(world.count(LEAD, MISUSED), 1, "{}", db.url);
            assert_eq!(state(&world, MUM).await, LinkState::AwaitingApproval);
            world.store.close().await;
        }
    }
}

/// The code with its last digit changed.
fn wrong(code: &str, by: u32) -> String {
    let (head, last) = code.split_at(code.len() - 1);
    let digit = (last.parse::<u32>().unwrap() + by) % 10;
    format!("{head}{digit}")
}

#[tokio::test]
async fn five_wrong_tries_lock_a_code_and_tell_the_school_once() {
    let mut world = World::new().await;
    let issued = invites(&world, MUM).await;
    for by in 1..=4 {
        world.says("thief", &wrong(&issued.code(), by)).await;
    }
    assert_eq!(world.count(LEAD, MISUSED), 0);
    world.says("accomplice", &wrong(&issued.code(), 5)).await;
    assert_eq!(world.count(LEAD, MISUSED), 1);
    world.says("accomplice", &wrong(&issued.code(), 6)).await;
    assert_eq!(world.count(LEAD, MISUSED), 1);
    // Now not even the right digits, or the long token, open it.
    world.says(MUM, &issued.code()).await;
    world.says(MUM, &token(&issued)).await;
    assert_eq!(world.count(MUM, NEUTRAL), 2);
    assert_eq!(state(&world, MUM).await, LinkState::Invited);
}

#[tokio::test]
async fn an_account_that_guesses_is_shut_out_for_an_hour() {
    let mut world = World::new().await;
    for number in 0..5 {
        world.says(MUM, &format!("99999{number} 000000")).await;
    }
    let issued = invites(&world, MUM).await;
    world.says(MUM, &token(&issued)).await;
    assert_eq!(world.count(MUM, NEUTRAL), 6);
    world.advance(chrono::TimeDelta::minutes(61));
    world.says(MUM, &token(&issued)).await;
    assert_eq!(world.count(MUM, NEUTRAL), 6);
}

#[tokio::test]
async fn unknown_used_expired_locked_and_excluded_are_one_answer_byte_for_byte() {
    let mut world = World::new().await;
    let mum = invites(&world, MUM).await;
    world.says(MUM, &token(&mum)).await;
    world.shares_contact(MUM, "79030000001", true).await;
    world.taps(MUM, "Yes, that is right").await;
    let locked = invites(&world, GRANNY).await;
    for by in 1..=5 {
        world.says("guesser", &wrong(&locked.code(), by)).await;
    }
    let excluded = invites(&world, AUNT).await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, aunt) = (world.school.ming, world.adult(AUNT));
    let link = store::links::pair(&mut tx, ming, aunt).await.unwrap();
    let (from, to, now) = (LinkState::Invited, LinkState::Excluded, world.env.now());
    assert!(
        store::links::decide(&mut tx, link.unwrap().id, from, to, None, now)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let unknown = "/start jdeadbeefdeadbeefdeadbeefdeadbeef".to_owned();
    let mut answers = Vec::new();
    for (who, code) in [
        ("unknown-a", unknown),
        ("used-b", token(&mum)),
        ("used-by-digits-c", mum.code()),
        ("locked-d", token(&locked)),
        ("locked-by-digits-e", locked.code()),
        ("excluded-f", token(&excluded)),
        ("malformed-g", "/start j".to_owned()),
        ("wrong-h", "000 000 000 000".to_owned()),
    ] {
        world.says(who, &code).await;
        answers.push((who, world.screen(who, 1)));
    }
    world.advance(chrono::TimeDelta::days(15));
    world.says("expired-i", &token(&excluded)).await;
    answers.push(("expired-i", world.screen("expired-i", 1)));
    for (who, answer) in &answers {
        assert!(answer.contains(NEUTRAL), "{who}: {answer}");
        assert_eq!(answer, &answers[0].1, "{who}");
    }
}

#[tokio::test]
async fn a_second_use_tells_the_school_and_an_expired_code_tells_nobody() {
    let mut world = World::new().await;
    let issued = invites(&world, MUM).await;
    world.says(MUM, &token(&issued)).await;
    world.shares_contact(MUM, "79030000001", true).await;
    world.taps(MUM, "Yes, that is right").await;
    world.says("thief", &issued.code()).await;
    world.says("other thief", &token(&issued)).await;
    assert_eq!(world.count(LEAD, MISUSED), 1);
    let granny = invites(&world, GRANNY).await;
    world.advance(chrono::TimeDelta::days(14));
    world.says(GRANNY, &granny.code()).await;
    assert_eq!(world.count(GRANNY, NEUTRAL), 1);
    assert_eq!(world.count(LEAD, MISUSED), 1);
}

#[tokio::test]
async fn a_code_that_ends_while_the_person_thinks_is_not_used() {
    let mut world = World::new().await;
    let issued = invites(&world, MUM).await;
    world.says(MUM, &token(&issued)).await;
    world.shares_contact(MUM, "79030000001", true).await;
    world.advance(chrono::TimeDelta::days(15));
    world.taps(MUM, "Yes, that is right").await;
    assert_eq!(world.count(MUM, NEUTRAL), 1);
    assert_eq!(state(&world, MUM).await, LinkState::Invited);
    // Nor one in whose place a newer one was issued meanwhile.
    let issued = invites(&world, GRANNY).await;
    world.says(GRANNY, &token(&issued)).await;
    world.shares_contact(GRANNY, "8613800000003", true).await;
    invites(&world, GRANNY).await;
    world.taps(GRANNY, "Yes, that is right").await;
    assert_eq!(state(&world, GRANNY).await, LinkState::Invited);
}

#[tokio::test]
async fn a_post_is_refused_to_another_number() {
    let mut world = World::new().await;
    let mut tx = world.store.write().await.unwrap();
    let (class, aunt, role) = (world.school.class, world.adult(AUNT), Role::Teacher);
    let issued = invitation::for_post(&mut tx, &world.env, None, class, aunt, role)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    assert!(Phone::parse("+7 903 999 99 99").is_some());
    world.says("stranger", &token(&issued)).await;
    world
        .shares_contact("stranger", "+7 903 999 99 99", true)
        .await;
    world.taps("stranger", "Yes, that is me").await;
    assert_eq!(
        world.count("stranger", "not the one your school has on its list"),
        1
    );
    assert_eq!(world.count(LEAD, MISUSED), 1);
    let mut tx = world.store.read().await.unwrap();
    let held = store::posts::of_adult(&mut tx, aunt, world.env.now()).await;
    assert!(held.unwrap().is_empty());
}
