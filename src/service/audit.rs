//! The trace as part of every turn: whoever shows a record asks the right here and leaves a row, and so
//! does whoever is refused. And the parents' question: who looked?

pub mod desk;
pub mod outside;
pub mod verify;

use chrono::TimeDelta;

use super::talk::Refused;
use super::{Served, Talk, freeze, home, reading};
use crate::base::{AdultId, ChildId, Env, Html, Instant, UnitId, Words, to_ms};
use crate::dialogue::{self, audit::Tap, request, roster, weekly};
use crate::model::audit::{BUTTON_UNKNOWN, DENIED, Look, SAME_TRY, Why};
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::store::audit::reading::Looked;
use crate::store::{self, Tx, audit};
use crate::text::dates;
use crate::{label, say};

/// The same person at the same screen is one look for so long.
const SAME_LOOK: TimeDelta = TimeDelta::minutes(10);

/// Of one person's refused tries in one minute so many are kept, told apart by what they were about: a
/// flood must not fill the disk.
const TRIES: u64 = 16;

/// How far back a family sees who looked.
const BACK: TimeDelta = TimeDelta::days(90);

/// Looks per page.
const PAGE: i64 = 10;

impl Talk<'_> {
    /// Whether the speaker may do `action` about `child` and so sees this screen; the look is noted.
    /// Every screen that shows anything of a record begins with this.
    pub async fn sees(&mut self, look: Look, action: Action, child: ChildId) -> Served<bool> {
        let why = self.why(action, child).await?;
        if why.is_some() {
            saw(self.tx, self.env, self.adult(), look, child, why).await?;
        }
        Ok(why.is_some())
    }

    /// The same for a whole record, which staff open one after the other: only so many within an hour. That
    /// is asked first: what was refused was not seen.
    pub async fn opens(&mut self, look: Look, action: Action, child: ChildId) -> Served<bool> {
        let why = self.why(action, child).await?;
        let Some(reason) = why else {
            return Ok(false);
        };
        if reason != Why::Link && !reading::lets(self, child).await? {
            self.refused = Refused {
                action: Some(action),
                child: Some(child),
                unit: None,
            };
            return Ok(false);
        }
        saw(self.tx, self.env, self.adult(), look, child, why).await?;
        Ok(true)
    }

    /// The same for the children of a whole unit, by a post.
    pub async fn sees_at(&mut self, look: Look, action: Action, unit: UnitId) -> Served<bool> {
        let may = self.may_at(action, unit).await?;
        if may {
            self.saw_list(look, unit).await?;
        }
        Ok(may)
    }

    /// A list of the children of a unit was shown.
    pub async fn saw_list(&mut self, look: Look, unit: UnitId) -> Served<()> {
        let by = self.adult();
        let key = same(
            self.env.now(),
            look,
            by,
            Some(Why::Post),
            &format!("u{unit}"),
        );
        let act = audit::Act {
            by,
            action: look.as_str(),
            unit: Some(unit),
            why: Some(Why::Post),
            ..audit::Act::default()
        };
        audit::note_once(self.tx, self.env, act, key).await
    }

    /// The one answer to whatever is not the speaker's: unknown, ended, excluded alike. Who is only
    /// kept from it by a freeze is told whom to speak with.
    pub async fn refuse(&mut self) -> Served<()> {
        let frozen = match (self.adult(), self.refused.child) {
            (Some(adult), Some(child)) => {
                freeze::whom_to_ask(self.tx, self.env, adult, child).await?
            }
            _ => None,
        };
        self.denied().await?;
        let locale = self.locale();
        let words = match frozen {
            Some(name) => label!(locale, "lifecycle-ask-person", name = &name),
            None => label!(locale, "common-not-now"),
        };
        self.toast(words).await
    }

    /// The speaker gets the neutral answer: the try is part of the trace.
    pub async fn denied(&mut self) -> Served<()> {
        let refused = std::mem::take(&mut self.refused);
        let who = match self.adult() {
            Some(adult) => format!("{adult}"),
            None => format!("account {}", self.account.id),
        };
        let about = refused.child.map(|c| c.0).or(refused.unit.map(|u| u.0));
        let what = refused.action.map_or(0, |action| action as u64 + 1);
        let slot = (about.unwrap_or_default().unsigned_abs() + what) % TRIES;
        let minute = to_ms(self.env.now()) / 60_000;
        let account = self.account.id.to_string();
        let act = audit::Act {
            by: self.adult(),
            action: DENIED,
            child: refused.child,
            unit: refused.unit,
            // Without a right that was missing: from which account.
            detail: Some(match refused.action {
                Some(action) => action.as_str(),
                None => account.as_str(),
            }),
            why: None,
        };
        let key = format!("{DENIED} {who} {minute} {slot}");
        audit::note_once(self.tx, self.env, act, key).await
    }

    /// A button came that is none of ours.
    pub async fn no_button(&mut self) -> Served<()> {
        let account = self.account.id.to_string();
        let act = audit::Act {
            by: self.adult(),
            action: BUTTON_UNKNOWN,
            detail: Some(account.as_str()),
            ..audit::Act::default()
        };
        let key = same_try(self.env.now(), BUTTON_UNKNOWN, &account);
        audit::note_once(self.tx, self.env, act, key).await
    }
}

/// What makes one refused try the same as another: what it was, whose, within ten minutes.
pub(super) fn same_try(now: Instant, what: &str, whose: &str) -> String {
    let time = to_ms(now) / SAME_TRY.num_milliseconds();
    format!("{what} {whose} {time}")
}

/// Many children or codes tried by one account are told apart, but only so many.
pub(super) const fn slot(about: Option<i64>) -> u64 {
    match about {
        Some(about) => about.unsigned_abs() % TRIES,
        None => 0,
    }
}

/// A look at one child's record; repeated ones are one.
pub async fn saw(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    look: Look,
    child: ChildId,
    why: Option<Why>,
) -> Served<()> {
    let key = same(env.now(), look, by, why, &child.to_string());
    let act = audit::Act {
        by,
        action: look.as_str(),
        child: Some(child),
        why,
        ..audit::Act::default()
    };
    audit::note_once(tx, env, act, key).await
}

fn same(now: Instant, look: Look, by: Option<AdultId>, why: Option<Why>, about: &str) -> String {
    let by = by.map(|by| by.to_string()).unwrap_or_default();
    let why = why.map_or("", Why::as_str);
    let time = to_ms(now) / SAME_LOOK.num_milliseconds();
    format!("{} {by} {about} {why} {time}", look.as_str())
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Looked(child, from) => looked(talk, *child, *from).await,
    }
}

/// What the child's screen offers a parent, and its card a lead: staff curiosity has an eye on it.
pub async fn child_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::SeeLooks, child).await? {
        return Ok(Vec::new());
    }
    let words = label!(talk.locale(), "audit-who-looked");
    Ok(vec![vec![button(words, Tap::Looked(child, 0))]])
}

fn button(words: String, tap: Tap) -> Button {
    Button::tap(words, dialogue::Tap::Audit(tap).encode())
}

/// Which staff looked, when on the parent's own clock, and by exception with what reason.
async fn looked(talk: &mut Talk<'_>, child: ChildId, from: i64) -> Served<()> {
    if !talk.opens(Look::Looks, Action::SeeLooks, child).await? {
        return talk.refuse().await;
    }
    let Some(record) = store::children::get(talk.tx, child).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let since = talk.env.now() - BACK;
    let from = from.clamp(0, 10_000);
    let mut looks = audit::reading::looked(talk.tx, child, since, from, PAGE + 1).await?;
    let more = looks.len() > usize::try_from(PAGE).unwrap_or_default();
    looks.truncate(usize::try_from(PAGE).unwrap_or_default());
    let reasons = store::break_glass::of_child(talk.tx, child, since).await?;
    let name = record.called();
    let own = store::links::own(talk.tx, child).await?;
    let own = own.is_some_and(|link| talk.adult() == Some(link.adult));
    let mut html = match (own, looks.is_empty()) {
        (true, true) => say!(locale, "audit-nobody-own"),
        (true, false) => say!(locale, "audit-looked-own"),
        (false, true) => say!(locale, "audit-nobody", child = name),
        (false, false) => say!(locale, "audit-looked", child = name),
    };
    for look in &looks {
        let opened = |grant: &&store::break_glass::Grant| {
            grant.adult == look.adult && grant.from <= look.at && look.at < grant.to
        };
        let reason = match look.action.as_str() {
            OPENED => reasons.iter().find(opened).map(|grant| &grant.reason),
            _ => None,
        };
        html.join("\n", &line(talk, look, reason));
    }
    let mut pages = Vec::new();
    if from > 0 {
        let before = Tap::Looked(child, (from - PAGE).max(0));
        pages.push(button(label!(locale, "button-back"), before));
    }
    if more {
        let after = Tap::Looked(child, from + PAGE);
        pages.push(button(label!(locale, "button-more"), after));
    }
    let why = talk.why(Action::SeeLooks, child).await?;
    let reads = talk.may(Action::ReadRecord, child).await?;
    let back = match why {
        Some(Why::Link) if reads => {
            let tap = dialogue::Tap::Weekly(weekly::Tap::HowIs(child));
            let words = label!(locale, "weekly-button-how-is", name = name);
            Button::tap(words, tap.encode())
        }
        // Who is of age came from what is kept of them.
        Some(Why::Link) => {
            let tap = dialogue::Tap::Request(request::Tap::Kept(child));
            Button::tap(label!(locale, "button-back"), tap.encode())
        }
        _ => {
            let tap = dialogue::Tap::Roster(roster::Tap::Child(child));
            Button::tap(label!(locale, "button-back"), tap.encode())
        }
    };
    let mut rows = vec![pages, vec![back]];
    rows.retain(|row| !row.is_empty());
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// The act of opening a record by exception, as it stands in the trace.
pub(super) const OPENED: &str = Why::BreakGlass.as_str();

fn line(talk: &Talk<'_>, look: &Looked, reason: Option<&Words>) -> Html {
    let locale = talk.locale();
    let role = match look.role {
        Some(role) => label!(locale, &format!("role-{}", role.as_str())),
        None => label!(locale, "audit-role-other"),
    };
    let mut html = say!(
        locale,
        "audit-look",
        when = dates::moment(locale, look.at, talk.zone()),
        name = &look.name,
        role = role,
        what = label!(locale, &format!("audit-what-{}", look.action))
    );
    match reason {
        Some(reason) => html.join("\n", &say!(locale, "audit-reason", reason = reason)),
        None if look.why == Why::BreakGlass && look.action != OPENED => {
            html.join(" ", &say!(locale, "audit-exception"));
        }
        None => {}
    }
    html
}
