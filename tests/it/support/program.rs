//! The real program as a process of its own.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::keys::KEY;

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
