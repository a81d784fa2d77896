//! Rows under a header in aligned columns, for terminals and for pipes. Cells are plain ASCII words,
//! numbers and times.

/// Which side a column's cells stand on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    /// Numbers.
    Right,
}

/// The table as text, two spaces between columns, none at the ends of lines.
pub(super) fn table(header: &[(&str, Side)], rows: &[Vec<String>]) -> String {
    let titles: Vec<String> = header
        .iter()
        .map(|(title, _)| (*title).to_owned())
        .collect();
    let lines = || std::iter::once(&titles).chain(rows);
    let widths: Vec<usize> = (0..header.len())
        .map(|at| {
            lines()
                .filter_map(|line| Some(line.get(at)?.chars().count()))
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let mut out = String::new();
    for line in lines() {
        let mut text = String::new();
        for ((cell, width), (_, side)) in line.iter().zip(&widths).zip(header) {
            let cell = match side {
                Side::Left => format!("{cell:<width$}  "),
                Side::Right => format!("{cell:>width$}  "),
            };
            text.push_str(&cell);
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_lines_end_clean() {
        let header = [("lane", Side::Left), ("rows", Side::Right)];
        let rows = [["urgent", "1"], ["", "1000"]];
        let rows: Vec<Vec<String>> = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
        let text = table(&header, &rows);
        assert_eq!(text, "lane    rows\nurgent     1\n        1000\n");
    }
}
