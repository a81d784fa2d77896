//! How often something may be done before it rests: wrong codes, approvals, wrong digits, records
//! opened outside one's own class. Data; counts are kept by `store::tallies`.

use chrono::TimeDelta;

use crate::words;

words! {
    /// On which level something is counted.
    pub enum Level {
        Account = "account",
        School = "school",
        Overall = "overall",
    }
}

words! {
    /// What is counted on all three levels.
    pub enum Counted {
        /// Codes that did not work.
        Codes = "codes",
        /// Links approved by people of a school.
        Approvals = "approvals",
    }
}

/// After `most` times within `within` it rests for `rest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub most: i64,
    pub within: TimeDelta,
    pub rest: TimeDelta,
}

const fn an_hour(most: i64) -> Limit {
    Limit {
        most,
        within: TimeDelta::hours(1),
        rest: TimeDelta::hours(1),
    }
}

/// The limit of one level. An account guesses five times; a school's families mistype now and then; a
/// thousand accounts guessing together meet the last one.
pub const fn limit(counted: Counted, level: Level) -> Limit {
    match (counted, level) {
        (Counted::Codes, Level::Account) => an_hour(5),
        (Counted::Codes, Level::School) => an_hour(30),
        (Counted::Codes, Level::Overall) => an_hour(300),
        // A class is approved at the parents' evening; more than that in an hour looks at nobody.
        (Counted::Approvals, Level::Account) => an_hour(60),
        (Counted::Approvals, Level::School) => an_hour(180),
        (Counted::Approvals, Level::Overall) => an_hour(3_000),
    }
}

/// Wrong digits of a second factor.
pub const WRONG_DIGITS: Limit = an_hour(5);

/// How many children outside one's own class a member of staff may open ...
pub const OUTSIDE_CHILDREN: i64 = 20;
/// ... within this time.
pub const OUTSIDE_WITHIN: TimeDelta = TimeDelta::hours(1);
