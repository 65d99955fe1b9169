//! The build instructions of an imported plan: those that it came with, without links that lead nowhere here; or a beginning.

use std::fmt::Write;

use super::matching::{Entry, Settled, Settlement};
use crate::catalog::Catalog;
use crate::instructions::{self, BuildLink, LinkKind};
use crate::text::FileId;

/// Instructions of which links that lead to nothing of the plan are words alone; and how many those are. `is_there` tells whether a
/// file, as a link names it, came along.
pub(super) fn loosened(
    text: &str,
    settlement: &Settlement,
    catalog: &Catalog,
    is_there: impl Fn(&str) -> bool,
) -> (String, usize) {
    let holds = |bound: &BuildLink| match bound.kind {
        LinkKind::Part => {
            settlement.lines.iter().any(|line| matches!(&line.entry, Entry::Part { name, .. } if *name == bound.id))
        }
        LinkKind::Item => settlement.lines.iter().any(|line| matches!(&line.entry, Entry::Item(id) if *id == bound.id)),
        // That no operation of the plan does it yet, `check` tells.
        LinkKind::Capability => catalog.index.capability(&bound.id).is_some(),
        LinkKind::Plan => catalog.plan(&bound.id).is_some(),
    };
    let mut text = text.to_owned();
    let mut count = 0;
    let links = instructions::parse(FileId(0), &text).links;
    for link in links.iter().rev() {
        let is_loose = match &link.bound {
            Some(bound) => !holds(bound),
            None => is_file(&link.destination) && !is_there(&instructions::decode(&link.destination)),
        };
        if is_loose && let Some((range, words)) = whole(&text, link.span.start as usize, link.span.end as usize) {
            text.replace_range(range, &words);
            count += 1;
        }
    }
    (text, count)
}

fn is_file(destination: &str) -> bool {
    !destination.starts_with('#') && !destination.contains("://") && !destination.starts_with("mailto:")
}

/// The link around a destination, and its words.
fn whole(text: &str, start: usize, end: usize) -> Option<(std::ops::Range<usize>, String)> {
    let before = text.get(..start)?;
    let close = before.trim_end_matches('<').strip_suffix("](")?.len();
    let mut depth = 1;
    let open = before[..close].char_indices().rev().find_map(|(at, c)| {
        match c {
            ']' => depth += 1,
            '[' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let behind = text.get(end..)?.find(')')? + end + 1;
    // A picture is no link.
    (!text[..open].ends_with('!')).then(|| (open..behind, text[open + 1..close].to_owned()))
}

/// Instructions that name all that goes in, for somebody to write on.
pub(super) fn skeleton(title: &str, settlement: &Settlement) -> String {
    let mut text = format!("# {}\n\nSay first what can hurt, and how to be safe.\n", escaped(title));
    if !settlement.lines.is_empty() {
        text += "\n## Lay out the parts\n\nMove each to the step that takes it.\n\n";
        for Settled { line, entry } in &settlement.lines {
            let destination = match entry {
                Entry::Item(id) => format!("item:{id}"),
                Entry::Part { name, .. } => format!("part:{name}"),
            };
            let quantity = line.quantity.as_written();
            let plain = quantity.strip_suffix(" ea").unwrap_or(quantity);
            let encoded: String = plain.bytes().map(encoded).collect();
            let _ =
                writeln!(text, "- [{} of {}]({destination}?quantity={encoded})", escaped(plain), escaped(&line.name));
        }
    }
    text + "\n## Step one\n\nSay what to do, and how to tell that it is right.\n"
}

fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// Text that Markdown takes for nothing but text.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '[' | ']' | '*' | '_' | '`' | '<' | '>' | '!' | '#' | '|' | '&') {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}
