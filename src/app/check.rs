//! `hongyan check`: the effective configuration, database, bots and the next firings, each ok or a
//! problem with a hint. Changes nothing.

mod safety;

use std::fmt;

use chrono_tz::Tz;

use super::announce::explain as explain_bot;
use super::config::Config;
use super::explain::explain;
use super::wiring::Line;
use crate::base::{Env, Instant, UnitId};
use crate::model::schedule::RunState;
use crate::model::second_factor::Demand;
use crate::model::staff::{LEADS, rests_from};
use crate::schedule::{Rule, upcoming};
use crate::service::staff;
use crate::store::health::probe;
use crate::store::schedules::{self, Schedule};
use crate::store::{Store, StoreError, Stored, Tx, adults, leads, posts, units, vault};

/// One thing looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub name: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Ok(String),
    /// Happened and cannot be helped any more; people should know.
    Note(String),
    Problem {
        what: String,
        hint: String,
    },
}

/// Everything looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The effective configuration without secrets.
    pub config: String,
    pub findings: Vec<Finding>,
}

impl Report {
    pub fn problems(&self) -> usize {
        let is_problem = |f: &&Finding| matches!(f.outcome, Outcome::Problem { .. });
        self.findings.iter().filter(is_problem).count()
    }

    fn ok(&mut self, name: impl Into<String>, what: impl Into<String>) {
        self.add(name, Outcome::Ok(what.into()));
    }

    fn problem(
        &mut self,
        name: impl Into<String>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let (what, hint) = (what.into(), hint.into());
        self.add(name, Outcome::Problem { what, hint });
    }

    fn add(&mut self, name: impl Into<String>, outcome: Outcome) {
        let name = name.into();
        self.findings.push(Finding { name, outcome });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Configuration")?;
        for line in self.config.lines() {
            writeln!(f, "  {line}")?;
        }
        writeln!(f, "\nChecks")?;
        for Finding { name, outcome } in &self.findings {
            match outcome {
                Outcome::Ok(what) => writeln!(f, "  ok       {name}: {what}")?,
                Outcome::Note(what) => writeln!(f, "  note     {name}: {what}")?,
                Outcome::Problem { what, hint } => {
                    writeln!(f, "  problem  {name}: {what}\n           {hint}")?;
                }
            }
        }
        match self.problems() {
            0 => writeln!(f, "\nEverything is in order."),
            1 => writeln!(f, "\n1 problem."),
            count => writeln!(f, "\n{count} problems."),
        }
    }
}

/// Looks at everything `serve` will need.
pub async fn check(config: &Config, env: &Env) -> Report {
    let mut report = Report {
        config: config.to_string(),
        findings: Vec::new(),
    };
    database(config, env, &mut report).await;
    for bot in &config.bots {
        let name = format!("bot {}", bot.name);
        let line = match Line::new(bot) {
            Ok(line) => line,
            Err(error) => {
                report.problem(name, error.to_string(), "See deploy/hongyan.example.toml.");
                continue;
            }
        };
        match line.telegram.get_me().await {
            Ok(me) => {
                let username = me.username.unwrap_or_default();
                report.ok(name, format!("@{username} (id {})", me.id));
            }
            Err(error) => {
                let (what, hint) = explain_bot(&error);
                report.problem(name, what, hint);
            }
        }
    }
    report
}

async fn database(config: &Config, env: &Env, report: &mut Report) {
    // Opening would make the file.
    if let Some(file) = config.database.file().filter(|file| !file.exists()) {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        match folder.filter(|folder| !folder.is_dir()) {
            Some(folder) => {
                let what = format!("the directory {} does not exist", folder.display());
                report.problem(
                    "database",
                    what,
                    "Create it for the user that runs hongyan.",
                );
            }
            None => report.ok("database", "SQLite; `serve` will make the file"),
        }
        return;
    }
    let store = match Store::connect(config.database.expose()).await {
        Ok(store) => store.with_keys(config.keys.clone()),
        Err(error) => {
            let (what, hint) = explain(&error, &config.database);
            report.problem("database", what, hint);
            return;
        }
    };
    report.ok("database", store.engine().name());
    match store.migrations().await {
        Ok((known, applied)) if applied > known => {
            let what = format!("{applied} applied, this version knows {known}");
            let hint = "A newer hongyan has used this database: run that version.";
            report.problem("migrations", what, hint);
        }
        Ok((known, 0)) => report.ok(
            "migrations",
            format!("none of {known} applied yet; `serve` will"),
        ),
        Ok((known, applied)) => {
            report.ok("migrations", format!("{applied} of {known} applied"));
            for (name, looked) in [
                ("writing", writing(&store).await),
                ("keys", keys(&store, known == applied, report).await),
                ("schedules", timetable(&store, env, report).await),
                ("staff", named_people(&store, env, report).await),
                ("safeguarding", safeguarding(&store, env, report).await),
            ] {
                if let Err(error) = looked {
                    let (what, hint) = explain(&error, &config.database);
                    report.problem(name, what, hint);
                }
            }
        }
        Err(error) => {
            let (what, hint) = explain(&error, &config.database);
            report.problem("migrations", what, hint);
        }
    }
    store.close().await;
}

async fn safeguarding(store: &Store, env: &Env, report: &mut Report) -> Stored<()> {
    // What an older database does not have yet, it cannot be asked for.
    let (known, applied) = store.migrations().await?;
    if applied < known {
        return Ok(());
    }
    let mut tx = store.read().await?;
    safety::look(&mut tx, env, report).await
}

/// Takes the write lock and gives it back: nothing is written.
async fn writing(store: &Store) -> Stored<()> {
    let mut tx = store.write().await?;
    probe(&mut tx).await
}

/// Whether everything that is sealed can be read with the keys given.
async fn keys(store: &Store, has_keys: bool, report: &mut Report) -> Stored<()> {
    if !has_keys {
        return Ok(());
    }
    let mut tx = store.read().await?;
    for id in vault::unknown(&mut tx).await? {
        let what = StoreError::Key { id }.to_string();
        let hint = "Put the missing key below the newest one, or bring its copy back.";
        report.problem("keys", what, hint);
    }
    let standing = vault::standing(&mut tx).await?;
    let sealed: i64 = standing.wrapped.iter().map(|(_, count)| count).sum();
    report.ok(
        "keys",
        format!("{sealed} wrapped, {} destroyed", standing.destroyed),
    );
    Ok(())
}

/// The next three firings of every schedule, on its own clock, and what was missed lately.
async fn timetable(store: &Store, env: &Env, report: &mut Report) -> Stored<()> {
    let mut tx = store.read().await?;
    let all = schedules::list(&mut tx).await?;
    let missed = schedules::recent(&mut tx, RunState::Missed, 5).await?;
    if all.is_empty() {
        report.ok("schedules", "none yet");
    }
    for schedule in &all {
        let unit = unit(&mut tx, schedule.unit).await?;
        let name = format!("schedule {} of {unit}", schedule.kind.as_str());
        match Rule::parse(&schedule.cron) {
            Err(error) => report.problem(name, error.to_string(), "Write the rule anew."),
            Ok(_) if !schedule.on => report.ok(name, "switched off"),
            Ok(rule) => report.ok(name, firings(&rule, schedule, env)),
        }
    }
    for run in missed {
        let unit = unit(&mut tx, run.unit).await?;
        let name = format!("missed {} of {unit}", run.kind.as_str());
        let due = local(run.due, run.zone);
        let what = format!("was due {due} {}", run.zone);
        report.add(name, Outcome::Note(what));
    }
    Ok(())
}

/// Schools with fewer named people than there should be, posts that rest, second factors that are off.
async fn named_people(store: &Store, env: &Env, report: &mut Report) -> Stored<()> {
    // What an older database does not have yet, it cannot be asked for.
    let (known, applied) = store.migrations().await?;
    if applied < known {
        return Ok(());
    }
    let mut tx = store.read().await?;
    for school in leads::of_schools(&mut tx, env.now()).await? {
        let name = format!("leads of {} ({})", school.name, school.key);
        match school.leads {
            0 => {
                let what = "nobody, no link can be approved: hongyan invite --post school_lead";
                report.add(name, Outcome::Note(what.to_owned()));
            }
            count if count < LEADS => {
                let what = format!("{count}, incomplete: a school has {LEADS}");
                report.add(name, Outcome::Note(what));
            }
            count => report.ok(name, count.to_string()),
        }
        if school.leads > 0 && school.women == 0 {
            let name = format!("women among the leads of {} ({})", school.name, school.key);
            let what = "none is named; a girl may rather talk to a woman: hongyan staff woman";
            report.add(name, Outcome::Note(what.to_owned()));
        }
    }
    let held = posts::every(&mut tx).await?;
    let rests =
        |post: &&posts::Post| post.state == posts::PostState::Active && post.rests() <= env.now();
    let resting = held.iter().filter(rests).count();
    if resting > 0 {
        let what = format!("{resting} rest until somebody notes the yearly look");
        report.add("posts", Outcome::Note(what));
    }
    let now = env.now();
    for post in staff::alone(&mut tx, env).await? {
        let name = format!("yearly look at the only lead of {}", post.unit_name);
        let adult = adults::get(&mut tx, post.adult).await?;
        let adult = adult.map(|adult| adult.key).unwrap_or_default();
        let unit = units::get(&mut tx, post.unit).await?;
        let unit = unit.map(|unit| unit.key).unwrap_or_default();
        let when = match rests_from(post.checked) {
            due if due <= now => "is overdue".to_owned(),
            due => format!("is due before {}", due.format("%Y-%m-%d")),
        };
        let what = format!(
            "{when}, nobody in the chat can take it: hongyan staff recheck --adult {adult} --unit {unit} --post school_lead"
        );
        report.add(name, Outcome::Note(what));
    }
    for (unit, demand) in units::factor_demands(&mut tx).await? {
        if demand == Demand::Off {
            let name = format!("second factor of {}", self::unit(&mut tx, unit).await?);
            report.add(name, Outcome::Note("off".to_owned()));
        }
    }
    Ok(())
}

/// A unit as its people call it, with the key that makes the name unambiguous.
async fn unit(tx: &mut Tx, id: UnitId) -> Stored<String> {
    let unit = units::get(tx, id).await?;
    Ok(unit.map_or_else(
        || format!("unit {id}"),
        |unit| format!("{} ({})", unit.name, unit.key),
    ))
}

fn local(at: Instant, zone: Tz) -> String {
    at.with_timezone(&zone)
        .format("%a %Y-%m-%d %H:%M")
        .to_string()
}

fn firings(rule: &Rule, schedule: &Schedule, env: &Env) -> String {
    let next: Vec<String> = upcoming(rule, schedule.zone, env.now())
        .take(3)
        .map(|at| local(at, schedule.zone))
        .collect();
    format!("`{}` {}: {}", schedule.cron, schedule.zone, next.join(", "))
}
