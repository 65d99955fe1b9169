//! Why an item is needed, and who uses it, as `groundup/why/1` and `groundup/uses/1`.

use serde::Serialize;

use super::rivals_json::{RivalJson, rivals_json};
use crate::graph::{Graph, ItemIndex};
use crate::resolve::{PathList, Resolution, Rivals, UseList, WayCount};

/// The ways by which a plan needs an item.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PathsJson<'g> {
    schema: &'static str,
    plan: &'g str,
    item: &'g str,
    quantity: f64,
    unit: &'g str,
    paths: Vec<PathJson<'g>>,
    rest_share: f64,
    /// Ways that are not listed, at least; null where they cannot be counted.
    rest_count: Option<u64>,
    /// Whether `rest-count` is all of them.
    rest_is_exact: bool,
    /// How the item is obtained, and the other ways.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rivals: Vec<RivalJson<'g>>,
}

#[derive(Debug, Serialize)]
struct PathJson<'g> {
    share: f64,
    steps: Vec<StepJson<'g>>,
}

#[derive(Debug, Serialize)]
struct StepJson<'g> {
    item: &'g str,
    quantity: f64,
    unit: &'g str,
}

/// Who uses an item.
#[derive(Debug, Serialize)]
pub struct UsesJson<'g> {
    schema: &'static str,
    item: &'g str,
    direct: Vec<&'g str>,
    transitive: Vec<&'g str>,
    /// How each direct user takes it, recipe by recipe.
    takes: Vec<TakeJson<'g>>,
    /// Plans among the users.
    plans: Vec<&'g str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TakeJson<'g> {
    item: &'g str,
    recipe: &'g str,
    /// In `unit`, for one unit of the user (`per`).
    quantity: f64,
    unit: &'g str,
    per: &'g str,
    alternative: bool,
}

/// The JSON document of a list of paths.
pub fn paths_json<'g>(
    graph: &'g Graph,
    resolution: &Resolution,
    target: ItemIndex,
    list: &PathList,
    ways: WayCount,
) -> PathsJson<'g> {
    let step = |(item, quantity): (&ItemIndex, &f64)| {
        let item = graph.item(*item);
        StepJson { item: item.id.as_str(), quantity: *quantity, unit: item.unit.symbol() }
    };
    PathsJson {
        schema: "groundup/why/1",
        plan: graph.item(resolution.root).id.as_str(),
        item: graph.item(target).id.as_str(),
        quantity: list.quantity,
        unit: graph.item(target).unit.symbol(),
        paths: list
            .paths
            .iter()
            .map(|path| PathJson {
                share: path.share,
                steps: path.items.iter().zip(&path.quantities).map(step).collect(),
            })
            .collect(),
        rest_share: list.rest_share,
        rest_count: (ways.count < u64::MAX).then(|| ways.count.saturating_sub(list.paths.len() as u64)),
        rest_is_exact: ways.is_exact,
        rivals: Vec::new(),
    }
}

impl<'g> PathsJson<'g> {
    /// The same with how the item is obtained.
    #[must_use]
    pub fn with_rivals(self, graph: &'g Graph, rivals: &Rivals) -> Self {
        Self { rivals: rivals_json(graph, rivals), ..self }
    }
}

/// The same for an item that is not needed.
pub fn no_paths_json<'g>(graph: &'g Graph, resolution: &Resolution, target: ItemIndex) -> PathsJson<'g> {
    let nothing = PathList { quantity: 0.0, paths: Vec::new(), rest_share: 0.0 };
    paths_json(graph, resolution, target, &nothing, WayCount { count: 0, is_exact: true })
}

/// The JSON document of a list of users.
pub fn uses_json<'g>(graph: &'g Graph, target: ItemIndex, uses: &UseList) -> UsesJson<'g> {
    let ids = |items: &[ItemIndex]| items.iter().map(|item| graph.item(*item).id.as_str()).collect();
    UsesJson {
        schema: "groundup/uses/1",
        item: graph.item(target).id.as_str(),
        direct: ids(&uses.direct),
        transitive: ids(&uses.transitive),
        takes: uses
            .takes
            .iter()
            .map(|take| TakeJson {
                item: graph.item(take.user).id.as_str(),
                recipe: graph.recipe(take.recipe).id.as_str(),
                quantity: take.per_unit,
                unit: graph.item(target).unit.symbol(),
                per: graph.item(take.user).unit.symbol(),
                alternative: take.is_alternative,
            })
            .collect(),
        plans: ids(&uses.plans),
    }
}
