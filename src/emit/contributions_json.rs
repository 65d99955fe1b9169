//! Where a total comes from, as `groundup/contributions/1`.

use serde::Serialize;

use crate::graph::Graph;
use crate::resolve::{Contributions, Resolution};

/// Where a total comes from.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ContributionsJson<'g> {
    schema: &'static str,
    plan: &'g str,
    quantity: f64,
    unit: &'g str,
    total: TotalJson,
    /// What each item adds itself, the most first; they sum to the total.
    direct: Vec<DirectJson<'g>>,
    /// The least share of the total that a branch is told for.
    cutoff: f64,
    /// Whether all such branches are told.
    is_complete: bool,
    /// The branches, the heaviest first.
    branches: Vec<BranchJson<'g>>,
}

#[derive(Debug, Serialize)]
struct TotalJson {
    name: &'static str,
    amount: f64,
    unit: &'static str,
}

#[derive(Debug, Serialize)]
struct DirectJson<'g> {
    item: &'g str,
    obtained: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'g str>,
    amount: f64,
    share: f64,
}

#[derive(Debug, Serialize)]
struct BranchJson<'g> {
    item: &'g str,
    /// Position among the branches of what it is needed for; none for the plan itself.
    parent: Option<u32>,
    depth: u32,
    quantity: f64,
    unit: &'g str,
    own: f64,
    cumulative: f64,
    share: f64,
    /// How many of its inputs carry something, but less than the cutoff.
    folded: u32,
}

/// The JSON document of where a total comes from.
pub fn contributions_json<'g>(
    graph: &'g Graph,
    resolution: &Resolution,
    found: &Contributions,
) -> ContributionsJson<'g> {
    let root = graph.item(resolution.root);
    let share = |part: f64| if found.amount == 0.0 { 0.0 } else { part / found.amount };
    let direct = found.direct.iter().map(|direct| {
        let obtain = resolution.choice.of(direct.item);
        DirectJson {
            item: graph.item(direct.item).id.as_str(),
            obtained: obtain.as_str(),
            recipe: obtain.recipe().map(|recipe| graph.recipe(recipe).id.as_str()),
            amount: direct.amount,
            share: share(direct.amount),
        }
    });
    let branches = found.visits.iter().map(|visit| BranchJson {
        item: graph.item(visit.item).id.as_str(),
        parent: visit.parent,
        depth: visit.depth,
        quantity: visit.quantity,
        unit: graph.item(visit.item).unit.symbol(),
        own: visit.own,
        cumulative: visit.cumulative,
        share: share(visit.cumulative),
        folded: visit.folded,
    });
    ContributionsJson {
        schema: "groundup/contributions/1",
        plan: root.id.as_str(),
        quantity: resolution.quantity,
        unit: root.unit.symbol(),
        total: TotalJson { name: found.total.as_str(), amount: found.amount, unit: found.total.unit(graph) },
        direct: direct.collect(),
        cutoff: found.cutoff,
        is_complete: found.is_complete,
        branches: branches.collect(),
    }
}
