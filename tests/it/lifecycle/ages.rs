//! The 14th and the 18th birthday, at the midnight of the school.

use super::on_each;

on_each!(
    sixty_days_before_fourteen_the_school_is_asked,
    mood_rests_from_fourteen_until_the_young_person_says_yes,
    at_eighteen_links_end_with_one_word_the_day_before,
    who_agreed_stays_linked,
);

mod tests {
    use chrono::NaiveDate;
    use hongyan::base::Html;
    use hongyan::model::entry::{Fact, Mood, Source};
    use hongyan::model::message::{Kind, Parcel};
    use hongyan::model::rights::{Action, LinkState};
    use hongyan::service::mail::{self, Letter};
    use hongyan::store;
    use sqlx::Connection;

    use crate::world::{GRANNY, LEAD, MUM, TEACHER, World};

    /// Ming was born on this day.
    async fn born(world: &World, day: &str) {
        let mut connection = sqlx::AnyConnection::connect(world.url()).await.unwrap();
        let text = format!("UPDATE children SET birth_date = '{day}' WHERE key = 'c1'");
        sqlx::query(sqlx::AssertSqlSafe(text))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    }
    async fn mood(world: &World, day: NaiveDate) {
        let fact = Fact::Mood {
            mood: Mood::Quieter,
        };
        let mut tx = world.store.write().await.unwrap();
        let ming = world.school.ming;
        store::entries::put(&mut tx, &world.env, ming, day, &fact, Source::Staff, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// The lead records the young person's own paper about mood and goals.
    async fn own_paper(world: &mut World, answer: &str) {
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Consents").await;
        world.taps(LEAD, "Record a paper: Wang Ming").await;
        world.taps(LEAD, "Mood").await;
        world.taps(LEAD, answer).await;
        world.taps(LEAD, "Mon 4 May").await;
    }

    pub async fn sixty_days_before_fourteen_the_school_is_asked(mut world: World) {
        born(&world, "2012-05-04").await;
        // 4 March is 61 days before.
        world.set_clock("2026-03-04T01:00:00Z");
        world.calendar().await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        assert!(!world.screen(LEAD, 1).contains("Will be 14 soon"));
        world.set_clock("2026-03-05T01:00:00Z");
        world.calendar().await;
        world.taps(LEAD, "Menu").await;
        world.taps(LEAD, "To do").await;
        insta::assert_snapshot!("task_fourteen", world.screen(LEAD, 1));
        world.taps(LEAD, "1 done").await;
        // Done is done: the calendar does not ask again the next day.
        world.days(3).await;
        world.taps(LEAD, "Menu").await;
        world.taps(LEAD, "To do").await;
        assert!(!world.screen(LEAD, 1).contains("Will be 14 soon"));
    }

    pub async fn mood_rests_from_fourteen_until_the_young_person_says_yes(mut world: World) {
        born(&world, "2012-05-04").await;
        // The school's midnight before the birthday is 16:00 of Greenwich.
        world.set_clock("2026-05-03T15:59:59Z");
        mood(&world, "2026-05-03".parse().unwrap()).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        assert!(
            world.screen(MUM, 1).contains("quieter"),
            "{}",
            world.screen(MUM, 1)
        );
        assert!(world.may(MUM, Action::ReadOptional).await);
        world.set_clock("2026-05-03T16:00:00Z");
        assert!(!world.may(MUM, Action::ReadOptional).await);
        assert!(
            world.may(MUM, Action::WeeklyUpdate).await,
            "the school's duty goes on"
        );
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        assert!(!world.screen(MUM, 1).contains("quieter"));
        // Nor does a teacher note a mood that nobody agreed to.
        assert!(!world.may(TEACHER, Action::ReadOptional).await);
        own_paper(&mut world, "It agrees").await;
        assert!(world.may(TEACHER, Action::ReadOptional).await);
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        assert!(world.screen(MUM, 1).contains("quieter"));
        own_paper(&mut world, "It refuses").await;
        assert!(!world.may(MUM, Action::ReadOptional).await);
        assert!(!world.may(TEACHER, Action::ReadOptional).await);
    }

    pub async fn at_eighteen_links_end_with_one_word_the_day_before(mut world: World) {
        born(&world, "2008-04-10").await;
        world.set_clock("2026-04-08T01:00:00Z");
        world.calendar().await;
        assert_eq!(world.count(MUM, "is 18 tomorrow"), 0);
        world.set_clock("2026-04-09T01:00:00Z");
        world.calendar().await;
        insta::assert_snapshot!("closing_word", world.screen(MUM, 1));
        assert_eq!(world.count(GRANNY, "is 18 tomorrow"), 1);
        // A letter that waits over midnight does not go.
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        let mut tx = world.store.write().await.unwrap();
        let letter = Letter::about(mum, ming, Action::FamilyNote, Kind::Note)
            .not_before("2026-04-09T16:00:00Z".parse().unwrap());
        mail::post(&mut tx, &world.env, letter, |_| {
            Parcel::text(Html::escape("one more note"))
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        world.set_clock("2026-04-09T15:59:59Z");
        assert!(world.may(MUM, Action::ReadRecord).await);
        let before = world.everything(MUM);
        world.set_clock("2026-04-09T16:00:00Z");
        for who in [MUM, GRANNY] {
            for action in Action::ALL {
                assert!(!world.may(who, *action).await, "{who} {action:?}");
            }
        }
        world.deliver().await;
        world.set_clock("2026-04-10T01:00:00Z");
        world.calendar().await;
        world.days(40).await;
        assert_eq!(world.everything(MUM), before, "no send after midnight");
        assert_eq!(world.link_state(MUM).await, Some(LinkState::Ended));
    }

    pub async fn who_agreed_stays_linked(mut world: World) {
        born(&world, "2008-04-10").await;
        world.set_clock("2026-04-01T01:00:00Z");
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Young person").await;
        insta::assert_snapshot!("own_answer", world.screen(LEAD, 1));
        world.taps(LEAD, "Says yes: family stays linked").await;
        world.days(12).await;
        assert_eq!(world.count(MUM, "is 18 tomorrow"), 0);
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
        assert_eq!(world.link_state(MUM).await, Some(LinkState::Active));
    }
}
