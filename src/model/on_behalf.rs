//! Who answers the evening question in place of a guardian without the chat, and what such an answer says of
//! itself: no figure calls it an answer from home. Pure.

use crate::base::AdultId;
use crate::words;

words! {
    /// How the guardian, or a parent, said yes to it.
    pub enum Yes {
        Paper = "paper",
        Chat = "chat",
    }
}

words! {
    /// Through whom an answer came that nobody at home gave themselves.
    pub enum Through {
        School = "school",
        Helper = "helper",
    }
}

/// Whom a lead named. Posts and not people, where it is the school: who follows a teacher follows here too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The class teachers; without any, the leads.
    Teacher,
    /// The staff of the care home the child goes to.
    Home,
    /// A neighbour or volunteer, linked as a contact.
    Helper(AdultId),
}

impl Who {
    /// The word it is stored as, and whose it is.
    pub const fn stored(self) -> (&'static str, Option<AdultId>) {
        match self {
            Self::Teacher => ("teacher", None),
            Self::Home => ("home", None),
            Self::Helper(adult) => ("helper", Some(adult)),
        }
    }

    /// Total: a row nobody can read names nobody.
    pub fn read(word: &str, adult: Option<AdultId>) -> Option<Self> {
        match (word, adult) {
            ("teacher", None) => Some(Self::Teacher),
            ("home", None) => Some(Self::Home),
            ("helper", Some(adult)) => Some(Self::Helper(adult)),
            _ => None,
        }
    }

    /// What an answer of theirs is.
    pub const fn through(self) -> Through {
        match self {
            Self::Teacher | Self::Home => Through::School,
            Self::Helper(_) => Through::Helper,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back_and_nothing_else() {
        let aunt = AdultId(7);
        for who in [Who::Teacher, Who::Home, Who::Helper(aunt)] {
            let (word, adult) = who.stored();
            assert_eq!(Who::read(word, adult), Some(who));
        }
        assert_eq!(Who::read("helper", None), None);
        assert_eq!(Who::read("teacher", Some(aunt)), None);
        assert_eq!(Who::read("anybody", None), None);
    }
}
