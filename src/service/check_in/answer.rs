//! What an answer does: the ladder stops, old questions close, and a problem is with school and
//! parents in the same transaction.

use super::super::mail::{self, Letter, Posted};
use super::super::{Served, Talk, numbers};
use super::asked;
use super::case::{self, Case};
use super::people::{self, Kin};
use super::{ladder, ring, screens, task_of};
use crate::base::{AdultId, CheckInId, Html, Name};
use crate::model::Locale;
use crate::model::audit::{Look, Why};
use crate::model::check_in::{Answer, State, Verdict, judge};
use crate::model::message::{Button, Keyboard, Kind, Lane, Parcel};
use crate::model::record::Relation;
use crate::model::rights::{Action, LinkRole};
use crate::model::settings::Rung;
use crate::store::accounts::Account;
use crate::store::tasks::TaskKind;
use crate::store::{self, audit};
use crate::text::dates::clock;
use crate::{label, say};

/// The check-in, if the speaker may answer it. Unknown, ended and excluded are one `None`.
async fn answerable(talk: &mut Talk<'_>, id: CheckInId) -> Served<Option<(AdultId, Case)>> {
    let (Some(adult), Some(row)) = (talk.adult(), store::check_ins::get(talk.tx, id).await?) else {
        return Ok(None);
    };
    let Some(case) = case::load(talk.tx, row).await? else {
        return Ok(None);
    };
    let right = asked::right_of(talk.tx, talk.env, adult, &case.child).await?;
    let right = right.unwrap_or(Action::AnswerCheckIn);
    if !talk.sees(Look::CheckIn, right, case.child.id).await? {
        return Ok(None);
    }
    Ok(Some((adult, case)))
}

/// The speaker answers.
pub(super) async fn take(talk: &mut Talk<'_>, id: CheckInId, answer: Answer) -> Served<()> {
    let locale = talk.locale();
    let Some((adult, case)) = answerable(talk, id).await? else {
        return talk.refuse().await;
    };
    let by_school = !people::is_family(talk.tx, case.child.id, adult).await?;
    let key = match judge(case.row.state, answer, by_school) {
        Verdict::Taken => return taken(talk, &case, adult, answer, by_school).await,
        Verdict::Known => "check-in-known",
        Verdict::SchoolDecides => "check-in-school-decides",
    };
    talk.toast(label!(locale, key)).await?;
    show_state(talk, &case, case.row.state, by_school).await
}

/// The tapped question becomes what is known by now.
async fn show_state(talk: &mut Talk<'_>, case: &Case, state: State, by_school: bool) -> Served<()> {
    let locale = talk.locale();
    let mut html = match state {
        State::Missed if by_school => screens::missed(locale, case),
        _ => screens::outcome(locale, case, state),
    };
    let rows = match state {
        State::Well => screens::correct_buttons(locale, case.row.id, by_school),
        State::Problem | State::Missed if by_school => screens::solved_button(locale, case.row.id),
        _ => Vec::new(),
    };
    if by_school && matches!(state, State::Problem | State::Ring | State::Missed) {
        let family = people::family(talk.tx, case.child.id).await?;
        html.join("\n\n", &screens::numbers_at_home(locale, &family));
    }
    if matches!(state, State::Problem | State::Missed) {
        html.join("\n\n", &numbers::ring(locale, &case.numbers));
    }
    talk.show(html, rows).await
}

async fn taken(
    talk: &mut Talk<'_>,
    case: &Case,
    adult: AdultId,
    answer: Answer,
    by_school: bool,
) -> Served<()> {
    let now = talk.env.now();
    let id = case.row.id;
    let came = asked::came(talk.tx, talk.env, case, adult, by_school).await?;
    store::check_ins::answer(talk.tx, id, answer.state(), adult, came, now).await?;
    let act = audit::Act {
        by: Some(adult),
        action: "check_in_answer",
        child: Some(case.child.id),
        unit: Some(case.child.school),
        detail: Some(answer.as_str()),
        why: Some(if by_school { Why::Post } else { Why::Link }),
    };
    audit::note(talk.tx, talk.env, act).await?;
    if let (Some(through), Some(whose)) = (came.through, came.whose) {
        let detail = format!("{}:{whose}", through.as_str());
        let act = audit::Act {
            action: "check_in_on_behalf",
            detail: Some(&detail),
            ..act
        };
        audit::note(talk.tx, talk.env, act).await?;
    }
    // Whoever answers, the silence is over; what stays to be done has a task of its own.
    let key = id.to_string();
    store::tasks::done_by_key(talk.tx, task_of(Answer::Well), &key, adult, now).await?;
    let higher = close_questions(talk, case, adult, answer).await?;
    match answer {
        Answer::Well => well(talk, case, adult, by_school, higher).await,
        Answer::Problem => problem(talk, case, (adult, came.whose), by_school).await,
        Answer::Ring => ring::answered(talk, case, came.whose.unwrap_or(adult)).await,
    }
}

/// Questions that wait are taken back, those on other screens become the outcome. Gives who was asked
/// above the guardian.
async fn close_questions(
    talk: &mut Talk<'_>,
    case: &Case,
    by: AdultId,
    answer: Answer,
) -> Served<Vec<AdultId>> {
    let (id, steps) = (case.row.id, case.ladder.len());
    let now = talk.env.now();
    store::check_ins::withdraw_questions(talk.tx, id, steps, now).await?;
    let mut higher = Vec::new();
    for question in store::check_ins::questions(talk.tx, id, steps).await? {
        let above = case.ladder.rung(question.step) != Some(Rung::Guardian);
        if above && question.adult != by && !higher.contains(&question.adult) {
            higher.push(question.adult);
        }
        let Some(message) = question.message else {
            continue;
        };
        if question.chat == talk.account.chat && talk.tapped() == Some(message) {
            continue;
        }
        let account = store::accounts::by_chat(talk.tx, &question.bot, question.chat).await?;
        let Some(account) = account.filter(|account| account.adult == Some(question.adult)) else {
            continue;
        };
        let at_school = !people::is_family(talk.tx, case.child.id, question.adult).await?;
        let parcel = Parcel::Edit {
            message,
            html: screens::outcome(account.locale, case, answer.state()),
            keyboard: (answer == Answer::Well).then(|| {
                let rows = screens::correct_buttons(account.locale, id, at_school);
                Keyboard::Buttons(rows)
            }),
        };
        let right = asked::right_of(talk.tx, talk.env, question.adult, &case.child).await?;
        if let Some(right) = right {
            let letter = Letter::about(question.adult, case.child.id, right, Kind::CheckIn);
            mail::put(talk.tx, talk.env, &account, letter, parcel).await?;
        }
    }
    Ok(higher)
}

async fn well(
    talk: &mut Talk<'_>,
    case: &Case,
    by: AdultId,
    by_school: bool,
    higher: Vec<AdultId>,
) -> Served<()> {
    let was_problem = case.row.state == State::Problem;
    let mut worried = higher;
    if was_problem {
        worried.extend(people::staff(talk.tx, talk.env, &case.child).await?);
    }
    if by_school {
        close_tasks(talk, case, by).await?;
    }
    let mut told: Vec<AdultId> = vec![by];
    for adult in worried {
        if told.contains(&adult) {
            continue;
        }
        told.push(adult);
        let right = Action::AnswerCheckIn;
        // At any hour: whoever was rung in the night is not left to fear until the morning.
        let letter = Letter::about(adult, case.child.id, right, Kind::Alert);
        mail::post(talk.tx, talk.env, letter, |account| {
            let child = case.child.called();
            Parcel::text(say!(account.locale, "check-in-resolved", child = child))
        })
        .await?;
    }
    if was_problem {
        let key = "check-in-parent-resolved";
        tell_parents(talk, case, by, Kind::Alert, Lane::Normal, |locale| {
            say!(locale, key, child = case.child.called())
        })
        .await?;
    }
    let locale = talk.locale();
    let thanks = say!(locale, "check-in-thanks", child = case.child.called());
    talk.show(
        thanks,
        screens::correct_buttons(locale, case.row.id, by_school),
    )
    .await
}

/// Somebody of the school has reached home: what was asked for is done.
async fn close_tasks(talk: &mut Talk<'_>, case: &Case, by: AdultId) -> Served<()> {
    let now = talk.env.now();
    let problem = case.row.id.to_string();
    store::tasks::done_by_key(talk.tx, task_of(Answer::Problem), &problem, by, now).await?;
    if let Some(adult) = case.row.answered_for.or(case.row.answered_by) {
        let ring = ring::key(&case.child, adult);
        store::tasks::done_by_key(talk.tx, task_of(Answer::Ring), &ring, by, now).await?;
    }
    Ok(())
}

async fn problem(
    talk: &mut Talk<'_>,
    case: &Case,
    (by, whose): (AdultId, Option<AdultId>),
    by_school: bool,
) -> Served<()> {
    let (unit, child) = (case.child.school, case.child.id);
    let key = case.row.id.to_string();
    let kind = TaskKind::Problem;
    store::tasks::open(talk.tx, talk.env, unit, Some(child), Some(by), kind, &key).await?;
    let family = people::family(talk.tx, child).await?;
    let reported = reporter(talk, &family, by, whose).await?;
    let mut reached = by_school;
    for adult in people::staff(talk.tx, talk.env, &case.child).await? {
        if adult == by {
            continue;
        }
        let letter =
            Letter::about(adult, child, Action::HearCheckIn, Kind::Alert).lane(Lane::Urgent);
        let posted = mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let mut html = say!(
                locale,
                "check-in-alert",
                child = &case.child.name,
                class = &case.class,
                who = reported(locale),
                clock = clock(talk.env.now(), case.zone)
            );
            html.join("\n\n", &screens::numbers_at_home(locale, &family));
            html.join("\n\n", &numbers::ring(locale, &case.numbers));
            Parcel::with_buttons(html, screens::solved_button(locale, case.row.id))
        })
        .await?;
        reached |= matches!(posted, Posted::Queued(_));
    }
    let key = match reached {
        true => "check-in-parent-problem",
        // The parent is the only one who can act now: a promise would be a lie.
        false => "check-in-parent-alone",
    };
    tell_parents(talk, case, by, Kind::Alert, Lane::Urgent, |locale| {
        let mut html = say!(locale, key, child = case.child.called());
        html.join("\n\n", &numbers::ring(locale, &case.numbers));
        html
    })
    .await?;
    let locale = talk.locale();
    let mut html = match (reached, by_school) {
        (true, false) => say!(locale, "check-in-told"),
        (true, true) => say!(locale, "check-in-told-staff"),
        (false, _) => say!(locale, "check-in-please-ring"),
    };
    if by_school {
        html.join("\n\n", &screens::numbers_at_home(locale, &family));
    }
    html.join("\n\n", &numbers::ring(locale, &case.numbers));
    let rows: Vec<Vec<Button>> = match by_school {
        true => screens::solved_button(locale, case.row.id),
        false => Vec::new(),
    };
    talk.show(html, rows).await
}

/// Who says so, and in whose place, in the reader's language.
async fn reporter(
    talk: &mut Talk<'_>,
    family: &[Kin],
    by: AdultId,
    whose: Option<AdultId>,
) -> Served<impl Fn(Locale) -> String + use<>> {
    let name = store::adults::get(talk.tx, by)
        .await?
        .map(|adult| adult.name)
        .unwrap_or_default();
    let of = |adult: AdultId| family.iter().find(|kin| kin.adult == adult);
    let relation = of(by).map(|kin| kin.relation);
    let whose = whose
        .and_then(of)
        .map(|kin| (kin.name.clone(), kin.relation));
    let known = |locale, name: &Name, relation: Relation| {
        let word = label!(locale, &format!("relation-{}", relation.as_str()));
        label!(locale, "check-in-reporter", name = name, relation = word)
    };
    Ok(move |locale| {
        let who = match relation {
            Some(relation) => known(locale, &name, relation),
            None => name.expose().to_owned(),
        };
        match &whose {
            Some((name, relation)) => {
                let whose = known(locale, name, *relation);
                label!(locale, "behalf-reporter", who = who, whose = whose)
            }
            None => who,
        }
    })
}

/// The parents hear, except one who is speaking.
async fn tell_parents(
    talk: &mut Talk<'_>,
    case: &Case,
    by: AdultId,
    kind: Kind,
    lane: Lane,
    words: impl Fn(Locale) -> Html,
) -> Served<()> {
    for kin in people::family(talk.tx, case.child.id).await? {
        if kin.role != LinkRole::Parent || kin.adult == by {
            continue;
        }
        let right = Action::HearCheckIn;
        let letter = Letter::about(kin.adult, case.child.id, right, kind).lane(lane);
        let render = |account: &Account| Parcel::text(words(account.locale));
        mail::post(talk.tx, talk.env, letter, render).await?;
    }
    Ok(())
}

/// Staff could not reach anybody: the next person is asked now, not only at the next minute.
pub(super) async fn pass(talk: &mut Talk<'_>, id: CheckInId) -> Served<()> {
    let locale = talk.locale();
    let Some((adult, mut case)) = answerable(talk, id).await? else {
        return talk.refuse().await;
    };
    if people::is_family(talk.tx, case.child.id, adult).await? {
        return talk.refuse().await;
    }
    if case.row.state != State::Asked {
        talk.toast(label!(locale, "check-in-known")).await?;
        return show_state(talk, &case, case.row.state, true).await;
    }
    let act = audit::Act {
        by: Some(adult),
        action: "check_in_answer",
        child: Some(case.child.id),
        unit: Some(case.child.school),
        detail: Some("not_reached"),
        why: Some(Why::Post),
    };
    audit::note(talk.tx, talk.env, act).await?;
    // Who was overtaken by the ladder does not hurry the one whose turn it is now.
    if ladder::is_turn_of(talk.tx, &case, adult).await? {
        case.row.next = Some(talk.env.now());
        // Who was asked in a guardian's place is not asked again at once: the next one is.
        let before = case.row.step.checked_sub(1);
        let instead = before.and_then(|step| case.ladder.rung(step)) == Some(Rung::Guardian);
        while instead && case.ladder.rung(case.row.step) == Some(Rung::Guardian) {
            case.row.step += 1;
        }
        ladder::climb(talk.tx, talk.env, &case).await?;
    }
    let row = store::check_ins::get(talk.tx, id).await?;
    let mut html = match row.map(|row| row.state) {
        Some(State::Missed) => screens::missed(locale, &case),
        _ => say!(locale, "check-in-passed", child = &case.child.name),
    };
    // The number just rung stays on the screen: it will be rung again.
    let family = people::family(talk.tx, case.child.id).await?;
    html.join("\n\n", &screens::numbers_at_home(locale, &family));
    html.join("\n\n", &numbers::ring(locale, &case.numbers));
    talk.show(html, screens::solved_button(locale, id)).await
}
