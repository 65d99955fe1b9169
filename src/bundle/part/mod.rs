//! What several pages show: lists, trees, tables, as contexts.

pub mod bill;
pub mod citation;
pub mod comparison;
pub mod documentation;
pub mod file_list;
pub mod ground;
pub mod hindrance;
pub mod lists;
pub mod places;
pub mod provenance;
pub mod reason;
pub mod recipe;
pub mod steps;
pub mod tree;
