//! The linear program in scaled units: its columns, its balances, and one objective at a time.

use std::collections::BTreeMap;
use std::time::Duration;

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, Variable};

use super::scope::Scope;
use super::{Answer, CreditError};
use crate::graph::{Flow, ItemIndex, RecipeIndex};
use crate::resolve::choice::Obtain;

/// How much an optimum may be given up, relative to it, for what is asked after it.
const SLACK: f64 = 1e-9;

/// What a bound or a constraint may be missed by, in scaled units.
pub(super) const FEASIBILITY: f64 = 1e-9;

/// Runs and shortages below this, in scaled units, are rounding.
pub(super) const NOTHING: f64 = 1e-9;

/// How long one objective may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// What a variable is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Column {
    Runs(RecipeIndex),
    Option(RecipeIndex, u32, u32),
    Leaf(ItemIndex, Obtain),
}

/// An item in play, its sum over columns, and the demand.
type Balance = (ItemIndex, Vec<(usize, f64)>, f64);

/// The program in scaled units: rows as sums over columns.
pub(super) struct Model {
    pub columns: Vec<Column>,
    /// By column: what one scaled unit is.
    pub scales: Vec<f64>,
    balances: Vec<Balance>,
    /// Sums that are 0.
    splits: Vec<Vec<(usize, f64)>>,
}

impl Model {
    /// The program of a scope.
    pub(super) fn new(scope: &Scope<'_>, root: ItemIndex, quantity: f64) -> Self {
        let mut model = Self { columns: Vec::new(), scales: Vec::new(), balances: Vec::new(), splits: Vec::new() };
        let mut rows: BTreeMap<ItemIndex, BTreeMap<usize, f64>> =
            scope.leaves.keys().map(|item| (*item, BTreeMap::new())).collect();
        let scale_of = |item: ItemIndex| scope.scales.item(item);
        let add = |rows: &mut BTreeMap<ItemIndex, BTreeMap<usize, f64>>, flow: &Flow, column: usize, runs: f64| {
            if let Some(row) = rows.get_mut(&flow.item) {
                *row.entry(column).or_default() += flow.quantity * runs / scale_of(flow.item);
            }
        };
        for recipe in &scope.recipes {
            let runs = scope.scales.recipe(*recipe);
            let column = model.column(Column::Runs(*recipe), runs);
            scope.made(*recipe).for_each(|flow| add(&mut rows, flow, column, runs));
            for (line, options) in scope.lines(*recipe) {
                if let [(_, flow)] = options[..] {
                    add(&mut rows, &flow, column, -runs);
                    continue;
                }
                let mut split = vec![(column, 1.0)];
                for (option, flow) in options {
                    let taken = model.column(Column::Option(*recipe, line, option), runs);
                    add(&mut rows, &flow, taken, -runs);
                    split.push((taken, -1.0));
                }
                model.splits.push(split);
            }
        }
        for (item, leaf) in &scope.leaves {
            if let Some(leaf) = leaf {
                let column = model.column(Column::Leaf(*item, *leaf), scale_of(*item));
                add(&mut rows, &Flow { item: *item, quantity: 1.0 }, column, scale_of(*item));
            }
        }
        let demand = |item: ItemIndex| if item == root { quantity / scale_of(root) } else { 0.0 };
        model.balances = rows.into_iter().map(|(item, row)| (item, row.into_iter().collect(), demand(item))).collect();
        model
    }

    fn column(&mut self, column: Column, scale: f64) -> usize {
        self.columns.push(column);
        self.scales.push(scale);
        self.columns.len() - 1
    }

    /// What a weighted sum usually is: over what the choice runs and takes, a scaled unit of each; else the largest weight.
    pub(super) fn usual_value(&self, scope: &Scope<'_>, weights: &[f64]) -> f64 {
        let is_usual = |column: &Column| match column {
            Column::Runs(recipe) => scope.usual.recipes.contains(recipe),
            Column::Leaf(item, _) => scope.usual.leaves.contains(item),
            Column::Option(..) => false,
        };
        let usual = self.columns.iter().zip(weights).filter(|(column, _)| is_usual(column));
        let sum: f64 = usual.map(|(_, weight)| weight).sum();
        if sum > 0.0 { sum } else { weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max) }
    }

    /// The least of the weighted sum, with earlier optima held and closed columns at 0; `elastic` lets every balance be missed, at 1 a unit, and
    /// returns what each is missed by instead of the columns.
    pub(super) fn minimise(
        &self,
        weights: &[f64],
        fixed: &[(Vec<f64>, f64)],
        closed: &[bool],
        elastic: bool,
    ) -> Result<(f64, Vec<f64>), CreditError> {
        let build = || {
            let mut problem = Problem::new(OptimizationDirection::Minimize);
            let open = (0.0, f64::INFINITY);
            let columns: Vec<Variable> = weights
                .iter()
                .zip(closed)
                .map(|(weight, is_closed)| problem.add_var(*weight, if *is_closed { (0.0, 0.0) } else { open }))
                .collect();
            let short: Vec<Variable> =
                self.balances.iter().filter(|_| elastic).map(|_| problem.add_var(1.0, open)).collect();
            let sum =
                |row: &[(usize, f64)]| row.iter().map(|(column, value)| (columns[*column], *value)).collect::<Vec<_>>();
            for (number, (_, row, demand)) in self.balances.iter().enumerate() {
                let mut row = sum(row);
                row.extend(short.get(number).map(|short| (*short, 1.0)));
                problem.add_constraint(&row, ComparisonOp::Ge, *demand);
            }
            for split in &self.splits {
                problem.add_constraint(sum(split), ComparisonOp::Eq, 0.0);
            }
            for (weights, optimum) in fixed {
                let row: Vec<(usize, f64)> =
                    weights.iter().copied().enumerate().filter(|(_, weight)| *weight > 0.0).collect();
                problem.add_constraint(sum(&row), ComparisonOp::Le, optimum * (1.0 + SLACK) + SLACK);
            }
            (problem, if elastic { short } else { columns })
        };
        let (problem, variables) = build();
        let mut last = String::new();
        for feasibility in [FEASIBILITY, 1e-8] {
            let mut options = SolveOptions::default();
            options.time_limit = Some(TIME_LIMIT);
            options.tolerances.feasibility = feasibility;
            match problem.solve_with(options) {
                Ok(outcome) => {
                    let Ok(solution) = outcome.into_solution() else { return Err(CreditError::TooSlow) };
                    let values = variables.iter().map(|variable| solution.var_value(*variable).max(0.0)).collect();
                    return Ok((solution.objective().max(0.0), values));
                }
                Err(Error::Infeasible) => {
                    return Err(CreditError::CannotBeHad { items: Vec::new(), recipes: Vec::new() });
                }
                Err(error) => last = error.to_string(),
            }
        }
        Err(CreditError::Numerical(last))
    }

    /// Which items are short when every balance may be missed.
    pub(super) fn what_is_short(&self, scope: &Scope<'_>) -> CreditError {
        let short = match self.minimise(&vec![0.0; self.columns.len()], &[], &vec![false; self.columns.len()], true) {
            Ok((_, short)) => short,
            Err(error) => return error,
        };
        let is_short = |(_, short): &(&Balance, f64)| *short > NOTHING;
        let items: Vec<ItemIndex> =
            self.balances.iter().zip(short).filter(is_short).map(|((item, ..), _)| *item).collect();
        let makes = |recipe: &&RecipeIndex| scope.made(**recipe).any(|flow| items.contains(&flow.item));
        let recipes = scope.recipes.iter().filter(makes).copied().collect();
        CreditError::CannotBeHad { items, recipes }
    }

    /// The values as runs and amounts, without those of at most `nothing`.
    pub(super) fn read(&self, scope: &Scope<'_>, values: &[f64], nothing: f64) -> Answer {
        let mut answer = Answer::default();
        for ((column, scale), value) in self.columns.iter().zip(&self.scales).zip(values) {
            if *value <= nothing {
                continue;
            }
            let amount = value * scale;
            match column {
                Column::Runs(recipe) => {
                    answer.runs.insert(*recipe, amount);
                }
                Column::Option(recipe, line, option) => {
                    answer.options.insert((*recipe, *line, *option), amount);
                }
                Column::Leaf(item, obtain) => {
                    answer.leaves.insert(*item, (*obtain, amount));
                }
            }
        }
        for (recipe, runs) in &answer.runs {
            for (line, options) in scope.lines(*recipe) {
                if let [(option, _)] = options[..] {
                    answer.options.insert((*recipe, line, option), *runs);
                }
            }
        }
        answer
    }
}
