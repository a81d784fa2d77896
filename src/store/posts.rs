//! Posts: who holds which staff role at which unit, from when to when, named and checked by whom.

use super::vault::{self, Own};
use super::{Stored, Tx, adults, tx::Cells};
use crate::base::{AdultId, Instant, Name, PostId, UnitId, to_ms};
use crate::model::lifecycle::SILENT;
use crate::model::rights::{LinkRole, LinkState};
use crate::model::staff::{checked_before, rests_from};
use crate::model::unit::Role;
use crate::words;
use sqlx::any::AnyRow;

/// What is read of a post, with the names a list shows.
macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.adult_id, p.unit_id, p.role, p.state, p.from_ms, p.to_ms, p.named_by,
                p.checked_ms, p.checked_by, p.lent_ms, p.woman, u.name AS unit_name, a.name AS adult_name, n.name AS by_name
             FROM posts p JOIN units u ON u.id = p.unit_id JOIN adults a ON a.id = p.adult_id
             LEFT JOIN adults n ON n.id = p.named_by ",
            $rest
        )
    };
}

statements! {
    // A new phone begins nothing anew: what a running post has stays.
    ACTIVATE = "INSERT INTO posts (id, adult_id, unit_id, role, state, from_ms, to_ms, named_by, checked_ms, checked_by)
        VALUES ($1, $2, $3, $4, 'active', $5, NULL, $6, $5, $6)
        ON CONFLICT (adult_id, unit_id, role) DO UPDATE SET state = 'active',
            from_ms = CASE WHEN posts.state = 'active' OR (posts.state = 'named' AND posts.from_ms > excluded.from_ms)
                THEN posts.from_ms ELSE excluded.from_ms END,
            to_ms = CASE WHEN posts.state = 'ended' THEN NULL ELSE posts.to_ms END,
            named_by = CASE WHEN posts.state = 'active' THEN posts.named_by
                ELSE COALESCE(excluded.named_by, posts.named_by) END,
            checked_ms = CASE WHEN posts.state = 'active' THEN posts.checked_ms ELSE excluded.checked_ms END,
            checked_by = CASE WHEN posts.state = 'active' THEN posts.checked_by ELSE excluded.checked_by END,
            lent_ms = CASE WHEN posts.state = 'active' THEN posts.lent_ms ELSE NULL END";
    NAME = "INSERT INTO posts (id, adult_id, unit_id, role, state, from_ms, to_ms, named_by)
        VALUES ($1, $2, $3, $4, 'named', $5, $6, $7)
        ON CONFLICT (adult_id, unit_id, role) DO UPDATE SET state = 'named', from_ms = excluded.from_ms,
            to_ms = excluded.to_ms, named_by = excluded.named_by, checked_ms = NULL, checked_by = NULL, lent_ms = NULL
        WHERE posts.state <> 'active' OR posts.to_ms <= $8";
    END = "UPDATE posts SET state = 'ended', to_ms = $4 WHERE adult_id = $1 AND unit_id = $2 AND role = $3 AND state <> 'ended'";
    LIFT = "UPDATE posts SET to_ms = NULL WHERE id = $1 AND state = 'active'";
    LEND = "UPDATE posts SET lent_ms = $2 WHERE id = $1 AND state = 'active'";
    CHECK = "UPDATE posts SET checked_ms = $2, checked_by = $3, lent_ms = NULL WHERE id = $1 AND state = 'active'";
    UNSEAT = "UPDATE posts SET state = 'named' WHERE adult_id = $1 AND unit_id = $2 AND role = $3 AND state = 'active'";
    HOLDERS = "SELECT DISTINCT adult_id FROM posts WHERE unit_id = $1 AND role = $2 AND state = 'active' AND from_ms <= $3 AND (to_ms IS NULL OR to_ms > $3) AND COALESCE(lent_ms, checked_ms, from_ms) > $4 ORDER BY adult_id";
    OF_ADULT = "SELECT unit_id, role, from_ms, to_ms FROM posts WHERE adult_id = $1 AND state = 'active' AND from_ms <= $2 AND (to_ms IS NULL OR to_ms > $2) AND COALESCE(lent_ms, checked_ms, from_ms) > $3 ORDER BY unit_id, role";
    // Both at once: for each reply it is asked whether its reader holds a post or is at home with a child.
    STANDING = "SELECT 'post' AS kind, role, state FROM posts WHERE adult_id = $1 AND state = 'active' AND from_ms <= $2 AND (to_ms IS NULL OR to_ms > $2) AND COALESCE(lent_ms, checked_ms, from_ms) > $3
        UNION ALL SELECT 'link', role, state FROM links WHERE adult_id = $1";
    GET = listed!("WHERE p.id = $1");
    FIND = listed!("WHERE p.adult_id = $1 AND p.unit_id = $2 AND p.role = $3");
    ALL_OF = listed!("WHERE p.adult_id = $1 AND p.state <> 'ended' ORDER BY p.id");
    OF_SCHOOL = listed!("WHERE (u.id = $1 OR u.parent_id = $1) AND p.state IN ('named', 'active')
        ORDER BY p.state DESC, u.name, p.id LIMIT 2000");
    OF_OFFICE = "WITH RECURSIVE below (unit_id, depth) AS (
            SELECT CAST($1 AS BIGINT), CAST(0 AS BIGINT)
            UNION ALL SELECT c.id, below.depth + 1 FROM below JOIN units c ON c.parent_id = below.unit_id
            WHERE below.depth < 4 AND c.kind <> 'class')
        SELECT p.id, p.adult_id, p.unit_id, p.role, p.state, p.from_ms, p.to_ms, p.named_by,
            p.checked_ms, p.checked_by, p.lent_ms, p.woman, u.name AS unit_name, a.name AS adult_name, n.name AS by_name
        FROM below JOIN posts p ON p.unit_id = below.unit_id
        JOIN units u ON u.id = p.unit_id JOIN adults a ON a.id = p.adult_id
        LEFT JOIN adults n ON n.id = p.named_by
        WHERE p.role <> 'teacher' AND p.state IN ('named', 'active')
        ORDER BY p.state DESC, u.name, p.id LIMIT 2000";
    EVERY = listed!("WHERE p.state IN ('named', 'active') ORDER BY u.name, p.role, p.id LIMIT 10000");
    OVER = listed!("WHERE p.state = 'active' AND p.to_ms IS NOT NULL AND p.to_ms <= $1 ORDER BY p.to_ms, p.id LIMIT 100");
    // Those nobody was reminded of yet.
    UNCHECKED = listed!("WHERE p.state = 'active' AND COALESCE(p.lent_ms, p.checked_ms, p.from_ms) <= $1
        AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.key = 'recheck:' || CAST(p.id AS TEXT) AND t.state = 'open')
        ORDER BY p.id LIMIT 100");
    RESTING = listed!("WHERE p.state = 'active' AND COALESCE(p.lent_ms, p.checked_ms, p.from_ms) <= $1
        AND COALESCE(p.lent_ms, p.checked_ms, p.from_ms) > $2 ORDER BY p.id LIMIT 1000");
    // Nobody else leads the school now, and no office above it has an officer now.
    LONE_LEADS = listed!("LEFT JOIN units t ON t.id = u.parent_id LEFT JOIN units c ON c.id = t.parent_id
        WHERE p.state = 'active' AND p.role = 'school_lead' AND (p.to_ms IS NULL OR p.to_ms > $3)
        AND COALESCE(p.lent_ms, p.checked_ms, p.from_ms) <= $1 AND COALESCE(p.lent_ms, p.checked_ms, p.from_ms) > $2
        AND NOT EXISTS (SELECT 1 FROM posts o WHERE o.adult_id <> p.adult_id AND o.state = 'active'
            AND (o.unit_id = p.unit_id AND o.role = 'school_lead'
                OR o.unit_id IN (u.parent_id, t.parent_id, c.parent_id)
                    AND o.role IN ('township_officer', 'county_officer'))
            AND o.from_ms <= $3 AND (o.to_ms IS NULL OR o.to_ms > $3)
            AND COALESCE(o.lent_ms, o.checked_ms, o.from_ms) > $4)
        ORDER BY p.id LIMIT 100");
    ENDING_LEADS = listed!("WHERE p.state = 'active' AND p.role = 'school_lead' AND p.to_ms IS NOT NULL
        AND p.to_ms <= $1
        AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.key = 'last_lead:' || CAST(p.id AS TEXT) AND t.state = 'open')
        ORDER BY p.to_ms, p.id LIMIT 100");
    // Two who end each other's posts at once wait for each other here; SQLite has one writer anyway.
    HOLD = "SELECT id FROM units WHERE id = $1", "SELECT id FROM units WHERE id = $1 FOR NO KEY UPDATE";
    OTHERS = "SELECT COUNT(*) AS n FROM posts WHERE unit_id = $1 AND role = 'school_lead' AND state = 'active' AND adult_id <> $2 AND from_ms <= $3 AND COALESCE(lent_ms, checked_ms, from_ms) > $4 AND (to_ms IS NULL OR to_ms > $5)
        AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.adult_id = posts.adult_id AND a.state = 'open'
            AND (a.recheck_ms IS NOT NULL OR a.last_seen_ms <= $6))";
}

words! {
    pub enum PostState {
        /// On the staff list, not yet in the chat.
        Named = "named",
        Active = "active",
        Ended = "ended",
    }
}

/// One post an adult holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub unit: UnitId,
    pub role: Role,
}

/// One post as stored, with the names a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    pub adult: AdultId,
    pub unit: UnitId,
    pub role: Role,
    pub state: PostState,
    pub from: Instant,
    pub to: Option<Instant>,
    /// `None`: the command line or a staff list.
    pub named_by: Option<AdultId>,
    /// When a person last looked at this person's record; the beginning before the first time.
    pub checked: Instant,
    pub checked_by: Option<AdultId>,
    /// Since the look is overdue and nobody in the chat can take it: the post runs as if it had been taken
    /// then.
    pub lent: Option<Instant>,
    /// Somebody who keeps the post has said that its holder is a woman.
    pub is_woman: bool,
    pub unit_name: String,
    pub name: Name,
    /// The name of who named them.
    pub by_name: Option<Name>,
}

impl Post {
    /// Begun, not over, and its holder was checked within a year.
    pub fn is_in_force(&self, now: Instant) -> bool {
        self.state == PostState::Active
            && self.from <= now
            && self.to.is_none_or(|to| now < to)
            && now < self.rests()
    }

    /// When its rights rest, unless somebody looks before.
    pub fn rests(&self) -> Instant {
        rests_from(self.lent.unwrap_or(self.checked))
    }
}

fn post(row: &AnyRow, own: &Own) -> Stored<Post> {
    let from = row.moment("from_ms")?;
    let (adult, named_by) = (row.id("adult_id")?, row.maybe_id("named_by")?);
    let by_name = named_by.zip(row.maybe_text("by_name")?);
    Ok(Post {
        id: row.id("id")?,
        adult,
        unit: row.id("unit_id")?,
        role: row.word("role")?,
        state: row.word("state")?,
        from,
        to: row.maybe_moment("to_ms")?,
        named_by,
        checked: row.maybe_moment("checked_ms")?.unwrap_or(from),
        checked_by: row.maybe_id("checked_by")?,
        lent: row.maybe_moment("lent_ms")?,
        is_woman: row.maybe_int("woman")?.is_some(),
        unit_name: row.text("unit_name")?,
        name: adults::name(own, adult, &row.text("adult_name")?)?,
        by_name: by_name
            .map(|(by, name)| adults::name(own, by, &name))
            .transpose()?,
    })
}

/// Rows of a page with their names opened.
async fn opened(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Post>> {
    let own = vault::own(tx).await?;
    rows.iter().map(|row| post(row, &own)).collect()
}

/// A staff list: those not yet in the chat first, then by place and name.
async fn listed(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Post>> {
    let mut posts = opened(tx, rows).await?;
    posts.sort_by_cached_key(|post| {
        let is_active = post.state == PostState::Active;
        (is_active, post.unit_name.clone(), post.name.clone())
    });
    Ok(posts)
}

/// Begins a post, or begins it again; the days it was named for hold. `by` is `None` from the command
/// line.
pub async fn activate(
    tx: &mut Tx,
    id: PostId,
    adult: AdultId,
    unit: UnitId,
    role: Role,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<()> {
    run!(tx, ACTIVATE; id.0, adult.0, unit.0, role.as_str(), to_ms(now), by.map(|a| a.0));
    Ok(())
}

/// What a post is named with.
#[derive(Clone, Copy, Debug)]
pub struct Naming {
    pub id: PostId,
    pub adult: AdultId,
    pub unit: UnitId,
    pub role: Role,
    pub from: Instant,
    pub to: Option<Instant>,
    pub by: Option<AdultId>,
}

/// Puts somebody on the list for a post. False when they hold it already.
pub async fn name(tx: &mut Tx, new: &Naming, now: Instant) -> Stored<bool> {
    let touched = run!(tx, NAME; new.id.0, new.adult.0, new.unit.0, new.role.as_str(),
        to_ms(new.from), new.to.map(to_ms), new.by.map(|a| a.0), to_ms(now));
    Ok(touched == 1)
}

pub async fn end(
    tx: &mut Tx,
    adult: AdultId,
    unit: UnitId,
    role: Role,
    now: Instant,
) -> Stored<bool> {
    Ok(run!(tx, END; adult.0, unit.0, role.as_str(), to_ms(now)) == 1)
}

/// The post goes on beyond its day.
pub async fn lift_end(tx: &mut Tx, id: PostId) -> Stored<bool> {
    Ok(run!(tx, LIFT; id.0) == 1)
}

/// Nobody can look, and nobody else is there: until then the post runs as if somebody had at this moment.
pub async fn lend(tx: &mut Tx, id: PostId, at: Instant) -> Stored<bool> {
    Ok(run!(tx, LEND; id.0, to_ms(at)) == 1)
}

/// A person looked at the record of who holds it.
pub async fn check(tx: &mut Tx, id: PostId, by: Option<AdultId>, now: Instant) -> Stored<bool> {
    Ok(run!(tx, CHECK; id.0, to_ms(now), by.map(|a| a.0)) == 1)
}

/// Still on the staff list, but not in the chat any more: needs a new invitation.
pub async fn unseat(tx: &mut Tx, adult: AdultId, unit: UnitId, role: Role) -> Stored<bool> {
    Ok(run!(tx, UNSEAT; adult.0, unit.0, role.as_str()) == 1)
}

/// Who holds a role at exactly this unit now.
pub async fn holders(tx: &mut Tx, unit: UnitId, role: Role, now: Instant) -> Stored<Vec<AdultId>> {
    let unchecked = to_ms(checked_before(now));
    all!(tx, HOLDERS; unit.0, role.as_str(), to_ms(now), unchecked)
        .iter()
        .map(|row| row.id("adult_id"))
        .collect()
}

/// The posts an adult holds now.
pub async fn of_adult(tx: &mut Tx, adult: AdultId, now: Instant) -> Stored<Vec<Held>> {
    let unchecked = to_ms(checked_before(now));
    all!(tx, OF_ADULT; adult.0, to_ms(now), unchecked)
        .iter()
        .map(|row| {
            Ok(Held {
                unit: row.id("unit_id")?,
                role: row.word("role")?,
            })
        })
        .collect()
}

/// What somebody is here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub has_post: bool,
    /// Of each link of theirs, whatever became of it.
    pub links: Vec<(LinkRole, LinkState)>,
}

/// Whether somebody holds a post now, and as what they are linked to children.
pub async fn standing(tx: &mut Tx, adult: AdultId, now: Instant) -> Stored<Standing> {
    let mut standing = Standing::default();
    for row in &all!(tx, STANDING; adult.0, to_ms(now), to_ms(checked_before(now))) {
        match row.text("kind")?.as_str() {
            "post" => standing.has_post = true,
            _ => standing.links.push((row.word("role")?, row.word("state")?)),
        }
    }
    Ok(standing)
}

pub async fn get(tx: &mut Tx, id: PostId) -> Stored<Option<Post>> {
    let rows = one!(tx, GET; id.0).into_iter().collect();
    Ok(opened(tx, rows).await?.pop())
}

/// The post of this person, unit and role, whatever became of it.
pub async fn find(tx: &mut Tx, adult: AdultId, unit: UnitId, role: Role) -> Stored<Option<Post>> {
    let rows = one!(tx, FIND; adult.0, unit.0, role.as_str());
    Ok(opened(tx, rows.into_iter().collect()).await?.pop())
}

/// What an adult is named for or holds, also when it has not begun or rests.
pub async fn all_of(tx: &mut Tx, adult: AdultId) -> Stored<Vec<Post>> {
    let rows = all!(tx, ALL_OF; adult.0);
    opened(tx, rows).await
}

/// The staff of a school and of its classes, those not yet in the chat first.
pub async fn of_school(tx: &mut Tx, school: UnitId) -> Stored<Vec<Post>> {
    let rows = all!(tx, OF_SCHOOL; school.0);
    listed(tx, rows).await
}

/// Whom an office keeps: leads, homes and offices below it, no teachers.
pub async fn of_office(tx: &mut Tx, office: UnitId) -> Stored<Vec<Post>> {
    let rows = all!(tx, OF_OFFICE; office.0);
    listed(tx, rows).await
}

/// All that is named or held, for the command line.
pub async fn every(tx: &mut Tx) -> Stored<Vec<Post>> {
    let rows = all!(tx, EVERY);
    opened(tx, rows).await
}

/// Posts whose last minute is over by `until` and that nobody closed yet; at most a hundred.
pub async fn over(tx: &mut Tx, until: Instant) -> Stored<Vec<Post>> {
    let rows = all!(tx, OVER; to_ms(until));
    opened(tx, rows).await
}

/// Running posts last checked at `until` or before whom nobody was reminded of; at most a hundred.
pub async fn unchecked(tx: &mut Tx, until: Instant) -> Stored<Vec<Post>> {
    let rows = all!(tx, UNCHECKED; to_ms(until));
    opened(tx, rows).await
}

/// Running posts that were last checked within this span: they began to rest lately.
pub async fn resting(tx: &mut Tx, after: Instant, until: Instant) -> Stored<Vec<Post>> {
    let rows = all!(tx, RESTING; to_ms(until), to_ms(after));
    opened(tx, rows).await
}

/// Leads last looked at between these moments, with nobody beside or above them who could look now.
pub async fn lone_leads(
    tx: &mut Tx,
    (after, until): (Instant, Instant),
    now: Instant,
) -> Stored<Vec<Post>> {
    let unchecked = to_ms(checked_before(now));
    let rows = all!(tx, LONE_LEADS; to_ms(until), to_ms(after), to_ms(now), unchecked);
    opened(tx, rows).await
}

/// Leads whose posts end at `until` or before and about whom nobody was warned; at most a hundred.
pub async fn ending_leads(tx: &mut Tx, until: Instant) -> Stored<Vec<Post>> {
    let rows = all!(tx, ENDING_LEADS; to_ms(until));
    opened(tx, rows).await
}

/// Nobody else decides about the leads of this school until the transaction ends. Taken before a post is
/// touched, so that two who do both do not wait for each other.
pub async fn hold(tx: &mut Tx, school: UnitId) -> Stored<()> {
    one!(tx, HOLD; school.0);
    Ok(())
}

/// How many other leads who may act a school has now whose posts last beyond `until` (`None`: without an end). Until the
/// transaction ends nobody else's end is decided there.
pub async fn other_leads(
    tx: &mut Tx,
    school: UnitId,
    than: AdultId,
    until: Option<Instant>,
    now: Instant,
) -> Stored<i64> {
    let unchecked = to_ms(checked_before(now));
    let until = until.map_or(i64::MAX, to_ms);
    hold(tx, school).await?;
    let silent = to_ms(now - SILENT);
    let row = one!(tx, OTHERS; school.0, than.0, to_ms(now), unchecked, until, silent);
    row.map_or(Ok(0), |row| row.int("n"))
}
