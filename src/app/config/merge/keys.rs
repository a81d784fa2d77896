//! The operator's keys, from a variable or a file. Never quoted in a complaint.

use std::path::Path;

use super::super::file::Section;
use super::Merge;
use crate::base::{Chance, KeyProblem, Keyring};

const MAKE: &str = "Make one with `hongyan keys new hongyan.key`, keep a copy of it in another place, \
    and set HONGYAN_KEY_FILE (or `key_file`) to where it is.";

impl Merge<'_> {
    /// `None` when there is none or it cannot be used; then a complaint says why.
    pub(super) fn keys(&mut self, top: &mut Section) -> Option<Keyring> {
        let in_file = self.key(top, "key_file");
        let plain = self.variable("HONGYAN_KEY");
        let file = self.variable("HONGYAN_KEY_FILE");
        if let (Some(plain), Some(file)) = (&plain, &file) {
            let what = format!("{} is set as well", plain.place);
            self.complaints
                .add(&file.place, what, "Keep one of the two.");
        }
        let (place, ring) = match (plain, file.or(in_file)) {
            (Some(found), _) => {
                let ring = Keyring::parse(&found.text, Chance::system());
                (found.place, ring)
            }
            (None, Some(found)) => {
                let ring = Keyring::read(Path::new(&found.text), Chance::system());
                (format!("{} ({})", found.place, found.text), ring)
            }
            (None, None) => {
                let what = "there is no key to seal children's records with";
                self.complaints.add("HONGYAN_KEY_FILE", what, MAKE);
                return None;
            }
        };
        ring.map_err(|problem| {
            let fix = match &problem {
                KeyProblem::File(_) => "Name a file this user can read.",
                _ => "`hongyan keys new FILE` makes one in the right shape.",
            };
            self.complaints.add(place, problem.to_string(), fix);
        })
        .ok()
    }
}
