//! Tables that leave the house. A cell that a spreadsheet program would take for a formula is made
//! plain text first: what somebody typed as a name must not run on an office's machine.

use std::borrow::Cow;

use csv::WriterBuilder;

/// What a formula, or a trick that leads to one, begins with.
const DANGEROUS: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// One cell, harmless: an apostrophe in front says "text" to every spreadsheet program.
pub fn cell(text: &str) -> Cow<'_, str> {
    match text.starts_with(DANGEROUS) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// A table as CSV, every cell through [`cell`]; UTF-8 with a byte order mark so that spreadsheet
/// programs show Chinese and Cyrillic.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let head = header.iter().map(|title| cell(title));
    // Into memory: there is nothing that could fail.
    let _ = writer.write_record(head.map(|cell| cell.into_owned()));
    for row in rows {
        let _ = writer.write_record(row.iter().map(|text| cell(text).into_owned()));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text() {
        for text in ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "\r=1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        for text in ["S-0001", "李小雁", "", "a=b", "'quoted"] {
            assert_eq!(cell(text), text);
        }
        let rows = vec![vec!["=HYPERLINK(\"x\")".to_owned(), "a,b".to_owned()]];
        let text = table(&["child", "how"], &rows);
        assert_eq!(
            text,
            "\u{feff}child,how\n\"'=HYPERLINK(\"\"x\"\")\",\"a,b\"\n"
        );
    }
}
