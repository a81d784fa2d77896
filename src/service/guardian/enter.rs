//! A person whom the roster does not know yet: the parent names one, the school enters or finds them.

use super::case::decidable;
use super::form::{changed, note};
use super::{button, not_now};
use crate::base::{AdultId, AppointmentId, Name, Phone, Words};
use crate::dialogue::guardian::{State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::record::{Adult, Relation};
use crate::service::{Served, Talk, concern};
use crate::store;
use crate::{label, say};

/// Rung after everybody the school's own roster names.
const LAST: i64 = 99;
/// The longest name.
const NAME: usize = 100;

/// Somebody of the child's roster is the one the parent means.
pub(super) async fn pick(talk: &mut Talk<'_>, id: AppointmentId, adult: AdultId) -> Served<()> {
    let Some((child, found)) = decidable(talk, id).await? else {
        return not_now(talk).await;
    };
    let rostered = store::adults::rostered(talk.tx, child.id).await?;
    let known = rostered
        .iter()
        .any(|person| person.adult.id == adult && person.relation.parent().is_none());
    // The parent chose a person: only where the parent named none does the school look for one.
    if !known || found.adult.is_some() || talk.adult() == Some(adult) {
        return not_now(talk).await;
    }
    store::appointments::set_person(talk.tx, id, adult).await?;
    changed(talk, id).await
}

pub(super) async fn ask_person(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    if decidable(talk, id).await?.is_none() {
        return not_now(talk).await;
    }
    talk.goto(&dialogue::State::Guardian(Waits::Enter { id }))
        .await?;
    let locale = talk.locale();
    let rows = vec![vec![button(label!(locale, "button-back"), Tap::Form(id))]];
    talk.show(say!(locale, "guardian-enter-ask"), rows).await
}

/// `Name, number, 1970-12-31`: the person comes onto the roster, as a contact without any right.
pub(super) async fn enter(talk: &mut Talk<'_>, id: AppointmentId, words: &Words) -> Served<()> {
    let Some((child, found)) = decidable(talk, id).await? else {
        return not_now(talk).await;
    };
    let mut parts = words.expose().split([',', '，', ';', '\n']).map(str::trim);
    let name = parts.next().unwrap_or_default();
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let birth = parts.iter().find_map(|part| part.parse().ok());
    let phone = parts
        .iter()
        .filter(|part| part.parse::<chrono::NaiveDate>().is_err())
        .find_map(|part| Phone::parse(part));
    if name.is_empty() || name.chars().count() > NAME || found.adult.is_some() {
        return ask_person(talk, id).await;
    }
    // The family reads this name: with a listed word in it, it is told to those who protect children instead.
    if concern::listed_line(talk.tx, child.school, words.expose())
        .await?
        .is_some()
    {
        changed(talk, id).await?;
        let about = (Some(child.id), child.school);
        return concern::beside(talk, about, words.expose()).await.map(drop);
    }
    let adult: AdultId = talk.env.id();
    let person = Adult {
        id: adult,
        key: format!("entered-{adult}"),
        name: Name::new(name),
        phone,
        unit: Some(child.school),
        place: None,
        zone: None,
        locale: None,
    };
    store::adults::put(talk.tx, &person, talk.env.now()).await?;
    let relation = Relation::Other;
    store::adults::put_relation(talk.tx, child.id, adult, relation, false, LAST).await?;
    if let Some(birth) = birth {
        store::appointments::set_birth(talk.tx, adult, birth).await?;
    }
    note(talk, "enter_adult", &child, None).await?;
    store::appointments::set_person(talk.tx, id, adult).await?;
    changed(talk, id).await
}
