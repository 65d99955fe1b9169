//! `groundup check`: the linter.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::explain::find_rule;
use super::session::find_repository;
use super::{Console, Failure, Outcome};
use super::{check_since, check_watch};
use crate::catalog::load;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::host::{self, DiskWorld};
use crate::lint;
use crate::text::Sources;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A repository, or files and folders of one: then only what is found in them is told
    paths: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit with 1 on warnings too
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Deny>,
    /// Tell only what this rule finds; may be said again
    #[arg(long, value_name = "RULE", conflicts_with = "except")]
    only: Vec<String>,
    /// Do not tell what this rule finds; may be said again
    #[arg(long, value_name = "RULE")]
    except: Vec<String>,
    /// Tell only what the change since a git revision brings: since what it has in common with HEAD, the working tree included
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Go on checking: after each save, what it touches is checked again, until Ctrl-C
    #[arg(long, conflicts_with_all = ["format", "since"])]
    watch: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For reading, with the lines that matter
    Human,
    /// The document `groundup/check/1`
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub's workflows
    Github,
    /// JUnit XML, for test reports
    Junit,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    /// Warnings count as errors do
    Warnings,
}

/// Runs `check`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    args.only.iter().chain(&args.except).try_for_each(|name| find_rule(name).map(|_| ()))?;
    let root = find_repository(args.paths.first().map(PathBuf::as_path))?;
    let mut wanted = Vec::new();
    for path in &args.paths {
        wanted.push(inside(&root, path)?);
    }
    if args.watch {
        let is_told = |found: &Diagnostic, sources: &Sources| is_told(&args, &wanted, found, sources);
        return check_watch::run(&root, &is_told, console);
    }
    let world = DiskWorld::open(&root)?;
    let mut checked = lint::check(&world, load(&world, Vec::new()));
    let since = args.since.as_deref().map(|revision| check_since::narrow(&root, &world, revision, &mut checked));
    let since = since.transpose()?;
    checked.diagnostics.retain(|found| is_told(&args, &wanted, found, &checked.sources));
    // Tools that read these place files from where they run.
    let prefix = host::inside(&host::working_folder(), &root).unwrap_or_default();
    match args.format {
        Format::Sarif => console.print_json(&emit::check_sarif(&checked.diagnostics, &checked.sources, &prefix))?,
        Format::Github => console.print(&emit::check_github(&checked.diagnostics, &checked.sources, &prefix))?,
        Format::Junit => console.print(&emit::check_junit(&checked.diagnostics, &checked.sources, &prefix))?,
        Format::Json => {
            let report = emit::check_json(&checked.diagnostics, &checked.sources, checked.document_count);
            let since = since.as_ref().map(|since| emit::since_json(&since.compared()));
            console.print_json(&emit::CheckJson { since, ..report })?
        }
        Format::Human => {
            let mut text = emit::check_text(&checked.diagnostics, &checked.sources, console.style());
            text.push_str(&emit::check_summary(&checked.diagnostics, &checked.sources, checked.document_count));
            text.push('\n');
            text.extend(since.as_ref().map(|since| emit::since_text(&since.compared())));
            console.print(&text)?;
        }
    }
    let fails = |severity: Severity| severity == Severity::Error || args.deny.is_some();
    let failed = checked.diagnostics.iter().any(|diagnostic| fails(diagnostic.severity));
    // The process ends here: giving back each document by itself would take longer than linking them did.
    std::mem::forget(checked);
    Ok(if failed { Outcome::Findings } else { Outcome::Fine })
}

/// Whether a finding is asked for: by where it is, and by its rule.
fn is_told(args: &Args, wanted: &[String], found: &Diagnostic, sources: &Sources) -> bool {
    let is_in = |place: &String| place.is_empty() || sources.get(found.span.file).path.is_in(place);
    let is_rule = |name: &String| name == found.rule;
    (wanted.is_empty() || wanted.iter().any(is_in))
        && (args.only.is_empty() || args.only.iter().any(is_rule))
        && !args.except.iter().any(is_rule)
}

/// A path's place in the repository; empty for its root.
fn inside(root: &Path, path: &Path) -> Result<String, Failure> {
    host::inside(root, path).ok_or_else(|| {
        let place = root.display();
        Failure::Message(format!(
            "`{}` is not in the repository `{place}`; check one repository at a time",
            path.display()
        ))
    })
}
