//! What the figures of a report come to if one that they rest on is taken to be another, all else being equal: the same recipes,
//! the same machines and people, the same place.

use std::collections::BTreeMap;

use super::capacity::{Workload, capacity};
use super::check::status;
use super::closure::closure;
use super::cost::{cost, score};
use super::economics::WORKING_DAYS_PER_WEEK;
use super::facility::Place;
use super::factor::{Factor, Footing, Group, PlaceFigure, factors, footing};
use super::jobs::jobs;
use super::report::{Closure, Cost, Floor, LocalReport, Verdict};
use super::shop::Shop;
use crate::graph::{Graph, ItemIndex, Recipe, RecipeIndex};
use crate::resolve::{ItemFigure, RecipeFigure, Resolution, Subject, drawn_from_stock, solve};

/// From which share of the product's mass an input is what the product is made of.
const MAIN_INPUT: f64 = 0.9;

/// The figures of a report that claims may be held against; all for one unit.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// What one costs.
    pub cost: Cost,
    /// What one sells for, or costs to import; `None` if nothing says.
    pub price: Option<f64>,
    /// How many a week; `None` if nothing limits it that is known.
    pub units_per_week: Option<f64>,
    /// What a working day earns.
    pub earnings_per_day: Option<f64>,
    /// Against what industry sells.
    pub performance_to_cost: Option<f64>,
    /// The share that the place makes for itself.
    pub closure: Closure,
    /// kg CO2e.
    pub emissions_kg: f64,
    /// kg CO2e of one from elsewhere.
    pub import_emissions_kg: Option<f64>,
    /// kWh.
    pub electricity_kwh: f64,
    /// Person-hours.
    pub labour_h: f64,
    /// The floor under the machines, and in all.
    pub floor: Floor,
    /// W that the place can draw.
    pub power_w: Option<f64>,
    /// What comes from outside, net, in each item's unit.
    pub amounts: BTreeMap<ItemIndex, f64>,
}

/// A report whose figures can be varied.
pub struct Prospect<'s, 'a> {
    /// The facility.
    pub shop: &'s Shop<'a>,
    /// The report.
    pub report: &'s LocalReport,
    starters: BTreeMap<ItemIndex, f64>,
    /// The performance that counts, and the price of what industry sells.
    comparison: Option<(f64, f64)>,
}

impl<'s, 'a> Prospect<'s, 'a> {
    /// Of a report that was made in this shop.
    pub fn of(shop: &'s Shop<'a>, report: &'s LocalReport) -> Self {
        let starters = report.imports.iter().filter(|import| import.is_starter);
        let starters = starters.map(|import| (import.item, import.quantity)).collect();
        let score = score(shop, report.resolution.root, &report.cost).ok();
        let comparison = score.map(|score| (score.performance(), score.price));
        Self { shop, report, starters, comparison }
    }

    /// Every figure by itself that the report may rest on, sorted.
    pub fn factors(&self) -> Vec<Factor> {
        let (shop, resolution) = (self.shop, self.report.costed());
        let (_, work) = self.work(shop, resolution);
        let machines: Vec<usize> = work.machine_h.keys().copied().collect();
        let people: Vec<usize> = work.people_h.keys().copied().collect();
        factors(shop, resolution, &machines, &people)
    }

    /// What a figure rests on; `None` for several at once.
    pub fn footing(&self, factor: Factor) -> Option<Footing> {
        footing(self.shop, self.report.resolution.root, factor)
    }

    /// A figure as it is: amounts and hours per run; prices per unit of account, wages and machines per hour in the graph's
    /// currency; hours a week; amounts a year; m2; W. `None` for several at once, and for what is not stated.
    pub fn value(&self, factor: Factor) -> Option<f64> {
        let (graph, place) = (self.shop.graph, &self.shop.place);
        match factor {
            Factor::Figure(Subject::Recipe { recipe: index, made, figure }) => {
                let recipe = graph.recipe(index);
                match figure {
                    RecipeFigure::Input(line) => Some(self.input(graph, index, line)?.1),
                    RecipeFigure::ByProduct(line) => recipe.by_products.get(line as usize).map(|flow| flow.quantity),
                    RecipeFigure::Output(line) => recipe.outputs.get(line as usize).map(|flow| flow.quantity),
                    RecipeFigure::Yield => recipe.yield_fraction,
                    RecipeFigure::Labour(step) => recipe.operations.get(step as usize).map(|step| step.labour_h),
                    RecipeFigure::Emissions => Some(recipe.direct_emissions_kg),
                }
                .filter(|_| recipe.output_of(made) > 0.0)
            }
            Factor::MachineTime { recipe, step, .. } => {
                graph.recipe(recipe).operations.get(step as usize).map(|step| step.machine_h)
            }
            Factor::Figure(Subject::Item { item, figure }) => match figure {
                ItemFigure::Price => place.import_price(graph, item),
                ItemFigure::Emissions => graph.item(item).emissions_kg,
                ItemFigure::Mass => graph.item(item).mass_kg,
            },
            Factor::Place(figure) => match figure {
                PlaceFigure::Wage(at) => place.people[at].wage_per_hour,
                PlaceFigure::PeopleHours(at) => Some(place.people[at].hours_per_week),
                PlaceFigure::MachineCost(at) => place.machines[at].cost_per_hour,
                PlaceFigure::MachineHours(at) => Some(place.machines[at].hours_per_week),
                PlaceFigure::MachineFloor(at) => {
                    place.machines[at].floor_m2.map(|area| area * place.machines[at].count)
                }
                PlaceFigure::ResourcePrice(item) => place.resources.get(&item)?.price,
                PlaceFigure::ResourceAmount(item) => place.resources.get(&item)?.per_year,
                PlaceFigure::Floor => place.floor_m2,
                PlaceFigure::Power => place.power_w,
            },
            Factor::BaselinePrice => self.comparison.map(|(_, price)| price),
            Factor::Performance => self.comparison.map(|(performance, _)| performance),
            Factor::Every(_) => None,
        }
    }

    /// A figure taken to be so many times as large: its value then. What a recipe turns into its product cannot be less than the
    /// product: of such an input, only what is lost of it is larger or smaller.
    pub fn value_at(&self, factor: Factor, by: f64) -> Option<f64> {
        Some(self.value(factor)? * (1.0 + self.free_share(factor) * (by - 1.0)))
    }

    /// The share of a figure that can be otherwise: 1, but for an input that alone weighs as much as what is made, or nearly: of
    /// that it is what is lost.
    pub fn free_share(&self, factor: Factor) -> f64 {
        let Factor::Figure(Subject::Recipe { recipe: index, figure: RecipeFigure::Input(line), .. }) = factor else {
            return 1.0;
        };
        let graph = self.shop.graph;
        let mass_kg = |item: ItemIndex, quantity: f64| graph.item(item).mass_kg.unwrap_or(0.0) * quantity;
        let recipe = graph.recipe(index);
        let own_kg = self.input(graph, index, line).map_or(0.0, |(item, quantity)| mass_kg(item, quantity));
        let good = recipe.yield_fraction.filter(|fraction| *fraction > 0.0).unwrap_or(1.0);
        let made_kg: f64 = recipe.outputs.iter().map(|flow| mass_kg(flow.item, flow.quantity) / good).sum();
        if own_kg <= 0.0 || own_kg < MAIN_INPUT * made_kg {
            return 1.0;
        }
        (1.0 - made_kg / own_kg).max(0.0)
    }

    /// The item that a figure of a recipe's line is of; the recipe's own for all others.
    pub fn item_of(&self, subject: Subject) -> ItemIndex {
        let graph = self.shop.graph;
        match subject {
            Subject::Item { item, .. } => item,
            Subject::Recipe { recipe, made, figure } => match figure {
                RecipeFigure::Input(line) => self.input(graph, recipe, line).map_or(made, |(item, _)| item),
                RecipeFigure::ByProduct(line) => graph.recipe(recipe).by_products[line as usize].item,
                RecipeFigure::Output(line) => graph.recipe(recipe).outputs[line as usize].item,
                _ => made,
            },
        }
    }

    /// The figures as they are.
    pub fn as_it_is(&self) -> Option<Outlook> {
        self.outlook(self.shop, 1.0, 1.0)
    }

    /// The figures with one that they rest on multiplied; `scratch` is a copy of the graph, and is left as it was. `None` where
    /// a loop then consumes at least what it makes.
    pub fn outlook_with(&self, scratch: &mut Graph, factor: Factor, by: f64) -> Option<Outlook> {
        let mut place = self.shop.place.clone();
        let (mut baseline, mut performance) = (1.0, 1.0);
        match factor {
            Factor::BaselinePrice => baseline = by,
            Factor::Performance => performance = by,
            Factor::Place(figure) => vary_place(&mut place, figure, by),
            Factor::Every(Group::Wages) => {
                place.people.iter_mut().for_each(|people| scale(&mut people.wage_per_hour, by))
            }
            Factor::Every(Group::MachineCosts) => {
                place.machines.iter_mut().for_each(|machine| scale(&mut machine.cost_per_hour, by));
            }
            Factor::Figure(_) | Factor::MachineTime { .. } | Factor::Every(_) => self.vary(scratch, factor, by),
        }
        let shop = self.shop.varied(scratch, place);
        let outlook = self.outlook(&shop, baseline, performance);
        drop(shop);
        self.restore(scratch, factor);
        outlook
    }

    fn outlook(&self, shop: &Shop<'_>, baseline: f64, performance: f64) -> Option<Outlook> {
        let base = self.report.costed();
        let varied = solve(shop.graph, base.choice.clone(), base.root, base.quantity).ok()?;
        let varied = drawn_from_stock(shop.graph, varied, &base.from_stock);
        let is_blocked = self.report.verdict == Verdict::Blocked;
        let (capacity, work) = capacity(shop, &varied, &jobs(shop, &varied), is_blocked);
        let cost = cost(shop, &varied, &self.starters, &work);
        let closure = closure(shop, &varied, &self.starters, &cost, |item| status(shop, &varied, item));
        let comparison = self.comparison.map(|(own, price)| (own * performance, price * baseline));
        let own_price = shop.place.import_price(shop.graph, base.root);
        let price = own_price.or_else(|| comparison.map(|(performance, price)| performance * price));
        let rate = capacity.units_per_week;
        let margin = price.map(|price| price - cost.total);
        let leaves = varied.needs.iter().filter(|need| need.obtain.recipe().is_none());
        Some(Outlook {
            cost,
            price,
            units_per_week: rate,
            earnings_per_day: margin.zip(rate).map(|(margin, rate)| margin * rate / WORKING_DAYS_PER_WEEK),
            performance_to_cost: comparison
                .filter(|_| cost.total > 0.0)
                .map(|(performance, price)| performance * price / cost.total),
            closure,
            emissions_kg: varied.totals.emissions_kg / base.quantity,
            import_emissions_kg: shop.graph.item(base.root).emissions_kg,
            electricity_kwh: capacity.electricity_kwh,
            labour_h: varied.totals.labour_h / base.quantity,
            floor: capacity.floor,
            power_w: shop.place.power_w,
            amounts: leaves.map(|need| (need.item, need.net / base.quantity)).collect(),
        })
    }

    fn work(&self, shop: &Shop<'_>, resolution: &Resolution) -> (super::report::Capacity, Workload) {
        capacity(shop, resolution, &jobs(shop, resolution), self.report.verdict == Verdict::Blocked)
    }

    /// The item and the amount that a line takes.
    fn input(&self, graph: &Graph, recipe: RecipeIndex, line: u32) -> Option<(ItemIndex, f64)> {
        let option = self.report.costed().choice.option(recipe, line) as usize;
        let flow = graph.recipe(recipe).inputs.get(line as usize)?.options.get(option)?;
        Some((flow.item, flow.quantity))
    }

    fn vary(&self, graph: &mut Graph, factor: Factor, by: f64) {
        match factor {
            Factor::Figure(Subject::Recipe { recipe: index, figure, .. }) => {
                let option = |line| self.report.costed().choice.option(index, line) as usize;
                let recipe = &mut graph.recipes[index.0 as usize];
                match figure {
                    RecipeFigure::Input(line) => {
                        let options = &mut recipe.inputs[line as usize].options;
                        options[option(line)].quantity *= 1.0 + self.free_share(factor) * (by - 1.0);
                    }
                    RecipeFigure::ByProduct(line) => recipe.by_products[line as usize].quantity *= by,
                    RecipeFigure::Output(line) => {
                        recipe.outputs[line as usize].quantity *= by;
                        if line == 0 {
                            follow_output(recipe, by);
                        }
                    }
                    RecipeFigure::Yield => {
                        recipe.outputs.iter_mut().for_each(|flow| flow.quantity *= by);
                        follow_output(recipe, by);
                    }
                    RecipeFigure::Labour(step) => vary_labour(recipe, step as usize, by),
                    RecipeFigure::Emissions => recipe.direct_emissions_kg *= by,
                }
            }
            Factor::MachineTime { recipe, step, .. } => {
                vary_machine_time(&mut graph.recipes[recipe.0 as usize], step as usize, by);
            }
            Factor::Figure(Subject::Item { item, figure }) => {
                let item = &mut graph.items[item.0 as usize];
                match figure {
                    ItemFigure::Price => item.price.iter_mut().for_each(|price| price.amount *= by),
                    ItemFigure::Emissions => scale(&mut item.emissions_kg, by),
                    ItemFigure::Mass => scale(&mut item.mass_kg, by),
                }
            }
            Factor::Every(Group::ImportPrices) => {
                for import in &self.report.imports {
                    let item = &mut graph.items[import.item.0 as usize];
                    item.price.iter_mut().for_each(|price| price.amount *= by);
                }
            }
            Factor::Every(group) => {
                for (index, _) in self.report.costed().recipe_runs() {
                    let recipe = &mut graph.recipes[index.0 as usize];
                    for step in 0..recipe.operations.len() {
                        match group {
                            Group::LabourTimes => vary_labour(recipe, step, by),
                            Group::MachineTimes => vary_machine_time(recipe, step, by),
                            _ => {}
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Puts back what [`Self::vary`] may have changed.
    fn restore(&self, scratch: &mut Graph, factor: Factor) {
        let graph = self.shop.graph;
        let mut recipe = |index: RecipeIndex| {
            scratch.recipes[index.0 as usize].clone_from(&graph.recipes[index.0 as usize]);
        };
        match factor {
            Factor::Figure(Subject::Recipe { recipe: index, .. }) | Factor::MachineTime { recipe: index, .. } => {
                recipe(index);
            }
            Factor::Every(Group::LabourTimes | Group::MachineTimes) => {
                self.report.costed().recipe_runs().for_each(|(index, _)| recipe(index));
            }
            Factor::Figure(Subject::Item { item, .. }) => {
                scratch.items[item.0 as usize].clone_from(&graph.items[item.0 as usize]);
            }
            Factor::Every(Group::ImportPrices) => {
                for import in &self.report.imports {
                    let at = import.item.0 as usize;
                    scratch.items[at].clone_from(&graph.items[at]);
                }
            }
            _ => {}
        }
    }
}

fn scale(figure: &mut Option<f64>, by: f64) {
    figure.iter_mut().for_each(|figure| *figure *= by);
}

fn vary_place(place: &mut Place, figure: PlaceFigure, by: f64) {
    match figure {
        PlaceFigure::Wage(at) => scale(&mut place.people[at].wage_per_hour, by),
        PlaceFigure::PeopleHours(at) => place.people[at].hours_per_week *= by,
        PlaceFigure::MachineCost(at) => scale(&mut place.machines[at].cost_per_hour, by),
        PlaceFigure::MachineHours(at) => place.machines[at].hours_per_week *= by,
        PlaceFigure::MachineFloor(at) => scale(&mut place.machines[at].floor_m2, by),
        PlaceFigure::ResourcePrice(item) => {
            place.resources.entry(item).and_modify(|supply| scale(&mut supply.price, by));
        }
        PlaceFigure::ResourceAmount(item) => {
            place.resources.entry(item).and_modify(|supply| scale(&mut supply.per_year, by));
        }
        PlaceFigure::Floor => scale(&mut place.floor_m2, by),
        PlaceFigure::Power => scale(&mut place.power_w, by),
    }
}

fn vary_labour(recipe: &mut Recipe, step: usize, by: f64) {
    let operation = &mut recipe.operations[step];
    recipe.labour_h += operation.labour_h * (by - 1.0);
    operation.labour_h *= by;
    operation.set_up_labour_h *= by;
}

fn vary_machine_time(recipe: &mut Recipe, step: usize, by: f64) {
    let operation = &mut recipe.operations[step];
    recipe.machine_h += operation.machine_h * (by - 1.0);
    operation.machine_h *= by;
    operation.set_up_machine_h *= by;
}

/// What goes in, or is set up, once for an amount of good output grows with the output of a run.
fn follow_output(recipe: &mut Recipe, by: f64) {
    for input in &mut recipe.inputs {
        let held = &input.held;
        let options = input.options.iter_mut().enumerate();
        let follows = |option: &usize| held.get(*option).is_some_and(|held| held.follows_output);
        options.filter(|(option, _)| follows(option)).for_each(|(_, flow)| flow.quantity *= by);
    }
    if !recipe.has_batch {
        return;
    }
    for operation in &mut recipe.operations {
        let (machine_h, labour_h) = (
            operation.set_up_machine_h / recipe.batch_runs * (by - 1.0),
            operation.set_up_labour_h / recipe.batch_runs * (by - 1.0),
        );
        operation.machine_h += machine_h;
        operation.labour_h += labour_h;
        recipe.machine_h += machine_h;
        recipe.labour_h += labour_h;
    }
    recipe.batch_runs /= by;
}
