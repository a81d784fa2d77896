//! One of a school's leads is a woman: noted in one tap or not at all, missed where none is, refused nowhere.

use super::*;

const ONLY: &str = "no woman is noted among the leads any more";

async fn opens_staff(world: &mut World, who: &str) -> String {
    world.says(who, "/menu").await;
    world.taps(who, "Staff").await;
    world.screen(who, 1)
}

/// The lead makes the teacher a second one; what is asked below the code stays open.
async fn a_second_lead(world: &mut World) {
    opens_staff(world, LEAD).await;
    world.taps(LEAD, "Teacher Zhao").await;
    world.taps(LEAD, "Name as lead").await;
    world.taps(LEAD, "Yes, name").await;
    world.taps(LEAD, "From today").await;
    world.taps(LEAD, "no last day").await;
}

async fn is_noted(world: &World, who: &str, role: Role) -> bool {
    let mut tx = world.store.read().await.unwrap();
    let posts = store::posts::all_of(&mut tx, world.adult(who)).await;
    let posts = posts.unwrap();
    posts
        .iter()
        .find(|post| post.role == role)
        .unwrap()
        .is_woman
}

async fn traced(world: &World, action: &'static str) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, action).await.unwrap()
}

#[tokio::test]
async fn where_no_woman_leads_it_is_said_until_one_does() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        holds(&world, AUNT, world.school.county, Role::CountyOfficer).await;
        let missing = "women among the leads of Red Star School (red-star-school): none is named";
        assert!(checked(&db.url, &world).await.contains(missing));
        let list = opens_staff(&mut world, LEAD).await;
        assert!(
            list.contains("No woman is noted among the leads here"),
            "{list}"
        );
        let list = opens_staff(&mut world, AUNT).await;
        assert!(list.contains("the leads: 1 (Red Star School)"), "{list}");

        a_second_lead(&mut world).await;
        insta::assert_snapshot!("is_asked_below_the_code", world.screen(LEAD, 1));
        joins(&mut world, LEAD, TEACHER, "8613800000005").await;
        world.taps(LEAD, "Yes, a woman").await;
        assert!(is_noted(&world, TEACHER, Role::SchoolLead).await);
        assert!(world.screen(LEAD, 1).contains("Noted: a woman"));
        assert_eq!(traced(&world, "note_woman").await, 1);
        for who in [LEAD, AUNT] {
            let list = opens_staff(&mut world, who).await;
            assert!(
                !list.contains("o woman noted") && !list.contains("No woman"),
                "{list}"
            );
        }
        assert!(!checked(&db.url, &world).await.contains("women among"));

        // Her post may end: it is said before, and missed afterwards.
        let hers = post_of(&world, TEACHER, Role::SchoolLead).await;
        forged(&mut world, AUNT, Tap::Ask(Act::End, hers)).await;
        assert!(world.screen(AUNT, 1).contains(ONLY));
        world.taps(AUNT, "Yes, end it").await;
        assert!(world.screen(AUNT, 1).contains("has ended"));
        let list = opens_staff(&mut world, AUNT).await;
        assert!(list.contains("the leads: 1 (Red Star School)"), "{list}");
        world.store.close().await;
    }
}

#[tokio::test]
async fn nobody_has_to_answer_and_a_mistake_is_taken_back() {
    let mut world = World::linked().await;
    a_second_lead(&mut world).await;
    world.taps(LEAD, "Leave it open").await;
    assert!(world.screen(LEAD, 1).contains("Lead Chen"));
    assert!(!is_noted(&world, TEACHER, Role::SchoolLead).await);
    joins(&mut world, LEAD, TEACHER, "8613800000005").await;
    // The other one is noted, by somebody else than herself.
    let (own, hers) = (
        post_of(&world, LEAD, Role::SchoolLead).await,
        post_of(&world, TEACHER, Role::SchoolLead).await,
    );
    let data = |tap| dialogue::Tap::Staff(tap).encode();
    let of_lead = data(Tap::Do(Act::Woman, own));
    world
        .refuses(&[LEAD, MUM, AUNT, "stranger"], &of_lead)
        .await;
    let chat = world.chat_of(TEACHER);
    world.tap_data(chat, None, &of_lead).await;
    assert!(is_noted(&world, LEAD, Role::SchoolLead).await);
    // Where a woman leads it is not asked of the next one; nor does the end of another post say anything.
    forged(&mut world, LEAD, Tap::Ask(Act::End, hers)).await;
    assert!(!world.screen(LEAD, 1).contains(ONLY));
    forged(&mut world, TEACHER, Tap::Ask(Act::NoWoman, own)).await;
    world.taps(TEACHER, "Yes, take it back").await;
    assert!(!is_noted(&world, LEAD, Role::SchoolLead).await);
    assert_eq!(traced(&world, "unnote_woman").await, 1);
    // Of a teacher nothing of the kind is kept, whatever a button says.
    let class = post_of(&world, TEACHER, Role::Teacher).await;
    forged(&mut world, LEAD, Tap::Do(Act::Woman, class)).await;
    assert!(!is_noted(&world, TEACHER, Role::Teacher).await);
    assert_eq!(traced(&world, "note_woman").await, 1);
}

#[tokio::test]
async fn the_operator_notes_it_with_the_invitation_or_later() {
    for db in databases().await {
        let url = db.url.as_str();
        let folder = tempfile::tempdir().unwrap();
        let (done, said) = hongyan(url, &["import", "staff", &staff_list(folder.path())]);
        assert!(done, "{said}");
        let noted = async || {
            let store = Store::open(url).await.unwrap().with_keys(keys());
            let mut tx = store.read().await.unwrap();
            let posts = store::posts::every(&mut tx).await.unwrap();
            let posts = posts.into_iter().filter(|post| post.is_woman);
            let found: Vec<Role> = posts.map(|post| post.role).collect();
            drop(tx);
            store.close().await;
            found
        };
        let invite = |adult, post| {
            let words = [
                "invite", "--bot", "b", "--adult", adult, "--unit", "school", "--post", post,
                "--woman",
            ];
            hongyan(url, &words)
        };
        let (done, said) = invite("l2", "teacher");
        assert!(!done && said.contains("school_lead alone"), "{said}");
        assert_eq!(noted().await, []);
        // Also of somebody whom no list had named for it.
        let (done, said) = invite("l2", "school_lead");
        assert!(done && said.contains("Code to read out"), "{said}");
        assert_eq!(noted().await, [Role::SchoolLead]);
        let woman = ["staff", "woman", "--unit", "school", "--adult"];
        for (adult, more, known) in [
            ("l1", None, vec![Role::SchoolLead; 2]),
            ("l1", Some("--not"), vec![Role::SchoolLead]),
        ] {
            let words: Vec<&str> = woman.into_iter().chain([adult]).chain(more).collect();
            let (done, said) = hongyan(url, &words);
            assert!(done && said.contains("Noted."), "{said}");
            assert_eq!(noted().await, known);
        }
    }
}
