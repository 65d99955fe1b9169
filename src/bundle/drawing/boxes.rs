//! Boxes to be placed and lines to be led between them.

/// A box to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// px from its middle to the left end of what it takes.
    pub left: f64,
    /// px from its middle to the right end of what it takes: more where another stands beside it.
    pub right: f64,
    /// px, of both.
    pub height: f64,
    /// Its rank, from 0 at the top.
    pub rank: usize,
    /// kg: the heavier of a broken rank stand above.
    pub mass_kg: f64,
}

/// A line to be led.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The box that it leaves.
    pub upper: usize,
    /// The box that it meets.
    pub lower: usize,
    /// How much it pulls, from 1.
    pub weight: i32,
}
