//! Stopping: one's own link ends by a word of one's own.

use super::{ask, goes_on, is_own, leads, letter, not_now, row, say_when, speaker, trace, worded};
use crate::base::{AdultId, ChildId};
use crate::dialogue::request::Tap;
use crate::model::request::{Kind, State};
use crate::model::rights::{Action, LinkState};
use crate::service::{Served, Talk, home, parting};
use crate::store;
use crate::{label, say};

/// One child or all: asked.
pub(super) async fn before_stopping(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some((record, adult)) = speaker(talk, Action::StopOwn, child).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let own = is_own(talk, child).await?;
    let key = worded(own, "request-stop-own-yes", "request-stop-yes");
    let label = label!(locale, key, child = record.called());
    let mut rows = vec![row(label, Tap::Stop(child))];
    if own_children(talk, adult).await?.len() > 1 {
        rows.push(row(label!(locale, "request-stop-all"), Tap::StopAll));
    }
    rows.push(match talk.may(Action::AskData, child).await? {
        true => row(label!(locale, "button-back"), Tap::Kept(child)),
        false => vec![ask::button_menu(locale)],
    });
    let key = worded(own, "request-stop-own-text", "request-stop-text");
    let mut html = say!(locale, key, child = record.called());
    if own {
        let goes = goes_on(talk.tx, child, record.school).await?;
        say_when(&mut html, locale, goes);
    }
    talk.show(html, rows).await
}

async fn own_children(talk: &mut Talk<'_>, adult: AdultId) -> Served<Vec<ChildId>> {
    let mut out = Vec::new();
    for link in store::links::of_adult(talk.tx, adult).await? {
        if link.state == LinkState::Active && talk.may(Action::StopOwn, link.child).await? {
            out.push(link.child);
        }
    }
    Ok(out)
}

pub(super) async fn stop_all(talk: &mut Talk<'_>) -> Served<()> {
    let Some(adult) = talk.adult() else {
        return not_now(talk).await;
    };
    let children = own_children(talk, adult).await?;
    stop(talk, &children).await
}

/// Withdrawing is as easy as agreeing (PIPL 15): nobody has to allow it.
pub(super) async fn stop(talk: &mut Talk<'_>, children: &[ChildId]) -> Served<()> {
    let mut stopped = 0;
    for child in children {
        let Some((record, adult)) = speaker(talk, Action::StopOwn, *child).await? else {
            continue;
        };
        let request = ask::new(talk, &record, adult, Kind::Stop).await?;
        if !store::requests::ask(talk.tx, &request).await? {
            continue;
        }
        let now = talk.env.now();
        store::requests::end(talk.tx, &request, State::Answered, None, None, now).await?;
        trace(talk.tx, talk.env, Some(adult), "request_asked", &request).await?;
        // The school hears of it before the link is gone: its own people ring, I do not write.
        for lead in leads(talk.tx, talk.env, &request).await? {
            letter::stopped(talk.tx, talk.env, lead, &request).await?;
        }
        parting::end(talk.tx, talk.env, Some(adult), *child, adult).await?;
        stopped += 1;
    }
    if stopped == 0 {
        return not_now(talk).await;
    }
    // The right is gone by the person's own wish; that it is done is still said.
    talk.tells_of_nobody();
    let locale = talk.locale();
    talk.show(say!(locale, "request-stopped"), home::open_menu(locale))
        .await
}
