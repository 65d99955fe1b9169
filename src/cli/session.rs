//! What most commands begin with: the repository found, read and linked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Console, Failure, Outcome};
use crate::catalog::{Catalog, ItemMeasure, MANIFEST, load};
use crate::diagnostic::rule_names::DUPLICATE_ID;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::host::{self, DiskWorld};
use crate::lint::{self, Checked};
use crate::quantity;
use crate::resolve::{Resolution, Runaway, RunawayKind};
use crate::schema::closest;
use crate::text::{RepoPath, Source, Span};

/// What may be asked for at once: beyond, amounts would lose their last digits, and mean nothing.
const LARGEST_QUANTITY: f64 = 1e9;

/// A repository, ready to answer.
pub(super) struct Session {
    pub(super) world: DiskWorld,
    pub(super) checked: Checked,
}

impl Session {
    /// Finds, reads and links the repository that `repository` (or the working folder) is in; says on standard error if it
    /// has faults, since they bear on every answer.
    ///
    /// # Errors
    /// There is no repository, or it cannot be listed.
    pub(super) fn open(repository: Option<&Path>, console: &mut Console) -> Result<Self, Failure> {
        Self::open_at(repository, None, console)
    }

    /// The same with the facility that `--at` names, which may be a file from elsewhere.
    ///
    /// # Errors
    /// As [`Session::open`]; or the facility's file cannot be read.
    pub(super) fn open_at(repository: Option<&Path>, at: Option<&str>, console: &mut Console) -> Result<Self, Failure> {
        let session = Self::read(repository, at)?;
        session.refuse_faults_of(at, console)?;
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        let errors = session.checked.diagnostics.iter().filter(is_error).count();
        if errors > 0 {
            let problems = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
            console.note(&format!(
                "note: this repository has {problems}; `groundup check` tells them. What is read is answered."
            ));
        }
        Ok(session)
    }

    /// The same without a word about faults.
    ///
    /// # Errors
    /// As [`Session::open_at`].
    pub(super) fn read(repository: Option<&Path>, at: Option<&str>) -> Result<Self, Failure> {
        let root = find_repository(repository)?;
        let world = DiskWorld::open(&root)?;
        let extra = facility_source(&root, at)?;
        let checked = lint::check(&world, load(&world, extra));
        Ok(Self { world, checked })
    }

    /// Tells the faults of the facility's file that `--at` names, if it is not part of the repository, where `check` tells
    /// them: an answer that rests on a slip would mislead.
    fn refuse_faults_of(&self, at: Option<&str>, console: &mut Console) -> Result<(), Failure> {
        let Some(at) = at.filter(|at| host::inside(self.world.root(), Path::new(at)).is_none()) else { return Ok(()) };
        let sources = &self.checked.sources;
        let is_of_it = |diagnostic: &&Diagnostic| sources.get(diagnostic.span.file).path.as_str() == at;
        let faults: Vec<Diagnostic> = self.checked.diagnostics.iter().filter(is_of_it).cloned().collect();
        if faults.is_empty() {
            return Ok(());
        }
        console.note(&emit::check_text(&faults, sources, console.error_style()));
        Err(Failure::Message(format!("`{at}` has errors")))
    }

    /// Says if git hides what output is dated with and traced by: a silence would look like a repository without history.
    pub(super) fn tell_git_trouble(&self, console: &mut Console) {
        if let Some(trouble) = self.world.git_trouble() {
            console.note(&format!("note: {trouble}"));
        }
    }

    /// The item of an id.
    ///
    /// # Errors
    /// There is none; says what may have been meant.
    pub(super) fn item(&self, id: &str) -> Result<ItemIndex, Failure> {
        let graph = &self.checked.graph;
        graph.item_index(id).ok_or_else(|| {
            let broken = self.checked.catalog.damage.defines(id);
            let help = match closest(id, graph.items.iter().map(|item| item.id.as_str())) {
                _ if broken => "\nhelp: its document has errors; `groundup check` tells them".to_owned(),
                Some(close) => format!("\nhelp: did you mean `{close}`?"),
                None => String::new(),
            };
            Failure::Message(format!("there is no plan or item `{id}`{help}"))
        })
    }

    /// Says which ids that an answer rests on two documents have: of those the first was read, and the other may be meant. An answer
    /// of this kind is a finding.
    pub(super) fn tell_twins<'r>(
        &self,
        resolutions: impl IntoIterator<Item = &'r Resolution>,
        console: &mut Console,
    ) -> Outcome {
        let needs = resolutions.into_iter().flat_map(|resolution| &resolution.needs);
        self.tell_twins_among(needs.map(|need| (need.item, need.obtain.recipe())), console)
    }

    /// The same of an answer that rests on items, and on recipes.
    pub(super) fn tell_twins_among(
        &self,
        used: impl IntoIterator<Item = (ItemIndex, Option<RecipeIndex>)>,
        console: &mut Console,
    ) -> Outcome {
        let Checked { graph, sources, diagnostics, .. } = &self.checked;
        if !diagnostics.iter().any(|found| found.rule == DUPLICATE_ID) {
            return Outcome::Fine;
        }
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for (item, recipe) in used {
            ids.insert(graph.item(item).id.as_str());
            ids.extend(recipe.map(|recipe| graph.recipe(recipe).id.as_str()));
        }
        let place = |span: Span| {
            let source = sources.get(span.file);
            format!("{}:{}", source.path, source.position(span.start).line)
        };
        let mut outcome = Outcome::Fine;
        for found in diagnostics.iter().filter(|found| found.rule == DUPLICATE_ID) {
            let id = sources.text(found.span).trim_matches(['\'', '"']);
            let Some(first) = found.labels.first().filter(|_| ids.contains(id)) else { continue };
            outcome = Outcome::Findings;
            console.note(&format!(
                "error: two documents are called `{id}`: {} and {}; this answer rests on the first\nhelp: give one of them another id, or \
                 delete it",
                place(first.span),
                place(found.span)
            ));
        }
        outcome
    }

    /// The facility that `--at` names, by id or by file.
    ///
    /// # Errors
    /// There is none; says what may have been meant.
    pub(super) fn facility(&self, at: &str) -> Result<usize, Failure> {
        find_facility(self.world.root(), &self.checked, at)
    }

    /// Tells of a loop without end: on standard error, and as the document that was asked for.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn tell_runaway(
        &self,
        root: ItemIndex,
        runaway: &Runaway,
        as_json: bool,
        console: &mut Console,
    ) -> Result<Outcome, Failure> {
        let graph = &self.checked.graph;
        console.note(&format!("error: {}", runaway_text(graph, runaway)));
        if as_json {
            console.print_json(&emit::runaway_json(graph, root, runaway))?;
        }
        Ok(Outcome::Findings)
    }

    /// A quantity that the user gave: a number of the item's unit, or a quantity that converts to it.
    ///
    /// # Errors
    /// It is no positive quantity of this item.
    pub(super) fn quantity(&self, item: ItemIndex, text: &str) -> Result<f64, Failure> {
        let found = self.checked.graph.item(item);
        let unit = found.unit.symbol();
        let amount = match text.trim().parse::<f64>() {
            Ok(amount) => amount,
            Err(_) => {
                let parsed = quantity::parse(text).map_err(|error| Failure::Message(format!("--quantity: {error}")))?;
                let measure = ItemMeasure { unit: found.unit.clone(), mass_kg: found.mass_kg, density_kg_per_m3: None };
                measure.amount(&parsed).map_err(|mismatch| {
                    Failure::Message(format!(
                        "--quantity: `{}` is counted in {unit}; expected {}",
                        found.id, mismatch.expected
                    ))
                })?
            }
        };
        if amount > 0.0 && amount <= LARGEST_QUANTITY {
            return Ok(amount);
        }
        Err(Failure::Message(format!(
            "--quantity: expected more than 0, and up to {LARGEST_QUANTITY:e} {unit}; found `{text}`"
        )))
    }
}

/// Which facilities could be named.
pub(super) fn facilities_there(catalog: &Catalog) -> String {
    let ids: Vec<&str> = catalog.facilities.iter().map(|facility| facility.id.value.as_str()).collect();
    match ids[..] {
        [] => "this repository has none; describe one in a file of `facilities/`, and name it by its id or its file"
            .to_owned(),
        _ => format!("there are: {}", ids.join(", ")),
    }
}

/// The file that `--at` names, if it lies outside of the repository at `root`: it is read as if it were part of it.
///
/// # Errors
/// It cannot be read.
pub(super) fn facility_source(root: &Path, at: Option<&str>) -> Result<Vec<Source>, Failure> {
    match at.map(Path::new).filter(|path| path.is_file() && host::inside(root, path).is_none()) {
        Some(path) => Ok(vec![Source::new(RepoPath::new(path.to_string_lossy().into_owned()), host::read_text(path)?)]),
        None => Ok(Vec::new()),
    }
}

/// The facility that `--at` names, by id or by file.
///
/// # Errors
/// There is none; says what may have been meant.
pub(super) fn find_facility(root: &Path, checked: &Checked, at: &str) -> Result<usize, Failure> {
    let catalog = &checked.catalog;
    if let Some(index) = catalog.index.facility(at) {
        return Ok(index);
    }
    let path = Path::new(at);
    let in_repository = host::inside(root, path);
    let file = in_repository.as_deref().unwrap_or(at);
    let in_file = |facility: &&crate::model::Facility| checked.sources.get(facility.span.file).path.as_str() == file;
    if let Some(index) = catalog.facilities.iter().position(|facility| in_file(&facility)) {
        return Ok(index);
    }
    let is_file_name = at.ends_with(".yaml") || at.ends_with(".yml") || path.is_file();
    if is_file_name && !path.is_file() {
        return Err(Failure::Message(format!("there is no file `{at}`")));
    }
    if is_file_name {
        let help = "begin it with:\nkind: facility\nid: my-shop";
        return Err(Failure::Message(format!("`{at}` holds no document of `kind: facility`\nhelp: {help}")));
    }
    let ids = catalog.facilities.iter().map(|facility| facility.id.value.as_str());
    let help = closest(at, ids).map_or_else(|| facilities_there(catalog), |close| format!("did you mean `{close}`?"));
    Err(Failure::Message(format!("there is no facility `{at}`\nhelp: {help}")))
}

/// The repository that a path (or the working folder) is in.
///
/// # Errors
/// There is none.
pub(super) fn find_repository(repository: Option<&Path>) -> Result<PathBuf, Failure> {
    let start = repository.map_or_else(host::working_folder, Path::to_path_buf);
    if !start.exists() {
        return Err(Failure::Message(format!("there is no `{}`", start.display())));
    }
    host::repository_root(&start).ok_or_else(|| {
        Failure::Message(format!(
            "no plan repository here: neither `{}` nor a folder above it holds a {MANIFEST}\n\
             help: name the repository, as in `groundup check my-plans`, or make one with `groundup init`",
            start.display()
        ))
    })
}

/// A loop without end, in words.
pub(super) fn runaway_text(graph: &Graph, runaway: &Runaway) -> String {
    match runaway.kind {
        RunawayKind::Loop => {}
        RunawayKind::Bill => return bill_loop_text(graph, runaway),
        RunawayKind::Amount => {
            let id = runaway.items.first().map_or("", |item| graph.item(*item).id.as_str());
            return format!(
                "the amount of `{id}` is beyond what can be reckoned with\n\
                 help: look at the quantities of the recipes that take it, and of what takes those; one is far too large, or too small"
            );
        }
    }
    let ids: Vec<&str> = runaway.items.iter().map(|item| graph.item(*item).id.as_str()).collect();
    let shown =
        if ids.len() > 8 { format!("{} and {} more", ids[..8].join(", "), ids.len() - 8) } else { ids.join(", ") };
    format!(
        "the loop of {shown} consumes {:.4} times what it makes, so no amount of it is enough\n\
         help: look at the quantities of the recipes that make these items; one of them takes too much, or yields too little",
        runaway.gain
    )
}

/// Plans that contain each other, in words.
fn bill_loop_text(graph: &Graph, runaway: &Runaway) -> String {
    let id = |item: &ItemIndex| graph.item(*item).id.as_str();
    let mut ids: Vec<&str> = runaway.items.iter().map(id).collect();
    if ids.len() > 12 {
        ids.truncate(11);
        ids.push("…");
    }
    let first = runaway.items.first().map_or("", id);
    format!(
        "`{first}` contains itself: `{} → {first}`; its bill of materials never ends\n\
         help: let one of these name something else, such as a material that a process makes; `groundup check` shows each line",
        ids.join(" → ")
    )
}
