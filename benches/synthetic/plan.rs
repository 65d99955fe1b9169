//! Plans of a generated repository: YAML, and the Markdown of their steps.

use std::fmt::Write;

use super::{CAPABILITIES, Random};

const NOUNS: [&str; 16] = [
    "frame", "leg", "bracket", "gusset", "plate", "shaft", "bushing", "lever", "hopper", "drawer", "guard", "hinge",
    "arm", "table", "roller", "mount",
];
const VERBS: [&str; 8] = ["Cut", "Drill", "Clamp", "Weld", "Turn", "Grind", "Bolt", "Check"];

/// A generated plan.
pub(super) struct Plan {
    pub(super) yaml: String,
    pub(super) instructions: String,
    /// Of one machine.
    pub(super) mass_kg: f64,
}

/// A plan that uses materials of these masses, and now and then a plan before it.
pub(super) fn plan(index: usize, materials_kg: &[f64], plans_kg: &[f64], random: &mut Random) -> Plan {
    let groups = materials_kg.len() / 5;
    let mut mass_kg = 0.0;
    let mut bom = String::new();
    let mut steps = format!("# Build machine {index}\n\nRead every step before you begin. Wear eye protection.\n\n");
    let readiness = random.pick(&["draft", "prototype", "replicated"]);
    let version = format!("{}.{}.{}", random.between(1, 9), random.below(20), random.below(10));
    for number in 0..random.between(5, 7) {
        mass_kg += part(&mut bom, &mut steps, (index, number), materials_kg, random);
    }
    for _ in 0..random.between(4, 9) {
        let item = random.below(groups) * 5 + 1;
        let count = random.between(1, 40);
        mass_kg += count as f64 * materials_kg[item];
        let _ = writeln!(bom, "  - {{item: material-{item:05}, quantity: {count} ea}}");
        let _ = write!(
            steps,
            "Fit [{count} of these](item:material-{item:05}?quantity={count}) and tighten them by hand.\n\n"
        );
    }
    if index > 4 && index.is_multiple_of(3) {
        let other = random.below(index);
        mass_kg += plans_kg[other];
        let _ = writeln!(bom, "  - {{item: machine-{other:06}, quantity: 1 ea}}");
        let _ = write!(steps, "Set the [machine](plan:machine-{other:06}?quantity=1) on its feet.\n\n");
    }
    let mass_kg = to_tenth_gram(mass_kg);
    let mut yaml = format!(
        "kind: plan\nid: machine-{index:06}\ntitle: Machine number {index}\nversion: {version}\nsummary: Does job {index} for a village of two thousand people.\n\
         license: {{hardware: CERN-OHL-S-2.0, documentation: CC-BY-SA-4.0}}\nauthors:\n  - {{name: Open Workshop, url: 'https://example.org/workshop'}}\n\
         readiness: {readiness}\nmakes: {{quantity: 1 ea, mass: {mass_kg} kg}}\ninstructions: build.md\nbom:\n{bom}operations:\n"
    );
    for step in 0..random.between(2, 4) {
        let _ = writeln!(
            yaml,
            "  - {{id: step-{step}, capability: {}, envelope: {{material: steel, thickness: {} mm}}, time: {} h, labour: {{skill: welder, time: {} h}}, instructions: '#assembly-step-{step}'}}",
            random.pick(&CAPABILITIES),
            random.between(1, 12),
            random.between(1, 9),
            random.between(1, 9)
        );
        let _ = write!(
            steps,
            "## Assembly step {step}\n\n| tool | setting |\n|---|---|\n| torque wrench | {} N·m |\n| clamp | {} kN |\n\n",
            random.between(5, 200),
            random.between(1, 20)
        );
    }
    let _ = write!(
        yaml,
        "footprint: {{floor-area: {} m2, power: {} kW, lifetime: {} h}}\nperformance: {{pieces: {} ea/h}}\nsafety:\n  - {{hazard: crushing, note: Keep hands clear of moving parts.}}\nsources:\n  - {{title: Notes of the workshop, grade: estimated}}\n",
        random.between(1, 20),
        random.between(1, 20),
        random.between(1000, 20000),
        random.between(1, 500)
    );
    Plan { yaml, instructions: steps, mass_kg }
}

/// Writes a part of a plan, by the numbers of both, and its step; the mass of all of them in one machine, in kg.
fn part(
    bom: &mut String,
    steps: &mut String,
    (plan, number): (usize, usize),
    materials_kg: &[f64],
    random: &mut Random,
) -> f64 {
    let noun = random.pick(&NOUNS);
    let name = format!("{noun}-{number}");
    let count = random.between(1, 8);
    let material = random.below(materials_kg.len() / 5) * 5 + 2;
    let length_m = random.below(4) as f64 + random.between(1, 9) as f64 / 10.0;
    let from_kg = length_m * materials_kg[material];
    let mass_kg = to_tenth_gram(from_kg * random.between(80, 98) as f64 / 100.0);
    let lost_kg = to_tenth_gram(from_kg - mass_kg);
    let _ = write!(
        bom,
        "  - part: {name}\n    title: The {noun} of machine {plan}\n    quantity: {count} ea\n    mass: {mass_kg} kg\n    from:\n      - {{item: material-{material:05}, quantity: {length_m} m}}\n    losses:\n      - {{quantity: {lost_kg} kg, to: land}}\n    operations:\n      - {{capability: {}, envelope: {{material: steel, thickness: {} mm}}, time: {} min, labour: {{skill: operator, time: {} min}}}}\n      - {{capability: {}, envelope: {{material: steel, length: {} mm}}, time: {} min}}\n",
        random.pick(&CAPABILITIES),
        random.between(1, 20),
        random.between(1, 30),
        random.between(1, 30),
        random.pick(&CAPABILITIES),
        random.between(100, 2500),
        random.between(1, 30),
    );
    let _ = write!(
        steps,
        "## {} the {noun} {number}\n\nTake [{count} pieces](part:{name}?quantity={count}) and lay them on the table.\n\n",
        random.pick(&VERBS)
    );
    for sentence in 0..random.between(6, 9) {
        let _ = writeln!(
            steps,
            "{}. {} along the line, {} mm from the edge, and check it with the *square*.",
            sentence + 1,
            random.pick(&VERBS),
            random.between(2, 90)
        );
    }
    steps.push('\n');
    count as f64 * mass_kg
}

/// Kilograms to a tenth of a gram.
fn to_tenth_gram(mass_kg: f64) -> f64 {
    (mass_kg * 1e4).round() / 1e4
}
