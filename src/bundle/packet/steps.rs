//! Build steps: the author's instructions, with the parts, jobs and hazards of each step.

use serde::Serialize;

use super::bom::runs;
use super::job::Job;
use super::pages::{PacketHead, head, page};
use crate::bundle::form::Form;
use crate::bundle::links::{relative, web};
use crate::bundle::names::Names;
use crate::bundle::prose::guide::{Guide, GuideSection, guide_of};
use crate::bundle::prose::markdown::{Destinations, Target};
use crate::bundle::view::{Name, Page, Quantity};
use crate::bundle::wording::{hours, item_amount, plain};
use crate::instructions;
use crate::text::RepoPath;

const PATH: &str = "steps.html";

/// The context of `packet/steps`.
#[derive(Debug, Serialize)]
pub struct Steps {
    page: Page,
    head: PacketHead,
    note: Option<String>,
    introduction_html: Option<String>,
    steps: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Step {
    /// None for a section in which nothing is done.
    number: Option<String>,
    anchor: String,
    title: String,
    has_box: bool,
    jobs: Vec<StepJob>,
    hazards: Vec<String>,
    parts: Vec<StepPart>,
    html: String,
}

#[derive(Debug, Serialize)]
struct StepJob {
    title: String,
    detail: Option<String>,
}

#[derive(Debug, Serialize)]
struct StepPart {
    number: Option<String>,
    item: Name,
    quantity: Quantity,
}

/// The page. Without instructions, the operations of the plan are its steps.
pub fn steps(job: &Job<'_>, guide: Option<Guide>) -> Steps {
    let has_text = guide.is_some();
    let guide = guide.unwrap_or_default();
    let steps: Vec<Step> = if has_text {
        guide.sections.iter().map(|section| step(job, section)).collect()
    } else {
        (0..job.plan().operations.len()).map(|index| bare_step(job, index)).collect()
    };
    let note = match (has_text, steps.is_empty()) {
        (false, true) => Some(
            "The plan has no build instructions and no operations. The travellers say how its parts are made."
                .to_owned(),
        ),
        (false, false) => Some("The plan has no build instructions; these are its operations.".to_owned()),
        (true, _) if job.report().resolution.quantity != 1.0 => {
            Some("The text is for one machine; the boxes say what to take for one, once for each machine.".to_owned())
        }
        (true, _) => None,
    };
    Steps {
        page: page(job, PATH, "Build steps"),
        head: head(job),
        note,
        introduction_html: guide.introduction_html,
        steps,
    }
}

/// The build instructions, bound to the plan.
pub fn guide(job: &Job<'_>) -> Option<Guide> {
    let path = RepoPath::join(job.folder(job.plan), &job.plan().instructions.as_ref()?.value)?;
    let bytes = job.request.world.read(&path).ok()?;
    let names = Names { catalog: job.catalog(), graph: job.graph(), from: PATH, form: Form::Html };
    let links = PacketLinks { job, folder: path.folder(), from: PATH };
    Some(guide_of(&String::from_utf8_lossy(&bytes), job.plan, names, &links))
}

fn step(job: &Job<'_>, section: &GuideSection) -> Step {
    let plan = job.plan();
    let jobs: Vec<StepJob> = section.operations.iter().map(|operation| step_job(job, *operation)).collect();
    let hazards =
        section.operations.iter().filter_map(|operation| plan.operations[*operation].hazard.clone()).collect();
    let parts: Vec<StepPart> = section
        .items
        .iter()
        .filter_map(|(item, amount)| {
            let name = Name { text: job.title(*item).to_owned(), href: job.href_of(*item) };
            Some(StepPart {
                number: job.line_number(*item).map(|line| line.to_string()),
                item: name,
                quantity: item_amount(job.graph(), *item, (*amount)?),
            })
        })
        .collect();
    Step {
        number: section.number.map(|number| number.to_string()),
        anchor: section.anchor.clone(),
        title: section.title.clone(),
        has_box: !jobs.is_empty() || !parts.is_empty(),
        jobs,
        hazards,
        parts,
        html: section.html.clone(),
    }
}

fn bare_step(job: &Job<'_>, index: usize) -> Step {
    let operation = &job.plan().operations[index];
    Step {
        number: Some((index + 1).to_string()),
        anchor: format!("step-{}", index + 1),
        title: operation.title.clone().unwrap_or_else(|| operation.capability.value.to_string()),
        has_box: true,
        jobs: vec![step_job(job, index)],
        hazards: operation.hazard.clone().into_iter().collect(),
        parts: Vec::new(),
        html: String::new(),
    }
}

/// An operation of the plan: on which machine, how long for one, and who.
fn step_job(job: &Job<'_>, index: usize) -> StepJob {
    let operation = &job.plan().operations[index];
    let recipe = job.report().resolution.choice.of(job.report().resolution.root).recipe();
    let machine = recipe.and_then(|recipe| job.request.shop.coverage.machines(recipe).nth(index).flatten());
    let need = recipe.and_then(|recipe| job.graph().recipe(recipe).operations.get(index));
    let per_one = if runs(job) > 0.0 { job.report().resolution.quantity / runs(job) } else { 1.0 };
    let skill = operation.labour.as_ref().map(|labour| match labour.people {
        0 | 1 => labour.skill.value.to_string(),
        people => format!("{people} × {}", labour.skill.value),
    });
    let labour = need
        .filter(|need| need.labour_h > 0.0)
        .map(|need| format!("{} of work", plain(&hours(need.labour_h / per_one))));
    let detail: Vec<String> =
        [machine.map(|machine| job.machine_name(machine)), skill, labour].into_iter().flatten().collect();
    StepJob {
        title: operation.title.clone().unwrap_or_else(|| operation.capability.value.to_string()),
        detail: (!detail.is_empty()).then(|| detail.join(", ")),
    }
}

/// Links of an author's text inside a packet: made things lead to their traveller, bought ones to the shopping list, files to
/// their copies; what has no page in the packet stays plain text.
pub struct PacketLinks<'a> {
    /// The job.
    pub job: &'a Job<'a>,
    /// The folder that relative links start from.
    pub folder: &'a str,
    /// The page that the text stands on.
    pub from: &'a str,
}

impl PacketLinks<'_> {
    fn file(&self, destination: &str) -> Option<String> {
        let path = destination.split(['#', '?']).next().unwrap_or_default();
        let path = RepoPath::join(self.folder, &instructions::decode(path))?;
        self.job.files.get(&path).map(|to| relative(self.from, to))
    }
}

impl Destinations for PacketLinks<'_> {
    fn link(&self, destination: &str) -> Option<Target> {
        let Some(link) = instructions::read_link(destination) else {
            let href = web(destination).or_else(|| self.file(destination))?;
            return Some(Target { href, title: None });
        };
        let graph = self.job.graph();
        let item = graph.item_index(&instructions::item_id(self.job.plan(), &link)?)?;
        let href = self.job.href_of(item)?;
        Some(Target { href, title: Some(self.job.title(item).to_owned()) })
    }

    fn image(&self, destination: &str) -> Option<String> {
        self.file(destination)
    }
}
