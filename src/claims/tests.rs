//! Claims decided on a small world, and held against the reports on the examples.

use super::threshold::threshold;
use super::{Answer, Decided, Influence, decide};
use crate::catalog::load;
use crate::emit::{claims_json, claims_markdown};
use crate::lint::{Checked, check};
use crate::local::{Factor, PlaceFigure, Prospect, Shop, Uses, check_in};
use crate::resolve::{ItemFigure, RecipeFigure, Subject};
use crate::world::MemoryWorld;

/// A smith makes 1 kg of bar of 1.1 kg of scrap in half an hour: 0.22 USD of scrap and 10 USD of work.
const FORGE: &str = "
kind: capability
id: forging
---
kind: material
id: scrap
unit: kg
origin: raw
price: 0.3 USD/kg
---
kind: material
id: bar
unit: kg
origin: made
price: 5 USD/kg
sources: [{id: price, title: A dealer, grade: derived}, {title: Judged, grade: estimated}]
---
kind: process
id: forge-bar
outputs: [{item: bar, quantity: 1 kg}]
inputs: [{item: scrap, quantity: 1.1 kg}]
losses: [{quantity: 0.1 kg, to: air}]
operations: [{capability: forging, time: 30 min, labour: {skill: smith, time: 30 min}}]
sources: [{title: A book, grade: stated}]
---
kind: facility
id: forge
floor-area: 50 m2
labour: [{skill: smith, people: 1, hours: 40 h/week, wage: 20 USD/h}]
equipment: [{id: anvil, hours: 40 h/week, provides: [{capability: forging}], price: 0 USD, floor-area: 4 m2}]
resources: [{item: scrap, price: 0.2 USD/kg}]
sources: [{title: Talk, grade: estimated}]
---
kind: facility
id: shed
";

fn checked(documents: &str, measures: &str) -> Checked {
    let manifest = format!(
        "kind: repository\nformat: 1\nname: test\nclaims:\n  - id: one\n    title: One\n    claim: It is so.\n    measures:\n{measures}"
    );
    let mut files = vec![("groundup.yaml".to_owned(), manifest)];
    for (number, document) in documents.split("---\n").enumerate() {
        let kind = document.trim().lines().next().and_then(|line| line.strip_prefix("kind: ")).expect("a kind");
        let folder = match kind {
            "capability" => "capabilities",
            "material" => "materials",
            "process" => "processes",
            "facility" => "facilities",
            other => panic!("{other}"),
        };
        files.push((format!("{folder}/{number}.yaml"), document.to_owned()));
    }
    let world = MemoryWorld::new(files);
    check(&world, load(&world, Vec::new()))
}

fn decided<T>(documents: &str, measures: &str, look: impl FnOnce(&Decided<'_>) -> T) -> T {
    let checked = checked(documents, measures);
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    let decided = decide(&checked.catalog, &checked.graph);
    look(&decided[0])
}

const CHEAPER: &str = "      - {figure: cost, of: bar, at: forge, at-most: {figure: price}}\n";

fn is_near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-6 * b.abs().max(1e-9), "{a} is not {b}");
}

#[test]
fn what_decides_and_what_would_have_to_be_true() {
    decided(FORGE, CHEAPER, |one| {
        assert_eq!(one.answer, Answer::DoesNotHold);
        let measure = one.deciding().expect("a measure");
        is_near(measure.value.expect("a cost"), 10.22);
        is_near(measure.bound.expect("a price"), 5.0);
        // The wage and the hours move it alike: the one on the worse footing is told first.
        let first = &measure.influences[0];
        assert_eq!(first.factor, Factor::Place(PlaceFigure::Wage(0)));
        is_near(first.effect, 1.0);
        // 0.22 + wage / 2 = 5
        is_near(first.met_at().expect("a wage").0, 9.56);
        let price = measure
            .influences
            .iter()
            .find(|one| matches!(one.factor, Factor::Figure(Subject::Item { figure: ItemFigure::Price, .. })));
        let price = price.expect("the price of a bar");
        is_near(price.effect, -0.5);
        is_near(price.met_at().expect("a price").0, 10.22);
        assert_eq!(price.footing.as_ref().and_then(|footing| footing.source.as_deref()), Some("A dealer"));
        // Scrap for nothing would not do.
        let is_scrap = |one: &&Influence| matches!(one.factor, Factor::Place(PlaceFigure::ResourcePrice(_)));
        assert_eq!(measure.influences.iter().find(is_scrap).expect("the scrap").threshold, None);
    });
}

#[test]
fn what_becomes_the_product_cannot_be_less_than_it() {
    let measures = "      - {figure: amount, item: scrap, of: bar, at: forge, at-most: 1.02 kg}\n";
    decided(FORGE, measures, |one| {
        let input = one.measures[0].influences.first().expect("the input");
        assert!(matches!(input.factor, Factor::Figure(Subject::Recipe { figure: RecipeFigure::Input(0), .. })));
        is_near(input.met_at().expect("an amount").0, 1.02);
        // 10 % more of the 0.1 kg that is lost.
        is_near(input.effect, 0.01);
    });
    let measures = "      - {figure: amount, item: scrap, of: bar, at: forge, at-most: 0.99 kg}\n";
    decided(FORGE, measures, |one| assert_eq!(one.measures[0].influences[0].threshold, None));
}

/// The effect of a figure is what comes of writing it 10 % larger.
#[test]
fn effects_are_those_of_writing_the_figure_so() {
    let base = decided(FORGE, CHEAPER, |one| {
        one.measures[0].influences.iter().map(|one| (one.factor, one.effect)).collect::<Vec<_>>()
    });
    assert_eq!(base.len(), 4, "{base:?}");
    let gap = |documents: &str| {
        decided(documents, CHEAPER, |one| {
            one.measures[0].value.expect("a cost") - one.measures[0].bound.expect("a price")
        })
    };
    let now = gap(FORGE);
    for (from, to) in [
        ("wage: 20 USD/h", "wage: 22 USD/h"),
        ("skill: smith, time: 30 min", "skill: smith, time: 33 min"),
        ("price: 5 USD/kg", "price: 5.5 USD/kg"),
        ("price: 0.2 USD/kg", "price: 0.22 USD/kg"),
    ] {
        let moved = gap(&FORGE.replace(from, to)) - now;
        let found = base.iter().any(|(_, effect)| (effect - moved).abs() < 1e-9);
        assert!(found, "{from}: {moved} is none of {base:?}");
    }
}

#[test]
fn what_is_not_known_is_not_held() {
    let at_shed = "      - {figure: cost, of: bar, at: shed, at-most: 5 USD}\n";
    decided(FORGE, at_shed, |one| {
        assert_eq!((one.answer, one.measures[0].value), (Answer::CannotBeTold, None));
        assert_eq!(one.measures[0].why.as_deref(), Some("it cannot be made there"));
    });
    // Without a wage the cost is too low: enough to fail, and not to hold.
    let unpaid = FORGE.replace(", wage: 20 USD/h", "");
    let below = |bound: &str| {
        let measures = format!("      - {{figure: cost, of: bar, at: forge, at-most: {bound} USD}}\n");
        decided(&unpaid, &measures, |one| one.answer)
    };
    assert_eq!((below("0.1"), below("5")), (Answer::DoesNotHold, Answer::CannotBeTold));
    let blocked = "      - {figure: blocked-items, of: bar, at: shed, at-most: 0}\n";
    decided(FORGE, blocked, |one| assert_eq!(one.answer, Answer::DoesNotHold));
}

#[test]
fn bounds_are_read_in_their_own_units() {
    for (measure, answer) in [
        ("figure: labour, of: bar, at: forge, at-most: 30 min", Answer::Holds),
        ("figure: labour, of: bar, at: forge, at-most: 29 min", Answer::DoesNotHold),
        ("figure: floor-there, of: bar, at: forge, at-least: 500 ft2", Answer::Holds),
        ("figure: floor-used, of: bar, at: forge, at-most: {figure: floor-there}", Answer::Holds),
        ("figure: units-per-week, of: bar, at: forge, at-least: 80", Answer::Holds),
        ("figure: kept-local, of: bar, at: forge, at-least: 1", Answer::Holds),
        ("figure: earnings-per-day, of: bar, at: forge, at-least: 0 USD", Answer::DoesNotHold),
    ] {
        let found = decided(FORGE, &format!("      - {{{measure}}}\n"), |one| one.answer);
        assert_eq!(found, answer, "{measure}");
    }
}

#[test]
fn a_claim_that_names_what_is_not_there_is_an_error_at_its_place() {
    for (measure, rule, message, help) in [
        (
            "figure: cost, of: bars, at: forge, at-most: 5 USD",
            "dangling-reference",
            "there is no plan or item `bars`",
            "did you mean `bar`?",
        ),
        (
            "figure: cost, of: bar, at: forgge, at-most: 5 USD",
            "dangling-reference",
            "there is no facility `forgge`",
            "did you mean `forge`?",
        ),
        ("figure: costs, of: bar, at: forge, at-most: 5 USD", "schema-violation", "costs", "did you mean `cost`?"),
        ("figure: cost, of: bar, at: forge", "schema-violation", "`cost` has no bound to keep", "at-most: 1000 USD"),
        (
            "figure: cost, of: bar, at: forge, at-most: 5 kg",
            "unit-mismatch",
            "expected money, such as `1000 USD`; found a mass, `5 kg`",
            "",
        ),
        (
            "figure: cost, of: bar, at: forge, at-most: {figure: labour}",
            "unit-mismatch",
            "expected another figure of money",
            "",
        ),
        (
            "figure: amount, of: bar, at: forge, at-most: 5 kg",
            "schema-violation",
            "`amount` of which item?",
            "item: quartz",
        ),
        (
            "figure: kept-local, of: bar, at: forge, at-least: 50",
            "unit-mismatch",
            "a share is a number from 0 to 1",
            "0.5",
        ),
    ] {
        let checked = checked(FORGE, &format!("      - {{{measure}}}\n"));
        let found: Vec<_> = checked
            .diagnostics
            .iter()
            .filter(|found| checked.sources.get(found.span.file).path.as_str() == "groundup.yaml")
            .collect();
        assert_eq!(found.len(), 1, "{measure}: {found:?}");
        assert_eq!(found[0].rule, rule, "{measure}");
        assert!(found[0].message.contains(message), "{measure}: {}", found[0].message);
        let said = format!("{:?}", found[0]);
        assert!(said.contains(help), "{measure}: {said}");
        // What is broken is left out, and nothing falls over.
        let decided = decide(&checked.catalog, &checked.graph);
        let _ = claims_markdown(&checked.catalog, &checked.graph, &decided);
        assert!(serde_json::to_value(claims_json(&checked.catalog, &checked.graph, &decided)).is_ok());
    }
}

#[test]
fn thresholds_are_found_on_either_side_or_not_at_all() {
    is_near(threshold(3.0, f64::INFINITY, true, |by| Some(5.0 * by - 2.0)).expect("below"), 0.4);
    is_near(threshold(-3.0, f64::INFINITY, true, |by| Some(2.0 * by - 5.0)).expect("above"), 2.5);
    is_near(threshold(-3.0, f64::INFINITY, false, |by| Some(1.0 / by - 4.0)).expect("a curve"), 0.25);
    assert_eq!(threshold(1.0, f64::INFINITY, true, |by| Some(0.5 * by + 0.5)), None);
    assert_eq!(threshold(-3.0, 1.5, true, |by| Some(2.0 * by - 5.0)), None);
    assert_eq!(threshold(1.0, f64::INFINITY, true, |by| (by > 0.9).then_some(by)), None);
}

/// What is made anew without a change is the report itself.
#[test]
fn an_outlook_without_a_change_is_the_report() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("example-plans");
    let world = crate::host::DiskWorld::open(&root).expect("the examples");
    let checked = check(&world, load(&world, Vec::new()));
    let uses = Uses::of(&checked.graph);
    for (item, at) in [
        ("lifetrac-v25", "tractor-works"),
        ("steel-bar", "steel-micromill"),
        ("pv-panel-300w", "pv-line"),
        ("earth-block", "block-yard"),
        ("biosand-filter", "village-works"),
        ("power-cube", "starter-workshop"),
        ("induction-furnace-200kw", "tractor-works"),
    ] {
        let facility = checked.catalog.index.facility(at).expect("a facility");
        let shop = Shop::new(&checked.catalog, &checked.graph, &uses, facility);
        let item = checked.graph.item_index(item).expect("an item");
        let report = check_in(&shop, item, 1.0).expect("a report");
        let prospect = Prospect::of(&shop, &report);
        let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-9 * b.abs().max(1e-9), "{at}: {a} is not {b}"),
            (a, b) => assert_eq!(a, b, "{at}"),
        };
        let mut scratch = checked.graph.clone();
        let groups = crate::local::Group::ALL.map(Factor::Every);
        for factor in prospect.factors().into_iter().step_by(7).chain(groups) {
            // A figure that was changed is put back.
            prospect.outlook_with(&mut scratch, factor, 1.3);
            let outlook = prospect.outlook_with(&mut scratch, factor, 1.0).expect("an outlook");
            same(Some(outlook.cost.total), Some(report.cost.total));
            same(outlook.units_per_week, report.capacity.units_per_week);
            same(outlook.earnings_per_day, report.economics.earnings_per_day);
            same(outlook.price, report.economics.price.as_ref().map(|price| price.amount));
            same(Some(outlook.cost.kept_local), Some(report.cost.kept_local));
            same(outlook.closure.mass, report.closure.mass);
            same(Some(outlook.closure.lines), Some(report.closure.lines));
            same(Some(outlook.emissions_kg), Some(report.economics.emissions_kg));
            same(Some(outlook.floor.used_m2), Some(report.capacity.floor.used_m2));
            if let Some(score) = &report.score {
                same(outlook.performance_to_cost, Some(score.performance_to_cost));
            }
        }
    }
}
