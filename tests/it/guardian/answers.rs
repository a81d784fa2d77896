//! The own answers of who is appointed on paper: recorded by a member of staff from a signed paper, shown to
//! the family, taken back like any other.

use hongyan::dialogue::{self, consent::Tap};
use hongyan::model::Locale;
use hongyan::model::consent::{Answer, How, Purpose, Whose};
use hongyan::model::guardian::{Missing, State, Statement};
use hongyan::model::rights::Action;
use hongyan::service::consent;
use hongyan::store;
use hongyan::store::consents::Consent;
use sha2::{Digest, Sha256};

use super::{newest, records, traced};
use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// What the school records of one purpose from this person's paper, with today's date on it.
pub async fn answers(world: &mut World, name: &str, purpose: &str, yes: bool) {
    world.taps(LEAD, &format!("Record a paper: {name}")).await;
    world.taps(LEAD, purpose).await;
    let says = if yes { "It agrees" } else { "It refuses" };
    world.taps(LEAD, says).await;
    world.taps(LEAD, "Mon 2 March").await;
}

async fn of(world: &World, adult: hongyan::base::AdultId, purpose: Purpose) -> Option<Consent> {
    let mut tx = world.store.read().await.unwrap();
    let all = store::consents::of_child(&mut tx, world.school.ming).await;
    let mut own = all.unwrap().into_iter();
    own.find(|c| c.whose == Whose::Adult && c.adult == adult && c.purpose == purpose)
}

/// The teacher records mum's paper about somebody whom neither chat nor roster knows, and the lead enters
/// that person and states everything.
async fn a_stranger_on_paper(world: &mut World) {
    world.set_clock("2026-03-02T06:00:00Z");
    records(world, TEACHER).await;
    world.taps(TEACHER, "Mei, mother").await;
    world.taps(TEACHER, "Mon 2 March").await;
    world.taps(TEACHER, "At our own home").await;
    world.taps(TEACHER, "6 months").await;
    world.taps(TEACHER, "Somebody else").await;
    world.says(TEACHER, "Neighbour Sun").await;
    world.taps(LEAD, "Open the form").await;
    world.taps(LEAD, "Enter the person").await;
    world
        .says(LEAD, "Sun Hao, +86 138 0000 0077, 1969-05-01")
        .await;
    world.taps(LEAD, "agrees").await;
    world.taps(LEAD, "Go on").await;
    for _ in Statement::ALL {
        world.taps(LEAD, "Yes, it is so").await;
    }
}

#[tokio::test]
async fn nobody_is_appointed_on_paper_without_answers_of_their_own() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        a_stranger_on_paper(&mut world).await;
        let found = newest(&world).await;
        let sun = found.adult.unwrap();
        insta::assert_snapshot!("form_asks_for_the_own_answers", world.screen(LEAD, 1));
        world.taps(LEAD, "✅ Appoint").await;
        assert_eq!(newest(&world).await.state, State::Proposed);
        let screen = world.screen(LEAD, 1);
        let missing = hongyan::say!(Locale::En, "guardian-missing-answers").plain();
        assert!(screen.contains(&missing), "{screen}");
        let why = format!("detail = '{}'", Missing::Answers.as_str());
        let refused = format!("SELECT COUNT(*) FROM audit WHERE {why}");
        assert_eq!(crate::concern::count(&world, &refused).await, 1);

        // Our sheet, with the texts of the chat; what is marked on it is recorded with text and version.
        world.taps(LEAD, "Record a paper: Sun Hao").await;
        insta::assert_snapshot!("a_guardians_paper", world.screen(LEAD, 1));
        world.taps(LEAD, "Print the sheet").await;
        let (name, pdf) = world.chat(LEAD).files.last().unwrap();
        assert_eq!(name, "consent.pdf");
        assert!(pdf.starts_with(b"%PDF-"));
        assert_eq!(traced(&world, "print_consent_sheet").await, 1);
        world.taps(LEAD, "Check-ins").await;
        world.taps(LEAD, "☐ It is our printed sheet").await;
        insta::assert_snapshot!("it_is_our_sheet", world.screen(LEAD, 2));
        world.taps(LEAD, "It agrees").await;
        world.taps(LEAD, "Mon 2 March").await;
        let kept = of(&world, sun, Purpose::CheckIns).await.unwrap();
        assert_eq!((kept.answer, kept.how), (Answer::Agreed, How::Paper));
        assert_eq!(kept.recorded_by, Some(world.adult(LEAD)));
        assert_eq!(kept.paper_day, "2026-03-02".parse().ok());
        assert_eq!(kept.at, world.env.now());
        assert_eq!(kept.version, Purpose::CheckIns.version());
        let text = consent::text_of(Locale::En, Purpose::CheckIns).plain();
        let digest = Sha256::digest(text.as_bytes());
        let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(kept.text_hash, Some(hash));
        // One answer is not all of them.
        world.taps(LEAD, "Open the form").await;
        world.taps(LEAD, "✅ Appoint").await;
        assert_eq!(newest(&world).await.state, State::Proposed);
        // A no is an answer; of a paper of their own the text is on the paper.
        answers(&mut world, "Sun Hao", "Notes with", false).await;
        let kept = of(&world, sun, Purpose::Notes).await.unwrap();
        assert_eq!((kept.answer, kept.version), (Answer::Refused, 0));
        assert_eq!(kept.text_hash, None);
        assert_eq!(traced(&world, "consent_paper").await, 2);
        // Until the school has decided, whom one parent proposes is said to nobody.
        for who in [MUM, GRANNY, AUNT, DAD] {
            assert_eq!(world.count(who, "Sun Hao"), 0, "{who}");
        }
        insta::assert_snapshot!("consents_with_a_proposed_guardian", world.screen(LEAD, 2));
        world.taps(LEAD, "Open the form").await;
        world.taps(LEAD, "✅ Appoint").await;
        assert_eq!(newest(&world).await.state, State::InForce);

        // The parent reads what was recorded, by whom, when it happens and whenever she looks.
        insta::assert_snapshot!("a_parent_reads_the_guardians_answers", world.screen(MUM, 2));
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Acting guardian").await;
        insta::assert_snapshot!("a_parent_looks_at_the_answers", world.screen(MUM, 1));
        // Another family and a stranger record nothing of it.
        let sheet = Tap::Sheet(world.school.ming, Some(sun));
        let data = dialogue::Tap::Consent(sheet).encode();
        world.refuses(&[MUM, GRANNY, DAD, "stranger"], &data).await;

        // Taken back on paper, and shown again.
        world.set_clock("2026-03-03T06:00:00Z");
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Consents").await;
        world.taps(TEACHER, "Record a paper: Sun Hao").await;
        world.taps(TEACHER, "Check-ins").await;
        world.taps(TEACHER, "It refuses").await;
        world.taps(TEACHER, "Tue 3 March").await;
        let kept = of(&world, sun, Purpose::CheckIns).await.unwrap();
        assert_eq!(kept.answer, Answer::Refused);
        assert_eq!(kept.recorded_by, Some(world.adult(TEACHER)));
        insta::assert_snapshot!("a_parent_reads_of_a_newer_paper", world.screen(MUM, 1));
    }
}

#[tokio::test]
async fn who_is_in_the_chat_reads_what_was_recorded_and_stops_it_by_a_tap() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.set_clock("2026-03-02T06:00:00Z");
        records(&mut world, TEACHER).await;
        world.taps(TEACHER, "Mei, mother").await;
        world.taps(TEACHER, "Mon 2 March").await;
        world.taps(TEACHER, "At this person’s home").await;
        world.taps(TEACHER, "6 months").await;
        world.taps(TEACHER, "Aunt Li").await;
        world.taps(LEAD, "Open the form").await;
        world.taps(LEAD, "agrees").await;
        world.taps(LEAD, "Go on").await;
        for _ in Statement::ALL {
            world.taps(LEAD, "Yes, it is so").await;
        }
        // As one who is rung she has answered for the evening's question, by a tap.
        let screen = world.screen(LEAD, 1);
        assert!(screen.contains("Still open: Notes with"), "{screen}");
        assert!(!screen.contains("Check-ins;"), "{screen}");
        answers(&mut world, "Aunt Li", "Notes with", true).await;
        insta::assert_snapshot!("the_guardian_reads_of_the_paper", world.screen(AUNT, 1));
        world.taps(LEAD, "Open the form").await;
        world.taps(LEAD, "✅ Appoint").await;
        assert!(world.may(AUNT, Action::FamilyNote).await);
        world.taps(AUNT, "What I agreed to").await;
        insta::assert_snapshot!("the_guardian_sees_both_answers", world.screen(AUNT, 1));
        world.taps(AUNT, "Stop: Notes with").await;
        assert!(!world.may(AUNT, Action::FamilyNote).await);
        assert!(world.may(AUNT, Action::AnswerCheckIn).await);
        let kept = of(&world, world.adult(AUNT), Purpose::Notes).await.unwrap();
        assert_eq!((kept.answer, kept.how), (Answer::Withdrawn, How::Tap));
    }
}
