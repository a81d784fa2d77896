//! Every message of a concern in four languages, as those read it who get it.

use hongyan::model::Locale;
use hongyan::model::message::Act;
use hongyan::store;

use super::{SECOND, later, protect};
use crate::world::{BOT, GRANNY, LEAD, TEACHER, World};

async fn taps(world: &mut World, who: &str, row: usize) {
    let (message, data) = {
        let shown = world.chat(who).shown.last().unwrap();
        let Act::Tap(data) = &shown.rows[row][0].act else {
            panic!("a button")
        };
        (shown.id, data.clone())
    };
    world
        .tap_data(world.chat_of(who), Some(message), &data)
        .await;
}

#[tokio::test]
async fn a_concern_and_a_held_note_in_four_languages() {
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        protect(&world).await;
        let mut tx = world.store.write().await.unwrap();
        for who in [GRANNY, TEACHER, LEAD, SECOND] {
            let account = store::accounts::by_chat(&mut tx, BOT, world.chat_of(who)).await;
            let id = account.unwrap().unwrap().id;
            store::accounts::set_locale(&mut tx, id, *locale)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let mut seen = String::new();
        let mut keep = |world: &World, what: &str, who: &str| {
            seen.push_str(&format!("##### {what}\n{}", world.screen(who, 1)));
        };
        let begin = super::data(hongyan::dialogue::concern::Tap::Begin);
        world.tap_data(world.chat_of(GRANNY), None, &begin).await;
        keep(&world, "what is wrong", GRANNY);
        taps(&mut world, GRANNY, 13).await;
        keep(&world, "without a name", GRANNY);
        taps(&mut world, GRANNY, 0).await;
        keep(&world, "who", GRANNY);
        taps(&mut world, GRANNY, 0).await;
        let last = world.chat(GRANNY).shown.last().unwrap().rows.len() - 1;
        taps(&mut world, GRANNY, last).await;
        keep(&world, "thanks", GRANNY);
        keep(&world, "the lead hears", LEAD);
        later(&mut world, 3600).await;
        keep(&world, "the second lead after an hour", SECOND);
        taps(&mut world, LEAD, 0).await;
        keep(&world, "taken", LEAD);
        keep(&world, "whoever told it", GRANNY);
        taps(&mut world, LEAD, 0).await;
        keep(&world, "receipt", LEAD);
        world.says(LEAD, "2026-318").await;
        keep(&world, "to confirm", SECOND);
        taps(&mut world, SECOND, 0).await;
        keep(&world, "done", SECOND);
        keep(&world, "at the end", GRANNY);
        let ming = world.school.ming;
        let note = hongyan::dialogue::note::Tap::ToFamily(ming);
        let data = hongyan::dialogue::Tap::Note(note).encode();
        world.tap_data(world.chat_of(TEACHER), None, &data).await;
        let text = match locale {
            Locale::En => "He wants to die.",
            Locale::ZhCn => "他说不想活了。",
            Locale::Ru => "Он не хочет жить.",
            Locale::Uz => "U yashagim kelmaydi dedi.",
        };
        world.says(TEACHER, text).await;
        keep(&world, "the writer of a held note", TEACHER);
        let last = world.chat(TEACHER).shown.last().unwrap().rows.len() - 1;
        taps(&mut world, TEACHER, last).await;
        keep(&world, "the writer hears who acts", TEACHER);
        keep(&world, "the lead of a held note", LEAD);
        insta::assert_snapshot!(format!("concern_{}", locale.as_str()), seen);
    }
}
