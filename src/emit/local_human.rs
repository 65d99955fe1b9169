//! A local report for people: the verdict, what stands in the way, what comes from elsewhere, what is made how, and what it
//! comes to.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};

use crate::catalog::Catalog;
use crate::graph::{BoundValue, Graph, ItemIndex};
use crate::local::{LocalReport, MissingCapability, Status, Verdict};
use crate::quantity::{format_amount, format_amount_grouped};

/// Columns of a line.
const WIDTH: usize = 100;

/// The report as text, with colours if asked for.
pub fn local_text(catalog: &Catalog, graph: &Graph, report: &LocalReport, colour: bool) -> String {
    let mut page = Page { graph, report, colour, text: String::new() };
    page.verdict(catalog);
    page.missing();
    page.reasons_of(Status::Blocked, "Blocked");
    page.bootstrap();
    page.imports();
    page.made();
    page.reasons_of(Status::Stock, "From stock");
    page.reasons_of(Status::Resource, "From the place");
    page.figures();
    page.text
}

struct Page<'a> {
    graph: &'a Graph,
    report: &'a LocalReport,
    colour: bool,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        let heading = self.painted(heading, Style::new().bold());
        self.line("");
        self.line(&heading);
    }

    fn painted(&self, text: &str, style: Style) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn id(&self, item: ItemIndex) -> &str {
        self.graph.item(item).id.as_str()
    }

    /// A label, and text beside it, broken into lines.
    fn entry(&mut self, label: &str, width: usize, text: &str) {
        let mut lines = wrapped(text, WIDTH.saturating_sub(width + 4)).into_iter();
        let first = lines.next().unwrap_or_default();
        if label.chars().count() > width {
            self.line(&format!("  {label}"));
            self.line(&format!("  {:width$}  {first}", ""));
        } else {
            self.line(&format!("  {label:width$}  {first}"));
        }
        for line in lines {
            self.line(&format!("  {:width$}  {line}", ""));
        }
    }

    fn verdict(&mut self, catalog: &Catalog) {
        let facility = &catalog.facilities[self.report.facility];
        let place = facility.title.as_deref().unwrap_or(facility.id.value.as_str());
        let root = self.graph.item(self.report.resolution.root);
        let (colour, meaning) = match self.report.verdict {
            Verdict::Local => (AnsiColor::Green, "made here from what the place has"),
            Verdict::LocalWithImports => (AnsiColor::Green, "made here, with imports that are allowed"),
            Verdict::LocalAfterBootstrap => (AnsiColor::Yellow, "made here, once the machines below are built"),
            Verdict::Blocked => (AnsiColor::Red, "cannot be made here as things stand"),
        };
        let verdict = self.painted(self.report.verdict.as_str(), Style::new().bold().fg_color(Some(colour.into())));
        let quantity = self.report.resolution.quantity;
        let count = if quantity == 1.0 { String::new() } else { format!("{} × ", format_amount(quantity)) };
        self.line(&format!("{verdict}: {meaning}"));
        self.line(&format!("{count}{} at {place}", root.title));
    }

    fn missing(&mut self) {
        if self.report.missing_capabilities.is_empty() {
            return;
        }
        self.heading("Missing capabilities, those that unlock most first");
        let report = self.report;
        let label = |missing: &MissingCapability| missing.capability.to_string();
        let width =
            report.missing_capabilities.iter().map(|missing| label(missing).chars().count()).max().unwrap_or(0).min(30);
        for missing in &report.missing_capabilities {
            let bounds = missing.envelope.iter().map(|bound| {
                let values: Vec<&str> = bound.values.iter().map(BoundValue::written).collect();
                format!("{} {}", bound.parameter, values.join("/"))
            });
            let bounds: Vec<String> = bounds.collect();
            let envelope = if bounds.is_empty() { String::new() } else { format!("{}; ", bounds.join(", ")) };
            let unlocks = match missing.unlocks {
                0 => "unlocks nothing alone".to_owned(),
                count => format!("unlocks {}", counted(count, "item")),
            };
            let ids: Vec<&str> = missing.needed_by.iter().map(|id| id.as_str()).collect();
            self.entry(&label(missing), width, &format!("{envelope}{unlocks}; needed by {}", short_list(&ids)));
        }
    }

    /// The items of a status with their reasons; those with the same reasons together.
    fn reasons_of(&mut self, status: Status, heading: &str) {
        let mut groups: Vec<(&[String], Vec<&str>)> = Vec::new();
        let mut known: BTreeMap<&[String], usize> = BTreeMap::new();
        let report = self.report;
        for entry in report.items.iter().filter(|entry| entry.status == status) {
            let at = *known.entry(&entry.reasons).or_insert_with(|| {
                groups.push((&entry.reasons, Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(self.graph.item(entry.item).id.as_str());
        }
        if groups.is_empty() {
            return;
        }
        self.heading(heading);
        let labels: Vec<String> = groups.iter().map(|(_, ids)| short_list(ids)).collect();
        let width = label_width(labels.iter());
        for ((reasons, _), label) in groups.iter().zip(&labels) {
            let mut first = true;
            for reason in *reasons {
                self.entry(if first { label } else { "" }, width, reason);
                first = false;
            }
        }
    }

    fn bootstrap(&mut self) {
        if self.report.bootstrap.is_empty() {
            return;
        }
        self.heading("Build first");
        let report = self.report;
        for stage in &report.bootstrap {
            let adds: Vec<&str> = stage.adds.iter().map(|id| id.as_str()).collect();
            self.entry(&format!("{}. {}", stage.stage, stage.plan), 30, &format!("adds {}", adds.join(", ")));
        }
    }

    fn imports(&mut self) {
        if self.report.imports.is_empty() {
            return;
        }
        let report = self.report;
        let currency = self.graph.currency.code();
        self.heading(&format!("Imports: {}", counted(report.imports.len(), "item")));
        let rows: Vec<[String; 3]> = report
            .imports
            .iter()
            .map(|import| {
                let unit = self.graph.item(import.item).unit.symbol();
                let cost =
                    import.cost.map_or_else(|| "no price".to_owned(), |cost| format!("{} {currency}", money(cost)));
                [self.id(import.item).to_owned(), format!("{} {unit}", format_amount_grouped(import.quantity)), cost]
            })
            .collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let (items, quantities, costs) = (width(0), width(1), width(2).max(12));
        for [item, quantity, cost] in &rows {
            self.line(&format!("  {item:items$}  {quantity:>quantities$}  {cost:>costs$}"));
        }
        let total: f64 = report.imports.iter().filter_map(|import| import.cost).sum();
        self.line(&format!("  {:items$}  {:>quantities$}  {:>costs$}", "", "", format!("{} {currency}", money(total))));
    }

    /// What is made, by the machines that make it.
    fn made(&mut self) {
        let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let report = self.report;
        for entry in report.items.iter().filter(|entry| matches!(entry.status, Status::Made | Status::Bootstrap)) {
            let machines: Vec<&str> = entry.equipment.iter().map(|id| id.as_str()).collect();
            let label = if machines.is_empty() { "no equipment".to_owned() } else { machines.join(", ") };
            groups.entry(label).or_default().push(self.graph.item(entry.item).id.as_str());
        }
        if groups.is_empty() {
            return;
        }
        let count: usize = groups.values().map(Vec::len).sum();
        self.heading(&format!("Made here: {}", counted(count, "item")));
        let root = self.graph.item(report.resolution.root).id.as_str();
        let width = label_width(groups.keys());
        for (label, ids) in groups {
            // A part's id starts with its plan's: within the report of that plan, its own name is enough.
            let own = |id: &str| id.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id).to_owned();
            let ids: Vec<String> = ids.into_iter().map(own).collect();
            self.entry(&label, width, &ids.join(", "));
        }
    }

    fn figures(&mut self) {
        let report = self.report;
        let (closure, cost) = (&report.closure, &report.cost);
        let currency = self.graph.currency.code();
        self.heading("What it comes to");
        let shares = [("mass", closure.mass), ("BOM lines", closure.lines), ("value", closure.value)];
        let shares: Vec<String> = shares.iter().map(|(name, share)| format!("{} of {name}", percent(*share))).collect();
        self.entry("closure", 8, &format!("{} is the place's own", shares.join(", ")));
        if report.verdict != Verdict::Blocked {
            self.capacity();
        }
        let kinds = [
            ("resources", cost.resources),
            ("imports", cost.imports),
            ("labour", cost.labour),
            ("equipment", cost.equipment),
        ];
        let kinds: Vec<String> = kinds.iter().map(|(name, amount)| format!("{name} {}", money(*amount))).collect();
        let caveat = match cost.unpriced {
            0 => String::new(),
            count => format!("; without {} that nobody priced", counted(count, "thing")),
        };
        let total = format!(
            "{} {currency} each: {}; {} stays here{caveat}",
            money(cost.total),
            kinds.join(", "),
            percent(cost.kept_local)
        );
        self.entry("cost", 8, &total);
        if let Some(score) = &report.score {
            let ratio = score.performance_to_cost;
            let line = match ratio {
                ratio if ratio >= 10.0 => "past the 10× line",
                ratio if ratio >= 1.0 => "past the 1× line, short of 10×",
                _ => "short of the 1× line",
            };
            let text =
                format!("{}× the performance-to-cost of {}: {line}", format_amount(rounded(ratio)), score.against);
            self.entry("score", 8, &text);
        }
    }

    fn capacity(&mut self) {
        let capacity = &self.report.capacity;
        let rate = capacity.units_per_week.map_or_else(
            || "nothing that is known limits the rate".to_owned(),
            |rate| format!("{} a week", format_amount(rounded(rate))),
        );
        let limit = capacity.bottleneck.as_ref().map(|name| format!(", limited by {name}")).unwrap_or_default();
        let mut loads: Vec<_> = capacity.equipment.iter().filter(|load| load.hours_per_unit > 0.0).collect();
        loads.sort_by(|a, b| {
            let share = |load: &crate::local::EquipmentLoad| load.hours_per_unit / load.hours_available;
            share(b).total_cmp(&share(a))
        });
        let loads: Vec<String> = loads
            .iter()
            .take(3)
            .map(|load| {
                format!(
                    "{} {} of {} h",
                    load.id,
                    format_amount(rounded(load.hours_per_unit)),
                    format_amount(load.hours_available)
                )
            })
            .collect();
        let busiest = if loads.is_empty() {
            String::new()
        } else {
            format!("; busiest, hours each of hours a week: {}", loads.join(", "))
        };
        self.entry("capacity", 8, &format!("{rate}{limit}{busiest}"));
    }
}

fn label_width<'l>(labels: impl Iterator<Item = &'l String>) -> usize {
    labels.map(|label| label.chars().count()).filter(|width| *width <= 34).max().unwrap_or(12)
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn short_list(ids: &[&str]) -> String {
    if ids.len() > 6 { format!("{} and {} more", ids[..5].join(", "), ids.len() - 5) } else { ids.join(", ") }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Whole units from 100 on, else two decimals.
fn money(amount: f64) -> String {
    if amount >= 100.0 { format_amount_grouped(amount.round()) } else { format!("{amount:.2}") }
}

/// Three significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Lines of at most `width` characters, broken at blanks.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
