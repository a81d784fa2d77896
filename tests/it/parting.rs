//! The school's staff list, as conversations. How links end: `lifecycle`.

use hongyan::base::Secret;
use hongyan::service::import::{Options, import};
use hongyan::sheet::{Kind, Table};

use crate::world::{LEAD, World};

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
