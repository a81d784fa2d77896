//! Links that end or are excluded, and the school's staff list, as conversations.

use hongyan::base::Secret;
use hongyan::model::rights::LinkState;
use hongyan::service::import::{Options, import};
use hongyan::sheet::{Kind, Table};
use hongyan::store;

use crate::world::{LEAD, MUM, TEACHER, World};

async fn state_of_mum(world: &World) -> LinkState {
    let mut tx = world.store.read().await.unwrap();
    let link = store::links::pair(&mut tx, world.school.ming, world.adult(MUM))
        .await
        .unwrap();
    link.unwrap().state
}

async fn card_of_ming(world: &mut World) {
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Class 3-2: pupils").await;
    world.taps(LEAD, "Wang Ming").await;
}

#[tokio::test]
async fn an_excluded_mother_gets_what_a_stranger_gets() {
    let mut world = World::linked().await;
    world.says(MUM, "/menu").await;
    card_of_ming(&mut world).await;
    world.taps(LEAD, "Exclude: Mei").await;
    insta::assert_snapshot!("lead_is_asked_before_excluding", world.screen(LEAD, 1));
    world.taps(LEAD, "Yes, the paper was seen").await;
    insta::assert_snapshot!("card_with_an_exclusion", world.screen(LEAD, 1));
    assert_eq!(state_of_mum(&world).await, LinkState::Excluded);

    // The buttons she still has on her phone answer nothing about the child.
    let before = world.screen(MUM, 1);
    world.taps(MUM, "How is Ming").await;
    assert_eq!(world.screen(MUM, 1), before);
    assert_eq!(
        world.chat(MUM).toasts.last().unwrap(),
        "This is not possible right now."
    );
    // Her menu is that of somebody the bot has never seen.
    world.says(MUM, "/menu").await;
    world.says("stranger", "/menu").await;
    assert_eq!(world.screen(MUM, 1), world.screen("stranger", 1));
    // No new invitation is possible while it stands; afterwards it is.
    assert!(!world.screen(LEAD, 1).contains("Invite mother"));
    world.taps(LEAD, "Lift exclusion: Mei").await;
    world.taps(LEAD, "Yes, lift it").await;
    assert_eq!(state_of_mum(&world).await, LinkState::Ended);
    assert!(world.screen(LEAD, 1).contains("Invite mother"));
}

#[tokio::test]
async fn only_a_lead_excludes() {
    let mut world = World::linked().await;
    world.says(TEACHER, "/menu").await;
    world.taps(TEACHER, "Class 3-2: pupils").await;
    world.taps(TEACHER, "Wang Ming").await;
    assert!(!world.screen(TEACHER, 1).contains("Exclude"));
    // What the lead's button carries, on the teacher's phone.
    card_of_ming(&mut world).await;
    world.taps(LEAD, "Exclude: Mei").await;
    let (_, data) = world.chat(LEAD).button("Yes, the paper was seen");
    let chat = world.chat_of(TEACHER);
    world.tap_data(chat, None, &data).await;
    assert_eq!(state_of_mum(&world).await, LinkState::Active);
}

#[tokio::test]
async fn a_teacher_on_the_staff_list_is_invited_in_the_chat() {
    let mut world = World::linked().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("staff.csv");
    std::fs::write(
        &file,
        "key,name,phone,role,unit_key,unit_kind,unit_name,unit_parent,unit_zone,zone,locale\n\
         t9,Teacher Sun,+86 138 0000 0099,teacher,class-3-2,class,Class 3-2,red-star-school,Asia/Shanghai,,\n",
    )
    .unwrap();
    let table = Table::open(&file, None).unwrap();
    let options = Options { dry_run: false };
    let report = import(
        &world.store,
        &world.env,
        Kind::Staff,
        table,
        None,
        options,
        &mut |_| {},
    )
    .await
    .unwrap();
    assert_eq!(report.rejected, 0, "{report:?}");
    world.says(LEAD, "/menu").await;
    world.taps(LEAD, "Staff").await;
    insta::assert_snapshot!("staff_list", world.screen(LEAD, 1));
    world.taps(LEAD, "Invite Teacher Sun").await;
    world.taps(LEAD, "From today").await;
    world.taps(LEAD, "no last day").await;
    let text = world.chat(LEAD).find("t.me/").text.clone();
    let (_, code) = text.split_once("read out: ").unwrap();
    let code = Secret::new(code.trim());
    world.says("sun", code.expose()).await;
    world.shares_contact("sun", "+86 138 0000 0099", true).await;
    world.taps("sun", "Yes, that is me").await;
    insta::assert_snapshot!("a_teacher_begins", world.screen("sun", 2));
}
