//! Build instructions bound to their plan: the text of `build.md` in sections, with the operations, parts, tools and hazards
//! of each.

use std::collections::BTreeMap;

use super::markdown::{Destinations, Manner, Section, Target, sections};
use crate::bundle::form::Form;
use crate::bundle::links::{line_anchor, plan_files, plan_page, relative, web};
use crate::bundle::names::Names;
use crate::bundle::wording::{item_amount, plain};
use crate::graph::{Graph, ItemIndex};
use crate::instructions::{self, BuildLink, LinkKind};
use crate::model::{BomEntry, Operation, Plan};
use crate::text::{RepoPath, Spanned};
use crate::world::World;

/// Before the anchors of build instructions.
pub const PREFIX: &str = "build-";

/// The instructions of a plan.
#[derive(Clone, Debug, Default)]
pub struct Guide {
    /// What stands before the first heading.
    pub introduction_html: Option<String>,
    /// The sections, in order.
    pub sections: Vec<GuideSection>,
}

/// One section, and what is bound to it.
#[derive(Clone, Debug)]
pub struct GuideSection {
    /// Its number among the steps; none for a section in which nothing is taken and nothing done.
    pub number: Option<usize>,
    /// The heading.
    pub title: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// The text.
    pub html: String,
    /// Items that the text takes, in its order, with their amounts in their own units; none where no quantity is said.
    pub items: Vec<(ItemIndex, Option<f64>)>,
    /// Capabilities that the text names, by id.
    pub capabilities: Vec<String>,
    /// Operations of the plan that the section describes, by index.
    pub operations: Vec<usize>,
    /// Lines of the BOM whose parts are made here, by index.
    pub made: Vec<usize>,
}

/// Reads the instructions of a plan. Links stand as they must on the page at `from`; pictures and files as `files` says
/// (path in the repository → path in the bundle).
pub fn read_guide(
    world: &dyn World,
    plan: usize,
    names: Names<'_>,
    folder: &str,
    files: &BTreeMap<RepoPath, String>,
) -> Option<Guide> {
    let written = names.catalog.plans[plan].instructions.as_ref()?;
    let path = RepoPath::join(folder, &written.value)?;
    let bytes = world.read(&path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let links = PlanLinks { names, plan: Some(plan), folder: path.folder(), files };
    Some(guide_of(&text, plan, names, &links))
}

/// A text as the instructions of a plan, its links led as the caller says.
pub fn guide_of(text: &str, plan: usize, names: Names<'_>, destinations: &dyn Destinations) -> Guide {
    let parsed = sections(text, Manner { prefix: PREFIX, lower: 1, destinations });
    let mut guide = Guide::default();
    for section in parsed {
        match &section.title {
            None => guide.introduction_html = Some(section.html),
            Some(title) => guide.sections.push(bind(names, plan, title.clone(), &section)),
        }
    }
    let is_step = |section: &&mut GuideSection| {
        !section.items.is_empty() || !section.operations.is_empty() || !section.made.is_empty()
    };
    for (index, section) in guide.sections.iter_mut().filter(is_step).enumerate() {
        section.number = Some(index + 1);
    }
    guide
}

fn bind(names: Names<'_>, plan: usize, title: String, section: &Section) -> GuideSection {
    let (catalog, graph) = (names.catalog, names.graph);
    let described = &catalog.plans[plan];
    let is_here = |anchor: &Option<Spanned<String>>| {
        let anchor = anchor.as_ref().map(|anchor| anchor.value.trim_start_matches('#'));
        anchor.is_some_and(|anchor| section.anchors.iter().any(|own| own == anchor))
    };
    let operations = described.operations.iter().enumerate().filter(|(_, operation)| is_here(&operation.instructions));
    let made = described.bom.iter().enumerate().filter(|(_, line)| match &line.entry {
        BomEntry::Part(part) => {
            is_here(&part.instructions)
                || part.operations.iter().any(|operation: &Operation| is_here(&operation.instructions))
        }
        BomEntry::Item { .. } => false,
    });
    let (operations, made) = (operations.map(|(index, _)| index).collect(), made.map(|(index, _)| index).collect());
    let mut items: Vec<(ItemIndex, Option<f64>)> = Vec::new();
    let mut capabilities: Vec<String> = Vec::new();
    for link in section.links.iter().filter_map(|link| instructions::read_link(link)) {
        match link.kind {
            LinkKind::Part | LinkKind::Item => {
                let Some(item) = item_of(graph, described, &link) else { continue };
                let amount = instructions::amount(catalog, Some(described), &link);
                match items.iter_mut().find(|(known, _)| *known == item) {
                    Some((_, total)) => {
                        *total = total.zip(amount).map(|(total, amount)| total + amount).or(*total).or(amount)
                    }
                    None => items.push((item, amount)),
                }
            }
            LinkKind::Capability if !capabilities.contains(&link.id) => capabilities.push(link.id),
            LinkKind::Capability | LinkKind::Plan => {}
        }
    }
    let anchor = format!("{PREFIX}{}", section.anchors.first().map_or("", String::as_str));
    GuideSection { number: None, title, anchor, html: section.html.clone(), items, capabilities, operations, made }
}

fn item_of(graph: &Graph, plan: &Plan, link: &BuildLink) -> Option<ItemIndex> {
    graph.item_index(&instructions::item_id(plan, link)?)
}

/// Where the links of an author's text lead.
pub struct PlanLinks<'a> {
    /// Names, from the page.
    pub names: Names<'a>,
    /// The plan whose parts `part:` means, if the text belongs to one.
    pub plan: Option<usize>,
    /// The folder that relative links start from.
    pub folder: &'a str,
    /// Files that are in the bundle: path in the repository → path in the bundle.
    pub files: &'a BTreeMap<RepoPath, String>,
}

impl PlanLinks<'_> {
    fn file(&self, destination: &str) -> Option<String> {
        let path = destination.split(['#', '?']).next().unwrap_or_default();
        let path = RepoPath::join(self.folder, &instructions::decode(path))?;
        self.files.get(&path).map(|to| relative(self.names.from, to))
    }
}

impl Destinations for PlanLinks<'_> {
    fn link(&self, destination: &str) -> Option<Target> {
        let target = self.target(destination)?;
        Some(Target { href: self.written(target.href), title: target.title })
    }

    fn image(&self, destination: &str) -> Option<String> {
        self.file(destination).map(|href| self.written(href))
    }

    fn form(&self) -> Form {
        self.names.form
    }
}

impl PlanLinks<'_> {
    /// An address of our site as the page writes it.
    fn written(&self, href: String) -> String {
        match self.names.form {
            Form::Html => href,
            Form::Markdown(generator) => generator.address(self.names.from, &href),
        }
    }

    fn target(&self, destination: &str) -> Option<Target> {
        let Some(link) = instructions::read_link(destination) else {
            let href = web(destination).or_else(|| self.file(destination))?;
            return Some(Target { href, title: None });
        };
        let (catalog, graph) = (self.names.catalog, self.names.graph);
        match link.kind {
            LinkKind::Capability => Some(Target { href: self.names.capability(&link.id).href?, title: None }),
            LinkKind::Plan => {
                catalog.plan(&link.id).map(|_| Target { href: self.names.href(&plan_page(&link.id)), title: None })
            }
            LinkKind::Part | LinkKind::Item => {
                let plan = self.plan.map(|plan| &catalog.plans[plan]);
                let item = match plan {
                    Some(plan) => item_of(graph, plan, &link)?,
                    None => graph.item_index(&link.id)?,
                };
                let name = self.names.item(item);
                let line = plan.and_then(|plan| line_of(graph, plan, item));
                let amount = instructions::amount(catalog, plan, &link);
                let title = amount.map(|amount| format!("{}: {}", name.text, plain(&item_amount(graph, item, amount))));
                let own = plan
                    .zip(line)
                    .map(|(plan, line)| format!("{}#{}", plan_page(plan.id.value.as_str()), line_anchor(line)));
                let href = own.map(|own| self.names.href(&own)).or(name.href)?;
                Some(Target { href, title: Some(title.unwrap_or(name.text)) })
            }
        }
    }
}

/// The line of a plan's BOM that asks for an item, counted from 0.
pub fn line_of(graph: &Graph, plan: &Plan, item: ItemIndex) -> Option<usize> {
    let id = &graph.item(item).id;
    plan.bom.iter().position(|line| match &line.entry {
        BomEntry::Item { item, alternatives } => {
            item.value == *id || alternatives.iter().any(|other| other.value == *id)
        }
        BomEntry::Part(part) => part.id == *id,
    })
}

/// Where a file of a plan lies in the bundle, below the folder of the plan's files.
pub fn file_in_bundle(plan_id: &str, folder: &str, path: &RepoPath) -> String {
    let below = path.as_str().strip_prefix(folder).map(|rest| rest.trim_start_matches('/'));
    let name = below.map_or_else(|| format!("repository/{}", path.as_str()), str::to_owned);
    format!("{}/{name}", plan_files(plan_id))
}
