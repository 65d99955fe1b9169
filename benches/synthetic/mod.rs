//! A seeded generator of plan repositories of any size: for benchmarks and scale tests, never shipped.
//!
//! The same seed and size give the same files everywhere. A plan has 60–120 lines of YAML and 80–150 lines of Markdown; it
//! uses materials, makes parts of its own, and now and then takes an earlier plan as a sub-assembly. Materials form chains
//! of processes down to raw items. The whole is sound: masses add up, what is lost is declared, every line and operation has
//! its step, so that a check finds nothing but what is planted.

mod plan;

use std::fmt::Write;

/// What to generate.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// How many plans.
    pub plans: usize,
    /// How many facilities.
    pub facilities: usize,
}

/// A small, fast, well-mixed generator of pseudo-random numbers (SplitMix64; Steele, Lea and Flood 2014).
pub struct Random(u64);

impl Random {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end`, `end` excluded.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const CAPABILITIES: [&str; 12] = [
    "cutting/saw",
    "cutting/plasma",
    "drilling",
    "turning",
    "milling",
    "welding/mig",
    "bending",
    "assembly",
    "painting",
    "casting",
    "rolling",
    "pressing",
];

/// Generates a repository: (path, content), in the order of their paths within each folder.
pub fn repository(size: Size, seed: u64) -> Vec<(String, String)> {
    let mut random = Random::new(seed);
    // In groups of five, the first of which is raw and the second bought.
    let materials = 5 * (size.plans / 40).max(5);
    let mut files = vec![("groundup.yaml".to_owned(), manifest(size))];
    files.push(("capabilities/all.yaml".to_owned(), capabilities()));
    let mut masses_kg = Vec::with_capacity(materials);
    for (index, chunk) in (0..materials).collect::<Vec<_>>().chunks(200).enumerate() {
        let mut text = String::new();
        let mut recipes = String::new();
        for material in chunk {
            let mass_kg = self::material(&mut text, *material, &mut random);
            masses_kg.push(mass_kg);
            if material % 5 >= 2 {
                process(&mut recipes, *material, mass_kg, &mut random);
            }
        }
        files.push((format!("materials/catalog-{index:03}.yaml"), text));
        files.push((format!("processes/recipes-{index:03}.yaml"), recipes));
    }
    for index in 0..size.facilities {
        files.push((format!("facilities/shop-{index:03}.yaml"), facility(index, materials, &mut random)));
    }
    let mut plan_masses_kg = Vec::with_capacity(size.plans);
    for index in 0..size.plans {
        let plan = plan::plan(index, &masses_kg, &plan_masses_kg, &mut random);
        plan_masses_kg.push(plan.mass_kg);
        files.push((format!("plans/machine-{index:06}/plan.yaml"), plan.yaml));
        files.push((format!("plans/machine-{index:06}/build.md"), plan.instructions));
    }
    files
}

fn manifest(size: Size) -> String {
    format!(
        "kind: repository\nformat: 1\nname: synthetic-{}\ntitle: {} synthetic plans\nlicense: CC-BY-SA-4.0\ncurrency: USD\n",
        size.plans, size.plans
    )
}

fn capabilities() -> String {
    let mut text = String::new();
    for capability in CAPABILITIES {
        let _ = write!(
            text,
            "---\nkind: capability\nid: {capability}\ntitle: {capability}\nparameters:\n  material: {{fits: one-of}}\n  thickness: {{unit: mm, fits: at-most}}\n  \
             length: {{unit: mm, fits: at-most}}\n  tolerance: {{unit: mm, fits: at-least}}\n"
        );
    }
    text
}

/// Writes a material; the mass of one unit of it, in kg.
fn material(text: &mut String, index: usize, random: &mut Random) -> f64 {
    let (origin, unit) = match index % 5 {
        0 => ("raw", "kg"),
        1 => ("bought", "ea"),
        2 => ("made", "m"),
        _ => ("made", "kg"),
    };
    let _ = writeln!(
        text,
        "---\nkind: material\nid: material-{index:05}\ntitle: Material {index}\nunit: {unit}\norigin: {origin}"
    );
    let mass_kg = match unit {
        "m" => random.between(10, 209) as f64 / 10.0,
        "ea" => random.between(1, 99) as f64 / 100.0,
        _ => 1.0,
    };
    let _ = match unit {
        "m" => writeln!(text, "mass: {mass_kg} kg/m\nstock: {{length: 6 m}}"),
        "ea" => writeln!(text, "mass: {mass_kg} kg"),
        _ => Ok(()),
    };
    if origin == "raw" {
        let _ = writeln!(text, "from: {}", random.pick(&["ground", "waste", "biomass", "water"]));
    }
    let per = if unit == "ea" { String::new() } else { format!("/{unit}") };
    let _ = writeln!(
        text,
        "price: {}.{:02} USD{per}\nemissions: {}.{} kg/kg",
        random.between(0, 40),
        random.below(100),
        random.below(4),
        random.below(10)
    );
    let _ = writeln!(
        text,
        "sources:\n  - {{title: Handbook of materials, url: 'https://example.org/handbook', grade: estimated}}"
    );
    mass_kg
}

/// A process that makes a material from those before it, so chains end in raw ones; what does not come out is declared.
fn process(text: &mut String, index: usize, mass_kg: f64, random: &mut Random) {
    let unit = if index % 5 == 2 { "m" } else { "kg" };
    let _ = writeln!(
        text,
        "---\nkind: process\nid: make-material-{index:05}\ntitle: Make material {index}\noutputs:\n  - {{item: material-{index:05}, quantity: 100 {unit}}}\ninputs:"
    );
    let raw = index / 5 * 5;
    let out_kg = 100.0 * mass_kg;
    let raw_kg = tenth(out_kg * random.between(102, 130) as f64 / 100.0);
    let mut lost_kg = raw_kg - out_kg;
    let _ = writeln!(text, "  - {{item: material-{raw:05}, quantity: {raw_kg} kg}}");
    if index > 10 {
        let other = random.below(index / 5) * 5 + random.pick(&["0", "3", "4"]).parse::<usize>().unwrap_or(0);
        let other_kg = random.between(1, 9) as f64;
        lost_kg += other_kg;
        let _ = writeln!(text, "  - {{item: material-{other:05}, quantity: {other_kg} kg}}");
    }
    let _ = writeln!(text, "losses:\n  - {{quantity: {} kg, to: land}}", tenth(lost_kg));
    let capability = random.pick(&CAPABILITIES);
    let _ = writeln!(
        text,
        "operations:\n  - {{capability: {capability}, envelope: {{material: steel, thickness: {} mm}}, time: {} min, labour: {{skill: operator, time: {} min}}}}",
        random.between(1, 12),
        random.between(5, 90),
        random.between(5, 90)
    );
    let _ = writeln!(text, "sources:\n  - {{title: Process handbook, grade: derived}}");
}

/// To a tenth.
fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn facility(index: usize, materials: usize, random: &mut Random) -> String {
    let mut text = format!(
        "kind: facility\nid: shop-{index:03}\ntitle: Shop {index}\nfloor-area: {} m2\npower: {} kW\nimports: {}\nlabour:\n  - {{skill: operator, people: 4, hours: 40 h/week, wage: 25 USD/h}}\n  - {{skill: welder, people: 2, hours: 40 h/week, wage: 30 USD/h}}\nequipment:\n",
        random.between(50, 900),
        random.between(10, 300),
        random.pick(&["none", "listed", "any"])
    );
    for (number, capability) in CAPABILITIES.iter().enumerate() {
        if random.below(4) > 0 {
            let _ = writeln!(
                text,
                "  - {{id: machine-{number}, count: {}, hours: 40 h/week, price: {} USD, lifetime: {} h, floor-area: {} m2, provides: [{{capability: {capability}, envelope: {{thickness: {} mm, length: 3000 mm, tolerance: 0.1 mm, material: [steel, aluminium]}}, power: {} kW}}]}}",
                random.between(1, 4),
                random.between(200, 9000),
                1000 * random.between(5, 40),
                random.between(1, 12),
                random.between(4, 25),
                random.between(1, 20)
            );
        }
    }
    text.push_str("resources:\n");
    for material in (0..materials.min(400)).step_by(5) {
        if random.below(3) > 0 {
            let _ = writeln!(
                text,
                "  - {{item: material-{material:05}, available: {} t/year, price: 0.{:02} USD/kg}}",
                random.between(1, 900),
                random.between(1, 99)
            );
        }
    }
    text
}
