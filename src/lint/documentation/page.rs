//! The page that lists the criteria, as `explain documentation` prints it and as it stands in `docs/`.

use std::fmt::Write as _;

use super::{CRITERIA, Criterion, Group};

const INTRODUCTION: &str = "\
# The documentation score

How well is a plan documented? `groundup check --documentation` gives each plan points from 0 to 100, and says what would raise
them most. `groundup check --format json` tells the same under `documentation`, and it stands on each plan's page.

A criterion counts by its weight, and by the share to which it is met: four drawings for eight parts are half. What does not
bear on a plan is not asked: `score = 100 × Σ weight × share / Σ weight`, over what is asked. The score counts what is written;
whether that is true, and can be understood, takes a reader.

The criteria follow the fields of Open Know-How (*OKH* is version 1, *LOSH* the later manifest of that name) and the subjects of
DIN SPEC 3105-1: what lets others study, change and make a piece of hardware, operate, maintain and dispose of it. A plan with
100 points is not certified by that: certification is the work of people.
";

/// The page, in Markdown.
pub fn page() -> String {
    let mut text = INTRODUCTION.to_owned();
    for group in Group::ALL {
        let _ = write!(text, "\n## {}\n\n", group.title());
        text.push_str("| criterion | asks | weight | not asked where | from |\n|---|---|--:|---|---|\n");
        for criterion in CRITERIA.iter().filter(|criterion| criterion.group == group) {
            let Criterion { id, asks, weight, not_asked, from, .. } = criterion;
            let _ = writeln!(text, "| `{id}` | {asks} | {weight} | {not_asked} | {} |", from.join("; "));
        }
    }
    text
}
