//! `resolve --at`: a plan down to the ground as a facility has things.

use super::choosing::{Minimise, credit_error_text, unsteerable};
use super::{Console, Failure, resolve};
use crate::graph::{Graph, ItemIndex};
use crate::local::{Import, NotSteered, Shop, resolution_in, steered_in};
use crate::resolve::{Resolution, Runaway};

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
    let choosing = &args.choosing;
    let steering = choosing.steering(priced)?;
    let is_steered =
        choosing.minimise != Minimise::Preference || !choosing.uses.is_empty() || !choosing.avoid.is_empty();
    if !is_steered && !args.credit_by_products {
        return Ok(resolution_in(shop, root, quantity));
    }
    match steered_in(shop, priced, (root, quantity), &steering, args.credit_by_products) {
        Ok(steered) => {
            choosing.tell_unavoidable(priced, &steered.unavoidable, console);
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
