//! "Is it about one of these people?": whoever is named, and who came through them, never sees it.
//! Asked before anybody is told, and heard as long as words can be added.

use super::super::{Served, Talk};
use super::screens::{Is, Person, framed, person};
use super::{button, ladder, letters, people, refuse, report};
use crate::base::{AdultId, ChildId, ConcernId, Html};
use crate::dialogue::concern::Tap;
use crate::model::concern::{
    ASKED_BACK_AT_MOST, HOLD_BACK, HOLD_BACK_AT_MOST, PATIENCE, Part, State,
};
use crate::model::message::Button;
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::model::unit::{Role, UnitKind};
use crate::store::concerns::{Concern, Source};
use crate::store::{self};
use crate::{label, say};
use chrono::TimeDelta;

/// A concern the speaker told or wrote, as long as they can add to it and say who must not see it.
pub(super) async fn told(talk: &mut Talk<'_>, id: ConcernId) -> Served<Option<Concern>> {
    let found = store::concerns::get(talk.tx, id).await?;
    let (me, now) = (talk.adult(), talk.env.now());
    Ok(found
        .filter(|concern| me.is_some() && concern.teller == me && now < concern.told + PATIENCE))
}

/// Whom it can be about: the adults of the child, and the people of the school; without a child all who
/// work there. Nobody's link or number can be told from the list.
async fn suspects(talk: &mut Talk<'_>, concern: &Concern) -> Served<Vec<Person>> {
    let mut ids: Vec<AdultId> = Vec::new();
    let now = talk.env.now();
    let mut posts = vec![
        (concern.unit, Role::SchoolLead),
        (concern.unit, Role::Teacher),
    ];
    if let Some(child) = concern.child {
        for rostered in store::adults::rostered(talk.tx, child).await? {
            ids.push(rostered.adult.id);
        }
        for link in store::links::of_child(talk.tx, child).await? {
            // Nobody is named for what happened to themself.
            if link.state == LinkState::Active && link.role != LinkRole::Oneself {
                ids.push(link.adult);
            }
        }
        if let Some(record) = store::children::get(talk.tx, child).await? {
            posts.insert(0, (record.class, Role::Teacher));
            posts.extend(record.home.map(|home| (home, Role::HomeStaff)));
        }
    }
    for (unit, role) in posts {
        ids.extend(store::posts::holders(talk.tx, unit, role, now).await?);
    }
    if concern.child.is_none() || concern.outside {
        let staff = store::posts::of_school(talk.tx, concern.unit).await?;
        let serve = staff.into_iter().filter(|post| post.is_in_force(now));
        ids.extend(serve.map(|post| post.adult));
    }
    let mut out: Vec<Person> = Vec::new();
    for adult in ids {
        if talk.adult() != Some(adult) && !out.iter().any(|known| known.adult == adult) {
            out.push(person(talk.tx, talk.env, concern, adult).await?);
        }
    }
    // A message has at most a hundred buttons.
    out.truncate(40);
    Ok(out)
}

/// Shows the people; those named are marked. Without a child it is asked first whether it is about
/// somebody at the school: whoever could be meant there is also who would get it.
pub(super) async fn ask(talk: &mut Talk<'_>, concern: &Concern) -> Served<()> {
    let locale = talk.locale();
    // It names people of this child.
    if let Some(child) = concern.child {
        talk.tells_of(child, Action::ReportConcern);
    }
    let mut rows = children(talk, concern).await?;
    let named: Vec<AdultId> = store::concerns::people(talk.tx, concern.id)
        .await?
        .into_iter()
        .filter(|(_, part)| *part == Part::Named)
        .map(|(adult, _)| adult)
        .collect();
    let unit = store::units::get(talk.tx, concern.unit).await?;
    let school = unit.is_some_and(|unit| unit.kind == UnitKind::School);
    let open = school && !concern.outside && named.is_empty();
    let first = open && concern.child.is_none();
    if first {
        let yes = label!(locale, "concern-at-school-yes");
        rows.push(vec![button(yes, Tap::AtSchool(concern.id))]);
    } else {
        rows.extend(names(talk, concern, &named).await?);
        let words = label!(locale, "concern-at-school");
        rows.extend(open.then(|| vec![button(words, Tap::AtSchool(concern.id))]));
    }
    let sure = match named.is_empty() && !concern.outside {
        true if first => label!(locale, "concern-at-school-no"),
        true => label!(locale, "concern-nobody-of-them"),
        false => label!(locale, "concern-sure"),
    };
    rows.push(vec![button(sure, Tap::Sure(concern.id))]);
    let mut body = match (concern.outside, concern.source) {
        (true, _) => say!(locale, "concern-outside"),
        (false, Source::Report) => say!(locale, "concern-noted"),
        (false, Source::Word) if concern.kind.needs_receipt() => say!(locale, "concern-held-noted"),
        (false, Source::Word) => say!(locale, "concern-held-money-noted"),
    };
    let question = match first {
        true => say!(locale, "concern-at-school-ask"),
        false => say!(locale, "concern-who"),
    };
    body.join("\n\n", &question);
    if concern.state == State::Filed {
        body.join("\n\n", &remains(talk, concern).await?);
    }
    let numbers = super::numbers(talk.tx, concern.unit).await?;
    talk.show(framed(locale, &numbers, body), rows).await
}

/// Which child it is about, where none was picked.
async fn children(talk: &mut Talk<'_>, concern: &Concern) -> Served<Vec<Vec<Button>>> {
    let locale = talk.locale();
    let mut rows = Vec::new();
    if !can_be_about(concern) {
        return Ok(rows);
    }
    for child in people::children(talk).await? {
        if let Some(record) = store::children::get(talk.tx, child).await? {
            let words = label!(locale, "concern-is-about", child = record.called());
            rows.push(vec![button(words, Tap::About(concern.id, child))]);
        }
    }
    Ok(rows)
}

async fn names(
    talk: &mut Talk<'_>,
    concern: &Concern,
    named: &[AdultId],
) -> Served<Vec<Vec<Button>>> {
    let locale = talk.locale();
    let mut rows = Vec::new();
    for suspect in suspects(talk, concern).await? {
        let words = match named.contains(&suspect.adult) {
            true => label!(locale, "concern-is-named", who = suspect.label(locale)),
            false => suspect.label(locale),
        };
        let tap = Tap::Named(concern.id, suspect.adult);
        let mut button = button(words, tap);
        // Names can be long; a button is not.
        if button.label.chars().count() > 60 {
            button.label = button.label.chars().take(59).chain(['…']).collect();
        }
        rows.push(vec![button]);
    }
    Ok(rows)
}

/// What remains as long as nobody has it: who will, and how soon.
async fn remains(talk: &mut Talk<'_>, concern: &Concern) -> Served<Html> {
    let locale = talk.locale();
    let mut who = Vec::new();
    for adult in ladder::next_readers(talk.tx, talk.env, concern).await? {
        let person = person(talk.tx, talk.env, concern, adult).await?;
        who.push(person.label(locale));
    }
    if who.is_empty() {
        return Ok(match concern.outside {
            true => say!(locale, "concern-nobody-outside"),
            false => say!(locale, "concern-nobody"),
        });
    }
    let now = talk.env.now();
    let left = (concern.next.unwrap_or(now) - now).num_seconds().max(0);
    let between = label!(locale, "note-between");
    Ok(say!(
        locale,
        "concern-goes-to",
        who = who.join(&between),
        seconds = left
    ))
}

/// Whoever answers still says something: they get as long again, within the minute.
pub(super) async fn wait_on(talk: &mut Talk<'_>, concern: Concern) -> Served<Concern> {
    wait(talk, concern, HOLD_BACK_AT_MOST).await
}

/// A name stands asked back: it may pass the minute, or the one who is meant gets it before the yes.
pub(super) async fn wait_for_yes(talk: &mut Talk<'_>, concern: Concern) -> Served<Concern> {
    wait(talk, concern, ASKED_BACK_AT_MOST).await
}

async fn wait(talk: &mut Talk<'_>, mut concern: Concern, at_most: TimeDelta) -> Served<Concern> {
    if concern.state == State::Filed {
        let last = concern.told + at_most;
        let longer = (talk.env.now() + HOLD_BACK).min(last);
        concern.next = concern.next.max(Some(longer));
        let (id, step, next) = (concern.id, concern.step, concern.next);
        store::concerns::climb(talk.tx, id, State::Filed, step, next, None).await?;
    }
    Ok(concern)
}

/// The same question again, with nothing changed.
pub(super) async fn again(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some(concern) = told(talk, id).await? else {
        return refuse(talk).await;
    };
    let concern = wait_on(talk, concern).await?;
    ask(talk, &concern).await
}

/// Whether it can still be said which child it is about. A note to a whole class is about no single one.
fn can_be_about(concern: &Concern) -> bool {
    concern.child.is_none() && concern.source == Source::Report
}

/// What was told without a child is about this one.
pub(super) async fn about(talk: &mut Talk<'_>, id: ConcernId, child: ChildId) -> Served<()> {
    let Some(concern) = told(talk, id).await? else {
        return refuse(talk).await;
    };
    let may = talk.may(Action::ReportConcern, child).await?;
    let record = store::children::get(talk.tx, child).await?;
    let (true, true, Some(record)) = (may, can_be_about(&concern), record) else {
        return refuse(talk).await;
    };
    store::concerns::set_child(talk.tx, &concern, child, record.school).await?;
    let concern = Concern {
        child: Some(child),
        unit: record.school,
        ..concern
    };
    give_up(talk, &concern).await?;
    let concern = wait_on(talk, concern).await?;
    ask(talk, &concern).await
}

/// It is about somebody at the school, and nobody is named yet: no one there gets it until somebody is.
pub(super) async fn at_school(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some(concern) = told(talk, id).await? else {
        return refuse(talk).await;
    };
    store::concerns::set_outside(talk.tx, id, true).await?;
    let concern = Concern {
        outside: true,
        ..concern
    };
    ladder::note(talk.tx, talk.env, &concern, "concern_names", "school").await?;
    give_up(talk, &concern).await?;
    let concern = wait_on(talk, concern).await?;
    ask(talk, &concern).await
}

/// It may be about this person: from now on it does not exist for them.
pub(super) async fn named(talk: &mut Talk<'_>, id: ConcernId, adult: AdultId) -> Served<()> {
    let Some(concern) = told(talk, id).await? else {
        return refuse(talk).await;
    };
    let known = suspects(talk, &concern).await?;
    let Some(suspect) = known.into_iter().find(|person| person.adult == adult) else {
        return refuse(talk).await;
    };
    let now = talk.env.now();
    store::concerns::stand(talk.tx, id, adult, Part::Named, now).await?;
    // Now the others there can have it.
    store::concerns::set_outside(talk.tx, id, false).await?;
    let concern = Concern {
        outside: false,
        ..concern
    };
    let detail = match suspect.is {
        Is::Family(_) => "family",
        Is::Staff(_) => "staff",
        Is::Other => "other",
    };
    ladder::note(talk.tx, talk.env, &concern, "concern_names", detail).await?;
    give_up(talk, &concern).await?;
    let concern = wait_on(talk, concern).await?;
    ask(talk, &concern).await
}

/// Whoever must not see it from now on does not: what waits for them is taken back, and one who had it
/// gives it up to somebody else.
async fn give_up(talk: &mut Talk<'_>, concern: &Concern) -> Served<()> {
    let (id, now) = (concern.id, talk.env.now());
    let known = store::concerns::people(talk.tx, id).await?;
    let is = |adult, part| known.contains(&(adult, part));
    // "Somebody at the school" shuts out for good only who had it already: a name may follow.
    let lasting = Concern {
        outside: false,
        ..concern.clone()
    };
    let lasting = people::shut(talk.tx, &lasting).await?;
    for shut in people::shut(talk.tx, concern).await? {
        let stays = lasting.contains(&shut) || is(shut, Part::Reader);
        if stays && !is(shut, Part::Named) {
            store::concerns::stand(talk.tx, id, shut, Part::Shut, now).await?;
        }
        letters::unsay(talk.tx, talk.env, id, shut).await?;
    }
    hand_on(talk, concern).await
}

/// From now on it does not exist for these people: what was written to them may be about them.
pub(super) async fn shut_out(
    talk: &mut Talk<'_>,
    concern: &Concern,
    adults: &[AdultId],
) -> Served<()> {
    let (id, now) = (concern.id, talk.env.now());
    for adult in adults {
        store::concerns::stand(talk.tx, id, *adult, Part::Shut, now).await?;
        letters::unsay(talk.tx, talk.env, id, *adult).await?;
    }
    hand_on(talk, concern).await
}

/// Somebody else answers for it, where whose it was reads it no longer.
async fn hand_on(talk: &mut Talk<'_>, concern: &Concern) -> Served<()> {
    let now = talk.env.now();
    let readers = people::readers(talk.tx, talk.env, concern).await?;
    let lost = concern.owner.is_some_and(|owner| !readers.contains(&owner));
    if lost && concern.state != State::Done {
        let again = Concern {
            state: State::Open,
            step: 0,
            next: Some(now),
            owner: None,
            ..concern.clone()
        };
        ladder::climb(talk.tx, talk.env, &again).await?;
    }
    Ok(())
}

/// Nobody more: it goes to those who act, now.
pub(super) async fn sure(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some(concern) = told(talk, id).await? else {
        return refuse(talk).await;
    };
    let answered = report::send(talk, &concern).await?;
    let html = report::thanks(talk, &concern, answered).await?;
    super::closing(talk, html).await
}
