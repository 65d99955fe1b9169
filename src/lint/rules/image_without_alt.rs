//! A picture that says nothing to those who cannot see it.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Looks for the text that stands for each plan's image, and for the pictures of its instructions.
pub static RULE: Rule = Rule {
    name: "image-without-alt",
    severity: Severity::Warning,
    page: include_str!("image_without_alt.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let is_blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let of_plans = lint.catalog.plans.iter().filter_map(|plan| {
        let image = plan.image.as_ref().filter(|_| is_blank(&plan.image_alt))?;
        let message = format!("nothing says what `{}` shows", image.value);
        let help = "add `image-alt:` with a sentence that tells it to someone who cannot see it";
        Some(Diagnostic::warning(RULE.name, image.span, message).with_help(help))
    });
    let pictures = lint.instructions.iter().flat_map(|instructions| &instructions.text.pictures);
    let of_texts = pictures.filter(|picture| picture.alt.trim().is_empty()).map(|picture| {
        let message = format!("nothing says what `{}` shows", picture.destination);
        let help = format!("write it between the brackets: `![The frame on its side]({})`", picture.destination);
        Diagnostic::warning(RULE.name, picture.span, message).with_help(help)
    });
    of_plans.chain(of_texts).collect()
}
