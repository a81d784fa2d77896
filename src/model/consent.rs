//! What a family agrees to, child by child and purpose by purpose. The school's duty (urgent news, a
//! child that is missing) is no purpose: it asks nobody.

use crate::base::{ChildId, Instant};
use crate::model::rights::LinkRole;
use crate::words;

words! {
    /// For what something about a child is sent or asked in the chat.
    pub enum Purpose {
        /// The weekly update through this messenger, a service abroad.
        Weekly = "weekly",
        /// Notes between family and school.
        Notes = "notes",
        /// The evening's question to who cares at home.
        CheckIns = "check_ins",
        /// Mood and the small goal: no duty of the school.
        Extras = "extras",
        /// Pictures that may show the child.
        Pictures = "pictures",
    }
}

impl Purpose {
    /// The version of the text in `locales/*/consent.ftl`; raised when the text changes its meaning.
    pub const fn version(self) -> i64 {
        match self {
            // The first asked for news and notes in one sentence.
            Self::Weekly | Self::CheckIns => 2,
            // The second said the number is shown to nobody: staff may see it on the child's card. The third
            // knew of the school alone.
            Self::Notes => 4,
            Self::Extras | Self::Pictures => 1,
        }
    }

    /// Off until somebody agrees; the others go with the link until somebody refuses.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Extras | Self::Pictures)
    }

    /// What a link of this role is asked about.
    pub const fn of_role(role: LinkRole) -> &'static [Self] {
        match role {
            LinkRole::Parent => &[Self::Weekly, Self::Notes, Self::Extras, Self::Pictures],
            LinkRole::Guardian => &[Self::CheckIns, Self::Notes, Self::Extras, Self::Pictures],
            LinkRole::Contact => &[Self::CheckIns],
            // Nothing is sent to whom it is about.
            LinkRole::Oneself => &[],
        }
    }
}

words! {
    pub enum Answer {
        Agreed = "agreed",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

words! {
    /// How somebody answered.
    pub enum How {
        Tap = "tap",
        /// A signed paper that the school has.
        Paper = "paper",
    }
}

words! {
    /// Whose answer it is.
    pub enum Whose {
        Adult = "adult",
        /// The young person's own, noted by the school: children have no account.
        Child = "child",
    }
}

/// The newest answer about one child and purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentFact {
    pub child: ChildId,
    pub purpose: Purpose,
    pub answer: Answer,
    pub from: Instant,
}

/// The answer that holds at a moment.
pub fn newest(
    facts: &[ConsentFact],
    child: ChildId,
    purpose: Purpose,
    at: Instant,
) -> Option<Answer> {
    facts
        .iter()
        .filter(|fact| fact.child == child && fact.purpose == purpose && fact.from <= at)
        .max_by_key(|fact| fact.from)
        .map(|fact| fact.answer)
}

/// Whether a purpose stands for a child: `adult` are the answers of who would get it, `own` those of
/// the young person, who is asked too when `of_age` (personal-information law, art. 31).
pub fn stands(
    adult: &[ConsentFact],
    own: &[ConsentFact],
    (child, of_age): (ChildId, bool),
    purpose: Purpose,
    at: Instant,
) -> bool {
    let yes = |facts| newest(facts, child, purpose, at).map(|answer| answer == Answer::Agreed);
    if !yes(adult).unwrap_or(!purpose.is_optional()) {
        return false;
    }
    !purpose.is_optional() || !of_age || yes(own) == Some(true)
}
