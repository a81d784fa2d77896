//! A child's record: with whom the child lives, where the parents are, who is who (rows S1, S9).
//! Facts only; no fact gives anybody a right.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::base::{AdultId, ChildId, Name, Phone, UnitId};
use crate::model::Locale;
use crate::words;

words! {
    /// With whom the child lives. A child under 16 may not live alone (minors law, art. 21).
    pub enum LivesWith {
        Mother = "mother",
        Father = "father",
        BothParents = "both_parents",
        Grandparents = "grandparents",
        Relatives = "relatives",
        Neighbours = "neighbours",
        CareHome = "care_home",
        Boarding = "boarding",
        Alone = "alone",
        Unknown = "unknown",
    }
}

words! {
    /// Where a parent is (S1). No screen may assume two parents.
    pub enum Whereabouts {
        Home = "home",
        /// Working elsewhere in the country.
        Away = "away",
        Abroad = "abroad",
        /// As good as out of contact, and told to nobody outside the school.
        Prison = "prison",
        OutOfContact = "out_of_contact",
        Dead = "dead",
        Unknown = "unknown",
    }
}

impl Whereabouts {
    /// Whether this makes the child one of the programme's (S1): the parent is away, or gone.
    pub const fn is_away(self) -> bool {
        matches!(
            self,
            Self::Away | Self::Abroad | Self::Prison | Self::OutOfContact
        )
    }
}

words! {
    pub enum Parent {
        Mother = "mother",
        Father = "father",
    }
}

words! {
    /// The child's place in the programme.
    pub enum Programme {
        /// No parent is away: a pupil of the school, not one of the programme.
        NotEnrolled = "not_enrolled",
        Active = "active",
        ParentReturned = "parent_returned",
        Moved = "moved",
        Left = "left",
        Adult = "adult",
        /// Death or order: nothing is sent any more.
        Frozen = "frozen",
        Closed = "closed",
    }
}

words! {
    /// What an adult is to a child.
    pub enum Relation {
        Mother = "mother",
        Father = "father",
        Grandmother = "grandmother",
        Grandfather = "grandfather",
        Aunt = "aunt",
        Uncle = "uncle",
        Sister = "sister",
        Brother = "brother",
        Stepmother = "stepmother",
        Stepfather = "stepfather",
        Relative = "relative",
        Neighbour = "neighbour",
        FamilyFriend = "family_friend",
        Other = "other",
        /// The child, grown up: no roster names anybody so.
        Oneself = "oneself",
    }
}

impl Relation {
    /// The words a roster may say.
    pub fn rostered() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|relation| *relation != Self::Oneself)
    }

    /// The parent this relation is, where it is one.
    pub const fn parent(self) -> Option<Parent> {
        match self {
            Self::Mother => Some(Parent::Mother),
            Self::Father => Some(Parent::Father),
            _ => None,
        }
    }
}

/// A pupil with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    pub id: ChildId,
    pub key: String,
    pub name: Name,
    /// What the family calls the child.
    pub short_name: Option<Name>,
    pub birth: Option<NaiveDate>,
    pub phone: Option<Phone>,
    pub school: UnitId,
    pub class: UnitId,
    pub home: Option<UnitId>,
    pub lives_with: LivesWith,
    pub programme: Programme,
}

impl Child {
    /// The name a family reads.
    pub fn called(&self) -> &Name {
        self.short_name.as_ref().unwrap_or(&self.name)
    }
}

/// What the record states of one parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParentFact {
    pub parent: Parent,
    pub whereabouts: Whereabouts,
    pub place: Option<String>,
    pub zone: Option<Tz>,
    pub since: Option<NaiveDate>,
}

/// Any other human on the roster or the staff list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adult {
    pub id: AdultId,
    pub key: String,
    pub name: Name,
    pub phone: Option<Phone>,
    /// The school whose roster named the person.
    pub unit: Option<UnitId>,
    pub place: Option<String>,
    pub zone: Option<Tz>,
    pub locale: Option<Locale>,
}

/// Whether a child belongs to the programme: one parent away is enough (S1).
pub fn is_enrolled(parents: &[(Parent, Whereabouts)]) -> bool {
    parents.iter().any(|(_, at)| at.is_away())
}
