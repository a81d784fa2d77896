//! What is written in a request's course: to the leads, to the person who asked, to the county.

use super::ask::open_button;
use super::button;
use super::copy::Sendable;
use crate::base::{AdultId, Env, Html, Words};
use crate::dialogue::request::Tap;
use crate::model::Locale;
use crate::model::message::{Kind, Parcel};
use crate::model::request::{Kind as Wish, State, Way};
use crate::model::rights::Action;
use crate::service::mail::{self, Letter, Posted};
use crate::service::{Served, home};
use crate::store::requests::Request;
use crate::store::{self, Tx};
use crate::text::dates;
use crate::{label, say};

/// Who asks what about whom, for the school.
pub(super) async fn about(tx: &mut Tx, locale: Locale, request: &Request) -> Served<Html> {
    let child = store::children::get(tx, request.child).await?;
    let adult = store::adults::get(tx, request.adult).await?;
    let class = match &child {
        Some(child) => store::units::get(tx, child.class).await?.map(|u| u.name),
        None => None,
    };
    let own = super::is_own_of(tx, request.child, request.adult).await?;
    Ok(say!(
        locale,
        super::worded(own, "request-about-own", "request-about"),
        what = label!(locale, &format!("request-kind-{}", request.kind.as_str())),
        name = &adult.map(|a| a.name).unwrap_or_default(),
        child = &child.map(|c| c.name).unwrap_or_default(),
        class = class.unwrap_or_default()
    ))
}

/// A letter of this feature to one lead, about the child.
async fn to_lead(
    tx: &mut Tx,
    env: &Env,
    lead: AdultId,
    request: &Request,
    words: impl FnOnce(Locale, Html) -> Parcel,
) -> Served<()> {
    let Some(account) = store::accounts::of_adult(tx, lead).await? else {
        return Ok(());
    };
    let html = about(tx, account.locale, request).await?;
    let letter = Letter::about(lead, request.child, Action::AnswerData, Kind::Task);
    mail::post(tx, env, letter, |account| words(account.locale, html))
        .await
        .map(drop)
}

/// A new request.
pub(super) async fn asked(tx: &mut Tx, env: &Env, lead: AdultId, request: &Request) -> Served<()> {
    due(tx, env, lead, request, "request-new").await
}

/// The due day comes near, or is over.
pub(super) async fn reminded(
    tx: &mut Tx,
    env: &Env,
    lead: AdultId,
    request: &Request,
    over: bool,
) -> Served<()> {
    let key = if over { "request-late" } else { "request-soon" };
    due(tx, env, lead, request, key).await
}

async fn due(
    tx: &mut Tx,
    env: &Env,
    lead: AdultId,
    request: &Request,
    key: &'static str,
) -> Served<()> {
    let zone = store::units::clock(tx, request.unit).await?;
    let day = request.due.with_timezone(&zone).date_naive();
    to_lead(tx, env, lead, request, |locale, mut html| {
        html.join("\n\n", &say!(locale, key, due = dates::day(locale, day)));
        Parcel::with_buttons(html, open_button(locale, request.id))
    })
    .await
}

/// Somebody stopped: no answer is needed, but the school should know.
pub(super) async fn stopped(
    tx: &mut Tx,
    env: &Env,
    lead: AdultId,
    request: &Request,
) -> Served<()> {
    to_lead(tx, env, lead, request, |locale, mut html| {
        html.join("\n\n", &say!(locale, "request-was-stopped"));
        Parcel::with_buttons(html, home::menu_below(locale))
    })
    .await
}

/// The answer in writing. It names nobody, so that it may arrive after the link has ended; whoever is
/// excluded later does not get it: it is about the child, and withdrawn with everything else.
pub(super) async fn answer(
    tx: &mut Tx,
    env: &Env,
    request: &Request,
    state: State,
    reason: Option<&Words>,
) -> Served<Posted> {
    let kind = request.kind;
    let handed = match (request.way, request.check) {
        (Some(Way::Chat), _) => "chat",
        // The number was shared, so it was to come here: it is too large.
        (_, Some(_)) => "large",
        (_, None) => "school",
    };
    let letter = match (kind, reason) {
        // Everything went, and with it the key of what is said about the child.
        (Wish::Erase, None) => Letter::plain(request.adult, Kind::Notice),
        _ => Letter {
            right: None,
            ..Letter::about(request.adult, request.child, Action::AskData, Kind::Notice)
        },
    };
    let own = super::is_own_of(tx, request.child, request.adult).await?;
    let goes = match own && kind == Wish::Erase && reason.is_some() {
        true => super::goes_on(tx, request.child, request.unit).await?,
        false => None,
    };
    mail::post(tx, env, letter, |account| {
        let locale = account.locale;
        let zone = account.zone.unwrap_or(chrono_tz::Tz::UTC);
        let asked = request.asked.with_timezone(&zone).date_naive();
        let what = label!(locale, &format!("request-kind-{}", kind.as_str()));
        let asked = dates::day(locale, asked);
        let mut html = say!(locale, "request-answer", what = what, asked = asked);
        let outcome = match (kind, state) {
            (Wish::Copy, State::Answered) => {
                format!("request-answer-copy-{handed}")
            }
            (_, State::Refused) => "request-answer-refused".to_owned(),
            (Wish::Erase, State::Answered) if reason.is_some() => {
                let (oneself, child) =
                    ("request-answer-erase-kept-own", "request-answer-erase-kept");
                super::worded(own, oneself, child).to_owned()
            }
            (Wish::Erase, _) if own => "request-answer-erase-own".to_owned(),
            (kind, _) => format!("request-answer-{}", kind.as_str()),
        };
        html.join("\n\n", &say!(locale, &outcome));
        let reason = match reason {
            Some(reason) if reason.is_empty() => {
                Some(say!(locale, &super::refuse::usual(kind, own)))
            }
            Some(reason) => Some(say!(locale, "request-reason", reason = reason)),
            None => None,
        };
        if let Some(reason) = reason {
            html.join("\n\n", &reason);
        }
        super::say_when(&mut html, locale, goes);
        if state == State::Refused || reason_stays(kind, state) {
            html.join("\n\n", &say!(locale, "request-complain"));
        }
        Parcel::with_buttons(html, home::menu_below(locale))
    })
    .await
}

const fn reason_stays(kind: Wish, state: State) -> bool {
    matches!((kind, state), (Wish::Erase, State::Answered))
}

/// The copy: the locked file, and its pass phrase as a message of its own. Neither stays in the
/// outbox once it is sent (their kind is blanked like a one-time code).
pub(super) async fn copy(
    tx: &mut Tx,
    env: &Env,
    request: &Request,
    made: &Sendable,
) -> Served<Posted> {
    let sealed = || {
        Letter::about(
            request.adult,
            request.child,
            Action::AskData,
            Kind::Invitation,
        )
    };
    let posted = mail::post(tx, env, sealed(), |account| {
        made.parcel(say!(account.locale, "request-copy-file"))
    })
    .await?;
    if !matches!(posted, Posted::Queued(_)) {
        return Ok(posted);
    }
    mail::post(tx, env, sealed(), |account| {
        let locale = account.locale;
        let html = say!(locale, "request-copy-phrase", phrase = made.phrase.expose());
        let noted = vec![vec![button(label!(locale, "request-note-it"), Tap::Noted)]];
        Parcel::with_buttons(html, noted)
    })
    .await
}

/// To the county: which school, since when. An office sees figures, not children.
pub(super) async fn overdue(
    tx: &mut Tx,
    env: &Env,
    officer: AdultId,
    request: &Request,
    school: &str,
) -> Served<()> {
    let zone = store::units::clock(tx, request.unit).await?;
    let day = request.due.with_timezone(&zone).date_naive();
    mail::post(tx, env, Letter::plain(officer, Kind::Task), |account| {
        let locale = account.locale;
        let due = dates::day(locale, day);
        let html = say!(locale, "request-county", school = school, due = due);
        let list = label!(locale, "request-overdue-list");
        Parcel::with_buttons(html, vec![vec![button(list, Tap::Overdue)]])
    })
    .await
    .map(drop)
}
