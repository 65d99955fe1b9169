//! What the YAML parser says, in words that tell how to mend it.

use granit_parser::{ErrorKind, ScanError};

use super::glued::glued_colon;
use super::limits::MAX_DEPTH;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::text::{FileId, Span};

/// A finding for a syntax error at byte `at`.
pub(super) fn explain_scan_error(file: FileId, text: &str, error: &ScanError, at: u32) -> Diagnostic {
    if is_about_a_key(error.kind())
        && let Some(colon) = glued_colon(text, at as usize)
    {
        return Diagnostic::error(
            INVALID_YAML,
            span_of_character(file, text, colon as u32),
            "this `:` has no space behind it, so it makes no key",
        )
        .with_help("write `key: value`, with a space");
    }
    let (message, help) = words(error.kind());
    Diagnostic::error(INVALID_YAML, span_of_character(file, text, at), message).with_help_if(help.map(str::to_owned))
}

/// Whether the parser looked for a key, or for the `:` behind one.
fn is_about_a_key(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::MappingValueNotAllowed
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::InvalidMappingValueWhitespace
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::InvalidSimpleKey
    )
}

/// The character at `at`; at the end of a line or text, an empty span.
fn span_of_character(file: FileId, text: &str, at: u32) -> Span {
    let mut start = (at as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width = text[start..].chars().next().filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8);
    Span { file, start: start as u32, end: (start + width) as u32 }
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
                "this line does not fit the lines above: expected a key or `-` at their indentation",
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
