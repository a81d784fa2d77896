//! Telling it: which child, what is wrong, done; or one voice note or one line after the first tap.

use chrono::TimeDelta;

use super::super::{Served, Talk, home};
use super::screens::framed;
use super::{button, hold, ladder, letters, people, refuse, who};
use crate::base::{ChildId, ConcernId, Html, UnitId};
use crate::dialogue::concern::{State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::concern::{FLOOD, HOLD_BACK, Kind, MOST_A_DAY, MOST_ADDED, PATIENCE, State};
use crate::model::message::{Button, Content};
use crate::model::rights::Action;
use crate::model::unit::{Role, UnitKind};
use crate::store::concerns::{Concern, Source};
use crate::store::{self, audit};
use crate::{label, say};

/// Children per page: two columns of eight.
const PAGE: usize = 16;

/// Which child. Only those the speaker has to do with; with one alone the question is skipped.
pub(super) async fn begin(talk: &mut Talk<'_>) -> Served<()> {
    if !people::may_report(talk).await? {
        return refuse(talk).await;
    }
    let mine = people::children(talk).await?;
    let units = units(talk).await?;
    match (mine.as_slice(), units.is_empty()) {
        ([child], true) => return what(talk, Some(*child), false).await,
        ([], true) => return what(talk, None, false).await,
        _ => {}
    }
    let locale = talk.locale();
    let Some(unit) = unit_for(talk, None).await? else {
        return refuse(talk).await;
    };
    let mut rows = Vec::new();
    for child in mine {
        if let Some(record) = store::children::get(talk.tx, child).await? {
            let name = record.called().expose().to_owned();
            rows.push(vec![button(name, Tap::What(Some(child), false))]);
        }
    }
    for (unit, name) in units {
        rows.push(vec![button(name, Tap::Unit(unit, 0))]);
    }
    let other = label!(locale, "concern-other-child");
    rows.push(vec![button(other, Tap::What(None, false))]);
    rows.extend(home::open_menu(locale));
    wait_for(talk, None, false).await?;
    let numbers = super::numbers(talk.tx, unit).await?;
    let html = framed(locale, &numbers, say!(locale, "concern-which"));
    talk.show(html, rows).await
}

/// Classes and homes whose children the speaker knows by post.
async fn units(talk: &mut Talk<'_>) -> Served<Vec<(UnitId, String)>> {
    let mut out: Vec<(UnitId, String)> = home::classes(talk)
        .await?
        .into_iter()
        .map(|class| (class.id, class.name))
        .collect();
    // A message has at most a hundred buttons; who leads more classes opens the child's card.
    out.truncate(60);
    let Some(adult) = talk.adult() else {
        return Ok(out);
    };
    for post in store::posts::of_adult(talk.tx, adult, talk.env.now()).await? {
        if post.role == Role::HomeStaff {
            out.push((post.unit, super::place(talk.tx, post.unit).await?));
        }
    }
    Ok(out)
}

/// The children of a class or a home, a page of them.
pub(super) async fn unit(talk: &mut Talk<'_>, unit: UnitId, from: i64) -> Served<()> {
    let Some(found) = store::units::get(talk.tx, unit).await? else {
        return refuse(talk).await;
    };
    let all = match found.kind {
        UnitKind::Home => store::children::in_home(talk.tx, unit).await?,
        _ => store::children::in_class(talk.tx, unit).await?,
    };
    let Some(me) = talk.adult() else {
        return refuse(talk).await;
    };
    // An office may report about any child below it and sees no lists of children (domain rule 15).
    let right = Action::Know;
    let all = super::super::rights::only(talk.tx, talk.env, me, right, all).await?;
    if all.is_empty() {
        return refuse(talk).await;
    }
    let from = usize::try_from(from).unwrap_or_default().min(all.len());
    for child in all.iter().skip(from).take(PAGE) {
        talk.tells_of(child.id, right);
    }
    let page: Vec<Button> = all
        .iter()
        .skip(from)
        .take(PAGE)
        .map(|child| {
            let name = child.name.expose().to_owned();
            button(name, Tap::What(Some(child.id), false))
        })
        .collect();
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = page.chunks(2).map(<[Button]>::to_vec).collect();
    let index = |n: usize| i64::try_from(n).unwrap_or_default();
    let mut turn = Vec::new();
    if from > 0 {
        let before = Tap::Unit(unit, index(from.saturating_sub(PAGE)));
        turn.push(button(label!(locale, "button-back"), before));
    }
    if from + PAGE < all.len() {
        let after = Tap::Unit(unit, index(from + PAGE));
        turn.push(button(label!(locale, "button-more"), after));
    }
    rows.extend((!turn.is_empty()).then_some(turn));
    rows.extend(home::open_menu(locale));
    let school = people::school_of(talk.tx, unit).await?;
    let numbers = super::numbers(talk.tx, school).await?;
    let html = framed(locale, &numbers, say!(locale, "concern-which"));
    talk.show(html, rows).await
}

/// Where it is answered for: the child's school, else the first one the speaker belongs to. `None`:
/// the speaker may not tell anything about this child, or at all.
async fn unit_for(talk: &mut Talk<'_>, child: Option<ChildId>) -> Served<Option<UnitId>> {
    if let Some(child) = child {
        if !talk.may(Action::ReportConcern, child).await? {
            return Ok(None);
        }
        let record = store::children::get(talk.tx, child).await?;
        return Ok(record.map(|record| record.school));
    }
    let Some(adult) = talk.adult() else {
        return Ok(None);
    };
    if let Some(child) = people::children(talk).await?.first() {
        let record = store::children::get(talk.tx, *child).await?;
        return Ok(record.map(|record| record.school));
    }
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    match posts.first() {
        Some(post) => people::school_of(talk.tx, post.unit).await.map(Some),
        None => Ok(None),
    }
}

/// What is wrong, in plain words; or a voice note, or a line.
pub(super) async fn what(
    talk: &mut Talk<'_>,
    child: Option<ChildId>,
    nameless: bool,
) -> Served<()> {
    let Some(unit) = unit_for(talk, child).await? else {
        return refuse(talk).await;
    };
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = Kind::PICKER
        .iter()
        .map(|kind| {
            let label = label!(locale, &format!("concern-kind-{}", kind.as_str()));
            vec![button(label, Tap::Tell(child, *kind, nameless))]
        })
        .collect();
    let name = match nameless {
        false => label!(locale, "concern-without-name"),
        true => label!(locale, "concern-with-name"),
    };
    rows.push(vec![button(name, Tap::What(child, !nameless))]);
    rows.extend(home::open_menu(locale));
    wait_for(talk, child, nameless).await?;
    // An office may tell of any child below it and sees no child's name by that (domain rule 15).
    let called = match child {
        Some(child) if talk.may(Action::Know, child).await? => {
            store::children::get(talk.tx, child).await?
        }
        Some(_) | None => None,
    };
    let mut body = match called {
        Some(child) => say!(locale, "concern-what-child", child = child.called()),
        None => say!(locale, "concern-what"),
    };
    let key = match nameless {
        true => "concern-nameless",
        false => "concern-named",
    };
    body.join("\n\n", &say!(locale, key));
    let numbers = super::numbers(talk.tx, unit).await?;
    talk.show(framed(locale, &numbers, body), rows).await
}

async fn wait_for(talk: &mut Talk<'_>, child: Option<ChildId>, nameless: bool) -> Served<()> {
    let until = talk.env.now() + PATIENCE;
    let state = Waits::Telling {
        child,
        nameless,
        until,
    };
    talk.goto(&dialogue::State::Concern(state)).await
}

/// The third tap.
pub(super) async fn tell(
    talk: &mut Talk<'_>,
    child: Option<ChildId>,
    kind: Kind,
    nameless: bool,
) -> Served<()> {
    if !Kind::PICKER.contains(&kind) {
        return refuse(talk).await;
    }
    file(talk, child, kind, nameless, None).await
}

/// A voice note or a line after the first tap.
pub(super) async fn said(
    talk: &mut Talk<'_>,
    child: Option<ChildId>,
    nameless: bool,
    content: Content,
) -> Served<()> {
    file(talk, child, Kind::Told, nameless, Some(content)).await
}

async fn file(
    talk: &mut Talk<'_>,
    child: Option<ChildId>,
    kind: Kind,
    nameless: bool,
    content: Option<Content>,
) -> Served<()> {
    match filed(talk, child, kind, nameless, content).await? {
        Some(concern) => who::ask(talk, &concern).await,
        None => Ok(()),
    }
}

/// A new report that waits for more of it. `None`: the speaker has been answered, there is none.
pub(super) async fn filed(
    talk: &mut Talk<'_>,
    child: Option<ChildId>,
    kind: Kind,
    nameless: bool,
    content: Option<Content>,
) -> Served<Option<Concern>> {
    let (Some(me), Some(unit)) = (talk.adult(), unit_for(talk, child).await?) else {
        talk.goto(&dialogue::State::Idle).await?;
        return refuse(talk).await.map(|()| None);
    };
    let now = talk.env.now();
    let mark = store::concerns::mark(talk.tx, Source::Report, me, now.date_naive()).await?;
    if store::concerns::begun(talk.tx, &mark).await? >= MOST_A_DAY {
        talk.goto(&dialogue::State::Idle).await?;
        let locale = talk.locale();
        let numbers = super::numbers(talk.tx, unit).await?;
        let html = framed(locale, &numbers, say!(locale, "concern-enough"));
        return super::closing(talk, html).await.map(|()| None);
    }
    let concern = put(talk, (child, unit), kind, nameless, content, &mark).await?;
    wait_for_more(talk, concern.id, PATIENCE).await?;
    Ok(Some(concern))
}

/// A new report of the speaker's, not given on yet.
pub(super) async fn put(
    talk: &mut Talk<'_>,
    (child, unit): (Option<ChildId>, UnitId),
    kind: Kind,
    nameless: bool,
    content: Option<Content>,
    mark: &str,
) -> Served<Concern> {
    let (me, now) = (talk.adult(), talk.env.now());
    let concern = Concern {
        id: talk.env.id(),
        child,
        unit,
        source: Source::Report,
        kind,
        state: State::Filed,
        teller: me,
        nameless,
        held: None,
        told: now,
        step: 0,
        next: Some(now + HOLD_BACK),
        owner: None,
        receipt: None,
        receipt_by: None,
        outside: false,
    };
    store::concerns::put(talk.tx, &concern, mark).await?;
    if let Some(content) = &content {
        let id = talk.env.id();
        store::concern_words::add_words(talk.tx, id, &concern, content, now).await?;
    }
    let act = audit::Act {
        by: me.filter(|_| !nameless),
        action: "concern_report",
        child,
        unit: Some(unit),
        detail: Some(kind.as_str()),
        ..audit::Act::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    Ok(concern)
}

pub(super) async fn wait_for_more(
    talk: &mut Talk<'_>,
    concern: ConcernId,
    patience: TimeDelta,
) -> Served<()> {
    let until = talk.env.now() + patience;
    let state = Waits::More { concern, until };
    talk.goto(&dialogue::State::Concern(state)).await
}

/// More of what was told: kept unchanged, and with whoever reads it at once.
pub(super) async fn more(talk: &mut Talk<'_>, id: ConcernId, content: Content) -> Served<()> {
    let Some(concern) = who::told(talk, id).await? else {
        talk.goto(&dialogue::State::Idle).await?;
        return super::not_now_below(talk).await;
    };
    add(talk, &concern, &content).await?;
    let locale = talk.locale();
    let numbers = super::numbers(talk.tx, concern.unit).await?;
    let html = framed(locale, &numbers, say!(locale, "concern-more-noted"));
    talk.say(html, done(talk, &concern)).await
}

/// Keeps what was said, and lets those who read it know: as it is, or, when there is much of it, once in a
/// while that there is more.
pub(super) async fn add(talk: &mut Talk<'_>, concern: &Concern, content: &Content) -> Served<()> {
    let (words, now) = (talk.env.id::<i64>(), talk.env.now());
    let lately = store::concern_words::added(talk.tx, concern.id, now - FLOOD).await?;
    store::concern_words::add_words(talk.tx, words, concern, content, now).await?;
    if concern.state == State::Filed {
        return Ok(());
    }
    if lately >= MOST_ADDED {
        return letters::more_waits(talk.tx, talk.env, concern).await;
    }
    let what = format!("more{words}");
    letters::pass_on(talk.tx, talk.env, concern, content, &what).await
}

fn done(talk: &Talk<'_>, concern: &Concern) -> Vec<Vec<Button>> {
    let locale = talk.locale();
    match concern.state {
        State::Filed => {
            let label = label!(locale, "concern-sure");
            vec![vec![button(label, Tap::Sure(concern.id))]]
        }
        _ => home::menu_below(locale),
    }
}

/// What whoever told it reads at the end: who acts, what to do and not to do, whom to ring.
pub(super) async fn thanks(talk: &mut Talk<'_>, concern: &Concern, answered: bool) -> Served<Html> {
    let locale = talk.locale();
    let owner = store::concerns::get(talk.tx, concern.id).await?;
    let owner = owner.and_then(|concern| concern.owner);
    let owner = owner.filter(|_| answered);
    if concern.source == Source::Word {
        return hold::words(talk.tx, talk.env, concern, owner, locale).await;
    }
    let mut body = match owner {
        Some(owner) => {
            let person = super::screens::person(talk.tx, talk.env, concern, owner).await?;
            say!(locale, "concern-with", who = person.label(locale))
        }
        None if concern.outside => say!(locale, "concern-nobody-outside"),
        None => say!(locale, "concern-nobody"),
    };
    body.join("\n\n", &say!(locale, "concern-do"));
    body.join("\n\n", &say!(locale, "concern-add"));
    let numbers = super::numbers(talk.tx, concern.unit).await?;
    Ok(framed(locale, &numbers, body))
}

/// Gives it on at once: who told it has nothing more to say about who must not see it.
pub(super) async fn send(talk: &mut Talk<'_>, concern: &Concern) -> Served<bool> {
    let nobody = concern.state == State::Open && concern.owner.is_none();
    if concern.state == State::Filed || nobody {
        let next = Some(talk.env.now());
        let now = Concern {
            next,
            ..concern.clone()
        };
        return ladder::climb(talk.tx, talk.env, &now).await;
    }
    Ok(concern.owner.is_some())
}
