//! The school's side: how a mailing stands, the families that have not said that they know, and what somebody
//! of the school told them.

use std::collections::HashMap;

use super::seen::{acknowledge, enough};
use super::{button, clock, not_own};
use crate::base::{ChildId, Html, Instant, MailingId, UnitId};
use crate::dialogue::receipt::Tap;
use crate::dialogue::{self, roster};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::Button;
use crate::model::receipt::{SHOWN, Standing, Way};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::service::{Served, Talk, home};
use crate::store::receipts::{Copy, Mailing};
use crate::store::{self, Tx};
use crate::text::dates;
use crate::{label, say};

/// Children on one page of a list.
const PAGE: usize = 20;
/// Mailings on one list.
const LAST: i64 = 6;

/// A mailing as the speaker may see it now.
pub(super) struct Sheet {
    pub mailing: Mailing,
    pub copies: Vec<Copy>,
    /// Those the speaker may write about, and is not family of.
    pub families: Vec<(Child, Standing)>,
}

impl Sheet {
    pub fn count(&self, standing: Standing) -> usize {
        let same = |family: &&(Child, Standing)| family.1 == standing;
        self.families.iter().filter(same).count()
    }
}

/// How each family of a mailing stands.
pub(super) async fn standings(
    tx: &mut Tx,
    mailing: &Mailing,
    copies: &[Copy],
) -> Served<HashMap<ChildId, Standing>> {
    let given = store::receipts::given(tx, mailing.id).await?;
    let of = |child: &ChildId| {
        let said = given.iter().filter(|given| given.child == *child);
        let carried = copies.iter().filter(|copy| copy.child == *child);
        let (said, carried) = (said.map(|given| given.said), carried.map(|c| c.carriage));
        Standing::of(said, enough(mailing), carried)
    };
    Ok(mailing.children.iter().map(|c| (*c, of(c))).collect())
}

/// The mailing if it may be shown: to a class, to whoever writes to that class; to one family, to who wrote it.
/// Not after its time, and nobody sees in it how their own family stands.
pub(super) async fn sheet(talk: &mut Talk<'_>, id: MailingId) -> Served<Option<Sheet>> {
    let Some(mailing) = known(talk, id).await? else {
        return Ok(None);
    };
    let right = Action::SchoolNote;
    let children = match (mailing.class, mailing.children.as_slice()) {
        (Some(class), _) if talk.sees_at(Look::List, right, class).await? => {
            let mut there = store::children::in_class(talk.tx, class).await?;
            there.retain(|child| mailing.children.contains(&child.id));
            there
        }
        (None, [child]) if talk.adult() == Some(mailing.by) => {
            if !talk.sees(Look::Thread, right, *child).await? {
                return Ok(None);
            }
            let child = store::children::get(talk.tx, *child).await?;
            child.into_iter().collect()
        }
        _ => return Ok(None),
    };
    let children = talk.only(right, children).await?;
    let copies = store::receipts::copies(talk.tx, id).await?;
    let standing = standings(talk.tx, &mailing, &copies).await?;
    let of = |child: &Child| {
        let found = standing.get(&child.id).copied();
        (child.clone(), found.unwrap_or(Standing::Unreached))
    };
    let others = not_own(talk, children.iter().collect()).await?;
    let families = others.into_iter().map(of).collect();
    Ok(Some(Sheet {
        mailing,
        copies,
        families,
    }))
}

/// A mailing that is not too old to be told of.
async fn known(talk: &mut Talk<'_>, id: MailingId) -> Served<Option<Mailing>> {
    let since = talk.env.now() - SHOWN;
    let found = store::receipts::get(talk.tx, id).await?;
    Ok(found.filter(|mailing| mailing.sent > since))
}

/// Whether the speaker is family of this child: a father who teaches does not see what the mother did.
async fn is_own(talk: &mut Talk<'_>, child: &Child) -> Served<bool> {
    Ok(not_own(talk, vec![child]).await?.is_empty())
}

/// When a mailing went, on the school's clock.
async fn when(talk: &mut Talk<'_>, at: Instant, unit: UnitId) -> Served<String> {
    let zone = clock(talk.tx, unit).await?;
    Ok(dates::moment(talk.locale(), at, zone))
}

/// What is said of a mailing that was taken back.
async fn taken_back(talk: &mut Talk<'_>, at: Instant, unit: UnitId) -> Served<Html> {
    let at = when(talk, at, unit).await?;
    Ok(say!(talk.locale(), "receipt-back", when = at))
}

/// What a list calls a mailing: when it went, and how it stands where that is asked.
fn called(locale: Locale, mailing: &Mailing, standing: Option<Standing>, sent: String) -> String {
    match (mailing.taken_back, standing) {
        (Some(_), _) => label!(locale, "receipt-is-back", what = sent),
        (None, Some(standing)) => {
            let key = format!("receipt-is-{}", standing.as_str());
            label!(locale, &key, what = sent)
        }
        (None, None) => sent,
    }
}

/// How a mailing stands, and those who have not said that they know.
pub(super) async fn open(talk: &mut Talk<'_>, id: MailingId, from: i64) -> Served<()> {
    let Some(sheet) = sheet(talk, id).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let mailing = &sheet.mailing;
    let (about, unit) = match (mailing.class, sheet.families.first()) {
        (Some(class), _) => {
            let found = store::units::get(talk.tx, class).await?;
            (found.map(|unit| unit.name).unwrap_or_default(), class)
        }
        (None, Some((child, _))) => (child.called().expose().to_owned(), child.school),
        (None, None) => return talk.refuse().await,
    };
    let sent = when(talk, mailing.sent, unit).await?;
    let mut html = say!(locale, "receipt-title", about = about, when = sent);
    if let Some(why) = mailing.urgent {
        let why = label!(locale, &format!("urgent-why-{}", why.as_str()));
        html.join("\n", &say!(locale, "urgent-is", why = why));
    }
    let mut counts = Html::default();
    // Of what was taken back nothing is missing; who had seen it by then still knows it.
    let counted = |standing: &&Standing| mailing.taken_back.is_none() || standing.knows();
    for standing in Standing::ALL.iter().filter(counted) {
        let count = sheet.count(*standing);
        if count > 0 {
            let key = format!("receipt-count-{}", standing.as_str());
            counts.join("\n", &say!(locale, &key, count = count));
        }
    }
    html.join("\n\n", &counts);
    if let Some(at) = mailing.taken_back {
        html.join("\n\n", &taken_back(talk, at, unit).await?);
        return talk.show(html, home::open_menu(locale)).await;
    }
    if let Some(reminded) = mailing.reminded {
        let at = when(talk, reminded, unit).await?;
        html.join("\n\n", &say!(locale, "receipt-reminded", when = at));
    }
    let silent: Vec<&(Child, Standing)> = sheet.families.iter().filter(|f| !f.1.knows()).collect();
    let word = match silent.is_empty() {
        true => "receipt-all",
        false => "receipt-silent",
    };
    html.join("\n\n", &say!(locale, word));
    let from = usize::try_from(from).unwrap_or_default();
    let from = from.min(silent.len().saturating_sub(1)) / PAGE * PAGE;
    let mut names = Vec::new();
    for (child, standing) in silent.iter().skip(from).take(PAGE) {
        talk.tells_of(child.id, Action::SchoolNote);
        let label = label!(
            locale,
            &format!("receipt-is-{}", standing.as_str()),
            what = &child.name
        );
        names.push(button(label, Tap::Family(id, child.id)));
    }
    let mut rows: Vec<Vec<Button>> = names.chunks(2).map(<[Button]>::to_vec).collect();
    let turn = |label: String, to: usize| {
        button(label, Tap::Open(id, i64::try_from(to).unwrap_or_default()))
    };
    let mut turns = Vec::new();
    if from > 0 {
        turns.push(turn(label!(locale, "button-back"), from - PAGE));
    }
    if from + PAGE < silent.len() {
        turns.push(turn(label!(locale, "button-more"), from + PAGE));
    }
    rows.push(turns);
    // An urgent one is asked about by itself.
    let waits = mailing.urgent.is_none() && mailing.reminded.is_none();
    if waits && sheet.count(Standing::Arrived) > 0 {
        rows.push(vec![button(
            label!(locale, "receipt-remind"),
            Tap::Remind(id),
        )]);
    }
    rows.retain(|row| !row.is_empty());
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// The last mailings to a class.
pub(super) async fn of_class(talk: &mut Talk<'_>, class: UnitId) -> Served<()> {
    if !talk.sees_at(Look::List, Action::SchoolNote, class).await? {
        return talk.refuse().await;
    }
    let locale = talk.locale();
    let since = talk.env.now() - SHOWN;
    let mailings = store::receipts::of_class(talk.tx, class, since, LAST).await?;
    let name = store::units::get(talk.tx, class).await?.map(|u| u.name);
    let name = name.unwrap_or_default();
    let mut rows = Vec::new();
    for mailing in &mailings {
        let sent = when(talk, mailing.sent, class).await?;
        let label = called(locale, mailing, None, sent);
        rows.push(vec![button(label, Tap::Open(mailing.id, 0))]);
    }
    let html = match mailings.is_empty() {
        true => say!(locale, "receipt-none", about = name),
        false => say!(locale, "receipt-list", about = name),
    };
    let back = dialogue::Tap::Roster(roster::Tap::Class(class, 0));
    rows.push(vec![Button::tap(
        label!(locale, "button-back"),
        back.encode(),
    )]);
    talk.show(html, rows).await
}

/// The last mailings to one child's family: those to the class, and the speaker's own.
pub(super) async fn of_child(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some(record) = writable(talk, child).await? else {
        return talk.refuse().await;
    };
    let Some(me) = talk.adult() else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let since = talk.env.now() - SHOWN;
    let place = (child, record.class);
    let mailings = store::receipts::of_child(talk.tx, place, me, since, LAST).await?;
    let mut rows = Vec::new();
    for mailing in &mailings {
        let copies = store::receipts::copies(talk.tx, mailing.id).await?;
        let standing = standings(talk.tx, mailing, &copies).await?;
        let standing = standing.get(&child).copied().unwrap_or(Standing::Unreached);
        let sent = when(talk, mailing.sent, record.school).await?;
        let label = called(locale, mailing, Some(standing), sent);
        rows.push(vec![button(label, Tap::Family(mailing.id, child))]);
    }
    let name = record.called();
    let html = match mailings.is_empty() {
        true => say!(locale, "receipt-none", about = name),
        false => say!(locale, "receipt-list", about = name),
    };
    let back = dialogue::Tap::Roster(roster::Tap::Child(child));
    rows.push(vec![Button::tap(
        label!(locale, "button-back"),
        back.encode(),
    )]);
    talk.show(html, rows).await
}

/// The child if the speaker may write to its family as the school and is not of it.
async fn writable(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Child>> {
    if !talk.sees(Look::Thread, Action::SchoolNote, child).await? {
        return Ok(None);
    }
    let Some(child) = store::children::get(talk.tx, child).await? else {
        return Ok(None);
    };
    let own = is_own(talk, &child).await?;
    Ok((!own).then_some(child))
}

/// One mailing as it went to one family of those the speaker may write to; of one family, only to who wrote it.
async fn one(
    talk: &mut Talk<'_>,
    id: MailingId,
    child: ChildId,
) -> Served<Option<(Mailing, Child)>> {
    let Some(record) = writable(talk, child).await? else {
        return Ok(None);
    };
    let Some(mailing) = known(talk, id).await? else {
        return Ok(None);
    };
    // What went to a class the child was in: it is no business of another class.
    let shown = match mailing.class {
        Some(class) => class == record.class,
        None => talk.adult() == Some(mailing.by),
    };
    let shown = shown && mailing.children.contains(&child);
    Ok(shown.then_some((mailing, record)))
}

/// How one family stands, and how somebody told them.
pub(super) async fn family(talk: &mut Talk<'_>, id: MailingId, child: ChildId) -> Served<()> {
    let Some((mailing, record)) = one(talk, id, child).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let copies = store::receipts::copies(talk.tx, id).await?;
    let standing = standings(talk.tx, &mailing, &copies).await?;
    let standing = standing.get(&child).copied().unwrap_or(Standing::Unreached);
    let sent = when(talk, mailing.sent, record.school).await?;
    let name = record.called();
    let mut html = say!(locale, "receipt-title", about = name, when = sent);
    if mailing.taken_back.is_none() || standing.knows() {
        let key = format!("receipt-one-{}", standing.as_str());
        html.join("\n\n", &say!(locale, &key));
    }
    let mut rows = Vec::new();
    if let Some(at) = mailing.taken_back {
        html.join("\n\n", &taken_back(talk, at, record.school).await?);
    } else if !standing.knows() {
        html.join("\n\n", &say!(locale, "receipt-how-told"));
        for way in Way::ALL.iter().filter(|way| !way.is_own()) {
            let label = label!(locale, &format!("receipt-told-{}", way.as_str()));
            rows.push(vec![button(label, Tap::Told(id, child, *way))]);
        }
    }
    let back = match mailing.class {
        Some(class) if !talk.may_at(Action::SchoolNote, class).await? => Tap::OfChild(child),
        _ => Tap::Open(id, 0),
    };
    rows.push(vec![button(label!(locale, "button-back"), back)]);
    talk.show(html, rows).await
}

/// Somebody of the school told this family, and says so on its behalf.
pub(super) async fn told(
    talk: &mut Talk<'_>,
    id: MailingId,
    child: ChildId,
    way: Way,
) -> Served<()> {
    let Some((mailing, _)) = one(talk, id, child).await? else {
        return talk.refuse().await;
    };
    if mailing.taken_back.is_some() {
        return family(talk, id, child).await;
    }
    acknowledge(talk, (id, child), way).await?;
    let words = label!(talk.locale(), "receipt-told");
    talk.toast(words).await?;
    family(talk, id, child).await
}
