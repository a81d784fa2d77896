//! A note that was stopped goes on: as it was written, along the way it had, with the rights of now.

use super::form::Head;
use super::people::Side;
use super::relay::{self, Like, Relayed};
use super::route::Route;
use super::{class, people, stop};
use crate::base::{Env, MailingId, Words};
use crate::dialogue::concern::{Held, Way};
use crate::dialogue::note::{Piece, Whom};
use crate::model::audit::Why;
use crate::model::message::Content;
use crate::model::rights::Action;
use crate::model::urgent::Reason;
use crate::model::visibility::Audience;
use crate::service::{Served, Talk, concern, receipt};
use crate::store::{self, Tx, audit};

/// Relays what was held. False: nobody got it, the writer's right or the readers' is gone.
pub async fn resume(tx: &mut Tx, env: &Env, held: &Held, contents: Vec<Content>) -> Served<bool> {
    let Some(mut talk) = concern::writer(tx, env, held).await? else {
        return Ok(false);
    };
    let talk = &mut talk;
    let piece = |content: Content, message: i64| Piece {
        content,
        message,
        album: None,
    };
    let mut relayed = Relayed::Nobody;
    match &held.way {
        Way::One {
            to,
            audience,
            message,
        } => {
            let Some(route) = Route::find(talk, *to, *audience).await? else {
                return Ok(false);
            };
            let mailing = begun(talk, &route).await?;
            for content in contents {
                let piece = piece(content, *message);
                let passed = relay::pass(talk, &route, &piece, mailing).await?;
                relayed = passed.map_or(Relayed::Nobody, |_| Relayed::Somebody);
            }
        }
        Way::Class {
            whom,
            messages,
            urgent,
        } => {
            let pieces: Vec<Piece> = contents
                .into_iter()
                .zip(messages)
                .map(|(content, message)| piece(content, *message))
                .collect();
            // What a lead lets go on is as urgent as it was.
            return Ok(to_class(talk, whom, &pieces, *urgent).await?.reached > 0);
        }
        Way::Change { message } => {
            let account = talk.account.id;
            let mut notes = store::notes::by_source(talk.tx, account, *message).await?;
            stop::for_school(talk, &mut notes).await?;
            for content in contents {
                if let Content::Text { html } = content {
                    let words = Words::new(html.plain());
                    relayed = relay::change(talk, &notes, *message, &words).await?;
                }
            }
        }
        // No notes: their own features take them.
        Way::Entry { .. } | Way::Correct { .. } | Way::Somebody { .. } | Way::Refuse { .. } => {}
    }
    Ok(relayed == Relayed::Somebody)
}

/// The mailing a note along this route belongs to; what goes to the school is none.
pub(super) async fn begun(talk: &mut Talk<'_>, route: &Route) -> Served<Option<MailingId>> {
    match route.me {
        Side::Family { .. } => Ok(None),
        Side::Staff { .. } => receipt::begin(talk, None, vec![route.child.id], None).await,
    }
}

/// What became of a note to a class.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sent {
    /// Families of whom somebody was reached.
    pub reached: usize,
    pub mailing: Option<MailingId>,
}

/// The pieces to these families of a class.
pub(super) async fn to_class(
    talk: &mut Talk<'_>,
    whom: &Whom,
    pieces: &[Piece],
    urgent: Option<Reason>,
) -> Served<Sent> {
    let Some(me) = talk.adult() else {
        return Ok(Sent::default());
    };
    if !talk.may_at(Action::SchoolNote, whom.class).await? {
        return Ok(Sent::default());
    }
    let mut reached = 0_usize;
    let families = class::families(talk, whom).await?;
    let meant = families.iter().map(|family| family.child.id).collect();
    let mailing = receipt::begin(talk, Some(whom.class), meant, urgent).await?;
    if let Some(why) = urgent {
        let act = audit::Act {
            by: Some(me),
            action: "urgent",
            child: whom.one(),
            unit: Some(whom.class),
            detail: Some(why.as_str()),
            why: Some(Why::Post),
        };
        audit::note(talk.tx, talk.env, act).await?;
    }
    // Only what goes to all says so: who else gets what goes to some is nobody's business.
    let class = whom.only.is_none().then_some(whom.class);
    for people::Family { child, members } in families {
        let head = Head::school(talk, &child, me, class).await?;
        let mut relayed = Relayed::Nobody;
        let Some(written_as) = head.writer() else {
            continue;
        };
        let like = Like {
            by: me,
            written_as,
            audience: Audience::Class,
            class,
            mailing,
        };
        for piece in pieces {
            relayed = relay::to_family(talk, &child, &members, like, &head, piece).await?;
        }
        reached += usize::from(relayed == Relayed::Somebody);
    }
    Ok(Sent { reached, mailing })
}
