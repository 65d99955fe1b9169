//! Trees to documents.

mod claim;
mod shared;

use self::claim::claim;
use self::shared::{
    by_product, grade, input, input_of, is_per_batch, license, loss, operation, provision, safety_note, see,
    source_note,
};
use super::facility::{
    Equipment, EquipmentKind, Facility, Imports, Location, PieceSize, Resource, StockLine, Workforce,
};
use super::material::{Material, Origin, OtherSize, RawFrom, StockSize};
use super::plan::{
    Author, Baseline, Blank, BomEntry, BomLine, BomLineRest, Footprint, Makes, Part, PartDimension, PartRest, Plan,
    PlanFile, Readiness, Role,
};
use super::process::{Capability, Fits, Output, Parameter, Process};
use super::reader::{
    is_unreadable_quantity, lines_of, list_of, map_of, number_of, plain_of, quantity, quantity_of, reference,
    reference_of, text, text_of, unit_of,
};
use super::seldom::Seldom;
use super::shared::{Id, LintLevel, LintSetting, Reference, Repository};
use crate::schema::Kind;
use crate::syntax::Node;
use crate::text::{Span, Spanned};

/// A document of any kind.
#[derive(Clone, Debug)]
pub enum Document {
    /// The manifest.
    Repository(Box<Repository>),
    /// A plan.
    Plan(Box<Plan>),
    /// A material.
    Material(Box<Material>),
    /// A process.
    Process(Box<Process>),
    /// A capability.
    Capability(Box<Capability>),
    /// A facility.
    Facility(Box<Facility>),
}

impl Document {
    /// The id that it is known by; a manifest has none.
    pub fn id(&self) -> Option<&Id> {
        Some(match self {
            Document::Repository(_) => return None,
            Document::Plan(plan) => &plan.id.value,
            Document::Material(material) => &material.id.value,
            Document::Process(process) => &process.id.value,
            Document::Capability(capability) => &capability.id.value,
            Document::Facility(facility) => &facility.id.value,
        })
    }
}

/// Lowers a document of `kind`; `None` if it has no id to be known by.
pub fn lower(kind: Kind, root: &Node<'_>, span: Span) -> Option<Document> {
    Some(match kind {
        Kind::Repository => Document::Repository(Box::new(repository(root, span)?)),
        Kind::Plan => Document::Plan(Box::new(plan(root, span)?)),
        Kind::Material => Document::Material(Box::new(material(root, span)?)),
        Kind::Process => Document::Process(Box::new(process(root, span)?)),
        Kind::Capability => Document::Capability(Box::new(capability(root, span)?)),
        Kind::Facility => Document::Facility(Box::new(facility(root, span)?)),
    })
}

fn repository(node: &Node<'_>, span: Span) -> Option<Repository> {
    Some(Repository {
        name: reference_of(node, "name").map_or_else(|| Id::new("unnamed"), |name| name.value),
        name_span: node.get("name").map_or(span, |name| name.span),
        title: plain_of(node, "title"),
        summary: plain_of(node, "summary"),
        url: plain_of(node, "url"),
        base_url: plain_of(node, "base-url"),
        license: license(node.get("license")),
        currency: text_of(node, "currency").unwrap_or_else(|| Spanned::new("USD".to_owned(), span)),
        exchange_rates: map_of(node, "exchange-rates", quantity),
        lint: list_of(node, "lint", lint_setting),
        claims: list_of(node, "claims", claim),
        span,
    })
}

fn lint_setting(node: &Node<'_>) -> Option<LintSetting> {
    let level = match plain_of(node, "level")?.as_str() {
        "off" => LintLevel::Off,
        "warning" => LintLevel::Warning,
        "error" => LintLevel::Error,
        _ => return None,
    };
    let paths = list_of(node, "paths", text);
    Some(LintSetting { rule: text_of(node, "rule")?, level, paths })
}

fn plan(node: &Node<'_>, span: Span) -> Option<Plan> {
    let id = reference_of(node, "id")?;
    let none = Footprint::default();
    Some(Plan {
        title: plain_of(node, "title"),
        version: plain_of(node, "version"),
        version_span: node.get("version").map(|version| version.span),
        summary: plain_of(node, "summary"),
        description: text_of(node, "description"),
        keywords: list_of(node, "keywords", |n| text(n).map(|t| t.value)),
        license: license(node.get("license")),
        authors: list_of(node, "authors", author),
        readiness: plain_of(node, "readiness").and_then(|word| readiness(&word)),
        image: text_of(node, "image"),
        image_alt: plain_of(node, "image-alt"),
        makes: node.get("makes").map_or_else(Makes::default, |n| Makes {
            quantity: quantity_of(n, "quantity"),
            is_quantity_unreadable: is_unreadable_quantity(n, "quantity"),
            mass: quantity_of(n, "mass"),
        }),
        batch: quantity_of(node, "batch"),
        instructions: text_of(node, "instructions"),
        files: list_of(node, "files", |n| {
            Some(PlanFile { path: text_of(n, "path")?, role: role(plain_of(n, "role").as_deref()) })
        }),
        bom: lines_of(node, "bom", &id.value, |n| bom_line(n, &id.value), lost_bom_line),
        by_products: list_of(node, "by-products", by_product),
        losses: list_of(node, "losses", loss),
        operations: list_of(node, "operations", operation),
        provides: list_of(node, "provides", provision),
        footprint: node.get("footprint").map_or(none, |n| Footprint {
            floor_area: quantity_of(n, "floor-area"),
            power: quantity_of(n, "power"),
            lifetime: quantity_of(n, "lifetime"),
        }),
        performance: map_of(node, "performance", quantity),
        price: quantity_of(node, "price"),
        emissions: quantity_of(node, "emissions"),
        baseline: node.get("baseline").and_then(baseline).map(Box::new),
        safety: list_of(node, "safety", safety_note),
        sources: list_of(node, "sources", source_note),
        id,
        span,
    })
}

fn author(node: &Node<'_>) -> Option<Author> {
    let name = text_of(node, "name")?;
    Some(Author { name: name.value, name_span: name.span, url: plain_of(node, "url") })
}

fn baseline(node: &Node<'_>) -> Option<Baseline> {
    Some(Baseline {
        name: plain_of(node, "name")?,
        price: quantity_of(node, "price"),
        mass: quantity_of(node, "mass"),
        power: quantity_of(node, "power"),
        lifetime: quantity_of(node, "lifetime"),
        performance: map_of(node, "performance", quantity),
        url: plain_of(node, "url"),
        grade: plain_of(node, "grade").map(|word| grade(Some(&word))),
    })
}

fn bom_line(node: &Node<'_>, plan: &Id) -> Option<BomLine> {
    let entry = match reference_of(node, "part") {
        Some(name) => BomEntry::Part(Box::new(part(node, name, plan))),
        None => {
            BomEntry::Item { item: reference_of(node, "item")?, alternatives: list_of(node, "alternatives", reference) }
        }
    };
    Some(line_as(node, entry))
}

/// A line that names nothing that could be read.
fn lost_bom_line(node: &Node<'_>, item: Reference) -> BomLine {
    line_as(node, BomEntry::Item { item, alternatives: Vec::new() })
}

fn line_as(node: &Node<'_>, entry: BomEntry) -> BomLine {
    BomLine {
        entry,
        quantity: quantity_of(node, "quantity"),
        span: node.span,
        rest: Seldom::new(BomLineRest {
            lifetime: quantity_of(node, "lifetime"),
            per_batch: is_per_batch(node),
            note: plain_of(node, "note"),
            source: reference_of(node, "source"),
        }),
    }
}

fn part(node: &Node<'_>, name: Reference, plan: &Id) -> Part {
    let id = Id::new(format!("{plan}/{}", name.value));
    Part {
        title: plain_of(node, "title"),
        mass: quantity_of(node, "mass"),
        from: lines_of(node, "from", &id, input, input_of),
        operations: list_of(node, "operations", operation),
        losses: list_of(node, "losses", loss),
        rest: Seldom::new(PartRest {
            batch: quantity_of(node, "batch"),
            by_products: list_of(node, "by-products", by_product),
            blanks: list_of(node, "blanks", blank),
            dimensions: list_of(node, "dimensions", |n| {
                Some(PartDimension {
                    name: plain_of(n, "name")?,
                    nominal: quantity_of(n, "nominal")?,
                    tolerance: quantity_of(n, "tolerance"),
                    with: plain_of(n, "with"),
                })
            }),
            drawing: text_of(node, "drawing"),
            instructions: text_of(node, "instructions"),
        }),
        id,
        name,
    }
}

fn blank(node: &Node<'_>) -> Option<Blank> {
    Some(Blank {
        length: quantity_of(node, "length")?,
        width: quantity_of(node, "width"),
        count: number_of(node, "count").map_or(1, |number| number.value.max(1.0) as u64),
        item: reference_of(node, "item"),
        has_grain: node.get("grain").and_then(Node::as_scalar).and_then(|s| s.as_bool()).unwrap_or(false),
    })
}

fn material(node: &Node<'_>, span: Span) -> Option<Material> {
    Some(Material {
        id: reference_of(node, "id")?,
        title: plain_of(node, "title"),
        description: text_of(node, "description"),
        unit: unit_of(node, "unit"),
        mass: quantity_of(node, "mass"),
        density: quantity_of(node, "density"),
        origin: match plain_of(node, "origin").as_deref() {
            Some("raw") => Some(Origin::Raw),
            Some("made") => Some(Origin::Made),
            Some("bought") => Some(Origin::Bought),
            _ => None,
        },
        from: match plain_of(node, "from").as_deref() {
            Some("ground") => Some(RawFrom::Ground),
            Some("air") => Some(RawFrom::Air),
            Some("water") => Some(RawFrom::Water),
            Some("sun") => Some(RawFrom::Sun),
            Some("biomass") => Some(RawFrom::Biomass),
            Some("waste") => Some(RawFrom::Waste),
            _ => None,
        },
        stock: node.get("stock").map(|n| StockSize {
            length: quantity_of(n, "length"),
            width: quantity_of(n, "width"),
            thickness: quantity_of(n, "thickness"),
            also: list_of(n, "also", |n| {
                Some(OtherSize {
                    length: quantity_of(n, "length")?,
                    width: quantity_of(n, "width"),
                    price: quantity_of(n, "price"),
                })
            }),
        }),
        pack: quantity_of(node, "pack"),
        lifetime: quantity_of(node, "lifetime"),
        price: quantity_of(node, "price"),
        supplier: plain_of(node, "supplier"),
        lead_time: quantity_of(node, "lead-time"),
        emissions: quantity_of(node, "emissions"),
        safety: list_of(node, "safety", safety_note),
        see: see(node),
        sources: list_of(node, "sources", source_note),
        span,
    })
}

fn process(node: &Node<'_>, span: Span) -> Option<Process> {
    let output = |n: &Node<'_>| {
        Some(Output {
            item: reference_of(n, "item")?,
            quantity: quantity_of(n, "quantity"),
            by_product: n.get("by-product").and_then(Node::as_scalar).and_then(|s| s.as_bool()).unwrap_or(false),
            note: plain_of(n, "note"),
            source: reference_of(n, "source"),
        })
    };
    let id = reference_of(node, "id")?;
    Some(Process {
        title: plain_of(node, "title"),
        description: text_of(node, "description"),
        outputs: list_of(node, "outputs", output),
        inputs: lines_of(node, "inputs", &id.value, input, input_of),
        losses: list_of(node, "losses", loss),
        operations: list_of(node, "operations", operation),
        batch: quantity_of(node, "batch"),
        yield_fraction: number_of(node, "yield"),
        prefer: number_of(node, "prefer").map_or(0.0, |number| number.value),
        direct_emissions: quantity_of(node, "direct-emissions"),
        safety: list_of(node, "safety", safety_note),
        sources: list_of(node, "sources", source_note),
        id,
        span,
    })
}

fn capability(node: &Node<'_>, span: Span) -> Option<Capability> {
    let parameter = |n: &Node<'_>| {
        let fits = match plain_of(n, "fits").as_deref() {
            Some("at-most") => Fits::AtMost,
            Some("at-least") => Fits::AtLeast,
            Some("one-of") => Fits::OneOf,
            Some("equal") => Fits::Equal,
            Some("range") => Fits::Range,
            _ => return None,
        };
        Some(Parameter { unit: unit_of(n, "unit"), fits, description: plain_of(n, "description") })
    };
    Some(Capability {
        id: reference_of(node, "id")?,
        title: plain_of(node, "title"),
        description: text_of(node, "description"),
        parameters: map_of(node, "parameters", parameter),
        protection: list_of(node, "protection", text).into_iter().map(|text| text.value).collect(),
        see: see(node),
        span,
    })
}

fn facility(node: &Node<'_>, span: Span) -> Option<Facility> {
    Some(Facility {
        id: reference_of(node, "id")?,
        title: plain_of(node, "title"),
        description: text_of(node, "description"),
        location: node.get("location").map(|n| Location {
            place: plain_of(n, "place"),
            latitude_deg: number_of(n, "latitude").map(|x| x.value),
            longitude_deg: number_of(n, "longitude").map(|x| x.value),
        }),
        serves: number_of(node, "serves").map(|x| x.value),
        floor_area: quantity_of(node, "floor-area"),
        power: quantity_of(node, "power"),
        labour: list_of(node, "labour", |n| {
            Some(Workforce {
                skill: reference_of(n, "skill")?,
                people: count_of(n, "people"),
                hours: quantity_of(n, "hours"),
                are_hours_unreadable: is_unreadable_quantity(n, "hours"),
                wage: quantity_of(n, "wage"),
            })
        }),
        equipment: list_of(node, "equipment", equipment),
        resources: list_of(node, "resources", |n| {
            Some(Resource {
                item: reference_of(n, "item")?,
                available: quantity_of(n, "available"),
                is_available_unreadable: is_unreadable_quantity(n, "available"),
                price: quantity_of(n, "price"),
                source: reference_of(n, "source"),
            })
        }),
        stock: list_of(node, "stock", |n| {
            let size = n.get("size").and_then(|size| {
                Some(PieceSize { length: quantity_of(size, "length")?, width: quantity_of(size, "width") })
            });
            Some(StockLine { item: reference_of(n, "item")?, quantity: quantity_of(n, "quantity"), size })
        }),
        imports: match plain_of(node, "imports").as_deref() {
            Some("any") => Imports::Any,
            Some("listed") => Imports::Listed,
            _ => Imports::None,
        },
        import_list: list_of(node, "import-list", reference),
        lead_time: quantity_of(node, "lead-time"),
        permissions: list_of(node, "permissions", reference),
        unreadable: ["power", "floor-area"].into_iter().filter(|key| is_unreadable_quantity(node, key)).collect(),
        exchange_rates: map_of(node, "exchange-rates", quantity),
        sources: list_of(node, "sources", source_note),
        span,
    })
}

fn equipment(node: &Node<'_>) -> Option<Equipment> {
    let kind = match reference_of(node, "plan") {
        Some(plan) => EquipmentKind::FromPlan(plan),
        None => EquipmentKind::Described {
            id: reference_of(node, "id")?,
            title: plain_of(node, "title"),
            provides: list_of(node, "provides", provision),
            price: quantity_of(node, "price"),
            lifetime: quantity_of(node, "lifetime"),
            floor_area: quantity_of(node, "floor-area"),
            power: quantity_of(node, "power"),
            source: reference_of(node, "source"),
        },
    };
    Some(Equipment {
        kind,
        count: count_of(node, "count"),
        hours: quantity_of(node, "hours"),
        are_hours_unreadable: is_unreadable_quantity(node, "hours"),
        span: node.span,
    })
}

/// How many there are: one where nothing is said, none where that is no number.
fn count_of(node: &Node<'_>, key: &str) -> f64 {
    match node.get(key) {
        Some(_) => number_of(node, key).map_or(0.0, |number| number.value),
        None => 1.0,
    }
}

fn role(word: Option<&str>) -> Role {
    match word {
        Some("export") => Role::Export,
        Some("drawing") => Role::Drawing,
        Some("image") => Role::Image,
        Some("firmware") => Role::Firmware,
        _ => Role::Source,
    }
}

fn readiness(word: &str) -> Option<Readiness> {
    Some(match word {
        "idea" => Readiness::Idea,
        "draft" => Readiness::Draft,
        "prototype" => Readiness::Prototype,
        "replicated" => Readiness::Replicated,
        "production" => Readiness::Production,
        _ => return None,
    })
}
