//! Words that are written many times, kept once: a repository says `steel` and `operator` on every other line.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

/// So many words a thread keeps in mind; past that it begins anew.
const MOST_WORDS: usize = 1 << 14;

/// Longer texts are seldom written twice.
const LONGEST: usize = 48;

thread_local! {
    static WORDS: RefCell<HashSet<Arc<str>, foldhash::fast::RandomState>> = RefCell::default();
}

/// A text of which equal ones are the same bytes in memory, as far as this thread saw them before.
pub fn shared(text: &str) -> Arc<str> {
    if text.len() > LONGEST {
        return text.into();
    }
    WORDS.with_borrow_mut(|words| {
        if let Some(known) = words.get(text) {
            return known.clone();
        }
        if words.len() == MOST_WORDS {
            words.clear();
        }
        let new: Arc<str> = text.into();
        words.insert(new.clone());
        new
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{LONGEST, MOST_WORDS, shared};

    #[test]
    fn equal_words_are_one() {
        assert!(Arc::ptr_eq(&shared("steel"), &shared("steel")));
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(*shared(&long), *long);
        (0..=MOST_WORDS).for_each(|number| assert_eq!(*shared(&number.to_string()), *number.to_string()));
        assert_eq!(&*shared("steel"), "steel");
    }
}
