//! What those who answer for concerns see and do. Every look is written down; whoever does not read
//! a concern gets the answer an unknown one gets.

use super::super::{Served, Talk, home, note, numbers};
use super::letters::{acts, answer, remind, whole};
use super::people;
use super::screens::{facts, person};
use super::{button, ladder, not_now};
use crate::base::{AdultId, ConcernId};
use crate::dialogue::concern::{Held, Tap};
use crate::model::concern::{Part, State};
use crate::model::message::{Button, Content, Kind, Parcel};
use crate::store::concerns::{Concern, Source};
use crate::store::{self, audit};
use crate::{label, say};

/// Concerns on one list.
const MOST: i64 = 20;

/// The concern, if the speaker reads it. A refusal is written down.
pub(super) async fn readable(
    talk: &mut Talk<'_>,
    id: ConcernId,
) -> Served<Option<(AdultId, Concern)>> {
    let Some(me) = talk.adult() else {
        return Ok(None);
    };
    let found = store::concerns::get(talk.tx, id).await?;
    if let Some(concern) = found {
        let people = store::concerns::people(talk.tx, id).await?;
        let reads = people.contains(&(me, Part::Reader));
        if reads && people::hears(talk.tx, talk.env, me, &concern).await? {
            return Ok(Some((me, concern)));
        }
    }
    let act = audit::Act {
        by: Some(me),
        action: "concern_refused",
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    Ok(None)
}

pub(super) async fn trace(
    talk: &mut Talk<'_>,
    me: AdultId,
    concern: &Concern,
    action: &'static str,
) -> Served<()> {
    let act = audit::Act {
        by: Some(me),
        action,
        child: ladder::marked(concern),
        unit: Some(concern.unit),
        ..audit::Act::default()
    };
    audit::note(talk.tx, talk.env, act).await
}

/// Everything the speaker reads that is not ended, what waits longest first.
pub(super) async fn list(talk: &mut Talk<'_>) -> Served<()> {
    let (Some(me), true) = (talk.adult(), people::may_answer(talk).await?) else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let mut html = say!(locale, "concern-list-title");
    let mut rows = Vec::new();
    for concern in store::concerns::of_reader(talk.tx, me, MOST).await? {
        if !people::hears(talk.tx, talk.env, me, &concern).await? {
            continue;
        }
        let facts = facts(talk.tx, talk.env, &concern).await?;
        let number = rows.len() + 1;
        let state = label!(locale, &format!("concern-state-{}", concern.state.as_str()));
        let kind = label!(locale, &format!("concern-kind-{}", concern.kind.as_str()));
        let since = crate::text::dates::moment(locale, concern.told, talk.zone());
        let line = say!(
            locale,
            "concern-list-line",
            number = number,
            about = facts.about(locale),
            kind = kind,
            state = state,
            since = since
        );
        html.join("\n", &line);
        let words = label!(locale, "concern-list-open", number = number);
        rows.push(button(words, Tap::Read(concern.id)));
    }
    if rows.is_empty() {
        html = say!(locale, "concern-list-empty");
    }
    let mut rows: Vec<Vec<Button>> = rows.chunks(3).map(<[Button]>::to_vec).collect();
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// All of it again, with what can be done.
pub(super) async fn read(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern)) = readable(talk, id).await? else {
        return not_now(talk).await;
    };
    trace(talk, me, &concern, "concern_read").await?;
    show(talk, me, &concern).await
}

/// The concern as it stands now, below what is there: a letter stays readable.
pub(super) async fn show(talk: &mut Talk<'_>, me: AdultId, concern: &Concern) -> Served<()> {
    let facts = facts(talk.tx, talk.env, concern).await?;
    let account = talk.account.clone();
    let parcels = whole(talk.tx, concern, &facts, &account, me).await?;
    let locale = talk.locale();
    for (part, parcel) in parcels.into_iter().enumerate() {
        if let (
            0,
            Parcel::Send {
                content: Content::Text { html },
                ..
            },
        ) = (part, &parcel)
        {
            let mut rows = acts(locale, concern, me);
            rows.push(vec![button(label!(locale, "concern-list"), Tap::List)]);
            talk.show(html.clone(), rows).await?;
        } else {
            talk.put(Kind::Reply, parcel, None).await?;
        }
    }
    Ok(())
}

/// Shows it anew after something was done with it.
pub(super) async fn again(talk: &mut Talk<'_>, me: AdultId, id: ConcernId) -> Served<()> {
    match store::concerns::get(talk.tx, id).await? {
        Some(concern) => show(talk, me, &concern).await,
        None => not_now(talk).await,
    }
}

/// The others who read it.
pub(super) async fn others(
    talk: &mut Talk<'_>,
    concern: &Concern,
    me: AdultId,
) -> Served<Vec<AdultId>> {
    let mut all = people::readers(talk.tx, talk.env, concern).await?;
    all.retain(|adult| *adult != me);
    Ok(all)
}

/// Somebody takes it: from now on it is theirs, and the receipt is waited for.
pub(super) async fn take(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern)) = readable(talk, id).await? else {
        return not_now(talk).await;
    };
    if !matches!(concern.state, State::Filed | State::Open) || concern.held.is_some() {
        return again(talk, me, id).await;
    }
    taken(talk, me, &concern, "concern_take").await?;
    let list = super::numbers(talk.tx, concern.unit).await?;
    answer(talk.tx, talk.env, &concern, "taken", |locale| {
        let mut html = say!(locale, "concern-answer-taken");
        html.join("\n\n", &numbers::ring(locale, &list));
        html
    })
    .await?;
    again(talk, me, id).await
}

async fn taken(
    talk: &mut Talk<'_>,
    me: AdultId,
    concern: &Concern,
    action: &'static str,
) -> Served<()> {
    let now = talk.env.now();
    let clock = store::units::settings(talk.tx, concern.unit)
        .await?
        .concerns;
    let next = Some(clock.receipt(concern.told, now));
    let (id, step) = (concern.id, concern.step);
    store::concerns::climb(talk.tx, id, State::Taken, step, next, Some(me)).await?;
    let mine = Concern {
        state: State::Taken,
        ..concern.clone()
    };
    trace(talk, me, &mine, action).await?;
    let others = others(talk, concern, me).await?;
    let mine = person(talk.tx, talk.env, concern, me).await?;
    remind(
        talk.tx,
        talk.env,
        concern,
        &others,
        "taken",
        |locale, about| {
            let who = mine.label(locale);
            say!(locale, "concern-taken-by", about = about, who = who)
        },
    )
    .await
    .map(drop)
}

/// The held note, if it can still be decided on.
async fn held(talk: &mut Talk<'_>, id: ConcernId) -> Served<Option<(AdultId, Concern, Held)>> {
    let Some((me, concern)) = readable(talk, id).await? else {
        return Ok(None);
    };
    let held = concern
        .held
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok());
    let open = matches!(concern.state, State::Filed | State::Open | State::Taken);
    Ok(match held {
        Some(held) if open && concern.source == Source::Word => Some((me, concern, held)),
        _ => None,
    })
}

/// A false alarm: the note goes on as it was written, and nothing of the alarm stays but that this
/// lead looked.
pub(super) async fn release(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern, held)) = held(talk, id).await? else {
        return not_now(talk).await;
    };
    let contents: Vec<Content> = store::concerns::words(talk.tx, &concern)
        .await?
        .into_iter()
        .map(|(_, content)| content)
        // What its writer added was for the leads alone.
        .take(held.way.pieces())
        .collect();
    let act = audit::Act {
        by: Some(me),
        action: "concern_release",
        unit: Some(concern.unit),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    let others = others(talk, &concern, me).await?;
    let mine = person(talk.tx, talk.env, &concern, me).await?;
    remind(
        talk.tx,
        talk.env,
        &concern,
        &others,
        "released",
        |locale, about| {
            let who = mine.label(locale);
            say!(locale, "concern-released-by", about = about, who = who)
        },
    )
    .await?;
    let went = note::resume(talk.tx, talk.env, &held, contents).await?;
    if went {
        answer(talk.tx, talk.env, &concern, "released", |locale| {
            say!(locale, "concern-answer-released")
        })
        .await?;
    }
    store::concerns::forget(talk.tx, id).await?;
    let locale = talk.locale();
    let html = match went {
        true => say!(locale, "concern-released"),
        false => say!(locale, "concern-released-nobody"),
    };
    super::closing(talk, html).await
}

/// Kept back: nobody gets the note. What can be harm goes on as a concern of whoever kept it.
pub(super) async fn keep(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern, _)) = held(talk, id).await? else {
        return not_now(talk).await;
    };
    if concern.kind.needs_receipt() {
        taken(talk, me, &concern, "concern_keep").await?;
        return again(talk, me, id).await;
    }
    trace(talk, me, &concern, "concern_keep").await?;
    store::concerns::keep(talk.tx, id).await?;
    let html = say!(talk.locale(), "concern-kept");
    super::closing(talk, html).await
}
