//! The lines of a draft held against a catalog: items that are there, parts that are made for the plan, and new materials.

use std::collections::BTreeSet;

use super::bill::DESIGNATORS;
use super::{Draft, Line};
use crate::catalog::{Catalog, ItemMeasure, ItemOwner};
use crate::quantity::{Dimension, Quantity, Unit, format_amount};
use crate::schema::{closest, is_id, slug};

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// An item, by id.
    Item(String),
    /// A part, by its name in the plan; perhaps with the material that it is made of, and how much of it.
    Part { name: String, from: Option<(String, String)> },
}

/// A line with its place in the repository.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub line: Line,
    pub entry: Entry,
}

/// A material that the repository does not have.
#[derive(Clone, Debug)]
pub(super) struct NewMaterial {
    pub id: String,
    pub title: String,
    pub unit: Unit,
    /// The line that it is from, if it is what that line asks for.
    pub line: Option<Line>,
}

/// Everything that the lines ask for.
#[derive(Debug, Default)]
pub(super) struct Settlement {
    pub lines: Vec<Settled>,
    pub materials: Vec<NewMaterial>,
    /// Lines that ask for what was there.
    pub matched: usize,
}

/// Settles each line of a draft for the plan `plan`.
pub(super) fn settle(draft: &Draft, plan: &str, catalog: &Catalog) -> Settlement {
    let mut settler = Settler { plan, catalog, parts: BTreeSet::new(), settlement: Settlement::default() };
    for line in &draft.lines {
        let mut line = line.clone();
        let entry = settler.entry(&mut line);
        settler.settlement.lines.push(Settled { line, entry });
    }
    settler.settlement
}

struct Settler<'c> {
    plan: &'c str,
    catalog: &'c Catalog,
    parts: BTreeSet<String>,
    settlement: Settlement,
}

impl Settler<'_> {
    fn entry(&mut self, line: &mut Line) -> Entry {
        let known = self.known(line);
        if let Some((id, measure)) = &known {
            if measure.amount(&line.quantity).is_ok() {
                self.settlement.matched += 1;
                // The repository has figures of its own: those of the table stand beside them.
                line.details.extend(figures(line));
                return Entry::Item(id.clone());
            }
            let guess =
                format!("`{id}` is counted in {}, and this line is not: taken as another thing", measure.unit.symbol());
            line.guesses.push(guess);
        }
        // `PLAN/PART` is a part of the plan that the table was written from.
        let of_id = line.id.as_deref().and_then(|id| id.rsplit_once('/')).map(|(_, name)| name.to_owned());
        let is_made = line.is_made.unwrap_or(line.material.is_some() || (of_id.is_some() && known.is_none()));
        if is_made { self.part(line, of_id) } else { self.material(line) }
    }

    /// The item that a line means: by its id, or by its name.
    fn known(&self, line: &Line) -> Option<(String, ItemMeasure)> {
        let ids = line.id.iter().cloned().chain(is_id(&line.name).then(|| line.name.clone())).chain(slug(&line.name));
        let by_id = ids.into_iter().find_map(|id| {
            let owner = self.catalog.index.item(&id).filter(|owner| !matches!(owner, ItemOwner::Part { .. }))?;
            Some((id, ItemMeasure::of(self.catalog, owner)))
        });
        by_id.or_else(|| {
            let is_same = |title: &Option<String>| {
                title.as_ref().is_some_and(|title| title.to_lowercase() == line.name.to_lowercase())
            };
            let material = self.catalog.materials.iter().find(|material| is_same(&material.title));
            let plan = self.catalog.plans.iter().find(|plan| is_same(&plan.title));
            match (material, plan) {
                (Some(material), _) => Some((material.id.value.to_string(), ItemMeasure::of_material(material))),
                (None, Some(plan)) => Some((plan.id.value.to_string(), ItemMeasure::of_plan(plan))),
                (None, None) => None,
            }
        })
    }

    fn part(&mut self, line: &mut Line, of_id: Option<String>) -> Entry {
        if let Some((amount, code)) = &line.price {
            line.details.push(("price".to_owned(), price_text(*amount, code)));
        }
        let base = of_id.or_else(|| plain_slug(&line.name)).unwrap_or_else(|| format!("part-{}", self.parts.len() + 1));
        let name = unused(&base, |name| self.parts.contains(name));
        self.parts.insert(name.clone());
        let Some(material) = line.material.take() else { return Entry::Part { name, from: None } };
        let Some(mass_kg) = line.mass_kg.filter(|_| line.quantity.unit_symbol() == "ea") else {
            line.guesses.push(format!("made of `{material}`: say how much of which stock with `from`"));
            line.details.push(("material".to_owned(), material));
            return Entry::Part { name, from: None };
        };
        let stock = Line { name: material.clone(), id: None, ..line.clone() };
        let mass = Quantity::new(mass_kg, &kilogram());
        let known =
            self.known(&stock).filter(|(_, measure)| mass.as_ref().is_some_and(|mass| measure.amount(mass).is_ok()));
        let id = match known {
            Some((id, _)) => id,
            None => {
                let title = material.clone();
                let known = self.settlement.materials.iter().find(|known| known.line.is_none() && known.title == title);
                match known.map(|known| known.id.clone()) {
                    Some(id) => id,
                    None => {
                        let id = self.new_id(&title);
                        self.settlement.materials.push(NewMaterial {
                            id: id.clone(),
                            title,
                            unit: kilogram(),
                            line: None,
                        });
                        id
                    }
                }
            }
        };
        line.guesses.push(format!("made of as much `{id}` as it weighs: add the cut-offs, and how it is made"));
        Entry::Part { name, from: Some((id, format!("{} kg", format_amount(mass_kg)))) }
    }

    fn material(&mut self, line: &mut Line) -> Entry {
        let same = |known: &&NewMaterial| {
            known.title == line.name
                && known.unit.dimension() == line.quantity.dimension()
                && known.line.as_ref().is_some_and(|known| known.id == line.id)
        };
        if let Some(known) = self.settlement.materials.iter().find(same) {
            let own = figures(line);
            line.details.extend(own);
            if let Some(first) = &known.line {
                let told: Vec<(String, String)> = first.details.iter().cloned().chain(figures(first)).collect();
                line.details.retain(|detail| !told.contains(detail));
            }
            return Entry::Item(known.id.clone());
        }
        let id = self.new_id(line.id.as_deref().unwrap_or(&line.name));
        let ids = self.catalog.index.item_ids();
        if let Some(close) = closest(&id, ids.filter(|known| !known.contains('/'))) {
            line.guesses.push(format!("did you mean `{close}`, which the repository has?"));
        }
        let unit = unit_of(&line.quantity);
        // Where it stands on the board is of this plan; all else is of the material.
        let (own, details) = std::mem::take(&mut line.details).into_iter().partition(|(key, _)| key == DESIGNATORS);
        line.details = own;
        let mut first = Line { details, ..line.clone() };
        first.details.extend(drawn_of(line));
        let title = line.name.clone();
        self.settlement.materials.push(NewMaterial { id: id.clone(), title, unit, line: Some(first) });
        Entry::Item(id)
    }

    /// An id that nothing has yet.
    fn new_id(&self, name: &str) -> String {
        let own = if is_id(name) { Some(name.to_owned()) } else { plain_slug(name) };
        let base = own.unwrap_or_else(|| format!("{}-item", self.plan));
        let is_taken = |id: &str| {
            id == self.plan
                || self.catalog.index.item(id).is_some()
                || self.settlement.materials.iter().any(|material| material.id == id)
        };
        if !is_taken(&base) {
            return base;
        }
        unused(&format!("{}-{base}", self.plan), is_taken)
    }
}

/// The figures of a line, as text for `x-` keys.
fn figures(line: &Line) -> Vec<(String, String)> {
    let mass = line.mass_kg.map(|mass_kg| ("mass".to_owned(), format!("{} kg", format_amount(mass_kg))));
    let price = line.price.as_ref().map(|(amount, code)| ("price".to_owned(), price_text(*amount, code)));
    mass.into_iter().chain(price).chain(drawn_of(line)).collect()
}

/// What it is made of and by what drawing, of something that is no part of the plan.
fn drawn_of(line: &Line) -> impl Iterator<Item = (String, String)> {
    let material = line.material.clone().map(|material| ("material".to_owned(), material));
    material.into_iter().chain(line.drawing.clone().map(|drawing| ("drawing".to_owned(), drawing)))
}

fn price_text(amount: f64, code: &str) -> String {
    format!("{} {code}", format_amount(amount))
}

fn kilogram() -> Unit {
    crate::quantity::parse_unit("kg").unwrap_or_else(|_| Unit::each())
}

/// A name made into an id without `.` and `/`, which mean more in an id.
fn plain_slug(name: &str) -> Option<String> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    (!words.is_empty()).then(|| words.join("-"))
}

/// The name itself, or with the first number that makes it one that is not taken.
fn unused(base: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_else(|| base.to_owned())
}

/// The unit that such a thing is counted in.
fn unit_of(quantity: &Quantity) -> Unit {
    let usual = match quantity.dimension() {
        Dimension::MASS => Some("kg"),
        Dimension::LENGTH => Some("m"),
        Dimension::AREA => Some("m2"),
        Dimension::VOLUME => Some("L"),
        Dimension::ENERGY => Some("kWh"),
        _ => None,
    };
    usual.and_then(|usual| crate::quantity::parse_unit(usual).ok()).unwrap_or_else(|| quantity.unit())
}
