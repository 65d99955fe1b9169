//! What unknown ids were probably meant for.

use std::collections::HashMap;

use super::Index;
use crate::model::Id;
use crate::schema::closest;

/// How many pairs of ids are compared: a few seconds at the most.
const MOST_COMPARISONS: usize = 3_000_000;

/// Looks each unknown id up once, and where very many are unknown, only the first ones: all together would take their number
/// times that of the items.
pub(super) struct Suggestions<'c> {
    index: &'c Index,
    known: HashMap<Id, Option<&'c str>>,
    comparisons_left: usize,
}

impl<'c> Suggestions<'c> {
    pub(super) fn new(index: &'c Index) -> Self {
        Self { index, known: HashMap::new(), comparisons_left: MOST_COMPARISONS }
    }

    /// The item that an unknown id was probably meant for.
    pub(super) fn item(&mut self, id: &Id) -> Option<&'c str> {
        if let Some(close) = self.known.get(id) {
            return *close;
        }
        let ids = self.index.item_ids();
        let left = self.comparisons_left.checked_sub(ids.clone().count());
        let close = left.and_then(|_| closest(id.as_str(), ids));
        self.comparisons_left = left.unwrap_or(0);
        self.known.insert(id.clone(), close);
        close
    }
}
