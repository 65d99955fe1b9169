//! A list of which a copy costs nothing, and holds only what is changed in it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The list: what copies share, and what was changed in this one.
#[derive(Clone, Debug)]
pub(super) struct Layered<T> {
    shared: Arc<Vec<T>>,
    /// By index.
    changed: BTreeMap<u32, T>,
}

impl<T: Copy> Layered<T> {
    /// So many times the same.
    pub fn filled(value: T, count: usize) -> Self {
        Self::of(vec![value; count])
    }

    /// These values.
    pub fn of(values: Vec<T>) -> Self {
        Self { shared: Arc::new(values), changed: BTreeMap::new() }
    }

    /// The value at an index.
    pub fn get(&self, at: u32) -> T {
        if self.changed.is_empty() {
            return self.shared[at as usize];
        }
        self.changed.get(&at).copied().unwrap_or_else(|| self.shared[at as usize])
    }

    /// Puts so many times a value in the place of those in a range. Only of a list with nothing changed by itself.
    pub fn splice(&mut self, range: Range<usize>, value: T, count: u32) {
        if range.len() != count as usize {
            Arc::make_mut(&mut self.shared).splice(range, std::iter::repeat_n(value, count as usize));
        }
    }

    /// Changes the value at an index: in place where nobody shares it.
    pub fn set(&mut self, at: u32, value: T) {
        match Arc::get_mut(&mut self.shared) {
            Some(own) if self.changed.is_empty() => own[at as usize] = value,
            _ => {
                self.changed.insert(at, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_changes_by_itself() {
        let mut first = Layered::of(vec![1, 2, 3]);
        first.set(0, 10);
        let mut copy = first.clone();
        copy.set(1, 20);
        first.set(2, 30);
        assert_eq!([first.get(0), first.get(1), first.get(2)], [10, 2, 30]);
        assert_eq!([copy.get(0), copy.get(1), copy.get(2)], [10, 20, 3]);
    }
}
