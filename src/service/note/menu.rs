//! What the menu, a class and a child's card offer of notes.

use super::route::{Route, Usual};
use super::{button, urgent};
use crate::base::ChildId;
use crate::dialogue::note::Tap;
use crate::label;
use crate::model::Locale;
use crate::model::message::Button;
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::unit::Unit;
use crate::service::{Served, Talk};
use crate::store;

/// What the menu offers a family about one child; the child's name only where there are several.
pub async fn family_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    let (Some(adult), true) = (talk.adult(), talk.may(Action::FamilyNote, child).await?) else {
        return Ok(Vec::new());
    };
    let mut others = 0;
    for link in store::links::of_adult(talk.tx, adult).await? {
        if link.child != child && talk.may(Action::FamilyNote, link.child).await? {
            others += 1;
        }
    }
    let locale = talk.locale();
    // The button says no less than the note does.
    let route = Route::usual(talk, adult, child).await?;
    let (one, several) = match route {
        Usual::School => ("note-write-school", "note-write-school-child"),
        Usual::Home => ("note-write-home", "note-write-home-child"),
        Usual::Parents => ("note-write-parents", "note-write-parents-child"),
    };
    let label = match store::children::get(talk.tx, child).await? {
        Some(record) if others > 0 => label!(locale, several, child = record.called()),
        _ => label!(locale, one),
    };
    Ok(vec![vec![button(label, Tap::ToSchool(child))]])
}

/// What the menu offers about one class.
pub fn class_rows(locale: Locale, class: &Unit) -> Vec<Vec<Button>> {
    let label = label!(locale, "note-write-class", class = &class.name);
    vec![vec![button(label, Tap::ToClass(class.id))]]
}

/// What a child's card offers staff.
pub async fn child_rows(talk: &mut Talk<'_>, child: &Child) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::SchoolNote, child.id).await? {
        return Ok(Vec::new());
    }
    let speaks = talk.may_at(Action::SchoolNote, child.class).await?;
    let locale = talk.locale();
    let label = label!(locale, "note-write-family");
    let mut rows = vec![vec![button(label, Tap::ToFamily(child.id))]];
    rows.extend(speaks.then(|| urgent::row(locale, child.id)));
    Ok(rows)
}
