//! Notes, as conversations: who reads what, in which words, and who never does.

mod back;
mod halt;
mod heir;
mod later;
mod rights;
mod some;
mod templates;
mod visibility;
mod work_hours;

use hongyan::dialogue::Tap;
use hongyan::dialogue::note::Tap as NoteTap;
use hongyan::model::Locale;
use hongyan::model::event::Did;
use hongyan::model::message::MediaKind;
use hongyan::model::record::Relation;
use hongyan::store;

use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const ANSWER: &str = "Answer";

async fn opens_ming(world: &mut World, who: &str) {
    world.says(who, "/start").await;
    world.taps(who, "Class 3-2: pupils").await;
    world.taps(who, "Wang Ming").await;
}

/// The teacher writes to the family of Ming.
async fn written(text: &str) -> World {
    let mut world = World::linked().await;
    opens_ming(&mut world, TEACHER).await;
    world.taps(TEACHER, "Write to the family").await;
    world.says(TEACHER, text).await;
    world
}

async fn audited(world: &World) -> i64 {
    let mut tx = world.store.write().await.unwrap();
    store::audit::count(&mut tx, "note").await.unwrap()
}

fn data(tap: NoteTap) -> String {
    Tap::Note(tap).encode()
}

#[tokio::test]
async fn a_note_goes_to_one_family_and_the_answers_come_back_to_its_thread() {
    let mut world = written("Ming read aloud today.").await;
    insta::assert_snapshot!("teacher_wrote", world.screen(TEACHER, 3));
    insta::assert_snapshot!("mum_reads", world.screen(MUM, 1));
    assert_eq!(world.count(GRANNY, "Ming read aloud"), 1);
    assert_eq!(world.screen(AUNT, 1), "(nothing)");
    assert_eq!(world.screen(DAD, 1), "(nothing)");

    world.replies(MUM, "Ming read aloud", "Thank you!").await;
    insta::assert_snapshot!("mum_answered", world.screen(MUM, 1));
    insta::assert_snapshot!("teacher_reads_answer", world.screen(TEACHER, 1));
    assert_eq!(world.count(GRANNY, "Thank you"), 0);

    world.taps(TEACHER, "Done").await;
    world.replies(TEACHER, "Thank you!", "She earned it.").await;
    insta::assert_snapshot!("mum_reads_again", world.screen(MUM, 1));
    assert_eq!(world.count(GRANNY, "She earned it"), 0);

    // Without the messenger's own reply: the button.
    world.taps(MUM, ANSWER).await;
    world.says(MUM, "I ring on Sunday.").await;
    assert_eq!(world.count(TEACHER, "I ring on Sunday."), 1);
    assert_eq!(audited(&world).await, 5);
}

#[tokio::test]
async fn a_parent_writes_first_and_sees_the_numbers_to_ring() {
    let mut world = World::linked().await;
    world.has_number("School", "+86 10 1234").await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school").await;
    insta::assert_snapshot!("mum_is_asked", world.screen(MUM, 1));
    world.says(MUM, "How does she sleep?").await;
    world.says(MUM, "And does she eat?").await;
    insta::assert_snapshot!("mum_wrote_two", world.screen(MUM, 4));
    insta::assert_snapshot!("teacher_reads_two", world.screen(TEACHER, 2));
    let place = Did::Other { message: 7_000 };
    world.hear(world.chat_of(MUM), place).await;
    assert_eq!(world.count(MUM, "This kind I cannot"), 1);
    world.taps(MUM, "Done").await;
    world.says(MUM, "Hello?").await;
    assert_eq!(world.count(TEACHER, "Hello?"), 0);
    assert_eq!(world.count(LEAD, "sleep"), 0);
}

#[tokio::test]
async fn what_is_typed_a_day_later_or_on_another_screen_reaches_nobody() {
    let mut world = World::linked().await;
    opens_ming(&mut world, TEACHER).await;
    world.taps(TEACHER, "Write to the family").await;
    world.taps(TEACHER, "Cancel").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.says(TEACHER, "note to myself").await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school").await;
    world.set_clock("2026-03-02T12:00:00Z");
    world.says(MUM, "is it still on").await;
    assert_eq!(world.count(MUM, "note to myself"), 0);
    assert_eq!(world.count(TEACHER, "is it still on"), 0);
}

#[tokio::test]
async fn a_note_to_the_class_is_shown_first_with_its_count() {
    let mut world = World::linked().await;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.says_as(TEACHER, 9_001, "Sports day on Fryday").await;
    let photo = MediaKind::Photo;
    world.sends(TEACHER, photo, "plan-1", "The plan").await;
    world.rewrites(TEACHER, 9_001, "Sports day on Friday").await;
    assert_eq!(world.screen(MUM, 9), "(nothing)");
    insta::assert_snapshot!("class_preview", world.screen(TEACHER, 1));
    world.restart().await;
    world.taps(TEACHER, "Send").await;
    insta::assert_snapshot!("class_sent", world.screen(TEACHER, 1));
    insta::assert_snapshot!("mum_reads_class_note", world.screen(MUM, 2));
    insta::assert_snapshot!("dad_reads_class_note", world.screen(DAD, 2));
    for who in [MUM, GRANNY] {
        assert_eq!(world.count(who, "Lan"), 0);
    }
    assert_eq!(world.count(DAD, "Ming"), 0);

    world.replies(DAD, "Sports day", "She will run.").await;
    insta::assert_snapshot!("answer_to_class_note", world.screen(TEACHER, 1));
    assert_eq!(world.count(MUM, "She will run"), 0);

    // A second tap on the same yes sends nothing.
    let before = audited(&world).await;
    let yes = data(NoteTap::Send(2));
    world.tap_data(world.chat_of(TEACHER), None, &yes).await;
    assert_eq!(audited(&world).await, before);
}

#[tokio::test]
async fn an_older_preview_never_sends_what_it_did_not_show() {
    let mut world = World::linked().await;
    world.says(TEACHER, "/start").await;
    world.taps(TEACHER, "write to all families").await;
    world.says(TEACHER, "First.").await;
    let (message, yes) = world.chat(TEACHER).button("Send");
    world.says(TEACHER, "Second.").await;
    world
        .tap_data(world.chat_of(TEACHER), Some(message), &yes)
        .await;
    assert_eq!(world.screen(MUM, 1), "(nothing)");
    world.taps(TEACHER, "Send").await;
    assert_eq!(world.count(MUM, "First."), 1);
    assert_eq!(world.count(MUM, "Second."), 1);
}

#[tokio::test]
async fn media_pass_by_reference_with_their_captions() {
    let mut world = World::linked().await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school").await;
    for media in MediaKind::ALL {
        let caption = match media {
            MediaKind::VideoNote => "",
            _ => "from <me> & us",
        };
        let file = format!("ref-{}", media.as_str());
        world.sends(MUM, *media, &file, caption).await;
    }
    insta::assert_snapshot!("teacher_reads_media", world.screen(TEACHER, 8));
    let caption = "c".repeat(1_020);
    let document = MediaKind::Document;
    world.sends(MUM, document, "ref-long", &caption).await;
    let screen = world.screen(TEACHER, 2);
    assert!(screen.contains("Mother Mei · Wang Ming (Class 3-2)\n---"));
    assert!(screen.contains(&format!("[document ref-long] {caption}\n")));
}

#[tokio::test]
async fn long_text_and_markup_arrive_whole_and_in_order() {
    let text: String = (0..900).map(|n| format!("<b>{n}</b> & ")).collect();
    let text = text.trim();
    let world = written(text).await;
    let parts: Vec<_> = world.chat(MUM).shown.iter().collect();
    assert!(parts.len() > 2);
    let all: String = parts.iter().map(|shown| shown.text.as_str()).collect();
    assert_eq!(all, format!("Class teacher Teacher Zhao · Ming\n{text}"));
    let with_buttons = parts.iter().filter(|shown| !shown.rows.is_empty());
    assert_eq!(with_buttons.count(), 1);
}

#[tokio::test]
async fn two_parents_have_two_threads_and_neither_learns_of_the_other() {
    let mut world = World::linked().await;
    world.joins(world.school.ming, DAD, Relation::Father).await;
    opens_ming(&mut world, TEACHER).await;
    world.taps(TEACHER, "Write to the family").await;
    world.says(TEACHER, "Parents' evening.").await;
    assert_eq!(world.count(TEACHER, "mother, grandmother, father"), 2);
    world.replies(MUM, "Parents' evening", "Mum comes.").await;
    assert_eq!(world.count(TEACHER, "Mum comes."), 1);
    assert_eq!(world.screen(DAD, 9).matches("---").count(), 1);
    for (who, other) in [(MUM, "ather"), (DAD, "other")] {
        assert_eq!(world.count(who, other), 0);
        assert_eq!(world.count(who, "Mei") + world.count(who, "Gang"), 0);
    }
    // A father of two is asked about which child.
    world.says(DAD, "/start").await;
    insta::assert_snapshot!("dad_menu", world.screen(DAD, 1));
    // He cannot answer in her thread, whatever he sends.
    let (_, hers) = world.chat(MUM).button(ANSWER);
    world.tap_data(world.chat_of(DAD), None, &hers).await;
    assert_eq!(
        world.chat(DAD).toasts,
        vec!["This is not possible right now."]
    );
}

#[tokio::test]
async fn when_the_link_has_ended_nothing_passes() {
    let mut world = written("Before the end.").await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school").await;
    opens_ming(&mut world, LEAD).await;
    world.taps(LEAD, "End link: Mei").await;
    world.taps(LEAD, "Yes, end it").await;
    world.says(MUM, "after 1").await;
    insta::assert_snapshot!("ended_is_neutral", world.screen(MUM, 1));
    world.replies(MUM, "Before the end.", "after 2").await;
    let ming = data(NoteTap::ToSchool(world.school.ming));
    world.tap_data(world.chat_of(MUM), None, &ming).await;
    world.says(MUM, "after 3").await;
    assert_eq!(world.count(TEACHER, "after"), 0);
    world.says(TEACHER, "Only granny now.").await;
    assert_eq!(world.count(MUM, "Only granny now."), 0);
    assert_eq!(world.count(GRANNY, "Only granny now."), 1);
    assert_eq!(world.count(TEACHER, "Not in the chat"), 0);
}

#[tokio::test]
async fn who_is_not_in_the_chat_is_told_to_staff_only() {
    let mut world = World::linked().await;
    world.hear(world.chat_of(MUM), Did::Leaves).await;
    opens_ming(&mut world, TEACHER).await;
    world.taps(TEACHER, "Write to the family").await;
    world.says(TEACHER, "Hello").await;
    insta::assert_snapshot!("teacher_misses_mum", world.screen(TEACHER, 1));
    world.hear(world.chat_of(TEACHER), Did::Leaves).await;
    world.replies(GRANNY, "Hello", "Good day").await;
    // The teacher's chat is gone: the school's lead takes it.
    assert_eq!(world.count(LEAD, "Good day"), 1);
    world.hear(world.chat_of(LEAD), Did::Leaves).await;
    world.replies(GRANNY, "Hello", "Anybody?").await;
    insta::assert_snapshot!("granny_finds_nobody", world.screen(GRANNY, 1));
}

#[tokio::test]
async fn a_changed_message_follows_to_the_same_people() {
    let mut world = World::linked().await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school").await;
    world.says_as(MUM, 8_001, "I come on Friday").await;
    world.rewrites(MUM, 8_001, "I come on Friday").await;
    assert_eq!(world.count(TEACHER, "Friday"), 1);
    world.rewrites(MUM, 8_001, "I come on Saturday").await;
    insta::assert_snapshot!("teacher_reads_change", world.screen(TEACHER, 1));
    world.rewrites(MUM, 8_001, "I come on Saturday").await;
    assert_eq!(world.count(TEACHER, "Saturday"), 1);
    assert_eq!(world.count(MUM, "The change is passed on"), 1);
    opens_ming(&mut world, LEAD).await;
    world.taps(LEAD, "End link: Mei").await;
    world.taps(LEAD, "Yes, end it").await;
    world.rewrites(MUM, 8_001, "I come on Sunday").await;
    assert_eq!(world.count(TEACHER, "Sunday"), 0);
}

#[tokio::test]
async fn every_language_has_the_relayed_forms() {
    let mut out = String::new();
    for locale in Locale::ALL {
        let mut world = World::linked().await;
        for who in [MUM, TEACHER] {
            world.speaks(who, *locale).await;
        }
        let (teacher, mum) = (world.chat_of(TEACHER), world.chat_of(MUM));
        let (ming, class) = (world.school.ming, world.school.class);
        let family = data(NoteTap::ToFamily(ming));
        world.tap_data(teacher, None, &family).await;
        world.says_as(TEACHER, 8_001, "Hao!").await;
        world.rewrites(TEACHER, 8_001, "Hao, hao!").await;
        world
            .tap_data(teacher, None, &data(NoteTap::ToClass(class)))
            .await;
        world.says(TEACHER, "To all").await;
        world.tap_data(teacher, None, &data(NoteTap::Send(1))).await;
        let school = data(NoteTap::ToSchool(ming));
        world.tap_data(mum, None, &school).await;
        world.says(MUM, "Xie xie").await;
        for who in [MUM, TEACHER] {
            out.push_str(&format!("=== {} {who}\n", locale.as_str()));
            out.push_str(&world.screen(who, 20));
        }
    }
    insta::assert_snapshot!("languages", out);
}

#[tokio::test]
async fn pictures_of_people_are_not_passed_on() {
    let mut world = World::linked().await;
    opens_ming(&mut world, TEACHER).await;
    world.taps(TEACHER, "Write to the family").await;
    let sent = [
        (MediaKind::Photo, "face", true),
        (MediaKind::Video, "dance", true),
        (MediaKind::VideoNote, "hello", true),
        (MediaKind::Document, "plan", false),
        (MediaKind::Voice, "voice", false),
    ];
    for (media, file, _) in sent {
        world.sends(TEACHER, media, file, "").await;
    }
    world.says(TEACHER, "These are the words.").await;
    for (_, file, protected) in sent {
        let shown = world.chat(MUM).find(&format!(" {file}]"));
        assert_eq!(shown.protected, protected, "{file}");
    }
    assert!(!world.chat(MUM).find("These are the words.").protected);
}
