//! Inviting somebody to a post by buttons: from when, until when, then the code. A post is offered only
//! to whom a list or a lead named: nobody becomes a teacher by a tap on somebody else's phone.

use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::{act, button, person, woman};
use crate::base::Instant;
use crate::dialogue::staff::Tap;
use crate::model::hours::{day_at, resolve};
use crate::model::staff::{Begin, Until, first_day, last_day};
use crate::service::roster::{hand_over, not_now};
use crate::service::{Served, Talk, home, invitation};
use crate::store;
use crate::store::posts::{Post, PostState};
use crate::text::dates;
use crate::{label, say};

/// The first moment of a day.
fn dawn(day: NaiveDate, zone: Tz) -> Instant {
    resolve(day.and_time(NaiveTime::MIN), zone)
}

/// The school's clock; the speaker's own for an office.
async fn zone_of(talk: &mut Talk<'_>, post: &Post) -> Served<Tz> {
    let up = store::units::up(talk.tx, post.unit).await?;
    let zone = up.into_iter().find_map(|unit| unit.zone);
    Ok(zone.unwrap_or_else(|| talk.zone()))
}

pub(super) async fn begin(talk: &mut Talk<'_>, post: &Post) -> Served<()> {
    if post.state != PostState::Named {
        return person::show(talk, post).await;
    }
    let (locale, zone) = (talk.locale(), zone_of(talk, post).await?);
    let today = day_at(talk.env.now(), zone);
    let mut rows = Vec::new();
    for choice in Begin::ALL {
        let day = dates::day(locale, first_day(*choice, today));
        let words = match choice {
            Begin::Today => label!(locale, "staff-from-today"),
            _ => label!(locale, "staff-from", day = day),
        };
        rows.push(vec![button(words, Tap::Begin(post.id, *choice))]);
    }
    rows.extend(home::open_menu(locale));
    let role = label!(locale, &format!("role-{}", post.role.as_str()));
    let html = say!(
        locale,
        "staff-when",
        name = &post.name,
        role = role,
        unit = &post.unit_name
    );
    talk.show(html, rows).await
}

pub(super) async fn until(talk: &mut Talk<'_>, post: &Post, begin: Begin) -> Served<()> {
    let (locale, zone) = (talk.locale(), zone_of(talk, post).await?);
    let first = first_day(begin, day_at(talk.env.now(), zone));
    let mut rows = Vec::new();
    for choice in Until::ALL {
        let words = match last_day(*choice, first) {
            Some(day) => label!(locale, "staff-until", day = dates::dated(locale, day)),
            None => label!(locale, "staff-until-open"),
        };
        rows.push(vec![button(words, Tap::Until(post.id, begin, *choice))]);
    }
    let back = label!(locale, "button-back");
    rows.push(vec![button(back, Tap::Invite(post.id))]);
    let html = say!(
        locale,
        "staff-until-when",
        name = &post.name,
        day = dates::day(locale, first)
    );
    talk.show(html, rows).await
}

pub(super) async fn invite(
    talk: &mut Talk<'_>,
    post: &Post,
    begin: Begin,
    until: Until,
) -> Served<()> {
    let zone = zone_of(talk, post).await?;
    let today = day_at(talk.env.now(), zone);
    let first = first_day(begin, today);
    // Today begins now, so that the post is in force when the code is used.
    let from = match begin {
        Begin::Today => talk.env.now(),
        _ => dawn(first, zone),
    };
    let last = last_day(until, first);
    let to = last.map(|day| dawn(day.checked_add_days(Days::new(1)).unwrap_or(day), zone));
    if to.is_some() && act::is_last_lead(talk.tx, talk.env, post, to).await? {
        let locale = talk.locale();
        let back = label!(locale, "button-back");
        let rows = vec![vec![button(back, Tap::Begin(post.id, begin))]];
        return talk.show(say!(locale, "staff-last-lead-day"), rows).await;
    }
    let by = talk.adult();
    let who = (post.adult, post.unit, post.role);
    let named = act::name(talk.tx, talk.env, by, who, from, to).await?;
    let Some(named) = named else {
        return not_now(talk).await;
    };
    issue(talk, &named).await?;
    woman::ask(talk, &named).await
}

/// A new code for a post that runs, after a lost phone: its days stay.
pub(super) async fn again(talk: &mut Talk<'_>, post: &Post) -> Served<()> {
    let runs = post.state == PostState::Active;
    if !runs || store::accounts::has_any(talk.tx, post.adult).await? {
        return not_now(talk).await;
    }
    issue(talk, post).await
}

async fn issue(talk: &mut Talk<'_>, post: &Post) -> Served<()> {
    let by = talk.adult();
    let (unit, adult, role) = (post.unit, post.adult, post.role);
    let issued = invitation::for_post(talk.tx, talk.env, by, unit, adult, role).await?;
    match issued {
        Ok(issued) => hand_over(talk, adult, &issued).await,
        Err(_) => not_now(talk).await,
    }
}
