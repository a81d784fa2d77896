//! Text that is safe to send: escaped once, measured as the messenger measures it.

use serde::{Deserialize, Serialize};

/// HTML in the messenger's dialect. The only way in for foreign text is [`Html::escape`].
/// No `Display`: it may hold a child's name, and a child's name is never logged.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// Text written by people: every special character becomes harmless.
    pub fn escape(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                _ => out.push(c),
            }
        }
        Self(out)
    }

    /// Markup that our own `locales/` wrote, or that came out of the database as [`Html`].
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Appends with `between` in front when there is something already.
    pub fn join(&mut self, between: &str, more: &Self) {
        if !self.0.is_empty() && !more.0.is_empty() {
            self.0.push_str(between);
        }
        self.0.push_str(&more.0);
    }

    pub fn bold(&self) -> Self {
        Self(format!("<b>{}</b>", self.0))
    }

    /// The whole, when a reader sees at most `most` UTF-16 units of it; else its first lines and "…".
    /// A list that grew too long loses its end, never its markup, and is still sent.
    pub fn within(self, most: usize) -> Self {
        if utf16_len(&self.plain()) <= most {
            return self;
        }
        let (mut kept, mut at) = (0, 0);
        for line in self.0.split_inclusive('\n') {
            at += line.len();
            let head = Self(self.0[..at].trim_end().to_owned());
            if utf16_len(&head.plain()) + 2 > most {
                break;
            }
            if head.is_closed() {
                kept = head.0.len();
            }
        }
        match kept {
            0 => {
                let plain = self.plain();
                let cut: String = plain.chars().take(most.saturating_sub(1) / 2).collect();
                Self(format!("{}…", Self::escape(&cut).0))
            }
            kept => Self(format!("{}\n…", &self.0[..kept])),
        }
    }

    /// Whether every tag that was opened is closed.
    fn is_closed(&self) -> bool {
        let closed = self.0.matches("</").count();
        self.0.matches('<').count() == 2 * closed
    }

    /// What a reader sees: tags gone, entities resolved. Limits are counted on this.
    pub fn plain(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        let mut inside = false;
        for c in self.0.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => out.push(c),
                _ => {}
            }
        }
        out.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
    }
}

impl std::fmt::Debug for Html {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Html({} units)", utf16_len(&self.plain()))
    }
}

/// Length in UTF-16 units, the messenger's measure (Bot API, "Formatting options").
pub fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_is_undone_by_reading() {
        let nasty = "<b>&amp; \"x\" 😀";
        assert_eq!(Html::escape(nasty).plain(), nasty);
        assert_eq!(utf16_len("😀"), 2);
    }

    #[test]
    fn what_fits_stays_and_what_does_not_ends_at_a_line() {
        let list = |lines: &[&str]| Html::trusted(lines.join("\n"));
        let short = list(&["<b>To do</b>", "1. one"]);
        assert_eq!(short.clone().within(12), short);
        let long = list(&["<b>To do</b>", "1. one &amp; two", "2. three"]);
        assert_eq!(
            long.clone().within(20).as_str(),
            "<b>To do</b>\n1. one &amp; two\n…"
        );
        assert_eq!(long.within(18).as_str(), "<b>To do</b>\n…");
        // No end within a quotation, and one long line is cut as words.
        let quoted = list(&["a", "<code>b", "c</code>", "d and more"]);
        assert_eq!(quoted.within(6).as_str(), "a\n…");
        assert_eq!(Html::escape("<<<<<<").within(5).as_str(), "&lt;&lt;…");
    }
}
