//! A sheet to sign, with the texts as they are read in the chat: who agrees on it has seen what a tap would
//! have shown. No numbers, no addresses.

use super::answer::parts_of;
use super::signers::asked;
use super::{called, not_now};
use crate::base::{AdultId, ChildId, Name};
use crate::label;
use crate::model::Locale;
use crate::model::consent::Purpose;
use crate::model::file::Data;
use crate::model::message::{Kind, Parcel};
use crate::paper::Paper;
use crate::say;
use crate::service::{Served, Talk};
use crate::store::audit;

/// Prints it for one person of the family.
pub(super) async fn print(talk: &mut Talk<'_>, id: ChildId, adult: Option<AdultId>) -> Served<()> {
    let Some((child, name, purposes)) = asked(talk, id, adult).await? else {
        return not_now(talk).await;
    };
    let act = audit::Act {
        by: talk.adult(),
        action: "print_consent_sheet",
        child: Some(id),
        unit: Some(child.school),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    let locale = talk.locale();
    let title = label!(locale, "consent-sheet-title");
    let paper = Paper::new(locale, title, talk.env.now());
    let pdf = filled(paper, locale, (&child.name, &name), &purposes).pdf();
    let parcel = match pdf.ok().and_then(Data::new) {
        // The name of a file is seen in many places: it says nothing of anybody.
        Some(data) => {
            let caption = say!(locale, "consent-sheet-caption", name = &name);
            Parcel::file("consent.pdf", "application/pdf", data, caption)
        }
        None => Parcel::text(say!(locale, "consent-sheet-failed")),
    };
    talk.put(Kind::Notice, parcel, None).await.map(drop)
}

fn filled(
    mut paper: Paper,
    locale: Locale,
    (child, name): (&Name, &Name),
    purposes: &[Purpose],
) -> Paper {
    let words = |key: &str| label!(locale, key);
    paper = paper
        .line(words("consent-sheet-child"), child.expose())
        .line(words("consent-sheet-who"), name.expose())
        .text(words("consent-sheet-how"));
    for purpose in purposes {
        let version = purpose.version().to_string();
        let what = called(locale, *purpose);
        let heading = label!(locale, "consent-sheet-part", what = what, version = version);
        paper = paper.heading(heading);
        let [own, ..] = parts_of(locale, *purpose);
        paper = paper.text(own.plain()).text(words("consent-sheet-choice"));
    }
    paper = paper.heading(words("consent-sheet-all"));
    if let Some(purpose) = purposes.first() {
        let [_, abroad, free] = parts_of(locale, *purpose);
        paper = paper.text(abroad.plain()).text(free.plain());
    }
    paper
        .signature(words("consent-sheet-sign"))
        .signature(words("consent-sheet-received"))
}
