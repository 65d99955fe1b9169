//! Templates, compiled once, and the values that fill them.

pub mod slim;
pub mod stencil;
pub mod step;
pub mod tape;
pub mod templates;
