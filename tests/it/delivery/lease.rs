//! One bot has one dispatcher at a time: who holds the bot, who takes over, and what becomes of what
//! a slow holder still had in its hands.

use std::sync::Arc;

use chrono::TimeDelta;
use hongyan::base::{InboxId, Wake};
use hongyan::model::message::{Kind, Lane, Outgoing};
use hongyan::model::rights::{Action, LinkRole, LinkState};
use hongyan::outbox::{Dispatcher, HOLD, Hold, LOOK, RENEW};
use hongyan::store::arrivals::{self, Arrival, Holder};
use hongyan::store::outbox_view::OutboxState;
use hongyan::store::{self, bots};
use tokio::sync::Notify;

use super::rig::{Answer, Rig, on_both, to};
use crate::world::{BOT, MUM};

on_both!(
    the_second_waits_and_takes_over_when_the_first_is_dead,
    a_graceful_stop_hands_over_at_once,
    a_slow_holder_writes_nothing_after_it_was_replaced,
    a_holder_that_woke_late_sends_nothing_more,
    a_moved_clock_leaves_the_bot_with_its_owner,
    a_lease_of_a_clock_that_was_ahead_is_none,
    a_pause_is_remembered_by_who_takes_over,
    a_slow_asker_keeps_nothing_after_it_was_replaced,
    a_page_that_waited_for_the_new_holder_is_not_kept,
    a_page_is_stored_whole_or_not_at_all,
    the_news_about_the_other_child_still_go,
);

async fn settle(dispatcher: &mut Dispatcher) -> Wake {
    for _ in 0..50 {
        let wake = dispatcher.tick().await.unwrap();
        if wake != Wake::Now {
            return wake;
        }
    }
    panic!("the dispatcher does not come to rest");
}

async fn renew(rig: &Rig, hold: &Hold) -> bool {
    let mut tx = rig.store().write().await.unwrap();
    let epoch = hold.renew(&mut tx, rig.now()).await.unwrap();
    tx.commit().await.unwrap();
    epoch.is_some()
}

/// Owner and epoch in the bot's row.
async fn epoch(rig: &Rig) -> i64 {
    rig.number("SELECT epoch FROM bots WHERE id = '1'").await
}

async fn the_second_waits_and_takes_over_when_the_first_is_dead(rig: Rig) {
    let ((mut first, kept), (mut second, other)) = (rig.process("first"), rig.process("second"));
    rig.put(to(7, "one")).await;
    assert_eq!(settle(&mut first).await, Wake::Idle);
    rig.put(to(7, "two")).await;
    // As long as the first renews, the second only looks.
    for _ in 0..10 {
        rig.world.advance(RENEW);
        assert!(renew(&rig, &kept).await);
        assert!(!renew(&rig, &other).await);
        assert_eq!(settle(&mut second).await, Wake::At(rig.now() + LOOK));
    }
    assert_eq!(rig.seen(), ["7 one"]);
    rig.world.advance(HOLD - TimeDelta::milliseconds(1));
    settle(&mut second).await;
    assert_eq!(rig.seen(), ["7 one"]);
    rig.world.advance(TimeDelta::milliseconds(1));
    settle(&mut second).await;
    assert_eq!(rig.seen(), ["7 one", "7 two"]);
    assert_eq!(epoch(&rig).await, 2);
    // The first was only away: it stands by now.
    rig.put(to(7, "three")).await;
    assert_eq!(settle(&mut first).await, Wake::At(rig.now() + LOOK));
    assert_eq!(rig.seen().len(), 2);
}

async fn a_graceful_stop_hands_over_at_once(rig: Rig) {
    let ((mut first, kept), (mut second, _)) = (rig.process("first"), rig.process("second"));
    settle(&mut first).await;
    rig.put(to(7, "one")).await;
    let mut tx = rig.store().write().await.unwrap();
    // Somebody else cannot give it away.
    assert!(!bots::release(&mut tx, BOT, "second").await.unwrap());
    kept.release(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    settle(&mut second).await;
    assert_eq!(rig.seen(), ["7 one"]);
}

async fn a_slow_holder_writes_nothing_after_it_was_replaced(rig: Rig) {
    let ((mut first, _), (mut second, _)) = (rig.process("first"), rig.process("second"));
    let go = Arc::new(Notify::new());
    let id = rig.put(to(7, "slow")).await;
    rig.script.answers(7, [Answer::Slow(go.clone())]);
    let script = rig.script.clone();
    let mut round = Box::pin(first.tick());
    tokio::select! {
        _ = &mut round => panic!("the channel does not answer yet"),
        () = script.hung.notified() => {}
    }
    rig.world.advance(HOLD);
    rig.put(to(8, "new")).await;
    settle(&mut second).await;
    // Who takes the bot over does not wait for the claim of who had it: it may have arrived.
    assert_eq!(rig.seen(), ["7 slow", "7 slow", "8 new"]);
    assert!(rig.script.log()[1].silent);
    let doubts = "SELECT doubts FROM outbox WHERE chat_id = 7";
    assert_eq!(rig.number(doubts).await, 1);
    // A third one has it in its hands when the first wakes: what that writes counts no more.
    rig.execute("UPDATE outbox SET state = 'waiting', settled_ms = NULL WHERE chat_id = 7")
        .await;
    rig.execute(
        "UPDATE under_way SET claims = (SELECT '{\"' || CAST(id AS TEXT) || '\":99}' FROM outbox WHERE chat_id = 7)",
    )
    .await;
    go.notify_one();
    round.await.unwrap();
    assert_eq!(rig.state(id).await.0, OutboxState::Claimed);
    assert_eq!(settle(&mut first).await, Wake::At(rig.now() + LOOK));
    // The next sweep finds it.
    rig.world.advance(TimeDelta::seconds(1));
    settle(&mut second).await;
    let (state, _, in_doubt) = rig.state(id).await;
    assert_eq!((state, in_doubt), (OutboxState::Sent, true));
    assert_eq!(rig.seen().len(), 4);
    assert_eq!(rig.number(doubts).await, 2);
}

async fn a_holder_that_woke_late_sends_nothing_more(rig: Rig) {
    let (mut first, _) = rig.process("first");
    let go = Arc::new(Notify::new());
    // More than are under way at once: the last ones wait for the first ones.
    for chat in 100..140 {
        rig.script.answers(chat, [Answer::Slow(go.clone())]);
        rig.put(Outgoing {
            lane: Lane::Reply,
            ..to(chat, "words")
        })
        .await;
    }
    let script = rig.script.clone();
    let mut round = Box::pin(first.tick());
    tokio::select! {
        _ = &mut round => panic!("the channel does not answer yet"),
        () = script.hung.notified() => {}
    }
    let under_way = rig.seen().len();
    assert!(under_way < 40, "{under_way}");
    rig.world.advance(HOLD);
    let answered = async {
        loop {
            go.notify_waiters();
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        done = &mut round => drop(done.unwrap()),
        () = answered => {}
    }
    assert_eq!(rig.seen().len(), under_way);
    // Nobody took the bot: what left is written down, the rest waits as if never tried.
    let sent = rig.number("SELECT COUNT(*) FROM outbox WHERE state = 'sent'");
    assert_eq!(sent.await, under_way as i64);
    let left = rig.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND tries = 0");
    assert_eq!(left.await, 40 - under_way as i64);
}

async fn a_slow_asker_keeps_nothing_after_it_was_replaced(rig: Rig) {
    let put = async |page: &[Arrival], next, holder| {
        let mut tx = rig.store().write_one().await.unwrap();
        let stored = arrivals::put(&mut tx, BOT, rig.now(), (page, Some(next)), holder).await;
        tx.commit().await.unwrap();
        stored.unwrap()
    };
    let (one, page) = ([arrival(1, 1)], [1, 2, 3, 4].map(|n| arrival(n, n)));
    let (_, hold) = rig.process("first");
    assert!(renew(&rig, &hold).await);
    let now = epoch(&rig).await;
    let holder = |owner, epoch| Some(Holder { owner, epoch });
    for late in [holder("second", now), holder("first", now - 1)] {
        assert_eq!(put(&one, 2, late).await, None);
        assert_eq!(put(&page, 5, late).await, None);
    }
    assert_eq!(rig.number("SELECT COUNT(*) FROM inbox").await, 0);
    assert_eq!(rig.number("SELECT COUNT(*) FROM offsets").await, 0);
    let offset = "SELECT next_update_id FROM offsets WHERE bot_id = '1'";
    for (page, next, stored) in [(&one[..], 2, 1), (&page, 5, 3), (&page, 5, 0)] {
        assert_eq!(put(page, next, holder("first", now)).await, Some(stored));
        assert_eq!(rig.number(offset).await, next);
    }
    assert_eq!(put(&[arrival(5, 5)], 6, None).await, Some(1));
    assert_eq!(rig.number("SELECT COUNT(*) FROM inbox").await, 5);
}

/// Whoever takes the bot over has it before a page that waited for that is stored.
async fn a_page_that_waited_for_the_new_holder_is_not_kept(rig: Rig) {
    let (_, hold) = rig.process("first");
    assert!(renew(&rig, &hold).await);
    let epoch = epoch(&rig).await;
    rig.world.advance(HOLD);
    let mut taking = rig.store().write().await.unwrap();
    let second = Hold::shared(BOT, "second");
    let taken = second.renew(&mut taking, rig.now()).await.unwrap();
    assert!(taken.is_some());
    let (store, now) = (rig.store().clone(), rig.now());
    let late = tokio::spawn(async move {
        let page = [arrival(1, 1)];
        let (owner, mut tx) = ("first", store.write_one().await.unwrap());
        let holder = Some(Holder { owner, epoch });
        let stored = arrivals::put(&mut tx, BOT, now, (&page, Some(2)), holder).await;
        tx.commit().await.unwrap();
        stored.unwrap()
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!late.is_finished());
    taking.commit().await.unwrap();
    assert_eq!(late.await.unwrap(), None);
    assert_eq!(rig.number("SELECT COUNT(*) FROM inbox").await, 0);
}

/// A page that does not fit into one statement.
async fn a_page_is_stored_whole_or_not_at_all(rig: Rig) {
    let put = async |page: &[Arrival]| {
        let mut tx = rig.store().write_one().await.unwrap();
        arrivals::put(&mut tx, BOT, rig.now(), (page, Some(9)), None).await?;
        tx.commit().await
    };
    put(&[arrival(7, 1)]).await.unwrap();
    // The last has a row's number that is taken.
    let page = [(1, 2), (2, 3), (3, 4), (7, 5)].map(|(id, update)| arrival(id, update));
    assert!(put(&page).await.is_err());
    assert_eq!(rig.number("SELECT COUNT(*) FROM inbox").await, 1);
    put(&page[..3]).await.unwrap();
    assert_eq!(rig.number("SELECT COUNT(*) FROM inbox").await, 4);
}

fn arrival(id: i64, update: i64) -> Arrival {
    Arrival {
        id: InboxId(id),
        update,
        chat: Some(7),
        body: "x".repeat(9_000),
        problem: None,
    }
}

async fn a_moved_clock_leaves_the_bot_with_its_owner(rig: Rig) {
    let (mut only, _) = rig.process("only");
    settle(&mut only).await;
    for day in 1..=3 {
        rig.world.advance(TimeDelta::days(1));
        rig.put(to(7, "news")).await;
        settle(&mut only).await;
        assert_eq!(rig.seen().len(), day);
    }
    assert_eq!(epoch(&rig).await, 1);
}

async fn a_lease_of_a_clock_that_was_ahead_is_none(rig: Rig) {
    let mut tx = rig.store().write().await.unwrap();
    let ahead = rig.now() + TimeDelta::days(4);
    let held = bots::hold(&mut tx, BOT, "ahead", ahead, ahead + HOLD).await;
    assert_eq!(held.unwrap(), Some(1));
    tx.commit().await.unwrap();
    let (mut next, _) = rig.process("next");
    rig.put(to(7, "news")).await;
    settle(&mut next).await;
    assert_eq!(rig.seen(), ["7 news"]);
}

async fn a_pause_is_remembered_by_who_takes_over(rig: Rig) {
    let ((mut first, kept), (mut second, _)) = (rig.process("first"), rig.process("second"));
    settle(&mut first).await;
    assert_eq!(settle(&mut second).await, Wake::At(rig.now() + LOOK));
    let mut tx = rig.store().write().await.unwrap();
    // Not a moment too early, though a row knows milliseconds only.
    let ordered = rig.now() + TimeDelta::microseconds(29_999_300);
    let until = rig.now() + TimeDelta::seconds(30);
    bots::pause(&mut tx, BOT, ordered).await.unwrap();
    kept.release(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    rig.put(to(7, "news")).await;
    assert_eq!(settle(&mut second).await, Wake::At(until));
    assert!(rig.seen().is_empty());
}

/// Mum reads about two children; the right to one goes without anybody withdrawing what waits.
async fn the_news_about_the_other_child_still_go(mut rig: Rig) {
    use hongyan::model::record::Relation;
    use hongyan::service::weekly::{Page, Run, page};
    let (mum, ming, lan) = (
        rig.world.adult(MUM),
        rig.world.school.ming,
        rig.world.school.lan,
    );
    let mut tx = rig.store().write().await.unwrap();
    let (id, now) = (rig.world.env.id(), rig.now());
    let (role, relation) = (LinkRole::Parent, Relation::Mother);
    store::links::invite(&mut tx, id, lan, mum, role, relation, now)
        .await
        .unwrap();
    let (from, to_state) = (LinkState::Invited, LinkState::Active);
    store::links::decide(&mut tx, id, from, to_state, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    rig.world.set_clock("2026-03-07T19:00:00Z");
    let run = Run {
        id: rig.world.env.id(),
        unit: rig.world.school.school,
        due: rig.now(),
        zone: chrono_tz::Asia::Shanghai,
    };
    let mut tx = rig.store().write().await.unwrap();
    let done = page(&mut tx, &rig.world.env, &run, 0, 100).await.unwrap();
    assert_eq!(done, Page::Done);
    // Not through a service: as a right that ends by its date would.
    let link = store::links::pair(&mut tx, ming, mum)
        .await
        .unwrap()
        .unwrap();
    let (from, ended) = (LinkState::Active, LinkState::Ended);
    store::links::decide(&mut tx, link.id, from, ended, None, rig.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    rig.world.set_clock("2026-03-09T16:00:00Z");
    rig.settle().await;
    let chat = rig.world.chat_of(MUM);
    let mums: Vec<_> = rig
        .script
        .log()
        .into_iter()
        .filter(|sent| sent.chat == chat)
        .collect();
    assert_eq!(mums.len(), 1, "{mums:?}");
    assert!(mums[0].words.contains("Lan"), "{}", mums[0].words);
    assert!(!mums[0].words.contains("Ming"), "{}", mums[0].words);
    let withdrawn = "SELECT COUNT(*) FROM outbox WHERE state = 'withdrawn'";
    assert_eq!(rig.number(withdrawn).await, 1);
    // Without any right left nothing is written anew.
    let about = Outgoing {
        adult: Some(mum),
        children: vec![ming],
        right: Some(Action::WeeklyUpdate),
        kind: Kind::WeeklyUpdate,
        ..to(chat, "nothing")
    };
    rig.put(about).await;
    rig.settle().await;
    assert_eq!(rig.number(withdrawn).await, 2);
}
