//! What a check that tells only what a change brings was held against: as JSON, and in words.

use serde::Serialize;

use crate::world::FileChange;

/// What was compared.
#[derive(Clone, Copy, Debug)]
pub struct ComparedWith<'a> {
    /// The revision, as it was named.
    pub revision: &'a str,
    /// The commit from which the change goes out.
    pub merge_base: &'a str,
    /// The files that differ, by path.
    pub changes: &'a [FileChange],
    /// How many documents outside the change depend on it.
    pub affected: usize,
    /// How many findings are not told, since they stand outside the change and were there before.
    pub older: usize,
}

/// The member `since` of `groundup/check/1`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SinceJson<'a> {
    /// The revision, as it was named.
    pub revision: &'a str,
    /// The commit from which the change goes out, as 40 hexadecimal digits.
    pub merge_base: &'a str,
    /// The files that differ, where they are now, or where they were; from the repository's root.
    pub changed: Vec<&'a str>,
    /// Those among them that are gone.
    pub deleted: Vec<&'a str>,
    /// Those among them that had another path.
    pub renamed: Vec<Renamed<'a>>,
    /// How many documents outside the change depend on it.
    pub affected: usize,
    /// How many findings are not told, since they stand outside the change and were there before.
    pub older: usize,
}

/// A file that had another path.
#[derive(Debug, Serialize)]
pub struct Renamed<'a> {
    /// Where it was.
    pub from: &'a str,
    /// Where it is.
    pub to: &'a str,
}

/// What was compared, as JSON.
pub fn since_json<'a>(compared: &ComparedWith<'a>) -> SinceJson<'a> {
    let gone = compared.changes.iter().filter(|change| change.now.is_none());
    let renamed = |change: &'a FileChange| {
        Some(Renamed { from: change.renamed_from()?.as_str(), to: change.now.as_ref()?.as_str() })
    };
    SinceJson {
        revision: compared.revision,
        merge_base: compared.merge_base,
        changed: compared.changes.iter().filter_map(|change| Some(change.path()?.as_str())).collect(),
        deleted: gone.filter_map(|change| Some(change.path()?.as_str())).collect(),
        renamed: compared.changes.iter().filter_map(renamed).collect(),
        affected: compared.affected,
        older: compared.older,
    }
}

/// What was compared, in a line.
pub fn since_text(compared: &ComparedWith<'_>) -> String {
    let count = |number: usize, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
    let commit = compared.merge_base.get(..12).unwrap_or(compared.merge_base);
    let mut text = format!(
        "since `{}` (merge base {commit}): {}",
        compared.revision,
        count(compared.changes.len(), "file changed", "files changed")
    );
    if compared.affected > 0 {
        text +=
            &format!(", {}", count(compared.affected, "other document depends on it", "other documents depend on it"));
    }
    if compared.older > 0 {
        text += &format!("; {}", count(compared.older, "older finding is not told", "older findings are not told"));
    }
    text + "\n"
}
