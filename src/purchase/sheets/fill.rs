//! One sheet filled from the pieces that are left. Free room is kept as rectangles: as all the largest ones, which overlap
//! ("maximal rectangles", Jylänki, 2010), or, for cuts from edge to edge, as rectangles that part at each cut.

use super::{Placed, Problem};

/// The most pieces on one sheet: beyond, the sheet is closed.
const MOST_PIECES: usize = 3_000;
/// The most free rectangles that are kept; the smallest go.
const MOST_FREE: usize = 400;

/// How the place of a piece is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Which place is best.
    pub rule: Rule,
    /// Whether the piece that fits a place best is taken, rather than the next in the order.
    pub any_piece: bool,
}

/// Which of several places is best: the least of this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What is left beside the piece on its tighter side.
    ShortSide,
    /// What is left beside the piece on its looser side.
    LongSide,
    /// The area that is left.
    Area,
    /// The way to the corner.
    Corner,
}

/// A filled sheet.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub placed: Vec<Placed>,
    /// µm² of the pieces.
    pub area: f64,
    /// The largest free rectangle: x, y, length, width.
    pub remnant: Option<[u64; 4]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Free {
    y: u64,
    x: u64,
    length: u64,
    width: u64,
}

/// Fills a sheet.
pub fn fill(problem: &Problem, sheet: usize, order: &[usize], left: &[u64], manner: Manner, looks: &mut u64) -> Filled {
    let (length, width) = problem.rooms[sheet];
    let mut left = left.to_vec();
    let mut free = vec![Free { x: 0, y: 0, length, width }];
    let mut filled = Filled::default();
    // What once found no place finds none later: room only shrinks.
    let mut open: Vec<usize> = order.iter().copied().filter(|blank| left[*blank] > 0).collect();
    while !open.is_empty() && filled.placed.len() < MOST_PIECES {
        if manner.any_piece && *looks == 0 {
            break;
        }
        let candidates = if manner.any_piece { &open[..] } else { &open[..1] };
        let mut best: Option<((u64, u64), usize, usize, bool)> = None;
        for blank in candidates {
            let size = problem.blanks[*blank];
            for (place, room) in free.iter().enumerate() {
                for is_turned in [false, true] {
                    let (along, across) =
                        if is_turned { (size.width_um, size.length_um) } else { (size.length_um, size.width_um) };
                    if is_turned && (!size.turns || along == across) || along > room.length || across > room.width {
                        continue;
                    }
                    let score = score(manner.rule, *room, along, across);
                    if best.as_ref().is_none_or(|(known, ..)| score < *known) {
                        best = Some((score, *blank, place, is_turned));
                    }
                }
            }
        }
        *looks = looks.saturating_sub((candidates.len() * free.len()) as u64);
        let Some((_, blank, place, is_turned)) = best else {
            if manner.any_piece {
                break;
            }
            open.remove(0);
            continue;
        };
        let size = problem.blanks[blank];
        let (along, across) = if is_turned { (size.width_um, size.length_um) } else { (size.length_um, size.width_um) };
        let room = free[place];
        filled.placed.push(Placed { blank, x_um: room.x, y_um: room.y, is_turned });
        filled.area += along as f64 * across as f64;
        let taken = Free { x: room.x, y: room.y, length: along, width: across };
        if problem.edge_to_edge {
            free.swap_remove(place);
            part(&mut free, room, taken);
        } else {
            subtract(&mut free, taken);
        }
        free.sort_unstable();
        left[blank] -= 1;
        if left[blank] == 0 {
            open.retain(|other| *other != blank);
        }
    }
    filled.remnant = free
        .iter()
        .max_by(|a, b| {
            let area = |room: &Free| u128::from(room.length) * u128::from(room.width);
            area(a).cmp(&area(b)).then(b.cmp(a))
        })
        .map(|room| [room.x, room.y, room.length, room.width]);
    filled
}

fn score(rule: Rule, room: Free, along: u64, across: u64) -> (u64, u64) {
    let (beside, above) = (room.length - along, room.width - across);
    match rule {
        Rule::ShortSide => (beside.min(above), beside.max(above)),
        Rule::LongSide => (beside.max(above), beside.min(above)),
        Rule::Area => {
            let area = |length: u64, width: u64| u128::from(length) * u128::from(width);
            let rest = area(room.length, room.width) - area(along, across);
            (u64::try_from(rest / 1_000_000).unwrap_or(u64::MAX), beside.min(above))
        }
        Rule::Corner => (room.x + along, room.y + across),
    }
}

/// Parts what is left of a room at the cut that leaves the larger rectangle whole.
fn part(free: &mut Vec<Free>, room: Free, taken: Free) {
    let (beside, above) = (room.length - taken.length, room.width - taken.width);
    let across_first = beside > above;
    let right = Free {
        x: room.x + taken.length,
        y: room.y,
        length: beside,
        width: if across_first { room.width } else { taken.width },
    };
    let top = Free {
        x: room.x,
        y: room.y + taken.width,
        length: if across_first { taken.length } else { room.length },
        width: above,
    };
    free.extend([right, top].into_iter().filter(|room| room.length > 0 && room.width > 0));
}

/// Takes a piece out of all free rectangles that it meets, and leaves the largest ones only.
fn subtract(free: &mut Vec<Free>, taken: Free) {
    let mut next = Vec::with_capacity(free.len() + 4);
    let mut fresh = Vec::new();
    for room in free.drain(..) {
        let meets = taken.x < room.x + room.length
            && room.x < taken.x + taken.length
            && taken.y < room.y + room.width
            && room.y < taken.y + taken.width;
        if !meets {
            next.push(room);
            continue;
        }
        let (right, top) = (taken.x + taken.length, taken.y + taken.width);
        if taken.x > room.x {
            fresh.push(Free { length: taken.x - room.x, ..room });
        }
        if right < room.x + room.length {
            fresh.push(Free { x: right, length: room.x + room.length - right, ..room });
        }
        if taken.y > room.y {
            fresh.push(Free { width: taken.y - room.y, ..room });
        }
        if top < room.y + room.width {
            fresh.push(Free { y: top, width: room.y + room.width - top, ..room });
        }
    }
    let inside = |a: &Free, b: &Free| {
        a.x >= b.x && a.y >= b.y && a.x + a.length <= b.x + b.length && a.y + a.width <= b.y + b.width
    };
    fresh.sort_unstable();
    fresh.dedup();
    // Old ones are never inside a piece of another, for that other would have held them before.
    let kept: Vec<Free> = fresh
        .iter()
        .enumerate()
        .filter(|(at, room)| {
            !next.iter().any(|other| inside(room, other))
                && !fresh.iter().enumerate().any(|(other_at, other)| other_at != *at && inside(room, other))
        })
        .map(|(_, room)| *room)
        .collect();
    next.extend(kept);
    if next.len() > MOST_FREE {
        next.sort_by_key(|room| (std::cmp::Reverse(u128::from(room.length) * u128::from(room.width)), room.y, room.x));
        next.truncate(MOST_FREE);
    }
    *free = next;
}
