//! Working time: a week as long as the longest shift of those who take part, in which each works the first hours that it has.

/// The working week of a build.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Calendar {
    /// Hours in the working week.
    pub week_h: f64,
}

/// Differences below this are rounding, in hours.
const ROUNDING_H: f64 = 1e-9;

impl Calendar {
    /// The first time from `at_h` on at which somebody who works the first `open_h` hours of each week is there.
    pub(super) fn opening(self, at_h: f64, open_h: f64) -> f64 {
        let open_h = open_h.min(self.week_h);
        let week = (at_h / self.week_h + ROUNDING_H).floor();
        if at_h - week * self.week_h < open_h - ROUNDING_H { at_h } else { (week + 1.0) * self.week_h }
    }

    /// When work of so many hours is done that begins at `from_h`, and rests while nobody is there.
    pub(super) fn finish(self, from_h: f64, work_h: f64, open_h: f64) -> f64 {
        let open_h = open_h.min(self.week_h);
        let start = self.opening(from_h, open_h);
        let week = (start / self.week_h + ROUNDING_H).floor();
        let left = open_h - (start - week * self.week_h);
        if work_h <= left + ROUNDING_H {
            return start + work_h;
        }
        let rest = work_h - left;
        let mut whole = (rest / open_h).floor();
        let mut remainder = rest - whole * open_h;
        if remainder <= ROUNDING_H && whole > 0.0 {
            // It ends with a week, and not at the beginning of the next.
            whole -= 1.0;
            remainder = open_h;
        }
        (week + 1.0 + whole) * self.week_h + remainder
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;

    #[test]
    fn work_rests_while_nobody_is_there() {
        let calendar = Calendar { week_h: 80.0 };
        let cases = [
            ((0.0, 10.0, 40.0), 10.0),
            ((0.0, 40.0, 40.0), 40.0),
            ((0.0, 41.0, 40.0), 81.0),
            ((50.0, 5.0, 40.0), 85.0),
            ((39.0, 2.0, 40.0), 81.0),
            ((0.0, 80.0, 40.0), 120.0),
            ((0.0, 500.0, 80.0), 500.0),
            ((40.0, 0.0, 40.0), 80.0),
        ];
        for ((from, work, open), wanted) in cases {
            assert_eq!(calendar.finish(from, work, open), wanted, "{from} {work} {open}");
        }
    }
}
