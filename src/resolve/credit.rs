//! By-products that displace what would have been made: a linear program over runs of recipes.
//!
//! Where what a recipe makes besides is worth something, the items can't be looked at one by one any more: non-substitution
//! needs one main output a recipe. So runs and leaves are found together (Dantzig 1963; activity analysis, Koopmans 1951):
//!
//! ```text
//! Σ_r (out[r][i] − in[r][i]) x_r − Σ_o in[r,l,o] y_{r,l,o} + s_i + m_i ≥ d_i      every item i; main outputs and by-products alike
//! Σ_o y_{r,l,o} = x_r                                                         every line l with several options o
//! x, y, s, m ≥ 0
//! ```
//!
//! `x` are runs, `y` runs with an option of a line, `s` what comes from outside, `m` what nobody makes, `d` the demand.
//! Objectives are least one after the other, each optimum fixed within [`SLACK`] before the next: what can't be had; what is to
//! be avoided; what has no price, where price counts; the objective asked for (by preference: mass from outside, then its
//! cost); total runs, where an earlier id is a shade lighter, so that ties fall the same way always.
//!
//! By preference only the recipes of the default choice may run; else every recipe by which something below the root is
//! obtained, and for what no recipe is run for, those of which it is a by-product.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, Variable};

use super::choice::{Choice, Obtain};
use super::embodied::{Objective, own};
use super::solve::solve;
use super::space::{Rule, ways_of};
use super::steer::Steering;
use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex};

/// How much an optimum may be given up, relative to it, for what is asked after it.
const SLACK: f64 = 1e-9;

/// What a bound or a constraint may be missed by, in scaled units.
const FEASIBILITY: f64 = 1e-9;

/// Runs below this, in scaled units, are rounding.
const NOTHING: f64 = 1e-9;

/// The most that a balance may be missed by, relative to what goes through it.
const RESIDUAL: f64 = 1e-7;

/// Variables from which on a program is refused rather than waited for.
const MOST_VARIABLES: usize = 60_000;

/// How long one objective may take.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// The answer: who is run how often, and what comes from outside.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    /// Runs of each recipe that is run.
    pub runs: BTreeMap<RecipeIndex, f64>,
    /// (recipe, line, option) → runs that take it.
    pub options: BTreeMap<(RecipeIndex, u32, u32), f64>,
    /// What comes from outside, or is missing.
    pub leaves: BTreeMap<ItemIndex, (Obtain, f64)>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum CreditError {
    /// These items can't be had in the amounts needed, whatever is run: the recipes that make them take at least as much.
    CannotBeHad {
        /// The items.
        items: Vec<ItemIndex>,
        /// The recipes that make them.
        recipes: Vec<RecipeIndex>,
    },
    /// There are more variables than can be solved for in good time.
    TooLarge(usize),
    /// It took too long.
    TooSlow,
    /// The solver gave up, or its answer did not hold.
    Numerical(String),
}

/// The recipes and leaves that may be used, and their scales.
struct Scope<'g> {
    graph: &'g Graph,
    recipes: Vec<RecipeIndex>,
    /// By item in play: its leaf way, if it has one.
    leaves: BTreeMap<ItemIndex, Option<Obtain>>,
    /// The options open on a line; all where there is none.
    taken: Option<&'g Choice>,
    /// Where the scope is narrowed: the options in play on lines that have several.
    open: Option<BTreeSet<(RecipeIndex, u32, u32)>>,
    /// A usual amount of each item.
    item_scale: BTreeMap<ItemIndex, f64>,
    /// Usual runs of each recipe.
    recipe_scale: BTreeMap<RecipeIndex, f64>,
    /// What the choice runs and takes from outside: there one scaled unit is what is usual, not a guess.
    usual: Usual,
}

/// What a choice runs, with its options, and what it takes from outside.
#[derive(Clone, Debug, Default)]
struct Usual {
    recipes: BTreeSet<RecipeIndex>,
    options: BTreeSet<(RecipeIndex, u32, u32)>,
    leaves: BTreeSet<ItemIndex>,
}

impl Scope<'_> {
    /// Takes the amounts of a choice as what is usual.
    fn scale_by(&mut self, choice: &Choice, root: ItemIndex, quantity: f64) {
        let Ok(resolution) = solve(self.graph, choice.clone(), root, quantity) else { return };
        self.usual = Usual::default();
        for need in resolution.needs.iter().filter(|need| need.quantity > 0.0) {
            self.item_scale.insert(need.item, need.quantity);
            let Obtain::Make(recipe) = need.obtain else {
                self.usual.leaves.insert(need.item);
                continue;
            };
            self.usual.recipes.insert(recipe);
            self.recipe_scale.insert(recipe, need.runs);
            for line in 0..self.graph.recipe(recipe).inputs.len() as u32 {
                self.usual.options.insert((recipe, line, choice.option(recipe, line)));
            }
        }
    }
}

impl<'g> Scope<'g> {
    /// What an answer uses, and what it would use of items so small beside the rest that it lost them; scaled by what each
    /// item's main supplier would have to make.
    fn narrowed(&self, program: &Program, choice: &Choice, root: ItemIndex, quantity: f64) -> Scope<'g> {
        let mut used = choice.clone();
        let mut supplied: BTreeMap<ItemIndex, (f64, Obtain)> = BTreeMap::new();
        let mut supply = |item: ItemIndex, amount: f64, obtain: Obtain| {
            let most = supplied.entry(item).or_insert((0.0, obtain));
            if amount > most.0 {
                *most = (amount, obtain);
            }
        };
        for (recipe, runs) in &program.runs {
            self.graph
                .recipe(*recipe)
                .outputs
                .iter()
                .for_each(|flow| supply(flow.item, flow.quantity * runs, Obtain::Make(*recipe)));
            // What by-products supply needs nothing more.
            self.graph
                .recipe(*recipe)
                .by_products
                .iter()
                .for_each(|flow| supply(flow.item, flow.quantity * runs, Obtain::Stock));
        }
        for (item, (obtain, amount)) in &program.leaves {
            supply(*item, *amount, *obtain);
        }
        supplied.iter().for_each(|(item, (_, obtain))| used.set(*item, *obtain));
        let mut most: BTreeMap<(RecipeIndex, u32), (f64, u32)> = BTreeMap::new();
        for ((recipe, line, option), runs) in &program.options {
            let best = most.entry((*recipe, *line)).or_insert((0.0, *option));
            if *runs > best.0 {
                *best = (*runs, *option);
            }
        }
        most.iter().for_each(|((recipe, line), (_, option))| used.set_option(*recipe, *line, *option));
        // The choice itself stays in play, so that the answer is never worse.
        let mut recipes: BTreeSet<RecipeIndex> = program.runs.keys().chain(&self.usual.recipes).copied().collect();
        let mut open: BTreeSet<(RecipeIndex, u32, u32)> =
            program.options.keys().chain(&self.usual.options).copied().collect();
        let mut narrowed = Scope {
            graph: self.graph,
            recipes: Vec::new(),
            leaves: self.leaves.clone(),
            taken: self.taken,
            open: None,
            item_scale: self.item_scale.clone(),
            recipe_scale: self.recipe_scale.clone(),
            usual: self.usual.clone(),
        };
        narrowed.scale_by(&used, root, quantity);
        recipes.extend(&narrowed.usual.recipes);
        open.extend(&narrowed.usual.options);
        narrowed.recipes = recipes.into_iter().filter(|recipe| self.recipes.binary_search(recipe).is_ok()).collect();
        narrowed.open = Some(open);
        narrowed
    }

    /// The options in play on a line: (option, flow).
    fn options(&self, recipe: RecipeIndex, line: u32) -> Vec<(u32, Flow)> {
        let options = &self.graph.recipe(recipe).inputs[line as usize].options;
        match self.taken {
            Some(choice) if options.len() > 1 => {
                let option = choice.option(recipe, line);
                options.get(option as usize).map(|flow| (option, *flow)).into_iter().collect()
            }
            _ => {
                let is_open = |option: &u32| {
                    let open = self.open.as_ref().filter(|_| options.len() > 1);
                    open.is_none_or(|open| open.contains(&(recipe, line, *option)))
                };
                let all = options.iter().enumerate().map(|(option, flow)| (option as u32, *flow));
                all.filter(|(option, _)| is_open(option)).collect()
            }
        }
    }

    fn lines(&self, recipe: RecipeIndex) -> impl Iterator<Item = (u32, Vec<(u32, Flow)>)> + '_ {
        (0..self.graph.recipe(recipe).inputs.len() as u32).map(move |line| (line, self.options(recipe, line)))
    }

    fn made(&self, recipe: RecipeIndex) -> impl Iterator<Item = &Flow> {
        let recipe = self.graph.recipe(recipe);
        recipe.outputs.iter().chain(&recipe.by_products)
    }
}

/// The least of what is asked, as runs.
///
/// # Errors
/// What can't be had, or why there is no answer.
pub(super) fn program(
    graph: &Graph,
    choice: &Choice,
    root: ItemIndex,
    quantity: f64,
    steering: &Steering,
) -> Result<Program, CreditError> {
    let scope = scope(graph, choice, root, quantity, steering);
    let mut program = lexicographic(&scope, root, quantity, steering, true)?;
    // Again among what is used, without the slack that the shades of preference took, in the units of what is used.
    let narrowed = scope.narrowed(&program, choice, root, quantity);
    if let Ok(polished) = lexicographic(&narrowed, root, quantity, steering, false) {
        program = polished;
    }
    cover_what_is_short(&scope, choice, root, quantity, &mut program);
    let missed = shortages(graph, root, quantity, &program).into_values().map(|(share, _)| share).fold(0.0, f64::max);
    if missed <= RESIDUAL {
        return Ok(program);
    }
    Err(CreditError::Numerical(format!("its answer misses a balance by {missed:.1e} of what goes through")))
}

/// What the program's tolerance left short is made as the choice makes it: of items that are small beside the rest, that may
/// be all; of the whole, it is next to nothing.
fn cover_what_is_short(scope: &Scope<'_>, choice: &Choice, root: ItemIndex, quantity: f64, program: &mut Program) {
    let graph = scope.graph;
    for (item, (share, amount)) in shortages(graph, root, quantity, program) {
        if share <= RESIDUAL * 0.01 {
            continue;
        }
        let Ok(resolution) = solve(graph, choice.clone(), item, amount) else { continue };
        for need in &resolution.needs {
            let Obtain::Make(recipe) = need.obtain else {
                program.leaves.entry(need.item).or_insert((need.obtain, 0.0)).1 += need.quantity;
                continue;
            };
            *program.runs.entry(recipe).or_default() += need.runs;
            for line in 0..graph.recipe(recipe).inputs.len() as u32 {
                let key = (recipe, line, choice.option(recipe, line));
                *program.options.entry(key).or_default() += need.runs;
            }
        }
    }
}

/// One objective after the other. Without `by_runs`, the total
/// of runs is not asked for.
fn lexicographic(
    scope: &Scope<'_>,
    root: ItemIndex,
    quantity: f64,
    steering: &Steering,
    by_runs: bool,
) -> Result<Program, CreditError> {
    let model = Model::new(scope, root, quantity);
    if model.columns.len() > MOST_VARIABLES {
        return Err(CreditError::TooLarge(model.columns.len()));
    }
    let mut fixed: Vec<(Vec<f64>, f64)> = Vec::new();
    let mut closed = vec![false; model.columns.len()];
    let mut values: Option<Vec<f64>> = None;
    let mut objectives = objectives(scope, &model, steering);
    let runs = objectives.pop().unwrap_or_default();
    // The first ones may all be nothing: then runs alone decide.
    let counts = |weights: &Vec<f64>| weights.iter().any(|weight| *weight > 0.0);
    objectives.retain(counts);
    if by_runs || objectives.is_empty() {
        objectives.push(runs);
    }
    for weights in objectives {
        let unit = model.usual_value(scope, &weights);
        let weights: Vec<f64> = weights.iter().map(|weight| weight / unit).collect();
        let mut solved = model.minimise(&weights, &fixed, &closed, false);
        if matches!(solved, Err(CreditError::CannotBeHad { .. })) && closed.contains(&true) {
            // What was taken for nothing was a little, and can't be done without.
            closed.fill(false);
            solved = model.minimise(&weights, &fixed, &closed, false);
        }
        match solved {
            Ok((optimum, found)) => {
                // Where the least is nothing, nothing of it may be taken: a tolerance would let in a little.
                if optimum <= 10.0 * FEASIBILITY {
                    closed.iter_mut().zip(&weights).for_each(|(closed, weight)| *closed |= *weight > 0.0);
                }
                values = Some(found);
                fixed.push((weights, optimum));
            }
            Err(CreditError::CannotBeHad { .. }) if values.is_none() => return Err(model.what_is_short(scope)),
            // What was optimal a moment ago is so still; only rounding says otherwise.
            Err(CreditError::CannotBeHad { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(model.read(scope, &values.unwrap_or_default()))
}

/// Collects what may be run: the cone of the choice, or everything below the root.
fn scope<'g>(graph: &'g Graph, choice: &'g Choice, root: ItemIndex, quantity: f64, steering: &Steering) -> Scope<'g> {
    let forced =
        steering.uses.iter().flat_map(|recipe| graph.recipe(*recipe).outputs.iter().map(|flow| (flow.item, *recipe)));
    let forced: BTreeMap<ItemIndex, RecipeIndex> = forced.collect();
    let rule = Rule { leaves_may_be_made: true, forced: &forced };
    let by_preference = steering.minimise.is_none();
    let mut scope = Scope {
        graph,
        recipes: Vec::new(),
        leaves: BTreeMap::new(),
        taken: by_preference.then_some(choice),
        open: None,
        item_scale: BTreeMap::new(),
        recipe_scale: BTreeMap::new(),
        usual: Usual::default(),
    };
    scope.scale_by(choice, root, quantity);
    scope.item_scale.entry(root).or_insert(quantity);
    let mut makers_of_by_product: Option<BTreeMap<ItemIndex, Vec<RecipeIndex>>> = None;
    let mut recipes: BTreeSet<RecipeIndex> = BTreeSet::new();
    let mut queue = VecDeque::from([root]);
    scope.leaves.insert(root, None);
    while let Some(item) = queue.pop_front() {
        let mut ways = if by_preference { vec![choice.of(item)] } else { ways_of(graph, item, rule) };
        if !by_preference && ways == [Obtain::Unresolved] {
            let makers = makers_of_by_product.get_or_insert_with(|| by_product_makers(graph));
            ways.extend(makers.get(&item).into_iter().flatten().map(|recipe| Obtain::Make(*recipe)));
        }
        if let Some(leaf) = ways.iter().find(|way| way.recipe().is_none()) {
            scope.leaves.insert(item, Some(*leaf));
        }
        for recipe in ways.into_iter().filter_map(Obtain::recipe).collect::<Vec<_>>() {
            if !recipes.insert(recipe) {
                continue;
            }
            let amount = scope.item_scale.get(&item).copied().unwrap_or(1.0);
            let made = scope.made(recipe).filter(|flow| flow.item == item).map(|flow| flow.quantity).sum::<f64>();
            let runs = *scope.recipe_scale.entry(recipe).or_insert(if made > 0.0 { amount / made } else { amount });
            let made: Vec<Flow> = scope.made(recipe).copied().collect();
            let taken: Vec<Flow> = scope.lines(recipe).flat_map(|(_, options)| options).map(|(_, flow)| flow).collect();
            for flow in &taken {
                scope.item_scale.entry(flow.item).or_insert(flow.quantity * runs);
                if let std::collections::btree_map::Entry::Vacant(entry) = scope.leaves.entry(flow.item) {
                    entry.insert(None);
                    queue.push_back(flow.item);
                }
            }
            for flow in made {
                scope.item_scale.entry(flow.item).or_insert(flow.quantity * runs);
            }
        }
    }
    scope.recipes = recipes.into_iter().collect();
    scope
}

fn by_product_makers(graph: &Graph) -> BTreeMap<ItemIndex, Vec<RecipeIndex>> {
    let mut makers: BTreeMap<ItemIndex, Vec<RecipeIndex>> = BTreeMap::new();
    for recipe in graph.recipe_indices() {
        for flow in &graph.recipe(recipe).by_products {
            makers.entry(flow.item).or_default().push(recipe);
        }
    }
    makers
}

/// What a variable is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Column {
    Runs(RecipeIndex),
    Option(RecipeIndex, u32, u32),
    Leaf(ItemIndex, Obtain),
}

/// An item in play, its sum over columns, and the demand.
type Balance = (ItemIndex, Vec<(usize, f64)>, f64);

/// The program in scaled units: rows as sums over columns.
struct Model {
    columns: Vec<Column>,
    /// By column: what one scaled unit is.
    scales: Vec<f64>,
    balances: Vec<Balance>,
    /// Sums that are 0.
    splits: Vec<Vec<(usize, f64)>>,
}

impl Model {
    fn new(scope: &Scope<'_>, root: ItemIndex, quantity: f64) -> Self {
        let mut model = Self { columns: Vec::new(), scales: Vec::new(), balances: Vec::new(), splits: Vec::new() };
        let mut rows: BTreeMap<ItemIndex, BTreeMap<usize, f64>> =
            scope.leaves.keys().map(|item| (*item, BTreeMap::new())).collect();
        let scale_of =
            |item: ItemIndex| scope.item_scale.get(&item).copied().filter(|scale| *scale > 0.0).unwrap_or(1.0);
        let add = |rows: &mut BTreeMap<ItemIndex, BTreeMap<usize, f64>>, flow: &Flow, column: usize, runs: f64| {
            if let Some(row) = rows.get_mut(&flow.item) {
                *row.entry(column).or_default() += flow.quantity * runs / scale_of(flow.item);
            }
        };
        for recipe in &scope.recipes {
            let runs = scope.recipe_scale.get(recipe).copied().filter(|scale| *scale > 0.0).unwrap_or(1.0);
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
    fn usual_value(&self, scope: &Scope<'_>, weights: &[f64]) -> f64 {
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
    fn minimise(
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
    fn what_is_short(&self, scope: &Scope<'_>) -> CreditError {
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

    fn read(&self, scope: &Scope<'_>, values: &[f64]) -> Program {
        let mut program = Program::default();
        for ((column, scale), value) in self.columns.iter().zip(&self.scales).zip(values) {
            if *value <= NOTHING {
                continue;
            }
            let amount = value * scale;
            match column {
                Column::Runs(recipe) => {
                    program.runs.insert(*recipe, amount);
                }
                Column::Option(recipe, line, option) => {
                    program.options.insert((*recipe, *line, *option), amount);
                }
                Column::Leaf(item, obtain) => {
                    program.leaves.insert(*item, (*obtain, amount));
                }
            }
        }
        for (recipe, runs) in &program.runs {
            for (line, options) in scope.lines(*recipe) {
                if let [(option, _)] = options[..] {
                    program.options.insert((*recipe, line, option), *runs);
                }
            }
        }
        program
    }
}

/// The objectives in their order, as weights of the scaled columns.
fn objectives(scope: &Scope<'_>, model: &Model, steering: &Steering) -> Vec<Vec<f64>> {
    let graph = scope.graph;
    let weigh = |weight: &dyn Fn(Column) -> f64| -> Vec<f64> {
        model.columns.iter().zip(&model.scales).map(|(column, scale)| weight(*column) * scale).collect()
    };
    let is_missing = |column: Column| match column {
        // In scaled units: amounts of things that nobody makes are not to be compared.
        Column::Leaf(item, Obtain::Unresolved) => 1.0 / scope.item_scale.get(&item).copied().unwrap_or(1.0),
        _ => 0.0,
    };
    let counted = |objective: Objective| {
        move |column: Column| match column {
            Column::Leaf(item, obtain) => own(graph, item, obtain, objective),
            // Electricity is counted where it is taken: from outside, or made.
            Column::Runs(recipe) => run_counts(graph, recipe, objective),
            Column::Option(..) => 0.0,
        }
    };
    let unpriced = |column: Column| match column {
        Column::Leaf(item, Obtain::Bought) if graph.price(item).is_none() => {
            1.0 / scope.item_scale.get(&item).copied().unwrap_or(1.0)
        }
        _ => 0.0,
    };
    let avoided = |column: Column| {
        let is_avoided = steering.avoid.iter().any(|avoided| match column {
            Column::Leaf(item, _) => avoided.item == Some(item),
            Column::Runs(recipe) => {
                avoided.recipes.contains(&recipe)
                    || graph.recipe(recipe).outputs.iter().any(|flow| Some(flow.item) == avoided.item)
            }
            Column::Option(..) => false,
        });
        if is_avoided { 1.0 } else { 0.0 }
    };
    let count = scope.recipes.len().max(1) as f64;
    let runs = |column: Column| match column {
        Column::Runs(recipe) => {
            let position = scope.recipes.binary_search(&recipe).unwrap_or(0) as f64;
            (1.0 + 1e-3 * position / count) / scope.recipe_scale.get(&recipe).copied().unwrap_or(1.0)
        }
        _ => 0.0,
    };
    let mut all = vec![weigh(&is_missing), model.columns.iter().map(|column| avoided(*column)).collect()];
    match steering.minimise {
        Some(objective) => {
            if matches!(objective, Objective::Cost | Objective::Imports) {
                all.push(weigh(&unpriced));
            }
            all.push(weigh(&counted(objective)));
        }
        None => all.extend([weigh(&counted(Objective::Mass)), weigh(&counted(Objective::Cost))]),
    }
    all.push(weigh(&runs));
    all
}

/// What one run counts of an objective: its own labour and emissions; for energy, the electricity that it makes, since that is
/// counted where it is obtained.
fn run_counts(graph: &Graph, index: RecipeIndex, objective: Objective) -> f64 {
    let recipe = graph.recipe(index);
    match objective {
        Objective::Labour => recipe.labour_h,
        Objective::Emissions => recipe.direct_emissions_kg,
        Objective::Energy => {
            let made = recipe
                .outputs
                .iter()
                .map(|flow| own(graph, flow.item, Obtain::Make(index), Objective::Energy) * flow.quantity);
            made.sum()
        }
        Objective::Cost | Objective::Mass | Objective::Imports => 0.0,
    }
}

/// What each item is short of, if it is: as a share of what is asked of it, and as an amount.
fn shortages(graph: &Graph, root: ItemIndex, quantity: f64, program: &Program) -> BTreeMap<ItemIndex, (f64, f64)> {
    let mut balance: BTreeMap<ItemIndex, (f64, f64)> = BTreeMap::from([(root, (0.0, quantity))]);
    for (index, runs) in &program.runs {
        let recipe = graph.recipe(*index);
        for flow in recipe.outputs.iter().chain(&recipe.by_products) {
            balance.entry(flow.item).or_default().0 += flow.quantity * runs;
        }
        for flow in program.taken(graph, *index) {
            balance.entry(flow.item).or_default().1 += flow.quantity;
        }
    }
    for (item, (_, amount)) in &program.leaves {
        balance.entry(*item).or_default().0 += amount;
    }
    let short = balance.into_iter().filter(|(_, (had, asked))| asked > had);
    short.map(|(item, (had, asked))| (item, ((asked - had) / asked, asked - had))).collect()
}

impl Program {
    /// What all runs of a recipe take, line by line.
    pub(super) fn taken(&self, graph: &Graph, recipe: RecipeIndex) -> Vec<Flow> {
        let mut taken = Vec::new();
        for (line, input) in graph.recipe(recipe).inputs.iter().enumerate() {
            for (option, flow) in input.options.iter().enumerate() {
                if let Some(runs) = self.options.get(&(recipe, line as u32, option as u32)) {
                    taken.push(Flow { item: flow.item, quantity: flow.quantity * runs });
                }
            }
        }
        taken
    }
}
