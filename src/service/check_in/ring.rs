//! "Please ring me": from a check-in or from the menu, a task of the school and a word to the teacher.

use super::super::mail::Letter;
use super::super::{Served, Talk, home, numbers};
use super::case::Case;
use super::{away, people, screens};
use crate::base::{AdultId, ChildId, Env};
use crate::dialogue::{self, check_in::Tap};
use crate::model::audit::Why;
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};
use crate::{label, say};

/// What the menu offers a family about one child: whoever cares for it may ask to be rung, and hand over.
pub async fn family_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    let Some(record) = cared_for(talk, child).await? else {
        return Ok(Vec::new());
    };
    let words = label!(talk.locale(), "check-in-ask-ring", child = record.called());
    let data = dialogue::Tap::CheckIn(Tap::AskRing(child)).encode();
    let ring = vec![Button::tap(words, data)];
    Ok(vec![ring, away::row(talk, &record).await?])
}

/// The child, if the speaker answers for it as family.
pub(super) async fn cared_for(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Child>> {
    let Some(adult) = talk.adult() else {
        return Ok(None);
    };
    let cares = talk.may(Action::AnswerCheckIn, child).await?
        && people::is_family(talk.tx, child, adult).await?;
    match cares {
        true => store::children::get(talk.tx, child).await,
        false => Ok(None),
    }
}

/// The button of the menu was tapped.
pub(super) async fn ask(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let (Some(adult), Some(record)) = (talk.adult(), cared_for(talk, child).await?) else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let act = audit::Act {
        by: Some(adult),
        action: "ask_ring",
        child: Some(child),
        why: Some(Why::Link),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    let list = numbers::at(talk.tx, record.school).await?;
    let told = open(talk.tx, talk.env, &record, adult).await?;
    let mut html = match told {
        true => say!(locale, "check-in-will-ring"),
        false => say!(locale, "check-in-please-ring"),
    };
    html.join("\n\n", &numbers::ring(locale, &list));
    talk.show(html, home::menu_below(locale)).await
}

/// "Ring me" was the answer to a question.
pub(super) async fn answered(talk: &mut Talk<'_>, case: &Case, by: AdultId) -> Served<()> {
    let told = open(talk.tx, talk.env, &case.child, by).await?;
    let locale = talk.locale();
    let mut html = match told {
        true => say!(locale, "check-in-will-ring"),
        false => say!(locale, "check-in-please-ring"),
    };
    html.join("\n\n", &numbers::ring(locale, &case.numbers));
    talk.show(html, Vec::new()).await
}

/// What makes two requests the same: one person is rung about one child once.
pub(super) fn key(child: &Child, adult: AdultId) -> String {
    format!("{}:{adult}", child.id)
}

/// Opens the task to ring this person and tells the class teachers, without one the leads. Whether
/// anybody knows: asking again while the task is open tells nobody a second time.
async fn open(tx: &mut Tx, env: &Env, child: &Child, adult: AdultId) -> Served<bool> {
    let same = key(child, adult);
    let (unit, kind) = (child.school, TaskKind::RingGuardian);
    if !store::tasks::open(tx, env, unit, Some(child.id), Some(adult), kind, &same).await? {
        return Ok(true);
    }
    let mut family = people::family(tx, child.id).await?;
    family.retain(|kin| kin.adult == adult);
    let name = store::adults::get(tx, adult).await?.map(|adult| adult.name);
    let name = name.unwrap_or_default();
    let class = store::units::get(tx, child.class).await?;
    let class = class.map(|class| class.name).unwrap_or_default();
    let letter = |to| Letter::about(to, child.id, Action::HearCheckIn, Kind::Alert);
    people::tell_school(tx, env, (child, adult), letter, |account| {
        let locale = account.locale;
        let mut html = say!(
            locale,
            "check-in-ring-alert",
            name = &name,
            child = &child.name,
            class = &class
        );
        html.join("\n\n", &screens::numbers_at_home(locale, &family));
        Parcel::text(html)
    })
    .await
}
