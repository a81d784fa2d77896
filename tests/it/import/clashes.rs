//! One number for two people is listed for staff, by key, and waits as a task.

use hongyan::sheet::Kind;

use super::base::{PUPILS, bases, said};

const ADULTS: &str = "\
key,name,phone,school_key,school_name,school_zone
A-1,Li Qiang,+86 139 0000 0001,qinglong,,
A-2,Wang Fang,139-0000-0001,qinglong,,
A-3,Zhao Min,13900000003,hilltop,Hilltop,Asia/Shanghai
A-4,Sun Li,(0)13900000003,qinglong,,
A-5,Liu Yang,13900000005,qinglong,,
A-6,Hu Bo,,qinglong,,
A-7,Gao Jie,,qinglong,,
";

#[tokio::test]
async fn shared_numbers_are_listed_and_become_tasks_once() {
    for base in bases().await {
        let pupils = PUPILS.replace("2015-03-08,,", "2015-03-08,0086 13900000005,");
        base.text(Kind::Students, &pupils).await;
        let report = base.text(Kind::Contacts, ADULTS).await;
        insta::assert_snapshot!("shared_numbers", said(&report));
        let json = serde_json::to_string(&report).unwrap();
        assert!(
            !json.contains("390000000") && !json.contains("Li Qiang"),
            "{json}"
        );
        let tasks = "SELECT u.key || ' ' || COALESCE(a.key, '-') || ' ' || COALESCE(c.key, '-')
            FROM tasks AS t JOIN units AS u ON u.id = t.unit_id
            LEFT JOIN adults AS a ON a.id = t.adult_id LEFT JOIN children AS c ON c.id = t.child_id
            WHERE t.kind = 'number_clash' AND t.state = 'open' ORDER BY 1";
        let open = base.ask(tasks).await;
        assert_eq!(
            open,
            "hilltop A-3 -\nqinglong A-2 -\nqinglong A-4 -\nqinglong A-5 S-1"
        );

        // The same again opens nothing, also after staff have settled one.
        base.run("UPDATE tasks SET state = 'done' WHERE adult_id = (SELECT id FROM adults WHERE key = 'A-2')")
            .await;
        let again = base.text(Kind::Contacts, ADULTS).await;
        assert_eq!((again.tasks_opened, again.clashes.len()), (0, 3));
        assert!(!again.changes_anything());
        assert_eq!(base.count("SELECT COUNT(*) FROM tasks").await, 4);
        base.close().await;
    }
}
