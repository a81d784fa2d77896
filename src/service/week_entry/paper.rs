//! Whoever cannot be reached in the chat gets the week on paper: one file for a class, with a list to tick, and
//! a slip to cut off for each child of whose family nobody got it here.

use super::{Desk, children, class_desk};
use crate::base::{Html, UnitId};
use crate::model::Locale;
use crate::model::audit::Why;
use crate::model::file::Data;
use crate::model::message::{Kind, Parcel};
use crate::model::record::{Child, Programme};
use crate::model::rights::Action;
use crate::model::settings::Number;
use crate::model::week::SchoolWeek;
use crate::model::weekly::{Block, Line};
use crate::paper::Paper;
use crate::service::{Served, Talk, numbers, weekly};
use crate::store::{self, audit};
use crate::text::dates;
use crate::{label, say};

/// One slip: whose, in which language, what it says.
struct Slip {
    child: Child,
    locale: Locale,
    block: Block,
}

/// The file, or the good news that nobody needs one.
pub async fn hand_over(talk: &mut Talk<'_>, unit: UnitId, week: SchoolWeek) -> Served<bool> {
    let Some(desk) = class_desk(talk, unit, Some(week)).await? else {
        return Ok(false);
    };
    let locale = talk.locale();
    let slips = slips(talk, &desk, week).await?;
    if slips.is_empty() {
        talk.toast(label!(locale, "entry-paper-none")).await?;
        return Ok(true);
    }
    let count = slips.len();
    let paper = sheet(talk, &desk, week, &slips).await?;
    let Some(data) = paper.pdf().ok().and_then(Data::new) else {
        // More than a class can be: nothing is printed rather than a part of it.
        return Ok(false);
    };
    let caption = say!(
        locale,
        "entry-paper-caption",
        class = &desk.unit.name,
        week = dates::week(locale, week),
        count = count
    );
    for slip in &slips {
        talk.tells_of(slip.child.id, Action::EnterWeek);
    }
    let name = format!("{}.pdf", week.monday());
    let parcel = Parcel::file(name, "application/pdf", data, caption);
    talk.put(Kind::Reply, parcel, None).await?;
    let act = audit::Act {
        by: talk.adult(),
        action: "week_on_paper",
        unit: Some(unit),
        why: Some(Why::Post),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    Ok(true)
}

/// The children of the speaker's list of whose family nobody got the week here.
async fn slips(talk: &mut Talk<'_>, desk: &Desk, week: SchoolWeek) -> Served<Vec<Slip>> {
    let reached = store::weekly::reached(talk.tx, desk.unit.id, week).await?;
    let mut out = Vec::new();
    let mut pupils = children(talk, &desk.unit).await?;
    pupils.retain(|child| child.programme == Programme::Active && !reached.contains(&child.id));
    pupils.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    let ids: Vec<_> = pupils.iter().map(|child| child.id).collect();
    let mut blocks = weekly::on_paper(talk.tx, talk.env, &ids, week).await?;
    for child in pupils {
        let Some(block) = blocks.remove(&child.id) else {
            continue;
        };
        let family = store::adults::rostered(talk.tx, child.id).await?;
        let known = family.iter().find_map(|person| person.adult.locale);
        out.push(Slip {
            locale: known.unwrap_or_else(|| talk.locale()),
            child,
            block,
        });
    }
    Ok(out)
}

/// The list to tick, then the slips, as many as fit on each page.
async fn sheet(
    talk: &mut Talk<'_>,
    desk: &Desk,
    week: SchoolWeek,
    slips: &[Slip],
) -> Served<Paper> {
    let locale = talk.locale();
    let title = label!(
        locale,
        "entry-paper-title",
        class = &desk.unit.name,
        week = dates::week(locale, week)
    );
    let head = vec![
        label!(locale, "entry-paper-pupil"),
        label!(locale, "entry-paper-day"),
        label!(locale, "entry-paper-signed"),
    ];
    let names = slips.iter().map(|slip| slip.child.name.expose());
    let rows = names
        .enumerate()
        .map(|(index, name)| vec![format!("{}. {name}", index + 1), " ".into(), " ".into()])
        .collect();
    let mut paper = Paper::new(locale, title, talk.env.now())
        .text(say!(locale, "entry-paper-intro").plain())
        .table(head, rows)
        .signature(label!(locale, "entry-paper-teacher"));
    let list = numbers::at(talk.tx, desk.unit.id).await?;
    for slip in slips {
        paper = paper.slip(words(slip, &list).plain());
    }
    Ok(paper)
}

/// The same words as in the chat; where somebody should ring, the numbers.
fn words(slip: &Slip, list: &[Number]) -> Html {
    let blocks = std::slice::from_ref(&slip.block);
    let mut html = crate::text::weekly::digest(slip.locale, blocks);
    if slip
        .block
        .lines
        .iter()
        .any(|line| matches!(line, Line::ByPhone))
    {
        html.join("\n", &numbers::lines(slip.locale, list));
    }
    html
}
