//! Who sees what of whom: the one table from who writes, for whom the note is and who reads. It only takes
//! away: whether somebody may get notes about the child at all is asked first (`model::rights`). Pure.
//!
//! A thread is one family adult's about one child. Parents never meet in one: what a mother writes, gets or
//! answers is in no message to the father, nor to the new partner of either (domain 6, "divorced parents").

use super::record::Relation;
use super::rights::LinkRole;
use super::unit::Role;
use crate::words;

words! {
    /// As what somebody writes or reads a note about one child.
    pub enum Party {
        /// Linked as a parent, wherever they are.
        Parent = "parent",
        /// A parent, or the new partner of one, who is the guardian at home: to the other parent still the
        /// other parent.
        ParentAtHome = "parent_at_home",
        /// Cares at home, and is nobody's new partner.
        Guardian = "guardian",
        /// Is asked when the guardian is silent: writes no notes and reads none.
        Contact = "contact",
        Teacher = "teacher",
        SchoolLead = "school_lead",
        /// Of the care home the child goes to.
        HomeStaff = "home_staff",
    }
}

impl Party {
    /// What a link makes of somebody.
    pub const fn of_link(role: LinkRole, relation: Relation) -> Self {
        use Relation as R;
        match (role, relation) {
            (LinkRole::Parent, _) => Self::Parent,
            // Who has no notes is no party to them.
            (LinkRole::Contact | LinkRole::Oneself, _) => Self::Contact,
            (LinkRole::Guardian, R::Mother | R::Father | R::Stepmother | R::Stepfather) => {
                Self::ParentAtHome
            }
            (LinkRole::Guardian, _) => Self::Guardian,
        }
    }

    /// What a post makes of somebody; `None`: an office writes no notes.
    pub const fn of_post(role: Role) -> Option<Self> {
        match role {
            Role::Teacher => Some(Self::Teacher),
            Role::SchoolLead => Some(Self::SchoolLead),
            Role::HomeStaff => Some(Self::HomeStaff),
            Role::TownshipOfficer | Role::CountyOfficer => None,
        }
    }

    /// Whether they speak for the school or the home.
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Teacher | Self::SchoolLead | Self::HomeStaff)
    }
}

words! {
    /// For whom of a child's people a note is. Its answers are for the same.
    #[derive(Default)]
    pub enum Audience {
        /// For all whom a note of this writer is for.
        #[default]
        All = "all",
        /// For nobody but the school: "teacher only".
        School = "school",
        /// For all but whoever is the guardian at home.
        NotGuardian = "not_guardian",
        /// To every family of a class at once.
        Class = "class",
    }
}

impl Audience {
    /// For whom an answer to such a note is. It reaches at most whoever wrote and whoever got that note.
    pub const fn of_answer(self) -> Self {
        match self {
            Self::Class => Self::All,
            Self::All | Self::School | Self::NotGuardian => self,
        }
    }
}

/// What somebody can choose from for a note of their own; the first is what it is if they choose nothing.
pub const fn choices(writer: Party) -> &'static [Audience] {
    use Audience as A;
    match writer {
        Party::Parent | Party::ParentAtHome => &[A::All, A::School, A::NotGuardian],
        Party::Guardian => &[A::All, A::School],
        Party::Teacher | Party::SchoolLead | Party::HomeStaff => &[A::All, A::NotGuardian],
        Party::Contact => &[],
    }
}

/// Whether `reader` gets what `writer` writes for `audience`. Staff of a school do not write to each other
/// here, so between them it is always no.
pub const fn sees(writer: Party, audience: Audience, reader: Party) -> bool {
    use Audience as A;
    use Party as P;
    match (writer, audience) {
        (P::Parent | P::ParentAtHome, A::All) => matches!(
            reader,
            P::Guardian | P::Teacher | P::SchoolLead | P::HomeStaff
        ),
        (P::Parent | P::ParentAtHome, A::NotGuardian) => {
            matches!(reader, P::Teacher | P::SchoolLead | P::HomeStaff)
        }
        (P::Guardian, A::All) => matches!(
            reader,
            P::Parent | P::ParentAtHome | P::Teacher | P::SchoolLead | P::HomeStaff
        ),
        (P::Parent | P::ParentAtHome | P::Guardian, A::School) => {
            matches!(reader, P::Teacher | P::SchoolLead)
        }
        // What is for the school alone is answered to whoever wrote it.
        (P::Teacher | P::SchoolLead, A::All | A::Class | A::School)
        | (P::HomeStaff, A::All | A::Class) => {
            matches!(reader, P::Parent | P::ParentAtHome | P::Guardian)
        }
        (P::Teacher | P::SchoolLead | P::HomeStaff, A::NotGuardian) => {
            matches!(reader, P::Parent)
        }
        (P::Guardian, A::NotGuardian)
        | (P::HomeStaff, A::School)
        | (P::Parent | P::ParentAtHome | P::Guardian, A::Class)
        | (P::Contact, _) => false,
    }
}

/// The table as people read it: one line per writer and audience, one column per reader.
pub fn printed() -> String {
    let mut out = format!("{:<32}", "");
    for reader in Party::ALL {
        out.push_str(&format!(" {}", reader.as_str()));
    }
    for writer in Party::ALL {
        for audience in Audience::ALL {
            let row = format!("{} / {}", writer.as_str(), audience.as_str());
            out.push_str(&format!("\n{row:<32}"));
            for reader in Party::ALL {
                let mark = if sees(*writer, *audience, *reader) {
                    "yes"
                } else {
                    "-"
                };
                out.push_str(&format!(" {mark:<width$}", width = reader.as_str().len()));
            }
            out.truncate(out.trim_end().len());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_never_be() {
        use Audience as A;
        use Party as P;
        let parents = [P::Parent, P::ParentAtHome];
        let home = [P::ParentAtHome, P::Guardian];
        let staff = [P::Teacher, P::SchoolLead, P::HomeStaff];
        for audience in A::ALL {
            for writer in parents {
                assert!(
                    parents
                        .iter()
                        .all(|reader| !sees(writer, *audience, *reader))
                );
            }
            for party in P::ALL {
                assert!(!sees(P::Contact, *audience, *party));
                assert!(!sees(*party, *audience, P::Contact));
            }
            for writer in staff {
                assert!(staff.iter().all(|reader| !sees(writer, *audience, *reader)));
            }
        }
        for writer in P::ALL {
            assert!(
                home.iter()
                    .all(|reader| !sees(*writer, A::NotGuardian, *reader))
            );
            if !writer.is_staff() {
                let seen = P::ALL
                    .iter()
                    .filter(|reader| sees(*writer, A::School, **reader));
                assert!(
                    seen.into_iter()
                        .all(|r| matches!(r, P::Teacher | P::SchoolLead))
                );
            }
            assert!(
                choices(*writer)
                    .iter()
                    .all(|audience| *audience != A::Class)
            );
        }
    }

    #[test]
    fn no_choice_reaches_more_than_the_first() {
        for writer in Party::ALL {
            let Some((first, rest)) = choices(*writer).split_first() else {
                continue;
            };
            for (audience, reader) in rest
                .iter()
                .flat_map(|a| Party::ALL.iter().map(move |r| (a, r)))
            {
                assert!(!sees(*writer, *audience, *reader) || sees(*writer, *first, *reader));
            }
        }
    }

    #[test]
    fn the_new_partner_of_a_parent_stands_where_the_parent_stands() {
        for relation in [Relation::Father, Relation::Stepmother, Relation::Stepfather] {
            let at_home = Party::of_link(LinkRole::Guardian, relation);
            assert_eq!(at_home, Party::ParentAtHome);
        }
        let granny = Party::of_link(LinkRole::Guardian, Relation::Grandmother);
        assert_eq!(granny, Party::Guardian);
    }
}
