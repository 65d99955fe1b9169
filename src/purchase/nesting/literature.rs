//! Cutting stock from the literature, figures typed in: the known optimum, found and proven.

use super::{Demand, nest};

/// Name, length of the bar, `length:pieces` of each demand, bars at the optimum.
type Instance = (&'static str, u64, &'static str, u64);

const INSTANCES: &[Instance] = &[
    // The example of column generation in Chvátal, Linear Programming (1983), chapter 13; in the library of GAMS as `cutstock`.
    ("Chvátal", 100, "45:97 36:610 31:395 14:211", 453),
    // The worked example of the article "Cutting stock problem" in Wikipedia: rolls of 5600 mm, at least 73 of them.
    (
        "Wikipedia",
        5600,
        "1380:22 1520:25 1560:12 1710:14 1820:18 1880:18 1930:20 2000:10 2050:12 2100:14 2140:16 2150:18 2200:20",
        73,
    ),
    // Falkenauer (1996), uniform class, as in binpack1 of the OR-Library. That lists 51 and 50 for the second and the last; one
    // fewer is known since Scholl, Klein and Jürgens (1997).
    (
        "u120_00",
        150,
        "98:3 96:2 94:1 93:2 92:1 91:2 90:1 87:1 86:1 85:2 84:5 83:2 82:2 81:1 80:3 79:2 78:4 76:1 74:2 73:4 72:1 \
         71:1 70:3 69:3 67:1 66:1 64:1 62:2 60:2 59:1 58:3 57:4 55:3 50:1 49:3 47:1 46:2 45:2 44:2 43:4 42:5 41:3 \
         39:2 38:3 37:1 36:3 35:1 33:3 32:2 30:3 29:1 28:1 27:2 26:1 25:2 24:1 23:2 20:1",
        48,
    ),
    (
        "u120_08",
        150,
        "100:3 98:3 97:3 96:1 95:2 94:2 92:2 91:4 89:3 88:2 87:1 86:1 85:3 84:1 82:2 81:2 80:1 79:2 77:1 76:1 \
         75:2 74:1 73:1 72:1 71:1 70:2 69:3 67:3 65:2 64:2 63:1 62:1 61:1 60:2 59:1 58:4 57:4 54:2 53:1 52:3 51:2 \
         49:3 48:1 47:1 46:1 45:3 44:1 43:1 42:1 40:2 39:2 38:1 37:2 36:1 35:1 34:2 33:2 32:1 30:1 29:3 27:1 26:2 \
         25:1 23:2 22:1 21:1 20:2",
        50,
    ),
    (
        "u120_14",
        150,
        "100:3 99:2 97:2 96:2 93:4 92:1 90:2 89:2 87:2 86:2 85:2 84:2 83:1 82:2 81:1 80:1 79:1 78:3 76:1 75:1 \
         74:4 73:2 72:2 71:2 70:1 69:1 68:4 66:2 65:3 64:3 63:3 62:1 61:2 59:1 57:1 54:3 53:1 51:2 50:1 49:3 48:2 \
         47:2 46:4 45:2 44:2 43:1 42:1 41:1 40:1 39:3 35:2 34:2 33:1 31:4 28:2 27:2 25:2 24:3 23:1 22:2 21:1",
        50,
    ),
    (
        "u120_19",
        150,
        "100:2 99:3 97:5 96:2 95:4 94:2 93:1 92:1 90:4 89:1 88:1 86:2 85:2 84:1 83:1 80:1 79:1 78:1 77:3 76:1 \
         75:1 74:2 73:1 72:2 69:1 68:1 67:1 66:2 65:2 64:1 63:2 62:3 60:2 59:1 58:3 57:1 55:1 54:3 52:1 51:1 50:6 \
         49:2 48:2 47:1 46:1 44:3 43:2 42:1 41:1 40:1 39:2 38:2 37:1 36:1 35:1 34:1 33:3 32:2 31:2 29:1 28:2 27:1 \
         26:1 25:1 24:2 23:3 22:1 21:2",
        49,
    ),
];

#[test]
fn published_instances_are_cut_with_the_fewest_bars_and_proven() {
    for (name, bar, demands, optimum) in INSTANCES {
        let demands: Vec<Demand> = demands
            .split(' ')
            .filter_map(|demand| demand.split_once(':'))
            .map(|(length, count)| Demand { length_um: length.parse().unwrap(), quantity: count.parse().unwrap() })
            .collect();
        let nesting = nest(*bar, 0, &demands);
        assert_eq!((nesting.bars, nesting.lower_bound), (*optimum, *optimum), "{name}");
    }
}
