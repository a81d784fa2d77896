//! Posts of the staff, as conversations under a moved clock: their days, the yearly look, their end,
//! the last named person, and records opened in bulk.

mod women;

use std::path::Path;
use std::process::Command;

use chrono::TimeDelta;
use hongyan::base::{AdultId, Name, Phone, PostId};
use hongyan::dialogue;
use hongyan::dialogue::roster;
use hongyan::dialogue::staff::{Act, Tap};
use hongyan::model::Locale;
use hongyan::model::record::{Adult, Child, LivesWith, Programme};
use hongyan::model::rights::Action;
use hongyan::model::unit::{Role, Unit, UnitKind};
use hongyan::service::{invitation, staff};
use hongyan::store::posts::PostState;
use hongyan::store::{self, Engine, Store};

use crate::join::link_on;
use crate::support::databases::databases;
use crate::support::keys::{KEY, keys};
use crate::world::{AUNT, BOT, LEAD, MUM, TEACHER, World};

/// Gives somebody of the school a post and an account.
pub async fn holds(world: &World, who: &str, unit: hongyan::base::UnitId, role: Role) {
    let mut tx = world.store.write().await.unwrap();
    let (adult, now) = (world.adult(who), world.env.now());
    store::posts::activate(&mut tx, world.env.id(), adult, unit, role, None, now)
        .await
        .unwrap();
    let chat = world.chat_of(who);
    let account = store::accounts::meet(&mut tx, &world.env, BOT, chat, Locale::En);
    let account = account.await.unwrap().id;
    let zone = Some(chrono_tz::Asia::Shanghai);
    store::accounts::set_adult(&mut tx, account, adult, zone)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn post_of(world: &World, who: &str, role: Role) -> PostId {
    let mut tx = world.store.read().await.unwrap();
    let posts = store::posts::all_of(&mut tx, world.adult(who))
        .await
        .unwrap();
    posts.iter().find(|post| post.role == role).unwrap().id
}

async fn forged(world: &mut World, who: &str, tap: Tap) {
    let data = dialogue::Tap::Staff(tap).encode();
    world.tap_data(world.chat_of(who), None, &data).await;
}

/// A teacher the staff list names for the class, with a chat called "sun".
async fn named_teacher(world: &World) -> AdultId {
    let mut tx = world.store.write().await.unwrap();
    let adult = Adult {
        id: world.env.id(),
        key: "t9".into(),
        name: Name::new("Teacher Sun"),
        phone: Phone::parse("+86 138 0000 0099"),
        unit: Some(world.school.school),
        place: None,
        zone: None,
        locale: None,
    };
    let now = world.env.now();
    store::adults::put(&mut tx, &adult, now).await.unwrap();
    let who = (adult.id, world.school.class, Role::Teacher);
    staff::name(&mut tx, &world.env, None, who, now, None)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    adult.id
}

async fn joins(world: &mut World, inviter: &str, who: &str, number: &str) {
    let link = link_on(world, inviter);
    world.says(who, &format!("/start {link}")).await;
    world.shares_contact(who, number, true).await;
    world.taps(who, "Yes, that is me").await;
}

#[tokio::test]
async fn a_post_has_its_days_and_ends_at_its_minute() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        named_teacher(&world).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Staff").await;
        world.taps(LEAD, "Invite Teacher Sun").await;
        insta::assert_snapshot!("from_when", world.screen(LEAD, 1));
        world.taps(LEAD, "From Mon").await;
        insta::assert_snapshot!("until_when", world.screen(LEAD, 1));
        world.taps(LEAD, "Until 31 July 2026").await;
        joins(&mut world, LEAD, "sun", "8613800000099").await;
        insta::assert_snapshot!("begins_later", world.screen("sun", 1));
        world.says("sun", "/menu").await;
        assert!(!world.screen("sun", 1).contains("Class 3-2"));
        // Monday, 9 March, midnight at the school.
        world.set_clock("2026-03-08T15:59:00Z");
        world.says("sun", "/menu").await;
        assert!(!world.screen("sun", 1).contains("Class 3-2"));
        world.set_clock("2026-03-08T16:00:00Z");
        world.says("sun", "/menu").await;
        assert!(world.screen("sun", 1).contains("Class 3-2"));
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Staff").await;
        insta::assert_snapshot!("staff_list", world.screen(LEAD, 1));
        world.taps(LEAD, "Teacher Sun").await;
        insta::assert_snapshot!("staff_card", world.screen(LEAD, 1));
        // The last day is over at midnight; nothing has to run for it.
        world.set_clock("2026-07-31T15:59:00Z");
        world.everybody_was_seen().await;
        world.taps("sun", "Class 3-2: pupils").await;
        assert_eq!(world.count("sun", "pupils: 2"), 1);
        world.says("sun", "/menu").await;
        world.set_clock("2026-07-31T16:00:00Z");
        world.taps("sun", "Class 3-2: pupils").await;
        assert_eq!(world.count("sun", "pupils: 2"), 1);
        world.staff_round().await;
        world.staff_round().await;
        assert_eq!(world.count("sun", "has ended today"), 1);
        world.says("sun", "/menu").await;
        assert!(!world.screen("sun", 1).contains("Class 3-2"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_post_ends_in_the_chat_and_the_rest_stays() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let mut tx = world.store.write().await.unwrap();
        // A note waits for the teacher, and a task for the school.
        let (ming, teacher) = (world.school.ming, world.adult(TEACHER));
        use hongyan::service::mail::{self, Letter};
        let letter = Letter::about(
            teacher,
            ming,
            hongyan::model::rights::Action::SchoolNote,
            hongyan::model::message::Kind::Note,
        )
        .not_before(world.env.now() + TimeDelta::hours(1));
        mail::post(&mut tx, &world.env, letter, |_| {
            hongyan::model::message::Parcel::text(hongyan::base::Html::escape("From the family."))
        })
        .await
        .unwrap();
        let (school, kind) = (world.school.school, store::tasks::TaskKind::Problem);
        store::tasks::open(&mut tx, &world.env, school, Some(ming), None, kind, "1")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Staff").await;
        world.taps(LEAD, "Teacher Zhao").await;
        world.taps(LEAD, "End this post").await;
        insta::assert_snapshot!("end_is_asked", world.screen(LEAD, 1));
        world.taps(LEAD, "Yes, end it").await;
        assert_eq!(world.count(LEAD, "has ended"), 1);
        world.advance(TimeDelta::hours(2));
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "From the family."), 0);
        world.says(TEACHER, "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen(TEACHER, 1), world.screen("stranger", 1));
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        assert!(world.screen(LEAD, 1).contains("Reported a problem"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_school_keeps_its_last_named_person_until_there_is_a_second() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let county = world.school.county;
        holds(&world, AUNT, county, Role::CountyOfficer).await;
        // The office keeps the leads, and sees no child and no teacher: what names Ming here is for his contact, who she
        // is, too.
        world.says(AUNT, "/menu").await;
        insta::assert_snapshot!("officer_menu", world.screen(AUNT, 1));
        world.taps(AUNT, "Staff").await;
        let list = world.screen(AUNT, 1);
        assert!(list.contains("Lead Chen") && !list.contains("Teacher Zhao"));
        world.taps(AUNT, "Lead Chen").await;
        world.taps(AUNT, "End this post").await;
        world.taps(AUNT, "Yes, end it").await;
        insta::assert_snapshot!("last_lead_stays", world.screen(AUNT, 1));
        let lead = post_of(&world, LEAD, Role::SchoolLead).await;
        let teacher = post_of(&world, TEACHER, Role::Teacher).await;
        forged(&mut world, AUNT, Tap::Do(Act::End, teacher)).await;
        assert_eq!(
            world.chat(AUNT).toasts.last().unwrap(),
            "This is not possible right now."
        );

        // The lead names a second one from the staff, in the chat.
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Name a second lead").await;
        world.taps(LEAD, "Teacher Zhao").await;
        world.taps(LEAD, "Name as lead").await;
        world.taps(LEAD, "Yes, name").await;
        world.taps(LEAD, "From today").await;
        world.taps(LEAD, "no last day").await;
        joins(&mut world, LEAD, TEACHER, "8613800000005").await;
        world.says(LEAD, "/menu").await;
        assert!(!world.screen(LEAD, 1).contains("Name a second lead"));
        forged(&mut world, AUNT, Tap::Do(Act::End, lead)).await;
        assert!(world.screen(AUNT, 1).contains("has ended"));
        world.says(LEAD, "/menu").await;
        assert!(!world.screen(LEAD, 1).contains("Staff"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn the_first_officer_comes_with_a_code_of_the_operator() {
    let mut world = World::linked().await;
    let (county, aunt) = (world.school.county, world.adult(AUNT));
    let mut tx = world.store.write().await.unwrap();
    let role = Role::CountyOfficer;
    let issued = invitation::for_post(&mut tx, &world.env, None, county, aunt, role);
    let issued = issued.await.unwrap().unwrap();
    // A lead makes no officer, and an officer no teacher.
    for (by, unit, role) in [
        (LEAD, county, Role::CountyOfficer),
        (LEAD, world.school.school, Role::TownshipOfficer),
    ] {
        let by = Some(world.adult(by));
        let refused = invitation::for_post(&mut tx, &world.env, by, unit, aunt, role);
        assert!(refused.await.unwrap().is_err());
    }
    tx.commit().await.unwrap();
    world.says("officer", &issued.code()).await;
    world.shares_contact("officer", "8613800000004", true).await;
    world.taps("officer", "Yes, that is me").await;
    assert!(world.screen("officer", 1).contains("Staff"));
    let mut tx = world.store.write().await.unwrap();
    let (class, by) = (world.school.class, Some(aunt));
    let refused = invitation::for_post(&mut tx, &world.env, by, class, aunt, Role::Teacher);
    assert!(refused.await.unwrap().is_err());
}

#[tokio::test]
async fn a_last_lead_with_a_last_day_is_warned_and_stays() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let (school, county) = (world.school.school, world.school.county);
        holds(&world, AUNT, county, Role::CountyOfficer).await;
        // Both leads have a day; one of them is the later one.
        let mut tx = world.store.write().await.unwrap();
        let (mum, env) = (world.adult(MUM), &world.env);
        let day = |text: &str| Some(text.parse().unwrap());
        let lead = post_of(&world, LEAD, Role::SchoolLead).await;
        let ended = store::posts::end(
            &mut tx,
            world.adult(LEAD),
            school,
            Role::SchoolLead,
            env.now(),
        );
        assert!(ended.await.unwrap());
        for (adult, to) in [
            (world.adult(LEAD), day("2026-06-30T16:00:00Z")),
            (mum, day("2026-05-31T16:00:00Z")),
        ] {
            let who = (adult, school, Role::SchoolLead);
            staff::name(&mut tx, env, None, who, env.now(), to)
                .await
                .unwrap();
            store::posts::activate(
                &mut tx,
                env.id(),
                adult,
                school,
                Role::SchoolLead,
                None,
                env.now(),
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        world.set_clock("2026-05-31T16:00:00Z");
        world.everybody_was_seen().await;
        world.staff_round().await;
        assert_eq!(world.count(LEAD, "ends within a month"), 1);
        assert_eq!(world.count(MUM, "has ended today"), 1);
        world.staff_round().await;
        assert_eq!(world.count(LEAD, "ends within a month"), 1);
        world.set_clock("2026-06-30T15:30:00Z");
        world.everybody_was_seen().await;
        world.staff_round().await;
        assert_eq!(world.count(LEAD, "goes on: nobody else is named"), 1);
        world.set_clock("2026-07-01T16:00:00Z");
        world.everybody_was_seen().await;
        world.staff_round().await;
        world.says(LEAD, "/menu").await;
        assert!(world.screen(LEAD, 1).contains("Name a second lead"));
        let mut tx = world.store.read().await.unwrap();
        let post = store::posts::get(&mut tx, lead).await.unwrap().unwrap();
        assert_eq!((post.state, post.to), (PostState::Active, None));
        drop(tx);
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_last_day_is_refused_where_it_would_leave_nobody() {
    let mut world = World::linked().await;
    let (school, county) = (world.school.school, world.school.county);
    holds(&world, AUNT, county, Role::CountyOfficer).await;
    let mut tx = world.store.write().await.unwrap();
    let (lead, now) = (world.adult(LEAD), world.env.now());
    store::posts::end(&mut tx, lead, school, Role::SchoolLead, now)
        .await
        .unwrap();
    let who = (lead, school, Role::SchoolLead);
    staff::name(&mut tx, &world.env, None, who, now, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.says(AUNT, "/menu").await;
    world.taps(AUNT, "Staff").await;
    world.taps(AUNT, "Invite Lead Chen").await;
    world.taps(AUNT, "From today").await;
    world.taps(AUNT, "Until 31 July 2026").await;
    assert!(world.screen(AUNT, 1).contains("no named person"));
    world.taps(AUNT, "Back").await;
    world.taps(AUNT, "no last day").await;
    joins(&mut world, AUNT, LEAD, "8613800000006").await;
    assert!(world.screen(LEAD, 1).contains("Staff"));
}

#[tokio::test]
async fn once_a_year_somebody_looks_or_the_post_rests() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let county = world.school.county;
        holds(&world, AUNT, county, Role::CountyOfficer).await;
        // Posts began on 2 March 2026; thirty days before a year is over the school is reminded.
        world.set_clock("2027-01-30T23:00:00Z");
        world.staff_round().await;
        assert_eq!(world.count(LEAD, "the yearly check is due"), 0);
        world.set_clock("2027-01-31T01:00:00Z");
        world.staff_round().await;
        world.staff_round().await;
        assert_eq!(world.count(LEAD, "the yearly check is due"), 1);
        insta::assert_snapshot!("look_is_due", world.screen(LEAD, 1));
        // The lead's own look is the office's.
        assert_eq!(world.count(AUNT, "Lead Chen"), 1);
        // The operator looks at the office.
        let mut tx = world.store.write().await.unwrap();
        let aunt = world.adult(AUNT);
        let post = store::posts::find(&mut tx, aunt, county, Role::CountyOfficer).await;
        let post = post.unwrap().unwrap();
        assert!(
            staff::recheck(&mut tx, &world.env, None, &post)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        world.set_clock("2027-03-01T23:59:00Z");
        world.everybody_was_seen().await;
        world.says(TEACHER, "/menu").await;
        assert!(world.screen(TEACHER, 1).contains("Class 3-2"));
        world.set_clock("2027-03-02T00:00:00Z");
        world.taps(TEACHER, "Class 3-2: pupils").await;
        assert_eq!(world.count(TEACHER, "Wang Ming"), 0);
        world.staff_round().await;
        world.staff_round().await;
        assert_eq!(world.count(TEACHER, "is paused: your yearly check"), 1);
        world.says(LEAD, "/menu").await;
        assert!(
            !world.screen(LEAD, 1).contains("Class 3-2"),
            "the lead's post rests too"
        );
        world.says(AUNT, "/menu").await;
        world.taps(AUNT, "To do").await;
        world.taps(AUNT, "Open 1").await;
        insta::assert_snapshot!("lead_rests", world.screen(AUNT, 1));
        world.taps(AUNT, "Yearly check done").await;
        insta::assert_snapshot!("look_is_asked", world.screen(AUNT, 1));
        world.taps(AUNT, "Yes, in order").await;
        // The lead is back and brings the teacher back.
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        world.taps(LEAD, "Open 1").await;
        world.taps(LEAD, "Yearly check done").await;
        world.taps(LEAD, "Yes, in order").await;
        world.says(TEACHER, "/menu").await;
        assert!(world.screen(TEACHER, 1).contains("Class 3-2"));
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        assert!(world.screen(LEAD, 1).contains("Nothing to do"));
        // Nobody looks at their own.
        let own = post_of(&world, LEAD, Role::SchoolLead).await;
        forged(&mut world, LEAD, Tap::Do(Act::Check, own)).await;
        assert_eq!(
            world.chat(LEAD).toasts.last().unwrap(),
            "This is not possible right now."
        );
        world.store.close().await;
    }
}

#[tokio::test]
async fn an_only_lead_whom_nobody_can_look_at_is_told_and_the_school_is_not_shut_out() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let looked = async |world: &World| {
            staff::alone(&mut world.store.read().await.unwrap(), &world.env)
                .await
                .unwrap()
                .len()
        };
        world.set_clock("2027-01-30T23:00:00Z");
        world.everybody_was_seen().await;
        world.staff_round().await;
        assert_eq!(looked(&world).await, 0);
        assert_eq!(world.count(LEAD, "nobody in this chat can do it"), 0);
        // A month ahead the lead hears of it, and so does who runs the house.
        world.set_clock("2027-01-31T01:00:00Z");
        world.staff_round().await;
        world.staff_round().await;
        assert_eq!(world.count(LEAD, "nobody in this chat can do it"), 1);
        insta::assert_snapshot!("an_only_lead_is_told_before", world.screen(LEAD, 1));
        assert_eq!(looked(&world).await, 1);
        // The year is over: no gap of a minute, and everybody hears once more.
        world.set_clock("2027-03-01T23:30:00Z");
        world.everybody_was_seen().await;
        world.staff_round().await;
        world.set_clock("2027-03-02T00:00:00Z");
        world.staff_round().await;
        assert!(world.may(LEAD, Action::Decide).await);
        assert!(!world.may(TEACHER, Action::ReadRecord).await);
        assert_eq!(world.count(LEAD, "goes on for another month"), 1);
        insta::assert_snapshot!("an_only_lead_goes_on", world.screen(LEAD, 1));
        assert_eq!(looked(&world).await, 1);
        let mut tx = world.store.read().await.unwrap();
        assert_eq!(store::audit::count(&mut tx, "lend_post").await.unwrap(), 1);
        drop(tx);
        // Month after month, never silently.
        world.set_clock("2027-03-31T23:45:00Z");
        world.everybody_was_seen().await;
        world.staff_round().await;
        world.set_clock("2027-04-02T00:00:00Z");
        world.staff_round().await;
        assert!(world.may(LEAD, Action::Decide).await);
        assert_eq!(world.count(LEAD, "goes on for another month"), 2);
        // A second lead can take it: then this one rests until that is done, as everybody does.
        holds(&world, AUNT, world.school.school, Role::SchoolLead).await;
        world.set_clock("2027-05-04T00:00:00Z");
        world.everybody_was_seen().await;
        world.staff_round().await;
        assert!(!world.may(LEAD, Action::Decide).await);
        let lead = post_of(&world, LEAD, Role::SchoolLead).await;
        forged(&mut world, AUNT, Tap::Do(Act::Check, lead)).await;
        assert!(world.may(LEAD, Action::Decide).await);
        let mut tx = world.store.read().await.unwrap();
        let post = store::posts::get(&mut tx, lead).await.unwrap().unwrap();
        assert_eq!((post.lent, post.checked), (None, world.env.now()));
        drop(tx);
        // What has rested for long is not woken by itself.
        world.set_clock("2028-09-01T00:00:00Z");
        world.staff_round().await;
        assert!(!world.may(LEAD, Action::Decide).await);
        world.store.close().await;
    }
}

#[tokio::test]
async fn the_operators_list_names_the_only_lead_before_the_day() {
    for db in databases().await {
        let world = World::linked_on(&db.url).await;
        world.set_clock("2027-02-10T00:00:00Z");
        let said = checked(&db.url, &world).await;
        let wanted = "is due before 2027-03-02, nobody in the chat can take it: hongyan staff recheck --adult lead --unit red-star-school --post school_lead";
        assert!(said.contains(wanted), "{said}");
        world.store.close().await;
    }
}

/// What `hongyan check` says.
async fn checked(url: &str, world: &World) -> String {
    let told = |name: &str| match name {
        "TELOXIDE_TOKEN" => Some(format!("77:{}", "A".repeat(35))),
        // Nobody listens there: only the database is of interest.
        "TELOXIDE_API_URL" => Some("http://127.0.0.1:9".to_owned()),
        "HONGYAN_DATABASE_URL" => Some(url.to_owned()),
        "HONGYAN_KEY" => Some(KEY.to_owned()),
        _ => None,
    };
    let config = hongyan::app::config::Config::load(None, &told).unwrap();
    let report = hongyan::app::check::check(&config, &world.env).await;
    report.to_string()
}

/// Twenty-five children of another class.
pub async fn another_class(world: &World) -> Vec<hongyan::base::ChildId> {
    let mut tx = world.store.write().await.unwrap();
    let unit = Unit {
        id: world.env.id(),
        kind: UnitKind::Class,
        parent: Some(world.school.school),
        key: "class-9".into(),
        name: "Class 9".into(),
        zone: None,
    };
    store::units::put(&mut tx, &unit).await.unwrap();
    let mut ids = Vec::new();
    for number in 0..25 {
        let record = Child {
            id: world.env.id(),
            key: format!("other-{number}"),
            name: Name::new(format!("Pupil {number}")),
            short_name: None,
            birth: None,
            phone: None,
            school: world.school.school,
            class: unit.id,
            home: None,
            lives_with: LivesWith::Grandparents,
            programme: Programme::Active,
        };
        store::children::put(&mut tx, &record, world.env.now())
            .await
            .unwrap();
        ids.push(record.id);
    }
    tx.commit().await.unwrap();
    ids
}

#[tokio::test]
async fn twenty_children_outside_ones_own_class_in_an_hour_and_no_more() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        holds(&world, TEACHER, world.school.school, Role::SchoolLead).await;
        let others = another_class(&world).await;
        let open = |child| dialogue::Tap::Roster(roster::Tap::Child(child)).encode();
        let chat = world.chat_of(LEAD);
        for child in &others[..20] {
            world.tap_data(chat, None, &open(*child)).await;
        }
        assert_eq!(world.count(LEAD, "Lives with"), 20);
        // Whom one opened already is no further child; the twenty-first is.
        world.tap_data(chat, None, &open(others[0])).await;
        assert_eq!(world.count(LEAD, "Lives with"), 21);
        world.restart().await;
        for child in &others[20..22] {
            world.tap_data(chat, None, &open(*child)).await;
        }
        assert_eq!(world.count(LEAD, "Lives with"), 21);
        let toast = world.chat(LEAD).toasts.last().unwrap().clone();
        assert!(toast.starts_with("You opened many children"), "{toast}");
        // The other lead sees it, once; the one it is about does not.
        assert_eq!(
            world.count(TEACHER, "more children outside their own class"),
            1
        );
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        assert!(world.screen(LEAD, 1).contains("Nothing to do"));
        // Every screen about such a child is the same door, whatever button leads there.
        let week = hongyan::model::week::SchoolWeek::of("2026-03-02".parse().unwrap());
        use hongyan::dialogue::{audit, consent, week_entry, weekly};
        for tap in [
            dialogue::Tap::WeekEntry(week_entry::Tap::Card(others[23], week)),
            dialogue::Tap::Weekly(weekly::Tap::HowIs(others[23])),
            dialogue::Tap::Weekly(weekly::Tap::Week(others[23], week)),
            dialogue::Tap::Weekly(weekly::Tap::More(others[23], week)),
            dialogue::Tap::Consent(consent::Tap::School(others[23])),
            dialogue::Tap::Audit(audit::Tap::Looked(others[23], 0)),
        ] {
            world.tap_data(chat, None, &tap.encode()).await;
            assert_eq!(world.count(LEAD, "Pupil 23"), 0, "{tap:?}");
            let toast = world.chat(LEAD).toasts.last().unwrap();
            assert!(toast.starts_with("You opened many children"), "{toast}");
        }
        // What was refused was not seen: nobody reads that she looked.
        let mut tx = world.store.read().await.unwrap();
        for (child, seen) in [(others[0], 1), (others[20], 0), (others[23], 0)] {
            let since = world.env.now() - TimeDelta::days(1);
            let looks = store::audit::reading::looked(&mut tx, child, since, 0, 9).await;
            assert_eq!(looks.unwrap().len(), seen, "{child:?}");
        }
        drop(tx);
        // Her own class is not counted.
        let ming = open(world.school.ming);
        world.tap_data(world.chat_of(TEACHER), None, &ming).await;
        assert_eq!(world.count(TEACHER, "Wang Ming"), 1);
        world.advance(TimeDelta::minutes(61));
        world.tap_data(chat, None, &open(others[24])).await;
        assert_eq!(world.count(LEAD, "Lives with"), 22);
        let mut tx = world.store.read().await.unwrap();
        assert!(store::audit::count(&mut tx, "read_refused").await.unwrap() >= 3);
        drop(tx);
        world.store.close().await;
    }
}

fn hongyan(url: &str, words: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_hongyan"))
        .args(words)
        .args(["--database", url])
        .env_clear()
        .env("HONGYAN_KEY", KEY)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn staff_list(folder: &Path) -> String {
    let file = folder.join("staff.csv");
    std::fs::write(
        &file,
        "key,name,phone,role,unit_key,unit_kind,unit_name,unit_parent,unit_zone,zone,locale\n\
         o1,Officer Bai,+86 138 0000 0201,county_officer,county,county,Green County,,Asia/Shanghai,,\n\
         l1,Lead One,+86 138 0000 0202,school_lead,school,school,Red Star School,county,Asia/Shanghai,,\n\
         l2,Lead Two,+86 138 0000 0203,teacher,school,school,Red Star School,county,Asia/Shanghai,,\n",
    )
    .unwrap();
    file.display().to_string()
}

#[tokio::test]
async fn the_first_people_come_from_the_command_line() {
    for db in databases().await {
        let url = db.url.as_str();
        let folder = tempfile::tempdir().unwrap();
        let (done, said) = hongyan(url, &["import", "staff", &staff_list(folder.path())]);
        assert!(done, "{said}");
        let lead = ["--adult", "l1", "--unit", "school", "--post", "school_lead"];
        let words = |first: &[&'static str], rest: &[&'static str]| [first, rest].concat();
        let (done, said) = hongyan(url, &words(&["invite", "--bot", "b"], &lead));
        assert!(done && said.contains("Code to read out"), "{said}");
        for (adult, unit, role) in [
            ("o1", "county", Role::CountyOfficer),
            ("l1", "school", Role::SchoolLead),
        ] {
            let store = Store::open(url).await.unwrap().with_keys(keys());
            let env = hongyan::base::Env::system();
            let mut tx = store.write().await.unwrap();
            let adult = store::adults::by_key(&mut tx, adult)
                .await
                .unwrap()
                .unwrap()
                .id;
            let unit = store::units::by_key(&mut tx, unit)
                .await
                .unwrap()
                .unwrap()
                .id;
            store::posts::activate(&mut tx, env.id(), adult, unit, role, None, env.now())
                .await
                .unwrap();
            tx.commit().await.unwrap();
            store.close().await;
        }
        let (done, said) = hongyan(url, &["staff", "list"]);
        assert!(done, "{said}");
        assert!(
            said.contains("county_officer") && said.contains("l2"),
            "{said}"
        );
        assert!(!said.contains("Lead One"), "people by their keys: {said}");
        let (done, said) = hongyan(url, &words(&["staff", "end"], &lead));
        assert!(!done && said.contains("last named person"), "{said}");
        let second = ["--adult", "l2", "--unit", "school", "--post", "school_lead"];
        let (done, said) = hongyan(
            url,
            &words(&["staff", "name", "--until", "2999-07-31"], &second),
        );
        assert!(
            done && said.contains("hongyan invite --post school_lead"),
            "{said}"
        );
        let (_, said) = hongyan(url, &["staff", "list", "--unit", "school"]);
        assert!(
            said.contains("2999-07-31") || said.contains("2999-08-01"),
            "{said}"
        );
        assert!(!said.contains("county_officer"), "{said}");
        let (done, said) = hongyan(url, &words(&["staff", "recheck"], &lead));
        assert!(done && said.contains("another year"), "{said}");
        let (done, said) = hongyan(url, &["staff", "reset-factor", "--adult", "l1"]);
        assert!(!done && said.contains("no second factor yet"), "{said}");
        let (done, said) = hongyan(url, &["staff", "factor", "--unit", "county", "off"]);
        assert!(done, "{said}");
        let (done, said) = hongyan(
            url,
            &[
                "staff", "end", "--adult", "nobody", "--unit", "school", "--post", "teacher",
            ],
        );
        assert!(!done && said.contains("nobody has the key"), "{said}");
        let store = Store::open(url).await.unwrap().with_keys(keys());
        let mut tx = store.read().await.unwrap();
        for (action, times) in [
            ("name_post", 1),
            ("recheck_post", 1),
            ("set_factor_demand", 1),
        ] {
            let found = store::audit::count(&mut tx, action).await.unwrap();
            assert_eq!(
                found,
                times,
                "{action} on {:?}",
                db.engine() == Engine::Sqlite
            );
        }
        drop(tx);
        store.close().await;
    }
}

#[tokio::test]
async fn the_operator_sees_schools_with_too_few_named_people() {
    for db in databases().await {
        let world = World::linked_on(&db.url).await;
        let said = checked(&db.url, &world).await;
        let few = "leads of Red Star School (red-star-school): 1, incomplete: a school has 2";
        assert!(said.contains(few), "{said}");
        assert!(
            said.contains("second factor of Green County (green-county): off"),
            "{said}"
        );
        holds(&world, TEACHER, world.school.school, Role::SchoolLead).await;
        let said = checked(&db.url, &world).await;
        assert!(
            said.contains("leads of Red Star School (red-star-school): 2"),
            "{said}"
        );
        world.store.close().await;
    }
}
