//! A recipe drawn as a small flow: what it takes, what it does, what it gives.

use super::context::Context;
use super::links::Names;
use super::view::{Flow, Mark, OperationLine, RecipeFlow};
use super::wording::{amount, by_product_mark, capitalised, envelope, hours, item_amount, obtain_mark, plain};
use crate::graph::{self, ItemIndex, OperationNeed, RecipeIndex};
use crate::resolve::Obtain;

/// The flow of a recipe; for one of `item` if that is said, for one run otherwise.
pub fn recipe_flow(context: &Context<'_>, index: RecipeIndex, item: Option<ItemIndex>, names: Names<'_>) -> RecipeFlow {
    let graph = context.input.graph;
    let recipe = graph.recipe(index);
    let output = item.map_or(1.0, |item| recipe.output_of(item));
    let scale = if output > 0.0 { 1.0 / output } else { 1.0 };
    let flow = |flow: &graph::Flow, mark: Option<Mark>, note: Option<String>| Flow {
        item: names.item(flow.item),
        quantity: item_amount(graph, flow.item, flow.quantity * scale),
        mark,
        note,
    };
    let inputs = recipe.inputs.iter().filter_map(|line| {
        let (first, others) = line.options.split_first()?;
        let others: Vec<&str> = others.iter().map(|other| graph.item(other.item).title.as_str()).collect();
        let others = (!others.is_empty()).then(|| format!("or {}", others.join(", or ")));
        let held = line.held.first().map(|held| {
            let written = plain(&item_amount(graph, first.item, held.quantity));
            if held.is_worn {
                format!("wears off; {written} in use")
            } else {
                format!("the share of {written} a batch")
            }
        });
        let notes: Vec<String> = held.into_iter().chain(others).collect();
        let note = (!notes.is_empty()).then(|| notes.join("; "));
        let obtain = context.choice.of(first.item);
        let mark = (!matches!(obtain, Obtain::Make(_))).then(|| obtain_mark(obtain));
        Some(flow(first, mark, note))
    });
    let outputs = recipe
        .outputs
        .iter()
        .map(|output| flow(output, None, None))
        .chain(recipe.by_products.iter().map(|output| flow(output, Some(by_product_mark()), None)));
    let chosen = recipe.outputs.iter().any(|output| context.choice.of(output.item).recipe() == Some(index));
    RecipeFlow {
        recipe: names.recipe(index),
        chosen,
        rank: if chosen { "chosen by preference".to_owned() } else { format!("alternative, rank {}", recipe.prefer) },
        notes: notes(context, recipe, scale),
        inputs: inputs.collect(),
        outputs: outputs.collect(),
    }
}

/// Capabilities, and the machine time for what the flow shows.
fn notes(context: &Context<'_>, recipe: &graph::Recipe, scale: f64) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for operation in &recipe.operations {
        let name = context.names("").capability(operation.capability_id.as_str()).text;
        if !notes.contains(&name) {
            notes.push(name);
        }
    }
    if recipe.machine_h > 0.0 {
        notes.push(format!("{} of machine time", plain(&hours(recipe.machine_h * scale))));
    }
    notes
}

/// The operations of a recipe.
pub fn operation_lines(recipe: &graph::Recipe, titles: &[Option<String>], names: Names<'_>) -> Vec<OperationLine> {
    let line = |(index, operation): (usize, &OperationNeed)| {
        let capability = names.capability(operation.capability_id.as_str());
        Some(OperationLine {
            number: (index + 1).to_string(),
            title: titles.get(index).cloned().flatten(),
            capability: super::view::Link { text: capability.text, href: capability.href? },
            envelope: envelope(&operation.bounds).map(|text| capitalised(&text)),
            time: (operation.machine_h > 0.0).then(|| hours(operation.machine_h)),
            labour: labour(operation),
        })
    };
    recipe.operations.iter().enumerate().filter_map(line).collect()
}

fn labour(operation: &OperationNeed) -> Option<String> {
    let skill = operation.skill.as_ref()?;
    (operation.labour_h > 0.0).then(|| {
        format!(
            "{} of {skill}",
            plain(&if operation.labour_h < 1.0 { hours(operation.labour_h) } else { amount(operation.labour_h, "h") })
        )
    })
}
