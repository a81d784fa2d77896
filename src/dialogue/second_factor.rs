//! The second factor: which screens it stands before, and what is waited for until it is proved.

use serde::{Deserialize, Serialize};

use super::{
    Fields, break_glass, concern, consent, cover, guardian, join, letter, lifecycle, lost_phone,
    note, on_behalf, receipt, request, weekly,
};
use crate::base::{AppointmentId, ChildId, OutboxId};
use crate::model::rights::Action;

/// What is waited for. `wants` is the button that led here: its screen comes afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// The first digits of a new key; `shown` is the message with its picture.
    Enrol { wants: String, shown: OutboxId },
    /// Digits, or a code of the list on paper.
    Code { wants: String },
    /// That the list was copied.
    Copied { wants: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// The recovery codes are on paper.
    Copied,
    /// Another key and picture: the first was not read.
    Again,
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Copied => "c".into(),
            Self::Again => "a".into(),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "c" => Self::Copied,
            "a" => Self::Again,
            _ => return None,
        })
    }
}

/// Before what the second factor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// A family's own, or nobody's record.
    Open,
    /// A list of people, a record reached from one, an export, or a decision of the school.
    Staff,
    /// A screen of family and staff alike: the family's own unless this right comes from a post.
    Child(ChildId, Action),
    /// The same for the parents of an appointment's child.
    Appointment(AppointmentId),
}

/// What stands before a button. A feature that shows a list or a record names its button here.
pub const fn guards(tap: &super::Tap) -> Guard {
    use super::Tap as T;
    let is_staff = match tap {
        T::Roster(_) | T::Staff(_) | T::WeekEntry(_) | T::Audit(_) | T::Today(_) => true,
        T::BreakGlass(tap) => !matches!(tap, break_glass::Tap::Cancel),
        T::Join(tap) => !matches!(tap, join::Tap::Confirm(_) | join::Tap::Decline(_)),
        // Nothing stands before telling that something is wrong.
        T::Concern(tap) => {
            use concern::Tap as C;
            !matches!(
                tap,
                C::Begin
                    | C::Unit(..)
                    | C::What(..)
                    | C::Tell(..)
                    | C::About(..)
                    | C::Named(..)
                    | C::Again(_)
                    | C::AtSchool(_)
                    | C::Sure(_)
                    | C::Note(_)
            )
        }
        // What a family asks about its own data is nobody's list; answering it is.
        T::Request(tap) => {
            use request::Tap as R;
            matches!(
                tap,
                R::Waiting
                    | R::Open(_)
                    | R::Accept(_)
                    | R::AskEraseAll(_)
                    | R::EraseAll(_)
                    | R::Refuse(_)
                    | R::RefuseUsual(_)
                    | R::Overdue
            )
        }
        // A parent's own yes and no stay free; the school's side is reached from a child's card.
        T::Lifecycle(tap) => {
            use lifecycle::Tap as L;
            !matches!(
                tap,
                L::ConfirmMove(_) | L::DeclineMove(_) | L::Vouch(_) | L::Object(_) | L::KeepNews(_)
            )
        }
        T::Guardian(tap) => {
            use guardian::Tap as G;
            match *tap {
                G::Child(child) => return Guard::Child(child, Action::ProposeGuardian),
                G::AskEnd(id) | G::End(id) | G::Notice(id) => return Guard::Appointment(id),
                G::Menu
                | G::Live(_)
                | G::Term(..)
                | G::Who(..)
                | G::Propose(..)
                | G::Somebody(..) => false,
                _ => true,
            }
        }
        T::Consent(tap) => {
            use consent::Tap as C;
            matches!(
                tap,
                C::School(_)
                    | C::Paper(..)
                    | C::PaperAnswer(..)
                    | C::SheetAnswer(..)
                    | C::PaperDay(..)
                    | C::PaperPut(..)
                    | C::Sheet(..)
                    | C::Pictures(..)
            )
        }
        T::Weekly(tap) => {
            use weekly::Tap as W;
            match *tap {
                W::HowIs(child) | W::More(child, _) | W::Week(child, _) => {
                    return Guard::Child(child, Action::ReadRecord);
                }
                W::Talked(_) | W::Yes(_) | W::NotYet(_) | W::Asks(_) => false,
            }
        }
        // A parent's yes and no stay free.
        T::OnBehalf(tap) => {
            use on_behalf::Tap as B;
            !matches!(tap, B::Agree(..) | B::Object(..))
        }
        T::Note(tap) => {
            use note::Tap as N;
            matches!(
                tap,
                N::ToFamily(_)
                    | N::ToClass(_)
                    | N::UrgentTo(_)
                    | N::Some(..)
                    | N::Pick(..)
                    | N::LookAt(_)
                    | N::LetThrough(_)
                    | N::KeepHalted(_)
            )
        }
        // A family's own tap is free; who else has seen a note is a list.
        T::Receipt(tap) => !matches!(tap, receipt::Tap::Seen(_) | receipt::Tap::Care(..)),
        T::LostPhone(tap) => {
            use lost_phone::Tap as P;
            matches!(tap, P::AskFor(..) | P::SignOutFor(..))
        }
        T::Cover(tap) => {
            use cover::Tap as C;
            matches!(tap, C::AskOff(..) | C::TakeOff(..))
        }
        // What a check-in asks is asked at once; it came with its letter.
        T::Home(_) | T::CheckIn(_) | T::SecondFactor(_) => false,
        // One's own words; for whom they are was asked before.
        T::Template(_) => false,
        // Whom a child can write to is a list where the school is asked; the rest belongs to a letter.
        T::Letter(tap) => matches!(tap, letter::Tap::Begin(_)),
    };
    if is_staff { Guard::Staff } else { Guard::Open }
}
