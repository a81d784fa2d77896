//! The school of the tests: one class, a care home, two families, a teacher and a lead.

use std::collections::BTreeMap;

use hongyan::base::{AdultId, ChildId, Env, Name, Phone, UnitId};
use hongyan::model::Locale;
use hongyan::model::consent::{Answer, How, Purpose, Whose};
use hongyan::model::record::{
    Adult, Child, LivesWith, Parent, ParentFact, Programme, Relation, Whereabouts,
};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::second_factor::Demand;
use hongyan::model::settings::Settings;
use hongyan::model::unit::{Role, Unit, UnitKind};
use hongyan::store::consents::Consent;
use hongyan::store::{self, Store, Tx};

use super::{AUNT, BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// Where everybody is.
pub struct School {
    pub county: UnitId,
    pub school: UnitId,
    pub class: UnitId,
    pub home: UnitId,
    pub ming: ChildId,
    pub lan: ChildId,
    people: BTreeMap<&'static str, (AdultId, i64)>,
}

impl School {
    pub fn adult(&self, who: &str) -> AdultId {
        self.people[who].0
    }

    /// The chats of everybody of the school.
    pub fn chats(&self) -> impl Iterator<Item = i64> {
        self.people.values().map(|person| person.1)
    }

    /// Chat numbers of people who are not of the school start at 900.
    pub fn chat(&self, who: &str) -> i64 {
        self.people.get(who).map_or_else(
            || 900 + who.bytes().map(i64::from).sum::<i64>(),
            |person| person.1,
        )
    }
}

pub async fn unit(
    tx: &mut Tx,
    env: &Env,
    kind: UnitKind,
    parent: Option<UnitId>,
    name: &str,
) -> UnitId {
    let unit = Unit {
        id: env.id(),
        kind,
        parent,
        key: name.to_lowercase().replace(' ', "-"),
        name: name.into(),
        zone: (kind == UnitKind::School).then_some(chrono_tz::Asia::Shanghai),
    };
    store::units::put(tx, &unit).await.unwrap();
    unit.id
}

async fn child(tx: &mut Tx, env: &Env, school: &[UnitId; 3], key: &str, name: &str) -> ChildId {
    let record = Child {
        id: env.id(),
        key: key.into(),
        name: Name::new(name),
        short_name: name.split(' ').next_back().map(Name::new),
        birth: "2016-05-04".parse().ok(),
        phone: None,
        school: school[0],
        class: school[1],
        home: Some(school[2]),
        lives_with: LivesWith::Grandparents,
        programme: Programme::Active,
    };
    store::children::put(tx, &record, env.now()).await.unwrap();
    record.id
}

pub async fn seed(store: &Store, env: &Env) -> School {
    let mut tx = store.write().await.unwrap();
    let tx_ref = &mut tx;
    let county = unit(tx_ref, env, UnitKind::County, None, "Green County").await;
    let township = unit(
        tx_ref,
        env,
        UnitKind::Township,
        Some(county),
        "River Township",
    )
    .await;
    let school = unit(
        tx_ref,
        env,
        UnitKind::School,
        Some(township),
        "Red Star School",
    )
    .await;
    let class = unit(tx_ref, env, UnitKind::Class, Some(school), "Class 3-2").await;
    // Most tests are not about it; those that are switch it on.
    let settings = Settings {
        second_factor: Some(Demand::Off),
        ..Settings::default()
    };
    store::units::set_settings(tx_ref, county, &settings)
        .await
        .unwrap();
    store::units::allow_pictures(tx_ref, school, true)
        .await
        .unwrap();
    let home = unit(tx_ref, env, UnitKind::Home, Some(township), "Sunshine Home").await;
    let places = [school, class, home];
    let ming = child(tx_ref, env, &places, "c1", "Wang Ming").await;
    let lan = child(tx_ref, env, &places, "c2", "Li Lan").await;
    for (child, parent, zone, place) in [
        (ming, Parent::Mother, chrono_tz::Europe::Moscow, "Moscow"),
        (
            lan,
            Parent::Father,
            chrono_tz::Asia::Vladivostok,
            "Vladivostok",
        ),
    ] {
        let fact = ParentFact {
            parent,
            whereabouts: Whereabouts::Abroad,
            place: Some(place.into()),
            zone: Some(zone),
            since: "2025-09-01".parse().ok(),
        };
        store::children::put_parent(tx_ref, child, &fact)
            .await
            .unwrap();
    }
    let mut people = BTreeMap::new();
    for (index, (who, name, number)) in [
        (MUM, "Mei", "+7 903 000 00 01"),
        (DAD, "Gang", "+7 903 000 00 02"),
        (GRANNY, "Granny Wang", "+86 138 0000 0003"),
        (AUNT, "Aunt Li", "+86 138 0000 0004"),
        (TEACHER, "Teacher Zhao", "+86 138 0000 0005"),
        (LEAD, "Lead Chen", "+86 138 0000 0006"),
    ]
    .into_iter()
    .enumerate()
    {
        let adult = Adult {
            id: env.id(),
            key: who.into(),
            name: Name::new(name),
            phone: Phone::parse(number),
            unit: Some(school),
            place: None,
            zone: None,
            locale: None,
        };
        store::adults::put(tx_ref, &adult, env.now()).await.unwrap();
        people.insert(who, (adult.id, 100 + i64::try_from(index).unwrap()));
    }
    for (child, who, relation, lives, order) in [
        (ming, MUM, Relation::Mother, false, 1),
        (ming, GRANNY, Relation::Grandmother, true, 2),
        (ming, AUNT, Relation::Aunt, false, 3),
        (lan, DAD, Relation::Father, false, 1),
    ] {
        let adult = people[who].0;
        store::adults::put_relation(tx_ref, child, adult, relation, lives, order)
            .await
            .unwrap();
    }
    store::bots::upsert(tx_ref, BOT, Some("hongyan_bot"))
        .await
        .unwrap();
    for (who, unit, role) in [
        (TEACHER, class, Role::Teacher),
        (LEAD, school, Role::SchoolLead),
    ] {
        let (adult, chat) = people[who];
        let post = env.id();
        store::posts::activate(tx_ref, post, adult, unit, role, None, env.now())
            .await
            .unwrap();
        account(tx_ref, env, adult, chat, chrono_tz::Asia::Shanghai).await;
    }
    tx.commit().await.unwrap();
    School {
        county,
        school,
        class,
        home,
        ming,
        lan,
        people,
    }
}

pub async fn account(tx: &mut Tx, env: &Env, adult: AdultId, chat: i64, zone: chrono_tz::Tz) {
    let account = store::accounts::meet(tx, env, BOT, chat, Locale::En)
        .await
        .unwrap();
    store::accounts::set_adult(tx, account.id, adult, Some(zone))
        .await
        .unwrap();
    let none = hongyan::model::quiet::Hours::NONE;
    store::accounts::set_quiet(tx, account.id, none)
        .await
        .unwrap();
    let always = hongyan::model::work_hours::WorkHours::ALWAYS;
    store::accounts::set_work(tx, account.id, always)
        .await
        .unwrap();
}

impl World {
    /// Somebody more with a post and a chat. Drawn aside, so that no other number of the world is another.
    pub async fn hires(&self, who: &str, name: &str, unit: UnitId, role: Role) -> AdultId {
        let env = self.env.aside();
        let mut tx = self.store.write().await.unwrap();
        let adult = Adult {
            id: env.id(),
            key: who.into(),
            name: Name::new(name),
            phone: None,
            unit: None,
            place: None,
            zone: None,
            locale: None,
        };
        let now = env.now();
        store::adults::put(&mut tx, &adult, now).await.unwrap();
        store::posts::activate(&mut tx, env.id(), adult.id, unit, role, None, now)
            .await
            .unwrap();
        let chat = self.chat_of(who);
        account(&mut tx, env, adult.id, chat, chrono_tz::Asia::Shanghai).await;
        tx.commit().await.unwrap();
        adult.id
    }
}

/// What a family agrees to that agrees to everything.
pub async fn agree_all(tx: &mut Tx, env: &Env, child: ChildId, adult: AdultId, role: LinkRole) {
    for purpose in Purpose::of_role(role) {
        let consent = Consent {
            adult,
            whose: Whose::Adult,
            purpose: *purpose,
            answer: Answer::Agreed,
            at: env.now(),
            how: How::Tap,
            recorded_by: None,
            paper_day: None,
            version: purpose.version(),
            locale: Locale::En,
            text_hash: None,
        };
        store::consents::put(tx, env, child, &consent)
            .await
            .unwrap();
    }
}

pub async fn link_all(world: &mut World) {
    let env = world.env.clone();
    let mut tx = world.store.write().await.unwrap();
    let school = &world.school;
    for (child, who, role, relation, zone) in [
        (
            school.ming,
            MUM,
            LinkRole::Parent,
            Relation::Mother,
            chrono_tz::Europe::Moscow,
        ),
        (
            school.ming,
            GRANNY,
            LinkRole::Guardian,
            Relation::Grandmother,
            chrono_tz::Asia::Shanghai,
        ),
        (
            school.ming,
            AUNT,
            LinkRole::Contact,
            Relation::Aunt,
            chrono_tz::Asia::Shanghai,
        ),
        (
            school.lan,
            DAD,
            LinkRole::Parent,
            Relation::Father,
            chrono_tz::Asia::Vladivostok,
        ),
    ] {
        let (adult, chat) = (school.adult(who), school.chat(who));
        let id = env.id();
        let now = env.now();
        store::links::invite(&mut tx, id, child, adult, role, relation, now)
            .await
            .unwrap();
        let (from, to) = (LinkState::Invited, LinkState::Active);
        store::links::decide(&mut tx, id, from, to, None, now)
            .await
            .unwrap();
        agree_all(&mut tx, &env, child, adult, role).await;
        account(&mut tx, &env, adult, chat, zone).await;
    }
    tx.commit().await.unwrap();
}
