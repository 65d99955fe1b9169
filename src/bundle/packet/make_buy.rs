//! Make or buy: every line of the bill of materials with how it is had here; then what is made on the way down to the ground.

use std::collections::BTreeSet;

use serde::Serialize;

use super::bom::{all_of, flow_of};
use super::honesty::{drawing_stamp, is_mass_estimated, marked};
use super::job::Job;
use super::pages::{PacketHead, head, page};
use crate::bundle::drawing::{staged, svg_file};
use crate::bundle::view::{Image, Mark, Name, Page, Quantity};
use crate::bundle::wording::{count, item_amount, item_mass, no_mark, plain, status_mark};
use crate::graph::ItemIndex;
use crate::local::Status;

/// The context of `packet/make-buy`.
#[derive(Debug, Serialize)]
pub struct MakeBuy {
    page: Page,
    head: PacketHead,
    summary: String,
    tree: Image,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    title: Option<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    anchor: Option<String>,
    number: Option<String>,
    item: Name,
    detail: Option<String>,
    quantity: Quantity,
    mass: Option<Quantity>,
    mark: Mark,
}

/// Where the drawing of the tree lies in the packet.
pub const TREE: &str = "make-buy.svg";

/// From the machine down to what it is made from, drawn.
pub fn tree(job: &Job<'_>) -> String {
    let mut drawn = staged(job.graph(), &job.whole, &|_| None);
    if let Some(stamp) = drawing_stamp(job) {
        // Above the caption, which says what is to be seen: so it stands on the drawing whatever that shows.
        drawn.caption = format!("{stamp}. {}", drawn.caption);
        drawn.label = format!("{stamp}. {}", drawn.label);
    }
    svg_file(&drawn)
}

/// The page.
pub fn make_buy(job: &Job<'_>) -> MakeBuy {
    let resolution = &job.whole;
    let mut told = BTreeSet::from([resolution.root]);
    let mut lines = Vec::new();
    for (number, line) in job.plan().bom.iter().enumerate() {
        let Some(flow) = flow_of(job, line) else { continue };
        told.insert(flow.item);
        let row = row(job, flow.item, all_of(job, flow));
        let recipe = resolution.choice.of(resolution.root).recipe();
        let is_guess = recipe.is_some_and(|recipe| super::traveller::is_input_estimated(job, recipe, flow));
        lines.push(Row {
            number: Some((number + 1).to_string()),
            anchor: Some(format!("line-{}", number + 1)),
            quantity: marked(row.quantity, is_guess),
            ..row
        });
    }
    let below = |wanted: fn(Status) -> bool| -> Vec<Row> {
        let items = job.report().items.iter().filter(|report| wanted(report.status) && !told.contains(&report.item));
        items.filter_map(|report| Some(row(job, report.item, resolution.need(report.item)?.quantity))).collect()
    };
    let made = below(|status| matches!(status, Status::Made | Status::Bootstrap));
    let had = below(|status| !matches!(status, Status::Made | Status::Bootstrap));
    let below = [(made.len(), "made on the way"), (had.len(), "from outside, of which things are made here")];
    let below: Vec<String> = below
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, how)| format!("{} {how}", count(*number, "thing", "things")))
        .collect();
    let below = if below.is_empty() { String::new() } else { format!("; below them {}", below.join(" and ")) };
    let summary = format!("{} of the bill of materials{below}.", count(lines.len(), "line", "lines"));
    let group = |title: Option<&str>, rows: Vec<Row>| {
        (!rows.is_empty()).then(|| Group { title: title.map(str::to_owned), rows })
    };
    let groups = [
        group(None, lines),
        group(Some("Made on the way, for the lines above"), made),
        group(Some("From outside, for what is made above"), had),
    ];
    MakeBuy {
        page: page(job, "make-buy.html", "Make or buy"),
        head: head(job),
        summary,
        tree: Image {
            href: TREE.to_owned(),
            alt: "From the machine down to what it is made from: what is made here, bought, or had from the place"
                .to_owned(),
            caption: None,
        },
        groups: groups.into_iter().flatten().collect(),
    }
}

fn row(job: &Job<'_>, item: ItemIndex, quantity: f64) -> Row {
    let graph = job.graph();
    let status = job.report().item(item).map(|report| report.status);
    let taken = job.report().from_stock.get(&item).copied().unwrap_or(0.0).min(quantity);
    let from_store = (taken > 0.0).then(|| format!("{} from the store", plain(&item_amount(graph, item, taken))));
    Row {
        anchor: None,
        number: None,
        item: Name { text: job.title(item).to_owned(), href: job.href_of(item) },
        detail: made_from(job, item, quantity - taken)
            .map(|made| from_store.map_or(made.clone(), |from| format!("{from}; {made}"))),
        quantity: item_amount(graph, item, quantity),
        mass: item_mass(graph, item, quantity).map(|mass| marked(mass, is_mass_estimated(job, item))),
        mark: status.map_or_else(no_mark, status_mark),
    }
}

/// `from 45.3 kg Steel flat; by the CNC plasma table`
fn made_from(job: &Job<'_>, item: ItemIndex, quantity: f64) -> Option<String> {
    let resolution = &job.report().resolution;
    let recipe = resolution.choice.of(item).recipe()?;
    let made = job.graph().recipe(recipe).output_of(item);
    let inputs = resolution.choice.inputs(recipe, job.graph().recipe(recipe)).filter(|flow| !job.is_energy(flow.item));
    let inputs: Vec<String> = inputs
        .map(|flow| {
            let amount = item_amount(job.graph(), flow.item, flow.quantity * quantity / made);
            let of = if amount.unit.is_empty() { "" } else { "of " };
            format!("{} {of}{}", plain(&amount), job.title(flow.item))
        })
        .collect();
    let mut machines: Vec<String> = Vec::new();
    for machine in job.request.shop.coverage.machines(recipe).flatten().map(|machine| job.machine_name(machine)) {
        if !machines.contains(&machine) {
            machines.push(machine);
        }
    }
    let shown = match inputs.len() {
        0..=6 => inputs.join(", "),
        many => format!("{many} things"),
    };
    let from = if inputs.is_empty() { String::new() } else { format!("from {shown}") };
    let on = if machines.is_empty() { String::new() } else { format!("on {}", machines.join(", ")) };
    let text: Vec<String> = [from, on].into_iter().filter(|part| !part.is_empty()).collect();
    (!text.is_empty()).then(|| text.join("; "))
}
