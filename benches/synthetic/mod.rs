//! A seeded generator of plan repositories of any size: for benchmarks and scale tests, never shipped.
//!
//! The same seed and size give the same files everywhere. A plan has 60–120 lines of YAML and 80–150 lines of Markdown; it
//! uses materials, makes parts of its own, and now and then takes an earlier plan as a sub-assembly. Materials form chains
//! of processes down to raw items.

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
const NOUNS: [&str; 16] = [
    "frame", "leg", "bracket", "gusset", "plate", "shaft", "bushing", "lever", "hopper", "drawer", "guard", "hinge",
    "arm", "table", "roller", "mount",
];
const VERBS: [&str; 8] = ["Cut", "Drill", "Clamp", "Weld", "Turn", "Grind", "Bolt", "Check"];

/// Generates a repository: (path, content), in the order of their paths within each folder.
pub fn repository(size: Size, seed: u64) -> Vec<(String, String)> {
    let mut random = Random::new(seed);
    let materials = (size.plans / 8).max(24);
    let mut files = vec![("groundup.yaml".to_owned(), manifest(size))];
    files.push(("capabilities/all.yaml".to_owned(), capabilities()));
    for (index, chunk) in (0..materials).collect::<Vec<_>>().chunks(200).enumerate() {
        let mut text = String::new();
        let mut recipes = String::new();
        for material in chunk {
            self::material(&mut text, *material, &mut random);
            if material % 5 >= 2 {
                process(&mut recipes, *material, &mut random);
            }
        }
        files.push((format!("materials/catalog-{index:03}.yaml"), text));
        files.push((format!("processes/recipes-{index:03}.yaml"), recipes));
    }
    for index in 0..size.facilities {
        files.push((format!("facilities/shop-{index:03}.yaml"), facility(index, materials, &mut random)));
    }
    for index in 0..size.plans {
        let (plan, instructions) = plan(index, materials, &mut random);
        files.push((format!("plans/machine-{index:06}/plan.yaml"), plan));
        files.push((format!("plans/machine-{index:06}/build.md"), instructions));
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

fn material(text: &mut String, index: usize, random: &mut Random) {
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
    match unit {
        "m" => {
            let _ =
                writeln!(text, "mass: 0.{:02}{} kg/m\nstock: {{length: 6 m}}", random.between(1, 20), random.below(10));
        }
        "ea" => {
            let _ = writeln!(text, "mass: 0.{:02} kg", random.between(1, 99));
        }
        _ => {}
    }
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
}

/// A process that makes a material from those before it, so chains end in raw ones.
fn process(text: &mut String, index: usize, random: &mut Random) {
    let unit = if index % 5 == 2 { "m" } else { "kg" };
    let _ = writeln!(
        text,
        "---\nkind: process\nid: make-material-{index:05}\ntitle: Make material {index}\noutputs:\n  - {{item: material-{index:05}, quantity: 100 {unit}}}\ninputs:"
    );
    let raw = index / 5 * 5;
    let _ = writeln!(text, "  - {{item: material-{raw:05}, quantity: {} kg}}", random.between(100, 130));
    if index > 10 {
        let other = random.below(index / 5) * 5 + random.pick(&["0", "3", "4"]).parse::<usize>().unwrap_or(0);
        let _ = writeln!(text, "  - {{item: material-{other:05}, quantity: {} kg}}", random.between(1, 9));
    }
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
                "  - {{id: machine-{number}, count: {}, hours: 40 h/week, price: {} USD, provides: [{{capability: {capability}, envelope: {{thickness: {} mm, length: 3000 mm, tolerance: 0.1 mm, material: [steel, aluminium]}}, power: {} kW}}]}}",
                random.between(1, 4),
                random.between(200, 9000),
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

fn plan(index: usize, materials: usize, random: &mut Random) -> (String, String) {
    let mut text = format!(
        "kind: plan\nid: machine-{index:06}\ntitle: Machine number {index}\nversion: {}.{}.{}\nsummary: Does job {index} for a village of two thousand people.\n\
         license: {{hardware: CERN-OHL-S-2.0, documentation: CC-BY-SA-4.0}}\nauthors:\n  - {{name: Open Workshop, url: 'https://example.org/workshop'}}\n\
         readiness: {}\nmakes: {{quantity: 1 ea, mass: {} kg}}\ninstructions: build.md\nbom:\n",
        random.between(1, 9),
        random.below(20),
        random.below(10),
        random.pick(&["draft", "prototype", "replicated"]),
        random.between(10, 900)
    );
    let mut steps = format!("# Build machine {index}\n\nRead every step before you begin. Wear eye protection.\n\n");
    for part in 0..random.between(4, 8) {
        let noun = random.pick(&NOUNS);
        let name = format!("{noun}-{part}");
        let count = random.between(1, 8);
        let material = random.below(materials / 5) * 5 + 2;
        let _ = write!(
            text,
            "  - part: {name}\n    title: The {noun} of machine {index}\n    quantity: {count} ea\n    from:\n      - {{item: material-{material:05}, quantity: {}.{} m}}\n    operations:\n      - {{capability: {}, envelope: {{material: steel, thickness: {} mm}}, time: {} min, labour: {{skill: operator, time: {} min}}}}\n      - {{capability: {}, envelope: {{material: steel, length: {} mm}}, time: {} min}}\n",
            random.below(4),
            random.between(1, 9),
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
            "## {} the {noun} {part}\n\nTake [{count} pieces](part:{name}?quantity={count}) and lay them on the table.\n\n",
            random.pick(&VERBS)
        );
        for sentence in 0..random.between(5, 9) {
            let _ = writeln!(
                steps,
                "{}. {} along the line, {} mm from the edge, and check it with the *square*.",
                sentence + 1,
                random.pick(&VERBS),
                random.between(2, 90)
            );
        }
        steps.push('\n');
    }
    for _ in 0..random.between(4, 10) {
        let item = random.below(materials / 5) * 5 + 1;
        let count = random.between(1, 40);
        let _ = writeln!(text, "  - {{item: material-{item:05}, quantity: {count} ea}}");
        let _ = write!(
            steps,
            "Fit [{count} of these](item:material-{item:05}?quantity={count}) and tighten them by hand.\n\n"
        );
    }
    if index > 4 && index.is_multiple_of(3) {
        let _ = writeln!(text, "  - {{item: machine-{:06}, quantity: 1 ea}}", random.below(index));
    }
    text.push_str("operations:\n");
    for step in 0..random.between(2, 5) {
        let _ = writeln!(
            text,
            "  - {{id: step-{step}, capability: {}, envelope: {{material: steel, thickness: {} mm}}, time: {} h, labour: {{skill: welder, time: {} h}}}}",
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
        text,
        "footprint: {{floor-area: {} m2, power: {} kW, lifetime: {} h}}\nperformance: {{pieces: {} ea/h}}\nsafety:\n  - {{hazard: crushing, note: Keep hands clear of moving parts.}}\nsources:\n  - {{title: Notes of the workshop, grade: estimated}}\n",
        random.between(1, 20),
        random.between(1, 20),
        random.between(1000, 20000),
        random.between(1, 500)
    );
    (text, steps)
}
