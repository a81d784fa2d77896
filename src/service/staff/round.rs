//! What happens to posts by the clock: they end at their minute, the yearly look is due, a school's last
//! named person stays.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{act, keepers};
use crate::base::{AdultId, Env};
use crate::model::message::{Kind, Parcel};
use crate::model::staff::{AHEAD, checked_before, rests_from};
use crate::model::unit::Role;
use crate::service::mail::{self, Letter};
use crate::service::{Served, home};
use crate::store::posts::Post;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, posts, reading, tallies};
use crate::text::dates;
use crate::{label, say};

/// A last named person's post is prolonged so long before its end that nobody is without rights.
const BEFORE: TimeDelta = TimeDelta::hours(1);
/// Counts are of no use after this.
const COUNTED: TimeDelta = TimeDelta::days(1);

/// One round over all posts: what is due now, at most a hundred of each kind.
pub async fn round(tx: &mut Tx, env: &Env) -> Served<()> {
    close_or_prolong(tx, env).await?;
    remind(tx, env).await?;
    lend(tx, env).await?;
    warn(tx, env).await?;
    let old = env.now() - COUNTED;
    tallies::forget(tx, old).await?;
    reading::forget(tx, old).await?;
    Ok(())
}

async fn close_or_prolong(tx: &mut Tx, env: &Env) -> Served<()> {
    let now = env.now();
    for post in posts::over(tx, now + BEFORE).await? {
        if act::is_last_lead(tx, env, &post, post.to).await? {
            posts::lift_end(tx, post.id).await?;
            act::note(tx, env, None, "prolong_post", &post).await?;
            tell(tx, env, &post, "staff-prolonged").await?;
        } else if post.to.is_some_and(|to| to <= now) {
            act::close(tx, env, None, &post).await?;
            notice(tx, env, &post, "staff-is-over").await?;
        }
    }
    Ok(())
}

/// The yearly look is due in a month: a task and a word. A post that begins to rest: its holder hears.
async fn remind(tx: &mut Tx, env: &Env) -> Served<()> {
    let now = env.now();
    for post in posts::unchecked(tx, checked_before(now + AHEAD)).await? {
        let (unit, people) = keepers(tx, env, post.unit, post.role, post.adult).await?;
        let (kind, key) = (TaskKind::Recheck, post.id.to_string());
        store::tasks::open(tx, env, unit, None, Some(post.adult), kind, &key).await?;
        let last = rests_from(post.checked);
        if people.is_empty() && post.role == Role::SchoolLead {
            alone_hears(tx, env, &post, "staff-alone-due").await?;
        }
        for person in people {
            let letter = Letter::plain(person, Kind::Task);
            mail::post(tx, env, letter, |account| {
                let (locale, zone) = (account.locale, account.zone);
                let day = last.with_timezone(&zone.unwrap_or(Tz::UTC)).date_naive();
                let html = say!(
                    locale,
                    "staff-check-due",
                    name = &post.name,
                    role = label!(locale, &format!("role-{}", post.role.as_str())),
                    day = dates::dated(locale, day)
                );
                Parcel::with_buttons(html, home::menu_below(locale))
            })
            .await?;
        }
    }
    let since = checked_before(now);
    for post in posts::resting(tx, since - COUNTED, since).await? {
        notice(tx, env, &post, "staff-now-rests").await?;
    }
    Ok(())
}

/// Leads whose yearly look is due within a month or overdue, and whom nobody in the chat can look at: the
/// operator can (`hongyan staff recheck`), and has to hear of it.
pub async fn alone(tx: &mut Tx, env: &Env) -> Served<Vec<Post>> {
    let now = env.now();
    let span = (checked_before(now - AHEAD), checked_before(now + AHEAD));
    posts::lone_leads(tx, span, now).await
}

async fn is_alone(tx: &mut Tx, env: &Env, post: &Post) -> Served<bool> {
    let (_, people) = keepers(tx, env, post.unit, post.role, post.adult).await?;
    Ok(people.is_empty())
}

/// A school is not shut out because nobody is there to look at its only lead: the post goes on for another
/// month, and everybody who can do something hears of it every time. One that has rested for longer than
/// that is not woken.
async fn lend(tx: &mut Tx, env: &Env) -> Served<()> {
    let now = env.now();
    let span = (checked_before(now - AHEAD), checked_before(now + BEFORE));
    for post in posts::lone_leads(tx, span, now).await? {
        // Of two who rest together the first one woken can look at the other.
        if !is_alone(tx, env, &post).await? {
            continue;
        }
        posts::lend(tx, post.id, checked_before(now + AHEAD)).await?;
        act::note(tx, env, None, "lend_post", &post).await?;
        tracing::warn!(post = %post.id, unit = %post.unit, "the yearly look at a school's only lead is overdue: hongyan staff recheck");
        alone_hears(tx, env, &post, "staff-alone-over").await?;
    }
    Ok(())
}

/// The only lead hears what helps: nobody else in the chat can do anything.
async fn alone_hears(tx: &mut Tx, env: &Env, post: &Post, sentence: &str) -> Served<()> {
    let last = rests_from(post.checked);
    let letter = Letter::plain(post.adult, Kind::Notice);
    mail::post(tx, env, letter, |account| {
        let (locale, zone) = (account.locale, account.zone.unwrap_or(Tz::UTC));
        let day = last.with_timezone(&zone).date_naive();
        let html = say!(
            locale,
            sentence,
            unit = &post.unit_name,
            day = dates::dated(locale, day)
        );
        Parcel::with_buttons(html, home::menu_below(locale))
    })
    .await
    .map(drop)
}

/// The only named person's post ends within a month: a second one is needed.
async fn warn(tx: &mut Tx, env: &Env) -> Served<()> {
    for post in posts::ending_leads(tx, env.now() + AHEAD).await? {
        if !act::is_last_lead(tx, env, &post, post.to).await? {
            continue;
        }
        let (kind, key) = (TaskKind::LastLead, post.id.to_string());
        store::tasks::open(tx, env, post.unit, None, None, kind, &key).await?;
        tell(tx, env, &post, "staff-last-ends").await?;
    }
    Ok(())
}

/// The holder and whoever keeps the post.
async fn tell(tx: &mut Tx, env: &Env, post: &Post, sentence: &str) -> Served<()> {
    let (_, mut people) = keepers(tx, env, post.unit, Role::SchoolLead, post.adult).await?;
    people.push(post.adult);
    for person in people {
        letter(tx, env, person, post, sentence, None).await?;
    }
    Ok(())
}

/// The holder, once.
async fn notice(tx: &mut Tx, env: &Env, post: &Post, sentence: &str) -> Served<()> {
    let at = crate::base::to_ms(post.to.unwrap_or(post.checked));
    let key = format!("{sentence}:{}:{at}", post.id);
    letter(tx, env, post.adult, post, sentence, Some(key)).await
}

async fn letter(
    tx: &mut Tx,
    env: &Env,
    to: AdultId,
    post: &Post,
    sentence: &str,
    once: Option<String>,
) -> Served<()> {
    let mut letter = Letter::plain(to, Kind::Notice);
    letter.dedup = once;
    mail::post(tx, env, letter, |account| {
        let locale = account.locale;
        let html = say!(
            locale,
            sentence,
            name = &post.name,
            role = label!(locale, &format!("role-{}", post.role.as_str())),
            unit = &post.unit_name
        );
        Parcel::with_buttons(html, home::menu_below(locale))
    })
    .await
    .map(drop)
}
