//! Build steps: each section of the instructions with a box of what it takes: parts, tools, time and hazards.

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::links::line_anchor;
use crate::bundle::names::Names;
use crate::bundle::prose::guide::{Guide, GuideSection, line_of};
use crate::bundle::view::{Name, Quantity, StepPart, StepTool};
use crate::bundle::wording::{amount, capitalised, envelope, hours, item_amount, plain, widest, written};
use crate::graph::{Bound, bounds_of};
use crate::model::{BomEntry, Operation};

/// Parts that a step makes and that are told beside it.
const MOST_MADE: usize = 8;

/// One build step.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// None for a section in which nothing is done.
    pub number: Option<String>,
    pub title: String,
    /// The heading's anchor.
    pub anchor: String,
    pub html: String,
    pub parts: Vec<StepPart>,
    /// Parts that are made in it, with how many one machine takes.
    pub makes: Vec<StepPart>,
    /// `34 different parts`, where they are too many to stand beside the step.
    pub makes_summary: Option<String>,
    pub tools: Vec<StepTool>,
    /// `4 h · welder`
    pub time: Option<String>,
    pub hazards: Vec<String>,
    /// Whether the box has anything to say.
    pub has_box: bool,
    /// `done-build-weld-the-frame`
    pub tick_id: String,
}

/// The steps of a guide.
pub fn steps(context: &Context<'_>, plan: usize, guide: &Guide, names: Names<'_>) -> Vec<Step> {
    guide.sections.iter().map(|section| step(context, plan, section, names)).collect()
}

fn step(context: &Context<'_>, plan_index: usize, section: &GuideSection, names: Names<'_>) -> Step {
    let (catalog, graph) = (context.input.catalog, context.input.graph);
    let plan = &catalog.plans[plan_index];
    let parts = section.items.iter().map(|(item, quantity)| {
        let line = line_of(graph, plan, *item);
        StepPart {
            number: line.map(|line| (line + 1).to_string()),
            line_href: line.map(|line| format!("#{}", line_anchor(line))),
            item: Name { text: names.item(*item).text, href: None },
            quantity: quantity.map_or_else(
                || Quantity { number: String::new(), unit: String::new() },
                |quantity| item_amount(graph, *item, quantity),
            ),
        }
    });
    // (operation, how often it is done for one machine)
    let mut operations: Vec<(&Operation, f64)> =
        section.operations.iter().map(|index| (&plan.operations[*index], 1.0)).collect();
    for index in &section.made {
        let line = &plan.bom[*index];
        let times = line.quantity.as_ref().map_or(0.0, |quantity| quantity.value.amount());
        if let BomEntry::Part(part) = &line.entry {
            operations.extend(part.operations.iter().map(|operation| (operation, times)));
        }
    }
    let mut tools: Vec<(String, Vec<Vec<Bound>>)> = Vec::new();
    let needs = operations.iter().map(|(operation, _)| {
        let id = operation.capability.value.as_str();
        (id.to_owned(), bounds_of(catalog, id, &operation.envelope))
    });
    for (id, bounds) in needs.chain(section.capabilities.iter().map(|id| (id.clone(), Vec::new()))) {
        match tools.iter_mut().find(|(known, _)| *known == id) {
            Some((_, all)) => all.push(bounds),
            None => tools.push((id, vec![bounds])),
        }
    }
    let tools: Vec<StepTool> = tools
        .iter()
        .map(|(id, all)| StepTool {
            capability: names.capability(id),
            envelope: envelope(&widest(all.iter().map(Vec::as_slice))),
        })
        .collect();
    let mut hazards: Vec<String> = Vec::new();
    for hazard in operations.iter().filter_map(|(operation, _)| operation.hazard.as_ref()) {
        if !hazards.contains(hazard) {
            hazards.push(capitalised(hazard));
        }
    }
    let (parts, time) = (parts.collect::<Vec<_>>(), time_of(&operations));
    Step {
        number: section.number.map(|number| number.to_string()),
        title: section.title.clone(),
        anchor: section.anchor.clone(),
        html: section.html.clone(),
        has_box: section.number.is_some() || !tools.is_empty() || time.is_some() || !hazards.is_empty(),
        parts,
        makes_summary: (section.made.len() > MOST_MADE).then(|| format!("{} different parts", section.made.len())),
        makes: section.made.iter().map(|line| made(context, plan_index, *line, names)).collect(),
        tools,
        time,
        hazards,
        tick_id: format!("done-{}", section.anchor),
    }
}

/// A part of a line of the BOM that a step makes.
fn made(context: &Context<'_>, plan: usize, line: usize, names: Names<'_>) -> StepPart {
    let entry = &context.input.catalog.plans[plan].bom[line];
    let text = match &entry.entry {
        BomEntry::Part(part) => names.item_of(part.id.as_str()).text,
        BomEntry::Item { item, .. } => names.item_of(item.value.as_str()).text,
    };
    let nothing = || Quantity { number: String::new(), unit: String::new() };
    StepPart {
        number: Some((line + 1).to_string()),
        line_href: Some(format!("#{}", line_anchor(line))),
        item: Name { text, href: None },
        quantity: entry.quantity.as_ref().map_or_else(nothing, |quantity| written(&quantity.value)),
    }
}

/// Person-hours by skill: `5 h · welder`.
fn time_of(operations: &[(&Operation, f64)]) -> Option<String> {
    let mut by_skill: Vec<(&str, f64)> = Vec::new();
    for (operation, times) in operations {
        let Some(labour) = &operation.labour else { continue };
        let time_h = labour.time.as_ref().map_or(0.0, |time| time.value.si() / 3600.0) * times;
        let skill = labour.skill.value.as_str();
        match by_skill.iter_mut().find(|(known, _)| *known == skill) {
            Some((_, total)) => *total += time_h,
            None => by_skill.push((skill, time_h)),
        }
    }
    let texts: Vec<String> = by_skill
        .iter()
        .filter(|(_, time)| *time > 0.0)
        .map(|(skill, time)| format!("{} · {skill}", plain(&rounded(*time))))
        .collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

/// Times of judgement read best to a tenth of an hour.
fn rounded(time_h: f64) -> Quantity {
    if time_h >= 1.0 { amount((time_h * 10.0).round() / 10.0, "h") } else { hours(time_h) }
}
