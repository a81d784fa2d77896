//! Asking for a correction or an end, taking back, and the school's days.

use super::*;

const OFFICER: &str = "officer";

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
        assert_eq!(world.number(open).await, 0);
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
        assert_eq!(world.number(county).await, 1);
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        assert_eq!(world.number(county).await, 0);
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
        assert_eq!(world.number(open).await, 1);
        world.taps(LEAD, "Open 1").await;
        assert!(world.screen(LEAD, 1).contains("Requests about data"));
    }
}
