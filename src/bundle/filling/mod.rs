//! Templates, compiled once, and the values that fill them.

pub mod stencil;
pub mod tape;
pub mod templates;
