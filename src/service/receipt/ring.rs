//! Whom to ring about families that have not said that they know: the numbers of the roster, all of them, on as
//! many messages as it takes.

use crate::base::{AdultId, ChildId, Env, Html, utf16_len};
use crate::model::Locale;
use crate::model::record::Child;
use crate::model::rights::LinkState;
use crate::service::{Served, rights};
use crate::store::receipts::Given;
use crate::store::{self, Tx};
use crate::{label, say};

use super::seen::afar;

/// Children whose numbers one message holds: as many as can be rung one after the other without scrolling back.
const MOST: usize = 10;

/// One message's numbers, and about whom.
pub(super) struct Page {
    pub children: Vec<ChildId>,
    pub html: Html,
}

/// The numbers on the list of those around these children who may be spoken to about them, with who has said
/// from far away that they know. A message has room for so many UTF-16 units. Whoever calls has asked, or sends
/// it in letters that ask.
pub(super) async fn pages(
    tx: &mut Tx,
    env: &Env,
    locale: Locale,
    children: &[&Child],
    given: &[Given],
    room: usize,
) -> Served<Vec<Page>> {
    let mut out: Vec<Page> = Vec::new();
    for child in children {
        let lines = of(tx, env, locale, child, &afar(given, child.id)).await?;
        let taken = utf16_len(&lines.plain()) + 2;
        match out.last_mut() {
            Some(page)
                if page.children.len() < MOST && utf16_len(&page.html.plain()) + taken <= room =>
            {
                page.html.join("\n\n", &lines);
                page.children.push(child.id);
            }
            _ => out.push(Page {
                children: vec![child.id],
                html: lines,
            }),
        }
    }
    Ok(out)
}

async fn of(
    tx: &mut Tx,
    env: &Env,
    locale: Locale,
    child: &Child,
    afar: &[AdultId],
) -> Served<Html> {
    let mut lines = say!(locale, "urgent-child", child = &child.name);
    let links = store::links::of_child(tx, child.id).await?;
    let mut found = false;
    for person in store::adults::rostered(tx, child.id).await? {
        let link = links.iter().find(|link| link.adult == person.adult.id);
        let over = [LinkState::Ended, LinkState::Excluded];
        let gone = link.is_some_and(|link| over.contains(&link.state));
        if gone || rights::excluded(tx, env, person.adult.id, child.id).await? {
            continue;
        }
        let relation = label!(locale, &format!("relation-{}", person.relation.as_str()));
        if afar.contains(&person.adult.id) {
            lines.join("\n", &say!(locale, "urgent-afar", relation = &relation));
        }
        let Some(phone) = &person.adult.phone else {
            continue;
        };
        let line = say!(
            locale,
            "urgent-number",
            name = &person.adult.name,
            relation = relation,
            phone = phone.digits()
        );
        lines.join("\n", &line);
        found = true;
    }
    if !found {
        lines.join("\n", &say!(locale, "urgent-no-number"));
    }
    Ok(lines)
}
