//! The links by which prose is bound to a plan: `part:leg?quantity=4`, `item:hose?quantity=9%20m`, `capability:…`, `plan:…`.

/// What a link names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A part of the plan.
    Part,
    /// An item of the catalog.
    Item,
    /// A capability.
    Capability,
    /// Another plan.
    Plan,
}

/// A link bound to the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildLink {
    /// What it names.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// The quantity, as written.
    pub quantity: Option<String>,
    /// The first key behind `?` that means nothing.
    pub unknown_key: Option<String>,
}

/// The schemes of such links.
pub const SCHEMES: [&str; 4] = ["capability", "item", "part", "plan"];

/// Reads a destination; `None` if it is bound to nothing.
pub fn read(destination: &str) -> Option<BuildLink> {
    let (scheme, rest) = destination.split_once(':')?;
    let kind = match scheme {
        "part" => Kind::Part,
        "item" => Kind::Item,
        "capability" => Kind::Capability,
        "plan" => Kind::Plan,
        _ => return None,
    };
    let (id, query) = rest.split_once('?').unwrap_or((rest, ""));
    let quantity = query.split('&').find_map(|pair| pair.strip_prefix("quantity=")).map(decode);
    let mut keys = query.split('&').filter_map(|pair| pair.split('=').next()).filter(|key| !key.is_empty());
    let unknown_key = keys.find(|key| *key != "quantity").map(str::to_owned);
    Some(BuildLink { kind, id: decode(id), quantity, unknown_key })
}

/// Undoes percent-encoding; what is no encoding stays.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) => {
                decoded.push(code);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{BuildLink, Kind, decode, read};

    #[test]
    fn reads_kind_id_and_quantity() {
        let (id, quantity) = ("hose".to_owned(), Some("9 m".to_owned()));
        let hose = BuildLink { kind: Kind::Item, id, quantity, unknown_key: None };
        assert_eq!(read("item:hose?quantity=9%20m"), Some(hose));
        assert_eq!(read("capability:welding/mig").map(|link| link.id).as_deref(), Some("welding/mig"));
        assert_eq!(read("item:hose?qty=9").and_then(|link| link.unknown_key).as_deref(), Some("qty"));
        assert_eq!(read("javascript:alert(1)"), None);
        assert_eq!(read("cad/x.svg"), None);
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%é"), "%é");
    }
}
