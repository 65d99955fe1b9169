//! The index of the rules: for the terminal, and as the page `docs/rules.md`.

use crate::lint::registry::grouped;
use crate::lint::rule::Rule;

use super::style::Style;

/// The rules with what each is about, group by group, for a terminal.
pub fn rule_list(style: Style) -> String {
    let width = grouped().flat_map(|(_, rules)| rules).map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (title, rules) in grouped() {
        text.push_str(&format!("{}\n", style.bold(title)));
        for rule in rules {
            text.push_str(&format!("  {:width$}  {:7}  {}\n", rule.name, rule.severity.as_str(), rule.summary()));
        }
        text.push('\n');
    }
    text.push_str("`groundup explain RULE` says why a rule is there, and how to mend what it finds.\n");
    text
}

/// The same as a page of Markdown, with links to the pages of the rules from a folder beside `src/`.
pub fn rule_index() -> String {
    let count = grouped().map(|(_, rules)| rules.len()).sum::<usize>();
    let mut text = format!(
        "# The rules\n\n\
         <!-- Made by `groundup explain --format markdown`; a test holds the two together. -->\n\n\
         What `groundup check` looks at: {count} rules. Each page says what its rule finds, why that matters, and how to mend it, with\n\
         cases; `groundup explain RULE` prints it. Errors fail a check, warnings do so with `--deny warnings`. What the linter itself\n\
         finds can be set aside, with a reason, by `# groundup: allow RULE (the reason)` in a file, or by `lint:` in `groundup.yaml`;\n\
         what an earlier stage finds cannot, since nothing else can be told from it.\n"
    );
    for (title, rules) in grouped() {
        text.push_str(&format!(
            "\n## {title}\n\n| Rule | Level | Found by | `--fix` | What |\n|---|---|---|---|---|\n"
        ));
        rules.iter().for_each(|rule| text.push_str(&row(rule)));
    }
    text
}

fn row(rule: &Rule) -> String {
    let page = rule.name.replace('-', "_");
    format!(
        "| [{}](../src/lint/rules/{page}.md) | {} | {} | {} | {} |\n",
        rule.name,
        rule.severity.as_str(),
        rule.stage(),
        if rule.is_fixable() { "yes" } else { "" },
        rule.summary().replace('|', "\\|")
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test may look at the documentation")]

    use super::rule_index;

    #[test]
    fn the_index_in_the_documentation_is_the_one_of_the_registry() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md");
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == rule_index(), "run `cargo run -- explain --format markdown > docs/rules.md`");
    }
}
