//! `hongyan audit` as an operator meets it.

use super::{seal, trace};
use crate::backup::execute;
use crate::support::databases::databases;
use crate::support::program::{asked, hongyan};
use crate::world::{LEAD, MUM, TEACHER, World};

#[tokio::test]
async fn an_operator_verifies_lists_and_draws_up_a_leak() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        for who in [TEACHER, LEAD] {
            world.says(who, "/menu").await;
            world.taps(who, "Class 3-2: pupils").await;
            world.taps(who, "Wang Ming").await;
        }
        world.says(MUM, "/menu").await;
        world.taps(MUM, "How is Ming").await;
        seal(&db.store, &world.env).await;

        let (code, head) = asked(&db, &["audit", "head"]);
        assert_eq!(code, 0, "{head}");
        let head = head.trim().to_owned();
        let (number, hash) = head.split_once(':').unwrap();
        assert!(
            number.parse::<u32>().unwrap() >= 5 && hash.len() == 64,
            "{head}"
        );
        let (code, said) = asked(&db, &["audit", "verify", "--expect", &head]);
        assert_eq!(
            (code, said),
            (
                0,
                format!(
                    "Rows in their place: {number}\nRows not sealed yet: 0\nHead: {head}\nThe audit is whole.\n"
                )
            )
        );
        assert_eq!(asked(&db, &["audit", "verify", "--expect", "5:zz"]).0, 2);

        let since = ["--since", "2026-03-01"];
        let list = |words: &[&str]| asked(&db, &[&["audit", "list"], words, &since].concat());
        let (code, said) = list(&["--child", "c1"]);
        assert_eq!(code, 0, "{said}");
        for line in [
            "lead     saw_card  post  c1",
            "teacher  saw_card  post  c1",
            "mum      saw_week  link  c1",
        ] {
            assert!(said.contains(line), "{said}");
        }
        assert!(!said.contains("Ming") && !said.contains("Zhao"), "{said}");
        let (code, said) = list(&["--adult", "teacher"]);
        assert!(
            code == 0 && said.contains("saw_list") && !said.contains("lead"),
            "{said}"
        );
        let (code, said) = list(&["--adult", "nobody"]);
        let nobody = "Nobody has this key or number. Nothing was listed.\n";
        assert_eq!((code, said.as_str()), (1, nobody));
        assert_eq!(asked(&db, &["audit", "list"]).0, 2);
        // Both looks of the operator are rows.
        let rows = trace(&world).await;
        let own = rows.iter().filter(|row| row.1 == "audit_listed");
        let why: Vec<Option<String>> = own.map(|row| row.3.clone()).collect();
        assert_eq!(why, vec![Some("command_line".to_owned()); 2]);

        // A name that a spreadsheet would run.
        execute(
            &db.url,
            "UPDATE adults SET key = '=cmd()' WHERE key = 'lead'",
        )
        .await;
        let (code, said) = asked(
            &db,
            &[
                &["audit", "leak", "--child", "c1", "--csv", "-"],
                &since[..],
            ]
            .concat(),
        );
        assert_eq!(code, 0, "{said}");
        let lines: Vec<&str> = said.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(
            lines[0],
            "child,adult,what,why,first (UTC),last (UTC),times"
        );
        // Two cards, the mother's week, two lists of the class.
        assert_eq!(lines.len(), 6, "{said}");
        assert!(
            said.contains("\nc1,'=cmd(),saw_card,post,2026-03-02 00:00:00,"),
            "{said}"
        );
        let (code, said) = asked(
            &db,
            &[&["audit", "leak", "--adult", "teacher"], &since[..]].concat(),
        );
        // The list names both children of the class.
        assert!(
            code == 0 && said.contains("c2     teacher  saw_list"),
            "{said}"
        );
        let account: i64 = {
            let mut tx = db.store.read().await.unwrap();
            let found = hongyan::store::accounts::of_adult(&mut tx, world.adult(MUM)).await;
            found.unwrap().unwrap().id.0
        };
        let account = account.to_string();
        let output = hongyan(
            &db,
            &[
                &["audit", "leak", "--json", "--account", &account],
                &since[..],
            ]
            .concat(),
        );
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["leak"][0]["how"], "saw_week");
        assert_eq!(told["leak"][0]["child"], "c1");
        let until = [
            "audit",
            "leak",
            "--child",
            "c1",
            "--since",
            "2026-02-01",
            "--until",
            "2026-03-01",
        ];
        let (code, said) = asked(&db, &until);
        assert_eq!(
            (code, said.as_str()),
            (0, "Nobody saw this child in that time.\n")
        );

        execute(&db.url, "UPDATE audit SET detail = 'x' WHERE seq = 2").await;
        let (code, said) = asked(&db, &["audit", "verify"]);
        assert_eq!(code, 1);
        assert!(
            said.contains("The audit is cut: row 2 (id ") && said.contains("was changed"),
            "{said}"
        );
        let output = hongyan(&db, &["audit", "verify", "--json"]);
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            (&told["cut"]["seq"], &told["cut"]["fault"]),
            (&2.into(), &"changed".into())
        );
        db.store.close().await;
    }
}
