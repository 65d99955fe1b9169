//! Items that something asks for, and of which nothing, or not how much, could be read: they stand in the graph as what they
//! are, so that nothing is resolved, proven or packed without them.

use super::{Catalog, ItemOwner};
use crate::model::Plan;
use crate::schema::is_id;

/// What could not be read of an item that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hole {
    /// All of it: no document of that id could be read, or not how it counts what it describes.
    Document,
    /// How much of it is asked for: the line's quantity is missing, or no positive amount of the item.
    Amount,
}

impl Hole {
    /// Why an item of this id is a hole, in words: its id, and the file that could not be read, if that is known.
    pub fn reason(self, catalog: &Catalog, id: &str) -> String {
        let tells = "`groundup check` tells why";
        match self {
            Hole::Amount => format!("how much of `{id}` is asked for could not be read; {tells}"),
            Hole::Document => match catalog.damage.file_of(id) {
                None if catalog.torn_file(id).is_some() => {
                    let file = catalog.torn_file(id).unwrap_or_default();
                    format!("`{id}` could not be read: {file} has errors; {tells}")
                }
                _ if catalog.index.item(id).is_some() => {
                    format!("in what `{id}` is counted could not be read; {tells}")
                }
                Some(file) => format!("`{id}` could not be read: {file} has errors; {tells}"),
                None if is_id(id) => format!("`{id}` is described nowhere; {tells}"),
                None => format!("`{id}` could not be read; {tells}"),
            },
        }
    }
}

impl Catalog {
    /// The file that describes an item, if text of the document was read over there.
    fn torn_file(&self, id: &str) -> Option<&str> {
        let document = match self.index.item(id)? {
            ItemOwner::Material(material) => self.materials[material].span,
            ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => self.plans[plan].span,
            ItemOwner::Hole(_) => return None,
        };
        self.damage.torn(document)
    }

    /// Whether it could be read in what an item is counted, and all that its document says of it.
    pub fn is_counted(&self, id: &str) -> bool {
        if self.torn_file(id).is_some() {
            return false;
        }
        match self.index.item(id) {
            Some(ItemOwner::Material(material)) => self.materials[material].unit.is_some(),
            Some(ItemOwner::Plan(plan)) => self.plans[plan].made_amount().is_some(),
            Some(ItemOwner::Part { .. }) => true,
            Some(ItemOwner::Hole(_)) | None => false,
        }
    }
}

impl Plan {
    /// What one run makes, in the unit of account; `None` if what is written is no positive amount.
    pub fn made_amount(&self) -> Option<f64> {
        match &self.makes.quantity {
            Some(quantity) => Some(quantity.value.amount()).filter(|amount| *amount > 0.0),
            None => (!self.makes.is_quantity_unreadable).then_some(1.0),
        }
    }
}
