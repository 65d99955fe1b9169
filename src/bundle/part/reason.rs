//! Reasons as a page tells them: the ids in them are names that lead to pages.

use crate::bundle::links::{equipment_anchor, facility_page, process_page};
use crate::bundle::names::Names;
use crate::bundle::view::Name;
use crate::model::{Equipment, EquipmentKind};

/// Words after which a capability is named without marks.
const BEFORE_CAPABILITY: [&str; 3] = ["provides", "needs", "only"];

/// A reason in pieces: what stands between backticks is called by its title and leads to its page; so does a capability. What is
/// no id of the catalog stays as it is, without its marks. `facility` says whose machines are meant.
pub fn linked(reason: &str, facility: Option<usize>, names: Names<'_>) -> Vec<Name> {
    let mut pieces: Vec<Name> = Vec::new();
    for (index, part) in reason.split('`').enumerate() {
        if index % 2 == 1 {
            push(&mut pieces, named(part, facility, names));
        } else {
            push_prose(&mut pieces, part, names);
        }
    }
    if let Some(first) = pieces.first_mut().filter(|first| first.href.is_none()) {
        first.text = crate::bundle::wording::capitalised(&first.text);
    }
    pieces
}

/// What an id means, an item first.
fn named(id: &str, facility: Option<usize>, names: Names<'_>) -> Name {
    let Names { catalog, graph, .. } = names;
    if graph.item_index(id).is_some() {
        return names.item_of(id);
    }
    if let Some(index) = catalog.index.process(id) {
        let text = catalog.processes[index].title.clone().unwrap_or_else(|| id.to_owned());
        return Name { text, href: Some(names.href(&process_page(id))) };
    }
    if catalog.index.capability(id).is_some() {
        return names.capability(id);
    }
    let machine = facility.and_then(|index| {
        let facility = &catalog.facilities[index];
        let machine = facility.equipment.iter().find(|machine| machine.id().value.as_str() == id)?;
        let page = facility_page(facility.id.value.as_str());
        let text = title_of(machine).unwrap_or(id).to_owned();
        Some(Name { text, href: Some(names.href(&format!("{page}#{}", equipment_anchor(id)))) })
    });
    machine.unwrap_or_else(|| Name { text: id.to_owned(), href: None })
}

fn title_of(machine: &Equipment) -> Option<&str> {
    match &machine.kind {
        EquipmentKind::Described { title, .. } => title.as_deref(),
        EquipmentKind::FromPlan(_) => None,
    }
}

/// Prose, in which a capability may be named.
fn push_prose(pieces: &mut Vec<Name>, prose: &str, names: Names<'_>) {
    let mut before = "";
    for word in prose.split_inclusive(' ') {
        let bare = word.trim_end().trim_end_matches([';', ':', ',']);
        let capability = BEFORE_CAPABILITY.contains(&before) && names.catalog.index.capability(bare).is_some();
        before = bare;
        if capability {
            push(pieces, names.capability(bare));
            push(pieces, Name { text: word[bare.len()..].to_owned(), href: None });
        } else {
            push(pieces, Name { text: word.to_owned(), href: None });
        }
    }
}

/// Adds a piece; plain text joins plain text.
fn push(pieces: &mut Vec<Name>, piece: Name) {
    match pieces.last_mut() {
        Some(last) if last.href.is_none() && piece.href.is_none() => last.text.push_str(&piece.text),
        _ if piece.text.is_empty() => {}
        _ => pieces.push(piece),
    }
}
