//! A teacher's own templates: kept from a preview, put into the next note, without anybody's name.

use hongyan::base::TemplateId;
use hongyan::dialogue;
use hongyan::dialogue::template::Tap;
use hongyan::model::Locale;
use hongyan::store;

use super::opens_ming;
use crate::support::databases::databases;
use crate::world::{GRANNY, LEAD, MUM, TEACHER, World};

const WORDS: &str = "Tomorrow is sports day: please bring shoes for the gym and a bottle of water.";

async fn previews(world: &mut World, words: &str) {
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, words).await;
}

async fn kept(world: &World) -> usize {
    let of = world.adult(TEACHER);
    let mut tx = world.store.write().await.unwrap();
    store::templates::of_adult(&mut tx, of).await.unwrap().len()
}

fn toast(world: &World) -> String {
    world
        .chat(TEACHER)
        .toasts
        .last()
        .cloned()
        .unwrap_or_default()
}

#[tokio::test]
async fn what_was_written_once_is_two_taps_the_next_time() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        previews(&mut world, WORDS).await;
        world.taps(TEACHER, "Keep as a template").await;
        assert!(toast(&world).contains("Kept"), "{}", toast(&world));
        // Twice is once.
        world.taps(TEACHER, "Keep as a template").await;
        assert_eq!(kept(&world).await, 1);
        world.taps(TEACHER, "Send").await;
        assert_eq!(world.count(MUM, WORDS), 1);
        // Under a key of the house, not as it was written.
        let open = "SELECT COUNT(*) FROM note_templates WHERE body LIKE '%sports%'";
        assert_eq!(crate::concern::count(&world, open).await, 0);
        // To the class again.
        world.says(TEACHER, "/start").await;
        world.taps(TEACHER, "write to all families").await;
        world.taps(TEACHER, "My templates").await;
        insta::assert_snapshot!("templates", world.screen(TEACHER, 1));
        world.taps(TEACHER, "Tomorrow is sports day").await;
        insta::assert_snapshot!("template_open", world.screen(TEACHER, 1));
        world.taps(TEACHER, "Put into the note").await;
        insta::assert_snapshot!("template_in_the_preview", world.screen(TEACHER, 1));
        world.taps(TEACHER, "Send").await;
        assert_eq!(world.count(MUM, WORDS), 2);
        // To one family.
        opens_ming(&mut world, TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world.taps(TEACHER, "My templates").await;
        world.taps(TEACHER, "Tomorrow is sports day").await;
        let (message, data) = world.chat(TEACHER).button("Send");
        let chat = world.chat_of(TEACHER);
        // An impatient thumb.
        for _ in 0..2 {
            world.tap_data(chat, Some(message), &data).await;
        }
        assert_eq!(world.count(MUM, WORDS), 3);
        assert_eq!(world.count(GRANNY, WORDS), 3);
        // Taken back like what was typed, and only the last one.
        world.taps(TEACHER, "Take back").await;
        assert_eq!(world.count(MUM, WORDS), 2);
        // And thrown away.
        opens_ming(&mut world, TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world.taps(TEACHER, "My templates").await;
        world.taps(TEACHER, "Tomorrow is sports day").await;
        world.taps(TEACHER, "Throw away").await;
        insta::assert_snapshot!("template_none", world.screen(TEACHER, 1));
        assert_eq!(kept(&world).await, 0);
    }
}

#[tokio::test]
async fn a_template_names_nobody_and_there_are_twelve() {
    let mut world = World::linked().await;
    for words in ["Ming was so good today.", "wang ming: bring boots"] {
        previews(&mut world, words).await;
        world.taps(TEACHER, "Keep as a template").await;
        assert!(toast(&world).contains("child’s name"), "{words}");
    }
    assert_eq!(kept(&world).await, 0);
    for number in 1..=13 {
        previews(&mut world, &format!("Template {number}")).await;
        world.taps(TEACHER, "Keep as a template").await;
    }
    assert!(toast(&world).contains("12 templates"));
    assert_eq!(kept(&world).await, 12);
    // Nothing but words of one message.
    previews(&mut world, "One.").await;
    world.says(TEACHER, "Two.").await;
    assert!(!world.screen(TEACHER, 1).contains("Keep as a template"));
}

#[tokio::test]
async fn nobody_opens_anothers_and_nothing_without_a_note() {
    let mut world = World::linked().await;
    previews(&mut world, WORDS).await;
    world.taps(TEACHER, "Keep as a template").await;
    let of = world.adult(TEACHER);
    let mut tx = world.store.write().await.unwrap();
    let id = store::templates::of_adult(&mut tx, of).await.unwrap()[0].id;
    drop(tx);
    let data = |tap| dialogue::Tap::Template(tap).encode();
    for tap in [
        Tap::List,
        Tap::Open(id),
        Tap::Use(id),
        Tap::Drop(id),
        Tap::Keep,
        Tap::Back,
    ] {
        world.refuses(&[MUM, LEAD, "stranger"], &data(tap)).await;
    }
    // The lead writes to the class, too: the teacher's is none of theirs.
    world.says(LEAD, "/start").await;
    world.taps(LEAD, "write to all families").await;
    for tap in [
        Tap::Open(id),
        Tap::Use(id),
        Tap::Drop(id),
        Tap::Use(TemplateId(7)),
    ] {
        world.tap_data(world.chat_of(LEAD), None, &data(tap)).await;
        assert_eq!(world.count(LEAD, "sports day"), 0);
    }
    assert_eq!(kept(&world).await, 1);
}

#[tokio::test]
async fn one_that_names_a_pupil_who_came_later_goes_with_the_record() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        for words in ["Anna brings the flowers.", WORDS] {
            previews(&mut world, words).await;
            world.taps(TEACHER, "Keep as a template").await;
        }
        assert_eq!(kept(&world).await, 2);
        // The class is Anna's from now on.
        let (school, class) = (world.school.school, world.school.class);
        let anna = crate::week_entry::pupil(&world.env, "anna", "Anna", school, class, None);
        let mut tx = world.store.write().await.unwrap();
        store::children::put(&mut tx, &anna, world.env.now())
            .await
            .unwrap();
        hongyan::service::erasure::erase(&mut tx, &world.env, None, anna.id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(kept(&world).await, 1);
    }
}

#[tokio::test]
async fn every_word_in_every_language() {
    let mut book = String::new();
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        world.speaks(TEACHER, *locale).await;
        let data = |tap| dialogue::Tap::Template(tap).encode();
        let chat = world.chat_of(TEACHER);
        let class = dialogue::note::Tap::ToClass(world.school.class);
        let class = dialogue::Tap::Note(class).encode();
        world.tap_data(chat, None, &class).await;
        world.tap_data(chat, None, &data(Tap::List)).await;
        world.tap_data(chat, None, &data(Tap::Back)).await;
        world.says(TEACHER, "🏃 8:00").await;
        world.tap_data(chat, None, &data(Tap::Keep)).await;
        world.tap_data(chat, None, &class).await;
        world.tap_data(chat, None, &data(Tap::List)).await;
        world.taps(TEACHER, "🏃 8:00").await;
        book.push_str(&format!(
            "=== {}\n{}\n",
            locale.as_str(),
            world.screen(TEACHER, 9)
        ));
        book.push_str(&world.chat(TEACHER).toasts.join("\n"));
    }
    insta::assert_snapshot!("templates_in_every_language", book);
}
