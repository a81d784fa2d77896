//! `hongyan template`: our own tables as files, and what each column means.

use super::export::cell;
use super::{Column, Kind, Shape};

/// The template as CSV: a header and one example row, UTF-8 with a byte order mark so that
/// spreadsheet programs show Chinese and Cyrillic.
pub fn template(kind: Kind) -> String {
    let line = |of: fn(&Column) -> &'static str| {
        let cells = kind.columns().iter().map(of).map(cell);
        cells.collect::<Vec<_>>().join(",")
    };
    // No name, example or word of ours holds a comma or a quotation mark.
    format!("\u{feff}{}\n{}\n", line(|c| c.name), line(|c| c.example))
}

/// What each column means, one per line.
pub fn describe(kind: Kind) -> String {
    let mut out = format!("columns of the {} template:\n", kind.as_str());
    for column in kind.columns() {
        let need = if column.needed {
            "needed  "
        } else {
            "optional"
        };
        out.push_str(&format!(
            "  {:<16} {need}  {}. {}\n",
            column.name,
            column.about,
            form(column.shape)
        ));
    }
    out
}

fn form(shape: Shape) -> String {
    match shape {
        Shape::Key => "A key.".to_owned(),
        Shape::Text => "Text.".to_owned(),
        Shape::Day => "A day such as 2026-09-01.".to_owned(),
        Shape::Zone => "A time zone such as Asia/Shanghai.".to_owned(),
        Shape::Phone => "A telephone number.".to_owned(),
        Shape::Flag => "yes or no.".to_owned(),
        Shape::Number(max) => format!("A number from 1 to {max}."),
        Shape::Words(words) => format!("One of: {}.", words().join(", ")),
    }
}
