//! What a schedule is for. Knows no rule's grammar (`schedule`) and no table.

use crate::words;

words! {
    /// What happens when a run is due.
    pub enum ScheduleKind {
        WeeklyUpdate = "weekly_update",
        CheckIn = "check_in",
    }
}

words! {
    /// Where a run stands.
    pub enum RunState {
        /// Written, not yet due or not yet looked at.
        Waiting = "waiting",
        /// Its pages are being written.
        Open = "open",
        Done = "done",
        /// Nobody opened it within its grace, or a newer one was due as well.
        Missed = "missed",
    }
}
