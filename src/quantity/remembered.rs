//! Quantities that are written many times, read once: `1 ea` and `5 min` stand on every other line of a repository.

use std::borrow::Borrow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use super::Quantity;

/// So many quantities a thread keeps in mind; past that it begins anew.
const MOST: usize = 1 << 13;

/// Longer texts are seldom written twice.
const LONGEST: usize = 32;

/// A quantity, told from others by what was written.
struct ByText(Quantity);

impl Borrow<str> for ByText {
    fn borrow(&self) -> &str {
        self.0.as_written()
    }
}

impl Hash for ByText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_written().hash(state);
    }
}

impl PartialEq for ByText {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_written() == other.0.as_written()
    }
}

impl Eq for ByText {}

thread_local! {
    static QUANTITIES: RefCell<HashSet<ByText, foldhash::fast::RandomState>> = RefCell::default();
}

/// The quantity that `text` was read as before, by this thread; else what `read` makes of it.
pub(super) fn remembered<E>(text: &str, read: impl FnOnce(&str) -> Result<Quantity, E>) -> Result<Quantity, E> {
    if text.len() > LONGEST {
        return read(text);
    }
    if let Some(known) = QUANTITIES.with_borrow(|known| known.get(text).map(|known| known.0.clone())) {
        return Ok(known);
    }
    let quantity = read(text)?;
    QUANTITIES.with_borrow_mut(|known| {
        if known.len() == MOST {
            known.clear();
        }
        known.insert(ByText(quantity.clone()));
    });
    Ok(quantity)
}
