//! Loading what `model::rights` decides on: ledgers of adults and places of children, a whole batch
//! in one statement each.

use std::collections::HashMap;

use chrono_tz::Tz;
use sqlx::any::AnyRow;

use super::tx::Cells;
use super::{Stored, Tx, vault};
use crate::base::{AdultId, ChildId, UnitId};
use crate::model::consent::{Answer, ConsentFact, Purpose};
use crate::model::lifecycle::SILENT;
use crate::model::rights::{
    ExclusionFact, GrantFact, Ledger, LinkFact, OfferFact, Parental, Place, PostFact, Span,
};

// `$who` gives the numbers of adults, or of children, as `id`.
macro_rules! links {
    ($engine:tt, $who:literal) => {
        gather!(
            $engine,
            "adult_id, child_id, role, state, from_ms, to_ms",
            "id",
            concat!("SELECT * FROM links WHERE adult_id IN (", $who, ")")
        )
    };
}

macro_rules! taken {
    ($engine:tt, $who:literal) => {
        gather!(
            $engine,
            "kind, adult_id, child_id, from_ms, to_ms",
            "kind, id",
            concat!(
                "WITH who AS (",
                $who,
                ")
         SELECT 'excluded' AS kind, adult_id, child_id, from_ms,
             COALESCE(lifted_ms, to_ms) AS to_ms, id
         FROM exclusions WHERE adult_id IN (SELECT id FROM who)
         UNION ALL
         SELECT 'doubted', adult_id, 0, recheck_ms, NULL, id
         FROM accounts WHERE adult_id IN (SELECT id FROM who) AND state = 'open'
             AND recheck_ms IS NOT NULL
         UNION ALL
         SELECT 'silent', adult_id, 0, MAX(last_seen_ms), NULL, 0
         FROM accounts WHERE adult_id IN (SELECT id FROM who) AND state = 'open'
         GROUP BY adult_id"
            )
        )
    };
}

/// Where children belong: `$ids` gives theirs, `$units` gathers numbers of units as a text of JSON. What is above is gone
/// through for each class and school, of which there are few, and not for each child. A home takes children of several
/// schools: what is above it has no say about them.
macro_rules! places {
    ($engine:tt, $ids:literal, $units:literal) => {
        gather!(
            $engine,
            "child_id, programme, birth_date, time_zone, pictures, home_id, of_class, of_school",
            "child_id",
            concat!(
                "WITH RECURSIVE
         who AS (SELECT id, programme, birth_date, class_id, school_id, home_id FROM children
             WHERE id IN (",
                $ids,
                ")),
         up (own_id, unit_id) AS (
             SELECT own_id, unit_id FROM (
                 SELECT class_id AS own_id, class_id AS unit_id FROM who
                 UNION SELECT school_id, school_id FROM who) AS own
             UNION SELECT up.own_id, units.parent_id FROM up
                 JOIN units ON units.id = up.unit_id WHERE units.parent_id IS NOT NULL),
         above (own_id, units) AS (SELECT own_id, ",
                $units,
                " FROM up GROUP BY own_id)
         SELECT who.id AS child_id, who.programme AS programme, who.birth_date AS birth_date,
             school.time_zone AS time_zone, school.pictures AS pictures, who.home_id AS home_id,
             of_class.units AS of_class, of_school.units AS of_school
         FROM who JOIN units school ON school.id = who.school_id
             JOIN above of_class ON of_class.own_id = who.class_id
             JOIN above of_school ON of_school.own_id = who.school_id"
            )
        )
    };
}

macro_rules! of_staff {
    () => {
        "SELECT 'opened' AS kind, adult_id, child_id, unit_id, role, from_ms, to_ms, id
         FROM break_glass WHERE adult_id IN (SELECT id FROM who) AND unit_id IS NOT NULL
         UNION ALL
         SELECT 'rostered', adult_id, child_id, 0, '', 0, 0, 0
         FROM relations WHERE adult_id IN (SELECT id FROM who)
         ORDER BY kind, id, child_id"
    };
}

macro_rules! dated {
    ($engine:tt, $who:literal) => {
        gather!(
            $engine,
            "kind, child_id, whose, from_ms, to_ms",
            "kind, id, child_id",
            concat!(
                "WITH who AS (",
                $who,
                ")
         SELECT 'freeze' AS kind, child_id, 0 AS whose, from_ms, to_ms, id
         FROM freezes WHERE child_id IN (SELECT id FROM who)
         UNION ALL
         SELECT 'stays', child_id, 0, from_ms, to_ms, id
         FROM own_consents WHERE child_id IN (SELECT id FROM who) AND purpose = 'links'
         UNION ALL
         SELECT 'offer', child_id, to_school, started_ms, NULL, id
         FROM transfers WHERE child_id IN (SELECT id FROM who) AND state = 'offered'
         UNION ALL
         SELECT 'parent', r.child_id, r.adult_id, 0, NULL, r.adult_id
         FROM relations r WHERE r.child_id IN (SELECT id FROM who)
             AND r.relation IN ('mother', 'father')
             AND NOT EXISTS (SELECT 1 FROM parents p WHERE p.child_id = r.child_id
                 AND p.parent = r.relation AND p.whereabouts = 'dead')
         UNION ALL
         SELECT 'parent', l.child_id, l.adult_id, 0, NULL, l.adult_id
         FROM links l WHERE l.child_id IN (SELECT id FROM who)
             AND l.role = 'parent' AND l.state = 'active'
             AND NOT EXISTS (SELECT 1 FROM parents p WHERE p.child_id = l.child_id
                 AND p.parent = l.relation AND p.whereabouts = 'dead')
         UNION ALL
         SELECT 'parent', f.child_id, 0, 0, NULL, 0
         FROM parents f WHERE f.child_id IN (SELECT id FROM who)
             AND f.whereabouts NOT IN ('dead', 'unknown')
             AND NOT EXISTS (SELECT 1 FROM relations r
                 WHERE r.child_id = f.child_id AND r.relation = f.parent)
         UNION ALL
         SELECT 'without', child_id, adult_id, from_ms, COALESCE(lifted_ms, to_ms), id
         FROM exclusions WHERE child_id IN (SELECT id FROM who)"
            )
        )
    };
}

statements! {
    LINKS = links!(sqlite, "SELECT value AS id FROM json_each($1)"),
        links!(postgres, "SELECT CAST(value AS BIGINT) AS id FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))");

    // A post that was only named gives nothing: its holder has not come into the chat yet.
    POSTS = "SELECT adult_id, unit_id, role, from_ms, to_ms, COALESCE(lent_ms, checked_ms) AS checked_ms FROM posts
         WHERE state = 'active' AND adult_id IN (SELECT value FROM json_each($1)) ORDER BY id",
        "SELECT adult_id, unit_id, role, from_ms, to_ms, COALESCE(lent_ms, checked_ms) AS checked_ms FROM posts
         WHERE state = 'active' AND adult_id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY id";

    // What takes away: papers, an account that has to prove itself or was silent too long. A lifted paper
    // ended when it was lifted. An account that is not open speaks for nobody.
    TAKES_AWAY = taken!(sqlite, "SELECT value AS id FROM json_each($1)"),
        taken!(postgres, "SELECT CAST(value AS BIGINT) AS id FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))");

    // What is dated about children: freezes, their yes to the family's links, offers to other schools;
    // their parents who live, and papers that keep somebody from them.
    DATED = dated!(sqlite, "SELECT value AS id FROM json_each($1)"),
        dated!(postgres, "SELECT CAST(value AS BIGINT) AS id FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))");

    // In the order they were given: the last of each purpose holds.
    CONSENTS = "SELECT adult_id, child_id, purpose, answer, given_ms, withdrawn_ms FROM consents
         WHERE whose = 'adult' AND adult_id IN (SELECT value FROM json_each($1))
         ORDER BY given_ms, id",
        "SELECT adult_id, child_id, purpose, answer, given_ms, withdrawn_ms FROM consents
         WHERE whose = 'adult' AND adult_id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))
         ORDER BY given_ms, id";

    // The child's own, and what is optional of whoever may be its parent.
    OWN = "SELECT child_id, adult_id, whose, purpose, answer, given_ms, withdrawn_ms FROM consents
         WHERE (whose = 'child' OR purpose IN ('extras', 'pictures'))
             AND child_id IN (SELECT value FROM json_each($1))
         ORDER BY given_ms, id",
        "SELECT child_id, adult_id, whose, purpose, answer, given_ms, withdrawn_ms FROM consents
         WHERE (whose = 'child' OR purpose IN ('extras', 'pictures'))
             AND child_id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))
         ORDER BY given_ms, id";

    // What matters for who holds a post: records opened by exception, and whose family they are.
    OF_STAFF = concat!("WITH who AS (SELECT value AS id FROM json_each($1)) ", of_staff!()),
        concat!("WITH who AS (SELECT CAST(value AS BIGINT) AS id
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ", of_staff!());

    PLACES = places!(sqlite, "SELECT value FROM json_each($1)", "json_group_array(unit_id) || ''"),
        places!(postgres, "SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))",
            "CAST(json_agg(unit_id) AS TEXT)");
}

fn json<T: serde::Serialize>(ids: &[T]) -> Stored<String> {
    serde_json::to_string(ids).map_err(|_| super::StoreError::Unreadable { column: "ids" })
}

fn span(row: &impl Cells) -> Stored<Span> {
    Ok(Span {
        from: row.moment("from_ms")?,
        to: row.maybe_moment("to_ms")?,
    })
}

/// An answer takes the place of the one before.
fn answered(facts: &mut Vec<ConsentFact>, row: &AnyRow) -> Stored<()> {
    // A purpose of a later release says nothing to this one.
    let Some(purpose) = Purpose::parse(&row.text("purpose")?) else {
        return Ok(());
    };
    let withdrawn = row.maybe_moment("withdrawn_ms")?;
    let fact = ConsentFact {
        child: row.id("child_id")?,
        purpose,
        answer: match withdrawn {
            Some(_) => Answer::Withdrawn,
            None => row.word("answer")?,
        },
        from: withdrawn.unwrap_or(row.moment("given_ms")?),
    };
    facts.retain(|old| old.child != fact.child || old.purpose != fact.purpose);
    facts.push(fact);
    Ok(())
}

fn known(parents: &mut [Parental], adult: AdultId) -> Option<&mut Parental> {
    parents.iter_mut().find(|known| known.adult == Some(adult))
}

/// One more parent, or a paper that keeps one of them away.
fn parental(parents: &mut Vec<Parental>, kind: &str, row: &impl Cells, span: Span) -> Stored<()> {
    let adult: AdultId = row.id("whose")?;
    match (kind, known(parents, adult)) {
        ("without", Some(parent)) => parent.papers.push(span),
        // Rostered and linked.
        ("without", None) | (_, Some(_)) => {}
        (_, None) => parents.push(Parental {
            // Nobody has the number 0.
            adult: (adult.0 != 0).then_some(adult),
            ..Parental::default()
        }),
    }
    Ok(())
}

/// All dated rights of these adults; one without any has an empty ledger.
pub async fn ledgers(tx: &mut Tx, adults: &[AdultId]) -> Stored<HashMap<AdultId, Ledger>> {
    let mut ledgers: HashMap<AdultId, Ledger> = HashMap::new();
    if adults.is_empty() {
        return Ok(ledgers);
    }
    if let Some(known) = tx.memo.ledgers(adults) {
        return Ok(known);
    }
    ledgers.extend(adults.iter().map(|adult| (*adult, Ledger::default())));
    let ids = json(adults)?;
    for row in &gathered!(tx, LINKS; ids.as_str()) {
        let ledger = ledgers.entry(row.id("adult_id")?).or_default();
        ledger.links.push(LinkFact {
            child: row.id("child_id")?,
            role: row.word("role")?,
            state: row.word("state")?,
            from: row.maybe_moment("from_ms")?,
            to: row.maybe_moment("to_ms")?,
        });
    }
    for row in &all!(tx, POSTS; ids.as_str()) {
        let ledger = ledgers.entry(row.id("adult_id")?).or_default();
        let from = row.moment("from_ms")?;
        ledger.posts.push(PostFact {
            unit: row.id("unit_id")?,
            role: row.word("role")?,
            from,
            to: row.maybe_moment("to_ms")?,
            checked: row.maybe_moment("checked_ms")?.unwrap_or(from),
        });
    }
    for row in &gathered!(tx, TAKES_AWAY; ids.as_str()) {
        let ledger = ledgers.entry(row.id("adult_id")?).or_default();
        let (child, span) = (row.id("child_id")?, span(row)?);
        match row.text("kind")?.as_str() {
            "excluded" => ledger.exclusions.push(ExclusionFact { child, span }),
            // Nobody has to notice it first: nothing was heard of any of their accounts for so long.
            "silent" => ledger.doubt(span.from + SILENT),
            // Of several open accounts one that is in doubt is enough.
            _ => ledger.doubt(span.from),
        }
    }
    for row in &all!(tx, CONSENTS; ids.as_str()) {
        let ledger = ledgers.entry(row.id("adult_id")?).or_default();
        answered(&mut ledger.consents, row)?;
    }
    // A page of parents asks one thing less.
    if ledgers.values().any(|ledger| !ledger.posts.is_empty()) {
        for row in &all!(tx, OF_STAFF; ids.as_str()) {
            let ledger = ledgers.entry(row.id("adult_id")?).or_default();
            let child = row.id("child_id")?;
            match row.text("kind")?.as_str() {
                "rostered" => ledger.rostered.push(child),
                _ => ledger.grants.push(GrantFact {
                    child,
                    unit: row.id("unit_id")?,
                    role: row.word("role")?,
                    from: row.moment("from_ms")?,
                    to: row.moment("to_ms")?,
                }),
            }
        }
    }
    tx.memo.keep_ledgers(&ledgers);
    Ok(ledgers)
}

/// Where these children belong; a child that does not exist has no place.
pub async fn places(tx: &mut Tx, children: &[ChildId]) -> Stored<HashMap<ChildId, Place>> {
    let mut places: HashMap<ChildId, Place> = HashMap::new();
    if children.is_empty() {
        return Ok(places);
    }
    if let Some(known) = tx.memo.places(children) {
        return Ok(known);
    }
    let ids = json(children)?;
    let rows = gathered!(tx, PLACES; ids.as_str());
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
    for row in &rows {
        let child = row.id("child_id")?;
        let programme = row.word("programme")?;
        let birth = keys.open_some(child, super::children::BIRTH, row.maybe_text("birth_date")?)?;
        let birth = birth.and_then(|day| day.parse().ok());
        let zone = row.zone("time_zone")?.unwrap_or(Tz::UTC);
        let pictures = row.int("pictures")? == 1;
        let mut units: Vec<UnitId> = row.maybe_id("home_id")?.into_iter().collect();
        for column in ["of_class", "of_school"] {
            let above: Vec<UnitId> = serde_json::from_str(&row.text(column)?)
                .map_err(|_| super::StoreError::Unreadable { column })?;
            units.extend(above);
        }
        units.sort();
        units.dedup();
        let place = Place {
            child,
            units,
            programme,
            birth,
            zone,
            pictures,
            freezes: Vec::new(),
            own: Vec::new(),
            parents: Vec::new(),
            stays: Vec::new(),
            offers: Vec::new(),
        };
        places.insert(child, place);
    }
    for row in &gathered!(tx, DATED; ids.as_str()) {
        let Some(place) = places.get_mut(&row.id("child_id")?) else {
            continue;
        };
        let span = span(row)?;
        match row.text("kind")?.as_str() {
            "freeze" => place.freezes.push(span),
            "stays" => place.stays.push(span),
            "offer" => place.offers.push(OfferFact {
                unit: row.id("whose")?,
                from: span.from,
            }),
            // Parents come before papers: the rows are in the order of these words.
            kind => parental(&mut place.parents, kind, row, span)?,
        }
    }
    for row in &all!(tx, OWN; ids.as_str()) {
        let Some(place) = places.get_mut(&row.id("child_id")?) else {
            continue;
        };
        if row.text("whose")? == "child" {
            answered(&mut place.own, row)?;
        } else if let Some(parent) = known(&mut place.parents, row.id("adult_id")?) {
            answered(&mut parent.answers, row)?;
        }
    }
    tx.memo.keep_places(&places);
    Ok(places)
}
