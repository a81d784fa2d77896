//! The demo's school: one class, one family whose mother works abroad, a teacher, a lead. Written
//! through the same rooms as a real school's data. Invented people.

use chrono::{Datelike, Days, NaiveTime};
use chrono_tz::Tz;

use crate::base::{AdultId, ChildId, Env, Instant, Name, Phone, UnitId, Words};
use crate::model::Locale;
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

/// The school's clock.
pub const SCHOOL_ZONE: Tz = Tz::Asia__Tashkent;

/// A person with a phone on the page.
#[derive(Clone, Copy, Debug)]
pub struct Phoned {
    /// Roster key.
    pub key: &'static str,
    pub name: &'static str,
    pub phone: &'static str,
    pub zone: Tz,
    /// What stands above the phone.
    pub role: &'static str,
}

pub const MOTHER: Phoned = Phoned {
    key: "dilnoza",
    name: "Dilnoza Karimova",
    phone: "+82 10 5550 0001",
    zone: Tz::Asia__Seoul,
    role: "Mother of Aziz, works in Seoul",
};
pub const TEACHER: Phoned = Phoned {
    key: "nodira",
    name: "Nodira Yusupova",
    phone: "+998 90 555 00 02",
    zone: SCHOOL_ZONE,
    role: "Class teacher of 3-B",
};
pub const GRANDMOTHER: Phoned = Phoned {
    key: "salima",
    name: "Salima Karimova",
    phone: "+998 90 555 00 03",
    zone: SCHOOL_ZONE,
    role: "Grandmother, cares for Aziz at home",
};
pub const LEAD: Phoned = Phoned {
    key: "rustam",
    name: "Rustam Aliyev",
    phone: "+998 90 555 00 04",
    zone: SCHOOL_ZONE,
    role: "School lead, approves links",
};
/// The phones in the order of the page.
pub const PHONES: [Phoned; 4] = [MOTHER, TEACHER, GRANDMOTHER, LEAD];

/// The rest of class 3-B: name and what the family calls the child.
const CLASSMATES: [(&str, &str); 7] = [
    ("Malika Rahimova", "Malika"),
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
    chats: [i64; 4],
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
    let mut people = Vec::new();
    for (person, chat) in PHONES.iter().zip(chats) {
        people.push((adult(tx, env, school, person).await?, chat, person));
    }
    let aziz = child(tx, env, [school, class], "Aziz Karimov", "Aziz").await?;
    family(tx, env, aziz, people[0].0, people[2].0).await?;
    for (index, (name, short)) in CLASSMATES.iter().enumerate() {
        let id = child(tx, env, [school, class], name, short).await?;
        record_days(tx, env, class, id, index).await?;
    }
    record_aziz(tx, env, aziz).await?;
    let (teacher, lead) = (people[1].0, people[3].0);
    for (who, unit, role) in [
        (teacher, class, Role::Teacher),
        (lead, school, Role::SchoolLead),
    ] {
        let post = env.id();
        store::posts::activate(tx, post, who, unit, role, None, env.now()).await?;
    }
    // The grandmother is linked already; the mother's linking is the first thing to try.
    link(tx, env, aziz, people[2].0).await?;
    for (adult, chat, person) in people.iter().skip(1) {
        let account = store::accounts::meet(tx, env, bot, *chat, Locale::En).await?;
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
        // One telephone per person on the page, and no authenticator app beside it: said there.
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
        birth: None,
        phone: None,
        school,
        class,
        home: None,
        lives_with: LivesWith::Grandparents,
        programme: Programme::Active,
    };
    store::children::put(tx, &child, env.now()).await?;
    let fact = ParentFact {
        parent: Parent::Mother,
        whereabouts: Whereabouts::Abroad,
        place: Some("Seoul".into()),
        zone: Some(Tz::Asia__Seoul),
        since: None,
    };
    store::children::put_parent(tx, child.id, &fact).await?;
    Ok(child.id)
}

async fn family(
    tx: &mut Tx,
    _env: &Env,
    child: ChildId,
    mother: AdultId,
    granny: AdultId,
) -> Stored<()> {
    store::adults::put_relation(tx, child, mother, Relation::Mother, false, 1).await?;
    store::adults::put_relation(tx, child, granny, Relation::Grandmother, true, 2).await
}

async fn link(tx: &mut Tx, env: &Env, child: ChildId, granny: AdultId) -> Stored<()> {
    let (id, now) = (env.id(), env.now());
    let (role, relation) = (LinkRole::Guardian, Relation::Grandmother);
    store::links::invite(tx, id, child, granny, role, relation, now).await?;
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
