//! `groundup explain`: what a rule is about, why, and how to mend what it finds.

use clap::ValueEnum;

use super::{Console, Failure, Outcome};
use crate::emit;
use crate::lint::registry::{RULES, rule};
use crate::lint::rule::Rule;
use crate::schema::closest;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The rule, by name, or `documentation` for the criteria of its score; without one, all rules are listed
    rule: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// List all rules, which is also done where none is named
    #[arg(long, conflicts_with = "rule")]
    list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Human,
    /// Markdown: the page of a rule, or the index of all
    Markdown,
}

/// Runs `explain`.
///
/// # Errors
/// There is no such rule.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let Some(name) = args.rule.filter(|_| !args.list) else {
        console.print(&match args.format {
            Format::Human => emit::rule_list(console.style()),
            Format::Markdown => emit::rule_index(),
        })?;
        return Ok(Outcome::Fine);
    };
    if name == "documentation" {
        console.print(&crate::lint::documentation::page())?;
        return Ok(Outcome::Fine);
    }
    console.print(find_rule(&name)?.page)?;
    Ok(Outcome::Fine)
}

/// The rule that a user names.
///
/// # Errors
/// There is no such rule.
pub(super) fn find_rule(name: &str) -> Result<&'static Rule, Failure> {
    rule(name).ok_or_else(|| {
        let help = closest(name, RULES.iter().map(|rule| rule.name))
            .map_or_else(|| "`groundup explain` lists them".to_owned(), |close| format!("did you mean `{close}`?"));
        Failure::Message(format!("there is no rule `{name}`\nhelp: {help}"))
    })
}
