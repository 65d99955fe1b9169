//! A bundle as a zip: the manifest first, all else sorted, one time and one mode for every entry. Equal bundles and times give
//! equal bytes.

use std::io::{Cursor, Write};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::manifest::MANIFEST_FILE;
use super::names::{collisions, fault_of};
use super::nested::fault_inside;
use crate::bundle::Bundle;

/// Readable by all, writable by its owner, a plain file.
const MODE: u32 = 0o644;

/// How hard deflate tries. On packets of the examples, 9 takes half as much time again and more, and saves 0.5 to 1 % of the bytes.
const LEVEL: i64 = 6;

/// Why a bundle cannot be packed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// A file would not unpack everywhere.
    #[error("`{path}` does not unpack on every computer: {reason}")]
    Name {
        /// Its path in the packet.
        path: String,
        /// Why.
        reason: String,
    },
    /// Two files differ by case alone, or one is the folder of the other.
    #[error("`{0}` and `{1}` are one and the same where case is not told apart")]
    Collision(String, String),
    /// A file is an archive itself, and one that nobody should unpack.
    #[error("`{path}` is an archive itself, and is not packed: {reason}")]
    Nested {
        /// Its path in the packet.
        path: String,
        /// Why.
        reason: String,
    },
    /// The zip cannot hold it.
    #[error("cannot pack `{path}`: {reason}")]
    Write {
        /// Its path in the packet.
        path: String,
        /// Why.
        reason: String,
    },
}

/// Packs a bundle. `time_s` (seconds since 1970 UTC) dates every entry; a zip knows the years 1980 to 2107 only.
///
/// # Errors
/// A name is not fit for every computer, or the archive is larger than a zip can be.
pub fn archive(bundle: &Bundle, time_s: Option<i64>) -> Result<Vec<u8>, ArchiveError> {
    let paths: Vec<&str> = bundle.iter().map(|(path, _)| path).collect();
    if let Some((path, reason)) = paths.iter().find_map(|path| fault_of(path).map(|reason| (*path, reason))) {
        return Err(ArchiveError::Name { path: path.to_owned(), reason });
    }
    if let Some((a, b)) = collisions(paths.iter().copied()).into_iter().next() {
        return Err(ArchiveError::Collision(a, b));
    }
    for (path, content) in bundle.iter() {
        if let Some(reason) = fault_inside(content) {
            return Err(ArchiveError::Nested { path: path.to_owned(), reason });
        }
    }
    pack(&paths, time_s, &mut |path| bundle.files.get(path).cloned().ok_or_else(|| "it is not there".to_owned()))
}

/// Reads a file by its path; why it cannot, in words.
pub type Read<'r> = &'r mut dyn FnMut(&str) -> Result<Arc<[u8]>, String>;

/// Packs files whose names are fit, `paths` being sorted, each read when it is its turn: no two need be in memory at once.
///
/// # Errors
/// A file cannot be read, or the archive is larger than a zip can be.
pub fn pack(paths: &[&str], time_s: Option<i64>, read: Read<'_>) -> Result<Vec<u8>, ArchiveError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(dos_time(time_s))
        .unix_permissions(MODE)
        .large_file(false);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let first = paths.iter().filter(|path| **path == MANIFEST_FILE);
    let rest = paths.iter().filter(|path| **path != MANIFEST_FILE);
    for path in first.chain(rest) {
        let failure = |reason: String| ArchiveError::Write { path: (*path).to_owned(), reason };
        let content = read(path).map_err(failure)?;
        writer.start_file(*path, options).map_err(|error| failure(error.to_string()))?;
        writer.write_all(&content).map_err(|error| failure(error.to_string()))?;
    }
    let done =
        writer.finish().map_err(|error| ArchiveError::Write { path: String::new(), reason: error.to_string() })?;
    Ok(done.into_inner())
}

/// The time of a zip's entries, in UTC, to two seconds; 1980-01-01 where there is none, and at either end of what it knows.
fn dos_time(time_s: Option<i64>) -> DateTime {
    let last = DateTime::from_date_and_time(2107, 12, 31, 23, 59, 58).unwrap_or_default();
    let Some(time) = time_s.and_then(|seconds| Timestamp::from_second(seconds).ok()) else {
        return DateTime::default();
    };
    let civil = time.to_zoned(TimeZone::UTC).datetime();
    if civil.year() < 1980 {
        return DateTime::default();
    }
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(civil.year()).unwrap_or(u16::MAX);
    let made = DateTime::from_date_and_time(
        year,
        part(civil.month()),
        part(civil.day()),
        part(civil.hour()),
        part(civil.minute()),
        part(civil.second()),
    );
    made.unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::{ArchiveError, archive, dos_time};
    use crate::bundle::Bundle;

    fn bundle(files: &[(&str, &str)]) -> Bundle {
        let mut bundle = Bundle::default();
        for (path, content) in files {
            bundle.add(*path, content.as_bytes());
        }
        bundle
    }

    #[test]
    fn equal_bundles_give_equal_bytes() {
        let one = bundle(&[("b.txt", "b"), ("MANIFEST.json", "{}"), ("a/c.txt", "c")]);
        let two = bundle(&[("a/c.txt", "c"), ("MANIFEST.json", "{}"), ("b.txt", "b")]);
        let bytes = archive(&one, Some(1_700_000_000)).unwrap();
        assert_eq!(bytes, archive(&two, Some(1_700_000_000)).unwrap());
        assert_ne!(bytes, archive(&two, Some(1_700_000_002)).unwrap());
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let names: Vec<String> =
            (0..zip.len()).map(|i| zip.by_index(i).unwrap().name().unwrap().into_owned()).collect();
        assert_eq!(names, ["MANIFEST.json", "a/c.txt", "b.txt"]);
        assert_eq!(zip.by_index(1).unwrap().unix_mode(), Some(0o100_644));
    }

    #[test]
    fn times_stay_within_what_a_zip_knows() {
        let shown = |seconds| dos_time(seconds).to_string();
        assert_eq!(shown(None), "1980-01-01 00:00:00");
        assert_eq!(shown(Some(0)), "1980-01-01 00:00:00");
        assert_eq!(shown(Some(i64::MIN)), "1980-01-01 00:00:00");
        assert_eq!(shown(Some(1_700_000_000)), "2023-11-14 22:13:20");
        assert_eq!(shown(Some(5_000_000_000)), "2107-12-31 23:59:58");
    }

    #[test]
    fn names_are_fit_for_windows() {
        assert!(matches!(archive(&bundle(&[("a:b", "")]), None), Err(ArchiveError::Name { .. })));
        assert!(matches!(archive(&bundle(&[("A", ""), ("a", "")]), None), Err(ArchiveError::Collision(..))));
    }
}
