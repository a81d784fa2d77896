//! Sheets to print: every language, as many pages as needed, the same bytes for the same words.

use hongyan::base::Instant;
use hongyan::model::Locale;
use hongyan::paper::{Paper, Unprintable};

fn made() -> Instant {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

/// The same sheet in one language; rare hanzi, Cyrillic of Central Asia, U+02BB and U+02BC are in it.
fn sheet(locale: Locale, words: &str) -> Paper {
    let cell = |text: &str| text.to_owned();
    let rows = (1..=60).map(|n| vec![cell("王明"), format!("{n}"), cell(words)]);
    Paper::new(locale, words, made())
        .line(
            "Name · 姓名 · Имя · Ism",
            "Gulʻnora Sanʼat, Ўктам Ғайрат, 王小明",
        )
        .heading(words)
        .text(words.repeat(12))
        .table(vec![cell("A"), cell("№"), cell("C")], rows.collect())
        .signature(words)
}

fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page\n").count()
}

#[test]
fn every_language_is_printed_and_the_same_words_are_the_same_bytes() {
    for (locale, words) in [
        (Locale::En, "The parent remains the child's guardian. "),
        (Locale::ZhCn, "监护权仍属于父母，“代为照护”有期限。"),
        (Locale::Ru, "Родитель остаётся законным представителем. "),
        (Locale::Uz, "Oʻquvchining ota-onasi mas’ul boʻlib qoladi. "),
    ] {
        let pdf = sheet(locale, words).pdf().unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        assert_eq!(pdf, sheet(locale, words).pdf().unwrap());
        assert!(pages(&pdf) > 1, "{}", pages(&pdf));
        // It can be searched and copied.
        let read = crate::support::pdf::words(&pdf);
        let own = words.split(' ').next().unwrap();
        for word in [own, "Gulʻnora", "Ғайрат", "王小明", "60"] {
            assert!(read.contains(word), "{word} in {read}");
        }
        // Only the glyphs that are used travel.
        assert!(pdf.len() < 200_000, "{} bytes", pdf.len());
    }
}

#[test]
fn a_paper_without_end_is_refused() {
    let long = "x ".repeat(2_000_000);
    let paper = Paper::new(Locale::En, "Long", made()).text(long);
    assert_eq!(paper.pdf(), Err(Unprintable::TooLong));
}
