//! From the 18th birthday on the record is the young person's own: a code of the lead's, a copy, and half a year
//! after the school year until it is erased by itself.

use super::on_each;

on_each!(
    before_the_birthday_there_is_no_code_and_from_it_on_it_opens_ones_own_record,
    the_copy_holds_ones_own_record_and_nobody_elses,
    it_is_told_a_month_before_and_gone_on_its_day,
    what_was_asked_is_answered_first,
    a_copy_fetched_at_the_school_is_waited_for,
    a_freeze_or_a_yes_to_the_family_takes_the_day_back,
    an_open_concern_closes_the_record_and_keeps_it,
    one_record_that_cannot_go_stops_no_other,
    paper_and_another_persons_chat_are_refused,
    who_deletes_at_once_hears_it_in_their_own_words,
    who_taps_now_and_then_is_told_without_having_been_asked_for_more,
    the_school_rings_whom_nothing_reaches,
    a_closed_record_answers_like_one_that_never_was,
    what_the_school_keeps_goes_on_its_day_all_the_same,
    the_half_year_begins_after_school,
    a_parent_who_stays_asks_for_nothing_and_can_stop,
    a_yes_that_comes_to_nothing_is_a_refusal,
);

mod tests {
    use chrono::TimeDelta;
    use hongyan::base::{AdultId, ChildId, RequestId, Words};
    use hongyan::dialogue::second_factor::{Guard, guards};
    use hongyan::dialogue::{self, lifecycle::Tap, request};
    use hongyan::model::entry::{Fact, Mood, Presence, Source};
    use hongyan::model::lifecycle::FreezeKind;
    use hongyan::model::retention::{Keep, What};
    use hongyan::model::rights::{Action, LinkRole, LinkState};
    use hongyan::service::retention::{self, Round};
    use hongyan::service::{erasure, exclusion, freeze, growing, invitation, rights};
    use hongyan::store::{self, vault};

    use crate::join::link_on;
    use crate::request::unlock;
    use crate::world::{GRANNY, LEAD, MUM, TEACHER, World};

    /// Ming with a phone of their own, which the messenger knows by this number.
    const MING: &str = "ming";
    const NUMBER: &str = "8613900000009";
    const BIRTHDAY: &str = "2026-04-10T01:00:00Z";
    /// So many days after that morning: 180 after the school year, which ends with August.
    const GOES: i64 = 324;
    /// The day of the one message before.
    const WARNED: i64 = GOES - 30;

    async fn born(world: &World) {
        let sql = format!(
            "UPDATE children SET birth_date = '2008-04-10', phone = '{NUMBER}' WHERE key = 'c1'"
        );
        world.execute(&sql).await;
    }

    async fn note(world: &World, fact: Fact) {
        let mut tx = world.store.write().await.unwrap();
        let (ming, day) = (world.school.ming, "2026-03-02".parse().unwrap());
        store::entries::put(&mut tx, &world.env, ming, day, &fact, Source::Staff, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// What `serve` does once an hour, page by page and each in its own transaction. Gives how many records went.
    async fn round(world: &mut World) -> u64 {
        let (keep, mut round, mut gone) = (Keep::default(), Round::default(), 0);
        loop {
            let begun = round;
            let mut tx = world.store.write().await.unwrap();
            let page = retention::page(&mut tx, &world.env, &keep, &mut round).await;
            let more = match page {
                Ok(page) => {
                    tx.commit().await.unwrap();
                    if page.what == What::GrownUp {
                        gone += page.rows;
                    }
                    page.more
                }
                Err(_) => {
                    drop(tx);
                    round.failed(begun)
                }
            };
            if !more {
                world.deliver().await;
                return gone;
            }
        }
    }

    async fn over(world: &World) -> i64 {
        let mut tx = world.store.read().await.unwrap();
        let lines = retention::report(&mut tx, &world.env, &Keep::default(), None)
            .await
            .unwrap();
        let line = lines.iter().find(|line| line.kind == What::GrownUp);
        line.unwrap().over.unwrap()
    }

    /// The morning of the birthday, and the hour after it.
    async fn birthday(world: &mut World) {
        born(world).await;
        world.set_clock(BIRTHDAY);
        world.calendar().await;
        assert_eq!(round(world).await, 0);
    }

    /// Everybody was looked at and has used the chat; `days` later.
    async fn later(world: &mut World, days: i64) {
        world.advance(TimeDelta::days(days));
        world.everybody_was_seen().await;
        world.the_staff_were_looked_at().await;
    }

    async fn opens_own_screen(world: &mut World) {
        world.opens_card(LEAD).await;
        world.taps(LEAD, "Young person").await;
    }

    /// The lead makes the code, Ming uses it, the lead has rung and approves.
    async fn joins(world: &mut World) -> AdultId {
        opens_own_screen(world).await;
        world.taps(LEAD, "Code for the young person").await;
        let link = link_on(world, LEAD);
        world.says(MING, &format!("/start {link}")).await;
        world.shares_contact(MING, NUMBER, true).await;
        world.taps(MING, "Yes, that is right").await;
        world.taps(LEAD, "Approve").await;
        own(world).await.unwrap().1
    }

    async fn own(world: &World) -> Option<(LinkState, AdultId)> {
        let mut tx = world.store.read().await.unwrap();
        let own = store::links::own(&mut tx, world.school.ming).await.unwrap();
        own.map(|link| (link.state, link.adult))
    }

    async fn allowed(world: &World, adult: AdultId, child: ChildId) -> Vec<Action> {
        let mut out = Vec::new();
        let mut tx = world.store.read().await.unwrap();
        for action in Action::ALL {
            if rights::allowed(&mut tx, &world.env, adult, *action, child)
                .await
                .unwrap()
            {
                out.push(*action);
            }
        }
        out
    }

    async fn is_destroyed(world: &World) -> bool {
        let mut tx = world.store.read().await.unwrap();
        let gone = vault::destroyed(&mut tx, world.school.ming).await.unwrap();
        gone.is_some()
    }

    async fn asks(world: &mut World, button: &str) {
        world.says(MING, "/menu").await;
        world.taps(MING, "What we keep of you").await;
        world.taps(MING, button).await;
    }

    pub async fn before_the_birthday_there_is_no_code_and_from_it_on_it_opens_ones_own_record(
        mut world: World,
    ) {
        born(&world).await;
        let ming = world.school.ming;
        let code = dialogue::Tap::Lifecycle(Tap::OwnCode(ming));
        assert!(
            matches!(guards(&code), Guard::Staff),
            "a second factor first"
        );
        let code = code.encode();
        world.set_clock("2026-04-09T15:59:59Z");
        world.calendar().await;
        round(&mut world).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        world.taps(LEAD, "Open 1").await;
        insta::assert_snapshot!("before_18", world.screen(LEAD, 1));
        world.refuses(&[LEAD, TEACHER, MUM], &code).await;
        assert_eq!(own(&world).await, None);

        world.set_clock(BIRTHDAY);
        world.calendar().await;
        round(&mut world).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "To do").await;
        insta::assert_snapshot!("task_grown_up", world.screen(LEAD, 1));
        world.taps(LEAD, "Open 1").await;
        insta::assert_snapshot!("from_18", world.screen(LEAD, 1));
        world.refuses(&[TEACHER, MUM, GRANNY], &code).await;
        world.taps(LEAD, "Code for the young person").await;
        let link = link_on(&world, LEAD);
        // A mother who got hold of it: the answer everybody gets whose code does not work.
        world.says("stranger", "/start jdeadbeef").await;
        let unknown = world.screen("stranger", 1);
        world.says(MUM, &format!("/start {link}")).await;
        assert_eq!(world.screen(MUM, 1), unknown);
        world.says(MING, &format!("/start {link}")).await;
        world.shares_contact(MING, NUMBER, true).await;
        insta::assert_snapshot!("are_you_yourself", world.screen(MING, 1));
        world.taps(MING, "Yes, that is right").await;
        // The child's own number is the right one here, and no warning.
        insta::assert_snapshot!("lead_is_asked_about_oneself", world.screen(LEAD, 1));
        world.taps(LEAD, "Approve").await;
        insta::assert_snapshot!("linked_with_oneself", world.screen(MING, 1));
        world.taps(MING, "Menu").await;
        insta::assert_snapshot!("own_menu", world.screen(MING, 1));
        world.taps(MING, "What we keep of you").await;
        insta::assert_snapshot!("own_kept", world.screen(MING, 1));
        world.taps(MING, "Who looked").await;
        insta::assert_snapshot!("who_looked_at_oneself", world.screen(MING, 1));
        world.taps(MING, "Back").await;
        assert!(world.screen(MING, 1).contains("What we keep of you"));

        let (state, adult) = own(&world).await.unwrap();
        assert_eq!(state, LinkState::Active);
        let mut mine = allowed(&world, adult, ming).await;
        mine.sort();
        let few = [
            Action::Know,
            Action::SeeLooks,
            Action::AskData,
            Action::StopOwn,
        ];
        assert_eq!(mine, few);
        assert!(allowed(&world, adult, world.school.lan).await.is_empty());
        for who in [MUM, GRANNY] {
            assert!(allowed(&world, world.adult(who), ming).await.is_empty());
        }
        // Nothing is sent to somebody who only asks; their link outlives the calendar.
        let before = world.everything(MING);
        for day in 0..8 {
            world.days(1).await;
            let due = format!("2026-04-{}", 11 + day);
            world.evening(&due).await;
        }
        assert_eq!(world.everything(MING), before);
        assert_eq!(own(&world).await, Some((LinkState::Active, adult)));
        // The lead can end it, and make another code then.
        opens_own_screen(&mut world).await;
        insta::assert_snapshot!("own_link_stands", world.screen(LEAD, 1));
        world.taps(LEAD, "End their link").await;
        world.taps(LEAD, "Yes, end it").await;
        assert!(allowed(&world, adult, ming).await.is_empty());
        assert_eq!(joins(&mut world).await, adult);
    }

    pub async fn the_copy_holds_ones_own_record_and_nobody_elses(mut world: World) {
        note(
            &world,
            Fact::Mood {
                mood: Mood::Brighter,
            },
        )
        .await;
        let presence = Presence::Late;
        let lesson = None;
        note(&world, Fact::Attendance { presence, lesson }).await;
        let words = Words::new("sentence about Ming");
        note(&world, Fact::Sentence { words }).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "mum asks about supper").await;
        world.taps(MUM, "Done").await;
        birthday(&mut world).await;
        joins(&mut world).await;
        asks(&mut world, "A copy").await;
        insta::assert_snapshot!("own_copy", world.screen(MING, 1));
        world.taps(MING, "Send it here, locked").await;
        world.shares_contact(MING, NUMBER, true).await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Requests about data").await;
        world.taps(LEAD, "Open 1").await;
        insta::assert_snapshot!("lead_sees_ones_own_request", world.screen(LEAD, 1));
        world.taps(LEAD, "Approve the copy").await;
        let said = world.chat(MING).find("The password").text.clone();
        let phrase = said.lines().find(|l| l.matches('-').count() == 4).unwrap();
        let files = unlock(&world.chat(MING).files[0].1, phrase);
        let json = String::from_utf8(files[1].1.clone()).unwrap();
        for there in ["Wang Ming", "brighter", "\"late\"", "sentence about Ming"] {
            assert!(json.contains(there), "{there} is missing:\n{json}");
        }
        for not in ["mum asks", "Mei", "Granny", "Aunt", "Moscow", "Li Lan"] {
            assert!(!json.contains(not), "{not} is in it:\n{json}");
        }
    }

    pub async fn it_is_told_a_month_before_and_gone_on_its_day(mut world: World) {
        let presence = Presence::Late;
        let lesson = None;
        note(&world, Fact::Attendance { presence, lesson }).await;
        birthday(&mut world).await;
        let adult = joins(&mut world).await;
        later(&mut world, WARNED - 1).await;
        world.calendar().await;
        assert_eq!(world.count(MING, "deletes by itself"), 0);
        later(&mut world, 1).await;
        world.calendar().await;
        insta::assert_snapshot!("it_goes_soon", world.screen(MING, 1));
        later(&mut world, 1).await;
        world.calendar().await;
        assert_eq!(world.count(MING, "deletes by itself"), 1);
        later(&mut world, 28).await;
        assert_eq!((over(&world).await, round(&mut world).await), (0, 0));
        later(&mut world, 1).await;
        assert_eq!(over(&world).await, 1);
        assert_eq!(round(&mut world).await, 1);
        insta::assert_snapshot!("it_is_gone", world.screen(MING, 1));
        assert!(is_destroyed(&world).await);
        let ming = world.school.ming;
        for (sql, left) in [
            (
                format!("SELECT COUNT(*) FROM entries WHERE child_id = {ming}"),
                0,
            ),
            (
                format!(
                    "SELECT COUNT(*) FROM children WHERE id = {ming} AND programme = 'closed' AND birth_date IS NULL AND phone IS NULL"
                ),
                1,
            ),
            (
                format!("SELECT COUNT(*) FROM adults WHERE id = {adult} AND name = '—'"),
                1,
            ),
            (
                format!("SELECT COUNT(*) FROM accounts WHERE adult_id = {adult}"),
                0,
            ),
            // By the clock, and not by the operator.
            (
                format!(
                    "SELECT COUNT(*) FROM audit WHERE child_id = {ming} AND action = 'erase_child' AND adult_id IS NULL AND why = 'run'"
                ),
                1,
            ),
        ] {
            assert_eq!(world.number(&sql).await, left, "{sql}");
        }
        assert_eq!(own(&world).await, Some((LinkState::Ended, adult)));
        assert!(allowed(&world, adult, ming).await.is_empty());
        // A process that was killed meanwhile begins again: nothing is left to do, nobody hears it twice.
        assert_eq!((over(&world).await, round(&mut world).await), (0, 0));
        assert_eq!(world.count(MING, "The time is over"), 1);
        world.says(MING, "/menu").await;
        assert!(!world.screen(MING, 1).contains("What we keep"));
        world.says(LEAD, "/menu").await;
        assert!(!world.screen(LEAD, 1).contains("Wang Ming"));
    }

    pub async fn what_was_asked_is_answered_first(mut world: World) {
        birthday(&mut world).await;
        joins(&mut world).await;
        later(&mut world, GOES - 1).await;
        asks(&mut world, "A copy").await;
        world.taps(MING, "Send it here, locked").await;
        world.shares_contact(MING, NUMBER, true).await;
        later(&mut world, 5).await;
        assert_eq!((over(&world).await, round(&mut world).await), (0, 0));
        assert!(!is_destroyed(&world).await);
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Requests about data").await;
        world.taps(LEAD, "Open 1").await;
        world.taps(LEAD, "Approve the copy").await;
        assert_eq!(world.chat(MING).files.len(), 1);
        assert_eq!(over(&world).await, 1);
        assert_eq!(round(&mut world).await, 1);
        assert!(is_destroyed(&world).await);
    }

    pub async fn a_copy_fetched_at_the_school_is_waited_for(mut world: World) {
        birthday(&mut world).await;
        joins(&mut world).await;
        later(&mut world, GOES - 1).await;
        asks(&mut world, "A copy").await;
        world.taps(MING, "I fetch it at the school").await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Requests about data").await;
        world.taps(LEAD, "Open 1").await;
        world.taps(LEAD, "Approve the copy").await;
        later(&mut world, 29).await;
        assert_eq!((over(&world).await, round(&mut world).await), (0, 0));
        later(&mut world, 1).await;
        assert_eq!((over(&world).await, round(&mut world).await), (1, 1));
    }

    pub async fn a_freeze_or_a_yes_to_the_family_takes_the_day_back(mut world: World) {
        birthday(&mut world).await;
        let adult = joins(&mut world).await;
        let (ming, lead) = (world.school.ming, Some(world.adult(LEAD)));
        let mut tx = world.store.write().await.unwrap();
        freeze::freeze(&mut tx, &world.env, lead, ming, FreezeKind::Order)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(allowed(&world, adult, ming).await.is_empty());
        let code = dialogue::Tap::Lifecycle(Tap::OwnCode(ming)).encode();
        world.refuses(&[LEAD], &code).await;
        later(&mut world, 200).await;
        assert_eq!((over(&world).await, round(&mut world).await), (0, 0));
        let mut tx = world.store.write().await.unwrap();
        freeze::thaw(&mut tx, &world.env, lead, ming).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!allowed(&world, adult, ming).await.is_empty());
        // Half a year begins anew: nobody could ask for anything.
        assert_eq!(round(&mut world).await, 0);
        later(&mut world, 179).await;
        assert_eq!(round(&mut world).await, 0);
        let mut tx = world.store.write().await.unwrap();
        growing::set(&mut tx, &world.env, world.adult(LEAD), ming, true)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        later(&mut world, 400).await;
        assert_eq!((over(&world).await, round(&mut world).await), (0, 0));
        assert!(!is_destroyed(&world).await);
        // Their own link does not hang on what they say about the family's.
        assert!(
            allowed(&world, adult, ming)
                .await
                .contains(&Action::AskData)
        );
    }

    pub async fn an_open_concern_closes_the_record_and_keeps_it(mut world: World) {
        birthday(&mut world).await;
        joins(&mut world).await;
        let (ming, unit, now) = (
            world.school.ming,
            world.school.school,
            world.env.now().timestamp_millis(),
        );
        let concern = format!(
            "INSERT INTO concerns (id, child_id, unit_id, source, kind, state, teller, nameless, mark, told_ms, step)
             VALUES (1, {ming}, {unit}, 'report', 'injuries', 'taken', 'sealed', 1, 'm', {now}, 0)"
        );
        world.execute(&concern).await;
        later(&mut world, GOES + 1).await;
        // The same report and the same words as without it.
        assert_eq!((over(&world).await, round(&mut world).await), (1, 1));
        assert_eq!(world.count(MING, "The time is over"), 1);
        assert!(!is_destroyed(&world).await);
        let held = format!("SELECT COUNT(*) FROM held_erasures WHERE child_id = {ming}");
        assert_eq!(world.number(&held).await, 1);
        assert_eq!((over(&world).await, round(&mut world).await), (0, 0));
        world.execute("UPDATE concerns SET state = 'done'").await;
        world.advance(TimeDelta::days(2));
        let mut tx = world.store.write().await.unwrap();
        assert_eq!(erasure::finish(&mut tx, &world.env, 10).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(is_destroyed(&world).await);
    }

    pub async fn one_record_that_cannot_go_stops_no_other(mut world: World) {
        birthday(&mut world).await;
        joins(&mut world).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        assert!(ming < lan, "the broken one is the first");
        world
            .execute(&format!(
                "UPDATE children SET programme = 'adult' WHERE id = {lan}"
            ))
            .await;
        assert_eq!(round(&mut world).await, 0);
        let whole =
            format!("SELECT COUNT(*) FROM children WHERE id = {ming} AND programme = 'adult'");
        later(&mut world, GOES + 1).await;
        let granny = world.adult(GRANNY);
        let broken = format!(
            "UPDATE links SET relation = 'nobody' WHERE child_id = {ming} AND adult_id = {granny}"
        );
        world.execute(&broken).await;
        assert_eq!(over(&world).await, 2);
        assert_eq!(round(&mut world).await, 1);
        assert_eq!(world.number(&whole).await, 1);
        assert_eq!(
            world.count(MING, "The time is over"),
            0,
            "nothing of it was said"
        );
        let mut tx = world.store.read().await.unwrap();
        assert!(vault::destroyed(&mut tx, lan).await.unwrap().is_some());
    }

    pub async fn paper_and_another_persons_chat_are_refused(mut world: World) {
        birthday(&mut world).await;
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        // Mum with another phone, whom no chat gives away: the lead reads whose link it is, and whose number.
        opens_own_screen(&mut world).await;
        world.taps(LEAD, "Code for the young person").await;
        let link = link_on(&world, LEAD);
        world.says("other phone", &format!("/start {link}")).await;
        world
            .shares_contact("other phone", "79030000001", true)
            .await;
        world.taps("other phone", "Yes, that is right").await;
        insta::assert_snapshot!("lead_is_asked_by_somebody_else", world.screen(LEAD, 1));
        world.taps(LEAD, "Refuse").await;
        assert_eq!(own(&world).await.unwrap().0, LinkState::Ended);
        // Nobody of the roster becomes the young person by a word.
        let mut tx = world.store.write().await.unwrap();
        let role = Some(LinkRole::Oneself);
        let issued = invitation::for_child(&mut tx, &world.env, None, ming, mum, role).await;
        assert!(issued.unwrap().is_err());
        tx.commit().await.unwrap();
        let adult = joins(&mut world).await;
        // A paper beats it, as it beats everything.
        let paper = world.paper(ming, adult);
        let mut tx = world.store.write().await.unwrap();
        exclusion::exclude(&mut tx, &world.env, None, &paper)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(allowed(&world, adult, ming).await.is_empty());
        let code = dialogue::Tap::Lifecycle(Tap::OwnCode(ming)).encode();
        world.refuses(&[LEAD], &code).await;
        // Their chat is not the aunt's either, when the family stays linked.
        let mut tx = world.store.write().await.unwrap();
        for (role, other) in [(LinkRole::Oneself, false), (LinkRole::Contact, true)] {
            let found = store::links::is_somebody_else(&mut tx, ming, adult, role).await;
            assert_eq!(found.unwrap(), other);
            let found = store::links::is_somebody_else(&mut tx, ming, mum, role).await;
            assert_eq!(found.unwrap(), !other);
        }
    }

    pub async fn who_deletes_at_once_hears_it_in_their_own_words(mut world: World) {
        birthday(&mut world).await;
        joins(&mut world).await;
        asks(&mut world, "Delete").await;
        insta::assert_snapshot!("own_deletion", world.screen(MING, 1));
        world.taps(MING, "Yes, delete").await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Requests about data").await;
        world.taps(LEAD, "Open 1").await;
        world.taps(LEAD, "Everything may go").await;
        world.taps(LEAD, "Yes, delete everything").await;
        insta::assert_snapshot!("own_record_is_deleted", world.screen(MING, 1));
        assert!(is_destroyed(&world).await);
    }

    /// Week after week, and nobody's chat is touched by the test: who is asked whether they are still there
    /// taps, or does not. The lead works.
    async fn weeks(world: &mut World, count: usize, taps: bool) {
        for _ in 0..count {
            let asked = world.count(MING, "Are you still there?");
            world.advance(TimeDelta::days(7));
            world.calendar().await;
            world.says(LEAD, "/menu").await;
            if taps && world.count(MING, "Are you still there?") > asked {
                world.says(MING, "/menu").await;
            }
        }
        world.the_staff_were_looked_at().await;
    }

    async fn to_ring(world: &World) -> i64 {
        let sql = "SELECT COUNT(*) FROM tasks WHERE kind = 'goes_soon' AND state = 'open'";
        world.number(sql).await
    }

    pub async fn who_taps_now_and_then_is_told_without_having_been_asked_for_more(
        mut world: World,
    ) {
        birthday(&mut world).await;
        joins(&mut world).await;
        assert_eq!(WARNED, 42 * 7);
        weeks(&mut world, 41, true).await;
        assert_eq!(world.count(MING, "Are you still there?"), 3);
        assert_eq!(world.count(MING, "deletes by itself"), 0);
        weeks(&mut world, 1, true).await;
        assert_eq!(world.count(MING, "deletes by itself"), 1);
        weeks(&mut world, 4, true).await;
        assert_eq!(round(&mut world).await, 0);
        world.advance(TimeDelta::days(2));
        assert_eq!(round(&mut world).await, 1);
        assert_eq!(world.count(MING, "The time is over"), 1);
        assert_eq!(to_ring(&world).await, 0);
        assert!(is_destroyed(&world).await);
    }

    pub async fn the_school_rings_whom_nothing_reaches(mut world: World) {
        birthday(&mut world).await;
        joins(&mut world).await;
        weeks(&mut world, 41, false).await;
        assert_eq!(to_ring(&world).await, 0);
        weeks(&mut world, 1, false).await;
        assert_eq!(world.count(MING, "deletes by itself"), 0);
        assert_eq!(to_ring(&world).await, 1);
        world.taps(LEAD, "To do").await;
        insta::assert_snapshot!("lead_is_asked_to_ring", world.screen(LEAD, 1));
        opens_own_screen(&mut world).await;
        world.taps(LEAD, "Asked, done").await;
        world.advance(TimeDelta::days(1));
        world.calendar().await;
        assert_eq!(to_ring(&world).await, 0, "once is enough");
        // Back, and sure to be who they are: told after all.
        world.says(MING, "/menu").await;
        world.shares_contact(MING, NUMBER, true).await;
        world.advance(TimeDelta::days(1));
        world.calendar().await;
        assert_eq!(world.count(MING, "deletes by itself"), 1);
        // The messenger cannot reach them any more: another day would be rung about again.
        let (ming, adult) = (world.school.ming, own(&world).await.unwrap().1);
        for sql in [
            format!("UPDATE accounts SET state = 'unreachable' WHERE adult_id = {adult}"),
            format!("UPDATE children SET goes_ms = goes_ms + 86400000 WHERE id = {ming}"),
        ] {
            world.execute(&sql).await;
        }
        world.advance(TimeDelta::days(1));
        world.calendar().await;
        assert_eq!(to_ring(&world).await, 1);
        weeks(&mut world, 5, false).await;
        assert_eq!(round(&mut world).await, 1);
        assert_eq!(world.count(MING, "The time is over"), 0);
        assert_eq!(to_ring(&world).await, 0);
        assert!(is_destroyed(&world).await);
    }

    pub async fn a_closed_record_answers_like_one_that_never_was(mut world: World) {
        let (ming, lan, unit) = (world.school.ming, world.school.lan, world.school.school);
        world
            .execute(&format!(
                "UPDATE children SET birth_date = '2008-04-10' WHERE id = {lan}"
            ))
            .await;
        birthday(&mut world).await;
        let (lead, now) = (world.adult(LEAD), world.env.now().timestamp_millis());
        let mut theirs = Vec::new();
        for child in [ming, lan] {
            let mut tx = world.store.write().await.unwrap();
            let issued = invitation::for_oneself(&mut tx, &world.env, lead, child).await;
            assert!(issued.unwrap().is_ok());
            let link = store::links::own(&mut tx, child).await.unwrap().unwrap();
            theirs.push(link.adult);
            tx.commit().await.unwrap();
        }
        let concern = format!(
            "INSERT INTO concerns (id, child_id, unit_id, source, kind, state, teller, nameless, mark, told_ms, step)
             VALUES (1, {ming}, {unit}, 'report', 'injuries', 'taken', 'sealed', 1, 'm', {now}, 0)"
        );
        world.execute(&concern).await;
        let mut tx = world.store.write().await.unwrap();
        let held = erasure::erase(&mut tx, &world.env, Some(lead), ming).await;
        assert_eq!(held.unwrap(), erasure::Erased::Held);
        let gone = erasure::erase(&mut tx, &world.env, Some(lead), lan).await;
        assert_eq!(gone.unwrap(), erasure::Erased::Now);
        tx.commit().await.unwrap();
        let never = (ChildId(7), AdultId(7));
        let mut heard = Vec::new();
        for (child, adult) in [(ming, theirs[0]), (lan, theirs[1]), never] {
            world.says(LEAD, "/menu").await;
            let (before, toasts) = (world.everything(LEAD), world.chat(LEAD).toasts.len());
            for tap in [
                dialogue::Tap::Lifecycle(Tap::Own(child)),
                dialogue::Tap::Lifecycle(Tap::OwnCode(child)),
                dialogue::Tap::Lifecycle(Tap::OwnYes(child)),
                dialogue::Tap::Lifecycle(Tap::OwnNo(child)),
                dialogue::Tap::Roster(dialogue::roster::Tap::Child(child)),
                dialogue::Tap::Roster(dialogue::roster::Tap::AskEnd(child, adult)),
            ] {
                world
                    .tap_data(world.chat_of(LEAD), None, &tap.encode())
                    .await;
            }
            assert_eq!(world.everything(LEAD), before);
            heard.push(world.chat(LEAD).toasts[toasts..].to_vec());
        }
        assert_eq!(heard[2], vec!["This is not possible right now."; 6]);
        assert_eq!((&heard[0], &heard[1]), (&heard[2], &heard[2]));
        let invited = "SELECT COUNT(*) FROM links WHERE role = 'oneself' AND state <> 'ended'";
        assert_eq!(world.number(invited).await, 0);
    }

    pub async fn what_the_school_keeps_goes_on_its_day_all_the_same(mut world: World) {
        birthday(&mut world).await;
        let adult = joins(&mut world).await;
        asks(&mut world, "Delete").await;
        world.taps(MING, "Yes, delete").await;
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Requests about data").await;
        world.taps(LEAD, "Open 1").await;
        insta::assert_snapshot!("lead_decides_about_an_own_record", world.screen(LEAD, 1));
        world.taps(LEAD, "The rest stays at the school").await;
        insta::assert_snapshot!("usual_reason_to_oneself", world.screen(LEAD, 1));
        world.taps(LEAD, "Use this reason").await;
        insta::assert_snapshot!("own_record_stays_until_its_day", world.screen(MING, 1));
        assert_eq!(own(&world).await, Some((LinkState::Active, adult)));
        asks(&mut world, "Stop").await;
        insta::assert_snapshot!("own_stop", world.screen(MING, 1));
        world.taps(MING, "Back").await;
        asks(&mut world, "A copy").await;
        assert!(world.screen(MING, 1).contains("Send it here"));
        later(&mut world, GOES).await;
        assert_eq!(round(&mut world).await, 1);
        assert!(is_destroyed(&world).await);
    }

    pub async fn the_half_year_begins_after_school(mut world: World) {
        let (ming, lan) = (world.school.ming, world.school.lan);
        // Long of age when the record came: from now on.
        world
            .execute(&format!(
                "UPDATE children SET birth_date = '2005-04-10' WHERE id = {lan}"
            ))
            .await;
        birthday(&mut world).await;
        let half = TimeDelta::days(Keep::default().days(What::GrownUp));
        let mut tx = world.store.read().await.unwrap();
        let day = store::grown::day(&mut tx, ming).await.unwrap();
        let school_is_over = "2026-09-01T00:00:00+08:00".parse().unwrap();
        assert_eq!(day.map(|day| day - half), Some(school_is_over));
        let day = store::grown::day(&mut tx, lan).await.unwrap();
        assert_eq!(day.map(|day| day - half), Some(world.env.now()));
    }

    pub async fn a_parent_who_stays_asks_for_nothing_and_can_stop(mut world: World) {
        let (ming, lead) = (world.school.ming, world.adult(LEAD));
        let mut tx = world.store.write().await.unwrap();
        growing::set(&mut tx, &world.env, lead, ming, true)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(world.may(MUM, Action::AskData).await);
        // Two days before, she wishes that everything be deleted.
        born(&world).await;
        world.set_clock("2026-04-08T01:00:00Z");
        let mum = world.chat_of(MUM);
        for tap in [request::Tap::AskErase(ming), request::Tap::Erase(ming)] {
            let data = dialogue::Tap::Request(tap).encode();
            world.tap_data(mum, None, &data).await;
        }
        birthday(&mut world).await;
        let right = [Action::ReadRecord, Action::StopOwn, Action::AskData];
        let mut may = Vec::new();
        for action in right {
            may.push(world.may(MUM, action).await);
        }
        assert_eq!(may, [true, true, false]);
        for tap in [
            request::Tap::Kept(ming),
            request::Tap::Copy(ming),
            request::Tap::AskErase(ming),
            request::Tap::Erase(ming),
        ] {
            let data = dialogue::Tap::Request(tap).encode();
            world.refuses(&[MUM], &data).await;
        }
        // It is the young person's to wish by now, whatever button a lead has kept.
        world.says(LEAD, "/menu").await;
        world.taps(LEAD, "Requests about data").await;
        world.taps(LEAD, "Open 1").await;
        let screen = world.screen(LEAD, 1);
        assert!(!screen.contains("Everything may go"), "{screen}");
        let open = world
            .number("SELECT id FROM requests WHERE state = 'open'")
            .await;
        let (open, chat) = (RequestId(open), world.chat_of(LEAD));
        for tap in [
            request::Tap::AskEraseAll(open),
            request::Tap::EraseAll(open),
        ] {
            let data = dialogue::Tap::Request(tap).encode();
            world.tap_data(chat, None, &data).await;
        }
        assert!(!is_destroyed(&world).await);
        for tap in [request::Tap::Refuse(open), request::Tap::RefuseUsual(open)] {
            let data = dialogue::Tap::Request(tap).encode();
            world.tap_data(chat, None, &data).await;
        }
        let refused = "SELECT COUNT(*) FROM requests WHERE state = 'refused'";
        assert_eq!(world.number(refused).await, 1);
        assert!(world.may(MUM, Action::ReadRecord).await);
        world.says(MUM, "/menu").await;
        assert!(!world.screen(MUM, 1).contains("What we keep"));
        world.taps(MUM, "Stop: Ming").await;
        insta::assert_snapshot!("parent_of_a_grown_up_stops", world.screen(MUM, 1));
        world.taps(MUM, "Stop: Ming").await;
        assert!(world.screen(MUM, 1).contains("It is stopped"));
        let mut tx = world.store.read().await.unwrap();
        let link = store::links::pair(&mut tx, ming, world.adult(MUM)).await;
        assert_eq!(link.unwrap().unwrap().state, LinkState::Ended);
    }

    pub async fn a_yes_that_comes_to_nothing_is_a_refusal(mut world: World) {
        birthday(&mut world).await;
        opens_own_screen(&mut world).await;
        world.taps(LEAD, "Code for the young person").await;
        let link = link_on(&world, LEAD);
        world.says("other phone", &format!("/start {link}")).await;
        world.shares_contact("other phone", NUMBER, true).await;
        world.taps("other phone", "Yes, that is right").await;
        // Meanwhile the chat turns out to be the mother's.
        let (mum, chat) = (world.adult(MUM), world.chat_of("other phone"));
        world
            .execute(&format!(
                "UPDATE accounts SET adult_id = {mum} WHERE chat_id = {chat}"
            ))
            .await;
        world.taps(LEAD, "Approve").await;
        insta::assert_snapshot!("lead_hears_that_it_cannot_be", world.screen(LEAD, 1));
        assert_eq!(
            world.count("other phone", "could not confirm the request"),
            1
        );
        assert_eq!(own(&world).await.unwrap().0, LinkState::Ended);
        let ming = world.school.ming;
        for (action, times) in [("approve_link", 0), ("refuse_link", 1)] {
            let sql = format!(
                "SELECT COUNT(*) FROM audit WHERE child_id = {ming} AND action = '{action}' AND at_ms >= {}",
                world.env.now().timestamp_millis()
            );
            assert_eq!(world.number(&sql).await, times, "{action}");
        }
    }
}
