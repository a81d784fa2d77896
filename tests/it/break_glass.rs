//! One record opened by exception: with a reason, for an hour, under everybody's eyes.

use chrono::TimeDelta;
use hongyan::base::{AdultId, ChildId, UnitId};
use hongyan::dialogue;
use hongyan::dialogue::break_glass::Tap;
use hongyan::model::Locale;
use hongyan::model::record::{Programme, Relation};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::second_factor::Demand;
use hongyan::model::settings::Settings;
use hongyan::model::unit::{Role, UnitKind};
use hongyan::model::week::SchoolWeek;
use hongyan::store::tasks::TaskKind;
use hongyan::store::{self, Tx};

use crate::audit::{by, trace};
use crate::support::databases::{TestDb, databases};
use crate::week_entry::pupil;
use crate::world::{GRANNY, LEAD, MUM, TEACHER, World, unit};

/// A teacher of another class of the school, an officer of the county, one of another county.
const ZHOU: &str = "zhou";
const OFFICER: &str = "officer";
const FOREIGN: &str = "foreign";

const REASON: &str = "His mother rang me from abroad at night";

struct Town {
    world: World,
    zhou: AdultId,
    officer: AdultId,
}

async fn town(db: &TestDb) -> Town {
    let world = World::linked_on(&db.url).await;
    let mut tx = world.store.write().await.unwrap();
    let (env, school) = (&world.env, world.school.school);
    let class = unit(&mut tx, env, UnitKind::Class, Some(school), "class-4-1").await;
    let elsewhere = unit(&mut tx, env, UnitKind::County, None, "blue-county").await;
    let settings = Settings {
        second_factor: Some(Demand::Off),
        ..Settings::default()
    };
    store::units::set_settings(&mut tx, elsewhere, &settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let zhou = world
        .hires(ZHOU, "Teacher Zhou", class, Role::Teacher)
        .await;
    let county = world.school.county;
    let officer = world
        .hires(OFFICER, "Officer Bai", county, Role::CountyOfficer)
        .await;
    world
        .hires(FOREIGN, "Officer Tan", elsewhere, Role::CountyOfficer)
        .await;
    Town {
        world,
        zhou,
        officer,
    }
}

/// Key, reason, yes.
async fn opens(world: &mut World, who: &str, key: &str) {
    world.says(who, "/menu").await;
    world.taps(who, "Another child’s record").await;
    world.says(who, key).await;
    world.says(who, REASON).await;
    world.taps(who, "Yes, open it").await;
}

fn card(child: ChildId) -> String {
    dialogue::Tap::Roster(dialogue::roster::Tap::Child(child)).encode()
}

/// Whether the card of Ming opens for somebody now.
async fn reads(world: &mut World, who: &str) -> bool {
    let (chat, data) = (world.chat_of(who), card(world.school.ming));
    world.says(who, "/menu").await;
    world.tap_data(chat, None, &data).await;
    world.screen(who, 1).contains("Wang Ming · Class 3-2")
}

#[tokio::test]
async fn a_teacher_of_another_class_reads_for_an_hour() {
    for db in databases().await {
        let Town {
            mut world, zhou, ..
        } = town(&db).await;
        let ming = world.school.ming;
        assert!(!reads(&mut world, ZHOU).await);
        world.says(ZHOU, "/menu").await;
        world.taps(ZHOU, "Another child’s record").await;
        // Nothing is said about the key, and a short reason is asked for again.
        world.says(ZHOU, "c1").await;
        world.says(ZHOU, "because").await;
        world.says(ZHOU, REASON).await;
        assert!(!world.screen(ZHOU, 9).contains("Ming"));
        world.taps(ZHOU, "Yes, open it").await;
        insta::assert_snapshot!("card_by_exception", world.screen(ZHOU, 1));
        world.taps(ZHOU, "How is Ming").await;
        insta::assert_snapshot!("week_by_exception", world.screen(ZHOU, 1));
        world.says(ZHOU, "/menu").await;
        insta::assert_snapshot!("menu_with_an_open_record", world.screen(ZHOU, 1));

        // Reading only.
        let week = SchoolWeek::of("2026-03-02".parse().unwrap());
        let week_tap = dialogue::week_entry::Tap::Card(ming, week);
        let before = world.screen(ZHOU, 1);
        for data in [
            dialogue::Tap::WeekEntry(week_tap).encode(),
            dialogue::Tap::Note(dialogue::note::Tap::ToFamily(ming)).encode(),
            dialogue::Tap::Audit(dialogue::audit::Tap::Looked(ming, 0)).encode(),
            card(world.school.lan),
        ] {
            world.tap_data(world.chat_of(ZHOU), None, &data).await;
            assert_eq!(world.screen(ZHOU, 1), before);
        }

        // The lead hears at once, above everything else, and has a task.
        assert_eq!(world.count(LEAD, "by exception"), 1);
        insta::assert_snapshot!("lead_is_told", world.screen(LEAD, 1));
        let lane = crate::audit::lane_of(&world, "alert").await;
        assert_eq!(lane, [0]);
        world.taps(LEAD, "To do").await;
        insta::assert_snapshot!("lead_has_a_task", world.screen(LEAD, 1));
        world.taps(LEAD, "1 done").await;
        assert!(world.screen(LEAD, 1).contains("Nothing to do"));
        let opened = by_adult(&world, zhou, "break_glass").await;
        assert_eq!(opened.len(), 1);
        let saw = by_adult(&world, zhou, "saw_card").await;
        assert_eq!(saw, [(Some(ming.0), Some("break_glass".to_owned()))]);

        // The parent sees it, with the reason.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        world.taps(MUM, "Who looked").await;
        insta::assert_snapshot!("parent_sees_the_exception", world.screen(MUM, 1));

        // It ends by itself, to the minute.
        world.set_clock("2026-03-02T00:59:59Z");
        assert!(reads(&mut world, ZHOU).await);
        world.set_clock("2026-03-02T01:00:00Z");
        assert!(!reads(&mut world, ZHOU).await);
        assert!(!world.screen(ZHOU, 1).contains("Ming"));
        db.store.close().await;
    }
}

async fn by_adult(
    world: &World,
    adult: AdultId,
    action: &str,
) -> Vec<(Option<i64>, Option<String>)> {
    let rows = trace(world).await.into_iter();
    rows.filter(|row| row.0 == Some(adult.0) && row.1 == action)
        .map(|row| (row.2, row.3))
        .collect()
}

#[tokio::test]
async fn an_officer_reaches_the_own_county_and_learns_nothing_of_others() {
    for db in databases().await {
        let Town {
            mut world, officer, ..
        } = town(&db).await;
        opens(&mut world, OFFICER, "c1").await;
        assert!(world.screen(OFFICER, 1).contains("Wang Ming · Class 3-2"));
        assert_eq!(by_adult(&world, officer, "break_glass").await.len(), 1);
        // So does an officer of another township of it.
        let mut tx = world.store.write().await.unwrap();
        let county = Some(world.school.county);
        let hill = unit(&mut tx, &world.env, UnitKind::Township, county, "hill").await;
        tx.commit().await.unwrap();
        world
            .hires("hill", "Officer Gao", hill, Role::TownshipOfficer)
            .await;
        opens(&mut world, "hill", "c1").await;
        assert!(world.screen("hill", 1).contains("Wang Ming · Class 3-2"));
        // Of another county, and a key that nobody has: one same answer.
        opens(&mut world, FOREIGN, "c1").await;
        let elsewhere = world.screen(FOREIGN, 1);
        opens(&mut world, FOREIGN, "no such key").await;
        assert_eq!(world.screen(FOREIGN, 1), elsewhere);
        assert!(elsewhere.contains("This is not possible right now."));
        let denied = trace(&world).await;
        assert!(denied.iter().filter(|row| row.1 == "denied").count() >= 1);
        // No search by name or birth date.
        for words in ["Wang Ming", "2016-05-04"] {
            opens(&mut world, OFFICER, words).await;
            assert_eq!(world.screen(OFFICER, 1), elsewhere);
        }
        db.store.close().await;
    }
}

#[tokio::test]
async fn whoever_reads_anyway_needs_none_and_whoever_has_no_post_has_none() {
    for db in databases().await {
        let mut world = town(&db).await.world;
        opens(&mut world, TEACHER, "c1").await;
        assert!(world.screen(TEACHER, 1).contains("Wang Ming · Class 3-2"));
        assert_eq!(world.count(LEAD, "by exception"), 0);
        assert!(by(&world, TEACHER, "break_glass").await.is_empty());
        for who in [MUM, GRANNY] {
            world.says(who, "/menu").await;
            assert!(!world.screen(who, 1).contains("Another"));
            for tap in [Tap::Begin, Tap::Yes] {
                let before = world.screen(who, 1);
                let data = dialogue::Tap::BreakGlass(tap).encode();
                world.tap_data(world.chat_of(who), None, &data).await;
                assert_eq!(world.screen(who, 1), before);
            }
            let toast = world.chat(who).toasts.last().unwrap();
            assert_eq!(toast, "This is not possible right now.");
        }
        db.store.close().await;
    }
}

async fn exclude(world: &World, adult: AdultId) {
    let mut tx = world.store.write().await.unwrap();
    let (now, exclusion) = (world.env.now(), world.paper(world.school.ming, adult));
    store::exclusions::put(&mut tx, &exclusion, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn programme(world: &World, programme: Programme) {
    let mut tx = world.store.write().await.unwrap();
    let (ming, now) = (world.school.ming, world.env.now());
    store::children::set_programme(&mut tx, ming, programme, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn exclusion_freeze_and_the_end_of_a_post_beat_it() {
    for db in databases().await {
        let Town {
            mut world,
            zhou,
            officer,
        } = town(&db).await;
        opens(&mut world, ZHOU, "c1").await;
        opens(&mut world, OFFICER, "c1").await;
        // Frozen: nobody, not even within the hour; and nothing is opened anew.
        programme(&world, Programme::Frozen).await;
        assert!(!reads(&mut world, ZHOU).await);
        opens(&mut world, ZHOU, "c1").await;
        assert!(world.screen(ZHOU, 1).contains("not possible"));
        programme(&world, Programme::Active).await;
        assert!(reads(&mut world, ZHOU).await);
        // Excluded, within the hour and for every later try.
        exclude(&world, zhou).await;
        assert!(!reads(&mut world, ZHOU).await);
        opens(&mut world, ZHOU, "c1").await;
        assert!(world.screen(ZHOU, 1).contains("not possible"));
        assert_eq!(by_adult(&world, zhou, "break_glass").await.len(), 1);
        // With the post the look ends, whatever other post is held.
        assert!(reads(&mut world, OFFICER).await);
        let mut tx = world.store.write().await.unwrap();
        let (county, now) = (world.school.county, world.env.now());
        let (id, other) = (world.env.id(), Role::TownshipOfficer);
        store::posts::activate(&mut tx, id, officer, county, other, None, now)
            .await
            .unwrap();
        store::posts::end(&mut tx, officer, county, Role::CountyOfficer, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(!reads(&mut world, OFFICER).await);
        db.store.close().await;
    }
}

#[tokio::test]
async fn three_within_a_day() {
    for db in databases().await {
        let Town {
            mut world, zhou, ..
        } = town(&db).await;
        for _ in 0..3 {
            opens(&mut world, ZHOU, "c1").await;
            assert!(world.screen(ZHOU, 1).contains("Wang Ming"));
            world.advance(TimeDelta::minutes(61));
        }
        world.says(ZHOU, "/menu").await;
        world.taps(ZHOU, "Another child’s record").await;
        insta::assert_snapshot!("used_up", world.screen(ZHOU, 1));
        // Typing on opens nothing.
        world.says(ZHOU, "c1").await;
        assert!(world.screen(ZHOU, 1).contains("I did not understand that"));
        assert_eq!(by_adult(&world, zhou, "break_glass").await.len(), 3);
        world.advance(TimeDelta::hours(24) - TimeDelta::minutes(3 * 61));
        opens(&mut world, ZHOU, "c1").await;
        assert_eq!(by_adult(&world, zhou, "break_glass").await.len(), 4);
        db.store.close().await;
    }
}

#[tokio::test]
async fn the_conversation_waits_a_quarter_of_an_hour_and_for_nobody_who_left() {
    for db in databases().await {
        let mut world = town(&db).await.world;
        world.says(ZHOU, "/menu").await;
        world.taps(ZHOU, "Another child’s record").await;
        world.says(ZHOU, "c1").await;
        world.says(ZHOU, REASON).await;
        world.advance(TimeDelta::minutes(15));
        world.taps(ZHOU, "Yes, open it").await;
        assert!(!reads(&mut world, ZHOU).await);
        // Another screen: what is typed there is no reason.
        world.taps(ZHOU, "Another child’s record").await;
        world.says(ZHOU, "c1").await;
        let pupils = dialogue::roster::Tap::Class(world.school.class, 0);
        let pupils = dialogue::Tap::Roster(pupils).encode();
        world.tap_data(world.chat_of(ZHOU), None, &pupils).await;
        world.says(ZHOU, REASON).await;
        assert!(world.screen(ZHOU, 1).contains("I did not understand that"));
        db.store.close().await;
    }
}

#[tokio::test]
async fn it_is_said_in_four_languages() {
    for locale in Locale::ALL {
        let db = crate::support::databases::sqlite().await;
        let Town { mut world, .. } = town(&db).await;
        let mut tx = world.store.write().await.unwrap();
        for adult in [
            by_key(&mut tx, ZHOU).await,
            world.adult(LEAD),
            world.adult(MUM),
        ] {
            let account = store::accounts::of_adult(&mut tx, adult).await.unwrap();
            let id = account.unwrap().id;
            store::accounts::set_locale(&mut tx, id, *locale)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        world.says(ZHOU, "/menu").await;
        world.taps(ZHOU, "🔓").await;
        world.says(ZHOU, "c1").await;
        world.says(ZHOU, REASON).await;
        let mut text = world.screen(ZHOU, 9);
        world.taps(ZHOU, "🔓").await;
        text.push_str(&world.screen(LEAD, 1));
        world.says(MUM, "/menu").await;
        world.taps(MUM, "📖").await;
        world.taps(MUM, "👁").await;
        text.push_str(&world.screen(MUM, 1));
        insta::assert_snapshot!(format!("break_glass_{}", locale.as_str()), text);
    }
}

async fn by_key(tx: &mut Tx, key: &str) -> AdultId {
    store::adults::by_key(tx, key).await.unwrap().unwrap().id
}

/// A lead who opens something by exception elsewhere is not the one who looks at it.
#[tokio::test]
async fn nobody_looks_at_their_own_exception() {
    for db in databases().await {
        let Town {
            mut world, zhou, ..
        } = town(&db).await;
        let mut tx = world.store.write().await.unwrap();
        let (env, school) = (&world.env, world.school.school);
        let other = unit(
            &mut tx,
            env,
            UnitKind::School,
            Some(world.school.county),
            "blue-star",
        )
        .await;
        let class = unit(&mut tx, env, UnitKind::Class, Some(other), "blue-1").await;
        let child = pupil(env, "c9", "Sun Bo", other, class, None);
        store::children::put(&mut tx, &child, env.now())
            .await
            .unwrap();
        // Zhou leads one school and holds the county's post.
        for (unit, role) in [
            (school, Role::SchoolLead),
            (world.school.county, Role::CountyOfficer),
        ] {
            store::posts::activate(&mut tx, env.id(), zhou, unit, role, None, env.now())
                .await
                .unwrap();
        }
        store::posts::activate(
            &mut tx,
            env.id(),
            zhou,
            other,
            Role::SchoolLead,
            None,
            env.now(),
        )
        .await
        .unwrap();
        store::posts::end(&mut tx, zhou, other, Role::SchoolLead, env.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        opens(&mut world, ZHOU, "c9").await;
        assert!(world.screen(ZHOU, 1).contains("Sun Bo"));
        assert_eq!(world.count(ZHOU, "by exception, until"), 0);
        // A lead of another school hears nothing of it; the task waits for who leads this one.
        assert_eq!(world.count(LEAD, "by exception, until"), 0);
        let mut tx = world.store.read().await.unwrap();
        let tasks = store::tasks::list(&mut tx, other, 9).await.unwrap();
        assert_eq!(tasks[0].kind, TaskKind::BreakGlass);
        assert_eq!(tasks[0].adult, Some(zhou));
        drop(tx);
        db.store.close().await;
    }
}

/// The child's family opens nothing by exception: for a year after its link has ended, too.
#[tokio::test]
async fn a_contact_whose_link_ended_long_ago_may_serve() {
    for db in databases().await {
        let Town {
            mut world, zhou, ..
        } = town(&db).await;
        let mut tx = world.store.write().await.unwrap();
        let (id, now, ming) = (world.env.id(), world.env.now(), world.school.ming);
        let (role, relation) = (LinkRole::Contact, Relation::Uncle);
        store::links::invite(&mut tx, id, ming, zhou, role, relation, now)
            .await
            .unwrap();
        let (from, to) = (LinkState::Invited, LinkState::Ended);
        store::links::decide(&mut tx, id, from, to, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        opens(&mut world, ZHOU, "c1").await;
        assert!(!world.screen(ZHOU, 1).contains("Wang Ming"));
        world.advance(chrono::TimeDelta::days(365));
        world.everybody_was_seen().await;
        world.the_staff_were_looked_at().await;
        opens(&mut world, ZHOU, "c1").await;
        assert!(world.screen(ZHOU, 1).contains("Wang Ming"));
        db.store.close().await;
    }
}

#[tokio::test]
async fn a_reason_that_tells_of_harm_is_no_reason() {
    for db in databases().await {
        let Town { mut world, .. } = town(&db).await;
        world.says(ZHOU, "/menu").await;
        world.taps(ZHOU, "Another child’s record").await;
        world.says(ZHOU, "c1").await;
        let told = "His stepfather beats him every night.";
        world.says(ZHOU, told).await;
        insta::assert_snapshot!("told_instead_of_a_reason", world.screen(ZHOU, 2));
        world.taps(ZHOU, "No, it is not").await;
        assert_eq!(world.count(LEAD, told), 1);
        // The record opens all the same, for a reason the parents can read.
        world.says(ZHOU, REASON).await;
        world.taps(ZHOU, "Yes, open it").await;
        assert!(world.screen(ZHOU, 1).contains("Wang Ming · Class 3-2"));
        let mut tx = world.store.read().await.unwrap();
        let refused = store::audit::count(&mut tx, "concern_report").await;
        assert_eq!(refused.unwrap(), 1);
        assert_eq!(world.count(MUM, told), 0);
    }
}

/// A record that somebody is about to open by exception is erased: what they typed goes too.
#[tokio::test]
async fn what_was_typed_goes_with_the_record() {
    for db in databases().await {
        let Town { mut world, .. } = town(&db).await;
        let other = unit_beside(&world).await;
        world
            .hires("neighbour", "Lead Wu", other, Role::SchoolLead)
            .await;
        for (who, key) in [
            (OFFICER, "c1"),
            ("neighbour", "c1"),
            (ZHOU, "c1"),
            (LEAD, "c1"),
        ] {
            world.says(who, "/menu").await;
            world.taps(who, "Another child’s record").await;
            world.says(who, key).await;
            world.says(who, REASON).await;
        }
        // Elsewhere below the county somebody has typed another child's key.
        world
            .hires("beside", "Teacher Qin", other, Role::Teacher)
            .await;
        world.says("beside", "/menu").await;
        world.taps("beside", "Another child’s record").await;
        world.says("beside", "c2").await;
        world.says("beside", REASON).await;
        let begun = "SELECT COUNT(*) FROM accounts WHERE dialogue IS NOT NULL";
        assert_eq!(number(&db, begun).await, 5);
        let mut tx = world.store.write().await.unwrap();
        let (env, ming) = (&world.env, world.school.ming);
        let erased = hongyan::service::erasure::erase(&mut tx, env, None, ming).await;
        assert_eq!(erased.unwrap(), hongyan::service::erasure::Erased::Now);
        tx.commit().await.unwrap();
        // One is left: the other child's.
        assert_eq!(number(&db, begun).await, 1);
        let kept = format!(
            "{begun} AND adult_id = {}",
            adult_of(&world, "beside").await
        );
        assert_eq!(number(&db, &kept).await, 1);
        // The screens they typed it on say nothing any more.
        let officer = adult_of(&world, OFFICER).await;
        let said = format!(
            "SELECT COUNT(*) FROM outbox WHERE adult_id = {officer} AND kind = 'reply' AND body <> ''"
        );
        assert_eq!(number(&db, &said).await, 0);
        world.taps(OFFICER, "Yes, open it").await;
        assert_eq!(world.count(OFFICER, "Wang Ming"), 0);
        let grants = "SELECT COUNT(*) FROM break_glass";
        assert_eq!(number(&db, grants).await, 0);
    }
}

/// A second school of the same county.
async fn unit_beside(world: &World) -> UnitId {
    let mut tx = world.store.write().await.unwrap();
    let county = Some(world.school.county);
    let school = unit(&mut tx, &world.env, UnitKind::School, county, "blue-school").await;
    tx.commit().await.unwrap();
    school
}

async fn adult_of(world: &World, key: &str) -> AdultId {
    let mut tx = world.store.read().await.unwrap();
    store::adults::by_key(&mut tx, key)
        .await
        .unwrap()
        .unwrap()
        .id
}

async fn number(db: &TestDb, sql: &str) -> i64 {
    use sqlx::Connection;
    let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    let found = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
    connection.close().await.unwrap();
    found.unwrap()
}
