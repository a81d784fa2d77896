//! Acting guardians: proposed by a parent, checked by the school, for a term that ends by itself.

mod answers;
mod hushed;

use chrono::TimeDelta;
use hongyan::base::Instant;
use hongyan::dialogue::{self, guardian::Tap};
use hongyan::model::Locale;
use hongyan::model::guardian::{Lives, State, Statement};
use hongyan::model::message::Act;
use hongyan::model::rights::{Action, LinkRole, LinkState};
use hongyan::service::exclusion;
use hongyan::service::guardian;
use hongyan::store;
use hongyan::store::appointments::Appointment;

use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// The clock's round; gives when it wants to be called again.
async fn tick(world: &mut World) -> Option<Instant> {
    let mut tx = world.store.write().await.unwrap();
    let next = guardian::tick(&mut tx, &world.env, 100).await.unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
    next
}

async fn newest(world: &World) -> Appointment {
    let mut tx = world.store.read().await.unwrap();
    let all = store::appointments::of_child(&mut tx, world.school.ming)
        .await
        .unwrap();
    all.into_iter().max_by_key(|found| found.id).unwrap()
}

async fn traced(world: &World, action: &'static str) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, action).await.unwrap()
}

/// Mum proposes somebody of the roster.
async fn propose(world: &mut World, button: &str) {
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Acting guardian").await;
    world.taps(MUM, "Propose somebody").await;
    world.taps(MUM, "At this person’s home").await;
    world.taps(MUM, "6 months").await;
    world.taps(MUM, button).await;
}

/// The lead opens the form, notes the view and states everything.
async fn fill(world: &mut World) {
    world.taps(LEAD, "Open the form").await;
    world.taps(LEAD, "agrees").await;
    world.says(LEAD, "Auntie bakes with me.").await;
    for _ in Statement::ALL {
        world.taps(LEAD, "Yes, it is so").await;
    }
}

pub async fn appointed(world: &mut World, button: &str) {
    propose(world, button).await;
    fill(world).await;
    world.taps(LEAD, "✅ Appoint").await;
}

#[tokio::test]
async fn from_the_proposal_to_the_paper() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        // Morning for everybody.
        world.set_clock("2026-03-02T06:00:00Z");
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Acting guardian").await;
        insta::assert_snapshot!("parent_without_a_guardian", world.screen(MUM, 1));
        world.taps(MUM, "Propose somebody").await;
        world.taps(MUM, "At this person’s home").await;
        world.taps(MUM, "6 months").await;
        insta::assert_snapshot!("parent_chooses_the_person", world.screen(MUM, 1));
        world.taps(MUM, "Aunt Li").await;
        insta::assert_snapshot!("parent_has_proposed", world.screen(MUM, 1));
        insta::assert_snapshot!("lead_hears_of_a_proposal", world.screen(LEAD, 1));
        world.taps(LEAD, "Open the form").await;
        insta::assert_snapshot!("form_asks_for_the_view", world.screen(LEAD, 1));
        world.taps(LEAD, "agrees").await;
        world.says(LEAD, "Auntie bakes with me.").await;
        insta::assert_snapshot!("form_asks_for_statements", world.screen(LEAD, 1));
        for _ in Statement::ALL {
            world.taps(LEAD, "Yes, it is so").await;
        }
        insta::assert_snapshot!("form_is_whole", world.screen(LEAD, 1));
        world.taps(LEAD, "✅ Appoint").await;
        insta::assert_snapshot!("lead_has_appointed", world.screen(LEAD, 2));
        insta::assert_snapshot!("parent_hears_of_it", world.screen(MUM, 2));
        insta::assert_snapshot!("carer_hears_of_it", world.screen(AUNT, 1));
        for who in [MUM, LEAD] {
            let (name, pdf) = world.chat(who).files.last().unwrap();
            assert_eq!(name, "notice.pdf");
            assert!(pdf.starts_with(b"%PDF-"));
        }
        // The link is dated with the term; the parent's own is as before.
        let mut tx = world.store.read().await.unwrap();
        let (ming, aunt, mum) = (world.school.ming, world.adult(AUNT), world.adult(MUM));
        let link = store::links::pair(&mut tx, ming, aunt)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (link.role, link.state),
            (LinkRole::Guardian, LinkState::Active)
        );
        assert_eq!(link.from, Some(world.env.now()));
        let term = "2026-09-01T16:00:00Z".parse().unwrap();
        assert_eq!(link.to, Some(term));
        let own = store::links::pair(&mut tx, ming, mum)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((own.role, own.to), (LinkRole::Parent, None));
        drop(tx);
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
        assert!(world.may(AUNT, Action::AnswerCheckIn).await);
        assert_eq!(traced(&world, "appoint_guardian").await, 1);
        // Who was acting guardian until now is so no more, with the history.
        assert!(!world.may(GRANNY, Action::ReadRecord).await);
        assert_eq!(world.count(GRANNY, "has ended"), 1);
    }
}

#[tokio::test]
async fn without_any_of_it_nobody_is_appointed_and_it_is_said_what_is_missing() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        // Without a proposal there is nothing to appoint.
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Acting guardian").await;
        insta::assert_snapshot!("lead_without_a_proposal", world.screen(LEAD, 1));
        // The parent leaves the term to the school.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Acting guardian").await;
        world.taps(MUM, "Propose somebody").await;
        world.taps(MUM, "At this person’s home").await;
        world.taps(MUM, "The school decides").await;
        world.taps(MUM, "Aunt Li").await;
        world.taps(LEAD, "Open the form").await;
        world.taps(LEAD, "✅ Appoint").await;
        insta::assert_snapshot!("nothing_is_there_yet", world.screen(LEAD, 1));
        // A child of nine is never too young, whatever a button says.
        let id = newest(&world).await.id;
        let too_young = Tap::View(id, hongyan::model::guardian::View::TooYoung);
        let data = dialogue::Tap::Guardian(too_young).encode();
        let (chat, message) = (
            world.chat_of(LEAD),
            world.chat(LEAD).shown.last().unwrap().id,
        );
        world.tap_data(chat, Some(message), &data).await;
        assert_eq!(newest(&world).await.view, None);
        world.taps(LEAD, "does not want").await;
        world.taps(LEAD, "Go on").await;
        world.taps(LEAD, "Yes, it is so").await;
        world.taps(LEAD, "🚫 No").await;
        for _ in 2..Statement::ALL.len() {
            world.taps(LEAD, "Yes, it is so").await;
        }
        world.taps(LEAD, "✅ Appoint").await;
        let screen = world.screen(LEAD, 1);
        assert!(screen.contains("The law forbids it"), "{screen}");
        assert!(screen.contains("The term is missing"), "{screen}");
        world.taps(LEAD, "12 months").await;
        world.taps(LEAD, "✅ Appoint").await;
        insta::assert_snapshot!("an_exclusion_stands_against_it", world.screen(LEAD, 1));
        assert_eq!(newest(&world).await.state, State::Proposed);
        assert_eq!(traced(&world, "appoint_refused").await, 3);
        // The parent's link ends: the proposal is nobody's.
        let mut tx = world.store.write().await.unwrap();
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        hongyan::service::parting::end(&mut tx, &world.env, None, ming, mum)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.taps(LEAD, "Begin again").await;
        world.taps(LEAD, "✅ Appoint").await;
        let screen = world.screen(LEAD, 1);
        assert!(screen.contains("no proposal of a parent"), "{screen}");
        world.taps(LEAD, "Do not appoint").await;
        assert_eq!(newest(&world).await.state, State::Refused);
        assert!(!world.may(AUNT, Action::ReadRecord).await);
    }
}

#[tokio::test]
async fn the_term_warns_twice_and_ends_by_itself_at_the_minute() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.keeps_nights().await;
        appointed(&mut world, "Aunt Li").await;
        let end: Instant = "2026-09-01T16:00:00Z".parse().unwrap();
        assert_eq!(tick(&mut world).await, Some(end - TimeDelta::days(30)));
        world.env.clock.set(end - TimeDelta::days(30));
        world.everybody_was_seen().await;
        assert_eq!(tick(&mut world).await, Some(end - TimeDelta::days(7)));
        // It is midnight at the school: what can wait waits for the reader's morning.
        assert_eq!(world.count(LEAD, "Days left"), 0);
        world.advance(TimeDelta::hours(12));
        world.deliver().await;
        insta::assert_snapshot!("parent_is_warned", world.screen(MUM, 1));
        insta::assert_snapshot!("school_is_warned", world.screen(LEAD, 1));
        assert_eq!(tick(&mut world).await, Some(end - TimeDelta::days(7)));
        world
            .env
            .clock
            .set(end - TimeDelta::days(7) + TimeDelta::hours(13));
        tick(&mut world).await;
        assert_eq!(world.count(MUM, "Days left: 30"), 1);
        assert_eq!(world.count(MUM, "Days left: 7"), 1);
        assert_eq!(world.count(LEAD, "Days left: 7"), 1);
        // An evening's question waits with her when the term ends.
        world.env.clock.set(end - TimeDelta::minutes(5));
        world.everybody_was_seen().await;
        world.the_staff_were_looked_at().await;
        world.asks_at_home().await;
        assert_eq!(world.count(AUNT, "at home and well?"), 1);
        world.taps(AUNT, "Menu").await;
        assert!(world.screen(AUNT, 1).contains("How is Ming"));
        // One minute before she may, at the minute she may not: the clock's round has not come by yet.
        world.env.clock.set(end - TimeDelta::minutes(1));
        assert!(world.may(AUNT, Action::AnswerCheckIn).await);
        world.env.clock.set(end);
        assert!(!world.may(AUNT, Action::AnswerCheckIn).await);
        world.taps(AUNT, "How is Ming").await;
        assert_eq!(
            world.chat(AUNT).toasts.last().unwrap(),
            "This is not possible right now."
        );
        assert_eq!(world.count(TEACHER, "no answer from home yet"), 0);
        assert_eq!(tick(&mut world).await, None);
        // The question is the next person's in the same minute: nobody at home is left.
        assert_eq!(world.count(TEACHER, "no answer from home yet"), 1);
        assert_eq!(newest(&world).await.state, State::Ended);
        world.advance(TimeDelta::hours(12));
        world.deliver().await;
        insta::assert_snapshot!("parent_hears_of_the_end", world.screen(MUM, 1));
        insta::assert_snapshot!("carer_hears_of_the_end", world.screen(AUNT, 1));
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
    }
}

#[tokio::test]
async fn another_guardian_takes_over_at_a_minute_unless_the_school_says_both() {
    for db in databases().await {
        for both in [false, true] {
            let mut world = match both {
                false => World::linked_on(&db.url).await,
                true => World::linked().await,
            };
            propose(&mut world, "Aunt Li").await;
            fill(&mut world).await;
            world.taps(LEAD, "In 7 days").await;
            if both {
                world.taps(LEAD, "Present one stays too").await;
                assert!(world.screen(LEAD, 1).contains("☑ Present one stays"));
            }
            world.taps(LEAD, "✅ Appoint").await;
            assert_eq!(newest(&world).await.state, State::Appointed);
            assert!(!world.may(AUNT, Action::ReadRecord).await);
            assert!(world.may(GRANNY, Action::ReadRecord).await);
            let begin: Instant = "2026-03-08T16:00:00Z".parse().unwrap();
            assert_eq!(tick(&mut world).await, Some(begin));
            world.env.clock.set(begin);
            tick(&mut world).await;
            assert_eq!(newest(&world).await.state, State::InForce);
            assert!(world.may(AUNT, Action::ReadRecord).await);
            assert_eq!(world.may(GRANNY, Action::ReadRecord).await, both);
            world.advance(TimeDelta::hours(12));
            world.deliver().await;
            assert_eq!(world.count(GRANNY, "has ended"), usize::from(!both));
        }
    }
}

#[tokio::test]
async fn what_waits_with_the_old_guardian_goes_to_the_new_one() {
    let mut world = World::linked().await;
    propose(&mut world, "Aunt Li").await;
    fill(&mut world).await;
    world.set_clock("2026-03-02T12:00:00Z");
    world.asks_at_home().await;
    assert_eq!(world.count(GRANNY, "at home and well?"), 1);
    assert_eq!(world.count(AUNT, "at home and well?"), 0);
    world.taps(LEAD, "✅ Appoint").await;
    assert_eq!(world.count(AUNT, "at home and well?"), 1);
    // Granny's button answers nothing any more.
    world.taps(GRANNY, "All well").await;
    assert_eq!(
        world.chat(GRANNY).toasts.last().unwrap(),
        "This is not possible right now."
    );
    world.taps(AUNT, "All well").await;
    assert!(world.screen(AUNT, 9).contains("Thank you!"));
}

#[tokio::test]
async fn parent_or_school_break_off_and_nobody_else() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        appointed(&mut world, "Aunt Li").await;
        let id = newest(&world).await.id;
        // Another child's father, the teacher and the carer herself get one answer, and nothing.
        let others = [DAD, TEACHER, AUNT, "stranger"];
        for tap in [
            Tap::End(id),
            Tap::Notice(id),
            Tap::Appoint(id),
            Tap::Form(id),
        ] {
            let data = dialogue::Tap::Guardian(tap).encode();
            world.refuses(&others, &data).await;
        }
        assert!(others.iter().all(|who| world.chat(who).files.is_empty()));
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Acting guardian").await;
        insta::assert_snapshot!("parent_with_a_guardian", world.screen(MUM, 1));
        world.taps(MUM, "Break off: Aunt Li").await;
        insta::assert_snapshot!("parent_is_asked_before_the_end", world.screen(MUM, 1));
        world.taps(MUM, "Yes, end it now").await;
        assert_eq!(newest(&world).await.state, State::BrokenOff);
        assert!(!world.may(AUNT, Action::ReadRecord).await);
        assert_eq!(world.count(AUNT, "has ended"), 1);
        assert_eq!(world.count(LEAD, "was broken off"), 1);
    }
}

#[tokio::test]
async fn somebody_the_roster_does_not_know_is_entered_by_the_school() {
    let mut world = World::linked().await;
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Acting guardian").await;
    world.taps(MUM, "Propose somebody").await;
    world.taps(MUM, "At our own home").await;
    world.taps(MUM, "1 month").await;
    world.taps(MUM, "Somebody else").await;
    world.says(MUM, "Neighbour Sun, +86 138 0000 0077").await;
    world.taps(LEAD, "Open the form").await;
    insta::assert_snapshot!("form_without_a_person", world.screen(LEAD, 1));
    world.taps(LEAD, "Enter the person").await;
    world
        .says(LEAD, "Sun Hao, +86 138 0000 0077, 2009-05-01")
        .await;
    world.taps(LEAD, "does not want").await;
    world.says(LEAD, "I do not know him.").await;
    for _ in Statement::ALL {
        world.taps(LEAD, "Yes, it is so").await;
    }
    world.taps(LEAD, "✅ Appoint").await;
    let screen = world.screen(LEAD, 1);
    assert!(screen.contains("the person is under 18"), "{screen}");
    // With another birth date it goes on; he is not in the chat, so the lead can invite him at once.
    let mut tx = world.store.write().await.unwrap();
    let adult = newest(&world).await.adult.unwrap();
    let birth = "1969-05-01".parse().unwrap();
    store::appointments::set_birth(&mut tx, adult, birth)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.taps(LEAD, "✅ Appoint").await;
    world.taps(LEAD, "Invite Sun Hao").await;
    let text = world.chat(LEAD).find("t.me/").text.clone();
    let (_, code) = text.split_once("read out: ").unwrap();
    world.says("sun", code.trim()).await;
    world.shares_contact("sun", "+86 138 0000 0077", true).await;
    world.taps("sun", "Yes, that is right").await;
    world.taps(LEAD, "Approve").await;
    let mut tx = world.store.read().await.unwrap();
    let link = store::links::pair(&mut tx, world.school.ming, adult)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (link.role, link.state),
        (LinkRole::Guardian, LinkState::Active)
    );
    // Midnight after the last day.
    assert_eq!(link.to, Some("2026-04-01T16:00:00Z".parse().unwrap()));
}

/// The mother was never linked; she stands on the roster, and has signed a paper.
async fn unlinked(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    let (ming, mum) = (world.school.ming, world.adult(MUM));
    hongyan::service::parting::end(&mut tx, &world.env, None, ming, mum)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn records(world: &mut World, who: &str) {
    world.opens_card(who).await;
    world.taps(who, "Acting guardian").await;
    world.taps(who, "A parent proposes on paper").await;
}

#[tokio::test]
async fn a_parent_without_the_chat_proposes_on_paper() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-02T06:00:00Z");
        unlinked(&world).await;
        records(&mut world, TEACHER).await;
        insta::assert_snapshot!("school_is_asked_whose_paper", world.screen(TEACHER, 1));
        world.taps(TEACHER, "Mei, mother").await;
        insta::assert_snapshot!("school_is_asked_for_its_date", world.screen(TEACHER, 1));
        // A day that has not come is none.
        world.says(TEACHER, "2026-03-09").await;
        world.says(TEACHER, "2026-02-27").await;
        world.taps(TEACHER, "At this person’s home").await;
        world.taps(TEACHER, "6 months").await;
        world.taps(TEACHER, "Aunt Li").await;
        insta::assert_snapshot!("school_has_recorded_a_paper", world.screen(TEACHER, 1));
        let found = newest(&world).await;
        let paper = found.paper.unwrap();
        assert_eq!(
            (paper.by, paper.day),
            (world.adult(TEACHER), "2026-02-27".parse().unwrap())
        );
        assert_eq!(found.proposed_by, world.adult(MUM));
        assert_eq!(traced(&world, "guardian_paper").await, 1);
        // The family at home sees what was noted in the mother's name, and by whom.
        insta::assert_snapshot!("family_sees_the_paper", world.screen(GRANNY, 1));
        // Who recorded it does not decide, nor does anybody who has no say.
        let form = dialogue::Tap::Guardian(Tap::Form(found.id)).encode();
        world
            .refuses(&[TEACHER, MUM, GRANNY, DAD, "stranger"], &form)
            .await;
        world.taps(LEAD, "Open the form").await;
        insta::assert_snapshot!("form_of_a_paper", world.screen(LEAD, 1));
        world.taps(LEAD, "agrees").await;
        world.says(LEAD, "Auntie bakes with me.").await;
        for _ in Statement::ALL {
            world.taps(LEAD, "Yes, it is so").await;
        }
        answers::answers(&mut world, "Aunt Li", "Notes with", true).await;
        world.taps(LEAD, "Open the form").await;
        world.taps(LEAD, "✅ Appoint").await;
        assert_eq!(newest(&world).await.state, State::InForce);
        assert!(world.may(AUNT, Action::AnswerCheckIn).await);
        assert_eq!(world.count(TEACHER, "please tell them"), 1);
    }
}

#[tokio::test]
async fn a_paper_is_recorded_by_one_and_decided_by_another() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        unlinked(&world).await;
        // The only lead would have to decide alone.
        records(&mut world, LEAD).await;
        insta::assert_snapshot!(
            "the_only_lead_lets_the_teacher_record",
            world.screen(LEAD, 1)
        );
        let second = hongyan::model::unit::Role::SchoolLead;
        world
            .hires("second", "Lead Sun", world.school.school, second)
            .await;
        records(&mut world, LEAD).await;
        world.taps(LEAD, "Mei, mother").await;
        world.taps(LEAD, "Mon 2 March").await;
        world.taps(LEAD, "At this person’s home").await;
        world.taps(LEAD, "The school decides").await;
        world.taps(LEAD, "Somebody else").await;
        world.says(LEAD, "Old Zhang next door").await;
        let found = newest(&world).await;
        assert_eq!((found.adult, found.months), (None, None));
        for tap in [Tap::Form(found.id), Tap::Appoint(found.id)] {
            let data = dialogue::Tap::Guardian(tap).encode();
            world.refuses(&[LEAD, TEACHER], &data).await;
        }
        world.taps("second", "Open the form").await;
        assert!(world.screen("second", 1).contains("Old Zhang next door"));
        // Taken back by who recorded it.
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Acting guardian").await;
        world.taps(LEAD, "Take back the proposal").await;
        world.taps(LEAD, "Yes, take it back").await;
        assert_eq!(newest(&world).await.state, State::Refused);

        // No paper of who is dead or kept away, of a future day, or recorded from elsewhere.
        let signed = |day: &str| hongyan::dialogue::guardian::Signed {
            parent: hongyan::model::record::Parent::Mother,
            day: day.parse().unwrap(),
        };
        let (ming, aunt) = (world.school.ming, world.adult(AUNT));
        let data = |day: &str| {
            let tap = Tap::Propose(ming, Lives::AtHome, 6, aunt);
            dialogue::Tap::Guardian(Tap::On(signed(day), Box::new(tap))).encode()
        };
        world
            .refuses(&[MUM, GRANNY, DAD, "stranger"], &data("2026-03-01"))
            .await;
        world.refuses(&[TEACHER], &data("2026-03-03")).await;
        crate::backup::execute(&db.url, "UPDATE parents SET whereabouts = 'dead'").await;
        world.refuses(&[TEACHER], &data("2026-03-01")).await;
        crate::backup::execute(&db.url, "UPDATE parents SET whereabouts = 'abroad'").await;
        let mut tx = world.store.write().await.unwrap();
        let paper = world.paper(ming, world.adult(MUM));
        exclusion::exclude(&mut tx, &world.env, None, &paper)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.refuses(&[TEACHER], &data("2026-03-01")).await;
        assert_eq!(newest(&world).await.id, found.id);
    }
}

#[tokio::test]
async fn a_renewed_term_does_not_end_with_the_old_one() {
    let mut world = World::linked().await;
    appointed(&mut world, "Aunt Li").await;
    world.set_clock("2026-08-20T06:00:00Z");
    world.everybody_was_seen().await;
    world.the_staff_were_looked_at().await;
    tick(&mut world).await;
    appointed(&mut world, "Aunt Li").await;
    world.set_clock("2026-09-02T06:00:00Z");
    tick(&mut world).await;
    assert!(world.may(AUNT, Action::AnswerCheckIn).await);
    assert_eq!(world.count(AUNT, "has ended"), 0);
    world.set_clock("2027-02-20T06:00:00Z");
    world.everybody_was_seen().await;
    tick(&mut world).await;
    assert!(!world.may(AUNT, Action::AnswerCheckIn).await);
    assert_eq!(world.count(AUNT, "has ended"), 1);
}

#[tokio::test]
async fn an_excluded_guardian_has_no_term_and_hears_nothing() {
    let mut world = World::linked().await;
    appointed(&mut world, "Aunt Li").await;
    let mut tx = world.store.write().await.unwrap();
    let (ming, aunt) = (world.school.ming, world.adult(AUNT));
    let paper = world.paper(ming, aunt);
    exclusion::exclude(&mut tx, &world.env, None, &paper)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let before = world.screen(AUNT, 99);
    assert_eq!(newest(&world).await.state, State::BrokenOff);
    assert_eq!(tick(&mut world).await, None);
    world.advance(TimeDelta::days(400));
    world.everybody_was_seen().await;
    world.the_staff_were_looked_at().await;
    tick(&mut world).await;
    assert_eq!(world.screen(AUNT, 99), before);
    // Nor is she appointed again while it stands.
    propose(&mut world, "Aunt Li").await;
    fill(&mut world).await;
    world.taps(LEAD, "✅ Appoint").await;
    let screen = world.screen(LEAD, 1);
    assert!(screen.contains("cannot be acting guardian"), "{screen}");
}

#[tokio::test]
async fn a_proposal_is_taken_back_by_who_made_it() {
    let mut world = World::linked().await;
    propose(&mut world, "Granny Wang").await;
    let id = newest(&world).await.id;
    for who in [DAD, LEAD, GRANNY] {
        let data = dialogue::Tap::Guardian(Tap::End(id)).encode();
        world.tap_data(world.chat_of(who), None, &data).await;
    }
    assert_eq!(newest(&world).await.state, State::Proposed);
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Acting guardian").await;
    world.taps(MUM, "Take back the proposal").await;
    world.taps(MUM, "Yes, take it back").await;
    assert_eq!(newest(&world).await.state, State::Refused);
}

#[tokio::test]
async fn a_forged_proposal_names_nobody() {
    let mut world = World::linked().await;
    let (ming, lan) = (world.school.ming, world.school.lan);
    for (who, child, adult) in [
        // Another family's child, an adult of no roster of hers, herself.
        (MUM, lan, AUNT),
        (MUM, ming, DAD),
        (MUM, ming, MUM),
        (GRANNY, ming, AUNT),
        (LEAD, ming, AUNT),
    ] {
        let tap = Tap::Propose(child, Lives::AtHome, 6, world.adult(adult));
        let data = dialogue::Tap::Guardian(tap).encode();
        world.tap_data(world.chat_of(who), None, &data).await;
    }
    let mut tx = world.store.read().await.unwrap();
    for child in [ming, lan] {
        let all = store::appointments::of_child(&mut tx, child).await.unwrap();
        assert!(all.is_empty());
    }
}

#[tokio::test]
async fn every_screen_in_every_language() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        let mut tx = world.store.write().await.unwrap();
        for who in [MUM, LEAD, AUNT, GRANNY] {
            let account = store::accounts::of_adult(&mut tx, world.adult(who))
                .await
                .unwrap()
                .unwrap();
            store::accounts::set_locale(&mut tx, account.id, *locale)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let mut seen = String::new();
        let (ming, aunt) = (world.school.ming, world.adult(AUNT));
        let tap = |world: &World, tap: Tap| {
            let _ = world;
            dialogue::Tap::Guardian(tap).encode()
        };
        for step in [
            Tap::Child(ming),
            Tap::Live(ming),
            Tap::Term(ming, Lives::WithCarer),
            Tap::Who(ming, Lives::WithCarer, 6),
            Tap::Somebody(ming, Lives::WithCarer, 6),
            Tap::Propose(ming, Lives::WithCarer, 6, aunt),
        ] {
            let data = tap(&world, step);
            world.tap_data(world.chat_of(MUM), None, &data).await;
            seen.push_str(&world.screen(MUM, 1));
        }
        let id = newest(&world).await.id;
        seen.push_str("##### school\n");
        seen.push_str(&world.screen(LEAD, 1));
        let mut steps = vec![
            Tap::Form(id),
            Tap::Appoint(id),
            Tap::View(id, hongyan::model::guardian::View::Agrees),
        ];
        steps.extend(Statement::ALL.iter().map(|s| Tap::State(id, *s, true)));
        steps.push(Tap::Appoint(id));
        for step in steps {
            let show = !matches!(step, Tap::State(_, s, _) if s != Statement::Near);
            let data = tap(&world, step);
            world.tap_data(world.chat_of(LEAD), None, &data).await;
            if show {
                seen.push_str(&world.screen(LEAD, 1));
            }
        }
        seen.push_str("##### told\n");
        world.advance(TimeDelta::hours(8));
        world.deliver().await;
        for who in [LEAD, MUM, AUNT, GRANNY] {
            seen.push_str(&world.screen(who, 2));
        }
        let name = format!("guardian_{}", locale.as_str());
        insta::assert_snapshot!(name, seen);
        let button = world.chat(LEAD).shown.iter().rev();
        let tapped = button.flat_map(|shown| shown.rows.iter().flatten());
        assert!(tapped.clone().all(|b| match &b.act {
            Act::Tap(data) => dialogue::Tap::decode(data).is_some(),
            Act::Open(_) => true,
        }));
    }
}
