//! The page of the rules that plans are held to, and of how well each plan is documented.

use serde::Serialize;

use super::context::Context;
use super::documentation::points;
use super::links::{Names, RULES};
use super::plan_list::{FEW, PlanLists, plan_lists};
use super::view::{Link, Page, Share};
use super::wording::share;
use crate::lint::documentation;
use crate::lint::registry::grouped;
use crate::lint::rule::Rule;

/// `rules.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Rules {
    pub page: Page,
    /// How well each plan is documented, the best first; empty where that is not told.
    pub scores: Vec<ScoreLine>,
    /// Where the other plans are, if they are too many for this page.
    pub lists: Option<PlanLists>,
    /// How scores are counted.
    pub scoring_html: String,
    pub groups: Vec<RuleGroup>,
}

/// How well one plan is documented.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreLine {
    pub plan: Link,
    /// `78 of 100`
    pub score: String,
    pub share: Share,
    /// What would raise the score most.
    pub next_html: Option<String>,
}

/// Rules that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct RuleGroup {
    pub title: String,
    pub rules: Vec<RuleLine>,
}

/// One rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleLine {
    /// Its name, which is its anchor too.
    pub name: String,
    /// `error` or `warning`
    pub level: String,
    /// Whether `groundup check --fix` mends some of what it finds.
    pub fixable: bool,
    pub what_html: String,
    pub why_html: String,
    pub mend_html: String,
}

/// The page's context.
pub fn rules_page(context: &Context<'_>) -> Rules {
    let names = context.names(RULES);
    let mut scores: Vec<(f64, ScoreLine)> = (0..context.input.catalog.plans.len())
        .filter_map(|plan| context.documentation(plan))
        .map(|score| {
            let next = score.missing.first().map(|missing| context.html(&missing.advice, names, None));
            let line = ScoreLine {
                plan: names.plan(score.plan),
                score: points(score),
                share: share("", f64::from(score.whole_points()) / 100.0),
                next_html: next,
            };
            (score.score, line)
        })
        .collect();
    scores.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let lists = plan_lists(context, names).filter(|_| !scores.is_empty());
    if lists.is_some() {
        scores.truncate(FEW);
    }
    let group = |(title, rules): (&str, &[&Rule])| RuleGroup {
        title: title.to_owned(),
        rules: rules.iter().map(|rule| rule_line(context, rule, names)).collect(),
    };
    Rules {
        page: context.page(
            "rules",
            "Rules and scores",
            Some("What plans are checked for, why, and how well each is documented."),
            RULES,
        ),
        scores: scores.into_iter().map(|(_, line)| line).collect(),
        lists,
        scoring_html: scoring(context, names),
        groups: grouped().map(group).collect(),
    }
}

fn rule_line(context: &Context<'_>, rule: &Rule, names: Names<'_>) -> RuleLine {
    let html = |section: &str| context.html(rule.section(section).unwrap_or_default(), names, None);
    RuleLine {
        name: rule.name.to_owned(),
        level: rule.severity.as_str().to_owned(),
        fixable: rule.is_fixable(),
        what_html: html("What"),
        why_html: html("Why"),
        mend_html: html("Mend"),
    }
}

/// The page of the criteria without its heading, which the page has already.
fn scoring(context: &Context<'_>, names: Names<'_>) -> String {
    let page = documentation::page();
    let text = page.split_once('\n').map_or(page.as_str(), |(_, rest)| rest);
    context.html(text, names, None)
}
