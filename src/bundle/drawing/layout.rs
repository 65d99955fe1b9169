//! Where boxes stand and lines run, on a sheet that can be read: a rank that is too long for one row is broken into several,
//! and lines that pass a row run through the gaps between its boxes.

use super::boxes::{Line, Size};
use super::order::in_order;
use super::spread::spread;
use super::ways::{Barrier, ways};

/// px between boxes of a row.
pub const BESIDE: f64 = 22.0;
/// px that a line keeps from the boxes that it passes, where there is room.
const CLEAR: f64 = 6.0;
/// px between ranks.
const RANKS: f64 = 44.0;
/// px between rows of one rank.
const ROWS: f64 = 32.0;
/// px left free at both sides, for lines.
const SIDE: f64 = 22.0;
/// Boxes in a row: the fewest and the most that a row is broken at.
const COLUMNS: [usize; 2] = [6, 11];
/// Width by height of a sheet of paper that lies (ISO 216).
const SHEET: f64 = std::f64::consts::SQRT_2;
/// How often boxes are drawn towards what they hang on.
const SWEEPS: usize = 12;

/// Where all stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The middle of the top of each box.
    pub tops: Vec<(f64, f64)>,
    /// For each box the bottom of its row: lines go straight down to there.
    pub feet: Vec<f64>,
    /// Points of the lines, ends included; empty where the line does not go down.
    pub lines: Vec<Vec<(f64, f64)>>,
    /// px.
    pub width: f64,
    /// px.
    pub height: f64,
}

/// Boxes beside each other.
struct Row {
    boxes: Vec<usize>,
    /// px.
    top: f64,
    /// px.
    bottom: f64,
}

/// Places boxes and leads lines, in rows of as many boxes as make the sheet largest to read; heavier lines run straighter.
/// `beside` is what stands beside the boxes, in px.
pub fn place(sizes: &[Size], lines: &[Line], beside: f64) -> Placed {
    let order = in_order(sizes, lines);
    let longest = order.iter().map(Vec::len).max().unwrap_or(1);
    let [fewest, most] = COLUMNS.map(|columns| columns.min(longest).max(1));
    let side = |columns: &usize| {
        let rows = rows(sizes, &order, *columns);
        (width_of(sizes, &rows) + beside).max(height_of(&rows) * SHEET)
    };
    // Of equals, the most columns.
    let columns = (fewest..=most).rev().min_by(|a, b| side(a).total_cmp(&side(b)));
    placed(sizes, lines, &order, columns.unwrap_or(most))
}

/// px that the longest row takes, and the room at its sides.
fn width_of(sizes: &[Size], rows: &[Row]) -> f64 {
    let taken = |row: &Row| {
        row.boxes.iter().map(|number| sizes[*number].left + sizes[*number].right + BESIDE).sum::<f64>() - BESIDE
    };
    (2.0 * SIDE + rows.iter().map(taken).fold(0.0, f64::max)).ceil()
}

fn height_of(rows: &[Row]) -> f64 {
    (rows.last().map_or(0.0, |row| row.bottom) + 2.0).ceil()
}

fn placed(sizes: &[Size], lines: &[Line], order: &[Vec<usize>], columns: usize) -> Placed {
    let rows = rows(sizes, order, columns);
    let mut row_of = vec![0; sizes.len()];
    for (number, row) in rows.iter().enumerate() {
        for member in &row.boxes {
            row_of[*member] = number;
        }
    }
    let width = width_of(sizes, &rows);
    let x = across(sizes, lines, &rows, width);
    let mut tops = vec![(0.0, 0.0); sizes.len()];
    let mut feet = vec![0.0; sizes.len()];
    for row in &rows {
        for number in &row.boxes {
            tops[*number] = (x[*number], row.top);
            feet[*number] = row.bottom;
        }
    }
    let barrier = |row: &Row| Barrier { top: row.top, bottom: row.bottom, gaps: gaps(sizes, row, &tops, width) };
    let barriers: Vec<Barrier> = rows.iter().map(barrier).collect();
    let x: Vec<f64> = tops.iter().map(|(x, _)| *x).collect();
    let lines = ways(lines, &barriers, &row_of, &x);
    Placed { tops, feet, lines, width, height: height_of(&rows) }
}

/// The rows, from the top: a rank of more than `columns` boxes is broken evenly, and what stands near each other stays so.
fn rows(sizes: &[Size], order: &[Vec<usize>], columns: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut y = 2.0;
    for rank in order.iter().filter(|rank| !rank.is_empty()) {
        let count = rank.len().div_ceil(columns);
        let mut broken: Vec<Vec<usize>> = vec![Vec::new(); count];
        for chunk in rank.chunks(count) {
            let mut column = chunk.to_vec();
            column.sort_by(|a, b| sizes[*b].mass_kg.total_cmp(&sizes[*a].mass_kg).then(a.cmp(b)));
            for (row, number) in broken.iter_mut().zip(column) {
                row.push(number);
            }
        }
        for boxes in broken {
            let height = boxes.iter().map(|number| sizes[*number].height).fold(0.0, f64::max);
            rows.push(Row { boxes, top: y, bottom: y + height });
            y += height + ROWS;
        }
        y += RANKS - ROWS;
    }
    rows
}

/// The centre of each box from the left, in px: near those that it hangs on, in the order of its row.
fn across(sizes: &[Size], lines: &[Line], rows: &[Row], width: f64) -> Vec<f64> {
    let mut hangs_on: Vec<Vec<(usize, f64)>> = vec![Vec::new(); sizes.len()];
    for line in lines {
        hangs_on[line.upper].push((line.lower, f64::from(line.weight)));
        hangs_on[line.lower].push((line.upper, f64::from(line.weight)));
    }
    let mut x = vec![width / 2.0; sizes.len()];
    let set = |x: &mut Vec<f64>, row: &Row, wanted: &[f64]| {
        let pairs = row.boxes.windows(2);
        let apart: Vec<f64> = pairs.map(|pair| sizes[pair[0]].right + sizes[pair[1]].left + BESIDE).collect();
        let first = row.boxes.first().map_or(0.0, |number| sizes[*number].left);
        let last = row.boxes.last().map_or(0.0, |number| sizes[*number].right);
        let at = spread(wanted, &apart, SIDE + first, width - SIDE - last);
        for (number, at) in row.boxes.iter().zip(at) {
            x[*number] = at;
        }
    };
    for row in rows {
        let step = (width - 2.0 * SIDE) / row.boxes.len() as f64;
        let wanted: Vec<f64> = (0..row.boxes.len()).map(|place| SIDE + step * (place as f64 + 0.5)).collect();
        set(&mut x, row, &wanted);
    }
    for sweep in 0..SWEEPS {
        for place in 0..rows.len() {
            let row = &rows[if sweep % 2 == 0 { place } else { rows.len() - 1 - place }];
            let wanted: Vec<f64> = row
                .boxes
                .iter()
                .map(|number| {
                    let (sum, weight) = hangs_on[*number]
                        .iter()
                        .fold((0.0, 0.0), |(sum, all), (other, weight)| (sum + x[*other] * weight, all + weight));
                    if weight > 0.0 { sum / weight } else { x[*number] }
                })
                .collect();
            set(&mut x, row, &wanted);
        }
    }
    x
}

/// Where lines may pass a row, from the left.
fn gaps(sizes: &[Size], row: &Row, tops: &[(f64, f64)], width: f64) -> Vec<(f64, f64)> {
    let after = |number: &usize| tops[*number].0 + sizes[*number].right;
    let before = |number: &usize| tops[*number].0 - sizes[*number].left;
    let lefts = std::iter::once(0.0).chain(row.boxes.iter().map(after));
    let rights = row.boxes.iter().map(before).chain([width]);
    lefts.zip(rights).map(|(left, right)| (left + CLEAR, right - CLEAR)).map(|(l, r)| (l, r.max(l))).collect()
}
