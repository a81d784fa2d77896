//! Language, city, hour of the week's news and quiet hours: one screen, each change two taps at most.

use chrono_tz::Tz;

use crate::dialogue;
use crate::dialogue::home::{City, Tap};
use crate::model::Locale;
use crate::model::message::Button;
use crate::model::quiet::Hours;
use crate::model::unit::Role;
use crate::model::work_hours::WorkHours;
use crate::service::{Served, Talk, cover, lost_phone, weekly};
use crate::store;
use crate::{label, say};

/// Language, city, hour and quiet hours, with what is set.
pub async fn settings(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let clock = crate::text::dates::clock(talk.env.now(), talk.zone());
    let mut html = say!(
        locale,
        "settings-text",
        language = locale.own_name(),
        place = zone_label(locale, talk.zone()),
        clock = clock,
        weekday = weekday_label(locale, talk.account.weekly_day.unwrap_or(7)),
        hour = format!("{:02}:00", talk.account.weekly_hour.unwrap_or(19)),
        quiet = quiet_label(locale, talk.account.quiet)
    );
    if label!(locale, "meta-reviewed") != "yes" {
        html.join("\n\n", &say!(locale, "settings-unreviewed"));
    }
    let row = |label: String, tap: Tap| vec![Button::tap(label, dialogue::Tap::Home(tap).encode())];
    // Another language is two taps from the menu, also for who cannot read this one.
    let mut rows = vec![language_buttons(Some(locale))];
    rows.extend([
        row(label!(locale, "settings-city"), Tap::Cities),
        row(label!(locale, "settings-hour"), Tap::Hours),
        row(label!(locale, "settings-quiet"), Tap::Quiet),
    ]);
    rows.extend(weekly::settings_row(talk).await?);
    if reads_families(talk).await? {
        let hours = work_label(locale, talk.account.work);
        rows.push(row(
            label!(locale, "settings-work", hours = hours),
            Tap::Work,
        ));
    }
    rows.extend(cover::settings_row(talk));
    rows.extend(lost_phone::settings_row(talk));
    rows.push(row(label!(locale, "button-menu"), Tap::Menu));
    talk.show(html, rows).await
}

/// The way back from a choice without choosing.
fn to_settings(locale: Locale) -> Vec<Button> {
    let data = dialogue::Tap::Home(Tap::Settings).encode();
    vec![Button::tap(label!(locale, "button-back"), data)]
}

/// From when to when it is quiet, in words.
fn quiet_label(locale: Locale, hours: Hours) -> String {
    if hours.is_none() {
        return label!(locale, "settings-quiet-none");
    }
    format!("{:02}:00–{:02}:00", hours.from(), hours.to())
}

fn weekday_label(locale: Locale, iso: u32) -> String {
    label!(locale, &format!("weekday-{}", iso.clamp(1, 7)))
}

/// The city's own name where we have one, else the zone's last part.
fn zone_label(locale: Locale, zone: Tz) -> String {
    match City::parse(zone.name()) {
        Some(city) => city_label(locale, city),
        None => zone
            .name()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .replace('_', " "),
    }
}

fn city_label(locale: Locale, city: City) -> String {
    let key = city
        .as_str()
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    label!(locale, &format!("city-{}", key.replace('_', "-")))
}

/// The languages but for one, each under its own name.
fn language_buttons(but: Option<Locale>) -> Vec<Button> {
    let others = Locale::ALL.iter().filter(|locale| Some(**locale) != but);
    let button = |locale: &Locale| {
        let data = dialogue::Tap::Home(Tap::Language(*locale)).encode();
        Button::tap(format!("🌐 {}", locale.own_name()), data)
    };
    others.map(button).collect()
}

/// The choice of languages, each under its own name. Also shown to a newcomer.
pub async fn languages(talk: &mut Talk<'_>) -> Served<()> {
    let buttons = language_buttons(None).into_iter();
    let mut rows: Vec<Vec<Button>> = buttons.map(|button| vec![button]).collect();
    let locale = talk.locale();
    rows.push(to_settings(locale));
    talk.show(say!(locale, "settings-choose-language"), rows)
        .await
}

pub(super) async fn cities(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let now = talk.env.now();
    let buttons: Vec<Button> = City::ALL
        .iter()
        .enumerate()
        .map(|(index, city)| {
            let clock = city
                .as_str()
                .parse::<Tz>()
                .map(|zone| crate::text::dates::clock(now, zone))
                .unwrap_or_default();
            let tap = Tap::City(i64::try_from(index).unwrap_or_default());
            let label = format!("{} {clock}", city_label(locale, *city));
            Button::tap(label, dialogue::Tap::Home(tap).encode())
        })
        .collect();
    let mut rows: Vec<Vec<Button>> = buttons.chunks(2).map(<[Button]>::to_vec).collect();
    rows.push(to_settings(locale));
    talk.show(say!(locale, "settings-choose-city"), rows).await
}

/// Friday to Sunday, four hours each: few buttons, a good choice for nearly everybody.
pub(super) async fn hours(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let mut rows = Vec::new();
    for day in [5_u32, 6, 7] {
        let row = [8_u32, 12, 19, 21]
            .iter()
            .map(|hour| {
                let label = format!("{} {hour:02}:00", weekday_label(locale, day));
                let tap = Tap::Hour(day.into(), (*hour).into());
                Button::tap(label, dialogue::Tap::Home(tap).encode())
            })
            .collect();
        rows.push(row);
    }
    rows.push(to_settings(locale));
    talk.show(say!(locale, "settings-choose-hour"), rows).await
}

/// When it begins, when it ends, or never: each one tap, the other end stays as it is.
pub(super) async fn quiet_hours(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let now = match talk.account.quiet {
        hours if hours.is_none() => Hours::USUAL,
        hours => hours,
    };
    let button = |label: String, from: u32, to: u32| {
        let tap = Tap::QuietHours(from.into(), to.into());
        Button::tap(label, dialogue::Tap::Home(tap).encode())
    };
    let begins = [20_u32, 21, 22, 23].map(|hour| {
        let label = label!(
            locale,
            "settings-quiet-from",
            hour = format!("{hour:02}:00")
        );
        button(label, hour, now.to())
    });
    let ends = [6_u32, 7, 8, 9].map(|hour| {
        let label = label!(locale, "settings-quiet-to", hour = format!("{hour:02}:00"));
        button(label, now.from(), hour)
    });
    let never = button(label!(locale, "settings-quiet-never"), 0, 0);
    let rows = vec![
        begins.to_vec(),
        ends.to_vec(),
        vec![never],
        to_settings(locale),
    ];
    let quiet = quiet_label(locale, talk.account.quiet);
    talk.show(say!(locale, "settings-choose-quiet", quiet = quiet), rows)
        .await
}

/// Whether the speaker has a post whose holder reads what families write.
pub(super) async fn reads_families(talk: &mut Talk<'_>) -> Served<bool> {
    let Some(adult) = talk.adult() else {
        return Ok(false);
    };
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    let reads = |role| matches!(role, Role::Teacher | Role::SchoolLead);
    Ok(posts.iter().any(|post| reads(post.role)))
}

fn work_label(locale: Locale, hours: WorkHours) -> String {
    if hours.is_always() {
        return label!(locale, "settings-work-any");
    }
    let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    format!("{}–{}", clock(hours.from()), clock(hours.to()))
}

/// When a teacher or a lead reads what families write: one tap.
pub(super) async fn work_hours(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let offered = WorkHours::OFFERED.map(|hours| {
        let tap = Tap::WorkHours(hours.from().into(), hours.to().into());
        let data = dialogue::Tap::Home(tap).encode();
        vec![Button::tap(work_label(locale, hours), data)]
    });
    let mut rows = offered.to_vec();
    rows.push(to_settings(locale));
    let hours = work_label(locale, talk.account.work);
    talk.show(say!(locale, "settings-choose-work", hours = hours), rows)
        .await
}
