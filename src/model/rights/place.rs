//! Where a child belongs, who answers for it, and what is dated about it, whoever asks.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{OfferFact, Span};
use crate::base::{AdultId, ChildId, Instant, UnitId};
use crate::model::consent::{self, Answer, ConsentFact, Purpose};
use crate::model::hours::day_at;
use crate::model::lifecycle::{OF_AGE, OWN_CONSENT, birthday};
use crate::model::record::Programme;

/// A mother or father who lives, as the record knows them: who answers for a child under 14.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parental {
    /// `None`: the record only states that there is one.
    pub adult: Option<AdultId>,
    /// Papers that keep this parent from the child.
    pub papers: Vec<Span>,
    /// Their answers to what is optional, the newest per purpose.
    pub answers: Vec<ConsentFact>,
}

/// Where a child belongs: class, school and every unit above it; the home, and nothing above that.
/// And what is dated about the child, whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub child: ChildId,
    pub units: Vec<UnitId>,
    pub programme: Programme,
    pub birth: Option<NaiveDate>,
    /// The school's clock: birthdays begin at its midnight.
    pub zone: Tz,
    /// The school lets pictures of its children be sent, to who agreed.
    pub pictures: bool,
    pub freezes: Vec<Span>,
    /// The young person's own answers, noted by the school: the newest per purpose.
    pub own: Vec<ConsentFact>,
    pub parents: Vec<Parental>,
    /// When the young person, 18, agrees that the family stays linked.
    pub stays: Vec<Span>,
    pub offers: Vec<OfferFact>,
}

impl Place {
    /// Whether a freeze stands.
    pub fn is_frozen(&self, at: Instant) -> bool {
        self.programme == Programme::Frozen || self.freezes.iter().any(|span| span.holds(at))
    }

    /// Whether the young person is at least `years` old: from midnight of the birthday on. An unknown
    /// birth date is nobody's birthday.
    pub fn is_of_age(&self, years: i32, at: Instant) -> bool {
        self.birth
            .is_some_and(|birth| day_at(at, self.zone) >= birthday(birth, years))
    }

    /// The parents who live and whom no paper keeps from the child.
    pub fn parents_at(&self, at: Instant) -> impl Iterator<Item = &Parental> {
        let kept = move |parent: &&Parental| !parent.papers.iter().any(|span| span.holds(at));
        self.parents.iter().filter(kept)
    }

    /// Whether a guardian's own yes is enough for a purpose: under 14 a parent's yes is needed beside it
    /// where a parent lives and has rights (personal-information law, art. 31).
    pub fn guardian_is_enough(&self, purpose: Purpose, at: Instant) -> bool {
        let yes = |parent: &Parental| {
            let answer = consent::newest(&parent.answers, self.child, purpose, at);
            answer == Some(Answer::Agreed)
        };
        !purpose.is_optional()
            || self.is_of_age(OWN_CONSENT, at)
            || self.parents_at(at).next().is_none()
            || self.parents_at(at).any(yes)
    }

    /// Whether mood, goals and the like rest, for the school too: from 14 they need the young person's
    /// own yes.
    pub fn optional_rests(&self, at: Instant) -> bool {
        let own = consent::newest(&self.own, self.child, Purpose::Extras, at);
        self.is_of_age(OWN_CONSENT, at) && own != Some(Answer::Agreed)
    }

    /// Whether the record is the young person's own to ask about.
    pub fn is_adult(&self, at: Instant) -> bool {
        self.programme == Programme::Adult || self.is_of_age(OF_AGE, at)
    }

    /// Whether the family's links are over: from 18 they need the young person's own yes.
    pub fn is_grown_up(&self, at: Instant) -> bool {
        self.is_adult(at) && !self.stays.iter().any(|span| span.holds(at))
    }
}
