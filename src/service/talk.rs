//! One turn of one conversation: who speaks, what may be answered and how.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{Served, cover, easy, rights};
use crate::base::{AdultId, ChildId, ConcernId, Env, Glimpse, Html, OutboxId, ThreadId, UnitId};
use crate::dialogue::State;
use crate::model::Locale;
use crate::model::audit::Why;
use crate::model::message::{Button, Content, Keyboard, Kind, Lane, Outgoing, Parcel};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::store::accounts::Account;
use crate::store::{self, Tx};
use crate::text::weekly::UNITS;

/// A button's waiting sign ends by itself after this; a later answer is refused by the service.
const TOAST_LIFE: TimeDelta = TimeDelta::seconds(15);

/// The turn. All answers become outbox rows in the same transaction as what they report.
pub struct Talk<'a> {
    pub tx: &'a mut Tx,
    pub env: &'a Env,
    pub account: Account,
    /// The button's query, until it is answered.
    query: Option<String>,
    /// The message whose button was tapped: screens rewrite it.
    tapped: Option<i64>,
    /// Of whom the answers may speak: every child the speaker was allowed something about in this
    /// turn, with the first such right. It is asked again at hand-over.
    about: BTreeMap<ChildId, Action>,
    /// The right that was missing last, and about whom.
    pub(super) refused: Refused,
    /// What is answered now is blanked once sent, and its numbers cannot be told from none.
    discreet: bool,
    /// There is no button to say a word over: a number was sent instead.
    aloud: bool,
    /// What the speaker saw last before this turn, where that is kept nowhere and nothing came after it.
    pub(super) before: Option<Glimpse>,
    /// The same of this turn.
    pub(super) after: Option<Glimpse>,
    /// Nobody has just done anything here: what is said comes by itself.
    unasked: bool,
    /// The concerns that are answered for in this turn, and shown; `None`: the speaker answers for none.
    answered: Option<Vec<ConcernId>>,
}

/// A right the speaker was found not to have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Refused {
    pub action: Option<Action>,
    pub child: Option<ChildId>,
    pub unit: Option<UnitId>,
}

impl<'a> Talk<'a> {
    pub fn new(
        tx: &'a mut Tx,
        env: &'a Env,
        account: Account,
        query: Option<String>,
        tapped: Option<i64>,
    ) -> Self {
        Self {
            tx,
            env,
            account,
            query,
            tapped,
            about: BTreeMap::new(),
            refused: Refused::default(),
            discreet: false,
            aloud: false,
            before: None,
            after: None,
            unasked: false,
            answered: None,
        }
    }

    /// From here on the turn is about a child's safety: its words do not stay in the outbox, and it
    /// takes no number that others would have got.
    pub fn discreet(&mut self) {
        self.env = self.env.aside();
        self.discreet = true;
    }

    /// The turn is one of somebody who answers for concerns. That they still do, and still read those that
    /// are shown, is asked again at hand-over.
    pub fn answers_for(&mut self, concerns: impl IntoIterator<Item = ConcernId>) {
        self.answered.get_or_insert_default().extend(concerns);
    }

    /// What would be a word over a button is a message in this turn.
    pub(super) fn aloud(&mut self) {
        self.aloud = true;
    }

    /// No turn of anybody's: on a phone that others use, what is said waits for the code while it is shut.
    pub(super) fn by_itself(mut self) -> Self {
        self.unasked = true;
        self
    }

    pub fn locale(&self) -> Locale {
        self.account.locale
    }

    pub fn adult(&self) -> Option<AdultId> {
        self.account.adult
    }

    /// The person's own clock; Greenwich until it is known.
    pub fn zone(&self) -> Tz {
        self.account.zone.unwrap_or(Tz::UTC)
    }

    /// What the conversation waits for from now on.
    pub async fn goto(&mut self, state: &State) -> Served<()> {
        let stored = state.encode();
        if stored != self.account.dialogue {
            self.account.dialogue.clone_from(&stored);
            store::accounts::save_dialogue(self.tx, self.account.id, stored).await?;
        }
        Ok(())
    }

    /// Whether the speaker may do `action` about `child`.
    pub async fn may(&mut self, action: Action, child: ChildId) -> Served<bool> {
        Ok(self.why(action, child).await?.is_some())
    }

    /// Why the speaker may do `action` about `child`; `None`: they may not.
    pub async fn why(&mut self, action: Action, child: ChildId) -> Served<Option<Why>> {
        let why = match self.account.adult {
            Some(adult) => rights::why(self.tx, self.env, adult, action, child).await?,
            None => None,
        };
        if why.is_some() {
            self.tells_of(child, action);
        }
        self.refused = match why {
            Some(_) => Refused::default(),
            None => Refused {
                action: Some(action),
                child: Some(child),
                unit: None,
            },
        };
        Ok(why)
    }

    /// What is answered from now on may speak of this child. [`Talk::may`] says so by itself.
    pub fn tells_of(&mut self, child: ChildId, action: Action) {
        self.about.entry(child).or_insert(action);
    }

    /// What is answered from now on speaks of no child: the speaker has just given away the right to
    /// it and is only told that it is done.
    pub fn tells_of_nobody(&mut self) {
        self.about.clear();
        if let Some(answered) = &mut self.answered {
            answered.clear();
        }
    }

    /// Those of `children` about whom the speaker may do `action`. The screen names those it shows
    /// with [`Talk::tells_of`].
    pub async fn only(&mut self, action: Action, children: Vec<Child>) -> Served<Vec<Child>> {
        match self.account.adult {
            Some(adult) => rights::only(self.tx, self.env, adult, action, children).await,
            None => Ok(Vec::new()),
        }
    }

    /// Whether a post of the speaker allows `action` at a unit.
    pub async fn may_at(&mut self, action: Action, unit: UnitId) -> Served<bool> {
        let may = match self.account.adult {
            Some(adult) => rights::allowed_at(self.tx, self.env, adult, action, unit).await?,
            None => false,
        };
        self.refused = match may {
            true => Refused::default(),
            false => Refused {
                action: Some(action),
                child: None,
                unit: Some(unit),
            },
        };
        Ok(may)
    }

    /// A new message to the speaker.
    pub async fn say(&mut self, html: Html, rows: Vec<Vec<Button>>) -> Served<()> {
        let html = html.within(UNITS);
        self.put(Kind::Reply, Parcel::with_buttons(html, rows), None)
            .await
            .map(drop)
    }

    /// A new message with a contact button, or one that takes it away.
    pub async fn say_with(&mut self, html: Html, keyboard: Keyboard) -> Served<()> {
        let parcel = Parcel::Send {
            content: Content::Text { html },
            keyboard: Some(keyboard),
            protect: false,
            silent: false,
        };
        self.put(Kind::Reply, parcel, None).await.map(drop)
    }

    /// Rewrites the screen whose button was tapped; without one it is a new message.
    pub async fn show(&mut self, html: Html, rows: Vec<Vec<Button>>) -> Served<()> {
        let html = html.within(UNITS);
        let parcel = match self.tapped {
            Some(message) => Parcel::Edit {
                message,
                html,
                keyboard: Keyboard::rows(rows),
            },
            None => Parcel::with_buttons(html, rows),
        };
        self.put(Kind::Reply, parcel, None).await.map(drop)
    }

    /// Takes a message out of the chat: what must not stay on the screen.
    pub async fn erase(&mut self, message: i64) -> Served<()> {
        let parcel = Parcel::Delete { message };
        self.put(Kind::Reply, parcel, None).await.map(drop)
    }

    /// A new message that carries a key or a code: not to be passed on, its words blanked once sent.
    pub async fn confide(&mut self, content: Content, rows: Vec<Vec<Button>>) -> Served<OutboxId> {
        let parcel = Parcel::Send {
            content,
            keyboard: Keyboard::rows(rows),
            protect: true,
            silent: false,
        };
        self.put(Kind::Invitation, parcel, None).await
    }

    /// The message whose button was tapped: a later turn may come back to it.
    pub fn tapped(&self) -> Option<i64> {
        self.tapped
    }

    /// The next answer rewrites this message, whatever was tapped.
    pub(super) fn turn_to(&mut self, message: Option<i64>) {
        self.tapped = message;
    }

    /// The next answer is a new message, even after a tap (the tapped message must stay as it is).
    pub fn leave_tapped(&mut self) {
        self.tapped = None;
    }

    /// A word over the tapped button.
    pub async fn toast(&mut self, words: String) -> Served<()> {
        if self.aloud && !words.is_empty() {
            let html = Html::escape(&words);
            return Box::pin(self.say(html, Vec::new())).await;
        }
        if let Some(query) = self.query.take() {
            let parcel = Parcel::Answer { query, words };
            self.put(Kind::Toast, parcel, None).await?;
        }
        Ok(())
    }

    /// The turn is over: ends the button's waiting sign if nothing else did, and remembers what was seen last.
    pub async fn finish(&mut self) -> Served<()> {
        if let Some(glimpse) = self.after.take() {
            self.env.lately.keep(self.account.id, glimpse);
        }
        self.toast(String::new()).await
    }

    /// What must hold for every child an answer speaks of: the right that was asked; where several were,
    /// that the speaker may know of each.
    fn right(&self) -> Option<Action> {
        let mut rights = self.about.values().copied();
        let first = rights.next()?;
        Some(if rights.all(|right| right == first) {
            first
        } else {
            Action::Know
        })
    }

    /// One row to the speaker's own chat.
    pub async fn put(
        &mut self,
        kind: Kind,
        parcel: Parcel,
        thread: Option<ThreadId>,
    ) -> Served<OutboxId> {
        let id: OutboxId = self.env.id();
        let now = self.env.now();
        let kind = match kind {
            Kind::Reply if self.unasked && cover::is_shut(self) => Kind::Notice,
            other => other,
        };
        let parcel = match kind {
            Kind::Reply => easy::screen(self, id, parcel, self.discreet).await?,
            _ => parcel,
        };
        // A word over a button speaks of nobody, and is worthless in seconds.
        let mut children: Vec<ChildId> = self.about.keys().copied().collect();
        let mut concerns = Vec::new();
        let mut right = self.right();
        if self.discreet {
            // Blanked once sent, whoever it is for.
            let known = self.account.adult.is_some();
            right = known.then_some(Action::ReportConcern);
            if let Some(answered) = &self.answered {
                (children, concerns) = (Vec::new(), answered.clone());
                right = Some(Action::HearConcern);
            }
        }
        if kind == Kind::Toast {
            (children, concerns) = (Vec::new(), Vec::new());
            right = right.filter(|_| self.discreet);
        }
        // On a phone others use it is seen while it is open, and hidden again.
        let open = match parcel {
            Parcel::Send { .. } | Parcel::Edit { .. } => cover::open_until(&self.account, now),
            _ => None,
        };
        let outgoing = Outgoing {
            account: self.account.id,
            bot: self.account.bot.clone(),
            chat: self.account.chat,
            adult: self.account.adult,
            children,
            right,
            concerns,
            kind,
            lane: Lane::Reply,
            parcel,
            not_before: None,
            expires: open.or((kind == Kind::Toast).then(|| now + TOAST_LIFE)),
            dedup: None,
            thread,
        };
        store::outbox::put_later(self.tx, id, now, &outgoing)?;
        if open.is_some() {
            cover::again(self.tx, self.env, &self.account, id, &outgoing.parcel).await?;
        }
        Ok(id)
    }
}
