//! The week on paper: for whom, handed to whom, and what is not written on it.

use hongyan::base::{ChildId, Words};
use hongyan::dialogue;
use hongyan::dialogue::week_entry::Tap;
use hongyan::model::Locale;
use hongyan::model::entry::{Fact, Source};
use hongyan::model::lifecycle::FreezeKind;
use hongyan::model::week::SchoolWeek;
use hongyan::model::weekly::{Block, Line, Topic};
use hongyan::paper::Paper;
use hongyan::service::{freeze, weekly};
use hongyan::store;

use sqlx::Connection;

use crate::support::databases::databases;
use crate::world::{AUNT, BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const ON_PAPER: &str = "The week on paper";

fn week() -> SchoolWeek {
    SchoolWeek::of("2026-03-02".parse().unwrap())
}

async fn prints(world: &mut World, who: &str) {
    world.says(who, "/menu").await;
    world.taps(who, "Class 3-2: the week").await;
    world.taps(who, ON_PAPER).await;
}

async fn blocks(world: &World, who: &str) {
    let mut tx = world.store.write().await.unwrap();
    store::reach::mark_unreachable(&mut tx, BOT, world.chat_of(who), "blocked")
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn reached(world: &World) -> Vec<ChildId> {
    let mut tx = world.store.read().await.unwrap();
    let found = store::weekly::reached(&mut tx, world.school.class, week()).await;
    let mut found: Vec<ChildId> = found.unwrap().into_iter().collect();
    found.sort();
    found
}

fn files(world: &World, who: &str) -> usize {
    world.chat(who).files.len()
}

#[tokio::test]
async fn whoever_has_a_chat_gets_no_paper_and_whoever_lost_it_does() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-06T08:00:00Z");
        prints(&mut world, TEACHER).await;
        let toast = world.chat(TEACHER).toasts.last().cloned();
        assert_eq!(
            toast.as_deref(),
            Some("Every family gets this week in the chat.")
        );
        assert_eq!(files(&world, TEACHER), 0);

        blocks(&world, DAD).await;
        prints(&mut world, TEACHER).await;
        insta::assert_snapshot!("teacher_has_the_file", world.screen(TEACHER, 1));
        let (name, pdf) = world.chat(TEACHER).files[0].clone();
        assert_eq!(name, "2026-03-02.pdf");
        assert!(pdf.starts_with(b"%PDF-"));
        prints(&mut world, LEAD).await;
        assert_eq!(files(&world, LEAD), 1);
    }
}

#[tokio::test]
async fn an_update_that_got_lost_on_its_way_is_printed_and_one_that_arrived_is_not() {
    for db in databases().await {
        let world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-08T11:00:00Z");
        let run = weekly::Run {
            id: world.env.id(),
            unit: world.school.school,
            due: world.env.now(),
            zone: "Asia/Shanghai".parse().unwrap(),
        };
        let mut tx = world.store.write().await.unwrap();
        weekly::page(&mut tx, &world.env, &run, 0, 50)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (ming, lan) = (world.school.ming, world.school.lan);
        let mut both = vec![ming, lan];
        both.sort();
        assert_eq!(reached(&world).await, both, "it waits for its hour");
        // The messenger refuses dad's.
        let mut connection = sqlx::AnyConnection::connect(world.url()).await.unwrap();
        let dad = world.adult(DAD);
        let text = format!("UPDATE outbox SET state = 'refused' WHERE adult_id = {dad}");
        sqlx::query(sqlx::AssertSqlSafe(text))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        assert_eq!(reached(&world).await, [ming]);
    }
}

#[tokio::test]
async fn only_the_classes_own_people_print_and_only_what_is_theirs() {
    let mut world = World::linked().await;
    world.set_clock("2026-03-06T08:00:00Z");
    blocks(&world, DAD).await;
    blocks(&world, MUM).await;
    let data = dialogue::Tap::WeekEntry(Tap::Paper(world.school.class, week())).encode();
    world.refuses(&[GRANNY, AUNT, "stranger"], &data).await;
    // Weeks that are closed are not printed.
    let old = SchoolWeek::of("2026-02-02".parse().unwrap());
    let old = dialogue::Tap::WeekEntry(Tap::Paper(world.school.class, old)).encode();
    world.refuses(&[TEACHER], &old).await;
    prints(&mut world, TEACHER).await;
    assert!(
        world
            .screen(TEACHER, 1)
            .contains("Families without the chat: 2")
    );
    // Nothing is printed about a child whose file rests.
    let mut tx = world.store.write().await.unwrap();
    let (ming, kind) = (world.school.ming, FreezeKind::Death);
    freeze::freeze(&mut tx, &world.env, None, ming, kind)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    prints(&mut world, TEACHER).await;
    assert!(
        world
            .screen(TEACHER, 1)
            .contains("Families without the chat: 1")
    );
}

#[test]
fn what_is_said_by_telephone_is_not_written() {
    let block = Block {
        child: ChildId(1),
        lines: vec![Line::NotRecorded, Line::Health(vec![Words::new("measles")])],
        opening: Topic::Friends,
    };
    let on_paper = block.on_paper();
    assert!(
        !on_paper
            .lines
            .iter()
            .any(|line| matches!(line, Line::Health(_)))
    );
    assert!(on_paper.lines.contains(&Line::ByPhone));
    // Once is enough.
    assert_eq!(on_paper.clone().on_paper(), on_paper);
}

#[test]
fn several_slips_fit_on_a_page_and_none_is_cut_in_two() {
    let made = "2026-03-06T08:00:00Z".parse().unwrap();
    let words = "Line of a week.\n".repeat(9);
    let of = |count: usize| {
        let paper = Paper::new(Locale::En, "Class 3-2", made);
        let paper = (0..count).fold(paper, |paper, _| paper.slip(words.as_str()));
        let pdf = paper.pdf().unwrap();
        String::from_utf8_lossy(&pdf)
            .matches("/Type /Page\n")
            .count()
    };
    assert_eq!(of(3), 1);
    assert!((10..=20).contains(&of(60)), "{}", of(60));
}

#[tokio::test]
async fn a_sentence_of_the_week_stands_on_the_slip() {
    let mut world = World::linked().await;
    world.set_clock("2026-03-06T08:00:00Z");
    blocks(&world, DAD).await;
    prints(&mut world, TEACHER).await;
    let mut tx = world.store.write().await.unwrap();
    let fact = Fact::Sentence {
        words: Words::new("Reads aloud with joy. 读得很好。"),
    };
    let day = "2026-03-04".parse().unwrap();
    let lan = world.school.lan;
    store::entries::put(&mut tx, &world.env, lan, day, &fact, Source::Staff, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    prints(&mut world, TEACHER).await;
    let files = &world.chat(TEACHER).files;
    assert!(files[1].1.len() > files[0].1.len(), "more signs are drawn");
}
