//! A note that was stopped goes on: as it was written, along the way it had, with the rights of now.

use super::form::Head;
use super::relay::{self, Relayed, Route};
use super::{class, people};
use crate::base::{Env, UnitId, Words};
use crate::dialogue::concern::{Held, Way};
use crate::dialogue::note::Piece;
use crate::model::message::Content;
use crate::model::rights::Action;
use crate::service::{Served, Talk};
use crate::store::{self, Tx};

/// Relays what was held. False: nobody got it, the writer's right or the readers' is gone.
pub async fn resume(tx: &mut Tx, env: &Env, held: &Held, contents: Vec<Content>) -> Served<bool> {
    let account = store::accounts::get(tx, held.account).await?;
    let Some(account) = account.filter(|account| account.adult == Some(held.writer)) else {
        return Ok(false);
    };
    let talk = &mut Talk::new(tx, env, account, None, None);
    let piece = |content: Content, message: i64| Piece {
        content,
        message,
        album: None,
    };
    let mut relayed = Relayed::Nobody;
    match &held.way {
        Way::One { to, message } => {
            let Some(route) = Route::find(talk, *to).await? else {
                return Ok(false);
            };
            for content in contents {
                relayed = relay::pass(talk, &route, &piece(content, *message)).await?;
            }
        }
        Way::Class { class, messages } => {
            let pieces: Vec<Piece> = contents
                .into_iter()
                .zip(messages)
                .map(|(content, message)| piece(content, *message))
                .collect();
            return Ok(to_class(talk, *class, &pieces).await? > 0);
        }
        Way::Change { message } => {
            let account = talk.account.id;
            let notes = store::notes::by_source(talk.tx, account, *message).await?;
            for content in contents {
                if let Content::Text { html } = content {
                    let words = Words::new(html.plain());
                    relayed = relay::change(talk, &notes, *message, &words).await?;
                }
            }
        }
    }
    Ok(relayed == Relayed::Somebody)
}

/// The pieces to every family of a class. Gives how many families somebody of was reached.
pub(super) async fn to_class(
    talk: &mut Talk<'_>,
    class: UnitId,
    pieces: &[Piece],
) -> Served<usize> {
    let Some(me) = talk.adult() else {
        return Ok(0);
    };
    if !talk.may_at(Action::SchoolNote, class).await? {
        return Ok(0);
    }
    let mut reached = 0_usize;
    for people::Family { child, members } in class::families(talk, class).await? {
        let head = Head::school(talk, &child, me, Some(class)).await?;
        let mut relayed = Relayed::Nobody;
        for piece in pieces {
            relayed = relay::to_family(talk, &child, &members, Some(class), &head, piece).await?;
        }
        reached += usize::from(relayed == Relayed::Somebody);
    }
    Ok(reached)
}
