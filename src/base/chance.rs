//! The only place that makes random numbers: seeded in tests, from the system elsewhere.

use std::sync::{Arc, Mutex, PoisonError};

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// A cryptographic generator shared by all clones.
#[derive(Clone)]
pub struct Chance(Arc<Mutex<ChaCha20Rng>>);

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}

impl Chance {
    /// Seeded by the operating system: codes and tokens cannot be guessed.
    pub fn system() -> Self {
        Self(Arc::new(Mutex::new(rand::make_rng())))
    }

    /// The same numbers for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// A second generator of the same seed whose numbers have nothing to do with this one's. Making it
    /// draws none.
    pub fn apart(&self) -> Self {
        let mut other = self.with(|rng| rng.clone());
        other.set_stream(other.get_stream() ^ 1);
        Self(Arc::new(Mutex::new(other)))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut ChaCha20Rng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// `0 ≤ n < below`; `below` of 0 counts as 1.
    pub fn below(&self, below: u64) -> u64 {
        self.with(|rng| rng.random_range(0..below.max(1)))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        self.with(|rng| {
            let mut bytes = [0; N];
            rng.fill_bytes(&mut bytes);
            bytes
        })
    }

    /// `count` decimal digits, leading zeros kept.
    pub fn digits(&self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + self.below(10) as u8))
            .collect()
    }
}
