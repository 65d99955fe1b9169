//! Imports, from bytes to files.
