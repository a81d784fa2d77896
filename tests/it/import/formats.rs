//! One table in every form a school's office may save it in.

use std::path::Path;

use hongyan::sheet::{Kind, Mapping};

use super::base::{Base, bases, counts};

const TABLE: &str = "\
key,name,short_name,school_key,school_name,school_zone,class_key,mother,mother_place
S-1,\"李, 小雁\",小雁,qinglong,青龙小学,Asia/Shanghai,3A,away,东莞
S-2,\"Wang \"\"M\"\" Ming\",,qinglong,,,3A,home,\"two
lines; and more\"
";

/// The same cells with another separator: none of them stands outside quotation marks in a text.
fn with(separator: &str) -> String {
    TABLE
        .replace("\"李, 小雁\"", "\"李@ 小雁\"")
        .replace(',', separator)
        .replace('@', ",")
}

#[tokio::test]
async fn every_encoding_and_separator_says_the_same() {
    let base = Base::sqlite().await;
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(with("\t").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let forms: [(&str, Vec<u8>, &str); 8] = [
        ("plain", TABLE.into(), "CSV, UTF-8, separated by \",\""),
        (
            "marked",
            format!("\u{feff}{TABLE}").into(),
            "CSV, UTF-8, separated by \",\"",
        ),
        (
            "semicolon",
            with(";").into(),
            "CSV, UTF-8, separated by \";\"",
        ),
        ("tab", with("\t").into(), "CSV, UTF-8, separated by tab"),
        (
            "gb18030",
            encoding_rs::GB18030.encode(TABLE).0.into(),
            "CSV, gb18030, separated by \",\"",
        ),
        ("utf-16", utf16, "CSV, UTF-16LE, separated by tab"),
        (
            "windows",
            TABLE.replace('\n', "\r\n").into(),
            "CSV, UTF-8, separated by \",\"",
        ),
        (
            "no last line end",
            TABLE.trim_end().into(),
            "CSV, UTF-8, separated by \",\"",
        ),
    ];
    for (index, (name, bytes, written_in)) in forms.into_iter().enumerate() {
        let file = base.file("form", bytes);
        let report = base
            .import(Kind::Students, &file, None, false)
            .await
            .unwrap();
        let wanted = if index == 0 {
            (2, 2, 0, 0, 0)
        } else {
            (2, 0, 0, 2, 0)
        };
        assert_eq!(counts(&report), wanted, "{name}: {:?}", report.problems);
        assert_eq!(report.written_in, written_in, "{name}");
    }
    assert_eq!(
        base.ask("SELECT name FROM children ORDER BY key").await,
        "李, 小雁\nWang \"M\" Ming"
    );
    let places = base
        .ask("SELECT place FROM parents WHERE place IS NOT NULL")
        .await;
    assert!(places.lines().any(|place| place == "two lines; and more"));
    base.close().await;
}

#[tokio::test]
async fn a_workbook_goes_in_with_its_dates_and_numbers() {
    for base in bases().await {
        let file = Path::new("tests/fixtures/pupils.xlsx");
        let report = base
            .import(Kind::Students, file, None, false)
            .await
            .unwrap();
        assert_eq!(counts(&report), (2, 2, 0, 0, 0), "{:?}", report.problems);
        assert_eq!(report.dropped_columns, ["Password"]);
        assert_eq!(
            base.ask("SELECT key || ' ' || name || ' ' || COALESCE(birth_date, '-') FROM children ORDER BY key").await,
            "604821 李小雁 2015-03-08\n604822 王 明 -"
        );
        assert_eq!(base.ask("SELECT since FROM parents").await, "2023-02-10");
        base.close().await;
    }
}

#[tokio::test]
async fn a_workbooks_sheet_is_chosen_by_name() {
    let base = Base::sqlite().await;
    let file = Path::new("tests/fixtures/pupils.xlsx");
    let say = async |sheet: &str| {
        let text = format!(
            "sheet = \"{sheet}\"\ncolumns = {{ child_key = \"a\", day = \"b\", presence = \"c\" }}"
        );
        let mapping = Mapping::parse(Kind::Attendance, &text).unwrap();
        base.import(Kind::Attendance, file, Some(&mapping), false)
            .await
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        say("Pupils").await,
        "the workbook has no sheet \"Pupils\"; it has: 学生, Empty"
    );
    assert_eq!(say("Empty").await, "the file is empty");
    base.close().await;
}

#[tokio::test]
async fn a_named_encoding_a_later_header_and_other_dates_are_understood() {
    let base = Base::sqlite().await;
    let mapping = Mapping::parse(
        Kind::Students,
        r#"
        encoding = "windows-1251"
        header_row = 2
        delimiter = ";"
        dates = ["%d.%m.%Y"]
        zone = "Asia/Tashkent"
        empty = ["нет"]
        [columns]
        key = "№"
        name = { join = ["Фамилия", "Имя"] }
        birth_date = "Дата рождения"
        class_key = "Класс"
        mother = { from = "Мать", values = { "в России" = "abroad", "дома" = "home" } }
        [constants]
        school_key = "m-5"
        "#,
    )
    .unwrap();
    let text = "Список;;;;;\n№;Фамилия;Имя;Дата рождения;Класс;Мать;ПИНФЛ\n1;Каримов;Азиз;5.3.2014;4-А;В России;1\n2;Юсупова;Лола;нет;4-А;дома;2\n";
    let file = base.file("windows.csv", encoding_rs::WINDOWS_1251.encode(text).0);
    let report = base
        .import(Kind::Students, &file, Some(&mapping), false)
        .await
        .unwrap();
    assert_eq!(counts(&report), (2, 2, 0, 0, 0), "{:?}", report.problems);
    assert_eq!(report.dropped_columns, ["ПИНФЛ"]);
    assert_eq!(
        base.ask("SELECT name || ' ' || COALESCE(birth_date, '-') || ' ' || programme FROM children ORDER BY key").await,
        "Каримов Азиз 2014-03-05 active\nЮсупова Лола - not_enrolled"
    );
    base.close().await;
}

#[tokio::test]
async fn a_row_is_named_by_its_own_line_whatever_stands_above_it() {
    let base = Base::sqlite().await;
    let text = "child_key,day,presence\n\nS-1,2026-09-01,late\nS-2,\"2026\n-09\",late\n\n\nS-3,2026-09-01,gone";
    for end in ["\n", "\r\n", "\r"] {
        let report = base.text(Kind::Attendance, &text.replace('\n', end)).await;
        let lines: Vec<u64> = report.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [3, 4, 8], "{end:?}: {:?}", report.problems);
    }
    base.close().await;
}
