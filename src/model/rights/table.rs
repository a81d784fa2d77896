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
                | A::ProposeGuardian
                | A::ConfirmMove
                | A::Vouch
                | A::ReportConcern
                | A::SeeLooks
                | A::AskData
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
                | A::ReportConcern
        ),
        LinkRole::Contact => matches!(
            action,
            A::Know | A::OwnConsents | A::AnswerCheckIn | A::ReportConcern
        ),
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
                | A::ReadOptional
                | A::RecordConsent
                | A::SchoolNote
                | A::AnswerCheckIn
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
                | A::ReadOptional
                | A::RecordConsent
                | A::SchoolNote
                | A::AnswerCheckIn
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
                | A::ReadOptional
                | A::SchoolNote
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

/// The table as people read it: one line per action, one column per link and post.
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
        let posts = Role::ALL.iter().map(|role| post_allows(*role, *action));
        for (column, allows) in columns.iter().zip(links.chain(posts)) {
            let mark = if allows { "yes" } else { "-" };
            out.push_str(&format!(" {mark:<width$}", width = column.len()));
        }
        out.truncate(out.trim_end().len());
    }
    out
}
