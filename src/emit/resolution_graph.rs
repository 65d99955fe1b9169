//! A resolution as a graph for other tools: DOT (Graphviz) and Mermaid.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount;
use crate::resolve::{Need, Obtain, Resolution, Stage, stages};

/// The graph in Graphviz' language: stages as clusters, the ground at the bottom.
pub fn dot(graph: &Graph, resolution: &Resolution) -> String {
    let mut text = String::from(
        "digraph resolution {\n  rankdir=TB;\n  newrank=true;\n  node [shape=box, fontname=\"sans-serif\"];\n",
    );
    for (stage, members) in by_stage(graph, resolution) {
        let name = format!("{stage:?}").to_lowercase();
        let _ = writeln!(text, "  subgraph cluster_{name} {{\n    label=\"{}\"; color=gray;", stage.title());
        if stage == Stage::Ground {
            text.push_str("    rank=max;\n");
        }
        for need in members {
            let item = graph.item(need.item);
            let shape = match need.obtain {
                Obtain::Make(_) => "box",
                Obtain::Raw | Obtain::Resource => "invhouse",
                Obtain::Bought | Obtain::Stock => "diamond",
                Obtain::Unresolved => "octagon",
            };
            let id = quoted(item.id.as_str());
            let amount = format!("{} {}", format_amount(need.quantity), quoted(item.unit.symbol()));
            let _ = writeln!(text, "    \"{id}\" [label=\"{id}\\n{amount}\", shape={shape}];");
        }
        text.push_str("  }\n");
    }
    for edge in &resolution.edges {
        let (from, to) = (graph.item(edge.from), graph.item(edge.to));
        let label = format!("{} {}", format_amount(edge.quantity), quoted(to.unit.symbol()));
        let _ =
            writeln!(text, "  \"{}\" -> \"{}\" [label=\"{label}\"];", quoted(from.id.as_str()), quoted(to.id.as_str()));
    }
    text.push_str("}\n");
    text
}

/// The graph in Mermaid's language: stages as subgraphs, the ground at the bottom.
pub fn mermaid(graph: &Graph, resolution: &Resolution) -> String {
    let mut text = String::from("flowchart TB\n");
    let number: HashMap<ItemIndex, usize> =
        resolution.needs.iter().enumerate().map(|(n, need)| (need.item, n)).collect();
    for (stage, members) in by_stage(graph, resolution) {
        let name = format!("{stage:?}").to_lowercase();
        let _ = writeln!(text, "  subgraph stage-{name}[\"{}\"]", stage.title());
        for need in members {
            let item = graph.item(need.item);
            let label = format!("{}<br>{} {}", item.id, format_amount(need.quantity), item.unit.symbol());
            let (open, close) = match need.obtain {
                Obtain::Make(_) => ("[", "]"),
                Obtain::Raw | Obtain::Resource => ("[/", "/]"),
                Obtain::Bought | Obtain::Stock => ("{{", "}}"),
                Obtain::Unresolved => ("((", "))"),
            };
            let _ = writeln!(text, "    n{}{open}\"{label}\"{close}", number[&need.item]);
        }
        text.push_str("  end\n");
    }
    for edge in &resolution.edges {
        let label = format!("{} {}", format_amount(edge.quantity), graph.item(edge.to).unit.symbol());
        let _ = writeln!(text, "  n{} -->|\"{label}\"| n{}", number[&edge.from], number[&edge.to]);
    }
    text
}

/// The needs of each stage, from the product down.
fn by_stage<'r>(graph: &Graph, resolution: &'r Resolution) -> BTreeMap<Stage, Vec<&'r Need>> {
    let mut groups: BTreeMap<Stage, Vec<&Need>> = BTreeMap::new();
    for (need, stage) in resolution.needs.iter().zip(stages(graph, resolution)) {
        groups.entry(stage).or_default().push(need);
    }
    groups
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
