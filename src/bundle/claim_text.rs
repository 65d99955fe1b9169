//! What is claimed of plans and places, decided and in words.

use crate::claims::Answer;
use crate::graph::ItemIndex;
use crate::local::Factor;
use crate::model::Id;

/// A claim as `groundup claims` tells it.
#[derive(Clone, Debug)]
pub struct ClaimText {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is claimed.
    pub claim: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
    /// Whether it holds.
    pub answer: Answer,
    /// The verdict in words: `holds, on an estimate`.
    pub verdict: String,
    /// What it rests on, where no figure decides it.
    pub reason: String,
    /// The figure that decides it.
    pub deciding: Option<FigureText>,
    /// Its measures.
    pub measures: Vec<MeasureText>,
    /// The author's note.
    pub note: Option<String>,
}

/// A measure of a claim.
#[derive(Clone, Debug)]
pub struct MeasureText {
    /// What is measured.
    pub what: String,
    /// Its value.
    pub computed: String,
    /// Its bound.
    pub claimed: String,
    /// Whether it holds, and why not.
    pub answer: String,
    /// What shows it.
    pub command: String,
    /// What it stands for.
    pub note: Option<String>,
    /// The figures that move it, the one that moves it most first.
    pub figures: Vec<FigureText>,
}

/// A figure that a measure rests on.
#[derive(Clone, Debug)]
pub struct FigureText {
    /// The figure in words.
    pub text: String,
    /// How good it is, and what it is from; empty for a group of figures.
    pub footing: String,
    /// The title of its source.
    pub source: Option<String>,
    /// By how much 10 % more of it moves the measure.
    pub moves: String,
    /// Where the bound would be met.
    pub met_at: String,
    /// Which figure it is.
    pub factor: Factor,
    /// What it is of.
    pub item: Option<ItemIndex>,
    /// The machine that it is of.
    pub machine: Option<Id>,
    /// The plan or item of the measure.
    pub root: ItemIndex,
    /// Index of the facility that it may be of.
    pub facility: usize,
}
