//! Writing a note: to the school, to one family, to a class, as an answer.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{ChildId, HaltId, Html, Instant, LaterId, NoteId, UnitId, Words, utf16_len};
use crate::model::album::Item;
use crate::model::message::Content;
use crate::model::urgent::Reason;
use crate::model::visibility::Audience;

/// What the buttons of notes mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// A family adult writes to the school about this child.
    ToSchool(ChildId),
    /// Staff write to the family of this child.
    ToFamily(ChildId),
    /// Staff write to all families of a class.
    ToClass(UnitId),
    /// Not all families of the class: chosen by child. The number is the first child of the page.
    Some(UnitId, i64),
    /// This child's family too, or not after all; the page stays.
    Pick(ChildId, i64),
    /// Those are all: asks for the note.
    Picked,
    /// Answer this relayed note, for those who do not know the messenger's own way.
    Answer(NoteId),
    /// What is being written about this child is for these.
    For(ChildId, Audience),
    /// Take back this note of one's own, with all that was made of the same message.
    TakeBack(NoteId),
    /// What else its reader can do about a note.
    More(NoteId),
    /// No notes like this one here for now.
    Halt(NoteId),
    /// Whose wish it was takes notes again.
    Resume(HaltId),
    /// A lead looks at such a wish.
    LookAt(HaltId),
    /// A lead lets notes through again.
    LetThrough(HaltId),
    /// A lead leaves it as it is.
    KeepHalted(HaltId),
    /// This note of one's own cannot wait for the school to open.
    Now(NoteId),
    /// Yes to the preview, which showed so many pieces.
    Send(i64),
    /// The lead or the class teacher begins an urgent notice to the family of this child.
    UrgentTo(ChildId),
    /// Not now; the preview showed so many pieces. Asks when.
    Later(i64),
    /// On this day; asks for the hour.
    LaterOn(NaiveDate, i64),
    /// Then it goes.
    LaterAt(NaiveDate, i64, i64),
    /// It does not go after all.
    CallBack(LaterId),
    /// It is urgent; the preview showed so many pieces. Asks why.
    Urgent(i64),
    /// Why: it goes at once.
    Alarm(Reason, i64),
    /// Nothing more to write.
    Done,
    /// Nothing at all to write.
    Cancel,
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::ToSchool(child) => format!("s.{}", field(*child)),
            Self::ToFamily(child) => format!("f.{}", field(*child)),
            Self::ToClass(class) => format!("c.{}", field(*class)),
            Self::Some(class, from) => format!("o.{}.{}", field(*class), field(*from)),
            Self::Pick(child, from) => format!("p.{}.{}", field(*child), field(*from)),
            Self::Picked => "q".into(),
            Self::Answer(note) => format!("a.{}", field(*note)),
            Self::For(child, audience) => format!("v.{}.{}", field(*child), audience.as_str()),
            Self::TakeBack(note) => format!("k.{}", field(*note)),
            Self::More(note) => format!("t.{}", field(*note)),
            Self::Halt(note) => format!("h.{}", field(*note)),
            Self::Resume(halt) => format!("g.{}", field(*halt)),
            Self::LookAt(halt) => format!("i.{}", field(*halt)),
            Self::LetThrough(halt) => format!("e.{}", field(*halt)),
            Self::KeepHalted(halt) => format!("j.{}", field(*halt)),
            Self::Now(note) => format!("r.{}", field(*note)),
            Self::Send(pieces) => format!("y.{}", field(*pieces)),
            Self::Later(pieces) => format!("l.{}", field(*pieces)),
            Self::LaterOn(on, pieces) => format!("m.{}.{}", day(*on), field(*pieces)),
            Self::LaterAt(on, hour, pieces) => {
                format!("n.{}.{}.{}", day(*on), field(*hour), field(*pieces))
            }
            Self::CallBack(id) => format!("b.{}", field(*id)),
            Self::UrgentTo(child) => format!("u.{}", field(*child)),
            Self::Urgent(pieces) => format!("w.{}", field(*pieces)),
            Self::Alarm(reason, pieces) => format!("z.{}.{}", reason.as_str(), field(*pieces)),
            Self::Done => "d".into(),
            Self::Cancel => "x".into(),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "s" => Self::ToSchool(fields.id()?),
            "f" => Self::ToFamily(fields.id()?),
            "c" => Self::ToClass(fields.id()?),
            "o" => Self::Some(fields.id()?, fields.number()?),
            "p" => Self::Pick(fields.id()?, fields.number()?),
            "q" => Self::Picked,
            "a" => Self::Answer(fields.id()?),
            "v" => Self::For(fields.id()?, fields.word()?),
            "k" => Self::TakeBack(fields.id()?),
            "t" => Self::More(fields.id()?),
            "h" => Self::Halt(fields.id()?),
            "g" => Self::Resume(fields.id()?),
            "i" => Self::LookAt(fields.id()?),
            "e" => Self::LetThrough(fields.id()?),
            "j" => Self::KeepHalted(fields.id()?),
            "r" => Self::Now(fields.id()?),
            "y" => Self::Send(fields.number()?),
            "l" => Self::Later(fields.number()?),
            "m" => Self::LaterOn(fields.day()?, fields.number()?),
            "n" => Self::LaterAt(fields.day()?, fields.number()?, fields.number()?),
            "b" => Self::CallBack(fields.id()?),
            "u" => Self::UrgentTo(fields.id()?),
            "w" => Self::Urgent(fields.number()?),
            "z" => Self::Alarm(fields.word()?, fields.number()?),
            "d" => Self::Done,
            "x" => Self::Cancel,
            _ => return None,
        })
    }
}

/// A day as a field ([`Fields::day`]).
fn day(day: NaiveDate) -> String {
    field(i64::from(day.num_days_from_ce()))
}

/// For whom a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    School(ChildId),
    Family(ChildId),
    Answer(NoteId),
}

/// The families of a class: all of them, or those of these children.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whom {
    pub class: UnitId,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub only: Option<Vec<ChildId>>,
}

impl Whom {
    pub const fn all(class: UnitId) -> Self {
        Self { class, only: None }
    }

    pub fn includes(&self, child: ChildId) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&child))
    }

    /// Takes the family of a child in, or out again.
    pub fn toggle(&mut self, child: ChildId) {
        let only = self.only.get_or_insert_default();
        match only.iter().position(|one| *one == child) {
            Some(at) => {
                only.remove(at);
            }
            None => only.push(child),
        }
    }

    /// The one child whose family it is, where it is one.
    pub fn one(&self) -> Option<ChildId> {
        match self.only.as_deref() {
            Some([child]) => Some(*child),
            _ => None,
        }
    }
}

/// One thing the person wrote, with the messenger's id of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub content: Content,
    pub message: i64,
    /// The messenger's name of the album the content is one item of, or the first one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub album: Option<String>,
}

impl Piece {
    /// The person's words: the text or the caption, of an album the first item's.
    pub fn words(&self) -> Html {
        match &self.content {
            Content::Text { html } => html.clone(),
            Content::Media { caption, .. }
            | Content::Qr { caption, .. }
            | Content::File { caption, .. } => caption.clone(),
            Content::Album { album } => album.caption().cloned().unwrap_or_default(),
        }
    }

    /// The items after the first.
    pub fn further(&self) -> &[Item] {
        match &self.content {
            Content::Album { album } => album.items().get(1..).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The same piece with other words.
    pub fn rewrite(&mut self, words: &Words) {
        let fresh = Html::escape(words.expose());
        match &mut self.content {
            Content::Text { html } => *html = fresh,
            Content::Media { caption, .. }
            | Content::Qr { caption, .. }
            | Content::File { caption, .. } => *caption = fresh,
            Content::Album { album } => *album = album.with_caption(fresh),
        }
    }
}

/// What is being written. Until `until`: something typed a day later is not meant for anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// Everything sent now goes to somebody at once.
    Writing {
        to: To,
        /// For whom of them; an answer is for whom the answered note was.
        #[serde(default)]
        audience: Audience,
        until: Instant,
    },
    /// What is sent now is collected for families of a class and goes after a yes.
    Class {
        #[serde(flatten)]
        whom: Whom,
        draft: Draft,
        until: Instant,
    },
}

impl State {
    /// The moment from which nothing is waited for any more.
    pub const fn until(&self) -> Instant {
        match self {
            Self::Writing { until, .. } | Self::Class { until, .. } => *until,
        }
    }
}

/// The pieces of a note to a class, bounded because they live in the dialogue's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Draft(Vec<Piece>);

impl Draft {
    /// An album is one piece.
    pub const MAX_PIECES: usize = 10;
    /// UTF-16 units of all pieces together.
    pub const MAX_UNITS: usize = 8_192;

    /// In the order they were written.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// How much of it a preview has to show: every piece, and further words in an album.
    pub fn shown(&self) -> usize {
        let words = |item: &&Item| !item.caption.is_empty();
        let further = self.0.iter().flat_map(Piece::further).filter(words);
        self.0.len() + further.count()
    }

    /// Adds a further item to the album it belongs to; false when there is none, or no room in it.
    pub fn join(&mut self, piece: &Piece) -> bool {
        let taken: usize = self.0.iter().chain([piece]).map(units).sum();
        let Content::Album { album: more } = &piece.content else {
            return false;
        };
        let same = |old: &&mut Piece| piece.album.is_some() && old.album == piece.album;
        match self
            .0
            .iter_mut()
            .rev()
            .find(same)
            .map(|old| &mut old.content)
        {
            Some(Content::Album { album }) if taken <= Self::MAX_UNITS => {
                more.items().iter().all(|item| album.add(item.clone()))
            }
            _ => false,
        }
    }

    /// Adds a piece; false when there is no room for it.
    pub fn add(&mut self, piece: Piece) -> bool {
        let units: usize = self.0.iter().chain([&piece]).map(units).sum();
        let fits = self.0.len() < Self::MAX_PIECES && units <= Self::MAX_UNITS;
        if fits {
            self.0.push(piece);
        }
        fits
    }

    /// The person rewrote a message before it went; false when it is none of these.
    pub fn rewrite(&mut self, message: i64, words: &Words) -> bool {
        let found = self.0.iter_mut().find(|piece| piece.message == message);
        found.map(|piece| piece.rewrite(words)).is_some()
    }
}

fn units(piece: &Piece) -> usize {
    let further = piece.further().iter().map(|item| &item.caption);
    let all = further.map(|caption| utf16_len(&caption.plain()));
    utf16_len(&piece.words().plain()) + all.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue;
    use proptest::prelude::*;

    fn some_day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
    }

    fn tap() -> impl Strategy<Value = Tap> {
        let id = 0..=i64::MAX;
        prop_oneof![
            id.clone().prop_map(|n| Tap::ToSchool(ChildId(n))),
            id.clone().prop_map(|n| Tap::ToFamily(ChildId(n))),
            id.clone().prop_map(|n| Tap::ToClass(UnitId(n))),
            id.clone().prop_map(|n| Tap::Answer(NoteId(n))),
            id.clone().prop_map(Tap::Send),
            (id.clone(), proptest::sample::select(Audience::ALL))
                .prop_map(|(n, audience)| Tap::For(ChildId(n), audience)),
            id.clone().prop_map(|n| Tap::TakeBack(NoteId(n))),
            id.clone().prop_map(|n| Tap::Now(NoteId(n))),
            id.clone().prop_map(|n| Tap::More(NoteId(n))),
            id.clone().prop_map(|n| Tap::Halt(NoteId(n))),
            id.clone().prop_map(|n| Tap::Resume(HaltId(n))),
            id.clone().prop_map(|n| Tap::LookAt(HaltId(n))),
            id.clone().prop_map(|n| Tap::LetThrough(HaltId(n))),
            id.clone().prop_map(|n| Tap::KeepHalted(HaltId(n))),
            id.clone().prop_map(|n| Tap::UrgentTo(ChildId(n))),
            id.clone().prop_map(Tap::Urgent),
            (proptest::sample::select(Reason::ALL), id.clone())
                .prop_map(|(why, n)| Tap::Alarm(why, n)),
            (id.clone(), id.clone()).prop_map(|(n, from)| Tap::Some(UnitId(n), from)),
            (id.clone(), id.clone()).prop_map(|(n, from)| Tap::Pick(ChildId(n), from)),
            id.clone().prop_map(Tap::Later),
            id.clone().prop_map(|n| Tap::CallBack(LaterId(n))),
            (id.clone(), id.clone()).prop_map(|(hour, n)| Tap::LaterAt(some_day(), hour, n)),
            id.clone().prop_map(|n| Tap::LaterOn(some_day(), n)),
            Just(Tap::Picked),
            Just(Tap::Done),
            Just(Tap::Cancel),
        ]
    }

    proptest! {
        #[test]
        fn a_tap_comes_back_and_fits(tap in tap()) {
            let tap = dialogue::Tap::Note(tap);
            let data = tap.encode();
            prop_assert!(data.len() <= 64);
            prop_assert_eq!(dialogue::Tap::decode(&data), Some(tap));
        }

        #[test]
        fn rubbish_is_refused_quietly(data in "1n[a-z0-9.]{0,62}") {
            if let Some(tap) = dialogue::Tap::decode(&data) {
                prop_assert!(tap.encode().len() <= 64);
            }
        }

        #[test]
        fn a_draft_stays_bounded(lengths in proptest::collection::vec(0_usize..4_096, 0..20)) {
            let mut draft = Draft::default();
            for (message, length) in (0..).zip(lengths) {
                let html = Html::escape(&"x".repeat(length));
                draft.add(Piece { content: Content::Text { html }, message, album: None });
            }
            prop_assert!(draft.pieces().len() <= Draft::MAX_PIECES);
            prop_assert!(draft.pieces().iter().map(units).sum::<usize>() <= Draft::MAX_UNITS);
        }
    }
}
