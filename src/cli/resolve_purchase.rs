//! `groundup resolve PLAN --purchase`: what to buy, rounded up to what is sold.

use super::resolve::Format;
use super::{Console, Failure, Outcome};
use crate::emit;
use crate::purchase::{Order, cut_list, shopping};
use crate::resolve::Obtain;

/// Whether a format can tell what to buy.
///
/// # Errors
/// It cannot.
pub(super) fn check(format: Format) -> Result<(), Failure> {
    match format {
        Format::Tree | Format::Table | Format::Json | Format::Csv => Ok(()),
        _ => Err(Failure::Message("--purchase is told as `--format table`, `json` or `csv`".to_owned())),
    }
}

/// Tells what to buy for an order.
///
/// # Errors
/// The output cannot be written.
pub(super) fn tell(order: &Order<'_>, format: Format, console: &mut Console) -> Result<Outcome, Failure> {
    let purchases = shopping(order, &cut_list(order));
    match format {
        Format::Json => console.print_json(&emit::purchase_json(order, &purchases))?,
        Format::Csv => console.print(&emit::purchase_csv(order, &purchases))?,
        _ => console.print(&emit::purchase_text(order, &purchases, console.style()))?,
    }
    let is_grounded = order.resolution.leaves(Obtain::Unresolved).next().is_none();
    Ok(if is_grounded { Outcome::Fine } else { Outcome::Findings })
}
