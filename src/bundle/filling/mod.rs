//! Templates, compiled once, and the values that fill them.

pub mod stencil;
pub mod step;
pub mod tape;
pub mod templates;
