//! groundup: a compiler for open hardware. The map: one line a module; each uses only those above it.

pub mod text;
pub mod diagnostic;
pub mod world;
pub mod quantity;
pub mod syntax;
pub mod schema;
pub mod model;
pub mod catalog;
pub mod graph;
pub mod resolve;
pub mod local;
pub mod lint;
pub mod bundle;
pub mod emit;
pub mod host;
pub mod cli;
