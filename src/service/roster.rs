//! The school's screens: pupils of a class, one child's card, invitations, ending a link, tasks.

use super::invitation::Issued;
use super::parting::Parting;
use super::{
    Served, Talk, audit as trace, consent, exclusion, freeze, growing, guardian, home, invitation,
    lifecycle, note, parting, rights, staff, transfer, week_entry,
};
use crate::base::{AdultId, ChildId, Html, TaskId, UnitId};
use crate::dialogue::{self, lifecycle::Tap::Keep, roster::Tap};
use crate::model::Locale;
use crate::model::audit::{Look, Why};
use crate::model::hours::day_at;
use crate::model::message::{Button, Content, Kind, Parcel};
use crate::model::record::{ParentFact, Whereabouts};
use crate::model::rights::{Action, LinkState};
use crate::store::adults::Rostered;
use crate::store::links::Link;
use crate::store::{self, audit};
use crate::{label, say};

/// Pupils per page: two columns of eight.
const PAGE: usize = 16;
/// Tasks of one school on the list, and of all schools together: a list is for doing, not for scrolling.
const TASKS: i64 = 12;
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
        Tap::Staff(school, from) => staff::list(talk, *school, *from).await,
        Tap::InvitePost(unit, adult, role) => staff::invite(talk, *unit, *adult, *role).await,
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
        false => Action::ReadRecord,
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

/// The family-contact card (S10): with whom the child lives, where the parents are, who is linked.
pub(super) async fn child(talk: &mut Talk<'_>, id: ChildId) -> Served<()> {
    // The card of a child whose file rests is left to whoever may let it go on.
    if !talk.sees(Look::Card, Action::Decide, id).await?
        && !talk.sees(Look::Card, Action::ReadRecord, id).await?
    {
        return talk.refuse().await;
    }
    let Some(record) = store::children::get(talk.tx, id).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let class = store::units::get(talk.tx, record.class)
        .await?
        .map(|u| u.name);
    let lives = label!(locale, &format!("lives-{}", record.lives_with.as_str()));
    let mut html = say!(
        locale,
        "roster-card",
        child = &record.name,
        class = class.unwrap_or_default(),
        lives = lives
    );
    for fact in store::children::parents(talk.tx, id).await? {
        html.join("\n", &parent_line(talk, &fact));
    }
    let may_invite = talk.may(Action::Invite, id).await?;
    let may_decide = talk.may(Action::Decide, id).await?;
    let links = store::links::of_child(talk.tx, id).await?;
    let now = talk.env.now();
    let papers = store::exclusions::standing(talk.tx, id, now).await?;
    let place = rights::place(talk.tx, id).await?;
    let zone = place
        .as_ref()
        .map_or(chrono_tz::Tz::UTC, |place| place.zone);
    let frozen = place.is_some_and(|place| place.is_frozen(now));
    if frozen {
        html.join("\n", &say!(locale, "lifecycle-frozen"));
    }
    let mut rows = Vec::new();
    for person in store::adults::rostered(talk.tx, id).await? {
        let link = links.iter().find(|link| link.adult == person.adult.id);
        let relation = label!(locale, &format!("relation-{}", person.relation.as_str()));
        let paper = papers.iter().find(|paper| paper.adult == person.adult.id);
        let excluded = paper.is_some_and(|paper| paper.from <= now)
            || link.is_some_and(|link| link.state == LinkState::Excluded);
        let word = if excluded {
            "excluded"
        } else {
            link_word(link)
        };
        let state = label!(locale, &format!("link-{word}"));
        html.join(
            "\n",
            &say!(
                locale,
                "roster-person",
                name = &person.adult.name,
                relation = &relation,
                state = state
            ),
        );
        if let Some(paper) = paper.filter(|_| may_decide) {
            html.join(" ", &exclusion::described(locale, paper, zone));
        }
        let carried = link.and_then(|link| link.to.filter(|to| *to > now));
        let carried = carried.filter(|_| link.is_some_and(|l| l.state == LinkState::Active));
        if let Some(to) = carried {
            let until = day_at(to, zone).to_string();
            html.join(" ", &say!(locale, "lifecycle-linked-until", until = until));
        }
        let seen = Seen {
            state: link.map(|link| link.state),
            barred: excluded || paper.is_some(),
            carried: carried.is_some(),
            may_invite: may_invite && !frozen,
            may_decide,
        };
        rows.extend(person_rows(locale, id, &person, &seen));
    }
    rows.extend(week_entry::child_rows(talk, &record).await?);
    rows.extend(note::child_rows(talk, &record).await?);
    rows.extend(growing::child_rows(talk, &record).await?);
    rows.extend(guardian::child_rows(talk, id).await?);
    rows.extend(consent::child_rows(talk, id).await?);
    if !frozen {
        rows.extend(transfer::child_rows(talk, &record).await?);
    }
    rows.extend(freeze::child_rows(talk, &record, frozen).await?);
    rows.extend(trace::child_rows(talk, id).await?);
    // By exception one record is open, not its class, and what was noted of it is one tap away.
    if talk.may_at(Action::ReadRecord, record.class).await? {
        let back = label!(locale, "button-back");
        rows.push(vec![button(back, Tap::Class(record.class, 0))]);
    } else {
        let words = label!(locale, "weekly-button-how-is", name = record.called());
        let how = dialogue::Tap::Weekly(dialogue::weekly::Tap::HowIs(id));
        rows.push(vec![Button::tap(words, how.encode())]);
        rows.extend(home::open_menu(locale));
    }
    talk.show(html, rows).await
}

/// What stands between one adult and the child, and what the speaker may do about it.
struct Seen {
    state: Option<LinkState>,
    /// A paper stands, or will.
    barred: bool,
    /// The link came from another school and ends by itself.
    carried: bool,
    may_invite: bool,
    may_decide: bool,
}

/// The buttons about one person of the roster.
fn person_rows(locale: Locale, child: ChildId, person: &Rostered, seen: &Seen) -> Vec<Vec<Button>> {
    let (adult, name) = (person.adult.id, &person.adult.name);
    let mut rows = Vec::new();
    let linked = matches!(seen.state, Some(LinkState::Active | LinkState::Paused));
    if seen.may_invite && !seen.barred && !linked {
        let relation = label!(locale, &format!("relation-{}", person.relation.as_str()));
        let words = label!(locale, "roster-invite", relation = relation, name = name);
        rows.push(vec![button(words, Tap::Invite(child, adult))]);
    }
    if !seen.may_decide {
        return rows;
    }
    if seen.carried {
        let words = label!(locale, "lifecycle-keep", name = name);
        rows.push(vec![lifecycle::button(words, Keep(child, adult))]);
    }
    if seen.state == Some(LinkState::Active) {
        let words = label!(locale, "roster-end", name = name);
        rows.push(vec![button(words, Tap::AskEnd(child, adult))]);
    }
    rows.push(vec![if seen.barred {
        let words = label!(locale, "parting-lift", name = name);
        button(words, Tap::AskLift(child, adult))
    } else {
        let words = label!(locale, "parting-exclude", name = name);
        button(words, Tap::AskExclude(child, adult))
    }]);
    rows
}

fn link_word(link: Option<&Link>) -> &'static str {
    link.map_or("none", |link| link.state.as_str())
}

fn parent_line(talk: &Talk<'_>, fact: &ParentFact) -> Html {
    let locale = talk.locale();
    let who = label!(locale, &format!("relation-{}", fact.parent.as_str()));
    let place = fact.place.clone().unwrap_or_default();
    let key = match fact.whereabouts {
        Whereabouts::Away | Whereabouts::Abroad if !place.is_empty() => "roster-parent-at",
        _ => "roster-parent",
    };
    let state = label!(
        locale,
        &format!("whereabouts-{}", fact.whereabouts.as_str())
    );
    let mut html = match key {
        "roster-parent-at" => say!(
            locale,
            "roster-parent-at",
            who = who,
            state = state,
            place = place
        ),
        _ => say!(locale, "roster-parent", who = who, state = state),
    };
    if let Some(zone) = fact.zone.filter(|_| fact.whereabouts.is_away()) {
        let clock = crate::text::dates::clock(talk.env.now(), zone);
        html.join(" ", &say!(locale, "roster-clock", clock = clock));
    }
    html
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
    for school in home::schools_led(talk).await? {
        let before = rows.len();
        for task in store::tasks::list(talk.tx, school, TASKS).await? {
            // A lead does not decide about themselves, nor about a child they are excluded from.
            let foreign = match task.child {
                Some(child) => !talk.may(Action::Decide, child).await?,
                None => false,
            };
            if foreign || task.adult.is_some() && task.adult == talk.adult() {
                continue;
            }
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
            let what = label!(locale, &format!("task-{}", task.kind.as_str()));
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
            let done = label!(locale, "roster-task-done", number = number);
            rows.push(button(done, Tap::TaskDone(task.id)));
        }
        if rows.len() > before {
            talk.saw_list(Look::List, school).await?;
        }
    }
    if rows.is_empty() {
        html = say!(locale, "roster-no-tasks");
    }
    let mut rows: Vec<Vec<Button>> = rows.chunks(3).map(<[Button]>::to_vec).collect();
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
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
    let own = task.adult == Some(by);
    if own || !about_child || !talk.may_at(Action::Decide, task.unit).await? {
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
