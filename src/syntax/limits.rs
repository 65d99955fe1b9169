//! How large and how deep a file may be.

/// How deep collections may be nested; the deepest place of the format is at 8.
pub const MAX_DEPTH: usize = 64;

/// How large a file may be, in bytes; larger ones are not read.
pub const MAX_FILE_BYTES: u64 = 32 << 20;
