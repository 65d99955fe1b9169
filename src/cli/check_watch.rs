//! `check --watch`: the repository stays checked; after each save, what it touches is told at once, then what the whole says.
//!
//! Ctrl-C ends it as it ends any command (a shell shows 130): nothing is ever half written here.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use super::{Console, Failure, Outcome};
use crate::catalog::MANIFEST;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::host::{DiskWorld, Noticed, Watcher};
use crate::lint::session::{Session, Touched};
use crate::text::{RepoPath, Sources};
use crate::world::World;

/// How many findings are shown in full: as many as one works on at a time.
const MOST_SHOWN: usize = 20;

/// Beyond so many places at once, the whole is looked at: a checkout, for example.
const MOST_PLACES: usize = 64;

/// How long to wait before the whole is looked at.
const BETWEEN_SCANS: Duration = Duration::from_millis(300);

/// Which findings are asked for.
type IsTold<'a> = &'a dyn Fn(&Diagnostic, &Sources) -> bool;

/// Checks, and goes on checking for as long as the folder can be watched.
///
/// # Errors
/// The repository cannot be listed or watched, or the output cannot be written.
pub(super) fn run(root: &Path, is_told: IsTold<'_>, console: &mut Console) -> Result<Outcome, Failure> {
    // First the watch, then the look: what changes between the two is noticed.
    let watcher = Watcher::start(root)?;
    let start = Instant::now();
    let mut looked = SystemTime::now();
    let mut world = DiskWorld::open(root)?;
    let mut session = Session::open(&world);
    tell(&session, None, start.elapsed(), is_told, console)?;
    session.prepare();
    while let Some(noticed) = watcher.wait() {
        let start = Instant::now();
        let files = match noticed {
            Noticed::Places(places) if places.len() <= MOST_PLACES => world.refresh(&places),
            _ => {
                // Looking at all is noticed too: not more than once in a while.
                std::thread::sleep(BETWEEN_SCANS);
                let now = SystemTime::now();
                match world.rescan(looked) {
                    Ok(files) => {
                        looked = now;
                        files
                    }
                    // A folder that goes while it is listed is heard of again.
                    Err(message) => {
                        console.note(&message);
                        continue;
                    }
                }
            }
        };
        if files.is_empty() {
            continue;
        }
        if world.entry(&RepoPath::new(MANIFEST)).is_none() {
            console.note(&format!("`{MANIFEST}` is gone; waiting for it to come back"));
        }
        let mut told = None;
        if let Some(glance) = session.touch(&world, &files) {
            if glance.is_as_it_was {
                continue;
            }
            tell(&session, Some(&glance.files), start.elapsed(), is_told, console)?;
            if glance.left_out > 0 {
                console.print(&format!("{} more files depend on it: they are looked at now\n", glance.left_out))?;
            }
            told = Some((glance, picture(&session, is_told)));
        }
        session = session.recheck(&world, &Touched::Files(files.clone()));
        let is_news = told.as_ref().is_none_or(|(_, told)| *told != picture(&session, is_told));
        if is_news {
            let files = told.map_or(files, |(glance, _)| glance.files);
            tell(&session, Some(&files), start.elapsed(), is_told, console)?;
        }
        session.prepare();
    }
    Ok(Outcome::Fine)
}

/// What is told of the findings, to see whether it has changed.
fn picture(session: &Session, is_told: IsTold<'_>) -> Vec<(String, u32, String)> {
    let checked = session.checked();
    let told = checked.diagnostics.iter().filter(|found| is_told(found, &checked.sources));
    told.map(|found| {
        let path = checked.sources.get(found.span.file).path.to_string();
        (path, found.span.start, found.message.clone())
    })
    .collect()
}

/// Tells the findings in `files`, or the first of all, and how many there are.
fn tell(
    session: &Session,
    files: Option<&BTreeSet<RepoPath>>,
    took: Duration,
    is_told: IsTold<'_>,
    console: &mut Console,
) -> Result<(), Failure> {
    let checked = session.checked();
    let sources = &checked.sources;
    let all: Cow<'_, [Diagnostic]> = if checked.diagnostics.iter().all(|found| is_told(found, sources)) {
        Cow::Borrowed(&checked.diagnostics)
    } else {
        Cow::Owned(checked.diagnostics.iter().filter(|found| is_told(found, sources)).cloned().collect())
    };
    let is_here = |found: &&Diagnostic| files.is_none_or(|files| files.contains(&sources.get(found.span.file).path));
    let mut here: Vec<Diagnostic> = all.iter().filter(is_here).cloned().collect();
    // Errors first, if not all can be shown.
    if here.len() > MOST_SHOWN {
        here.sort_by_key(|found| found.severity != Severity::Error);
    }
    let more = here.len().saturating_sub(MOST_SHOWN);
    here.truncate(MOST_SHOWN);
    let mut text = String::new();
    if console.is_terminal() {
        text.push_str("\x1b[2J\x1b[H");
    }
    text.push_str(&emit::check_text(&here, sources, console.style()));
    if more > 0 {
        let place = if files.is_some() { "in what this save touches" } else { "in all" };
        text.push_str(&format!("… and {more} more {place}; `groundup check` tells all\n\n"));
    }
    if let Some(files) = files.filter(|files| !files.is_empty()) {
        let names: Vec<&str> = files.iter().map(RepoPath::as_str).collect();
        let shown = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let rest = if names.len() > 3 { format!(" and {} more", names.len() - 3) } else { String::new() };
        text.push_str(&format!("checked {shown}{rest}\n"));
    }
    text.push_str(&emit::check_summary(&all, sources, checked.document_count));
    text.push_str(&format!(", {} ms; watching, Ctrl-C ends\n", took.as_millis()));
    console.print(&text)
}
