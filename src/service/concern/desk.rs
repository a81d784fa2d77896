//! What those who answer for concerns see and do. Every look is written down; whoever does not read
//! a concern gets the answer an unknown one gets.

use super::super::audit::{same_try, slot};
use super::super::{Served, Talk, guardian, home, note, numbers, request, week_entry};
use super::letters::{acts, answer, released, remind, said_from, whole};
use super::people;
use super::screens::{facts, person};
use super::{button, ladder, not_now, refuse};
use crate::base::{AdultId, ConcernId};
use crate::dialogue::concern::{Held, Tap, Way};
use crate::model::audit::CONCERN_REFUSED;
use crate::model::concern::{Part, State};
use crate::model::message::{Button, Content, Kind, Parcel};
use crate::store::concerns::Concern;
use crate::store::{self, Tx, audit};
use crate::{label, say};

/// Concerns on one list.
const MOST: usize = 20;

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
            talk.answers_for([id]);
            return Ok(Some((me, concern)));
        }
    }
    refused(talk, me, id).await?;
    Ok(None)
}

/// One line in ten minutes for each try that is not the same: forged buttons fill no table.
async fn refused(talk: &mut Talk<'_>, me: AdultId, id: ConcernId) -> Served<()> {
    let act = audit::Act {
        by: Some(me),
        action: CONCERN_REFUSED,
        ..audit::Act::default()
    };
    let whose = format!("{me} {}", slot(Some(id.0)));
    let key = same_try(talk.env.now(), CONCERN_REFUSED, &whose);
    audit::note_once(talk.tx, talk.env, act, key).await
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

/// What stands on the list of a reader: those they may not hear of now take nobody's place, and one that
/// cannot be opened hides no other.
async fn shown(talk: &mut Talk<'_>, me: AdultId) -> Served<Vec<Concern>> {
    let mut out = Vec::new();
    for id in store::concerns::of_reader(talk.tx, me).await? {
        match store::concerns::look(talk.tx, id).await {
            Ok(Some(concern)) => {
                if people::hears(talk.tx, talk.env, me, &concern).await? {
                    out.push(concern);
                }
            }
            Ok(None) => {}
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => tracing::error!(concern = %id, %error, "a concern cannot be opened"),
        }
        if out.len() == MOST {
            break;
        }
    }
    Ok(out)
}

/// Everything the speaker reads that is not ended, what waits longest first.
pub(super) async fn list(talk: &mut Talk<'_>) -> Served<()> {
    let (Some(me), true) = (talk.adult(), people::may_answer(talk).await?) else {
        return refuse(talk).await;
    };
    talk.answers_for([]);
    let locale = talk.locale();
    let mut html = say!(locale, "concern-list-title");
    let mut rows = Vec::new();
    for concern in shown(talk, me).await? {
        talk.answers_for([concern.id]);
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

/// More of what was said.
pub(super) async fn further(talk: &mut Talk<'_>, id: ConcernId, from: i64) -> Served<()> {
    let Some((me, concern)) = readable(talk, id).await? else {
        return not_now(talk).await;
    };
    trace(talk, me, &concern, "concern_read").await?;
    let account = talk.account.clone();
    for parcel in said_from(talk.tx, &concern, &account, from.max(0)).await? {
        talk.put(Kind::Reply, parcel, None).await?;
    }
    Ok(())
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
            let choice = choice(talk.tx, concern).await?;
            let mut rows = acts(locale, concern, &choice, me);
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
    let choice = choice(talk.tx, &concern).await?;
    if !matches!(choice, Choice::Take) {
        return again(talk, me, id).await;
    }
    taken(talk, me, &concern, "concern_take").await?;
    let list = super::numbers(talk.tx, concern.unit).await?;
    answer(talk.tx, talk.env, &concern, |locale| {
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
    store::concerns::decided(talk.tx, id).await?;
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

/// What whoever reads a concern can do with it first.
#[derive(Debug)]
pub(super) enum Choice {
    /// A held note, and nothing beside it: a false alarm, or kept back.
    Note(Held),
    /// A trick with money of which more came: it does not go on, and no authority is asked.
    Keep,
    /// Something that was told, by a report or beside a held note: only a receipt ends it.
    Take,
    /// Somebody has decided: no second person undoes that alone.
    Decided,
}

/// What can be done first with it, as it stands now.
pub(super) async fn choice(tx: &mut Tx, concern: &Concern) -> Served<Choice> {
    if !matches!(concern.state, State::Filed | State::Open) {
        return Ok(Choice::Decided);
    }
    let held = concern.held.as_deref();
    let Some(held) = held.and_then(|text| serde_json::from_str::<Held>(text).ok()) else {
        return Ok(Choice::Take);
    };
    let said = store::concern_words::count_words(tx, concern.id).await?;
    Ok(match usize::try_from(said) {
        Ok(said) if said <= held.way.pieces() => Choice::Note(held),
        _ if concern.kind.needs_receipt() => Choice::Take,
        _ => Choice::Keep,
    })
}

/// A false alarm: the note goes on as it was written, and nothing of the alarm stays but that this
/// lead looked.
pub(super) async fn release(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern)) = readable(talk, id).await? else {
        return not_now(talk).await;
    };
    let Choice::Note(held) = choice(talk.tx, &concern).await? else {
        return again(talk, me, id).await;
    };
    let pieces = i64::try_from(held.way.pieces()).unwrap_or(i64::MAX);
    let contents: Vec<Content> = store::concern_words::words(talk.tx, &concern, 0, pieces)
        .await?
        .into_iter()
        .map(|(_, content)| content)
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
    released(talk.tx, talk.env, &concern, &others, &mine).await?;
    let went = match &held.way {
        Way::Correct { .. } | Way::Refuse { .. } => {
            request::resume(talk.tx, talk.env, &held, &contents).await?
        }
        Way::Somebody { .. } => guardian::resume(talk.tx, talk.env, &held, &contents).await?,
        Way::Entry { line } => {
            week_entry::resume(talk.tx, talk.env, &held, line, &contents).await?
        }
        _ => note::resume(talk.tx, talk.env, &held, contents).await?,
    };
    if went {
        answer(talk.tx, talk.env, &concern, |locale| {
            say!(locale, "concern-answer-released")
        })
        .await?;
    }
    store::concerns::forget(talk.tx, id).await?;
    // What is said now is about nothing that is kept.
    talk.tells_of_nobody();
    let locale = talk.locale();
    let html = match went {
        true => say!(locale, "concern-released"),
        false => say!(locale, "concern-released-nobody"),
    };
    super::closing(talk, html).await
}

/// Kept back: nobody gets the note. What can be harm goes on as a concern of whoever kept it.
pub(super) async fn keep(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern)) = readable(talk, id).await? else {
        return not_now(talk).await;
    };
    if !matches!(
        choice(talk.tx, &concern).await?,
        Choice::Note(_) | Choice::Keep
    ) {
        return again(talk, me, id).await;
    }
    if concern.kind.needs_receipt() {
        taken(talk, me, &concern, "concern_keep").await?;
        return again(talk, me, id).await;
    }
    trace(talk, me, &concern, "concern_keep").await?;
    store::concerns::keep(talk.tx, id).await?;
    let html = say!(talk.locale(), "concern-kept");
    super::closing(talk, html).await
}
