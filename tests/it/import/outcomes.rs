//! What an import changes, and what it leaves alone.

use hongyan::sheet::Kind;

use super::base::{Base, PUPILS, bases, counts, said};

const BAD: &str = "\
key,name,birth_date,phone,school_key,school_zone,class_key,lives_with,mother,mother_place,father_zone
S-1,Li Xiaoyan,2015-02-30,,qinglong,Asia/Shanghai,3A,grandparents,away,Dongguan,
S-2,,2014-11-02,12,qinglong,,3A,granny,,Dongguan,Beijing
S-3,Zhao Lei,2014-11-02,,qinglong,,3A,,away,,,,extra
S-4,Chen Yu,2114-11-02,,qinglong,,3A,,away,,
S-5,Sun Li,,,elsewhere,,3A,,away,,
S-6,Wu Fan,,,qinglong,,3A,,away,,
S-6,Wu Fang,,,qinglong,,3A,,away,,
,Xu An,,,qinglong,,,,away,,
";

#[tokio::test]
async fn every_bad_row_is_named_and_nothing_goes_in() {
    for base in bases().await {
        let report = base.text(Kind::Students, BAD).await;
        assert!(!report.applied);
        insta::assert_snapshot!("bad_pupils", said(&report));
        for table in [
            "SELECT COUNT(*) FROM children",
            "SELECT COUNT(*) FROM units",
            "SELECT COUNT(*) FROM audit",
            "SELECT COUNT(*) FROM parents",
        ] {
            assert_eq!(base.count(table).await, 0, "{table}");
        }
        base.close().await;
    }
}

#[tokio::test]
async fn many_problems_are_counted_not_hoarded() {
    let base = Base::sqlite().await;
    let mut text = "child_key,day,presence\n".to_owned();
    for n in 0..5_000 {
        text.push_str(&format!("S-{n},2026-09-01,excused\n"));
    }
    let report = base.text(Kind::Attendance, &text).await;
    assert_eq!(
        (report.rejected, report.problems.len(), report.more_problems),
        (5_000, 200, 4_800)
    );
    base.close().await;
}

#[tokio::test]
async fn a_pupil_without_a_parent_away_is_not_enrolled_until_one_is() {
    for base in bases().await {
        let first = base.text(Kind::Students, PUPILS).await;
        assert_eq!((first.added, first.not_enrolled, first.joined), (2, 1, 1));
        let programmes = "SELECT key || ' ' || programme FROM children ORDER BY key";
        assert_eq!(base.ask(programmes).await, "S-1 active\nS-2 not_enrolled");

        base.text(Kind::Contacts, "key,name\nA-1,Wang Jun\n").await;
        let moved = base
            .text(
                Kind::Relations,
                "child_key,adult_key,relation,whereabouts,place,zone\n\
                 S-2,A-1,father,abroad,Moscow,Europe/Moscow\n",
            )
            .await;
        assert_eq!(moved.joined, 1);
        assert_eq!(base.ask(programmes).await, "S-1 active\nS-2 active");

        let back = base
            .text(
                Kind::Students,
                &PUPILS.replace("away,Dongguan", "home,Qinglong"),
            )
            .await;
        assert_eq!((back.changed, back.unchanged, back.left), (1, 1, 1));
        assert_eq!(
            base.ask(programmes).await,
            "S-1 parent_returned\nS-2 active"
        );
        base.close().await;
    }
}

#[tokio::test]
async fn no_file_makes_anybody_the_young_person() {
    let base = Base::sqlite().await;
    base.text(Kind::Students, PUPILS).await;
    base.text(Kind::Contacts, "key,name\nA-1,Wang Jun\n").await;
    let rows = "child_key,adult_key,relation\nS-1,A-1,oneself\n";
    let report = base.text(Kind::Relations, rows).await;
    assert_eq!((report.applied, report.rejected), (false, 1));
    assert!(
        said(&report).contains("nobody stands on a child's roster as the child"),
        "{}",
        said(&report)
    );
    assert_eq!(base.count("SELECT COUNT(*) FROM relations").await, 0);
    base.close().await;
}

#[tokio::test]
async fn what_people_decided_about_a_child_stands() {
    let base = Base::sqlite().await;
    base.text(Kind::Students, PUPILS).await;
    base.run("UPDATE children SET programme = 'frozen' WHERE key = 'S-1'")
        .await;
    base.text(Kind::Students, &PUPILS.replace("Dongguan", "Shenzhen"))
        .await;
    assert_eq!(
        base.ask("SELECT programme FROM children WHERE key = 'S-1'")
            .await,
        "frozen"
    );
    base.close().await;
}

#[tokio::test]
async fn a_column_the_file_lacks_is_left_alone_and_an_empty_cell_clears() {
    let base = Base::sqlite().await;
    base.text(
        Kind::Students,
        &PUPILS.replace("2015-03-08,,", "2015-03-08,13900000001,"),
    )
    .await;
    let held =
        "SELECT birth_date || ' ' || COALESCE(phone, 'none') FROM children WHERE key = 'S-1'";
    assert_eq!(base.ask(held).await, "2015-03-08 13900000001");
    let only = "key,name,school_key,class_key\nS-1,Li Xiaoyan,qinglong,3A\n";
    assert_eq!(base.text(Kind::Students, only).await.changed, 1);
    assert_eq!(base.ask(held).await, "2015-03-08 13900000001");
    assert_eq!(base.count("SELECT COUNT(*) FROM parents").await, 4);
    base.text(Kind::Students, PUPILS).await;
    assert_eq!(base.ask(held).await, "2015-03-08 none");
    base.close().await;
}

#[tokio::test]
async fn a_dry_run_tells_and_changes_nothing() {
    for base in bases().await {
        let file = base.file("pupils.csv", PUPILS);
        let report = base
            .import(Kind::Students, &file, None, true)
            .await
            .unwrap();
        assert_eq!(counts(&report), (2, 2, 0, 0, 0));
        assert!(report.dry_run && !report.applied);
        assert_eq!(base.count("SELECT COUNT(*) FROM children").await, 0);
        base.close().await;
    }
}

#[tokio::test]
async fn rows_about_one_day_correct_repeat_and_stay_beside_each_other() {
    for base in bases().await {
        base.text(Kind::Students, PUPILS).await;
        let file = "child_key,day,presence,lesson\n\
            S-1,2026-09-07,unexplained,\n\
            S-1,2026-09-07,late,\n\
            S-1,2026-09-07,excused,\n\
            S-1,2026-09-07,late,\n\
            S-1,2026-09-07,late,3\n\
            S-2,2026-09-12,excused,\n\
            S-2,2027-01-04,excused,\n";
        let report = base.text(Kind::Attendance, file).await;
        insta::assert_snapshot!("attendance_of_one_day", said(&report));
        let slots = "SELECT e.slot || ' ' || e.fact FROM entries AS e JOIN children AS c ON c.id = e.child_id
            WHERE c.key = 'S-1' ORDER BY e.slot";
        let held = base.ask(slots).await;
        insta::assert_snapshot!("slots_of_one_day", held);

        // What a teacher says afterwards stands, whatever the office's file says again.
        base.run(
            "UPDATE entries SET source = 'staff', fact = '{\"kind\":\"attendance\",\"presence\":\"present\",\"lesson\":null}'
            WHERE day = '2026-09-12'",
        )
        .await;
        let again = base
            .text(
                Kind::Attendance,
                "child_key,day,presence\nS-2,2026-09-12,excused\n",
            )
            .await;
        assert_eq!((again.changed, again.unchanged), (0, 1));
        assert!(
            again.warnings.iter().any(|w| w.words.contains("staff")),
            "{:?}",
            again.warnings
        );
        assert_eq!(base.ask(slots).await, held);
        base.close().await;
    }
}

#[tokio::test]
async fn a_parent_in_prison_is_one_out_of_reach() {
    for base in bases().await {
        base.text(Kind::Students, PUPILS).await;
        base.text(Kind::Contacts, "key,name\nA-1,Wang Jun\n").await;
        let report = base
            .text(
                Kind::Relations,
                "child_key,adult_key,relation,whereabouts,place\nS-2,A-1,father,prison,Kunming\n",
            )
            .await;
        assert_eq!(
            (report.rejected, report.joined),
            (0, 1),
            "{}",
            said(&report)
        );
        let kept = "SELECT whereabouts FROM parents p JOIN children c ON c.id = p.child_id \
             WHERE c.key = 'S-2' AND p.parent = 'father'";
        assert_eq!(base.ask(kept).await, "prison");
        let programmes = "SELECT key || ' ' || programme FROM children ORDER BY key";
        assert_eq!(base.ask(programmes).await, "S-1 active\nS-2 active");
        base.close().await;
    }
}

#[tokio::test]
async fn a_mark_with_a_listed_word_in_its_title_is_not_taken_in() {
    for base in bases().await {
        base.text(Kind::Students, PUPILS).await;
        let marks = "child_key,day,subject,title,value\n\
             S-1,2026-09-09,Maths,Test 1,87\n\
             S-1,2026-09-10,Maths,he was beaten at home,12\n";
        let report = base.text(Kind::Marks, marks).await;
        assert!(report.applied, "{}", said(&report));
        assert_eq!((report.added, report.skipped), (1, 1), "{}", said(&report));
        let warned = |w: &hongyan::service::import::Warning| {
            w.words.contains("listed word") && w.lines == [3] && !w.words.contains("beaten")
        };
        assert!(report.warnings.iter().any(warned), "{:?}", report.warnings);
        assert_eq!(base.count("SELECT COUNT(*) FROM entries").await, 1);
        base.close().await;
    }
}

#[tokio::test]
async fn a_mark_is_kept_on_the_schools_own_scale() {
    let base = Base::sqlite().await;
    base.text(Kind::Students, PUPILS).await;
    let marks = "child_key,day,subject,title,value\nS-1,2026-09-09,数学,Test 1,優 87/100\n";
    assert_eq!(base.text(Kind::Marks, marks).await.added, 1);
    let better = base.text(Kind::Marks, &marks.replace("87", "89")).await;
    assert_eq!((better.added, better.changed), (0, 1));
    assert_eq!(
        base.ask("SELECT fact FROM entries").await,
        "{\"kind\":\"mark\",\"subject\":\"数学\",\"title\":\"Test 1\",\"value\":\"優 89/100\"}"
    );
    // What it is about stands in no column in words.
    assert!(
        !base
            .ask("SELECT slot FROM entries")
            .await
            .contains("Test 1")
    );
    base.close().await;
}

#[tokio::test]
async fn one_person_may_hold_several_posts_and_be_a_contact_too() {
    for base in bases().await {
        base.text(Kind::Students, PUPILS).await;
        let contacts = "key,name,phone\nT-1,Chen Hua,13900000009\n";
        base.text(Kind::Contacts, contacts).await;
        let staff = "key,name,phone,role,unit_key,unit_kind,unit_name,unit_parent\n\
            T-1,Chen Hua,13900000009,teacher,qinglong/3A,,,\n\
            T-1,Chen Hua,13900000009,school_lead,qinglong,,,\n\
            T-2,Ma Li,,township_officer,town,township,Old Town,\n\
            T-2,Ma Li,,township_officer,town,township,Old Town,\n";
        let first = base.text(Kind::Staff, staff).await;
        assert_eq!(
            (first.added, first.changed, first.repeated),
            (1, 2, 1),
            "{}",
            said(&first)
        );
        for (kind, text) in [(Kind::Contacts, contacts), (Kind::Staff, staff)] {
            assert!(!base.text(kind, text).await.changes_anything());
        }
        assert_eq!(
            base.count("SELECT COUNT(*) FROM posts WHERE state = 'named'")
                .await,
            3
        );
        let unknown = base
            .text(
                Kind::Staff,
                "key,name,role,unit_key\nT-3,No One,teacher,nowhere\n",
            )
            .await;
        assert_eq!(unknown.rejected, 1);
        base.close().await;
    }
}
