//! Today's list of a teacher or a lead: what waits longest comes first, each with a button that acts on it.
//! Only what this person may act on is on it, or counted.

use std::collections::HashSet;

use super::{Served, Talk, check_in, home, rights};
use crate::base::{AdultId, CheckInId, ChildId, HaltId, Html, Name, NoteId, TaskId, UnitId};
use crate::dialogue::{self, check_in as dialogue_check_in, join, note, today::Tap};
use crate::model::Locale;
use crate::model::audit::{Look, Why};
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::model::today::{Item, PAGE, Sort, What, counts, in_order, waits};
use crate::model::unit::Role;
use crate::store::tasks::TaskKind;
use crate::store::today::Due;
use crate::store::{self, audit};
use crate::{label, say};

/// Of one kind and unit at most so many: the oldest. A list this long is worked off from its beginning.
const MOST: usize = 100;
/// Units looked through for one person.
const UNITS: usize = 8;

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match *tap {
        Tap::List(from) => list(talk, usize::try_from(from).unwrap_or_default()).await,
        Tap::Settle(id) => settle(talk, id).await,
        Tap::Done(id) => done(talk, id).await,
    }
}

fn button(label: String, tap: dialogue::Tap) -> Button {
    Button::tap(label, tap.encode())
}

/// The first row of a menu of the school's people.
pub async fn menu_rows(talk: &mut Talk<'_>) -> Served<Vec<Vec<Button>>> {
    if units(talk).await?.is_empty() {
        return Ok(Vec::new());
    }
    let words = label!(talk.locale(), "today-menu");
    Ok(vec![vec![button(
        words,
        dialogue::Tap::Today(Tap::List(0)),
    )]])
}

/// The classes taught and the schools led.
async fn units(talk: &mut Talk<'_>) -> Served<Vec<UnitId>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    let mut out: Vec<UnitId> = Vec::new();
    for post in posts {
        let serves = matches!(post.role, Role::Teacher | Role::SchoolLead);
        if serves && !out.contains(&post.unit) && out.len() < UNITS {
            out.push(post.unit);
        }
    }
    Ok(out)
}

/// What it takes to act on a thing of a sort.
const fn right(sort: Sort) -> Action {
    match sort {
        Sort::Question => Action::SchoolNote,
        Sort::Home | Sort::Unreachable => Action::AnswerCheckIn,
        Sort::Approval | Sort::Halted => Action::Decide,
    }
}

/// Everything that waits for the speaker, in order.
async fn waiting(talk: &mut Talk<'_>, me: AdultId) -> Served<Vec<Item>> {
    let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
    let mut items: Vec<Item> = Vec::new();
    let (ledger, now) = (rights::ledger(talk.tx, me).await?, talk.env.now());
    for unit in units(talk).await? {
        let leads = leads_above(talk, unit).await?;
        let mut threads = HashSet::new();
        for question in store::today::questions(talk.tx, unit, limit).await? {
            // What was written to the leads alone is not the teacher's.
            let for_leads = question.sent_to.iter().all(|to| leads.contains(to));
            if for_leads && !question.sent_to.is_empty() && !leads.contains(&me) {
                continue;
            }
            // Of each thread the first, and none about a child of one's own family: who of the other side wrote
            // is not theirs.
            let thread = (question.child, question.adult);
            if ledger.is_kin(question.child, now) || !threads.insert(thread) {
                continue;
            }
            // Who takes no notes there has nothing to answer.
            let of = store::note_halts::standing;
            if of(talk.tx, thread, me, false).await?.is_some() {
                continue;
            }
            let got = question.sent_to.contains(&me);
            items.push(Item {
                sort: Sort::Question,
                what: What::Question(question.note, got),
                word: "",
                child: question.child,
                adult: Some(question.adult),
                since: question.written,
            });
        }
        let due = store::today::tasks(talk.tx, unit, limit).await?;
        for due in due {
            let halt = due.kind == TaskKind::NotesHalted;
            if !halt || super::note::decides(talk.tx, &due.key, me).await? {
                items.extend(of_task(due));
            }
        }
        for asking in store::today::approvals(talk.tx, unit, limit).await? {
            items.push(Item {
                sort: Sort::Approval,
                what: What::Approval,
                word: "",
                child: asking.child,
                adult: Some(asking.adult),
                since: asking.since,
            });
        }
    }
    items.retain(|item| item.adult != Some(me));
    let mut mine = Vec::new();
    for sort in Sort::ALL {
        let of = |item: &&Item| item.sort == *sort;
        let children: Vec<ChildId> = items.iter().filter(of).map(|item| item.child).collect();
        let children: HashSet<ChildId> = children.into_iter().collect();
        let children: Vec<ChildId> = children.into_iter().collect();
        let allowed = rights::only_ids(talk.tx, talk.env, me, right(*sort), &children).await?;
        let own = items
            .iter()
            .filter(of)
            .filter(|item| allowed.contains(&item.child));
        mine.extend(own.cloned());
    }
    let mut list = in_order(mine);
    // Who teaches a class of the school they lead finds a thing twice.
    list.dedup_by(|a, b| a.what == b.what && a.child == b.child && a.adult == b.adult);
    Ok(list)
}

async fn leads_above(talk: &mut Talk<'_>, unit: UnitId) -> Served<Vec<AdultId>> {
    let mut out = Vec::new();
    for above in store::units::up(talk.tx, unit).await? {
        let now = talk.env.now();
        out.extend(store::posts::holders(talk.tx, above.id, Role::SchoolLead, now).await?);
    }
    Ok(out)
}

/// A task as a thing of the list; a check-in is ended by what is known of home.
fn of_task(due: Due) -> Option<Item> {
    let (sort, by_answer) = match due.kind {
        TaskKind::MissedCheckIn | TaskKind::Problem => (Sort::Home, true),
        TaskKind::RingGuardian
        | TaskKind::RingAbsent
        | TaskKind::PleaseVisit
        | TaskKind::UrgentUnseen => (Sort::Home, false),
        TaskKind::Unreachable | TaskKind::Silent => (Sort::Unreachable, false),
        TaskKind::NotesHalted => (Sort::Halted, true),
        _ => return None,
    };
    let ended_by = due.key.parse().ok().filter(|_| by_answer);
    Some(Item {
        sort,
        what: match ended_by {
            Some(id) if sort == Sort::Halted => What::Halt(HaltId(id)),
            Some(id) => What::CheckIn(CheckInId(id)),
            None => What::Task(due.id),
        },
        word: due.kind.as_str(),
        child: due.child,
        adult: due.adult,
        since: due.since,
    })
}

/// One page, with the counts of all of it above.
async fn list(talk: &mut Talk<'_>, from: usize) -> Served<()> {
    let units = units(talk).await?;
    let Some(me) = talk.adult().filter(|_| !units.is_empty()) else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let items = waiting(talk, me).await?;
    if items.is_empty() {
        return talk
            .show(say!(locale, "today-none"), home::open_menu(locale))
            .await;
    }
    for unit in units {
        talk.saw_list(Look::List, unit).await?;
    }
    let from = from.min(items.len() - 1) / PAGE * PAGE;
    let mut html = head(locale, &counts(&items));
    let mut rows = Vec::new();
    for (index, item) in items.iter().enumerate().skip(from).take(PAGE) {
        let number = index + 1;
        html.join("\n\n", &line(talk, number, item).await?);
        rows.push(buttons(locale, number, item));
    }
    let turn = |label: String, to: usize| {
        let to = i64::try_from(to).unwrap_or_default();
        button(label, dialogue::Tap::Today(Tap::List(to)))
    };
    let mut turns = Vec::new();
    if from > 0 {
        turns.push(turn(label!(locale, "button-back"), from - PAGE));
    }
    if from + PAGE < items.len() {
        turns.push(turn(label!(locale, "button-more"), from + PAGE));
    }
    rows.extend((!turns.is_empty()).then_some(turns));
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

fn head(locale: Locale, counts: &[usize]) -> Html {
    let mut html = say!(locale, "today-head");
    for (sort, count) in Sort::ALL
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
    {
        let key = match sort {
            Sort::Question => "today-questions",
            Sort::Home => "today-homes",
            Sort::Unreachable => "today-unreachable",
            Sort::Approval => "today-approvals",
            Sort::Halted => "today-halts",
        };
        let count = match *count {
            count if count < MOST => count.to_string(),
            _ => format!("{MOST}+"),
        };
        html.join("\n", &say!(locale, key, count = count));
    }
    html
}

/// What waits, for whom, how long; for a home to ring the numbers the school may see.
async fn line(talk: &mut Talk<'_>, number: usize, item: &Item) -> Served<Html> {
    let locale = talk.locale();
    let (child, class) = match talk.may(right(item.sort), item.child).await? {
        true => named(talk, item.child).await?,
        false => Default::default(),
    };
    let adult = match item.adult {
        Some(adult) => store::adults::get(talk.tx, adult).await?,
        None => None,
    };
    let name = adult.as_ref().map(|adult| adult.name.clone());
    let what = match item.sort {
        Sort::Question => label!(locale, "today-question"),
        Sort::Approval => label!(locale, "today-approval"),
        _ => label!(locale, &format!("task-{}", item.word)),
    };
    let (unit, count) = waits(item.since, talk.env.now());
    let time = label!(locale, &format!("today-{unit}"), count = count);
    let mut html = say!(
        locale,
        "today-line",
        number = number,
        what = what,
        child = &child,
        class = class,
        time = time
    );
    match (item.sort, name) {
        (Sort::Home, _) => {
            html.join(
                "\n",
                &check_in::numbers_at_home(talk.tx, talk.env, locale, item.child).await?,
            );
        }
        (Sort::Unreachable, Some(name)) => {
            let phone = adult.and_then(|adult| adult.phone);
            let line = match &phone {
                Some(phone) => {
                    say!(locale, "today-number", name = &name, phone = phone.digits())
                }
                None => say!(locale, "today-person", name = &name),
            };
            html.join("\n", &line);
        }
        (_, Some(name)) => html.join("\n", &say!(locale, "today-person", name = &name)),
        (_, None) => {}
    }
    Ok(html)
}

async fn named(talk: &mut Talk<'_>, child: ChildId) -> Served<(Name, String)> {
    let Some(record) = store::children::get(talk.tx, child).await? else {
        return Ok(Default::default());
    };
    let class = store::units::get(talk.tx, record.class).await?;
    Ok((
        record.name,
        class.map(|class| class.name).unwrap_or_default(),
    ))
}

/// The buttons of one thing, under its number.
fn buttons(locale: Locale, number: usize, item: &Item) -> Vec<Button> {
    let own = |key: &str, tap: dialogue::Tap| button(label!(locale, key, number = number), tap);
    match item.what {
        // Who did not get it cannot answer it, but may write to the family.
        What::Question(id, got) => {
            let write = match got {
                true => note::Tap::Answer(id),
                false => note::Tap::ToFamily(item.child),
            };
            let mut row = vec![own("today-answer", dialogue::Tap::Note(write))];
            let settle = own("today-settle", dialogue::Tap::Today(Tap::Settle(id)));
            row.extend(got.then_some(settle));
            row
        }
        What::CheckIn(id) => {
            let well = dialogue_check_in::Tap::Well(id);
            vec![own("today-well", dialogue::Tap::CheckIn(well))]
        }
        What::Task(id) => vec![own("today-done", dialogue::Tap::Today(Tap::Done(id)))],
        What::Halt(id) => vec![own(
            "today-decide",
            dialogue::Tap::Note(note::Tap::LookAt(id)),
        )],
        What::Approval => vec![own("today-decide", dialogue::Tap::Join(join::Tap::Waiting))],
    }
}

/// A family's note that needs no answer. Nobody but the school hears of it.
async fn settle(talk: &mut Talk<'_>, id: NoteId) -> Served<()> {
    let note = store::notes::get(talk.tx, id).await?;
    let (Some(note), Some(by)) = (note, talk.adult()) else {
        return list(talk, 0).await;
    };
    let child = note.thread.child;
    let own = note.thread.adult == by || store::links::pair(talk.tx, child, by).await?.is_some();
    if own || !talk.sees(Look::Thread, Action::SchoolNote, child).await? {
        return talk.refuse().await;
    }
    if store::today::settle(talk.tx, note.thread.id, id).await? {
        trace(talk, by, "note_settled", child, None).await?;
    }
    list(talk, 0).await
}

/// A thing that ends with a tick. Others end on their own screens.
async fn done(talk: &mut Talk<'_>, id: TaskId) -> Served<()> {
    let task = store::tasks::get(talk.tx, id).await?;
    let (Some(task), Some(by)) = (task, talk.adult()) else {
        return list(talk, 0).await;
    };
    let ticked = matches!(
        task.kind,
        TaskKind::RingGuardian
            | TaskKind::RingAbsent
            | TaskKind::PleaseVisit
            | TaskKind::UrgentUnseen
            | TaskKind::Unreachable
            | TaskKind::Silent
    );
    let (true, Some(child)) = (ticked && task.adult != Some(by), task.child) else {
        return talk.refuse().await;
    };
    if !talk.sees(Look::List, Action::AnswerCheckIn, child).await? {
        return talk.refuse().await;
    }
    // A family member of the child answers for home, not for the school.
    if store::links::pair(talk.tx, child, by).await?.is_some() {
        return talk.refuse().await;
    }
    store::tasks::done(talk.tx, id, by, talk.env.now()).await?;
    trace(talk, by, "task_done", child, Some(task.kind.as_str())).await?;
    list(talk, 0).await
}

async fn trace(
    talk: &mut Talk<'_>,
    by: AdultId,
    action: &'static str,
    child: ChildId,
    detail: Option<&str>,
) -> Served<()> {
    let act = audit::Act {
        by: Some(by),
        action,
        child: Some(child),
        detail,
        why: Some(Why::Post),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await
}
