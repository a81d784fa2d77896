//! A parent who is not in the chat proposes on paper: recorded by a named person of the school who has it in
//! hand, decided by another, and shown to the family.

use chrono::{Days, NaiveDate};

use super::people;
use super::{button, not_now, propose};
use crate::base::{AdultId, AppointmentId, ChildId, Html, Words};
use crate::dialogue::guardian::{Signed, State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::audit::Look;
use crate::model::hours::day_at;
use crate::model::message::Button;
use crate::model::record::{Child, Parent};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::service::{Served, Talk, home, rights};
use crate::store;
use crate::store::appointments::Appointment;
use crate::text::dates::day;
use crate::{label, say};

/// Days from today to the paper's date that are one tap.
const AGO: [u64; 3] = [0, 1, 7];
/// An older paper is not of this term.
const OLDEST: Days = Days::new(366);

/// The mother or father of the roster who lives and whom no paper keeps from the child.
pub(super) async fn signer(
    talk: &mut Talk<'_>,
    child: ChildId,
    parent: Parent,
) -> Served<Option<AdultId>> {
    let (place, now) = (rights::place(talk.tx, child).await?, talk.env.now());
    let living = place.iter().flat_map(|place| place.parents_at(now));
    let living: Vec<AdultId> = living.filter_map(|parent| parent.adult).collect();
    let rostered = store::adults::rostered(talk.tx, child).await?;
    let found = rostered.iter().find(|person| {
        person.relation.parent() == Some(parent) && living.contains(&person.adult.id)
    });
    // Nobody records a paper of their own.
    Ok(found
        .map(|person| person.adult.id)
        .filter(|adult| talk.adult() != Some(*adult)))
}

/// Whether there can be such a paper: of that parent, of a day that has come and is not long past.
pub(super) async fn stands(talk: &mut Talk<'_>, child: ChildId, signed: Signed) -> Served<bool> {
    let today = day_at(talk.env.now(), talk.zone());
    let oldest = today.checked_sub_days(OLDEST).unwrap_or(today);
    let dated = (oldest..=today).contains(&signed.day);
    Ok(dated && signer(talk, child, signed.parent).await?.is_some())
}

/// The child, where the speaker records papers.
async fn recorded_for(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Child>> {
    if !talk.sees(Look::Card, Action::RecordConsent, child).await? {
        return Ok(None);
    }
    store::children::get(talk.tx, child).await
}

/// Whose paper it is.
pub(super) async fn begin(talk: &mut Talk<'_>, id: ChildId) -> Served<()> {
    let Some(child) = recorded_for(talk, id).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let back = vec![button(label!(locale, "button-back"), Tap::Child(id))];
    // Who records it does not decide: somebody else has to be there who can.
    let leads = people::leads(talk.tx, talk.env, &child).await?;
    if !leads.iter().any(|lead| talk.adult() != Some(*lead)) {
        let html = say!(locale, "guardian-signed-two", child = &child.name);
        return talk.show(html, vec![back]).await;
    }
    let mut rows = Vec::new();
    for parent in Parent::ALL {
        if let Some(adult) = signer(talk, id, *parent).await? {
            let words = label!(
                locale,
                "guardian-person",
                name = &people::name(talk.tx, adult).await?,
                relation = label!(locale, &format!("relation-{}", parent.as_str()))
            );
            rows.push(vec![button(words, Tap::PaperOf(id, *parent))]);
        }
    }
    let html = match rows.is_empty() {
        true => say!(locale, "guardian-signed-nobody", child = &child.name),
        false => say!(locale, "guardian-signed-whose", child = &child.name),
    };
    rows.push(back);
    talk.show(html, rows).await
}

/// Which date is on it.
pub(super) async fn ask_day(talk: &mut Talk<'_>, child: ChildId, parent: Parent) -> Served<()> {
    if recorded_for(talk, child).await?.is_none() || signer(talk, child, parent).await?.is_none() {
        return not_now(talk).await;
    }
    let next = Waits::Signed { child, parent };
    talk.goto(&dialogue::State::Guardian(next)).await?;
    let locale = talk.locale();
    let today = day_at(talk.env.now(), talk.zone());
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for ago in AGO {
        let date = today.checked_sub_days(Days::new(ago)).unwrap_or(today);
        let signed = Signed { parent, day: date };
        let tap = Tap::On(signed, Box::new(Tap::Live(child)));
        rows.push(vec![button(day(locale, date), tap)]);
    }
    let back = Tap::Paper(child);
    rows.push(vec![button(label!(locale, "button-back"), back)]);
    talk.show(say!(locale, "guardian-signed-day"), rows).await
}

/// `2026-03-01`, as it stands on the paper.
pub(super) async fn typed(
    talk: &mut Talk<'_>,
    child: ChildId,
    parent: Parent,
    words: &Words,
) -> Served<()> {
    let Ok(day) = words.expose().trim().parse::<NaiveDate>() else {
        return ask_day(talk, child, parent).await;
    };
    let signed = Signed { parent, day };
    match stands(talk, child, signed).await? {
        true => propose::ask_lives(talk, child, Some(signed)).await,
        false => ask_day(talk, child, parent).await,
    }
}

/// `On paper of 2 March, seen by Teacher Zhao`; nothing for a proposal made in the chat.
pub(super) async fn line(talk: &mut Talk<'_>, found: &Appointment) -> Served<Html> {
    let Some(paper) = found.paper else {
        return Ok(Html::default());
    };
    let by = people::name(talk.tx, paper.by).await?;
    let locale = talk.locale();
    let day = day(locale, paper.day);
    Ok(say!(locale, "guardian-signed-line", day = day, name = &by))
}

/// It is recorded: the family reads that a paper was, and who has seen it, so that a false one is noticed. Not
/// whose it is nor whom it proposes: of two parents who live apart neither learns of the other here (domain
/// section 6). The guardian at home hears of it where no parent is in the chat.
pub(super) async fn recorded(talk: &mut Talk<'_>, child: &Child, id: AppointmentId) -> Served<()> {
    let Some(found) = store::appointments::get(talk.tx, id).await? else {
        return not_now(talk).await;
    };
    let links = store::links::of_child(talk.tx, child.id).await?;
    let of = |role: LinkRole| -> Vec<AdultId> {
        let active = links
            .iter()
            .filter(|link| link.state == LinkState::Active && link.role == role);
        active.map(|link| link.adult).collect()
    };
    let mut family = of(LinkRole::Parent);
    if family.is_empty() {
        family = of(LinkRole::Guardian);
    }
    let by = match found.paper {
        Some(paper) => people::name(talk.tx, paper.by).await?,
        None => Default::default(),
    };
    for adult in family {
        let about = (child.id, Some(Action::ReadRecord));
        people::tell(talk.tx, talk.env, adult, about, |locale| {
            let date = found.paper.map(|paper| day(locale, paper.day));
            let html = say!(
                locale,
                "guardian-signed-family",
                child = child.called(),
                day = date.unwrap_or_default(),
                by = &by
            );
            (html, vec![])
        })
        .await?;
    }
    let locale = talk.locale();
    let html = say!(locale, "guardian-signed-done", child = &child.name);
    talk.show(html, home::open_menu(locale)).await
}
