//! The fifteen invariants, each with the test that fails when it is broken; those without one
//! elsewhere have it here.
//!
//! 1. Fact and messages together: `a_fact_and_its_messages_commit_together` here;
//!    `weekly::sending::three_zones_read_at_their_own_hour_and_once` (a crash inside a page).
//! 2. No transaction across a send: `a_channel_may_write_while_it_delivers` here.
//! 3. Stored, then acknowledged, effects once: `delivery::incoming`, `web`.
//! 4. Only through the outbox: `architecture` (only `telegram` knows the messenger);
//!    `delivery::hand_over::one_dedup_key_is_one_message`.
//! 5. The right twice: `the_right_is_asked_again_at_hand_over` here;
//!    `weekly::sending::siblings_share_a_message_and_an_ended_link_takes_its_block_away`.
//! 6. Deadlines and exits: `year`, `delivery::hand_over::a_crash_between_send_and_settle_loses_nothing`.
//! 7. Order per chat: `delivery::order`.
//! 8. In doubt: `delivery::hand_over::a_lost_answer_is_doubted_once_and_comes_silently`, `year`.
//! 9. `retry_after` and facts about accounts: `delivery::order`, `delivery::hand_over`.
//! 10. One dispatcher per bot: `delivery::lease`, `scale`, `chaos`.
//! 11. Time and chance are arguments: `architecture`; `year` is the proof.
//! 12. Nothing personal is logged: `log`.
//! 13. One same answer: `linking::unknown_used_expired_locked_and_excluded_are_one_answer_byte_for_byte`.
//! 14. Decoding is total: `rubbish_ends_in_the_menu` here; `check_in`, `weekly::screens`.
//! 15. All sentences in `locales/`: `text`.

pub mod log;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{Html, OutboxId};
use hongyan::model::message::{Kind, Lane, Outgoing, Parcel};
use hongyan::model::rights::Action;
use hongyan::outbox::{Allowance, Channel, Dispatcher, Hold, Manner, Receipt, Refusal};
use hongyan::service::{check_in, converse};
use hongyan::store::outbox_view::{self, OutboxState};
use hongyan::store::{self, Store, outbox};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::world::{BOT, GRANNY, LEAD, MUM, World};

/// The guardian is asked about Ming.
async fn asked() -> World {
    let mut world = World::linked().await;
    world.set_clock("2026-03-02T12:00:00Z");
    let mut tx = world.store.write().await.unwrap();
    let (school, now) = (world.school.school, world.env.now());
    check_in::page(&mut tx, &world.env, school, now, 0, 50)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
    world
}

#[tokio::test]
async fn a_fact_and_its_messages_commit_together() {
    let mut world = asked().await;
    let (chat, (message, data)) = (
        world.chat_of(GRANNY),
        world.chat(GRANNY).button("A problem"),
    );
    let rows = "SELECT COUNT(*) FROM outbox";
    let before = world.number(rows).await;
    // The seventh message of the act cannot be written: then nothing of the act is.
    for refuses in [
        "CREATE TRIGGER no BEFORE INSERT ON outbox WHEN NEW.kind = 'alert'
         BEGIN SELECT RAISE(ABORT, 'no'); END",
        "CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END",
    ] {
        world.execute(refuses).await;
        let mut tx = world.store.write().await.unwrap();
        let event = hongyan::model::event::Event {
            bot: BOT.into(),
            chat,
            language: None,
            did: hongyan::model::event::Did::Taps {
                data: data.clone(),
                query: "q".into(),
                message: Some(message),
            },
        };
        assert!(converse::hear(&mut tx, &world.env, event).await.is_err());
        drop(tx);
        world.execute("DROP TRIGGER no").await;
        assert_eq!(world.number(rows).await, before);
        let open = "SELECT COUNT(*) FROM check_ins WHERE state = 'asked'";
        assert_eq!(world.number(open).await, 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM tasks").await, 0);
    }
    world.taps(GRANNY, "A problem").await;
    assert_eq!(world.count(LEAD, "a problem"), 1);
}

/// Writes to the same database while it delivers.
struct Busy {
    store: Store,
    delivered: std::sync::atomic::AtomicU32,
}

impl Channel for Busy {
    fn bot(&self) -> &str {
        BOT
    }

    fn deliver<'a>(
        &'a self,
        _: i64,
        _: &'a Parcel,
        _: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>> {
        async move {
            let tx = self.store.write().await.unwrap();
            tx.commit().await.unwrap();
            self.delivered
                .fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Ok(Receipt::default())
        }
        .boxed()
    }
}

fn about_ming(world: &World) -> Outgoing {
    Outgoing {
        account: hongyan::base::AccountId(1),
        bot: BOT.into(),
        chat: world.chat_of(MUM),
        adult: Some(world.adult(MUM)),
        children: vec![world.school.ming],
        right: Some(Action::WeeklyUpdate),
        concerns: Vec::new(),
        kind: Kind::WeeklyUpdate,
        lane: Lane::Bulk,
        parcel: Parcel::text(Html::escape("about Ming")),
        not_before: None,
        expires: None,
        dedup: None,
        thread: None,
    }
}

async fn put(world: &World, message: Outgoing) -> OutboxId {
    let id = world.env.id();
    let mut tx = world.store.write().await.unwrap();
    let now = world.env.now();
    assert!(outbox::put(&mut tx, id, now, &message).await.unwrap());
    tx.commit().await.unwrap();
    id
}

fn busy(world: &World) -> (Arc<Busy>, Dispatcher) {
    let channel = Arc::new(Busy {
        store: world.store.clone(),
        delivered: 0.into(),
    });
    let (store, env) = (world.store.clone(), world.env.clone());
    (
        channel.clone(),
        Dispatcher::with_allowance(store, env, channel, Hold::alone(), Allowance::unlimited()),
    )
}

#[tokio::test]
async fn a_channel_may_write_while_it_delivers() {
    let world = World::linked().await;
    let (channel, mut dispatcher) = busy(&world);
    for chat in 0..8 {
        let mut message = about_ming(&world);
        message.chat = 5_000 + chat;
        put(&world, message).await;
    }
    let tick = tokio::time::timeout(Duration::from_secs(8), dispatcher.tick());
    tick.await
        .expect("a transaction is open across a send")
        .unwrap();
    assert_eq!(
        channel.delivered.load(std::sync::atomic::Ordering::SeqCst),
        8
    );
}

#[tokio::test]
async fn the_right_is_asked_again_at_hand_over() {
    // Behind the services' back, so that only the hand-over can notice.
    for gone in [
        "UPDATE links SET state = 'ended'",
        "UPDATE links SET state = 'excluded'",
        "UPDATE links SET state = 'paused'",
        "UPDATE children SET programme = 'frozen'",
        "UPDATE links SET state = 'ended' WHERE child_id IN (SELECT id FROM children WHERE key = 'c2')",
    ] {
        let world = World::linked().await;
        let (channel, mut dispatcher) = busy(&world);
        let mut both = about_ming(&world);
        both.children.push(world.school.lan);
        let mut tx = world.store.write().await.unwrap();
        let (id, now, lan, mum) = (
            world.env.id(),
            world.env.now(),
            world.school.lan,
            world.adult(MUM),
        );
        use hongyan::model::record::Relation;
        use hongyan::model::rights::{LinkRole, LinkState};
        store::links::invite(
            &mut tx,
            id,
            lan,
            mum,
            LinkRole::Parent,
            Relation::Mother,
            now,
        )
        .await
        .unwrap();
        let (from, to) = (LinkState::Invited, LinkState::Active);
        store::links::decide(&mut tx, id, from, to, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        put(&world, both).await;
        world.execute(gone).await;
        while dispatcher.tick().await.unwrap() == hongyan::base::Wake::Now {}
        assert_eq!(
            channel.delivered.load(std::sync::atomic::Ordering::SeqCst),
            0
        );
        let mut tx = world.store.read().await.unwrap();
        let withdrawn = outbox_view::list(&mut tx, OutboxState::Withdrawn, 9).await;
        assert_eq!(withdrawn.unwrap().len(), 1, "{gone}");
    }
}

/// Stored states and button data of any bytes: an answer with buttons, never a panic, never silence.
#[test]
fn rubbish_ends_in_the_menu() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut world = runtime.block_on(World::linked());
    let chat = world.chat_of(MUM);
    let mut runner = TestRunner::new(Config {
        cases: 96,
        failure_persistence: None,
        ..Config::default()
    });
    let rubbish = prop_oneof![
        "\\PC{0,40}",
        "\\{\"v\":[0-9],\"s\":\\{\"at\":\"(join|note|week_entry|idle)\"[^\"]{0,20}\\}\\}",
        "[01][hjrwunc][a-z.0-9]{0,24}",
    ];
    let world = std::cell::RefCell::new(&mut world);
    let outcome = runner.run(
        &(rubbish.clone(), rubbish, any::<bool>()),
        |(state, data, typed)| {
            let world = &mut *world.borrow_mut();
            runtime.block_on(async {
                let mut tx = world.store.write().await.unwrap();
                let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
                store::accounts::save_dialogue(&mut tx, account.unwrap().id, Some(state.clone()))
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                world.advance(TimeDelta::seconds(1));
                let decodes = hongyan::dialogue::Tap::decode(&data).is_some();
                if typed {
                    world.says(MUM, "hello").await;
                } else {
                    world.tap_data(chat, None, &data).await;
                }
                let stale = hongyan::dialogue::State::decode(Some(&state)).is_none();
                if stale || (!typed && !decodes) {
                    let last = world.chat(MUM).shown.last().unwrap();
                    assert!(!last.own && !last.rows.is_empty(), "{state:?} {data:?}");
                }
                // Whatever it was, the way on is open.
                world.says(MUM, "/cancel").await;
                assert!(!world.chat(MUM).shown.last().unwrap().rows.is_empty());
            });
            Ok(())
        },
    );
    outcome.unwrap();
}
