//! Who may do what about which child at which moment: one pure function over a dated ledger.
//!
//! A role gives nothing by itself; a right comes from a link to the child or from a post at a unit
//! the child belongs to. An exclusion beats everything, posts too (domain rules 1 and 2).

use crate::base::{ChildId, Instant, UnitId};
use crate::model::record::Programme;
use crate::model::staff::{keeps, rests_from};
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
        /// Enter attendance, study, mood ...
        EnterWeek = "enter_week",
        /// Make an invitation for one rostered adult.
        Invite = "invite",
        /// Approve, refuse, end or exclude a link; take the school's tasks.
        Decide = "decide",
        /// See which staff looked at the record.
        SeeLooks = "see_looks",
        /// Open a record by exception; asked about the post's whole reach, see `model::break_glass`.
        BreakGlass = "break_glass",
        /// Name, check and end posts: which ones, `model::staff::keeps` says. Asked at a unit.
        KeepStaff = "keep_staff",
        /// Say that something is wrong.
        ReportConcern = "report_concern",
        /// Be told of a concern and act on it. Whose concern it is, is a list of its own: this is only
        /// who can stand on it.
        HearConcern = "hear_concern",
        /// Ask for a copy, a correction, an erasure or an end of what is kept.
        AskData = "ask_data",
        /// Answer what a family asked about its data.
        AnswerData = "answer_data",
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
    /// When a person last looked at the holder's record: a year later the post rests.
    pub checked: Instant,
}

impl PostFact {
    fn in_force(&self, at: Instant) -> bool {
        holds(Some(self.from), self.to, at) && at < rests_from(self.checked)
    }
}

/// One record opened by exception for the adult whose ledger it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantFact {
    pub child: ChildId,
    pub from: Instant,
    pub to: Instant,
}

/// Where a child belongs: class, school and every unit above it; the home, and nothing above that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub child: ChildId,
    pub units: Vec<UnitId>,
    pub programme: Programme,
}

/// All dated rights of one adult.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub links: Vec<LinkFact>,
    pub posts: Vec<PostFact>,
    pub grants: Vec<GrantFact>,
}

/// What a link of a role allows.
const fn link_allows(role: LinkRole, action: Action) -> bool {
    use Action as A;
    match role {
        LinkRole::Parent => matches!(
            action,
            A::ReadRecord
                | A::WeeklyUpdate
                | A::FamilyNote
                | A::HearCheckIn
                | A::ReportConcern
                | A::SeeLooks
                | A::AskData
        ),
        LinkRole::Guardian => matches!(
            action,
            A::ReadRecord | A::FamilyNote | A::AnswerCheckIn | A::ReportConcern
        ),
        LinkRole::Contact => matches!(action, A::AnswerCheckIn | A::ReportConcern),
    }
}

/// What a post of a role allows for the children below its unit.
const fn post_allows(role: Role, action: Action) -> bool {
    use Action as A;
    match role {
        Role::Teacher => matches!(
            action,
            A::ReadRecord
                | A::SchoolNote
                | A::AnswerCheckIn
                | A::HearCheckIn
                | A::EnterWeek
                | A::Invite
                | A::BreakGlass
                | A::ReportConcern
        ),
        Role::SchoolLead => matches!(
            action,
            A::ReadRecord
                | A::SchoolNote
                | A::AnswerCheckIn
                | A::HearCheckIn
                | A::EnterWeek
                | A::Invite
                | A::Decide
                | A::KeepStaff
                | A::ReportConcern
                | A::HearConcern
                | A::SeeLooks
                | A::BreakGlass
                | A::AnswerData
        ),
        Role::HomeStaff => matches!(
            action,
            A::ReadRecord | A::SchoolNote | A::EnterWeek | A::ReportConcern
        ),
        // Offices see figures, not children (domain rule 15), but for an hour and a reason; they keep the
        // schools' leads, and a concern the school's leads cannot or do not take has to have an owner.
        Role::TownshipOfficer => {
            matches!(action, A::KeepStaff | A::ReportConcern | A::BreakGlass)
        }
        Role::CountyOfficer => matches!(
            action,
            A::KeepStaff | A::ReportConcern | A::HearConcern | A::BreakGlass
        ),
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
        // What is being looked into does not end with it.
        return matches!(action, Action::Decide | Action::HearConcern)
            && by_post(ledger, action, place, at);
    }
    let by_link = own().any(|link| {
        link.state == LinkState::Active
            && holds(link.from, link.to, at)
            && link_allows(link.role, action)
    });
    by_link || by_post(ledger, action, place, at) || by_grant(ledger, action, place, at)
}

/// By exception: reading only, and only while a post is held.
fn by_grant(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    let opened = |grant: &GrantFact| {
        grant.child == place.child && holds(Some(grant.from), Some(grant.to), at)
    };
    let serves = |post: &PostFact| holds(Some(post.from), post.to, at);
    action == Action::ReadRecord
        && ledger.grants.iter().any(opened)
        && ledger.posts.iter().any(serves)
}

fn by_post(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    ledger.posts.iter().any(|post| {
        post.in_force(at) && place.units.contains(&post.unit) && post_allows(post.role, action)
    })
}

/// Whether a post of the ledger keeps posts of `whose` at a unit, given with what is above it.
pub fn keeps_at(ledger: &Ledger, whose: Role, units: &[UnitId], at: Instant) -> bool {
    ledger.posts.iter().any(|post| {
        post.in_force(at)
            && units.contains(&post.unit)
            && post_allows(post.role, Action::KeepStaff)
            && keeps(post.role, whose)
    })
}

/// Whether a post of the ledger allows `action` for everything below one of `units` (a class and
/// what is above it): class screens, the school's lists.
pub fn may_at(ledger: &Ledger, action: Action, units: &[UnitId], at: Instant) -> bool {
    ledger.posts.iter().any(|post| {
        post.in_force(at) && units.contains(&post.unit) && post_allows(post.role, action)
    })
}
