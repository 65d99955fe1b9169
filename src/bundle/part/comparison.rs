//! A plan beside what industry sells for the job.

use serde::Serialize;

use crate::bundle::answers::Answers;
use crate::bundle::context::Context;
use crate::bundle::links::web;
use crate::bundle::view::{Name, Quantity};
use crate::bundle::wording::{amount, capitalised, written};
use crate::local::{Outline, Score};
use crate::model::{Baseline, Plan};
use crate::quantity::{self, format_amount_grouped};
use crate::text::Spanned;

/// The machine beside what industry sells for the job.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    pub against: Name,
    pub caption: String,
    pub lines: Vec<ComparisonLine>,
    /// `2.1 × the performance per cost`
    pub score: Option<String>,
}

/// One measure of the comparison.
#[derive(Clone, Debug, Serialize)]
pub struct ComparisonLine {
    pub measure: String,
    pub ours: Quantity,
    pub theirs: Quantity,
}

/// The comparison, if the plan names a baseline.
pub fn comparison(context: &Context<'_>, plan_index: usize, answers: &Answers) -> Option<Comparison> {
    let plan = &context.input.catalog.plans[plan_index];
    let baseline = plan.baseline.as_ref()?;
    let mut lines = Vec::new();
    let nothing = || Quantity { number: "–".to_owned(), unit: String::new() };
    let mut line = |measure: String, ours: Option<Quantity>, theirs: Option<&Spanned<quantity::Quantity>>| {
        if let Some(theirs) = theirs {
            lines.push(ComparisonLine { measure, ours: ours.unwrap_or_else(nothing), theirs: written(&theirs.value) });
        }
    };
    let money = |amount_of: f64| amount(super::places::cents(amount_of), context.input.graph.currency.code());
    let (measure, cost) = match best_place(answers) {
        Some((report, _)) => {
            let facility = context.names("").facility(report.facility).text;
            (format!("Price; of ours, the cost at {facility}"), Some(money(report.cost.total)))
        }
        None => {
            let totals = answers.resolved().map(|resolution| resolution.totals);
            ("Price; of ours, materials and energy".to_owned(), totals.map(|totals| money(totals.cost)))
        }
    };
    line(measure, cost, baseline.price.as_ref());
    let read =
        |quantity: &Option<Spanned<quantity::Quantity>>| quantity.as_ref().map(|quantity| written(&quantity.value));
    line("Mass".to_owned(), read(&plan.makes.mass), baseline.mass.as_ref());
    line("Power".to_owned(), read(&plan.footprint.power), baseline.power.as_ref());
    line("Working life".to_owned(), read(&plan.footprint.lifetime), baseline.lifetime.as_ref());
    for (name, theirs) in &baseline.performance {
        line(capitalised(&name.value.replace('-', " ")), ours_of(plan, &name.value), Some(theirs));
    }
    Some(Comparison {
        against: Name { text: baseline.name.clone(), href: baseline.url.as_deref().and_then(web) },
        caption: caption(baseline),
        lines,
        score: score(context, answers),
    })
}

fn ours_of(plan: &Plan, name: &str) -> Option<Quantity> {
    plan.performance.iter().find(|(own, _)| own.value == name).map(|(_, quantity)| written(&quantity.value))
}

fn caption(baseline: &Baseline) -> String {
    let grade = baseline.grade.map(|grade| format!("; its figures are {}", grade.as_str())).unwrap_or_default();
    format!("Beside what industry sells for the job{grade}")
}

/// The facility with the best score, and the score.
fn best_place(answers: &Answers) -> Option<(&Outline, &Score)> {
    let scored = answers.places.iter().filter_map(|place| Some((place, place.score.as_ref()?)));
    scored.max_by(|a, b| a.1.performance_to_cost.total_cmp(&b.1.performance_to_cost))
}

fn score(context: &Context<'_>, answers: &Answers) -> Option<String> {
    let (report, score) = best_place(answers)?;
    let times = score.performance_to_cost;
    let facility = context.names("").facility(report.facility).text;
    let judged = match times {
        times if times >= 10.0 => "ten times better than industry, or more",
        times if times >= 1.0 => "better than industry; the aim is ten times",
        _ => "not yet as good as industry",
    };
    Some(format!(
        "Made at {facility}: {} times the performance for its cost of what industry sells, {judged}.",
        format_amount_grouped((times * 100.0).round() / 100.0)
    ))
}
