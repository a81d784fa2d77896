//! Of a sent message only its number: the rest of the answer is the message once more, long and not looked at.

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Message {
    message_id: Option<i64>,
}

/// The number of a sent message, or of the first of an album. `None`: what was answered names none.
pub(super) fn number(answered: &RawValue) -> Option<i64> {
    let text = answered.get();
    let one = serde_json::from_str::<Message>(text).ok();
    let first = || {
        let album: Vec<Message> = serde_json::from_str(text).ok()?;
        album.into_iter().next()
    };
    one.or_else(first)?.message_id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_found_and_whatever_else_is_answered_was_taken() {
        let cases = [
            (
                r#"{"date": 1, "chat": {"message_id": 5}, "message_id": 77, "text": "\\"}"#,
                Some(77),
            ),
            (
                r#"[{"message_id": 8, "text": ""}, {"message_id": 9}]"#,
                Some(8),
            ),
            (r#"[{"message_id": 8}, {}]"#, Some(8)),
            ("[]", None),
            ("[[{}]]", None),
            (r#"{"message_id": "77"}"#, None),
            (r#"{"message_id": 1e999}"#, None),
            ("{}", None),
            ("true", None),
            ("1.5", None),
            (r#""ok""#, None),
        ];
        for (answer, found) in cases {
            let answer: Box<RawValue> = serde_json::from_str(answer).unwrap();
            assert_eq!(number(&answer), found, "{answer}");
        }
    }
}
