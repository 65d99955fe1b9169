//! One plan at one place, with all that moves its figures: made once for all claims that ask.

use std::sync::Arc;

use rayon::prelude::*;

use crate::graph::{Graph, ItemIndex};
use crate::local::{Factor, Group, LocalReport, Outlook, Prospect, Shop, check_in};
use crate::resolve::Runaway;

/// By how much a figure is made larger, to see what it moves.
pub(super) const STEP: f64 = 1.1;

/// A report, as it is and as it would be.
pub(super) struct Context<'s, 'a> {
    pub shop: &'s Shop<'a>,
    pub root: ItemIndex,
    pub report: Arc<LocalReport>,
    /// The figures as they are.
    pub outlook: Outlook,
    /// Each figure that they rest on, and what they come to with it 10 % larger.
    pub varied: Vec<(Factor, Option<Outlook>)>,
}

impl<'s, 'a> Context<'s, 'a> {
    /// Makes the report of one unit, and that with each figure 10 % larger.
    ///
    /// # Errors
    /// A loop that consumes at least what it makes.
    pub(super) fn of(shop: &'s Shop<'a>, root: ItemIndex) -> Result<Option<Self>, Runaway> {
        let report = Arc::new(check_in(shop, root, 1.0)?);
        let prospect = Prospect::of(shop, &report);
        let Some(outlook) = prospect.as_it_is() else { return Ok(None) };
        let factors = prospect.factors().into_iter().chain(Group::ALL.map(Factor::Every));
        let factors: Vec<Factor> = factors.collect();
        let vary = |scratch: &mut Graph, factor: &Factor| {
            let by = if is_at_its_most(&prospect, *factor) { 1.0 / STEP } else { STEP };
            (*factor, prospect.outlook_with(scratch, *factor, by))
        };
        let varied = factors.par_iter().map_init(|| shop.graph.clone(), vary).collect();
        Ok(Some(Self { shop, root, report: report.clone(), outlook, varied }))
    }

    pub(super) fn prospect(&self) -> Prospect<'_, 'a> {
        Prospect::of(self.shop, &self.report)
    }
}

/// Whether a figure cannot be 10 % larger: more than all of the output cannot be good.
pub(super) fn is_at_its_most(prospect: &Prospect<'_, '_>, factor: Factor) -> bool {
    most(prospect, factor).is_some_and(|most| most < STEP)
}

/// Times its value that a figure can be at the most.
pub(super) fn most(prospect: &Prospect<'_, '_>, factor: Factor) -> Option<f64> {
    use crate::resolve::{RecipeFigure, Subject};
    match factor {
        Factor::Figure(Subject::Recipe { figure: RecipeFigure::Yield, .. }) => {
            prospect.value(factor).filter(|value| *value > 0.0).map(|value| 1.0 / value)
        }
        _ => None,
    }
}
