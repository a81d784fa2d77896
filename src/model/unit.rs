//! The tree county → township → school → class, care homes, and the staff roles at its nodes.

use chrono_tz::Tz;

use crate::base::UnitId;
use crate::words;

words! {
    /// What a node of the tree is.
    pub enum UnitKind {
        County = "county",
        Township = "township",
        School = "school",
        Class = "class",
        /// A care home (S3).
        Home = "home",
    }
}

words! {
    /// A dated staff role at a unit (S7). It gives rights only through the unit.
    pub enum Role {
        Teacher = "teacher",
        SchoolLead = "school_lead",
        HomeStaff = "home_staff",
        TownshipOfficer = "township_officer",
        CountyOfficer = "county_officer",
    }
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub kind: UnitKind,
    pub parent: Option<UnitId>,
    /// The key other systems know it by.
    pub key: String,
    pub name: String,
    /// Set on schools; `None` below and above.
    pub zone: Option<Tz>,
}
