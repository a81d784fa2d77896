//! Notes, as conversations.
