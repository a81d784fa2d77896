//! What a concern says to people: to those who read it, at once and urgently, and to who told it.

use chrono::TimeDelta;

use super::super::mail::{self, Letter, Posted};
use super::super::{Served, numbers};
use super::desk::{Choice, choice};
use super::screens::{Facts, Person, facts};
use super::{button, people};
use crate::base::{AdultId, ConcernId, Env, Html, Instant, to_ms, utf16_len};
use crate::dialogue::concern::Tap;
use crate::model::Locale;
use crate::model::concern::{FLOOD, Part, State};
use crate::model::message::{Button, Content, Keyboard, Kind, Lane, Outgoing, Parcel};
use crate::model::note::parts;
use crate::model::rights::Action;
use crate::store::accounts::Account;
use crate::store::concern_letters::{self, letter_key};
use crate::store::concerns::Concern;
use crate::store::{self, Tx};
use crate::{label, say};

/// UTF-16 units that can stand within the first message; what is longer follows in its own.
const WITHIN: usize = 2_000;

/// Things that were said, of one concern, on one page.
const PAGE: i64 = 20;

/// How long a message can be taken out of a chat (Bot API, deleteMessage: 48 hours), less a margin.
const IN_REACH: TimeDelta = TimeDelta::hours(47);

/// A letter about a concern: urgent, blanked once sent, withdrawn with the right.
fn letter(concern: &Concern, to: AdultId, what: &str, part: usize) -> Letter {
    let mut letter = Letter::plain(to, Kind::Alert)
        .lane(Lane::Urgent)
        .dedup(letter_key(concern.id, what, to, part));
    letter.right = Some(Action::HearConcern);
    letter.children = concern.child.into_iter().collect();
    letter.concerns = vec![concern.id];
    letter
}

/// What can be done with it by `reader` as it stands.
pub(super) fn acts(
    locale: Locale,
    concern: &Concern,
    choice: &Choice,
    reader: AdultId,
) -> Vec<Vec<Button>> {
    let id = concern.id;
    let row = |words: String, tap: Tap| vec![button(words, tap)];
    let mut rows = Vec::new();
    if matches!(choice, Choice::Note(_)) {
        rows.push(row(label!(locale, "concern-release"), Tap::Release(id)));
    }
    if matches!(choice, Choice::Note(_) | Choice::Keep) {
        rows.push(row(label!(locale, "concern-keep"), Tap::Keep(id)));
    }
    if matches!(choice, Choice::Take) {
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
fn advice(locale: Locale, concern: &Concern, choice: &Choice, facts: &Facts) -> Html {
    let needs_receipt = concern.kind.needs_receipt();
    let mut html = match (concern.state, choice) {
        (State::Filed | State::Open, _) if !needs_receipt => say!(locale, "concern-advice-money"),
        (State::Filed | State::Open, Choice::Note(_)) => say!(locale, "concern-advice-word"),
        (State::Filed | State::Open, _) => say!(locale, "concern-advice"),
        (State::Receipt, _) => say!(locale, "concern-advice-receipt"),
        (State::Taken | State::Kept, _) if needs_receipt => say!(locale, "concern-advice-taken"),
        // Nothing is left to do.
        (State::Taken | State::Kept | State::Done, _) => Html::default(),
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
    let words = store::concern_words::words(tx, concern, 0, PAGE).await?;
    let total = store::concern_words::count_words(tx, concern.id).await?;
    let mut html = facts.head(locale, concern, zone);
    let short = match words.as_slice() {
        [(_, Content::Text { html })] if total == 1 => Some(html.clone()),
        _ => None,
    };
    let short = short.filter(|html| utf16_len(&html.plain()) <= WITHIN);
    if let Some(said) = &short {
        html.join("\n\n", &say!(locale, "concern-said", words = said.clone()));
    }
    html.join("\n\n", &facts.status(locale, concern));
    let choice = choice(tx, concern).await?;
    html.join("\n\n", &advice(locale, concern, &choice, facts));
    let rows = acts(locale, concern, &choice, reader);
    let mut out = vec![Parcel::with_buttons(html, rows)];
    if short.is_none() {
        out.extend(said(account, &words));
        further(&mut out, locale, concern, PAGE, total);
    }
    Ok(out)
}

/// What was said, from one thing on: what a reader opens after the first page.
pub(super) async fn said_from(
    tx: &mut Tx,
    concern: &Concern,
    account: &Account,
    from: i64,
) -> Served<Vec<Parcel>> {
    let words = store::concern_words::words(tx, concern, from, PAGE).await?;
    let total = store::concern_words::count_words(tx, concern.id).await?;
    let mut out = said(account, &words);
    further(&mut out, account.locale, concern, from + PAGE, total);
    Ok(out)
}

fn said(account: &Account, words: &[(Instant, Content)]) -> Vec<Parcel> {
    let (locale, zone) = (account.locale, account.zone.unwrap_or(chrono_tz::Tz::UTC));
    let apart = |(at, content): &(Instant, Content)| {
        let at = crate::text::dates::moment(locale, *at, zone);
        apart(locale, at, content)
    };
    words.iter().flat_map(apart).collect()
}

/// A button below the last thing that was said, while there is more.
fn further(said: &mut [Parcel], locale: Locale, concern: &Concern, from: i64, total: i64) {
    if from < total {
        let more = button(
            label!(locale, "button-more"),
            Tap::Further(concern.id, from),
        );
        carry(said, more);
    }
}

/// Puts a button below the last of these that can have one: an album cannot.
fn carry(parcels: &mut [Parcel], button: Button) {
    let able = |parcel: &&mut Parcel| {
        let Parcel::Send { content, .. } = parcel else {
            return false;
        };
        !matches!(content, Content::Album { .. })
    };
    if let Some(Parcel::Send { keyboard, .. }) = parcels.iter_mut().rev().find(able) {
        *keyboard = Some(Keyboard::Buttons(vec![vec![button]]));
    }
}

/// Much was added within the hour: those who read it hear it once, and open it.
pub(super) async fn more_waits(tx: &mut Tx, env: &Env, concern: &Concern) -> Served<()> {
    let readers = people::readers(tx, env, concern).await?;
    let what = format!("flood{}", to_ms(env.now()) / FLOOD.num_milliseconds());
    remind(tx, env, concern, &readers, &what, |locale, about| {
        say!(locale, "concern-more-waits", about = about)
    })
    .await
    .map(drop)
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
    let choice = choice(tx, concern).await?;
    let mut reached = false;
    for adult in to {
        let letter = letter(concern, *adult, what, 0);
        let posted = mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let mut html = say!(locale, "concern-alone");
            html.join("\n\n", &words(locale, &facts.about(locale)));
            html.join("\n\n", &numbers::ring(locale, &facts.numbers));
            let open = button(label!(locale, "concern-open"), Tap::Read(concern.id));
            let mut rows = acts(locale, concern, &choice, *adult);
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

/// The last word about a note that went on. Nothing is kept that could be opened.
pub(super) async fn released(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    to: &[AdultId],
    by: &Person,
) -> Served<()> {
    let facts = facts(tx, env, concern).await?;
    for adult in to {
        let mut letter = letter(concern, *adult, "released", 0);
        letter.concerns.clear();
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let (about, who) = (facts.about(locale), by.label(locale));
            let mut html = say!(locale, "concern-alone");
            let said = say!(locale, "concern-released-by", about = about, who = who);
            html.join("\n\n", &said);
            html.join("\n\n", &numbers::ring(locale, &facts.numbers));
            Parcel::with_buttons(html, super::home::menu_below(locale))
        })
        .await?;
    }
    Ok(())
}

/// For whom it does not exist any more: what waits is withdrawn, and what they were shown of it leaves
/// their chat as far as the messenger lets it.
pub(super) async fn unsay(tx: &mut Tx, env: &Env, id: ConcernId, adult: AdultId) -> Served<()> {
    let now = env.now();
    concern_letters::withdraw(tx, id, adult, now).await?;
    let Some(account) = store::accounts::of_adult(tx, adult).await? else {
        return Ok(());
    };
    for shown in concern_letters::delivered(tx, id, adult, now - IN_REACH).await? {
        let outgoing = Outgoing {
            account: account.id,
            bot: shown.bot,
            chat: shown.chat,
            adult: Some(adult),
            children: Vec::new(),
            right: None,
            concerns: Vec::new(),
            kind: Kind::Notice,
            lane: Lane::Urgent,
            parcel: Parcel::Delete {
                message: shown.message,
            },
            not_before: None,
            expires: None,
            dedup: None,
            thread: None,
        };
        store::outbox::put(tx, env.id(), now, &outgoing).await?;
    }
    Ok(())
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
        let words = label!(account.locale, "concern-open");
        carry(&mut parcels, button(words, Tap::Read(concern.id)));
        for (part, parcel) in parcels.into_iter().enumerate() {
            let letter = letter(concern, adult, what, part);
            mail::post(tx, env, letter, |_| parcel).await?;
        }
    }
    Ok(())
}

/// A word to who told it, or whose note was held; says nothing of what it was about. Its row names no
/// concern, not in a key either: it is about nobody's child, and soon gone.
pub(super) async fn answer(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    words: impl Fn(Locale) -> Html,
) -> Served<()> {
    let Some(adult) = concern.teller else {
        return Ok(());
    };
    let mut letter = Letter::plain(adult, Kind::Notice);
    letter.right = Some(Action::ReportConcern);
    mail::post(tx, env, letter, |account| {
        let html = words(account.locale);
        Parcel::with_buttons(html, super::home::menu_below(account.locale))
    })
    .await
    .map(drop)
}
