//! Which commands a chat shows: a short list of its own for everybody who has a part in a child's life or at a
//! school, the bot's own for everybody else. Pure.

use crate::base::Instant;
use crate::model::rights::{Ledger, LinkRole};
use crate::model::unit::Role;
use crate::words;

words! {
    /// What can be typed after a slash and is shown in a list. Its word is the command.
    pub enum Command {
        Start = "start",
        Menu = "menu",
        Help = "help",
        Language = "language",
        /// How is my child?
        Child = "child",
        /// A note to the school, or to the families of a class.
        Write = "write",
        /// The week of a class or a home, to fill in.
        Week = "week",
        /// What waits today.
        Today = "today",
        /// What is to be done at a unit.
        Tasks = "tasks",
    }
}

words! {
    /// Whose list a chat shows.
    pub enum List {
        Parent = "parent",
        /// At most three: who reads little looks for one word among few.
        Guardian = "guardian",
        Teacher = "teacher",
        Home = "home",
        Lead = "lead",
        Officer = "officer",
    }
}

/// What the bot shows to whoever has no list of their own.
pub const USUAL: &[Command] = &[Command::Start, Command::Help, Command::Language];

impl List {
    /// In the order they are shown.
    pub const fn commands(self) -> &'static [Command] {
        use Command as C;
        match self {
            Self::Parent => &[C::Child, C::Write, C::Menu, C::Help],
            Self::Guardian => &[C::Child, C::Write, C::Menu],
            Self::Teacher => &[C::Today, C::Week, C::Write, C::Menu, C::Help],
            Self::Home => &[C::Week, C::Menu, C::Help],
            Self::Lead => &[C::Today, C::Tasks, C::Menu, C::Help],
            Self::Officer => &[C::Tasks, C::Menu, C::Help],
        }
    }

    /// The list of whoever has these rights. Work comes before family: the menu holds both. Whoever is only asked
    /// when the guardian is silent may neither read nor write, and has none.
    pub fn of(ledger: &Ledger, at: Instant) -> Option<Self> {
        if ledger.doubted.is_some_and(|since| since <= at) {
            return None;
        }
        let holds = |roles: &[Role]| {
            let mut posts = ledger.posts.iter();
            posts.any(|post| roles.contains(&post.role) && post.in_force(at))
        };
        let cares = |role: LinkRole| {
            let mut links = ledger.links.iter();
            links.any(|link| {
                link.role == role && link.in_force(at) && !ledger.is_excluded(link.child, at)
            })
        };
        if holds(&[Role::SchoolLead]) {
            Some(Self::Lead)
        } else if holds(&[Role::TownshipOfficer, Role::CountyOfficer]) {
            Some(Self::Officer)
        } else if holds(&[Role::Teacher]) {
            Some(Self::Teacher)
        } else if holds(&[Role::HomeStaff]) {
            Some(Self::Home)
        } else if cares(LinkRole::Parent) {
            Some(Self::Parent)
        } else if cares(LinkRole::Guardian) {
            Some(Self::Guardian)
        } else {
            None
        }
    }
}
