//! Where what somebody writes would go, for whom of the child's people, and in whose thread. Found anew for
//! every note: rights first, then the table of who sees what.

use super::letter;
use super::people::{self, Desk, Family, Reader, Side};
use crate::base::{AdultId, ChildId};
use crate::dialogue::note::To;
use crate::model::audit::Look;
use crate::model::message::Kind;
use crate::model::record::{Child, Relation};
use crate::model::rights::Action;
use crate::model::visibility::{Audience, Party, choices, sees};
use crate::service::{Served, Talk};
use crate::store;
use crate::store::notes::Note;

#[derive(Debug)]
pub(super) struct Route {
    pub child: Child,
    pub me: Side,
    pub audience: Audience,
    /// Whose thread an answer stays in.
    answers: Option<AdultId>,
    /// Whom the speaker could write to here, whoever it is for.
    around: Vec<Reader>,
    /// Of the family, who is not in the chat: for staff only.
    missing: Vec<Relation>,
    /// Of its readers, those whom it does not reach for now.
    halted: Vec<AdultId>,
}

/// One thread a note goes into.
#[derive(Debug)]
pub(super) struct Leg {
    /// Whose thread.
    pub of: AdultId,
    pub readers: Vec<AdultId>,
}

/// Whom the note reaches that somebody of the family writes without choosing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usual {
    School,
    /// And who is with the child.
    Home,
    /// And the parents.
    Parents,
}

impl Route {
    /// What the menu says of a note before there is one; the speaker's right to it was asked.
    pub async fn usual(talk: &mut Talk<'_>, me: AdultId, child: ChildId) -> Served<Usual> {
        let Some(link) = store::links::pair(talk.tx, child, me).await? else {
            return Ok(Usual::School);
        };
        let writer = Side::of_link(&link).party();
        let gets = |reader: &Reader| sees(writer, Audience::All, reader.side.party());
        let kin = people::kin(talk.tx, talk.env, child, me).await?;
        Ok(match (kin.iter().any(gets), writer) {
            (false, _) => Usual::School,
            (true, Party::Guardian) => Usual::Parents,
            (true, _) => Usual::Home,
        })
    }

    /// `None`: unknown, ended, excluded, never had the right, nothing to choose so; nobody learns which. An
    /// answer is for whom the answered note was, or of these for the school alone.
    pub async fn find(talk: &mut Talk<'_>, to: To, audience: Audience) -> Served<Option<Self>> {
        let Some(me) = talk.adult() else {
            return Ok(None);
        };
        let (child, answered) = match to {
            To::School(child) | To::Family(child) => (child, None),
            To::Answer(note) => match store::notes::get(talk.tx, note).await? {
                Some(note) => (note.thread.child, Some(note)),
                None => return Ok(None),
            },
        };
        let link = store::links::pair(talk.tx, child, me).await?;
        let as_family = match to {
            To::School(_) => true,
            To::Family(_) => false,
            To::Answer(_) => link.is_some(),
        };
        let right = if as_family {
            Action::FamilyNote
        } else {
            Action::SchoolNote
        };
        let strange = answered
            .as_ref()
            .is_some_and(|note| note.taken_back || !note.is_between(me));
        if !talk.may(right, child).await? || strange {
            return Ok(None);
        }
        let side = match (&link, as_family) {
            (Some(link), true) => Some(Side::of_link(link)),
            (None, true) => None,
            (_, false) => people::side(talk.tx, talk.env, me, child).await?,
        };
        let Some(side) = side else {
            return Ok(None);
        };
        let audience = match &answered {
            Some(note) if audience != Audience::School => note.audience.of_answer(),
            Some(_) | None => audience,
        };
        if answered.is_none() && !choices(side.party()).contains(&audience) {
            return Ok(None);
        }
        talk.sees(Look::Thread, right, child).await?;
        let Some(child) = store::children::get(talk.tx, child).await? else {
            return Ok(None);
        };
        let (around, missing) = match (&answered, side) {
            (Some(note), _) => (answering(talk, &child, note, me, side).await?, Vec::new()),
            (None, Side::Family { .. }) => (of_family(talk, &child, me).await?, Vec::new()),
            (None, Side::Staff { .. }) => of_staff(talk, &child, me).await?,
        };
        let mut route = Self {
            child,
            me: side,
            audience,
            answers: answered.map(|note| note.thread.adult),
            around,
            missing,
            halted: Vec::new(),
        };
        let (child, of_staff) = (route.child.id, side.party().is_staff());
        for Leg { of, readers } in route.legs(me) {
            for to in readers {
                let halt = store::note_halts::standing(talk.tx, (child, of), to, of_staff).await?;
                route.halted.extend(halt.map(|_| to));
            }
        }
        Ok(Some(route))
    }

    /// Who would get it.
    pub fn readers(&self) -> Vec<Reader> {
        self.readers_of(self.audience)
    }

    /// Of them, whom it reaches now.
    pub fn reached(&self) -> Vec<Reader> {
        let mut readers = self.readers();
        readers.retain(|reader| !self.halted.contains(&reader.adult));
        readers
    }

    /// And for whom it waits.
    pub fn halted(&self) -> Vec<Reader> {
        let mut readers = self.readers();
        readers.retain(|reader| self.halted.contains(&reader.adult));
        readers
    }

    fn readers_of(&self, audience: Audience) -> Vec<Reader> {
        let writer = self.me.party();
        let gets = |reader: &&Reader| sees(writer, audience, reader.side.party());
        self.around.iter().filter(gets).copied().collect()
    }

    /// Those of the school, and the home, who would get it.
    pub fn staff(&self) -> Vec<AdultId> {
        let readers = self.readers().into_iter();
        let staff = readers.filter(|reader| reader.side.party().is_staff());
        staff.map(|reader| reader.adult).collect()
    }

    /// Whether nobody would get it.
    pub fn is_empty(&self) -> bool {
        self.readers().is_empty()
    }

    /// Whether it is for the school too, and nobody of the school is there to read it.
    pub fn misses_school(&self) -> bool {
        let reads = |reader: &Reader| reader.side.party().is_staff();
        matches!(self.me, Side::Family { .. })
            && self.answers.is_none()
            && !self.readers().iter().any(reads)
    }

    /// Who of the family is missed among those it is for.
    pub fn missing(&self) -> Vec<Relation> {
        let mut missing = self.missing.clone();
        if self.audience == Audience::NotGuardian {
            missing.retain(|relation| relation.parent().is_some());
        }
        missing
    }

    /// For whom it could be instead: each of them makes a difference.
    pub fn others(&self) -> Vec<Audience> {
        if self.answers.is_some() {
            return Vec::new();
        }
        let mut known = vec![self.readers()];
        let mut out = Vec::new();
        for audience in choices(self.me.party()) {
            let readers = self.readers_of(*audience);
            if !readers.is_empty() && !known.contains(&readers) {
                known.push(readers);
                out.push(*audience);
            }
        }
        out
    }

    /// The threads it goes into, each with its readers. A family adult's own holds the school and, of a
    /// parent's, whoever is at home; what is for a family adult goes into theirs, each alone.
    pub fn legs(&self, me: AdultId) -> Vec<Leg> {
        let readers = self.readers();
        let adults = |of: &[Reader]| of.iter().map(|reader| reader.adult).collect();
        if let Some(of) = self.answers {
            let readers = adults(&readers);
            return vec![Leg { of, readers }];
        }
        let is_parent =
            |reader: &Reader| matches!(reader.side.party(), Party::Parent | Party::ParentAtHome);
        let (alone, mine): (Vec<Reader>, Vec<Reader>) = match self.me {
            Side::Staff { .. } => (readers, Vec::new()),
            Side::Family { .. } => readers.into_iter().partition(is_parent),
        };
        let mut legs = Vec::new();
        if !mine.is_empty() {
            let readers = adults(&mine);
            legs.push(Leg { of: me, readers });
        }
        legs.extend(alone.iter().map(|reader| Leg {
            of: reader.adult,
            readers: vec![reader.adult],
        }));
        legs
    }
}

async fn of_family(talk: &mut Talk<'_>, child: &Child, me: AdultId) -> Served<Vec<Reader>> {
    let desk = people::desk(talk.tx, talk.env, child, me).await?;
    let mut around: Vec<Reader> = desk.iter().flat_map(Desk::readers).collect();
    around.extend(people::at_home(talk.tx, talk.env, child, me).await?);
    around.extend(people::kin(talk.tx, talk.env, child.id, me).await?);
    Ok(around)
}

async fn of_staff(
    talk: &mut Talk<'_>,
    child: &Child,
    me: AdultId,
) -> Served<(Vec<Reader>, Vec<Relation>)> {
    let families = people::families(talk.tx, talk.env, vec![child.clone()], me).await?;
    let Some(family) = families.first() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let missing = people::missing(talk.tx, family, me).await?;
    let Family { members, .. } = family;
    let there = members.iter().filter(|member| member.reachable);
    let around = there.map(|member| Reader {
        adult: member.adult,
        side: Side::Family {
            party: member.party,
            relation: member.relation,
        },
    });
    Ok((around.collect(), missing))
}

/// Whoever wrote the answered note and whoever got it; for the school whoever reads there now.
async fn answering(
    talk: &mut Talk<'_>,
    child: &Child,
    note: &Note,
    me: AdultId,
    side: Side,
) -> Served<Vec<Reader>> {
    let mut around = Vec::new();
    if matches!(side, Side::Family { .. }) {
        around = match note.written_as.is_staff() {
            true => {
                let desk = people::desk_of(talk.tx, talk.env, child, me, note.by).await?;
                desk.iter().flat_map(Desk::readers).collect()
            }
            false => people::still_there(talk.tx, talk.env, child, me, note).await?,
        };
    }
    let mut kin = people::kin(talk.tx, talk.env, child.id, me).await?;
    kin.retain(|reader| note.is_between(reader.adult));
    around.extend(kin);
    Ok(around)
}

/// About whom somebody chooses for whom a note is.
pub(super) fn about(to: To) -> Option<ChildId> {
    match to {
        To::School(child) | To::Family(child) => Some(child),
        To::Answer(_) => None,
    }
}

/// For whom a reply to our message `remote` is: the note's thread, or the school when a family
/// answers an update or a question about exactly one child.
pub(super) async fn answered(talk: &mut Talk<'_>, remote: i64) -> Served<Option<To>> {
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    if let Some(note) = store::notes::relayed(talk.tx, &bot, chat, remote).await? {
        return Ok(Some(To::Answer(note)));
    }
    let found = store::outbox_view::by_remote(talk.tx, &bot, chat, remote).await?;
    let Some(about) = found.filter(|f| matches!(f.kind, Kind::WeeklyUpdate | Kind::CheckIn)) else {
        return Ok(None);
    };
    let [child] = about.children.as_slice() else {
        return Ok(None);
    };
    let may = talk.may(Action::FamilyNote, *child).await?;
    Ok(may.then_some(To::School(*child)))
}

/// Whether what answers our message `remote` goes to whoever wrote it, or to the child whose letter it is.
pub async fn is_answer(talk: &mut Talk<'_>, remote: i64) -> Served<bool> {
    Ok(answered(talk, remote).await?.is_some() || letter::answered(talk, remote).await?.is_some())
}
