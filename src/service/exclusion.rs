//! An adult is kept from a child by a paper the school has seen: which, by whom, from when, until when.
//! It beats every link and every post, past and future.

use chrono::{Days, Months, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::lifecycle::button;
use super::parting::{hush, trace};
use super::roster::{self, child as card};
use super::{Served, Talk, rights};
use crate::base::{AdultId, ChildId, Env, Html, Instant, Name, Words};
use crate::dialogue::lifecycle::{Draft, State, Tap};
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::hours::{day_at, resolve};
use crate::model::lifecycle::{Begins, Lasts, PaperKind};
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::store::exclusions::Exclusion;
use crate::store::{self, Tx};
use crate::{label, say};

/// How long the chat waits for the paper's name.
const PATIENCE: TimeDelta = TimeDelta::hours(1);
/// Characters of a paper's name.
const PAPER_MAX: usize = 200;

/// The person, if the speaker decides about this child and the person stands on its roster. Nobody
/// decides about themselves.
async fn subject(talk: &mut Talk<'_>, child: ChildId, adult: AdultId) -> Served<Option<Name>> {
    if talk.adult() == Some(adult) || !talk.sees(Look::Card, Action::Decide, child).await? {
        return Ok(None);
    }
    let rostered = store::adults::rostered(talk.tx, child).await?;
    let person = rostered.into_iter().find(|person| person.adult.id == adult);
    Ok(person.map(|person| person.adult.name))
}

/// Which paper was seen.
pub(super) async fn ask(talk: &mut Talk<'_>, child: ChildId, adult: AdultId) -> Served<()> {
    let Some(name) = subject(talk, child, adult).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = PaperKind::ALL
        .iter()
        .map(|kind| {
            let words = label!(locale, &format!("lifecycle-paper-{}", kind.as_str()));
            let draft = Draft {
                child,
                adult,
                kind: *kind,
                begins: Begins::Now,
                lasts: Lasts::Open,
            };
            vec![button(words, Tap::Draft(draft))]
        })
        .collect();
    rows.push(back(locale, child));
    let html = say!(locale, "lifecycle-exclude-ask", name = &name);
    talk.show(html, rows).await
}

fn back(locale: Locale, child: ChildId) -> Vec<Button> {
    let tap = dialogue::roster::Tap::Child(child);
    vec![roster::button(label!(locale, "button-back"), tap)]
}

/// The paper with its dates; a tap on a date rewrites the screen.
pub(super) async fn draft(talk: &mut Talk<'_>, draft: Draft) -> Served<()> {
    let Some(name) = subject(talk, draft.child, draft.adult).await? else {
        return talk.refuse().await;
    };
    let zone = zone(talk.tx, draft.child).await?;
    let (locale, now) = (talk.locale(), talk.env.now());
    let paper = label!(locale, &format!("lifecycle-paper-{}", draft.kind.as_str()));
    let (from, to) = span(&draft, zone, now);
    let mut html = say!(
        locale,
        "lifecycle-exclude-draft",
        name = &name,
        paper = paper
    );
    html.join("\n", &dated(locale, from, to, zone));
    let chosen = |words: String, is: bool| if is { format!("● {words}") } else { words };
    let begins = Begins::ALL.iter().map(|begins| {
        let words = label!(locale, &format!("lifecycle-begins-{}", begins.as_str()));
        let tap = Tap::Draft(Draft {
            begins: *begins,
            ..draft
        });
        button(chosen(words, *begins == draft.begins), tap)
    });
    let lasts = |some: &[Lasts]| -> Vec<Button> {
        some.iter()
            .map(|lasts| {
                let words = label!(locale, &format!("lifecycle-lasts-{}", lasts.as_str()));
                let tap = Tap::Draft(Draft {
                    lasts: *lasts,
                    ..draft
                });
                button(chosen(words, *lasts == draft.lasts), tap)
            })
            .collect()
    };
    let rows = vec![
        begins.collect(),
        lasts(&[Lasts::Open, Lasts::ThreeMonths]),
        lasts(&[Lasts::SixMonths, Lasts::TwelveMonths]),
        vec![button(
            label!(locale, "lifecycle-exclude-yes"),
            Tap::Exclude(draft),
        )],
        back(locale, draft.child),
    ];
    talk.show(html, rows).await
}

async fn zone(tx: &mut Tx, child: ChildId) -> Served<Tz> {
    Ok(rights::place(tx, child)
        .await?
        .map_or(Tz::UTC, |place| place.zone))
}

/// From when until when, on the school's clock: days begin at midnight.
fn span(draft: &Draft, zone: Tz, now: Instant) -> (Instant, Option<Instant>) {
    let today = day_at(now, zone);
    let midnight = |days: u64| {
        let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
        resolve(day.and_time(NaiveTime::MIN), zone)
    };
    let from = match draft.begins {
        Begins::Now => now,
        Begins::Tomorrow => midnight(1),
        Begins::InAWeek => midnight(7),
    };
    let to = draft.lasts.months().map(|months| {
        let day = day_at(from, zone);
        let end = day.checked_add_months(Months::new(months)).unwrap_or(day);
        resolve(end.and_time(NaiveTime::MIN), zone)
    });
    (from, to)
}

/// One paper on a child's card: which, its name, its dates.
pub(super) fn described(locale: Locale, paper: &Exclusion, zone: Tz) -> Html {
    let kind = label!(locale, &format!("lifecycle-paper-{}", paper.kind.as_str()));
    let dates = dated(locale, paper.from, paper.to, zone);
    match &paper.paper {
        Some(name) => say!(
            locale,
            "lifecycle-seen-named",
            kind = kind,
            paper = name,
            dates = dates
        ),
        None => say!(locale, "lifecycle-seen-line", kind = kind, dates = dates),
    }
}

/// "From … until …", for the people of the school.
fn dated(locale: Locale, from: Instant, to: Option<Instant>, zone: Tz) -> Html {
    // With the year: a paper stands longer than one.
    let from = day_at(from, zone).to_string();
    match to {
        Some(to) => {
            let until = day_at(to, zone).to_string();
            say!(locale, "lifecycle-dated", from = from, until = until)
        }
        None => say!(locale, "lifecycle-open", from = from),
    }
}

/// Does it, and asks what the paper is called by.
pub(super) async fn confirmed(talk: &mut Talk<'_>, draft: Draft) -> Served<()> {
    let (child, adult) = (draft.child, draft.adult);
    if subject(talk, child, adult).await?.is_none() {
        return talk.refuse().await;
    }
    let zone = zone(talk.tx, child).await?;
    let (from, to) = span(&draft, zone, talk.env.now());
    let exclusion = Exclusion {
        id: talk.env.id(),
        child,
        adult,
        kind: draft.kind,
        paper: None,
        from,
        to,
    };
    let by = talk.adult();
    let id = exclusion.id;
    exclude(talk.tx, talk.env, by, &exclusion).await?;
    let until = talk.env.now() + PATIENCE;
    let state = State::Paper {
        exclusion: id,
        child,
        until,
    };
    talk.goto(&dialogue::State::Lifecycle(state)).await?;
    let locale = talk.locale();
    let html = say!(locale, "lifecycle-excluded");
    talk.show(html, vec![back(locale, child)]).await
}

/// Writes the exclusion down; from its beginning unknown and excluded are one same answer.
pub async fn exclude(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    exclusion: &Exclusion,
) -> Served<()> {
    let now = env.now();
    store::exclusions::put(tx, exclusion, by, now).await?;
    if exclusion.from <= now {
        begin(tx, env, by, exclusion).await?;
    }
    trace(tx, env, by, "exclude", exclusion.child).await
}

/// What an exclusion does at the moment it begins. The right denies by itself; this tidies up behind it.
pub(super) async fn begin(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    exclusion: &Exclusion,
) -> Served<()> {
    let (child, adult) = (exclusion.child, exclusion.adult);
    store::links::close(tx, child, adult, by, env.now()).await?;
    hush(tx, env, child, adult).await?;
    store::appointments::close_pair(tx, (child, adult), by, env.now()).await
}

/// Ends an exclusion. It gives nothing back: a new link needs a new invitation.
pub(super) async fn lift(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    child: ChildId,
    adult: AdultId,
) -> Served<bool> {
    let now = env.now();
    let lifted = store::exclusions::lift(tx, child, adult, by, now).await?;
    // Before exclusions had rows of their own.
    let old = rights::excluded(tx, env, adult, child).await?;
    if old {
        store::links::close(tx, child, adult, by, now).await?;
    }
    if lifted || old {
        trace(tx, env, by, "lift_exclusion", child).await?;
    }
    Ok(lifted || old)
}

/// The paper's name was typed. False: nothing is waited for any more.
pub(super) async fn says(talk: &mut Talk<'_>, state: &State, words: &Words) -> Served<bool> {
    let State::Paper {
        exclusion,
        child,
        until,
    } = *state;
    talk.goto(&dialogue::State::Idle).await?;
    let (Some(by), false) = (talk.adult(), talk.env.now() >= until) else {
        return Ok(false);
    };
    if !talk.sees(Look::Card, Action::Decide, child).await? {
        return Ok(false);
    }
    let paper: String = words.expose().trim().chars().take(PAPER_MAX).collect();
    if !store::exclusions::name_paper(talk.tx, (exclusion, child), by, &paper).await? {
        return Ok(false);
    }
    card(talk, child).await?;
    Ok(true)
}
