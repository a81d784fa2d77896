//! What an operator does with stored messages and updates: each act, what it leaves alone, its trace.

use chrono::TimeDelta;
use hongyan::base::{InboxId, OutboxId};
use hongyan::model::Locale;
use hongyan::model::message::{Kind, Lane, Outgoing};
use hongyan::model::rights::Action;
use hongyan::outbox::{Refusal, Unreachable};
use hongyan::service::inbox as updates;
use hongyan::service::outbox::{self as desk, Answer, Told, Unknown, Which};
use hongyan::store::arrivals::{self, Arrival};
use hongyan::store::inbox::InboxState;
use hongyan::store::outbox_view::OutboxState;
use hongyan::store::{accounts, audit, inbox_desk, outbox, outbox_desk};

use super::rig::{Answer as Says, Rig, on_both, to};
use crate::world::BOT;

on_both!(
    a_refused_message_is_sent_at_the_second_attempt,
    what_is_in_doubt_comes_silently,
    an_expired_message_needs_a_new_end,
    what_cannot_be_sent_again_says_why,
    unknown_ids_change_nothing,
    all_refused_leaves_out_who_cannot_be_reached,
    the_right_is_asked_again,
    what_waits_is_withdrawn_and_what_is_under_way_is_not,
    lists_go_by_every_mark,
    content_is_shown_and_noted,
    parked_updates_are_tried_again_or_ended,
);

async fn retry(rig: &Rig, which: Which<'_>, good_for: Option<i64>) -> Result<Vec<Told>, Unknown> {
    let mut tx = rig.store().write().await.unwrap();
    let env = &rig.world.env;
    let told = desk::retry(&mut tx, env, which, good_for.map(TimeDelta::hours)).await;
    tx.commit().await.unwrap();
    told.unwrap()
}

async fn retry_one(rig: &Rig, id: OutboxId) -> Answer {
    retry(rig, Which::These(&[id]), None).await.unwrap()[0].answer
}

async fn withdraw(rig: &Rig, ids: &[OutboxId]) -> Vec<Answer> {
    let mut tx = rig.store().write().await.unwrap();
    let told = desk::withdraw(&mut tx, &rig.world.env, ids).await.unwrap();
    tx.commit().await.unwrap();
    told.unwrap().iter().map(|told| told.answer).collect()
}

async fn noted(rig: &Rig, action: &'static str) -> i64 {
    let mut tx = rig.store().read().await.unwrap();
    audit::count(&mut tx, action).await.unwrap()
}

fn malformed() -> Refusal {
    Refusal::Malformed("can't parse entities".into())
}

async fn a_refused_message_is_sent_at_the_second_attempt(mut rig: Rig) {
    rig.script.refuses(7, malformed());
    let id = rig.put(to(7, "good evening")).await;
    rig.settle().await;
    assert_eq!(rig.state(id).await.0, OutboxState::Refused);
    rig.world.env.clock.advance(TimeDelta::days(3));
    assert_eq!(retry_one(&rig, id).await, Answer::WaitsAgain);
    let mut tx = rig.store().read().await.unwrap();
    let row = outbox_desk::get(&mut tx, id).await.unwrap().unwrap();
    drop(tx);
    assert_eq!((row.tries, row.problem, row.settled), (0, None, None));
    // Its age counts from now: nothing is three days late.
    assert_eq!(row.not_before, rig.now());
    rig.settle().await;
    assert_eq!(rig.state(id).await.0, OutboxState::Sent);
    assert_eq!(noted(&rig, "outbox_retry").await, 1);
    assert_eq!(retry_one(&rig, id).await, Answer::Sent);
    assert_eq!(noted(&rig, "outbox_retry").await, 1);
}

async fn what_is_in_doubt_comes_silently(mut rig: Rig) {
    rig.script
        .answers(7, [Says::No(Refusal::InDoubt), Says::No(malformed())]);
    let id = rig.put(to(7, "good evening")).await;
    rig.run(TimeDelta::minutes(1)).await;
    assert_eq!(rig.state(id).await.0, OutboxState::Refused);
    assert_eq!(retry_one(&rig, id).await, Answer::WaitsAgain);
    rig.settle().await;
    let silent: Vec<bool> = rig.script.log().iter().map(|sent| sent.silent).collect();
    assert_eq!(silent, [false, true, true]);
}

async fn an_expired_message_needs_a_new_end(mut rig: Rig) {
    let ends = rig.now() + TimeDelta::hours(1);
    let message = Outgoing {
        not_before: Some(ends + TimeDelta::hours(1)),
        expires: Some(ends),
        ..to(7, "good evening")
    };
    let id = rig.put(message).await;
    rig.run(TimeDelta::hours(3)).await;
    assert_eq!(rig.state(id).await.0, OutboxState::Expired);
    assert_eq!(retry_one(&rig, id).await, Answer::TimeOver);
    assert_eq!(rig.state(id).await.0, OutboxState::Expired);
    let told = retry(&rig, Which::These(&[id]), Some(2)).await.unwrap();
    assert_eq!(told[0].answer, Answer::WaitsAgain);
    rig.settle().await;
    assert_eq!(rig.state(id).await.0, OutboxState::Sent);
}

async fn what_cannot_be_sent_again_says_why(mut rig: Rig) {
    rig.script.refuses(7, malformed());
    let code = Outgoing {
        kind: Kind::Invitation,
        ..to(7, "your code")
    };
    let code = rig.put(code).await;
    rig.settle().await;
    assert_eq!(retry_one(&rig, code).await, Answer::ContentGone);
    let late = Outgoing {
        not_before: Some(rig.now() + TimeDelta::hours(1)),
        ..to(8, "later")
    };
    let late = rig.put(late).await;
    assert_eq!(retry_one(&rig, late).await, Answer::WaitsAlready);
    assert_eq!(withdraw(&rig, &[late]).await, [Answer::Withdrawn]);
    assert_eq!(retry_one(&rig, late).await, Answer::WithdrawnBefore);
    assert_eq!(noted(&rig, "outbox_retry").await, 0);
}

async fn unknown_ids_change_nothing(mut rig: Rig) {
    rig.script.refuses(7, malformed());
    let id = rig.put(to(7, "good evening")).await;
    rig.settle().await;
    let nobody = OutboxId(12);
    let which = [id, nobody];
    let told = retry(&rig, Which::These(&which), None).await;
    assert_eq!(told, Err(Unknown(vec![nobody])));
    assert_eq!(rig.state(id).await.0, OutboxState::Refused);
    assert_eq!(noted(&rig, "outbox_retry").await, 0);
}

async fn all_refused_leaves_out_who_cannot_be_reached(mut rig: Rig) {
    let mut tx = rig.store().write().await.unwrap();
    accounts::meet(&mut tx, &rig.world.env, BOT, 9, Locale::En)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    rig.script.refuses(7, malformed());
    rig.script.refuses(8, malformed());
    rig.script
        .refuses(9, Refusal::Unreachable(Unreachable::Blocked));
    let notice = rig.put(to(7, "a notice")).await;
    let note = Outgoing {
        kind: Kind::Note,
        ..to(8, "a note")
    };
    let note = rig.put(note).await;
    let lost = rig.put(to(9, "to nobody")).await;
    rig.settle().await;
    let told = retry(
        &rig,
        Which::AllRefused {
            kind: Some(Kind::Note),
            after: None,
        },
        None,
    )
    .await
    .unwrap();
    assert_eq!(
        told,
        [Told {
            id: note,
            answer: Answer::WaitsAgain
        }]
    );
    let told = retry(
        &rig,
        Which::AllRefused {
            kind: None,
            after: None,
        },
        None,
    )
    .await
    .unwrap();
    let answers = [
        Told {
            id: notice,
            answer: Answer::WaitsAgain,
        },
        Told {
            id: lost,
            answer: Answer::Unreachable,
        },
    ];
    assert_eq!(told, answers);
    rig.run(TimeDelta::seconds(1)).await;
    assert_eq!(rig.state(notice).await.0, OutboxState::Sent);
    assert_eq!(rig.state(note).await.0, OutboxState::Sent);
    assert_eq!(rig.state(lost).await.0, OutboxState::Refused);
    // Who names it means it.
    assert_eq!(retry_one(&rig, lost).await, Answer::WaitsAgain);
    assert_eq!(noted(&rig, "outbox_retry").await, 3);
}

async fn the_right_is_asked_again(mut rig: Rig) {
    let message = Outgoing {
        right: Some(Action::ALL[0]),
        not_before: Some(rig.now() + TimeDelta::hours(1)),
        ..to(7, "about a child")
    };
    let id = rig.put(message).await;
    rig.execute("UPDATE outbox SET state = 'refused', refusal = 'malformed' WHERE kind = 'notice'")
        .await;
    assert_eq!(retry_one(&rig, id).await, Answer::WaitsAgain);
    rig.run(TimeDelta::hours(2)).await;
    assert_eq!(rig.state(id).await.0, OutboxState::Withdrawn);
    assert!(rig.seen().is_empty());
}

async fn what_waits_is_withdrawn_and_what_is_under_way_is_not(mut rig: Rig) {
    let (bulk, now) = (Lane::Bulk, rig.now());
    let claimed = rig.put(to(7, "on its way")).await;
    let mut tx = rig.store().write().await.unwrap();
    let lease = now + TimeDelta::minutes(3);
    let batch = outbox::claim(&mut tx, BOT, now, lease, bulk, 9)
        .await
        .unwrap();
    assert_eq!(batch.rows.len(), 1);
    tx.commit().await.unwrap();
    let keyed = || Outgoing {
        dedup: Some("once".into()),
        ..to(8, "wrong words")
    };
    let waiting = rig.put(keyed()).await;
    rig.script.refuses(9, malformed());
    let refused = rig.put(to(9, "bad words")).await;
    rig.execute("UPDATE outbox SET state = 'refused' WHERE chat_id = 9")
        .await;
    let told = withdraw(&rig, &[claimed, waiting, refused]).await;
    assert_eq!(
        told,
        [Answer::UnderWay, Answer::Withdrawn, Answer::LaidToRest]
    );
    assert_eq!(noted(&rig, "outbox_withdraw").await, 2);
    assert_eq!(rig.state(claimed).await.0, OutboxState::Claimed);
    // A run that comes to the same recipient again does not write it anew.
    let mut tx = rig.store().write().await.unwrap();
    let id = rig.world.env.id();
    assert!(!outbox::put(&mut tx, id, now, &keyed()).await.unwrap());
    drop(tx);
    rig.settle().await;
    assert!(rig.seen().is_empty());
}

async fn lists_go_by_every_mark(mut rig: Rig) {
    rig.script.refuses(7, malformed());
    let refused = rig.put(to(7, "one")).await;
    let urgent = Outgoing {
        lane: Lane::Urgent,
        kind: Kind::Alert,
        ..to(8, "two")
    };
    let urgent = rig.put(urgent).await;
    rig.settle().await;
    let waiting = rig.put(to(10, "three")).await;
    rig.execute("UPDATE outbox SET in_doubt = 1 WHERE chat_id = 10")
        .await;
    let mut tx = rig.store().read().await.unwrap();
    let none = outbox_desk::Marks::default;
    let cases = [
        (none(), vec![waiting, urgent, refused]),
        (
            outbox_desk::Marks {
                oldest_first: true,
                ..none()
            },
            vec![refused, urgent, waiting],
        ),
        (
            outbox_desk::Marks {
                state: Some(OutboxState::Waiting),
                ..none()
            },
            vec![waiting],
        ),
        (
            outbox_desk::Marks {
                lane: Some(Lane::Urgent),
                ..none()
            },
            vec![urgent],
        ),
        (
            outbox_desk::Marks {
                kind: Some("alert".into()),
                ..none()
            },
            vec![urgent],
        ),
        (
            outbox_desk::Marks {
                problem: Some("malformed".into()),
                ..none()
            },
            vec![refused],
        ),
        (
            outbox_desk::Marks {
                bot: Some("nobody's".into()),
                ..none()
            },
            vec![],
        ),
        (
            outbox_desk::Marks {
                in_doubt: true,
                ..none()
            },
            vec![waiting],
        ),
    ];
    for (marks, wanted) in cases {
        let found = outbox_desk::list(&mut tx, &marks, 9).await.unwrap();
        let found: Vec<_> = found.iter().map(|row| row.id).collect();
        assert_eq!(found, wanted, "{marks:?}");
    }
    assert_eq!(
        outbox_desk::list(&mut tx, &none(), 1).await.unwrap().len(),
        1
    );
    let refused = outbox_desk::refused(&mut tx).await.unwrap();
    assert_eq!(refused, [("malformed".to_owned(), "notice".to_owned(), 1)]);
    let doubtful = outbox_desk::in_doubt(&mut tx).await.unwrap();
    assert_eq!(doubtful, [("notice".to_owned(), 1)]);
}

async fn content_is_shown_and_noted(rig: Rig) {
    let id = rig.put(to(7, "good evening")).await;
    let mut tx = rig.store().write().await.unwrap();
    let env = &rig.world.env;
    let words = desk::content(&mut tx, env, id).await.unwrap().unwrap();
    assert!(words.expose().contains("good evening"));
    assert!(
        desk::content(&mut tx, env, OutboxId(12))
            .await
            .unwrap()
            .is_none()
    );
    tx.commit().await.unwrap();
    assert_eq!(noted(&rig, "outbox_content_shown").await, 1);
}

async fn parked_updates_are_tried_again_or_ended(rig: Rig) {
    let env = &rig.world.env;
    let ids = [InboxId(1), InboxId(2), InboxId(3), InboxId(4)];
    let arrival = |id: InboxId, chat, problem| Arrival {
        id,
        update: id.0,
        chat,
        body: "{}".into(),
        problem,
    };
    let mut tx = rig.store().write().await.unwrap();
    let arrivals = [
        arrival(ids[0], Some(7), Some("no good")),
        arrival(ids[1], None, Some("no chat")),
        arrival(ids[2], Some(8), Some("no good")),
        arrival(ids[3], Some(9), None),
    ];
    arrivals::put(&mut tx, BOT, rig.now(), (&arrivals, None), None)
        .await
        .unwrap();
    let parked = inbox_desk::parked(&mut tx).await.unwrap();
    assert_eq!(
        parked,
        [("no chat".to_owned(), 1), ("no good".to_owned(), 2)]
    );
    let unknown = updates::retry(&mut tx, env, &[ids[0], InboxId(99)])
        .await
        .unwrap();
    assert_eq!(unknown, Err(updates::Unknown(vec![InboxId(99)])));

    let told = updates::retry(&mut tx, env, &[ids[0], ids[1], ids[3]])
        .await
        .unwrap()
        .unwrap();
    let answers: Vec<_> = told.iter().map(|told| told.answer).collect();
    let wanted = [
        updates::Answer::WaitsAgain,
        updates::Answer::NoChat,
        updates::Answer::UnderWay,
    ];
    assert_eq!(answers, wanted);
    let told = updates::withdraw(&mut tx, env, &[ids[1], ids[2]])
        .await
        .unwrap()
        .unwrap();
    assert!(
        told.iter()
            .all(|told| told.answer == updates::Answer::Ended)
    );
    let told = updates::withdraw(&mut tx, env, &[ids[2]])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(told[0].answer, updates::Answer::Done);

    let marks = |state| inbox_desk::Marks {
        state,
        ..inbox_desk::Marks::default()
    };
    let waiting = inbox_desk::list(&mut tx, &marks(Some(InboxState::Waiting)), 9)
        .await
        .unwrap();
    let waiting: Vec<_> = waiting.iter().map(|row| (row.id, row.tries)).collect();
    assert_eq!(waiting, [(ids[3], 0), (ids[0], 0)]);
    let ended = inbox_desk::get(&mut tx, ids[2]).await.unwrap().unwrap();
    assert!(ended.blank && ended.problem.as_deref() == Some("no good"));
    let marks = inbox_desk::Marks {
        problem: Some("GOOD".into()),
        oldest_first: true,
        ..marks(None)
    };
    let found = inbox_desk::list(&mut tx, &marks, 9).await.unwrap();
    assert_eq!(
        found.iter().map(|row| row.id).collect::<Vec<_>>(),
        [ids[0], ids[2]]
    );
    tx.commit().await.unwrap();
    assert_eq!(noted(&rig, "inbox_retry").await, 1);
    assert_eq!(noted(&rig, "inbox_withdraw").await, 2);
}
