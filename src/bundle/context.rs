//! What every page of the site draws on: the input, the plans' files, and what is looked up again and again, looked up once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::documents::{Standing, standing};
use super::edit::{Editing, editing, repository_url};
use super::files::{PlanFiles, folder_of, plan_files};
use super::form::Form;
use super::kind::{Kind, by_name};
use super::links::{self, HOME, STYLE};
use super::names::Names;
use super::prose::guide::PlanLinks;
use super::prose::markdown::{Manner, render};
use super::score::ScoreGlance;
use super::view::{FootNote, Link, Mark, NavigationLink, Page};
use super::web::social::social;
use super::wording::{by_product_mark, day, obtain_mark};
use super::{Problem, SiteInput};
use crate::graph::{ItemIndex, RecipeIndex};
use crate::lint::documentation::PlanScore;
use crate::resolve::{Choice, Obtain};
use crate::text::FileId;
use crate::world::Change;

/// Changes that the page of a plan tells.
const CHANGES: usize = 8;

/// The languages of a page's kind in the menu: (kind, text, anchor on the home page).
const MENU: [(&str, &str, &str); 5] = [
    ("plan", "Plans", "plans"),
    ("facility", "Facilities", "facilities"),
    ("material", "Materials", "materials"),
    ("process", "Processes", "processes"),
    ("capability", "Capabilities", "capabilities"),
];

/// The input, indexed.
pub struct Context<'a> {
    /// What the site is made of.
    pub input: &'a SiteInput<'a>,
    /// What the pages are written as.
    pub form: Form,
    /// By plan; read when first asked for.
    files: Vec<OnceLock<PlanFiles>>,
    /// By plan: how well it is documented, at a glance; scored when first asked for.
    scores: Vec<OnceLock<Option<ScoreGlance>>>,
    /// The default choice of recipes.
    pub choice: &'a Choice,
    /// By item: the recipes that take it, and how much per run.
    pub users: Vec<Vec<(RecipeIndex, f64)>>,
    /// By item: the recipes that it comes off from besides what they are run for.
    pub comes_off: Vec<Vec<RecipeIndex>>,
    /// By plan: its latest changes, once they were asked for.
    histories: Vec<OnceLock<Vec<Change>>>,
    /// By kind: everything that has a page, in the order of names; once it was asked for.
    by_name: [OnceLock<Vec<usize>>; Kind::ALL.len()],
    /// By file: the documents that stand in it; once they were asked for.
    documents: OnceLock<BTreeMap<FileId, Vec<Standing>>>,
    /// Where the repository is published.
    pub repository_url: Option<String>,
    /// How the files that pages are made from can be edited.
    pub editing: Option<Editing>,
}

impl<'a> Context<'a> {
    /// Indexes the input.
    pub fn new(input: &'a SiteInput<'a>, form: Form) -> Self {
        let (catalog, graph) = (input.catalog, input.graph);
        let files = catalog.plans.iter().map(|_| OnceLock::new()).collect();
        let scores = catalog.plans.iter().map(|_| OnceLock::new()).collect();
        let mut users = vec![Vec::new(); graph.items.len()];
        for index in graph.recipe_indices() {
            for flow in graph.recipe(index).inputs.iter().filter_map(|line| line.options.first()) {
                users[flow.item.0 as usize].push((index, flow.quantity));
            }
        }
        let mut comes_off = vec![Vec::new(); graph.items.len()];
        for index in graph.recipe_indices() {
            for flow in &graph.recipe(index).by_products {
                comes_off[flow.item.0 as usize].push(index);
            }
        }
        let histories = catalog.plans.iter().map(|_| OnceLock::new()).collect();
        let provenance = input.world.provenance();
        let (repository_url, editing) = (repository_url(catalog, provenance), editing(catalog, provenance));
        Self {
            input,
            form,
            files,
            scores,
            choice: input.choice,
            users,
            comes_off,
            histories,
            by_name: Default::default(),
            documents: OnceLock::new(),
            repository_url,
            editing,
        }
    }

    /// The files that a plan brings along.
    pub fn files(&self, plan: usize) -> &PlanFiles {
        self.files[plan].get_or_init(|| plan_files(self.input, plan))
    }

    /// What was left out of the files of plans.
    pub fn left_out(&self) -> Vec<Problem> {
        (0..self.files.len()).flat_map(|plan| self.files(plan).problems.clone()).collect()
    }

    /// Names of things, from a page.
    pub fn names<'p>(&self, from: &'p str) -> Names<'p>
    where
        'a: 'p,
    {
        Names { catalog: self.input.catalog, graph: self.input.graph, from, form: self.form }
    }

    /// The item that a plan makes.
    pub fn item_of_plan(&self, plan: usize) -> Option<ItemIndex> {
        self.input.graph.item_index(self.input.catalog.plans[plan].id.value.as_str())
    }

    /// The latest changes of a plan's folder, newest first.
    pub fn history(&self, plan: usize) -> &[Change] {
        self.histories[plan].get_or_init(|| {
            let folder = folder_of(self.input, self.input.catalog.plans[plan].span);
            self.input.world.history(&folder, CHANGES)
        })
    }

    /// Everything of a kind that has a page, by index, in the order of names.
    pub fn by_name(&self, kind: Kind) -> &[usize] {
        self.by_name[kind as usize].get_or_init(|| by_name(self.names(""), kind))
    }

    /// The documents that stand in a file, in their order.
    pub fn documents_in(&self, file: FileId) -> &[Standing] {
        self.documents.get_or_init(|| standing(self.input)).get(&file).map_or(&[], Vec::as_slice)
    }

    /// What the site is called.
    pub fn site_title(&self) -> String {
        let repository = self.input.catalog.repository.as_ref();
        let name =
            repository.map_or("Plans", |repository| repository.title.as_deref().unwrap_or(repository.name.as_str()));
        name.to_owned()
    }

    /// How well a plan is documented, where that is told; only a glance of it is kept.
    pub fn documentation(&self, plan: usize) -> Option<PlanScore> {
        let score = (self.input.documentation)(plan);
        self.scores[plan].get_or_init(|| score.as_ref().map(ScoreGlance::of));
        score
    }

    /// The same at a glance.
    pub fn score(&self, plan: usize) -> Option<&ScoreGlance> {
        self.scores[plan].get_or_init(|| (self.input.documentation)(plan).as_ref().map(ScoreGlance::of)).as_ref()
    }

    /// How an item is obtained by default; what only comes off besides is told so.
    pub fn origin(&self, item: ItemIndex) -> Mark {
        match self.choice.of(item) {
            Obtain::Unresolved if !self.comes_off[item.0 as usize].is_empty() => by_product_mark(),
            obtain => obtain_mark(obtain),
        }
    }

    /// A link to the packet for a facility, at a path of the bundle.
    pub fn packet(&self, facility: usize, path: &str, names: Names<'_>) -> Link {
        Link { text: format!("Build packet for {} (zip)", names.facility(facility).text), href: names.href(path) }
    }

    /// An author's text as HTML for the page at `from`.
    pub fn html(&self, text: &str, names: Names<'_>, plan: Option<usize>) -> String {
        let no_files = BTreeMap::new();
        let (folder, files) = match plan {
            Some(plan) => (self.files(plan).folder.as_str(), &self.files(plan).paths),
            None => ("", &no_files),
        };
        let destinations = PlanLinks { names, plan, folder, files };
        render(text, Manner { prefix: "about-", lower: 1, destinations: &destinations })
    }

    /// Head and foot of a page.
    pub fn page(&self, kind: &str, title: &str, description: Option<&str>, from: &str) -> Page {
        let home = links::relative(from, HOME);
        let part = kind.trim_end_matches("-list");
        let menu = MENU.iter().filter(|(kind, _, _)| self.has(kind)).map(|(of, text, anchor)| NavigationLink {
            text: (*text).to_owned(),
            href: if from == HOME { format!("#{anchor}") } else { format!("{home}#{anchor}") },
            current: *of == part,
        });
        let data = NavigationLink {
            text: "Data".to_owned(),
            href: links::relative(from, links::DATA),
            current: kind == "data",
        };
        let rules = NavigationLink {
            text: "Rules".to_owned(),
            href: links::relative(from, links::RULES),
            current: kind == "rules",
        };
        let claims = (!self.input.claims.is_empty()).then(|| NavigationLink {
            text: "Claims".to_owned(),
            href: links::relative(from, links::CLAIMS),
            current: kind == "claims",
        });
        let makeable = NavigationLink {
            text: "Can I make it?".to_owned(),
            href: links::relative(from, links::MAKEABLE),
            current: kind == "makeable",
        };
        // What a visitor asks first stands first.
        let mut menu = menu;
        let navigation = menu.next().into_iter().chain([makeable]).chain(menu);
        let list =
            MENU.iter().find(|(of, _, _)| *of == part).map(|(_, text, anchor)| (*text, format!("{home}#{anchor}")));
        let mut breadcrumbs = Vec::new();
        if from != HOME {
            breadcrumbs.push(Link { text: "Home".to_owned(), href: home.clone() });
            breadcrumbs.extend(list.map(|(text, href)| Link { text: text.to_owned(), href }));
        }
        Page {
            language: "en".to_owned(),
            title: title.to_owned(),
            description: description.map(str::to_owned),
            kind: kind.to_owned(),
            site_title: self.site_title(),
            home_href: if home.is_empty() { HOME.to_owned() } else { home.clone() },
            style_href: links::relative(from, STYLE),
            script_href: Some(links::relative(from, links::SCRIPT)),
            search_href: Some(links::relative(from, links::SEARCH)),
            root_href: "../".repeat(from.matches('/').count()),
            navigation: navigation.chain(claims).chain([rules]).chain(self.input.has_data.then_some(data)).collect(),
            breadcrumbs,
            footer: self.footer(),
            social: social(self.input.base_url.as_deref(), kind, from),
        }
    }

    fn has(&self, kind: &str) -> bool {
        let catalog = self.input.catalog;
        match kind {
            "facility" => !catalog.facilities.is_empty(),
            "material" => !catalog.materials.is_empty(),
            "process" => !catalog.processes.is_empty(),
            "capability" => !catalog.capabilities.is_empty(),
            _ => true,
        }
    }

    fn footer(&self) -> Vec<FootNote> {
        let note = |text: String| FootNote { text, href: None };
        let mut notes = Vec::new();
        if let Some(repository) = &self.input.catalog.repository {
            notes.extend(
                repository
                    .license
                    .expressions()
                    .iter()
                    .map(|license| note(format!("Licence of the texts: {}", license.value)))
                    .take(1),
            );
        }
        let url = self.repository_url.clone();
        notes.extend(url.map(|url| FootNote { text: "Source of these pages".to_owned(), href: Some(url) }));
        let provenance = self.input.world.provenance();
        if let Some(commit) = &provenance.commit {
            let changes = if provenance.dirty { " with changes" } else { "" };
            let date = provenance.time_s.and_then(day).map(|day| format!(", {day}")).unwrap_or_default();
            notes.push(note(format!("Revision {}{changes}{date}", commit.get(..10).unwrap_or(commit))));
        }
        notes.push(note(format!("groundup {}", env!("CARGO_PKG_VERSION"))));
        notes
    }
}
