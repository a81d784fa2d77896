//! Our own tables: what `hongyan template` writes is what `hongyan import` takes.

use hongyan::sheet::{Kind, describe, template};

use super::base::{bases, counts};

#[tokio::test]
async fn every_template_goes_in_and_goes_in_again_unchanged() {
    for base in bases().await {
        // In the order in which the kinds build on each other.
        for kind in Kind::ALL {
            let file = base.file("template.csv", template(*kind));
            let first = base.import(*kind, &file, None, false).await.unwrap();
            assert_eq!(
                counts(&first),
                (1, 1, 0, 0, 0),
                "{kind:?}: {:?}",
                first.problems
            );
            assert!(
                first.applied && first.warnings.is_empty(),
                "{:?}",
                first.warnings
            );
            let again = base.import(*kind, &file, None, false).await.unwrap();
            assert_eq!(counts(&again), (1, 0, 0, 1, 0), "{kind:?}");
            assert!(!again.changes_anything());
        }
        assert_eq!(base.count("SELECT COUNT(*) FROM links").await, 0);
        assert_eq!(
            base.count("SELECT COUNT(*) FROM posts WHERE state <> 'named'")
                .await,
            0
        );
        // One trace per import that changed something.
        assert_eq!(
            base.count("SELECT COUNT(*) FROM audit WHERE action = 'import'")
                .await,
            6
        );
        assert_eq!(
            base.ask(
                "SELECT c.name || ' ' || c.programme || ' ' || s.name || ' ' || k.key || ' ' || c.lives_with
                FROM children AS c JOIN units AS s ON s.id = c.school_id JOIN units AS k ON k.id = c.class_id"
            )
            .await,
            "李小雁 active 青龙小学 qinglong-1/3A grandparents"
        );
        assert_eq!(
            base.ask(
                "SELECT parent || ' ' || whereabouts || ' ' || place || ' ' || time_zone || ' ' || since
                FROM parents ORDER BY parent"
            )
            .await,
            "father abroad Tashkent Asia/Tashkent 2022-09-01\nmother away 东莞 Asia/Shanghai 2023-02-10"
        );
        base.close().await;
    }
}

#[test]
fn every_column_is_described() {
    for kind in Kind::ALL {
        let text = describe(*kind);
        for column in kind.columns() {
            assert!(text.contains(column.name) && text.contains(column.about));
        }
    }
}
