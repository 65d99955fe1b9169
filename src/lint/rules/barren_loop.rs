//! Items that need each other, in a loop that gains nothing.

use crate::catalog::ItemOwner;
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{ItemIndex, RecipeSource};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::resolve::{Runaway, barren_loops, by_preference};
use crate::text::Span;

/// Follows every item by the recipe that its authors prefer, and looks for loops that consume at least what they make.
pub static RULE: Rule = Rule {
    name: "barren-loop",
    severity: Severity::Error,
    page: include_str!("barren_loop.md"),
    check: Check::Here(find),
};

/// How many ids of a loop its message names.
const SHOWN_IDS: usize = 8;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let loops = barren_loops(lint.graph, &by_preference(lint.graph));
    loops.iter().filter_map(|barren| finding(lint, barren)).collect()
}

fn finding(lint: &Lint<'_>, barren: &Runaway) -> Option<Diagnostic> {
    let graph = lint.graph;
    let is_known = |item: &ItemIndex| !lint.catalog.damage.mentions(graph.item(*item).id.as_str());
    let (first, rest) = barren.items.split_first()?;
    if !barren.items.iter().all(is_known) {
        return None;
    }
    let id = |item: &ItemIndex| format!("`{}`", graph.item(*item).id);
    let mut shown: Vec<String> = barren.items.iter().take(SHOWN_IDS).map(id).collect();
    if barren.items.len() > SHOWN_IDS {
        shown.push(format!("{} more", barren.items.len() - SHOWN_IDS));
    }
    let message = if rest.is_empty() {
        format!("{} takes {:.4} of itself for each unit that is made: nothing is left", id(first), barren.gain)
    } else {
        format!(
            "{} need each other, and what is made is used up: the loop takes {:.4} for each unit that it makes",
            shown.join(", "),
            barren.gain
        )
    };
    let help = "correct a quantity in one of these recipes, or give one of the items another way to be had";
    let error = Diagnostic::error(RULE.name, place(lint, *first)?, message).with_help(help);
    let labels = rest.iter().take(SHOWN_IDS).filter_map(|item| Some((place(lint, *item)?, item)));
    Some(labels.fold(error, |error, (span, item)| error.with_label(span, format!("{} is made here", id(item)))))
}

/// Where an item's preferred recipe says that it makes it.
fn place(lint: &Lint<'_>, item: ItemIndex) -> Option<Span> {
    let catalog = lint.catalog;
    let recipe = lint.graph.item(item).recipes.first().map(|recipe| lint.graph.recipe(*recipe))?;
    Some(match recipe.source {
        RecipeSource::Process(index) => {
            let process = &catalog.processes[index];
            let id = &lint.graph.item(item).id;
            let output = process.outputs.iter().find(|output| output.item.value == *id);
            output.map_or(process.id.span, |output| output.item.span)
        }
        RecipeSource::Plan(index) => catalog.plans[index].id.span,
        RecipeSource::Part { plan, line } => match lint.graph.item(item).owner {
            ItemOwner::Part { .. } => catalog.plans[plan].bom[line].span,
            _ => catalog.plans[plan].id.span,
        },
    })
}
