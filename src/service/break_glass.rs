//! Opening one record by exception: a person of the staff types the child's key and a reason, says yes
//! once, and reads that record for an hour. The leads hear of it at once, the parents see it under "who
//! looked". Nothing is said about a key before the yes, and then only "not possible" for whatever is
//! unknown, elsewhere, frozen or excluded: this is no way to find out who goes to which school.

use chrono::TimeDelta;

use super::mail::{self, Letter};
use super::{Served, Talk, audit as trace, concern, home, rights, roster};
use crate::base::{AdultId, UnitId, Words};
use crate::dialogue::break_glass::{State, Step, Tap};
use crate::dialogue::{self, roster as screens};
use crate::model::audit::Why;
use crate::model::break_glass::{LASTS, MOST, REASON, WITHIN, reach, reason as readable};
use crate::model::message::{Button, Kind, Lane, Parcel};
use crate::model::record::Child;
use crate::model::rights::{Action, GrantFact, may};
use crate::model::unit::Role;
use crate::store::break_glass::Grant;
use crate::store::tasks::TaskKind;
use crate::store::{self, audit};
use crate::text::dates;
use crate::{label, say};

/// How long key, reason and yes may take together.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// Characters of a key; see `sheet::Shape::Key`.
const KEY_MAX: usize = 120;

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, state: &dialogue::State, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Begin => begin(talk).await,
        Tap::Yes => yes(talk, state).await,
        Tap::Cancel => home::menu(talk).await,
    }
}

fn button(words: String, tap: Tap) -> Button {
    Button::tap(words, dialogue::Tap::BreakGlass(tap).encode())
}

/// What the menu offers staff: the records that are open for them now, and the way to another one.
pub async fn staff_rows(talk: &mut Talk<'_>) -> Served<Vec<Vec<Button>>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let locale = talk.locale();
    let mut rows = Vec::new();
    for (child, to) in store::break_glass::open_now(talk.tx, adult, talk.env.now()).await? {
        // An exclusion or a freeze ends it before its hour.
        if !talk.may(Action::SeeCard, child).await? {
            continue;
        }
        let Some(record) = store::children::get(talk.tx, child).await? else {
            continue;
        };
        let words = label!(
            locale,
            "break-glass-open",
            child = &record.name,
            clock = dates::clock(to, talk.zone())
        );
        let tap = dialogue::Tap::Roster(screens::Tap::Child(child));
        rows.push(vec![Button::tap(words, tap.encode())]);
    }
    if serves(talk, adult).await? {
        rows.push(vec![button(
            label!(locale, "break-glass-begin"),
            Tap::Begin,
        )]);
    }
    Ok(rows)
}

/// Whether a post of the speaker reaches any record by exception.
async fn serves(talk: &mut Talk<'_>, adult: AdultId) -> Served<bool> {
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    Ok(posts.iter().any(|post| reach(post.role).is_some()))
}

async fn begin(talk: &mut Talk<'_>) -> Served<()> {
    let Some(adult) = talk.adult() else {
        return talk.refuse().await;
    };
    if !serves(talk, adult).await? {
        return talk.refuse().await;
    }
    if !has_left(talk, adult).await? {
        return used_up(talk).await;
    }
    wait(talk, Step::Key).await?;
    let locale = talk.locale();
    talk.show(say!(locale, "break-glass-key", most = MOST), cancel(talk))
        .await
}

async fn has_left(talk: &mut Talk<'_>, adult: AdultId) -> Served<bool> {
    let since = talk.env.now() - WITHIN;
    Ok(store::break_glass::count(talk.tx, adult, since).await? < MOST)
}

async fn used_up(talk: &mut Talk<'_>) -> Served<()> {
    talk.denied().await?;
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    let html = say!(locale, "break-glass-used-up", most = MOST);
    talk.show(html, home::open_menu(locale)).await
}

async fn wait(talk: &mut Talk<'_>, step: Step) -> Served<()> {
    let until = talk.env.now() + PATIENCE;
    let state = State { until, step };
    talk.goto(&dialogue::State::BreakGlass(state)).await
}

fn cancel(talk: &Talk<'_>) -> Vec<Vec<Button>> {
    let words = label!(talk.locale(), "button-cancel");
    vec![vec![button(words, Tap::Cancel)]]
}

/// A line was typed while this feature waits for it.
pub async fn says(talk: &mut Talk<'_>, state: State, words: &Words) -> Served<()> {
    if talk.env.now() >= state.until {
        return home::menu(talk).await;
    }
    let (locale, rows) = (talk.locale(), cancel(talk));
    match state.step {
        Step::Key => {
            let key = words.expose().trim();
            if key.is_empty() || key.chars().count() > KEY_MAX {
                let html = say!(locale, "break-glass-key", most = MOST);
                return talk.say(html, rows).await;
            }
            let key = Words::new(key);
            wait(talk, Step::Reason { key }).await?;
            talk.say(ask_reason(talk), rows).await
        }
        Step::Reason { key } | Step::Confirm { key, .. } => {
            let Some(reason) = readable(words.expose()) else {
                return talk.say(ask_reason(talk), rows).await;
            };
            if told_instead(talk, &key, &reason).await? {
                return Ok(());
            }
            let mut rows = rows;
            rows.insert(0, vec![button(label!(locale, "break-glass-yes"), Tap::Yes)]);
            let html = say!(
                locale,
                "break-glass-confirm",
                key = &key,
                reason = reason.as_str()
            );
            let reason = Words::new(reason);
            wait(talk, Step::Confirm { key, reason }).await?;
            talk.say(html, rows).await
        }
    }
}

/// The parents read the reason: with a listed word in it, it is none, but told to those who protect
/// children, with the key that was typed. Another reason is asked for.
async fn told_instead(talk: &mut Talk<'_>, key: &Words, reason: &str) -> Served<bool> {
    let Some(adult) = talk.adult() else {
        return Ok(false);
    };
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    let Some(post) = posts.iter().find(|post| reach(post.role).is_some()) else {
        return Ok(false);
    };
    let line = format!("{}: {reason}", key.expose());
    if !concern::beside(talk, (None, post.unit), &line).await? {
        return Ok(false);
    }
    let key = key.clone();
    wait(talk, Step::Reason { key }).await?;
    let html = say!(talk.locale(), "break-glass-told-instead");
    talk.say(html, cancel(talk)).await?;
    Ok(true)
}

fn ask_reason(talk: &Talk<'_>) -> crate::base::Html {
    let (least, most) = (*REASON.start(), *REASON.end());
    say!(
        talk.locale(),
        "break-glass-reason",
        least = least,
        most = most
    )
}

async fn yes(talk: &mut Talk<'_>, state: &dialogue::State) -> Served<()> {
    let (dialogue::State::BreakGlass(state), Some(adult)) = (state, talk.adult()) else {
        return talk.refuse().await;
    };
    let Step::Confirm { key, reason } = &state.step else {
        return talk.refuse().await;
    };
    talk.goto(&dialogue::State::Idle).await?;
    if talk.env.now() >= state.until {
        return home::menu(talk).await;
    }
    if !has_left(talk, adult).await? {
        return used_up(talk).await;
    }
    let found = store::children::by_key(talk.tx, key.expose()).await?;
    let Some(child) = found else {
        return not_possible(talk).await;
    };
    // Who may read it anyway needs no exception.
    if talk.may(Action::ReadRecord, child.id).await? {
        return roster::child(talk, child.id).await;
    }
    let now = talk.env.now();
    let grant = Grant {
        adult,
        reason: reason.clone(),
        from: now,
        to: now + LASTS,
        by: reaching(talk, adult, &child).await?,
    };
    if !would_open(talk, &child, &grant).await? {
        return not_possible(talk).await;
    }
    let id: i64 = talk.env.id();
    store::break_glass::open(talk.tx, id, child.id, &grant).await?;
    let detail = id.to_string();
    let act = audit::Act {
        by: Some(adult),
        action: trace::OPENED,
        child: Some(child.id),
        unit: Some(child.school),
        detail: Some(&detail),
        why: Some(Why::BreakGlass),
    };
    audit::note(talk.tx, talk.env, act).await?;
    tell_leads(talk, id, &child, &grant).await?;
    roster::child(talk, child.id).await
}

/// The same for an unknown key and for a child out of reach.
async fn not_possible(talk: &mut Talk<'_>) -> Served<()> {
    talk.denied().await?;
    let locale = talk.locale();
    talk.show(say!(locale, "common-not-now"), home::open_menu(locale))
        .await
}

/// The post that reaches the child: as far as such a post goes for an exception.
async fn reaching(
    talk: &mut Talk<'_>,
    adult: AdultId,
    child: &Child,
) -> Served<Option<(UnitId, Role)>> {
    let now = talk.env.now();
    let Some(place) = rights::place(talk.tx, child.id).await? else {
        return Ok(None);
    };
    let ledger = rights::ledger(talk.tx, adult).await?;
    for post in &ledger.posts {
        let Some(kind) = reach(post.role) else {
            continue;
        };
        let up = store::units::up(talk.tx, post.unit).await?;
        let Some(unit) = up.iter().find(|unit| unit.kind == kind) else {
            continue;
        };
        let mut wide = ledger.clone();
        wide.posts = vec![*post];
        wide.posts[0].unit = unit.id;
        if may(&wide, Action::BreakGlass, &place, now) {
            return Ok(Some((post.unit, post.role)));
        }
    }
    Ok(None)
}

/// Whether the grant would be honoured: exclusions and freezes beat this too, by the same rule as
/// everything.
async fn would_open(talk: &mut Talk<'_>, child: &Child, grant: &Grant) -> Served<bool> {
    let now = talk.env.now();
    let place = rights::place(talk.tx, child.id).await?;
    let (Some(place), Some((unit, role))) = (place, grant.by) else {
        return Ok(false);
    };
    let mut opened = rights::ledger(talk.tx, grant.adult).await?;
    opened.grants.push(GrantFact {
        child: child.id,
        unit,
        role,
        from: grant.from,
        to: grant.to,
    });
    Ok(may(&opened, Action::SeeCard, &place, now))
}

/// The leads of the child's school, except the person: an urgent message and a task to look at it.
async fn tell_leads(talk: &mut Talk<'_>, id: i64, child: &Child, grant: &Grant) -> Served<()> {
    let (by, school) = (grant.adult, child.school);
    let key = id.to_string();
    let kind = TaskKind::BreakGlass;
    store::tasks::open(
        talk.tx,
        talk.env,
        school,
        Some(child.id),
        Some(by),
        kind,
        &key,
    )
    .await?;
    let name = store::adults::get(talk.tx, by).await?.map(|a| a.name);
    let name = name.unwrap_or_default();
    let class = store::units::get(talk.tx, child.class).await?;
    let class = class.map(|class| class.name).unwrap_or_default();
    let role = grant.by.map_or(Role::Teacher, |(_, role)| role);
    let now = talk.env.now();
    for lead in store::posts::holders(talk.tx, school, Role::SchoolLead, now).await? {
        if lead == by {
            continue;
        }
        let letter = Letter::about(lead, child.id, Action::Decide, Kind::Alert)
            .lane(Lane::Urgent)
            .dedup(format!("break_glass:{id}:{lead}"));
        mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let zone = account.zone.unwrap_or(chrono_tz::Tz::UTC);
            let html = say!(
                locale,
                "break-glass-told",
                name = &name,
                role = label!(locale, &format!("role-{}", role.as_str())),
                child = &child.name,
                class = class.as_str(),
                until = dates::clock(grant.to, zone),
                reason = &grant.reason
            );
            let tap = dialogue::Tap::Roster(screens::Tap::Tasks);
            let tasks = Button::tap(label!(locale, "home-tasks"), tap.encode());
            Parcel::with_buttons(html, vec![vec![tasks]])
        })
        .await?;
    }
    Ok(())
}
