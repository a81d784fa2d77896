//! What is wrong with a configuration: where, what, and how to mend it. Never holds a secret.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// A variable, or `file: key`.
    pub place: String,
    pub what: String,
    pub fix: String,
}

/// All of them, in the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints(Vec<Complaint>);

impl Complaints {
    pub fn add(
        &mut self,
        place: impl Into<String>,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let complaint = Complaint {
            place: place.into(),
            what: what.into(),
            fix: fix.into(),
        };
        // A value shared by several bots is wrong once.
        if !self.0.contains(&complaint) {
            self.0.push(complaint);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Complaint> {
        self.0.iter()
    }
}

impl fmt::Display for Complaints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        let problems = if count == 1 { "problem" } else { "problems" };
        writeln!(f, "The configuration has {count} {problems}:")?;
        for Complaint { place, what, fix } in &self.0 {
            writeln!(f, "  {place}: {what}")?;
            writeln!(f, "      {fix}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Complaints {}
