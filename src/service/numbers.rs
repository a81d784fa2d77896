//! The numbers to ring: nobody watches the bot round the clock, so no urgent path ends without one.
//! A unit's own, else those of the unit above it, else those the operator set for everywhere.

use super::{Served, Talk};
use crate::base::{ChildId, Html, UnitId};
use crate::model::Locale;
use crate::model::settings::Number;
use crate::store::{self, Tx, house};
use crate::{label, say};

/// What is shown at `unit`; empty where the operator set nothing at all.
pub async fn at(tx: &mut Tx, unit: UnitId) -> Served<Vec<Number>> {
    for above in store::units::up(tx, unit).await? {
        let numbers = store::units::settings(tx, above.id).await?.numbers;
        if !numbers.is_empty() {
            return Ok(numbers);
        }
    }
    everywhere(tx).await
}

/// What is shown to whom we know nothing of.
pub async fn everywhere(tx: &mut Tx) -> Served<Vec<Number>> {
    let text = house::get(tx, house::NUMBERS).await?;
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Sets what is shown everywhere.
pub async fn set_everywhere(tx: &mut Tx, numbers: &[Number]) -> Served<()> {
    let text = serde_json::to_string(numbers).unwrap_or_default();
    house::put(tx, house::NUMBERS, &text).await
}

/// What is shown to the speaker: of the first school they belong to.
pub async fn of_speaker(talk: &mut Talk<'_>) -> Served<Vec<Number>> {
    match talk.adult() {
        Some(adult) => {
            let ledger = super::rights::ledger(talk.tx, adult).await?;
            let now = talk.env.now();
            if let Some(post) = ledger
                .posts
                .iter()
                .find(|post| post.to.is_none_or(|to| now < to))
            {
                return at(talk.tx, post.unit).await;
            }
            for link in &ledger.links {
                let right = crate::model::rights::Action::ReportConcern;
                if talk.may(right, link.child).await? {
                    return of_child(talk.tx, link.child).await;
                }
            }
            everywhere(talk.tx).await
        }
        None => everywhere(talk.tx).await,
    }
}

async fn of_child(tx: &mut Tx, child: ChildId) -> Served<Vec<Number>> {
    match store::children::get(tx, child).await? {
        Some(child) => at(tx, child.school).await,
        None => everywhere(tx).await,
    }
}

/// One line for each number. Where the operator set none it is the one that rings for help from
/// any mobile telephone (3GPP TS 22.101, 10.1).
pub fn lines(locale: Locale, numbers: &[Number]) -> Html {
    if numbers.is_empty() {
        return say!(locale, "numbers-last");
    }
    let mut html = Html::default();
    for Number { label, number } in numbers {
        let line = say!(locale, "numbers-line", label = label, number = number);
        html.join("\n", &line);
    }
    html
}

/// Nobody watches this chat round the clock, and whom to ring.
pub fn ring(locale: Locale, numbers: &[Number]) -> Html {
    let mut html = say!(locale, "numbers-ring");
    html.join("\n", &lines(locale, numbers));
    html
}

/// The numbers in one line: the end of a screen that began with them.
pub fn short(locale: Locale, numbers: &[Number]) -> Html {
    let between = label!(locale, "numbers-between");
    let mut html = Html::default();
    for Number { label, number } in numbers {
        let one = say!(locale, "numbers-one", label = label, number = number);
        html.join(&between, &one);
    }
    match numbers.is_empty() {
        true => say!(locale, "numbers-last"),
        false => say!(locale, "numbers-short", numbers = html),
    }
}
