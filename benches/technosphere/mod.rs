//! Seeded supply-chain systems of any size, in the shape of life-cycle databases: every recipe takes 14 inputs, 6 of them from
//! 40 hubs that all need (electricity, steel, transport), 7 from its neighbours, one of which is now and then anywhere at all. Each
//! takes the next, so that all are one loop. What a recipe takes sums to 0.5–0.9 of what it makes, hence ρ(A) < 0.9.
//!
//! Shared by the bench and its peers, which read the same numbers from a file ([`write`]).

use groundup::catalog::{Exchange, ItemOwner};
use groundup::graph::{Basis, Flow, Graph, InputLine, Item, ItemIndex, Recipe, RecipeSource};
use groundup::model::Id;
use groundup::quantity::{Currency, Unit};

use crate::synthetic::Random;

const INPUTS: usize = 14;
const HUBS: usize = 40;
const HUB_INPUTS: usize = 6;
const NEIGHBOURHOOD: usize = 20;

/// A square system: what each recipe takes of each item per unit of its own, and what it emits.
pub struct Technosphere {
    /// By recipe: (item, amount), sorted by item, each once.
    pub inputs: Vec<Vec<(u32, f64)>>,
    /// kg CO2e per run.
    pub emissions: Vec<f64>,
}

fn unit_interval(random: &mut Random) -> f64 {
    random.below(1 << 30) as f64 / f64::from(1 << 30)
}

fn row(index: usize, mut items: Vec<usize>, random: &mut Random) -> Vec<(u32, f64)> {
    items.retain(|item| *item != index);
    items.sort_unstable();
    items.dedup();
    let weights: Vec<f64> = items.iter().map(|_| unit_interval(random).powi(3) + 1e-4).collect();
    let scale = (0.5 + 0.4 * unit_interval(random)) / weights.iter().sum::<f64>();
    items.into_iter().zip(weights).map(|(item, weight)| (item as u32, weight * scale)).collect()
}

/// One loop of so many recipes.
pub fn giant_loop(size: usize, seed: u64) -> Technosphere {
    let mut random = Random::new(seed);
    let inputs = (0..size).map(|index| {
        let mut items = vec![(index + 1) % size];
        items.extend((0..HUB_INPUTS).map(|_| random.below(HUBS.min(size))));
        items.extend((0..INPUTS - HUB_INPUTS - 2).map(|_| (index + 1 + random.below(NEIGHBOURHOOD)) % size));
        items.push(if random.below(100) < 15 { random.below(size) } else { (index + 7) % size });
        row(index, items, &mut random)
    });
    let inputs = inputs.collect();
    Technosphere { inputs, emissions: (0..size).map(|_| unit_interval(&mut random) + 0.01).collect() }
}

/// So many edges without a loop: each recipe takes only later items.
pub fn acyclic(edges: usize, seed: u64) -> Technosphere {
    let mut random = Random::new(seed);
    let size = edges / INPUTS + INPUTS;
    let inputs = (0..size).map(|index| {
        let later = size - 1 - index;
        let mut items: Vec<usize> = (0..INPUTS).map(|_| index + 1 + random.below(later.min(400))).collect();
        items.push(index + 1);
        items.retain(|item| *item < size);
        row(index, items, &mut random)
    });
    let inputs = inputs.collect();
    Technosphere { inputs, emissions: (0..size).map(|_| unit_interval(&mut random) + 0.01).collect() }
}

impl Technosphere {
    /// How many recipes there are.
    pub fn size(&self) -> usize {
        self.inputs.len()
    }

    /// How many inputs they have together.
    pub fn edges(&self) -> usize {
        self.inputs.iter().map(Vec::len).sum()
    }

    /// The id of an item.
    pub fn item_id(index: usize) -> String {
        format!("item-{index:07}")
    }

    /// As a graph: item `i` is made by recipe `i`.
    pub fn graph(&self) -> Result<Graph, String> {
        let items = (0..self.size())
            .map(|index| Item::new(Id::new(Self::item_id(index)), Unit::each(), ItemOwner::Material(index)));
        let line = |(item, quantity): &(u32, f64)| InputLine {
            options: vec![Flow { item: ItemIndex(*item), quantity: *quantity }],
            held: Vec::new(),
            basis: Basis::NONE,
        };
        let recipe = |(index, inputs): (usize, &Vec<(u32, f64)>)| {
            let outputs = vec![Flow { item: ItemIndex(index as u32), quantity: 1.0 }];
            let id = Id::new(format!("make-{index:07}"));
            let inputs = inputs.iter().map(line).collect();
            let mut recipe = Recipe::new(id, RecipeSource::Process(index), outputs, inputs);
            recipe.direct_emissions_kg = self.emissions[index];
            recipe
        };
        let recipes = self.inputs.iter().enumerate().map(recipe).collect();
        let currency = Currency::from_code("USD").ok_or("no currency")?;
        Graph::from_parts(items.collect(), recipes, currency, Exchange::default())
    }

    /// As a repository: (path, content).
    pub fn repository(&self) -> Vec<(String, String)> {
        use std::fmt::Write;
        let mut files =
            vec![("groundup.yaml".to_owned(), "kind: repository\nformat: 1\nname: technosphere\n".to_owned())];
        for (number, chunk) in self.inputs.chunks(1000).enumerate() {
            let mut text = String::new();
            for (offset, inputs) in chunk.iter().enumerate() {
                let index = number * 1000 + offset;
                let (id, emitted) = (Self::item_id(index), self.emissions[index]);
                let _ = write!(
                    text,
                    "---\nkind: material\nid: {id}\nunit: ea\norigin: made\n---\nkind: process\nid: make-{index:07}\noutputs:\n  \
                     - {{item: {id}, quantity: 1 ea}}\ndirect-emissions: {emitted} kg\ninputs:\n"
                );
                for (item, amount) in inputs {
                    let _ = writeln!(text, "  - {{item: {}, quantity: {amount} ea}}", Self::item_id(*item as usize));
                }
            }
            files.push((format!("processes/p{number:04}.yaml"), text));
        }
        files
    }
}

/// The system and our answers, for a peer to read: counts (u64), then column starts (u64), rows (u64), amounts, emissions,
/// the amounts that we found, and the contributions of branches that we found (f64), all little-endian.
pub fn write(system: &Technosphere, amounts: &[f64], branches: &[f64]) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::new();
    let mut push = |word: [u8; 8]| bytes.extend(word);
    for count in [system.size(), system.edges(), branches.len()] {
        push((count as u64).to_le_bytes());
    }
    let mut start = 0;
    push(0_u64.to_le_bytes());
    for inputs in &system.inputs {
        start += inputs.len() as u64;
        push(start.to_le_bytes());
    }
    for (item, _) in system.inputs.iter().flatten() {
        push(u64::from(*item).to_le_bytes());
    }
    for amount in system.inputs.iter().flatten().map(|(_, amount)| amount) {
        push(amount.to_le_bytes());
    }
    for value in system.emissions.iter().chain(amounts).chain(branches) {
        push(value.to_le_bytes());
    }
    bytes
}
