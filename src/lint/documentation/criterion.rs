//! What a criterion is, and what can be answered to it.

use std::fmt;

use super::held::Held;

/// One thing that good documentation of a machine holds.
pub struct Criterion {
    /// Its name: words of a–z joined by `-`.
    pub id: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// What it asks, as a question.
    pub asks: &'static str,
    /// When it is not asked; empty if always.
    pub not_asked: &'static str,
    /// What it counts for, beside the others.
    pub weight: u32,
    /// Where it comes from.
    pub from: &'static [&'static str],
    /// The answer for a plan.
    pub(super) answer: fn(&Held<'_>) -> Answer,
}

/// What criteria belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What it is, whose, and under which terms.
    Identity,
    /// How to make it.
    Making,
    /// How to live with it.
    Using,
    /// How well its figures are founded.
    Evidence,
}

impl Group {
    /// All groups, in order.
    pub const ALL: [Group; 4] = [Group::Identity, Group::Making, Group::Using, Group::Evidence];

    /// The heading in documentation.
    pub fn title(self) -> &'static str {
        match self {
            Group::Identity => "What it is, whose, and under which terms",
            Group::Making => "How to make it",
            Group::Using => "How to use it, look after it and part with it",
            Group::Evidence => "How well its figures are founded",
        }
    }
}

/// How far a plan meets a criterion.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The criterion does not bear on the plan.
    NotAsked,
    /// In full.
    Met,
    /// To a share from 0 to below 1.
    Lacking {
        /// How much of it is there.
        share: f64,
        /// What would complete it, as a sentence.
        advice: String,
    },
}

impl Answer {
    /// All of it or nothing.
    pub(super) fn whole(is_met: bool, advice: impl Into<String>) -> Self {
        if is_met { Self::Met } else { Self::Lacking { share: 0.0, advice: advice.into() } }
    }

    /// As large a part as is not in `lacking`, out of `all`; not asked where there is nothing to hold it against.
    pub(super) fn part(all: usize, lacking: &[String], advice: impl FnOnce(&str) -> String) -> Self {
        if all == 0 {
            return Self::NotAsked;
        }
        if lacking.is_empty() {
            return Self::Met;
        }
        let share = 1.0 - lacking.len().min(all) as f64 / all as f64;
        Self::Lacking { share, advice: advice(&listed(lacking)) }
    }
}

/// Names in a sentence: the first few, and how many more.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 3;
    const LONGEST: usize = 60;
    // What authors wrote, such as the title of a source, may be long, and must not end its own marks.
    let short = |name: &String| {
        let name = name.replace('`', "'");
        if name.chars().count() <= LONGEST { name } else { name.chars().take(LONGEST - 1).chain(['…']).collect() }
    };
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{}`", short(name))).collect();
    match (names.len().saturating_sub(SHOWN), &shown[..]) {
        (0, [most @ .., last]) if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        (0, _) => shown.join(", "),
        (more, _) => format!("{} and {more} more", shown.join(", ")),
    }
}

impl PartialEq for Criterion {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, listed};

    #[test]
    fn names_are_listed_as_one_says_them() {
        let names = |count: usize| listed(&["a", "b", "c", "d", "e"].map(str::to_owned)[..count]);
        let expected =
            ["`a`", "`a` and `b`", "`a`, `b` and `c`", "`a`, `b`, `c` and 1 more", "`a`, `b`, `c` and 2 more"];
        assert_eq!([1, 2, 3, 4, 5].map(names), expected);
        assert_eq!(listed(&["a`b".to_owned()]), "`a'b`");
        assert_eq!(listed(&["ä".repeat(61)]).chars().count(), 62);
    }

    #[test]
    fn a_part_of_nothing_is_not_asked() {
        assert_eq!(Answer::part(0, &[], |_| String::new()), Answer::NotAsked);
        assert_eq!(Answer::part(2, &[], |_| String::new()), Answer::Met);
        let half = Answer::part(2, &["a".to_owned()], |names| format!("Do {names}."));
        assert_eq!(half, Answer::Lacking { share: 0.5, advice: "Do `a`.".to_owned() });
    }
}
