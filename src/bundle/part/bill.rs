//! The bill of materials as a table: line by line what is taken, and what each facility can do about it.

use serde::Serialize;

use super::provenance::{source_mark, written_at};
use super::recipe::{loss_lines, operation_lines, recipe_flow};
use crate::bundle::answers::Answers;
use crate::bundle::context::Context;
use crate::bundle::links::line_anchor;
use crate::bundle::names::Names;
use crate::bundle::view::{Flow, Link, LossLine, Mark, Name, OperationLine, Quantity, SourceMark};
use crate::bundle::wording::{amount, count, item_mass, no_mark, obtain_mark, status_mark, written};
use crate::catalog::ItemMeasure;
use crate::graph::{ItemIndex, RecipeIndex, RecipeSource};
use crate::model::{BomEntry, BomLine, Plan};
use crate::resolve::{Obtain, Resolution};

/// The bill of materials as a table.
#[derive(Clone, Debug, Serialize)]
pub struct Bill {
    /// One sentence: `44 lines, 111 pieces, 796.9 kg.`
    pub caption: String,
    /// A column each: what these facilities do about each line.
    pub facilities: Vec<Link>,
    pub groups: Vec<BillGroup>,
}

/// Lines that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct BillGroup {
    /// `Made from plate`; none where there is one group only.
    pub title: Option<String>,
    /// Columns of the table: 5 and one for each facility.
    pub columns: usize,
    pub lines: Vec<BillLine>,
}

/// One line of the bill of materials.
#[derive(Clone, Debug, Serialize)]
pub struct BillLine {
    /// The line's number, as in the balloons of the steps.
    pub number: String,
    /// `line-12`: the row's anchor.
    pub anchor: String,
    pub item: Name,
    /// Where the line is written.
    pub document: Link,
    /// Specification, note or alternatives, in small type.
    pub detail: Option<String>,
    /// How a part is made, of a part.
    pub making: Option<Making>,
    pub source: Option<SourceMark>,
    pub quantity: Quantity,
    pub mass: Option<Quantity>,
    /// Made, raw or bought, all recipes known.
    pub mark: Mark,
    /// One for each facility of the table.
    pub at: Vec<Mark>,
}

/// How one of a part is made.
#[derive(Clone, Debug, Serialize)]
pub struct Making {
    pub inputs: Vec<Flow>,
    pub operations: Vec<OperationLine>,
    pub by_products: Vec<Flow>,
    pub losses: Vec<LossLine>,
}

/// The bill of a plan.
pub fn bill(context: &Context<'_>, plan_index: usize, answers: &Answers, names: Names<'_>) -> Bill {
    let plan = &context.input.catalog.plans[plan_index];
    let facilities: Vec<usize> = answers.places.iter().map(|place| place.facility).collect();
    let mut parts = Vec::new();
    let mut items = Vec::new();
    for (number, line) in plan.bom.iter().enumerate() {
        let made = bill_line(context, plan_index, answers, number, line, names);
        if matches!(line.entry, BomEntry::Part(_)) { parts.push(made) } else { items.push(made) }
    }
    let columns = 5 + facilities.len();
    let has_both = !parts.is_empty() && !items.is_empty();
    let group =
        |title: &str, lines: Vec<BillLine>| BillGroup { title: has_both.then(|| title.to_owned()), columns, lines };
    let groups = [group("Parts made for this plan", parts), group("Items of the catalog", items)];
    Bill {
        caption: caption(context, plan),
        facilities: facilities.into_iter().map(|facility| names.facility(facility)).collect(),
        groups: groups.into_iter().filter(|group| !group.lines.is_empty()).collect(),
    }
}

fn caption(context: &Context<'_>, plan: &Plan) -> String {
    let graph = context.input.graph;
    let counted = |line: &BomLine| {
        line.quantity
            .as_ref()
            .filter(|quantity| quantity.value.dimension().is_dimensionless())
            .map(|quantity| quantity.value.si())
    };
    let pieces: f64 = plan.bom.iter().filter_map(counted).sum();
    let mass: f64 = plan
        .bom
        .iter()
        .filter_map(|line| {
            let (item, amount) = amount_of(context, line, item_of(context, None, line)?)?;
            graph.item(item).mass_kg.map(|mass_kg| mass_kg * amount)
        })
        .sum();
    let lines = count(plan.bom.len(), "line", "lines");
    format!(
        "{lines}, {} pieces, {}\u{a0}kg for one run of the plan",
        amount(pieces, "ea").number,
        amount(mass, "kg").number
    )
}

fn bill_line(
    context: &Context<'_>,
    plan_index: usize,
    answers: &Answers,
    number: usize,
    line: &BomLine,
    names: Names<'_>,
) -> BillLine {
    let graph = context.input.graph;
    let item = item_of(context, answers.resolved(), line);
    let obtain = item.map_or(Obtain::Unresolved, |item| context.choice.of(item));
    let mass =
        item.and_then(|item| amount_of(context, line, item)).and_then(|(item, amount)| item_mass(graph, item, amount));
    let at = answers.places.iter().map(|place| {
        let found = item.and_then(|item| place.item(item));
        found.map_or_else(no_mark, |of| status_mark(of.status))
    });
    let name = match (&line.entry, item) {
        // A part's line is its own page: it links to its drawing, where there is one.
        (BomEntry::Part(part), _) => {
            let text = part.title.clone().unwrap_or_else(|| part.name.value.to_string());
            let drawing = part
                .drawing
                .as_ref()
                .and_then(|drawing| crate::text::RepoPath::join(&context.files(plan_index).folder, &drawing.value));
            let path = drawing.and_then(|path| context.files(plan_index).paths.get(&path));
            Name { text, href: path.map(|path| names.href(path)) }
        }
        (BomEntry::Item { .. }, Some(item)) => names.item(item),
        (BomEntry::Item { item, .. }, None) => Name { text: item.value.to_string(), href: None },
    };
    BillLine {
        number: (number + 1).to_string(),
        anchor: line_anchor(number),
        item: name,
        document: written_at(context, line.span, names),
        making: making(context, plan_index, number, names),
        source: source_mark(&context.input.catalog.plans[plan_index].sources, line.source.as_ref(), names.from, names),
        detail: detail(context, line, names),
        quantity: line.quantity.as_ref().map_or_else(
            || Quantity { number: "?".to_owned(), unit: String::new() },
            |quantity| written(&quantity.value),
        ),
        mass,
        mark: obtain_mark(obtain),
        at: at.collect(),
    }
}

fn making(context: &Context<'_>, plan: usize, line: usize, names: Names<'_>) -> Option<Making> {
    let (catalog, graph) = (context.input.catalog, context.input.graph);
    let BomEntry::Part(part) = &catalog.plans[plan].bom[line].entry else { return None };
    let item = graph.item_index(part.id.as_str())?;
    let is_own = |index: &&RecipeIndex| graph.recipe(**index).source == RecipeSource::Part { plan, line };
    let index = *graph.item(item).recipes.iter().find(is_own)?;
    let flow = recipe_flow(context, index, None, names);
    Some(Making {
        inputs: flow.inputs,
        operations: operation_lines(context, graph.recipe(index), &part.operations, names),
        by_products: flow.outputs.into_iter().skip(graph.recipe(index).outputs.len()).collect(),
        losses: loss_lines(&part.losses, &catalog.plans[plan].sources, names.from, names),
    })
}

/// What a part is made from, what will do instead, and the author's note.
fn detail(context: &Context<'_>, line: &BomLine, names: Names<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    match &line.entry {
        BomEntry::Part(part) => {
            let is_energy = |id: &str| {
                context.input.graph.item_index(id).is_some_and(|item| {
                    context.input.graph.item(item).unit.dimension() == crate::quantity::Dimension::ENERGY
                })
            };
            let from: Vec<String> = part
                .from
                .iter()
                .filter(|input| !is_energy(input.item.value.as_str()))
                .map(|input| names.item_of(input.item.value.as_str()).text)
                .collect();
            if !from.is_empty() {
                parts.push(format!("{} · from {}", part.name.value, from.join(", ")));
            } else if part.title.is_some() {
                parts.push(part.name.value.to_string());
            }
        }
        BomEntry::Item { alternatives, .. } if !alternatives.is_empty() => {
            let others: Vec<String> =
                alternatives.iter().map(|other| names.item_of(other.value.as_str()).text).collect();
            parts.push(format!("or {}", others.join(", or ")));
        }
        BomEntry::Item { .. } => {}
    }
    parts.extend(line.note.clone());
    (!parts.is_empty()).then(|| parts.join(". "))
}

/// The item that a line takes: of those that will do, the one that the resolution takes.
pub fn item_of(context: &Context<'_>, resolution: Option<&Resolution>, line: &BomLine) -> Option<ItemIndex> {
    let graph = context.input.graph;
    match &line.entry {
        BomEntry::Part(part) => graph.item_index(part.id.as_str()),
        BomEntry::Item { item, alternatives } => {
            let options =
                std::iter::once(item).chain(alternatives).filter_map(|option| graph.item_index(option.value.as_str()));
            let options: Vec<ItemIndex> = options.collect();
            let taken =
                options.iter().find(|option| resolution.is_some_and(|resolution| resolution.need(**option).is_some()));
            taken.or(options.first()).copied()
        }
    }
}

/// How much of its item a line takes, in the item's unit.
fn amount_of(context: &Context<'_>, line: &BomLine, item: ItemIndex) -> Option<(ItemIndex, f64)> {
    let measure = ItemMeasure::of(context.input.catalog, context.input.graph.item(item).owner);
    let amount = measure.amount(&line.quantity.as_ref()?.value).ok()?;
    Some((item, amount))
}
