//! `hongyan outbox`: what waits, what was refused, one message, send it again, take it back.

use chrono::TimeDelta;

use super::desk::{self, Page, facts, maybe, print_json, time};
use super::outbox_summary as summary;
use super::table::Side;
use crate::app::config::DatabaseUrl;
use crate::app::stop::Ending;
use crate::base::{Env, Keyring, OutboxId};
use crate::model::message::{Kind, Lane};
use crate::service::outbox::{self, Answer, Told, Unknown, Which};
use crate::store::outbox_desk::{self, Marks, Row};
use crate::store::outbox_view::OutboxState;
use crate::store::{Store, StoreError};

/// Arguments of `hongyan outbox`.
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
    /// Counts per lane and state, and what needs a person; with any option the messages themselves.
    List(List),
    /// One message with everything but its content.
    Show {
        #[arg(value_name = "ID")]
        id: i64,
        /// Its content too. It is personal data; that you looked is noted.
        #[arg(long)]
        content: bool,
    },
    /// Refused or expired messages wait again, with all their tries.
    Retry(Retry),
    /// Waiting messages are taken back, refused ones laid to rest.
    Withdraw {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<i64>,
    },
}

#[derive(Debug, Default, clap::Args)]
struct List {
    /// waiting, claimed, sent, refused, withdrawn or expired.
    #[arg(long, value_parser = state)]
    state: Option<OutboxState>,
    /// urgent, reply, normal or bulk.
    #[arg(long, value_parser = lane)]
    lane: Option<Lane>,
    /// The bot's numeric id.
    #[arg(long, value_name = "ID")]
    bot: Option<String>,
    /// What it is for: weekly_update, note, check_in, alert …
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// Why the messenger did not take it: malformed, blocked, gave_up …
    #[arg(long, value_name = "WORD")]
    problem: Option<String>,
    /// Only what may have arrived already.
    #[arg(long)]
    in_doubt: bool,
    /// How many at most.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: Option<i64>,
    /// The oldest first instead of the newest.
    #[arg(long)]
    oldest: bool,
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["ids", "all_refused"]))]
struct Retry {
    #[arg(value_name = "ID")]
    ids: Vec<i64>,
    /// Everything refused, except what goes to people who cannot be reached.
    #[arg(long)]
    all_refused: bool,
    /// Of all refused only this kind.
    #[arg(long, requires = "all_refused", conflicts_with = "ids", value_parser = kind)]
    kind: Option<Kind>,
    /// Messages whose time is over may be sent for so many hours more.
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(i64).range(1..=720))]
    good_for: Option<i64>,
}

fn state(word: &str) -> Result<OutboxState, String> {
    OutboxState::parse(word).ok_or_else(|| words(OutboxState::ALL.iter().map(|s| s.as_str())))
}

fn lane(word: &str) -> Result<Lane, String> {
    let found = Lane::ALL.into_iter().find(|lane| lane.as_str() == word);
    found.ok_or_else(|| words(Lane::ALL.iter().map(|lane| lane.as_str())))
}

fn kind(word: &str) -> Result<Kind, String> {
    Kind::parse(word).ok_or_else(|| words(Kind::ALL.iter().map(|kind| kind.as_str())))
}

fn words(all: impl Iterator<Item = &'static str>) -> String {
    format!("it is one of: {}", all.collect::<Vec<_>>().join(", "))
}

impl List {
    fn is_bare(&self) -> bool {
        let marked = self.state.is_some() || self.lane.is_some() || self.bot.is_some();
        let more = self.kind.is_some() || self.problem.is_some() || self.limit.is_some();
        !(marked || more || self.in_doubt || self.oldest)
    }

    fn marks(&self) -> Marks {
        Marks {
            state: self.state,
            lane: self.lane,
            bot: self.bot.clone(),
            kind: self.kind.map(|kind| kind.as_str().to_owned()),
            problem: self.problem.clone(),
            in_doubt: self.in_doubt,
            oldest_first: self.oldest,
        }
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
        Act::List(list) if list.is_bare() => summary::print(&store, json).await,
        Act::List(list) => rows(&store, &list, json).await,
        Act::Show { id, content } => show(&store, OutboxId(id), content, json).await,
        Act::Retry(retry) => again(&store, &retry, json).await,
        Act::Withdraw { ids } => take_back(&store, &ids, json).await,
    };
    store.close().await;
    done.unwrap_or_else(|error| desk::failed(&error, database))
}

async fn rows(store: &Store, list: &List, json: bool) -> Result<Ending, StoreError> {
    let limit = list.limit;
    let mut tx = store.read().await?;
    let found = outbox_desk::list(&mut tx, &list.marks(), desk::wanted(limit)).await?;
    let header = [
        ("id", Side::Right),
        ("state", Side::Left),
        ("lane", Side::Left),
        ("kind", Side::Left),
        ("tries", Side::Right),
        ("doubt", Side::Left),
        ("due (UTC)", Side::Left),
        ("settled (UTC)", Side::Left),
        ("problem", Side::Left),
    ];
    Page::of(found, limit).print(json, "messages", "No message is like that.", &header, line);
    Ok(Ending::Done)
}

fn line(row: &Row) -> Vec<String> {
    let doubt = if row.in_doubt { "yes" } else { "" };
    vec![
        row.id.to_string(),
        row.state.as_str().to_owned(),
        row.lane.to_owned(),
        row.kind.clone(),
        row.tries.to_string(),
        doubt.to_owned(),
        time(row.not_before),
        maybe(row.settled.map(time)),
        maybe(row.problem.as_ref()),
    ]
}

async fn show(
    store: &Store,
    id: OutboxId,
    content: bool,
    json: bool,
) -> Result<Ending, StoreError> {
    let mut tx = store.write().await?;
    let Some(row) = outbox_desk::get(&mut tx, id).await? else {
        return Ok(desk::unknown(&[id], json));
    };
    let words = match content {
        true => outbox::content(&mut tx, &Env::system(), id).await?,
        false => None,
    };
    tx.commit().await?;
    if json {
        let stored = words.as_ref().map(|words| desk::readable(words.expose()));
        let mut value = serde_json::json!({ "message": row });
        if content {
            eprintln!("{}", desk::PERSONAL);
            let parsed = stored.and_then(|text| serde_json::from_str(&text).ok());
            value["content"] = parsed.unwrap_or(serde_json::Value::Null);
        }
        print_json(&value);
        return Ok(Ending::Done);
    }
    let children: Vec<String> = row.children.iter().map(ToString::to_string).collect();
    facts(&[
        ("id", row.id.to_string()),
        ("state", row.state.as_str().to_owned()),
        ("problem", maybe(row.problem)),
        (
            "may have arrived",
            if row.in_doubt { "yes" } else { "no" }.to_owned(),
        ),
        ("kind", row.kind),
        ("lane", row.lane.to_owned()),
        ("bot", row.bot),
        ("chat", row.chat.to_string()),
        ("adult", maybe(row.adult)),
        (
            "children",
            if children.is_empty() {
                "-".to_owned()
            } else {
                children.join(", ")
            },
        ),
        ("right asked", maybe(row.right)),
        ("thread", maybe(row.thread)),
        ("tries", row.tries.to_string()),
        ("written", desk::exact(Some(row.created))),
        ("not before", desk::exact(Some(row.not_before))),
        (
            "next try",
            desk::exact((row.state == OutboxState::Waiting).then_some(row.retry)),
        ),
        ("worthless after", desk::exact(row.expires)),
        ("claimed until", desk::exact(row.lease_until)),
        ("settled", desk::exact(row.settled)),
        ("messenger's id", maybe(row.remote)),
        ("written once as", maybe(row.dedup_key)),
        desk::kept(row.blank),
    ]);
    if let Some(words) = &words {
        desk::print_content(words);
    }
    Ok(Ending::Done)
}

async fn again(store: &Store, retry: &Retry, json: bool) -> Result<Ending, StoreError> {
    let ids: Vec<OutboxId> = retry.ids.iter().copied().map(OutboxId).collect();
    let (env, good_for) = (Env::system(), retry.good_for.map(TimeDelta::hours));
    let mut told: Vec<Told> = Vec::new();
    loop {
        let which = match retry.all_refused {
            true => Which::AllRefused {
                kind: retry.kind,
                after: told.last().map(|told| told.id),
            },
            false => Which::These(&ids),
        };
        let mut tx = store.write().await?;
        let page = match outbox::retry(&mut tx, &env, which, good_for).await? {
            Ok(page) => page,
            Err(Unknown(ids)) => return Ok(desk::unknown(&ids, json)),
        };
        tx.commit().await?;
        let is_last = !retry.all_refused || page.is_empty();
        told.extend(page);
        if is_last {
            break;
        }
    }
    report(&told, json, retry.all_refused);
    // Of "all" what cannot go is left by design.
    Ok(desk::ending(
        retry.all_refused || told.iter().all(|told| told.answer.is_change()),
    ))
}

async fn take_back(store: &Store, ids: &[i64], json: bool) -> Result<Ending, StoreError> {
    let ids: Vec<OutboxId> = ids.iter().copied().map(OutboxId).collect();
    let mut tx = store.write().await?;
    let told = match outbox::withdraw(&mut tx, &Env::system(), &ids).await? {
        Ok(told) => told,
        Err(Unknown(ids)) => return Ok(desk::unknown(&ids, json)),
    };
    tx.commit().await?;
    report(&told, json, false);
    Ok(desk::ending(
        told.iter().all(|told| told.answer.is_change()),
    ))
}

fn report(told: &[Told], json: bool, in_sum: bool) {
    if json {
        print_json(&serde_json::json!({ "messages": told }));
        return;
    }
    if told.is_empty() {
        println!("There is none.");
    }
    if in_sum {
        for answer in Answer::ALL {
            let count = told.iter().filter(|told| told.answer == *answer).count();
            if count > 0 {
                println!("{count:>6}  {}", said(*answer));
            }
        }
        return;
    }
    for told in told {
        println!("{}  {}", told.id, said(told.answer));
    }
}

const fn said(answer: Answer) -> &'static str {
    match answer {
        Answer::WaitsAgain => "waits again; goes when it is due, if the right still holds",
        Answer::Withdrawn => "withdrawn: it will not be sent",
        Answer::LaidToRest => "was refused and is laid to rest: it will not be sent",
        Answer::TimeOver => "left: its time is over (--good-for HOURS sends it all the same)",
        Answer::ContentGone => {
            "left: its content is not kept any more (a one-time code, or too old)"
        }
        Answer::UnderWay => "left: it is under way at this moment",
        Answer::WaitsAlready => "left: it waits already",
        Answer::Sent => "left: it was sent",
        Answer::WithdrawnBefore => "left: it was withdrawn before",
        Answer::Expired => "left: its time was over before it could go",
        Answer::Unreachable => {
            "left: the person cannot be reached (naming its ID tries all the same)"
        }
    }
}
