//! A facility as numbers of the graph: machines with their bounds, people, resources, stock, what may be imported.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::is_same_or_below;
use super::lack::POWER;
use crate::catalog::{Catalog, Exchange, ItemMeasure, ItemOwner, Money};
use crate::graph::{Bound, BoundValue, Graph, ItemIndex, bounds_of};
use crate::model::{Equipment, EquipmentKind, Facility, Id, Imports, Plan, Provision, Resource};
use crate::quantity::{Dimension, Quantity};
use crate::text::Spanned;

/// Hours in a week.
pub(super) const HOURS_PER_WEEK: f64 = 168.0;

/// What a machine or a person works in a week where the facility does not say: one shift.
pub const DEFAULT_HOURS_PER_WEEK: f64 = 40.0;

/// Years until a machine is worn out, at its hours per week, where nobody says.
const DEFAULT_LIFETIME_YEARS: f64 = 10.0;

/// Weeks in a Julian year.
pub(super) const WEEKS_PER_YEAR: f64 = 365.25 / 7.0;

/// A facility, linked to the graph. What its documents say of unknown items or plans is left out: it was reported.
#[derive(Clone, Debug)]
pub struct Place {
    /// Index of the facility in the catalog.
    pub facility: usize,
    /// What stands here, in the facility's order; then what can be built, stage by stage.
    pub machines: Vec<Machine>,
    /// Who works here, and for some hours.
    pub people: Vec<People>,
    /// Whether the facility says nothing of people: then nothing is held against a skill, as for a facility that does not state
    /// its power; what *is* stated counts, and completely.
    pub says_nothing_of_people: bool,
    /// What the place offers.
    pub resources: BTreeMap<ItemIndex, Supply>,
    /// What is listed as a resource of which there is nothing, as its author wrote it: no resource.
    pub exhausted: BTreeMap<ItemIndex, String>,
    /// What lies in the store, in each item's unit of account.
    pub stock: BTreeMap<ItemIndex, f64>,
    /// Stock that was found too small for the plan at hand, and is not counted on.
    pub short_stock: BTreeMap<ItemIndex, f64>,
    /// What it may import.
    pub imports: Imports,
    /// The items of its import list.
    pub import_list: BTreeSet<ItemIndex>,
    /// W that it can draw, if it says.
    pub power_w: Option<f64>,
    /// m2 of floor in all, if it says.
    pub floor_m2: Option<f64>,
    /// What it is allowed or certified to do.
    pub permissions: Vec<Id>,
    /// Hours until an import arrives, where the item does not say.
    pub lead_time_h: Option<f64>,
    /// What currencies are worth here: the facility's rates before the repository's.
    exchange: Exchange,
}

/// Machines of one sort.
#[derive(Clone, Debug)]
pub struct Machine {
    /// By what reports call it.
    pub id: Id,
    /// 0 for what stands here; else the stage at which it is built.
    pub stage: u32,
    /// Hours a week that all of them work together.
    pub hours_per_week: f64,
    /// Whether it was made from a plan of the repository, or can be: money spent on it stays with those who make it.
    pub is_from_plan: bool,
    /// What they can do.
    pub offers: Vec<Offer>,
    /// Price over working life, per hour, in the graph's currency; `None` if it has no price.
    pub cost_per_hour: Option<f64>,
    /// How many of them there are.
    pub count: f64,
    /// m2 of floor that one of them takes, if anything says.
    pub floor_m2: Option<f64>,
}

/// One thing that a machine can do.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The ability.
    pub capability: Id,
    /// How far it goes, by the parameters of its own capability.
    pub bounds: Vec<Bound>,
    /// W that it draws, if anything says.
    pub power_w: Option<f64>,
    /// How much it turns out in a second, in SI units, and of which dimension that is, if anything says.
    pub throughput: Option<(f64, Dimension)>,
}

/// People of one skill.
#[derive(Clone, Debug)]
pub struct People {
    /// What they can do.
    pub skill: Id,
    /// How many they are.
    pub count: f64,
    /// Hours a week that all of them work together.
    pub hours_per_week: f64,
    /// Pay per hour, in the graph's currency.
    pub wage_per_hour: Option<f64>,
}

/// What the place offers of an item.
#[derive(Clone, Debug)]
pub struct Supply {
    /// In the item's unit of account; `None` if the facility states no limit.
    pub per_year: Option<f64>,
    /// As its author wrote it.
    pub written: Option<String>,
    /// Per unit of account, in the graph's currency, if the place has a price of its own.
    pub price: Option<f64>,
}

impl Place {
    /// Links a facility to the graph.
    pub fn of(catalog: &Catalog, graph: &Graph, index: usize) -> Self {
        let facility = &catalog.facilities[index];
        let mut place = Self {
            facility: index,
            machines: Vec::new(),
            people: Vec::new(),
            says_nothing_of_people: facility.labour.is_empty() && catalog.damage.torn(facility.span).is_none(),
            resources: BTreeMap::new(),
            exhausted: BTreeMap::new(),
            stock: BTreeMap::new(),
            short_stock: BTreeMap::new(),
            imports: facility.imports,
            import_list: facility.import_list.iter().filter_map(|item| graph.item_index(item.value.as_str())).collect(),
            power_w: limit(facility, "power", facility.power.as_ref(), Dimension::POWER),
            floor_m2: limit(facility, "floor-area", facility.floor_area.as_ref(), Dimension::AREA),
            lead_time_h: facility.lead_time.as_ref().map(|time| time.value.si() / 3600.0),
            permissions: facility.permissions.iter().map(|permission| permission.value.clone()).collect(),
            exchange: Exchange::new(&facility.exchange_rates).or(&graph.exchange),
        };
        let present = facility.equipment.iter().filter(|equipment| equipment.count > 0.0 && works(equipment));
        place.machines = present.filter_map(|equipment| place.machine(catalog, graph, equipment)).collect();
        place.read_people(graph, facility);
        place.read_supplies(catalog, graph, facility);
        place
    }

    /// The plan as a machine that is built here: one of it, at work for the default hours.
    pub fn built(&self, catalog: &Catalog, graph: &Graph, plan: &Plan, stage: u32) -> Machine {
        self.machine_of_plan(catalog, graph, plan, DEFAULT_HOURS_PER_WEEK, 1.0, stage)
    }

    /// Whether machines are built that take of a floor that is counted: what there is room for then changes from stage to stage.
    pub(super) fn is_built_on(&self) -> bool {
        self.floor_m2.is_some() && self.machines.iter().any(|machine| machine.stage > 0)
    }

    /// Whether the facility may import an item. `any` is anything but a part that a plan makes for itself: nobody sells
    /// those, unless the list names them.
    pub fn may_import(&self, graph: &Graph, item: ItemIndex) -> bool {
        let is_listed = || self.import_list.contains(&item);
        match self.imports {
            Imports::None => false,
            Imports::Listed => is_listed(),
            Imports::Any => match graph.item(item).owner {
                ItemOwner::Material(_) | ItemOwner::Plan(_) => true,
                ItemOwner::Part { .. } => is_listed(),
                ItemOwner::Hole(_) => false,
            },
        }
    }

    /// What an import costs here, per unit, in the graph's currency.
    pub fn import_price(&self, graph: &Graph, item: ItemIndex) -> Option<f64> {
        graph.item(item).price.and_then(|price| self.exchange.convert(price, graph.currency))
    }

    /// What a unit of a leaf costs here: a resource at the place's own price, all else at the item's.
    pub fn price(&self, graph: &Graph, item: ItemIndex) -> Option<f64> {
        let own = self.resources.get(&item).and_then(|supply| supply.price);
        own.or_else(|| self.import_price(graph, item))
    }

    /// The graph as the place prices it: resources at its own prices, and currencies at its rates. All else, numbers of items and
    /// recipes included, is the same.
    pub fn priced(&self, graph: &Graph) -> Graph {
        let mut priced = graph.clone();
        priced.exchange = self.exchange.clone();
        for (item, supply) in &self.resources {
            if let Some(amount) = supply.price {
                priced.items[item.0 as usize].price = Some(Money { amount, currency: graph.currency });
            }
        }
        priced
    }

    /// Hours until an import of an item arrives: its own, or what is usual here; `None` if nothing says.
    pub fn lead_time_h(&self, catalog: &Catalog, graph: &Graph, item: ItemIndex) -> Option<f64> {
        let own = match graph.item(item).owner {
            ItemOwner::Material(index) => catalog.materials[index].lead_time.as_ref(),
            ItemOwner::Plan(_) | ItemOwner::Part { .. } | ItemOwner::Hole(_) => None,
        };
        own.map(|time| time.value.si() / 3600.0).or(self.lead_time_h)
    }

    /// Money in the graph's currency.
    pub fn money(&self, graph: &Graph, quantity: &Quantity) -> Option<f64> {
        let currency = quantity.dimension().currency()?;
        self.exchange.convert(Money { amount: quantity.si(), currency }, graph.currency)
    }

    /// The people of a skill: those of just that name before those of a special case of it.
    pub fn people_of(&self, skill: &Id) -> Option<&People> {
        let exact = self.people.iter().find(|people| people.skill == *skill);
        exact.or_else(|| self.people.iter().find(|people| is_same_or_below(people.skill.as_str(), skill.as_str())))
    }

    /// Whether somebody here has the skill, and so many people are here in all; or the facility says nothing of its people.
    pub fn has_people(&self, skill: &Id, at_once: u32) -> bool {
        self.says_nothing_of_people || (self.people_of(skill).is_some() && f64::from(at_once) <= self.people_in_all())
    }

    /// How many people work here, as far as the facility says.
    pub fn people_in_all(&self) -> f64 {
        self.people.iter().map(|people| people.count).sum()
    }

    /// How many people here have a skill, or a special case of it.
    pub fn people_with(&self, skill: &Id) -> f64 {
        let with = self.people.iter().filter(|people| is_same_or_below(people.skill.as_str(), skill.as_str()));
        with.map(|people| people.count).sum()
    }

    /// Whether the place holds a permission, or a special case of it.
    pub fn is_permitted(&self, permission: &Id) -> bool {
        self.permissions.iter().any(|held| is_same_or_below(held.as_str(), permission.as_str()))
    }

    /// Whether the whole place can draw so many W, or does not say what it can.
    pub fn can_draw(&self, watts: f64) -> bool {
        self.power_w.is_none_or(|available| watts <= available * (1.0 + 1e-9))
    }

    /// Whether an offer draws more than the whole place has.
    pub fn overloads(&self, offer: &Offer) -> bool {
        offer.power_w.is_some_and(|drawn| !self.can_draw(drawn))
    }

    /// m2 of floor that the machines which stand here leave free, as far as they state what they take; `None` if the facility
    /// does not say how much it has.
    pub fn free_floor_m2(&self) -> Option<f64> {
        self.floor_m2.map(|floor| (floor - self.taken_floor_m2()).max(0.0))
    }

    /// m2 of floor that the machines which stand here take, as far as they state it.
    pub fn taken_floor_m2(&self) -> f64 {
        let standing = self.machines.iter().filter(|machine| machine.stage == 0);
        standing.filter_map(|machine| Some(machine.floor_m2? * machine.count)).sum()
    }

    fn machine(&self, catalog: &Catalog, graph: &Graph, equipment: &Equipment) -> Option<Machine> {
        let hours = hours_per_week(equipment.hours.as_ref(), equipment.are_hours_unreadable);
        match &equipment.kind {
            EquipmentKind::FromPlan(plan) => {
                let plan = catalog.plan(plan.value.as_str())?;
                Some(self.machine_of_plan(catalog, graph, plan, hours, equipment.count, 0))
            }
            EquipmentKind::Described { id, provides, price, lifetime, power, floor_area, .. } => Some(Machine {
                id: id.value.clone(),
                stage: 0,
                hours_per_week: hours * equipment.count,
                is_from_plan: false,
                offers: offers(catalog, provides, power.as_ref()),
                cost_per_hour: self.cost_per_hour(graph, price.as_ref(), lifetime.as_ref(), hours),
                count: equipment.count,
                floor_m2: floor_area.as_ref().map(|area| area.value.si()),
            }),
        }
    }

    fn machine_of_plan(
        &self,
        catalog: &Catalog,
        graph: &Graph,
        plan: &Plan,
        hours: f64,
        count: f64,
        stage: u32,
    ) -> Machine {
        Machine {
            id: plan.id.value.clone(),
            stage,
            hours_per_week: hours * count,
            is_from_plan: true,
            offers: offers(catalog, &plan.provides, plan.footprint.power.as_ref()),
            cost_per_hour: self.cost_per_hour(graph, plan.price.as_ref(), plan.footprint.lifetime.as_ref(), hours),
            count,
            floor_m2: plan.footprint.floor_area.as_ref().map(|area| area.value.si()),
        }
    }

    fn cost_per_hour(
        &self,
        graph: &Graph,
        price: Option<&Spanned<Quantity>>,
        lifetime: Option<&Spanned<Quantity>>,
        hours_per_week: f64,
    ) -> Option<f64> {
        let price = self.money(graph, &price?.value)?;
        let stated = lifetime.map(|lifetime| lifetime.value.si() / 3600.0);
        let lifetime_h = stated.unwrap_or(DEFAULT_LIFETIME_YEARS * WEEKS_PER_YEAR * hours_per_week);
        (lifetime_h > 0.0).then(|| price / lifetime_h)
    }

    fn read_people(&mut self, graph: &Graph, facility: &Facility) {
        for workforce in facility.labour.iter().filter(|workforce| workforce.people > 0.0) {
            let hours = hours_per_week(workforce.hours.as_ref(), workforce.are_hours_unreadable) * workforce.people;
            if hours <= 0.0 {
                continue;
            }
            let wage = workforce.wage.as_ref().and_then(|wage| Some(self.money(graph, &wage.value)? * 3600.0));
            match self.people.iter_mut().find(|people| people.skill == workforce.skill.value) {
                Some(people) => {
                    people.hours_per_week += hours;
                    people.count += workforce.people;
                }
                None => {
                    let (skill, count) = (workforce.skill.value.clone(), workforce.people);
                    self.people.push(People { skill, count, hours_per_week: hours, wage_per_hour: wage });
                }
            }
        }
    }

    fn read_supplies(&mut self, catalog: &Catalog, graph: &Graph, facility: &Facility) {
        for resource in &facility.resources {
            let Some(item) = graph.item_index(resource.item.value.as_str()) else { continue };
            let measure = ItemMeasure::of(catalog, graph.item(item).owner);
            let per_year = resource.available.as_ref().map(|available| measure.amount_per_year(&available.value));
            let price = resource.price.as_ref().and_then(|price| measure.price(&price.value).ok());
            if !is_offered(catalog, graph, resource) {
                let available = resource.available.as_ref().filter(|_| matches!(per_year, Some(Ok(_))));
                let written = available.map(|available| available.value.as_written().to_owned());
                self.exhausted.extend(written.map(|written| (item, written)));
                continue;
            }
            let supply = Supply {
                per_year: per_year.and_then(Result::ok),
                written: resource.available.as_ref().map(|available| available.value.as_written().to_owned()),
                price: price.and_then(|price| self.exchange.convert(price, graph.currency)),
            };
            self.resources.insert(item, supply);
        }
        for line in &facility.stock {
            let Some(item) = graph.item_index(line.item.value.as_str()) else { continue };
            let measure = ItemMeasure::of(catalog, graph.item(item).owner);
            let amount = line.quantity.as_ref().and_then(|quantity| measure.amount(&quantity.value).ok());
            if let Some(amount) = amount.filter(|amount| *amount > 0.0) {
                *self.stock.entry(item).or_insert(0.0) += amount;
            }
        }
    }
}

/// `hours: 40 h/week` is a ratio of times; the default where nothing is said, and none where what is said is none.
pub(super) fn hours_per_week(hours: Option<&Spanned<Quantity>>, are_unreadable: bool) -> f64 {
    match hours {
        // By the unit first: 30 h/week is 30 h of a week, to the last digit.
        Some(hours) if hours.value.dimension() == Dimension::NONE => {
            hours.value.amount().max(0.0) * (hours.value.unit().factor() * HOURS_PER_WEEK)
        }
        Some(_) => 0.0,
        None if are_unreadable => 0.0,
        None => DEFAULT_HOURS_PER_WEEK,
    }
}

/// Whether machines run at all.
pub(super) fn works(equipment: &Equipment) -> bool {
    hours_per_week(equipment.hours.as_ref(), equipment.are_hours_unreadable) > 0.0
}

/// Whether a resource is there: what is available of it is some amount, or without a limit because nothing is said of one.
pub(super) fn is_offered(catalog: &Catalog, graph: &Graph, resource: &Resource) -> bool {
    let Some(item) = graph.item_index(resource.item.value.as_str()) else { return false };
    let measure = ItemMeasure::of(catalog, graph.item(item).owner);
    let per_year = resource.available.as_ref().map(|available| measure.amount_per_year(&available.value));
    per_year.map_or(!resource.is_available_unreadable, |amount| amount.is_ok_and(|amount| amount > 0.0))
}

/// A limit of the whole place, in SI; none where nothing is said, and 0 where what is said is no such quantity.
fn limit(facility: &Facility, key: &str, stated: Option<&Spanned<Quantity>>, dimension: Dimension) -> Option<f64> {
    match stated {
        Some(quantity) if quantity.value.dimension() == dimension => Some(quantity.value.si()),
        Some(_) => Some(0.0),
        None => facility.unreadable.contains(&key).then_some(0.0),
    }
}

pub(super) fn offers(catalog: &Catalog, provides: &[Provision], connected: Option<&Spanned<Quantity>>) -> Vec<Offer> {
    let offer = |provision: &Provision| {
        let capability = &provision.capability.value;
        let power = provision.power.as_ref().or(connected);
        let mut bounds = bounds_of(catalog, capability.as_str(), &provision.envelope);
        bounds.extend(power.and_then(|power| power_bound(catalog, capability, &bounds, &power.value)));
        let throughput = provision.throughput.as_ref().and_then(|rate| {
            let of = rate.value.dimension().checked_div(Dimension::RATE)?;
            (rate.value.si() > 0.0).then_some((rate.value.si(), of))
        });
        Offer { capability: capability.clone(), bounds, power_w: power.map(|power| power.value.si()), throughput }
    };
    provides.iter().map(offer).collect()
}

/// What a machine draws is what it can bring to bear, where its capability has the parameter and its envelope does not say.
fn power_bound(catalog: &Catalog, capability: &Id, stated: &[Bound], power: &Quantity) -> Option<Bound> {
    if stated.iter().any(|bound| bound.parameter == POWER) {
        return None;
    }
    let parameters = catalog.parameters_of(capability.as_str());
    let (_, parameter) = parameters.iter().find(|(name, _)| *name == POWER)?;
    let unit = parameter.unit.as_ref().filter(|unit| unit.value.dimension() == power.dimension())?;
    let value = BoundValue::Number { si: power.si(), written: power.as_written().to_owned() };
    Some(Bound {
        parameter: POWER.to_owned(),
        fits: parameter.fits,
        unit: Some(unit.value.clone()),
        values: vec![value],
    })
}
