//! Archives among a packet's files, which honest plans have: a FreeCAD document is a zip, and so are the outlines that are sent
//! to a maker of circuit boards. They are looked into one level deep, by their index alone.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// What may be unpacked whatever its ratio, in bytes.
pub const SMALL: u64 = 64 << 20;
/// The most bytes that one byte of an archive may unpack to, past [`SMALL`]. Text and drawings reach some tens.
pub const LARGEST_RATIO: u64 = 200;
/// The most entries of an archive in a packet.
const MOST_ENTRIES: usize = 100_000;
/// How zips begin: with an entry, or at their end where there is none.
const SIGNATURES: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// Whether so many bytes out of so few are more than honest files give.
pub fn is_bomb(unpacked: u64, packed: u64) -> bool {
    unpacked > SMALL && unpacked > packed.saturating_mul(LARGEST_RATIO)
}

/// Why a file that is a zip itself should not be unpacked, in words; `None` for any other file, and for a harmless zip.
pub fn fault_inside(content: &[u8]) -> Option<String> {
    if !SIGNATURES.iter().any(|signature| content.starts_with(signature)) {
        return None;
    }
    let mut zip = match ZipArchive::new(Cursor::new(content)) {
        Ok(zip) => zip,
        Err(error) => return Some(format!("it begins as a zip, and cannot be read ({error})")),
    };
    if zip.len() > MOST_ENTRIES {
        return Some(format!("it has {} entries", zip.len()));
    }
    let mut unpacked = 0_u64;
    for index in 0..zip.len() {
        let Ok(entry) = zip.by_index_raw(index) else { return Some("an entry of it cannot be read".to_owned()) };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let leads_outside = name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..");
        let fault = if entry.encrypted() {
            Some("encrypted")
        } else if entry.is_symlink() {
            Some("a link")
        } else if leads_outside || name.contains(':') {
            Some("unpacked outside the folder")
        } else {
            None
        };
        if let Some(fault) = fault {
            return Some(format!("an entry of it, {name:?}, is {fault}"));
        }
        unpacked = unpacked.saturating_add(entry.size());
    }
    if is_bomb(unpacked, content.len() as u64) {
        return Some(format!("its {} bytes unpack to {unpacked}", content.len()));
    }
    for index in 0..zip.len() {
        let mut start = Vec::new();
        let Ok(entry) = zip.by_index(index) else { return Some("an entry of it cannot be unpacked".to_owned()) };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.take(4).read_to_end(&mut start).is_err() {
            return Some(format!("an entry of it, {name:?}, cannot be unpacked"));
        }
        if SIGNATURES.contains(&start.as_slice()) {
            return Some(format!("an entry of it, {name:?}, is an archive again"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault_inside;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn archives_among_the_files_are_looked_into() {
        let fine = zip_of(&[("Document.xml", b"<x/>"), ("shape/a.brp", b"1")]);
        assert_eq!(fault_inside(&fine), None);
        assert_eq!(fault_inside(b"solid cube"), None);
        let fault = |bytes: &[u8]| fault_inside(bytes).unwrap();
        assert!(fault(&zip_of(&[("deep.zip", &fine)])).contains("archive again"));
        assert!(fault(&zip_of(&[("../x", b"1")])).contains("outside"));
        assert!(fault(&fine[..fine.len() - 9]).contains("cannot be read"));
        let mut locked = fine.clone();
        let central = fine.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        locked[central + 8] |= 1;
        assert!(fault(&locked).contains("encrypted"));
        let zeros = vec![0; 70 << 20];
        assert!(fault(&zip_of(&[("zeros", &zeros)])).contains("unpack to"));
    }
}
