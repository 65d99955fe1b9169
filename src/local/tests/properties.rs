//! Random small worlds: more equipment, resources, stock or permissions never make less reachable; what is reached is what the
//! definition says; every choice is a derivation; without loops it imports least; what is made has a proof and what is blocked a
//! refutation that the checker accepts; what a report says to get is enough, and nothing smaller is.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::repository;
use crate::graph::{Bound, BoundValue, Graph, ItemIndex, RecipeIndex};
use crate::local::{
    Court, Grant, NEVER, Place, Shop, Status, Uses, Verdict, accept_proof, accept_refutation, check_in, figure_matrix,
    verdict_matrix,
};
use crate::model::{Fits, Id};
use crate::resolve::Obtain;

const ITEMS: usize = 9;

/// A recipe of a random world.
#[derive(Clone, Debug)]
struct Way {
    makes: usize,
    /// Lines of options: (item, quantity in tenths).
    lines: Vec<Vec<(usize, u32)>>,
    /// (capability, what it asks).
    operation: Option<(usize, u32)>,
    asks: Asks,
}

/// What an operation asks for besides a machine.
#[derive(Clone, Copy, Debug, Default)]
struct Asks {
    /// (skill, people at once).
    skill: Option<(usize, u32)>,
    permission: Option<usize>,
    /// kW.
    power: Option<u32>,
}

/// What a facility has; of two, the second has all that the first has.
#[derive(Clone, Debug, Default)]
struct Means {
    /// (capability, how far it goes).
    equipment: Vec<(usize, u32)>,
    resources: Vec<usize>,
    stock: Vec<(usize, u32)>,
    imports: Vec<usize>,
    permissions: Vec<usize>,
    /// (skill, how many).
    people: Vec<(usize, u32)>,
    /// kW.
    power: Option<u32>,
    /// m2.
    floor: Option<u32>,
}

impl Means {
    fn with(&self, more: &Means) -> Means {
        let mut all = self.clone();
        all.equipment.extend(&more.equipment);
        all.resources.extend(&more.resources);
        all.stock.extend(&more.stock);
        all.imports.extend(&more.imports);
        all.permissions.extend(&more.permissions);
        all
    }

    fn document(&self, id: &str) -> String {
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
fn skill(skill: usize) -> &'static str {
    ["smith", "smith/fine", "cook"][skill]
}

fn provision(capability: usize, far: u32) -> String {
    format!("{{capability: c{capability}, envelope: {{size: {far} mm}}, power: {} kW}}", far.div_ceil(2))
}

fn documents(ways: &[Way], means: &[(&str, &Means)]) -> Vec<String> {
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

fn ways(acyclic: bool) -> impl Strategy<Value = Vec<Way>> {
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

fn means(most: usize) -> impl Strategy<Value = Means> {
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

/// What can be had with the machines that stand there, straight from the definition.
fn reached_by_definition(graph: &Graph, shop: &Shop<'_>) -> Vec<bool> {
    let is_source = |item: ItemIndex| {
        shop.place.resources.contains_key(&item)
            || shop.place.stock.contains_key(&item)
            || shop.place.may_import(graph, item)
    };
    let mut reached: Vec<bool> = graph.item_indices().map(is_source).collect();
    loop {
        let before = reached.clone();
        for index in graph.recipe_indices().filter(|index| shop.coverage.stage(*index) == 0) {
            let recipe = graph.recipe(index);
            if recipe.inputs.iter().all(|line| line.options.iter().any(|flow| before[flow.item.0 as usize])) {
                recipe.outputs.iter().for_each(|flow| reached[flow.item.0 as usize] = true);
            }
        }
        if reached == before {
            return reached;
        }
    }
}

/// The least price of imports per unit, by sweeping until nothing changes: right where there are no loops.
fn least_imports(graph: &Graph, shop: &Shop<'_>) -> Vec<f64> {
    let own = |item: ItemIndex| {
        if shop.place.resources.contains_key(&item) || shop.place.stock.contains_key(&item) {
            0.0
        } else if shop.place.may_import(graph, item) {
            shop.place.import_price(graph, item).unwrap_or(f64::INFINITY)
        } else {
            f64::INFINITY
        }
    };
    let mut least: Vec<f64> = graph.item_indices().map(own).collect();
    for _ in 0..graph.items.len() {
        for index in graph.recipe_indices().filter(|index| shop.coverage.stage(*index) == 0) {
            let recipe = graph.recipe(index);
            let line = |line: &crate::graph::InputLine| {
                line.options
                    .iter()
                    .map(|flow| least[flow.item.0 as usize] * flow.quantity)
                    .fold(f64::INFINITY, f64::min)
            };
            let sum: f64 = recipe.inputs.iter().map(line).sum();
            for flow in &recipe.outputs {
                let known = &mut least[flow.item.0 as usize];
                *known = known.min(sum / flow.quantity);
            }
        }
    }
    least
}

/// Follows a choice from an item down to sources; `false` if it comes back to an item on its way.
fn is_derivation(graph: &Graph, shop: &Shop<'_>, item: ItemIndex, path: &mut Vec<ItemIndex>) -> bool {
    let Some(way) = shop.ways.of(item) else { return false };
    let Obtain::Make(index) = way.obtain else { return way.obtain != Obtain::Unresolved };
    if path.contains(&item) || shop.coverage.stage(index) > shop.reach.stage(item) {
        return false;
    }
    path.push(item);
    let option = |line: usize| shop.ways.options().get(&(index, line as u32)).map_or(0, |option| *option as usize);
    let lines = graph.recipe(index).inputs.iter().enumerate();
    let holds =
        lines.into_iter().all(|(line, input)| is_derivation(graph, shop, input.options[option(line)].item, path));
    path.pop();
    holds
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_means_never_reach_less(ways in ways(false), base in means(3), more in means(2)) {
        let all = base.with(&more);
        let (catalog, graph) = repository(&documents(&ways, &[("base", &base), ("all", &all)]));
        let uses = Uses::of(&graph);
        let shop = |id: &str| Shop::new(&catalog, &graph, &uses, catalog.index.facility(id).unwrap());
        let (base, all) = (shop("base"), shop("all"));
        for item in graph.item_indices() {
            prop_assert!(all.reach.stage(item) <= base.reach.stage(item), "{} is lost", graph.item(item).id);
        }
        let root = graph.item_index("root").unwrap();
        if let (Ok(before), Ok(after)) = (check_in(&base, root, 1.0), check_in(&all, root, 1.0)) {
            prop_assert!(before.verdict == Verdict::Blocked || after.verdict != Verdict::Blocked);
        }
    }

    #[test]
    fn reach_is_what_the_definition_says(ways in ways(false), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let reached = reached_by_definition(&graph, &shop);
        for item in graph.item_indices() {
            prop_assert_eq!(shop.reach.stage(item) == 0, reached[item.0 as usize], "{}", graph.item(item).id);
            if let Some(first) = shop.reach.first_producer(item) {
                let ranks = graph.recipe(first).inputs.iter().map(|line| {
                    let had = line.options.iter().filter(|flow| shop.reach.stage(flow.item) != NEVER);
                    had.map(|flow| shop.reach.rank(flow.item)).min()
                });
                for rank in ranks.collect::<Vec<Option<u32>>>() {
                    prop_assert!(rank.is_some_and(|rank| rank < shop.reach.rank(item)));
                }
            }
        }
    }

    #[test]
    fn every_choice_is_a_derivation(ways in ways(false), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        for item in graph.item_indices().filter(|item| shop.reach.stage(*item) != NEVER) {
            prop_assert!(is_derivation(&graph, &shop, item, &mut Vec::new()), "{} hangs in the air", graph.item(item).id);
        }
        let root = graph.item_index("root").unwrap();
        if let Ok(report) = check_in(&shop, root, 1.0) {
            prop_assert!(report.items.iter().all(|entry| !entry.reasons.is_empty()));
            prop_assert!(!shop.place.stock.is_empty() || shop.glance(root) == report.verdict);
            for recipe in report.items.iter().filter_map(|entry| entry.recipe).collect::<Vec<RecipeIndex>>() {
                prop_assert!(report.verdict == Verdict::Blocked || shop.coverage.stage(recipe) != NEVER);
            }
        }
    }

    #[test]
    fn a_glance_tells_the_same_verdicts(ways in ways(false), base in means(3), more in means(2)) {
        let all = base.with(&more);
        let (catalog, graph) = repository(&documents(&ways, &[("base", &base), ("all", &all)]));
        let roots: Vec<ItemIndex> = ["root", "lathe", "mill"].iter().filter_map(|id| graph.item_index(id)).collect();
        let glance = verdict_matrix(&catalog, &graph, roots.clone(), vec![0, 1]);
        let figures = figure_matrix(&catalog, &graph, roots.clone(), vec![0, 1]);
        let uses = Uses::of(&graph);
        for column in 0..2 {
            let shop = Shop::new(&catalog, &graph, &uses, column);
            for (row, root) in roots.iter().enumerate() {
                // A loop that runs away has no verdict; a glance does not look at amounts.
                let Ok(report) = check_in(&shop, *root, 1.0) else { continue };
                prop_assert_eq!(glance.verdicts[column][row], Some(report.verdict), "{}", graph.item(*root).id);
                prop_assert_eq!(figures.verdicts[column][row], Some(report.verdict));
                let cell = figures.figures.as_ref().unwrap()[column][row].as_ref().unwrap();
                prop_assert_eq!((cell.closure, cell.cost), (report.closure, report.cost));
            }
        }
    }

    #[test]
    fn what_is_made_is_proved_and_what_is_blocked_is_refuted(ways in ways(false), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let place = Place::of(&catalog, &graph, 0);
        let court = Court { catalog: &catalog, graph: &graph, place: &place };
        let root = graph.item_index("root").unwrap();
        let Ok(report) = check_in(&shop, root, 1.0) else { return Ok(()) };
        let made = accept_proof(court, &report.proof).map_err(TestCaseError::fail)?;
        for entry in report.items.iter().filter(|entry| matches!(entry.status, Status::Made | Status::Bootstrap)) {
            let claim = (entry.item, entry.recipe.unwrap());
            prop_assert!(made.contains(&claim), "no proof for {}", graph.item(entry.item).id);
        }
        prop_assert_eq!(report.refutation.is_some(), report.verdict == Verdict::Blocked);
        if let Some(refutation) = &report.refutation {
            accept_refutation(court, root, refutation).map_err(TestCaseError::fail)?;
            for entry in report.items.iter().filter(|entry| entry.status == Status::Blocked && entry.item != root) {
                prop_assert!(refutation.items.contains(&entry.item), "no refutation of {}", graph.item(entry.item).id);
            }
        }
    }

    #[test]
    fn what_a_report_says_to_get_is_enough(ways in ways(false), means in means(2)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let root = graph.item_index("root").unwrap();
        let Ok(report) = check_in(&shop, root, 1.0) else { return Ok(()) };
        if report.verdict != Verdict::Blocked {
            prop_assert!(report.acquisitions.is_none() && report.missing.is_empty());
            return Ok(());
        }
        // A plan asks for nothing that could not be granted.
        let acquisitions = report.acquisitions.unwrap();
        prop_assert!(acquisitions.exact && !acquisitions.set.is_empty());
        let grants: Vec<Grant> = acquisitions.set.iter().map(|one| one.grant.clone()).collect();
        if let Ok(after) = check_in(&shop.with(&grants), root, 1.0) {
            prop_assert!(after.verdict != Verdict::Blocked, "{grants:?} is not enough");
        }
        // Each of them is needed.
        for left_out in 0..grants.len() {
            let rest: Vec<Grant> =
                grants.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, grant)| grant.clone()).collect();
            if let Ok(after) = check_in(&shop.with(&rest), root, 1.0) {
                prop_assert!(after.verdict == Verdict::Blocked, "{rest:?} is enough");
            }
        }
    }

    #[test]
    fn without_loops_imports_are_least(ways in ways(true), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let least = least_imports(&graph, &shop);
        for item in graph.item_indices().filter(|item| shop.reach.stage(*item) == 0) {
            let value = shop.ways.of(item).unwrap().burden.value;
            let wanted = least[item.0 as usize];
            prop_assert!((value - wanted).abs() <= 1e-9 * wanted.max(1.0), "{}: {value}, not {wanted}", graph.item(item).id);
        }
    }
}

/// Everything that could be granted in a random world, each as far as anybody asks.
fn all_grants(graph: &Graph) -> Vec<Grant> {
    let bounds = |name: &str, unit: &str, si: f64| Bound {
        parameter: name.to_owned(),
        fits: Fits::AtMost,
        unit: Some(crate::quantity::parse_unit(unit).unwrap()),
        values: vec![BoundValue::Number { si, written: String::new() }],
    };
    let envelope = vec![bounds("size", "mm", 0.01), bounds("power", "kW", 10e3)];
    let mut grants: Vec<Grant> = (0..3)
        .map(|c| Grant::Capability { capability: Id::new(format!("c{c}")), envelope: envelope.clone() })
        .collect();
    grants.extend((0..3).map(|number| Grant::Skill { skill: Id::new(skill(number)), people: 3 }));
    grants.extend((0..2).map(|number| Grant::Permission(Id::new(format!("license/{number}")))));
    grants.extend([Grant::Power(10e3), Grant::Floor(20.0)]);
    let items = graph.item_indices().filter(|item| graph.item(*item).id.as_str() != "root");
    grants.extend(items.map(Grant::Import));
    grants
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_smaller_than_what_a_report_says_to_get_is_enough(ways in ways(false), means in means(2)) {
        let means = Means { stock: Vec::new(), ..means };
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let root = graph.item_index("root").unwrap();
        let Ok(report) = check_in(&shop, root, 1.0) else { return Ok(()) };
        let Some(acquisitions) = report.acquisitions else { return Ok(()) };
        let grants = all_grants(&graph);
        let is_enough = |set: &[Grant]| shop.with(set).glance(root) != Verdict::Blocked;
        match acquisitions.set.len() {
            0 | 1 => {}
            2 => {
                for grant in &grants {
                    prop_assert!(!is_enough(std::slice::from_ref(grant)), "{grant:?} alone is enough");
                }
            }
            3 => {
                for (at, a) in grants.iter().enumerate() {
                    for b in &grants[..at] {
                        prop_assert!(!is_enough(&[a.clone(), b.clone()]), "{a:?} and {b:?} are enough");
                    }
                }
            }
            _ => {}
        }
    }
}
