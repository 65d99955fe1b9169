//! The page of a material: what it is, how it is made, what it takes from the ground, and where it is used.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::names::Names;
use crate::bundle::overview::{First, Overview};
use crate::bundle::part::ground::leaves;
use crate::bundle::part::provenance::document_at;
use crate::bundle::part::reason::linked;
use crate::bundle::part::recipe::recipe_flow;
use crate::bundle::view::{
    Fact, Hazard, ItemPlace, LeafLine, Mark, Name, Page, PlanNeed, Quantity, RecipeFlow, Source, Written,
};
use crate::bundle::wording::{amount, fact, hazards, item_amount, sources, status_mark, unit_text, word_fact, written};
use crate::graph::{Graph, ItemIndex, RecipeIndex, RecipeSource};
use crate::model::{self, RawFrom};
use crate::resolve::{Obtain, Resolution, solve};

/// Parts of one plan from which on they are told in one line.
pub const FOLD: usize = 6;
/// Lines of a table of uses; popular items have thousands.
const MOST_USES: usize = 100;

/// `material.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Material {
    pub page: Page,
    pub id: String,
    /// Where it is written.
    pub document: Written,
    pub summary: Option<String>,
    pub description_html: Option<String>,
    pub origin: Mark,
    pub facts: Vec<Fact>,
    pub safety: Vec<Hazard>,
    /// Every way to obtain it, the chosen one first.
    pub recipes: Vec<RecipeFlow>,
    /// Said where there is no recipe: `Taken from waste.`
    pub no_recipe: Option<String>,
    pub uses: Vec<UseLine>,
    /// Plans that need it, directly or far down.
    pub plans: Vec<PlanNeed>,
    /// One sentence: `What 1 kg takes from the ground.`
    pub embodied_caption: String,
    pub embodied: Vec<LeafLine>,
    pub embodied_totals: Vec<Fact>,
    pub places: Vec<ItemPlace>,
    pub sources: Vec<Source>,
}

/// A recipe that uses the item.
#[derive(Clone, Debug, Serialize)]
pub struct UseLine {
    /// The item that the recipe makes.
    pub item: Name,
    pub recipe: Name,
    /// Per unit of what it makes.
    pub quantity: Quantity,
    /// `per kg`
    pub per: String,
}

/// The page's context.
pub fn material_page(context: &Context<'_>, overview: &Overview, index: usize, path: &str) -> Option<Material> {
    let input = context.input;
    let material = &input.catalog.materials[index];
    let id = material.id.value.as_str();
    let names = context.names(path);
    let item = input.graph.item_index(id)?;
    let title = material.title.as_deref().unwrap_or(id);
    let obtain = context.choice.of(item);
    let grounded = obtain.recipe().and_then(|_| solve(input.graph, context.choice.clone(), item, 1.0).ok());
    let unit = per_unit(input.graph, item);
    Some(Material {
        page: context.page(
            "material",
            title,
            material.description.as_ref().and_then(|text| first_sentence(&text.value)),
            path,
        ),
        id: id.to_owned(),
        document: document_at(context, material.span, names),
        summary: None,
        description_html: material.description.as_ref().map(|text| context.html(&text.value, names, None)),
        origin: context.origin(item),
        facts: facts(context, material, item),
        safety: hazards(&material.safety, |note| context.html(note, names, None)),
        recipes: recipes(context, item, names),
        no_recipe: no_recipe(context, material, item),
        uses: uses(context, item, names),
        plans: plan_needs(context, overview, item, names),
        embodied_caption: format!("What 1\u{a0}{unit} of it takes, down the whole chain"),
        embodied: grounded.as_ref().map_or_else(Vec::new, |resolution| embodied(input.graph, resolution, names)),
        embodied_totals: grounded
            .as_ref()
            .map_or_else(Vec::new, |resolution| embodied_totals(input.graph, resolution, &unit)),
        places: item_places(overview, item, names),
        sources: sources(&material.sources),
    })
}

fn facts(context: &Context<'_>, material: &model::Material, item: ItemIndex) -> Vec<Fact> {
    let unit = per_unit(context.input.graph, item);
    let mut facts = vec![word_fact("Counted in", unit)];
    let written_facts = [
        ("Mass", &material.mass),
        ("Density", &material.density),
        ("Sold by", &material.pack),
        ("Price", &material.price),
        ("Emissions", &material.emissions),
    ];
    facts.extend(
        written_facts.into_iter().filter_map(|(label, quantity)| Some(fact(label, written(&quantity.as_ref()?.value)))),
    );
    if let Some(emissions) = facts.iter_mut().find(|fact| fact.label == "Emissions") {
        emissions.note = Some("CO2 equivalent, when imported".to_owned());
    }
    if let Some(stock) = &material.stock {
        let sizes: Vec<String> = [&stock.thickness, &stock.width, &stock.length]
            .into_iter()
            .flatten()
            .map(|size| size.value.as_written().to_owned())
            .collect();
        if !sizes.is_empty() {
            facts.push(word_fact("Comes in", sizes.join(" × ")));
        }
    }
    facts.extend(material.from.map(|from| word_fact("Taken from", from.as_str())));
    facts
}

/// What one of an item is called in a sentence.
pub fn per_unit(graph: &Graph, item: ItemIndex) -> String {
    let unit = unit_text(graph.item(item).unit.symbol());
    if unit.is_empty() { "piece".to_owned() } else { unit }
}

fn first_sentence(text: &str) -> Option<&str> {
    let line = text.trim().split("\n\n").next()?;
    let end = line.find(". ").map_or(line.len(), |at| at + 1);
    line.get(..end).filter(|sentence| !sentence.is_empty())
}

fn no_recipe(context: &Context<'_>, material: &model::Material, item: ItemIndex) -> Option<String> {
    let graph = context.input.graph;
    let has_none = graph.item(item).recipes.is_empty();
    let mut titles: Vec<&str> =
        context.comes_off[item.0 as usize].iter().map(|recipe| graph.recipe(*recipe).title.as_str()).collect();
    let more = titles.len().saturating_sub(FOLD);
    titles.truncate(FOLD);
    match (context.choice.of(item), material.from) {
        (Obtain::Raw, Some(RawFrom::Biomass)) => Some("It is raw: the chain ends here. It is grown.".to_owned()),
        (Obtain::Raw, Some(RawFrom::Waste)) => Some("It is raw: the chain ends here. It comes from waste.".to_owned()),
        (Obtain::Raw, Some(from)) => {
            Some(format!("It is raw: the chain ends here. It is taken from the {}.", from.as_str()))
        }
        (Obtain::Raw, None) => Some("It is raw: the chain ends here.".to_owned()),
        (Obtain::Bought, _) if has_none => {
            Some("Nobody here knows how to make it: the chain ends in an import.".to_owned())
        }
        (Obtain::Bought, _) => Some("By default it is bought; it can be made too.".to_owned()),
        (_, _) if has_none && titles.is_empty() => {
            Some("Nothing makes it, and it is neither raw nor bought: a dead end.".to_owned())
        }
        (_, _) if has_none => {
            let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
            Some(format!("It comes off besides what these are run for: {}{rest}.", titles.join("; ")))
        }
        _ => None,
    }
}

fn recipes(context: &Context<'_>, item: ItemIndex, names: Names<'_>) -> Vec<RecipeFlow> {
    let chosen = context.choice.of(item).recipe();
    let mut all: Vec<RecipeIndex> = context.input.graph.item(item).recipes.clone();
    all.sort_by_key(|recipe| Some(*recipe) != chosen);
    all.into_iter().map(|recipe| recipe_flow(context, recipe, Some(item), names)).collect()
}

/// Recipes that take the item; many parts of one plan in one line.
fn uses(context: &Context<'_>, item: ItemIndex, names: Names<'_>) -> Vec<UseLine> {
    let (catalog, graph) = (context.input.catalog, context.input.graph);
    let mut lines: Vec<UseLine> = Vec::new();
    let mut by_plan: BTreeMap<usize, Vec<(usize, RecipeIndex, f64)>> = BTreeMap::new();
    for (recipe, quantity) in &context.users[item.0 as usize] {
        match graph.recipe(*recipe).source {
            RecipeSource::Part { plan, line } => by_plan.entry(plan).or_default().push((line, *recipe, *quantity)),
            _ => lines.extend(use_line(graph, item, *recipe, *quantity, names)),
        }
    }
    for (plan, parts) in by_plan {
        if parts.len() < FOLD {
            lines.extend(
                parts.into_iter().filter_map(|(_, recipe, quantity)| use_line(graph, item, recipe, quantity, names)),
            );
            continue;
        }
        let times = |line: usize| {
            catalog.plans[plan].bom[line].quantity.as_ref().map_or(0.0, |quantity| quantity.value.amount())
        };
        let total: f64 = parts.iter().map(|(line, _, quantity)| quantity * times(*line)).sum();
        let link = names.plan(plan);
        lines.push(UseLine {
            item: Name {
                text: format!("{} parts of {}", parts.len(), link.text),
                href: Some(format!("{}#bill", link.href)),
            },
            recipe: Name { text: "as its bill of materials says".to_owned(), href: None },
            quantity: item_amount(graph, item, total),
            per: "machine".to_owned(),
        });
    }
    let more = lines.len().saturating_sub(MOST_USES);
    lines.truncate(MOST_USES);
    if more > 0 {
        let nothing = || Name { text: String::new(), href: None };
        let text = format!("and {more} more");
        lines.push(UseLine {
            item: Name { text, href: None },
            recipe: nothing(),
            quantity: Quantity { number: String::new(), unit: String::new() },
            per: String::new(),
        });
    }
    lines
}

fn use_line(graph: &Graph, item: ItemIndex, index: RecipeIndex, quantity: f64, names: Names<'_>) -> Option<UseLine> {
    let recipe = graph.recipe(index);
    let output = recipe.outputs.first()?;
    let is_own = !matches!(recipe.source, RecipeSource::Process(_));
    Some(UseLine {
        item: names.item(output.item),
        recipe: if is_own { Name { text: "its own plan".to_owned(), href: None } } else { names.recipe(index) },
        quantity: item_amount(graph, item, quantity / output.quantity),
        per: per_unit(graph, output.item),
    })
}

/// Plans that come down to an item, with how much one takes.
pub fn plan_needs(context: &Context<'_>, overview: &Overview, item: ItemIndex, names: Names<'_>) -> Vec<PlanNeed> {
    let need = |(plan, quantity): (usize, f64)| PlanNeed {
        plan: names.plan(plan),
        quantity: item_amount(context.input.graph, item, quantity),
    };
    overview.plans_of(item).take(MOST_USES).map(need).collect()
}

/// What facilities do about an item.
pub fn item_places(overview: &Overview, item: ItemIndex, names: Names<'_>) -> Vec<ItemPlace> {
    let place = |(facility, first): (usize, &First)| ItemPlace {
        facility: names.facility(facility),
        status: status_mark(first.status),
        reason: told(first, facility, names),
    };
    overview.places_of(item).map(place).collect()
}

/// Why an item fares as it does, with links.
pub fn told(first: &First, facility: usize, names: Names<'_>) -> Vec<Name> {
    first.reason.as_ref().map_or_else(Vec::new, |reason| linked(reason, Some(facility), names))
}

fn embodied(graph: &Graph, resolution: &Resolution, names: Names<'_>) -> Vec<LeafLine> {
    [Obtain::Raw, Obtain::Bought]
        .into_iter()
        .flat_map(|obtain| leaves(graph, resolution, obtain, names))
        .map(|mut line| {
            line.share = None;
            line
        })
        .collect()
}

fn embodied_totals(graph: &Graph, resolution: &Resolution, unit: &str) -> Vec<Fact> {
    let totals = &resolution.totals;
    let per = |symbol: &str| format!("{symbol}/{unit}");
    let fact_of =
        |label: &str, value: f64, symbol: &str| Fact { unit: per(symbol), ..fact(label, amount(value, "ea")) };
    vec![
        fact_of("Electricity", totals.electricity_kwh, "kWh"),
        fact_of("Labour", totals.labour_h, "h"),
        fact_of("Emissions", totals.emissions_kg, "kg"),
        fact_of("Materials and energy", totals.cost, graph.currency.code()),
    ]
}
