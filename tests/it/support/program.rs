//! The real program as a process of its own.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use super::databases::TestDb;
use super::keys::KEY;

/// One command on this database, until it has ended.
pub fn hongyan(db: &TestDb, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
    command
        .args(words)
        .args(["--database", &db.url])
        .env_clear()
        .env("HONGYAN_KEY", KEY);
    command.output().unwrap()
}

/// The same: exit code and everything said.
pub fn asked(db: &TestDb, words: &[&str]) -> (i32, String) {
    let output = hongyan(db, words);
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

/// `hongyan serve`; killed when dropped.
pub struct Program(Child);

impl Program {
    /// With these settings of the environment and no others.
    pub fn start(settings: &[(&str, &str)], file: Option<&Path>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
        command.arg("serve").env_clear();
        command.env("HONGYAN_KEY", KEY);
        command.envs(settings.iter().copied());
        if let Some(file) = file {
            command.arg("--config").arg(file);
        }
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Program {
    /// As `kill -9` does.
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}
