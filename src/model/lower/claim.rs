//! Trees to claims.

use super::super::claim::{Bound, Claim, FigureName, Limit, Measure, Measured, Side};
use super::super::reader::{list_of, plain_of, quantity, reference_of, text_of};
use super::shared::source_note;
use crate::syntax::Node;
use crate::text::Spanned;

pub(super) fn claim(node: &Node<'_>) -> Option<Claim> {
    Some(Claim {
        id: reference_of(node, "id")?,
        title: plain_of(node, "title"),
        claim: plain_of(node, "claim"),
        measures: list_of(node, "measures", measure),
        sources: list_of(node, "sources", source_note),
        note: plain_of(node, "note"),
    })
}

fn measure(node: &Node<'_>) -> Option<Measure> {
    let least = node.get("at-least").and_then(|n| bound(n, Side::AtLeast));
    let most = node.get("at-most").and_then(|n| bound(n, Side::AtMost));
    Some(Measure { figure: measured(node)?, bound: least.or(most), note: plain_of(node, "note") })
}

fn measured(node: &Node<'_>) -> Option<Measured> {
    let word = text_of(node, "figure")?;
    Some(Measured {
        name: Spanned::new(FigureName::from_word(&word.value)?, word.span),
        of: reference_of(node, "of"),
        at: reference_of(node, "at"),
        item: reference_of(node, "item"),
    })
}

fn bound(node: &Node<'_>, side: Side) -> Option<Bound> {
    let limit = match quantity(node) {
        Some(quantity) => Limit::Quantity(quantity.value),
        None => Limit::Figure(measured(node)?),
    };
    Some(Bound { side, limit, span: node.span })
}
