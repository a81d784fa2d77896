//! The second factor of leads and officers: one gate before lists, records and exports, enrolment in
//! the chat, recovery codes, and what happens after wrong digits.

use metrics::counter;

use super::mail::{self, Letter};
use super::staff::keepers;
use super::{Served, Talk, home, invitation, rights};
use crate::base::{AdultId, Env, Instant, Secret, Words};
use crate::dialogue::second_factor::{Guard, State, Tap, guards};
use crate::dialogue::{self};
use crate::model::audit::Why;
use crate::model::limit::WRONG_DIGITS;
use crate::model::message::{Button, Content, Kind, Parcel};
use crate::model::rights::Action;
use crate::model::second_factor::{
    Demand, HOLDS, KEY_BYTES, RECOVERY_CODES, Typed, address, base32, grouped, step_of,
};
use crate::model::staff::sees_lists;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit, second_factors, tallies};
use crate::{label, say};

/// Bytes of a recovery code: sixteen letters.
const RECOVERY_BYTES: usize = 10;

/// The gate. Asks for the second factor and gives true when `tap` leads to a list or a record and the
/// speaker holds a post that has to prove itself and did not within the last hours, at this account.
/// The screen that was wanted comes after the digits.
pub async fn stands_before(talk: &mut Talk<'_>, tap: &dialogue::Tap) -> Served<bool> {
    let guard = guards(tap);
    let Some(adult) = talk.adult().filter(|_| guard != Guard::Open) else {
        return Ok(false);
    };
    if !is_asked_of(talk.tx, talk.env, adult).await? {
        return Ok(false);
    }
    let proved = second_factors::proved(talk.tx, talk.account.id, adult).await?;
    if proved.is_some_and(|at| talk.env.now() < at + HOLDS) {
        return Ok(false);
    }
    if is_own(talk, adult, guard).await? {
        return Ok(false);
    }
    ask(talk, adult, tap.encode()).await?;
    Ok(true)
}

/// Whether a screen of family and staff alike is the speaker's own family's.
async fn is_own(talk: &mut Talk<'_>, adult: AdultId, guard: Guard) -> Served<bool> {
    let (child, action) = match guard {
        Guard::Open => return Ok(true),
        Guard::Staff => return Ok(false),
        Guard::Child(child, action) => (child, action),
        Guard::Appointment(id) => match store::appointments::get(talk.tx, id).await? {
            Some(found) => (found.child, Action::ProposeGuardian),
            None => return Ok(false),
        },
    };
    let why = rights::why(talk.tx, talk.env, adult, action, child).await?;
    Ok(why == Some(Why::Link))
}

/// Whether a post this adult holds now demands a second factor.
async fn is_asked_of(tx: &mut Tx, env: &Env, adult: AdultId) -> Served<bool> {
    for post in store::posts::of_adult(tx, adult, env.now()).await? {
        if !sees_lists(post.role) {
            continue;
        }
        let set = store::units::settings_up(tx, post.unit).await?;
        let nearest = set.iter().find_map(|settings| settings.second_factor);
        if nearest != Some(Demand::Off) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn ask(talk: &mut Talk<'_>, adult: AdultId, wants: String) -> Served<()> {
    talk.leave_tapped();
    let factor = second_factors::get(talk.tx, adult).await?;
    if !factor.is_some_and(|factor| factor.is_confirmed) {
        return enrol(talk, adult, wants).await;
    }
    talk.goto(&dialogue::State::SecondFactor(State::Code { wants }))
        .await?;
    let locale = talk.locale();
    if let Some(until) = rests_until(talk.tx, adult, talk.env.now()).await? {
        return rests(talk, until).await;
    }
    talk.say(say!(locale, "second-factor-ask"), home::open_menu(locale))
        .await
}

/// A new key as a picture and in letters, until its first code is typed.
async fn enrol(talk: &mut Talk<'_>, adult: AdultId, wants: String) -> Served<()> {
    let key = Secret::new(base32(&talk.env.chance.bytes::<KEY_BYTES>()));
    let now = talk.env.now();
    if !second_factors::begin(talk.tx, adult, &key, now).await? {
        return home::menu(talk).await;
    }
    let posts = store::posts::of_adult(talk.tx, adult, now).await?;
    let place = match posts.iter().find(|post| sees_lists(post.role)) {
        Some(post) => store::units::get(talk.tx, post.unit).await?,
        None => None,
    };
    let locale = talk.locale();
    talk.say(say!(locale, "second-factor-why"), vec![]).await?;
    let letters = grouped(key.expose());
    let content = Content::Qr {
        link: address(&key, &place.map(|unit| unit.name).unwrap_or_default()),
        caption: say!(locale, "second-factor-enrol", key = letters),
    };
    let again = Button::tap(
        label!(locale, "second-factor-again"),
        dialogue::Tap::SecondFactor(Tap::Again).encode(),
    );
    let mut rows = vec![vec![again]];
    rows.extend(home::menu_below(locale));
    let shown = talk.confide(content, rows).await?;
    talk.goto(&dialogue::State::SecondFactor(State::Enrol {
        wants,
        shown,
    }))
    .await
}

/// Something was typed while the factor is waited for. Gives the screen that was wanted, once proved.
pub async fn says(
    talk: &mut Talk<'_>,
    state: State,
    words: &Words,
    message: i64,
) -> Served<Option<dialogue::Tap>> {
    let (locale, now) = (talk.locale(), talk.env.now());
    let Some(adult) = talk.adult() else {
        home::menu(talk).await?;
        return Ok(None);
    };
    let (State::Enrol { wants, .. } | State::Code { wants } | State::Copied { wants }) = &state;
    let typed = match (&state, Typed::read(words.expose())) {
        (State::Copied { .. }, _) | (_, None) => {
            let html = say!(locale, "second-factor-only-digits");
            talk.say(html, home::open_menu(locale)).await?;
            return Ok(None);
        }
        (_, Some(typed)) => typed,
    };
    // Whoever looks over the shoulder later finds no digits.
    talk.erase(message).await?;
    if let Some(until) = rests_until(talk.tx, adult, now).await? {
        rests(talk, until).await?;
        return Ok(None);
    }
    let is_recovery = matches!(typed, Typed::Recovery(_));
    if !is_right(talk, adult, typed).await? {
        wrong(talk, adult).await?;
        return Ok(None);
    }
    second_factors::prove(talk.tx, talk.account.id, adult, now).await?;
    let detail = if is_recovery { "recovery" } else { "digits" };
    audit::brief(talk.tx, talk.env, Some(adult), "prove_factor", detail).await?;
    if let State::Enrol { shown, .. } = &state {
        hand_over_recovery(talk, adult, *shown, wants.clone()).await?;
        return Ok(None);
    }
    talk.goto(&dialogue::State::Idle).await?;
    if is_recovery {
        let count = second_factors::recovery_left(talk.tx, adult).await?;
        let html = say!(locale, "second-factor-recovered", count = count);
        talk.say(html, vec![]).await?;
    }
    wanted(talk, wants).await
}

async fn wanted(talk: &mut Talk<'_>, wants: &str) -> Served<Option<dialogue::Tap>> {
    talk.leave_tapped();
    let tap = dialogue::Tap::decode(wants);
    if tap.is_none() {
        home::menu(talk).await?;
    }
    Ok(tap)
}

/// Uses the digits, or the recovery code, up.
async fn is_right(talk: &mut Talk<'_>, adult: AdultId, typed: Typed) -> Served<bool> {
    let Some(factor) = second_factors::get(talk.tx, adult).await? else {
        return Ok(false);
    };
    let now = talk.env.now();
    match typed {
        Typed::Digits(digits) => match step_of(&factor.key, &digits, now) {
            Some(step) => second_factors::use_step(talk.tx, adult, step, now).await,
            None => Ok(false),
        },
        Typed::Recovery(code) if factor.is_confirmed => {
            second_factors::use_recovery(talk.tx, adult, &hash(adult, &code)).await
        }
        Typed::Recovery(_) => Ok(false),
    }
}

fn hash(adult: AdultId, code: &Secret) -> String {
    invitation::hash(&format!("recovery {adult}"), code.expose())
}

/// Ten codes for paper, shown once; the picture of the key leaves the chat.
async fn hand_over_recovery(
    talk: &mut Talk<'_>,
    adult: AdultId,
    shown: crate::base::OutboxId,
    wants: String,
) -> Served<()> {
    let chance = &talk.env.chance;
    let codes: Vec<Secret> = (0..RECOVERY_CODES)
        .map(|_| Secret::new(base32(&chance.bytes::<RECOVERY_BYTES>())))
        .collect();
    let hashes: Vec<String> = codes.iter().map(|code| hash(adult, code)).collect();
    second_factors::put_recovery(talk.tx, adult, &hashes).await?;
    if let Some(message) = second_factors::shown_as(talk.tx, shown).await? {
        talk.erase(message).await?;
    }
    audit::brief(talk.tx, talk.env, Some(adult), "enrol_factor", "digits").await?;
    let locale = talk.locale();
    let list: Vec<String> = codes.iter().map(|code| grouped(code.expose())).collect();
    let html = say!(locale, "second-factor-recovery", codes = list.join("\n"));
    let copied = Button::tap(
        label!(locale, "second-factor-copied"),
        dialogue::Tap::SecondFactor(Tap::Copied).encode(),
    );
    talk.confide(Content::Text { html }, vec![vec![copied]])
        .await?;
    talk.goto(&dialogue::State::SecondFactor(State::Copied { wants }))
        .await
}

/// A button of this feature was tapped. Gives the screen that was wanted, when its turn has come.
pub async fn tapped(
    talk: &mut Talk<'_>,
    state: &dialogue::State,
    tap: &Tap,
) -> Served<Option<dialogue::Tap>> {
    match (tap, state) {
        (Tap::Copied, _) => {
            if let Some(message) = talk.tapped() {
                talk.erase(message).await?;
            }
            talk.goto(&dialogue::State::Idle).await?;
            match state {
                dialogue::State::SecondFactor(State::Copied { wants }) => wanted(talk, wants).await,
                _ => wanted(talk, "").await,
            }
        }
        (Tap::Again, dialogue::State::SecondFactor(State::Enrol { wants, .. })) => {
            let (wants, adult) = (wants.clone(), talk.adult());
            if let Some(message) = talk.tapped() {
                talk.erase(message).await?;
            }
            talk.leave_tapped();
            match adult {
                Some(adult) => enrol(talk, adult, wants).await?,
                None => home::menu(talk).await?,
            }
            Ok(None)
        }
        (Tap::Again, _) => wanted(talk, "").await,
    }
}

fn tally_key(adult: AdultId) -> String {
    format!("factor:account:{adult}")
}

async fn rests_until(tx: &mut Tx, adult: AdultId, now: Instant) -> Served<Option<Instant>> {
    tallies::rests_until(tx, &tally_key(adult), now).await
}

async fn rests(talk: &mut Talk<'_>, until: Instant) -> Served<()> {
    let locale = talk.locale();
    let clock = crate::text::dates::clock(until, talk.zone());
    let html = say!(locale, "second-factor-rests", clock = clock);
    talk.say(html, home::open_menu(locale)).await
}

/// Counts wrong digits; the fifth locks for an hour and another lead hears of it.
async fn wrong(talk: &mut Talk<'_>, adult: AdultId) -> Served<()> {
    let (locale, now) = (talk.locale(), talk.env.now());
    let tally = tallies::hit(talk.tx, &tally_key(adult), WRONG_DIGITS, now).await?;
    audit::brief(talk.tx, talk.env, Some(adult), "factor_refused", "digits").await?;
    if tally.just_reached {
        tell_of_lock(talk.tx, talk.env, adult).await?;
    }
    if let Some(until) = tally.until {
        return rests(talk, until).await;
    }
    let html = say!(locale, "second-factor-wrong");
    talk.say(html, home::open_menu(locale)).await
}

async fn tell_of_lock(tx: &mut Tx, env: &Env, adult: AdultId) -> Served<()> {
    counter!("hongyan_lockouts_total", "what" => "factor", "level" => "account").increment(1);
    let name = store::adults::get(tx, adult).await?.map(|adult| adult.name);
    let name = name.unwrap_or_default();
    for post in store::posts::of_adult(tx, adult, env.now()).await? {
        if !sees_lists(post.role) {
            continue;
        }
        let (unit, people) = keepers(tx, env, post.unit, post.role, adult).await?;
        let (kind, key) = (TaskKind::FactorLocked, adult.to_string());
        if !store::tasks::open(tx, env, unit, None, Some(adult), kind, &key).await? {
            continue;
        }
        for person in people {
            let letter = Letter::plain(person, Kind::Task);
            mail::post(tx, env, letter, |account| {
                let rows = home::menu_below(account.locale);
                let html = say!(account.locale, "second-factor-locked", name = &name);
                Parcel::with_buttons(html, rows)
            })
            .await?;
        }
    }
    Ok(())
}

/// The adult begins anew: by another lead, or from the command line (`by` is `None`). False when there
/// was nothing.
pub async fn reset(tx: &mut Tx, env: &Env, by: Option<AdultId>, adult: AdultId) -> Served<bool> {
    if !second_factors::remove(tx, adult).await? {
        return Ok(false);
    }
    audit::brief(tx, env, by, "reset_factor", "key").await?;
    let letter = Letter::plain(adult, Kind::Notice);
    mail::post(tx, env, letter, |account| {
        let rows = home::menu_below(account.locale);
        Parcel::with_buttons(say!(account.locale, "second-factor-was-reset"), rows)
    })
    .await?;
    Ok(true)
}
