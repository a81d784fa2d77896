//! An erasure while a concern is open: held back out of everybody's sight, finished by itself when the
//! concern has ended, and nobody it may be about can tell by a byte.

use chrono::TimeDelta;
use hongyan::app::workers::of_schedules;
use hongyan::base::Words;
use hongyan::model::entry::{Fact, Mood, Presence, Source};
use hongyan::model::message::MediaKind;
use hongyan::store::{self, vault};

use super::closed::{first_difference, opens_everything, shown};
use super::{OFFICER, SECOND, count, later, protect};
use crate::support::databases::{TestDb, databases};
use crate::support::program::asked;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

/// Everybody but who told, and who answers for it.
const OTHERS: [&str; 5] = [MUM, DAD, GRANNY, TEACHER, LEAD];

const OPTIONAL: &str = "SELECT COUNT(*) FROM entries WHERE kind IN ('mood', 'sentence')";
const ASIDE: &str =
    "SELECT (SELECT COUNT(*) FROM kept_entries) + (SELECT COUNT(*) FROM kept_notes)";
const HELD: &str = "SELECT COUNT(*) FROM held_erasures";

async fn recorded(url: &str) -> World {
    let mut world = World::linked_on(url).await;
    protect(&world).await;
    let presence = Presence::Unexplained;
    for fact in [
        Fact::Attendance {
            presence,
            lesson: None,
        },
        Fact::Mood {
            mood: Mood::LetUsTalk,
        },
        Fact::Sentence {
            words: Words::new("He read aloud."),
        },
    ] {
        let mut tx = world.store.write().await.unwrap();
        let (day, ming) = ("2026-03-02".parse().unwrap(), world.school.ming);
        let by = Some(world.adult(TEACHER));
        store::entries::put(&mut tx, &world.env, ming, day, &fact, Source::Staff, by)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Write to the school").await;
    world.says(MUM, "He does not sleep well.").await;
    world.taps(MUM, "Done").await;
    world
}

/// The aunt tells about a lead of the school, without her name.
async fn tells(world: &mut World) {
    world.taps(AUNT, "Something is wrong").await;
    world.taps(AUNT, "Without my name").await;
    world.sends(AUNT, MediaKind::Voice, "v", "").await;
    world.taps(AUNT, "Lead Chen").await;
    world.taps(AUNT, "That is all").await;
    later(world, 0).await;
}

/// The other lead and the county's officer bring it to its end.
async fn ends(world: &mut World) {
    world.taps(SECOND, "I take it").await;
    world.taps(SECOND, "Enter receipt number").await;
    world.says(SECOND, "Police 2026-318").await;
    later(world, 0).await;
    world.taps(OFFICER, "I asked: it is right").await;
    later(world, 0).await;
}

async fn key_is_there(world: &World) -> bool {
    let mut tx = world.store.read().await.unwrap();
    let gone = vault::destroyed(&mut tx, world.school.ming).await.unwrap();
    gone.is_none()
}

/// One round of the worker that does it in `serve`.
async fn round(world: &mut World) {
    let workers = of_schedules(&world.store, &world.env);
    let found = workers.iter().find(|worker| worker.name() == "requests");
    found.unwrap().tick().await.unwrap();
    world.deliver().await;
}

async fn looks(world: &mut World) {
    for who in OTHERS {
        world.says(who, "/menu").await;
    }
    world.taps(MUM, "How is").await;
    world.opens_card(TEACHER).await;
    world.opens_card(LEAD).await;
}

/// Mum asks for it and the lead grants it, with and without the secret. What everybody was shown.
async fn lived(db: &TestDb, secret: bool) -> Vec<String> {
    let mut world = recorded(&db.url).await;
    for who in OTHERS.into_iter().chain([AUNT]) {
        world.says(who, "/menu").await;
    }
    if secret {
        tells(&mut world).await;
    }
    later(&mut world, 3 * 3600).await;
    // Numbers rise with time: who told something, and who heard it, used some of these hours.
    world.env.clock.set("2026-03-02T05:00:00Z".parse().unwrap());
    world.taps(MUM, "What we keep: Ming").await;
    world.taps(MUM, "Delete").await;
    world.taps(MUM, "Yes, delete").await;
    looks(&mut world).await;
    // Out of the record in both lives; in one of them it is not gone.
    assert_eq!(count(&world, OPTIONAL).await, 0);
    assert_eq!(count(&world, ASIDE).await, if secret { 3 } else { 0 });

    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Requests about data").await;
    world.taps(LEAD, "Open 1").await;
    world.taps(LEAD, "Everything may go").await;
    world.taps(LEAD, "Yes, delete everything").await;
    assert_eq!(key_is_there(&world).await, secret);
    assert_eq!(count(&world, HELD).await, i64::from(secret));
    for who in OTHERS {
        opens_everything(&mut world, who).await;
    }
    // A round of the worker finishes nothing that must be kept.
    round(&mut world).await;
    assert_eq!(key_is_there(&world).await, secret);
    world.advance(TimeDelta::hours(1));
    if secret {
        ends(&mut world).await;
        assert!(key_is_there(&world).await);
    }
    world.env.clock.set("2026-03-04T00:00:00Z".parse().unwrap());
    round(&mut world).await;
    assert!(!key_is_there(&world).await);
    for gone in [
        HELD,
        ASIDE,
        "SELECT COUNT(*) FROM entries",
        "SELECT COUNT(*) FROM notes",
    ] {
        assert_eq!(count(&world, gone).await, 0, "{gone}");
    }
    for who in [MUM, GRANNY, AUNT] {
        let adult = world.adult(who);
        let blank = format!("SELECT COUNT(*) FROM adults WHERE id = {adult} AND name = '—'");
        assert_eq!(count(&world, &blank).await, 1, "{who}");
    }
    for who in OTHERS {
        opens_everything(&mut world, who).await;
    }
    OTHERS.iter().map(|who| shown(&world, who)).collect()
}

#[tokio::test]
async fn nobody_can_tell_an_erasure_that_waits() {
    let engines = databases().await.len();
    for engine in 0..engines {
        let mut lives = Vec::new();
        for secret in [false, true] {
            let db = databases().await.remove(engine);
            lives.push(lived(&db, secret).await);
        }
        for (at, who) in OTHERS.iter().enumerate() {
            let (without, with) = (&lives[0][at], &lives[1][at]);
            assert!(
                with == without,
                "{who} can tell:\n{}",
                first_difference(with, without)
            );
        }
        assert!(lives[0][0].contains("The school deletes the whole record"));
    }
}

/// A concern that is still open when the rest stays at the school: what was put aside goes with its end.
#[tokio::test]
async fn what_was_put_aside_goes_when_the_concern_ends() {
    for db in databases().await {
        let mut world = recorded(&db.url).await;
        world.says(AUNT, "/menu").await;
        tells(&mut world).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What we keep: Ming").await;
        world.taps(MUM, "Delete").await;
        world.taps(MUM, "Yes, delete").await;
        round(&mut world).await;
        assert_eq!(count(&world, ASIDE).await, 3);
        ends(&mut world).await;
        round(&mut world).await;
        assert_eq!(count(&world, ASIDE).await, 0);
        assert!(key_is_there(&world).await);
        let duty = "SELECT COUNT(*) FROM entries WHERE kind = 'attendance'";
        assert_eq!(count(&world, duty).await, 1);
    }
}

#[tokio::test]
async fn the_command_line_asks_about_concerns_too() {
    for db in databases().await {
        let mut world = recorded(&db.url).await;
        world.says(AUNT, "/menu").await;
        tells(&mut world).await;
        let erase = ["erase", "--child", "c1", "--for-ever"];
        let (code, said) = asked(&db, &erase);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("Held: a concern"), "{said}");
        assert!(key_is_there(&world).await);
        let (_, said) = asked(&db, &["retention"]);
        assert!(said.contains("when their concern has ended: 1"), "{said}");
        let (_, said) = asked(&db, &["retention", "--school", "red-star-school"]);
        assert!(!said.to_lowercase().contains("their concern"), "{said}");
        // Said once: it is as good as erased.
        let (code, said) = asked(&db, &erase);
        assert!(code == 1 && said.contains("erased already"), "{said}");
        // The leads still read the concern, and bring it to its end.
        ends(&mut world).await;
        world.advance(TimeDelta::days(2));
        round(&mut world).await;
        assert!(!key_is_there(&world).await);
        assert_eq!(super::audits(&world, "erase_child").await, 1);
        assert_eq!(super::audits(&world, "erase_finished").await, 1);
    }
}
