//! What is settled is forgotten in time, page by page; what is open never.

use chrono::TimeDelta;
use hongyan::model::retention::Keep;
use hongyan::service::retention::{self, Forgotten, PAGE, Round};
use hongyan::store::outbox;

use super::rig::{Rig, on_both, to};

on_both!(
    words_go_first_then_the_rows_and_nothing_open,
    a_round_takes_pages,
);

async fn round(rig: &Rig) -> Vec<Forgotten> {
    let (mut round, mut pages) = (Round::default(), Vec::new());
    loop {
        let mut tx = rig.store().write().await.unwrap();
        let env = &rig.world.env;
        let page = retention::page(&mut tx, env, &Keep::default(), &mut round).await;
        tx.commit().await.unwrap();
        pages.push(page.unwrap());
        if !pages[pages.len() - 1].more {
            return pages;
        }
    }
}

async fn comes(rig: &Rig, update: i64, body: &str) {
    let body = body.replace("$", &update.to_string());
    let came = hongyan::telegram::intake(rig.store(), &rig.world.env, "1", body.as_bytes());
    assert_eq!(came.await.unwrap().stored, 1);
}

async fn words_go_first_then_the_rows_and_nothing_open(mut rig: Rig) {
    for n in 0..3 {
        rig.put(to(7 + n, "the week")).await;
    }
    rig.settle().await;
    let mut held = to(7, "held for a year");
    held.not_before = Some(rig.now() + TimeDelta::days(365));
    rig.put(held).await;
    comes(&rig, 1, r#"{"update_id":$,"message":{"chat":{"id":7}}}"#).await;
    comes(&rig, 2, "garbage $").await;
    comes(&rig, 3, r#"{"update_id":$,"message":{"chat":{"id":7}}}"#).await;
    rig.execute("UPDATE inbox SET state = 'done', settled_ms = received_ms WHERE update_id = 1")
        .await;
    assert_eq!(round(&rig).await, [Forgotten::default()]);

    rig.world.advance(TimeDelta::days(29));
    assert_eq!(round(&rig).await, [Forgotten::default()]);
    rig.world.advance(TimeDelta::days(2));
    let gone = Forgotten {
        blanked: 3,
        updates: 1,
        parked: 1,
        ..Forgotten::default()
    };
    assert_eq!(round(&rig).await, [gone]);
    let worded = "SELECT COUNT(*) FROM outbox WHERE body <> ''";
    assert_eq!(rig.number(worded).await, 1);
    // What waits is not forgotten however long it waits.
    assert_eq!(rig.number("SELECT MAX(update_id) FROM inbox").await, 3);

    rig.world.advance(TimeDelta::days(150));
    let gone = Forgotten {
        messages: 3,
        ..Forgotten::default()
    };
    assert_eq!(round(&rig).await, [gone]);
    assert_eq!(rig.number("SELECT COUNT(*) FROM outbox").await, 1);
    assert_eq!(rig.number(worded).await, 1);
    assert_eq!(round(&rig).await, [Forgotten::default()]);
}

async fn a_round_takes_pages(rig: Rig) {
    let rows = PAGE * 2 + 7;
    let letters: Vec<_> = (0..rows)
        .map(|n| {
            rig.world.advance(TimeDelta::milliseconds(n % 2));
            (rig.world.env.id(), to(n, "words"))
        })
        .collect();
    let mut tx = rig.store().write().await.unwrap();
    outbox::put_many(&mut tx, rig.now(), &letters)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    rig.execute("UPDATE outbox SET state = 'sent', settled_ms = created_ms")
        .await;
    rig.world.advance(TimeDelta::days(200));
    let pages = round(&rig).await;
    let of = |what: fn(&Forgotten) -> u64| pages.iter().map(what).sum::<u64>();
    assert_eq!(of(|page| page.messages), rows as u64);
    assert_eq!(of(|page| page.blanked), rows as u64);
    assert_eq!(pages.len(), 3);
    assert_eq!(rig.number("SELECT COUNT(*) FROM outbox").await, 0);
}
