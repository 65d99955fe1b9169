//! Random small worlds: recipes over nine items, and what a facility has.

use std::fmt::Write as _;

use proptest::prelude::*;

pub(super) const ITEMS: usize = 9;

/// A recipe of a random world.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub makes: usize,
    /// Lines of options: (item, quantity in tenths).
    pub lines: Vec<Vec<(usize, u32)>>,
    /// (capability, what it asks).
    pub operation: Option<(usize, u32)>,
    pub asks: Asks,
}

/// What an operation asks for besides a machine.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asks {
    /// (skill, people at once).
    pub skill: Option<(usize, u32)>,
    pub permission: Option<usize>,
    /// kW.
    pub power: Option<u32>,
}

/// What a facility has; of two, the second has all that the first has.
#[derive(Clone, Debug, Default)]
pub(super) struct Means {
    /// (capability, how far it goes).
    pub equipment: Vec<(usize, u32)>,
    pub resources: Vec<usize>,
    pub stock: Vec<(usize, u32)>,
    pub imports: Vec<usize>,
    pub permissions: Vec<usize>,
    /// (skill, how many).
    pub people: Vec<(usize, u32)>,
    /// kW.
    pub power: Option<u32>,
    /// m2.
    pub floor: Option<u32>,
}

impl Means {
    pub fn with(&self, more: &Means) -> Means {
        let mut all = self.clone();
        all.equipment.extend(&more.equipment);
        all.resources.extend(&more.resources);
        all.stock.extend(&more.stock);
        all.imports.extend(&more.imports);
        all.permissions.extend(&more.permissions);
        all
    }

    pub fn document(&self, id: &str) -> String {
        let mut text = format!("kind: facility\nid: {id}\nimports: listed\n");
        let mut section = |name: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                let _ = writeln!(text, "{name}: [{}]", lines.join(", "));
            }
        };
        let equipment = self.equipment.iter().enumerate();
        section(
            "equipment",
            equipment.map(|(n, (c, far))| format!("{{id: m{n}, provides: [{}]}}", provision(*c, *far))).collect(),
        );
        let unique = |items: &[usize]| {
            let mut items = items.to_vec();
            items.sort_unstable();
            items.dedup();
            items
        };
        section("resources", unique(&self.resources).iter().map(|item| format!("{{item: i{item}}}")).collect());
        let stock: std::collections::BTreeMap<usize, u32> =
            self.stock.iter().copied().fold(Default::default(), |mut sum, (item, n)| {
                *sum.entry(item).or_insert(0) += n;
                sum
            });
        section("stock", stock.iter().map(|(item, n)| format!("{{item: i{item}, quantity: {n} kg}}")).collect());
        section("import-list", unique(&self.imports).iter().map(|item| format!("i{item}")).collect());
        section("permissions", unique(&self.permissions).iter().map(|item| format!("license/{item}")).collect());
        section("labour", self.people.iter().map(|(s, n)| format!("{{skill: {}, people: {n}}}", skill(*s))).collect());
        if let Some(power) = self.power {
            let _ = writeln!(text, "power: {power} kW");
        }
        if let Some(floor) = self.floor {
            let _ = writeln!(text, "floor-area: {floor} m2");
        }
        text
    }
}

/// The second is a special case of the first.
pub(super) fn skill(skill: usize) -> &'static str {
    ["smith", "smith/fine", "cook"][skill]
}

pub(super) fn provision(capability: usize, far: u32) -> String {
    format!("{{capability: c{capability}, envelope: {{size: {far} mm}}, power: {} kW}}", far.div_ceil(2))
}

pub(super) fn documents(ways: &[Way], means: &[(&str, &Means)]) -> Vec<String> {
    let mut documents: Vec<String> = (0..3)
        .map(|c| format!("kind: capability\nid: c{c}\nparameters: {{size: {{unit: mm, fits: at-most}}, power: {{unit: kW, fits: at-most}}}}\n"))
        .collect();
    documents.extend(
        (0..ITEMS).map(|item| format!("kind: material\nid: i{item}\nunit: kg\nprice: {} USD/kg\n", 1 + item * 7 % 5)),
    );
    for (number, way) in ways.iter().enumerate() {
        let line = |options: &Vec<(usize, u32)>| {
            let (item, tenths) = options[0];
            let others: Vec<String> = options[1..].iter().map(|(item, _)| format!("i{item}")).collect();
            format!(
                "{{item: i{item}, quantity: {} kg, alternatives: [{}]}}",
                f64::from(tenths) / 10.0,
                others.join(", ")
            )
        };
        let inputs: Vec<String> = way.lines.iter().map(line).collect();
        let operation = way.operation.map(|(c, size)| {
            let power = way.asks.power.map_or_else(String::new, |power| format!(", power: {power} kW"));
            let labour =
                way.asks.skill.map(|(s, people)| format!(", labour: {{skill: {}, people: {people}}}", skill(s)));
            let requires = way.asks.permission.map(|number| format!(", requires: [license/{number}]"));
            let (labour, requires) = (labour.unwrap_or_default(), requires.unwrap_or_default());
            format!("{{capability: c{c}, envelope: {{size: {size} mm{power}}}{labour}{requires}}}")
        });
        documents.push(format!(
            "kind: process\nid: p{number}\ninputs: [{}]\noutputs: [{{item: i{}, quantity: 1 kg}}]\noperations: [{}]\n",
            inputs.join(", "),
            way.makes,
            operation.unwrap_or_default()
        ));
    }
    // Two machines that can be built, and the plan that is asked about.
    documents
        .push(format!("kind: plan\nid: lathe\nbom: [{{item: i0, quantity: 1 kg}}]\nprovides: [{}]\nfootprint: {{floor-area: 4 m2, power: 3 kW}}\n", provision(1, 6)));
    documents
        .push(format!("kind: plan\nid: mill\nbom: [{{item: i1, quantity: 1 kg}}]\nprovides: [{}]\n", provision(2, 9)));
    documents.push("kind: plan\nid: root\nbom: [{item: i7, quantity: 2 kg}, {item: i8, quantity: 3 kg}]\nfootprint: {floor-area: 7 m2}\n".to_owned());
    documents.extend(means.iter().map(|(id, means)| means.document(id)));
    documents
}

pub(super) fn ways(acyclic: bool) -> impl Strategy<Value = Vec<Way>> {
    let way = (1..ITEMS).prop_flat_map(move |makes| {
        let inputs = if acyclic { makes } else { ITEMS };
        let line = proptest::collection::vec((0..inputs, 1..9_u32), 1..3);
        let lines = proptest::collection::vec(line, 0..3);
        let operation = proptest::option::of((0..3_usize, 1..10_u32));
        let asks = (
            proptest::option::weighted(0.3, (0..3_usize, 1..3_u32)),
            proptest::option::weighted(0.2, 0..2_usize),
            proptest::option::weighted(0.2, 1..6_u32),
        );
        (lines, operation, asks).prop_map(move |(lines, operation, (skill, permission, power))| Way {
            makes,
            lines,
            operation,
            asks: Asks { skill, permission, power },
        })
    });
    proptest::collection::vec(way, 0..16)
}

pub(super) fn means(most: usize) -> impl Strategy<Value = Means> {
    let equipment = proptest::collection::vec((0..3_usize, 1..10_u32), 0..=most);
    let resources = proptest::collection::vec(0..ITEMS, 0..=most);
    let stock = proptest::collection::vec((0..ITEMS, 1..5_u32), 0..=most);
    let imports = proptest::collection::vec(0..ITEMS, 0..=most);
    let permissions = proptest::collection::vec(0..2_usize, 0..=most);
    let people = proptest::collection::btree_map(0..3_usize, 1..3_u32, 0..3);
    let limits = (proptest::option::of(1..9_u32), proptest::option::of(1..12_u32));
    (equipment, resources, stock, imports, permissions, people, limits).prop_map(
        |(equipment, resources, stock, imports, permissions, people, (power, floor))| Means {
            equipment,
            resources,
            stock,
            imports,
            permissions,
            people: people.into_iter().collect(),
            power,
            floor,
        },
    )
}
