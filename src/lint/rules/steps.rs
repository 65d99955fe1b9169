//! What the steps of each plan take, beside what its bill of materials asks for: for the rules about build instructions.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::broken_build_link::without_blanks;
use crate::catalog::{Catalog, ItemMeasure};
use crate::instructions::{Instructions, Link, LinkKind, amount_of, item_id};
use crate::model::{BomEntry, BomLine, Plan};
use crate::schema::is_id;
use crate::text::Span;

/// Ids, with a hash that is quick on short texts.
type Words<'c> = HashSet<&'c str, foldhash::fast::RandomState>;

/// The steps of one plan, and its bill of materials.
pub(in crate::lint) struct Steps<'c> {
    /// The plan.
    pub(super) plan: &'c Plan,
    /// Its instructions.
    pub(super) instructions: &'c Instructions,
    /// What the bill asks for: each item once, with all its lines.
    pub(super) asked: Vec<Asked<'c>>,
    /// Items that go into parts, or come off: steps may speak of them.
    pub(super) within: Words<'c>,
    /// Whether a line names an item that is nowhere: that is told there, and what a step takes may be meant by it.
    pub(super) has_unknown: bool,
}

/// What a bill asks for of one item.
pub(super) struct Asked<'c> {
    /// Its lines.
    pub(super) lines: Vec<&'c BomLine>,
    /// Whether there is such an item.
    pub(super) is_known: bool,
    /// How much they ask for, in the unit of account; `None` if that cannot be read.
    pub(super) amount: Option<f64>,
    /// Where the steps name it or what would do instead: the link, and how much it takes, in the unit of account of what the
    /// bill names first. `None` if it does not say.
    pub(super) uses: Vec<(&'c Link, Option<f64>)>,
}

/// The steps of every plan whose instructions and bill could be read and say something.
pub(in crate::lint) fn steps_of_plans<'c>(catalog: &'c Catalog, instructions: &'c [Instructions]) -> Vec<Steps<'c>> {
    let steps = |instructions: &'c Instructions| {
        let plan = &catalog.plans[instructions.plan];
        (!catalog.damage.is_faulty(plan.span)).then(|| Steps::of(catalog, plan, instructions))
    };
    instructions.par_iter().filter_map(steps).collect()
}

/// Where a line of a bill names its item or part, and by what name.
pub(super) fn name_of(line: &BomLine) -> (&str, Span) {
    match &line.entry {
        BomEntry::Item { item, .. } => (item.value.as_str(), item.span),
        BomEntry::Part(part) => (part.name.value.as_str(), part.name.span),
    }
}

impl<'c> Steps<'c> {
    fn of(catalog: &'c Catalog, plan: &'c Plan, instructions: &'c Instructions) -> Self {
        let mut asked: Vec<Asked<'c>> = Vec::with_capacity(plan.bom.len());
        let mut by_item: HashMap<&str, usize, foldhash::fast::RandomState> = HashMap::default();
        for line in &plan.bom {
            let id = item_of(line);
            let amount = amount_of_line(catalog, line);
            match by_item.get(id) {
                Some(position) => {
                    let known = &mut asked[*position];
                    known.lines.push(line);
                    known.amount = known.amount.zip(amount).map(|(sum, amount)| sum + amount);
                }
                None => {
                    by_item.insert(id, asked.len());
                    let is_known = catalog.index.item(id).is_some();
                    asked.push(Asked { lines: vec![line], is_known, amount, uses: Vec::new() });
                }
            }
        }
        // What would do instead stands for what it replaces, unless it has a line of its own.
        for line in &plan.bom {
            if let (BomEntry::Item { alternatives, .. }, Some(position)) =
                (&line.entry, by_item.get(item_of(line)).copied())
            {
                for other in alternatives {
                    by_item.entry(other.value.as_str()).or_insert(position);
                }
            }
        }
        for link in &instructions.text.links {
            let Some(bound) = &link.bound else { continue };
            let Some(id) = item_id(plan, bound) else { continue };
            if let Some(position) = by_item.get(id.as_str()) {
                let written = bound.quantity.as_deref();
                let amount = written.and_then(|written| amount_of(catalog, Some(plan), &id, written).ok());
                asked[*position].uses.push((link, amount));
            }
        }
        let has_unknown = asked.iter().any(|asked| !asked.is_known);
        Self { plan, instructions, asked, within: within(plan), has_unknown }
    }

    /// Whether some step names some line of the bill: else the text is not bound to the plan at all.
    pub(super) fn is_bound(&self) -> bool {
        self.asked.iter().any(|asked| !asked.uses.is_empty())
    }

    /// What links name that lead to no line of the bill and to nothing else: the last word of each id.
    pub(super) fn broken_names(&self, catalog: &Catalog) -> Vec<String> {
        let name = |id: &str| id.rsplit('/').next().unwrap_or(id).to_owned();
        let text = &self.instructions.text;
        let is_broken = |link: &&Link| match &link.bound {
            Some(bound) if bound.kind == LinkKind::Capability => false,
            Some(bound) => item_id(self.plan, bound).is_none_or(|id| catalog.index.item(&id).is_none()),
            None => is_id(link.destination.split('?').next().unwrap_or_default()),
        };
        let blank = text.blank_links.iter().map(|(destination, _)| without_blanks(destination));
        let broken = text.links.iter().filter(is_broken).map(|link| link.destination.clone());
        let target = |destination: String| {
            let id = destination.split_once(':').map_or(destination.as_str(), |(_, id)| id);
            name(id.split('?').next().unwrap_or(id))
        };
        blank.chain(broken).map(target).collect()
    }

    /// Links by which a step takes an item that the bill does not ask for.
    pub(super) fn unasked(&self) -> Vec<(&'c Link, String)> {
        let asked: HashSet<Span> =
            self.asked.iter().flat_map(|asked| asked.uses.iter().map(|(link, _)| link.span)).collect();
        let links = self.instructions.text.links.iter().filter(|link| !asked.contains(&link.span));
        let taken = links.filter_map(|link| {
            let bound = link.bound.as_ref()?;
            // A plan may be spoken of; one with a quantity is taken.
            let is_taken = match bound.kind {
                LinkKind::Item => true,
                LinkKind::Plan => bound.quantity.is_some(),
                LinkKind::Part | LinkKind::Capability => false,
            };
            let id = item_id(self.plan, bound).filter(|_| is_taken)?;
            (!self.within.contains(id.as_str())).then_some((link, id))
        });
        taken.collect()
    }
}

fn item_of(line: &BomLine) -> &str {
    match &line.entry {
        BomEntry::Item { item, .. } => item.value.as_str(),
        BomEntry::Part(part) => part.id.as_str(),
    }
}

fn amount_of_line(catalog: &Catalog, line: &BomLine) -> Option<f64> {
    let measure = ItemMeasure::of(catalog, catalog.index.item(item_of(line))?);
    measure.amount(&line.quantity.as_ref()?.value).ok()
}

fn within(plan: &Plan) -> Words<'_> {
    let mut within: Words<'_> = plan.by_products.iter().map(|off| off.item.value.as_str()).collect();
    within.insert(plan.id.value.as_str());
    for line in &plan.bom {
        if let BomEntry::Part(part) = &line.entry {
            let inputs = part.from.iter().flat_map(|input| std::iter::once(&input.item).chain(&input.alternatives));
            within.extend(inputs.map(|item| item.value.as_str()));
            within.extend(part.by_products.iter().map(|off| off.item.value.as_str()));
        }
    }
    within
}
