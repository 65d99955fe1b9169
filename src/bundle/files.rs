//! The files that a plan brings along: those that it names and that lie inside the repository, copied as they are. What a browser would run is left out.

use std::collections::BTreeMap;
use std::sync::Arc;

use pulldown_cmark::{Event, Parser, Tag};
use sha2::{Digest, Sha256};

use super::active::would_run;
use super::prose::guide::file_in_bundle;
use super::{Problem, SiteInput};
use crate::model::{BomEntry, Role};
use crate::text::RepoPath;
use crate::world::World;

/// The files of one plan.
#[derive(Debug, Default)]
pub struct PlanFiles {
    /// The plan's folder in the repository.
    pub folder: String,
    /// Path in the repository → path in the bundle.
    pub paths: BTreeMap<RepoPath, String>,
    /// What the plan lists, in its order.
    pub listed: Vec<ListedFile>,
    /// What had to be left out.
    pub problems: Vec<Problem>,
}

/// A file in a plan's list.
#[derive(Debug)]
pub struct ListedFile {
    /// As the plan writes it.
    pub name: String,
    /// What for.
    pub role: Option<Role>,
    /// Where it lies in the bundle.
    pub path: String,
    /// Its size.
    pub size_bytes: usize,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

impl PlanFiles {
    /// The files with what they hold, by their path in the bundle: read anew, so that they are not all in memory at once.
    pub fn contents<'a>(&'a self, world: &'a dyn World) -> impl Iterator<Item = (&'a str, Arc<[u8]>)> {
        self.paths.iter().filter_map(|(path, to)| Some((to.as_str(), world.read(path).ok()?)))
    }
}

/// Reads the files that a plan names.
pub fn plan_files(input: &SiteInput<'_>, plan: usize) -> PlanFiles {
    let described = &input.catalog.plans[plan];
    let mut files = PlanFiles { folder: folder_of(input, described.span), ..PlanFiles::default() };
    let mut named: Vec<(String, Option<Role>)> =
        described.files.iter().map(|file| (file.path.value.clone(), Some(file.role))).collect();
    named.extend(described.image.iter().map(|image| (image.value.clone(), Some(Role::Image))));
    for line in &described.bom {
        if let BomEntry::Part(part) = &line.entry {
            named.extend(part.drawing.iter().map(|drawing| (drawing.value.clone(), Some(Role::Drawing))));
        }
    }
    let folder = files.folder.clone();
    let instructions = described.instructions.as_ref().and_then(|path| RepoPath::join(&folder, &path.value));
    let pictures = instructions.map(|path| pictures_of(input, &path)).unwrap_or_default();
    let own =
        named.into_iter().filter_map(|(name, role)| RepoPath::join(&folder, &name).map(|path| (path, name, role)));
    let pictures = pictures.into_iter().map(|path| (path.clone(), path.to_string(), None));
    for (path, name, role) in own.chain(pictures) {
        let is_outside = input.world.entry(&path).is_some_and(|entry| entry.leads_outside);
        if files.paths.contains_key(&path) || is_outside {
            continue;
        }
        let Ok(content) = input.world.read(&path) else { continue };
        if would_run(&path, &content) {
            let reason =
                "it holds what a browser would run (a script, a handler, a page), so the site leaves it out".to_owned();
            files.problems.push(Problem { path: path.to_string(), reason });
            continue;
        }
        let to = file_in_bundle(described.id.value.as_str(), &folder, &path);
        if role.is_some() {
            let sha256 = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
            files.listed.push(ListedFile { name, role, path: to.clone(), size_bytes: content.len(), sha256 });
        }
        files.paths.insert(path, to);
    }
    files
}

/// The pictures that the build instructions show.
fn pictures_of(input: &SiteInput<'_>, path: &RepoPath) -> Vec<RepoPath> {
    let Ok(bytes) = input.world.read(path) else { return Vec::new() };
    let text = String::from_utf8_lossy(&bytes);
    if !text.contains("![") {
        return Vec::new();
    }
    let picture = |event: Event<'_>| match event {
        Event::Start(Tag::Image { dest_url, .. }) => {
            RepoPath::join(path.folder(), &crate::instructions::decode(&dest_url))
        }
        _ => None,
    };
    Parser::new(&text).filter_map(picture).collect()
}

/// The folder of the document that a span is in.
pub fn folder_of(input: &SiteInput<'_>, span: crate::text::Span) -> String {
    RepoPath::folder(&input.sources.get(span.file).path).to_owned()
}
