//! A plan that contains itself: a loop through bills of materials.

use std::collections::HashMap;

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Reference};
use crate::text::Span;

/// Walks the bills of materials of all plans and parts, and shows each loop once.
pub static RULE: Rule =
    Rule { name: "bom-cycle", severity: Severity::Error, page: include_str!("bom_cycle.md"), check: Check::Here(find) };

/// How many ids of a loop its message names.
const SHOWN_IDS: usize = 12;

/// How many steps all loops together may have, per line of all BOMs: keeps the report linear where loops share most of
/// their way.
const STEPS_PER_LINE: usize = 4;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let contents = Contents::of(lint.catalog);
    contents.loops().iter().map(|steps| contents.finding(steps)).collect()
}

/// What each plan and part contains, as far as that is plans and parts.
struct Contents<'c> {
    ids: Vec<&'c str>,
    /// By vertex: (what is contained, where that is said).
    lines: Vec<Vec<(usize, Span)>>,
}

/// One step of a loop: who contains the next, and where that is said.
type Step = (usize, Span);

impl<'c> Contents<'c> {
    fn of(catalog: &'c Catalog) -> Self {
        let mut ids: Vec<&str> = catalog.plans.iter().map(|plan| plan.id.value.as_str()).collect();
        for plan in &catalog.plans {
            ids.extend(plan.bom.iter().filter_map(|line| match &line.entry {
                BomEntry::Part(part) => Some(part.id.as_str()),
                BomEntry::Item { .. } => None,
            }));
        }
        let by_id: HashMap<&str, usize> = ids.iter().enumerate().map(|(vertex, id)| (*id, vertex)).collect();
        let mut lines = vec![Vec::new(); ids.len()];
        let step_to = |item: &Reference| Some((*by_id.get(item.value.as_str())?, item.span));
        for (plan_vertex, plan) in catalog.plans.iter().enumerate() {
            for line in &plan.bom {
                match &line.entry {
                    BomEntry::Item { item, alternatives } => {
                        lines[plan_vertex].extend(std::iter::once(item).chain(alternatives).filter_map(step_to));
                    }
                    BomEntry::Part(part) => {
                        let Some(part_vertex) = by_id.get(part.id.as_str()).copied() else { continue };
                        lines[plan_vertex].push((part_vertex, part.name.span));
                        let options =
                            part.from.iter().flat_map(|input| std::iter::once(&input.item).chain(&input.alternatives));
                        lines[part_vertex].extend(options.filter_map(step_to));
                    }
                }
            }
        }
        Self { ids, lines }
    }

    /// A loop for every line that leads back to where the walk came from: without these lines there would be no loop.
    fn loops(&self) -> Vec<Vec<Step>> {
        let mut found = Vec::new();
        let mut steps_left = STEPS_PER_LINE * self.lines.iter().map(Vec::len).sum::<usize>();
        // Where a vertex is on the present path; and which were walked to their end.
        let mut depth: Vec<Option<usize>> = vec![None; self.ids.len()];
        let mut done = vec![false; self.ids.len()];
        for start in 0..self.ids.len() {
            // The path: each vertex, and which of its lines is next.
            let mut path: Vec<(usize, usize)> = Vec::new();
            if !done[start] {
                depth[start] = Some(0);
                path.push((start, 0));
            }
            while let Some((vertex, next)) = path.last_mut() {
                let vertex = *vertex;
                let Some((target, _)) = self.lines[vertex].get(*next).copied() else {
                    done[vertex] = true;
                    depth[vertex] = None;
                    path.pop();
                    continue;
                };
                *next += 1;
                if let Some(first) = depth[target] {
                    let length = path.len() - first;
                    if length <= steps_left {
                        steps_left -= length;
                        found.push(self.steps(&path[first..]));
                    }
                } else if !done[target] {
                    depth[target] = Some(path.len());
                    path.push((target, 0));
                }
            }
        }
        found
    }

    /// The steps of a closed path, from its least id on.
    fn steps(&self, path: &[(usize, usize)]) -> Vec<Step> {
        let mut steps: Vec<Step> =
            path.iter().map(|(vertex, next)| (*vertex, self.lines[*vertex][*next - 1].1)).collect();
        let least = (0..steps.len()).min_by_key(|index| self.ids[steps[*index].0]).unwrap_or(0);
        steps.rotate_left(least);
        steps
    }

    fn finding(&self, steps: &[Step]) -> Diagnostic {
        let id = |index: usize| self.ids[steps[index % steps.len()].0];
        let shown: Vec<&str> = match steps.len() {
            length if length <= SHOWN_IDS => (0..=length).map(id).collect(),
            length => (0..SHOWN_IDS - 1).map(id).chain(["…", id(length - 1), id(0)]).collect(),
        };
        let message = format!("`{}` contains itself: `{}`", id(0), shown.join(" → "));
        let help = "let one of these lines name something else: what is bought, or a material that a process makes";
        let finding = Diagnostic::error(RULE.name, steps[0].1, message).with_help(help);
        (1..steps.len()).fold(finding, |finding, index| {
            finding.with_label(steps[index].1, format!("`{}` contains `{}` here", id(index), id(index + 1)))
        })
    }
}
