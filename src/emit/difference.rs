//! What a change does to a plan: two resolutions compared, for the terminal and as Markdown for a pull request.

use std::fmt::Write;

use super::phrase::counted;
use super::style::Style;
use crate::quantity::format_amount_grouped;
use crate::resolve::{Comparison, ItemChange, ItemState, Pair, PriceChange, UnitPrice};

/// Items that the terminal shows.
const SHOWN: usize = 20;
/// Items that a comment shows.
const SHOWN_IN_COMMENT: usize = 50;

/// What was compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The plan's id.
    pub plan: String,
    /// How much of it, in its unit.
    pub quantity: f64,
    /// Its unit.
    pub unit: String,
    /// The revision, as the user named it.
    pub revision: String,
    /// Its commit.
    pub commit: String,
    /// Whether the plan is there on both sides.
    pub presence: Presence,
    /// What bears on the answer, for people.
    pub notes: Vec<String>,
}

/// On which sides there is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// On both.
    Both,
    /// Only now.
    New,
    /// Only then.
    Removed,
}

impl Compared {
    /// `changed`, `same`, `new` or `removed`.
    pub fn status(&self, comparison: &Comparison) -> &'static str {
        match self.presence {
            Presence::New => "new",
            Presence::Removed => "removed",
            Presence::Both if is_same(comparison) => "same",
            Presence::Both => "changed",
        }
    }

    fn sentence(&self, comparison: &Comparison) -> String {
        let what = format!("{} {} of {}", format_amount_grouped(self.quantity), self.unit, self.plan);
        match self.status(comparison) {
            "new" => format!("{what}: a new plan; {} has no answer for it", self.revision),
            "removed" => format!("{what}: a plan that {} has, and that is not here any more", self.revision),
            "same" => format!("{what}: nothing changes since {}", self.revision),
            _ => format!("{what}: what changes since {}", self.revision),
        }
    }
}

fn is_same(comparison: &Comparison) -> bool {
    comparison.items.is_empty()
        && comparison.prices.is_empty()
        && comparison.evidence.0 == comparison.evidence.1
        && comparison.totals.iter().all(|total| !total.pair.differs())
}

/// For the terminal.
pub fn difference_text(compared: &Compared, comparison: &Comparison, style: Style) -> String {
    let mut text = style.bold(&compared.sentence(comparison)) + "\n";
    let changed: Vec<_> = comparison.totals.iter().filter(|total| total.pair.differs()).collect();
    for total in &changed {
        let (before, after) = (figure(total.pair.before, total.unit), figure(total.pair.after, total.unit));
        let _ = writeln!(text, "  {:<13} {before:>14} → {after:<14} {}", total.name, change(total.pair));
    }
    if comparison.is_other_currency {
        text.push_str("  the currency changed, so the costs cannot be compared\n");
    }
    if let Some(line) = evidence_line(comparison) {
        let _ = writeln!(text, "  {line}");
    }
    let mut section = |heading: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{}", style.bold(&format!("{heading} ({}):", lines.len())));
            for line in lines.iter().take(SHOWN) {
                let _ = writeln!(text, "  {line}");
            }
            if lines.len() > SHOWN {
                let _ = writeln!(text, "  {}", style.dim(&format!("and {} smaller ones", lines.len() - SHOWN)));
            }
        }
    };
    section("imports", imports(comparison).iter().map(|item| line(item)).collect());
    section(
        "obtained in another way",
        ways(comparison).iter().map(|(item, old, new)| format!("{item}: {old} → {new}")).collect(),
    );
    section("prices", comparison.prices.iter().map(price_line).collect());
    section("amounts", amounts(comparison).map(line).collect());
    for note in &compared.notes {
        let _ = writeln!(text, "\nnote: {note}");
    }
    text
}

/// For a comment on a pull request: a short table, the rest to unfold.
pub fn difference_markdown(compared: &Compared, comparison: &Comparison) -> String {
    let mut text = format!("### {}\n\n", cell(&compared.sentence(comparison)));
    let changed: Vec<_> = comparison.totals.iter().filter(|total| total.pair.differs()).collect();
    if !changed.is_empty() {
        text.push_str("| | before | after | change |\n|---|---:|---:|---:|\n");
        for total in changed {
            let (before, after) = (figure(total.pair.before, total.unit), figure(total.pair.after, total.unit));
            let _ = writeln!(text, "| {} | {before} | {after} | {} |", total.name, change(total.pair));
        }
        text.push('\n');
    }
    if comparison.is_other_currency {
        text.push_str("The currency changed, so the costs cannot be compared.\n\n");
    }
    if let Some(line) = evidence_line(comparison) {
        let _ = writeln!(text, "The {line}.\n");
    }
    let mut section = |heading: String, head: &str, rows: Vec<String>| {
        if rows.is_empty() {
            return;
        }
        let _ = writeln!(text, "<details><summary>{heading}</summary>\n\n{head}");
        for row in rows.iter().take(SHOWN_IN_COMMENT) {
            let _ = writeln!(text, "{row}");
        }
        text.push('\n');
        if rows.len() > SHOWN_IN_COMMENT {
            let _ = writeln!(text, "and {} smaller ones\n", rows.len() - SHOWN_IN_COMMENT);
        }
        text.push_str("</details>\n\n");
    };
    let table = "| item | before | after | change |\n|---|---:|---:|---:|";
    let row = |item: &ItemChange| {
        let change = item.quantities().map_or_else(|| "other unit".to_owned(), change);
        let state = |state: &Option<ItemState>| state.as_ref().map_or_else(|| "–".to_owned(), amount);
        format!("| {} | {} | {} | {change} |", cell(&item.item), cell(&state(&item.before)), cell(&state(&item.after)))
    };
    let imports = imports(comparison);
    section(counted(imports.len(), "import") + " changed", table, imports.into_iter().map(row).collect());
    let ways: Vec<String> = ways(comparison)
        .into_iter()
        .map(|(item, old, new)| format!("| {} | {} | {} |", cell(item), cell(old), cell(new)))
        .collect();
    section(counted(ways.len(), "item") + " obtained in another way", "| item | before | after |\n|---|---|---|", ways);
    let price_row = |price: &PriceChange| {
        let side = |price: &Option<UnitPrice>| price.as_ref().map_or_else(|| "–".to_owned(), unit_price);
        let (before, after) = (side(&price.before), side(&price.after));
        format!("| {} | {} | {} | {} |", cell(&price.item), cell(&before), cell(&after), price_change(price))
    };
    let prices: Vec<String> = comparison.prices.iter().map(price_row).collect();
    section(counted(prices.len(), "price") + " changed", table, prices);
    let amounts: Vec<String> = amounts(comparison).map(row).collect();
    section(counted(amounts.len(), "amount") + " changed", table, amounts);
    for note in &compared.notes {
        let _ = writeln!(text, "> {}\n", cell(note));
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// Imports that came, went, or changed in amount.
pub(super) fn imports(comparison: &Comparison) -> Vec<&ItemChange> {
    comparison.items.iter().filter(|item| item.is_import()).collect()
}

/// What is obtained otherwise than before: (id, way before, way after).
pub(super) fn ways(comparison: &Comparison) -> Vec<(&str, &str, &str)> {
    let way = |item: &'_ ItemChange| item.ways().is_some();
    comparison
        .items
        .iter()
        .filter(|item| way(item))
        .filter_map(|item| item.ways().map(|(old, new)| (item.item.as_str(), old, new)))
        .collect()
}

fn amounts(comparison: &Comparison) -> impl Iterator<Item = &ItemChange> {
    let differs = |item: &&ItemChange| item.quantities().is_none_or(|pair| pair.differs());
    comparison.items.iter().filter(|item| !item.is_import()).filter(differs)
}

fn line(item: &ItemChange) -> String {
    match (&item.before, &item.after) {
        (None, Some(after)) => format!("+ {}  {}", item.item, amount(after)),
        (Some(before), None) => format!("- {}  {}", item.item, amount(before)),
        (Some(before), Some(after)) => {
            let change = item.quantities().map_or_else(String::new, |pair| format!("  {}", change(pair)));
            format!("~ {}  {} → {}{change}", item.item, amount(before), amount(after))
        }
        (None, None) => item.item.clone(),
    }
}

/// `wheel: price 40 → 44 USD/ea  +10.0 %`
fn price_line(price: &PriceChange) -> String {
    let side = |price: &Option<UnitPrice>| price.as_ref().map_or_else(|| "none".to_owned(), unit_price);
    match price.amounts() {
        Some(pair) => {
            let (before, after) = (format_amount_grouped(pair.before), side(&price.after));
            format!("{}: price {before} → {after}  {}", price.item, price_change(price))
        }
        None => format!("{}: price {} → {}", price.item, side(&price.before), side(&price.after)),
    }
}

fn unit_price(price: &UnitPrice) -> String {
    format!("{} {}/{}", format_amount_grouped(price.amount), price.currency, price.unit)
}

fn price_change(price: &PriceChange) -> String {
    match (price.amounts(), &price.before, &price.after) {
        (Some(pair), ..) => change(pair),
        (None, Some(_), Some(_)) => "other unit".to_owned(),
        (None, None, _) => "new".to_owned(),
        (None, _, None) => "gone".to_owned(),
    }
}

fn amount(state: &ItemState) -> String {
    format!("{} {}", format_amount_grouped(state.quantity), state.unit)
}

fn figure(value: f64, unit: &str) -> String {
    format!("{} {unit}", format_amount_grouped(value))
}

/// `+12.5 %`, `new`, `gone`.
fn change(pair: Pair) -> String {
    match pair.change() {
        None => "new".to_owned(),
        Some(_) if pair.after == 0.0 => "gone".to_owned(),
        Some(change) if change.abs() < 0.0005 => format!("{}< 0.1 %", if change < 0.0 { "−" } else { "+" }),
        Some(change) if change.abs() >= 10.0 => {
            format!("× {}", format_amount_grouped(((change + 1.0) * 10.0).round() / 10.0))
        }
        Some(change) => format!("{}{:.1} %", if change < 0.0 { "−" } else { "+" }, change.abs() * 100.0),
    }
}

fn evidence_line(comparison: &Comparison) -> Option<String> {
    let (before, after) = comparison.evidence;
    let shares = |of: crate::resolve::Evidence| {
        format!(
            "{:.0} % stated, {:.0} % derived, {:.0} % estimated",
            of.stated * 100.0,
            of.derived * 100.0,
            of.estimated * 100.0
        )
    };
    (shares(before) != shares(after)).then(|| format!("evidence: {} → {}", shares(before), shares(after)))
}

/// Text in a cell of a Markdown table; nothing that would end it, or become markup.
fn cell(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '~' | '#' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '@' => escaped.push_str("@\u{200b}"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
