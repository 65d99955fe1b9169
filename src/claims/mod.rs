//! What is claimed of plans and places, decided: each measure's figure and bound, whether it holds, which figure decides it, what
//! that rests on, and how far it would have to move.
//!
//! Nothing here is derived by hand: every figure that a report rests on is made 10 % larger, one at a time, and the report is made
//! anew ([`Prospect`](crate::local::Prospect)). The *deciding* figure is the one that then moves the measure most. The *threshold*
//! of a figure is the value at which the bound is just met, all else being equal; where no value is, there is none.

mod context;
mod decide;
mod gap;
mod influence;
mod threshold;

#[cfg(test)]
mod tests;

use crate::graph::ItemIndex;
use crate::local::{Factor, Footing, LocalReport};
use crate::model::{Claim, FigureName, Id, Side};
use crate::quantity::Quantity;
use crate::resolve::Evidence;

pub use decide::decide;

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Holds,
    /// No.
    DoesNotHold,
    /// A figure that it takes is not known.
    CannotBeTold,
}

impl Answer {
    /// The words in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Answer::Holds => "holds",
            Answer::DoesNotHold => "does not hold",
            Answer::CannotBeTold => "cannot be told",
        }
    }
}

/// A claim, decided.
#[derive(Debug)]
pub struct Decided<'c> {
    /// What is claimed.
    pub claim: &'c Claim,
    /// Whether all of its measures hold.
    pub answer: Answer,
    /// Its measures, in its own order; those that name what is not there are left out.
    pub measures: Vec<DecidedMeasure<'c>>,
}

impl Decided<'_> {
    /// The measure that decides: the first that fails, else the first that cannot be told, else the one with the least to spare.
    pub fn deciding(&self) -> Option<&DecidedMeasure<'_>> {
        let first = |answer| self.measures.iter().find(|measure| measure.answer == answer);
        let spare = |measure: &&DecidedMeasure<'_>| measure.spare().unwrap_or(f64::INFINITY);
        first(Answer::DoesNotHold).or_else(|| first(Answer::CannotBeTold)).or_else(|| {
            let measures = self.measures.iter();
            let is_still = |measure: &DecidedMeasure<'_>| measure.influences.is_empty();
            measures.min_by(|a, b| is_still(a).cmp(&is_still(b)).then(spare(a).total_cmp(&spare(b))))
        })
    }
}

/// A figure of a report: of what, and where. Money is in the graph's currency, amounts in the item's unit; h, kg, kWh, m2, W.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Of {
    /// Which.
    pub name: FigureName,
    /// The plan or item.
    pub root: ItemIndex,
    /// Index of the facility in the catalog.
    pub facility: usize,
    /// Of what item, for an amount.
    pub item: Option<ItemIndex>,
}

/// A measure, decided.
#[derive(Debug)]
pub struct DecidedMeasure<'c> {
    /// The figure.
    pub of: Of,
    /// Its value; `None` where it cannot be told.
    pub value: Option<f64>,
    /// On which side of the bound it has to be.
    pub side: Side,
    /// The bound; `None` where it cannot be told.
    pub bound: Option<f64>,
    /// The bound as it was written, if it is a quantity.
    pub written: Option<&'c Quantity>,
    /// The figure that is the bound, if it is one.
    pub bound_of: Option<Of>,
    /// Whether it holds.
    pub answer: Answer,
    /// Why it cannot be told, or what its value leaves out.
    pub why: Option<String>,
    /// The figures that move it, the one that moves it most first.
    pub influences: Vec<Influence>,
    /// Whole groups of figures that move it, the one that moves it most first.
    pub groups: Vec<Influence>,
    /// By the grade of each figure, the share of what the measure depends on; all 0 where nothing moves it.
    pub evidence: Evidence,
    /// What it stands for, in words.
    pub note: Option<&'c str>,
    /// The report that the figure is from.
    pub report: std::sync::Arc<LocalReport>,
}

impl DecidedMeasure<'_> {
    /// How far the figure is from its bound on the good side, as a share of the bound; below 0 on the wrong side.
    pub fn spare(&self) -> Option<f64> {
        let (value, bound) = (self.value?, self.bound?);
        let over = if self.side == Side::AtLeast { value - bound } else { bound - value };
        Some(if bound == 0.0 { over } else { over / bound.abs() })
    }
}

/// How a figure moves a measure.
#[derive(Clone, Debug)]
pub struct Influence {
    /// The figure.
    pub factor: Factor,
    /// What it says: the item of a recipe's line, else the recipe's own.
    pub item: Option<ItemIndex>,
    /// The machine, or the skill, that it is a figure of.
    pub name: Option<Id>,
    /// The facility that it may be a figure of.
    pub facility: usize,
    /// Its value, as [`crate::local::Prospect::value`] gives it; 1 for a group.
    pub value: f64,
    /// What the measure is moved by, less what its bound is, if this is 10 % more.
    pub effect: f64,
    /// The share of it that can be otherwise: see [`crate::local::Prospect::free_share`].
    pub free_share: f64,
    /// Times that share, at which the bound is just met; `None` if it is at none.
    pub threshold: Option<f64>,
    /// What it rests on; `None` for a group.
    pub footing: Option<Footing>,
}

impl Influence {
    /// Its value at the threshold, and what share that is of what it is.
    pub fn met_at(&self) -> Option<(f64, f64)> {
        let times = 1.0 + self.free_share * (self.threshold? - 1.0);
        Some((self.value * times, times))
    }
}
