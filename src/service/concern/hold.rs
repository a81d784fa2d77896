//! A listed word stops a note before anybody gets it: it goes to the lead alone, unchanged, and who
//! wrote it learns what to do now.

use chrono::TimeDelta;

use super::super::{Served, Talk, home};
use super::screens::{framed, person};
use super::{ladder, people, report};
use crate::base::{ChildId, UnitId};
use crate::dialogue::concern::{Held, Way};
use crate::dialogue::note::Piece;
use crate::dialogue::{self};
use crate::model::concern::words::{Own, scan};
use crate::model::concern::{Kind, State};
use crate::model::message::Content;
use crate::say;
use crate::store::concerns::{Concern, Source};
use crate::store::{self, Tx, audit};

/// How long what its writer sends goes with a held note.
const ONWARD: TimeDelta = TimeDelta::hours(1);

/// The gravest listed word in what was typed to or from the school of `unit`; `None`: it may pass.
/// Captions are typed; voices, pictures and files pass unread.
pub async fn listed(tx: &mut Tx, unit: UnitId, pieces: &[Piece]) -> Served<Option<Kind>> {
    let mut own: Option<Vec<Own>> = None;
    let mut worst: Option<Kind> = None;
    for piece in pieces {
        let further = piece.further().iter().map(|item| item.caption.clone());
        for typed in std::iter::once(piece.words()).chain(further) {
            if typed.is_empty() {
                continue;
            }
            if own.is_none() {
                own = Some(words_of(tx, unit).await?);
            }
            let found = scan(&typed.plain(), own.as_deref().unwrap_or_default());
            worst = match (worst, found) {
                (Some(one), Some(two)) => Some(one.min(two)),
                (one, two) => one.or(two),
            };
        }
    }
    Ok(worst)
}

/// The words a school and what is above it added.
async fn words_of(tx: &mut Tx, unit: UnitId) -> Served<Vec<Own>> {
    let mut out = Vec::new();
    for above in store::units::up(tx, unit).await? {
        out.extend(store::units::settings(tx, above.id).await?.words);
    }
    Ok(out)
}

/// Stops what the speaker wrote. From here on the turn leaves no trace in anything of others.
pub async fn hold(
    talk: &mut Talk<'_>,
    kind: Kind,
    (child, unit): (Option<ChildId>, UnitId),
    way: Way,
    contents: Vec<Content>,
) -> Served<()> {
    talk.discreet();
    let Some(me) = talk.adult() else {
        return Ok(());
    };
    let unit = people::school_of(talk.tx, unit).await?;
    let now = talk.env.now();
    let held = Held {
        writer: me,
        account: talk.account.id,
        way,
    };
    let concern = Concern {
        id: talk.env.id(),
        child,
        unit,
        source: Source::Word,
        kind,
        state: State::Open,
        teller: Some(me),
        nameless: false,
        held: serde_json::to_string(&held).ok(),
        told: now,
        step: 0,
        next: Some(now),
        owner: None,
        receipt: None,
        receipt_by: None,
    };
    // A held note is not counted against its writer.
    store::concerns::put(talk.tx, &concern, "").await?;
    for content in &contents {
        let id = talk.env.id();
        store::concerns::add_words(talk.tx, id, &concern, content, now).await?;
    }
    let act = audit::Act {
        action: "concern_hold",
        unit: Some(unit),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    let reached = ladder::climb(talk.tx, talk.env, &concern).await?;
    let owner = store::concerns::get(talk.tx, concern.id).await?;
    let owner = owner.and_then(|concern| concern.owner).filter(|_| reached);
    let locale = talk.locale();
    let mut body = match (owner, kind.needs_receipt()) {
        (Some(owner), true) => {
            let person = person(talk.tx, talk.env, &concern, owner).await?;
            say!(locale, "concern-held", who = person.label(locale))
        }
        (Some(owner), false) => {
            let person = person(talk.tx, talk.env, &concern, owner).await?;
            say!(locale, "concern-held-money", who = person.label(locale))
        }
        (None, _) => say!(locale, "concern-held-nobody"),
    };
    if kind.needs_receipt() {
        body.join("\n\n", &say!(locale, "concern-do"));
        body.join("\n\n", &say!(locale, "concern-add"));
        // What is written next belongs to it: it must not reach those the note was for.
        report::wait_for_more(talk, concern.id, ONWARD).await?;
    } else {
        talk.goto(&dialogue::State::Idle).await?;
    }
    let numbers = super::numbers(talk.tx, unit).await?;
    talk.leave_tapped();
    talk.say(framed(locale, &numbers, body), home::open_menu(locale))
        .await
}
