//! What a repository says of the linter: levels in its manifest, and `# groundup: allow` in its files. Findings go in, those
//! that stand come out, with what is wrong with the settings themselves.

mod allow;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::model::{LintLevel, LintSetting};
use crate::schema::{closest, surely};
use crate::text::{FileId, RepoPath, Sources, Span, Spanned};

use super::registry::{RULES, rule};
use super::rule::Check;
use allow::{Allow, allows_in};

/// The rule of settings that cannot hold.
pub(super) const INVALID_LINT_SETTING: &str = "invalid-lint-setting";

/// The rule of comments that allow nothing.
pub(super) const UNUSED_ALLOW: &str = "unused-allow";

/// Lets the settings of a repository decide over the findings of its rules.
pub(super) fn apply(settings: &[LintSetting], sources: &Sources, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    apply_in(settings, sources, sources.iter().map(|(file, _)| file), found)
}

/// The same for findings in these files, which come in the order of their ids.
pub(super) fn apply_in(
    settings: &[LintSetting],
    sources: &Sources,
    files: impl Iterator<Item = FileId>,
    found: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut allows = allows_of(files, sources);
    let mut standing = standing(settings, sources, &mut allows, found);
    // What cannot be read hides findings, which a comment may well allow.
    let is_read = standing.iter().all(|diagnostic| is_open(diagnostic.rule));
    standing.extend(allows.iter().filter_map(|(allow, is_used)| {
        // Whether it is used shows where the rule is asked.
        let fault = fault_of(allow, *is_used || is_of_a_place(allow.rule))?;
        let is_unused = fault.rule == UNUSED_ALLOW && is_read;
        Some(if is_unused { fault.with_fix(allow::without(allow, sources)) } else { fault })
    }));
    standing.extend(settings.iter().filter_map(|setting| fault_of_name(&setting.rule.value, setting.rule.span)));
    standing.extend(settings.iter().flat_map(|setting| faults_of_paths(setting, sources)));
    standing
}

/// Lets the settings decide over the findings of the rules that hold plans against a facility, once the others are through.
pub(super) fn apply_at(settings: &[LintSetting], sources: &Sources, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut allows = allows_of(sources.iter().map(|(file, _)| file), sources);
    standing(settings, sources, &mut allows, found)
}

fn allows_of<'s>(files: impl Iterator<Item = FileId>, sources: &'s Sources) -> Vec<(Allow<'s>, bool)> {
    files.flat_map(|file| allows_in(file, sources.get(file))).map(|allow| (allow, false)).collect()
}

/// The findings that no comment allows and no level takes away.
fn standing(
    settings: &[LintSetting],
    sources: &Sources,
    allows: &mut [(Allow<'_>, bool)],
    found: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut standing: Vec<Diagnostic> = Vec::with_capacity(found.len());
    for diagnostic in found {
        let is_hit = !allows.is_empty() && is_open(diagnostic.rule) && allow(allows, sources, &diagnostic);
        if !is_hit {
            standing.extend(levelled(settings, &sources.get(diagnostic.span.file).path, diagnostic));
        }
    }
    standing
}

/// Whether the rule holds plans against a facility: what may be made in one place and not in another, a comment may allow without
/// being used everywhere.
fn is_of_a_place(name: &str) -> bool {
    rule(name).is_some_and(|rule| matches!(rule.check, Check::At(_)))
}

/// Whether the rule may be set aside: not where a document could not be understood.
fn is_open(name: &str) -> bool {
    rule(name).is_some_and(|rule| matches!(rule.check, Check::Here(_) | Check::At(_)))
}

/// Marks the comments that allow a finding; says whether there are any.
fn allow(allows: &mut [(Allow<'_>, bool)], sources: &Sources, diagnostic: &Diagnostic) -> bool {
    let file = diagnostic.span.file;
    // They stand in the order of files, so that those of one file are found at once.
    let start = allows.partition_point(|(allow, _)| allow.rule_span.file < file);
    let end = allows.partition_point(|(allow, _)| allow.rule_span.file <= file);
    let in_file = &mut allows[start..end];
    if in_file.is_empty() {
        return false;
    }
    let line = sources.get(file).position(diagnostic.span.start).line;
    let mut is_hit = false;
    for (allow, is_used) in in_file {
        if allow.rule == diagnostic.rule && allow.reason.is_some() && allow.line.is_none_or(|allowed| allowed == line) {
            *is_used = true;
            is_hit = true;
        }
    }
    is_hit
}

/// A finding at the level that the last setting for its rule and path gives it; `None` if that is `off`.
fn levelled(settings: &[LintSetting], path: &RepoPath, diagnostic: Diagnostic) -> Option<Diagnostic> {
    let holds = |setting: &&LintSetting| {
        setting.rule.value == diagnostic.rule
            && (setting.paths.is_empty() || setting.paths.iter().any(|folder| path.is_in(&folder.value)))
    };
    let level = settings.iter().rfind(holds).filter(|_| is_open(diagnostic.rule)).map(|setting| setting.level);
    match level {
        None => Some(diagnostic),
        Some(LintLevel::Off) => None,
        Some(LintLevel::Warning) => Some(Diagnostic { severity: Severity::Warning, ..diagnostic }),
        Some(LintLevel::Error) => Some(Diagnostic { severity: Severity::Error, ..diagnostic }),
    }
}

fn fault_of(allow: &Allow<'_>, is_used: bool) -> Option<Diagnostic> {
    if let Some(fault) = fault_of_name(allow.rule, allow.rule_span) {
        return Some(fault);
    }
    if allow.reason.is_none() {
        let message = "it is not said why this is allowed";
        let help = format!("write the reason behind the rule: `# groundup: allow {} (the reason)`", allow.rule);
        return Some(Diagnostic::error(INVALID_LINT_SETTING, allow.rule_span, message).with_help(help));
    }
    let place = if allow.line.is_some() { "on that line" } else { "in this file" };
    let message = format!("nothing {place} is reported by `{}`", allow.rule);
    let help = "take the comment away; what it allowed was mended, or stands elsewhere";
    (!is_used).then(|| Diagnostic::warning(UNUSED_ALLOW, allow.rule_span, message).with_help(help))
}

/// The paths of a setting under which no document and no text lies.
fn faults_of_paths<'s>(setting: &'s LintSetting, sources: &'s Sources) -> impl Iterator<Item = Diagnostic> + 's {
    let is_nowhere = |path: &&Spanned<String>| !sources.iter().any(|(_, source)| source.path.is_in(&path.value));
    setting.paths.iter().filter(is_nowhere).map(|path| {
        let message = format!("no document and no build instructions lie under `{}`", path.value);
        let help = "write a folder or a file, from the root of the repository, such as `plans/press`";
        Diagnostic::error(INVALID_LINT_SETTING, path.span, message).with_help(help)
    })
}

fn fault_of_name(name: &str, span: Span) -> Option<Diagnostic> {
    let fault =
        |message: String, help: String| Some(Diagnostic::error(INVALID_LINT_SETTING, span, message).with_help(help));
    match rule(name) {
        Some(_) if is_open(name) => None,
        Some(_) => fault(
            format!("`{name}` cannot be set aside: what it finds, nothing else can be told from"),
            "mend what it finds, and take this away".to_owned(),
        ),
        None => {
            let names = || RULES.iter().map(|rule| rule.name);
            let help = closest(name, names()).map_or_else(
                || "`groundup explain` lists the rules".to_owned(),
                |close| format!("did you mean `{close}`?"),
            );
            let fix = surely(name, names()).and_then(|meant| Fix::of_words(span, name, meant, true));
            fault(format!("there is no rule `{name}`"), help).map(|fault| fault.with_fix(fix))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::allow::allows_in;
    use crate::text::{FileId, RepoPath, Source};

    fn allowed(text: &str) -> Vec<(String, Option<u32>, Option<String>)> {
        allowed_in("materials/x.yaml", text)
    }

    fn allowed_in(path: &str, text: &str) -> Vec<(String, Option<u32>, Option<String>)> {
        let source = Source::new(RepoPath::new(path), text.to_owned());
        let allows = allows_in(FileId(0), &source);
        allows.map(|allow| (allow.rule.to_owned(), allow.line, allow.reason.map(str::to_owned))).collect()
    }

    #[test]
    fn a_comment_reaches_its_line_the_next_one_or_the_file() {
        let why = Some("why".to_owned());
        let found = allowed(
            "# about this file\n# groundup: allow a-b (why)\n---\nid: x # groundup: allow c (why)\n\n# groundup: allow d (why)\n# groundup: allow e\nunit: kg\n",
        );
        let expected = [("a-b", None, &why), ("c", Some(4), &why), ("d", Some(8), &why), ("e", Some(8), &None)];
        assert_eq!(found, expected.map(|(rule, line, reason)| (rule.to_owned(), line, reason.clone())));
    }

    #[test]
    fn prose_has_comments_of_its_own() {
        let found = allowed_in(
            "plans/x/build.md",
            "<!-- groundup: allow a (why) -->\n# It's a press\n<!-- groundup: allow b (why) -->\n\nTake it. <!-- groundup: allow c (why) -->\n# groundup: allow d (why)\n",
        );
        let lines: Vec<(String, Option<u32>)> = found.into_iter().map(|(rule, line, _)| (rule, line)).collect();
        assert_eq!(lines, [("a", None), ("b", Some(5)), ("c", Some(5))].map(|(rule, line)| (rule.to_owned(), line)));
    }

    #[test]
    fn text_is_no_comment() {
        for text in [
            "a: 'x # groundup: allow c (why)'",
            "a: x# groundup: allow c (why)",
            "a: \"# groundup: allow c\"",
            "a: groundup: allow c",
        ] {
            assert_eq!(allowed(text), [], "{text}");
        }
    }
}
