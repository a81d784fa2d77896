//! Who is what to which child, and where a mother or father is. Never a link.

use std::collections::HashMap;

use super::pupils::{enrol, parent_record};
use super::seen::{Before, print_of};
use super::{ImportError, Run};
use crate::base::{AdultId, ChildId};
use crate::sheet::RelationRow;
use crate::store::Tx;
use crate::store::roster::{
    ParentRecord, RelationRecord, adults_by_keys, children_by_keys, put_parents, put_relations,
    relations_of, standings,
};

pub(super) async fn page(
    tx: &mut Tx,
    run: &mut Run<'_>,
    rows: Vec<RelationRow>,
) -> Result<(), ImportError> {
    let child_keys: Vec<&str> = rows.iter().map(|row| row.child_key.as_str()).collect();
    let adult_keys: Vec<&str> = rows.iter().map(|row| row.adult_key.as_str()).collect();
    let children: HashMap<String, ChildId> = children_by_keys(tx, &child_keys)
        .await?
        .into_iter()
        .map(|child| (child.key, child.id))
        .collect();
    let adults: HashMap<String, AdultId> = adults_by_keys(tx, &adult_keys)
        .await?
        .into_iter()
        .map(|adult| (adult.key, adult.id))
        .collect();
    let pairs: Vec<(ChildId, AdultId)> = rows
        .iter()
        .filter_map(|row| Some((*children.get(&row.child_key)?, *adults.get(&row.adult_key)?)))
        .collect();
    let known: HashMap<_, _> = relations_of(tx, &pairs).await?.into_iter().collect();

    let mut relations = Vec::new();
    let mut parents: HashMap<_, (ParentRecord, u64)> = HashMap::new();
    for row in &rows {
        let (child, adult) = (children.get(&row.child_key), adults.get(&row.adult_key));
        if child.is_none() {
            let reason = "there is no pupil of this key; import the pupils first";
            run.reject(row.line, "child_key", reason.to_owned());
        }
        if adult.is_none() {
            let reason = "there is no adult of this key; import the contacts first";
            run.reject(row.line, "adult_key", reason.to_owned());
        }
        let (Some(&child), Some(&adult)) = (child, adult) else {
            continue;
        };
        let print = print_of(row);
        match run
            .seen
            .note((&row.child_key, &row.adult_key), &print, row.line)
        {
            Before::First => {}
            Before::Same => {
                run.report.repeated += 1;
                run.report.warn(
                    row.line,
                    "this relation stands in the file already, with the same contents",
                );
                continue;
            }
            Before::Other(line) => {
                let reason = format!("line {line} says something else of the same child and adult");
                run.reject(row.line, "adult_key", reason);
                continue;
            }
        }
        match known.get(&(child, adult)) {
            Some(Some(held)) if *held == print => {
                run.report.unchanged += 1;
                continue;
            }
            Some(_) => run.report.changed += 1,
            None => run.report.added += 1,
        }
        if let Some(fact) = &row.parent {
            let record = parent_record(child, fact);
            let before = parents.insert((child, fact.parent), (record, row.line));
            // Two fathers of one child are recorded as relations; the record has one place for
            // where "the father" is.
            if before.is_some_and(|(before, _)| before.whereabouts != fact.whereabouts) {
                run.report.warn(
                    row.line,
                    "two rows say different things of where the same parent of a child is; the \
                     later one holds",
                );
            }
        }
        relations.push(RelationRecord {
            child,
            adult,
            relation: row.relation,
            lives_with: i64::from(row.lives_with),
            ring: row.order,
            imported: print,
        });
    }
    if run.writes() && !relations.is_empty() {
        put_relations(tx, &relations).await?;
        let parents: Vec<ParentRecord> = parents.into_values().map(|(record, _)| record).collect();
        if !parents.is_empty() {
            let mut touched: Vec<ChildId> = parents.iter().map(|parent| parent.child).collect();
            touched.sort_unstable();
            touched.dedup();
            let before = standings(tx, &touched).await?;
            put_parents(tx, &parents).await?;
            enrol(tx, run, &before, &touched).await?;
        }
    }
    Ok(())
}
