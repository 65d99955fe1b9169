//! The schedule of a build as a Gantt chart: machines as rows, steps as bars, waits for imports above.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{cut, escape, page};
use crate::graph::{Graph, RecipeSource};
use crate::local::{BuildStep, LocalReport, Schedule};
use crate::model::Grade;
use crate::quantity::format_amount_grouped;

/// Room for the names of rows.
const LEFT: f64 = 200.0;
/// The chart itself.
const WIDTH: f64 = 900.0;
const ROW: f64 = 26.0;
const TOP: f64 = 62.0;
/// px that a letter takes.
const LETTER: f64 = 6.6;
const COLOURS: usize = 4;

/// What a chart calls things.
#[derive(Clone, Copy)]
pub struct GanttWords<'a> {
    /// The facility.
    pub place: &'a str,
    /// A machine, of which the schedule knows the id.
    pub machine: &'a dyn Fn(&str) -> String,
    /// A step of the assembly, if it has a name of its own; else it is called by its capability.
    pub step: &'a dyn Fn(&BuildStep) -> Option<String>,
    /// What stands across the chart, if it is not to be used.
    pub stamp: Option<&'a str>,
}

/// Draws the schedule of a report; says so if it has none.
pub fn gantt_svg(graph: &Graph, report: &LocalReport, words: GanttWords<'_>) -> String {
    let GanttWords { place, stamp, .. } = words;
    let title = &graph.item(report.resolution.root).title;
    let what = match report.resolution.quantity {
        1.0 => format!("One build of {title}"),
        quantity => format!("{} × {title}", format_amount_grouped(quantity)),
    };
    let label = format!("{what} at {place}, step by step");
    let Some(schedule) = &report.schedule else {
        let why = if report.verdict.as_str() == "blocked" {
            "It cannot be made here as things stand, so there is no schedule."
        } else {
            "It has too many steps for a schedule."
        };
        return page(LEFT + WIDTH, 60.0, &label, &format!("<text x=\"16\" y=\"36\">{why}</text>"));
    };
    let scale = WIDTH / schedule.length_h.max(f64::MIN_POSITIVE);
    let x = |hours: f64| LEFT + hours * scale;
    let rows = rows(schedule, words.machine);
    let wait_rows = usize::from(!schedule.waits.is_empty());
    let bottom = TOP + (rows.len() + wait_rows) as f64 * ROW;
    let mut body = format!(
        "<text class=\"head\" x=\"16\" y=\"22\">{}</text><text class=\"soft\" x=\"16\" y=\"40\">{}</text>",
        escape(&label),
        escape(&caption(graph, schedule))
    );
    axis(&mut body, schedule, x, bottom);
    if wait_rows > 0 {
        let _ = write!(body, "<text x=\"16\" y=\"{:.1}\">imports on their way</text>", TOP + 17.0);
        for (item, hours) in &schedule.waits {
            let _ = write!(
                body,
                "<rect x=\"{LEFT}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"var(--wait)\" opacity=\"0.5\"><title>{}: {:.1} weeks</title></rect>",
                TOP + 4.0,
                (hours * scale).min(WIDTH),
                ROW - 8.0,
                escape(&graph.item(*item).title),
                hours / schedule.hours_per_week
            );
        }
    }
    let mut colour_of: BTreeMap<crate::graph::ItemIndex, usize> = BTreeMap::new();
    for (number, (name, steps)) in rows.iter().enumerate() {
        let y = TOP + (number + wait_rows) as f64 * ROW;
        let _ = write!(body, "<text x=\"16\" y=\"{:.1}\">{}</text>", y + 17.0, escape(&cut(name, 24)));
        for step in steps {
            let next = colour_of.len() % COLOURS + 1;
            let colour = *colour_of.entry(step.item).or_insert(next);
            bar(&mut body, graph, (step, (words.step)(step)), (x(step.start_h), y), scale, colour);
        }
    }
    if let Some(stamp) = stamp {
        let size = (1.5 * WIDTH / stamp.chars().count().max(1) as f64).min(bottom - TOP);
        let _ = write!(
            body,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" dominant-baseline=\"central\" style=\"font-size:{size:.0}px;font-weight:bold;opacity:0.45\">{}</text>",
            LEFT + WIDTH / 2.0,
            f64::midpoint(TOP, bottom),
            escape(stamp)
        );
    }
    page(LEFT + WIDTH + 24.0, bottom + 34.0, &label, &body)
}

/// Whether the time of a step is an estimate.
fn is_estimate(graph: &Graph, step: &BuildStep) -> bool {
    graph.recipe(step.recipe).operations[step.operation].basis.grade == Grade::Estimated
}

fn caption(graph: &Graph, schedule: &Schedule) -> String {
    let guesses = schedule.steps.iter().filter(|step| is_estimate(graph, step)).count();
    let (sign, legend) =
        if guesses > 0 { ("≈\u{a0}", "; ≈ and a dashed edge: the time is an estimate") } else { ("", "") };
    let bound = if schedule.length_h <= schedule.lower_bound_h * (1.0 + 1e-9) {
        format!("no schedule is shorter ({})", schedule.bound_by)
    } else {
        format!("none is shorter than {:.1} h ({})", schedule.lower_bound_h, schedule.bound_by)
    };
    format!(
        "{sign}{:.1} working hours, {:.1} weeks of {} h; {bound}; at the most {:.1} kW at once{legend}",
        schedule.length_h,
        schedule.weeks(),
        format_amount_grouped(schedule.hours_per_week),
        schedule.peak_power_w / 1e3
    )
}

/// Rows by machine and unit, then by skill for steps without a machine; in the order in which they are first used.
fn rows<'s>(schedule: &'s Schedule, title: &dyn Fn(&str) -> String) -> Vec<(String, Vec<&'s BuildStep>)> {
    let mut rows: Vec<(String, Vec<&BuildStep>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let several = |step: &BuildStep| schedule.steps.iter().any(|other| other.machine == step.machine && other.unit > 1);
    for step in &schedule.steps {
        let name = match (&step.machine, step.people.first()) {
            // The number first: the end of a long name is cut.
            (Some(machine), _) if several(step) => format!("{}. {}", step.unit, title(machine.as_str())),
            (Some(machine), _) => title(machine.as_str()),
            (None, Some((skill, _))) => format!("by {skill}"),
            (None, None) => "by hand".to_owned(),
        };
        let at = *known.entry(name.clone()).or_insert_with(|| {
            rows.push((name, Vec::new()));
            rows.len() - 1
        });
        rows[at].1.push(step);
    }
    rows
}

fn axis(body: &mut String, schedule: &Schedule, x: impl Fn(f64) -> f64, bottom: f64) {
    let step = round_step(schedule.length_h / 10.0);
    let mut hours = 0.0;
    while hours <= schedule.length_h * (1.0 + 1e-9) {
        let _ = write!(
            body,
            "<line class=\"tick\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{1:.1}\" y2=\"{bottom:.1}\"/><text class=\"soft\" x=\"{0:.1}\" y=\"{2:.1}\" text-anchor=\"middle\">{3}</text>",
            x(hours),
            TOP - 6.0,
            bottom + 16.0,
            format_amount_grouped(hours)
        );
        hours += step;
    }
    let _ = write!(body, "<text class=\"soft\" x=\"16\" y=\"{:.1}\">working hours</text>", bottom + 16.0);
}

/// 1, 2 or 5 times a power of ten, at least the number.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1e-6).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= least).unwrap_or(power * 10.0)
}

fn bar(
    body: &mut String,
    graph: &Graph,
    (step, own): (&BuildStep, Option<String>),
    (x, y): (f64, f64),
    scale: f64,
    colour: usize,
) {
    let width = ((step.end_h - step.start_h) * scale).max(1.0);
    let recipe = graph.recipe(step.recipe);
    let capability = &recipe.operations[step.operation].capability_id;
    let is_guess = is_estimate(graph, step);
    let (sign, word, dash) = if is_guess { ("≈", ", estimated", " stroke-dasharray=\"4 2\"") } else { ("", "", "") };
    // A plan's own steps are told apart by what they do.
    let is_assembly = matches!(recipe.source, RecipeSource::Plan(_));
    let does = own.clone().unwrap_or_else(|| capability.to_string());
    let title = format!("{}: {does}, {:.2} to {:.2} h{word}", graph.item(step.item).title, step.start_h, step.end_h);
    let edge = if is_guess { "ink" } else { "ground" };
    let fill = if colour == 1 { "var(--bar)".to_owned() } else { format!("var(--bar{colour})") };
    let _ = write!(
        body,
        "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{fill}\" stroke=\"var(--{edge})\"{dash}><title>{}</title></rect>",
        y + 3.0,
        ROW - 6.0,
        escape(&title)
    );
    let id = if is_assembly { capability } else { &graph.item(step.item).id };
    let name = id.as_str().rsplit('/').next().unwrap_or_default();
    let name = own.filter(|_| is_assembly).unwrap_or_else(|| name.to_owned());
    let letters = ((width - 8.0) / LETTER).floor();
    if letters >= 3.0 {
        let _ = write!(
            body,
            "<text x=\"{:.1}\" y=\"{:.1}\" style=\"fill:var(--ground);font-size:12px;pointer-events:none\">{}</text>",
            x + 4.0,
            y + 17.0,
            escape(&cut(&format!("{sign}{name}"), letters as usize))
        );
    }
}

#[cfg(test)]
mod tests {
    use super::round_step;

    #[test]
    fn ticks_are_at_round_numbers() {
        assert_eq!([0.7, 1.0, 3.0, 60.0].map(round_step), [1.0, 1.0, 5.0, 100.0]);
    }
}
