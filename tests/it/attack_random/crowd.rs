//! Two schools, three families, staff, an office, somebody whose link ended, somebody excluded,
//! somebody who waits, and strangers. Every child carries its canary everywhere.

use hongyan::base::{AdultId, ChildId, Env, Name, Phone, UnitId, Words};
use hongyan::model::Locale;
use hongyan::model::entry::{Fact, Mood, Presence, Source};
use hongyan::model::record::{Adult, Child, LivesWith, Programme, Relation};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::unit::{Role, Unit, UnitKind};
use hongyan::store::{self, Tx};
use sqlx::{AnyConnection, Connection};

use crate::world::{AUNT, BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// Followed by the child's number. No word of ours, in no language, begins like it.
pub const CANARY: &str = "zxcanary";

pub struct Crowd {
    /// In the order of their canaries.
    pub children: Vec<ChildId>,
    pub schools: Vec<UnitId>,
    pub chats: Vec<i64>,
    pub phones: Vec<String>,
    /// Ids of everything, and some of nothing.
    pub ids: Vec<i64>,
    names: Vec<String>,
    links: Vec<(i64, String)>,
    accounts: Vec<(i64, Option<i64>)>,
}

async fn person(tx: &mut Tx, env: &Env, key: &str, unit: UnitId, chat: i64) -> AdultId {
    let adult = Adult {
        id: env.id(),
        key: key.into(),
        name: Name::new(format!("Person {key}")),
        phone: Phone::parse(&format!("+86 139 0000 {chat:04}")),
        unit: Some(unit),
        place: None,
        zone: None,
        locale: None,
    };
    store::adults::put(tx, &adult, env.now()).await.unwrap();
    let account = store::accounts::meet(tx, env, BOT, chat, Locale::En)
        .await
        .unwrap();
    store::accounts::set_adult(tx, account.id, adult.id, Some(chrono_tz::Asia::Shanghai))
        .await
        .unwrap();
    adult.id
}

async fn unit(tx: &mut Tx, env: &Env, kind: UnitKind, parent: UnitId, name: &str) -> UnitId {
    let unit = Unit {
        id: env.id(),
        kind,
        parent: Some(parent),
        key: name.to_lowercase().replace(' ', "-"),
        name: name.into(),
        zone: (kind == UnitKind::School).then_some(chrono_tz::Asia::Shanghai),
    };
    store::units::put(tx, &unit).await.unwrap();
    unit.id
}

async fn post(tx: &mut Tx, env: &Env, adult: AdultId, unit: UnitId, role: Role) {
    store::posts::activate(tx, env.id(), adult, unit, role, None, env.now())
        .await
        .unwrap();
}

async fn link(
    tx: &mut Tx,
    env: &Env,
    child: ChildId,
    adult: AdultId,
    relation: Relation,
    to: LinkState,
) {
    let (id, now) = (env.id(), env.now());
    store::adults::put_relation(tx, child, adult, relation, false, 5)
        .await
        .unwrap();
    let role = LinkRole::Parent;
    store::links::invite(tx, id, child, adult, role, relation, now)
        .await
        .unwrap();
    for state in [LinkState::Active, to] {
        let from = if state == LinkState::Active {
            LinkState::Invited
        } else {
            LinkState::Active
        };
        if state != from {
            store::links::decide(tx, id, from, state, None, now)
                .await
                .unwrap();
        }
    }
}

impl Crowd {
    pub async fn gather(world: &mut World) -> Self {
        let env = world.env.clone();
        let (ming, lan, school, class) = (
            world.school.ming,
            world.school.lan,
            world.school.school,
            world.school.class,
        );
        let mut tx = world.store.write().await.unwrap();
        let county = world.school.county;
        let other = unit(&mut tx, &env, UnitKind::School, county, "Blue School").await;
        let second = unit(&mut tx, &env, UnitKind::Class, other, "Class 1-1").await;
        // A class beside Ming's at the same school.
        let beside = unit(&mut tx, &env, UnitKind::Class, school, "Class 3-1").await;
        let mut children = vec![ming, lan];
        for (key, school, class) in [("c3", other, second), ("c4", school, beside)] {
            let child = Child {
                id: env.id(),
                key: key.into(),
                name: Name::new(key),
                short_name: None,
                birth: "2016-05-04".parse().ok(),
                phone: None,
                school,
                class,
                home: None,
                lives_with: LivesWith::Grandparents,
                programme: Programme::Active,
            };
            store::children::put(&mut tx, &child, env.now())
                .await
                .unwrap();
            children.push(child.id);
        }
        let (bao, hua) = (children[2], children[3]);
        let ex = person(&mut tx, &env, "ex", school, 300).await;
        let excluded = person(&mut tx, &env, "excluded", school, 301).await;
        let waits = person(&mut tx, &env, "waits", school, 302).await;
        let teacher2 = person(&mut tx, &env, "teacher2", other, 303).await;
        let lead2 = person(&mut tx, &env, "lead2", other, 304).await;
        let mum2 = person(&mut tx, &env, "mum2", other, 305).await;
        let beside_teacher = person(&mut tx, &env, "beside", school, 306).await;
        let officer = person(&mut tx, &env, "officer", county, 307).await;
        let carer = person(&mut tx, &env, "carer", world.school.home, 308).await;
        // A parent who is also the teacher of another class.
        let both = person(&mut tx, &env, "both", school, 309).await;
        post(&mut tx, &env, teacher2, second, Role::Teacher).await;
        post(&mut tx, &env, lead2, other, Role::SchoolLead).await;
        post(&mut tx, &env, beside_teacher, beside, Role::Teacher).await;
        post(&mut tx, &env, officer, county, Role::CountyOfficer).await;
        post(&mut tx, &env, carer, world.school.home, Role::HomeStaff).await;
        post(&mut tx, &env, both, second, Role::Teacher).await;
        link(&mut tx, &env, ming, ex, Relation::Aunt, LinkState::Ended).await;
        link(
            &mut tx,
            &env,
            ming,
            excluded,
            Relation::Father,
            LinkState::Excluded,
        )
        .await;
        link(
            &mut tx,
            &env,
            bao,
            mum2,
            Relation::Mother,
            LinkState::Active,
        )
        .await;
        link(
            &mut tx,
            &env,
            hua,
            both,
            Relation::Father,
            LinkState::Active,
        )
        .await;
        // Dad has a child at each of two classes.
        link(
            &mut tx,
            &env,
            hua,
            world.school.adult(DAD),
            Relation::Uncle,
            LinkState::Active,
        )
        .await;
        store::adults::put_relation(&mut tx, lan, waits, Relation::Uncle, false, 6)
            .await
            .unwrap();
        let (id, now) = (env.id(), env.now());
        let role = LinkRole::Parent;
        store::links::invite(&mut tx, id, lan, waits, role, Relation::Uncle, now)
            .await
            .unwrap();
        let phone = Phone::parse("+86 139 0000 0302").unwrap();
        let check = store::links::NumberCheck::Same;
        store::links::await_approval(&mut tx, id, check, &phone, now)
            .await
            .unwrap();
        // Strangers come with their first word.
        tx.commit().await.unwrap();
        let mut chats: Vec<i64> = [MUM, DAD, GRANNY, AUNT, TEACHER, LEAD]
            .iter()
            .map(|who| world.chat_of(who))
            .collect();
        let mut names: Vec<String> = [MUM, DAD, GRANNY, AUNT, TEACHER, LEAD]
            .map(str::to_owned)
            .to_vec();
        for (chat, name) in [
            (300, "ex"),
            (301, "excluded"),
            (302, "waits"),
            (303, "teacher 2"),
            (304, "lead 2"),
            (305, "mum 2"),
            (306, "teacher beside"),
            (307, "officer"),
            (308, "carer"),
            (309, "parent and teacher"),
            (400, "stranger"),
            (401, "stranger"),
        ] {
            chats.push(chat);
            names.push(name.to_owned());
        }
        let mut crowd = Self {
            children,
            schools: vec![school, other],
            chats,
            phones: vec![
                "+79030000001".into(),
                "+8613900000300".into(),
                "+8613800000006".into(),
            ],
            ids: vec![0, 1, 7, i64::MAX, class.0],
            names,
            links: Vec::new(),
            accounts: Vec::new(),
        };
        crowd.mark(world).await;
        let mut raw = AnyConnection::connect(world.url()).await.unwrap();
        crowd.links = sqlx::query_as("SELECT id, state FROM links ORDER BY id")
            .fetch_all(&mut raw)
            .await
            .unwrap();
        crowd.accounts = sqlx::query_as("SELECT id, adult_id FROM accounts ORDER BY id")
            .fetch_all(&mut raw)
            .await
            .unwrap();
        raw.close().await.unwrap();
        // A note of each family lies in its thread.
        for (who, number) in [(MUM, 0), (DAD, 1)] {
            world.says(who, "/menu").await;
            world.taps(who, "Write to the school").await;
            world.says(who, &format!("{CANARY}{number} note")).await;
            world.taps(who, "Done").await;
        }
        crowd.look(world).await;
        crowd
    }

    /// Canaries into names, entries and coming dates.
    async fn mark(&self, world: &World) {
        let mut tx = world.store.write().await.unwrap();
        let day = world.env.now().date_naive();
        for (number, child) in self.children.iter().enumerate() {
            let words = || Words::new(format!("{CANARY}{number}"));
            for fact in [
                Fact::Sentence { words: words() },
                Fact::Mood { mood: Mood::Steady },
                Fact::Attendance {
                    presence: Presence::Late,
                    lesson: None,
                },
                Fact::Mark {
                    subject: words(),
                    title: Words::new(""),
                    value: "9/10".into(),
                },
            ] {
                store::entries::put(&mut tx, &world.env, *child, day, &fact, Source::Staff, None)
                    .await
                    .unwrap();
            }
        }
        tx.commit().await.unwrap();
        let mut raw = AnyConnection::connect(world.url()).await.unwrap();
        for (number, child) in self.children.iter().enumerate() {
            sqlx::query("UPDATE children SET name = $2, short_name = $3, programme = 'active' WHERE id = $1")
                .bind(child.0)
                .bind(format!("{CANARY}{number} Child"))
                .bind(format!("{CANARY}{number}"))
                .execute(&mut raw)
                .await
                .unwrap();
        }
        raw.close().await.unwrap();
    }

    /// Links, accounts and children as they were at the beginning.
    pub async fn renew(&mut self, world: &mut World) {
        self.mark(world).await;
        let mut raw = AnyConnection::connect(world.url()).await.unwrap();
        for (id, state) in &self.links {
            sqlx::query("UPDATE links SET state = $2, to_ms = NULL WHERE id = $1")
                .bind(*id)
                .bind(state.clone())
                .execute(&mut raw)
                .await
                .unwrap();
        }
        for (id, adult) in &self.accounts {
            sqlx::query(
                "UPDATE accounts SET adult_id = $2, state = 'open', wrong_codes = 0 WHERE id = $1",
            )
            .bind(*id)
            .bind(*adult)
            .execute(&mut raw)
            .await
            .unwrap();
        }
        for table in ["exclusions", "freezes"] {
            let over = format!("UPDATE {table} SET to_ms = from_ms");
            let over = sqlx::query(sqlx::AssertSqlSafe(over));
            over.execute(&mut raw).await.unwrap();
        }
        raw.close().await.unwrap();
        world.everybody_was_seen().await;
        world.the_staff_were_looked_at().await;
        self.look(world).await;
    }

    /// The ids there are now.
    async fn look(&mut self, world: &World) {
        let mut raw = AnyConnection::connect(world.url()).await.unwrap();
        let mut ids: Vec<i64> = vec![0, 1, 7, i64::MAX];
        for sql in [
            "SELECT id FROM children",
            "SELECT id FROM adults",
            "SELECT id FROM units",
            "SELECT id FROM links",
            "SELECT id FROM tasks ORDER BY id DESC LIMIT 20",
            "SELECT id FROM invitations ORDER BY id DESC LIMIT 10",
            "SELECT id FROM notes ORDER BY id DESC LIMIT 20",
            "SELECT id FROM check_ins ORDER BY id DESC LIMIT 10",
            "SELECT id FROM requests ORDER BY id DESC LIMIT 10",
        ] {
            let found: Vec<(i64,)> = sqlx::query_as(sql).fetch_all(&mut raw).await.unwrap();
            ids.extend(found.into_iter().map(|(id,)| id));
        }
        // Children and units are named most.
        for _ in 0..4 {
            ids.extend(self.children.iter().map(|child| child.0));
            ids.extend(self.schools.iter().map(|unit| unit.0));
        }
        raw.close().await.unwrap();
        self.ids = ids;
    }

    /// One line per chat, with what the checker says about each child.
    pub fn described(&self, seen: &[String]) -> String {
        let line = |(name, row): (&String, &String)| format!("{name}: {row}");
        let lines: Vec<String> = self.names.iter().zip(seen).map(line).collect();
        lines.join("\n")
    }
}
