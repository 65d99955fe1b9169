//! How much energy kinds of work take per kilogram, as the page of `implausible-energy` lists them: for the rules about energy.

use std::sync::LazyLock;

/// What is known of one kind of work.
#[derive(Debug)]
pub(super) struct WorkBounds {
    /// What is done, in words: `melting steel`.
    pub(super) work: &'static str,
    /// The capabilities by which it is known; those below them too.
    pub(super) capabilities: Vec<&'static str>,
    /// A word of the id of what the figures are for a kilogram of; `None` if they are for all that is made.
    pub(super) product: Option<&'static str>,
    /// The least that physics allows, in kWh/kg.
    pub(super) least_kwh: Option<f64>,
    /// Far more than anybody is known to have taken, in kWh/kg.
    pub(super) most_kwh: Option<f64>,
    /// Whether a fuel may bring a part of the least.
    pub(super) fuel_helps: bool,
    /// Where the least is from.
    pub(super) source: &'static str,
}

/// The rows of the page's table.
static BOUNDS: LazyLock<Vec<WorkBounds>> =
    LazyLock::new(|| rows(include_str!("implausible_energy.md")).filter_map(bounds).collect());

/// The bounds of the kind of work that a capability is, the most special kind first.
pub(super) fn bounds_of(capability: &str) -> Option<&'static WorkBounds> {
    let reach = |bounds: &&WorkBounds| {
        let above = bounds.capabilities.iter().filter(|above| is_same_or_below(capability, above));
        above.map(|above| above.len()).max()
    };
    BOUNDS.iter().filter(|bounds| reach(bounds).is_some()).max_by_key(reach)
}

fn is_same_or_below(capability: &str, above: &str) -> bool {
    capability.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The cells of each row of the first table, without its head.
fn rows(page: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines =
        page.lines().skip_while(|line| !line.starts_with("|--")).skip(1).take_while(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
}

fn bounds(cells: Vec<&'static str>) -> Option<WorkBounds> {
    let &[work, capabilities, product, least, most, fuel, source] = cells.as_slice() else { return None };
    let number = |cell: &str| cell.parse().ok();
    Some(WorkBounds {
        work,
        capabilities: capabilities.split(", ").map(|capability| capability.trim_matches('`')).collect(),
        product: Some(product).filter(|product| *product != "all"),
        least_kwh: number(least),
        most_kwh: number(most),
        fuel_helps: fuel == "yes",
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::{BOUNDS, bounds_of, rows};

    #[test]
    fn every_row_of_the_page_is_read() {
        assert_eq!(rows(include_str!("implausible_energy.md")).count(), BOUNDS.len());
        for bounds in BOUNDS.iter() {
            assert!(bounds.least_kwh.is_some() || bounds.most_kwh.is_some(), "{bounds:?}");
            assert!(bounds.least_kwh.unwrap_or(0.0) < bounds.most_kwh.unwrap_or(f64::INFINITY), "{bounds:?}");
            assert!(bounds.least_kwh.is_none() || bounds.source.len() > 20, "{bounds:?}");
            assert!(bounds.capabilities.iter().all(|capability| crate::schema::is_id(capability)), "{bounds:?}");
        }
    }

    #[test]
    fn the_most_special_kind_counts() {
        assert_eq!(bounds_of("melting/steel").map(|it| it.fuel_helps), Some(true));
        assert_eq!(bounds_of("melting/steel/induction").map(|it| it.fuel_helps), Some(false));
        assert_eq!(bounds_of("melting/steel/arc").map(|it| it.work), Some("melting steel"));
        assert!(bounds_of("melting").is_none() && bounds_of("melting/steelwork").is_none());
    }
}
