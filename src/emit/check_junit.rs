//! Findings as JUnit XML, which most build servers show as test results: a suite of one case for each finding, and one for
//! each file without any.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Sources;

/// The report. Warnings pass, with what they say as output. `prefix` is the repository's folder, from where the server reads.
pub fn check_junit(diagnostics: &[Diagnostic], sources: &Sources, prefix: &str) -> String {
    let mut suite = TestSuite::new("groundup check");
    for (file, source) in sources.iter() {
        let path = super::prefixed(prefix, source.path.as_str());
        let mut found = diagnostics.iter().filter(|diagnostic| diagnostic.span.file == file).peekable();
        if found.peek().is_none() {
            let mut case = TestCase::new(path.clone(), TestCaseStatus::success());
            case.set_classname(path.clone());
            suite.add_test_case(case);
        }
        for diagnostic in found {
            let place = source.position(diagnostic.span.start);
            let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
            let said = format!("{path}:{}:{}: {}{help}", place.line, place.column, diagnostic.message);
            let mut case = match diagnostic.severity {
                Severity::Warning => TestCase::new(diagnostic.rule, TestCaseStatus::success()),
                Severity::Error => {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                    status
                        .set_type(diagnostic.rule)
                        .set_message(diagnostic.message.as_str())
                        .set_description(said.as_str());
                    TestCase::new(diagnostic.rule, status)
                }
            };
            if diagnostic.severity == Severity::Warning {
                case.set_system_out(said);
            }
            case.set_classname(path.clone());
            suite.add_test_case(case);
        }
    }
    let mut report = Report::new("groundup check");
    report.add_test_suite(suite);
    // Writing to memory fails only where XML cannot hold a text at all; then an empty report would be a lie.
    report.to_string().unwrap_or_else(|error| format!("<!-- {error} -->\n"))
}

#[cfg(test)]
mod tests {
    use super::check_junit;
    use crate::diagnostic::Diagnostic;
    use crate::text::{FileId, RepoPath, Source, Sources, Span};

    #[test]
    fn a_reader_of_the_format_finds_what_was_written() {
        let source = |path: &str| Source::new(RepoPath::new(path.to_owned()), "id: x\n".to_owned());
        let sources = Sources::new(vec![source("materials/a.yaml"), source("materials/b.yaml")]);
        let span = Span { file: FileId(0), start: 4, end: 5 };
        let findings = [
            Diagnostic::error("dead-end-item", span, "<nothing> & \u{7}no"),
            Diagnostic::warning("unused-allow", span, "why"),
        ];
        let text = check_junit(&findings, &sources, "");
        let report = quick_junit::Report::deserialize_from_str(&text).expect("JUnit");
        assert_eq!((report.tests, report.failures, report.errors), (3, 1, 0), "{text}");
        assert!(text.contains("materials/a.yaml:1:5: &lt;nothing&gt; &amp; no"), "{text}");
    }
}
