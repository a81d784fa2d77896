//! What is settled is forgotten in time, page by page; what is open never.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use hongyan::model::retention::{Keep, What};
use hongyan::service::retention::{self, PAGE, Round};
use hongyan::store::outbox;

use super::rig::{Rig, on_both, to};

on_both!(
    words_go_first_then_the_rows_and_nothing_open,
    a_round_takes_pages,
);

/// A whole round: what went, kind by kind, and in how many pages.
async fn round(rig: &Rig) -> (Vec<(What, u64)>, usize) {
    let (mut round, mut gone, mut pages) = (Round::default(), BTreeMap::new(), 0);
    loop {
        let mut tx = rig.store().write().await.unwrap();
        let env = &rig.world.env;
        let page = retention::page(&mut tx, env, &Keep::default(), &mut round).await;
        tx.commit().await.unwrap();
        let page = page.unwrap();
        *gone.entry(page.what).or_insert(0) += page.rows;
        pages += 1;
        if !page.more {
            break;
        }
    }
    gone.retain(|_, rows| *rows > 0);
    (gone.into_iter().collect(), pages)
}

async fn gone(rig: &Rig) -> Vec<(What, u64)> {
    round(rig).await.0
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
    assert_eq!(gone(&rig).await, []);

    rig.world.advance(TimeDelta::days(29));
    assert_eq!(gone(&rig).await, []);
    rig.world.advance(TimeDelta::days(2));
    let now = [(What::Words, 3), (What::Updates, 1), (What::Parked, 1)];
    assert_eq!(gone(&rig).await, now);
    let worded = "SELECT COUNT(*) FROM outbox WHERE body <> ''";
    assert_eq!(rig.number(worded).await, 1);
    // What waits is not forgotten however long it waits.
    assert_eq!(rig.number("SELECT MAX(update_id) FROM inbox").await, 3);

    rig.world.advance(TimeDelta::days(150));
    assert_eq!(gone(&rig).await, [(What::Messages, 3)]);
    assert_eq!(rig.number("SELECT COUNT(*) FROM outbox").await, 1);
    assert_eq!(rig.number(worded).await, 1);
    assert_eq!(gone(&rig).await, []);
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
    let (gone, pages) = round(&rig).await;
    let rows = rows as u64;
    assert_eq!(gone, [(What::Words, rows), (What::Messages, rows)]);
    // Three for each of the two, two for records of who is of age (whose day it is, and who goes), one for each
    // other kind.
    assert_eq!(pages, What::ALL.len() + 5);
    assert_eq!(rig.number("SELECT COUNT(*) FROM outbox").await, 0);
}
