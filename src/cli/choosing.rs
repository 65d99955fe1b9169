//! How recipes are chosen, on the command line: what is to be least, used, avoided.

use clap::ValueEnum;

use super::{Console, Failure};
use crate::emit;
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::resolve::{
    Avoided, Choice, Chosen, CreditError, Objective, Resolution, Steering, Unavoidable, Unsteerable, choose,
    solve_with_credit,
};
use crate::schema::closest;

/// The arguments that steer the choice of recipes.
#[derive(Debug, clap::Args)]
pub(super) struct Choosing {
    /// Choose the recipes that together make the least of this, per unit
    #[arg(long, value_enum, default_value_t = Minimise::Preference, value_name = "WHAT")]
    pub minimise: Minimise,
    /// Use this recipe for every item that it is run for (may be given several times)
    #[arg(long = "use", value_name = "PROCESS")]
    pub uses: Vec<String>,
    /// Do without this item or recipe wherever there is another way (may be given several times)
    #[arg(long, value_name = "ITEM|PROCESS")]
    pub avoid: Vec<String>,
}

/// What is to be least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Minimise {
    /// Nothing: the author's order, then `prefer`, then id
    Preference,
    /// Price of what comes from outside
    Cost,
    /// Electricity
    Energy,
    /// CO2e
    Emissions,
    /// Person-hours
    Labour,
    /// Mass of what comes from outside
    Mass,
    /// Price of what is bought
    Imports,
}

impl Minimise {
    fn objective(self) -> Option<Objective> {
        match self {
            Minimise::Preference => None,
            Minimise::Cost => Some(Objective::Cost),
            Minimise::Energy => Some(Objective::Energy),
            Minimise::Emissions => Some(Objective::Emissions),
            Minimise::Labour => Some(Objective::Labour),
            Minimise::Mass => Some(Objective::Mass),
            Minimise::Imports => Some(Objective::Imports),
        }
    }
}

impl Choosing {
    /// The wishes, by number.
    ///
    /// # Errors
    /// A name that nothing has; says what may have been meant.
    pub(super) fn steering(&self, graph: &Graph) -> Result<Steering, Failure> {
        let uses = self.uses.iter().map(|id| {
            let recipes = recipes_named(graph, id);
            if recipes.is_empty() { Err(unknown("--use", "recipe", id, graph, false)) } else { Ok(recipes) }
        });
        let avoid = self.avoid.iter().map(|id| {
            let avoided = Avoided { item: graph.item_index(id), recipes: recipes_named(graph, id) };
            if avoided.item.is_none() && avoided.recipes.is_empty() {
                return Err(unknown("--avoid", "item or recipe", id, graph, true));
            }
            Ok(avoided)
        });
        Ok(Steering {
            minimise: self.minimise.objective(),
            uses: uses.collect::<Result<Vec<_>, _>>()?.concat(),
            avoid: avoid.collect::<Result<Vec<_>, _>>()?,
            imports: None,
        })
    }

    /// The same of what another state of the repository knows: names that nothing has there ask for nothing.
    pub(super) fn steering_of_known(&self, graph: &Graph) -> Steering {
        let avoided = |id: &String| Avoided { item: graph.item_index(id), recipes: recipes_named(graph, id) };
        Steering {
            minimise: self.minimise.objective(),
            uses: self.uses.iter().flat_map(|id| recipes_named(graph, id)).collect(),
            avoid: self.avoid.iter().map(avoided).collect(),
            imports: None,
        }
    }

    /// The choice for a root; says on standard error what can't be avoided.
    ///
    /// # Errors
    /// The wishes contradict each other or the plan.
    pub(super) fn choose(
        &self,
        graph: &Graph,
        root: ItemIndex,
        steering: &Steering,
        console: &mut Console,
    ) -> Result<Chosen, Failure> {
        let chosen = choose(graph, root, steering).map_err(|error| unsteerable(graph, root, error))?;
        self.tell_unavoidable(graph, &chosen.unavoidable, console);
        Ok(chosen)
    }

    /// Says on standard error what can't be avoided.
    pub(super) fn tell_unavoidable(&self, graph: &Graph, unavoidable: &[Unavoidable], console: &mut Console) {
        for unavoidable in unavoidable {
            let avoided = self.avoid.get(unavoidable.index).map_or("", String::as_str);
            console.note(&unavoidable_text(graph, avoided, unavoidable));
        }
    }
}

impl Choosing {
    /// Says which recipes that were to be used are not run, as nothing that was chosen takes what they make.
    pub(super) fn tell_unused(&self, graph: &Graph, resolution: &Resolution, console: &mut Console) {
        for id in &self.uses {
            let recipes = recipes_named(graph, id);
            if resolution.recipe_runs().any(|(recipe, _)| recipes.contains(&recipe)) {
                continue;
            }
            let made: Vec<&str> = recipes
                .iter()
                .flat_map(|recipe| &graph.recipe(*recipe).outputs)
                .map(|flow| graph.item(flow.item).id.as_str())
                .collect();
            console.note(&format!(
                "note: --use {id}: it is not run, as nothing that was chosen takes {}\nhelp: where a line has an alternative, \
                 --avoid what stands before it",
                quoted_list(&made)
            ));
        }
    }
}

fn recipes_named(graph: &Graph, id: &str) -> Vec<RecipeIndex> {
    graph.recipe_indices().filter(|recipe| graph.recipe(*recipe).id.as_str() == id).collect()
}

fn unknown(flag: &str, what: &str, id: &str, graph: &Graph, items_too: bool) -> Failure {
    let recipes = graph.recipes.iter().map(|recipe| recipe.id.as_str());
    let items = graph.items.iter().map(|item| item.id.as_str()).filter(|_| items_too);
    let is_item = graph.item_index(id).filter(|_| !items_too);
    let help = match (is_item, closest(id, recipes.chain(items))) {
        (Some(item), _) => {
            let ids: Vec<&str> =
                graph.item(item).recipes.iter().map(|recipe| graph.recipe(*recipe).id.as_str()).collect();
            match ids[..] {
                [] => format!("\nhelp: `{id}` is an item that no recipe makes"),
                _ => format!("\nhelp: `{id}` is an item; it is made by {}", quoted_list(&ids)),
            }
        }
        (None, Some(close)) => format!("\nhelp: did you mean `{close}`?"),
        (None, None) => String::new(),
    };
    Failure::Message(format!("{flag}: there is no {what} `{id}`{help}"))
}

/// Why wishes can't be followed, as a failure.
pub(super) fn unsteerable(graph: &Graph, root: ItemIndex, error: Unsteerable) -> Failure {
    let recipe = |index: RecipeIndex| graph.recipe(index).id.as_str();
    let item = |index: ItemIndex| graph.item(index).id.as_str();
    Failure::Message(match error {
        Unsteerable::TwoUses(made, one, other) => format!(
            "--use: `{}` and `{}` both make `{}`; an item is obtained in one way\nhelp: leave one of them out",
            recipe(one),
            recipe(other),
            item(made)
        ),
        Unsteerable::UselessUse(useless) => {
            let made: Vec<&str> = graph.recipe(useless).outputs.iter().map(|flow| item(flow.item)).collect();
            let what = if made.is_empty() { "nothing".to_owned() } else { quoted_list(&made) };
            format!("--use: `{}` makes {what}, which `{}` can't need in any way", recipe(useless), item(root))
        }
        Unsteerable::UsedAndAvoided(both) => {
            format!("`{}` is both to be used and to be avoided\nhelp: leave out `--use` or `--avoid`", recipe(both))
        }
        Unsteerable::RootAvoided => format!("--avoid: `{}` is what you ask for", item(root)),
    })
}

/// Why something is used all the same, in words.
fn unavoidable_text(graph: &Graph, avoided: &str, unavoidable: &Unavoidable) -> String {
    let ids: Vec<String> = unavoidable.because.iter().map(|item| format!("`{}`", graph.item(*item).id)).collect();
    let recipe = graph.recipe(unavoidable.recipe).id.as_str();
    let chain = match &ids[..] {
        [] | [_] => String::new(),
        [first, .., last] if ids.len() > 6 => format!("{first} can't do without {last}, and "),
        _ => format!(
            "{}, and ",
            ids.windows(2).map(|pair| format!("{} needs {}", pair[0], pair[1])).collect::<Vec<_>>().join(", ")
        ),
    };
    let last = ids.last().map_or("", String::as_str);
    let end = if recipe == avoided { "is not to be had without it" } else { "can't be made without it" };
    let by = if recipe == avoided { String::new() } else { format!("; here `{recipe}` takes it") };
    format!("note: `{avoided}` can't be avoided: {chain}{last} {end}{by}")
}

fn quoted_list(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

/// The answer of the linear program, with what is to be said about it.
///
/// # Errors
/// It can't be solved.
pub(super) fn resolve_with_credit(
    graph: &Graph,
    choice: &Choice,
    (root, quantity): (ItemIndex, f64),
    steering: &Steering,
    console: &mut Console,
) -> Result<Result<Resolution, CreditError>, Failure> {
    if graph.recipes.len() > NOTED_RECIPES {
        console.note(
            "note: by-products are credited by a linear program; on a repository as large as this it may take a while",
        );
    }
    match solve_with_credit(graph, choice, root, quantity, steering) {
        Ok(resolution) => {
            if let Some(found) = resolution.credit.as_ref().and_then(|credit| credit.from_nothing.as_ref()) {
                console.note(&emit::from_nothing_text(graph, found));
            }
            Ok(Ok(resolution))
        }
        Err(error @ CreditError::CannotBeHad { .. }) => Ok(Err(error)),
        Err(error) => Err(Failure::Message(credit_error_text(graph, &error))),
    }
}

/// Why there is no answer, in the words of the plan.
pub(super) fn credit_error_text(graph: &Graph, error: &CreditError) -> String {
    let few = |mut ids: Vec<&str>| {
        let more = ids.len().saturating_sub(8);
        ids.truncate(8);
        let list = quoted_list(&ids);
        if more > 0 { format!("{list} and {more} more") } else { list }
    };
    match error {
        CreditError::CannotBeHad { items, recipes } => {
            let items: Vec<&str> = items.iter().map(|item| graph.item(*item).id.as_str()).collect();
            let recipes: Vec<&str> = recipes.iter().map(|recipe| graph.recipe(*recipe).id.as_str()).collect();
            format!(
                "{} can't be had, whatever is run: what makes it takes at least as much as it gives (by {})\nhelp: look at the quantities of these recipes; one of them takes too much, or yields too little",
                few(items),
                few(recipes)
            )
        }
        CreditError::TooLarge(variables) => format!(
            "--credit-by-products: a linear program of {variables} variables is more than can be solved in good time\nhelp: leave it out, or narrow the choice with --use or --avoid"
        ),
        CreditError::TooSlow => {
            "--credit-by-products: the linear program took too long\nhelp: leave out --minimise, so that only preferred recipes may run; or do without --credit-by-products".to_owned()
        }
        CreditError::Numerical(reason) => format!(
            "--credit-by-products: the linear program could not be solved to the last digit: {reason}\nhelp: amounts that are very small beside others are the usual cause"
        ),
    }
}

/// Recipes from which on it is said that it may take a while.
const NOTED_RECIPES: usize = 2000;
