//! The family's side: what stands, the proposal in four choices, taking it back, breaking it off.

use super::form::note;
use super::people::{self, carer};
use super::{button, not_now};
use crate::base::{AdultId, AppointmentId, ChildId, Html, Words};
use crate::dialogue::guardian::{State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::audit::Look;
use crate::model::guardian::{Lives, State, TERMS};
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::service::mail::{self, Letter};
use crate::service::{Served, Talk, home};
use crate::store;
use crate::store::appointments::{Appointment, Proposal};
use crate::store::tasks::TaskKind;
use crate::{label, say};

/// The longest line that says who somebody is.
const LINE: usize = 200;

/// The children this person may propose for.
async fn own(talk: &mut Talk<'_>) -> Served<Vec<Child>> {
    let mut out = Vec::new();
    let Some(adult) = talk.adult() else {
        return Ok(out);
    };
    for link in store::links::of_adult(talk.tx, adult).await? {
        if talk.may(Action::ProposeGuardian, link.child).await? {
            out.extend(store::children::get(talk.tx, link.child).await?);
        }
    }
    Ok(out)
}

/// The child, where the speaker may propose.
async fn proposed_for(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Child>> {
    if !talk
        .sees(Look::Card, Action::ProposeGuardian, child)
        .await?
    {
        return Ok(None);
    }
    store::children::get(talk.tx, child).await
}

/// The only child, or which one.
pub(super) async fn menu(talk: &mut Talk<'_>) -> Served<()> {
    let children = own(talk).await?;
    match children.as_slice() {
        [] => not_now(talk).await,
        [one] => child(talk, one.id).await,
        many => {
            let locale = talk.locale();
            let name = |child: &Child| child.called().expose().to_owned();
            let mut rows: Vec<Vec<Button>> = many
                .iter()
                .take(20)
                .map(|child| vec![button(name(child), Tap::Child(child.id))])
                .collect();
            rows.extend(home::open_menu(locale));
            talk.show(say!(locale, "guardian-which"), rows).await
        }
    }
}

/// What stands for a child: the parent's screen, and the lead's.
pub(super) async fn child(talk: &mut Talk<'_>, id: ChildId) -> Served<()> {
    let as_parent = talk.sees(Look::Card, Action::ProposeGuardian, id).await?;
    let as_lead = talk.sees(Look::Card, Action::Decide, id).await?;
    let record = store::children::get(talk.tx, id).await?;
    let Some(record) = record.filter(|_| as_parent || as_lead) else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let mut html = Html::default();
    let mut rows = Vec::new();
    let mut proposed = false;
    for appointment in store::appointments::of_child(talk.tx, id).await? {
        let carer = carer(talk.tx, &appointment).await?;
        match appointment.state {
            State::Proposed => {
                proposed = true;
                let line = say!(locale, "guardian-waits", name = &carer.name);
                html.join("\n\n", &line);
                if as_lead {
                    let words = label!(locale, "guardian-open");
                    rows.push(vec![button(words, Tap::Form(appointment.id))]);
                }
                if talk.adult() == Some(appointment.proposed_by) && as_parent {
                    let words = label!(locale, "guardian-take-back");
                    rows.push(vec![button(words, Tap::AskEnd(appointment.id))]);
                }
            }
            State::Appointed | State::InForce => {
                let line = standing(talk, &record, &appointment).await?;
                html.join("\n\n", &line);
                let words = label!(locale, "guardian-notice", name = &carer.name);
                rows.push(vec![button(words, Tap::Notice(appointment.id))]);
                let words = label!(locale, "guardian-break-off", name = &carer.name);
                rows.push(vec![button(words, Tap::AskEnd(appointment.id))]);
            }
            State::Ended | State::BrokenOff | State::Refused => {}
        }
    }
    let key = match as_parent {
        true => "guardian-none",
        false => "guardian-none-school",
    };
    if html.is_empty() || (!proposed && as_lead && !as_parent) {
        html.join("\n\n", &say!(locale, key, child = record.called()));
    }
    if as_parent && !proposed {
        rows.push(vec![button(
            label!(locale, "guardian-propose"),
            Tap::Live(id),
        )]);
    }
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// `Granny, grandmother: 2 March – 1 September`.
async fn standing(talk: &mut Talk<'_>, child: &Child, appointment: &Appointment) -> Served<Html> {
    let locale = talk.locale();
    let zone = people::zone(talk.tx, child).await?;
    let carer = carer(talk.tx, appointment).await?;
    let relation = carer.relation.map_or("other", |relation| relation.as_str());
    let (from, to) = match appointment.term {
        Some(term) => people::span(locale, term, zone),
        None => Default::default(),
    };
    Ok(say!(
        locale,
        "guardian-stands",
        child = child.called(),
        name = &carer.name,
        relation = label!(locale, &format!("relation-{relation}")),
        from = from,
        to = to
    ))
}

pub(super) async fn ask_lives(talk: &mut Talk<'_>, id: ChildId) -> Served<()> {
    let Some(child) = proposed_for(talk, id).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = Lives::ALL
        .iter()
        .map(|lives| {
            let words = label!(locale, &format!("guardian-lives-{}", lives.as_str()));
            vec![button(words, Tap::Term(id, *lives))]
        })
        .collect();
    rows.push(vec![button(label!(locale, "button-back"), Tap::Child(id))]);
    let html = say!(locale, "guardian-live-ask", child = child.called());
    talk.show(html, rows).await
}

pub(super) async fn ask_term(talk: &mut Talk<'_>, id: ChildId, lives: Lives) -> Served<()> {
    if proposed_for(talk, id).await?.is_none() {
        return not_now(talk).await;
    }
    let locale = talk.locale();
    let terms = TERMS.iter().map(|months| {
        let words = label!(locale, "guardian-months", count = *months);
        button(words, Tap::Who(id, lives, *months))
    });
    let terms: Vec<Button> = terms.collect();
    let mut rows: Vec<Vec<Button>> = terms.chunks(2).map(<[Button]>::to_vec).collect();
    let school = label!(locale, "guardian-term-school");
    rows.push(vec![button(school, Tap::Who(id, lives, 0))]);
    rows.push(vec![button(label!(locale, "button-back"), Tap::Live(id))]);
    talk.show(say!(locale, "guardian-term-ask"), rows).await
}

pub(super) async fn ask_who(
    talk: &mut Talk<'_>,
    id: ChildId,
    lives: Lives,
    months: i64,
) -> Served<()> {
    let Some(child) = proposed_for(talk, id).await? else {
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
        rows.push(vec![button(
            words,
            Tap::Propose(id, lives, months, person.adult.id),
        )]);
    }
    let words = label!(locale, "guardian-somebody");
    rows.push(vec![button(words, Tap::Somebody(id, lives, months))]);
    rows.push(vec![button(
        label!(locale, "button-back"),
        Tap::Term(id, lives),
    )]);
    let html = say!(locale, "guardian-who-ask", child = child.called());
    talk.show(html, rows).await
}

pub(super) async fn ask_somebody(
    talk: &mut Talk<'_>,
    child: ChildId,
    lives: Lives,
    months: i64,
) -> Served<()> {
    if proposed_for(talk, child).await?.is_none() {
        return not_now(talk).await;
    }
    let next = Waits::Somebody {
        child,
        lives,
        months,
    };
    talk.goto(&dialogue::State::Guardian(next)).await?;
    let locale = talk.locale();
    let rows = vec![vec![button(
        label!(locale, "button-back"),
        Tap::Who(child, lives, months),
    )]];
    talk.show(say!(locale, "guardian-somebody-ask"), rows).await
}

pub(super) async fn propose_somebody(
    talk: &mut Talk<'_>,
    child: ChildId,
    lives: Lives,
    months: i64,
    words: &Words,
) -> Served<()> {
    let line: String = words.expose().trim().chars().take(LINE).collect();
    if line.is_empty() {
        return ask_somebody(talk, child, lives, months).await;
    }
    put(talk, child, (lives, months), None, Some(Words::new(line))).await
}

pub(super) async fn propose(
    talk: &mut Talk<'_>,
    child: ChildId,
    lives: Lives,
    months: i64,
    adult: AdultId,
) -> Served<()> {
    if proposed_for(talk, child).await?.is_none() {
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
    put(talk, child, (lives, months), Some(adult), None).await
}

async fn put(
    talk: &mut Talk<'_>,
    id: ChildId,
    (lives, months): (Lives, i64),
    adult: Option<AdultId>,
    who: Option<Words>,
) -> Served<()> {
    let (Some(child), Some(by)) = (proposed_for(talk, id).await?, talk.adult()) else {
        return not_now(talk).await;
    };
    let open = store::appointments::of_child(talk.tx, id).await?;
    if open.iter().any(|other| other.state == State::Proposed) {
        return self::child(talk, id).await;
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
    };
    store::appointments::put(talk.tx, &proposal, talk.env.now()).await?;
    note(talk, "propose_guardian", &child, None).await?;
    let class = store::units::get(talk.tx, child.class).await?;
    let class = class.map(|class| class.name).unwrap_or_default();
    let parent = people::name(talk.tx, by).await?;
    let (unit, key) = (child.school, proposal.id.to_string());
    let kind = TaskKind::GuardianProposed;
    store::tasks::open(talk.tx, talk.env, unit, Some(id), Some(by), kind, &key).await?;
    for lead in people::leads(talk.tx, talk.env, &child).await? {
        if lead == by || adult == Some(lead) {
            continue;
        }
        let letter = Letter::about(lead, id, Action::Decide, Kind::Task);
        mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let html = say!(
                locale,
                "guardian-new",
                parent = &parent,
                child = &child.name,
                class = &class
            );
            let words = label!(locale, "guardian-open");
            Parcel::with_buttons(html, vec![vec![button(words, Tap::Form(proposal.id))]])
        })
        .await?;
    }
    let locale = talk.locale();
    let html = say!(locale, "guardian-proposed", child = child.called());
    talk.show(html, home::open_menu(locale)).await
}

/// The appointment, if the speaker may end it: a proposal by who made it, a term by parent or school.
async fn endable(talk: &mut Talk<'_>, id: AppointmentId) -> Served<Option<(Child, Appointment)>> {
    let Some(found) = store::appointments::get(talk.tx, id).await? else {
        return Ok(None);
    };
    let as_parent = talk
        .sees(Look::Card, Action::ProposeGuardian, found.child)
        .await?;
    let as_lead = talk.sees(Look::Card, Action::Decide, found.child).await?;
    let own = talk.adult() == Some(found.proposed_by);
    let allowed = match found.state {
        State::Proposed => as_parent && own,
        State::Appointed | State::InForce => as_parent || as_lead,
        State::Ended | State::BrokenOff | State::Refused => false,
    };
    let child = store::children::get(talk.tx, found.child).await?;
    Ok(child.filter(|_| allowed).map(|child| (child, found)))
}

pub(super) async fn ask_end(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    let Some((child, found)) = endable(talk, id).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let carer = carer(talk.tx, &found).await?;
    let (question, yes) = match found.state {
        State::Proposed => ("guardian-take-back-ask", "guardian-take-back-yes"),
        _ => ("guardian-end-ask", "guardian-end-yes"),
    };
    let rows = vec![
        vec![button(label!(locale, yes), Tap::End(id))],
        vec![button(label!(locale, "button-back"), Tap::Child(child.id))],
    ];
    let html = say!(locale, question, name = &carer.name, child = child.called());
    talk.show(html, rows).await
}

pub(super) async fn end(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    let Some((child, found)) = endable(talk, id).await? else {
        return not_now(talk).await;
    };
    let by = talk.adult();
    match found.state {
        State::Proposed => {
            let now = talk.env.now();
            store::appointments::end(talk.tx, id, State::Refused, by, now).await?;
            if let Some(by) = by {
                let (kind, key) = (TaskKind::GuardianProposed, id.to_string());
                store::tasks::done_by_key(talk.tx, kind, &key, by, now).await?;
            }
            note(talk, "take_back_guardian", &child, None).await?;
        }
        _ => {
            let ending = super::term::Ending::BrokenOff;
            super::term::end(talk.tx, talk.env, &found, ending, by).await?;
        }
    }
    self::child(talk, child.id).await
}
