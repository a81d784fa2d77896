//! Who is asked at a step, and in whose place: a guardian without the chat is asked through whoever was named
//! for them, with their own or a parent's yes.

use super::super::{Served, rights};
use super::case::Case;
use super::people::{self, Kin};
use crate::base::{AdultId, Env};
use crate::model::on_behalf::{Through, Who};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::settings::Rung;
use crate::model::unit::Role;
use crate::store::check_ins::Came;
use crate::store::on_behalf::Named;
use crate::store::{self, Tx};

/// From where somebody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Home,
    Helper,
    School,
}

/// One person to ask.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub adult: AdultId,
    pub side: Side,
    /// The right by which they answer.
    pub right: Action,
    /// The guardian in whose place they are asked.
    pub whose: Option<Kin>,
}

impl Asked {
    fn of(side: Side, adult: AdultId) -> Self {
        Self {
            adult,
            side,
            right: Action::AnswerCheckIn,
            whose: None,
        }
    }
}

/// Whom to ask at a step: the first group of which anybody can be reached is asked, all of it.
pub(super) async fn groups(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    rung: Rung,
    family: &[Kin],
) -> Served<Vec<Vec<Asked>>> {
    let people = people::on_rung(tx, env, child, rung).await?;
    if people::is_school(rung) {
        let asked = people
            .into_iter()
            .map(|adult| Asked::of(Side::School, adult));
        return Ok(vec![asked.collect()]);
    }
    let named = in_force(tx, env, child).await?;
    let mut groups = Vec::new();
    for adult in people {
        match named.iter().find(|named| named.guardian == adult) {
            None => groups.push(vec![Asked::of(Side::Home, adult)]),
            Some(named) if rung == Rung::Guardian => {
                let whose = family.iter().find(|kin| kin.adult == adult);
                groups.push(instead(tx, env, child, *named, whose).await?);
            }
            // Whoever is asked through somebody else is asked so once, at their own step.
            Some(_) => {}
        }
    }
    Ok(groups)
}

/// Those named for one guardian who are there to be asked.
async fn instead(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    named: Named,
    whose: Option<&Kin>,
) -> Served<Vec<Asked>> {
    let side = match named.who.through() {
        Through::School => Side::School,
        Through::Helper => Side::Helper,
    };
    let now = env.now();
    let mut right = Action::AnswerCheckIn;
    let mut people = match (named.who, child.home) {
        (Who::Helper(adult), _) => {
            let away = store::check_ins::away(tx, child.id, now).await?;
            [adult]
                .into_iter()
                .filter(|adult| !away.contains(adult))
                .collect()
        }
        (Who::Home, Some(home)) => {
            right = Action::AnswerOnBehalf;
            let all = store::posts::holders(tx, home, Role::HomeStaff, now).await?;
            rights::not_kin(tx, env, child.id, all).await?
        }
        (Who::Home | Who::Teacher, _) => people::class_teachers(tx, env, child).await?,
    };
    if people.is_empty() && side == Side::School {
        right = Action::AnswerCheckIn;
        people = people::leads(tx, env, child).await?;
    }
    let asked = people.into_iter().map(|adult| Asked {
        adult,
        side,
        right,
        whose: whose.cloned(),
    });
    Ok(asked.collect())
}

/// Those named for a guardian of the child, with a yes.
async fn in_force(tx: &mut Tx, env: &Env, child: &Child) -> Served<Vec<Named>> {
    store::on_behalf::of_child(tx, child.id, env.now()).await
}

/// The right by which somebody answers about a child now: everybody's, or that of the care home's staff while
/// they are named.
pub(super) async fn right_of(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    child: &Child,
) -> Served<Option<Action>> {
    let usual = Action::AnswerCheckIn;
    if rights::allowed(tx, env, adult, usual, child.id).await? {
        return Ok(Some(usual));
    }
    let home = in_force(tx, env, child).await?;
    let home = home.iter().any(|named| named.who == Who::Home);
    let own = Action::AnswerOnBehalf;
    let may = home && rights::allowed(tx, env, adult, own, child.id).await?;
    Ok(may.then_some(own))
}

/// What an answer of this adult says of itself: through whom it came, in whose place, and how soon.
pub(super) async fn came(
    tx: &mut Tx,
    env: &Env,
    case: &Case,
    adult: AdultId,
    by_school: bool,
) -> Served<Came> {
    let mut came = Came {
        through: by_school.then_some(Through::School),
        ..Came::default()
    };
    for named in in_force(tx, env, &case.child).await? {
        let stands = match named.who {
            Who::Helper(helper) => helper == adult,
            Who::Teacher | Who::Home => by_school,
        };
        if stands {
            came.through = Some(named.who.through());
            came.whose = Some(named.guardian);
            break;
        }
    }
    let questions = store::check_ins::questions(tx, case.row.id, case.ladder.len()).await?;
    let own = questions.iter().filter(|question| question.adult == adult);
    let sent = own.filter_map(|question| question.sent).max();
    came.thought = sent.map(|sent| env.now() - sent);
    Ok(came)
}
