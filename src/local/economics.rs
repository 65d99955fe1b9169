//! Where the money goes, what a unit earns, and what it gives off: from the cost, the rate and what the plan says of prices.

use std::collections::BTreeMap;

use super::capacity::Workload;
use super::cost::{line_costs, own_costs};
use super::report::{Capacity, Cost, Score};
use super::shop::Shop;
use crate::catalog::ItemOwner;
use crate::graph::ItemIndex;
use crate::resolve::Resolution;

/// Working days in a week, over which a week's earnings are spread.
pub const WORKING_DAYS_PER_WEEK: f64 = 5.0;

/// The mark that the mission sets: what a workshop is to earn on a working day, in the graph's currency taken as dollars.
pub const EARNINGS_MARK: f64 = 1000.0;

/// The currency in which the mark is set.
pub(super) const MARK_CURRENCY: &str = "USD";

/// Money and emissions, for one unit, in the graph's currency.
#[derive(Clone, Debug, Default)]
pub struct Economics {
    /// Each input of the plan with all that goes into it, dearest first; with the root's own work (under the root), the sum is
    /// the total.
    pub by_part: Vec<CostShare>,
    /// Each item by itself: bought or taken things their price, made things the labour and machines of their own recipe.
    /// Dearest first; the sum is the total.
    pub by_item: Vec<CostShare>,
    /// What it sells for; `None` if nothing says.
    pub price: Option<Price>,
    /// Price less cost.
    pub margin: Option<f64>,
    /// Margin × rate over a working day; `None` without a price or a rate.
    pub earnings_per_day: Option<f64>,
    /// Units a day at which earnings reach the mark; `None` if the margin is not above 0, or the currency is not the mark's.
    pub mark: Option<Mark>,
    /// kg CO2e of one that is made here: own processes, and the making of what is imported.
    pub emissions_kg: f64,
    /// kg CO2e of one that is imported; `None` if the plan does not say.
    pub import_emissions_kg: Option<f64>,
    /// How many leaves give no emissions: the sum is without them.
    pub emissions_unknown: usize,
    /// What would have to be known for the rest, in words.
    pub unknown: Vec<String>,
}

/// What an item costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostShare {
    /// The item.
    pub item: ItemIndex,
    /// In the graph's currency.
    pub amount: f64,
}

/// What one sells for.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// In the graph's currency.
    pub amount: f64,
    /// Where it is from.
    pub basis: PriceBasis,
}

/// Where a price is from.
#[derive(Clone, Debug, PartialEq)]
pub enum PriceBasis {
    /// The plan states it.
    Plan,
    /// The baseline's price, times the least ratio of own performance to the baseline's.
    Baseline {
        /// That ratio.
        performance: f64,
    },
}

impl PriceBasis {
    /// The word in output.
    pub fn as_str(&self) -> &'static str {
        match self {
            PriceBasis::Plan => "plan",
            PriceBasis::Baseline { .. } => "baseline-by-performance",
        }
    }
}

/// What reaching the mark takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Earnings over the mark: 1 and more is there.
    pub share: f64,
    /// Units a week at which the present margin comes to the mark; `None` if the margin is not above 0.
    pub units_per_week: Option<f64>,
    /// The margin that comes to the mark at the present rate.
    pub margin: f64,
}

/// Puts it together.
pub(super) fn economics(
    shop: &Shop<'_>,
    resolution: &Resolution,
    starters: &BTreeMap<ItemIndex, f64>,
    work: &Workload,
    cost: &Cost,
    capacity: &Capacity,
    score: &Result<Score, String>,
) -> Economics {
    let own = own_costs(shop, resolution, starters, work);
    let lines = line_costs(resolution, &own);
    let own_work = cost.total - lines.iter().map(|(_, amount)| amount).sum::<f64>();
    let mut by_part: Vec<CostShare> = lines.into_iter().map(|(item, amount)| CostShare { item, amount }).collect();
    if own_work > cost.total * 1e-9 {
        by_part.push(CostShare { item: resolution.root, amount: own_work });
    }
    let by_item = own.into_iter().map(|(item, amount)| CostShare { item, amount }).collect();
    let price = price(shop, resolution.root, score);
    let margin = price.as_ref().map(|price| price.amount - cost.total);
    let rate = capacity.units_per_week;
    let earnings_per_day = margin.zip(rate).map(|(margin, rate)| margin * rate / WORKING_DAYS_PER_WEEK);
    let is_in_currency = shop.graph.currency.code() == MARK_CURRENCY;
    let mark = margin.zip(rate).zip(earnings_per_day).filter(|((_, rate), _)| is_in_currency && *rate > 0.0);
    let mark = mark.map(|((margin, rate), earnings)| Mark {
        share: earnings / EARNINGS_MARK,
        units_per_week: (margin > 0.0).then(|| EARNINGS_MARK * WORKING_DAYS_PER_WEEK / margin),
        margin: EARNINGS_MARK * WORKING_DAYS_PER_WEEK / rate,
    });
    let leaves = resolution.needs.iter().filter(|need| need.obtain.recipe().is_none() && need.net > 0.0);
    let emissions_unknown = leaves.filter(|need| shop.graph.item(need.item).emissions_kg.is_none()).count();
    let mut unknown = Vec::new();
    if price.is_none() {
        unknown.push("no price: the plan states none, and no baseline gives one".to_owned());
    } else if rate.is_none() {
        unknown.push("no rate: nothing that is known limits it, so earnings are open".to_owned());
    } else if !is_in_currency {
        let currency = shop.graph.currency.code();
        unknown.push(format!("the mark is set in {MARK_CURRENCY}, and totals here are in {currency}"));
    }
    unknown.extend(score.as_ref().err().cloned());
    if shop.graph.item(resolution.root).emissions_kg.is_none() {
        unknown.push("no emissions of an import: the plan states none".to_owned());
    }
    Economics {
        by_part: dearest_first(by_part),
        by_item: dearest_first(by_item),
        price,
        margin,
        earnings_per_day,
        mark,
        emissions_kg: resolution.totals.emissions_kg / resolution.quantity,
        import_emissions_kg: shop.graph.item(resolution.root).emissions_kg,
        emissions_unknown,
        unknown,
    }
}

fn dearest_first(mut shares: Vec<CostShare>) -> Vec<CostShare> {
    shares.sort_by(|a, b| b.amount.total_cmp(&a.amount).then(a.item.cmp(&b.item)));
    shares
}

/// The plan's own price; else the baseline's, by performance.
fn price(shop: &Shop<'_>, root: ItemIndex, score: &Result<Score, String>) -> Option<Price> {
    let is_plan = matches!(shop.graph.item(root).owner, ItemOwner::Plan(_));
    let own = shop.place.import_price(shop.graph, root);
    let own = own.map(|amount| Price { amount, basis: PriceBasis::Plan });
    let by_baseline = || {
        let score = score.as_ref().ok()?;
        let performance = score.performance();
        Some(Price { amount: score.price * performance, basis: PriceBasis::Baseline { performance } })
    };
    own.or_else(|| if is_plan { by_baseline() } else { None })
}
