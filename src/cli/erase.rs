//! `hongyan erase --child KEY`: a record ends for good, from the command line.

use super::desk;
use crate::app::config::DatabaseUrl;
use crate::app::stop::Ending;
use crate::base::{Env, Keyring};
use crate::service::erasure::{self, Erased};
use crate::store::{self, Store, Stored};

/// Arguments of `hongyan erase`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The child's key on the roster.
    #[arg(long, value_name = "KEY")]
    child: String,
    /// Said, because nobody can take it back: no backup brings the record back either.
    #[arg(long)]
    for_ever: bool,
}

pub(super) async fn run(args: Args, database: &DatabaseUrl, keys: Keyring) -> Ending {
    if !args.for_ever {
        eprintln!("Nothing was erased. It cannot be taken back: say --for-ever as well.");
        return Ending::Problem;
    }
    let store = match desk::open(database, Some(keys)).await {
        Ok(store) => store,
        Err(ending) => return ending,
    };
    let erased = erase(&store, &args.child).await;
    store.close().await;
    match erased {
        Ok(Erased::Now) => {
            println!("Erased: the record's key is destroyed, here and for every backup that is");
            println!("restored with a keys file from now on. Make one: `hongyan keys save FILE`,");
            println!("and remove the older ones.");
            Ending::Done
        }
        Ok(Erased::Held) => {
            println!("Held: a concern about this child is open, and what was written is evidence.");
            println!(
                "Nobody sees the record any more. When the concern has ended, `serve` destroys"
            );
            println!("its key by itself; `hongyan retention` counts what is held. Tell nobody:");
            println!("whom the concern may be about must not learn that there is one.");
            Ending::Done
        }
        Ok(Erased::Unknown) => {
            eprintln!("No child has this key, or it is erased already.");
            Ending::Problem
        }
        Err(error) => desk::failed(&error, database),
    }
}

async fn erase(store: &Store, key: &str) -> Stored<Erased> {
    let mut tx = store.write().await?;
    let Some(child) = store::children::by_key(&mut tx, key).await? else {
        return Ok(Erased::Unknown);
    };
    let erased = erasure::erase(&mut tx, &Env::system(), None, child.id).await?;
    tx.commit().await?;
    store.fold().await?;
    Ok(erased)
}
