//! Layer 2: several files as one locked ZIP. The only room that knows `zip`. Knows no child, no
//! chat and no table; the salts of the lock are drawn by the crate itself.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

use crate::base::{Chance, Secret};

/// Why there is no archive.
#[derive(Debug, thiserror::Error)]
#[error("the archive cannot be written: {0}")]
pub struct NotWritten(#[from] zip::result::ZipError);

/// Signs that are not mistaken for each other when they are typed from a screen.
const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Groups of four: 99 bits. The ZIP lock hashes a phrase a thousand times only, so the phrase itself
/// has to be beyond guessing.
const GROUPS: usize = 5;

/// A pass phrase for one archive, such as `k3hw-9mta-x2qe-rr5n-8gdp`.
pub fn phrase(chance: &Chance) -> Secret {
    let group = |_| -> String {
        (0..4)
            .map(|_| {
                let at = usize::try_from(chance.below(SIGNS.len() as u64)).unwrap_or_default();
                char::from(SIGNS[at % SIGNS.len()])
            })
            .collect()
    };
    let groups: Vec<String> = (0..GROUPS).map(group).collect();
    Secret::new(groups.join("-"))
}

/// The files under their names, each locked with AES-256. Names are readable without the phrase: they
/// must say nothing.
pub fn locked(files: &[(&str, &[u8])], phrase: &Secret) -> Result<Vec<u8>, NotWritten> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .with_aes_encryption(AesMode::Aes256, phrase.expose());
        zip.start_file(*name, options)?;
        zip.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}
