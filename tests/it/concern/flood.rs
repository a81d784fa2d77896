//! Too much at once, or something broken: nobody's concern drowns in another's.

use chrono::TimeDelta;
use hongyan::base::{ConcernId, Html};
use hongyan::dialogue::concern::Tap;
use hongyan::model::concern::{Kind, MOST_HELD, Part, State};
use hongyan::model::event::Did;
use hongyan::model::message::MediaKind;
use hongyan::store;
use hongyan::store::concerns::{Concern, Source};
use hongyan::store::tasks::TaskKind;

use super::{audits, count, data, later, opened, protect, sql};
use crate::support::databases::databases;
use crate::world::{AUNT, GRANNY, LEAD, MUM, TEACHER, World};

#[tokio::test]
async fn a_flood_of_stopped_notes_drowns_nobody() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        for number in 10..40 {
            world.says(MUM, "/menu").await;
            world.taps(MUM, "Write to the school").await;
            world
                .says(MUM, &format!("He was beaten, number {number}."))
                .await;
            later(&mut world, 50).await;
        }
        // All of it is kept, and none of it reached those it was for.
        assert_eq!(world.count(TEACHER, "beaten"), 0);
        let most = i64::try_from(MOST_HELD).unwrap();
        assert_eq!(count(&world, "SELECT COUNT(*) FROM concerns").await, most);
        let words = "SELECT COUNT(*) FROM concern_words";
        assert_eq!(count(&world, words).await, 30);
        // The lead gets the first ones as they are, and then one word that there is more.
        let got = world.count(LEAD, "He was beaten, number");
        assert!((MOST_HELD..MOST_HELD + 12).contains(&got), "{got}");
        assert_eq!(world.count(LEAD, "much more was written"), 1);
        // What somebody else tells is there at once.
        opened(&mut world).await;
        world.taps(GRANNY, "Bruises").await;
        world.taps(GRANNY, "None of these").await;
        assert_eq!(world.count(LEAD, "Bruises, hunger"), 1);
        // Nothing is cut off: page by page all of it can be read.
        let (newest, last) = newest(&world).await;
        assert_eq!(last, 25);
        assert_eq!(world.count(LEAD, "number 39"), 0);
        let read = data(Tap::Read(newest));
        world.tap_data(world.chat_of(LEAD), None, &read).await;
        assert_eq!(world.count(LEAD, "number 39"), 0);
        world.taps(LEAD, "More").await;
        assert_eq!(world.count(LEAD, "number 39"), 1);
        // An hour later the next one is one of its own again.
        world.advance(TimeDelta::hours(1));
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "He was beaten, number 40.").await;
        let all = "SELECT COUNT(*) FROM concerns WHERE source = 'word'";
        assert_eq!(count(&world, all).await, most + 1);
    }
}

/// The stopped note with the most words, and how many they are.
async fn newest(world: &World) -> (ConcernId, i64) {
    let id =
        "SELECT concern_id FROM concern_words GROUP BY concern_id ORDER BY COUNT(*) DESC LIMIT 1";
    let id = ConcernId(count(world, id).await);
    let said = format!("SELECT COUNT(*) FROM concern_words WHERE concern_id = {id}");
    (id, count(world, &said).await)
}

#[tokio::test]
async fn a_flood_of_further_words_is_one_letter() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        opened(&mut world).await;
        world.taps(GRANNY, "Bruises").await;
        world.taps(GRANNY, "None of these").await;
        for number in 10..60 {
            world.says(GRANNY, &format!("Word {number}.")).await;
        }
        let words = "SELECT COUNT(*) FROM concern_words";
        assert_eq!(count(&world, words).await, 50);
        assert_eq!(world.count(LEAD, "Word "), 10);
        assert_eq!(world.count(LEAD, "much more was written"), 1);
    }
}

/// One item of an album, as an answer to what somebody wrote.
async fn answers(world: &mut World, about: &str, album: &str, file: &str, caption: &str) {
    let message = 200_000 + i64::try_from(world.chat(TEACHER).shown.len()).unwrap();
    let reply_to = Some(world.chat(TEACHER).find(about).id);
    let did = Did::Sends {
        media: MediaKind::Photo,
        file: file.into(),
        caption: Html::escape(caption),
        album: Some(album.into()),
        sheet: false,
        message,
        reply_to,
    };
    world.hear(world.chat_of(TEACHER), did).await;
}

#[tokio::test]
async fn the_further_pictures_of_a_stopped_album_stay_with_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "How is he?").await;
        let money = "send money by bank card";
        for (album, caption) in [("hurt", "look, she was beaten"), ("trick", money)] {
            answers(
                &mut world,
                "How is he?",
                album,
                &format!("{album}-1"),
                caption,
            )
            .await;
            answers(&mut world, "How is he?", album, &format!("{album}-2"), "").await;
            world.taps(TEACHER, "None of these").await;
            answers(&mut world, "How is he?", album, &format!("{album}-3"), "").await;
            later(&mut world, 5).await;
            assert_eq!(world.count(MUM, album), 0, "{album}");
            for number in 1..=3 {
                let file = format!("{album}-{number}");
                assert!(world.count(LEAD, &file) >= 1, "{file}");
            }
            // A false alarm: the whole album goes on as it was.
            world.taps(LEAD, "False alarm").await;
            later(&mut world, 5).await;
            let shown = &world.chat(MUM).find(album).text;
            for number in 1..=3 {
                assert!(shown.contains(&format!("{album}-{number}")), "{shown}");
            }
        }
    }
}

#[tokio::test]
async fn one_that_cannot_be_read_holds_up_no_other() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        for (who, what) in [(GRANNY, "Bruises"), (AUNT, "Lives alone")] {
            world.says(who, "/menu").await;
            world.taps(who, "Something is wrong").await;
            world.taps(who, what).await;
            world.advance(TimeDelta::seconds(1));
        }
        let broken = "UPDATE concerns SET teller = teller || 'AAAA' WHERE kind = 'injuries'";
        sql(&world, broken.into()).await;
        let next = later(&mut world, 50).await;
        assert_eq!(world.count(LEAD, "Lives alone"), 1);
        assert_eq!(world.count(LEAD, "Bruises"), 0);
        // It is tried again, and not at once.
        assert_eq!(next, Some(world.env.now() + TimeDelta::minutes(5)));
        // Nor does it hide another from who reads both.
        let lead = world.adult(LEAD);
        let reads = format!(
            "INSERT INTO concern_people (concern_id, adult_id, part, since_ms) SELECT id, {lead}, 'reader', 0 FROM concerns WHERE kind = 'injuries'"
        );
        sql(&world, reads).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Concerns").await;
        assert_eq!(world.count(LEAD, "Lives alone – not taken yet"), 1);
    }
}

#[tokio::test]
async fn what_is_not_shown_takes_nobodys_place() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        let (lead, mum) = (world.adult(LEAD), world.adult(MUM));
        let (school, lan, ming) = (world.school.school, world.school.lan, world.school.ming);
        let mut tx = world.store.write().await.unwrap();
        let paper = world.paper(lan, lead);
        store::exclusions::put(&mut tx, &paper, None, world.env.now())
            .await
            .unwrap();
        for number in 0..60 {
            let (about, key) = ((None, Some(lead)), format!("own {number}"));
            let kind = TaskKind::Unreachable;
            store::tasks::open(&mut tx, &world.env, school, about.0, about.1, kind, &key)
                .await
                .unwrap();
            concern_of(&mut tx, &world, lan, Kind::Begging).await;
        }
        let kind = TaskKind::Unreachable;
        store::tasks::open(&mut tx, &world.env, school, None, Some(mum), kind, "mum")
            .await
            .unwrap();
        concern_of(&mut tx, &world, ming, Kind::LivesAlone).await;
        tx.commit().await.unwrap();
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        insta::assert_snapshot!("the_one_task_of_the_lead", world.screen(LEAD, 1));
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Concerns").await;
        assert_eq!(world.count(LEAD, "1. Wang Ming"), 1);
        assert_eq!(world.count(LEAD, "Made to beg"), 0);
    }
}

/// A concern the lead reads, from before.
async fn concern_of(tx: &mut store::Tx, world: &World, child: hongyan::base::ChildId, kind: Kind) {
    let now = world.env.now();
    let concern = Concern {
        id: world.env.id(),
        child: Some(child),
        unit: world.school.school,
        source: Source::Report,
        kind,
        state: State::Open,
        teller: None,
        nameless: true,
        held: None,
        told: now,
        step: 1,
        next: None,
        owner: None,
        receipt: None,
        receipt_by: None,
        outside: false,
    };
    store::concerns::put(tx, &concern, "").await.unwrap();
    store::concerns::stand(tx, concern.id, world.adult(LEAD), Part::Reader, now)
        .await
        .unwrap();
}

#[tokio::test]
async fn forged_buttons_in_a_loop_fill_no_table() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        for number in 0..60 {
            let tap = data(Tap::Read(ConcernId(number)));
            world.tap_data(world.chat_of(LEAD), None, &tap).await;
        }
        let lines = audits(&world, "concern_refused").await;
        assert!((1..=16).contains(&lines), "{lines}");
        world.advance(TimeDelta::minutes(10));
        let tap = data(Tap::Read(ConcernId(1)));
        world.tap_data(world.chat_of(LEAD), None, &tap).await;
        assert_eq!(audits(&world, "concern_refused").await, lines + 1);
    }
}
