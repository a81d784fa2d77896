//! Updates: stored once, effects once, in order per chat, poison put aside.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{Env, Listener, Wake};
use hongyan::inbox::{Handler, Inbox, Trouble};
use hongyan::model::Locale;
use hongyan::model::event::{Did, Event};
use hongyan::store::arrivals::LARGEST;
use hongyan::store::inbox::{self, InboxState};
use hongyan::store::{Queue, Tx, accounts, outbox};
use hongyan::telegram::{event, intake, step_over};
use serde_json::json;

use super::rig::{Rig, on_both, to};
use crate::world::BOT;

on_both!(
    a_commit_calls_who_works_there,
    duplicates_die_at_the_door,
    a_poison_update_is_parked_and_stops_nobody,
    a_panic_loses_nothing,
    order_per_chat_and_a_retry_holds_its_own_chat_only,
    garbage_is_parked,
    what_is_too_large_is_stepped_over,
    a_lost_claim_undoes_its_effects,
    unknown_kinds_are_done,
);

/// Notes what it was told, opens an account per chat as an effect, and fails by script.
struct Ear {
    env: Env,
    heard: Mutex<Vec<(i64, String)>>,
    fails: Mutex<HashMap<String, u32>>,
}

impl Handler for Ear {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>> {
        Box::pin(async move {
            let Did::Says { text, .. } = &event.did else {
                return Ok(());
            };
            let text = text.expose().to_owned();
            accounts::meet(tx, &self.env, BOT, event.chat, Locale::En).await?;
            self.heard.lock().unwrap().push((event.chat, text.clone()));
            assert_ne!(text, "panic", "as told");
            let mut fails = self.fails.lock().unwrap();
            match fails.get_mut(&text) {
                Some(0) | None => Ok(()),
                Some(left) => {
                    *left -= 1;
                    Err(Trouble::Other("as told"))
                }
            }
        })
    }
}

fn ear(rig: &Rig) -> (Inbox, Arc<Ear>) {
    let env = rig.world.env.clone();
    let ear = Arc::new(Ear {
        env: env.clone(),
        heard: Mutex::default(),
        fails: Mutex::default(),
    });
    let inbox = Inbox::new(rig.store().clone(), env, BOT, event, ear.clone());
    (inbox, ear)
}

async fn comes(rig: &Rig, update: i64, chat: i64, text: &str) {
    let body = json!({"update_id": update, "message": {"message_id": update, "date": 0,
        "chat": {"id": chat, "type": "private"}, "from": {"id": chat}, "text": text}});
    raw(rig, &body.to_string()).await;
}

async fn raw(rig: &Rig, body: &str) -> hongyan::telegram::Arrived {
    intake(rig.store(), &rig.world.env, BOT, body.as_bytes())
        .await
        .unwrap()
}

async fn rest(inbox: &Inbox) -> Wake {
    for _ in 0..50 {
        let wake = inbox.tick().await.unwrap();
        if wake != Wake::Now {
            return wake;
        }
    }
    panic!("the inbox does not come to rest");
}

async fn count(rig: &Rig, state: InboxState) -> i64 {
    let mut tx = rig.store().read().await.unwrap();
    if state == InboxState::Done {
        return rig
            .number("SELECT COUNT(*) FROM inbox WHERE state = 'done'")
            .await;
    }
    let counts = inbox::counts(&mut tx).await.unwrap();
    counts
        .iter()
        .find(|(s, _)| *s == state)
        .map_or(0, |(_, rows)| *rows)
}

async fn duplicates_die_at_the_door(rig: Rig) {
    let (inbox, ear) = ear(&rig);
    for _ in 0..3 {
        comes(&rig, 1, 501, "hello").await;
    }
    rest(&inbox).await;
    comes(&rig, 1, 501, "hello").await;
    assert_eq!(rest(&inbox).await, Wake::Idle);
    assert_eq!(ear.heard.lock().unwrap().len(), 1);
    assert_eq!(count(&rig, InboxState::Done).await, 1);
    // What the person wrote is not kept here.
    assert_eq!(
        rig.number("SELECT COUNT(*) FROM inbox WHERE body <> ''")
            .await,
        0
    );
}

async fn a_poison_update_is_parked_and_stops_nobody(rig: Rig) {
    let (inbox, ear) = ear(&rig);
    ear.fails.lock().unwrap().insert("poison".into(), 99);
    comes(&rig, 1, 501, "poison").await;
    comes(&rig, 2, 501, "behind it").await;
    comes(&rig, 3, 502, "elsewhere").await;
    for pause in [1, 10, 60] {
        let due = rig.now() + TimeDelta::seconds(pause);
        assert_eq!(rest(&inbox).await, Wake::At(due));
        rig.world.env.clock.set(due);
    }
    assert_eq!(rest(&inbox).await, Wake::Idle);
    let heard = ear.heard.lock().unwrap().clone();
    let heard: Vec<_> = heard.iter().map(|(_, text)| text.as_str()).collect();
    // Once together with another chat's, undone; then four times alone.
    let times = |text| heard.iter().filter(|heard| **heard == text).count();
    assert_eq!((times("poison"), times("elsewhere")), (5, 1), "{heard:?}");
    assert_eq!(heard.last(), Some(&"behind it"));
    assert_eq!(count(&rig, InboxState::Done).await, 2);
    assert_eq!(count(&rig, InboxState::Parked).await, 1);
    let mut tx = rig.store().read().await.unwrap();
    let parked = inbox::list(&mut tx, InboxState::Parked, 10).await.unwrap();
    assert_eq!(parked[0].problem.as_deref(), Some("as told"));
}

async fn a_panic_loses_nothing(rig: Rig) {
    let (inbox, ear) = ear(&rig);
    comes(&rig, 1, 501, "panic").await;
    comes(&rig, 2, 502, "fine").await;
    rest(&inbox).await;
    assert_eq!(count(&rig, InboxState::Done).await, 1);
    assert_eq!(count(&rig, InboxState::Waiting).await, 1);
    // Its effect, the account, was undone; the other's stands.
    let accounts = "SELECT COUNT(*) FROM accounts WHERE chat_id IN (501, 502)";
    assert_eq!(rig.number(accounts).await, 1);
    // Once together, undone; then each alone.
    assert_eq!(ear.heard.lock().unwrap().len(), 3);
}

async fn order_per_chat_and_a_retry_holds_its_own_chat_only(rig: Rig) {
    let (inbox, ear) = ear(&rig);
    ear.fails.lock().unwrap().insert("one".into(), 1);
    for (update, text) in [(1, "one"), (2, "two"), (3, "three")] {
        comes(&rig, update, 501, text).await;
        comes(&rig, 10 + update, 502, text).await;
    }
    ear.fails.lock().unwrap().insert("two".into(), 0);
    rest(&inbox).await;
    rig.world.advance(TimeDelta::seconds(1));
    rest(&inbox).await;
    let heard = ear.heard.lock().unwrap().clone();
    let of = |chat| {
        heard
            .iter()
            .filter(move |(c, _)| *c == chat)
            .map(|(_, t)| t.as_str())
    };
    let both = [of(501).collect::<Vec<_>>(), of(502).collect::<Vec<_>>()];
    let smooth = vec!["one", "two", "three"];
    let held = vec!["one", "one", "two", "three"];
    assert!(both.contains(&smooth) && both.contains(&held), "{both:?}");
    assert_eq!(count(&rig, InboxState::Done).await, 6);
}

async fn a_commit_calls_who_works_there(rig: Rig) {
    let called = |queue, bot| rig.store().bell(queue, bot).listen();
    let rung = |listener: &mut Listener| listener.rung().now_or_never().is_some();
    let (mut ears, mut others) = (called(Queue::Inbox, BOT), called(Queue::Inbox, "other"));
    let mut mouth = called(Queue::Outbox, BOT);
    comes(&rig, 1, 501, "hello").await;
    assert!(rung(&mut ears) && !rung(&mut others) && !rung(&mut mouth));
    rig.put(to(501, "hello")).await;
    assert!(rung(&mut mouth) && !rung(&mut ears));
    // What is undone calls nobody.
    let mut tx = rig.store().write().await.unwrap();
    let (id, now) = (rig.world.env.id(), rig.now());
    outbox::put(&mut tx, id, now, &to(501, "never"))
        .await
        .unwrap();
    drop(tx);
    assert!(!rung(&mut mouth));
}

async fn garbage_is_parked(rig: Rig) {
    let (inbox, _) = ear(&rig);
    for body in ["not json", "[]", r#"{"message":{}}"#, "not json"] {
        let arrived = raw(&rig, body).await;
        assert_eq!(arrived.parked(), 1);
    }
    assert_eq!(count(&rig, InboxState::Parked).await, 3);
    // A message that cannot be read is parked when its turn comes.
    let body = json!({"update_id": 9, "message": {"message_id": "nine", "chat": {"id": 501}}});
    raw(&rig, &body.to_string()).await;
    rest(&inbox).await;
    assert_eq!(count(&rig, InboxState::Parked).await, 4);
}

async fn a_lost_claim_undoes_its_effects(rig: Rig) {
    comes(&rig, 1, 501, "hello").await;
    let now = rig.now();
    let claim = async |at| {
        let mut tx = rig.store().write().await.unwrap();
        let lease = at + TimeDelta::seconds(60);
        let mut found = inbox::claim(&mut tx, BOT, at, lease, 10).await.unwrap();
        tx.commit().await.unwrap();
        found.pop()
    };
    let late = claim(now).await.unwrap();
    assert!(claim(now + TimeDelta::seconds(59)).await.is_none());
    let heir = claim(now + TimeDelta::seconds(60)).await.unwrap();
    let mut tx = rig.store().write().await.unwrap();
    assert!(!inbox::settle_done(&mut tx, &late, now).await.unwrap());
    assert!(inbox::settle_done(&mut tx, &heir, now).await.unwrap());
    tx.commit().await.unwrap();
}

async fn unknown_kinds_are_done(rig: Rig) {
    let (inbox, ear) = ear(&rig);
    raw(
        &rig,
        &json!({"update_id": 1, "poll": {"id": "1"}}).to_string(),
    )
    .await;
    assert_eq!(rest(&inbox).await, Wake::Idle);
    assert_eq!(count(&rig, InboxState::Done).await, 1);
    assert!(ear.heard.lock().unwrap().is_empty());
}

async fn what_is_too_large_is_stepped_over(rig: Rig) {
    let (inbox, ear) = ear(&rig);
    comes(&rig, 1, 501, "before").await;
    // The number is found, and the same one comes only once.
    let large = format!("{{\"update_id\": 2, \"x\":\"{}\"}}", "y".repeat(LARGEST));
    for known in [0, 1] {
        let came = raw(&rig, &large).await;
        assert_eq!(
            (came.stored, came.known, came.parked()),
            (1 - known, known, 1)
        );
        let beginning = &large.as_bytes()[..100];
        let came = step_over(rig.store(), &rig.world.env, BOT, beginning);
        assert_eq!(came.await.unwrap().known, 1);
    }
    // What a person wrote is not taken for it; without a number it is still here once.
    for _ in 0..2 {
        let nameless = br#"{"message":{"text":"\"update_id\":77, is what I write"#;
        let came = step_over(rig.store(), &rig.world.env, BOT, nameless);
        came.await.unwrap();
    }
    // Characters and escapes that a database does not take as they are.
    raw(&rig, "\0").await;
    let half = r#"{"update_id":4,"message":{"chat":{"id":501},"text":"\ud83d"}}"#;
    raw(&rig, half).await;
    comes(&rig, 5, 501, "after").await;
    rest(&inbox).await;
    let heard: Vec<_> = ear
        .heard
        .lock()
        .unwrap()
        .iter()
        .map(|h| h.1.clone())
        .collect();
    // What shared a transaction with rubbish was undone and handled alone.
    assert_eq!(heard, ["before", "before", "after"]);
    assert_eq!(count(&rig, InboxState::Parked).await, 4);
    let mut tx = rig.store().read().await.unwrap();
    let parked = inbox::list(&mut tx, InboxState::Parked, 9).await.unwrap();
    let large: Vec<_> = parked
        .iter()
        .filter(|row| row.problem.as_deref() == Some("larger than 1 MiB: not kept"))
        .map(|row| row.update)
        .collect();
    assert_eq!(large.len(), 2);
    assert!(large.contains(&2) && large.iter().any(|update| *update < 0));
    // Sealed: a third longer, with what seals it.
    assert_eq!(
        rig.number("SELECT MAX(LENGTH(body)) FROM inbox").await as usize,
        "v2.own.".len() + ((half.len() + 28) * 4).div_ceil(3)
    );
}
