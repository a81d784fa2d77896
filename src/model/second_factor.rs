//! The second factor: time-based one-time codes (RFC 6238, HMAC-SHA-1, 6 digits, 30 seconds), as every
//! authenticator app makes them. Pure: knows no clock, no table.

use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use crate::base::{Instant, Secret};
use crate::words;

/// Seconds one code is shown.
const STEP_SECONDS: i64 = 30;
/// Steps a phone's clock may be off, either way.
const SLACK: i64 = 1;
/// Bytes of a key (RFC 4226 asks for 160 bits).
pub const KEY_BYTES: usize = 20;
/// One-time recovery codes somebody gets at enrolment.
pub const RECOVERY_CODES: usize = 10;
/// How long a proof holds.
pub const HOLDS: TimeDelta = TimeDelta::hours(12);

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

words! {
    /// Whether leads and officers are asked for it.
    pub enum Demand {
        Required = "required",
        /// For a demonstration, or where something else protects the phones.
        Off = "off",
    }
}

/// The key as apps take it (RFC 4648 base 32, no padding).
pub fn base32(bytes: &[u8]) -> String {
    let (mut out, mut held, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(held >> bits) as usize & 31]));
        }
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(held << (5 - bits)) as usize & 31]));
    }
    out
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
        }
    }
    Some(out)
}

/// The time step a moment lies in.
pub fn step_at(at: Instant) -> i64 {
    at.timestamp().div_euclid(STEP_SECONDS)
}

/// The six digits of one step; `None` for a key that is none.
pub fn digits(key: &Secret, step: i64) -> Option<String> {
    let key = from_base32(key.expose())?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash.last()? & 15);
    let four: [u8; 4] = hash.get(at..at + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(four) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}

/// The step whose digits these are, near `at`. All near steps are compared, so that the time tells
/// nothing.
pub fn step_of(key: &Secret, typed: &str, at: Instant) -> Option<i64> {
    let now = step_at(at);
    let mut found = None;
    for step in now - SLACK..=now + SLACK {
        let right = digits(key, step)?;
        if bool::from(right.as_bytes().ct_eq(typed.as_bytes())) {
            found = Some(step);
        }
    }
    found
}

/// What an app reads from the picture. `whose` tells two schools apart in it: never a person's name.
pub fn address(key: &Secret, whose: &str) -> String {
    let mut label = String::new();
    for byte in whose.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                label.push(char::from(byte));
            }
            _ => label.push_str(&format!("%{byte:02X}")),
        }
    }
    let key = key.expose();
    format!("otpauth://totp/hongyan:{label}?secret={key}&issuer=hongyan")
}

/// What somebody typed, as one of the two kinds of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Six digits of the app.
    Digits(String),
    /// Sixteen letters of the list on paper.
    Recovery(Secret),
}

impl Typed {
    /// However it is spaced and whatever the case.
    pub fn read(text: &str) -> Option<Self> {
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if bare.len() == 6 && bare.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Digits(bare));
        }
        let is_code = bare.len() == 16 && bare.bytes().all(|byte| ALPHABET.contains(&byte));
        is_code.then(|| Self::Recovery(Secret::new(bare)))
    }
}

/// Groups of four, to be read and copied by hand.
pub fn grouped(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    let groups: Vec<String> = chars
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B (the last six of eight digits).
    #[test]
    fn the_examples_of_the_standard() {
        let key = Secret::new(base32(b"12345678901234567890"));
        for (seconds, right) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
            assert_eq!(digits(&key, step_at(at)).unwrap(), right);
            assert_eq!(step_of(&key, right, at), Some(step_at(at)));
            let late = at + TimeDelta::seconds(90);
            assert_eq!(step_of(&key, right, late), None);
        }
    }

    #[test]
    fn a_key_is_read_back_and_a_code_however_it_is_typed() {
        let bytes: Vec<u8> = (0..20).collect();
        assert_eq!(from_base32(&base32(&bytes)).unwrap(), bytes);
        assert_eq!(
            Typed::read(" 287 082 "),
            Some(Typed::Digits("287082".into()))
        );
        let code = Typed::read("abcd efgh-ijkl mnop");
        assert_eq!(code, Some(Typed::Recovery(Secret::new("ABCDEFGHIJKLMNOP"))));
        assert_eq!(Typed::read("28708"), None);
        let address = address(&Secret::new("ABC"), "School 7");
        assert_eq!(
            address,
            "otpauth://totp/hongyan:School%207?secret=ABC&issuer=hongyan"
        );
    }
}
