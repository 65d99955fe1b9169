//! The ways of lines through the gaps between boxes: with few and short moves aside, and not all through one gap.

use super::boxes::Line;
use super::spread::spread;

/// px between lines in a gap, where there is room.
const LINES: f64 = 9.0;
/// px of way that a bend is worth.
const BEND: f64 = 24.0;
/// px of way that each line too many in a gap is worth.
const CROWD: f64 = 14.0;

/// A row that lines pass.
pub struct Barrier {
    /// px.
    pub top: f64,
    /// px.
    pub bottom: f64,
    /// Where lines may pass, from the left: from and to, in px.
    pub gaps: Vec<(f64, f64)>,
}

/// Where a line passes a row.
#[derive(Clone, Copy)]
struct Pass {
    gap: usize,
    x: f64,
}

/// The points of each line, ends included, from box middle to box middle; none where the line does not go down. `row_of` and
/// `x` are the row and the middle of each box.
pub fn ways(lines: &[Line], rows: &[Barrier], row_of: &[usize], x: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let mut lead: Vec<usize> = (0..lines.len()).collect();
    lead.sort_by_key(|index| (-lines[*index].weight, *index));
    let mut crowds: Vec<Vec<usize>> = rows.iter().map(|row| vec![0; row.gaps.len()]).collect();
    let mut passes: Vec<Vec<Pass>> = vec![Vec::new(); lines.len()];
    for index in lead {
        let line = &lines[index];
        let between = row_of[line.upper] + 1..row_of[line.lower].max(row_of[line.upper] + 1);
        passes[index] = straightest(&rows[between.clone()], &crowds[between.clone()], x[line.upper], x[line.lower]);
        for (row, pass) in between.zip(&passes[index]) {
            crowds[row][pass.gap] += 1;
        }
    }
    set_apart(lines, rows, row_of, x, &mut passes);
    let way = |(line, passes): (&Line, &Vec<Pass>)| {
        let (from, to) = (row_of[line.upper], row_of[line.lower]);
        if to <= from {
            return Vec::new();
        }
        let inner = passes.iter().zip(&rows[from + 1..to]);
        let inner = inner.flat_map(|(pass, row)| [(pass.x, row.top), (pass.x, row.bottom)]);
        std::iter::once((x[line.upper], rows[from].bottom))
            .chain(inner)
            .chain([(x[line.lower], rows[to].top)])
            .collect()
    };
    lines.iter().zip(&passes).map(way).collect()
}

/// The cheapest way by length aside, bends and crowds; of equal ones that which moves early.
fn straightest(rows: &[Barrier], crowds: &[Vec<usize>], from: f64, to: f64) -> Vec<Pass> {
    let aside = |from: f64, to: f64| if (from - to).abs() < 0.5 { 0.0 } else { (from - to).abs() + BEND };
    // For each row, each place where it may be passed: what the way to there costs, and from which place before.
    let mut table: Vec<Vec<(Pass, f64, usize)>> = Vec::with_capacity(rows.len());
    for (row, crowd) in rows.iter().zip(crowds) {
        let before = table.last();
        let mut places = Vec::with_capacity(row.gaps.len() * 2);
        for (gap, (low, high)) in row.gaps.iter().enumerate() {
            let room = ((high - low) / LINES) as usize + 1;
            let crowded = CROWD * crowd[gap].saturating_sub(room) as f64;
            let (near_end, near_start) = (to.clamp(*low, *high), from.clamp(*low, *high));
            for x in [near_end, near_start].into_iter().take(if near_end == near_start { 1 } else { 2 }) {
                let (cost, via) = before.map_or((aside(from, x), 0), |before| cheapest(before, |at| aside(at, x)));
                places.push((Pass { gap, x }, cost + crowded, via));
            }
        }
        table.push(places);
    }
    let Some(last) = table.last() else { return Vec::new() };
    let (_, mut at) = cheapest(last, |x| aside(x, to));
    let mut passes = Vec::with_capacity(rows.len());
    for places in table.iter().rev() {
        passes.push(places[at].0);
        at = places[at].2;
    }
    passes.reverse();
    passes
}

/// What the cheapest of these places costs, with what comes on top for its x, and which it is.
fn cheapest(places: &[(Pass, f64, usize)], more: impl Fn(f64) -> f64) -> (f64, usize) {
    let costs = places.iter().enumerate().map(|(number, (pass, cost, _))| (cost + more(pass.x), number));
    costs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0))
}

/// Moves lines in one gap apart, as far as it has room, in an order in which they do not cross.
fn set_apart(lines: &[Line], rows: &[Barrier], row_of: &[usize], x: &[f64], passes: &mut [Vec<Pass>]) {
    for (number, row) in rows.iter().enumerate() {
        for (gap, (low, high)) in row.gaps.iter().enumerate() {
            let mut here: Vec<(f64, f64, f64, usize)> = Vec::new();
            for (index, line) in lines.iter().enumerate() {
                let first = row_of[line.upper] + 1;
                let Some(pass) = number.checked_sub(first).and_then(|place| passes[index].get(place)) else { continue };
                if pass.gap == gap {
                    let before = if number == first { x[line.upper] } else { passes[index][number - first - 1].x };
                    here.push((pass.x, x[line.lower], before, index));
                }
            }
            here.sort_by(|a, b| {
                a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2)).then(a.3.cmp(&b.3))
            });
            let wanted: Vec<f64> = here.iter().map(|(wanted, ..)| *wanted).collect();
            let steps = here.len().saturating_sub(1);
            let apart = vec![LINES.min((high - low) / steps.max(1) as f64); steps];
            for ((.., index), x) in here.iter().zip(spread(&wanted, &apart, *low, *high)) {
                passes[*index][number - row_of[lines[*index].upper] - 1].x = x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(number: usize, gaps: &[(f64, f64)]) -> Barrier {
        let top = 100.0 * number as f64;
        Barrier { top, bottom: top + 50.0, gaps: gaps.to_vec() }
    }

    #[test]
    fn a_line_does_not_turn_back_where_it_need_not() {
        let rows = [wall(0, &[]), wall(1, &[(0.0, 400.0)]), wall(2, &[(0.0, 10.0), (290.0, 310.0)]), wall(3, &[])];
        let line = Line { upper: 0, lower: 1, weight: 1 };
        let way = &ways(&[line], &rows, &[0, 3], &[320.0, 200.0])[0];
        assert!(way.windows(2).all(|pair| pair[1].0 <= pair[0].0), "{way:?}");
        assert_eq!((way[0], way[way.len() - 1]), ((320.0, 50.0), (200.0, 300.0)));
    }

    #[test]
    fn lines_do_not_all_take_one_gap() {
        let rows = [wall(0, &[]), wall(1, &[(100.0, 110.0), (200.0, 210.0)]), wall(2, &[])];
        let lines = [Line { upper: 0, lower: 1, weight: 1 }; 40];
        let ways = ways(&lines, &rows, &[0, 2], &[105.0, 105.0]);
        let right = ways.iter().filter(|way| way[1].0 >= 200.0).count();
        assert!((1..20).contains(&right), "{right}");
    }

    #[test]
    fn what_goes_up_has_no_way() {
        let rows = [wall(0, &[]), wall(1, &[])];
        let line = |upper, lower| Line { upper, lower, weight: 1 };
        let ways = ways(&[line(1, 0), line(0, 0), line(0, 1)], &rows, &[0, 1], &[10.0, 20.0]);
        assert!(ways[0].is_empty() && ways[1].is_empty() && ways[2].len() == 2);
    }
}
