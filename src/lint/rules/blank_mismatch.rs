//! A blank that no stock holds, or blanks that take far more or less than the part is said to.

use crate::catalog::{ItemMeasure, ItemOwner};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{Blank, BomEntry, Input, Material, Part};
use crate::quantity::{Dimension, display_si};
use crate::text::Spanned;

/// Holds the blanks of every part against the stock of its materials and against what it takes of them.
pub static RULE: Rule = Rule {
    name: "blank-mismatch",
    severity: Severity::Warning,
    page: include_str!("blank_mismatch.md"),
    check: Check::Here(find),
};

/// Blanks may take a little more than is written: figures are rounded.
const ROUNDING: f64 = 1.02;

/// Blanks that take less than this share of what is written leave more waste than work.
const LEAST_SHARE: f64 = 0.5;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let parts = lint.catalog.plans.iter().flat_map(|plan| &plan.bom).filter_map(|line| match &line.entry {
        BomEntry::Part(part) if !part.blanks.is_empty() => Some(part),
        _ => None,
    });
    parts.flat_map(|part| mismatches(lint, part)).collect()
}

fn mismatches(lint: &Lint<'_>, part: &Part) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for input in &part.from {
        let Some(ItemOwner::Material(index)) = lint.catalog.index.item(input.item.value.as_str()) else { continue };
        let material = &lint.catalog.materials[index];
        let Some(stock) = &material.stock else { continue };
        let is_sheet = stock.width.is_some();
        let is_of = |blank: &&Blank| {
            let named = blank.item.as_ref();
            named.is_none_or(|item| {
                item.value == input.item.value || input.alternatives.iter().any(|other| other.value == item.value)
            }) && blank.width.is_some() == is_sheet
        };
        let blanks: Vec<&Blank> = part.blanks.iter().filter(is_of).collect();
        findings
            .extend(blanks.iter().filter(|blank| !has_room(material, blank)).map(|blank| too_large(material, blank)));
        findings.extend(amount_mismatch(material, input, &blanks));
    }
    findings
}

fn metres(quantity: Option<&Spanned<crate::quantity::Quantity>>) -> Option<f64> {
    quantity.map(|quantity| quantity.value.si())
}

/// Whether a size of stock holds a blank, either way round unless its grain forbids that.
fn has_room(material: &Material, blank: &Blank) -> bool {
    let Some(stock) = &material.stock else { return true };
    let Some(length_m) = metres(stock.length.as_ref()) else { return true };
    let usual = (length_m, metres(stock.width.as_ref()).unwrap_or(f64::INFINITY));
    let others = stock.also.iter().map(|size| {
        (
            size.length.value.si(),
            metres(size.width.as_ref()).or_else(|| metres(stock.width.as_ref())).unwrap_or(f64::INFINITY),
        )
    });
    let (long, wide) = (blank.length.value.si(), metres(blank.width.as_ref()).unwrap_or(0.0));
    let is_sheet = blank.width.is_some();
    [usual].into_iter().chain(others).any(|(length, width)| {
        let fits = |along: f64, across: f64| along <= length * (1.0 + 1e-9) && across <= width * (1.0 + 1e-9);
        fits(long, wide) || is_sheet && !blank.has_grain && fits(wide, long)
    })
}

fn too_large(material: &Material, blank: &Blank) -> Diagnostic {
    let size = |length: &str, width: Option<&str>| match width {
        Some(width) => format!("{length} × {width}"),
        None => length.to_owned(),
    };
    let written = |quantity: Option<&Spanned<crate::quantity::Quantity>>| {
        quantity.map(|quantity| quantity.value.as_written().to_owned())
    };
    let stock = material.stock.as_ref();
    let held = size(
        &written(stock.and_then(|stock| stock.length.as_ref())).unwrap_or_default(),
        written(stock.and_then(|stock| stock.width.as_ref())).as_deref(),
    );
    let asked = size(blank.length.value.as_written(), written(blank.width.as_ref()).as_deref());
    let message = format!("a blank of {asked} is larger than `{}`, which comes in {held}", material.id.value);
    Diagnostic::warning(RULE.name, blank.length.span, message)
        .with_help("cut it from several blanks (`count`), name another material, or add the larger size to the stock")
}

/// Blanks against the line: kg of sheet, m of bar.
fn amount_mismatch(material: &Material, input: &Input, blanks: &[&Blank]) -> Option<Diagnostic> {
    let first = blanks.first()?;
    let measure = ItemMeasure::of_material(material);
    let given = measure.amount(&input.quantity.as_ref()?.value).ok()?;
    let stock = material.stock.as_ref()?;
    let (taken, given, dimension) = if stock.width.is_some() {
        let area_m2: f64 = blanks
            .iter()
            .map(|blank| blank.count as f64 * blank.length.value.si() * metres(blank.width.as_ref()).unwrap_or(0.0))
            .sum();
        let density = material.density.as_ref()?.value.si();
        (area_m2 * metres(stock.thickness.as_ref())? * density, given * measure.mass_kg?, Dimension::MASS)
    } else {
        if measure.unit.dimension() != Dimension::LENGTH {
            return None;
        }
        let length_m: f64 = blanks.iter().map(|blank| blank.count as f64 * blank.length.value.si()).sum();
        (length_m, given * measure.unit.factor(), Dimension::LENGTH)
    };
    let (shown, stated) = (display_si(taken, dimension), display_si(given, dimension));
    let span = first.length.span;
    if taken > given * ROUNDING {
        let message = format!(
            "the blanks take {shown} of `{}`, more than the {stated} that the part is made from",
            material.id.value
        );
        return Some(
            Diagnostic::warning(RULE.name, span, message)
                .with_help("correct one of them; what is cut off counts as taken"),
        );
    }
    if taken < given * LEAST_SHARE {
        let message = format!(
            "the blanks take {shown} of `{}`, less than half of the {stated} that the part is made from",
            material.id.value
        );
        return Some(
            Diagnostic::warning(RULE.name, span, message)
                .with_help("correct one of them, or list the blanks that are missing"),
        );
    }
    None
}
