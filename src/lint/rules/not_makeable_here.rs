//! A plan cannot be made at the facility that is asked about: what stands in the way, at the line that needs it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Graph, ItemIndex};
use crate::lint::Lint;
use crate::lint::rule::{Asked, Check, Rule};
use crate::local::{Acquisition, Grant, LocalReport, Shop, Status, Uses, Verdict, check_in};
use crate::model::{BomEntry, BomLine, Operation, Plan};
use crate::text::Span;

/// Holds each plan against the facility, as `local` does.
pub static RULE: Rule = Rule {
    name: "not-makeable-here",
    severity: Severity::Error,
    page: include_str!("not_makeable_here.md"),
    check: Check::At(find),
};

/// Of what would make it possible, this much is told.
const TOLD: usize = 5;

fn find(lint: &Lint<'_>, asked: &Asked) -> Vec<Diagnostic> {
    let uses = Uses::of(lint.graph);
    let shop = Shop::new(lint.catalog, lint.graph, &uses, asked.facility);
    let whole = asked.plans.iter().filter(|plan| !lint.catalog.damage.is_faulty(lint.catalog.plans[**plan].span));
    let plans: Vec<usize> = whole.copied().collect();
    let reports: BTreeMap<ItemIndex, (usize, LocalReport)> = plans
        .into_par_iter()
        .filter_map(|plan| {
            let root = lint.graph.item_index(lint.catalog.plans[plan].id.value.as_str())?;
            // A loop without end has a rule of its own.
            let report = check_in(&shop, root, 1.0).ok()?;
            (report.verdict == Verdict::Blocked).then_some((root, (plan, report)))
        })
        .collect();
    let mut found: BTreeMap<ItemIndex, Vec<Diagnostic>> = BTreeMap::new();
    let mut contained: Vec<(ItemIndex, ItemIndex, Span)> = Vec::new();
    for (root, (plan, report)) in &reports {
        let survey = Survey { lint, report, asked: &reports, root: *root };
        let (places, inner) = survey.places(&lint.catalog.plans[*plan]);
        contained.extend(inner.into_iter().map(|(item, span)| (item, *root, span)));
        found.insert(*root, survey.findings(&lint.catalog.plans[*plan], places));
    }
    // A plan that is held against the place by itself tells its own causes: others only point at them.
    for (item, user, span) in contained {
        let message = format!("so `{}` cannot be made there either", lint.graph.item(user).id);
        if let Some(first) = found.get_mut(&item).and_then(|findings| findings.first_mut()) {
            *first = first.clone().with_label(span, message);
        }
    }
    found.into_values().flatten().collect()
}

/// Something that stands in the way, and where it is needed.
struct Place {
    span: Span,
    /// What is asked for there; nothing where the plan itself is put together.
    item: Option<ItemIndex>,
    /// Where it arises.
    leaf: ItemIndex,
    cause: String,
}

struct Survey<'s> {
    lint: &'s Lint<'s>,
    report: &'s LocalReport,
    /// The plans that cannot be made either, and tell why themselves.
    asked: &'s BTreeMap<ItemIndex, (usize, LocalReport)>,
    root: ItemIndex,
}

impl Survey<'_> {
    /// Where something is missing, in the order of the document; and the lines that ask for plans which tell why themselves.
    fn places(&self, plan: &Plan) -> (Vec<Place>, Vec<(ItemIndex, Span)>) {
        let (mut places, mut inner) = (Vec::new(), Vec::new());
        for line in &plan.bom {
            let Some(item) = self.asked_for(line).filter(|item| self.is_blocked(*item)) else { continue };
            match &line.entry {
                BomEntry::Item { item: reference, .. } if self.tells_itself(item) => inner.push((item, reference.span)),
                BomEntry::Item { item: reference, .. } => places.extend(self.leaves(item, reference.span)),
                BomEntry::Part(part) => {
                    places.extend(self.own(item, Some(item), &part.operations, part.name.span));
                    for input in &part.from {
                        let input_item = self.lint.graph.item_index(input.item.value.as_str());
                        let Some(input_item) = input_item.filter(|item| self.is_blocked(*item)) else { continue };
                        if self.tells_itself(input_item) {
                            inner.push((input_item, input.item.span));
                        } else {
                            places.extend(self.leaves(input_item, input.item.span));
                        }
                    }
                }
            }
        }
        places.extend(self.own(self.root, None, &plan.operations, plan.id.span));
        if places.is_empty() && inner.is_empty() {
            let reasons = self.report.item(self.root).map(|report| report.reasons.join("; "));
            let cause = reasons.unwrap_or_else(|| "it cannot be had".to_owned());
            places.push(Place { span: plan.id.span, item: None, leaf: self.root, cause });
        }
        (places, inner)
    }

    /// The item that a line takes here.
    fn asked_for(&self, line: &BomLine) -> Option<ItemIndex> {
        let is_meant = |item: ItemIndex| {
            let id = &self.lint.graph.item(item).id;
            match &line.entry {
                BomEntry::Item { item, alternatives } => {
                    item.value == *id || alternatives.iter().any(|other| other.value == *id)
                }
                BomEntry::Part(part) => part.id == *id,
            }
        };
        let edges = self.report.resolution.edges_from(self.root).iter();
        edges.map(|edge| edge.to).find(|item| is_meant(*item))
    }

    fn is_blocked(&self, item: ItemIndex) -> bool {
        self.report.item(item).is_some_and(|report| report.status == Status::Blocked)
    }

    fn tells_itself(&self, item: ItemIndex) -> bool {
        item != self.root && self.asked.contains_key(&item)
    }

    /// What a recipe of this plan lacks itself, at the operations that ask for it.
    fn own(&self, made: ItemIndex, item: Option<ItemIndex>, operations: &[Operation], otherwise: Span) -> Vec<Place> {
        let causes = self.report.item(made).map_or(&[][..], |report| &report.causes);
        let mut places = Vec::new();
        for cause in causes {
            let spans: Vec<Span> = operations.iter().filter_map(|operation| named_in(cause, operation)).collect();
            let spans = if spans.is_empty() { vec![otherwise] } else { spans };
            places.extend(spans.into_iter().map(|span| Place { span, item, leaf: made, cause: cause.clone() }));
        }
        places
    }

    /// What stands in the way of an item, from the leaves, at the line that asks for it.
    fn leaves(&self, item: ItemIndex, span: Span) -> Vec<Place> {
        let mut places = Vec::new();
        let mut seen = BTreeSet::from([item]);
        let mut open = vec![item];
        while let Some(next) = open.pop() {
            let causes = self.report.item(next).map_or(&[][..], |report| &report.causes);
            places.extend(causes.iter().map(|cause| Place {
                span,
                item: Some(item),
                leaf: next,
                cause: cause.clone(),
            }));
            for edge in self.report.resolution.edges_from(next).iter().rev() {
                if self.is_blocked(edge.to) && !self.tells_itself(edge.to) && seen.insert(edge.to) {
                    open.push(edge.to);
                }
            }
        }
        places
    }

    /// One finding for each cause, with the other places that it bears on.
    fn findings(&self, plan: &Plan, places: Vec<Place>) -> Vec<Diagnostic> {
        let graph = self.lint.graph;
        let facility = &self.lint.catalog.facilities[self.report.facility].id.value;
        // The same words may be said of several leaves, where they do not name what they are about.
        let is_of_leaf = |place: &Place| graph.item(place.leaf).recipes.is_empty();
        let mut findings: Vec<(String, Option<ItemIndex>, Diagnostic)> = Vec::new();
        for place in places {
            let leaf = is_of_leaf(&place).then_some(place.leaf);
            let same = |(cause, known, _): &&mut (String, Option<ItemIndex>, Diagnostic)| {
                *cause == place.cause && *known == leaf
            };
            if let Some((.., finding)) = findings.iter_mut().find(same) {
                let is_told = finding.span == place.span || finding.labels.iter().any(|label| label.span == place.span);
                if !is_told {
                    *finding = finding.clone().with_label(place.span, "the same is missing for this");
                }
                continue;
            }
            let id = |item: ItemIndex| &graph.item(item).id;
            let message = match place.item {
                None => format!("`{facility}` cannot put `{}` together: {}", plan.id.value, place.cause),
                Some(item) if item == place.leaf && graph.item(item).recipes.is_empty() => {
                    format!("`{facility}` cannot get `{}`: {}", id(item), place.cause)
                }
                Some(item) if item == place.leaf => {
                    format!("`{facility}` cannot make `{}`: {}", id(item), place.cause)
                }
                Some(item) => format!(
                    "`{facility}` cannot make or import `{}`: for `{}`, {}",
                    id(item),
                    id(place.leaf),
                    place.cause
                ),
            };
            let finding = Diagnostic::error(RULE.name, place.span, message).with_help_if(self.help(place.leaf));
            findings.push((place.cause, leaf, finding));
        }
        findings.into_iter().map(|(.., finding)| finding).collect()
    }

    /// The least that would make the plan possible: of that, what this is about; all of it where that cannot be told.
    fn help(&self, leaf: ItemIndex) -> Option<String> {
        let set = &self.report.acquisitions.as_ref()?.set;
        let graph = self.lint.graph;
        let id = &graph.item(leaf).id;
        let recipes: Vec<&str> =
            graph.item(leaf).recipes.iter().map(|recipe| graph.recipe(*recipe).id.as_str()).collect();
        let is_about = |one: &&Acquisition| match &one.grant {
            Grant::Resource(item) | Grant::Import(item) => *item == leaf,
            _ => one.needed_by.iter().any(|by| by == id || recipes.contains(&by.as_str())),
        };
        let own: Vec<&Acquisition> = set.iter().filter(is_about).collect();
        let (told, begin) = if own.is_empty() {
            (set.iter().collect(), "the least that would make the plan possible there")
        } else {
            (own, "what would mend it there")
        };
        let mut words: Vec<String> = told.iter().map(|one| grant_words(graph, &one.grant)).collect();
        if words.len() > TOLD {
            let rest = words.len() - TOLD;
            words.truncate(TOLD);
            words.push(format!("and {rest} more, which `groundup local` lists"));
        }
        (!words.is_empty()).then(|| format!("{begin}: {}", words.join("; ")))
    }
}

/// The place in an operation that a cause names: its capability, its skill, or a permission.
fn named_in(cause: &str, operation: &Operation) -> Option<Span> {
    let is_named = |id: &str| cause.split([' ', '`', ':', ';', ',']).any(|word| word == id);
    let skill = operation.labour.as_ref().map(|labour| &labour.skill);
    let named = std::iter::once(&operation.capability).chain(skill).chain(&operation.requires);
    named.into_iter().find(|reference| is_named(reference.value.as_str())).map(|reference| reference.span)
}

fn grant_words(graph: &Graph, grant: &Grant) -> String {
    let what = grant.what(graph);
    match grant {
        Grant::Capability { envelope, .. } => {
            let bounds: Vec<String> = envelope
                .iter()
                .map(|bound| {
                    let values: Vec<&str> = bound.values.iter().map(crate::graph::BoundValue::written).collect();
                    format!("{} {}", bound.parameter, values.join("/"))
                })
                .collect();
            let with = if bounds.is_empty() { String::new() } else { format!(" with {}", bounds.join(", ")) };
            format!("a machine for `{what}`{with}")
        }
        Grant::Skill { people: 1, .. } => format!("somebody with the skill `{what}`"),
        Grant::Skill { people, .. } => format!("{people} people with the skill `{what}`"),
        Grant::Permission(_) => format!("the permission `{what}`"),
        Grant::Power(_) => format!("{what} of power"),
        Grant::Floor(_) => format!("{what} of free floor"),
        Grant::Resource(_) => format!("`{what}` as a resource"),
        Grant::Import(_) => format!("`{what}` on the import list"),
    }
}
