//! The notice to school and village committee (law on minors, art. 23: the parent tells them in
//! writing), as a sheet in the reader's language. No identity numbers, no addresses.

use super::not_now;
use super::people::{self, carer};
use crate::base::{AppointmentId, Instant, Name};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::file::Data;
use crate::model::guardian::{Lives, State, last_day};
use crate::model::hours::day_at;
use crate::model::message::{Kind, Parcel};
use crate::model::record::{Child, Relation};
use crate::model::rights::Action;
use crate::paper::Paper;
use crate::service::{Served, Talk};
use crate::store::appointments::Appointment;
use crate::store::{self, Tx};
use crate::text::dates;
use crate::{label, say};

/// What stands on the sheet.
pub(super) struct Notice {
    parent: Name,
    parent_is: Relation,
    child: Name,
    class: String,
    school: String,
    carer: Name,
    relation: Relation,
    lives: Lives,
    days: Option<[chrono::NaiveDate; 2]>,
    decided: chrono::NaiveDate,
    made: Instant,
}

pub(super) async fn load(
    tx: &mut Tx,
    child: &Child,
    found: &Appointment,
    now: Instant,
) -> Served<Notice> {
    let zone = people::zone(tx, child).await?;
    let carer = carer(tx, found).await?;
    let link = store::links::pair(tx, child.id, found.proposed_by).await?;
    let name_of = |unit: Option<crate::model::unit::Unit>| unit.map(|unit| unit.name);
    let class = name_of(store::units::get(tx, child.class).await?);
    let school = name_of(store::units::get(tx, child.school).await?);
    Ok(Notice {
        parent: people::name(tx, found.proposed_by).await?,
        parent_is: link.map_or(Relation::Other, |link| link.relation),
        child: child.name.clone(),
        class: class.unwrap_or_default(),
        school: school.unwrap_or_default(),
        carer: carer.name,
        relation: carer.relation.unwrap_or(Relation::Other),
        lives: found.lives,
        days: found
            .term
            .map(|term| [day_at(term.from, zone), last_day(term.to, zone)]),
        decided: day_at(found.decided.unwrap_or(now), zone),
        made: now,
    })
}

impl Notice {
    /// The file, or a word that it cannot be made.
    pub fn parcel(&self, locale: Locale) -> Parcel {
        let pdf = self.paper(locale).pdf().ok().and_then(Data::new);
        match pdf {
            // The name of a file is seen in many places: it says nothing of anybody.
            Some(data) => Parcel::file(
                "notice.pdf",
                "application/pdf",
                data,
                say!(locale, "guardian-paper-caption"),
            ),
            None => Parcel::text(say!(locale, "guardian-paper-failed")),
        }
    }

    fn paper(&self, locale: Locale) -> Paper {
        let relation =
            |relation: Relation| label!(locale, &format!("relation-{}", relation.as_str()));
        let named = |name: &Name, relation: String| {
            label!(locale, "guardian-person", name = name, relation = relation)
        };
        // A paper is read in other years too.
        let dated = |day: chrono::NaiveDate| dates::dated(locale, day);
        let term = self
            .days
            .map(|[from, to]| format!("{} – {}", dated(from), dated(to)));
        let words = |key: &str| say!(locale, key).plain();
        Paper::new(locale, words("guardian-paper-title"), self.made)
            .text(words("guardian-paper-to"))
            .line(
                words("guardian-paper-parent"),
                named(&self.parent, relation(self.parent_is)),
            )
            .line(words("guardian-paper-child"), self.child.expose())
            .line(
                words("guardian-paper-school"),
                format!("{}, {}", self.school, self.class),
            )
            .line(
                words("guardian-paper-carer"),
                named(&self.carer, relation(self.relation)),
            )
            .line(
                words("guardian-paper-lives"),
                label!(locale, &format!("guardian-lives-{}", self.lives.as_str())),
            )
            .line(words("guardian-paper-term"), term.unwrap_or_default())
            .line(words("guardian-paper-date"), dated(self.decided))
            .heading(words("guardian-paper-means"))
            .text(words("guardian-paper-text"))
            .text(words("guardian-paper-duty"))
            .text(words("guardian-paper-change"))
            .signature(words("guardian-paper-sign-parent"))
            .signature(words("guardian-paper-sign-carer"))
            .signature(words("guardian-paper-sign-school"))
            .signature(words("guardian-paper-sign-village"))
    }
}

/// The sheet once more, for the parent who signs it or the school: it names that parent.
pub(super) async fn print(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    let found = store::appointments::get(talk.tx, id).await?;
    let found = found.filter(|found| matches!(found.state, State::Appointed | State::InForce));
    let Some(found) = found else {
        return not_now(talk).await;
    };
    let own = talk.adult() == Some(found.proposed_by);
    let allowed = own
        && talk
            .sees(Look::Card, Action::ProposeGuardian, found.child)
            .await?
        || talk.sees(Look::Card, Action::Decide, found.child).await?;
    let child = store::children::get(talk.tx, found.child).await?;
    let Some(child) = child.filter(|_| allowed) else {
        return not_now(talk).await;
    };
    super::form::note(talk, "print_guardian_notice", &child, None).await?;
    let sheet = load(talk.tx, &child, &found, talk.env.now()).await?;
    let parcel = sheet.parcel(talk.locale());
    talk.put(Kind::Notice, parcel, None).await.map(drop)
}
