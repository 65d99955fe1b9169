//! Travellers: for each part and each job, a sheet that goes with the work from machine to machine and is signed on the way.

use serde::Serialize;

use super::code_mark::code_svg;
use super::honesty::{is_estimate, is_mass_estimated, marked, marked_fact, rests_on_estimate};
use super::inspection_page::{Check, checks};
use super::job::{Job, Work};
use super::pages::{PacketHead, head, page};
use crate::bundle::links::{file_name, relative};
use crate::bundle::view::{Fact, Flow, Image, Name, Page};
use crate::bundle::wording::{count, envelope, fact, hours, item_amount, obtain_mark, plain, word_fact};
use crate::graph::{self, RecipeIndex, RecipeSource};
use crate::model::{Envelope, EnvelopeValue, Operation};
use crate::purchase::blanks::{PartBlank, blanks_of, part_of};
use crate::purchase::cut_list::sheet_size;
use crate::quantity::format_amount_grouped;
use crate::text::RepoPath;

/// The height of a sheet between its head and its foot, in mm: of A4, with the stamp of a forced packet on it. US letter is lower,
/// and set smaller.
const SHEET_MM: f64 = 230.0;

/// What a sheet has in any case, in mm: title, facts, signatures.
const FRAME_MM: f64 = 56.0;

/// The least that a drawing takes, in mm.
const DRAWING_MM: f64 = 34.0;

/// How many letters of a line of material stand beside each other, where there are two columns of them.
const LETTERS: usize = 40;

/// The most operations on one sheet, with a hazard at each.
const OPERATIONS_PER_SHEET: usize = 8;

/// The context of `packet/traveller`.
#[derive(Debug, Serialize)]
pub struct Traveller {
    page: Page,
    head: PacketHead,
    sheets: Vec<TravellerSheet>,
}

/// One page that travels with the work.
#[derive(Debug, Serialize)]
pub struct TravellerSheet {
    anchor: String,
    title: String,
    code: String,
    code_svg: Option<String>,
    position: String,
    facts: Vec<Fact>,
    hazards: Vec<String>,
    drawing: Option<Image>,
    /// Whether its material has a number to write down: what went wrong with a heat is found again by it.
    has_material: bool,
    material: Vec<Flow>,
    operations: Vec<TravellerOperation>,
    inspections: Vec<Inspection>,
    instructions_html: Option<String>,
}

#[derive(Debug, Serialize)]
struct TravellerOperation {
    number: String,
    title: String,
    machine: Option<String>,
    envelope: Option<String>,
    time: Option<crate::bundle::view::Quantity>,
    who: Option<String>,
    hazard: Option<String>,
}

#[derive(Debug, Serialize)]
struct Inspection {
    what: String,
    nominal: Option<String>,
}

/// The travellers of a job, in the order of work.
pub fn travellers(job: &Job<'_>) -> Traveller {
    let mut sheets: Vec<TravellerSheet> = job.work.iter().flat_map(|work| sheets_of(job, work)).collect();
    let total = sheets.len();
    for (index, sheet) in sheets.iter_mut().enumerate() {
        sheet.position = format!("{} of {total}", index + 1);
    }
    Traveller { page: page(job, "travellers.html", "Travellers"), head: head(job), sheets }
}

/// One sheet; with more to take than fits on it, kit sheets before it.
fn sheets_of(job: &Job<'_>, work: &Work) -> Vec<TravellerSheet> {
    let id = job.graph().item(work.item).id.as_str();
    let title = job.title(work.item).to_owned();
    let anchor = file_name(id);
    let code = match job.part_of(work.recipe) {
        Some((_, _, part)) => part.name.value.to_string(),
        None => job.graph().recipe(work.recipe).id.to_string(),
    };
    let material = material(job, work);
    let sheet = |anchor: String, title: String| TravellerSheet {
        anchor,
        title,
        code: code.clone(),
        code_svg: code_svg(&mark_text(job, work)),
        position: String::new(),
        facts: facts(job, work),
        hazards: Vec::new(),
        drawing: None,
        has_material: false,
        material: Vec::new(),
        operations: Vec::new(),
        inspections: Vec::new(),
        instructions_html: None,
    };
    let mut sheets = Vec::new();
    let mut operations = operations(job, work);
    let inspections = inspections(job, work);
    let drawing = drawing(job, work);
    let drawing_mm = if drawing.is_some() { DRAWING_MM } else { 0.0 };
    let rest_mm = FRAME_MM + drawing_mm + operations_mm(&operations) + inspections_mm(inspections.len());
    let fits = material.len() <= 1 || rest_mm + material_mm(&material) <= SHEET_MM;
    if !fits {
        let bare: Vec<Flow> = material.iter().map(|line| Flow { note: None, ..line.clone() }).collect();
        let parts = (material_mm(&bare) / (SHEET_MM - FRAME_MM)).ceil().max(1.0) as usize;
        // What each machine gets is told with the build steps: there are no notes.
        for (index, lines) in bare.chunks(bare.len().div_ceil(parts)).enumerate() {
            let part = if parts == 1 { String::new() } else { format!(" {}", index + 1) };
            let kit = sheet(format!("{anchor}--kit-{}", index + 1), format!("Kit{part}: {title}"));
            let facts = vec![kit.facts[0].clone(), word_fact("Lines", lines.len().to_string())];
            sheets.push(TravellerSheet { material: lines.to_vec(), facts, ..kit });
        }
    }
    let parts = operations.len().div_ceil(OPERATIONS_PER_SHEET).max(1);
    let each = operations.len().div_ceil(parts).max(1);
    let title = if fits { title } else { format!("Work: {title}") };
    // The last sheet has the checks; those before it are as long as they are even.
    for part in 1..parts {
        let rest = operations.split_off(each);
        let name = format!("{title}, part {part} of {parts}");
        sheets.push(TravellerSheet {
            hazards: if part == 1 { hazards(job, work) } else { Vec::new() },
            drawing: if part == 1 { drawing.clone() } else { None },
            material: if fits && part == 1 { self::material(job, work) } else { Vec::new() },
            operations,
            ..sheet(format!("{anchor}--part-{part}"), name)
        });
        operations = rest;
    }
    let title = if parts > 1 { format!("{title}, part {parts} of {parts}") } else { title };
    sheets.push(TravellerSheet {
        has_material: job.part_of(work.recipe).is_some(),
        hazards: if parts == 1 { hazards(job, work) } else { Vec::new() },
        drawing: if parts == 1 { drawing } else { None },
        material: if fits && parts == 1 { material } else { Vec::new() },
        operations,
        inspections,
        ..sheet(anchor.clone(), title)
    });
    sheets
}

/// How much of a sheet lines of material take, in mm, in two columns.
fn material_mm(lines: &[Flow]) -> f64 {
    let rows = |text: &str, letters: usize| text.chars().count().div_ceil(letters) as f64;
    let line_mm = |line: &Flow| {
        2.0 + 4.6 * rows(&line.item.text, LETTERS)
            + line.note.as_ref().map_or(0.0, |note| 4.2 * rows(note, LETTERS + 6))
    };
    let all_mm: f64 = lines.iter().map(line_mm).sum();
    if lines.is_empty() { 0.0 } else { 10.0 + all_mm / 2.0 }
}

/// How much of a sheet operations take, in mm.
fn operations_mm(operations: &[TravellerOperation]) -> f64 {
    let rows = |text: Option<&String>| text.map_or(0.0, |text| text.chars().count().div_ceil(LETTERS) as f64);
    let row_mm = |operation: &TravellerOperation| {
        3.0 + 4.6 * rows(Some(&operation.title)).max(2.0 * f64::from(u8::from(operation.who.is_some())))
            + 4.2 * rows(operation.envelope.as_ref())
            + 4.4 * rows(operation.hazard.as_ref())
    };
    if operations.is_empty() { 0.0 } else { 16.0 + operations.iter().map(row_mm).sum::<f64>() }
}

/// How much of a sheet so many checks take, in mm.
fn inspections_mm(checks: usize) -> f64 {
    if checks == 0 { 0.0 } else { 16.0 + 6.6 * checks as f64 }
}

fn facts(job: &Job<'_>, work: &Work) -> Vec<Fact> {
    let graph = job.graph();
    let recipe = graph.recipe(work.recipe);
    let mut make = fact("Make", item_amount(graph, work.item, round_up(job, work)));
    if make.unit.is_empty() {
        make.unit = if work.quantity > 1.0 { "pieces" } else { "piece" }.to_owned();
    }
    let mut facts = vec![make];
    let taken = job.report().from_stock.get(&work.item).copied().filter(|taken| *taken > 0.0);
    facts.extend(taken.map(|taken| fact("From the store", item_amount(graph, work.item, taken)).with_note("besides")));
    facts.extend(job.line_number(work.item).map(|line| word_fact("BOM line", line.to_string())));
    facts.extend(job.whereabouts.goes_into(job, work.item));
    let is_piece = graph.item(work.item).unit.symbol() == "ea";
    let mass_kg = graph.item(work.item).mass_kg.filter(|_| is_piece);
    let mass = |label: &str, mass_kg: f64| {
        marked_fact(fact(label, crate::bundle::wording::amount(mass_kg, "kg")), is_mass_estimated(job, work.item))
    };
    facts.extend(mass_kg.map(|mass_kg| mass("Mass of each", mass_kg)));
    let all_kg = mass_kg.filter(|_| work.quantity > 1.0).map(|mass_kg| mass_kg * work.quantity);
    facts.extend(all_kg.map(|all_kg| mass("All together", all_kg)));
    if let RecipeSource::Process(_) = recipe.source {
        let each = plain(&item_amount(graph, work.item, recipe.output_of(work.item)));
        facts.push(word_fact("Runs", format_amount_grouped(work.runs)).with_note(format!("one run makes {each}")));
    }
    facts.extend(drawing_fact(job, work));
    let set_up_h: f64 = recipe.operations.iter().map(|need| need.set_up_machine_h).sum();
    let set_up_labour_h: f64 = recipe.operations.iter().map(|need| need.set_up_labour_h).sum();
    let machine_h = (recipe.machine_h - set_up_h / recipe.batch_runs) * work.runs;
    let labour_h = (recipe.labour_h - set_up_labour_h / recipe.batch_runs) * work.runs;
    if machine_h > 1e-9 {
        let is_guess = rests_on_estimate(recipe, |need| need.machine_h);
        facts.push(marked_fact(fact("Machine time", hours(machine_h)), is_guess).with_note("without set-up"));
    }
    if labour_h > 1e-9 {
        let note = if set_up_labour_h > 0.0 { "of one person, without set-up" } else { "of one person" };
        let is_guess = rests_on_estimate(recipe, |need| need.labour_h);
        facts.push(marked_fact(fact("Work", hours(labour_h)), is_guess).with_note(note));
    }
    if set_up_h > 0.0 || set_up_labour_h > 0.0 {
        let batches = batches(recipe.batch_runs, work);
        let times = count(batches, "batch", "batches");
        let machine = (set_up_h > 0.0).then(|| format!("{} of the machine", plain(&hours(set_up_h * batches as f64))));
        let person =
            (set_up_labour_h > 0.0).then(|| format!("{} of work", plain(&hours(set_up_labour_h * batches as f64))));
        let parts: Vec<String> = machine.into_iter().chain(person).collect();
        let is_guess = rests_on_estimate(recipe, |need| need.set_up_machine_h + need.set_up_labour_h);
        facts.push(marked_fact(word_fact("Set-up", parts.join(", ")), is_guess).with_note(format!("for {times}")));
    }
    facts
}

/// Whole batches: the machine is set up for the last one too.
fn batches(batch_runs: f64, work: &Work) -> usize {
    (work.runs / batch_runs - 1e-6).ceil().max(1.0) as usize
}

/// Pieces are whole.
pub fn round_up(job: &Job<'_>, work: &Work) -> f64 {
    if job.graph().item(work.item).unit.symbol() == "ea" { (work.quantity - 1e-6).ceil() } else { work.quantity }
}

/// What is taken to the machine for the whole batch.
fn material(job: &Job<'_>, work: &Work) -> Vec<Flow> {
    let resolution = &job.report().resolution;
    let inputs =
        resolution.choice.inputs(work.recipe, job.graph().recipe(work.recipe)).filter(|flow| !job.is_energy(flow.item));
    let flow = |flow: graph::Flow| Flow {
        item: Name { text: job.title(flow.item).to_owned(), href: job.href_of(flow.item) },
        quantity: marked(
            item_amount(job.graph(), flow.item, in_hand(job, work.recipe, work.runs, flow)),
            is_input_estimated(job, work.recipe, flow),
        ),
        mark: Some(obtain_mark(resolution.choice.of(flow.item))),
        note: note_of(job, work, flow),
        source: None,
    };
    inputs.map(flow).collect()
}

/// What so many runs take of an input: of what wears or goes in once a batch, whole pieces, and no fewer than are in use at once.
pub fn in_hand(job: &Job<'_>, recipe: RecipeIndex, runs: f64, flow: graph::Flow) -> f64 {
    let used = flow.quantity * runs;
    match held_of(job, recipe, flow) {
        Some(held) if job.graph().item(flow.item).unit.symbol() == "ea" => {
            let in_use = if held.is_worn { held.quantity } else { 0.0 };
            (used * (1.0 - 1e-9)).ceil().max(in_use)
        }
        _ => used,
    }
}

/// Whether how much a recipe takes of an input is an estimate.
pub fn is_input_estimated(job: &Job<'_>, recipe: RecipeIndex, flow: graph::Flow) -> bool {
    input_basis(job, recipe, flow).is_some_and(is_estimate)
}

/// What the amount that a recipe takes of an input rests on: the worst, if several lines ask for it.
pub fn input_basis(job: &Job<'_>, recipe: RecipeIndex, flow: graph::Flow) -> Option<graph::Basis> {
    let lines = job.graph().recipe(recipe).inputs.iter().filter(|line| line.options.contains(&flow));
    lines.map(|line| line.basis).max_by_key(|basis| basis.grade)
}

/// What must be in hand of an input of which a run uses up only a share.
fn held_of<'a>(job: &Job<'a>, recipe: RecipeIndex, flow: graph::Flow) -> Option<&'a graph::Held> {
    let lines = &job.graph().recipe(recipe).inputs;
    let is_this = |option: &graph::Flow| *option == flow;
    lines.iter().find_map(|line| line.held.get(line.options.iter().position(is_this)?))
}

/// How a length is to be cut, and what the author says of it.
fn note_of(job: &Job<'_>, work: &Work, flow: graph::Flow) -> Option<String> {
    let id = &job.graph().item(flow.item).id;
    let written = job
        .part_of(work.recipe)
        .and_then(|(_, _, part)| part.from.iter().find(|input| input.item.value == *id)?.note.clone());
    let held = held_of(job, work.recipe, flow);
    if let Some(held) = held {
        let in_use = plain(&item_amount(job.graph(), flow.item, held.quantity));
        let how = if held.is_worn { format!("Wears off: {in_use} in use") } else { format!("{in_use} a batch") };
        return Some(written.map_or_else(|| how.clone(), |written| format!("{how}. {written}")));
    }
    if let Some(blanks) = blanks_note(job, work, flow) {
        return Some(written.map_or_else(|| blanks.clone(), |written| format!("{blanks}. {written}")));
    }
    let cut = job.whereabouts.cut(work.item, flow.item).map(|cut| format!("on {cut}"));
    let each =
        (work.runs > 1.0).then(|| format!("{} for each", plain(&item_amount(job.graph(), flow.item, flow.quantity))));
    let each = match (each, cut) {
        (Some(each), Some(cut)) => Some(format!("{each}, {cut}")),
        (each, cut) => each.or_else(|| cut.map(|cut| crate::bundle::wording::capitalised(&cut))),
    };
    let parts: Vec<String> = each.into_iter().chain(written).collect();
    (!parts.is_empty()).then(|| parts.join(". "))
}

/// `4 blanks of 4 in × 78 in, laid out in the cut list`: of sheet, and of bar where its author says in which pieces.
fn blanks_note(job: &Job<'_>, work: &Work, flow: graph::Flow) -> Option<String> {
    let order = job.order();
    let has_own = part_of(&order, work.recipe).is_some_and(|part| !part.blanks.is_empty());
    if !has_own && sheet_size(&order, flow.item).is_none() {
        return None;
    }
    let blanks = blanks_of(&order, work.recipe, &flow);
    let parts = round_up(job, work);
    let told = |blank: &PartBlank| {
        let pieces = blank.count as f64 * parts;
        let number =
            if pieces == 1.0 { "1 blank".to_owned() } else { format!("{} blanks", format_amount_grouped(pieces)) };
        format!("{number} of {}", blank.written)
    };
    let told: Vec<String> = blanks.iter().map(told).collect();
    let cut = job.whereabouts.cut(work.item, flow.item);
    let cut = cut.map_or_else(|| "see the cut list".to_owned(), |cut| format!("on {cut}"));
    (!told.is_empty()).then(|| format!("{}, {cut}", told.join(", ")))
}

fn operations(job: &Job<'_>, work: &Work) -> Vec<TravellerOperation> {
    let recipe = job.graph().recipe(work.recipe);
    let machines = job.request.shop.coverage.machines(work.recipe);
    let written = job.operations_of(work.recipe).iter();
    let batches = batches(recipe.batch_runs, work);
    let operation =
        |(index, ((operation, need), machine)): (usize, ((&Operation, &graph::OperationNeed), Option<usize>))| {
            let capability = &operation.capability.value;
            let named = job
                .catalog()
                .index
                .capability(capability.as_str())
                .and_then(|index| job.catalog().capabilities[index].title.clone());
            let title = operation.title.clone().or(named).unwrap_or_else(|| capability.to_string());
            let machine_h = (need.machine_h - need.set_up_machine_h / recipe.batch_runs) * work.runs;
            let labour_h = (need.labour_h - need.set_up_labour_h / recipe.batch_runs) * work.runs;
            let detail = [
                envelope(&need.bounds).or_else(|| raw_envelope(&operation.envelope)),
                set_up(need, batches),
                operation.note.clone(),
            ];
            let detail: Vec<String> = detail.into_iter().flatten().collect();
            TravellerOperation {
                number: ((index + 1) * 10).to_string(),
                title,
                machine: machine.map(|machine| job.machine_name(machine)),
                envelope: (!detail.is_empty()).then(|| detail.join(". ")),
                time: (machine_h > 1e-9).then(|| marked(hours(machine_h), is_estimate(need.basis))),
                who: who(operation, if labour_h > 1e-9 { labour_h } else { 0.0 }, is_estimate(need.basis)),
                hazard: operation.hazard.clone(),
            }
        };
    written.zip(&recipe.operations).zip(machines).enumerate().map(operation).collect()
}

/// `Set-up: 30 min of the machine, 1 h of work, for each of 2 batches`
fn set_up(need: &graph::OperationNeed, batches: usize) -> Option<String> {
    let machine =
        (need.set_up_machine_h > 0.0).then(|| format!("{} of the machine", plain(&hours(need.set_up_machine_h))));
    let person = (need.set_up_labour_h > 0.0).then(|| format!("{} of work", plain(&hours(need.set_up_labour_h))));
    let parts: Vec<String> = machine.into_iter().chain(person).collect();
    let each = if batches > 1 { format!(", for each of {batches} batches") } else { String::new() };
    (!parts.is_empty()).then(|| format!("Set-up: {}{each}", parts.join(", ")))
}

/// What an operation asks of a capability that nobody has described.
fn raw_envelope(envelope: &Envelope) -> Option<String> {
    let value = |value: &EnvelopeValue| value.values().iter().map(|value| &*value.value).collect::<Vec<_>>().join(", ");
    let parts: Vec<String> =
        envelope.iter().map(|(name, values)| format!("{} {}", name.value, value(values))).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// `2 × fabricator, 4 h of work; permission: pressure-vessels`
fn who(operation: &Operation, labour_h: f64, is_guess: bool) -> Option<String> {
    let work = operation.labour.as_ref().map(|labour| {
        let skill = labour.skill.value.as_str();
        let people = match labour.people {
            0 | 1 => skill.to_owned(),
            people => format!("{people} × {skill}"),
        };
        if labour_h > 0.0 { format!("{people}, {}", plain(&marked(hours(labour_h), is_guess))) } else { people }
    });
    let required: Vec<&str> = operation.requires.iter().map(|permission| permission.value.as_str()).collect();
    let permission = (!required.is_empty()).then(|| format!("permission: {}", required.join(", ")));
    let parts: Vec<String> = [work, permission].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// What can happen, besides what the operations say: what the process says, and the weight of a part that one person does not lift.
fn hazards(job: &Job<'_>, work: &Work) -> Vec<String> {
    let mut hazards: Vec<String> = Vec::new();
    for note in job.safety_of(work.recipe) {
        let text = note.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        hazards.push(format!("{}{text}", crate::bundle::wording::capitalised(&note.hazard)));
    }
    let is_part = job.part_of(work.recipe).is_some();
    let mass_kg = job.graph().item(work.item).mass_kg.filter(|mass_kg| is_part && *mass_kg >= 25.0);
    hazards.extend(
        mass_kg.map(|mass_kg| format!("{} kg each: two people, or the crane.", format_amount_grouped(mass_kg))),
    );
    hazards
}

/// Where a file of a plan lies in the packet.
pub fn file_of(job: &Job<'_>, plan: usize, written: &str) -> Option<String> {
    let path = RepoPath::join(job.folder(plan), written)?;
    job.files.get(&path).cloned()
}

/// A drawing that a browser cannot show, by its name.
fn drawing_fact(job: &Job<'_>, work: &Work) -> Option<Fact> {
    let (plan, _, part) = job.part_of(work.recipe)?;
    let written = &part.drawing.as_ref()?.value;
    let to = file_of(job, plan, written).filter(|to| !is_picture(to))?;
    Some(Fact {
        href: Some(relative("travellers.html", &to)),
        ..word_fact("Drawing", written.rsplit('/').next().unwrap_or(written))
    })
}

fn is_picture(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".svg", ".png", ".jpg", ".jpeg", ".webp"].iter().any(|ending| path.ends_with(ending))
}

/// The drawing of a part, if a browser can show it.
pub fn drawing(job: &Job<'_>, work: &Work) -> Option<Image> {
    let (plan, _, part) = job.part_of(work.recipe)?;
    let written = &part.drawing.as_ref()?.value;
    let to = file_of(job, plan, written)?;
    let caption = format!("{written}, large under Drawings; not to scale, the figures are the measure");
    is_picture(&to).then(|| Image {
        href: relative("travellers.html", &to),
        alt: format!("Drawing of {}", job.title(work.item)),
        caption: Some(caption),
    })
}

/// What is measured, and how many pieces.
fn inspections(job: &Job<'_>, work: &Work) -> Vec<Inspection> {
    if job.part_of(work.recipe).is_none() {
        return Vec::new();
    }
    let inspection = |check: Check| Inspection {
        what: check.what,
        nominal: check
            .nominal
            .map(|nominal| check.tolerance.map_or(nominal.clone(), |tolerance| format!("{nominal} {tolerance}"))),
    };
    let mut found: Vec<Inspection> = checks(job, work).into_iter().map(inspection).collect();
    found.push(Inspection {
        what: "Pieces".to_owned(),
        nominal: Some(count(round_up(job, work) as usize, "piece", "pieces")),
    });
    found
}

/// What the square on a sheet says: what is made, of which revision.
fn mark_text(job: &Job<'_>, work: &Work) -> String {
    let id = job.graph().item(work.item).id.as_str();
    super::pages::revision(job).map_or_else(|| id.to_owned(), |revision| format!("{id} {revision}"))
}
