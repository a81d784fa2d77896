//! Files of other systems, as they are, with the mappings the project ships.

use std::path::{Path, PathBuf};

use hongyan::sheet::{Kind, Mapping};

use super::base::{Base, bases, counts, said, shipped};

const ED_FI: [(Kind, &str); 5] = [
    (Kind::Students, "students.csv"),
    (Kind::Contacts, "contacts.csv"),
    (Kind::Relations, "student_contacts.csv"),
    (Kind::Attendance, "school_attendance.csv"),
    (Kind::Marks, "gradebook.csv"),
];

async fn ed_fi(base: &Base, folder: &Path, rows: [u64; 5]) {
    for (round, first) in [(1, true), (2, false)] {
        for ((kind, file), rows) in ED_FI.into_iter().zip(rows) {
            let mapping = shipped(kind, "ed-fi");
            let file = folder.join(file);
            let report = base
                .import(kind, &file, Some(&mapping), false)
                .await
                .unwrap();
            let wanted = if first {
                (rows, rows, 0, 0, 0)
            } else {
                (rows, 0, 0, rows, 0)
            };
            assert_eq!(
                counts(&report),
                wanted,
                "{kind:?} in round {round}: {}",
                said(&report)
            );
            assert_eq!(report.changes_anything(), first);
        }
    }
    assert_eq!(base.count("SELECT COUNT(*) FROM links").await, 0);
    let pupils = base
        .count("SELECT COUNT(*) FROM children WHERE programme = 'active'")
        .await;
    assert_eq!(u64::try_from(pupils), Ok(rows[0]));
}

#[tokio::test]
async fn a_district_goes_in_twice_and_changes_once() {
    for base in bases().await {
        ed_fi(
            &base,
            Path::new("tests/fixtures/ed-fi"),
            [12, 26, 26, 40, 20],
        )
        .await;
        // Two pupils of one name are two records.
        let names = base.ask("SELECT name FROM children").await;
        assert_eq!(
            names.lines().filter(|name| *name == "Becky Todd").count(),
            2
        );
        // An absence and a partial absence on one day both stay.
        assert_eq!(
            base.ask(
                "SELECT e.slot || ' ' || e.fact FROM entries AS e JOIN children AS c ON c.id = e.child_id
                WHERE c.key = '604822' AND e.day = '2021-12-15' AND e.kind = 'attendance' ORDER BY e.slot"
            )
            .await,
            "day {\"kind\":\"attendance\",\"presence\":\"excused\",\"lesson\":null}\n\
             day:partly {\"kind\":\"attendance\",\"presence\":\"partly\",\"lesson\":null}"
        );
        // A fax is nobody's telephone.
        assert_eq!(
            base.count("SELECT COUNT(*) FROM adults WHERE phone = '9500682533'")
                .await,
            0
        );
        assert_eq!(
            base.ask("SELECT phone FROM adults WHERE key = '778011'")
                .await,
            "9501548635"
        );
        base.close().await;
    }
}

/// The whole district, where it is at hand (it is not part of the repository).
#[tokio::test]
async fn the_whole_district_goes_in() {
    let Some(folder) = std::env::var_os("HONGYAN_ED_FI_FOLDER").map(PathBuf::from) else {
        return;
    };
    for base in bases().await {
        ed_fi(&base, &folder, [960, 1_873, 1_872, 1_917, 250]).await;
        base.close().await;
    }
}

#[tokio::test]
async fn one_national_sheet_gives_pupils_families_and_relations() {
    let base = Base::sqlite().await;
    let text = "\
学校标识码,学校名称,姓名,出生日期,身份证件号,班号,班内学号,全国学籍号,就读方式,是否留守儿童,成员1姓名,成员1关系,成员1联系电话,成员1现住址,成员1身份证件号,成员1是否监护人,成员2姓名,成员2关系,成员2联系电话,成员2现住址
2162000001,青龙小学,李小雁,20150308,X1,2023-1,07,GX1,走读,双亲留守儿童,李强,父亲,138 0000 0001,东莞,X2,是,王秀英,外婆,138 0000 0002,青龙村
2162000001,青龙小学,王明,20141102,X3,2023-1,08,GX3,住校,非留守儿童,王军,父亲,无,青龙村,X4,是,,,,
";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let file = base.file("sheet.csv", bytes);
    let go = async |kind| {
        let mapping = shipped(kind, "cn-pupil-sheet");
        base.import(kind, &file, Some(&mapping), false)
            .await
            .unwrap()
    };
    let pupils = go(Kind::Students).await;
    assert_eq!((pupils.rows, pupils.added, pupils.not_enrolled), (2, 2, 1));
    assert_eq!(
        pupils.dropped_columns,
        ["身份证件号", "全国学籍号", "成员1身份证件号"]
    );
    assert!(
        pupils.written_in.contains("gb18030"),
        "{}",
        pupils.written_in
    );
    let family = go(Kind::Contacts).await;
    assert_eq!((family.rows, family.records, family.added), (2, 3, 3));
    assert_eq!(go(Kind::Relations).await.added, 3);
    assert_eq!(
        base.ask(
            "SELECT c.name || ' ' || a.name || ' ' || r.relation || ' ' || r.contact_order
            FROM relations AS r JOIN children AS c ON c.id = r.child_id
            JOIN adults AS a ON a.id = r.adult_id ORDER BY a.key"
        )
        .await,
        "李小雁 李强 father 1\n李小雁 王秀英 grandmother 2\n王明 王军 father 1"
    );
    base.close().await;
}

#[test]
fn every_shipped_mapping_is_sound() {
    let mut checked = 0;
    for folder in std::fs::read_dir("deploy/mappings").unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let kind = Kind::parse(path.file_stem().unwrap().to_str().unwrap()).unwrap();
            Mapping::parse(kind, &std::fs::read_to_string(&path).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            checked += 1;
        }
    }
    assert!(checked >= 13, "{checked}");
}

#[test]
fn all_complaints_about_a_mapping_come_at_once() {
    let error = Mapping::parse(
        Kind::Attendance,
        r##"
        kind = "marks"
        zone = "Chicago"
        dates = ["%Q"]
        colums = {}
        [columns]
        child_key = { from = "Password" }
        day = { from = "a", join = ["b"] }
        presence = { from = "c", values = { x = "absnt" }, marks = "#" }
        lessson = 3
        [constants]
        lesson = 40
        "##,
    )
    .unwrap_err();
    insta::assert_snapshot!("mapping_complaints", error.to_string());
}

#[tokio::test]
async fn a_mapping_that_does_not_fit_names_every_missing_column() {
    let base = Base::sqlite().await;
    let file = base.file("other.csv", "id,date,Class,class\n1,2026-09-01,a,b\n");
    let mapping = Mapping::parse(
        Kind::Attendance,
        r#"columns = { child_key = "pupil", day = ["day", "datum"], presence = "class" }"#,
    )
    .unwrap();
    let error = base
        .import(Kind::Attendance, &file, Some(&mapping), false)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the file has no column \"pupil\"\nthe file has no column \"day\" or \"datum\"\n\
         the file has the column \"class\" twice\nit has: id, date, Class, class"
    );
    base.close().await;
}
