//! Packets that were tampered with, and whether it is found.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::super::manifest::{MANIFEST_FILE, Manifest, SCHEMA, SourceState, entries_of};
use super::{FindingKind, archive, verify};
use crate::bundle::Bundle;

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
fn what_is_no_packet_is_refused() {
    for bytes in [&b""[..], b"PK", b"hello", &raw(&[]), &raw(&[("x", b"1")]), &raw(&[(MANIFEST_FILE, b"{")])] {
        let verification = verify(bytes);
        assert!(verification.is_unreadable() && !verification.findings.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
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
