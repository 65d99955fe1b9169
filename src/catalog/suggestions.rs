//! What unknown ids were probably meant for.

use std::collections::HashMap;

use super::Index;
use crate::model::Id;
use crate::schema::{closest, sure_name};

/// How many pairs of ids are compared: a few seconds at the most.
const MOST_COMPARISONS: usize = 3_000_000;

/// What an unknown id may be meant for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suggestion<'c> {
    /// The id that comes close, if there is one.
    pub(super) close: Option<&'c str>,
    /// Whether nothing else can be meant.
    pub(super) is_sure: bool,
}

impl<'c> Suggestion<'c> {
    /// What an id may be meant for among all ids.
    pub(super) fn among(id: &str, ids: impl Iterator<Item = &'c str> + Clone) -> Self {
        match sure_name(id, ids.clone()) {
            Some(sure) => Self { close: Some(sure), is_sure: true },
            None => Self { close: closest(id, ids), is_sure: false },
        }
    }
}

/// Looks each unknown id up once, and where very many are unknown, only the first ones: all together would take their number
/// times that of the items.
pub(super) struct Suggestions<'c> {
    index: &'c Index,
    known: HashMap<Id, Suggestion<'c>>,
    comparisons_left: usize,
}

impl<'c> Suggestions<'c> {
    pub(super) fn new(index: &'c Index) -> Self {
        Self { index, known: HashMap::new(), comparisons_left: MOST_COMPARISONS }
    }

    /// The item that an unknown id was probably meant for.
    pub(super) fn item(&mut self, id: &Id) -> Suggestion<'c> {
        if let Some(known) = self.known.get(id) {
            return *known;
        }
        let ids = self.index.item_ids();
        let left = self.comparisons_left.checked_sub(ids.clone().count());
        let none = Suggestion { close: None, is_sure: false };
        let suggestion = left.map_or(none, |_| Suggestion::among(id.as_str(), ids));
        self.comparisons_left = left.unwrap_or(0);
        self.known.insert(id.clone(), suggestion);
        suggestion
    }
}
