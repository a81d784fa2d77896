//! One approval lets a new account in for one school: what others decided waits for their own word.

use super::on_each;

on_each!(
    another_schools_link_waits_for_its_own_approval,
    an_approval_for_the_other_row_of_a_person_stands_on_their_own,
    a_childs_code_brings_no_post,
    a_school_without_its_last_lead_is_told_to_the_office,
    two_leads_cannot_end_each_other,
);

mod tests {
    use hongyan::base::{AdultId, ChildId, Name};
    use hongyan::model::consent::{Answer, Purpose};
    use hongyan::model::record::{Child, LivesWith, Programme, Relation};
    use hongyan::model::rights::{Action, LinkRole, LinkState};
    use hongyan::model::unit::{Unit, UnitKind};
    use hongyan::service::invitation;
    use hongyan::store;

    use hongyan::model::unit::Role;
    use hongyan::service::staff;

    use crate::world::{GRANNY, LEAD, MUM, TEACHER, World};

    /// A child of another school; Mei is linked there too.
    async fn elsewhere(world: &World) -> ChildId {
        let env = &world.env;
        let mut tx = world.store.write().await.unwrap();
        let mut parent = world.school.county;
        for (kind, key) in [
            (UnitKind::School, "far-school"),
            (UnitKind::Class, "far-class"),
        ] {
            let unit = Unit {
                id: env.id(),
                kind,
                parent: Some(parent),
                key: key.into(),
                name: key.into(),
                zone: (kind == UnitKind::School).then_some(chrono_tz::Asia::Shanghai),
            };
            store::units::put(&mut tx, &unit).await.unwrap();
            parent = unit.id;
        }
        let school = store::units::by_key(&mut tx, "far-school").await.unwrap();
        let child = Child {
            id: env.id(),
            key: "far".into(),
            name: Name::new("Wang Yu"),
            short_name: None,
            birth: None,
            phone: None,
            school: school.unwrap().id,
            class: parent,
            home: None,
            lives_with: LivesWith::Grandparents,
            programme: Programme::Active,
        };
        store::children::put(&mut tx, &child, env.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (role, relation) = (LinkRole::Parent, Relation::Mother);
        world.linked_as(child.id, MUM, role, relation).await;
        child.id
    }

    async fn code(world: &World, who: &str) -> String {
        let mut tx = world.store.write().await.unwrap();
        let (ming, adult) = (world.school.ming, world.adult(who));
        store::links::close(&mut tx, ming, adult, None, world.env.now())
            .await
            .unwrap();
        let issued = invitation::for_child(&mut tx, &world.env, None, ming, adult, None)
            .await
            .unwrap()
            .unwrap();
        tx.commit().await.unwrap();
        issued.code()
    }

    async fn joins(world: &mut World, who: &str, code: &str, number: &str) {
        world.says(who, code).await;
        world.shares_contact(who, number, true).await;
        world.taps(who, "Yes, that is right").await;
        world.taps(LEAD, "Approve").await;
    }

    pub async fn another_schools_link_waits_for_its_own_approval(mut world: World) {
        let far = elsewhere(&world).await;
        let now = world.env.now();
        assert!(world.may_at(MUM, Action::ReadRecord, far, now).await);
        let code = code(&world, MUM).await;
        joins(&mut world, "thief", &code, "79035555555").await;
        assert!(world.may(MUM, Action::ReadRecord).await, "approved here");
        assert!(
            !world.may_at(MUM, Action::Know, far, now).await,
            "not approved there"
        );
        world.says("thief", "/menu").await;
        assert!(world.screen("thief", 1).contains("Ming"));
        assert!(!world.everything("thief").contains("Wang Yu"));
        let mut tx = world.store.read().await.unwrap();
        let link = store::links::pair(&mut tx, far, world.adult(MUM)).await;
        let link = link.unwrap().unwrap();
        assert_eq!(link.state, LinkState::AwaitingApproval);
        let shared = link.shared_phone.unwrap();
        assert_eq!(
            shared.digits(),
            "79035555555",
            "the far school sees which number asks"
        );
    }

    pub async fn an_approval_for_the_other_row_of_a_person_stands_on_their_own(mut world: World) {
        // The teacher is also the child's aunt by an ended link on her own row; the roster knows the
        // same woman once more as "Granny Wang" with a code of her own.
        let ming = world.school.ming;
        let (role, relation) = (LinkRole::Contact, Relation::Aunt);
        world.linked_as(ming, TEACHER, role, relation).await;
        let code = code(&world, GRANNY).await;
        joins(&mut world, TEACHER, &code, "8613800000003").await;
        insta::assert_snapshot!("approved_on_own_row", world.screen(TEACHER, 1));
        let mut tx = world.store.read().await.unwrap();
        let own = store::links::pair(&mut tx, ming, world.adult(TEACHER)).await;
        let own = own.unwrap().unwrap();
        assert_eq!(
            (own.state, own.role),
            (LinkState::Active, LinkRole::Guardian)
        );
        let other = store::links::pair(&mut tx, ming, world.adult(GRANNY)).await;
        assert_eq!(other.unwrap().unwrap().state, LinkState::Ended);
        // What she agreed to by the code stands under her own row, and nothing under the other one.
        let consents = store::consents::of_child(&mut tx, ming).await.unwrap();
        let answers = |who| {
            let mine = consents.iter().filter(|c| c.adult == world.adult(who));
            mine.map(|c| (c.purpose, c.answer)).collect::<Vec<_>>()
        };
        let yes = Answer::Agreed;
        let all = [
            (Purpose::CheckIns, yes),
            (Purpose::Extras, yes),
            (Purpose::Notes, yes),
            (Purpose::Pictures, yes),
        ];
        assert_eq!(answers(TEACHER), all);
        assert_eq!(answers(GRANNY), []);
    }

    pub async fn a_childs_code_brings_no_post(mut world: World) {
        // Whoever comes with a mother's code does not become the teacher she also is.
        let ming = world.school.ming;
        let (role, relation) = (LinkRole::Parent, Relation::Mother);
        world.linked_as(ming, TEACHER, role, relation).await;
        let code = code(&world, TEACHER).await;
        joins(&mut world, "new phone", &code, "8613800000005").await;
        assert!(world.may(TEACHER, Action::WeeklyUpdate).await);
        assert!(!world.may(TEACHER, Action::EnterWeek).await);
        world.says("new phone", "/menu").await;
        assert!(!world.screen("new phone", 1).contains("pupils"));
    }

    pub async fn a_school_without_its_last_lead_is_told_to_the_office(mut world: World) {
        let county = world.school.county;
        world
            .hires("officer", "Officer Bai", county, Role::CountyOfficer)
            .await;
        // The lead has a child of another school, and somebody comes with that child's code.
        let far = elsewhere(&world).await;
        let (role, relation) = (LinkRole::Parent, Relation::Mother);
        world.linked_as(far, LEAD, role, relation).await;
        let mut tx = world.store.write().await.unwrap();
        let school = store::children::get(&mut tx, far).await.unwrap().unwrap();
        let (school, lead, now) = (school.school, world.adult(LEAD), world.env.now());
        store::links::close(&mut tx, far, lead, None, now)
            .await
            .unwrap();
        let issued = invitation::for_child(&mut tx, &world.env, None, far, lead, None)
            .await
            .unwrap()
            .unwrap();
        tx.commit().await.unwrap();
        world
            .hires("far lead", "Lead Wu", school, Role::SchoolLead)
            .await;
        world.says("new phone", &issued.code()).await;
        world
            .shares_contact("new phone", "8613800000006", true)
            .await;
        world.taps("new phone", "Yes, that is right").await;
        assert_eq!(world.count("officer", "has no named person"), 0);
        world.taps("far lead", "Approve").await;
        assert!(!world.may(LEAD, Action::Decide).await);
        assert_eq!(world.count("officer", "has no named person"), 1);
        insta::assert_snapshot!("no_lead", world.screen("officer", 1));
    }

    pub async fn two_leads_cannot_end_each_other(world: World) {
        let school = world.school.school;
        let second = world
            .hires("second", "Second Lead", school, Role::SchoolLead)
            .await;
        let first = world.adult(LEAD);
        let (store, env) = (&world.store, &world.env);
        let end = async |whose: AdultId, by: AdultId| {
            let mut tx = store.write().await.unwrap();
            let post = store::posts::find(&mut tx, whose, school, Role::SchoolLead).await;
            let post = post.unwrap().unwrap();
            // Both have read the list before either ends anything.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            let ended = staff::end(&mut tx, env, Some(by), &post).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            tx.commit().await.unwrap();
            ended
        };
        let both = tokio::join!(end(first, second), end(second, first));
        let mut both = [format!("{:?}", both.0), format!("{:?}", both.1)];
        both.sort();
        assert_eq!(both, ["Done", "LastLead"]);
        let mut tx = store.read().await.unwrap();
        let left = store::posts::holders(&mut tx, school, Role::SchoolLead, env.now()).await;
        assert_eq!(left.unwrap().len(), 1);
    }
}
