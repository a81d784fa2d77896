//! What the trace says: why somebody may, and which look is which. Words only; knows no table.

use chrono::TimeDelta;

use super::rights::{Action, Ledger, Place, may};
use crate::base::Instant;
use crate::words;

words! {
    /// By what somebody acts or looks.
    pub enum Why {
        /// As family: their own link to the child.
        Link = "link",
        /// As staff: a post at a unit the child belongs to.
        Post = "post",
        /// By exception, for an hour, with a reason.
        BreakGlass = "break_glass",
        /// A schedule or a ladder; no person.
        Run = "run",
        /// The operator.
        CommandLine = "command_line",
    }
}

words! {
    /// A look at somebody's record. Few: each is a screen a family would know by its name.
    pub enum Look {
        /// With whom the child lives, who is linked, whom to ring.
        Card = "saw_card",
        /// What was noted of a week.
        Week = "saw_week",
        /// Names of a class, a home or a school.
        List = "saw_list",
        /// To whom a note would go.
        Thread = "saw_thread",
        /// A check-in and how it stands.
        CheckIn = "saw_check_in",
        /// Who asks to be linked.
        Request = "saw_request",
        /// The child's name, by a code that works.
        Invitation = "saw_invitation",
        /// Who looked.
        Looks = "saw_looks",
    }
}

/// Something about a child reached a person's chat; the detail is `model::message::Kind`.
pub const TOLD: &str = "was_told";

/// A try that got the neutral answer; the detail is the right that was missing.
pub const DENIED: &str = "denied";

/// A concern that is not the speaker's to read.
pub const CONCERN_REFUSED: &str = "concern_refused";

/// An invitation's code that did not work; the detail says whether it was a right one.
pub const CODE_REFUSED: &str = "code_refused";

/// Button data that is no button of ours: forged, or of a release that is long gone.
pub const BUTTON_UNKNOWN: &str = "button_unknown";

/// A webhook call without the messenger's secret.
pub const WEBHOOK_REFUSED: &str = "webhook_refused";

/// An update that had come before: replayed, or the messenger never heard our answer.
pub const UPDATE_REPEATED: &str = "update_repeated";

/// The same try of the same account is one line for so long: a flood must not fill the disk.
pub const SAME_TRY: TimeDelta = TimeDelta::minutes(10);

/// Why the adult of `ledger` may do `action` about the child at `place`; `None`: they may not. As
/// family first: who is both looks at their own child.
pub fn why(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> Option<Why> {
    if !may(ledger, action, place, at) {
        return None;
    }
    let mut less = ledger.clone();
    less.grants.clear();
    if !may(&less, action, place, at) {
        return Some(Why::BreakGlass);
    }
    less.posts.clear();
    Some(match may(&less, action, place, at) {
        true => Why::Link,
        false => Why::Post,
    })
}
