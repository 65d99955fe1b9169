//! One file a rule, with its page beside it; `registry` lists them.

pub(super) mod bom_cycle;
pub(super) mod broken_anchor;
pub(super) mod broken_build_link;
pub(super) mod closed_license;
pub(super) mod dangling_reference;
pub(super) mod dead_end_item;
pub(super) mod duplicate_id;
pub(super) mod duplicate_key;
pub(super) mod file_outside_repository;
pub(super) mod id_mismatch;
pub(super) mod invalid_license;
pub(super) mod invalid_lint_setting;
pub(super) mod invalid_quantity;
pub(super) mod invalid_yaml;
pub(super) mod item_not_in_bom;
pub(super) mod missing_file;
pub(super) mod missing_kind;
pub(super) mod non_positive_quantity;
pub(super) mod operation_without_instructions;
pub(super) mod schema_violation;
pub(super) mod step_quantity_mismatch;
pub(super) mod unit_mismatch;
pub(super) mod unknown_field;
pub(super) mod unknown_kind;
pub(super) mod unused_allow;
pub(super) mod unused_bom_line;

mod license_terms;
mod plan_paths;
mod steps;
