//! Parents apart, a new partner, a mother who teaches, guardians and teachers who change.

use super::on_each;

on_each!(
    neither_parent_learns_of_the_other_from_any_text,
    a_new_partner_comes_only_through_a_parent_and_the_school_and_only_to_be_rung,
    a_mother_who_teaches_has_two_views_that_never_mix,
    a_guardian_who_was_replaced_loses_history_at_the_minute,
    rights_follow_the_class_when_a_teacher_leaves,
    in_a_group_nothing_is_said_of_a_child,
);

mod tests {
    use chrono::TimeDelta;
    use hongyan::base::Html;
    use hongyan::model::message::{Kind, Parcel};
    use hongyan::model::record::Relation;
    use hongyan::model::rights::{Action, LinkRole, LinkState};
    use hongyan::model::unit::Role;
    use hongyan::service::mail::{self, Letter};
    use hongyan::service::{check_in, invitation, parting, staff};
    use hongyan::store;

    use super::super::NOT_NOW;
    use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

    pub async fn neither_parent_learns_of_the_other_from_any_text(mut world: World) {
        let ming = world.school.ming;
        let (role, relation) = (LinkRole::Parent, Relation::Father);
        world.linked_as(ming, DAD, role, relation).await;
        // Everything a week can bring: notes both ways, an answer, a problem at home, a class note.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "I am in Moscow, is he eating?").await;
        world
            .replies(TEACHER, "is he eating?", "He eats well.")
            .await;
        world.opens_card(TEACHER).await;
        world.taps(TEACHER, "Write to the family").await;
        world.says(TEACHER, "The meeting is on Friday.").await;
        world
            .replies(DAD, "meeting is on Friday", "I will ring in.")
            .await;
        let now = world.env.now();
        let mut tx = world.store.write().await.unwrap();
        check_in::page(&mut tx, &world.env, world.school.school, now, 0, 100)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.deliver().await;
        world.taps(GRANNY, "problem").await;
        for who in [MUM, DAD] {
            world.says(who, "/menu").await;
            world.taps(who, "How is Ming").await;
        }
        assert_eq!(world.count(DAD, "The meeting is on Friday."), 1);
        assert_eq!(world.count(MUM, "The meeting is on Friday."), 1);
        for (who, words) in [
            (
                DAD,
                [
                    "Mei",
                    "mother",
                    "Moscow",
                    "eating",
                    "He eats well",
                    "000 00 01",
                ],
            ),
            (
                MUM,
                [
                    "Gang",
                    "father",
                    "Vladivostok",
                    "I will ring",
                    "Li Lan",
                    "000 00 02",
                ],
            ),
        ] {
            let all = world.everything(who);
            for word in words {
                let own = all
                    .lines()
                    .any(|line| line.starts_with("> ") && line.contains(word));
                let line = all.lines().find(|line| line.contains(word));
                let told = line.is_some_and(|line| !line.starts_with("> "));
                assert!(!told || own, "{who} reads {word}: {line:?}");
            }
        }
        // Excluding one changes no text of the other.
        let before = world.everything(DAD);
        super::super::excludes(&mut world, "Mei", &[]).await;
        assert_eq!(world.everything(DAD), before);
    }

    pub async fn a_new_partner_comes_only_through_a_parent_and_the_school_and_only_to_be_rung(
        mut world: World,
    ) {
        let (ming, aunt) = (world.school.ming, world.adult(AUNT));
        let mut tx = world.store.write().await.unwrap();
        store::links::close(&mut tx, ming, aunt, None, world.env.now())
            .await
            .unwrap();
        // The roster says: stepfather, lives with the child.
        store::adults::put_relation(&mut tx, ming, aunt, Relation::Stepfather, true, 4)
            .await
            .unwrap();
        for role in [LinkRole::Parent, LinkRole::Guardian] {
            let issued =
                invitation::for_child(&mut tx, &world.env, None, ming, aunt, Some(role)).await;
            assert!(issued.unwrap().is_err(), "{role:?}");
        }
        let issued = invitation::for_child(&mut tx, &world.env, None, ming, aunt, None)
            .await
            .unwrap()
            .unwrap();
        tx.commit().await.unwrap();
        world.says(AUNT, &issued.code()).await;
        world.shares_contact(AUNT, "8613800000004", true).await;
        world.taps(AUNT, "Yes, that is right").await;
        insta::assert_snapshot!("parent_is_asked", world.screen(MUM, 1));
        insta::assert_snapshot!("lead_waits_for_parent", world.screen(LEAD, 1));
        world.taps(LEAD, "Approve").await;
        assert_eq!(
            world.chat(LEAD).toasts.last().unwrap(),
            "First a parent must agree in the chat."
        );
        assert_eq!(
            world.link_state(AUNT).await,
            Some(LinkState::AwaitingApproval)
        );
        world.taps(MUM, "I agree").await;
        assert_eq!(
            world.link_state(AUNT).await,
            Some(LinkState::AwaitingApproval)
        );
        world.taps(LEAD, "Approve").await;
        assert_eq!(world.link_state(AUNT).await, Some(LinkState::Active));
        assert!(world.may(AUNT, Action::AnswerCheckIn).await);
        for action in [Action::ReadRecord, Action::WeeklyUpdate, Action::FamilyNote] {
            assert!(!world.may(AUNT, action).await, "{action:?}");
        }
    }

    pub async fn a_mother_who_teaches_has_two_views_that_never_mix(mut world: World) {
        // The class teacher is Lan's mother.
        let lan = world.school.lan;
        let (role, relation) = (LinkRole::Parent, Relation::Mother);
        world.linked_as(lan, TEACHER, role, relation).await;
        world.says(TEACHER, "/menu").await;
        insta::assert_snapshot!("mother_and_teacher", world.screen(TEACHER, 1));
        // As a mother she reads about Lan alone; Ming she enters and does not get letters about.
        let now = world.env.now();
        for (child, weekly) in [(lan, true), (world.school.ming, false)] {
            let may = world
                .may_at(TEACHER, Action::WeeklyUpdate, child, now)
                .await;
            assert_eq!(may, weekly);
        }
        // What Lan's father writes to the school does not come to her as the teacher.
        world.says(DAD, "/menu").await;
        world.taps(DAD, "Write to the school").await;
        world.says(DAD, "Only for the school.").await;
        assert_eq!(world.count(TEACHER, "Only for the school."), 0);
        assert_eq!(world.count(LEAD, "Only for the school."), 1);
        // Ending the link ends the mother, not the teacher.
        let mut tx = world.store.write().await.unwrap();
        let teacher = world.adult(TEACHER);
        parting::end(&mut tx, &world.env, None, lan, teacher)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(!world.may_at(TEACHER, Action::WeeklyUpdate, lan, now).await);
        assert!(world.may_at(TEACHER, Action::EnterWeek, lan, now).await);
    }

    pub async fn a_guardian_who_was_replaced_loses_history_at_the_minute(mut world: World) {
        world.says(GRANNY, "/menu").await;
        let (_, how_is) = world.chat(GRANNY).button("How is Ming");
        world.opens_card(LEAD).await;
        world.taps(LEAD, "End link: Granny Wang").await;
        world.taps(LEAD, "Yes, end it").await;
        world.advance(TimeDelta::minutes(1));
        let chat = world.chat_of(GRANNY);
        let before = world.everything(GRANNY);
        world.tap_data(chat, None, &how_is).await;
        assert_eq!(world.everything(GRANNY), before);
        assert_eq!(world.chat(GRANNY).toasts.last().unwrap(), NOT_NOW);
        world.says(GRANNY, "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen(GRANNY, 1), world.screen("stranger", 1));
        // The new one answers from the minute of the approval on.
        let (ming, role) = (world.school.ming, LinkRole::Guardian);
        world.linked_as(ming, AUNT, role, Relation::Aunt).await;
        let mut tx = world.store.read().await.unwrap();
        let link = store::links::pair(&mut tx, ming, world.adult(AUNT)).await;
        assert_eq!(
            link.unwrap().unwrap().role,
            LinkRole::Contact,
            "an active link stays"
        );
    }

    pub async fn rights_follow_the_class_when_a_teacher_leaves(mut world: World) {
        let (ming, class) = (world.school.ming, world.school.class);
        let (teacher, dad, now) = (world.adult(TEACHER), world.adult(DAD), world.env.now());
        let mut tx = world.store.write().await.unwrap();
        for child in [ming, world.school.lan] {
            let letter = Letter::about(teacher, child, Action::SchoolNote, Kind::Note)
                .not_before(now + TimeDelta::hours(1));
            mail::post(&mut tx, &world.env, letter, |_| {
                Parcel::text(Html::escape("a note for the teacher"))
            })
            .await
            .unwrap();
        }
        let post = store::posts::find(&mut tx, teacher, class, Role::Teacher);
        let post = post.await.unwrap().unwrap();
        let ended = staff::end(&mut tx, &world.env, None, &post).await.unwrap();
        assert_eq!(ended, staff::Ended::Done);
        store::posts::activate(
            &mut tx,
            world.env.id(),
            dad,
            class,
            Role::Teacher,
            None,
            now,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        for action in Action::ALL {
            assert!(!world.may(TEACHER, *action).await, "{action:?}");
        }
        assert!(world.may(DAD, Action::ReadRecord).await);
        world.advance(TimeDelta::hours(2));
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "a note for the teacher"), 0);
        world.says(TEACHER, "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen(TEACHER, 1), world.screen("stranger", 1));
        // What a family writes now reaches the new teacher.
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "Good morning!").await;
        assert_eq!(world.count(DAD, "Good morning!"), 1);
        assert_eq!(world.count(TEACHER, "Good morning!"), 0);
    }

    /// Added to a group of parents: one sentence, and silence whatever is written there (domain section 6).
    pub async fn in_a_group_nothing_is_said_of_a_child(mut world: World) {
        use hongyan::model::event::Did;
        let group = world.chat_of("a group");
        world.hear(group, Did::InGroup { added: true }).await;
        world.deliver().await;
        assert_eq!(
            world.everything("a group"),
            "Please write to me alone. I never speak about a child in a group.\n---\n"
        );
        for _ in 0..3 {
            world.hear(group, Did::InGroup { added: false }).await;
        }
        world.advance(chrono::TimeDelta::days(8));
        world.deliver().await;
        assert_eq!(world.everything("a group").matches("---").count(), 1);
    }
}
