//! The table of attacks: who tries what, what they get, and what stays behind of it. Every row is tried
//! through the real services, or the real program where it is about HTTP, files and logs, on both engines.
//! What each part does in detail stands in the tests of that part.

mod chat;
mod door;
mod family;
mod staff;
mod thief;

use std::collections::BTreeMap;

use sqlx::{AnyConnection, Connection};

use crate::support::databases::{TestDb, databases};
use crate::support::program::asked;
use crate::world::World;

/// One row of the table.
pub struct Row {
    attack: &'static str,
    tried: &'static str,
    answer: String,
    trace: String,
}

/// A world of its own for one attack, and how much was written down before it.
pub struct Scene {
    pub world: World,
    pub db: TestDb,
    before: usize,
}

/// A row of the audit, in words.
type Line = (String, Option<String>, Option<String>, Option<String>);

impl Scene {
    async fn on(db: TestDb) -> Self {
        let world = World::linked_on(&db.url).await;
        Self {
            world,
            db,
            before: 0,
        }
    }

    async fn audit(&self) -> Vec<Line> {
        let mut connection = AnyConnection::connect(&self.db.url).await.unwrap();
        let text = "SELECT r.action, r.detail, a.key, c.key FROM audit r
             LEFT JOIN adults a ON a.id = r.adult_id LEFT JOIN children c ON c.id = r.child_id
             ORDER BY r.id";
        let rows = sqlx::query_as(text)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        rows
    }

    /// The attack begins.
    pub async fn begins(&mut self) {
        self.before = self.audit().await.len();
    }

    /// What it left in the audit by these actions, each kind of line once with its number. Every one of
    /// them is what the operator's list shows too.
    pub async fn trace(&self, actions: &[&str]) -> String {
        let mut found = BTreeMap::new();
        for (action, detail, adult, child) in self.audit().await.split_off(self.before) {
            if !actions.contains(&action.as_str()) {
                continue;
            }
            // Numbers of accounts and rows are other ones in another world.
            let detail = detail.filter(|d| !d.chars().all(|c| c.is_ascii_digit()));
            let mut line = action;
            for (mark, part) in [(": ", detail), (", by ", adult), (", about ", child)] {
                if let Some(part) = part {
                    line.push_str(mark);
                    line.push_str(&part);
                }
            }
            *found.entry(line).or_insert(0) += 1;
        }
        for action in actions {
            let is_there = found.keys().any(|line| line.starts_with(action));
            assert!(is_there, "no line {action}: {found:?}");
        }
        let (code, listed) = asked(
            &self.db,
            &[
                "audit",
                "list",
                "--refused",
                "--since",
                "2026-01-01",
                "--limit",
                "5000",
            ],
        );
        assert_eq!(code, 0, "{listed}");
        for action in actions.iter().filter(|action| **action != "lost_phone") {
            assert!(listed.contains(action), "{action} is not in:\n{listed}");
        }
        let line = |(line, times): (&String, &i32)| match times {
            1 => line.clone(),
            _ => format!("{line} ({times} rows)"),
        };
        found.iter().map(line).collect::<Vec<_>>().join("; ")
    }

    /// The last word over a button of theirs.
    pub fn toast(&self, who: &str) -> String {
        let toasts = &self.world.chat(who).toasts;
        toasts.last().cloned().unwrap_or_default()
    }

    /// Whether a person sees what somebody sees whom nobody knows.
    pub async fn is_a_stranger(&mut self, who: &str) {
        self.world.says(who, "/menu").await;
        self.world.says("a stranger", "/menu").await;
        let stranger = self.world.screen("a stranger", 1);
        assert_eq!(self.world.screen(who, 1), stranger);
    }
}

fn table(rows: &[Row]) -> String {
    let mut out = String::new();
    for row in rows {
        let Row {
            attack,
            tried,
            answer,
            trace,
        } = row;
        out.push_str(&format!(
            "{attack}\n  tried:  {tried}\n  answer: {answer}\n  trace:  {trace}\n"
        ));
    }
    out
}

#[tokio::test]
async fn every_attack_is_refused_and_leaves_its_line() {
    let engines = databases().await.len();
    for engine in 0..engines {
        let mut rows = Vec::new();
        macro_rules! tries {
            ($($attack:path),* $(,)?) => {
                $({
                    let db = databases().await.remove(engine);
                    let mut scene = Scene::on(db).await;
                    rows.push($attack(&mut scene).await);
                    scene.world.store.close().await;
                    scene.db.store.close().await;
                })*
            };
        }
        tries!(
            chat::impostor,
            chat::stolen_code,
            door::replayed_update,
            door::forged_webhook,
            chat::forged_button,
            family::ex_guardian,
            family::excluded_parent,
            staff::curious_teacher,
            staff::accused_lead,
            family::lost_phone,
            thief::database,
            thief::backup,
            thief::log,
        );
        let table = table(&rows);
        println!("{table}");
        insta::assert_snapshot!("the_table", table);
    }
}
