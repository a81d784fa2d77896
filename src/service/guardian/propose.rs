//! A proposal in four choices: where the child will live, for how long, who. By a parent in the chat, or by
//! the school on a parent's paper.

use super::form::note;
use super::{button, held, not_now, paper, parent, people};
use crate::base::{AdultId, ChildId, Words};
use crate::dialogue::guardian::{Signed, State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::audit::Look;
use crate::model::guardian::{Lives, State, TERMS};
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::service::mail::{self, Letter};
use crate::service::{Served, Talk, home};
use crate::store;
use crate::store::appointments::{Appointment, Paper, Proposal};
use crate::store::tasks::TaskKind;
use crate::{label, say};

/// The longest line that says who somebody is.
const LINE: usize = 200;

/// The paper it stands on; `None`: the parent is speaking.
pub(super) type On = Option<Signed>;

/// One choice, on the same paper.
fn choice(on: On, words: String, tap: Tap) -> Button {
    let tap = match on {
        Some(signed) => Tap::On(signed, Box::new(tap)),
        None => tap,
    };
    button(words, tap)
}

/// The child, where the speaker may propose, or record a parent's paper.
pub(super) async fn proposed_for(
    talk: &mut Talk<'_>,
    child: ChildId,
    on: On,
) -> Served<Option<Child>> {
    let action = match on {
        Some(_) => Action::RecordConsent,
        None => Action::ProposeGuardian,
    };
    if !talk.sees(Look::Card, action, child).await? {
        return Ok(None);
    }
    if let Some(signed) = on
        && !paper::stands(talk, child, signed).await?
    {
        return Ok(None);
    }
    store::children::get(talk.tx, child).await
}

pub(super) async fn ask_lives(talk: &mut Talk<'_>, id: ChildId, on: On) -> Served<()> {
    let Some(child) = proposed_for(talk, id, on).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = Lives::ALL
        .iter()
        .map(|lives| {
            let words = label!(locale, &format!("guardian-lives-{}", lives.as_str()));
            vec![choice(on, words, Tap::Term(id, *lives))]
        })
        .collect();
    rows.push(vec![button(label!(locale, "button-back"), Tap::Child(id))]);
    let html = say!(locale, "guardian-live-ask", child = child.called());
    talk.show(html, rows).await
}

pub(super) async fn ask_term(talk: &mut Talk<'_>, id: ChildId, lives: Lives, on: On) -> Served<()> {
    if proposed_for(talk, id, on).await?.is_none() {
        return not_now(talk).await;
    }
    let locale = talk.locale();
    let terms = TERMS.iter().map(|months| {
        let words = label!(locale, "guardian-months", count = *months);
        choice(on, words, Tap::Who(id, lives, *months))
    });
    let terms: Vec<Button> = terms.collect();
    let mut rows: Vec<Vec<Button>> = terms.chunks(2).map(<[Button]>::to_vec).collect();
    let school = label!(locale, "guardian-term-school");
    rows.push(vec![choice(on, school, Tap::Who(id, lives, 0))]);
    let back = label!(locale, "button-back");
    rows.push(vec![choice(on, back, Tap::Live(id))]);
    talk.show(say!(locale, "guardian-term-ask"), rows).await
}

pub(super) async fn ask_who(
    talk: &mut Talk<'_>,
    id: ChildId,
    lives: Lives,
    months: i64,
    on: On,
) -> Served<()> {
    let Some(child) = proposed_for(talk, id, on).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let mut rows = Vec::new();
    for person in store::adults::rostered(talk.tx, id).await? {
        if person.relation.parent().is_some() || talk.adult() == Some(person.adult.id) {
            continue;
        }
        let relation = label!(locale, &format!("relation-{}", person.relation.as_str()));
        let words = label!(
            locale,
            "guardian-person",
            name = &person.adult.name,
            relation = relation
        );
        let tap = Tap::Propose(id, lives, months, person.adult.id);
        rows.push(vec![choice(on, words, tap)]);
    }
    let words = label!(locale, "guardian-somebody");
    rows.push(vec![choice(on, words, Tap::Somebody(id, lives, months))]);
    let back = label!(locale, "button-back");
    rows.push(vec![choice(on, back, Tap::Term(id, lives))]);
    let html = say!(locale, "guardian-who-ask", child = child.called());
    talk.show(html, rows).await
}

pub(super) async fn ask_somebody(
    talk: &mut Talk<'_>,
    child: ChildId,
    lives: Lives,
    months: i64,
    on: On,
) -> Served<()> {
    if proposed_for(talk, child, on).await?.is_none() {
        return not_now(talk).await;
    }
    let next = Waits::Somebody {
        child,
        lives,
        months,
        signed: on,
    };
    talk.goto(&dialogue::State::Guardian(next)).await?;
    let locale = talk.locale();
    let back = label!(locale, "button-back");
    let rows = vec![vec![choice(on, back, Tap::Who(child, lives, months))]];
    talk.show(say!(locale, "guardian-somebody-ask"), rows).await
}

pub(super) async fn propose_somebody(
    talk: &mut Talk<'_>,
    child: ChildId,
    (lives, months): (Lives, i64),
    on: On,
    words: &Words,
) -> Served<()> {
    let line: String = words.expose().trim().chars().take(LINE).collect();
    if line.is_empty() {
        return ask_somebody(talk, child, lives, months, on).await;
    }
    if held::stopped(talk, child, (lives, months), on, &line).await? {
        return Ok(());
    }
    let who = Some(Words::new(line));
    put(talk, child, (lives, months), on, (None, who)).await
}

pub(super) async fn propose(
    talk: &mut Talk<'_>,
    child: ChildId,
    (lives, months): (Lives, i64),
    on: On,
    adult: AdultId,
) -> Served<()> {
    if proposed_for(talk, child, on).await?.is_none() {
        return not_now(talk).await;
    }
    // A forged button names nobody: only who stands on this child's roster, and is no parent of it.
    let rostered = store::adults::rostered(talk.tx, child).await?;
    let known = rostered
        .iter()
        .any(|person| person.adult.id == adult && person.relation.parent().is_none());
    if !known || talk.adult() == Some(adult) {
        return not_now(talk).await;
    }
    put(talk, child, (lives, months), on, (Some(adult), None)).await
}

pub(super) async fn put(
    talk: &mut Talk<'_>,
    id: ChildId,
    (lives, months): (Lives, i64),
    on: On,
    (adult, who): (Option<AdultId>, Option<Words>),
) -> Served<()> {
    let (Some(child), Some(me)) = (proposed_for(talk, id, on).await?, talk.adult()) else {
        return not_now(talk).await;
    };
    let signer = match on {
        Some(signed) => paper::signer(talk, id, signed.parent).await?,
        None => Some(me),
    };
    let Some(by) = signer else {
        return not_now(talk).await;
    };
    let open = store::appointments::of_child(talk.tx, id).await?;
    let waits = |other: &Appointment| other.state == State::Proposed && other.proposed_by == by;
    if open.iter().any(waits) {
        return parent::child(talk, id).await;
    }
    let months = (months > 0).then_some(months);
    if months.is_some_and(|months| !TERMS.contains(&months)) {
        return not_now(talk).await;
    }
    let proposal = Proposal {
        id: talk.env.id(),
        child: id,
        adult,
        who,
        by,
        lives,
        months,
        paper: on.map(|signed| Paper {
            by: me,
            day: signed.day,
        }),
    };
    store::appointments::put(talk.tx, &proposal, talk.env.now()).await?;
    let action = match on {
        Some(_) => "guardian_paper",
        None => "propose_guardian",
    };
    note(talk, action, &child, None).await?;
    let class = store::units::get(talk.tx, child.class).await?;
    let class = class.map(|class| class.name).unwrap_or_default();
    let name = people::name(talk.tx, by).await?;
    let (unit, key) = (child.school, proposal.id.to_string());
    let kind = TaskKind::GuardianProposed;
    store::tasks::open(talk.tx, talk.env, unit, Some(id), Some(by), kind, &key).await?;
    for lead in people::leads(talk.tx, talk.env, &child).await? {
        if lead == by || lead == me || adult == Some(lead) {
            continue;
        }
        let letter = Letter::about(lead, id, Action::Decide, Kind::Task);
        mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let html = say!(
                locale,
                "guardian-new",
                parent = &name,
                child = &child.name,
                class = &class
            );
            let words = label!(locale, "guardian-open");
            Parcel::with_buttons(html, vec![vec![button(words, Tap::Form(proposal.id))]])
        })
        .await?;
    }
    if on.is_some() {
        return paper::recorded(talk, &child, proposal.id).await;
    }
    let locale = talk.locale();
    let html = say!(locale, "guardian-proposed", child = child.called());
    talk.show(html, home::open_menu(locale)).await
}
