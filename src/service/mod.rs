//! Layer 4: use cases. One function is one transaction: read, let the core decide, write, audit.

pub mod import;
