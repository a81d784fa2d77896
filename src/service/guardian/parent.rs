//! What stands for a child, for the parent and the school: taking a proposal back, breaking a term off.

use super::form::note;
use super::people::{self, carer};
use super::{button, not_now, paper};
use crate::base::{AppointmentId, ChildId, Html};
use crate::dialogue::guardian::Tap;
use crate::model::audit::Look;
use crate::model::guardian::State;
use crate::model::message::Button;
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::service::{Served, Talk, consent, home};
use crate::store;
use crate::store::appointments::Appointment;
use crate::store::tasks::TaskKind;
use crate::{label, say};

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
    let as_staff = talk.sees(Look::Card, Action::RecordConsent, id).await?;
    let record = store::children::get(talk.tx, id).await?;
    let Some(record) = record.filter(|_| as_parent || as_lead || as_staff) else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let mut html = Html::default();
    let mut rows = Vec::new();
    let mut proposed = false;
    for appointment in store::appointments::of_child(talk.tx, id).await? {
        let carer = carer(talk.tx, &appointment).await?;
        let own = is_own(talk, &appointment);
        match appointment.state {
            // What one parent proposes is between that parent and the school.
            State::Proposed if !own && !as_lead && !as_staff => {}
            State::Proposed => {
                proposed = true;
                let line = say!(locale, "guardian-waits", name = &carer.name);
                html.join("\n\n", &line);
                html.join("\n", &paper::line(talk, &appointment).await?);
                if as_lead && !own {
                    let words = label!(locale, "guardian-open");
                    rows.push(vec![button(words, Tap::Form(appointment.id))]);
                }
                if own {
                    let words = label!(locale, "guardian-take-back");
                    rows.push(vec![button(words, Tap::AskEnd(appointment.id))]);
                }
            }
            State::Appointed | State::InForce => {
                let line = standing(talk, &record, &appointment).await?;
                html.join("\n\n", &line);
                // The sheet names who proposed.
                if own || as_lead {
                    let words = label!(locale, "guardian-notice", name = &carer.name);
                    rows.push(vec![button(words, Tap::Notice(appointment.id))]);
                }
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
    if as_staff && !proposed {
        let words = label!(locale, "guardian-signed-begin");
        rows.push(vec![button(words, Tap::Paper(id))]);
    }
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// Whether the speaker made this proposal, or recorded the paper it stands on.
fn is_own(talk: &Talk<'_>, found: &Appointment) -> bool {
    let me = talk.adult();
    let recorder = found.paper.map(|paper| paper.by);
    me.is_some() && (me == Some(found.proposed_by) || me == recorder)
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
    let mut html = say!(
        locale,
        "guardian-stands",
        child = child.called(),
        name = &carer.name,
        relation = label!(locale, &format!("relation-{relation}")),
        from = from,
        to = to
    );
    if let Some(adult) = appointment.adult {
        let papers = consent::OnPaper::of(talk.tx, child.id, adult).await?;
        html.join("\n\n", &papers.html(locale, zone));
    }
    Ok(html)
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
    let as_staff = talk
        .sees(Look::Card, Action::RecordConsent, found.child)
        .await?;
    let may = match found.paper {
        Some(_) => as_staff,
        None => as_parent,
    };
    let allowed = match found.state {
        State::Proposed => may && is_own(talk, &found),
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
