//! The figures that a resolution depends on: in words, ranked, and where a better source would help most.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::graph::{Graph, item_source_note, recipe_source_note};
use crate::model::Grade;
use crate::quantity::format_amount_grouped;
use crate::resolve::{Figure, ItemFigure, RecipeFigure, Subject, Total};

/// The totals by which figures are ranked.
pub(super) const RANKED_BY: [Total; 3] = [Total::Cost, Total::Electricity, Total::RawMass];

/// The most that a figure moves any of the totals that it is ranked by, per share of itself.
pub(super) fn weight(figure: &Figure) -> f64 {
    RANKED_BY.into_iter().map(|total| figure.elasticity_on(total).abs()).fold(0.0, f64::max)
}

/// The figures that no source states and that move a ranked total, the weightiest first.
pub(super) fn weak_figures(figures: &[Figure]) -> Vec<&Figure> {
    let is_weak = |figure: &&Figure| figure.basis.grade != Grade::Stated && !figure.is_norm && weight(figure) > 0.0;
    let mut weak: Vec<&Figure> = figures.iter().filter(is_weak).collect();
    weak.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.subject.cmp(&b.subject)));
    weak
}

/// The document (recipe or item, by id) whose figures that no source states carry most of what the ranked totals depend on, and
/// the share that they carry; the totals count alike. `None` if there is none.
pub(super) fn helps_most<'g>(graph: &'g Graph, figures: &[Figure]) -> Option<(&'g str, f64)> {
    let counted = || figures.iter().filter(|figure| !figure.is_norm);
    let sum = |total: Total| counted().map(|figure| figure.elasticity_on(total).abs()).sum::<f64>();
    let sums: Vec<(Total, f64)> =
        RANKED_BY.into_iter().map(|total| (total, sum(total))).filter(|(_, sum)| *sum > 0.0).collect();
    let mut by_owner: BTreeMap<&str, f64> = BTreeMap::new();
    for figure in counted().filter(|figure| figure.basis.grade != Grade::Stated) {
        let shares = sums.iter().map(|(total, sum)| figure.elasticity_on(*total).abs() / sum);
        *by_owner.entry(owner(graph, figure)).or_default() += shares.sum::<f64>() / sums.len() as f64;
    }
    let most = by_owner.into_iter().reduce(|most, next| if next.1 > most.1 { next } else { most });
    most.filter(|(_, share)| *share > 0.0)
}

/// The id of the recipe or item that the figure is written at.
pub(super) fn owner<'g>(graph: &'g Graph, figure: &Figure) -> &'g str {
    match figure.subject {
        Subject::Recipe { recipe, .. } => graph.recipe(recipe).id.as_str(),
        Subject::Item { item, .. } => graph.item(item).id.as_str(),
    }
}

/// The title of the source that the figure rests on.
pub(super) fn source_title<'c>(catalog: &'c Catalog, graph: &Graph, figure: &Figure) -> Option<&'c str> {
    let note = match figure.subject {
        Subject::Recipe { recipe, .. } => recipe_source_note(catalog, graph.recipe(recipe).source, figure.basis),
        Subject::Item { item, .. } => item_source_note(catalog, graph.item(item).owner, figure.basis),
    };
    note.map(|note| note.title.as_str())
}

/// What the figure is of.
pub(super) fn kind(figure: &Figure) -> &'static str {
    match figure.subject {
        Subject::Recipe { figure: RecipeFigure::Input(_), .. } => "input",
        Subject::Recipe { figure: RecipeFigure::ByProduct(_), .. } => "by-product",
        Subject::Recipe { figure: RecipeFigure::Output(_), .. } => "output",
        Subject::Recipe { figure: RecipeFigure::Yield, .. } => "yield",
        Subject::Recipe { figure: RecipeFigure::Labour(_), .. } => "labour",
        Subject::Recipe { figure: RecipeFigure::Emissions, .. } => "direct-emissions",
        Subject::Item { figure: ItemFigure::Price, .. } => "price",
        Subject::Item { figure: ItemFigure::Emissions, .. } => "emissions",
        Subject::Item { figure: ItemFigure::Mass, .. } => "mass",
    }
}

/// The figure in words, amounts per unit of what is made: "0.625 kWh of electricity per kg of steel-liquid, in melt-steel".
pub(super) fn in_words(graph: &Graph, figure: &Figure) -> String {
    let amount = |value: f64| format_amount_grouped(super::phrase::rounded(value));
    let item = graph.item(figure.item);
    let unit = item.unit.symbol();
    match figure.subject {
        Subject::Recipe { recipe, made, figure: which } => {
            let recipe = graph.recipe(recipe);
            let product = graph.item(made);
            let per_unit = amount(figure.value / recipe.output_of(made));
            let place = if recipe.id == product.id { String::new() } else { format!(", in {}", recipe.id) };
            let per = format!("per {} of {}{place}", product.unit.symbol(), product.id);
            match which {
                RecipeFigure::Input(_) => format!("{per_unit} {unit} of {} {per}", item.id),
                RecipeFigure::ByProduct(_) => format!("{per_unit} {unit} of {} coming off {per}", item.id),
                RecipeFigure::Output(_) => {
                    format!("{} {unit} of {} per run of {}", amount(figure.value), item.id, recipe.id)
                }
                RecipeFigure::Yield => format!("a yield of {} in {}", amount(figure.value), recipe.id),
                RecipeFigure::Labour(step) => {
                    let capability =
                        recipe.operations.get(step as usize).map_or("", |step| step.capability_id.as_str());
                    format!("{per_unit} h of work at {capability} {per}")
                }
                RecipeFigure::Emissions => format!("{per_unit} kg CO2e {per}"),
            }
        }
        Subject::Item { figure: which, .. } => {
            let value = amount(figure.value);
            match which {
                ItemFigure::Price => format!("a price of {value} {} per {unit} of {}", graph.currency.code(), item.id),
                ItemFigure::Emissions => format!("{value} kg CO2e per {unit} of {}, from outside", item.id),
                ItemFigure::Mass => format!("a mass of {value} kg per {unit} of {}", item.id),
            }
        }
    }
}
