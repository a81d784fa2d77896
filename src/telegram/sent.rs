//! Of a sent message only its number: the rest of the answer is the message once more, long and not looked at.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The number of a sent message, or of the first of an album. `None`: whatever was answered names none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sent(pub Option<i64>);

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(First)
    }
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Field {
    MessageId,
    #[serde(other)]
    Other,
}

struct First;

impl<'de> Visitor<'de> for First {
    type Value = Sent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message or a list of messages")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
        let mut sent = Sent(None);
        while let Some(field) = map.next_key()? {
            match field {
                Field::MessageId => sent.0 = map.next_value::<Value>()?.as_i64(),
                Field::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(sent)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Sent, A::Error> {
        let sent = seq.next_element()?.unwrap_or_default();
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(sent)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Sent, E> {
        Ok(Sent(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Sent, E> {
        Ok(Sent(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Sent, E> {
        Ok(Sent(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Sent, E> {
        Ok(Sent(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<Sent, E> {
        Ok(Sent(None))
    }

    fn visit_unit<E>(self) -> Result<Sent, E> {
        Ok(Sent(None))
    }
}

#[cfg(test)]
mod tests {
    use super::Sent;

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
            ("[]", None),
            ("[[{}]]", None),
            (r#"{"message_id": "77"}"#, None),
            ("{}", None),
            ("true", None),
            ("-1", None),
            ("1", None),
            ("1.5", None),
            (r#""ok""#, None),
            ("[null]", None),
        ];
        for (answer, number) in cases {
            let sent: Sent = serde_json::from_str(answer).unwrap();
            assert_eq!(sent.0, number, "{answer}");
        }
        assert!(serde_json::from_str::<Sent>(r#"{"message_id": 7"#).is_err());
    }
}
