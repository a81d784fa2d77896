//! Consent per child and purpose: what the family agrees to, refuses and stops; what the school records.

use chrono::TimeDelta;
use hongyan::base::{Html, RunId};
use hongyan::dialogue::consent::{Says, Tap};
use hongyan::dialogue::{self};
use hongyan::model::Locale;
use hongyan::model::consent::{Answer, How, Purpose, Whose};
use hongyan::model::entry::{Fact, Mood, Source};
use hongyan::model::message::{Kind, MediaKind, Parcel};
use hongyan::model::rights::Action;
use hongyan::model::unit::{Unit, UnitKind};
use hongyan::service::mail::{self, Letter, Posted};
use hongyan::service::{consent, weekly};
use hongyan::store;
use hongyan::store::consents::Consent;
use sha2::{Digest, Sha256};

use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// On a paper that is not the sheet printed here.
fn says(agrees: bool) -> Says {
    Says {
        agrees,
        ours: false,
    }
}

async fn all(world: &World) -> Vec<Consent> {
    let mut tx = world.store.read().await.unwrap();
    store::consents::of_child(&mut tx, world.school.ming)
        .await
        .unwrap()
}

async fn of(world: &World, who: &str, purpose: Purpose) -> Option<Consent> {
    let adult = world.adult(who);
    let mine = |c: &Consent| c.whose == Whose::Adult && c.adult == adult && c.purpose == purpose;
    all(world).await.into_iter().find(mine)
}

/// A letter by a right, held for an hour.
async fn held(world: &World, who: &str, right: Action, words: &str) -> Posted {
    let mut tx = world.store.write().await.unwrap();
    let letter = Letter::about(world.adult(who), world.school.ming, right, Kind::Notice)
        .not_before(world.env.now() + TimeDelta::hours(1));
    let html = Html::escape(words);
    let posted = mail::post(&mut tx, &world.env, letter, |_| Parcel::text(html))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    posted
}

/// The week's page for the whole school, to be read at each reader's hour.
async fn week(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let run = weekly::Run {
        id: RunId(world.env.id::<RunId>().0),
        unit: world.school.school,
        due: world.env.now(),
        zone: chrono_tz::Asia::Shanghai,
    };
    weekly::page(&mut tx, &world.env, &run, 0, 50)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn mood(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let now = world.env.now();
    let day = now.with_timezone(&chrono_tz::Asia::Shanghai).date_naive();
    let fact = Fact::Mood {
        mood: Mood::Brighter,
    };
    let (child, by) = (world.school.ming, Some(world.adult(TEACHER)));
    store::entries::put(&mut tx, &world.env, child, day, &fact, Source::Staff, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn two_taps_stop_the_next_message_and_the_queued_one_and_giving_again_works() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        week(&world).await;
        held(&world, MUM, Action::HearCheckIn, "A problem today.").await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What I agreed to").await;
        insta::assert_snapshot!("mum_sees_her_consents", world.screen(MUM, 1));
        world.taps(MUM, "Stop: Weekly news").await;
        insta::assert_snapshot!("mum_has_stopped_the_week", world.screen(MUM, 1));
        assert!(!world.may(MUM, Action::WeeklyUpdate).await);
        let kept = of(&world, MUM, Purpose::Weekly).await.unwrap();
        assert_eq!((kept.answer, kept.how), (Answer::Withdrawn, How::Tap));
        assert_eq!(kept.at, world.env.now());
        world.advance(TimeDelta::days(7));
        world.deliver().await;
        // The queued week is gone, the school's duty is not.
        assert_eq!(world.count(MUM, "Class 3-2"), 0);
        assert_eq!(world.count(MUM, "A problem today."), 1);
        // Lan's father is somebody else.
        assert_eq!(world.count(DAD, "Class 3-2"), 1);
        week(&world).await;
        world.advance(TimeDelta::days(7));
        world.deliver().await;
        assert_eq!(world.count(MUM, "Class 3-2"), 0);
        // She reads the text again and agrees: the next one comes.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What I agreed to").await;
        world.taps(MUM, "Weekly news: read and choose").await;
        insta::assert_snapshot!("the_text_with_both_answers", world.screen(MUM, 1));
        let rows = &world.chat(MUM).shown.last().unwrap().rows;
        assert_eq!(rows[0].len(), 2, "refusing is beside agreeing");
        world.taps(MUM, "I agree").await;
        week(&world).await;
        world.advance(TimeDelta::days(7));
        world.deliver().await;
        assert_eq!(world.count(MUM, "Class 3-2"), 1);
    }
}

#[tokio::test]
async fn an_answer_is_kept_with_who_how_when_and_the_text() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What I agreed to").await;
        world.taps(MUM, "Stop: Pictures").await;
        world.taps(MUM, "Pictures: read and choose").await;
        world.taps(MUM, "I refuse").await;
        let kept = of(&world, MUM, Purpose::Pictures).await.unwrap();
        assert_eq!(kept.answer, Answer::Refused);
        assert_eq!((kept.version, kept.locale), (1, Locale::En));
        let text = consent::text_of(Locale::En, Purpose::Pictures).plain();
        let digest = Sha256::digest(text.as_bytes());
        let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(kept.text_hash, Some(hash));
        // An answer to another version of the text is none: today's text comes instead.
        let (ming, chat) = (world.school.ming, world.chat_of(MUM));
        let old = Tap::Agree(ming, Purpose::Pictures, 7);
        world
            .tap_data(chat, None, &dialogue::Tap::Consent(old).encode())
            .await;
        assert!(world.screen(MUM, 1).contains("version 1"));
        let kept = of(&world, MUM, Purpose::Pictures).await.unwrap();
        assert_eq!(kept.answer, Answer::Refused);
        // Nobody else answers for her child, nor for a purpose that is not theirs.
        let before = all(&world).await;
        for tap in [
            Tap::Agree(ming, Purpose::Weekly, 2),
            Tap::Stop(ming, Purpose::Weekly),
            Tap::Child(ming),
            Tap::Text(ming, Purpose::Weekly),
        ] {
            let data = dialogue::Tap::Consent(tap).encode();
            world
                .refuses(&[DAD, TEACHER, LEAD, "stranger"], &data)
                .await;
        }
        let data = dialogue::Tap::Consent(Tap::Agree(ming, Purpose::Weekly, 2)).encode();
        world.tap_data(world.chat_of(AUNT), None, &data).await;
        assert_eq!(all(&world).await, before);
    }
}

/// Whoever changes a text sees it here, and asks whether its version must rise.
#[test]
fn every_text_has_a_version() {
    let mut seen = String::new();
    for purpose in Purpose::ALL {
        for locale in Locale::ALL {
            let text = consent::text_of(*locale, *purpose).plain();
            let digest = Sha256::digest(text.as_bytes());
            let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            let (purpose, version) = (purpose.as_str(), purpose.version());
            seen.push_str(&format!(
                "{purpose} {version} {} {}\n",
                locale.as_str(),
                &hash[..16]
            ));
        }
    }
    insta::assert_snapshot!("consent_texts", seen);
}

#[tokio::test]
async fn the_school_records_a_paper_and_the_family_sees_by_whom() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Consents").await;
        insta::assert_snapshot!("school_sees_consents", world.screen(TEACHER, 1));
        world.taps(TEACHER, "Record a paper: Mei").await;
        world.taps(TEACHER, "Weekly news").await;
        world.taps(TEACHER, "It refuses").await;
        insta::assert_snapshot!("school_is_asked_for_the_date", world.screen(TEACHER, 1));
        // A date that has not come is none.
        world.says(TEACHER, "2027-01-01").await;
        world.says(TEACHER, "2026-02-20").await;
        insta::assert_snapshot!("paper_is_recorded", world.screen(TEACHER, 1));
        insta::assert_snapshot!("mum_hears_of_her_paper", world.screen(MUM, 1));
        let kept = of(&world, MUM, Purpose::Weekly).await.unwrap();
        assert_eq!((kept.answer, kept.how), (Answer::Refused, How::Paper));
        assert_eq!(kept.recorded_by, Some(world.adult(TEACHER)));
        assert_eq!(kept.paper_day, "2026-02-20".parse().ok());
        assert_eq!(kept.text_hash, None);
        assert!(!world.may(MUM, Action::WeeklyUpdate).await);
        world.taps(MUM, "What I agreed to").await;
        let screen = world.screen(MUM, 1);
        assert!(screen.contains("Recorded by Teacher Zhao"), "{screen}");
        // Her own tap is the newest answer.
        world.taps(MUM, "Weekly news: read and choose").await;
        world.taps(MUM, "I agree").await;
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
        // The family does not record papers, nor does anybody elsewhere.
        let (ming, mum) = (world.school.ming, Some(world.adult(MUM)));
        for who in [MUM, GRANNY, DAD, "stranger"] {
            let tap = Tap::PaperPut(ming, mum, Purpose::Weekly, says(false), 0);
            let data = dialogue::Tap::Consent(tap).encode();
            world.tap_data(world.chat_of(who), None, &data).await;
        }
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
    }
}

#[tokio::test]
async fn a_paper_does_not_undo_what_was_said_after_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let (ming, mum) = (world.school.ming, Some(world.adult(MUM)));
        let chat = world.chat_of(TEACHER);
        world.set_clock("2026-03-10T02:00:00Z");
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What I agreed to").await;
        world.taps(MUM, "Stop: Weekly news").await;
        world.set_clock("2026-03-11T02:00:00Z");
        let before = world.screen(MUM, 99);
        // A paper of last week, and one of the day she stopped it.
        for ago in [7, 1] {
            let tap = Tap::PaperPut(ming, mum, Purpose::Weekly, says(true), ago);
            let data = dialogue::Tap::Consent(tap).encode();
            world.tap_data(chat, None, &data).await;
            assert!(!world.may(MUM, Action::WeeklyUpdate).await, "{ago}");
        }
        insta::assert_snapshot!("paper_is_older", world.screen(TEACHER, 1));
        assert_eq!(world.screen(MUM, 99), before);
        // One signed since then counts; of its text no version is known here.
        let tap = Tap::PaperPut(ming, mum, Purpose::Weekly, says(true), 0);
        let data = dialogue::Tap::Consent(tap).encode();
        world.tap_data(chat, None, &data).await;
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
        let all = all(&world).await;
        let kept = all.iter().find(|c| c.paper_day.is_some()).unwrap();
        assert_eq!((kept.version, kept.text_hash.clone()), (0, None));
        // A no on paper is as old as the paper.
        for (agrees, ago, stands) in [(false, 1, false), (true, 1, false), (true, 0, true)] {
            world.advance(chrono::TimeDelta::seconds(1));
            let tap = Tap::PaperPut(ming, mum, Purpose::Weekly, says(agrees), ago);
            let data = dialogue::Tap::Consent(tap).encode();
            world.tap_data(chat, None, &data).await;
            let may = world.may(MUM, Action::WeeklyUpdate).await;
            assert_eq!(may, stands, "{agrees} {ago}");
        }
    }
}

#[tokio::test]
async fn at_fourteen_the_young_person_is_asked_for_what_is_optional() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        mood(&world).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        assert!(world.screen(MUM, 1).contains("Mood"));
        let (ming, chat) = (world.school.ming, world.chat_of(LEAD));
        let own = Tap::Paper(ming, None);
        let data = dialogue::Tap::Consent(own).encode();
        world.tap_data(chat, None, &data).await;
        assert_eq!(
            world.chat(LEAD).toasts.last().unwrap(),
            "This is not possible right now."
        );
        // The day before, and the day, at the school's midnight.
        world.set_clock("2030-05-03T15:59:00Z");
        world.everybody_was_seen().await;
        world.the_staff_were_looked_at().await;
        assert!(world.may(MUM, Action::ReadOptional).await);
        world.set_clock("2030-05-03T16:00:00Z");
        assert!(!world.may(MUM, Action::ReadOptional).await);
        assert!(!world.may(MUM, Action::GetPictures).await);
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
        mood(&world).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        assert!(
            !world.screen(MUM, 1).contains("Mood"),
            "{}",
            world.screen(MUM, 1)
        );
        world.taps(MUM, "Menu").await;
        world.taps(MUM, "What I agreed to").await;
        insta::assert_snapshot!("optional_rests_at_fourteen", world.screen(MUM, 1));
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Consents").await;
        world.taps(LEAD, "Record a paper: Wang Ming").await;
        world.taps(LEAD, "Mood").await;
        world.taps(LEAD, "It agrees").await;
        world.taps(LEAD, "Sat 4 May").await;
        insta::assert_snapshot!("own_paper_is_recorded", world.screen(LEAD, 1));
        assert!(world.may(MUM, Action::ReadOptional).await);
        assert!(!world.may(MUM, Action::GetPictures).await);
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        assert!(world.screen(MUM, 1).contains("Mood"));
    }
}

#[tokio::test]
async fn a_link_begins_with_what_was_read_and_no_more() {
    for db in databases().await {
        let mut world = World::on(&db.url).await;
        world.says(LEAD, "/start").await;
        world.taps(LEAD, "Class 3-2: pupils").await;
        world.taps(LEAD, "Wang Ming").await;
        world.taps(LEAD, "Invite mother").await;
        let text = world.chat(LEAD).find("t.me/").text.clone();
        let (_, code) = text.split_once("read out: ").unwrap();
        world.says(MUM, code.trim()).await;
        world.shares_contact(MUM, "79030000001", true).await;
        world.taps(MUM, "Yes, that is right").await;
        world.taps(LEAD, "Approve").await;
        let given: Vec<_> = all(&world)
            .await
            .iter()
            .map(|c| (c.purpose, c.answer, c.version, c.text_hash.is_some()))
            .collect();
        assert_eq!(
            given,
            [
                (Purpose::Notes, Answer::Agreed, 4, true),
                (Purpose::Weekly, Answer::Agreed, 2, true)
            ]
        );
        assert!(!world.may(MUM, Action::ReadOptional).await);
        world.taps(MUM, "What I agreed to").await;
        insta::assert_snapshot!("a_new_mother_sees_her_consents", world.screen(MUM, 1));
        world
            .taps(MUM, "Mood and small goal: read and choose")
            .await;
        world.taps(MUM, "I agree").await;
        assert!(world.may(MUM, Action::ReadOptional).await);
    }
}

#[tokio::test]
async fn who_stops_check_ins_is_not_asked_and_the_next_person_is() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-02T12:00:00Z");
        world.asks_at_home().await;
        assert_eq!(world.count(GRANNY, "at home and well?"), 1);
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "What I agreed to").await;
        world.taps(GRANNY, "Stop: Check-ins").await;
        assert_eq!(world.count(AUNT, "at home and well?"), 1);
        assert!(!world.may(GRANNY, Action::AnswerCheckIn).await);
        assert!(world.may(GRANNY, Action::ReadRecord).await);
    }
}

#[tokio::test]
async fn a_guardians_yes_needs_a_parents_beside_it_under_fourteen() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        assert!(world.may(GRANNY, Action::ReadOptional).await);
        // What waits for granny by her mother's yes goes with it, in the same moment.
        held(&world, GRANNY, Action::GetPictures, "At the river.").await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What I agreed to").await;
        for what in ["Stop: Pictures", "Stop: Mood"] {
            world.taps(MUM, what).await;
        }
        let waits =
            "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND action = 'get_pictures'";
        assert_eq!(crate::concern::count(&world, waits).await, 0);
        for action in [Action::ReadOptional, Action::GetPictures] {
            assert!(!world.may(GRANNY, action).await, "{action:?}");
        }
        assert!(world.may(GRANNY, Action::FamilyNote).await);
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "What I agreed to").await;
        insta::assert_snapshot!("a_guardian_waits_for_a_parent", world.screen(GRANNY, 1));
        world.taps(GRANNY, "Stop: Pictures").await;
        world.taps(GRANNY, "Pictures: read and choose").await;
        insta::assert_snapshot!("a_guardian_reads_the_text", world.screen(GRANNY, 1));
        world.taps(GRANNY, "I agree").await;
        let toast = world.chat(GRANNY).toasts.last().unwrap();
        assert!(toast.contains("as soon as a parent"), "{toast}");
        assert!(!world.may(GRANNY, Action::GetPictures).await);
        // The mother is asked, and once.
        insta::assert_snapshot!("a_parent_is_asked_too", world.screen(MUM, 1));
        world.taps(MUM, "Pictures: read and choose").await;
        world.taps(MUM, "I agree").await;
        assert!(world.may(GRANNY, Action::GetPictures).await);
        assert!(!world.may(GRANNY, Action::ReadOptional).await);

        // A paper keeps the only parent away: nobody else's yes is there to wait for.
        let mut tx = world.store.write().await.unwrap();
        let paper = world.paper(world.school.ming, world.adult(MUM));
        hongyan::service::exclusion::exclude(&mut tx, &world.env, None, &paper)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(world.may(GRANNY, Action::ReadOptional).await);
    }
}

#[tokio::test]
async fn a_parent_without_the_chat_agrees_on_paper() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        // The mother was never linked; she stands on the roster.
        let mut tx = world.store.write().await.unwrap();
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        hongyan::service::parting::end(&mut tx, &world.env, None, ming, mum)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        crate::backup::execute(&db.url, "DELETE FROM consents WHERE purpose = 'pictures'").await;
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "What I agreed to").await;
        world.taps(GRANNY, "Pictures: read and choose").await;
        world.taps(GRANNY, "I agree").await;
        assert!(!world.may(GRANNY, Action::GetPictures).await);
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Consents").await;
        world.taps(TEACHER, "Record a paper: Mei").await;
        // Of her only what a guardian's yes is not enough for.
        assert!(!world.screen(TEACHER, 1).contains("Weekly news"));
        world.taps(TEACHER, "Pictures").await;
        world.taps(TEACHER, "It agrees").await;
        world.taps(TEACHER, "Mon 2 March").await;
        assert!(world.may(GRANNY, Action::GetPictures).await);
        assert!(!world.may(MUM, Action::GetPictures).await);
        let kept = of(&world, MUM, Purpose::Pictures).await.unwrap();
        assert_eq!((kept.answer, kept.how), (Answer::Agreed, How::Paper));
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "What I agreed to").await;
        let screen = world.screen(GRANNY, 1);
        assert!(screen.contains("A parent has agreed too"), "{screen}");
        // A father who is dead is waited for by nobody.
        crate::backup::execute(
            &db.url,
            "UPDATE parents SET whereabouts = 'dead'; DELETE FROM consents WHERE how = 'paper'",
        )
        .await;
        assert!(world.may(GRANNY, Action::GetPictures).await);
    }
}

#[tokio::test]
async fn pictures_come_only_to_who_agreed() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What I agreed to").await;
        world.taps(MUM, "Stop: Pictures").await;
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world
            .sends(TEACHER, MediaKind::Photo, "photo-1", "At the river")
            .await;
        insta::assert_snapshot!("a_picture_is_kept_back", world.screen(MUM, 1));
        assert_eq!(world.count(MUM, "photo-1"), 0);
        // Of a child under 14 granny's yes is not enough without the mother's.
        assert_eq!(world.count(GRANNY, "photo-1"), 0);
        world.sends(TEACHER, MediaKind::Voice, "voice-1", "").await;
        assert_eq!(world.count(MUM, "voice-1"), 1);
    }
}

/// A picture waits for the morning; by then it is nobody's to get, and its words are as good as ever.
#[tokio::test]
async fn the_words_of_a_picture_that_waits_arrive_without_it() {
    for by_school in [false, true] {
        for db in databases().await {
            let mut world = World::linked_on(&db.url).await;
            world.keeps_nights().await;
            world.set_clock("2026-03-02T20:00:00Z");
            world.opens_card(TEACHER).await;
            world.taps(TEACHER, "Write to the family").await;
            world
                .sends(TEACHER, MediaKind::Photo, "photo-1", "At the river")
                .await;
            assert_eq!(world.count(MUM, "At the river"), 0);
            if by_school {
                at_school(&mut world, LEAD).await;
                world.taps(LEAD, "No more pictures").await;
            } else {
                world.says(MUM, "/menu").await;
                world.taps(MUM, "What I agreed to").await;
                world.taps(MUM, "Stop: Pictures").await;
            }
            world.set_clock("2026-03-03T05:00:00Z");
            world.deliver().await;
            // Granny's yes is not enough without the mother's.
            for who in [MUM, GRANNY] {
                assert_eq!(world.count(who, "photo-1"), 0, "{who} {by_school}");
                assert_eq!(world.count(who, "At the river"), 1, "{who} {by_school}");
            }
            let why = match by_school {
                true => "sends no pictures of children",
                false => "Pictures are off for you",
            };
            assert_eq!(world.count(MUM, why), 1, "{by_school}");
        }
    }
}

/// Opens the school's view of Ming's consents.
async fn at_school(world: &mut World, who: &str) -> String {
    world.opens_card(who).await;
    world.taps(who, "Consents").await;
    world.screen(who, 1)
}

#[tokio::test]
async fn pictures_come_only_from_a_school_that_allows_them() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        // A school of which nobody has said anything: none, though mum agreed.
        let mut tx = world.store.write().await.unwrap();
        let fresh = Unit {
            id: world.env.id(),
            kind: UnitKind::School,
            parent: Some(world.school.county),
            key: "fresh".into(),
            name: "Fresh School".into(),
            zone: None,
        };
        store::units::put(&mut tx, &fresh).await.unwrap();
        tx.commit().await.unwrap();
        let none = "SELECT COUNT(*) FROM units WHERE key = 'fresh' AND pictures = 0";
        assert_eq!(crate::concern::count(&world, none).await, 1);

        assert!(world.may(MUM, Action::GetPictures).await);
        let on = at_school(&mut world, LEAD).await;
        assert!(
            on.contains("this school sends them to those who agreed"),
            "{on}"
        );
        world.taps(LEAD, "No more pictures").await;
        assert!(world.screen(LEAD, 1).contains("this school sends none"));
        assert!(!world.may(MUM, Action::GetPictures).await);
        assert!(world.may(MUM, Action::FamilyNote).await);
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What I agreed to").await;
        assert!(
            world
                .screen(MUM, 1)
                .contains("The school sends no pictures here for now")
        );
        // It waits for nobody's other yes.
        world.taps(MUM, "Stop: Pictures").await;
        world.taps(MUM, "Pictures: read and choose").await;
        world.taps(MUM, "I agree").await;
        let toast = world.chat(MUM).toasts.last().unwrap();
        assert!(toast.contains("when the school sends pictures"), "{toast}");

        // One family, and the class: the words arrive, and whoever writes reads why no more does.
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world
            .sends(TEACHER, MediaKind::Photo, "photo-1", "At the river")
            .await;
        assert_eq!(world.count(TEACHER, "Pictures are off for your school"), 1);
        let got = world.screen(MUM, 1);
        assert!(
            got.contains("At the river") && got.contains("sends no pictures of children"),
            "{got}"
        );
        assert_eq!(world.count(MUM, "photo-1"), 0);

        // The teacher sees it and does not decide it, nor does a family.
        let shown = at_school(&mut world, TEACHER).await;
        assert!(
            shown.contains("this school sends none") && !shown.contains("Allow"),
            "{shown}"
        );
        let allow = dialogue::Tap::Consent(Tap::Pictures(world.school.ming, true)).encode();
        world
            .refuses(&[TEACHER, MUM, GRANNY, "stranger"], &allow)
            .await;
        assert!(!world.may(MUM, Action::GetPictures).await);

        at_school(&mut world, LEAD).await;
        world.taps(LEAD, "Allow pictures").await;
        assert!(world.may(MUM, Action::GetPictures).await);
        let mut tx = world.store.read().await.unwrap();
        for action in ["pictures_allowed", "pictures_ended"] {
            let traced = store::audit::count(&mut tx, action).await.unwrap();
            assert_eq!(traced, 1, "{action}");
        }
        drop(tx);
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world
            .sends(TEACHER, MediaKind::Photo, "photo-2", "At the hill")
            .await;
        assert_eq!(world.count(MUM, "photo-2"), 1);
        assert_eq!(world.count(TEACHER, "Pictures are off for your school"), 1);
    }
}

#[tokio::test]
async fn every_screen_in_every_language() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        let mut tx = world.store.write().await.unwrap();
        for who in [MUM, LEAD] {
            let account = store::accounts::of_adult(&mut tx, world.adult(who))
                .await
                .unwrap()
                .unwrap();
            store::accounts::set_locale(&mut tx, account.id, *locale)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let (ming, mum) = (world.school.ming, Some(world.adult(MUM)));
        let mut seen = String::new();
        let mut steps = vec![
            (MUM, Tap::Child(ming)),
            (MUM, Tap::Stop(ming, Purpose::Notes)),
        ];
        steps.extend(Purpose::ALL.iter().map(|p| (MUM, Tap::Text(ming, *p))));
        steps.extend([
            (LEAD, Tap::School(ming)),
            (LEAD, Tap::Paper(ming, mum)),
            (LEAD, Tap::Sheet(ming, mum)),
            (LEAD, Tap::PaperAnswer(ming, mum, Purpose::Extras)),
            (LEAD, Tap::SheetAnswer(ming, mum, Purpose::Extras)),
            (LEAD, Tap::PaperDay(ming, mum, Purpose::Extras, says(true))),
            (
                LEAD,
                Tap::PaperPut(ming, mum, Purpose::Extras, says(true), 1),
            ),
        ]);
        for (who, tap) in steps {
            // A parent is not asked about check-ins: the text is the guardian's.
            let who = match tap {
                Tap::Text(_, Purpose::CheckIns) => GRANNY,
                _ => who,
            };
            let data = dialogue::Tap::Consent(tap).encode();
            world.tap_data(world.chat_of(who), None, &data).await;
            if who != GRANNY {
                seen.push_str(&world.screen(who, 1));
            }
        }
        seen.push_str("##### the family\n");
        seen.push_str(&world.screen(MUM, 1));
        let text = consent::text_of(*locale, Purpose::CheckIns).plain();
        seen.push_str(&format!("##### check-ins\n{text}\n"));
        insta::assert_snapshot!(format!("consent_{}", locale.as_str()), seen);
    }
}
