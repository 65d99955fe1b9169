//! A large loop, solved by sweeps of Gauss–Seidel, and by GMRES where these creep.
//!
//! One sweep sets every `x_i` in turn to `(d_i + Σ_{j≠i} R_ij x_j) / (1 − R_ii)`, with the newest `x_j`. For `R ≥ 0` sweeps
//! converge if and only if ρ(R) < 1, and never slower than simultaneous ones (Stein and Rosenberg 1948); in the order in
//! which needs flow, most arrive in the same sweep. A strong loop inside lets them creep, by its gain a sweep: then the sweep
//! `G` preconditions GMRES (Saad and Schultz 1986) on `x − G(x) = 0`, which takes a few strong loops out at once. Vectors are
//! measured relative to `x`, so no unit weighs more than another. GMRES proves nothing; the caller certifies what it finds.

/// Sparse rows of a non-negative matrix, the diagonal apart.
#[derive(Debug)]
pub(super) struct Rows {
    starts: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f64>,
    /// The diagonal.
    pub diagonal: Vec<f64>,
}

impl Rows {
    /// No rows yet.
    pub(super) fn with_capacity(size: usize) -> Self {
        let mut starts = Vec::with_capacity(size + 1);
        starts.push(0);
        Self { starts, columns: Vec::new(), values: Vec::new(), diagonal: Vec::with_capacity(size) }
    }

    /// Adds the next row; what is said of one column several times counts together.
    pub(super) fn push_row(&mut self, entries: impl Iterator<Item = (u32, f64)>) {
        let row = self.diagonal.len() as u32;
        self.diagonal.push(0.0);
        for (column, value) in entries {
            if column == row {
                self.diagonal[row as usize] += value;
            } else {
                self.columns.push(column);
                self.values.push(value);
            }
        }
        self.starts.push(self.columns.len() as u32);
    }

    /// The transposed matrix, with its rows and columns in the opposite order.
    pub(super) fn turned(&self) -> Self {
        let size = self.diagonal.len();
        let last = size as u32 - 1;
        let mut starts = vec![0_u32; size + 1];
        self.columns.iter().for_each(|column| starts[(last - column) as usize + 1] += 1);
        for row in 0..size {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut columns = vec![0; self.columns.len()];
        let mut values = vec![0.0; self.values.len()];
        for row in (0..size).rev() {
            for (column, value) in self.entries(row) {
                let at = &mut next[last as usize - column];
                (columns[*at as usize], values[*at as usize]) = (last - row as u32, value);
                *at += 1;
            }
        }
        Self { starts, columns, values, diagonal: self.diagonal.iter().rev().copied().collect() }
    }

    /// The entries of a row off the diagonal: (column, value).
    pub(super) fn entries(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.starts[row] as usize..self.starts[row + 1] as usize;
        self.columns[range.clone()].iter().zip(&self.values[range]).map(|(column, value)| (*column as usize, *value))
    }

    fn product(&self, row: usize, x: &[f64]) -> f64 {
        // Two sums, so that one addition need not wait for the other.
        let range = self.starts[row] as usize..self.starts[row + 1] as usize;
        let (columns, values) = (&self.columns[range.clone()], &self.values[range]);
        let (mut even, mut odd) = (0.0, 0.0);
        let (column_pairs, value_pairs) = (columns.chunks_exact(2), values.chunks_exact(2));
        if let ([column], [value]) = (column_pairs.remainder(), value_pairs.remainder()) {
            even = value * x[*column as usize];
        }
        for (columns, values) in column_pairs.zip(value_pairs) {
            even += values[0] * x[columns[0] as usize];
            odd += values[1] * x[columns[1] as usize];
        }
        even + odd
    }

    /// One sweep of `x = d + R x`; returns the largest step relative to its value.
    pub(super) fn sweep(&self, demand: &[f64], x: &mut [f64]) -> f64 {
        let mut largest: f64 = 0.0;
        for row in 0..demand.len() {
            let value = (demand[row] + self.product(row, x)) / (1.0 - self.diagonal[row]);
            let step = (value - x[row]).abs();
            if step > largest * value.abs() {
                largest = step / value.abs().max(f64::MIN_POSITIVE);
            }
            x[row] = value;
        }
        largest
    }

    /// `d + R x − x`, of one row.
    pub(super) fn residual(&self, row: usize, demand: &[f64], x: &[f64]) -> f64 {
        demand[row] + self.product(row, x) + self.diagonal[row] * x[row] - x[row]
    }
}

/// Sweeps come to no end.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoEnd;

/// A step below this, relative, is as good as none.
const SETTLED: f64 = 1e-14;

/// Sweeps between two looks at how they converge.
const SWEEPS_PER_LOOK: usize = 6;

/// If more sweeps than this would be needed, they creep.
const MOST_SWEEPS_AHEAD: f64 = 80.0;

/// Rounds of GMRES before it is given up.
const MOST_ROUNDS: usize = 60;

/// Directions that one round of GMRES combines.
const DIRECTIONS: usize = 24;

/// `x = d + R x` for a `d ≥ 0` that is not all zero, to rounding; all are connected, so every `x_i` is positive.
///
/// # Errors
/// Sweeps come to no end; most likely ρ(R) ≥ 1.
pub(super) fn settle(rows: &Rows, demand: &[f64]) -> Result<Vec<f64>, NoEnd> {
    if rows.diagonal.iter().any(|gain| *gain >= 1.0) {
        return Err(NoEnd);
    }
    let x = settled(rows, demand)?;
    // Where ρ(R) ≥ 1 the equations may have a solution, but none that is positive.
    if x.iter().all(|value| *value > 0.0) { Ok(x) } else { Err(NoEnd) }
}

fn settled(rows: &Rows, demand: &[f64]) -> Result<Vec<f64>, NoEnd> {
    let mut x = demand.to_vec();
    let mut last_step = f64::INFINITY;
    let mut rounds = 0;
    loop {
        let mut step = 0.0;
        for _ in 0..SWEEPS_PER_LOOK {
            step = rows.sweep(demand, &mut x);
            if step <= SETTLED {
                return Ok(x);
            }
        }
        if !x.iter().all(|value| value.is_finite()) {
            return Err(NoEnd);
        }
        let shrinks = (step / last_step).ln() / SWEEPS_PER_LOOK as f64;
        last_step = step;
        let creeps = shrinks >= 0.0 || (step / SETTLED).ln() / -shrinks > MOST_SWEEPS_AHEAD;
        if creeps && shrinks.is_finite() {
            // Near rounding, steps shrink no more: then it is as exact as it gets.
            if step <= 1e-13 && rounds > 0 {
                return Ok(x);
            }
            if rounds == MOST_ROUNDS {
                return Err(NoEnd);
            }
            rounds += 1;
            accelerate(rows, demand, &mut x);
            last_step = f64::INFINITY;
        }
    }
}

/// One round of GMRES on `x − G(x) = 0`, then a sweep.
pub(super) fn accelerate(rows: &Rows, demand: &[f64], x: &mut [f64]) {
    let nothing = vec![0.0; x.len()];
    let scale: Vec<f64> = x.iter().map(|value| value.abs().max(f64::MIN_POSITIVE)).collect();
    let mut swept = x.to_vec();
    rows.sweep(demand, &mut swept);
    let mut first: Vec<f64> =
        swept.iter().zip(&*x).zip(&scale).map(|((new, old), scale)| (new - old) / scale).collect();
    let length = norm(&first);
    if length == 0.0 || !length.is_finite() {
        return;
    }
    first.iter_mut().for_each(|value| *value /= length);
    let mut basis = vec![first];
    // The upper triangle that Givens rotations leave of the Hessenberg matrix, and the right side.
    let mut triangle: Vec<Vec<f64>> = Vec::new();
    let mut rotations: Vec<(f64, f64)> = Vec::new();
    let mut right = vec![length];
    for step in 0..DIRECTIONS {
        let mut image: Vec<f64> = basis[step].iter().zip(&scale).map(|(value, scale)| value * scale).collect();
        rows.sweep(&nothing, &mut image);
        let mut next: Vec<f64> =
            basis[step].iter().zip(&image).zip(&scale).map(|((value, image), scale)| value - image / scale).collect();
        let mut column: Vec<f64> = Vec::with_capacity(step + 2);
        for direction in &basis {
            let part: f64 = direction.iter().zip(&next).map(|(a, b)| a * b).sum();
            next.iter_mut().zip(direction).for_each(|(value, direction)| *value -= part * direction);
            column.push(part);
        }
        let rest = norm(&next);
        for (index, (cosine, sine)) in rotations.iter().enumerate() {
            let (a, b) = (column[index], column[index + 1]);
            (column[index], column[index + 1]) = (cosine * a + sine * b, cosine * b - sine * a);
        }
        let radius = column[step].hypot(rest);
        if radius == 0.0 || !radius.is_finite() {
            break;
        }
        let (cosine, sine) = (column[step] / radius, rest / radius);
        column[step] = radius;
        rotations.push((cosine, sine));
        right.push(-sine * right[step]);
        right[step] *= cosine;
        triangle.push(column);
        if rest <= 1e-14 || right[step + 1].abs() <= 1e-16 {
            break;
        }
        next.iter_mut().for_each(|value| *value /= rest);
        basis.push(next);
    }
    let mut weights = vec![0.0; triangle.len()];
    for row in (0..triangle.len()).rev() {
        let known: f64 = (row + 1..triangle.len()).map(|column| triangle[column][row] * weights[column]).sum();
        weights[row] = (right[row] - known) / triangle[row][row];
    }
    for (direction, weight) in basis.iter().zip(&weights) {
        for ((value, part), scale) in x.iter_mut().zip(direction).zip(&scale) {
            *value += weight * part * scale;
        }
    }
    rows.sweep(demand, x);
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum::<f64>().sqrt()
}
