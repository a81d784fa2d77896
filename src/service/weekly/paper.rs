//! The week of some children for a sheet of paper: the same block as in the chat, without what needs somebody's
//! own yes, since nobody knows who reads it on the way home.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::gather;
use crate::base::{ChildId, Env};
use crate::model::week::SchoolWeek;
use crate::model::weekly::{Block, compose};
use crate::service::Served;
use crate::store::{self, Tx};

/// One block for each of these children; whoever calls has asked about them.
pub async fn on_paper(
    tx: &mut Tx,
    env: &Env,
    children: &[ChildId],
    week: SchoolWeek,
) -> Served<HashMap<ChildId, Block>> {
    let now = env.now();
    let pupils = store::weekly::pupils(tx, children).await?;
    // A sheet tells its own week only: `since` lies ahead of everything entered.
    let since = now + TimeDelta::days(1);
    let inputs = gather::inputs(tx, &pupils, week, since, now).await?;
    let block = |input: crate::model::weekly::Input| compose(&input.plain()).on_paper();
    Ok(inputs
        .into_iter()
        .map(|(child, input)| (child, block(input)))
        .collect())
}
