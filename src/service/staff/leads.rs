//! Who answers at a school about one child: its leads, but for the child's family, who decide nothing about
//! themselves as the school. When nobody else is there, whoever names leads hears that a second is needed.

use super::{button, keepers};
use crate::base::{AdultId, Env, Html, UnitId};
use crate::dialogue::staff::Tap;
use crate::model::Locale;
use crate::model::message::{Kind, Parcel};
use crate::model::record::Child;
use crate::model::unit::Role;
use crate::service::mail::{self, Letter};
use crate::service::{Served, home, rights};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};
use crate::{label, say};

/// The leads of the child's school who are not its family.
pub async fn leads_for(tx: &mut Tx, env: &Env, child: &Child) -> Served<Vec<AdultId>> {
    let leads = store::posts::holders(tx, child.school, Role::SchoolLead, env.now()).await?;
    let others = rights::not_kin(tx, env, child.id, leads.clone()).await?;
    if let (true, Some(only)) = (others.is_empty(), leads.first()) {
        let why = TaskKind::LeadIsFamily;
        ask_for_another(tx, env, child.school, *only, why, is_family).await?;
    }
    Ok(others)
}

/// A lead spoke from a new phone without an invitation to the post, so the post waits for one. When it was
/// the school's last, whoever names leads hears it at once.
pub async fn unseated(tx: &mut Tx, env: &Env, school: UnitId, lead: AdultId) -> Served<()> {
    let now = env.now();
    if store::posts::other_leads(tx, school, lead, Some(now), now).await? > 0 {
        return Ok(());
    }
    ask_for_another(tx, env, school, lead, TaskKind::NoLead, has_none).await
}

fn is_family(locale: Locale, school: &str) -> Html {
    say!(locale, "staff-lead-is-family", school = school)
}

fn has_none(locale: Locale, school: &str) -> Html {
    say!(locale, "staff-no-lead", school = school)
}

/// The office above names leads. It learns that one is needed, not about which child.
async fn ask_for_another(
    tx: &mut Tx,
    env: &Env,
    school: UnitId,
    only: AdultId,
    kind: TaskKind,
    words: fn(Locale, &str) -> Html,
) -> Served<()> {
    let up = store::units::up(tx, school).await?;
    let (Some(own), Some(above)) = (up.first(), up.get(1)) else {
        return Ok(());
    };
    let (unit, people) = keepers(tx, env, above.id, Role::SchoolLead, only).await?;
    let key = school.to_string();
    if !store::tasks::open(tx, env, unit, None, Some(only), kind, &key).await? {
        return Ok(());
    }
    for person in people {
        mail::post(tx, env, Letter::plain(person, Kind::Task), |account| {
            let locale = account.locale;
            let html = words(locale, &own.name);
            let list = button(label!(locale, "home-staff"), Tap::List(unit, 0));
            let mut rows = vec![vec![list]];
            rows.extend(home::menu_below(locale));
            Parcel::with_buttons(html, rows)
        })
        .await?;
    }
    Ok(())
}
