//! An exclusion is entered in the chat, dated, beats everything, ends by its date, is lifted by a lead.

use super::on_each;

on_each!(
    a_paper_is_entered_named_and_shown,
    an_excluded_mother_gets_what_a_stranger_gets,
    a_dated_paper_begins_and_ends_by_itself,
    a_post_does_not_help_against_a_paper,
    a_screen_that_comes_back_from_a_retry_is_not_sent,
    old_exclusions_go_on,
);

mod tests {
    use chrono::TimeDelta;
    use hongyan::dialogue::lifecycle::{Draft, Tap};
    use hongyan::dialogue::{self};
    use hongyan::model::event::{Did, Event};
    use hongyan::model::lifecycle::{Begins, Lasts, PaperKind};
    use hongyan::model::rights::{Action, LinkState};
    use hongyan::service::converse;
    use hongyan::store;

    use super::super::{NOT_NOW, excludes};
    use crate::world::{BOT, LEAD, MUM, TEACHER, World};

    pub async fn a_paper_is_entered_named_and_shown(mut world: World) {
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Exclude: Mei").await;
        insta::assert_snapshot!("which_paper", world.screen(LEAD, 1));
        world.taps(LEAD, "Protection order").await;
        world.taps(LEAD, "6 months").await;
        insta::assert_snapshot!("paper_with_dates", world.screen(LEAD, 1));
        world.taps(LEAD, "Yes, I have seen the paper").await;
        insta::assert_snapshot!("paper_noted", world.screen(LEAD, 1));
        world.says(LEAD, "District court 114/2026").await;
        insta::assert_snapshot!("card_with_paper", world.screen(LEAD, 1));
        let mut tx = world.store.read().await.unwrap();
        let now = world.env.now();
        let papers = store::exclusions::standing(&mut tx, world.school.ming, now).await;
        let paper = papers.unwrap().remove(0);
        assert_eq!(paper.kind, PaperKind::Protection);
        assert_eq!(paper.paper.as_deref(), Some("District court 114/2026"));
        assert!(!world.may(MUM, Action::Know).await);
        assert_eq!(store::audit::count(&mut tx, "exclude").await.unwrap(), 1);
    }

    pub async fn an_excluded_mother_gets_what_a_stranger_gets(mut world: World) {
        world.says(MUM, "/menu").await;
        excludes(&mut world, "Mei", &[]).await;
        let before = world.screen(MUM, 1);
        world.taps(MUM, "How is Ming").await;
        assert_eq!(world.screen(MUM, 1), before);
        assert_eq!(world.chat(MUM).toasts.last().unwrap(), NOT_NOW);
        world.says(MUM, "/menu").await;
        world.says("stranger", "/menu").await;
        assert_eq!(world.screen(MUM, 1), world.screen("stranger", 1));
        // No new invitation while it stands; afterwards there is one, and the link is not back.
        world.opens_card(LEAD).await;
        assert!(!world.screen(LEAD, 1).contains("Invite mother"));
        world.taps(LEAD, "Lift exclusion: Mei").await;
        world.taps(LEAD, "Yes, lift it").await;
        assert_eq!(world.link_state(MUM).await, Some(LinkState::Ended));
        assert!(world.screen(LEAD, 1).contains("Invite mother"));
        assert!(!world.may(MUM, Action::Know).await);
    }

    pub async fn a_dated_paper_begins_and_ends_by_itself(mut world: World) {
        excludes(&mut world, "Mei", &["From tomorrow", "3 months"]).await;
        assert!(world.may(MUM, Action::ReadRecord).await);
        // The school's midnight is 16:00 of Greenwich.
        world.set_clock("2026-03-02T15:59:59Z");
        assert!(world.may(MUM, Action::ReadRecord).await);
        world.set_clock("2026-03-02T16:00:00Z");
        assert!(!world.may(MUM, Action::ReadRecord).await);
        world.set_clock("2026-03-03T01:00:00Z");
        world.calendar().await;
        assert_eq!(world.link_state(MUM).await, Some(LinkState::Ended));
        // It ends on 3 June; the link that ended does not come back.
        world.set_clock("2026-06-02T16:00:00Z");
        assert!(!world.may(MUM, Action::Know).await);
        // The lead was away for three months as well.
        world.says(LEAD, "/menu").await;
        world.shares_contact(LEAD, "8613800000006", true).await;
        world.opens_card(LEAD).await;
        assert!(world.screen(LEAD, 1).contains("Invite mother"));
    }

    pub async fn a_post_does_not_help_against_a_paper(mut world: World) {
        let (ming, teacher) = (world.school.ming, world.adult(TEACHER));
        let mut tx = world.store.write().await.unwrap();
        let relation = hongyan::model::record::Relation::Uncle;
        store::adults::put_relation(&mut tx, ming, teacher, relation, false, 9)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(world.may(TEACHER, Action::ReadRecord).await);
        excludes(&mut world, "Teacher Zhao", &[]).await;
        for action in Action::ALL {
            assert!(!world.may(TEACHER, *action).await, "{action:?}");
        }
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: pupils").await;
        assert!(!world.screen(TEACHER, 1).contains("Wang Ming"));
        assert!(world.screen(TEACHER, 1).contains("Li Lan"));
        // Nobody excludes who is on no roster of the child, and nobody but a lead does.
        let draft = Draft {
            child: world.school.lan,
            adult: world.adult(MUM),
            kind: PaperKind::Other,
            begins: Begins::Now,
            lasts: Lasts::Open,
        };
        for (who, child) in [(LEAD, world.school.lan), (TEACHER, ming)] {
            let tap = dialogue::Tap::Lifecycle(Tap::Exclude(Draft { child, ..draft }));
            let chat = world.chat_of(who);
            world.tap_data(chat, None, &tap.encode()).await;
            assert_eq!(world.chat(who).toasts.last().unwrap(), NOT_NOW);
        }
        assert!(world.may(MUM, Action::ReadRecord).await);
    }

    pub async fn a_screen_that_comes_back_from_a_retry_is_not_sent(mut world: World) {
        world.says(MUM, "/menu").await;
        let (message, data) = world.chat(MUM).button("How is Ming");
        let event = Event {
            bot: BOT.into(),
            chat: world.chat_of(MUM),
            language: None,
            did: Did::Taps {
                data,
                query: "q".into(),
                message: Some(message),
            },
        };
        let mut tx = world.store.write().await.unwrap();
        converse::hear(&mut tx, &world.env, event).await.unwrap();
        tx.commit().await.unwrap();
        // It is in the dispatcher's hands while the lead excludes her, and comes back for a retry.
        let batch = world.in_hand().await;
        let screen = batch.rows.iter().find(|row| !row.children.is_empty());
        let screen = screen.unwrap();
        assert_eq!(screen.children, [world.school.ming]);
        excludes(&mut world, "Mei", &[]).await;
        world.comes_back(&batch).await;
        let before = world.everything(MUM);
        world.advance(TimeDelta::minutes(1));
        world.deliver().await;
        assert_eq!(world.everything(MUM), before);
    }

    pub async fn old_exclusions_go_on(world: World) {
        let (ming, mum, now) = (world.school.ming, world.adult(MUM), world.env.now());
        let mut tx = world.store.write().await.unwrap();
        let link = store::links::pair(&mut tx, ming, mum)
            .await
            .unwrap()
            .unwrap();
        let (from, to) = (LinkState::Active, LinkState::Excluded);
        store::links::decide(&mut tx, link.id, from, to, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for action in Action::ALL {
            assert!(!world.may(MUM, *action).await);
        }
    }
}
