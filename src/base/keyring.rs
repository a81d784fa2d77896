//! Keys, and what is sealed under them: ChaCha20-Poly1305 with a nonce drawn for every text, and what
//! it is about bound to it. The only place that knows the crypto crate; knows no table and no child.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac::{HMAC_SHA256, sign};
use zeroize::Zeroizing;

use super::{Chance, Secret};

const KEY_LEN: usize = 32;
/// How every wrapped key begins; another way of sealing would get another number.
const VERSION: &str = "v1";

/// 256 bits. Overwritten when dropped; shows nothing of itself.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; KEY_LEN]>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    pub fn random(chance: &Chance) -> Self {
        Self(Zeroizing::new(chance.bytes()))
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; KEY_LEN] = bytes.try_into().ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    fn cipher(&self) -> Option<LessSafeKey> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.0[..]).ok()?;
        Some(LessSafeKey::new(key))
    }

    /// Nonce and sealed text as base64. `about` is not in it, and must be said again to open it.
    /// `None` cannot happen for what fits into memory.
    pub fn seal(&self, chance: &Chance, about: &str, plain: &[u8]) -> Option<String> {
        let nonce: [u8; NONCE_LEN] = chance.bytes();
        let mut sealed = Vec::with_capacity(NONCE_LEN + plain.len() + 16);
        sealed.extend_from_slice(plain);
        let bound = Nonce::assume_unique_for_key(nonce);
        let cipher = self.cipher()?;
        let aad = Aad::from(about.as_bytes());
        cipher
            .seal_in_place_append_tag(bound, aad, &mut sealed)
            .ok()?;
        sealed.splice(0..0, nonce);
        Some(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// What was sealed; `None` for another key, another `about`, or a changed text.
    pub fn open(&self, about: &str, sealed: &str) -> Option<Zeroizing<Vec<u8>>> {
        let mut sealed = Zeroizing::new(URL_SAFE_NO_PAD.decode(sealed).ok()?);
        let (nonce, body) = sealed.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let aad = Aad::from(about.as_bytes());
        let length = self.cipher()?.open_in_place(nonce, aad, body).ok()?.len();
        sealed.drain(..NONCE_LEN);
        sealed.truncate(length);
        Some(sealed)
    }

    /// The same for the same text under the same key, and says nothing of it to others.
    pub fn mark(&self, purpose: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(&self.digest(purpose, text.as_bytes())[..16])
    }

    /// 64 hexadecimal digits that only who holds this key can make of `text`.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        let digest = self.digest(purpose, text.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A key that only who holds both keys can make.
    pub fn together(&self, other: &Self) -> Self {
        Self(Zeroizing::new(self.digest("together", &other.0[..])))
    }

    fn digest(&self, purpose: &str, text: &[u8]) -> [u8; KEY_LEN] {
        let key = ring::hmac::Key::new(HMAC_SHA256, &self.0[..]);
        let mut said = Zeroizing::new(format!("hongyan {purpose}\0").into_bytes());
        said.extend_from_slice(text);
        let mut digest = [0; KEY_LEN];
        digest.copy_from_slice(sign(&key, &said).as_ref());
        digest
    }
}

/// Why there is no ring of keys. Never quotes one.
#[derive(Debug, thiserror::Error)]
pub enum KeyProblem {
    #[error("there is no key in it")]
    Empty,
    #[error("key number {0} is not 32 bytes in base64")]
    Shape(usize),
    #[error("it cannot be read ({0})")]
    File(#[from] std::io::Error),
}

/// One key of the operator's, and what it is called.
#[derive(Clone)]
struct Held {
    id: String,
    key: Key,
}

struct Ring {
    held: RwLock<Arc<Vec<Held>>>,
    /// Read again when it changed: a new key is taken up while the house is open.
    file: Option<PathBuf>,
    chance: Chance,
}

/// The operator's keys, newest first. Cheap to clone; all clones hold the same keys.
#[derive(Clone)]
pub struct Keyring(Arc<Ring>);

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring{:?}", self.ids())
    }
}

/// A key sealed under one of the operator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped {
    /// What the operator's key is called.
    pub by: String,
    pub text: String,
}

impl Keyring {
    /// Keys as the operator writes them: 32 bytes in base64 each, the newest first, between them white
    /// space; a line that begins with `#` is a remark.
    pub fn parse(text: &str, chance: Chance) -> Result<Self, KeyProblem> {
        Ok(Self::with(held(text)?, None, chance))
    }

    /// The same from a file, which is looked at again when a key is missing or a new one is made.
    pub fn read(file: &Path, chance: Chance) -> Result<Self, KeyProblem> {
        let text = Zeroizing::new(std::fs::read_to_string(file)?);
        Ok(Self::with(held(&text)?, Some(file.to_owned()), chance))
    }

    /// One key nobody else has.
    pub fn passing(chance: Chance) -> Self {
        let key = Key::random(&chance);
        let id = name_of(&key);
        Self::with(vec![Held { id, key }], None, chance)
    }

    fn with(held: Vec<Held>, file: Option<PathBuf>, chance: Chance) -> Self {
        Self(Arc::new(Ring {
            held: RwLock::new(Arc::new(held)),
            file,
            chance,
        }))
    }

    /// A new key as the operator keeps it, and what it is called.
    pub fn fresh(chance: &Chance) -> (Secret, String) {
        let key = Key::random(chance);
        let text = Zeroizing::new(STANDARD.encode(&key.0[..]));
        (Secret::new(text.as_str()), name_of(&key))
    }

    pub fn chance(&self) -> &Chance {
        &self.0.chance
    }

    /// What the keys are called, newest first.
    pub fn ids(&self) -> Vec<String> {
        self.held().iter().map(|held| held.id.clone()).collect()
    }

    /// Looks at the file again. One that is gone or half written changes nothing.
    pub fn look_again(&self) {
        let Some(file) = &self.0.file else { return };
        let Ok(text) = std::fs::read_to_string(file).map(Zeroizing::new) else {
            return;
        };
        if let Ok(held) = held(&text) {
            *self.0.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(held);
        }
    }

    /// Under the newest key.
    pub fn wrap(&self, about: &str, key: &Key) -> Option<Wrapped> {
        let held = self.held();
        let newest = held.first()?;
        let sealed = newest.key.seal(self.chance(), about, &key.0[..])?;
        Some(Wrapped {
            by: newest.id.clone(),
            text: format!("{VERSION}.{}.{sealed}", newest.id),
        })
    }

    /// The key in `wrapped`. The error names the operator's key that is not on this ring, or says `None`
    /// when the text is not what that key sealed.
    pub fn unwrap(&self, about: &str, wrapped: &str) -> Result<Key, Option<String>> {
        let mut parts = wrapped.splitn(3, '.');
        let (Some(VERSION), Some(id), Some(sealed)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(None);
        };
        let opened = match self.find(id) {
            Some(held) => held.key.open(about, sealed),
            None => return Err(Some(id.to_owned())),
        };
        opened.and_then(|bytes| Key::of(&bytes)).ok_or(None)
    }

    fn find(&self, id: &str) -> Option<Held> {
        let find = || self.held().iter().find(|held| held.id == id).cloned();
        find().or_else(|| {
            self.look_again();
            find()
        })
    }

    fn held(&self) -> Arc<Vec<Held>> {
        let held = self.0.held.read();
        held.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The first bytes of a digest: enough to tell an operator's keys apart, of no use for finding one.
fn name_of(key: &Key) -> String {
    let digest = key.digest("name of a key", b"");
    digest[..4].iter().map(|b| format!("{b:02x}")).collect()
}

fn held(text: &str) -> Result<Vec<Held>, KeyProblem> {
    let lines = text.lines().filter(|line| !line.trim().starts_with('#'));
    let mut all: Vec<Held> = Vec::new();
    for (at, word) in lines.flat_map(str::split_whitespace).enumerate() {
        let bytes = STANDARD.decode(word).map(Zeroizing::new);
        let key = bytes.ok().and_then(|bytes| Key::of(&bytes));
        let key = key.ok_or(KeyProblem::Shape(at + 1))?;
        let id = name_of(&key);
        all.push(Held { id, key });
    }
    if all.is_empty() {
        return Err(KeyProblem::Empty);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_as_what_it_is_about() {
        let chance = Chance::seeded(1);
        let (key, other) = (Key::random(&chance), Key::random(&chance));
        let sealed = key.seal(&chance, "a 1", "Мин".as_bytes()).unwrap();
        assert_ne!(sealed, key.seal(&chance, "a 1", "Мин".as_bytes()).unwrap());
        assert_eq!(&key.open("a 1", &sealed).unwrap()[..], "Мин".as_bytes());
        assert!(key.open("a 2", &sealed).is_none());
        assert!(other.open("a 1", &sealed).is_none());
        assert!(key.open("a 1", &sealed[1..]).is_none());
        assert!(key.open("a 1", "").is_none());
        assert_eq!(key.mark("line", "1"), key.mark("line", "1"));
        assert_ne!(key.mark("line", "1"), other.mark("line", "1"));
        assert_ne!(key.mark("line", "1"), key.mark("name", "1"));
        assert_eq!(format!("{key:?}"), "Key(…)");
    }

    #[test]
    fn a_ring_takes_up_a_new_key_from_its_file() {
        let chance = Chance::seeded(2);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        let (old, old_id) = Keyring::fresh(&chance);
        let (new, new_id) = Keyring::fresh(&chance);
        std::fs::write(&file, format!("# ours\n{}\n", old.expose())).unwrap();
        let ring = Keyring::read(&file, chance.clone()).unwrap();
        let key = Key::random(&chance);
        let under_old = ring.wrap("7", &key).unwrap();
        assert_eq!(under_old.by, old_id);

        std::fs::write(&file, format!("{}\n{}\n", new.expose(), old.expose())).unwrap();
        let elsewhere = Keyring::parse(new.expose(), chance.clone()).unwrap();
        let under_new = elsewhere.wrap("7", &key).unwrap();
        assert_eq!(ring.unwrap("7", &under_new.text).unwrap().0, key.0);
        assert_eq!(ring.ids(), [new_id, old_id.clone()]);
        assert_eq!(ring.unwrap("7", &under_old.text).unwrap().0, key.0);
        assert_eq!(
            elsewhere.unwrap("7", &under_old.text).unwrap_err(),
            Some(old_id)
        );
        assert_eq!(ring.unwrap("8", &under_new.text).unwrap_err(), None);

        // Half written: what is held stays.
        std::fs::write(&file, "AAAA").unwrap();
        ring.look_again();
        assert_eq!(ring.ids().len(), 2);
        assert!(matches!(
            Keyring::parse("AAAA", chance),
            Err(KeyProblem::Shape(1))
        ));
        assert!(!format!("{ring:?}").contains(new.expose()));
    }
}
