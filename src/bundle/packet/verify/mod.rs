//! Bytes of a zip to findings: does it hold exactly what its manifest says, packed as groundup packs?
//!
//! Nothing is unpacked to the disk, and no entry further than the manifest says it is long. The last check packs the contents anew and compares the whole file, so a byte that no
//! other check looks at (a time, a mode, a comment, padding, what stands before or after the archive) is found as well.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use zip::ZipArchive;

use super::archive::pack;
use super::manifest::{FileEntry, MANIFEST_FILE, Manifest, SCHEMA, sha256_hex};
use super::names::{collisions, fault_of};
use super::nested::{fault_inside, is_bomb};

/// The largest manifest, in bytes.
const LARGEST_MANIFEST: u64 = 16 << 20;
/// The most that a packet may unpack to, in bytes.
pub const LARGEST_PACKET: u64 = 1 << 30;
/// The most entries.
const MOST_ENTRIES: usize = 100_000;

/// Something wrong with a packet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PacketFinding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// The entry, if it concerns one.
    pub path: Option<String>,
    /// In words.
    pub message: String,
}

/// Kinds of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// It is no zip that can be read.
    Unreadable,
    /// There is no manifest, or it cannot be understood.
    Manifest,
    /// A name would unpack outside the folder, or not on every computer.
    Name,
    /// Two entries are one where case is not told apart.
    Collision,
    /// Two entries have one name.
    Duplicate,
    /// An entry is larger than the manifest says, or all are larger than a packet may be.
    TooLarge,
    /// An entry is no plain file: a folder, a link, encrypted, or an archive that nobody should unpack.
    Special,
    /// An entry's content is not what the manifest says.
    Changed,
    /// The manifest lists what is not there.
    Missing,
    /// There is what the manifest does not list.
    Added,
    /// The file differs from what packing its contents gives.
    Repacked,
}

impl FindingKind {
    /// The word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Manifest => "manifest",
            Self::Name => "name",
            Self::Collision => "collision",
            Self::Duplicate => "duplicate",
            Self::TooLarge => "too-large",
            Self::Special => "special",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Added => "added",
            Self::Repacked => "repacked",
        }
    }
}

/// What a packet says of itself, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// The manifest, if it could be read.
    pub manifest: Option<Manifest>,
    /// What is wrong, sorted; nothing for an intact packet.
    pub findings: Vec<PacketFinding>,
}

impl Verification {
    /// Whether the file is no packet at all: no zip, or one without a manifest that can be read.
    pub fn is_unreadable(&self) -> bool {
        self.manifest.is_none()
    }

    fn find(&mut self, kind: FindingKind, path: Option<&str>, message: impl Into<String>) {
        self.findings.push(PacketFinding { kind, path: path.map(str::to_owned), message: message.into() });
    }
}

/// Checks a packet against its own manifest.
pub fn verify(bytes: &[u8]) -> Verification {
    let mut verification = Verification::default();
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(zip) => check(zip, bytes, &mut verification),
        Err(error) => verification.find(
            FindingKind::Unreadable,
            None,
            format!("this is no zip archive that can be read: {error}"),
        ),
    }
    verification.findings.sort();
    verification.findings.dedup();
    verification
}

type Zip<'b> = ZipArchive<Cursor<&'b [u8]>>;

fn check(mut zip: Zip<'_>, bytes: &[u8], verification: &mut Verification) {
    // The reader's own index keeps one of two entries with one name; the raw headers show both.
    let count = central_entries(bytes);
    if zip.has_duplicate_names() || count.is_some_and(|count| count != zip.len()) {
        verification.find(FindingKind::Duplicate, None, "two entries have one name, or the index counts wrong");
    }
    if zip.len() > MOST_ENTRIES {
        verification.find(
            FindingKind::TooLarge,
            None,
            format!("it has {} entries; a packet has at most {MOST_ENTRIES}", zip.len()),
        );
        return;
    }
    let manifest_bytes = match read_manifest(&mut zip) {
        Ok(manifest_bytes) => manifest_bytes,
        Err(message) => {
            verification.find(FindingKind::Manifest, Some(MANIFEST_FILE), message);
            return;
        }
    };
    let manifest: Manifest = match serde_json::from_slice(&manifest_bytes) {
        Ok(manifest) => manifest,
        Err(error) => {
            verification.find(
                FindingKind::Manifest,
                Some(MANIFEST_FILE),
                format!("the manifest is no `{SCHEMA}` document: {error}"),
            );
            return;
        }
    };
    check_entries(&mut zip, &manifest, bytes.len() as u64, verification);
    if manifest.schema != SCHEMA {
        verification.find(
            FindingKind::Manifest,
            Some(MANIFEST_FILE),
            format!("its schema is `{}`; expected `{SCHEMA}`", manifest.schema),
        );
    }
    if verification.findings.is_empty() {
        check_packing(&mut zip, &manifest_bytes, &manifest, bytes, verification);
    }
    verification.manifest = Some(manifest);
}

fn read_manifest(zip: &mut Zip<'_>) -> Result<Vec<u8>, String> {
    let entry = zip
        .by_name(MANIFEST_FILE)
        .map_err(|error| format!("there is no `{MANIFEST_FILE}` that can be read: {error}"))?;
    let mut content = Vec::new();
    entry
        .take(LARGEST_MANIFEST + 1)
        .read_to_end(&mut content)
        .map_err(|error| format!("the manifest cannot be read: {error}"))?;
    if content.len() as u64 > LARGEST_MANIFEST {
        return Err(format!("the manifest has more than {LARGEST_MANIFEST} bytes"));
    }
    Ok(content)
}

/// Holds every entry against the manifest.
fn check_entries(zip: &mut Zip<'_>, manifest: &Manifest, packed: u64, verification: &mut Verification) {
    let mut listed = BTreeMap::new();
    for file in &manifest.files {
        if listed.insert(file.path.as_str(), file).is_some() || file.path == MANIFEST_FILE {
            verification.find(FindingKind::Manifest, Some(&file.path), "the manifest lists it twice, or lists itself");
        }
    }
    let total = manifest.files.iter().fold(0_u64, |total, file| total.saturating_add(file.size));
    if total > LARGEST_PACKET || is_bomb(total, packed) {
        let message = format!(
            "by its manifest its {packed} bytes unpack to {total}, which is more than a packet does; it was not unpacked"
        );
        verification.find(FindingKind::TooLarge, None, message);
        return;
    }
    let mut seen = BTreeSet::new();
    for index in 0..zip.len() {
        check_entry(zip, index, &listed, &mut seen, verification);
    }
    for path in listed.keys().filter(|path| !seen.contains(**path)) {
        verification.find(FindingKind::Missing, Some(path), "the manifest lists it; it is not there");
    }
    for (a, b) in collisions(seen.iter().map(String::as_str)) {
        verification.find(
            FindingKind::Collision,
            Some(&b),
            format!("where case is not told apart, it overwrites `{a}`"),
        );
    }
}

/// Holds one entry against the manifest; the content is let go again.
fn check_entry(
    zip: &mut Zip<'_>,
    index: usize,
    listed: &BTreeMap<&str, &FileEntry>,
    seen: &mut BTreeSet<String>,
    verification: &mut Verification,
) {
    let unreadable = |error: zip::result::ZipError| format!("entry {} cannot be read: {error}", index + 1);
    let (path, special) = match zip.by_index_raw(index) {
        Err(error) => return verification.find(FindingKind::Changed, None, unreadable(error)),
        Ok(entry) => match std::str::from_utf8(entry.name_raw()) {
            Ok(path) => (path.to_owned(), special(&entry)),
            Err(_) => {
                let message = format!("the name of entry {} is not UTF-8", index + 1);
                return verification.find(FindingKind::Name, None, message);
            }
        },
    };
    if let Some(fault) = fault_of(&path) {
        let message = format!("it does not unpack safely on every computer: {fault}");
        verification.find(FindingKind::Name, Some(&path), message);
    }
    if !seen.insert(path.clone()) {
        verification.find(FindingKind::Duplicate, Some(&path), "two entries have this name");
    }
    if let Some(what) = special {
        let message = format!("it is {what}; a packet holds plain files alone");
        verification.find(FindingKind::Special, Some(&path), message);
    }
    if path == MANIFEST_FILE {
        return;
    }
    let Some(file) = listed.get(path.as_str()) else {
        return verification.find(FindingKind::Added, Some(&path), "the manifest does not list it");
    };
    if special.is_some() {
        return;
    }
    let entry = match zip.by_index(index) {
        Ok(entry) => entry,
        Err(error) => return verification.find(FindingKind::Changed, Some(&path), unreadable(error)),
    };
    if entry.size() != file.size {
        let message = format!("it declares {} bytes; the manifest says {}", entry.size(), file.size);
        verification.find(FindingKind::TooLarge, Some(&path), message);
    }
    if is_bomb(file.size, entry.compressed_size()) {
        let message =
            format!("its {} bytes would unpack to {}; it was not unpacked", entry.compressed_size(), file.size);
        return verification.find(FindingKind::TooLarge, Some(&path), message);
    }
    let mut content = Vec::new();
    match entry.take(file.size.saturating_add(1)).read_to_end(&mut content) {
        Err(error) => verification.find(FindingKind::Changed, Some(&path), format!("it cannot be unpacked: {error}")),
        Ok(_) if content.len() as u64 > file.size => {
            let message = format!("it unpacks to more than the {} bytes that the manifest says", file.size);
            verification.find(FindingKind::TooLarge, Some(&path), message);
        }
        Ok(_) if content.len() as u64 != file.size || sha256_hex(&content) != file.sha256 => {
            verification.find(FindingKind::Changed, Some(&path), "its content is not what the manifest says");
        }
        Ok(_) => {
            if let Some(fault) = fault_inside(&content) {
                verification.find(FindingKind::Special, Some(&path), format!("it is an archive itself: {fault}"));
            }
        }
    }
}

/// What an entry is besides a plain file, in words.
fn special(entry: &zip::read::ZipFile<'_, Cursor<&[u8]>>) -> Option<&'static str> {
    const KIND: u32 = 0o170_000;
    const FILE: u32 = 0o100_000;
    if entry.encrypted() {
        Some("encrypted")
    } else if entry.is_symlink() {
        Some("a link")
    } else if entry.is_dir() {
        Some("a folder")
    } else if entry.unix_mode().is_some_and(|mode| mode & KIND != FILE && mode & KIND != 0) {
        Some("a device or a pipe")
    } else {
        None
    }
}

/// Packs the contents anew and compares; each is read again when it is its turn, so that they are never all in memory.
fn check_packing(
    zip: &mut Zip<'_>,
    manifest_bytes: &[u8],
    manifest: &Manifest,
    bytes: &[u8],
    verification: &mut Verification,
) {
    let mut paths: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    paths.push(MANIFEST_FILE);
    paths.sort_unstable();
    let mut read = |path: &str| -> Result<Arc<[u8]>, String> {
        if path == MANIFEST_FILE {
            return Ok(manifest_bytes.into());
        }
        let mut content = Vec::new();
        let entry = zip.by_name(path).map_err(|error| error.to_string())?;
        entry.take(LARGEST_PACKET).read_to_end(&mut content).map_err(|error| error.to_string())?;
        Ok(content.into())
    };
    let own = env!("CARGO_PKG_VERSION");
    match pack(&paths, manifest.source.time_s(), &mut read) {
        Ok(packed) if packed == bytes => {}
        Ok(_) if manifest.groundup == own => {
            let message = "every file is as the manifest says, but the archive around them was changed: a time, a mode, a comment or an order";
            verification.find(FindingKind::Repacked, None, message);
        }
        Ok(_) => {
            let message = format!(
                "every file is as the manifest says, but groundup {own} packs them otherwise; the packet was made by {}, so verify it with that version",
                manifest.groundup
            );
            verification.find(FindingKind::Repacked, None, message);
        }
        Err(error) => verification.find(FindingKind::Repacked, None, error.to_string()),
    }
}

/// How many entries the central directory holds, by its own records: their signatures from its start to the end record.
fn central_entries(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let field = |offset: usize| {
        bytes.get(end + offset..end + offset + 4).and_then(|field| field.try_into().ok()).map(u32::from_le_bytes)
    };
    let (size, start) = (field(12)? as usize, field(16)? as usize);
    let (mut at, stop, mut count) = (start, start.checked_add(size)?, 0);
    while at < stop {
        let record = bytes.get(at..at.checked_add(46)?)?;
        if !record.starts_with(b"PK\x01\x02") {
            return None;
        }
        let length = |offset: usize| usize::from(u16::from_le_bytes([record[offset], record[offset + 1]]));
        at += 46 + length(28) + length(30) + length(32);
        count += 1;
    }
    Some(count)
}
