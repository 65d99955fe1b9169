//! `check --since`: the findings that a change brings.

use std::path::Path;

use super::Failure;
use crate::catalog::load;
use crate::emit::ComparedWith;
use crate::host::{DiskWorld, Since};
use crate::lint::since::caused_by;
use crate::lint::{self, Checked};
use crate::text::Source;
use crate::world::World;

/// What the findings were held against.
pub(super) struct Narrowed {
    since: Since,
    older: usize,
    affected: usize,
}

impl Narrowed {
    /// The same for output.
    pub(super) fn compared(&self) -> ComparedWith<'_> {
        ComparedWith {
            revision: self.since.revision(),
            merge_base: self.since.merge_base(),
            changes: self.since.changes(),
            affected: self.affected,
            older: self.older,
        }
    }
}

/// Takes away the findings that the change since a revision does not bring. `extra` is read as if it were part of the repository then
/// too, and `ask` adds what it finds to that check, as was done now.
///
/// # Errors
/// Git cannot tell what changed.
pub(super) fn narrow(
    root: &Path,
    world: &DiskWorld,
    revision: &str,
    extra: Vec<Source>,
    ask: &dyn Fn(&dyn World, &mut Checked),
    checked: &mut Checked,
) -> Result<Narrowed, Failure> {
    let since = Since::find(root, world, revision)?;
    if since.changes().is_empty() {
        let older = std::mem::take(&mut checked.diagnostics).len();
        return Ok(Narrowed { since, older, affected: 0 });
    }
    let base = since.base(world);
    let mut before = lint::check(&base, load(&base, extra));
    ask(&base, &mut before);
    let caused = caused_by(since.changes(), &before, checked);
    checked.diagnostics = caused.diagnostics;
    Ok(Narrowed { older: caused.older, affected: caused.affected, since })
}
