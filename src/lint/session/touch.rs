//! What a save touches, at once: the touched files, and the files that depend on them, are checked in a small catalog of their
//! own, together with all that their documents need. What that finds in them takes the place of what was found there before.
//!
//! That is exact for rules that look from a document at what it needs ([`NEAR`]). Those that look at the whole repository (what
//! nothing uses, what contains itself) keep their earlier findings, moved along with the text, until [`Session::recheck`] has
//! looked again; so does a rule that is not in the list.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Session;
use crate::catalog::{
    Catalog, Dependence, FileParse, MANIFEST, Name, capability_names, document_nodes, gather, is_document_file, link,
    read_file,
};
use crate::diagnostic::rule_names::{DANGLING_REFERENCE, DUPLICATE_ID};
use crate::diagnostic::{self, Diagnostic};
use crate::graph;
use crate::instructions::{self, LinkKind, Text};
use crate::lint::registry::RULES;
use crate::lint::rule::Check;
use crate::lint::{Lint, control, fix};
use crate::model::{Document, Id};
use crate::text::{FileId, RepoPath, Source, Sources, Span};
use crate::world::World;

/// The rules whose findings in a file depend on its documents, on what these need, and on nothing else of the repository.
pub(in crate::lint) const NEAR: &[&str] = &[
    "broken-anchor",
    "broken-build-link",
    "capability-not-in-plan",
    "closed-license",
    "currency-without-rate",
    "dangling-reference",
    "duplicate-key",
    "figure-without-source",
    "file-outside-repository",
    "image-without-alt",
    "invalid-license",
    "invalid-quantity",
    "invalid-yaml",
    "item-not-in-bom",
    "mass-imbalance",
    "missing-file",
    "missing-kind",
    "missing-safety",
    "non-positive-quantity",
    "operation-without-instructions",
    "plan-mass-mismatch",
    "schema-violation",
    "step-quantity-mismatch",
    "undeclared-loss",
    "unit-mismatch",
    "unknown-field",
    "unknown-kind",
    "unused-bom-line",
];

/// Of more affected files than this, these come first: the touched ones and some of those that depend on them. The rest is told
/// with the whole.
const MOST_FILES: usize = 100;

/// Beyond so many documents in the small catalog, the whole repository is checked instead.
const MOST_DOCUMENTS: usize = 5_000;

/// Which documents depend on which, of a whole catalog: nodes are materials, plans, processes, capabilities and facilities, in
/// the order of the catalog.
#[derive(Debug)]
pub(super) struct Overview {
    dependence: Dependence,
    spans: Vec<Span>,
    by_file: HashMap<FileId, Vec<u32>>,
    item_ids: Arc<Vec<Id>>,
}

/// What was checked at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// The files that were touched or depend on those, as far as findings may stand in them.
    pub files: BTreeSet<RepoPath>,
    /// Whether all is as it was: no recheck is due.
    pub is_as_it_was: bool,
    /// How many more files depend on what was touched, and are told only by the recheck.
    pub left_out: usize,
}

impl Session {
    /// Makes ready for [`Session::touch`]: notes which documents depend on which.
    pub fn prepare(&mut self) {
        let catalog = &self.checked.catalog;
        let mut nodes = document_nodes(catalog);
        let first_plan = catalog.materials.len();
        for (plan, text) in self.prose.texts() {
            if let Some(node) = nodes.get_mut(first_plan + plan) {
                node.uses.extend(linked(text));
            }
        }
        let spans: Vec<Span> = nodes.iter().map(|node| node.span).collect();
        let mut by_file: HashMap<FileId, Vec<u32>> = HashMap::new();
        spans.iter().enumerate().for_each(|(node, span)| by_file.entry(span.file).or_default().push(node as u32));
        let item_ids = catalog.index.item_ids().map(Id::new).collect();
        self.overview =
            Some(Overview { dependence: Dependence::of(&nodes), spans, by_file, item_ids: Arc::new(item_ids) });
    }

    /// Checks the touched files and those that depend on them, and puts what is found in the place of what was found there. `None`
    /// if the whole is to be checked instead: too much depends on them, or files of documents came or went. In either case
    /// [`Session::recheck`] with the same files is due next; until then the catalog is as it was.
    pub fn touch(&mut self, world: &dyn World, touched: &BTreeSet<RepoPath>) -> Option<Glance> {
        let overview = self.overview.take()?;
        let has_twins = self.checked.diagnostics.iter().any(|found| found.rule == DUPLICATE_ID);
        let affected = self.affected(world, touched, &overview).filter(|_| !has_twins)?;
        if affected.is_as_it_was {
            self.overview = Some(overview);
            return Some(Glance { files: BTreeSet::new(), is_as_it_was: true, left_out: 0 });
        }
        let is_read_now = |path: &RepoPath| affected.parses.contains_key(path);
        // First the touched and affected documents alone: their instructions say what else is needed.
        let part =
            gather(affected.parses(&self.checked.catalog, self, &overview, &BTreeSet::new()), Sources::default());
        let mut old_texts: HashMap<FileId, String> = HashMap::new();
        for path in touched.iter().filter(|path| !is_read_now(path)) {
            if let Some(file) = self.prose.file_of(path) {
                old_texts.insert(file, self.checked.sources.get(file).text.clone());
            }
        }
        old_texts.extend(affected.old_texts.iter().map(|(file, text)| (*file, text.clone())));
        let sources = &mut self.checked.sources;
        let is_touched = |path: &RepoPath| touched.contains(path);
        let mut first = instructions::read_part(world, &part.catalog, sources, &mut self.prose, is_touched);
        // Who comes to share another plan's instructions brings findings to them that are told once: the whole sorts that out.
        let plans = &self.checked.catalog.plans;
        let is_shared = |file: FileId| {
            let sharing = self.prose.plans_of(&self.checked.sources.get(file).path).iter();
            sharing
                .map(|plan| plans[*plan].span.file)
                .any(|of| !affected.files.contains(&self.checked.sources.get(of).path))
        };
        if first.iter().any(|it| is_shared(it.file)) {
            return None;
        }
        let new_nodes = document_nodes(&part.catalog);
        let mut names: Vec<Name<'_>> = first.iter().flat_map(|it| linked(&it.text)).collect();
        names.extend(new_nodes.iter().flat_map(|node| node.uses.iter().chain(&node.defines)));
        let catalog = &self.checked.catalog;
        let mut needed = overview.dependence.needs(names.iter().copied(), &[]);
        let first_capability = catalog.materials.len() + catalog.plans.len() + catalog.processes.len();
        needed.extend((first_capability..first_capability + catalog.capabilities.len()).map(|node| node as u32));
        if needed.len() > MOST_DOCUMENTS {
            return None;
        }
        let mut whole = gather(affected.parses(catalog, self, &overview, &needed), Sources::default());
        if whole.diagnostics.iter().any(|found| found.rule == DUPLICATE_ID) {
            return None;
        }
        for (path, kept) in self.files.iter().filter(|(path, kept)| !kept.damage.is_empty() && !is_read_now(path)) {
            if !affected.files.contains(path) {
                whole.catalog.damage.merge(kept.damage.clone());
            }
        }
        whole.catalog.index.suggest_too(affected.ids_elsewhere(&part.catalog, &overview));
        let positions: HashMap<&str, usize> =
            whole.catalog.plans.iter().enumerate().map(|(index, plan)| (plan.id.value.as_str(), index)).collect();
        first.retain_mut(|it| {
            let position = positions.get(part.catalog.plans[it.plan].id.value.as_str());
            it.plan = position.copied().unwrap_or(it.plan);
            position.is_some()
        });
        first.sort_by_key(|it| it.plan);
        let mut files: BTreeSet<FileId> = first.iter().map(|it| it.file).collect();
        files.extend(affected.files.iter().filter_map(|path| Some(self.files.get(path)?.file)));
        // And what were their instructions before, if they have others now.
        let plans = &self.checked.catalog.plans;
        let before: Vec<FileId> = self.prose.files_of(|plan| files.contains(&plans[plan].span.file)).collect();
        files.extend(before);
        let mut found = whole.diagnostics;
        found.extend(link(&mut whole.catalog));
        let sources = &self.checked.sources;
        found.extend(near_findings(world, sources, &first, &whole.catalog));
        found.retain(|found| files.contains(&found.span.file));
        let settings = whole.catalog.repository.as_ref().map_or(&[][..], |repository| &repository.lint);
        let found = control::apply_in(settings, sources, files.iter().copied(), found);
        let is_new = |found: &Diagnostic| files.contains(&found.span.file) && is_near(found.rule);
        let edits: HashMap<FileId, Edit> = old_texts
            .iter()
            .map(|(file, old)| (*file, Edit::between(old.as_bytes(), sources.get(*file).text.as_bytes())))
            .collect();
        let old = std::mem::take(&mut self.checked.diagnostics);
        let mut all: Vec<Diagnostic> =
            old.into_iter().filter(|found| !is_new(found)).filter_map(|found| moved(found, &edits)).collect();
        all.extend(found.into_iter().filter(is_new));
        fix::keep_sound(&mut all, sources);
        diagnostic::sort(&mut all, sources);
        let prose = files.iter().map(|file| sources.get(*file).path.clone());
        let glance = Glance { files: prose.collect(), is_as_it_was: false, left_out: affected.left_out };
        self.checked.document_count = self.checked.document_count + affected.documents_now - affected.documents_before;
        self.checked.diagnostics = all;
        Some(glance)
    }

    /// The files that are touched or affected, the former read again.
    fn affected(&mut self, world: &dyn World, touched: &BTreeSet<RepoPath>, overview: &Overview) -> Option<Affected> {
        let mut affected = Affected { is_as_it_was: true, ..Affected::default() };
        let mut changed_nodes: Vec<u32> = Vec::new();
        // What broken documents may define: references to it are fine as long as they are broken.
        let mut lost: BTreeSet<String> = BTreeSet::new();
        let mut new_documents: Vec<(RepoPath, FileParse)> = Vec::new();
        for path in touched {
            if !is_document_file(path) {
                affected.is_as_it_was = false;
                let plans = self.prose.plans_of(path).iter().map(|plan| self.checked.catalog.plans[*plan].span.file);
                affected.files.extend(plans.map(|file| self.checked.sources.get(file).path.clone()));
                if self.prose.file_of(path).is_none() {
                    // A file that comes may be what a plan of another folder lacks.
                    let lacking = self.checked.diagnostics.iter().filter(|found| found.rule == MISSING_FILE);
                    let lacking = lacking.map(|found| self.checked.sources.get(found.span.file).path.clone());
                    affected.files.extend(lacking.filter(|file| self.files.contains_key(file)));
                }
                let folders = path.as_str().match_indices('/').map(|(end, _)| &path.as_str()[..end]);
                let plan_files = folders.map(|folder| RepoPath::new(format!("{folder}/plan.yaml")));
                affected.files.extend(plan_files.filter(|file| self.files.contains_key(file)));
                continue;
            }
            let (entry, kept) = match (world.entry(path), self.files.get_mut(path)) {
                (None, None) => continue,
                (Some(entry), Some(kept)) if path.as_str() != MANIFEST => (entry, kept),
                _ => return None,
            };
            let (source, parse) = read_file(world, kept.file, entry);
            let before = self.checked.sources.get(kept.file);
            if before.text == source.text && kept.is_clean {
                continue;
            }
            affected.is_as_it_was = false;
            let text_of = |source: &Source, span: Span| -> String {
                source.text.get(span.start as usize..span.end as usize).unwrap_or("").to_owned()
            };
            let nodes = overview.by_file.get(&kept.file).map_or(&[][..], |nodes| nodes);
            let old: HashSet<String> =
                nodes.iter().map(|node| text_of(before, overview.spans[*node as usize])).collect();
            let new: HashSet<String> = parse.documents.iter().map(|it| text_of(&source, span_of(it))).collect();
            let is_gone = |node: &&u32| !new.contains(&text_of(before, overview.spans[**node as usize]));
            changed_nodes.extend(nodes.iter().filter(is_gone));
            let documents = parse.documents.iter().filter(|it| !old.contains(&text_of(&source, span_of(it))));
            let changed = FileParse {
                documents: documents.cloned().collect(),
                damage: crate::catalog::Damage::default(),
                diagnostics: Vec::new(),
                document_count: 0,
            };
            new_documents.push((path.clone(), changed));
            lost.extend(kept.damage.defined_otherwise(&parse.damage).map(str::to_owned));
            affected.documents_before += kept.document_count;
            affected.documents_now += parse.document_count;
            affected.old_texts.insert(kept.file, before.text.clone());
            kept.is_clean = false;
            self.checked.sources.replace(kept.file, source);
            affected.files.insert(path.clone());
            affected.parses.insert(path.clone(), parse);
        }
        // What was touched itself comes before all that depends on it.
        let own = affected.files.clone();
        let new = gather(new_documents, Sources::default()).catalog;
        let mut names: Vec<Name<'_>> = document_nodes(&new).into_iter().flat_map(|node| node.defines).collect();
        names.extend(lost.iter().flat_map(|id| [Name::Item(id), Name::Capability(id)]));
        for node in overview.dependence.dependants(names, &changed_nodes) {
            affected.files.insert(self.checked.sources.get(overview.spans[node as usize].file).path.clone());
        }
        // Of names that nothing has, another one may be meant now: what defines a name came or went.
        let plans = &self.checked.catalog.plans;
        let comes_or_goes =
            document_nodes(&new).iter().any(|node| !node.defines.is_empty()) || !changed_nodes.is_empty();
        if comes_or_goes {
            let unknown = self.checked.diagnostics.iter().filter(|found| SUGGESTING.contains(&found.rule));
            for path in unknown.map(|found| &self.checked.sources.get(found.span.file).path) {
                let of_prose = self.prose.plans_of(path).iter().map(|plan| plans[*plan].span.file);
                affected.files.extend(of_prose.map(|file| self.checked.sources.get(file).path.clone()));
                affected.files.extend(self.files.contains_key(path).then(|| path.clone()));
            }
        }
        // Plans that share their instructions share what is found in these.
        for users in self.prose.shared() {
            let files: Vec<&RepoPath> =
                users.iter().map(|plan| &self.checked.sources.get(plans[*plan].span.file).path).collect();
            if files.iter().any(|file| affected.files.contains(*file)) {
                affected.files.extend(files.into_iter().cloned());
            }
        }
        if affected.files.len() > MOST_FILES {
            let all = std::mem::take(&mut affected.files);
            let is_touched = |path: &RepoPath| own.contains(path);
            let (mut first, rest): (Vec<RepoPath>, Vec<RepoPath>) = all.into_iter().partition(is_touched);
            if first.len() > MOST_FILES {
                return None;
            }
            affected.left_out = rest.len() - rest.len().min(MOST_FILES - first.len());
            first.extend(rest.into_iter().take(MOST_FILES - first.len()));
            affected.files.extend(first);
        }
        // What was found in a file before it was linked is not kept: such a file is read once more.
        for path in affected.files.clone() {
            let Some(kept) = self.files.get(&path).filter(|kept| !kept.is_clean) else { continue };
            let entry = world.entry(&path)?;
            affected.parses.entry(path).or_insert_with(|| read_file(world, kept.file, entry).1);
        }
        Some(affected)
    }
}

/// What a save touches.
#[derive(Default)]
struct Affected {
    /// The files of documents that are touched or depend on those.
    files: BTreeSet<RepoPath>,
    /// Those that were read again.
    parses: BTreeMap<RepoPath, FileParse>,
    old_texts: HashMap<FileId, String>,
    documents_before: usize,
    documents_now: usize,
    /// Whether no touched file differs from what was read.
    is_as_it_was: bool,
    /// How many files that depend on the touched ones are not among these.
    left_out: usize,
}

impl Affected {
    /// The affected documents by file, with the manifest and what else is needed.
    fn parses(
        &self,
        catalog: &Catalog,
        session: &Session,
        overview: &Overview,
        needed: &BTreeSet<u32>,
    ) -> BTreeMap<RepoPath, FileParse> {
        let empty = |path: &RepoPath| FileParse {
            documents: Vec::new(),
            damage: session.files.get(path).map(|kept| kept.damage.clone()).unwrap_or_default(),
            diagnostics: Vec::new(),
            document_count: 0,
        };
        let sources = &session.checked.sources;
        let mut all: BTreeMap<RepoPath, FileParse> = BTreeMap::new();
        let of_affected = self.files.iter().filter_map(|path| session.files.get(path));
        let own = of_affected.flat_map(|kept| overview.by_file.get(&kept.file).into_iter().flatten());
        let nodes: BTreeSet<u32> = own.chain(needed).copied().collect();
        for node in nodes {
            let path = &sources.get(overview.spans[node as usize].file).path;
            if !self.parses.contains_key(path) {
                let parse = all.entry(path.clone()).or_insert_with(|| empty(path));
                parse.documents.extend(document_at(catalog, node as usize));
            }
        }
        if let Some(repository) = &catalog.repository {
            let path = &sources.get(repository.span.file).path;
            let parse = all.entry(path.clone()).or_insert_with(|| empty(path));
            parse.documents.push(Document::Repository(Box::new(repository.clone())));
        }
        for (path, parse) in &self.parses {
            let FileParse { documents, damage, diagnostics, document_count } = parse;
            let parse = FileParse {
                documents: documents.clone(),
                damage: damage.clone(),
                diagnostics: diagnostics.clone(),
                document_count: *document_count,
            };
            all.insert(path.clone(), parse);
        }
        all
    }

    /// The ids of all items, but those that the touched files had and do not have any more.
    fn ids_elsewhere(&self, part: &Catalog, overview: &Overview) -> Arc<Vec<Id>> {
        let before = self.old_texts.keys().flat_map(|file| overview.by_file.get(file).into_iter().flatten());
        let before: HashSet<&str> = before.flat_map(|node| overview.dependence.items_of(*node)).collect();
        let is_gone = |id: &str| before.contains(id) && part.index.item(id).is_none();
        if before.iter().any(|id| is_gone(id)) {
            Arc::new(overview.item_ids.iter().filter(|id| !is_gone(id.as_str())).cloned().collect())
        } else {
            overview.item_ids.clone()
        }
    }
}

/// The rule of files that are named and are not there.
const MISSING_FILE: &str = "missing-file";

/// The rules that tell which other name may be meant.
const SUGGESTING: [&str; 2] = [DANGLING_REFERENCE, "broken-build-link"];

fn is_near(rule: &str) -> bool {
    NEAR.contains(&rule) || rule == control::INVALID_LINT_SETTING
}

/// What the rules in [`NEAR`] find in a catalog that is linked.
fn near_findings(
    world: &dyn World,
    sources: &Sources,
    instructions: &[instructions::Instructions],
    catalog: &Catalog,
) -> Vec<Diagnostic> {
    let graph = graph::build(catalog);
    let lint = Lint::new(world, sources, instructions, catalog, &graph);
    let rules = RULES.par_iter().filter(|rule| NEAR.contains(&rule.name));
    let found: Vec<Vec<Diagnostic>> = rules
        .filter_map(|rule| match rule.check {
            Check::Here(find) => Some(find(&lint)),
            Check::Earlier(_) | Check::At(_) | Check::Last => None,
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// What the links of instructions name.
fn linked(text: &Text) -> impl Iterator<Item = Name<'_>> {
    let bound = text.links.iter().filter_map(|link| link.bound.as_ref());
    bound.flat_map(|bound| match bound.kind {
        LinkKind::Capability => capability_names(&bound.id).collect(),
        LinkKind::Item | LinkKind::Plan => vec![Name::Item(bound.id.as_str())],
        LinkKind::Part => Vec::new(),
    })
}

/// The document of a node.
fn document_at(catalog: &Catalog, mut node: usize) -> Option<Document> {
    macro_rules! take {
        ($documents:expr, $kind:ident) => {
            if let Some(document) = $documents.get(node) {
                return Some(Document::$kind(Box::new(document.clone())));
            }
            node -= $documents.len();
        };
    }
    take!(catalog.materials, Material);
    take!(catalog.plans, Plan);
    take!(catalog.processes, Process);
    take!(catalog.capabilities, Capability);
    catalog.facilities.get(node).map(|facility| Document::Facility(Box::new(facility.clone())))
}

fn span_of(document: &Document) -> Span {
    match document {
        Document::Repository(it) => it.span,
        Document::Plan(it) => it.span,
        Document::Material(it) => it.span,
        Document::Process(it) => it.span,
        Document::Capability(it) => it.span,
        Document::Facility(it) => it.span,
    }
}

/// Where two texts differ: between what they begin and what they end with alike.
struct Edit {
    start: u32,
    old_end: u32,
    new_end: u32,
}

impl Edit {
    fn between(old: &[u8], new: &[u8]) -> Self {
        let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (&old[start..], &new[start..]);
        let same = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
        Self { start: start as u32, old_end: (old.len() - same) as u32, new_end: (new.len() - same) as u32 }
    }

    /// Where a place is now; `None` if it was edited.
    fn moved(&self, span: Span) -> Option<Span> {
        if span.end <= self.start {
            return Some(span);
        }
        let shift = |offset: u32| (offset + self.new_end) - self.old_end;
        (span.start >= self.old_end).then(|| Span { start: shift(span.start), end: shift(span.end), ..span })
    }
}

/// A finding whose places are moved along with the text; `None` if its own place was edited.
fn moved(mut found: Diagnostic, edits: &HashMap<FileId, Edit>) -> Option<Diagnostic> {
    let now = |span: Span| edits.get(&span.file).map_or(Some(span), |edit| edit.moved(span));
    found.span = now(found.span)?;
    found.labels.retain_mut(|label| {
        let moved = now(label.span);
        label.span = moved.unwrap_or(label.span);
        moved.is_some()
    });
    if let Some(fix) = &mut found.fix {
        fix.edits.iter_mut().for_each(|edit| edit.span = now(edit.span).unwrap_or(edit.span));
    }
    Some(found)
}
