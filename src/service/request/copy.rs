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
use crate::model::on_behalf::Through;
use crate::model::request::{Kind, State, Way};
use crate::model::rights::{Action, LinkRole};
use crate::model::unit::Role;
use crate::service::{Served, rights};
use crate::store::dossiers::MOST;
use crate::store::requests::Request;
use crate::store::{self, Tx, audit};

/// The most bytes `copy.json` may have for the chat, some 25,000 entries: what is longer takes seconds to print,
/// and while a lead's tap is answered others wait.
const MOST_JSON: usize = 4 * 1024 * 1024;

/// A copy ready to be handed over.
pub struct Made {
    /// The archive, of any size.
    pub bytes: Vec<u8>,
    pub phrase: Secret,
}

/// A copy that can be sent.
pub(super) struct Sendable {
    data: Data,
    pub phrase: Secret,
}

impl Sendable {
    /// As a message. The file's name says nothing about anybody.
    pub(super) fn parcel(&self, caption: Html) -> Parcel {
        Parcel::file("copy.zip", "application/zip", self.data.clone(), caption)
    }
}

/// What became of a copy for the chat.
pub(super) enum ForChat {
    Made(Sendable),
    /// Only a file of the operator's can hold it.
    TooLarge,
    /// There is nobody to send it to, or it could not be written.
    None,
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
pub(super) async fn for_chat(tx: &mut Tx, env: &Env, request: &Request) -> Served<ForChat> {
    let Some(account) = store::accounts::of_adult(tx, request.adult).await? else {
        return Ok(ForChat::None);
    };
    let zone = account.zone.unwrap_or(Tz::UTC);
    let Some(dossier) = gather(tx, env, request).await? else {
        return Ok(ForChat::None);
    };
    let Some(json) = written(&dossier) else {
        return Ok(ForChat::None);
    };
    if json.len() > MOST_JSON {
        return Ok(ForChat::TooLarge);
    }
    let Some(made) = packed(env, &dossier, &json, account.locale, zone) else {
        return Ok(ForChat::None);
    };
    let phrase = made.phrase;
    let Some(data) = Data::new(made.bytes) else {
        return Ok(ForChat::TooLarge);
    };
    note_made(tx, env, request).await?;
    Ok(ForChat::Made(Sendable { data, phrase }))
}

/// A copy that a lead approved for handing over at the school, before it is made.
pub struct Approved {
    request: Request,
    dossier: Dossier,
    locale: Locale,
    zone: Tz,
}

impl Approved {
    /// Prints and locks it, of any size; a long one takes a while, so in no transaction.
    pub fn make(&self, env: &Env) -> Result<Made, NotMade> {
        let json = written(&self.dossier).ok_or(NotMade::Broken)?;
        packed(env, &self.dossier, &json, self.locale, self.zone).ok_or(NotMade::Broken)
    }
}

/// What is to be handed over, when a lead approved it and the right still holds.
pub async fn approved(tx: &mut Tx, env: &Env, id: RequestId) -> Served<Result<Approved, NotMade>> {
    let found = store::requests::get(tx, id).await?;
    let Some(request) = found.filter(|request| request.kind == Kind::Copy) else {
        return Ok(Err(NotMade::Unknown));
    };
    if request.state != State::Answered || request.way != Some(Way::School) {
        return Ok(Err(NotMade::NotApproved));
    }
    if !has_right(tx, env, &request, Action::AskData).await? {
        return Ok(Err(NotMade::NoRight));
    }
    let account = store::accounts::of_adult(tx, request.adult).await?;
    let locale = account.map_or(Locale::En, |account| account.locale);
    let zone = store::units::clock(tx, request.unit).await?;
    Ok(match gather(tx, env, &request).await? {
        Some(dossier) => Ok(Approved {
            request,
            dossier,
            locale,
            zone,
        }),
        None => Err(NotMade::Broken),
    })
}

/// It is handed over now: the right is asked once more, and the trace says so.
pub async fn exported(tx: &mut Tx, env: &Env, copy: &Approved) -> Served<Result<(), NotMade>> {
    if !has_right(tx, env, &copy.request, Action::AskData).await? {
        return Ok(Err(NotMade::NoRight));
    }
    note_made(tx, env, &copy.request).await?;
    trace(tx, env, None, "copy_exported", &copy.request).await?;
    Ok(Ok(()))
}

/// What is fetched at the school is handed to a person, who may have lost their chat long ago.
async fn has_right(tx: &mut Tx, env: &Env, request: &Request, right: Action) -> Served<bool> {
    let (adult, child) = (request.adult, request.child);
    match request.way {
        Some(Way::School) => rights::allowed_in_person(tx, env, adult, right, child).await,
        _ => rights::allowed(tx, env, adult, right, child).await,
    }
}

async fn note_made(tx: &mut Tx, env: &Env, request: &Request) -> Served<()> {
    let act = audit::Act {
        by: Some(request.adult),
        action: "copy_made",
        child: Some(request.child),
        unit: Some(request.unit),
        ..audit::Act::default()
    };
    audit::note(tx, env, act).await
}

fn written(dossier: &Dossier) -> Option<Vec<u8>> {
    serde_json::to_vec_pretty(dossier).ok()
}

/// Printed and locked, with a phrase of its own.
fn packed(env: &Env, dossier: &Dossier, json: &[u8], locale: Locale, zone: Tz) -> Option<Made> {
    let pdf = match sheet::of(locale, zone, dossier).pdf() {
        Ok(pdf) => pdf,
        Err(error) => {
            tracing::error!(%error, "a copy could not be printed");
            return None;
        }
    };
    let phrase = phrase(&env.chance);
    let files: [(&str, &[u8]); 2] = [("copy.pdf", &pdf), ("copy.json", json)];
    match locked(&files, &phrase) {
        Ok(bytes) => Some(Made { bytes, phrase }),
        Err(error) => {
            tracing::error!(%error, "a copy could not be locked");
            None
        }
    }
}

/// Everything of this child this adult may have; nothing without the right to it.
async fn gather(tx: &mut Tx, env: &Env, request: &Request) -> Served<Option<Dossier>> {
    let (child, adult) = (request.child, request.adult);
    if !has_right(tx, env, request, Action::AskData).await? {
        return Ok(None);
    }
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
    let mut entries = store::entries::of_children(tx, &[child], first, last).await?;
    // What no screen shows this adult is in no copy either; to whom it is about it is theirs.
    let optional =
        link.role == LinkRole::Oneself || has_right(tx, env, request, Action::ReadOptional).await?;
    entries.retain(|entry| optional || !entry.fact.is_optional());
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
                not_yet: week.not_yet,
            })
            .collect(),
        without_optional: !optional,
        entries: entries
            .into_iter()
            .map(|entry| EntryPart {
                day: entry.day,
                fact: entry.fact.for_outside(),
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
            .map(|asked| CheckInPart {
                day: asked.day,
                at_time: asked.at_time,
                state: asked.state.as_str(),
                through: asked.through.map(Through::as_str),
            })
            .collect(),
        notes: notes(tx, request).await?,
        consents: consents
            .into_iter()
            .map(|consent| ConsentPart {
                purpose: consent.purpose,
                version: consent.version,
                language: consent.locale,
                answer: consent.answer,
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
                by: match note.written_as.is_staff() {
                    _ if note.by == adult => "you",
                    true => "school",
                    false => "family",
                },
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
    for look in store::dossiers::looks(tx, child, SHOWN).await? {
        let by = match look.by {
            None => "service",
            Some(by) if by == adult => "you",
            Some(by) if family.contains(&by) => continue,
            Some(_) => "school",
        };
        out.push(LookPart {
            at: look.at.min(env.now()),
            by,
            role: look.role.filter(|_| by == "school").map(Role::as_str),
            action: look.action,
        });
    }
    Ok(out)
}
