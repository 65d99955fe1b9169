//! Where a part comes from and goes to, as its traveller says: the bars and sheets of the cut list, the steps that take it.

use std::collections::BTreeMap;

use super::job::Job;
use crate::bundle::prose::guide::Guide;
use crate::bundle::view::Fact;
use crate::bundle::wording::word_fact;
use crate::graph::ItemIndex;
use crate::purchase::cut_list::CutList;

/// First and last of bars or sheets that follow each other.
type Spans = Vec<(u64, u64)>;

/// Where each part is cut and used.
#[derive(Debug, Default)]
pub struct Whereabouts {
    /// `sheets 1, 3 to 5`, by part and material.
    cuts: BTreeMap<(ItemIndex, ItemIndex), String>,
    /// (number, anchor on the page of steps) of each step that takes an item.
    steps: BTreeMap<ItemIndex, Vec<(usize, String)>>,
}

impl Whereabouts {
    /// Of a job, its cut list and its build instructions.
    pub fn of(cuts: &CutList, guide: Option<&Guide>) -> Self {
        let mut whereabouts = Self::default();
        let mut pieces: BTreeMap<(ItemIndex, ItemIndex), (&str, Spans)> = BTreeMap::new();
        for bars in &cuts.bars {
            let mut first = 1;
            for pattern in &bars.nesting.patterns {
                let last = first + pattern.bars - 1;
                for (piece, _) in bars.pieces.iter().zip(&pattern.pieces).filter(|(_, count)| **count > 0) {
                    let key = (piece.item, bars.item);
                    pieces.entry(key).or_insert(("bar", Vec::new())).1.push((first, last));
                }
                first = last + 1;
            }
        }
        for sheets in &cuts.sheets {
            let mut first = 1;
            for layout in &sheets.nesting.layouts {
                let last = first + layout.sheets - 1;
                for placed in &layout.placed {
                    let key = (sheets.pieces[placed.blank].item, sheets.item);
                    pieces.entry(key).or_insert(("sheet", Vec::new())).1.push((first, last));
                }
                first = last + 1;
            }
        }
        for (key, (word, spans)) in pieces {
            whereabouts.cuts.insert(key, spans_text(word, spans));
        }
        for section in guide.iter().flat_map(|guide| &guide.sections) {
            let Some(number) = section.number else { continue };
            for (item, _) in &section.items {
                whereabouts.steps.entry(*item).or_default().push((number, section.anchor.clone()));
            }
        }
        whereabouts
    }

    /// `sheets 1, 3 to 5 of the cut list`, of a part that is cut from a material.
    pub fn cut(&self, part: ItemIndex, material: ItemIndex) -> Option<String> {
        self.cuts.get(&(part, material)).map(|spans| format!("{spans} of the cut list"))
    }

    /// The steps that take a part.
    pub fn goes_into(&self, job: &Job<'_>, part: ItemIndex) -> Option<Fact> {
        let steps = self.steps.get(&part).filter(|_| part != job.report().resolution.root)?;
        let (first, anchor) = steps.first()?;
        let mut numbers: Vec<String> = steps.iter().map(|(number, _)| number.to_string()).collect();
        numbers.dedup();
        let label = if numbers.len() == 1 { format!("step {first}") } else { format!("steps {}", numbers.join(", ")) };
        Some(Fact { href: Some(format!("steps.html#{anchor}")), ..word_fact("Goes into", label) })
    }
}

/// `sheet 1`, `sheets 1, 3 to 5`
fn spans_text(word: &str, mut spans: Spans) -> String {
    spans.sort_unstable();
    let mut joined = Spans::new();
    for (first, last) in spans {
        match joined.last_mut() {
            Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    let span = |(first, last): &(u64, u64)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    };
    let several = if matches!(joined[..], [(first, last)] if first == last) { "" } else { "s" };
    format!("{word}{several} {}", joined.iter().map(span).collect::<Vec<String>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::spans_text;

    #[test]
    fn spans_are_joined() {
        assert_eq!(spans_text("sheet", vec![(2, 2), (2, 2)]), "sheet 2");
        assert_eq!(spans_text("bar", vec![(7, 9), (1, 1), (2, 2), (4, 4), (5, 6)]), "bars 1, 2, 4 to 9");
    }
}
