//! The page of the rules that plans are held to, and of how well each plan is documented.

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::kind::Kind;
use crate::bundle::links::RULES;
use crate::bundle::names::Names;
use crate::bundle::overview::Overview;
use crate::bundle::part::lists::{FEW, Lists, lists};
use crate::bundle::score::{ScoreGlance, of_hundred};
use crate::bundle::view::{Link, Page, Share};
use crate::bundle::wording::share;
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
    pub lists: Option<Lists>,
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
pub fn rules_page(context: &Context<'_>, overview: &Overview) -> Rules {
    let names = context.names(RULES);
    let plans = overview.plans.iter().enumerate();
    let mut scores: Vec<(usize, &ScoreGlance)> =
        plans.filter_map(|(plan, glance)| Some((plan, glance.score.as_ref()?))).collect();
    scores.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
    let lists = lists(context, Kind::Plan, names).filter(|_| !scores.is_empty());
    if lists.is_some() {
        scores.truncate(FEW);
    }
    let line = |(plan, score): (usize, &ScoreGlance)| ScoreLine {
        plan: names.plan(plan),
        score: of_hundred(score.points),
        share: share("", f64::from(score.points) / 100.0),
        next_html: score.next.as_ref().map(|advice| context.html(advice, names, None)),
    };
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
        scores: scores.into_iter().map(line).collect(),
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
