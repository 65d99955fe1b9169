//! Small phrases for people: counts, shares, money, lines.

use crate::quantity::format_amount_grouped;

/// One thing, or several.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The first few, and how many more.
pub(super) fn short_list(ids: &[&str]) -> String {
    if ids.len() > 6 { format!("{} and {} more", ids[..5].join(", "), ids.len() - 5) } else { ids.join(", ") }
}

/// A share from 0 to 1.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Whole units from 100 on, else two decimals.
pub(super) fn money(amount: f64) -> String {
    // The sum of nothing is −0.
    let amount = amount + 0.0;
    if amount >= 100.0 { format_amount_grouped(amount.round()) } else { format!("{amount:.2}") }
}

/// Three significant digits.
pub(super) fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Lines of at most `width` characters, broken at blanks.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
