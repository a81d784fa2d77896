//! What is typed around an appointment is read by people of the school, or is the child's own: a listed
//! word in it is a concern (see `service::concern`).

use super::propose::{On, proposed_for, put};
use crate::base::{ChildId, Env, Words};
use crate::dialogue::concern::{Held, Way};
use crate::model::guardian::Lives;
use crate::model::message::Content;
use crate::service::{Served, Talk, concern};
use crate::store::Tx;

/// True when the line that says who somebody is was stopped.
pub(super) async fn stopped(
    talk: &mut Talk<'_>,
    child: ChildId,
    (lives, months): (Lives, i64),
    on: On,
    line: &str,
) -> Served<bool> {
    let Some(record) = proposed_for(talk, child, on).await? else {
        return Ok(false);
    };
    let way = Way::Somebody {
        child,
        lives,
        months,
        on,
    };
    concern::stops(talk, (child, record.school), way, line).await
}

/// A proposal that was held goes on. False: whoever made it may not any more.
pub async fn resume(tx: &mut Tx, env: &Env, held: &Held, said: &[Content]) -> Served<bool> {
    let Way::Somebody {
        child,
        lives,
        months,
        on,
    } = held.way
    else {
        return Ok(false);
    };
    let ([Content::Text { html }], Some(mut talk)) = (said, concern::writer(tx, env, held).await?)
    else {
        return Ok(false);
    };
    if proposed_for(&mut talk, child, on).await?.is_none() {
        return Ok(false);
    }
    let who = Some(Words::new(html.plain()));
    put(&mut talk, child, (lives, months), on, (None, who)).await?;
    Ok(true)
}
