//! Where what is missing is to be had, and for how much, as far as the repository knows prices.

use super::facility::{Offer, offers};
use super::fit::{is_same_or_below, misfits};
use super::grant::Grant;
use super::shop::Shop;
use crate::graph::Bound;
use crate::model::{EquipmentKind, Fits, Id};

/// Where something is to be had, and for how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// A machine of another facility, a plan, or the item itself.
    pub from: String,
    /// In the graph's currency: of one machine, or of one unit of an item.
    pub price: f64,
}

/// Where the cheapest is to be had that has a price: a machine that another facility has, one that a plan makes, an item.
pub(super) fn cheapest_source(shop: &Shop<'_>, grant: &Grant) -> Option<Source> {
    match grant {
        Grant::Resource(item) | Grant::Import(item) => {
            let price = shop.place.import_price(shop.graph, *item)?;
            Some(Source { from: shop.graph.item(*item).id.to_string(), price })
        }
        Grant::Capability { capability, envelope } => {
            let mut sources = machines_for_sale(shop, capability, envelope);
            sources.sort_by(|a, b| a.price.total_cmp(&b.price).then_with(|| a.from.cmp(&b.from)));
            sources.into_iter().next()
        }
        _ => None,
    }
}

/// Machines that cover a need and have a price: of other facilities, and of plans.
fn machines_for_sale(shop: &Shop<'_>, capability: &Id, envelope: &[Bound]) -> Vec<Source> {
    // Of the words of an envelope all are needed, by one recipe or another.
    let needs: Vec<Bound> = envelope.iter().flat_map(one_by_one).collect();
    let covers = |offers: &[Offer]| {
        offers.iter().any(|offer| {
            is_same_or_below(offer.capability.as_str(), capability.as_str())
                && misfits(&needs, &offer.bounds).next().is_none()
        })
    };
    let mut sources = Vec::new();
    for (number, facility) in shop.catalog.facilities.iter().enumerate() {
        for equipment in facility.equipment.iter().filter(|_| number != shop.place.facility) {
            let EquipmentKind::Described { id, provides, price: Some(price), power, .. } = &equipment.kind else {
                continue;
            };
            if !provides.iter().any(|one| is_same_or_below(one.capability.value.as_str(), capability.as_str())) {
                continue;
            }
            let offers = offers(shop.catalog, provides, power.as_ref());
            let price = shop.place.money(shop.graph, &price.value).filter(|_| covers(&offers));
            sources.extend(price.map(|price| Source { from: format!("{}: {}", facility.id.value, id.value), price }));
        }
    }
    for (item, machine) in shop.buildable().iter().filter(|(_, machine)| covers(&machine.offers)) {
        let price = shop.place.import_price(shop.graph, *item);
        sources.extend(price.map(|price| Source { from: machine.id.to_string(), price }));
    }
    sources
}
fn one_by_one(bound: &Bound) -> Vec<Bound> {
    match bound.fits {
        Fits::OneOf => {
            bound.values.iter().map(|value| Bound { values: vec![value.clone()], ..bound.clone() }).collect()
        }
        _ => vec![bound.clone()],
    }
}
