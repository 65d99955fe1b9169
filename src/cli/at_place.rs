//! `resolve --at`: a plan down to the ground as a facility has things.

use super::choosing::{Minimise, credit_error_text, unsteerable};
use super::{Console, Failure, resolve};
use crate::graph::{Graph, ItemIndex};
use crate::local::{Import, NotSteered, Shop, check_in, resolution_in, steered_in};
use crate::quantity::format_amount_grouped;
use crate::resolve::{Resolution, Runaway, Steering};

/// Says what a store gives of things that are made, bought or left open besides.
pub(super) fn tell_stock(graph: &Graph, resolution: &Resolution, console: &mut Console) {
    for (item, taken) in &resolution.from_stock {
        let (item, taken) = (graph.item(*item), format_amount_grouped(*taken));
        let (id, unit) = (&item.id, item.unit.symbol());
        console.note(&format!("note: the store gives {taken} {unit} of `{id}`; runs and inputs are of the rest"));
    }
}

/// The resolution in a shop, and what it imports, chosen as the arguments say; `priced` is the graph as the place prices it.
///
/// # Errors
/// The wishes contradict each other, the plan or the place.
pub(super) fn resolve(
    args: &resolve::Args,
    shop: &Shop<'_>,
    priced: &Graph,
    (root, quantity): (ItemIndex, f64),
    console: &mut Console,
) -> Result<Result<(Resolution, Vec<Import>), Runaway>, Failure> {
    let steering = args.choosing.steering(priced)?;
    resolve_steered(args, shop, priced, (root, quantity), &steering, console)
}

/// The same, with wishes that were looked up.
///
/// # Errors
/// The wishes contradict each other, the plan or the place.
pub(super) fn resolve_steered(
    args: &resolve::Args,
    shop: &Shop<'_>,
    priced: &Graph,
    (root, quantity): (ItemIndex, f64),
    steering: &Steering,
    console: &mut Console,
) -> Result<Result<(Resolution, Vec<Import>), Runaway>, Failure> {
    let choosing = &args.choosing;
    let is_steered =
        choosing.minimise != Minimise::Preference || !choosing.uses.is_empty() || !choosing.avoid.is_empty();
    if !is_steered && !args.credit_by_products {
        // What to buy is told of a plan that is blocked too, as if it could be made.
        return Ok(match args.purchase {
            true => check_in(shop, root, quantity).map(|report| (report.resolution, report.imports)),
            false => resolution_in(shop, root, quantity),
        });
    }
    match steered_in(shop, priced, (root, quantity), steering, args.credit_by_products) {
        Ok(steered) => {
            choosing.tell_unavoidable(priced, &steered.unavoidable, console);
            let is_of_work = matches!(choosing.minimise, Minimise::Energy | Minimise::Emissions | Minimise::Labour);
            if is_of_work && !steered.imports.is_empty() && !args.credit_by_products {
                console.note(
                    "note: to choose between them, what is imported counts as much as making it takes by the recipes of this \
                     repository, or what it says of itself; the totals are without the former",
                );
            }
            Ok(Ok((steered.resolution, steered.imports)))
        }
        Err(NotSteered::Runaway(runaway)) => Ok(Err(runaway)),
        Err(NotSteered::Unsteerable(error)) => Err(unsteerable(priced, root, error)),
        Err(NotSteered::Credit(error)) => Err(Failure::Message(credit_error_text(priced, &error))),
        Err(NotSteered::CannotRun(recipe, why)) => {
            let (recipe, facility) = (&priced.recipe(recipe).id, args.at.as_deref().unwrap_or_default());
            let why = if why.is_empty() {
                "something that it takes is made only from itself".to_owned()
            } else {
                why.join("; ")
            };
            Err(Failure::Message(format!("--use: `{recipe}` cannot be run at {facility}: {why}")))
        }
    }
}
