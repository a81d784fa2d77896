//! The words of a concern, for who tells it and for who answers for it.

use super::super::{Served, numbers};
use crate::base::{AdultId, Env, Html, Name};
use crate::model::Locale;
use crate::model::concern::Part;
use crate::model::record::Relation;
use crate::model::settings::Number;
use crate::model::unit::Role;
use crate::store::concerns::{Concern, Source};
use crate::store::{self, Tx};
use crate::text::dates::moment;
use crate::{label, say};

/// Between the numbers to ring now: a screen of somebody who may be afraid begins and ends with them.
pub(super) fn framed(locale: Locale, list: &[Number], body: Html) -> Html {
    let mut html = numbers::ring(locale, list);
    html.join("\n\n", &body);
    html.join("\n\n", &numbers::short(locale, list));
    html
}

/// Somebody as they are called in a concern: name, and what they are to the child or the school.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub adult: AdultId,
    pub name: Name,
    pub is: Is,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Is {
    Family(Relation),
    Staff(Role),
    Other,
}

impl Person {
    /// As a button or within a sentence.
    pub fn label(&self, locale: Locale) -> String {
        let what = match self.is {
            Is::Family(relation) => label!(locale, &format!("relation-{}", relation.as_str())),
            Is::Staff(role) => label!(locale, &format!("role-{}", role.as_str())),
            Is::Other => return self.name.expose().to_owned(),
        };
        label!(locale, "concern-person", name = &self.name, what = what)
    }
}

/// What an adult is in this concern.
pub(super) async fn person(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    adult: AdultId,
) -> Served<Person> {
    let name = store::adults::get(tx, adult).await?;
    let name = name.map(|adult| adult.name).unwrap_or_default();
    let mut is = Is::Other;
    let mut units = vec![concern.unit];
    if let Some(child) = concern.child {
        let rostered = store::adults::rostered(tx, child).await?;
        let link = store::links::pair(tx, child, adult).await?;
        let on_roster = rostered.iter().find(|person| person.adult.id == adult);
        let relation = on_roster.map(|person| person.relation);
        if let Some(relation) = relation.or(link.map(|link| link.relation)) {
            return Ok(Person {
                adult,
                name,
                is: Is::Family(relation),
            });
        }
        if let Some(child) = store::children::get(tx, child).await? {
            units.extend([Some(child.class), child.home].into_iter().flatten());
        }
    }
    let above = store::units::up(tx, concern.unit).await?;
    units.extend(above.into_iter().map(|unit| unit.id));
    for post in store::posts::of_adult(tx, adult, env.now()).await? {
        if units.contains(&post.unit) {
            is = Is::Staff(post.role);
        }
    }
    Ok(Person { adult, name, is })
}

/// What a concern is about, gathered once for all its readers.
pub(super) struct Facts {
    child: Option<Name>,
    place: String,
    teller: Option<Person>,
    named: Vec<Person>,
    owner: Option<Person>,
    receipt_by: Option<Person>,
    pub numbers: Vec<Number>,
}

pub(super) async fn facts(tx: &mut Tx, env: &Env, concern: &Concern) -> Served<Facts> {
    let child = match concern.child {
        Some(child) => store::children::get(tx, child).await?,
        None => None,
    };
    let unit = child.as_ref().map_or(concern.unit, |child| child.class);
    let teller = match concern.teller.filter(|_| !concern.nameless) {
        Some(adult) => Some(person(tx, env, concern, adult).await?),
        None => None,
    };
    let mut named = Vec::new();
    for (adult, part) in store::concerns::people(tx, concern.id).await? {
        if part == Part::Named {
            named.push(person(tx, env, concern, adult).await?);
        }
    }
    let owner = match concern.owner {
        Some(adult) => Some(person(tx, env, concern, adult).await?),
        None => None,
    };
    let receipt_by = match concern.receipt_by {
        Some(adult) => Some(person(tx, env, concern, adult).await?),
        None => None,
    };
    Ok(Facts {
        child: child.map(|child| child.name),
        place: super::place(tx, unit).await?,
        teller,
        named,
        owner,
        receipt_by,
        numbers: numbers::at(tx, concern.unit).await?,
    })
}

impl Facts {
    /// About whom, in a line or on a button.
    pub fn about(&self, locale: Locale) -> String {
        match &self.child {
            Some(child) => label!(locale, "concern-about", child = child, place = &self.place),
            None => label!(locale, "concern-about-nobody", place = &self.place),
        }
    }

    /// The head of a concern for those who read it.
    pub fn head(&self, locale: Locale, concern: &Concern, zone: chrono_tz::Tz) -> Html {
        let kind = label!(locale, &format!("concern-kind-{}", concern.kind.as_str()));
        let about = self.about(locale);
        let mut html = say!(locale, "concern-head", about = about, kind = kind);
        let at = moment(locale, concern.told, zone);
        let line = match (&self.teller, concern.source) {
            (None, _) => say!(locale, "concern-told-nameless", at = at),
            (Some(person), Source::Report) => {
                say!(
                    locale,
                    "concern-told-by",
                    who = person.label(locale),
                    at = at
                )
            }
            (Some(person), Source::Word) => {
                say!(
                    locale,
                    "concern-held-from",
                    who = person.label(locale),
                    at = at
                )
            }
        };
        html.join("\n", &line);
        if concern.outside {
            html.join("\n", &say!(locale, "concern-names-school"));
        }
        if !self.named.is_empty() {
            let between = label!(locale, "note-between");
            let all: Vec<String> = self.named.iter().map(|who| who.label(locale)).collect();
            html.join(
                "\n",
                &say!(locale, "concern-names", who = all.join(&between)),
            );
        }
        html
    }

    /// Where it stands and whose it is.
    pub fn status(&self, locale: Locale, concern: &Concern) -> Html {
        let state = label!(locale, &format!("concern-state-{}", concern.state.as_str()));
        let mut html = say!(locale, "concern-status", state = state);
        if let Some(owner) = &self.owner {
            html.join(
                "\n",
                &say!(locale, "concern-owner", who = owner.label(locale)),
            );
        }
        if let (Some(receipt), Some(by)) = (&concern.receipt, &self.receipt_by) {
            let who = by.label(locale);
            let line = say!(locale, "concern-receipt", receipt = receipt, who = who);
            html.join("\n", &line);
        }
        html
    }
}
