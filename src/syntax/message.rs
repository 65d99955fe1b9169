//! What the YAML parser says, in words that tell how to mend it.

use granit_parser::ErrorKind;

use super::fault::Fault;
use super::limits::MAX_DEPTH;
use super::slip::{self, Stumble};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::text::{FileId, Span};

/// The fault behind an error of the parser.
pub(super) fn explain(file: FileId, stumble: &Stumble<'_>) -> Fault {
    let span = |start: usize, end: usize| Span { file, start: start as u32, end: end as u32 };
    if let Some(slip) = slip::recognise(stumble) {
        let finding = Diagnostic::error(INVALID_YAML, span(slip.place.start, slip.place.end), slip.message);
        let finding = finding.with_help(slip.help);
        let diagnostic = slip
            .label
            .into_iter()
            .fold(finding, |finding, (place, words)| finding.with_label(span(place.start, place.end), words));
        return Fault { at: stumble.at, diagnostic, guesses: slip.guesses };
    }
    let (message, help) = words(stumble.kind);
    let (start, end) = character(stumble.text, stumble.at);
    let diagnostic = Diagnostic::error(INVALID_YAML, span(start, end), message).with_help_if(help.map(str::to_owned));
    Fault { at: stumble.at, diagnostic, guesses: Vec::new() }
}

/// The character at `at`; at the end of a line or text, an empty place.
fn character(text: &str, at: usize) -> (usize, usize) {
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width = text[start..].chars().next().filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8);
    (start, start + width)
}

fn words(kind: &ErrorKind) -> (String, Option<&'static str>) {
    const QUOTE: &str =
        "put the text in quotes if it holds `: `, ` #`, or begins with one of `[ ] { } & * ! | > ' \" % @ `` ` ``";
    const INDENT_OR_QUOTE: &str =
        "if the line is indented deeper than its neighbours, line it up; if the `: ` belongs to text, quote the text";
    const SPACES: &str = "indent with spaces, two a level";
    let say = |message: &str, help| (message.to_owned(), help);
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar => say("found a tab where YAML wants spaces", Some(SPACES)),
        ErrorKind::RecursionLimitExceeded => (
            format!("this is nested more than {MAX_DEPTH} levels deep"),
            Some("no document of the format needs more than 8 levels"),
        ),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::InvalidMappingValueWhitespace => {
            say("found a `:` where no `key: value` can stand", Some(INDENT_OR_QUOTE))
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => say(
            "expected `key: value`; this line has no `:` behind its key",
            Some("write `key: value`, or indent the line to continue the text above"),
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockSequenceEntry => {
            say(
                "this does not fit the lines above: expected a key or `-` at their indentation",
                Some("line it up with its neighbours; indent with spaces only"),
            )
        }
        ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { open: '{' } => {
            say("expected `,` or `}` in this `{…}`", Some("close the brace, or put a comma between its entries"))
        }
        ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnclosedFlowCollection { .. } => {
            say("expected `,` or `]` in this `[…]`", Some("close the bracket, or put a comma between its items"))
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::DocumentIndicatorInQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent => {
            say("this quoted text is never closed", Some("put the closing quote at its end"))
        }
        ErrorKind::ExpectedNodeContent | ErrorKind::UnexpectedCharacter { .. } => {
            say("found a character that cannot begin a value", Some(QUOTE))
        }
        other => {
            let text = other.to_string().replace("unexpected eof", "the file ends too early");
            (format!("this is not valid YAML: {text}"), None)
        }
    }
}
