//! Claims in words: figures with their units, what they are of, and the figures that they rest on.

use super::figure::in_words;
use super::phrase::{money, percent, rounded};
use crate::catalog::Catalog;
use crate::claims::{Influence, Of};
use crate::graph::{Basis, Graph, ItemIndex, RecipeIndex, RecipeSource};
use crate::local::{Factor, Footing, Group, PlaceFigure};
use crate::model::{BomEntry, FigureKind, FigureName, Grade};
use crate::quantity::{Dimension, format_amount, format_amount_grouped};
use crate::resolve::{Figure, RecipeFigure, Subject, Total};

/// W in a kW.
const WATTS_PER_KW: f64 = 1e3;

/// A number, three digits of it.
fn number(value: f64) -> String {
    // The sum of nothing is −0.
    format_amount_grouped(rounded(value + 0.0)).replace('-', "−")
}

/// A value of a figure, with its unit; money and amounts below 1 with as many digits as matter.
pub(super) fn value_text(graph: &Graph, of: Of, value: f64) -> String {
    let currency = graph.currency.code();
    let with = |unit: &str| format!("{} {unit}", number(value));
    match of.name.kind() {
        FigureKind::Number if of.name == FigureName::PerformanceToCost => format!("{}×", number(value)),
        FigureKind::Number if of.name == FigureName::BlockedItems => with("blocked"),
        FigureKind::Number if of.name == FigureName::UnitsPerWeek => with("a week"),
        FigureKind::Number => number(value),
        FigureKind::Share => percent(value),
        FigureKind::Money if value.abs() < 1.0 => format!("{} {currency}", number(value)),
        FigureKind::Money if value < 0.0 => format!("−{} {currency}", money(-value)),
        FigureKind::Money => format!("{} {currency}", money(value)),
        FigureKind::Hours => with("h"),
        FigureKind::Mass => with("kg"),
        FigureKind::Energy => with("kWh"),
        FigureKind::Area => with("m²"),
        FigureKind::Power => format!("{} kW", number(value / WATTS_PER_KW)),
        FigureKind::OfItem => with(of.item.map_or("", |item| graph.item(item).unit.symbol())),
    }
}

/// By how much a figure is moved, with its sign. Shares move by hundredths.
pub(super) fn move_text(graph: &Graph, of: Of, value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "+" };
    let size = match of.name.kind() {
        FigureKind::Share => format!("{} points", number(value.abs() * 100.0)),
        _ => value_text(graph, of, value.abs()),
    };
    format!("{sign}{size}")
}

/// "cost of one `lifetrac-v25` at `tractor-works`".
pub(super) fn figure_text(catalog: &Catalog, graph: &Graph, of: Of) -> String {
    let place = catalog.facilities.get(of.facility).map_or("", |facility| facility.id.value.as_str());
    let root = one_of(graph, of.root);
    let item = of.item.map_or("", |item| graph.item(item).id.as_str());
    let what = match of.name {
        FigureName::Amount => format!("`{item}` from outside for {root}"),
        FigureName::BlockedItems => format!("items that can be neither made nor had, for {root}"),
        FigureName::ClosureByLines => format!("share of the BOM lines made or had, of {root}"),
        FigureName::ClosureByMass => format!("share of the mass had, of {root}"),
        FigureName::ClosureByValue => format!("share of the cost that is no import, of {root}"),
        FigureName::Cost => format!("cost of {root}"),
        FigureName::EarningsPerDay => format!("earnings a working day, with `{}` alone", graph.item(of.root).id),
        FigureName::Electricity => format!("electricity for {root}"),
        FigureName::Emissions => format!("CO2e of {root}"),
        FigureName::FloorThere => "floor in all".to_owned(),
        FigureName::FloorUsed => format!("floor under the machines, to make `{}`", graph.item(of.root).id),
        FigureName::ImportEmissions => format!("CO2e of {root} from elsewhere"),
        FigureName::KeptLocal => format!("share of the cost that stays, of {root}"),
        FigureName::Labour => format!("work for {root}"),
        FigureName::PerformanceToCost => {
            format!("performance-to-cost of `{}` against industry's", graph.item(of.root).id)
        }
        FigureName::PowerThere => "power that can be drawn".to_owned(),
        FigureName::Price => format!("price of {root}"),
        FigureName::UnitsPerWeek => format!("`{}` a week, if nothing else is made", graph.item(of.root).id),
    };
    format!("{what}, at `{place}`")
}

/// "one `press`", "1 kg of `steel-bar`".
fn one_of(graph: &Graph, item: ItemIndex) -> String {
    let item = graph.item(item);
    if item.unit.dimension() == Dimension::NONE {
        format!("one `{}`", item.id)
    } else {
        format!("1 {} of `{}`", item.unit.symbol(), item.id)
    }
}

/// The command that shows a figure.
pub(super) fn command(catalog: &Catalog, graph: &Graph, of: Of) -> String {
    let place = catalog.facilities.get(of.facility).map_or("", |facility| facility.id.value.as_str());
    format!("groundup local {} --at {place}", graph.item(of.root).id)
}

/// A figure that something rests on, at a value: what it says.
pub(super) fn factor_text(catalog: &Catalog, graph: &Graph, one: &Influence, value: f64) -> String {
    let currency = graph.currency.code();
    let place = catalog.facilities.get(one.facility).map_or("", |facility| facility.id.value.as_str());
    let item = one.item.map(|item| graph.item(item));
    let (id, unit) = item.map_or(("", ""), |item| (item.id.as_str(), item.unit.symbol()));
    let name = one.name.as_ref().map_or("", |name| name.as_str());
    match one.factor {
        Factor::Figure(Subject::Recipe { recipe, made, figure: RecipeFigure::Labour(step) }) => {
            hours_text(catalog, graph, "work", (recipe, step), made, value)
        }
        Factor::Figure(subject) => {
            let item = one.item.unwrap_or(match subject {
                Subject::Recipe { made, .. } => made,
                Subject::Item { item, .. } => item,
            });
            let elasticity = [0.0; Total::ALL.len()];
            in_words(graph, &Figure { subject, item, value, basis: Basis::NONE, is_norm: false, elasticity })
        }
        Factor::MachineTime { recipe, made, step } => {
            hours_text(catalog, graph, "machine", (recipe, step), made, value)
        }
        Factor::Place(figure) => match figure {
            PlaceFigure::Wage(_) => format!("{} {currency} an hour for a {name} at {place}", number(value)),
            PlaceFigure::MachineCost(_) => {
                format!("{} {currency} an hour of {name} at {place}, its price over its life", number(value))
            }
            PlaceFigure::ResourcePrice(_) => {
                format!("a price of {} {currency} per {unit} of {id} at {place}", number(value))
            }
            PlaceFigure::PeopleHours(_) => format!("{} h a week of {name} at {place}", number(value)),
            PlaceFigure::MachineHours(_) => format!("{} h a week of the machine {name} at {place}", number(value)),
            PlaceFigure::ResourceAmount(_) => format!("{} {unit} of {id} a year at {place}", number(value)),
            PlaceFigure::MachineFloor(_) => format!("{} m² under {name} at {place}", number(value)),
            PlaceFigure::Floor => format!("{} m² of floor at {place}", number(value)),
            PlaceFigure::Power => format!("{} kW of supply at {place}", number(value / WATTS_PER_KW)),
        },
        Factor::BaselinePrice => format!("a price of {} {currency} of what industry sells", number(value)),
        Factor::Performance => format!("a performance of {}× industry's", number(value)),
        Factor::Every(group) => group_text(group).to_owned(),
    }
}

/// "9 h of work at assembly per ea of tractor, its step assemble-frame".
fn hours_text(
    catalog: &Catalog,
    graph: &Graph,
    of_what: &str,
    (index, step): (RecipeIndex, u32),
    made: ItemIndex,
    hours: f64,
) -> String {
    let (recipe, product) = (graph.recipe(index), graph.item(made));
    let capability = recipe.operations.get(step as usize).map_or("", |step| step.capability_id.as_str());
    let per_unit = number(hours / recipe.output_of(made));
    let operations = match recipe.source {
        RecipeSource::Process(process) => &catalog.processes[process].operations,
        RecipeSource::Plan(plan) => &catalog.plans[plan].operations,
        RecipeSource::Part { plan, line } => match &catalog.plans[plan].bom[line].entry {
            BomEntry::Part(part) => &part.operations,
            BomEntry::Item { .. } => &Vec::new(),
        },
    };
    let id = operations.get(step as usize).and_then(|operation| operation.id.as_ref());
    let id = id.map_or_else(String::new, |id| format!(", its step {}", id.value));
    let within = if recipe.id == product.id { String::new() } else { format!(", in {}", recipe.id) };
    format!("{per_unit} h of {of_what} at {capability} per {} of {}{within}{id}", product.unit.symbol(), product.id)
}

/// What a figure rests on: "estimated: Textbook figures"; "at worst" where the figure itself names no source.
pub(super) fn footing_text(footing: &Footing) -> String {
    // Where the worst of a document is stated, all of it is.
    let is_worst = !footing.is_named && footing.source.is_some() && footing.grade != Grade::Stated;
    let at_worst = if is_worst { " at worst" } else { "" };
    let source = footing.source.as_deref().map_or("no source", |source| source.trim_end_matches('.'));
    format!("{}{at_worst}: {source}", footing.grade.as_str())
}

fn group_text(group: Group) -> &'static str {
    match group {
        Group::Wages => "every wage",
        Group::LabourTimes => "every hour of work",
        Group::MachineTimes => "every hour of machine",
        Group::ImportPrices => "every price of an import",
        Group::MachineCosts => "every price of a machine",
    }
}

/// How far a figure has to go: "0.52 times it".
pub(super) fn times(threshold: f64) -> String {
    format_amount(rounded(threshold))
}
