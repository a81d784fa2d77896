//! Layer 5: what waits goes out: claim, ask the right again, keep the pace, hand over, settle.
//! Knows a channel only as [`Channel`]; holds no transaction while it waits for one.

mod aftermath;
mod dispatcher;
mod gauges;
mod hold;
mod late;
mod pace;
mod refusal;
mod rights;

use futures_util::future::BoxFuture;

use crate::model::message::Parcel;

pub use dispatcher::{Dispatcher, LEASE};
pub use gauges::gauges;
pub use hold::{Epoch, HOLD, Hold, LOOK, RENEW};
pub use pace::{Allowance, Pace};
pub use refusal::{GIVE_UP_AFTER, RETRY_SCHEDULE, Refusal, Scope, Unreachable, Verdict, verdict};

/// What the messenger said when it took a parcel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Its id of the message, where there is one: replies name it.
    pub remote_id: Option<i64>,
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
    ) -> BoxFuture<'a, Result<Receipt, Refusal>>;
}
