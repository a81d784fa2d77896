//! The line above a note, in the reader's language: who wrote it and about whom.

use super::people;
use crate::base::{AdultId, Html, Name, UnitId};
use crate::model::Locale;
use crate::model::record::{Child, Relation};
use crate::model::unit::Role;
use crate::service::{Served, Talk, rights};
use crate::store;
use crate::{label, say};

/// Who wrote, as the roster knows them. Never an account's own name.
#[derive(Clone, Debug)]
pub(super) enum Head {
    /// A family reads this.
    School {
        role: Role,
        name: Name,
        child: Name,
        /// Set when all families of this class get it.
        class: Option<String>,
    },
    /// The school reads this.
    Family {
        relation: Relation,
        name: Name,
        child: Name,
        class: String,
    },
}

impl Head {
    /// The speaker writes as family of `child`.
    pub async fn family(talk: &mut Talk<'_>, child: &Child, by: AdultId) -> Served<Self> {
        let link = store::links::pair(talk.tx, child.id, by).await?;
        Ok(Self::Family {
            relation: link.map_or(Relation::Other, |link| link.relation),
            name: name(talk, by).await?,
            child: child.name.clone(),
            class: unit_name(talk, child.class).await?,
        })
    }

    /// The speaker writes as the school, to one family or to all of `class`.
    pub async fn school(
        talk: &mut Talk<'_>,
        child: &Child,
        by: AdultId,
        class: Option<UnitId>,
    ) -> Served<Self> {
        let place = rights::place(talk.tx, child.id).await?;
        let units = place.map(|place| place.units).unwrap_or_default();
        let role = people::role(talk.tx, talk.env, by, &units).await?;
        let class = match class {
            Some(class) => Some(unit_name(talk, class).await?),
            None => None,
        };
        Ok(Self::School {
            role: role.unwrap_or(Role::Teacher),
            name: name(talk, by).await?,
            child: child.called().clone(),
            class,
        })
    }

    pub fn html(&self, locale: Locale, changed: bool) -> Html {
        let head = match self {
            Self::School {
                role,
                name,
                child,
                class,
            } => {
                let role = capital(&label!(locale, &format!("role-{}", role.as_str())));
                match class {
                    None => say!(
                        locale,
                        "note-head-school",
                        role = role,
                        name = name,
                        child = child
                    ),
                    Some(class) => say!(
                        locale,
                        "note-head-class",
                        role = role,
                        name = name,
                        child = child,
                        class = class
                    ),
                }
            }
            Self::Family {
                relation,
                name,
                child,
                class,
            } => {
                let relation = label!(locale, &format!("relation-{}", relation.as_str()));
                say!(
                    locale,
                    "note-head-family",
                    relation = capital(&relation),
                    name = name,
                    child = child,
                    class = class
                )
            }
        };
        if changed {
            say!(locale, "note-head-changed", head = head).bold()
        } else {
            head.bold()
        }
    }
}

async fn name(talk: &mut Talk<'_>, adult: AdultId) -> Served<Name> {
    let found = store::adults::get(talk.tx, adult).await?;
    Ok(found.map(|adult| adult.name).unwrap_or_default())
}

pub(super) async fn unit_name(talk: &mut Talk<'_>, unit: UnitId) -> Served<String> {
    let found = store::units::get(talk.tx, unit).await?;
    Ok(found.map(|unit| unit.name).unwrap_or_default())
}

/// The words of our vocabularies are written small; here one stands first in a line.
fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `mother, grandmother`, each once.
pub(super) fn relations(locale: Locale, of: impl Iterator<Item = Relation>) -> String {
    let mut words: Vec<String> = Vec::new();
    for relation in of {
        let word = label!(locale, &format!("relation-{}", relation.as_str()));
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(&label!(locale, "note-between"))
}
