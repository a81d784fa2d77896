//! Asking for an erasure: what goes at once, what the school keeps, and all of it.

use super::*;

/// Counts the notes of one person that still have words.
fn notes_by(world: &World, who: &str) -> String {
    let adult = world.adult(who);
    format!("SELECT COUNT(*) FROM notes WHERE by_adult = {adult} AND content LIKE 'v1.child._%'")
}

#[tokio::test]
async fn optional_data_goes_at_once_and_the_lead_decides_about_the_rest() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "Delete").await;
        insta::assert_snapshot!("before_erasing", world.screen(MUM, 1));
        let optional = "SELECT COUNT(*) FROM entries WHERE kind IN ('mood', 'sentence')";
        assert_eq!(world.number(optional).await, 3);
        world.taps(MUM, "Yes, delete").await;
        insta::assert_snapshot!("erasing_is_asked", world.screen(MUM, 1));
        // Ming's are gone, Lan's is not; attendance is the school's duty; dad's note is dad's.
        assert_eq!(world.number(optional).await, 1);
        let duty = "SELECT COUNT(*) FROM entries WHERE kind = 'attendance'";
        assert_eq!(world.number(duty).await, 1);
        assert_eq!(world.number(&notes_by(&world, MUM)).await, 0);
        assert_eq!(world.number(&notes_by(&world, DAD)).await, 1);

        open_first(&mut world).await;
        insta::assert_snapshot!("lead_sees_an_erasure", world.screen(LEAD, 1));
        world.taps(LEAD, "The rest stays at the school").await;
        world.taps(LEAD, "Use this reason").await;
        insta::assert_snapshot!("erasure_kept", world.screen(MUM, 1));
        let ming = world.school.ming;
        assert_eq!(linked(&world, ming, MUM).await, LinkState::Ended);
        assert_eq!(linked(&world, ming, DAD).await, LinkState::Active);
    }
}

#[tokio::test]
async fn an_erased_child_is_nobodys_any_more() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "Delete").await;
        world.taps(MUM, "Yes, delete").await;
        open_first(&mut world).await;
        world.taps(LEAD, "Everything may go").await;
        insta::assert_snapshot!("before_erasing_all", world.screen(LEAD, 1));
        world.taps(LEAD, "Yes, delete everything").await;
        insta::assert_snapshot!("all_is_erased", world.screen(MUM, 1));
        for who in [MUM, DAD, GRANNY] {
            assert_eq!(
                linked(&world, world.school.ming, who).await,
                LinkState::Ended
            );
        }
        assert_eq!(world.number(&notes_by(&world, MUM)).await, 0);
        // The other child's family notices nothing; Ming is in no list.
        assert_eq!(
            linked(&world, world.school.lan, DAD).await,
            LinkState::Active
        );
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: pupils").await;
        assert!(!world.screen(TEACHER, 1).contains("Wang Ming"));
        world.says(DAD, "/menu").await;
        assert!(!world.screen(DAD, 1).contains("Ming"));
        assert!(world.screen(DAD, 1).contains("Lan"));
    }
}

#[tokio::test]
async fn an_open_concern_keeps_the_record_and_no_answer_tells_of_it() {
    for (mut world, _db) in on_both().await {
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "Something is wrong").await;
        world.taps(GRANNY, "Bruises").await;
        // In the record, or out of everybody's sight.
        let kept = "SELECT (SELECT COUNT(*) FROM entries) + (SELECT COUNT(*) FROM kept_entries)
             + (SELECT COUNT(*) FROM notes WHERE content LIKE 'v1.child._%')
             + (SELECT COUNT(*) FROM kept_notes WHERE content LIKE 'v1.child._%')";
        let before = world.number(kept).await;
        asks(&mut world, MUM, "Delete").await;
        world.taps(MUM, "Yes, delete").await;
        insta::assert_snapshot!("erasing_is_asked", world.screen(MUM, 1));
        open_first(&mut world).await;
        world.taps(LEAD, "Everything may go").await;
        world.taps(LEAD, "Yes, delete everything").await;
        insta::assert_snapshot!("all_is_erased", world.screen(MUM, 1));
        assert_eq!(
            linked(&world, world.school.ming, MUM).await,
            LinkState::Ended
        );
        assert_eq!(world.number(kept).await, before);
    }
}
