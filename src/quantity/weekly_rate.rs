//! How many a week, as people would say it: `2.35 a week`, and where that is below one, how long one takes: `one in 11 days`.

use std::fmt;

use super::format_amount_grouped;

const DAYS_PER_WEEK: f64 = 7.0;
/// Of the Julian year.
const DAYS_PER_YEAR: f64 = 365.25;

/// A rate in words, its number and its unit apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklyRate {
    /// `2.35`, `one in 11`
    pub number: String,
    /// `a week`; `days`, `months` or `years`
    pub unit: &'static str,
}

/// Words for units a week. Three digits of a rate and two of a time are told, and no parts of days.
pub fn weekly_rate(units_per_week: f64) -> WeeklyRate {
    if units_per_week <= 0.0 || units_per_week >= 1.0 || !units_per_week.is_finite() {
        return WeeklyRate { number: format_amount_grouped(with_digits(units_per_week, 3)), unit: "a week" };
    }
    let days = DAYS_PER_WEEK / units_per_week;
    let (time, unit) = match days {
        days if days < 60.0 => (days.round(), "days"),
        days if days < 700.0 => (with_digits(days / (DAYS_PER_YEAR / 12.0), 2), "months"),
        days => (with_digits(days / DAYS_PER_YEAR, 2), "years"),
    };
    WeeklyRate { number: format!("one in {}", format_amount_grouped(time)), unit }
}

impl fmt::Display for WeeklyRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.unit)
    }
}

fn with_digits(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10_f64.powf(f64::from(digits - 1) - value.abs().log10().floor());
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::weekly_rate;

    #[test]
    fn below_one_a_week_it_says_how_long_one_takes() {
        let rates = [1234.0, 44.44, 2.353, 1.0, 0.999, 0.9, 0.64, 0.6, 0.5, 0.125, 0.05, 0.004, 0.000_01];
        let told: Vec<String> = rates.map(|rate| weekly_rate(rate).to_string()).into();
        assert_eq!(
            told,
            [
                "1230 a week",
                "44.4 a week",
                "2.35 a week",
                "1 a week",
                "one in 7 days",
                "one in 8 days",
                "one in 11 days",
                "one in 12 days",
                "one in 14 days",
                "one in 56 days",
                "one in 4.6 months",
                "one in 4.8 years",
                "one in 1900 years",
            ]
        );
    }

    #[test]
    fn what_is_no_rate_is_told_as_it_is() {
        let told: Vec<String> = [0.0, -1.5, f64::INFINITY, f64::NAN].map(|rate| weekly_rate(rate).to_string()).into();
        assert_eq!(told, ["0 a week", "-1.5 a week", "∞ a week", "not a number a week"]);
    }
}
