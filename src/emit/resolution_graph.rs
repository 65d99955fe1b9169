//! A resolution as a graph for other tools: DOT (Graphviz) and Mermaid.

use std::collections::HashMap;
use std::fmt::Write;

use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount;
use crate::resolve::{Obtain, Resolution};

/// The graph in Graphviz' language, needs to the right.
pub fn dot(graph: &Graph, resolution: &Resolution) -> String {
    let mut text = String::from("digraph resolution {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for need in &resolution.needs {
        let item = graph.item(need.item);
        let shape = match need.obtain {
            Obtain::Make(_) => "box",
            Obtain::Raw | Obtain::Resource => "invhouse",
            Obtain::Bought | Obtain::Stock => "diamond",
            Obtain::Unresolved => "octagon",
        };
        let label =
            format!("{}\\n{} {}", quoted(item.id.as_str()), format_amount(need.quantity), quoted(item.unit.symbol()));
        let _ = writeln!(text, "  \"{}\" [label=\"{label}\", shape={shape}];", quoted(item.id.as_str()));
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

/// The graph in Mermaid's language, needs to the right.
pub fn mermaid(graph: &Graph, resolution: &Resolution) -> String {
    let mut text = String::from("flowchart LR\n");
    let number: HashMap<ItemIndex, usize> =
        resolution.needs.iter().enumerate().map(|(n, need)| (need.item, n)).collect();
    for (n, need) in resolution.needs.iter().enumerate() {
        let item = graph.item(need.item);
        let label = format!("{}<br>{} {}", item.id, format_amount(need.quantity), item.unit.symbol());
        let (open, close) = match need.obtain {
            Obtain::Make(_) => ("[", "]"),
            Obtain::Raw | Obtain::Resource => ("[/", "/]"),
            Obtain::Bought | Obtain::Stock => ("{{", "}}"),
            Obtain::Unresolved => ("((", "))"),
        };
        let _ = writeln!(text, "  n{n}{open}\"{label}\"{close}");
    }
    for edge in &resolution.edges {
        let label = format!("{} {}", format_amount(edge.quantity), graph.item(edge.to).unit.symbol());
        let _ = writeln!(text, "  n{} -->|\"{label}\"| n{}", number[&edge.from], number[&edge.to]);
    }
    text
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
