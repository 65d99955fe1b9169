//! What a packet must not hide: that it should not be built from, and which figures rest on estimates.

use serde_json::Value;

use super::job::Job;
use crate::bundle::view::{Fact, Quantity};
use crate::graph::{Basis, ItemIndex, OperationNeed, Recipe};
use crate::local::{Cause, Causes, Verdict};
use crate::model::Grade;
use crate::text::csv_cell;

/// The file of a forced packet that says so to whoever unpacks it.
pub const WARNING_FILE: &str = "NOT-RELEASED.txt";

/// The most letters of a reason on a stamp; all of it stands on the cover, and all reasons in [`WARNING_FILE`].
const STAMP_LETTERS: usize = 150;

/// The sign before a figure that rests on an estimate.
const SIGN: &str = "≈\u{a0}";

/// What stands on every drawing of a forced packet, and in every row of its tables.
pub const NOT_RELEASED: &str = "not released: do not build from this";

/// Why nothing should be built from a packet of this job; nothing for a sound one.
pub fn reasons(job: &Job<'_>) -> Vec<String> {
    let mut reasons = job.request.terms.faults.clone();
    if job.report().verdict == Verdict::Blocked {
        reasons.extend(blocked_reasons(job));
    }
    reasons
}

/// What is stamped on every page of a forced packet.
pub fn stamp(job: &Job<'_>) -> Option<String> {
    let first = job.reasons.first()?;
    let shown = shortened(first, STAMP_LETTERS);
    let others = match job.reasons.len() {
        1 => String::new(),
        2 => " And 1 more reason: see the cover.".to_owned(),
        count => format!(" And {} more reasons: see the cover.", count - 1),
    };
    Some(format!("Not released: do not build from this. Why: {}.{others}", shown.trim_end_matches('.')))
}

/// The first letters of a text, and a sign that there is more.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// [`WARNING_FILE`].
pub fn warning_text(job: &Job<'_>) -> String {
    let mut text = format!(
        "Not released: do not build from this packet.\r\n\r\n{} at {} was refused, and made all the same (--force):\r\n\r\n",
        job.title(job.report().resolution.root),
        job.facility_title()
    );
    for reason in &job.reasons {
        text.push_str(&format!("- {reason}\r\n"));
    }
    text
}

/// What the running head says of the sign, on a job of which any figure may bear it.
pub fn legend(job: &Job<'_>) -> Option<String> {
    let is_weak = |need: &crate::resolve::Need| {
        let recipe = need.obtain.recipe().map(|recipe| job.graph().recipe(recipe));
        is_estimate(job.graph().item(need.item).basis) || recipe.is_some_and(|recipe| recipe.grade == Grade::Estimated)
    };
    job.whole.needs.iter().any(is_weak).then(|| "≈ rests on an estimate".to_owned())
}

/// Whether what a figure rests on is an estimate.
pub fn is_estimate(basis: Basis) -> bool {
    basis.grade == Grade::Estimated
}

/// What drawings of a forced packet are stamped with; nothing for a sound one.
pub fn drawing_stamp(job: &Job<'_>) -> Option<String> {
    (!job.reasons.is_empty()).then(|| NOT_RELEASED.to_uppercase())
}

/// A table as CSV, of rows that end in CR LF; of a forced packet each row says so in a column of its own.
pub fn stamped_table(job: &Job<'_>, table: String) -> String {
    if job.reasons.is_empty() {
        return table;
    }
    let cell = |row: usize| if row == 0 { "forced" } else { NOT_RELEASED };
    let rows = table.split_inclusive("\r\n").enumerate();
    rows.map(|(row, text)| format!("{},{}\r\n", text.trim_end_matches("\r\n"), csv_cell(cell(row)))).collect()
}

/// A document of JSON; of a forced packet it says why, under the key `forced`.
pub fn stamped_document(job: &Job<'_>, document: &[u8]) -> Vec<u8> {
    let parsed = if job.reasons.is_empty() { None } else { serde_json::from_slice::<Value>(document).ok() };
    let Some(Value::Object(mut object)) = parsed else { return document.to_vec() };
    let reasons = job.reasons.iter().cloned().map(Value::String).collect();
    object.insert("forced".to_owned(), Value::Array(reasons));
    super::json(&object)
}

/// The word for what a figure rests on, in tables: `stated`, `derived` or `estimated`.
pub fn evidence(basis: Option<Basis>) -> String {
    basis.map_or("", |basis| basis.grade.as_str()).to_owned()
}

/// A text, with the sign if it rests on an estimate.
pub fn marked_text(text: String, is_estimate: bool) -> String {
    if is_estimate { format!("{SIGN}{text}") } else { text }
}

/// The same quantity, with the sign if it rests on an estimate.
pub fn marked(quantity: Quantity, is_estimate: bool) -> Quantity {
    if is_estimate { Quantity { number: format!("{SIGN}{}", quantity.number), ..quantity } } else { quantity }
}

/// The same fact, with the sign if it rests on an estimate.
pub fn marked_fact(fact: Fact, is_estimate: bool) -> Fact {
    if is_estimate { Fact { value: format!("{SIGN}{}", fact.value), ..fact } } else { fact }
}

/// Whether any operation of a recipe that takes some of these hours rests on an estimate.
pub fn rests_on_estimate(recipe: &Recipe, hours: impl Fn(&OperationNeed) -> f64) -> bool {
    recipe.operations.iter().any(|need| hours(need) > 0.0 && is_estimate(need.basis))
}

/// Share of the hours of the whole job that rest on estimates, in percent; 0 where there are none.
pub fn estimated_percent(job: &Job<'_>, hours: impl Fn(&OperationNeed) -> f64) -> f64 {
    let (mut all_h, mut estimated_h) = (0.0, 0.0);
    for work in &job.work {
        for need in &job.graph().recipe(work.recipe).operations {
            let spent_h = hours(need) * work.runs;
            all_h += spent_h;
            estimated_h += if is_estimate(need.basis) { spent_h } else { 0.0 };
        }
    }
    if all_h > 0.0 { 100.0 * estimated_h / all_h } else { 0.0 }
}

/// Whether what an item weighs is an estimate.
pub fn is_mass_estimated(job: &Job<'_>, item: ItemIndex) -> bool {
    is_estimate(job.graph().item(item).basis)
}

/// Why the plan is blocked: each cause once with the items that it blocks, the one that blocks most first.
fn blocked_reasons(job: &Job<'_>) -> Vec<String> {
    let id = |item: &ItemIndex| job.graph().item(*item).id.as_str();
    let told = |cause: Cause| {
        let items: Vec<&str> = cause.items.iter().take(3).map(id).collect();
        match cause.items.len() {
            1 if cause.reason.contains(&format!("`{}`", items[0])) => cause.reason,
            0..=3 => format!("{} (for {})", cause.reason, items.join(", ")),
            many => format!("{} (for {} and {} more)", cause.reason, items.join(", "), many - 3),
        }
    };
    Causes::of_report(&job.report().items).list.into_iter().map(told).collect()
}
