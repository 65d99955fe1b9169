//! Quantities in an item's own unit of account, by its mass and density; prices and emissions per unit.

use std::collections::BTreeMap;

use super::Catalog;
use super::index::ItemOwner;
use crate::model::{BomEntry, Material, Plan};
use crate::quantity::{Currency, Dimension, Quantity, Unit, format_amount};
use crate::text::Spanned;

/// A Julian year, 365.25 days, as UCUM's `a`.
const SECONDS_PER_YEAR: f64 = 365.25 * 86_400.0;

/// How an item is counted and weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemMeasure {
    /// The unit of account.
    pub unit: Unit,
    /// kg per unit of account, if it is known.
    pub mass_kg: Option<f64>,
    /// kg per m³, if it is known.
    pub density_kg_per_m3: Option<f64>,
}

/// A quantity cannot be converted: what was expected, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What would have been right.
    pub expected: String,
    /// What would make it right, if something would.
    pub help: Option<String>,
}

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money {
    /// How much.
    pub amount: f64,
    /// Of what.
    pub currency: Currency,
}

/// What currencies are worth in each other.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// (from, to) → how many of `to` one of `from` is worth.
    rates: BTreeMap<(Currency, Currency), f64>,
}

impl Exchange {
    /// The rates as a document states them: (code, what one unit of it is worth).
    pub fn new(rates: &[(Spanned<String>, Spanned<Quantity>)]) -> Self {
        let mut exchange = Self::default();
        for (code, worth) in rates {
            let to = worth.value.dimension().currency();
            if let (Some(from), Some(to), rate) = (Currency::from_code(&code.value), to, worth.value.si())
                && rate > 0.0
            {
                exchange.rates.insert((from, to), rate);
                exchange.rates.entry((to, from)).or_insert(1.0 / rate);
            }
        }
        exchange
    }

    /// These rates before others.
    #[must_use]
    pub fn or(mut self, others: &Exchange) -> Self {
        for (pair, rate) in &others.rates {
            self.rates.entry(*pair).or_insert(*rate);
        }
        self
    }

    /// Money in another currency, by way of others where no rate is stated for the two: by the fewest rates. `None` if none leads
    /// there.
    pub fn convert(&self, money: Money, to: Currency) -> Option<f64> {
        let mut reached = BTreeMap::from([(money.currency, money.amount)]);
        let mut last = reached.clone();
        loop {
            if let Some(amount) = reached.get(&to) {
                return Some(*amount);
            }
            let steps = self.rates.iter().filter_map(|((from, to), rate)| Some((*to, last.get(from)? * rate)));
            let mut next = BTreeMap::new();
            for (currency, amount) in steps.filter(|(currency, _)| !reached.contains_key(currency)) {
                next.entry(currency).or_insert(amount);
            }
            if next.is_empty() {
                return None;
            }
            reached.extend(next.clone());
            last = next;
        }
    }
}

impl ItemMeasure {
    /// How a material is counted; counted in `ea` if its unit could not be read.
    pub fn of_material(material: &Material) -> Self {
        let unit = material.unit.as_ref().map_or_else(Unit::each, |unit| unit.value.clone());
        let density_kg_per_m3 = material.density.as_ref().map(|density| density.value.si()).filter(|d| *d > 0.0);
        let stated = material.mass.as_ref().and_then(|mass| mass_per_unit(&mass.value, &unit).ok());
        let by_dimension = match unit.dimension() {
            Dimension::MASS => Some(unit.factor()),
            Dimension::VOLUME => density_kg_per_m3.map(|density| density * unit.factor()),
            _ => None,
        };
        Self { mass_kg: by_dimension.or(stated).filter(|mass| *mass > 0.0), unit, density_kg_per_m3 }
    }

    /// How what a plan makes is counted.
    pub fn of_plan(plan: &Plan) -> Self {
        let unit = plan.makes.quantity.as_ref().map_or_else(Unit::each, |quantity| quantity.value.unit());
        let stated = plan.makes.mass.as_ref().map(|mass| mass.value.si());
        let by_dimension = (unit.dimension() == Dimension::MASS).then(|| unit.factor());
        Self { mass_kg: by_dimension.or(stated).filter(|mass| *mass > 0.0), unit, density_kg_per_m3: None }
    }

    /// How what an owner defines is counted; by the piece, where nothing that could be read defines it.
    pub fn of(catalog: &Catalog, owner: ItemOwner) -> Self {
        match owner {
            ItemOwner::Material(index) => Self::of_material(&catalog.materials[index]),
            ItemOwner::Plan(index) => Self::of_plan(&catalog.plans[index]),
            ItemOwner::Part { plan, line } => {
                let line = &catalog.plans[plan].bom[line];
                let unit = line.quantity.as_ref().map_or_else(Unit::each, |quantity| quantity.value.unit());
                let stated = match &line.entry {
                    BomEntry::Part(part) => part.mass.as_ref().map(|mass| mass.value.si()),
                    BomEntry::Item { .. } => None,
                };
                let by_dimension = (unit.dimension() == Dimension::MASS).then(|| unit.factor());
                Self { mass_kg: by_dimension.or(stated).filter(|mass| *mass > 0.0), unit, density_kg_per_m3: None }
            }
            ItemOwner::Hole(_) => Self { unit: Unit::each(), mass_kg: None, density_kg_per_m3: None },
        }
    }

    /// A quantity of the item in its unit of account.
    ///
    /// # Errors
    /// Says what dimension would do, if this one does not.
    pub fn amount(&self, quantity: &Quantity) -> Result<f64, Mismatch> {
        match quantity.in_unit(&self.unit) {
            Some(amount) => Ok(amount),
            None => self.amount_of_si(quantity.si(), quantity.dimension()),
        }
    }

    /// A quantity of the item per time (`400 t/year`), in its unit of account per year of 365.25 days.
    ///
    /// # Errors
    /// Says what dimension would do, if this one does not.
    pub fn amount_per_year(&self, quantity: &Quantity) -> Result<f64, Mismatch> {
        let mismatch = || Mismatch {
            expected: format!("an amount per time, such as `400 {}/year`", self.unit.symbol()),
            help: None,
        };
        let dimension = quantity.dimension().checked_mul(Dimension::TIME).ok_or_else(mismatch)?;
        self.amount_of_si(quantity.si() * SECONDS_PER_YEAR, dimension).map_err(|_| mismatch())
    }

    fn amount_of_si(&self, value_si: f64, dimension: Dimension) -> Result<f64, Mismatch> {
        if dimension == self.unit.dimension() {
            return Ok(value_si / self.unit.factor());
        }
        let kilograms = match dimension {
            Dimension::MASS => Some(value_si),
            Dimension::VOLUME => self.density_kg_per_m3.map(|density| density * value_si),
            _ => None,
        };
        match (kilograms, self.mass_kg) {
            (Some(kilograms), Some(mass_kg)) => Ok(kilograms / mass_kg),
            (Some(_), None) => Err(self.mismatch(Some("or give the item a `mass`, which converts it"))),
            _ if dimension == Dimension::VOLUME && self.mass_kg.is_some() => {
                Err(self.mismatch(Some("or give the item a `density`, which converts it")))
            }
            _ => Err(self.mismatch(None)),
        }
    }

    /// A price per unit of account.
    ///
    /// # Errors
    /// Says what dimension would do, if this one does not.
    pub fn price(&self, price: &Quantity) -> Result<Money, Mismatch> {
        let mismatch =
            |help| Mismatch { expected: format!("a price per {}, such as `12 USD{}`", self.noun(), self.per()), help };
        let written = price.as_written();
        let Some(currency) = price.dimension().currency() else {
            let is_bare = written.parse::<f64>().is_ok();
            let help =
                is_bare.then(|| format!("say the currency with the number: `{written} USD{}`, for one", self.per()));
            return Err(mismatch(help));
        };
        let money = Some(Dimension::money(currency));
        let amount = if price.dimension().checked_mul(self.unit.dimension()) == money {
            price.si() * self.unit.factor()
        } else if price.dimension().checked_mul(Dimension::MASS) == money {
            let mass_kg = self
                .mass_kg
                .ok_or_else(|| mismatch(Some("or give the item a `mass`, which converts it".to_owned())))?;
            price.si() * mass_kg
        } else {
            // A price alone is that of one.
            let is_whole = Some(price.dimension()) == money && !self.per().is_empty();
            let help =
                is_whole.then(|| format!("write `{written}{}`, if so much is for one {}", self.per(), self.noun()));
            return Err(mismatch(help));
        };
        Ok(Money { amount, currency })
    }

    /// kg CO2e per unit of account, from a figure per unit or per mass.
    ///
    /// # Errors
    /// Says what dimension would do, if this one does not.
    pub fn emissions_kg(&self, emissions: &Quantity) -> Result<f64, Mismatch> {
        let per_unit = emissions.dimension().checked_mul(self.unit.dimension()) == Some(Dimension::MASS);
        if per_unit && !(self.unit.dimension() == Dimension::NONE && emissions.dimension() == Dimension::NONE) {
            return Ok(emissions.si() * self.unit.factor());
        }
        if emissions.dimension() == Dimension::NONE
            && let Some(mass_kg) = self.mass_kg
        {
            return Ok(emissions.si() * mass_kg);
        }
        Err(Mismatch {
            expected: format!("emissions such as `2.2 kg{}` or, by its mass, `2.2 kg/kg`", self.per()),
            help: (emissions.dimension() == Dimension::NONE || emissions.dimension() == Dimension::MASS).then(|| {
                let number = format_amount(emissions.amount());
                format!("write `{number} kg{}` for one {}, or `{number} kg/kg` by its mass", self.per(), self.noun())
            }),
        })
    }

    fn noun(&self) -> String {
        if self.unit.dimension() == Dimension::NONE { "unit".to_owned() } else { self.unit.symbol().to_owned() }
    }

    fn per(&self) -> String {
        if self.unit.dimension() == Dimension::NONE { String::new() } else { format!("/{}", self.unit.symbol()) }
    }

    fn mismatch(&self, help: Option<&str>) -> Mismatch {
        let dimension = self.unit.dimension().name();
        let count = if self.unit.dimension() == Dimension::NONE { "4".to_owned() } else { "12".to_owned() };
        Mismatch {
            expected: format!("{dimension}, such as `{count} {}`", self.unit.symbol()),
            help: help.map(str::to_owned),
        }
    }
}

/// kg per unit of account from a stated mass.
///
/// # Errors
/// Says what dimension would do, if this one does not.
pub(super) fn mass_per_unit(mass: &Quantity, unit: &Unit) -> Result<f64, Mismatch> {
    if mass.dimension().checked_mul(unit.dimension()) == Some(Dimension::MASS) {
        return Ok(mass.si() * unit.factor());
    }
    let per = if unit.dimension() == Dimension::NONE { String::new() } else { format!("/{}", unit.symbol()) };
    let written = mass.as_written();
    let help = if written.parse::<f64>().is_ok() {
        Some(format!("say the unit with the number: `{written} kg{per}`, if that is meant"))
    } else {
        let is_whole = mass.dimension() == Dimension::MASS && !per.is_empty();
        is_whole.then(|| format!("write `{written}{per}`, if so much is the mass of one {}", unit.symbol()))
    };
    Err(Mismatch { expected: format!("the mass of one unit, such as `12 kg{per}`"), help })
}
