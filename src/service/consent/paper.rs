//! Signed papers the school has: recorded by a named person with the paper's date, and shown to the
//! family at once. From 14 on the young person's own paper too.

use chrono::{Days, NaiveDate};

use super::answer::{keep, to_text};
use super::{button, called, line, not_now, of_age};
use crate::base::{AdultId, ChildId, Html, Name, Words};
use crate::dialogue::consent::{State, Tap};
use crate::dialogue::{self, roster};
use crate::model::audit::Look;
use crate::model::consent::{Answer, How, Purpose, Whose};
use crate::model::hours::day_at;
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::{Child, Relation};
use crate::model::rights::{Action, LinkState};
use crate::service::mail::{self, Letter};
use crate::service::{Served, Talk, rights};
use crate::store;
use crate::store::consents::Consent;
use crate::text::dates::day;
use crate::{label, say};

/// Days from today to the paper's date that are one tap.
const AGO: [i64; 3] = [0, 1, 7];
/// A paper older than this is a mistake of typing.
const OLDEST: Days = Days::new(3 * 366);

/// The child, where the speaker records papers.
async fn recorded(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Child>> {
    if !talk.opens(Look::Card, Action::RecordConsent, child).await? {
        return Ok(None);
    }
    store::children::get(talk.tx, child).await
}

/// Somebody of the family whose papers can be recorded.
struct Signer {
    adult: AdultId,
    name: Name,
    relation: Relation,
    purposes: Vec<Purpose>,
}

/// The family whose papers the speaker may record: never one's own. Of a parent who is not in the chat
/// only what is needed beside a guardian's yes: nothing is sent to them.
async fn signers(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Signer>> {
    let mut found = Vec::new();
    for link in store::links::of_child(talk.tx, child).await? {
        if link.state == LinkState::Active {
            let purposes = Purpose::of_role(link.role).to_vec();
            found.push((link.adult, link.relation, purposes));
        }
    }
    let (place, now) = (rights::place(talk.tx, child).await?, talk.env.now());
    let parents = place.iter().flat_map(|place| place.parents_at(now));
    let parents: Vec<AdultId> = parents.filter_map(|parent| parent.adult).collect();
    for person in store::adults::rostered(talk.tx, child).await? {
        let adult = person.adult.id;
        if parents.contains(&adult) && !found.iter().any(|known| known.0 == adult) {
            let optional = Purpose::ALL.iter().filter(|p| p.is_optional());
            found.push((adult, person.relation, optional.copied().collect()));
        }
    }
    let mut out = Vec::new();
    for (adult, relation, purposes) in found {
        if talk.adult() != Some(adult) {
            let known = store::adults::get(talk.tx, adult).await?;
            out.push(Signer {
                adult,
                name: known.map(|known| known.name).unwrap_or_default(),
                relation,
                purposes,
            });
        }
    }
    Ok(out)
}

/// The child and the purposes somebody is asked about: an adult of the family, or the young person.
async fn asked(
    talk: &mut Talk<'_>,
    id: ChildId,
    adult: Option<AdultId>,
) -> Served<Option<(Child, Name, Vec<Purpose>)>> {
    let Some(child) = recorded(talk, id).await? else {
        return Ok(None);
    };
    let Some(adult) = adult else {
        let optional = Purpose::ALL.iter().filter(|p| p.is_optional());
        let purposes = optional.copied().collect();
        let name = child.name.clone();
        let young = of_age(talk, id).await?;
        return Ok(young.then_some((child, name, purposes)));
    };
    let signers = signers(talk, id).await?;
    let found = signers.into_iter().find(|signer| signer.adult == adult);
    Ok(found.map(|signer| (child, signer.name, signer.purposes)))
}

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
    let back = dialogue::Tap::Roster(roster::Tap::Child(id)).encode();
    rows.push(vec![Button::tap(label!(locale, "button-back"), back)]);
    talk.show(html, rows).await
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
    rows.push(vec![button(label!(locale, "button-back"), Tap::School(id))]);
    let html = say!(locale, "consent-paper-what", name = &name);
    talk.show(html, rows).await
}

pub(super) async fn ask_answer(
    talk: &mut Talk<'_>,
    id: ChildId,
    adult: Option<AdultId>,
    purpose: Purpose,
) -> Served<()> {
    let Some((_, name, _)) = asked(talk, id, adult).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let tap = |agrees| Tap::PaperDay(id, adult, purpose, agrees);
    let rows = vec![
        vec![
            button(label!(locale, "consent-paper-yes"), tap(true)),
            button(label!(locale, "consent-paper-no"), tap(false)),
        ],
        vec![button(label!(locale, "button-back"), Tap::Paper(id, adult))],
    ];
    let what = called(locale, purpose);
    let html = say!(locale, "consent-paper-answer", name = &name, what = what);
    talk.show(html, rows).await
}

pub(super) async fn ask_day(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: Option<AdultId>,
    purpose: Purpose,
    agrees: bool,
) -> Served<()> {
    if asked(talk, child, adult).await?.is_none() {
        return not_now(talk).await;
    }
    let next = State {
        child,
        adult,
        purpose,
        agrees,
    };
    talk.goto(&dialogue::State::Consent(next)).await?;
    let locale = talk.locale();
    let today = day_at(talk.env.now(), talk.zone());
    let mut rows: Vec<Vec<Button>> = AGO
        .iter()
        .map(|ago| {
            let words = day(locale, before(today, *ago));
            let tap = Tap::PaperPut(child, adult, purpose, agrees, *ago);
            vec![button(words, tap)]
        })
        .collect();
    let back = Tap::PaperAnswer(child, adult, purpose);
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
    (purpose, agrees): (Purpose, bool),
    ago: i64,
) -> Served<()> {
    let today = day_at(talk.env.now(), talk.zone());
    let state = State {
        child,
        adult,
        purpose,
        agrees,
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
        None => ask_day(talk, state.child, state.adult, state.purpose, state.agrees).await,
    }
}

async fn put(talk: &mut Talk<'_>, state: &State, paper: NaiveDate) -> Served<()> {
    let State {
        child: id,
        adult,
        purpose,
        agrees,
    } = *state;
    let (Some((_, name, purposes)), Some(by)) = (asked(talk, id, adult).await?, talk.adult())
    else {
        return not_now(talk).await;
    };
    if !purposes.contains(&purpose) {
        return not_now(talk).await;
    }
    let answer = match agrees {
        true => Answer::Agreed,
        false => Answer::Refused,
    };
    let whose = adult.map_or(Whose::Child, |_| Whose::Adult);
    let asked = (id, adult, purpose);
    if let (Answer::Agreed, Some(no)) = (answer, refused_since(talk, asked, paper).await?) {
        return older(talk, asked, &name, (paper, no)).await;
    }
    let locale = talk.locale();
    let consent = Consent {
        whose,
        how: How::Paper,
        recorded_by: Some(by),
        paper_day: Some(paper),
        // The text that was signed is on the paper, not here: no version of ours.
        text_hash: None,
        version: 0,
        ..to_text(adult.unwrap_or(by), purpose, answer, locale, talk.env)
    };
    keep(talk.tx, talk.env, id, &consent).await?;
    if let Some(adult) = adult {
        show_family(talk, id, adult, &consent).await?;
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

/// The family reads what was recorded in its name, and by whom, and can change it by a tap.
async fn show_family(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: AdultId,
    consent: &Consent,
) -> Served<()> {
    let Some(account) = store::accounts::of_adult(talk.tx, adult).await? else {
        return Ok(());
    };
    let name = store::children::get(talk.tx, child).await?;
    let name = name.map(|child| child.called().clone()).unwrap_or_default();
    let by = match consent.recorded_by {
        Some(by) => store::adults::get(talk.tx, by)
            .await?
            .map(|adult| adult.name),
        None => None,
    };
    let locale = account.locale;
    let answer = match consent.answer {
        Answer::Agreed => label!(locale, "consent-answer-agreed"),
        Answer::Refused | Answer::Withdrawn => label!(locale, "consent-answer-refused"),
    };
    let paper = consent.paper_day.map(|paper| day(locale, paper));
    let html: Html = say!(
        locale,
        "consent-recorded",
        child = &name,
        what = called(locale, consent.purpose),
        answer = answer,
        paper = paper.unwrap_or_default(),
        name = &by.unwrap_or_default()
    );
    let letter = Letter::about(adult, child, Action::OwnConsents, Kind::Notice);
    mail::post(talk.tx, talk.env, letter, |account| {
        Parcel::with_buttons(html, vec![super::open_row(account.locale)])
    })
    .await
    .map(drop)
}
