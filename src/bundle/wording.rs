//! Numbers, states and envelopes in words: how a value reads on a page.

use super::links::web;
use super::view::{Fact, Grade, Hazard, Mark, Quantity, Share, Source};
use crate::graph::{Bound, BoundValue, Graph, ItemIndex};
use crate::local::{Status, Verdict};
use crate::model::{self, Fits, SourceNote};
use crate::quantity::{self, format_amount_grouped};
use crate::resolve::Obtain;

/// A number in a unit; pieces have no unit.
pub fn amount(value: f64, unit: &str) -> Quantity {
    Quantity { number: format_amount_grouped(value), unit: unit_text(unit) }
}

/// An amount of an item, in its unit of account.
pub fn item_amount(graph: &Graph, item: ItemIndex, value: f64) -> Quantity {
    amount(value, graph.item(item).unit.symbol())
}

/// The mass of an amount of an item, if it has one.
pub fn item_mass(graph: &Graph, item: ItemIndex, value: f64) -> Option<Quantity> {
    graph.item(item).mass_kg.map(|mass_kg| amount(mass_kg * value, "kg"))
}

/// A quantity as its author wrote it.
pub fn written(quantity: &quantity::Quantity) -> Quantity {
    amount(quantity.amount(), quantity.unit_symbol())
}

/// A quantity as plain text: `4 h`, `3`.
pub fn plain(quantity: &Quantity) -> String {
    if quantity.unit.is_empty() {
        quantity.number.clone()
    } else {
        format!("{}\u{a0}{}", quantity.number, quantity.unit)
    }
}

/// A quantity in another unit, as a note beside what its author wrote; none where it was written in that unit.
pub fn display_note(quantity: &quantity::Quantity, unit: &str) -> Option<String> {
    let other = quantity::parse_unit(unit).ok()?;
    let value = quantity.in_unit(&other).filter(|_| quantity.unit_symbol() != unit)?;
    Some(plain(&amount(value.round(), unit)))
}

/// Hours, or minutes where they read better.
pub fn hours(value_h: f64) -> Quantity {
    if value_h > 0.0 && value_h < 0.995 { amount(value_h * 60.0, "min") } else { amount(value_h, "h") }
}

/// A rate for reading: `2.35 a week`, `one in 11 days`.
pub fn rate(units_per_week: f64) -> Quantity {
    let rate = quantity::weekly_rate(units_per_week);
    Quantity { number: rate.number, unit: rate.unit.to_owned() }
}

/// A unit for reading: `m²`, `/h`, nothing for pieces.
pub fn unit_text(symbol: &str) -> String {
    let symbol = match symbol.strip_prefix("ea") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
        _ if symbol == "1" => "",
        _ => symbol,
    };
    let mut text = String::with_capacity(symbol.len() + 1);
    let mut before = ' ';
    for c in symbol.chars() {
        text.push(match c {
            '2' if before.is_alphabetic() => '²',
            '3' if before.is_alphabetic() => '³',
            _ => c,
        });
        before = c;
    }
    text
}

/// One cell of a title block.
pub fn fact(label: &str, quantity: Quantity) -> Fact {
    Fact { label: label.to_owned(), value: quantity.number, unit: quantity.unit, note: None, href: None }
}

/// One cell of a title block with a word in it.
pub fn word_fact(label: &str, value: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), value: value.into(), unit: String::new(), note: None, href: None }
}

impl Fact {
    /// The same with a second line in small type.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A part of a whole, from 0 to 1. What is not quite all never reads as all.
pub fn share(label: &str, part: f64) -> Share {
    let percent = match part * 100.0 {
        p if p > 0.0 && p < 0.5 => "< 1\u{a0}%".to_owned(),
        p if (99.5..100.0).contains(&p) => "> 99\u{a0}%".to_owned(),
        p => format!("{p:.0}\u{a0}%"),
    };
    Share { label: label.to_owned(), percent, width: format!("{:.1}", (part * 100.0).clamp(0.0, 100.0)) }
}

fn mark(kind: &str, label: &str) -> Mark {
    Mark { kind: kind.to_owned(), label: label.to_owned() }
}

/// How an item is obtained.
pub fn obtain_mark(obtain: Obtain) -> Mark {
    match obtain {
        Obtain::Stock => mark("stock", "in stock"),
        other => mark(other.as_str(), other.as_str()),
    }
}

/// How an item fares at a facility.
pub fn status_mark(status: Status) -> Mark {
    match status {
        Status::Stock => mark("stock", "in stock"),
        Status::Bootstrap => mark("bootstrap", "after bootstrap"),
        other => mark(other.as_str(), other.as_str()),
    }
}

/// Whether a plan can be made at a facility.
pub fn verdict_mark(verdict: Verdict) -> Mark {
    mark(verdict.as_str(), &verdict.as_str().replace('-', " "))
}

/// Whether an operation is covered.
pub fn covered_mark(is_covered: bool) -> Mark {
    if is_covered { mark("yes", "covered") } else { mark("no", "not covered") }
}

/// What comes off besides.
pub fn by_product_mark() -> Mark {
    mark("none", "by-product")
}

/// Of what a facility does not need, as it has or imports what would take it.
pub fn not_needed_mark() -> Mark {
    mark("none", "not needed")
}

/// Nothing to say.
pub fn no_mark() -> Mark {
    mark("none", "")
}

/// How good a figure is.
pub fn grade(grade: model::Grade) -> Grade {
    Grade { kind: grade.as_str().to_owned(), label: grade.as_str().to_owned() }
}

/// An envelope: `steel, thickness 1/2 in`. Nothing where nothing is asked.
pub fn envelope(bounds: &[Bound]) -> Option<String> {
    let text = |bound: &Bound| {
        let values: Vec<&str> = bound.values.iter().map(BoundValue::written).collect();
        match bound.unit {
            Some(_) => format!("{} {}", bound.parameter, values.join(", ")),
            None => values.join(" or "),
        }
    };
    let parts: Vec<String> = bounds.iter().filter(|bound| !bound.values.is_empty()).map(text).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What several needs ask for together: of each parameter the hardest value, of words all of them.
pub fn widest<'b>(needs: impl IntoIterator<Item = &'b [Bound]>) -> Vec<Bound> {
    let mut all: Vec<Bound> = Vec::new();
    for bound in needs.into_iter().flatten() {
        let Some(known) = all.iter_mut().find(|known| known.parameter == bound.parameter) else {
            all.push(bound.clone());
            continue;
        };
        for value in &bound.values {
            let si = |value: &BoundValue| {
                let (from, to) = value.ends_si()?;
                Some(if bound.fits == Fits::AtLeast { from } else { to })
            };
            match (known.fits, known.values.first().and_then(si), si(value)) {
                (Fits::AtMost, Some(old), Some(new)) if new > old => known.values = vec![value.clone()],
                (Fits::AtLeast, Some(old), Some(new)) if new < old => known.values = vec![value.clone()],
                (Fits::AtMost | Fits::AtLeast, Some(_), Some(_)) => {}
                _ if known.values.contains(value) => {}
                _ => known.values.push(value.clone()),
            }
        }
    }
    all
}

/// The rule of a parameter, as a sentence.
pub fn fits_rule(fits: Fits) -> &'static str {
    match fits {
        Fits::AtMost => "the need is at most what the equipment offers",
        Fits::AtLeast => "the need is at least what the equipment can hold",
        Fits::OneOf => "the need is one of what the equipment offers",
        Fits::Equal => "the need is exactly what the equipment offers",
        Fits::Range => "the need lies inside the interval that the equipment offers",
    }
}

/// `1 line`, `4 lines`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", format_amount_grouped(number as f64), if number == 1 { one } else { many })
}

/// By what names are put in order: without regard to case, and numbers by their size (`Bolt 9` before `Bolt 10`).
pub fn name_order(name: &str) -> String {
    let mut order = String::with_capacity(name.len() + 12);
    let mut rest = name;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - at);
        order.push_str(&rest[..at].to_lowercase());
        order.push_str(&format!("{:0>12}", &rest[at..at + digits]));
        rest = &rest[at + digits..];
    }
    order.push_str(&rest.to_lowercase());
    order
}

/// A word with a capital.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Sources with their grades.
pub fn sources(notes: &[SourceNote]) -> Vec<Source> {
    let source = |(index, note): (usize, &SourceNote)| Source {
        number: (index + 1).to_string(),
        anchor: note.id.as_ref().map(|id| super::links::source_anchor(id.value.as_str())),
        title: note.title.clone(),
        href: note.url.as_deref().and_then(web),
        grade: Some(grade(note.grade)),
        note: note.note.clone(),
    };
    notes.iter().enumerate().map(source).collect()
}

/// Hazards, their notes as plain paragraphs.
pub fn hazards(notes: &[model::SafetyNote], html: impl Fn(&str) -> String) -> Vec<Hazard> {
    let hazard = |note: &model::SafetyNote| Hazard {
        hazard: capitalised(&note.hazard),
        note_html: note.note.as_deref().map(&html),
    };
    notes.iter().map(hazard).collect()
}

/// A day: `20 September 2025`.
pub fn day(time_s: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(time_s).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).strftime("%-d %B %Y").to_string())
}

/// A day for programs, in UTC: `2025-09-01`.
pub fn iso_day(time_s: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(time_s).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::{day, share, unit_text};

    #[test]
    fn shares_never_read_as_all_or_nothing() {
        assert_eq!(share("", 0.999).percent, "> 99\u{a0}%");
        assert_eq!(share("", 1.0).percent, "100\u{a0}%");
        assert_eq!(share("", 0.001).percent, "< 1\u{a0}%");
        assert_eq!(share("", 0.0).percent, "0\u{a0}%");
        assert_eq!(share("", 1.3).width, "100.0");
    }

    #[test]
    fn names_stand_in_order() {
        let mut names = ["Bolt 10", "bolt 9", "Axle", "Bolt 9 x 2", "Ätz"];
        names.sort_by_key(|name| super::name_order(name));
        assert_eq!(names, ["Axle", "bolt 9", "Bolt 9 x 2", "Bolt 10", "Ätz"]);
    }

    #[test]
    fn units_and_days_read_well() {
        let read: Vec<String> = ["ea", "ea/h", "ft2", "kg/m3", "1", "each"].map(unit_text).into();
        assert_eq!(read, ["", "/h", "ft²", "kg/m³", "", "each"]);
        assert_eq!(day(1_758_326_400).as_deref(), Some("20 September 2025"));
    }
}
