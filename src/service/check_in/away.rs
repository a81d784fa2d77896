//! "I cannot this week": whoever is asked at home hands over to the next person, and the school knows
//! (domain 6, "guardian ill, away, too old"). It ends by itself with the week of the school, or by a tap.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::super::mail::Letter;
use super::super::{Served, Talk, home, numbers, rights};
use super::ring::{self, cared_for};
use super::{ladder, people};
use crate::base::{AdultId, ChildId, Instant};
use crate::dialogue::{self, check_in::Tap};
use crate::model::audit::Why;
use crate::model::budget::Week;
use crate::model::check_in::Ladder;
use crate::model::hours::day_at;
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::week::SchoolWeek;
use crate::store::tasks::TaskKind;
use crate::store::{self, audit};
use crate::text::dates;
use crate::{label, say};

/// The button for the menu: handing over, or taking it back.
pub(super) async fn row(talk: &mut Talk<'_>, child: &Child) -> Served<Vec<Button>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let away = store::check_ins::away(talk.tx, child.id, talk.env.now()).await?;
    let locale = talk.locale();
    let (words, tap) = match away.contains(&adult) {
        true => (
            label!(locale, "check-in-can-again", child = child.called()),
            Tap::CanAgain(child.id),
        ),
        false => (
            label!(locale, "check-in-cannot", child = child.called()),
            Tap::Cannot(child.id),
        ),
    };
    let data = dialogue::Tap::CheckIn(tap).encode();
    Ok(vec![Button::tap(words, data)])
}

/// The last day of the school's week, and the moment it is over.
fn week_of(now: Instant, zone: Tz) -> (NaiveDate, Instant) {
    let last = SchoolWeek::of(day_at(now, zone)).sunday();
    (last, Week::of(now, zone).to)
}

/// Nobody asks the speaker about this child until the week is over; what is asked now goes on to the next.
pub(super) async fn begin(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let (Some(adult), Some(record)) = (talk.adult(), cared_for(talk, child).await?) else {
        return talk.refuse().await;
    };
    let now = talk.env.now();
    let zone = store::units::clock(talk.tx, record.school).await?;
    let (day, until) = week_of(now, zone);
    let waiting = ladder::pending(talk.tx, child, adult).await?;
    store::check_ins::set_away(talk.tx, child, adult, Some(until)).await?;
    note(talk, adult, &record, "check_in_cannot").await?;
    let told = tell_school(talk, adult, &record, day).await?;
    ladder::pass_on(talk.tx, talk.env, &waiting).await?;
    let locale = talk.locale();
    let mut html = say!(
        locale,
        "check-in-cannot-noted",
        child = record.called(),
        day = dates::day(locale, day)
    );
    if !told {
        // A promise would be a lie.
        html.join("\n\n", &say!(locale, "check-in-please-ring"));
        let list = numbers::at(talk.tx, record.school).await?;
        html.join("\n\n", &numbers::ring(locale, &list));
    }
    let mut rows = vec![row(talk, &record).await?];
    rows.extend(home::menu_below(locale));
    talk.show(html, rows).await
}

/// The speaker can again.
pub(super) async fn end(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let (Some(adult), Some(record)) = (talk.adult(), cared_for(talk, child).await?) else {
        return talk.refuse().await;
    };
    store::check_ins::set_away(talk.tx, child, adult, None).await?;
    note(talk, adult, &record, "check_in_can_again").await?;
    let locale = talk.locale();
    let html = say!(locale, "check-in-asked-again", child = record.called());
    talk.show(html, home::menu_below(locale)).await
}

/// Whether the school's ladder asks anybody else at home meanwhile.
async fn somebody_else(talk: &mut Talk<'_>, record: &Child) -> Served<bool> {
    let settings = store::units::settings(talk.tx, record.school).await?;
    let ladder = Ladder::of(&settings);
    let rungs = (0..ladder.len()).filter_map(|step| ladder.rung(step));
    for rung in rungs.filter(|rung| !people::is_school(*rung)) {
        for kin in people::on_rung(talk.tx, talk.env, record, rung).await? {
            let right = Action::AnswerCheckIn;
            if rights::allowed(talk.tx, talk.env, kin, right, record.id).await?
                && store::accounts::of_adult(talk.tx, kin).await?.is_some()
            {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The class teachers hear of it once a day and person; without one who can be reached, the leads; and without
/// those it is on the school's list. Whether a person hears of it.
async fn tell_school(
    talk: &mut Talk<'_>,
    adult: AdultId,
    record: &Child,
    day: NaiveDate,
) -> Served<bool> {
    let family = people::family(talk.tx, record.id).await?;
    let Some(kin) = family.into_iter().find(|kin| kin.adult == adult) else {
        return Ok(false);
    };
    let key = match somebody_else(talk, record).await? {
        true => "check-in-cannot-school",
        false => "check-in-cannot-school-alone",
    };
    let class = store::units::get(talk.tx, record.class).await?;
    let class = class.map(|class| class.name).unwrap_or_default();
    let today = talk.env.now().date_naive();
    let letter = |to| {
        Letter::about(to, record.id, Action::HearCheckIn, Kind::Notice)
            .dedup(format!("cannot:{}:{adult}:{today}:{to}", record.id))
    };
    let told = people::tell_school(talk.tx, talk.env, (record, adult), letter, |account| {
        let locale = account.locale;
        let relation = label!(locale, &format!("relation-{}", kin.relation.as_str()));
        Parcel::text(say!(
            locale,
            key,
            name = &kin.name,
            relation = relation,
            child = &record.name,
            class = &class,
            day = dates::day(locale, day)
        ))
    });
    if told.await? {
        return Ok(true);
    }
    let (kind, key) = (TaskKind::RingGuardian, ring::key(record, adult));
    let (unit, child) = (record.school, Some(record.id));
    store::tasks::open(talk.tx, talk.env, unit, child, Some(adult), kind, &key).await?;
    Ok(false)
}

async fn note(
    talk: &mut Talk<'_>,
    by: AdultId,
    record: &Child,
    action: &'static str,
) -> Served<()> {
    let act = audit::Act {
        by: Some(by),
        action,
        child: Some(record.id),
        unit: Some(record.school),
        why: Some(Why::Link),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_ends_with_its_sunday_on_the_schools_clock() {
        let zone: Tz = "Asia/Shanghai".parse().unwrap();
        for (now, last, until) in [
            ("2026-03-02T12:00:00Z", "2026-03-08", "2026-03-08T16:00:00Z"),
            ("2026-03-08T15:59:00Z", "2026-03-08", "2026-03-08T16:00:00Z"),
            ("2026-03-08T16:00:00Z", "2026-03-15", "2026-03-15T16:00:00Z"),
        ] {
            let (day, end) = week_of(now.parse().unwrap(), zone);
            assert_eq!(day, last.parse().unwrap());
            assert_eq!(end, until.parse::<Instant>().unwrap());
        }
    }
}
