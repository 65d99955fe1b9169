//! Words that authors bring along from elsewhere, and those of the format that may be meant.

/// A word, and what it may be called here, the likeliest first.
const SYNONYMS: [(&str, &[&str]); 102] = [
    ("address", &["place", "url"]),
    ("all", &["any"]),
    ("amount", &["quantity"]),
    ("area", &["floor-area"]),
    ("author", &["authors"]),
    ("available", &["stock"]),
    ("buy", &["bought"]),
    ("calculated", &["derived"]),
    ("carbon", &["emissions"]),
    ("city", &["place"]),
    ("co2", &["emissions"]),
    ("comment", &["note"]),
    ("components", &["bom"]),
    ("concept", &["idea"]),
    ("consumes", &["inputs"]),
    ("cost", &["price"]),
    ("count", &["quantity"]),
    ("country", &["place"]),
    ("currency-rates", &["exchange-rates"]),
    ("danger", &["hazard"]),
    ("desc", &["description"]),
    ("details", &["description", "note"]),
    ("duration", &["time"]),
    ("earth", &["ground"]),
    ("electricity", &["inputs", "power"]),
    ("energy", &["inputs", "power"]),
    ("estimate", &["estimated"]),
    ("everything", &["any"]),
    ("fabricated", &["made"]),
    ("final", &["production"]),
    ("good", &["stated"]),
    ("guess", &["estimated"]),
    ("gwp", &["emissions"]),
    ("hours", &["time"]),
    ("imported", &["bought"]),
    ("ingredients", &["inputs", "from"]),
    ("item-id", &["item"]),
    ("label", &["title"]),
    ("labor", &["labour"]),
    ("lat", &["latitude"]),
    ("length", &["quantity"]),
    ("link", &["url"]),
    ("lng", &["longitude"]),
    ("lon", &["longitude"]),
    ("long", &["longitude"]),
    ("machine", &["capability", "equipment"]),
    ("machines", &["equipment"]),
    ("maintainers", &["authors"]),
    ("manufactured", &["made"]),
    ("material", &["item", "from"]),
    ("materials", &["bom", "from", "inputs"]),
    ("measured", &["stated"]),
    ("mine", &["ground"]),
    ("mined", &["raw"]),
    ("name", &["title"]),
    ("natural", &["raw"]),
    ("nothing", &["none"]),
    ("number", &["quantity"]),
    ("output", &["outputs"]),
    ("parts", &["bom"]),
    ("pay", &["wage"]),
    ("photo", &["image"]),
    ("picture", &["image"]),
    ("pieces", &["quantity"]),
    ("plants", &["biomass"]),
    ("process", &["capability"]),
    ("produced", &["made"]),
    ("produces", &["outputs", "makes"]),
    ("purchased", &["bought"]),
    ("qty", &["quantity"]),
    ("rain", &["water"]),
    ("recycled", &["waste"]),
    ("reference", &["source", "sources"]),
    ("references", &["sources"]),
    ("released", &["production"]),
    ("requires", &["inputs", "bom"]),
    ("revision", &["version"]),
    ("rock", &["ground"]),
    ("salary", &["wage"]),
    ("scrap", &["waste"]),
    ("sea", &["water"]),
    ("size", &["quantity"]),
    ("skills", &["labour", "skill"]),
    ("soil", &["ground"]),
    ("staff", &["labour", "people"]),
    ("steps", &["operations"]),
    ("supplies", &["resources"]),
    ("tags", &["keywords"]),
    ("tested", &["prototype"]),
    ("tool", &["capability", "requires"]),
    ("tools", &["equipment", "requires", "operations"]),
    ("type", &["kind"]),
    ("unit-of-measure", &["unit"]),
    ("uom", &["unit"]),
    ("vitamin", &["bought"]),
    ("warning", &["hazard", "note"]),
    ("website", &["url"]),
    ("weight", &["mass"]),
    ("wip", &["draft"]),
    ("wood", &["biomass"]),
    ("workers", &["labour", "people"]),
    ("working", &["prototype"]),
];

/// The one of these words that an unknown one may stand for, however different it looks.
pub(super) fn synonym<'c>(word: &str, candidates: impl Iterator<Item = &'c str> + Clone) -> Option<&'c str> {
    let lowered = word.to_lowercase().replace(['_', ' '], "-");
    let index = SYNONYMS.binary_search_by_key(&lowered.as_str(), |(word, _)| word).ok()?;
    SYNONYMS[index].1.iter().find_map(|meant| candidates.clone().find(|candidate| candidate == meant))
}

#[cfg(test)]
mod tests {
    use super::{SYNONYMS, synonym};

    #[test]
    fn words_from_elsewhere_are_known() {
        assert!(SYNONYMS.is_sorted_by_key(|(word, _)| word), "looked up by halves");
        assert_eq!(synonym("Weight", ["mass", "price"].into_iter()), Some("mass"));
        assert_eq!(synonym("unit_of_measure", ["unit"].into_iter()), Some("unit"));
        assert_eq!(synonym("materials", ["inputs", "title"].into_iter()), Some("inputs"));
        assert_eq!(synonym("weight", ["price"].into_iter()), None);
    }
}
