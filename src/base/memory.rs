//! Memory that is free again.

/// Gives what was freed back to the system. glibc keeps it for the next time, which after a walk through every
/// child is tomorrow: a third of what a process holds at rest. Takes a few milliseconds; elsewhere it does nothing.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: takes nothing, touches free memory only, and may be called from any thread (malloc_trim(3)).
    unsafe {
        libc::malloc_trim(0);
    }
}
