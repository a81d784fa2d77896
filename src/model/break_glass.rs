//! Opening one record by exception: for how long, how often, with what reason, and how far a post
//! reaches for it. Knows no table.

use chrono::TimeDelta;

use super::unit::{Role, UnitKind};

/// How long a record stays open.
pub const LASTS: TimeDelta = TimeDelta::hours(1);

/// Records one person opens by exception within [`WITHIN`].
pub const MOST: i64 = 3;
pub const WITHIN: TimeDelta = TimeDelta::days(1);

/// Characters of a reason: enough to say why, not enough to tell the record again.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=300;

/// The unit above a post up to which its holder may ask: a teacher within the school, an officer within
/// the county. `None`: never.
pub const fn reach(role: Role) -> Option<UnitKind> {
    match role {
        Role::Teacher | Role::SchoolLead => Some(UnitKind::School),
        Role::TownshipOfficer | Role::CountyOfficer => Some(UnitKind::County),
        Role::HomeStaff => None,
    }
}

/// The reason as it is kept: one line; `None` when it is too short or too long.
pub fn reason(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    REASON.contains(&line.chars().count()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_ten_to_three_hundred_characters() {
        assert_eq!(reason("because  \n"), None);
        let kept = reason("her  mother\nrang from abroad");
        assert_eq!(kept.as_deref(), Some("her mother rang from abroad"));
        assert_eq!(
            reason("母亲从外地打来电话请帮忙"),
            Some("母亲从外地打来电话请帮忙".into())
        );
        assert_eq!(reason(&"x".repeat(301)), None);
    }
}
