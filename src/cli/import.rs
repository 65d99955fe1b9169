//! `groundup import`: a plan from a manifest of Open Know-How, or from a table of parts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::init::{id_of, title_of};
use super::schema;
use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::catalog::load;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::host;
use crate::import::{Draft, Fault, Imported, bring, plan_files, read_bill, read_okh};
use crate::lint::{self, Checked};
use crate::text::RepoPath;
use crate::world::Overlay;

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to import
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A manifest of Open Know-How: `okh.yml` (version 1) or `okh.toml` (LOSH), with the files beside it
    Okh(From),
    /// A table of parts (CSV, TSV, Markdown): from KiCad, FreeCAD, a spreadsheet, or our own `bom.csv`
    Csv(From),
}

#[derive(Debug, clap::Args)]
struct From {
    /// The file to read
    file: PathBuf,
    /// The repository that the plan goes into
    repo: Option<PathBuf>,
    /// The plan's id; by default its title in small letters
    #[arg(long)]
    id: Option<String>,
    /// The plan's title; by default what the file says, or its name
    #[arg(long)]
    title: Option<String>,
    /// Write nothing: print the files that there would be
    #[arg(long)]
    stdout: bool,
    /// `-` does as --stdout
    #[arg(short, long, value_name = "-", value_parser = ["-"])]
    output: Option<String>,
}

/// Runs `import`.
///
/// # Errors
/// The file cannot be understood, there is such a plan already, or it cannot be written.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let (from, is_manifest) = match args.what {
        What::Okh(from) => (from, true),
        What::Csv(from) => (from, false),
    };
    let bytes = host::read_bytes(&from.file)?;
    let session = Session::read(from.repo.as_deref(), None)?;
    let catalog = &session.checked.catalog;
    let fault = |path: &Path, fault: Fault| {
        let help = fault.help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        Failure::Message(format!("{}:{}:{}: {}{help}", path.display(), fault.line, fault.column, fault.message))
    };
    let name = from.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut draft = if is_manifest {
        let mut draft = read_okh(&name, &bytes).map_err(|found| fault(&from.file, found))?;
        let read = |path: &str| host::read_beside(&from.file, path);
        bring(&mut draft, catalog.currency(), &read)
            .map_err(|(path, found)| fault(&from.file.with_file_name(path), found))?;
        draft
    } else {
        let mut draft = Draft { origin: name, ..Draft::default() };
        read_bill(&bytes, catalog.currency(), &mut draft).map_err(|found| fault(&from.file, found))?;
        draft
    };
    draft.title =
        from.title.clone().or(draft.title).or_else(|| from.id.as_deref().map(title_of)).or_else(|| named(&from.file));
    let id = plan_id(&from, &draft)?;
    if session.world.root().join("plans").join(&id).exists() {
        return Err(Failure::Message(format!(
            "there is a plan `{id}` already, and it stays as it is\nhelp: choose another id with --id"
        )));
    }
    if session.checked.graph.item_index(&id).is_some() {
        return Err(Failure::Message(format!(
            "there is an item `{id}` already, and a plan makes an item of its own id\nhelp: choose another id with --id"
        )));
    }
    let imported = plan_files(&draft, &id, catalog);
    let (checked, findings) = checked_with(&session, &imported);
    if from.stdout || from.output.is_some() {
        console.print(&shown(&imported))?;
    } else {
        host::create_files(session.world.root(), &imported.files).map_err(|error| error.to_string())?;
        schema::write_missing(session.world.root())?;
    }
    for note in &imported.notes {
        console.note(&format!("note: {note}"));
    }
    tell(&imported, &id, &checked, &findings, console);
    let has_errors = findings.iter().any(|found| found.severity == Severity::Error);
    Ok(if has_errors { Outcome::Findings } else { Outcome::Fine })
}

/// A title from the name of a file, or of its folder where the name says only what every such file is.
fn named(file: &Path) -> Option<String> {
    let stem = file.file_stem()?.to_string_lossy().into_owned();
    let is_general = matches!(
        stem.to_lowercase().as_str(),
        "bom" | "sbom" | "parts" | "okh" | "partlist" | "parts-list" | "bill-of-materials"
    );
    let folder = || Some(std::path::absolute(file).ok()?.parent()?.file_name()?.to_string_lossy().into_owned());
    let name = if is_general { folder().unwrap_or(stem) } else { stem };
    let words: Vec<&str> = name.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| title_of(&words.join("-")))
}

fn plan_id(from: &From, draft: &Draft) -> Result<String, Failure> {
    let title = draft.title.as_deref().unwrap_or("");
    let (id, wanted) = match &from.id {
        Some(id) => (id_of(id), id.as_str()),
        None => (id_of(title), ""),
    };
    match from.id.is_some() {
        true if id != wanted || id.is_empty() => {
            let help = if id.is_empty() { String::new() } else { format!("\nhelp: write `{id}`") };
            Err(Failure::Message(format!("a plan's id is words of a–z and 0–9 joined by `-`; found `{wanted}`{help}")))
        }
        false if id.is_empty() => Err(Failure::Message(format!(
            "the title `{title}` makes no id, which is words of a–z and 0–9\nhelp: choose one with --id"
        ))),
        _ => Ok(id),
    }
}

/// The repository as it will be, checked; and what is found in the new files.
fn checked_with(session: &Session, imported: &Imported) -> (Checked, Vec<Diagnostic>) {
    let files: Vec<(RepoPath, &Vec<u8>)> =
        imported.files.iter().map(|(path, content)| (RepoPath::new(path.as_str()), content)).collect();
    let world = Overlay::new(&session.world, files.iter().map(|(path, content)| (path, content.as_slice())));
    let checked = lint::check(&world, load(&world, Vec::new()));
    let is_new = |found: &&Diagnostic| {
        let path = &checked.sources.get(found.span.file).path;
        files.iter().any(|(new, _)| new == path)
    };
    let findings: Vec<Diagnostic> = checked.diagnostics.iter().filter(is_new).cloned().collect();
    (checked, findings)
}

/// The files as text, each under its path.
fn shown(imported: &Imported) -> String {
    let mut text = String::new();
    for (path, content) in &imported.files {
        match std::str::from_utf8(content).ok().filter(|_| path.ends_with(".yaml") || path.ends_with(".md")) {
            Some(content) => text += &format!("# file: {path}\n{content}\n"),
            None => text += &format!("# file: {path} ({} bytes, as they are)\n\n", content.len()),
        }
    }
    text
}

/// What came of it, what is to be filled in, and what to do next.
fn tell(imported: &Imported, id: &str, checked: &Checked, findings: &[Diagnostic], console: &mut Console) {
    let Imported { lines, matched, parts, materials, .. } = imported;
    let others: Vec<String> = [
        (*matched, "of what the repository has".to_owned()),
        (*parts, "made for this plan".to_owned()),
        (lines - matched - parts, format!("of new materials ({materials} in materials/{id}.yaml)")),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{count} {words}"))
    .collect();
    let split = if others.is_empty() { String::new() } else { format!(": {}", others.join(", ")) };
    let noun = if *lines == 1 { "BOM line" } else { "BOM lines" };
    console.note(&format!("plans/{id}/plan.yaml: {lines} {noun}{split}"));
    let errors: Vec<Diagnostic> = findings.iter().filter(|found| found.severity == Severity::Error).cloned().collect();
    if !errors.is_empty() {
        console.note(&emit::check_text(&errors, &checked.sources, console.error_style()));
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    findings.iter().for_each(|found| *rules.entry(found.rule).or_default() += 1);
    let rules: Vec<String> = rules.iter().map(|(rule, count)| format!("{rule} × {count}")).collect();
    let warnings = findings.len() - errors.len();
    let word = |count: usize, noun: &str| if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") };
    console.note(&match (errors.len(), warnings) {
        (0, 0) => "check: no problems".to_owned(),
        (0, warnings) => format!("check: {} that say what to fill in: {}", word(warnings, "warning"), rules.join(", ")),
        (errors, warnings) => {
            format!("check: {} to mend, {}: {}", word(errors, "error"), word(warnings, "warning"), rules.join(", "))
        }
    });
    if !findings.is_empty() {
        console.note(&format!("next: groundup check plans/{id} shows each; groundup explain RULE says how to mend it"));
    }
}
