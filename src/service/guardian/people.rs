//! Who is meant and who is told: the carer's name, the parents, the leads; by day, on the reader's clock.

use chrono::Datelike;
use chrono_tz::Tz;

use crate::base::{AdultId, ChildId, Env, Html, Name};
use crate::model::Locale;
use crate::model::guardian::{Term, last_day};
use crate::model::hours::{day_at, daytime};
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::{Child, Relation};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::model::unit::Role;
use crate::service::mail::{self, Letter};
use crate::service::{Served, home};
use crate::store::appointments::Appointment;
use crate::store::{self, Tx};
use crate::text::dates::day;

/// The person of an appointment, as shown.
pub(super) struct Carer {
    pub name: Name,
    pub relation: Option<Relation>,
}

/// The rostered person; before one is chosen the parent's own words.
pub(super) async fn carer(tx: &mut Tx, appointment: &Appointment) -> Served<Carer> {
    let Some(adult) = appointment.adult else {
        let words = appointment.who.as_ref();
        let name = Name::new(words.map(|words| words.expose()).unwrap_or_default());
        return Ok(Carer {
            name,
            relation: None,
        });
    };
    let found = store::adults::get(tx, adult).await?;
    let rostered = store::adults::rostered(tx, appointment.child).await?;
    Ok(Carer {
        name: found.map(|adult| adult.name).unwrap_or_default(),
        relation: rostered
            .iter()
            .find(|person| person.adult.id == adult)
            .map(|person| person.relation),
    })
}

pub(super) async fn name(tx: &mut Tx, adult: AdultId) -> Served<Name> {
    let found = store::adults::get(tx, adult).await?;
    Ok(found.map(|adult| adult.name).unwrap_or_default())
}

/// The clock of the child's school.
pub(super) async fn zone(tx: &mut Tx, child: &Child) -> Served<Tz> {
    let school = store::units::get(tx, child.school).await?;
    Ok(school.and_then(|school| school.zone).unwrap_or(Tz::UTC))
}

pub(super) async fn leads(tx: &mut Tx, env: &Env, child: &Child) -> Served<Vec<AdultId>> {
    store::posts::holders(tx, child.school, Role::SchoolLead, env.now()).await
}

/// First and last day of a term in words; a last day in another year says which.
pub(super) fn span(locale: Locale, term: Term, zone: Tz) -> (String, String) {
    let (first, last) = (day_at(term.from, zone), last_day(term.to, zone));
    let mut to = day(locale, last);
    if last.year() != first.year() {
        to.push_str(&format!(" ({})", last.year()));
    }
    (day(locale, first), to)
}

/// The linked parents; whether they may hear is left to the right.
pub(super) async fn parents(tx: &mut Tx, child: ChildId) -> Served<Vec<AdultId>> {
    let links = store::links::of_child(tx, child).await?;
    let parents = links
        .iter()
        .filter(|link| link.role == LinkRole::Parent && link.state == LinkState::Active);
    Ok(parents.map(|link| link.adult).collect())
}

/// Tells one person about the child by day; `about` `None` for one who has no right any more, in words
/// that say nothing about the record.
pub(super) async fn tell(
    tx: &mut Tx,
    env: &Env,
    to: AdultId,
    about: Option<(ChildId, Action)>,
    words: impl FnOnce(Locale) -> (Html, Vec<Vec<Button>>),
) -> Served<()> {
    hand(tx, env, to, about, |locale| {
        let (html, mut rows) = words(locale);
        rows.extend(home::menu_below(locale));
        Parcel::with_buttons(html, rows)
    })
    .await
}

/// The same with anything that can be sent.
pub(super) async fn hand(
    tx: &mut Tx,
    env: &Env,
    to: AdultId,
    about: Option<(ChildId, Action)>,
    parcel: impl FnOnce(Locale) -> Parcel,
) -> Served<()> {
    let account = store::accounts::of_adult(tx, to).await?;
    let zone = account.and_then(|account| account.zone).unwrap_or(Tz::UTC);
    let letter = match about {
        Some((child, right)) => Letter::about(to, child, right, Kind::Notice),
        None => Letter::plain(to, Kind::Notice),
    };
    let letter = letter.not_before(daytime(env.now(), zone));
    let posted = mail::post(tx, env, letter, |account| parcel(account.locale)).await;
    posted.map(drop)
}
