//! The second factor of leads and officers, as conversations.

use chrono::TimeDelta;
use hongyan::base::AdultId;
use hongyan::model::Locale;
use hongyan::model::second_factor::{Demand, digits, step_at};
use hongyan::model::unit::Role;
use hongyan::service::{second_factor, staff};
use hongyan::store::tasks::TaskKind;
use hongyan::store::{self, second_factors};
use hongyan::text::{Arg, FEATURES, keys, try_say};

use crate::support::databases::databases;
use crate::world::{BOT, LEAD, MUM, TEACHER, World};

/// The school asks for a second factor, as every school does unless it is switched off.
pub async fn demands(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let school = world.school.school;
    staff::set_demand(&mut tx, &world.env, school, Demand::Required)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// What the app of this adult shows now.
pub async fn app(world: &World, adult: AdultId) -> String {
    let mut tx = world.store.read().await.unwrap();
    let factor = second_factors::get(&mut tx, adult).await.unwrap().unwrap();
    digits(&factor.key, step_at(world.env.now())).unwrap()
}

pub async fn enrolled(world: &mut World, who: &str) -> Vec<String> {
    world.says(who, "/menu").await;
    world.taps(who, "Staff").await;
    let code = app(world, world.adult(who)).await;
    world.says(who, &code).await;
    let text = world.chat(who).find("recovery codes").text.clone();
    let codes = text.lines().filter(|line| line.len() == 19);
    codes.map(str::to_owned).collect()
}

async fn second_lead(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let (teacher, school) = (world.adult(TEACHER), world.school.school);
    let (id, now) = (world.env.id(), world.env.now());
    store::posts::activate(&mut tx, id, teacher, school, Role::SchoolLead, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Sheets that wait behind digits nobody gave keep nobody out: the newest is read, the oldest is forgotten.
#[tokio::test]
async fn files_that_never_passed_make_room_for_the_next() {
    use hongyan::model::message::MediaKind::Document;
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        demands(&world).await;
        enrolled(&mut world, LEAD).await;
        world.advance(TimeDelta::days(1));
        let files: Vec<String> = (1..=5).map(|number| format!("{number}.xlsx")).collect();
        for file in &files {
            world.sends(LEAD, Document, file, "").await;
        }
        let lead = world.adult(LEAD);
        let mut tx = world.store.write().await.unwrap();
        let unread = store::week_sheets::count(&mut tx, lead).await.unwrap();
        assert_eq!(unread, 3);
        tx.commit().await.unwrap();
        let code = app(&world, lead).await;
        world.says(LEAD, &code).await;
        let mut tx = world.store.write().await.unwrap();
        let (now, mut read) = (world.env.now(), Vec::new());
        let lease = now + TimeDelta::minutes(1);
        while let Some(sent) = store::week_sheets::claim(&mut tx, BOT, now, lease)
            .await
            .unwrap()
        {
            read.extend(sent.file);
        }
        assert_eq!(read, ["5.xlsx"]);
        tx.commit().await.unwrap();
    }
}

/// A button made by hand is no way round the digits; one's own child needs none.
#[tokio::test]
async fn every_door_to_a_record_by_a_post_asks() {
    use hongyan::dialogue::{Tap, concern, consent, guardian, join, lost_phone, note, weekly};
    use hongyan::model::record::Relation;
    use hongyan::model::rights::LinkRole;
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        demands(&world).await;
        let (ming, lan, mum) = (world.school.ming, world.school.lan, world.adult(MUM));
        world
            .linked_as(lan, LEAD, LinkRole::Parent, Relation::Mother)
            .await;
        let chat = world.chat_of(LEAD);
        let week = hongyan::model::week::SchoolWeek::of("2026-03-02".parse().unwrap());
        for tap in [
            Tap::Weekly(weekly::Tap::HowIs(ming)),
            Tap::Weekly(weekly::Tap::Week(ming, week)),
            Tap::Weekly(weekly::Tap::More(ming, week)),
            Tap::LostPhone(lost_phone::Tap::AskFor(ming, mum)),
            Tap::Note(note::Tap::ToFamily(ming)),
            Tap::Note(note::Tap::ToClass(world.school.class)),
            Tap::Join(join::Tap::Approve(hongyan::base::LinkId(1))),
            Tap::Concern(concern::Tap::Take(hongyan::base::ConcernId(1))),
            Tap::Guardian(guardian::Tap::Child(ming)),
            Tap::Consent(consent::Tap::School(ming)),
        ] {
            world.says(LEAD, "/menu").await;
            world.tap_data(chat, None, &tap.encode()).await;
            let screen = world.screen(LEAD, 2);
            assert!(screen.contains("authenticator"), "{tap:?}: {screen}");
        }
        assert_eq!(world.count(LEAD, "Wang Ming"), 0);
        for tap in [
            Tap::Weekly(weekly::Tap::HowIs(lan)),
            Tap::Guardian(guardian::Tap::Child(lan)),
        ] {
            world.says(LEAD, "/menu").await;
            world.tap_data(chat, None, &tap.encode()).await;
            let screen = world.screen(LEAD, 1);
            assert!(screen.contains("Lan"), "{tap:?}: {screen}");
        }
    }
}

#[tokio::test]
async fn a_lead_enrols_once_and_lands_where_she_wanted() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        demands(&world).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Staff").await;
        let shown = world.screen(LEAD, 2);
        assert!(shown.contains("[QR code] 1. Open your authenticator app"));
        assert_eq!(world.count(LEAD, "people: 2"), 0);
        let code = app(&world, world.adult(LEAD)).await;
        // With a blank in the middle, as apps show it.
        world
            .says(LEAD, &format!("{} {}", &code[..3], &code[3..]))
            .await;
        let after = world.screen(LEAD, 9);
        assert!(!after.contains(&code[..3]), "the digits left the chat");
        assert!(!after.contains("[QR code]"), "the key left the chat");
        assert_eq!(world.count(LEAD, "10 recovery codes"), 1);
        world.taps(LEAD, "They are on paper").await;
        assert_eq!(world.count(LEAD, "10 recovery codes"), 0);
        assert!(world.screen(LEAD, 1).contains("people: 2"));
        // For twelve hours nothing more is asked; a restart changes nothing.
        world.restart().await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        assert!(world.screen(LEAD, 1).contains("Nothing to do"));
        world.advance(TimeDelta::hours(12));
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Waiting for approval").await;
        assert!(world.screen(LEAD, 1).contains("type the 6 digits"));
        assert_eq!(world.count(LEAD, "Nobody is waiting"), 0);
        let code = app(&world, world.adult(LEAD)).await;
        world.says(LEAD, &code).await;
        assert!(world.screen(LEAD, 1).contains("Nobody is waiting"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_teacher_is_not_asked_and_no_button_leads_around() {
    let mut world = World::linked().await;
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Class 3-2: pupils").await;
    demands(&world).await;
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    assert!(world.screen(TEACHER, 1).contains("Wang Ming"));
    // The list that was open before: the card behind its button stays shut.
    world.taps(LEAD, "Wang Ming").await;
    assert!(world.screen(LEAD, 1).contains("authenticator"));
    assert_eq!(world.count(LEAD, "Lives with"), 0);
}

#[tokio::test]
async fn each_code_works_once_and_every_account_proves_itself() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        demands(&world).await;
        enrolled(&mut world, LEAD).await;
        world.taps(LEAD, "They are on paper").await;
        // The same person at another account, within the same half minute.
        let mut tx = world.store.write().await.unwrap();
        let chat = world.chat_of("tablet");
        let account = store::accounts::meet(&mut tx, &world.env, BOT, chat, Locale::En)
            .await
            .unwrap();
        store::accounts::set_adult(&mut tx, account.id, world.adult(LEAD), None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.says("tablet", "/menu").await;
        world.taps("tablet", "Staff").await;
        let code = app(&world, world.adult(LEAD)).await;
        world.says("tablet", &code).await;
        assert!(world.screen("tablet", 1).contains("were used already"));
        world.advance(TimeDelta::seconds(30));
        let code = app(&world, world.adult(LEAD)).await;
        world.says("tablet", &code).await;
        assert!(world.screen("tablet", 1).contains("people: 2"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn five_wrong_digits_lock_for_an_hour_and_another_lead_hears() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        second_lead(&world).await;
        demands(&world).await;
        enrolled(&mut world, LEAD).await;
        world.advance(TimeDelta::hours(13));
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        for _ in 0..5 {
            world.says(LEAD, "000 000").await;
        }
        assert!(world.screen(LEAD, 1).contains("Lists are paused until"));
        assert_eq!(
            world.count(TEACHER, "wrong digits were typed five times"),
            1
        );
        world.restart().await;
        let code = app(&world, world.adult(LEAD)).await;
        world.says(LEAD, &code).await;
        assert!(world.screen(LEAD, 1).contains("Lists are paused until"));
        let mut tx = world.store.read().await.unwrap();
        let tasks = store::tasks::list(&mut tx, world.school.school, 9).await;
        let kinds: Vec<TaskKind> = tasks.unwrap().iter().map(|task| task.kind).collect();
        assert_eq!(kinds, [TaskKind::FactorLocked]);
        drop(tx);
        world.advance(TimeDelta::minutes(61));
        let code = app(&world, world.adult(LEAD)).await;
        world.says(LEAD, &code).await;
        assert!(world.screen(LEAD, 1).contains("Nothing to do"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_and_another_lead_lets_begin_anew() {
    let mut world = World::linked().await;
    second_lead(&world).await;
    demands(&world).await;
    let codes = enrolled(&mut world, LEAD).await;
    assert_eq!(codes.len(), 10);
    world.taps(LEAD, "They are on paper").await;
    for round in 0..2 {
        world.advance(TimeDelta::hours(13));
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        world.says(LEAD, &codes[0].to_lowercase()).await;
        let told = world.count(LEAD, "Recovery codes left: 9");
        assert_eq!(told, 1, "round {round}");
        let right = world.screen(LEAD, 1).contains("Nothing to do");
        assert_eq!(right, round == 0);
    }
    // The other lead has a factor of her own.
    enrolled(&mut world, TEACHER).await;
    world.taps(TEACHER, "They are on paper").await;
    world.taps(TEACHER, "Lead Chen").await;
    world.taps(TEACHER, "New second key").await;
    world.taps(TEACHER, "Yes, I rang").await;
    assert_eq!(world.count(LEAD, "set up again"), 1);
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "To do").await;
    assert!(world.screen(LEAD, 1).contains("[QR code]"));
    let mut tx = world.store.write().await.unwrap();
    for (action, times) in [
        ("enrol_factor", 2),
        ("reset_factor", 1),
        ("factor_refused", 1),
    ] {
        let found = store::audit::count(&mut tx, action).await.unwrap();
        assert_eq!(found, times, "{action}");
    }
    // From the command line the same, without a name.
    let (lead, teacher) = (world.adult(LEAD), world.adult(TEACHER));
    for (adult, had) in [(lead, true), (lead, false), (teacher, true)] {
        let done = second_factor::reset(&mut tx, &world.env, None, adult).await;
        assert_eq!(done.unwrap(), had);
    }
}

#[tokio::test]
async fn nobody_lets_themselves_begin_anew() {
    let mut world = World::linked().await;
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Staff").await;
    world.taps(LEAD, "Lead Chen").await;
    let screen = world.screen(LEAD, 1);
    assert!(!screen.contains("Yearly check done") && !screen.contains("New second key"));
    let mut tx = world.store.read().await.unwrap();
    let (lead, school) = (world.adult(LEAD), world.school.school);
    let post = store::posts::find(&mut tx, lead, school, Role::SchoolLead);
    let post = post.await.unwrap().unwrap();
    drop(tx);
    for act in hongyan::dialogue::staff::Act::ALL {
        let tap = hongyan::dialogue::staff::Tap::Do(*act, post.id);
        let data = hongyan::dialogue::Tap::Staff(tap).encode();
        world.tap_data(world.chat_of(LEAD), None, &data).await;
        let toast = world.chat(LEAD).toasts.last().unwrap();
        assert_eq!(toast, "This is not possible right now.", "{act:?}");
    }
}

/// Every sentence of the staff's screens, for whoever translates.
#[test]
fn phrasebook() {
    let samples = [
        ("name", "Wang Ming"),
        ("names", "Wang Ming, Li Lan"),
        ("role", "school lead"),
        ("unit", "Red Star School"),
        ("state", "in the chat ✅"),
        ("from", "1 March 2026"),
        ("until", "31 July 2026"),
        ("by", "Lead Chen"),
        ("checked", "1 March 2026"),
        ("next", "1 March 2027"),
        ("day", "31 July 2026"),
        ("key", "ABCD EFGH IJKL MNOP"),
        ("codes", "ABCD EFGH IJKL MNOP"),
        ("clock", "19:05"),
        ("school", "Red Star School"),
    ];
    let mut args: Vec<(&'static str, Arg)> = samples
        .iter()
        .map(|(name, text)| (*name, Arg::from(*text)))
        .collect();
    args.push(("count", Arg::from(3_i64)));
    args.push(("number", Arg::from(3_i64)));
    let ours = ["impostor", "second_factor", "staff", "lost_phone"];
    assert!(ours.iter().all(|name| FEATURES.contains(name)));
    for locale in Locale::ALL {
        let mut book = String::new();
        for feature in ours {
            for key in keys(*locale, feature) {
                let said = try_say(*locale, &key, &args, true).unwrap();
                book.push_str(&format!("{key}\n{said}\n\n"));
            }
        }
        insta::assert_snapshot!(format!("phrasebook_{}", locale.as_str()), book);
    }
}
