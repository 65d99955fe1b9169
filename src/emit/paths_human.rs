//! Why an item is needed, and who uses it, for the terminal.

use std::fmt::Write;

use super::style::Style;
use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount_grouped;
use crate::resolve::{PathList, Resolution, UseList, WayCount};

/// The paths by which a plan needs an item, largest first.
pub fn paths_text(
    graph: &Graph,
    resolution: &Resolution,
    target: ItemIndex,
    list: &PathList,
    ways: WayCount,
    style: Style,
) -> String {
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
    let rest = rest_text(list, ways);
    if list.rest_share > 5e-4 || (ways.is_exact && rest.is_some()) {
        let rest = rest.unwrap_or_else(|| "by further ways".to_owned());
        let share = format!("{:.1}", list.rest_share * 100.0);
        let share = if share == "0.0" { "< 0.1".to_owned() } else { share };
        let _ = writeln!(text, "\n{share:>5} %  {}", style.dim(&rest));
    }
    text
}

/// `by 37 more ways, each smaller`
fn rest_text(list: &PathList, ways: WayCount) -> Option<String> {
    let more = ways.count.saturating_sub(list.paths.len() as u64);
    let noun = if more == 1 { "way" } else { "ways" };
    let number = format_amount_grouped(more as f64);
    match (ways.is_exact, more) {
        (_, u64::MAX) => Some("by more ways than can be counted, each smaller".to_owned()),
        (true, 0) => None,
        (true, _) => Some(format!("by {number} more {noun}, each smaller")),
        (false, 0) => Some("by ways round a loop, each smaller".to_owned()),
        (false, _) if ways.count == u64::MAX => Some("by more ways than can be counted, each smaller".to_owned()),
        (false, _) => Some(format!("by {number} more {noun} or further, and round a loop, each smaller")),
    }
}

/// Users through others that are named; more are counted.
const NAMED: usize = 30;

/// Everything that uses an item: directly, with how much, then through others, and the plans apart.
pub fn uses_text(graph: &Graph, target: ItemIndex, uses: &UseList, style: Style) -> String {
    let mut text = String::new();
    let item = graph.item(target);
    if uses.direct.is_empty() {
        return format!("nothing uses {}\n", item.id);
    }
    let _ = writeln!(text, "{}", style.bold(&format!("used directly by ({}):", uses.direct.len())));
    for take in &uses.takes {
        let (user, recipe) = (graph.item(take.user), graph.recipe(take.recipe));
        let mut note =
            format!("{} {} for 1 {}", format_amount_grouped(take.per_unit), item.unit.symbol(), user.unit.symbol());
        if recipe.id != user.id {
            note.push_str(&format!(", by {}", recipe.id));
        }
        if take.is_alternative {
            note.push_str(", as an alternative");
        }
        let _ = writeln!(text, "  {}  {note}  {}", user.id, style.dim(&user.title));
    }
    let mut section = |heading: &str, items: &[ItemIndex]| {
        if !items.is_empty() {
            let _ = writeln!(text, "{}", style.bold(&format!("{heading} ({}):", items.len())));
            for user in items.iter().take(NAMED) {
                let user = graph.item(*user);
                let _ = writeln!(text, "  {}  {}", user.id, style.dim(&user.title));
            }
            if items.len() > NAMED {
                let more = format!("and {} more; `--format json` names them all", items.len() - NAMED);
                let _ = writeln!(text, "  {}", style.dim(&more));
            }
        }
    };
    let others: Vec<ItemIndex> =
        uses.transitive.iter().copied().filter(|user| uses.plans.binary_search(user).is_err()).collect();
    section("and through these by", &others);
    section("plans that need it", &uses.plans);
    text
}
