//! What a column is about, by the many names that it goes by.

/// What the cells of a column say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A running number.
    Position,
    /// The name; of several such columns the one with the lowest rank.
    Name(u8),
    /// A name, a running number or an id: its cells tell.
    Item,
    /// What to know of it.
    Description,
    /// How many, for one machine.
    QuantityEach,
    /// How many.
    Quantity,
    /// How many, or the unit where another column says how many.
    Units,
    /// The unit of the quantity.
    Unit,
    /// Mass of one, or of all on the line.
    Mass { is_total: bool },
    /// What it is made of.
    Material,
    /// Price of one, or of all on the line.
    Price { is_total: bool },
    /// Who sells it, by what number, where.
    Detail(&'static str),
    /// Reference designators, as `R1, R2`.
    Designators,
    /// Designators, or where more is to be found.
    Reference,
    /// Bought, standard, or made.
    Type,
    /// The drawing to make it by.
    Drawing,
    /// Whether it is left out.
    LeftOut,
    /// Something else.
    Other,
}

/// Names in lower case, with one blank between words.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Position,
        &["pos", "position", "no", "nr", "line", "index", "row", "#", "item no", "item number", "lfd nr", "level"],
    ),
    (Column::Name(0), &["title", "titel"]),
    (
        Column::Name(1),
        &["name", "part name", "item name", "component name", "bezeichnung", "benennung", "nom", "nombre", "nome"],
    ),
    (
        Column::Name(2),
        &[
            "part",
            "parts",
            "component",
            "components",
            "material name",
            "designation",
            "désignation",
            "teil",
            "artikel",
            "article",
            "product",
            "pièce",
            "pieza",
            "label",
        ],
    ),
    (Column::Name(4), &["value", "val", "wert", "comment value"]),
    (Column::Item, &["item", "items", "id", "item id"]),
    (
        Column::Description,
        &["description", "desc", "part description", "item description", "beschreibung", "descripción", "descrizione"],
    ),
    (
        Column::QuantityEach,
        &[
            "quantity each",
            "qty each",
            "qty per",
            "quantity per",
            "qty per unit",
            "quantity per unit",
            "qty per assembly",
        ],
    ),
    (
        Column::Quantity,
        &[
            "quantity",
            "qty",
            "quant",
            "menge",
            "anzahl",
            "stückzahl",
            "amount",
            "count",
            "stück",
            "pcs",
            "pieces",
            "number of",
            "no of",
            "nos",
            "quantité",
            "qté",
            "cantidad",
            "quantità",
            "qnty",
            "needed",
            "required",
            "build quantity",
            "total quantity",
            "total qty",
        ],
    ),
    (Column::Units, &["units"]),
    (Column::Unit, &["unit", "uom", "einheit", "me", "unit of measure", "unité", "unidad", "measure"]),
    (
        Column::Mass { is_total: false },
        &[
            "mass",
            "weight",
            "gewicht",
            "masse",
            "unit mass",
            "unit weight",
            "poids",
            "peso",
            "mass each",
            "weight each",
        ],
    ),
    (
        Column::Material,
        &["material", "werkstoff", "matériau", "raw material", "made of", "stock material", "made from"],
    ),
    (
        Column::Price { is_total: false },
        &[
            "price",
            "cost",
            "unit price",
            "unit cost",
            "preis",
            "einzelpreis",
            "kosten",
            "prix",
            "precio",
            "price each",
            "cost each",
            "price per unit",
            "cost per unit",
            "each",
        ],
    ),
    (Column::Price { is_total: true }, &["gesamtpreis", "subtotal", "line total"]),
    (
        Column::Detail("supplier"),
        &["supplier", "vendor", "lieferant", "distributor", "seller", "source", "shop", "fournisseur", "proveedor"],
    ),
    (Column::Detail("manufacturer"), &["manufacturer", "maker", "hersteller", "mfr", "mfg", "brand", "fabricant"]),
    (
        Column::Detail("part-number"),
        &[
            "part number",
            "part no",
            "partnumber",
            "pn",
            "p n",
            "mpn",
            "manufacturer part number",
            "mfr part number",
            "sku",
            "order number",
            "order no",
            "artikelnummer",
            "bestellnummer",
            "teilenummer",
            "supplier part number",
            "catalog number",
            "ref no",
        ],
    ),
    (
        Column::Detail("link"),
        &["link", "url", "web", "website", "datasheet", "supplier link", "purchase link", "where to buy"],
    ),
    (
        Column::Designators,
        &[
            "references",
            "refs",
            "ref",
            "designator",
            "designators",
            "reference designator",
            "reference designators",
            "ref des",
            "refdes",
            "reference s",
        ],
    ),
    (Column::Reference, &["reference"]),
    (Column::Type, &["type", "make buy", "make or buy", "typ", "procurement"]),
    (Column::Drawing, &["drawing", "drawing file", "zeichnung", "file", "cad file", "dxf"]),
    (
        Column::Description,
        &[
            "note",
            "notes",
            "comment",
            "comments",
            "remark",
            "remarks",
            "bemerkung",
            "bemerkungen",
            "anmerkung",
            "remarque",
        ],
    ),
    (Column::LeftOut, &["dnp", "dnf", "do not populate", "do not place", "do not fit", "exclude from bom"]),
];

/// Words before a name that say: of all on the line.
const TOTAL: [&str; 5] = ["total ", "extended ", "ext ", "gesamt ", "sum "];

/// What a header says, and the unit that it names.
pub(super) fn column(header: &str) -> (Column, Option<String>) {
    let lowered = header.trim().trim_start_matches('\u{FEFF}').to_lowercase();
    let (words, unit) = parted(&lowered);
    if let Some(found) = named(&words) {
        return (found, unit);
    }
    let rest = TOTAL.iter().find_map(|total| words.strip_prefix(total)).map(str::to_owned);
    let behind = words.strip_suffix(" total").map(str::to_owned);
    if let Some(rest) = rest.or(behind) {
        let (rest, unit) = with_trailing_unit(&rest, unit);
        match named(&rest) {
            Some(Column::Mass { .. }) => return (Column::Mass { is_total: true }, unit),
            Some(Column::Price { .. }) => return (Column::Price { is_total: true }, unit),
            _ => return (Column::Other, unit),
        }
    }
    let (rest, unit) = with_trailing_unit(&words, unit);
    (named(&rest).unwrap_or(Column::Other), unit)
}

/// How many cells of a row are the names of columns.
pub(super) fn recognised(cells: &[String]) -> usize {
    cells.iter().filter(|cell| column(cell).0 != Column::Other).count()
}

fn named(words: &str) -> Option<Column> {
    NAMES.iter().find(|(_, names)| names.contains(&words)).map(|(column, _)| *column)
}

/// The words of a header, and the unit that stands in brackets.
fn parted(lowered: &str) -> (String, Option<String>) {
    let (outside, unit) = match lowered.split_once(['(', '[']) {
        Some((before, rest)) => {
            let (inside, after) = rest.split_once([')', ']']).unwrap_or((rest, ""));
            let unit = inside.trim().to_owned();
            (format!("{before} {after}"), Some(unit).filter(|unit| !unit.is_empty()))
        }
        None => (lowered.to_owned(), None),
    };
    let words: Vec<&str> = outside
        .split(|c: char| !c.is_alphanumeric() && c != '#' && c != '$' && c != '€' && c != '£')
        .filter(|word| !word.is_empty())
        .collect();
    // `Reference(s)` is a plural.
    let unit = unit.filter(|unit| unit != "s" && unit != "en");
    (words.join(" "), unit)
}

/// A unit as the last word: `mass kg`, `price usd`, `cost $`.
fn with_trailing_unit(words: &str, unit: Option<String>) -> (String, Option<String>) {
    const UNITS: [&str; 12] = ["kg", "g", "lb", "lbs", "oz", "t", "usd", "eur", "gbp", "$", "€", "£"];
    match words.rsplit_once(' ') {
        Some((rest, last)) if unit.is_none() && UNITS.contains(&last) => (rest.to_owned(), Some(last.to_owned())),
        _ => (words.to_owned(), unit),
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, column};

    #[test]
    fn columns_are_known_by_many_names() {
        for (header, expected, unit) in [
            ("Qty", Column::Quantity, None),
            ("Menge", Column::Quantity, None),
            ("Qty.", Column::Quantity, None),
            ("Weight (g)", Column::Mass { is_total: false }, Some("g")),
            ("mass-kg", Column::Mass { is_total: false }, Some("kg")),
            ("Total Mass [kg]", Column::Mass { is_total: true }, Some("kg")),
            ("Unit Price ($)", Column::Price { is_total: false }, Some("$")),
            ("Ext. Cost USD", Column::Price { is_total: true }, Some("usd")),
            ("Reference(s)", Column::Reference, None),
            ("Part Number", Column::Detail("part-number"), None),
            ("\u{FEFF}Bezeichnung", Column::Name(1), None),
            ("Footprint", Column::Other, None),
        ] {
            assert_eq!(column(header), (expected, unit.map(str::to_owned)), "{header}");
        }
    }
}
