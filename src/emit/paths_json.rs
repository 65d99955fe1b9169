//! Why an item is needed, and who uses it, as `groundup/why/1` and `groundup/uses/1`.

use serde::Serialize;

use super::rivals_json::{RivalJson, rivals_json};
use crate::graph::{Graph, ItemIndex};
use crate::resolve::{PathList, Resolution, Rivals, UseList};

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
}

/// The JSON document of a list of paths.
pub fn paths_json<'g>(graph: &'g Graph, resolution: &Resolution, target: ItemIndex, list: &PathList) -> PathsJson<'g> {
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
    paths_json(graph, resolution, target, &nothing)
}

/// The JSON document of a list of users.
pub fn uses_json<'g>(graph: &'g Graph, target: ItemIndex, uses: &UseList) -> UsesJson<'g> {
    let ids = |items: &[ItemIndex]| items.iter().map(|item| graph.item(*item).id.as_str()).collect();
    UsesJson {
        schema: "groundup/uses/1",
        item: graph.item(target).id.as_str(),
        direct: ids(&uses.direct),
        transitive: ids(&uses.transitive),
    }
}
