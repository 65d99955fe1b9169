//! The slips behind faults of syntax: where the parser stumbles is seldom where the author did, and its words are not theirs.
//!
//! Each recogniser looks at the lines around the fault and says, if it knows the slip, what was found, what to write, and which
//! change of the text that would be.

mod blank;
mod bracket;
mod conflict;
mod flow;
mod indent;
mod key;
mod line;
mod mark;
mod quote;
mod tab;

use std::ops::Range;

use granit_parser::ErrorKind;

use super::fault::Guess;

pub(super) use tab::mend_all as mend_all_tabs;

/// A slip that was recognised.
pub(super) struct Slip {
    /// The words that are wrong.
    pub(super) place: Range<usize>,
    /// What was found.
    pub(super) message: String,
    /// What to write.
    pub(super) help: String,
    /// Another place that shows why.
    pub(super) label: Option<(Range<usize>, String)>,
    /// What may have been meant, the likeliest first.
    pub(super) guesses: Vec<Guess>,
}

/// A fault as the parser tells it.
pub(super) struct Stumble<'t> {
    /// The text.
    pub(super) text: &'t str,
    /// What the parser says.
    pub(super) kind: &'t ErrorKind,
    /// The byte at which it says so, between characters.
    pub(super) at: usize,
    /// Where the brackets and braces stand that were open then, the innermost last.
    open: Vec<usize>,
    /// How far the parser has looked.
    reach: usize,
}

/// The slip behind a fault, if it is one of those that are known.
pub(super) fn recognise(stumble: &Stumble<'_>) -> Option<Slip> {
    const RECOGNISERS: [fn(&Stumble<'_>) -> Option<Slip>; 13] = [
        conflict::left_over,
        blank::odd,
        mark::of_list,
        tab::in_indent,
        blank::missing,
        quote::unclosed,
        quote::text_goes_on,
        quote::escape,
        bracket::fault,
        quote::reserved_first,
        quote::holds_colon,
        key::fault,
        indent::fault,
    ];
    RECOGNISERS.iter().find_map(|recogniser| recogniser(stumble))
}

impl<'t> Stumble<'t> {
    /// A fault in the document that begins at a byte.
    pub(super) fn new(text: &'t str, kind: &'t ErrorKind, at: usize, document_start: usize) -> Self {
        let at = line::floor(text, at);
        // Of brackets that are never closed the parser says where they begin; else, where it gave up.
        let is_never_closed = matches!(kind, ErrorKind::UnclosedFlowCollection { .. });
        let open = flow::open_at(text, document_start, at + usize::from(is_never_closed));
        Self { text, kind, at, open, reach: if is_never_closed { text.len() } else { at } }
    }

    /// Whether the parser looked for a key, or for the `:` behind one.
    fn is_about_a_key(&self) -> bool {
        use ErrorKind as K;
        self.is_about_a_colon() || matches!(self.kind, K::SimpleKeyExpected | K::InvalidSimpleKey)
    }

    /// Whether it found a `:` where none can stand.
    fn is_about_a_colon(&self) -> bool {
        use ErrorKind as K;
        matches!(self.kind, K::MappingValueNotAllowed | K::InvalidColonPlacement | K::InvalidMappingValueWhitespace)
    }

    /// Whether it found something that does not fit the lines above.
    fn is_about_indentation(&self) -> bool {
        use ErrorKind as K;
        matches!(
            self.kind,
            K::ExpectedBlockMappingKey
                | K::InvalidIndentation
                | K::ExpectedBlockSequenceEntry
                | K::ExpectedDocumentStart
        )
    }
}
