//! What a text that is no quantity certainly means: `12,4 m` is `12.4 m`, `3 Kg` is `3 kg`, `5"` is `5 in`.

use super::parse::{parse, parse_unit};
use super::{ParseError, Quantity, Unit};

/// More slips than this in one text, and it is not certain what is meant.
const MOST_SLIPS: usize = 4;

/// The quantity that a text which is none can only mean, written as it should be. `None` if more than one could be meant:
/// `1,000 kg`, `$5`, `3-4 mm`.
#[must_use]
pub fn mended(text: &str) -> Option<Quantity> {
    mend(text, parse)
}

/// The unit that a text which is none can only mean, written as it should be.
#[must_use]
pub fn mended_unit(text: &str) -> Option<Unit> {
    mend(text, parse_unit)
}

/// What `read` makes of a text, once its certain slips are mended.
pub(super) fn mend<T>(text: &str, read: impl Fn(&str) -> Result<T, ParseError>) -> Option<T> {
    let mut text = text.trim().to_owned();
    for _ in 0..MOST_SLIPS {
        match read(&text) {
            Ok(value) => return Some(value),
            Err(error) => {
                let (range, instead) = error.meant?;
                text.get(range.clone())?;
                text.replace_range(range, &instead);
            }
        }
    }
    read(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::{mended, mended_unit};

    #[test]
    fn what_can_only_be_meant_so_is_mended() {
        for (written, meant) in [
            ("12,4 m", "12.4 m"),
            ("0,125 in", "0.125 in"),
            ("12,4m", "12.4m"),
            ("-1,5 °C", "-1.5 °C"),
            ("1,000,000 kg", "1000000 kg"),
            ("1,234.5 kg", "1234.5 kg"),
            ("1.234,5 kg", "1234.5 kg"),
            ("1 500 kg", "1500 kg"),
            ("1_500 kg", "1500 kg"),
            ("1'500 kg", "1500 kg"),
            ("3 Kg", "3 kg"),
            ("3 KG", "3 kg"),
            ("3 MM", "3 mm"),
            ("12,4 Kg", "12.4 kg"),
            ("625 kwh/t", "625 kWh/t"),
            ("3 kWh/Kg", "3 kWh/kg"),
            ("3 lbs", "3 lb"),
            ("3 kgs", "3 kg"),
            ("3 inches", "3 in"),
            ("4 metres", "4 m"),
            ("4 pieces", "4 ea"),
            ("5\"", "5 in"),
            ("3/8\"", "3/8 in"),
            ("6'4\"", "76 in"),
            ("6'", "6 ft"),
            ("5 €", "5 EUR"),
            ("€5", "5 EUR"),
            ("5 usd", "5 USD"),
            ("kg 12", "12 kg"),
            ("17 kg per m", "17 kg/m"),
            ("4 kilogramm", "4 kg"),
        ] {
            assert_eq!(
                mended(written).map(|quantity| quantity.as_written().to_owned()).as_deref(),
                Some(meant),
                "{written}"
            );
        }
        assert_eq!(mended_unit("Kg").map(|unit| unit.symbol().to_owned()).as_deref(), Some("kg"));
        assert_eq!(mended_unit("1 kg").map(|unit| unit.symbol().to_owned()).as_deref(), Some("kg"));
    }

    #[test]
    fn what_may_mean_several_things_is_left_alone() {
        for written in [
            "1,000 kg",
            "12,400 m",
            "1.2.3 m",
            "1,00,00 kg",
            "$5",
            "5 $",
            "£5",
            "3-4 mm",
            "5 ton",
            "5 mhz",
            "5 Pas",
            "5 gallons",
            "5 dozen",
            "3 kg of tube",
            "5 N m",
            "20 x 30 mm",
            "",
            "many",
            "5 Mpa",
            "12 vdc",
            "5 G",
        ] {
            assert_eq!(mended(written), None, "{written}");
        }
        assert_eq!(mended_unit("6 m"), None);
    }
}
