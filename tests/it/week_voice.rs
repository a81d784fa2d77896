//! The week's sentence spoken: kept by reference, told of in the update, and handed over after it.

use hongyan::base::ChildId;
use hongyan::model::Locale;
use hongyan::model::entry::Fact;
use hongyan::model::message::MediaKind;
use hongyan::store;

use crate::support::databases::databases;
use crate::weekly::{SUNDAY_RUN, speaks, write};
use crate::world::{DAD, LEAD, MUM, TEACHER, World};

async fn asked(url: &str) -> World {
    let mut world = World::linked_on(url).await;
    world.set_clock("2026-03-04T04:00:00Z");
    world.says(TEACHER, "/menu").await;
    for label in ["the week", "Somebody differs", "Wang Ming", "One sentence"] {
        world.taps(TEACHER, label).await;
    }
    world
}

async fn facts(world: &World, child: ChildId) -> Vec<Fact> {
    let mut tx = world.store.read().await.unwrap();
    let day = |text: &str| text.parse().unwrap();
    let (from, to) = (day("2026-03-02"), day("2026-03-08"));
    let entries = store::entries::of_children(&mut tx, &[child], from, to).await;
    entries
        .unwrap()
        .into_iter()
        .map(|entry| entry.fact)
        .collect()
}

async fn sunday(world: &mut World) {
    world.set_clock(SUNDAY_RUN);
    write(world, SUNDAY_RUN).await;
    write(world, SUNDAY_RUN).await;
    world.set_clock("2026-03-08T16:00:00Z");
    world.deliver().await;
}

#[tokio::test]
async fn a_voice_note_is_the_sentence_and_follows_the_update_once() {
    for db in databases().await {
        let mut world = asked(&db.url).await;
        let ming = world.school.ming;
        world.sends(TEACHER, MediaKind::Voice, "v1", "").await;
        insta::assert_snapshot!("voice_noted", world.screen(TEACHER, 1));
        let (bot, file) = ("1".to_owned(), "v1".to_owned());
        assert_eq!(facts(&world, ming).await, [Fact::Voice { bot, file }]);
        sunday(&mut world).await;
        insta::assert_snapshot!("voice_in_the_update", world.screen(MUM, 2));
        assert_eq!(world.count(MUM, "[voice v1]"), 1);
        assert!(world.chat(MUM).shown.last().unwrap().protected);
        for other in [DAD, LEAD] {
            assert_eq!(world.count(other, "voice"), 0, "{other}");
        }
    }
}

#[tokio::test]
async fn a_word_is_written_or_spoken_and_the_later_one_holds() {
    for db in databases().await {
        let mut world = asked(&db.url).await;
        let ming = world.school.ming;
        world.says(TEACHER, "Reads aloud with joy.").await;
        world.taps(TEACHER, "One sentence").await;
        world.sends(TEACHER, MediaKind::Voice, "v1", "").await;
        let found = facts(&world, ming).await;
        assert!(
            matches!(found.as_slice(), [Fact::Voice { .. }]),
            "{found:?}"
        );
        world.taps(TEACHER, "Undo").await;
        let found = facts(&world, ming).await;
        assert!(
            matches!(found.as_slice(), [Fact::Sentence { .. }]),
            "{found:?}"
        );
        sunday(&mut world).await;
        assert_eq!(world.count(MUM, "voice"), 0);
        // Where nobody asked for a sentence a voice note is none.
        world.sends(TEACHER, MediaKind::Voice, "v2", "").await;
        assert_eq!(facts(&world, ming).await, found);
    }
}

#[tokio::test]
async fn whoever_is_kept_away_before_the_hour_hears_nothing() {
    for db in databases().await {
        let mut world = asked(&db.url).await;
        let ming = world.school.ming;
        world.sends(TEACHER, MediaKind::Voice, "v1", "").await;
        world.set_clock(SUNDAY_RUN);
        write(&world, SUNDAY_RUN).await;
        let mut tx = world.store.write().await.unwrap();
        let paper = world.paper(ming, world.adult(MUM));
        let now = world.env.now();
        store::exclusions::put(&mut tx, &paper, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.set_clock("2026-03-08T16:00:00Z");
        world.deliver().await;
        assert_eq!(world.count(MUM, "voice"), 0);
    }
}

#[tokio::test]
async fn the_words_of_a_voice_note_in_every_language() {
    let mut said = String::new();
    for locale in Locale::ALL {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/w.sqlite", folder.path().display());
        let mut world = asked(&url).await;
        speaks(&world, MUM, *locale).await;
        speaks(&world, TEACHER, *locale).await;
        world.sends(TEACHER, MediaKind::Voice, "v1", "").await;
        sunday(&mut world).await;
        said += &format!("{}\n{}", locale.as_str(), world.screen(TEACHER, 1));
        said += &world.screen(MUM, 2);
    }
    insta::assert_snapshot!("voice_in_every_language", said);
}
