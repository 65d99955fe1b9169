//! Money, limits and the build of a local report, in sentences: (label, text).

use super::phrase::{counted, money, percent, rounded, short_list};
use super::style::Style;
use crate::graph::{Graph, ItemIndex};
use crate::local::{
    BuildStep, EARNINGS_MARK, Lever, LocalReport, NextLine, PriceBasis, Schedule, Score, WORKING_DAYS_PER_WEEK,
};
use crate::quantity::{WeeklyRate, format_amount, weekly_rate};

/// Parts of which the cost is told.
const MOST_PARTS: usize = 4;

/// What limits the rate next, and how long one build takes.
pub(super) fn capacity_notes(graph: &Graph, report: &LocalReport) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if report.capacity.limits.len() > 1 {
        let next: Vec<(&str, WeeklyRate)> =
            report.capacity.limits[1..].iter().map(|limit| (&*limit.name, weekly_rate(limit.units_per_week))).collect();
        // What all are counted in stands once.
        let unit = next[0].1.unit;
        let is_alike = next.iter().all(|(_, rate)| rate.unit == unit && !rate.number.starts_with("one"));
        let told =
            next.iter().map(
                |(name, rate)| {
                    if is_alike { format!("{name} at {}", rate.number) } else { format!("{name} at {rate}") }
                },
            );
        let told = told.collect::<Vec<_>>().join(", ");
        lines.push(("", if is_alike { format!("then {told} {unit}") } else { format!("then {told}") }));
    }
    lines.extend(report.schedule.as_ref().map(|schedule| ("build", build(graph, report, schedule))));
    lines
}

/// The dearest parts, and what stays; `own` is an item's id, shortened within the report.
pub(super) fn cost_notes(
    graph: &Graph,
    report: &LocalReport,
    own: impl Fn(ItemIndex) -> String,
) -> Vec<(&'static str, String)> {
    let (cost, economics, currency) = (&report.cost, &report.economics, graph.currency.code());
    if cost.total <= 0.0 {
        return Vec::new();
    }
    let part = |share: &crate::local::CostShare| {
        let is_root = share.item == report.resolution.root;
        let name = if is_root { "its own work".to_owned() } else { own(share.item) };
        format!("{name} {}", money(share.amount))
    };
    let parts: Vec<String> = economics.by_part.iter().take(MOST_PARTS).map(part).collect();
    let rest = economics.by_part.len().saturating_sub(MOST_PARTS);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    let equipment = if cost.local_equipment > 0.0 {
        format!(" and {} for machines made from plans", money(cost.local_equipment))
    } else {
        String::new()
    };
    let kept = format!(
        "of each {currency}, {:.2} stays: wages {}, the place's own {}{equipment}; {:.2} leaves",
        cost.kept() / cost.total,
        money(cost.labour),
        money(cost.resources),
        cost.leaving() / cost.total
    );
    vec![("", format!("dearest: {}{rest}", parts.join(", "))), ("", kept)]
}

/// What a unit earns, and what it gives off.
pub(super) fn earning_notes(graph: &Graph, report: &LocalReport) -> Vec<(&'static str, String)> {
    vec![("earns", earnings(graph.currency.code(), report)), ("CO2e", emissions(report))]
}

fn build(graph: &Graph, report: &LocalReport, schedule: &Schedule) -> String {
    let hours = |hours: f64| format_amount(rounded(hours));
    let quality = if schedule.length_h <= schedule.lower_bound_h * (1.0 + 1e-9) {
        format!("no schedule is shorter ({})", schedule.bound_by)
    } else {
        format!("none is shorter than {} h ({})", hours(schedule.lower_bound_h), schedule.bound_by)
    };
    let what = if report.resolution.quantity == 1.0 {
        "one takes".to_owned()
    } else {
        format!("{} take", format_amount(report.resolution.quantity))
    };
    let mut text = format!(
        "{what} {} working hours, {} weeks of {} h; {quality}",
        hours(schedule.length_h),
        format_amount(rounded(schedule.weeks())),
        hours(schedule.hours_per_week)
    );
    if schedule.peak_power_w > 0.0 {
        text += &format!("; at the most {} kW at once", hours(schedule.peak_power_w / 1e3));
    }
    if let Some((item, wait)) = schedule.waits.iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
        let weeks = format_amount(rounded(wait / schedule.hours_per_week));
        text += &format!("; the longest wait is {weeks} weeks for {}", graph.item(*item).id);
    }
    if !schedule.unknown_lead_times.is_empty() {
        let ids: Vec<&str> = schedule.unknown_lead_times.iter().map(|item| graph.item(*item).id.as_str()).collect();
        text += &format!("; no wait is counted for imports without a lead time: {}", short_list(&ids));
    }
    text
}

fn earnings(currency: &str, report: &LocalReport) -> String {
    let economics = &report.economics;
    let Some((price, margin)) = economics.price.as_ref().zip(economics.margin) else {
        return format!("unknown: {}", economics.unknown.first().map_or("no price is known", |why| why));
    };
    let basis = match &price.basis {
        PriceBasis::Plan => "the plan's price".to_owned(),
        PriceBasis::Baseline { performance } => {
            format!("the baseline's × {}, for its share of the performance", format_amount(rounded(*performance)))
        }
    };
    let signed = |amount: f64| if amount < 0.0 { format!("−{}", money(-amount)) } else { money(amount) };
    let mut text = format!("price {} {currency} ({basis}), margin {}", money(price.amount), signed(margin));
    if let Some(earnings) = economics.earnings_per_day {
        text += &format!("; {} a working day at that rate ({WORKING_DAYS_PER_WEEK} a week)", signed(earnings));
    }
    if let Some(mark) = &economics.mark {
        text += &match mark.units_per_week {
            _ if mark.share >= 1.0 => {
                format!(": {} times the mark of {EARNINGS_MARK} {currency}", format_amount(rounded(mark.share)))
            }
            Some(rate) => format!(
                ": {} of the mark of {EARNINGS_MARK} {currency}; it takes {}, or a margin of {}",
                percent(mark.share),
                weekly_rate(rate),
                money(mark.margin)
            ),
            None => format!(
                "; the mark of {EARNINGS_MARK} {currency} takes a margin of {} at that rate",
                money(mark.margin)
            ),
        };
    }
    text
}

fn emissions(report: &LocalReport) -> String {
    let economics = &report.economics;
    let own = format_amount(rounded(economics.emissions_kg));
    let open = match economics.emissions_unknown {
        0 => String::new(),
        count => format!(", without {} of which nobody says", counted(count, "input")),
    };
    match economics.import_emissions_kg {
        Some(import) if import > 0.0 => {
            let share = percent(economics.emissions_kg / import);
            format!("{own} kg each{open}; {share} of an import's {} kg", format_amount(rounded(import)))
        }
        _ => format!("{own} kg each{open}; the plan does not say what an import gives off"),
    }
}

/// Term by term, and what would reach the next line.
pub(super) fn score_notes(graph: &Graph, report: &LocalReport, score: &Score) -> Vec<(&'static str, String)> {
    let currency = graph.currency.code();
    let ratio = |value: f64| format_amount(rounded(value));
    let terms: Vec<String> = score.terms.iter().map(|term| format!("{} {}×", term.name, ratio(term.ratio))).collect();
    let cost = report.cost.total;
    let mut lines = vec![(
        "",
        format!(
            "{}; cost {}× ({} of {} {currency})",
            terms.join(", "),
            ratio(cost / score.price),
            money(cost),
            money(score.price)
        ),
    )];
    if let Some(next) = &score.next {
        lines.push(("", next_line(currency, score, next)));
    }
    lines
}

fn next_line(currency: &str, score: &Score, next: &NextLine) -> String {
    let enough: Vec<String> = next
        .levers
        .iter()
        .filter_map(|lever| {
            Some(format!("{} at {} instead of {}", lever.kind, money(lever.at_most?), money(lever.now)))
        })
        .collect();
    let short: Vec<&str> =
        next.levers.iter().filter(|lever: &&Lever| lever.at_most.is_none()).map(|lever| lever.kind).collect();
    let mut text = format!(
        "the {}× line takes a cost of {} {currency}, or a performance of {}× instead of {}×",
        next.line,
        money(next.cost_at_most),
        format_amount(rounded(next.performance_at_least)),
        format_amount(rounded(score.performance())),
    );
    if !enough.is_empty() {
        text += &format!("; by one kind of cost alone, {}", enough.join(", or "));
    }
    if !short.is_empty() {
        let (last, first) = short.split_last().map_or(("", &[][..]), |(last, first)| (*last, first));
        let kinds = if first.is_empty() { last.to_owned() } else { format!("{} or {last}", first.join(", ")) };
        text += &format!("; even free {kinds} alone does not suffice");
    }
    text
}

/// Every step of a build, in the order in which they begin.
pub fn schedule_text(graph: &Graph, report: &LocalReport, style: Style) -> String {
    let Some(schedule) = &report.schedule else {
        return format!("\n{}\n  there is none\n", style.bold("Schedule of one build"));
    };
    let root = graph.item(report.resolution.root).id.as_str();
    let own = |id: &str| id.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id).to_owned();
    let machine = |step: &BuildStep| match &step.machine {
        Some(machine) => format!("{machine} {}", step.unit),
        None => "by hand".to_owned(),
    };
    let rows = schedule.steps.iter().map(|step| {
        let people: Vec<String> = step.people.iter().map(|(skill, count)| format!("{count} {skill}")).collect();
        let item = own(graph.item(step.item).id.as_str());
        let capability = graph.recipe(step.recipe).operations[step.operation].capability_id.to_string();
        [
            format!("{:.2}", step.start_h),
            format!("{:.2}", step.end_h),
            machine(step),
            item,
            capability,
            people.join(", "),
        ]
    });
    let rows: Vec<[String; 6]> = rows.collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(4);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut text = format!("\n{}\n", style.bold("Schedule of one build, in working hours"));
    for row in &rows {
        let line = format!("  {:>3$}  {:>4$}  {:5$}  ", row[0], row[1], row[2], widths[0], widths[1], widths[2]);
        let rest = format!("{:3$}  {:4$}  {}", row[3], row[4], row[5], widths[3], widths[4]);
        text += (line + &rest).trim_end();
        text.push('\n');
    }
    text
}
