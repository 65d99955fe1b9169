//! What kind of shop sells a thing: as its catalog says, else by the words of its name.
//!
//! A catalog rarely names suppliers, and what a buyer wants is one list a counter: what has the same kind of shop stands together.
//! The words are looked up in the order of the table, whole words only; what none of them fits is told by how it is sold.

use super::shopping::Aisle;

/// Kinds of shop, each with the words that things from there are called by. The earlier one wins: a hydraulic motor is from the
/// hydraulics counter, a welding cable from that of welding supplies.
const SHOPS: [(&str, &[&str]); 14] = [
    (
        "fasteners",
        &["bolt", "screw", "nut", "washer", "rivet", "nail", "fastener", "dowel", "circlip", "threaded", "stud"],
    ),
    (
        "welding supplies and gases",
        &[
            "welding",
            "electrode",
            "shielding",
            "argon",
            "oxygen",
            "acetylene",
            "nitrogen",
            "hydrogen",
            "gas",
            "mig",
            "earth-clamp",
        ],
    ),
    (
        "hydraulics and pneumatics",
        &[
            "hydraulic",
            "hose",
            "solenoid",
            "manifold",
            "proportional",
            "relief",
            "gerotor",
            "coupler",
            "strainer",
            "pneumatic",
            "compressor",
            "air",
            "cylinder",
            "directional",
        ],
    ),
    (
        "bearings and drives",
        &[
            "bearing",
            "bushing",
            "belt",
            "pulley",
            "chain",
            "sprocket",
            "gear",
            "gearbox",
            "pinion",
            "rack",
            "coupling",
            "leadscrew",
            "idler",
            "spring",
            "hub",
            "wheel",
            "seal",
            "grease-fitting",
            "chuck",
        ],
    ),
    (
        "electrics and electronics",
        &[
            "motor",
            "controller",
            "cable",
            "relay",
            "contactor",
            "switch",
            "switchgear",
            "battery",
            "sensor",
            "microcontroller",
            "board",
            "inverter",
            "fuse",
            "breaker",
            "transformer",
            "led",
            "plug",
            "socket",
            "connector",
            "solar",
            "panel",
            "thermocouple",
            "rectifier",
            "thyristor",
            "diode",
            "capacitor",
            "stepper",
            "driver",
            "display",
            "microswitch",
            "endstop",
            "probe",
            "fan",
            "heater",
            "wiring",
            "power-supply",
            "mains",
            "camera",
            "radio",
            "generator",
            "shield",
            "starter",
            "blower",
            "resistor",
            "transistor",
            "lamp",
            "emergency",
        ],
    ),
    ("engines and pumps", &["engine", "pump", "cooler", "exchanger", "filter"]),
    (
        "paint, oil and glue",
        &[
            "paint", "oil", "grease", "primer", "solvent", "glue", "adhesive", "varnish", "lacquer", "sealant",
            "epoxy", "soap", "resin",
        ],
    ),
    ("pipe and fittings", &["pipe", "fitting", "valve", "tap", "elbow", "tee", "flange"]),
    (
        "tools and abrasives",
        &[
            "disc",
            "blade",
            "drill",
            "cutter",
            "milling",
            "abrasive",
            "grit",
            "tool",
            "torch",
            "regulator",
            "vise",
            "auger",
        ],
    ),
    ("timber and boards", &["wood", "timber", "plywood", "cardboard", "softwood", "hardwood"]),
    (
        "plastics and rubber",
        &[
            "plastic",
            "hdpe",
            "pet",
            "petg",
            "pvc",
            "acrylic",
            "nylon",
            "polyamide",
            "polycarbonate",
            "polypropylene",
            "rubber",
            "filament",
            "film",
            "polyurethane",
            "eva",
        ],
    ),
    (
        "building materials",
        &[
            "cement",
            "lime",
            "sand",
            "gravel",
            "brick",
            "concrete",
            "clay",
            "perlite",
            "glass",
            "refractory",
            "grout",
            "gypsum",
        ],
    ),
    (
        "metal",
        &[
            "steel",
            "iron",
            "aluminium",
            "bronze",
            "brass",
            "copper",
            "stainless",
            "tin",
            "silver",
            "zinc",
            "lead",
            "solder",
            "rope",
        ],
    ),
    (
        "chemicals",
        &[
            "acid",
            "soda",
            "hydroxide",
            "carbonate",
            "chloride",
            "ammonia",
            "caustic",
            "salt",
            "chemicals",
            "detergent",
            "coke",
            "flux",
        ],
    ),
];

/// Where things of a name are sold: what a shopping list is grouped by.
pub fn shop_of(id: &str, title: &str, aisle: Aisle) -> &'static str {
    let text = format!("{id} {title}").to_lowercase();
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    let is_word = |wanted: &str| match wanted.split_once('-') {
        Some((first, second)) => words.windows(2).any(|pair| pair[0] == first && pair[1] == second),
        None => words.iter().any(|word| *word == wanted || word.strip_suffix('s') == Some(wanted)),
    };
    let known = SHOPS.iter().find(|(_, names)| names.iter().any(|name| is_word(name)));
    // A bar or a sheet is sold as what it is made of, whatever it will be or has on it.
    let is_metal = || SHOPS.iter().any(|(shop, names)| *shop == "metal" && names.iter().any(|name| is_word(name)));
    match (known, aisle) {
        (_, Aisle::Stock) if is_metal() => "metal",
        (Some((shop, _)), _) => shop,
        (None, Aisle::Stock) => "bar, plate and sheet",
        (None, Aisle::Parts) => "other parts",
        (None, _) => "other supplies",
    }
}

#[cfg(test)]
mod tests {
    use super::shop_of;
    use crate::purchase::Aisle;

    #[test]
    fn a_name_tells_its_shop() {
        for (id, title, aisle, shop) in [
            ("bolt-m12", "Hex bolt, M12 × 50, 8.8, with nut and washers", Aisle::Parts, "fasteners"),
            ("hydraulic-motor-5000inlb", "Hydraulic motor, low speed", Aisle::Parts, "hydraulics and pneumatics"),
            ("gear-motor-3kw", "Helical gear motor", Aisle::Parts, "bearings and drives"),
            ("press-controller", "Press controller, 12 V", Aisle::Parts, "electrics and electronics"),
            ("welding-cable-50mm2", "Welding cable, rubber", Aisle::Bulk, "welding supplies and gases"),
            ("steel-pipe-48x3", "Steel pipe, 48.3 mm outside", Aisle::Stock, "metal"),
            ("threaded-rod-m8", "Threaded rod, M8", Aisle::Stock, "fasteners"),
            ("hdpe-sheet-12mm", "HDPE sheet", Aisle::Stock, "plastics and rubber"),
            ("thing", "Thing", Aisle::Parts, "other parts"),
            ("nuthatch", "Boltless leadership", Aisle::Bulk, "other supplies"),
        ] {
            assert_eq!(shop_of(id, title, aisle), shop, "{id}");
        }
    }
}
