//! All persistence, for SQLite and PostgreSQL with one SQL text. The only room that knows `sqlx`.
//! Knows nothing of rules: it reads and writes rows, `service` decides.
//!
//! The rule that makes one text possible: every column is `TEXT` or `BIGINT`. Instants are `*_ms`,
//! flags `BIGINT CHECK (x IN (0, 1))`, enums `TEXT CHECK`, days `TEXT` (`YYYY-MM-DD`), JSON `TEXT`.

#[macro_use]
mod sql;
#[macro_use]
mod under_way;
mod address;
mod begun;
mod bells;
mod care;
mod engine;
mod engine_files;
mod error;
mod memo;
mod parcels;
mod planner;
mod pool;
mod sole;
mod tx;

pub mod accounts;
pub mod adults;
pub mod agenda;
pub mod albums;
pub mod appointments;
pub mod arrivals;
pub mod audit;
pub mod backup;
pub mod bots;
pub mod break_glass;
pub mod calendar;
pub mod check_ins;
pub mod children;
pub mod commands;
pub mod concern_letters;
mod concern_seal;
pub mod concern_words;
pub mod concerns;
pub mod consents;
pub mod covers;
pub mod dossiers;
pub mod entries;
pub mod erasure;
pub mod exclusions;
pub mod freezes;
pub mod grown;
pub mod health;
pub mod house;
pub mod impostors;
pub mod inbox;
mod inbox_body;
pub mod inbox_desk;
pub mod invitations;
pub mod later_notes;
pub mod leads;
mod line;
pub mod links;
pub mod note_halts;
pub mod notes;
pub mod offers;
pub mod on_behalf;
pub mod outbox;
pub mod outbox_desk;
pub mod outbox_view;
pub mod outbox_waiting;
pub mod posts;
pub mod processes;
pub mod quiet;
pub mod reach;
pub mod reading;
pub mod receipts;
pub mod requests;
pub mod retention;
pub mod rights;
pub mod roster;
pub mod same_day;
pub mod schedules;
pub mod sealing;
pub mod second_factors;
pub mod tallies;
pub mod tasks;
pub mod templates;
pub mod today;
pub mod transfers;
pub mod units;
pub mod vault;
pub mod week_sheets;
pub mod weekly;
mod weekly_people;

pub use bells::Queue;
pub use engine::{Engine, Store};
pub use error::StoreError;
pub use sole::Sole;
pub use sql::Sql;
pub use tx::Tx;

/// What every function here returns.
pub type Stored<T> = Result<T, StoreError>;

/// Every statement of this room by file: a test prepares all of them on both engines.
pub fn statements() -> Vec<(&'static str, &'static [(&'static str, Sql)])> {
    vec![
        ("accounts", accounts::STATEMENTS),
        ("adults", adults::STATEMENTS),
        ("agenda", agenda::STATEMENTS),
        ("albums", albums::STATEMENTS),
        ("appointments", appointments::STATEMENTS),
        ("arrivals", arrivals::STATEMENTS),
        ("audit", audit::STATEMENTS),
        ("backup", backup::STATEMENTS),
        ("bots", bots::STATEMENTS),
        ("break_glass", break_glass::STATEMENTS),
        ("calendar", calendar::STATEMENTS),
        ("check_ins", check_ins::STATEMENTS),
        ("children", children::STATEMENTS),
        ("commands", commands::STATEMENTS),
        ("concern_letters", concern_letters::STATEMENTS),
        ("concern_words", concern_words::STATEMENTS),
        ("concerns", concerns::STATEMENTS),
        ("consents", consents::STATEMENTS),
        ("dossiers", dossiers::STATEMENTS),
        ("entries", entries::STATEMENTS),
        ("erasure", erasure::STATEMENTS),
        ("exclusions", exclusions::STATEMENTS),
        ("freezes", freezes::STATEMENTS),
        ("grown", grown::STATEMENTS),
        ("health", health::STATEMENTS),
        ("impostors", impostors::STATEMENTS),
        ("house", house::STATEMENTS),
        ("inbox", inbox::STATEMENTS),
        ("inbox_desk", inbox_desk::STATEMENTS),
        ("invitations", invitations::STATEMENTS),
        ("later_notes", later_notes::STATEMENTS),
        ("templates", templates::STATEMENTS),
        ("leads", leads::STATEMENTS),
        ("links", links::STATEMENTS),
        ("note_halts", note_halts::STATEMENTS),
        ("notes", notes::STATEMENTS),
        ("on_behalf", on_behalf::STATEMENTS),
        ("offers", offers::STATEMENTS),
        ("outbox", outbox::STATEMENTS),
        ("outbox::claiming", outbox::claiming::STATEMENTS),
        ("outbox_desk", outbox_desk::STATEMENTS),
        ("outbox_view", outbox_view::STATEMENTS),
        ("outbox_waiting", outbox_waiting::STATEMENTS),
        ("posts", posts::STATEMENTS),
        ("processes", processes::STATEMENTS),
        ("quiet", quiet::STATEMENTS),
        ("reach", reach::STATEMENTS),
        ("reading", reading::STATEMENTS),
        ("receipts", receipts::STATEMENTS),
        ("requests", requests::STATEMENTS),
        ("retention", retention::STATEMENTS),
        ("rights", rights::STATEMENTS),
        ("roster", roster::STATEMENTS),
        ("same_day", same_day::STATEMENTS),
        ("schedules", schedules::STATEMENTS),
        ("sealing", sealing::STATEMENTS),
        ("sealing::days", sealing::days::STATEMENTS),
        ("second_factors", second_factors::STATEMENTS),
        ("covers", covers::STATEMENTS),
        ("tallies", tallies::STATEMENTS),
        ("tasks", tasks::STATEMENTS),
        ("today", today::STATEMENTS),
        ("transfers", transfers::STATEMENTS),
        ("under_way", under_way::STATEMENTS),
        ("units", units::STATEMENTS),
        ("vault", vault::STATEMENTS),
        ("week_sheets", week_sheets::STATEMENTS),
        ("weekly", weekly::STATEMENTS),
        ("weekly_people", weekly_people::STATEMENTS),
    ]
}
