//! The units that can be written, by what they measure.
//!
//! Factors are exact by definition unless a comment says otherwise: BIPM, The International System of Units (9th
//! edition); NIST SP 811 (2008), appendix B.8, for customary units; UCUM for the year. A test holds every row
//! against UCUM.

use super::dimension::Dimension as D;

/// One row: a symbol, its factor to SI, where its scale starts, what it measures, the prefixes it takes.
#[derive(Debug)]
pub(super) struct Row {
    pub symbol: &'static str,
    pub factor: f64,
    /// What must be added to a number in this unit to count from absolute zero: 273.15 for °C.
    pub zero: f64,
    pub dimension: D,
    /// One character a prefix; `u` stands for `µ` too.
    pub prefixes: &'static str,
}

const fn row(symbol: &'static str, factor: f64, dimension: D, prefixes: &'static str) -> Row {
    Row { symbol, factor, zero: 0.0, dimension, prefixes }
}

const fn plain(symbol: &'static str, factor: f64, dimension: D) -> Row {
    row(symbol, factor, dimension, "")
}

const fn scale(symbol: &'static str, factor: f64, zero: f64) -> Row {
    Row { symbol, factor, zero, dimension: D::TEMPERATURE, prefixes: "" }
}

const INCH: f64 = 0.0254;
const FOOT: f64 = 0.3048;
const POUND: f64 = 0.453_592_37;
pub(super) const STANDARD_GRAVITY: f64 = 9.806_65;
const POUND_FORCE: f64 = POUND * STANDARD_GRAVITY;
const GALLON: f64 = 231.0 * INCH * INCH * INCH;
const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;
const YEAR: f64 = 365.25 * DAY;

const CHARGE: D = D::si(0, 0, 1, 0, 1, 0);
const VOLTAGE: D = D::si(2, 1, -3, 0, -1, 0);
const RESISTANCE: D = D::si(2, 1, -3, 0, -2, 0);
const CONDUCTANCE: D = D::si(-2, -1, 3, 0, 2, 0);
const CAPACITANCE: D = D::si(-2, -1, 4, 0, 2, 0);
const INDUCTANCE: D = D::si(2, 1, -2, 0, -2, 0);
const FLUX_DENSITY: D = D::si(0, 1, -2, 0, -1, 0);
const VISCOSITY: D = D::si(-1, 1, -1, 0, 0, 0);
const KINEMATIC_VISCOSITY: D = D::si(2, 0, -1, 0, 0, 0);

/// Every unit that is not a currency.
pub(super) static ROWS: [Row; COUNT] = ROW_CONSTANTS;

const COUNT: usize = 88;

const ROW_CONSTANTS: [Row; COUNT] = [
    // Counts, ratios, angles.
    plain("ea", 1.0, D::NONE),
    plain("pcs", 1.0, D::NONE),
    plain("rev", 1.0, D::NONE),
    plain("%", 1e-2, D::NONE),
    plain("ppm", 1e-6, D::NONE),
    plain("ppb", 1e-9, D::NONE),
    plain("rad", 1.0, D::NONE),
    plain("deg", std::f64::consts::PI / 180.0, D::NONE),
    plain("°", std::f64::consts::PI / 180.0, D::NONE),
    // Length.
    row("m", 1.0, D::LENGTH, "nuµμmcdk"),
    plain("in", INCH, D::LENGTH),
    plain("ft", FOOT, D::LENGTH),
    plain("yd", 3.0 * FOOT, D::LENGTH),
    plain("mi", 5280.0 * FOOT, D::LENGTH),
    plain("mil", INCH / 1000.0, D::LENGTH),
    plain("thou", INCH / 1000.0, D::LENGTH),
    // Area and volume.
    plain("ha", 1e4, D::AREA),
    plain("acre", 43_560.0 * FOOT * FOOT, D::AREA),
    row("L", 1e-3, D::VOLUME, "uµμmcdh"),
    row("l", 1e-3, D::VOLUME, "uµμmcdh"),
    plain("gal", GALLON, D::VOLUME),
    plain("qt", GALLON / 4.0, D::VOLUME),
    // Mass.
    row("g", 1e-3, D::MASS, "nuµμmk"),
    row("t", 1e3, D::MASS, "kM"),
    plain("lb", POUND, D::MASS),
    plain("oz", POUND / 16.0, D::MASS),
    plain("short_ton", 2000.0 * POUND, D::MASS),
    plain("long_ton", 2240.0 * POUND, D::MASS),
    // Time.
    row("s", 1.0, D::TIME, "nuµμm"),
    plain("sec", 1.0, D::TIME),
    plain("min", MINUTE, D::TIME),
    plain("h", HOUR, D::TIME),
    plain("hr", HOUR, D::TIME),
    plain("hours", HOUR, D::TIME),
    plain("d", DAY, D::TIME),
    plain("day", DAY, D::TIME),
    plain("days", DAY, D::TIME),
    plain("wk", 7.0 * DAY, D::TIME),
    plain("week", 7.0 * DAY, D::TIME),
    plain("weeks", 7.0 * DAY, D::TIME),
    plain("a", YEAR, D::TIME),
    plain("yr", YEAR, D::TIME),
    plain("year", YEAR, D::TIME),
    plain("years", YEAR, D::TIME),
    // Rates and flows.
    row("Hz", 1.0, D::RATE, "mkMG"),
    plain("rpm", 1.0 / MINUTE, D::RATE),
    plain("gpm", GALLON / MINUTE, D::FLOW),
    plain("cfm", FOOT * FOOT * FOOT / MINUTE, D::FLOW),
    // Temperature.
    row("K", 1.0, D::TEMPERATURE, "m"),
    scale("°C", 1.0, 273.15),
    scale("℃", 1.0, 273.15),
    scale("degC", 1.0, 273.15),
    scale("°F", 5.0 / 9.0, 459.67),
    scale("℉", 5.0 / 9.0, 459.67),
    scale("degF", 5.0 / 9.0, 459.67),
    // Force, torque, pressure.
    row("N", 1.0, D::FORCE, "mkM"),
    row("Nm", 1.0, D::ENERGY, "mkM"),
    plain("lbf", POUND_FORCE, D::FORCE),
    plain("kgf", STANDARD_GRAVITY, D::FORCE),
    row("Pa", 1.0, D::PRESSURE, "mhkMG"),
    row("bar", 1e5, D::PRESSURE, "m"),
    plain("atm", 101_325.0, D::PRESSURE),
    plain("psi", POUND_FORCE / (INCH * INCH), D::PRESSURE),
    plain("ksi", 1e3 * POUND_FORCE / (INCH * INCH), D::PRESSURE),
    // Viscosity.
    row("P", 0.1, VISCOSITY, "c"),
    row("St", 1e-4, KINEMATIC_VISCOSITY, "c"),
    // Energy and power.
    row("J", 1.0, D::ENERGY, "mkMGT"),
    row("Wh", HOUR, D::ENERGY, "kMGT"),
    row("cal", 4.184, D::ENERGY, "k"),
    plain("BTU", 1_055.055_852_62, D::ENERGY),
    plain("Btu", 1_055.055_852_62, D::ENERGY),
    row("W", 1.0, D::POWER, "numkMGTµμ"),
    row("Wp", 1.0, D::POWER, "kMG"),
    row("VA", 1.0, D::POWER, "kM"),
    row("var", 1.0, D::POWER, "kM"),
    plain("hp", 550.0 * FOOT * POUND_FORCE, D::POWER),
    // Electricity.
    row("A", 1.0, D::CURRENT, "nuµμmk"),
    row("Ah", HOUR, CHARGE, "mk"),
    row("C", 1.0, CHARGE, "nuµμmk"),
    row("V", 1.0, VOLTAGE, "nuµμmkM"),
    row("ohm", 1.0, RESISTANCE, "mkMG"),
    row("Ω", 1.0, RESISTANCE, "mkMG"),
    row("\u{2126}", 1.0, RESISTANCE, "mkMG"),
    row("S", 1.0, CONDUCTANCE, "nuµμm"),
    row("F", 1.0, CAPACITANCE, "pnuµμm"),
    row("H", 1.0, INDUCTANCE, "nuµμm"),
    row("T", 1.0, FLUX_DENSITY, "nuµμm"),
    // Amount of substance.
    row("mol", 1.0, D::AMOUNT, "nuµμmk"),
];

/// The factor of a prefix.
pub(super) const fn prefix_factor(prefix: char) -> Option<f64> {
    Some(match prefix {
        'p' => 1e-12,
        'n' => 1e-9,
        'u' | 'µ' | 'μ' => 1e-6,
        'm' => 1e-3,
        'c' => 1e-2,
        'd' => 1e-1,
        'h' => 1e2,
        'k' => 1e3,
        'M' => 1e6,
        'G' => 1e9,
        'T' => 1e12,
        _ => return None,
    })
}

/// Finds the row of a symbol, letter for letter.
pub(super) fn find(symbol: &str) -> Option<&'static Row> {
    let key = key(symbol.as_bytes())?;
    let mut slot = slot(key);
    loop {
        let (known, row) = *SLOTS.get(slot)?;
        if known == key {
            return ROWS.get(row as usize);
        }
        if known == 0 {
            return None;
        }
        slot = (slot + 1) % SLOT_COUNT;
    }
}

const SLOT_COUNT: usize = 256;

/// A hash table with open addressing, made when the program is built; a key of 0 marks a free slot. A third of
/// the slots are taken, so that most searches end at the first.
static SLOTS: [(u128, u8); SLOT_COUNT] = slots();

const fn slots() -> [(u128, u8); SLOT_COUNT] {
    let rows = ROW_CONSTANTS;
    let mut slots = [(0, 0); SLOT_COUNT];
    let mut row = 0;
    while row < COUNT {
        if let Some(key) = key(rows[row].symbol.as_bytes()) {
            let mut at = slot(key);
            while slots[at].0 != 0 {
                at = (at + 1) % SLOT_COUNT;
            }
            slots[at] = (key, row as u8);
        }
        row += 1;
    }
    slots
}

/// Where the search for a key starts: the top bits of its product with 2⁶⁴ over the golden ratio.
const fn slot(key: u128) -> usize {
    let folded = (key >> 64) as u64 ^ key as u64;
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize
}

/// The bytes of a symbol as one integer, never 0; `None` for no bytes, or more than any symbol has.
const fn key(symbol: &[u8]) -> Option<u128> {
    if symbol.is_empty() || symbol.len() > 16 {
        return None;
    }
    let mut key = 0_u128;
    let mut i = 0;
    while i < symbol.len() {
        key = key << 8 | symbol[i] as u128;
        i += 1;
    }
    Some(key)
}
