//! What we keep and send, as the family sees it: every purpose with its answer, who and when.

use super::answer::{keep, text_of, to_text};
use super::{button, called, line, not_now, of_age, school};
use crate::base::{AdultId, ChildId};
use crate::dialogue::consent::Tap;
use crate::model::audit::Look;
use crate::model::consent::{Answer, Purpose, Whose};
use crate::model::lifecycle::OWN_CONSENT;
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::{Action, LinkRole};
use crate::service::mail::{self, Letter};
use crate::service::{Served, Talk, home, rights};
use crate::store;
use crate::store::links::Link;
use crate::{label, say};

/// The link by which the speaker answers for this child.
async fn own(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<(AdultId, Link, Child)>> {
    let Some(adult) = talk.adult() else {
        return Ok(None);
    };
    if !talk.sees(Look::Card, Action::OwnConsents, child).await? {
        return Ok(None);
    }
    let link = store::links::pair(talk.tx, child, adult).await?;
    let record = store::children::get(talk.tx, child).await?;
    Ok(link.zip(record).map(|(link, child)| (adult, link, child)))
}

/// The only child, or which one.
pub(super) async fn menu(talk: &mut Talk<'_>) -> Served<()> {
    let Some(adult) = talk.adult() else {
        return not_now(talk).await;
    };
    let mut children = Vec::new();
    for link in store::links::of_adult(talk.tx, adult).await? {
        if let Some((_, _, child)) = own(talk, link.child).await? {
            children.push(child);
        }
    }
    match children.as_slice() {
        [] => not_now(talk).await,
        [one] => child(talk, one.id).await,
        many => {
            let locale = talk.locale();
            let mut rows: Vec<Vec<Button>> = many
                .iter()
                .take(20)
                .map(|child| {
                    let name = child.called().expose().to_owned();
                    vec![button(name, Tap::Child(child.id))]
                })
                .collect();
            rows.extend(home::open_menu(locale));
            talk.show(say!(locale, "consent-which"), rows).await
        }
    }
}

/// Everything about one child; each agreement can be stopped right here.
pub(super) async fn child(talk: &mut Talk<'_>, id: ChildId) -> Served<()> {
    let Some((adult, link, record)) = own(talk, id).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let all = store::consents::of_child(talk.tx, id).await?;
    let mut html = say!(locale, "consent-child", child = record.called());
    let mut rows = Vec::new();
    let young = of_age(talk, id).await?;
    for purpose in Purpose::of_role(link.role) {
        let mine = all.iter().find(|found| {
            found.whose == Whose::Adult && found.adult == adult && found.purpose == *purpose
        });
        let text = line(talk, *purpose, mine).await?;
        html.join("\n\n", &text);
        let on = mine.map_or(!purpose.is_optional(), |found| {
            found.answer == Answer::Agreed
        });
        if purpose.is_optional() && young {
            let own = all
                .iter()
                .find(|found| found.whose == Whose::Child && found.purpose == *purpose);
            let key = match own.is_some_and(|own| own.answer == Answer::Agreed) {
                true => "consent-own-yes",
                false => "consent-own-missing",
            };
            html.join("\n", &say!(locale, key));
        }
        if *purpose == Purpose::Pictures && school::rests(talk, id).await? {
            html.join("\n", &say!(locale, "consent-pictures-rest"));
        }
        if let Some(agreed) = beside(talk, &link, *purpose).await? {
            let key = match agreed {
                true => "consent-parent-yes",
                false => "consent-parent-missing",
            };
            html.join("\n", &say!(locale, key));
        }
        let what = called(locale, *purpose);
        rows.push(match on {
            true => vec![
                button(
                    label!(locale, "consent-stop", what = &what),
                    Tap::Stop(id, *purpose),
                ),
                button(label!(locale, "consent-read"), Tap::Text(id, *purpose)),
            ],
            false => vec![button(
                label!(locale, "consent-open", what = &what),
                Tap::Text(id, *purpose),
            )],
        });
    }
    html.join("\n\n", &say!(locale, "consent-duty"));
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// Whether a parent's yes stands beside a guardian's; `None` where none is needed.
async fn beside(talk: &mut Talk<'_>, link: &Link, purpose: Purpose) -> Served<Option<bool>> {
    let now = talk.env.now();
    let Some(place) = rights::place(talk.tx, link.child).await? else {
        return Ok(None);
    };
    let asked = link.role == LinkRole::Guardian
        && purpose.is_optional()
        && !place.is_of_age(OWN_CONSENT, now)
        && place.parents_at(now).next().is_some();
    Ok(asked.then(|| place.guardian_is_enough(purpose, now)))
}

/// The text, and both answers beside each other.
pub(super) async fn text(talk: &mut Talk<'_>, id: ChildId, purpose: Purpose) -> Served<()> {
    let Some((_, link, record)) = own(talk, id).await? else {
        return not_now(talk).await;
    };
    if !Purpose::of_role(link.role).contains(&purpose) {
        return not_now(talk).await;
    }
    let locale = talk.locale();
    let version = purpose.version();
    let mut html = say!(
        locale,
        "consent-head",
        what = called(locale, purpose),
        child = record.called(),
        version = version.to_string()
    );
    html.join("\n\n", &text_of(locale, purpose));
    if beside(talk, &link, purpose).await?.is_some() {
        html.join("\n\n", &say!(locale, "consent-parent-too"));
    }
    let rows = vec![
        vec![
            button(
                label!(locale, "consent-agree"),
                Tap::Agree(id, purpose, version),
            ),
            button(
                label!(locale, "consent-refuse"),
                Tap::Refuse(id, purpose, version),
            ),
        ],
        vec![button(label!(locale, "button-back"), Tap::Child(id))],
    ];
    talk.show(html, rows).await
}

/// Who cares at home has agreed to something for which a parent's yes is needed too: the parents are asked,
/// once a day at most.
async fn ask_parents(talk: &mut Talk<'_>, child: &Child, purpose: Purpose) -> Served<()> {
    let now = talk.env.now();
    let place = rights::place(talk.tx, child.id).await?;
    let parents = place.iter().flat_map(|place| place.parents_at(now));
    let parents: Vec<AdultId> = parents.filter_map(|parent| parent.adult).collect();
    for parent in parents {
        let day = now.date_naive();
        let key = format!(
            "parent-yes:{}:{}:{parent}:{day}",
            child.id,
            purpose.as_str()
        );
        let right = Action::OwnConsents;
        let letter = Letter::about(parent, child.id, right, Kind::Notice).dedup(key);
        mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let what = called(locale, purpose);
            let open = label!(locale, "consent-open", what = &what);
            let html = say!(
                locale,
                "consent-parent-ask",
                child = child.called(),
                what = what
            );
            Parcel::with_buttons(html, vec![vec![button(open, Tap::Text(child.id, purpose))]])
        })
        .await?;
    }
    Ok(())
}

/// The answer. One to an older text is none: the text of today is shown instead.
pub(super) async fn answer(
    talk: &mut Talk<'_>,
    id: ChildId,
    purpose: Purpose,
    version: Option<i64>,
    answer: Answer,
) -> Served<()> {
    let Some((adult, link, record)) = own(talk, id).await? else {
        return not_now(talk).await;
    };
    if !Purpose::of_role(link.role).contains(&purpose) {
        return not_now(talk).await;
    }
    if version.is_some_and(|version| version != purpose.version()) {
        return text(talk, id, purpose).await;
    }
    let consent = to_text(adult, purpose, answer, talk.locale(), talk.env);
    keep(talk.tx, talk.env, id, &consent).await?;
    // What it does is asked of the rights, not promised.
    let right = match purpose {
        Purpose::Weekly => Action::WeeklyUpdate,
        Purpose::Notes => Action::FamilyNote,
        Purpose::CheckIns => Action::AnswerCheckIn,
        Purpose::Extras => Action::ReadOptional,
        Purpose::Pictures => Action::GetPictures,
    };
    let locale = talk.locale();
    let on = rights::allowed(talk.tx, talk.env, adult, right, id).await?;
    let alone = beside(talk, &link, purpose).await? == Some(false);
    let words = match (answer == Answer::Agreed, on) {
        (true, true) => label!(locale, "consent-now-on"),
        (true, false) if alone => label!(locale, "consent-now-parent"),
        (true, false) if purpose == Purpose::Pictures && school::rests(talk, id).await? => {
            label!(locale, "consent-now-rests")
        }
        (true, false) => label!(locale, "consent-now-waits"),
        (false, _) => label!(locale, "consent-now-off"),
    };
    if answer == Answer::Agreed && alone {
        ask_parents(talk, &record, purpose).await?;
    }
    talk.toast(words).await?;
    child(talk, id).await
}
