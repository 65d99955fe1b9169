//! What facilities can do about a plan: verdict, closure, rate, cost, and why not.

use serde::Serialize;

use super::hindrance::{Hindrances, MOST_LINES, hindrances};
use super::reason::linked;
use crate::bundle::answers::Answers;
use crate::bundle::context::Context;
use crate::bundle::links::{equipment_anchor, facility_page, place_anchor};
use crate::bundle::names::Names;
use crate::bundle::overview::PlaceGlance;
use crate::bundle::view::{BootstrapStage, Fact, Link, Mark, MissingCapability, Name, Quantity, Share};
use crate::bundle::wording::{self, amount, count, envelope, fact, item_amount, plain, share, verdict_mark, word_fact};
use crate::local::{self, Outline, Verdict};

/// What one facility can do about this plan, in full.
#[derive(Clone, Debug, Serialize)]
pub struct PlanPlace {
    /// `at-tractor-works`
    pub anchor: String,
    pub facility: Link,
    pub verdict: Mark,
    /// By lines, mass and value.
    pub closure: Vec<Share>,
    /// Rate, bottleneck, cost, share that stays local.
    pub facts: Vec<Fact>,
    /// What stands in the way, if it is blocked.
    pub hindrances: Option<Hindrances>,
    pub missing: Vec<MissingCapability>,
    pub imports: Vec<ImportLine>,
    pub bootstrap: Vec<BootstrapStage>,
    pub packet: Option<Link>,
    /// Opened when the page loads.
    pub open: bool,
}

/// An item that a facility must import.
#[derive(Clone, Debug, Serialize)]
pub struct ImportLine {
    pub item: Name,
    pub quantity: Quantity,
    pub cost: Option<Quantity>,
}

/// What facilities say of a plan, in the order in which its page tells them.
pub fn outlines(answers: &Answers) -> Vec<&Outline> {
    let mut outlines: Vec<&Outline> = answers.places.iter().collect();
    outlines.sort_by_key(|outline| (outline.verdict == Verdict::Blocked, outline.facility));
    outlines
}

/// A plan at every facility that was asked, as far as it goes from best to worst.
pub fn places(context: &Context<'_>, answers: &Answers, names: Names<'_>) -> Vec<PlanPlace> {
    let packet =
        |outline: &Outline| answers.packet(outline.facility).map(|path| context.packet(outline.facility, path, names));
    let of = |(index, outline): (usize, &&Outline)| place(context, outline, packet(outline), index == 0, names);
    outlines(answers).iter().enumerate().map(of).collect()
}

fn place(context: &Context<'_>, report: &Outline, packet: Option<Link>, open: bool, names: Names<'_>) -> PlanPlace {
    let graph = context.input.graph;
    let import = |import: &local::Import| ImportLine {
        item: names.item(import.item),
        quantity: item_amount(graph, import.item, import.quantity),
        cost: import.cost.map(|cost| amount(cents(cost), graph.currency.code())),
    };
    PlanPlace {
        anchor: place_anchor(context.input.catalog.facilities[report.facility].id.value.as_str()),
        facility: names.facility(report.facility),
        verdict: verdict_mark(report.verdict),
        closure: closure(&report.closure),
        facts: facts(context, report, names),
        hindrances: hindrances(context, report, names),
        missing: missing_here(report, names),
        imports: report.imports.iter().map(import).collect(),
        bootstrap: bootstrap(&report.bootstrap, names),
        packet,
        open,
    }
}

/// The shares that a place makes for itself, as far as they are known.
pub fn closure(closure: &local::Closure) -> Vec<Share> {
    let shares = [("by lines", Some(closure.lines)), ("by mass", closure.mass), ("by value", closure.value)];
    shares.into_iter().filter_map(|(label, known)| Some(share(label, known?))).collect()
}

/// `one in 11 days; bottleneck: MIG welder`.
pub fn rate(context: &Context<'_>, place: &PlaceGlance) -> Option<String> {
    let units = place.units_per_week.filter(|_| place.verdict != Verdict::Blocked)?;
    let bottleneck =
        place.bottleneck.as_ref().map(|id| format!("; bottleneck: {}", limit(context, place.facility, id)));
    Some(format!("{}{}", plain(&wording::rate(units)), bottleneck.unwrap_or_default()))
}

/// A bottleneck in words.
fn limit(context: &Context<'_>, facility: usize, id: &str) -> String {
    if let Some(skill) = id.strip_prefix("labour:") {
        return format!("labour of {skill}s");
    }
    if let Some(item) = id.strip_prefix("resource:") {
        let graph = context.input.graph;
        return graph.item_index(item).map_or_else(|| item.to_owned(), |item| graph.item(item).title.clone());
    }
    let facility = &context.input.catalog.facilities[facility];
    let machine = facility.equipment.iter().find(|machine| machine.id().value.as_str() == id);
    machine.map_or_else(|| id.to_owned(), |machine| context.names("").equipment(machine))
}

fn facts(context: &Context<'_>, report: &Outline, names: Names<'_>) -> Vec<Fact> {
    let currency = context.input.graph.currency.code();
    let cost = &report.cost;
    let mut facts = Vec::new();
    if report.verdict == Verdict::Blocked {
        // A rate of nothing and the cost of a part of it would mislead.
        return facts;
    }
    if let Some(units) = report.units_per_week {
        let mut rate = fact("Rate", wording::rate(units));
        if let Some(id) = &report.bottleneck {
            rate.note = Some(format!("bottleneck: {}", limit(context, report.facility, id)));
            let facility = &context.input.catalog.facilities[report.facility];
            if facility.equipment.iter().any(|machine| machine.id().value.as_str() == id) {
                let page = facility_page(facility.id.value.as_str());
                rate.href = Some(names.href(&format!("{page}#{}", equipment_anchor(id))));
            }
        }
        facts.push(rate);
    }
    if cost.total > 0.0 {
        let mut total = fact("Cost of one", amount(cents(cost.total), currency));
        if cost.unpriced > 0 {
            total = total.with_note(format!("{} without a price left out", count(cost.unpriced, "item", "items")));
        }
        facts.push(total);
        for (label, part) in [
            ("Resources", cost.resources),
            ("Imports", cost.imports),
            ("Labour", cost.labour),
            ("Equipment", cost.equipment),
        ] {
            facts.push(fact(label, amount(cents(part), currency)));
        }
        facts.push(word_fact("Stays here", share("", cost.kept_local).percent));
    }
    facts
}

/// Capabilities that are lacking, each with the machine that comes nearest.
fn missing_here(report: &Outline, names: Names<'_>) -> Vec<MissingCapability> {
    let most = report.missing_capabilities.len().min(MOST_LINES);
    let mut lines = missing(&report.missing_capabilities[..most], names);
    for (line, lacking) in lines.iter_mut().zip(&report.missing_capabilities) {
        let capability = lacking.capability.as_str();
        let cause = report.causes.list.iter().find(|cause| cause.has_near_miss(capability));
        line.nearest = cause.map(|cause| {
            linked(&cause.reason, Some(report.facility), names).into_iter().map(|piece| piece.text).collect()
        });
    }
    lines
}

/// Capabilities that are lacking.
pub fn missing(missing: &[local::MissingCapability], names: Names<'_>) -> Vec<MissingCapability> {
    const MOST_NAMES: usize = 6;
    let line = |missing: &local::MissingCapability| {
        let mut needed_by: Vec<Name> =
            missing.needed_by.iter().take(MOST_NAMES).map(|id| names.item_of(id.as_str())).collect();
        if missing.needed_by.len() > MOST_NAMES {
            needed_by.push(Name { text: format!("{} more", missing.needed_by.len() - MOST_NAMES), href: None });
        }
        MissingCapability {
            capability: names.capability(missing.capability.as_str()),
            envelope: envelope(&missing.envelope),
            unlocks: if missing.unlocks == 0 {
                "only with others".to_owned()
            } else {
                count(missing.unlocks, "item", "items")
            },
            needed_by,
            nearest: None,
        }
    };
    missing.iter().map(line).collect()
}

/// The order in which machines are built.
pub fn bootstrap(stages: &[local::BootstrapStage], names: Names<'_>) -> Vec<BootstrapStage> {
    let line = |stage: &local::BootstrapStage| BootstrapStage {
        number: stage.stage.to_string(),
        plan: names.item_of(stage.plan.as_str()),
        adds: stage.adds.iter().map(|id| names.capability(id.as_str())).collect(),
    };
    stages.iter().map(line).collect()
}

/// Money to the cent, or whole from 100 on.
pub fn cents(amount: f64) -> f64 {
    if amount.abs() >= 100.0 { amount.round() } else { (amount * 100.0).round() / 100.0 }
}
