//! "Others use this phone", as conversations: what shows without the code, with it, and afterwards.

use chrono::TimeDelta;
use hongyan::base::{AdultId, Html, Secret};
use hongyan::dialogue::Tap;
use hongyan::dialogue::cover::Tap as CoverTap;
use hongyan::model::Locale;
use hongyan::model::audit::TOLD;
use hongyan::model::message::{Act, Content, Kind, Lane, MediaKind, Parcel};
use hongyan::model::rights::{Action, LinkState};
use hongyan::service::mail::{self, Letter};
use hongyan::store;
use hongyan::text::{Arg, FEATURES, keys, try_say};
use sqlx::Connection;

use crate::delivery::rig::{Rig, on_both};
use crate::support::databases::databases;
use crate::world::{BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const NEWS: &str = "There is something new from the school.";
const URGENT: &str = "Please open now.";

/// The newest button of this feature that does this.
async fn does(world: &mut World, who: &str, tap: CoverTap) {
    let wanted = Tap::Cover(tap).encode();
    let shown = world.chat(who).shown.iter().rev();
    let found = shown
        .filter(|shown| {
            let mut acts = shown.rows.iter().flatten().map(|button| &button.act);
            acts.any(|act| *act == Act::Tap(wanted.clone()))
        })
        .map(|shown| shown.id)
        .next();
    let message = found.unwrap_or_else(|| panic!("no {wanted} in:\n{}", world.screen(who, 4)));
    world
        .tap_data(world.chat_of(who), Some(message), &wanted)
        .await;
}

pub async fn enters(world: &mut World, who: &str, code: &str) {
    for digit in code.bytes() {
        does(world, who, CoverTap::Digit(i64::from(digit - b'0'))).await;
    }
}

/// Somebody turns it on, with this code.
pub async fn covers(world: &mut World, who: &str, code: &str) {
    world.says(who, "/settings").await;
    world.taps(who, "Others use this phone").await;
    world.taps(who, "Choose my code").await;
    enters(world, who, code).await;
    enters(world, who, code).await;
    assert!(world.screen(who, 1).contains("only after your code"));
}

/// The teacher writes to the family of Ming.
async fn writes(world: &mut World, text: &str) {
    world.opens_card(TEACHER).await;
    world.taps(TEACHER, "Write to the family").await;
    world.says(TEACHER, text).await;
}

/// What a chat shows that is not the person's own.
fn all(world: &World, who: &str) -> String {
    let shown = world.chat(who).shown.iter().filter(|shown| !shown.own);
    shown.map(|shown| shown.text.clone() + "\n").collect()
}

/// A letter about Ming.
async fn post(world: &mut World, to: AdultId, kind: Kind, lane: Lane, parcel: Parcel) {
    let mut tx = world.store.write().await.unwrap();
    let letter = Letter::about(to, world.school.ming, Action::ReadRecord, kind).lane(lane);
    mail::post(&mut tx, &world.env, letter, |_| parcel)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.deliver().await;
}

fn text(words: &str) -> Parcel {
    Parcel::text(Html::escape(words))
}

async fn lines(world: &World, action: &'static str) -> i64 {
    let mut tx = world.store.read().await.unwrap();
    store::audit::count(&mut tx, action).await.unwrap()
}

#[tokio::test]
async fn a_message_says_nothing_until_the_code_and_is_hidden_again() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(GRANNY, "/settings").await;
        world.taps(GRANNY, "Others use this phone").await;
        insta::assert_snapshot!("granny_is_told_what_it_does", world.screen(GRANNY, 1));
        covers(&mut world, GRANNY, "4711").await;
        insta::assert_snapshot!("granny_has_a_code", world.screen(GRANNY, 1));

        writes(&mut world, "Ming lost a tooth.").await;
        insta::assert_snapshot!("granny_sees_no_name", world.screen(GRANNY, 1));
        assert_eq!(world.count(MUM, "Ming lost a tooth."), 1);
        let told = lines(&world, TOLD).await;

        world.taps(GRANNY, "Read").await;
        insta::assert_snapshot!("granny_is_asked", world.screen(GRANNY, 1));
        enters(&mut world, GRANNY, "47").await;
        assert!(world.screen(GRANNY, 1).contains("● ● ○ ○"));
        does(&mut world, GRANNY, CoverTap::Back).await;
        assert!(world.screen(GRANNY, 1).contains("● ○ ○ ○"));
        enters(&mut world, GRANNY, "711").await;
        insta::assert_snapshot!("granny_reads", world.screen(GRANNY, 1));
        // Only now somebody knows of it.
        assert_eq!(lines(&world, TOLD).await, told + 1);

        // For five minutes after each act the next one needs no code ...
        world.advance(TimeDelta::minutes(4));
        writes(&mut world, "And found it again.").await;
        assert_eq!(world.count(GRANNY, "And found it again."), 0);
        world.taps(GRANNY, "Read").await;
        assert_eq!(world.count(GRANNY, "And found it again."), 1);
        world.advance(TimeDelta::minutes(4));
        world.says(GRANNY, "/menu").await;
        assert!(
            world
                .screen(GRANNY, 1)
                .contains("Write to the school and parents")
        );

        // ... then nothing is left, on no screen.
        world.restart().await;
        world.advance(TimeDelta::minutes(5));
        world.deliver().await;
        let left = all(&world, GRANNY);
        assert!(!left.contains("Ming") && !left.contains("tooth"), "{left}");
        insta::assert_snapshot!("it_is_hidden_again", world.screen(GRANNY, 3));
        world.taps(GRANNY, "Read").await;
        assert_eq!(world.count(GRANNY, "Your code, please."), 1);
        enters(&mut world, GRANNY, "4711").await;
        assert_eq!(world.count(GRANNY, "And found it again."), 1);
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_typed_code_leaves_the_chat_and_is_stored_nowhere() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(GRANNY, "/settings").await;
        world.taps(GRANNY, "Others use this phone").await;
        world.taps(GRANNY, "Choose my code").await;
        world.says(GRANNY, "4711").await;
        world.says(GRANNY, "4712").await;
        assert!(world.screen(GRANNY, 1).contains("two different codes"));
        world.says(GRANNY, "4711").await;
        world.says(GRANNY, "4 7 1 1").await;
        assert!(world.screen(GRANNY, 1).contains("only after your code"));
        let typed = |world: &World| {
            let own = world.chat(GRANNY).shown.iter().filter(|shown| shown.own);
            own.filter(|shown| shown.text.contains('7')).count()
        };
        assert_eq!(typed(&world), 0);

        let mut tx = world.store.read().await.unwrap();
        let chat = world.chat_of(GRANNY);
        let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
        let cover = account.unwrap().cover.unwrap();
        assert!(hongyan::base::fits(
            cover.code.expose(),
            &Secret::new("4711")
        ));
        assert!(!cover.code.expose().contains("4711"));
        drop(tx);

        // A command asks; what was wanted comes after the digits, and they go.
        world.says(GRANNY, "/menu").await;
        assert!(!all(&world, GRANNY).contains("What would you like to do?"));
        world.says(GRANNY, "4711").await;
        assert!(
            world
                .screen(GRANNY, 1)
                .contains("Write to the school and parents")
        );
        assert_eq!(typed(&world), 0);
        world.store.close().await;
    }
}

#[tokio::test]
async fn without_the_code_nothing_is_passed_on_and_language_and_alarm_stay_open() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        covers(&mut world, GRANNY, "4711").await;
        writes(&mut world, "Ming lost a tooth.").await;
        // Whoever holds the phone answers in nobody's name.
        world.replies(GRANNY, NEWS, "Who is this?").await;
        insta::assert_snapshot!("an_answer_needs_the_code", world.screen(GRANNY, 1));
        let file = MediaKind::Voice;
        world.sends(GRANNY, file, "voice-1", "").await;
        for who in [MUM, TEACHER, LEAD] {
            assert_eq!(world.count(who, "Who is this?"), 0, "{who}");
            assert_eq!(world.count(who, "voice-1"), 0, "{who}");
        }
        // Forged buttons of screens show nothing.
        let chat = world.chat_of(GRANNY);
        for tap in [
            Tap::Weekly(hongyan::dialogue::weekly::Tap::HowIs(world.school.ming)),
            Tap::Note(hongyan::dialogue::note::Tap::ToSchool(world.school.ming)),
            Tap::LostPhone(hongyan::dialogue::lost_phone::Tap::SignOut),
            Tap::Home(hongyan::dialogue::home::Tap::Menu),
        ] {
            world.tap_data(chat, None, &tap.encode()).await;
            assert!(
                world.screen(GRANNY, 1).contains("Your code, please."),
                "{tap:?}"
            );
        }
        assert!(!all(&world, GRANNY).contains("Ming"));
        world.says(GRANNY, "/language").await;
        assert!(world.screen(GRANNY, 1).contains("Which language?"));
        world.says(GRANNY, "/settings").await;
        assert!(world.screen(GRANNY, 1).contains("Quiet hours"));
        // Telling that something is wrong needs no code.
        let begin = Tap::Concern(hongyan::dialogue::concern::Tap::Begin);
        world.tap_data(chat, None, &begin.encode()).await;
        assert!(!world.screen(GRANNY, 1).contains("Your code, please."));
        world.store.close().await;
    }
}

#[tokio::test]
async fn what_a_tap_wanted_comes_after_the_code_where_its_button_was() {
    let mut world = World::linked().await;
    covers(&mut world, GRANNY, "4711").await;
    writes(&mut world, "Ming lost a tooth.").await;
    world.taps(GRANNY, "Read").await;
    enters(&mut world, GRANNY, "4711").await;
    let (message, answer) = world.chat(GRANNY).button("Answer");
    world.advance(TimeDelta::minutes(5));
    // The button was still on the screen when the time was over.
    let chat = world.chat_of(GRANNY);
    world.tap_data(chat, Some(message), &answer).await;
    assert!(!all(&world, GRANNY).contains("Ming"));
    enters(&mut world, GRANNY, "4711").await;
    world.says(GRANNY, "She is brave.").await;
    assert_eq!(world.count(TEACHER, "She is brave."), 1);
    // The pad has gone.
    assert_eq!(world.count(GRANNY, "Your code, please."), 0);
}

#[tokio::test]
async fn a_voice_comes_after_the_code_is_answered_and_leaves_again() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        covers(&mut world, MUM, "0000").await;
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "Write to the school and parents").await;
        world.sends(GRANNY, MediaKind::Voice, "voice-1", "").await;
        assert_eq!(world.count(TEACHER, "voice-1"), 1);
        assert_eq!(world.count(MUM, "voice-1"), 0);
        assert_eq!(world.count(MUM, NEWS), 1);
        world.taps(MUM, "Read").await;
        assert_eq!(world.count(MUM, "voice-1"), 0);
        enters(&mut world, MUM, "0000").await;
        assert_eq!(world.count(MUM, "voice-1"), 1);
        world.replies(MUM, "voice-1", "I heard you.").await;
        assert_eq!(world.count(GRANNY, "I heard you."), 1);
        world.advance(TimeDelta::minutes(6));
        world.deliver().await;
        assert_eq!(world.count(MUM, "voice-1"), 0);
        assert_eq!(world.count(MUM, NEWS), 1);
        // Taken back: nothing is left to open.
        world.taps(GRANNY, "Take back").await;
        assert_eq!(world.count(MUM, NEWS), 0);
        world.store.close().await;
    }
}

#[tokio::test]
async fn an_album_and_a_document_are_not_sent_before_the_code() {
    let mut world = World::linked().await;
    covers(&mut world, MUM, "1234").await;
    world.says(GRANNY, "/menu").await;
    world.taps(GRANNY, "Write to the school and parents").await;
    for file in ["photo-1", "photo-2"] {
        let (album, photo) = (Some("album"), MediaKind::Photo);
        world.sends_in(GRANNY, album, photo, file, "").await;
    }
    world.advance(TimeDelta::seconds(3));
    world.deliver().await;
    assert_eq!(world.count(TEACHER, "photo-2"), 1);
    assert_eq!(world.count(MUM, "photo-"), 0);
    let covered: Vec<i64> = {
        let shown = world.chat(MUM).shown.iter();
        let covered = shown.filter(|shown| shown.text.contains(NEWS));
        covered.map(|shown| shown.id).collect()
    };
    world.taps(MUM, "Read").await;
    enters(&mut world, MUM, "1234").await;
    assert_eq!(world.count(MUM, "photo-2"), 1);
    assert!(!covered.is_empty());

    let file = Content::File {
        name: "copy.zip".into(),
        media_type: "application/zip".into(),
        data: hongyan::model::file::Data::new(b"records".to_vec()).unwrap(),
        caption: Html::escape("Your copy"),
    };
    let parcel = Parcel::Send {
        content: file,
        keyboard: None,
        protect: false,
        silent: false,
    };
    let mum = world.adult(MUM);
    post(&mut world, mum, Kind::Invitation, Lane::Normal, parcel).await;
    assert!(world.chat(MUM).files.is_empty());
    world.taps(MUM, "Read").await;
    assert_eq!(
        world.chat(MUM).files,
        [("copy.zip".into(), b"records".to_vec())]
    );
    world.advance(TimeDelta::minutes(6));
    world.deliver().await;
    assert_eq!(
        world.count(MUM, "copy.zip") + world.count(MUM, "photo-2"),
        0
    );
    // A copy of records is shown once; nothing of it is kept.
    let read = world.chat(MUM).button("Read");
    let chat = world.chat_of(MUM);
    world.tap_data(chat, Some(read.0), &read.1).await;
    enters(&mut world, MUM, "1234").await;
    assert!(world.screen(MUM, 1).contains("can no longer be shown"));
}

#[tokio::test]
async fn wrong_codes_rest_longer_each_time_and_the_school_takes_the_code_off() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(MUM, "/menu").await;
        covers(&mut world, MUM, "4711").await;
        writes(&mut world, "Ming lost a tooth.").await;
        world.taps(MUM, "Read").await;
        for _ in 0..4 {
            enters(&mut world, MUM, "1111").await;
            assert!(world.screen(MUM, 1).contains("That was another code."));
        }
        enters(&mut world, MUM, "1111").await;
        insta::assert_snapshot!("mum_has_to_wait", world.screen(MUM, 1));
        // The right one opens nothing now, tapped or typed.
        world.says(MUM, "4711").await;
        assert!(!all(&world, MUM).contains("tooth"));
        for _ in 0..5 {
            world.advance(TimeDelta::minutes(16));
            world.says(MUM, "1111").await;
        }
        // Not a quarter of an hour any more.
        world.advance(TimeDelta::minutes(16));
        world.says(MUM, "4711").await;
        assert!(world.screen(MUM, 1).contains("Too many wrong codes."));
        assert!(lines(&world, "cover_refused").await >= 10);

        does(&mut world, MUM, CoverTap::Forgot).await;
        insta::assert_snapshot!("mum_forgot_it", world.screen(MUM, 1));
        world.opens_card(TEACHER).await;
        assert!(!world.screen(TEACHER, 1).contains("Code forgotten"));
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Code forgotten: Mei").await;
        insta::assert_snapshot!("lead_makes_sure", world.screen(LEAD, 1));
        let off = world.chat(LEAD).button("Yes, take it off").1;
        world.refuses(&[TEACHER, DAD], &off).await;
        assert_eq!(lines(&world, "cover_off").await, 0);
        world.taps(LEAD, "Yes, take it off").await;
        assert_eq!(lines(&world, "cover_off").await, 1);
        assert!(!world.screen(LEAD, 1).contains("Code forgotten"));
        assert_eq!(world.count(MUM, "Your school has taken the code off"), 1);
        // What came covered opens without one; what comes now is as it was.
        world.taps(MUM, "Read").await;
        assert_eq!(world.count(MUM, "Ming lost a tooth."), 1);
        writes(&mut world, "It grows again.").await;
        assert_eq!(world.count(MUM, "It grows again."), 1);
        world.store.close().await;
    }
}

#[tokio::test]
async fn turning_it_off_or_changing_it_needs_the_code_also_while_it_is_open() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        covers(&mut world, MUM, "4711").await;
        world.says(MUM, "/menu").await;
        enters(&mut world, MUM, "4711").await;
        assert!(world.screen(MUM, 1).contains("How is Ming"));
        world.says(MUM, "/settings").await;
        world.taps(MUM, "Others use this phone: on").await;
        world.taps(MUM, "Show without a code").await;
        enters(&mut world, MUM, "1111").await;
        assert_eq!(lines(&world, "cover_off").await, 0);
        does(&mut world, MUM, CoverTap::Leave).await;
        world.says(MUM, "/settings").await;
        world.taps(MUM, "Others use this phone: on").await;
        world.taps(MUM, "Another code").await;
        enters(&mut world, MUM, "4711").await;
        enters(&mut world, MUM, "2222").await;
        enters(&mut world, MUM, "2222").await;
        world.says(MUM, "/menu").await;
        enters(&mut world, MUM, "4711").await;
        assert!(world.screen(MUM, 1).contains("That was another code."));
        enters(&mut world, MUM, "2222").await;
        world.says(MUM, "/settings").await;
        world.taps(MUM, "Others use this phone: on").await;
        world.taps(MUM, "Show without a code").await;
        enters(&mut world, MUM, "2222").await;
        assert!(world.screen(MUM, 1).contains("without a code again"));
        assert_eq!(lines(&world, "cover_off").await, 1);
        writes(&mut world, "Ming lost a tooth.").await;
        assert_eq!(world.count(MUM, "Ming lost a tooth."), 1);
        world.store.close().await;
    }
}

#[tokio::test]
async fn what_cannot_wait_presses_and_names_nobody() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        covers(&mut world, GRANNY, "4711").await;
        let granny = world.adult(GRANNY);
        let question = text("Is Ming well this evening?");
        post(&mut world, granny, Kind::CheckIn, Lane::Normal, question).await;
        let alarm = text("School closes, fetch Ming.");
        post(&mut world, granny, Kind::Note, Lane::Urgent, alarm).await;
        assert_eq!(world.count(GRANNY, URGENT), 2);
        assert!(!all(&world, GRANNY).contains("Ming"));
        insta::assert_snapshot!("it_presses", world.screen(GRANNY, 1));
        world.taps(GRANNY, "Open now").await;
        enters(&mut world, GRANNY, "4711").await;
        assert_eq!(world.count(GRANNY, "School closes, fetch Ming."), 1);
        world.advance(TimeDelta::minutes(6));
        world.deliver().await;
        // "1" is an answer to nobody's question before the code.
        world.says(GRANNY, "1").await;
        assert!(world.screen(GRANNY, 1).contains("passed on to nobody yet"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn the_setting_counts_at_hand_over_and_a_right_that_ended_shows_nothing() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(MUM, "/menu").await;
        let mum = world.adult(MUM);
        let mut tx = world.store.write().await.unwrap();
        for minutes in [10, 30] {
            let at = world.env.now() + TimeDelta::minutes(minutes);
            let ming = world.school.ming;
            let letter = Letter::about(mum, ming, Action::ReadRecord, Kind::Notice).not_before(at);
            mail::post(&mut tx, &world.env, letter, |_| text("Held about Ming."))
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        // It was written before there was a code.
        covers(&mut world, MUM, "4711").await;
        world.advance(TimeDelta::minutes(11));
        world.deliver().await;
        assert_eq!(world.count(MUM, "Held about Ming."), 0);
        assert_eq!(world.count(MUM, NEWS), 1);
        // And the next one goes when there is none any more.
        let mut tx = world.store.write().await.unwrap();
        assert!(store::covers::off(&mut tx, mum).await.unwrap());
        tx.commit().await.unwrap();
        world.advance(TimeDelta::minutes(20));
        world.deliver().await;
        assert_eq!(world.count(MUM, "Held about Ming."), 1);

        covers(&mut world, MUM, "4711").await;
        let note = text("Later about Ming.");
        post(&mut world, mum, Kind::Notice, Lane::Normal, note).await;
        let mut tx = world.store.write().await.unwrap();
        let link = store::links::pair(&mut tx, world.school.ming, mum)
            .await
            .unwrap();
        let (from, to, now) = (LinkState::Active, LinkState::Ended, world.env.now());
        store::links::decide(&mut tx, link.unwrap().id, from, to, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.taps(MUM, "Read").await;
        enters(&mut world, MUM, "4711").await;
        assert_eq!(world.count(MUM, "Later about Ming."), 0);
        assert!(world.screen(MUM, 1).contains("can no longer be shown"));
        world.store.close().await;
    }
}

#[tokio::test]
async fn what_was_shown_is_hidden_on_a_lost_phone_too() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        covers(&mut world, MUM, "4711").await;
        writes(&mut world, "Ming lost a tooth.").await;
        world.taps(MUM, "Read").await;
        enters(&mut world, MUM, "4711").await;
        assert_eq!(world.count(MUM, "Ming lost a tooth."), 1);
        let mut tx = world.store.write().await.unwrap();
        let mum = world.adult(MUM);
        hongyan::service::lost_phone::sign_out(&mut tx, &world.env, Some(mum), mum)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.advance(TimeDelta::minutes(6));
        world.deliver().await;
        assert!(!all(&world, MUM).contains("Ming"));
        let chat = world.chat_of(MUM);
        let mut tx = world.store.read().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
        // Whoever has this telephone next begins without a code.
        assert_eq!(account.unwrap().cover, None);
        drop(tx);
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_code_put_into_another_row_opens_nothing_there() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        covers(&mut world, MUM, "4711").await;
        covers(&mut world, GRANNY, "1234").await;
        let mum = world.adult(MUM);
        let granny = world.adult(GRANNY);
        let from = format!(
            "(SELECT cover_code FROM accounts WHERE adult_id = {})",
            mum.0
        );
        let text = format!(
            "UPDATE accounts SET cover_code = {from} WHERE adult_id = {}",
            granny.0
        );
        let mut connection = sqlx::AnyConnection::connect(world.url()).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(text))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        for code in ["4711", "1234"] {
            world.says(GRANNY, "/menu").await;
            world.says(GRANNY, code).await;
            let screen = world.screen(GRANNY, 1);
            assert!(screen.contains("That was another code."), "{screen}");
        }
        world.says(MUM, "/menu").await;
        world.says(MUM, "4711").await;
        assert!(world.screen(MUM, 1).contains("How is Ming"));
        world.store.close().await;
    }
}

/// The dispatcher itself: covered words leave, what they say stays until it is asked for, what is shown while
/// the phone is open waits with its hiding.
async fn the_dispatcher_covers(mut rig: Rig) {
    covers(&mut rig.world, MUM, "4711").await;
    let (mum, chat) = (rig.world.adult(MUM), rig.world.chat_of(MUM));
    let account = {
        let mut tx = rig.store().read().await.unwrap();
        store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap()
    };
    let id = account.unwrap().id;
    let mut message = crate::delivery::rig::to(chat, "Ming lost a tooth.");
    message.adult = Some(mum);
    let row = rig.put(message).await;
    rig.settle().await;
    assert_eq!(rig.seen(), [format!("{chat} 🔒 {NEWS} Tap to read.")]);
    let bodies = "SELECT COUNT(*) FROM outbox WHERE covered = 1 AND body <> ''";
    assert_eq!(rig.number(bodies).await, 1);

    let now = rig.now();
    let until = now + TimeDelta::minutes(5);
    let mut tx = rig.store().write().await.unwrap();
    store::covers::open(&mut tx, id, now, until).await.unwrap();
    tx.commit().await.unwrap();
    let mut hide = crate::delivery::rig::to(chat, "");
    let shown = hongyan::model::message::Shown::Sent { row, part: 0 };
    hide.kind = Kind::Reply;
    hide.parcel = Parcel::Cover { what: shown };
    rig.put(hide).await;
    rig.run(TimeDelta::minutes(4)).await;
    assert_eq!(rig.seen().len(), 1);
    rig.run(TimeDelta::minutes(2)).await;
    assert_eq!(rig.seen()[1], format!("{chat} Delete {{ message: 1 }}"));
}

on_both!(the_dispatcher_covers);

#[test]
fn phrasebook() {
    let args: Vec<(&'static str, Arg)> = vec![
        ("name", Arg::from("Wang Mei")),
        ("dots", Arg::from("● ● ○ ○")),
        ("clock", Arg::from("19:05")),
    ];
    assert!(FEATURES.contains(&"cover"));
    for locale in Locale::ALL {
        let mut book = String::new();
        for key in keys(*locale, "cover") {
            let said = try_say(*locale, &key, &args, true).unwrap();
            book.push_str(&format!("{key}\n{said}\n\n"));
        }
        insta::assert_snapshot!(format!("phrasebook_{}", locale.as_str()), book);
    }
}

/// The evening's question came covered: a number answers what was seen, never what was not.
#[tokio::test]
async fn a_number_never_answers_what_was_not_seen() {
    let (mut world, _) = crate::check_in::asked().await;
    world.taps(GRANNY, "All well").await;
    covers(&mut world, GRANNY, "0000").await;
    // Still open; the question of the next evening comes with neutral words.
    world.evening("2026-03-03").await;
    assert!(world.screen(GRANNY, 1).contains(URGENT));
    world.says(GRANNY, "/menu").await;
    enters(&mut world, GRANNY, "0000").await;
    world.says(GRANNY, "1").await;
    let open = "SELECT COUNT(*) FROM check_ins WHERE state = 'asked'";
    assert_eq!(crate::concern::count(&world, open).await, 1);
}
