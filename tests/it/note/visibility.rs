//! The whole table of who sees what, walked through the real services: everybody of many families writes
//! every kind of note, everybody who got one answers it, and each word is found exactly where it may be.
//! Who may is written out here by hand.

use hongyan::base::{AdultId, Chance, ChildId};
use hongyan::dialogue::note::Tap as NoteTap;
use hongyan::model::event::Did;
use hongyan::model::record::Relation;
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::unit::Role;
use hongyan::model::visibility::{self, Audience};
use hongyan::store;

use super::{data, opens_ming};
use crate::support::databases::databases;
use crate::world::{AUNT, DAD, GRANNY, LEAD, MUM, TEACHER, World, agree_all};

const NURSE: &str = "nurse";
const TUTOR: &str = "tutor";
const BARRED: &str = "barred";
const OFFICER: &str = "officer";
const EVERYBODY: &[&str] = &[
    MUM, DAD, GRANNY, AUNT, TEACHER, LEAD, NURSE, TUTOR, BARRED, OFFICER,
];
const STAFF: &[&str] = &[TEACHER, LEAD, NURSE];

/// Who writes, for whom, and who gets it where everybody is there. Mum and Dad are separated; Tutor is the
/// second husband of nobody here, a linked parent who teaches the class; a paper bars Barred, who works at the
/// home. What is not offered has no line.
const TABLE: &[(&str, Audience, &[&str])] = &[
    (MUM, Audience::All, &[TEACHER, NURSE, GRANNY]),
    (MUM, Audience::School, &[TEACHER]),
    (MUM, Audience::NotGuardian, &[TEACHER, NURSE]),
    (DAD, Audience::All, &[TEACHER, NURSE, GRANNY]),
    (DAD, Audience::School, &[TEACHER]),
    (DAD, Audience::NotGuardian, &[TEACHER, NURSE]),
    (TUTOR, Audience::All, &[TEACHER, NURSE, GRANNY]),
    (TUTOR, Audience::School, &[TEACHER]),
    (TUTOR, Audience::NotGuardian, &[TEACHER, NURSE]),
    (GRANNY, Audience::All, &[TEACHER, NURSE, MUM, DAD, TUTOR]),
    (GRANNY, Audience::School, &[TEACHER]),
    (TEACHER, Audience::All, &[MUM, DAD, TUTOR, GRANNY]),
    (TEACHER, Audience::NotGuardian, &[MUM, DAD, TUTOR]),
    (TEACHER, Audience::Class, &[MUM, DAD, TUTOR, GRANNY]),
    (LEAD, Audience::All, &[MUM, DAD, TUTOR, GRANNY]),
    (LEAD, Audience::NotGuardian, &[MUM, DAD, TUTOR]),
    (LEAD, Audience::Class, &[MUM, DAD, TUTOR, GRANNY]),
    (NURSE, Audience::All, &[MUM, DAD, TUTOR, GRANNY]),
    (NURSE, Audience::NotGuardian, &[MUM, DAD, TUTOR]),
];

/// One family, some of whom are not there.
struct Case {
    world: World,
    absent: Vec<&'static str>,
    words: usize,
}

async fn linked(world: &World, child: ChildId, adult: AdultId, relation: Relation) {
    let env = world.env.aside();
    let mut tx = world.store.write().await.unwrap();
    let (id, now, role) = (env.id(), env.now(), LinkRole::Parent);
    store::links::invite(&mut tx, id, child, adult, role, relation, now)
        .await
        .unwrap();
    let (from, to) = (LinkState::Invited, LinkState::Active);
    store::links::decide(&mut tx, id, from, to, None, now)
        .await
        .unwrap();
    agree_all(&mut tx, env, child, adult, role).await;
    tx.commit().await.unwrap();
}

impl Case {
    async fn begins(url: &str, absent: Vec<&'static str>) -> Self {
        let mut world = World::linked_on(url).await;
        let (ming, class, home) = (world.school.ming, world.school.class, world.school.home);
        let county = world.school.county;
        let there = |who: &str| !absent.contains(&who);
        if there(DAD) {
            world.joins(ming, DAD, Relation::Father).await;
        }
        if there(NURSE) {
            world.hires(NURSE, "Nurse Sun", home, Role::HomeStaff).await;
        }
        if there(TUTOR) {
            let adult = world.hires(TUTOR, "Tutor He", class, Role::Teacher).await;
            linked(&world, ming, adult, Relation::Stepfather).await;
        }
        let barred = world
            .hires(BARRED, "Barred Gu", home, Role::HomeStaff)
            .await;
        let paper = world.paper(ming, barred);
        let mut tx = world.store.write().await.unwrap();
        store::exclusions::put(&mut tx, &paper, None, world.env.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let role = Role::CountyOfficer;
        world.hires(OFFICER, "Officer Pei", county, role).await;
        for who in [MUM, GRANNY, TEACHER] {
            if !there(who) {
                world.hear(world.chat_of(who), Did::Leaves).await;
            }
        }
        Self {
            world,
            absent,
            words: 0,
        }
    }

    fn word(&mut self) -> String {
        self.words += 1;
        format!("Canary{:05}.", self.words)
    }

    /// Who gets it of this family: without a class teacher the lead reads for the school.
    fn get(&self, readers: &[&'static str]) -> Vec<&'static str> {
        let no_teacher = self.absent.contains(&TEACHER);
        let office = |who: &&'static str| match *who {
            TEACHER if no_teacher => LEAD,
            other => other,
        };
        let there = |who: &&'static str| !self.absent.contains(who);
        readers.iter().map(office).filter(there).collect()
    }

    /// `lan`: who gets it once more, about another child of the class.
    fn is_where(&self, word: &str, readers: &[&str], lan: Option<&str>, why: &str) {
        for who in EVERYBODY {
            let expected = usize::from(readers.contains(who)) + usize::from(lan == Some(*who));
            let found = self.world.count(who, word);
            assert_eq!(found, expected, "{why}: {who}, without {:?}", self.absent);
        }
    }

    /// One note, and an answer by each who got it.
    async fn writes(&mut self, who: &'static str, audience: Audience, readers: &[&'static str]) {
        let readers = self.get(readers);
        let word = self.word();
        let chat = self.world.chat_of(who);
        let (ming, class) = (self.world.school.ming, self.world.school.class);
        let is_staff = STAFF.contains(&who);
        let begins = match (audience, is_staff) {
            (Audience::Class, _) => NoteTap::ToClass(class),
            (_, true) => NoteTap::ToFamily(ming),
            (_, false) => NoteTap::ToSchool(ming),
        };
        self.world.tap_data(chat, None, &data(begins)).await;
        if !matches!(audience, Audience::All | Audience::Class) {
            let choice = data(NoteTap::For(ming, audience));
            self.world.tap_data(chat, None, &choice).await;
        }
        self.world.says(who, &word).await;
        // The preview of a class note shows it to its writer.
        let own = self.world.count(who, &word);
        if audience == Audience::Class {
            assert_eq!(own, 1);
            let yes = data(NoteTap::Send(1));
            let message = self.world.chat(who).button("Send").0;
            self.world.tap_data(chat, Some(message), &yes).await;
        }
        let why = format!("{who} to {}", audience.as_str());
        let lan = (audience == Audience::Class).then_some(DAD);
        self.is_where(&word, &readers, lan, &why);
        let staff: Vec<&str> = readers
            .iter()
            .copied()
            .filter(|r| STAFF.contains(r))
            .collect();
        for reader in readers.iter().filter(|reader| lan != Some(**reader)) {
            // With whom the reader has it in common.
            let alone = is_staff || who == GRANNY && !STAFF.contains(reader);
            let mut others: Vec<&'static str> = match (alone, who == GRANNY) {
                (true, _) => Vec::new(),
                (false, true) => readers
                    .iter()
                    .copied()
                    .filter(|r| staff.contains(r))
                    .collect(),
                (false, false) => readers.clone(),
            };
            others.push(who);
            others.retain(|other| other != reader);
            if STAFF.contains(reader) {
                others.retain(|other| !STAFF.contains(other));
            }
            let answer = self.word();
            self.world.replies(reader, &word, &answer).await;
            let why = format!("{reader} answers {who} to {}", audience.as_str());
            self.is_where(&answer, &others, None, &why);
        }
    }
}

#[tokio::test]
async fn every_word_is_exactly_where_it_may_be() {
    let dice = Chance::seeded(30);
    let mut families = vec![Vec::new()];
    for _ in 0..3 {
        let may_miss = [DAD, GRANNY, TEACHER, NURSE, TUTOR];
        let absent = may_miss.into_iter().filter(|_| dice.below(2) == 0);
        families.push(absent.collect());
    }
    for absent in families {
        for db in databases().await {
            let mut case = Case::begins(&db.url, absent.clone()).await;
            for (who, audience, readers) in TABLE {
                if !absent.contains(who) {
                    case.writes(who, *audience, readers).await;
                }
            }
            let ming = case.world.school.ming;
            for who in [AUNT, BARRED, OFFICER] {
                for tap in [
                    NoteTap::ToSchool(ming),
                    NoteTap::ToFamily(ming),
                    NoteTap::For(ming, Audience::All),
                ] {
                    case.world.refuses(&[who], &data(tap)).await;
                    let word = case.word();
                    case.world.says(who, &word).await;
                    case.is_where(&word, &[], None, who);
                }
            }
            // Neither parent can tell from any text that there is another one.
            let strangers: [(&str, &[&str]); 2] = [
                (MUM, &["Gang", "father", "Father", "Tutor"]),
                (DAD, &["Mei", "mother", "Mother", "Tutor"]),
            ];
            for (who, words) in strangers {
                if absent.contains(&who) {
                    continue;
                }
                for shown in case.world.chat(who).shown.iter().filter(|shown| !shown.own) {
                    let text = shown.text.replace("randmother", "");
                    let told = words.iter().find(|word| text.contains(*word));
                    assert!(told.is_none(), "{who} reads of {told:?}: {text}");
                }
            }
        }
    }
}

#[test]
fn the_table_as_people_read_it() {
    insta::assert_snapshot!("the_table", visibility::printed());
}

#[tokio::test]
async fn a_mother_chooses_for_whom_with_one_tap() {
    let mut world = World::linked().await;
    let home = world.school.home;
    world.hires(NURSE, "Nurse Sun", home, Role::HomeStaff).await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school and home").await;
    insta::assert_snapshot!("mum_writes_to_all", world.screen(MUM, 1));
    let (old, to_school) = world.chat(MUM).button("Only to the school");
    world.taps(MUM, "Only to the school").await;
    insta::assert_snapshot!("mum_writes_to_the_school", world.screen(MUM, 1));
    world.restart().await;
    world.says(MUM, "She is afraid of the exam.").await;
    insta::assert_snapshot!("teacher_reads_it_alone", world.screen(TEACHER, 1));
    world
        .replies(TEACHER, "afraid of the exam", "I talk to her.")
        .await;
    insta::assert_snapshot!("mum_reads_it_alone", world.screen(MUM, 1));
    for who in [GRANNY, NURSE, LEAD, AUNT] {
        assert_eq!(
            world.count(who, "exam") + world.count(who, "I talk to her"),
            0
        );
    }
    // The next question begins anew, and what the old one offers is over.
    world.says(MUM, "/menu").await;
    let chat = world.chat_of(MUM);
    world.tap_data(chat, Some(old), &to_school).await;
    let toast = world.chat(MUM).toasts.last().cloned();
    assert_eq!(toast.as_deref(), Some("This is not possible right now."));
    world.taps(MUM, "Write to the school and home").await;
    world.taps(MUM, "Not to the carer at home").await;
    world.says(MUM, "A surprise for granny.").await;
    insta::assert_snapshot!("nurse_reads_not_for_granny", world.screen(NURSE, 1));
    assert_eq!(world.count(GRANNY, "surprise"), 0);
    world.taps(MUM, "Done").await;
    world.taps(MUM, "Write to the school and home").await;
    world.says(MUM, "I come on Friday.").await;
    insta::assert_snapshot!("granny_reads_mum", world.screen(GRANNY, 1));
    world.replies(GRANNY, "I come on Friday", "We cook.").await;
    insta::assert_snapshot!("mum_reads_granny", world.screen(MUM, 1));
    assert_eq!(world.count(TEACHER, "We cook."), 1);
}

#[tokio::test]
async fn a_choice_of_another_child_or_of_nobodys_changes_nothing() {
    let mut world = World::linked().await;
    world.joins(world.school.ming, DAD, Relation::Father).await;
    let (ming, lan, dad) = (world.school.ming, world.school.lan, world.chat_of(DAD));
    world
        .tap_data(dad, None, &data(NoteTap::ToSchool(lan)))
        .await;
    for tap in [
        NoteTap::For(ming, Audience::All),
        NoteTap::For(lan, Audience::Class),
        NoteTap::For(ChildId(1), Audience::School),
    ] {
        world.refuses(&[DAD], &data(tap)).await;
    }
    world.says(DAD, "About Lan.").await;
    assert_eq!(world.count(TEACHER, "About Lan."), 1);
    assert_eq!(world.count(GRANNY, "About Lan."), 0);
}

#[tokio::test]
async fn an_edit_and_an_album_stay_where_the_note_went() {
    let mut world = World::linked().await;
    world.joins(world.school.ming, DAD, Relation::Father).await;
    world.says(GRANNY, "/start").await;
    world.taps(GRANNY, "Write to the school and parents").await;
    insta::assert_snapshot!("granny_writes", world.screen(GRANNY, 1));
    world.says_as(GRANNY, 8_001, "She lost a tooth.").await;
    world.rewrites(GRANNY, 8_001, "She lost two teeth.").await;
    for who in [MUM, DAD, TEACHER] {
        assert_eq!(world.count(who, "She lost a tooth."), 1, "{who}");
        assert_eq!(world.count(who, "She lost two teeth."), 1, "{who}");
    }
    let photo = hongyan::model::message::MediaKind::Photo;
    for file in ["one", "two"] {
        world.sends_in(GRANNY, Some("album"), photo, file, "").await;
    }
    world.advance(chrono::TimeDelta::seconds(5));
    world.deliver().await;
    for who in [MUM, DAD, TEACHER] {
        assert_eq!(
            world.count(who, "album:\n[photo one]\n[photo two]"),
            1,
            "{who}"
        );
    }
    // Her link ends: neither her answer nor a change goes on.
    opens_ming(&mut world, LEAD).await;
    world.taps(LEAD, "End link: Granny").await;
    world.taps(LEAD, "Yes, end it").await;
    world.rewrites(GRANNY, 8_001, "She lost three.").await;
    world.replies(MUM, "two teeth", "Poor one!").await;
    assert_eq!(world.count(TEACHER, "She lost three."), 0);
    for who in [GRANNY, DAD, TEACHER] {
        assert_eq!(world.count(who, "Poor one!"), 0, "{who}");
    }
}

#[tokio::test]
async fn what_a_lead_lets_go_on_never_goes_to_whoever_is_at_home() {
    let mut world = World::linked().await;
    world.says(MUM, "/start").await;
    world.taps(MUM, "Write to the school and home").await;
    let words = "He fell at play: a bruise on the knee.";
    world.says(MUM, words).await;
    world.taps(MUM, "None of these").await;
    world.taps(LEAD, "False alarm").await;
    assert_eq!(world.count(TEACHER, words), 1);
    assert_eq!(world.count(GRANNY, words), 0);
    // Nor do new words of a note that she has already.
    world.says(MUM, "/menu").await;
    world.taps(MUM, "Write to the school and home").await;
    world.says_as(MUM, 8_001, "He fell at play.").await;
    assert_eq!(world.count(GRANNY, "He fell at play."), 1);
    world.rewrites(MUM, 8_001, "He has a bruise.").await;
    world.taps(MUM, "None of these").await;
    world.taps(LEAD, "False alarm").await;
    assert_eq!(world.count(TEACHER, "He has a bruise."), 1);
    assert_eq!(world.count(GRANNY, "He has a bruise."), 0);
}
