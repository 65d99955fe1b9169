//! The inspection sheet: what is measured on each part, with room for what was found.

use super::cut_sheets::code;
use super::guide_words::GuideWords;
use super::honesty::{is_mass_estimated, marked_text};
use super::job::{Job, Work};
use super::order_page::operation_title;
use super::tables::{Cell, Column, Section, TablePage, columns, table_page};
use crate::bundle::wording::{capitalised, count};
use crate::graph::BoundValue;
use crate::model::{Fits, PartDimension};
use crate::quantity::{Dimension, format_amount_grouped};

/// One thing to measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What.
    pub what: String,
    /// What it should be.
    pub nominal: Option<String>,
    /// How far off it may be.
    pub tolerance: Option<String>,
    /// What to measure it with.
    pub with: Option<String>,
}

/// What is measured on a part: the dimensions that its author states; else every size that its operations state.
/// Its mass in any case.
pub fn checks(job: &Job<'_>, work: &Work) -> Vec<Check> {
    let Some((_, _, part)) = job.part_of(work.recipe) else { return Vec::new() };
    // What is known of a part rests on what its plan names as the source of it.
    let is_guess = is_mass_estimated(job, work.item);
    let mut found: Vec<Check> = part.dimensions.iter().map(stated).collect();
    if found.is_empty() {
        found = sizes(job, work);
    }
    for check in &mut found {
        check.nominal = check.nominal.take().map(|nominal| marked_text(nominal, is_guess));
    }
    let mass_kg = job.graph().item(work.item).mass_kg;
    found.extend(mass_kg.map(|mass_kg| Check {
        what: "Mass of one".to_owned(),
        nominal: Some(marked_text(format!("{} kg", format_amount_grouped(mass_kg)), is_guess)),
        tolerance: None,
        with: None,
    }));
    found
}

fn stated(dimension: &PartDimension) -> Check {
    Check {
        what: dimension.name.clone(),
        nominal: Some(dimension.nominal.value.as_written().to_owned()),
        tolerance: dimension.tolerance.as_ref().map(|tolerance| format!("± {}", tolerance.value.as_written())),
        with: dimension.with.clone(),
    }
}

/// The sizes that operations ask for; a tolerance among them holds for the sizes of its operation.
fn sizes(job: &Job<'_>, work: &Work) -> Vec<Check> {
    let mut found: Vec<(&str, Check)> = Vec::new();
    for (index, operation) in job.graph().recipe(work.recipe).operations.iter().enumerate() {
        let is_length = |bound: &&crate::graph::Bound| {
            bound.unit.as_ref().is_some_and(|unit| unit.dimension() == Dimension::LENGTH)
        };
        let bounds: Vec<&crate::graph::Bound> = operation.bounds.iter().filter(is_length).collect();
        let tolerance = bounds
            .iter()
            .find(|bound| bound.fits == Fits::AtLeast)
            .and_then(|bound| bound.values.first())
            .map(|value| format!("± {}", value.written()));
        for bound in bounds.iter().filter(|bound| bound.fits != Fits::AtLeast) {
            let Some(value) = bound.values.first() else { continue };
            let nominal = Some(in_mm(value));
            let is_it =
                |(parameter, check): &&mut (&str, Check)| *parameter == bound.parameter && check.nominal == nominal;
            if let Some((_, check)) = found.iter_mut().find(is_it) {
                check.tolerance = tolerance.clone().or_else(|| check.tolerance.take());
                continue;
            }
            // What a later operation makes is a feature of the part, and told by that: the diameter is that of the holes.
            let by = || operation_title(job, work.recipe, index).to_lowercase();
            let what = capitalised(&bound.parameter);
            let what = if index == 0 { what } else { format!("{what}, {}", by()) };
            found.push((&bound.parameter, Check { what, nominal, tolerance: tolerance.clone(), with: None }));
        }
    }
    found.into_iter().map(|(_, check)| check).collect()
}

/// As its author wrote it, and in mm, if that was otherwise.
fn in_mm(value: &BoundValue) -> String {
    let written = value.written().to_owned();
    match value {
        BoundValue::Number { si, .. } if !written.ends_with("mm") => {
            format!("{written} ({} mm)", crate::bundle::sketch::mm_text(si * 1e3))
        }
        _ => written,
    }
}

/// The page.
pub fn inspection_page(job: &Job<'_>, words: &GuideWords) -> TablePage {
    let all: Vec<(&Work, Vec<Check>)> =
        job.work.iter().map(|work| (work, checks(job, work))).filter(|(_, checks)| !checks.is_empty()).collect();
    // Columns that nobody fills are left out: there is the more room to write. Three pieces can be written down.
    let any = |stated: fn(&Check) -> bool| all.iter().any(|(_, checks)| checks.iter().any(stated));
    let has_tolerance = any(|check| check.tolerance.is_some());
    let has_tool = any(|check| check.with.is_some());
    let mut names = vec!["What", "Should be"];
    names.extend(has_tolerance.then_some("±"));
    names.extend(has_tool.then_some("With"));
    names.extend(["First:blank", "Second:blank", "Third:blank", "Pass", "Fail"]);
    let mut rows = Vec::new();
    for (work, checks) in all {
        let pieces = count((work.quantity - 1e-6).ceil().max(0.0) as usize, "piece", "pieces");
        let line = job.line_number(work.item).map_or_else(String::new, |line| format!("{line}. "));
        let title = format!("{line}{}", job.title(work.item));
        let group = Cell::group(title, names.len()).linked(job.href_of(work.item));
        rows.push(vec![group.with_note(Some(format!("{}, {pieces}", code(job, work.item))))]);
        rows.extend(checks.into_iter().map(|check| {
            let mut row = vec![Cell::head(check.what), Cell::fixed(check.nominal.unwrap_or_default())];
            row.extend(has_tolerance.then(|| Cell::fixed(check.tolerance.unwrap_or_default())));
            row.extend(has_tool.then(|| Cell::text(check.with.unwrap_or_default())));
            row.extend([Cell::write(), Cell::write(), Cell::write(), Cell::tick(), Cell::tick()]);
            row
        }));
    }
    let mut notes = vec![
        "Measure the first piece of each batch and one in ten of the rest; of fits and welds each one. Where no tolerance stands, agree on one before you cut, and write it in."
            .to_owned(),
    ];
    let machines = Machines::of(job);
    notes.extend(machines.note.clone());
    if words.checks.is_empty() {
        notes.push("The build instructions name no checks (paragraphs that open with a bold `Check:`).".to_owned());
    }
    if words.trials.is_empty() {
        notes.push(
            "The build instructions describe no test of the finished machine as a list: agree on one.".to_owned(),
        );
    }
    let parts = Section {
        title: "Parts".to_owned(),
        columns: columns(&names),
        rows,
        sign: signs(&["Inspected by", "Instruments", "Date"]),
        ..Section::default()
    };
    let at_steps = Section {
        title: "While it is built".to_owned(),
        note: Some("What the build steps say to check, once for each machine.".to_owned()),
        columns: machines.columns(&["Step", "Check"]),
        rows: words
            .checks
            .iter()
            .map(|(step, text)| machines.row(vec![Cell::head(step.clone()), Cell::text(text.clone())]))
            .collect(),
        sign: signs(&["Checked by", "Date"]),
        ..Section::default()
    };
    let trials = Section {
        title: "Try-out".to_owned(),
        note: Some("In this order, once for each machine.".to_owned()),
        columns: machines.columns(&["No.", "Do"]),
        rows: (1..)
            .zip(&words.trials)
            .map(|(number, text)| machines.row(vec![Cell::text(number.to_string()), Cell::head(text.clone())]))
            .collect(),
        ..Section::default()
    };
    let whole = Section {
        title: "The finished machine".to_owned(),
        columns: machines.columns(&["What", "Should be"]),
        rows: finished(job, &machines),
        sign: signs(&["Serial numbers", "Tried out by", "Handed over to", "Date"]),
        ..Section::default()
    };
    table_page(job, "inspection.html", "Inspection sheet", notes, Vec::new(), vec![parts, at_steps, trials, whole])
}

fn signs(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// What the plan promises of one machine, to be found again on it.
fn finished(job: &Job<'_>, machines: &Machines) -> Vec<Vec<Cell>> {
    let plan = job.plan();
    let performance = plan
        .performance
        .iter()
        .map(|(name, value)| (capitalised(&name.value.replace('-', " ")), value.value.as_written().to_owned()));
    let mass = plan.makes.mass.iter();
    let mass = mass.map(|mass| ("Mass of one".to_owned(), format!("{} kg", format_amount_grouped(mass.value.si()))));
    let is_guess = is_mass_estimated(job, job.report().resolution.root);
    let row = |(what, nominal)| {
        let mut row = vec![Cell::head(what), Cell::text(marked_text(nominal, is_guess))];
        row.extend((0..machines.count).map(|_| Cell::write()));
        row
    };
    performance.chain(mass).map(row).collect()
}

/// The most machines that have a column each.
const MACHINES_PER_SHEET: usize = 4;

/// The columns of what is done once for each machine.
struct Machines {
    count: usize,
    note: Option<String>,
}

impl Machines {
    fn of(job: &Job<'_>) -> Self {
        let resolution = &job.report().resolution;
        let is_piece = job.graph().item(resolution.root).unit.symbol() == "ea";
        match (resolution.quantity - 1e-6).ceil() as usize {
            count @ 2..=MACHINES_PER_SHEET if is_piece => Self { count, note: None },
            count if is_piece && count > MACHINES_PER_SHEET => {
                let copies = count.div_ceil(MACHINES_PER_SHEET);
                let note = format!(
                    "For the {count} machines, print what follows the parts {copies} times, and write in the numbers."
                );
                Self { count: MACHINES_PER_SHEET, note: Some(note) }
            }
            _ => Self { count: 1, note: None },
        }
    }

    fn columns(&self, first: &[&str]) -> Vec<Column> {
        let numbered = |number: usize| match (self.count, &self.note) {
            (1, _) => "Found:blank".to_owned(),
            (_, None) => format!("No. {number}:blank"),
            (_, Some(_)) => "No.:blank".to_owned(),
        };
        let own: Vec<String> = (1..=self.count).map(numbered).collect();
        columns(&first.iter().copied().chain(own.iter().map(String::as_str)).collect::<Vec<_>>())
    }

    /// A row that is ticked for each.
    fn row(&self, mut first: Vec<Cell>) -> Vec<Cell> {
        first.extend((0..self.count).map(|_| Cell { class: "blank".to_owned(), ..Cell::tick() }));
        first
    }
}
