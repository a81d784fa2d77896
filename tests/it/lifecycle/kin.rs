//! Who is family and staff at once: the school's side of their own child is for somebody else.

use super::on_each;

on_each!(
    a_father_who_leads_decides_nothing_about_his_child,
    the_county_hears_when_the_only_lead_is_family,
    a_mother_who_teaches_sees_no_card_and_no_numbers_of_her_child,
    the_card_is_the_schools,
);

mod tests {
    use hongyan::base::ChildId;
    use hongyan::dialogue::{self, consent, lifecycle, lost_phone, request, roster};
    use hongyan::model::lifecycle::{Begins, Lasts, PaperKind};
    use hongyan::model::record::Relation;
    use hongyan::model::request::Way;
    use hongyan::model::rights::{Action, LinkRole, LinkState};
    use hongyan::model::unit::Role;
    use hongyan::service::check_in;
    use hongyan::store;

    use super::super::NOT_NOW;
    use crate::world::{DAD, GRANNY, LEAD, MUM, TEACHER, World};

    const FATHER: (LinkRole, Relation) = (LinkRole::Parent, Relation::Father);

    /// The lead is Ming's father, apart from the mother.
    async fn the_father_leads(world: &World) -> ChildId {
        let ming = world.school.ming;
        let (role, relation) = FATHER;
        world.linked_as(ming, LEAD, role, relation).await;
        ming
    }

    pub async fn a_father_who_leads_decides_nothing_about_his_child(mut world: World) {
        let ming = the_father_leads(&world).await;
        let mum = world.adult(MUM);
        let paper = lifecycle::Draft {
            child: ming,
            adult: mum,
            kind: PaperKind::CourtOrder,
            begins: Begins::Now,
            lasts: Lasts::Open,
        };
        let forged = [
            dialogue::Tap::Roster(roster::Tap::Child(ming)),
            dialogue::Tap::Roster(roster::Tap::Invite(ming, mum)),
            dialogue::Tap::Roster(roster::Tap::AskEnd(ming, mum)),
            dialogue::Tap::Roster(roster::Tap::End(ming, mum)),
            dialogue::Tap::Roster(roster::Tap::AskExclude(ming, mum)),
            dialogue::Tap::Lifecycle(lifecycle::Tap::Exclude(paper)),
            dialogue::Tap::LostPhone(lost_phone::Tap::AskFor(ming, mum)),
            dialogue::Tap::LostPhone(lost_phone::Tap::SignOutFor(ming, mum)),
            dialogue::Tap::Consent(consent::Tap::School(ming)),
        ];
        let chat = world.chat_of(LEAD);
        world.says(LEAD, "/menu").await;
        let before = world.everything(LEAD);
        for tap in forged {
            world.tap_data(chat, None, &tap.encode()).await;
            assert_eq!(world.everything(LEAD), before, "{tap:?}");
            assert_eq!(world.chat(LEAD).toasts.last().unwrap(), NOT_NOW, "{tap:?}");
        }
        assert_eq!(world.link_state(MUM).await, Some(LinkState::Active));
        // The class list is for opening cards: his own child is not on it, the others are.
        world.taps(LEAD, "Class 3-2: pupils").await;
        let list = world.screen(LEAD, 1);
        assert!(
            list.contains("Li Lan") && !list.contains("Wang Ming"),
            "{list}"
        );
        // As the father he reads what any father reads, and the class is taught as ever.
        for action in [Action::ReadRecord, Action::FamilyNote, Action::EnterWeek] {
            assert!(world.may(LEAD, action).await, "{action:?}");
        }
        // An ended link makes no stranger of him.
        let mut tx = world.store.write().await.unwrap();
        let lead = world.adult(LEAD);
        store::links::close(&mut tx, ming, lead, None, world.env.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(!world.may(LEAD, Action::Decide).await);
    }

    pub async fn the_county_hears_when_the_only_lead_is_family(mut world: World) {
        let ming = the_father_leads(&world).await;
        world
            .holds(DAD, world.school.county, Role::CountyOfficer)
            .await;
        let before = world.everything(LEAD);
        let erase = dialogue::Tap::Request(request::Tap::Erase(ming));
        world.says(MUM, "/menu").await;
        world
            .tap_data(world.chat_of(MUM), None, &erase.encode())
            .await;
        assert_eq!(world.everything(LEAD), before);
        insta::assert_snapshot!("county_is_asked_for_a_lead", world.screen(DAD, 1));
        world.says(DAD, "/menu").await;
        world.taps(DAD, "To do").await;
        insta::assert_snapshot!("county_has_the_task", world.screen(DAD, 1));
        // A second time nobody is told again; the second lead is told, and only she.
        world
            .holds(TEACHER, world.school.school, Role::SchoolLead)
            .await;
        let copy = dialogue::Tap::Request(request::Tap::CopyBy(ming, Way::School));
        world
            .tap_data(world.chat_of(MUM), None, &copy.encode())
            .await;
        assert_eq!(world.count(DAD, "Please name a second lead"), 1);
        assert_eq!(world.everything(LEAD), before);
        let waiting = dialogue::Tap::Request(request::Tap::Waiting).encode();
        for (who, sees) in [(TEACHER, true), (LEAD, false)] {
            world.tap_data(world.chat_of(who), None, &waiting).await;
            assert_eq!(world.screen(who, 1).contains("Wang Ming"), sees, "{who}");
        }
    }

    pub async fn a_mother_who_teaches_sees_no_card_and_no_numbers_of_her_child(mut world: World) {
        let ming = world.school.ming;
        let (role, relation) = (LinkRole::Parent, Relation::Stepmother);
        world.linked_as(ming, TEACHER, role, relation).await;
        world.says(TEACHER, "/menu").await;
        world.taps(TEACHER, "Class 3-2: pupils").await;
        let card = dialogue::Tap::Roster(roster::Tap::Child(ming)).encode();
        let before = world.everything(TEACHER);
        world.tap_data(world.chat_of(TEACHER), None, &card).await;
        assert_eq!(world.everything(TEACHER), before);
        assert!(!before.contains("Wang Ming") && !before.contains("Moscow"));
        // A guardian who wants to be rung is rung by the lead.
        let ring = dialogue::Tap::CheckIn(dialogue::check_in::Tap::AskRing(ming)).encode();
        world.tap_data(world.chat_of(GRANNY), None, &ring).await;
        assert_eq!(world.count(TEACHER, "0003"), 0);
        assert_eq!(world.count(LEAD, "0003"), 1);
        // Nobody answers a check-in: she is not asked as the teacher.
        let mut tx = world.store.write().await.unwrap();
        let (school, now) = (world.school.school, world.env.now());
        check_in::page(&mut tx, &world.env, school, now, 0, 100)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for _ in 0..8 {
            world.advance(chrono::TimeDelta::hours(1));
            let mut tx = world.store.write().await.unwrap();
            check_in::tick(&mut tx, &world.env, 10).await.unwrap();
            tx.commit().await.unwrap();
            world.deliver().await;
        }
        assert_eq!(world.count(TEACHER, "0003"), 0);
        assert!(world.count(LEAD, "0003") > 1);
    }

    /// With whom the child lives and who is linked is no parent's to read, whatever button they make.
    pub async fn the_card_is_the_schools(mut world: World) {
        let ming = world.school.ming;
        let (role, relation) = FATHER;
        world.linked_as(ming, DAD, role, relation).await;
        let card = dialogue::Tap::Roster(roster::Tap::Child(ming)).encode();
        for who in [DAD, GRANNY] {
            world.says(who, "/menu").await;
            let before = world.everything(who);
            world.tap_data(world.chat_of(who), None, &card).await;
            assert_eq!(world.everything(who), before, "{who}");
        }
    }
}
