//! A plan names a file that is not there.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::plan_paths::{NamedFile, Target, named_files, target};
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::instructions::{Instructions, heading_anchor};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::schema::{closest, sure_name};
use crate::text::RepoPath;
use crate::world::{Entry, World};

/// Looks for each file that a plan names, from the plan's folder.
pub static RULE: Rule = Rule {
    name: "missing-file",
    severity: Severity::Error,
    page: include_str!("missing_file.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let lower_case = OnceCell::new();
    let mut findings = Vec::new();
    let of_plan: HashMap<usize, &Instructions> = lint.instructions.iter().map(|it| (it.plan, it)).collect();
    for (index, plan) in lint.catalog.plans.iter().enumerate() {
        let folder = lint.sources.get(plan.span.file).path.folder();
        for file in named_files(plan) {
            if let Target::Missing(path) = target(lint.world, folder, file.written) {
                let heading = of_plan.get(&index).and_then(|instructions| heading_meant(instructions, file.written));
                let finding = missing(lint.world, folder, &file, &path, &lower_case);
                let help = heading.map(|anchor| format!("if the heading is meant, write `'#{anchor}'`"));
                findings.push(finding.with_help_if(help));
            }
        }
    }
    findings
}

/// The heading that a word without an extension may be meant for, where a `#` was forgotten.
fn heading_meant<'i>(instructions: &'i Instructions, written: &str) -> Option<&'i str> {
    let anchor = heading_anchor(written);
    let mut anchors = instructions.text.headings.iter().map(|heading| heading.anchor.as_str());
    if written.contains(['.', '/', '\\']) { None } else { anchors.find(|known| *known == anchor) }
}

/// Paths by their lower case, made when the first file is missing.
type LowerCase<'w> = OnceCell<HashMap<String, &'w RepoPath>>;

fn missing<'w>(
    world: &'w dyn World,
    folder: &str,
    file: &NamedFile<'_>,
    path: &RepoPath,
    lower_case: &LowerCase<'w>,
) -> Diagnostic {
    let written = file.written;
    let by_case = || {
        let paths = lower_case.get_or_init(|| {
            world.list().iter().map(|entry| (entry.path.as_str().to_lowercase(), &entry.path)).collect()
        });
        paths.get(&path.as_str().to_lowercase()).map(|found| relative(folder, found))
    };
    let mut sure = None;
    let (message, help) = if written.contains('\\') {
        let slashed = written.replace('\\', "/");
        let is_there = RepoPath::join(folder, &slashed).is_some_and(|path| world.entry(&path).is_some());
        sure = is_there.then(|| slashed.clone());
        (
            format!("`{written}` is written with `\\`, which parts no folders on most computers"),
            format!("write `{slashed}`"),
        )
    } else if written.contains("://") {
        (
            format!("`{written}` is an address, not a file of this repository"),
            "put the file into the plan's folder; an address can stand in `sources`".to_owned(),
        )
    } else if !below(world, path).is_empty() {
        (format!("`{written}` is a folder; expected a file"), "name one of the files in it".to_owned())
    } else if let Some(found) = by_case() {
        sure = Some(found.clone());
        (
            format!("there is no file `{written}`; there is `{found}`, which differs in upper and lower case"),
            format!("write `{found}`: most systems tell the two apart"),
        )
    } else {
        let inside = below(world, &RepoPath::new(folder));
        let names: Vec<String> = inside.iter().map(|entry| relative(folder, &entry.path)).collect();
        sure = sure_name(written, names.iter().map(String::as_str)).map(str::to_owned);
        let help = match sure.as_deref().or_else(|| similar(written, &names)) {
            Some(found) => format!("did you mean `{found}`?"),
            None => format!("add the file as `{path}`, or take the line out"),
        };
        (format!("there is no file `{written}` in `{folder}`"), help)
    };
    let places = std::iter::once(file.span).chain(file.again.iter().copied());
    let fix = sure.and_then(|sure| Fix::of(places.map(|place| Edit::of_words(place, written, &sure)), true));
    let finding = Diagnostic::error(RULE.name, file.span, message).with_help(help).with_fix(fix);
    file.again.iter().fold(finding, |finding, span| finding.with_label(*span, "named here too"))
}

/// The file that a path which leads nowhere can only mean, or may mean: as it is written from `folder`.
pub(super) fn near_file(
    world: &dyn World,
    folder: &str,
    written: &str,
    path: &RepoPath,
) -> (Option<String>, Option<String>) {
    let inside = below(world, &RepoPath::new(folder));
    let names: Vec<String> = inside.iter().map(|entry| relative(folder, &entry.path)).collect();
    let lowered = path.as_str().to_lowercase();
    let by_case = inside.iter().find(|entry| entry.path.as_str().to_lowercase() == lowered);
    let by_case = by_case.map(|entry| relative(folder, &entry.path));
    let sure = by_case.or_else(|| sure_name(written, names.iter().map(String::as_str)).map(str::to_owned));
    (sure, similar(written, &names).map(str::to_owned))
}

/// The files under a folder: they stand together, since the list is sorted.
fn below<'w>(world: &'w dyn World, folder: &RepoPath) -> Vec<&'w Entry> {
    if folder.as_str().is_empty() {
        return Vec::new();
    }
    let prefix = format!("{folder}/");
    let entries = world.list();
    let start = entries.partition_point(|entry| entry.path.as_str() < prefix.as_str());
    entries[start..].iter().take_while(|entry| entry.path.as_str().starts_with(&prefix)).collect()
}

/// A path as it is written in a document of `folder`.
fn relative(folder: &str, path: &RepoPath) -> String {
    let path = path.as_str();
    match path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
        Some(inside) => inside.to_owned(),
        None => format!("{}{path}", "../".repeat(folder.split('/').filter(|part| !part.is_empty()).count())),
    }
}

/// A name that is spelt almost so, or a file of that name in another folder of the plan.
fn similar<'n>(written: &str, names: &'n [String]) -> Option<&'n str> {
    let file_name = |path: &str| path.rsplit('/').next().unwrap_or("").to_lowercase();
    let moved = || names.iter().find(|name| file_name(name) == file_name(written)).map(String::as_str);
    closest(written, names.iter().map(String::as_str)).or_else(moved)
}
