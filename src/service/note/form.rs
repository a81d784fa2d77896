//! The line above a note, in the reader's language: who wrote it and about whom.

use super::people;
use crate::base::{AdultId, Html, Name, UnitId};
use crate::model::Locale;
use crate::model::record::{Child, Relation};
use crate::model::unit::Role;
use crate::model::visibility::{Audience, Party};
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
    /// The school reads this, and who is at home or, of theirs, the parents.
    Family {
        relation: Relation,
        name: Name,
        child: Name,
        called: Name,
        class: String,
    },
}

/// Under which circumstances somebody reads a note.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub changed: bool,
    /// As family of the child.
    pub as_family: bool,
    pub audience: Audience,
}

impl Head {
    /// As whom of the school it speaks.
    pub fn writer(&self) -> Option<Party> {
        match self {
            Self::School { role, .. } => Party::of_post(*role),
            Self::Family { .. } => None,
        }
    }

    /// The speaker writes as family of `child`.
    pub async fn family(talk: &mut Talk<'_>, child: &Child, by: AdultId) -> Served<Self> {
        let link = store::links::pair(talk.tx, child.id, by).await?;
        Ok(Self::Family {
            relation: link.map_or(Relation::Other, |link| link.relation),
            name: name(talk, by).await?,
            child: child.name.clone(),
            called: child.called().clone(),
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

    pub fn html(&self, locale: Locale, view: View) -> Html {
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
                called,
                class,
            } => {
                let relation = label!(locale, &format!("relation-{}", relation.as_str()));
                let relation = capital(&relation);
                match view.as_family {
                    true => say!(
                        locale,
                        "note-head-kin",
                        relation = relation,
                        name = name,
                        child = called
                    ),
                    false => say!(
                        locale,
                        "note-head-family",
                        relation = relation,
                        name = name,
                        child = child,
                        class = class
                    ),
                }
            }
        };
        let mut html = match view.changed {
            true => say!(locale, "note-head-changed", head = head).bold(),
            false => head.bold(),
        };
        let mark = match (view.audience, view.as_family) {
            (Audience::All | Audience::Class, _) => None,
            (Audience::School, true) => Some("note-mark-between"),
            (Audience::School, false) => Some("note-mark-school"),
            (Audience::NotGuardian, _) => Some("note-mark-not-guardian"),
        };
        if let Some(key) = mark {
            html.join("\n", &say!(locale, key));
        }
        html
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
    listed(
        locale,
        of.map(|relation| label!(locale, &format!("relation-{}", relation.as_str()))),
    )
}

/// These words, each once.
pub(super) fn listed(locale: Locale, of: impl Iterator<Item = String>) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in of {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(&label!(locale, "note-between"))
}
