//! Wall clocks: from a local day and hour to a moment, over summer-time gaps and doubled hours.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use crate::base::Instant;

/// The moment of a wall-clock time. A time that does not exist (clocks go forward) becomes the next
/// valid minute; one that exists twice is used once, the first time (domain 3.4).
pub fn resolve(local: NaiveDateTime, zone: Tz) -> Instant {
    let mut probe = local;
    // Gaps in the time-zone data are at most a day (a zone that jumped the date line).
    for _ in 0..=24 * 60 {
        if let Some(found) = probe.and_local_timezone(zone).earliest() {
            return found.with_timezone(&Utc);
        }
        probe += TimeDelta::minutes(1);
    }
    local.and_utc()
}

/// The day it is somewhere.
pub fn day_at(at: Instant, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first moment at or after `from` at which it is `weekday` and `hour` o'clock in `zone`.
pub fn next_weekly(from: Instant, weekday: Weekday, hour: u32, zone: Tz) -> Instant {
    let today = day_at(from, zone);
    let time = NaiveTime::from_hms_opt(hour.min(23), 0, 0).unwrap_or_default();
    for ahead in 0..=8 {
        let Some(day) = today.checked_add_days(Days::new(ahead)) else {
            break;
        };
        let moment = resolve(day.and_time(time), zone);
        if day.weekday() == weekday && moment >= from {
            return moment;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_gap_and_doubled_hour() {
        let zone: Tz = "Europe/Rome".parse().unwrap();
        let at = |text: &str| resolve(text.parse().unwrap(), zone).to_rfc3339();
        assert_eq!(at("2026-03-29T02:30:00"), "2026-03-29T01:00:00+00:00");
        assert_eq!(at("2026-10-25T02:30:00"), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn the_next_sunday_evening() {
        let zone: Tz = "Asia/Shanghai".parse().unwrap();
        let from = "2026-03-15T11:00:00Z".parse().unwrap();
        let next = next_weekly(from, Weekday::Sun, 19, zone);
        assert_eq!(next.to_rfc3339(), "2026-03-15T11:00:00+00:00");
        let later = next_weekly(from + TimeDelta::seconds(1), Weekday::Sun, 19, zone);
        assert_eq!(later - next, TimeDelta::days(7));
    }
}
