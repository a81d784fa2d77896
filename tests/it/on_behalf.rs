//! A grandmother without a chat: who answers in her place, by whose yes, and what every figure says of it.

use chrono::TimeDelta;
use hongyan::base::{AdultId, CheckInId};
use hongyan::dialogue::on_behalf::{Pair, Tap};
use hongyan::dialogue::{self, check_in, roster};
use hongyan::model::Locale;
use hongyan::model::check_in::State;
use hongyan::model::guardian::Statement;
use hongyan::model::on_behalf::{Through, Who};
use hongyan::model::rights::{Action, LinkState};
use hongyan::model::unit::Role;
use hongyan::service::{check_in as service, guardian, rights};
use hongyan::store;
use hongyan::store::check_ins::CheckIn;
use hongyan::store::links::Link;
use hongyan::store::tasks::TaskKind;

use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const CARER: &str = "carer";

fn granny_of(world: &World) -> Pair {
    Pair {
        child: world.school.ming,
        guardian: world.adult(GRANNY),
    }
}

async fn later(world: &mut World, minutes: i64) {
    world.env.clock.advance(TimeDelta::minutes(minutes));
    let mut tx = world.store.write().await.unwrap();
    service::tick(&mut tx, &world.env, 100).await.unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
}

/// The check-in whose question is the newest on somebody's screen.
fn asked(world: &World, who: &str) -> CheckInId {
    asked_as(world, who, "all well")
}

fn asked_as(world: &World, who: &str, well: &str) -> CheckInId {
    let (_, data) = world.chat(who).button(well);
    match dialogue::Tap::decode(&data) {
        Some(dialogue::Tap::CheckIn(check_in::Tap::Well(id))) => id,
        other => panic!("no question for {who}: {other:?}"),
    }
}

async fn row(world: &World, id: CheckInId) -> CheckIn {
    let mut tx = world.store.read().await.unwrap();
    store::check_ins::get(&mut tx, id).await.unwrap().unwrap()
}

async fn audits(world: &World, action: &'static str) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, action).await.unwrap()
}

/// Whom a lead chooses on Ming's card.
async fn chooses(world: &mut World, who: &str) {
    world.opens_card(LEAD).await;
    world.taps(LEAD, "Who answers for Granny Wang").await;
    world.taps(LEAD, &format!("Choose: {who}")).await;
}

async fn on_paper(world: &mut World, who: &str) {
    chooses(world, who).await;
    world.taps(LEAD, "The signed paper is here").await;
}

#[tokio::test]
async fn the_teacher_answers_in_grannys_place_and_every_figure_says_so() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        chooses(&mut world, "the class teacher").await;
        insta::assert_snapshot!("lead_chooses_the_teacher", world.screen(LEAD, 1));
        world.taps(LEAD, "The signed paper is here").await;
        insta::assert_snapshot!("lead_sees_who_answers", world.screen(LEAD, 1));

        world.evening("2026-03-02").await;
        insta::assert_snapshot!("teacher_is_asked", world.screen(TEACHER, 1));
        assert_eq!(world.count(GRANNY, "home and well"), 0);
        world.restart().await;
        let id = asked(&world, TEACHER);
        world.taps(TEACHER, "I reached them: all well").await;
        let found = row(&world, id).await;
        assert_eq!(found.state, State::Well);
        assert_eq!(found.answered_by, Some(world.adult(TEACHER)));
        assert_eq!(found.answered_for, Some(world.adult(GRANNY)));
        assert_eq!(found.through, Some(Through::School));
        assert_eq!(audits(&world, "check_in_on_behalf").await, 1);

        // The next evening granny has a chat of her own: her answer is one from home.
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Who answers for Granny Wang").await;
        world.taps(LEAD, "Granny Wang answers again").await;
        world.evening("2026-03-03").await;
        let id = asked_at_home(&world);
        world.taps(GRANNY, "All well").await;
        let found = row(&world, id).await;
        assert_eq!((found.through, found.answered_for), (None, None));

        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        let week = world.screen(MUM, 1);
        let line = "2 of 2 times, of these 1 through the school or a helper";
        assert!(week.contains(line), "{week}");

        let mut tx = world.store.read().await.unwrap();
        let copy = store::dossiers::check_ins(&mut tx, world.school.ming).await;
        let copy: Vec<_> = copy.unwrap().iter().map(|asked| asked.through).collect();
        assert_eq!(copy, [Some(Through::School), None]);
    }
}

fn asked_at_home(world: &World) -> CheckInId {
    let (_, data) = world.chat(GRANNY).button("All well");
    match dialogue::Tap::decode(&data) {
        Some(dialogue::Tap::CheckIn(check_in::Tap::Well(id))) => id,
        other => panic!("no question at home: {other:?}"),
    }
}

#[tokio::test]
async fn a_neighbour_helps_once_a_parent_has_said_yes_in_the_chat() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let (pair, aunt) = (granny_of(&world), world.adult(AUNT));
        chooses(&mut world, "Aunt Li").await;
        world.taps(LEAD, "Ask the family in the chat").await;
        insta::assert_snapshot!("lead_waits_for_a_yes", world.screen(LEAD, 1));
        insta::assert_snapshot!("mum_is_asked", world.screen(MUM, 1));

        // Before the yes nothing changes, and nobody else can say it.
        world.evening("2026-03-02").await;
        assert_eq!(world.count(GRANNY, "home and well"), 1);
        world.taps(GRANNY, "All well").await;
        let agree = |who| dialogue::Tap::OnBehalf(Tap::Agree(pair, who)).encode();
        let yes = agree(Who::Helper(aunt));
        world.refuses(&[AUNT, DAD, TEACHER, "stranger"], &yes).await;
        // A yes to somebody who was not asked about is none.
        world.refuses(&[MUM], &agree(Who::Teacher)).await;

        world.taps(MUM, "Yes").await;
        insta::assert_snapshot!("mum_said_yes", world.screen(MUM, 1));
        insta::assert_snapshot!("lead_hears_of_the_yes", world.screen(LEAD, 1));
        insta::assert_snapshot!("aunt_is_told", world.screen(AUNT, 1));
        // The old button answers nothing any more.
        world.refuses(&[MUM, GRANNY], &yes).await;

        world.evening("2026-03-03").await;
        insta::assert_snapshot!("aunt_is_asked", world.screen(AUNT, 1));
        assert_eq!(world.count(GRANNY, "home and well"), 0);
        world.taps(AUNT, "Please ring them").await;
        // It is granny who is rung, not her helper.
        let mut tx = world.store.read().await.unwrap();
        let open = store::tasks::list(&mut tx, world.school.school, 20).await;
        let open = open.unwrap();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].kind, TaskKind::RingGuardian);
        assert_eq!(open[0].adult, Some(world.adult(GRANNY)));
        drop(tx);
        world.evening("2026-03-04").await;
        world.taps(AUNT, "A problem").await;
        insta::assert_snapshot!("teacher_hears_through_whom", world.screen(TEACHER, 1));

        // The button that she was told of: she cannot, the school knows, and nobody asks her this week.
        world.evening("2026-03-05").await;
        let asked = world.count(AUNT, "Have you heard from home");
        world.says(AUNT, "/menu").await;
        insta::assert_snapshot!("aunts_menu", world.screen(AUNT, 1));
        world.taps(AUNT, "I cannot this week").await;
        insta::assert_snapshot!("aunt_cannot", world.screen(AUNT, 1));
        insta::assert_snapshot!("teacher_hears_that_aunt_cannot", world.screen(TEACHER, 2));
        world.evening("2026-03-06").await;
        assert_eq!(world.count(AUNT, "Have you heard from home"), asked);
        insta::assert_snapshot!("in_the_helpers_week_off", world.screen(TEACHER, 1));
    }
}

#[tokio::test]
async fn a_no_of_the_family_ends_it_and_the_lead_hears() {
    let mut world = World::linked().await;
    let pair = granny_of(&world);
    chooses(&mut world, "the class teacher").await;
    world.taps(LEAD, "Ask the family in the chat").await;
    world.taps(MUM, "No").await;
    insta::assert_snapshot!("lead_hears_of_the_no", world.screen(LEAD, 1));
    let yes = dialogue::Tap::OnBehalf(Tap::Agree(pair, Who::Teacher)).encode();
    world.refuses(&[MUM, GRANNY], &yes).await;
    world.evening("2026-03-02").await;
    assert_eq!(world.count(GRANNY, "home and well"), 1);
    assert_eq!(world.count(TEACHER, "in place of"), 0);
}

/// The lead taps what a button of theirs carried.
async fn lead_taps(world: &mut World, tap: Tap) {
    let data = dialogue::Tap::OnBehalf(tap).encode();
    world.tap_data(world.chat_of(LEAD), None, &data).await;
}

async fn who_answers(world: &World) -> Vec<Who> {
    let mut tx = world.store.read().await.unwrap();
    let named = store::on_behalf::of_child(&mut tx, world.school.ming, world.env.now()).await;
    named.unwrap().iter().map(|named| named.who).collect()
}

#[tokio::test]
async fn who_answers_stays_until_the_yes_to_somebody_else() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        let aunt = Who::Helper(world.adult(AUNT));
        on_paper(&mut world, "Aunt Li").await;
        chooses(&mut world, "the class teacher").await;
        world.taps(LEAD, "Ask the family in the chat").await;
        insta::assert_snapshot!("lead_sees_both", world.screen(LEAD, 1));
        assert_eq!(who_answers(&world).await, [aunt]);
        world.evening("2026-03-02").await;
        assert_eq!(world.count(AUNT, "Have you heard from home"), 1);
        world.taps(AUNT, "All well").await;

        world.taps(MUM, "No").await;
        insta::assert_snapshot!("lead_hears_who_stays", world.screen(LEAD, 1));
        assert_eq!(who_answers(&world).await, [aunt]);
        assert_eq!(world.count(AUNT, "no longer need"), 0);

        // After a no the same may be asked again; this time it is a yes.
        chooses(&mut world, "the class teacher").await;
        world.taps(LEAD, "Ask the family in the chat").await;
        world.restart().await;
        world.taps(MUM, "Yes").await;
        assert_eq!(who_answers(&world).await, [Who::Teacher]);
        assert_eq!(world.count(AUNT, "no longer need"), 1);
        insta::assert_snapshot!("aunt_need_not_any_more", world.screen(AUNT, 1));
        world.evening("2026-03-03").await;
        assert_eq!(world.count(TEACHER, "You answer in place of"), 1);
    }
}

#[tokio::test]
async fn old_and_second_taps_of_a_lead_change_nothing() {
    let mut world = World::linked().await;
    let (pair, aunt) = (granny_of(&world), Who::Helper(world.adult(AUNT)));
    let question = "Do you agree?";
    for _ in 0..2 {
        lead_taps(&mut world, Tap::Ask(pair, aunt)).await;
    }
    assert_eq!(world.count(MUM, question), 1);
    assert_eq!(audits(&world, "behalf_ask").await, 1);
    world.taps(MUM, "Yes").await;
    lead_taps(&mut world, Tap::Ask(pair, Who::Teacher)).await;
    let asked = world.count(MUM, question);
    // Who answers already is agreed to: neither that nor the other proposal goes.
    for tap in [Tap::Ask(pair, aunt), Tap::Paper(pair, aunt)] {
        lead_taps(&mut world, tap).await;
        assert_eq!(who_answers(&world).await, [aunt]);
    }
    assert_eq!(world.count(MUM, question), asked);
    assert_eq!(world.count(AUNT, "ask for your help"), 1);
    world.taps(MUM, "Yes").await;
    assert_eq!(who_answers(&world).await, [Who::Teacher]);
}

#[tokio::test]
async fn where_nobody_can_be_asked_who_answers_stays() {
    let mut world = World::linked().await;
    let (pair, aunt) = (granny_of(&world), Who::Helper(world.adult(AUNT)));
    on_paper(&mut world, "Aunt Li").await;
    let mut tx = world.store.write().await.unwrap();
    for who in [MUM, GRANNY] {
        let chat = world.chat_of(who);
        let account = store::accounts::by_chat(&mut tx, crate::world::BOT, chat).await;
        let account = account.unwrap().unwrap();
        store::accounts::release_adult(&mut tx, account.adult.unwrap())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    lead_taps(&mut world, Tap::Ask(pair, Who::Teacher)).await;
    assert_eq!(world.count(LEAD, "Nobody of the family can be asked"), 1);
    assert_eq!(who_answers(&world).await, [aunt]);
    world.opens_card(LEAD).await;
    world.taps(LEAD, "Who answers for Granny Wang").await;
    world.taps(LEAD, "Granny Wang answers again").await;
    assert_eq!(world.count(AUNT, "no longer need"), 1);
}

#[tokio::test]
async fn who_names_is_a_lead_and_who_is_named_has_the_right() {
    let mut world = World::linked().await;
    let pair = granny_of(&world);
    let (dad, aunt) = (world.adult(DAD), world.adult(AUNT));
    let everything = |who| {
        [
            Tap::Show(pair),
            Tap::Pick(pair, who),
            Tap::Paper(pair, who),
            Tap::Ask(pair, who),
            Tap::End(pair),
        ]
    };
    for tap in everything(Who::Helper(aunt)) {
        let data = dialogue::Tap::OnBehalf(tap).encode();
        world
            .refuses(&[MUM, GRANNY, AUNT, TEACHER, DAD], &data)
            .await;
    }
    // Somebody without a link to this child, and a parent, are no helpers.
    for who in [Who::Helper(dad), Who::Helper(pair.guardian)] {
        for tap in [
            Tap::Pick(pair, who),
            Tap::Paper(pair, who),
            Tap::Ask(pair, who),
        ] {
            let data = dialogue::Tap::OnBehalf(tap).encode();
            world.refuses(&[LEAD], &data).await;
        }
    }
    // A mother is no guardian of the evening question.
    let mother = Pair {
        guardian: world.adult(MUM),
        ..pair
    };
    let data = dialogue::Tap::OnBehalf(Tap::Paper(mother, Who::Teacher)).encode();
    world.refuses(&[LEAD], &data).await;
    assert_eq!(audits(&world, "behalf_paper").await, 0);
}

#[tokio::test]
async fn a_helper_whose_link_ended_is_not_asked_and_nobody_is_skipped() {
    let mut world = World::linked().await;
    on_paper(&mut world, "Aunt Li").await;
    world.opens_card(LEAD).await;
    world.taps(LEAD, "End link: Aunt Li").await;
    world.taps(LEAD, "Yes, end it").await;
    world.evening("2026-03-02").await;
    assert_eq!(world.count(AUNT, "Have you heard"), 0);
    // At home there is nobody else: the class teacher, at once.
    assert_eq!(world.count(TEACHER, "no answer from home yet"), 1);
    world.taps(TEACHER, "I reached them: all well").await;
}

#[tokio::test]
async fn who_reached_nobody_in_grannys_place_is_not_asked_again_at_once() {
    let mut world = World::linked().await;
    on_paper(&mut world, "the class teacher").await;
    world.evening("2026-03-02").await;
    let id = asked(&world, TEACHER);
    world.taps(TEACHER, "I reached nobody").await;
    assert_eq!(
        world.count(TEACHER, "You answer in place of"),
        0,
        "her screen says who is next"
    );
    assert_eq!(world.count(AUNT, "Would you look in"), 1);
    world.taps(AUNT, "All well").await;
    let found = row(&world, id).await;
    assert_eq!((found.state, found.through), (State::Well, None));
}

#[tokio::test]
async fn silence_in_grannys_place_climbs_like_silence_at_home() {
    let mut world = World::linked().await;
    on_paper(&mut world, "the class teacher").await;
    world.evening("2026-03-02").await;
    later(&mut world, 30).await;
    assert_eq!(world.count(TEACHER, "You answer in place of"), 2);
    later(&mut world, 30).await;
    assert_eq!(world.count(AUNT, "Would you look in"), 1);
    // The teacher was asked: her own step goes to the lead.
    later(&mut world, 30).await;
    assert_eq!(world.count(LEAD, "no answer from home yet"), 1);
}

#[tokio::test]
async fn the_care_homes_staff_answer_only_while_they_are_named() {
    let mut world = World::linked().await;
    let home = world.school.home;
    let carer = world.hires(CARER, "Carer Sun", home, Role::HomeStaff).await;
    world.evening("2026-03-02").await;
    let id = asked_at_home(&world);
    let well = dialogue::Tap::CheckIn(check_in::Tap::Well(id)).encode();
    world.refuses(&[CARER], &well).await;
    world.taps(GRANNY, "All well").await;

    on_paper(&mut world, "the staff of the care home").await;
    world.evening("2026-03-03").await;
    assert_eq!(world.count(GRANNY, "home and well"), 0);
    let id = asked(&world, CARER);
    world.taps(CARER, "I reached them: all well").await;
    let found = row(&world, id).await;
    assert_eq!(found.answered_by, Some(carer));
    assert_eq!(found.through, Some(Through::School));

    world.opens_card(LEAD).await;
    world.taps(LEAD, "Who answers for Granny Wang").await;
    world.taps(LEAD, "Granny Wang answers again").await;
    let problem = dialogue::Tap::CheckIn(check_in::Tap::Problem(id)).encode();
    world.refuses(&[CARER], &problem).await;
}

#[tokio::test]
async fn every_sentence_in_every_language() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        let mut tx = world.store.write().await.unwrap();
        for who in [MUM, GRANNY, AUNT, TEACHER, LEAD] {
            let chat = world.chat_of(who);
            let account = store::accounts::by_chat(&mut tx, crate::world::BOT, chat).await;
            let account = account.unwrap().unwrap();
            store::accounts::set_locale(&mut tx, account.id, *locale)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let (pair, aunt) = (granny_of(&world), Who::Helper(world.adult(AUNT)));
        let lead = world.chat_of(LEAD);
        for tap in [Tap::Show(pair), Tap::Pick(pair, aunt), Tap::Ask(pair, aunt)] {
            let data = dialogue::Tap::OnBehalf(tap).encode();
            world.tap_data(lead, None, &data).await;
        }
        let mum = world.chat_of(MUM);
        let yes = dialogue::Tap::OnBehalf(Tap::Agree(pair, aunt)).encode();
        world.tap_data(mum, None, &yes).await;
        world.evening("2026-03-02").await;
        let paper = dialogue::Tap::OnBehalf(Tap::Paper(pair, Who::Teacher)).encode();
        world.tap_data(lead, None, &paper).await;
        world.evening("2026-03-03").await;
        let screens =
            [LEAD, MUM, AUNT, TEACHER].map(|who| format!("=== {who}\n{}", world.screen(who, 9)));
        insta::assert_snapshot!(format!("on_behalf_{}", locale.as_str()), screens.concat());
    }
}

/// Sun Hao, whom no roster knew and who has no telephone, is appointed for a month.
async fn appoints_without_a_chat(world: &mut World, begins: Option<&str>) {
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Acting guardian").await;
    world.taps(MUM, "Propose somebody").await;
    world.taps(MUM, "At our own home").await;
    world.taps(MUM, "1 month").await;
    world.taps(MUM, "Somebody else").await;
    world.says(MUM, "Neighbour Sun").await;
    world.taps(LEAD, "Open the form").await;
    world.taps(LEAD, "Enter the person").await;
    world.says(LEAD, "Sun Hao, 1969-05-01").await;
    world.taps(LEAD, "agrees").await;
    world.says(LEAD, "He mends my bicycle.").await;
    for _ in Statement::ALL {
        world.taps(LEAD, "Yes, it is so").await;
    }
    if let Some(begins) = begins {
        world.taps(LEAD, begins).await;
    }
    world.taps(LEAD, "✅ Appoint").await;
}

#[tokio::test]
async fn in_place_of_an_acting_guardian_without_a_chat_somebody_answers_until_the_term_ends() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-02T06:00:00Z");
        appoints_without_a_chat(&mut world, None).await;
        let screen = world.screen(LEAD, 2);
        assert!(screen.contains("name somebody who answers"), "{screen}");
        world.taps(LEAD, "Who answers for Sun Hao").await;
        world.taps(LEAD, "Choose: Aunt Li").await;
        world.taps(LEAD, "The signed paper is here").await;
        assert_eq!(who_answers(&world).await, [Who::Helper(world.adult(AUNT))]);
        world.evening("2026-03-02").await;
        assert_eq!(world.count(GRANNY, "home and well"), 0);
        let id = asked_as(&world, AUNT, "All well");
        world.taps(AUNT, "All well").await;
        let found = row(&world, id).await;
        assert_eq!(found.through, Some(Through::Helper));
        assert!(found.answered_for.is_some());
        // The last evening of the term, and the minute it is over.
        world.set_clock("2026-04-01T15:59:00Z");
        assert_eq!(who_answers(&world).await.len(), 1);
        let questions = world.count(AUNT, "Have you heard from home");
        world.set_clock("2026-04-01T16:00:00Z");
        assert_eq!(who_answers(&world).await, []);
        world.asks_at_home().await;
        assert_eq!(world.count(AUNT, "Have you heard from home"), questions);
        // Nor after the clock has closed the link, whatever an old button says.
        let pair = Pair {
            guardian: found.answered_for.unwrap(),
            ..granny_of(&world)
        };
        let mut tx = world.store.write().await.unwrap();
        guardian::tick(&mut tx, &world.env, 100).await.unwrap();
        tx.commit().await.unwrap();
        world.deliver().await;
        let data = dialogue::Tap::OnBehalf(Tap::Paper(pair, Who::Teacher)).encode();
        world.refuses(&[LEAD], &data).await;
        assert_eq!(who_answers(&world).await, []);
    }
}

/// The lead makes a code for Sun Hao.
async fn invites_sun(world: &mut World, sun: AdultId) {
    let invite = roster::Tap::Invite(world.school.ming, sun);
    let lead = world.chat_of(LEAD);
    let data = dialogue::Tap::Roster(invite).encode();
    world.tap_data(lead, None, &data).await;
}

async fn sun_confirms(world: &mut World) {
    let text = world.chat(LEAD).find("t.me/").text.clone();
    let (_, code) = text.split_once("read out: ").unwrap();
    world.says("sun", code.trim()).await;
    world.shares_contact("sun", "+86 138 0000 0077", true).await;
    world.taps("sun", "Yes, that is right").await;
}

#[tokio::test]
async fn who_stands_in_is_asked_until_the_invited_guardian_is_approved() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-02T06:00:00Z");
        appoints_without_a_chat(&mut world, None).await;
        world.taps(LEAD, "Who answers for Sun Hao").await;
        world.taps(LEAD, "Choose: Aunt Li").await;
        world.taps(LEAD, "The signed paper is here").await;
        let (ming, aunt) = (world.school.ming, Who::Helper(world.adult(AUNT)));
        let mut tx = world.store.read().await.unwrap();
        let links = store::links::of_child(&mut tx, ming).await.unwrap();
        drop(tx);
        let appointed = links
            .iter()
            .find(|link| link.to.is_some() && link.goes_on());
        let appointed = appointed.unwrap().clone();
        let (sun, term) = (appointed.adult, (appointed.from, appointed.to));
        let question = "Have you heard from home";

        invites_sun(&mut world, sun).await;
        assert_eq!(who_answers(&world).await, [aunt]);
        world.evening("2026-03-02").await;
        assert_eq!(world.count(AUNT, question), 1);
        world.taps(AUNT, "All well").await;
        // He waits for the school, and for weeks perhaps.
        sun_confirms(&mut world).await;
        let asked = world.count(AUNT, question);
        world.evening("2026-03-03").await;
        assert_eq!(world.count(AUNT, question), asked + 1);
        world.taps(AUNT, "All well").await;
        // A second code while he waits takes nothing away; and nobody's yes counts as his before it is known
        // whose it was.
        let agreed = "SELECT COUNT(*) FROM consents WHERE purpose = 'check_ins' AND adult_id =";
        invites_sun(&mut world, sun).await;
        assert_eq!(who_answers(&world).await, [aunt]);
        sun_confirms(&mut world).await;
        assert_eq!(who_answers(&world).await, [aunt]);
        assert_eq!(world.number(&format!("{agreed} {sun}")).await, 0);
        // Somebody else had his code: the no is theirs, and his term goes on.
        world.taps(LEAD, "Refuse").await;
        let mut tx = world.store.read().await.unwrap();
        let link = store::links::pair(&mut tx, ming, sun).await.unwrap();
        drop(tx);
        assert_eq!(link.unwrap(), appointed);
        let asked = world.count(AUNT, question);
        world.evening("2026-03-04").await;
        assert_eq!(world.count(AUNT, question), asked + 1);
        world.taps(AUNT, "All well").await;

        invites_sun(&mut world, sun).await;
        sun_confirms(&mut world).await;
        world.taps(LEAD, "Approve").await;
        assert_eq!(who_answers(&world).await, []);
        assert_eq!(world.count(AUNT, "no longer need"), 1);
        let mut tx = world.store.read().await.unwrap();
        let link = store::links::pair(&mut tx, ming, sun).await.unwrap();
        drop(tx);
        let link = link.unwrap();
        assert_eq!((link.state, (link.from, link.to)), (appointed.state, term));
        assert_eq!(world.number(&format!("{agreed} {sun}")).await, 1);
        let asked = world.count(AUNT, question);
        world.evening("2026-03-05").await;
        assert_eq!(world.count("sun", "home and well"), 1);
        assert_eq!(world.count(AUNT, question), asked);
    }
}

/// One school has let him in for another child, this one says no: whoever that is gets nothing of this child.
#[tokio::test]
async fn a_no_stays_a_no_where_another_yes_has_given_him_an_account() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-02T06:00:00Z");
        appoints_without_a_chat(&mut world, None).await;
        let ming = world.school.ming;
        let sun = world.number("SELECT adult_id FROM appointments").await;
        let sun = AdultId(sun);
        invites_sun(&mut world, sun).await;
        sun_confirms(&mut world).await;
        let chat = world.chat_of("sun");
        let given = format!("UPDATE accounts SET adult_id = {sun} WHERE chat_id = {chat}");
        world.execute(&given).await;
        world.taps(LEAD, "Refuse").await;
        let mut tx = world.store.read().await.unwrap();
        let link = store::links::pair(&mut tx, ming, sun).await.unwrap();
        assert_eq!(link.unwrap().state, LinkState::Ended);
        let stands = store::appointments::standing(&mut tx, ming, sun).await;
        assert!(stands.unwrap().is_none());
        for action in [Action::Know, Action::ReadRecord, Action::AnswerCheckIn] {
            let may = rights::allowed(&mut tx, &world.env, sun, action, ming).await;
            assert!(!may.unwrap(), "{action:?}");
        }
    }
}

#[tokio::test]
async fn a_term_that_ends_while_its_guardian_waits_ends_that_too() {
    let mut world = World::linked().await;
    world.set_clock("2026-03-02T06:00:00Z");
    appoints_without_a_chat(&mut world, None).await;
    let mut tx = world.store.read().await.unwrap();
    let links = store::links::of_child(&mut tx, world.school.ming).await;
    drop(tx);
    let links = links.unwrap();
    let dated = |link: &&Link| link.to.is_some() && link.goes_on();
    let sun = links.iter().find(dated).unwrap();
    let (id, sun) = (sun.id, sun.adult);
    invites_sun(&mut world, sun).await;
    sun_confirms(&mut world).await;
    world.set_clock("2026-04-01T16:00:00Z");
    let mut tx = world.store.write().await.unwrap();
    guardian::tick(&mut tx, &world.env, 100).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.store.read().await.unwrap();
    let link = store::links::get(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(link.state, LinkState::Ended);
}

#[tokio::test]
async fn before_a_term_begins_nobody_is_named_for_it() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-02T06:00:00Z");
        appoints_without_a_chat(&mut world, Some("In 7 days")).await;
        let screen = world.screen(LEAD, 2);
        assert!(!screen.contains("name somebody who answers"), "{screen}");
        world.opens_card(LEAD).await;
        let card = world.screen(LEAD, 1);
        assert!(!card.contains("Who answers for Sun Hao"), "{card}");
        assert!(card.contains("Who answers for Granny Wang"), "{card}");
        // Its morning: he is somebody's guardian now, and granny is not.
        world.set_clock("2026-03-09T06:00:00Z");
        let mut tx = world.store.write().await.unwrap();
        guardian::tick(&mut tx, &world.env, 100).await.unwrap();
        tx.commit().await.unwrap();
        world.deliver().await;
        world.opens_card(LEAD).await;
        let card = world.screen(LEAD, 1);
        assert!(card.contains("Who answers for Sun Hao"), "{card}");
        assert!(!card.contains("Who answers for Granny Wang"), "{card}");
    }
}
