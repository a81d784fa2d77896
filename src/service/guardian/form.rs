//! The school's form: one message that says what is there and asks the next thing. Every answer is a
//! named person's, kept with its moment.

use std::collections::BTreeMap;

use super::case::{case, decidable, has_other};
use super::people::{self, carer};
use super::{button, not_now, paper};
use crate::base::{AppointmentId, Html, Words};
use crate::dialogue::guardian::{State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::guardian::{
    self, BEGINNINGS, Case, Missing, Statement, TERMS, View, is_heard, missing,
};
use crate::model::hours::day_at;
use crate::model::message::Button;
use crate::model::record::Child;
use crate::service::{Served, Talk, concern, consent, home};
use crate::store::appointments::Appointment;
use crate::store::{self, audit};
use crate::text::dates::day;
use crate::{label, say};

/// The longest line kept of what a child said.
const LINE: usize = 400;

/// One act around an appointment.
pub(super) async fn note(
    talk: &mut Talk<'_>,
    action: &'static str,
    child: &Child,
    detail: Option<&str>,
) -> Served<()> {
    let act = audit::Act {
        by: talk.adult(),
        action,
        child: Some(child.id),
        unit: Some(child.school),
        detail,
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await
}

pub(super) async fn open(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    let Some((child, found)) = decidable(talk, id).await? else {
        return not_now(talk).await;
    };
    show(talk, &child, &found, &[]).await
}

/// The form; `refused` says first why nobody was appointed.
pub(super) async fn show(
    talk: &mut Talk<'_>,
    child: &Child,
    found: &Appointment,
    refused: &[Missing],
) -> Served<()> {
    let locale = talk.locale();
    let case = case(talk, child, found).await?;
    let mut html = Html::default();
    if !refused.is_empty() {
        html.join("\n", &say!(locale, "guardian-not-appointed"));
        for what in refused {
            let line = say!(locale, &format!("guardian-missing-{}", what.as_str()));
            html.join("\n• ", &line);
        }
    }
    html.join("\n\n", &summary(talk, child, found, &case).await?);
    let mut rows = Vec::new();
    let next = ask(talk, child, found, &case, &mut rows).await?;
    html.join("\n\n", &next);
    let id = found.id;
    if !found.stated.is_empty() {
        rows.push(vec![button(
            label!(locale, "guardian-again"),
            Tap::Again(id),
        )]);
    }
    if has_other(talk, child, found).await? {
        let key = match found.overlap {
            true => "guardian-overlap-yes",
            false => "guardian-overlap-no",
        };
        rows.push(vec![button(label!(locale, key), Tap::Overlap(id))]);
    }
    rows.push(vec![
        button(label!(locale, "guardian-appoint"), Tap::Appoint(id)),
        button(label!(locale, "guardian-refuse"), Tap::Refuse(id)),
    ]);
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

async fn summary(
    talk: &mut Talk<'_>,
    child: &Child,
    found: &Appointment,
    case: &Case,
) -> Served<Html> {
    let locale = talk.locale();
    let zone = people::zone(talk.tx, child).await?;
    let carer = carer(talk.tx, found).await?;
    let parent = people::name(talk.tx, found.proposed_by).await?;
    let mut html = say!(
        locale,
        "guardian-form",
        child = &child.name,
        parent = &parent,
        day = day(locale, day_at(found.proposed, zone)),
        name = &carer.name,
        lives = label!(locale, &format!("guardian-lives-{}", found.lives.as_str()))
    );
    html.join("\n", &paper::line(talk, found).await?);
    let term = match found.months {
        Some(months) => {
            let term = guardian::term(talk.env.now(), found.begins_in, months, zone);
            let (from, to) = people::span(locale, term, zone);
            say!(locale, "guardian-form-term", from = from, to = to)
        }
        None => say!(locale, "guardian-form-no-term"),
    };
    html.join("\n", &term);
    let view = match guardian::view(case) {
        Some(view) => {
            let view = label!(locale, &format!("guardian-view-{}", view.as_str()));
            say!(locale, "guardian-form-view", view = view)
        }
        None => say!(locale, "guardian-form-no-view"),
    };
    html.join("\n", &view);
    if let Some(words) = &found.words {
        let line = say!(locale, "guardian-form-words", words = words);
        html.join("\n", &line);
    }
    html.join("\n\n", &say!(locale, "guardian-form-law"));
    for statement in Statement::ALL {
        let what = say!(locale, &format!("guardian-state-{}", statement.as_str()));
        let line = match found.stated.get(statement) {
            Some(true) => say!(locale, "guardian-form-yes", what = what),
            Some(false) => say!(locale, "guardian-form-no", what = what),
            None => say!(locale, "guardian-form-open", what = what),
        };
        html.join("\n", &line);
    }
    Ok(html)
}

/// The next thing to find out, with its buttons.
async fn ask(
    talk: &mut Talk<'_>,
    child: &Child,
    found: &Appointment,
    case: &Case,
    rows: &mut Vec<Vec<Button>>,
) -> Served<Html> {
    let (locale, id) = (talk.locale(), found.id);
    if found.adult.is_none() {
        for person in store::adults::rostered(talk.tx, child.id).await? {
            if person.relation.parent().is_none() {
                let name = person.adult.name.expose().to_owned();
                rows.push(vec![button(name, Tap::Pick(id, person.adult.id))]);
            }
        }
        rows.push(vec![button(
            label!(locale, "guardian-enter"),
            Tap::Enter(id),
        )]);
        return Ok(say!(locale, "guardian-ask-person"));
    }
    if guardian::view(case).is_none() {
        let heard = is_heard(case.child_birth, case.today) && case.child_birth.is_some();
        for view in View::ALL {
            if *view == View::TooYoung && heard {
                continue;
            }
            let words = label!(locale, &format!("guardian-view-{}", view.as_str()));
            rows.push(vec![button(words, Tap::View(id, *view))]);
        }
        return Ok(say!(locale, "guardian-ask-view"));
    }
    if let Some(statement) = Statement::ALL
        .iter()
        .find(|s| !found.stated.contains_key(s))
    {
        let what = say!(locale, &format!("guardian-state-{}", statement.as_str()));
        rows.push(vec![
            button(
                label!(locale, "guardian-yes"),
                Tap::State(id, *statement, true),
            ),
            button(
                label!(locale, "guardian-no"),
                Tap::State(id, *statement, false),
            ),
        ]);
        return Ok(say!(locale, "guardian-ask-statement", what = what));
    }
    if let (Some(adult), false) = (found.adult, case.answered) {
        let name = carer(talk.tx, found).await?.name;
        let open = consent::unanswered(talk.tx, child.id, adult).await?;
        let open: Vec<String> = open
            .iter()
            .map(|what| consent::called(locale, *what))
            .collect();
        rows.push(consent::paper_row(locale, child.id, adult, &name));
        let what = open.join("; ");
        return Ok(say!(
            locale,
            "guardian-ask-answers",
            name = &name,
            what = what
        ));
    }
    let terms = TERMS.iter().map(|months| {
        let words = label!(locale, "guardian-months", count = *months);
        button(words, Tap::Months(id, *months))
    });
    let terms: Vec<Button> = terms.collect();
    rows.extend(terms.chunks(2).map(<[Button]>::to_vec));
    let begins = BEGINNINGS.iter().map(|days| {
        let words = match days {
            0 => label!(locale, "guardian-begin-today"),
            days => label!(locale, "guardian-begin", count = *days),
        };
        button(words, Tap::Begin(id, *days))
    });
    rows.push(begins.collect());
    let against = missing(case);
    Ok(if against.is_empty() {
        say!(locale, "guardian-ready")
    } else if against == [Missing::Term] {
        say!(locale, "guardian-ask-term")
    } else {
        say!(locale, "guardian-blocked")
    })
}

/// Reads the form anew after a change and shows it.
pub(super) async fn changed(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    open(talk, id).await
}

pub(super) async fn view(talk: &mut Talk<'_>, id: AppointmentId, view: View) -> Served<()> {
    let (Some((child, found)), Some(by)) = (decidable(talk, id).await?, talk.adult()) else {
        return not_now(talk).await;
    };
    let case = case(talk, &child, &found).await?;
    let asked = Case {
        view: Some(view),
        ..case
    };
    if guardian::view(&asked).is_none() {
        return show(talk, &child, &found, &[Missing::View]).await;
    }
    let now = talk.env.now();
    store::appointments::set_view(talk.tx, id, view, by, now).await?;
    note(talk, "guardian_view", &child, Some(view.as_str())).await?;
    if view == View::TooYoung {
        return changed(talk, id).await;
    }
    let next = dialogue::State::Guardian(Waits::View { id });
    talk.goto(&next).await?;
    let locale = talk.locale();
    let rows = vec![vec![button(
        label!(locale, "guardian-continue"),
        Tap::Form(id),
    )]];
    talk.show(say!(locale, "guardian-words-ask"), rows).await
}

pub(super) async fn view_words(
    talk: &mut Talk<'_>,
    id: AppointmentId,
    words: &Words,
) -> Served<()> {
    let Some((child, _)) = decidable(talk, id).await? else {
        return not_now(talk).await;
    };
    let line: String = words.expose().trim().chars().take(LINE).collect();
    let words = Words::new(line.as_str());
    store::appointments::set_words(talk.tx, (id, child.id), &words).await?;
    changed(talk, id).await?;
    // A child who was asked may have told more than it was asked.
    let about = (Some(child.id), child.school);
    concern::beside(talk, about, &line).await.map(drop)
}

pub(super) async fn state(
    talk: &mut Talk<'_>,
    id: AppointmentId,
    statement: Statement,
    yes: bool,
) -> Served<()> {
    let Some((child, found)) = decidable(talk, id).await? else {
        return not_now(talk).await;
    };
    let mut stated = found.stated;
    stated.insert(statement, yes);
    store::appointments::set_stated(talk.tx, id, &stated).await?;
    let detail = format!("{} {}", statement.as_str(), u8::from(yes));
    note(talk, "guardian_statement", &child, Some(&detail)).await?;
    changed(talk, id).await
}

pub(super) async fn again(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    let Some((child, _)) = decidable(talk, id).await? else {
        return not_now(talk).await;
    };
    store::appointments::set_stated(talk.tx, id, &BTreeMap::new()).await?;
    note(talk, "guardian_statement", &child, Some("anew")).await?;
    changed(talk, id).await
}

async fn set_term(
    talk: &mut Talk<'_>,
    id: AppointmentId,
    change: impl FnOnce(&mut Appointment),
) -> Served<()> {
    let Some((_, mut found)) = decidable(talk, id).await? else {
        return not_now(talk).await;
    };
    change(&mut found);
    let known = found.months.is_none_or(|months| TERMS.contains(&months));
    if !known || !BEGINNINGS.contains(&found.begins_in) {
        return not_now(talk).await;
    }
    let (months, days, overlap) = (found.months, found.begins_in, found.overlap);
    store::appointments::set_term(talk.tx, id, months, days, overlap).await?;
    changed(talk, id).await
}

pub(super) async fn months(talk: &mut Talk<'_>, id: AppointmentId, months: i64) -> Served<()> {
    set_term(talk, id, |found| found.months = Some(months)).await
}

pub(super) async fn begin(talk: &mut Talk<'_>, id: AppointmentId, days: i64) -> Served<()> {
    set_term(talk, id, |found| found.begins_in = days).await
}

pub(super) async fn overlap(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    set_term(talk, id, |found| found.overlap = !found.overlap).await
}
