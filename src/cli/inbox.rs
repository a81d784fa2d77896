//! `hongyan inbox`: what waits to be handled, what is parked, one update, try it again, end it.

use super::desk::{self, Page, facts, maybe, print_json, time};
use super::table::{Side, table};
use crate::app::config::DatabaseUrl;
use crate::app::stop::Ending;
use crate::base::{Env, InboxId, Keyring};
use crate::service::inbox::{self, Answer, Told, Unknown};
use crate::store::inbox::InboxState;
use crate::store::inbox_desk::{self, Marks, Row};
use crate::store::{Store, StoreError};

/// Arguments of `hongyan inbox`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// For machines.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Counts per state, and what is parked; with any option the updates themselves.
    List(List),
    /// One update with everything but its content.
    Show {
        #[arg(value_name = "ID")]
        id: i64,
        /// Its content too. It is personal data; that you looked is noted.
        #[arg(long)]
        content: bool,
    },
    /// Parked updates are handled again, with all their tries.
    Retry {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<i64>,
    },
    /// Parked updates are ended for good; what the person wrote is blanked.
    Withdraw {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<i64>,
    },
}

#[derive(Debug, Default, clap::Args)]
struct List {
    /// waiting, claimed, done or parked.
    #[arg(long, value_parser = state)]
    state: Option<InboxState>,
    /// The bot's numeric id.
    #[arg(long, value_name = "ID")]
    bot: Option<String>,
    /// Words that the reason contains.
    #[arg(long, value_name = "WORDS")]
    problem: Option<String>,
    /// How many at most.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: Option<i64>,
    /// The oldest first instead of the newest.
    #[arg(long)]
    oldest: bool,
}

fn state(word: &str) -> Result<InboxState, String> {
    InboxState::parse(word).ok_or_else(|| {
        let words: Vec<&str> = InboxState::ALL.iter().map(|s| s.as_str()).collect();
        format!("it is one of: {}", words.join(", "))
    })
}

impl List {
    fn is_bare(&self) -> bool {
        let marked = self.state.is_some() || self.bot.is_some() || self.problem.is_some();
        !(marked || self.limit.is_some() || self.oldest)
    }
}

/// Does what was asked; a fault of the database is explained.
pub(super) async fn run(args: Args, database: &DatabaseUrl, keys: Option<Keyring>) -> Ending {
    let store = match desk::open(database, keys).await {
        Ok(store) => store,
        Err(ending) => return ending,
    };
    let json = args.json;
    let done = match args.act.unwrap_or(Act::List(List::default())) {
        Act::List(list) if list.is_bare() => summary(&store, json).await,
        Act::List(list) => rows(&store, list, json).await,
        Act::Show { id, content } => show(&store, InboxId(id), content, json).await,
        Act::Retry { ids } => act(&store, &ids, json, true).await,
        Act::Withdraw { ids } => act(&store, &ids, json, false).await,
    };
    store.close().await;
    done.unwrap_or_else(|error| desk::failed(&error, database))
}

async fn summary(store: &Store, json: bool) -> Result<Ending, StoreError> {
    let mut tx = store.read().await?;
    let counts = inbox_desk::counts(&mut tx).await?;
    let parked = inbox_desk::parked(&mut tx).await?;
    let number = |state| {
        counts
            .iter()
            .find(|(s, _)| *s == state)
            .map_or(0, |(_, n)| *n)
    };
    if json {
        let states: serde_json::Map<String, serde_json::Value> = InboxState::ALL
            .iter()
            .map(|state| (state.as_str().to_owned(), number(*state).into()))
            .collect();
        let parked: Vec<_> = parked
            .iter()
            .map(|(why, rows)| serde_json::json!({ "problem": why, "rows": rows }))
            .collect();
        print_json(&serde_json::json!({ "rows": states, "parked": parked }));
        return Ok(Ending::Done);
    }
    let header: Vec<(&str, Side)> = InboxState::ALL
        .iter()
        .map(|s| (s.as_str(), Side::Right))
        .collect();
    let line = InboxState::ALL
        .iter()
        .map(|s| number(*s).to_string())
        .collect();
    print!("{}", table(&header, &[line]));
    println!();
    if parked.is_empty() {
        println!("Nothing here needs a person.");
        return Ok(Ending::Done);
    }
    println!("Parked; after a repair `hongyan inbox retry ID`, else `hongyan inbox withdraw ID`:");
    let header = [("rows", Side::Right), ("problem", Side::Left)];
    let lines: Vec<Vec<String>> = parked
        .into_iter()
        .map(|(why, rows)| vec![rows.to_string(), why])
        .collect();
    print!("{}", table(&header, &lines));
    Ok(Ending::Done)
}

async fn rows(store: &Store, list: List, json: bool) -> Result<Ending, StoreError> {
    let limit = list.limit;
    let marks = Marks {
        state: list.state,
        bot: list.bot,
        problem: list.problem,
        oldest_first: list.oldest,
    };
    let mut tx = store.read().await?;
    let found = inbox_desk::list(&mut tx, &marks, desk::wanted(limit)).await?;
    let header = [
        ("id", Side::Right),
        ("state", Side::Left),
        ("bot", Side::Left),
        ("tries", Side::Right),
        ("received (UTC)", Side::Left),
        ("settled (UTC)", Side::Left),
        ("problem", Side::Left),
    ];
    Page::of(found, limit).print(json, "updates", "No update is like that.", &header, line);
    Ok(Ending::Done)
}

fn line(row: &Row) -> Vec<String> {
    vec![
        row.id.to_string(),
        row.state.as_str().to_owned(),
        row.bot.clone(),
        row.tries.to_string(),
        time(row.received),
        maybe(row.settled.map(time)),
        maybe(row.problem.as_ref()),
    ]
}

async fn show(store: &Store, id: InboxId, content: bool, json: bool) -> Result<Ending, StoreError> {
    let mut tx = store.write().await?;
    let Some(row) = inbox_desk::get(&mut tx, id).await? else {
        return Ok(desk::unknown(&[id], json));
    };
    let words = match content {
        true => inbox::content(&mut tx, &Env::system(), id).await?,
        false => None,
    };
    tx.commit().await?;
    if json {
        let mut value = serde_json::json!({ "update": row });
        if content {
            eprintln!("{}", desk::PERSONAL);
            // As it came: a parked update need not be JSON.
            value["content"] = words.map(|words| words.expose().to_owned()).into();
        }
        print_json(&value);
        return Ok(Ending::Done);
    }
    facts(&[
        ("id", row.id.to_string()),
        ("state", row.state.as_str().to_owned()),
        ("problem", maybe(row.problem)),
        ("bot", row.bot),
        ("messenger's id", row.update.to_string()),
        ("chat", maybe(row.chat)),
        ("tries", row.tries.to_string()),
        ("received", desk::exact(Some(row.received))),
        (
            "next try",
            desk::exact((row.state == InboxState::Waiting).then_some(row.retry)),
        ),
        ("claimed until", desk::exact(row.lease_until)),
        ("settled", desk::exact(row.settled)),
        desk::kept(row.blank),
    ]);
    if let Some(words) = &words {
        desk::print_content(words);
    }
    Ok(Ending::Done)
}

async fn act(store: &Store, ids: &[i64], json: bool, again: bool) -> Result<Ending, StoreError> {
    let ids: Vec<InboxId> = ids.iter().copied().map(InboxId).collect();
    let (mut tx, env) = (store.write().await?, Env::system());
    let told = if again {
        inbox::retry(&mut tx, &env, &ids).await?
    } else {
        inbox::withdraw(&mut tx, &env, &ids).await?
    };
    let told = match told {
        Ok(told) => told,
        Err(Unknown(ids)) => return Ok(desk::unknown(&ids, json)),
    };
    tx.commit().await?;
    if json {
        print_json(&serde_json::json!({ "updates": told }));
    } else {
        for Told { id, answer } in &told {
            println!("{id}  {}", said(*answer));
        }
    }
    Ok(desk::ending(
        told.iter().all(|told| told.answer.is_change()),
    ))
}

const fn said(answer: Answer) -> &'static str {
    match answer {
        Answer::WaitsAgain => "waits again and is handled within half a minute",
        Answer::Ended => "ended for good, without any effect",
        Answer::NoChat => "left: it came from no chat, so nobody could be answered",
        Answer::ContentGone => "left: its content is not kept any more",
        Answer::UnderWay => "left: it waits or is being handled; nothing needs to be done",
        Answer::Done => "left: it is done",
    }
}
