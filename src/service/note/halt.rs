//! A conversation stands still for one who wants no notes in it: what the other side writes waits, and a lead of the
//! school who is none of them is asked. Nobody's words are shown for it, and nobody is blamed.
//!
//! What goes to a class, and what is urgent, still comes: it is no conversation.

use super::button;
use super::form;
use super::relay;
use super::route::Route;
use super::told::hours;
use crate::base::{AdultId, Env, HaltId, Html, Name, NoteId};
use crate::dialogue::note::Tap;
use crate::model::Locale;
use crate::model::audit::Why;
use crate::model::message::{Button, Content, Kind, Parcel};
use crate::model::rights::Action;
use crate::model::visibility::Audience;
use crate::service::mail::{self, Letter, Posted};
use crate::service::{Served, Talk, home, staff};
use crate::store::note_halts::{self, Halt};
use crate::store::notes::Note;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};
use crate::{label, say};

/// Whether a note is news for several families, or an alarm.
async fn is_news(tx: &mut Tx, note: &Note) -> Served<bool> {
    if note.audience != Audience::Class {
        return Ok(false);
    }
    let mailing = match note.mailing {
        Some(id) => store::receipts::get(tx, id).await?,
        None => None,
    };
    // What was written to some families, and to this one alone, is a note to it.
    Ok(mailing.is_none_or(|mailing| {
        mailing.urgent.is_some() || note.class.is_some() || mailing.children.len() != 1
    }))
}

/// The reader's wish that this note would run against, if there is one.
async fn against(tx: &mut Tx, note: &Note, to: AdultId) -> Served<Option<Halt>> {
    let (thread, of_staff) = (note.thread, note.written_as.is_staff());
    let about = (thread.child, thread.adult);
    note_halts::standing(tx, about, to, of_staff).await
}

/// Whether this note waits in place of going to this reader.
pub(super) async fn keeps(tx: &mut Tx, note: &Note, to: AdultId) -> Served<bool> {
    Ok(against(tx, note, to).await?.is_some() && !is_news(tx, note).await?)
}

/// What a writer is told: whom it does not reach for now, and whom to ring. Empty: it reaches everybody.
pub(super) async fn waits(talk: &mut Talk<'_>, route: &Route) -> Served<Html> {
    let halted = route.halted();
    if halted.is_empty() {
        return Ok(Html::default());
    }
    let locale = talk.locale();
    let readers = halted.into_iter();
    let who = form::listed(locale, readers.map(|reader| reader.side.called(locale)));
    let mut html = say!(locale, "halt-waits", who = who);
    html.join("\n\n", &hours(talk, route.child.school).await?);
    Ok(html)
}

/// What a note's small button offers whoever got it, and whose right was asked.
pub(super) async fn offer(talk: &mut Talk<'_>, note: &Note) -> Served<Option<(Html, Vec<Button>)>> {
    let Some(me) = talk.adult() else {
        return Ok(None);
    };
    let locale = talk.locale();
    if let Some(halt) = against(talk.tx, note, me).await? {
        return Ok(Some((say!(locale, "halt-stands"), again(locale, halt.id))));
    }
    if is_news(talk.tx, note).await? {
        return Ok(None);
    }
    let stop = button(label!(locale, "halt-stop"), Tap::Halt(note.id));
    Ok(Some((say!(locale, "halt-about"), vec![stop])))
}

fn again(locale: Locale, id: HaltId) -> Vec<Button> {
    vec![button(label!(locale, "halt-again"), Tap::Resume(id))]
}

/// From now on. Only who got the note, and reads here still.
pub(super) async fn begin(talk: &mut Talk<'_>, id: NoteId) -> Served<()> {
    let note = store::notes::get(talk.tx, id).await?;
    let me = talk.adult();
    let got = note.filter(|note| me.is_some_and(|me| note.by != me && note.sent_to.contains(&me)));
    let (Some(note), Some(me)) = (got, me) else {
        return talk.refuse().await;
    };
    let thread = note.thread;
    let (right, why) = match store::links::pair(talk.tx, thread.child, me).await? {
        Some(_) => (Action::FamilyNote, Why::Link),
        None => (Action::SchoolNote, Why::Post),
    };
    if !talk.may(right, thread.child).await? || is_news(talk.tx, &note).await? {
        return talk.refuse().await;
    }
    let Some(child) = store::children::get(talk.tx, thread.child).await? else {
        return talk.refuse().await;
    };
    let (id, of_staff): (HaltId, bool) = (talk.env.id(), note.written_as.is_staff());
    let fresh = note_halts::put(talk.tx, id, thread, (me, note.by), of_staff).await?;
    let Some(halt) = against(talk.tx, &note, me).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let mut html = say!(locale, "halt-done", child = child.called());
    if fresh {
        trace(talk, &halt, "notes_halted", why).await?;
        match ask_leads(talk, &halt).await? {
            true => html.join("\n\n", &say!(locale, "halt-asked")),
            false => html.join("\n\n", &hours(talk, child.school).await?),
        }
    }
    let mut rows = vec![again(locale, halt.id)];
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

async fn trace(talk: &mut Talk<'_>, halt: &Halt, action: &'static str, why: Why) -> Served<()> {
    let act = audit::Act {
        by: talk.adult(),
        action,
        child: Some(halt.thread.child),
        why: Some(why),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await
}

/// Whom it is between, and about whom.
struct Between {
    name: Name,
    other: Name,
    child: Name,
    class: String,
}

impl Between {
    async fn of(tx: &mut Tx, halt: &Halt) -> Served<Self> {
        let child = store::children::get(tx, halt.thread.child).await?;
        let class = match &child {
            Some(child) => store::units::get(tx, child.class).await?,
            None => None,
        };
        let name = store::adults::get(tx, halt.by).await?;
        let other = store::adults::get(tx, halt.writer).await?;
        Ok(Self {
            name: name.map(|adult| adult.name).unwrap_or_default(),
            other: other.map(|adult| adult.name).unwrap_or_default(),
            child: child.map(|child| child.name).unwrap_or_default(),
            class: class.map(|class| class.name).unwrap_or_default(),
        })
    }

    fn said(&self, locale: Locale, key: &str) -> Html {
        say!(
            locale,
            key,
            name = &self.name,
            other = &self.other,
            child = &self.child,
            class = self.class.as_str()
        )
    }
}

fn choice(locale: Locale, id: HaltId) -> Vec<Vec<Button>> {
    vec![
        vec![button(
            label!(locale, "halt-let-through"),
            Tap::LetThrough(id),
        )],
        vec![button(label!(locale, "halt-keep"), Tap::KeepHalted(id))],
    ]
}

/// The leads who are none of those it is between, nor family of the child. False: nobody of them can be reached.
async fn ask_leads(talk: &mut Talk<'_>, halt: &Halt) -> Served<bool> {
    let Some(child) = store::children::get(talk.tx, halt.thread.child).await? else {
        return Ok(false);
    };
    let (about, by, key) = (Some(child.id), Some(halt.by), halt.id.to_string());
    let kind = TaskKind::NotesHalted;
    store::tasks::open(talk.tx, talk.env, child.school, about, by, kind, &key).await?;
    let between = Between::of(talk.tx, halt).await?;
    let mut asked = false;
    for lead in staff::leads_for(talk.tx, talk.env, &child).await? {
        if halt.is_between(lead) {
            continue;
        }
        let letter = Letter::about(lead, child.id, Action::Decide, Kind::Alert)
            .dedup(format!("note_halt:{}:{lead}", halt.id));
        let posted = mail::post(talk.tx, talk.env, letter, |account| {
            let html = between.said(account.locale, "halt-told");
            Parcel::with_buttons(html, choice(account.locale, halt.id))
        })
        .await?;
        asked |= matches!(posted, Posted::Queued(_));
    }
    Ok(asked)
}

/// Whether the wish a task is about, named by its key, is this adult's to decide as far as it is between others.
pub async fn decides(tx: &mut Tx, key: &str, adult: AdultId) -> Served<bool> {
    let Some(id) = key.parse().ok().map(HaltId) else {
        return Ok(false);
    };
    let halt = note_halts::get(tx, id).await?;
    Ok(halt.is_some_and(|halt| !halt.is_between(adult)))
}

/// The wish, if the speaker decides about the child and is none of those it is between.
async fn decidable(talk: &mut Talk<'_>, id: HaltId) -> Served<Option<Halt>> {
    let halt = note_halts::get(talk.tx, id).await?;
    let Some((halt, me)) = halt.zip(talk.adult()) else {
        return Ok(None);
    };
    let may = !halt.is_between(me) && talk.may(Action::Decide, halt.thread.child).await?;
    Ok(may.then_some(halt))
}

/// The choice once more, from a list.
pub(super) async fn look(talk: &mut Talk<'_>, id: HaltId) -> Served<()> {
    let Some(halt) = decidable(talk, id).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let html = Between::of(talk.tx, &halt).await?.said(locale, "halt-told");
    let mut rows = choice(locale, id);
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// A lead has decided: notes go through again, or it stays and can be changed later.
pub(super) async fn decide(talk: &mut Talk<'_>, id: HaltId, through: bool) -> Served<()> {
    let Some(halt) = decidable(talk, id).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let between = Between::of(talk.tx, &halt).await?;
    if !through {
        trace(talk, &halt, "notes_halt_kept", Why::Post).await?;
        settle(talk, &halt).await?;
        let through = button(label!(locale, "halt-let-through"), Tap::LetThrough(id));
        let mut rows = vec![vec![through]];
        rows.extend(home::open_menu(locale));
        return talk.show(between.said(locale, "halt-kept"), rows).await;
    }
    note_halts::end(talk.tx, id).await?;
    settle(talk, &halt).await?;
    trace(talk, &halt, "notes_halt_lifted", Why::Post).await?;
    let (by, child) = (halt.by, halt.thread.child);
    let right = match store::links::pair(talk.tx, child, by).await? {
        Some(_) => Action::FamilyNote,
        None => Action::SchoolNote,
    };
    let letter =
        Letter::about(by, child, right, Kind::Notice).dedup(format!("note_halt_lifted:{id}"));
    mail::post(talk.tx, talk.env, letter, |account| {
        Parcel::text(between.said(account.locale, "halt-lifted"))
    })
    .await?;
    release(talk.tx, talk.env, &halt).await?;
    let html = between.said(locale, "halt-let");
    talk.show(html, home::open_menu(locale)).await
}

/// Whose wish it was takes notes again: that needs no right, each note asks its own.
pub(super) async fn resume(talk: &mut Talk<'_>, id: HaltId) -> Served<()> {
    let halt = note_halts::get(talk.tx, id).await?;
    let Some(halt) = halt.filter(|halt| talk.adult() == Some(halt.by)) else {
        return talk.refuse().await;
    };
    note_halts::end(talk.tx, id).await?;
    settle(talk, &halt).await?;
    let own = store::links::pair(talk.tx, halt.thread.child, halt.by).await?;
    let why = own.map_or(Why::Post, |_| Why::Link);
    trace(talk, &halt, "notes_resumed", why).await?;
    release(talk.tx, talk.env, &halt).await?;
    talk.tells_of_nobody();
    let locale = talk.locale();
    talk.show(say!(locale, "halt-resumed"), home::open_menu(locale))
        .await
}

/// The leads have nothing more to do about it.
async fn settle(talk: &mut Talk<'_>, halt: &Halt) -> Served<()> {
    let (kind, key, now) = (TaskKind::NotesHalted, halt.id.to_string(), talk.env.now());
    store::tasks::done_by_key(talk.tx, kind, &key, talk.adult(), now).await?;
    Ok(())
}

/// What waited goes, as it stands now, with the rights of now.
async fn release(tx: &mut Tx, env: &Env, halt: &Halt) -> Served<()> {
    for id in note_halts::since(tx, halt).await? {
        let Some(note) = store::notes::get(tx, id).await? else {
            continue;
        };
        let waited = note.by != halt.by
            && note.sent_to.contains(&halt.by)
            && note.written_as.is_staff() == halt.of_staff;
        let gone = matches!(&note.content, Content::Text { html } if html.is_empty());
        if !waited || gone || is_news(tx, &note).await? {
            continue;
        }
        let Some(source) = store::notes::source(tx, id).await? else {
            continue;
        };
        // Newer words of it waited too.
        let newest = store::notes::by_source(tx, source.account, source.message).await?;
        if !newest.iter().any(|newest| newest.id == id) {
            continue;
        }
        let account = store::accounts::get(tx, source.account).await?;
        let Some(account) = account.filter(|account| account.adult == Some(note.by)) else {
            continue;
        };
        let talk = &mut Talk::new(tx, env, account, None, None);
        let Some(head) = relay::head_of(talk, &note).await? else {
            continue;
        };
        relay::letters(talk, &note, &source, &head, None, &[halt.by]).await?;
    }
    Ok(())
}
