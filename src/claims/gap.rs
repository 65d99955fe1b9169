//! A measure as a function of the figures that it rests on: its value less its bound.

use super::Of;
use super::context::Context;
use crate::graph::{Graph, ItemIndex};
use crate::local::{Factor, LocalReport, Outlook, Status, Verdict};
use crate::model::{FigureName, Side};

/// What a bound is.
pub(super) enum Level<'m, 's, 'a> {
    /// A number, in the figure's own unit.
    Fixed(f64),
    /// Another figure, of this context.
    Figure(Of, &'m Context<'s, 'a>),
}

/// A measure and the contexts that its two sides are of.
pub(super) struct Gap<'m, 's, 'a> {
    pub of: Of,
    pub context: &'m Context<'s, 'a>,
    pub side: Side,
    pub level: Level<'m, 's, 'a>,
}

impl<'m, 's, 'a> Gap<'m, 's, 'a> {
    /// The figure as it is.
    ///
    /// # Errors
    /// Why it cannot be told.
    pub(super) fn value(&self) -> Result<f64, String> {
        value(self.of, &self.context.report, &self.context.outlook)
    }

    /// The bound as it is.
    ///
    /// # Errors
    /// Why it cannot be told.
    pub(super) fn bound(&self) -> Result<f64, String> {
        match &self.level {
            Level::Fixed(level) => Ok(*level),
            Level::Figure(of, context) => value(*of, &context.report, &context.outlook),
        }
    }

    /// The contexts that a figure may be of.
    pub(super) fn contexts(&self) -> Vec<&'m Context<'s, 'a>> {
        match &self.level {
            Level::Figure(_, context) if !std::ptr::eq(*context, self.context) => vec![self.context, context],
            _ => vec![self.context],
        }
    }

    /// Value less bound, with a figure of one of the contexts 10 % larger.
    pub(super) fn stepped(&self, of: &Context<'s, 'a>, factor: Factor) -> Option<f64> {
        let outlook = |context: &'m Context<'s, 'a>| -> Option<&'m Outlook> {
            let at = context.varied.binary_search_by_key(&factor, |(factor, _)| *factor).ok();
            match at.filter(|_| is_shared(of, context, factor)) {
                Some(at) => context.varied[at].1.as_ref(),
                None => Some(&context.outlook),
            }
        };
        self.between(outlook(self.context)?, |context| outlook(context).cloned())
    }

    /// Value less bound, with a figure of one of the contexts multiplied. `scratch` is a copy of the graph.
    pub(super) fn at(&self, scratch: &mut Graph, of: &Context<'s, 'a>, factor: Factor, by: f64) -> Option<f64> {
        let mut outlook = |context: &'m Context<'s, 'a>| {
            if is_shared(of, context, factor) {
                context.prospect().outlook_with(scratch, factor, by)
            } else {
                Some(context.outlook.clone())
            }
        };
        let own = outlook(self.context)?;
        self.between(&own, outlook)
    }

    fn between(&self, own: &Outlook, mut other: impl FnMut(&'m Context<'s, 'a>) -> Option<Outlook>) -> Option<f64> {
        let figure = value(self.of, &self.context.report, own).ok()?;
        let level = match &self.level {
            Level::Fixed(level) => *level,
            Level::Figure(of, context) if std::ptr::eq(*context, self.context) => {
                value(*of, &context.report, own).ok()?
            }
            Level::Figure(of, context) => value(*of, &context.report, &other(context)?).ok()?,
        };
        Some(figure - level)
    }

    /// Whether value less bound is on the good side; equal is good.
    pub(super) fn is_met(&self, gap: f64, scale: f64) -> bool {
        let slack = 1e-9 * scale.abs();
        match self.side {
            Side::AtLeast => gap >= -slack,
            Side::AtMost => gap <= slack,
        }
    }
}

/// Whether a figure of one context is a figure of another too.
fn is_shared(of: &Context<'_, '_>, other: &Context<'_, '_>, factor: Factor) -> bool {
    if std::ptr::eq(of, other) {
        return true;
    }
    let is_same_place = of.shop.place.facility == other.shop.place.facility;
    match factor {
        Factor::Figure(_) | Factor::MachineTime { .. } => true,
        Factor::BaselinePrice | Factor::Performance => of.root == other.root,
        // Machines that are built on the way have places of their own in each shop's list, after those that stand there.
        Factor::Place(_) => is_same_place && of.shop.place.machines.len() == other.shop.place.machines.len(),
        Factor::Every(_) => is_same_place,
    }
}

/// A figure of a report.
///
/// # Errors
/// Why it cannot be told.
fn value(of: Of, report: &LocalReport, outlook: &Outlook) -> Result<f64, String> {
    let blocked = || report.items.iter().filter(|item| item.status == Status::Blocked).count();
    let is_of_the_making = !matches!(
        of.name,
        FigureName::BlockedItems
            | FigureName::FloorThere
            | FigureName::FloorUsed
            | FigureName::ImportEmissions
            | FigureName::PowerThere
            | FigureName::Price
    );
    if is_of_the_making && report.verdict == Verdict::Blocked {
        return Err("it cannot be made there".to_owned());
    }
    let known = |figure: Option<f64>, what: &str| figure.ok_or_else(|| format!("nothing says {what}"));
    match of.name {
        FigureName::Amount => {
            let item = of.item.unwrap_or(ItemIndex(u32::MAX));
            Ok(outlook.amounts.get(&item).copied().unwrap_or(0.0))
        }
        FigureName::BlockedItems => Ok(blocked() as f64),
        FigureName::ClosureByLines => Ok(outlook.closure.lines),
        FigureName::ClosureByMass => known(outlook.closure.mass, "what anything that goes into it weighs"),
        FigureName::ClosureByValue => known(outlook.closure.value, "what anything that goes into it costs"),
        FigureName::Cost => Ok(outlook.cost.total),
        FigureName::EarningsPerDay => {
            let what = if outlook.price.is_none() { "what it sells for" } else { "what limits the rate" };
            known(outlook.earnings_per_day, what)
        }
        FigureName::Electricity => Ok(outlook.electricity_kwh),
        FigureName::Emissions => Ok(outlook.emissions_kg),
        FigureName::FloorThere => known(outlook.floor.available_m2, "how much floor there is"),
        FigureName::FloorUsed => Ok(outlook.floor.used_m2),
        FigureName::ImportEmissions => known(outlook.import_emissions_kg, "what one from elsewhere gives off"),
        FigureName::KeptLocal => Ok(outlook.cost.kept_local),
        FigureName::Labour => Ok(outlook.labour_h),
        FigureName::PerformanceToCost => known(outlook.performance_to_cost, "what industry's costs and does"),
        FigureName::PowerThere => known(outlook.power_w, "how much power there is"),
        FigureName::Price => known(outlook.price, "what it sells for"),
        FigureName::UnitsPerWeek => known(outlook.units_per_week, "what limits the rate"),
    }
}
