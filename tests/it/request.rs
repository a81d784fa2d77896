//! What a family asks about its data, as conversations: copy, correction, erasure, end; the school's
//! answer within its days; and who gets nothing of it.

use std::io::{Cursor, Read};

use chrono::TimeDelta;
use hongyan::base::{ChildId, RequestId, Words};
use hongyan::dialogue;
use hongyan::dialogue::request::Tap;
use hongyan::model::Locale;
use hongyan::model::entry::{Fact, Mood, Presence, Source};
use hongyan::model::record::Relation;
use hongyan::model::request::{State, Way};
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::settings::Settings;
use hongyan::model::unit::Role;
use hongyan::service::{exclusion, request};
use hongyan::store::requests::Request;
use hongyan::store::{self};
use sqlx::Connection;

use crate::support::databases::databases;
use crate::world::{BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const OFFICER: &str = "officer";
const NUMBER: &str = "+7 903 000 00 01";

/// The seeded school with a father linked to Ming too, entries of every sort and a note of each parent.
async fn family(url: &str) -> World {
    let mut world = World::linked_on(url).await;
    let (ming, lan, now) = (world.school.ming, world.school.lan, world.env.now());
    let mut tx = world.store.write().await.unwrap();
    let (id, dad) = (world.env.id(), world.adult(DAD));
    let (role, relation) = (LinkRole::Parent, Relation::Father);
    store::links::invite(&mut tx, id, ming, dad, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Active);
    store::links::decide(&mut tx, id, from, to, None, now)
        .await
        .unwrap();
    store::adults::put_relation(&mut tx, ming, dad, relation, false, 4)
        .await
        .unwrap();
    let words = |text: &str| Words::new(text);
    for (child, fact) in [
        (
            ming,
            Fact::Attendance {
                presence: Presence::Late,
                lesson: None,
            },
        ),
        (
            ming,
            Fact::Mood {
                mood: Mood::Brighter,
            },
        ),
        (
            ming,
            Fact::Sentence {
                words: words("sentence about Ming"),
            },
        ),
        (
            lan,
            Fact::Sentence {
                words: words("sentence about Lan"),
            },
        ),
    ] {
        let day = "2026-03-02".parse().unwrap();
        store::entries::put(&mut tx, &world.env, child, day, &fact, Source::Staff, None)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    for (who, button, text) in [
        (MUM, "Write to the school", "mum asks about supper"),
        (DAD, "Write to the school: Ming", "dad asks about Ming"),
    ] {
        world.says(who, "/menu").await;
        world.taps(who, button).await;
        world.says(who, text).await;
        world.taps(who, "Done").await;
    }
    world
}

async fn on_both() -> Vec<(World, crate::support::databases::TestDb)> {
    let mut out = Vec::new();
    for db in databases().await {
        out.push((family(&db.url).await, db));
    }
    out
}

async fn asks(world: &mut World, who: &str, button: &str) {
    world.says(who, "/menu").await;
    world.taps(who, "What we keep: Ming").await;
    world.taps(who, button).await;
}

async fn asks_for_a_copy(world: &mut World) {
    asks(world, MUM, "A copy").await;
    world.taps(MUM, "Send it here, locked").await;
    world.shares_contact(MUM, NUMBER, true).await;
}

async fn open_first(world: &mut World) {
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Requests about data").await;
    world.taps(LEAD, "1 open").await;
}

async fn all(world: &World) -> Vec<Request> {
    let mut tx = world.store.read().await.unwrap();
    store::requests::list(&mut tx, 50).await.unwrap()
}

async fn number(world: &World, sql: &str) -> i64 {
    let mut connection = sqlx::AnyConnection::connect(world.url()).await.unwrap();
    let found = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned()))
        .fetch_one(&mut connection)
        .await;
    connection.close().await.unwrap();
    found.unwrap()
}

async fn linked(world: &World, child: ChildId, who: &str) -> LinkState {
    let mut tx = world.store.read().await.unwrap();
    let link = store::links::pair(&mut tx, child, world.adult(who)).await;
    link.unwrap().unwrap().state
}

async fn tick(world: &mut World) {
    let mut tx = world.store.write().await.unwrap();
    request::tick(&mut tx, &world.env, 100).await.unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
}

fn unlock(zip: &[u8], phrase: &str) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index_decrypt(at, phrase.as_bytes()).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[tokio::test]
async fn a_copy_comes_locked_with_its_phrase_and_holds_only_ones_own() {
    for (mut world, _db) in on_both().await {
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What we keep: Ming").await;
        insta::assert_snapshot!("kept", world.screen(MUM, 1));
        asks_for_a_copy(&mut world).await;
        insta::assert_snapshot!("copy_is_asked", world.screen(MUM, 3));
        // One tap of the lead.
        assert_eq!(world.count(LEAD, "asks for a copy"), 1);
        open_first(&mut world).await;
        insta::assert_snapshot!("lead_sees_a_copy", world.screen(LEAD, 1));
        world.taps(LEAD, "Approve the copy").await;
        insta::assert_snapshot!("lead_approved", world.screen(LEAD, 1));
        let shown = world.screen(MUM, 3);
        let phrase = world.chat(MUM).find("The pass phrase").text.clone();
        let phrase = phrase
            .lines()
            .find(|line| line.matches('-').count() == 4)
            .unwrap()
            .to_owned();
        assert_eq!(phrase.len(), 24);
        insta::assert_snapshot!("mum_has_her_copy", shown.replace(&phrase, "abcd-efgh-…"));

        let (name, zip) = world.chat(MUM).files[0].clone();
        assert_eq!(name, "copy.zip");
        let files = unlock(&zip, &phrase);
        assert_eq!(files[0].0, "copy.pdf");
        assert!(files[0].1.starts_with(b"%PDF-"));
        assert_eq!(files[1].0, "copy.json");
        let json = String::from_utf8(files[1].1.clone()).unwrap();
        for there in [
            "sentence about Ming",
            "mum asks about supper",
            "\"late\"",
            "brighter",
        ] {
            assert!(json.contains(there), "{there} is missing");
        }
        // Nothing of the other parent, of another child, of anybody else.
        for not in [
            "dad asks",
            "Lan",
            "Gang",
            "Vladivostok",
            "Granny",
            "Aunt",
            "Teacher",
            "Lead",
        ] {
            assert!(!json.contains(not), "{not} is in it:\n{json}");
        }
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["format"], "hongyan-copy");
        assert_eq!(value["version"], 1);
        // A wrong phrase opens nothing.
        let mut archive = zip::ZipArchive::new(Cursor::new(&zip[..])).unwrap();
        assert!(archive.by_index_decrypt(1, b"abcd").is_err());

        // Neither the file nor the phrase stays behind.
        let left = "SELECT COUNT(*) FROM outbox WHERE body LIKE '%copy.zip%' OR body LIKE '%pass phrase of%'";
        assert_eq!(number(&world, left).await, 0);
        world.taps(MUM, "Noted, take it away").await;
        assert!(!world.screen(MUM, 3).contains(&phrase));
        // It is answered, once, and nothing is left to do.
        let open = "SELECT COUNT(*) FROM tasks WHERE state = 'open'";
        assert_eq!(number(&world, open).await, 0);
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What we keep: Ming").await;
        insta::assert_snapshot!("kept_after_a_copy", world.screen(MUM, 1));
    }
}

#[tokio::test]
async fn a_copy_is_fetched_at_the_school() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "A copy").await;
        world.taps(MUM, "I fetch it at the school").await;
        let id = all(&world).await[0].id;
        let export = async |world: &World, id: RequestId| {
            let mut tx = world.store.write().await.unwrap();
            let made = request::export(&mut tx, &world.env, id).await.unwrap();
            tx.commit().await.unwrap();
            made.map(|made| (made.bytes().to_vec(), made.phrase.clone()))
        };
        // Not before a lead has said yes.
        assert_eq!(
            export(&world, id).await.unwrap_err(),
            request::NotMade::NotApproved
        );
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        assert!(world.screen(LEAD, 1).contains(&id.to_string()));
        insta::assert_snapshot!("copy_at_school", world.screen(MUM, 1));
        assert!(world.chat(MUM).files.is_empty());
        let (zip, phrase) = export(&world, id).await.unwrap();
        assert_eq!(unlock(&zip, phrase.expose()).len(), 2);
        // Not after the right has ended.
        let mut tx = world.store.write().await.unwrap();
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        exclusion::exclude(&mut tx, &world.env, None, &world.paper(ming, mum))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            export(&world, id).await.unwrap_err(),
            request::NotMade::NoRight
        );
    }
}

#[tokio::test]
async fn a_correction_is_accepted_or_refused_in_writing() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "Correct").await;
        insta::assert_snapshot!("which_line", world.screen(MUM, 1));
        world.taps(MUM, "Attendance of a day").await;
        world
            .says(MUM, "On 2 March Ming was not late <b>at all</b>")
            .await;
        insta::assert_snapshot!("correction_is_asked", world.screen(MUM, 1));
        open_first(&mut world).await;
        insta::assert_snapshot!("lead_sees_a_correction", world.screen(LEAD, 1));
        world.taps(LEAD, "The child's card").await;
        assert!(world.screen(LEAD, 1).contains("Wang Ming"));
        open_first(&mut world).await;
        world.taps(LEAD, "It is corrected").await;
        insta::assert_snapshot!("corrected", world.screen(MUM, 1));

        asks(&mut world, MUM, "Correct").await;
        world.taps(MUM, "The name").await;
        world.says(MUM, "Ming is called Minghao").await;
        open_first(&mut world).await;
        world.taps(LEAD, "Refuse").await;
        insta::assert_snapshot!("lead_gives_a_reason", world.screen(LEAD, 1));
        world.says(LEAD, "The household book says Wang Ming.").await;
        insta::assert_snapshot!("refused_in_writing", world.screen(MUM, 1));
        let states: Vec<State> = all(&world).await.iter().map(|r| r.state).collect();
        assert_eq!(states, [State::Refused, State::Answered]);
    }
}

#[tokio::test]
async fn optional_data_goes_at_once_and_the_lead_decides_about_the_rest() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "Delete").await;
        insta::assert_snapshot!("before_erasing", world.screen(MUM, 1));
        let optional = "SELECT COUNT(*) FROM entries WHERE kind IN ('mood', 'sentence')";
        assert_eq!(number(&world, optional).await, 3);
        world.taps(MUM, "Yes, delete").await;
        insta::assert_snapshot!("erasing_is_asked", world.screen(MUM, 1));
        // Ming's are gone, Lan's is not; attendance is the school's duty; dad's note is dad's.
        assert_eq!(number(&world, optional).await, 1);
        let duty = "SELECT COUNT(*) FROM entries WHERE kind = 'attendance'";
        assert_eq!(number(&world, duty).await, 1);
        assert_eq!(number(&world, &notes_by(&world, MUM)).await, 0);
        assert_eq!(number(&world, &notes_by(&world, DAD)).await, 1);

        open_first(&mut world).await;
        insta::assert_snapshot!("lead_sees_an_erasure", world.screen(LEAD, 1));
        world.taps(LEAD, "The rest stays at the school").await;
        world.taps(LEAD, "Use this reason").await;
        insta::assert_snapshot!("erasure_kept", world.screen(MUM, 1));
        let ming = world.school.ming;
        assert_eq!(linked(&world, ming, MUM).await, LinkState::Ended);
        assert_eq!(linked(&world, ming, DAD).await, LinkState::Active);
    }
}

/// Counts the notes of one person that still have words.
fn notes_by(world: &World, who: &str) -> String {
    let adult = world.adult(who);
    format!("SELECT COUNT(*) FROM notes WHERE by_adult = {adult} AND content LIKE 'v1.child._%'")
}

#[tokio::test]
async fn an_erased_child_is_nobodys_any_more() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "Delete").await;
        world.taps(MUM, "Yes, delete").await;
        open_first(&mut world).await;
        world.taps(LEAD, "Everything may go").await;
        insta::assert_snapshot!("before_erasing_all", world.screen(LEAD, 1));
        world.taps(LEAD, "Yes, delete everything").await;
        insta::assert_snapshot!("all_is_erased", world.screen(MUM, 1));
        for who in [MUM, DAD, GRANNY] {
            assert_eq!(
                linked(&world, world.school.ming, who).await,
                LinkState::Ended
            );
        }
        assert_eq!(number(&world, &notes_by(&world, MUM)).await, 0);
        // The other child's family notices nothing; Ming is in no list.
        assert_eq!(
            linked(&world, world.school.lan, DAD).await,
            LinkState::Active
        );
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: pupils").await;
        assert!(!world.screen(TEACHER, 1).contains("Wang Ming"));
        world.says(DAD, "/menu").await;
        assert!(!world.screen(DAD, 1).contains("Ming"));
        assert!(world.screen(DAD, 1).contains("Lan"));
    }
}

#[tokio::test]
async fn an_open_concern_keeps_the_record_and_no_answer_tells_of_it() {
    for (mut world, _db) in on_both().await {
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "Something is wrong").await;
        world.taps(GRANNY, "Bruises").await;
        let kept = "SELECT (SELECT COUNT(*) FROM entries) + (SELECT COUNT(*) FROM notes WHERE content LIKE 'v1.child._%')";
        let before = number(&world, kept).await;
        asks(&mut world, MUM, "Delete").await;
        world.taps(MUM, "Yes, delete").await;
        insta::assert_snapshot!("erasing_is_asked", world.screen(MUM, 1));
        open_first(&mut world).await;
        world.taps(LEAD, "Everything may go").await;
        world.taps(LEAD, "Yes, delete everything").await;
        insta::assert_snapshot!("all_is_erased", world.screen(MUM, 1));
        assert_eq!(
            linked(&world, world.school.ming, MUM).await,
            LinkState::Ended
        );
        assert_eq!(number(&world, kept).await, before);
    }
}

#[tokio::test]
async fn stopping_is_one_question_and_done_at_once() {
    for (mut world, _db) in on_both().await {
        // Dad has two children: asked which.
        world.says(DAD, "/menu").await;
        world.taps(DAD, "What we keep: Ming").await;
        world.taps(DAD, "Stop").await;
        insta::assert_snapshot!("before_stopping", world.screen(DAD, 1));
        world.taps(DAD, "Stop: Ming").await;
        insta::assert_snapshot!("stopped", world.screen(DAD, 1));
        insta::assert_snapshot!("lead_hears_of_a_stop", world.screen(LEAD, 1));
        assert_eq!(
            linked(&world, world.school.ming, DAD).await,
            LinkState::Ended
        );
        assert_eq!(
            linked(&world, world.school.lan, DAD).await,
            LinkState::Active
        );
        // Nobody has to answer it.
        assert_eq!(all(&world).await[0].state, State::Answered);
        let open = "SELECT COUNT(*) FROM tasks WHERE state = 'open'";
        assert_eq!(number(&world, open).await, 0);
        world.says(DAD, "/menu").await;
        world.taps(DAD, "What we keep: Lan").await;
        world.taps(DAD, "Stop").await;
        assert!(!world.screen(DAD, 1).contains("all my children"));
    }
}

#[tokio::test]
async fn stopping_for_all_stops_for_all() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, DAD, "Stop").await;
        world.taps(DAD, "Stop for all my children").await;
        for child in [world.school.ming, world.school.lan] {
            assert_eq!(linked(&world, child, DAD).await, LinkState::Ended);
        }
        assert_eq!(
            linked(&world, world.school.ming, MUM).await,
            LinkState::Active
        );
        world.says(DAD, "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen(DAD, 1), world.screen("stranger", 1));
    }
}

#[tokio::test]
async fn what_was_asked_is_seen_and_taken_back() {
    for (mut world, _db) in on_both().await {
        asks_for_a_copy(&mut world).await;
        // The same again is the same.
        asks_for_a_copy(&mut world).await;
        assert!(world.screen(MUM, 1).contains("You have asked this already"));
        assert_eq!(all(&world).await.len(), 1);
        world.taps(MUM, "What we keep").await;
        insta::assert_snapshot!("open_request", world.screen(MUM, 1));
        world.taps(MUM, "Take back").await;
        insta::assert_snapshot!("taken_back", world.screen(MUM, 1));
        assert_eq!(all(&world).await[0].state, State::Withdrawn);
        // The lead's old button does nothing any more.
        let before = world.chat(MUM).files.len();
        world.taps(LEAD, "Open").await;
        assert_eq!(
            world.chat(LEAD).toasts.last().unwrap(),
            "Somebody has decided this already."
        );
        assert_eq!(world.chat(MUM).files.len(), before);
    }
}

#[tokio::test]
async fn somebody_elses_contact_sends_no_copy() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "A copy").await;
        world.taps(MUM, "Send it here, locked").await;
        world.shares_contact(MUM, "+7 903 000 00 09", false).await;
        world.says(MUM, "+7 903 000 00 01").await;
        assert!(all(&world).await.is_empty());
        // Another number of one's own is asked for, and the lead is warned.
        world.shares_contact(MUM, "+7 903 000 00 09", true).await;
        open_first(&mut world).await;
        assert!(world.screen(LEAD, 1).contains("The number is not the one"));
    }
}

/// Every button of this feature, as anybody could forge it.
fn forged(child: ChildId, id: RequestId) -> Vec<Tap> {
    vec![
        Tap::Kept(child),
        Tap::Copy(child),
        Tap::CopyBy(child, Way::Chat),
        Tap::CopyBy(child, Way::School),
        Tap::Correct(child),
        Tap::AskErase(child),
        Tap::Erase(child),
        Tap::AskStop(child),
        Tap::Stop(child),
        Tap::TakeBack(id),
        Tap::Open(id),
        Tap::Accept(id),
        Tap::AskEraseAll(id),
        Tap::EraseAll(id),
        Tap::Refuse(id),
        Tap::RefuseUsual(id),
    ]
}

#[tokio::test]
async fn nobody_else_asks_answers_or_takes_back() {
    for (mut world, _db) in on_both().await {
        asks_for_a_copy(&mut world).await;
        let id = all(&world).await[0].id;
        let (ming, gone) = (world.school.ming, ChildId(7));
        // The guardian, the teacher, a stranger, an excluded father: one same answer.
        let mut tx = world.store.write().await.unwrap();
        let dad = world.adult(DAD);
        exclusion::exclude(&mut tx, &world.env, None, &world.paper(ming, dad))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for who in [GRANNY, TEACHER, DAD, "stranger"] {
            for tap in forged(ming, id)
                .into_iter()
                .chain(forged(gone, RequestId(7)))
            {
                let chat = world.chat_of(who);
                let data = dialogue::Tap::Request(tap.clone()).encode();
                world.says(who, "/menu").await;
                let (screen, toasts) = (world.screen(who, 1), world.chat(who).toasts.len());
                world.tap_data(chat, None, &data).await;
                assert_eq!(world.screen(who, 1), screen, "{who}: {tap:?}");
                assert_eq!(
                    world.chat(who).toasts[toasts..],
                    ["This is not possible right now.".to_owned()],
                    "{who}: {tap:?}"
                );
            }
        }
        // The asker answers nothing of their own; nothing has changed.
        for tap in [Tap::Accept(id), Tap::Open(id), Tap::EraseAll(id)] {
            let data = dialogue::Tap::Request(tap).encode();
            let chat = world.chat_of(MUM);
            world.tap_data(chat, None, &data).await;
        }
        let now = all(&world).await;
        assert_eq!((now.len(), now[0].state), (1, State::Open));
        assert!(world.chat(MUM).files.is_empty());
        assert_eq!(linked(&world, ming, MUM).await, LinkState::Active);
    }
}

/// A county officer who is in the chat.
async fn officer(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let adult = hongyan::model::record::Adult {
        id: world.env.id(),
        key: OFFICER.into(),
        name: hongyan::base::Name::new("Officer Sun"),
        phone: None,
        unit: Some(world.school.county),
        place: None,
        zone: None,
        locale: None,
    };
    let now = world.env.now();
    store::adults::put(&mut tx, &adult, now).await.unwrap();
    let (id, county) = (world.env.id(), world.school.county);
    let role = Role::CountyOfficer;
    store::posts::activate(&mut tx, id, adult.id, county, role, None, now)
        .await
        .unwrap();
    let chat = world.chat_of(OFFICER);
    let account = store::accounts::meet(&mut tx, &world.env, BOT, chat, Locale::En).await;
    let zone = Some(chrono_tz::Asia::Shanghai);
    store::accounts::set_adult(&mut tx, account.unwrap().id, adult.id, zone)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn time_reminds_the_lead_and_then_tells_the_county() {
    for (mut world, _db) in on_both().await {
        officer(&world).await;
        asks_for_a_copy(&mut world).await;
        tick(&mut world).await;
        let before = world.count(LEAD, "Not answered yet");
        assert_eq!(before, 0);
        world.advance(TimeDelta::days(12) - TimeDelta::minutes(1));
        tick(&mut world).await;
        assert_eq!(world.count(LEAD, "Not answered yet"), 0);
        world.advance(TimeDelta::minutes(1));
        tick(&mut world).await;
        tick(&mut world).await;
        assert_eq!(world.count(LEAD, "Not answered yet"), 1);
        assert_eq!(world.screen(OFFICER, 1), "(nothing)");
        world.advance(TimeDelta::days(3));
        tick(&mut world).await;
        tick(&mut world).await;
        insta::assert_snapshot!("lead_is_late", world.screen(LEAD, 1));
        insta::assert_snapshot!("county_hears", world.screen(OFFICER, 1));
        world.says(OFFICER, "/menu").await;
        world.taps(OFFICER, "Overdue answers").await;
        insta::assert_snapshot!("county_list", world.screen(OFFICER, 1));
        // An office sees figures: no child, no family.
        for name in ["Ming", "Mei", "copy"] {
            assert_eq!(world.count(OFFICER, name), 0, "{name}");
        }
        let county = "SELECT COUNT(*) FROM tasks WHERE kind = 'request_overdue' AND state = 'open'";
        assert_eq!(number(&world, county).await, 1);
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        assert_eq!(number(&world, county).await, 0);
        world.says(OFFICER, "/menu").await;
        world.taps(OFFICER, "Overdue answers").await;
        assert!(world.screen(OFFICER, 1).contains("answered in time"));
    }
}

#[tokio::test]
async fn the_days_are_the_schools() {
    for (mut world, _db) in on_both().await {
        let settings = Settings {
            request_days: 5,
            request_reminder_days: 1,
            ..Settings::default()
        };
        let mut tx = world.store.write().await.unwrap();
        store::units::set_settings(&mut tx, world.school.school, &settings)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        asks_for_a_copy(&mut world).await;
        let asked = &all(&world).await[0];
        assert_eq!(asked.due - asked.asked, TimeDelta::days(5));
        assert_eq!(asked.next, Some(asked.due - TimeDelta::days(1)));
    }
}

#[tokio::test]
async fn a_task_of_a_request_ends_with_the_answer_only() {
    for (mut world, _db) in on_both().await {
        asks_for_a_copy(&mut world).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        insta::assert_snapshot!("todo", world.screen(LEAD, 1));
        let mut tx = world.store.read().await.unwrap();
        let tasks = store::tasks::list(&mut tx, world.school.school, 10).await;
        let task = tasks.unwrap()[0].id;
        drop(tx);
        let data = dialogue::Tap::Roster(dialogue::roster::Tap::TaskDone(task)).encode();
        let chat = world.chat_of(LEAD);
        world.tap_data(chat, None, &data).await;
        let open = "SELECT COUNT(*) FROM tasks WHERE state = 'open'";
        assert_eq!(number(&world, open).await, 1);
        world.taps(LEAD, "1 open").await;
        assert!(world.screen(LEAD, 1).contains("Requests about data"));
    }
}

#[tokio::test]
async fn every_language_says_it() {
    for locale in Locale::ALL {
        let db = crate::support::databases::sqlite().await;
        let mut world = family(&db.url).await;
        for who in [MUM, DAD, LEAD] {
            let mut tx = world.store.write().await.unwrap();
            let chat = world.chat_of(who);
            let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
            let id = account.unwrap().id;
            store::accounts::set_locale(&mut tx, id, *locale)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        let ming = world.school.ming;
        let mut out = String::new();
        let tap = async |world: &mut World, who: &str, tap: Tap, shown: usize, out: &mut String| {
            let chat = world.chat_of(who);
            let data = dialogue::Tap::Request(tap).encode();
            world.tap_data(chat, None, &data).await;
            out.push_str(&format!("=== {who}\n{}", world.screen(who, shown)));
        };
        for one in [
            Tap::Kept(ming),
            Tap::Copy(ming),
            Tap::CopyBy(ming, Way::Chat),
            Tap::Correct(ming),
            Tap::CorrectLine(ming, hongyan::model::request::Line::Class),
            Tap::AskErase(ming),
            Tap::AskStop(ming),
        ] {
            tap(&mut world, MUM, one, 1, &mut out).await;
        }
        tap(&mut world, MUM, Tap::CopyBy(ming, Way::School), 1, &mut out).await;
        tap(&mut world, DAD, Tap::Erase(ming), 1, &mut out).await;
        let ids: Vec<RequestId> = all(&world).await.iter().rev().map(|r| r.id).collect();
        tap(&mut world, LEAD, Tap::Waiting, 1, &mut out).await;
        for one in [
            Tap::Open(ids[0]),
            Tap::Refuse(ids[0]),
            Tap::RefuseUsual(ids[0]),
            Tap::Open(ids[1]),
            Tap::AskEraseAll(ids[1]),
        ] {
            tap(&mut world, LEAD, one, 1, &mut out).await;
        }
        out.push_str(&format!("=== mum\n{}", world.screen(MUM, 1)));
        tap(&mut world, LEAD, Tap::RefuseUsual(ids[1]), 1, &mut out).await;
        out.push_str(&format!("=== dad\n{}", world.screen(DAD, 1)));
        insta::assert_snapshot!(format!("words_{}", locale.as_str()), out);
    }
}

#[tokio::test]
async fn the_operator_hands_a_copy_over() {
    for (mut world, db) in on_both().await {
        asks(&mut world, MUM, "A copy").await;
        world.taps(MUM, "I fetch it at the school").await;
        let id = all(&world).await[0].id.to_string();
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("copy.zip");
        let hongyan = |words: &[&str]| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hongyan"));
            command
                .args(words)
                .args(["--database", &db.url])
                .env_clear()
                .env("HONGYAN_KEY", crate::support::keys::KEY);
            let output = command.output().unwrap();
            let mut said = String::from_utf8(output.stdout).unwrap();
            said.push_str(&String::from_utf8(output.stderr).unwrap());
            (output.status.code().unwrap(), said)
        };
        let file = out.to_str().unwrap();
        let (code, said) = hongyan(&["request", "export", &id, "--out", file]);
        assert_eq!(code, 1);
        assert!(said.contains("has not approved"), "{said}");
        assert!(!out.exists());
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        let (code, said) = hongyan(&["request", "export", &id, "--out", file]);
        assert_eq!(code, 0, "{said}");
        let phrase = said.split("shown once: ").nth(1).unwrap();
        let phrase = phrase.lines().next().unwrap();
        assert_eq!(unlock(&std::fs::read(&out).unwrap(), phrase).len(), 2);
        // Never over a file that is there.
        let (code, _) = hongyan(&["request", "export", &id, "--out", file]);
        assert_eq!(code, 1);
        let (code, said) = hongyan(&["request", "list"]);
        assert_eq!(code, 0);
        assert!(said.contains("answered") && !said.contains("Ming") && !said.contains("Mei"));
    }
}
