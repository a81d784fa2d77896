//! The families of a simulated year, written through the store: parents in three zones, each with an
//! hour of their own, and guardians at a second school that asks every evening.

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use hongyan::base::{AdultId, ChildId, Env, Name, UnitId};
use hongyan::model::Locale;
use hongyan::model::record::{Adult, Child, LivesWith, Programme, Relation};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::unit::{Role, Unit, UnitKind};
use hongyan::service::routine;
use hongyan::store::{self, Store, Tx};

use crate::world::BOT;

/// The schools' clock, with summer time of its own.
pub const AT_SCHOOL: Tz = chrono_tz::Europe::Chisinau;

/// Where the parents are: two kinds of summer time, and none.
pub const ZONES: [Tz; 3] = [
    chrono_tz::Europe::Warsaw,
    chrono_tz::America::New_York,
    chrono_tz::Asia::Seoul,
];

/// The hours people choose; `None` is the school's Sunday 19:00.
const HOURS: [Option<(u32, u32)>; 6] = [
    None,
    Some((5, 19)),
    Some((6, 20)),
    Some((7, 8)),
    Some((1, 7)),
    Some((3, 21)),
];

const PARENT: i64 = 1_000_000;
const GUARDIAN: i64 = 2_000_000;
const STAFF: i64 = 3_000_000;

pub fn is_guardian(chat: i64) -> bool {
    (GUARDIAN..STAFF).contains(&chat)
}

/// A parent who is to get one update a week.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub chat: i64,
    pub zone: Tz,
    pub day: Weekday,
    pub hour: u32,
}

pub struct Families {
    pub readers: Vec<Reader>,
    /// Children who are asked about.
    pub asked: Vec<ChildId>,
}

async fn unit(tx: &mut Tx, env: &Env, kind: UnitKind, parent: UnitId, key: &str) -> UnitId {
    let unit = Unit {
        id: env.id(),
        kind,
        parent: (parent.0 != 0).then_some(parent),
        key: key.into(),
        name: key.into(),
        zone: (kind == UnitKind::School).then_some(AT_SCHOOL),
    };
    store::units::put(tx, &unit).await.unwrap();
    unit.id
}

async fn adult(tx: &mut Tx, env: &Env, chat: i64, zone: Tz) -> AdultId {
    let adult = Adult {
        id: env.id(),
        key: format!("adult-{chat}"),
        name: Name::new(format!("Adult {chat}")),
        phone: None,
        unit: None,
        place: None,
        zone: None,
        locale: None,
    };
    store::adults::put(tx, &adult, env.now()).await.unwrap();
    let locale = Locale::ALL[usize::try_from(chat).unwrap() % Locale::ALL.len()];
    let account = store::accounts::meet(tx, env, BOT, chat, locale)
        .await
        .unwrap();
    store::accounts::set_adult(tx, account.id, adult.id, Some(zone))
        .await
        .unwrap();
    adult.id
}

async fn link(tx: &mut Tx, env: &Env, child: ChildId, adult: AdultId, role: LinkRole) {
    let (id, now) = (env.id(), env.now());
    let relation = match role {
        LinkRole::Parent => Relation::Mother,
        _ => Relation::Grandmother,
    };
    store::links::invite(tx, id, child, adult, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Active);
    store::links::decide(tx, id, from, to, None, now)
        .await
        .unwrap();
    crate::world::agree_all(tx, env, child, adult, role).await;
}

async fn child(tx: &mut Tx, env: &Env, number: i64, school: UnitId, class: UnitId) -> ChildId {
    let record = Child {
        id: env.id(),
        key: format!("child-{number}"),
        name: Name::new(format!("Child {number}")),
        short_name: None,
        birth: None,
        phone: None,
        school,
        class,
        home: None,
        lives_with: LivesWith::Grandparents,
        programme: Programme::Active,
    };
    store::children::put(tx, &record, env.now()).await.unwrap();
    record.id
}

/// `count` families, the first `asked` of them at the school that asks every evening.
pub async fn move_in(store: &Store, env: &Env, count: i64, asked: i64) -> Families {
    let mut tx = store.write().await.unwrap();
    let tx_ref = &mut tx;
    store::bots::upsert(tx_ref, BOT, None).await.unwrap();
    let county = unit(tx_ref, env, UnitKind::County, UnitId(0), "county").await;
    let mut places = Vec::new();
    for name in ["evening-school", "day-school"] {
        let school = unit(tx_ref, env, UnitKind::School, county, name).await;
        let class = unit(tx_ref, env, UnitKind::Class, school, &format!("{name}-1")).await;
        places.push((school, class));
    }
    for (nth, (place, role)) in [
        (places[0].1, Role::Teacher),
        (places[0].0, Role::SchoolLead),
    ]
    .into_iter()
    .enumerate()
    {
        let staff = adult(tx_ref, env, STAFF + i64::try_from(nth).unwrap(), AT_SCHOOL).await;
        let post = env.id();
        store::posts::activate(tx_ref, post, staff, place, role, None, env.now())
            .await
            .unwrap();
    }
    let mut families = Families {
        readers: Vec::new(),
        asked: Vec::new(),
    };
    for number in 0..count {
        let (school, class) = places[usize::from(number >= asked)];
        let child = child(tx_ref, env, number, school, class).await;
        let index = usize::try_from(number).unwrap();
        let zone = ZONES[index % ZONES.len()];
        let chat = PARENT + number;
        let parent = adult(tx_ref, env, chat, zone).await;
        link(tx_ref, env, child, parent, LinkRole::Parent).await;
        let own = HOURS[(index / ZONES.len()) % HOURS.len()];
        if let Some((day, hour)) = own {
            let account = store::accounts::by_chat(tx_ref, BOT, chat).await.unwrap();
            store::accounts::set_weekly(tx_ref, account.unwrap().id, day, hour)
                .await
                .unwrap();
        }
        let (day, hour) = own.unwrap_or((7, 19));
        families.readers.push(Reader {
            chat,
            zone,
            day: Weekday::try_from(u8::try_from(day).unwrap() - 1).unwrap(),
            hour,
        });
        if number < asked {
            let guardian = adult(tx_ref, env, GUARDIAN + number, AT_SCHOOL).await;
            link(tx_ref, env, child, guardian, LinkRole::Guardian).await;
            families.asked.push(child);
        }
    }
    routine::ensure(tx_ref, env).await.unwrap();
    tx.commit().await.unwrap();
    families
}

/// The rolls of all classes on these days.
pub async fn take_rolls(store: &Store, env: &Env, days: impl Iterator<Item = NaiveDate>) {
    let mut tx = store.write().await.unwrap();
    let classes = store::units::of_kind(&mut tx, UnitKind::Class)
        .await
        .unwrap();
    for day in days {
        for class in &classes {
            store::entries::take_roll(&mut tx, env, class.id, day, None)
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
}
