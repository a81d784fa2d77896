//! A parent is back: thanked, asked whether the news go on, and the other parent learns nothing of it.

use super::on_each;

on_each!(
    who_is_back_is_thanked_and_keeps_or_stops,
    while_one_is_away_nobody_is_asked,
    who_was_there_all_along_is_not_greeted,
    every_language_says_it,
);

mod tests {
    use chrono::TimeDelta;
    use hongyan::dialogue;
    use hongyan::dialogue::lifecycle::Tap;
    use hongyan::model::Locale;
    use hongyan::model::record::Programme;
    use hongyan::model::rights::{Action, LinkState};
    use hongyan::service::import::{Options, Report, import};
    use hongyan::service::parting;
    use hongyan::sheet::{Kind, Table};
    use hongyan::store;

    use super::super::NOT_NOW;
    use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

    /// A list of the school with where Ming's parents are, `rows` of it.
    async fn lists(world: &mut World, rows: &str) -> Report {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("relations.csv");
        let head = "child_key,adult_key,relation,whereabouts,place,zone";
        std::fs::write(&file, format!("{head}\n{rows}\n")).unwrap();
        let table = Table::open(&file, None).unwrap();
        let report = import(
            &world.store,
            &world.env,
            Kind::Relations,
            table,
            None,
            Options::default(),
            &mut |_| {},
        )
        .await
        .unwrap();
        assert_eq!(report.rejected, 0);
        world.deliver().await;
        report
    }

    async fn programme(world: &World) -> Programme {
        let mut tx = world.store.read().await.unwrap();
        let ming = store::children::get(&mut tx, world.school.ming).await;
        ming.unwrap().unwrap().programme
    }

    /// How many evening questions a round asks.
    async fn evening(world: &mut World) -> usize {
        let before = world.count(GRANNY, "at home and well?");
        world.asks_at_home().await;
        world.count(GRANNY, "at home and well?") - before
    }

    pub async fn who_is_back_is_thanked_and_keeps_or_stops(mut world: World) {
        world.set_clock("2026-03-02T12:00:00Z");
        assert_eq!(evening(&mut world).await, 1);
        world.advance(TimeDelta::days(1));
        let report = lists(&mut world, "c1,mum,mother,home,,").await;
        assert_eq!(
            (report.left, programme(&world).await),
            (1, Programme::ParentReturned)
        );
        insta::assert_snapshot!("mum_is_back", world.screen(MUM, 1));
        // Nobody else reads where she is.
        for who in [GRANNY, DAD, TEACHER, LEAD] {
            assert_eq!(world.count(who, "you are back"), 0, "{who}");
        }
        // The evening is hers again; the news go on by themselves.
        assert_eq!(evening(&mut world).await, 0);
        assert!(world.may(MUM, Action::WeeklyUpdate).await);
        // The same list again says nothing new.
        lists(&mut world, "c1,mum,mother,home,,").await;
        assert_eq!(world.count(MUM, "you are back"), 1);
        world.taps(MUM, "Keep the news").await;
        insta::assert_snapshot!("she_keeps_the_news", world.screen(MUM, 1));
        assert!(world.may(MUM, Action::WeeklyUpdate).await);

        // She goes away again, and comes back: this time she stops it.
        let report = lists(&mut world, "c1,mum,mother,abroad,Moscow,Europe/Moscow").await;
        assert_eq!(
            (report.joined, programme(&world).await),
            (1, Programme::Active)
        );
        // The question was answered in its place: none is left on the screen.
        assert_eq!(world.count(MUM, "you are back"), 0);
        lists(&mut world, "c1,mum,mother,home,,").await;
        assert_eq!(world.count(MUM, "you are back"), 1);
        world.taps(MUM, "Stop: Ming").await;
        world.taps(MUM, "Stop: Ming").await;
        assert_eq!(world.link_state(MUM).await, Some(LinkState::Ended));
        // Nor does a forged button of it do anything for whoever has no part in the child.
        let data = dialogue::Tap::Lifecycle(Tap::KeepNews(world.school.ming)).encode();
        world.refuses(&[MUM, DAD, "stranger"], &data).await;
        assert_eq!(world.chat(DAD).toasts.last().unwrap(), NOT_NOW);
    }

    pub async fn while_one_is_away_nobody_is_asked(mut world: World) {
        world.set_clock("2026-03-02T12:00:00Z");
        // The father is on no list of the chat: one is back, the other works away.
        let both = "c1,mum,mother,home,,\nc1,dad,father,away,Dongguan,Asia/Shanghai";
        lists(&mut world, both).await;
        assert_eq!(programme(&world).await, Programme::Active);
        assert_eq!(world.count(MUM, "you are back"), 0);
        // He is dead: nobody came home, and nobody is told so.
        crate::backup::execute(
            world.url(),
            "UPDATE parents SET whereabouts = 'abroad' WHERE parent = 'mother'",
        )
        .await;
        lists(&mut world, "c1,mum,mother,unknown,,\nc1,dad,father,dead,,").await;
        assert_eq!(programme(&world).await, Programme::NotEnrolled);
        assert_eq!(world.count(MUM, "you are back"), 0);
        // Whose link has ended is not greeted either.
        lists(&mut world, "c1,mum,mother,abroad,Moscow,Europe/Moscow").await;
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        let mut tx = world.store.write().await.unwrap();
        parting::end(&mut tx, &world.env, None, ming, mum)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let before = world.everything(MUM);
        lists(&mut world, "c1,mum,mother,home,,").await;
        assert_eq!(programme(&world).await, Programme::ParentReturned);
        assert_eq!(world.everything(MUM), before);
    }

    /// Facts as an earlier list left them, and the programme with them.
    async fn stood(world: &World, mother: &str, father: &str) {
        for (parent, at) in [("mother", mother), ("father", father)] {
            let text = format!(
                "INSERT INTO parents (child_id, parent, whereabouts) VALUES ({}, '{parent}', '{at}')
                 ON CONFLICT (child_id, parent) DO UPDATE SET whereabouts = '{at}'",
                world.school.ming.0
            );
            crate::backup::execute(world.url(), &text).await;
        }
        let text = format!(
            "UPDATE children SET programme = 'active' WHERE id = {}",
            world.school.ming.0
        );
        crate::backup::execute(world.url(), &text).await;
    }

    /// Who was at home all along has not come back, and reads nothing of where the other is.
    pub async fn who_was_there_all_along_is_not_greeted(mut world: World) {
        world.set_clock("2026-03-02T12:00:00Z");
        for other in ["dead", "unknown"] {
            stood(&world, "home", "away").await;
            let before = world.everything(MUM);
            lists(
                &mut world,
                &format!("c1,mum,mother,home,,\nc1,dad,father,{other},,"),
            )
            .await;
            assert_eq!(programme(&world).await, Programme::NotEnrolled, "{other}");
            assert_eq!(world.everything(MUM), before, "{other}");
        }
        stood(&world, "home", "abroad").await;
        let before = world.everything(MUM);
        lists(&mut world, "c1,dad,father,home,,").await;
        assert_eq!(programme(&world).await, Programme::ParentReturned);
        assert_eq!(world.everything(MUM), before, "it is he who is back");
    }

    pub async fn every_language_says_it(mut world: World) {
        world.set_clock("2026-03-02T12:00:00Z");
        let mut seen = String::new();
        for locale in Locale::ALL {
            let mut tx = world.store.write().await.unwrap();
            let account = store::accounts::of_adult(&mut tx, world.adult(MUM)).await;
            let account = account.unwrap().unwrap().id;
            store::accounts::set_locale(&mut tx, account, *locale)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            lists(&mut world, "c1,mum,mother,home,,").await;
            seen.push_str(&format!(
                "##### {}\n{}",
                locale.as_str(),
                world.screen(MUM, 1)
            ));
            let data = dialogue::Tap::Lifecycle(Tap::KeepNews(world.school.ming)).encode();
            world.tap_data(world.chat_of(MUM), None, &data).await;
            seen.push_str(&world.screen(MUM, 1));
            lists(&mut world, "c1,mum,mother,abroad,Moscow,Europe/Moscow").await;
        }
        insta::assert_snapshot!("a_parent_is_back", seen);
    }
}
