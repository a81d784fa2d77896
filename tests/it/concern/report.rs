//! Telling it: three taps or one voice note, with or without a name, never to those it is about.

use chrono::TimeDelta;
use hongyan::base::{ChildId, ConcernId};
use hongyan::dialogue::concern::Tap;
use hongyan::model::concern::Kind;
use hongyan::model::message::MediaKind;
use hongyan::model::record::Relation;
use hongyan::model::rights::LinkRole;
use hongyan::model::unit::Role;
use hongyan::service::parting;
use hongyan::store;

use super::{OFFICER, SECOND, audits, count, data, later, link, meant, opened, protect};
use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

#[tokio::test]
async fn three_taps_and_the_leads_have_it_within_a_minute() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        let lan = world.school.lan;
        link(
            &world,
            lan,
            GRANNY,
            LinkRole::Guardian,
            Relation::Grandmother,
        )
        .await;
        // At night: a child in danger does not wait for office hours.
        world.set_clock("2026-03-02T18:30:00Z");
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "Something is wrong").await;
        insta::assert_snapshot!("granny_which", world.screen(GRANNY, 1));
        world.taps(GRANNY, "Ming").await;
        insta::assert_snapshot!("granny_what", world.screen(GRANNY, 1));
        world.taps(GRANNY, "Bruises").await;
        insta::assert_snapshot!("granny_told", world.screen(GRANNY, 1));
        assert_eq!(world.count(LEAD, "Wang Ming"), 0);
        later(&mut world, 50).await;
        insta::assert_snapshot!("lead_hears", world.screen(LEAD, 1));
        for who in [LEAD, SECOND] {
            assert_eq!(world.count(who, "Bruises, hunger"), 1, "{who}");
        }
        for who in [MUM, AUNT, TEACHER, OFFICER] {
            assert_eq!(world.screen(who, 1), "(nothing)", "{who}");
        }
        // Once, however often it is looked and whatever restarts.
        world.restart().await;
        later(&mut world, 60).await;
        assert_eq!(world.count(LEAD, "Bruises, hunger"), 1);
        // No word of it stays in what was sent.
        let left = "SELECT COUNT(*) FROM outbox WHERE action IN ('hear_concern', 'report_concern') AND body <> ''";
        assert_eq!(count(&world, left).await, 0);
    }
}

#[tokio::test]
async fn with_one_child_the_question_is_skipped_and_an_answer_sends_it_at_once() {
    let mut world = World::linked().await;
    protect(&world).await;
    opened(&mut world).await;
    world.taps(GRANNY, "Violence at home").await;
    world.taps(GRANNY, "None of these").await;
    assert_eq!(world.count(LEAD, "Violence at home"), 1);
    insta::assert_snapshot!("granny_thanked", world.screen(GRANNY, 1));
    // More of it reaches them as it is.
    world.says(GRANNY, "It was last night, with a stick.").await;
    assert_eq!(world.count(LEAD, "It was last night, with a stick."), 1);
    assert_eq!(world.count(SECOND, "It was last night, with a stick."), 1);
    assert_eq!(world.count(TEACHER, "stick"), 0);
    insta::assert_snapshot!("granny_adds", world.screen(GRANNY, 1));
    // Another screen: what is typed now is no part of it.
    world.says(GRANNY, "/menu").await;
    world.says(GRANNY, "hello").await;
    assert_eq!(world.count(LEAD, "hello"), 0);
}

#[tokio::test]
async fn one_voice_note_is_enough_and_passes_unheard() {
    let mut world = World::linked().await;
    protect(&world).await;
    opened(&mut world).await;
    world.sends(GRANNY, MediaKind::Voice, "voice-7", "").await;
    assert_eq!(world.count(GRANNY, "It is noted"), 1);
    later(&mut world, 50).await;
    assert_eq!(world.count(LEAD, "[voice voice-7]"), 1);
    assert_eq!(world.count(SECOND, "[voice voice-7]"), 1);
    assert_eq!(world.count(MUM, "voice-7"), 0);
}

#[tokio::test]
async fn without_a_name_nothing_names_her() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        world.says(AUNT, "/menu").await;
        world.taps(AUNT, "Something is wrong").await;
        world.taps(AUNT, "Without my name").await;
        insta::assert_snapshot!("aunt_nameless", world.screen(AUNT, 1));
        world.taps(AUNT, "Long without anyone").await;
        world.taps(AUNT, "None of these").await;
        world.says(AUNT, "Nobody cooks for him.").await;
        insta::assert_snapshot!("lead_hears_nameless", world.screen(LEAD, 2));
        world.taps(LEAD, "I take it").await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Concerns").await;
        world.taps(LEAD, "Open 1").await;
        for who in [LEAD, SECOND] {
            assert_eq!(world.count(who, "Aunt"), 0, "{who}");
        }
        // She is answered all the same.
        assert_eq!(world.count(AUNT, "somebody has taken it"), 1);
        let aunt = world.adult(AUNT);
        for table in [
            format!(
                "SELECT COUNT(*) FROM audit WHERE adult_id = {aunt} AND action LIKE 'concern%'"
            ),
            format!(
                "SELECT COUNT(*) FROM concern_people WHERE adult_id = {aunt} AND part <> 'shut'"
            ),
            format!("SELECT COUNT(*) FROM concerns WHERE owner_id = {aunt}"),
            format!("SELECT COUNT(*) FROM tasks WHERE adult_id = {aunt}"),
        ] {
            assert_eq!(count(&world, &table).await, 0, "{table}");
        }
        assert_eq!(audits(&world, "concern_report").await, 1);
    }
}

#[tokio::test]
async fn a_lead_it_names_never_hears_of_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        opened(&mut world).await;
        world.taps(GRANNY, "Hurt in private").await;
        let Tap::Sure(id) = meant(&world, GRANNY, "None of these") else {
            panic!("the last button ends it")
        };
        world.taps(GRANNY, "Lead Chen").await;
        insta::assert_snapshot!("granny_named_the_lead", world.screen(GRANNY, 1));
        world.taps(GRANNY, "That is all").await;
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        assert_eq!(world.count(SECOND, "It may be about: Lead Chen"), 1);
        later(&mut world, 3 * 3600).await;
        assert_eq!(world.screen(LEAD, 1), "(nothing)");
        assert_eq!(world.count(OFFICER, "It may be about: Lead Chen"), 1);
        // Forged buttons are answered as for a concern that does not exist.
        for tap in [
            Tap::Read(id),
            Tap::Take(id),
            Tap::Receipt(id),
            Tap::Confirm(id),
        ] {
            world.tap_data(world.chat_of(LEAD), None, &data(tap)).await;
        }
        let unknown = data(Tap::Read(ConcernId(7)));
        world.tap_data(world.chat_of(LEAD), None, &unknown).await;
        assert_eq!(
            world.chat(LEAD).toasts,
            ["This is not possible right now."; 5]
        );
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Concerns").await;
        assert_eq!(world.count(LEAD, "Nothing is open with you"), 1);
        // One line for each of the two, however often within ten minutes.
        assert_eq!(audits(&world, "concern_refused").await, 2);
    }
}

#[tokio::test]
async fn whoever_a_named_lead_named_is_shut_out_and_then_the_county_answers() {
    let mut world = World::linked().await;
    let staff = protect(&world).await;
    let mut tx = world.store.write().await.unwrap();
    let (id, now, by) = (world.env.id(), world.env.now(), Some(world.adult(LEAD)));
    let (unit, role) = (world.school.school, hongyan::model::unit::Role::SchoolLead);
    // A post that runs keeps who named it: this one begins anew.
    hongyan::store::posts::end(&mut tx, staff.second, unit, role, now)
        .await
        .unwrap();
    hongyan::store::posts::activate(&mut tx, id, staff.second, unit, role, by, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    opened(&mut world).await;
    world.taps(GRANNY, "Another serious danger").await;
    world.taps(GRANNY, "Lead Chen").await;
    world.taps(GRANNY, "That is all").await;
    assert_eq!(world.screen(LEAD, 1), "(nothing)");
    assert_eq!(world.screen(SECOND, 1), "(nothing)");
    assert_eq!(world.count(OFFICER, "Another serious danger"), 1);
    assert_eq!(world.count(GRANNY, "Officer Hu"), 1);
    assert!(staff.officer != staff.second);
}

#[tokio::test]
async fn whose_record_the_named_lead_looked_at_answers_only_where_nobody_else_can() {
    for db in databases().await {
        for county in [true, false] {
            let mut world = match county {
                true => World::linked_on(&db.url).await,
                false => World::linked().await,
            };
            let staff = protect(&world).await;
            let mut tx = world.store.write().await.unwrap();
            let (now, by) = (world.env.now(), Some(world.adult(LEAD)));
            for post in store::posts::all_of(&mut tx, staff.second).await.unwrap() {
                store::posts::check(&mut tx, post.id, by, now)
                    .await
                    .unwrap();
            }
            if !county {
                for post in store::posts::all_of(&mut tx, staff.officer).await.unwrap() {
                    store::posts::end(&mut tx, post.adult, post.unit, post.role, now)
                        .await
                        .unwrap();
                }
            }
            tx.commit().await.unwrap();
            opened(&mut world).await;
            world.taps(GRANNY, "Another serious danger").await;
            world.taps(GRANNY, "Lead Chen").await;
            world.taps(GRANNY, "That is all").await;
            assert_eq!(world.screen(LEAD, 1), "(nothing)");
            let told = |who| world.count(who, "Another serious danger");
            assert_eq!(told(OFFICER), usize::from(county));
            assert_eq!(told(SECOND), usize::from(!county));
        }
    }
}

/// Told by a teacher about "another child": which one, and whether it is about somebody at the school, is
/// asked before anybody there has it.
async fn told_without_a_child(world: &mut World) {
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "Something is wrong").await;
    world.taps(TEACHER, "Another child").await;
    world.taps(TEACHER, "Made to beg").await;
}

#[tokio::test]
async fn about_somebody_at_the_school_nobody_there_gets_it_before_a_name() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        told_without_a_child(&mut world).await;
        insta::assert_snapshot!(
            "asked_first_whether_at_the_school",
            world.screen(TEACHER, 1)
        );
        world.advance(TimeDelta::seconds(40));
        world.taps(TEACHER, "Yes, somebody at the school").await;
        insta::assert_snapshot!("asked_who_at_the_school", world.screen(TEACHER, 1));
        // The minute is kept: somebody outside has it.
        later(&mut world, 14).await;
        assert_eq!(world.count(OFFICER, "Made to beg"), 0);
        later(&mut world, 1).await;
        insta::assert_snapshot!(
            "the_county_hears_of_somebody_at_the_school",
            world.screen(OFFICER, 1)
        );
        later(&mut world, 3 * 3600).await;
        for who in [LEAD, SECOND] {
            assert_eq!(world.screen(who, 1), "(nothing)", "{who}");
        }
    }
}

#[tokio::test]
async fn with_a_name_the_others_at_the_school_get_it() {
    let mut world = World::linked().await;
    protect(&world).await;
    told_without_a_child(&mut world).await;
    world.taps(TEACHER, "Yes, somebody at the school").await;
    world.taps(TEACHER, "Lead Chen").await;
    assert!(
        world.screen(TEACHER, 1).contains("It goes to: Lead Sun"),
        "{}",
        world.screen(TEACHER, 1)
    );
    world.taps(TEACHER, "That is all").await;
    assert_eq!(world.count(SECOND, "Made to beg"), 1);
    assert_eq!(world.screen(LEAD, 1), "(nothing)");
    assert_eq!(world.screen(OFFICER, 1), "(nothing)");
}

#[tokio::test]
async fn said_late_it_is_given_up_by_all_who_work_there() {
    let mut world = World::linked().await;
    protect(&world).await;
    told_without_a_child(&mut world).await;
    let late = data(meant(&world, TEACHER, "Yes, somebody at the school"));
    later(&mut world, 50).await;
    assert_eq!(world.count(LEAD, "Made to beg"), 1);
    let read = data(meant(&world, LEAD, "I take it"));
    world.tap_data(world.chat_of(TEACHER), None, &late).await;
    world.refuses(&[LEAD, SECOND], &read).await;
    assert_eq!(world.count(OFFICER, "Made to beg"), 1);
}

#[tokio::test]
async fn without_anybody_outside_the_name_is_waited_for() {
    let mut world = World::linked().await;
    super::numbers(&world).await;
    told_without_a_child(&mut world).await;
    world.taps(TEACHER, "Yes, somebody at the school").await;
    assert!(
        world
            .screen(TEACHER, 1)
            .contains("Nobody outside the school")
    );
    later(&mut world, 3600).await;
    assert_eq!(world.screen(LEAD, 1), "(nothing)");
    // A name at last: the others there get it.
    world
        .hires(
            "sun",
            "Teacher Sun",
            world.school.class,
            hongyan::model::unit::Role::Teacher,
        )
        .await;
    world.says(TEACHER, "It was in the gym.").await;
    let id = super::count(&world, "SELECT id FROM concerns").await;
    let at_school = data(Tap::AtSchool(ConcernId(id)));
    world
        .tap_data(world.chat_of(TEACHER), None, &at_school)
        .await;
    world.taps(TEACHER, "Teacher Sun").await;
    world.taps(TEACHER, "That is all").await;
    later(&mut world, 31 * 60).await;
    assert_eq!(world.count(LEAD, "Made to beg"), 1);
}

/// A lead of the school who is the child's father would read it before the child is named.
#[tokio::test]
async fn the_child_named_late_shuts_out_its_family() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        protect(&world).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        link(
            &world,
            lan,
            GRANNY,
            LinkRole::Guardian,
            Relation::Grandmother,
        )
        .await;
        link(&world, ming, LEAD, LinkRole::Contact, Relation::Uncle).await;
        opened(&mut world).await;
        world.taps(GRANNY, "Another child").await;
        world.taps(GRANNY, "Made to beg").await;
        let about = data(meant(&world, GRANNY, "It is about Ming"));
        later(&mut world, 50).await;
        assert_eq!(world.count(LEAD, "Made to beg"), 1);
        let read = data(meant(&world, LEAD, "I take it"));
        world.tap_data(world.chat_of(GRANNY), None, &about).await;
        world.refuses(&[LEAD], &read).await;
        world.taps(SECOND, "I take it").await;
        assert_eq!(world.count(GRANNY, "somebody has taken it"), 1);
    }
}

#[tokio::test]
async fn a_lead_named_late_loses_it_at_once() {
    let mut world = World::linked().await;
    protect(&world).await;
    opened(&mut world).await;
    world.taps(GRANNY, "Missing, or taken").await;
    later(&mut world, 50).await;
    assert_eq!(world.count(LEAD, "Missing, or taken"), 1);
    let read = data(meant(&world, LEAD, "I take it"));
    world.taps(GRANNY, "Lead Chen").await;
    world.tap_data(world.chat_of(LEAD), None, &read).await;
    assert_eq!(world.chat(LEAD).toasts, ["This is not possible right now."]);
    world.taps(GRANNY, "That is all").await;
    assert_eq!(world.count(GRANNY, "Lead Sun"), 1);
}

#[tokio::test]
async fn where_nobody_can_be_reached_no_promise_is_made() {
    let mut world = World::linked().await;
    super::numbers(&world).await;
    opened(&mut world).await;
    world.taps(GRANNY, "Lives alone").await;
    world.taps(GRANNY, "Lead Chen").await;
    world.taps(GRANNY, "That is all").await;
    insta::assert_snapshot!("granny_alone", world.screen(GRANNY, 1));
    // It is tried again, and who comes later gets it.
    let school = world.school.school;
    let role = hongyan::model::unit::Role::SchoolLead;
    world.hires(SECOND, "Lead Sun", school, role).await;
    later(&mut world, 31 * 60).await;
    assert_eq!(world.count(SECOND, "Lives alone"), 1);
}

#[tokio::test]
async fn only_who_has_to_do_with_a_child_can_tell_and_only_of_that_child() {
    let mut world = World::linked().await;
    protect(&world).await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    parting::end(&mut tx, &world.env, None, ming, mum)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for (who, child) in [
        (MUM, Some(ming)),
        (MUM, None),
        (DAD, Some(ming)),
        ("stranger", Some(ming)),
        (GRANNY, Some(ChildId(7))),
    ] {
        for tap in [
            Tap::What(child, false),
            Tap::Tell(child, Kind::Injuries, true),
        ] {
            world.tap_data(world.chat_of(who), None, &data(tap)).await;
            let toasts = &world.chat(who).toasts;
            assert_eq!(
                toasts.last().unwrap(),
                "This is not possible right now.",
                "{who}"
            );
        }
    }
    assert_eq!(count(&world, "SELECT COUNT(*) FROM concerns").await, 0);
    // Nobody adds to what another told.
    opened(&mut world).await;
    world.taps(GRANNY, "Lives alone").await;
    let sure = data(meant(&world, GRANNY, "None of these"));
    world.tap_data(world.chat_of(AUNT), None, &sure).await;
    assert_eq!(world.chat(AUNT).toasts, ["This is not possible right now."]);
}

#[tokio::test]
async fn a_teacher_tells_from_the_childs_card_and_an_officer_about_nobody_by_name() {
    let mut world = World::linked().await;
    protect(&world).await;
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "Something is wrong").await;
    world.taps(TEACHER, "Class 3-2").await;
    world.taps(TEACHER, "Li Lan").await;
    world.taps(TEACHER, "Girl under 14").await;
    insta::assert_snapshot!("teacher_who", world.screen(TEACHER, 1));
    world.taps(TEACHER, "None of these").await;
    assert_eq!(world.count(LEAD, "Told by: Teacher Zhao, class teacher"), 1);
    world.says(OFFICER, "/menu").await;
    world.taps(OFFICER, "Something is wrong").await;
    world
        .says(OFFICER, "A child begs at the bus station every day.")
        .await;
    assert_eq!(world.count(OFFICER, "It is noted"), 1);
}

#[tokio::test]
async fn a_flood_of_reports_ends_with_the_numbers() {
    let mut world = World::linked().await;
    protect(&world).await;
    opened(&mut world).await;
    let ming = Some(world.school.ming);
    for _ in 0..12 {
        let tap = data(Tap::Tell(ming, Kind::Begging, false));
        world.tap_data(world.chat_of(GRANNY), None, &tap).await;
        world.advance(TimeDelta::seconds(2));
    }
    assert_eq!(count(&world, "SELECT COUNT(*) FROM concerns").await, 8);
    assert_eq!(world.count(GRANNY, "What you told today"), 4);
}

#[tokio::test]
async fn no_urgent_path_ends_without_a_number() {
    for set in [true, false] {
        let mut world = World::linked().await;
        let expected = if set { "0871 555 0100" } else { "112" };
        match set {
            true => {
                protect(&world).await;
            }
            false => {
                let school = world.school.school;
                let role = hongyan::model::unit::Role::SchoolLead;
                world.hires(SECOND, "Lead Sun", school, role).await;
            }
        }
        let mut urgent = 0;
        let mut look = |world: &World, who: &str| {
            let shown = world.chat(who).shown.last().unwrap();
            assert!(
                shown.text.contains("round the clock"),
                "{who}:\n{}",
                shown.text
            );
            assert!(shown.text.contains(expected), "{who}:\n{}", shown.text);
            assert!(
                !shown.rows.is_empty(),
                "a next step for {who}:\n{}",
                shown.text
            );
            urgent += 1;
        };
        opened(&mut world).await;
        look(&world, GRANNY);
        world.taps(GRANNY, "Without my name").await;
        look(&world, GRANNY);
        world.taps(GRANNY, "Made to beg").await;
        look(&world, GRANNY);
        world.taps(GRANNY, "Mei").await;
        look(&world, GRANNY);
        world.taps(GRANNY, "That is all").await;
        look(&world, GRANNY);
        look(&world, LEAD);
        world.taps(LEAD, "I take it").await;
        look(&world, LEAD);
        world.taps(LEAD, "Enter receipt").await;
        look(&world, LEAD);
        world.says(GRANNY, "More.").await;
        look(&world, GRANNY);
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "please ring me").await;
        look(&world, GRANNY);
        world.says(GRANNY, "/help").await;
        look(&world, GRANNY);
        world.says("stranger", "/start").await;
        let shown = world.chat("stranger").shown.last().unwrap();
        assert!(shown.text.contains("112"), "{}", shown.text);
        assert_eq!(urgent, 11);
    }
}

/// An office may report about any child below it and sees no lists of children, also by a button made by hand.
#[tokio::test]
async fn an_officer_gets_no_list_of_a_class() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let (county, class) = (world.school.county, world.school.class);
        for (who, role) in [
            ("county", Role::CountyOfficer),
            ("township", Role::TownshipOfficer),
        ] {
            world.hires(who, who, county, role).await;
            let list = hongyan::dialogue::Tap::Concern(Tap::Unit(class, 0)).encode();
            world.tap_data(world.chat_of(who), None, &list).await;
            let seen = world.everything(who);
            assert!(!seen.contains("Ming") && !seen.contains("Lan"), "{seen}");
        }
        // Who teaches them does.
        let list = hongyan::dialogue::Tap::Concern(Tap::Unit(class, 0)).encode();
        world.tap_data(world.chat_of(TEACHER), None, &list).await;
        assert!(world.everything(TEACHER).contains("Ming"));
    }
}
