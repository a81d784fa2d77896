//! What the silence of an urgent notice does: again, the others of the family, at the end the school with the
//! numbers to ring. Every step is a row's, taken once; it ends when everybody has said that they know.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::page::standings;
use super::seen::{enough, thank};
use super::{button, open_rows, ring, task_key};
use crate::base::{AdultId, ChildId, Env, Html, MailingId, to_ms, utf16_len};
use crate::dialogue::note::Piece;
use crate::dialogue::receipt::Tap;
use crate::model::audit::{Look, Why};
use crate::model::message::{Kind, Lane, Parcel};
use crate::model::receipt::Carriage;
use crate::model::record::{Child, Programme};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::model::unit::Role;
use crate::model::urgent::{self, Enough, Step};
use crate::service::mail::{self, Letter};
use crate::service::staff::leads_for;
use crate::service::{Served, Talk, note, numbers, rights};
use crate::store::receipts::{Copy, Mailing};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};
use crate::text::weekly::UNITS;
use crate::{label, say};

/// After this nobody is asked any more to see to it.
const WORTHLESS: TimeDelta = TimeDelta::hours(12);

/// The next step of an urgent mailing.
pub(super) async fn climb(tx: &mut Tx, env: &Env, mailing: &Mailing) -> Served<()> {
    let copies = store::receipts::copies(tx, mailing.id).await?;
    let standing = standings(tx, mailing, &copies).await?;
    let mut silent = Vec::new();
    for id in &mailing.children {
        if standing.get(id).is_some_and(|standing| standing.knows()) {
            continue;
        }
        let child = store::children::get(tx, *id).await?;
        silent.extend(child.filter(|child| {
            let there = [Programme::Active, Programme::ParentReturned];
            there.contains(&child.programme)
        }));
    }
    let old = env.now() - mailing.since() > urgent::OLD;
    let step = urgent::step(mailing.step).filter(|_| !silent.is_empty());
    let step = step.map(|step| if old { Step::School } else { step });
    let Some(step) = step else {
        return store::receipts::climb(tx, mailing.id, mailing.step, None).await;
    };
    let detail = match step {
        Step::Again => {
            again(tx, env, mailing, &silent, &copies).await?;
            "again"
        }
        Step::Others => {
            let ids: Vec<ChildId> = silent.iter().map(|child| child.id).collect();
            note::follow(tx, env, mailing, &ids, &copies).await?;
            contacts(tx, env, mailing, &silent, &copies).await?;
            "others"
        }
        Step::School => {
            school(tx, env, mailing, &silent).await?;
            "school"
        }
    };
    let act = audit::Act {
        action: "urgent_step",
        unit: mailing.class,
        detail: Some(detail),
        why: Some(Why::Run),
        ..audit::Act::default()
    };
    audit::note(tx, env, act).await?;
    let taken = if old { urgent::STEPS } else { mailing.step + 1 };
    let next = urgent::step(taken).map(|_| env.now() + urgent::wait(taken));
    store::receipts::climb(tx, mailing.id, taken, next).await
}

/// Once more to whoever has it.
async fn again(
    tx: &mut Tx,
    env: &Env,
    mailing: &Mailing,
    silent: &[Child],
    copies: &[Copy],
) -> Served<()> {
    let Some(account) = store::accounts::of_adult(tx, mailing.by).await? else {
        return Ok(());
    };
    let talk = &mut Talk::new(tx, env, account, None, None).by_itself();
    let given = store::receipts::given(talk.tx, mailing.id).await?;
    // Of several pieces the last one a person has; who has said that they know is left in peace.
    let mut last: BTreeMap<(ChildId, AdultId), &Copy> = BTreeMap::new();
    let there = |copy: &&Copy| {
        let is_silent = silent.iter().any(|child| child.id == copy.child);
        let mut said = given.iter();
        let has_said = said.any(|given| given.child == copy.child && given.by == copy.to);
        is_silent && !has_said && copy.carriage == Carriage::Arrived
    };
    for copy in copies.iter().filter(there) {
        last.insert((copy.child, copy.to), copy);
    }
    for copy in last.values() {
        note::remind(talk, copy.note, copy.to).await?;
    }
    Ok(())
}

/// Those who are asked about the child when nobody nearer answers. They get no notes, so they are asked to
/// see to it; the words are the notice's.
async fn contacts(
    tx: &mut Tx,
    env: &Env,
    mailing: &Mailing,
    silent: &[Child],
    copies: &[Copy],
) -> Served<()> {
    let words = words(tx, mailing, copies).await?;
    for child in silent {
        let away = store::check_ins::away(tx, child.id, env.now()).await?;
        let numbers = numbers::at(tx, child.school).await?;
        for link in store::links::of_child(tx, child.id).await? {
            let asked = link.role == LinkRole::Contact && link.state == LinkState::Active;
            if !asked || away.contains(&link.adult) || link.adult == mailing.by {
                continue;
            }
            let (adult, right) = (link.adult, Action::AnswerCheckIn);
            let letter = Letter::about(adult, child.id, right, Kind::Alert)
                .lane(Lane::Urgent)
                .expires(env.now() + WORTHLESS)
                .dedup(care_key(mailing, child.id, adult));
            mail::post(tx, env, letter, |account| {
                let locale = account.locale;
                let mut html = say!(locale, "urgent-contact", child = child.called());
                html.join("\n\n", &words);
                html.join("\n\n", &numbers::ring(locale, &numbers));
                let care = label!(locale, "urgent-care");
                let row = vec![button(care, Tap::Care(mailing.id, child.id))];
                Parcel::with_buttons(html.within(UNITS), vec![row])
            })
            .await?;
        }
    }
    Ok(())
}

/// What makes the question to one contact the same: about one child, as the notice reads.
fn care_key(mailing: &Mailing, child: ChildId, adult: AdultId) -> String {
    let since = to_ms(mailing.since());
    format!("urgent:{}:{since}:{child}:{adult}", mailing.id)
}

/// The notice says something else: it is asked about from the beginning, and whoever was asked to see to it
/// hears the new words at once. They may be on their way already.
pub(super) async fn anew(tx: &mut Tx, env: &Env, mailing: &Mailing) -> Served<()> {
    let mut asked = Vec::new();
    for child in &mailing.children {
        for link in store::links::of_child(tx, *child).await? {
            let key = care_key(mailing, *child, link.adult);
            if link.role == LinkRole::Contact && store::receipts::wrote(tx, &key).await? {
                asked.extend(store::children::get(tx, *child).await?);
                break;
            }
        }
    }
    let now = env.now();
    store::receipts::anew(tx, mailing.id, now, now + urgent::wait(0)).await?;
    let Some(mailing) = store::receipts::get(tx, mailing.id).await? else {
        return Ok(());
    };
    let copies = store::receipts::copies(tx, mailing.id).await?;
    contacts(tx, env, &mailing, &asked, &copies).await
}

/// What the notice says: the same for every family it went to.
async fn words(tx: &mut Tx, mailing: &Mailing, copies: &[Copy]) -> Served<Html> {
    let mut html = Html::default();
    let Some(first) = copies.first() else {
        return Ok(html);
    };
    let (child, to) = (first.child, first.to);
    for id in store::receipts::pieces(tx, mailing.id, child, to).await? {
        if let Some(note) = store::notes::get(tx, id).await? {
            let piece = Piece {
                content: note.content,
                message: 0,
                album: None,
            };
            html.join("\n", &piece.words());
        }
    }
    Ok(html)
}

/// From here on a person of the school owns the silence: a task for each family, and the numbers to ring for
/// whoever wrote, the class teachers and the leads.
async fn school(tx: &mut Tx, env: &Env, mailing: &Mailing, silent: &[Child]) -> Served<()> {
    let mut readers: BTreeMap<AdultId, Vec<&Child>> = BTreeMap::new();
    for child in silent {
        let (kind, key) = (TaskKind::UrgentUnseen, task_key((mailing.id, child.id)));
        let (unit, about) = (child.school, Some(child.id));
        store::tasks::open(tx, env, unit, about, None, kind, &key).await?;
        let mut staff = leads_for(tx, env, child).await?;
        let teachers = store::posts::holders(tx, child.class, Role::Teacher, env.now()).await?;
        staff.extend(teachers);
        staff.push(mailing.by);
        staff.sort_unstable();
        staff.dedup();
        for adult in rights::not_kin(tx, env, child.id, staff).await? {
            if rights::allowed(tx, env, adult, Action::SchoolNote, child.id).await? {
                readers.entry(adult).or_default().push(child);
            }
        }
    }
    let given = store::receipts::given(tx, mailing.id).await?;
    let since = to_ms(mailing.since());
    let class = match mailing.class {
        Some(class) => store::units::get(tx, class).await?.map(|unit| unit.name),
        None => None,
    };
    let class = class.unwrap_or_default();
    for (adult, children) in readers {
        let (Some(account), Some(first)) = (
            store::accounts::of_adult(tx, adult).await?,
            children.first(),
        ) else {
            continue;
        };
        let locale = account.locale;
        let head = match enough(mailing) {
            Enough::AtHome => say!(locale, "urgent-left-home", class = &class),
            Enough::Anyone => say!(locale, "urgent-left", class = &class),
        };
        let room = UNITS.saturating_sub(utf16_len(&head.plain()) + 2);
        let pages = ring::pages(tx, env, locale, &children, &given, room).await?;
        for (nth, page) in pages.into_iter().enumerate() {
            let mut html = head.clone();
            html.join("\n\n", &page.html);
            let mut letter = Letter::about(adult, first.id, Action::SchoolNote, Kind::Alert)
                .lane(Lane::Urgent)
                .dedup(format!("urgent_left:{}:{since}:{adult}:{nth}", mailing.id));
            letter.children = page.children;
            let rows = open_rows(locale, Some(mailing.id));
            let parcel = Parcel::with_buttons(html.within(UNITS), rows);
            mail::post(tx, env, letter, |_| parcel).await?;
        }
    }
    Ok(())
}

/// Whoever is asked about the child when nobody answers says that they see to it. Asked only after that step.
pub(super) async fn care(talk: &mut Talk<'_>, id: MailingId, child: ChildId) -> Served<()> {
    let (look, right) = (Look::CheckIn, Action::AnswerCheckIn);
    if !talk.sees(look, right, child).await? {
        return talk.refuse().await;
    }
    let link = match talk.adult() {
        Some(me) => store::links::pair(talk.tx, child, me).await?,
        None => None,
    };
    let is_contact = link.is_some_and(|link| link.role == LinkRole::Contact);
    let mailing = store::receipts::get(talk.tx, id).await?;
    let mailing = mailing.filter(|mailing| mailing.urgent.is_some());
    let asked = match (mailing, talk.adult()) {
        (Some(mailing), Some(me)) => {
            store::receipts::wrote(talk.tx, &care_key(&mailing, child, me)).await?
        }
        _ => false,
    };
    if !is_contact || !asked {
        return talk.refuse().await;
    }
    thank(talk, (id, child)).await
}
