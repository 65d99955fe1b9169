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

/// The one word of a closed list that `word` can only be meant for: at most two slips away, and alone so near. Words of one or
/// two letters may differ in upper and lower case alone.
pub fn surely<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = match word.chars().count() {
        0..3 => 0,
        length => (length / 3).min(2),
    };
    let lowered = word.to_lowercase();
    let mut near = candidates.into_iter().filter_map(|candidate| {
        let is_long = candidate.len().abs_diff(lowered.len()) > limit * 2;
        let distance = if is_long { usize::MAX } else { strsim::osa_distance(&lowered, candidate) };
        (distance <= limit).then_some((distance, candidate))
    });
    let first = near.next()?;
    let mut rest = near;
    let second = rest.find(|(_, candidate)| *candidate != first.1);
    match (first, second) {
        ((_, only), None) => Some(only),
        // The same letters leave no doubt, whatever else is near.
        ((0, same), Some(_)) | ((_, _), Some((0, same))) => Some(same),
        _ => rest.find(|(distance, _)| *distance == 0).map(|(_, same)| same),
    }
}

/// Whether text has the form of an id: words of a–z and 0–9 joined by `-`, `.` or `/`.
pub fn is_id(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split(['-', '.', '/']).all(is_word)
}

/// Text made into an id, if letters or digits remain.
pub fn slug(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '/')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    (!words.is_empty()).then(|| words.join("-"))
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
