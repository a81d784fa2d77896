//! `parse_mode=HTML`, with Telegram's rules and error texts (byte offsets, end tag checks). Must
//! not know messages or limits.

use super::entities::{Entity, Rich};
use super::refusal::Refusal;

const TAGS: [&str; 16] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "pre",
    "code",
    "blockquote",
];

struct Open {
    tag: String,
    argument: String,
    offset: usize,
    byte: usize,
}

fn wrong(why: String) -> Refusal {
    Refusal::bad(format!("can't parse entities: {why}"))
}

/// Parses the HTML dialect. The result is not trimmed yet; see [`Rich::settle`].
pub fn html(source: &str) -> Result<Rich, Refusal> {
    let bytes = source.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    let mut out = Rich::default();
    let mut units = 0;
    let mut open: Vec<Open> = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b'&'
            && let Some((c, next)) = reference(source, i)
        {
            units += c.len_utf16();
            out.text.push(c);
            i = next;
            continue;
        }
        if bytes[i] != b'<' {
            let c = source[i..].chars().next().unwrap_or('\u{fffd}');
            units += c.len_utf16();
            out.text.push(c);
            i += c.len_utf8();
            continue;
        }
        let begin = i;
        i += 1;
        if at(i) != b'/' {
            while i < bytes.len() && !space(at(i)) && at(i) != b'>' {
                i += 1;
            }
            if i >= bytes.len() {
                return Err(wrong(format!("Unclosed start tag at byte offset {begin}")));
            }
            let tag = source[begin + 1..i].to_ascii_lowercase();
            if !TAGS.contains(&tag.as_str()) {
                return Err(wrong(format!(
                    "Unsupported start tag \"{tag}\" at byte offset {begin}"
                )));
            }
            let (argument, next) = attributes(source, i, &tag, begin)?;
            i = next + 1;
            if tag == "span" && argument != "spoiler" {
                return Err(wrong(format!(
                    "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
                )));
            }
            open.push(Open {
                tag,
                argument,
                offset: units,
                byte: out.text.len(),
            });
        } else {
            let Some(top) = open.pop() else {
                return Err(wrong(format!("Unexpected end tag at byte offset {begin}")));
            };
            while i < bytes.len() && !space(at(i)) && at(i) != b'>' {
                i += 1;
            }
            let name = source[begin + 2..i].to_ascii_lowercase();
            while space(at(i)) {
                i += 1;
            }
            if at(i) != b'>' {
                return Err(wrong(format!("Unclosed end tag at byte offset {begin}")));
            }
            i += 1;
            if !name.is_empty() && name != top.tag {
                return Err(wrong(format!(
                    "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                    top.tag
                )));
            }
            if units > top.offset {
                close(&mut out, top, units);
            }
        }
    }
    match open.last() {
        Some(last) => Err(wrong(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            last.tag
        ))),
        None => {
            // A language means something inside <pre> only, and there it has moved to the <pre>.
            for code in out.entities.iter_mut().filter(|e| e.kind == "code") {
                code.language = None;
            }
            Ok(out)
        }
    }
}

fn close(out: &mut Rich, top: Open, units: usize) {
    let kind = match top.tag.as_str() {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "span" | "tg-spoiler" => "spoiler",
        "tg-emoji" => "custom_emoji",
        "a" => "text_link",
        "blockquote" if top.argument.is_empty() => "blockquote",
        "blockquote" => "expandable_blockquote",
        other => other,
    };
    let mut entity = Entity::new(kind, top.offset, units - top.offset);
    match kind {
        "custom_emoji" => entity.custom_emoji_id = Some(top.argument),
        "text_link" => {
            let url = if top.argument.is_empty() {
                out.text[top.byte..].to_owned()
            } else {
                top.argument
            };
            // Telegram drops a link it does not understand and keeps the words.
            let Some(url) = link(&url) else { return };
            entity.url = Some(url);
        }
        "code" if !top.argument.is_empty() => entity.language = Some(top.argument),
        "pre" => {
            let whole = |e: &&Entity| {
                e.kind == "code" && e.offset == entity.offset && e.length == entity.length
            };
            if let Some(code) = out.entities.last().filter(whole) {
                entity.language = code.language.clone();
                out.entities.pop();
            }
        }
        _ => {}
    }
    out.entities.push(entity);
}

/// An address as Telegram normalises it, or nothing for what it would not open.
pub fn link(url: &str) -> Option<String> {
    let url = url.trim();
    let lower = url.to_ascii_lowercase();
    if lower.starts_with("tg://") || lower.starts_with("mailto:") || lower.starts_with("tel:") {
        return Some(url.to_owned());
    }
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => ("http", url),
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let named = host == "localhost" || host.starts_with("localhost:") || host.contains('.');
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let clean = !host.is_empty() && !rest.chars().any(char::is_whitespace);
    (known && named && clean).then(|| {
        let slash = if host.len() == rest.len() { "/" } else { "" };
        format!("{scheme}://{rest}{slash}")
    })
}

fn space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n' | 0x0b)
}

/// Reads the attributes up to `>`; gives the one that matters for the tag and the place of `>`.
fn attributes(
    source: &str,
    mut i: usize,
    tag: &str,
    begin: usize,
) -> Result<(String, usize), Refusal> {
    let bytes = source.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    let unclosed = || {
        wrong(format!(
            "Unclosed start tag \"{tag}\" at byte offset {begin}"
        ))
    };
    let mut argument = String::new();
    loop {
        while space(at(i)) {
            i += 1;
        }
        match at(i) {
            b'>' => return Ok((argument, i)),
            0 => return Err(unclosed()),
            _ => {}
        }
        let start = i;
        while !space(at(i)) && !matches!(at(i), 0 | b'=' | b'>' | b'/' | b'"' | b'\'') {
            i += 1;
        }
        let name = &source[start..i];
        if name.is_empty() {
            return Err(wrong(format!(
                "Empty attribute name in the tag \"{tag}\" at byte offset {begin}"
            )));
        }
        while space(at(i)) {
            i += 1;
        }
        if at(i) != b'=' {
            if at(i) == 0 {
                return Err(unclosed());
            }
            if tag == "blockquote" && name == "expandable" {
                "1".clone_into(&mut argument);
            }
            continue;
        }
        i += 1;
        while space(at(i)) {
            i += 1;
        }
        let mut value = String::new();
        match at(i) {
            0 => return Err(unclosed()),
            quote @ (b'"' | b'\'') => {
                i += 1;
                while i < bytes.len() && at(i) != quote {
                    if at(i) == b'&'
                        && let Some((c, next)) = reference(source, i)
                    {
                        value.push(c);
                        i = next;
                        continue;
                    }
                    let c = source[i..].chars().next().unwrap_or('\u{fffd}');
                    value.push(c);
                    i += c.len_utf8();
                }
                i += 1;
            }
            _ => {
                let token = i;
                while at(i).is_ascii_alphanumeric() || matches!(at(i), b'.' | b'-') {
                    i += 1;
                }
                value = source[token..i].to_ascii_lowercase();
                if !space(at(i)) && at(i) != b'>' {
                    return Err(wrong(format!(
                        "Unexpected end of name token at byte offset {token}"
                    )));
                }
            }
        }
        if i >= bytes.len() {
            return Err(wrong(format!("Unclosed start tag at byte offset {begin}")));
        }
        match (tag, name) {
            ("a", "href") | ("tg-emoji", "emoji-id") => argument = value,
            ("code", "class") => {
                if let Some(language) = value.strip_prefix("language-") {
                    language.clone_into(&mut argument);
                }
            }
            ("span", "class") => {
                if let Some(class) = value.strip_prefix("tg-") {
                    class.clone_into(&mut argument);
                }
            }
            ("blockquote", "expandable") => "1".clone_into(&mut argument),
            _ => {}
        }
    }
}

/// A character reference at `i`: the character and the byte after it. Only the four names and
/// numbers are known; anything else stays as it is written.
fn reference(source: &str, i: usize) -> Option<(char, usize)> {
    let rest = source.get(i + 1..)?;
    let (c, taken) = if let Some(number) = rest.strip_prefix('#') {
        let (digits, radix, lead) = match number.strip_prefix('x') {
            Some(hex) => (hex, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits
            .find(|c: char| !c.is_digit(radix))
            .unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..length], radix).ok()?;
        let c = char::from_u32(code).filter(|c| *c != '\0')?;
        (c, lead + length)
    } else {
        let length = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let c = match &rest[..length] {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => return None,
        };
        (c, length)
    };
    let after = i + 1 + taken;
    let semicolon = usize::from(source.as_bytes().get(after) == Some(&b';'));
    Some((c, after + semicolon))
}
