//! Signed papers the school has: recorded by a named person with the paper's date, and shown to the
//! family at once. From 14 on the young person's own paper too. The text on it is ours where it is the sheet
//! printed here (`super::sheet`), else it is on the paper alone.

use chrono::{Days, NaiveDate};

use super::answer::{keep, to_text};
use super::signers::{asked, recorded, signers};
use super::{button, called, line, not_now, school as of_school, shown};
use crate::base::{AdultId, ChildId, Name, Words};
use crate::dialogue::consent::{Says, State, Tap};
use crate::dialogue::{self, guardian, roster};
use crate::model::consent::{Answer, How, Purpose, Whose};
use crate::model::guardian as model;
use crate::model::hours::day_at;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::service::{Served, Talk};
use crate::store;
use crate::store::consents::Consent;
use crate::text::dates::day;
use crate::{label, say};

/// Days from today to the paper's date that are one tap.
const AGO: [i64; 3] = [0, 1, 7];
/// A paper older than this is a mistake of typing.
const OLDEST: Days = Days::new(3 * 366);

/// Who answered what, for those who record papers.
pub(super) async fn school(talk: &mut Talk<'_>, id: ChildId) -> Served<()> {
    let Some(child) = recorded(talk, id).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let all = store::consents::of_child(talk.tx, id).await?;
    let mut html = say!(locale, "consent-school", child = &child.name);
    let mut rows = Vec::new();
    for signer in signers(talk, id).await? {
        let (adult, name) = (signer.adult, signer.name);
        let relation = label!(locale, &format!("relation-{}", signer.relation.as_str()));
        let who = say!(
            locale,
            "consent-school-person",
            name = &name,
            relation = relation
        );
        html.join("\n\n", &who);
        for purpose in signer.purposes {
            let found = all.iter().find(|found| {
                found.whose == Whose::Adult && found.adult == adult && found.purpose == purpose
            });
            let text = line(talk, purpose, found).await?;
            html.join("\n", &text);
        }
        let words = label!(locale, "consent-paper", name = &name);
        rows.push(vec![button(words, Tap::Paper(id, Some(adult)))]);
    }
    if let Some((_, name, purposes)) = asked(talk, id, None).await? {
        html.join("\n\n", &say!(locale, "consent-school-own"));
        for purpose in purposes {
            let own = |found: &&Consent| found.whose == Whose::Child && found.purpose == purpose;
            let found = all.iter().find(own);
            let text = line(talk, purpose, found).await?;
            html.join("\n", &text);
        }
        let words = label!(locale, "consent-paper", name = &name);
        rows.push(vec![button(words, Tap::Paper(id, None))]);
    }
    let (words, own) = of_school::said(talk, id).await?;
    html.join("\n\n", &words);
    rows.extend(own);
    rows.extend(forms(talk, id).await?);
    let back = dialogue::Tap::Roster(roster::Tap::Child(id)).encode();
    rows.push(vec![Button::tap(label!(locale, "button-back"), back)]);
    talk.show(html, rows).await
}

/// Back to the forms that wait for such a paper, for who decides about them; the form itself asks whether
/// they do.
async fn forms(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    let mut rows = Vec::new();
    if !talk.may(Action::Decide, child).await? {
        return Ok(rows);
    }
    for found in store::appointments::of_child(talk.tx, child).await? {
        let waits = found.state == model::State::Proposed && found.adult.is_some();
        let own = talk.adult() == found.paper.map(|paper| paper.by);
        if waits && found.paper.is_some() && !own {
            let form = dialogue::Tap::Guardian(guardian::Tap::Form(found.id)).encode();
            rows.push(vec![Button::tap(
                label!(talk.locale(), "guardian-open"),
                form,
            )]);
        }
    }
    Ok(rows)
}

pub(super) async fn ask_purpose(
    talk: &mut Talk<'_>,
    id: ChildId,
    adult: Option<AdultId>,
) -> Served<()> {
    let Some((_, name, purposes)) = asked(talk, id, adult).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = purposes
        .into_iter()
        .map(|purpose| {
            let words = called(locale, purpose);
            vec![button(words, Tap::PaperAnswer(id, adult, purpose))]
        })
        .collect();
    let sheet = label!(locale, "consent-sheet");
    rows.push(vec![button(sheet, Tap::Sheet(id, adult))]);
    rows.push(vec![button(label!(locale, "button-back"), Tap::School(id))]);
    let html = say!(locale, "consent-paper-what", name = &name);
    talk.show(html, rows).await
}

pub(super) async fn ask_answer(
    talk: &mut Talk<'_>,
    id: ChildId,
    adult: Option<AdultId>,
    purpose: Purpose,
    ours: bool,
) -> Served<()> {
    let Some((_, name, _)) = asked(talk, id, adult).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let tap = |agrees| Tap::PaperDay(id, adult, purpose, Says { agrees, ours });
    let version = purpose.version().to_string();
    let sheet = match ours {
        true => button(
            label!(locale, "consent-sheet-yes"),
            Tap::PaperAnswer(id, adult, purpose),
        ),
        false => button(
            label!(locale, "consent-sheet-no"),
            Tap::SheetAnswer(id, adult, purpose),
        ),
    };
    let rows = vec![
        vec![
            button(label!(locale, "consent-paper-yes"), tap(true)),
            button(label!(locale, "consent-paper-no"), tap(false)),
        ],
        vec![sheet],
        vec![button(label!(locale, "button-back"), Tap::Paper(id, adult))],
    ];
    let what = called(locale, purpose);
    let mut html = say!(locale, "consent-paper-answer", name = &name, what = what);
    let sheet = say!(locale, "consent-sheet-which", version = version);
    html.join("\n\n", &sheet);
    talk.show(html, rows).await
}

pub(super) async fn ask_day(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: Option<AdultId>,
    purpose: Purpose,
    says: Says,
) -> Served<()> {
    if asked(talk, child, adult).await?.is_none() {
        return not_now(talk).await;
    }
    let next = State {
        child,
        adult,
        purpose,
        says,
    };
    talk.goto(&dialogue::State::Consent(next)).await?;
    let locale = talk.locale();
    let today = day_at(talk.env.now(), talk.zone());
    let mut rows: Vec<Vec<Button>> = AGO
        .iter()
        .map(|ago| {
            let words = day(locale, before(today, *ago));
            let tap = Tap::PaperPut(child, adult, purpose, says, *ago);
            vec![button(words, tap)]
        })
        .collect();
    let back = match says.ours {
        true => Tap::SheetAnswer(child, adult, purpose),
        false => Tap::PaperAnswer(child, adult, purpose),
    };
    rows.push(vec![button(label!(locale, "button-back"), back)]);
    talk.show(say!(locale, "consent-paper-day"), rows).await
}

fn before(today: NaiveDate, ago: i64) -> NaiveDate {
    let days = Days::new(u64::try_from(ago).unwrap_or_default());
    today.checked_sub_days(days).unwrap_or(today)
}

pub(super) async fn put_ago(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: Option<AdultId>,
    (purpose, says): (Purpose, Says),
    ago: i64,
) -> Served<()> {
    let today = day_at(talk.env.now(), talk.zone());
    let state = State {
        child,
        adult,
        purpose,
        says,
    };
    put(talk, &state, before(today, ago.min(AGO[2]))).await
}

/// `2026-03-01`, as it stands on the paper.
pub(super) async fn typed(talk: &mut Talk<'_>, state: &State, words: &Words) -> Served<()> {
    let today = day_at(talk.env.now(), talk.zone());
    let oldest = today.checked_sub_days(OLDEST).unwrap_or(today);
    let day = words.expose().trim().parse::<NaiveDate>().ok();
    match day.filter(|day| *day <= today && *day >= oldest) {
        Some(day) => put(talk, state, day).await,
        None => ask_day(talk, state.child, state.adult, state.purpose, state.says).await,
    }
}

async fn put(talk: &mut Talk<'_>, state: &State, paper: NaiveDate) -> Served<()> {
    let State {
        child: id,
        adult,
        purpose,
        says,
    } = *state;
    let (Some((_, name, purposes)), Some(by)) = (asked(talk, id, adult).await?, talk.adult())
    else {
        return not_now(talk).await;
    };
    if !purposes.contains(&purpose) {
        return not_now(talk).await;
    }
    let answer = match says.agrees {
        true => Answer::Agreed,
        false => Answer::Refused,
    };
    let whose = adult.map_or(Whose::Child, |_| Whose::Adult);
    let asked = (id, adult, purpose);
    if let (Answer::Agreed, Some(no)) = (answer, refused_since(talk, asked, paper).await?) {
        return older(talk, asked, &name, (paper, no)).await;
    }
    let locale = talk.locale();
    let mut consent = Consent {
        whose,
        how: How::Paper,
        recorded_by: Some(by),
        paper_day: Some(paper),
        ..to_text(adult.unwrap_or(by), purpose, answer, locale, talk.env)
    };
    if !says.ours {
        // The text that was signed is on the paper, not here: no version of ours.
        (consent.text_hash, consent.version) = (None, 0);
    }
    keep(talk.tx, talk.env, id, &consent).await?;
    if let Some(adult) = adult {
        shown::to_family(talk, id, adult, &consent).await?;
    }
    school(talk, id).await
}

/// The day of the last word, if that was a no and the paper is not newer: a yes on paper does not undo what
/// was said after it.
async fn refused_since(
    talk: &mut Talk<'_>,
    (child, adult, purpose): (ChildId, Option<AdultId>, Purpose),
    paper: NaiveDate,
) -> Served<Option<NaiveDate>> {
    let zone = talk.zone();
    let all = store::consents::of_child(talk.tx, child).await?;
    let last = all.into_iter().find(|found| {
        let same = match adult {
            Some(adult) => found.whose == Whose::Adult && found.adult == adult,
            None => found.whose == Whose::Child,
        };
        same && found.purpose == purpose
    });
    let no = last.filter(|found| found.answer != Answer::Agreed);
    // A paper is as old as the day on it, unless it was taken back since.
    let day = no.map(|found| match (found.answer, found.paper_day) {
        (Answer::Refused, Some(day)) => day,
        _ => day_at(found.at, zone),
    });
    Ok(day.filter(|day| paper <= *day))
}

/// The paper is older than a no: nothing changes, and it is said why.
async fn older(
    talk: &mut Talk<'_>,
    (child, adult, purpose): (ChildId, Option<AdultId>, Purpose),
    name: &Name,
    (paper, no): (NaiveDate, NaiveDate),
) -> Served<()> {
    let locale = talk.locale();
    let (paper, no) = (day(locale, paper), day(locale, no));
    let html = say!(
        locale,
        "consent-paper-older",
        name = name,
        paper = paper,
        day = no
    );
    let back = Tap::PaperAnswer(child, adult, purpose);
    let rows = vec![vec![button(label!(locale, "button-back"), back)]];
    talk.show(html, rows).await
}
