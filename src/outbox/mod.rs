//! Layer 5: what waits goes out: claim, ask the right again, keep the pace, hand over, settle.
//! Knows a channel only as [`Channel`]; holds no transaction while it waits for one.

mod aftermath;
mod allowance;
mod covered;
mod dispatcher;
mod gauges;
mod hand;
mod hold;
mod judge;
mod late;
mod pace;
mod recent;
mod refusal;
mod rights;

use futures_util::future::BoxFuture;

use crate::model::message::Parcel;

pub use allowance::{Allowance, PAID, USUAL};
pub use covered::{Covered, cover};
pub use dispatcher::{Dispatcher, IN_HAND, Joined, LEASE};
pub use gauges::gauges;
pub use hold::{Epoch, HOLD, Hold, LOOK, RENEW};
pub use pace::{Pace, Ticket};
pub use refusal::{GIVE_UP_AFTER, RETRY_SCHEDULE, Refusal, Scope, Unreachable, Verdict, verdict};
pub use rights::denied;

/// What the messenger said when it took a parcel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Its id of the message, where there is one: replies name it.
    pub remote_id: Option<i64>,
}

/// How a message is handed over, beside what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Without a sound, whatever the parcel says: it may have arrived already.
    pub silent: bool,
    /// The operator pays for it where the messenger lets more through then.
    pub paid: bool,
}

/// A way to reach people. Every call is one attempt: no retries, no sleeping inside, and an own
/// deadline well below the lease of a claim (3 minutes).
pub trait Channel: Send + Sync {
    /// The bot's id: the rows it delivers carry it.
    fn bot(&self) -> &str;

    fn deliver<'a>(
        &'a self,
        chat: i64,
        parcel: &'a Parcel,
        manner: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>>;
}
