//! What most entries of a document leave unsaid, kept apart from the rest of them: a repository has hundreds of thousands of
//! entries, and room for a note in each would be most of what it takes.

use std::ops::Deref;

/// A value that is mostly [`Unsaid::UNSAID`], and takes the room of a pointer then.
#[derive(Clone, Debug)]
pub struct Seldom<T>(Option<Box<T>>);

/// What can be left unsaid as a whole.
pub trait Unsaid: Sized + 'static {
    /// Nothing is said.
    const UNSAID: &'static Self;

    /// Whether nothing is said.
    fn is_unsaid(&self) -> bool;
}

impl<T: Unsaid> Seldom<T> {
    /// Keeps a value.
    pub(super) fn new(value: T) -> Self {
        Self((!value.is_unsaid()).then(|| Box::new(value)))
    }
}

impl<T: Unsaid> Deref for Seldom<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::UNSAID)
    }
}

/// Lets the fields that are seldom said be read like the others: `operation.note`.
macro_rules! seldom {
    ($entry:ty, $rest:ident { $($list:ident)* ; $($option:ident)* ; $($flag:ident)* }) => {
        impl Unsaid for $rest {
            const UNSAID: &'static Self =
                &Self { $($list: Vec::new(),)* $($option: None,)* $($flag: false,)* };

            fn is_unsaid(&self) -> bool {
                true $(&& self.$list.is_empty())* $(&& self.$option.is_none())* $(&& !self.$flag)*
            }
        }

        impl std::ops::Deref for $entry {
            type Target = $rest;

            fn deref(&self) -> &$rest {
                &self.rest
            }
        }
    };
}

pub(super) use seldom;
