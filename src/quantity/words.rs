//! Dimensions in words for people: "a length", "a mass per time", "a price (USD) per length".

use std::fmt;

use super::dimension::{BASE_UNITS, Dimension as D};

impl D {
    /// What it is, with an article: "a length", "an energy or torque", "a price (USD) per length", "a count".
    /// Where no words exist, its SI unit: "kg·m/s³".
    #[must_use]
    pub fn name(&self) -> String {
        let plain = self.without_money();
        match (self.money_exponent(), self.currency()) {
            (0, _) | (_, None) => noun(plain).map_or_else(|| plain.unit_text(), with_article),
            (1, Some(currency)) => {
                let price = match currency {
                    super::Currency::ANY => "a price".to_owned(),
                    known => format!("a price ({known})"),
                };
                if plain.is_dimensionless() {
                    return price;
                }
                match plain.checked_powi(-1).and_then(single_noun) {
                    Some(noun) => format!("{price} per {noun}"),
                    None => format!("{price} · {}", plain.unit_text()),
                }
            }
            _ => self.unit_text(),
        }
    }

    /// The unit in SI: `kg/m³`, `USD/s`, and `1` for a count. Derived units (N, W) are not used.
    pub(super) fn unit_text(&self) -> String {
        let currency = self.currency().map(|currency| (currency.code(), self.money_exponent()));
        // Mass goes first, as people write kg·m/s².
        let [length, mass, rest @ ..] = self.exponents();
        let [m, kg, others @ ..] = BASE_UNITS;
        let factors: Vec<(&str, i8)> =
            currency.into_iter().chain([(kg, mass), (m, length)]).chain(others.into_iter().zip(rest)).collect();
        let join = |above: bool| {
            let parts: Vec<String> = factors
                .iter()
                .filter(|(_, exponent)| if above { *exponent > 0 } else { *exponent < 0 })
                .map(|(unit, exponent)| format!("{unit}{}", superscript(exponent.unsigned_abs())))
                .collect();
            (parts.len(), parts.join("·"))
        };
        let ((_, above), (count_below, below)) = (join(true), join(false));
        match (above.as_str(), count_below) {
            ("", 0) => "1".to_owned(),
            (_, 0) => above,
            ("", 1) => format!("1/{below}"),
            ("", _) => format!("1/({below})"),
            (_, 1) => format!("{above}/{below}"),
            (_, _) => format!("{above}/({below})"),
        }
    }
}

impl fmt::Display for D {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

/// Nouns that can stand on either side of "per"; the first that fits is used.
const NOUNS: [(D, &str); 12] = [
    (D::LENGTH, "length"),
    (D::AREA, "area"),
    (D::VOLUME, "volume"),
    (D::MASS, "mass"),
    (D::TIME, "time"),
    (D::TEMPERATURE, "temperature"),
    (D::AMOUNT, "amount of substance"),
    (D::ENERGY, "energy"),
    (D::POWER, "power"),
    (D::FORCE, "force"),
    (D::CURRENT, "electric current"),
    (D::PRESSURE, "pressure"),
];

/// What has a name of its own, without "per".
const NAMES: [(D, &str); 16] = [
    (D::NONE, "count"),
    (D::ENERGY, "energy or torque"),
    (D::PRESSURE, "pressure or stress"),
    (D::SPEED, "speed"),
    (D::si(1, 0, -2, 0, 0, 0), "acceleration"),
    (D::RATE, "rate per time"),
    (D::si(0, 0, 1, 0, 1, 0), "electric charge"),
    (D::si(2, 1, -3, 0, -1, 0), "voltage"),
    (D::si(2, 1, -3, 0, -2, 0), "electric resistance"),
    (D::si(-2, -1, 3, 0, 2, 0), "electric conductance"),
    (D::si(-2, -1, 4, 0, 2, 0), "electric capacitance"),
    (D::si(2, 1, -2, 0, -2, 0), "inductance"),
    (D::si(0, 1, -2, 0, -1, 0), "magnetic flux density"),
    (D::si(-1, 1, -1, 0, 0, 0), "viscosity"),
    (D::si(2, 0, -1, 0, 0, 0), "kinematic viscosity"),
    (D::si(1, 1, -3, -1, 0, 0), "thermal conductivity"),
];

fn noun(dimension: D) -> Option<String> {
    let named = NAMES.iter().find(|(known, _)| *known == dimension).map(|(_, name)| *name);
    if let Some(name) = named.or_else(|| single_noun(dimension)) {
        return Some(name.to_owned());
    }
    NOUNS.iter().find_map(|(below, per)| {
        let above = single_noun(dimension.checked_mul(*below)?)?;
        Some(format!("{above} per {per}"))
    })
}

fn single_noun(dimension: D) -> Option<&'static str> {
    NOUNS.iter().find(|(known, _)| *known == dimension).map(|(_, name)| *name)
}

fn with_article(noun: String) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn superscript(exponent: u8) -> String {
    if exponent == 1 {
        return String::new();
    }
    let digit = |c: char| match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    exponent.to_string().chars().map(digit).collect()
}
