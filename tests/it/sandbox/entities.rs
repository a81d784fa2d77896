//! The HTML dialect: what it becomes and how it is refused.

use serde_json::{Value, json};

use super::Town;

async fn table(good: &[(&str, &str, Value)], bad: &[(&str, &str)]) {
    let town = Town::new().await;
    let chat = town.someone("Gulnora").person();
    let params = |text: &str| json!({"chat_id": chat, "text": text, "parse_mode": "HTML"});
    for (source, text, entities) in good {
        let sent = town.ok("sendMessage", params(source)).await;
        assert_eq!(sent["text"], *text, "{source}");
        let found = sent.get("entities").cloned().unwrap_or(json!([]));
        assert_eq!(found, *entities, "{source}");
    }
    for (source, why) in bad {
        let said = town.refused("sendMessage", params(source)).await;
        assert_eq!(
            said,
            format!("Bad Request: can't parse entities: {why}"),
            "{source}"
        );
    }
}

#[tokio::test]
async fn tags_become_entities() {
    let one = |kind: &str, offset: u32, length: u32| json!([{"type": kind, "offset": offset, "length": length}]);
    let good = [
        ("<b>a</b>", "a", one("bold", 0, 1)),
        ("😀 <strong>b</strong>", "😀 b", one("bold", 3, 1)),
        (
            "<i>a</i><em>b</em>",
            "ab",
            json!([{"type": "italic", "offset": 0, "length": 1}, {"type": "italic", "offset": 1, "length": 1}]),
        ),
        ("<u>a</u>", "a", one("underline", 0, 1)),
        ("<ins>a</ins>", "a", one("underline", 0, 1)),
        ("<s>a</s>", "a", one("strikethrough", 0, 1)),
        ("<strike>a</strike>", "a", one("strikethrough", 0, 1)),
        ("<del>a</del>", "a", one("strikethrough", 0, 1)),
        ("<tg-spoiler>a</tg-spoiler>", "a", one("spoiler", 0, 1)),
        (
            "<span class=\"tg-spoiler\">a</span>",
            "a",
            one("spoiler", 0, 1),
        ),
        ("<code>a</code>", "a", one("code", 0, 1)),
        ("<pre>a</pre>", "a", one("pre", 0, 1)),
        (
            "<pre><code class=\"language-rust\">a</code></pre>",
            "a",
            json!([{"type": "pre", "offset": 0, "length": 1, "language": "rust"}]),
        ),
        ("<blockquote>a</blockquote>", "a", one("blockquote", 0, 1)),
        (
            "<blockquote expandable>a</blockquote>",
            "a",
            one("expandable_blockquote", 0, 1),
        ),
        (
            "<a href=\"https://example.org/x?a=1&amp;b=2\">x</a>",
            "x",
            json!([{"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org/x?a=1&b=2"}]),
        ),
        ("<a href='nowhere'>x</a>", "x", json!([])),
        (
            "<tg-emoji emoji-id=\"53\">👍</tg-emoji>",
            "👍",
            json!([{"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "53"}]),
        ),
        (
            "<b>a<i>b</i></b>",
            "ab",
            json!([{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 1}]),
        ),
        (
            "&lt;b&gt; &amp;amp; &quot;&#39;&#x1F600;&nbsp;",
            "<b> &amp; \"'😀&nbsp;",
            json!([]),
        ),
        ("  <B>a</b> ", "a", one("bold", 0, 1)),
        ("<b></b>x", "x", json!([])),
        (
            "/start now, @goose_bot https://t.me/goose_bot?start=a.",
            "/start now, @goose_bot https://t.me/goose_bot?start=a.",
            json!([{"type": "bot_command", "offset": 0, "length": 6}, {"type": "mention", "offset": 12, "length": 10}, {"type": "url", "offset": 23, "length": 30}]),
        ),
    ];
    table(&good, &[]).await;
}

#[tokio::test]
async fn wrong_markup_is_refused_with_its_place() {
    let bad = [
        ("<x>a</x>", "Unsupported start tag \"x\" at byte offset 0"),
        ("д <p>", "Unsupported start tag \"p\" at byte offset 3"),
        (
            "<b>a",
            "Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "<b>a</i>",
            "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"",
        ),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<a href", "Unclosed start tag \"a\" at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        (
            "<span>a</span>",
            "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
        ),
    ];
    table(&[], &bad).await;
}
