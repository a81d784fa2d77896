//! On the last school day of a week the class teachers hear how many of their pupils have no line yet, once,
//! and nothing when all have one: a week without a word is the one a parent far away asks about.

use chrono::Timelike;

use super::button;
use crate::base::{AdultId, ChildId, Env, UnitId};
use crate::dialogue::week_entry::Tap;
use crate::model::message::{Kind, Parcel};
use crate::model::rights::Action;
use crate::model::unit::{Role, Unit, UnitKind};
use crate::model::week::SchoolWeek;
use crate::model::week_entry::Calendar;
use crate::service::mail::{self, Letter};
use crate::service::{Served, rights};
use crate::store::calendar::Ending;
use crate::store::{self, Tx};
use crate::{label, say};

/// The hour of the school's clock from which it is asked: lessons are over, the weekend has not begun.
pub const REMIND_HOUR: u32 = 16;

/// The schools whose week ends today and whose teachers were not told. A day that passed while nobody was
/// there is not made up for: on a Saturday nobody sits in the staff room.
pub async fn due(tx: &mut Tx, env: &Env) -> Served<Vec<Ending>> {
    let mut schools = store::calendar::weeks(tx).await?;
    schools.retain(|school| {
        let local = env.now().with_timezone(&school.zone);
        let today = local.date_naive();
        let calendar = Calendar {
            today,
            school_days: school.settings.school_days.clone(),
            year: school.settings.year.clone(),
        };
        let week = calendar.this_week();
        local.hour() >= REMIND_HOUR
            && school.last.is_none_or(|last| last < week.monday())
            && calendar.school_days(week).last() == Some(&today)
    });
    Ok(schools)
}

/// Tells the class teachers of one school. False: somebody else has.
pub async fn remind(tx: &mut Tx, env: &Env, school: &Ending) -> Served<bool> {
    let now = env.now();
    let week = SchoolWeek::of(now.with_timezone(&school.zone).date_naive());
    if !store::calendar::end_week(tx, school.id, week.monday(), now).await? {
        return Ok(false);
    }
    for class in store::units::below(tx, school.id, UnitKind::Class).await? {
        let bare = without_line(tx, class.id, week).await?;
        if bare.is_empty() {
            continue;
        }
        for teacher in store::posts::holders(tx, class.id, Role::Teacher, now).await? {
            tell(tx, env, &class, teacher, week, &bare).await?;
        }
    }
    Ok(true)
}

/// The pupils of a class of whom nothing is entered for a week.
async fn without_line(tx: &mut Tx, class: UnitId, week: SchoolWeek) -> Served<Vec<ChildId>> {
    let (from, to) = (week.monday(), week.sunday());
    let pupils = store::children::in_class(tx, class).await?;
    let mut ids: Vec<ChildId> = pupils.into_iter().map(|child| child.id).collect();
    let entries = store::entries::of_children(tx, &ids, from, to).await?;
    ids.retain(|id| entries.iter().all(|entry| entry.child != *id));
    Ok(ids)
}

/// The count is the teacher's own: a child they may not enter is not in it. It names nobody, so it stays true
/// for whoever is told late.
async fn tell(
    tx: &mut Tx,
    env: &Env,
    class: &Unit,
    teacher: AdultId,
    week: SchoolWeek,
    bare: &[ChildId],
) -> Served<()> {
    let action = Action::EnterWeek;
    let own = rights::only_ids(tx, env, teacher, action, bare).await?;
    if own.is_empty() {
        return Ok(());
    }
    let letter = Letter::plain(teacher, Kind::Task)
        .dedup(format!("week_reminder:{}:{week}:{teacher}", class.id));
    mail::post(tx, env, letter, |account| {
        let locale = account.locale;
        let html = say!(
            locale,
            "entry-remind",
            class = &class.name,
            count = own.len()
        );
        let words = label!(locale, "entry-menu", class = &class.name);
        Parcel::with_buttons(html, vec![vec![button(words, Tap::Open(class.id))]])
    })
    .await
    .map(drop)
}
