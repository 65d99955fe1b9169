//! The inspection sheet: what is measured on each part, with room for what was found.

use super::cut_sheets::code;
use super::honesty::{is_mass_estimated, marked_text};
use super::job::{Job, Work};
use super::tables::{Cell, Section, TablePage, columns, table_page};
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
    let mut found: Vec<Check> = Vec::new();
    for operation in &job.graph().recipe(work.recipe).operations {
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
            let what = capitalised(&bound.parameter);
            let known = found.iter_mut().find(|check| check.what == what);
            match known {
                Some(check) => check.tolerance = tolerance.clone().or_else(|| check.tolerance.take()),
                None => {
                    found.push(Check { what, nominal: Some(in_mm(value)), tolerance: tolerance.clone(), with: None })
                }
            }
        }
    }
    found
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
pub fn inspection_page(job: &Job<'_>) -> TablePage {
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
    let machine = job
        .plan()
        .performance
        .iter()
        .map(|(name, value)| (capitalised(&name.value.replace('-', " ")), value.value.as_written().to_owned()))
        .chain(
            job.plan()
                .makes
                .mass
                .as_ref()
                .map(|mass| ("Mass of one".to_owned(), format!("{} kg", format_amount_grouped(mass.value.si())))),
        )
        .map(|(what, nominal)| (what, marked_text(nominal, is_mass_estimated(job, job.report().resolution.root))))
        .map(|(what, nominal)| vec![Cell::head(what), Cell::text(nominal), Cell::write(), Cell::tick(), Cell::tick()])
        .collect();
    let notes = vec![
        "Measure the first piece of each batch and one in ten of the rest; of fits and welds each one. Where no tolerance stands, agree on one before you cut, and write it in."
            .to_owned(),
    ];
    let parts = Section {
        title: "Parts".to_owned(),
        columns: columns(&names),
        rows,
        sign: vec!["Inspected by".to_owned(), "Instruments".to_owned(), "Date".to_owned()],
        ..Section::default()
    };
    let whole = Section {
        title: "The finished machine".to_owned(),
        columns: columns(&["What", "Should be", "Measured:blank", "Pass", "Fail"]),
        rows: machine,
        sign: vec!["Tried out by".to_owned(), "Serial number".to_owned(), "Date".to_owned()],
        ..Section::default()
    };
    table_page(job, "inspection.html", "Inspection sheet", notes, Vec::new(), vec![parts, whole])
}
