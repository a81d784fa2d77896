//! The moment of hand-over: rights, doubt, facts about accounts, crashes.

use chrono::TimeDelta;
use hongyan::base::{AdultId, Html, ThreadId, Wake};
use hongyan::model::file::{Data, MOST_BYTES};
use hongyan::model::lifecycle::FreezeKind;
use hongyan::model::message::{Kind, Lane, Outgoing, Parcel};
use hongyan::model::quiet::Hours;
use hongyan::outbox::{LEASE, Refusal, Unreachable};
use hongyan::service::freeze;
use hongyan::store::outbox;
use hongyan::store::outbox_view::{self, OutboxState};
use hongyan::store::{outbox_waiting, transfers};

use super::rig::{Answer, Rig, about_ming, on_both, to};
use crate::world::{BOT, MUM};

on_both!(
    one_dedup_key_is_one_message,
    an_ended_link_is_withdrawn_at_hand_over,
    a_link_that_ends_by_its_date_is_denied_without_any_act,
    a_freeze_reaches_what_comes_back_for_a_retry,
    withdrawing_frees_the_key,
    a_lost_answer_is_doubted_once_and_comes_silently,
    a_crash_between_send_and_settle_loses_nothing,
    a_database_away_at_settling_doubles_nothing,
    unreachable_is_a_fact_and_one_task,
    a_moved_chat_is_followed,
    an_update_that_missed_its_hour_wakes_nobody,
    a_code_and_a_file_are_blanked_once_sent,
    an_unreadable_row_stops_nobody,
    a_refused_token_stops_the_bot,
    a_reply_finds_its_thread,
    every_statement_prepares,
);

async fn one_dedup_key_is_one_message(mut rig: Rig) {
    let keyed = |words| Outgoing {
        dedup: Some("week:1".into()),
        ..to(7, words)
    };
    rig.put(keyed("first")).await;
    let many: Vec<_> = ["again", "and again"]
        .map(|words| (rig.world.env.id(), keyed(words)))
        .into();
    let mut tx = rig.store().write().await.unwrap();
    let written = outbox::put_many(&mut tx, rig.now(), &many).await.unwrap();
    tx.commit().await.unwrap();
    assert!(written.is_empty());
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 first"]);
}

async fn an_ended_link_is_withdrawn_at_hand_over(mut rig: Rig) {
    let before = rig.put(about_ming(&rig, "allowed")).await;
    rig.settle().await;
    assert_eq!(rig.state(before).await.0, OutboxState::Sent);
    let after = rig.put(about_ming(&rig, "not any more")).await;
    let other = rig
        .put(Outgoing {
            children: vec![rig.world.school.ming, rig.world.school.lan],
            ..about_ming(&rig, "one of two is not hers")
        })
        .await;
    rig.execute("UPDATE links SET state = 'ended'").await;
    rig.settle().await;
    assert_eq!(rig.seen().len(), 1);
    for id in [after, other] {
        assert_eq!(rig.state(id).await.0, OutboxState::Withdrawn);
    }
}

async fn a_link_that_ends_by_its_date_is_denied_without_any_act(mut rig: Rig) {
    let end = rig.now() + TimeDelta::minutes(10);
    let ming = rig.world.school.ming;
    let mut tx = rig.store().write().await.unwrap();
    transfers::carry_links(&mut tx, ming, end).await.unwrap();
    tx.commit().await.unwrap();
    let held = |minutes| Outgoing {
        not_before: Some(rig.now() + TimeDelta::minutes(minutes)),
        ..about_ming(&rig, &format!("after {minutes}"))
    };
    let (before, after) = (held(9), held(10));
    let (before, after) = (rig.put(before).await, rig.put(after).await);
    rig.run(TimeDelta::minutes(20)).await;
    assert_eq!(rig.state(before).await.0, OutboxState::Sent);
    assert_eq!(rig.state(after).await.0, OutboxState::Withdrawn);
    assert_eq!(rig.seen().len(), 1);
}

async fn a_freeze_reaches_what_comes_back_for_a_retry(mut rig: Rig) {
    let mum = rig.world.chat_of(MUM);
    let screen = Outgoing {
        kind: Kind::Reply,
        lane: Lane::Reply,
        ..about_ming(&rig, "a screen about Ming")
    };
    let id = rig.put(screen).await;
    rig.script.refuses(mum, Refusal::InDoubt);
    rig.settle().await;
    assert_eq!(rig.state(id).await.0, OutboxState::Waiting);
    let later = rig.put(about_ming(&rig, "a note about Ming")).await;
    let mut tx = rig.store().write().await.unwrap();
    let (env, ming) = (rig.world.env.clone(), rig.world.school.ming);
    assert!(
        freeze::freeze(&mut tx, &env, None, ming, FreezeKind::Death)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    for row in [id, later] {
        assert_eq!(rig.state(row).await.0, OutboxState::Withdrawn);
    }
    rig.run(TimeDelta::hours(2)).await;
    assert_eq!(rig.seen().len(), 1, "the try before the freeze");
}

async fn withdrawing_frees_the_key(rig: Rig) {
    let keyed = Outgoing {
        dedup: Some("week:2".into()),
        ..about_ming(&rig, "week")
    };
    let id = rig.put(keyed.clone()).await;
    let (mum, ming, lan) = (
        rig.world.adult(MUM),
        rig.world.school.ming,
        rig.world.school.lan,
    );
    let mut tx = rig.store().write().await.unwrap();
    let now = rig.now();
    let none = outbox_waiting::withdraw(&mut tx, now, mum, Some(lan))
        .await
        .unwrap();
    assert!(none.is_empty());
    let ended = outbox_waiting::withdraw(&mut tx, now, mum, Some(ming))
        .await
        .unwrap();
    assert_eq!(ended, [id]);
    tx.commit().await.unwrap();
    rig.put(keyed).await;
    let mut tx = rig.store().write().await.unwrap();
    let stranger = outbox_waiting::withdraw(&mut tx, now, AdultId(1), None)
        .await
        .unwrap();
    assert!(stranger.is_empty());
    let frozen = outbox_waiting::withdraw_child(&mut tx, now, ming)
        .await
        .unwrap();
    assert_eq!(frozen.len(), 1);
    tx.commit().await.unwrap();
}

async fn a_lost_answer_is_doubted_once_and_comes_silently(mut rig: Rig) {
    let id = rig.put(to(7, "hello")).await;
    rig.script.refuses(7, Refusal::InDoubt);
    rig.settle().await;
    let (state, why, in_doubt) = rig.state(id).await;
    assert_eq!(
        (state, why.as_deref(), in_doubt),
        (OutboxState::Waiting, Some("in_doubt"), true)
    );
    rig.run(TimeDelta::minutes(1)).await;
    let silent: Vec<_> = rig.script.log().iter().map(|sent| sent.silent).collect();
    assert_eq!(silent, [false, true]);
    assert_eq!(rig.state(id).await.0, OutboxState::Sent);
}

async fn a_crash_between_send_and_settle_loses_nothing(mut rig: Rig) {
    let hangs = rig.put(to(7, "taken")).await;
    rig.put(to(7, "next")).await;
    rig.script.answers(7, [Answer::Hang]);
    let script = rig.script.clone();
    tokio::select! {
        _ = rig.dispatcher.tick() => panic!("the channel does not answer"),
        () = script.hung.notified() => {}
    }
    rig.restart();
    // Nobody else touches it, or what follows it in its chat, before the lease is over.
    let over = rig.now() + LEASE;
    assert_eq!(rig.settle().await, Wake::At(over));
    assert_eq!(rig.seen(), ["7 taken"]);
    rig.world.env.clock.set(over);
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 taken", "7 taken", "7 next"]);
    let silent: Vec<_> = rig.script.log().iter().map(|sent| sent.silent).collect();
    assert_eq!(silent, [false, true, false]);
    let (state, _, in_doubt) = rig.state(hangs).await;
    assert_eq!((state, in_doubt), (OutboxState::Sent, true));
}

async fn a_database_away_at_settling_doubles_nothing(mut rig: Rig) {
    // A sent row cannot be written down while this rule stands.
    let sqlite = rig.world.url().starts_with("sqlite");
    if sqlite {
        rig.execute(
            "CREATE TRIGGER away BEFORE UPDATE ON outbox WHEN NEW.state = 'sent'
             BEGIN SELECT RAISE(ABORT, 'away'); END",
        )
        .await;
    } else {
        rig.execute("ALTER TABLE outbox ADD CONSTRAINT away CHECK (state <> 'sent')")
            .await;
    }
    let id = rig.put(to(7, "once")).await;
    for _ in 0..3 {
        assert!(rig.dispatcher.tick().await.is_err());
        rig.world.advance(LEASE);
    }
    let end = if sqlite {
        "DROP TRIGGER away"
    } else {
        "ALTER TABLE outbox DROP CONSTRAINT away"
    };
    rig.execute(end).await;
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 once"]);
    let (state, _, in_doubt) = rig.state(id).await;
    assert_eq!((state, in_doubt), (OutboxState::Sent, false));
}

async fn unreachable_is_a_fact_and_one_task(mut rig: Rig) {
    let chat = rig.world.chat_of(MUM);
    rig.script
        .refuses(chat, Refusal::Unreachable(Unreachable::Blocked));
    let first = rig.put(about_ming(&rig, "one")).await;
    let second = rig.put(about_ming(&rig, "two")).await;
    rig.settle().await;
    for id in [first, second] {
        let (state, why, _) = rig.state(id).await;
        assert_eq!(
            (state, why.as_deref()),
            (OutboxState::Refused, Some("blocked"))
        );
    }
    assert_eq!(rig.seen().len(), 1);
    let lost = "SELECT COUNT(*) FROM accounts WHERE state = 'unreachable' \
                AND unreachable_kind = 'blocked'";
    assert_eq!(rig.number(lost).await, 1);
    // Refused once more: still one task, at the child's school.
    rig.script
        .refuses(chat, Refusal::Unreachable(Unreachable::Blocked));
    rig.put(about_ming(&rig, "three")).await;
    rig.settle().await;
    let tasks = "SELECT COUNT(*) FROM tasks JOIN units ON units.id = tasks.unit_id \
                 WHERE tasks.kind = 'unreachable' AND units.kind = 'school'";
    assert_eq!(rig.number(tasks).await, 1);
}

/// Queued for 19:00 in Moscow; nothing ran until four in the morning there.
async fn an_update_that_missed_its_hour_wakes_nobody(mut rig: Rig) {
    let evening = "2026-03-08T16:00:00Z".parse().unwrap();
    let mum = rig.world.chat_of(MUM);
    rig.world.keeps(mum, Hours::USUAL).await;
    let update = |words| Outgoing {
        kind: Kind::WeeklyUpdate,
        lane: Lane::Bulk,
        not_before: Some(evening),
        ..about_ming(&rig, words)
    };
    rig.put(update("the week")).await;
    rig.put(to(7, "a notice")).await;
    rig.world.env.clock.set(evening + TimeDelta::hours(9));
    let eight = "2026-03-09T05:00:00Z".parse().unwrap();
    assert_eq!(rig.settle().await, Wake::At(eight));
    // What is held on purpose is not late: nobody is alarmed over night.
    let mut tx = rig.store().read().await.unwrap();
    let late = outbox_view::oldest_waiting(&mut tx, rig.now())
        .await
        .unwrap();
    assert_eq!(late, []);
    drop(tx);
    assert_eq!(rig.seen(), ["7 a notice"]);
    rig.world.env.clock.set(eight);
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 a notice".into(), format!("{mum} the week")]);
}

async fn a_moved_chat_is_followed(mut rig: Rig) {
    let chat = rig.world.chat_of(MUM);
    rig.script.refuses(chat, Refusal::Moved(-100_500));
    rig.put(about_ming(&rig, "one")).await;
    rig.put(about_ming(&rig, "two")).await;
    rig.settle().await;
    let expected = [
        format!("{chat} one"),
        "-100500 one".into(),
        "-100500 two".into(),
    ];
    assert_eq!(rig.seen(), expected);
    assert_eq!(
        rig.number("SELECT COUNT(*) FROM accounts WHERE chat_id = -100500")
            .await,
        1
    );
}

async fn a_code_and_a_file_are_blanked_once_sent(mut rig: Rig) {
    // As large as a copy of a long record.
    let data = Data::new(vec![b'%'; MOST_BYTES]).unwrap();
    rig.put(Outgoing {
        parcel: Parcel::file("copy.pdf", "application/pdf", data, Html::escape("Here")),
        ..to(7, "")
    })
    .await;
    for kind in [Kind::Invitation, Kind::Note] {
        rig.put(Outgoing {
            kind,
            ..to(7, "code 4711")
        })
        .await;
    }
    rig.settle().await;
    assert_eq!(
        rig.number("SELECT COUNT(*) FROM outbox WHERE body = ''")
            .await,
        2
    );
}

async fn an_unreadable_row_stops_nobody(mut rig: Rig) {
    let id = rig.put(to(7, "of another release")).await;
    rig.execute("UPDATE outbox SET body = '{\"do\":\"sing\"}'")
        .await;
    rig.put(to(7, "fine")).await;
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 fine"]);
    let (state, why, _) = rig.state(id).await;
    assert_eq!(
        (state, why.as_deref()),
        (OutboxState::Refused, Some("unreadable"))
    );
}

async fn a_refused_token_stops_the_bot(mut rig: Rig) {
    rig.script.refuses(7, Refusal::Unauthorized);
    rig.put(to(7, "one")).await;
    let again = rig.now() + TimeDelta::seconds(60);
    assert_eq!(rig.settle().await, Wake::At(again));
    rig.put(to(8, "two")).await;
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 one"]);
    rig.world.env.clock.set(again);
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 one", "7 one", "8 two"]);
    assert_eq!(rig.number("SELECT MAX(tries) FROM outbox").await, 1);
}

async fn a_reply_finds_its_thread(mut rig: Rig) {
    let thread = Some(ThreadId(5));
    rig.put(Outgoing {
        thread,
        ..about_ming(&rig, "note")
    })
    .await;
    rig.put(Outgoing {
        lane: Lane::Reply,
        parcel: Parcel::Edit {
            message: 1,
            html: Html::escape("edited"),
            keyboard: None,
        },
        ..to(9, "")
    })
    .await;
    rig.settle().await;
    let chat = rig.world.chat_of(MUM);
    let remote = rig
        .script
        .log()
        .iter()
        .position(|s| s.chat == chat)
        .unwrap() as i64
        + 1;
    let mut tx = rig.store().read().await.unwrap();
    let found = outbox_view::by_remote(&mut tx, BOT, chat, remote)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.thread, found.kind), (thread, Kind::Note));
    assert_eq!(found.children, [rig.world.school.ming]);
    let stranger = outbox_view::by_remote(&mut tx, BOT, 9_999, remote)
        .await
        .unwrap();
    assert!(stranger.is_none());
    let counts = outbox_view::counts(&mut tx).await.unwrap();
    // Both are sent: what is settled is not walked.
    assert!(counts.is_empty(), "{counts:?}");
    let sent = outbox_view::list(&mut tx, OutboxState::Sent, 9).await;
    assert_eq!(sent.unwrap().len(), 2);
}

async fn every_statement_prepares(rig: Rig) {
    let sqlite = rig.world.url().starts_with("sqlite");
    let mut failed = Vec::new();
    for (file, statements) in hongyan::store::statements() {
        for (name, sql) in statements {
            let text = if sqlite { sql.sqlite } else { sql.postgres };
            if let Err(error) = rig.store().prepare(text).await {
                failed.push(format!("{file}::{name}: {error:?}"));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
