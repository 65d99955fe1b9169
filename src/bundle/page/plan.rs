//! The page of a plan.

use serde::Serialize;

use crate::bundle::answers::Answers;
use crate::bundle::context::Context;
use crate::bundle::drawing::{Drawn, sankey, staged};
use crate::bundle::edit::edit_address;
use crate::bundle::form::Form;
use crate::bundle::links::{joined_path, web};
use crate::bundle::names::Names;
use crate::bundle::part::bill::{Bill, bill};
use crate::bundle::part::citation::{bibtex, citation_file};
use crate::bundle::part::comparison::{Comparison, comparison};
use crate::bundle::part::documentation::{Documentation, documentation, documentation_fact};
use crate::bundle::part::file_list::{FileLine, drawings, file_lines, licenses};
use crate::bundle::part::ground::{Evidence, by_products, evidence, leaves, totals};
use crate::bundle::part::places::{PlanPlace, outlines, places};
use crate::bundle::part::provenance::document_at;
use crate::bundle::part::recipe::{loss_lines, operation_lines};
use crate::bundle::part::steps::{Step, steps};
use crate::bundle::part::tree::{TreeRow, tree};
use crate::bundle::prose::guide::read_guide;
use crate::bundle::view::{
    Fact, Flow, Hazard, Image, LeafLine, LicenseLine, Link, LossLine, OperationLine, Page, Person, Source, Written,
};
use crate::bundle::web::linked_data::linked_data;
use crate::bundle::wording::{amount, capitalised, day, fact, hazards, sources, word_fact, written};
use crate::bundle::{DataFile, PacketFile};
use crate::graph::RecipeSource;
use crate::lint::documentation::PlanScore;
use crate::model;
use crate::resolve::{Obtain, Resolution, Runaway, RunawayKind};
use crate::text::RepoPath;

/// `plan.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    pub page: Page,
    pub id: String,
    /// Where it is written.
    pub document: Written,
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
    /// The same as the text of a `CITATION.cff`.
    pub citation_file: String,
    /// The latest changes, newest first.
    pub history: Vec<ChangeLine>,
    /// The same figures as JSON.
    pub data: Vec<Link>,
    pub sources: Vec<Source>,
    /// Where the build instructions can be changed.
    pub instructions_edit_href: Option<String>,
    /// The plan for programs that read the web, as JSON-LD; trusted, as it can end no element.
    pub linked_data: Option<String>,
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
    let instructions = plan.instructions.as_ref().and_then(|path| RepoPath::join(&files.folder, &path.value));
    let guide = read_guide(input.world, index, names, &files.folder, &files.paths).unwrap_or_default();
    let outlines = outlines(answers);
    let packet = |packet: &PacketFile| Link {
        text: format!("for {}", names.facility(packet.facility).text),
        href: names.href(&packet.path),
    };
    let score = context.documentation(index);
    let mut page = Plan {
        page: context.page("plan", title, plan.summary.as_deref(), path),
        id: id.to_owned(),
        document: document_at(context, plan.span, names),
        summary: plan.summary.clone(),
        description_html: plan.description.as_ref().map(|text| context.html(&text.value, names, Some(index))),
        problem: answers.resolution.as_ref().err().map(|runaway| problem(context, runaway)),
        image: image(context, index, names),
        facts: facts(context, index, plan, resolution, score.as_ref()),
        contents: Vec::new(),
        packets: answers.packets.iter().map(packet).collect(),
        safety: hazards(&plan.safety, |note| context.html(note, names, Some(index))),
        bill: bill(context, index, answers, names),
        operations: operations(context, index, plan, names),
        losses: loss_lines(&plan.losses, &plan.sources, path, names),
        tree: resolution.map_or_else(Vec::new, |resolution| tree(input.graph, resolution, &outlines, names)),
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
        documentation: score.as_ref().and_then(|score| documentation(context, score, names)),
        citation: bibtex(context, plan),
        citation_file: citation_file(context, index),
        history: context
            .history(index)
            .iter()
            .map(|change| ChangeLine {
                date: day(change.time_s),
                summary: change.summary.clone(),
                author: change.author.clone(),
                commit: change.commit.get(..10).unwrap_or(&change.commit).to_owned(),
            })
            .collect(),
        data: data_links(answers, names),
        sources: sources(&plan.sources),
        instructions_edit_href: instructions.and_then(|path| Some(edit_address(context.editing.as_ref()?, &path))),
        linked_data: None,
    };
    page.contents = contents(&page);
    if context.form == Form::Html {
        page.linked_data = Some(linked_data(context, index, answers, &page, names));
    }
    if let (Some(social), Some(base)) = (&mut page.page.social, &input.base_url)
        && let Some(image) = page.image.iter().chain(&page.drawings).next()
    {
        social.with_picture(base, &joined_path(path, &image.href), &image.alt);
    }
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

fn facts(
    context: &Context<'_>,
    index: usize,
    plan: &model::Plan,
    resolution: Option<&Resolution>,
    score: Option<&PlanScore>,
) -> Vec<Fact> {
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
        facts.push(fact(
            "Materials and energy",
            amount(crate::bundle::part::places::cents(totals.cost), graph.currency.code()),
        ));
        facts.push(fact("Labour", amount(totals.labour_h.round(), "h")).with_note("from the ground up"));
        facts.push(fact("Electricity", amount(totals.electricity_kwh.round(), "kWh")).with_note("from the ground up"));
    }
    facts.extend(plan.footprint.power.as_ref().map(|power| fact("Power", written(&power.value))));
    facts.extend(plan.footprint.floor_area.as_ref().map(|area| fact("Floor", written(&area.value))));
    facts.extend(score.map(documentation_fact));
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
