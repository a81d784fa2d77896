//! Whether a school can protect: numbers to ring are set, and at least two people answer for concerns.

use super::Report;
use crate::base::Env;
use crate::model::unit::{Role, UnitKind};
use crate::service::numbers;
use crate::store::{Stored, Tx, posts, units};

/// Below this nobody can confirm what the other did.
const LEADS: usize = 2;

pub(super) async fn look(tx: &mut Tx, env: &Env, report: &mut Report) -> Stored<()> {
    if numbers::everywhere(tx).await?.is_empty() {
        let what = "none is set for everywhere; who belongs to no school sees 112 alone";
        report.add("numbers to ring", super::Outcome::Note(what.to_owned()));
    }
    for school in units::of_kind(tx, UnitKind::School).await? {
        let name = format!("safeguarding of {} ({})", school.name, school.key);
        if numbers::at(tx, school.id).await?.is_empty() {
            let what = "no number to ring, neither its own nor above it nor for everywhere";
            let hint = format!(
                "hongyan numbers add --unit {} --name Police --number 110",
                school.key
            );
            report.problem(name, what, hint);
            continue;
        }
        let leads = posts::holders(tx, school.id, Role::SchoolLead, env.now()).await?;
        if leads.len() < LEADS {
            let what = format!(
                "{} of {LEADS} leads in the chat: a concern about one needs the other",
                leads.len()
            );
            report.add(name, super::Outcome::Note(what));
        }
    }
    Ok(())
}
