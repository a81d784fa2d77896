//! The school's screens: pupils of a class, one child's card, invitations, ending a link, tasks.

mod card;

pub(super) use card::child;

use super::invitation::Issued;
use super::parting::Parting;
use super::{Served, Talk, exclusion, home, invitation, parting, receipt, request, staff};
use crate::base::{AdultId, ChildId, HaltId, PostId, TaskId, UnitId};
use crate::dialogue::{self, roster::Tap};
use crate::model::audit::{Look, Why};
use crate::model::message::{Button, Content, Kind, Parcel};
use crate::model::rights::Action;
use crate::store::tasks::{Task, TaskKind};
use crate::store::{self, audit};
use crate::{label, say};

/// Pupils per page: two columns of eight.
const PAGE: usize = 16;
/// Tasks of one school on the list, and of all schools together: a list is for doing, not for scrolling.
const TASKS: usize = 12;
/// Tasks that are looked through at a time.
const PAGE_OF_TASKS: i64 = 50;
const MOST_TASKS: usize = 36;

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Class(unit, from) => class(talk, *unit, *from).await,
        Tap::Child(id) => child(talk, *id).await,
        Tap::Invite(child, adult) => invite(talk, *child, *adult).await,
        Tap::AskEnd(child, adult) => parting::ask(talk, *child, *adult, Parting::End).await,
        Tap::End(child, adult) => parting::part(talk, *child, *adult, Parting::End).await,
        Tap::AskExclude(child, adult) => exclusion::ask(talk, *child, *adult).await,
        Tap::AskLift(child, adult) => parting::ask(talk, *child, *adult, Parting::Lift).await,
        Tap::Lift(child, adult) => parting::part(talk, *child, *adult, Parting::Lift).await,
        Tap::Tasks => tasks(talk).await,
        Tap::TaskDone(task) => task_done(talk, *task).await,
    }
}

pub(super) fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Roster(tap).encode())
}

pub(super) async fn not_now(talk: &mut Talk<'_>) -> Served<()> {
    talk.refuse().await
}

async fn class(talk: &mut Talk<'_>, unit: UnitId, from: i64) -> Served<()> {
    if !talk.sees_at(Look::List, Action::ReadRecord, unit).await? {
        return not_now(talk).await;
    }
    let locale = talk.locale();
    // Who decides finds a frozen child too.
    let action = match talk.may_at(Action::Decide, unit).await? {
        true => Action::Decide,
        false => Action::SeeCard,
    };
    let pupils = store::children::in_class(talk.tx, unit).await?;
    let pupils = talk.only(action, pupils).await?;
    let from = usize::try_from(from).unwrap_or_default().min(pupils.len());
    for pupil in pupils.iter().skip(from).take(PAGE) {
        talk.tells_of(pupil.id, action);
    }
    let page: Vec<Button> = pupils
        .iter()
        .skip(from)
        .take(PAGE)
        .map(|pupil| button(pupil.name.expose().to_owned(), Tap::Child(pupil.id)))
        .collect();
    let mut rows: Vec<Vec<Button>> = page.chunks(2).map(<[Button]>::to_vec).collect();
    let mut turn = Vec::new();
    let index = |n: usize| i64::try_from(n).unwrap_or_default();
    if from > 0 {
        let before = Tap::Class(unit, index(from.saturating_sub(PAGE)));
        turn.push(button(label!(locale, "button-back"), before));
    }
    if from + PAGE < pupils.len() {
        turn.push(button(
            label!(locale, "button-more"),
            Tap::Class(unit, index(from + PAGE)),
        ));
    }
    rows.push(turn);
    rows.retain(|row| !row.is_empty());
    rows.extend(receipt::class_rows(talk, unit).await?);
    rows.extend(home::open_menu(locale));
    let name = store::units::get(talk.tx, unit).await?.map(|u| u.name);
    let html = say!(
        locale,
        "roster-class",
        class = name.unwrap_or_default(),
        count = pupils.len()
    );
    talk.show(html, rows).await
}

/// Makes the invitation and hands it over.
async fn invite(talk: &mut Talk<'_>, child: ChildId, adult: AdultId) -> Served<()> {
    let by = talk.adult();
    let Some(by) = by else {
        return not_now(talk).await;
    };
    let issued = invitation::for_child(talk.tx, talk.env, Some(by), child, adult, None).await?;
    let Ok(issued) = issued else {
        return talk.refuse().await;
    };
    talk.tells_of(child, Action::Invite);
    hand_over(talk, adult, &issued).await
}

/// The invitation in three forms: link, picture, digits.
pub(super) async fn hand_over(talk: &mut Talk<'_>, adult: AdultId, issued: &Issued) -> Served<()> {
    let locale = talk.locale();
    let username = store::bots::username(talk.tx, &talk.account.bot).await?;
    let link = issued.link(&username.unwrap_or_default());
    let until = crate::text::dates::day(
        locale,
        issued.expires.with_timezone(&talk.zone()).date_naive(),
    );
    let name = store::adults::get(talk.tx, adult)
        .await?
        .map(|a| a.name)
        .unwrap_or_default();
    let caption = say!(
        locale,
        "roster-invitation",
        name = &name,
        link = &link,
        code = issued.code(),
        until = until
    );
    let parcel = Parcel::Send {
        content: Content::Qr { link, caption },
        keyboard: None,
        protect: false,
        silent: false,
    };
    talk.put(Kind::Invitation, parcel, None).await.map(drop)
}

async fn tasks(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let mut html = say!(locale, "roster-tasks");
    let mut rows = Vec::new();
    for unit in staff::kept(talk).await? {
        let before = rows.len();
        for task in own_tasks(talk, unit).await? {
            if rows.len() >= MOST_TASKS {
                break;
            }
            let child = match task.child {
                Some(child) => store::children::get(talk.tx, child).await?.map(|c| c.name),
                None => None,
            };
            let adult = match task.adult {
                Some(adult) => store::adults::get(talk.tx, adult).await?.map(|a| a.name),
                None => None,
            };
            let who: Vec<String> = [child, adult]
                .into_iter()
                .flatten()
                .map(|name| name.expose().to_owned())
                .collect();
            let number = rows.len() + 1;
            let what = match task.kind {
                TaskKind::GoesSoon => {
                    let day = task.key.split(':').nth(1).and_then(|day| day.parse().ok());
                    let day = day.map(|day| crate::text::dates::day(locale, day));
                    label!(locale, "task-goes_soon", day = day.unwrap_or_default())
                }
                kind => label!(locale, &format!("task-{}", kind.as_str())),
            };
            let since = crate::text::dates::moment(locale, task.created, talk.zone());
            html.join(
                "\n",
                &say!(
                    locale,
                    "roster-task",
                    number = number,
                    what = what,
                    who = who.join(", "),
                    since = since
                ),
            );
            rows.push(match task.kind {
                // A yearly look is done on the person's own screen.
                TaskKind::Recheck => match task.key.parse().ok().map(PostId) {
                    Some(post) => {
                        let open = label!(locale, "staff-task-open", number = number);
                        let tap = dialogue::staff::Tap::Person(post);
                        Button::tap(open, dialogue::Tap::Staff(tap).encode())
                    }
                    None => continue,
                },
                // A wish for no notes ends with a choice.
                TaskKind::NotesHalted => match task.key.parse().ok().map(HaltId) {
                    Some(halt) => {
                        let open = label!(locale, "today-decide", number = number);
                        let tap = dialogue::note::Tap::LookAt(halt);
                        Button::tap(open, dialogue::Tap::Note(tap).encode())
                    }
                    None => continue,
                },
                // What is asked at 18, and made then, has a screen of its own.
                TaskKind::TurnsEighteen | TaskKind::GrownUp | TaskKind::GoesSoon => {
                    match task.child {
                        Some(child) => {
                            let open = label!(locale, "request-open-number", number = number);
                            let tap = dialogue::lifecycle::Tap::Own(child);
                            Button::tap(open, dialogue::Tap::Lifecycle(tap).encode())
                        }
                        None => continue,
                    }
                }
                // A request ends with its answer, not with a tick.
                TaskKind::DataRequest | TaskKind::RequestOverdue => {
                    request::answer_button(locale, number, task.kind)
                }
                _ => {
                    let done = label!(locale, "roster-task-done", number = number);
                    button(done, Tap::TaskDone(task.id))
                }
            });
        }
        if rows.len() > before {
            talk.saw_list(Look::List, unit).await?;
        }
    }
    if rows.is_empty() {
        html = say!(locale, "roster-no-tasks");
    }
    let mut rows: Vec<Vec<Button>> = rows.chunks(3).map(<[Button]>::to_vec).collect();
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// The oldest open tasks of a unit that are the speaker's to do. What is not theirs takes nobody's place,
/// and leaves no gap that tells of it.
async fn own_tasks(talk: &mut Talk<'_>, unit: UnitId) -> Served<Vec<Task>> {
    let mut out = Vec::new();
    let mut page = store::tasks::list(talk.tx, unit, PAGE_OF_TASKS).await?;
    while let Some(last) = page.last().cloned() {
        for task in page {
            // A lead does not decide about themselves, nor about a child they are excluded from.
            let foreign = match task.child {
                Some(child) => !talk.may(Action::Decide, child).await?,
                None => false,
            };
            let own = task.adult.is_some() && task.adult == talk.adult();
            if !foreign && !own && !hidden(talk, &task).await? {
                out.push(task);
            }
            if out.len() == TASKS {
                return Ok(out);
            }
        }
        page = store::tasks::list_after(talk.tx, &last, PAGE_OF_TASKS).await?;
    }
    Ok(out)
}

/// Quiet signs are never shown to the family, of whom one may lead the school; a wish for no notes not to those
/// it is between.
async fn hidden(talk: &mut Talk<'_>, task: &Task) -> Served<bool> {
    let (Some(child), Some(me)) = (task.child, talk.adult()) else {
        return Ok(false);
    };
    if task.kind == TaskKind::NotesHalted {
        return Ok(!super::note::decides(talk.tx, &task.key, me).await?);
    }
    Ok(task.kind == store::tasks::TaskKind::LookIn
        && store::concerns::family(talk.tx, child).await?.contains(&me))
}

async fn task_done(talk: &mut Talk<'_>, id: TaskId) -> Served<()> {
    let task = store::tasks::get(talk.tx, id).await?;
    let (Some(task), Some(by)) = (task, talk.adult()) else {
        return tasks(talk).await;
    };
    let about_child = match task.child {
        Some(child) => talk.may(Action::Decide, child).await?,
        None => true,
    };
    let own = task.adult == Some(by) || hidden(talk, &task).await?;
    // These end with what they ask for, on their own screens.
    let elsewhere = matches!(
        task.kind,
        TaskKind::Recheck
            | TaskKind::DataRequest
            | TaskKind::RequestOverdue
            | TaskKind::NotesHalted
    );
    if own || elsewhere || !about_child || !talk.may_at(Action::KeepStaff, task.unit).await? {
        return not_now(talk).await;
    }
    store::tasks::done(talk.tx, id, by, talk.env.now()).await?;
    let act = audit::Act {
        by: Some(by),
        action: "task_done",
        child: task.child,
        unit: Some(task.unit),
        detail: Some(task.kind.as_str()),
        why: Some(Why::Post),
    };
    audit::note(talk.tx, talk.env, act).await?;
    tasks(talk).await
}
