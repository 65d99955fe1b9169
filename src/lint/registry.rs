//! All rules, and the one of a name.

use super::rule::Rule;
use super::rules;

/// Every rule, in the order in which the documentation lists them: from a file's text to what it means.
pub static RULES: &[&Rule] = &[
    &rules::invalid_yaml::RULE,
    &rules::duplicate_key::RULE,
    &rules::missing_kind::RULE,
    &rules::unknown_kind::RULE,
    &rules::unknown_field::RULE,
    &rules::schema_violation::RULE,
    &rules::invalid_quantity::RULE,
    &rules::unit_mismatch::RULE,
    &rules::non_positive_quantity::RULE,
    &rules::duplicate_id::RULE,
    &rules::id_mismatch::RULE,
    &rules::dangling_reference::RULE,
    &rules::bom_cycle::RULE,
    &rules::dead_end_item::RULE,
    &rules::invalid_license::RULE,
    &rules::closed_license::RULE,
    &rules::missing_file::RULE,
    &rules::file_outside_repository::RULE,
    &rules::broken_build_link::RULE,
    &rules::unused_bom_line::RULE,
    &rules::step_quantity_mismatch::RULE,
    &rules::item_not_in_bom::RULE,
    &rules::capability_not_in_plan::RULE,
    &rules::operation_without_instructions::RULE,
    &rules::broken_anchor::RULE,
    &rules::mass_imbalance::RULE,
    &rules::undeclared_loss::RULE,
    &rules::plan_mass_mismatch::RULE,
    &rules::blank_mismatch::RULE,
    &rules::unused_item::RULE,
    &rules::duplicate_recipe::RULE,
    &rules::barren_loop::RULE,
    &rules::missing_safety::RULE,
    &rules::image_without_alt::RULE,
    &rules::unreadable_file::RULE,
    &rules::wrong_file_content::RULE,
    &rules::figure_without_source::RULE,
    &rules::currency_without_rate::RULE,
    &rules::invalid_lint_setting::RULE,
    &rules::unused_allow::RULE,
];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
