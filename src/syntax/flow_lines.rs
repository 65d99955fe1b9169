//! Whether the lines within `[…]` and `{…}` are indented: YAML asks for it, many of its parsers do not, and so a file that
//! one program reads is refused by the next.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::text::Span;

/// The collections that are open.
#[derive(Default)]
pub(super) struct Floors(Vec<Floor>);

struct Floor {
    /// How many spaces a line needs at the least.
    spaces: usize,
    flow: bool,
}

impl Floors {
    /// A collection begins at `column`, counted from 0.
    pub(super) fn open(&mut self, flow: bool, column: usize) {
        // Whatever is within brackets is held by the block around all of them.
        let spaces = if flow { self.0.last().map_or(0, |outer| outer.spaces) } else { column + 1 };
        self.0.push(Floor { spaces, flow });
    }

    /// The innermost collection ends.
    pub(super) fn close(&mut self) {
        self.0.pop();
    }

    /// A finding if a value at `column` is the first of its line and that line is not indented enough: told once for
    /// the outermost brackets. A bracket that closes may stand below the key, where most authors put it.
    pub(super) fn check(&mut self, value: Span, column: usize) -> Option<Diagnostic> {
        let innermost = self.0.last_mut().filter(|innermost| innermost.flow && column < innermost.spaces)?;
        let spaces = std::mem::take(&mut innermost.spaces);
        let message = "this line is within brackets, but not indented deeper than what they belong to";
        let help = format!("indent it by at least {spaces} {}", if spaces == 1 { "space" } else { "spaces" });
        Some(Diagnostic::error(INVALID_YAML, value, message).with_help(help))
    }
}
