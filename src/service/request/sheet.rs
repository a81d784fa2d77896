//! The copy as a sheet to read: headings, lines and tables in the reader's language.

use chrono_tz::Tz;

use crate::base::Instant;
use crate::model::Locale;
use crate::model::dossier::{Dossier, EntryPart};
use crate::model::entry::{Fact, Source};
use crate::model::week_entry::Line;
use crate::paper::Paper;
use crate::service::week_entry::wording;
use crate::{label, say};

/// The sheet.
pub(super) fn of(locale: Locale, zone: Tz, of: &Dossier) -> Paper {
    let title = label!(locale, "copy-title", child = &of.child.name);
    let author = |word: &str| label!(locale, &format!("copy-by-{word}"));
    let moment = |at: Instant| {
        let local = at.with_timezone(&zone);
        local.format("%Y-%m-%d %H:%M").to_string()
    };
    let mut paper = Paper::new(locale, title, of.made)
        .long()
        .text(say!(locale, "copy-intro", made = moment(of.made)).plain())
        .heading(label!(locale, "copy-child"))
        .line(label!(locale, "copy-name"), of.child.name.expose())
        .line(
            label!(locale, "copy-birth"),
            of.child.birth.map(|d| d.to_string()).unwrap_or_default(),
        )
        .line(label!(locale, "copy-school"), of.child.school.as_str())
        .line(label!(locale, "copy-class"), of.child.class.as_str())
        .line(
            label!(locale, "copy-lives"),
            label!(locale, &format!("lives-{}", of.child.lives_with)),
        )
        .heading(label!(locale, "copy-you"))
        .line(label!(locale, "copy-name"), of.you.name.expose())
        .line(
            label!(locale, "copy-relation"),
            label!(locale, &format!("relation-{}", of.you.relation)),
        );
    if let Some(phone) = &of.you.phone {
        paper = paper.line(label!(locale, "copy-phone"), phone.as_str());
    }
    if let Some(place) = &of.you.place {
        paper = paper.line(label!(locale, "copy-place"), place.as_str());
    }
    if let Some(since) = of.you.linked_since {
        paper = paper.line(label!(locale, "copy-since"), moment(since));
    }
    let day = || label!(locale, "copy-day");
    let what = || label!(locale, "copy-what");
    let when = || label!(locale, "copy-when");
    let entries: Vec<Vec<String>> = of
        .entries
        .iter()
        .map(|entry| vec![entry.day.to_string(), in_sheet(locale, entry)])
        .collect();
    paper = part(
        paper,
        locale,
        "copy-entries",
        [day(), what()].into(),
        entries,
    );
    if of.without_optional {
        paper = paper.text(say!(locale, "copy-without-optional").plain());
    }
    let coming = of
        .coming
        .iter()
        .map(|coming| vec![coming.day.to_string(), coming.words.expose().to_owned()])
        .collect();
    paper = part(paper, locale, "copy-coming", [day(), what()].into(), coming);
    let weeks = of
        .weeks
        .iter()
        .map(|week| {
            let not_yet = |at| label!(locale, "copy-not-yet", when = moment(at));
            let talked = week.talked.map(moment).or(week.not_yet.map(not_yet));
            let talked = talked.unwrap_or_default();
            vec![week.week.to_string(), moment(week.made), talked]
        })
        .collect();
    let talked = label!(locale, "copy-talked");
    paper = part(
        paper,
        locale,
        "copy-weeks",
        vec![day(), when(), talked],
        weeks,
    );
    let check_ins = of
        .check_ins
        .iter()
        .map(|asked| {
            let state = label!(locale, &format!("copy-check-in-{}", asked.state));
            let state = match asked.through {
                Some(through) => format!(
                    "{state} ({})",
                    label!(locale, &format!("behalf-through-{through}"))
                ),
                None => state,
            };
            vec![format!("{} {}", asked.day, asked.at_time), state]
        })
        .collect();
    paper = part(
        paper,
        locale,
        "copy-check-ins",
        [when(), what()].into(),
        check_ins,
    );
    let notes = of
        .notes
        .iter()
        .map(|note| {
            let by = author(note.by);
            let words = match note.kind {
                "text" => note.words.expose().to_owned(),
                kind => format!("[{kind}] {}", note.words.expose()),
            };
            vec![moment(note.written), by, words]
        })
        .collect();
    let by = || label!(locale, "copy-by");
    paper = part(
        paper,
        locale,
        "copy-notes",
        vec![when(), by(), what()],
        notes,
    );
    let consents = of
        .consents
        .iter()
        .map(|consent| {
            let until = consent.withdrawn.map(moment).unwrap_or_default();
            let purpose = label!(locale, &format!("consent-purpose-{}", consent.purpose));
            let what = match consent.version {
                // A paper has its own text.
                0 => purpose,
                version => {
                    let version = version.to_string();
                    label!(locale, "copy-consent", what = purpose, version = version)
                }
            };
            let answer = label!(locale, &format!("consent-answer-{}", consent.answer));
            vec![what, answer, moment(consent.given), until]
        })
        .collect();
    let ended = label!(locale, "copy-withdrawn");
    paper = part(
        paper,
        locale,
        "copy-consents",
        vec![what(), label!(locale, "copy-answer"), when(), ended],
        consents,
    );
    let looks = of
        .looks
        .iter()
        .map(|look| {
            let by = match look.role {
                Some(role) => label!(locale, &format!("role-{role}")),
                None => author(look.by),
            };
            let what = label!(locale, &format!("copy-act-{}", look.action));
            vec![moment(look.at), by, what]
        })
        .collect();
    part(
        paper,
        locale,
        "copy-looks",
        vec![when(), by(), what()],
        looks,
    )
}

/// A heading with its table, or with "nothing".
fn part(
    paper: Paper,
    locale: Locale,
    key: &str,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
) -> Paper {
    let paper = paper.heading(label!(locale, key));
    match rows.is_empty() {
        true => paper.text(label!(locale, "copy-nothing")),
        false => paper.table(head, rows),
    }
}

fn in_sheet(locale: Locale, entry: &EntryPart) -> String {
    if entry.fact == Fact::ByPhone {
        return say!(locale, "weekly-by-phone").plain();
    }
    let line = Line {
        day: entry.day,
        fact: entry.fact.clone(),
        source: Source::Staff,
    };
    let line = wording::line(locale, &line).plain();
    line.trim_start_matches("• ").to_owned()
}
