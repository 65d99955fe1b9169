//! A recipe drawn as a small flow: what it takes, what it does, what it gives.

use super::provenance::{Said, recipe_says, source_mark};
use crate::bundle::context::Context;
use crate::bundle::names::Names;
use crate::bundle::view::{Flow, LossLine, Mark, OperationLine, RecipeFlow};
use crate::bundle::wording::{
    amount, by_product_mark, capitalised, envelope, hours, item_amount, obtain_mark, plain, written,
};
use crate::graph::{self, ItemIndex, OperationNeed, RecipeIndex};
use crate::model::{Loss, Operation, SourceNote};
use crate::resolve::Obtain;

/// The flow of a recipe; for one of `item` if that is said, for one run otherwise.
pub fn recipe_flow(context: &Context<'_>, index: RecipeIndex, item: Option<ItemIndex>, names: Names<'_>) -> RecipeFlow {
    let graph = context.input.graph;
    let recipe = graph.recipe(index);
    let output = item.map_or(1.0, |item| recipe.output_of(item));
    let scale = if output > 0.0 { 1.0 / output } else { 1.0 };
    let mut says = recipe_says(context, recipe.source);
    let (sources, page) = (says.sources, says.page.as_str());
    let flow = |flow: &graph::Flow, mark: Option<Mark>, mut notes: Vec<String>, said: Option<Said<'_>>| {
        // On a page of its own a recipe is told with its notes; among others it is told in short.
        notes.extend(said.and_then(|said| said.note).filter(|_| item.is_none()).map(str::to_owned));
        Flow {
            item: names.item(flow.item),
            quantity: item_amount(graph, flow.item, flow.quantity * scale),
            mark,
            note: (!notes.is_empty()).then(|| notes.join("; ")),
            source: said.and_then(|said| source_mark(sources, said.source, page, names)),
        }
    };
    let id_of = |item: ItemIndex| graph.item(item).id.as_str();
    let mut said_of_inputs = std::mem::take(&mut says.inputs);
    let mut said_of_outputs = std::mem::take(&mut says.outputs);
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
        let obtain = context.choice.of(first.item);
        let mark = (!matches!(obtain, Obtain::Make(_))).then(|| obtain_mark(obtain));
        let said = Said::take(&mut said_of_inputs, id_of(first.item));
        Some(flow(first, mark, notes, said))
    });
    let inputs: Vec<Flow> = inputs.collect();
    let outputs = recipe
        .outputs
        .iter()
        .map(|output| (output, None))
        .chain(recipe.by_products.iter().map(|output| (output, Some(by_product_mark()))))
        .map(|(output, mark)| flow(output, mark, Vec::new(), Said::take(&mut said_of_outputs, id_of(output.item))));
    let chosen = recipe.outputs.iter().any(|output| context.choice.of(output.item).recipe() == Some(index));
    RecipeFlow {
        recipe: names.recipe(index),
        chosen,
        rank: if chosen { "chosen by preference".to_owned() } else { format!("alternative, rank {}", recipe.prefer) },
        notes: notes(context, recipe, scale),
        inputs,
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
pub fn operation_lines(
    context: &Context<'_>,
    recipe: &graph::Recipe,
    written: &[Operation],
    names: Names<'_>,
) -> Vec<OperationLine> {
    let says = recipe_says(context, recipe.source);
    let line = |(index, operation): (usize, &OperationNeed)| {
        let said = written.get(index);
        let capability = names.capability(operation.capability_id.as_str());
        Some(OperationLine {
            number: (index + 1).to_string(),
            title: said.and_then(|said| said.title.clone()),
            capability: crate::bundle::view::Link { text: capability.text, href: capability.href? },
            envelope: envelope(&operation.bounds).map(|text| capitalised(&text)),
            time: (operation.machine_h > 0.0).then(|| hours(operation.machine_h)),
            labour: labour(operation),
            note: said.and_then(|said| said.note.clone()),
            source: source_mark(says.sources, said.and_then(|said| said.source.as_ref()), &says.page, names),
        })
    };
    recipe.operations.iter().enumerate().filter_map(line).collect()
}

/// What a recipe loses for good.
pub fn loss_lines(losses: &[Loss], sources: &[SourceNote], page: &str, names: Names<'_>) -> Vec<LossLine> {
    let line = |loss: &Loss| {
        Some(LossLine {
            to: capitalised(loss.to.as_deref().unwrap_or("unsaid")),
            quantity: written(&loss.quantity.as_ref()?.value),
            note: loss.note.clone(),
            source: source_mark(sources, loss.source.as_ref(), page, names),
        })
    };
    losses.iter().filter_map(line).collect()
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
