//! `check --fix`: mended files to the disk, or to a diff.

use similar::TextDiff;

use super::{Console, Failure, Outcome};
use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::host::{self, DiskWorld};
use crate::lint::fix::{Mended, MendedFile, TakenBack};
use crate::text::Sources;

/// How many fixes that were taken back are told; of more, only how many.
const TOLD: usize = 10;

/// Writes the mended files, each whole or not at all; tells what was taken back.
///
/// # Errors
/// Says which file could not be written. Those before it are written.
pub(super) fn write(world: &DiskWorld, mended: &Mended, console: &mut Console) -> Result<(), Failure> {
    for MendedFile { path, before, after } in &mended.files {
        host::rewrite_file(world.root(), path, before.as_bytes(), after.as_bytes())
            .map_err(|error| Failure::Message(error.to_string()))?;
    }
    tell(&mended.taken_back, console);
    Ok(())
}

/// Prints what would change, as a unified diff. Like `rustfmt --check`, it finds fault if there is anything.
///
/// # Errors
/// The output cannot be written.
pub(super) fn show(
    world: &DiskWorld,
    mended: &Mended,
    is_wanted: impl Fn(&Diagnostic, &Sources) -> bool,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    // Paths are those from where the command runs, so that `patch` and editors find them.
    let prefix = host::inside(&host::working_folder(), world.root()).unwrap_or_default();
    for MendedFile { path, before, after } in &mended.files {
        let path = if prefix.is_empty() { path.to_string() } else { format!("{prefix}/{path}") };
        let diff = TextDiff::from_lines(before, after);
        let text = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
        console.print(&text)?;
    }
    tell(&mended.taken_back, console);
    let checked = &mended.checked;
    let left: Vec<Diagnostic> =
        checked.diagnostics.iter().filter(|found| is_wanted(found, &checked.sources)).cloned().collect();
    console.note(&format!("would have {}", emit::mended_summary(mended.fixed, mended.files.len(), &left)));
    Ok(if mended.files.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

fn tell(taken_back: &[TakenBack], console: &mut Console) {
    for TakenBack { path, message, rule, reason } in taken_back.iter().take(TOLD) {
        console.note(&format!("note: {path}: {message} ({rule}): left as it is; {}", reason.as_str()));
    }
    if taken_back.len() > TOLD {
        console.note(&format!("note: {} more were left as they are", taken_back.len() - TOLD));
    }
}
