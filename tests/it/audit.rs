//! The trace: every look and every refused try is in it, and nothing can be cut out of it unseen.

mod chain;
mod desk;
mod keyed;
mod looks;
mod who_looked;

use hongyan::app::chaining::Chaining;
use hongyan::app::loops::Worker;
use hongyan::base::{Env, Wake};
use hongyan::service::audit::verify::{Verdict, verify};
use hongyan::store::Store;
use hongyan::store::audit::chain::Head;
use sqlx::{AnyConnection, Connection, Row};

use crate::world::World;

/// Seals all there is, as the worker does.
pub async fn seal(store: &Store, env: &Env) {
    let sealing = Chaining::new(store.clone(), env.clone());
    while sealing.tick().await.unwrap() == Wake::Now {}
}

pub async fn look_through(store: &Store, expected: Option<&Head>) -> Verdict {
    verify(store, expected, &mut |_, _| {}).await.unwrap()
}

/// One row of the trace: who, what, about which child, why, detail.
pub type Row5 = (
    Option<i64>,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
);

/// The trace in the order of writing.
pub async fn trace(world: &World) -> Vec<Row5> {
    let mut connection = AnyConnection::connect(world.url()).await.unwrap();
    let text = "SELECT adult_id, action, child_id, why, detail FROM audit ORDER BY id";
    let rows = sqlx::query(text).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter()
        .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
        .collect()
}

/// The rows one person left by one action, as (child, why, detail).
pub async fn by(
    world: &World,
    who: &str,
    action: &str,
) -> Vec<(Option<i64>, Option<String>, Option<String>)> {
    let adult = Some(world.adult(who).0);
    let rows = trace(world).await.into_iter();
    rows.filter(|row| row.0 == adult && row.1 == action)
        .map(|row| (row.2, row.3, row.4))
        .collect()
}

/// The lanes of all messages of a kind.
pub async fn lane_of(world: &World, kind: &str) -> Vec<i64> {
    let mut connection = AnyConnection::connect(world.url()).await.unwrap();
    let text = "SELECT lane FROM outbox WHERE kind = $1 ORDER BY id";
    let rows = sqlx::query(text).bind(kind.to_owned());
    let rows = rows.fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
