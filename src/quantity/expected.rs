//! What a field wants: the values of the schema keyword `x-quantity`.

use super::dimension::Dimension;
use super::parse::read_unit;
use super::table::STANDARD_GRAVITY;
use super::{ParseError, Quantity};

/// The quantities that a field accepts: those that one unit measures, or any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedUnit {
    unit: Box<str>,
    // `None` accepts any quantity.
    dimension: Option<Dimension>,
}

impl ExpectedUnit {
    /// Reads a value of `x-quantity`: a unit (`kg`, `m2`, `kg/m`), `1` for a count, `any`, or a unit with the word
    /// `money` for one currency, whichever it is (`money`, `money/h`).
    ///
    /// # Errors
    ///
    /// Where that is no known unit.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let dimension = match text {
            "any" => None,
            _ => Some(read_unit(text, true)?.dimension),
        };
        Ok(Self { unit: text.into(), dimension })
    }

    /// The value of `x-quantity`.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.unit
    }

    /// Whether a quantity of this dimension will do.
    #[must_use]
    pub fn accepts(&self, found: &Dimension) -> bool {
        let Some(expected) = self.dimension else {
            return true;
        };
        let any_currency = expected.currency() == Some(super::Currency::ANY);
        expected == *found
            || any_currency
                && expected.money_exponent() == found.money_exponent()
                && expected.without_money() == found.without_money()
    }

    /// What is expected, with an article and no example: "a mass", "a price per time".
    #[must_use]
    pub fn name(&self) -> String {
        self.dimension.map_or_else(|| "a quantity".to_owned(), |dimension| dimension.name())
    }

    /// What is expected, with an example: "a mass, such as `12 kg`".
    #[must_use]
    pub fn words(&self) -> String {
        match self.dimension {
            None => "a quantity, such as `12 kg` or `4 ea`".to_owned(),
            Some(Dimension::NONE) => "a count, such as `4` or `4 ea`".to_owned(),
            Some(dimension) => {
                let number = if dimension.money_exponent() == 0 { 12 } else { 25 };
                let unit = self.unit.replace("money", "USD");
                format!("{}, such as `{number} {unit}`", dimension.name())
            }
        }
    }

    /// The text that a quantity of the wrong dimension can only be meant for: where a temperature is due, `20 C` is no charge.
    #[must_use]
    pub fn surely(&self, found: &Quantity) -> Option<String> {
        let symbol = found.unit_symbol();
        let meant = [("C", "°C"), ("F", "°F"), ("H", "h"), ("S", "s"), ("T", "t")];
        let (_, meant) = meant.into_iter().find(|(wrong, _)| *wrong == symbol)?;
        let unit = super::parse_unit(meant).ok()?;
        let number = found.as_written().strip_suffix(symbol)?.trim_end();
        (self.dimension == Some(unit.dimension())).then(|| format!("{number} {meant}"))
    }

    /// What the author may have meant by a quantity of the wrong dimension: `20 C` is a charge, `20 °C` is not.
    #[must_use]
    pub fn hint(&self, found: &Quantity) -> Option<String> {
        let expected = self.dimension?;
        if found.as_written().parse::<f64>().is_ok() && expected != Dimension::NONE {
            // Times on a bench are minutes and hours.
            let unit = if self.unit.as_ref() == "s" { "min".to_owned() } else { self.unit.replace("money", "USD") };
            return Some(format!("say the unit with the number: `{} {unit}`, if that is meant", found.as_written()));
        }
        if let Some((_, per)) = self.unit.split_once('/')
            && let Ok(unit) = super::parse_unit(per)
            && found.unit_symbol() != "ea"
            && !found.unit_symbol().contains('/')
            && super::parse(&format!("{}/{per}", found.as_written()))
                .is_ok_and(|meant| self.accepts(&meant.dimension()))
        {
            return Some(format!("write `{}/{per}`, if so much is for one {}", found.as_written(), unit.symbol()));
        }
        let is_weight = !matches!(found.unit_symbol(), "lbf" | "kgf");
        if expected == Dimension::MASS && found.dimension() == Dimension::FORCE && is_weight {
            let mass = super::display_si(found.si() / STANDARD_GRAVITY, Dimension::MASS);
            return Some(format!("a force is no mass: what weighs so much has {mass}"));
        }
        let meant = match found.unit_symbol() {
            "C" => "°C",
            "F" => "°F",
            "H" => "h",
            "S" => "s",
            "T" => "t",
            "A" => "a",
            "lbf" => "lb",
            "kgf" => "kg",
            "lb" => "lbf",
            "kg" => "kgf",
            "W" | "kW" | "MW" | "GW" if expected == Dimension::ENERGY => {
                return Some(format!("a power over time is an energy: `{}h`", found.as_written()));
            }
            "Wh" | "kWh" | "MWh" | "GWh" if expected == Dimension::POWER => {
                return Some(format!("an energy per time is a power: `{}`", found.as_written().trim_end_matches('h')));
            }
            _ => return None,
        };
        let unit = super::parse_unit(meant).ok()?;
        let number = found.as_written().strip_suffix(found.unit_symbol())?.trim_end();
        (unit.dimension() == expected).then(|| format!("did you mean `{number} {meant}`?"))
    }
}
