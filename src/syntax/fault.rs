//! A place where the parser stumbles: what is told of it, and what may have been meant.

use std::ops::Range;

use crate::diagnostic::Diagnostic;

/// One fault of syntax.
#[derive(Debug)]
pub(super) struct Fault {
    /// The byte at which the parser gave up.
    pub(super) at: usize,
    /// What is told, in places of the text that was read.
    pub(super) diagnostic: Diagnostic,
    /// What may have been meant, the likeliest first.
    pub(super) guesses: Vec<Guess>,
}

/// One change of the text that may be what was meant.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    /// Bytes, and what stands there instead; in order, and apart from each other.
    pub(super) edits: Vec<(Range<usize>, String)>,
    /// Whether nothing else can be meant.
    pub(super) is_sure: bool,
}

impl Guess {
    /// A change that may be meant.
    pub(super) fn maybe(edits: impl IntoIterator<Item = (Range<usize>, String)>) -> Self {
        Self { edits: edits.into_iter().collect(), is_sure: false }
    }

    /// A change besides which nothing can be meant.
    pub(super) fn sure(edits: impl IntoIterator<Item = (Range<usize>, String)>) -> Self {
        Self { edits: edits.into_iter().collect(), is_sure: true }
    }
}
