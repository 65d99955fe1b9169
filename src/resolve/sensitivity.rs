//! How much of a total depends on each figure, and how well that is founded.
//!
//! The elasticity of a total `T` to a figure `θ` is `E = (θ / T) ∂T/∂θ`: a figure larger by 1 % moves the total by `E` %. With
//! the adjoint `λ` of the total ([`total`](super::total)), `∂T = λᵀ (∂A x) + ∂wᵀ x`, so that one solve for each total gives all
//! derivatives, exactly (adjoint sensitivity analysis; Cacuci 1981). With `n` runs of a recipe that makes `x = n o` of its item:
//!
//! ```text
//! input q of item k        E =  n q λ_k / T
//! by-product b of item k   E = −n b v_k / T         v_k  what a unit of k saves from outside
//! output o, or yield       E = −n (o λ − o u − Σ q λ_k − s) / T   all that a run takes; u as in `total`
//! hours h, emissions e     E =  n h / T, n e / T
//! price, emissions, mass   E =  v · net / T         mass: v · gross / T
//! ```
//!
//! What goes with good output is the same per unit however much a run gives, so the first output moves it back: the sum is over
//! inputs `q` that go in once a batch, or last for an amount of what is made; `s` is the set-up of a run, where a batch is stated.
//!
//! The output of a recipe with one product is what its other figures are given *per*: a norm, which no source could better. It
//! is held to be a figure of its own ([`Figure::is_norm`] is false) where its line names a source, or where the recipe has
//! several products. A loss moves none of these totals. What a unit weighs counts where a total counts it; that it may have
//! served to convert other figures is left out.

use super::solve::Runaway;
use super::supply::Supply;
use super::total::{Total, Weights};
use super::{Evidence, Need, Resolution};
use crate::graph::{Basis, Graph, ItemIndex, RecipeIndex};
use crate::model::Grade;
use crate::quantity::Dimension;

/// What a figure says. The order is that of the lists: by recipe, then by place in it; items last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Something about a recipe that is run for an item.
    Recipe {
        /// The recipe.
        recipe: RecipeIndex,
        /// What it is run for.
        made: ItemIndex,
        /// Which of its figures.
        figure: RecipeFigure,
    },
    /// Something about an item from outside.
    Item {
        /// The item.
        item: ItemIndex,
        /// Which of its figures.
        figure: ItemFigure,
    },
}

/// A figure of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecipeFigure {
    /// How much it takes, on this line.
    Input(u32),
    /// How much comes off, on this line.
    ByProduct(u32),
    /// How much it makes, on this line.
    Output(u32),
    /// Good output per nominal output.
    Yield,
    /// Person-hours of this operation.
    Labour(u32),
    /// kg CO2e of its own.
    Emissions,
}

/// A figure of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemFigure {
    /// What an import costs, per unit.
    Price,
    /// kg CO2e of an import, per unit.
    Emissions,
    /// kg per unit.
    Mass,
}

/// A figure, and what depends on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// What it says.
    pub subject: Subject,
    /// What it says of which item, if of another than the recipe's.
    pub item: ItemIndex,
    /// Its value: amounts and hours per run, in the item's unit; prices in the graph's currency.
    pub value: f64,
    /// What it rests on.
    pub basis: Basis,
    /// Whether other figures are given per this one.
    pub is_norm: bool,
    /// By what share each total moves, per share by which the figure moves; in the order of [`Total::ALL`].
    pub elasticity: [f64; Total::ALL.len()],
}

impl Figure {
    /// By what share a total moves, per share by which the figure moves.
    pub fn elasticity_on(&self, total: Total) -> f64 {
        self.elasticity[total as usize]
    }
}

/// Every figure that a total of the resolution depends on, sorted by subject.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn figures_of(graph: &Graph, resolution: &Resolution) -> Result<Vec<Figure>, Runaway> {
    let lambdas = Lambdas::new(graph, resolution)?;
    let mut figures = Vec::new();
    for (position, need) in resolution.needs.iter().enumerate() {
        match need.obtain.recipe() {
            // What rides on another item's run has no run of its own.
            Some(_) if need.with.is_some() => {}
            Some(recipe) => lambdas.of_recipe(position, need, recipe, &mut figures),
            None => lambdas.of_leaf(need, &mut figures),
        }
    }
    figures.retain(|figure| figure.elasticity.iter().any(|elasticity| *elasticity != 0.0));
    figures.sort_by_key(|figure| figure.subject);
    Ok(figures)
}

/// For each total, in the order of [`Total::ALL`], how much of what it depends on rests on figures of each grade: the sums of
/// `|E|`, as shares that sum to 1; all 0 where the total depends on nothing.
pub fn evidence_by_total(figures: &[Figure]) -> [Evidence; Total::ALL.len()] {
    Total::ALL.map(|total| {
        let mut evidence = Evidence::default();
        for figure in figures.iter().filter(|figure| !figure.is_norm) {
            *evidence.share_mut(figure.basis.grade) += figure.elasticity_on(total).abs();
        }
        let sum = evidence.stated + evidence.derived + evidence.estimated;
        if sum > 0.0 {
            for grade in [Grade::Stated, Grade::Derived, Grade::Estimated] {
                *evidence.share_mut(grade) /= sum;
            }
        }
        evidence
    })
}

impl Evidence {
    fn share_mut(&mut self, grade: Grade) -> &mut f64 {
        match grade {
            Grade::Stated => &mut self.stated,
            Grade::Derived => &mut self.derived,
            Grade::Estimated => &mut self.estimated,
        }
    }
}

/// λ of every total, by position among the needs.
struct Lambdas<'g> {
    graph: &'g Graph,
    resolution: &'g Resolution,
    weights: [Weights<'g>; Total::ALL.len()],
    by_need: Vec<[f64; Total::ALL.len()]>,
}

impl<'g> Lambdas<'g> {
    fn new(graph: &'g Graph, resolution: &'g Resolution) -> Result<Self, Runaway> {
        let supply = Supply::of(resolution);
        let components = supply.components();
        let weights = Total::ALL.map(|total| Weights::new(graph, resolution, total));
        let mut by_need = vec![[0.0; Total::ALL.len()]; resolution.needs.len()];
        for (total, weights) in weights.iter().enumerate() {
            let values = supply.values(&components, &weights.of_needs())?;
            by_need.iter_mut().zip(values).for_each(|(of_need, value)| of_need[total] = value);
        }
        Ok(Self { graph, resolution, weights, by_need })
    }

    /// The elasticities of a figure with these contributions to each total.
    fn shares(&self, contribution: impl Fn(usize) -> f64) -> [f64; Total::ALL.len()] {
        let mut shares = [0.0; Total::ALL.len()];
        for (index, total) in Total::ALL.into_iter().enumerate() {
            let amount = total.of(&self.resolution.totals);
            if amount != 0.0 {
                shares[index] = contribution(index) / amount;
            }
        }
        shares
    }

    fn of_recipe(&self, position: usize, need: &Need, index: RecipeIndex, figures: &mut Vec<Figure>) {
        let recipe = self.graph.recipe(index);
        let runs = need.runs;
        let mut add = |figure, item, value, basis, is_norm, elasticity| {
            let subject = Subject::Recipe { recipe: index, made: need.item, figure };
            figures.push(Figure { subject, item, value, basis, is_norm, elasticity });
        };
        for (line, input) in recipe.inputs.iter().enumerate() {
            let option = self.resolution.choice.option(index, line as u32);
            let Some(flow) = input.options.get(option as usize) else { continue };
            let Some(consumed) = self.resolution.position(flow.item) else { continue };
            let elasticity = self.shares(|total| runs * flow.quantity * self.by_need[consumed][total]);
            add(RecipeFigure::Input(line as u32), flow.item, flow.quantity, input.basis, false, elasticity);
        }
        for (line, flow) in recipe.by_products.iter().enumerate() {
            let basis = recipe.by_product_bases.get(line).copied().unwrap_or(recipe.basis);
            let elasticity = self.shares(|total| -runs * self.weights[total].saved(flow));
            add(RecipeFigure::ByProduct(line as u32), flow.item, flow.quantity, basis, false, elasticity);
        }
        let main = self.shares(|total| {
            let per_unit = self.by_need[position][total] - self.weights[total].unit(need.item);
            -need.quantity * per_unit
        });
        let besides = |flow| self.shares(|total| -runs * self.weights[total].saved(flow));
        let follows = self.with_output(need, index);
        let mut of_yield = [0.0; Total::ALL.len()];
        let good: f64 = recipe.output_of(need.item);
        for (line, flow) in recipe.outputs.iter().enumerate() {
            let basis = recipe.output_bases.get(line).copied().unwrap_or(recipe.basis);
            // An item that stands on several lines of the outputs shares them out.
            let mut elasticity =
                if flow.item == need.item { main.map(|share| share * flow.quantity / good) } else { besides(flow) };
            // Batches and lifetimes are held against the first.
            if line == 0 {
                elasticity.iter_mut().zip(follows).for_each(|(sum, share)| *sum += share);
            }
            of_yield.iter_mut().zip(elasticity).for_each(|(sum, share)| *sum += share);
            let is_norm = recipe.outputs.len() == 1 && !basis.is_named;
            add(RecipeFigure::Output(line as u32), flow.item, flow.quantity, basis, is_norm, elasticity);
        }
        if let Some(fraction) = recipe.yield_fraction {
            add(RecipeFigure::Yield, need.item, fraction, recipe.basis, false, of_yield);
        }
        for (step, operation) in recipe.operations.iter().enumerate() {
            let elasticity = self.shares(|total| match Total::ALL[total] {
                Total::Labour => runs * operation.labour_h,
                _ => 0.0,
            });
            let figure = RecipeFigure::Labour(step as u32);
            add(figure, need.item, operation.labour_h, operation.basis, false, elasticity);
        }
        let elasticity = self.shares(|total| match Total::ALL[total] {
            Total::Emissions => runs * recipe.direct_emissions_kg,
            _ => 0.0,
        });
        add(RecipeFigure::Emissions, need.item, recipe.direct_emissions_kg, recipe.basis, false, elasticity);
    }

    /// What goes with the first output of a recipe instead of with its runs, as shares of each total.
    fn with_output(&self, need: &Need, index: RecipeIndex) -> [f64; Total::ALL.len()] {
        let recipe = self.graph.recipe(index);
        let option_of = |line: usize| self.resolution.choice.option(index, line as u32) as usize;
        let inputs: Vec<(usize, f64)> = recipe
            .inputs
            .iter()
            .enumerate()
            .filter(|(line, input)| input.follows_output(option_of(*line)))
            .filter_map(|(line, input)| {
                let flow = input.options.get(option_of(line))?;
                Some((self.resolution.position(flow.item)?, flow.quantity))
            })
            .collect();
        let set_up_h: f64 = recipe.operations.iter().map(|operation| operation.set_up_labour_h).sum();
        self.shares(|total| {
            let taken: f64 = inputs.iter().map(|(consumed, quantity)| quantity * self.by_need[*consumed][total]).sum();
            let is_set_up = Total::ALL[total] == Total::Labour && recipe.has_batch;
            need.runs * (taken + if is_set_up { set_up_h / recipe.batch_runs } else { 0.0 })
        })
    }

    fn of_leaf(&self, need: &Need, figures: &mut Vec<Figure>) {
        let item = self.graph.item(need.item);
        let price = self.graph.price(need.item);
        let is_weighed = item.unit.dimension() != Dimension::MASS;
        let candidates = [
            (ItemFigure::Price, Total::Cost, price, need.net),
            (ItemFigure::Emissions, Total::Emissions, item.emissions_kg, need.net),
            (ItemFigure::Mass, Total::RawMass, item.mass_kg.filter(|_| is_weighed), need.quantity),
        ];
        for (figure, on, value, amount) in candidates {
            let Some(value) = value else { continue };
            let subject = Subject::Item { item: need.item, figure };
            let of = |total: usize| {
                if Total::ALL[total] == on { self.weights[total].leaf(need.item) * amount } else { 0.0 }
            };
            let elasticity = self.shares(of);
            figures.push(Figure { subject, item: need.item, value, basis: item.basis, is_norm: false, elasticity });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::graph_of;
    use super::super::worlds::supply_world;
    use super::super::{by_preference, solve};
    use super::{Figure, ItemFigure, RecipeFigure, Resolution, Subject, Total, evidence_by_total, figures_of};
    use crate::graph::Graph;

    fn resolve(graph: &Graph) -> Resolution {
        solve(graph, by_preference(graph), graph.item_index("item-0").expect("the root"), 7.0).expect("amounts")
    }

    /// The documents with the yield or the first output of a recipe multiplied: what follows from them is worked out anew.
    fn perturbed(documents: &str, recipe: &str, figure: RecipeFigure, factor: f64) -> String {
        let document = |text: &str| {
            if !text.contains(&format!("id: {recipe}\n")) {
                return text.to_owned();
            }
            let (key, end) = if figure == RecipeFigure::Yield { ("yield: ", "\n") } else { ("quantity: ", " kg}\n") };
            let from = text.find(key).expect("the figure") + key.len();
            let to = from + text[from..].find(end).expect("its end");
            let value: f64 = text[from..to].parse().expect("a number");
            format!("{}{:.12}{}", &text[..from], value * factor, &text[to..])
        };
        documents.split("---\n").map(document).collect::<Vec<_>>().join("---\n")
    }

    /// The graph with one figure multiplied.
    fn perturb(graph: &mut Graph, subject: Subject, factor: f64) {
        match subject {
            Subject::Recipe { recipe, figure, .. } => {
                let recipe = &mut graph.recipes[recipe.0 as usize];
                match figure {
                    RecipeFigure::Input(line) => recipe.inputs[line as usize].options[0].quantity *= factor,
                    RecipeFigure::ByProduct(line) => recipe.by_products[line as usize].quantity *= factor,
                    RecipeFigure::Output(_) | RecipeFigure::Yield => unreachable!("in the documents"),
                    RecipeFigure::Labour(step) => {
                        let hours = &mut recipe.operations[step as usize].labour_h;
                        recipe.labour_h += *hours * (factor - 1.0);
                        *hours *= factor;
                    }
                    RecipeFigure::Emissions => recipe.direct_emissions_kg *= factor,
                }
            }
            Subject::Item { item, figure } => {
                let item = &mut graph.items[item.0 as usize];
                let scale = |value: Option<f64>| value.map(|value| value * factor);
                match figure {
                    ItemFigure::Price => {
                        item.price =
                            item.price.map(|price| crate::catalog::Money { amount: price.amount * factor, ..price });
                    }
                    ItemFigure::Emissions => item.emissions_kg = scale(item.emissions_kg),
                    ItemFigure::Mass => item.mass_kg = scale(item.mass_kg),
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn elasticities_are_those_of_finite_differences(documents in supply_world()) {
            let mut graph = graph_of(&documents);
            let resolution = resolve(&graph);
            let figures = figures_of(&graph, &resolution).expect("figures");
            prop_assert!(!figures.is_empty());
            let step = 1e-5;
            for Figure { subject, elasticity, .. } in figures {
                let mut totals = |factor: f64| {
                    if let Subject::Recipe { recipe, figure: figure @ (RecipeFigure::Output(_) | RecipeFigure::Yield), .. } = subject {
                        let id = graph.recipe(recipe).id.as_str();
                        if id != "generate" {
                            return resolve(&graph_of(&perturbed(&documents, id, figure, factor))).totals;
                        }
                        let mut generated = graph_of(&documents);
                        generated.recipes[recipe.0 as usize].outputs[0].quantity *= factor;
                        return resolve(&generated).totals;
                    }
                    perturb(&mut graph, subject, factor);
                    let totals = resolve(&graph).totals;
                    perturb(&mut graph, subject, 1.0 / factor);
                    totals
                };
                let (up, down) = (totals(1.0 + step), totals(1.0 - step));
                for (total, found) in Total::ALL.into_iter().zip(elasticity) {
                    let amount = total.of(&resolution.totals);
                    if amount == 0.0 {
                        continue;
                    }
                    let expected = (total.of(&up) - total.of(&down)) / (2.0 * step * amount);
                    prop_assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{subject:?} {total:?}: {found}, by differences {expected}");
                }
            }
        }

        #[test]
        fn shares_by_grade_sum_to_one(documents in supply_world()) {
            let graph = graph_of(&documents);
            let resolution = resolve(&graph);
            let figures = figures_of(&graph, &resolution).expect("figures");
            for (total, evidence) in Total::ALL.into_iter().zip(evidence_by_total(&figures)) {
                let sum = evidence.stated + evidence.derived + evidence.estimated;
                let expected = if total.of(&resolution.totals) > 0.0 { 1.0 } else { 0.0 };
                prop_assert!((sum - expected).abs() < 1e-12, "{total:?}: {evidence:?}");
            }
        }
    }
}
