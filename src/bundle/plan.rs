//! The page of a plan.

use serde::Serialize;

use super::DataFile;
use super::answers::Answers;
use super::bill::{Bill, bill};
use super::comparison::{Comparison, comparison};
use super::context::Context;
use super::documentation::{Documentation, documentation, documentation_fact};
use super::drawing::{Drawn, sankey, staged};
use super::file_list::{FileLine, drawings, file_lines, licenses};
use super::ground::{Evidence, by_products, evidence, leaves, totals};
use super::guide::read_guide;
use super::links::{Names, web};
use super::places::{PlanPlace, places};
use super::provenance::written_at;
use super::recipe::{loss_lines, operation_lines};
use super::steps::{Step, steps};
use super::tree::{TreeRow, tree};
use super::view::{
    Fact, Flow, Hazard, Image, LeafLine, LicenseLine, Link, LossLine, OperationLine, Page, Person, Source,
};
use super::wording::{amount, capitalised, day, fact, hazards, sources, word_fact, written};
use crate::graph::RecipeSource;
use crate::model;
use crate::resolve::{Obtain, Resolution, Runaway, RunawayKind};
use crate::text::RepoPath;

/// Changes that the page tells.
const CHANGES: usize = 8;

/// `plan.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    pub page: Page,
    pub id: String,
    /// Where it is written.
    pub document: Link,
    pub summary: Option<String>,
    pub description_html: Option<String>,
    /// Why the plan cannot be resolved, if it cannot.
    pub problem: Option<String>,
    pub image: Option<Image>,
    /// The title block.
    pub facts: Vec<Fact>,
    /// The sections that this page has, in order.
    pub contents: Vec<Link>,
    /// Build packets to take away.
    pub packets: Vec<Link>,
    pub safety: Vec<Hazard>,
    pub bill: Bill,
    /// The assembly routing.
    pub operations: Vec<OperationLine>,
    pub losses: Vec<LossLine>,
    pub tree: Vec<TreeRow>,
    pub graph: Option<Graph>,
    /// How mass flows from the ground to the machine.
    pub flow: Option<Graph>,
    pub steps: Vec<Step>,
    /// Under which the ticks of the steps are remembered: id and version.
    pub tick_key: String,
    /// Text before the first step.
    pub steps_introduction_html: Option<String>,
    pub drawings: Vec<Image>,
    pub files: Vec<FileLine>,
    pub places: Vec<PlanPlace>,
    pub totals: Vec<Fact>,
    pub raw: Vec<LeafLine>,
    pub bought: Vec<LeafLine>,
    /// What nothing makes, though it is neither raw nor bought.
    pub unresolved: Vec<LeafLine>,
    pub by_products: Vec<Flow>,
    /// Exactly three or none: stated, derived, estimated.
    pub evidence: Option<Evidence>,
    pub comparison: Option<Comparison>,
    pub licenses: Vec<LicenseLine>,
    pub authors: Vec<Person>,
    /// What would make the plan better documented.
    pub documentation: Option<Documentation>,
    /// How to cite the plan, as BibTeX.
    pub citation: String,
    /// The latest changes, newest first.
    pub history: Vec<ChangeLine>,
    /// The same figures as JSON.
    pub data: Vec<Link>,
    pub sources: Vec<Source>,
}

/// The dependency graph, drawn.
#[derive(Clone, Debug, Serialize)]
pub struct Graph {
    /// A trusted `<svg class="graph" role="group" aria-label="…">`.
    pub svg: String,
    pub caption: String,
}

/// One change in the plan's history.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeLine {
    pub date: Option<String>,
    pub summary: String,
    pub author: String,
    /// The short commit.
    pub commit: String,
}

/// The page's context.
pub fn plan_page(context: &Context<'_>, index: usize, answers: &Answers, path: &str) -> Plan {
    let input = context.input;
    let plan = &input.catalog.plans[index];
    let id = plan.id.value.as_str();
    let names = context.names(path);
    let title = plan.title.as_deref().unwrap_or(id);
    let resolution = answers.resolved();
    let files = context.files(index);
    let guide = read_guide(input.world, index, names, &files.folder, &files.paths).unwrap_or_default();
    let history = input.world.history(&files.folder, CHANGES);
    let mut page = Plan {
        page: context.page("plan", title, plan.summary.as_deref(), path),
        id: id.to_owned(),
        document: written_at(context, plan.span, names),
        summary: plan.summary.clone(),
        description_html: plan.description.as_ref().map(|text| context.html(&text.value, names, Some(index))),
        problem: answers.resolution.as_ref().err().map(|runaway| problem(context, runaway)),
        image: image(context, index, names),
        facts: facts(context, index, plan, resolution),
        contents: Vec::new(),
        packets: answers.packets.iter().map(|packet| context.packet(packet.facility, &packet.path, names)).collect(),
        safety: hazards(&plan.safety, |note| context.html(note, names, Some(index))),
        bill: bill(context, index, answers, names),
        operations: operations(context, index, plan, names),
        losses: loss_lines(&plan.losses, &plan.sources, path, names),
        tree: resolution.map_or_else(Vec::new, |resolution| tree(input.graph, resolution, names)),
        graph: resolution.map(|resolution| drawn(&staged(input.graph, resolution, &|item| names.item(item).href))),
        flow: resolution.map(|resolution| drawn(&sankey(input.graph, resolution, &|item| names.item(item).href))),
        tick_key: format!("{id}@{}", plan.version.as_deref().unwrap_or_default()),
        steps: steps(context, index, &guide, names),
        steps_introduction_html: guide.introduction_html,
        drawings: drawings(context, index, names),
        files: file_lines(context, index, names),
        places: places(context, answers, names),
        totals: resolution.map_or_else(Vec::new, |resolution| totals(input.graph, &resolution.totals)),
        raw: resolution.map_or_else(Vec::new, |resolution| leaves(input.graph, resolution, Obtain::Raw, names)),
        bought: resolution.map_or_else(Vec::new, |resolution| leaves(input.graph, resolution, Obtain::Bought, names)),
        unresolved: resolution
            .map_or_else(Vec::new, |resolution| leaves(input.graph, resolution, Obtain::Unresolved, names)),
        by_products: resolution.map_or_else(Vec::new, |resolution| by_products(input.graph, resolution, names)),
        evidence: resolution.and_then(evidence),
        comparison: comparison(context, index, answers),
        licenses: plan_licenses(context, plan),
        authors: plan
            .authors
            .iter()
            .map(|author| Person { name: author.name.clone(), href: author.url.as_deref().and_then(web) })
            .collect(),
        documentation: documentation(context, index, names),
        citation: citation(context, plan),
        history: history
            .into_iter()
            .map(|change| ChangeLine {
                date: day(change.time_s),
                summary: change.summary,
                author: change.author,
                commit: change.commit.get(..10).unwrap_or(&change.commit).to_owned(),
            })
            .collect(),
        data: data_links(answers, names),
        sources: sources(&plan.sources),
    };
    page.contents = contents(&page);
    page
}

fn operations(context: &Context<'_>, index: usize, plan: &model::Plan, names: Names<'_>) -> Vec<OperationLine> {
    let graph = context.input.graph;
    let recipes = context.item_of_plan(index).map_or(&[][..], |item| &graph.item(item).recipes);
    let own = recipes.iter().find(|recipe| graph.recipe(**recipe).source == RecipeSource::Plan(index));
    own.map_or_else(Vec::new, |recipe| operation_lines(context, graph.recipe(*recipe), &plan.operations, names))
}

fn image(context: &Context<'_>, index: usize, names: Names<'_>) -> Option<Image> {
    let plan = &context.input.catalog.plans[index];
    let files = context.files(index);
    let path = RepoPath::join(&files.folder, &plan.image.as_ref()?.value)?;
    let alt = plan.image_alt.clone().unwrap_or_else(|| plan.title.clone().unwrap_or_else(|| plan.id.value.to_string()));
    Some(Image { href: names.href(files.paths.get(&path)?), alt, caption: None })
}

fn facts(context: &Context<'_>, index: usize, plan: &model::Plan, resolution: Option<&Resolution>) -> Vec<Fact> {
    let graph = context.input.graph;
    let mut facts = Vec::new();
    facts.extend(plan.version.as_ref().map(|version| word_fact("Version", version)));
    facts.extend(plan.readiness.map(|readiness| word_fact("Readiness", readiness.as_str())));
    let mass_kg = context.item_of_plan(index).and_then(|item| graph.item(item).mass_kg);
    facts.extend(mass_kg.map(|mass_kg| fact("Mass", amount(mass_kg, "kg"))));
    for (name, quantity) in plan.performance.iter().take(2) {
        facts.push(fact(&capitalised(&name.value.replace('-', " ")), written(&quantity.value)));
    }
    if let Some(resolution) = resolution {
        let totals = &resolution.totals;
        facts.push(fact("Materials and energy", amount(super::places::cents(totals.cost), graph.currency.code())));
        facts.push(fact("Labour", amount(totals.labour_h.round(), "h")).with_note("from the ground up"));
        facts.push(fact("Electricity", amount(totals.electricity_kwh.round(), "kWh")).with_note("from the ground up"));
    }
    facts.extend(plan.footprint.power.as_ref().map(|power| fact("Power", written(&power.value))));
    facts.extend(plan.footprint.floor_area.as_ref().map(|area| fact("Floor", written(&area.value))));
    facts.extend(documentation_fact(context, index));
    facts
}

fn drawn(drawing: &Drawn) -> Graph {
    Graph { svg: drawing.inline(), caption: drawing.caption.clone() }
}

fn problem(context: &Context<'_>, runaway: &Runaway) -> String {
    let graph = context.input.graph;
    let titles: Vec<&str> = runaway.items.iter().take(8).map(|item| graph.item(*item).title.as_str()).collect();
    let more = runaway.items.len().saturating_sub(titles.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    if runaway.kind == RunawayKind::Amount {
        return format!(
            "This plan cannot be followed down to the ground: the amount of {} is beyond what can be reckoned with. A quantity on the way to it is far too large, or too small.",
            titles.join(", ")
        );
    }
    if runaway.kind == RunawayKind::Bill {
        return format!(
            "This plan cannot be followed down to the ground: {}{rest} contain themselves, each the next, so the bill of materials never ends.",
            titles.join(", ")
        );
    }
    format!(
        "This plan cannot be followed down to the ground: the loop of {}{rest} consumes {:.4} times what it makes, so no amount of it is enough. One of their recipes takes too much, or yields too little.",
        titles.join(", "),
        runaway.gain
    )
}

fn plan_licenses(context: &Context<'_>, plan: &model::Plan) -> Vec<LicenseLine> {
    let own = licenses(&plan.license);
    match &context.input.catalog.repository {
        Some(repository) if own.is_empty() => licenses(&repository.license),
        _ => own,
    }
}

/// A BibTeX entry: what an author wrote is freed of what would end a field.
fn citation(context: &Context<'_>, plan: &model::Plan) -> String {
    let clean = |text: &str| -> String { text.chars().filter(|c| !matches!(c, '{' | '}' | '\\' | '\n')).collect() };
    let id = plan.id.value.as_str();
    let provenance = context.input.world.provenance();
    let authors: Vec<String> = plan.authors.iter().map(|author| format!("{{{}}}", clean(&author.name))).collect();
    let year = provenance.time_s.and_then(day).and_then(|day| day.rsplit(' ').next().map(str::to_owned));
    let repository = context.input.catalog.repository.as_ref();
    let fields = [
        ("title", Some(format!("{{{}}}", clean(plan.title.as_deref().unwrap_or(id))))),
        ("author", (!authors.is_empty()).then(|| authors.join(" and "))),
        ("version", plan.version.as_deref().map(clean)),
        ("year", year),
        ("url", repository.and_then(|repository| repository.url.as_deref()).and_then(web).map(|url| clean(&url))),
        ("note", provenance.commit.as_ref().map(|commit| format!("Open hardware plan, revision {commit}"))),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some(format!("  {name} = {{{}}},\n", value?)));
    format!("@misc{{{},\n{}}}", super::links::file_name(id), fields.collect::<String>())
}

/// The data files about a plan.
fn data_links(answers: &Answers, names: Names<'_>) -> Vec<Link> {
    let link = |file: &DataFile| Link { text: file.title.clone(), href: names.href(&file.path) };
    answers.data.iter().map(link).collect()
}

/// The sections that the page has, in order.
fn contents(page: &Plan) -> Vec<Link> {
    let sections = [
        (!page.safety.is_empty(), "Safety", "#safety"),
        (true, "Bill of materials", "#bill"),
        (page.problem.is_none(), "Down to the ground", "#tree"),
        (page.graph.is_some(), "Graph", "#graph"),
        (page.problem.is_none(), "Totals", "#totals"),
        (!page.steps.is_empty() || page.steps_introduction_html.is_some(), "Build steps", "#steps"),
        (!page.places.is_empty(), "Where it can be made", "#places"),
        (page.comparison.is_some(), "Beside industry", "#comparison"),
        (!page.files.is_empty(), "Files", "#files"),
        (!page.licenses.is_empty(), "Licence", "#license"),
        (page.documentation.is_some(), "Documentation", "#documentation"),
        (!page.history.is_empty(), "History", "#history"),
        (!page.sources.is_empty(), "Sources", "#sources"),
    ];
    let shown = sections.into_iter().filter(|(is_there, _, _)| *is_there);
    shown.map(|(_, text, href)| Link { text: text.to_owned(), href: href.to_owned() }).collect()
}
