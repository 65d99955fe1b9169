//! The page of a process: what it takes and gives, how it is done, what is lost, and who can do it.

use serde::Serialize;

use super::material::{plan_needs, told};
use crate::bundle::context::Context;
use crate::bundle::names::Names;
use crate::bundle::overview::{First, Overview};
use crate::bundle::part::provenance::document_at;
use crate::bundle::part::recipe::{loss_lines, operation_lines, recipe_flow};
use crate::bundle::view::{
    Fact, Hazard, ItemPlace, LossLine, OperationLine, Page, PlanNeed, RecipeFlow, Source, Written,
};
use crate::bundle::wording::{amount, fact, hazards, hours, sources, status_mark, word_fact, written};
use crate::graph::{self, RecipeIndex, RecipeSource};
use crate::local::Status;
use crate::model;

/// `process.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Process {
    pub page: Page,
    pub id: String,
    /// Where it is written.
    pub document: Written,
    pub summary: Option<String>,
    pub description_html: Option<String>,
    pub facts: Vec<Fact>,
    pub safety: Vec<Hazard>,
    pub flow: RecipeFlow,
    pub operations: Vec<OperationLine>,
    pub losses: Vec<LossLine>,
    pub places: Vec<ItemPlace>,
    pub plans: Vec<PlanNeed>,
    pub sources: Vec<Source>,
}

/// The page's context.
pub fn process_page(context: &Context<'_>, overview: &Overview, index: usize, path: &str) -> Option<Process> {
    let input = context.input;
    let process = &input.catalog.processes[index];
    let id = process.id.value.as_str();
    let names = context.names(path);
    let recipe_index = input
        .graph
        .recipe_indices()
        .find(|recipe| input.graph.recipe(*recipe).source == RecipeSource::Process(index))?;
    let recipe = input.graph.recipe(recipe_index);
    let main = recipe.outputs.first().map(|output| output.item);
    Some(Process {
        page: context.page("process", process.title.as_deref().unwrap_or(id), None, path),
        id: id.to_owned(),
        document: document_at(context, process.span, names),
        summary: None,
        description_html: process.description.as_ref().map(|text| context.html(&text.value, names, None)),
        facts: facts(process, recipe),
        safety: hazards(&process.safety, |note| context.html(note, names, None)),
        flow: {
            let mut flow = recipe_flow(context, recipe_index, None, names);
            flow.recipe = crate::bundle::view::Name { text: "One run".to_owned(), href: None };
            flow
        },
        operations: operation_lines(context, recipe, &process.operations, names),
        losses: loss_lines(&process.losses, &process.sources, path, names),
        places: main.map_or_else(Vec::new, |item| places(overview, recipe_index, item, names)),
        plans: main
            .filter(|item| context.choice.of(*item).recipe() == Some(recipe_index))
            .map_or_else(Vec::new, |item| plan_needs(context, overview, item, names)),
        sources: sources(&process.sources),
    })
}

fn facts(process: &model::Process, recipe: &graph::Recipe) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(fraction) = &process.yield_fraction
        && fraction.value < 1.0
    {
        facts.push(fact("Yield", amount(fraction.value * 100.0, "%")).with_note("good output of what comes out"));
    }
    let has_set_up = recipe.operations.iter().any(|need| need.set_up_machine_h + need.set_up_labour_h > 0.0);
    let one_run = if has_set_up { "one run, with its share of set-up" } else { "one run" };
    if let Some(batch) = &process.batch {
        facts.push(
            word_fact("Batch", batch.value.as_written()).with_note("of good output, for which it is set up once"),
        );
    }
    facts.push(if recipe.machine_h > 0.0 {
        fact("Machine time", hours(recipe.machine_h)).with_note(one_run)
    } else {
        word_fact("Machine time", "none")
    });
    facts.push(if recipe.labour_h > 0.0 {
        fact("Labour", hours(recipe.labour_h)).with_note(one_run)
    } else {
        word_fact("Labour", "none")
    });
    facts.extend(
        process
            .direct_emissions
            .as_ref()
            .map(|emissions| fact("Own emissions", written(&emissions.value)).with_note("CO2 equivalent, one run")),
    );
    facts.push(word_fact("Evidence", recipe.grade.as_str()).with_note("the worst of its sources"));
    if process.prefer != 0.0 {
        facts.push(fact("Rank", amount(process.prefer, "ea")).with_note("lower is chosen first"));
    }
    facts
}

/// Facilities that were asked for what the process makes, and thought of making it so.
fn places(overview: &Overview, recipe: RecipeIndex, item: graph::ItemIndex, names: Names<'_>) -> Vec<ItemPlace> {
    let asked = overview.places_of(item).filter(|(_, first)| first.recipe == Some(recipe));
    let place = |(facility, first): (usize, &First)| {
        let mut status = status_mark(first.status);
        if first.status == Status::Made {
            status = crate::bundle::view::Mark { kind: "yes".to_owned(), label: "can be run".to_owned() };
        }
        ItemPlace { facility: names.facility(facility), status, reason: told(first, facility, names) }
    };
    asked.map(place).collect()
}
