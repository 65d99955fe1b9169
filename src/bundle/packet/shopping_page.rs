//! The shopping list as a page and as `shopping.csv`.

use serde::Serialize;

use super::honesty::{evidence, is_estimate, marked};
use super::job::Job;
use super::pages::{PacketHead, head, page};
use crate::bundle::links::file_name;
use crate::bundle::view::{Page, Quantity};
use crate::bundle::wording::{amount, item_amount};
use crate::graph::{Basis, ItemIndex};
use crate::model::Grade;
use crate::purchase::{LotKind, Lots, Purchase, lot_size, lot_word};
use crate::quantity::format_amount_grouped;
use crate::text::{csv_cell, csv_number};

/// The context of `packet/shopping`.
#[derive(Debug, Serialize)]
pub struct Shopping {
    page: Page,
    head: PacketHead,
    /// Whether any of it is in stock: else there is no column for that.
    has_stock: bool,
    /// How many columns there are.
    columns: usize,
    groups: Vec<ShoppingGroup>,
    total: Option<Quantity>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ShoppingGroup {
    title: String,
    lines: Vec<ShoppingLine>,
    subtotal: Option<Quantity>,
}

#[derive(Debug, Serialize)]
struct ShoppingLine {
    anchor: String,
    item: String,
    detail: Option<String>,
    needed: Quantity,
    in_stock: Option<Quantity>,
    buy: Quantity,
    packs: Option<String>,
    price: Option<Quantity>,
    total: Option<Quantity>,
    estimated: bool,
}

/// The page.
pub fn shopping_page(job: &Job<'_>, purchases: &[Purchase]) -> Shopping {
    let mut groups: Vec<ShoppingGroup> = Vec::new();
    for of_group in purchases.chunk_by(|one, next| one.group() == next.group()) {
        groups.push(ShoppingGroup {
            title: of_group[0].group(),
            lines: of_group.iter().map(|purchase| line(job, purchase)).collect(),
            subtotal: if of_group.len() > 1 { sum(job, of_group.iter()) } else { None },
        });
    }
    let has_stock = purchases.iter().any(|purchase| purchase.in_stock > 0.0);
    let bought = || purchases.iter().filter(|purchase| purchase.aisle.is_bought());
    let mut notes =
        vec!["Needed is what the job takes, less what it gives back (cut-offs that are used again).".to_owned()];
    if bought().any(|purchase| !purchase.shop.is_empty()) {
        notes.push(
            "What is bought stands by supplier where the catalog names one, else by the kind of shop that its name tells."
                .to_owned(),
        );
    }
    if bought().any(|purchase| purchase.is_estimated) {
        notes.push("Prices marked ≈ are estimates: ask before you order.".to_owned());
    }
    if bought().any(|purchase| purchase.price.is_none()) {
        notes.push("Where no price is shown, none is known; the total is without it.".to_owned());
    }
    if purchases.iter().any(|purchase| !purchase.aisle.is_bought()) {
        notes.push(
            "The total is of what is bought; what the store and the place give is in the sums of their own groups."
                .to_owned(),
        );
    }
    Shopping {
        page: page(job, "shopping.html", "Shopping list"),
        head: head(job),
        has_stock,
        columns: if has_stock { 7 } else { 6 },
        groups,
        total: sum(job, bought()),
        notes,
    }
}

fn sum<'p>(job: &Job<'_>, purchases: impl Iterator<Item = &'p Purchase>) -> Option<Quantity> {
    let priced: Vec<(f64, bool)> =
        purchases.filter_map(|purchase| Some((purchase.cost()?, is_guess(purchase)))).collect();
    let total = || money(priced.iter().map(|(cost, _)| cost).sum(), job.graph().currency.code());
    (!priced.is_empty()).then(|| marked(total(), priced.iter().any(|(_, is_guess)| *is_guess)))
}

/// Whether what it costs is an estimate.
fn is_guess(purchase: &Purchase) -> bool {
    purchase.is_estimated && purchase.price.is_some() && purchase.aisle.is_bought()
}

/// Money to the unit from 100 on, else to the cent.
fn money(value: f64, unit: &str) -> Quantity {
    // The sum of nothing is −0.
    let value = value + 0.0;
    if value.abs() >= 100.0 {
        amount(value.round(), unit)
    } else {
        Quantity { number: format!("{value:.2}"), unit: unit.to_owned() }
    }
}

fn line(job: &Job<'_>, purchase: &Purchase) -> ShoppingLine {
    let graph = job.graph();
    let item = graph.item(purchase.item);
    let currency = graph.currency.code();
    let buy = match purchase.lots {
        Some(Lots { count, kind, .. }) => amount(count as f64, lot_word(kind, count)),
        None => item_amount(graph, purchase.item, purchase.quantity),
    };
    let packs = purchase.lots.map(|lots| {
        let each = crate::bundle::wording::plain(&item_amount(graph, purchase.item, lots.each));
        match lots.kind {
            LotKind::Bar(_) => format!("of {each}"),
            LotKind::Sheet(..) => format!("of {}", lot_size(&job.order(), purchase.item, lots.kind)),
            LotKind::Pack => format!("of {each}"),
        }
    });
    let others = purchase.other_lots.iter().map(|lots| format!("and {} of {}", lots.count, lots.written));
    let packs: Vec<String> = packs.into_iter().chain(others).collect();
    let packs = (!packs.is_empty()).then(|| packs.join(", "));
    let per = if item.unit.symbol() == "ea" {
        currency.to_owned()
    } else {
        format!("{currency}/{}", crate::bundle::wording::unit_text(item.unit.symbol()))
    };
    let price = purchase.price.map(|price| Quantity { number: price_text(price), unit: per });
    ShoppingLine {
        anchor: file_name(item.id.as_str()),
        item: item.title.clone(),
        detail: detail(job, purchase),
        needed: marked(
            item_amount(graph, purchase.item, purchase.needed),
            amount_basis(job, purchase).is_some_and(is_estimate),
        ),
        in_stock: (purchase.in_stock > 0.0).then(|| item_amount(graph, purchase.item, purchase.in_stock)),
        buy,
        packs,
        price,
        total: purchase.cost().map(|cost| marked(money(cost, currency), is_guess(purchase))),
        estimated: is_guess(purchase),
    }
}

/// To the cent, and further where the price is told further.
fn price_text(price: f64) -> String {
    let cents = format!("{price:.2}");
    let is_whole = cents.parse::<f64>().is_ok_and(|shown| (shown - price).abs() < 1e-9);
    if is_whole { cents } else { format_amount_grouped(price) }
}

/// What it is for, and what one of it weighs if that is no load for one person.
fn detail(job: &Job<'_>, purchase: &Purchase) -> Option<String> {
    let mass_kg = job.graph().item(purchase.item).mass_kg;
    let each = purchase.lots.map_or(1.0, |lots| lots.each);
    let counted = purchase.lots.is_some() || job.graph().item(purchase.item).unit.symbol() == "ea";
    let heavy = mass_kg.map(|mass_kg| mass_kg * each).filter(|mass_kg| counted && *mass_kg >= 25.0);
    let heavy = heavy.map(|mass_kg| format!("{} kg each", format_amount_grouped(mass_kg)));
    let parts: Vec<String> = used_by(job, &purchase.used_by).into_iter().chain(heavy).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// `for Main cylinder and 3 more`
fn used_by(job: &Job<'_>, users: &[ItemIndex]) -> Option<String> {
    let root = job.report().resolution.root;
    let names: Vec<&str> = users.iter().map(|user| if *user == root { "assembly" } else { job.title(*user) }).collect();
    match names[..] {
        [] => None,
        ["assembly"] => Some("for assembly".to_owned()),
        [one] => Some(format!("for {one}")),
        [one, two] => Some(format!("for {one}; {two}")),
        [one, two, ref rest @ ..] => Some(format!("for {one}; {two}; and {} more", rest.len())),
    }
}

/// What the amount of a purchase rests on: the worst of what its users ask for.
fn amount_basis(job: &Job<'_>, purchase: &Purchase) -> Option<Basis> {
    let choice = &job.whole.choice;
    let of_user = |user: &ItemIndex| {
        let recipe = choice.of(*user).recipe()?;
        let lines = &job.graph().recipe(recipe).inputs;
        let asks = lines.iter().filter(|line| line.options.iter().any(|option| option.item == purchase.item));
        asks.map(|line| line.basis).max_by_key(|basis| basis.grade)
    };
    purchase.used_by.iter().filter_map(of_user).max_by_key(|basis| basis.grade)
}

/// `shopping.csv`
pub fn shopping_csv(job: &Job<'_>, purchases: &[Purchase]) -> String {
    let mut text = String::from(
        "group,item,title,needed,in-stock,buy,unit,lots,lot-size,price,price-is-estimate,cost,currency,for,evidence,price-evidence\r\n",
    );
    for purchase in purchases {
        let item = job.graph().item(purchase.item);
        let number = |value: Option<f64>| value.map_or_else(String::new, csv_number);
        let users: Vec<&str> = purchase.used_by.iter().map(|user| job.graph().item(*user).id.as_str()).collect();
        let cells = [
            csv_cell(&purchase.group()),
            csv_cell(item.id.as_str()),
            csv_cell(&item.title),
            csv_number(purchase.needed),
            csv_number(purchase.in_stock),
            csv_number(purchase.quantity),
            csv_cell(item.unit.symbol()),
            purchase.lots.map_or_else(String::new, |lots| lots.count.to_string()),
            number(purchase.lots.map(|lots| lots.each)),
            number(purchase.price),
            if purchase.is_estimated { "yes" } else { "no" }.to_owned(),
            number(purchase.cost()),
            job.graph().currency.code().to_owned(),
            csv_cell(&users.join(" ")),
            evidence(amount_basis(job, purchase)),
            purchase.price_grade.map_or("", Grade::as_str).to_owned(),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}
