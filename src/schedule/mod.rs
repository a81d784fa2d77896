//! Layer 5: when things happen. Owns cron rules on a wall clock and what is due. Knows neither what
//! a job writes ([`Jobs`]) nor any loop: [`Scheduler::tick`] says when it wants to be called again.

mod cron;
mod due;

pub use cron::{Rule, RuleError, next_after, upcoming};
pub use due::{Jobs, Page, Scheduler};
