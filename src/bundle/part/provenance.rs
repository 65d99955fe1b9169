//! The way from a figure to what it rests on: the source that its line names, and the place in the data where it is written.

use crate::bundle::context::Context;
use crate::bundle::edit::edit_address;
use crate::bundle::links::{self};
use crate::bundle::names::Names;
use crate::bundle::view::{Link, SourceMark, Written};
use crate::graph::RecipeSource;
use crate::model::{BomEntry, BomLine, Input, Reference, SourceNote};
use crate::text::{Source, Span};

/// The mark beside a figure: the number of the source that its line names, among those of the document on `page`.
pub fn source_mark(
    notes: &[SourceNote],
    source: Option<&Reference>,
    page: &str,
    names: Names<'_>,
) -> Option<SourceMark> {
    let source = source?;
    let is_meant = |note: &SourceNote| note.id.as_ref().is_some_and(|id| id.value == source.value);
    let index = notes.iter().position(is_meant)?;
    let note = &notes[index];
    Some(SourceMark {
        number: (index + 1).to_string(),
        title: format!("{} ({})", note.title, note.grade.as_str()),
        href: names.href(&format!("{page}#{}", links::source_anchor(source.value.as_str()))),
    })
}

/// Where a document or a line of it is written, as a link to that line: `plans/ceb-press/plan.yaml, line 12`.
pub fn written_at(context: &Context<'_>, span: Span, names: Names<'_>) -> Link {
    let source: &Source = context.input.sources.get(span.file);
    let line = source.position(span.start).line;
    Link {
        text: format!("{}, line {line}", source.path),
        href: names.href(&format!("{}#{}", links::source_page(&source.path), links::source_line(line as usize))),
    }
}

/// Where a whole document is written, and where it can be changed.
pub fn document_at(context: &Context<'_>, span: Span, names: Names<'_>) -> Written {
    let Link { text, href } = written_at(context, span, names);
    let edit_href =
        context.editing.as_ref().map(|editing| edit_address(editing, &context.input.sources.get(span.file).path));
    Written { text, href, edit_href }
}

/// What an author says of one input or output besides its amount.
#[derive(Clone, Copy)]
pub struct Said<'m> {
    id: &'m str,
    /// The author's note.
    pub note: Option<&'m str>,
    /// The source that the line names.
    pub source: Option<&'m Reference>,
}

impl<'m> Said<'m> {
    /// Takes what is said of item `id` off the list, the first if there are several: lines keep their order in a recipe.
    pub fn take(list: &mut Vec<Said<'m>>, id: &str) -> Option<Said<'m>> {
        let index = list.iter().position(|said| said.id == id)?;
        Some(list.remove(index))
    }
}

/// What the author of a recipe says of its lines.
pub struct RecipeSays<'m> {
    /// Of the inputs.
    pub inputs: Vec<Said<'m>>,
    /// Of the outputs and by-products.
    pub outputs: Vec<Said<'m>>,
    /// The sources of the document.
    pub sources: &'m [SourceNote],
    /// The page that lists them.
    pub page: String,
}

/// What the author of a recipe says of its lines.
pub fn recipe_says<'m>(context: &'m Context<'_>, source: RecipeSource) -> RecipeSays<'m> {
    let catalog = context.input.catalog;
    match source {
        RecipeSource::Process(index) => {
            let process = &catalog.processes[index];
            let output = |output: &'m crate::model::Output| said(&output.item, &output.note, &output.source);
            RecipeSays {
                inputs: process.inputs.iter().map(input).collect(),
                outputs: process.outputs.iter().map(output).collect(),
                sources: &process.sources,
                page: links::process_page(process.id.value.as_str()),
            }
        }
        RecipeSource::Plan(index) => {
            let plan = &catalog.plans[index];
            RecipeSays {
                inputs: plan.bom.iter().map(bom_line).collect(),
                outputs: plan.by_products.iter().map(by_product).collect(),
                sources: &plan.sources,
                page: links::plan_page(plan.id.value.as_str()),
            }
        }
        RecipeSource::Part { plan, line } => {
            let plan = &catalog.plans[plan];
            let (inputs, outputs) = match &plan.bom[line].entry {
                BomEntry::Part(part) => {
                    (part.from.iter().map(input).collect(), part.by_products.iter().map(by_product).collect())
                }
                BomEntry::Item { .. } => (Vec::new(), Vec::new()),
            };
            RecipeSays { inputs, outputs, sources: &plan.sources, page: links::plan_page(plan.id.value.as_str()) }
        }
    }
}

fn said<'m>(item: &'m Reference, note: &'m Option<String>, source: &'m Option<Reference>) -> Said<'m> {
    Said { id: item.value.as_str(), note: note.as_deref(), source: source.as_ref() }
}

fn input(input: &Input) -> Said<'_> {
    said(&input.item, &input.note, &input.source)
}

fn by_product(by_product: &crate::model::ByProduct) -> Said<'_> {
    said(&by_product.item, &by_product.note, &by_product.source)
}

fn bom_line(line: &BomLine) -> Said<'_> {
    let id = match &line.entry {
        BomEntry::Item { item, .. } => item.value.as_str(),
        BomEntry::Part(part) => part.id.as_str(),
    };
    Said { id, note: line.note.as_deref(), source: line.source.as_ref() }
}
