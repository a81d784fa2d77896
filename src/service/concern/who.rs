//! "Is it about one of these people?": whoever is named, and who came through them, never sees it.
//! Asked before anybody is told, and heard as long as words can be added.

use super::super::{Served, Talk};
use super::screens::{Is, Person, framed, person};
use super::{button, ladder, not_now, people, report};
use crate::base::{AdultId, ChildId, ConcernId};
use crate::dialogue::concern::Tap;
use crate::model::concern::{PATIENCE, Part, State};
use crate::model::message::Button;
use crate::model::rights::{Action, LinkState};
use crate::model::unit::Role;
use crate::store::concerns::{Concern, Source};
use crate::store::{self};
use crate::{label, say};

/// A concern the speaker told or wrote, as long as they can add to it.
pub(super) async fn told(talk: &mut Talk<'_>, id: ConcernId) -> Served<Option<Concern>> {
    let found = store::concerns::get(talk.tx, id).await?;
    let (me, now) = (talk.adult(), talk.env.now());
    Ok(found
        .filter(|concern| me.is_some() && concern.teller == me && now < concern.told + PATIENCE))
}

/// The same of one they told: they can say who must not see it.
pub(super) async fn own(talk: &mut Talk<'_>, id: ConcernId) -> Served<Option<Concern>> {
    let found = told(talk, id).await?;
    Ok(found.filter(|concern| concern.source == Source::Report))
}

/// Whom it can be about: the adults of the child, and the people of the school. Nobody's link or
/// number can be told from the list.
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
            if link.state == LinkState::Active {
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

/// Shows the people; those named are marked.
pub(super) async fn ask(talk: &mut Talk<'_>, concern: &Concern) -> Served<()> {
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = Vec::new();
    if concern.child.is_none() && concern.state == State::Filed {
        for child in people::children(talk).await? {
            if let Some(record) = store::children::get(talk.tx, child).await? {
                let words = label!(locale, "concern-is-about", child = record.called());
                rows.push(vec![button(words, Tap::About(concern.id, child))]);
            }
        }
    }
    let named: Vec<AdultId> = store::concerns::people(talk.tx, concern.id)
        .await?
        .into_iter()
        .filter(|(_, part)| *part == Part::Named)
        .map(|(adult, _)| adult)
        .collect();
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
    let sure = match named.is_empty() {
        true => label!(locale, "concern-nobody-of-them"),
        false => label!(locale, "concern-sure"),
    };
    rows.push(vec![button(sure, Tap::Sure(concern.id))]);
    let mut body = say!(locale, "concern-noted");
    body.join("\n\n", &say!(locale, "concern-who"));
    let numbers = super::numbers(talk.tx, concern.unit).await?;
    talk.show(framed(locale, &numbers, body), rows).await
}

/// What was told without a child is about this one.
pub(super) async fn about(talk: &mut Talk<'_>, id: ConcernId, child: ChildId) -> Served<()> {
    let Some(concern) = own(talk, id).await? else {
        return not_now(talk).await;
    };
    let may = talk.may(Action::ReportConcern, child).await?;
    let record = store::children::get(talk.tx, child).await?;
    let (true, Some(record), State::Filed) = (may, record, concern.state) else {
        return not_now(talk).await;
    };
    store::concerns::set_child(talk.tx, &concern, child, record.school).await?;
    let concern = Concern {
        child: Some(child),
        unit: record.school,
        ..concern
    };
    ask(talk, &concern).await
}

/// It may be about this person: from now on it does not exist for them.
pub(super) async fn named(talk: &mut Talk<'_>, id: ConcernId, adult: AdultId) -> Served<()> {
    let Some(concern) = own(talk, id).await? else {
        return not_now(talk).await;
    };
    let known = suspects(talk, &concern).await?;
    let Some(suspect) = known.into_iter().find(|person| person.adult == adult) else {
        return not_now(talk).await;
    };
    let now = talk.env.now();
    store::concerns::stand(talk.tx, id, adult, Part::Named, now).await?;
    for shut in people::shut(talk.tx, &concern).await? {
        if shut != adult {
            store::concerns::stand(talk.tx, id, shut, Part::Shut, now).await?;
        }
        store::concerns::withdraw(talk.tx, id, shut, now).await?;
    }
    let detail = match suspect.is {
        Is::Family(_) => "family",
        Is::Staff(_) => "staff",
        Is::Other => "other",
    };
    ladder::note(talk.tx, talk.env, &concern, "concern_names", detail).await?;
    // Named late: whoever had it may have to give it up, and somebody else answers for it now.
    let readers = people::readers(talk.tx, talk.env, &concern).await?;
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
    ask(talk, &concern).await
}

/// Nobody more: it goes to those who act, now.
pub(super) async fn sure(talk: &mut Talk<'_>, id: ConcernId) -> Served<()> {
    let Some(concern) = own(talk, id).await? else {
        return not_now(talk).await;
    };
    let answered = report::send(talk, &concern).await?;
    let html = report::thanks(talk, &concern, answered).await?;
    super::closing(talk, html).await
}
