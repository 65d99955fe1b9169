//! What to buy, rounded up to what is sold: for the terminal, as CSV, and as `groundup/purchase/1`.

use std::fmt::Write;

use serde::Serialize;

use super::phrase::{counted, money};
use super::style::Style;
use crate::purchase::{LotKind, Order, Purchase, lot_size, lot_word};
use crate::quantity::format_amount_grouped;
use crate::text::{csv_cell, csv_number};

/// Less than this share of what is bought is no rest, but rounding.
const ROUNDING: f64 = 1e-9;

/// What is bought for an order.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PurchaseJson<'g> {
    schema: &'static str,
    plan: &'g str,
    quantity: f64,
    unit: &'g str,
    facility: Option<&'g str>,
    lines: Vec<LineJson<'g>>,
    total: TotalJson,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct LineJson<'g> {
    item: &'g str,
    title: &'g str,
    group: String,
    /// Whether it is bought; else the store or the place gives it.
    is_bought: bool,
    needed: f64,
    in_stock: f64,
    unit: &'g str,
    sold_as: Option<SoldJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_sizes: Vec<SoldJson>,
    buy: f64,
    left_over: f64,
    price: Option<f64>,
    price_is_estimate: bool,
    cost: Option<f64>,
}

#[derive(Debug, Serialize)]
struct SoldJson {
    /// `bar`, `sheet`, `pack` or `piece`.
    kind: &'static str,
    /// As the catalog writes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    size: String,
    /// How much of the item's unit is in one.
    each: f64,
    lots: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TotalJson {
    amount: f64,
    currency: &'static str,
    /// Bought items without a price: `amount` is without them.
    unpriced_items: usize,
}

fn kind(kind: LotKind) -> &'static str {
    match kind {
        LotKind::Bar(_) => "bar",
        LotKind::Sheet(..) => "sheet",
        LotKind::Pack => "pack",
    }
}

/// What is left when the job is done, in the item's unit.
fn left_over(purchase: &Purchase) -> f64 {
    let left = purchase.quantity + purchase.in_stock - purchase.needed;
    if purchase.aisle.is_bought() && left > purchase.quantity * ROUNDING { left } else { 0.0 }
}

fn total(purchases: &[Purchase]) -> (f64, usize) {
    let bought = || purchases.iter().filter(|purchase| purchase.aisle.is_bought());
    (bought().filter_map(Purchase::cost).sum(), bought().filter(|purchase| purchase.price.is_none()).count())
}

/// The JSON document of what is bought.
pub fn purchase_json<'g>(order: &Order<'g>, purchases: &[Purchase]) -> PurchaseJson<'g> {
    let root = order.graph.item(order.resolution.root);
    let line = |purchase: &Purchase| {
        let item = order.graph.item(purchase.item);
        let is_piece = item.unit.symbol() == "ea" && purchase.aisle.is_bought();
        let sold_as = match purchase.lots {
            Some(lots) => Some(SoldJson {
                kind: kind(lots.kind),
                size: lot_size(order, purchase.item, lots.kind),
                each: lots.each,
                lots: lots.count,
            }),
            None if is_piece => {
                Some(SoldJson { kind: "piece", size: String::new(), each: 1.0, lots: purchase.quantity as u64 })
            }
            None => None,
        };
        LineJson {
            item: item.id.as_str(),
            title: &item.title,
            group: purchase.group(),
            is_bought: purchase.aisle.is_bought(),
            needed: purchase.needed,
            in_stock: purchase.in_stock,
            unit: item.unit.symbol(),
            sold_as,
            other_sizes: purchase
                .other_lots
                .iter()
                .map(|lots| SoldJson {
                    kind: purchase.lots.map_or("bar", |lots| kind(lots.kind)),
                    size: lots.written.clone(),
                    each: lots.each,
                    lots: lots.count,
                })
                .collect(),
            buy: purchase.quantity,
            left_over: left_over(purchase),
            price: purchase.price,
            price_is_estimate: purchase.is_estimated,
            cost: purchase.cost(),
        }
    };
    let (amount, unpriced_items) = total(purchases);
    PurchaseJson {
        schema: "groundup/purchase/1",
        plan: root.id.as_str(),
        quantity: order.resolution.quantity,
        unit: root.unit.symbol(),
        facility: order.at.map(|(place, _)| order.catalog.facilities[place.facility].id.value.as_str()),
        lines: purchases.iter().map(line).collect(),
        total: TotalJson { amount, currency: order.graph.currency.code(), unpriced_items },
    }
}

/// What is bought, for the terminal: group by group.
pub fn purchase_text(order: &Order<'_>, purchases: &[Purchase], style: Style) -> String {
    let currency = order.graph.currency.code();
    let amount = |purchase: &Purchase, value: f64| {
        format!("{} {}", format_amount_grouped(value), order.graph.item(purchase.item).unit.symbol())
    };
    let header = ["item", "needed", "buy", "left over", "price", currency];
    let cells = |purchase: &Purchase| -> [String; 6] {
        let buy = match purchase.lots {
            Some(lots) => {
                let size = lot_size(order, purchase.item, lots.kind);
                let size = if size.is_empty() { amount(purchase, lots.each) } else { size };
                format!("{} {} of {size}", format_amount_grouped(lots.count as f64), lot_word(lots.kind, lots.count))
            }
            None => amount(purchase, purchase.quantity),
        };
        let left = left_over(purchase);
        let approximately = if purchase.is_estimated { "≈ " } else { "" };
        [
            order.graph.item(purchase.item).id.to_string(),
            amount(purchase, purchase.needed),
            buy,
            if left > 0.0 { amount(purchase, left) } else { String::new() },
            purchase.price.map_or_else(String::new, |price| {
                format!(
                    "{approximately}{}/{}",
                    format_amount_grouped(price),
                    order.graph.item(purchase.item).unit.symbol()
                )
            }),
            purchase.cost().map_or_else(String::new, money),
        ]
    };
    let rows: Vec<[String; 6]> = purchases.iter().map(cells).collect();
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .chain([header[column].chars().count()])
                .max()
                .unwrap_or(0)
        })
        .collect();
    let line = |cells: [&str; 6]| {
        let padded = cells.iter().enumerate().map(|(column, cell)| {
            let space = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            if column == 0 || column == 2 { format!("{cell}{space}") } else { format!("{space}{cell}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut text = style.dim(&line(header)) + "\n";
    let mut group = String::new();
    for (purchase, row) in purchases.iter().zip(&rows) {
        if purchase.group() != group {
            group = purchase.group();
            let _ = writeln!(text, "{}", style.bold(&group));
        }
        let _ = writeln!(text, "{}", line([&row[0], &row[1], &row[2], &row[3], &row[4], &row[5]]));
    }
    let (sum, unpriced) = total(purchases);
    let _ = write!(text, "\n{}", style.bold(&format!("to buy: {} {currency}", money(sum))));
    if unpriced > 0 {
        let _ = write!(text, ", without {} that have no price", counted(unpriced, "item"));
    }
    text.push('\n');
    if purchases.iter().any(|purchase| purchase.is_estimated && purchase.price.is_some()) {
        let _ = writeln!(text, "{}", style.dim("≈ prices are estimates: ask before you order"));
    }
    text
}

/// One row an item, as RFC 4180.
pub fn purchase_csv(order: &Order<'_>, purchases: &[Purchase]) -> String {
    let mut text = String::from(
        "group,item,title,needed,in-stock,unit,sold-as,lot-size,lots,buy,left-over,price,price-is-estimate,cost,currency\r\n",
    );
    for purchase in purchases {
        let item = order.graph.item(purchase.item);
        let number = |value: Option<f64>| value.map_or_else(String::new, csv_number);
        let cells = [
            csv_cell(&purchase.group()),
            csv_cell(item.id.as_str()),
            csv_cell(&item.title),
            csv_number(purchase.needed),
            csv_number(purchase.in_stock),
            csv_cell(item.unit.symbol()),
            purchase.lots.map_or_else(String::new, |lots| kind(lots.kind).to_owned()),
            number(purchase.lots.map(|lots| lots.each)),
            purchase.lots.map_or_else(String::new, |lots| lots.count.to_string()),
            csv_number(purchase.quantity),
            csv_number(left_over(purchase)),
            number(purchase.price),
            if purchase.is_estimated { "yes" } else { "no" }.to_owned(),
            number(purchase.cost()),
            order.graph.currency.code().to_owned(),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}
