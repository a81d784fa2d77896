//! `hongyan staff`: who holds which post, and what the operator does where nobody in the chat can: name
//! the first one, end, check again, let a second factor begin anew.

use chrono::NaiveDate;

use super::table::{Side, table};
use crate::app::config::DatabaseUrl;
use crate::app::stop::Ending;
use crate::base::{AdultId, Env, Instant, Keyring};
use crate::model::hours::resolve;
use crate::model::second_factor::Demand;
use crate::model::unit::{Role, Unit};
use crate::service::{second_factor, staff};
use crate::store::posts::Post;
use crate::store::{self, Store, Stored, Tx};

/// Arguments of `hongyan staff`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Posts with their days and checks; people by their keys.
    List {
        /// Only this unit, by its key.
        #[arg(long, value_name = "KEY")]
        unit: Option<String>,
    },
    /// Put somebody on the list for a post; `hongyan invite --post` gives them the code.
    Name {
        #[command(flatten)]
        whose: Whose,
        /// The first day (YYYY-MM-DD); today without it.
        #[arg(long, value_name = "DAY")]
        from: Option<NaiveDate>,
        /// The last day; without it the post runs until somebody ends it.
        #[arg(long, value_name = "DAY")]
        until: Option<NaiveDate>,
    },
    /// End a post now. The last named person of a school stays.
    End(Whose),
    /// The record of this person was looked at: the post runs for another year.
    Recheck(Whose),
    /// Note that a lead of a school is a woman: a girl may rather talk to one.
    Woman {
        /// The adult's key on the staff list.
        #[arg(long, value_name = "KEY")]
        adult: String,
        /// The school's key.
        #[arg(long, value_name = "KEY")]
        unit: String,
        /// Take the note back.
        #[arg(long)]
        not: bool,
    },
    /// Let somebody begin their second factor anew.
    ResetFactor {
        /// The adult's key.
        #[arg(long, value_name = "KEY")]
        adult: String,
    },
    /// Whether leads and officers of a unit and below it are asked for a second factor.
    Factor {
        /// The unit's key.
        #[arg(long, value_name = "KEY")]
        unit: String,
        /// required or off.
        #[arg(value_parser = demand)]
        demand: Demand,
    },
}

/// One post.
#[derive(Debug, clap::Args)]
struct Whose {
    /// The adult's key on the staff list.
    #[arg(long, value_name = "KEY")]
    adult: String,
    /// The unit's key.
    #[arg(long, value_name = "KEY")]
    unit: String,
    /// teacher, school_lead, home_staff, township_officer, county_officer.
    #[arg(long, value_name = "ROLE", value_parser = super::invite::role)]
    post: Role,
}

fn demand(word: &str) -> Result<Demand, String> {
    Demand::parse(word).ok_or_else(|| "it is one of: required, off".to_owned())
}

/// Does it in one transaction; what stands in the way is printed.
pub(super) async fn run(args: Args, database: &DatabaseUrl, keys: Keyring) -> Ending {
    match work(args.what, database, keys).await {
        Ok(Ok(said)) => {
            println!("{}", said.trim_end());
            Ending::Done
        }
        Ok(Err(why)) => {
            eprintln!("nothing was changed: {why}");
            Ending::Problem
        }
        Err(error) => {
            eprintln!("nothing was changed: {error}");
            Ending::Problem
        }
    }
}

/// What was done, or why not.
type Said = Result<String, String>;

async fn work(what: What, database: &DatabaseUrl, keys: Keyring) -> Stored<Said> {
    let store = Store::existing(database.expose()).await?.with_keys(keys);
    let env = Env::system();
    let mut tx = store.write().await?;
    let said = act(&mut tx, &env, what).await?;
    if said.is_ok() {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    store.close().await;
    Ok(said)
}

async fn act(tx: &mut Tx, env: &Env, what: What) -> Stored<Said> {
    match what {
        What::List { unit } => list(tx, env, unit.as_deref()).await,
        What::Name { whose, from, until } => name(tx, env, &whose, from, until).await,
        What::End(whose) => {
            let post = match held(tx, &whose).await? {
                Ok(post) => post,
                Err(why) => return Ok(Err(why)),
            };
            Ok(match staff::end(tx, env, None, &post).await? {
                staff::Ended::Done => Ok("The post has ended.".to_owned()),
                staff::Ended::Gone => Err("it had ended already".to_owned()),
                staff::Ended::LastLead => Err(
                    "this is the school's last named person: name and invite another lead first"
                        .to_owned(),
                ),
            })
        }
        What::Recheck(whose) => {
            let post = match held(tx, &whose).await? {
                Ok(post) => post,
                Err(why) => return Ok(Err(why)),
            };
            Ok(match staff::recheck(tx, env, None, &post).await? {
                true => Ok("Noted: looked at today; the post runs for another year.".to_owned()),
                false => Err("the post is not in the chat yet".to_owned()),
            })
        }
        What::Woman { adult, unit, not } => {
            let post = Role::SchoolLead;
            let post = match held(tx, &Whose { adult, unit, post }).await? {
                Ok(post) => post,
                Err(why) => return Ok(Err(why)),
            };
            Ok(match staff::say_woman(tx, env, None, &post, !not).await? {
                true => Ok("Noted.".to_owned()),
                false => Err("the post has ended".to_owned()),
            })
        }
        What::ResetFactor { adult } => {
            let Some(adult) = adult_of(tx, &adult).await? else {
                return Ok(Err(format!("nobody has the key {adult}")));
            };
            Ok(match second_factor::reset(tx, env, None, adult).await? {
                true => Ok("At the next list a new key is shown.".to_owned()),
                false => Err("this person has no second factor yet".to_owned()),
            })
        }
        What::Factor { unit, demand } => {
            let Some(unit) = store::units::by_key(tx, &unit).await? else {
                return Ok(Err(format!("no unit has the key {unit}")));
            };
            staff::set_demand(tx, env, unit.id, demand).await?;
            let word = demand.as_str();
            Ok(Ok(format!(
                "The second factor is {word} there from now on."
            )))
        }
    }
}

async fn adult_of(tx: &mut Tx, key: &str) -> Stored<Option<AdultId>> {
    Ok(store::adults::by_key(tx, key).await?.map(|adult| adult.id))
}

async fn named(tx: &mut Tx, whose: &Whose) -> Stored<Result<(AdultId, Unit), String>> {
    let Some(adult) = adult_of(tx, &whose.adult).await? else {
        let why = format!(
            "nobody has the key {}: import a staff list first",
            whose.adult
        );
        return Ok(Err(why));
    };
    let Some(unit) = store::units::by_key(tx, &whose.unit).await? else {
        return Ok(Err(format!("no unit has the key {}", whose.unit)));
    };
    Ok(Ok((adult, unit)))
}

async fn held(tx: &mut Tx, whose: &Whose) -> Stored<Result<Post, String>> {
    let (adult, unit) = match named(tx, whose).await? {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let post = store::posts::find(tx, adult, unit.id, whose.post).await?;
    Ok(post.ok_or_else(|| "there is no such post".to_owned()))
}

async fn name(
    tx: &mut Tx,
    env: &Env,
    whose: &Whose,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
) -> Stored<Said> {
    let (adult, unit) = match named(tx, whose).await? {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let up = store::units::up(tx, unit.id).await?;
    let zone = up.iter().find_map(|unit| unit.zone);
    let dawn = |day: NaiveDate| -> Instant {
        resolve(
            day.and_time(chrono::NaiveTime::MIN),
            zone.unwrap_or(chrono_tz::Tz::UTC),
        )
    };
    let from = from.map_or(env.now(), dawn);
    let to = until.and_then(|day| day.succ_opt()).map(dawn);
    if to.is_some_and(|to| to <= from) {
        return Ok(Err("the last day is before the first".to_owned()));
    }
    let who = (adult, unit.id, whose.post);
    Ok(match staff::name(tx, env, None, who, from, to).await? {
        Some(_) => Ok(format!(
            "Named. The code: hongyan invite --post {} --unit {} --adult {}",
            whose.post.as_str(),
            whose.unit,
            whose.adult
        )),
        None => Err("this person holds the post already".to_owned()),
    })
}

async fn list(tx: &mut Tx, env: &Env, unit: Option<&str>) -> Stored<Said> {
    let day = |at: Instant| at.format("%Y-%m-%d").to_string();
    let mut rows = Vec::new();
    for post in store::posts::every(tx).await? {
        let at = store::units::get(tx, post.unit).await?;
        let key = at.map(|unit| unit.key).unwrap_or_default();
        if unit.is_some_and(|wanted| wanted != key) {
            continue;
        }
        let adult = store::adults::get(tx, post.adult).await?;
        let by = match post.named_by {
            Some(by) => store::adults::get(tx, by).await?.map(|adult| adult.key),
            None => None,
        };
        let factor = store::second_factors::get(tx, post.adult).await?;
        let state = match post.state.as_str() {
            "active" if !post.is_in_force(env.now()) => "rests",
            state => state,
        };
        rows.push(vec![
            key,
            post.role.as_str().to_owned(),
            adult.map(|adult| adult.key).unwrap_or_default(),
            state.to_owned(),
            day(post.from),
            post.to.map_or("-".to_owned(), day),
            by.unwrap_or_else(|| "-".to_owned()),
            day(post.checked),
            match factor {
                Some(factor) if factor.is_confirmed => "yes".to_owned(),
                _ => "no".to_owned(),
            },
        ]);
    }
    let header = [
        "unit", "post", "adult", "state", "from", "ends", "named_by", "checked", "factor",
    ]
    .map(|title| (title, Side::Left));
    Ok(Ok(table(&header, &rows)))
}
