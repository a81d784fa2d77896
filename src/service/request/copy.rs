//! The copy: what is kept of one child as far as this adult may have it, as a sheet to read and as
//! JSON, in one locked file. Nothing of another adult, another child, a concern, a child's own letter.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{sheet, trace};
use crate::archive::{locked, phrase};
use crate::base::{Env, Html, RequestId, Secret, Words};
use crate::model::Locale;
use crate::model::dossier::{
    CheckInPart, ChildPart, ComingPart, ConsentPart, Dossier, EntryPart, LookPart, NotePart, SHOWN,
    VERSION, WeekPart, YouPart,
};
use crate::model::file::Data;
use crate::model::message::{Content, Parcel};
use crate::model::request::{Kind, State, Way};
use crate::model::rights::Action;
use crate::service::{Served, rights};
use crate::store::dossiers::MOST;
use crate::store::requests::Request;
use crate::store::{self, Tx, audit};

/// A copy ready to be handed over.
pub struct Made {
    data: Data,
    pub phrase: Secret,
}

impl Made {
    /// The archive.
    pub fn bytes(&self) -> &[u8] {
        self.data.bytes()
    }

    /// As a message. The file's name says nothing about anybody.
    pub(super) fn parcel(&self, caption: Html) -> Parcel {
        Parcel::file("copy.zip", "application/zip", self.data.clone(), caption)
    }
}

/// Why the operator gets no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMade {
    /// No such request, or not a copy.
    Unknown,
    /// The school has not approved it, or it went through the chat.
    NotApproved,
    /// The person has no right to it any more.
    NoRight,
    /// It could not be written.
    Broken,
}

/// For the chat of who asked, in their language.
pub(super) async fn for_chat(tx: &mut Tx, env: &Env, request: &Request) -> Served<Option<Made>> {
    let Some(account) = store::accounts::of_adult(tx, request.adult).await? else {
        return Ok(None);
    };
    let zone = account.zone.unwrap_or(Tz::UTC);
    make(tx, env, request, account.locale, zone).await
}

/// For handing over at the school: approved by a lead, and the right still holds.
pub async fn export(tx: &mut Tx, env: &Env, id: RequestId) -> Served<Result<Made, NotMade>> {
    let found = store::requests::get(tx, id).await?;
    let Some(request) = found.filter(|request| request.kind == Kind::Copy) else {
        return Ok(Err(NotMade::Unknown));
    };
    if request.state != State::Answered || request.way != Some(Way::School) {
        return Ok(Err(NotMade::NotApproved));
    }
    let (adult, child) = (request.adult, request.child);
    if !rights::allowed(tx, env, adult, Action::AskData, child).await? {
        return Ok(Err(NotMade::NoRight));
    }
    let account = store::accounts::of_adult(tx, adult).await?;
    let locale = account.map_or(Locale::En, |account| account.locale);
    let zone = super::zone(tx, request.unit).await?;
    let Some(made) = make(tx, env, &request, locale, zone).await? else {
        return Ok(Err(NotMade::Broken));
    };
    trace(tx, env, None, "copy_exported", &request).await?;
    Ok(Ok(made))
}

async fn make(
    tx: &mut Tx,
    env: &Env,
    request: &Request,
    locale: Locale,
    zone: Tz,
) -> Served<Option<Made>> {
    let Some(dossier) = gather(tx, env, request).await? else {
        return Ok(None);
    };
    let act = audit::Act {
        by: Some(request.adult),
        action: "copy_made",
        child: Some(request.child),
        unit: Some(request.unit),
        ..audit::Act::default()
    };
    audit::note(tx, env, act).await?;
    let Ok(json) = serde_json::to_vec_pretty(&dossier) else {
        return Ok(None);
    };
    let pdf = match sheet::of(locale, zone, &dossier).pdf() {
        Ok(pdf) => pdf,
        Err(error) => {
            tracing::error!(%error, "a copy could not be printed");
            return Ok(None);
        }
    };
    let phrase = phrase(&env.chance);
    let files: [(&str, &[u8]); 2] = [("copy.pdf", &pdf), ("copy.json", &json)];
    match locked(&files, &phrase) {
        Ok(bytes) => Ok(Data::new(bytes).map(|data| Made { data, phrase })),
        Err(error) => {
            tracing::error!(%error, "a copy could not be locked");
            Ok(None)
        }
    }
}

/// Everything of this child this adult may have. The right was asked by the caller.
async fn gather(tx: &mut Tx, env: &Env, request: &Request) -> Served<Option<Dossier>> {
    let (child, adult) = (request.child, request.adult);
    let record = store::children::get(tx, child).await?;
    let link = store::links::pair(tx, child, adult).await?;
    let person = store::adults::get(tx, adult).await?;
    let (Some(record), Some(link), Some(person)) = (record, link, person) else {
        return Ok(None);
    };
    let school = store::units::get(tx, record.school).await?;
    let class = store::units::get(tx, record.class).await?;
    let own = store::children::parents(tx, child)
        .await?
        .into_iter()
        .find(|fact| Some(fact.parent) == link.relation.parent());
    let (first, last) = always();
    let entries = store::entries::of_children(tx, &[child], first, last).await?;
    let coming = store::entries::coming(tx, &[record.class], first, last).await?;
    let weeks = store::dossiers::weeks(tx, adult).await?;
    let check_ins = store::dossiers::check_ins(tx, child).await?;
    let consents = store::dossiers::consents(tx, adult, child).await?;
    Ok(Some(Dossier {
        format: "hongyan-copy",
        version: VERSION,
        made: env.now(),
        child: ChildPart {
            called: record.called().clone(),
            name: record.name,
            birth: record.birth,
            school: school.map(|unit| unit.name).unwrap_or_default(),
            class: class.map(|unit| unit.name).unwrap_or_default(),
            lives_with: record.lives_with.as_str(),
        },
        you: YouPart {
            name: person.name,
            phone: link
                .shared_phone
                .or(person.phone)
                .map(|phone| phone.digits().to_owned()),
            role: link.role.as_str(),
            relation: link.relation.as_str(),
            linked_since: link.from,
            whereabouts: own.as_ref().map(|fact| fact.whereabouts.as_str()),
            place: own.and_then(|fact| fact.place),
        },
        weeks: weeks
            .into_iter()
            .map(|week| WeekPart {
                week: week.week,
                made: week.made,
                talked: week.talked,
            })
            .collect(),
        entries: entries
            .into_iter()
            .map(|entry| EntryPart {
                day: entry.day,
                fact: entry.fact,
                entered: entry.entered,
            })
            .collect(),
        coming: coming
            .into_iter()
            .filter(|coming| coming.child == Some(child))
            .map(|coming| ComingPart {
                day: coming.day,
                words: coming.words,
            })
            .collect(),
        check_ins: check_ins
            .into_iter()
            .map(|(day, at_time, state)| CheckInPart {
                day,
                at_time,
                state: state.as_str(),
            })
            .collect(),
        notes: notes(tx, request).await?,
        consents: consents
            .into_iter()
            .map(|consent| ConsentPart {
                purpose: consent.purpose,
                version: consent.version,
                language: consent.locale,
                given: consent.given,
                withdrawn: consent.withdrawn,
            })
            .collect(),
        looks: looks(tx, env, request).await?,
    }))
}

/// Days are texts of four-digit years in the tables.
fn always() -> (NaiveDate, NaiveDate) {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    (day(1900), day(9999))
}

/// Written by this adult, or relayed to them; never what another adult of the family wrote or read.
async fn notes(tx: &mut Tx, request: &Request) -> Served<Vec<NotePart>> {
    let (child, adult) = (request.child, request.adult);
    let found = store::notes::of_thread(tx, child, adult, MOST).await?;
    let mine = found
        .into_iter()
        .filter(|(_, note)| note.by == adult || note.sent_to.contains(&adult));
    Ok(mine
        .map(|(written, note)| {
            let (kind, words) = in_words(&note.content);
            NotePart {
                written,
                by: if note.by == adult { "you" } else { "school" },
                to_class: note.class.is_some(),
                kind,
                words: Words::new(words),
            }
        })
        .collect())
}

fn in_words(content: &Content) -> (&'static str, String) {
    match content {
        Content::Text { html } => ("text", html.plain()),
        Content::Media { media, caption, .. } => (media.as_str(), caption.plain()),
        Content::Album { album } => (
            "album",
            album.caption().map(Html::plain).unwrap_or_default(),
        ),
        Content::Qr { caption, .. } | Content::File { caption, .. } => ("file", caption.plain()),
    }
}

/// Who looked: the school and this adult. What another adult did is that adult's.
async fn looks(tx: &mut Tx, env: &Env, request: &Request) -> Served<Vec<LookPart>> {
    let (child, adult) = (request.child, request.adult);
    let family: Vec<_> = store::links::of_child(tx, child)
        .await?
        .into_iter()
        .map(|link| link.adult)
        .collect();
    let mut out = Vec::new();
    for look in store::dossiers::looks(tx, child).await? {
        if !SHOWN.contains(&look.action.as_str()) {
            continue;
        }
        let by = match look.by {
            None => "service",
            Some(by) if by == adult => "you",
            Some(by) if family.contains(&by) => continue,
            Some(_) => "school",
        };
        out.push(LookPart {
            at: look.at.min(env.now()),
            by,
            action: look.action,
        });
    }
    Ok(out)
}
