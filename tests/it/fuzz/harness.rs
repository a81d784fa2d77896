//! Kept inputs first, then made ones: rubbish, and kept inputs with a few bytes changed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use sha2::{Digest, Sha256};

/// Longer inputs find nothing that shorter ones do not.
const MOST: usize = 4_096;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// One change of an input.
#[derive(Clone, Debug)]
enum Change {
    Flip(usize, u8),
    Put(usize, Vec<u8>),
    Cut(usize, usize),
    Twice(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..MOST;
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..8),
        // What parsers trip over.
        proptest::sample::select(vec![
            b"null".to_vec(),
            b"-1".to_vec(),
            b"9223372036854775807".to_vec(),
            b"9223372036854775808".to_vec(),
            b"1e999".to_vec(),
            b"{}".to_vec(),
            b"[]".to_vec(),
            b"\"".to_vec(),
            b"\\u0000".to_vec(),
            b"\\ud800".to_vec(),
            b".".to_vec(),
            b",".to_vec(),
            b"\r\n".to_vec(),
            "鸿雁".as_bytes().to_vec(),
            "😀".as_bytes().to_vec(),
            b"\xff\xfe".to_vec(),
        ]),
    ];
    prop_oneof![
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
        (at.clone(), piece).prop_map(|(at, piece)| Change::Put(at, piece)),
        (at.clone(), 1..32_usize).prop_map(|(at, long)| Change::Cut(at, long)),
        (at, 1..64_usize).prop_map(|(at, long)| Change::Twice(at, long)),
    ]
}

fn apply(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len().max(1);
        match change {
            Change::Flip(at, byte) => {
                if let Some(there) = bytes.get_mut(at % length) {
                    *there ^= byte;
                }
            }
            Change::Put(at, piece) => {
                let at = at % length;
                bytes.splice(at.min(bytes.len())..at.min(bytes.len()), piece.clone());
            }
            Change::Cut(at, long) => {
                let from = (at % length).min(bytes.len());
                let to = (from + long).min(bytes.len());
                bytes.drain(from..to);
            }
            Change::Twice(at, long) => {
                let from = (at % length).min(bytes.len());
                let to = (from + long).min(bytes.len());
                let piece = bytes[from..to].to_vec();
                bytes.splice(from..from, piece);
            }
        }
    }
    bytes.truncate(MOST);
    bytes
}

/// Kept inputs of a target by name.
fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = root().join("tests/fixtures/fuzz").join(target);
    let mut out: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect();
    out.sort();
    assert!(!out.is_empty(), "{} is empty", folder.display());
    out
}

/// Runs `check` over what is kept of `target` and over `usual` made inputs, or as many as
/// `HONGYAN_FUZZ_CASES` says. The usual run is the same every time; a longer one is not.
pub fn fuzz(target: &str, usual: u32, check: impl Fn(&[u8])) {
    let kept = kept(target);
    for (name, bytes) in &kept {
        let fine = catch_unwind(AssertUnwindSafe(|| check(bytes)));
        assert!(fine.is_ok(), "kept input {target}/{name} fails");
    }
    let asked = std::env::var("HONGYAN_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: asked.unwrap_or(usual),
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let mut runner = match asked {
        Some(_) => TestRunner::new(config),
        None => {
            let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
            TestRunner::new_with_rng(config, rng)
        }
    };
    let seeds: Vec<Vec<u8>> = kept.into_iter().map(|(_, bytes)| bytes).collect();
    let changed = (
        proptest::sample::select(seeds),
        proptest::collection::vec(change(), 1..8),
    )
        .prop_map(|(seed, changes)| apply(seed, &changes));
    let made = prop_oneof![
        1 => proptest::collection::vec(any::<u8>(), 0..256),
        9 => changed,
    ];
    let outcome = runner.run(&made, |bytes| {
        catch_unwind(AssertUnwindSafe(|| check(&bytes)))
            .map_err(|_| TestCaseError::fail("it panics"))
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(why, bytes)) => {
            let name = Sha256::digest(&bytes);
            let name: String = name.iter().take(6).map(|b| format!("{b:02x}")).collect();
            let path = root()
                .join("tests/fixtures/fuzz")
                .join(target)
                .join(format!("failed-{name}"));
            std::fs::write(&path, &bytes).unwrap();
            panic!("{why}; the input is kept in {}", path.display());
        }
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}
