//! Breaking words into lines: at spaces, between hanzi, never before a closing sign.

use super::face::Faces;

/// Never begins a line.
const CLOSING: &str = "，。、；：！？）》」』】”’…,.;:!?)»";
/// Never ends one.
const OPENING: &str = "（《「『【“‘(«";

/// Whether a line may end before this sign without a space.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// Pieces that stay together: a word with its space, a hanzi with its closing signs.
fn pieces(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<char> = None;
    for c in line.chars() {
        let fresh = match last {
            None => true,
            Some(_) if CLOSING.contains(c) || c == ' ' => false,
            Some(before) if OPENING.contains(before) => false,
            Some(' ') => true,
            Some(before) => is_wide(before) || is_wide(c),
        };
        match out.last_mut() {
            Some(piece) if !fresh => piece.push(c),
            _ => out.push(c.to_string()),
        }
        last = Some(c);
    }
    out
}

/// The lines of `text` at `size` points within `room` points. A word longer than a line is cut.
pub(super) fn lines(faces: &Faces, text: &str, size: f32, room: f32) -> Vec<String> {
    let mut out = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut taken = 0.0;
        for piece in pieces(paragraph) {
            let width = faces.width(piece.trim_end(), size);
            if taken + width > room && !line.is_empty() {
                out.push(std::mem::take(&mut line).trim_end().to_owned());
                taken = 0.0;
            }
            for c in piece.chars() {
                let step = faces.width(c.encode_utf8(&mut [0; 4]), size);
                if taken + step > room && c != ' ' && !line.is_empty() {
                    out.push(std::mem::take(&mut line));
                    taken = 0.0;
                }
                line.push(c);
                taken += step;
            }
        }
        out.push(line.trim_end().to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Locale;

    #[test]
    fn lines_fit_and_keep_every_sign() {
        let faces = Faces::load(Locale::Uz).unwrap();
        for text in [
            "Oʻquvchining ota-onasi va masʼul kattalar uchun qogʻoz, juda uzun gap.",
            "家长须将委托照护情况书面告知学校和居民委员会、村民委员会（第二十三条）。",
            "Закрытые«кавычки»иоченьдлинноесловобезпробеловвообще",
        ] {
            let lines = lines(&faces, text, 10.0, 100.0);
            assert!(lines.len() > 2);
            for line in &lines {
                assert!(faces.width(line, 10.0) <= 100.0, "{line}");
                assert!(
                    !line.starts_with(['，', '。', '、', '）', ',', '.']),
                    "{line}"
                );
            }
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&lines.concat()), bare(text));
        }
    }
}
