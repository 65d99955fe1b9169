//! Why an item is needed, and who uses it, for the terminal.

use std::fmt::Write;

use super::style::Style;
use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount_grouped;
use crate::resolve::{PathList, Resolution, UseList};

/// The paths by which a plan needs an item, largest first.
pub fn paths_text(graph: &Graph, resolution: &Resolution, target: ItemIndex, list: &PathList, style: Style) -> String {
    let item = graph.item(target);
    let root = graph.item(resolution.root);
    let mut text = String::new();
    let (quantity, unit) = (format_amount_grouped(list.quantity), item.unit.symbol());
    let for_how_many = format!("{} {} of {}", format_amount_grouped(resolution.quantity), root.unit.symbol(), root.id);
    let _ = writeln!(
        text,
        "{} {for_how_many} needs {quantity} {unit}, by these ways:",
        style.bold(&format!("{}:", item.id))
    );
    for path in &list.paths {
        let amount = path.quantities.last().copied().unwrap_or(0.0);
        let _ = writeln!(text, "\n{:>5.1} %  {} {unit}", path.share * 100.0, format_amount_grouped(amount));
        for (step, (item, quantity)) in path.items.iter().zip(&path.quantities).enumerate() {
            let item = graph.item(*item);
            let arrow = if step == 0 { String::new() } else { format!("{}└ ", "  ".repeat(step - 1)) };
            let amount = format!("{} {}", format_amount_grouped(*quantity), item.unit.symbol());
            let _ = writeln!(text, "         {}{}  {}", style.dim(&arrow), item.id, style.dim(&amount));
        }
    }
    if list.rest_share > 5e-4 {
        let _ = writeln!(text, "\n{:>5.1} %  {}", list.rest_share * 100.0, style.dim("by further ways, each smaller"));
    }
    text
}

/// Everything that uses an item.
pub fn uses_text(graph: &Graph, target: ItemIndex, uses: &UseList, style: Style) -> String {
    let mut text = String::new();
    let item = graph.item(target);
    if uses.direct.is_empty() {
        return format!("nothing uses {}\n", item.id);
    }
    let mut section = |heading: &str, items: &[ItemIndex]| {
        if !items.is_empty() {
            let _ = writeln!(text, "{}", style.bold(&format!("{heading} ({}):", items.len())));
            for user in items {
                let user = graph.item(*user);
                let _ = writeln!(text, "  {}  {}", user.id, style.dim(&user.title));
            }
        }
    };
    section("used directly by", &uses.direct);
    section("and through these by", &uses.transitive);
    text
}
