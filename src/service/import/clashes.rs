//! One number for two people: an invitation's number check would pass for the wrong one, so staff
//! are told (who shares it, by key) and a task waits at the school.

use crate::base::{AdultId, ChildId, UnitId};
use crate::store::roster::{OnLine, TaskRecord, put_tasks, shared_lines};
use crate::store::{Stored, Tx};

use super::Run;
use super::report::Clash;

/// People looked at; a roster with more shared numbers than this has another problem.
const MOST: i64 = 20_000;
/// Clashes listed, and people listed per clash.
const LISTED: usize = 200;
const PEOPLE: usize = 20;

/// Lists the shared numbers of the whole roster and opens a task for each pair not yet known.
pub(super) async fn open(tx: &mut Tx, run: &mut Run<'_>) -> Stored<()> {
    let mut people = shared_lines(tx, MOST).await?;
    // Adults first, oldest first: the order the engines' NULLs would otherwise decide.
    people.sort_by(|a, b| {
        (&a.line, a.adult.is_none(), a.adult, a.child).cmp(&(
            &b.line,
            b.adult.is_none(),
            b.adult,
            b.child,
        ))
    });
    let mut tasks = Vec::new();
    // Lines are marks, whose order says nothing: by who is first on each.
    let mut lines: Vec<&[OnLine]> = people.chunk_by(|a, b| a.line == b.line).collect();
    lines.sort_by_key(|line| line.first().map(|person| (person.adult, person.child)));
    for line in lines {
        if run.report.clashes.len() < LISTED {
            run.report.clashes.push(listed(line));
        } else {
            run.report.more_clashes += 1;
        }
        tasks.extend(pairs(line).flat_map(|(first, other)| for_schools(run, first, other)));
    }
    if !tasks.is_empty() {
        run.report.tasks_opened = put_tasks(tx, &tasks, run.now_ms).await?;
    }
    Ok(())
}

fn listed(line: &[OnLine]) -> Clash {
    let keys = |is_adult: bool| -> Vec<String> {
        line.iter()
            .filter(|person| person.adult.is_some() == is_adult)
            .map(|person| person.key.clone())
            .take(PEOPLE)
            .collect()
    };
    let (adults, children) = (keys(true), keys(false));
    let more = line.len() - adults.len() - children.len();
    Clash {
        adults,
        children,
        more,
    }
}

/// The oldest adult of a line with each other person on it: a school's own number given for five
/// hundred people makes five hundred tasks at most, not their square.
fn pairs(line: &[OnLine]) -> impl Iterator<Item = (&OnLine, &OnLine)> {
    let first = line.first();
    line.iter()
        .skip(1)
        .filter_map(move |other| Some((first?, other)))
}

/// One task where both are of one school; otherwise one at each school, about its own person only.
fn for_schools(run: &Run<'_>, first: &OnLine, other: &OnLine) -> Vec<TaskRecord> {
    let task = |unit: UnitId, adult: Option<AdultId>, child: Option<ChildId>| {
        let name = |person: &OnLine| match (person.adult, person.child) {
            (Some(adult), _) => format!("a{adult}"),
            (None, Some(child)) => format!("c{child}"),
            (None, None) => String::new(),
        };
        TaskRecord {
            id: run.env.id(),
            unit,
            child,
            adult,
            key: format!("number_clash:{}:{}:{unit}", name(first), name(other)),
        }
    };
    match (first.unit, other.unit) {
        (Some(here), Some(there)) if here == there => {
            // With a child the adult is the first; among adults it is the later one.
            vec![task(here, other.adult.or(first.adult), other.child)]
        }
        (here, there) => [(here, first), (there, other)]
            .into_iter()
            .filter_map(|(unit, person)| Some(task(unit?, person.adult, person.child)))
            .collect(),
    }
}
