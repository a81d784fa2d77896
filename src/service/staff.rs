//! The school's staff list in the chat: who is in it, who is only named, and their invitations.

use super::roster::{button, hand_over, not_now};
use super::{Served, Talk, home, invitation};
use crate::base::{AdultId, UnitId};
use crate::dialogue::roster::Tap;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::model::unit::Role;
use crate::store;
use crate::{label, say};

/// People per page.
const PAGE: usize = 12;

/// The staff of a school: those not yet in the chat come first, each with a button.
pub async fn list(talk: &mut Talk<'_>, school: UnitId, from: i64) -> Served<()> {
    if !talk.may_at(Action::Decide, school).await? {
        return not_now(talk).await;
    }
    let locale = talk.locale();
    let people = store::posts::of_school(talk.tx, school).await?;
    let from = usize::try_from(from).unwrap_or_default().min(people.len());
    let mut html = say!(locale, "staff-title", count = people.len());
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for person in people.iter().skip(from).take(PAGE) {
        let role = label!(locale, &format!("role-{}", person.role.as_str()));
        let state = if person.active {
            "staff-active"
        } else {
            "staff-named"
        };
        let line = say!(
            locale,
            "staff-person",
            name = &person.name,
            role = role,
            unit = &person.unit_name,
            state = label!(locale, state)
        );
        html.join("\n", &line);
        if !person.active {
            let words = label!(locale, "staff-invite", name = &person.name);
            let tap = Tap::InvitePost(person.unit, person.adult, person.role);
            rows.push(vec![button(words, tap)]);
        }
    }
    let index = |n: usize| i64::try_from(n).unwrap_or_default();
    let mut turn = Vec::new();
    if from > 0 {
        let before = Tap::Staff(school, index(from.saturating_sub(PAGE)));
        turn.push(button(label!(locale, "button-back"), before));
    }
    if from + PAGE < people.len() {
        let after = Tap::Staff(school, index(from + PAGE));
        turn.push(button(label!(locale, "button-more"), after));
    }
    rows.push(turn);
    rows.retain(|row| !row.is_empty());
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// Invites somebody the staff list names to that post. A post is offered only to whom a list named:
/// nobody becomes a teacher by a tap on somebody else's phone.
pub async fn invite(talk: &mut Talk<'_>, unit: UnitId, adult: AdultId, role: Role) -> Served<()> {
    let named = store::posts::named(talk.tx, unit, role).await?;
    let Some(by) = talk.adult().filter(|_| named.contains(&adult)) else {
        return not_now(talk).await;
    };
    let issued = invitation::for_post(talk.tx, talk.env, Some(by), unit, adult, role).await?;
    match issued {
        Ok(issued) => hand_over(talk, adult, &issued).await,
        Err(_) => not_now(talk).await,
    }
}
