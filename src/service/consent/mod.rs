//! Consent per child and purpose: what the family sees and changes at any time, and the papers the
//! school records. Refusing is as easy as agreeing; stopping stops the next message, also a queued one.

mod answer;
mod family;
mod paper;
mod school;
mod sheet;
mod shown;
mod signers;

pub(super) use answer::at_joining;
pub use answer::text_of;
pub(super) use school::rests as pictures_rest;
pub(super) use shown::OnPaper;

use super::roster::not_now;
use super::{Served, Talk, rights};
use crate::base::{AdultId, ChildId, Html, Name, Words};
use crate::dialogue::consent::{State, Tap};
use crate::dialogue::{self};
use crate::label;
use crate::model::Locale;
use crate::model::consent::{Answer, How, Purpose, Whose};
use crate::model::hours::day_at;
use crate::model::lifecycle::OWN_CONSENT;
use crate::model::message::Button;
use crate::model::rights::{Action, LinkRole};
use crate::say;
use crate::store::consents::Consent;
use crate::store::{self, Tx};
use crate::text::dates::day;
use chrono_tz::Tz;

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Consent(tap).encode())
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    match *tap {
        Tap::Menu => family::menu(talk).await,
        Tap::Child(child) => family::child(talk, child).await,
        Tap::Text(child, purpose) => family::text(talk, child, purpose).await,
        Tap::Agree(child, purpose, version) => {
            family::answer(talk, child, purpose, Some(version), Answer::Agreed).await
        }
        Tap::Refuse(child, purpose, version) => {
            family::answer(talk, child, purpose, Some(version), Answer::Refused).await
        }
        Tap::Stop(child, purpose) => {
            family::answer(talk, child, purpose, None, Answer::Withdrawn).await
        }
        Tap::School(child) => paper::school(talk, child).await,
        Tap::Paper(child, adult) => paper::ask_purpose(talk, child, adult).await,
        Tap::PaperAnswer(child, adult, purpose) => {
            paper::ask_answer(talk, child, adult, purpose, false).await
        }
        Tap::SheetAnswer(child, adult, purpose) => {
            paper::ask_answer(talk, child, adult, purpose, true).await
        }
        Tap::PaperDay(child, adult, purpose, says) => {
            paper::ask_day(talk, child, adult, purpose, says).await
        }
        Tap::PaperPut(child, adult, purpose, says, ago) => {
            paper::put_ago(talk, child, adult, (purpose, says), ago).await
        }
        Tap::Sheet(child, adult) => sheet::print(talk, child, adult).await,
        Tap::Pictures(child, allowed) => school::allow(talk, child, allowed).await,
    }
}

/// The date of a paper was typed.
pub async fn says(talk: &mut Talk<'_>, state: &State, words: &Words) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    paper::typed(talk, state, words).await
}

/// One row in a family's menu, whatever the number of children.
pub async fn home_rows(talk: &mut Talk<'_>) -> Served<Vec<Vec<Button>>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    for link in store::links::of_adult(talk.tx, adult).await? {
        if talk.may(Action::OwnConsents, link.child).await? {
            return Ok(vec![open_row(talk.locale())]);
        }
    }
    Ok(Vec::new())
}

/// The way to all of one's consents.
pub(super) fn open_row(locale: Locale) -> Vec<Button> {
    vec![button(label!(locale, "consent-menu"), Tap::Menu)]
}

/// On the child's card, for those who record papers.
pub async fn child_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::RecordConsent, child).await? {
        return Ok(Vec::new());
    }
    let words = label!(talk.locale(), "consent-school-menu");
    Ok(vec![vec![button(words, Tap::School(child))]])
}

/// Whether the young person is asked too: by the school's calendar.
async fn of_age(talk: &mut Talk<'_>, child: ChildId) -> Served<bool> {
    let place = rights::place(talk.tx, child).await?;
    let now = talk.env.now();
    Ok(place.is_some_and(|place| place.is_of_age(OWN_CONSENT, now)))
}

/// What a purpose is called, as words in a line and on a button.
pub(super) fn called(locale: Locale, purpose: Purpose) -> String {
    label!(locale, &format!("consent-purpose-{}", purpose.as_str()))
}

/// `✅ Weekly news: agreed, Mon 2 March, by a tap` or what was never asked.
async fn line(talk: &mut Talk<'_>, purpose: Purpose, found: Option<&Consent>) -> Served<Html> {
    let locale = talk.locale();
    let what = called(locale, purpose);
    let Some(found) = found else {
        let key = match purpose.is_optional() {
            true => "consent-line-off",
            false => "consent-line-linked",
        };
        return Ok(say!(locale, key, what = what));
    };
    let by = shown::name_of(talk.tx, found.recorded_by).await?;
    Ok(line_of(locale, talk.zone(), found, &by))
}

/// One answer, with how and when it was given and, of a paper, who recorded it.
fn line_of(locale: Locale, zone: Tz, found: &Consent, by: &Name) -> Html {
    let what = called(locale, found.purpose);
    let answer = match found.answer {
        Answer::Agreed => label!(locale, "consent-answer-agreed"),
        Answer::Refused => label!(locale, "consent-answer-refused"),
        Answer::Withdrawn => label!(locale, "consent-answer-withdrawn"),
    };
    let at = day(locale, day_at(found.at, zone));
    let version = found.version.to_string();
    if found.how == How::Tap {
        return say!(
            locale,
            "consent-line-tap",
            what = what,
            answer = answer,
            day = at,
            version = version
        );
    }
    let paper = found.paper_day.map(|paper| day(locale, paper));
    let paper = paper.unwrap_or_default();
    let mut html = say!(
        locale,
        "consent-line-paper",
        what = what,
        answer = answer,
        paper = paper,
        name = by,
        day = at
    );
    // Of another paper no version is known here.
    if found.text_hash.is_some() {
        html.join(
            " · ",
            &say!(locale, "consent-line-sheet", version = version),
        );
    }
    html
}

/// The purposes that go with a guardian's part about which this person has said neither yes nor no.
pub(super) async fn unanswered(
    tx: &mut Tx,
    child: ChildId,
    guardian: AdultId,
) -> Served<Vec<Purpose>> {
    let all = store::consents::of_child(tx, child).await?;
    let is_open = |purpose: &Purpose| {
        let mut own = all.iter().filter(|found| found.whose == Whose::Adult);
        !purpose.is_optional()
            && !own.any(|found| found.adult == guardian && found.purpose == *purpose)
    };
    let asked = Purpose::of_role(LinkRole::Guardian).iter().copied();
    Ok(asked.filter(is_open).collect())
}

/// The way to one person's papers, for those who record them.
pub(super) fn paper_row(
    locale: Locale,
    child: ChildId,
    adult: AdultId,
    name: &Name,
) -> Vec<Button> {
    let words = label!(locale, "consent-paper", name = name);
    vec![button(words, Tap::Paper(child, Some(adult)))]
}
