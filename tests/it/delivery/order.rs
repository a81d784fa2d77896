//! Order, pace and waiting: who goes when.

use chrono::TimeDelta;
use hongyan::base::Wake;
use hongyan::model::message::{Lane, Outgoing};
use hongyan::outbox::{Refusal, Scope};
use hongyan::store::outbox_view::OutboxState;

use super::rig::{Answer, Rig, on_both, to};

on_both!(
    order_holds_through_retries,
    a_held_row_blocks_nobody,
    urgent_overtakes,
    retry_after_is_exact_for_its_chat,
    three_flooded_chats_silence_the_bot_also_after_a_restart,
    never_above_the_allowance,
    what_is_worthless_expires,
    a_paying_bot_answers_no_faster_and_goes_on,
    the_retries_end,
);

/// The answers have the room of who does not pay, the broadcast beside them a larger one.
async fn a_paying_bot_answers_no_faster_and_goes_on(mut rig: Rig) {
    rig.pays();
    for chat in 0..200 {
        let lane = if chat < 70 { Lane::Reply } else { Lane::Bulk };
        rig.put(Outgoing {
            lane,
            ..to(chat, "hear")
        })
        .await;
    }
    rig.run(TimeDelta::milliseconds(900)).await;
    let replies = |rig: &Rig| {
        rig.script
            .log()
            .iter()
            .filter(|sent| sent.chat < 70)
            .count()
    };
    assert_eq!(replies(&rig), 30);
    rig.run(TimeDelta::seconds(3)).await;
    assert_eq!(rig.script.log().len(), 200);
}

async fn order_holds_through_retries(mut rig: Rig) {
    for words in ["one", "two", "three"] {
        rig.put(to(7, words)).await;
    }
    rig.put(to(8, "other")).await;
    rig.script.refuses(7, Refusal::ServerTrouble);
    rig.script.refuses(7, Refusal::ServerTrouble);
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 one", "8 other"]);
    rig.run(TimeDelta::minutes(2)).await;
    assert_eq!(
        rig.seen()[2..],
        ["7 one", "7 one", "7 two", "7 three"].map(String::from)
    );
}

async fn a_held_row_blocks_nobody(mut rig: Rig) {
    let later = rig.now() + TimeDelta::hours(2);
    rig.put(Outgoing {
        not_before: Some(later),
        ..to(7, "held")
    })
    .await;
    rig.put(to(7, "now")).await;
    assert_eq!(rig.settle().await, Wake::At(later));
    assert_eq!(rig.seen(), ["7 now"]);
    rig.world.env.clock.set(later);
    assert_eq!(rig.settle().await, Wake::Idle);
    assert_eq!(rig.seen(), ["7 now", "7 held"]);
}

async fn urgent_overtakes(mut rig: Rig) {
    for words in ["bulk 1", "bulk 2"] {
        rig.put(Outgoing {
            lane: Lane::Bulk,
            ..to(7, words)
        })
        .await;
    }
    rig.put(Outgoing {
        lane: Lane::Urgent,
        ..to(7, "alarm")
    })
    .await;
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 alarm", "7 bulk 1", "7 bulk 2"]);
}

async fn retry_after_is_exact_for_its_chat(mut rig: Rig) {
    let by = TimeDelta::seconds(17);
    let until = rig.now() + by;
    let scope = Scope::Chat;
    rig.script.refuses(7, Refusal::LaterBy { by, scope });
    let paused = rig.put(to(7, "paused")).await;
    rig.put(to(8, "free")).await;
    assert_eq!(rig.settle().await, Wake::At(until));
    assert_eq!(rig.state(paused).await.0, OutboxState::Waiting);
    // Not even what is urgent goes to that chat, but to any other.
    let urgent = |chat, words| Outgoing {
        lane: Lane::Urgent,
        ..to(chat, words)
    };
    rig.put(urgent(7, "alarm")).await;
    rig.put(urgent(9, "alarm")).await;
    rig.settle().await;
    rig.world.env.clock.set(until - TimeDelta::milliseconds(1));
    rig.settle().await;
    assert_eq!(rig.seen(), ["7 paused", "8 free", "9 alarm"]);
    rig.world.env.clock.set(until);
    rig.settle().await;
    assert_eq!(rig.seen()[3..], ["7 alarm", "7 paused"].map(String::from));
}

async fn three_flooded_chats_silence_the_bot_also_after_a_restart(mut rig: Rig) {
    let by = TimeDelta::seconds(9);
    let until = rig.now() + by;
    for chat in 1..=3 {
        let scope = Scope::Chat;
        rig.script.refuses(chat, Refusal::LaterBy { by, scope });
        rig.put(to(chat, "flood")).await;
    }
    rig.settle().await;
    rig.put(to(50, "after")).await;
    for _ in 0..2 {
        assert_eq!(rig.settle().await, Wake::At(until));
        assert_eq!(rig.seen().len(), 3);
        rig.restart();
    }
    rig.world.env.clock.set(until);
    rig.run(TimeDelta::seconds(1)).await;
    assert_eq!(rig.seen().len(), 7);
}

async fn never_above_the_allowance(mut rig: Rig) {
    for n in 0..12 {
        rig.put(to(7, &format!("many {n}"))).await;
    }
    for chat in 0..120 {
        rig.put(to(100 + chat, "one each")).await;
    }
    let began = rig.now();
    rig.run(TimeDelta::seconds(20)).await;
    let log = rig.script.log();
    assert_eq!(log.len(), 132);
    let second = TimeDelta::seconds(1);
    for sent in &log {
        let within = |span: TimeDelta| {
            let window = sent.at..sent.at + span;
            log.iter().filter(move |s| window.contains(&s.at))
        };
        assert!(within(second).count() <= 30);
        for seconds in 1..10 {
            let own = within(second * seconds).filter(|s| s.chat == 7).count();
            assert!(own <= 2 + seconds as usize, "{own} in {seconds} s");
        }
    }
    // The whole allowance is used from the first second to the last one.
    for second in 0..4 {
        let from = began + TimeDelta::seconds(second);
        let window = from..from + TimeDelta::seconds(1);
        let sent = log.iter().filter(|s| window.contains(&s.at)).count();
        assert!(sent >= 29, "{sent} in second {second}");
    }
}

async fn what_is_worthless_expires(mut rig: Rig) {
    let id = rig
        .put(Outgoing {
            expires: Some(rig.now() + TimeDelta::minutes(1)),
            not_before: Some(rig.now() + TimeDelta::minutes(1)),
            ..to(7, "too late")
        })
        .await;
    rig.run(TimeDelta::minutes(2)).await;
    rig.settle().await;
    assert!(rig.seen().is_empty());
    assert_eq!(rig.state(id).await.0, OutboxState::Expired);
}

async fn the_retries_end(mut rig: Rig) {
    let id = rig.put(to(7, "nobody there")).await;
    let trouble = Answer::No(Refusal::ServerTrouble);
    rig.script.answers(7, std::iter::repeat_n(trouble, 50));
    rig.run(TimeDelta::hours(20)).await;
    assert_eq!(rig.seen().len(), 8);
    let (state, why, in_doubt) = rig.state(id).await;
    assert_eq!(
        (state, why.as_deref()),
        (OutboxState::Refused, Some("gave_up"))
    );
    assert!(!in_doubt);
}
