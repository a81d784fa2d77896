//! Who may have a child's record, asked of the tables in the simplest words and without a line of the
//! program's own rules: a link in force, or a post at the child's class, school or home that somebody has
//! looked at within a year; never when excluded or when the child is frozen or closed, except a lead; and
//! who stands on a concern's list.

use hongyan::base::ChildId;
use sqlx::{AnyConnection, Connection};

pub struct Checker(AnyConnection);

impl Checker {
    pub async fn on(url: &str) -> Self {
        Self(AnyConnection::connect(url).await.unwrap())
    }

    pub async fn close(self) {
        self.0.close().await.unwrap();
    }

    async fn found(&mut self, sql: &'static str, chat: i64, child: i64, now: i64) -> bool {
        let count: i64 = sqlx::query_scalar(sql)
            .bind(chat)
            .bind(child)
            .bind(now)
            .fetch_one(&mut self.0)
            .await
            .unwrap();
        count > 0
    }

    pub async fn may(&mut self, chat: i64, child: ChildId, now: i64) -> bool {
        let child = child.0;
        let excluded = "SELECT COUNT(*) FROM accounts a JOIN links l ON l.adult_id = a.adult_id
             WHERE a.chat_id = $1 AND l.child_id = $2 AND l.state = 'excluded' AND $3 > 0";
        let paper = "SELECT COUNT(*) FROM accounts a JOIN exclusions e ON e.adult_id = a.adult_id
             WHERE a.chat_id = $1 AND e.child_id = $2
               AND e.from_ms <= $3 AND (e.to_ms IS NULL OR e.to_ms > $3)";
        for keeps_off in [excluded, paper] {
            if self.found(keeps_off, chat, child, now).await {
                return false;
            }
        }
        let linked = "SELECT COUNT(*) FROM accounts a JOIN links l ON l.adult_id = a.adult_id
             JOIN children c ON c.id = l.child_id
             WHERE a.chat_id = $1 AND l.child_id = $2 AND l.state = 'active'
               AND (l.from_ms IS NULL OR l.from_ms <= $3) AND (l.to_ms IS NULL OR l.to_ms > $3)
               AND c.programme NOT IN ('frozen', 'closed')
               AND NOT EXISTS (SELECT 1 FROM freezes f WHERE f.child_id = c.id
                 AND f.from_ms <= $3 AND (f.to_ms IS NULL OR f.to_ms > $3))";
        if self.found(linked, chat, child, now).await {
            return true;
        }
        let posted = "SELECT COUNT(*) FROM accounts a JOIN posts p ON p.adult_id = a.adult_id
             JOIN children c ON p.unit_id = c.class_id OR p.unit_id = c.school_id OR p.unit_id = c.home_id
             WHERE a.chat_id = $1 AND c.id = $2 AND p.state = 'active'
               AND p.role IN ('teacher', 'school_lead', 'home_staff')
               AND p.from_ms <= $3 AND (p.to_ms IS NULL OR p.to_ms > $3)
               AND COALESCE(p.checked_ms, p.from_ms) > $3 - 31622400000
               AND (c.programme NOT IN ('frozen', 'closed') OR p.role = 'school_lead')";
        if self.found(posted, chat, child, now).await {
            return true;
        }
        // Whoever stands on the list of a concern about the child, by a post that can.
        let hears =
            "SELECT COUNT(*) FROM accounts a JOIN concern_people r ON r.adult_id = a.adult_id
             JOIN concerns o ON o.id = r.concern_id JOIN posts p ON p.adult_id = a.adult_id
             WHERE a.chat_id = $1 AND o.child_id = $2 AND r.part = 'reader' AND p.state = 'active'
               AND p.role IN ('school_lead', 'county_officer')
               AND p.from_ms <= $3 AND (p.to_ms IS NULL OR p.to_ms > $3)
               AND COALESCE(p.checked_ms, p.from_ms) > $3 - 31622400000";
        self.found(hears, chat, child, now).await
    }

    /// Whether the chat is a linked parent's of any child.
    pub async fn is_parent(&mut self, chat: i64, now: i64) -> bool {
        let sql = "SELECT COUNT(*) FROM accounts a JOIN links l ON l.adult_id = a.adult_id
             WHERE a.chat_id = $1 AND l.role = 'parent' AND l.state = 'active' AND $2 = 0 AND $3 > 0";
        self.found(sql, chat, 0, now).await
    }

    /// Whether the chat is somebody's who keeps children's papers at a school or home.
    pub async fn is_staff(&mut self, chat: i64, now: i64) -> bool {
        let sql = "SELECT COUNT(*) FROM accounts a JOIN posts p ON p.adult_id = a.adult_id
             WHERE a.chat_id = $1 AND $2 = 0 AND p.state = 'active'
               AND p.role IN ('teacher', 'school_lead', 'home_staff')
               AND p.from_ms <= $3 AND (p.to_ms IS NULL OR p.to_ms > $3)
               AND COALESCE(p.checked_ms, p.from_ms) > $3 - 31622400000";
        self.found(sql, chat, 0, now).await
    }
}
