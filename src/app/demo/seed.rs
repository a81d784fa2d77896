//! The demo's school: one class, two families with a parent abroad, a teacher, a lead, a county
//! officer. Written through the same rooms as a real school's data. Invented people.

use chrono::{Datelike, Days, Months, NaiveTime};
use chrono_tz::Tz;

use super::people::{AUNT, FATHER, PHONES, Phoned, SCHOOL_ZONE};
use crate::base::{AdultId, ChildId, Env, Instant, Name, Phone, UnitId, Words};
use crate::model::entry::{Fact, Mood, Presence, Source, Study};
use crate::model::hours;
use crate::model::record::{
    Adult, Child, LivesWith, Parent, ParentFact, Programme, Relation, Whereabouts,
};
use crate::model::rights::{LinkRole, LinkState};
use crate::model::second_factor::Demand;
use crate::model::settings::{Number, Settings};
use crate::model::unit::{Role, Unit, UnitKind};
use crate::model::week::SchoolWeek;
use crate::store::{self, Store, Stored, Tx};

/// How old the children of 3-B are, in months.
const NINE_YEARS: u32 = 9 * 12 + 3;

/// The rest of class 3-B: name and what the family calls the child.
const CLASSMATES: [(&str, &str); 6] = [
    ("Jasur Toshev", "Jasur"),
    ("Sevara Nazarova", "Sevara"),
    ("Bekzod Umarov", "Bekzod"),
    ("Kamola Ergasheva", "Kamola"),
    ("Otabek Saidov", "Otabek"),
    ("Lola Mirzayeva", "Lola"),
];

/// Thursday, 15:00 at the school, of this week (or of the next one when it has passed): the week is
/// half entered and the weekend is near.
pub fn opening(now: Instant) -> Instant {
    let week = SchoolWeek::of(hours::day_at(now, SCHOOL_ZONE));
    let at = |week: SchoolWeek| {
        let time = NaiveTime::from_hms_opt(15, 0, 0).unwrap_or_default();
        hours::resolve(week.day(3).and_time(time), SCHOOL_ZONE)
    };
    if at(week) >= now {
        at(week)
    } else {
        at(week.next())
    }
}

/// Writes the school into an empty database. `chats` are the chat numbers of [`PHONES`].
pub async fn seed(
    store: &Store,
    env: &Env,
    bot: &str,
    username: &str,
    chats: [i64; PHONES.len()],
) -> Stored<()> {
    let mut writing = store.write().await?;
    let tx = &mut writing;
    if store::units::by_key(tx, "demo-school").await?.is_some() {
        return Ok(());
    }
    store::bots::upsert(tx, bot, Some(username)).await?;
    let county = unit(
        tx,
        env,
        UnitKind::County,
        None,
        "demo-county",
        "Bogʻiston county",
    )
    .await?;
    let school = unit(
        tx,
        env,
        UnitKind::School,
        Some(county),
        "demo-school",
        "School 7",
    )
    .await?;
    let class = unit(tx, env, UnitKind::Class, Some(school), "demo-3b", "3-B").await?;
    store::units::set_settings(tx, school, &settings()).await?;
    store::units::allow_pictures(tx, school, true).await?;
    let mut people = Vec::new();
    for (person, chat) in PHONES.iter().zip(chats) {
        people.push((adult(tx, env, school, person).await?, chat, person));
    }
    let here = [school, class];
    let aziz = child(tx, env, here, "Aziz Karimov", "Aziz").await?;
    away(tx, aziz, Parent::Mother, "Seoul", Tz::Asia__Seoul).await?;
    let malika = child(tx, env, here, "Malika Rahimova", "Malika").await?;
    away(tx, malika, Parent::Father, "Moscow", FATHER.zone).await?;
    record_days(tx, env, class, malika, 0).await?;
    let aunt = adult(tx, env, school, &AUNT).await?;
    let (mother, granny, father) = (people[0].0, people[2].0, people[4].0);
    for (child, who, relation, guards, order) in [
        (aziz, mother, Relation::Mother, false, 1),
        (aziz, granny, Relation::Grandmother, true, 2),
        (malika, father, Relation::Father, false, 1),
        (malika, aunt, Relation::Aunt, false, 2),
    ] {
        store::adults::put_relation(tx, child, who, relation, guards, order).await?;
    }
    for (index, (name, short)) in CLASSMATES.iter().enumerate() {
        let id = child(tx, env, here, name, short).await?;
        away(tx, id, Parent::Mother, "Seoul", Tz::Asia__Seoul).await?;
        record_days(tx, env, class, id, index + 1).await?;
    }
    record_aziz(tx, env, aziz).await?;
    for (who, unit, role) in [
        (people[1].0, class, Role::Teacher),
        (people[3].0, school, Role::SchoolLead),
        (people[5].0, county, Role::CountyOfficer),
    ] {
        let post = env.id();
        store::posts::activate(tx, post, who, unit, role, None, env.now()).await?;
    }
    // The grandmother and Malika's father are linked already; the mother's linking is the first thing
    // to try.
    let relation = Relation::Grandmother;
    link(tx, env, aziz, granny, LinkRole::Guardian, relation).await?;
    link(tx, env, malika, father, LinkRole::Parent, Relation::Father).await?;
    for (adult, chat, person) in people.iter().skip(1) {
        let account = store::accounts::meet(tx, env, bot, *chat, person.locale).await?;
        store::accounts::set_adult(tx, account.id, *adult, Some(person.zone)).await?;
    }
    writing.commit().await
}

fn settings() -> Settings {
    Settings {
        subjects: ["Maths", "Reading", "English", "Nature", "Art", "Sport"]
            .map(str::to_owned)
            .to_vec(),
        numbers: vec![
            Number {
                label: "School 7".into(),
                number: "+998 71 555 00 00".into(),
            },
            Number {
                label: "Ambulance".into(),
                number: "103".into(),
            },
        ],
        // So that the first taps need no authenticator app: said on the page, where the county's officer
        // shows it.
        second_factor: Some(Demand::Off),
        ..Settings::default()
    }
}

async fn unit(
    tx: &mut Tx,
    env: &Env,
    kind: UnitKind,
    parent: Option<UnitId>,
    key: &str,
    name: &str,
) -> Stored<UnitId> {
    let unit = Unit {
        id: env.id(),
        kind,
        parent,
        key: key.to_owned(),
        name: name.to_owned(),
        zone: (kind == UnitKind::School).then_some(SCHOOL_ZONE),
    };
    store::units::put(tx, &unit).await?;
    Ok(unit.id)
}

async fn adult(tx: &mut Tx, env: &Env, school: UnitId, person: &Phoned) -> Stored<AdultId> {
    let adult = Adult {
        id: env.id(),
        key: person.key.to_owned(),
        name: Name::new(person.name),
        phone: Phone::parse(person.phone),
        unit: Some(school),
        place: None,
        zone: Some(person.zone),
        locale: None,
    };
    store::adults::put(tx, &adult, env.now()).await?;
    Ok(adult.id)
}

async fn child(
    tx: &mut Tx,
    env: &Env,
    [school, class]: [UnitId; 2],
    name: &str,
    short: &str,
) -> Stored<ChildId> {
    let child = Child {
        id: env.id(),
        key: name.to_lowercase().replace(' ', "-"),
        name: Name::new(name),
        short_name: Some(Name::new(short)),
        birth: hours::day_at(env.now(), SCHOOL_ZONE).checked_sub_months(Months::new(NINE_YEARS)),
        phone: None,
        school,
        class,
        home: None,
        lives_with: LivesWith::Grandparents,
        programme: Programme::Active,
    };
    store::children::put(tx, &child, env.now()).await?;
    Ok(child.id)
}

async fn away(tx: &mut Tx, child: ChildId, parent: Parent, place: &str, zone: Tz) -> Stored<()> {
    let fact = ParentFact {
        parent,
        whereabouts: Whereabouts::Abroad,
        place: Some(place.into()),
        zone: Some(zone),
        since: None,
    };
    store::children::put_parent(tx, child, &fact).await
}

async fn link(
    tx: &mut Tx,
    env: &Env,
    child: ChildId,
    who: AdultId,
    role: LinkRole,
    relation: Relation,
) -> Stored<()> {
    let (id, now) = (env.id(), env.now());
    store::links::invite(tx, id, child, who, role, relation, now).await?;
    store::links::decide(tx, id, LinkState::Invited, LinkState::Active, None, now).await?;
    Ok(())
}

/// Rolls of Monday to Wednesday, and here and there an exception.
async fn record_days(
    tx: &mut Tx,
    env: &Env,
    class: UnitId,
    child: ChildId,
    index: usize,
) -> Stored<()> {
    let today = hours::day_at(env.now(), SCHOOL_ZONE);
    let week = SchoolWeek::of(today);
    let past = today.weekday().num_days_from_monday().min(5);
    for day in (0..u64::from(past)).map(|n| week.day(n)) {
        store::entries::take_roll(tx, env, class, day, None).await?;
    }
    if index == 2 && past > 0 {
        let fact = Fact::Attendance {
            presence: Presence::Excused,
            lesson: None,
        };
        store::entries::put(tx, env, child, week.monday(), &fact, Source::Staff, None).await?;
    }
    Ok(())
}

async fn record_aziz(tx: &mut Tx, env: &Env, child: ChildId) -> Stored<()> {
    let today = hours::day_at(env.now(), SCHOOL_ZONE);
    let week = SchoolWeek::of(today);
    let facts = [
        (
            1,
            Fact::Attendance {
                presence: Presence::Late,
                lesson: Some(1),
            },
        ),
        (
            2,
            Fact::Study {
                study: Study::WentWell,
                subject: Words::new("Reading"),
            },
        ),
        (
            2,
            Fact::Mood {
                mood: Mood::Brighter,
            },
        ),
    ];
    for (day, fact) in facts {
        let day = week
            .monday()
            .checked_add_days(Days::new(day))
            .unwrap_or(today);
        store::entries::put(tx, env, child, day, &fact, Source::Staff, None).await?;
    }
    Ok(())
}
