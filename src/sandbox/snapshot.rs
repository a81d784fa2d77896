//! How the state becomes JSON and comes back: map keys that are pairs, bytes as hexadecimal.

/// Maps keyed by (bot, chat), as a list of entries.
pub(super) mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    type Map<T> = BTreeMap<(i64, i64), T>;

    pub fn serialize<T: Serialize, S: Serializer>(map: &Map<T>, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(map.iter())
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Map<T>, D::Error> {
        Ok(Vec::<((i64, i64), T)>::deserialize(d)?
            .into_iter()
            .collect())
    }
}

/// Bytes as hexadecimal digits: twice the size, against four times as a list of numbers.
pub(super) mod hex {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], s: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(bytes.len() * 2);
        for byte in bytes {
            for half in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        s.serialize_str(&text)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<std::sync::Arc<[u8]>, D::Error> {
        let text = String::deserialize(d)?;
        let digit = |c: u8| char::from(c).to_digit(16);
        text.as_bytes()
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => Some((digit(*high)? * 16 + digit(*low)?) as u8),
                _ => None,
            })
            .collect::<Option<Vec<u8>>>()
            .map(Into::into)
            .ok_or_else(|| D::Error::custom("not hexadecimal"))
    }
}
