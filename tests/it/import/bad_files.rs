//! Files that are no table, broken tables, and columns nobody may read.

use hongyan::sheet::{Kind, Table};

use super::base::{Base, PUPILS, counts};

#[tokio::test]
async fn what_is_no_table_is_refused_with_a_reason() {
    let base = Base::sqlite().await;
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend([0; 64]);
    let says = [
        (Vec::new(), "the file is empty"),
        (b"\n\n".to_vec(), "the file is empty"),
        (b"\xef\xbb\xbf".to_vec(), "the file is empty"),
        (vec![0; 4096], "bytes no text has"),
        (png, "bytes no text has"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec(),
            "old Excel workbook",
        ),
        (
            b"PK\x03\x04 this is no zip".to_vec(),
            "the workbook cannot be read",
        ),
        (
            b"key,name\nS-1,\xff\xfe\xff".to_vec(),
            "line 2 is not UTF-8 or GB18030",
        ),
        (
            b"key,name\nS-1,\"Li\nS-2,Wang\n".to_vec(),
            "opened on line 2 is never closed",
        ),
        (vec![b'x'; 10 << 20], "line 1: the row is longer than 1 MB"),
        (",".repeat(2_000).into_bytes(), "empty"),
        ("a,".repeat(2_000).into_bytes(), "more than 1000 columns"),
        (
            b"key,name\n".to_vec(),
            "the column \"school_key\" is missing",
        ),
    ];
    for (bytes, wanted) in says {
        let reason = base.refusal(Kind::Students, &bytes).await;
        assert!(reason.contains(wanted), "wanted {wanted:?}, got {reason:?}");
    }
    let nothing = Table::open("no-such.csv".as_ref(), None).err().unwrap();
    assert_eq!(nothing.to_string(), "there is no file no-such.csv");
    let folder = Table::open("tests".as_ref(), None).err().unwrap();
    assert_eq!(folder.to_string(), "tests is a folder, not a file");
    base.close().await;
}

#[tokio::test]
async fn a_quotation_mark_that_swallows_the_rest_is_named_by_its_line() {
    let base = Base::sqlite().await;
    let mut text = PUPILS.to_owned();
    text.push_str("S-3,\"Zhao\n");
    for n in 0..60_000 {
        text.push_str(&format!("S-{n},Somebody,,,qinglong\n"));
    }
    let reason = base.refusal(Kind::Students, text).await;
    assert_eq!(
        reason,
        "the quotation mark opened on line 4 is never closed"
    );
    base.close().await;
}

#[tokio::test]
async fn a_header_without_rows_and_blank_rows_are_no_mistake() {
    let base = Base::sqlite().await;
    let header = PUPILS.lines().next().unwrap();
    assert_eq!(
        counts(&base.text(Kind::Students, header).await),
        (0, 0, 0, 0, 0)
    );
    let spaced = PUPILS.replace("S-2", "\n,,,,,,\nS-2");
    assert_eq!(
        counts(&base.text(Kind::Students, &spaced).await),
        (2, 2, 0, 0, 0)
    );
    base.close().await;
}

#[tokio::test]
async fn passwords_and_identity_numbers_are_dropped_unread() {
    let base = Base::sqlite().await;
    let text = "key,name,Password,school_key,school_zone,class_key,身份证件号,note\n\
        S-1,Li,hunter2,qinglong,Asia/Shanghai,3A,511000201503080000,said\n";
    let report = base.text(Kind::Students, text).await;
    assert_eq!(counts(&report), (1, 1, 0, 0, 0));
    assert_eq!(report.dropped_columns, ["Password", "身份证件号"]);
    assert_eq!(report.unread_columns, ["note"]);
    let said = serde_json::to_string(&report).unwrap();
    assert!(!said.contains("hunter2") && !said.contains("511000"));
    // Another password is not another record.
    let other = text
        .replace("hunter2", "hunter3")
        .replace("511000", "511001");
    assert!(!base.text(Kind::Students, &other).await.changes_anything());
    base.close().await;
}
