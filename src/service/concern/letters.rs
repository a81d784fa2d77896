//! What a concern says to people: to those who read it, at once and urgently, and to who told it.

use super::super::mail::{self, Letter, Posted};
use super::super::{Served, numbers};
use super::screens::{Facts, facts};
use super::{button, people};
use crate::base::{AdultId, Env, Html, utf16_len};
use crate::dialogue::concern::Tap;
use crate::model::Locale;
use crate::model::concern::{Part, State};
use crate::model::message::{Button, Content, Keyboard, Kind, Lane, Parcel};
use crate::model::note::parts;
use crate::model::rights::Action;
use crate::store::accounts::Account;
use crate::store::concerns::{Concern, Source, letter_key};
use crate::store::{self, Tx};
use crate::{label, say};

/// UTF-16 units that can stand within the first message; what is longer follows in its own.
const WITHIN: usize = 2_000;

/// A letter about a concern: urgent, blanked once sent, withdrawn with the right.
fn letter(concern: &Concern, to: AdultId, what: &str, part: usize) -> Letter {
    let mut letter = Letter::plain(to, Kind::Alert)
        .lane(Lane::Urgent)
        .dedup(letter_key(concern.id, what, to, part));
    letter.right = Some(Action::HearConcern);
    letter.children = concern.child.into_iter().collect();
    letter
}

/// What can be done with it by `reader` as it stands.
pub(super) fn acts(locale: Locale, concern: &Concern, reader: AdultId) -> Vec<Vec<Button>> {
    let id = concern.id;
    let row = |words: String, tap: Tap| vec![button(words, tap)];
    let mut rows = Vec::new();
    let held = concern.held.is_some();
    let undecided = matches!(concern.state, State::Filed | State::Open);
    if held && matches!(concern.state, State::Filed | State::Open | State::Taken) {
        rows.push(row(label!(locale, "concern-release"), Tap::Release(id)));
    }
    if held && undecided {
        rows.push(row(label!(locale, "concern-keep"), Tap::Keep(id)));
    }
    if !held && undecided {
        rows.push(row(label!(locale, "concern-take"), Tap::Take(id)));
    }
    if concern.state == State::Taken {
        rows.push(row(
            label!(locale, "concern-write-receipt"),
            Tap::Receipt(id),
        ));
    }
    if concern.state == State::Receipt && concern.receipt_by != Some(reader) {
        rows.push(row(label!(locale, "concern-confirm"), Tap::Confirm(id)));
        rows.push(row(label!(locale, "concern-wrong"), Tap::Wrong(id)));
    }
    rows
}

/// What to do, in words; of a trick with money that is to decide only.
fn advice(locale: Locale, concern: &Concern, facts: &Facts) -> Html {
    let open = matches!(concern.state, State::Filed | State::Open);
    let mut html = match (concern.source, concern.kind.needs_receipt()) {
        (Source::Word, true) if open => say!(locale, "concern-advice-word"),
        (Source::Word, false) => say!(locale, "concern-advice-money"),
        (Source::Report, _) | (Source::Word, true) => say!(locale, "concern-advice"),
    };
    html.join("\n\n", &numbers::ring(locale, &facts.numbers));
    html
}

/// The whole concern as one reader gets it: what was said unchanged, in the first message when it is
/// short, in messages of its own when not.
pub(super) async fn whole(
    tx: &mut Tx,
    concern: &Concern,
    facts: &Facts,
    account: &Account,
    reader: AdultId,
) -> Served<Vec<Parcel>> {
    let locale = account.locale;
    let zone = account.zone.unwrap_or(chrono_tz::Tz::UTC);
    let words = store::concerns::words(tx, concern).await?;
    let mut html = facts.head(locale, concern, zone);
    let short = match words.as_slice() {
        [(_, Content::Text { html })] => Some(html.clone()),
        _ => None,
    };
    let short = short.filter(|html| utf16_len(&html.plain()) <= WITHIN);
    if let Some(said) = &short {
        html.join("\n\n", &say!(locale, "concern-said", words = said.clone()));
    }
    html.join("\n\n", &facts.status(locale, concern));
    html.join("\n\n", &advice(locale, concern, facts));
    let mut out = vec![Parcel::with_buttons(html, acts(locale, concern, reader))];
    if short.is_none() {
        for (at, content) in words {
            let at = crate::text::dates::moment(locale, at, zone);
            out.extend(apart(locale, at, &content));
        }
    }
    Ok(out)
}

/// Something that was said, in messages of its own, not to be passed on.
fn apart(locale: Locale, at: String, content: &Content) -> Vec<Parcel> {
    let head = say!(locale, "concern-said-at", at = at);
    parts(&head, content)
        .into_iter()
        .map(|content| Parcel::Send {
            content,
            keyboard: None,
            protect: true,
            silent: false,
        })
        .collect()
}

/// Tells `adult` all of it. True when it is with them, now or before.
pub(super) async fn tell(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    facts: &Facts,
    adult: AdultId,
) -> Served<bool> {
    let Some(account) = store::accounts::of_adult(tx, adult).await? else {
        return Ok(false);
    };
    let locale = account.locale;
    let mut told = false;
    for (part, parcel) in whole(tx, concern, facts, &account, adult)
        .await?
        .into_iter()
        .enumerate()
    {
        let parcel = match parcel {
            Parcel::Send {
                content: Content::Text { html },
                keyboard,
                silent,
                ..
            } if part == 0 => {
                // What a locked phone shows first says nothing.
                let mut first = say!(locale, "concern-alone");
                first.join("\n\n", &html);
                Parcel::Send {
                    content: Content::Text { html: first },
                    keyboard,
                    protect: true,
                    silent,
                }
            }
            other => other,
        };
        let letter = letter(concern, adult, "told", part);
        match mail::post(tx, env, letter, |_| parcel).await? {
            Posted::Queued(_) | Posted::Duplicate => told = true,
            Posted::NoAccount | Posted::NotAllowed => return Ok(false),
        }
    }
    if told {
        let now = env.now();
        store::concerns::stand(tx, concern.id, adult, Part::Reader, now).await?;
    }
    Ok(told)
}

/// One sentence to readers, with what can be done now. `what` makes it the same letter.
pub(super) async fn remind(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    to: &[AdultId],
    what: &str,
    words: impl Fn(Locale, &str) -> Html,
) -> Served<bool> {
    let facts = facts(tx, env, concern).await?;
    let mut reached = false;
    for adult in to {
        let letter = letter(concern, *adult, what, 0);
        let posted = mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let mut html = say!(locale, "concern-alone");
            html.join("\n\n", &words(locale, &facts.about(locale)));
            html.join("\n\n", &numbers::ring(locale, &facts.numbers));
            let open = button(label!(locale, "concern-open"), Tap::Read(concern.id));
            let mut rows = acts(locale, concern, *adult);
            rows.push(vec![open]);
            Parcel::Send {
                content: Content::Text { html },
                keyboard: Some(Keyboard::Buttons(rows)),
                protect: true,
                silent: false,
            }
        })
        .await?;
        reached |= matches!(posted, Posted::Queued(_) | Posted::Duplicate);
    }
    Ok(reached)
}

/// More was said after it was told: those who read it get it as it is.
pub(super) async fn pass_on(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    content: &Content,
    what: &str,
) -> Served<()> {
    for adult in people::readers(tx, env, concern).await? {
        let Some(account) = store::accounts::of_adult(tx, adult).await? else {
            continue;
        };
        let zone = account.zone.unwrap_or(chrono_tz::Tz::UTC);
        let at = crate::text::dates::moment(account.locale, env.now(), zone);
        let mut parcels = apart(account.locale, at, content);
        if let Some(Parcel::Send { keyboard, .. }) = parcels.last_mut() {
            let words = label!(account.locale, "concern-open");
            let open = button(words, Tap::Read(concern.id));
            *keyboard = Some(Keyboard::Buttons(vec![vec![open]]));
        }
        for (part, parcel) in parcels.into_iter().enumerate() {
            let letter = letter(concern, adult, what, part);
            mail::post(tx, env, letter, |_| parcel).await?;
        }
    }
    Ok(())
}

/// A word to who told it, or whose note was held; says nothing of what it was about.
pub(super) async fn answer(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    what: &str,
    words: impl Fn(Locale) -> Html,
) -> Served<()> {
    let Some(adult) = concern.teller else {
        return Ok(());
    };
    let mut letter =
        Letter::plain(adult, Kind::Notice).dedup(letter_key(concern.id, what, adult, 0));
    letter.right = Some(Action::ReportConcern);
    mail::post(tx, env, letter, |account| {
        let html = words(account.locale);
        Parcel::with_buttons(html, super::home::menu_below(account.locale))
    })
    .await
    .map(drop)
}
