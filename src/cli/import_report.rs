//! An import's report in plain words.

use std::fmt::Write;

use crate::service::import::{Clash, Report, Warning};
use crate::sheet::Kind;

/// The report as a person reads it: what happened first, then what needs a look.
pub fn human(report: &Report) -> String {
    let mut out = String::new();
    let file = format!("{} ({})", report.kind.as_str(), report.written_in);
    let headline = if report.rejected > 0 {
        format!(
            "{file}: nothing was imported, because {} rejected.",
            rows(report.rejected)
        )
    } else if report.rows == 0 {
        format!("{file}: there are no rows below the header.")
    } else if !report.changes_anything() {
        format!("{file}: nothing to change. All of it was here already.")
    } else if report.dry_run {
        format!("{file}: this would be imported; nothing was changed.")
    } else {
        format!("{file}: imported.")
    };
    line(&mut out, &headline);
    counts(&mut out, report);
    for problem in &report.problems {
        let column = problem
            .column
            .as_ref()
            .map(|column| format!(", column \"{column}\""))
            .unwrap_or_default();
        line(
            &mut out,
            &format!("  line {}{column}: {}", problem.line, problem.reason),
        );
    }
    if report.more_problems > 0 {
        line(
            &mut out,
            &format!("  … and {} more problems.", report.more_problems),
        );
    }
    columns(&mut out, "Dropped unread", &report.dropped_columns);
    columns(&mut out, "Not asked for", &report.unread_columns);
    for warning in &report.warnings {
        line(&mut out, &warned(warning));
    }
    clashes(&mut out, report);
    out.truncate(out.trim_end().len());
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn rows(count: u64) -> String {
    if count == 1 {
        "1 row was".to_owned()
    } else {
        format!("{count} rows were")
    }
}

fn counts(out: &mut String, report: &Report) {
    let mut parts = vec![format!("{} rows", report.rows)];
    if report.records != report.rows && report.rejected == 0 {
        parts.push(format!("{} records", report.records));
    }
    if report.rejected == 0 {
        parts.push(format!("{} added", report.added));
        parts.push(format!("{} changed", report.changed));
        parts.push(format!("{} unchanged", report.unchanged));
    }
    let more = [
        (report.rejected, "rejected"),
        (
            if report.rejected == 0 {
                report.repeated
            } else {
                0
            },
            "repeated within the file",
        ),
        (report.skipped, "left out by the mapping"),
    ];
    for (count, word) in more.into_iter().filter(|(count, _)| *count > 0) {
        parts.push(format!("{count} {word}"));
    }
    line(out, &format!("  {}", parts.join(", ")));
    if report.rejected > 0 {
        return;
    }
    if report.units_added > 0 {
        line(
            out,
            &format!("  schools, classes and homes made: {}", report.units_added),
        );
    }
    if report.kind == Kind::Students {
        let _ = writeln!(
            out,
            "  pupils with no parent away, recorded but not in the programme: {}",
            report.not_enrolled
        );
    }
    if report.joined + report.left > 0 {
        let _ = writeln!(
            out,
            "  children who joined the programme: {}, who left it: {}",
            report.joined, report.left
        );
    }
}

fn columns(out: &mut String, words: &str, names: &[String]) {
    if !names.is_empty() {
        line(out, &format!("{words}: {}", names.join(", ")));
    }
}

fn warned(warning: &Warning) -> String {
    let lines: Vec<String> = warning.lines.iter().map(u64::to_string).collect();
    let more = if warning.count > warning.lines.len() as u64 {
        " …"
    } else {
        ""
    };
    let word = if warning.count == 1 { "line" } else { "lines" };
    format!(
        "Look at {word} {}{more}: {}",
        lines.join(", "),
        warning.words
    )
}

fn clashes(out: &mut String, report: &Report) {
    if report.clashes.is_empty() {
        return;
    }
    let all = report.clashes.len() as u64 + report.more_clashes;
    let _ = writeln!(
        out,
        "Telephone numbers that lead to more than one person: {all} (new tasks for staff: {})",
        report.tasks_opened
    );
    for clash in &report.clashes {
        line(out, &format!("  {}", who(clash)));
    }
    if report.more_clashes > 0 {
        line(out, &format!("  … and {} more.", report.more_clashes));
    }
}

fn who(clash: &Clash) -> String {
    let mut parts = Vec::new();
    if !clash.adults.is_empty() {
        parts.push(format!("adults {}", clash.adults.join(", ")));
    }
    if !clash.children.is_empty() {
        parts.push(format!("children {}", clash.children.join(", ")));
    }
    if clash.more > 0 {
        parts.push(format!("{} more", clash.more));
    }
    parts.join("; ")
}
