//! All rules, in groups, and the one of a name.

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
    &rules::made_from_nothing::RULE,
    &rules::barren_loop::RULE,
    &rules::alternative_unit_differs::RULE,
    &rules::duplicate_recipe::RULE,
    &rules::unused_item::RULE,
    &rules::mass_imbalance::RULE,
    &rules::undeclared_loss::RULE,
    &rules::plan_mass_mismatch::RULE,
    &rules::blank_mismatch::RULE,
    &rules::implausible_energy::RULE,
    &rules::implausible_throughput::RULE,
    &rules::broken_build_link::RULE,
    &rules::item_not_in_bom::RULE,
    &rules::unused_bom_line::RULE,
    &rules::step_quantity_mismatch::RULE,
    &rules::capability_not_in_plan::RULE,
    &rules::operation_without_instructions::RULE,
    &rules::broken_anchor::RULE,
    &rules::broken_description_link::RULE,
    &rules::missing_safety::RULE,
    &rules::image_without_alt::RULE,
    &rules::remote_picture::RULE,
    &rules::missing_file::RULE,
    &rules::file_outside_repository::RULE,
    &rules::unreadable_file::RULE,
    &rules::wrong_file_content::RULE,
    &rules::export_without_source::RULE,
    &rules::invalid_license::RULE,
    &rules::closed_license::RULE,
    &rules::missing_license::RULE,
    &rules::incompatible_license::RULE,
    &rules::file_license_differs::RULE,
    &rules::nameless_author::RULE,
    &rules::figure_without_source::RULE,
    &rules::estimate_as_stated::RULE,
    &rules::missing_figure::RULE,
    &rules::currency_without_rate::RULE,
    &rules::stale_version::RULE,
    &rules::unknown_template::RULE,
    &rules::not_makeable_here::RULE,
    &rules::invalid_lint_setting::RULE,
    &rules::unused_allow::RULE,
];

/// The groups: a title, and the rule that begins it.
const GROUPS: &[(&str, &str)] = &[
    ("Text, fields and quantities", "invalid-yaml"),
    ("Names and references", "duplicate-id"),
    ("The way to the ground", "bom-cycle"),
    ("Physics", "mass-imbalance"),
    ("Build instructions", "broken-build-link"),
    ("Files", "missing-file"),
    ("Licences and authors", "invalid-license"),
    ("Evidence and data", "figure-without-source"),
    ("Pages", "unknown-template"),
    ("One place", "not-makeable-here"),
    ("The linter's own settings", "invalid-lint-setting"),
];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The rules by group, each with its title.
pub fn grouped() -> impl Iterator<Item = (&'static str, &'static [&'static Rule])> {
    let start = |group: usize| {
        let first = GROUPS.get(group).and_then(|(_, first)| RULES.iter().position(|rule| rule.name == *first));
        first.unwrap_or(RULES.len())
    };
    GROUPS.iter().enumerate().map(move |(group, (title, _))| (*title, &RULES[start(group)..start(group + 1)]))
}

#[cfg(test)]
mod tests {
    use super::{RULES, grouped};

    #[test]
    fn each_rule_is_in_one_group() {
        let names: Vec<&str> = grouped().flat_map(|(_, rules)| rules).map(|rule| rule.name).collect();
        assert_eq!(names, RULES.iter().map(|rule| rule.name).collect::<Vec<_>>());
    }
}
