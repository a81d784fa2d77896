//! Who may do what about which child at which moment: one pure function over a dated ledger.
//!
//! A role gives nothing by itself; a right comes from a link to the child or from a post at a unit
//! the child belongs to. An exclusion and a freeze beat everything, posts too (domain rules 1 and 2).

mod place;
mod table;

use chrono::TimeDelta;

use crate::base::{ChildId, Instant, UnitId};
use crate::model::consent::{self, ConsentFact, Purpose};
use crate::model::lifecycle::OWN_CONSENT;
use crate::model::record::Programme;
use crate::model::staff::{keeps, rests_from};
use crate::model::unit::Role;
use crate::words;

pub use place::{Parental, Place};
pub use table::{link_allows, post_allows, printed, shut_to_kin};

/// How long somebody counts as family after their link has ended.
const KIN_STAYS: TimeDelta = TimeDelta::days(365);

words! {
    /// What a link makes of an adult for one child.
    pub enum LinkRole {
        /// Keeps the guardianship; gets the weekly update (S13, S14).
        Parent = "parent",
        /// Cares at home; answers check-ins (S16).
        Guardian = "guardian",
        /// Is asked when the guardian is silent.
        Contact = "contact",
        /// The child, from the 18th birthday on: asks what is kept.
        Oneself = "oneself",
    }
}

words! {
    pub enum LinkState {
        Invited = "invited",
        AwaitingApproval = "awaiting_approval",
        Active = "active",
        Paused = "paused",
        Ended = "ended",
        /// Written by releases before exclusions had rows of their own: one without an end.
        Excluded = "excluded",
    }
}

words! {
    /// Everything one can do about a child. Add here first, then to the table.
    pub enum Action {
        /// Anything at all: a screen on which several rights meet needs each child to be known.
        Know = "know",
        /// See what the school recorded.
        ReadRecord = "read_record",
        /// See with whom the child lives, where the parents are and who is linked: the school's card.
        SeeCard = "see_card",
        /// See what is no duty of the school (mood, goals): from 14 by the young person's own yes too.
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
        /// Answer in place of a guardian without the chat, once named for it and agreed to.
        AnswerOnBehalf = "answer_on_behalf",
        /// Be told that a check-in needs a person.
        HearCheckIn = "hear_check_in",
        /// Be told the same day that the child is away and the school does not know why.
        HearAbsence = "hear_absence",
        /// Propose an acting guardian, and break such a term off.
        ProposeGuardian = "propose_guardian",
        /// Enter attendance, study, mood ...
        EnterWeek = "enter_week",
        /// Make an invitation for one rostered adult.
        Invite = "invite",
        /// Approve, refuse, end or exclude a link; freeze; take the school's tasks.
        Decide = "decide",
        /// Say yes to a move to another school.
        ConfirmMove = "confirm_move",
        /// Agree that somebody outside the family is linked.
        Vouch = "vouch",
        /// See and take a child that another school offers.
        TakeOver = "take_over",
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
        /// End one's own link.
        StopOwn = "stop_own",
        /// Answer what a family asked about its data.
        AnswerData = "answer_data",
    }
}

/// From a moment on, until another (not included) or without an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Instant,
    pub to: Option<Instant>,
}

impl Span {
    pub fn holds(self, at: Instant) -> bool {
        holds(Some(self.from), self.to, at)
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

impl LinkFact {
    /// Whether it is active, and its dates hold.
    pub fn in_force(&self, at: Instant) -> bool {
        self.state == LinkState::Active && holds(self.from, self.to, at)
    }
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
    /// Whether its dates hold, and it does not rest.
    pub fn in_force(&self, at: Instant) -> bool {
        holds(Some(self.from), self.to, at) && at < rests_from(self.checked)
    }
}

/// One paper that keeps the adult from a child; lifted means ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExclusionFact {
    pub child: ChildId,
    pub span: Span,
}

/// Another school is asked to take the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferFact {
    pub unit: UnitId,
    pub from: Instant,
}

/// One record opened by exception for the adult whose ledger it is, by the post that reached it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantFact {
    pub child: ChildId,
    pub unit: UnitId,
    pub role: Role,
    pub from: Instant,
    pub to: Instant,
}

/// All dated rights of one adult.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub links: Vec<LinkFact>,
    pub posts: Vec<PostFact>,
    pub grants: Vec<GrantFact>,
    pub exclusions: Vec<ExclusionFact>,
    /// On whose roster the adult stands as family, linked or not. Read for who holds a post.
    pub rostered: Vec<ChildId>,
    /// The newest answer per child and purpose.
    pub consents: Vec<ConsentFact>,
    /// Since when the account may be somebody else's: nothing until it proves itself.
    pub doubted: Option<Instant>,
}

impl Ledger {
    /// The account may be somebody else's from this moment on, unless it was so before.
    pub fn doubt(&mut self, from: Instant) {
        self.doubted = Some(self.doubted.map_or(from, |since| since.min(from)));
    }
}

/// What the family must not have refused, or must have agreed to, for a right by link. What the school
/// recorded is nobody's to refuse: who stops the news can still look.
const fn purposes(action: Action) -> &'static [Purpose] {
    match action {
        Action::WeeklyUpdate => &[Purpose::Weekly],
        Action::FamilyNote => &[Purpose::Notes],
        Action::AnswerCheckIn | Action::AnswerOnBehalf => &[Purpose::CheckIns],
        Action::ReadOptional => &[Purpose::Extras],
        Action::GetPictures => &[Purpose::Notes, Purpose::Pictures],
        _ => &[],
    }
}

fn agreed(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    let whose = (place.child, place.is_of_age(OWN_CONSENT, at));
    purposes(action)
        .iter()
        .all(|purpose| consent::stands(&ledger.consents, &place.own, whose, *purpose, at))
}

/// What is left of the table at a place in the programme.
const fn programme_leaves(programme: Programme, by_post: bool, action: Action) -> bool {
    match programme {
        Programme::NotEnrolled | Programme::Active | Programme::ParentReturned => true,
        // Gone from the school, or grown up: the family keeps the record that was and its say about what
        // is kept, the school its decisions. Nothing new is sent.
        Programme::Moved | Programme::Left | Programme::Adult if !by_post => {
            matches!(
                action,
                Action::Know
                    | Action::ReadRecord
                    | Action::SeeLooks
                    | Action::OwnConsents
                    | Action::AskData
                    | Action::StopOwn
                    | Action::ReportConcern
            )
        }
        Programme::Moved | Programme::Left | Programme::Adult => {
            matches!(
                action,
                Action::Know | Action::Decide | Action::HearConcern | Action::AnswerData
            )
        }
        // Nothing is sent, nothing is asked; deciding stays possible, and what is being looked into does not
        // end with it.
        Programme::Frozen => by_post && matches!(action, Action::Decide | Action::HearConcern),
        // Nothing is left to decide: whether a record is gone or still held shows nowhere else.
        Programme::Closed => by_post && matches!(action, Action::HearConcern),
    }
}

fn holds(from: Option<Instant>, to: Option<Instant>, at: Instant) -> bool {
    from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to)
}

impl Ledger {
    /// Whether a paper keeps the adult from the child.
    pub fn is_excluded(&self, child: ChildId, at: Instant) -> bool {
        let paper = |fact: &ExclusionFact| fact.child == child && fact.span.holds(at);
        let old = |link: &LinkFact| link.child == child && link.state == LinkState::Excluded;
        self.exclusions.iter().any(paper) || self.links.iter().any(old)
    }

    /// Whether the adult belongs to the child's family: by roster, or by a link in whatever state that
    /// did not end long ago.
    pub fn is_kin(&self, child: ChildId, at: Instant) -> bool {
        let recent = |link: &LinkFact| {
            let ended = link.state == LinkState::Ended;
            !ended || link.to.is_none_or(|to| at < to + KIN_STAYS)
        };
        let mut own = self.links.iter().filter(|link| link.child == child);
        self.rostered.contains(&child) || own.any(recent)
    }
}

/// Whether the adult of `ledger` may do `action` about the child at `place`, at `at`.
pub fn may(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    if ledger.doubted.is_some_and(|since| since <= at) || ledger.is_excluded(place.child, at) {
        return false;
    }
    let by_post =
        programme_leaves(place.programme, true, action) && by_post(ledger, action, place, at);
    if place.is_frozen(at) {
        return matches!(action, Action::Decide | Action::HearConcern) && by_post;
    }
    if action == Action::ReadOptional && place.optional_rests(at) {
        return false;
    }
    by_post || by_link(ledger, action, place, at) || by_grant(ledger, action, place, at)
}

/// Whether something about the child may still be handed to the adult: by its right; without one, where the
/// words need none, unless a paper, a freeze or a doubt stands against it.
pub fn may_hear(ledger: &Ledger, right: Option<Action>, place: &Place, at: Instant) -> bool {
    match right {
        Some(action) => may(ledger, action, place, at),
        None => {
            let doubted = ledger.doubted.is_some_and(|since| since <= at);
            !doubted && !ledger.is_excluded(place.child, at) && !place.is_frozen(at)
        }
    }
}

fn by_link(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    let mut own = ledger.links.iter().filter(|link| link.child == place.child);
    let enough = |role| {
        let mut asked = purposes(action).iter();
        role != LinkRole::Guardian || asked.all(|purpose| place.guardian_is_enough(*purpose, at))
    };
    // The family's links end on the day on which the young person's own can begin.
    let its_time = |role| match role {
        LinkRole::Oneself => place.is_adult(at),
        LinkRole::Parent | LinkRole::Guardian | LinkRole::Contact => !place.is_grown_up(at),
    };
    // What is kept of somebody who is of age is theirs to ask about, also while the family stays linked.
    let others_say =
        |role| role != LinkRole::Oneself && action == Action::AskData && place.is_adult(at);
    // The school's word about pictures is about what families are sent.
    let unsent = action == Action::GetPictures && !place.pictures;
    !unsent
        && own.any(|link| {
            link.in_force(at)
                && link_allows(link.role, action)
                && !others_say(link.role)
                && enough(link.role)
                && its_time(link.role)
        })
        && programme_leaves(place.programme, false, action)
        && agreed(ledger, action, place, at)
}

/// By exception: reading only, and only while the post is held by which it was opened.
fn by_grant(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    let serves = |grant: &GrantFact| {
        let by = |post: &PostFact| post.unit == grant.unit && post.role == grant.role;
        let mut posts = ledger.posts.iter();
        posts.any(|post| by(post) && post.in_force(at))
    };
    let opened = |grant: &GrantFact| {
        grant.child == place.child && holds(Some(grant.from), Some(grant.to), at) && serves(grant)
    };
    matches!(action, Action::ReadRecord | Action::SeeCard)
        && !ledger.is_kin(place.child, at)
        && place.programme != Programme::Closed
        && ledger.grants.iter().any(opened)
}

fn by_post(ledger: &Ledger, action: Action, place: &Place, at: Instant) -> bool {
    // Who is family is it first: the school's side of it is for somebody else.
    if shut_to_kin(action) && ledger.is_kin(place.child, at) {
        return false;
    }
    // An offered child is not yet the new school's: it may take it over, and no more.
    let offered = |unit: UnitId| {
        let mut offers = place.offers.iter();
        offers.any(|offer| offer.unit == unit && offer.from <= at)
    };
    ledger.posts.iter().any(|post| {
        let belongs = match action {
            Action::TakeOver => offered(post.unit),
            _ => place.units.contains(&post.unit),
        };
        belongs && post.in_force(at) && post_allows(post.role, action)
    })
}

/// Whether a post of the ledger keeps posts of `whose` at a unit, given with what is above it.
pub fn keeps_at(ledger: &Ledger, whose: Role, units: &[UnitId], at: Instant) -> bool {
    let mut posts = ledger.posts.iter();
    ledger.doubted.is_none_or(|since| since > at)
        && posts.any(|post| {
            post.in_force(at)
                && units.contains(&post.unit)
                && post_allows(post.role, Action::KeepStaff)
                && keeps(post.role, whose)
        })
}

/// Whether a post of the ledger allows `action` for everything below one of `units` (a class and
/// what is above it): class screens, the school's lists.
pub fn may_at(ledger: &Ledger, action: Action, units: &[UnitId], at: Instant) -> bool {
    ledger.doubted.is_none_or(|since| at < since)
        && ledger.posts.iter().any(|post| {
            post.in_force(at) && units.contains(&post.unit) && post_allows(post.role, action)
        })
}
