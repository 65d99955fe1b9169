//! Did you mean …?

/// The candidate that is closest to `word`, if one is close enough to be meant: at most a third of the letters differ.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    let limit = (length / 3).clamp(1, 4);
    let lowered = word.to_lowercase();
    let distance = |candidate: &str| {
        // Letters of one word may be many more than of the other: no need to compare them.
        if candidate.len().abs_diff(lowered.len()) > limit * 2 {
            return usize::MAX;
        }
        strsim::osa_distance(&lowered, candidate)
    };
    candidates
        .into_iter()
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by(|a, b| a.cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn close_words_are_found_and_others_not() {
        assert_eq!(closest("quantty", ["quantity", "item"]), Some("quantity"));
        assert_eq!(closest("Titel", ["title", "license"]), Some("title"));
        assert_eq!(closest("steel-bilet", ["steel-billet", "steel-plate"]), Some("steel-billet"));
        assert_eq!(closest("colour", ["title", "license"]), None);
    }
}
