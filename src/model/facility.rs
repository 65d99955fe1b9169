//! A facility: a place that makes things.

use super::shared::{Provision, Reference, SourceNote};
use crate::quantity::Quantity;
use crate::text::{Span, Spanned};

/// A place with equipment, resources, stock, labour, power and floor.
#[derive(Clone, Debug)]
pub struct Facility {
    /// Its id.
    pub id: Reference,
    /// What it is called.
    pub title: Option<String>,
    /// What it is, at length.
    pub description: Option<Spanned<String>>,
    /// Where it is.
    pub location: Option<Location>,
    /// How many people it is for.
    pub serves: Option<f64>,
    /// Floor.
    pub floor_area: Option<Spanned<Quantity>>,
    /// Power that it can draw.
    pub power: Option<Spanned<Quantity>>,
    /// Who works there.
    pub labour: Vec<Workforce>,
    /// What machines it has.
    pub equipment: Vec<Equipment>,
    /// What the place offers, year by year.
    pub resources: Vec<Resource>,
    /// What lies in the store.
    pub stock: Vec<StockLine>,
    /// What it may import.
    pub imports: Imports,
    /// The imports of [`Imports::Listed`].
    pub import_list: Vec<Reference>,
    /// How long an import takes to arrive, where the item does not say.
    pub lead_time: Option<Spanned<Quantity>>,
    /// What it is allowed or certified to do.
    pub permissions: Vec<Reference>,
    /// The limits of its own that say something which is no quantity: `power`, `floor-area`.
    pub unreadable: Vec<&'static str>,
    /// What one unit of another currency is worth: (code, money).
    pub exchange_rates: Vec<(Spanned<String>, Spanned<Quantity>)>,
    /// Where its figures are from.
    pub sources: Vec<SourceNote>,
    /// The whole document.
    pub span: Span,
}

/// A place on the globe.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// Its name.
    pub place: Option<String>,
    /// Degrees north.
    pub latitude_deg: Option<f64>,
    /// Degrees east.
    pub longitude_deg: Option<f64>,
}

/// People of one skill.
#[derive(Clone, Debug)]
pub struct Workforce {
    /// What they can do.
    pub skill: Reference,
    /// How many they are.
    pub people: f64,
    /// Hours of each per week, as a ratio of times.
    pub hours: Option<Spanned<Quantity>>,
    /// Whether something is said of their hours, and is no quantity.
    pub are_hours_unreadable: bool,
    /// Pay per hour.
    pub wage: Option<Spanned<Quantity>>,
}

/// Machines of one sort.
#[derive(Clone, Debug)]
pub struct Equipment {
    /// What they are.
    pub kind: EquipmentKind,
    /// How many there are.
    pub count: f64,
    /// Hours of each per week, as a ratio of times.
    pub hours: Option<Spanned<Quantity>>,
    /// Whether something is said of their hours, and is no quantity.
    pub are_hours_unreadable: bool,
    /// The whole entry.
    pub span: Span,
}

/// Equipment that the facility describes, or that was built from a plan.
#[derive(Clone, Debug)]
pub enum EquipmentKind {
    /// Described here.
    Described {
        /// Its id in this facility.
        id: Reference,
        /// What it is called.
        title: Option<String>,
        /// What it can do.
        provides: Vec<Provision>,
        /// What it cost.
        price: Option<Spanned<Quantity>>,
        /// Working time until it is worn out.
        lifetime: Option<Spanned<Quantity>>,
        /// Floor that it takes.
        floor_area: Option<Spanned<Quantity>>,
        /// What it draws.
        power: Option<Spanned<Quantity>>,
        /// The source of its figures.
        source: Option<Reference>,
    },
    /// Built from a plan: it provides what the plan says.
    FromPlan(Reference),
}

impl Equipment {
    /// The id by which reports call it: its own, or the plan's.
    pub fn id(&self) -> &Reference {
        match &self.kind {
            EquipmentKind::Described { id, .. } | EquipmentKind::FromPlan(id) => id,
        }
    }
}

/// Something that the place offers.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The item.
    pub item: Reference,
    /// How much per time; unlimited if unsaid.
    pub available: Option<Spanned<Quantity>>,
    /// Whether something is said of that, and is no quantity.
    pub is_available_unreadable: bool,
    /// Price per unit of account.
    pub price: Option<Spanned<Quantity>>,
    /// The source of its figures.
    pub source: Option<Reference>,
}

/// Something that lies in the store.
#[derive(Clone, Debug)]
pub struct StockLine {
    /// The item.
    pub item: Reference,
    /// How much.
    pub quantity: Option<Spanned<Quantity>>,
    /// The size of each piece, if they are equal and not new.
    pub size: Option<PieceSize>,
}

/// The size of a bar or sheet.
#[derive(Clone, Debug)]
pub struct PieceSize {
    /// Length.
    pub length: Spanned<Quantity>,
    /// Width of a sheet.
    pub width: Option<Spanned<Quantity>>,
}

/// What a facility may import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imports {
    /// Nothing.
    None,
    /// What its list names.
    Listed,
    /// Anything.
    Any,
}
