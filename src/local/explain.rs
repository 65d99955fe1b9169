//! Why each item fares as it does, in words. What blocks is told at the item where it arises: whatever is made from that only
//! says which of its inputs is blocked.

use std::collections::BTreeMap;

use super::bootstrap::machines_to_build;
use super::capacity::equipment_of;
use super::coverage::NEVER;
use super::gap::{gaps, join_ids};
use super::report::{BootstrapStage, Status};
use super::shop::Shop;
use crate::catalog::{Hole, ItemOwner};
use crate::graph::{Graph, ItemIndex, RecipeIndex, RecipeSource};
use crate::model::{Id, Imports, Origin};
use crate::quantity::format_amount;
use crate::resolve::{Need, Obtain, Resolution};

/// A leaf that nobody here knows how to make.
const NO_RECIPE: &str = "no recipe for it is known here";

/// What reasons are drawn from.
pub(super) struct Explainer<'e, 'a> {
    pub shop: &'e Shop<'a>,
    pub resolution: &'e Resolution,
    /// Stock of items of which more is needed.
    pub topped_up: &'e BTreeMap<ItemIndex, f64>,
    /// What is imported once, to start loops.
    pub starters: &'e BTreeMap<ItemIndex, f64>,
    pub stages: &'e [BootstrapStage],
}

impl Explainer<'_, '_> {
    /// At least one reason.
    pub(super) fn reasons(&self, need: &Need, status: Status) -> Vec<String> {
        let mut reasons = match status {
            Status::Resource => vec![self.resource(need.item)],
            Status::Stock => vec![self.stock(need)],
            Status::Made | Status::Bootstrap => self.made(need, status),
            Status::Import => self.import(need),
            Status::Blocked => self.blocked(need),
        };
        if let Some(held) = self.topped_up.get(&need.item).filter(|_| status != Status::Stock) {
            let (held, needed) = (amount(self.graph(), need.item, *held), amount(self.graph(), need.item, need.net));
            reasons.push(format!("the store holds {held} of the {needed} that are needed"));
        }
        reasons
    }

    /// What stands in the way of making an item here, each missing thing once.
    pub(super) fn causes(&self, need: &Need, status: Status) -> Vec<String> {
        match status {
            Status::Resource | Status::Stock | Status::Made | Status::Bootstrap => Vec::new(),
            Status::Import if self.shop.way_to_make(need.item).is_some() => Vec::new(),
            Status::Import => self.root_causes(need.item),
            Status::Blocked => self.own_causes(need),
        }
    }

    fn graph(&self) -> &Graph {
        self.shop.graph
    }

    fn id(&self, item: ItemIndex) -> &Id {
        &self.graph().item(item).id
    }

    fn resource(&self, item: ItemIndex) -> String {
        let written = self.shop.place.resources.get(&item).and_then(|supply| supply.written.as_deref());
        written.map_or_else(
            || "resource of the place, without a stated limit".to_owned(),
            |written| format!("resource of the place: {written}"),
        )
    }

    fn stock(&self, need: &Need) -> String {
        let held = self.shop.place.stock.get(&need.item).copied().unwrap_or(0.0);
        let (held, needed) = (amount(self.graph(), need.item, held), amount(self.graph(), need.item, need.net));
        format!("in stock: {held}, of which {needed} are needed")
    }

    fn made(&self, need: &Need, status: Status) -> Vec<String> {
        let Obtain::Make(recipe) = need.obtain else { return vec!["made here".to_owned()] };
        let mut made = self.made_by(recipe);
        if status == Status::Bootstrap {
            let machines = machines_to_build(self.shop, recipe);
            let to_build: Vec<&BootstrapStage> = self
                .stages
                .iter()
                .filter(|stage| machines.iter().any(|machine| self.shop.place.machines[*machine].id == stage.plan))
                .collect();
            let when = to_build.iter().map(|stage| stage.stage).max().unwrap_or(0);
            if to_build.is_empty() {
                let late =
                    self.resolution.edges_from(need.item).iter().filter(|edge| self.shop.reach.stage(edge.to) > 0);
                made += &format!(", once {} can be made", join_ids(late.map(|edge| self.id(edge.to).as_str())));
            } else {
                let ids = join_ids(to_build.iter().map(|stage| stage.plan.as_str()));
                let is = if to_build.len() == 1 { "is" } else { "are" };
                made += &format!(", once {ids} {is} built (stage {when})");
            }
        }
        let mut reasons = vec![made];
        reasons.extend(self.loops(need.item));
        reasons
    }

    fn made_by(&self, index: RecipeIndex) -> String {
        let recipe = self.graph().recipe(index);
        let how = match recipe.source {
            RecipeSource::Process(_) => format!("made by `{}`", recipe.id),
            RecipeSource::Plan(_) => "built from its plan".to_owned(),
            RecipeSource::Part { .. } => "made for this plan".to_owned(),
        };
        let equipment = equipment_of(self.shop, index);
        if equipment.is_empty() {
            format!("{how}, without equipment")
        } else {
            format!("{how} on {}", join_ids(equipment.iter().map(Id::as_str)))
        }
    }

    /// The loop that an item is in, and what starts it.
    fn loops(&self, item: ItemIndex) -> Option<String> {
        let members = self.resolution.cycles.iter().find(|cycle| cycle.contains(&item))?;
        let others: Vec<&str> =
            members.iter().filter(|other| **other != item).map(|other| self.id(*other).as_str()).collect();
        let through =
            if others.is_empty() { "itself".to_owned() } else { format!("itself, by way of {}", join_ids(others)) };
        let start = |starters: &BTreeMap<ItemIndex, f64>, from: &str| {
            let (member, held) = members.iter().find_map(|member| Some((*member, *starters.get(member)?)))?;
            let (held, id) = (amount(self.graph(), member, held), self.id(member));
            Some(format!("; {held} of `{id}` {from} start the loop, and it feeds itself from then on"))
        };
        let start = start(self.topped_up, "in stock").or_else(|| start(self.starters, "that are imported once"));
        let start = start.unwrap_or_else(|| "; the loop feeds itself once it has been started".to_owned());
        Some(format!("made from {through}{start}"))
    }

    fn import(&self, need: &Need) -> Vec<String> {
        let price = price_written(self.shop, need.item);
        let price = price.map_or_else(|| "imported: no price known".to_owned(), |price| format!("imported: {price}"));
        let leave = match self.shop.place.imports {
            Imports::Any if !self.shop.place.import_list.contains(&need.item) => "anything may be imported",
            _ => "on the import list",
        };
        let mut reasons = vec![format!("{price}; {leave}")];
        reasons.push(self.not_made(need.item));
        reasons
    }

    /// Why something that is imported is not made here.
    fn not_made(&self, item: ItemIndex) -> String {
        let shop = self.shop;
        if let Some((way, stage)) = shop.way_to_make(item)
            && let Obtain::Make(recipe) = way.obtain
        {
            let recipe = &self.graph().recipe(recipe).id;
            let per_unit = |value: f64| format!("{} {}", format_amount(value), self.graph().currency.code());
            if stage > 0 {
                return format!("`{recipe}` could make it, once machines for it are built");
            }
            let price = shop.place.import_price(self.graph(), item);
            if price.is_none_or(|price| way.burden.value < price) && way.burden.unpriced == 0.0 {
                return if shop.ways.is_looped(item) {
                    format!("`{recipe}` could make it in a loop that takes it too, but no less would be imported so")
                } else {
                    format!("`{recipe}` could make it, but the stock that it takes is needed elsewhere")
                };
            }
            let making = per_unit(way.burden.value);
            return match price.map(per_unit) {
                Some(imported) if way.burden.unpriced > 0.0 => {
                    format!(
                        "`{recipe}` could make it instead of an import of {imported}, but of what that imports some has no price"
                    )
                }
                Some(imported) => {
                    format!("`{recipe}` could make it, but that takes imports of {making} instead of {imported}")
                }
                None => format!("`{recipe}` could make it, but of what that imports some has no price either"),
            };
        }
        format!("not made here: {}", self.root_causes(item).join("; "))
    }

    /// What stands in the way of making an item, told from the leaf, at most three of them.
    fn root_causes(&self, item: ItemIndex) -> Vec<String> {
        let mut causes = Vec::new();
        let found = self.graph().item(item);
        if let ItemOwner::Hole(hole) = found.owner {
            return vec![hole.reason(self.shop.catalog, found.id.as_str())];
        }
        if found.recipes.is_empty() {
            return vec![NO_RECIPE.to_owned()];
        }
        let mut open = vec![(item, true)];
        let mut seen = vec![item];
        while let (Some((item, is_top)), true) = (open.pop(), causes.len() < 3) {
            let nearest = self.shop.ways.best_recipe(self.shop.setting(), item, NEVER).map(|way| way.obtain);
            let Some(Obtain::Make(recipe)) = nearest else {
                causes.push(format!("`{}` is not to be had", self.id(item)));
                continue;
            };
            let own = gaps(self.shop, recipe);
            if own.is_empty() {
                for line in &self.graph().recipe(recipe).inputs {
                    let unreached = |flow: &&crate::graph::Flow| self.shop.reach.stage(flow.item) == NEVER;
                    let flow = line.options.first().filter(|_| line.options.iter().all(|flow| unreached(&flow)));
                    if let Some(flow) = flow.filter(|flow| !seen.contains(&flow.item)) {
                        seen.push(flow.item);
                        open.push((flow.item, false));
                    }
                }
            } else if is_top {
                causes.extend(own);
            } else {
                causes.extend(own.into_iter().map(|gap| format!("for `{}`, {gap}", self.id(item))));
            }
        }
        if causes.is_empty() {
            causes.push("it is made only from itself".to_owned());
        }
        causes
    }

    /// What stands in the way of a blocked item itself, its inputs aside.
    fn own_causes(&self, need: &Need) -> Vec<String> {
        let item = self.graph().item(need.item);
        if let ItemOwner::Hole(hole) = item.owner {
            return vec![hole.reason(self.shop.catalog, item.id.as_str())];
        }
        let (catalog, id) = (self.shop.catalog, item.id.as_str());
        if catalog.index.item(id).is_some() && !catalog.is_counted(id) {
            return vec![Hole::Document.reason(catalog, id)];
        }
        let leave = self.may_not_be_imported(need.item);
        match need.obtain {
            Obtain::Make(recipe) => gaps(self.shop, recipe),
            _ if !item.recipes.is_empty() => {
                let recipes = join_ids(item.recipes.iter().map(|recipe| self.graph().recipe(*recipe).id.as_str()));
                let mut causes =
                    vec![format!("made only from itself, by {recipes}: it needs a starter in stock, or an import")];
                causes.extend(item.recipes.first().map(|recipe| gaps(self.shop, *recipe)).unwrap_or_default());
                causes
            }
            _ if self.shop.place.exhausted.contains_key(&need.item) => {
                let there = self.shop.place.exhausted.get(&need.item).map_or("none", String::as_str);
                vec![format!("the place has {there} of `{}`, and it {leave}", item.id)]
            }
            _ if item.origin == Some(Origin::Raw) => {
                vec![format!("raw `{}` is not a resource of this place, and {leave}", item.id)]
            }
            _ => vec![format!("{NO_RECIPE}, and it {leave}")],
        }
    }

    fn blocked(&self, need: &Need) -> Vec<String> {
        let item = self.graph().item(need.item);
        let mut reasons = Vec::new();
        if let Some(held) = self.shop.place.short_stock.get(&need.item) {
            let (held, needed) = (amount(self.graph(), need.item, *held), amount(self.graph(), need.item, need.net));
            reasons.push(format!("the store holds {held}, and {needed} are needed"));
        }
        reasons.extend(self.own_causes(need));
        if let Obtain::Make(recipe) = need.obtain {
            let edges = self.resolution.edges_from(need.item).iter();
            let inputs: Vec<&str> = edges
                .filter(|edge| self.shop.reach.stage(edge.to) == NEVER)
                .map(|edge| self.id(edge.to).as_str())
                .collect();
            match inputs[..] {
                [] => {}
                [input] => reasons.push(format!("its input `{input}` is blocked")),
                _ => reasons.push(format!("its inputs {} are blocked", join_ids(inputs))),
            }
            let others = item
                .recipes
                .iter()
                .filter(|other| **other != recipe)
                .map(|other| self.graph().recipe(*other).id.as_str());
            let others: Vec<&str> = others.collect();
            let nearest = &self.graph().recipe(recipe).id;
            match others[..] {
                [] => {}
                [other] => reasons.push(format!("that is by `{nearest}`; one other recipe, `{other}`, fails too")),
                _ => reasons.push(format!(
                    "that is by `{nearest}`; {} other recipes, {}, fail too",
                    others.len(),
                    join_ids(others)
                )),
            }
        }
        if !item.recipes.is_empty()
            && need.item != self.resolution.root
            && !matches!(item.owner, ItemOwner::Part { .. })
        {
            reasons.push(self.may_not_be_imported(need.item));
        }
        reasons
    }

    fn may_not_be_imported(&self, item: ItemIndex) -> String {
        match self.shop.place.imports {
            Imports::None => "may not be imported (imports: none)".to_owned(),
            Imports::Listed => "may not be imported (imports: listed)".to_owned(),
            Imports::Any if item == self.resolution.root => "may be imported, which is not to make it here".to_owned(),
            Imports::Any => "is a part that nobody sells".to_owned(),
        }
    }
}

/// An amount with its unit: `12.4 m`, `16 ea`.
fn amount(graph: &Graph, item: ItemIndex, quantity: f64) -> String {
    format!("{} {}", format_amount(quantity), graph.item(item).unit.symbol())
}

/// An item's price as its author wrote it.
fn price_written<'a>(shop: &Shop<'a>, item: ItemIndex) -> Option<&'a str> {
    let price = match shop.graph.item(item).owner {
        ItemOwner::Material(index) => shop.catalog.materials[index].price.as_ref(),
        ItemOwner::Plan(index) => shop.catalog.plans[index].price.as_ref(),
        ItemOwner::Part { .. } | ItemOwner::Hole(_) => None,
    };
    price.map(|price| price.value.as_written())
}
