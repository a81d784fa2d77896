//! Layer 2: several files as one locked ZIP, and how much a ZIP from outside becomes. The only room that knows `zip`. Knows no child, no
//! chat and no table; the salts of the lock are drawn by the crate itself.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write, copy, sink};

use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipArchive, ZipWriter};

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

/// Files a ZIP from outside may hold; a workbook has some twenty.
const MOST_FILES: usize = 200;

/// Whether a ZIP from outside becomes at most `most` bytes. It is unpacked to nowhere and stopped there: what it
/// says about its own sizes is not believed. `None`: it cannot be unpacked.
pub fn unpacks_within(bytes: &[u8], most: u64) -> Option<bool> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if zip.len() > MOST_FILES {
        return Some(false);
    }
    let mut left = most;
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).ok()?;
        let became = copy(&mut file.by_ref().take(left + 1), &mut sink()).ok()?;
        if became > left {
            return Some(false);
        }
        left -= became;
    }
    Some(true)
}

/// What the files of a ZIP from outside are called, and the text of one of them, `most` bytes at most. `None`: it
/// cannot be unpacked, or has no such file.
pub fn listed(bytes: &[u8], of: &str, most: u64) -> Option<(BTreeSet<String>, String)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut names = BTreeSet::new();
    for index in 0..zip.len().min(MOST_FILES) {
        names.insert(zip.by_index(index).ok()?.name().ok()?.into_owned());
    }
    let mut text = String::new();
    let file = zip.by_name(of).ok()?;
    file.take(most).read_to_string(&mut text).ok()?;
    Some((names, text))
}
