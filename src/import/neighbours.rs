//! The files that a manifest names: those that lie beside it come along, addresses become links, and what is nowhere is kept by name.

use std::path::Path;

use serde_json::json;

use super::{Draft, DraftFile, Fault, Line, read_bill};
use crate::instructions;
use crate::quantity::Currency;
use crate::text::{FileId, RepoPath};

/// Gives the bytes of a file beside the manifest.
type Read<'r> = &'r dyn Fn(&str) -> Option<Vec<u8>>;

/// Brings along what `draft` names and `read` finds: its bill of materials, files, picture and instructions. Prices without a currency
/// are taken to be in `currency`.
///
/// # Errors
/// The bill of materials is a table that cannot be read: its path, and why.
pub fn bring(draft: &mut Draft, currency: Currency, read: Read<'_>) -> Result<(), (String, Fault)> {
    bring_bill(draft, currency, read)?;
    let mut missing = Vec::new();
    for file in std::mem::take(&mut draft.files) {
        if is_address(&file.path) {
            let title = file.title.clone().or_else(|| file.field.clone()).unwrap_or_else(|| "Files".to_owned());
            if !draft.links.iter().any(|(_, url)| *url == file.path) {
                draft.links.push((title, file.path));
            }
            continue;
        }
        match take(draft, &file.path, read) {
            Some(path) if draft.files.iter().any(|known| known.path == path) => {}
            Some(path) => draft.files.push(DraftFile { path, ..file }),
            None => missing.push(file),
        }
    }
    for file in missing {
        draft.notes.push(format!(
            "`{}` is not brought along ({}); it is named under `x-okh-files`",
            file.path,
            why_not(&file.path)
        ));
        let field = file.field.as_deref().or(file.role).unwrap_or_default();
        draft.kept.push(("files".to_owned(), json!({"path": file.path, "title": file.title, "field": field})));
    }
    if let Some(image) = draft.image.take() {
        draft.image = if is_address(&image) { None } else { take(draft, &image, read) };
        if draft.image.is_none() {
            draft.notes.push(format!(
                "the picture `{image}` is not brought along ({}); it is named under `x-okh-image`",
                why_not(&image)
            ));
            draft.kept.push(("image".to_owned(), json!(image)));
        }
    }
    bring_instructions(draft, read);
    Ok(())
}

fn bring_bill(draft: &mut Draft, currency: Currency, read: Read<'_>) -> Result<(), (String, Fault)> {
    let Some(path) = draft.bill.take() else { return Ok(()) };
    if is_address(&path) {
        draft.notes.push(format!("the bill of materials is at {path}: fetch it, and import it with `import csv`"));
        draft.links.push(("Bill of materials".to_owned(), path));
        return Ok(());
    }
    let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    let is_table = matches!(extension.as_str(), "csv" | "tsv" | "txt");
    let bytes = relative(&path).and_then(|place| read(place.as_str()));
    let parts = std::mem::take(&mut draft.lines);
    match &bytes {
        Some(bytes) if is_table || extension == "md" => {
            let mut of_table = Draft::default();
            match read_bill(bytes, currency, &mut of_table) {
                Ok(()) => {
                    draft.notes.append(&mut of_table.notes);
                    draft.lines = of_table.lines;
                }
                Err(fault) if is_table => return Err((path, fault)),
                Err(_) => keep_bill(draft, &path, "no table of parts is found in it", read),
            }
        }
        Some(_) => keep_bill(draft, &path, "expected CSV or a table of Markdown", read),
        None => keep_bill(draft, &path, "there is no such file beside the manifest", read),
    }
    for part in parts {
        match draft.lines.iter_mut().find(|line| line.name == part.name) {
            Some(line) => complete(line, part),
            None => draft.lines.push(part),
        }
    }
    Ok(())
}

fn keep_bill(draft: &mut Draft, path: &str, why: &str, read: Read<'_>) {
    draft.notes.push(format!("the bill of materials `{path}` is not read ({why}); it is named under `x-okh-bom`"));
    draft.kept.push(("bom".to_owned(), json!(path)));
    if let Some(path) = take(draft, path, read) {
        draft.files.push(DraftFile { path, role: None, title: None, field: Some("bom".to_owned()) });
    }
}

/// What the manifest says of a part that the table has too.
fn complete(line: &mut Line, part: Line) {
    line.mass_kg = line.mass_kg.or(part.mass_kg);
    line.drawing = line.drawing.take().or(part.drawing);
    line.details.extend(part.details);
}

/// Takes a file along; gives its path in the plan's folder.
fn take(draft: &mut Draft, path: &str, read: Read<'_>) -> Option<String> {
    let place = relative(path).filter(|place| why_never(place.as_str()).is_none())?;
    if !draft.brought.contains_key(place.as_str()) {
        let bytes = read(place.as_str())?;
        draft.brought.insert(place.to_string(), bytes);
    }
    Some(place.to_string())
}

fn relative(path: &str) -> Option<RepoPath> {
    RepoPath::join("", path).filter(|place| !place.as_str().is_empty())
}

fn why_not(path: &str) -> &'static str {
    if is_address(path) {
        return "it is an address";
    }
    match relative(path) {
        None => "it is outside of the manifest's folder",
        Some(place) => why_never(place.as_str()).unwrap_or("there is no such file beside the manifest"),
    }
}

fn why_never(place: &str) -> Option<&'static str> {
    let extension = Path::new(place).extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let is_document = extension.is_some_and(|extension| matches!(extension.as_str(), "yaml" | "yml"));
    is_document.then_some("YAML in a plan's folder would be read as a plan")
}

fn is_address(path: &str) -> bool {
    path.contains("://")
}

/// The instructions with their pictures; a picture that is nowhere gives way to the words that stand for it.
fn bring_instructions(draft: &mut Draft, read: Read<'_>) {
    let Some(path) = draft.instructions.take() else { return };
    let place = relative(&path);
    let Some((place, bytes)) = place.and_then(|place| Some((place.clone(), read(place.as_str())?))) else {
        draft.notes.push(format!("the instructions `{path}` are not brought along ({})", why_not(&path)));
        draft.kept.push(("making-instructions".to_owned(), json!(path)));
        return;
    };
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    let pictures = instructions::parse(FileId(0), &text).pictures;
    for picture in pictures.iter().rev() {
        let destination = instructions::decode(&picture.destination);
        if is_address(&destination) || destination.starts_with("data:") {
            continue;
        }
        let found = RepoPath::join(place.folder(), &destination).and_then(|path| take(draft, path.as_str(), read));
        if found.is_none() {
            draft
                .notes
                .push(format!("the picture `{destination}` of the instructions is not there: its words stand for it"));
            text.replace_range(picture.span.start as usize..picture.span.end as usize, &picture.alt);
        }
    }
    draft.brought.insert(place.to_string(), text.into_bytes());
    draft.instructions = Some(place.to_string());
}
