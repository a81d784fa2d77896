//! What the family reads of papers that the school recorded: the one whose paper it is, and of an acting
//! guardian the parents too.

use super::{called, line_of, open_row};
use crate::base::{AdultId, ChildId, Html, Name};
use crate::model::Locale;
use crate::model::consent::{Answer, How, Whose};
use crate::model::guardian::State;
use crate::model::message::{Kind, Parcel};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::service::mail::{self, Letter};
use crate::service::{Served, Talk, home};
use crate::store::consents::Consent;
use crate::store::{self, Tx};
use crate::text::dates::day;
use crate::{label, say};
use chrono_tz::Tz;

/// The family reads what was recorded in its name, and by whom, and can change it by a tap.
pub(super) async fn to_family(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: AdultId,
    consent: &Consent,
) -> Served<()> {
    let record = store::children::get(talk.tx, child).await?;
    let name = record
        .map(|child| child.called().clone())
        .unwrap_or_default();
    let by = name_of(talk.tx, consent.recorded_by).await?;
    let letter = Letter::about(adult, child, Action::OwnConsents, Kind::Notice);
    mail::post(talk.tx, talk.env, letter, |account| {
        let locale = account.locale;
        let paper = consent.paper_day.map(|paper| day(locale, paper));
        let html = say!(
            locale,
            "consent-recorded",
            child = &name,
            what = called(locale, consent.purpose),
            answer = answer(locale, consent),
            paper = paper.unwrap_or_default(),
            name = &by
        );
        Parcel::with_buttons(html, vec![open_row(locale)])
    })
    .await?;
    to_parents(talk, child, adult, (&name, &by), consent).await
}

/// A paper of whom the school has appointed is shown to the parents too: it was recorded in the name of the
/// person they entrusted the child to. Before that a proposal is between one parent and the school.
async fn to_parents(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: AdultId,
    (name, by): (&Name, &Name),
    consent: &Consent,
) -> Served<()> {
    let standing = store::appointments::standing(talk.tx, child, adult).await?;
    if standing.is_none_or(|found| !matches!(found.state, State::Appointed | State::InForce)) {
        return Ok(());
    }
    let carer = name_of(talk.tx, Some(adult)).await?;
    for link in store::links::of_child(talk.tx, child).await? {
        if link.role != LinkRole::Parent || link.state != LinkState::Active {
            continue;
        }
        let letter = Letter::about(link.adult, child, Action::ReadRecord, Kind::Notice);
        mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let paper = consent.paper_day.map(|paper| day(locale, paper));
            let html = say!(
                locale,
                "consent-recorded-carer",
                child = name,
                carer = &carer,
                what = called(locale, consent.purpose),
                answer = answer(locale, consent),
                paper = paper.unwrap_or_default(),
                name = by
            );
            Parcel::with_buttons(html, home::menu_below(locale))
        })
        .await?;
    }
    Ok(())
}

fn answer(locale: Locale, consent: &Consent) -> String {
    match consent.answer {
        Answer::Agreed => label!(locale, "consent-answer-agreed"),
        Answer::Refused | Answer::Withdrawn => label!(locale, "consent-answer-refused"),
    }
}

pub(super) async fn name_of(tx: &mut Tx, adult: Option<AdultId>) -> Served<Name> {
    let known = match adult {
        Some(adult) => store::adults::get(tx, adult).await?,
        None => None,
    };
    Ok(known.map(|known| known.name).unwrap_or_default())
}

/// What the school has recorded on paper of one person, to be shown in any language.
pub(in crate::service) struct OnPaper(Vec<(Consent, Name)>);

impl OnPaper {
    pub async fn of(tx: &mut Tx, child: ChildId, adult: AdultId) -> Served<Self> {
        let mut out = Vec::new();
        for found in store::consents::of_child(tx, child).await? {
            let own = found.whose == Whose::Adult && found.adult == adult;
            if own && found.how == How::Paper {
                let by = name_of(tx, found.recorded_by).await?;
                out.push((found, by));
            }
        }
        Ok(Self(out))
    }

    /// One line each below a heading; nothing where there is none.
    pub fn html(&self, locale: Locale, zone: Tz) -> Html {
        let mut html = Html::default();
        if self.0.is_empty() {
            return html;
        }
        html.join("\n", &say!(locale, "consent-of-carer"));
        for (consent, by) in &self.0 {
            let line = line_of(locale, zone, consent, by);
            html.join("\n", &line);
        }
        html
    }
}
