//! `hongyan invite`: an invitation from the command line; the first lead of a school comes from here.

use std::path::PathBuf;

use crate::app::stop::Ending;
use crate::base::{Env, Keyring};
use crate::model::rights::LinkRole;
use crate::model::unit::Role;
use crate::service::invitation::{self, Issued, NotIssued};
use crate::service::staff;
use crate::store::{self, Store, StoreError, Tx};
use crate::telegram::{qr_png, terminal_qr};

/// Arguments of `hongyan invite`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["child", "post"]))]
pub(super) struct Args {
    /// The child's key on the roster.
    #[arg(long, value_name = "KEY")]
    child: Option<String>,
    /// A post instead: teacher, school_lead, home_staff, township_officer, county_officer.
    #[arg(long, value_name = "ROLE", requires = "unit", value_parser = role)]
    post: Option<Role>,
    /// The unit of the post, by its key.
    #[arg(long, value_name = "KEY")]
    unit: Option<String>,
    /// The adult's key on the roster or staff list.
    #[arg(long, value_name = "KEY")]
    adult: String,
    /// parent, guardian or contact; without it the roster's relation decides.
    #[arg(long, value_name = "ROLE", value_parser = link_role)]
    role: Option<LinkRole>,
    /// A lead of a school is a woman: a girl may rather talk to one. Nothing is noted without it.
    #[arg(long, requires = "post")]
    woman: bool,
    /// Also write the QR code as a picture.
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    /// The bot's user name, when this database has not met its bot yet.
    #[arg(long, value_name = "NAME")]
    bot: Option<String>,
}

pub(super) fn role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| words(Role::ALL.iter().map(|role| role.as_str())))
}

/// A link of the family. The young person's own code is a lead's to make, who knows them.
fn link_role(word: &str) -> Result<LinkRole, String> {
    let family = |role: &LinkRole| *role != LinkRole::Oneself;
    let all = LinkRole::ALL.iter().copied().filter(family);
    LinkRole::parse(word)
        .filter(family)
        .ok_or_else(|| words(all.map(LinkRole::as_str)))
}

fn words(all: impl Iterator<Item = &'static str>) -> String {
    format!("it is one of: {}", all.collect::<Vec<_>>().join(", "))
}

/// Makes the invitation; what stands in the way is printed.
pub(super) async fn run(args: Args, database: &str, keys: Keyring) -> Ending {
    match make(args, database, keys).await {
        Ok(()) => Ending::Done,
        Err(error) => {
            eprintln!("no invitation: {error}");
            Ending::Problem
        }
    }
}

async fn make(args: Args, database: &str, keys: Keyring) -> anyhow::Result<()> {
    let store = Store::open(database).await?.with_keys(keys);
    let env = Env::system();
    let mut tx = store.write().await?;
    let (issued, unnoted) = args
        .issue(&mut tx, &env)
        .await?
        .map_err(anyhow::Error::msg)?;
    let known = store::bots::any_username(&mut tx).await?;
    tx.commit().await?;
    store.close().await;
    let until = issued.expires.format("%Y-%m-%d %H:%M UTC");
    if let Some(bot) = args.bot.or(known) {
        let link = issued.link(bot.trim_start_matches('@'));
        println!("{}", terminal_qr(&link));
        println!("Link: {link}");
        if let Some(file) = args.png {
            let bytes =
                qr_png(&link).ok_or_else(|| anyhow::anyhow!("the QR code cannot be drawn"))?;
            std::fs::write(&file, bytes)?;
            println!("QR code written to {}", file.display());
        }
    } else {
        println!(
            "The link needs the bot's user name: run `hongyan serve` once, or add --bot NAME."
        );
    }
    println!("Code to read out: {}", issued.code());
    println!("It works once, for one person, until {until}.");
    if unnoted {
        println!(
            "That the lead is a woman could not be noted: whoever keeps the school's posts can note it in the chat."
        );
    }
    Ok(())
}

impl Args {
    /// The invitation, and whether the note about its lead could not be made.
    async fn issue(
        &self,
        tx: &mut Tx,
        env: &Env,
    ) -> Result<Result<(Issued, bool), String>, StoreError> {
        let mut unnoted = false;
        let Some(adult) = store::adults::by_key(tx, &self.adult).await? else {
            return Ok(Err(format!(
                "nobody on the roster has the key {}",
                self.adult
            )));
        };
        let outcome = if let Some(key) = &self.child {
            let Some(child) = store::children::by_key(tx, key).await? else {
                return Ok(Err(format!("no child has the key {key}")));
            };
            invitation::for_child(tx, env, None, child.id, adult.id, self.role).await?
        } else {
            let key = self.unit.as_deref().unwrap_or_default();
            let Some(unit) = store::units::by_key(tx, key).await? else {
                return Ok(Err(format!("no unit has the key {key}")));
            };
            let Some(role) = self.post else {
                return Ok(Err("name a child or a post".to_owned()));
            };
            if self.woman && role != Role::SchoolLead {
                return Ok(Err("--woman is noted of a school_lead alone".to_owned()));
            }
            let issued = invitation::for_post(tx, env, None, unit.id, adult.id, role).await?;
            if self.woman && issued.is_ok() {
                unnoted = !staff::note_invited_woman(tx, env, adult.id, unit.id).await?;
            }
            issued
        };
        let outcome = outcome.map(|issued| (issued, unnoted));
        Ok(outcome.map_err(|why| {
            match why {
                NotIssued::NotPossible => {
                    "the roster does not name this adult for this child, or the adult is excluded"
                }
                NotIssued::AlreadyLinked => "this adult is linked with this child already",
            }
            .to_owned()
        }))
    }
}
