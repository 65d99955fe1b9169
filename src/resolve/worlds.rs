//! Random worlds for the properties: loops, by-products that are netted, labour, electricity, emissions, prices of every
//! grade, batches with set-up, and inputs that wear.

use std::fmt::Write;

use proptest::collection::vec;
use proptest::prelude::*;

/// What a recipe says of batches; what its inputs say, in turn.
const BATCHES: [&str; 3] = ["", "batch: 130 kg\n", "batch: 2 t\n"];
const LASTS: [&str; 5] = ["", ", per: batch", ", lifetime: 400 kg", ", lifetime: 9, per: batch", ", lifetime: 30 h"];

/// The grade of each document in turn.
const GRADES: [&str; 3] = ["stated", "derived", "estimated"];

/// Made items 0 to 4 (inputs: later ones, leaves, and back into the loop by a little), leaves 5 to 7, electricity.
pub(super) fn supply_world() -> impl Strategy<Value = String> {
    let inputs = vec((0_usize..9, 1_u32..40), 1..4);
    let recipe = (inputs, 1_u32..20, 0_u32..20, 0_u32..30, 50_u32..=100, (0_usize..3, 0_usize..3, 0_usize..5));
    let leaf = (1_u32..20, 1_u32..20, 1_u32..20, 0_usize..3);
    (vec(recipe, 5), vec(leaf, 3), any::<bool>()).prop_map(|(recipes, leaves, is_generated)| {
        let mut text = String::new();
        for (item, (inputs, labour, emitted, by_product, good, (grade, batch, lasts))) in recipes.iter().enumerate() {
            let _ = write!(
                text,
                "---\n{{kind: material, id: item-{item}, unit: kg, origin: made}}\n---\nkind: process\nid: make-{item}\n\
                 sources: [{{title: Book, grade: {}}}, {{id: log, title: Log, grade: stated}}]\nyield: 0.{}\n{}\
                 direct-emissions: {emitted} kg\noutputs:\n  - {{item: item-{item}, quantity: 100 kg}}\n  \
                 - {{item: item-5, quantity: {by_product}.25 kg, by-product: true}}\noperations:\n  \
                 - {{capability: work, time: 1 h, labour: {{skill: smith, time: {labour} min}}}}\n  \
                 - {{capability: work, time: 1 h, set-up: 1 h, labour: {{skill: smith, time: 3 min, set-up: 20 min}}, source: log}}\ninputs:\n  \
                 - {{item: item-5, quantity: 31 kg{}}}\n",
                GRADES[*grade],
                (*good).min(99),
                BATCHES[*batch],
                LASTS[*lasts],
            );
            for (position, (input, amount)) in inputs.iter().enumerate() {
                let amount = if *input <= item { amount % 10 } else { *amount };
                let name = if *input == 8 { "electricity".to_owned() } else { format!("item-{input}") };
                let unit = match *input {
                    8 => "kWh",
                    6 => "ea",
                    _ => "kg",
                };
                let source = if position == 0 { ", source: log" } else { "" };
                let _ = writeln!(text, "  - {{item: {name}, quantity: {amount}.5 {unit}{source}{}}}", LASTS[(lasts + position + 1) % LASTS.len()]);
            }
        }
        for (number, (price, emissions, mass, grade)) in leaves.iter().enumerate() {
            let (item, unit) = (number + 5, if number == 1 { "ea" } else { "kg" });
            let mass = if number == 1 { format!("mass: {mass} kg\n") } else { String::new() };
            let origin = if number == 2 { "bought" } else { "raw" };
            let _ = write!(
                text,
                "---\nkind: material\nid: item-{item}\nunit: {unit}\norigin: {origin}\nprice: {price} USD/{unit}\n\
                 emissions: {emissions} kg/{unit}\n{mass}sources: [{{title: List, grade: {}}}]\n",
                GRADES[*grade],
            );
        }
        text.push_str(if is_generated {
            "---\n{kind: material, id: electricity, unit: kWh, origin: made}\n---\n{kind: process, id: generate, outputs: \
             [{item: electricity, quantity: 9 kWh}], inputs: [{item: item-5, quantity: 2 kg}, {item: electricity, quantity: 1 kWh}]}\n"
        } else {
            "---\n{kind: material, id: electricity, unit: kWh, origin: bought, price: 0.2 USD/kWh}\n"
        });
        text.push_str("---\n{kind: capability, id: work}\n");
        text
    })
}
