//! `groundup check`: the linter.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ValueEnum;

use super::explain::find_rule;
use super::session::{facility_source, find_facility, find_repository};
use super::{Console, Failure, Outcome, check_fix, check_since, check_watch};
use crate::catalog::load;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::host::{self, DiskWorld};
use crate::lint::documentation::{PlanScore, scores};
use crate::lint::rule::Asked;
use crate::lint::{self, Checked};
use crate::text::{RepoPath, Sources};
use crate::world::World;

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
    /// Mend what can be mended for certain; then tell what is left
    #[arg(long)]
    fix: bool,
    /// With --fix: print the changes as a diff, and write nothing; exit with 1 if there are any
    #[arg(long, requires = "fix", conflicts_with = "format")]
    diff: bool,
    /// Tell too how well each plan is documented, and what would raise that most
    #[arg(long)]
    documentation: bool,
    /// Tell only what the change since a git revision brings: since what it has in common with HEAD, the working tree included
    #[arg(long, value_name = "REV", conflicts_with = "fix")]
    since: Option<String>,
    /// Hold each plan against this facility too, by id or by file: tell what it can neither make nor get
    #[arg(long, value_name = "FACILITY", conflicts_with_all = ["fix", "watch"])]
    at: Option<String>,
    /// Go on checking: after each save, what it touches is checked again, until Ctrl-C
    #[arg(long, conflicts_with_all = ["format", "since", "fix", "documentation"])]
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
    /// A Code Quality report of GitLab
    Gitlab,
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
    if args.documentation && !matches!(args.format, Format::Human | Format::Json) {
        return Err(Failure::Message("--documentation is told for people, and in `--format json`".to_owned()));
    }
    let root = find_repository(args.paths.first().map(PathBuf::as_path))?;
    let mut wanted = Vec::new();
    for path in &args.paths {
        wanted.push(inside(&root, path)?);
    }
    let is_told = |found: &Diagnostic, sources: &Sources| is_told(&args, &wanted, found, sources);
    if args.watch {
        return check_watch::run(&root, &is_told, console);
    }
    let started = Instant::now();
    let world = DiskWorld::open(&root)?;
    let mut checked = lint::check(&world, load(&world, facility_source(&root, args.at.as_deref())?));
    if let Some(at) = &args.at {
        let facility = find_facility(&root, &checked, at).inspect_err(|_| tell_faults_of(at, &checked, console))?;
        ask(&world, &mut checked, facility, &wanted);
    }
    let mut fixed = None;
    if args.fix {
        let mended = lint::fix::mend(&world, checked, is_told);
        if args.diff {
            return check_fix::show(&world, &mended, is_told, console);
        }
        check_fix::write(&world, &mended, console)?;
        fixed = Some((mended.fixed, mended.files.len()));
        checked = mended.checked;
    }
    let ask_before = |base: &dyn World, before: &mut Checked| {
        let facility = args.at.as_deref().and_then(|at| find_facility(&root, before, at).ok());
        // A facility that was not there had no findings.
        if let Some(facility) = facility {
            ask(base, before, facility, &wanted);
        }
    };
    let extra = facility_source(&root, args.at.as_deref())?;
    let since = args
        .since
        .as_deref()
        .map(|revision| check_since::narrow(&root, &world, revision, extra, &ask_before, &mut checked));
    let since = since.transpose()?;
    checked.diagnostics.retain(|found| is_told(found, &checked.sources));
    // Tools that read these place files from where they run.
    let prefix = host::inside(&host::working_folder(), &root).unwrap_or_default();
    match args.format {
        Format::Sarif => console.print_json(&emit::check_sarif(&checked.diagnostics, &checked.sources, &prefix))?,
        Format::Github => console.print(&emit::check_github(&checked.diagnostics, &checked.sources, &prefix))?,
        Format::Junit => console.print(&emit::check_junit(&checked.diagnostics, &checked.sources, &prefix))?,
        Format::Gitlab => console.print_json(&emit::check_gitlab(&checked.diagnostics, &checked.sources, &prefix))?,
        Format::Json => {
            let count = fixed.map(|(findings, _)| findings);
            let scores = documentation(&world, &checked, &wanted);
            let mut report = emit::check_json(&checked.diagnostics, &checked.sources, checked.document_count, count);
            report.documentation = emit::documentation_json(&checked.catalog, &scores);
            report.since = since.as_ref().map(|since| emit::since_json(&since.compared()));
            console.print_json(&report)?;
        }
        Format::Human => {
            let mut text = emit::check_text(&checked.diagnostics, &checked.sources, console.style());
            if args.documentation {
                text += &emit::documentation_text(&checked.catalog, &documentation(&world, &checked, &wanted));
            }
            text.push_str(&match fixed {
                Some((findings, files)) => emit::mended_summary(findings, files, &checked.diagnostics),
                None => emit::check_summary(&checked.diagnostics, &checked.sources, checked.document_count),
            });
            let fixable = if args.fix { String::new() } else { emit::fixable_summary(&checked.diagnostics) };
            text.push_str(&format!(", {:.2} s{fixable}\n", started.elapsed().as_secs_f64()));
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

/// Holds the plans in what the user named against a facility.
fn ask(world: &dyn World, checked: &mut Checked, facility: usize, wanted: &[String]) {
    let file = |plan: usize| &checked.sources.get(checked.catalog.plans[plan].span.file).path;
    let plans = (0..checked.catalog.plans.len()).filter(|plan| is_wanted(wanted, file(*plan))).collect();
    lint::check_at(world, checked, &Asked { facility, plans });
}

/// Tells what is wrong with a facility's file from elsewhere.
fn tell_faults_of(at: &str, checked: &Checked, console: &mut Console) {
    let is_of_it = |found: &&Diagnostic| checked.sources.get(found.span.file).path.as_str() == at;
    let faults: Vec<Diagnostic> = checked.diagnostics.iter().filter(is_of_it).cloned().collect();
    if !faults.is_empty() {
        console.note(&emit::check_text(&faults, &checked.sources, console.error_style()));
    }
}

/// Whether a finding is asked for: by where it is, and by its rule.
fn is_told(args: &Args, wanted: &[String], found: &Diagnostic, sources: &Sources) -> bool {
    let is_rule = |name: &String| name == found.rule;
    let path = &sources.get(found.span.file).path;
    // What is wrong with a facility's file from elsewhere bears on every plan.
    (is_wanted(wanted, path) || args.at.as_deref() == Some(path.as_str()))
        && (args.only.is_empty() || args.only.iter().any(is_rule))
        && !args.except.iter().any(is_rule)
}

/// Whether a file is in what the user named; everything is, if that is nothing or the repository itself.
fn is_wanted(wanted: &[String], file: &RepoPath) -> bool {
    wanted.is_empty() || wanted.iter().any(|place| place.is_empty() || file.is_in(place))
}

/// How well the plans in what the user named are documented.
fn documentation(world: &DiskWorld, checked: &Checked, wanted: &[String]) -> Vec<PlanScore> {
    let mut scores = scores(world, checked);
    let file = |score: &PlanScore| &checked.sources.get(checked.catalog.plans[score.plan].span.file).path;
    scores.retain(|score| is_wanted(wanted, file(score)));
    scores
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
