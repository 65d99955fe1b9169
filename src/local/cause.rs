//! What stands in the way of a plan: each cause once, with the items that it holds up. That an item waits for an input is no
//! cause; how many items only wait is counted.

use std::collections::BTreeMap;

use super::report::{ItemReport, Status};
use crate::graph::ItemIndex;

/// How the cause begins that no machine offers a capability at all.
const NOTHING: &str = "nothing here provides ";

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// In words: `nothing here provides smelting/aluminium`.
    pub reason: String,
    /// The items that it holds up of itself, sorted.
    pub items: Vec<ItemIndex>,
}

/// What stands in the way of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Causes {
    /// The one that holds up most items first, then by its words.
    pub list: Vec<Cause>,
    /// Items that nothing holds up but that another is not to be had.
    pub waiting: usize,
}

impl Cause {
    /// Whether it is that no machine covers this capability.
    pub fn lacks(&self, capability: &str) -> bool {
        let forms = [NOTHING, "needs "];
        let rest = forms.iter().find_map(|form| self.reason.strip_prefix(form)?.strip_prefix(capability));
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.')))
    }

    /// Whether it names a machine that comes near to covering this capability.
    pub fn has_near_miss(&self, capability: &str) -> bool {
        self.lacks(capability) && self.reason.strip_prefix(NOTHING) != Some(capability)
    }
}

impl Causes {
    /// The causes that a full report tells of its blocked items.
    pub fn of_report(items: &[ItemReport]) -> Self {
        let blocked = items.iter().filter(|item| item.status == Status::Blocked);
        Self::gather(blocked.map(|item| (item.item, item.causes.clone())))
    }

    /// Gathers the own causes of blocked items, in the order of the items.
    pub(super) fn gather(blocked: impl IntoIterator<Item = (ItemIndex, Vec<String>)>) -> Self {
        let mut found: BTreeMap<String, Vec<ItemIndex>> = BTreeMap::new();
        let mut waiting = 0;
        for (item, causes) in blocked {
            waiting += usize::from(causes.is_empty());
            for cause in causes {
                let items = found.entry(cause).or_default();
                if items.last() != Some(&item) {
                    items.push(item);
                }
            }
        }
        let mut list: Vec<Cause> = found.into_iter().map(|(reason, items)| Cause { reason, items }).collect();
        // Stable: equals stay in the order of their words.
        list.sort_by_key(|cause| std::cmp::Reverse(cause.items.len()));
        Self { list, waiting }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cause, Causes};
    use crate::graph::ItemIndex;

    #[test]
    fn a_cause_is_told_once_and_what_waits_is_counted() {
        let told = |causes: &[&str]| causes.iter().map(|cause| (*cause).to_owned()).collect::<Vec<_>>();
        let blocked = [
            (ItemIndex(1), told(&["no furnace", "nobody"])),
            (ItemIndex(2), told(&[])),
            (ItemIndex(3), told(&["nobody"])),
        ];
        let causes = Causes::gather(blocked);
        let list: Vec<(&str, usize)> =
            causes.list.iter().map(|cause| (cause.reason.as_str(), cause.items.len())).collect();
        assert_eq!((list, causes.waiting), (vec![("nobody", 2), ("no furnace", 1)], 1));
    }

    #[test]
    fn a_missing_capability_is_known_by_its_words() {
        let cause = |reason: &str| Cause { reason: reason.to_owned(), items: Vec::new() };
        assert!(cause("nothing here provides melting/iron").lacks("melting/iron"));
        assert!(cause("nothing here provides melting/iron; `oven` says only melting").lacks("melting/iron"));
        assert!(!cause("nothing here provides melting/iron").has_near_miss("melting/iron"));
        assert!(cause("nothing here provides melting/iron; `oven` says only melting").has_near_miss("melting/iron"));
        assert!(cause("needs drilling with depth 9 mm: `drill` offers 5 mm").lacks("drilling"));
        assert!(!cause("needs the skill `furnace`").lacks("melting"));
        assert!(!cause("nothing here provides melting/iron").lacks("melting"));
    }
}
