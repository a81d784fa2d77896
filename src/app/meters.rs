//! Every figure this process publishes, with its meaning, and at zero from the start: an alert can
//! tell "none" from "not there". What they count is said here; who counts stands beside the deed.

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

use crate::model::limit::{Counted, Level};
use crate::model::message::{Kind, Lane};
use crate::model::schedule::ScheduleKind;
use crate::outbox::Unreachable;

/// What a hand-over can end with, besides [`Unreachable`]. `outbox::Refusal` and its dispatcher say
/// these words.
const RESULTS: &[&str] = &[
    "sent",
    "in_doubt",
    "malformed",
    "gave_up",
    "unreadable",
    "server_trouble",
    "later_by",
    "unauthorized",
    "gone_stale",
    "moved",
    "withdrawn",
    "paced",
];

/// What became of an update, as `inbox` says it.
const HANDLED: &[&str] = &["done", "nothing", "lost", "passing", "failed", "unreadable"];

/// Describes and registers all of them; those of one bot or one worker appear when it starts.
pub(super) fn register() {
    outbox();
    inbox();
    house();
}

fn outbox() {
    let count = Unit::Count;
    describe_counter!(
        "hongyan_outbox_handovers_total",
        count,
        "Messages handed to the messenger or held back, by lane, kind and result."
    );
    // One of each result: all combinations would be hundreds of lines of zeros.
    let unreachable = Unreachable::ALL.iter().map(|kind| kind.as_str());
    for result in RESULTS.iter().copied().chain(unreachable) {
        counter!("hongyan_outbox_handovers_total", "lane" => Lane::Normal.as_str(),
            "kind" => Kind::Notice.as_str(), "result" => result)
        .increment(0);
    }
    counted(
        "hongyan_outbox_leases_expired_total",
        "Claimed messages nobody reported back about; in doubt since.",
    );
    counted(
        "hongyan_outbox_expired_total",
        "Messages whose time was over before they could go.",
    );
    counted(
        "hongyan_outbox_settled_too_late_total",
        "Results that came after the bot had changed hands.",
    );
    for (name, meaning) in [
        (
            "hongyan_outbox_pace_per_second",
            "Messages a second the bot lets through now; it falls after floods and rises again.",
        ),
        (
            "hongyan_outbox_allowance_per_second",
            "Messages a second the bot may send at most; +Inf: no limit.",
        ),
        (
            "hongyan_outbox_under_way",
            "Messages handed to the messenger whose answer is not here yet.",
        ),
    ] {
        describe_gauge!(name, count, meaning);
    }
    describe_gauge!(
        "hongyan_outbox_paused_seconds",
        Unit::Seconds,
        "How long the bot must still be silent because the messenger said so."
    );
    describe_gauge!(
        "hongyan_outbox_rows",
        count,
        "Open messages by state and lane; 10000 means so many or more."
    );
    describe_gauge!(
        "hongyan_outbox_oldest_seconds",
        Unit::Seconds,
        "How long the oldest message of a lane that is due has waited; 0: none is due."
    );
    describe_gauge!(
        "hongyan_outbox_in_doubt",
        count,
        "Open messages that may have arrived already, by kind."
    );
    describe_gauge!(
        "hongyan_outbox_refused_rows",
        count,
        "Refused messages nobody has looked after yet, by problem and kind."
    );
    describe_histogram!(
        "hongyan_outbox_wait_seconds",
        Unit::Seconds,
        "From the moment a message could go until the messenger had it, by lane."
    );
    for lane in Lane::ALL {
        let _ = histogram!("hongyan_outbox_wait_seconds", "lane" => lane.as_str());
    }
    describe_histogram!(
        "hongyan_channel_seconds",
        Unit::Seconds,
        "How long the messenger took to answer one hand-over."
    );
    let _ = histogram!("hongyan_channel_seconds");
    describe_counter!(
        "hongyan_accounts_lost_total",
        count,
        "Accounts found to be out of reach, by reason."
    );
    for kind in Unreachable::ALL {
        counter!("hongyan_accounts_lost_total", "kind" => kind.as_str()).increment(0);
    }
}

fn inbox() {
    counted("hongyan_inbox_stored_total", "Updates stored.");
    counted(
        "hongyan_inbox_known_total",
        "Updates that came again and were stored before.",
    );
    describe_counter!(
        "hongyan_sheets_total",
        Unit::Count,
        "Spreadsheets that came back, by what became of their file."
    );
    for result in ["read", "unreadable", "again", "lost"] {
        counter!("hongyan_sheets_total", "result" => result).increment(0);
    }
    describe_counter!(
        "hongyan_inbox_parked_total",
        Unit::Count,
        "Updates put aside for a person, by why."
    );
    for why in ["failed", "no_address"] {
        counter!("hongyan_inbox_parked_total", "why" => why).increment(0);
    }
    describe_counter!(
        "hongyan_inbox_handled_total",
        Unit::Count,
        "Attempts to handle an update, by result."
    );
    for result in HANDLED.iter().copied() {
        counter!("hongyan_inbox_handled_total", "result" => result).increment(0);
    }
    describe_gauge!("hongyan_inbox_rows", Unit::Count, "Updates by state.");
    describe_gauge!(
        "hongyan_inbox_oldest_seconds",
        Unit::Seconds,
        "How long a bot's oldest unhandled update has waited; 0: none waits."
    );
    describe_histogram!(
        "hongyan_inbox_seconds",
        Unit::Seconds,
        "How long one update took to handle."
    );
    let _ = histogram!("hongyan_inbox_seconds");
    describe_counter!(
        "hongyan_polled_pages_total",
        Unit::Count,
        "Answers that brought updates, by their way: handled in the transaction that stored them, or worker by worker."
    );
    for way in ["short", "long"] {
        counter!("hongyan_polled_pages_total", "way" => way).increment(0);
    }
    counted(
        "hongyan_polled_too_late_total",
        "Updates fetched for a bot that had changed hands by then.",
    );
    counted(
        "hongyan_webhook_refused_total",
        "Webhook calls without the right secret.",
    );
}

fn house() {
    describe_counter!(
        "hongyan_lockouts_total",
        Unit::Count,
        "How often something rests because it was tried too often, by what and on which level."
    );
    for what in Counted::ALL {
        for level in Level::ALL {
            counter!("hongyan_lockouts_total", "what" => what.as_str(), "level" => level.as_str())
                .increment(0);
        }
    }
    counter!("hongyan_lockouts_total", "what" => "factor", "level" => "account").increment(0);
    counted(
        "hongyan_concerns_stuck_total",
        "Steps of a concern's clock that could not be taken: one cannot be read, a person has to look.",
    );
    counted(
        "hongyan_notes_stuck_total",
        "Notes for later, and steps after a note, that failed and are tried again.",
    );
    describe_counter!(
        "hongyan_forgotten_total",
        Unit::Count,
        "Rows removed or blanked because their time was over, by what they were."
    );
    describe_counter!(
        "hongyan_runs_opened_total",
        Unit::Count,
        "Runs of schedules begun, by kind."
    );
    describe_counter!(
        "hongyan_runs_missed_total",
        Unit::Count,
        "Runs of schedules that came too late to begin, by kind."
    );
    for kind in ScheduleKind::ALL {
        counter!("hongyan_runs_opened_total", "kind" => kind.as_str()).increment(0);
        counter!("hongyan_runs_missed_total", "kind" => kind.as_str()).increment(0);
    }
    describe_gauge!(
        "hongyan_audit_head_seq",
        Unit::Count,
        "Rows of the audit's chain, written down once an hour."
    );
    describe_gauge!(
        "hongyan_audit_head_mark",
        Unit::Count,
        "The first 48 bits of the hash of the chain's last row at that moment."
    );
    describe_gauge!(
        "hongyan_staff_unlooked",
        Unit::Count,
        "Only leads of a school whose yearly look is due within a month or overdue, and whom nobody in the chat can look at."
    );
    describe_gauge!(
        "hongyan_runs_overdue_seconds",
        Unit::Seconds,
        "For how long the oldest run that is due has not been finished; 0: none is due."
    );
    describe_counter!(
        "hongyan_worker_failures_total",
        Unit::Count,
        "Rounds that failed, by worker."
    );
    describe_gauge!(
        "hongyan_lease_held",
        Unit::Count,
        "1 when this process speaks for the bot."
    );
    describe_counter!(
        "hongyan_lease_changes_total",
        Unit::Count,
        "How often this process got or lost the bot."
    );
    describe_gauge!(
        "hongyan_database_up",
        Unit::Count,
        "1 when the database answered the last look, 0 when it did not."
    );
    gauge!("hongyan_database_up").set(1.0);
    describe_gauge!(
        "hongyan_figures_timestamp_seconds",
        Unit::Seconds,
        "When the figures that come from the database were read, as Unix time."
    );
}

fn counted(name: &'static str, meaning: &'static str) {
    describe_counter!(name, Unit::Count, meaning);
    counter!(name).increment(0);
}
