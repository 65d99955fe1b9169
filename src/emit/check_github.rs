//! Findings as commands of GitHub's workflows, which shows them beside the lines of a pull request.
//!
//! `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::message`; what would end a value early is written as `%` and
//! its code (`docs.github.com`, "Workflow commands").

use std::fmt::Write as _;

use crate::diagnostic::Diagnostic;
use crate::text::Sources;

/// One line a finding. `prefix` is the repository's folder, from where the workflow runs.
pub fn check_github(diagnostics: &[Diagnostic], sources: &Sources, prefix: &str) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let source = sources.get(diagnostic.span.file);
        let (start, end) = (source.position(diagnostic.span.start), source.position(diagnostic.span.end));
        let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
        let _ = write!(
            text,
            "::{} file={},line={},endLine={}",
            diagnostic.severity.as_str(),
            property(&super::prefixed(prefix, source.path.as_str())),
            start.line,
            end.line,
        );
        // Columns over several lines are refused.
        if start.line == end.line {
            let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
        }
        let message = data(&format!("{}{help}", diagnostic.message));
        let _ = writeln!(text, ",title={}::{message}", property(diagnostic.rule));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::check_github;
    use crate::diagnostic::Diagnostic;
    use crate::text::{FileId, RepoPath, Source, Sources, Span};

    #[test]
    fn what_would_end_a_value_is_escaped() {
        let sources = Sources::new(vec![Source::new(RepoPath::new("materials/a,b.yaml"), "id: x\n".to_owned())]);
        let finding =
            Diagnostic::warning("dead-end-item", Span { file: FileId(0), start: 4, end: 5 }, "100 % of it\nis lost")
                .with_help("mend it");
        assert_eq!(
            check_github(&[finding], &sources, "plans"),
            "::warning file=plans/materials/a%2Cb.yaml,line=1,endLine=1,col=5,endColumn=6,title=dead-end-item::100 %25 of it%0Ais lost%0Ahelp: mend it\n"
        );
    }
}
