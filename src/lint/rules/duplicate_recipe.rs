//! Two processes that are one.

use std::collections::HashMap;
use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Flow, Graph, Recipe, RecipeSource};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{Operation, Process};

/// Compares all processes by what they take, make and need, per unit of the first thing that they make.
pub static RULE: Rule = Rule {
    name: "duplicate-recipe",
    severity: Severity::Warning,
    page: include_str!("duplicate_recipe.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let mut first_of: HashMap<String, usize> = HashMap::new();
    let mut findings = Vec::new();
    for recipe in &lint.graph.recipes {
        let RecipeSource::Process(index) = recipe.source else { continue };
        let process = &lint.catalog.processes[index];
        if recipe.outputs.is_empty() || lint.catalog.damage.is_faulty(process.span) {
            continue;
        }
        match first_of.get(&likeness(lint.graph, recipe, process)) {
            None => _ = first_of.insert(likeness(lint.graph, recipe, process), index),
            Some(first) => {
                let first = &lint.catalog.processes[*first];
                let (one, other) = (&first.id.value, &process.id.value);
                let message = format!("`{other}` is the same process as `{one}`: it takes, makes and needs the same");
                let help = "keep one of them, or say in what they differ: inputs, operations, yield";
                let finding = Diagnostic::warning(RULE.name, process.id.span, message).with_help(help);
                findings.push(finding.with_label(first.id.span, "the other one"));
            }
        }
    }
    findings
}

/// Text that is the same for two recipes that are one: amounts to nine digits, per unit of the first thing that is made.
fn likeness(graph: &Graph, recipe: &Recipe, process: &Process) -> String {
    let per = recipe.outputs.iter().min_by_key(|flow| flow.item).map_or(1.0, |flow| flow.quantity);
    let say = |sign: &str, flow: &Flow| format!("{sign}{}:{:.8e};", graph.item(flow.item).id, flow.quantity / per);
    let mut flows: Vec<String> = recipe.outputs.iter().map(|flow| say(">", flow)).collect();
    flows.extend(recipe.by_products.iter().map(|flow| say("+", flow)));
    flows.extend(recipe.inputs.iter().map(|line| {
        let options: Vec<String> = line.options.iter().map(|flow| say("<", flow)).collect();
        options.concat()
    }));
    flows.sort();
    let mut text = flows.concat();
    let operations = process.operations.iter().zip(&recipe.operations);
    for (operation, need) in operations {
        let _ =
            write!(text, "|{}:{:.8e}:{:.8e}", operation.capability.value, need.machine_h / per, need.labour_h / per);
        text.push_str(&envelope(operation));
    }
    let _ = write!(text, "|{:.8e}:{:.8e}", recipe.losses_kg / per, recipe.direct_emissions_kg / per);
    text
}

fn envelope(operation: &Operation) -> String {
    let mut values: Vec<String> = Vec::new();
    for (name, value) in &operation.envelope {
        let words: Vec<&str> = value.values().iter().map(|value| &*value.value).collect();
        values.push(format!(",{}={}", name.value, words.join("/")));
    }
    values.sort();
    values.concat()
}
