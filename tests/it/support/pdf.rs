//! The words of a printed sheet, read back as somebody who copies them out of it would get them.

use std::collections::HashMap;

/// Everything that is drawn, line by line. For our own sheets: their streams are not packed, and each font says
/// what its glyphs stand for.
pub fn words(pdf: &[u8]) -> String {
    let text = String::from_utf8_lossy(pdf);
    let fonts: Vec<HashMap<u16, char>> = text
        .split("begincmap")
        .skip(1)
        .map(|part| signs(part.split("endcmap").next().unwrap_or_default()))
        .collect();
    let (mut out, mut font) = (String::new(), 0);
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("/F").filter(|_| line.ends_with(" Tf")) {
            font = rest.split(' ').next().unwrap().parse().unwrap();
        } else if let Some(shown) = line.strip_suffix(" Tj") {
            out.extend(glyphs(shown).iter().map(|glyph| fonts[font][glyph]));
        } else if line == "ET" {
            out.push('\n');
        }
    }
    out
}

/// The glyphs of one string, two bytes each: in hexadecimal, or in letters and octal digits.
fn glyphs(shown: &str) -> Vec<u16> {
    if let Some(hex) = shown.strip_prefix('<') {
        return numbers(hex.trim_end_matches('>'));
    }
    let inside = shown.strip_prefix('(').unwrap().strip_suffix(')').unwrap();
    let (mut bytes, mut rest) = (Vec::new(), inside.bytes());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next().unwrap() {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 8,
                b'f' => 12,
                digit @ b'0'..=b'7' => {
                    let more = [rest.next().unwrap(), rest.next().unwrap()];
                    more.iter()
                        .fold(digit - b'0', |sum, next| sum * 8 + next - b'0')
                }
                sign => sign,
            },
            plain => plain,
        });
    }
    let pairs = bytes.chunks_exact(2);
    pairs
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect()
}

fn signs(cmap: &str) -> HashMap<u16, char> {
    let pairs = cmap.lines().filter_map(|line| {
        let (glyph, sign) = line
            .strip_prefix('<')?
            .strip_suffix('>')?
            .split_once("> <")?;
        let sign = String::from_utf16(&numbers(sign)).ok()?;
        Some((*numbers(glyph).first()?, sign.chars().next()?))
    });
    pairs.collect()
}

/// Hexadecimal digits, four to a number.
fn numbers(hex: &str) -> Vec<u16> {
    hex.as_bytes()
        .chunks(4)
        .filter_map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok())
        .collect()
}
