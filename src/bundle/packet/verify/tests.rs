//! Packets that were tampered with, and whether it is found.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::{FindingKind, verify};
use crate::bundle::Bundle;
use crate::bundle::packet::archive::{ArchiveError, archive};
use crate::bundle::packet::manifest::{
    FileEntry, LintSummary, MANIFEST_FILE, Manifest, SCHEMA, SourceState, entries_of,
};

fn files() -> Bundle {
    let mut bundle = Bundle::default();
    bundle.add("index.html", "<p>Weld it.</p>".as_bytes());
    bundle.add("files/leg.svg", "<svg/>".repeat(40).as_bytes());
    bundle
}

fn manifest(bundle: &Bundle) -> Manifest {
    Manifest {
        schema: SCHEMA.to_owned(),
        plan: "press".to_owned(),
        version: None,
        facility: "works".to_owned(),
        quantity: 1.0,
        unit: "ea".to_owned(),
        source: SourceState { commit: None, dirty: false, time: Some("2025-09-20T12:00:00Z".to_owned()) },
        groundup: env!("CARGO_PKG_VERSION").to_owned(),
        verdict: "local".to_owned(),
        plans: Vec::new(),
        lint: LintSummary::default(),
        forced: Vec::new(),
        inputs: None,
        files: entries_of(bundle),
    }
}

/// A packet of `bundle` with the manifest of `listed`.
fn pack(mut bundle: Bundle, listed: &Bundle) -> Vec<u8> {
    let manifest = manifest(listed);
    bundle.add(MANIFEST_FILE, serde_json::to_vec(&manifest).unwrap());
    archive(&bundle, manifest.source.time_s()).unwrap()
}

/// Entries as they are given, whatever they are.
fn raw(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn kinds(bytes: &[u8]) -> Vec<FindingKind> {
    let mut kinds: Vec<FindingKind> = verify(bytes).findings.iter().map(|finding| finding.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn an_intact_packet_has_no_finding() {
    assert_eq!(verify(&pack(files(), &files())).findings, []);
}

#[test]
fn what_is_missing_added_changed_or_renamed_is_found() {
    let with = |path: &str, content: &str| {
        let mut bundle = files();
        bundle.add(path, content.as_bytes());
        bundle
    };
    assert_eq!(kinds(&pack(files(), &with("more.csv", "1"))), [FindingKind::Missing]);
    assert_eq!(kinds(&pack(with("more.csv", "1"), &files())), [FindingKind::Added]);
    assert_eq!(kinds(&pack(with("index.html", "<p>Bolt it.</p>"), &files())), [FindingKind::Changed]);
    assert_eq!(kinds(&pack(with("index.html", "<p>Weld it, and more.</p>"), &files())), [FindingKind::TooLarge]);
    let mut renamed = files();
    let content = renamed.files.remove("index.html").unwrap();
    renamed.add("Index.htm", content);
    assert_eq!(kinds(&pack(renamed, &files())), [FindingKind::Missing, FindingKind::Added]);
}

#[test]
fn names_that_lead_outside_or_collide_are_found() {
    let mut listed = Bundle::default();
    listed.add("../x", "1".as_bytes());
    let json = serde_json::to_vec(&manifest(&listed)).unwrap();
    assert!(kinds(&raw(&[(MANIFEST_FILE, &json), ("../x", b"1")])).contains(&FindingKind::Name));
    let mut listed = Bundle::default();
    listed.add("a", "1".as_bytes());
    listed.add("A", "1".as_bytes());
    let json = serde_json::to_vec(&manifest(&listed)).unwrap();
    assert!(kinds(&raw(&[(MANIFEST_FILE, &json), ("a", b"1"), ("A", b"1")])).contains(&FindingKind::Collision));
}

#[test]
fn two_entries_of_one_name_are_found() {
    let mut listed = Bundle::default();
    listed.add("aa", "1".as_bytes());
    let json = serde_json::to_vec(&manifest(&listed)).unwrap();
    let mut bytes = raw(&[(MANIFEST_FILE, &json), ("aa", b"1"), ("ab", b"2")]);
    for at in 0..bytes.len() - 1 {
        if &bytes[at..at + 2] == b"ab" {
            bytes[at + 1] = b'a';
        }
    }
    assert!(kinds(&bytes).contains(&FindingKind::Duplicate), "{:?}", verify(&bytes));
}

#[test]
fn bombs_are_not_unpacked() {
    let mut listed = Bundle::default();
    listed.add("bomb", "1".as_bytes());
    let json = serde_json::to_vec(&manifest(&listed)).unwrap();
    let zeros = vec![0; 20_000_000];
    assert!(kinds(&raw(&[(MANIFEST_FILE, &json), ("bomb", &zeros)])).contains(&FindingKind::TooLarge));
}

#[test]
fn bombs_that_their_own_manifest_lists_are_not_unpacked() {
    let zeros = vec![0; 70 << 20];
    let mut listed = Bundle::default();
    listed.add("bomb", zeros.clone());
    let json = serde_json::to_vec(&manifest(&listed)).unwrap();
    assert_eq!(kinds(&raw(&[(MANIFEST_FILE, &json), ("bomb", &zeros)])), [FindingKind::TooLarge]);
    let many = [FileEntry { path: "x".to_owned(), size: u64::MAX, sha256: String::new() }];
    let json = serde_json::to_vec(&Manifest { files: many.to_vec(), ..manifest(&Bundle::default()) }).unwrap();
    assert_eq!(kinds(&raw(&[(MANIFEST_FILE, &json), ("x", b"")])), [FindingKind::TooLarge]);
}

type MemoryZip = zip::ZipWriter<Cursor<Vec<u8>>>;

#[test]
fn links_folders_and_encrypted_entries_are_refused() {
    let mut listed = Bundle::default();
    listed.add("a", "b".as_bytes());
    let json = serde_json::to_vec(&manifest(&listed)).unwrap();
    let with = |entry: &dyn Fn(&mut MemoryZip)| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(MANIFEST_FILE, SimpleFileOptions::default()).unwrap();
        writer.write_all(&json).unwrap();
        entry(&mut writer);
        writer.finish().unwrap().into_inner()
    };
    let link = with(&|writer| writer.add_symlink("a", "b", SimpleFileOptions::default()).unwrap());
    assert_eq!(kinds(&link), [FindingKind::Special]);
    let folder = with(&|writer| writer.add_directory("a", SimpleFileOptions::default()).unwrap());
    assert!(kinds(&folder).contains(&FindingKind::Special));
    let mut locked = raw(&[(MANIFEST_FILE, &json), ("a", b"b")]);
    for at in 0..locked.len() - 50 {
        let is_of_a = |name: usize| locked[at + name..].starts_with(b"a");
        if locked[at..].starts_with(b"PK\x03\x04") && is_of_a(30) {
            locked[at + 6] |= 1;
        } else if locked[at..].starts_with(b"PK\x01\x02") && is_of_a(46) {
            locked[at + 8] |= 1;
        }
    }
    assert_eq!(kinds(&locked), [FindingKind::Special]);
}

#[test]
fn archives_in_a_packet_are_looked_into() {
    let inner = raw(&[("deep.zip", &raw(&[("x", b"1")]))]);
    let mut listed = Bundle::default();
    listed.add("files/gerbers.zip", inner.clone());
    let json = serde_json::to_vec(&manifest(&listed)).unwrap();
    assert_eq!(kinds(&raw(&[(MANIFEST_FILE, &json), ("files/gerbers.zip", &inner)])), [FindingKind::Special]);
    assert!(matches!(archive(&listed, None), Err(ArchiveError::Nested { .. })));
    let mut fine = files();
    fine.add("files/gerbers.zip", raw(&[("top.gbr", b"G04*")]));
    assert_eq!(verify(&pack(fine.clone(), &fine)).findings, []);
}

/// Numbers that look like chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// One way to tamper with a packet.
fn tamper(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) -> String {
    let at = chance.below(bytes.len());
    let length = 1 + chance.below(40);
    let end = (at + length).min(bytes.len());
    match chance.below(9) {
        0 => {
            let bit = chance.below(8);
            bytes[at] ^= 1 << bit;
            format!("bit {bit} of byte {at}")
        }
        1 => {
            bytes[at] = chance.below(256) as u8;
            format!("byte {at}")
        }
        2 => {
            bytes.truncate(at);
            format!("cut off at {at}")
        }
        3 => {
            bytes.splice(at..at, (0..length).map(|_| chance.below(256) as u8).collect::<Vec<_>>());
            format!("{length} bytes more at {at}")
        }
        4 => {
            bytes.drain(at..end);
            format!("without {at}..{end}")
        }
        5 => {
            bytes[at..end].rotate_left(1);
            format!("{at}..{end} turned")
        }
        6 => {
            let copy = bytes[at..end].to_vec();
            let to = chance.below(bytes.len());
            bytes.splice(to..to, copy);
            format!("{at}..{end} again at {to}")
        }
        7 => {
            // A part of another good packet in the place of the same part.
            let end = end.min(other.len());
            if at < end {
                bytes[at..end].copy_from_slice(&other[at..end]);
            }
            format!("{at}..{end} of another packet")
        }
        _ => {
            // The same new name in the entry and in the index.
            let names = ["index.html", "files/leg.svg", "shopping.csv", MANIFEST_FILE];
            let name = names[chance.below(names.len())].as_bytes();
            let letter = chance.below(name.len());
            let letters = b"abcXYZ019._-/\\:";
            let new = letters[chance.below(letters.len())];
            for at in 0..bytes.len() - name.len() {
                if bytes[at..].starts_with(name) {
                    bytes[at + letter] = new;
                }
            }
            format!("letter {letter} of {:?} is {new}", String::from_utf8_lossy(name))
        }
    }
}

#[test]
fn ten_thousand_ways_to_tamper_are_all_found() {
    let mut bundle = files();
    bundle.add("shopping.csv", "group,item\r\nsteel,tube\r\n".repeat(9).as_bytes());
    bundle.add("files/empty.txt", "".as_bytes());
    let original = pack(bundle.clone(), &bundle);
    let mut changed = bundle.clone();
    changed.add("shopping.csv", "group,item\r\nsteel,bars\r\n".repeat(9).as_bytes());
    let other = pack(changed.clone(), &changed);
    let mut chance = Chance(0x5eed_1234_abcd_0001);
    let mut tampered = 0;
    while tampered < 10_000 {
        let mut bytes = original.clone();
        let what = tamper(&mut bytes, &other, &mut chance);
        if bytes == original {
            continue;
        }
        tampered += 1;
        assert!(bytes == other || !verify(&bytes).findings.is_empty(), "{what} was not found");
    }
}

#[test]
fn what_is_no_packet_is_refused() {
    for bytes in [&b""[..], b"PK", b"hello", &raw(&[]), &raw(&[("x", b"1")]), &raw(&[(MANIFEST_FILE, b"{")])] {
        let verification = verify(bytes);
        assert!(verification.is_unreadable() && !verification.findings.is_empty());
    }
}

/// Every byte, not a sample: headers, sizes, times, modes, the index and its end are all in it.
#[test]
fn no_byte_of_a_packet_can_be_changed() {
    let packet = pack(files(), &files());
    for at in 0..packet.len() {
        for mask in [1, 0x80] {
            let mut bytes = packet.clone();
            bytes[at] ^= mask;
            assert!(!verify(&bytes).findings.is_empty(), "byte {at} ^ {mask}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn every_flipped_byte_is_found(place in any::<prop::sample::Index>(), mask in 1_u8..) {
        let mut bytes = pack(files(), &files());
        let at = place.index(bytes.len());
        bytes[at] ^= mask;
        prop_assert!(!verify(&bytes).findings.is_empty(), "byte {at} ^ {mask}");
    }

    #[test]
    fn cut_off_or_lengthened_files_are_found(place in any::<prop::sample::Index>(), more in prop::collection::vec(any::<u8>(), 1..30)) {
        let bytes = pack(files(), &files());
        prop_assert!(!verify(&bytes[..place.index(bytes.len())]).findings.is_empty());
        let mut longer = bytes.clone();
        longer.extend_from_slice(&more);
        prop_assert!(!verify(&longer).findings.is_empty());
        let mut shifted = more.clone();
        shifted.extend_from_slice(&bytes);
        prop_assert!(!verify(&shifted).findings.is_empty());
    }

    #[test]
    fn noise_never_panics(noise in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(!verify(&noise).findings.is_empty());
    }
}
