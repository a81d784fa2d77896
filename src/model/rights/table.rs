//! The one table: which link and which post allows which action. Everything else only takes away.

use super::{Action, LinkRole};
use crate::model::unit::Role;

/// What a link of a role allows.
pub const fn link_allows(role: LinkRole, action: Action) -> bool {
    use Action as A;
    match role {
        LinkRole::Parent => matches!(
            action,
            A::Know
                | A::ReadRecord
                | A::ReadOptional
                | A::GetPictures
                | A::OwnConsents
                | A::WeeklyUpdate
                | A::FamilyNote
                | A::HearCheckIn
                | A::HearAbsence
                | A::ProposeGuardian
                | A::ConfirmMove
                | A::Vouch
                | A::ReportConcern
                | A::SeeLooks
                | A::AskData
                | A::StopOwn
        ),
        LinkRole::Guardian => matches!(
            action,
            A::Know
                | A::ReadRecord
                | A::ReadOptional
                | A::GetPictures
                | A::OwnConsents
                | A::FamilyNote
                | A::AnswerCheckIn
                | A::HearAbsence
                | A::ReportConcern
        ),
        LinkRole::Contact => matches!(
            action,
            A::Know | A::OwnConsents | A::AnswerCheckIn | A::AnswerOnBehalf | A::ReportConcern
        ),
        // What is kept of oneself, and who looked at it; nothing is sent.
        LinkRole::Oneself => {
            matches!(action, A::Know | A::AskData | A::StopOwn | A::SeeLooks)
        }
    }
}

/// What a post of a role allows for the children below its unit.
pub const fn post_allows(role: Role, action: Action) -> bool {
    use Action as A;
    match role {
        Role::Teacher => matches!(
            action,
            A::Know
                | A::ReadRecord
                | A::SeeCard
                | A::ReadOptional
                | A::RecordConsent
                | A::SchoolNote
                | A::AnswerCheckIn
                | A::AnswerOnBehalf
                | A::HearCheckIn
                | A::EnterWeek
                | A::Invite
                | A::ReportConcern
                | A::BreakGlass
        ),
        Role::SchoolLead => matches!(
            action,
            A::Know
                | A::ReadRecord
                | A::SeeCard
                | A::ReadOptional
                | A::RecordConsent
                | A::SchoolNote
                | A::AnswerCheckIn
                | A::AnswerOnBehalf
                | A::HearCheckIn
                | A::EnterWeek
                | A::Invite
                | A::Decide
                | A::TakeOver
                | A::KeepStaff
                | A::ReportConcern
                | A::HearConcern
                | A::SeeLooks
                | A::BreakGlass
                | A::AnswerData
        ),
        Role::HomeStaff => matches!(
            action,
            A::Know
                | A::ReadRecord
                | A::SeeCard
                | A::ReadOptional
                | A::SchoolNote
                | A::AnswerOnBehalf
                | A::EnterWeek
                | A::ReportConcern
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

/// What no post gives about a child of one's own family: what decides about its other adults, shows them, or
/// answers them. Teaching the child stays.
pub const fn shut_to_kin(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::SeeCard
            | A::RecordConsent
            | A::AnswerCheckIn
            | A::AnswerOnBehalf
            | A::HearCheckIn
            | A::Invite
            | A::Decide
            | A::TakeOver
            | A::SeeLooks
            | A::BreakGlass
            | A::HearConcern
            | A::AnswerData
    )
}

/// The table as people read it: one line per action, one column per link and post; `other` where
/// a post gives it about the children of other families only.
pub fn printed() -> String {
    let columns: Vec<&str> = LinkRole::ALL
        .iter()
        .map(|role| role.as_str())
        .chain(Role::ALL.iter().map(|role| role.as_str()))
        .collect();
    let mut out = format!("{:<16}", "");
    for column in &columns {
        out.push_str(&format!(" {column}"));
    }
    for action in Action::ALL {
        out.push_str(&format!("\n{:<16}", action.as_str()));
        let links = LinkRole::ALL.iter().map(|role| link_allows(*role, *action));
        let links = links.map(|allows| if allows { "yes" } else { "-" });
        let by_post = if shut_to_kin(*action) { "other" } else { "yes" };
        let posts = Role::ALL.iter().map(|role| post_allows(*role, *action));
        let posts = posts.map(|allows| if allows { by_post } else { "-" });
        for (column, mark) in columns.iter().zip(links.chain(posts)) {
            out.push_str(&format!(" {mark:<width$}", width = column.len()));
        }
        out.truncate(out.trim_end().len());
    }
    out
}
