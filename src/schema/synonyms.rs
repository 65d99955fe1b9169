//! Words that authors bring along from elsewhere, and those of the format that may be meant.

/// A word, and what it may be called here, the likeliest first.
const SYNONYMS: [(&str, &[&str]); 62] = [
    ("amount", &["quantity"]),
    ("author", &["authors"]),
    ("available", &["stock"]),
    ("buy", &["bought"]),
    ("carbon", &["emissions"]),
    ("co2", &["emissions"]),
    ("comment", &["note"]),
    ("components", &["bom"]),
    ("consumes", &["inputs"]),
    ("cost", &["price"]),
    ("count", &["quantity"]),
    ("currency-rates", &["exchange-rates"]),
    ("danger", &["hazard"]),
    ("desc", &["description"]),
    ("details", &["description", "note"]),
    ("duration", &["time"]),
    ("fabricated", &["made"]),
    ("gwp", &["emissions"]),
    ("hours", &["time"]),
    ("imported", &["bought"]),
    ("ingredients", &["inputs", "from"]),
    ("item-id", &["item"]),
    ("label", &["title"]),
    ("labor", &["labour"]),
    ("link", &["url"]),
    ("machine", &["capability", "equipment"]),
    ("machines", &["equipment"]),
    ("maintainers", &["authors"]),
    ("manufactured", &["made"]),
    ("material", &["item", "from"]),
    ("materials", &["bom", "from", "inputs"]),
    ("mined", &["raw"]),
    ("name", &["title"]),
    ("natural", &["raw"]),
    ("number", &["quantity"]),
    ("output", &["outputs"]),
    ("parts", &["bom"]),
    ("photo", &["image"]),
    ("picture", &["image"]),
    ("pieces", &["quantity"]),
    ("process", &["capability"]),
    ("produced", &["made"]),
    ("produces", &["outputs", "makes"]),
    ("purchased", &["bought"]),
    ("qty", &["quantity"]),
    ("reference", &["source", "sources"]),
    ("references", &["sources"]),
    ("requires", &["inputs", "bom"]),
    ("revision", &["version"]),
    ("skills", &["labour", "skill"]),
    ("steps", &["operations"]),
    ("supplies", &["resources"]),
    ("tags", &["keywords"]),
    ("tool", &["capability"]),
    ("tools", &["equipment", "operations"]),
    ("type", &["kind"]),
    ("unit-of-measure", &["unit"]),
    ("uom", &["unit"]),
    ("vitamin", &["bought"]),
    ("warning", &["hazard", "note"]),
    ("website", &["url"]),
    ("weight", &["mass"]),
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
