//! The kinds of file `hongyan import` takes.

use crate::words;

words! {
    /// What the rows of a file are.
    pub enum Kind {
        /// One pupil a row, with school, class, home and where each parent is.
        Students = "students",
        /// One adult a row.
        Contacts = "contacts",
        /// Who is what to which child.
        Relations = "relations",
        /// One event a row: absent, late, partly there.
        Attendance = "attendance",
        /// One mark a row, on the school's own scale.
        Marks = "marks",
        /// One post a row.
        Staff = "staff",
    }
}
