//! A guardian without the chat: a lead names who answers the evening question in their place, the guardian or
//! a parent says yes on paper or here, and only then somebody is asked (`check_in::asked`). Who answers stays
//! until the yes to somebody else.

mod family;

use chrono::TimeDelta;

pub(super) use family::{named, over};

use super::mail::{self, Letter, Posted};
use super::{Served, Talk, rights};
use crate::base::{AdultId, ChildId, Instant, Name, to_ms};
use crate::dialogue;
use crate::dialogue::on_behalf::{Pair, Tap};
use crate::dialogue::roster::Tap as Roster;
use crate::model::Locale;
use crate::model::audit::{Look, Why};
use crate::model::message::{Button, Kind, Parcel};
use crate::model::on_behalf::{Who, Yes};
use crate::model::record::{Child, Relation};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::store::links::Link;
use crate::store::on_behalf::Proposed;
use crate::store::{self, audit};
use crate::{label, say};

/// So long the same question is not put to a family again.
const AGAIN: TimeDelta = TimeDelta::days(1);

/// Helpers to choose from; who is linked to one child is a handful.
const HELPERS: usize = 8;

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match *tap {
        Tap::Show(pair) => show(talk, pair).await,
        Tap::Pick(pair, who) => pick(talk, pair, who).await,
        Tap::Paper(pair, who) => paper(talk, pair, who).await,
        Tap::Ask(pair, who) => ask(talk, pair, who).await,
        Tap::End(pair) => end(talk, pair).await,
        Tap::Agree(pair, who) => family::answer(talk, pair, who, true).await,
        Tap::Object(pair, who) => family::answer(talk, pair, who, false).await,
    }
}

fn button(label: String, tap: Tap) -> Vec<Button> {
    vec![Button::tap(label, dialogue::Tap::OnBehalf(tap).encode())]
}

/// What a child's card offers a lead: one button for each guardian.
pub(super) async fn child_rows(talk: &mut Talk<'_>, child: &Child) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::Decide, child.id).await? {
        return Ok(Vec::new());
    }
    let (mut rows, now) = (Vec::new(), talk.env.now());
    for link in store::links::of_child(talk.tx, child.id).await? {
        if is_guardian(&link, now) {
            let name = name_of(talk, link.adult).await?;
            rows.push(open_row(talk.locale(), child.id, link.adult, &name));
        }
    }
    Ok(rows)
}

/// Leads to who answers for one guardian.
pub(super) fn open_row(
    locale: Locale,
    child: ChildId,
    guardian: AdultId,
    name: &Name,
) -> Vec<Button> {
    let words = label!(locale, "behalf-card", name = name);
    button(words, Tap::Show(Pair { child, guardian }))
}

/// A guardian of this minute. Before a term and after it nobody answers in anybody's place.
fn is_guardian(link: &Link, now: Instant) -> bool {
    link.state == LinkState::Active
        && link.role == LinkRole::Guardian
        && link.from.is_none_or(|from| from <= now)
        && link.to.is_none_or(|to| to > now)
}

async fn name_of(talk: &mut Talk<'_>, adult: AdultId) -> Served<Name> {
    let found = store::adults::get(talk.tx, adult).await?;
    Ok(found.map(|adult| adult.name).unwrap_or_default())
}

/// A guardian, who answers in their place, and who is proposed.
struct Desk {
    child: Child,
    name: Name,
    relation: Relation,
    named: Option<Who>,
    proposed: Option<Proposed>,
}

/// What there is of it, if `action` about the child is the speaker's.
async fn desk(talk: &mut Talk<'_>, pair: Pair, action: Action) -> Served<Option<Desk>> {
    if !talk.sees(Look::Card, action, pair.child).await? {
        return Ok(None);
    }
    let now = talk.env.now();
    let link = store::links::pair(talk.tx, pair.child, pair.guardian).await?;
    let child = store::children::get(talk.tx, pair.child).await?;
    let link = link.filter(|link| is_guardian(link, now));
    let (Some(link), Some(child)) = (link, child) else {
        return Ok(None);
    };
    let named = store::on_behalf::of_child(talk.tx, pair.child, now).await?;
    let mut named = named.into_iter();
    Ok(Some(Desk {
        name: name_of(talk, pair.guardian).await?,
        relation: link.relation,
        named: named
            .find(|named| named.guardian == pair.guardian)
            .map(|named| named.who),
        proposed: store::on_behalf::proposed(talk.tx, pair.child, pair.guardian).await?,
        child,
    }))
}

/// Whether somebody can be named for this guardian now: a helper needs the right, by a link of their own.
async fn can_be_named(talk: &mut Talk<'_>, desk: &Desk, who: Who) -> Served<bool> {
    match who {
        Who::Teacher => Ok(true),
        Who::Home => Ok(desk.child.home.is_some()),
        Who::Helper(adult) => {
            let link = store::links::pair(talk.tx, desk.child.id, adult).await?;
            let by_link = link.is_some_and(|link| {
                link.state == LinkState::Active && link.role == LinkRole::Contact
            });
            let right = Action::AnswerOnBehalf;
            Ok(by_link && rights::allowed(talk.tx, talk.env, adult, right, desk.child.id).await?)
        }
    }
}

/// Everybody who could be named.
async fn choices(talk: &mut Talk<'_>, desk: &Desk) -> Served<Vec<Who>> {
    let links = store::links::of_child(talk.tx, desk.child.id).await?;
    let helpers = links.iter().map(|link| Who::Helper(link.adult));
    let all: Vec<Who> = [Who::Teacher, Who::Home]
        .into_iter()
        .chain(helpers)
        .collect();
    let mut out = Vec::new();
    for who in all {
        if out.len() < HELPERS + 2 && can_be_named(talk, desk, who).await? {
            out.push(who);
        }
    }
    Ok(out)
}

/// Whom a lead named, in words: a post where it is the school's, else a name.
struct Said(Who, Name);

impl Said {
    async fn of(talk: &mut Talk<'_>, who: Who) -> Served<Self> {
        let name = match who {
            Who::Helper(adult) => name_of(talk, adult).await?,
            Who::Teacher | Who::Home => Name::default(),
        };
        Ok(Self(who, name))
    }

    fn words(&self, locale: Locale) -> String {
        match self.0 {
            Who::Teacher => label!(locale, "behalf-who-teacher"),
            Who::Home => label!(locale, "behalf-who-home"),
            Who::Helper(_) => self.1.expose().to_owned(),
        }
    }
}

/// Who answers now, in words.
async fn answers(talk: &mut Talk<'_>, desk: &Desk, locale: Locale) -> Served<String> {
    Ok(match desk.named {
        None => label!(locale, "behalf-now-own", name = &desk.name),
        Some(who) => Said::of(talk, who).await?.words(locale),
    })
}

/// Who answers now, and who could.
async fn show(talk: &mut Talk<'_>, pair: Pair) -> Served<()> {
    let Some(desk) = desk(talk, pair, Action::Decide).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let mut now = answers(talk, &desk, locale).await?;
    if let Some(proposed) = desk.proposed {
        let who = Said::of(talk, proposed.who).await?.words(locale);
        let waits = label!(locale, "behalf-now-waits", who = who);
        now = match desk.named {
            None => waits,
            Some(_) => label!(locale, "behalf-now-both", now = now, next = waits),
        };
    }
    let html = say!(
        locale,
        "behalf-screen",
        name = &desk.name,
        relation = label!(locale, &format!("relation-{}", desk.relation.as_str())),
        child = &desk.child.name,
        who = now
    );
    let mut rows = Vec::new();
    for who in choices(talk, &desk).await? {
        if desk.named != Some(who) {
            let said = Said::of(talk, who).await?.words(locale);
            let words = label!(locale, "behalf-choose", who = said);
            rows.push(button(words, Tap::Pick(pair, who)));
        }
    }
    if desk.named.is_some() || desk.proposed.is_some() {
        let words = label!(locale, "behalf-end", name = &desk.name);
        rows.push(button(words, Tap::End(pair)));
    }
    rows.push(back(locale, pair));
    talk.show(html, rows).await
}

fn back(locale: Locale, pair: Pair) -> Vec<Button> {
    let card = dialogue::Tap::Roster(Roster::Child(pair.child));
    vec![Button::tap(label!(locale, "button-back"), card.encode())]
}

/// The guardian and who may be named for them, if both still stand.
async fn chosen(talk: &mut Talk<'_>, pair: Pair, who: Who) -> Served<Option<(Desk, Said)>> {
    let Some(desk) = desk(talk, pair, Action::Decide).await? else {
        return Ok(None);
    };
    if !can_be_named(talk, &desk, who).await? {
        return Ok(None);
    }
    let said = Said::of(talk, who).await?;
    Ok(Some((desk, said)))
}

/// One was chosen: it needs a yes.
async fn pick(talk: &mut Talk<'_>, pair: Pair, who: Who) -> Served<()> {
    let Some((desk, said)) = chosen(talk, pair, who).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let html = say!(
        locale,
        "behalf-pick",
        who = said.words(locale),
        name = &desk.name,
        child = &desk.child.name
    );
    let back = label!(locale, "button-back");
    let rows = vec![
        button(label!(locale, "behalf-paper"), Tap::Paper(pair, who)),
        button(label!(locale, "behalf-ask"), Tap::Ask(pair, who)),
        button(back, Tap::Show(pair)),
    ];
    talk.show(html, rows).await
}

/// The yes is there on paper: it holds from now on.
async fn paper(talk: &mut Talk<'_>, pair: Pair, who: Who) -> Served<()> {
    let Some((desk, _)) = chosen(talk, pair, who).await? else {
        return talk.refuse().await;
    };
    if desk.named == Some(who) {
        return stands(talk, pair).await;
    }
    let at = talk.env.now();
    let proposed = Proposed { who, at };
    if store::on_behalf::propose(talk.tx, pair.child, pair.guardian, proposed).await?
        && store::on_behalf::agree(talk.tx, pair.child, pair.guardian, Yes::Paper, at).await?
    {
        note(talk, pair, "behalf_paper", Some(who)).await?;
        family::tell_helpers(talk, pair, &desk, who).await?;
    }
    let words = label!(talk.locale(), "behalf-noted");
    talk.toast(words).await?;
    show(talk, pair).await
}

/// An old button of who answers already: nothing changes, and no other proposal is taken back.
async fn stands(talk: &mut Talk<'_>, pair: Pair) -> Served<()> {
    let words = label!(talk.locale(), "behalf-stands");
    talk.toast(words).await?;
    show(talk, pair).await
}

/// The guardian, if they have the chat, and the parents are asked; the first yes is enough. Nobody is proposed
/// of whom nobody can be asked.
async fn ask(talk: &mut Talk<'_>, pair: Pair, who: Who) -> Served<()> {
    let Some((desk, said)) = chosen(talk, pair, who).await? else {
        return talk.refuse().await;
    };
    if desk.named == Some(who) {
        return stands(talk, pair).await;
    }
    let now = talk.env.now();
    let waits = desk
        .proposed
        .filter(|proposed| proposed.who == who && now - proposed.at < AGAIN);
    let proposed = waits.unwrap_or(Proposed { who, at: now });
    let mut asked = false;
    for link in store::links::of_child(talk.tx, pair.child).await? {
        let Some(right) = family::decides(&link, pair, who) else {
            continue;
        };
        // A second tap asks nobody twice.
        let key = key("ask", pair, proposed, link.adult);
        let letter = Letter::about(link.adult, pair.child, right, Kind::Task).dedup(key);
        let posted = mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let relation = label!(locale, &format!("relation-{}", desk.relation.as_str()));
            let html = say!(
                locale,
                "behalf-question",
                who = said.words(locale),
                relation = relation,
                child = desk.child.called()
            );
            let yes = button(label!(locale, "behalf-yes"), Tap::Agree(pair, who));
            let no = button(label!(locale, "behalf-no"), Tap::Object(pair, who));
            Parcel::with_buttons(html, vec![yes, no])
        })
        .await?;
        asked |= matches!(posted, Posted::Queued(_) | Posted::Duplicate);
    }
    let locale = talk.locale();
    if !asked {
        let back = button(label!(locale, "button-back"), Tap::Show(pair));
        return talk
            .show(say!(locale, "behalf-nobody-to-ask"), vec![back])
            .await;
    }
    if waits.is_none() {
        store::on_behalf::propose(talk.tx, pair.child, pair.guardian, proposed).await?;
        note(talk, pair, "behalf_ask", Some(who)).await?;
    }
    talk.toast(label!(locale, "behalf-asked")).await?;
    show(talk, pair).await
}

/// What makes a letter about one proposal or decision to one reader the same.
fn key(what: &str, pair: Pair, Proposed { who, at }: Proposed, to: AdultId) -> String {
    let (child, guardian, (word, named)) = (pair.child, pair.guardian, who.stored());
    let named = named.map_or_else(String::new, |adult| adult.to_string());
    let at = to_ms(at);
    format!("behalf_{what}:{child}:{guardian}:{word}{named}:{to}:{at}")
}

/// The guardian is asked again.
async fn end(talk: &mut Talk<'_>, pair: Pair) -> Served<()> {
    let Some(desk) = desk(talk, pair, Action::Decide).await? else {
        return talk.refuse().await;
    };
    if store::on_behalf::end(talk.tx, pair.child, pair.guardian).await? {
        note(talk, pair, "behalf_end", None).await?;
        family::free_helper(talk, pair, &desk).await?;
    }
    let words = label!(talk.locale(), "behalf-noted");
    talk.toast(words).await?;
    show(talk, pair).await
}

async fn note(
    talk: &mut Talk<'_>,
    pair: Pair,
    action: &'static str,
    who: Option<Who>,
) -> Served<()> {
    let by = talk.adult();
    let word = who.map_or("own", |who| who.stored().0);
    let detail = format!("{word}:{}", pair.guardian);
    let why = match by {
        Some(adult) => store::links::pair(talk.tx, pair.child, adult).await?,
        None => None,
    };
    let act = audit::Act {
        by,
        action,
        child: Some(pair.child),
        detail: Some(&detail),
        why: Some(if why.is_some() { Why::Link } else { Why::Post }),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await
}
