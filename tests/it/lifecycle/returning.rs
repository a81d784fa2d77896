//! Back after ninety silent days: not a word about a child before the account has proved itself.

use super::on_each;

on_each!(
    no_childs_datum_before_the_recheck,
    another_number_needs_a_new_code,
    silence_is_asked_about_and_then_kept,
    a_new_account_is_a_new_person,
    nobody_has_to_notice_a_silence_first,
    staff_who_fall_silent_are_asked_like_families,
);

mod tests {
    use chrono::TimeDelta;
    use hongyan::model::rights::Action;
    use hongyan::store::{self, tasks::TaskKind};

    use crate::world::{LEAD, MUM, TEACHER, World};

    pub async fn no_childs_datum_before_the_recheck(mut world: World) {
        world.says(MUM, "/menu").await;
        let (_, how_is) = world.chat(MUM).button("How is Ming");
        let seen = world.count(MUM, "");
        // One day less is no long silence.
        world.advance(TimeDelta::days(89));
        world.says(MUM, "/menu").await;
        assert!(world.screen(MUM, 1).contains("How is Ming"));
        world.advance(TimeDelta::days(90));
        let chat = world.chat_of(MUM);
        world.tap_data(chat, None, &how_is).await;
        world.says(MUM, "/menu").await;
        world.says(MUM, "hello").await;
        insta::assert_snapshot!("welcome_back", world.screen(MUM, 1));
        let since: Vec<String> = world.chat(MUM).shown[seen + 3..]
            .iter()
            .map(|shown| shown.text.clone())
            .collect();
        assert!(!since.join("\n").contains("Ming"), "{since:?}");
        assert!(
            !world.may(MUM, Action::ReadRecord).await,
            "nor by anything that waits"
        );
        // Somebody else's contact proves nothing; her own does.
        world.shares_contact(MUM, "79030000001", false).await;
        assert!(!world.may(MUM, Action::ReadRecord).await);
        world.shares_contact(MUM, "79030000001", true).await;
        assert!(world.may(MUM, Action::ReadRecord).await);
        insta::assert_snapshot!("proved", world.screen(MUM, 2));
    }

    pub async fn another_number_needs_a_new_code(mut world: World) {
        world.says(MUM, "/menu").await;
        world.advance(TimeDelta::days(91));
        world.says(MUM, "/menu").await;
        world.shares_contact(MUM, "79039999999", true).await;
        world.says("stranger", "/start jdeadbeef").await;
        assert_eq!(world.screen(MUM, 1), world.screen("stranger", 1));
        assert!(!world.may(MUM, Action::Know).await);
        world.says(LEAD, "/menu").await;
        world.shares_contact(LEAD, "86138000000006", true).await;
        world.says(LEAD, "/menu").await;
        world.shares_contact(LEAD, "8613800000006", true).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        assert!(
            world
                .screen(LEAD, 1)
                .contains("Came back with another number")
        );
        // The school rings, ends the old link and invites anew; the code works from the same chat.
        world.opens_card(LEAD).await;
        world.taps(LEAD, "End link: Mei").await;
        world.taps(LEAD, "Yes, end it").await;
        world.taps(LEAD, "Invite mother").await;
        let text = world.chat(LEAD).find("t.me/").text.clone();
        let (_, code) = text.split_once("read out: ").unwrap();
        world.says(MUM, code.trim()).await;
        world.shares_contact(MUM, "79039999999", true).await;
        world.taps(MUM, "Yes, that is right").await;
        world.taps(LEAD, "Approve").await;
        assert!(world.may(MUM, Action::ReadRecord).await);
    }

    pub async fn silence_is_asked_about_and_then_kept(mut world: World) {
        world.says(MUM, "/menu").await;
        world.days(75).await;
        assert_eq!(world.count(MUM, "Are you still there"), 0);
        world.days(2).await;
        assert_eq!(world.count(MUM, "Are you still there"), 1);
        // A tap is enough.
        world.taps(MUM, "Menu").await;
        world.days(77).await;
        assert_eq!(world.count(MUM, "Are you still there"), 2);
        world.days(14).await;
        insta::assert_snapshot!("silent", world.screen(MUM, 1));
        assert!(!world.may(MUM, Action::WeeklyUpdate).await);
        world.shares_contact(MUM, "79030000001", true).await;
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
    }

    pub async fn a_new_account_is_a_new_person(mut world: World) {
        // The same number on another account of the messenger: it proves nothing by itself.
        world.says("new phone", "/menu").await;
        world.shares_contact("new phone", "79030000001", true).await;
        world.says("new phone", "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen("new phone", 1), world.screen("stranger", 1));
        assert_eq!(world.count("new phone", "Ming"), 0);
        assert!(world.may(MUM, Action::ReadRecord).await);
    }

    pub async fn nobody_has_to_notice_a_silence_first(mut world: World) {
        for who in [MUM, LEAD, TEACHER] {
            world.says(who, "/menu").await;
        }
        world.advance(TimeDelta::days(90) - TimeDelta::minutes(2));
        for (who, action) in [
            (MUM, Action::WeeklyUpdate),
            (LEAD, Action::Decide),
            (TEACHER, Action::EnterWeek),
        ] {
            assert!(world.may(who, action).await, "{who}");
        }
        world.advance(TimeDelta::minutes(2));
        // No round of the calendar went by.
        for (who, action) in [
            (MUM, Action::WeeklyUpdate),
            (LEAD, Action::Decide),
            (TEACHER, Action::EnterWeek),
        ] {
            assert!(!world.may(who, action).await, "{who}");
        }
    }

    pub async fn staff_who_fall_silent_are_asked_like_families(mut world: World) {
        world.says(LEAD, "/menu").await;
        world.days(75).await;
        assert_eq!(world.count(LEAD, "Are you still there"), 0);
        world.days(1).await;
        assert_eq!(world.count(LEAD, "Are you still there"), 1);
        world.days(14).await;
        assert_eq!(world.count(LEAD, "silent for 90 days"), 1);
        let pupils = dialogue_of_the_class(&world);
        let chat = world.chat_of(LEAD);
        world.tap_data(chat, None, &pupils).await;
        assert!(!world.screen(LEAD, 1).contains("Ming"));
        // Another number proves nothing, and the school has it on its list; the own one does.
        world.shares_contact(LEAD, "79039999999", true).await;
        assert!(!world.may(LEAD, Action::Decide).await);
        world.shares_contact(LEAD, "8613800000006", true).await;
        assert!(world.may(LEAD, Action::Decide).await);
        let mut tx = world.store.read().await.unwrap();
        let tasks = store::tasks::list(&mut tx, world.school.school, 20).await;
        let of_lead = |task: &store::tasks::Task| {
            task.kind == TaskKind::OtherNumber && task.adult == Some(world.adult(LEAD))
        };
        assert_eq!(
            tasks.unwrap().iter().filter(|task| of_lead(task)).count(),
            1
        );
    }

    fn dialogue_of_the_class(world: &World) -> String {
        let tap = hongyan::dialogue::roster::Tap::Child(world.school.ming);
        hongyan::dialogue::Tap::Roster(tap).encode()
    }
}
