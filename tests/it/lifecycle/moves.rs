//! A child moves to another school: both sides on day -1, 0 and 31; and what neither school can do alone.

use super::on_each;

on_each!(
    both_schools_on_day_minus_one_zero_and_thirty_one,
    the_new_school_keeps_whom_it_knows,
    the_old_school_has_the_yes_on_paper,
    nobody_moves_a_child_alone,
    a_family_that_says_no_stays,
    an_old_roster_does_not_bring_the_child_back,
    a_list_moves_a_child_as_the_schools_do,
);

pub mod tests {
    use chrono::TimeDelta;
    use hongyan::base::{AdultId, Html, Name, UnitId};
    use hongyan::dialogue::{self, lifecycle::Tap};
    use hongyan::model::Locale;
    use hongyan::model::message::{self, Parcel};
    use hongyan::model::record::Adult;
    use hongyan::model::rights::{Action, LinkState};
    use hongyan::model::unit::{Role, Unit, UnitKind};
    use hongyan::service::import::{Options, import};
    use hongyan::service::mail::{self, Letter};
    use hongyan::sheet::{Kind, Table};
    use hongyan::store;

    use super::super::NOT_NOW;
    use crate::world::{BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

    /// The lead of Blue Sky School; chat numbers of strangers are found by their word.
    pub const OTHER: &str = "blue lead";

    pub struct BlueSky {
        pub lead: AdultId,
        pub class: UnitId,
    }

    pub async fn blue_sky(world: &World) -> BlueSky {
        let env = &world.env;
        let mut tx = world.store.write().await.unwrap();
        let mut made = Vec::new();
        let rows = [
            (UnitKind::School, "Blue Sky School"),
            (UnitKind::Class, "Class 4-1"),
        ];
        for (kind, name) in rows {
            let unit = Unit {
                id: env.id(),
                kind,
                parent: made.last().copied().or(Some(world.school.county)),
                key: name.to_lowercase().replace(' ', "-"),
                name: name.into(),
                zone: (kind == UnitKind::School).then_some(chrono_tz::Asia::Shanghai),
            };
            store::units::put(&mut tx, &unit).await.unwrap();
            made.push(unit.id);
        }
        let lead = Adult {
            id: env.id(),
            key: "blue-lead".into(),
            name: Name::new("Lead Wu"),
            phone: None,
            unit: Some(made[0]),
            place: None,
            zone: None,
            locale: None,
        };
        store::adults::put(&mut tx, &lead, env.now()).await.unwrap();
        let (role, now) = (Role::SchoolLead, env.now());
        store::posts::activate(&mut tx, env.id(), lead.id, made[0], role, None, now)
            .await
            .unwrap();
        let chat = world.chat_of(OTHER);
        let account = store::accounts::meet(&mut tx, env, BOT, chat, Locale::En)
            .await
            .unwrap();
        store::accounts::set_adult(&mut tx, account.id, lead.id, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        BlueSky {
            lead: lead.id,
            class: made[1],
        }
    }

    async fn may(world: &World, adult: AdultId, action: Action) -> bool {
        let (ming, now) = (world.school.ming, world.env.now());
        let mut tx = world.store.read().await.unwrap();
        let ledgers = store::rights::ledgers(&mut tx, &[adult]).await.unwrap();
        let places = store::rights::places(&mut tx, &[ming]).await.unwrap();
        hongyan::model::rights::may(&ledgers[&adult], action, &places[&ming], now)
    }

    pub async fn offered_and_accepted(world: &mut World) {
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Move to another school").await;
        world.taps(LEAD, "Blue Sky School").await;
        insta::assert_snapshot!("move_asked", world.screen(LEAD, 1));
        world.taps(LEAD, "Yes, offer").await;
        insta::assert_snapshot!("move_offered", world.screen(OTHER, 1));
        world.taps(OTHER, "Children from other schools").await;
        world.taps(OTHER, "Accept: Wang Ming").await;
        world.taps(OTHER, "Class 4-1").await;
        insta::assert_snapshot!("move_family", world.screen(MUM, 1));
    }

    /// About Ming, for the teacher, in three hours.
    async fn a_note_waits(world: &World) {
        let (ming, teacher) = (world.school.ming, world.adult(TEACHER));
        let later = world.env.now() + TimeDelta::hours(3);
        let mut tx = world.store.write().await.unwrap();
        let letter =
            Letter::about(teacher, ming, Action::SchoolNote, message::Kind::Note).not_before(later);
        mail::post(&mut tx, &world.env, letter, |_| {
            Parcel::text(Html::escape("a note about Ming"))
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn both_schools_on_day_minus_one_zero_and_thirty_one(mut world: World) {
        let blue = blue_sky(&world).await;
        offered_and_accepted(&mut world).await;
        // Day -1: offered and accepted, and still the old school's alone.
        assert!(world.may(TEACHER, Action::ReadRecord).await);
        assert!(world.may(LEAD, Action::Decide).await);
        assert!(!may(&world, blue.lead, Action::ReadRecord).await);
        assert!(!may(&world, blue.lead, Action::TakeOver).await, "answered");
        // Something waits for the old teacher.
        a_note_waits(&world).await;
        world.advance(TimeDelta::days(1));
        // Day 0: at the minute of her yes.
        world.taps(MUM, "Yes, that is right").await;
        insta::assert_snapshot!("move_done", world.screen(MUM, 1));
        insta::assert_snapshot!("moved_in", world.screen(OTHER, 1));
        for who in [TEACHER, LEAD] {
            for action in Action::ALL {
                assert!(!world.may(who, *action).await, "{who} {action:?}");
            }
        }
        assert!(may(&world, blue.lead, Action::Decide).await);
        for who in [MUM, GRANNY] {
            assert!(world.may(who, Action::ReadRecord).await);
        }
        world.advance(TimeDelta::days(1));
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "a note about Ming"), 0);
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Class 3-2: pupils").await;
        assert!(!world.screen(LEAD, 1).contains("Wang Ming"));
        // A week before the end the new school is reminded, once.
        world.days(28).await;
        assert_eq!(world.count(OTHER, "end within 7 days"), 1);
        assert!(world.may(MUM, Action::ReadRecord).await);
        // Day 31: nobody kept them.
        world.days(2).await;
        for who in [MUM, GRANNY] {
            assert!(!world.may(who, Action::Know).await);
            assert_eq!(world.link_state(who).await, Some(LinkState::Ended));
        }
        // Another child's father noticed nothing.
        assert_eq!(world.count(DAD, "Blue Sky"), 0);
        let _ = blue.class;
    }

    pub async fn the_new_school_keeps_whom_it_knows(mut world: World) {
        blue_sky(&world).await;
        offered_and_accepted(&mut world).await;
        world.taps(MUM, "Yes, that is right").await;
        world.taps(OTHER, "The child's card").await;
        insta::assert_snapshot!("card_with_carried_links", world.screen(OTHER, 1));
        world.taps(OTHER, "Keep link: Mei").await;
        world.days(31).await;
        assert!(world.may(MUM, Action::ReadRecord).await);
        assert!(!world.may(GRANNY, Action::ReadRecord).await);
    }

    pub async fn the_old_school_has_the_yes_on_paper(mut world: World) {
        let blue = blue_sky(&world).await;
        offered_and_accepted(&mut world).await;
        world.opens_card(LEAD).await;
        world.taps(LEAD, "yes on paper").await;
        insta::assert_snapshot!("moved_out", world.screen(LEAD, 1));
        assert!(may(&world, blue.lead, Action::Decide).await);
        // Her question is over.
        world.taps(MUM, "Yes, that is right").await;
        assert_eq!(world.chat(MUM).toasts.last().unwrap(), NOT_NOW);
    }

    pub async fn nobody_moves_a_child_alone(mut world: World) {
        let blue = blue_sky(&world).await;
        let ming = world.school.ming;
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Move to another school").await;
        world.taps(LEAD, "Blue Sky School").await;
        world.taps(LEAD, "Yes, offer").await;
        let mut tx = world.store.read().await.unwrap();
        let transfer = store::transfers::open(&mut tx, ming)
            .await
            .unwrap()
            .unwrap();
        drop(tx);
        // The offer shows a name and nothing else; the old lead cannot answer for the new school, nobody
        // chooses a class of another school, and nobody confirms what is not accepted.
        assert!(!may(&world, blue.lead, Action::ReadRecord).await);
        let accept = Tap::Accept(transfer.id, blue.class);
        let foreign = Tap::Accept(transfer.id, world.school.class);
        for (who, tap) in [
            (LEAD, accept.clone()),
            (TEACHER, accept),
            (OTHER, foreign),
            (MUM, Tap::ConfirmMove(transfer.id)),
            (LEAD, Tap::PaperMove(transfer.id)),
            (OTHER, Tap::StopMove(transfer.id)),
        ] {
            world.says(who, "/menu").await;
            let chat = world.chat_of(who);
            let data = dialogue::Tap::Lifecycle(tap).encode();
            world.tap_data(chat, None, &data).await;
            assert_eq!(
                world.chat(who).toasts.last().unwrap(),
                NOT_NOW,
                "{who} {data}"
            );
        }
        assert!(world.may(LEAD, Action::Decide).await);
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Call it off").await;
        world.says(OTHER, "/menu").await;
        assert!(
            !world
                .screen(OTHER, 1)
                .contains("Children from other schools")
        );
    }

    pub async fn a_family_that_says_no_stays(mut world: World) {
        blue_sky(&world).await;
        offered_and_accepted(&mut world).await;
        world.taps(MUM, "No, not so").await;
        assert_eq!(world.count(LEAD, "The family says no"), 1);
        assert!(world.may(TEACHER, Action::ReadRecord).await);
        world.opens_card(LEAD).await;
        assert!(world.screen(LEAD, 1).contains("Move to another school"));
    }

    pub async fn an_old_roster_does_not_bring_the_child_back(mut world: World) {
        let blue = blue_sky(&world).await;
        offered_and_accepted(&mut world).await;
        world.taps(MUM, "Yes, that is right").await;
        let report = list(&world, OLD).await;
        assert_eq!(report.rejected, 1, "{report:?}");
        assert!(may(&world, blue.lead, Action::Decide).await);
        assert!(!world.may(LEAD, Action::Know).await);
    }

    const OLD: &str = "red-star-school,Red Star School,Asia/Shanghai,class-3-2";
    const NEW: &str = "blue-sky-school,Blue Sky School,Asia/Shanghai,class-4-1";

    /// A list with Ming alone in it.
    async fn list(world: &World, places: &str) -> hongyan::service::import::Report {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pupils.csv");
        let roster = format!(
            "key,name,school_key,school_name,school_zone,class_key\nc1,Wang Ming,{places}\n"
        );
        std::fs::write(&file, roster).unwrap();
        let table = Table::open(&file, None).unwrap();
        let options = Options { dry_run: false };
        let (store, env, kind) = (&world.store, &world.env, Kind::Students);
        import(store, env, kind, table, None, options, &mut |_| {})
            .await
            .unwrap()
    }

    pub async fn a_list_moves_a_child_as_the_schools_do(mut world: World) {
        let blue = blue_sky(&world).await;
        // An offer is under way, a note waits for the old teacher, something is open about Ming.
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Move to another school").await;
        world.taps(LEAD, "Blue Sky School").await;
        world.taps(LEAD, "Yes, offer").await;
        a_note_waits(&world).await;
        let ming = world.school.ming;
        let mut tx = world.store.write().await.unwrap();
        let (kind, school) = (store::tasks::TaskKind::Problem, world.school.school);
        store::tasks::open(
            &mut tx,
            &world.env,
            school,
            Some(ming),
            None,
            kind,
            "problem",
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();

        // Ming lives in a home of the old school, of which the new school's list says nothing.
        let home = format!("UPDATE children SET home_id = school_id WHERE id = {ming}");
        crate::backup::execute(world.url(), &home).await;
        let report = list(&world, NEW).await;
        assert!(report.applied, "{report:?}");
        let told = format!("{report:?}");
        assert!(told.contains("moves to another school"), "{told}");
        for who in [TEACHER, LEAD] {
            for action in Action::ALL {
                assert!(!world.may(who, *action).await, "{who} {action:?}");
            }
        }
        assert!(may(&world, blue.lead, Action::Decide).await);
        assert!(
            !may(&world, blue.lead, Action::TakeOver).await,
            "no offer is left"
        );
        world.advance(TimeDelta::hours(4));
        world.deliver().await;
        assert_eq!(world.count(TEACHER, "a note about Ming"), 0);
        let mut tx = world.store.read().await.unwrap();
        let unit = store::children::get(&mut tx, ming).await.unwrap().unwrap();
        assert_eq!(unit.home, None);
        let open = store::tasks::list(&mut tx, unit.school, 10).await.unwrap();
        let mut kinds: Vec<&str> = open.iter().map(|task| task.kind.as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["carried_links", "problem"]);
        drop(tx);
        // A wrong list is put right by the next one, as if nothing had been.
        let back = list(&world, OLD).await;
        assert!(back.applied, "{back:?}");
        assert!(world.may(LEAD, Action::Decide).await);
        let mut tx = world.store.read().await.unwrap();
        let links = store::links::of_child(&mut tx, ming).await.unwrap();
        let mum = world.adult(MUM);
        assert!(
            links
                .iter()
                .any(|link| link.adult == mum && link.to.is_none())
        );
        drop(tx);
        assert!(list(&world, NEW).await.applied);
        // The family goes on for thirty days, and longer only if the new school keeps it.
        for who in [MUM, GRANNY] {
            assert!(world.may(who, Action::ReadRecord).await);
        }
        world.advance(TimeDelta::days(30));
        for who in [MUM, GRANNY] {
            assert!(!world.may(who, Action::ReadRecord).await);
        }
        // The old school's list does not bring the child back.
        assert_eq!(list(&world, OLD).await.rejected, 1);
    }
}
