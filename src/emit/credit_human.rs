//! What by-products supply and what is left over, for the terminal.

use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount_grouped;
use crate::resolve::{FromNothing, Resolution};

/// One line for each item that several recipes or by-products supply, and for each that is left over.
pub(super) fn credit_lines(graph: &Graph, resolution: &Resolution) -> Vec<String> {
    let Some(credit) = &resolution.credit else { return Vec::new() };
    let amount = |item: ItemIndex, quantity: f64| {
        format!("{} {}", format_amount_grouped(quantity), graph.item(item).unit.symbol())
    };
    let mut lines = Vec::new();
    for (item, supply) in &credit.supplies {
        let mut parts: Vec<String> = supply
            .recipes
            .iter()
            .map(|(recipe, made)| format!("{} by {}", amount(*item, *made), graph.recipe(*recipe).id))
            .collect();
        if supply.from_by_products > 0.0 {
            let besides: Vec<&str> =
                supply.by_product_of.iter().map(|(recipe, _)| graph.recipe(*recipe).id.as_str()).collect();
            let by = amount(*item, supply.from_by_products);
            parts.push(format!("{by} as a by-product of {}", besides.join(", ")));
        }
        if supply.from_outside > 0.0 {
            parts.push(format!("{} from outside", amount(*item, supply.from_outside)));
        }
        if parts.len() > 1 || supply.from_by_products > 0.0 {
            lines.push(format!("{}: {}", graph.item(*item).id, parts.join(", ")));
        }
    }
    let left: Vec<String> = resolution
        .by_products
        .iter()
        .map(|flow| format!("{} {}", amount(flow.item, flow.quantity), graph.item(flow.item).id))
        .collect();
    if !left.is_empty() {
        lines.push(format!("left over: {}", left.join(", ")));
    }
    lines
}

/// A loop that makes something out of nothing, in words.
pub fn from_nothing_text(graph: &Graph, loop_of: &FromNothing) -> String {
    let runs: Vec<String> = loop_of
        .runs
        .iter()
        .map(|(recipe, runs)| format!("{} × `{}`", format_amount_grouped(*runs), graph.recipe(*recipe).id))
        .collect();
    format!(
        "warning: these recipes together make something out of nothing: {}; for each unit of `{}` that they take they make \
         {:.4}\nhelp: look at their quantities: one takes too little, or yields too much",
        runs.join(", "),
        graph.item(loop_of.item).id,
        loop_of.gain
    )
}
