//! Short codes of people, kept so that trying all of them takes long (PBKDF2, RFC 8018). Whoever stores one seals
//! it besides: four digits alone hold nobody up who has the table.

use std::num::NonZeroU32;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::pbkdf2::{PBKDF2_HMAC_SHA256, derive, verify};

use super::{Chance, Secret};

/// Rounds of one try: some hundredths of a second, as a transaction may be waiting.
const ROUNDS: u32 = 60_000;
const SALT_LEN: usize = 16;
const HASH_LEN: usize = 32;

/// Rounds, salt and hash in one word, to be stored.
pub fn slow_hash(chance: &Chance, code: &Secret) -> String {
    let salt: [u8; SALT_LEN] = chance.bytes();
    let mut hash = [0; HASH_LEN];
    let rounds = NonZeroU32::new(ROUNDS).unwrap_or(NonZeroU32::MIN);
    let code = code.expose().as_bytes();
    derive(PBKDF2_HMAC_SHA256, rounds, &salt, code, &mut hash);
    let (salt, hash) = (URL_SAFE_NO_PAD.encode(salt), URL_SAFE_NO_PAD.encode(hash));
    format!("{ROUNDS}.{salt}.{hash}")
}

/// Whether `stored` was made of this code; what cannot be read fits nothing.
pub fn fits(stored: &str, code: &Secret) -> bool {
    let mut parts = stored.split('.');
    let rounds = parts.next().and_then(|rounds| rounds.parse().ok());
    let mut bytes = || URL_SAFE_NO_PAD.decode(parts.next()?).ok();
    let (Some(rounds), Some(salt), Some(hash)) = (rounds, bytes(), bytes()) else {
        return false;
    };
    let code = code.expose().as_bytes();
    verify(PBKDF2_HMAC_SHA256, rounds, &salt, code, &hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_fits_and_two_hashes_of_one_differ() {
        let chance = Chance::seeded(1);
        let code = Secret::new("4711");
        let (one, two) = (slow_hash(&chance, &code), slow_hash(&chance, &code));
        assert_ne!(one, two);
        assert!(fits(&one, &code) && fits(&two, &code));
        assert!(!fits(&one, &Secret::new("4712")));
        assert!(!one.contains("4711"));
        for rubbish in ["", "0.AAAA.AAAA", "x.y.z", "60000.AAAA"] {
            assert!(!fits(rubbish, &code), "{rubbish}");
        }
    }
}
