//! Who is meant and who is told: the carer's name, the parents, the leads; by day, on the reader's clock.

use chrono::Datelike;
use chrono_tz::Tz;

use crate::base::{AdultId, ChildId, Env, Html, Name};
use crate::model::Locale;
use crate::model::guardian::{Term, last_day};
use crate::model::hours::day_at;
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::{Child, Relation};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::service::mail::{self, Letter};
use crate::service::staff::leads_for;
use crate::service::{Served, home, rights};
use crate::store::appointments::Appointment;
use crate::store::{self, Tx};
use crate::text::dates::{dated, day};

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
    store::units::clock(tx, child.school).await
}

pub(super) async fn leads(tx: &mut Tx, env: &Env, child: &Child) -> Served<Vec<AdultId>> {
    leads_for(tx, env, child).await
}

/// First and last day of a term in words; a last day in another year says which.
pub(super) fn span(locale: Locale, term: Term, zone: Tz) -> (String, String) {
    let (first, last) = (day_at(term.from, zone), last_day(term.to, zone));
    let to = match last.year() == first.year() {
        true => day(locale, last),
        false => dated(locale, last),
    };
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

/// Whether the child's file rests: nothing is said by itself then.
pub(super) async fn is_frozen(tx: &mut Tx, env: &Env, child: ChildId) -> Served<bool> {
    let place = rights::place(tx, child).await?;
    Ok(place.is_some_and(|place| place.is_frozen(env.now())))
}

/// Tells one person about the child by day, by a right; by none one who has none any more or not yet, in
/// words that say nothing about the record.
pub(super) async fn tell(
    tx: &mut Tx,
    env: &Env,
    to: AdultId,
    about: (ChildId, Option<Action>),
    words: impl FnOnce(Locale) -> (Html, Vec<Vec<Button>>),
) -> Served<()> {
    hand(tx, env, to, about, |locale| {
        let (html, mut rows) = words(locale);
        rows.extend(home::menu_below(locale));
        Parcel::with_buttons(html, rows)
    })
    .await
}

/// The same with anything that can be sent. While the child's file rests nobody is told anything.
pub(super) async fn hand(
    tx: &mut Tx,
    env: &Env,
    to: AdultId,
    (child, right): (ChildId, Option<Action>),
    parcel: impl FnOnce(Locale) -> Parcel,
) -> Served<()> {
    if is_frozen(tx, env, child).await? {
        return Ok(());
    }
    // Also without a right it is about the child: an exclusion or a freeze takes it back.
    let mut letter = Letter::plain(to, Kind::Notice);
    (letter.children, letter.right) = (vec![child], right);
    let posted = mail::post(tx, env, letter, |account| parcel(account.locale)).await;
    posted.map(drop)
}
