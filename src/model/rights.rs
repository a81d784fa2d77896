//! Who may do what about which child at which moment: one pure function over a dated ledger.
//!
//! A role gives nothing by itself; a right comes from a link to the child or from a post at a unit
//! the child belongs to. An exclusion beats everything, posts too (domain rules 1 and 2).

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::base::{ChildId, Instant, UnitId};
use crate::model::consent::{self, ConsentFact, Purpose};
use crate::model::hours::day_at;
use crate::model::record::Programme;
use crate::model::unit::Role;
use crate::words;

words! {
    /// What a link makes of an adult for one child.
    pub enum LinkRole {
        /// Keeps the guardianship; gets the weekly update (S13, S14).
        Parent = "parent",
        /// Cares at home; answers check-ins (S16).
        Guardian = "guardian",
        /// Is asked when the guardian is silent.
        Contact = "contact",
    }
}

words! {
    pub enum LinkState {
        Invited = "invited",
        AwaitingApproval = "awaiting_approval",
        Active = "active",
        Paused = "paused",
        Ended = "ended",
        Excluded = "excluded",
    }
}

words! {
    /// Everything one can do about a child. Add here first, then to `link_allows` and `post_allows`.
    pub enum Action {
        /// See what the school recorded.
        ReadRecord = "read_record",
        /// See what is no duty of the school: mood, the small goal.
        ReadOptional = "read_optional",
        /// Get pictures that may show the child.
        GetPictures = "get_pictures",
        /// See and change one's own consents.
        OwnConsents = "own_consents",
        /// Record a paper that the family signed.
        RecordConsent = "record_consent",
        /// Get the weekly update.
        WeeklyUpdate = "weekly_update",
        /// Write and get notes as the family.
        FamilyNote = "family_note",
        /// Write and get notes as the school.
        SchoolNote = "school_note",
        /// Be asked, and answer, whether the child is well.
        AnswerCheckIn = "answer_check_in",
        /// Be told that a check-in needs a person.
        HearCheckIn = "hear_check_in",
        /// Propose an acting guardian, and break such a term off.
        ProposeGuardian = "propose_guardian",
        /// Enter attendance, study, mood ...
        EnterWeek = "enter_week",
        /// Make an invitation for one rostered adult.
        Invite = "invite",
        /// Approve, refuse, end or exclude a link; take the school's tasks.
        Decide = "decide",
    }
}

/// One link of the adult whose ledger it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkFact {
    pub child: ChildId,
    pub role: LinkRole,
    pub state: LinkState,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
}

/// One post of the adult whose ledger it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostFact {
    pub unit: UnitId,
    pub role: Role,
    pub from: Instant,
    pub to: Option<Instant>,
}

/// Where a child belongs: class, school and every unit above it; the home, and nothing above that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub child: ChildId,
    pub units: Vec<UnitId>,
    pub programme: Programme,
    pub birth: Option<NaiveDate>,
    /// The school's clock: birthdays begin at its midnight.
    pub zone: Tz,
    /// The young person's own answers, noted by the school.
    pub own: Vec<ConsentFact>,
}

/// All dated rights of one adult.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub links: Vec<LinkFact>,
    pub posts: Vec<PostFact>,
    /// The newest answer per child and purpose.
    pub consents: Vec<ConsentFact>,
}

/// What the family must not have refused, or must have agreed to, for a right by link.
const fn purposes(action: Action) -> &'static [Purpose] {
    match action {
        Action::WeeklyUpdate => &[Purpose::Weekly],
        Action::FamilyNote => &[Purpose::Notes],
        Action::AnswerCheckIn => &[Purpose::CheckIns],
        Action::ReadOptional => &[Purpose::Extras],
        Action::GetPictures => &[Purpose::Notes, Purpose::Pictures],
        _ => &[],
    }
}

fn agreed(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    let of_age = consent::is_asked(place.birth, day_at(at, place.zone));
    purposes(action).iter().all(|purpose| {
        let whose = (place.child, of_age);
        consent::stands(&ledger.consents, &place.own, whose, *purpose, at)
    })
}

/// What a link of a role allows.
const fn link_allows(role: LinkRole, action: Action) -> bool {
    use Action as A;
    match role {
        LinkRole::Parent => matches!(
            action,
            A::ReadRecord
                | A::ReadOptional
                | A::WeeklyUpdate
                | A::FamilyNote
                | A::GetPictures
                | A::OwnConsents
                | A::HearCheckIn
                | A::ProposeGuardian
        ),
        LinkRole::Guardian => matches!(
            action,
            A::ReadRecord
                | A::ReadOptional
                | A::FamilyNote
                | A::GetPictures
                | A::OwnConsents
                | A::AnswerCheckIn
        ),
        LinkRole::Contact => matches!(action, A::OwnConsents | A::AnswerCheckIn),
    }
}

/// What a post of a role allows for the children below its unit.
const fn post_allows(role: Role, action: Action) -> bool {
    use Action as A;
    match role {
        Role::Teacher => matches!(
            action,
            A::ReadRecord
                | A::ReadOptional
                | A::RecordConsent
                | A::SchoolNote
                | A::AnswerCheckIn
                | A::HearCheckIn
                | A::EnterWeek
                | A::Invite
        ),
        Role::SchoolLead => matches!(
            action,
            A::ReadRecord
                | A::ReadOptional
                | A::RecordConsent
                | A::SchoolNote
                | A::AnswerCheckIn
                | A::HearCheckIn
                | A::EnterWeek
                | A::Invite
                | A::Decide
        ),
        Role::HomeStaff => matches!(
            action,
            A::ReadRecord | A::ReadOptional | A::SchoolNote | A::EnterWeek
        ),
        // Offices see figures, not children (domain rule 15).
        Role::TownshipOfficer | Role::CountyOfficer => false,
    }
}

fn holds(from: Option<Instant>, to: Option<Instant>, at: Instant) -> bool {
    from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to)
}

/// Whether the adult of `ledger` may do `action` about the child at `place`, at `at`.
pub fn may(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    let own = || ledger.links.iter().filter(|link| link.child == place.child);
    if own().any(|link| link.state == LinkState::Excluded) {
        return false;
    }
    if matches!(place.programme, Programme::Frozen | Programme::Closed) {
        // A frozen child: nothing is sent, nothing is asked; deciding stays possible.
        return action == Action::Decide && by_post(ledger, action, place, at);
    }
    let by_link = own().any(|link| {
        link.state == LinkState::Active
            && holds(link.from, link.to, at)
            && link_allows(link.role, action)
            && agreed(ledger, action, place, at)
    });
    by_link || by_post(ledger, action, place, at)
}

fn by_post(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    ledger.posts.iter().any(|post| {
        holds(Some(post.from), post.to, at)
            && place.units.contains(&post.unit)
            && post_allows(post.role, action)
    })
}

/// Whether a post of the ledger allows `action` for everything below one of `units` (a class and
/// what is above it): class screens, the school's lists.
pub fn may_at(ledger: &Ledger, action: Action, units: &[UnitId], at: Instant) -> bool {
    ledger.posts.iter().any(|post| {
        holds(Some(post.from), post.to, at)
            && units.contains(&post.unit)
            && post_allows(post.role, action)
    })
}
