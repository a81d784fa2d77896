//! The end of a concern: the authority's receipt number, and a second person who confirms it.

use super::super::{Served, Talk, home};
use super::desk::{again, others, readable, trace};
use super::letters::{answer, remind};
use super::screens::{framed, person};
use super::{ladder, not_now};
use crate::base::{ConcernId, utf16_len};
use crate::dialogue::concern::State as Waits;
use crate::dialogue::{self};
use crate::model::concern::{Owner, PATIENCE, State};
use crate::model::message::Content;
use crate::say;
use crate::store::concerns::{Concern, Source};
use crate::store::{self};

/// UTF-16 units of a receipt number, with what people write beside it.
const LONGEST: usize = 120;

/// Asks for it.
pub(super) async fn ask(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern)) = readable(talk, id).await? else {
        return not_now(talk).await;
    };
    if concern.state != State::Taken {
        return again(talk, me, id).await;
    }
    let until = talk.env.now() + PATIENCE;
    let state = Waits::Receipt { concern: id, until };
    talk.goto(&dialogue::State::Concern(state)).await?;
    let locale = talk.locale();
    let numbers = super::numbers(talk.tx, concern.unit).await?;
    let html = framed(locale, &numbers, say!(locale, "concern-ask-receipt"));
    talk.leave_tapped();
    talk.say(html, home::open_menu(locale)).await
}

/// It was typed: now somebody else looks.
pub(super) async fn typed(talk: &mut Talk<'_>, id: ConcernId, content: &Content) -> Served<()> {
    let Some((me, concern)) = readable(talk, id).await? else {
        talk.goto(&dialogue::State::Idle).await?;
        return super::not_now_below(talk).await;
    };
    let locale = talk.locale();
    let text = match content {
        Content::Text { html } => html.plain().trim().to_owned(),
        _ => String::new(),
    };
    // A receipt has a number in it; "done" is none.
    let usable = utf16_len(&text) <= LONGEST && text.chars().any(char::is_numeric);
    if concern.state != State::Taken || !usable {
        let html = say!(locale, "concern-ask-receipt");
        return talk.say(html, home::open_menu(locale)).await;
    }
    talk.goto(&dialogue::State::Idle).await?;
    let now = talk.env.now();
    store::concerns::set_receipt(talk.tx, &concern, Some((text.as_str(), me)), now).await?;
    let clock = store::units::settings(talk.tx, concern.unit)
        .await?
        .concerns;
    let (step, next) = (concern.step, Some(clock.confirm(now)));
    store::concerns::climb(talk.tx, id, State::Receipt, step, next, Some(me)).await?;
    trace(talk, me, &concern, "concern_receipt").await?;
    let Some(concern) = store::concerns::get(talk.tx, id).await? else {
        return Ok(());
    };
    let second = others(talk, &concern, me).await?;
    let what = format!("receipt{}", talk.env.id::<i64>());
    let mine = person(talk.tx, talk.env, &concern, me).await?;
    let mut found = remind(
        talk.tx,
        talk.env,
        &concern,
        &second,
        &what,
        |locale, about| {
            let who = mine.label(locale);
            say!(locale, "concern-please-confirm", about = about, who = who)
        },
    )
    .await?;
    if !found {
        let to = [Owner::Lead, Owner::CountyOfficer];
        found = ladder::widen(talk.tx, talk.env, &concern, &to).await?;
    }
    let html = match found {
        true => say!(locale, "concern-receipt-noted"),
        false => say!(locale, "concern-no-second"),
    };
    talk.say(html, home::open_menu(locale)).await
}

/// The concern, if the speaker is the second person.
async fn second(
    talk: &mut Talk<'_>,
    id: ConcernId,
) -> Served<Option<(crate::base::AdultId, Concern)>> {
    let found = readable(talk, id).await?;
    Ok(found
        .filter(|(me, concern)| concern.state == State::Receipt && concern.receipt_by != Some(*me)))
}

/// A second person has asked the authority: it is ended.
pub(super) async fn confirm(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern)) = second(talk, id).await? else {
        return not_now(talk).await;
    };
    if !store::concerns::confirm(talk.tx, id, me, talk.env.now()).await? {
        return not_now(talk).await;
    }
    trace(talk, me, &concern, "concern_confirm").await?;
    let others = others(talk, &concern, me).await?;
    let done = Concern {
        state: State::Done,
        ..concern.clone()
    };
    let mine = person(talk.tx, talk.env, &concern, me).await?;
    remind(
        talk.tx,
        talk.env,
        &done,
        &others,
        "done",
        |locale, about| {
            let who = mine.label(locale);
            say!(locale, "concern-confirmed-by", about = about, who = who)
        },
    )
    .await?;
    // Who wrote what was stopped may be who it is about.
    if concern.source == Source::Report {
        answer(talk.tx, talk.env, &concern, |locale| {
            say!(locale, "concern-answer-done")
        })
        .await?;
    }
    if concern.nameless {
        // They are answered: nothing has to know any more who it was.
        store::concerns::forget_teller(talk.tx, &concern).await?;
    }
    let html = say!(talk.locale(), "concern-done");
    super::closing(talk, html).await
}

/// The authority does not know the number: whoever wrote it down looks again.
pub(super) async fn wrong(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some((me, concern)) = second(talk, id).await? else {
        return not_now(talk).await;
    };
    let now = talk.env.now();
    store::concerns::set_receipt(talk.tx, &concern, None, now).await?;
    let clock = store::units::settings(talk.tx, concern.unit)
        .await?
        .concerns;
    let (step, next) = (concern.step, Some(clock.receipt(concern.told, now)));
    let owner = concern.owner;
    store::concerns::climb(talk.tx, id, State::Taken, step, next, owner).await?;
    trace(talk, me, &concern, "concern_wrong_receipt").await?;
    let back = Concern {
        state: State::Taken,
        receipt: None,
        receipt_by: None,
        ..concern.clone()
    };
    let others = others(talk, &back, me).await?;
    let what = format!("wrong{}", talk.env.id::<i64>());
    remind(talk.tx, talk.env, &back, &others, &what, |locale, about| {
        say!(locale, "concern-receipt-wrong", about = about)
    })
    .await?;
    again(talk, me, id).await
}
