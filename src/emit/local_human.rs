//! A local report for people: the verdict, what stands in the way, what comes from elsewhere, what is made how, and what it
//! comes to.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};

use super::economics_human::{capacity_notes, cost_notes, earning_notes, score_notes};
use super::local_lacks_human::{Row, acquisition_rows, missing_rows, unknown_rows};
use super::phrase::{counted, money, percent, rounded, short_list, wrapped};
use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex};
use crate::local::{EquipmentLoad, ItemReport, LocalReport, Status, Verdict};
use crate::quantity::{format_amount, format_amount_grouped, weekly_rate};

/// Columns of a line.
const WIDTH: usize = 100;

/// The report as text, with colours if asked for.
pub fn local_text(catalog: &Catalog, graph: &Graph, report: &LocalReport, colour: bool) -> String {
    let mut page = Page { graph, report, colour, text: String::new() };
    page.verdict(catalog);
    page.missing();
    page.blocked();
    page.bootstrap();
    page.imports();
    page.made();
    page.reasons_of(Status::Stock, "From stock");
    page.reasons_of(Status::Resource, "From the place");
    page.unknown();
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
        self.own(self.graph.item(item).id.as_str())
    }

    /// An id within this report: a part's starts with its plan's, and its own name is enough.
    fn own<'i>(&self, id: &'i str) -> &'i str {
        own_name(self.graph.item(self.report.resolution.root).id.as_str(), id)
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
        let report = self.report;
        let root = self.graph.item(report.resolution.root).id.as_str();
        let rows = missing_rows(self.graph, report, |id| own_name(root, id));
        // The answer first, then what it was chosen from.
        if let Some(acquisitions) = &report.acquisitions {
            let heading = match acquisitions.exact {
                true => "The least that would make it possible",
                false => "What would make it possible (a smaller set may do: there is too much to try all)",
            };
            self.rows(heading, acquisition_rows(self.graph, report));
        }
        self.rows("Missing, what unlocks most first", rows);
    }

    fn unknown(&mut self) {
        self.rows("Not stated", unknown_rows(self.report));
    }

    fn rows(&mut self, heading: &str, rows: Vec<Row>) {
        if rows.is_empty() {
            return;
        }
        self.heading(heading);
        let width = label_width(rows.iter().map(|(label, _)| label));
        for (label, text) in rows {
            self.entry(&label, width, &text);
        }
    }

    /// What is blocked, each cause told once.
    fn blocked(&mut self) {
        let count = self.report.items.iter().filter(|entry| entry.status == Status::Blocked).count();
        if count == 0 {
            return;
        }
        self.heading(&format!("Blocked: {}", counted(count, "item")));
        self.causes(Status::Blocked);
        let waits = |entry: &&ItemReport| entry.status == Status::Blocked && entry.causes.is_empty();
        let waiting: Vec<&str> = self.report.items.iter().filter(waits).map(|entry| self.id(entry.item)).collect();
        if !waiting.is_empty() {
            let waiting = short_list(&waiting);
            self.cause("waiting only for inputs that are blocked", &waiting);
        }
    }

    /// The causes of the items of a status, those of most items first, with the items.
    fn causes(&mut self, status: Status) {
        let report = self.report;
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in report.items.iter().filter(|entry| entry.status == status) {
            for cause in &entry.causes {
                let at = *known.entry(cause).or_insert_with(|| {
                    groups.push((cause, Vec::new()));
                    groups.len() - 1
                });
                groups[at].1.push(self.own(self.graph.item(entry.item).id.as_str()));
            }
        }
        groups.sort_by_key(|(_, items)| std::cmp::Reverse(items.len()));
        for (cause, items) in groups {
            self.cause(cause, &short_list(&items));
        }
    }

    fn cause(&mut self, cause: &str, items: &str) {
        for line in wrapped(cause, WIDTH - 2) {
            self.line(&format!("  {line}"));
        }
        for line in wrapped(items, WIDTH - 6) {
            self.line(&format!("      {line}"));
        }
    }

    /// The items of a status, each with its reasons.
    fn reasons_of(&mut self, status: Status, heading: &str) {
        let report = self.report;
        let entries: Vec<&ItemReport> = report.items.iter().filter(|entry| entry.status == status).collect();
        if entries.is_empty() {
            return;
        }
        self.heading(heading);
        let labels: Vec<String> = entries.iter().map(|entry| self.id(entry.item).to_owned()).collect();
        let width = label_width(labels.iter());
        for (entry, label) in entries.iter().zip(&labels) {
            self.entry(label, width, &entry.reasons.join("; "));
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
                let once = if import.is_starter { ", once" } else { "" };
                let cost =
                    import.cost.map_or_else(|| "no price".to_owned(), |cost| format!("{} {currency}", money(cost)));
                [
                    self.id(import.item).to_owned(),
                    format!("{} {unit}{once}", format_amount_grouped(import.quantity)),
                    cost,
                ]
            })
            .collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let (items, quantities, costs) = (width(0), width(1), width(2).max(12));
        for [item, quantity, cost] in &rows {
            self.line(&format!("  {item:items$}  {quantity:>quantities$}  {cost:>costs$}"));
        }
        let total: f64 = report.imports.iter().filter_map(|import| import.cost).sum();
        self.line(&format!("  {:items$}  {:>quantities$}  {:>costs$}", "", "", format!("{} {currency}", money(total))));
        if report.items.iter().any(|entry| entry.status == Status::Import && !entry.causes.is_empty()) {
            self.heading("Why those are not made here");
            self.causes(Status::Import);
        }
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
        let width = label_width(groups.keys());
        for (label, ids) in groups {
            let ids: Vec<&str> = ids.into_iter().map(|id| self.own(id)).collect();
            self.entry(&label, width, &ids.join(", "));
        }
    }

    fn figures(&mut self) {
        let closure = &self.report.closure;
        self.heading("What it comes to");
        let shares = [("mass", closure.mass), ("BOM lines", Some(closure.lines)), ("value", closure.value)];
        let known = shares.iter().filter_map(|(name, share)| Some(format!("{} of {name}", percent((*share)?))));
        let unknown: Vec<&str> = shares.iter().filter(|(_, share)| share.is_none()).map(|(name, _)| *name).collect();
        let mut line = format!("{} is the place's own", known.collect::<Vec<_>>().join(", "));
        if !unknown.is_empty() {
            line += &format!("; by {} it is not known", unknown.join(" and by "));
        }
        let mut without = Vec::new();
        if closure.unknown_mass > 0 && closure.mass.is_some() {
            without.push(format!("{} without a mass", counted(closure.unknown_mass, "item")));
        }
        if closure.unknown_value > 0 && closure.value.is_some() {
            without.push(format!("{} without a price", counted(closure.unknown_value, "thing")));
        }
        if !without.is_empty() {
            line += &format!("; of what is known: {} left out", without.join(" and "));
        }
        self.entry("closure", 8, &line);
        let is_blocked = self.report.verdict == Verdict::Blocked;
        if let Some(ratio) = closure.extraction.filter(|_| !is_blocked) {
            let ratio = format_amount(rounded(ratio));
            self.entry(
                "raw",
                8,
                &format!("{ratio} kg of raw mass processed for each kg of product (extraction ratio)"),
            );
        }
        if !is_blocked || self.report.holds.self_sustaining {
            self.holds();
        }
        // What nobody can do here has no rate and no cost.
        if self.report.verdict != Verdict::Blocked {
            self.capacity();
            self.notes(capacity_notes(self.graph, self.report));
            self.cost();
            self.notes(earning_notes(self.graph, self.report));
        }
    }

    /// What holds of the three verdicts that differ, where not all or none do.
    fn holds(&mut self) {
        let holds = self.report.holds;
        let kinds = [
            ("can be begun with what the place has and may import", holds.bootstrappable),
            ("keeps itself going on resources alone once it runs", holds.self_sustaining),
            ("can be done within a year", holds.feasible_at_rate),
        ];
        let words = kinds.map(|(kind, holds)| format!("{}: {kind}", if holds { "yes" } else { "no" }));
        self.entry("verdicts", 8, &words.join("; "));
    }

    fn cost(&mut self) {
        let cost = &self.report.cost;
        let currency = self.graph.currency.code();
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
        let (total, kinds) = (money(cost.total), kinds.join(", "));
        let kept = percent(cost.kept_local);
        self.entry("cost", 8, &format!("{total} {currency} each: {kinds}; {kept} stays here{caveat}"));
        self.notes(cost_notes(self.graph, self.report, |item| self.id(item).to_owned()));
        if let Some(score) = &self.report.score {
            let line = match score.performance_to_cost {
                ratio if ratio >= 10.0 => "past the 10× line",
                ratio if ratio >= 1.0 => "past the 1× line, short of 10×",
                _ => "short of the 1× line",
            };
            let ratio = format_amount(rounded(score.performance_to_cost));
            self.entry("score", 8, &format!("{ratio}× the performance-to-cost of {}: {line}", score.against));
            self.notes(score_notes(self.graph, self.report, score));
        }
    }

    fn notes(&mut self, notes: Vec<(&'static str, String)>) {
        for (label, text) in notes {
            self.entry(label, 8, &text);
        }
    }

    fn capacity(&mut self) {
        let capacity = &self.report.capacity;
        let rate = capacity
            .units_per_week
            .map_or_else(|| "nothing that is known limits the rate".to_owned(), |rate| weekly_rate(rate).to_string());
        let limit = capacity.bottleneck.as_ref().map(|name| format!(", limited by {name}")).unwrap_or_default();
        let mut loads: Vec<&EquipmentLoad> =
            capacity.equipment.iter().filter(|load| load.hours_per_unit > 0.0).collect();
        let share = |load: &EquipmentLoad| load.hours_per_unit / load.hours_available;
        loads.sort_by(|a, b| share(b).total_cmp(&share(a)));
        let load = |load: &&EquipmentLoad| {
            let (used, available) = (rounded(load.hours_per_unit), rounded(load.hours_available));
            format!("{} {}/{}", load.id, format_amount(used), format_amount(available))
        };
        let loads: Vec<String> = loads.iter().take(3).map(load).collect();
        let busiest = if loads.is_empty() {
            String::new()
        } else {
            format!("; busiest, in hours for one of hours a week: {}", loads.join(", "))
        };
        self.entry("capacity", 8, &format!("{rate}{limit}{busiest}"));
    }
}

fn own_name<'i>(root: &str, id: &'i str) -> &'i str {
    id.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id)
}

/// The width of a column of labels; a label that is much longer gets a line of its own.
fn label_width<'l>(labels: impl Iterator<Item = &'l String>) -> usize {
    labels.map(|label| label.chars().count()).filter(|width| *width <= 34).max().unwrap_or(12)
}
