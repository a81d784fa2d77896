//! A listed word stops a note before anybody gets it: it goes to the lead alone, unchanged, and who
//! wrote it learns what to do now. It is never decided on by those it was for: a note to a teacher who
//! leads the school may be about this very person. And its writer is asked, as whoever tells, whom it is
//! about.

use chrono::TimeDelta;

use super::super::{Served, Talk};
use super::screens::{framed, person};
use super::{letters, people, report, who};
use crate::base::{AdultId, ChildId, Env, Html, UnitId};
use crate::dialogue::concern::{Held, Way};
use crate::dialogue::note::Piece;
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::album::Item;
use crate::model::concern::words::{Own, scan};
use crate::model::concern::{FLOOD, HOLD_BACK, Kind, MOST_HELD, Part, State};
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

/// The same of one line.
pub async fn listed_line(tx: &mut Tx, unit: UnitId, line: &str) -> Served<Option<Kind>> {
    let piece = Piece {
        content: said(line),
        message: 0,
        album: None,
    };
    listed(tx, unit, &[piece]).await
}

fn said(line: &str) -> Content {
    let html = Html::escape(line);
    Content::Text { html }
}

/// The words a school and what is above it added.
pub async fn words_of(tx: &mut Tx, unit: UnitId) -> Served<Vec<Own>> {
    let mut out = Vec::new();
    for above in store::units::up(tx, unit).await? {
        out.extend(store::units::settings(tx, above.id).await?.words);
    }
    Ok(out)
}

/// A note with a listed word in it, on its way.
#[derive(Debug)]
pub struct Stop {
    pub kind: Kind,
    pub child: Option<ChildId>,
    pub unit: UnitId,
    pub way: Way,
    pub contents: Vec<Content>,
    /// Those of the school it was for: what is written to them may be about them.
    pub readers: Vec<AdultId>,
    /// The album it is, as the messenger calls it: more of it may come.
    pub album: Option<String>,
}

/// Stops what the speaker wrote, and asks them whom it is about before anybody is told. From here on the
/// turn leaves no trace in anything of others.
pub async fn hold(talk: &mut Talk<'_>, stop: Stop) -> Served<()> {
    talk.discreet();
    let Some(me) = talk.adult() else {
        return Ok(());
    };
    let unit = people::school_of(talk.tx, stop.unit).await?;
    let now = talk.env.now();
    let mark = store::concerns::mark(talk.tx, Source::Word, me, now.date_naive()).await?;
    if let Some(concern) = crowded(talk, &mark, stop.child).await? {
        return join(talk, &concern, &stop).await;
    }
    let held = Held {
        writer: me,
        account: talk.account.id,
        way: stop.way,
    };
    let concern = Concern {
        id: talk.env.id(),
        child: stop.child,
        unit,
        source: Source::Word,
        kind: stop.kind,
        state: State::Filed,
        teller: Some(me),
        nameless: false,
        held: serde_json::to_string(&held).ok(),
        told: now,
        step: 0,
        next: Some(now + HOLD_BACK),
        owner: None,
        receipt: None,
        receipt_by: None,
        outside: false,
    };
    // A held note is not counted among what its writer may tell.
    store::concerns::put(talk.tx, &concern, &mark).await?;
    if let Some(album) = &stop.album {
        store::concerns::set_album(talk.tx, concern.id, talk.account.id, album).await?;
    }
    for content in &stop.contents {
        let id = talk.env.id();
        store::concern_words::add_words(talk.tx, id, &concern, content, now).await?;
    }
    for reader in stop.readers {
        store::concerns::stand(talk.tx, concern.id, reader, Part::Shut, now).await?;
    }
    let act = audit::Act {
        action: "concern_hold",
        unit: Some(unit),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    if stop.kind.needs_receipt() {
        // What is written next belongs to it: it must not reach those the note was for.
        report::wait_for_more(talk, concern.id, ONWARD).await?;
    } else {
        talk.goto(&dialogue::State::Idle).await?;
    }
    talk.leave_tapped();
    who::ask(talk, &concern).await
}

/// True when a line that was typed to the school has a listed word in it: then it is held like a note.
pub async fn stops(
    talk: &mut Talk<'_>,
    (child, unit): (ChildId, UnitId),
    way: Way,
    line: &str,
) -> Served<bool> {
    let Some(kind) = listed_line(talk.tx, unit, line).await? else {
        return Ok(false);
    };
    let stop = Stop {
        kind,
        child: Some(child),
        unit,
        way,
        contents: vec![said(line)],
        // To the school as an office: whom it is about its writer is asked.
        readers: Vec::new(),
        album: None,
    };
    hold(talk, stop).await?;
    Ok(true)
}

/// A line with a listed word in it, typed by staff where it is no note: what it tells is told to those who
/// protect children, too, by whoever typed it. True when there was such a word. To be called last: nothing
/// after it leaves a trace.
pub async fn beside(
    talk: &mut Talk<'_>,
    (child, unit): (Option<ChildId>, UnitId),
    line: &str,
) -> Served<bool> {
    let unit = people::school_of(talk.tx, unit).await?;
    let (Some(me), Some(kind)) = (talk.adult(), listed_line(talk.tx, unit, line).await?) else {
        return Ok(false);
    };
    talk.discreet();
    let now = talk.env.now();
    let mark = store::concerns::mark(talk.tx, Source::Word, me, now.date_naive()).await?;
    let concern = match crowded(talk, &mark, child).await? {
        Some(concern) => {
            report::add(talk, &concern, &said(line)).await?;
            concern
        }
        None => report::put(talk, (child, unit), kind, false, Some(said(line)), &mark).await?,
    };
    talk.leave_tapped();
    who::ask(talk, &concern).await?;
    Ok(true)
}

/// A turn of whoever wrote what was held, as long as it is still theirs.
pub async fn writer<'a>(tx: &'a mut Tx, env: &'a Env, held: &Held) -> Served<Option<Talk<'a>>> {
    let account = store::accounts::get(tx, held.account).await?;
    let account = account.filter(|account| account.adult == Some(held.writer));
    Ok(account.map(|account| Talk::new(tx, env, account, None, None).by_itself()))
}

/// The concern a further held note belongs to, when its writer has had many stopped within the hour: the
/// newest about the same child that is not ended. Every letter about one is urgent.
async fn crowded(
    talk: &mut Talk<'_>,
    mark: &str,
    child: Option<ChildId>,
) -> Served<Option<Concern>> {
    let begun = store::concerns::under(talk.tx, mark).await?;
    let since = talk.env.now() - FLOOD;
    if begun.iter().filter(|one| one.told > since).count() < MOST_HELD {
        return Ok(None);
    }
    match begun.iter().find(|one| one.child == child && !one.ended) {
        Some(one) => Ok(store::concerns::get(talk.tx, one.id).await?),
        None => Ok(None),
    }
}

/// One more stopped note within a concern. Nothing of it goes on by itself any more.
async fn join(talk: &mut Talk<'_>, concern: &Concern, stop: &Stop) -> Served<()> {
    who::shut_out(talk, concern, &stop.readers).await?;
    for content in &stop.contents {
        report::add(talk, concern, content).await?;
    }
    report::wait_for_more(talk, concern.id, ONWARD).await?;
    talk.leave_tapped();
    who::ask(talk, concern).await
}

/// One more picture of an album that was stopped: it stays with the others, and those who read the
/// concern get it. False: no album of this writer was.
pub async fn joins(talk: &mut Talk<'_>, album: &str, item: &Item) -> Served<bool> {
    let account = talk.account.id;
    let Some(id) = store::concerns::of_album(talk.tx, account, album).await? else {
        return Ok(false);
    };
    let found = store::concerns::get(talk.tx, id).await?;
    let Some(concern) = found.filter(|concern| concern.teller == talk.adult()) else {
        return Ok(false);
    };
    talk.discreet();
    store::concern_words::add_to_album(talk.tx, talk.env.id(), &concern, item, talk.env.now())
        .await?;
    if concern.state != State::Filed {
        let what = format!("album{}", talk.env.id::<i64>());
        let content = Content::Media {
            media: item.media,
            file: item.file.clone(),
            caption: item.caption.clone(),
        };
        letters::pass_on(talk.tx, talk.env, &concern, &content, &what).await?;
    }
    Ok(true)
}

/// What the writer of a held note reads once it is known who acts.
pub(super) async fn words(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    owner: Option<AdultId>,
    locale: Locale,
) -> Served<Html> {
    let grave = concern.kind.needs_receipt();
    let mut body = match owner {
        Some(owner) => {
            let who = person(tx, env, concern, owner).await?.label(locale);
            match grave {
                true => say!(locale, "concern-held", who = who),
                false => say!(locale, "concern-held-money", who = who),
            }
        }
        None => say!(locale, "concern-held-nobody"),
    };
    if grave {
        body.join("\n\n", &say!(locale, "concern-do"));
        body.join("\n\n", &say!(locale, "concern-add"));
    }
    let numbers = super::numbers(tx, concern.unit).await?;
    Ok(framed(locale, &numbers, body))
}
